"""The report as one HTML file: no script, nothing from outside, readable at phone width and in print."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from nbconvert.exporters import Exporter
from traitlets import default

from komman.render.report import Bericht, report_from_notebook

TEMPLATES = Path(__file__).parent / "templates"
LONG_NAME = 15  # letters; a shorter word fits into every column
ENDLESS = 36  # letters; a longer word is none


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _breakable(name: str, whole: int = 18) -> Markup:
    """A name that breaks inside only where a word has more than ``whole`` letters; browsers hyphenate the rest, or not
    at all."""
    words = name.split(" ")
    if max(map(len, words)) <= whole:
        return escape(name)
    parts = (map(escape, re.findall(r".{1,12}", w) if len(w) > whole else [w]) for w in words)
    return Markup(" ".join("<wbr>".join(map(str, p)) for p in parts))


def _breakable_name(text: str) -> Markup:
    """A text whose long names, as of files, break after „_“ (``beispiel_`` ``zahlungen.csv``), and words that fit into
    no column anywhere."""
    words = text.split(" ")
    if max(map(len, words)) <= LONG_NAME:
        return escape(text)
    parts = ([str(escape(p)) for p in (_pieces(w) if len(w) > LONG_NAME else [w])] for w in words)
    return Markup(" ".join("<wbr>".join(p) for p in parts))


def _pieces(word: str) -> list[str]:
    pieces = re.findall(r"[^_]*_+|[^_]+", word)
    return [part for p in pieces for part in (re.findall(r".{1,12}", p) if len(p) > ENDLESS else [p])]


@cache
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {"base64": _base64, "name": _breakable_name, "teilbar": _breakable}
    return env


def render_template(name: str, stile: Sequence[str] = (), **werte: Any) -> str:
    """A page from template ``name``; the one inline style sheet (``stile`` added to it) is allowed by its hash in the
    CSP."""
    style = "".join((TEMPLATES / s).read_text(encoding="utf-8") for s in ("style.css", *stile))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    # Markup: the style sheet is ours, and escaping would break both it and its hash.
    return _environment().get_template(name).render(style=Markup(style), style_hash=digest, **werte)


def render_html(bericht: Bericht) -> str:
    """The report as a complete HTML page."""
    return render_template("report.html.j2", **bericht.as_dict(), verzeichnis=bericht.headings())


class HtmlExporter(Exporter):
    """``jupyter nbconvert --to komman_html``."""

    export_from_notebook = "KOMM-AN-Bericht (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, dict[str, Any]]:
        """HTML and nbconvert's resources of an executed notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return render_html(report_from_notebook(nb)), resources
