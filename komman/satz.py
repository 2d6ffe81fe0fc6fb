"""A canonical row on its way: its values, why it is set aside, and what it is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from komman.dates import DOTTED_MONTH, NO_CENTURY, NO_ORDER, NO_SERIAL, UEBLICH, Datumsregel
from komman.places import Orte, TraegerVerzeichnis

Wert = str | int | Decimal | date | None

CORRECT = "Wert in der Datei berichtigen oder in korrekturen.yaml mit „setze“ eintragen."
_ELSE = "eintragen, oder die Zeile in korrekturen.yaml mit „setze“."
DECIDE_SIGN = f"In quellen.yaml „dezimal: komma“ oder „dezimal: punkt“ {_ELSE}"
DECIDE_DAY = {
    NO_ORDER: f"In quellen.yaml „datum: tmj“ (Tag vorn) oder „datum: mtj“ (Monat vorn) {_ELSE}",
    DOTTED_MONTH: f"In quellen.yaml statt „datum: mtj“ (Monat vorn) „datum: tmj“ (Tag vorn) {_ELSE}",
    NO_SERIAL: f"In quellen.yaml „datum: seriell“ (Excel) oder „datum: seriell-1904“ {_ELSE}",
    NO_CENTURY: f"In quellen.yaml unter „jahrhundert“ die 100 Jahre, etwa 1990-2089, {_ELSE}",
}
CONSTANT = "(quellen.yaml)"  # stands behind the name of a column whose value is a constant


@dataclass(frozen=True, slots=True)
class Mangel:
    """Why a row is set aside; ``wert`` never holds contact data."""

    spalte: str
    wert: str
    grund: str
    abhilfe: str


@dataclass(slots=True)
class Satz:
    """A canonical row without the keys that need other rows; ``person``: by the ledger, a natural person.

    ``ausserhalb``: its place lies outside the Kreis (``gemeinde``: certainly), and ``kommune`` is the place as it
    stands; ``ortsteil``: the part of its Kommune that the ledger names instead.
    """

    werte: dict[str, Wert] = field(default_factory=dict)
    maengel: list[Mangel] = field(default_factory=list)
    person: bool = False
    ausserhalb: bool = False
    gemeinde: bool = False
    ortsteil: str = ""


@dataclass(frozen=True, slots=True)
class Kontext:
    """What the values of a sheet are held against."""

    orte: Orte
    traeger: TraegerVerzeichnis
    bausteine: Mapping[str, str]
    jahr: int | None
    datumsregel: Datumsregel = UEBLICH
