"""Wide ledgers: years as columns, so that one row of the source is one canonical row for each year with an amount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from komman.amounts import Betrag
from komman.columns import canonical_name
from komman.config import Zeilenkorrektur
from komman.corrections import DATEI, Stand
from komman.errors import DatenFehler, Ort
from komman.formats import jahre_text
from komman.grid import Blatt
from komman.header import Kopf
from komman.rows import Rohzeile
from komman.teilspalten import base, is_part, year_of
from komman.text import compare_key

JAHR = "Jahresspalte"  # what messages call the Förderjahr, which no column of its own states


def year_fields(kopf: Kopf) -> dict[str, int]:
    """Column → Förderjahr, for the columns of years of a table; none in a table that is not wide."""
    return {f: year for f in kopf.felder if (year := year_of(f)) is not None}


def names(kopf: Kopf) -> dict[str, str]:
    """What messages call the amounts of all years together, and the year."""
    fields = year_fields(kopf)
    if not fields:
        return {}
    columns = dict.fromkeys(map(base, fields))
    years = {c: [year for f, year in fields.items() if base(f) == c] for c in columns}
    return {c: f"{c.removesuffix('_cent')} {jahre_text(sorted(y))}" for c, y in years.items()} | {"foerderjahr": JAHR}


def add_sums(rows: Iterable[Rohzeile], kopf: Kopf) -> None:
    """Puts into each row the sum of its years, by which it is balanced; one unreadable year makes it unreadable."""
    fields = year_fields(kopf)
    for row in rows if fields else ():
        for column in dict.fromkeys(map(base, fields)):
            row.betraege[column] = _sum([row.betraege[f] for f in fields if base(f) == column])


def _sum(betraege: Sequence[Betrag]) -> Betrag:
    fault = next((b for b in betraege if b.grund), None)
    if fault is not None:
        return Betrag(None, fault.grund)
    cents = [b.cent for b in betraege if b.cent is not None]
    return Betrag(sum(cents) if cents else None, gerundet=any(b.gerundet for b in betraege))


def corrected_by_year(eintraege: Sequence[Zeilenkorrektur], kopf: Kopf, blatt: Blatt) -> list[Zeilenkorrektur]:
    """The entries for a wide table, an amount called by the heading of its year.

    Refuses (DatenFehler) one that sets the amount or the year of the whole row, or splits it: the row is several.
    """
    fields = year_fields(kopf)
    if not fields:
        return list(eintraege)
    by_heading = {compare_key(kopf.felder[f].text): f for f in fields}
    if len(set(map(base, fields))) == 1:
        by_heading |= {str(year): f for f, year in fields.items()}
    whole = {*map(base, fields), "foerderjahr"}
    out = []
    for e in eintraege:
        named = {by_heading.get(compare_key(n), n): text for n, text in e.setze.items()}
        wrong = next((n for n in named if canonical_name(n, kopf.tabelle) in whole), None)
        if e.aktion == "teile" or wrong is not None:
            raise DatenFehler(
                f"Die Zeile hat je Förderjahr eine Spalte; „{e.aktion if wrong is None else wrong}“ ist darin nicht "
                f"eindeutig ({DATEI}).",
                ort=Ort(blatt.datei, blatt.blatt, e.zeile, wrong or ""),
                abhilfe="Mit „setze“ den Betrag unter der Überschrift des Jahres eintragen, etwa "
                f"„\"{kopf.felder[next(iter(fields))].text}\": '300,00'“.",
            )
        out.append(e.model_copy(update={"setze": named}))
    return out


def by_year(states: Mapping[int, Stand], kopf: Kopf) -> dict[int, Stand]:
    """Each row as one part for each year with an amount, 0 too; a row without any stays one part, to be set aside."""
    fields = year_fields(kopf)
    if not fields:
        return {**states}
    years: dict[int, list[str]] = {}
    for f, year in fields.items():
        years.setdefault(year, []).append(f)
    return {
        n: replace(stand, teile=tuple(p for part in stand.teile for p in _parts(part, fields, years)))
        for n, stand in states.items()
    }


def _parts(row: Rohzeile, fields: Mapping[str, int], years: Mapping[int, Sequence[str]]) -> list[Rohzeile]:
    cells = {f: c for f, c in row.zellen.items() if f not in fields}
    filled = {y: own for y in sorted(years) if (own := [f for f in years[y] if row.is_filled(f)])}
    if not filled:
        return [replace(row, zellen={**cells, "foerderjahr": None}, betraege={})]
    return [
        replace(
            row,
            zellen={**cells, "foerderjahr": year, **{base(f): row.zellen[f] for f in own}},
            betraege={name: row.betraege[f] for f in own for name in (f, base(f))},
        )
        for year, own in filled.items()
    ]


def part_names(part: Rohzeile, namen: Mapping[str, str]) -> dict[str, str]:
    """The headings for messages about one year: its amount is called by the heading of that year."""
    own = {base(f): namen[f] for f in part.betraege if is_part(f) and year_of(f) is not None}
    return {**{f: f for f in part.zellen}, **namen, **own}
