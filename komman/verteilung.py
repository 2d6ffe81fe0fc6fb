"""The key of the Flüchtlingsaufnahmegesetz: shares by inhabitants and area with a cap, and money split by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Protocol

from komman.errors import DatenFehler
from komman.formats import divide_half_up, permille
from komman.rules import Regelwerk, Regelwert

GEWICHTE = ("flueag_gewicht_einwohner", "flueag_gewicht_flaeche", "flueag_kappung")
GANZES = 10_000  # hundredths of a percent


class Ort(Protocol):
    """A municipality as the key needs it: 8-digit ``ags``, inhabitants, area in hectares."""

    @property
    def ags(self) -> str: ...
    @property
    def einwohner(self) -> int: ...
    @property
    def flaeche_ha(self) -> int: ...


@dataclass(frozen=True)
class Gewichte:
    """How much inhabitants and area count, and by how much area may lift a share above the inhabitants' (0.25)."""

    einwohner: Fraction
    flaeche: Fraction
    kappung: Fraction

    def __post_init__(self) -> None:
        if self.einwohner + self.flaeche != 1 or min(self.einwohner, self.flaeche, self.kappung) < 0:
            raise DatenFehler(
                "Die Gewichte des Schlüssels sind nicht zusammen 100 %, oder eines ist negativ.",
                abhilfe="die Regeln flueag_gewicht_einwohner, flueag_gewicht_flaeche und flueag_kappung prüfen.",
            )


@dataclass(frozen=True)
class Schluessel:
    """The share of each municipality (by ags; together 1), and those at which the cap binds, sorted."""

    anteile: dict[str, Fraction]
    gekappt: tuple[str, ...]


@dataclass(frozen=True)
class Probe:
    """A published amount beside ours; ``abweichung`` is (ours - published) in permille of the published amount."""

    name: str
    anteil: Fraction
    betrag_cent: int
    gesamt_cent: int
    rechnerisch_cent: int
    abweichung: int


def weight_rules(regelwerk: Regelwerk, jahr: int) -> tuple[Regelwert, ...]:
    """The three rules of the key as they hold in the Förderjahr: inhabitants, area, cap."""
    return tuple(regelwerk.lookup(name, jahr) for name in GEWICHTE)


def weights(regelwerk: Regelwerk, jahr: int) -> Gewichte:
    """The weights of a Förderjahr; refuses a year without them by the rule's name."""
    return Gewichte(*(Fraction(r.rechne(), GANZES) for r in weight_rules(regelwerk, jahr)))


def key(orte: Iterable[Ort], gewichte: Gewichte) -> Schluessel:
    """The shares of all municipalities among which the money is split (§ 3 Abs. 1 FlüAG), as exact fractions.

    The law: the share by inhabitants counts 90 %, that by area 10 %. Area lifts a municipality at most 25 % above its
    share by inhabitants; what exceeds that goes to all others in proportion to their shares. The law does not say what
    happens when such a gift lifts another one above its own limit. Our reading (Lesart): then that one is capped too,
    until none exceeds. Refuses no municipality, one named twice, and one without inhabitants or area.
    """
    places = {o.ags: o for o in _checked(orte)}
    people = sum(o.einwohner for o in places.values())
    area = sum(o.flaeche_ha for o in places.values())
    by_people = {a: Fraction(o.einwohner, people) for a, o in places.items()}
    raw = {
        a: gewichte.einwohner * by_people[a] + gewichte.flaeche * Fraction(o.flaeche_ha, area)
        for a, o in places.items()
    }
    limit = {a: s * (1 + gewichte.kappung) for a, s in by_people.items()}
    capped: set[str] = set()
    while True:
        # Never by zero: all limits together are at least 1, so those not capped can never all exceed theirs.
        lift = (1 - _sum(limit[a] for a in capped)) / _sum(raw[a] for a in raw if a not in capped)
        over = {a for a in raw if a not in capped and raw[a] * lift > limit[a]}
        if not over:
            shares = {a: limit[a] if a in capped else raw[a] * lift for a in raw}
            return Schluessel(shares, tuple(sorted(capped)))
        capped |= over


