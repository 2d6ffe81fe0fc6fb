"""The sample's files read without a line of komman's reading code: an oracle for the tests of the sample."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import yaml

from komman.sample_data import NATUERLICHE_PERSONEN

JAHRE = range(2016, 2025)
XLSX_JAHRE = range(2017, 2022)  # the years whose workbooks have the same shape
LISTEN = [
    "beispiel_2016_weiterleitungen.csv",
    *(f"beispiel_{j}.xlsx" for j in XLSX_JAHRE),
    "beispiel_2022.ods",
    "beispiel_2023.xls",
    "beispiel_2024.xlsx",
]
FILES = [
    *LISTEN,
    "beispiel_bescheide.xlsx",
    "beispiel_zahlungen.csv",
    "beispiel_personal.xlsx",
    "kreis.yaml",
    "beispiel_traeger.yaml",
    "beispiel_korrekturen.yaml",
    "beispiel_regeln.yaml",
    "beispiel_szenario.yaml",
    "beispiel_aussagen.yaml",
    "beispiel_vorlage_2021.yaml",
    "beispiel_vorlage_2021.md",
]
AMOUNTS = ("beantragt", "bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt", "zurueckgezahlt")
COVERED = "(verdeckt)"  # a cell of an ODS that lies under a merged one


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
    ehrenamtliche: int | None = None
    teilnehmende: int | None = None

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


def amounts(cells: tuple[Any, ...]) -> dict[str, Decimal | str | None]:
    return {a: to_amount(v) for a, v in zip(AMOUNTS, cells, strict=True)}


def sheet(path: Path) -> list[tuple[Any, ...]]:
    """The only sheet of a workbook, whatever the name of its file ends with."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert len(book.worksheets) == 1
    return list(book.worksheets[0].iter_rows(values_only=True))


def ods_sheet(path: Path) -> list[tuple[Any, ...]]:
    """The rows of the only table of an ODS; repetitions up to the limits of a sheet are its empty rest."""
    with zipfile.ZipFile(path) as z:
        root = ElementTree.fromstring(z.read("content.xml"))
    space = {"t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    (table,) = root.iterfind(".//t:table", space)
    rows = []
    for row in table.iterfind("t:table-row", space):
        if _of(row, "number-rows-repeated") is None:
            rows.append(tuple(v for cell in row for v in _ods_cell(cell)))
    return rows


def _of(element: ElementTree.Element, name: str) -> str | None:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def _ods_cell(cell: ElementTree.Element) -> list[Any]:
    value: Any = "".join(cell.itertext()) or None
    if _of(cell, "value-type") in ("float", "currency"):
        value = float(_of(cell, "value") or "")
        value = int(value) if value.is_integer() else value
    if cell.tag.endswith("covered-table-cell"):
        value = COVERED
    return [value] * int(_of(cell, "number-columns-repeated") or 1)


def read_2016(path: Path) -> list[Row]:
    cells = list(csv.reader(io.StringIO(path.read_bytes().decode("cp1252"), newline=""), delimiter=";"))
    assert cells[4][0] == "Az." and cells[3] == []
    return [Row(n, c[0], c[1], c[2], c[3], c[4], amounts(tuple(c[5:11]))) for n, c in enumerate(cells[5:], start=6)]


def read_2017_to_2021(path: Path) -> list[Row]:
    return [
        Row(n, c[0], c[1], c[2], c[3], str(c[4]), amounts(c[6:12]))
        for n, c in enumerate(sheet(path), start=1)
        if str(c[0]).startswith("KI-")
    ]


def read_2022(path: Path) -> list[Row]:
    rows: list[Row] = []
    for n, c in enumerate(ods_sheet(path), start=1):
        if str(c[0]).startswith("KI-"):
            place = rows[-1].kommune if c[1] == COVERED else c[1]
            rows.append(Row(n, c[0], place, c[2], c[3], str(c[4]), amounts(c[6:12]), c[12], c[13]))
    return rows


def read_2023(path: Path) -> list[Row]:
    return [
        Row(n, c[14], c[2], c[1], c[3], str(c[4]), amounts(c[5:11]), c[12], c[13])
        for n, c in enumerate(sheet(path), start=1)
        if isinstance(c[0], int)
    ]


def read_2024(path: Path) -> list[Row]:
    """Two tables: in the second Träger and Kommune have changed places."""
    rows, second = [], False
    for n, c in enumerate(sheet(path), start=1):
        second = second or c[0] == "Freie Träger"
        if str(c[0]).startswith("KI-"):
            place, traeger = (c[2], c[1]) if second else (c[1], c[2])
            rows.append(Row(n, c[0], place, traeger, c[3], str(c[4]), amounts(c[6:12]), c[12], c[13]))
    return rows


READERS = [read_2016, *[read_2017_to_2021] * len(XLSX_JAHRE), read_2022, read_2023, read_2024]


def read_year(raw: Path, jahr: int) -> list[Row]:
    return READERS[jahr - 2016](raw / LISTEN[jahr - 2016])


def all_text(raw: Path, jahr: int) -> str:
    """Everything that stands in a ledger."""
    path = raw / LISTEN[jahr - 2016]
    if path.suffix == ".csv":
        return path.read_bytes().decode("cp1252")
    return "\n".join(str(c) for row in (ods_sheet if path.suffix == ".ods" else sheet)(path) for c in row)


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
        fix = fixes.get((LISTEN[jahr - 2016], row.zeile))
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


def recipients(raw: Path, rows: list[tuple[str, Row]]) -> set[str]:
    """The Träger of the rows, their spellings brought together by the list."""
    entries = yaml.load((raw / "beispiel_traeger.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["traeger"]
    names = {plain(s): e["name"] for e in entries for s in (e["name"], *e.get("schreibweisen", ()))}
    return {names.get(plain(r.traeger), plain(r.traeger)) for _, r in rows}


def plain(name: str) -> str:
    return " ".join(name.replace("\u00a0", " ").split()).replace('"', "").replace("„", "").replace("“", "")
