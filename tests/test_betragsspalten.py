"""Amounts of a column at once: the same as one by one, whatever stands in it."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.amounts import Dezimalzeichen, Stil, Zelle, parse_amount, parse_column, read_column
from komman.betragsspalten import read_amounts
from komman.spelling import PLAIN

TEXTS = st.one_of(
    st.from_regex(PLAIN, fullmatch=True),
    st.text("0123456789.,- €EUR()'", max_size=9),
    st.sampled_from(
        ["1.234", "1,234", "1.234.567", "1234.56", "12,5", "-", "", "5 T€", "0123,45", "EUR EUR 5,00", "€5€"]
    ),
)
CELLS = st.one_of(TEXTS, st.none(), st.integers(-(10**6), 10**6), st.booleans(), st.just(Decimal("712.299999")))


@settings(max_examples=600, deadline=None)
@given(st.lists(CELLS, max_size=8), st.sampled_from([None, "komma", "punkt"]))
def test_the_same_as_one_by_one(cells: list[Zelle], dezimal: Dezimalzeichen | None) -> None:
    read = read_amounts(cells, np.arange(len(cells)), dezimal)
    assert [read.betrag(i) for i in range(len(cells))] == parse_column(cells, dezimal)


@given(st.from_regex(PLAIN, fullmatch=True), st.sampled_from([None, "komma"]))
def test_a_plain_amount_has_one_reading_in_every_column(text: str, dezimal: Dezimalzeichen | None) -> None:
    alone = parse_amount(text)
    assert alone.cent is not None
    for others in (["1.234,56"], ["1234.56"], ["1.234"], []):
        assert parse_column([text, *others], dezimal)[0] == alone


def test_only_the_cells_asked_for_decide_about_the_style() -> None:
    cells: list[Zelle] = ["1.234", "5,50"]
    assert read_amounts(cells, np.array([0]), None).betrag(0).cent is None
    assert read_amounts(cells, np.array([0, 1]), None).betrag(0).cent == 123400


@pytest.mark.parametrize("text", ["1.234", "01,50", "1.23,45", "1234.56", "1 234", "--5,00", "5,0", "1.234 567,00"])
def test_near_misses_are_not_plain(text: str) -> None:
    assert not re.fullmatch(PLAIN, text)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=8, unique_by=lambda z: (type(z), z)), st.sampled_from([None, "komma", "punkt"]))
def test_the_style_is_the_same_too(cells: list[Zelle], dezimal: Dezimalzeichen | None) -> None:
    assert read_amounts(cells, np.arange(len(cells)), dezimal).stil == read_column(cells, dezimal)[0]


@pytest.mark.parametrize(
    ("cells", "stil", "cents"),
    [
        (["300 400", "12,50"], Stil("komma", "Werte", 1, 0, 1), [None, 1250]),
        (["300 400", "1 234,50"], Stil("komma", "Werte", 1, 0, 1, True), [30040000, 123450]),
        (["€ 5 €", "5 €"], Stil(), [None, 500]),
    ],
)
def test_blanks_and_double_signs(cells: list[Zelle], stil: Stil, cents: list[int | None]) -> None:
    found = read_amounts(cells, np.arange(len(cells)), None)
    assert found.stil == stil
    assert [found.betrag(n).cent for n in range(len(cells))] == cents
