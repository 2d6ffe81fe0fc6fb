"""The quick scan of a worksheet finds what the careful one finds, or leaves the sheet to it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.parsers import expat

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from komman import workbook, workbook_scan
from komman.errors import DateiFehler, Ort
from komman.workbook_scan import NotPlain, scan_plain
from komman.workbook_xml import Befund, Sheet, local_name
from tests.mappen import SHEET, member, workbook_bytes

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet {MAIN} xmlns:x14ac="http://x"><dimension ref="A1"/><sheetData>'
)
TAIL = '</sheetData><pageMargins left="0.7"/></worksheet>'
PERCENTS = frozenset({"3", "14"})


def new(recalculate: bool = False) -> Sheet:
    return Sheet(Befund(False), Ort("x.xlsx", "L"), PERCENTS, recalculate)


def careful(xml: bytes, recalculate: bool = False) -> Befund:
    """The scan tag by tag, as workbook.py runs it."""
    sheet = new(recalculate)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: sheet.start(local_name(name), attributes)
    parser.EndElementHandler = lambda name: sheet.end(local_name(name))
    parser.CharacterDataHandler = sheet.text
    parser.Parse(xml, True)
    return sheet.befund


def quick(xml: bytes, recalculate: bool = False, size: int = 1 << 18) -> Befund:
    def chunks() -> Iterator[bytes]:
        for at in range(0, len(xml), size):
            yield xml[at : at + size]

    return scan_plain(chunks(), new(recalculate))


def sheet(rows: str, head: str = HEAD, tail: str = TAIL) -> bytes:
    return (head + rows + tail).encode("utf-8")


def test_other_programs_write_the_plain_form() -> None:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Kommune", 1, 2.5, True, None, "=1+1"])
    book.active["C3"].number_format = "0%"
    book.active["C3"] = 0.5
    book.save(buffer)
    for data in (buffer.getvalue(), workbook_bytes(), workbook_bytes(fill)):
        xml = member(data, SHEET)
        assert quick(xml) == careful(xml)


def fill(book: xlsxwriter.Workbook) -> None:
    liste = book.add_worksheet("Liste")
    liste.set_column(0, 3, 20)
    liste.set_row(0, 30, book.add_format({"bold": True}))
    liste.write_row(0, 0, ["a", 1, 2.5e-7, -3, True])
    liste.write_formula("A2", "=B1*2", None, 2)
    liste.write_formula("B2", '="a"&"b"', None, "ab")
    liste.write_blank("H9", None, book.add_format({"bold": True}))
    liste.merge_range("A4:B5", "verbunden & mehr")
    liste.autofilter("A1:E9")
    liste.data_validation("A1", {"validate": "list", "source": ["x", "y"]})
    liste.conditional_format("A1:B9", {"type": "cell", "criteria": ">", "value": 5})


EXCEL = (
    '<row r="{n}" spans="1:9" s="2" customFormat="1" ht="15.75" hidden="1" customHeight="1" outlineLevel="1" '
    'collapsed="1" thickTop="1" thickBot="1" x14ac:dyDescent="0.25">'
)
ROWS = ['<row r="{n}">', '<row r="{n}" spans="1:9">', EXCEL]
PLAIN_CELLS = [
    '<c r="{r}"><v>1</v></c>',
    '<c r="{r}" s="1" t="s"><v>0</v></c>',
    '<c r="{r}" s="1"/>',
    '<c r="{r}" s="1" />',
    '<c r="{r}" t="n"><v>1.5E-05</v></c>',
    '<c r="{r}" t="inlineStr"><is><t>A &amp; Ö</t></is></c>',
    '<c r="{r}" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>',
    '<c r="{r}"><f>SUM(A1:A2)</f><v>3</v></c>',
    '<c r="{r}" t="str"><f>A1&amp;"x"</f><v>x</v></c>',
    '<c r="{r}" t="str"><v>x</v></c>',
]
CELLS = [
    *PLAIN_CELLS,
    '<c r="{r}" s="3"><v>0.5</v></c>',
    '<c r="{r}" s="14" t="n"><v>0.5</v></c>',
    '<c r="{r}" s="3" t="s"><v>0</v></c>',
    '<c r="{r}" s="31"><v>0.5</v></c>',
    '<c r="{r}" t="e"><v>#N/A</v></c>',
    '<c r="{r}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="{r}"><f>A1</f></c>',
    '<c r="{r}"><f>A1</f><v></v></c>',
    '<c r="{r}"><f>A1</f><v/></c>',
    '<c r="{r}" t="str"><f>A1</f><v></v></c>',
    '<c r="{r}"><f t="shared" si="0"/><v>3</v></c>',
    '<c r="{r}" t="str"><f>A1</f></c>',
    '<c r="{r}"></c>',
    '<c r="{r}"><v/></c>',
    '<c r="{r}"><v>NaN</v></c>',
    '<c r="{r}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    '<c r="{r}" t="inlineStr"><is><t>a&#10;b > c</t></is></c>',
    '<c t="s" r="{r}"><v>1</v></c>',
    "<c r='{r}' t='e'><v>#REF!</v></c>",
    '<c r="{r}" cm="1"><v>1</v></c>',
    '<c  r="{r}"><v>1</v></c>',
    '<c r="{r}"\n><v>1</v></c>',
    '<x:c xmlns:x="y" r="{r}" t="e"><x:v>#N/A</x:v></x:c>',
    '<c r="&#65;1" t="e"><v>#N/A</v></c>',
    "<c><v>1</v></c>",
    "<c t='e'><v>#N/A</v></c>",
    '<!-- <c r="Z99" t="e"><v>#N/A</v></c> -->',
    '<!-- <c r="Z99"><v>1</v></c> -->',
    '<![CDATA[<c r="Z99"><v>1</v></c>]]>',
    '<?x <c r="Z99"><v>1</v></c> ?>',
    "<k/>",
    '<c r="{r}"><v>1</v><c r="Z98"><v>1</v></c></c>',
    '<c r="{r}"><f><c r="Z97"><v>1</v></c></f></c>',
    ">",
    "\u00e4",
]
COLUMNS = ["A", "B", "C", "D", "Z", "AA", "ALL"]


@st.composite
def documents(draw: st.DrawFn, kinds: list[str]) -> bytes:
    """Rows with cells of these kinds, the columns mostly in order."""
    rows = []
    for n in draw(st.lists(st.integers(1, 200), max_size=12, unique=True)):
        columns = draw(st.lists(st.sampled_from(COLUMNS), max_size=6, unique=True))
        columns = columns if draw(st.integers(0, 9)) == 0 else sorted(columns, key=lambda c: (len(c), c))
        cells = "".join(draw(st.sampled_from(kinds)).format(r=f"{c}{n}") for c in columns)
        rows.append(draw(st.sampled_from(ROWS)).format(n=n) + cells + "</row>" + draw(st.sampled_from(["", "\n"])))
        rows.append(draw(st.sampled_from(["", "", "", f'<row r="{n + 300}" ht="15"/>'])))
    return sheet("".join(rows))


@settings(max_examples=150, deadline=None)
@given(documents(CELLS), st.booleans(), st.sampled_from([7, 60, 400, 1 << 18]), st.sampled_from([0, 3, 5000]))
def test_both_scans_find_the_same(xml: bytes, recalculate: bool, size: int, many: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook_scan, "_MANY_CELLS", many)
        try:
            found = quick(xml, recalculate, size)
        except NotPlain:
            return
    assert found == careful(xml, recalculate)


@settings(max_examples=80, deadline=None)
@given(documents(PLAIN_CELLS), st.sampled_from([7, 60, 1 << 18]), st.sampled_from([0, 3, 5000]))
def test_the_plain_form_needs_no_careful_scan_of_the_whole(xml: bytes, size: int, many: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook_scan, "_MANY_CELLS", many)
        found = quick(xml, False, size)
    assert found == careful(xml)
    assert found.gefuellt >= len(set(re.findall(rb'([0-9]+)"><v>', xml)))


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "xml",
    [
        sheet(ROW, HEAD.replace("UTF-8", "ISO-8859-1")),
        sheet(ROW, HEAD.replace("UTF-8", "cp037")),
        (HEAD.replace("UTF-8", "UTF-16") + ROW + TAIL).encode("utf-16"),
        sheet(ROW, HEAD.replace("<dimension", "<!-- <sheetData> --><dimension")),
        sheet(ROW, "<!DOCTYPE x>" + HEAD.split("\n")[1]),
        sheet(ROW, HEAD.replace("<worksheet ", "<x:worksheet ")),
        sheet(ROW, tail=TAIL.replace("<pageM", "<!-- <sheetData><c> --><pageM")),
        sheet(ROW, tail="<sheetData>"),
        sheet(ROW, tail=TAIL + "<c/>"),
        sheet(ROW, tail=""),
        sheet(ROW, tail="</sheetData><sheetData>" + ROW.replace(' r="A1"', "") + "</sheetData></worksheet>"),
        sheet(ROW + "\x01"),
        sheet(ROW).replace(b"<v>1", b"<v>\xff"),
        sheet(ROW.replace("<v>1", "<v>&x;")),
        sheet(ROW.replace("</row>", "")),
        sheet(ROW.replace('r="1"', 'r="1" spans=""1:2"')),
        sheet('<row r="1" ph="<c r="A1"><v>1</v></c>"/>'),
        sheet('<row r="1" x="1" x="2"></row>'),
        sheet('<row r="1" x14ac:dyDescent="1"></row>', HEAD.replace(' xmlns:x14ac="http://x"', "")),
        sheet(""), b"", b"<worksheet/>", sheet("").replace(b"<sheetData></sheetData>", b"<sheetData/>"),
        sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 5_000_000 + "</t></is></c></row>"),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_careful_scan(xml: bytes) -> None:
    try:
        found = quick(xml)
    except NotPlain:
        return
    assert xml == sheet("") and found == careful(xml)


def test_a_second_table_of_rows_is_read_too() -> None:
    xml = sheet(
        ROW, tail='</sheetData><sheetData><row r="9"><c r="B9" t="e"><v>#N/A</v></c></row></sheetData></worksheet>'
    )
    assert quick(xml) == careful(xml) == Befund(False, 9, 2, fehlerwerte={(9, 2): "#N/A"})


@pytest.mark.parametrize("size", [50, 1 << 18])
def test_a_far_cell_is_refused_while_the_part_is_read(size: int) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 9000))
    with pytest.raises(DateiFehler, match="Spalte 16384"):
        quick(sheet(rows + '<row r="9000"><c r="XFD9000"><v>1</v></c></row><row><'), size=size)


def test_the_careful_scan_takes_over_in_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise NotPlain

    expected = workbook.inspect(workbook_bytes(fill), "x.xlsx")
    monkeypatch.setattr(workbook, "scan_plain", never)
    assert workbook.inspect(workbook_bytes(fill), "x.xlsx") == expected
