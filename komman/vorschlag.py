"""A draft entry for quellen.yaml: what a file that is not understood seems to hold; a person decides, it is never used.

The draft names headings and letters of columns, never what stands in the cells. What a person decides is commented out,
so that the draft is YAML as it stands and again with the marks in front of these lines gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from komman.amounts import parse_amount
from komman.columns import ALIASES, resolve
from komman.config import Quelle
from komman.contacts import mask
from komman.errors import DateiFehler
from komman.grid import Blatt, Zelle, read_sheets
from komman.vorschlagspalten import (
    DAZU,
    ENTSCHEIDEN,
    GERATEN,
    HINWEIS,
    SEARCHED_ROWS,
    Spalten,
    cells_below,
    guessed,
    is_money,
    is_year,
    may_be_amount,
    open_line,
    quoted,
)

_SEPARATORS = (";", "\t", "|", ",")
_CHARSETS = ("utf-8", "cp1252", "cp850", "mac-roman", "utf-16-le")


@dataclass(slots=True)
class Vorschlag:
    """The draft as text, and how many places a person has to decide."""

    text: str
    offen: int = field(init=False)

    def __post_init__(self) -> None:
        self.offen = self.text.count(ENTSCHEIDEN) + self.text.count(HINWEIS)


def propose(path: Path) -> Vorschlag:
    """The draft for one file; refuses (DateiFehler) what cannot be opened in any way."""
    named, sheets = _open(path)
    said = [line for key, value in named.items() for line in [f'    {key}: "{value}"  {GERATEN}, bitte prüfen']]
    entries = [_entry(replace(b, datei=path.name), said, len(sheets) > 1) for b in sheets if _is_filled(b)]
    head = [
        f"# Entwurf für die Datei {mask(path.name, telefon=True)}; er gilt erst, wenn er in quellen.yaml steht.",
        f"# Zeilen mit „{ENTSCHEIDEN[2:-1]}“: den Wert wählen und vorn „# “ wegnehmen oder die Zeile löschen.",
        f"# Zeilen mit „{GERATEN[2:]}“: prüfen.",
        "quellen:",
    ]
    return Vorschlag("\n".join([*head, *(line for e in entries for line in e)]) + "\n")


def _open(path: Path) -> tuple[dict[str, str], list[Blatt]]:
    """The sheets, and what had to be guessed to read them."""
    try:
        return {}, read_sheets(path)
    except DateiFehler as fault:
        tried = [r for r in (_try(path, keys) for keys in _guesses()) if r is not None]
        if not tried:
            raise fault
    return max(tried, key=lambda r: (_quality(r[1]), -len(r[0])))


def _guesses() -> Iterator[dict[str, str]]:
    for separator in (None, *_SEPARATORS):
        for charset in (None, *_CHARSETS):
            yield {k: v for k, v in (("zeichensatz", charset), ("trennzeichen", separator)) if v is not None}


def _try(path: Path, keys: dict[str, str]) -> tuple[dict[str, str], list[Blatt]] | None:
    try:
        return keys, read_sheets(path, Quelle.model_validate({"datei": path.name, **keys}))
    except DateiFehler:
        return None


def _quality(sheets: Sequence[Blatt]) -> tuple[int, int]:
    """How much like German text in columns: known headings first, then umlauts without foreign letters."""
    rows = [row for b in sheets for row in b.zeilen[:SEARCHED_ROWS]]
    known = max((sum(_known(c) for c in row) for row in rows), default=0)
    text = "".join(c for row in rows for c in row if isinstance(c, str))
    return known, sum(c in "äöüÄÖÜß" for c in text) - sum(ord(c) > 127 and c not in "äöüÄÖÜß€–„“" for c in text)


def _known(zelle: Zelle) -> bool:
    return isinstance(zelle, str) and any(resolve(zelle, t, {}) for t in ALIASES)


def _is_filled(blatt: Blatt) -> bool:
    return any(c is not None for row in blatt.zeilen[:SEARCHED_ROWS] for c in row)


def _entry(blatt: Blatt, said: Sequence[str], several: bool) -> list[str]:
    lines = [f"  - datei: {quoted(blatt.datei)}"]
    lines += [f"    blatt: {quoted(blatt.blatt)}"] if several and blatt.blatt else []
    lines += said
    row = _header_row(blatt)
    found = Spalten(blatt, row)
    if row is None and not any(found.is_money(i) for i in range(blatt.breite)):
        return [*lines, open_line("ignorieren: ja", "wenn es keine Förderliste ist (keine Beträge gefunden)")]
    lines += [f"    tabelle: {found.tabelle}  {GERATEN}"]
    columns = found.lines()
    if row is not None:
        return [
            *lines,
            f"    kopfzeile: {row}{'' if _likeness(blatt.zeilen[row - 1]) > 1 else f'  {GERATEN}'}",
            *columns,
        ]
    named = columns[:1] == ["    spalten:"]
    return [*lines, "    kopfzeile: keine" if named else f"    # kopfzeile: keine  {DAZU}", *columns]


def _header_row(blatt: Blatt) -> int | None:
    """The row most like a header; where none has two texts like headings, the first row if it is one of texts."""
    rows = blatt.zeilen[:SEARCHED_ROWS]
    best = max(((_likeness(row), -n) for n, row in enumerate(rows, 1)), default=(0, 0))
    return -best[1] if best[0] >= 2 else _row_of_texts(blatt)


def _likeness(row: Sequence[Zelle]) -> int:
    """How many texts like headings stand in a row without amounts."""
    if any(parse_amount(c).cent is not None and not is_year(c) for c in row):
        return 0
    return sum(_known(c) or guessed(str(c)) != "" for c in row if c is not None)


def _row_of_texts(blatt: Blatt) -> int | None:
    """The first row with two cells, if it holds only texts, none again below it, and one stands over amounts.

    A row of data with „ca. 5“ for its amount is none: over amounts a heading has no digits but those of a year.
    """
    n = next((n for n, row in enumerate(blatt.zeilen[:SEARCHED_ROWS], 1) if sum(c is not None for c in row) > 1), None)
    if n is None or any(may_be_amount(c) for c in blatt.zeilen[n - 1]):
        return None
    over = False
    for i, text in enumerate(blatt.zeilen[n - 1]):
        cells = cells_below(blatt, n, i)
        if text in cells or not isinstance(text, (str, int, type(None))):
            return None
        plain = re.sub("20[0-9]{2}", "", str(text or ""))
        over = over or (is_money(cells) and bool(text) and not re.search("[0-9]", plain))
    return n if over else None
