"""A ledger file as sheets of cells, with what was changed or could not be known on the way."""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import python_calamine as calamine

from komman import opendocument, workbook, workbook_xml
from komman.amounts import Zelle
from komman.config import Quelle
from komman.errors import DateiFehler, Ort
from komman.files import Art, decode, read_bytes, signature

__all__ = ["Blatt", "Zelle", "read_sheets"]

SEPARATORS = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
_SEPARATOR_NAMES = {"semikolon": ";", "komma": ",", "tab": "\t", "tabulator": "\t", "\\t": "\t", "strich": "|"}
# One glyph for several characters (㎡, ﬁ, full-width digits) is written out; ² and ½ say something and stay.
_GLYPHS = re.compile("[\u3300-\u33ff\ufb00-\ufb06\uff01-\uff5e\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Blatt:
    """One sheet: ``zeilen[0]`` is row 1, rows are equally long, blank rows are empty lists; positions are 1-based.

    ``von`` and ``bis`` are the rows that count where several tables stand in one sheet; ``inhalt`` says what the file
    is, whatever it is called.
    """

    datei: str
    blatt: str
    zeilen: list[list[Zelle]]
    verbunden: list[tuple[int, int, int, int]] = field(default_factory=list)
    zeichensatz: str = ""
    bereinigt: int = 0
    formeln_ohne_wert: set[tuple[int, int]] = field(default_factory=set)
    versteckt: bool = False
    inhalt: Art = "text"
    von: int = 1
    bis: int | None = None

    @property
    def letzte(self) -> int:
        """The last row that counts."""
        return len(self.zeilen) if self.bis is None else min(self.bis, len(self.zeilen))


def read_sheets(path: Path, quelle: Quelle | None = None) -> list[Blatt]:
    """Every sheet of a ledger file (a text file is one sheet without a name), empty ones too, chart sheets not.

    Texts are NFC without control characters; numbers of a workbook are ``int`` or ``Decimal``, an error value and a
    percentage are text; refuses what is not safe to open, not certainly decoded or not certainly separated.
    """
    data, datei = read_bytes(path), unicodedata.normalize("NFC", path.name)
    art = signature(data, datei)
    if art == "xlsx":
        return _read_workbook(data, datei)
    if art == "ods":
        tables = opendocument.read_tables(data, datei)
        return [_sheet(t.zeilen, t.befund, t.verbunden, Ort(datei, t.name), "ods") for t in tables]
    return [_read_text(data, datei, quelle)]


def _read_text(data: bytes, datei: str, quelle: Quelle | None) -> Blatt:
    text, encoding = decode(data, datei, quelle.zeichensatz if quelle else None)
    if not text.strip():
        raise DateiFehler(
            "Die Datei enthält keinen Text.", ort=Ort(datei), abhilfe="Datei neu ausgeben oder entfernen."
        )
    wanted = quelle.trennzeichen if quelle else None
    records = _split(text, _separator(wanted, datei), datei) if wanted else _sniff(text, datei)
    zeilen, changed = _clean_rows([list[Zelle](r) for r in records])
    if len(zeilen) > workbook_xml.MAX_ROWS or max(map(len, zeilen)) > workbook_xml.MAX_COLUMNS:
        raise DateiFehler(
            f"Die Datei hat mehr als {workbook_xml.MAX_ROWS} Zeilen oder {workbook_xml.MAX_COLUMNS} Spalten.",
            ort=Ort(datei),
            abhilfe="In mehrere Dateien aufteilen, etwa eine je Förderjahr.",
        )
    return Blatt(datei, "", zeilen, zeichensatz=encoding, bereinigt=changed)


def _separator(wanted: str, datei: str) -> str:
    found = _SEPARATOR_NAMES.get(wanted.lower(), wanted)
    if found not in SEPARATORS:
        raise DateiFehler(
            f"Das Trennzeichen „{wanted}“ in quellen.yaml ist nicht bekannt.",
            ort=Ort(datei),
            abhilfe='Eines davon angeben: ";" "," "|" oder tab.',
        )
    return found


def _split(text: str, separator: str, datei: str, strict: bool = True) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    try:
        return list(reader)
    except csv.Error:
        raise DateiFehler(
            "Ein Anführungszeichen ist nicht richtig geschlossen; Zellen sind nicht sicher zu trennen.",
            ort=Ort(datei, zeile=reader.line_num),
            abhilfe='Anführungszeichen in dieser Zeile prüfen; im Text verdoppeln ("").',
        ) from None


def _sniff(text: str, datei: str) -> list[list[str]]:
    """The records under the separator that gives the most rows of one width, then the wider ones; refuses a tie."""
    declared = re.match(r'"?sep=(.)"?\r?\n', text)  # Excel's own first line
    if declared and declared[1] in SEPARATORS:
        return _split(text, declared[1], datei)
    same: dict[str, tuple[int, int]] = {}
    several: dict[str, int] = {}
    for separator in (s for s in SEPARATORS if s in text):
        # Quotes are judged after the choice: a stray one must not hand the file to the next separator.
        records = _split(text, separator, datei, strict=False)
        widths = Counter(len(r) for r in records if len(r) > 1 and any(c.strip() for c in r))
        if widths:
            same[separator] = max((n, width) for width, n in widths.items())
            several[separator] = widths.total()
    best = max(same.values(), default=(0, 0))
    winners = [s for s, n in same.items() if n == best]
    if winners == [","]:  # amounts hold commas too, so a comma wins only where nothing else separates
        winners += [s for s, n in several.items() if s != "," and 2 * n >= best[0]]
    if len(winners) == 1:
        return _split(text, winners[0], datei)
    between = " und ".join(SEPARATORS[s] for s in winners)
    was = f"möglich sind {between}" if winners else "es gibt keine zwei Spalten"
    ignore = "" if winners else " oder, ist es keine Förderliste, „ignorieren: ja“"
    raise DateiFehler(
        f"Das Trennzeichen der Spalten ist nicht sicher zu erkennen; {was}.",
        ort=Ort(datei),
        abhilfe=f"In quellen.yaml „trennzeichen“ angeben{ignore}.",
    )


def _read_workbook(data: bytes, datei: str) -> list[Blatt]:
    findings = workbook.inspect(data, datei)
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            return [_read_sheet(book.get_sheet_by_name(name), findings[name], datei) for name in findings]
    except calamine.CalamineError as fault:
        raise DateiFehler(
            "Die Arbeitsmappe lässt sich nicht lesen.",
            ort=Ort(datei),
            abhilfe="In Excel öffnen und als .xlsx neu speichern.",
        ) from fault


def _read_sheet(sheet: calamine.CalamineSheet, befund: workbook_xml.Befund, datei: str) -> Blatt:
    zeilen: list[list[Zelle]] = [[_value(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column in sorted(befund.formeln_ohne_wert | set(befund.fehlerwerte)):
        _put(zeilen, row, column, befund.fehlerwerte.get((row, column)))
    for row, column in befund.prozente:
        value = zeilen[row - 1][column - 1]
        _put(zeilen, row, column, workbook_xml.percent(value) if isinstance(value, (int, Decimal)) else value)
    merged = [(r1 + 1, c1 + 1, r2 + 1, c2 + 1) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or []]
    return _sheet(zeilen, befund, merged, Ort(datei, sheet.name), "xlsx")


def _sheet(
    zeilen: list[list[Zelle]],
    befund: workbook_xml.Befund,
    merged: list[tuple[int, int, int, int]],
    ort: Ort,
    inhalt: Art,
) -> Blatt:
    zeilen, changed = _clean_rows(zeilen, keep={row for row, _ in befund.formeln_ohne_wert})
    return Blatt(
        ort.datei,
        ort.blatt,
        zeilen,
        sorted(merged),
        bereinigt=changed,
        formeln_ohne_wert=befund.formeln_ohne_wert,
        versteckt=befund.versteckt,
        inhalt=inhalt,
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


def _clean_rows(zeilen: list[list[Zelle]], keep: Set[int] = frozenset()) -> tuple[list[list[Zelle]], int]:
    """Rows of equal length with clean cells, blank ones (not those of ``keep``) empty, and how many cells changed."""
    changed = 0
    width = max(map(len, zeilen), default=0)
    out: list[list[Zelle]] = []
    known: dict[str, tuple[str | None, bool]] = {}  # the same text stands in many cells
    for number, row in enumerate(zeilen, 1):
        cells: list[Zelle] = []
        for cell in row:
            if isinstance(cell, str):
                if cell not in known:
                    clean = _clean(cell)
                    known[cell] = clean, clean != (cell.strip().replace("\r\n", "\n") or None)
                changed += known[cell][1]
                cell = known[cell][0]
            cells.append(cell)
        blank = number not in keep and all(c is None for c in cells)
        out.append([] if blank else cells + [None] * (width - len(cells)))
    return out, changed


def _clean(text: str) -> str | None:
    """NFC, several-in-one glyphs written out, no invisible characters, no blanks around; nothing left is ``None``."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _GLYPHS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return _INVISIBLE.sub("", text).strip() or None
