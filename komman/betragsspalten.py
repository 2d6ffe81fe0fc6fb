"""The amounts of a large column: plainly written ones all at once through Arrow, the others one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from komman.amounts import Betrag, Dezimalzeichen, Stil, Zelle, read_column
from komman.spelling import PLAIN

FEHLT, GELESEN, GERUNDET, UNLESBAR = range(4)


@dataclass(frozen=True, slots=True)
class Betragsspalte:
    """The amounts of the cells that differ in a column: cents (0 where there is none), what each is, and why not."""

    cent: npt.NDArray[np.int64]
    art: npt.NDArray[np.int8]
    gruende: dict[int, str] = field(default_factory=dict)
    stil: Stil = field(default_factory=Stil)

    def betrag(self, platz: int) -> Betrag:
        """The amount of one cell."""
        art = self.art[platz]
        readable = art in (GELESEN, GERUNDET)
        return Betrag(int(self.cent[platz]) if readable else None, self.gruende.get(platz, ""), art == GERUNDET)


def read_amounts(
    zellen: Sequence[Zelle], plaetze: npt.NDArray[np.int64], dezimal: Dezimalzeichen | None
) -> Betragsspalte:
    """The cells at ``plaetze`` as ``parse_column`` reads them; the column's style is decided by these cells alone."""
    cent, art = np.zeros(len(zellen), np.int64), np.zeros(len(zellen), np.int8)
    is_plain = _plain(zellen, plaetze) if dezimal != "punkt" else np.zeros(len(plaetze), np.bool_)
    plain = plaetze[is_plain]
    komma, blanks = 0, False
    if plain.size:
        texts = pa.array([zellen[n] for n in plain.tolist()], pa.string())
        cent[plain], komma, blanks = _cents(texts)
        art[plain] = GELESEN
    rest = plaetze[~is_plain].tolist()
    gruende = {}
    stil, betraege = read_column([zellen[n] for n in rest], dezimal, komma, blanks)
    for n, betrag in zip(rest, betraege, strict=True):
        cent[n], art[n] = betrag.cent or 0, _kind(betrag)
        if betrag.grund:
            gruende[n] = betrag.grund
    return Betragsspalte(cent, art, gruende, stil)


def _kind(betrag: Betrag) -> int:
    if betrag.cent is None:
        return UNLESBAR if betrag.grund else FEHLT
    return GERUNDET if betrag.gerundet else GELESEN


def _plain(zellen: Sequence[Zelle], plaetze: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    places = plaetze.tolist()
    texts = pa.array([c if isinstance(c := zellen[n], str) else None for n in places], pa.string())
    found = pc.fill_null(pc.match_substring_regex(texts, f"^(?:{PLAIN})$"), False)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)


def _cents(texts: pa.Array) -> tuple[npt.NDArray[np.int64], int, bool]:
    """Plainly written amounts in cents, how many have a comma, and whether one is grouped by blanks."""
    comma = pc.match_substring(texts, ",").to_numpy(zero_copy_only=False)
    minus = pc.match_substring(texts, "-").to_numpy(zero_copy_only=False)
    digits = pc.replace_substring_regex(texts, "[^0-9]", "").cast(pa.int64()).to_numpy()
    cents = np.where(comma, digits, digits * 100) * np.where(minus, -1, 1)
    blanks = pc.any(pc.match_substring_regex(texts, "[0-9] [0-9]")).as_py()
    return cents, int(comma.sum()), blanks
