"""The sample's files read without a line of komman's reading code: an oracle for the tests of the sample."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from komman.sample_data import NATUERLICHE_PERSONEN

XLSX_JAHRE = range(2017, 2022)
FILES = [
    "beispiel_2016_weiterleitungen.csv",
    *(f"beispiel_{j}.xlsx" for j in XLSX_JAHRE),
    "beispiel_bescheide.xlsx",
    "kreis.yaml",
    "beispiel_traeger.yaml",
    "beispiel_korrekturen.yaml",
]
AMOUNTS = ("beantragt", "bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt", "zurueckgezahlt")


@dataclass
class Row:
    """One ledger row as it stands in the file, amounts as Decimal, words or None."""

    zeile: int
    az: str
    kommune: str
    traeger: str
    baustein: str
    einheiten: str
    amounts: dict[str, Decimal | str | None]

    def amount(self, name: str) -> Decimal:
        value = self.amounts[name]
        assert isinstance(value, Decimal), (self.az, name, value)
        return value


def to_amount(cell: object) -> Decimal | str | None:
    """An oracle for this sample only: numbers rounded to cents, ``1.250,00``, or the words themselves."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, int | float):
        return Decimal(repr(cell)).quantize(Decimal("0.01"))
    text = str(cell)
    return Decimal(text.replace(".", "").replace(",", ".")) if re.fullmatch(r"-?[\d.]+,\d\d", text) else text


def sheet(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    assert len(book.worksheets) == 1
    return list(book.worksheets[0].iter_rows(values_only=True))


def read_csv_ledger(raw: Path) -> list[Row]:
    text = (raw / FILES[0]).read_bytes().decode("cp1252")
    cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert cells[4][0] == "Az." and cells[3] == []
    return [
        Row(n, c[0], c[1], c[2], c[3], c[4], {a: to_amount(v) for a, v in zip(AMOUNTS, c[5:11], strict=True)})
        for n, c in enumerate(cells[5:], start=6)
    ]


def read_xlsx_ledger(path: Path) -> list[Row]:
    return [
        Row(n, c[0], c[1], c[2], c[3], str(c[4]), {a: to_amount(v) for a, v in zip(AMOUNTS, c[6:12], strict=True)})
        for n, c in enumerate(sheet(path), start=1)
        if str(c[0]).startswith("KI-")
    ]


def read_year(raw: Path, jahr: int) -> list[Row]:
    return read_csv_ledger(raw) if jahr == 2016 else read_xlsx_ledger(raw / f"beispiel_{jahr}.xlsx")


def kommunen(raw: Path) -> dict[str, str]:
    """Every spelling of kreis.yaml -> AGS."""
    kreis = yaml.load((raw / "kreis.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    names = {n: k["ags"] for k in kreis["kommunen"] for n in (k["name"], k["amtlich"], *k["aliase"])}
    return names | {"kreisweit": "05974"}


def taken(raw: Path, jahr: int) -> list[tuple[str, Row]]:
    """(AGS, row) after corrections, without rows of a foreign place or with words for an amount."""
    liste = yaml.load((raw / "beispiel_korrekturen.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["korrekturen"]
    fixes = {(k["datei"], int(k["zeile"])): k for k in liste}
    names, result = kommunen(raw), []
    for row in read_year(raw, jahr):
        fix = fixes.get((f"beispiel_{jahr}.xlsx", row.zeile))
        if fix:
            assert fix["erwarte"] == {"massnahme_id": row.az, "kommune": row.kommune, "traeger": row.traeger}
        if fix and fix["aktion"] == "loesche":
            continue
        place = fix["setze"]["kommune"] if fix else row.kommune
        ags = names.get(" ".join(place.split()))
        if ags and not any(isinstance(a, str) for a in row.amounts.values()):
            result.append((ags, row))
    return result


def persons(rows: list[tuple[str, Row]]) -> set[str]:
    return {r.traeger for _, r in rows} & set(NATUERLICHE_PERSONEN)
