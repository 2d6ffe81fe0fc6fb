"""Cells as they stand in the file: nothing shifted, guessed, or lost in silence."""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komman.config import Quelle
from komman.errors import DateiFehler
from komman.grid import Blatt, Zelle, read_sheets
from tests.mappen import SHEET, member, with_members, with_rows, workbook_bytes


def quelle(**values: object) -> Quelle:
    return Quelle.model_validate({"datei": "*", "tabelle": "weiterleitungen"} | values)


def text_sheet(tmp_path: Path, data: bytes | str, q: Quelle | None = None, name: str = "liste.csv") -> Blatt:
    (tmp_path / name).write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    (sheet,) = read_sheets(tmp_path / name, q)
    return sheet


def sheets(tmp_path: Path, data: bytes) -> list[Blatt]:
    (tmp_path / "mappe.xlsx").write_bytes(data)
    return read_sheets(tmp_path / "mappe.xlsx")


def refusal(path: Path, data: bytes | str, q: Quelle | None = None) -> str:
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    with pytest.raises(DateiFehler) as caught:
        read_sheets(path, q)
    assert len(caught.value.lines()) <= 6
    return str(caught.value)


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    text = 'Förderjahr 2016\r\n\r\nKommune;Träger;ausgezahlt\r\nWerl;"Verein;\r\nzwei Zeilen";1,00\r\n ; \r\n'
    text += "Soest;x;2,00;mehr\r\nRüthen;y;3\r\n"
    sheet = text_sheet(tmp_path, text.encode("cp1252"))
    assert (sheet.datei, sheet.blatt, sheet.zeichensatz, sheet.versteckt, sheet.verbunden) == (
        "liste.csv",
        "",
        "cp1252",
        False,
        [],
    )
    assert sheet.zeilen == [
        ["Förderjahr 2016", None, None, None],
        [],
        ["Kommune", "Träger", "ausgezahlt", None],
        ["Werl", "Verein;\nzwei Zeilen", "1,00", None],
        [],
        ["Soest", "x", "2,00", "mehr"],
        ["Rüthen", "y", "3", None],
    ]
    assert sheet.bereinigt == 0


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Kommune;Betrag;Ort\nWerl;1,50;A, B\nSoest;2,50;C\n", "1,50"),
        ('Kommune,Betrag\nWerl,"1,50"\nSoest,"2,50"\n', "1,50"),
        ("Kommune\tBetrag\nWerl\t1,50\nSoest\t2,50\n", "1,50"),
        ("Kommune|Betrag\nWerl|1,50\nSoest|2,50\n", "1,50"),
        ("Titel, mit Komma\n\nKommune;Betrag;Ort\nWerl;1,50;x\n", "1,50"),
        ("sep=|\nKommune;a|Betrag;b\nWerl;x|1,50;y\n", "1,50;y"),
    ],
)
def test_the_separator_is_recognised(tmp_path: Path, text: str, second: str) -> None:
    werl = next(z for z in text_sheet(tmp_path, text).zeilen if z and str(z[0]).startswith("Werl"))
    assert werl[1] == second


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Kommune\nWerl\n", "es gibt keine zwei Spalten"),
        ("Kommune\nWerl\n", "„ignorieren: ja“"),
        ("a;1,5\nb;2,5\n", "möglich sind Semikolon und Komma"),
        ("a;1,5\nb;x;2,5\nc;x;y;3,5\n", "möglich sind Komma und Semikolon"),
        ('Kommune;Betrag\nWerl;"1,50\n', "Anführungszeichen ist nicht richtig geschlossen"),
        ('Kommune;Träger\nWerl;"Verein" Hilfe\n', "Anführungszeichen ist nicht richtig geschlossen"),
        ("\n \n", "enthält keinen Text"),
        (b"Kommune;Betrag\nWerl;\x001\n", "NUL-Bytes"),
        ("Möhnesee;x".encode("cp850"), "Zeichensatz"),
        ("a;" * 1200 + "\n", "1000 Spalten"),
        ('a;b\nc;"' + "x" * 200_000 + '"\n', "Anführungszeichen"),
    ],
)
def test_text_that_is_not_certain_is_refused(tmp_path: Path, text: bytes | str, part: str) -> None:
    message = refusal(tmp_path / "liste.csv", text)
    assert part in message
    assert "Datei liste.csv" in message


