"""The sample's bank list: what the Kreis called, passed on, got back and returned to the Land, one booking per row.

Called and booked is what counts of the ledgers; the Mittelabrufe are round sums, so that none of them stands for the
payments of a few. Only one thing is out of the ordinary: one Auszahlung in two parts (``GETEILT``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from komman.sample_letters import BESCHEID_TAG
from komman.sample_plan import RUECKBUCHUNGEN, Schluessel
from komman.sample_rows import Zeile, german

KOPF = ("Buchungsnummer", "Datum", "Förderjahr", "Art", "Aktenzeichen", "Betrag")
ARTEN = ("Mittelabruf", "Auszahlung", "Rückzahlung", "Erstattung an das Land")
MITTELABRUF, AUSZAHLUNG, RUECKZAHLUNG, ERSTATTUNG = ARTEN
ERSTER_ABRUF, ZWEITER_ABRUF = (45, 35)  # percent of the year, rounded down to whole thousands of euros; then the rest
TAUSEND_EURO = 100_000
GETEILT: dict[Schluessel, int] = {(2022, "Brückenbogen Börde e. V.", "B2"): 500_000}  # first part in cents


class Buchung(NamedTuple):
    """One booking; ``az`` is empty for those of the Kreis itself."""

    tag: date
    art: str
    az: str
    cent: int


def zahlungen_csv(zeilen: dict[int, list[Zeile]]) -> bytes:
    """The bookings for the given rows (Förderjahr → rows that count) by day: UTF-8 with BOM, semicolon, CRLF."""
    rows = [
        (b, f"B-{jahr}-{n:03d}", jahr)
        for jahr, of_year in zeilen.items()
        for n, b in enumerate(bookings(jahr, of_year), start=1)
    ]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(KOPF)
    for b, number, jahr in sorted(rows, key=lambda r: (r[0].tag, r[1])):
        writer.writerow([number, f"{b.tag:%d.%m.%Y}", jahr, b.art, b.az, german(b.cent)])
    return out.getvalue().encode("utf-8-sig")


def bookings(jahr: int, zeilen: list[Zeile]) -> list[Buchung]:
    """All bookings of a Förderjahr in the order of their days."""
    calls = _calls(jahr, sum(z.betraege.ausgezahlt or 0 for z in zeilen))
    found = [*calls, *_payments(jahr, zeilen, calls), *_returns(jahr, zeilen)]
    return sorted(found, key=lambda b: (b.tag, ARTEN.index(b.art), b.az))


def _calls(jahr: int, total: int) -> list[Buchung]:
    """Three Mittelabrufe that add up to what was passed on."""
    first, second = (total * p // 100 // TAUSEND_EURO * TAUSEND_EURO for p in (ERSTER_ABRUF, ZWEITER_ABRUF))
    days = (date(jahr, *BESCHEID_TAG[jahr]) + timedelta(14), date(jahr, 9, 1), date(jahr, 11, 3))
    return [
        Buchung(_weekday(day), MITTELABRUF, "", cent)
        for day, cent in zip(days, (first, second, total - first - second), strict=True)
    ]


def _payments(jahr: int, zeilen: list[Zeile], calls: list[Buchung]) -> Iterator[Buchung]:
    """Each row paid after the call that covers it; what came back by booking was paid first."""
    spent = 0
    for z in sorted(zeilen, key=lambda z: (_key(z, jahr) not in RUECKBUCHUNGEN, z.nummer * 7 % 10, z.nummer)):
        cent = z.betraege.ausgezahlt or 0
        if cent < 0:
            yield Buchung(_weekday(date(jahr, 10, 20)), AUSZAHLUNG, z.az, cent)
            continue
        spent += cent
        day = next((c.tag for i, c in enumerate(calls) if spent <= sum(b.cent for b in calls[: i + 1])), calls[-1].tag)
        day = _weekday(day + timedelta(9 + z.nummer * 5 % 21))
        part = GETEILT.get(_key(z, jahr), cent)
        yield Buchung(day, AUSZAHLUNG, z.az, part)
        if part < cent:
            yield Buchung(_weekday(day + timedelta(28)), AUSZAHLUNG, z.az, cent - part)


def _returns(jahr: int, zeilen: list[Zeile]) -> Iterator[Buchung]:
    """What came back in the following spring, and its sum to the Land after that."""
    back = [z for z in zeilen if z.betraege.zurueckgezahlt]
    for z in back:
        day = _weekday(date(jahr + 1, 3, 10) + timedelta(z.nummer * 3 % 35))
        yield Buchung(day, RUECKZAHLUNG, z.az, z.betraege.zurueckgezahlt or 0)
    if back:
        total = sum(z.betraege.zurueckgezahlt or 0 for z in back)
        yield Buchung(_weekday(date(jahr + 1, 5, 15)), ERSTATTUNG, "", total)


def _key(z: Zeile, jahr: int) -> Schluessel:
    return jahr, z.traeger, z.baustein


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
