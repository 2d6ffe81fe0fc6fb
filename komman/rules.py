"""State law as dated data: value, legal status, evidence and source of each parameter and Baustein."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from komman.amounts import parse_amount
from komman.errors import AufrufFehler
from komman.felder import JaNein, Modell, Tag, Text
from komman.text import nearest
from komman.yamlfile import Befund, load_yaml

ORDNER = Path(__file__).parent / "rules"
FOERDERSATZ = "foerdersatz_programmteil_i"

Rechtsstand = Literal["in_kraft", "entwurf", "angenommen"]
Beleg = Literal["amtlich", "zweitquelle", "abgeleitet", "nicht_belegt"]
Einheit = Literal["EUR"]


def _cents(value: object) -> int:
    betrag = parse_amount(str(value))
    if betrag.cent is None or betrag.gerundet:
        raise Befund("Betrag in Euro erwartet, z. B. 131.066,00")
    return betrag.cent


Cent = Annotated[int, BeforeValidator(_cents)]
Schluessel = Annotated[str, Field(pattern=r"^([0-9]{5})?$")]


@dataclass(frozen=True, slots=True)
class Regelwert:
    """What is known of a parameter in one Förderjahr; ``wert`` (EUR: in cents) is ``None`` if nothing supports one.

    ``gerundet``: the source gives a rounded figure, which must not be used as the exact value.
    """

    wert: int | None
    rechtsstand: Rechtsstand
    beleg: Beleg
    quelle: str
    gerundet: bool = False

    @property
    def exakt(self) -> int | None:
        """The value if it may be computed with, else ``None``."""
        return None if self.gerundet else self.wert


class Wert(Modell):
    """A value from the day ``ab`` until the next day given for the same ``schluessel``.

    Drafts (``rechtsstand: entwurf``) are a series of their own: a draft never ends what is in force.
    """

    ab: Tag
    schluessel: Schluessel = ""
    wert: Cent | None = None
    gerundet: JaNein = False
    rechtsstand: Rechtsstand
    beleg: Beleg
    quelle: str = ""

    @property
    def entwurf(self) -> bool:
        return self.rechtsstand == "entwurf"

    @model_validator(mode="after")
    def _check(self) -> Wert:
        if (self.wert is None) != (self.beleg == "nicht_belegt"):
            raise Befund("ein Wert und der Beleg „nicht_belegt“ schließen sich aus, eines von beiden muss stehen")
        if self.wert is not None and not self.quelle:
            raise Befund("die Quelle des Wertes fehlt")
        return self


class Parameter(Modell):
    """A dated parameter: its values in the order of their days."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    beschreibung: Text
    einheit: Einheit
    werte: Annotated[tuple[Wert, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Parameter:
        for i, w in enumerate(self.werte):
            earlier = [v.ab for v in self.werte[:i] if (v.schluessel, v.entwurf) == (w.schluessel, w.entwurf)]
            if earlier and earlier[-1] >= w.ab:
                raise Befund(
                    f"die Tage sind nicht aufsteigend: {w.ab:%d.%m.%Y} nach {earlier[-1]:%d.%m.%Y}", ("werte", i, "ab")
                )
        return self


class ParameterListe(Modell):
    """rules/parameter.yaml as a whole."""

    parameter: Annotated[tuple[Parameter, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> ParameterListe:
        known = [p.name for p in self.parameter]
        if double := [n for n in known if known.count(n) > 1]:
            raise Befund(f"der Parameter „{double[0]}“ steht doppelt")
        return self


class Baustein(Modell):
    """A Baustein of Programmteil II; ``code_beleg`` says how well its code is supported, ``beleg`` its name."""

    code: Annotated[str, Field(pattern=r"^[A-D][1-9]?$")]
    name: Text
    beschreibung: Text
    beleg: Beleg
    code_beleg: Beleg
    quelle: Text


class BausteinListe(Modell):
    """rules/bausteine.yaml as a whole."""

    bausteine: tuple[Baustein, ...]


@cache
def _parameters() -> dict[str, Parameter]:
    return {p.name: p for p in load_yaml(ORDNER / "parameter.yaml", ParameterListe).parameter}


def lookup(name: str, jahr: int, schluessel: str = "", entwurf: bool = False) -> Regelwert:
    """What was in force on 1 January of the Förderjahr; ``nicht_belegt`` without value where no source says.

    With ``entwurf`` what was only a draft on that day, which is never taken for law.
    Refuses a name that is no parameter, with the nearest known one.
    """
    known = _parameters()
    if name not in known:
        close = nearest(name, known)
        raise AufrufFehler(
            f"Den Parameter „{name}“ gibt es nicht.",
            abhilfe=f"Gemeint ist wohl „{close}“." if close else f"Bekannt sind: {', '.join(known)}.",
        )
    day = date(jahr, 1, 1)
    valid = [w for w in known[name].werte if (w.schluessel, w.entwurf) == (schluessel, entwurf) and w.ab <= day]
    if not valid:
        return Regelwert(None, "entwurf" if entwurf else "in_kraft", "nicht_belegt", "")
    w = valid[-1]
    return Regelwert(w.wert, w.rechtsstand, w.beleg, w.quelle, w.gerundet)


@cache
def baustein_liste() -> tuple[Baustein, ...]:
    """The Bausteine in their order, each with evidence and source."""
    return load_yaml(ORDNER / "bausteine.yaml", BausteinListe).bausteine


def bausteine() -> dict[str, str]:
    """Code → name of each Baustein, in their order."""
    return {b.code: b.name for b in baustein_liste()}
