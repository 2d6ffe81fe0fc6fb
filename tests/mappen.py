"""Workbooks made for tests: written by XlsxWriter, or spoilt member by member."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter


def workbook_bytes(fill: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """A workbook filled by ``fill``; without it, one sheet „Liste“ with a header and one row."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    if fill is None:
        sheet = book.add_worksheet("Liste")
        sheet.write_row(0, 0, ["Kommune", "ausgezahlt"])
        sheet.write_row(1, 0, ["Anröchte", 350])
    else:
        fill(book)
    book.close()
    return buffer.getvalue()


def with_members(data: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """The archive with members replaced or added (``None`` removes one)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def member(data: bytes, name: str) -> bytes:
    """One member of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


SHEET = "xl/worksheets/sheet1.xml"


def with_rows(rows: str, data: bytes | None = None) -> bytes:
    """A workbook whose first sheet holds the given raw XML rows."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    return with_members(data or workbook_bytes(), {SHEET: xml.encode("utf-8")})
