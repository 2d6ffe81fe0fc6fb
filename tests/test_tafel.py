"""Sheets kept as columns give back the rows they were made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from komman.amounts import Zelle
from komman.tafel import from_rows
from komman.zellen import clean_cell, clean_rows

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2),
    st.sampled_from(["", " ", "a", "a ", "1", "ﬁ", "x\u200b"]),
    st.sampled_from([Decimal("1.5"), date(2020, 1, 1)]),
)


def _types(rows: list[list[Zelle]]) -> list[list[tuple[type, Zelle]]]:
    return [[(type(c), c) for c in row] for row in rows]


@given(st.lists(st.lists(CELLS, max_size=4), max_size=6))
def test_columns_give_back_the_rows(rows: list[list[Zelle]]) -> None:
    tafel, changed = from_rows(rows, clean_cell)
    expected = clean_rows(rows)
    assert (_types(tafel[:]), changed) == (_types(expected[0]), expected[1])
    assert len(tafel) == len(rows)


def test_a_row_with_a_formula_without_value_is_not_blank() -> None:
    tafel, _ = from_rows([["a", "b"], [None, None], [None, None]], clean_cell, keep=[2])
    assert tafel[:] == [["a", "b"], [None, None], []]


def test_a_condition_is_asked_once_per_cell_that_differs() -> None:
    tafel, _ = from_rows([["a"], ["b"], ["a"]] * 5, clean_cell)
    asked: list[Zelle] = []
    found = tafel.kolonnen[0].where(lambda c: asked.append(c) is None and c == "a")
    assert asked == ["a", "b"]
    assert found.tolist() == [True, False, True] * 5
