"""The lines of an answer: one per value of the grouping, with rank, share, change and inhabitants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from komman.errors import DatenFehler
from komman.formats import jahre_text, permille
from komman.kreis import Bevoelkerung
from komman.lage import Lage
from komman.questions_model import Frage
from komman.questions_rows import Auswahl, groups, select
from komman.questions_values import (
    Wert,
    countable,
    heads,
    of_kreis,
    of_rows,
    of_staff,
    per_thousand,
    population,
    ranks,
    years_of,
)


@dataclass(frozen=True, slots=True)
class Zeile:
    """One line: its key and name, the value, and what was asked of it; one that is not ``benannt`` has no rank."""

    schluessel: str
    name: str
    wert: Wert
    benannt: bool = True
    rang: int | None = None
    anteil: int | None = None
    veraenderung: int | None = None
    veraenderung_promille: int | None = None
    einwohner: int | None = None


@dataclass(frozen=True)
class Ergebnis:
    """Everything an answer says, as numbers.

    ``gesamt`` is the value of all lines together where that has a meaning, ``rest`` that of rows which may belong to
    the selection too, ``ganzes`` the value without filters. ``bevoelkerung`` is given by Förderjahr.
    """

    frage: Frage
    lage: Lage
    jahre: list[int]
    fehlende_jahre: list[int]
    auswahl: Auswahl | None
    zeilen: list[Zeile]
    gesamt: Wert | None
    ganzes: Wert | None = None
    anteil: int | None = None
    rest: Wert | None = None
    bevoelkerung: dict[int, Bevoelkerung] = field(default_factory=dict)

    @property
    def quellzeilen(self) -> int:
        """How many released rows the answer rests on."""
        return sum(z.wert.zeilen for z in self.zeilen)


def compute(lage: Lage, frage: Frage) -> Ergebnis:
    """The answer as numbers; refuses what the tables cannot tell (``DatenFehler``) and unknown names."""
    da = years_of(lage, frage.m)
    asked = range(frage.von, frage.bis + 1)
    jahre = [j for j in asked if j in da]
    if not jahre:
        raise DatenFehler(
            f"Zu „{frage.m.titel}“ gibt es für {jahre_text(asked)} keine Angaben.",
            mehr=[f"Vorhandene Jahre: {jahre_text(sorted(da)) or 'keine'}."],
            abhilfe=f"{'ein vorhandenes Jahr nennen oder ' if da else ''}die Angaben in data/raw/ ergänzen.",
        )
    rechner = _Rechner(lage, frage, jahre, select(lage, frage, jahre) if frage.m.teilbar else None)
    missing = [j for j in asked if j not in da]
    e = Ergebnis(frage, lage, jahre, missing, rechner.auswahl, rechner.lines(), rechner.together())
    e = replace(e, rest=rechner.rest(), bevoelkerung=rechner.bevoelkerung)
    if frage.anteil:
        e = rechner.with_shares(e)
    if frage.veraenderung:
        e = replace(e, zeilen=_with_changes(e))
    if frage.rang:
        found = ranks(z.wert.wert if z.benannt else None for z in e.zeilen)
        e = replace(e, zeilen=[replace(z, rang=r) for z, r in zip(e.zeilen, found, strict=True)])
    return e


class _Rechner:
    """Measures rows and years for one question."""

    def __init__(self, lage: Lage, frage: Frage, jahre: Sequence[int], auswahl: Auswahl | None) -> None:
        self.lage, self.frage, self.jahre, self.auswahl = lage, frage, jahre, auswahl
        self.bevoelkerung = {j: population(lage, j) for j in jahre} if frage.je_1000 else {}

    def measure(self, rows: pd.DataFrame | None, jahre: Sequence[int], whole: bool = False) -> Wert:
        """The measure over ``rows``, or where it is known of the Kreis only, over ``jahre``."""
        m = self.frage.m
        if rows is not None:
            return of_rows(m, rows, self.lage.ungenannte_kommunen if whole else {})
        return of_kreis(m, self.lage, jahre) if m.art == "kreis" else of_staff(m, self.lage, jahre)

    def lines(self) -> list[Zeile]:
        nach, auswahl, free = self.frage.nach, self.auswahl, not self.frage.filter
        rows = None if auswahl is None else auswahl.zeilen
        if nach == "jahr":
            return [self._heads(self._year(j, rows, free), j) for j in self.jahre]
        if nach and auswahl is not None:
            found = [Zeile(g.schluessel, g.name, self.measure(g.zeilen, ()), g.benannt) for g in groups(auswahl, nach)]
            return [self._heads(z, self.jahre[-1], by_place=nach == "kommune") for z in found]
        if rows is not None and not countable(self.frage.m, rows, self.lage.ungenannte_kommunen if free else {}):
            self.measure(rows, (), free)  # raises, with the way out
        line = Zeile("", jahre_text(self.jahre), self.measure(rows, self.jahre, free))
        return [self._heads(line, self.jahre[-1])]

    def _year(self, jahr: int, rows: pd.DataFrame | None, free: bool) -> Zeile:
        own = None if rows is None else rows[rows["foerderjahr"] == jahr]
        return Zeile(str(jahr), str(jahr), self.measure(own, [jahr], free))

    def _heads(self, z: Zeile, jahr: int, by_place: bool = False) -> Zeile:
        """The line per 1,000 inhabitants of its Kommune, else of the selection's, else of the Kreis."""
        if not self.frage.je_1000:
            return z
        ags = z.schluessel if by_place else self.auswahl.ags if self.auswahl else ""
        n = None if by_place and not z.benannt else heads(self.bevoelkerung[jahr], ags)
        return replace(z, wert=per_thousand(self.frage, z.wert, n), einwohner=n)

    def together(self) -> Wert | None:
        """All lines as one, where that says something."""
        f, rows = self.frage, None if self.auswahl is None else self.auswahl.zeilen
        free = not f.filter
        if f.nach == "jahr" and (f.je_1000 or f.mass == "vzae"):
            return None
        if rows is not None and not countable(f.m, rows, self.lage.ungenannte_kommunen if free else {}):
            return None
        wert = self.measure(rows, self.jahre, free)
        if not f.je_1000:
            return wert
        return per_thousand(f, wert, heads(self.bevoelkerung[self.jahre[-1]], self.auswahl.ags if self.auswahl else ""))

    def rest(self) -> Wert | None:
        a = self.auswahl
        if a is None or a.rest.empty or not countable(self.frage.m, a.rest, {}):
            return None
        return self.measure(a.rest, ())

    def with_shares(self, e: Ergebnis) -> Ergebnis:
        """Of what: of all lines together; by year, or without grouping, of the same measure without the filters."""
        if self.auswahl is None:
            return e
        alle = self.auswahl.alle
        if e.frage.nach not in ("", "jahr"):
            return replace(e, zeilen=[replace(z, anteil=share(z.wert, e.gesamt)) for z in e.zeilen])
        hidden = self.lage.ungenannte_kommunen
        ganzes = self.measure(alle, (), True) if countable(e.frage.m, alle, hidden) else None
        by_year = {z.schluessel: alle[alle["foerderjahr"].astype(str) == z.schluessel] for z in e.zeilen}
        zeilen = [
            replace(z, anteil=share(z.wert, self.measure(by_year[z.schluessel], (), True) if z.schluessel else ganzes))
            for z in e.zeilen
        ]
        return replace(e, zeilen=zeilen, ganzes=ganzes, anteil=share(e.gesamt, ganzes))


