"""A scenario file and a Kreis's own figures, put together: what is computed, and on which assumptions it rests."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from komman import prepare
from komman.einheiten import EINHEITEN
from komman.errors import DatenFehler
from komman.formats import aufzaehlung, divide_half_up, euro, prozent_genau, stellenzahl
from komman.lage import TABELLE, Lage, load_year
from komman.project import check_freigabe, open_project
from komman.projection import GANZ, Plan, Projektion, Steigerung, ceiling, cost_fan, draw, project
from komman.regelmodell import RECHTSSTAND
from komman.rules import FOERDERSATZ, LETZTES_JAHR, Regelwerk, Regelwert
from komman.scenario import TARIFSTEIGERUNG, Kosten, Szenario, Szenariodatei, Tarif
from komman.tables import read_tables
from komman.views.common import value

ANNAHME, ENTWURF = "Annahme", "Entwurf"


@dataclass(frozen=True, slots=True)
class Grund:
    """One thing a scenario rests on; ``marke`` is what it makes of the figures."""

    angabe: str
    wert: str
    nachweis: str
    marke: str = ""


@dataclass(frozen=True, slots=True)
class Gerechnet:
    """One scenario, its letter, what it rests on and what came out; no rate from ``ohne_satz_ab`` on."""

    buchstabe: str
    szenario: Szenario
    gruende: tuple[Grund, ...]
    projektion: Projektion
    ohne_satz_ab: int | None

    @property
    def marken(self) -> str:
        """``Entwurf, Annahme``, as far as something is one."""
        found = {g.marke for g in self.gruende}
        return ", ".join(m for m in (ENTWURF, ANNAHME) if m in found)

    @property
    def titel(self) -> str:
        """``B: Entwurf mit 55.000 € (Entwurf, Annahme)``."""
        return f"{self.buchstabe}: {self.szenario.name}{self.klammer}"

    @property
    def kurz(self) -> str:
        """``B (Entwurf, Annahme)``."""
        return f"{self.buchstabe}{self.klammer}"

    @property
    def klammer(self) -> str:
        return f" ({self.marken})" if self.marken else ""


@dataclass(frozen=True)
class Vergleich:
    """All scenarios of a file, along the same draws."""

    datei: Szenariodatei
    lage: Lage
    szenarien: tuple[Gerechnet, ...]

    @cached_property
    def jahre(self) -> tuple[int, ...]:
        return self.datei.jahre

    @property
    def erstes(self) -> Gerechnet:
        """The scenario the others are compared with."""
        return self.szenarien[0]


def load(datei: Szenariodatei, freigabe: str, daten: str = "") -> Lage:
    """The Kreis at this Freigabe, with the last Förderjahr that has a ledger and is not after that of the costs."""
    level = check_freigabe(freigabe)
    ordner = Path(daten) if daten else open_project().daten
    if not (ordner / prepare.LAGE).is_file():
        prepare.refresh(open_project(daten=ordner), level)
        ordner = ordner / "processed" / level
    wanted = max(k.jahr for k in (datei.kosten, *(s.kosten for s in datei.szenarien if s.kosten is not None)))
    years = [int(j) for j in read_tables(ordner)[TABELLE]["foerderjahr"].unique()]
    return load_year(max((j for j in years if j <= wanted), default=wanted), level, str(ordner))


def compare(datei: Szenariodatei, lage: Lage) -> Vergleich:
    """Every scenario of the file. Refuses costs the tables do not hold and a year without a rate or a rise."""
    plans = [_plan(datei, s, lage) for s in datei.szenarien]
    first = min(plan.basisjahr for plan, *_ in plans) + 1
    draws = draw(datei.zufallszahl, datei.ziehungen, range(first, datei.bis + 1))
    fans: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for plan, *_ in plans:
        if plan.kostenfrage not in fans:
            fans[plan.kostenfrage] = cost_fan(plan, draws)
    done = [
        Gerechnet(letter, s, gruende, project(plan, fans[plan.kostenfrage]), ohne)
        for letter, s, (plan, gruende, ohne) in zip(string.ascii_uppercase, datei.szenarien, plans, strict=False)
    ]
    return Vergleich(datei, lage, tuple(done))


def _plan(datei: Szenariodatei, s: Szenario, lage: Lage) -> tuple[Plan, tuple[Grund, ...], int | None]:
    rules = s.rules(lage.regelwerk)
    kosten = s.kosten or datei.kosten
    cent, posts = _base(lage, kosten, s.name)
    years = range(kosten.jahr + 1, datei.bis + 1)
    rises = {j: _rise(j, s.tarif or datei.tarif, rules, s.name) for j in years}
    end = rules.programme_years()[1]
    rates = {j: _rate(j, rules, s.name) for j in datei.jahre if j <= end}
    most = tuple(_ceiling(s, j, rates) for j in datei.jahre)
    plan = Plan(datei.von, datei.bis, kosten.jahr, cent, posts, s.stellen, {j: r for j, (r, _) in rises.items()}, most)
    why = [
        _costs_ground(kosten, cent, posts), *_posts_ground(s),
        *_runs("Steigerung der Kosten", {j: g for j, (_, g) in rises.items()}),
        *_runs("Fördersatz je voller Stelle", {j: _rate_ground(r) for j, r in rates.items()}),
        *_end_ground(rules, datei, s, end),
    ]  # fmt: skip
    return plan, tuple(why), max(end + 1, datei.von) if end < datei.bis else None


def _base(lage: Lage, kosten: Kosten, name: str) -> tuple[int, int]:
    """Costs in cents, and of how many ten-thousandths of a post."""
    if kosten.je_stelle is not None:
        return kosten.je_stelle, GANZ
    rows = lage.stellen[lage.stellen["foerderjahr"] == kosten.jahr]
    cent, posts = (
        (value(rows.iloc[0], spalte) for spalte in ("personalkosten_cent", "vzae_zehntausendstel"))
        if len(rows)
        else (None, None)
    )
    if not cent or not posts:
        raise DatenFehler(
            f"Für {kosten.jahr} sind bei dieser Freigabe keine Personalkosten bekannt.",
            ort=f"Szenario „{name}“, Schlüssel „kosten“",
            abhilfe="im Szenario „je_stelle“ mit „quelle“ angeben oder ein anderes Jahr nennen"
            + ("." if lage.freigabe == "intern" else "; vielleicht zeigt --freigabe intern die Kosten."),
        )
    return cent, posts


def _rise(jahr: int, tarif: tuple[Tarif, ...], rules: Regelwerk, name: str) -> tuple[Steigerung, Grund]:
    entry = next((t for t in reversed(tarif) if t.ab <= jahr), None)
    if entry is None:
        rule = rules.lookup(TARIFSTEIGERUNG, jahr)
        percent = _exact(rule, name, f"unter „tarif“ einen Eintrag ab {rule.jahr} ergänzen.")
        return Steigerung(percent, percent, percent), Grund("", rule.text, _source(rule), rule.marke)
    least, most = entry.spanne
    text = prozent_genau(entry.erwartet)
    text += f", mindestens {prozent_genau(least)}, höchstens {prozent_genau(most)}" if least < most else ""
    mark = ANNAHME if entry.rechtsstand == "angenommen" else ""
    source = f"{RECHTSSTAND[entry.rechtsstand]}; Quelle: {entry.quelle}"
    return Steigerung(least, entry.erwartet, most), Grund("", f"{text}{f' ({mark})' if mark else ''}", source, mark)


def _rate(jahr: int, rules: Regelwerk, name: str) -> Regelwert:
    rule = rules.lookup(FOERDERSATZ, jahr)
    _exact(rule, name, f"im Szenario unter „regeln“ einen Wert von {FOERDERSATZ} ab {jahr}-01-01 annehmen.")
    return rule


def _exact(rule: Regelwert, name: str, abhilfe: str) -> int:
    """The value for arithmetic, or the refusal of ``Regelwert.rechne`` with the scenario's name and remedy."""
    try:
        return rule.rechne()
    except DatenFehler as e:
        raise DatenFehler(e.was, ort=f"Szenario „{name}“, Regel „{rule.name}“", mehr=e.mehr, abhilfe=abhilfe) from None


