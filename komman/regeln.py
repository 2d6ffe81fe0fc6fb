"""regeln.yaml: what a Kreis itself knows of the rules, such as the day by which its Träger must prove the use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from komman.errors import AufrufFehler
from komman.felder import Modell, nothing
from komman.regelmodell import Parameter, Wert
from komman.rules import HOECHSTBETRAG, Regelwerk, regelwerk
from komman.yamlfile import Befund, Pfad


def known(name: str) -> Parameter:
    """The parameter that a file names; raises ``Befund`` at „name“, with the nearest one, if there is none."""
    try:
        return regelwerk().find(name)
    except AufrufFehler as e:
        raise Befund(e.was.rstrip("."), ("name",), e.abhilfe) from None


class Regel(Modell):
    """Values a Kreis states for one parameter, each with its source (a Bescheid, a contract)."""

    name: str
    werte: Annotated[tuple[Wert, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Regel:
        p = known(self.name)
        if not p.kreis:
            raise Befund(f"„{self.name}“ kann ein Kreis nicht selbst festlegen", ("name",))
        p.check(self.werte)
        for i, w in enumerate(self.werte):
            _check_key(p, w, ("werte", i, "schluessel"))
            if w.rechtsstand != "in_kraft":
                raise Befund(
                    "hier steht nur, was gilt; Entwürfe und Annahmen gehören in ein Szenario",
                    ("werte", i, "rechtsstand"),
                )
        return self


def _check_key(p: Parameter, w: Wert, pfad: Pfad) -> None:
    """A value under a key that no figure asks for would never count; a Kreis may be any (``settings``)."""
    keys = list(dict.fromkeys(v.schluessel for v in p.werte))
    if w.schluessel not in keys and p.name != HOECHSTBETRAG:
        text = f"Schlüssel „schluessel“: „{w.schluessel}“ ist nicht bekannt"
        raise Befund(text, pfad, f"Bekannt sind: {'; '.join(keys)}.")


class RegelListe(Modell):
    """regeln.yaml of a data folder."""

    regeln: Annotated[tuple[Regel, ...], BeforeValidator(nothing)] = ()

    @model_validator(mode="after")
    def _check(self) -> RegelListe:
        names = [r.name for r in self.regeln]
        for i, name in enumerate(names):
            if name in names[:i]:
                raise Befund(f"die Regel „{name}“ steht doppelt", ("regeln", i, "name"))
        return self


def with_rules(regeln: Iterable[Regel]) -> Regelwerk:
    """The shipped rules with those of the Kreis on top."""
    return regelwerk().over({r.name: r.werte for r in regeln})
