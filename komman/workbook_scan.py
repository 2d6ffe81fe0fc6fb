"""A worksheet in the plain form that spreadsheet programs write, scanned row by row at once instead of tag by tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from xml.parsers import expat

from komman.workbook_xml import Attribute, Befund, Sheet, check_extent, column_number, local_name

# What stands in place of a row or cell already accounted for; a legal XML text cannot hold it.
_DONE = b"\x01"
_MAX_HELD = 4_000_000  # a head or a row longer than this is not of the plain form
_MANY_CELLS = 5_000  # from here on a pattern for the whole row is worth making
_MANY_COLUMNS = 200
_NUMBER = rb"[0-9.eE+-]++"
_TEXT = rb"[^<>&\x00-\x1f]*+(?:(?:&(?:amp|lt|gt|quot|apos);|[\t\n\r])[^<>&\x00-\x1f]*+)*+"
_HEAD = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="(?:yes|no)")?\s*\?>)?\s*'
    rb"(<worksheet(?:\s[^<>]*)?>)(?![^\x00]*<[!?])[^\x00]*<sheetData>"
)
# In the order in which Excel, LibreOffice, XlsxWriter and openpyxl write them, so that none can stand there twice.
_ROW_ATTRIBUTES = (
    rb'(?: spans="[0-9: ]*+")?+(?: s="[0-9]++")?+(?: customFormat="[a-z01]++")?+(?: ht="[0-9.]++")?+'
    rb'(?: hidden="[a-z01]++")?+(?: customHeight="[a-z01]++")?+(?: outlineLevel="[0-9]++")?+'
    rb'(?: collapsed="[a-z01]++")?+(?: thickTop="[a-z01]++")?+(?: thickBot="[a-z01]++")?+'
)
_DESCENT = rb'(?: x14ac:dyDescent="[0-9.]++")?+'
_BLANK = rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]++")?+(?: t="[a-z]++")?+ ?/>'
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class NotPlain(Exception):
    """The part is not of the plain form, or not well-formed: it is to be read tag by tag."""


class PlainSheet:
    """One worksheet, fed in pieces; finds the same as ``Sheet``, which it hands whatever may be a finding."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.befund = _Piece(sheet), sheet.befund
        self.held, self.root, self.head = b"", b"", b""
        self.columns: set[bytes] = set()
        self.cells = 0
        self.template: re.Pattern[bytes] | None = None
        self.ended = False

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes of the part."""
        self.held += chunk
        if not self.root and not self._begin():
            return
        if self.ended:
            self._limit()
            return
        end = self.held.find(b"</sheetData>")
        cut = end if end >= 0 else self.held.rfind(b"<row ")
        if cut > 0:
            self._rows(self.held[:cut])
            self.held = self.held[cut:]
        self.ended = end >= 0
        self._limit()

    def _begin(self) -> bool:
        start = self.held.find(b"<sheetData>")
        if start < 0:
            self._limit()
            return False
        self.head = self.held[: start + 11]
        found = _HEAD.fullmatch(self.head)
        if not found:
            raise NotPlain
        self.root, self.held = found[1], self.held[start + 11 :]
        return True

    def _limit(self) -> None:
        if len(self.held) > _MAX_HELD:
            raise NotPlain

    def close(self) -> None:
        """The part ends: what stood around the rows is read tag by tag."""
        if not self.ended:
            raise NotPlain
        self._careful(self.head + self.held)

    def _rows(self, piece: bytes) -> None:
        """Whole rows, first those like the rows before, then cell by cell, then what is left tag by tag."""
        if _DONE in piece or not (piece.isascii() or _is_utf8(piece)):
            raise NotPlain
        if self.template is not None:
            parts = self.template.split(piece)
            if rows := parts[1::2]:
                self._reach(max(map(int, rows)), 0, len(rows))
            piece = _DONE.join(parts[::2])
        if piece.strip(_DONE + b" \t\r\n"):
            parts = self.patterns.cell.split(piece)
            self._cells(parts[1::2])
            piece = _DONE.join(parts[::2])
            if not self.patterns.rest.fullmatch(piece):
                self._careful(self.root + piece.replace(_DONE, b"<k/>") + b"</worksheet>")

    def _cells(self, references: list[bytes]) -> None:
        joined = b" ".join(references)
        rows, columns = set(joined.translate(None, _LETTERS).split()), set(joined.translate(None, _DIGITS).split())
        if rows:
            self._reach(max(map(int, rows)), max(column_number(c.decode("ascii")) for c in columns), len(rows))
        self.cells += len(references)
        if self.cells > _MANY_CELLS and columns - self.columns and len(self.columns | columns) <= _MANY_COLUMNS:
            self.columns |= columns
            self.template = self.patterns.row(sorted(self.columns))

    def _reach(self, row: int, column: int, rows: int) -> None:
        befund = self.befund
        befund.zeilen, befund.spalten = max(befund.zeilen, row), max(befund.spalten, column)
        befund.gefuellt += rows
        check_extent(befund, self.sheet.sheet.ort)

    def _careful(self, xml: bytes) -> None:
        if b"<!" in xml:
            raise NotPlain
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self.sheet.start(local_name(name), attributes)
        parser.EndElementHandler = lambda name: self.sheet.end(local_name(name))
        parser.ProcessingInstructionHandler = self.sheet.other
        parser.CharacterDataHandler = self.sheet.sheet.text
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as fault:
            raise NotPlain from fault

    @cached_property
    def patterns(self) -> _Patterns:
        """Made once the head is known: a prefix is only good where it is declared."""
        return _Patterns(self.sheet.sheet, b"xmlns:x14ac=" in self.root)


class _Piece:
    """The reader of tags; what it is handed without the cells that are accounted for must not depend on them."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.in_cell = False

    def start(self, name: str, attributes: Attribute) -> None:
        if name in ("c", "k"):
            if self.in_cell or (name == "c" and "r" not in attributes):
                raise NotPlain
            self.in_cell = name == "c"
        self.sheet.start(name, attributes)

    def end(self, name: str) -> None:
        self.in_cell = self.in_cell and name != "c"
        self.sheet.end(name)

    def other(self, *_: str) -> None:
        raise NotPlain