def _ceiling(s: Szenario, jahr: int, rates: dict[int, Regelwert]) -> int:
    """The most the Land pays in the year; nothing after the programme's end."""
    if jahr not in rates:
        return 0
    d = s.dynamisierung
    times = max(0, jahr - d.ab + 1) if d else 0
    return ceiling(rates[jahr].rechne(), s.gefoerdert, d.prozent if d else 0, times)


def _costs_ground(kosten: Kosten, cent: int, posts: int) -> Grund:
    what = f"Kosten je voller Stelle {kosten.jahr}"
    if kosten.je_stelle is not None:
        return Grund(what, f"{euro(cent)} ({ANNAHME})", f"angenommen; Quelle: {kosten.quelle}", ANNAHME)
    source = f"Förderlisten, Förderjahr {kosten.jahr}: {euro(cent)} für {stellenzahl(posts)} Stellen"
    return Grund(what, euro(divide_half_up(cent * GANZ, posts)), source)


def _posts_ground(s: Szenario) -> Iterator[Grund]:
    yield Grund("Stellen (VZÄ)", stellenzahl(s.stellen), "Angabe im Szenario")
    if s.gefoerdert != s.stellen:
        yield Grund("davon vom Land gefördert", stellenzahl(s.gefoerdert), "Angabe im Szenario")


