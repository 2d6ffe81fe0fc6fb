"""All rows that were taken into one canonical table, as columns: the keys and duplicates need all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from komman.bulk import Masse, Werte
from komman.canonical import Satz, Wert
from komman.errors import Ort
from komman.tables import SCHEMAS, Art, conform
from komman.tafel import Codes, Maske

Plaetze = npt.NDArray[np.int64]
Zahlen = npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.bool_]
_SOURCE = ("quelle_datei", "quelle_blatt", "quelle_zeile")
PIECE = 1 << 15
SIDE_BY_SIDE = 50_000  # rows from which on two columns are made at a time
T = TypeVar("T", bound=np.generic)
MIX = 0x9E3779B97F4A7C15  # odd and without pattern, so that unlike rows hardly ever have one number


@dataclass(frozen=True, slots=True)
class Uebernommen:
    """A row that was taken one by one; the parts of a split row have its number."""

    zeile: int
    satz: Satz


@dataclass(frozen=True, slots=True)
class Ertrag:
    """What a table of a sheet has given: rows taken one by one, plain rows, the Förderjahr of those that name none."""

    tabelle: str
    datei: str
    blatt: str
    jahr: int | None
    einzeln: Sequence[Uebernommen]
    masse: Masse | None = None

    def __len__(self) -> int:
        return len(self.einzeln) + (len(self.masse.zeilen) if self.masse else 0)


@dataclass(slots=True)
class Reihen:
    """The rows in the order of files, sheets and rows: values and amounts by canonical column, origin of each."""

    tabelle: str
    werte: dict[str, Werte]
    cent: dict[str, tuple[npt.NDArray[np.int64], Maske]]
    blatt: Codes
    blaetter: Sequence[tuple[str, str]]
    zeile: npt.NDArray[np.int64]
    person: Maske
    schluessel: dict[str, pa.Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.zeile)

    def ort(self, i: int) -> Ort:
        """Where the i-th row stands."""
        return Ort(*self.blaetter[int(self.blatt[i])], int(self.zeile[i]))

    def wert(self, feld: str, i: int) -> Wert:
        """A value of the i-th row."""
        column = self.werte[feld]
        return column.werte[int(column.codes[i])]

    def runs(self, felder: Sequence[str]) -> tuple[Plaetze, Maske]:
        """The rows sorted so that those equal in all these columns follow each other, earlier ones first.

        The second value says of each whether it is the first of its kind.
        """
        columns = [c for f in felder for c in self._columns(f)]
        n = len(self)
        # One number for all columns of a row, its place in the last digits; whether equal numbers are equal rows is
        # looked at.
        low = np.uint64((1 << n.bit_length()) - 1)
        key = _mixed(columns, n) & ~low
        key |= np.arange(n, dtype=np.uint64)
        key.sort()
        order = (key & low).astype(np.int64)
        same = np.flatnonzero(key[1:] ^ key[:-1] <= low)
        if not all((c[order[same]] == c[order[same + 1]]).all() for c in columns):
            order = np.lexsort(columns[::-1]).astype(np.int64)
            same = np.flatnonzero(np.logical_and.reduce([c[order[1:]] == c[order[:-1]] for c in columns]))
        first = np.ones(n, np.bool_)
        first[same + 1] = False
        return order, first

    def same_row(self, a: Plaetze, b: Plaetze) -> Maske:
        """Where two places are one row of a source: the parts of a split one."""
        return np.asarray((self.blatt[a] == self.blatt[b]) & (self.zeile[a] == self.zeile[b]))

    def table(self) -> pd.DataFrame:
        """The canonical table."""
        schema = SCHEMAS[self.tabelle]
        if len(self) < SIDE_BY_SIDE:
            columns = [self._series(s.name, s.art) for s in schema]
        else:
            with ThreadPoolExecutor(2) as pool:
                columns = list(pool.map(lambda s: self._series(s.name, s.art), schema))
        named = {s.name: c for s, c in zip(schema, columns, strict=True)}
        return conform(pd.DataFrame(named, copy=False), self.tabelle)

    def _columns(self, feld: str) -> tuple[Zahlen, ...]:
        """What tells rows apart in a column: nothing where it has one value throughout."""
        if feld in self.werte:
            return (self.werte[feld].codes,) if len(self.werte[feld].werte) > 1 else ()
        return self.cent[feld] if self.cent[feld][1].any() else ()

    def _series(self, name: str, art: Art) -> object:
        if name in self.cent:
            cents, there = self.cent[name]
            return pd.arrays.IntegerArray(cents, ~there)
        if name == "quelle_zeile":
            return pd.arrays.IntegerArray(self.zeile, np.zeros(len(self), np.bool_))
        if name in self.schluessel:
            return pd.array(self.schluessel[name], dtype="str")
        if name in _SOURCE:
            return pd.array(
                texts(Werte(self.blatt, [sheet[_SOURCE.index(name)] for sheet in self.blaetter])), dtype="str"
            )
        column = self.werte[name]
        if art == "text":
            return pd.array(texts(column), dtype="str")
        if art == "ganzzahl":
            known = np.array([w is not None for w in column.werte], np.bool_)
            numbers = np.array([w if isinstance(w, int) else 0 for w in column.werte], np.int64)
            return pd.arrays.IntegerArray(numbers[column.codes], ~known[column.codes])
        return pd.Series(np.array([*column.werte, None], dtype=object)[column.codes], dtype=object)


def _mixed(columns: Sequence[Zahlen], n: int) -> npt.NDArray[np.uint64]:
    """One number for all columns of each row, made piece by piece: a piece stays in the processor's cache."""
    out = np.zeros(n, np.uint64)
    for start in range(0, n, PIECE):
        key = out[start : start + PIECE]
        for c in columns:
            key *= np.uint64(MIX)
            key += c[start : start + PIECE].astype(np.uint64)
        key *= np.uint64(MIX)  # the last column too reaches the first digits, which count
        key ^= key >> np.uint64(32)
        key *= np.uint64(MIX)
    return out


