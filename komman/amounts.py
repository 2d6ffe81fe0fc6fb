"""German amounts and counts, read strictly: one reading or none, and the style of a column decided by its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from komman.spelling import PLAIN, TOO_LARGE, Art, Schrift, spell

Zelle = str | int | Decimal | date | bool | None
Dezimalzeichen = Literal["komma", "punkt"]
Dezimal = Literal["komma", "punkt", "offen"]

MAX_CENT = 10**12  # 10 billion euros: more than any Kreis has, so a misread key or phone number
MAX_COUNT = 10_000_000

MISSING = frozenset({"", "-", "–", "—", "−"})
_A_SIGN = {"komma": "ein Dezimalkomma", "punkt": "ein Dezimalpunkt"}
_THE_SIGN = {"komma": "das Dezimalkomma", "punkt": "den Dezimalpunkt"}
_POINT = "Dezimalpunkt statt Dezimalkomma"
_NOT_DIGITS = str.maketrans("", "", "., €EUR")
_PLAIN = re.compile(PLAIN)
_BLANK_GROUP = re.compile("[0-9] [0-9]")


@dataclass(frozen=True, slots=True)
class Betrag:
    """An amount in cents; without ``cent`` it is missing (``grund`` empty) or unreadable (``grund`` says why)."""

    cent: int | None
    grund: str = ""
    gerundet: bool = False


@dataclass(frozen=True, slots=True)
class Stil:
    """How a column writes amounts, and by what that is known (``durch``, empty while it is ``offen``).

    ``komma`` and ``punkt`` count the different texts that no other decimal sign can explain, ``mehrdeutig`` those that
    only the style gives one reading. ``leerzeichen``: a blank groups thousands. ``verdacht``: a number cell like 1.234
    may have been „1.234“ before a program took the dot for a decimal point, and no number says that it was not.
    """

    dezimal: Dezimal = "offen"
    durch: Literal["Werte", "quellen.yaml", ""] = ""
    komma: int = 0
    punkt: int = 0
    mehrdeutig: int = 0
    leerzeichen: bool = False
    verdacht: bool = False


@dataclass(frozen=True, slots=True)
class Anzahl:
    """A whole number from 0; without ``zahl`` it is missing (``grund`` empty) or unreadable (``grund`` says why)."""

    zahl: int | None
    grund: str = ""


def parse_amount(zelle: Zelle) -> Betrag:
    """One cell in euros; refuses every spelling that has no reading or more than one. Decimals have a comma."""
    if not isinstance(zelle, str):
        return parse_column([zelle])[0]
    return _of_schrift(zelle, spell(zelle), Stil(), _readable(Stil()))


def parse_written(text: str) -> Betrag:
    """An amount in euros that a person wrote into a settings file; a bare number beside ``…_cent`` may mean cents."""
    if re.fullmatch(r"[+−-]?\s*[0-9]+", text.strip()) and text.strip(" +−-0"):
        return Betrag(None, "Euro oder Cent?")
    return parse_amount(text or None)


def parse_column(zellen: Sequence[Zelle], dezimal: Dezimalzeichen | None = None) -> list[Betrag]:
    """A column in euros, each cell as ``read_column`` reads it."""
    return read_column(zellen, dezimal)[1]


def read_column(
    zellen: Sequence[Zelle],
    dezimal: Dezimalzeichen | None = None,
    komma: int = 0,
    leerzeichen: bool = False,
) -> tuple[Stil, list[Betrag]]:
    """The style of a column and its amounts in euros.

    ``dezimal`` is what the source says. Else the values decide: a comma if one value can only have a decimal comma
    (``12,50``, ``1.234.567``) and none has a decimal point; a point if one value is certain of it (``1,234.50``,
    ``1234.50``), none has a decimal comma and none is written like ``1.234``. Blanks group thousands if the source
    names its decimal sign or one value shows it (``1 234,50``). Without a decision only those texts are read that a
    decimal comma or none at all explains; a text that contradicts the style is refused.

    The order of the cells and how often each stands there have no influence: the column of its different cells (by
    type and value) gives the same style and the same amount for each. ``komma`` and ``leerzeichen`` stand for different
    texts of the column that fit ``PLAIN`` and were read elsewhere: how many with a comma, and one grouped by blanks.
    """
    texts = {z: None if _PLAIN.fullmatch(z) else spell(z) for z in zellen if isinstance(z, str)}
    plain = [t for t, s in texts.items() if s is None and "," in t]
    spelled = [s for s in texts.values() if s is not None]
    blanks = (
        leerzeichen or any(" " in t and _BLANK_GROUP.search(t) for t in plain) or any(s.leergruppe for s in spelled)
    )
    style = _style(spelled, len(plain) + komma, dezimal)
    numbers = {z for z in zellen if isinstance(z, Decimal) and z.is_finite()}
    stil = replace(style, leerzeichen=blanks or bool(dezimal), verdacht=dezimal is None and _suspect(numbers))
    readable = _readable(stil)
    known = {t: _of_schrift(t, s, stil, readable) for t, s in texts.items()}
    return stil, [known[z] if isinstance(z, str) else _of_value(z, stil) for z in zellen]


def decided_by_sign(grund: str) -> bool:
    """Whether an amount refused for this reason is read once the source names its decimal sign."""
    return grund.startswith(("mehrdeutig: ", _POINT)) and "Minus" not in grund


def is_missing(zelle: Zelle) -> bool:
    """Whether the cell holds nothing: blank or a lone dash."""
    return zelle is None or (isinstance(zelle, str) and zelle.strip() in MISSING)


def _style(spelled: Sequence[Schrift], plain: int, dezimal: Dezimalzeichen | None) -> Stil:
    """The decimal sign by the texts, ``plain`` of them with a comma; the source has the last word."""
    kinds = Counter(s.art for s in spelled)
    komma, punkt = kinds["komma"] + plain, kinds["punkt"]
    ambiguous = kinds["punktgruppe"] + kinds["kommagruppe"] + kinds["leergruppe"]
    if dezimal:
        return Stil(dezimal, "quellen.yaml", komma, punkt, ambiguous)
    if komma and not punkt:
        return Stil("komma", "Werte", komma, punkt, ambiguous)
    if any(s.sicher for s in spelled) and not komma and not kinds["punktgruppe"]:
        return Stil("punkt", "Werte", komma, punkt, ambiguous)
    return Stil("offen", "", komma, punkt, ambiguous)


def _suspect(numbers: Iterable[Decimal]) -> bool:
    """Whether one looks like a group of thousands gone wrong, and none has decimals that only money has."""
    broken = [n for n in numbers if n != n.to_integral_value()]
    certain = any(not 1 <= abs(n) < 1000 or n * 1000 != (n * 1000).to_integral_value() for n in broken)
    return not certain and any(n * 100 != (n * 100).to_integral_value() for n in broken)


def _of_schrift(text: str, schrift: Schrift | None, stil: Stil, readable: frozenset[Art]) -> Betrag:
    """The amount of a text and its spelling; None is one of ``PLAIN``."""
    if schrift is None:
        if "," not in text:
            return Betrag(int(text.translate(_NOT_DIGITS)) * 100)
        if stil.dezimal != "punkt":
            return Betrag(int(text.translate(_NOT_DIGITS)))
        schrift = spell(text)
    if text.strip() in MISSING:
        return Betrag(None)
    if schrift.art not in readable:
        return Betrag(None, schrift.grund or _why_not(stil, schrift))
    large = abs(schrift.cent) > MAX_CENT
    return Betrag(None, TOO_LARGE) if large else Betrag(schrift.cent, gerundet=schrift.gerundet)


def _readable(stil: Stil) -> frozenset[Art]:
    """The kinds of spelling that have one reading in this style."""
    by_sign: dict[Dezimal, tuple[Art, ...]] = {
        "komma": ("komma", "punktgruppe"),
        "punkt": ("punkt", "kommagruppe", "rechner"),
        "offen": ("komma",),
    }
    blanks: tuple[Art, ...] = ("leergruppe",) if stil.leerzeichen else ()
    return frozenset(("ganz", *by_sign[stil.dezimal], *blanks))


def _why_not(stil: Stil, schrift: Schrift) -> str:
    digits = schrift.ziffern
    if schrift.art == "leergruppe":
        return f"mehrdeutig: {digits.replace(' ', '.')},00 € oder mehrere Zahlen"
    if schrift.art in ("punktgruppe", "kommagruppe"):
        if stil.dezimal != "offen":
            return f"{_says(stil)}; drei Stellen dahinter sind kein Betrag"
        both = "; in der Spalte stehen Dezimalkomma und Dezimalpunkt" if stil.komma and stil.punkt else ""
        return f"mehrdeutig: {digits.replace(',', '.')},00 € oder {digits.replace('.', ',')} €{both}"
    if stil.dezimal == "offen" and not stil.komma:
        return f"{_POINT}; wenn es so gemeint ist, „dezimal: punkt“ in quellen.yaml angeben"
    return f"{_says(stil)}, in diesem Betrag steht {_A_SIGN['komma' if schrift.art == 'komma' else 'punkt']}"


def _says(stil: Stil) -> str:
    """The style as the first half of a reason; where both signs are proven, the comma of the other values."""
    if stil.durch == "quellen.yaml":
        return f"quellen.yaml nennt {_THE_SIGN[stil.dezimal]}"
    return f"in der Spalte steht {_A_SIGN['komma']}"


def _of_value(zelle: Zelle, stil: Stil) -> Betrag:
    if zelle is None:
        return Betrag(None)
    if isinstance(zelle, bool):
        return Betrag(None, "Wahrheitswert statt Betrag")
    if isinstance(zelle, date):
        return Betrag(None, "Datum statt Betrag")
    assert not isinstance(zelle, str)
    return _of_number(Decimal(zelle), stil)


def _of_number(euros: Decimal, stil: Stil) -> Betrag:
    if not euros.is_finite() or abs(euros) * 100 > MAX_CENT:
        return Betrag(None, TOO_LARGE)
    if stil.verdacht and euros != euros.to_integral_value():
        thousand = int(euros * 1000)
        grouped = f"{'−' if euros < 0 else ''}{abs(thousand) // 1000}.{abs(thousand) % 1000:03d},00 €"
        plain = str(euros).replace(".", ",")
        remedy = "stimmt die Zahl, „dezimal: komma“ in quellen.yaml angeben"
        return Betrag(None, f"mehrdeutig: {grouped} oder {plain} €; {remedy}")
    cent = int((euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Betrag(cent, gerundet=cent != euros * 100)


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
