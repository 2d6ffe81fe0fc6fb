"""The sample ledgers as files: a cp1252 CSV and XLSX workbooks whose bytes depend on nothing but their content."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

from komman.sample_data import ANSPRECHPARTNER, IBANS, STAND_2021
from komman.sample_rows import (
    BLATT,
    ERSTE_DATENZEILE,
    GELDSPALTEN,
    KOPF,
    SUMMEN,
    Zeile,
    Zelle,
    german,
    sheet_rows,
)
from komman.spreadsheet import Mappe, open_workbook

CSV_KOPF = (
    "Az.",
    "Kommune",
    "Zuwendungsempfänger",
    "Baustein",
    "Anzahl Pauschalen",
    "beantragt EUR",
    "bewilligt EUR",
    "ausgezahlt EUR",
    "nachgewiesen EUR",
    "anerkannt EUR",
    "zurückgezahlt EUR",
    "Ansprechpartner",
    "IBAN",
)
CSV_TITEL = "KOMM-AN NRW, Programmteil II\r\nFörderjahr {jahr}\r\nBeispieldaten, frei erfunden\r\n\r\n"
UNGRUPPIERT_JEDE = 4  # every fourth row of the CSV writes 1250,00 instead of 1.250,00
MITTE: dict[str, Any] = {"bold": True, "align": "center", "valign": "vcenter", "border": 1}


def weiterleitungen_csv(jahr: int, zeilen: list[Zeile]) -> bytes:
    """A year's ledger as CSV: cp1252, semicolon, CRLF, three title lines and a blank one before the header."""
    out = io.StringIO(newline="")
    out.write(CSV_TITEL.format(jahr=jahr))
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_KOPF)
    for z in zeilen:
        amounts = [german(cent, z.nummer % UNGRUPPIERT_JEDE != 0) for cent in z.betraege if cent is not None]
        writer.writerow(
            [
                z.az,
                z.text("kommune"),
                z.text("traeger"),
                z.text("baustein"),
                z.einheiten_bewilligt,
                *amounts,
                ANSPRECHPARTNER[z.kontakt],
                IBANS[z.kontakt],
            ]
        )
    return out.getvalue().encode("cp1252")


def weiterleitungen_xlsx(jahr: int, zeilen: list[Zeile]) -> bytes:
    """A year's ledger as workbook: titles, a merged header of two rows, subtotals per Kommune, a footer."""
    with new_workbook(STAND_2021) as mappe:
        _write_ledger(mappe.book, jahr, zeilen)
    return mappe.data()


def _write_ledger(book: Any, jahr: int, zeilen: list[Zeile]) -> None:
    sheet = book.add_worksheet(BLATT)
    sheet.write_string(0, 0, f"KOMM-AN NRW, Programmteil II, Förderjahr {jahr}", book.add_format({"bold": True}))
    sheet.write_string(1, 0, "Beispieldaten, frei erfunden")
    _write_header(sheet, book.add_format(MITTE))
    euros = {"num_format": "#,##0.00"}
    plain = (None, book.add_format(euros))
    total = (book.add_format({"bold": True}), book.add_format({"bold": True, **euros}))
    for r, row in enumerate(sheet_rows(zeilen), start=ERSTE_DATENZEILE - 1):
        text_style, money_style = total if row and str(row[0]).startswith(SUMMEN) else plain
        write_row(sheet, r, row, {c: money_style if c in GELDSPALTEN else text_style for c in range(len(row))})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 44)
    sheet.set_column(3, 11, 13)
    sheet.set_column(12, 13, 24)


def _write_header(sheet: Any, style: Any) -> None:
    top, below = ERSTE_DATENZEILE - 3, ERSTE_DATENZEILE - 2
    for c, title in enumerate(KOPF[0]):
        if title is not None and KOPF[1][c] is None:
            sheet.merge_range(top, c, below, c, title, style)
    sheet.merge_range(top, 4, top, 5, "Einheiten", style)
    sheet.merge_range(top, 6, top, 11, "Beträge in EUR", style)
    for c, title in enumerate(KOPF[1]):
        if title is not None:
            sheet.write_string(below, c, title, style)


def new_workbook(stand: str) -> AbstractContextManager[Mappe]:
    """An empty workbook that calls itself sample data, made on the day ``stand``."""
    properties = {"title": "Beispieldaten", "comments": "Beispieldaten, frei erfunden"}
    return open_workbook(properties, datetime.fromisoformat(stand))


def write_row(sheet: Any, row: int, cells: Sequence[Zelle | date], styles: Mapping[int, Any]) -> None:
    """One row of cells, ``styles`` per column; a date needs one."""
    for c, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, c, value, styles[c])
        elif isinstance(value, str):
            sheet.write_string(row, c, value, styles.get(c))
        elif value is not None:
            sheet.write_number(row, c, value, styles.get(c))