def test_the_unclosed_quote_is_placed(tmp_path: Path) -> None:
    assert "Zeile 3" in refusal(tmp_path / "liste.csv", 'a;b\nc;d\ne;"f" g\n')


def test_the_source_may_name_separator_and_character_set(tmp_path: Path) -> None:
    both = text_sheet(tmp_path, "a;1,5\nb;2,5\n", quelle(trennzeichen=";"))
    assert both.zeilen == [["a", "1,5"], ["b", "2,5"]]
    assert text_sheet(tmp_path, "a\tb\n", quelle(trennzeichen="tab")).zeilen == [["a", "b"]]
    old = text_sheet(tmp_path, "Möhnesee;1\n".encode("cp850"), quelle(zeichensatz="cp850"))
    assert (old.zeilen, old.zeichensatz) == ([["Möhnesee", "1"]], "cp850")
    assert "Trennzeichen „#“" in refusal(tmp_path / "x.csv", "a#b\n", quelle(trennzeichen="#"))


def test_changed_characters_are_counted(tmp_path: Path) -> None:
    text = f"{unicodedata.normalize('NFD', 'Möhnesee')};12 ㎡;\u200bWerl;So\x07est; Rüthen ;m²;１２\na;b;c;d;e;f;g\n"
    sheet = text_sheet(tmp_path, text)
    assert sheet.zeilen[0] == ["Möhnesee", "12 m2", "Werl", "Soest", "Rüthen", "m²", "12"]
    assert sheet.bereinigt == 5  # blanks at the ends are no change of characters
    assert text_sheet(tmp_path, "a;b\nc;d\n").bereinigt == 0


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("komman.textdatei.MAX_ROWS", 3)
    assert "mehr als 3 Zeilen" in refusal(tmp_path / "x.csv", "a;b\n" * 4)


CELLS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs"], exclude_characters="\ufffd\u037e"
    ),
    min_size=1,
    max_size=8,
).filter(lambda t: unicodedata.normalize("NFKC", t) == t and not t.startswith("<") and "Ã" not in t and "â" not in t)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)))
def test_what_is_written_is_read(tmp_path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    assert text_sheet(tmp_path, out.getvalue(), quelle(trennzeichen=";")).zeilen == rows


def fill_all_kinds(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Liste")
    day, clock = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "hh:mm"})
    moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    sheet.write_row(1, 1, [" Text ", 1, 1.5, 0.1 + 0.2, True, "05974004"])
    sheet.write_datetime(2, 1, datetime(2022, 5, 31), day)
    sheet.write_datetime(2, 2, datetime(2022, 5, 31, 12, 30), moment)
    sheet.write_datetime(2, 3, time(12, 30), clock)
    sheet.write_number(2, 4, 0.125, book.add_format({"num_format": "0.0%"}))
    sheet.write_number(2, 5, 1234.5, book.add_format({"num_format": '#,##0.00 "€"'}))
    sheet.write_number(2, 6, -3)
    sheet.merge_range("B5:C6", "verbunden")
    book.add_worksheet("Versteckt").hide()
    book.add_worksheet("Leer")


def test_kinds_of_cells(tmp_path: Path) -> None:
    liste, versteckt, leer = sheets(tmp_path, workbook_bytes(fill_all_kinds))
    assert liste.zeilen == [
        [],
        [None, "Text", 1, Decimal("1.5"), Decimal("0.3"), True, "05974004"],
        [None, date(2022, 5, 31), "2022-05-31 12:30:00", "12:30:00", "12,5 %", Decimal("1234.5"), -3],
        [],
        [None, "verbunden", None, None, None, None, None],
    ]
    kinds = [type(z) for z in liste.zeilen[1]]
    assert kinds == [type(None), str, int, Decimal, Decimal, bool, str]
    assert type(liste.zeilen[2][1]) is date
    assert liste.verbunden == [(5, 2, 6, 3)]
    assert (liste.blatt, liste.zeichensatz, liste.bereinigt, liste.versteckt) == ("Liste", "", 0, False)
    assert (versteckt.blatt, versteckt.versteckt, versteckt.zeilen) == ("Versteckt", True, [])
    assert (leer.blatt, leer.versteckt, leer.zeilen) == ("Leer", False, [])


