"""What a file of rules says: parameters of one unit each, their dated values, legal status, evidence and source."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from komman.einheiten import EINHEITEN, Einheit
from komman.felder import JaNein, Modell, Tag, Text, Zahl
from komman.formats import NICHT_BELEGT
from komman.yamlfile import Befund

Rechtsstand = Literal["in_kraft", "entwurf", "angenommen"]
Beleg = Literal["amtlich", "zweitquelle", "abgeleitet", "nicht_belegt"]
MARKEN: dict[Rechtsstand, str] = {"in_kraft": "", "entwurf": "Entwurf", "angenommen": "Annahme"}
RECHTSSTAND = {"in_kraft": "in Kraft", "entwurf": "Entwurf", "angenommen": "angenommen"}
BELEG = {"amtlich": "amtlich", "zweitquelle": "nicht amtlich", "abgeleitet": "abgeleitet", "nicht_belegt": NICHT_BELEGT}
# What an amount per unit is paid for; „nicht belegt“ where the source gives a rate without its unit.
Je = Literal[
    "", "Stelle", "Raum", "Renovierung oder Ausstattung", "Monat", "Maßnahme", "Maßnahme und Monat", "Begleitung",
    "Tag", "Stunde", "Seite", "Austausch", "Kommunales Integrationszentrum", "nicht belegt",
]  # fmt: skip
HoechstensJe = Literal["", "Gebäude", "Ankommenstreffpunkt"]


class Wert(Modell):
    """A value from the day ``ab`` until the next day given for the same ``schluessel``.

    Drafts (``rechtsstand: entwurf``) are a series of their own: a draft never ends what is in force.
    """

    ab: Tag
    schluessel: str = ""
    wert: Text | None = None
    je: Je = ""
    hoechstsatz: JaNein = False
    hoechstens: Annotated[Zahl, Field(ge=1)] | None = None
    hoechstens_je: HoechstensJe = ""
    gerundet: JaNein = False
    rechtsstand: Rechtsstand
    beleg: Beleg
    quelle: str = ""
    bemerkung: str = ""

    @property
    def entwurf(self) -> bool:
        return self.rechtsstand == "entwurf"

    def holds(self, tag: date, einheit: Einheit) -> bool:
        """Whether the value has begun; a date, such as a deadline, belongs to the one year it is given for."""
        return self.ab.year == tag.year if einheit == "Tag" and self.wert is not None else self.ab <= tag

    @model_validator(mode="after")
    def _check(self) -> Wert:
        if (self.wert is None) != (self.beleg == "nicht_belegt"):
            raise Befund("„wert“ und „beleg: nicht_belegt“ schließen sich aus, eines von beiden muss stehen")
        if self.wert is not None and not self.quelle:
            raise Befund(
                "Der Schlüssel „quelle“ fehlt; jeder Wert nennt seine Quelle", (), "Zeile „quelle: …“ ergänzen."
            )
        if (self.hoechstens is None) != (not self.hoechstens_je):
            raise Befund("„hoechstens“ und „hoechstens_je“ gehören zusammen")
        return self


def check_values(werte: Iterable[Wert], einheit: Einheit, feld: str = "werte", auswahl: tuple[str, ...] = ()) -> None:
    """Raises ``Befund`` for a value that is none of its unit or of ``auswahl``, and for days that do not ascend."""
    last: dict[tuple[str, bool], date] = {}
    for i, w in enumerate(werte):
        series = (w.schluessel, w.entwurf)
        if series in last and last[series] >= w.ab:
            days = f"{w.ab:%d.%m.%Y} nach {last[series]:%d.%m.%Y}"
            raise Befund(f"Schlüssel „ab“: die Tage sind nicht aufsteigend, {days}", (feld, i, "ab"))
        last[series] = w.ab
        try:
            _check_value(w, einheit)
        except Befund as e:
            raise Befund(f"Schlüssel „wert“: {e}, gefunden „{w.wert}“", (feld, i, "wert")) from None
        if auswahl and w.wert is not None and w.wert not in auswahl:
            words = ", ".join(auswahl)
            raise Befund(f"Schlüssel „wert“: eines von {words} erwartet, gefunden „{w.wert}“", (feld, i, "wert"))


def _check_value(w: Wert, einheit: Einheit) -> None:
    found = None if w.wert is None else EINHEITEN[einheit].lies(w.wert)
    if einheit == "EUR" and isinstance(found, int) and found < 0:
        raise Befund("Betrag ab 0 erwartet")
    if isinstance(found, date) and found.year < w.ab.year:
        raise Befund(f"der Tag liegt vor dem Jahr {w.ab.year}, für das er gilt")


class Parameter(Modell):
    """A dated parameter: its values in the order of their days.

    ``programm``: it holds for the Förderjahre of the programme only. ``kreis``: a Kreis may state it in regeln.yaml.
    ``auswahl``: the only words a value may be, each with what a reader sees instead.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    bezeichnung: Text
    beschreibung: Text
    einheit: Einheit
    schluessel: str = ""
    auswahl: dict[Text, Text] = Field(default_factory=dict)
    programm: JaNein = True
    kreis: JaNein = False
    werte: Annotated[tuple[Wert, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Parameter:
        self.check(self.werte)
        return self

    def check(self, werte: Iterable[Wert]) -> None:
        """Raises ``Befund`` for what cannot be a value of this parameter, be it shipped, of a Kreis or a scenario."""
        werte = tuple(werte)
        for i, w in enumerate(werte):
            if bool(w.schluessel) != bool(self.schluessel):
                what = f"fehlt ({self.schluessel})" if self.schluessel else "passt nicht: Der Parameter hat keinen"
                raise Befund(f"„schluessel“ {what}", ("werte", i, "schluessel"))
        check_values(werte, self.einheit, auswahl=tuple(self.auswahl))


class ParameterListe(Modell):
    """A file of rules/parameter as a whole."""

    parameter: Annotated[tuple[Parameter, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> ParameterListe:
        known = [p.name for p in self.parameter]
        if double := [n for n in known if known.count(n) > 1]:
            raise Befund(f"der Parameter „{double[0]}“ steht doppelt")
        return self
