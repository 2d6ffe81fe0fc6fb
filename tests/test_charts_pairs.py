"""Two columns a year, a hatched one for a draft, an empty one for what is missing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from komman.charts_pairs import Jahrespaar, pairs_chart
from komman.svg import svg_text

KEY = 2  # swatches of costs and funding


def columns(figur: Figure, swatches: int = KEY) -> list[Rectangle]:
    return [p for p in figur.axes[0].patches if isinstance(p, Rectangle)][swatches:]


def texts(figur: Figure) -> list[str]:
    return [t.get_text() for t in figur.axes[0].texts]


def test_each_year_has_its_two_columns_with_their_numbers() -> None:
    figur = pairs_chart([Jahrespaar(2020, 7_402_500, 7_500_000), Jahrespaar(2021, 7_450_800, 7_500_000)])
    assert [c.get_height() for c in columns(figur)] == [7_402_500, 7_500_000, 7_450_800, 7_500_000]
    assert texts(figur) == ["Beträge in Tausend Euro", "Personalkosten", "Förderung", "74,0", "75,0", "74,5", "75,0"]
    assert [t.get_text() for t in figur.axes[0].get_xticklabels()] == ["2020", "2021"]


def test_a_draft_is_hatched_and_carries_its_word() -> None:
    figur = pairs_chart([Jahrespaar(2021, 100, 100), Jahrespaar(2022, None, None, 8_250_000, ausblick=True)])
    *_, draft = columns(figur, KEY + 1)
    assert (draft.get_hatch(), draft.get_height()) == ("////", 8_250_000)
    assert texts(figur)[-1] == "Entwurf 82,5" and texts(figur)[3] == "Entwurf"
    assert [c.get_hatch() for c in columns(figur, KEY + 1)[:-1]] == [None, None], "only the draft"


def test_a_missing_amount_is_an_empty_dashed_column_with_its_word() -> None:
    figur = pairs_chart([Jahrespaar(2022, None, 7_500_000, 8_250_000)])
    costs, granted, _ = columns(figur, KEY + 1)
    assert (costs.get_fill(), granted.get_fill()) == (False, True)
    assert costs.get_linestyle() != "-" and granted.get_linestyle() == "solid"
    assert texts(figur)[4:] == ["nicht belegt", "75,0", "Entwurf 82,5"]


def test_three_columns_of_a_year_do_not_meet_the_next_one() -> None:
    figur = pairs_chart([Jahrespaar(2022, 1, 1, 1), Jahrespaar(2023, 1, 1, 1)])
    edges = [(c.get_x(), c.get_x() + c.get_width()) for c in columns(figur, KEY + 1)]
    assert all(right < left for (_, right), (left, _) in pairwise(edges))


def test_it_is_drawn_of_shapes_only_also_with_small_and_negative_amounts() -> None:
    assert "<svg" in svg_text(pairs_chart([Jahrespaar(2021, -100, 0, 5), Jahrespaar(2022, 10_000_000, None)]))


@pytest.mark.parametrize("paare", [[], [Jahrespaar(2021, 1, 1), Jahrespaar(2020, 1, 1)], [Jahrespaar(2021, 1, 1)] * 2])
def test_our_own_wrong_calls_fail(paare: Any) -> None:
    with pytest.raises(ValueError, match="pairs_chart"):
        pairs_chart(paare)
