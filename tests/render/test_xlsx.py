"""The workbook of a report's tables: exact numbers, our marks on every sheet, nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pandas as pd
import pytest

from komman.document import Tabelle, Tabellenspalte
from komman.formats import NBSP, euro, group, prozent
from komman.render.report import Bericht, report_from_notebook
from komman.render.xlsx import workbook
from komman.tables import conform
from tests.render.sample_report import HOSTILE, full_notebook, kopf, notebook

SPALTEN = [
    Tabellenspalte("Kommune", zeilenkopf=True),
    Tabellenspalte("weitergeleitet", "rechts", einheit="euro"),
    Tabellenspalte("Träger", "rechts", einheit="anzahl"),
    Tabellenspalte("Anteil", "rechts", einheit="prozent"),
    Tabellenspalte("Förderjahr", "rechts"),
]
ZEILEN = [
    ["Möhnesee", euro(123456789012), group(1234), prozent(833), "2021"],
    ["Werl", euro(-5), group(0), prozent(0), "2021"],
    ["Ense", "noch offen", "–", "nicht belegt", "2021"],
    ["Kreis", euro(123456789007), group(1234), f"100,0{NBSP}%", ""],
]


def bericht(*teile: Any, **anders: Any) -> Bericht:
    tabelle = Tabelle("Nach Kommunen", SPALTEN, ZEILEN, summenzeile=True, fussnote="Eine Fußnote.")
    return report_from_notebook(notebook("# Bericht", kopf(**anders), *(teile or [tabelle])))


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_sheet_bears_the_stand_of_its_report() -> None:
    book = opened(workbook("Anhang", [("00_x", bericht(stand="2022-05-31")), ("01_x", bericht(stand="2025-05-31"))]))
    assert book["Inhalt"]["B7"].value == "31.05.2022"
    assert book["00 Tabelle 1"]["A3"].value.endswith(" · Stand 31.05.2022")
    assert book["01 Tabelle 1"]["A3"].value.endswith(" · Stand 31.05.2025")


def test_cells_are_exact_numbers_where_the_text_says_one() -> None:
    sheet = opened(workbook("Anhang", [("02_x", bericht())]))["02 Tabelle 1"]
    rows = list(sheet.iter_rows(min_row=6, max_row=10))
    assert [c.value for c in rows[0]] == [s.name for s in SPALTEN]
    assert [[c.value for c in row] for row in rows[1:]] == [
        ["Möhnesee", 1234567890.12, 1234, 0.833, "2021"],
        ["Werl", -0.05, 0, 0, "2021"],
        ["Ense", "noch offen", "–", "nicht belegt", "2021"],
        ["Kreis", 1234567890.07, 1234, 1, None],
    ]
    assert [c.number_format for c in rows[1]] == ["General", '#,##0.00 "€"', "#,##0", "0.0 %", "General"]
    assert [c.font.bold for c in rows[-1]][:4] == [True] * 4 and not rows[1][0].font.bold
    assert sheet["A12"].value == "Eine Fußnote."


def test_an_amount_in_a_column_of_text_is_a_number_too() -> None:
    rows = [
        ["bewilligt", "131.050,00\u00a0€"],
        ["Zweck", "höchstens 5,00\u00a0€"],
        ["Jahr", "2021"],
        ["Anteil", "5,0\u00a0%"],
    ]
    t = Tabelle("Angaben", [Tabellenspalte("Angabe", zeilenkopf=True), Tabellenspalte("Inhalt")], rows)
    sheet = opened(workbook("Anhang", [("06_x", bericht(t))]))["06 Tabelle 1"]
    cells = [sheet.cell(row, 2) for row in range(7, 11)]
    assert [c.value for c in cells] == [131050, *(r[1] for r in rows[1:])]
    assert "€" in cells[0].number_format and cells[1].data_type == "s"


def test_amounts_stand_in_the_file_to_the_cent_and_no_further() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook("Anhang", [("02_x", bericht())]))) as z:
        xml = z.read("xl/worksheets/sheet2.xml").decode()
    assert re.findall(r"<v>(-?[\d.]*\.\d+)</v>", xml) == [
        "1234567890.12",
        "0.833",
        "-0.05",
        "0.000",
        "1234567890.07",
        "1.000",
    ]
    assert "<f>" not in xml


def test_an_amount_beyond_a_spreadsheets_digits_stays_text() -> None:
    t = Tabelle("Viel", SPALTEN[:2], [["a", euro(999_999_999_999_999)], ["b", euro(1_000_000_000_000_000)]])
    sheet = opened(workbook("Anhang", [("02_x", bericht(t))]))["02 Tabelle 1"]
    assert (sheet["B7"].value, sheet["B8"].value) == (9999999999999.99, "10000000000000.00")


def test_every_sheet_says_freigabe_and_that_the_data_are_invented() -> None:
    book = opened(workbook("Anhang", [("02_x", report_from_notebook(full_notebook()))]))
    assert book.sheetnames[0] == "Inhalt" and len(book.sheetnames) > 5
    for sheet in book:
        assert sheet["A2"].value == "Beispieldaten – frei erfunden"
        assert any("öffentlich" in str(c.value) for row in sheet.iter_rows(max_row=6) for c in row)
        assert "Beispieldaten" in sheet.oddHeader.left.text and "Freigabe: öffentlich" in sheet.oddFooter.left.text
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
    p = book.properties
    assert p.title == "Anhang, Kreis Soest, Förderjahr 2021" and p.creator == kopf().herausgeber
    assert p.description == "Freigabe: öffentlich. Beispieldaten – frei erfunden" and p.created == datetime(2022, 5, 31)


def test_real_data_carry_no_mark_and_intern_says_so() -> None:
    book = opened(workbook("Anhang", [("02_x", bericht(beispiel=False, freigabe="intern"))]))
    assert book.properties.description == "Freigabe: intern: nur für den Dienstgebrauch"
    assert not any("Beispieldaten" in str(c.value) for s in book for row in s.iter_rows() for c in row)
    assert "intern" in book["02 Tabelle 1"]["A3"].value


def test_the_contents_link_to_every_sheet_and_back() -> None:
    book = opened(workbook("Anhang", [("02_x", bericht()), ("03_y", bericht())], bemerkungen=["Eine Bemerkung."]))
    assert book.sheetnames == ["Inhalt", "02 Tabelle 1", "03 Tabelle 1"]
    inhalt = book["Inhalt"]
    rows = [[c.value for c in r] for r in inhalt.iter_rows(min_row=11, max_row=12)]
    assert rows == [[f"{n} Tabelle 1", "Tabelle 1: Nach Kommunen", "Bericht", 4] for n in ("02", "03")]
    assert [inhalt[f"A{i}"].hyperlink.location for i in (11, 12)] == ["'02 Tabelle 1'!A1", "'03 Tabelle 1'!A1"]
    assert book["03 Tabelle 1"]["A4"].hyperlink.location == "'Inhalt'!A1"
    assert any(c.value == "Eine Bemerkung." for (c,) in inhalt.iter_rows(min_col=2, max_col=2))
    assert book["02 Tabelle 1"].freeze_panes == "B7" and book["02 Tabelle 1"].print_title_rows == "$6:$6"


def test_sheets_of_two_reports_with_one_number_have_two_names() -> None:
    book = opened(workbook("Anhang", [("02_x", bericht()), ("02_y", bericht()), ("antwort", bericht())]))
    assert book.sheetnames[1:] == ["02 Tabelle 1", "02 Tabelle 1 (2)", "Tabelle 1"]


def titled(*titel: str) -> list[str]:
    tables = [Tabelle(t, SPALTEN[:1], [["a"]]) for t in titel]
    return list(opened(workbook("Anhang", [("06_x", bericht(*tables))], nach_titel=True)).sheetnames[1:])


@pytest.mark.parametrize(
    ("titel", "name"),
    [
        ("Stadt Werl: 2 Maßnahmen", "Stadt Werl"),
        ("Freiwilligenbörse Musterplatz gUG: 1 Maßnahme", "Freiwilligenbörse Musterplatz"),
        ("Willkommenskreis Grünsand e. V.: 1 Maßnahme", "Willkommenskreis Grünsand e. V."),
        ("Nachbarschaft „Kupferkessel“ e. V.: 1 Maßnahme", "Nachbarschaft „Kupferkessel“"),
        ("Ausgaben im Förderjahr 2018, Programmteil II", "Ausgaben im Förderjahr 2018"),
        ("x" * 40, "x" * 31),
        ("[Café/Kontakt] *neu*?", "Café Kontakt neu"),
        ("'Treff'", "Treff"),
        ("History", "History (2)"),
        ("INHALT", "INHALT (2)"),
        ("?*", "06 Tabelle 1"),
    ],
)
def test_a_title_becomes_the_name_of_a_sheet(titel: str, name: str) -> None:
    assert titled(titel) == [name]


def test_names_of_sheets_differ_whatever_their_case_and_stay_short() -> None:
    assert titled("Werl: 1", "WERL: 2", "werl (2)") == ["Werl", "WERL (2)", "werl (2) (2)"]
    long = ["Kulturverein der Freunde und Nachbarn im Hellweg", "Kulturverein der Freunde und Nachbarn im Haarstrang"]
    assert titled(*long) == ["Kulturverein der Freunde und", "Kulturverein der Freunde (2)"]
    assert all(len(n) <= 31 for n in titled(*["y" * 50] * 12))


def test_a_report_without_tables_is_a_sheet_of_contents() -> None:
    assert opened(workbook("Anhang", [("02_x", bericht("Nur Text."))])).sheetnames == ["Inhalt"]


@pytest.mark.parametrize("einheit", ["text", "euro", "anzahl", "prozent"])
def test_hostile_texts_stay_texts(einheit: Any) -> None:
    texte = [*HOSTILE, "=1+1", "+1", "@x", "-2", "=HYPERLINK(0)", "http://stelle.example", "{=1}", "&G&[Picture]"]
    t = Tabelle(
        "=1+1", [Tabellenspalte("=2", zeilenkopf=True), Tabellenspalte("x", einheit=einheit)], [[t, t] for t in texte]
    )
    data = workbook("=3", [("02_x", bericht(t, herausgeber="=4 &G", kreis="&P & Söhne"))])
    sheet = opened(data)["02 Tabelle 1"]
    for text, row in zip(texte, sheet.iter_rows(min_row=7, max_row=6 + len(texte)), strict=True):
        assert [(c.value, c.data_type, c.hyperlink) for c in row] == [(text, "s", None)] * 2
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        assert not any("<f>" in z.read(n).decode() for n in z.namelist() if "sheet" in n)
        assert not any(
            "http" in z.read(n).decode().replace("http://schemas", "") for n in z.namelist() if "worksheets/_rels" in n
        )


def test_released_tables_are_sheets_of_numbers() -> None:
    zeilen = {
        "zahlung_id": ["z1", "z2"], "datum": pd.to_datetime(["2021-03-04", None]), "foerderjahr": [2021, 2021],
        "art": ["auszahlung", "=1"], "massnahme_id": [None, "m"], "betrag_cent": [123405, -1],
        "quelle_zeile": pd.array([1234, None], dtype="Int64"),
    }  # fmt: skip
    daten = {"zahlungen": conform(pd.DataFrame(zeilen), "zahlungen"), "personal": conform(pd.DataFrame(), "personal")}
    book = opened(workbook("Anhang", [("02_x", bericht())], daten))
    assert book.sheetnames == ["Inhalt", "02 Tabelle 1", "Daten zahlungen"], "an empty table has no sheet"
    sheet = book["Daten zahlungen"]
    rows = [[c.value for c in r] for r in sheet.iter_rows(min_row=6, max_row=8)]
    assert rows[0][:6] == ["zahlung_id", "datum", "foerderjahr", "art", "massnahme_id", "betrag_euro"]
    assert rows[1][:6] == ["z1", datetime(2021, 3, 4), 2021, "auszahlung", None, 1234.05]
    assert rows[2][:6] == ["z2", None, 2021, "=1", "m", -0.01] and sheet["D8"].data_type == "s"
    assert sheet["C7"].number_format == "0" and sheet["B7"].number_format == "dd.mm.yyyy"
    assert sheet.auto_filter.ref == "A6:I8" and sheet["A2"].value.startswith("Beispieldaten")


def test_months_of_staff_keep_their_exact_share() -> None:
    personal = pd.DataFrame({"stelle": ["K 1"], "monat": ["2021-01"], "vzae": ["0.5125"], "kosten_cent": [600001]})
    book = opened(workbook("Anhang", [("02_x", bericht())], {"personal": conform(personal, "personal")}))
    assert [c.value for c in book["Daten personal"][7]][:3] == ["K 1", "2021-01", 0.5125]
    assert book["Daten personal"]["F7"].value == 6000.01


def test_same_input_same_bytes() -> None:
    one, two = (workbook("Anhang", [("02_x", report_from_notebook(full_notebook()))]) for _ in range(2))
    assert one == two
