"""Checkable statements on KOMM-AN: those published about a Kreis, and those an author makes in a Vorlage."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from komman.einheiten import EINHEITEN, Cent
from komman.felder import Modell, Text, digits, nothing
from komman.kreis import Jahr
from komman.regelmodell import Rechtsstand
from komman.rules import ORDNER
from komman.yamlfile import Befund, load_yaml

Programmteil = Literal["I", "II"]


def _posts(value: object) -> object:
    try:
        posts = EINHEITEN["Stellen"].lies(str(value).strip())
    except Befund:
        posts = -1
    if not isinstance(posts, int) or posts < 0:
        raise Befund("Zahl der Stellen erwartet, z. B. „1,5“")
    return Decimal(posts) / 10_000


Stellen = Annotated[Decimal, BeforeValidator(_posts)]


class _Aussage(Modell):
    """What all statements share: the wording a report shows, and where it was said."""

    aussage: Text
    quelle: Text

    @property
    def inhalt(self) -> tuple[tuple[str, Any], ...]:
        """What is claimed, whatever the wording: two statements of the same content are one."""
        return tuple((k, v) for k, v in self if k not in ("aussage", "quelle"))


class _UeberJahre(_Aussage):
    """A statement on the Förderjahre ``von`` to ``bis``."""

    von: Jahr
    bis: Jahr

    @model_validator(mode="after")
    def _check_years(self) -> _UeberJahre:
        if self.von > self.bis:
            raise Befund(f"„von“ ({self.von}) liegt nach „bis“ ({self.bis})", ("von",))
        return self


class NettoSumme(_UeberJahre):
    """The net sum passed on over all the years, rounded as published."""

    art: Literal["netto_summe"]
    wert: Cent
    gerundet_auf: Annotated[Cent, Field(ge=100)]


class KommunenJeJahr(_UeberJahre):
    """The span in which the number of funded Kommunen lay in each of the years."""

    art: Literal["kommunen_je_jahr"]
    mindestens: int
    hoechstens: int


class Stellenumfang(_Aussage):
    """The posts of Programmteil I in full-time equivalents."""

    art: Literal["vzae"]
    jahr: Jahr
    wert: Stellen


class Foerdersatz(_Aussage):
    """The yearly rate per full post of Programmteil I, in force or as a draft."""

    art: Literal["foerdersatz"]
    jahr: Jahr
    wert: Cent
    rechtsstand: Rechtsstand = "in_kraft"


class _Stellenbetrag(_Aussage):
    """An amount for the posts of ``jahr`` by the rate of ``satzjahr`` (left out: the same), in force or as a draft."""

    jahr: Jahr
    satzjahr: Jahr | None = None
    rechtsstand: Literal["in_kraft", "entwurf"] = "in_kraft"
    wert: Cent


class Refinanzierung(_Stellenbetrag):
    """What the Land pays for the posts: rate times full-time equivalents."""

    art: Literal["refinanzierung"]


class Mehrbetrag(_Stellenbetrag):
    """What the Land pays more for the posts than by the rate that was in force in ``jahr``; negative if less."""

    art: Literal["mehrbetrag"]


class AntragJaehrlichBis(_UeberJahre):
    """An Antrag was made for each of the years, and none for a later one."""

    art: Literal["antrag_jaehrlich_bis"]
    programmteil: Programmteil | None = None


class KeineMehrkosten(_Aussage):
    """The Land granted at least what the posts of Programmteil I cost."""

    art: Literal["keine_mehrkosten"]
    jahr: Jahr


class NachweisOffen(_Aussage):
    """The Verwendungsnachweis of the year is not there yet."""

    art: Literal["nachweis_offen"]
    jahr: Jahr
    programmteil: Programmteil | None = None


Aussage = (
    NettoSumme
    | KommunenJeJahr
    | Stellenumfang
    | Foerdersatz
    | Refinanzierung
    | Mehrbetrag
    | AntragJaehrlichBis
    | KeineMehrkosten
    | NachweisOffen
)
Gelesen = Annotated[Aussage, Field(discriminator="art")]


class AussagenListe(Modell):
    """aussagen.yaml of a data folder: the statements of its own Kreis."""

    aussagen: Annotated[tuple[Gelesen, ...], BeforeValidator(nothing)] = ()


class _KreisAussagen(Modell):
    schluessel: Annotated[str, digits(5)]
    aussagen: tuple[Gelesen, ...]


class Veroeffentlicht(Modell):
    """rules/veroeffentlicht.yaml as a whole: published statements, by Kreis."""

    kreise: tuple[_KreisAussagen, ...]


@cache
def published(schluessel: str) -> tuple[Aussage, ...]:
    """The published statements about one Kreis; empty for a Kreis without any."""
    liste = load_yaml(ORDNER / "veroeffentlicht.yaml", Veroeffentlicht)
    return tuple(a for k in liste.kreise if k.schluessel == schluessel for a in k.aussagen)


def together(*listen: Iterable[Aussage]) -> tuple[Aussage, ...]:
    """All statements in order, each content once: the first wording counts."""
    found: dict[tuple[tuple[str, Any], ...], Aussage] = {}
    for liste in listen:
        for a in liste:
            found.setdefault(a.inhalt, a)
    return tuple(found.values())
