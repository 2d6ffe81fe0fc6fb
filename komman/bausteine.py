"""The Bausteine of Programmteil II: code and name, each with how well it is supported and by what."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field

from komman.felder import Modell, Text, Zahl
from komman.regelmodell import Beleg
from komman.rules import ORDNER
from komman.yamlfile import load_yaml


class Baustein(Modell):
    """A Baustein of Programmteil II; ``code_beleg`` says how well its code is supported, ``beleg`` its name.

    ``seit``: the Förderjahr from which it is supported; before, no source names it. Without: from the start.
    """

    code: Annotated[str, Field(pattern=r"^[A-D][1-9]?$")]
    name: Text
    beschreibung: Text
    beleg: Beleg
    code_beleg: Beleg
    seit: Annotated[Zahl, Field(ge=2016, le=2100)] | None = None
    quelle: Text


class BausteinListe(Modell):
    """rules/bausteine.yaml as a whole."""

    bausteine: tuple[Baustein, ...]


@cache
def baustein_liste() -> tuple[Baustein, ...]:
    """The Bausteine in their order, each with evidence and source."""
    return load_yaml(ORDNER / "bausteine.yaml", BausteinListe).bausteine


def bausteine() -> dict[str, str]:
    """Code → name of each Baustein, in their order."""
    return {b.code: b.name for b in baustein_liste()}
