"""regeln.yaml: what a Kreis itself knows of the rules, such as the day by which its Träger must prove the use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from komman.errors import AufrufFehler
from komman.felder import Modell, nothing
from komman.rules import Regelwerk, Wert, check_values, regelwerk
from komman.yamlfile import Befund


class Regel(Modell):
    """Values a Kreis states for one parameter, each with its source (a Bescheid, a contract)."""

    name: str
    werte: Annotated[tuple[Wert, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Regel:
        try:
            p = regelwerk().find(self.name)
        except AufrufFehler as e:
            raise Befund(f"{e.was} {e.abhilfe}".rstrip("."), ("name",)) from None
        if not p.kreis:
            raise Befund(f"„{self.name}“ kann ein Kreis nicht selbst festlegen", ("name",))
        check_values(self.werte, p.einheit)
        for i, w in enumerate(self.werte):
            if w.rechtsstand != "in_kraft":
                raise Befund(
                    "hier steht nur, was gilt; Entwürfe und Annahmen gehören in ein Szenario",
                    ("werte", i, "rechtsstand"),
                )
        return self


class RegelListe(Modell):
    """regeln.yaml of a data folder."""

    regeln: Annotated[tuple[Regel, ...], BeforeValidator(nothing)] = ()

    @model_validator(mode="after")
    def _check(self) -> RegelListe:
        names = [r.name for r in self.regeln]
        if double := [n for n in names if names.count(n) > 1]:
            raise Befund(f"die Regel „{double[0]}“ steht doppelt")
        return self


def with_rules(regeln: Iterable[Regel]) -> Regelwerk:
    """The shipped rules with those of the Kreis on top."""
    return regelwerk().over({r.name: r.werte for r in regeln})
