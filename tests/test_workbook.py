"""A workbook is examined before it is opened: what is unsafe, damaged or endless is refused, and quickly."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from komman import workbook, workbook_xml
from komman.amounts import parse_amount
from komman.errors import DateiFehler
from komman.grid import read_sheets
from tests.mappen import SHEET, member, with_members, with_rows, workbook_bytes


def refusal(data: bytes) -> str:
    with pytest.raises(DateiFehler) as caught:
        workbook.inspect(data, "liste.xlsx")
    assert len(caught.value.lines()) <= 6
    return str(caught.value)


def test_a_plain_workbook_passes() -> None:
    assert workbook.inspect(workbook_bytes(), "liste.xlsx") == {
        "Liste": workbook_xml.Befund(versteckt=False, zeilen=2, spalten=2)
    }


def test_what_the_values_hide_is_found() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Eins")
        percent, quoted = book.add_format({"num_format": "0.0 %"}), book.add_format({"num_format": '0 "%-Satz"'})
        sheet.write_number("A1", 0.5, percent)
        sheet.write_number("B1", 0.5, quoted)
        sheet.write_number("C1", 0.5, book.add_format({"num_format": 9}))
        sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
        sheet.write_blank(499, 499, None, percent)
        book.add_worksheet("Zwei").hide()

    data = workbook_bytes(fill)
    recalculating = member(data, "xl/workbook.xml")
    saved = with_members(data, {"xl/workbook.xml": recalculating.replace(b' fullCalcOnLoad="1"', b"")})
    eins = workbook.inspect(saved, "liste.xlsx")["Eins"]
    assert (eins.zeilen, eins.spalten) == (2, 3)  # a formatted cell without a value does not count
    assert eins.prozente == {(1, 1), (1, 3)}
    assert eins.fehlerwerte == {(2, 1): "#DIV/0!"}
    assert eins.formeln_ohne_wert == set()
    assert workbook.inspect(saved, "liste.xlsx")["Zwei"].versteckt
    # The file says of itself that its formulas are to be computed when it is opened: what is stored is no result.
    assert workbook.inspect(data, "liste.xlsx")["Eins"].formeln_ohne_wert == {(2, 1)}


@pytest.mark.parametrize(
    ("code", "euros"),
    [
        ('0.0" T€"', None),
        ('#,##0 "TEUR"', None),
        ('0.0" Mio. €"', None),
        ('0.0," T€"', 2400),  # the comma at the end divides what is shown by 1.000: the number is in euros
        ("#,##0.00 €", 2400),
        ('"Tel." 0', 2400),
    ],
)
def test_a_number_shown_in_thousands_is_no_number_of_euros(code: str, euros: int | None, tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Eins")
        sheet.write_number("A1", 2400, book.add_format({"num_format": code}))

    path = tmp_path / "liste.xlsx"
    path.write_bytes(workbook_bytes(fill))
    cell = read_sheets(path)[0].zeilen[0][0]
    assert parse_amount(cell).cent == (None if euros is None else 100 * euros)
    assert euros is not None or cell == "2400 T€"


FORMULAS = (
    '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v></v></c>'
    '<c r="D1" t="str"><f>A9</f><v></v></c><c r="E1" t="str"><f>A9</f></c><c r="F1" t="str"><f>A9</f><v>x</v></c>'
    '<c r="G1"><f t="shared" si="0"/><v>3</v></c><c r="H1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    '<c r="I1" t="e"><v>#N/A</v></c></row>'
)


def no_recalculation(data: bytes) -> bytes:
    return with_members(data, {"xl/workbook.xml": member(data, "xl/workbook.xml").replace(b' fullCalcOnLoad="1"', b"")})


def test_formulas_with_and_without_a_stored_value() -> None:
    befund = workbook.inspect(no_recalculation(with_rows(FORMULAS)), "liste.xlsx")["Liste"]
    assert befund.formeln_ohne_wert == {(1, 2), (1, 3), (1, 5)}
    assert befund.fehlerwerte == {(1, 8): "#DIV/0!", (1, 9): "#N/A"}


def test_cells_without_references_stand_side_by_side() -> None:
    rows = "<row><c><v>1</v></c><c t='e'><v>#REF!</v></c></row><row/><row><c/><c t='e'><v>#N/A</v></c></row>"
    befund = workbook.inspect(with_rows(rows), "liste.xlsx")["Liste"]
    assert befund.fehlerwerte == {(1, 2): "#REF!", (3, 2): "#N/A"}


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        ("XFD20000", "Zeile 20000, Spalte 16384"),
        ("A1048576", "Zeile 1048576, Spalte 1"),
        ("ALM1", "Zeile 1, Spalte 1001"),
        ("CV100000", "Zeile 100000, Spalte 100"),
    ],
)
def test_one_far_cell_is_refused_at_once(reference: str, place: str) -> None:
    start = time.perf_counter()
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    message = refusal(with_rows(f'<row r="{row}"><c r="{reference}"><v>1</v></c></row>'))
    assert place in message
    assert "Blatt Liste" in message
    assert time.perf_counter() - start < 2


def test_the_last_allowed_cell_passes() -> None:
    assert (
        workbook.inspect(with_rows('<row r="200000"><c r="Y200000"><v>1</v></c></row>'), "x.xlsx")["Liste"].zeilen
        == 200_000
    )
    assert workbook.inspect(with_rows('<row r="1"><c r="ALL1"><v>1</v></c></row>'), "x.xlsx")["Liste"].spalten == 1000


@pytest.mark.parametrize(
    "name",
    [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "docProps/app.xml", "[Content_Types].xml"],
)
def test_a_dtd_in_any_part_is_refused(name: str) -> None:
    data = workbook_bytes()
    xml = member(data, name)
    at = xml.index(b"?>") + 2
    bomb = xml[:at] + b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xml[at:]
    message = refusal(with_members(data, {name: bomb}))
    assert "DTD" in message
    assert name in message


def test_a_dtd_in_utf16_is_refused_too() -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "a">]><worksheet/>'.encode("utf-16")
    assert "DTD" in refusal(with_members(workbook_bytes(), {SHEET: xml}))


def test_a_zip_bomb_is_refused_by_its_ratio() -> None:
    assert "ZIP-Bombe" in refusal(with_members(workbook_bytes(), {"xl/media/bild.png": b"\0" * 5_000_000}))


def test_small_well_packed_parts_pass() -> None:
    assert workbook.inspect(with_members(workbook_bytes(), {"xl/media/bild.png": b"\0" * 900_000}), "liste.xlsx")


def test_too_many_parts_and_too_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    many = with_members(workbook_bytes(), {f"xl/media/{i}": b"" for i in range(2000)})
    assert "mehr als 2000 Teilen" in refusal(many)
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1000)
    assert "entpackt größer" in refusal(workbook_bytes())


@pytest.mark.parametrize(("stated", "passes"), [(500, True), (100, False), (499, False), (501, False), (5000, False)])
def test_a_part_of_another_size_than_stated_is_refused(stated: int, passes: bool) -> None:
    data = bytearray(with_members(workbook_bytes(), {"zzz.bin": b"0123456789" * 50}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        directory = archive.start_dir
    at = data.index(b"zzz.bin", directory) - 46
    assert struct.unpack_from("<L", data, at + 24) == (500,)
    struct.pack_into("<L", data, at + 24, stated)
    if passes:
        assert workbook.inspect(bytes(data), "liste.xlsx")
    else:
        assert "beschädigt" in refusal(bytes(data))


def test_a_workbook_without_styles_passes() -> None:
    assert workbook.inspect(with_members(workbook_bytes(), {"xl/styles.xml": None}), "liste.xlsx")


def test_a_part_named_twice_is_refused() -> None:
    buffer = io.BytesIO(workbook_bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    assert "doppelt" in refusal(buffer.getvalue())


def test_an_unusual_packing_is_refused() -> None:
    buffer = io.BytesIO(workbook_bytes())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("x.bin", b"x" * 100)
    assert "ungewöhnlich gepackt" in refusal(buffer.getvalue())


@pytest.mark.parametrize(
    "changed",
    [
        {SHEET: b"<worksheet><sheetData>"},
        {SHEET: None},
        {SHEET: b""},
        {"xl/workbook.xml": b"<workbook><sheets><sheet/></sheets></workbook>"},
        {"xl/workbook.xml": b"<workbook><sheets><sheet name='x'/></sheets></workbook>"},
    ],
)
def test_damaged_parts_are_refused(changed: dict[str, bytes | None]) -> None:
    assert "beschädigt" in refusal(with_members(workbook_bytes(), changed))


@pytest.mark.parametrize(
    "rows", ['<row r="x"/>', '<row r="1"><c r="1A"><v>1</v></c></row>', '<row r="1"><c r="ABCD1"><v>1</v></c></row>']
)
def test_references_excel_never_writes_are_refused(rows: str) -> None:
    assert "beschädigt" in refusal(with_rows(rows))


def test_two_sheets_of_one_name_are_refused() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Eins")
        book.add_worksheet("Zwei")

    data = workbook_bytes(fill)
    xml = member(data, "xl/workbook.xml").replace(b'name="Zwei"', b'name="Eins"')
    assert "beschädigt" in refusal(with_members(data, {"xl/workbook.xml": xml}))


def test_a_flipped_byte_is_found_by_the_checksum() -> None:
    data = bytearray(workbook_bytes(lambda book: book.add_worksheet().write(0, 0, "x" * 500) and None))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/styles.xml")
    data[info.header_offset + 30 + len(info.filename) + 40] ^= 0xFF
    assert "beschädigt" in refusal(bytes(data))


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_archive_is_refused(part: float) -> None:
    data = workbook_bytes()
    with pytest.raises(DateiFehler, match="beschädigt"):
        workbook.is_workbook(data[: int(len(data) * part)], "liste.xlsx")


@pytest.mark.parametrize(
    ("reference", "place"),
    [("A1", (1, 1)), ("Z9", (9, 26)), ("AA10", (10, 27)), ("XFD1048576", (1048576, 16384)), ("b3", (3, 2))],
)
def test_position(reference: str, place: tuple[int, int]) -> None:
    assert workbook_xml.position(reference) == place
