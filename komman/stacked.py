"""Several tables in one sheet: where a later header row begins a table of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from komman.columns import ALIASES, DROPPED, resolve
from komman.config import Quelle
from komman.contacts import mask
from komman.errors import DateiFehler, Ort
from komman.foerderjahr import names_year
from komman.grid import Blatt, Zelle
from komman.header import Kopf, find_header, no_description
from komman.kopfsuche import first_head, head_at
from komman.rows import is_note, joined
from komman.text import compare_key

MAX_TITLE = 20  # rows between a table and the title lines of the next one
_MARKS = " *-,.:"
_WORDS = frozenset(
    word.strip(_MARKS)
    for columns in ALIASES.values()
    for names in columns.values()
    for name in names
    for word in name.casefold().split()
)


@dataclass(frozen=True, slots=True)
class Abschnitt:
    """One table of a sheet: the rows from its title lines to the next table's, its head, what is said of it."""

    blatt: Blatt
    kopf: Kopf
    quelle: Quelle | None
    letzter: bool

    def holds(self, zeile: int) -> bool:
        """Whether the row is one of this table's; one beyond the sheet counts to the last table."""
        return self.blatt.von <= zeile and (self.letzter or zeile <= self.blatt.letzte)


def sections(blatt: Blatt, quelle: Quelle | None = None) -> list[Abschnitt]:
    """The tables of a sheet in order; each head is refused as ``find_header`` refuses.

    A header repeated without a title above it (as at a page break) begins no table: it belongs to the one above.
    """
    said = quelle or no_description(blatt)
    first = first_head(blatt, said)
    later = list(_later_heads(blatt, said, first)) if first else []
    ends = [*(start - 1 for start, _ in later), blatt.bis]
    own = replace(blatt, bis=ends[0])
    parts = [Abschnitt(own, find_header(own, quelle), quelle, not later)]
    for (von, rows), bis in zip(later, ends[1:], strict=True):
        own = replace(blatt, von=von, bis=bis, bereinigt=0)
        kopf = find_header(own, said.model_copy(update={"kopfzeile": rows}))
        if not names_year(kopf.titel):
            kopf = replace(kopf, titel=(*parts[-1].kopf.titel, *kopf.titel))
        parts.append(Abschnitt(own, kopf, quelle, bis == blatt.bis))
    return _with_own_columns(parts)


def _with_own_columns(parts: list[Abschnitt]) -> list[Abschnitt]:
    """Each table is told to fill down only what it has, as long as one of them has it."""
    known = [{f for s in p.kopf.felder.values() for f in (s.feld, compare_key(s.text))} for p in parts]
    out = []
    for part, own in zip(parts, known, strict=True):
        fill = part.quelle.auffuellen if part.quelle else ()
        kept = tuple(n for n in fill if compare_key(n) in own or not any(compare_key(n) in k for k in known))
        quelle = part.quelle.model_copy(update={"auffuellen": kept}) if part.quelle and kept != fill else part.quelle
        out.append(replace(part, quelle=quelle))
    return out


