"""What changed in the programme and when: dated events that explain a series of years, each with its source."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Annotated

from pydantic import Field, model_validator

from komman.felder import Modell, Text
from komman.rules import ORDNER, Beleg, Regelwert, lookup
from komman.yamlfile import Befund, load_yaml

NACHFOLGE = "nachfolgeprogramm_je_ki"


class Ereignis(Modell):
    """A change of the rules or another event; ``kurz`` is its mark in a picture."""

    jahr: Annotated[int, Field(ge=2016, le=2100)]
    kurz: Annotated[str, Field(min_length=1, max_length=14)]
    text: Text
    beleg: Beleg
    quelle: Text


class Ende(Modell):
    """The last Förderjahr of the programme and the name of what follows it."""

    jahr: Annotated[int, Field(ge=2016, le=2100)]
    nachfolge: Text


class EreignisListe(Modell):
    """rules/ereignisse.yaml as a whole."""

    ereignisse: Annotated[tuple[Ereignis, ...], Field(min_length=1)]
    ende: Ende

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


def programme_end() -> Ende:
    """The last Förderjahr and the successor."""
    return _load().ende


def successor_grant() -> Regelwert:
    """What the successor grants a Kommunales Integrationszentrum per year."""
    return lookup(NACHFOLGE, programme_end().jahr + 1)
