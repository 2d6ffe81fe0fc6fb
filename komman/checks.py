"""All checks on the four canonical tables: what does not fit, how much was looked at, and what could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from komman import checks_bank, checks_bescheid, checks_geld, checks_personal, checks_tage
from komman.checks_bestand import Bestand
from komman.checks_geprueft import Geprueft, compare, identified
from komman.checks_model import MEHRZAHL, PRUEFARTEN, Pruefbefund, Pruefung, by_weight
from komman.formats import anzahl, aufzaehlung
from komman.geprueft import Pruefvermerk
from komman.rules import Regelwerk

CHECKS: tuple[Callable[[Bestand], Pruefung], ...] = (
    checks_geld.check_rates,
    checks_geld.check_proven_units,
    checks_geld.check_caps,
    checks_bescheid.check_ceiling,
    checks_bescheid.check_letters,
    checks_geld.check_paid,
    checks_geld.check_recognised,
    checks_geld.check_returned,
    checks_geld.check_settled,
    checks_bank.check_amounts,
    checks_bank.check_unbooked,
    checks_bank.check_unlisted,
    checks_bank.check_calls,
    checks_bank.check_refunds,
    checks_tage.check_late_returns,
    checks_tage.check_period,
    checks_tage.check_before_grant,
    checks_tage.check_double,
    checks_bescheid.check_proof_of_recipients,
    checks_bescheid.check_proof_of_kreis,
    checks_bescheid.check_proof_amount,
    checks_bescheid.check_several_letters,
    checks_bescheid.check_staff_costs,
    checks_personal.check_posts_twice,
)


@dataclass(frozen=True, slots=True)
class Luecke:
    """What a check could not look at in a Förderjahr: the reason (of ``GRUENDE``), how many, and which Bausteine."""

    grund: str
    jahr: int
    anzahl: int
    bausteine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abdeckung:
    """How far a check reached: without it a check that looked at nothing would read like one that was passed."""

    art: str
    geprueft: int
    auffaellig: int
    luecken: tuple[Luecke, ...] = ()

    @property
    def gruende(self) -> Counter[str]:
        """How many could not be looked at, by reason."""
        out: Counter[str] = Counter()
        for gap in self.luecken:
            out[gap.grund] += gap.anzahl
        return out


@dataclass(frozen=True, slots=True)
class Ergebnis:
    """The open findings in the order of their weight, and the reach of each check in the order of ``PRUEFARTEN``.

    ``geprueft``: the findings that a person found right, apart, in the same order; ``abdeckung`` counts them too.
    """

    befunde: tuple[Pruefbefund, ...]
    abdeckung: tuple[Abdeckung, ...]
    geprueft: tuple[Geprueft, ...] = ()

    @property
    def zusammen(self) -> str:
        """``1 Fehler und 9 Hinweise``; empty if nothing is open."""
        found = Counter(b.schwere for b in self.befunde)
        return aufzaehlung(anzahl(found[s], *words) for s, words in MEHRZAHL.items() if found[s])


def run_checks(
    tabellen: Mapping[str, pd.DataFrame],
    schluessel: str,
    regelwerk: Regelwerk,
    stand: date,
    staende: Mapping[int, date] | None = None,
    vermerke: Sequence[Pruefvermerk] = (),
) -> Ergebnis:
    """Every check on the canonical tables of ``intern`` of the Kreis ``schluessel``.

    ``stand`` is the day the ledgers stand for, ``staende`` that of single Förderjahre (kreis.yaml); a deadline is over
    only if it lies before that day. ``vermerke`` are the entries of geprueft.yaml. Never raises for what the data say:
    letters that contradict each other are a finding.
    """
    bestand = Bestand(tabellen, schluessel, regelwerk, stand, staende or {})
    done = [check(bestand) for check in CHECKS]
    open_, right, entries = compare(identified(b for p in done for b in p.befunde), vermerke)
    findings = sorted([*open_, *entries.befunde], key=by_weight)
    order = list(PRUEFARTEN)
    reach = sorted(map(_reach, [*done, entries]), key=lambda a: order.index(a.art))
    return Ergebnis(tuple(findings), tuple(reach), tuple(right))


def _reach(p: Pruefung) -> Abdeckung:
    gaps = []
    for grund, jahr in sorted({(grund, jahr) for grund, jahr, _ in p.offen}):
        parts = {was: n for (g, j, was), n in p.offen.items() if (g, j) == (grund, jahr)}
        gaps.append(Luecke(grund, jahr, sum(parts.values()), tuple(sorted(w for w in parts if w))))
    return Abdeckung(p.art, p.geprueft, len(p.befunde), tuple(gaps))
