"""An .ods is read cell by cell as the same content in an .xlsx, and refused where that is not certain."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
import python_calamine as calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komman.errors import DateiFehler
from komman.grid import Blatt, Zelle, read_sheets
from komman.ledger import clean
from tests.mappen import workbook_bytes
from tests.offen import REST, Inhalt, cell, ods_bytes, package, row, table
from tests.raw_folder import KOPF, NAME, raw_folder


def sheets(tmp_path: Path, data: bytes) -> list[Blatt]:
    (tmp_path / "liste.ods").write_bytes(data)
    return read_sheets(tmp_path / "liste.ods")


def one(tmp_path: Path, rows: str) -> Blatt:
    (sheet,) = sheets(tmp_path, package(table("Liste", rows)))
    return sheet


def refusal(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(DateiFehler) as caught:
        sheets(tmp_path, data)
    assert len(caught.value.lines()) <= 6
    assert "Datei liste.ods" in str(caught.value)
    return str(caught.value)


def typed(kind: str, more: str = "", shown: str = "x") -> str:
    return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{shown}</text:p></table:table-cell>'


def test_kinds_of_cells(tmp_path: Path) -> None:
    cells = [
        cell("Text"),
        cell(1),
        cell(Decimal("1234.50")),
        typed("currency", 'office:currency="EUR" office:value="99.9"', "99,90 €"),
        typed("percentage", 'office:value="0.125"', "12,5 %"),
        cell(date(2022, 5, 31)),
        typed("date", 'office:date-value="2022-05-31T12:30:00"'),
        typed("time", 'office:time-value="PT12H30M00S"'),
        cell(True),
        cell("05974004"),
        '<table:table-cell office:value-type="string" office:string-value="gespeichert"><text:p>x</text:p>'
        "</table:table-cell>",
        "<table:table-cell><text:p>ohne Art</text:p></table:table-cell>",
    ]
    sheet = one(tmp_path, row() + row(cell(None), *cells) + REST)
    assert sheet.zeilen == [
        [],
        [
            None,
            "Text",
            1,
            Decimal("1234.5"),
            Decimal("99.9"),
            "12,5 %",
            date(2022, 5, 31),
            "2022-05-31 12:30:00",
            "12:30:00",
            True,
            "05974004",
            "gespeichert",
            "ohne Art",
        ],
    ]
    assert [type(z) for z in sheet.zeilen[1][2:5]] == [int, Decimal, Decimal]
    assert (sheet.blatt, sheet.inhalt, sheet.versteckt, sheet.verbunden) == ("Liste", "ods", False, [])


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        ("1e3", 1000),
        ("12.30", Decimal("12.3")),
        ("0.1", Decimal("0.1")),
        ("-0", 0),
        ("NaN", "nan"),
        ("1e999", "inf"),
        ("1e-999", 0),
        ("9007199254740993", 9007199254740993),  # a float would end in …992
        ("0.30000000000000000000000000000000001", Decimal("0.30000000000000000000000000000000001")),
    ],
)
def test_numbers_as_stored(tmp_path: Path, stored: str, value: Zelle) -> None:
    found = one(tmp_path, row(typed("float", f'office:value="{stored}"'))).zeilen
    assert found == [[value]] and str(found[0][0]) == str(value)


def test_text_as_it_is_shown(tmp_path: Path) -> None:
    comment = "<office:annotation><dc:creator>Meier</dc:creator><text:p>Notiz 500,00</text:p></office:annotation>"
    drawing = "<draw:frame><draw:text-box><text:p>Bild</text:p></draw:text-box></draw:frame>"
    inner = (
        "<text:p>eins<text:s/><text:span>zwei</text:span>\n   drei</text:p>"
        '<text:p>vier<text:s text:c="3"/>fünf<text:tab/>sechs<text:line-break/>sieben'
        "<text:note><text:p>Fußnote</text:p></text:note></text:p>"
    )
    found = one(tmp_path, row(f'<table:table-cell office:value-type="string">{comment}{inner}{drawing}'
                              "</table:table-cell>", cell(7, ) + comment)).zeilen  # fmt: skip
    assert found == [["eins zwei drei\nvier   fünf\tsechs\nsieben", 7]]


def test_a_comment_on_a_blank_cell_is_no_value(tmp_path: Path) -> None:
    comment = "<office:annotation><text:p>fragen</text:p></office:annotation>"
    sheet = one(tmp_path, row(cell("a")) + row(f"<table:table-cell>{comment}</table:table-cell>"))
    assert sheet.zeilen == [["a"]]


def test_repeated_rows_and_columns(tmp_path: Path) -> None:
    twice = 'table:number-columns-repeated="2"'
    rows = (
        '<table:table-header-rows><table:table-row table:number-rows-repeated="2"/></table:table-header-rows>'
        f'<table:table-row-group><table:table-row table:number-rows-repeated="2">{cell(None, twice)}{cell(5, twice)}'
        f"{cell(None, twice)}</table:table-row></table:table-row-group>"
    )
    sheet = one(tmp_path, rows + row() + row(cell("Ende")) + REST)
    assert sheet.zeilen == [
        [],
        [],
        [None, None, 5, 5],
        [None, None, 5, 5],
        [],
        ["Ende", None, None, None],
    ]


def test_the_million_blank_rows_cost_nothing(tmp_path: Path) -> None:
    start = time.perf_counter()
    assert one(tmp_path, row(cell("a")) + REST * 3).zeilen == [["a"]]
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("more_row", "more_cell", "place"),
    [
        ('table:number-rows-repeated="1048576"', "", "Zeile 1048576, Spalte 1; die meisten Zeilen davor sind leer"),
        ('table:number-rows-repeated="1048577"', "", "Zeile 1048577, Spalte 1; das ist mehr als"),
        ("", 'table:number-columns-repeated="16384"', "Zeile 1, Spalte 16384; das ist mehr als"),
        ('table:number-rows-repeated="100000"', 'table:number-columns-repeated="100"', "Zeile 100000, Spalte 100; das"),
    ],
)
def test_repeated_values_are_refused_at_once(tmp_path: Path, more_row: str, more_cell: str, place: str) -> None:
    start = time.perf_counter()
    said = refusal(
        tmp_path, package(table("Liste", f"<table:table-row {more_row}>{cell(1, more_cell)}</table:table-row>"))
    )
    assert place in said and "Blatt Liste" in said
    assert time.perf_counter() - start < 2


def test_one_far_cell_is_refused_and_the_last_allowed_passes(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="{}"/>'
    assert "Zeile 200001" in refusal(tmp_path, package(table("L", blank.format(200_000) + row(cell(1)))))
    assert len(one(tmp_path, blank.format(199_999) + row(cell(1))).zeilen) == 200_000


def test_many_sheets_are_held_to_the_limit_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("komman.workbook_xml.MAX_CELLS", 10)
    two = [table(n, row(*[cell(1)] * 3) * 2) for n in ("a", "b")]
    assert "zusammen mehr als 10 Zellen" in refusal(tmp_path, package("".join(two)))
    assert len(sheets(tmp_path, package(two[0]))) == 1


def test_merged_covered_and_hidden(tmp_path: Path) -> None:
    rows = row(cell("Beträge", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>", cell("x"))
    rows += row(cell("Soest", 'table:number-rows-spanned="2"'), cell(1), cell(2))
    rows += row("<table:covered-table-cell/>", cell(3), cell(4))
    rows += row(cell("Ende", 'table:number-rows-spanned="1048573"'))
    seen, unseen = sheets(tmp_path, package(table("A", rows) + table("B", row(cell("a")), "ta2")))
    assert seen.verbunden == [(1, 1, 1, 2), (2, 1, 3, 1), (4, 1, 4, 1)]
    assert seen.zeilen[2] == [None, 3, 4]
    assert (seen.versteckt, unseen.versteckt) == (False, True)


def test_formulas_and_error_values(tmp_path: Path) -> None:
    formula = 'table:formula="of:=[.A1]"'
    cells = [
        typed("float", f'{formula} office:value="7"', "7"),
        f"<table:table-cell {formula}/>",
        f'<table:table-cell {formula} office:value-type="string" office:string-value=""/>',
        f'<table:table-cell {formula} office:value-type="float"/>',
        typed("float", f'{formula} office:value="0"', "#DIV/0!"),
        typed("string", f'{formula} office:string-value="" calcext:value-type="error"', "Err:502"),
        typed("string", "", "#1 Verein"),
        typed("float", 'office:value="5"', "###"),
    ]
    sheet = one(tmp_path, row(*cells))
    assert sheet.zeilen == [[7, None, None, None, "#DIV/0!", "Err:502", "#1 Verein", 5]]
    assert sheet.formeln_ohne_wert == {(1, 2), (1, 4)}


def test_what_is_no_sheet_of_the_file_is_left_out(tmp_path: Path) -> None:
    kept = table("'file:///C:/alt.ods'#Tabelle1", row(cell("alt")))
    shapes = (
        "<table:shapes><draw:frame><table:table>" + row(cell("Bild")) + "</table:table></draw:frame></table:shapes>"
    )
    dde = "<table:dde-links><table:dde-link>" + table("x", row(cell("fremd"))) + "</table:dde-link></table:dde-links>"
    found = sheets(tmp_path, package(table("Liste", shapes + row(cell("a"))) + dde + kept + table("Leer", REST)))
    assert [(s.blatt, s.zeilen) for s in found] == [("Liste", [["a"]]), ("Leer", [])]


ENCRYPTED = (
    b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml">'
    b"<m:encryption-data/></m:file-entry></m:manifest>"
)
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("members", "part"),
    [
        ({"META-INF/manifest.xml": ENCRYPTED}, "mit einem Kennwort verschlüsselt"),
        ({"META-INF/manifest.xml": ENCRYPTED, "content.xml": None}, "mit einem Kennwort verschlüsselt"),
        ({"content.xml": BOMB}, "(DTD)"),
        ({"META-INF/manifest.xml": BOMB}, "(DTD)"),
        ({"content.xml": b"<a>"}, "beschädigt"),
        ({"content.xml": None}, "beschädigt"),
        ({"Pictures/x.png": b"\0" * 3_000_000}, "ZIP-Bombe"),
        ({f"Pictures/{i}.png": b"" for i in range(2000)}, "mehr als 2000 Teilen"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "OpenDocument-Datei, aber keine Tabelle"),
        ({"mimetype": None}, "ein ZIP-Archiv"),
    ],
)
def test_what_is_not_safe_or_not_whole_is_refused(tmp_path: Path, members: dict[str, bytes | None], part: str) -> None:
    assert part in refusal(tmp_path, package(table("Liste", row(cell(1))), members))


@pytest.mark.parametrize(
    "bad",
    [
        typed("float", 'office:value="1,5"'),
        typed("float", 'office:value="0x10"'),
        typed("float", ""),
        typed("float", f'office:value="{"9" * 500}"'),
        typed("boolean", 'office:boolean-value="ja"'),
        typed("währung", 'office:value="1"'),
        cell(1, 'table:number-columns-repeated="-1"'),
        cell(1, 'table:number-columns-repeated="0"'),
        cell(1, 'table:number-rows-spanned="999999999"'),
        '<table:table-cell office:value-type="string"><text:p><text:s text:c="9999999"/></text:p></table:table-cell>',
        f"<table:table-cell>{table('x', row())}</table:table-cell>",
    ],
)
def test_cells_no_program_writes_are_refused(tmp_path: Path, bad: str) -> None:
    assert "beschädigt" in refusal(tmp_path, package(table("Liste", row(bad))))


def test_two_sheets_of_one_name_and_a_truncated_file(tmp_path: Path) -> None:
    good = package(table("A", row(cell(1))))
    assert "beschädigt" in refusal(tmp_path, package(table("A", row(cell(1))) * 2))
    assert "beschädigt" in refusal(tmp_path, good[: len(good) // 2])


def test_macros_and_other_parts_are_not_looked_at(tmp_path: Path) -> None:
    library = b'<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd"><x/>'
    data = package(table("A", row(cell(1))), {"Basic/script-lb.xml": library, "Configurations2/": b""})
    assert sheets(tmp_path, data)[0].zeilen == [[1]]


def test_repeated_ranges_and_formulas_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("komman.opendocument.MAX_RANGES", 5)
    many = '<table:table-row table:number-rows-repeated="6">{}</table:table-row>'
    spans = cell("a", 'table:number-columns-spanned="2"')
    assert "5 verbundene Bereiche" in refusal(tmp_path, package(table("L", many.format(spans))))
    formula = '<table:table-cell table:formula="of:=1"/>'
    assert "5 Formeln ohne" in refusal(tmp_path, package(table("L", many.format(formula))))
    assert len(one(tmp_path, many.format(spans).replace('"6"', '"5"')).verbunden) == 5


VALUES = (
    st.none()
    | st.integers(-(10**9), 10**9)
    | st.decimals(-(10**6), 10**6, places=2).map(lambda d: d + 0)
    | st.sampled_from(["Werl", "a & b <c>", "05974", "Rüthen\nOrt", date(2020, 2, 29), True])
)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6))
def test_another_reader_finds_the_same(tmp_path: Path, rows: list[list[Inhalt]]) -> None:
    rows = [["x", *r] for r in rows]
    data = ods_bytes({"Liste": rows})
    (sheet,) = sheets(tmp_path, data)
    with calamine.load_workbook(io.BytesIO(data)) as book:
        other = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    width = max(map(len, other))
    assert len(sheet.zeilen) == len(other) == len(rows)
    for mine, theirs, written in zip(sheet.zeilen, other, rows, strict=True):
        padded = written + [None] * 6
        assert mine == padded[: len(mine)] and not any(c is not None for c in padded[len(mine) :])
        for a, b in zip(mine + [None] * (width - len(mine)), theirs, strict=True):
            assert (a is None and b == "") or a == b or float(str(a)) == b


LEDGER: list[list[Inhalt]] = [
    ["KOMM-AN NRW, Förderjahr 2019"],
    [],
    [*KOPF.split(";")],
    ["1", "Anröchte", "Gemeinde Anröchte", "A2", 6, 2400, Decimal("2400"), 0],
    ["2", "Anröchte", "Brücke Anröchte", "B2", 4, Decimal("880.5"), Decimal("880.50"), Decimal("80.01")],
    ["Summe Anröchte", None, None, None, None, Decimal("3280.5"), Decimal("3280.5"), Decimal("80.01")],
    ["3", "Wickede", "Welcome", "D1", None, "ca. 300", None, None],
    ["4", "Holzwickede", "Welcome", "D1", None, 100, 100, None],
    ["5", "Wickede", "Gruppe", "B1", None, Decimal("0.125"), None, None],
    [],
    ["Stand: 31.05.2020"],
]


def as_xlsx(rows: Sequence[Sequence[Inhalt]]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, day = book.add_worksheet("Liste"), book.add_format({"num_format": "dd.mm.yyyy"})
        for r, cells in enumerate(rows):
            for c, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(r, c, value, day)
                elif value is not None:
                    sheet.write(r, c, value)

    return workbook_bytes(fill)


def same_but(a: pd.DataFrame, b: pd.DataFrame, spalte: str) -> None:
    pd.testing.assert_frame_equal(a.drop(columns=spalte), b.drop(columns=spalte))


def test_a_ledger_gives_the_same_tables_as_in_an_xlsx(tmp_path: Path) -> None:
    results = []
    for name, data in (("liste.xlsx", as_xlsx(LEDGER)), ("liste.ods", ods_bytes({"Liste": LEDGER}))):
        folder = tmp_path / name
        folder.mkdir()
        results.append(clean(raw_folder(folder, {NAME: "", name: data})))
    excel, offen = results
    for tabelle, frame in excel.tabellen.items():
        same_but(frame, offen.tabellen[tabelle], "quelle_datei")
    (a,), (b,) = excel.bilanz, offen.bilanz
    assert replace(a, datei="") == replace(b, datei="")
    assert (b.zeilen_physisch, b.kopf, b.leer, b.summenzeilen, b.gelesen, b.uebernommen) == (11, 3, 2, 1, 5, 3)
    assert b.betrag_uebernommen_cent == 328_050 and b.betrag_zurueckgestellt_cent == 10_000
    same_but(excel.zurueckgestellt, offen.zurueckgestellt, "datei")
    assert [(h.art, h.text) for h in excel.hinweise] == [(h.art, h.text) for h in offen.hinweise]
