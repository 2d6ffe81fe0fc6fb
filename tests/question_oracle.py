"""What a question must give, from the CSV files of a level: plain csv and whole numbers, nothing of komman."""

from __future__ import annotations

import csv
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

Zeile = dict[str, str]
GELD = ("beantragt", "bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt", "zurueckgezahlt")
SPALTE = {"kommune": "kommune", "baustein": "baustein", "traegerart": "traegerart", "traeger": "traeger"}


def read(ordner: Path, tabelle: str) -> list[Zeile]:
    with (ordner / f"{tabelle}.csv").open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def half_up(zaehler: int, nenner: int) -> int:
    return int((Decimal(zaehler) / Decimal(nenner)).quantize(Decimal(1), ROUND_HALF_UP))


def key_of(row: Zeile, nach: str) -> str:
    if nach == "jahr":
        return row["foerderjahr"]
    if nach == "kommune":
        return row["ags"]
    if nach == "baustein":
        return row["baustein"] or "keine Angabe"
    if nach == "traeger":
        return "" if row["traeger_id"].startswith("gesammelt-") else row["traeger_id"]
    return row[nach]


def chosen(rows: list[Zeile], frage: dict[str, Any]) -> list[Zeile]:
    return [
        r
        for r in rows
        if frage["von"] <= int(r["foerderjahr"]) <= frage["bis"]
        and all(not frage.get(f) or r[spalte] == frage[f] for f, spalte in SPALTE.items())
    ]


def ids(rows: list[Zeile], column: str = "") -> set[tuple[str, str]]:
    """The Maßnahmen, or those with a value in ``column``; an id may come back in another year."""
    return {(r["foerderjahr"], r["massnahme_id"]) for r in rows if not column or r[column]}


def total(rows: list[Zeile], column: str) -> int | None:
    known = [int(r[column]) for r in rows if r[column]]
    return sum(known) if known else None


def value(mass: str, rows: list[Zeile], hidden: dict[str, int]) -> int | None:
    """The measure over rows of „weiterleitungen“; nothing without rows."""
    if not rows:
        return None
    if mass == "netto":
        for column in ("ausgezahlt_cent", "zurueckgezahlt_cent"):
            if ids(rows, column) != ids(rows):
                return None
        return sum(int(r["ausgezahlt_cent"] or 0) - int(r["zurueckgezahlt_cent"] or 0) for r in rows)
    if mass in GELD:
        return total(rows, f"{mass}_cent")
    if mass in ("ehrenamtliche", "teilnehmende"):
        return total(rows, mass)
    if mass == "massnahmen":
        return len(ids(rows))
    if mass == "traeger":
        return len({r["traeger_id"] for r in rows})
    named = {r["ags"] for r in rows if len(r["ags"]) == 8}
    return len(named) + sum(hidden.get(j, 0) for j in {r["foerderjahr"] for r in rows})


def whole(mass: str, rows: list[Zeile]) -> bool:
    """Whether every Maßnahme has what the measure needs."""
    columns = {"netto": ("ausgezahlt_cent", "zurueckgezahlt_cent")}.get(mass)
    if columns is None:
        columns = (f"{mass}_cent",) if mass in GELD else (mass,) if mass in ("ehrenamtliche", "teilnehmende") else ()
    return all(ids(rows, c) == ids(rows) for c in columns)


def ceiling(bescheide: list[Zeile], jahr: int) -> int:
    found = [
        (r["datum"], int(r["hoechstbetrag_cent"]))
        for r in bescheide
        if r["foerderjahr"] == str(jahr)
        and r["programmteil"] == "II"
        and r["art"] in ("bescheid", "aenderung")
        and r["hoechstbetrag_cent"]
    ]
    return max(found)[1]


def of_kreis(ordner: Path, mass: str, jahre: list[int]) -> int | None:
    bescheide, rows = read(ordner, "bescheide"), read(ordner, "weiterleitungen")
    deckel = sum(ceiling(bescheide, j) for j in jahre)
    if mass == "hoechstbetrag":
        return deckel
    parts = [value("netto", [r for r in rows if r["foerderjahr"] == str(j)], {}) for j in jahre]
    return None if None in parts else half_up(1000 * sum(p or 0 for p in parts), deckel)


def of_staff(ordner: Path, mass: str, jahre: list[int]) -> int:
    rows = [r for r in read(ordner, "personal") if int(r["monat"][:4]) in jahre]
    if mass == "personalkosten":
        return sum(int(r["kosten_cent"]) for r in rows)
    months = len({r["monat"] for r in rows})
    shares = sum((Decimal(r["vzae"]) for r in rows if r["vzae"]), Decimal(0))
    return int((10_000 * shares / months).quantize(Decimal(1), ROUND_HALF_UP))


