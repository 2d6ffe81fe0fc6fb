"""The rows of a sheet below its head: blank, text, left out, or a row with cells by canonical column and amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from komman.amounts import Betrag, is_missing, parse_amount, parse_column
from komman.columns import ALIASES, columns_of, is_running_number
from komman.config import Quelle
from komman.contacts import mask
from komman.errors import DateiFehler, Ort
from komman.grid import Blatt, Zelle
from komman.header import Kopf, no_description
from komman.tables import SCHEMAS
from komman.text import compare_key

OHNE_WERT = "Formel ohne gespeicherten Wert"
_AMOUNT_IN_TEXT = re.compile(r"\d,\d\d?(?!\d)|\d\s*,-|\b(?:eur|euro)\b|€", re.IGNORECASE)


@dataclass(slots=True)
class Rohzeile:
    """A row with data: cells by canonical column as they stand, its amounts, and what labels it as a total.

    ``ohne_wert`` are the columns whose formula has no stored value. ``texte`` and ``leer`` are said of its identity as
    it stands, before anything is filled down; ``verbunden``: a blank part of it lies in a cell merged with rows above.
    ``neue_tabelle``: the header is repeated above it.
    """

    nummer: int
    zellen: dict[str, Zelle]
    betraege: dict[str, Betrag]
    texte: tuple[str, ...]
    leer: bool
    verbunden: bool
    ohne_wert: frozenset[str]
    neue_tabelle: bool = False


@dataclass(frozen=True, slots=True)
class Zeilen:
    """The rows of a sheet: those with data, how many are head, footer or left out (``kopf``), how many blank."""

    daten: list[Rohzeile]
    kopf: int
    leer: int
    weggelassen: list[Rohzeile]


def read_rows(blatt: Blatt, kopf: Kopf, quelle: Quelle | None = None) -> Zeilen:
    """Every row of ``blatt`` put in its place; nothing with an amount counts as head or footer.

    Refuses (DateiFehler) two or more amounts in a row above the header: that is a table, not a title.
    """
    quelle = quelle or no_description(blatt)
    formulas = {r for r, _ in blatt.formeln_ohne_wert}
    own = range(blatt.von, blatt.letzte + 1)
    filled = [n for n in own if n in formulas or any(c is not None for c in blatt.zeilen[n - 1])]
    left_out = frozenset(quelle.weglassen_zeilen)
    _check_title(blatt, kopf, quelle)
    heads = {compare_key(joined(blatt.zeilen[n - 1])) for n in range(kopf.erste, kopf.letzte + 1)}
    below = [n for n in filled if n > kopf.letzte]
    again = {n for n in below if n not in left_out and compare_key(joined(blatt.zeilen[n - 1])) in heads}
    data = [n for n in below if n not in left_out and n not in again]
    first = min((s.position for s in kopf.spalten), default=0)
    while data and data[-1] not in formulas and is_note(blatt.zeilen[data[-1] - 1], first):
        data.pop()
    rows = [_row(blatt, kopf, n) for n in data]
    for before, row in zip([kopf.letzte, *data], rows, strict=False):
        row.neue_tabelle = any(before < n < row.nummer for n in again)
    omitted = [_row(blatt, kopf, n) for n in below if n in left_out]
    for part in (rows, omitted):
        _read_amounts(part, kopf, quelle)
    return Zeilen(
        rows,
        kopf=len(filled) - len(data),
        leer=len(own) - len(filled),
        weggelassen=omitted,
    )


def fill_down(rows: Sequence[Rohzeile], kopf: Kopf, blatt: Blatt, quelle: Quelle | None) -> dict[int, dict[str, Zelle]]:
    """Row number → texts for its blank cells: of merged cells, and of the columns under ``auffuellen``.

    To be called without the total rows: "Summe Anröchte" is no Kommune. Amounts and counts would be multiplied.
    """
    texts = {f: s.position for f, s in kopf.felder.items() if f in identity(kopf.tabelle)}
    by_number = {r.nummer: r for r in rows}
    filled: dict[int, dict[str, Zelle]] = {}
    for r1, c1, r2, c2 in blatt.verbunden:
        fields = [f for f, position in texts.items() if c1 == c2 == position + 1 and r1 in by_number]
        for n in range(r1 + 1, r2 + 1) if fields else ():
            filled.setdefault(n, {}).update({f: by_number[r1].zellen[f] for f in fields})
    for named in quelle.auffuellen if quelle else ():
        fill = next((f for f in texts if compare_key(named) in (f, compare_key(kopf.felder[f].text))), None)
        if fill is None:
            raise DateiFehler(
                f"quellen.yaml nennt „{named}“ unter „auffuellen“; diese Textspalte gibt es nicht.",
                ort=Ort(blatt.datei, blatt.blatt),
                abhilfe="In quellen.yaml den Namen der Spalte berichtigen.",
            )
        last: Zelle = None
        for row in rows:
            last = last if row.zellen[fill] is None else row.zellen[fill]
            filled.setdefault(row.nummer, {})[fill] = last
    return filled


def joined(row: Sequence[Zelle]) -> str:
    """The cells of a row as one text, to compare rows by."""
    return "\t".join("" if c is None else str(c) for c in row).rstrip("\t")


def _check_title(blatt: Blatt, kopf: Kopf, quelle: Quelle) -> None:
    for n, row in enumerate(blatt.zeilen[blatt.von - 1 : kopf.erste - 1], blatt.von):
        amounts = [c for c in row if parse_amount(c).cent is not None]
        if len(amounts) > 1 and n not in quelle.weglassen_zeilen:
            raise DateiFehler(
                "Über der Kopfzeile steht eine Zeile mit Beträgen.",
                ort=Ort(blatt.datei, blatt.blatt, n, wert=mask(str(amounts[0]))),
                mehr=[f"Als Kopfzeile gilt Zeile {kopf.letzte}."],
                abhilfe="In quellen.yaml „kopfzeile“ angeben oder die Zeile unter „weglassen_zeilen“ nennen.",
            )


def is_note(row: Sequence[Zelle], first: int) -> bool:
    """Text alone in the first column of a table, without anything that looks like money: ``Stand: 31.05.2022``."""
    cells = [(i, c) for i, c in enumerate(row) if c is not None]
    return (
        len(cells) == 1
        and cells[0][0] <= first
        and isinstance(cells[0][1], str)
        and _AMOUNT_IN_TEXT.search(cells[0][1]) is None
    )


def _row(blatt: Blatt, kopf: Kopf, number: int) -> Rohzeile:
    row = blatt.zeilen[number - 1]
    cells = {f: row[s.position] if s.position < len(row) else None for f, s in kopf.felder.items()}
    own = [f for f in cells if f in identity(kopf.tabelle)]
    names = [str(c) for f in own if not is_missing(c := cells[f]) and not (f == "foerderjahr" and str(c).isdecimal())]
    running = [row[s.position] for s in kopf.spalten if is_running_number(s.text) and s.position < len(row)]
    without = frozenset(f for f, s in kopf.felder.items() if (number, s.position + 1) in blatt.formeln_ohne_wert)
    covered = {c for r1, c1, r2, c2 in blatt.verbunden if r1 < number <= r2 for c in range(c1 - 1, c2)}
    return Rohzeile(
        number,
        cells,
        {},
        (*(c for c in running if isinstance(c, str) and not c.strip(" .").isdecimal()), *names),
        all(is_missing(cells[f]) and f not in without for f in own),
        any(cells[f] is None and kopf.felder[f].position in covered for f in own),
        without,
    )


def identity(tabelle: str) -> frozenset[str]:
    """The columns that say whose row it is: all text and date columns, and the year."""
    return frozenset(s.name for s in SCHEMAS[tabelle] if s.art in ("text", "datum") and s.name in ALIASES[tabelle]) | {
        "foerderjahr"
    }


def _read_amounts(rows: Sequence[Rohzeile], kopf: Kopf, quelle: Quelle) -> None:
    for field in columns_of(kopf.tabelle, "cent"):
        if field in kopf.felder:
            for row, amount in zip(rows, parse_column([r.zellen[field] for r in rows], quelle.dezimal), strict=True):
                row.betraege[field] = Betrag(None, OHNE_WERT) if field in row.ohne_wert else amount


def balanced_cent(betraege: Mapping[str, Betrag], spalte: str) -> int:
    """The amount of the balanced column; missing and unreadable count as 0."""
    betrag = betraege.get(spalte)
    return 0 if betrag is None or betrag.cent is None else betrag.cent