def test_no_cell_is_a_float(tmp_path: Path) -> None:
    for sheet in sheets(tmp_path, workbook_bytes(fill_all_kinds)):
        assert not any(isinstance(z, float) for row in sheet.zeilen for z in row)


def saved_by_excel(data: bytes) -> bytes:
    return with_members(data, {"xl/workbook.xml": member(data, "xl/workbook.xml").replace(b' fullCalcOnLoad="1"', b"")})


def test_error_values_stay_and_uncomputed_formulas_are_named(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="A2"><v>7</v></c><c r="B2" t="e"><v>#REF!</v></c></row>'
        '<row r="3"><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C3"><f>A2</f><v>7</v></c>'
        '<c r="D3"><f>A2</f></c></row>'
        '<row r="5"><c r="E5"><f>A2</f></c></row>'
    )
    (sheet,) = sheets(tmp_path, saved_by_excel(with_rows(rows)))
    assert sheet.zeilen == [
        [],
        [7, "#REF!", None, None, None],
        [None, "#DIV/0!", 7, None, None],
        [],
        [None, None, None, None, None],
    ]
    assert sheet.formeln_ohne_wert == {(3, 4), (5, 5)}  # and row 5 is not blank: a value is missing there


def test_a_workbook_no_spreadsheet_program_has_computed_has_no_formula_values(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Liste")
        sheet.write_row(0, 0, [350, 120])
        sheet.write_formula("C1", "=A1+B1")  # XlsxWriter stores 0 here

    (sheet,) = sheets(tmp_path, workbook_bytes(fill))
    assert sheet.zeilen == [[350, 120, None]]
    assert sheet.formeln_ohne_wert == {(1, 3)}


@pytest.mark.parametrize(
    ("stored", "value"),
    [("1e3", 1000), ("12.30", Decimal("12.3")), ("0.1", Decimal("0.1")), ("-0", 0), ("NaN", "nan"), ("1e999", "inf")],
)
def test_numbers_as_stored(tmp_path: Path, stored: str, value: Zelle) -> None:
    (sheet,) = sheets(tmp_path, with_rows(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>'))
    assert sheet.zeilen == [[value]]


def test_cells_without_references_stand_where_the_scan_sees_them(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c t='e'><v>#REF!</v></c></row><row/>"
    rows += "<row><c/><c><v>2</v></c><c t='e'><v>#N/A</v></c></row>"
    (sheet,) = sheets(tmp_path, with_rows(rows))
    assert sheet.zeilen == [[1, "#REF!", None], [], [None, 2, "#N/A"]]


def test_text_of_every_kind(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>eins</t></is></c><c r="B1" t="str"><f>A1</f><v>zwei</v></c>'
        '<c r="C1" t="inlineStr"><is><r><t>drei</t></r><r><t>vier</t></r></is></c><c r="D1" t="b"><v>0</v></c></row>'
    )
    (sheet,) = sheets(tmp_path, saved_by_excel(with_rows(rows)))
    assert sheet.zeilen == [["eins", "zwei", "dreivier", False]]


def test_a_chart_sheet_is_no_ledger(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Liste").write(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Liste!$A$1:$A$1"})
        book.add_chartsheet("Diagramm").set_chart(chart)

    assert [s.blatt for s in sheets(tmp_path, workbook_bytes(fill))] == ["Liste"]


def test_what_the_guard_lets_pass_but_cannot_be_read(tmp_path: Path) -> None:
    data = with_members(workbook_bytes(), {"xl/sharedStrings.xml": None})
    cut = with_members(data, {SHEET: member(data, SHEET).replace(b't="s"><v>0', b't="s"><v>99')})
    message = refusal(tmp_path / "mappe.xlsx", cut)
    assert "lässt sich nicht lesen" in message


def test_a_name_in_macos_spelling_is_brought_to_nfc(tmp_path: Path) -> None:
    assert text_sheet(tmp_path, "a;b\nc;d\n", name=unicodedata.normalize("NFD", "Möhnesee.csv")).datei == "Möhnesee.csv"


def test_hostile_files_are_refused_by_the_reader_too(tmp_path: Path) -> None:
    assert "Spalte 16384" in refusal(
        tmp_path / "a.xlsx", with_rows('<row r="20000"><c r="XFD20000"><v>1</v></c></row>')
    )
    assert "endet auf .csv" in refusal(tmp_path / "a.csv", workbook_bytes())
