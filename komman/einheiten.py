"""What the value of a dated rule is: its unit, how it is read from the rule file and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Literal

from pydantic import BeforeValidator

from komman.amounts import parse_amount, parse_count
from komman.dates import parse_date
from komman.formats import euro, group, prozent_genau, stellenzahl
from komman.yamlfile import Befund

Einheit = Literal["EUR", "Prozent", "Anzahl", "Jahre", "Stellen", "Tag", "Text"]
Wertart = int | date | str


def _cents(text: str) -> int:
    betrag = parse_amount(text)
    if betrag.cent is None or betrag.gerundet:
        raise Befund("Betrag in Euro erwartet, z. B. 131.066,00")
    return betrag.cent


Cent = Annotated[int, BeforeValidator(lambda value: _cents(str(value)))]


def _whole(text: str) -> int:
    found = parse_count(text)
    if found.zahl is None:
        raise Befund("ganze Zahl erwartet, z. B. 5")
    return found.zahl


def _decimal(stellen: int, beispiel: str, text: str) -> int:
    """A German decimal with at most ``stellen`` places, as a whole number of the last place."""
    whole, comma, part = text.removeprefix("-").partition(",")
    digits = whole + part
    if not (digits.isascii() and digits.isdecimal() and whole and len(whole) <= 4 and len(part) <= stellen):
        raise Befund(f"Zahl erwartet, z. B. {beispiel}")
    if bool(comma) != bool(part):
        raise Befund(f"Zahl erwartet, z. B. {beispiel}")
    return (-1 if text.startswith("-") else 1) * int(whole + part.ljust(stellen, "0"))


def _day(text: str) -> date:
    tag = parse_date(text).tag
    if tag is None:
        raise Befund("Datum erwartet, z. B. 2022-05-31")
    return tag


def _text(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Art:
    """One unit: its reader (raises ``Befund``), its words, what a value of it is, and its form for the schema."""

    lies: Callable[[str], Wertart]
    sage: Callable[[Wertart], str]
    bedeutung: str
    muster: str


def _said(schreibe: Callable[[int], str], wert: Wertart) -> str:
    assert isinstance(wert, int)
    return schreibe(wert)


def _years(zahl: int) -> str:
    """``2024``, or ``5 Jahre``: no span of years is that long, no programme that old."""
    return str(zahl) if zahl >= 1000 else f"{zahl} {'Jahr' if zahl == 1 else 'Jahre'}"


def _said_day(wert: Wertart) -> str:
    assert isinstance(wert, date)
    return f"{wert:%d.%m.%Y}"


EINHEITEN: dict[Einheit, Art] = {
    "EUR": Art(
        _cents,
        partial(_said, euro),
        "Betrag in Euro, gerechnet in ganzen Cent",
        r"^-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]{1,2})?$",
    ),
    "Prozent": Art(
        partial(_decimal, 2, "2,75"),
        partial(_said, prozent_genau),
        "Prozent oder Prozentpunkte, gerechnet in Hundertsteln",
        r"^-?[0-9]{1,4}(,[0-9]{1,2})?$",
    ),
    "Anzahl": Art(_whole, partial(_said, group), "ganze Zahl", r"^[0-9]+$"),
    "Jahre": Art(_whole, partial(_said, _years), "Jahreszahl oder Zahl von Jahren", r"^[0-9]+$"),
    "Stellen": Art(
        partial(_decimal, 4, "1,5"),
        partial(_said, stellenzahl),
        "Vollzeitäquivalente, gerechnet in Zehntausendsteln",
        r"^-?[0-9]{1,4}(,[0-9]{1,4})?$",
    ),
    "Tag": Art(_day, _said_day, "Datum (JJJJ-MM-TT)", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    "Text": Art(_text, str, "Wortlaut", r"."),
}