def share(teil: Wert | None, ganzes: Wert | None) -> int | None:
    """A share in promille; nothing unless both rest on every Maßnahme and the whole is above 0."""
    if teil is None or ganzes is None or not (teil.vollstaendig and ganzes.vollstaendig) or (ganzes.wert or 0) <= 0:
        return None
    return permille(teil.wert, ganzes.wert)


def _with_changes(e: Ergebnis) -> list[Zeile]:
    by_key = {z.schluessel: z for z in e.zeilen}
    out = []
    for z in e.zeilen:
        diff, rate = change(e, by_key.get(str(int(z.schluessel) - 1)), z)
        out.append(replace(z, veraenderung=diff, veraenderung_promille=rate))
    return out


def change(e: Ergebnis, von: Zeile | None, bis: Zeile) -> tuple[int | None, int | None]:
    """Difference and rate (promille) between two years; nothing where one is not fully known.

    Per head, two years compare only if their inhabitants rest on the same census. A share changes by points.
    """
    if von is None or not (von.wert.vollstaendig and bis.wert.vollstaendig):
        return None, None
    if not same_census(e, von, bis):
        return None, None
    before, now = von.wert.wert or 0, bis.wert.wert or 0
    rate = permille(now - before, before) if before > 0 and e.frage.einheit != "promille" else None
    return now - before, rate


def same_census(e: Ergebnis, a: Zeile, b: Zeile) -> bool:
    """Whether the inhabitants of two years may be compared; always so where none are used."""
    if not e.bevoelkerung:
        return True
    return e.bevoelkerung[int(a.schluessel)].grundlage == e.bevoelkerung[int(b.schluessel)].grundlage
