"""An attacker who has everything that is published, knows the rules of pooling, and knows the values of one recipient.

Written against what is published, not against the code: from the real ledger it works out which Maßnahmen stand behind
each published pool, proves that by the sums, and then looks for recipients whose value can be pinned down.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from itertools import combinations
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
UNITS = ("einheiten_bewilligt", "einheiten_nachgewiesen")
HEADS = ("ehrenamtliche", "teilnehmende")
# Published sums can be subtracted: what is left of the first without the others.
DIFFERENCES = (
    ("bewilligt_cent", "ausgezahlt_cent"),
    ("bewilligt_cent", "anerkannt_cent"),
    ("ausgezahlt_cent", "nachgewiesen_cent"),
    ("nachgewiesen_cent", "anerkannt_cent"),
    ("ausgezahlt_cent", "anerkannt_cent"),
    ("ausgezahlt_cent", "anerkannt_cent", "zurueckgezahlt_cent"),
    ("einheiten_bewilligt", "einheiten_nachgewiesen"),
)
ALL = (*MEASURES, *HEADS)

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
    named = {(r["foerderjahr"], r["traeger_id"]) for r in published if not is_gathered(r)}
    shown: Pools = defaultdict(list)
    for r in published:
        shown[cell_of(r)].append(r)
    blocks: Pools = defaultdict(list)  # what lies in one cell was pooled, or moved on, as a whole
    for (jahr, _), rows in by_measure(intern).items():
        if not {(jahr, r["traeger_id"]) for r in rows} & named:
            blocks[block_of(rows, protected)] += rows
    found: Pools = defaultdict(list)
    places: dict[Cell, list[list[Row]]] = defaultdict(list)
    for cell, rows in blocks.items():
        if cell in cells:
            found[cell] += rows
        else:
            places[cell[0], cell[1], "nicht zugeordnet"].append(rows)
    for cell, parts in places.items():
        inside = fitting(parts, shown[cell], found.get(cell, [])) if cell in cells and cell[1] else []
        kreis = next((c for c in cells if c[0] == cell[0] and c[1] == ""), (cell[0], "", ""))
        for i, rows in enumerate(parts):
            found[cell if i in inside else kreis] += rows
    return dict(found)


def by_measure(rows: list[Row]) -> dict[tuple[int, str], list[Row]]:
    out: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for r in rows:
        out[r["foerderjahr"], r["massnahme_id"]].append(r)
    return out


def block_of(rows: list[Row], protected: set[str]) -> Cell:
    """The finest cell all rows of a Maßnahme lie in; associations are in the pool of the Kreis or in none."""
    ags, parts = {r["ags"] for r in rows}, {r["baustein"] for r in rows}
    if len(ags) > 1 or rows[0]["traeger_id"] not in protected:
        return rows[0]["foerderjahr"], "", "Verein"
    return rows[0]["foerderjahr"], ags.pop(), parts.pop() if len(parts) == 1 else "mehrere"


def fitting(parts: list[list[Row]], shown: list[Row], already: list[Row]) -> tuple[int, ...]:
    """Which of these blocks make up a published pool, by its sums and numbers."""
    for size in range(len(parts), -1, -1):
        for chosen in combinations(range(len(parts)), size):
            if real_facts([*already, *(r for i in chosen for r in parts[i])]) == facts(shown):
                return chosen
    return tuple(range(len(parts)))


def sums_differ(found: Pools, published: list[Row]) -> list[str]:
    """Where the published sums and numbers of a pool are not the real ones (then the attack itself is wrong)."""
    shown: Pools = defaultdict(list)
    for r in published:
        if is_gathered(r):
            shown[cell_of(r)].append(r)
    return [
        f"{cell}: {real_facts(found.get(cell, []))} gegen {facts(shown[cell])}"
        for cell in {*found, *shown}
        if real_facts(found.get(cell, [])) != facts(shown[cell])
    ]


def facts(rows: list[Row]) -> tuple[object, ...]:
    sums = [(sum(v for r in rows if (v := r[m]) is not None), sum(r[m] is None for r in rows)) for m in ALL]
    return len(rows), len({(r["foerderjahr"], r["massnahme_id"]) for r in rows}), len(recipients(rows)), tuple(sums)


def real_facts(rows: list[Row]) -> tuple[object, ...]:
    """What a pool of these rows has to show: no units of several Bausteine, no numbers of people."""
    mixed = len({r["baustein"] for r in rows}) > 1
    hidden = dict.fromkeys((*HEADS, *UNITS) if mixed else HEADS)
    return facts([{**r, **hidden} for r in rows])


def units_solved(found: Pools, published: list[Row]) -> list[str]:
    """Pools of several Bausteine that show units: times the Pauschalen they give the sums per Baustein."""
    shown = {cell_of(r) for r in published if is_gathered(r) and any(r[u] is not None for u in UNITS)}
    mixed = {cell for cell, rows in found.items() if len({r["baustein"] for r in rows}) > 1}
    return [f"{cell}: Einheiten mehrerer Bausteine" for cell in shown & mixed]


def people_counted(published: list[Row]) -> list[str]:
    """Pools that show how many people took part: often one recipient alone reports that."""
    shown = {cell_of(r) for r in published if is_gathered(r) and any(r[m] is not None for m in HEADS)}
    return [f"{cell}: Ehrenamtliche oder Teilnehmende" for cell in sorted(shown)]


def pinned(found: Pools, protected: set[str], schwelle: tuple[int, int]) -> list[str]:
    """Protected recipients of whom too much can be worked out; sparse measures in the pool of the Kreis are excused.

    Of every pool: at least so many recipients, below the Kreis not all with the same grant. Of every recipient, measure
    (or difference) and knowing other recipient: the sum of the pools he is in, less what the other knows, must
    leave room of p percent of his own value.
    """
    units, p = schwelle
    out = [f"{cell}: {n} Empfänger" for cell, rows in found.items() if (n := len(recipients(rows))) < units]
    out += [f"{cell}: alle gleich" for cell, rows in found.items() if cell[1] and all_alike(rows)]
    for jahr in {cell[0] for cell in found}:
        of_year = [(cell, rows) for cell, rows in found.items() if cell[0] == jahr]
        for measure in (*((m,) for m in MEASURES), *DIFFERENCES):
            excused = measure[0] == SPARSE or measure in DIFFERENCES
            per_pool = [per_recipient(rows, *measure) for cell, rows in of_year if cell[1] or not excused]
            for unit in protected:
                mine = [x for x in per_pool if unit in x]
                for summed in [mine, *([x] for x in mine if len(mine) > 1)]:
                    out += [f"{jahr} {'-'.join(measure)}: {f}" for f in known_too_well(unit, summed, p)]
    return out


def known_too_well(unit: str, summed: list[dict[str, int]], p: int) -> list[str]:
    """Who (or nobody), knowing his own values, knows those of ``unit`` in the sum of these pools within p percent."""
    own = sum(x[unit] for x in summed)
    others = {o for x in summed for o in x} - {unit} | {"niemand"}
    rooms = {o: abs(sum(sum(x.values()) - x[unit] - x.get(o, 0) for x in summed)) for o in others}
    return [f"{o} kennt {unit} ({own}) auf {room} genau" for o, room in rooms.items() if 100 * room < p * abs(own)]


def per_recipient(rows: list[Row], measure: str, *less: str) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for r in rows:
        sums[r["traeger_id"]] += (r[measure] or 0) - sum(r[m] or 0 for m in less)
    return dict(sums)


def all_alike(rows: list[Row]) -> bool:
    """Whether everyone got the same: then the equal share published is what each of them got."""
    known = [m for m in ("bewilligt_cent", "ausgezahlt_cent") if any(r[m] is not None for r in rows)]
    values = set(per_recipient(rows, known[0]).values()) if known else {0}
    return len(values) == 1 and values != {0}


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
        out += sums_differ(behind[name], published) + pinned(behind[name], protected, schwelle)
        out += units_solved(behind[name], published) + people_counted(published) + old_ids(real, published)
        out += thin_margins(behind[name], published, protected)
    if {"oeffentlich", "nichtoeffentlich"} <= behind.keys():
        out += not_nested(behind["nichtoeffentlich"], behind["oeffentlich"])
    return out


def enclosure_leaks(beilage: Any, words: set[str], money: set[str], path: str = "") -> list[str]:
    """What stands beside a level's tables and is neither a number nor a day nor of the closed list of words.

    ``money`` names by their paths the sums that may be there (``*`` for one step); any other amount is found too.
    """
    if isinstance(beilage, dict):
        named = [f"{path}: „{k}“" for k in beilage if not (k in words or re.fullmatch("[0-9]{4}|", str(k)))]
        return named + [x for k, v in beilage.items() for x in enclosure_leaks(v, words, money, f"{path}/{k}")]
    if isinstance(beilage, list):
        return [x for v in beilage for x in enclosure_leaks(v, words, money, f"{path}/")]
    if isinstance(beilage, str):
        plain = beilage in words or re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", beilage)
        return [] if plain else [f"{path}: „{beilage}“"]
    amount = path.rpartition("/")[2].endswith("cent") and not any(fnmatchcase(path, m) for m in money)
    return [f"{path}: {beilage}"] if amount else []


def old_ids(real: list[Row], published: list[Row]) -> list[str]:
    """Aktenzeichen of the ledger that are published: their gaps show where pooled rows stood."""
    return sorted({r["massnahme_id"] for r in real} & {r["massnahme_id"] for r in published})


def recipients(rows: Iterable[Row]) -> set[str]:
    return {r["traeger_id"] for r in rows}


def is_gathered(row: Row) -> bool:
    return bool(row["traeger"] == "nicht benannt")


def cell_of(row: Row) -> Cell:
    return row["foerderjahr"], row["ags"], row["baustein"]
