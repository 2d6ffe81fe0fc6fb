"""German amounts, dates and counts, read strictly: one reading or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

Zelle = str | int | Decimal | date | bool | None

MAX_CENT = 10**12  # 10 billion euros: more than any Kreis has, so a misread key or phone number
MAX_COUNT = 10_000_000
YEARS = range(1990, 2100)

MISSING = frozenset({"", "-", "–", "—", "−"})
_SPACES = "\u00a0\u2007\u202f"
_TYPED_GROUP = rf"[0-9]{{1,3}}(?:(?:[{_SPACES}][0-9]{{3}})+|(?: [0-9]{{3}})+|(?:\.[0-9]{{3}})+)"
# Whole euros, then cents or the German „,-“ for none.
_COMMA = re.compile(rf"(?P<ganz>{_TYPED_GROUP}|[0-9]+)(?P<rest>,(?:[0-9]{{1,2}}|-{{1,2}}))?")
_POINT = re.compile(r"(?P<ganz>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<rest>\.[0-9]{1,2})?")
_ONE_DOT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_ONE_BLANK = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+")
_CURRENCY = re.compile(r"€|EUR|Euro", re.IGNORECASE)
_SIGNED = re.compile(r"(?P<vor>[+-] ?)?(?P<kern>[0-9](?:.*[0-9])?(?:,-{1,2})?)(?P<nach>-)?", re.DOTALL)
_ERROR_VALUE = re.compile(r"#[A-ZÄÖÜ/0-9]+[!?]?")
_THOUSANDS = re.compile(r"[0-9]\s*(?:T€|TEUR|Tsd|Mio|k€)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Betrag:
    """An amount in cents; without ``cent`` it is missing (``grund`` empty) or unreadable (``grund`` says why)."""

    cent: int | None
    grund: str = ""
    gerundet: bool = False


@dataclass(frozen=True, slots=True)
class Datum:
    """A day; without ``tag`` it is missing (``grund`` empty) or unreadable (``grund`` says why)."""

    tag: date | None
    grund: str = ""


@dataclass(frozen=True, slots=True)
class Anzahl:
    """A whole number from 0; without ``zahl`` it is missing (``grund`` empty) or unreadable (``grund`` says why)."""

    zahl: int | None
    grund: str = ""


def parse_amount(zelle: Zelle) -> Betrag:
    """One cell in euros; refuses every spelling that has no reading or more than one."""
    return _amount(zelle, None)


def parse_written(text: str) -> Betrag:
    """An amount in euros that a person wrote into a settings file; a bare number beside ``…_cent`` may mean cents."""
    if re.fullmatch(r"[+−-]?\s*[0-9]+", text.strip()) and text.strip(" +−-0"):
        return Betrag(None, "Euro oder Cent?")
    return parse_amount(text or None)


def parse_column(zellen: Sequence[Zelle], dezimal: str | None = None) -> list[Betrag]:
    """A column in euros: ``1.234`` is read if the source names its decimal sign or the other values prove the comma."""
    if dezimal is None and _comma_proven(zellen):
        dezimal = "komma"
    return [_amount(zelle, dezimal) for zelle in zellen]


def is_missing(zelle: Zelle) -> bool:
    """Whether the cell holds nothing: blank or a lone dash."""
    return zelle is None or (isinstance(zelle, str) and zelle.strip() in MISSING)


def _amount(zelle: Zelle, dezimal: str | None) -> Betrag:
    if is_missing(zelle):
        return Betrag(None)
    if isinstance(zelle, bool):
        return Betrag(None, "Wahrheitswert statt Betrag")
    if isinstance(zelle, date):
        return Betrag(None, "Datum statt Betrag")
    if isinstance(zelle, (int, Decimal)):
        return _from_number(Decimal(zelle))
    assert isinstance(zelle, str)
    return _from_text(zelle, dezimal)


def _from_number(euros: Decimal) -> Betrag:
    if not euros.is_finite() or abs(euros) * 100 > MAX_CENT:
        return Betrag(None, "unglaubwürdig großer Betrag")
    cent = int((euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Betrag(cent, gerundet=cent != euros * 100)


def _from_text(text: str, dezimal: str | None) -> Betrag:
    split = _sign_and_digits(text)
    if split is None:
        return Betrag(None, _why_no_amount(text))
    sign, digits = split
    if dezimal is None:
        readings = _two_readings(digits)
        if readings:
            return Betrag(None, f"mehrdeutig: {' oder '.join(readings)}")
    found = (_POINT if dezimal == "punkt" else _COMMA).fullmatch(digits)
    if not found:
        return Betrag(None, _why_no_number(digits, dezimal))
    whole = re.sub("[^0-9]", "", found["ganz"])
    if len(whole) > 1 and whole.startswith("0"):
        return Betrag(None, "führende Null: Schlüssel oder Dezimalpunkt, kein sicherer Betrag")
    cents = (found["rest"] or "")[1:].strip("-").ljust(2, "0")
    cent = int(whole + cents)
    return Betrag(None, "unglaubwürdig großer Betrag") if cent > MAX_CENT else Betrag(sign * cent)


def _sign_and_digits(text: str) -> tuple[int, str] | None:
    """The sign and what stands from the first digit to the last, if nothing but one currency is around it."""
    plain = re.sub("[–—](?=[0-9])", "-", text.strip().replace("−", "-"))
    plain = re.sub("(?<=,)[–—]$", "-", _without_currency(plain))
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = _without_currency(plain[1:-1].strip())
    found = _SIGNED.fullmatch(re.sub(r"^([+-])\s+", r"\1", plain))
    if not found or bool(found["vor"]) + bool(found["nach"]) + negative > 1:
        return None
    minus = negative or bool(found["nach"]) or (found["vor"] or "").startswith("-")
    return (-1 if minus else 1), found["kern"]


def _without_currency(text: str) -> str:
    """``text`` without the one currency sign before or after its digits; unchanged if there are more."""
    if len(_CURRENCY.findall(text)) != 1:
        return text
    before = re.fullmatch(r"([+-]?)\s*(?:€|EUR|Euro)\s*(.*)", text, re.IGNORECASE | re.DOTALL)
    if before:
        return before[1] + before[2]
    after = re.fullmatch(r"(.*?)\s*(?:€|EUR|Euro)(-?)", text, re.IGNORECASE | re.DOTALL)
    return after[1] + after[2] if after else text


def _two_readings(digits: str) -> tuple[str, str] | None:
    if _ONE_DOT.fullmatch(digits):
        return f"{digits},00 €", f"{digits.replace('.', ',')} €"
    if re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", digits):
        return f"{digits.replace(',', '.')},00 €", f"{digits} €"
    if _ONE_BLANK.fullmatch(digits):
        return f"{digits.replace(' ', '.')},00 €", "mehrere Zahlen"
    return None


def _why_no_amount(text: str) -> str:
    if _ERROR_VALUE.fullmatch(text.strip()):
        return f"Fehlerwert {text.strip()} aus Excel"
    if "%" in text:
        return "Prozentwert statt Betrag"
    if _THOUSANDS.search(text):
        return "Angabe in Tausend oder Millionen"
    if not re.search("[0-9]", text):
        return "Text statt Betrag" if text.strip("-–—−€ \u00a0") else "Strich mit Währung: 0 oder keine Angabe"
    return "Betrag mit anderem Text oder mehreren Vorzeichen"


def _why_no_number(digits: str, dezimal: str | None) -> str:
    if dezimal == "punkt":
        return "keine Schreibweise mit Dezimalpunkt" if re.fullmatch("[0-9.,]+", digits) else "kein lesbarer Betrag"
    if _POINT.fullmatch(digits):
        return "Dezimalpunkt statt Dezimalkomma; wenn es so gemeint ist, „dezimal: punkt“ in quellen.yaml angeben"
    if re.fullmatch(r"[0-9.  ]*,[0-9]{3,}|[0-9,]*\.[0-9]+", digits):
        return "Nachkommastellen oder Tausendergruppen sind nicht eindeutig"
    if re.search(r"[0-9][^0-9]*[;/+&|]|[0-9]\s*(?:und|bis|-|–)\s*[0-9]", digits):
        return "mehr als ein Betrag oder eine Rechnung"
    return "kein lesbarer Betrag"


def _comma_proven(zellen: Sequence[Zelle]) -> bool:
    """Whether one text has a decimal comma or two groups of thousands, and none a decimal point."""
    proven = False
    for zelle in zellen:
        split = _sign_and_digits(zelle) if isinstance(zelle, str) else None
        if split is None or _two_readings(split[1]):
            continue
        comma = _COMMA.fullmatch(split[1])
        if comma is None and _POINT.fullmatch(split[1]):
            return False
        proven = proven or (comma is not None and (comma["rest"] is not None or comma["ganz"].count(".") > 1))
    return proven


def parse_date(zelle: Zelle) -> Datum:
    """A date cell, ``31.05.2022`` or ``2022-05-31`` (a time of day is left out); no short year, no serial number."""
    if is_missing(zelle):
        return Datum(None)
    if isinstance(zelle, (bool, int, Decimal)):
        return Datum(None, "Zahl statt Datum")
    if isinstance(zelle, date):
        day = zelle.date() if isinstance(zelle, datetime) else zelle
        return Datum(day) if day.year in YEARS else Datum(None, f"unglaubwürdiges Jahr {day.year}")
    assert isinstance(zelle, str)
    german = re.fullmatch(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", zelle.strip())
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?", zelle.strip())
    if not german and not iso:
        return Datum(None, "kein Datum der Form TT.MM.JJJJ")
    year, month, day_ = iso.groups() if iso else german.groups()[::-1]  # type: ignore[union-attr]
    try:
        return parse_date(date(int(year), int(month), int(day_)))
    except ValueError:
        return Datum(None, "diesen Tag gibt es nicht")


def parse_count(zelle: Zelle) -> Anzahl:
    """A whole number from 0, as a number cell or plain digits (``12`` or ``12,00``)."""
    if is_missing(zelle):
        return Anzahl(None)
    if isinstance(zelle, (bool, date)):
        return Anzahl(None, "keine Anzahl")
    if isinstance(zelle, str):
        if not re.fullmatch(r"-?(?:0|[1-9][0-9]{0,8})(?:,0{1,2})?", zelle.strip()):
            return Anzahl(None, "keine ganze Zahl")
        zelle = int(zelle.strip().partition(",")[0])
    number = Decimal(zelle if zelle is not None else 0)
    if not number.is_finite() or number != int(number):
        return Anzahl(None, "keine ganze Zahl")
    if number < 0:
        return Anzahl(None, "negative Anzahl")
    return Anzahl(int(number)) if number <= MAX_COUNT else Anzahl(None, "unglaubwürdig große Anzahl")
