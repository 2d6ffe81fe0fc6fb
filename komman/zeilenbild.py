"""A row of a source as it stands, for the people who have to clear it up: every heading with its cell."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from komman.canonical import show
from komman.columns import is_running_number
from komman.grid import Blatt, Zelle
from komman.header import Kopf, Spaltenkopf

NICHT_GEZEIGT = "(nicht gezeigt)"
LAENGE = 300  # letters of a cell that are shown


class Feld(NamedTuple):
    """A cell under its heading, ``feld`` its canonical column; never contact data, and never a column that is dropped.

    ``ganz``: the text is the whole cell, so that an entry may expect it. ``strittig``: it is what the row is set aside
    for.
    """

    ueberschrift: str
    feld: str
    text: str
    ganz: bool = True
    strittig: bool = False


def row_content(blatt: Blatt, kopf: Kopf, zeile: int, strittig: Collection[str] = ()) -> tuple[Feld, ...]:
    """The row (1-based) of ``blatt`` before anything is filled down or corrected; ``strittig`` are headings.

    Of a column that is dropped (IBAN, contact, remarks) only the name stands there, except for running numbers, which
    may hold the label of a total.
    """
    row = blatt.zeilen[zeile - 1]
    cells = [row[s.position] if s.position < len(row) else None for s in kopf.spalten]
    return tuple(_field(s, c, s.text in strittig) for s, c in zip(kopf.spalten, cells, strict=True))


def _field(spalte: Spaltenkopf, zelle: Zelle, strittig: bool) -> Feld:
    if spalte.feld is None and not is_running_number(spalte.text):
        return Feld(spalte.text, "", NICHT_GEZEIGT, ganz=False, strittig=strittig)
    text = show(zelle, telefon=True)
    ganz = len(text) <= LAENGE and (not isinstance(zelle, str) or text == zelle)
    return Feld(spalte.text, spalte.feld or "", text if len(text) <= LAENGE else f"{text[:LAENGE]}…", ganz, strittig)
