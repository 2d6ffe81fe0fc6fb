"""The page of ``komman pruefe --html``: a report whose rows set aside are a list that opens row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from komman.block import Block
from komman.render.characters import clean_text
from komman.render.html import render_template
from komman.render.markdown import Knoten
from komman.render.report import report_from_blocks
from komman.views.arbeitsliste import Arbeitszeile


def render_pruefseite(titel: str, bloecke: Iterable[Block], zeilen: Sequence[Arbeitszeile]) -> str:
    """The page as HTML; the work list stands at the end of the first section. It needs no script.

    Closed rows are searched by the browser as well; a draft keeps each letter, for it is to be copied.
    """
    bericht = report_from_blocks(titel, bloecke)
    sections = [i for i, k in enumerate(bericht.knoten) if k["art"] == "ueberschrift" and k["ebene"] == 2]
    if zeilen:
        bericht.knoten.insert(sections[1], {"art": "arbeitsliste", "zeilen": [_shown(z) for z in zeilen]})
    return render_template(
        "report.html.j2", stile=("pruefseite.css",), **bericht.as_dict(), verzeichnis=bericht.headings()
    )


def _shown(z: Arbeitszeile) -> Knoten:
    texts = {f.name: getattr(z, f.name) for f in fields(z)}
    return {name: value if name == "eintrag" else _clean(value) for name, value in texts.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)[0]
    return [_clean(v) for v in value] if isinstance(value, (list, tuple)) else value
