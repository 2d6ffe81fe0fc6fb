from __future__ import annotations

import itertools
import re
import subprocess
import sys
from typing import Any

import matplotlib
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from komman import charts
from komman.charts import flow_chart, series_chart, tausend
from komman.formats import NBSP
from komman.svg import house_style, svg_text

FLOW = [("Höchstbetrag", 13_106_600), ("Bewilligt", 12_950_000), ("Zurückgezahlt", None), ("Netto", 11_834_050)]


def texts(figur: Figure) -> list[str]:
    return [t.get_text() for t in figur.axes[0].texts]


def bars(figur: Figure) -> list[Rectangle]:
    return [p for p in figur.axes[0].patches if isinstance(p, Rectangle)]


def test_flow_labels_each_step_in_euro() -> None:
    assert texts(flow_chart(FLOW)) == [
        "Höchstbetrag",
        f"131.066,00{NBSP}€",
        "Bewilligt",
        f"129.500,00{NBSP}€",
        "Zurückgezahlt",
        "noch offen",
        "Netto",
        f"118.340,50{NBSP}€",
    ]


def test_flow_bars_are_as_long_as_their_cents() -> None:
    filled = [b.get_width() for b in bars(flow_chart(FLOW)) if b.get_fill()]
    assert filled == [13_106_600, 12_950_000, 11_834_050]


def test_a_missing_step_is_dashed_and_empty() -> None:
    dashed = [b for b in bars(flow_chart(FLOW)) if b.get_linestyle() != "solid" and b.get_linestyle() != "-"]
    assert len(dashed) == 1
    assert not dashed[0].get_fill()
    known = [(name, cent or 0) for name, cent in FLOW]
    assert all(b.get_linestyle() in ("solid", "-") for b in bars(flow_chart(known)))


def test_flow_draws_a_negative_result_and_its_zero_line() -> None:
    figur = flow_chart([("Ausgezahlt", 100), ("Netto", -50)])
    assert [b.get_width() for b in bars(figur) if b.get_fill()] == [100, -50]
    assert figur.axes[0].get_xlim()[0] <= -50
    assert len(figur.axes[0].lines) == 1


def test_flow_without_any_value() -> None:
    assert texts(flow_chart([("Höchstbetrag", None)])) == ["Höchstbetrag", "noch offen"]


def test_series_numbers_ceiling_and_missing_year() -> None:
    figur = series_chart([2019, 2020, 2021], [11_234_567, 10_900_050, None], [13_106_600] * 3, {2021: "Nachweis offen"})
    shown = texts(figur)
    assert shown == ["Beträge in Tausend Euro", "112,3", "109,0", "noch offen", "Höchstbetrag 131,1"]
    ticks = [t.get_text() for t in figur.axes[0].get_xticklabels()]
    assert ticks[:2] == ["2019", "2020"]
    assert ticks[2].replace("\n", " ") == "2021 Nachweis offen"


def test_series_steps_where_the_ceiling_changes_or_is_unknown() -> None:
    figur = series_chart([2016, 2017, 2018, 2019], [1, 1, 1, 1], [100_000, 200_000, None, 200_000], {})
    steps = [list(zip(*line.get_data(), strict=True)) for line in figur.axes[0].lines[1:]]
    assert steps == [
        [(-0.5, 100_000), (0.5, 100_000)],
        [(0.5, 100_000), (0.5, 200_000), (1.5, 200_000)],
        [(2.5, 200_000), (3.5, 200_000)],
    ]
    labels = [t for t in texts(figur) if t.startswith(("Höchst", "2,"))]
    assert labels == ["Höchstbetrag 1,0", "2,0", "Höchstbetrag 2,0"]


def test_more_than_six_years_show_whole_thousands() -> None:
    years = list(range(2016, 2025))
    assert "109" in texts(series_chart(years, [10_900_050] * 9, [None] * 9, {}))


@pytest.mark.parametrize(
    "aufruf",
    [
        lambda: flow_chart([]),
        lambda: series_chart([], [], [], {}),
        lambda: series_chart([2020], [1, 2], [1], {}),
        lambda: series_chart([2021, 2020], [1, 2], [1, 2], {}),
        lambda: series_chart([2020], [1], [1], {2019: "x"}),
    ],
)
def test_our_own_wrong_calls_fail(aufruf: Any) -> None:
    with pytest.raises(ValueError, match=r"_chart"):
        aufruf()


@pytest.mark.parametrize(
    ("cent", "stellen", "text"),
    [
        (13_106_600, 1, "131,1"),
        (13_105_000, 1, "131,1"),
        (13_104_999, 1, "131,0"),
        (-150_000, 1, "−1,5"),
        (0, 1, "0,0"),
        (-4_000, 1, "0,0"),
        (123_456_789_00, 1, "123.456,8"),
        (13_150_000, 0, "132"),
        (13_149_999, 0, "131"),
    ],
)
def test_thousands_round_half_up(cent: int, stellen: int, text: str) -> None:
    assert tausend(cent, stellen) == text


def luminance(colour: str) -> float:
    red, green, blue = to_rgb(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_fills_differ_in_grey() -> None:
    greys = sorted(luminance(c) for c in (charts.STARK, charts.MITTEL, charts.HELL))
    assert min(b - a for a, b in itertools.pairwise(greys)) > 0.12


def test_svg_is_the_same_whatever_the_caller_has_set() -> None:
    plain = svg_text(flow_chart(FLOW))
    with matplotlib.rc_context({"font.size": 30, "svg.hashsalt": "x", "svg.fonttype": "none", "axes.facecolor": "red"}):
        assert svg_text(flow_chart(FLOW)) == plain
        assert matplotlib.rcParams["font.size"] == 30
    assert "<text" not in plain


def test_svg_is_the_same_in_another_process() -> None:
    code = (
        "import hashlib, sys; from komman.charts import flow_chart; from komman.svg import svg_text; "
        f"print(hashlib.sha256(svg_text(flow_chart({FLOW!r})).encode()).hexdigest())"
    )
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
        for _ in range(2)
    }
    assert len(runs) == 1


def test_svg_has_no_style_comment_or_metadata() -> None:
    svg = svg_text(series_chart([2020, 2021], [1_000_000, None], [2_000_000, 2_000_000], {}))
    assert svg.startswith("<svg ")
    assert not re.search(r"<style|style=|<!--|<metadata|matplotlib\.org|\d{4}-\d\d-\d\d", svg)


def test_text_from_data_is_never_a_formula() -> None:
    figur = series_chart([2020], [1_000_000], [None], {2020: "$\\frac{x"})
    assert "$\\frac{x" in next(t.get_text() for t in figur.axes[0].get_xticklabels())
    with house_style():
        assert not Text(0, 0, "$x$").get_parse_math()
    assert "<svg" in svg_text(flow_chart([("$\\frac{x", 1)]))


def test_a_bitmap_in_a_figure_is_refused() -> None:
    figur = Figure()
    figur.subplots().imshow([[0, 1], [1, 0]])
    with pytest.raises(ValueError, match="image"):
        svg_text(figur)
