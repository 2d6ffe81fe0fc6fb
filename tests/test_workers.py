"""Several notebooks at once: results whole, failures told, and nothing left behind, however the run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest

from komman import workers as room
from komman.errors import NotebookFehler
from komman.project import Projekt
from komman.workers import Arbeiter, Aufgabe, Fertig
from tests.conftest import copy_project
from tests.test_execute import kernels

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="Signale gibt es hier nicht")
REPORT = """from komman.document import Kopf
Kopf("u", "Kreis", 2021, "oeffentlich", "2022-05-31", "KI", True)"""


def notebook(ordner: Path, name: str, source: str) -> Path:
    cells = [
        nbformat.v4.new_markdown_cell("# Titel", id="titel"),
        nbformat.v4.new_code_cell(
            'jahr: int = 2021  # Jahr\nfreigabe: str = ""  # Freigabe\ndaten: str = ""  # Ordner',
            id="parameters",
            metadata={"tags": ["parameters"]},
        ),
        nbformat.v4.new_code_cell(REPORT, id="kopf"),
        nbformat.v4.new_code_cell(source, id="probe"),
    ]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    path = ordner / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


@pytest.fixture
def projekt(tmp_path: Path) -> Projekt:
    p = Projekt(tmp_path / "notebooks", tmp_path / "data", tmp_path / "reports")
    p.notebooks.mkdir()
    (p.processed / "oeffentlich").mkdir(parents=True)
    return p


def task(projekt: Projekt, name: str, source: str) -> Aufgabe:
    nb = notebook(projekt.notebooks, name, source)
    return Aufgabe(projekt, nb, {}, "oeffentlich", projekt.protokoll, ("html",))


def run(aufgaben: list[Aufgabe], gleichzeitig: int) -> dict[str, Fertig]:
    before = children()
    with Arbeiter(gleichzeitig) as arbeiter:
        done = {f.notebook.stem: f for f in arbeiter.run(aufgaben)}
    assert children() <= before
    return done


def children() -> set[int]:
    """Running processes below this one, kernels and workers; Python's tracker of shared resources stays by design."""
    found = psutil.Process().children(recursive=True)
    return {p.pid for p in found if "resource_tracker" not in " ".join(p.cmdline())}


@pytest.mark.langsam
def test_workers_give_what_this_process_gives(projekt: Projekt) -> None:
    aufgaben = [task(projekt, "02_a", "x = 1"), task(projekt, "03_b", "1 / 0"), task(projekt, "04_c", "print('x')")]
    alone, together = run(aufgaben, 1), run(aufgaben, 2)
    assert alone.keys() == together.keys() == {"02_a", "03_b", "04_c"}
    for name, one in alone.items():
        other = together[name]
        assert one.dateien == other.dateien and one.bericht == other.bericht
        assert one.sekunden > 0 and other.sekunden > 0
        assert (one.fehler is None) == (other.fehler is None) == (name != "03_b")
    assert [f.fehler.lines() for f in (alone["03_b"], together["03_b"]) if f.fehler] == [
        [
            "Das Notebook 03_b ist fehlgeschlagen.",
            "Wo: Datei 03_b.ipynb, Zelle „probe“",
            "Grund: ZeroDivisionError: division by zero",
            f"Abhilfe: Das Notebook ansehen, so weit es lief: {projekt.protokoll / '03_b.ipynb'}",
        ]
    ] * 2
    assert alone["04_c"].bericht is not None and len(alone["04_c"].bericht.uebergangen) == 1


@POSIX_ONLY
def test_a_worker_that_dies_fails_its_notebook_only(projekt: Projekt) -> None:
    kill = task(projekt, "02_tod", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)")
    done = run([kill, task(projekt, "03_b", "x = 1"), task(projekt, "04_c", "x = 1")], 2)
    assert done["03_b"].fehler is None and done["04_c"].fehler is None
    fehler = done["02_tod"].fehler
    assert isinstance(fehler, NotebookFehler) and "Arbeitsprozess ist abgestürzt" in str(fehler)


def test_our_own_fault_is_raised_with_its_place(projekt: Projekt) -> None:
    gut = task(projekt, "02_a", "x = 1")
    fehlt = Aufgabe(projekt, projekt.notebooks / "03_fehlt.ipynb", {}, "oeffentlich", projekt.protokoll, ("html",))
    with pytest.raises(RuntimeError, match=r"03_fehlt.ipynb:\n(.|\n)*FileNotFoundError"):
        run([fehlt, gut], 2)
    assert not kernels()


def test_workers_nobody_gives_work_end(projekt: Projekt) -> None:
    start = time.monotonic()
    assert run([], 2) == {}
    assert time.monotonic() - start < room.GRACE_SECONDS


@POSIX_ONLY
def test_a_worker_that_ignores_its_end_is_killed(projekt: Projekt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GRACE_SECONDS", 0.5)
    arbeiter = Arbeiter(2)
    with pytest.raises(KeyError), arbeiter:
        for pid in children():
            os.kill(pid, signal.SIGSTOP)
        raise KeyError
    assert not children()


SLEEP = "import pathlib, time\npathlib.Path({!r}).touch()\ntime.sleep(120)"
MAIN = """import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from komman.__main__ import main
sys.exit(main())"""


@pytest.fixture
def sleeping(tmp_path: Path) -> Iterator[tuple[Path, list[Path]]]:
    """A project with two notebooks that never end, and the files they make when they are at it."""
    projekt = copy_project(tmp_path / "p")
    marks = [tmp_path / f"laeuft-{n}" for n in ("03", "04")]
    for nb in projekt.notebooks.iterdir():
        nb.unlink() if nb.name[:2] != "02" else None
    for mark in marks:
        notebook(projekt.notebooks, f"{mark.name[-2:]}_schlaf", SLEEP.format(str(mark)))
    yield tmp_path / "p", marks


@POSIX_ONLY
@pytest.mark.langsam
@pytest.mark.parametrize(("gleichzeitig", "terminal"), [(1, True), (2, False), (2, True)])
def test_ctrl_c_ends_everything(
    sleeping: tuple[Path, list[Path]], tmp_path: Path, gleichzeitig: int, terminal: bool
) -> None:
    """A terminal sends Ctrl+C to the whole group of processes, ``kill -INT`` to one."""
    root, marks = sleeping
    temp = tmp_path / "t"
    temp.mkdir()
    argv = ["bericht", "2021", "--nur", "03,04", "--gleichzeitig", str(gleichzeitig), "--projekt", str(root)]
    env = os.environ | {"TMPDIR": str(temp), "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime")}
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *argv],
        env=env,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as p:
        until = time.monotonic() + 120
        while sum(m.exists() for m in marks) < gleichzeitig and time.monotonic() < until:
            time.sleep(0.1)
        below = psutil.Process(p.pid).children(recursive=True)
        (os.killpg if terminal else os.kill)(p.pid, signal.SIGINT)
        out, err = p.communicate(timeout=60)
    assert sum(m.exists() for m in marks) == gleichzeitig and len(below) >= gleichzeitig
    assert (p.returncode, err.decode()) == (130, "Abgebrochen.\n"), out.decode()
    _, alive = psutil.wait_procs(below, timeout=10)
    assert alive == []
    assert list(temp.iterdir()) == [] and list((tmp_path / "runtime").glob("kernel-*")) == []
    assert not (root / "reports").exists()
