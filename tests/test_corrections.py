"""korrekturen.yaml: guarded, recorded, and exact in the balance."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from xlsxwriter.worksheet import Worksheet

from komman.bereinigung import Bereinigung
from komman.errors import DatenFehler
from komman.ledger import clean
from tests.mappen import workbook_bytes
from tests.raw_folder import NAME, ZEILEN, cleaned, ledger, raw_folder, refusal

ENTRY = """\
korrekturen:
  - aktion: {aktion}
    datei: liste_2019.csv
    zeile: {zeile}
    erwarte: {{{erwarte}}}
    grund: laut Akte
    wer: KI
    datum: "2022-05-30"
    status: erledigt
{mehr}"""


def entry(aktion: str, zeile: int, erwarte: str = "traeger: Gemeinde Anröchte", mehr: str = "") -> str:
    return ENTRY.format(aktion=aktion, zeile=zeile, erwarte=erwarte, mehr=mehr)


def sums(b: Bereinigung) -> tuple[int, int, int, int]:
    z = b.bilanz[0]
    return z.betrag_gelesen_cent, z.betrag_uebernommen_cent, z.betrag_zurueckgestellt_cent, z.korrektur_delta_cent


def paid(b: Bereinigung) -> int:
    return int(b.tabellen["weiterleitungen"]["ausgezahlt_cent"].sum())


def test_without_corrections(tmp_path: Path) -> None:
    b = cleaned(tmp_path)
    assert sums(b) == (328_000, 328_000, 0, 0) and paid(b) == 328_000
    assert list(b.korrekturen.columns) == [
        "datei",
        "blatt",
        "zeile",
        "aktion",
        "spalte",
        "vorher",
        "nachher",
        "delta_cent",
        "grund",
        "wer",
        "datum",
        "status",
    ]


def test_setze_changes_a_value_and_its_delta(tmp_path: Path) -> None:
    b = cleaned(
        tmp_path, korrekturen=entry("setze", 3, mehr='    setze: {ausgezahlt_cent: "2.000,50", baustein: B2}\n')
    )
    assert sums(b) == (328_000, 328_000, 0, -39_950) and paid(b) == 288_050
    assert b.bilanz[0].davon_korrigiert == 1
    first, second = b.korrekturen.to_dict("records")
    assert first == {
        "datei": NAME,
        "blatt": "",
        "zeile": 3,
        "aktion": "setze",
        "spalte": "ausgezahlt_cent",
        "vorher": "2.400,00",
        "nachher": "2.000,50",
        "delta_cent": -39_950,
        "grund": "laut Akte",
        "wer": "KI",
        "datum": "2022-05-30",
        "status": "erledigt",
    }
    assert (second["spalte"], second["vorher"], second["nachher"]) == ("baustein", "A2", "B2") and pd.isna(
        second["delta_cent"]
    )


@pytest.mark.parametrize("text", ["'300,00'", "300 €", "'300,-'"])
def test_an_amount_may_be_named_without_its_unit(tmp_path: Path, text: str) -> None:
    b = cleaned(
        tmp_path, korrekturen=entry("setze", 3, "ausgezahlt: '2.400,00'", f"    setze: {{ausgezahlt: {text}}}\n")
    )
    assert paid(b) == 118_000 and b.korrekturen.loc[0, "spalte"] == "ausgezahlt_cent"


def test_a_key_without_value_makes_the_cell_blank(tmp_path: Path) -> None:
    teile = TEILE.replace('zurueckgezahlt_cent: ""', "zurueckgezahlt: ")
    parts = cleaned(tmp_path, korrekturen=entry("teile", 3, mehr=teile)).tabellen["weiterleitungen"]
    assert parts.query("quelle_zeile == 3")["zurueckgezahlt_cent"].isna().all()


def test_a_key_of_another_kommune_can_be_corrected(tmp_path: Path) -> None:
    rows, kopf = ("05974048;Anröchte;V;1,00",), "AGS;Kommune;Träger;ausgezahlt"
    fixed = entry("setze", 3, "traeger: V", '    setze: {ags: "05974004"}\n')
    assert len(cleaned(tmp_path, *rows, kopf=kopf, korrekturen=fixed).tabellen["weiterleitungen"]) == 1


def test_setze_makes_an_unreadable_amount_count_from_nothing(tmp_path: Path) -> None:
    rows = (ZEILEN[0], "2;Anröchte;Brücke Anröchte e. V.;B2;4;880,00;ca. 880;80,00")
    b = cleaned(
        tmp_path,
        *rows,
        korrekturen=entry("setze", 4, "ausgezahlt EUR: ca. 880", '    setze: {ausgezahlt_cent: "880,00"}\n'),
    )
    assert sums(b) == (240_000, 240_000, 0, 88_000) and paid(b) == 328_000
    assert b.bilanz[0].betrag_unlesbar == 0 and b.zurueckgestellt.empty


def test_a_corrected_row_that_stays_set_aside_has_no_delta(tmp_path: Path) -> None:
    rows = ("1;Anröchte;Gemeinde Anröchte;Z9;6;2.400,00;2.400,00;0,00",)
    b = cleaned(tmp_path, *rows, korrekturen=entry("setze", 3, mehr='    setze: {ausgezahlt_cent: "1,00"}\n'))
    assert sums(b) == (240_000, 0, 240_000, 0) and paid(b) == 0
    assert len(b.korrekturen) == 1 and pd.isna(b.korrekturen.loc[0, "delta_cent"])


def test_loesche_takes_the_row_and_its_money_away(tmp_path: Path) -> None:
    b = cleaned(tmp_path, korrekturen=entry("loesche", 3))
    assert sums(b) == (328_000, 328_000, 0, -240_000) and paid(b) == 88_000
    assert (b.bilanz[0].uebernommen, b.bilanz[0].davon_korrigiert, len(b.tabellen["weiterleitungen"])) == (3, 1, 2)
    changed = b.korrekturen.set_index("spalte")["delta_cent"]
    assert changed["ausgezahlt_cent"] == changed["bewilligt_cent"] == -240_000 and changed["zurueckgezahlt_cent"] == 0


def test_stelle_zurueck_moves_the_row_to_zurueckgestellt(tmp_path: Path) -> None:
    b = cleaned(tmp_path, korrekturen=entry("stelle_zurueck", 3))
    assert sums(b) == (328_000, 88_000, 240_000, 0) and paid(b) == 88_000
    assert b.zurueckgestellt["grund"].tolist() == ["zurückgestellt laut korrekturen.yaml: laut Akte"]
    assert b.korrekturen["nachher"].tolist() == ["zurückgestellt"]


TEILE = """\
    teile:
      - {kommune: Anröchte, anzahl}
      - {kommune: Wickede, anzahl2}
