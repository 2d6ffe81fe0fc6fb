"""State law as dated data: what is known of a rule in a Förderjahr, with legal status, evidence and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from komman.einheiten import EINHEITEN, Einheit, Wertart
from komman.errors import AufrufFehler, DatenFehler
from komman.formats import NICHT_BELEGT
from komman.regelmodell import (
    BELEG,
    MARKEN,
    RECHTSSTAND,
    Beleg,
    Parameter,
    ParameterListe,
    Rechtsstand,
    Wert,
)
from komman.text import nearest
from komman.yamlfile import load_yaml

ORDNER = Path(__file__).parent / "rules"
FOERDERSATZ = "foerdersatz_programmteil_i"
SACHAUSGABEN = "hoechstbetrag_sachausgaben_i"
HOECHSTBETRAG = "hoechstbetrag_programmteil_ii"
PAUSCHALE = "pauschale"
ERSTES_JAHR, LETZTES_JAHR = "erstes_foerderjahr", "letztes_foerderjahr"
FRIST_TRAEGER, FRIST_KREIS = "nachweisfrist_traeger", "nachweisfrist_kreis"
ZEITRAUM = ("bewilligungszeitraum_beginn", "bewilligungszeitraum_ende")
NACHFOLGE, NACHFOLGE_NAME = "nachfolgeprogramm_je_ki", "nachfolgeprogramm"


@dataclass(frozen=True, slots=True)
class Regelwert:
    """What is known of a parameter in one Förderjahr; ``wert`` is ``None`` if nothing supports one.

    The value's kind follows the unit of the parameter (``einheiten.EINHEITEN``; EUR: cents). ``gerundet``: the source
    gives a rounded figure, which must not be used as the exact one. ``hoechstsatz``: the value is the most that may be
    granted, not a fixed amount. ``hoechstens`` is the largest number of units ``hoechstens_je`` (a Gebäude, a
    Maßnahme). ``bemerkung``: why there is no value, or what else the source says. ``wortlaut``: what a reader sees
    instead of a word the parameter chooses from (``Parameter.auswahl``).
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
    programm: bool = True
    wortlaut: str = ""

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
            abhilfe="den Wert mit seiner Quelle in regeln.yaml eintragen, wenn er Ihnen vorliegt, oder ihn in einem "
            "Szenario annehmen.",
        )

    @property
    def titel(self) -> str:
        """``Pauschale B2, Förderjahr 2018``."""
        return f"{self.kurztitel}, {self.zeit}"

    @property
    def zeit(self) -> str:
        """``Förderjahr 2018``; ``Jahr 2025`` for a rule that holds outside the programme too."""
        return f"{'Förderjahr' if self.programm else 'Jahr'} {self.jahr}"

    @property
    def kurztitel(self) -> str:
        """``Pauschale B2``."""
        return f"{self.bezeichnung}{f' {self.schluessel}' if self.schluessel else ''}"

    @property
    def text(self) -> str:
        """The value as a reader sees it: ``1.000,00 € je Raum, höchstens 2 je Gebäude``, or „nicht belegt“."""
        if self.wert is None:
            return NICHT_BELEGT
        said = self.wortlaut or EINHEITEN[self.einheit].sage(self.wert)
        amount = f"{'rund ' if self.gerundet else 'höchstens ' if self.hoechstsatz else ''}{said}"
        unit = f" je {self.je}" if self.je not in ("", NICHT_BELEGT) else ""
        open_unit = ", Einheit nicht belegt" if self.je == NICHT_BELEGT else ""
        cap = f", höchstens {self.hoechstens} je {self.hoechstens_je}" if self.hoechstens else ""
        return f"{amount}{unit}{open_unit}{cap}{f' ({self.marke})' if self.marke else ''}"

    @property
    def nachweis(self) -> str:
        """Legal status, evidence and source in words; „nicht belegt“ and why, where there is no value."""
        if self.wert is None:
            return f"{NICHT_BELEGT}{f': {self.bemerkung}' if self.bemerkung else ''}"
        return f"{RECHTSSTAND[self.rechtsstand]}; Quelle ({BELEG[self.beleg]}): {self.quelle}"

    @property
    def satz(self) -> str:
        """The source note of a figure: ``Pauschale B2, Förderjahr 2018: 250,00 € je …; in Kraft; Quelle …``."""
        if self.wert is None:
            return f"{self.titel}: {NICHT_BELEGT}"
        return f"{self.titel}: {self.mit_bemerkung}; {self.nachweis}"

    @property
    def mit_bemerkung(self) -> str:
        """The value, and what else the source says of it."""
        return f"{self.text}{f' ({self.bemerkung})' if self.bemerkung else ''}"

    @property
    def herkunft(self) -> str:
        """``nachweis`` as a table cell, with the remark on a value behind it."""
        return f"{self.nachweis}; {self.bemerkung}" if self.wert is not None and self.bemerkung else self.nachweis


