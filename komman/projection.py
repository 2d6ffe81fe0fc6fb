"""What posts will cost the Kreis: an expected course, and a fan of courses drawn from stated assumptions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import isqrt

from komman.formats import divide_half_up

GANZ = 10_000  # 100 % in hundredths of a percent, one post in ten-thousandths
BITS = 53  # random.random() is a multiple of 2**-53, and the one method whose sequence Python promises to keep
QUANTILE = (10, 25, 50, 75, 90)
UNTEN, MITTE, OBEN = 10, 50, 90


@dataclass(frozen=True, slots=True)
class Steigerung:
    """The rise of the costs in one year, in hundredths of a percent; all three equal: it is certain."""

    mindestens: int
    erwartet: int
    hoechstens: int

    def __post_init__(self) -> None:
        if not self.mindestens <= self.erwartet <= self.hoechstens:
            raise ValueError("Steigerung: erwartet liegt nicht zwischen mindestens und hoechstens")


@dataclass(frozen=True, slots=True)
class Plan:
    """One scenario in numbers: money in cents, posts in ten-thousandths.

    ``basis_cent`` are the costs of ``basis_stellen`` posts in ``basisjahr``; ``steigerungen`` has every later year up
    to ``bis``; ``hoechstens`` is the most the Land pays in each year from ``von`` to ``bis``.
    """

    von: int
    bis: int
    basisjahr: int
    basis_cent: int
    basis_stellen: int
    stellen: int
    steigerungen: Mapping[int, Steigerung]
    hoechstens: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.basisjahr <= self.von <= self.bis or len(self.hoechstens) != len(self.jahre):
            raise ValueError("Plan: Jahre passen nicht zusammen")
        if sorted(self.steigerungen) != list(range(self.basisjahr + 1, self.bis + 1)):
            raise ValueError("Plan: Steigerungen fehlen oder sind zu viel")

    @property
    def jahre(self) -> tuple[int, ...]:
        return tuple(range(self.von, self.bis + 1))

    @property
    def kostenfrage(self) -> tuple[object, ...]:
        """Plans of the same file that agree in this have the same costs along the same draws."""
        rises = tuple(self.steigerungen.items())
        return self.basisjahr, self.basis_cent, self.basis_stellen, self.stellen, rises


@dataclass(frozen=True, slots=True)
class Verlauf:
    """One course, year by year, in cents: costs, what the Land pays of them, what is left to the Kreis.

    The Land pays „bis zu“ its rate: never more than the costs, so a year's surplus pays for no other year.
    """

    kosten: tuple[int, ...]
    foerderung: tuple[int, ...]

    @property
    def eigenanteil(self) -> tuple[int, ...]:
        return tuple(k - f for k, f in zip(self.kosten, self.foerderung, strict=True))

    def own_from(self, von: int) -> int | None:
        """The year from which on the Land's money covers the costs in no year to the end; ``None``: there is none."""
        covered = [i for i, cent in enumerate(self.eigenanteil) if cent == 0]
        begin = covered[-1] + 1 if covered else 0
        return von + begin if begin < len(self.kosten) else None


@dataclass(frozen=True, slots=True)
class Projektion:
    """What came out for one plan.

    ``erwartet`` follows the expected rises. ``eigenanteil``: for each of ``QUANTILE`` the own share by year.
    ``summen`` are the own shares of the whole span, one per draw, in the order of the draws; ``eigen_ab`` is the
    break-even year (``Verlauf.own_from``) of the 10th and the 90th of 100 courses, early and late.
    """

    plan: Plan
    erwartet: Verlauf
    eigenanteil: dict[int, tuple[int, ...]]
    summen: tuple[int, ...]
    eigen_ab: tuple[int | None, int | None]

    @property
    def summe(self) -> int:
        """The own share of the whole span on the expected course."""
        return sum(self.erwartet.eigenanteil)

    @property
    def kumuliert(self) -> tuple[int, ...]:
        """The own shares on the expected course, added up year by year."""
        return tuple(accumulate(self.erwartet.eigenanteil))

    @property
    def dauerhaft_ab(self) -> int | None:
        """The break-even year on the expected course (``Verlauf.own_from``)."""
        return self.erwartet.own_from(self.plan.von)

    @property
    def spanne(self) -> dict[int, int]:
        """For each of ``QUANTILE`` the own share of the whole span."""
        return quantiles(self.summen)

    def more_than(self, andere: Projektion) -> tuple[int, dict[int, int]]:
        """How much larger the own share of the span is than that of ``andere``: expected, and its quantiles.

        Both come from the same draws, course by course, so what differs is the scenario and not chance.
        """
        pairs = zip(self.summen, andere.summen, strict=True)
        return self.summe - andere.summe, quantiles([own - other for own, other in pairs])


