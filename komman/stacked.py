"""Several tables in one sheet: where a later header row begins a table of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from komman.columns import ALIASES, DROPPED, resolve
from komman.config import Quelle
from komman.foerderjahr import names_year
from komman.grid import Blatt, Zelle
from komman.header import Kopf, find_header, first_head, head_at, no_description
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
    current, n = first, first[-1] + 1
    while n <= blatt.letzte:
        rows = head_at(blatt, later, n) if n not in left_out and headings.may_begin(blatt, n) else None
        if rows is None:
            n += 1
            continue
        start = _first_title(blatt, rows[0], current[-1])
        if start < rows[0] or _texts(blatt, rows) != _texts(blatt, current):
            yield start, rows
            current = rows
        n = rows[-1] + 1


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

    def may_begin(self, blatt: Blatt, row: int) -> bool:
        """Whether the row and the one below it hold two headings: a table has at least two that stand alone."""
        here = self.below[1] if self.below[0] == row else self._count(blatt, row)
        self.below = (row + 1, self._count(blatt, row + 1))
        return here + self.below[1] > 1

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
            resolved = (resolve(zelle, tabelle, self.quelle.spalten) for tabelle in ALIASES)
            self.known[zelle] = any(name not in (None, DROPPED) for name in resolved)
        return self.known[zelle]
