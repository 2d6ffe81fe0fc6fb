"""Sums above a header or in a line of text: what a title says of the table below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from komman.amounts import parse_amount, parse_column
from komman.columns import columns_of
from komman.config import Quelle
from komman.contacts import mask
from komman.errors import DateiFehler, Ort
from komman.grid import Blatt, Zelle
from komman.header import Kopf
from komman.teilspalten import base
from komman.text import compare_key
from komman.totals import Pruefzeile, is_label

_TEXT = re.compile(
    r"(?<![\w-])(?:(?:gesamt|end|jahres)?-?summe|gesamtbetrag|gesamtergebnis|insgesamt)(?![\w-])(?P<worte>.*?)"
    r"(?P<betrag>(?<![0-9.,])-?[0-9][0-9.]*(?: [0-9]{3})*(?:,[0-9]{1,2}|,-{1,2})?)\s*(?P<euro>€|EUR|Euro)?[).]?\s*$",
    re.IGNORECASE,
)
Dezimal = Literal["komma", "punkt"]
# With other words, as in "Gesamtbetrag der Zuwendung", it may be a sum of something else.
_FILLERS = frozenset(
    [
        "aller",
        "der",
        "des",
        "im",
        "in",
        "für",
        "von",
        "beträge",
        "eur",
        "euro",
        "förderjahr",
        "jahr",
        "liste",
        "förderliste",
        "zeilen",
    ]
)
_LONGEST = 300  # characters of a title line that is looked at


@dataclass(frozen=True, slots=True)
class Angabe:
    """A sum above the header: its row, its amounts in cents, by money column or ``""`` where none is named.

    ``benannt``: it calls itself a sum; ``sicher``: nothing else can be meant, so that a difference is one.
    """

    zeile: int
    cent: Mapping[str, int]
    benannt: bool = True
    sicher: bool = True


def sum_in_text(text: str) -> tuple[int, bool, str] | None:
    """``Gesamtsumme bewilligt: 12.345,00 EUR`` → cents, whether nothing else can be meant, and the words in between.

    None for a text without sum; a bare number without comma or currency may be a year.
    """
    found = _TEXT.search(text) if len(text) <= _LONGEST else None
    if found is None or not (found["euro"] or "," in found["betrag"]):
        return None
    cent = parse_column([found["betrag"]], "komma")[0].cent
    return None if cent is None else (cent, parse_amount(found["betrag"]).cent == cent, found["worte"])


def amount_in_words(z: Pruefzeile) -> int | None:
    """The amount in cents that a row without any states in its one text: ``Summe: 12.345,00 EUR``."""
    if z.unlesbar or len(z.texte) != 1 or any(cent is not None for cent in z.gelesen):
        return None
    stated = sum_in_text(z.texte[0])
    return stated[0] if stated else None


def sums_above(row: Sequence[Zelle], kopf: Kopf, dezimal: Dezimal | None = None) -> dict[str, int] | None:
    """The amounts of a row above the header that may be the sums of the columns they stand over.

    None if it is no such row: an amount over no money column, or texts without one that calls it a sum.
    """
    style: Dezimal = dezimal or "komma"
    money = {s.position: s.feld for s in kopf.spalten if s.feld and base(s.feld) in columns_of(kopf.tabelle, "cent")}
    cells = {i: c for i, c in enumerate(row) if c is not None}
    cents = {i: cent for i, c in cells.items() if (cent := parse_column([c], style)[0].cent) is not None}
    texts = [c for i, c in cells.items() if i not in cents]
    labelled = any(isinstance(c, str) and is_label([c]) for c in texts)
    if not cents or not (labelled or not texts):
        return None
    if cents.keys() <= money.keys():
        return {money[i]: cent for i, cent in cents.items()}
    return {"": next(iter(cents.values()))} if labelled and len(cents) == 1 else None


def stated(blatt: Blatt, kopf: Kopf, quelle: Quelle | None) -> Iterator[Angabe]:
    """The sums above the header, in order."""
    left_out, style = (quelle.weglassen_zeilen, quelle.dezimal) if quelle else ((), None)
    for n in range(blatt.von, kopf.erste):
        row = blatt.zeilen[n - 1]
        texts = [c for c in row if isinstance(c, str)]
        if n in left_out:
            continue
        if sums := sums_above(row, kopf, style):
            sure = style is not None or set(sums.values()) <= {parse_amount(c).cent for c in row}
            yield Angabe(n, sums, any(is_label([t]) for t in texts), sure)
        for cent, sure, words in filter(None, map(sum_in_text, texts)):
            feld, rest = _named(compare_key(words), kopf)
            yield Angabe(n, {feld: cent}, sicher=sure and set(re.findall(r"[^\W\d]+", rest)) <= _FILLERS)


def _named(words: str, kopf: Kopf) -> tuple[str, str]:
    """The money column that a title names between its label and its amount, and the other words there."""
    for f, s in kopf.felder.items():
        if base(f) in columns_of(kopf.tabelle, "cent"):
            for name in (compare_key(s.text), base(f).removesuffix("_cent").replace("ue", "ü")):
                if name in words:
                    return f, words.replace(name, " ")
    return "", words


def table_above(blatt: Blatt, kopf: Kopf, zeile: int) -> DateiFehler:
    """The refusal of a row with amounts above the header."""
    filled = [c for c in blatt.zeilen[zeile - 1] if c is not None]
    amount = next((c for c in filled if parse_amount(c).cent is not None), filled[0])
    return DateiFehler(
        "Über der Kopfzeile steht eine Zeile mit Beträgen.",
        ort=Ort(blatt.datei, blatt.blatt, zeile, wert=mask(str(amount))),
        mehr=[f"Als Kopfzeile gilt Zeile {kopf.letzte}."],
        abhilfe="In quellen.yaml „kopfzeile“ angeben oder die Zeile unter „weglassen_zeilen“ nennen.",
    )
