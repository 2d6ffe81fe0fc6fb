"""geprueft.yaml: findings of the checks that a person looked at and found right, each with reason, author and day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, model_validator

from komman.errors import Ort
from komman.felder import Modell, Tag, Text, nothing
from komman.yamlfile import Befund, Pfad, load_yaml

# Förderjahr, what the finding says, and a number where several say the same (``checks_geprueft``).
_KENNUNG = re.compile(r"(\d{4})-[0-9a-f]{6}(-([2-9]|[1-9]\d+))?", re.ASCII)


def _kennung(value: str) -> str:
    if not _KENNUNG.fullmatch(value):
        raise Befund(
            "Kennung erwartet, z. B. „2021-3fa29c“",
            abhilfe="Die Kennung des Befundes abschreiben, wie „komman pruefe“ sie zeigt.",
        )
    return value


class Eintrag(Modell):
    """One entry: the Kennung of a finding, why it is right, who looked at it, and when."""

    befund: Annotated[Text, AfterValidator(_kennung)]
    grund: Text
    wer: Text
    datum: Tag


class GeprueftListe(Modell):
    """geprueft.yaml of a data folder."""

    geprueft: Annotated[tuple[Eintrag, ...], BeforeValidator(nothing)] = ()

    @model_validator(mode="after")
    def _check(self) -> GeprueftListe:
        seen = set()
        for i, e in enumerate(self.geprueft):
            if e.befund in seen:
                raise Befund(f"der Befund „{e.befund}“ steht doppelt", ("geprueft", i, "befund"))
            seen.add(e.befund)
        return self


@dataclass(frozen=True, slots=True)
class Pruefvermerk:
    """An entry and where it stands."""

    befund: str
    grund: str
    wer: str
    datum: date
    ort: Ort

    @property
    def foerderjahr(self) -> int:
        """The Förderjahr that the Kennung names."""
        found = _KENNUNG.fullmatch(self.befund)
        assert found is not None
        return int(found[1])


def load_vermerke(path: Path) -> tuple[Pruefvermerk, ...]:
    """The entries of the file in its order; none where there is no file. Refuses (DateiFehler) what is not whole."""
    if not path.exists():
        return ()
    lines: dict[Pfad, int] = {}
    liste = load_yaml(path, GeprueftListe, lines)
    return tuple(
        Pruefvermerk(e.befund, e.grund, e.wer, e.datum, Ort(path.name, zeile=lines["geprueft", i, "befund"]))
        for i, e in enumerate(liste.geprueft)
    )
