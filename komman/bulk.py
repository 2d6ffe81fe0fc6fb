"""The plain rows of a large sheet, read by columns: each cell that differs once, by the readers of ``canonical``.

A row is plain if nothing in it needs a second look: every cell is read, nothing required is missing, it calls itself no
total, nobody corrects it. All others stay ``Rohzeile``, so that there is one place where rows are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import pandas as pd

from komman.amounts import Betrag, Dezimalzeichen, is_missing
from komman.betragsspalten import FEHLT, GERUNDET, UNLESBAR, Betragsspalte, read_amounts
from komman.canonical import Kontext, Satz, Wert, translate_cells
from komman.columns import REQUIRED, columns_of, identity, is_running_number
from komman.grid import Blatt, Zelle
from komman.header import Kopf
from komman.tafel import Codes, Kolonne, Maske, Tafel
from komman.totals import Block, may_be_label

Zeilennummern = npt.NDArray[np.int64]
TABELLEN = ("weiterleitungen", "zahlungen")  # of the others no ledger is large, and their cells depend on one another
_TOGETHER = ("kommune", "ags")  # a place is found by its name and its key


@dataclass(frozen=True, slots=True)
class Werte:
    """One canonical column of the plain rows: ``werte[codes[i]]`` is the value of the i-th."""

    codes: Codes
    werte: Sequence[Wert]


@dataclass(frozen=True, slots=True)
class Masse:
    """Plain rows: their row numbers, ascending, their values, their amounts in cents and which of them are there.

    ``gerundet``: money column → which amounts were rounded; ``person``: by the ledger a natural person;
    ``ausserhalb``: outside the Kreis (``gemeinde``: certainly), and the place stands under ``kommune``.
    """

    zeilen: Zeilennummern
    werte: dict[str, Werte]
    cent: dict[str, npt.NDArray[np.int64]]
    da: dict[str, Maske]
    gerundet: dict[str, Maske]
    person: Maske
    ausserhalb: Maske
    gemeinde: Maske

    def only(self, rows: Maske) -> Masse:
        """Some of the rows."""
        return Masse(
            self.zeilen[rows],
            {f: Werte(w.codes[rows], w.werte) for f, w in self.werte.items()},
            {f: c[rows] for f, c in self.cent.items()},
            {f: d[rows] for f, d in self.da.items()},
            {f: g[rows] for f, g in self.gerundet.items()},
            self.person[rows],
            self.ausserhalb[rows],
            self.gemeinde[rows],
        )

    def summe(self, spalte: str) -> int:
        """The sum of a money column in cents; 0 for one that is not there."""
        return int(self.cent[spalte].sum()) if spalte in self.cent else 0

    def rounded(self, spalte: str) -> list[int]:
        """The numbers of the rows whose amount was rounded."""
        return self.zeilen[self.gerundet[spalte]].tolist() if spalte in self.gerundet else []

    def between(self, zeilen: Sequence[int], spalten: Sequence[str]) -> list[list[Block]]:
        """The plain rows after each of these rows (the first of the sheet is one of them) up to the next, summed."""
        ends = np.searchsorted(self.zeilen, np.array([*zeilen, np.iinfo(np.int64).max])).tolist()
        blank = np.zeros(len(self.zeilen), np.int64)
        above = [np.concatenate([[0], np.cumsum(self.cent.get(f, blank))]) for f in spalten]
        return [[Block(tuple(int(a[j] - a[i]) for a in above), j - i)] if j > i else [] for i, j in pairwise(ends)]


@dataclass(frozen=True, slots=True)
class _Einheit:
    """Columns that are read together: the code of every row looked at, and what each code is read as."""

    codes: Codes
    saetze: Sequence[Satz]

    def where(self, holds: Callable[[Satz], bool]) -> Maske:
        """The rows whose cells were read so."""
        found = np.fromiter(map(holds, self.saetze), np.bool_, len(self.saetze))
        return found[self.codes] if found.any() else np.zeros(len(self.codes), np.bool_)


@dataclass(slots=True)
class Spaltenleser:
    """A sheet in columns below its head; ``betraege`` are the amounts of each money column, by cell that differs."""

    blatt: Blatt
    kopf: Kopf
    tafel: Tafel
    kontext: Kontext
    konstanten: Mapping[str, str]
    betraege: dict[str, Betragsspalte] = field(default_factory=dict)

    def read_money(self, zeilen: Zeilennummern, dezimal: Dezimalzeichen | None) -> None:
        """Read the amounts of the rows, whose cells together decide about the style of a column."""
        for f in columns_of(self.kopf.tabelle, "cent"):
            if f in self.kopf.felder:
                k = self._kolonne(f)
                self.betraege[f] = read_amounts(k.werte, k.among(zeilen - 1), dezimal)

    def betrag(self, feld: str, zeile: int) -> Betrag:
        """The amount of one row."""
        return self.betraege[feld].betrag(int(self._kolonne(feld).codes[zeile - 1]))

    def plain(self, zeilen: Zeilennummern, besondere: Iterable[int]) -> Masse:
        """The plain ones among the rows, apart from ``besondere``."""
        apart = np.zeros(len(self.tafel) + 1, np.bool_)
        apart[sorted(besondere)] = True
        at = zeilen[~apart[zeilen]] - 1
        at = at[~self._labels(at)]
        einheiten = self._read(at)
        good = np.ones(len(at), np.bool_)
        for e in einheiten:
            good &= e.where(lambda s: not s.maengel and not s.ortsteil)
        kinds = {f: b.art[self._kolonne(f).codes[at]] for f, b in self.betraege.items()}
        for f, kind in kinds.items():
            good &= kind != UNLESBAR
            if f == "zurueckgezahlt_cent":
                good &= self.betraege[f].cent[self._kolonne(f).codes[at]] >= 0
        good &= self._complete(einheiten, kinds, len(at))
        einheiten = [replace(e, codes=e.codes[good]) for e in einheiten]
        return self._masse(at[good], einheiten, {f: kind[good] for f, kind in kinds.items()})

    def _kolonne(self, feld: str) -> Kolonne:
        return self.tafel.kolonnen[self.kopf.felder[feld].position]

    def _labels(self, at: Zeilennummern) -> Maske:
        """Rows that may call themselves a total; rather one too many, for they are judged one by one."""
        own = [s.position for f, s in self.kopf.felder.items() if f in identity(self.kopf.tabelle)]
        running = [s.position for s in self.kopf.spalten if is_running_number(s.text)]
        found = np.zeros(len(at), np.bool_)
        for position in {*own, *running}:
            found |= self.tafel.kolonnen[position].where(_is_label)[at]
        return found

    def _read(self, at: Zeilennummern) -> list[_Einheit]:
        money = columns_of(self.kopf.tabelle, "cent")
        fields = [f for f in self.kopf.felder if f not in money]
        pair = tuple(f for f in _TOGETHER if f in fields or f in self.konstanten)
        units = [pair] if len(pair) > 1 else []
        units += [(f,) for f in (*fields, *self.konstanten) if f not in money and (f not in pair or units != [pair])]
        return [self._unit(u, at) for u in units]

    def _unit(self, felder: tuple[str, ...], at: Zeilennummern) -> _Einheit:
        columns = [self._cells(f, at) for f in felder]
        codes, size = columns[0][0], len(columns[0][1])
        for other, cells in columns[1:]:
            codes, size = codes.astype(np.int64) * len(cells) + other, size * len(cells)
        codes, used = _dense(codes, size)
        saetze = []
        for place in used.tolist():
            zellen = {}
            for f, (_, cells) in zip(felder[::-1], columns[::-1], strict=True):
                place, own = divmod(place, len(cells))
                zellen[f] = cells[own]
            saetze.append(translate_cells(self.kopf.tabelle, zellen, self.kontext))
        return _Einheit(codes, saetze)

    def _cells(self, feld: str, at: Zeilennummern) -> tuple[Codes, Sequence[Zelle]]:
        if feld in self.konstanten:
            return np.zeros(len(at), np.int32), [self.konstanten[feld]]
        k = self._kolonne(feld)
        return k.codes[at], k.werte

    def _complete(self, einheiten: Sequence[_Einheit], kinds: Mapping[str, npt.NDArray[np.int8]], rows: int) -> Maske:
        """Rows with everything that a row must have."""
        there = {f: kind != FEHLT for f, kind in kinds.items()}
        there |= {f: np.ones(rows, np.bool_) for f in self.konstanten}
        for e in einheiten:
            for f in _names(e):
                there[f] = e.where(partial(_has, f))
        complete = np.ones(rows, np.bool_)
        for group in (*REQUIRED[self.kopf.tabelle], *([("foerderjahr",)] if "foerderjahr" in there else [])):
            own = [there[f] for f in group if f in there]
            complete &= np.logical_or.reduce(own) if own else np.zeros(rows, np.bool_)
        return complete

    def _masse(
        self, at: Zeilennummern, einheiten: Sequence[_Einheit], kinds: Mapping[str, npt.NDArray[np.int8]]
    ) -> Masse:
        werte = {f: Werte(e.codes, [s.werte.get(f) for s in e.saetze]) for e in einheiten for f in _names(e)}
        said = {n: np.zeros(len(at), np.bool_) for n in ("person", "ausserhalb", "gemeinde")}
        for e in einheiten:
            for name, rows in said.items():
                rows |= e.where(attrgetter(name))
        return Masse(
            at + 1,
            werte,
            {f: self.betraege[f].cent[self._kolonne(f).codes[at]] for f in kinds},
            {f: kind != FEHLT for f, kind in kinds.items()},
            {f: kind == GERUNDET for f, kind in kinds.items()},
            **said,
        )


def _has(feld: str, satz: Satz) -> bool:
    return satz.werte.get(feld) is not None


def _dense(codes: Codes | npt.NDArray[np.int64], size: int) -> tuple[Codes, npt.NDArray[np.int64]]:
    """The codes (below ``size``) numbered from 0 without gaps, and what each number stands for."""
    if size > 4 * len(codes) + 1000:
        numbered, found = pd.factorize(codes)
        return numbered.astype(np.int32), found.astype(np.int64)
    used = np.flatnonzero(np.bincount(codes, minlength=size))
    place = np.zeros(size, np.int32)
    place[used] = np.arange(len(used))
    return place[codes], used


def _names(e: _Einheit) -> list[str]:
    return list(dict.fromkeys(f for s in e.saetze for f in s.werte))


def _is_label(cell: Zelle) -> bool:
    return not is_missing(cell) and may_be_label(str(cell))
