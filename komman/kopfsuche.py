"""The search for the head of a table: which rows may be header rows, and what each heading would mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from komman.columns import ALIASES, DROPPED, REQUIRED, canonical_name, letter, resolve
from komman.config import Quelle
from komman.grid import Blatt, Zelle
from komman.teilspalten import base, coalesced_column, is_part, year_column

SEARCHED_ROWS = 60
MIN_RECOGNISED = 3
_NUMBERED = re.compile(r"(?:Spalte |Sp\. ?)?\(?([1-9][0-9]?)[.)]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kandidat:
    """Rows that may be the header of a table (none: its columns are known by letters); a meaning for each column."""

    tabelle: str
    zeilen: tuple[int, ...]
    texte: tuple[str, ...]
    bedeutung: tuple[str | None, ...]

    @property
    def erkannt(self) -> int:
        """How many headings are known, kept or not."""
        return sum(b is not None for b in self.bedeutung)

    @property
    def felder(self) -> frozenset[str]:
        """The canonical columns; one that stands in several columns counts once."""
        return frozenset(base(b) for b in self.bedeutung if b is not None and b != DROPPED)

    @property
    def fremd(self) -> list[str]:
        """Columns of quellen.yaml that this table has not."""
        return sorted(f for f in self.felder if f not in ALIASES[self.tabelle])

    @property
    def benannt(self) -> int:
        """How many of the columns that a table must have, apart from its money, are there."""
        return sum(bool(self.felder & set(group)) for group in REQUIRED[self.tabelle] if not is_money(group))

    def fehlend(self, konstanten: frozenset[str]) -> list[tuple[str, ...]]:
        """The groups of required columns of which neither a column nor a constant is there."""
        given = self.felder | {canonical_name(k, self.tabelle) for k in konstanten}
        return [group for group in REQUIRED[self.tabelle] if not given & set(group)]


def first_head(blatt: Blatt, quelle: Quelle) -> tuple[int, ...] | None:
    """The header rows that ``find_header`` will find, without judging them."""
    found = best(blatt, quelle)
    return found.zeilen if found else None


def head_at(blatt: Blatt, quelle: Quelle, row: int) -> tuple[int, ...] | None:
    """The header rows that begin at ``row``, for certain: they name all that a table must have, the money left open.

    No row of data names them all, and a money column under an unknown name is to be refused, not misread.
    """
    part = replace(blatt, von=row, bis=min(row + 1, blatt.letzte))
    found = [c for rows in ((row, row + 1), (row,)) for c in _candidates(part, quelle, rows) if _is_certain(c, quelle)]
    return max(found, key=lambda c: _rank(c, quelle)).zeilen if found else None


def _is_certain(c: Kandidat, quelle: Quelle) -> bool:
    enough = len(c.felder) >= 2 and (c.erkannt >= MIN_RECOGNISED or c.benannt >= 2)
    return enough and all(map(is_money, c.fehlend(frozenset(quelle.konstanten))))


def _may_be_head(c: Kandidat, quelle: Quelle) -> bool:
    """Three known headings, or those that say whose row it is beside an unknown one, which may be the money."""
    if c.erkannt >= MIN_RECOGNISED:
        return len(c.felder) >= 2
    return sum(map(bool, c.texte)) >= MIN_RECOGNISED and _is_certain(c, quelle)


def counts_columns(blatt: Blatt, row: int, positions: Sequence[int]) -> bool:
    """Whether a row below a header only numbers the columns (1, 2, 3 …), as official forms do: no data of anybody."""
    if row > blatt.letzte or len(positions) < MIN_RECOGNISED:
        return False
    cells = blatt.zeilen[row - 1]
    filled = [i for i, c in enumerate(cells) if c is not None]
    numbers = [_NUMBERED.fullmatch(_text(cells[i])) for i in filled]
    return filled == list(positions) and all(n and int(n[1]) == k for k, n in enumerate(numbers, 1))


def is_money(group: tuple[str, ...]) -> bool:
    """Whether a group of required columns are amounts."""
    return all(name.endswith("_cent") for name in group)


def best(blatt: Blatt, quelle: Quelle) -> Kandidat | None:
    """The first head that is recognised, not yet judged; of several readings of it the fullest."""
    if quelle.ohne_kopf:
        return max(_lettered(blatt, quelle), key=lambda c: _rank(c, quelle))
    if quelle.kopfzeile:
        return max(_candidates(blatt, quelle, quelle.kopfzeile), key=lambda c: _rank(c, quelle), default=None)
    for row in range(blatt.von, min(blatt.letzte, blatt.von - 1 + SEARCHED_ROWS) + 1):
        found = [*_candidates(blatt, quelle, (row, row + 1)), *_candidates(blatt, quelle, (row,))]
        # The required columns are not asked for yet: a renamed one is to be named in the refusal.
        found = [c for c in found if _may_be_head(c, quelle)]
        if found:
            return max(found, key=lambda c: _rank(c, quelle))
    return None


def _rank(c: Kandidat, quelle: Quelle) -> tuple[int, int, int, int]:
    return len(c.zeilen), -len(c.fremd), -len(c.fehlend(frozenset(quelle.konstanten))), len(c.felder)


def _lettered(blatt: Blatt, quelle: Quelle) -> Iterator[Kandidat]:
    """The columns of a table without header, each with something in it called by its letter."""
    own = {name.upper(): feld for name, feld in quelle.spalten.items()}
    left_out = {name.upper() for name in quelle.weglassen_spalten}
    letters = [letter(i) for i in range(blatt.breite)]
    named = tuple(
        a if a in own or a in left_out or blatt.belegt(i, blatt.von - 1) else "" for i, a in enumerate(letters)
    )
    for tabelle in [quelle.tabelle] if quelle.tabelle else list(ALIASES):
        known = {a: canonical_name(feld, tabelle) for a, feld in own.items()} | dict.fromkeys(left_out, DROPPED)
        yield Kandidat(tabelle, (), named, tuple(known.get(a) for a in named))


def _candidates(blatt: Blatt, quelle: Quelle, rows: tuple[int, ...]) -> Iterator[Kandidat]:
    if rows[-1] > blatt.letzte:
        return
    texts = _headings(blatt, rows)
    for tabelle in [quelle.tabelle] if quelle.tabelle else list(ALIASES):
        meanings = tuple(_meaning(t, tabelle, quelle) if t else None for t in texts)
        if len(rows) == 1 or quelle.kopfzeile or _is_second_level(blatt, rows, meanings):
            yield Kandidat(tabelle, rows, texts, meanings)


def _meaning(text: str, tabelle: str, quelle: Quelle) -> str | None:
    """What a heading means by quellen.yaml and by itself; a year is an amount only where quellen.yaml says so."""
    found = coalesced_column(text, tabelle, quelle.zusammenfassen)
    found = found or resolve(text, tabelle, quelle.spalten, quelle.weglassen_spalten)
    return found or (year_column(text, tabelle, quelle.jahre_als_spalten) if quelle.jahre_als_spalten else None)


def _is_second_level(blatt: Blatt, rows: tuple[int, ...], meanings: Sequence[str | None]) -> bool:
    """Whether the lower row holds headings only: text under a group, each one known together with its group."""
    lower = blatt.zeilen[rows[1] - 1]
    upper = blatt.zeilen[rows[0] - 1]
    filled = [i for i, c in enumerate(lower) if c is not None]
    return (
        bool(filled)
        and any(c is not None for c in upper)
        and all((isinstance(lower[i], str) or is_part(meanings[i] or "")) and meanings[i] is not None for i in filled)
    )


def _headings(blatt: Blatt, rows: tuple[int, ...]) -> tuple[str, ...]:
    """The heading of every column; two levels joined as ``Beträge in EUR: bewilligt``."""
    width = blatt.breite
    upper = [_text(c) for c in _padded(blatt.zeilen[rows[0] - 1], width)]
    if len(rows) == 1:
        return tuple(upper)
    lower = [_text(c) for c in _padded(blatt.zeilen[rows[-1] - 1], width)]
    groups = _groups(blatt, rows[0], upper, lower)
    return tuple(f"{g}: {low}" if g and low else (low or up) for g, up, low in zip(groups, upper, lower, strict=True))


def _groups(blatt: Blatt, row: int, upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """The group above each column: from the merged cells, or, in a file without them, the last text to the left."""
    merged = {
        c: upper[c1 - 1]
        for r1, c1, r2, c2 in blatt.verbunden
        if r1 <= row <= r2 and c1 <= len(upper)
        for c in range(c1 - 1, min(c2, len(upper)))
    }
    groups, last = [], ""
    for i, text in enumerate(upper):
        last = text or (last if lower[i] else "")
        groups.append(merged.get(i, text) if merged else last)
    return groups


def _text(zelle: Zelle) -> str:
    return "" if zelle is None else " ".join(str(zelle).split())


def _padded(row: Sequence[Zelle], width: int) -> list[Zelle]:
    return [*row, *[None] * (width - len(row))]
