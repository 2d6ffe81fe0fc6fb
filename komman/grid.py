"""A ledger file as sheets of cells, with what was changed or could not be known on the way."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import python_calamine as calamine

from komman import biff, opendocument, workbook, workbook_xml
from komman.amounts import Zelle
from komman.config import Quelle
from komman.errors import DateiFehler, KommanFehler, Ort
from komman.files import Art, read_bytes, signature
from komman.tafel import Tafel, from_rows, in_columns
from komman.textdatei import read_text
from komman.zellen import clean_cell, clean_rows

__all__ = ["Blatt", "Zelle", "read_sheets"]

_PANIC = "PanicException"


@dataclass(frozen=True)
class Blatt:
    """One sheet: ``zeilen[0]`` is row 1, rows are equally long, blank rows are empty lists; positions are 1-based.

    ``von`` and ``bis`` are the rows that count where several tables stand in one sheet; ``inhalt`` says what the file
    is, whatever it is called. A large sheet is a ``Tafel``: its rows are put together when asked for.
    """

    datei: str
    blatt: str
    zeilen: Sequence[list[Zelle]]
    verbunden: list[tuple[int, int, int, int]] = field(default_factory=list)
    zeichensatz: str = ""
    bereinigt: int = 0
    formeln_ohne_wert: set[tuple[int, int]] = field(default_factory=set)
    versteckt: bool = False
    inhalt: Art = "text"
    makros: bool = False
    von: int = 1
    bis: int | None = None

    @property
    def letzte(self) -> int:
        """The last row that counts."""
        return len(self.zeilen) if self.bis is None else min(self.bis, len(self.zeilen))

    @property
    def tafel(self) -> Tafel | None:
        """The sheet as columns, if it is kept so."""
        return self.zeilen if isinstance(self.zeilen, Tafel) else None

    @property
    def breite(self) -> int:
        """The number of columns."""
        return self.zeilen.breite if isinstance(self.zeilen, Tafel) else max(map(len, self.zeilen), default=0)

    def belegt(self, spalte: int, nach: int) -> int | None:
        """The first row below row ``nach`` with something in the column (0-based), if there is one."""
        if self.tafel:
            found = np.flatnonzero(self.tafel.kolonnen[spalte].where(lambda c: c is not None)[nach : self.letzte])
            return int(found[0]) + nach + 1 if found.size else None
        rows = enumerate(self.zeilen[nach : self.letzte], nach + 1)
        return next((n for n, row in rows if spalte < len(row) and row[spalte] is not None), None)


def read_sheets(path: Path, quelle: Quelle | None = None) -> list[Blatt]:
    """Every sheet of a ledger file (a text file is one sheet without a name), empty ones too, chart sheets not.

    Texts are NFC without control characters; numbers of a workbook are ``int`` or ``Decimal``, an error value and a
    percentage are text; refuses what is not safe to open, not certainly decoded or not certainly separated.
    """
    data, datei = read_bytes(path), unicodedata.normalize("NFC", path.name)
    art = signature(data, datei)
    if art == "xlsx":
        return _read_workbook(data, workbook.inspect(data, datei), datei, art)
    if art == "xls":
        return _read_workbook(*biff.inspect(data, datei), datei, art)
    if art == "ods":
        tables = opendocument.read_tables(data, datei)
        return [_sheet(t.zeilen, t.befund, t.verbunden, Ort(datei, t.name), "ods") for t in tables]
    text = read_text(data, datei, quelle)
    return [Blatt(datei, "", text.zeilen, zeichensatz=text.zeichensatz, bereinigt=text.bereinigt)]


def _read_workbook(data: bytes, findings: dict[str, workbook_xml.Befund], datei: str, art: Art) -> list[Blatt]:
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            return [_read_sheet(book.get_sheet_by_name(name), findings[name], datei, art) for name in findings]
    except KommanFehler:
        raise
    except BaseException as fault:
        # A panic of the library is no Exception.
        if isinstance(fault, (calamine.CalamineError, ValueError, OverflowError)) or type(fault).__name__ == _PANIC:
            raise DateiFehler(
                "Die Arbeitsmappe lässt sich nicht lesen.",
                ort=Ort(datei),
                abhilfe="In Excel öffnen und als .xlsx neu speichern.",
            ) from fault
        raise


def _read_sheet(sheet: calamine.CalamineSheet, befund: workbook_xml.Befund, datei: str, art: Art) -> Blatt:
    merged = [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or []]
    cells, ort = sheet.to_python(skip_empty_area=False), Ort(datei, sheet.name)
    special = befund.formeln_ohne_wert or befund.fehlerwerte or befund.prozente or befund.tausender
    if in_columns(len(cells)) and not special:
        return _blatt(*from_rows(cells, lambda v: clean_cell(_value(v))), befund, merged, ort, art)
    zeilen: list[list[Zelle]] = [[_value(v) for v in row] for row in cells]
    for row, column in sorted(befund.formeln_ohne_wert | set(befund.fehlerwerte)):
        _put(zeilen, row, column, befund.fehlerwerte.get((row, column)))
    for places, shown in ((befund.prozente, workbook_xml.percent), (befund.tausender, workbook_xml.thousands)):
        for row, column in places:
            value = zeilen[row - 1][column - 1]
            _put(zeilen, row, column, shown(value) if isinstance(value, (int, Decimal)) else value)
    return _sheet(zeilen, befund, merged, ort, art)


def _sheet(
    zeilen: list[list[Zelle]],
    befund: workbook_xml.Befund,
    merged: list[tuple[int, int, int, int]],
    ort: Ort,
    inhalt: Art,
) -> Blatt:
    keep = {row for row, _ in befund.formeln_ohne_wert}
    if in_columns(len(zeilen)):
        return _blatt(*from_rows(zeilen, clean_cell, keep), befund, merged, ort, inhalt)
    return _blatt(*clean_rows(zeilen, keep), befund, merged, ort, inhalt)


def _blatt(
    zeilen: Sequence[list[Zelle]],
    changed: int,
    befund: workbook_xml.Befund,
    merged: list[tuple[int, int, int, int]],
    ort: Ort,
    inhalt: Art,
) -> Blatt:
    return Blatt(
        ort.datei,
        ort.blatt,
        zeilen,
        sorted(merged),
        bereinigt=changed,
        formeln_ohne_wert=befund.formeln_ohne_wert,
        versteckt=befund.versteckt,
        inhalt=inhalt,
        makros=befund.makros,
    )


def _put(zeilen: list[list[Zelle]], row: int, column: int, value: Zelle) -> None:
    """Sets a cell that calamine may have left outside of its range because it reads it as empty."""
    while len(zeilen) < row:
        zeilen.append([])
    cells = zeilen[row - 1]
    cells += [None] * (column - len(cells))
    cells[column - 1] = value


def _value(value: object) -> Zelle:
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else str(value)
    return value if isinstance(value, (int, date)) else str(value)
