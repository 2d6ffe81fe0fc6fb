"""Who got the money: by Trägerart, by Träger, who came and went, and how much lies with the largest."""

from __future__ import annotations

from typing import Any

import pandas as pd

from komman.formats import divide_half_up, permille
from komman.microaggregate import GESAMMELT, NICHT_BENANNT, NICHT_ZUGEORDNET, UNBEKANNT
from komman.outcomes import frame, grouped

NEU, WEITER, BEENDET = "neu", "weiter dabei", "nicht mehr dabei"
GROESSTE = 3


def is_pooled(weiterleitungen: pd.DataFrame) -> pd.Series[bool]:
    """Which rows belong to a pool: their keys stand for a number of recipients, not for one of them."""
    return weiterleitungen["traeger_id"].str.startswith(GESAMMELT)


def by_traegerart(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Sums and counts of a Förderjahr per ``traegerart``, unknown ones and those not assigned last."""
    rows = weiterleitungen[weiterleitungen["foerderjahr"] == jahr]
    arten = sorted(set(rows["traegerart"]), key=lambda a: (a == NICHT_ZUGEORDNET, a == UNBEKANNT, a))
    return grouped([{"traegerart": a} for a in arten], [rows[rows["traegerart"] == a] for a in arten], ["traegerart"])


def by_traeger(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Sums and counts of a Förderjahr per named Träger (by name), then one row for all that are not named.

    Keys: ``traeger_id`` (empty in that last row), ``traegername``, ``traegerart``, and ``kommunen`` that are named;
    ``traeger`` says how many recipients a row stands for.
    """
    rows = weiterleitungen[weiterleitungen["foerderjahr"] == jahr]
    pooled = is_pooled(rows)
    named = [g for _, g in rows[~pooled].groupby("traeger_id", sort=True)]
    heads = [_head(g) for g in named]
    order = sorted(range(len(named)), key=lambda i: (heads[i]["traegername"].casefold(), heads[i]["traeger_id"]))
    heads, groups = [heads[i] for i in order], [named[i] for i in order]
    if bool(pooled.any()):
        heads.append({"traeger_id": "", "traegername": NICHT_BENANNT, "traegerart": "", "kommunen": None})
        groups.append(rows[pooled])
    return grouped(heads, groups, ["traeger_id", "traegername", "traegerart", "kommunen"])


def _head(rows: pd.DataFrame) -> dict[str, Any]:
    first, ags = rows.iloc[0], rows["ags"]
    return {
        "traeger_id": str(first["traeger_id"]),
        "traegername": str(first["traeger"]),
        "traegerart": str(first["traegerart"]),
        "kommunen": ags[ags.str.len() == 8].nunique(),
    }


def turnover(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame | None:
    """The named Träger of ``jahr`` and of the year before: ``traeger_id, traegername, traegerart, stand``.

    Compared by ``traeger_id``; nothing where there is no ledger of the year before. Whoever is not named in one of the
    two years may stand in its pool, so with pools NEU and BEENDET mean no more than: not named.
    """
    if not bool((weiterleitungen["foerderjahr"] == jahr - 1).any()):
        return None
    now, before = (_named(weiterleitungen, j) for j in (jahr, jahr - 1))
    rows = [
        {**head, "stand": WEITER if i in now and i in before else NEU if i in now else BEENDET}
        for i, head in {**before, **now}.items()
    ]
    rank = {NEU: 0, WEITER: 1, BEENDET: 2}
    rows.sort(key=lambda r: (rank[r["stand"]], r["traegername"].casefold(), r["traeger_id"]))
    return frame(rows, ["traeger_id", "traegername", "traegerart", "stand"])


def _named(weiterleitungen: pd.DataFrame, jahr: int) -> dict[str, dict[str, Any]]:
    rows = weiterleitungen[(weiterleitungen["foerderjahr"] == jahr) & ~is_pooled(weiterleitungen)]
    return {str(i): _head(g) for i, g in rows.groupby("traeger_id", sort=True)}


def concentration(traeger: pd.DataFrame, mass: str) -> pd.DataFrame:
    """How much of a measure lies with the largest of ``by_traeger``; one row, its figures missing if not sayable.

    ``groesste``: number of Träger taken (three, or fewer); ``anteil_groesste_promille``: share of the largest named
    ones in the total; ``herfindahl``: sum of the squared shares, 0 to 10,000 (all with one), rounded half up. A pool
    counts as if its recipients had got equal sums, which is the least it can be; ``mindestens`` is then 1. Not sayable
    without every amount, with a negative one, or if nothing was passed on.
    """
    amounts = traeger[f"{mass}_cent"]
    fehlt = [f"fehlt_{m}" for m in (("ausgezahlt", "zurueckgezahlt") if mass == "netto" else (mass,))]
    pool = traeger["traeger_id"] == ""
    named = sorted((int(x) for x in amounts[~pool].dropna()), reverse=True)
    pooled = [(int(x), int(n)) for x, n in zip(amounts[pool], traeger.loc[pool, "traeger"], strict=True) if pd.notna(x)]
    whole = sum(named) + sum(x for x, _ in pooled)
    known = not bool(amounts.isna().any()) and int(traeger[fehlt].to_numpy().sum()) == 0
    sayable = known and whole > 0 and min([*named, *(x for x, _ in pooled)]) >= 0
    row = {
        "groesste": min(GROESSTE, len(named)),
        "groesste_cent": sum(named[:GROESSTE]) if sayable else None,
        "insgesamt_cent": whole if sayable else None,
        "anteil_groesste_promille": permille(sum(named[:GROESSTE]), whole) if sayable else None,
        "herfindahl": _herfindahl(named, pooled, whole) if sayable else None,
        "mindestens": int(bool(pool.any())),
    }
    return frame([row], list(row))


def _herfindahl(named: list[int], pooled: list[tuple[int, int]], whole: int) -> int:
    squares, parts = sum(x * x for x in named), 1
    for total, recipients in pooled:
        squares, parts = squares * recipients + total * total * parts, parts * recipients
    return divide_half_up(10_000 * squares, parts * whole * whole)
