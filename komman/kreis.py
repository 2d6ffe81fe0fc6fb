"""kreis.yaml: the Kreis, its office, the days its data stand for, its Kommunen and their inhabitants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from komman.felder import JaNein, Modell, Tag, Text, digits, refuse_contact
from komman.text import compare_key
from komman.yamlfile import Befund

ERSTES_FOERDERJAHR = 2016


def _tile(value: object) -> object:
    """``3,2`` as column and row of the tile map, counted from 1."""
    found = re.fullmatch(r"([1-9][0-9]?)\s*,\s*([1-9][0-9]?)", value) if isinstance(value, str) else None
    if isinstance(value, str) and found is None:
        raise Befund("Spalte und Zeile auf der Kachelkarte erwartet, z. B. „3,2“")
    return (int(found[1]), int(found[2])) if found else value


def _year_key(value: object) -> object:
    text = str(value)
    if len(text) != 4 or not text.isdecimal() or int(text) < ERSTES_FOERDERJAHR:
        raise Befund(f"Förderjahr „{text}“: vier Ziffern ab {ERSTES_FOERDERJAHR} erwartet")
    return int(text)


Kachel = Annotated[tuple[int, int], BeforeValidator(_tile)]
Jahr = Annotated[int, BeforeValidator(_year_key)]
Einwohner = Annotated[int, Field(gt=0)]


class Kommune(Modell):
    """A municipality; ``ags`` has 8 digits as text (5 for ``kreisweit``), ``kachel`` its place on the tile map.

    ``ortsteile``: places that a ledger may name instead; their rows count to the Kommune, and it is said.
    """

    ags: Annotated[str, digits(5, 8)]
    name: Text
    amtlich: str = ""
    aliase: tuple[Text, ...] = ()
    ortsteile: tuple[Text, ...] = ()
    kachel: Kachel | None = None

    @model_validator(mode="before")
    @classmethod
    def _official_name(cls, data: Any) -> Any:
        if isinstance(data, dict) and "name" in data and not data.get("amtlich"):
            return {**data, "amtlich": data["name"]}
        return data

    @property
    def namen(self) -> tuple[str, ...]:
        """Every spelling by which a ledger may name the Kommune."""
        return (self.name, self.amtlich, *self.aliase)


class Bevoelkerung(Modell):
    """The inhabitants of every Kommune (by ags) on one day, counted on from one census (``grundlage``)."""

    stichtag: Tag
    grundlage: Text
    quelle: Text
    einwohner: dict[str, Einwohner]


class Kreis(Modell):
    """kreis.yaml: the Kreis, its office, the days its data stand for, its Kommunen and their inhabitants.

    ``stand`` is the day of all ledgers but those of the Förderjahre in ``staende``.
    """

    kreis: Text
    schluessel: Annotated[str, digits(5)]
    beispiel: JaNein = False
    stand: Tag
    staende: dict[Jahr, Tag] = Field(default_factory=dict)
    dienststelle: Text
    kommunen: Annotated[tuple[Kommune, ...], Field(min_length=1)]
    bevoelkerung: tuple[Bevoelkerung, ...] = ()

    def stand_of(self, jahr: int) -> date:
        """The day the data of a report on the Förderjahr stand for."""
        return self.staende.get(jahr, self.stand)

    @model_validator(mode="after")
    def _check(self) -> Kreis:
        keys: dict[str, str] = {}
        names: dict[str, str] = {compare_key("kreisweit"): "kreisweit"}
        refuse_contact(self.kreis, ("kreis",))
        refuse_contact(self.dienststelle, ("dienststelle",))
        for i, k in enumerate(self.kommunen):
            if len(k.ags) != 8 or not k.ags.startswith(self.schluessel):
                raise Befund(
                    f"AGS „{k.ags}“ von {k.name}: 8 Ziffern erwartet, die mit {self.schluessel} beginnen",
                    ("kommunen", i, "ags"),
                )
            if k.ags in keys:
                raise Befund(f"AGS „{k.ags}“ steht bei {keys[k.ags]} und bei {k.name}", ("kommunen", i, "ags"))
            keys[k.ags] = k.name
            for name in dict.fromkeys(k.namen):
                other = names.setdefault(compare_key(name), k.name)
                if other != k.name:
                    raise Befund(f"„{name}“ steht bei {other} und bei {k.name}", ("kommunen", i))
        # A name may be an Ortsteil of two Kommunen (its rows are set aside), not a Kommune and the Ortsteil of another.
        for i, k in enumerate(self.kommunen):
            for name in k.ortsteile:
                if (other := names.get(compare_key(name), k.name)) != k.name:
                    raise Befund(f"„{name}“ steht bei {k.name} als Ortsteil und bei {other}", ("kommunen", i))
        return self

    @model_validator(mode="after")
    def _check_places(self) -> Kreis:
        kacheln = [k.kachel for k in self.kommunen if k.kachel is not None]
        for i, k in enumerate(self.kommunen):
            if k.kachel is not None and kacheln.count(k.kachel) > 1:
                raise Befund(f"die Kachel {k.kachel[0]},{k.kachel[1]} ist doppelt vergeben", ("kommunen", i, "kachel"))
        if kacheln and len(kacheln) < len(self.kommunen):
            raise Befund("„kachel“ steht bei einigen Kommunen, aber nicht bei allen", ("kommunen",))
        known = {k.ags for k in self.kommunen}
        for i, b in enumerate(self.bevoelkerung):
            if wrong := sorted(known ^ b.einwohner.keys()):
                raise Befund(
                    f"Einwohner zum {b.stichtag:%d.%m.%Y}: AGS „{wrong[0]}“ fehlt oder gehört nicht zum Kreis",
                    ("bevoelkerung", i, "einwohner"),
                )
            if i and self.bevoelkerung[i - 1].stichtag >= b.stichtag:
                raise Befund("die Stichtage sind nicht aufsteigend", ("bevoelkerung", i, "stichtag"))
        return self


def population_for(bevoelkerung: Sequence[Bevoelkerung], jahr: int) -> Bevoelkerung | None:
    """The inhabitants a figure per head of the Förderjahr uses: the last day not after its end, else the first."""
    until = [b for b in bevoelkerung if b.stichtag <= date(jahr, 12, 31)]
    return until[-1] if until else next(iter(bevoelkerung), None)
