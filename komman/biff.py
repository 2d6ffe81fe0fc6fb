"""An .xls workbook (BIFF) examined record by record before it is opened: safe, not encrypted, and what values hide."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from komman.errors import DateiFehler, Ort
from komman.ole import Container, packed
from komman.workbook_xml import Befund, check_extent, check_filled, check_together, is_percent, is_thousands

BIFF8, BIFF5 = 0x600, 0x500
_BOF, _EOF, _FILEPASS, _SHEET, _FORMAT, _XF, _SST = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0xE0, 0xFC
_CODEPAGE, _RECALC, _DIMENSIONS, _MERGED = 0x42, 0x1C1, 0x200, 0xE5
_FORMULA, _NUMBER, _RK, _MULRK, _ERROR = 0x06, 0x203, 0x27E, 0xBD, 0x205
_SHARED, _LABEL, _RICH = 0xFD, 0x204, 0xD6
_LEAST = {_NUMBER: 14, _RK: 10, _ERROR: 8, _FORMULA: 20, _SHARED: 10, _LABEL: 8, _RICH: 8}
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_MAX_ROWS, _MAX_COLUMNS = 65_536, 256  # no .xls sheet is larger
_WORKSHEET = 0

Record = tuple[int, bytes]


def refuse_encrypted(data: bytes, datei: str) -> None:
    """Refuses an .xlsx behind a password, which is an OLE container; anything else passes."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted(datei)


def inspect(data: bytes, datei: str) -> tuple[bytes, dict[str, Befund]]:
    """The workbook packed anew without anything else of the file, and its worksheets by name, in order.

    Refuses what is encrypted, older than BIFF5, damaged, or reaches too far. In a cell that Excel itself computed, an
    empty text is a result; in a file that says it was not computed, or by whom, no formula without digits has a value.
    """
    try:
        container = Container(data)
        names = {n.lower() for n in container.names()}
        if not names & {"workbook", "book"}:
            raise DateiFehler(
                "Das ist ein altes Office-Dokument, aber keine Excel-Arbeitsmappe (.xls).",
                ort=Ort(datei),
                abhilfe="Die Liste in Excel öffnen und als .xlsx speichern.",
            )
        stream = container.stream("Workbook", "Book")
        book = _Globals(datei)
        for record in records(stream, 0):
            book.take(*record)
        sheets = {s.name: _scan_sheet(stream, s, book) for s in book.sheets if s.kind == _WORKSHEET}
        check_together(sheets.values(), datei)
        for befund in sheets.values():
            befund.makros = "_vba_project" in names
        if len({s.name for s in book.sheets}) < len(book.sheets):
            raise ValueError("two sheets of one name")
        name = "Workbook" if book.version == BIFF8 else "Book"
        return packed(name, stream), sheets
    except (ValueError, struct.error, IndexError, KeyError) as fault:
        raise DateiFehler(
            "Die Arbeitsmappe ist beschädigt oder unvollständig übertragen.",
            ort=Ort(datei),
            abhilfe="Datei neu kopieren; sonst in Excel öffnen, reparieren lassen und als .xlsx speichern.",
        ) from fault


