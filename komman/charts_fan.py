"""Fans: what each scenario leaves to the Kreis, small pictures on the same scale."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from komman.charts import DECKEL, HELL, LEISE, MITTEL, STARK, TINTE, figure, label, tausend
from komman.svg import house_style

PANEL, GAP, FOOT, HEAD = 1.65, 0.16, 0.24, 0.5  # inches
COLUMNS, LINE = 2, 0.17
TITLE_CHARS, SMALL = 28, 9.5


@dataclass(frozen=True, slots=True)
class Faecher:
    """One small picture: its name, the bounds of two bands and the expected course in cents by year.

    ``aussen`` and ``innen`` are pairs of series (from, to). ``ab``: the year that is marked, or none.
    """

    name: str
    erwartet: Sequence[int]
    innen: tuple[Sequence[int], Sequence[int]]
    aussen: tuple[Sequence[int], Sequence[int]]
    ab: int | None = None


def fan_chart(jahre: Sequence[int], faecher: Sequence[Faecher], legende: tuple[str, str, str, str]) -> Figure:
    """Small pictures in two columns, all with the same axes: bands light and hatched, the expected course as a line.

    ``legende`` names what is shown, the outer band, the inner band and the line. The last year's expected amount stands
    at its end in thousand euro; a dashed line marks ``ab``.
    """
    _check(jahre, faecher)
    rows = -(-len(faecher) // COLUMNS)
    lines = max(len(_title(f)) for f in faecher)
    tall = PANEL + LINE * lines
    height = HEAD + rows * (tall + GAP + FOOT)
    top = max(1, *(max(*f.aussen[1], *f.erwartet) for f in faecher))
    with house_style():
        figur = figure(height)
        _legend(figur.add_axes((0.005, 1 - HEAD / height, 0.99, HEAD / height)), legende)
        for n, f in enumerate(faecher):
            row, column = divmod(n, COLUMNS)
            bottom = height - HEAD - (row + 1) * (tall + GAP + FOOT) + FOOT + GAP / 2
            ax = figur.add_axes((0.005 + column * 0.51, bottom / height, 0.48, tall / height))
            _panel(ax, jahre, f, top, lines * LINE / tall)
        return figur


def _check(jahre: Sequence[int], faecher: Sequence[Faecher]) -> None:
    if not jahre or not faecher or list(jahre) != sorted(set(jahre)):
        raise ValueError("fan_chart: ohne Reihen, oder Jahre nicht aufsteigend")
    for f in faecher:
        series = (f.erwartet, *f.innen, *f.aussen)
        if any(len(s) != len(jahre) for s in series) or (f.ab is not None and f.ab not in jahre):
            raise ValueError("fan_chart: Reihe oder Marke passt nicht zu den Jahren")


def _title(f: Faecher) -> list[str]:
    return textwrap.wrap(f.name, TITLE_CHARS) or [""]


def _panel(ax: Axes, jahre: Sequence[int], f: Faecher, top: int, head: float) -> None:
    x = range(len(jahre))
    ax.set_xlim(-0.3, len(jahre) - 0.7)
    ax.set_ylim(0, top * 1.12 / (1 - head))
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.set_yticks([])
    ends = sorted({0, len(jahre) - 1})
    ax.set_xticks(ends, [str(jahre[i]) for i in ends])
    ax.tick_params(axis="x", length=3, labelsize=SMALL, colors=TINTE)
    first, *rest = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    for tick in rest:
        tick.set_horizontalalignment("right")
    ax.axhline(0, color=TINTE, linewidth=0.8)
    if len(jahre) == 1:
        _single(ax, f)
    else:
        ax.fill_between(x, *f.aussen, facecolor=HELL, edgecolor=LEISE, linewidth=0.4)
        ax.fill_between(x, *f.innen, facecolor=MITTEL, edgecolor="#ffffff", hatch="////", linewidth=0.0)
        ax.plot(x, f.erwartet, color=STARK, linewidth=2.0)
    for n, line in enumerate(_title(f)):
        y = 1 - head * (n + 0.8) / len(_title(f)) if len(_title(f)) > 1 else 1 - head * 0.5
        label(ax, 0.0, y, line, ha="left", va="baseline", size=SMALL, weight="bold", transform=ax.transAxes)
    _amounts(ax, jahre, f, top)


def _single(ax: Axes, f: Faecher) -> None:
    """One year only: the bands as bars beside each other."""
    ax.bar(0, f.aussen[1][0] - f.aussen[0][0], 0.5, f.aussen[0][0], facecolor=HELL, edgecolor=LEISE, linewidth=0.4)
    ax.bar(0, f.innen[1][0] - f.innen[0][0], 0.5, f.innen[0][0], facecolor=MITTEL, edgecolor="#ffffff", hatch="////")
    ax.plot([-0.25, 0.25], [f.erwartet[0]] * 2, color=STARK, linewidth=2.0)


def _amounts(ax: Axes, jahre: Sequence[int], f: Faecher, top: int) -> None:
    """The last amount at the end of the line, and the year that is marked."""
    last = len(jahre) - 1
    label(
        ax, last, f.aussen[1][-1] + top * 0.03, tausend(f.erwartet[-1]), ha="right", va="bottom", size=SMALL,
        color=STARK, weight="bold",
    )  # fmt: skip
    if f.ab is None:
        return
    at = list(jahre).index(f.ab)
    ax.plot([at, at], [0, top * 0.62], color=DECKEL, linewidth=1.2, linestyle=(0, (4, 3)))
    side = "left" if at < len(jahre) / 2 else "right"
    label(
        ax, at + (0.15 if side == "left" else -0.15), top * 0.62, f"ab {f.ab}", ha=side, va="top", size=SMALL,
        color=DECKEL,
    )  # fmt: skip


def _legend(ax: Axes, legende: tuple[str, str, str, str]) -> None:
    """What is shown, and the three signs."""
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.axis("off")
    shown, outer, inner, line = legende
    label(ax, 0.0, 0.8, shown, ha="left", va="center", size=SMALL)
    for x, text, style in (
        (0.0, outer, {"facecolor": HELL, "edgecolor": LEISE, "linewidth": 0.4}),
        (0.41, inner, {"facecolor": MITTEL, "edgecolor": "#ffffff", "hatch": "////", "linewidth": 0.0}),
    ):
        ax.fill_between([x, x + 0.06], 0.22, 0.5, **style)  # type: ignore[arg-type]
        label(ax, x + 0.07, 0.36, text, ha="left", va="center", size=SMALL)
    ax.plot([0.76, 0.82], [0.36, 0.36], color=STARK, linewidth=2.0)
    label(ax, 0.83, 0.36, line, ha="left", va="center", size=SMALL)