def _sum(shares: Iterable[Fraction]) -> Fraction:
    return sum(shares, Fraction(0))


def _checked(orte: Iterable[Ort]) -> Sequence[Ort]:
    found = sorted(orte, key=lambda o: o.ags)
    if not found:
        raise DatenFehler("Der Schlüssel ist ohne Gemeinden nicht zu berechnen.", abhilfe="Gemeinden nennen.")
    for o, after in zip(found, [*found[1:], None], strict=True):
        if after is not None and o.ags == after.ags:
            raise DatenFehler(f"Die Gemeinde {o.ags} ist doppelt genannt.", abhilfe="Eine der beiden entfernen.")
        if o.einwohner <= 0 or o.flaeche_ha <= 0:
            raise DatenFehler(
                f"Für die Gemeinde {o.ags} fehlen Einwohner oder Fläche.", abhilfe="beide Angaben ergänzen."
            )
    return found


def distribute(gesamt_cent: int, anteile: Mapping[str, Fraction]) -> dict[str, int]:
    """``gesamt_cent`` by shares that are together 1, in cents that add up to it.

    Each gets its whole cents; the cents left go one each to the largest remainders, the earlier name first where two
    are equal. Refuses a negative total and shares that are not together 1.
    """
    if gesamt_cent < 0 or sum(anteile.values()) != 1 or min(anteile.values()) < 0:
        raise DatenFehler(
            "Verteilt wird nur ein Betrag ab 0 nach Anteilen, die zusammen 1 sind.",
            abhilfe="Betrag und Anteile prüfen.",
        )
    exact = {name: gesamt_cent * share for name, share in anteile.items()}
    cents = {name: value.numerator // value.denominator for name, value in exact.items()}
    left = gesamt_cent - sum(cents.values())
    for name in sorted(exact, key=lambda n: (cents[n] - exact[n], n))[:left]:
        cents[name] += 1
    return cents


def by_ki(anteile: Mapping[str, Fraction], eigene: Iterable[str] = ()) -> dict[str, Fraction]:
    """The share of each KI by its five-digit key, sorted: the sum of its municipalities.

    ``eigene`` are the ags of municipalities of a Kreis that are counted apart, under their own eight digits.
    """
    apart = set(eigene)
    out: dict[str, Fraction] = {}
    for ags, share in anteile.items():
        ki = ags if ags in apart else ags[:5]
        out[ki] = out.get(ki, Fraction(0)) + share
    return dict(sorted(out.items()))


def within(anteile: Mapping[str, Fraction], orte: Iterable[str]) -> dict[str, Fraction]:
    """The shares of some municipalities among themselves: together 1 again."""
    own = {ags: anteile[ags] for ags in orte}
    total = _sum(own.values())
    return {ags: share / total for ags, share in own.items()}


def implied_total(betrag_cent: int, anteil: Fraction) -> int:
    """The state's whole money, in cents, of which ``betrag_cent`` is the share ``anteil``."""
    return divide_half_up(betrag_cent * anteil.denominator, anteil.numerator)


def reproduction(betraege: Iterable[tuple[str, int, Fraction]]) -> tuple[int, list[Probe]]:
    """The median state total in cents, and per (name, published cents, share) what the key makes of that total.

    The median lies in the middle of the totals that the published amounts imply, so that one wrong amount cannot move
    all others. Refuses an empty list.
    """
    found = [(name, cent, share, implied_total(cent, share)) for name, cent, share in betraege]
    if not found:
        raise DatenFehler("Ohne veröffentlichten Betrag gibt es keine Probe.", abhilfe="Beträge nennen.")
    half = median(Fraction(total) for *_, total in found)
    middle = divide_half_up(half.numerator, half.denominator)
    out = []
    for name, cent, share, total in found:
        ours = divide_half_up(middle * share.numerator, share.denominator)
        error = permille(ours - cent, cent)
        assert error is not None
        out.append(Probe(name, share, cent, total, ours, error))
    return middle, out
