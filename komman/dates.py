"""Days as ledgers write them, read strictly: one reading or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from komman.amounts import Zelle, is_missing

Datumsform = Literal["tmj", "mtj", "seriell", "seriell-1904"]

YEARS = range(1990, 2100)
MONTHS = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
# Day 0. Excel counts a 29 February 1900 that never was; from March 1900 on, this start makes up for it.
_STARTS = {"seriell": date(1899, 12, 30), "seriell-1904": date(1904, 1, 1)}
_TIME = r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?)?"
_DOTTED = re.compile(rf"([0-9]{{1,2}})\.[ \u00a0]?([0-9]{{1,2}})\.[ \u00a0]?([0-9]{{4}}|[0-9]{{2}}){_TIME}")
_NAMED = re.compile(rf"([0-9]{{1,2}})\.[ \u00a0]?({'|'.join(MONTHS)})[ \u00a0]([0-9]{{4}})", re.IGNORECASE)
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_TIME}")
# Dashes and a short year could be a year in front (22-05-31), so they go with a long year only.
_SLASHED = re.compile(rf"([0-9]{{1,2}})(?:/([0-9]{{1,2}})/([0-9]{{4}}|[0-9]{{2}})|-([0-9]{{1,2}})-([0-9]{{4}})){_TIME}")
_SERIAL = re.compile("[0-9]{5}")

NO_DATE = "kein Datum der Form TT.MM.JJJJ"
NO_ORDER = "die Reihenfolge von Tag und Monat ist offen; in quellen.yaml „datum: tmj“ oder „datum: mtj“ angeben"
NO_CENTURY = "Jahr mit zwei Ziffern; in quellen.yaml unter „jahrhundert“ die 100 Jahre angeben, etwa „1990-2089“"
NO_SERIAL = "Zahl statt Datum; zählt sie wie in Excel die Tage, in quellen.yaml „datum: seriell“ angeben"
DOTTED_MONTH = "mit Punkten ist offen, ob der Monat vorn steht („datum: mtj“ in quellen.yaml)"


@dataclass(frozen=True, slots=True)
class Datum:
    """A day; without ``tag`` it is missing (``grund`` empty) or unreadable (``grund`` says why)."""

    tag: date | None
    grund: str = ""


@dataclass(frozen=True, slots=True)
class Datumsregel:
    """What quellen.yaml says of the dates of a source; by default nothing.

    ``form``: the order of day and month (``tmj``, ``mtj``) or that numbers count days from 1900 or 1904 as Excel does
    (``seriell``, ``seriell-1904``); ``jahrhundert``: first and last of the 100 years that two digits may mean.
    """

    form: Datumsform | None = None
    jahrhundert: tuple[int, int] | None = None


UEBLICH = Datumsregel()


def parse_date(zelle: Zelle, regel: Datumsregel = UEBLICH) -> Datum:
    """A date cell, ``31.05.2022``, ``31. Mai 2022`` or ``2022-05-31`` (a time of day is left out).

    Slashes, two-digit years and numbers are read only as ``regel`` says; under ``mtj`` dots could mean either order
    and are refused. A year outside of 1990 to 2099 and a day that never was are refused.
    """
    if is_missing(zelle):
        return Datum(None)
    if isinstance(zelle, date):
        return _within(zelle.date() if isinstance(zelle, datetime) else zelle)
    if isinstance(zelle, bool):
        return Datum(None, "Wahrheitswert statt Datum")
    if isinstance(zelle, (int, Decimal)):
        return _from_serial(Decimal(zelle), regel)
    assert isinstance(zelle, str)
    return _from_text(zelle.strip(), regel)


def _within(day: date) -> Datum:
    return Datum(day) if day.year in YEARS else Datum(None, f"unglaubwürdiges Jahr {day.year}")


def _from_serial(number: Decimal, regel: Datumsregel) -> Datum:
    start = _STARTS.get(regel.form or "")
    if start is None:
        return Datum(None, NO_SERIAL)
    if not number.is_finite() or not 0 <= number < 100_000:
        return Datum(None, "die Zahl ist kein Tag zwischen 1990 und 2099")
    return _within(start + timedelta(days=int(number)))


def _from_text(text: str, regel: Datumsregel) -> Datum:
    if found := _ISO.fullmatch(text):
        return _day(found.groups()[::-1], regel)
    if found := _NAMED.fullmatch(text):
        return _day((found[1], str(MONTHS.index(found[2].lower()) + 1), found[3]), regel)
    if found := _DOTTED.fullmatch(text):
        if regel.form == "mtj":
            return Datum(None, DOTTED_MONTH)
        return _day(found.groups(), regel)
    if found := _SLASHED.fullmatch(text):
        return _slashed([part for part in found.groups() if part is not None], regel)
    if _SERIAL.fullmatch(text):
        return _from_serial(Decimal(text), regel)
    return Datum(None, NO_DATE)


def _slashed(parts: Sequence[str], regel: Datumsregel) -> Datum:
    if regel.form == "mtj":
        return _day((parts[1], parts[0], parts[2]), regel)
    return _day(parts, regel) if regel.form == "tmj" else Datum(None, NO_ORDER)


def _day(parts: Sequence[str], regel: Datumsregel) -> Datum:
    """Day, month and year as digits."""
    day, month, year = map(int, parts)
    if len(parts[2]) == 2:
        if regel.jahrhundert is None:
            return Datum(None, NO_CENTURY)
        first = regel.jahrhundert[0]
        year = first + (year - first) % 100
    try:
        return _within(date(year, month, day))
    except ValueError:
        return Datum(None, "diesen Tag gibt es nicht")
