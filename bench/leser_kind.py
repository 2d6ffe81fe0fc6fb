"""One measurement in a process of its own: ``python -m bench.leser_kind NAME PFAD``, a line of JSON comes back."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ergebnis = dict[str, Any]


def memory() -> tuple[int, int]:
    """Bytes this process holds now, and the most it has held; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0, 0
    said = {name: rest for name, _, rest in (line.partition(":") for line in lines)}
    now, most = (int(said[n].split()[0]) * 1024 for n in ("VmRSS", "VmHWM"))
    return now, most


def measured(was: Callable[[], Ergebnis]) -> Ergebnis:
    """What ``was`` gives, its seconds, those of the processors, and its memory beyond what the imports hold."""
    before = memory()[0]
    start, busy = time.perf_counter(), time.process_time()
    out = was()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    most = memory()[1]
    return {**out, "sekunden": seconds, "rechenzeit": busy, "mehr": max(0, most - before), "spitze": most}


def clean(pfad: Path) -> Ergebnis:
    """``pfad`` is a raw folder, cleaned as ``komman bereinige`` does before it writes."""
    from komman.ledger import clean as komman_clean

    kept: list[Any] = []

    def run() -> Ergebnis:
        kept.append(komman_clean(pfad))
        return {}

    out = measured(run)
    table = kept[0].tabellen["weiterleitungen"]
    cents = [int(table[c].sum()) for c in ("bewilligt_cent", "ausgezahlt_cent")]
    summen = sum(z.summenzeilen for z in kept[0].bilanz)
    doppelt = sum(h.art == "doppelt" for h in kept[0].hinweise)
    aside = len(kept[0].zurueckgestellt)
    return {**out, "zeilen": len(table), "beiseite": aside, "cent": cents, "summen": summen, "doppelt": doppelt}


def lies(pfad: Path) -> Ergebnis:
    """``pfad`` is a raw folder with a hostile file: refused or cleaned, and what it says."""
    from komman.errors import KommanFehler
    from komman.ledger import clean as komman_clean
    from tests.generative.balance_check import identities

    def run() -> Ergebnis:
        try:
            b = komman_clean(pfad)
        except KommanFehler as fault:
            return {"ausgang": "abgelehnt", "zeilen": len(fault.lines()), "code": fault.exit_code, "text": fault.was}
        return {"ausgang": "geöffnet", "zeilen": 0, "code": 70 if identities(b) else 0, "text": identities(b)}

    return measured(run)


def pandas_c(pfad: Path) -> Ergebnis:
    import pandas as pd

    return measured(lambda: size(pd.read_csv(pfad, dtype=str, sep=";", encoding="cp1252", skiprows=1)))


def pandas_pyarrow(pfad: Path) -> Ergebnis:
    import pandas as pd
    import pyarrow.csv  # noqa: F401 (its import is no part of reading)

    return measured(
        lambda: size(pd.read_csv(pfad, dtype=str, sep=";", encoding="cp1252", skiprows=1, engine="pyarrow"))
    )


def pyarrow_csv(pfad: Path) -> Ergebnis:
    import pyarrow as pa
    import pyarrow.csv as pc

    from bench.leser_daten import KOPF

    def run() -> Ergebnis:
        table = pc.read_csv(
            pfad,
            read_options=pc.ReadOptions(skip_rows=1, encoding="cp1252"),
            parse_options=pc.ParseOptions(delimiter=";"),
            convert_options=pc.ConvertOptions(column_types=dict.fromkeys(KOPF, pa.string())),
        )
        return {"zeilen": table.num_rows}

    return measured(run)


def calamine(pfad: Path) -> Ergebnis:
    import python_calamine

    def run() -> Ergebnis:
        with python_calamine.load_workbook(str(pfad)) as book:
            return {"zeilen": len(book.get_sheet_by_index(0).to_python())}

    return measured(run)


def waechter(pfad: Path) -> Ergebnis:
    """The guard alone: the workbook examined before it is opened."""
    from komman import workbook

    def run() -> Ergebnis:
        return {"zeilen": len(workbook.inspect(pfad.read_bytes(), pfad.name))}

    return measured(run)


def size(frame: Any) -> Ergebnis:
    return {"zeilen": len(frame)}


WAS: dict[str, Callable[[Path], Ergebnis]] = {
    f.__name__: f for f in (clean, lies, pandas_c, pandas_pyarrow, pyarrow_csv, calamine, waechter)
}

if __name__ == "__main__":
    print(json.dumps(WAS[sys.argv[1]](Path(sys.argv[2])), ensure_ascii=False))
