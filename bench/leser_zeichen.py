"""The same ledgers in each character set and size: every cell right, refused, or read wrong."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from komman.errors import KommanFehler
from komman.grid import read_sheets
from tests.zeichensaetze import matrix

ARTEN = ("richtig", "abgelehnt", "falsch")
KLEIN = 500
Fall = tuple[str, str, int, list[list[str]], bytes]


def outcome(rows: list[list[str]], data: bytes) -> str:
    """„richtig“: every cell; „abgelehnt“: with a reason of at most six lines; else „falsch“."""
    with tempfile.TemporaryDirectory() as ordner:
        path = Path(ordner) / "liste.csv"
        path.write_bytes(data)
        try:
            (sheet,) = read_sheets(path)
        except KommanFehler as fault:
            return "abgelehnt" if len(fault.lines()) <= 6 and fault.exit_code != 70 else "falsch"
        return "richtig" if [list(z) for z in sheet.zeilen] == rows else "falsch"


def outcomes(cases: Iterable[Fall]) -> dict[str, Counter[str]]:
    """How many ended how, by character set."""
    out: dict[str, Counter[str]] = {}
    for satz, _, _, rows, data in cases:
        out.setdefault(satz, Counter())[outcome(rows, data)] += 1
    return out


def main(nur_kleine: bool) -> list[str]:
    found = outcomes(case for case in matrix() if not nur_kleine or case[2] < KLEIN)
    lines = ["| Zeichensatz | richtig | abgelehnt | falsch |", "|---|---:|---:|---:|"]
    lines += [f"| {satz} | {' | '.join(str(n[k]) for k in ARTEN)} |" for satz, n in found.items()]
    total: Counter[str] = sum(found.values(), Counter())
    return [*lines, f"| zusammen | {' | '.join(str(total[k]) for k in ARTEN)} |"]
