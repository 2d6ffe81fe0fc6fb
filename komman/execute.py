"""Run one notebook in a fresh kernel through papermill, and say in German what went wrong if it fails."""

from __future__ import annotations

import json
import logging
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from komman.errors import NotebookFehler, Ort, shorten
from komman.parameters import Wert

if TYPE_CHECKING:
    import nbformat

CELL_SECONDS = 600
# ipykernel warns of unencrypted TCP at each start; the kernel listens on this machine's loopback only.
KERNEL_QUIET = "--IPKernelApp.log_level=40"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def execute(
    notebook: Path,
    parameter: Mapping[str, Wert],
    tabellen: Path,
    protokoll: Path,
) -> nbformat.NotebookNode:
    """The executed notebook; its kernel starts fresh, sees a copy of the folder ``tabellen`` and ends with the call.

    A failure raises ``NotebookFehler`` with cell and reason; the notebook as far as it ran is then kept in
    ``protokoll`` and nowhere else.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    kept = protokoll / notebook.name
    with tempfile.TemporaryDirectory(prefix="komman-", ignore_cleanup_errors=True) as tmp:
        level = Path(tmp) / "tabellen"
        shutil.copytree(tabellen, level)
        out = Path(tmp) / notebook.name
        try:
            nb: nbformat.NotebookNode = papermill.execute_notebook(
                _read(notebook),
                str(out),
                {**parameter, "daten": str(level)},
                request_save_on_cell_execute=False,
                progress_bar=False,
                cwd=tmp,
                execution_timeout=CELL_SECONDS,
                kernel_name="python3",
                extra_arguments=[KERNEL_QUIET],
                shutdown_kernel="immediate",
            )
        except PapermillExecutionError as e:
            raise _failed(notebook, _reason(e.ename, e.evalue), _failed_cell(out), _keep(out, kept)) from e
        except CellTimeoutError as e:
            raise _failed(notebook, f"eine Zelle lief länger als {CELL_SECONDS} Sekunden") from e
        except DeadKernelError as e:
            raise _failed(
                notebook, "der Rechenkern ist abgestürzt, vielleicht reichte der Arbeitsspeicher nicht"
            ) from e
    kept.unlink(missing_ok=True)
    return nb


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
    if not executed.is_file():
        return None
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(executed, kept)
    return kept


def _reason(ename: str, evalue: str) -> str:
    text = " ".join(_ANSI.sub("", evalue).split())
    return text if ename.endswith("Fehler") else f"{ename}: {text}"


def _failed(notebook: Path, reason: str, cell: str = "", kept: Path | None = None) -> NotebookFehler:
    where = f"{Ort(notebook.name)}, Zelle „{cell}“" if cell else str(Ort(notebook.name))
    look = f"{kept.name} im Ordner {kept.parent.name} ansehen." if kept else "in JupyterLab Zelle für Zelle ausführen."
    return NotebookFehler(
        f"Das Notebook {notebook.stem} ist fehlgeschlagen.",
        ort=where,
        mehr=[f"Grund: {shorten(reason, 250)}"],
        abhilfe=look,
    )
