"""Hostile files and the matrix of encodings: refused quickly, in few words, without much memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.leser_millionen import child
from tests.hostile import LARGE, MAKERS
from tests.raw_folder import raw_folder

MEGABYTE = 1_000_000
GRENZE_MB = 300
SPRUNG = 6


def pandas_import(runden: int = 3) -> float:
    """Seconds of ``python -c "import pandas"``, whole process, the median of some."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import pandas"], check=True)
        return time.perf_counter() - start

    once()
    return statistics.median(once() for _ in range(runden))


def reading(path: Path) -> float:
    """Seconds it takes to read the file once."""
    start = time.perf_counter()
    path.read_bytes()
    return time.perf_counter() - start


def measure(dateien: Iterable[tuple[str, bytes]], bezug: float) -> tuple[list[dict[str, Any]], list[str]]:
    """Each file in a raw folder and a process of its own; what broke, in words."""
    done, faults = [], []
    for name, data in dateien:
        with tempfile.TemporaryDirectory() as ordner:
            raw = raw_folder(Path(ordner), {"liste_2019.csv": ""})
            (raw / name).write_bytes(data)  # an empty one too
            allowed = bezug + reading(raw / name)
            found = child("lies", raw)
        if "fehler" in found:
            faults.append(f"{name}: {found['fehler'][0][:300]}")
            continue
        found |= {"name": name, "anteil": found["sekunden"] / allowed}
        done.append(found)
        if found["code"] == 70:
            faults.append(f"{name}: {found['text']}")
    return done, faults


def lines(done: list[dict[str, Any]], faults: list[str]) -> list[str]:
    """Counts, and the worst of each measure with the file it was."""
    count = Counter(d["ausgang"] for d in done)
    slow, big = max(done, key=lambda d: d["anteil"]), max(done, key=lambda d: d["spitze"])
    refused = [d for d in done if d["ausgang"] == "abgelehnt"] or done
    slow_refused = max(refused, key=lambda d: d["anteil"])
    over = sorted((d for d in refused if d["anteil"] > 1), key=lambda d: -d["anteil"])
    named = ", ".join(f"{d['name']} {d['anteil']:.1f}" for d in over)
    return [
        f"Feindliche Dateien: {len(done)}; abgelehnt {count['abgelehnt']}, geöffnet {count['geöffnet']} (alle Bilanzen "
        f"gehen auf: {'nein' if faults else 'ja'}), abgestürzt oder gebrochen {len(faults)}.",
        f"Längste Ablehnung: {slow_refused['anteil']:.2f} x (import pandas + einmal lesen), {slow_refused['name']}; "
        f"längste überhaupt: {slow['anteil']:.2f} x, {slow['name']}. Über 1: {len(over)} von {len(refused)}"
        f"{f' ({named})' if named else ''}.",
        f"Speicher höchstens {big['spitze'] / MEGABYTE:.0f} MB ({big['name']}); Grenze {GRENZE_MB} MB. Meldungen "
        f"höchstens {max(d['zeilen'] for d in done)} Zeilen.",
        *(f"  {f}" for f in faults),
    ]


def hostile(nur_kleine: bool = False) -> Iterator[tuple[str, bytes]]:
    """The files of ``tests.hostile`` with their names, made one at a time; for the sample a few that are not large."""
    names = [n for n in MAKERS if n not in LARGE][::SPRUNG] if nur_kleine else list(MAKERS)
    for name in names:
        yield name, MAKERS[name]()


def main(nur_kleine: bool) -> list[str]:
    done, faults = measure(hostile(nur_kleine), pandas_import())
    return lines(done, faults)
