"""Total rows: left out only when they are called so *and* repeat the rows above to the cent (design §5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from komman.formats import euro

# Words that begin names ("Zusammen in Soest", "Total lokal") are no labels, or only where they stand alone.
_WORD = (
    r"(?:(?:zwischen|gesamt|teil|end|jahres)-?)?summen?|gesamt(?:betrag|ergebnis)?|teilergebnis|insgesamt|"
    r"(?:über|ueber)trag|total\s*:?\s*$|[∑Σ]"
)
_LABEL = re.compile(rf"\s*(?:{_WORD})(?![\w-])", re.IGNORECASE)
# "Anröchte Ergebnis" is how Excel's Teilergebnis labels a group; a Träger may be called so too.
_LABEL_AT_END = re.compile(r".*\s(?:ergebnis|summe|gesamt)\s*:?\s*", re.IGNORECASE)

Geld = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Pruefzeile:
    """A row to judge: its amounts in cents per money column (missing = 0, unreadable = None), as read and corrected.

    ``texte`` are the texts where a label may stand, ``identitaet_leer`` says that all identity columns are blank.
    """

    texte: tuple[str, ...]
    identitaet_leer: bool
    gelesen: Geld
    korrigiert: Geld


@dataclass(frozen=True, slots=True)
class Urteil:
    """What a row is; a ``widerspruch`` (called a total, but no sum of the rows above) says why in ``grund``."""

    art: Literal["daten", "summe", "widerspruch"]
    grund: str = ""


def is_label(texte: Sequence[str]) -> bool:
    """Whether a row calls itself a total: ``Summe Anröchte``, ``Gesamtsumme``, ``Übertrag``, ``Anröchte Ergebnis``."""
    return any(_LABEL.match(t) for t in texte) or (len(texte) == 1 and _LABEL_AT_END.fullmatch(texte[0]) is not None)


class _Sums:
    """Running sums of the rows above, as read and corrected.

    What is unreadable counts as nothing, as it does in the sums a spreadsheet makes.
    """

    def __init__(self, width: int) -> None:
        self.gelesen = [0] * width
        self.korrigiert = [0] * width

    def add(self, z: Pruefzeile) -> None:
        self.gelesen = [a + (b or 0) for a, b in zip(self.gelesen, z.gelesen, strict=True)]
        self.korrigiert = [a + (b or 0) for a, b in zip(self.korrigiert, z.korrigiert, strict=True)]

    def repeated_by(self, z: Pruefzeile) -> bool:
        """Whether the row is their total, for the rows as read or once their corrections are made."""
        return list(z.gelesen) in (self.gelesen, self.korrigiert)


def judge(zeilen: Sequence[Pruefzeile], spalten: Sequence[str]) -> list[Urteil]:
    """One verdict per row, in order; ``spalten`` are the headings of the money columns.

    A total repeats, in every money column, the group since the last total or the whole table above. Rows that are
    called totals never count into the sums of later ones, whether they add up or not.
    """
    group, table = _Sums(len(spalten)), _Sums(len(spalten))
    verdicts = []
    for z in zeilen:
        called = is_label(z.texte)
        fits = (called or z.identitaet_leer) and (group.repeated_by(z) or table.repeated_by(z))
        if called or (fits and any(z.gelesen)):
            verdicts.append(Urteil("summe") if fits else Urteil("widerspruch", _difference(z, group, table, spalten)))
            group = _Sums(len(spalten))
            continue
        verdicts.append(Urteil("daten"))
        group.add(z)
        table.add(z)
    return verdicts


def _difference(z: Pruefzeile, group: _Sums, table: _Sums, spalten: Sequence[str]) -> str:
    """The first column that does not fit, and by how much."""
    if None in z.gelesen:
        return f"Summe nicht prüfbar: „{spalten[z.gelesen.index(None)]}“ ist nicht lesbar"
    own = [cent or 0 for cent in z.gelesen]
    # Of the two possible ranges the nearer one is the likelier to be meant.
    above = min(
        (group.gelesen, table.gelesen), key=lambda sums: sum(abs(a - b) for a, b in zip(own, sums, strict=True))
    )
    i = next(i for i, (a, b) in enumerate(zip(own, above, strict=True)) if a != b)
    return (
        f"Summe geht nicht auf: „{spalten[i]}“ {euro(own[i])}, die Zeilen darüber ergeben {euro(above[i])} "
        f"(Differenz {euro(own[i] - above[i])})"
    )
