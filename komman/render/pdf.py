"""The report as PDF/A-3a and PDF/UA-1, made by Typst from one static template and JSON."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters import Exporter
from traitlets import default

from komman.errors import NotebookFehler, shorten
from komman.render.characters import font_paths
from komman.render.csvtext import table_csv
from komman.render.markdown import Knoten
from komman.render.report import Bericht, report_from_notebook
from komman.render.tags import correct_tables

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
PORTRAIT_PT, LANDSCAPE_PT = 459.0, 706.0
LARGEST_PT, SMALLEST_PT, GAP_PT = 9.5, 7.5, 7.0
CHAR_EM = 0.45  # mean width of Libertinus digits and lower-case letters
LONG_TEXT, LONG_NUMBER = 16, 40
# What is kept whole must fit on a page even if every long text stands in the narrowest column.
NARROW_CHARS, TOGETHER_LINES, WHOLE_ROW_LINES = 25, 20, 12


def render_pdf(bericht: Bericht) -> bytes:
    """The report as PDF bytes, the same for the same report; its tables are attached as CSV.

    Raises ``NotebookFehler`` for a table that fits on no page and for whatever Typst refuses or warns of.
    """
    daten = bericht.as_dict()
    daten["knoten"] = [_prepared(k) for k in daten["knoten"]]
    pdf = compile_typst(TEMPLATE.read_bytes(), json.dumps(daten, ensure_ascii=True), bericht.kopf.stand)
    return correct_tables(pdf, [[s["zeilenkopf"] for s in t["spalten"]] for t in bericht.tables()])


def compile_typst(quelle: bytes, daten: str, stand: str) -> bytes:
    """PDF of a Typst source that reads ``daten`` (JSON); the clock, the network and the machine's fonts stay out."""
    with _typst_folder() as folder:
        leer = folder / "leer"
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder / "schrift")])
        try:
            compiler = typst.Compiler(
                quelle,
                root=leer,
                font_paths=fonts,
                sys_inputs={"bericht": daten},
                package_path=leer,
                package_cache_path=leer,
            )
            pdf, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=STANDARDS, timestamp=datetime.fromisoformat(stand).replace(tzinfo=UTC)
            )
        except typst.TypstError as fehler:
            raise _refusal([fehler.message, *fehler.hints]) from fehler
    if warnings or not isinstance(pdf, bytes):
        raise _refusal([w.message for w in warnings])
    return pdf


def _refusal(reasons: Sequence[str]) -> NotebookFehler:
    return NotebookFehler(
        "Das PDF lässt sich aus diesem Bericht nicht erzeugen.",
        mehr=[f"Meldung des Satzprogramms: {shorten(r, 200)}" for r in reasons[:2]],
        abhilfe="Den genannten Inhalt im Notebook ändern; die HTML-Fassung geht auch so.",
    )


@contextmanager
def _typst_folder() -> Iterator[Path]:
    """A folder with our four font files (matplotlib's has one that hides missing glyphs) and an empty root."""
    with tempfile.TemporaryDirectory(prefix="komman-") as name:
        folder = Path(name)
        (folder / "schrift").mkdir()
        (folder / "leer").mkdir()
        for path in font_paths():
            shutil.copyfile(path, folder / "schrift" / path.name)
        yield folder


def _prepared(knoten: Knoten) -> Knoten:
    if knoten["art"] != "tabelle":
        return knoten
    return {**knoten, **table_layout(knoten), "csv": table_csv(knoten)}


def table_layout(tabelle: Knoten) -> Knoten:
    """Column weights (0 = as wide as its text), page direction, and what is kept on one page.

    Raises ``NotebookFehler`` for a table that fits on no page, not even in the smallest type.
    """
    columns = [[s["name"], *(z[i] for z in tabelle["zeilen"])] for i, s in enumerate(tabelle["spalten"])]
    limits = [LONG_NUMBER if s["ausrichtung"] == "rechts" else LONG_TEXT for s in tabelle["spalten"]]
    longest = [max(map(len, c)) for c in columns]
    roomy = sum(longest) * CHAR_EM * LARGEST_PT < 0.7 * PORTRAIT_PT
    weights = [0 if roomy or n <= limit else max(20, min(60, n)) for n, limit in zip(longest, limits, strict=True)]
    least = sum(map(_least_chars, columns, [w == 0 for w in weights]))
    width = least * CHAR_EM * SMALLEST_PT + GAP_PT * (len(columns) - 1)
    if width > LANDSCAPE_PT:
        raise NotebookFehler(
            f"Tabelle {tabelle['nummer']} „{shorten(tabelle['titel'])}“ ist zu breit für eine Seite.",
            ort=tabelle["ort"],
            abhilfe="Spalten weglassen oder die Tabelle teilen.",
        )
    lines = [
        max(-(-len(t) // NARROW_CHARS) if w else 1 for t, w in zip(z, weights, strict=True)) for z in tabelle["zeilen"]
    ]
    return {
        "gewichte": weights,
        "quer": width > PORTRAIT_PT,
        "zusammen": sum(lines) <= TOGETHER_LINES,
        "ganze_zeilen": max(lines) <= WHOLE_ROW_LINES,
    }


def _least_chars(texte: Sequence[str], ungeteilt: bool) -> float:
    """Characters a column needs at least: its longest cell where cells are not broken, else a long word."""
    name, *cells = texte
    word = max(len(w) * (0.74 if len(w) > 11 else 1.0) for w in re.split(r"[ \-]", name))
    if ungeteilt:
        return max(word * 1.1, *map(len, cells), 1)
    return max(word * 1.1, 18)


class PdfExporter(Exporter):
    """``jupyter nbconvert --to komman_pdf``."""

    export_from_notebook = "KOMM-AN-Bericht (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, dict[str, Any]]:
        """PDF and nbconvert's resources of an executed notebook."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return render_pdf(report_from_notebook(nb)), resources
