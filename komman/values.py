"""Closed vocabularies of the ledgers: Baustein, kind of letter or booking, Programmteil, month, share of a post."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from komman.dates import MONTHS
from komman.grid import Zelle
from komman.text import compare_key, nearest

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_DAY_OR_STAND = re.compile(
    r"(?<!\d)(?:\d{1,2}[._/-]\s?\d{1,2}[._/-]\s?(?:20)?\d\d|20\d\d[._-]\d\d[._-]\d\d"
    rf"|\d{{1,2}}\.\s*(?:{'|'.join(MONTHS)})\s+20\d\d)(?!\d)"
    rf"|(?<![a-zäöüß])stand[\s:_.-]{{0,3}}(?:(?:{'|'.join(MONTHS)}|\d{{1,2}})[\s._/-]{{0,2}})?20\d\d(?!\d)",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"(?:förder)?baustein\s*", re.IGNORECASE)
_PERSON = ("person", "privat")
_SHARE = re.compile(r"[0-9]{1,3}(?:,[0-9]{1,4})?")

LETTERS: dict[str, tuple[str, ...]] = {
    "antrag": ("antrag", "zuwendungsantrag", "förderantrag"),
    "bescheid": ("bescheid", "zuwendungsbescheid", "bewilligungsbescheid"),
    "aenderung": ("aenderung", "änderung", "änderungsbescheid"),
    "nachweis": ("nachweis", "verwendungsnachweis"),
}
BOOKINGS: dict[str, tuple[str, ...]] = {
    "mittelabruf": ("mittelabruf", "mittelanforderung"),
    "auszahlung": ("auszahlung", "weiterleitung"),
    "rueckzahlung": ("rueckzahlung", "rückzahlung"),
    "erstattung_land": ("erstattung_land", "erstattung land", "erstattung an das land"),
}
_MATERIAL = tuple(
    f"{n}{rest}"
    for n in ("i", "1")
    for word in ("sach", "sachausgaben", "sachkosten")
    for rest in (f" {word}", f"-{word}", f" - {word}", f", {word}", f": {word}", f" ({word})")
)
PARTS: dict[str, tuple[str, ...]] = {
    code: tuple(f"{p}{n}" for p in ("", "programmteil ", "pt ", "teil ") for n in spellings)
    for code, spellings in (("I", ("i", "1")), ("I-Sach", _MATERIAL), ("II", ("ii", "2")))
}
YES_NO: dict[str, tuple[str, ...]] = {"ja": ("ja", "j", "x"), "nein": ("nein", "n")}


def baustein(text: str, codes: Mapping[str, str]) -> str | None:
    """The code of a Baustein: ``B2``, ``b2``, ``B 2`` and ``Baustein B2`` mean the same; nothing else is accepted."""
    code = "".join(_PREFIX.sub("", " ".join(text.split()), count=1).split()).upper()
    return code if code in codes else None


def baustein_proposal(text: str, codes: Mapping[str, str]) -> str | None:
    """A code for the message: by the first letter and digit of the text, else by the name spelt most alike."""
    start = re.match(r"([A-Za-z])\W*(\d?)", _PREFIX.sub("", text.strip(), count=1))
    for code in ((start[1] + start[2]).upper(), start[1].upper()) if start and len(text.split()[0]) < 4 else ():
        if code in codes:
            return code
    name = nearest(text, codes.values())
    return next((c for c, n in codes.items() if n == name), None)


def word(text: str, vocabulary: Mapping[str, tuple[str, ...]]) -> str | None:
    """The canonical word for a spelling of a closed vocabulary."""
    key = compare_key(text)
    return next((name for name, spellings in vocabulary.items() if key in map(compare_key, spellings)), None)


def is_person(text: str) -> bool:
    """Whether a kind of Träger may mean a natural person; rather one too many than one too few."""
    key = compare_key(text)
    return any(part in key for part in _PERSON)


def without_days(text: str) -> str:
    """The text without full dates and without ``Stand 2022``: neither names a Förderjahr."""
    return _DAY_OR_STAND.sub(" ", text)


def years(text: str) -> set[int]:
    """The years a text names, apart from dates."""
    return {int(y) for y in _YEAR.findall(without_days(text))}


def month(zelle: Zelle) -> str | None:
    """A month as ``JJJJ-MM`` (a whole year as ``JJJJ``) from a date, ``05/2019``, ``2019-05`` or ``Mai 2019``."""
    if isinstance(zelle, date):
        return f"{zelle:%Y-%m}"
    text = compare_key(str(zelle))
    for i, name in enumerate(MONTHS, 1):
        text = re.sub(rf"^{name} (20[0-9]{{2}})$", rf"\g<1>-{i:02d}", text)
    text = re.sub(r"^([0-9]{1,2})[/.](20[0-9]{2})$", lambda m: f"{m[2]}-{int(m[1]):02d}", text)
    return text if re.fullmatch(r"20[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?", text) else None


def days_of(monat: str) -> int:
    """How many days a month (``JJJJ-MM``) or a whole year (``JJJJ``) has."""
    jahr, _, mm = monat.partition("-")
    return monthrange(int(jahr), int(mm))[1] if mm else 366 if isleap(int(jahr)) else 365


def share(zelle: Zelle) -> Decimal | None:
    """Full-time equivalents with at most four decimals: ``0,5`` or a number cell."""
    if isinstance(zelle, bool) or not isinstance(zelle, (int, Decimal, str)):
        return None
    if isinstance(zelle, str):
        if not _SHARE.fullmatch(zelle.strip()):
            return None
        zelle = zelle.strip().replace(",", ".")
    number = Decimal(zelle)
    fits = number.is_finite() and 0 <= number < 1000 and number == number.quantize(Decimal("0.0001"))
    return number.quantize(Decimal("0.0001")) if fits else None
