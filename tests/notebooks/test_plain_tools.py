"""The notebooks work without our command: plain papermill, plain nbconvert, and "Run all"."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from papermill import execute_notebook

from komman.block import MIME
from komman.project import Projekt
from tests.repo import ROOT

NAME = "02_jahresergebnis"
# The Förderjahr a notebook is run for besides the one that stands in it; the sample has a Vorlage for one year
# only, and a scenario has years of its own.
YEARS = {"08_vorlage_anlage": "2021", "91_szenario": "2032"}
NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))


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
    tool(projekt, "papermill", f"{NAME}.ipynb", "fertig.ipynb", "-p", "jahr", "2024", "--no-progress-bar")
    for exporter, ending in (("komman_html", "html"), ("komman_pdf", "pdf")):
        tool(projekt, "jupyter", "nbconvert", "--to", exporter, "fertig.ipynb", "--output", f"bericht.{ending}")
        theirs = reports.ausgabe / "2024" / "oeffentlich" / f"{NAME}.{ending}"
        assert (projekt.notebooks / f"bericht.{ending}").read_bytes() == theirs.read_bytes()


def read(projekt: Projekt, name: str) -> nbformat.NotebookNode:
    return nbformat.read(projekt.notebooks / f"{name}.ipynb", as_version=4)


def check_blocks(nb: nbformat.NotebookNode) -> None:
    """Every code cell that ends with a call has shown a block, and nothing but blocks."""
    code = [c for c in nb.cells if c.cell_type == "code"]
    silent = [c.id for c in code if not isinstance(ast.parse(c.source).body[-1], ast.Expr)]
    assert [c.id for c in code if not c.outputs] == silent
    for cell in nb.cells:
        for output in cell.get("outputs", []):
            assert output.output_type in ("execute_result", "display_data"), (cell.id, output)
            assert set(output["data"]) == {MIME, "text/html", "text/plain"}, cell.id


@pytest.fixture(scope="module")
def plain(prepared: Projekt, tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """A project whose tables of the Freigabe are there already; the notebooks only read it."""
    root = Path(shutil.copytree(prepared.daten.parent, tmp_path_factory.mktemp("schlicht") / "projekt"))
    return Projekt(root / "notebooks", root / "data", root / "reports")


@pytest.mark.langsam
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_run_all_shows_every_block(plain: Projekt, name: str) -> None:
    """As in JupyterLab: in the folder of the notebooks, with the parameters as they stand in the notebook."""
    nb = read(plain, name)
    NotebookClient(nb, resources={"metadata": {"path": str(plain.notebooks)}}).execute()
    check_blocks(nb)


@pytest.mark.langsam
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_plain_papermill_takes_the_year(plain: Projekt, name: str) -> None:
    year = YEARS.get(name, "2019")
    source, done = (str(plain.notebooks / f"{n}.ipynb") for n in (name, f"fertig_{name}"))
    execute_notebook(source, done, {"jahr": int(year)}, cwd=str(plain.notebooks), progress_bar=False)
    nb = read(plain, f"fertig_{name}")
    injected = [c.source for c in nb.cells if "injected-parameters" in c.metadata.get("tags", [])]
    assert len(injected) == 1 and f"jahr = {year}" in injected[0]
    shown = "".join(str(o["data"][MIME]) for c in nb.cells for o in c.get("outputs", []) if MIME in o.get("data", {}))
    assert year in shown


@pytest.mark.langsam
def test_a_year_without_vorlage_is_refused_in_german(plain: Projekt) -> None:
    with pytest.raises(AssertionError, match="Für das Förderjahr 2019 ist keine Vorlage angelegt"):
        tool(plain, "papermill", "08_vorlage_anlage.ipynb", "ohne.ipynb", "-p", "jahr", "2019", "--no-progress-bar")


@pytest.mark.langsam
def test_run_all_reads_raw_data_that_have_changed(new_project: Callable[[], Projekt]) -> None:
    """The first run makes the tables, without our command."""
    projekt = new_project()
    nb = read(projekt, NAME)
    NotebookClient(nb, resources={"metadata": {"path": str(projekt.notebooks)}}).execute()
    check_blocks(nb)
    assert (projekt.processed / "oeffentlich").is_dir()


def test_a_cell_that_shows_no_block_is_found() -> None:
    block = nbformat.v4.new_output("execute_result", {MIME: {}, "text/html": "", "text/plain": ""})
    parameters = nbformat.v4.new_code_cell("jahr = 1", metadata={"tags": ["parameters"]})
    good = nbformat.v4.new_code_cell("f()", outputs=[block])
    check_blocks(nbformat.v4.new_notebook(cells=[parameters, good]))
    text = nbformat.v4.new_output("stream", name="stdout", text="x")
    plain_data = nbformat.v4.new_output("execute_result", {"text/plain": ""})
    for outputs in ([], [text], [block, plain_data]):
        with pytest.raises(AssertionError):
            check_blocks(
                nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell("g()", outputs=outputs)])
            )
