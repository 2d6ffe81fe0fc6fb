"""One cell of an OpenDocument spreadsheet: its text as it is shown, its value as it is stored."""

from __future__ import annotations

import re
from datetime import datetime
from datetime import time as clock
from decimal import Decimal, getcontext

from komman.amounts import Zelle
from komman.workbook_xml import Attribute, percent

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT, STYLE = (f"{_ODF}{name}:1.0 " for name in ("office", "table", "text", "style"))
CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "

_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_NOT_SHOWN = (f"{TEXT}note", f"{TEXT}ruby-text")
_BLANKS = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TIME = re.compile(r"PT([0-9]{1,4})H([0-9]{1,2})M([0-9]{1,2})(?:[.,][0-9]+)?S")
# LibreOffice stores a failed formula as the number 0 or as an empty text beside what it shows.
_ERROR = re.compile(r"#[A-ZÄÖÜ/0-9]*[A-ZÄÖÜ][A-ZÄÖÜ/0-9]*[!?]?|(?:Err|Fehler):[0-9]+")
MAX_DIGITS = 400  # no float has more; longer ones are made to cost time
MAX_BLANKS = 10_000
_CALCEXT_VALUE_TYPE = f"{CALCEXT}value-type"
_OFFICE_VALUE_TYPE = f"{OFFICE}value-type"
_TABLE_FORMULA = f"{TABLE}formula"
_TABLE_NUMBER_COLUMNS_REPEATED = f"{TABLE}number-columns-repeated"
_TABLE_NUMBER_COLUMNS_SPANNED = f"{TABLE}number-columns-spanned"
_TABLE_NUMBER_ROWS_SPANNED = f"{TABLE}number-rows-spanned"
_TABLE_TABLE = f"{TABLE}table"
_TEXT_C = f"{TEXT}c"
_TEXT_LINE_BREAK = f"{TEXT}line-break"
_TEXT_S = f"{TEXT}s"
_TEXT_TAB = f"{TEXT}tab"


class Cell:
    """A cell while it is read; ``rows`` and ``columns`` are what it spans, ``repeated`` how often it stands there."""

    def __init__(self, attributes: Attribute) -> None:
        self.attributes = attributes
        self.repeated = number_of(attributes, _TABLE_NUMBER_COLUMNS_REPEATED)
        self.rows = number_of(attributes, _TABLE_NUMBER_ROWS_SPANNED)
        self.columns = number_of(attributes, _TABLE_NUMBER_COLUMNS_SPANNED)
        self._paragraphs: list[str] = []
        self._parts: list[str] | None = None
        self._after_blank = True

    def begin(self, name: str, attributes: Attribute) -> bool:
        """An element inside the cell; False if it is no text of the cell: a comment, a drawing, a footnote."""
        if name == _TABLE_TABLE:
            raise ValueError("a table inside a cell")
        if not name.startswith(TEXT) or name in _NOT_SHOWN:
            return False
        if name in _PARAGRAPHS:
            self._parts, self._after_blank = [], True
        elif self._parts is not None and name == _TEXT_S:
            blanks = number_of(attributes, _TEXT_C)
            if blanks > MAX_BLANKS:
                raise ValueError("too many blanks")
            self._parts.append(" " * blanks)
            self._after_blank = False
        elif self._parts is not None and name in (_TEXT_TAB, _TEXT_LINE_BREAK):
            self._parts.append("\t" if name.endswith("tab") else "\n")
            self._after_blank = False
        return True

    def text(self, text: str) -> None:
        """Text of the cell; several blanks or line breaks of the XML are one blank."""
        if self._parts is not None:
            plain = _BLANKS.sub(" ", text)
            plain = plain.removeprefix(" ") if self._after_blank else plain
            self._parts.append(plain)
            self._after_blank = plain.endswith(" ") if plain else self._after_blank

    def end(self, name: str) -> None:
        """An element inside the cell ends."""
        if name in _PARAGRAPHS and self._parts is not None:
            text = "".join(self._parts)
            self._paragraphs.append(text.removesuffix(" ") if self._after_blank else text)
            self._parts = None

    def value(self) -> tuple[Zelle, bool]:
        """What the cell holds (None = nothing), and whether it is a formula whose result is not stored."""
        shown = "\n".join(self._paragraphs) if self._paragraphs else None
        kind = self.attributes.get(_OFFICE_VALUE_TYPE, "")
        if self._is_error(kind, shown):
            return shown or "#FEHLER!", False
        found = shown or None if not kind else self._stored(kind, shown)
        return found, found is None and _TABLE_FORMULA in self.attributes

    def _is_error(self, kind: str, shown: str | None) -> bool:
        said = self.attributes.get(_CALCEXT_VALUE_TYPE) == "error"
        return said or (kind not in ("", "string") and _ERROR.fullmatch((shown or "").strip()) is not None)

    def _stored(self, kind: str, shown: str | None) -> Zelle:
        name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value"}
        stored = self.attributes.get(f"{OFFICE}{name.get(kind, 'value')}")
        if kind == "string":
            return shown if stored is None else stored
        if stored is None:
            if _TABLE_FORMULA not in self.attributes:
                raise ValueError(f"{kind} without value")
            return None
        if kind == "boolean":
            return {"true": True, "false": False}[stored]
        if kind == "date":
            return _date(stored)
        if kind == "time":
            return _time(stored)
        if kind not in ("float", "currency", "percentage"):
            raise ValueError(f"value type {kind!r}")
        amount = _number(stored)
        return percent(amount) if kind == "percentage" and not isinstance(amount, str) else amount


def number_of(attributes: Attribute, name: str) -> int:
    """A repetition or span: 1 unless stated."""
    stated = attributes.get(name)
    if stated is None:
        return 1
    if not re.fullmatch("[0-9]{1,8}", stated) or int(stated) < 1:
        raise ValueError(f"{name} {stated!r}")
    return int(stated)


def _number(stored: str) -> int | Decimal | str:
    """A number without trailing zeros, whole ones as ``int``; what is no number in any currency is text."""
    if stored.strip().lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return stored.strip().lower()
    if len(stored) > MAX_DIGITS or not _NUMBER.fullmatch(stored):
        raise ValueError("number")
    number = Decimal(stored)
    if number and abs(number.adjusted()) > MAX_DIGITS:
        return "inf" if number.adjusted() > 0 else 0
    if number == number.to_integral_value():
        return int(number)
    return number.normalize() if len(number.as_tuple().digits) <= getcontext().prec else number


def _date(stored: str) -> Zelle:
    """A day; with a time of day the same text as from an .xlsx; what no calendar has stays text."""
    try:
        moment = datetime.fromisoformat(re.sub(r"[.,][0-9]+(?=Z?$)", "", stored).removesuffix("Z"))
    except ValueError:
        return stored
    return moment.date() if moment.time() == clock.min else str(moment)


def _time(stored: str) -> str:
    found = _TIME.fullmatch(stored)
    return f"{int(found[1]):02}:{int(found[2]):02}:{int(found[3]):02}" if found else stored
