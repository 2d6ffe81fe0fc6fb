"""Which rows are published together: pools of protected recipients of one Förderjahr, none of which can be worked out.

A pool is safe if it holds at least ``mindest_einheiten`` recipients and, in every measure with values,
``total - x1 - x2 >= p/100 * x1`` (x1, x2: the two largest absolute sums per recipient). Then the second largest, who
knows his own amount, cannot estimate the largest more closely than p percent; everyone else knows less. Both properties
survive adding disjoint pools, so no sum over pools (by Kommune, Baustein, Träger or year) is less safe than its parts.

``zurueckgezahlt_cent`` may stay unsafe in the pool of the whole Kreis if nothing can be joined to make it safe: often
one recipient of a year pays back at all, and a refusal would make each such year unpublishable. What is left is
that one of at least three recipients, unknown which, paid back that sum. The same holds for differences between two
measures, which are not checked on their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from komman.datenschutz import Schwelle
from komman.tables import SCHEMAS

GELD = tuple(s.name for s in SCHEMAS["weiterleitungen"] if s.art == "cent")
# Units are checked too: times the Pauschale they are money.
GEPRUEFT = (*GELD, "einheiten_bewilligt", "einheiten_nachgewiesen")
SPARSAM = frozenset({"zurueckgezahlt_cent"})
EINHEITEN = "einheiten"

KOMMUNE_BAUSTEIN, KOMMUNE, KREIS = range(3)

Summen = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Gruppe:
    """Rows that stay together: a Maßnahme, everything of one association, or a pool.

    ``stufe`` is the finest level at which they may be shown, ``summen`` recipient → measure → sum (a measure without
    any value is absent), ``massnahmen`` the ids of the rows.
    """

    stufe: int
    ags: str
    baustein: str
    massnahmen: tuple[str, ...]
    summen: Summen = field(hash=False)
    kommune_selbst: bool = False

    def schluessel(self, stufe: int) -> tuple[str, str]:
        """The cell of the group at a level: (ags, baustein), (ags, "") or ("", "")."""
        return (self.ags if stufe < KREIS else "", self.baustein if stufe == KOMMUNE_BAUSTEIN else "")

    def betrag(self, mass: str) -> int:
        """How much the group adds to a measure; for the number of recipients: its largest sum, as a size."""
        if mass == EINHEITEN:
            return max((abs(v) for s in self.summen.values() for v in s.values()), default=0)
        return sum(abs(s.get(mass, 0)) for s in self.summen.values())


class NichtFreigebbar(Exception):
    """No safe pool can be formed; ``mass`` is what stayed unsafe (``EINHEITEN`` or a measure)."""

    def __init__(self, mass: str) -> None:
        super().__init__(mass)
        self.mass = mass


@dataclass(frozen=True)
class Ergebnis:
    """The pools of one Förderjahr and the measures that stayed unsafe in the pool of the Kreis."""

    pools: tuple[Gruppe, ...]
    unsicher: tuple[str, ...] = ()


def merge(gruppen: Sequence[Gruppe], stufe: int) -> Gruppe:
    """One group of all rows, for the level ``stufe``."""
    summen: Summen = defaultdict(dict)
    for g in gruppen:
        for einheit, masse in g.summen.items():
            ziel = summen[einheit]  # also for a recipient without any value: it counts
            for mass, wert in masse.items():
                ziel[mass] = ziel.get(mass, 0) + wert
    ags, baustein = gruppen[0].schluessel(stufe)
    return Gruppe(stufe, ags, baustein, tuple(sorted(m for g in gruppen for m in g.massnahmen)), dict(summen))


def failing(summen: Summen, schwelle: Schwelle, masse: Iterable[str] = GEPRUEFT) -> str | None:
    """The first thing that makes a pool unsafe: ``EINHEITEN``, a measure, or ``None`` if it is safe."""
    if len(summen) < schwelle.mindest_einheiten:
        return EINHEITEN
    for mass in masse:
        x = sorted((abs(s[mass]) for s in summen.values() if mass in s), reverse=True)
        if x and 100 * sum(x[2:]) < schwelle.p_prozent * x[0]:
            return mass
    return None


def pool_year(atome: Collection[Gruppe], schwelle: Schwelle, kandidaten: Sequence[Gruppe]) -> Ergebnis:
    """The pools for all ``atome`` of a Förderjahr, each at the finest level at which it is safe.

    ``kandidaten`` are the associations that may have to join the pool of the Kreis. Raises ``NichtFreigebbar``.
    """
    fertig: list[Gruppe] = []
    rest = sorted(atome, key=lambda g: (g.massnahmen, g.ags, g.baustein))
    for stufe in (KOMMUNE_BAUSTEIN, KOMMUNE):
        zellen: dict[tuple[str, str], list[Gruppe]] = defaultdict(list)
        offen = [g for g in rest if g.stufe > stufe]
        for g in rest:
            if g.stufe <= stufe:
                zellen[g.schluessel(stufe)].append(g)
        for zelle in zellen.values():
            pool = merge(zelle, stufe)
            if failing(pool.summen, schwelle) is None:
                fertig.append(pool)
            else:
                offen += zelle
        rest = offen
    if not rest:
        return Ergebnis(tuple(fertig))
    try:
        pools = _close(rest, fertig, kandidaten, schwelle, GEPRUEFT)
    except NichtFreigebbar:
        pools = _close(rest, fertig, kandidaten, schwelle, [m for m in GEPRUEFT if m not in SPARSAM])
    unsafe = failing(pools[0].summen, schwelle)
    return Ergebnis(pools, (unsafe,) if unsafe else ())


def _close(
    rest: Sequence[Gruppe],
    fertig: Sequence[Gruppe],
    kandidaten: Sequence[Gruppe],
    schwelle: Schwelle,
    masse: Sequence[str],
) -> tuple[Gruppe, ...]:
    """The pool of the Kreis first, then the pools left: joined step by step with what helps the failing measure most
    cheaply, finer pools before associations, associations before Kommunen (their accounts are public, so they hide
    little), the smallest first."""
    pool = merge(rest, KREIS)
    vorrat = [(0, g) for g in fertig] + [(2 if g.kommune_selbst else 1, g) for g in kandidaten]
    while (mass := failing(pool.summen, schwelle, masse)) is not None:
        helps = [
            (art, g.betrag(mass), g.schluessel(g.stufe), g.massnahmen, i)
            for i, (art, g) in enumerate(vorrat)
            if (g.summen.keys() - pool.summen.keys() if mass == EINHEITEN else g.betrag(mass))
        ]
        if not helps:
            raise NichtFreigebbar(mass)
        _, chosen = vorrat.pop(min(helps)[-1])
        pool = merge([pool, chosen], KREIS)
    return (pool, *(g for art, g in vorrat if art == 0))
