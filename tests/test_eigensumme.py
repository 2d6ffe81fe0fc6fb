"""The sum a file states of itself: above the header, in its last row, in words, held against what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.bereinigung import Bereinigung
from komman.errors import DateiFehler
from komman.ledger import clean
from komman.titelsumme import sum_in_text
from tests.raw_folder import NAME, raw_folder, refusal

KOPF = "Az.;Kommune;Träger;Baustein;bewilligt EUR;ausgezahlt EUR"
ZEILEN = (
    "1;Anröchte;V;A2;1.000,00;500,00",
    "2;Anröchte;W;A2;200,00;100,00",
    "3;Wickede;V;A2;30,00;10,00",
    "4;Wickede;W;A2;5,00;5,00",
)


def read(tmp_path: Path, *zeilen: str) -> Bereinigung:
    return clean(raw_folder(tmp_path, {NAME: "\n".join(zeilen) + "\n"}))


def said(b: Bereinigung) -> list[str]:
    return [h.satz for h in b.hinweise if h.art == "summe"]


@pytest.mark.parametrize(
    ("titel", "summe", "abweichung", "hinweis"),
    [
        ("Förderliste 2019. Summe: 615,00 EUR", 61500, 0, ""),
        ("Summe der Förderliste 2019: 615 Euro", 61500, 0, ""),
        ("Gesamtsumme ausgezahlt: 600,00 EUR", 60000, -1500, "„ausgezahlt EUR“ die Summe 600,00"),
        ("Summe bewilligt 1.235,00 €", None, None, ""),
        ("Summe bewilligt 1.236,00 €", None, None, "„bewilligt EUR“ die Summe 1.236,00"),
        ("Summe: 1.235,00 €", None, None, ""),  # that of the other column
        ("Gesamtbetrag der Zuwendung 2019: 50.000,00 EUR", None, None, ""),  # of something else, perhaps
        ("Summe;;;;1.235,00;615,00", 61500, 0, ""),
        ("Summe;;;;1.235,00;616,00", 61600, 100, "„ausgezahlt EUR“ die Summe 616,00"),
        ("Summe;;;;1.235;615", 61500, 0, ""),
        ("Summe;;;;1.236;615", 61500, 0, ""),  # 1.236 has two readings
        (";;;;1.235,00;615,00", 61500, 0, ""),
        (";;;;;615,00", 61500, 0, ""),
        (";;;;;2019", None, None, ""),
        ("Summe;615,00", 61500, 0, ""),
        ("Summe 2019", None, None, ""),
    ],
)
def test_a_sum_above_the_header(
    tmp_path: Path, titel: str, summe: int | None, abweichung: int | None, hinweis: str
) -> None:
    b = read(tmp_path, titel, KOPF, *ZEILEN)
    z = b.bilanz[0]
    assert (z.summe_datei_cent, z.summe_abweichung_cent) == (summe, abweichung)
    assert (z.kopf, z.uebernommen, z.zurueckgestellt) == (2, 4, 0)
    assert len(said(b)) == bool(hinweis)
    assert all(hinweis in s and "Differenz" in s for s in said(b))


@pytest.mark.parametrize(
    "titel",
    [
        ";;;;1.235,00;616,00",
        ";;;;1.236;615,00",
        ";;;;1.236;2.470",
        "Rest;;;;1.235,00;615,00",
        "Summe;;;7;1.235,00;615,00",
    ],
)
def test_amounts_above_the_header_that_are_no_sums_are_a_table(tmp_path: Path, titel: str) -> None:
    text = refusal(raw_folder(tmp_path, {NAME: "\n".join([titel, KOPF, *ZEILEN])}), DateiFehler)
    assert "Über der Kopfzeile steht eine Zeile mit Beträgen." in text and "Zeile 1" in text


@pytest.mark.parametrize(
    ("ende", "summe", "abweichung", "zurueck"),
    [
        (["Summe;;;;1.235,00;615,00"], 61500, 0, 0),
        (["Gesamtsumme;;;;;615,00"], 61500, 0, 0),
        (["Summe;;;;1.235,00;"], None, None, 0),
        (["Summe;;;;1.235,00;700,00"], 70000, 8500, 1),
        (["Summe Wickede;;;;1.235,00;700,00"], None, None, 1),
        (["Summe: 615,00 EUR"], 61500, 0, 0),
        (["Summe: 616,00 EUR"], 61600, 100, 1),
        (["Summe: 1.235,00 EUR"], None, None, 0),
        (["Summe;;;;ca. 3;700,00"], None, None, 1),
        ([], None, None, 0),
    ],
)
def test_a_sum_in_the_last_row(
    tmp_path: Path, ende: list[str], summe: int | None, abweichung: int | None, zurueck: int
) -> None:
    b = read(tmp_path, "Förderjahr 2019", KOPF, *ZEILEN, *ende)
    z = b.bilanz[0]
    assert (z.summe_datei_cent, z.summe_abweichung_cent, z.zurueckgestellt) == (summe, abweichung, zurueck)
    assert said(b) == []  # what does not fit is set aside with the difference


def test_the_last_subtotal_is_not_the_sum_of_the_file(tmp_path: Path) -> None:
    rows = [*ZEILEN[:2], "Summe;;;;1.200,00;600,00", *ZEILEN[2:]]
    z = read(tmp_path, "Förderjahr 2019", KOPF, *rows, "Summe;;;;35,00;16,00").bilanz[0]
    assert (z.summe_datei_cent, z.zurueckgestellt) == (None, 1)


def test_a_title_that_is_left_out_states_nothing(tmp_path: Path) -> None:
    liste = "\n".join(["Summe: 600,00 EUR", KOPF, *ZEILEN])
    left_out = "quellen:\n  - {datei: liste_2019.csv, weglassen_zeilen: [1]}\n"
    b = clean(raw_folder(tmp_path, {NAME: liste, "quellen.yaml": left_out}))
    assert (said(b), b.bilanz[0].summe_datei_cent) == ([], None)


def test_the_last_row_comes_before_the_title(tmp_path: Path) -> None:
    b = read(tmp_path, "Summe: 600,00 EUR", KOPF, "Gesamt;;;;1.235,00;615,00", *ZEILEN)
    assert (b.bilanz[0].summe_datei_cent, b.bilanz[0].summe_abweichung_cent) == (61500, 0)
    assert len(said(b)) == 1


def test_a_sum_of_the_corrected_rows_is_no_finding_but_a_difference_to_what_was_read(tmp_path: Path) -> None:
    fix = f"""korrekturen:
  - aktion: setze
    datei: {NAME}
    zeile: 3
    erwarte: {{ausgezahlt EUR: "500,00"}}
    setze: {{ausgezahlt_cent: "499,00"}}
    grund: Tippfehler
    wer: KI
    datum: 2022-01-01
