"""The fast way for large sheets and the careful one: do they agree in every cell?"""

from __future__ import annotations

import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as with_seed

from bench.leser_daten import write_csv
from komman import tafel
from komman.bereinigung import Bereinigung
from komman.errors import KommanFehler
from komman.ledger import clean
from tests.generative import vergleich
from tests.generative.listen import Liste, listen
from tests.raw_folder import TRAEGER, raw_folder

IMMER, NIE = 0, 10**12
GROSS = 20  # one of so many files is a bigger one of the generator of bench.leser_daten


@dataclass(frozen=True)
class Ordner:
    """A raw folder to clean both ways."""

    name: str
    dateien: dict[str, str | bytes]


def ordner(seed: int, anzahl: int) -> Iterator[Ordner]:
    """Generated ledgers, some with a correction of one row or with rows outside the Kreis, and bigger plain ones."""
    rng = random.Random(seed)
    found: list[Liste] = []

    @settings(
        max_examples=anzahl,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @with_seed(seed)
    @given(listen())
    def collect(liste: Liste) -> None:
        found.append(liste)

    collect()
    for i, liste in enumerate(found[:anzahl]):
        if i % GROSS == GROSS - 1:
            was = _big(rng.randrange(10**6), rng.choice((30, 300, 900)))
            yield _outside(was, "liste.csv") if rng.random() < 0.5 else was
        else:
            files = {"kreis.yaml": vergleich.ORTE, "traeger.yaml": TRAEGER, **liste.files()}
            was = Ordner(f"{seed}-{i}", files | (_correction(rng, liste) if rng.random() < 0.2 else {}))
            yield _outside(was, liste.name) if rng.random() < 0.3 else was


def _big(seed: int, zeilen: int) -> Ordner:
    with tempfile.TemporaryDirectory() as folder:
        write_csv(Path(folder), zeilen, seed)
        files: dict[str, str | bytes] = {p.name: p.read_bytes() for p in sorted(Path(folder).iterdir())}
    return Ordner(f"gross-{seed}", {**files, "traeger.yaml": "", "liste_2019.csv": ""})


def _outside(was: Ordner, datei: str) -> Ordner:
    """The folder with a ledger that may name places outside the Kreis."""
    entry = str(was.dateien.get("quellen.yaml") or f"quellen:\n  - datei: {datei}\n    tabelle: weiterleitungen\n")
    return Ordner(was.name, {**was.dateien, "quellen.yaml": f"{entry}    ausserhalb: ja\n"})


def _correction(rng: random.Random, liste: Liste) -> dict[str, str | bytes]:
    """korrekturen.yaml about one row; whether the row is one to correct, both ways must see alike."""
    number = rng.randint(1, len(liste.records))
    row = dict(zip(liste.spalten, liste.records[number - 1][1], strict=False))
    said = {"traeger": row.get("traeger", ""), "kommune": row.get("kommune", "")}
    expected = ", ".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in said.items())
    action = rng.choice(("loesche", "stelle_zurueck", "setze"))
    lines = [
        f"  - aktion: {action}",
        f"    datei: {liste.name}",
        f"    zeile: {number}",
        f"    erwarte: {{{expected}}}",
    ]
    lines += ["    setze: {kommune: kreisweit}"] if action == "setze" else []
    lines += ["    grund: Probe", "    wer: KI", '    datum: "2022-05-31"']
    return {"korrekturen.yaml": "korrekturen:\n" + "\n".join(lines) + "\n"}


def both(was: Ordner) -> tuple[bool, str]:
    """Whether the folder was read, and what the two ways say differently; empty if nothing."""
    before, seen = tafel.AB, []
    with tempfile.TemporaryDirectory() as folder:
        raw = raw_folder(Path(folder), was.dateien)
        try:
            for tafel.AB in (IMMER, NIE):
                seen.append(picture(raw))
        finally:
            tafel.AB = before
    fast, careful = seen
    wrong = [
        f"{k}: {str(fast.get(k))[:200]} statt {str(careful.get(k))[:200]}"
        for k in sorted(fast.keys() | careful.keys())
        if fast.get(k) != careful.get(k)
    ]
    return "abgelehnt" not in careful, "; ".join(wrong)


def picture(raw: Path) -> dict[str, Any]:
    """All that cleaning gives, as plain values that can be held against each other."""
    try:
        b = clean(raw)
    except KommanFehler as fault:
        return {"abgelehnt": str(fault)}
    return flat(b)


def flat(b: Bereinigung) -> dict[str, Any]:
    """The cells of all tables with their types, the balance, what was set aside, corrected and noticed, in order."""
    out: dict[str, Any] = {n: getattr(b, n) for n in ("bilanz", "hinweise", "eingaben", "schreibweisen")}
    frames = {**b.tabellen, **{n: getattr(b, n) for n in ("zurueckgestellt", "korrekturen", "ausserhalb")}}
    for name, frame in frames.items():
        out[name] = [
            list(frame.columns),
            [str(t) for t in frame.dtypes],
            *frame.astype(object).map(repr).values.tolist(),
        ]
    return out


def agree(seed: int, anzahl: int) -> tuple[Counter[str], list[str]]:
    """How many folders were read, refused and told differently, and the first differences."""
    count: Counter[str] = Counter()
    faults = []
    for was in ordner(seed, anzahl):
        read, wrong = both(was)
        count["gelesen" if read else "abgelehnt"] += 1
        count["verschieden"] += bool(wrong)
        if wrong:
            faults.append(f"{was.name}: {wrong}")
    return count, faults


def main(anzahl: int) -> list[str]:
    count, faults = agree(3, anzahl)
    text = "; ".join(f"{n}: {count[n]}" for n in ("gelesen", "abgelehnt", "verschieden"))
    return [f"Einig (schneller und sorgfältiger Weg, {anzahl} Ordner): {text}", *(f"  {f[:800]}" for f in faults[:5])]
