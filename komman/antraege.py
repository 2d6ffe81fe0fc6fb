"""Applications without a grant: told from the Maßnahmen that were funded, and what a Freigabe shows of them.

A Förderliste often holds what was applied for and not granted. Such a row is no Maßnahme of the Förderjahr: counted,
its Kommune would have profited and its Träger would have been funded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from komman.formats import anzahl, aufzaehlung
from komman.microaggregate import GESAMMELT, NICHT_BENANNT, NICHT_ZUGEORDNET, Massnahme, Zeile
from komman.tables import names

TABELLE = "weiterleitungen"
# What shows that there was money after all; of these nothing, or 0, is known of an application without a grant.
_MONEY = ("ausgezahlt_cent", "nachgewiesen_cent", "anerkannt_cent", "zurueckgezahlt_cent")


def is_funded(weiterleitungen: pd.DataFrame) -> pd.Series[bool]:
    """For each row whether its Maßnahme was funded.

    Not funded is only what was granted 0 on every row and has no other amount than beantragt; a blank ``bewilligt`` is
    not known and counts as funded.
    """
    w = weiterleitungen
    nothing = (w["bewilligt_cent"] == 0).fillna(False) & (w[list(_MONEY)].fillna(0) == 0).all(axis=1)
    if w.empty:
        return nothing
    return ~nothing.groupby([w["foerderjahr"], w["massnahme_id"]]).transform("all")


def split(rows: Sequence[Zeile]) -> tuple[list[Zeile], list[Zeile]]:
    """The rows of the funded Maßnahmen, and those of the applications without a grant (as ``is_funded``)."""
    of_one: dict[Massnahme, list[Zeile]] = defaultdict(list)
    for r in rows:
        of_one[r["foerderjahr"], r["massnahme_id"]].append(r)
    without = {
        m for m, found in of_one.items() if all(r["bewilligt_cent"] == 0 and not any(map(r.get, _MONEY)) for r in found)
    }
    return (
        [r for r in rows if (r["foerderjahr"], r["massnahme_id"]) not in without],
        [r for r in rows if (r["foerderjahr"], r["massnahme_id"]) in without],
    )


def without_name(rows: Iterable[Zeile]) -> list[Zeile]:
    """Applications of recipients who are not named: that they were, and nothing else of them, not even the amount."""
    count: Counter[int] = Counter()
    out: list[Zeile] = []
    for jahr in sorted(jahr for jahr, _ in {(r["foerderjahr"], r["massnahme_id"]) for r in rows}):
        count[jahr] += 1
        key = f"{GESAMMELT}{jahr}-ohne-bewilligung"
        row = dict.fromkeys(names(TABELLE)) | {
            "massnahme_id": f"{key}-{count[jahr]:03d}",
            "foerderjahr": jahr,
            "ags": "",
            "kommune": NICHT_ZUGEORDNET,
            "traeger_id": key,
            "traeger": NICHT_BENANNT,
            "traegerart": NICHT_ZUGEORDNET,
            "baustein": NICHT_ZUGEORDNET,
            "bewilligt_cent": 0,
        }
        out.append(row)
    return out


def separate(
    rows: Iterable[Zeile], pooled: Mapping[int, Collection[str]], protected: Collection[str]
) -> tuple[list[Zeile], list[Zeile]]:
    """Applications that may be shown by name, and the others: who is in a pool of the year is named nowhere in it."""
    hidden: set[Massnahme] = set()
    rows = list(rows)
    for r in rows:
        if r["traeger_id"] in protected or r["traeger_id"] in pooled.get(r["foerderjahr"], ()):
            hidden.add((r["foerderjahr"], r["massnahme_id"]))
    return (
        [r for r in rows if (r["foerderjahr"], r["massnahme_id"]) not in hidden],
        [r for r in rows if (r["foerderjahr"], r["massnahme_id"]) in hidden],
    )


def sentence(weiterleitungen: pd.DataFrame) -> str:
    """How many applications got no grant, by Förderjahr, as a sentence; empty if there are none."""
    w = weiterleitungen[~is_funded(weiterleitungen)]
    found = w.groupby("foerderjahr")["massnahme_id"].nunique()
    parts = [f"{anzahl(int(n), 'Antrag', 'Anträge')} im Förderjahr {jahr}" for jahr, n in found.items()]
    return f"Nicht mitgezählt, weil nichts bewilligt wurde: {aufzaehlung(parts)}." if parts else ""
