"""The sample ledgers as files: a cp1252 CSV and XLSX workbooks whose bytes depend on nothing but their content."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from komman.sample_data import ANSPRECHPARTNER, HOECHSTBETRAG_CENT, IBANS
from komman.sample_rows import (
    BLATT,
    ERSTE_DATENZEILE,
    GELDSPALTEN,
    KOPF,
    SUMMEN,
    Zeile,
    Zelle,
    german,
    number,
    sheet_rows,
)

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
BESCHEIDE_KOPF = ("Förderjahr", "Programmteil", "Art", "Datum", "Aktenzeichen", "Betrag EUR", "Höchstbetrag EUR")
# Sums granted to the Kreis in EUR, invented: the Pauschalen add up to a little less than the ceiling.
BEWILLIGT_EUR = {2016: 131_000, 2017: 131_050, 2018: 131_050, 2019: 131_000, 2020: 131_050, 2021: 131_050}
ANTRAG_TAG = {2016: (4, 15), 2017: (1, 31), 2018: (3, 2), 2019: (1, 31), 2020: (2, 14), 2021: (2, 26)}
BESCHEID_TAG = {2016: (6, 10), 2017: (4, 12), 2018: (5, 18), 2019: (4, 9), 2020: (4, 21), 2021: (4, 30)}
DATUM_ALS_TEXT = 2017  # this year's dates were typed as text
ERSTELLT = datetime(2022, 5, 31)
ZIP_DATUM = (1980, 1, 1, 0, 0, 0)
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
    out = io.BytesIO()
    book = _workbook(out)
    sheet = book.add_worksheet(BLATT)
    sheet.write_string(0, 0, f"KOMM-AN NRW, Programmteil II, Förderjahr {jahr}", book.add_format({"bold": True}))
    sheet.write_string(1, 0, "Beispieldaten, frei erfunden")
    _write_header(sheet, book.add_format(MITTE))
    euros = {"num_format": "#,##0.00"}
    plain = (None, book.add_format(euros))
    total = (book.add_format({"bold": True}), book.add_format({"bold": True, **euros}))
    for r, row in enumerate(sheet_rows(zeilen), start=ERSTE_DATENZEILE - 1):
        text_style, money_style = total if row and str(row[0]).startswith(SUMMEN) else plain
        for c, value in enumerate(row):
            _write_cell(sheet, r, c, value, money_style if c in GELDSPALTEN else text_style)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 2, 44)
    sheet.set_column(3, 11, 13)
    sheet.set_column(12, 13, 24)
    book.close()
    return repack(out.getvalue())


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


def _write_cell(sheet: Any, row: int, col: int, value: Zelle, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, col, value, style)
    elif value is not None:
        sheet.write_number(row, col, value, style)


def bescheide_xlsx(beantragt_cent: dict[int, int]) -> bytes:
    """Antrag and Bescheid of each Förderjahr; the Antrag asks for what was asked of the KI, up to the ceiling."""
    out = io.BytesIO()
    book = _workbook(out)
    sheet = book.add_worksheet("Bescheide")
    sheet.write_string(0, 0, "KOMM-AN NRW, Programmteil II: Anträge und Bescheide", book.add_format({"bold": True}))
    sheet.write_string(1, 0, "Beispieldaten, frei erfunden")
    head = book.add_format(MITTE)
    for c, title in enumerate(BESCHEIDE_KOPF):
        sheet.write_string(3, c, title, head)
    row = 4
    for jahr, cent in beantragt_cent.items():
        antrag = (jahr, "II", "Antrag", date(jahr, *ANTRAG_TAG[jahr]), None, number(min(cent, HOECHSTBETRAG_CENT)))
        bescheid = (jahr, "II", "Bescheid", date(jahr, *BESCHEID_TAG[jahr]), f"BEISPIEL-II-{jahr}", BEWILLIGT_EUR[jahr])
        for record in (antrag, bescheid):
            _write_record(book, sheet, row, (*record, number(HOECHSTBETRAG_CENT)))
            row += 1
    sheet.set_column(0, 6, 18)
    book.close()
    return repack(out.getvalue())


def _write_record(book: Any, sheet: Any, row: int, record: tuple[str | int | Decimal | date | None, ...]) -> None:
    for c, value in enumerate(record):
        if not isinstance(value, date):
            _write_cell(sheet, row, c, value, None)
        elif value.year == DATUM_ALS_TEXT:
            sheet.write_string(row, c, value.strftime("%d.%m.%Y"))
        else:
            sheet.write_datetime(row, c, value, book.add_format({"num_format": "dd.mm.yyyy"}))


def _workbook(out: io.BytesIO) -> Any:
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "Beispieldaten", "comments": "Beispieldaten, frei erfunden", "created": ERSTELLT})
    return book


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
