"""Pools as rows: totals, gaps and numbers stay, and the keys tell nothing but those."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from komman.microaggregate import _spread, records, rows_of_year
from komman.pools import Gruppe
from tests.ledgers import SEVERAL

# Values per Maßnahme (one list each, None = missing), rows beyond one per Maßnahme, and what is published.
SPREADS = [
    ([[100], [200], [300]], 0, [200, 200, 200]),
    ([[100], [100], [101]], 0, [101, 100, 100]),
    ([[100], [None], [200]], 0, [150, 150, None]),
    ([[None], [None]], 0, [None, None]),
    ([[100, -50], [40]], 1, [30, 30, 30]),
    ([[100, None], [40]], 1, [70, 70, None]),
    ([[None, None], [40, 50]], 2, [45, None, 45, None]),
    ([[-7], [0]], 0, [-3, -4]),
]


@pytest.mark.parametrize(("values", "extra", "expected"), SPREADS)
def test_a_total_is_spread_in_whole_cents(
    values: list[list[int | None]], extra: int, expected: list[int | None]
) -> None:
    assert _spread(values, extra) == expected


@pytest.mark.parametrize("seed", range(200))
def test_spreading_keeps_total_gaps_and_measures_without_value(seed: int) -> None:
    rng = random.Random(seed)
    values = [[rng.choice([None, 0, 5, -3, 1000]) for _ in range(rng.randint(1, 4))] for _ in range(rng.randint(1, 6))]
    flat = [v for m in values for v in m]
    out = _spread(values, len(flat) - len(values))
    known = [v for v in out if v is not None]
    assert len(out) == len(flat)
    assert sum(known) == sum(v for v in flat if v is not None)
    assert out.count(None) == flat.count(None)
    assert max(known, default=0) - min(known, default=0) <= 1
    # Row i belongs to Maßnahme i, every row beyond to the first one.
    first = [out[0], *out[len(values) :]]
    empty = sum(v is None for v in out[1 : len(values)]) + all(v is None for v in first)
    assert empty == sum(all(v is None for v in m) for m in values)


def pool(ags: str, baustein: str, ids: tuple[str, ...], units: str, stufe: int = 0) -> Gruppe:
    return Gruppe(stufe, ags, baustein, ids, {u: {} for u in units})


def test_recipients_in_several_pools_are_counted_once_per_kommune_and_year() -> None:
    massnahmen = {str(i): [r] for i, r in enumerate(records(SEVERAL) * 2)}
    ids = [tuple(str(i) for i in range(k, k + 4)) for k in (0, 4, 8)]
    pools = [
        pool("05974040", "B1", ids[0], "abc"),
        pool("05974040", "B2", ids[1], "abcd"),
        pool("05974052", "B1", ids[2], "cde"),
    ]
    rows = rows_of_year(2019, pools, massnahmen, {"05974040": "Soest", "05974052": "Werl"})
    per_pool = [{r["traeger_id"] for r in rows if (r["ags"], r["baustein"]) == (p.ags, p.baustein)} for p in pools]
    assert [len(s) for s in per_pool] == [3, 4, 3]
    assert len(per_pool[0] | per_pool[1]) == 4
    assert len(per_pool[0] | per_pool[1] | per_pool[2]) == 5


def test_a_source_without_bausteine_is_not_said_to_hide_them() -> None:
    massnahmen = {str(i): [{**r, "baustein": None}] for i, r in enumerate(records(SEVERAL)[:3])}
    rows = rows_of_year(2019, [pool("", "", ("0", "1", "2"), "abc", 2)], massnahmen, {})
    assert [r["baustein"] for r in rows] == [None, None, None]


def test_records_are_plain_values() -> None:
    df = pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": pd.Series(["x", None], dtype="str")})
    assert records(df) == [{"a": 1, "b": "x"}, {"a": None, "b": None}]
    assert type(records(df)[0]["a"]) is int
