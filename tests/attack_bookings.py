"""An attacker on the bookings: what of the protected recipients follows from sums, named bookings, calls and the list.

Works from the real bookings, which of them each level names, and which sums it publishes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from komman.release import Freigegeben
from tests.attack import Row, known_too_well

OWN = {"auszahlung": "mittelabruf", "rueckzahlung": "erstattung_land"}
LISTED = {"auszahlung": "ausgezahlt_cent", "rueckzahlung": "zurueckgezahlt_cent"}
Sums = dict[str, int]


def plain(df: pd.DataFrame) -> list[Row]:
    rows = df.astype(object).where(df.notna(), None).to_dict("records")
    return [{str(k): v for k, v in r.items()} for r in rows]


def attack(
    liste: pd.DataFrame,
    bank: pd.DataFrame,
    levels: Mapping[str, Freigegeben],
    protected: set[str],
    schwellen: Mapping[str, tuple[int, int]],
) -> list[str]:
    """Everything by which a protected recipient's bookings are known too well; what is subtracted is published."""
    real, booked = plain(liste), plain(bank)
    out: list[str] = []
    for jahr in sorted({r["foerderjahr"] for r in real}):
        for art in OWN:
            for level, f in levels.items():
                # The public sees one level only, those in between see both.
                seen = levels if level == "nichtoeffentlich" else {level: f}
                named = _named(f, jahr)
                theirs = _sums([b for b in booked if (b["foerderjahr"], b["art"]) == (jahr, art)], real, named)
                # Whoever knows one level's sum takes from it the bookings that the other level names.
                finds = [theirs] if theirs and any(_shown(s, jahr, art) for s in seen.values()) else []
                listed = _listed(real, jahr, art, named)
                finds += [_less(listed, theirs)] if finds and listed else []
                for sums in finds:
                    out += [f"{jahr} {art} {level}: {x}" for x in _too_well(sums, protected, schwellen[level])]
    return out


def _shown(f: Freigegeben, jahr: int, art: str) -> bool:
    """Whether the level tells what the unnamed got: as a sum, or as what the Kreis called for or gave back."""
    return any(
        z["foerderjahr"] == jahr and z["massnahme_id"] is None and z["art"] in (art, OWN[art])
        for z in plain(f.tabellen["zahlungen"])
    )


def _named(f: Freigegeben, jahr: int) -> set[str]:
    return {r["traeger_id"] for r in plain(f.tabellen["weiterleitungen"]) if r["foerderjahr"] == jahr}


def _sums(bookings: list[Row], real: list[Row], named: set[str]) -> Sums:
    of = {(r["foerderjahr"], r["massnahme_id"]): r["traeger_id"] for r in real}
    out: Sums = defaultdict(int)
    for b in bookings:
        traeger = of[b["foerderjahr"], b["massnahme_id"]]
        if traeger not in named:
            out[traeger] += b["betrag_cent"]
    return dict(out)


def _listed(real: list[Row], jahr: int, art: str, named: set[str]) -> Sums:
    out: Sums = defaultdict(int)
    for r in real:
        if r["foerderjahr"] == jahr and r["traeger_id"] not in named and r[LISTED[art]] is not None:
            out[r["traeger_id"]] += r[LISTED[art]]
    return dict(out)


def _less(a: Sums, b: Sums) -> Sums:
    return {k: a.get(k, 0) - b.get(k, 0) for k in a.keys() | b.keys()}


def _too_well(sums: Sums, protected: set[str], schwelle: tuple[int, int]) -> list[str]:
    units, p = schwelle
    out = [f"{len(sums)} Empfänger"] if 0 < len(sums) < units and protected & sums.keys() else []
    return out + [x for unit in protected & sums.keys() for x in known_too_well(unit, [sums], p)]


def bookings_of(liste: pd.DataFrame, rng: Any) -> list[dict[str, Any]]:
    """A bank list for a ledger: most payments and returns, some missing, and the calls of the Kreis for just these."""
    rows: list[dict[str, Any]] = []
    missing = rng.choice([0.0, 0.0, 0.1, 0.6])
    for r in plain(liste):
        for art, measure in LISTED.items():
            if r[measure] and rng.random() >= missing:
                head = {"foerderjahr": r["foerderjahr"], "massnahme_id": r["massnahme_id"], "art": art}
                rows.append({**head, "betrag_cent": r[measure]})
    for jahr in sorted({r["foerderjahr"] for r in rows}):
        for art, own in OWN.items():
            whole = sum(r["betrag_cent"] for r in rows if (r["foerderjahr"], r["art"]) == (jahr, art))
            rows += [{"foerderjahr": jahr, "massnahme_id": None, "art": own, "betrag_cent": whole}] if whole else []
    return [{**r, "zahlung_id": str(i), "quelle_datei": "bank.csv"} for i, r in enumerate(rows)]
