"""What the XML parts of an .xlsx file say beyond its values: sheets, extent, formulas, errors, percent formats."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from komman.errors import DateiFehler, Ort

MAX_ROWS = 1_048_576
MAX_COLUMNS = 1000
MAX_CELLS = 5_000_000
# Beyond this row a sheet must be filled for the most part: what lies between is made in memory, cell by cell.
MAX_SPARSE_ROWS = 200_000

_CELL_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_THOUSANDS = re.compile(r"T\s?€|TEUR|T\s?EUR|Tsd|k€|Mio|Mrd", re.IGNORECASE)
_SCALED = re.compile("[0#?],+(?![0#?])")
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

Attribute = dict[str, str]


@dataclass
class Befund:
    """What a sheet's XML says beyond the values; positions are 1-based (row, column)."""

    versteckt: bool
    zeilen: int = 0
    spalten: int = 0
    formeln_ohne_wert: set[tuple[int, int]] = field(default_factory=set)
    fehlerwerte: dict[tuple[int, int], str] = field(default_factory=dict)
    prozente: set[tuple[int, int]] = field(default_factory=set)
    tausender: set[tuple[int, int]] = field(default_factory=set)
    makros: bool = False
    gefuellt: int = field(default=0, compare=False)  # at least as many as there are rows with content