def records(stream: bytes, at: int) -> Iterator[Record]:
    """The records of a substream from its BOF to its EOF, without those of a chart inside it."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        if len(body) < length:
            raise ValueError("record is cut off")
        if (depth == 0) != (kind == _BOF) and depth == 0:
            raise ValueError("no begin of a substream")
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return
        if depth == 1:
            yield kind, body
        at += 4 + length


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    hidden: bool
    kind: int
    at: int


@dataclass
class _Globals:
    """The first substream: version, sheets, number formats."""

    datei: str
    version: int = 0
    computed: bool = False
    texts: int = 0
    sheets: list[_Sheet] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: {9: "0%", 10: "0.00%"})
    cell_formats: list[int] = field(default_factory=list)

    def take(self, kind: int, body: bytes) -> None:
        if kind == _BOF:
            self._version(*struct.unpack_from("<HH", body))
        elif kind == _FILEPASS:
            raise _encrypted(self.datei)
        elif kind == _CODEPAGE and self.version == BIFF5 and struct.unpack_from("<H", body)[0] != 1252:
            raise _too_old(self.datei)
        elif kind == _SHEET:
            at, state, sheet = struct.unpack_from("<LBB", body)
            self.sheets.append(_Sheet(self._text(body[6:]), state & 3 != 0, sheet, at))
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", body)[0]
            self.formats[number] = self._text(body[2:], wide=self.version == BIFF8)
        elif kind == _XF:
            self.cell_formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SST:
            self.texts = struct.unpack_from("<L", body, 4)[0]
            if self.texts > 20_000_000:
                raise ValueError("number of texts")
        self.computed = self.computed or kind == _RECALC

    def _version(self, version: int, substream: int) -> None:
        self.version = version
        if version not in (BIFF8, BIFF5) or substream != 5:
            raise _too_old(self.datei)

    def _text(self, raw: bytes, wide: bool = False) -> str:
        """A short text: its length in one byte (or two), in BIFF8 a flag whether its characters are 16 bits wide."""
        length, at = (struct.unpack_from("<H", raw)[0], 2) if wide else (raw[0], 1)
        if self.version == BIFF5:
            return raw[at : at + length].decode("cp1252")
        if raw[at] & 1:
            return raw[at + 1 : at + 1 + 2 * length].decode("utf-16-le")
        return raw[at + 1 : at + 1 + length].decode("latin-1")

    def percents(self) -> frozenset[int]:
        """The numbers of the cell formats that show a percentage."""
        return frozenset(i for i, n in enumerate(self.cell_formats) if is_percent(self.formats.get(n, "")))

    def thousands(self) -> frozenset[int]:
        """The numbers of the cell formats that say that a number means thousands."""
        return frozenset(i for i, n in enumerate(self.cell_formats) if is_thousands(self.formats.get(n, "")))


def _scan_sheet(stream: bytes, sheet: _Sheet, book: _Globals) -> Befund:
    if sheet.at >= len(stream):
        raise ValueError("sheet outside of the stream")
    scan = _Scan(Befund(sheet.hidden), Ort(book.datei, sheet.name), book, book.percents(), book.thousands())
    for kind, body in records(stream, sheet.at):
        scan.take(kind, body)
    check_filled(scan.befund, scan.ort)
    return scan.befund


@dataclass
class _Scan:
    """The cells of one sheet, without keeping them."""

    befund: Befund
    ort: Ort
    book: _Globals
    percents: frozenset[int]
    thousands: frozenset[int]

    def take(self, kind: int, body: bytes) -> None:
        if kind in _LEAST:
            if len(body) < _LEAST[kind]:
                raise ValueError("short cell")
            row, column, style = struct.unpack_from("<HHH", body)
            self._filled(row, column)
            if kind in (_NUMBER, _RK):
                self._number(row, column, style)
            elif kind == _ERROR and body[7]:
                self._error(row, column, body[6])
            elif kind == _FORMULA:
                self._formula(row, column, style, body)
            elif kind in (_SHARED, _LABEL, _RICH):
                self._text(kind, body)
        elif kind == _MULRK:
            self._several(body)
        elif kind == _DIMENSIONS:
            self._dimensions(body)
        elif kind == _MERGED and 2 + 8 * struct.unpack_from("<H", body)[0] > len(body):
            raise ValueError("merged cells")
        elif kind == _FILEPASS:
            raise _encrypted(self.ort.datei)

    def _filled(self, row: int, column: int) -> None:
        befund = self.befund
        befund.gefuellt += 1
        if row >= befund.zeilen or column >= befund.spalten:
            befund.zeilen, befund.spalten = max(befund.zeilen, row + 1), max(befund.spalten, column + 1)
            if column >= _MAX_COLUMNS:
                raise ValueError("column")
            check_extent(befund, self.ort)

    def _text(self, kind: int, body: bytes) -> None:
        """The library passes over a text that is not there."""
        if kind == _SHARED and struct.unpack_from("<L", body, 6)[0] >= self.book.texts:
            raise ValueError("no such text")
        if kind != _SHARED:
            length = struct.unpack_from("<H", body, 6)[0]
            wide = self.book.version == BIFF8
            if len(body) < 8 + wide + length * (2 if wide and length and body[8] & 1 else 1):
                raise ValueError("text is cut off")

    def _dimensions(self, body: bytes) -> None:
        """What the sheet says of its own size: calamine reserves room for it."""
        first, last, left, right = struct.unpack_from("<LLHH" if len(body) >= 12 else "<HHHH", body)
        if not (first <= last <= _MAX_ROWS and left <= right <= _MAX_COLUMNS):
            raise ValueError("dimensions")

    def _several(self, body: bytes) -> None:
        """MULRK: row, first column, for each cell its format and number, last column."""
        row, first = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0]
        if len(body) != 6 + 6 * (last - first + 1) or last < first:
            raise ValueError("several numbers")
        self._filled(row, last)
        for i in range(last - first + 1):
            self._number(row, first + i, struct.unpack_from("<H", body, 4 + 6 * i)[0])

    def _number(self, row: int, column: int, style: int) -> None:
        if style in self.percents:
            self.befund.prozente.add((row + 1, column + 1))
        elif style in self.thousands:
            self.befund.tausender.add((row + 1, column + 1))

    def _error(self, row: int, column: int, code: int) -> None:
        self.befund.fehlerwerte[row + 1, column + 1] = _ERRORS.get(code, "#FEHLER!")

    def _formula(self, row: int, column: int, style: int, body: bytes) -> None:
        """The stored result: a double, or where its last two bytes are 0xFFFF what the first byte says."""
        result, flags = body[6:14], struct.unpack_from("<H", body, 14)[0]
        special = result[6:] == b"\xff\xff"
        if flags & 2 or (special and result[0] == 3 and not self.book.computed):
            self.befund.formeln_ohne_wert.add((row + 1, column + 1))
        elif special and result[0] == 2:
            self._error(row, column, result[2])
        elif not special:
            self._number(row, column, style)


def _encrypted(datei: str) -> DateiFehler:
    return DateiFehler(
        "Die Arbeitsmappe ist mit einem Kennwort verschlüsselt.",
        ort=Ort(datei),
        abhilfe="In Excel unter Datei > Informationen das Kennwort entfernen und neu speichern.",
    )


def _too_old(datei: str) -> DateiFehler:
    return DateiFehler(
        "Die Arbeitsmappe stammt aus einem Excel, das älter ist als Excel 97, und ist nicht sicher lesbar.",
        ort=Ort(datei),
        abhilfe="In Excel öffnen und als .xlsx speichern.",
    )
