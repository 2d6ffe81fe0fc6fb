"""Contact data where none belongs: found, so that the row is set aside, and masked wherever a value is shown."""

from __future__ import annotations

import re
from functools import lru_cache

# "Kultur@Soest" is a name; an address has a dotted domain, or hides its @ behind brackets.
_MAIL = re.compile(
    r"[^\s@;,<>()]{1,254}\s?@\s?[^\s@;,<>()]+\.[a-z]{2,}|[^\s@;,<>]{1,254}\s?[\[({]\s?(?:at|ät)\s?[\])}]\s?[^\s@;,<>]+",
    re.IGNORECASE,
)
_AT = re.compile(r"[@\[({]")  # without one a long text need not be searched from each of its letters
_IBAN_DE = re.compile(r"\bDE[ .-]?\d{2}(?:[ .-]?\d){10,18}\b", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
_ACCOUNT = re.compile(
    r"\b(?:konto|kto|kontonummer|blz|bankleitzahl)\b\.?\s*-?\s*(?:nr\.?|nummer)?\s*:?\s*\d(?:[ .-]?\d){5,}",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(
    r"\b(?:tel|telefon|fax|telefax|mobil|handy)\b\.?\s*(?:nr\.?)?\s*:?\s*\+?[\d(][\d /()-]{3,}", re.IGNORECASE
)
_PHONE = re.compile(r"(?<![\w.,])(?:\+49|00\d\d|0)[\d /()-]{6,}\d")


# Each pattern above needs one of these somewhere, and most texts of a ledger have none.
_HINT = re.compile(r"[@({\[]|\d[\d /()-]{3}|\d[\d /().-]{5}|[A-Z]{2}\d\d")
_SHORTEST = 6  # letters: a@b.de
_KEPT, _SHORT = 10_000, 200  # answers kept, and the letters of the longest text whose answer is


def _is_iban(text: str) -> bool:
    plain = text.replace(" ", "").upper()
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def contact_kind(text: str, telefon: bool = False) -> str:
    """What contact data the text holds: ``E-Mail``, ``IBAN``, ``Konto``, ``Telefon`` or nothing (empty).

    Bare phone numbers are looked for only with ``telefon``: an Aktenzeichen may look like one.
    """
    if len(text) < _SHORTEST or not _HINT.search(text):
        return ""
    return _kept_kind(text, telefon) if len(text) <= _SHORT else _kind(text, telefon)


def mask(text: str, telefon: bool = False) -> str:
    """The text without contact data: ``Meyer, a@b.de`` → ``Meyer, [E-Mail]``."""
    if len(text) < _SHORTEST or not _HINT.search(text):
        return text
    return _kept_mask(text, telefon) if len(text) <= _SHORT else _masked(text, telefon)


def _kind(text: str, telefon: bool) -> str:
    if _AT.search(text) and _MAIL.search(text):
        return "E-Mail"
    if _IBAN_DE.search(text) or any(_is_iban(m.group()) for m in _IBAN.finditer(text)):
        return "IBAN"
    if _ACCOUNT.search(text):
        return "Konto"
    if _PHONE_WORD.search(text) or (telefon and _PHONE.search(text)):
        return "Telefon"
    return ""


def _masked(text: str, telefon: bool) -> str:
    text = _IBAN_DE.sub("[IBAN]", _MAIL.sub("[E-Mail]", text) if _AT.search(text) else text)
    text = _IBAN.sub(lambda m: "[IBAN]" if _is_iban(m.group()) else m.group(), text)
    text = _ACCOUNT.sub("[Konto]", text)
    text = _PHONE_WORD.sub("[Telefon]", text)
    return _PHONE.sub("[Telefon]", text) if telefon else text


_kept_kind, _kept_mask = lru_cache(maxsize=_KEPT)(_kind), lru_cache(maxsize=_KEPT)(_masked)