@lru_cache(maxsize=1024)
def local_name(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


class Handler:
    """Takes the elements of one XML part, by local name or, if ``qualified``, with their namespace before it."""

    qualified = False
    root_only = False

    def start(self, name: str, attributes: Attribute) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text inside an element."""


class Workbook(Handler):
    """xl/workbook.xml: the sheets, and whether the file itself says that its formulas are not computed yet."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.recalculate = False

    def start(self, name: str, attributes: Attribute) -> None:
        if name == "sheet":
            relation = next(value for key, value in attributes.items() if local_name(key) == "id")
            self.sheets.append((attributes["name"], relation, attributes.get("state", "visible") != "visible"))
        elif name == "calcPr":
            self.recalculate = attributes.get("fullCalcOnLoad", "0") in ("1", "true")


class Relations(Handler):
    """xl/_rels/workbook.xml.rels: where the worksheets are."""

    def __init__(self) -> None:
        self.worksheets: dict[str, str] = {}

    def start(self, name: str, attributes: Attribute) -> None:
        if name == "Relationship" and attributes["Type"].endswith("/worksheet"):
            self.worksheets[attributes["Id"]] = posixpath.normpath(posixpath.join("/xl", attributes["Target"]))[1:]


class Styles(Handler):
    """xl/styles.xml: which cell styles show a number as a percentage."""

    def __init__(self) -> None:
        self.formats = {"9": "0%", "10": "0.00%"}
        self.cell_formats: list[str] = []
        self._in_cells = False

    def start(self, name: str, attributes: Attribute) -> None:
        if name == "numFmt":
            self.formats[attributes["numFmtId"]] = attributes["formatCode"]
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.cell_formats.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def percents(self) -> frozenset[str]:
        """The style numbers, as text, whose number format has a percent sign that is not quoted."""
        return self._which(is_percent)

    def thousands(self) -> frozenset[str]:
        """The style numbers, as text, whose number format says that a number means thousands."""
        return self._which(is_thousands)

    def _which(self, holds: Callable[[str], bool]) -> frozenset[str]:
        return frozenset(str(i) for i, number in enumerate(self.cell_formats) if holds(self.formats.get(number, "")))


class Texts(Handler):
    """xl/sharedStrings.xml: how many texts it says it has. The library reserves room for as many, or aborts."""

    root_only = True

    def __init__(self, size: int) -> None:
        self.size = size

    def start(self, name: str, attributes: Attribute) -> None:
        if not 0 <= int(attributes.get("uniqueCount", 0)) <= self.size:
            raise ValueError("number of texts")


class Sheet(Handler):
    """One worksheet, cell by cell, without keeping it."""

    def __init__(
        self,
        befund: Befund,
        ort: Ort,
        percents: frozenset[str],
        recalculate: bool,
        thousands: frozenset[str] = frozenset(),
    ) -> None:
        self.befund, self.ort, self.percents, self.recalculate = befund, ort, percents, recalculate
        self.thousands = thousands
        self.row = self.column = 0
        self.kind = self.style = self.value = ""
        self.formula = self.has_value = self.listening = False

    def start(self, name: str, attributes: Attribute) -> None:
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            self._cell(attributes)
        elif name == "f":
            self.formula = True
        elif name in ("v", "is"):
            self.has_value = self.listening = True

    def _cell(self, attributes: Attribute) -> None:
        self.column += 1  # a cell without a reference stands right of the one before
        if "r" in attributes:
            self.row, self.column = position(attributes["r"])
        self.kind, self.style, self.value = attributes.get("t", "n"), attributes.get("s", "0"), ""
        self.formula = self.has_value = False

    def text(self, text: str) -> None:
        if self.listening and len(self.value) < 20:
            self.value += text

    def end(self, name: str) -> None:
        if name in ("v", "is"):
            self.listening = False
        elif name == "c" and (self.has_value or self.formula):
            self._finish()

    def _finish(self) -> None:
        at, befund = (self.row, self.column), self.befund
        befund.zeilen, befund.spalten = max(befund.zeilen, self.row), max(befund.spalten, self.column)
        befund.gefuellt += 1
        check_extent(befund, self.ort)
        # An empty text is a computed value; a number without digits was never computed.
        if self.formula and (self.recalculate or not (self.value or (self.has_value and self.kind == "str"))):
            befund.formeln_ohne_wert.add(at)
        elif self.kind == "e":
            befund.fehlerwerte[at] = self.value
        elif self.kind == "s" and not (self.value.isascii() and self.value.strip().isdigit()):
            raise ValueError("number of a text")  # calamine would pass over the cell
        elif self.kind == "n" and self.style in self.percents and self.value:
            befund.prozente.add(at)
        elif self.kind == "n" and self.style in self.thousands and self.value:
            befund.tausender.add(at)


def check_extent(befund: Befund, ort: Ort) -> None:
    """Refuses a sheet that reaches too far."""
    if befund.zeilen > MAX_ROWS or befund.spalten > MAX_COLUMNS or befund.zeilen * befund.spalten > MAX_CELLS:
        raise DateiFehler(
            f"Das Blatt reicht bis Zeile {befund.zeilen}, Spalte {befund.spalten}; das ist mehr als "
            f"{MAX_ROWS} Zeilen, {MAX_COLUMNS} Spalten oder {MAX_CELLS} Zellen.",
            ort=ort,
            abhilfe="In Excel mit Strg+Ende die letzte Zelle suchen und überzählige Zeilen und Spalten löschen.",
        )


def check_filled(befund: Befund, ort: Ort) -> None:
    """Refuses a long sheet, read to its end, that holds next to nothing."""
    if befund.zeilen > MAX_SPARSE_ROWS and befund.gefuellt * 2 < befund.zeilen:
        raise DateiFehler(
            f"Das Blatt reicht bis Zeile {befund.zeilen}, Spalte {befund.spalten}; die meisten Zeilen davor sind leer.",
            ort=ort,
            abhilfe="In Excel mit Strg+Ende die letzte Zelle suchen und überzählige Zeilen und Spalten löschen.",
        )


def check_together(befunde: Iterable[Befund], datei: str) -> None:
    """Holds all sheets of a workbook together to the limit of one."""
    if sum(b.zeilen * b.spalten for b in befunde) > MAX_CELLS:
        raise DateiFehler(
            f"Die Blätter haben zusammen mehr als {MAX_CELLS} Zellen.",
            ort=Ort(datei),
            abhilfe="In mehrere Dateien aufteilen, etwa eine je Förderjahr.",
        )


def is_percent(code: str) -> bool:
    """Whether a number format has a percent sign that is not quoted."""
    return "%" in _NOT_SHOWN.sub("", code)


def is_thousands(code: str) -> bool:
    """Whether a number format writes T€ or Mio. behind a number that it does not divide by 1.000 (``0.0,``)."""
    return _THOUSANDS.search(code) is not None and _SCALED.search(_NOT_SHOWN.sub("", code)) is None


def thousands(zahl: int | Decimal) -> str:
    """``2.4`` shown as 2,4 T€ is no amount of 2,40 €, so it becomes text."""
    return f"{Decimal(zahl).normalize():f} T€".replace(".", ",")


def percent(zahl: int | Decimal) -> str:
    """``0.5`` shown as 50 % is no amount of 50 cents, so it becomes text."""
    return f"{(Decimal(zahl) * 100).normalize():f} %".replace(".", ",")


def position(reference: str) -> tuple[int, int]:
    """``B3`` → (3, 2)."""
    found = _CELL_REF.fullmatch(reference)
    if not found:
        raise ValueError(f"cell reference {reference!r}")
    return int(found[2]), column_number(found[1])


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """``AA`` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