def texts(column: Werte, fehlend: str | None = None) -> pa.Array:
    """The values as text, one for each row; ``fehlend`` stands where there is none."""
    known = pa.array([fehlend if w is None else str(w) for w in column.werte], pa.large_string())
    return pa.DictionaryArray.from_arrays(pa.array(column.codes), known).cast(pa.large_string())


def collect(tabelle: str, ertraege: Sequence[Ertrag]) -> Reihen:
    """The rows of one canonical table, in the order given and by row number within a sheet."""
    own = [e for e in ertraege if e.tabelle == tabelle]
    orders = [_order(e) for e in own]
    columns = [s for s in SCHEMAS[tabelle] if s.name not in _SOURCE]
    person = [_merged([u.satz.person for u in e.einzeln], e.masse.person if e.masse else None, np.bool_) for e in own]
    zeile = [_merged([u.zeile for u in e.einzeln], e.masse.zeilen if e.masse else None, np.int64) for e in own]
    return Reihen(
        tabelle,
        {s.name: _werte(s.name, own, orders) for s in columns if s.art != "cent"},
        {s.name: _cent(s.name, own, orders) for s in columns if s.art == "cent"},
        np.repeat(np.arange(len(own), dtype=np.int32), [len(e) for e in own]),
        [(e.datei, e.blatt) for e in own],
        _joined(zeile, orders, np.int64),
        _joined(person, orders, np.bool_),
    )


def _order(e: Ertrag) -> Plaetze | None:
    """Rows by number, the parts of one in their order; None where they stand so already."""
    if not e.einzeln or e.masse is None:
        return None
    return np.argsort(_merged([u.zeile for u in e.einzeln], e.masse.zeilen, np.int64), kind="stable")


def _merged(einzeln: Sequence[object], masse: npt.NDArray[T] | None, dtype: type[T]) -> npt.NDArray[T]:
    if masse is None:
        return np.array(einzeln, dtype)
    return np.concatenate([np.array(einzeln, dtype), masse]) if einzeln else masse


def _joined(parts: Sequence[npt.NDArray[T]], orders: Sequence[Plaetze | None], dtype: type[T]) -> npt.NDArray[T]:
    sorted_ = [p if o is None else p[o] for p, o in zip(parts, orders, strict=True)]
    return sorted_[0] if len(sorted_) == 1 else np.concatenate([np.empty(0, dtype), *sorted_])


def _werte(feld: str, ertraege: Sequence[Ertrag], orders: Sequence[Plaetze | None]) -> Werte:
    places: dict[Wert, int] = {}
    parts = []
    for e in ertraege:
        codes = [places.setdefault(u.satz.werte.get(feld), len(places)) for u in e.einzeln]
        bulk = None
        if e.masse:
            jahr = e.jahr if feld == "foerderjahr" else None
            column = e.masse.werte.get(feld, Werte(np.zeros(len(e.masse.zeilen), np.int32), [jahr]))
            bulk = np.array([places.setdefault(w, len(places)) for w in column.werte], np.int32)[column.codes]
        parts.append(_merged(codes, bulk, np.int32))
    return Werte(_joined(parts, orders, np.int32), list(places))


def _cent(
    feld: str, ertraege: Sequence[Ertrag], orders: Sequence[Plaetze | None]
) -> tuple[npt.NDArray[np.int64], Maske]:
    cents, there = [], []
    for e in ertraege:
        own = [w if isinstance(w := u.satz.werte.get(feld), int) else None for u in e.einzeln]
        bulk, known = None, None
        if e.masse:
            rows = len(e.masse.zeilen)
            known = e.masse.da.get(feld, np.zeros(rows, np.bool_))
            bulk = e.masse.cent.get(feld, np.zeros(rows, np.int64))
        cents.append(_merged([w or 0 for w in own], bulk, np.int64))
        there.append(_merged([w is not None for w in own], known, np.bool_))
    return _joined(cents, orders, np.int64), _joined(there, orders, np.bool_)
