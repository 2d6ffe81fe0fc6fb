"""Which rows are published together: pools of protected recipients of one Förderjahr, none of which can be worked out.

A pool is safe if it holds at least ``mindest_einheiten`` recipients and, in every measure, for every recipient i with
a sum x_i other than 0 and every other recipient j (or nobody): ``|total - x_i - x_j| >= p/100 * |x_i|``. Then nobody
who knows his own amount can estimate another's more closely than p percent. Without negative sums that survives adding
disjoint pools, so no sum over pools (by Kommune, Baustein, Träger or year) is less safe than its parts. With negative
ones it need not: such a pool is formed for the whole Kreis only, and finer pools with a recipient of it are taken in.

Pools below the Kreis must also be safe in the differences of measures (a missing value counts as 0, as whoever
subtracts does), and their recipients must not all have been granted the same: equal shares would be the true amounts.
The pool of the Kreis takes in one group more than it needs, so that nothing follows from where it stopped.

``zurueckgezahlt_cent`` may stay unsafe in the pool of the whole Kreis if nothing can be joined to make it safe: often
one recipient of a year pays back at all, and a refusal would make each such year unpublishable. What is left is
that one of at least three recipients, unknown which, paid back that sum. The same holds there for the differences,
which are sparse too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from komman.datenschutz import Schwelle
from komman.tables import SCHEMAS

GELD = tuple(s.name for s in SCHEMAS["weiterleitungen"] if s.art == "cent")
# Units are checked too: times the Pauschale they are money.
GEPRUEFT = (*GELD, "einheiten_bewilligt", "einheiten_nachgewiesen")
SPARSAM = frozenset({"zurueckgezahlt_cent"})
# Published sums can be subtracted, and the Verwendungsnachweis shows these: name → minuend, subtrahends.
DIFFERENZEN = {
    "-".join(masse): masse
    for masse in (
        ("bewilligt_cent", "ausgezahlt_cent"),
        ("bewilligt_cent", "anerkannt_cent"),
        ("ausgezahlt_cent", "nachgewiesen_cent"),
        ("nachgewiesen_cent", "anerkannt_cent"),
        ("ausgezahlt_cent", "anerkannt_cent"),
        ("ausgezahlt_cent", "anerkannt_cent", "zurueckgezahlt_cent"),
        ("einheiten_bewilligt", "einheiten_nachgewiesen"),
    )
}
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


# What may join the pool of the Kreis: 0 finer pool, 1 association, 2 the Kommune itself; and its rows.
Vorrat = list[tuple[int, Gruppe]]


class NichtFreigebbar(Exception):
    """No safe pool can be formed; ``mass`` is what stayed unsafe (``EINHEITEN`` or a measure)."""

    def __init__(self, mass: str) -> None:
        super().__init__(mass)
        self.mass = mass


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
    return next((m for m in masse if not _hidden(_values(summen, m), schwelle.p_prozent)), None)


def _values(summen: Summen, mass: str) -> list[int]:
    """The sum of each recipient in a measure, or in a difference of measures that are all known of anyone."""
    if mass not in DIFFERENZEN:
        return [s.get(mass, 0) for s in summen.values()]
    known = all(any(m in s for s in summen.values()) for m in DIFFERENZEN[mass])
    plus, *minus = DIFFERENZEN[mass]
    return [s.get(plus, 0) - sum(s.get(m, 0) for m in minus) for s in summen.values() if known]


def _hidden(x: Sequence[int], p: int) -> bool:
    total, count = sum(x), Counter(x)
    return all(
        100 * abs(total - mine - known) >= p * abs(mine)
        for mine in count
        if mine
        for known in {0, *count}
        if known != mine or count[mine] > 1
    )


def _is_uniform(summen: Summen) -> bool:
    """Whether all recipients were granted (where nothing is known of that: paid) the same sum."""
    for mass in ("bewilligt_cent", "ausgezahlt_cent"):
        if any(mass in s for s in summen.values()):
            values = set(_values(summen, mass))
            return len(values) == 1 and values != {0}
    return False


def _has_negative(summen: Summen, masse: Iterable[str] = GEPRUEFT) -> bool:
    return any(v < 0 for mass in masse for v in _values(summen, mass))


def _is_safe_below_kreis(summen: Summen, schwelle: Schwelle) -> bool:
    masse = (*GEPRUEFT, *DIFFERENZEN)
    return failing(summen, schwelle, masse) is None and not _has_negative(summen, masse) and not _is_uniform(summen)


def pool_year(atome: Collection[Gruppe], schwelle: Schwelle, kandidaten: Sequence[Gruppe]) -> tuple[Gruppe, ...]:
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
            if _is_safe_below_kreis(pool.summen, schwelle):
                fertig.append(pool)
            else:
                offen += zelle
        rest = offen
    if not rest:
        return tuple(fertig)
    vorrat = [(0, g) for g in fertig] + [(2 if g.kommune_selbst else 1, g) for g in kandidaten]
    try:
        return _close(rest, vorrat, schwelle, GEPRUEFT)
    except NichtFreigebbar:
        return _close(rest, vorrat, schwelle, [m for m in GEPRUEFT if m not in SPARSAM])


def _close(rest: Sequence[Gruppe], vorrat: Vorrat, schwelle: Schwelle, masse: Sequence[str]) -> tuple[Gruppe, ...]:
    """The pool of the Kreis first, then the pools left: joined step by step with what helps the failing measure most
    cheaply (see ``_cheapest``), at last with one group more if any had to join or all were granted the same."""
    pool, vorrat = _join(merge(rest, KREIS), vorrat)
    joined = ""
    while (mass := failing(pool.summen, schwelle, masse)) is not None:
        helps = _cheapest(vorrat, mass, pool)
        if not helps:
            raise NichtFreigebbar(mass)
        pool, vorrat = _join(pool, vorrat, helps[0])
        joined = mass
    more = bool(joined) or _is_uniform(pool.summen)
    while more:
        options = (_join(pool, vorrat, g) for g in _cheapest(vorrat, joined or "bewilligt_cent", pool))
        found = next((o for o in options if failing(o[0].summen, schwelle, masse) is None), None)
        if found is None:
            break
        pool, vorrat = found
        more = _is_uniform(pool.summen)
    return (pool, *(g for art, g in vorrat if art == 0))


def _cheapest(vorrat: Vorrat, mass: str, pool: Gruppe) -> list[Gruppe]:
    """What adds to the measure: finer pools before associations, associations before Kommunen (their accounts are
    public, so they hide little), the smallest first."""
    helps = [
        (art, g.betrag(mass), g.schluessel(g.stufe), g.massnahmen, i)
        for i, (art, g) in enumerate(vorrat)
        if (g.summen.keys() - pool.summen.keys() if mass == EINHEITEN else g.betrag(mass))
    ]
    return [vorrat[h[-1]][1] for h in sorted(helps)]


def _join(pool: Gruppe, vorrat: Vorrat, chosen: Gruppe | None = None) -> tuple[Gruppe, Vorrat]:
    """The pool with one more group, and what is left; see the module on finer pools and negative sums."""
    taken = [] if chosen is None else [chosen]
    while True:
        if taken:
            pool = merge([pool, *taken], KREIS)
            vorrat = [(art, g) for art, g in vorrat if g not in taken]
        shared = [g for art, g in vorrat if art == 0 and g.summen.keys() & pool.summen.keys()]
        taken = shared if _has_negative(pool.summen) else []
        if not taken:
            return pool, vorrat
