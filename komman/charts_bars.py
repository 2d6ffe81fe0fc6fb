"""Bars for a ranking and small columns for several series over the same years."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from komman.charts import HELL, LEISE, MITTEL, STARK, TINTE, figure, label, year_axis
from komman.formats import OFFEN, group
from komman.svg import house_style

LINE, BAR, GAP = 0.185, 0.17, 0.11  # inches
LABEL_CHARS = 34
DASHED = (0, (4, 3))


def bar_chart(zeilen: Sequence[tuple[str, int | None, str]]) -> Figure:
    """Horizontal bars in the given order: ``(name, amount, amount as text)``, both above the bar.

    A missing amount is an empty dashed bar with its text; a negative one goes to the left of the zero line.
    """
    if not zeilen:
        raise ValueError("bar_chart ohne Zeilen")
    with house_style():
        names = [textwrap.wrap(name, LABEL_CHARS) or [""] for name, _, _ in zeilen]
        height = sum(LINE * len(n) + BAR + GAP for n in names)
        figur = figure(height)
        ax = figur.add_axes((0.005, 0.0, 0.99, 1.0))
        known = [x for _, x, _ in zeilen if x is not None]
        low, high = min([0, *known]), max([1, *known])
        ax.set_xlim(low - (high - low) // 200, high + (high - low) // 200)
        ax.set_ylim(height, -0.03)
        ax.axis("off")
        top = 0.0
        for (_, amount, text), lines in zip(zeilen, names, strict=True):
            _bar_names(ax, top, lines, text, amount is not None)
            top += LINE * len(lines)
            _bar(ax, top, amount, high)
            top += BAR + GAP
        if low < 0:
            ax.axvline(0, color=TINTE, linewidth=0.8)
        return figur


def _bar_names(ax: Axes, top: float, lines: Sequence[str], text: str, known: bool) -> None:
    where = ax.get_yaxis_transform()
    for nummer, line in enumerate(lines):
        label(ax, 0.0, top + LINE * (nummer + 0.72), line, ha="left", transform=where)
    last = top + LINE * (len(lines) - 0.28)
    label(ax, 1.0, last, text, ha="right", transform=where, color=TINTE if known else LEISE)


def _bar(ax: Axes, top: float, amount: int | None, high: int) -> None:
    if amount is None:
        ax.add_patch(Rectangle((0, top), high, BAR, fill=False, edgecolor=LEISE, linestyle=DASHED, linewidth=1.0))
    else:
        ax.add_patch(Rectangle((0, top), amount, BAR, facecolor=STARK, edgecolor=TINTE, linewidth=0.6))


def multiples_chart(jahre: Sequence[int], reihen: Sequence[tuple[str, Sequence[int | None]]]) -> Figure:
    """Small columns one series below the other on the same years, each on its own scale, the number above each column.

    ``reihen``: name and one whole number per year; a missing one is an empty dashed column.
    """
    if not jahre or not reihen or any(len(werte) != len(jahre) for _, werte in reihen):
        raise ValueError("multiples_chart: Reihen fehlen oder sind verschieden lang")
    if list(jahre) != sorted(set(jahre)):
        raise ValueError("multiples_chart: Jahre nicht aufsteigend")
    panel, foot = 1.12, 0.26
    height = panel * len(reihen) + foot
    with house_style():
        figur = figure(height)
        for nummer, (name, werte) in enumerate(reihen):
            bottom = (foot + panel * (len(reihen) - 1 - nummer)) / height
            ax = figur.add_axes((0.005, bottom, 0.99, (panel - 0.1) / height))
            last = nummer == len(reihen) - 1
            _panel(ax, name, werte, jahre if last else (), (MITTEL, HELL, STARK)[nummer % 3])
        return figur


def _panel(ax: Axes, name: str, werte: Sequence[int | None], jahre: Sequence[int], fill: str) -> None:
    high = max([1, *(w for w in werte if w is not None)])
    ax.set_xlim(-0.55, len(werte) - 0.45)
    ax.set_ylim(0, high * 1.75)
    year_axis(ax, [str(j) for j in jahre])
    label(ax, 0.0, 0.99, name, ha="left", va="top", weight="bold", transform=ax.transAxes)
    for x, wert in enumerate(werte):
        style: dict[str, object] = {"facecolor": fill, "edgecolor": TINTE, "linewidth": 0.6}
        if wert is None:
            style = {"fill": False, "edgecolor": LEISE, "linestyle": DASHED, "linewidth": 1.0}
        ax.add_patch(Rectangle((x - 0.34, 0), 0.68, high if wert is None else wert, **style))  # type: ignore[arg-type]
        text, colour = (OFFEN.split()[-1], LEISE) if wert is None else (group(wert), TINTE)
        label(ax, x, (high if wert is None else wert) + high * 0.04, text, ha="center", va="bottom", color=colour)
