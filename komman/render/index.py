"""The page that sums up one year at one Freigabe and lists its reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from komman.document import Kopf
from komman.render.characters import clean_text
from komman.render.html import render_template
from komman.render.report import kopf_node


@dataclass(frozen=True, slots=True)
class Eintrag:
    """One report: its title, one line, and its files as ``(("HTML", "bericht.html"), ("PDF", "bericht.pdf"))``."""

    titel: str
    beschreibung: str
    dateien: tuple[tuple[str, str], ...]


def render_index(
    titel: str,
    kopf: Kopf,
    eintraege: Sequence[Eintrag],
    zurueckgestellt: Sequence[str] = (),
    kennzahlen: Sequence[tuple[str, str, str]] = (),
    hinweise: Sequence[str] = (),
    ende: str = "",
) -> str:
    """The year's key figures and the list of its reports as HTML; files are relative to the page.

    ``zurueckgestellt`` says what was set aside, ``hinweise`` what this Freigabe does not show, ``ende`` that the
    programme ended.
    """
    return render_template(
        "index.html.j2",
        titel=_clean(titel),
        kopf=kopf_node(kopf),
        eintraege=[_entry(e) for e in eintraege],
        zurueckgestellt=[_clean(z) for z in zurueckgestellt],
        kennzahlen=[tuple(map(_clean, k)) for k in kennzahlen],
        hinweise=[_clean(h) for h in hinweise],
        ende=_clean(ende),
    )


def _clean(text: str) -> str:
    return clean_text(text)[0]


def _entry(eintrag: Eintrag) -> dict[str, object]:
    return {
        "titel": _clean(eintrag.titel),
        "beschreibung": _clean(eintrag.beschreibung),
        "verweise": [(_clean(name), _relative(datei)) for name, datei in eintrag.dateien],
    }


def _relative(datei: str) -> str:
    """A link that stays in the page's folder; anything else is a fault of the caller."""
    pfad = PurePosixPath(datei)
    if pfad.is_absolute() or ".." in pfad.parts or ":" in datei or "\\" in datei:
        raise ValueError(f"kein Name im selben Ordner: {datei}")
    return quote(datei)