def _rate_ground(rule: Regelwert) -> Grund:
    return Grund("", rule.text, _source(rule), rule.marke)


def _source(rule: Regelwert) -> str:
    """The note of a known rule; what a scenario states itself has a source, but no rank of evidence."""
    return rule.nachweis if not rule.marke else f"{RECHTSSTAND[rule.rechtsstand]}; Quelle: {rule.quelle}"


def _end_ground(rules: Regelwerk, datei: Szenariodatei, s: Szenario, end: int) -> Iterator[Grund]:
    rule = rules.lookup(LETZTES_JAHR, datei.bis)
    if rule.marke or end < datei.bis:
        text = f"{EINHEITEN['Jahre'].sage(end)}{f' ({rule.marke})' if rule.marke else ''}"
        yield Grund("Letztes Jahr mit Förderung", text, _source(rule), rule.marke)
    if s.dynamisierung is not None:
        d = s.dynamisierung
        yield Grund(
            f"Steigerung des Fördersatzes ab {d.ab}", f"jährlich {prozent_genau(d.prozent)} ({ANNAHME})",
            f"angenommen; Quelle: {d.quelle}", ANNAHME,
        )  # fmt: skip


def _runs(angabe: str, by_year: dict[int, Grund]) -> Iterator[Grund]:
    """Years in a row that rest on the same are one entry: ``Fördersatz 2022 bis 2032``."""
    years = sorted(by_year)
    start = 0
    for i, jahr in enumerate(years):
        g = by_year[jahr]
        if i + 1 == len(years) or by_year[years[i + 1]] != g:
            first = years[start]
            when = str(first) if first == jahr else f"{first} bis {jahr}"
            yield Grund(f"{angabe} {when}", g.wert, g.nachweis, g.marke)
            start = i + 1


def grounds(v: Vergleich) -> list[tuple[Grund, str]]:
    """What the scenarios rest on, each thing once, with the letters of those it holds for."""
    order: list[Grund] = list(dict.fromkeys(g for s in v.szenarien for g in s.gruende))
    order.sort(key=lambda g: _KINDS.index(next(k for k in _KINDS if g.angabe.startswith(k))))
    letters = [[s.buchstabe for s in v.szenarien if g in s.gruende] for g in order]
    return [(g, "alle" if len(n) == len(v.szenarien) else aufzaehlung(n)) for g, n in zip(order, letters, strict=True)]


_KINDS = (
    "Kosten je voller Stelle", "Stellen", "davon", "Steigerung der Kosten", "Fördersatz", "Steigerung des",
    "Letztes Jahr",
)  # fmt: skip
