"""A notebook runs in a fresh kernel, sees one level's tables, fails in German, and leaves no kernel behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import papermill
import psutil
import pytest

from komman import execute as room
from komman.errors import NotebookFehler
from komman.execute import execute


def notebook(tmp_path: Path, *sources: str) -> Path:
    cells = [nbformat.v4.new_code_cell('daten: str = ""  # Ordner', id="parameters", metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(s, id=f"zelle-{i}") for i, s in enumerate(sources, 1)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    path = tmp_path / "09_versuch.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


@pytest.fixture
def tabellen(tmp_path: Path) -> Path:
    level = tmp_path / "oeffentlich"
    level.mkdir()
    (level / "lage.json").write_text("{}", encoding="utf-8")
    return level


def kernels() -> set[int]:
    """Child processes that run a kernel."""
    return {p.pid for p in psutil.Process().children(recursive=True) if "ipykernel" in " ".join(p.cmdline())}


def failure(nb: Path, tabellen: Path, protokoll: Path) -> list[str]:
    before = kernels()
    with pytest.raises(NotebookFehler) as e:
        execute(nb, {}, tabellen, protokoll)
    assert kernels() <= before
    return e.value.lines()


def test_a_kernel_sees_a_copy_of_its_levels_tables_only(tmp_path: Path, tabellen: Path) -> None:
    nb = notebook(
        tmp_path, "from pathlib import Path\nprint(sorted(p.name for p in Path(daten).iterdir()), Path(daten).parent)"
    )
    before = kernels()
    done = execute(nb, {}, tabellen, tmp_path / "protokoll")
    text = done.cells[-1].outputs[0]["text"]
    assert text.startswith("['lage.json']")
    assert str(tmp_path) not in text
    assert kernels() <= before
    assert not (tmp_path / "protokoll").exists()


def test_a_failed_cell_is_named_and_the_notebook_is_kept_beside_the_log(tmp_path: Path, tabellen: Path) -> None:
    protokoll = tmp_path / "protokoll"
    lines = failure(notebook(tmp_path, "x = 1", "1 / 0"), tabellen, protokoll)
    assert lines == [
        "Das Notebook 09_versuch ist fehlgeschlagen.",
        "Wo: Datei 09_versuch.ipynb, Zelle „zelle-2“",
        "Grund: ZeroDivisionError: division by zero",
        f"Abhilfe: Das Notebook ansehen, so weit es lief: {protokoll / '09_versuch.ipynb'}",
    ]
    kept = nbformat.read(protokoll / "09_versuch.ipynb", as_version=4)
    assert any(o["output_type"] == "error" for c in kept.cells if c.cell_type == "code" for o in c.outputs)


def test_our_own_refusals_are_passed_on_in_german(tmp_path: Path, tabellen: Path) -> None:
    source = "from komman.errors import DatenFehler\nraise DatenFehler('Es fehlt etwas.', abhilfe='nachtragen.')"
    lines = failure(notebook(tmp_path, source), tabellen, tmp_path / "protokoll")
    assert lines[2] == "Grund: Es fehlt etwas. Abhilfe: Nachtragen."


def test_a_kernel_that_dies_is_said(tmp_path: Path, tabellen: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lines = failure(notebook(tmp_path, "import os\nos._exit(3)"), tabellen, tmp_path / "protokoll")
    assert "abgestürzt" in lines[2]
    assert nbformat.read(tmp_path / "protokoll" / "09_versuch.ipynb", as_version=4).cells
    assert capfd.readouterr().err == "", "no English line of a library"


def test_a_cell_that_never_ends_is_stopped(tmp_path: Path, tabellen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "CELL_SECONDS", 2)
    lines = failure(notebook(tmp_path, "import time\ntime.sleep(60)"), tabellen, tmp_path / "protokoll")
    assert "länger als 2 Sekunden" in lines[2]
    assert (tmp_path / "protokoll" / "09_versuch.ipynb").is_file()


def test_a_later_success_removes_the_kept_failure(tmp_path: Path, tabellen: Path) -> None:
    protokoll = tmp_path / "protokoll"
    failure(notebook(tmp_path, "1 / 0"), tabellen, protokoll)
    execute(notebook(tmp_path, "x = 1"), {}, tabellen, protokoll)
    assert not (protokoll / "09_versuch.ipynb").exists()


@pytest.mark.parametrize("fault", [KeyError("python3"), RuntimeError("Kernel didn't respond in 60 seconds")])
def test_a_kernel_that_does_not_start_is_said(
    tmp_path: Path, tabellen: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise fault

    monkeypatch.setattr("papermill.execute_notebook", fails)
    lines = failure(notebook(tmp_path, "x = 1"), tabellen, tmp_path / "protokoll")
    assert "startet nicht" in lines[2] and lines[-1] == "Abhilfe: In JupyterLab Zelle für Zelle ausführen."


def test_a_kernel_that_lost_its_port_to_another_gets_a_second_start(
    tmp_path: Path, tabellen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []
    real = papermill.execute_notebook

    def loses_once(*args: Any, **kwargs: Any) -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("Kernel died before replying to kernel_info")
        return real(*args, **kwargs)

    monkeypatch.setattr("papermill.execute_notebook", loses_once)
    assert execute(notebook(tmp_path, "x = 1"), {}, tabellen, tmp_path / "protokoll").cells
    assert len(tries) == 2


def test_a_kernel_that_never_starts_is_tried_twice_only(
    tmp_path: Path, tabellen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def dies(*args: Any, **kwargs: Any) -> None:
        tries.append(1)
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr("papermill.execute_notebook", dies)
    assert "startet nicht" in failure(notebook(tmp_path, "x = 1"), tabellen, tmp_path / "protokoll")[2]
    assert len(tries) == 2


def test_a_folder_for_failures_that_cannot_be_used_does_not_hide_the_failure(tmp_path: Path, tabellen: Path) -> None:
    (tmp_path / "protokoll").write_text("eine Datei", encoding="utf-8")
    assert "ZeroDivisionError" in failure(notebook(tmp_path, "1 / 0"), tabellen, tmp_path / "protokoll")[2]
    execute(notebook(tmp_path, "x = 1"), {}, tabellen, tmp_path / "protokoll")


def test_the_search_for_kernels_sees_one_that_runs(tmp_path: Path) -> None:
    from jupyter_client.manager import start_new_kernel

    before = kernels()
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        assert kernels() - before
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
