from __future__ import annotations

from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from komman.charts_map import HELLE_SCHRIFT_AB, STUFEN, Kachel, class_bounds, class_of, tile_map
from komman.svg import svg_text

KACHELN = [
    Kachel("Bad Sassendorf", (2, 1), 12_300, "123 €"),
    Kachel("Werl", (1, 2), 140_000, "1.400 €"),
    Kachel("Welver", (1, 1), None, "–"),
]


@pytest.mark.parametrize(
    ("euros", "bounds"),
    [
        # From 123 to 1,400 euros: a quarter is 319.25, the next round step 400.
        ([123, 1400], [400, 800, 1200]),
        ([208, 490], [320, 400, 480]),
        ([236, 563], [300, 400, 500]),
        ([0, 4], [1, 2, 3]),
        ([0, 2], [1]),
        ([100, 101], []),
        ([500], []),
        ([500, 500], []),
        ([], []),
        ([-50, 50], [-25, 0, 25]),
        ([0, 10_000], [2500, 5000, 7500]),
    ],
)
def test_classes_are_equally_apart_in_round_euros(euros: list[int], bounds: list[int]) -> None:
    assert class_bounds([e * 100 for e in euros]) == [b * 100 for b in bounds]


def test_a_bound_belongs_to_the_class_below() -> None:
    assert [class_of(c, [100, 200]) for c in (0, 100, 101, 200, 201)] == [0, 0, 1, 1, 2]


def test_every_tile_shows_name_and_number_and_white_ones_say_why() -> None:
    ax = tile_map(KACHELN, "Euro", ["–  ohne Förderung"]).axes[0]
    texts = [t.get_text() for t in ax.texts]
    assert texts[:7] == ["Bad", "Sassendorf", "123 €", "Werl", "1.400 €", "Welver", "–"]
    nbsp = "\u00a0"
    assert texts[7:] == [
        "Euro", f"bis 400{nbsp}€", f"über 400{nbsp}€ bis 800{nbsp}€", f"über 800{nbsp}€ bis 1.200{nbsp}€",
        f"über 1.200{nbsp}€", "–  ohne Förderung",
    ]  # fmt: skip
    tiles = [p for p in ax.patches if isinstance(p, Rectangle)][:3]
    assert [to_rgb(t.get_facecolor()) for t in tiles] == [to_rgb(c) for c in (STUFEN[0], STUFEN[3], "#ffffff")]
    assert [t.get_linestyle() not in ("solid", "-") for t in tiles] == [False, False, True]


@pytest.mark.parametrize(
    "words", [("–  ohne Förderung",), ("–  ohne Förderung", "geschützt  nicht namentlich genannt")]
)
@pytest.mark.parametrize("faktor", [1, 10_000])
def test_no_word_of_the_key_is_cut_off(words: tuple[str, ...], faktor: int) -> None:
    tiles = [Kachel(f"K{n}", (n, 1), n * n * 10_000 * faktor, "x") for n in range(1, 6)]
    figur = tile_map([*tiles, Kachel("L", (6, 1), None, "–")], "Euro je 1.000 Einwohnerinnen und Einwohner", words)
    canvas = FigureCanvasAgg(figur)
    canvas.draw()
    boxes = [t.get_window_extent(canvas.get_renderer()) for t in figur.axes[0].texts]
    assert min(b.x0 for b in boxes) >= 0 and max(b.x1 for b in boxes) <= figur.bbox.width
    assert min(b.y0 for b in boxes) >= 0 and max(b.y1 for b in boxes) <= figur.bbox.height


def test_tiles_lie_where_their_place_is() -> None:
    ax = tile_map(KACHELN, "Euro").axes[0]
    boxes = [(p.get_x(), p.get_y()) for p in ax.patches if isinstance(p, Rectangle)][:3]
    bad, werl, welver = boxes
    assert bad[0] > welver[0] and bad[1] == welver[1]
    assert werl[1] > welver[1] and werl[0] == welver[0]


def luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, two: str) -> float:
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def test_classes_differ_in_grey_and_the_numbers_stay_readable() -> None:
    assert all(luminance(a) - luminance(b) > 0.12 for a, b in pairwise(STUFEN))
    for stufe, colour in enumerate(STUFEN):
        assert contrast(colour, "#ffffff" if stufe >= HELLE_SCHRIFT_AB else "#1a1a1a") > 4.5


def test_names_from_data_are_never_a_formula_and_stay_in_their_tile() -> None:
    long = Kachel("$\\frac{x Niederkrüchtenwaldhausen", (1, 1), 5, "5 €")
    figur = tile_map([long, Kachel("B", (6, 1), 9, "9 €")], "Euro")
    assert [t.get_size() for t in figur.axes[0].texts][1] < 7
    assert "<svg" in svg_text(figur)
    assert svg_text(tile_map(KACHELN, "Euro")) == svg_text(tile_map(KACHELN, "Euro"))


@pytest.mark.parametrize("kacheln", [[], [KACHELN[0], KACHELN[0]]])
def test_our_own_wrong_calls_fail(kacheln: list[Kachel]) -> None:
    with pytest.raises(ValueError, match="tile_map"):
        tile_map(kacheln, "Euro")
