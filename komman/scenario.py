"""The file of ``komman szenario``: rules laid over those that are known, and how costs may rise."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from komman.contacts import contact_kind
from komman.einheiten import EINHEITEN, Einheit
from komman.felder import Modell, Tag, Text
from komman.kreis import ERSTES_FOERDERJAHR
from komman.regelmodell import Wert
from komman.regeln import known
from komman.rules import FOERDERSATZ, LETZTES_JAHR, Regelwerk
from komman.yamlfile import Befund, Pfad, load_yaml, read_yaml

TARIFSTEIGERUNG = "tarifsteigerung"
# A value of any other rule would change nothing in the projection.
WIRKSAM = (FOERDERSATZ, LETZTES_JAHR, TARIFSTEIGERUNG)
LETZTES = 2060
VORGABE_BIS, VORGABE_ZIEHUNGEN, VORGABE_ZUFALLSZAHL = 2032, 2000, 20260101


def _unit(einheit: Einheit, least: int, most: int) -> BeforeValidator:
    """The reader of a German number as a whole number of its unit (``einheiten.EINHEITEN``), within limits."""
    unit = EINHEITEN[einheit]

    def read(value: object) -> object:
        found = unit.lies(value) if isinstance(value, str) else value
        if isinstance(found, int) and not least <= found <= most:
            raise Befund(f"zwischen {unit.sage(least)} und {unit.sage(most)} erwartet")
        return found

    return BeforeValidator(read)


def _no_contact(text: object) -> object:
    """What stands in the report holds no contact data; the message does not repeat them."""
    if isinstance(text, str) and (kind := contact_kind(text)):
        raise Befund(f"Kontaktdaten ({kind}) gehören nicht in ein Szenario", zeigen=False)
    return text


Jahr = Annotated[int, Field(ge=ERSTES_FOERDERJAHR, le=LETZTES)]
# Beyond these limits a number is a slip of the pen.
PROZENT = (-20_00, 50_00)
Prozent = Annotated[int, _unit("Prozent", *PROZENT)]
Stellen = Annotated[int, _unit("Stellen", 100, 100_0000)]
Cent = Annotated[int, _unit("EUR", 1_000_00, 1_000_000_00)]
# Longer ones would not be a source but a document: a report lays each of them out as one cell.
MOST_CHARACTERS = 500
Angabe = Annotated[Text, Field(max_length=MOST_CHARACTERS), BeforeValidator(_no_contact)]


class Annahme(Modell):
    """A value of a rule from the day ``ab`` until the next one, whatever the known rule says."""

    ab: Tag
    wert: Text
    rechtsstand: Literal["entwurf", "angenommen"]
    quelle: Angabe

    def as_value(self, name: str) -> Wert:
        """As ``Regelwerk.over`` takes it."""
        more: dict[str, Any] = {"je": "Stelle", "hoechstsatz": True} if name == FOERDERSATZ else {}
        given = self.model_dump()
        return Wert(**given, **more, beleg="zweitquelle")


class Ueberlagerung(Modell):
    """The values a scenario gives one rule."""

    name: str
    werte: Annotated[tuple[Annahme, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Ueberlagerung:
        p = known(self.name)
        if self.name not in WIRKSAM:
            raise Befund(f"„{self.name}“ ändert an der Rechnung nichts, möglich sind {', '.join(WIRKSAM)}", ("name",))
        p.check(w.as_value(self.name) for w in self.werte)
        for i, w in enumerate(self.werte):
            if self.name == TARIFSTEIGERUNG:
                _check_rise(w.wert, ("werte", i, "wert"))
            if self.name == LETZTES_JAHR and w.wert not in map(str, range(ERSTES_FOERDERJAHR, LETZTES + 1)):
                raise Befund(
                    f"Schlüssel „wert“: Jahr von {ERSTES_FOERDERJAHR} bis {LETZTES} erwartet", ("werte", i, "wert")
                )
        for i, (before, after) in enumerate(pairwise(self.werte), start=1):
            if before.ab >= after.ab:
                raise Befund(_descending(before.ab, after.ab), ("werte", i, "ab"))
        return self


def _check_rise(wert: str, pfad: Pfad) -> None:
    """A rise laid over the rules has the limits of one under „tarif“."""
    unit = EINHEITEN["Prozent"]
    least, most = PROZENT
    if not least <= int(str(unit.lies(wert))) <= most:
        raise Befund(f"Schlüssel „wert“: zwischen {unit.sage(least)} und {unit.sage(most)} erwartet", pfad)


def _descending(before: date, after: date) -> str:
    return f"die Tage sind nicht aufsteigend: {after:%d.%m.%Y} nach {before:%d.%m.%Y}"


class Tarif(Modell):
    """The yearly rise of the costs from the year ``ab`` until the next entry; without bounds it is taken as certain."""

    ab: Jahr
    erwartet: Prozent
    mindestens: Prozent | None = None
    hoechstens: Prozent | None = None
    rechtsstand: Literal["in_kraft", "angenommen"] = "angenommen"
    quelle: Angabe

    @model_validator(mode="after")
    def _check(self) -> Tarif:
        if (self.mindestens is None) != (self.hoechstens is None):
            raise Befund("„mindestens“ und „hoechstens“ gehören zusammen")
        if not self.spanne[0] <= self.erwartet <= self.spanne[1]:
            raise Befund("„erwartet“ muss zwischen „mindestens“ und „hoechstens“ liegen", ("erwartet",))
        if self.rechtsstand == "in_kraft" and self.mindestens is not None:
            raise Befund("was in Kraft ist, hat keine Spanne", ("mindestens",))
        return self

    @property
    def spanne(self) -> tuple[int, int]:
        """The least and the largest rise in hundredths of a percent."""
        least = self.erwartet if self.mindestens is None else self.mindestens
        return least, self.erwartet if self.hoechstens is None else self.hoechstens


class Kosten(Modell):
    """The costs of a full post in the year ``jahr``: from the ledgers, or stated."""

    jahr: Jahr
    je_stelle: Cent | None = None
    quelle: Annotated[str, Field(max_length=MOST_CHARACTERS), BeforeValidator(_no_contact)] = ""

    @model_validator(mode="after")
    def _check(self) -> Kosten:
        if (self.je_stelle is None) != (not self.quelle):
            raise Befund("„je_stelle“ und „quelle“ gehören zusammen")
        return self


class Dynamisierung(Modell):
    """The rate per post rises by ``prozent`` in the year ``ab`` and in each later one."""

    ab: Jahr
    prozent: Prozent
    quelle: Angabe


class Szenario(Modell):
    """One course of things; what it leaves open follows the known rules and the file's own head."""

    name: Annotated[str, Field(min_length=1, max_length=60), BeforeValidator(_no_contact)]
    stellen: Stellen
    gefoerderte_stellen: Stellen | None = None
    programm_bis: Jahr | None = None
    regeln: tuple[Ueberlagerung, ...] = ()
    dynamisierung: Dynamisierung | None = None
    kosten: Kosten | None = None
    tarif: tuple[Tarif, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Szenario:
        names = [r.name for r in self.regeln]
        if double := [n for n in names if names.count(n) > 1]:
            raise Befund(f"die Regel „{double[0]}“ steht doppelt", ("regeln",))
        if self.programm_bis is not None and LETZTES_JAHR in names:
            raise Befund(f"„programm_bis“ und die Regel „{LETZTES_JAHR}“ sagen dasselbe", ("programm_bis",))
        if self.gefoerdert > self.stellen:
            raise Befund("gefördert werden höchstens so viele Stellen, wie es gibt", ("gefoerderte_stellen",))
        _ascending(self.tarif)
        return self

    @property
    def gefoerdert(self) -> int:
        """The posts the Land pays for, in ten-thousandths."""
        return self.stellen if self.gefoerderte_stellen is None else self.gefoerderte_stellen

    def rules(self, bekannt: Regelwerk) -> Regelwerk:
        """The known rules with those of this scenario on top."""
        over = {r.name: tuple(w.as_value(r.name) for w in r.werte) for r in self.regeln}
        if self.programm_bis is not None:
            year, source = str(self.programm_bis), "Angabe im Szenario"
            last = Annahme(ab=date(ERSTES_FOERDERJAHR, 1, 1), wert=year, rechtsstand="angenommen", quelle=source)
            over[LETZTES_JAHR] = (last.as_value(LETZTES_JAHR),)
        return bekannt.over(over)


def _ascending(tarif: tuple[Tarif, ...]) -> None:
    for i, (before, after) in enumerate(pairwise(tarif), start=1):
        if before.ab >= after.ab:
            raise Befund(f"die Jahre sind nicht aufsteigend: {after.ab} nach {before.ab}", ("tarif", i, "ab"))


class Szenariodatei(Modell):
    """The whole file: the span, what all scenarios share, and the scenarios; the first is what others are held to."""

    titel: Annotated[Angabe, Field(max_length=120)]
    von: Jahr
    bis: Jahr = VORGABE_BIS
    kosten: Kosten
    tarif: tuple[Tarif, ...] = ()
    ziehungen: Annotated[int, Field(ge=100, le=20_000)] = VORGABE_ZIEHUNGEN
    zufallszahl: Annotated[int, Field(ge=0, le=999_999_999)] = VORGABE_ZUFALLSZAHL
    szenarien: Annotated[tuple[Szenario, ...], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def _check(self) -> Szenariodatei:
        if self.bis < self.von:
            raise Befund(f"das letzte Jahr {self.bis} liegt vor dem ersten {self.von}", ("bis",))
        paths: list[tuple[Kosten, tuple[str | int, ...]]] = [(self.kosten, ())]
        paths += [(s.kosten, ("szenarien", i)) for i, s in enumerate(self.szenarien) if s.kosten is not None]
        for kosten, path in paths:
            if kosten.jahr > self.von:
                raise Befund(
                    f"das Jahr der Kosten {kosten.jahr} liegt nach dem ersten Jahr {self.von}",
                    (*path, "kosten", "jahr"),
                )
        _ascending(self.tarif)
        names = [s.name for s in self.szenarien]
        for i, name in enumerate(names):
            if name in names[:i]:
                raise Befund(f"der Name „{name}“ steht doppelt", ("szenarien", i, "name"))
        return self

    @property
    def jahre(self) -> tuple[int, ...]:
        return tuple(range(self.von, self.bis + 1))


def read_scenario(path: Path) -> str:
    """The file as JSON text (``parse_scenario``), after everything in it has been checked.

    Refuses with file and line what is unknown, missing, out of range or without source.
    """
    load_yaml(path, Szenariodatei)
    return json.dumps(read_yaml(path), ensure_ascii=False)


def parse_scenario(inhalt: str) -> Szenariodatei:
    """The scenario of a text that ``read_scenario`` made."""
    return Szenariodatei.model_validate(json.loads(inhalt))
