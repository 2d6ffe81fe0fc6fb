"""Workbooks written by us: no formula and no link made from a text, and the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import xlsxwriter

ZIP_DATUM = (1980, 1, 1, 0, 0, 0)
MAX_TEXT = 32_767  # characters in a cell; Excel's limit
MAX_NAME = 31  # characters in the name of a sheet; Excel's limit
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


class Mappe:
    """A workbook being written: ``book`` is xlsxwriter's, ``data()`` the finished file once the block is left."""

    def __init__(self, eigenschaften: Mapping[str, Any], erstellt: datetime) -> None:
        self._out = io.BytesIO()
        self.book = xlsxwriter.Workbook(self._out, {"in_memory": True, **TEXT_ONLY})
        self.book.set_properties({**eigenschaften, "created": erstellt})

    def data(self) -> bytes:
        """The file; the same bytes for the same content."""
        return repack(self._out.getvalue())


@contextmanager
def open_workbook(eigenschaften: Mapping[str, Any], erstellt: datetime) -> Iterator[Mappe]:
    """A workbook with document properties (title, author, comments …) and a date that is not the clock's."""
    mappe = Mappe(eigenschaften, erstellt)
    yield mappe
    mappe.book.close()


def write_text(sheet: Any, row: int, col: int, text: str, style: Any = None) -> None:
    """Text as text, whatever it looks like; empty leaves the cell empty, too long ends with an ellipsis."""
    if text:
        sheet.write_string(row, col, text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…", style)
    elif style is not None:
        sheet.write_blank(row, col, None, style)


def repack(workbook: bytes) -> bytes:
    """The same workbook with sorted, uncompressed members and fixed dates: no zlib, clock or system in its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(source.namelist()):
            info = zipfile.ZipInfo(name, ZIP_DATUM)
            info.create_system = 0  # zipfile would note Windows or Unix
            info.external_attr = 0
            target.writestr(info, source.read(name))
    return out.getvalue()
