"""The workbook of a new year: known headings, drop-downs, and what a program fills in is what the reader gives back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from komman.bausteine import bausteine
from komman.columns import ALIASES, DROPPED, REQUIRED, resolve
from komman.errors import AufrufFehler, DateiFehler, DatenFehler, KommanFehler
from komman.kreis import Kreis
from komman.ledger import ERLAEUTERUNG, clean
from komman.neu import KOPFZEILE, LISTEN, ZEILEN, new_year, workbook
from komman.neu_blaetter import ANTEIL, AUSWAHL, BLAETTER, DATUM, EURO, GANZZAHL, lists
from komman.project import Projekt
from komman.tables import SCHEMAS
from komman.values import BOOKINGS, LETTERS, PARTS, YES_NO, is_person, month, word
from komman.yamlfile import load_yaml
from tests.raw_folder import KREIS, raw_folder

KOMMUNEN = ("Anröchte", "Wickede (Ruhr)")

# Rows as a person types them, in the order of the sheet's columns; None is a cell left blank.
FILLED: dict[str, list[list[Any]]] = {
    "Weiterleitungen": [
        [
            "KI-1", "Anröchte", "Gemeinde Anröchte", "Kommune", "A2", 6, 5,
            2500, 2400, 2400.5, 2000.25, 2000, 400.5, 12, 80,
        ],
        [
            None, "kreisweit", "Brücke Anröchte e. V.", "Verein", "D1", None, None,
            None, 0.1, 1234567.89, None, None, 0, 0, None,
        ],
        [None, "Wickede (Ruhr)", "Erika Beispiel", "Natürliche Person", *[None] * 5, -350, *[None] * 5],
    ],
    "Zahlungen": [
        ["B-7", dt.date(2023, 1, 31), "Rückzahlung", "KI-1", 400.5],
        [None, None, "Erstattung an das Land", None, -0.01],
    ],
    "Personal": [
        ["Koordination 1", "2022-01", 1, "EG 11", "3", 5123.45, "ja", 21],
        ["Koordination 2", "2022-12", 0.5, None, None, None, "nein", None],
    ],
    "Bescheide": [
        ["II", "Bescheid", dt.date(2022, 4, 21), "AZ 48.02", 131000, 131066],
        ["I", "Nachweis", None, None, None, None],
        ["I Sachausgaben", "Bescheid", None, None, 15000, 15000],
    ],
}  # fmt: skip
READ: dict[str, list[dict[str, Any]]] = {
    "weiterleitungen": [
        {
            "massnahme_id": "KI-1", "foerderjahr": 2022, "ags": "05974004", "kommune": "Anröchte",
            "traeger_id": "gemeinde-anroechte", "traeger": "Gemeinde Anröchte", "traegerart": "kommune",
            "baustein": "A2", "einheiten_bewilligt": 6, "einheiten_nachgewiesen": 5, "beantragt_cent": 250000,
            "bewilligt_cent": 240000, "ausgezahlt_cent": 240050, "nachgewiesen_cent": 200025, "anerkannt_cent": 200000,
            "zurueckgezahlt_cent": 40050, "ehrenamtliche": 12, "teilnehmende": 80,
        },
        {
            "massnahme_id": "2022-05974-bruecke-anroechte-e-v-D1-1", "foerderjahr": 2022, "ags": "05974",
            "kommune": "kreisweit", "traeger_id": "bruecke-anroechte-e-v", "traeger": "Brücke Anröchte e. V.",
            "traegerart": "verein", "baustein": "D1", "bewilligt_cent": 10, "ausgezahlt_cent": 123456789,
            "zurueckgezahlt_cent": 0, "ehrenamtliche": 0,
        },
        {
            "massnahme_id": "2022-05974048-erika-beispiel-ohne-1", "foerderjahr": 2022, "ags": "05974048",
            "kommune": "Wickede (Ruhr)", "traeger_id": "erika-beispiel", "traeger": "Erika Beispiel",
            "traegerart": "natuerliche_person", "ausgezahlt_cent": -35000,
        },
    ],
    "zahlungen": [
        {
            "zahlung_id": "B-7", "datum": pd.Timestamp(2023, 1, 31), "foerderjahr": 2022, "art": "rueckzahlung",
            "massnahme_id": "KI-1", "betrag_cent": 40050,
        },
        {"zahlung_id": "2022-erstattung_land-1", "foerderjahr": 2022, "art": "erstattung_land", "betrag_cent": -1},
    ],
    "personal": [
        {
            "stelle": "Koordination 1", "monat": "2022-01", "vzae": Decimal("1.0000"), "entgeltgruppe": "EG 11",
            "stufe": "3", "kosten_cent": 512345, "besetzt": "ja", "besetzt_tage": 21,
        },
        {"stelle": "Koordination 2", "monat": "2022-12", "vzae": Decimal("0.5000"), "besetzt": "nein"},
    ],
    "bescheide": [
        {
            "foerderjahr": 2022, "programmteil": "II", "art": "bescheid", "datum": pd.Timestamp(2022, 4, 21),
            "aktenzeichen": "AZ 48.02", "betrag_cent": 13100000, "hoechstbetrag_cent": 13106600,
        },
        {"foerderjahr": 2022, "programmteil": "I", "art": "nachweis"},
        {
            "foerderjahr": 2022, "programmteil": "I-Sach", "art": "bescheid", "betrag_cent": 1500000,
            "hoechstbetrag_cent": 1500000,
        },
    ],
}  # fmt: skip


def project(tmp_path: Path, kreis: str = KREIS) -> Projekt:
    """A data folder with settings and no ledger."""
    raw_folder(
        tmp_path, {"liste_2019.csv": "", "kreis.yaml": kreis, **({} if kreis == KREIS else {"traeger.yaml": ""})}
    )
    return Projekt(tmp_path / "notebooks", tmp_path, tmp_path / "reports")


def kreis_of(projekt: Projekt) -> Kreis:
    return load_yaml(projekt.raw / "kreis.yaml", Kreis)


def fill(datei: Path, rows: dict[str, list[list[Any]]]) -> None:
    """Type the rows under the headings as a person would; every other cell and format stays."""
    book = openpyxl.load_workbook(datei)
    for blatt, zeilen in rows.items():
        for r, zeile in enumerate(zeilen, start=KOPFZEILE + 1):
            for c, wert in enumerate(zeile, start=1):
                if wert is not None:
                    book[blatt].cell(r, c).value = wert
    book.save(datei)


def records(df: pd.DataFrame, tabelle: str) -> list[dict[str, Any]]:
    """The rows without missing values and without the place in the source."""
    names = [s.name for s in SCHEMAS[tabelle] if not s.name.startswith("quelle_")]
    return [{n: v for n, v in row.items() if not pd.isna(v)} for row in df[names].to_dict("records")]


def test_every_heading_is_known_and_means_its_column() -> None:
    for plan in BLAETTER:
        assert [resolve(s.kopf, plan.tabelle, {}) for s in plan.spalten] == [s.feld for s in plan.spalten]
        assert DROPPED not in [s.feld for s in plan.spalten]
        assert all({s.feld for s in plan.spalten} & set(group) for group in REQUIRED[plan.tabelle])
    assert resolve("Gibt es nicht", "weiterleitungen", {}) is None


def test_every_column_a_ledger_may_have_is_offered_but_what_follows_from_another() -> None:
    for plan in BLAETTER:
        left = set(ALIASES[plan.tabelle]) - {s.feld for s in plan.spalten}
        assert left == {"weiterleitungen": {"foerderjahr", "ags"}, "zahlungen": {"foerderjahr"}, "personal": set(),
                        "bescheide": {"foerderjahr"}}[plan.tabelle]  # fmt: skip


def test_every_offered_word_is_one_the_reader_knows() -> None:
    for name, vocabulary in (
        ("Buchungen", BOOKINGS), ("Programmteile", PARTS), ("Schreiben", LETTERS), ("Ja oder nein", YES_NO),
    ):  # fmt: skip
        assert [word(text, vocabulary) for text in AUSWAHL[name]] == list(vocabulary)
    assert [text for text in AUSWAHL["Trägerarten"] if is_person(text)] == ["Natürliche Person"]
    assert [month(m) for m in lists(KOMMUNEN, 2022)["Monate"]] == [f"2022-{m:02d}" for m in range(1, 13)]


def test_a_filled_workbook_gives_the_same_rows(tmp_path: Path) -> None:
    projekt = project(tmp_path)
    neu = new_year(projekt, 2022)
    assert neu.datei == projekt.raw / "foerderliste_2022.xlsx" and neu.vorhanden == "" and neu.im_ordner
    fill(neu.datei, FILLED)
    b = clean(projekt.raw)
    assert {t: records(b.tabellen[t], t) for t in SCHEMAS} == READ
    assert len(b.zurueckgestellt) == 0
    assert {z.blatt: (z.gelesen, z.uebernommen) for z in b.bilanz} == {n: (len(r), len(r)) for n, r in FILLED.items()}
    assert [len(z) for zeilen in FILLED.values() for z in zeilen] == [
        len(plan.spalten) for plan in BLAETTER for _ in FILLED[plan.blatt]
    ]


def test_a_cent_typed_differently_is_read_differently(tmp_path: Path) -> None:
    projekt = project(tmp_path)
    datei = new_year(projekt, 2022).datei
    rows = [*FILLED["Weiterleitungen"]]
    rows[0] = [*rows[0][:9], 2400.51, *rows[0][10:]]
    fill(datei, {"Weiterleitungen": rows})
    assert int(clean(projekt.raw).tabellen["weiterleitungen"]["ausgezahlt_cent"].iloc[0]) == 240051


def test_an_empty_workbook_has_no_rows_and_is_not_refused(tmp_path: Path) -> None:
    projekt = project(tmp_path)
    new_year(projekt, 2022)
    b = clean(projekt.raw)
    assert {t: len(df) for t, df in b.tabellen.items()} == dict.fromkeys(SCHEMAS, 0)
    assert [(z.blatt, z.gelesen) for z in b.bilanz] == [(plan.blatt, 0) for plan in BLAETTER]
    assert len(b.zurueckgestellt) == 0


def test_the_last_prepared_row_and_one_below_are_read(tmp_path: Path) -> None:
    projekt = project(tmp_path)
    datei = new_year(projekt, 2022).datei
    blank: list[list[Any]] = [[]] * (ZEILEN - 1)
    fill(datei, {"Weiterleitungen": [*blank, *[[None, "Anröchte", f"Verein {i}", *[None] * 6, 5] for i in (1, 2)]]})
    rows = clean(projekt.raw).tabellen["weiterleitungen"]
    assert list(rows["quelle_zeile"]) == [KOPFZEILE + ZEILEN, KOPFZEILE + ZEILEN + 1]


@pytest.fixture
def book(tmp_path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(kreis_of(project(tmp_path)), 2022)))


def dropdown(book: openpyxl.Workbook, blatt: str, kopf: str) -> list[str]:
    """What the drop-down of a column offers in its first, and in its last prepared row."""
    sheet = book[blatt]
    letter = next(c.column_letter for c in sheet[KOPFZEILE] if c.value == kopf)
    offered = []
    for row in (KOPFZEILE + 1, KOPFZEILE + ZEILEN):
        rules = [v for v in sheet.data_validations.dataValidation if f"{letter}{row}" in v.cells and v.type == "list"]
        assert len(rules) == 1 and rules[0].errorStyle in (None, "stop") and rules[0].showErrorMessage
        name, _, cells = rules[0].formula1.partition("!")
        assert name == LISTEN
        offered.append([str(c.value) for (c,) in book[name][cells.replace("$", "")]])
    assert offered[0] == offered[1]
    return offered[0]


def test_drop_downs_offer_what_the_kreis_and_the_rules_know(book: openpyxl.Workbook) -> None:
    assert dropdown(book, "Weiterleitungen", "Kommune") == [*KOMMUNEN, "kreisweit"]
    assert dropdown(book, "Weiterleitungen", "Baustein") == list(bausteine())
    assert dropdown(book, "Weiterleitungen", "Art des Trägers") == list(AUSWAHL["Trägerarten"])
    assert dropdown(book, "Zahlungen", "Art")[0] == "Mittelabruf"
    assert dropdown(book, "Personal", "Monat")[-1] == "2022-12"
    assert dropdown(book, "Bescheide", "Art") == ["Antrag", "Bescheid", "Änderung", "Nachweis"]
    assert dropdown(book, "Bescheide", "Programmteil") == ["I", "I Sachausgaben", "II"]
    assert [s.title for s in book if s.sheet_state != "visible"] == [LISTEN]


def test_every_column_has_its_number_format_and_its_check(book: openpyxl.Workbook) -> None:
    kinds = {EURO: "decimal", GANZZAHL: "whole", ANTEIL: "decimal", DATUM: "date"}
    for plan in BLAETTER:
        sheet = book[plan.blatt]
        assert sheet.freeze_panes == f"A{KOPFZEILE + 1}"
        for c, spalte in enumerate(plan.spalten, start=1):
            cell = sheet.cell(KOPFZEILE + 1, c)
            assert sheet.cell(KOPFZEILE, c).value == spalte.kopf
            assert cell.number_format == spalte.format and cell.value is None
            rules = [v for v in sheet.data_validations.dataValidation if cell.coordinate in v.cells]
            assert [v.type for v in rules] == (
                ["list"] if spalte.liste else [kinds[spalte.format]] if spalte.format in kinds else []
            )
            if spalte.format == GANZZAHL:
                assert (rules[0].operator, rules[0].formula1) == ("greaterThanOrEqual", "0")
            if spalte.format == EURO:
                assert rules[0].formula1 == ("-1000000000" if spalte.minus else "0")
    minus = [s.feld for plan in BLAETTER for s in plan.spalten if s.minus]
    assert minus == ["ausgezahlt_cent", "betrag_cent"]


def test_the_explanation_names_every_column_and_asks_for_no_contacts(book: openpyxl.Workbook) -> None:
    sheet = book["Erläuterung"]
    assert sheet["A1"].value == ERLAEUTERUNG
    left = [str(row[0].value) for row in sheet.iter_rows() if row[0].value]
    text = " ".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value)
    assert all(s.kopf in left for plan in BLAETTER for s in plan.spalten)
    assert set(bausteine()) <= set(left)
    assert "zählt nie als 0" in text and "Bankverbindungen" in text


def test_the_same_bytes_each_time_and_no_formula(tmp_path: Path) -> None:
    kreis = kreis_of(project(tmp_path))
    assert workbook(kreis, 2022) == workbook(kreis, 2022) != workbook(kreis, 2023)
    with zipfile.ZipFile(io.BytesIO(workbook(kreis, 2022))) as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets"))


def test_a_kommune_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    kreis = kreis_of(project(tmp_path, KREIS.replace("name: Anröchte", 'name: "=1+1"')))
    book = openpyxl.load_workbook(io.BytesIO(workbook(kreis, 2022)))
    cell = book[LISTEN]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_in_a_sample_folder_it_says_so(tmp_path: Path) -> None:
    projekt = project(tmp_path, "beispiel: ja\n" + KREIS)
    datei = new_year(projekt, 2022).datei
    assert datei.name == "beispiel_foerderliste_2022.xlsx"
    marked = openpyxl.load_workbook(datei)
    for sheet in [*(plan.blatt for plan in BLAETTER), "Erläuterung"]:
        assert "Beispieldaten, frei erfunden" in [row[0].value for row in marked[sheet].iter_rows(max_row=3)]
    assert len(clean(projekt.raw).tabellen["weiterleitungen"]) == 0
    (projekt.raw / "kreis.yaml").write_text(KREIS, encoding="utf-8")
    assert b"Beispieldaten" in datei.read_bytes()
    assert b"Beispieldaten" not in workbook(kreis_of(projekt), 2022)


def test_a_year_that_has_a_ledger_is_named(tmp_path: Path) -> None:
    raw_folder(tmp_path)
    projekt = Projekt(tmp_path / "notebooks", tmp_path, tmp_path / "reports")
    assert new_year(projekt, 2019).vorhanden == "liste_2019.csv"
    assert new_year(projekt, 2020).vorhanden == ""


def test_another_folder_as_target(tmp_path: Path) -> None:
    projekt = project(tmp_path)
    neu = new_year(projekt, 2022, tmp_path / "ablage" / "liste.xlsx")
    assert neu.datei.is_file() and not neu.im_ordner
    assert not list(projekt.raw.glob("*.xlsx"))


@pytest.mark.parametrize(("jahr", "name", "was"), [
    (2014, None, "Das Förderjahr 2014 ist nicht möglich."),
    (2036, None, "Das Förderjahr 2036 ist nicht möglich."),
    (2022, "liste.xls", "„liste.xls“ endet nicht auf .xlsx."),
    (2022, "liste_2021.xlsx", "Der Dateiname „liste_2021.xlsx“ nennt das Jahr 2021, das Förderjahr ist 2022."),
    (2022, "beispiel_liste.xlsx", "In diesem Ordner würde die Datei Beispieldaten und eigene Daten mischen."),
])  # fmt: skip
def test_a_target_the_reader_would_refuse_is_refused(tmp_path: Path, jahr: int, name: str | None, was: str) -> None:
    projekt = project(tmp_path)
    before = sorted(p.name for p in projekt.raw.iterdir())
    with pytest.raises(AufrufFehler) as caught:
        new_year(projekt, jahr, projekt.raw / name if name else None)
    assert caught.value.was == was and len(caught.value.lines()) <= 6
    assert sorted(p.name for p in projekt.raw.iterdir()) == before


def test_an_existing_file_is_not_touched(tmp_path: Path) -> None:
    projekt = project(tmp_path)
    (projekt.raw / "foerderliste_2022.xlsx").write_bytes(b"meins")
    with pytest.raises(AufrufFehler, match="nicht überschrieben"):
        new_year(projekt, 2022)
    assert (projekt.raw / "foerderliste_2022.xlsx").read_bytes() == b"meins"


@pytest.mark.parametrize(("kreis", "art"), [("", DatenFehler), ("kreis:\n", DateiFehler)])
def test_without_a_finished_kreis_yaml_it_is_refused(tmp_path: Path, kreis: str, art: type[KommanFehler]) -> None:
    with pytest.raises(art) as caught:
        new_year(project(tmp_path, kreis), 2022)
    assert len(caught.value.lines()) <= 6
