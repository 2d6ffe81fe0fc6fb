"""What the value of a dated rule is: its unit, how it is read from the rule file and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from komman.amounts import parse_amount, parse_count, parse_date
from komman.formats import euro, group, prozent_genau, stellenzahl
from komman.yamlfile import Befund

Einheit = Literal["EUR", "Prozent", "Anzahl", "Jahre", "Stellen", "Tag", "Text"]
Wertart = int | date | str


def _cents(text: str) -> int:
    betrag = parse_amount(text)
    if betrag.cent is None or betrag.gerundet:
        raise Befund("Betrag in Euro erwartet, z. B. 131.066,00")
    return betrag.cent


def _whole(text: str) -> int:
    found = parse_count(text)
    if found.zahl is None:
        raise Befund("ganze Zahl erwartet, z. B. 5")
    return found.zahl


def _decimal(stellen: int, beispiel: str) -> Callable[[str], int]:
    """A reader of German decimals with at most ``stellen`` places, as a whole number of the last place."""

    def read(text: str) -> int:
        whole, comma, part = text.removeprefix("-").partition(",")
        digits = whole + part
        if not (digits.isascii() and digits.isdecimal() and whole and len(whole) <= 4 and len(part) <= stellen):
            raise Befund(f"Zahl erwartet, z. B. {beispiel}")
        if bool(comma) != bool(part):
            raise Befund(f"Zahl erwartet, z. B. {beispiel}")
        return (-1 if text.startswith("-") else 1) * int(whole + part.ljust(stellen, "0"))

    return read


def _day(text: str) -> date:
    tag = parse_date(text).tag
    if tag is None:
        raise Befund("Datum erwartet, z. B. 2022-05-31")
    return tag


def _text(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Art:
    """One unit: its reader (raises ``Befund``), its words, and what a value of it is, for the documentation."""

    lies: Callable[[str], Wertart]
    sage: Callable[[Wertart], str]
    bedeutung: str


def _said(schreibe: Callable[[int], str]) -> Callable[[Wertart], str]:
    def say(wert: Wertart) -> str:
        assert isinstance(wert, int)
        return schreibe(wert)

    return say


def _said_day(wert: Wertart) -> str:
    assert isinstance(wert, date)
    return f"{wert:%d.%m.%Y}"


EINHEITEN: dict[Einheit, Art] = {
    "EUR": Art(_cents, _said(euro), "Betrag in Euro, gerechnet in ganzen Cent"),
    "Prozent": Art(_decimal(2, "2,75"), _said(prozent_genau), "Prozent oder Prozentpunkte, gerechnet in Hundertsteln"),
    "Anzahl": Art(_whole, _said(group), "ganze Zahl"),
    "Jahre": Art(_whole, _said(str), "Jahreszahl oder Zahl von Jahren"),
    "Stellen": Art(_decimal(4, "1,5"), _said(stellenzahl), "Vollzeitäquivalente, gerechnet in Zehntausendsteln"),
    "Tag": Art(_day, _said_day, "Datum"),
    "Text": Art(_text, str, "Wortlaut"),
}
