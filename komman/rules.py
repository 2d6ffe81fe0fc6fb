"""State law and published figures as dated data: value, legal status, evidence and source of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from komman.amounts import parse_amount
from komman.config import JaNein, Modell, Tag, Text
from komman.errors import AufrufFehler
from komman.text import nearest
from komman.yamlfile import Befund, load_yaml

ORDNER = Path(__file__).parent / "rules"

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
    """A value from the day ``ab`` until the next day given for the same ``schluessel``."""

    ab: Tag
    schluessel: Schluessel = ""
    wert: Cent | None = None
    gerundet: JaNein = False
    rechtsstand: Rechtsstand
    beleg: Beleg
    quelle: str = ""

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
            earlier = [v.ab for v in self.werte[:i] if v.schluessel == w.schluessel]
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


class _Aussage(Modell):
    """A published figure about one Kreis and the Förderjahre ``von`` to ``bis``."""

    schluessel: Schluessel
    aussage: Text
    von: int
    bis: int
    quelle: Text


class NettoSumme(_Aussage):
    """The net sum passed on over all the years, rounded as published."""

    art: Literal["netto_summe"]
    wert: Cent
    gerundet_auf: Annotated[Cent, Field(ge=100)]


class KommunenJeJahr(_Aussage):
    """The span in which the number of funded Kommunen lay in each of the years."""

    art: Literal["kommunen_je_jahr"]
    mindestens: int
    hoechstens: int


Aussage = Annotated[NettoSumme | KommunenJeJahr, Field(discriminator="art")]


class AussagenListe(Modell):
    """rules/veroeffentlicht.yaml as a whole."""

    aussagen: tuple[Aussage, ...]


@cache
def _parameters() -> dict[str, Parameter]:
    return {p.name: p for p in load_yaml(ORDNER / "parameter.yaml", ParameterListe).parameter}


def lookup(name: str, jahr: int, schluessel: str = "") -> Regelwert:
    """What was in force on 1 January of the Förderjahr; ``nicht_belegt`` without value where no source says.

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
    valid = [w for w in known[name].werte if w.schluessel == schluessel and w.ab <= day]
    if not valid:
        return Regelwert(None, "in_kraft", "nicht_belegt", "")
    w = valid[-1]
    return Regelwert(w.wert, w.rechtsstand, w.beleg, w.quelle, w.gerundet)


@cache
def baustein_liste() -> tuple[Baustein, ...]:
    """The Bausteine in their order, each with evidence and source."""
    return load_yaml(ORDNER / "bausteine.yaml", BausteinListe).bausteine


def bausteine() -> dict[str, str]:
    """Code → name of each Baustein, in their order."""
    return {b.code: b.name for b in baustein_liste()}


@cache
def published(schluessel: str) -> tuple[NettoSumme | KommunenJeJahr, ...]:
    """The published figures about one Kreis; empty for a Kreis without any."""
    liste = load_yaml(ORDNER / "veroeffentlicht.yaml", AussagenListe)
    return tuple(a for a in liste.aussagen if a.schluessel == schluessel)
