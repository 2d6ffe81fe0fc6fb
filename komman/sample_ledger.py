"""The sample's Maßnahmen: the lines of the plan as rows of a year's ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from komman.sample_data import KOMMUNEN, NATUERLICHE_PERSONEN, pauschale_cent
from komman.sample_plan import (
    ABWEICHUNGEN,
    BEANTRAGT,
    DOPPELTE,
    ERSTES_JAHR,
    FREMDER_ORT,
    GEMELDET_AB,
    LETZTES_JAHR,
    OFFENES_JAHR,
    PLAN,
    RUECKBUCHUNGEN,
    ZELLEN,
    Schluessel,
)
from komman.sample_rows import Betraege, Zeile

# Per Baustein: volunteers a Maßnahme has at least, and participants per unit (0: nobody takes part in a brochure).
GEMELDET = {
    "A1": (3, 0),
    "A2": (5, 6),
    "B1": (4, 2),
    "B2": (4, 7),
    "C1": (2, 0),
    "C2": (2, 0),
    "C3": (1, 0),
    "D1": (8, 1),
    "D2": (7, 3),
}
HOCHPREISIG = ("A1", "C1", "C2", "D1")


class Einheiten(NamedTuple):
    """Units of one Maßnahme in one year."""

    bewilligt: int
    ausgezahlt: int
    nachgewiesen: int


@dataclass(frozen=True, slots=True)
class Planzeile:
    """One line of the plan: who does what where, and how much per year."""

    kommune: str
    traeger: str
    baustein: str
    einheiten: dict[int, Einheiten]


def plan() -> list[Planzeile]:
    """The plan as typed lines, in the order of the files (by Kommune, kreisweit last)."""
    return [_plan_line(line) for line in PLAN.strip().splitlines()]


def _plan_line(line: str) -> Planzeile:
    kommune, traeger, baustein, units = (part.strip() for part in line.split("|"))
    if traeger == "=":
        traeger = next(k.verwaltung for k in KOMMUNEN if k.name == kommune)
    elif traeger[0] == "P" and traeger[1:].isdecimal():
        traeger = NATUERLICHE_PERSONEN[int(traeger[1:]) - 1]
    years = range(ERSTES_JAHR, LETZTES_JAHR + 1)
    einheiten = {jahr: _units(text) for jahr, text in zip(years, units.split(), strict=True) if text != "-"}
    return Planzeile(kommune, traeger, baustein, einheiten)


def _units(text: str) -> Einheiten:
    """``12``, ``12/9`` (9 proven), ``18>16`` (16 paid)."""
    granted, _, proven = text.partition("/")
    granted, _, paid = granted.partition(">")
    ausgezahlt = int(paid or granted)
    return Einheiten(int(granted), ausgezahlt, int(proven or ausgezahlt))


def ledger(jahr: int) -> list[Zeile]:
    """All rows of a year's ledger in file order, with return bookings and duplicates right after their row."""
    rows: list[Zeile] = []
    lines = [p for p in plan() if jahr in p.einheiten]
    for nummer, line in enumerate(lines, start=1):
        rows += _rows(jahr, nummer, line)
    return rows


def taken(zeilen: list[Zeile]) -> list[Zeile]:
    """The rows that count: without the second copies, a foreign place, and amounts written as words."""
    rows = [z for i, z in enumerate(zeilen) if not i or z != zeilen[i - 1]]
    return [z for z in rows if z.ort != FREMDER_ORT and not any(z.in_words(name) for name in Betraege._fields)]


def _rows(jahr: int, nummer: int, line: Planzeile) -> Iterator[Zeile]:
    schluessel: Schluessel = (jahr, line.traeger, line.baustein)
    units, rate = line.einheiten[jahr], pauschale_cent(line.baustein, jahr)
    gap = (units.ausgezahlt - units.nachgewiesen) * rate
    returned_by_booking = schluessel in RUECKBUCHUNGEN
    offen = jahr == OFFENES_JAHR
    ehrenamtliche, teilnehmende = _reported(jahr, nummer, line, units.nachgewiesen)
    zeile = Zeile(
        az=f"KI-{jahr}-{nummer:03d}",
        nummer=nummer,
        ort=line.kommune,
        traeger=line.traeger,
        baustein=line.baustein,
        einheiten_bewilligt=units.bewilligt,
        einheiten_nachgewiesen=None if offen else units.nachgewiesen,
        betraege=_amounts(schluessel, nummer, units, rate, 0 if returned_by_booking else gap),
        bemerkung="Ausfall wegen der Pandemie" if jahr == 2020 and gap else "",
        ehrenamtliche=ehrenamtliche,
        teilnehmende=teilnehmende,
        zellen=ZELLEN.get(schluessel, {}),
    )
    yield zeile
    if schluessel in DOPPELTE:
        yield zeile
    if returned_by_booking:
        booking = Betraege(beantragt=0, bewilligt=0, ausgezahlt=-gap, nachgewiesen=0, anerkannt=0, zurueckgezahlt=0)
        yield replace(
            zeile, einheiten_bewilligt=None, einheiten_nachgewiesen=None, betraege=booking, bemerkung="Rückbuchung"
        )


def _amounts(schluessel: Schluessel, nummer: int, units: Einheiten, rate: int, returned: int) -> Betraege:
    jahr, _, baustein = schluessel
    wish = max(0, (3 * nummer + jahr) % 5 - 1)
    extra = min(wish, 1) if baustein in HOCHPREISIG else wish
    beantragt = BEANTRAGT.get(schluessel, (units.bewilligt + extra) * rate)
    bewilligt, ausgezahlt = units.bewilligt * rate, units.ausgezahlt * rate
    if jahr == OFFENES_JAHR:
        return Betraege(beantragt, bewilligt, ausgezahlt, None, None, None)
    unproven, refused = ABWEICHUNGEN.get(schluessel, (0, 0))
    nachgewiesen = units.nachgewiesen * rate - unproven
    return Betraege(
        beantragt, bewilligt, ausgezahlt, nachgewiesen, nachgewiesen - refused, returned + unproven + refused
    )


def _reported(jahr: int, nummer: int, line: Planzeile, einheiten: int) -> tuple[int | None, int | None]:
    """Volunteers and participants as the Träger report them; some report nothing, a person is one volunteer."""
    if jahr < GEMELDET_AB:
        return None, None
    basis, je_einheit = GEMELDET[line.baustein]
    volunteers = 1 if line.traeger in NATUERLICHE_PERSONEN else basis + (3 * nummer + jahr) % 5
    guests = je_einheit * einheiten + nummer % 4
    return None if nummer % 6 == 5 else volunteers, None if nummer % 7 == 4 or not je_einheit else guests
