"""Where the Pauschalen of a Förderjahr come from: a note of a few, a table of many, and which no source names."""

from __future__ import annotations

from komman.bausteine import bausteine
from komman.document import Bloecke
from komman.lage import Lage
from komman.outcomes import by_baustein
from komman.rules import PAUSCHALE, Regelwert
from komman.views import regelnoten

# A note on more rates than these would be a block of small print.
MAX_NOTE = 3


def _rates(lage: Lage) -> tuple[list[Regelwert], list[Regelwert]]:
    """The rates of the Bausteine of the year: those a source gives, those none does."""
    codes = [str(b) for b in by_baustein(lage.weiterleitungen, lage.jahr)["baustein"] if b in bausteine()]
    found = [lage.regelwerk.lookup(PAUSCHALE, lage.jahr, b) for b in codes]
    return [r for r in found if r.wert is not None], [r for r in found if r.wert is None]


def note(lage: Lage) -> str:
    """The footnote of a table by Baustein; where the rates are many, it leads to ``tabelle``."""
    known, unknown = _rates(lage)
    if len(known) <= MAX_NOTE:
        return regelnoten.note([*known, *unknown])
    return " ".join(s for s in ("Pauschalen und Quellen: die nächste Tabelle.", regelnoten.note(unknown)) if s)


def tabelle(lage: Lage) -> Bloecke:
    """The rates of the year with their sources; nothing where the footnote already names them."""
    known, _ = _rates(lage)
    if len(known) <= MAX_NOTE:
        return Bloecke([])
    return Bloecke([regelnoten.tabelle(f"Die Pauschalen des Förderjahres {lage.jahr} und ihre Quellen", known)])
