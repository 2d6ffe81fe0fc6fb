"""How the views of several notebooks name the money of a year, people and places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from komman.formats import jahre_text
from komman.kreis import Bevoelkerung
from komman.lage import Lage
from komman.outcomes import leitmass
from komman.views.common import MASSE

PRO_KOPF = "je 1.000 Einwohnerinnen und Einwohner"
# One and many of each Trägerart.
TRAEGERARTEN = {
    "kommune": ("Kommune", "Kommunen"),
    "verein": ("Verein", "Vereine"),
    "kirche": ("Kirche", "Kirchen"),
    "wohlfahrt": ("Wohlfahrtsverband", "Wohlfahrtsverbände"),
    "mso": ("Migrantenselbstorganisation", "Migrantenselbstorganisationen"),
    "sonstige": ("sonstiger Träger", "sonstige Träger"),
    "natuerliche_person": ("natürliche Person", "natürliche Personen"),
}


def leading(zeile: pd.Series[Any]) -> str:
    """The measure that tells the year's money; „bewilligt“ where nothing at all is known."""
    return leitmass(zeile) or "bewilligt"


def why_leading(mass: str) -> str:
    """Why a table shows this measure and not another."""
    if mass == "netto":
        return "Netto weitergeleitet = ausgezahlt minus zurückgezahlt."
    fehlt = "was netto weitergeleitet wurde" if mass == "ausgezahlt" else "was ausgezahlt wurde"
    return f"Gezeigt ist, was {MASSE[mass]} wurde; {fehlt}, steht noch nicht fest."


def art_name(traegerart: str, einer: bool = False) -> str:
    """A Trägerart as a reader knows it, of one Träger or of many; anything else as it is."""
    einzahl, mehrzahl = TRAEGERARTEN.get(traegerart, (traegerart, traegerart))
    return einzahl if einer else mehrzahl


def population_note(bevoelkerung: Bevoelkerung | None) -> str:
    """Day, census basis and source of the inhabitants."""
    if bevoelkerung is None:
        return "Einwohnerzahlen sind nicht hinterlegt."
    return (
        f"Einwohnerinnen und Einwohner am {bevoelkerung.stichtag:%d.%m.%Y}, Grundlage {bevoelkerung.grundlage} "
        f"(Quelle: {bevoelkerung.quelle})."
    )


def span(jahre: Iterable[int]) -> str:
    """``im Förderjahr 2019`` or ``in den Förderjahren 2016 bis 2019``."""
    sortiert = sorted(jahre)
    return f"im Förderjahr {sortiert[0]}" if len(sortiert) == 1 else f"in den Förderjahren {jahre_text(sortiert)}"


def first_upper(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def ledger_years(lage: Lage) -> list[int]:
    """The Förderjahre there are, ascending."""
    return [int(j) for j in lage.jahre["foerderjahr"]]


def of_kommunen(lage: Lage, n: int | str) -> str:
    """``11 der 14 Kommunen``; a kreisfreie Stadt has one Kommune only."""
    if lage.kommunen_im_kreis == 1:
        return "der einzigen Kommune" if str(n) == "1" else f"{n} von 1 Kommune"
    return f"{n} der {lage.kommunen_im_kreis} Kommunen"


def hidden_years(lage: Lage) -> list[int]:
    """The Förderjahre in which the Freigabe hides Kommunen."""
    return sorted(j for j, n in lage.ungenannte_kommunen.items() if n)


def whole_years(lage: Lage) -> list[int]:
    """Those of ``hidden_years`` in which every Kommune had Maßnahmen, so also each that is not named."""
    alle = {int(z["foerderjahr"]) for _, z in lage.jahre.iterrows() if int(z["kommunen"]) == lage.kommunen_im_kreis}
    return [j for j in hidden_years(lage) if j in alle]
