"""Workbooks of plain sheets made for tests, some of them hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook

from tests.mappen import workbook_bytes

Zeilen = Sequence[Sequence[object]]


def mappe(blaetter: Mapping[str, Zeilen], versteckt: Sequence[str] = ()) -> bytes:
    """A workbook with these sheets (name → rows)."""

    def fill(book: Workbook) -> None:
        for name, rows in blaetter.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
            if name in versteckt:
                sheet.hide()

    return workbook_bytes(fill)
