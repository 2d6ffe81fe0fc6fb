"""Run one notebook on the tables of one Freigabe and render what it shows; sets of reports are made in run_set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from komman import _start  # noqa: F401  (before anything imports nbformat)
from komman.errors import NotebookFehler, Ort
from komman.execute import execute
from komman.order import MIT_MAPPE
from komman.parameters import Wert
from komman.project import Projekt
from komman.render.html import render_html
from komman.render.pdf import render_pdf
from komman.render.report import Bericht, report_from_notebook
from komman.render.xlsx import workbook
from komman.tables import Freigabe


def run_one(
    projekt: Projekt, notebook: Path, parameter: Mapping[str, Wert], freigabe: Freigabe, protokoll: Path
) -> Bericht:
    """The report of ``notebook``, run in a fresh kernel that sees the folder of ``freigabe`` and nothing else.

    The folder must be up to date (``prepare``), and ``parameter`` checked (``parameters.check``); ``daten`` is set
    here. Raises ``NotebookFehler``; the notebook as far as it ran is then kept in ``protokoll``.
    """
    nb = execute(notebook, parameter, projekt.processed / freigabe, protokoll)
    try:
        return report_from_notebook(nb)
    except NotebookFehler as fehler:
        raise _named(fehler, notebook.name) from fehler


def render(bericht: Bericht, name: str, formate: Sequence[str]) -> dict[str, bytes]:
    """The files of one report by name: ``name.html``, ``name.pdf``, ``name.xlsx``, in the order of ``formate``."""
    makers: dict[str, Callable[[Bericht], bytes]] = {
        "html": lambda b: render_html(b).encode("utf-8"),
        "pdf": render_pdf,
        "xlsx": lambda b: workbook(b.titel, [(name, b)], nach_titel=name[:2] in MIT_MAPPE),
    }
    try:
        return {f"{name}.{f}": makers[f](bericht) for f in formate}
    except NotebookFehler as fehler:
        raise _named(fehler, f"{name}.ipynb") from fehler


def _named(fehler: NotebookFehler, datei: str) -> NotebookFehler:
    """The same failure with the notebook's name: several run at once."""
    ort = f"{Ort(datei)}, {fehler.ort}" if fehler.ort else Ort(datei)
    return NotebookFehler(fehler.was, ort=ort, mehr=fehler.mehr, abhilfe=fehler.abhilfe)
