"""Which rows of a sheet are totals, wherever they stand: below their rows, above them, or in a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from komman.amounts import is_missing
from komman.formats import euro
from komman.header import Kopf
from komman.rows import Rohzeile
from komman.text import compare_key
from komman.titelsumme import amount_in_words
from komman.totals import Block, Pruefzeile, Sums, Urteil, difference, is_label, judge, sums_of

Zeilen = Sequence[Pruefzeile | Block]


def all_verdicts(zeilen: Zeilen, spalten: Sequence[str]) -> list[Urteil]:
    """One verdict per ``Pruefzeile``, in order (``totals.judge``); ``spalten`` are the headings of the money columns.

    Totals above their rows are totals below them read backwards: so they are judged where the sheet begins with a
    total and every one fits in this order. A row that names its Kommune alone is a total where all such rows are.
    """
    found = _by_kommune(zeilen, spalten) or judge(zeilen, spalten)
    if zeilen and isinstance(zeilen[0], Pruefzeile) and found[0].art == "widerspruch":
        whole = sums_of(zeilen, found, len(spalten))
        found = _upwards(zeilen, spalten) or [_first(zeilen[0], found[0], whole, spalten), *found[1:]]
    whole = sums_of(zeilen, found, len(spalten))
    lines = [z for z in zeilen if isinstance(z, Pruefzeile)]
    return [_in_words(z, u, whole) if u.art == "widerspruch" else u for z, u in zip(lines, found, strict=True)]


def names_only_its_place(row: Rohzeile, kopf: Kopf) -> bool:
    """Whether a row names a Kommune, but no Träger and nothing else."""
    place, traeger = row.zellen.get("kommune"), kopf.felder.get("traeger")
    if traeger is None or "traeger" in row.ohne_wert or row.verbunden or not is_missing(row.zellen["traeger"]):
        return False
    return row.texte == (str(place),)


def is_filled_down(feld: str, kopf: Kopf, auffuellen: Sequence[str]) -> bool:
    """Whether quellen.yaml says that a column holds for the blank cells below."""
    return bool({compare_key(n) for n in auffuellen} & {feld, compare_key(kopf.felder[feld].text)})


def _by_kommune(zeilen: Zeilen, spalten: Sequence[str]) -> list[Urteil] | None:
    """The verdicts if every row without Träger repeats the rows since the one before, and they are no mere copies."""
    own = [i for i, z in enumerate(z for z in zeilen if isinstance(z, Pruefzeile)) if z.nur_ort]
    if len(own) < 2:
        return None
    found = judge(zeilen, spalten, orte=True)
    more = sums_of(zeilen, found, len(spalten)).zeilen > len(own) + 1
    return found if more and all(found[i].art == "summe" for i in own) else None


def _upwards(zeilen: Zeilen, spalten: Sequence[str]) -> list[Urteil] | None:
    first, *rest = (z for z in zeilen if isinstance(z, Pruefzeile))
    if any(z.neue_tabelle for z in rest):
        return None
    backwards = [z if isinstance(z, Block) else replace(z, neue_tabelle=False) for z in reversed(zeilen)]
    found = judge(backwards, spalten)[::-1]
    fits = all(u.art == "summe" for z, u in zip((first, *rest), found, strict=True) if is_label(z.texte))
    return found if fits else None


def _first(z: Pruefzeile, urteil: Urteil, whole: Sums, spalten: Sequence[str]) -> Urteil:
    """A total as the first row, and below it all that it sums up."""
    if z.unlesbar or all(cent is None for cent in z.gelesen) or not whole.zeilen:
        return urteil
    if whole.repeated_by(z):
        return Urteil("summe")
    return Urteil("widerspruch", difference(z, (whole,), spalten, "darunter"))


def _in_words(z: Pruefzeile, urteil: Urteil, whole: Sums) -> Urteil:
    """A total whose amount stands in its text, where no column says which it is of: it repeats all rows of one."""
    cent = amount_in_words(z)
    if cent is None:
        return urteil
    if cent in (*whole.gelesen, *whole.korrigiert):
        return Urteil("summe")
    near = min(whole.gelesen, key=lambda own: abs(own - cent), default=0)
    off = f"{euro(cent)}, alle Zeilen ergeben {euro(near)} (Differenz {euro(cent - near)})"
    return Urteil("widerspruch", f"Summe geht nicht auf: {off}")
