"""Contact data where none belongs: found, so that the row is set aside, and masked wherever a value is shown."""

from __future__ import annotations

import re

# "Kultur@Soest" is a name; an address has a dotted domain, or hides its @ behind brackets.
_MAIL = re.compile(
    r"[^\s@;,<>()]+\s?@\s?[^\s@;,<>()]+\.[a-z]{2,}|[^\s@;,<>]+\s?[\[({]\s?(?:at|ät)\s?[\])}]\s?[^\s@;,<>]+",
    re.IGNORECASE,
)
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


def _is_iban(text: str) -> bool:
    plain = text.replace(" ", "").upper()
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def contact_kind(text: str, telefon: bool = False) -> str:
    """What contact data the text holds: ``E-Mail``, ``IBAN``, ``Konto``, ``Telefon`` or nothing (empty).

    Bare phone numbers are looked for only with ``telefon``: an Aktenzeichen may look like one.
    """
    if _MAIL.search(text):
        return "E-Mail"
    if _IBAN_DE.search(text) or any(_is_iban(m.group()) for m in _IBAN.finditer(text)):
        return "IBAN"
    if _ACCOUNT.search(text):
        return "Konto"
    if _PHONE_WORD.search(text) or (telefon and _PHONE.search(text)):
        return "Telefon"
    return ""


def mask(text: str, telefon: bool = False) -> str:
    """The text without contact data: ``Meyer, a@b.de`` → ``Meyer, [E-Mail]``."""
    text = _IBAN_DE.sub("[IBAN]", _MAIL.sub("[E-Mail]", text))
    text = _IBAN.sub(lambda m: "[IBAN]" if _is_iban(m.group()) else m.group(), text)
    text = _ACCOUNT.sub("[Konto]", text)
    text = _PHONE_WORD.sub("[Telefon]", text)
    return _PHONE.sub("[Telefon]", text) if telefon else text
