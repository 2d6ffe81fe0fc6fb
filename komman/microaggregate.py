"""Pools as rows: the same number of rows, Maßnahmen and recipients, every amount the pool's total spread evenly.

Ehrenamtliche and Teilnehmende of a pool are not shown at any level below ``intern``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from komman.pools import GELD, KOMMUNE_BAUSTEIN, KREIS, Gruppe
from komman.tables import SCHEMAS

Zeile = dict[str, Any]
Massnahme = tuple[int, str]  # Förderjahr and id: an id may come back in another year, with another recipient

NICHT_BENANNT = "nicht benannt"
NICHT_ZUGEORDNET = "nicht zugeordnet"
UNBEKANNT = "unbekannt"
GESAMMELT = "gesammelt-"  # how the key of a recipient that is not named begins
EINHEITEN = ("einheiten_bewilligt", "einheiten_nachgewiesen")
MASSE = (*GELD, *EINHEITEN)
# Not every recipient reports these, and pools are not formed for them: shown, one recipient's own number could be all.
KOEPFE = ("ehrenamtliche", "teilnehmende")


def records(df: pd.DataFrame) -> list[Zeile]:
    """The rows of a canonical table as plain Python values, missing ones as ``None``."""
    columns = [df[c].astype(object).where(df[c].notna(), None).tolist() for c in df.columns]
    return [dict(zip(df.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def rows_of_year(
    jahr: int, pools: Sequence[Gruppe], massnahmen: Mapping[str, Sequence[Zeile]], kommunen: Mapping[str, str]
) -> list[Zeile]:
    """The published rows of all pools of a Förderjahr; ``massnahmen`` gives the real rows of each id."""
    pools = sorted(pools, key=lambda p: (p.stufe, p.ags, p.baustein))
    keys = _pseudo_recipients(jahr, pools)
    return [
        row
        for pool, traeger_ids in zip(pools, keys, strict=True)
        for row in _rows(jahr, pool, massnahmen, traeger_ids, kommunen)
    ]


def _pseudo_recipients(jahr: int, pools: Sequence[Gruppe]) -> list[list[str]]:
    """For each pool as many keys as it has recipients, so that their number per Kommune and year is true as well.

    A recipient may be in several pools. The keys are dealt out in turn, first to the Kommunen, then within each to its
    pools: that covers every key and depends on the three numbers only, not on who is in which pool.
    """
    by_place: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(pools):
        by_place[p.ags].append(i)
    year = _dealer(len({u for p in pools for u in p.summen}))
    out: list[list[str]] = [[] for _ in pools]
    for indices in by_place.values():
        block = [next(year) for _ in {u for i in indices for u in pools[i].summen}]
        place = _dealer(len(block))
        for i in indices:
            out[i] = [f"{GESAMMELT}{jahr}-{block[next(place)] + 1:03d}" for _ in pools[i].summen]
    return out


def _dealer(count: int) -> Iterator[int]:
    """0, 1, … count-1, 0, 1, … without end."""
    while True:
        yield from range(count)


def _rows(
    jahr: int,
    pool: Gruppe,
    massnahmen: Mapping[str, Sequence[Zeile]],
    traeger_ids: Sequence[str],
    kommunen: Mapping[str, str],
) -> list[Zeile]:
    real = [massnahmen[m] for m in pool.massnahmen]
    rows = [r for m in real for r in m]
    extra = len(rows) - len(real)
    # Every Maßnahme has one row, the first has all rows beyond; see _spread for why that is enough.
    owner = [*range(len(real)), *([0] * extra)]
    parts = {r["baustein"] for r in rows}
    columns = {mass: _spread([[r[mass] for r in m] for m in real], extra) for mass in MASSE}
    # Units of several Bausteine, times their Pauschalen, give back the sums per Baustein that the pool hides.
    if len(parts) > 1:
        columns |= {mass: [None] * len(rows) for mass in EINHEITEN}
    unnamed = all(r["traegerart"] == UNBEKANNT for r in rows)
    head = {
        "foerderjahr": jahr,
        "ags": pool.ags,
        "kommune": kommunen[pool.ags] if pool.stufe < KREIS else NICHT_ZUGEORDNET,
        "traeger": NICHT_BENANNT,
        "traegerart": UNBEKANNT if unnamed else NICHT_ZUGEORDNET,
        "baustein": None if parts == {None} else pool.baustein if pool.stufe == KOMMUNE_BAUSTEIN else NICHT_ZUGEORDNET,
    }
    prefix = f"{GESAMMELT}{jahr}-{pool.ags or 'kreis'}-{pool.baustein or 'alle'}"
    return [
        {
            **head,
            "massnahme_id": f"{prefix}-{m + 1:03d}",
            "traeger_id": traeger_ids[m % len(traeger_ids)],
            **dict.fromkeys(KOEPFE),
            **{mass: values[i] for mass, values in columns.items()},
        }
        for i, m in enumerate(owner)
    ]


def _spread(values: Sequence[Sequence[int | None]], extra: int) -> list[int | None]:
    """One measure of a pool (its values per Maßnahme) for the published rows: one per Maßnahme, then ``extra`` ones.

    Total, number of missing values and number of Maßnahmen without any value stay. The first Maßnahmen get the values
    and the extra rows, which belong to the first one, those left over: a Maßnahme without value has no value on any of
    its real rows, so there are never more values left over than extra rows. Cents that do not divide go to the first.
    """
    known = [v for m in values for v in m if v is not None]
    with_value = sum(any(v is not None for v in m) for m in values)
    if not known:
        return [None] * (len(values) + extra)
    share, odd = divmod(sum(known), len(known))
    shares: list[int | None] = [share + (i < odd) for i in range(len(known))]
    left_over = len(known) - with_value
    return [
        *shares[:with_value],
        *([None] * (len(values) - with_value)),
        *shares[with_value:],
        *([None] * (extra - left_over)),
    ]


def public_order(row: Zeile) -> tuple[object, ...]:
    """The place of a released row: by what is public of it, never by its place in the ledger."""
    first = (row["foerderjahr"], row["ags"] == "", row["ags"], row["baustein"] or "", row["traeger"])
    rest = tuple(
        (row.get(s.name) is not None, row.get(s.name) or (0 if s.art != "text" else ""))
        for s in SCHEMAS["weiterleitungen"]
    )
    return first, rest


def neutral_ids(rows: Iterable[Zeile]) -> dict[Massnahme, str]:
    """A new id for each Maßnahme of the rows published by name, ``jahr-ags-traeger_id-n``, counted in public order.

    Gaps in a running Aktenzeichen would show where the pooled rows stood.
    """
    of_one: dict[Massnahme, list[tuple[Any, ...]]] = defaultdict(list)
    for r in rows:
        order = public_order({**r, "massnahme_id": "", "quelle_zeile": None})
        of_one[r["foerderjahr"], r["massnahme_id"]].append((order, r["ags"], r["traeger_id"]))
    count: dict[tuple[int, str, str], int] = defaultdict(int)
    out: dict[Massnahme, str] = {}
    for massnahme, found in sorted(of_one.items(), key=lambda item: (sorted(item[1]), item[0])):
        _, ags, traeger_id = min(found)
        cell = (massnahme[0], ags, traeger_id)
        count[cell] += 1
        out[massnahme] = f"{massnahme[0]}-{ags}-{traeger_id}-{count[cell]}"
    return out
