"""Rows of one kind follow each other whatever number they are given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman import reihen
from komman.bulk import Werte
from komman.reihen import Ertrag, Reihen, Uebernommen, collect
from komman.satz import Satz


def _reihen(rows: Sequence[tuple[str | None, int | None]]) -> Reihen:
    names = list(dict.fromkeys(name for name, _ in rows))
    return Reihen(
        "weiterleitungen",
        {"traeger": Werte(np.array([names.index(n) for n, _ in rows], np.int32), names)},
        {
            "ausgezahlt_cent": (
                np.array([c or 0 for _, c in rows], np.int64),
                np.array([c is not None for _, c in rows]),
            )
        },
        np.zeros(len(rows), np.int32),
        [("liste.csv", "")],
        np.arange(2, len(rows) + 2),
        np.zeros(len(rows), np.bool_),
    )


ROWS = st.lists(st.tuples(st.sampled_from(["A", "B", None]), st.sampled_from([None, 0, 5, -5, 10**12])), max_size=12)


@pytest.mark.parametrize("mix", [reihen.MIX, 0, 1])
@settings(deadline=None)
@given(rows=ROWS)
def test_equal_rows_follow_each_other_earlier_ones_first(mix: int, rows: list[tuple[str | None, int | None]]) -> None:
    """With the numbers 0 and 1 unlike rows share a number: that is noticed, and they are sorted by their values."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reihen, "MIX", mix)
        order, first = _reihen(rows).runs(["traeger", "ausgezahlt_cent"])
    assert sorted(order.tolist()) == list(range(len(rows)))
    runs: list[list[int]] = []
    for i, new in zip(order.tolist(), first.tolist(), strict=True):
        if new:
            runs.append([])
        runs[-1].append(i)
    expected: dict[object, list[int]] = {}
    for i, row in enumerate(rows):
        expected.setdefault(row, []).append(i)
    assert sorted(runs) == sorted(expected.values())


def test_rows_of_several_sheets_keep_their_order_and_their_missing_values() -> None:
    def row(zeile: int, **werte: str | int | None) -> Uebernommen:
        return Uebernommen(zeile, Satz({"foerderjahr": 2018, **werte}))

    first = Ertrag(
        "zahlungen", "a.csv", "", 2018, [row(3, art="auszahlung", betrag_cent=500), row(3, art="auszahlung")]
    )
    second = Ertrag("zahlungen", "b.csv", "Blatt", 2018, [row(2, art="rueckzahlung", betrag_cent=0)])
    rows = collect("zahlungen", [first, second])
    assert [rows.wert("art", i) for i in range(3)] == ["auszahlung", "auszahlung", "rueckzahlung"]
    assert [str(rows.ort(i)) for i in range(3)] == ["Datei a.csv, Zeile 3"] * 2 + ["Datei b.csv, Blatt Blatt, Zeile 2"]
    cents, there = rows.cent["betrag_cent"]
    assert (cents.tolist(), there.tolist()) == ([500, 0, 0], [True, False, True])


def test_rows_are_hardly_ever_given_one_number() -> None:
    """Else sorting by all columns, which is slow, would be the rule."""
    n = 20_000
    rows = _reihen([(f"T{i % 500}", i // 500) for i in range(n)])
    keys = reihen._mixed([rows.werte["traeger"].codes, *rows.cent["ausgezahlt_cent"]], n) >> np.uint64(n.bit_length())
    assert len(np.unique(keys)) == n