"""
    liste = "\n".join(["Summe: 614,00 EUR", KOPF, *ZEILEN])
    b = clean(raw_folder(tmp_path, {NAME: liste, "korrekturen.yaml": fix}))
    assert (b.bilanz[0].summe_abweichung_cent, b.bilanz[0].korrektur_delta_cent, said(b)) == (-100, -100, [])


def test_two_tables_of_one_sheet_may_each_state_their_sum(tmp_path: Path) -> None:
    other = ["Kommune;Träger;ausgezahlt EUR", "Wickede;V;10,00", "Wickede;W;5,00"]
    titles = ["Summe: 600,00 EUR", "Förderjahr 2019, Summe: 15,00 EUR"]
    b = read(tmp_path, titles[0], KOPF, *ZEILEN[:2], "", titles[1], *other)
    assert (said(b), b.bilanz[0].uebernommen, b.bilanz[0].summe_datei_cent) == ([], 4, None)


@pytest.mark.parametrize(
    ("text", "cent"),
    [
        ("Summe: 1,00 €", 100),
        ("Gesamtsumme (EUR): 12.345,67", 1_234_567),
        ("Förderung 2019, insgesamt 12.345 Euro.", 1_234_500),
        ("Summe -5,00 EUR", -500),
        ("Summe 2019", None),
        ("Summe: 12345", None),
        ("Höchstbetrag: 5,00 EUR", None),
        ("Zwischensumme: 5,00 EUR", None),
        ("Summe: 5,00 EUR laut Bescheid", None),
        ("Summe: 1,2,3 EUR", None),
        ("Summe " + "x" * 300 + " 5,00 EUR", None),
    ],
)
def test_a_sum_in_words(text: str, cent: int | None) -> None:
    found = sum_in_text(text)
    assert (found[0] if found else None) == cent
