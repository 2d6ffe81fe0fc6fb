"""What all views share: reading outcome rows without floats, and saying what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Protocol

import pandas as pd

from komman.document import Einheit, Kopf, Tabellenspalte
from komman.formats import NICHT_BELEGT, anzahl, aufzaehlung, euro
from komman.microaggregate import NICHT_ZUGEORDNET
from komman.places import KREISWEIT
from komman.tables import Freigabe

KEINE = "–"  # the cell of a table that has nothing to say
MASSE = {
    "hoechstbetrag": "Höchstbetrag",
    "beantragt": "beantragt",
    "bewilligt": "bewilligt",
    "ausgezahlt": "ausgezahlt",
    "nachgewiesen": "nachgewiesen",
    "anerkannt": "anerkannt",
    "zurueckgezahlt": "zurückgezahlt",
    "netto": "netto weitergeleitet",
}

TABELLEN = {
    "weiterleitungen": "Weiterleitungen",
    "zahlungen": "Zahlungen",
    "personal": "Personal",
    "bescheide": "Bescheide",
}


def joined(*parts: str | None) -> str:
    """What is there, each once: a sheet often bears the name of its table."""
    return ", ".join(dict.fromkeys(p for p in parts if p))


def value(zeile: pd.Series[Any], spalte: str) -> int | None:
    """A whole number of an outcome row, or nothing where it is missing."""
    found = zeile[spalte]
    return None if pd.isna(found) else int(found)


def cents(zeile: pd.Series[Any], mass: str) -> int | None:
    """The amount of a measure in cents, or nothing where it is missing."""
    return value(zeile, f"{mass}_cent")


def amount(zeile: pd.Series[Any], mass: str) -> str:
    """The amount of a measure as text; a missing ceiling is not proven, any other missing amount is still open."""
    return euro(cents(zeile, mass), NICHT_BELEGT) if mass == "hoechstbetrag" else euro(cents(zeile, mass))


def columns(erste: str, *zahlen: tuple[str, Einheit]) -> list[Tabellenspalte]:
    """A row header, then columns of figures, each with the unit of its cells."""
    return [Tabellenspalte(erste, "links", True), *(Tabellenspalte(n, "rechts", False, e) for n, e in zahlen)]


def place_remarks(weiterleitungen: pd.DataFrame, namen: Collection[str]) -> list[str]:
    """What a reader needs to understand the rows and sums of a table by Kommune, given the year's rows."""
    found = ["Ein Träger mit Maßnahmen in mehreren Kommunen zählt im Kreis nur einmal."]
    if KREISWEIT in namen:
        found.append("kreisweit: Maßnahmen für den ganzen Kreis, die keiner Kommune zugerechnet werden.")
    if NICHT_ZUGEORDNET in namen:
        found.append(
            "nicht zugeordnet: Träger, die nicht genannt werden dürfen, oft ohne Angabe ihrer Kommune; "
            "bei den Kommunen fehlt dieser Anteil."
        )
    if bool((weiterleitungen["ausgezahlt_cent"] < 0).any()):
        found.append("Rückbuchungen sind vom ausgezahlten Betrag abgezogen.")
    return found


class Herkunft(Protocol):
    """Who publishes, and as of when: a ``Lage`` or the ``Kreis`` of kreis.yaml."""

    @property
    def kreis(self) -> str: ...
    @property
    def dienststelle(self) -> str: ...
    @property
    def stand(self) -> date: ...
    @property
    def beispiel(self) -> bool: ...


def head(jahr: int, freigabe: Freigabe, von: Herkunft) -> Kopf:
    """Title data of a report on one Förderjahr."""
    return Kopf(
        untertitel=f"Förderjahr {jahr}",
        kreis=von.kreis,
        foerderjahr=jahr,
        freigabe=freigabe,
        stand=von.stand.isoformat(),
        herausgeber=von.dienststelle,
        beispiel=von.beispiel,
    )


def set_aside_sentence(zurueckgestellt: Mapping[str, Mapping[str, int]]) -> str:
    """What the ledgers hold and the figures do not, by Förderjahr, as one sentence."""
    if not zurueckgestellt:
        return "Keine Zeile der Förderlisten ist zurückgestellt."
    teile = []
    for jahr, e in sorted(zurueckgestellt.items()):
        wann = f"für {jahr}" if jahr else "ohne eindeutiges Förderjahr"
        lesbar = e["zeilen"] - e["unlesbar"]
        was = [f"{anzahl(lesbar, 'Zeile', 'Zeilen')} über {euro(e['cent'])}"] if lesbar else []
        was += [f"{anzahl(e['unlesbar'], 'Zeile', 'Zeilen')} mit unlesbarem Betrag"] if e["unlesbar"] else []
        teile.append(f"{wann} {aufzaehlung(was)}")
    return f"Zurückgestellt, weil nicht eindeutig lesbar oder zuzuordnen: {'; '.join(teile)}."
