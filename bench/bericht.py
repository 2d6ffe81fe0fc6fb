"""The main job next to ``jupyter nbconvert --execute --to html`` of the same notebook, in turns, in the same run.

The peer does less: it reads tables that are already clean, makes no PDF and proves nothing. Quote the ratio, not the
seconds.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from komman.project import Projekt

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = "02_jahresergebnis"


def copy_project(ziel: Path, von: Path) -> Projekt:
    """The notebooks and raw data of a checkout in a folder of their own."""
    shutil.copytree(von / "notebooks", ziel / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(von / "data" / "raw", ziel / "data" / "raw")
    return Projekt(ziel / "notebooks", ziel / "data", ziel / "reports")


def measure(runden: int) -> dict[str, list[float]]:
    """Wall seconds per command and round; the first round warms caches and is not kept."""
    with tempfile.TemporaryDirectory() as ordner:
        projekt = Path(ordner)
        copy_project(projekt, ROOT)
        befehle = commands(projekt)
        times: dict[str, list[float]] = {name: [] for name in befehle}
        for runde in range(runden + 1):
            for name, befehl in befehle.items():
                start = time.perf_counter()
                subprocess.run(befehl, cwd=projekt, check=True, capture_output=True)
                if runde:
                    times[name].append(time.perf_counter() - start)
    return times


def commands(projekt: Path) -> dict[str, list[str]]:
    """Name and command line of each contender; the project is the reference of all ratios."""
    python = sys.executable
    bericht = [python, "-m", "komman", "bericht", "2021", "--nur", "02"]
    notebook = str(projekt / "notebooks" / f"{NOTEBOOK}.ipynb")
    peer = [python, "-m", "nbconvert", "--execute", "--to", "html", "--output-dir", str(projekt / "peer"), notebook]
    return {
        "komman bericht (bereinigen, HTML, PDF)": bericht,
        "komman bericht --format html": [*bericht, "--format", "html"],
        "jupyter nbconvert --execute --to html": peer,
    }


def table(times: dict[str, list[float]]) -> list[str]:
    """Median, span and ratio to the first command as Markdown."""
    reference = statistics.median(next(iter(times.values())))
    lines = ["| Befehl | Sekunden (Median) | von – bis | Verhältnis |", "|---|---:|---:|---:|"]
    for name, values in times.items():
        median = statistics.median(values)
        lines.append(f"| {name} | {median:.2f} | {min(values):.2f} – {max(values):.2f} | {median / reference:.2f} |")
    return lines


def main(runden: int) -> None:
    print(f"{runden} Runden im Wechsel, jede in eigenen Prozessen; eine Runde zum Aufwärmen davor.\n")
    print("\n".join(table(measure(runden))))
