"""Total rows: left out only when they are called so *and* repeat the rows above to the cent (design §5)."""

from __future__ import annotations

import re
from collections import deque
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
_GRAND = re.compile(r"\s*(?:(?:gesamt|end|jahres)-?(?:summe|betrag|ergebnis)?|insgesamt|total)(?![\w-])", re.IGNORECASE)
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
    nur_ort: bool = False  # it names a Kommune, but no Träger and nothing else
    traeger_folgt: bool = False  # the same, but its Träger is to be filled down


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


def is_grand(texte: Sequence[str], einzige: bool) -> bool:
    """Whether a row calls itself the total of everything; a bare ``Summe`` does where it is the only total."""
    return len(texte) == 1 and bool(_GRAND.match(texte[0]) or (einzige and _BARE.fullmatch(texte[0])))


def may_be_label(text: str) -> bool:
    """Whether ``is_label`` can hold of a row with this text."""
    return _LABEL.match(text) is not None or _LABEL_AT_END.fullmatch(text) is not None


class Sums:
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

    def add_block(self, block: Block) -> None:
        self.gelesen = [a + b for a, b in zip(self.gelesen, block.summen, strict=True)]
        self.korrigiert = [a + b for a, b in zip(self.korrigiert, block.summen, strict=True)]
        self.zeilen += block.zeilen

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


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that are data beyond doubt, and no total: their sums in cents per money column, and how many they are."""

    summen: tuple[int, ...]
    zeilen: int


Ueber = tuple[Sums, ...]  # the ranges above a row that it may sum up


class _Levels:
    """Where the groups above began, as sums of the sheet until there: a total may close several of them."""

    def __init__(self) -> None:
        self.starts: deque[tuple[int, Geld, Geld]] = deque(maxlen=256)  # enough for any list, and bounded for all

    def begin(self, sheet: Sums, anew: bool) -> None:
        """A total stands here; ``anew``: it closes all groups above."""
        if anew:
            self.starts.clear()
        if not self.starts or self.starts[-1][0] != sheet.zeilen:
            self.starts.append((sheet.zeilen, tuple(sheet.gelesen), tuple(sheet.korrigiert)))

    def close(self, z: Pruefzeile, sheet: Sums) -> bool:
        """Whether the row is the sum since the beginning of an earlier group; then those in between are one."""
        for n in range(len(self.starts) - 1, -1, -1) if _has_money(z) else ():
            since = Sums(len(z.gelesen))
            since.gelesen, since.korrigiert = (
                [a - (b or 0) for a, b in zip(above, start, strict=True)]
                for above, start in zip((sheet.gelesen, sheet.korrigiert), self.starts[n][1:], strict=True)
            )
            if since.repeated_by(z):
                self.starts = deque(list(self.starts)[: n + 1], maxlen=self.starts.maxlen)
                return True
        return False


def judge(zeilen: Sequence[Pruefzeile | Block], spalten: Sequence[str], orte: bool = False) -> list[Urteil]:
    """One verdict per ``Pruefzeile``, in order; ``spalten`` are the headings of the money columns.

    A total repeats the group since the last total, several such groups, the table since its header or the whole sheet
    above. Rows that are called totals never count into the sums of later ones, whether they add up or not.
    ``orte``: a row that names nothing but its Kommune and repeats the group is its total; otherwise that is unclear.
    """
    group, table, sheet = (Sums(len(spalten)) for _ in range(3))
    levels = _Levels()
    verdicts = []
    for z in zeilen:
        if isinstance(z, Block):
            for sums in (group, table, sheet):
                sums.add_block(z)
            continue
        table = Sums(len(spalten)) if z.neue_tabelle else table
        verdict = _verdict(z, (group, table, sheet), spalten, orte)
        if verdict.art == "widerspruch" and levels.close(z, sheet):
            verdict = Urteil("summe")
        verdicts.append(verdict)
        if verdict.art == "daten":
            for sums in (group, table, sheet):
                sums.add(z)
        elif verdict.art != "unklar" or _repeats(z, (group, table, sheet)):
            levels.begin(sheet, anew=_repeats(z, (table, sheet)) and not _repeats(z, (group,)))
            group = Sums(len(spalten))
    return verdicts


def sums_of(zeilen: Sequence[Pruefzeile | Block], urteile: Sequence[Urteil], breite: int) -> Sums:
    """The sums of all rows that are data, totals of any kind left out."""
    sums, verdicts = Sums(breite), iter(urteile)
    for z in zeilen:
        if isinstance(z, Block):
            sums.add_block(z)
        elif next(verdicts).art == "daten":
            sums.add(z)
    return sums


def _verdict(z: Pruefzeile, ueber: Ueber, spalten: Sequence[str], orte: bool) -> Urteil:
    if not is_label(z.texte):
        return _unlabelled(z, ueber, orte)
    if len(z.texte) > 1:
        return _named(z, ueber)
    if _repeats(z, ueber):
        return Urteil("summe")
    return Urteil("widerspruch", difference(z, ueber, spalten))


def _has_money(z: Pruefzeile) -> bool:
    return not z.unlesbar and any(cent is not None for cent in z.gelesen)


def _repeats(z: Pruefzeile, ueber: Ueber) -> bool:
    return _has_money(z) and any(sums.repeated_by(z) for sums in ueber)


def _unlabelled(z: Pruefzeile, ueber: Ueber, orte: bool) -> Urteil:
    """A row without label is a total only if nothing says whose it is: what is merged or filled down says so."""
    repeats = not z.unlesbar and any(z.gelesen) and any(sums.wholly_repeated_by(z) for sums in ueber)
    if z.nur_ort and not z.bestaetigt and _has_money(z):
        if orte and any(z.gelesen) and ueber[0].repeated_by(z):
            return Urteil("summe")
        if repeats and ueber[0].wholly_repeated_by(z):
            return Urteil("unklar", "Summe der Kommune oder Maßnahme ohne Träger", _UNCLEAR_REMEDY)
    own = z.leer or (z.traeger_folgt and ueber[0].wholly_repeated_by(z))
    if not own or not repeats or z.gedeckt == "verbunden" or z.bestaetigt:
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


def difference(z: Pruefzeile, ueber: Ueber, spalten: Sequence[str], wo: str = "darüber") -> str:
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
        f"Summe geht nicht auf: „{spalten[i]}“ {euro(own[i])}, die Zeilen {wo} ergeben {euro(above[i])} "
        f"(Differenz {euro(own[i] - above[i])})"
    )
