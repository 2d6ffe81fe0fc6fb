"""What the ledger reader can do and how fast: every figure measured in one run, as ratios and counts."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from bench import leser_einig, leser_feindlich, leser_millionen, leser_orakel, leser_zeichen


@dataclass(frozen=True)
class Umfang:
    """How much of each part is done."""

    listen: int = 10_000
    mutationen: int = 20_000
    einig: int = 2_000
    csv: int = 1_000_000
    xlsx: int = 100_000
    runden: int = 5
    nur_kleine: bool = False


GANZ = Umfang()
KLEIN = Umfang(listen=100, mutationen=200, einig=60, csv=3_000, xlsx=1_000, runden=1, nur_kleine=True)

Teil = Callable[[Umfang, str], list[str]]
TEILE: dict[str, Teil] = {
    "orakel": lambda u, ablage: leser_orakel.main_orakel(u.listen, ablage),
    "fuzz": lambda u, ablage: leser_orakel.main_fuzz(u.mutationen, ablage),
    "zeichensaetze": lambda u, ablage: leser_zeichen.main(u.nur_kleine),
    "feindlich": lambda u, ablage: leser_feindlich.main(u.nur_kleine),
    "einig": lambda u, ablage: leser_einig.main(u.einig),
    "millionen": lambda u, ablage: leser_millionen.main("csv", u.csv, u.runden),
    "mappe": lambda u, ablage: leser_millionen.main("xlsx", u.xlsx, u.runden),
}


def main(umfang: Umfang, nur: str = "", ablage: str = "") -> None:
    """Prints the parts in order; files that showed a fault stay in the folder ``ablage``."""
    ablage = ablage or tempfile.mkdtemp(prefix="komman-leser-")
    for name, teil in TEILE.items():
        if nur in ("", name):
            print(f"\n## {name}\n", flush=True)
            print("\n".join(teil(umfang, ablage)), flush=True)
    print(f"\nDateien, an denen sich ein Fehler gezeigt hat, liegen in {ablage}.")
