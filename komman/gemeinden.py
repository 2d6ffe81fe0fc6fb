"""The municipalities of Nordrhein-Westfalen with inhabitants and area, and what was published about single KI."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from komman.einheiten import Cent
from komman.errors import DateiFehler, Ort
from komman.felder import JaNein, Modell, Tag, Text, digits
from komman.files import decode, read_bytes
from komman.regelmodell import Beleg
from komman.rules import ORDNER
from komman.yamlfile import Befund, load_yaml

LISTE, ANGABEN, BETRAEGE = "gemeinden_nrw.csv", "gemeinden_nrw.yaml", "ki_hoechstbetraege.yaml"
SPALTEN = ["ags", "name", "flaeche_ha", "einwohner"]
ARTEN = {
    "hoechstbetrag": "Höchstbetrag",
    "bewilligt": "bewilligt",
    "weitergeleitet": "weitergeleitet",
    "offen": "Art nicht belegt",
}


class Gemeinde(Modell):
    """A municipality: inhabitants and area in hectares on the day of its list."""

    ags: Annotated[str, digits(8)]
    name: Text
    flaeche_ha: Annotated[int, Field(gt=0)]
    einwohner: Annotated[int, Field(gt=0)]


class Verzeichnis(Modell):
    """What the list holds: its days, the census it counts on from, its source, and the sums it must have."""

    gebietsstand: Tag
    stichtag: Tag
    grundlage: Text
    quelle: Text
    abbild: Text
    lizenz: Text
    anzahl: Annotated[int, Field(gt=0)]
    einwohner: Annotated[int, Field(gt=0)]
    flaeche_ha: Annotated[int, Field(gt=0)]


@dataclass(frozen=True)
class Landesliste:
    """All municipalities of the state, by ags, and what is known about the list."""

    verzeichnis: Verzeichnis
    gemeinden: tuple[Gemeinde, ...]


class KiBetrag(Modell):
    """A published amount of a KI in Programmteil II; ``art`` says what it is, ``offen`` where the source does not."""

    foerderjahre: Text
    betrag: Cent
    gerundet: JaNein = False
    art: Literal["hoechstbetrag", "bewilligt", "weitergeleitet", "offen"]
    beleg: Beleg
    quelle: Text


class Ki(Modell):
    """A KI with its published amounts; the municipalities in ``ohne`` (ags) are not counted with it."""

    name: Text
    schluessel: Annotated[str, digits(5)]
    ohne: tuple[Annotated[str, digits(8)], ...] = ()
    bemerkung: str = ""
    betraege: Annotated[tuple[KiBetrag, ...], Field(min_length=1)]

    @property
    def zuteilung(self) -> KiBetrag | None:
        """The amount to test the key against: the first that is not merely what was passed on."""
        return next((b for b in self.betraege if b.art != "weitergeleitet"), None)

    @model_validator(mode="after")
    def _check(self) -> Ki:
        if wrong := [a for a in self.ohne if not a.startswith(self.schluessel)]:
            raise Befund(f"AGS „{wrong[0]}“ gehört nicht zum Schlüssel {self.schluessel}", ("ohne",))
        granted = [b.gerundet for b in self.betraege if b.art != "weitergeleitet"]
        if granted != sorted(granted):
            raise Befund("ein gerundeter Betrag steht vor einem genauen", ("betraege",))
        return self


class KiListe(Modell):
    """rules/ki_hoechstbetraege.yaml as a whole; ``land`` is what was published about all KI together."""

    land: KiBetrag
    ki: Annotated[tuple[Ki, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> KiListe:
        keys = [k.schluessel for k in self.ki]
        if double := [k for k in keys if keys.count(k) > 1]:
            raise Befund(f"der Schlüssel {double[0]} steht doppelt")
        return self


@cache
def published() -> KiListe:
    """What was published about the state's money and single KI, in the order of the file."""
    return load_yaml(ORDNER / BETRAEGE, KiListe)


@cache
def municipalities() -> Landesliste:
    """All municipalities of the state as the program brings them."""
    return read_municipalities(ORDNER)


def read_municipalities(ordner: Path) -> Landesliste:
    """The list in ``ordner``, by ags; refuses a row that is none, a double one, and sums other than the stated ones."""
    about = load_yaml(ordner / ANGABEN, Verzeichnis)
    text, _ = decode(read_bytes(ordner / LISTE), LISTE)
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or rows[0] != SPALTEN:
        raise _refused("Die Spalten sind andere.", 1, f"erwartet: {', '.join(SPALTEN)}.")
    try:
        found = TypeAdapter(tuple[Gemeinde, ...]).validate_python(
            [dict(zip(SPALTEN, r, strict=True)) if len(r) == len(SPALTEN) else {} for r in rows[1:]]
        )
    except ValidationError as fault:
        place = fault.errors()[0]["loc"][0]
        raise _refused("Die Zeile nennt keine Gemeinde.", int(place) + 2, "die Zeile berichtigen.") from None
    keys = [g.ags for g in found]
    if keys != sorted(set(keys)):
        raise _refused("Die Gemeinden sind nicht nach AGS geordnet, oder eine steht doppelt.", None, "Liste ordnen.")
    have = (len(found), sum(g.einwohner for g in found), sum(g.flaeche_ha for g in found))
    if have != (about.anzahl, about.einwohner, about.flaeche_ha):
        raise _refused(
            "Anzahl, Einwohner oder Fläche ergeben nicht die angegebene Summe.", None, f"mit {ANGABEN} vergleichen."
        )
    return Landesliste(about, found)


def _refused(was: str, zeile: int | None, abhilfe: str) -> DateiFehler:
    return DateiFehler(was, ort=Ort(LISTE, zeile=zeile), abhilfe=abhilfe)
