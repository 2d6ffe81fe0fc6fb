"""Run one notebook in a fresh kernel through papermill, and say in German what went wrong if it fails."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from komman.errors import NotebookFehler, Ort, shorten
from komman.parameters import Wert

if TYPE_CHECKING:
    import nbformat

CELL_SECONDS = 600
# ipykernel warns of unencrypted TCP at each start; the kernel listens on this machine's loopback only.
KERNEL_QUIET = "--IPKernelApp.log_level=40"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute(notebook: Path, parameter: Mapping[str, Wert], tabellen: Path, protokoll: Path) -> nbformat.NotebookNode:
    """The executed notebook; its kernel starts fresh, sees a copy of the folder ``tabellen`` and ends with the call.

    A failure raises ``NotebookFehler`` with cell and reason; the notebook as far as it ran is then kept in
    ``protokoll`` and nowhere else.
    """
    kept = protokoll / notebook.name
    with tempfile.TemporaryDirectory(prefix="komman-", ignore_cleanup_errors=True) as tmp:
        level = Path(tmp) / "tabellen"
        shutil.copytree(tabellen, level)
        out = Path(tmp) / notebook.name
        reason, nb = _run(notebook, out, {**parameter, "daten": str(level)})
        if nb is None:
            raise _failed(notebook, reason, _failed_cell(out), _keep(out, kept))
    _forget(kept)
    return nb


def _run(notebook: Path, out: Path, parameter: Mapping[str, Wert]) -> tuple[str, nbformat.NotebookNode | None]:
    """Why the notebook failed, or the executed one; ``out`` is saved after each cell, also if the kernel dies."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    try:
        nb = _papermill(notebook, out, parameter)
    except PapermillExecutionError as e:
        return _reason(e.ename, e.evalue), None
    except CellTimeoutError:
        return f"eine Zelle lief länger als {CELL_SECONDS} Sekunden", None
    except DeadKernelError:
        return "der Rechenkern ist abgestürzt, vielleicht reichte der Arbeitsspeicher nicht", None
    except (KeyError, RuntimeError):
        # jupyter_client: no kernel of that name (a KeyError), or none that answers in time.
        return "der Rechenkern startet nicht; ist ipykernel in dieser Umgebung eingerichtet?", None
    return "", nb


def _papermill(notebook: Path, out: Path, parameter: Mapping[str, Wert], once_more: bool = True) -> Any:
    import papermill

    try:
        return papermill.execute_notebook(
            _read(notebook),
            str(out),
            dict(parameter),
            progress_bar=False,
            cwd=str(out.parent),
            execution_timeout=CELL_SECONDS,
            kernel_name="python3",
            extra_arguments=[KERNEL_QUIET],
            shutdown_kernel="immediate",
        )
    except RuntimeError as e:
        # Two kernels that start at once can be given the same port; the later one ends before its first answer.
        if once_more and "Kernel died before replying" in str(e):
            return _papermill(notebook, out, parameter, once_more=False)
        raise


def _read(path: Path) -> nbformat.NotebookNode:
    import nbformat

    # As an object, not by name: papermill would take braces in a path for places to fill in.
    return nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))  # type: ignore[no-untyped-call,no-any-return]


def _failed_cell(executed: Path) -> str:
    """The id of the cell that raised; ids are fixed and readable in our notebooks."""
    cells = _read(executed).cells if executed.is_file() else []
    failed = [c for c in cells if any(o.output_type == "error" for o in c.get("outputs", ()))]
    return str(failed[0].get("id", "")) if failed else ""


def _keep(executed: Path, kept: Path) -> Path | None:
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(executed, kept)
    except OSError:
        return None  # the failure itself is the news; it is told without the notebook
    return kept


def _forget(kept: Path) -> None:
    """A notebook that runs again leaves no old failure behind."""
    with contextlib.suppress(OSError):
        kept.unlink()


def _reason(ename: str, evalue: str) -> str:
    text = " ".join(_ANSI.sub("", evalue).split())
    return text if ename.endswith("Fehler") else f"{ename}: {text}"


def _failed(notebook: Path, reason: str, cell: str, kept: Path | None) -> NotebookFehler:
    where = f"{Ort(notebook.name)}, Zelle „{cell}“" if cell else str(Ort(notebook.name))
    look = f"das Notebook ansehen, so weit es lief: {kept}" if kept else "in JupyterLab Zelle für Zelle ausführen."
    return NotebookFehler(
        f"Das Notebook {notebook.stem} ist fehlgeschlagen.",
        ort=where,
        mehr=[f"Grund: {shorten(reason, 250)}"],
        abhilfe=look,
    )
