"""What changed in the programme and when: dated events that explain a series of years, each with its source."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from komman.felder import Modell, Text, Zahl
from komman.formats import euro_rund
from komman.regelmodell import Beleg
from komman.rules import ORDNER, Regelwerk
from komman.yamlfile import Befund, load_yaml


class Ereignis(Modell):
    """A change of the rules or another event; ``kurz`` is its mark in a picture."""

    jahr: Annotated[Zahl, Field(ge=2016, le=2100)]
    kurz: Annotated[str, Field(min_length=1, max_length=14)]
    text: Text
    beleg: Beleg
    quelle: Text


class EreignisListe(Modell):
    """rules/ereignisse.yaml as a whole."""

    ereignisse: Annotated[tuple[Ereignis, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> EreignisListe:
        jahre = [e.jahr for e in self.ereignisse]
        for i, (before, after) in enumerate(pairwise(jahre), start=1):
            if after < before:
                raise Befund(f"die Jahre sind nicht aufsteigend: {after} nach {before}", ("ereignisse", i, "jahr"))
        return self


@cache
def _load() -> EreignisListe:
    return load_yaml(ORDNER / "ereignisse.yaml", EreignisListe)


def events(von: int, bis: int) -> tuple[Ereignis, ...]:
    """The events of the Förderjahre ``von`` to ``bis``, in their order."""
    return tuple(e for e in _load().ereignisse if von <= e.jahr <= bis)


def successor(regeln: Regelwerk) -> str:
    """What the Land pays for after the last Förderjahr, as one sentence; "" if no source gives an amount."""
    programm, neu = regeln.successor()
    if neu.exakt is None or programm.wert is None:
        return ""
    return (
        f"Ab {neu.jahr} fördert das Land mit dem Programm „{programm.wert}“ je Kommunalem Integrationszentrum und Jahr "
        f"{euro_rund(neu.exakt, 1)}, nur für Sachausgaben."
    )


def outside(regeln: Regelwerk, jahr: int) -> list[str]:
    """Sentences on a year before or after the programme: when it ran, and what follows; none for its own years."""
    von, bis = regeln.programme_years()
    if von <= jahr <= bis:
        return []
    ran = f"KOMM-AN NRW lief in den Förderjahren {von} bis {bis}."
    return [s for s in (ran, successor(regeln) if jahr > bis else "") if s]