def inhabitants(ordner: Path, jahr: int, ags: str) -> int:
    listed = json.loads((ordner / "lage.json").read_text(encoding="utf-8"))["bevoelkerung"]
    until = [b for b in listed if b["stichtag"] <= f"{jahr}-12-31"]
    people: dict[str, int] = (until[-1] if until else listed[0])["einwohner"]
    return people[ags] if len(ags) == 8 else sum(people.values())


def expected(ordner: Path, frage: dict[str, Any]) -> dict[str, Any]:
    """``gesamt``, and by key of the grouping: ``wert``, ``anteil``, ``veraenderung``, ``rate``, ``rang``."""
    mass, nach = frage["mass"], frage.get("nach", "")
    alle = read(ordner, "weiterleitungen")
    jahre = sorted({int(r["foerderjahr"]) for r in alle if frage["von"] <= int(r["foerderjahr"]) <= frage["bis"]})
    if mass in ("hoechstbetrag", "ausschoepfung", "vzae", "personalkosten"):
        measure = of_kreis if mass in ("hoechstbetrag", "ausschoepfung") else of_staff
        lines = {str(j): measure(ordner, mass, [j]) for j in jahre} if nach else {}
        return {"gesamt": None if mass == "vzae" and nach else measure(ordner, mass, jahre), "wert": lines}
    free = not any(frage.get(f) for f in SPALTE)
    hidden = json.loads((ordner / "lage.json").read_text(encoding="utf-8"))["ungenannte_kommunen"] if free else {}
    rows = chosen(alle, frage)
    keys = [str(j) for j in jahre] if nach == "jahr" else sorted({key_of(r, nach) for r in rows}) if nach else []
    parts = {k: [r for r in rows if key_of(r, nach) == k] for k in keys}
    lines = {k: value(mass, p, hidden if nach == "jahr" else {}) for k, p in parts.items()}
    out: dict[str, Any] = {"gesamt": value(mass, rows, hidden), "wert": lines}
    if frage.get("je_1000"):
        out = per_head(ordner, frage, out, rows, lines)
    if frage.get("anteil"):
        out["anteil"] = shares(frage, parts, rows, [r for r in alle if int(r["foerderjahr"]) in jahre])
    if frage.get("veraenderung"):
        out |= changes(mass, lines, parts)
    if frage.get("rang"):
        out["rang"] = ranks(nach, out["wert"])
    return out


def per_head(ordner: Path, frage: dict[str, Any], out: dict[str, Any], rows: list[Zeile], lines: dict[str, Any]) -> Any:
    scale = 1000 if frage["mass"] in (*GELD, "netto") else 100_000
    nach = frage.get("nach", "")
    ags = rows[0]["ags"] if frage.get("kommune") else ""

    def per(wert: int | None, jahr: int, place: str) -> int | None:
        return None if wert is None else half_up(wert * scale, inhabitants(ordner, jahr, place))

    found = {}
    for k, wert in lines.items():
        place, jahr = (k if nach == "kommune" else ags), int(k) if nach == "jahr" else frage["bis"]
        found[k] = None if nach == "kommune" and len(k) != 8 else per(wert, jahr, place)
    return {"wert": found, "gesamt": None if nach == "jahr" else per(out["gesamt"], frage["bis"], ags)}


def shares(
    frage: dict[str, Any], parts: dict[str, list[Zeile]], rows: list[Zeile], alle: list[Zeile]
) -> dict[str, int | None]:
    nach, mass = frage.get("nach", ""), frage["mass"]
    found = {}
    for k, part in (parts or {"": rows}).items():
        base = [r for r in alle if r["foerderjahr"] == k] if nach == "jahr" else rows if nach else alle
        a, b = value(mass, part, {}), value(mass, base, {})
        sayable = part and whole(mass, part) and whole(mass, base) and a is not None and b is not None and b > 0
        found[k] = half_up(1000 * (a or 0), b or 1) if sayable else None
    return found


def changes(mass: str, lines: dict[str, Any], parts: dict[str, list[Zeile]]) -> dict[str, Any]:
    diff: dict[str, int | None] = {}
    rate: dict[str, int | None] = {}
    for k in lines:
        before = str(int(k) - 1)
        sayable = before in lines and all(parts[j] and whole(mass, parts[j]) for j in (k, before))
        diff[k] = lines[k] - lines[before] if sayable else None
        rate[k] = half_up(1000 * (diff[k] or 0), lines[before]) if sayable and lines[before] > 0 else None
    return {"veraenderung": diff, "rate": rate}


def ranks(nach: str, lines: dict[str, int | None]) -> dict[str, int | None]:
    unnamed = ("", "nicht zugeordnet", "nicht benannt", "keine Angabe", "unbekannt")
    named = {
        k: v for k, v in lines.items() if v is not None and k not in unnamed and (nach != "kommune" or len(k) == 8)
    }
    return {k: 1 + sum(v > named[k] for v in named.values()) if k in named else None for k in lines}
