"""Columns side by side per year: what the posts cost, what the Land paid, and what a draft would pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from komman.charts import HELL, LEISE, STARK, TINTE, figure, label, tausend, year_axis
from komman.charts_bars import DASHED
from komman.formats import NICHT_BELEGT
from komman.svg import house_style

GROUP = {1: 0.42, 2: 0.84, 3: 0.9}  # of the width of a year, by number of columns
KOSTEN, FOERDERUNG, ENTWURF = "Personalkosten", "Förderung", "Entwurf"


@dataclass(frozen=True, slots=True)
class Jahrespaar:
    """One year in cents. ``ausblick``: a year ahead, of which only the draft is drawn.

    A missing amount is an empty dashed column; without ``entwurf`` there is no third column.
    """

    jahr: int
    kosten: int | None
    foerderung: int | None
    entwurf: int | None = None
    ausblick: bool = False

    @property
    def saeulen(self) -> list[tuple[str, int | None]]:
        pair = [] if self.ausblick else [(KOSTEN, self.kosten), (FOERDERUNG, self.foerderung)]
        return [*pair, *([(ENTWURF, self.entwurf)] if self.entwurf is not None else [])]


def pairs_chart(paare: Sequence[Jahrespaar]) -> Figure:
    """Costs and funding of each year side by side in thousand euro, the number in each column; years must ascend.

    The draft is hatched and carries its word.
    """
    jahre = [p.jahr for p in paare]
    if not jahre or jahre != sorted(set(jahre)):
        raise ValueError("pairs_chart: Jahre fehlen oder sind nicht aufsteigend")
    amounts = [cent for p in paare for _, cent in p.saeulen if cent is not None]
    high, low = max([1, *amounts]), min([0, *amounts])
    with house_style():
        figur = figure(2.95)
        ax = figur.add_axes((0.005, 0.09, 0.99, 0.91))
        ax.set_xlim(-0.5, len(paare) - 0.5)
        ax.set_ylim(low * 1.15, high * 1.36)
        year_axis(ax, [str(j) for j in jahre])
        where = {"transform": ax.transAxes, "va": "top", "size": 9.5}
        label(ax, 0.0, 0.995, "Beträge in Tausend Euro", ha="left", color=LEISE, **where)
        _key(ax, [KOSTEN, FOERDERUNG, *([ENTWURF] if any(p.entwurf is not None for p in paare) else [])])
        for x, paar in enumerate(paare):
            _year(ax, x, paar, high)
        return figur


def _style(was: str) -> dict[str, object]:
    fill = {KOSTEN: HELL, FOERDERUNG: STARK, ENTWURF: "#ffffff"}[was]
    style: dict[str, object] = {"facecolor": fill, "edgecolor": TINTE, "linewidth": 0.6}
    return {**style, "hatch": "////", "edgecolor": STARK, "linewidth": 1.0} if was == ENTWURF else style


def _key(ax: Axes, names: Sequence[str]) -> None:
    """A swatch and a word for each kind of column, below the unit."""
    left = 0.0
    for name in names:
        box = Rectangle((left, 0.865), 0.035, 0.05, transform=ax.transAxes, **_style(name))  # type: ignore[arg-type]
        ax.add_patch(box)
        label(ax, left + 0.045, 0.89, name, ha="left", va="center", size=9.5, transform=ax.transAxes)
        left += 0.075 + 0.0215 * len(name)


def _year(ax: Axes, x: int, paar: Jahrespaar, high: int) -> None:
    columns = paar.saeulen
    width = GROUP[len(columns)] / len(columns)
    start = x - width * len(columns) / 2
    for n, (was, cent) in enumerate(columns):
        _column(ax, start + n * width, width * 0.94, was, cent, high)


def _column(ax: Axes, left: float, width: float, was: str, cent: int | None, high: int) -> None:
    middle, foot = left + width / 2, 0.03 * high
    text: dict[str, object] = {"ha": "center", "va": "bottom", "size": 9.0, "rotation": 90}
    if cent is None:
        style: dict[str, object] = {"fill": False, "edgecolor": LEISE, "linestyle": DASHED, "linewidth": 1.0}
        ax.add_patch(Rectangle((left, 0), width, high, **style))  # type: ignore[arg-type]
        label(ax, middle, foot, NICHT_BELEGT, **{**text, "color": LEISE})
        return
    ax.add_patch(Rectangle((left, 0), width, cent, **_style(was)))  # type: ignore[arg-type]
    number = tausend(cent) if was != ENTWURF else f"{ENTWURF} {tausend(cent)}"
    inside = cent > 0.2 * high
    colour = "#ffffff" if inside and was == FOERDERUNG else TINTE
    plate = {"bbox": {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.2}} if was == ENTWURF else {}
    label(ax, middle, foot if inside else max(cent, 0) + foot, number, **{**text, "color": colour, **plate})
