"""State law as dated data: what is known of a rule in a Förderjahr, with legal status, evidence and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from komman.amounts import parse_amount
from komman.einheiten import EINHEITEN, Einheit, Wertart
from komman.errors import AufrufFehler, DatenFehler
from komman.felder import JaNein, Modell, Tag, Text
from komman.formats import NICHT_BELEGT
from komman.text import nearest
from komman.yamlfile import Befund, load_yaml

ORDNER = Path(__file__).parent / "rules"
FOERDERSATZ = "foerdersatz_programmteil_i"
SACHAUSGABEN = "hoechstbetrag_sachausgaben_i"
HOECHSTBETRAG = "hoechstbetrag_programmteil_ii"
PAUSCHALE = "pauschale"
ERSTES_JAHR, LETZTES_JAHR = "erstes_foerderjahr", "letztes_foerderjahr"

Rechtsstand = Literal["in_kraft", "entwurf", "angenommen"]
Beleg = Literal["amtlich", "zweitquelle", "abgeleitet", "nicht_belegt"]
MARKEN: dict[Rechtsstand, str] = {"in_kraft": "", "entwurf": "Entwurf", "angenommen": "Annahme"}
RECHTSSTAND = {"in_kraft": "in Kraft", "entwurf": "Entwurf", "angenommen": "angenommen"}
BELEG = {"amtlich": "amtlich", "zweitquelle": "nicht amtlich", "abgeleitet": "abgeleitet", "nicht_belegt": NICHT_BELEGT}
# What an amount per unit is paid for; „nicht belegt“ where the source gives a rate without its unit.
Je = Literal[
    "", "Stelle", "Raum", "Monat", "Maßnahme", "Maßnahme und Monat", "Begleitung", "Tag", "Stunde", "Seite",
    "Austausch", "Medium", "Kommunales Integrationszentrum", "nicht belegt",
]  # fmt: skip


def _cents(value: object) -> int:
    betrag = parse_amount(str(value))
    if betrag.cent is None or betrag.gerundet:
        raise Befund("Betrag in Euro erwartet, z. B. 131.066,00")
    return betrag.cent


Cent = Annotated[int, BeforeValidator(_cents)]


@dataclass(frozen=True, slots=True)
class Regelwert:
    """What is known of a parameter in one Förderjahr; ``wert`` is ``None`` if nothing supports one.

    The value's kind follows the unit of the parameter (``einheiten.EINHEITEN``; EUR: cents). ``gerundet``: the source
    gives a rounded figure, which must not be used as the exact one. ``hoechstsatz``: the value is the most that may be
    granted, not a fixed amount. ``hoechstens`` is the largest number of units ``hoechstens_je`` (a Gebäude, a
    Maßnahme). ``bemerkung``: why there is no value, or what else the source says.
    """

    wert: Wertart | None
    rechtsstand: Rechtsstand
    beleg: Beleg
    quelle: str
    gerundet: bool = False
    name: str = ""
    bezeichnung: str = ""
    jahr: int = 0
    schluessel: str = ""
    einheit: Einheit = "EUR"
    je: str = ""
    hoechstsatz: bool = False
    hoechstens: int | None = None
    hoechstens_je: str = ""
    bemerkung: str = ""

    @property
    def exakt(self) -> int | None:
        """The value as a whole number of its unit, if it may be computed with, else ``None``."""
        return self.wert if isinstance(self.wert, int) and not self.gerundet else None

    @property
    def marke(self) -> str:
        """The mark of a figure built on it: „Entwurf“, „Annahme“ or nothing for what is in force."""
        return MARKEN[self.rechtsstand]

    def rechne(self) -> int:
        """The value for arithmetic; raises ``DatenFehler`` that names the rule if no source gives an exact one."""
        if self.exakt is not None:
            return self.exakt
        why = "ist nur gerundet bekannt" if self.gerundet else "ist nicht belegt"
        raise DatenFehler(
            f"{self.titel} {why}; damit wird nicht gerechnet.",
            ort=f"Regel „{self.name}“{f', Schlüssel {self.schluessel}' if self.schluessel else ''}",
            mehr=[self.bemerkung] if self.bemerkung else [],
            abhilfe="ein Jahr nennen, für das ein Wert belegt ist, oder in einem Szenario einen Wert annehmen.",
        )

    @property
    def titel(self) -> str:
        """``Pauschale B2, Förderjahr 2018``."""
        return f"{self.bezeichnung}{f' {self.schluessel}' if self.schluessel else ''}, Förderjahr {self.jahr}"

    @property
    def text(self) -> str:
        """The value as a reader sees it: ``250,00 € je Maßnahme und Monat (Entwurf)``, or „nicht belegt“."""
        if self.wert is None:
            return NICHT_BELEGT
        amount = ("rund " if self.gerundet else "höchstens " if self.hoechstsatz else "") + EINHEITEN[
            self.einheit
        ].sage(self.wert)
        unit = f" je {self.je}" if self.je not in ("", NICHT_BELEGT) else ""
        open_unit = " (wofür je Einheit, ist nicht belegt)" if self.je == NICHT_BELEGT else ""
        return f"{amount}{unit}{open_unit}{f' ({self.marke})' if self.marke else ''}"

    @property
    def nachweis(self) -> str:
        """Legal status, evidence and source in words; „nicht belegt“ and why, where there is no value."""
        if self.wert is None:
            return f"{NICHT_BELEGT}{f': {self.bemerkung}' if self.bemerkung else ''}"
        return f"{RECHTSSTAND[self.rechtsstand]}; Quelle ({BELEG[self.beleg]}): {self.quelle}"

    @property
    def satz(self) -> str:
        """The source note of a figure: ``Pauschale B2, Förderjahr 2018: 250,00 € je …; in Kraft; Quelle …``."""
        return f"{self.titel}: {NICHT_BELEGT}" if self.wert is None else f"{self.titel}: {self.text}; {self.nachweis}"


class Wert(Modell):
    """A value from the day ``ab`` until the next day given for the same ``schluessel``.

    Drafts (``rechtsstand: entwurf``) are a series of their own: a draft never ends what is in force.
    """

    ab: Tag
    schluessel: str = ""
    wert: Text | None = None
    je: Je = ""
    hoechstsatz: JaNein = False
    hoechstens: Annotated[int, Field(ge=1)] | None = None
    hoechstens_je: str = ""
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
        return self.ab.year == tag.year if einheit == "Tag" else self.ab <= tag

    @model_validator(mode="after")
    def _check(self) -> Wert:
        if (self.wert is None) != (self.beleg == "nicht_belegt"):
            raise Befund("ein Wert und der Beleg „nicht_belegt“ schließen sich aus, eines von beiden muss stehen")
        if self.wert is not None and not self.quelle:
            raise Befund("die Quelle des Wertes fehlt")
        if (self.hoechstens is None) != (not self.hoechstens_je):
            raise Befund("„hoechstens“ und „hoechstens_je“ gehören zusammen")
        return self


def check_values(werte: Iterable[Wert], einheit: Einheit, feld: str = "werte") -> None:
    """Raises ``Befund`` for a value that is none of its unit, and for days that do not ascend within a series."""
    last: dict[tuple[str, bool], date] = {}
    for i, w in enumerate(werte):
        series = (w.schluessel, w.entwurf)
        if series in last and last[series] >= w.ab:
            raise Befund(
                f"die Tage sind nicht aufsteigend: {w.ab:%d.%m.%Y} nach {last[series]:%d.%m.%Y}", (feld, i, "ab")
            )
        last[series] = w.ab
        try:
            if w.wert is not None:
                EINHEITEN[einheit].lies(w.wert)
        except Befund as e:
            raise Befund(f"{e}, gefunden „{w.wert}“", (feld, i, "wert")) from None


class Parameter(Modell):
    """A dated parameter: its values in the order of their days.

    ``programm``: it holds for the Förderjahre of the programme only. ``kreis``: a Kreis may state it in regeln.yaml.
    """

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    bezeichnung: Text
    beschreibung: Text
    einheit: Einheit
    schluessel: str = ""
    programm: JaNein = True
    kreis: JaNein = False
    werte: Annotated[tuple[Wert, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Parameter:
        check_values(self.werte, self.einheit)
        return self


class ParameterListe(Modell):
    """A file of rules/parameter as a whole."""

    parameter: Annotated[tuple[Parameter, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> ParameterListe:
        known = [p.name for p in self.parameter]
        if double := [n for n in known if known.count(n) > 1]:
            raise Befund(f"der Parameter „{double[0]}“ steht doppelt")
        return self


@dataclass(frozen=True)
class Regelwerk:
    """All parameters, and what a Kreis or a scenario says over them (``vorrang``: name → values)."""

    parameter: Mapping[str, Parameter]
    vorrang: Mapping[str, tuple[Wert, ...]] = field(default_factory=dict)

    def find(self, name: str) -> Parameter:
        """The parameter; refuses a name that is none, with the nearest known one."""
        if name in self.parameter:
            return self.parameter[name]
        close = nearest(name, self.parameter)
        raise AufrufFehler(
            f"Den Parameter „{name}“ gibt es nicht.",
            abhilfe=f"Gemeint ist wohl „{close}“." if close else f"Bekannt sind: {', '.join(self.parameter)}.",
        )

    def over(self, vorrang: Mapping[str, tuple[Wert, ...]]) -> Regelwerk:
        """These rules with further values on top; each name must be known, and the values those of its unit."""
        for name, werte in vorrang.items():
            check_values(werte, self.find(name).einheit)
        return Regelwerk(self.parameter, {**self.vorrang, **vorrang})

    def lookup(self, name: str, jahr: int, schluessel: str = "", entwurf: bool = False) -> Regelwert:
        """What was in force on 1 January of the Förderjahr; ``nicht_belegt`` without value where no source says.

        With ``entwurf`` what was only a draft on that day, which is never taken for law. A value laid on top counts
        from its day on, whatever its legal status, and keeps the mark of it.
        """
        p = self.find(name)
        about: dict[str, Any] = {
            "name": name, "bezeichnung": p.bezeichnung, "jahr": jahr, "schluessel": schluessel, "einheit": p.einheit,
        }  # fmt: skip
        status: Rechtsstand = "entwurf" if entwurf else "in_kraft"
        if p.programm and (why := self._outside(jahr)):
            return Regelwert(None, status, "nicht_belegt", "", bemerkung=why, **about)
        day = date(jahr, 1, 1)
        on_top = [w for w in self.vorrang.get(name, ()) if w.schluessel == schluessel and w.holds(day, p.einheit)]
        law = [w for w in p.werte if (w.schluessel, w.entwurf) == (schluessel, entwurf) and w.holds(day, p.einheit)]
        valid = law if entwurf else on_top or law
        if not valid:
            return Regelwert(None, status, "nicht_belegt", "", **about)
        w = valid[-1]
        wert = None if w.wert is None else EINHEITEN[p.einheit].lies(w.wert)
        return Regelwert(
            wert, w.rechtsstand, w.beleg, w.quelle, w.gerundet, **about, je=w.je, hoechstsatz=w.hoechstsatz,
            hoechstens=w.hoechstens, hoechstens_je=w.hoechstens_je, bemerkung=w.bemerkung,
        )  # fmt: skip

    def _outside(self, jahr: int) -> str:
        von, bis = self.programme_years()
        if jahr < von:
            return f"KOMM-AN NRW begann mit dem Förderjahr {von}"
        return f"KOMM-AN NRW endete nach dem Förderjahr {bis}" if jahr > bis else ""

    def programme_years(self) -> tuple[int, int]:
        """The first and the last Förderjahr of the programme; a scenario may let it go on."""
        von, bis = (self._latest(n) for n in (ERSTES_JAHR, LETZTES_JAHR))
        return von, bis

    def _latest(self, name: str) -> int:
        werte = self.vorrang.get(name) or self.find(name).werte
        wert = EINHEITEN["Jahre"].lies(werte[-1].wert or "")
        assert isinstance(wert, int)
        return wert


@cache
def regelwerk() -> Regelwerk:
    """The rules that come with the program, from all files of rules/parameter."""
    out: dict[str, Parameter] = {}
    for path in sorted((ORDNER / "parameter").glob("*.yaml")):
        for p in load_yaml(path, ParameterListe).parameter:
            if p.name in out:
                raise DatenFehler(f"Der Parameter „{p.name}“ steht doppelt.", ort=path.name, abhilfe="Einen entfernen.")
            out[p.name] = p
    return Regelwerk(out)


def lookup(name: str, jahr: int, schluessel: str = "", entwurf: bool = False) -> Regelwert:
    """``Regelwerk.lookup`` in the rules that come with the program."""
    return regelwerk().lookup(name, jahr, schluessel, entwurf)
