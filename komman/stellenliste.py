"""What an author may call in a text: each function gives one figure of a ``Lage`` as text, or says it is missing."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from komman.errors import shorten
from komman.faktencheck import Grundlage
from komman.formats import NICHT_BELEGT, OFFEN, euro, euro_rund, group, prozent, stellenzahl
from komman.kreis import ERSTES_FOERDERJAHR
from komman.lage import Lage
from komman.outcomes import MASSE
from komman.rules import FOERDERSATZ, Regelwert
from komman.staffing_foerderung import difference, proven_rate, refinancing
from komman.text import nearest, slug

HOECHSTBETRAG = "hoechstbetrag"
BETRAEGE = (HOECHSTBETRAG, *MASSE, "netto")
STUFEN = (1, 10, 100, 1_000, 10_000, 100_000)


class Falsch(Exception):
    """What is wrong with a place, and the remedy; the line is added by ``fill``."""

    def __init__(self, was: str, abhilfe: str) -> None:
        super().__init__(was)
        self.was, self.abhilfe = was, abhilfe


@dataclass(frozen=True, slots=True)
class Stelle:
    """A function an author may call: what it gives, how it is written, and an example."""

    was: str
    beispiel: str
    rechne: Callable[..., str]

    @property
    def aufruf(self) -> str:
        """``betrag(mass, von, bis)``; what may be left out stands in brackets."""
        angaben = list(inspect.signature(self.rechne).parameters.values())[1:]
        names = [f"[{p.name}]" if p.default is not p.empty else p.name for p in angaben]
        return f"{self.rechne.__name__}({', '.join(names)})"


STELLEN: dict[str, Stelle] = {}


def _stelle(was: str, beispiel: str) -> Callable[[Callable[..., str]], Callable[..., str]]:
    def register(rechne: Callable[..., str]) -> Callable[..., str]:
        STELLEN[rechne.__name__] = Stelle(was, beispiel, rechne)
        return rechne

    return register


def _years(lage: Lage, von: int, bis: int) -> range:
    bis = bis or von
    if not ERSTES_FOERDERJAHR <= von <= bis <= lage.jahr:
        raise Falsch(
            f"Die Förderjahre {von} bis {bis} sind hier nicht möglich."
            if bis != von
            else f"Das Förderjahr {von} ist hier nicht möglich.",
            f"Jahre von {ERSTES_FOERDERJAHR} bis {lage.jahr} nennen, das frühere zuerst.",
        )
    return range(von, bis + 1)


def _sum(lage: Lage, mass: str, von: int, bis: int) -> tuple[int | None, str]:
    """The sum of an amount over the years, or nothing and the word for why: never a part for the whole."""
    key = slug(mass)
    if key not in BETRAEGE:
        close = nearest(key, BETRAEGE)
        hint = f"Gemeint ist wohl „{close}“. " if close else ""
        raise Falsch(f"Den Betrag „{shorten(mass)}“ gibt es nicht.", f"{hint}Bekannt sind: {', '.join(BETRAEGE)}.")
    total = 0
    for jahr in _years(lage, von, bis):
        row = lage.grundlage.jahr(jahr)
        if row is None:
            return None, NICHT_BELEGT
        cent = row[f"{key}_cent"]
        if pd.isna(cent) or _is_partial(lage.grundlage, jahr, key):
            return None, NICHT_BELEGT if key == HOECHSTBETRAG else OFFEN
        total += int(cent)
    return total, ""


def _is_partial(g: Grundlage, jahr: int, mass: str) -> bool:
    row = g.jahr(jahr)
    return row is not None and f"fehlt_{mass}" in row.index and int(row[f"fehlt_{mass}"]) > 0


@_stelle(
    "ein Betrag (" + ", ".join(BETRAEGE) + ") auf den Cent, über mehrere Jahre als Summe", 'betrag("netto", 2016, 2020)'
)
def betrag(lage: Lage, mass: str, von: int, bis: int = 0) -> str:
    cent, fehlt = _sum(lage, mass, von, bis)
    return euro(cent, fehlt)


@_stelle("der netto weitergeleitete Betrag auf den Cent", "netto(2016, 2020)")
def netto(lage: Lage, von: int, bis: int = 0) -> str:
    return betrag(lage, "netto", von, bis)


@_stelle("ein Betrag gerundet, auf 1.000 € oder wie angegeben", 'rund("netto", 2016, 2020, auf=1000)')
def rund(lage: Lage, mass: str, von: int, bis: int = 0, auf: int = 1000) -> str:
    if auf not in STUFEN:
        raise Falsch(f"Auf {auf} € wird nicht gerundet.", f"Möglich sind {', '.join(map(str, STUFEN))}.")
    cent, fehlt = _sum(lage, mass, von, bis)
    return fehlt if cent is None else f"rund {euro_rund(cent, auf)}"


def _count(lage: Lage, spalte: str, von: int, bis: int = 0) -> list[int] | None:
    rows = [lage.grundlage.jahr(j) for j in _years(lage, von, bis)]
    return None if any(r is None for r in rows) else [int(r[spalte]) for r in rows if r is not None]


@_stelle(
    "in wie vielen Kommunen es Maßnahmen gab, über mehrere Jahre von der kleinsten bis zur größten Zahl",
    "kommunen(2016, 2020)",
)
def kommunen(lage: Lage, von: int, bis: int = 0) -> str:
    found = _count(lage, "kommunen", von, bis)
    if found is None:
        return NICHT_BELEGT
    low, high = min(found), max(found)
    return str(low) if low == high else f"{low} bis {high}"


@_stelle("Zahl der Träger mit mindestens einer Maßnahme", "traeger(2021)")
def traeger(lage: Lage, jahr: int) -> str:
    found = _count(lage, "traeger", jahr)
    return NICHT_BELEGT if found is None else group(found[0])


@_stelle("Zahl der Maßnahmen", "massnahmen(2021)")
def massnahmen(lage: Lage, jahr: int) -> str:
    found = _count(lage, "massnahmen", jahr)
    return NICHT_BELEGT if found is None else group(found[0])


@_stelle("netto weitergeleitet im Verhältnis zum Höchstbetrag", "ausschoepfung(2020)")
def ausschoepfung(lage: Lage, jahr: int) -> str:
    cent, fehlt = _sum(lage, "netto", jahr, 0)
    if cent is None:
        return fehlt
    row = lage.grundlage.jahr(jahr)
    share = pd.NA if row is None else row["ausschoepfung_hoechstbetrag_promille"]
    return prozent(None if pd.isna(share) else int(share), NICHT_BELEGT)


@_stelle("der Höchstbetrag eines Förderjahres", "hoechstbetrag(2021)")
def hoechstbetrag(lage: Lage, jahr: int) -> str:
    return betrag(lage, HOECHSTBETRAG, jahr)


def _post(lage: Lage, spalte: str, jahr: int) -> int | None:
    return lage.grundlage.stelle(_years(lage, jahr, 0)[0], spalte)


@_stelle("Stellen des Programmteils I in Vollzeitäquivalenten, Durchschnitt des Jahres", "vzae(2021)")
def vzae(lage: Lage, jahr: int) -> str:
    return stellenzahl(_post(lage, "vzae_zehntausendstel", jahr), NICHT_BELEGT)


@_stelle("Personalkosten dieser Stellen", "personalkosten(2021)")
def personalkosten(lage: Lage, jahr: int) -> str:
    return euro(_post(lage, "personalkosten_cent", jahr), NICHT_BELEGT)


@_stelle(
    "Fördersatz je voller Stelle, der am 1. Januar galt; mit „entwurf“ der eines Entwurfs",
    'foerdersatz(2022, "entwurf")',
)
def foerdersatz(lage: Lage, jahr: int, rechtsstand: str = "in_kraft") -> str:
    rate = _rate(lage, jahr, rechtsstand)
    return _marked(rate.exakt, rate)


def _rate(lage: Lage, jahr: int, rechtsstand: str) -> Regelwert:
    if rechtsstand not in ("in_kraft", "entwurf"):
        raise Falsch(f"Den Rechtsstand „{shorten(rechtsstand)}“ gibt es hier nicht.", "Möglich: in_kraft, entwurf.")
    if not ERSTES_FOERDERJAHR <= jahr <= lage.jahr + 1:
        raise Falsch(f"Das Förderjahr {jahr} ist hier nicht möglich.", f"Höchstens {lage.jahr + 1} nennen.")
    return lage.regelwerk.lookup(FOERDERSATZ, jahr, entwurf=rechtsstand == "entwurf")


def _marked(cent: int | None, rate: Regelwert) -> str:
    """An amount built on a rate; a draft is marked, so that no author can pass it off as law."""
    return NICHT_BELEGT if cent is None else f"{euro(cent)}{f' ({rate.marke})' if rate.marke else ''}"


def _posts(lage: Lage, jahr: int) -> int | None:
    """The posts of a year; for the year after the report's, which has no ledger yet, those of the report's."""
    return _post(lage, "vzae_zehntausendstel", min(jahr, lage.jahr))


@_stelle(
    "Fördersatz mal Stellen; für das Jahr nach dem der Anlage mit deren Stellen",
    'foerderung_stellen(2022, "entwurf")',
)
def foerderung_stellen(lage: Lage, jahr: int, rechtsstand: str = "in_kraft") -> str:
    rate = _rate(lage, jahr, rechtsstand)
    return _marked(refinancing(_posts(lage, jahr), rate).cent, rate)


@_stelle(
    "um wie viel diese Förderung höher ist als nach dem Satz, der davor zuletzt belegt ist",
    'mehrbetrag_stellen(2022, "entwurf")',
)
def mehrbetrag_stellen(lage: Lage, jahr: int, rechtsstand: str = "in_kraft") -> str:
    rate = _rate(lage, jahr, rechtsstand)
    # A draft changes what is in force in its own year; a rate in force, what was so the year before.
    before = proven_rate(lage.regelwerk, jahr if rechtsstand == "entwurf" else jahr - 1)
    return _marked(difference(_posts(lage, jahr), rate, before).cent, rate)


@_stelle("Förderung der Stellen laut Bescheid", "foerderung_bescheid(2021)")
def foerderung_bescheid(lage: Lage, jahr: int) -> str:
    return euro(_post(lage, "foerderung_cent", jahr), NICHT_BELEGT)


@_stelle("Tag, für den die Angaben gelten", "stand()")
def stand(lage: Lage) -> str:
    return f"{lage.stand:%d.%m.%Y}"


@_stelle("Name des Kreises", "kreis()")
def kreis(lage: Lage) -> str:
    return lage.kreis


@_stelle("das Förderjahr der Anlage", "jahr()")
def jahr(lage: Lage) -> str:
    return str(lage.jahr)
