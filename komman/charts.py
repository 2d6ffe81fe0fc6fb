"""The house's two pictures: the flow of a year's money, and the series of years."""

from __future__ import annotations

import string
import textwrap
from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from komman.formats import MINUS, OFFEN, divide_half_up, euro, group
from komman.svg import house_style

# Okabe-Ito blue and sky blue, and a light grey: three clearly different greys when printed without colour.
STARK, MITTEL, HELL = "#0072b2", "#8cc8ee", "#dddddd"
TINTE, LEISE, DECKEL = "#1a1a1a", "#595959", "#b34700"
BREITE = 4.8  # inches; at 320 CSS pixels the 10.5 pt labels still come out at 9 pixels
TSD_CENT = 100_000
SLOT_CHARS = 62
MARKS_IN_FULL = 5  # so many years at most leave room for words below a column


def flow_chart(schritte: Sequence[tuple[str, int | None]], fehlt: Mapping[str, str] | None = None) -> Figure:
    """Horizontal bars, one per step, label and euro above each; a missing step is an empty dashed bar.

    The first step is the frame (light), the last one the result (strong, hatched). Amounts are cents; ``fehlt`` says
    by step what stands for a missing one (else „noch offen“).
    """
    if not schritte:
        raise ValueError("flow_chart ohne Schritte")
    with house_style():
        figur = figure(0.5 * len(schritte) + 0.08)
        ax = figur.add_axes((0.005, 0.0, 0.99, 1.0))
        low = min([0, *(c for _, c in schritte if c is not None)])
        high = max([1, *(c for _, c in schritte if c is not None)])
        ax.set_xlim(low - (high - low) // 200, high + (high - low) // 200)
        ax.set_ylim(len(schritte) - 0.02, -0.06)
        ax.axis("off")
        for nummer, (name, cent) in enumerate(schritte):
            _flow_bar(ax, nummer, cent, high, _flow_style(nummer, len(schritte)))
            rank = "bold" if nummer == len(schritte) - 1 else "normal"
            label(ax, 0.0, nummer + 0.34, name, ha="left", weight=rank, transform=ax.get_yaxis_transform())
            label(
                ax,
                1.0,
                nummer + 0.34,
                euro(cent, (fehlt or {}).get(name, OFFEN)),
                ha="right",
                weight=rank,
                transform=ax.get_yaxis_transform(),
                color=TINTE if cent is not None else LEISE,
            )
        if low < 0:
            ax.axvline(0, color=TINTE, linewidth=0.8)
        return figur


def _flow_style(nummer: int, anzahl: int) -> tuple[str, str]:
    """Fill and hatch of a step."""
    if nummer == anzahl - 1:
        return STARK, "////"
    return (HELL, "") if nummer == 0 else (MITTEL, "")


def _flow_bar(ax: Axes, nummer: int, cent: int | None, high: int, style: tuple[str, str]) -> None:
    y, height = nummer + 0.47, 0.38
    if cent is None:
        ax.add_patch(Rectangle((0, y), high, height, fill=False, edgecolor=LEISE, linestyle=(0, (4, 3)), linewidth=1.0))
        return
    fill, hatch = style
    ax.add_patch(
        Rectangle(
            (0, y),
            cent,
            height,
            facecolor=fill,
            edgecolor="#ffffff" if hatch else TINTE,
            hatch=hatch,
            linewidth=0.0 if hatch else 0.6,
        )
    )
    if hatch:
        ax.add_patch(Rectangle((0, y), cent, height, fill=False, edgecolor=TINTE, linewidth=0.6))


def series_chart(
    jahre: Sequence[int], netto: Sequence[int | None], hoechstbetrag: Sequence[int | None], marken: dict[int, str]
) -> Figure:
    """Columns per year in thousand euro, the ceiling as a labelled step line; a missing year says so.

    ``marken`` puts a short text below the name of a year; where that is too narrow, a letter with a key below. Amounts
    are cents; years must ascend.
    """
    if not jahre or not len(jahre) == len(netto) == len(hoechstbetrag):
        raise ValueError("series_chart: Reihen fehlen oder sind verschieden lang")
    if list(jahre) != sorted(set(jahre)) or set(marken) - set(jahre):
        raise ValueError("series_chart: Jahre nicht aufsteigend oder Marke ohne Jahr")
    with house_style():
        names, key = _year_names(jahre, marken)
        foot = 0.12 + 0.17 * max(name.count("\n") + 1 for name in names) + 0.19 * len(key)
        figur = figure(2.65 + foot)
        ax = figur.add_axes((0.005, foot / (2.65 + foot), 0.99, 1 - foot / (2.65 + foot)))
        for nummer, line in enumerate(reversed(key)):
            y = (0.04 + 0.19 * nummer) / (2.65 + foot)
            figur.text(0.005, y, line, size=9.5, color=TINTE, parse_math=False)
        known = [w for w in [*netto, *hoechstbetrag] if w is not None]
        high, low = max([1, *known]), min([0, *known])
        ax.set_xlim(-0.55, len(jahre) - 0.45)
        ax.set_ylim(low * 1.15, high * 1.24)
        year_axis(ax, names)
        label(
            ax, 0.0, 0.99, "Beträge in Tausend Euro", ha="left", va="top", size=9.5, color=LEISE, transform=ax.transAxes
        )
        stellen = 1 if len(jahre) <= 6 else 0
        for x, (cent, deckel) in enumerate(zip(netto, hoechstbetrag, strict=True)):
            _column(ax, x, cent, deckel if deckel is not None else high, high, stellen)
        _ceiling(ax, hoechstbetrag, high, stellen)
        return figur


def _year_names(jahre: Sequence[int], marken: Mapping[int, str]) -> tuple[list[str], list[str]]:
    """What stands below the columns, and the lines of the key to it."""
    if len(jahre) <= MARKS_IN_FULL or not any(marken.values()):
        return [_year_label(jahr, marken.get(jahr, ""), len(jahre)) for jahr in jahre], []
    letters = dict(zip([j for j in jahre if marken.get(j)], string.ascii_lowercase, strict=False))
    names = [f"{jahr}\n{letters.get(jahr, '')}".strip() for jahr in jahre]
    entries = [f"{letters[j]}  {marken[j]} ({j})" for j in letters]
    return names, _in_lines(entries)


def _in_lines(entries: Sequence[str]) -> list[str]:
    """The entries one after the other, in as few lines of the picture's width as it takes."""
    lines: list[str] = []
    for entry in entries:
        longer = f"{lines[-1]}    {entry}" if lines else entry
        if lines and len(longer) <= SLOT_CHARS:
            lines[-1] = longer
        else:
            lines.append(entry)
    return lines


def _year_label(jahr: int, marke: str, anzahl: int) -> str:
    lines = textwrap.wrap(marke, max(9, SLOT_CHARS // anzahl), break_long_words=False) if marke else []
    return "\n".join([str(jahr), *lines])


def _column(ax: Axes, x: int, cent: int | None, frame: int, high: int, stellen: int) -> None:
    """One year's column with its number; a missing one is a dashed outline up to ``frame``."""
    if cent is None:
        ax.add_patch(
            Rectangle((x - 0.34, 0), 0.68, frame, fill=False, edgecolor=LEISE, linestyle=(0, (4, 3)), linewidth=1.0)
        )
        label(ax, x, frame / 2, OFFEN, ha="center", va="center", size=9.5, color=LEISE, rotation=90)
        return
    ax.add_patch(Rectangle((x - 0.34, 0), 0.68, cent, facecolor=STARK, edgecolor=TINTE, linewidth=0.6))
    # At the foot of the column, so that the number never meets the line of the ceiling.
    inside = cent > 0.12 * high
    label(
        ax,
        x,
        (0 if inside else max(cent, 0)) + 0.02 * high,
        tausend(cent, stellen),
        ha="center",
        va="bottom",
        color="#ffffff" if inside else TINTE,
        weight="bold",
    )


def _ceiling(ax: Axes, hoechstbetrag: Sequence[int | None], high: int, stellen: int) -> None:
    """The ceiling as a step line, labelled where it starts and wherever it changes."""
    before: int | None = None
    for x, cent in enumerate(hoechstbetrag):
        if cent is not None:
            start = [] if before is None else [(x - 0.5, before)]
            points = [*start, (x - 0.5, cent), (x + 0.5, cent)]
            ax.plot(
                [p[0] for p in points], [p[1] for p in points], color=DECKEL, linewidth=2.0, solid_capstyle="projecting"
            )
            if cent != before:
                name = "Höchstbetrag " if before is None else ""
                label(
                    ax,
                    x - 0.48,
                    cent + 0.02 * high,
                    name + tausend(cent, stellen),
                    ha="left",
                    va="bottom",
                    color=DECKEL,
                    bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.5},
                )
        before = cent


def tausend(cent: int, stellen: int = 1) -> str:
    """Cents as thousands of euros with 0 or 1 decimals, rounded half up: ``13106600`` → ``131,1``."""
    if stellen == 0:
        return group(divide_half_up(cent, TSD_CENT))
    zehntel = divide_half_up(cent, TSD_CENT // 10)
    return f"{MINUS if zehntel < 0 else ''}{group(abs(zehntel) // 10)},{abs(zehntel) % 10}"


def year_axis(ax: Axes, names: Sequence[str]) -> None:
    """A line at zero and the names of the years below their columns; no frame, no scale."""
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.axhline(0, color=TINTE, linewidth=0.8)
    ax.set_yticks([])
    ax.tick_params(axis="x", length=0, labelsize=9.5, colors=TINTE)
    ax.set_xticks(range(len(names)), list(names))


def figure(height: float) -> Figure:
    """An empty white figure as wide as all pictures of a report."""
    figur = Figure(figsize=(BREITE, height), facecolor="#ffffff")
    FigureCanvasSVG(figur)
    return figur


def label(ax: Axes, x: float, y: float, text: str, **stil: object) -> None:
    """Text from data: never read as a formula."""
    ax.text(x, y, text, parse_math=False, **{"color": TINTE, **stil})  # type: ignore[arg-type]