""".replace(
    "anzahl2", 'einheiten_bewilligt: "2", bewilligt_cent: "800,00", ausgezahlt_cent: "800,00", zurueckgezahlt_cent: ""'
).replace(
    "anzahl",
    'einheiten_bewilligt: "4", bewilligt_cent: "1.600,00", ausgezahlt_cent: "1.500,00", zurueckgezahlt_cent: ""',
)


def test_teile_splits_one_row_into_several(tmp_path: Path) -> None:
    b = cleaned(tmp_path, korrekturen=entry("teile", 3, mehr=TEILE))
    assert sums(b) == (328_000, 328_000, 0, -10_000) and paid(b) == 318_000
    parts = b.tabellen["weiterleitungen"].query("quelle_zeile == 3")
    assert parts["kommune"].tolist() == ["Anröchte", "Wickede (Ruhr)"]
    assert parts["ausgezahlt_cent"].tolist() == [150_000, 80_000]
    assert parts["einheiten_bewilligt"].tolist() == [4, 2]
    assert parts["zurueckgezahlt_cent"].isna().all()
    assert b.korrekturen.set_index("spalte").loc["ausgezahlt_cent", "nachher"] == "1.500,00 | 800,00"
    assert not [h for h in b.hinweise if h.art == "doppelt"]


def test_the_deltas_of_the_record_are_the_delta_of_the_balance(tmp_path: Path) -> None:
    b = cleaned(
        tmp_path,
        korrekturen=entry("teile", 3, mehr=TEILE)
        + entry("loesche", 4, "traeger: Brücke Anröchte e. V.").removeprefix("korrekturen:\n"),
    )
    recorded = b.korrekturen.query("spalte == 'ausgezahlt_cent'")["delta_cent"].sum()
    assert recorded == b.bilanz[0].korrektur_delta_cent == -98_000


@pytest.mark.parametrize(
    "erwarte",
    [
        "traeger: Gemeinde Anröchte",
        "Träger: gemeinde  Anröchte",
        'ausgezahlt_cent: "2.400,00"',
        'massnahme_id: "1"',
        "Az.: '1'",
    ],
)
def test_erwarte_by_canonical_name_or_heading(tmp_path: Path, erwarte: str) -> None:
    assert len(cleaned(tmp_path, korrekturen=entry("loesche", 3, erwarte)).tabellen["weiterleitungen"]) == 2


@pytest.mark.parametrize("erwarte", ["ausgezahlt: 1250.5", "ausgezahlt: '1.250,50'", "ausgezahlt: '1250,50 €'"])
def test_erwarte_of_a_number_cell_by_its_amount(tmp_path: Path, erwarte: str) -> None:
    data = workbook_bytes(lambda book: fill(book.add_worksheet("Liste")))
    changes = {
        NAME: "",
        "liste_2019.xlsx": data,
        "korrekturen.yaml": entry("loesche", 2, erwarte).replace(".csv", ".xlsx"),
    }
    assert clean(raw_folder(tmp_path, changes)).bilanz[0].korrektur_delta_cent == -125_050


def fill(sheet: Worksheet) -> None:
    sheet.write_row(0, 0, ["Kommune", "Träger", "ausgezahlt"])
    sheet.write_row(1, 0, ["Anröchte", "V", 1250.5])


def test_erwarte_of_a_blank_cell_is_an_empty_text(tmp_path: Path) -> None:
    b = cleaned(tmp_path, korrekturen=entry("loesche", 5, "ausgezahlt_cent: ''"))
    assert len(b.tabellen["weiterleitungen"]) == 2


FAULTS = {
    "source changed": (
        entry("loesche", 3, "traeger: Gemeinde Anderswo"),
        ["sagt nicht mehr", "Zeile 3", "Spalte „Träger“", "Wert „Gemeinde Anröchte“", "Erwartet: „Gemeinde Anderswo“"],
    ),
    "unknown column expected": (entry("loesche", 3, "traegr: x"), ["„traegr“", "„traeger“"]),
    "row is blank or beyond": (entry("loesche", 99), ["trifft keine Datenzeile", "Zeile 99"]),
    "row is the header": (entry("loesche", 2), ["trifft keine Datenzeile", "Zeile 2"]),
    "unknown column set": (
        entry("setze", 3, mehr="    setze: {kommun: Soest}\n"),
        ["„kommun“ kann nicht gesetzt", "„kommune“"],
    ),
    "protected column set": (
        entry("setze", 3, mehr="    setze: {traegerart: verein}\n"),
        ["„traegerart“ kann nicht gesetzt"],
    ),
    "unreadable new amount": (
        entry("setze", 3, mehr="    setze: {ausgezahlt_cent: viel}\n"),
        ["nicht lesbar", "Wert „viel“"],
    ),
    "euro or cent": (
        entry("setze", 3, mehr="    setze: {ausgezahlt_cent: '30000'}\n"),
        ["Euro oder Cent?", "Wert „30000“", "„300,00“"],
    ),
    "one column by both names": (
        entry("setze", 3, mehr="    setze: {ausgezahlt: '1,00', ausgezahlt_cent: '1,00'}\n"),
        ["dieselbe Spalte zweimal", "„ausgezahlt_cent“"],
    ),
    "parts without amounts": (
        entry("teile", 3, mehr="    teile: [{kommune: Wickede}, {kommune: Anröchte}]\n"),
        ["nicht für jeden Teil", "bewilligt_cent"],
    ),
    "two entries": (
        entry("loesche", 3) + entry("stelle_zurueck", 3).removeprefix("korrekturen:\n"),
        ["ändern dieselbe Zeile"],
    ),
    "foreign file": (
        entry("loesche", 3).replace("liste_2019", "liste_2018"),
        ["zu keiner gelesenen Datei", "liste_2018.csv"],
    ),
    "foreign sheet": (
        entry("loesche", 3, mehr="    blatt: Tabelle1\n"),
        ["zu keiner gelesenen Datei", "Blatt Tabelle1"],
    ),
}


@pytest.mark.parametrize(("yaml", "words"), FAULTS.values(), ids=FAULTS)
def test_an_entry_that_does_not_fit_fails_loudly(tmp_path: Path, yaml: str, words: list[str]) -> None:
    text = refusal(raw_folder(tmp_path, {"korrekturen.yaml": yaml}), DatenFehler)
    assert all(w in text for w in words), text


def test_an_entry_on_a_total_that_adds_up_finds_no_data_row(tmp_path: Path) -> None:
    text = ledger(*ZEILEN, "Summe;;;;;4.080,50;3.280,00;80,00")
    raw = raw_folder(tmp_path, {NAME: text, "korrekturen.yaml": entry("loesche", 6, "Az.: Summe")})
    assert "trifft keine Datenzeile" in refusal(raw, DatenFehler)


def test_a_wrong_total_can_be_deleted(tmp_path: Path) -> None:
    b = cleaned(tmp_path, *ZEILEN, "Summe;;;;;4.080,50;3.281,00;80,00", korrekturen=entry("loesche", 6, "Az.: Summe"))
    assert sums(b) == (656_100, 656_100, 0, -328_100) and paid(b) == 328_000 and b.zurueckgestellt.empty


def test_two_setze_on_different_columns_are_both_made(tmp_path: Path) -> None:
    one = entry("setze", 3, mehr="    setze: {kommune: Wickede}\n")
    two = entry("setze", 3, mehr="    setze: {baustein: B2}\n").removeprefix("korrekturen:\n")
    row = cleaned(tmp_path, korrekturen=one + two).tabellen["weiterleitungen"].iloc[0]
    assert (row["kommune"], row["baustein"]) == ("Wickede (Ruhr)", "B2")


def test_contact_data_never_reach_the_record(tmp_path: Path) -> None:
    rows = ("1;Anröchte;Verein, info@verein.de;A2;6;2.400,00;2.400,00;0,00",)
    b = cleaned(tmp_path, *rows, korrekturen=entry("setze", 3, "kommune: Anröchte", "    setze: {traeger: Verein}\n"))
    assert b.korrekturen["vorher"].tolist() == ["Verein, [E-Mail]"]
    assert len(b.tabellen["weiterleitungen"]) == 1
