"""How an amount is written: its sign, its digits, and which decimal sign its spelling allows."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

# Texts that no style but a declared decimal point gives another reading, and that this module would read alike: whole
# euros, or euros and two digits of cents after a comma, which then prove the comma. For whole texts; no look-around
# or back-reference, so that RE2 reads it too.
_WHOLE = "0|[1-9][0-9]{0,8}"
_GROUPED = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}|[1-9][0-9]{0,2}(?: [0-9]{3}){1,2}"
_EUROS = f"-?(?:{_WHOLE}|(?:{_WHOLE}|{_GROUPED}),[0-9]{{2}})"
PLAIN = f"(?:(?:€|EUR) ?{_EUROS}|{_EUROS}(?: ?(?:€|EUR))?)"

# komma, punkt: no other decimal sign is possible. punktgruppe (1.234), kommagruppe (1,234), leergruppe (1 234): whole
# euros, if that sign groups here. ganz: whole euros. rechner: so many decimals that a machine computed it.
Art = Literal["komma", "punkt", "punktgruppe", "kommagruppe", "leergruppe", "ganz", "rechner", "unlesbar"]
# A text of this kind can only be an amount, no number that something is called by.
DECIMAL: frozenset[Art] = frozenset({"komma", "punkt", "punktgruppe", "kommagruppe", "rechner"})

_BLANKS = " \u00a0\u2007\u202f"
_GROUPS = (
    f"(?:[{_BLANKS[1:]}][0-9]{{3}})+|(?:[ ][0-9]{{3}})+|(?:'[0-9]{{3}})+|(?:’[0-9]{{3}})+"  # signs that only group
)
# Whole euros, then cents or the German „,-“ for none.
_COMMA = re.compile(
    rf"(?P<ganz>[0-9]{{1,3}}(?:{_GROUPS}|(?:\.[0-9]{{3}})+)|[0-9]+)(?P<rest>,(?:[0-9]{{1,2}}|-{{1,2}}))?"
)
_POINT = re.compile(rf"(?P<ganz>[0-9]{{1,3}}(?:{_GROUPS}|(?:,[0-9]{{3}})+)|[0-9]+)(?P<rest>\.[0-9]{{1,2}})?")
_GROUPS_OF_EUROS = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,5}")  # common, so they are spelled at once
_DECIMALS = re.compile("[.,][0-9]{1,2}$")
_LONGEST = 100  # characters of a cell that may be an amount
TOO_LARGE = "unglaubwürdig großer Betrag"
_MACHINE = re.compile(r"(?:0|[1-9][0-9]{0,9})\.[0-9]{7,}")
_ONE_GROUP: tuple[tuple[Art, re.Pattern[str]], ...] = (
    ("punktgruppe", re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")),
    ("kommagruppe", re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")),
    ("leergruppe", re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")),
)
_CURRENCY = re.compile(r"€|EUR|Euro", re.IGNORECASE)
_BEFORE = re.compile(rf"([+-]?)[{_BLANKS}]*(?:€|EUR|Euro)[{_BLANKS}]*(.*)", re.IGNORECASE | re.DOTALL)
_AFTER = re.compile(rf"(.*?)[{_BLANKS}]*(?:€|EUR|Euro)(-?)", re.IGNORECASE | re.DOTALL)
_SIGNED = re.compile(
    rf"(?P<vor>[+-][{_BLANKS}]*)?(?P<kern>[0-9](?:.*[0-9])?)(?:(?P<rest>,-{{1,2}})|(?P<nach>-))?", re.DOTALL
)
_NO_AMOUNT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("#+"), "die Spalte war in Excel zu schmal, der Betrag steht nicht in der Datei"),
    (re.compile(r".*%.*", re.DOTALL), "Prozentwert statt Betrag"),
    (re.compile(r".*[0-9]\s*(?:T€|TEUR|Tsd|Mio|Mrd|k€).*", re.I | re.DOTALL), "Angabe in Tausend oder Millionen"),
    (re.compile(r"(?:[-–—−,€\s]|EUR|Euro)+", re.IGNORECASE), "Strich mit oder ohne Währung: 0 oder keine Angabe"),
    (re.compile("[^0-9]*"), "Text statt Betrag"),
)
_ERROR_VALUE = re.compile(r"#[A-ZÄÖÜ/0-9]+[!?]?")
_NO_NUMBER: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"[0-9]+(?:[.,][0-9]+)?E[+-]?[0-9]+", re.IGNORECASE),
        "Exponent: so kürzt Excel lange Zahlen; den Betrag dort als Zahl formatieren und die Datei neu ausgeben",
    ),
    (
        re.compile(r"[0-9]{1,2}\.[ ]?[0-9]{1,2}\.[ ]?(?:[0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        "Datum statt Betrag",
    ),
    (
        re.compile(r"[0-9., \u00a0]*,[0-9]{3,}|[0-9,]*\.[0-9]+"),
        "Nachkommastellen oder Tausendergruppen sind nicht eindeutig",
    ),
    (
        re.compile(
            r".*[0-9][^0-9]*[;/+&|\n*×].*|.*[0-9]\s*(?:und|bis|-|–)\s*[0-9].*|.*,[0-9]{2}\s+[0-9].*", re.I | re.DOTALL
        ),
        "mehr als ein Betrag oder eine Rechnung",
    ),
)


class Schrift(NamedTuple):
    """A text as it is written: ``cent`` is what it says in the one style its kind allows.

    ``ziffern`` is what stands from the first digit to the last; ``sicher``: a decimal point that no lost zero and no
    grouping dot could have become (``1.500`` turns to ``1.5`` in a program that takes dots for decimal points);
    ``leergruppe``: decimals behind thousands grouped by blanks.
    """

    art: Art
    cent: int = 0
    ziffern: str = ""
    grund: str = ""
    leergruppe: bool = False
    sicher: bool = False
    gerundet: bool = False


def spell(text: str) -> Schrift:
    """The spelling of one cell; ``unlesbar`` with its reason where no style gives it one reading."""
    if _GROUPS_OF_EUROS.fullmatch(text):
        return Schrift(
            "punktgruppe" if text.count(".") == 1 else "komma", int(text.replace(".", "")) * 100, text.lstrip("-")
        )
    if len(text) > _LONGEST:
        return Schrift("unlesbar", grund=TOO_LARGE if text.strip().isdecimal() else _why_no_amount(text[:_LONGEST]))
    split = _sign_and_digits(text)
    if split is None:
        return Schrift("unlesbar", grund=_why_no_amount(text))
    sign, digits, trailing = split
    found = _of_digits(digits)
    if trailing and found.art != "unlesbar" and not _DECIMALS.search(digits):
        return Schrift("unlesbar", grund=f"mehrdeutig: −{digits} € oder {digits},– €; das Minus gehört vor den Betrag")
    return found if sign > 0 else found._replace(cent=-found.cent)


def _of_digits(digits: str) -> Schrift:
    art: Art
    for art, pattern in _ONE_GROUP:
        if pattern.fullmatch(digits):
            return Schrift(art, _cents(digits), digits)
    comma, point = _COMMA.fullmatch(digits), _POINT.fullmatch(digits)
    found = comma or point
    if found is None:
        return _machine(digits) or Schrift("unlesbar", ziffern=digits, grund=_why_no_number(digits))
    whole, rest = re.sub("[^0-9]", "", found["ganz"]), (found["rest"] or "")[1:].strip("-")
    if len(whole) > 1 and whole.startswith("0"):
        return Schrift("unlesbar", grund="führende Null: Schlüssel oder Dezimalpunkt, kein sicherer Betrag")
    if comma and point:
        return Schrift("ganz", _cents(whole), digits)
    cent = int(whole + rest.ljust(2, "0"))
    if comma:
        return Schrift("komma", cent, digits, leergruppe=" " in digits)
    return Schrift("punkt", cent, digits, leergruppe=" " in digits, sicher=_certain(digits, whole, rest))


def _cents(whole: str) -> int:
    return int(re.sub("[^0-9]", "", whole)) * 100


def _certain(digits: str, whole: str, rest: str) -> bool:
    grouped = not digits.replace(".", "").isdecimal()
    return grouped or (whole == "0" and rest.strip("0") != "") or (len(whole) > 3 and rest != "0")


def _machine(digits: str) -> Schrift | None:
    """``712.299999999999``, rounded half up."""
    if not _MACHINE.fullmatch(digits):
        return None
    whole, _, rest = digits.partition(".")
    return Schrift("rechner", int(whole + rest[:2]) + (rest[2] >= "5"), digits, gerundet=rest[2:].strip("0") != "")


def _sign_and_digits(text: str) -> tuple[int, str, bool] | None:
    """The sign, what stands from the first digit to the last, and whether the sign comes last.

    None if anything but one currency and one sign is around the digits.
    """
    plain = re.sub("[–—](?=[0-9])", "-", text.strip().replace("−", "-"))
    plain = re.sub("(?<=,)[–—]$", "-", _without_currency(plain))
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = _without_currency(plain[1:-1].strip(_BLANKS))
    found = _SIGNED.fullmatch(plain)
    if not found or bool(found["vor"]) + bool(found["nach"]) + negative > 1:
        return None
    minus = negative or bool(found["nach"]) or (found["vor"] or "").startswith("-")
    return (-1 if minus else 1), found["kern"] + (found["rest"] or ""), bool(found["nach"])


def _without_currency(text: str) -> str:
    """``text`` without the one currency sign before or after its digits; unchanged if there are more."""
    if len(_CURRENCY.findall(text)) != 1:
        return text
    if before := _BEFORE.fullmatch(text):
        return before[1] + before[2]
    after = _AFTER.fullmatch(text)
    return after[1] + after[2] if after else text


def _why_no_amount(text: str) -> str:
    if _ERROR_VALUE.fullmatch(text.strip()):
        return f"Fehlerwert {text.strip()} aus Excel"
    reasons = (reason for pattern, reason in _NO_AMOUNT if pattern.fullmatch(text.strip()))
    return next(reasons, "Betrag mit anderem Text oder mehreren Vorzeichen")


def _why_no_number(digits: str) -> str:
    return next((reason for pattern, reason in _NO_NUMBER if pattern.fullmatch(digits)), "kein lesbarer Betrag")
