"""A large sheet as columns: each cell that differs once, and for every row its place among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from komman.amounts import Zelle

Codes = npt.NDArray[np.int32]
Maske = npt.NDArray[np.bool_]
# From so many rows on a sheet is kept and read as columns; below, the work on rows is quick enough. Both give the same.
AB = 5_000


def in_columns(zeilen: int) -> bool:
    """Whether a sheet of so many rows is kept as columns."""
    return zeilen >= AB


@dataclass(frozen=True, slots=True)
class Kolonne:
    """One column: ``werte[codes[i]]`` is the cell of row i + 1; two places of ``werte`` may hold the same cell."""

    codes: Codes
    werte: Sequence[Zelle]

    def where(self, holds: Callable[[Zelle], bool]) -> Maske:
        """The rows whose cell fulfils a condition, which is asked once per cell that differs."""
        return np.fromiter(map(holds, self.werte), np.bool_, len(self.werte))[self.codes]

    def among(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The places of ``werte`` that the rows (0-based) hold, ascending."""
        return np.flatnonzero(np.bincount(self.codes[rows], minlength=len(self.werte)))


class Tafel(Sequence[list[Zelle]]):
    """The rows of a sheet, kept as columns; a row is put together when somebody asks for it, a blank one is empty."""

    def __init__(self, kolonnen: Sequence[Kolonne], zeilen: int) -> None:
        self.kolonnen, self._zeilen = tuple(kolonnen), zeilen
        self.leer: Maske = np.ones(zeilen, np.bool_)
        for k in kolonnen:
            self.leer &= k.where(_is_none)

    def __len__(self) -> int:
        return self._zeilen

    @overload
    def __getitem__(self, index: int) -> list[Zelle]: ...

    @overload
    def __getitem__(self, index: slice) -> list[list[Zelle]]: ...

    def __getitem__(self, index: int | slice) -> list[Zelle] | list[list[Zelle]]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._zeilen))]
        return [] if self.leer[index] else [k.werte[k.codes[index]] for k in self.kolonnen]

    @property
    def breite(self) -> int:
        """The number of columns."""
        return len(self.kolonnen)


def from_rows(
    rows: Sequence[Sequence[Any]], clean: Callable[[Any], tuple[Zelle, bool]], keep: Iterable[int] = ()
) -> tuple[Tafel, int]:
    """Rows of cells as a ``Tafel`` and how many cells ``clean`` changed; it is asked once per cell that differs.

    ``keep``: rows (1-based) that are not blank though all their cells are.
    """
    columns, changed = [], 0
    for cells in zip_longest(*rows):
        codes, found = _factorize(cells)
        cleaned = [clean(cell) for cell in found]
        counts = np.bincount(codes, minlength=len(found))
        changed += int(counts[[was for _, was in cleaned]].sum())
        columns.append(Kolonne(codes, [cell for cell, _ in cleaned]))
    tafel = Tafel(columns, len(rows))
    tafel.leer[[n - 1 for n in keep]] = False
    return tafel, changed


def _factorize(cells: Sequence[object]) -> tuple[Codes, list[object]]:
    """Codes in order of appearance. ``True`` equals 1 and yet is another cell, so a column with both asks the type."""
    keys = [(type(c), c) for c in cells] if bool in set(map(type, cells)) else cells
    places = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    codes = np.fromiter(map(places.__getitem__, keys), np.int32, len(cells))
    first = np.zeros(len(places), np.int64)
    first[codes[::-1]] = np.arange(len(cells) - 1, -1, -1)  # of several writes the last one stays: the first row
    return codes, [cells[i] for i in first.tolist()]


def _is_none(cell: Zelle) -> bool:
    return cell is None
