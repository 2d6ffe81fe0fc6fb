"""Seeded big ledgers: a dirty CSV file and a workbook, with what must come out of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import xlsxwriter
import yaml

KREIS = Path(__file__).resolve().parent.parent / "data" / "raw" / "kreis.yaml"

KOPF = ("Förderjahr", "Kommune", "Träger", "Baustein", "bewilligt EUR", "ausgezahlt EUR")
JAHRE = range(2016, 2025)
BAUSTEINE = ("A2", "B1", "B2", "C", "D1", "D2", "")
SCHREIBWEISEN = 231
TRAEGER = 4000
GELD = (4, 5)
DOPPELT, KAPUTT = 0.005, 0.002


@dataclass
class Wahrheit:
    """What the generator put into the file: rows taken and set aside, repeated rows, cents of the two money columns."""

    zeilen: int = 0
    uebernommen: int = 0
    doppelt: int = 0
    cent: list[int] = field(default_factory=lambda: [0, 0])  # of the rows to be taken
    gesamt: list[int] = field(default_factory=lambda: [0, 0])  # of all rows, as a spreadsheet sums


def forms(cents: int) -> tuple[str, ...]:
    """An amount in six notations, the last one only for whole euros."""
    euros, rest = divmod(cents, 100)
    dotted = f"{euros:,}".replace(",", ".")
    out = (
        f"{euros},{rest:02d}",
        f"{dotted},{rest:02d}",
        f"{dotted.replace('.', ' ')},{rest:02d}",
        f"{dotted},{rest:02d} €",
        f"EUR {dotted},{rest:02d}",
    )
    return (*out, str(euros)) if not rest else out


def kommunen() -> tuple[str, list[str]]:
    """kreis.yaml of the sample with aliases, and the 231 spellings that mean one of its Kommunen."""
    sample = yaml.safe_load(KREIS.read_text(encoding="utf-8"))
    kreis = {k: str(sample[k]) for k in ("kreis", "schluessel", "stand", "dienststelle")}
    kreis["kommunen"] = [{k: e[k] for k in ("ags", "name", "amtlich", "aliase") if k in e} for e in sample["kommunen"]]
    spellings: list[str] = []
    for kommune in kreis["kommunen"]:
        name = kommune["name"]
        kommune["aliase"] = [*kommune.get("aliase", ()), f"{name} (NRW)", f"Verwaltung {name}", f"{name} im Kreis"]
        known = [name, kommune.get("amtlich") or name, *kommune["aliase"]]
        spellings += [s for n in known for s in (n, n.upper(), f"  {n} ", n.replace(" ", "  "), n.lower())]
    distinct = list(dict.fromkeys(spellings))
    if len(distinct) < SCHREIBWEISEN:
        raise ValueError(f"nur {len(distinct)} Schreibweisen")
    return yaml.safe_dump(kreis, allow_unicode=True, default_style='"'), distinct[:SCHREIBWEISEN]


def rows(anzahl: int, seed: int, wahrheit: Wahrheit) -> Iterator[tuple[str, ...]]:
    """``anzahl`` rows of text, counted into ``wahrheit`` as they are given."""
    rng = random.Random(seed)
    places = kommunen()[1]
    names = [f"Verein für Begegnung und Teilhabe {i:04d} e. V." for i in range(TRAEGER)]
    names[::50] = [f'Verein "Nord; Süd" {i:04d}' for i in range(0, TRAEGER, 50)]
    amounts = [
        (c, forms(c)) for c in (rng.randrange(100, 500_000) * rng.choice((1, 100, 100)) // 100 for _ in range(5000))
    ]
    amounts += [(c, forms(c)) for c in range(4_000, 500_000, 2_000)]
    before: tuple[tuple[str, ...], tuple[int, ...], bool] | None = None
    while wahrheit.zeilen < anzahl:
        again = before is not None and rng.random() < DOPPELT
        if not again or before is None:
            (a, written), (b, paid) = rng.choice(amounts), rng.choice(amounts)
            cells = [str(rng.choice(JAHRE)), rng.choice(places), rng.choice(names), rng.choice(BAUSTEINE)]
            cells += [rng.choice(written), rng.choice(paid)]
            good = rng.random() >= KAPUTT
            if not good and rng.random() < 0.5:
                cells[5], b = "ca. 300", 0
            elif not good:
                cells[1] = "Hamburg"
            before = tuple(cells), (a, b), good
        yield before[0]
        wahrheit.zeilen += 1
        wahrheit.uebernommen += before[2]
        wahrheit.doppelt += again and before[2]
        for i, cents in enumerate(before[1]):
            wahrheit.gesamt[i] += cents
            wahrheit.cent[i] += cents if before[2] else 0


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ';"\n') else text


def write_csv(raw: Path, anzahl: int, seed: int = 5) -> Wahrheit:
    """``raw`` with kreis.yaml and liste.csv: cp1252, ``;``, a title, a total at the end and a footer."""
    wahrheit = Wahrheit()
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "kreis.yaml").write_text(kommunen()[0], encoding="utf-8")
    with (raw / "liste.csv").open("w", encoding="cp1252", newline="") as file:
        file.write("Programmteil II, Weiterleitungen;;;;;\r\n" + ";".join(KOPF) + "\r\n")
        file.writelines(";".join(map(quoted, r)) + "\r\n" for r in rows(anzahl, seed, wahrheit))
        file.write(f";Gesamtsumme;;;{';'.join(forms(c)[1] for c in wahrheit.gesamt)}\r\n")
        file.write(";;;;;\r\nStand: 31.05.2022;;;;;\r\n")
    return wahrheit


def write_xlsx(raw: Path, anzahl: int, seed: int = 6) -> Wahrheit:
    """``raw`` with kreis.yaml and liste.xlsx of seven columns; amounts are numbers, the unreadable ones text."""
    wahrheit = Wahrheit()
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "kreis.yaml").write_text(kommunen()[0], encoding="utf-8")
    book = xlsxwriter.Workbook(raw / "liste.xlsx", {"constant_memory": True})
    sheet = book.add_worksheet("Liste")
    sheet.write_row(0, 0, [*KOPF, "Anzahl Pauschalen"])
    for n, cells in enumerate(rows(anzahl, seed, wahrheit), 1):
        sheet.write_number(n, 0, int(cells[0]))
        for i in range(1, 4):
            if cells[i]:
                sheet.write_string(n, i, cells[i])
        for i in GELD:
            cents = number(cells[i])
            sheet.write_string(n, i, cells[i]) if cents is None else sheet.write_number(n, i, cents / 100)
        sheet.write_number(n, 6, len(cells[1]))
    book.close()
    return wahrheit


def number(text: str) -> int | None:
    """The cents of a notation of ``forms``; None for words."""
    if text.startswith("ca."):
        return None
    whole, _, rest = text.strip(" €EUR").replace(".", "").replace(" ", "").partition(",")
    return int(whole) * 100 + int(rest or 0)
