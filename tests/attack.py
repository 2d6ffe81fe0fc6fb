"""An attacker who has everything that is published, knows the rules of pooling, and knows the values of one recipient.

Written against what is published, not against the code: from the real ledger it works out which Maßnahmen stand behind
each published pool, proves that by the sums, and then looks for recipients whose value can be pinned down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from komman.release import Freigegeben

MEASURES = (
    "beantragt_cent",
    "bewilligt_cent",
    "ausgezahlt_cent",
    "nachgewiesen_cent",
    "anerkannt_cent",
    "zurueckgezahlt_cent",
    "einheiten_bewilligt",
    "einheiten_nachgewiesen",
)
SPARSE = "zurueckgezahlt_cent"
ALL = (*MEASURES, "ehrenamtliche", "teilnehmende")

Row = dict[str, Any]
Cell = tuple[int, str, str]  # Förderjahr, ags, Baustein
Pools = dict[Cell, list[Row]]


def rows_of(df: pd.DataFrame) -> list[Row]:
    """The rows as plain values, missing ones as ``None`` and a missing Baustein as ``""``."""
    plain = df.astype(object).where(df.notna(), None).to_dict("records")
    return [{**{str(k): v for k, v in r.items()}, "baustein": r["baustein"] or ""} for r in plain]


def pools(intern: list[Row], published: list[Row], protected: set[str]) -> Pools:
    """The real rows behind each published pool."""
    cells = {cell_of(r) for r in published if is_gathered(r)}
    named = {(r["foerderjahr"], r["massnahme_id"]) for r in published}
    found: Pools = defaultdict(list)
    measures: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for r in intern:
        measures[r["foerderjahr"], r["massnahme_id"]].append(r)
    for (jahr, az), rows in measures.items():
        if (jahr, az) in named:
            continue
        ags, parts = rows[0]["ags"], {r["baustein"] for r in rows}
        options = [(jahr, ags, parts.pop())] if len(parts) == 1 else []
        options.append((jahr, ags, "nicht zugeordnet"))
        fits = [c for c in options if c in cells] if rows[0]["traeger_id"] in protected else []
        kreis = next((c for c in cells if c[0] == jahr and c[1] == ""), (jahr, "", ""))
        found[fits[0] if fits else kreis] += rows
    return dict(found)


def sums_differ(found: Pools, published: list[Row]) -> list[str]:
    """Where the published sums and numbers of a pool are not the real ones (then the attack itself is wrong)."""
    shown: Pools = defaultdict(list)
    for r in published:
        if is_gathered(r):
            shown[cell_of(r)].append(r)
    return [
        f"{cell}: {facts(found.get(cell, []))} gegen {facts(shown[cell])}"
        for cell in {*found, *shown}
        if facts(found.get(cell, [])) != facts(shown[cell])
    ]


def facts(rows: list[Row]) -> tuple[object, ...]:
    sums = [(sum(v for r in rows if (v := r[m]) is not None), sum(r[m] is None for r in rows)) for m in ALL]
    return len(rows), len({r["massnahme_id"] for r in rows}), len(recipients(rows)), tuple(sums)


def pinned(found: Pools, protected: set[str], schwelle: tuple[int, int], spared: Iterable[int] = ()) -> list[str]:
    """Protected recipients of whom too much can be worked out; ``spared``: years with sparse returns that were said.

    Of every pool: at least so many recipients. Of every recipient, measure and knowing other recipient: the sum of the
    pools he is in, less what the other knows, must leave room of p percent above his own value.
    """
    units, p = schwelle
    out = [f"{cell}: {n} Empfänger" for cell, rows in found.items() if (n := len(recipients(rows))) < units]
    for jahr in {cell[0] for cell in found}:
        of_year = [rows for cell, rows in found.items() if cell[0] == jahr]
        for measure in MEASURES:
            if measure == SPARSE and jahr in spared:
                continue
            per_pool = [per_recipient(rows, measure) for rows in of_year]
            for unit in protected:
                mine = [x for x in per_pool if unit in x]
                for summed in [mine, *([x] for x in mine if len(mine) > 1)]:
                    out += [f"{jahr} {measure}: {f}" for f in known_too_well(unit, summed, p)]
    return out


def known_too_well(unit: str, summed: list[dict[str, int]], p: int) -> list[str]:
    """Who, knowing his own values, knows those of ``unit`` in the sum of these pools to within p percent."""
    own = sum(x[unit] for x in summed)
    others = {o for x in summed for o in x} - {unit}
    rooms = {o: sum(sum(x.values()) - x[unit] - x.get(o, 0) for x in summed) for o in others}
    return [f"{o} kennt {unit} ({own}) auf {room} genau" for o, room in rooms.items() if 100 * room < p * own]


def per_recipient(rows: list[Row], measure: str) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for r in rows:
        sums[r["traeger_id"]] += r[measure] or 0
    return {k: abs(v) for k, v in sums.items()}


def not_nested(fine: Pools, coarse: Pools) -> list[str]:
    """Pools of one level that cut through a pool of the other: their differences would be new, smaller sums."""
    owner = {(r["foerderjahr"], r["massnahme_id"]): cell for cell, rows in coarse.items() for r in rows}
    homes = {cell: {owner.get((r["foerderjahr"], r["massnahme_id"])) for r in rows} for cell, rows in fine.items()}
    return [f"{cell} ist zerteilt" for cell, h in homes.items() if len(h) != 1 or None in h]


def thin_margins(found: Pools, published: list[Row], protected: set[str]) -> list[str]:
    """Cells of marginal sums (any combination of what a report groups by) that rest on one or two recipients."""
    out: list[str] = []
    for keys in (("ags",), ("baustein",), ("traeger_id",), ("traegerart",), ("ags", "baustein"), ("massnahme_id",)):
        behind: dict[tuple[object, ...], set[str]] = defaultdict(set)
        for r in published:
            if is_gathered(r):
                behind[r["foerderjahr"], *(r[k] for k in keys)] |= recipients(found.get(cell_of(r), []))
        out += [
            f"{cell}: {len(units)} Empfänger" for cell, units in behind.items() if units & protected and len(units) < 3
        ]
    return out


def attack(
    intern: pd.DataFrame, levels: Mapping[str, Freigegeben], protected: set[str], schwelle: tuple[int, int] = (3, 10)
) -> list[str]:
    """Everything that is wrong with the union of the levels."""
    out: list[str] = []
    behind: dict[str, Pools] = {}
    real = rows_of(intern)
    for name, f in levels.items():
        published = rows_of(f.tabellen["weiterleitungen"])
        behind[name] = pools(real, published, protected)
        said = [h for h in f.hinweise if "Rückzahlungen" in h]
        spared = {r["foerderjahr"] for r in real if any(str(r["foerderjahr"]) in h for h in said)}
        out += sums_differ(behind[name], published) + pinned(behind[name], protected, schwelle, spared)
        out += thin_margins(behind[name], published, protected)
    if {"oeffentlich", "nichtoeffentlich"} <= behind.keys():
        out += not_nested(behind["nichtoeffentlich"], behind["oeffentlich"])
    return out


def recipients(rows: Iterable[Row]) -> set[str]:
    return {r["traeger_id"] for r in rows}


def is_gathered(row: Row) -> bool:
    return bool(row["traeger"] == "nicht benannt")


def cell_of(row: Row) -> Cell:
    return row["foerderjahr"], row["ags"], row["baustein"]