def ceiling(satz_cent: int, stellen: int, steigerung: int = 0, mal: int = 0) -> int:
    """The rate per full post for ``stellen`` ten-thousandths of a post, risen ``mal`` times, in cents."""
    return divide_half_up(satz_cent * stellen * (GANZ + steigerung) ** mal, GANZ * GANZ**mal)


def draw(zufallszahl: int, ziehungen: int, jahre: Sequence[int]) -> tuple[dict[int, int], ...]:
    """For each course and year a number of ``BITS`` bits, all equally likely: the same for every scenario."""
    source = random.Random(zufallszahl)
    return tuple({jahr: int(source.random() * (1 << BITS)) for jahr in jahre} for _ in range(ziehungen))


def rise(zahl: int, s: Steigerung) -> int:
    """The rise that ``zahl`` (of ``draw``) stands for: triangular, whole hundredths of a percent, without floats."""
    span, left = s.hoechstens - s.mindestens, s.erwartet - s.mindestens
    if span == 0:
        return s.erwartet
    if zahl * span < left << BITS:
        return s.mindestens + _root(zahl * span * left)
    return s.hoechstens - _root(((1 << BITS) - zahl) * span * (span - left))


def _root(scaled: int) -> int:
    """The square root of ``scaled / 2**BITS`` as the nearest whole number."""
    return (isqrt((scaled << 2) >> BITS) + 1) // 2


def costs(plan: Plan, steigerungen: Iterable[int]) -> tuple[int, ...]:
    """The costs of the plan's posts by year, given the rise of each year after ``basisjahr``; rounded once a year."""
    above, below = plan.basis_cent * plan.stellen, plan.basis_stellen
    out = [divide_half_up(above, below)] if plan.von == plan.basisjahr else []
    for jahr, prozent in enumerate(steigerungen, start=plan.basisjahr + 1):
        above, below = above * (GANZ + prozent), below * GANZ
        if jahr >= plan.von:
            out.append(divide_half_up(above, below))
    return tuple(out)


def course(plan: Plan, kosten: tuple[int, ...]) -> Verlauf:
    """What the Land and the Kreis pay of these costs."""
    return Verlauf(kosten, tuple(map(min, kosten, plan.hoechstens)))


def cost_fan(plan: Plan, zuege: Sequence[Mapping[int, int]]) -> list[tuple[int, ...]]:
    """The plan's costs along each of the draws (``draw``; every year after ``basisjahr``)."""
    rises = plan.steigerungen.items()
    return [costs(plan, [rise(zug[j], s) for j, s in rises]) for zug in zuege]


def project(plan: Plan, kosten: Sequence[tuple[int, ...]]) -> Projektion:
    """The plan along its expected rises, and along each of the courses of its costs (``cost_fan``)."""
    expected = course(plan, costs(plan, [s.erwartet for s in plan.steigerungen.values()]))
    fan = [course(plan, reihe) for reihe in kosten]
    shares = [v.eigenanteil for v in fan]
    by_year = [quantiles(year) for year in zip(*shares, strict=True)]
    never = plan.bis + 1
    begin = quantiles([v.own_from(plan.von) or never for v in fan])
    return Projektion(
        plan,
        expected,
        {q: tuple(year[q] for year in by_year) for q in QUANTILE},
        tuple(map(sum, shares)),
        (_year(begin[UNTEN], plan.bis), _year(begin[OBEN], plan.bis)),
    )


def _year(jahr: int, bis: int) -> int | None:
    return None if jahr > bis else jahr


def quantiles(werte: Iterable[int]) -> dict[int, int]:
    """For each of ``QUANTILE`` the smallest value that so many percent do not exceed: one that was drawn."""
    ordered = sorted(werte)
    return {q: ordered[-(-q * len(ordered) // 100) - 1] for q in QUANTILE}
