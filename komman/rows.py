"""The rows of a sheet below its head: blank, text, left out, or a row with cells by canonical column and amounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

import numpy as np

from komman.amounts import Betrag, Stil, is_missing, parse_amount, read_column
from komman.bulk import Masse, Spaltenleser, Zeilennummern
from komman.columns import identity, is_running_number
from komman.config import Quelle
from komman.errors import DateiFehler, Ort
from komman.grid import Blatt, Zelle
from komman.header import Kopf, no_description
from komman.teilspalten import money_fields
from komman.text import compare_key
from komman.titelsumme import sums_above, table_above
from komman.totals import is_label

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

    def is_filled(self, feld: str) -> bool:
        """Whether something stands in a money column, readable or not."""
        return not is_missing(self.zellen[feld]) or bool(self.betraege[feld].grund)


@dataclass(frozen=True, slots=True)
class Zeilen:
    """The rows of a sheet: those with data, how many are head, footer or left out (``kopf``), how many blank.

    Of a sheet in columns the plain rows with data are apart (``masse``). ``stile``: how each money column is written.
    """

    daten: list[Rohzeile]
    kopf: int
    leer: int
    weggelassen: list[Rohzeile]
    masse: Masse | None = None
    stile: dict[str, Stil] = field(default_factory=dict)


def read_rows(
    blatt: Blatt,
    kopf: Kopf,
    quelle: Quelle | None = None,
    leser: Spaltenleser | None = None,
    besondere: Collection[int] = (),
) -> Zeilen:
    """Every row of ``blatt`` put in its place; nothing with an amount counts as head or footer.

    ``leser`` reads the plain rows, never those of ``besondere``. Refuses (DateiFehler) two or more amounts in a row
    above the header, or two rows with an amount and two other cells: that is a table, not a title.
    """
    quelle = quelle or no_description(blatt)
    formulas = {r for r, _ in blatt.formeln_ohne_wert}
    filled = _filled(blatt, formulas)
    left_out = frozenset(quelle.weglassen_zeilen)
    _check_title(blatt, kopf, quelle)
    below = filled[filled > kopf.letzte]
    omitted = np.isin(below, _array(left_out))
    again = _heads_again(blatt, kopf, below[~omitted])
    data = below[~omitted & ~np.isin(below, _array(again))]
    first = min((s.position for s in kopf.spalten), default=0)
    end = len(data)
    while end and int(data[end - 1]) not in formulas and is_note(blatt.zeilen[data[end - 1] - 1], first):
        end -= 1
    data = data[:end]
    places = np.searchsorted(data, _array(again))
    below_heads = set(data[places[places < end]].tolist())
    leser, masse = leser if end else None, None
    if leser:
        leser.read_money(data, quelle.dezimal)
        masse = leser.plain(data, {*besondere, *formulas, *below_heads, *_merged(blatt), int(data[0])})
    rows = [_row(blatt, kopf, n) for n in (data if masse is None else _without(data, masse.zeilen)).tolist()]
    for row in rows:
        row.neue_tabelle = row.nummer in below_heads
    left = [_row(blatt, kopf, n) for n in below[omitted].tolist()]
    _read_amounts(left, kopf, quelle, None)
    stile = _read_amounts(rows, kopf, quelle, leser)
    return Zeilen(rows, len(filled) - len(data), blatt.letzte + 1 - blatt.von - len(filled), left, masse, stile)


def _without(rows: Zeilennummern, others: Zeilennummern) -> Zeilennummern:
    """Rows in ascending order without others, which are among them."""
    kept = np.ones(len(rows), np.bool_)
    kept[np.searchsorted(rows, others)] = False
    return rows[kept]


def _array(numbers: Collection[int]) -> Zeilennummern:
    return np.array(sorted(numbers), np.int64)


def _filled(blatt: Blatt, formulas: Collection[int]) -> Zeilennummern:
    """The rows that are not blank."""
    if blatt.tafel:
        return np.flatnonzero(~blatt.tafel.leer[blatt.von - 1 : blatt.letzte]) + blatt.von
    own = range(blatt.von, blatt.letzte + 1)
    return _array([n for n in own if n in formulas or any(c is not None for c in blatt.zeilen[n - 1])])


def _heads_again(blatt: Blatt, kopf: Kopf, rows: Zeilennummern) -> list[int]:
    """Rows that repeat a header row."""
    heads = {compare_key(joined(blatt.zeilen[n - 1])) for n in range(kopf.erste, kopf.letzte + 1)}
    if blatt.tafel:  # what repeats the row repeats each of its cells
        alike = np.zeros(len(rows), np.bool_)
        for n in range(kopf.erste, kopf.letzte + 1):
            texts = (
                (k, compare_key(str(c))) for k, c in zip(blatt.tafel.kolonnen, blatt.zeilen[n - 1], strict=False) if c
            )
            for column, key in [*texts][:1]:
                alike |= column.where(partial(_is_like, key))[rows - 1]
        rows = rows[alike]
    return [n for n in rows.tolist() if compare_key(joined(blatt.zeilen[n - 1])) in heads]


def _is_like(key: str, cell: Zelle) -> bool:
    return cell is not None and compare_key(str(cell)) == key


def _merged(blatt: Blatt) -> set[int]:
    """The rows with a cell that is merged downwards, the first one too."""
    return {n for r1, _, r2, _ in blatt.verbunden if r2 > r1 for n in range(r1, r2 + 1)}


def fill_down(
    rows: Sequence[Rohzeile], kopf: Kopf, blatt: Blatt, quelle: Quelle | None, andere: Sequence[Rohzeile] = ()
) -> dict[int, dict[str, Zelle]]:
    """Row number → texts for its blank cells: of merged cells, and of the columns under ``auffuellen``.

    To be called without the total rows: "Summe Anröchte" is no Kommune. Amounts and counts would be multiplied.
    ``andere`` are rows left out or unclear: they are not filled, but a group may begin with one of them.
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
        for row in sorted((*rows, *andere), key=lambda r: r.nummer):
            here = row.nummer in by_number
            if row.zellen[fill] is not None and (here or _begins_group(row, fill)):
                last = row.zellen[fill]
            if here:
                filled.setdefault(row.nummer, {})[fill] = last
    return filled