class _Patterns:
    """What is plain in this workbook: its percent styles are not, nor its formulas if they are not computed."""

    def __init__(self, sheet: Sheet, descent: bool) -> None:
        percents = "|".join(sorted(sheet.percents | sheet.thousands)).encode("ascii")
        style = rb'(?: s="' + (rb'(?!(?:%s)")' % percents if percents else b"") + rb'[0-9]++")?+'
        formula = b"" if sheet.recalculate else rb"(?:<f>" + _TEXT + rb"</f>)?+"
        text = rb"(?=[^<])" + _TEXT
        self._filled = (
            style
            + rb'(?: t="s"><v>[0-9]{1,8}</v></c>'
            + rb'|(?: t="[nb]")?+>' + formula + rb"<v>" + _NUMBER + rb"</v></c>"
            + rb'| t="str">' + formula + rb"<v>" + text + rb"</v></c>"
            + rb'| t="inlineStr"><is><t(?: xml:space="preserve")?+>' + _TEXT + rb"</t></is></c>)"
        )  # fmt: skip
        self.cell = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"' + self._filled)
        self._attributes = _ROW_ATTRIBUTES + (_DESCENT if descent else b"")
        start = rb'<row r="[0-9]{1,7}"' + self._attributes
        self.rest = re.compile(
            rb"(?:[\x01\s]++|" + start + rb" ?(?:/>|>(?:[\x01\s]++|" + _BLANK + rb")*+</row>))*+"
        )  # fmt: skip

    def row(self, columns: list[bytes]) -> re.Pattern[bytes]:
        """A row with cells in none but these columns, at least one of them filled; its number is the group."""
        blank = rb'(?: s="[0-9]++")?+(?: t="[a-z]++")?+ ?/>'
        cell = rb'<c r="(?:' + b"|".join(columns) + rb')\1"(?:' + blank + rb"|" + self._filled + rb")"
        only_blank = rb"(?!(?:" + _BLANK + rb")*+</row>)"
        return re.compile(
            rb'<row r="([0-9]{1,7})"' + self._attributes + rb">" + only_blank + rb"(?:" + cell + rb")*+</row>"
        )


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def scan_plain(chunks: Iterator[bytes], sheet: Sheet) -> Befund:
    """Feeds all of a part to ``PlainSheet``; raises ``NotPlain``."""
    plain = PlainSheet(sheet)
    for chunk in chunks:
        plain.feed(chunk)
    plain.close()
    return plain.befund
