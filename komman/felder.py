"""Field types of the settings files: texts, days and numbers read from YAML strings, refused with a reason."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from komman.contacts import contact_kind
from komman.dates import parse_date
from komman.yamlfile import Befund, Pfad


def _yes_no(value: object) -> object:
    words = {"ja": True, "nein": False, "true": True, "false": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if isinstance(value, str):
        raise Befund("„ja“ oder „nein“ erwartet")
    return value


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    datum = parse_date(value)
    if datum.tag is None:
        raise Befund("Datum erwartet, z. B. 2022-05-31")
    return datum.tag


def _century(value: object) -> object:
    """First and last year of ``1990-2089``: exactly the 100 years that two digits can tell apart."""
    found = re.fullmatch("([0-9]{4}) ?[-–] ?([0-9]{4})", value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Befund("zwei Jahre erwartet, z. B. 1990-2089")
    first, last = int(found[1]), int(found[2])
    if last != first + 99:
        raise Befund(f"genau 100 Jahre erwartet, von {first} an bis {first + 99}")
    return first, last


def digits(*lengths: int) -> AfterValidator:
    """Text of so many digits; 0 at the front is kept, because the value never was a number."""

    def check(value: str) -> str:
        if not (value.isascii() and value.isdecimal() and len(value) in lengths):
            raise Befund(f"{lengths[-1]} Ziffern erwartet")
        return value

    return AfterValidator(check)


def refuse_contact(text: str, pfad: Pfad) -> None:
    """Names that are published hold no contact data; the message does not repeat them."""
    if kind := contact_kind(text, telefon=True):
        raise Befund(f"Kontaktdaten ({kind}) gehören nicht in den Namen", pfad)


def nothing(value: object) -> object:
    """A key without a value is an empty list: all its entries are commented out."""
    return () if value is None else value


Text = Annotated[str, Field(min_length=1)]
Zahl = Annotated[int, WithJsonSchema({"type": "string", "pattern": "^[0-9]+$"})]
# What a schema says of them is the text in the file: YAML is read as strings only.
JaNein = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["ja", "nein"]})]
Jahrhundert = Annotated[
    tuple[int, int], BeforeValidator(_century), WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{4}$"})
]
Tag = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
]


class Modell(BaseModel):
    """Base of all configuration: unchangeable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
