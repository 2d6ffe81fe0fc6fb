"""Generated ledgers against the oracle, and fuzzing of the sample files, in two processes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as with_seed

from komman.formats import group
from tests.generative import fuzz
from tests.generative.listen import Liste, listen
from tests.generative.vergleich import compare

PROZESSE = 2
GEZEIGT = 5


@dataclass
class Bilanz:
    """What the examples of one process gave; ``zahlen`` by name, ``faelle`` the first that were wrong."""

    zahlen: Counter[str] = field(default_factory=Counter)
    faelle: list[str] = field(default_factory=list)

    def add(self, other: Bilanz) -> None:
        self.zahlen += other.zahlen
        self.faelle += other.faelle


def orakel(seed: int, anzahl: int, ablage: str = "") -> Bilanz:
    """``anzahl`` ledgers of this seed; each that differs is kept in the folder ``ablage``."""
    out = Bilanz()

    @settings(
        max_examples=anzahl,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @with_seed(seed)
    @given(listen())
    def run(liste: Liste) -> None:
        if out.zahlen["Listen"] >= anzahl:
            return
        befund = compare(liste)
        out.zahlen += Counter(Listen=1, Zeilen=befund.gelesen, Cent=befund.betrag)
        out.zahlen += Counter({"Cent Differenz": befund.cent, "Zeilen Differenz": befund.zeilen})
        if befund.abgelehnt:
            out.zahlen[f"abgelehnt, {befund.abgelehnt}"] += 1
        if befund.worte:
            out.zahlen["Listen mit Differenz"] += 1
            out.faelle.append(f"{_kept(liste, ablage)}: {'; '.join(befund.worte)[:600]}")

    run()
    return out


def _kept(liste: Liste, ablage: str) -> str:
    name = hashlib.sha256(liste.data()).hexdigest()[:12]
    if ablage:
        folder = Path(ablage) / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in liste.files().items():
            if text:
                (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        (folder / "liste.txt").write_text(repr(liste), encoding="utf-8")
    return name


def zugleich(was: Callable[[int, int, str], Bilanz], anzahl: int, ablage: str) -> Bilanz:
    """The same in two processes, each with a seed and a share of its own."""
    out, share = Bilanz(), -(-anzahl // PROZESSE)
    with ProcessPoolExecutor(PROZESSE, mp_context=get_context("spawn")) as pool:
        for part in pool.map(was, range(1, PROZESSE + 1), [share] * PROZESSE, [ablage] * PROZESSE):
            out.add(part)
    return out


def lines(was: str, b: Bilanz, zuerst: Sequence[str]) -> list[str]:
    """The figures of a part, those named first also where they are 0, and its first faults."""
    names = dict.fromkeys([*zuerst, *sorted(b.zahlen)])
    text = "; ".join(f"{name}: {group(b.zahlen[name])}" for name in names)
    return [f"{was}: {text}", *(f"  {f}" for f in b.faelle[:GEZEIGT])]


def main_orakel(anzahl: int, ablage: str) -> list[str]:
    return lines("Orakel", zugleich(orakel, anzahl, ablage), ("Listen", "Zeilen", "Cent Differenz", "Zeilen Differenz"))


def main_fuzz(anzahl: int, ablage: str) -> list[str]:
    return lines("Mutationen", zugleich(fuzz_part, anzahl, ablage), ("gelesen", "abgelehnt", *fuzz.KAPUTT))


def fuzz_part(seed: int, anzahl: int, ablage: str = "") -> Bilanz:
    """``anzahl`` mutations of this seed; each that breaks something is kept in the folder ``ablage``."""
    out = Bilanz()
    for m in fuzz.mutations(seed, anzahl):
        outcome = fuzz.read(m)
        out.zahlen[outcome.art] += 1
        if outcome.kaputt:
            path = Path(ablage) / f"{m.nummer}-{m.name}" if ablage else Path(m.name)
            if ablage:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(m.data)
            out.faelle.append(f"{path.name} ({m.wie}): {outcome.text[-600:]}")
    return out
