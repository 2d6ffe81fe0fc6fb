"""The head of a table: title lines, one or two header rows, which table it is."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

from komman.columns import ALIASES, DROPPED, canonical_name, columns_of, letter, nearest_heading
from komman.config import Quelle
from komman.contacts import mask
from komman.errors import DateiFehler, Ort
from komman.formats import aufzaehlung
from komman.grid import Blatt
from komman.kopfsuche import Kandidat, best, counts_columns
from komman.teilspalten import base, is_part, year_of
from komman.text import nearest

FUNDED = range(2015, 2036)  # other numbers of four digits in a title are no years
MAX_NOTES = 20  # single texts at the end of a table that are looked at
UNIT_ROWS = 3  # rows below a header that may say its unit
_THOUSANDS = re.compile(
    r"(?<!\w)(?:T\s?(?:€|EUR\b)|k€|in\s+(?:Tsd|Tausend|Mio|Mill|Millionen)\b\.?"
    r"|(?:in\s+)?Tausend\s+(?:Euro|EUR|€)|in\s+1[. ]?000\s+(?:Euro|EUR|€))"
    r"|[(\[:]\s*(?:Tsd|Mio|Mill)\b\.?\s*(?:Euro|EUR|€)",
    re.IGNORECASE,
)
_REMEDY = "Die Spalte in quellen.yaml unter „spalten“ zuordnen oder unter „weglassen_spalten“ nennen."


@dataclass(frozen=True, slots=True)
class Spaltenkopf:
    """One column: 0-based position, heading without contact data, canonical name or None when it is dropped."""

    position: int
    text: str
    feld: str | None


@dataclass(frozen=True)
class Kopf:
    """The head of a sheet; ``erste`` and ``letzte`` are its header rows (first row of the sheet = 1).

    Without header ``letzte`` is the row above the first one.
    """

    tabelle: str
    erste: int
    letzte: int
    spalten: tuple[Spaltenkopf, ...]
    titel: tuple[str, ...]

    @cached_property
    def felder(self) -> dict[str, Spaltenkopf]:
        """Canonical name → column, for the columns that are kept."""
        return {s.feld: s for s in self.spalten if s.feld is not None}

    @property
    def geteilt(self) -> bool:
        """Whether an amount stands in several columns: by years, or to be taken together."""
        return any(is_part(s.feld) for s in self.spalten if s.feld is not None)


def find_header(blatt: Blatt, quelle: Quelle | None = None) -> Kopf:
    """The head of ``blatt``, the first one in it.

    Refuses (DateiFehler) a sheet without header rows, a heading in no list (it might be money), two columns of one
    meaning, a missing required column, a column that has values but no heading, and beside columns of years a value
    that would count for every year.
    """
    quelle = quelle or no_description(blatt)
    _check_names(quelle, blatt)
    candidate = best(blatt, quelle)
    if candidate is None:
        raise _no_header(blatt, quelle)
    # What a heading means is known by now; from here on it is only shown.
    candidate = replace(candidate, texte=tuple(mask(t, telefon=True) for t in candidate.texte))
    _check(candidate, blatt, quelle)
    columns = tuple(
        Spaltenkopf(i, text, None if meaning == DROPPED else meaning)
        for i, (text, meaning) in enumerate(zip(candidate.texte, candidate.bedeutung, strict=True))
        if meaning is not None
    )
    first, last = (*candidate.zeilen[:1], blatt.von)[0], (blatt.von - 1, *candidate.zeilen)[-1]
    last += bool(candidate.zeilen) and counts_columns(blatt, last + 1, [c.position for c in columns])
    _check_units(blatt, first, last, frozenset(quelle.weglassen_zeilen))
    rows = ([str(c) for c in row if c is not None] for row in blatt.zeilen[blatt.von - 1 : first - 1])
    titel = tuple(" ".join(texts) for texts in rows if texts)
    return Kopf(candidate.tabelle, first, last, columns, titel)


def _check_units(blatt: Blatt, first: int, last: int, left_out: Set[int]) -> None:
    """Refuses a title line, a row of units below the header or a note at the end that says the amounts are thousands.

    They would be read as euros.
    """
    notes: list[int] = []
    for n in range(blatt.letzte, last, -1):
        filled = [c for c in blatt.zeilen[n - 1] if c is not None]
        if len(filled) > 1 or len(notes) > MAX_NOTES:
            break
        notes.append(n)
    texts = {n: " ".join(_texts(blatt, n)) for n in (*range(blatt.von, first), *notes)}
    for n in range(last + 1, min(last + UNIT_ROWS, blatt.letzte) + 1):
        texts.setdefault(n, " ".join(t for t in _texts(blatt, n) if _is_unit(t)))
    for n, text in texts.items():
        if n not in left_out and (found := _THOUSANDS.search(text)):
            raise DateiFehler(
                f"Laut Zeile {n} stehen die Beträge nicht in Euro („{found.group().strip(' ([:')}“).",
                ort=Ort(blatt.datei, blatt.blatt, n),
                abhilfe="Die Beträge in der Datei in Euro umrechnen lassen. Stehen sie doch in Euro: die Zeile in "
                "quellen.yaml unter „weglassen_zeilen“ nennen.",
            )


def _texts(blatt: Blatt, row: int) -> list[str]:
    return [c for c in blatt.zeilen[row - 1] if isinstance(c, str)]


def _is_unit(text: str) -> bool:
    """Whether a cell names thousands and no amount: ``in T€``, but not ``5 T€``."""
    return re.search("[0-9]", _THOUSANDS.sub("", text)) is None


def no_description(blatt: Blatt) -> Quelle:
    """An entry that says nothing; not validated, because one that a person writes has to name its table."""
    return Quelle.model_construct(datei=blatt.datei)


def ignore_entry(blatt: Blatt) -> str:
    """What quellen.yaml has to say of a sheet that is no ledger; without ``blatt`` it would ignore the whole file."""
    return f'blatt: "{blatt.blatt}", ignorieren: ja' if blatt.blatt else "ignorieren: ja"


def proposal(blatt: Blatt) -> str:
    """Where a draft of the entry for the file comes from."""
    return f"Einen Entwurf schreibt „komman pruefe --vorschlag {blatt.datei}“."


def _check_names(quelle: Quelle, blatt: Blatt) -> None:
    """Refuses a canonical name in quellen.yaml that no table has, and an amount that is none."""
    tables = [quelle.tabelle] if quelle.tabelle else list(ALIASES)
    known = {name for t in tables for name in ALIASES[t]}
    money = {name for t in tables for name in columns_of(t, "cent")}
    amounts = [*quelle.jahre_als_spalten, *quelle.zusammenfassen]
    for name in (*quelle.spalten.values(), *quelle.konstanten, *amounts):
        full = name if f"{name}_cent" not in known else f"{name}_cent"
        if full not in known or (name in amounts and full not in money):
            near = nearest(name, money if name in amounts else known)
            raise DateiFehler(
                f"quellen.yaml nennt „{name}“; "
                f"{'das ist keine Spalte für Beträge' if full in known else 'diese Spalte gibt es nicht'}.",
                ort=Ort(blatt.datei, blatt.blatt),
                mehr=[f"Gemeint ist vielleicht „{near}“."] if near else [],
                abhilfe="In quellen.yaml einen Spaltennamen aus docs/datenmodell.md eintragen.",
            )


def _no_header(blatt: Blatt, quelle: Quelle) -> DateiFehler:
    first = next(((n, row) for n, row in enumerate(blatt.zeilen, 1) if sum(c is not None for c in row) > 1), None)
    found = []
    if first is not None:
        texts = ", ".join(f"„{mask(c, telefon=True)}“" for c in first[1][:8] if isinstance(c, str))
        found = [f"Erste Zeile mit mehreren Feldern (Zeile {first[0]}): {texts}"]
    rows = " in der angegebenen Kopfzeile" if quelle.kopfzeile else ""
    return DateiFehler(
        f"Es wurde keine Kopfzeile mit bekannten Spaltennamen gefunden{rows}.",
        ort=Ort(blatt.datei, blatt.blatt),
        mehr=found,
        abhilfe="Datei oder Blatt in quellen.yaml beschreiben („spalten“ und „kopfzeile“, ohne Kopfzeile „kopfzeile: "
        f"keine“); ist es keine Förderliste: „{ignore_entry(blatt)}“. {proposal(blatt)}",
    )


def _check(c: Kandidat, blatt: Blatt, quelle: Quelle) -> None:
    missing = [
        aufzaehlung(group[:1]) if len(group) == 1 else "mindestens eine Betragsspalte"
        for group in c.fehlend(frozenset(quelle.konstanten))
    ]
    lacking = [f"Verstanden als Tabelle „{c.tabelle}“; dort fehlt noch: {aufzaehlung(missing)}."] if missing else []
    unknown = [i for i, (t, m) in enumerate(zip(c.texte, c.bedeutung, strict=True)) if t and m is None]
    where = c.zeilen[-1] if c.zeilen else None
    if unknown:
        raise _unknown(c, blatt, unknown, lacking)
    if c.fremd:
        raise DateiFehler(
            f"quellen.yaml nennt „{c.fremd[0]}“; die Tabelle {c.tabelle} hat diese Spalte nicht.",
            ort=Ort(blatt.datei, blatt.blatt, where),
            abhilfe="Den Namen der Spalte berichtigen oder unter „tabelle“ die richtige Tabelle nennen.",
        )
    _check_twice(c, blatt, where)
    if missing:
        found = ", ".join(f"„{t}“" for t in c.texte if t)
        raise DateiFehler(
            f"In der Tabelle {c.tabelle} fehlt: {aufzaehlung(missing)}.",
            ort=Ort(blatt.datei, blatt.blatt, where),
            mehr=[f"Gefunden: {found}"],
            abhilfe="Die Spalte in quellen.yaml unter „spalten“ zuordnen oder, gilt ein Wert für die "
            f"ganze Datei, unter „konstanten“ eintragen. {proposal(blatt)}",
        )
    _check_years(c, blatt, quelle)
    if c.zeilen:
        _check_unnamed(c, blatt, {w.strip().upper() for w in quelle.weglassen_spalten})


def _check_twice(c: Kandidat, blatt: Blatt, where: int | None) -> None:
    """Refuses two columns of one meaning, unless quellen.yaml says that they are to be taken together."""
    first: dict[str, str] = {}
    for text, meaning in zip(c.texte, c.bedeutung, strict=True):
        if meaning in (None, DROPPED):
            continue
        assert meaning is not None
        other = first.get(meaning) or (first.get(base(meaning)) if is_part(meaning) else None)
        other = other or next((t for m, t in first.items() if base(m) == meaning), None)
        if other is not None:
            merge = " Gilt die erste gefüllte: „zusammenfassen“." if meaning.endswith("_cent") else ""
            raise DateiFehler(
                f"Zwei Spalten bedeuten dasselbe ({meaning}).",
                ort=Ort(blatt.datei, blatt.blatt, where, text),
                mehr=[f"Die andere Spalte heißt „{other}“."],
                abhilfe=f"{_REMEDY}{merge}",
            )
        first[meaning] = text


def _check_years(c: Kandidat, blatt: Blatt, quelle: Quelle) -> None:
    """Beside columns of years refuses another amount, a count and a year: they would count for every year."""
    if not any(year_of(m) for m in c.bedeutung if m):
        return
    once = {"foerderjahr", *columns_of(c.tabelle, "cent"), *columns_of(c.tabelle, "ganzzahl")}
    named = [t for t, m in zip(c.texte, c.bedeutung, strict=True) if m in once]
    named += [n for n in quelle.konstanten if canonical_name(n, c.tabelle) in once]
    if named:
        raise DateiFehler(
            f"Neben Jahren als Spalten steht „{named[0]}“; der Wert gälte für jedes Jahr noch einmal.",
            ort=Ort(blatt.datei, blatt.blatt, c.zeilen[-1] if c.zeilen else None, named[0]),
            abhilfe="In quellen.yaml unter „weglassen_spalten“ nennen, eine Konstante dort entfernen.",
        )


def _unknown(c: Kandidat, blatt: Blatt, unknown: Sequence[int], lacking: list[str]) -> DateiFehler:
    text = c.texte[unknown[0]]
    if not c.zeilen:
        return DateiFehler(
            f"Die Spalte {text} ist in quellen.yaml nicht zugeordnet; sie könnte Beträge enthalten.",
            ort=Ort(blatt.datei, blatt.blatt, blatt.belegt(c.texte.index(text), blatt.von - 1), text),
            mehr=[f"Auch nicht zugeordnet: {', '.join(c.texte[i] for i in unknown[1:])}"] if unknown[1:] else [],
            abhilfe=_REMEDY,
        )
    near = nearest_heading(text, c.tabelle)
    others = [f"Auch unbekannt: {', '.join(f'„{c.texte[i]}“' for i in unknown[1:])}"] if len(unknown) > 1 else []
    return DateiFehler(
        f"Die Spalte „{text}“ ist nicht bekannt; sie könnte Beträge enthalten.",
        ort=Ort(blatt.datei, blatt.blatt, c.zeilen[-1], text),
        mehr=[*([f"Am nächsten liegt „{near}“."] if near else []), *lacking, *others],
        abhilfe=f"{_REMEDY} {proposal(blatt)}",
    )


def _check_unnamed(c: Kandidat, blatt: Blatt, left_out: Set[str]) -> None:
    for i, text in enumerate(c.texte):
        number = None if text or letter(i) in left_out else blatt.belegt(i, c.zeilen[-1])
        if number is not None:
            raise DateiFehler(
                f"Spalte {letter(i)} hat keine Überschrift, aber Werte.",
                ort=Ort(
                    blatt.datei, blatt.blatt, number, letter(i), mask(str(blatt.zeilen[number - 1][i]), telefon=True)
                ),
                abhilfe="Der Spalte in der Datei eine Überschrift geben oder, ist sie nur eine Randnotiz, in "
                f"quellen.yaml unter „weglassen_spalten“ „{letter(i)}“ nennen.",
            )
