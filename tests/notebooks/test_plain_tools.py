"""The notebooks work without our command: plain papermill, plain nbconvert, and "Run all"."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from komman.document import MIME
from komman.project import Projekt

NAME = "02_jahresergebnis"


def tool(projekt: Projekt, *argv: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *argv],
        cwd=projekt.notebooks,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.langsam
def test_papermill_and_nbconvert_give_the_bytes_of_komman_bericht(
    new_project: Callable[[], Projekt], reports: Projekt
) -> None:
    projekt = new_project()
    tool(projekt, "papermill", f"{NAME}.ipynb", "fertig.ipynb", "-p", "jahr", "2017", "--no-progress-bar")
    for exporter, ending in (("komman_html", "html"), ("komman_pdf", "pdf")):
        tool(projekt, "jupyter", "nbconvert", "--to", exporter, "fertig.ipynb", "--output", f"bericht.{ending}")
        theirs = reports.ausgabe / "2017" / "oeffentlich" / f"{NAME}.{ending}"
        assert (projekt.notebooks / f"bericht.{ending}").read_bytes() == theirs.read_bytes()


@pytest.mark.langsam
def test_run_all_shows_every_block(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    nb = nbformat.read(Path(projekt.notebooks / f"{NAME}.ipynb"), as_version=4)
    NotebookClient(nb, resources={"metadata": {"path": str(projekt.notebooks)}}).execute()
    shown = [o for c in nb.cells if c.cell_type == "code" for o in c.outputs]
    assert len(shown) == sum(c.cell_type == "code" for c in nb.cells) - 1
    for output in shown:
        assert set(output["data"]) == {MIME, "text/html", "text/plain"}
