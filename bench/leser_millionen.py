"""A big dirty ledger read and cleaned, next to others that only read it: same file, same run, in turns."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.bericht import ROOT
from bench.leser_daten import Wahrheit, write_csv, write_xlsx
from bench.satz import QUIET, busy_pair

Runde = dict[str, dict[str, Any]]
CSV = ("clean", "pandas_c", "pandas_pyarrow", "pyarrow_csv")
XLSX = ("clean", "calamine", "waechter")
NAMEN = {
    "clean": "komman: lesen und bereinigen",
    "pandas_c": "pandas.read_csv(dtype=str), nur lesen",
    "pandas_pyarrow": 'pandas.read_csv(dtype=str, engine="pyarrow"), nur lesen',
    "pyarrow_csv": "pyarrow.csv, nur lesen",
    "calamine": "python_calamine to_python, nur lesen",
    "waechter": "darin: die Prüfung vor dem Öffnen",
}


def child(was: str, pfad: Path) -> dict[str, Any]:
    """One measurement in a fresh process."""
    command = [sys.executable, "-m", "bench.leser_kind", was, str(pfad)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        return {"fehler": done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["?"]}
    return json.loads(done.stdout.decode("utf-8").splitlines()[-1])  # type: ignore[no-any-return]


def measure(raw: Path, file: Path, names: Sequence[str], runden: int) -> list[tuple[float, Runde]]:
    """Every contender once per round, in turn; the first round warms the cache and is not kept."""
    out = []
    for runde in range(runden + 1):
        pair = busy_pair() if runde else 0.0
        done = {name: child(name, raw if name == "clean" else file) for name in names}
        if runde:
            out.append((pair, done))
    return out


def kept(runden: Sequence[tuple[float, Runde]]) -> list[Runde]:
    """The rounds in which the machine was quiet; all of them if none was."""
    return [r for pair, r in runden if pair <= QUIET] or [r for _, r in runden]


def right(found: dict[str, Any], truth: Wahrheit, totals: int) -> str:
    """What differs from what the generator put in; empty if nothing does."""
    if "fehler" in found:
        return f"nicht gemessen ({found['fehler'][0].rstrip('.')})"
    pairs = {
        "Zeilen übernommen": (found["zeilen"], truth.uebernommen),
        "Zeilen zurückgestellt": (found["beiseite"], truth.zeilen - truth.uebernommen),
        "doppelt": (found["doppelt"], truth.doppelt),
        "Summenzeilen": (found["summen"], totals),
        "bewilligt (Cent)": (found["cent"][0], truth.cent[0]),
        "ausgezahlt (Cent)": (found["cent"][1], truth.cent[1]),
    }
    return "; ".join(f"{n}: {a} statt {b}" for n, (a, b) in pairs.items() if a != b)


def table(runden: Sequence[Runde], peer: str, zeilen: int) -> list[str]:
    """Ratios to the peer (medians of rounds), rows a second, bytes of memory a row beyond the imports.

    The ratio of processor time shows what a busy machine hides.
    """
    lines = [
        "| | Verhältnis | der Rechenzeit | Zeilen je Sekunde | Speicher je Zeile (Byte) |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in runden[0]:
        good = [r for r in runden if "fehler" not in r[name] and "fehler" not in r[peer]]
        if not good:
            lines.append(f"| {NAMEN[name]} | nicht gemessen | | | |")
            continue
        ratio, busy = (statistics.median(r[name][k] / r[peer][k] for r in good) for k in ("sekunden", "rechenzeit"))
        speed = zeilen / statistics.median(r[name]["sekunden"] for r in good)
        peak = statistics.median(r[name]["mehr"] for r in good) / zeilen
        lines.append(f"| {NAMEN[name]} | {ratio:.2f} | {busy:.2f} | {speed:,.0f} | {peak:.0f} |")
    return lines


def report(art: str, zeilen: int, runden: int, ordner: Path) -> list[str]:
    """Writes the file, measures, and holds what came out against the generator's own truth."""
    raw = ordner / art / "raw"
    truth = (write_csv if art == "csv" else write_xlsx)(raw, zeilen)
    file = raw / f"liste.{art}"
    names, peer = (CSV, "pandas_c") if art == "csv" else (XLSX, "calamine")
    done = measure(raw, file, names, runden)
    good = kept(done)
    quiet = sum(pair <= QUIET for pair, _ in done)
    wrong = next((w for r in good if (w := right(r["clean"], truth, int(art == "csv")))), "")
    bytes_row = file.stat().st_size / zeilen
    peak = max((r["clean"].get("mehr", 0) for r in good), default=0) / zeilen
    return [
        f"{zeilen:,} Zeilen {art.upper()}, {bytes_row:.0f} Byte je Zeile; {quiet} von {runden} Runden in Ruhe; "
        f"gegen die Wahrheit des Generators: {wrong or '0 Cent, 0 Zeilen Differenz'}.",
        f"Speicher je Million Zeilen: {peak:.0f} MB über dem, was die Importe belegen.",
        *table(good, peer, zeilen),
    ]


def main(art: str, zeilen: int, runden: int) -> list[str]:
    with tempfile.TemporaryDirectory() as ordner:
        return report(art, zeilen, runden, Path(ordner))
