"""Fans side by side: names, marks and amounts, the same axes, and bands told apart without colour."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.figure import Figure

from komman.charts_fan import Faecher, fan_chart
from komman.svg import svg_text

LEGENDE = ("Eigenanteil", "außen", "innen", "erwartet")
JAHRE = (2022, 2023, 2024)


def fan(name: str = "A: bleibt (Annahme)", top: int = 400_000, ab: int | None = None) -> Faecher:
    mid = (0, top // 4, top // 2)
    return Faecher(name, mid, (mid, (0, top // 3, top * 3 // 4)), (mid, (0, top // 2, top)), ab)


def texts(figur: Figure, axes: int) -> list[str]:
    return [t.get_text() for t in figur.axes[axes].texts]


def test_every_fan_has_its_name_its_last_amount_and_its_year() -> None:
    figur = fan_chart(JAHRE, [fan(ab=2023), fan("B: Entwurf (Entwurf, Annahme)", 8_000_000)], LEGENDE)
    assert texts(figur, 0) == list(LEGENDE)
    assert texts(figur, 1) == ["A: bleibt (Annahme)", "2,0", "ab 2023"]
    assert texts(figur, 2) == ["B: Entwurf (Entwurf,", "Annahme)", "40,0"]
    assert [t.get_text() for t in figur.axes[1].get_xticklabels()] == ["2022", "2024"]


def test_all_fans_share_their_axes() -> None:
    figur = fan_chart(JAHRE, [fan(), fan("B", 8_000_000), fan("C", 10)], LEGENDE)
    panels = figur.axes[1:]
    assert len({ax.get_ylim() for ax in panels}) == len({ax.get_xlim() for ax in panels}) == 1
    assert panels[0].get_ylim()[0] == 0 and panels[0].get_ylim()[1] > 8_000_000
    assert len({(round(ax.get_position().width, 6), round(ax.get_position().height, 6)) for ax in panels}) == 1


def test_the_inner_band_is_told_from_the_outer_one_without_colour() -> None:
    hatches = [c.get_hatch() for c in fan_chart(JAHRE, [fan()], LEGENDE).axes[1].collections]
    assert hatches == [None, "////"]


def test_one_year_is_shown_too_and_names_are_never_formulas() -> None:
    one = Faecher("$\\frac{x", (5,), ((4,), (6,)), ((3,), (7,)), 2022)
    assert "<svg" in svg_text(fan_chart((2022,), [one], LEGENDE))
    assert svg_text(fan_chart(JAHRE, [fan()], LEGENDE)) == svg_text(fan_chart(JAHRE, [fan()], LEGENDE))


@pytest.mark.parametrize("aufruf", [
    lambda: fan_chart((), [fan()], LEGENDE), lambda: fan_chart(JAHRE, [], LEGENDE),
    lambda: fan_chart((2023, 2022, 2024), [fan()], LEGENDE), lambda: fan_chart((2022, 2023), [fan()], LEGENDE),
    lambda: fan_chart(JAHRE, [fan(ab=2030)], LEGENDE),
])  # fmt: skip
def test_our_own_wrong_calls_fail(aufruf: Any) -> None:
    with pytest.raises(ValueError, match="fan_chart"):
        aufruf()
