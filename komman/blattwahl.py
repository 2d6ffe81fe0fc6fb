"""Which sheets count: hidden ones that hold a ledger do, the same ledger a second time in a workbook does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from komman.bereinigung import Hinweis
from komman.config import Quelle
from komman.errors import DateiFehler, DatenFehler, Ort
from komman.foerderjahr import foerderjahr_of
from komman.grid import Blatt, Zelle
from komman.header import ignore_entry, no_description
from komman.kopfsuche import first_head, head_at
from komman.rows import is_note
from komman.stacked import Abschnitt, sections
from komman.totals import is_label

GLEICHE_ZEILEN = 3  # rows of data from which on two equal sheets are the same ledger and no chance
_Zeile = tuple[Zelle, ...]


def tables_of(blatt: Blatt, quelle: Quelle | None) -> list[Abschnitt] | None:
    """The tables of a sheet; None for a hidden one without ledger (lists for drop-downs).

    A head that names all a table must have is refused as in a sheet that can be seen.
    """
    try:
        return sections(blatt, quelle)
    except DateiFehler:
        said = quelle or no_description(blatt)
        first = first_head(blatt, said)
        if not blatt.versteckt or is_named(quelle) or (first and head_at(blatt, said, first[0])):
            raise
        return None


def is_named(quelle: Quelle | None) -> bool:
    """Whether quellen.yaml names this very sheet, so that nothing has to be said of its being read."""
    return quelle is not None and quelle.blatt is not None


def hidden(blatt: Blatt, quelle: Quelle | None) -> list[Hinweis]:
    """That a hidden sheet was read, unless quellen.yaml names it."""
    if not blatt.versteckt or is_named(quelle):
        return []
    todo = f"Gehört es nicht dazu: in quellen.yaml mit „{ignore_entry(blatt)}“ eintragen."
    return [Hinweis("ausgeblendet", Ort(blatt.datei, blatt.blatt), "ausgeblendetes Blatt mitgelesen", todo)]


@dataclass(frozen=True, slots=True)
class _Gesehen:
    """A sheet that was read: few of its rows, by which most others differ, and a way to all of them."""

    ort: Ort
    kurz: tuple[object, ...]
    von: int
    jahre: tuple[int | None, ...]
    alle: Callable[[], Iterator[_Zeile]]


@dataclass(slots=True)
class Blaetter:
    """The ledgers met so far, to find one that stands twice.

    ``lies`` reads a sheet of an earlier file once more: only where few rows do not tell two sheets apart.
    """

    lies: Callable[[Ort], Blatt]
    gesehen: dict[tuple[object, ...], list[_Gesehen]] = field(default_factory=dict)

    def twin(self, blatt: Blatt, teile: Sequence[Abschnitt]) -> Ort | None:
        """The sheet met first that holds the same: headings, rows and their order, and no other Förderjahr."""
        own = self._look(blatt, teile)
        if own is None:
            return None
        for other in self.gesehen.get(own.kurz, []):
            same_year = all(None in (a, b) or a == b for a, b in zip(own.jahre, other.jahre, strict=False))
            if same_year and all(a == b for a, b in zip_longest(own.alle(), other.alle())):
                return other.ort
        self.gesehen.setdefault(own.kurz, []).append(own)
        return None

    def close(self) -> None:
        """The file is done: its sheets are kept in mind by few of their rows only."""
        for seen in self.gesehen.values():
            seen[:] = [self._by_reading(s) for s in seen]

    def _by_reading(self, s: _Gesehen) -> _Gesehen:
        return replace(s, alle=lambda: _rows(self.lies(s.ort), s.von))

    def _look(self, blatt: Blatt, teile: Sequence[Abschnitt]) -> _Gesehen | None:
        start = teile[0].kopf.erste
        rows = _rows(blatt, teile[0].kopf.letzte + 1)
        first = [row for row, _ in zip(rows, range(GLEICHE_ZEILEN + 1), strict=False) if not _is_total(row)]
        if len(first) < GLEICHE_ZEILEN:
            return None
        quelle = teile[0].quelle
        headings = tuple((s.text, s.feld) for s in teile[0].kopf.spalten)
        constants = tuple(sorted(quelle.konstanten.items())) if quelle else ()
        try:
            years = tuple(foerderjahr_of(t.kopf, t.blatt) for t in teile)
        except DatenFehler:
            return None  # refused where the sheet is read
        key = (headings, constants, len(teile), *first[:GLEICHE_ZEILEN])
        return _Gesehen(Ort(blatt.datei, blatt.blatt), key, start, years, lambda: _rows(blatt, start))


def _rows(blatt: Blatt, von: int) -> Iterator[_Zeile]:
    """The rows from row ``von`` on that are not blank, without notes at the end."""
    last = len(blatt.zeilen)
    while last >= von and (
        not any(c is not None for c in blatt.zeilen[last - 1]) or is_note(blatt.zeilen[last - 1], 0)
    ):
        last -= 1
    for n in range(von, last + 1):
        row = blatt.zeilen[n - 1]
        if any(c is not None for c in row):
            yield _trimmed(row)


def _trimmed(row: Sequence[Zelle]) -> _Zeile:
    width = max(i for i, c in enumerate(row, 1) if c is not None)
    return tuple(row[:width])


def _is_total(row: _Zeile) -> bool:
    return is_label([str(next(c for c in row if c is not None))])


def counted_once(blatt: Blatt, other: Ort) -> Hinweis:
    """That a sheet is not added, because the same ledger stands in another sheet of the file; in another it counts."""
    where = Ort(blatt.datei, blatt.blatt)
    if other.datei != blatt.datei:
        todo = f"Zählt nur eine: diese in quellen.yaml mit „{ignore_entry(blatt)}“ eintragen."
        return Hinweis("gleiches_blatt", where, f"dieselbe Liste wie {other}; beide zählen", todo)
    todo = f'Zählt auch dieses Blatt: in quellen.yaml mit „blatt: "{blatt.blatt}", doppelt: ja“ eintragen.'
    return Hinweis("gleiches_blatt", where, f"dieselbe Liste wie Blatt {other.blatt}; nicht noch einmal gezählt", todo)
