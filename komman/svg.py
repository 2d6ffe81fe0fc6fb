"""Figures as SVG text: the same bytes each time, and nothing in them but shapes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

if TYPE_CHECKING:
    from matplotlib.figure import Figure  # slow to load; an answer on the terminal has no picture

HOUSE_STYLE: dict[str, object] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10.5,
    "text.parse_math": False,
    "text.usetex": False,
    "axes.unicode_minus": True,
    "axes.formatter.use_locale": False,
    "hatch.linewidth": 0.8,
    "svg.fonttype": "path",
    "svg.hashsalt": "komman",
    "svg.image_inline": True,
}
KEPT = ("backend", "interactive", "toolbar", "timezone", "date.epoch", "webagg", "tk.", "docstring.")
ELEMENTS = frozenset({"svg", "g", "path", "defs", "clipPath", "rect", "use", "pattern", "circle", "line", "polygon"})
PROPERTIES = frozenset(
    {
        "fill",
        "fill-opacity",
        "fill-rule",
        "opacity",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
    }
)


@contextmanager
def house_style() -> Iterator[None]:
    """Matplotlib's defaults plus ours, whatever the caller has set; restored afterwards."""
    import matplotlib

    defaults = {k: v for k, v in matplotlib.rcParamsDefault.items() if not k.startswith(KEPT)}
    with matplotlib.rc_context({**defaults, **HOUSE_STYLE}):  # type: ignore[dict-item]
        yield


def svg_text(figur: Figure) -> str:
    """``figur`` as SVG: text as paths, no date, no style sheets, so that a strict CSP shows it unchanged.

    Raises ``ValueError`` for a figure that draws anything but shapes, for example a bitmap.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    puffer = io.StringIO()
    with house_style():
        FigureCanvasSVG(figur)
        figur.savefig(puffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = puffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<!--.*?-->|<style[^>]*>.*?</style>", "", text, flags=re.DOTALL)
    text = text.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)
    text = re.sub(r' style="([^"]*)"', lambda m: _attributes(m.group(1)), text)
    text = re.sub(r"<defs>\s*</defs>", "", text)
    check_svg(text)
    return text


def _attributes(style: str) -> str:
    """``fill: #fff; stroke: none`` as presentation attributes; what has no such attribute is left out."""
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return "".join(f' {k.strip()}="{v.strip()}"' for k, v in pairs if k.strip() in PROPERTIES)


def check_svg(text: str) -> None:
    """Raise ``ValueError`` (German) unless ``text`` is an SVG of shapes only: no script, link, picture or style."""
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, DefusedXmlException) as fehler:
        raise ValueError("Die Grafik ist kein lesbares SVG.") from fehler
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError("Die Grafik ist kein SVG.")
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name not in ELEMENTS:
            raise ValueError(f"Die Grafik enthält „{name}“; erlaubt sind nur gezeichnete Formen.")
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2]
            outside = "url(" in value.replace("url(#", "") or (attribute == "href" and not value.startswith("#"))
            if outside or attribute == "style" or attribute.startswith("on"):
                raise ValueError(f"Die Grafik enthält das Merkmal „{attribute}“; es ist nicht erlaubt.")