def _begins_group(row: Rohzeile, feld: str) -> bool:
    """Whether a row that is no data states the text of a group: no total, and no note in a column of any text."""
    alone = sum(c is not None for c in row.zellen.values()) == 1
    return not is_label([str(row.zellen[feld])]) and (feld == "kommune" or not alone)


def joined(row: Sequence[Zelle]) -> str:
    """The cells of a row as one text, to compare rows by."""
    return "\t".join("" if c is None else str(c) for c in row).rstrip("\t")


def _check_title(blatt: Blatt, kopf: Kopf, quelle: Quelle) -> None:
    alone: list[int] = []  # rows like those of a table with one money column
    for n, row in enumerate(blatt.zeilen[blatt.von - 1 : kopf.erste - 1], blatt.von):
        amounts = [c for c in row if parse_amount(c).cent is not None]
        if not amounts or n in quelle.weglassen_zeilen or sums_above(row, kopf, quelle.dezimal):
            continue
        alone += [n] if sum(c is not None for c in row) > 2 and _is_money(amounts[0]) else []
        if len(amounts) > 1 or len(alone) > 1:
            raise table_above(blatt, kopf, n)


def _is_money(cell: Zelle) -> bool:
    """Whether an amount is no year, no number of a page or a Programmteil."""
    if isinstance(cell, str):
        return re.search("[,€]|eur", cell, re.IGNORECASE) is not None
    return isinstance(cell, (int, Decimal)) and cell >= 100 and cell not in range(1990, 2100)


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


def _read_amounts(rows: Sequence[Rohzeile], kopf: Kopf, quelle: Quelle, leser: Spaltenleser | None) -> dict[str, Stil]:
    """Puts the amounts into the rows; gives the style of each column."""
    styles = {}
    for f in money_fields(kopf.tabelle, kopf.felder):
        if leser:
            styles[f], amounts = leser.betraege[f].stil, [leser.betrag(f, r.nummer) for r in rows]
        else:
            styles[f], amounts = read_column([r.zellen[f] for r in rows], quelle.dezimal)
        for row, amount in zip(rows, amounts, strict=True):
            row.betraege[f] = Betrag(None, OHNE_WERT) if f in row.ohne_wert else amount
    return styles


def balanced_cent(betraege: Mapping[str, Betrag], spalte: str) -> int:
    """The amount of the balanced column; missing and unreadable count as 0."""
    betrag = betraege.get(spalte)
    return 0 if betrag is None or betrag.cent is None else betrag.cent
