"""A map of tiles: each Kommune a square in its rough position, darker where more money went; no geodata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from komman.charts import BREITE, LEISE, TINTE, figure, label
from komman.formats import NBSP, group
from komman.svg import house_style

# One hue from light to dark: the order is kept in grey and for every kind of colour blindness.
STUFEN = ("#e3eef8", "#abcfe8", "#4f9bcb", "#0b4a86")
HELLE_SCHRIFT_AB = 3  # the classes from this one on are dark enough for white text
FLAECHE_HOCH, ZEILE, RAND = 0.68, 0.24, 0.04  # inches
EURO = 100


@dataclass(frozen=True, slots=True)
class Kachel:
    """A tile: name, place (column and row from 1), cents that decide its class, and the text printed in it.

    Without ``wert`` the tile is white with a dashed edge; ``text`` then says why.
    """

    name: str
    platz: tuple[int, int]
    wert: int | None
    text: str


def tile_map(kacheln: Sequence[Kachel], einheit: str, ohne: Sequence[str] = ()) -> Figure:
    """The tiles with name and number in each, and below them the classes in words.

    ``einheit`` says what the numbers are; ``ohne`` says line by line what a white tile means.
    """
    if not kacheln or len({k.platz for k in kacheln}) < len(kacheln):
        raise ValueError("tile_map: ohne Kacheln, oder zwei auf demselben Platz")
    left, top = (min(k.platz[i] for k in kacheln) for i in (0, 1))
    columns, rows = (max(k.platz[i] for k in kacheln) - (left, top)[i] + 1 for i in (0, 1))
    grenzen = class_bounds([k.wert for k in kacheln if k.wert is not None])
    legend = _legend(grenzen, ohne)
    lines = -(-len(legend) // 2) if all(_in_half(text) for _, text in legend) else len(legend)
    height = rows * FLAECHE_HOCH + ZEILE * (lines + 1) + 2 * RAND
    with house_style():
        figur = figure(height)
        ax = figur.add_axes((0.0, 0.0, 1.0, 1.0))
        ax.set_xlim(0, BREITE)
        ax.set_ylim(height, 0)
        ax.axis("off")
        width = (BREITE - 2 * RAND) / columns
        for k in kacheln:
            x, y = RAND + (k.platz[0] - left) * width, RAND + (k.platz[1] - top) * FLAECHE_HOCH
            _tile(ax, x, y, width, k, None if k.wert is None else class_of(k.wert, grenzen))
        bottom = RAND + rows * FLAECHE_HOCH
        label(ax, RAND, bottom + ZEILE * 0.8, einheit, ha="left", size=9.5, weight="bold")
        for nummer, (stufe, text) in enumerate(legend):
            column, line = divmod(nummer, lines)
            _legend_entry(ax, RAND + column * BREITE / 2, bottom + ZEILE * (line + 1), stufe, text)
        return figur


def class_bounds(werte: Sequence[int]) -> list[int]:
    """The upper bounds (cents) of the classes below the highest: at most three, equally apart, in round euros."""
    if len(set(werte)) < 2:
        return []
    low, high = min(werte), max(werte)
    step = _round_up(-(-(high - low) // (len(STUFEN) * EURO))) * EURO
    start = (2 * low + step) // (2 * step) * step
    return [start + step * n for n in range(1, len(STUFEN)) if start + step * n < high]


def _round_up(euros: int) -> int:
    """The next number of the form 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 times a power of ten; at least 1."""
    power = 1
    while True:
        for tenths in (10, 15, 20, 25, 30, 40, 50, 60, 80):
            if tenths * power % 10 == 0 and tenths * power // 10 >= euros:
                return tenths * power // 10
        power *= 10


def class_of(wert: int, grenzen: Sequence[int]) -> int:
    """The class of an amount: 0 up to the first bound, and so on; each bound belongs to the class below it."""
    return sum(wert > g for g in grenzen)


def _tile(ax: Axes, x: float, y: float, width: float, k: Kachel, stufe: int | None) -> None:
    box = (x + 0.015, y + 0.015), width - 0.03, FLAECHE_HOCH - 0.03
    if stufe is None:
        ax.add_patch(Rectangle(*box, facecolor="#ffffff", edgecolor=LEISE, linestyle=(0, (4, 3)), linewidth=1.0))
    else:
        ax.add_patch(Rectangle(*box, facecolor=STUFEN[stufe], edgecolor=TINTE, linewidth=0.6))
    colour = "#ffffff" if stufe is not None and stufe >= HELLE_SCHRIFT_AB else TINTE
    lines = [(t, "normal") for t in k.name.split(" ", 1)] + [(t, "bold") for t in k.text.split("\n") if t]
    step = min(0.19, (FLAECHE_HOCH - 0.08) / len(lines))
    first = y + FLAECHE_HOCH / 2 - step * (len(lines) - 1) / 2
    for nummer, (text, weight) in enumerate(lines):
        size = _fitting(text, weight, width - 0.07)
        label(
            ax, x + width / 2, first + step * nummer, text,
            ha="center", va="center_baseline", size=size, weight=weight, color=colour,
        )  # fmt: skip


def _fitting(text: str, weight: str, inches: float) -> float:
    """The house's size of type, or the largest smaller one at which the text stays in its tile."""
    width = _width(text, weight, 10.5)
    return 10.5 if width <= inches * 68 else int(105 * inches * 68 / width) / 10


def _width(text: str, weight: str, size: float) -> float:
    """How wide a text comes out, in points."""
    font = FontProperties(family="DejaVu Sans", weight=weight)
    return float(TextPath((0, 0), text, size=size, prop=font).get_extents().width)


def _in_half(text: str) -> bool:
    """Whether the words of a class fit into half the picture, behind their little box."""
    return _width(text, "normal", 9.5) <= (BREITE / 2 - RAND - 0.42) * 72


def _legend(grenzen: Sequence[int], ohne: Sequence[str]) -> list[tuple[int | None, str]]:
    euros = [f"{group(g // EURO)}{NBSP}€" for g in grenzen]
    if not euros:
        return [(None, t) for t in ohne]
    texts = [f"bis {euros[0]}", *(f"über {a} bis {b}" for a, b in pairwise(euros))]
    texts.append(f"über {euros[-1]}")
    return [*enumerate(texts), *((None, t) for t in ohne)]


def _legend_entry(ax: Axes, left: float, top: float, stufe: int | None, text: str) -> None:
    fill = "#ffffff" if stufe is None else STUFEN[stufe]
    line = (0, (4, 3)) if stufe is None else "-"
    ax.add_patch(
        Rectangle((left, top + 0.06), 0.3, 0.15, facecolor=fill, edgecolor=TINTE, linewidth=0.6, linestyle=line)
    )
    label(ax, left + 0.38, top + 0.19, text, ha="left", size=9.5)