def _later_heads(blatt: Blatt, quelle: Quelle, first: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """First row of its title lines and header rows of every table after the first."""
    later = quelle.model_copy(update={"kopfzeile": None})
    headings, left_out = _Headings(later), frozenset(quelle.weglassen_zeilen)
    current, below = first, first[-1] + 1
    for n in headings.candidates(blatt, below):
        rows = head_at(blatt, later, n) if n >= below and n not in left_out and headings.may_begin(blatt, n) else None
        if rows is None:
            if n >= below and n not in left_out and _texts(blatt, (n,))[0] not in _texts(blatt, current):
                headings.refuse_head_alone(blatt, n)
            continue
        start = _first_title(blatt, rows[0], current[-1])
        if start < rows[0] or _texts(blatt, rows) != _texts(blatt, current):
            yield start, rows
            current = rows
        below = rows[-1] + 1


def _first_title(blatt: Blatt, head: int, above: int) -> int:
    """The first of the title lines right above the header: single texts, as the footer of a table is one."""
    start = head
    first = next(i for i, c in enumerate(blatt.zeilen[head - 1]) if c is not None)
    for n in range(head - 1, max(above, head - 1 - MAX_TITLE), -1):
        row = blatt.zeilen[n - 1]
        if any(c is not None for c in row):
            if not is_note(row, max(first, _merged_from(blatt, n))) or any(r == n for r, _ in blatt.formeln_ohne_wert):
                break
            start = n
    return start


def _merged_from(blatt: Blatt, row: int) -> int:
    """0-based column of the cell that is merged across several columns of the row; -1 if there is none."""
    return max((c1 - 1 for r1, c1, r2, c2 in blatt.verbunden if r1 <= row <= r2 and c2 > c1), default=-1)


def _texts(blatt: Blatt, rows: Sequence[int]) -> list[str]:
    return [compare_key(joined(blatt.zeilen[n - 1])) for n in rows]


@dataclass(slots=True)
class _Headings:
    """Which texts are headings of any table; asked of every cell, so it looks at the words first and remembers."""

    quelle: Quelle
    own: frozenset[str] = field(init=False)
    known: dict[str, bool] = field(default_factory=dict)
    below: tuple[int, int] = (0, 0)  # the row looked at last and its headings

    def __post_init__(self) -> None:
        self.own = frozenset(map(compare_key, self.quelle.spalten))

    def candidates(self, blatt: Blatt, first: int) -> Iterable[int]:
        """The rows from ``first`` on that ``may_begin`` has to be asked about."""
        if blatt.tafel is None:
            return range(first, blatt.letzte + 1)
        counts = np.zeros(len(blatt.zeilen) + 1, np.int64)
        for k in blatt.tafel.kolonnen:
            counts[:-1] += k.where(self._is_heading)
        return (
            np.flatnonzero(counts[first - 1 : blatt.letzte] + counts[first : blatt.letzte + 1] > 1) + first
        ).tolist()

    def may_begin(self, blatt: Blatt, row: int) -> bool:
        """Whether the row and the one below it hold two headings: a table has at least two that stand alone."""
        here = self.below[1] if self.below[0] == row else self._count(blatt, row)
        self.below = (row + 1, self._count(blatt, row + 1))
        return here + self.below[1] > 1

    def refuse_head_alone(self, blatt: Blatt, row: int) -> None:
        """Refuses a row of headings only, money among them: the rows below it would be read by other columns."""
        cells = [c for c in blatt.zeilen[row - 1] if c is not None]
        if (
            row == blatt.letzte
            or len(cells) < 2
            or not all(isinstance(c, str) and resolves(c, self.quelle) for c in cells)
        ):
            return
        if any(f.endswith("_cent") for c in cells for f in resolves(str(c), self.quelle)):
            raise DateiFehler(
                "In der Tabelle beginnt eine zweite mit anderen Spalten; was darin fehlt, ist nicht zu erkennen.",
                ort=Ort(blatt.datei, blatt.blatt, row, wert=mask(str(cells[0]))),
                abhilfe="Der zweiten Tabelle alle Spalten geben oder ihre Zeilen und ihren Kopf in quellen.yaml unter "
                "„weglassen_zeilen“ nennen.",
            )

    def _count(self, blatt: Blatt, row: int) -> int:
        return sum(map(self._is_heading, blatt.zeilen[row - 1])) if row <= blatt.letzte else 0

    def _is_heading(self, zelle: Zelle) -> bool:
        if not isinstance(zelle, str) or zelle[:1].isdecimal():
            return False
        if not all(w.strip(_MARKS) in _WORDS for w in zelle.casefold().split()) and not (
            self.own and compare_key(zelle) in self.own
        ):
            return False
        if zelle not in self.known:
            self.known[zelle] = bool(resolves(zelle, self.quelle) - {DROPPED})
        return self.known[zelle]


def resolves(text: str, quelle: Quelle) -> set[str]:
    """What a text means as a heading of any table."""
    found = (resolve(text, tabelle, quelle.spalten) for tabelle in ALIASES)
    return {name for name in found if name is not None}
