"""An amount that stands in several columns of a source: one for each year, or several to be taken together.

Such a column is called by the canonical column and its part: ``ausgezahlt_cent 2016`` or ``bewilligt_cent 1``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from komman.columns import canonical_name, columns_of, header_key, resolve
from komman.text import compare_key

_YEAR = re.compile(
    r"(?P<vor>.*?)\s*(?:\b(?:im|in)\b\s*)?(?:\b(?:(?:förder|haushalts|bewilligungs)?jahr|hj)\b\s*)?"
    r"(?P<jahr>20[0-9]{2})\s*(?P<nach>.*)"
)


def part_field(feld: str, teil: str | int) -> str:
    """The name of one of several columns of a canonical column."""
    return f"{feld} {teil}"


def base(feld: str) -> str:
    """The canonical column of a column's name."""
    return feld.partition(" ")[0]


def year_of(feld: str) -> int | None:
    """The Förderjahr that a column is about by its heading; None for all others."""
    teil = feld.partition(" ")[2]
    return int(teil) if len(teil) == 4 else None


def is_part(feld: str) -> bool:
    """Whether the column is one of several."""
    return " " in feld


def money_fields(tabelle: str, vorhanden: Iterable[str]) -> list[str]:
    """The money columns of a source, in the order of the table; the parts of one in the order of the source."""
    present = list(vorhanden)
    return [f for column in columns_of(tabelle, "cent") for f in present if base(f) == column]


def year_column(text: str, tabelle: str, betraege: Sequence[str]) -> str | None:
    """The column a heading of a wide ledger means: ``2016``, ``Jahr 2016``, ``2016 (EUR)``, ``ausgezahlt 2016``.

    ``betraege`` stand under ``jahre_als_spalten``. A year alone is clear only where they are one; other words are
    read as they are without a year.
    """
    found = _YEAR.fullmatch(header_key(text)[0])
    if found is None or "20" in found["nach"]:
        return None
    fields = [name for b in betraege if (name := canonical_name(b, tabelle)) in columns_of(tabelle, "cent")]
    rest = f"{found['vor']} {found['nach']}".strip()
    named = resolve(rest, tabelle, {}) if rest else fields[0] if len(fields) == 1 else None
    return part_field(named, found["jahr"]) if named in fields else None


def coalesced_column(text: str, tabelle: str, zusammenfassen: Mapping[str, Sequence[str]]) -> str | None:
    """The column a heading under ``zusammenfassen`` means, numbered in the order named there."""
    key = compare_key(text)
    for field, texts in zusammenfassen.items():
        for n, own in enumerate(texts, 1):
            if compare_key(own) == key:
                return part_field(canonical_name(field, tabelle), n)
    return None
