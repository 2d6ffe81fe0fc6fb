from __future__ import annotations

from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from komman.charts import series_chart
from komman.charts_bars import bar_chart, multiples_chart
from komman.svg import svg_text

ROWS = [("B2 Zusammenkommen und Orientierung vor Ort", 4000, "40,00 €"), ("A1 Raum", 1000, "10,00 €")]


def bars(figur: Figure, axes: int = 0) -> list[Rectangle]:
    return [p for p in figur.axes[axes].patches if isinstance(p, Rectangle)]


def texts(figur: Figure, axes: int = 0) -> list[str]:
    return [t.get_text() for t in figur.axes[axes].texts]


def test_bars_are_as_long_as_their_amounts_and_named_above() -> None:
    figur = bar_chart([*ROWS, ("offen", None, "noch offen"), ("zurück", -500, "−5,00 €")])
    assert [b.get_width() for b in bars(figur)] == [4000, 1000, 4000, -500]
    assert [b.get_fill() for b in bars(figur)] == [True, True, False, True]
    assert texts(figur) == [
        "B2 Zusammenkommen und Orientierung", "vor Ort", "40,00 €", "A1 Raum", "10,00 €", "offen", "noch offen",
        "zurück", "−5,00 €",
    ]  # fmt: skip
    assert len(figur.axes[0].lines) == 1 and len(bar_chart(ROWS).axes[0].lines) == 0


def test_multiples_number_every_column_and_leave_a_missing_one_empty() -> None:
    figur = multiples_chart([2016, 2017], [("Kommunen", [10, 12]), ("Träger", [1200, None])])
    assert texts(figur, 0) == ["Kommunen", "10", "12"]
    assert texts(figur, 1) == ["Träger", "1.200", "offen"]
    assert [b.get_height() for b in bars(figur, 1)] == [1200, 1200]
    assert [b.get_fill() for b in bars(figur, 1)] == [True, False]
    labels = [[t.get_text() for t in ax.get_xticklabels()] for ax in figur.axes]
    assert labels == [[], ["2016", "2017"]]


def test_text_from_data_is_never_a_formula() -> None:
    assert "<svg" in svg_text(bar_chart([("$\\frac{x", 1, "$y$")]))
    assert "<svg" in svg_text(multiples_chart([2016], [("$\\frac{x", [1])]))


@pytest.mark.parametrize(
    "aufruf",
    [
        lambda: bar_chart([]),
        lambda: multiples_chart([], [("a", [])]),
        lambda: multiples_chart([2016], []),
        lambda: multiples_chart([2016], [("a", [1, 2])]),
        lambda: multiples_chart([2017, 2016], [("a", [1, 2])]),
    ],
)
def test_our_own_wrong_calls_fail(aufruf: Any) -> None:
    with pytest.raises(ValueError, match=r"_chart"):
        aufruf()


def test_many_years_have_letters_with_a_key() -> None:
    years = list(range(2016, 2025))
    marks = {2018: "Richtlinie", 2020: "Pauschale Raum, Corona", 2024: "letztes Jahr"}
    figur = series_chart(years, [1] * 9, [None] * 9, marks)
    ticks = [t.get_text() for t in figur.axes[0].get_xticklabels()]
    assert ticks == ["2016", "2017", "2018\na", "2019", "2020\nb", "2021", "2022", "2023", "2024\nc"]
    key = " ".join(t.get_text() for t in reversed(figur.texts))
    assert [f"{a}  {m} ({j})" in key for a, (j, m) in zip("abc", marks.items(), strict=True)] == [True] * 3
    assert len(figur.texts) == 2
    assert series_chart(years, [1] * 9, [None] * 9, {}).texts == []
