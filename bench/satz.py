"""The whole set of a year, and each notebook, next to the plain script that calls the same view functions once.

The script is what is left of a notebook when everything around its calls is taken away: one warm process, no kernel, no
HTML, no PDF, no workbook. What a report costs beyond it is the multiple printed. Quote the multiples, not the seconds.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.bericht import ROOT, copy_project
from komman.order import order
from komman.prepare import prepare
from komman.project import Projekt
from komman.run_set import make_reports
from komman.workers import Aufgabe, work

JAHR = 2021
BUSY = "sum(i * i for i in range(4_000_000))"
QUIET = 1.15  # two busy processes may take so many times as long as one; else the machine was not ours alone
PARAMETER = re.compile(r'^daten: str = ""', re.M)
Zeiten = dict[str, tuple[float, float]]  # name → seconds of the plain script, seconds of komman


def script(notebook: Path) -> str:
    """The code cells of a notebook as one text."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code") + "\n"


def run_script(notebook: Path, level: Path) -> None:
    """Run the code cells in this process, on the tables of the folder ``level``."""
    text, found = PARAMETER.subn(f"daten: str = {str(level)!r}", script(notebook))
    if found != 1:
        raise ValueError(f"{notebook.name}: no parameter „daten“")
    exec(compile(text, notebook.name, "exec"), {"__name__": "skript"})


def seconds(was: Callable[[], object]) -> float:
    start = time.perf_counter()
    was()
    return time.perf_counter() - start


def busy_pair() -> float:
    """How many times as long two busy processes take as one, now."""

    def together(n: int) -> None:
        for p in [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(n)]:
            p.wait()

    one = seconds(lambda: together(1))
    return seconds(lambda: together(2)) / one


def one_round(projekt: Projekt, warm: bool) -> Zeiten:
    """Each notebook by itself, its script beside it; then the whole set against all scripts."""
    auftrag = order(projekt, JAHR, "oeffentlich")
    level = projekt.processed / "oeffentlich"
    out: Zeiten = {}
    for nb in auftrag.notebooks:
        task = Aufgabe(projekt, nb, auftrag.parameter[nb.name], "oeffentlich", projekt.protokoll, ("html", "pdf"))
        if warm:
            run_script(nb, level)
            continue
        plain = seconds(lambda nb=nb: run_script(nb, level))  # type: ignore[misc]
        out[nb.stem] = plain, seconds(lambda task=task: work(task))  # type: ignore[misc]
    if not warm:
        plain = sum(p for p, _ in out.values())
        name = f"ganzer Satz ({auftrag.gleichzeitig} zugleich)"
        out[name] = plain, seconds(lambda: make_reports(projekt, auftrag))
    return out


def kept(runden: Sequence[tuple[float, Zeiten]]) -> list[Zeiten]:
    """The rounds in which the machine was quiet; all of them if none was."""
    return [z for pair, z in runden if pair <= QUIET] or [z for _, z in runden]


def table(runden: Sequence[Zeiten]) -> list[str]:
    """Medians and their multiple as Markdown."""
    lines = ["| | Skript (s) | komman (s) | Vielfaches |", "|---|---:|---:|---:|"]
    for name in runden[0]:
        plain, ours = (statistics.median(z[name][i] for z in runden) for i in (0, 1))
        ratio = statistics.median(z[name][1] / z[name][0] for z in runden)
        lines.append(f"| {name} | {plain:.2f} | {ours:.2f} | {ratio:.1f} |")
    return lines


def main(runden: int) -> None:
    with tempfile.TemporaryDirectory() as ordner:
        projekt = copy_project(Path(ordner), ROOT)
        prepare(projekt, ("oeffentlich",))
        one_round(projekt, warm=True)
        done = [(busy_pair(), one_round(projekt, warm=False)) for _ in range(runden)]
    quiet = sum(pair <= QUIET for pair, _ in done)
    print(f"Förderjahr {JAHR}; {quiet} von {runden} Runden in Ruhe (zwei Prozesse höchstens {QUIET} x einer).")
    print("Der ganze Satz enthält Bereinigung, Freigabe, Datenanhang und Übersichtsseite.\n")
    print("\n".join(table(kept(done))))
