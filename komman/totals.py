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
    r"(?:über|ueber)trag|(?:total|ergebnis)\s*:?\s*$|[∑Σ]"
)
_LABEL = re.compile(rf"\s*(?:{_WORD})(?![\w-])", re.IGNORECASE)
# "Anröchte Ergebnis" is how Excel's Teilergebnis labels a group; a Träger may be called so too.
_BARE = re.compile(rf"\s*(?:{_WORD})\s*:?\s*", re.IGNORECASE)
_LABEL_AT_END = re.compile(r".*\s(?:ergebnis|summe|gesamt)\s*:?\s*", re.IGNORECASE)

Geld = tuple[int | None, ...]


TOTAL_REMEDY = "Summe in der Datei berichtigen oder die Zeile in korrekturen.yaml mit „loesche“ eintragen."
_UNCLEAR_REMEDY = (
    "Ist es eine Summe: in korrekturen.yaml mit „loesche“ eintragen; ist es eine Maßnahme: mit „setze“ bestätigen."
)


@dataclass(frozen=True, slots=True)
class Pruefzeile:
    """A row to judge: its amounts in cents per money column (None = missing), as read and corrected.

    ``texte`` are the texts that say whose row it is or call it a total, ``leer`` says that there is no identity at all.
    """

    texte: tuple[str, ...]
    leer: bool
    gelesen: Geld
    korrigiert: Geld
    unlesbar: frozenset[int] = frozenset()
    massnahme: Literal["", "baustein", "aktenzeichen"] = ""  # what makes it a Maßnahme besides Kommune and Träger
    gedeckt: Literal["", "verbunden", "aufgefuellt"] = ""  # why its blank identity is not blank
    bestaetigt: bool = False  # an entry of korrekturen.yaml says what it is
    neue_tabelle: bool = False  # its header is repeated above it


@dataclass(frozen=True, slots=True)
class Urteil:
    """What a row is, why, and what to do.

    ``widerspruch``: called a total, but no sum of the rows above; ``unklar``: a total or a Maßnahme.
    """

    art: Literal["daten", "summe", "widerspruch", "unklar"]
    grund: str = ""
    abhilfe: str = TOTAL_REMEDY


def is_label(texte: Sequence[str]) -> bool:
    """Whether a row calls itself a total: ``Summe Anröchte``, ``Gesamtsumme``, ``Übertrag``, ``Anröchte Ergebnis``."""
    return any(_LABEL.match(t) for t in texte) or (len(texte) == 1 and _LABEL_AT_END.fullmatch(texte[0]) is not None)


class _Sums:
    """Running sums of the rows above, as read and corrected, and how many rows they are.

    What is unreadable counts as nothing, as it does in the sums a spreadsheet makes.
    """

    def __init__(self, width: int) -> None:
        self.gelesen = [0] * width
        self.korrigiert = [0] * width
        self.zeilen = 0

    def add(self, z: Pruefzeile) -> None:
        self.gelesen = [a + (b or 0) for a, b in zip(self.gelesen, z.gelesen, strict=True)]
        self.korrigiert = [a + (b or 0) for a, b in zip(self.korrigiert, z.korrigiert, strict=True)]
        self.zeilen += 1

    def repeated_by(self, z: Pruefzeile) -> bool:
        """Whether the filled amounts of the row are their sums, for the rows as read or as corrected."""
        return any(
            all(own in (None, above) for own, above in zip(z.gelesen, sums, strict=True))
            for sums in (self.gelesen, self.korrigiert)
        )

    def wholly_repeated_by(self, z: Pruefzeile) -> bool:
        """The same of every column, blank as 0, and of two rows or more: a copy of one row proves nothing."""
        own = [cent or 0 for cent in z.gelesen]
        return self.zeilen > 1 and own in (self.gelesen, self.korrigiert)


Ueber = tuple[_Sums, ...]  # the ranges above a row that it may sum up


def judge(zeilen: Sequence[Pruefzeile], spalten: Sequence[str]) -> list[Urteil]:
    """One verdict per row, in order; ``spalten`` are the headings of the money columns.

    A total repeats the group since the last total, the table since its header or the whole sheet above. Rows that are
    called totals never count into the sums of later ones, whether they add up or not.
    """
    group, table, sheet = (_Sums(len(spalten)) for _ in range(3))
    verdicts = []
    for z in zeilen:
        table = _Sums(len(spalten)) if z.neue_tabelle else table
        verdict = _verdict(z, (group, table, sheet), spalten)
        verdicts.append(verdict)
        if verdict.art == "daten":
            for sums in (group, table, sheet):
                sums.add(z)
        elif verdict.art != "unklar" or _repeats(z, (group, table, sheet)):
            group = _Sums(len(spalten))
    return verdicts


def _verdict(z: Pruefzeile, ueber: Ueber, spalten: Sequence[str]) -> Urteil:
    if not is_label(z.texte):
        return _unlabelled(z, ueber)
    if len(z.texte) > 1:
        return _named(z, ueber)
    if _repeats(z, ueber):
        return Urteil("summe")
    return Urteil("widerspruch", _difference(z, ueber, spalten))


def _repeats(z: Pruefzeile, ueber: Ueber) -> bool:
    readable = not z.unlesbar and any(cent is not None for cent in z.gelesen)
    return readable and any(sums.repeated_by(z) for sums in ueber)


def _unlabelled(z: Pruefzeile, ueber: Ueber) -> Urteil:
    """A row without label is a total only if nothing says whose it is: what is merged or filled down says so."""
    repeats = not z.unlesbar and any(z.gelesen) and any(sums.wholly_repeated_by(z) for sums in ueber)
    if not z.leer or not repeats or z.gedeckt == "verbunden" or z.bestaetigt:
        return Urteil("daten")
    if z.gedeckt:
        return Urteil("unklar", "Summe der Zeilen darüber oder aufzufüllende Maßnahme", _UNCLEAR_REMEDY)
    return Urteil("summe")


def _named(z: Pruefzeile, ueber: Ueber) -> Urteil:
    """A label beside other names: „Summe Kultur e. V.“ is a Träger, „Anröchte“ with „Summe“ may be a subtotal."""
    bare = any(_BARE.fullmatch(t) for t in z.texte)
    repeats = not z.unlesbar and any(sums.wholly_repeated_by(z) for sums in ueber)
    if z.bestaetigt or (not bare and (z.massnahme == "aktenzeichen" or (z.massnahme and not repeats))):
        return Urteil("daten")
    return Urteil("unklar", "heißt wie eine Summe, nennt aber auch eine Maßnahme", _UNCLEAR_REMEDY)


def _difference(z: Pruefzeile, ueber: Ueber, spalten: Sequence[str]) -> str:
    """The first column that does not fit, and by how much; a blank cell says nothing."""
    if z.unlesbar:
        return f"Summe nicht prüfbar: „{spalten[min(z.unlesbar)]}“ ist nicht lesbar"
    own = {i: cent for i, cent in enumerate(z.gelesen) if cent is not None}
    if not own:
        return "Summe nicht prüfbar: in der Zeile steht kein Betrag"
    # Of the possible ranges the nearest one is the likelier to be meant.
    above = min((s.gelesen for s in ueber), key=lambda sums: sum(abs(cent - sums[i]) for i, cent in own.items()))
    i = next(i for i, cent in own.items() if cent != above[i])
    return (
        f"Summe geht nicht auf: „{spalten[i]}“ {euro(own[i])}, die Zeilen darüber ergeben {euro(above[i])} "
        f"(Differenz {euro(own[i] - above[i])})"
    )