def _about(p: Parameter, jahr: int, schluessel: str) -> dict[str, Any]:
    return {
        "name": p.name, "bezeichnung": p.bezeichnung, "jahr": jahr, "schluessel": schluessel, "einheit": p.einheit,
        "programm": p.programm,
    }  # fmt: skip


def told(p: Parameter, w: Wert, jahr: int) -> Regelwert:
    """One dated value of a parameter, as what is known of it in ``jahr``."""
    wert = None if w.wert is None else EINHEITEN[p.einheit].lies(w.wert)
    return Regelwert(
        wert, w.rechtsstand, w.beleg, w.quelle, w.gerundet, **_about(p, jahr, w.schluessel), je=w.je,
        hoechstsatz=w.hoechstsatz, hoechstens=w.hoechstens, hoechstens_je=w.hoechstens_je, bemerkung=w.bemerkung,
        wortlaut=p.auswahl.get(w.wert or "", ""),
    )  # fmt: skip


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
            abhilfe=f"Gemeint ist wohl „{close}“." if close else "Alle Namen stehen in docs/regelwerk.md.",
        )

    def over(self, vorrang: Mapping[str, tuple[Wert, ...]]) -> Regelwerk:
        """These rules with further values on top; each name must be known, and the values those of its unit.

        What lay on top before still counts for other keys and until the day of the first new value.
        """
        for name, werte in vorrang.items():
            self.find(name).check(werte)
        added = {name: (*self.vorrang.get(name, ()), *werte) for name, werte in vorrang.items()}
        return Regelwerk(self.parameter, {**self.vorrang, **added})

    def lookup(self, name: str, jahr: int, schluessel: str = "", entwurf: bool = False) -> Regelwert:
        """What was in force on 1 January of the Förderjahr; ``nicht_belegt`` without value where no source says.

        With ``entwurf`` what was only a draft on that day, which is never taken for law. A value laid on top counts
        from its day on, whatever its legal status, and keeps the mark of it.
        """
        p = self.find(name)
        status: Rechtsstand = "entwurf" if entwurf else "in_kraft"
        if p.programm and (why := self._outside(jahr)):
            return Regelwert(None, status, "nicht_belegt", "", bemerkung=why, **_about(p, jahr, schluessel))
        day = date(jahr, 1, 1)
        on_top = [w for w in self.vorrang.get(name, ()) if w.schluessel == schluessel and w.holds(day, p.einheit)]
        law = [w for w in p.werte if (w.schluessel, w.entwurf) == (schluessel, entwurf) and w.holds(day, p.einheit)]
        # An entry without a value ends what was laid on top: the rules that come with the program count again.
        valid = on_top if on_top and on_top[-1].wert is not None and not entwurf else law
        if not valid:
            return Regelwert(None, status, "nicht_belegt", "", **_about(p, jahr, schluessel))
        w = valid[-1]
        return told(p, w, jahr)

    def _outside(self, jahr: int) -> str:
        von, bis = self.programme_years()
        if jahr < von:
            return f"KOMM-AN NRW begann mit dem Förderjahr {von}"
        return f"KOMM-AN NRW endete nach dem Förderjahr {bis}" if jahr > bis else ""

    def programme_years(self) -> tuple[int, int]:
        """The first and the last Förderjahr of the programme; a scenario may let it go on."""
        von, bis = (self._latest(n) for n in (ERSTES_JAHR, LETZTES_JAHR))
        return von, bis

    def successor(self) -> tuple[Regelwert, Regelwert]:
        """The programme that follows the last Förderjahr, and what it grants a KI per year."""
        after = self.programme_years()[1] + 1
        return self.lookup(NACHFOLGE_NAME, after), self.lookup(NACHFOLGE, after)

    def _latest(self, name: str) -> int:
        law = [w for w in self.find(name).werte if not w.entwurf]
        words = [w.wert for w in (*law, *self.vorrang.get(name, ())) if w.wert is not None]
        wert = EINHEITEN["Jahre"].lies(words[-1])
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
