"""Columns put together by quellen.yaml: the first filled one counts, never a sum, and what is left out is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.bereinigung import Bereinigung
from komman.config import QuellenListe
from komman.errors import DateiFehler, DatenFehler
from komman.ledger import clean
from komman.yamlfile import load_yaml
from tests.raw_folder import NAME, ledger, raw_folder, refusal

KOPF = "Kommune;Träger;bewilligt neu;bewilligt alt;ausgezahlt"
QUELLE = "quellen:\n  - {datei: liste_2019.csv, zusammenfassen: {bewilligt: [bewilligt neu, bewilligt alt]}}\n"


def folder(ziel: Path, *zeilen: str, kopf: str = KOPF, quellen: str = QUELLE, korrekturen: str = "") -> Path:
    files = {NAME: ledger(*zeilen, kopf=kopf), "quellen.yaml": quellen, "korrekturen.yaml": korrekturen}
    return raw_folder(ziel, files)


def granted(b: Bereinigung) -> list[int]:
    return [int(v) for v in b.tabellen["weiterleitungen"]["bewilligt_cent"].fillna(-1)]


def said(b: Bereinigung) -> list[str]:
    return [h.text.replace("\u00a0", " ") for h in b.hinweise if h.art == "zusammengefasst"]


ROWS = ("Anröchte;V;100,00;90,00;1,00", "Anröchte;W;;80,00;1,00", "Anröchte;X;70,00;70,00;1,00", "Anröchte;Y;-;;1,00")


def test_the_first_filled_amount_counts_and_another_one_is_said(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, *ROWS))
    assert granted(b) == [10_000, 8_000, 7_000, -1]
    assert said(b) == [
        "„bewilligt alt“ enthält in 1 Zeile einen anderen Betrag als „bewilligt neu“, zusammen 90,00 €; "
        "laut quellen.yaml nicht gezählt"
    ]
    assert [h.cent for h in b.hinweise if h.art == "zusammengefasst"] == [9_000]


def test_the_order_is_that_of_the_entry(tmp_path: Path) -> None:
    quelle = QUELLE.replace("[bewilligt neu, bewilligt alt]", "[bewilligt alt, bewilligt neu]")
    b = clean(folder(tmp_path, *ROWS, quellen=quelle))
    assert granted(b) == [9_000, 8_000, 7_000, -1] and "zusammen 100,00 €" in said(b)[0]


def test_a_zero_is_filled(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, "Anröchte;V;0,00;90,00;1,00"))
    assert granted(b) == [0] and len(said(b)) == 1


def test_an_unreadable_first_amount_is_not_replaced_by_the_next(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, "Anröchte;V;ca. 5;90,00;1,00", "Anröchte;W;1,00;ca. 5;1,00"))
    assert granted(b) == [100] and b.zurueckgestellt["zeile"].tolist() == [3]
    assert any("davon 1 Betrag nicht lesbar" in text for text in said(b))


def test_each_column_has_its_own_total(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, *ROWS[:3], "Summe;;170,00;240,00;3,00"))
    assert (b.bilanz[0].summenzeilen, b.bilanz[0].zurueckgestellt) == (1, 0)
    (tmp_path / "zwei").mkdir()
    b = clean(folder(tmp_path / "zwei", *ROWS[:3], "Summe;;250,00;240,00;3,00"))
    assert (b.bilanz[0].summenzeilen, b.bilanz[0].zurueckgestellt) == (0, 1)


def test_the_balance_is_that_of_the_amounts_that_count(tmp_path: Path) -> None:
    rows = [";".join(r.split(";")[:4]) for r in ROWS[:3]]
    (z,) = clean(folder(tmp_path, *rows, kopf=KOPF.removesuffix(";ausgezahlt"))).bilanz
    assert (z.betrag_spalte, z.betrag_gelesen_cent, z.betrag_uebernommen_cent) == ("bewilligt_cent", 25_000, 25_000)


def test_a_correction_sets_the_amount_that_counts(tmp_path: Path) -> None:
    entry = (
        "korrekturen:\n  - {aktion: setze, datei: liste_2019.csv, zeile: 3, erwarte: {bewilligt alt: '90,00'}, "
        "setze: {bewilligt: '95,00'}, grund: g, wer: w, datum: '2022-05-31'}\n"
    )
    b = clean(folder(tmp_path, *ROWS[:2], korrekturen=entry))
    assert granted(b) == [9_500, 8_000]
    assert b.korrekturen[["spalte", "vorher", "delta_cent"]].values.tolist() == [["bewilligt_cent", "100,00", -500]]


def test_without_the_entry_two_columns_of_one_meaning_stay_refused(tmp_path: Path) -> None:
    raw = folder(tmp_path, "Anröchte;V;1,00;2,00", kopf="Kommune;Träger;bewilligt;bewilligt EUR", quellen="")
    text = refusal(raw, DateiFehler)
    assert "Zwei Spalten bedeuten dasselbe (bewilligt_cent)" in text and "„zusammenfassen“" in text


def test_a_third_column_of_the_same_meaning_is_refused(tmp_path: Path) -> None:
    raw = folder(tmp_path, "Anröchte;V;1,00;2,00;3,00", kopf=KOPF.replace("ausgezahlt", "bewilligt"))
    assert "Zwei Spalten bedeuten dasselbe" in refusal(raw, DateiFehler)


def test_a_heading_that_is_not_there_is_refused(tmp_path: Path) -> None:
    raw = folder(tmp_path, *ROWS, quellen=QUELLE.replace("bewilligt alt", "bewilligt früher"))
    assert "„bewilligt alt“ ist nicht bekannt" in refusal(raw, DateiFehler)
    (tmp_path / "zwei").mkdir()
    rows = [r.replace(";90,00", "").replace(";80,00", "") for r in ROWS[:1]]
    raw = folder(tmp_path / "zwei", *rows, kopf="Kommune;Träger;bewilligt neu;ausgezahlt")
    assert "unter „zusammenfassen“ „bewilligt alt“; das trifft nichts" in refusal(raw, DatenFehler)


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ("zusammenfassen: {kommune: [a, b]}", "das ist keine Spalte für Beträge"),
        ("zusammenfassen: {geld: [a, b]}", "diese Spalte gibt es nicht"),
    ],
)
def test_only_amounts_are_put_together(entry: str, part: str, tmp_path: Path) -> None:
    assert part in refusal(folder(tmp_path, *ROWS, quellen=f"quellen:\n  - {{datei: '*', {entry}}}\n"), DateiFehler)


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ("zusammenfassen: {bewilligt: [a]}", "mindestens ein"),
        ("zusammenfassen: {bewilligt: [a, a]}", "„a“ ist zweimal zugeordnet"),
        ("spalten: {A: kommune}, zusammenfassen: {bewilligt: [a, b]}", "„a“ ist zweimal zugeordnet"),
        ("jahre_als_spalten: ausgezahlt, zusammenfassen: {bewilligt: [a, b]}", "gehen nicht zusammen"),
        ("kopfzeile: keine", "sind unter „spalten“ die Buchstaben zuzuordnen"),
        ("kopfzeile: keine, spalten: {Wer: traeger}", "nicht „Wer“"),
        ("kopfzeile: keine, spalten: {A: traeger}, jahre_als_spalten: ausgezahlt", "braucht eine Kopfzeile"),
        ("kopfzeile: []", "Zeilennummer oder „keine“ erwartet"),
    ],
)
def test_a_contradictory_entry_is_refused(entry: str, part: str, tmp_path: Path) -> None:
    path = tmp_path / "quellen.yaml"
    path.write_text(f"quellen:\n  - {{datei: a.csv, {entry}}}\n", encoding="utf-8")
    with pytest.raises(DateiFehler) as fault:
        load_yaml(path, QuellenListe)
    assert part in str(fault.value)
