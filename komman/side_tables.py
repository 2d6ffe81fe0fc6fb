"""Bookings and posts at the public levels: pooled Maßnahmen as sums, posts as yearly sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from komman.datenschutz import Schwelle
from komman.microaggregate import Massnahme, Zeile, records
from komman.pools import failing
from komman.tables import conform, empty
from komman.text import compare_key

# One post's costs are one employee's salary.
MINDEST_STELLEN = 2
VIERTE_STELLE = Decimal("0.0001")


def release_payments(
    zahlungen: pd.DataFrame, genannt: Mapping[Massnahme, str], traeger: Mapping[Massnahme, str], schwelle: Schwelle
) -> tuple[pd.DataFrame, list[int]]:
    """Bookings of named Maßnahmen as they are, those of all others summed per Förderjahr and art without date.

    ``genannt`` gives the public id of each Maßnahme published by name, ``traeger`` the recipient of each Maßnahme.
    Those of the Kreis itself (no Maßnahme, art mittelabruf or erstattung_land) are summed alike: a call for one
    week's payments, less the named ones, would be the payment of a protected recipient. A sum that is not safe is left
    out, because it cannot be hidden among named bookings (those could be subtracted); the years concerned are returned.
    """
    kept: list[Zeile] = []
    pooled: dict[tuple[int, str], list[Zeile]] = defaultdict(list)
    own: dict[tuple[int, str], int] = defaultdict(int)
    for row in records(zahlungen):
        key = (row["foerderjahr"], row["massnahme_id"])
        if key in genannt:
            kept.append({**row, "massnahme_id": genannt[key]})
        elif row["massnahme_id"] is None and row["art"] in ("mittelabruf", "erstattung_land"):
            own[row["foerderjahr"], row["art"]] += row["betrag_cent"]
        else:
            pooled[row["foerderjahr"], row["art"]].append(row)
    kept += [{"foerderjahr": jahr, "art": art, "betrag_cent": cent} for (jahr, art), cent in sorted(own.items())]
    left_out: list[int] = []
    for (jahr, art), rows in sorted(pooled.items()):
        if failing(_per_recipient(rows, traeger), schwelle, ("betrag_cent",)) is None:
            kept.append({"foerderjahr": jahr, "art": art, "betrag_cent": sum(r["betrag_cent"] for r in rows)})
        else:
            left_out.append(jahr)
    return _neutral(kept), sorted(set(left_out))


def _per_recipient(rows: Iterable[Zeile], traeger: Mapping[Massnahme, str]) -> dict[str, dict[str, int]]:
    """Sums per recipient; bookings without a known Maßnahme count as those of one single recipient."""
    summen: dict[str, dict[str, int]] = defaultdict(lambda: {"betrag_cent": 0})
    for r in rows:
        summen[traeger.get((r["foerderjahr"], r["massnahme_id"] or ""), "")]["betrag_cent"] += r["betrag_cent"]
    return summen


def _neutral(rows: Sequence[Zeile]) -> pd.DataFrame:
    """New keys in the order of what is public: the source's keys tell the place in the bank list."""

    def order(r: Zeile) -> tuple[object, ...]:
        return (
            r["foerderjahr"],
            r["art"],
            r.get("datum") is None,
            str(r.get("datum") or ""),
            r.get("massnahme_id") or "",
            r["betrag_cent"],
        )

    out: list[Zeile] = []
    count: dict[tuple[int, str], int] = defaultdict(int)
    for r in sorted(rows, key=order):
        cell = (r["foerderjahr"], r["art"])
        count[cell] += 1
        out.append({**r, "zahlung_id": f"zahlung-{cell[0]}-{cell[1]}-{count[cell]:04d}", "quelle_zeile": None})
    return conform(pd.DataFrame(out, dtype=object), "zahlungen") if out else empty("zahlungen")


def release_staff(personal: pd.DataFrame) -> pd.DataFrame:
    """One row per year: full-time equivalents as the average over its months, costs as their sum, nothing per post.

    The costs of a year are missing if fewer than two posts have any, or if a month with someone on the post has none.
    From two on design §8 allows their yearly sum; a
    higher threshold is for the owner of the Freigabe to decide.
    """
    years: dict[str, list[Zeile]] = defaultdict(list)
    for row in records(personal):
        years[row["monat"][:4]].append(row)
    out: list[Zeile] = []
    for jahr, rows in sorted(years.items()):
        vzae = [Decimal(r["vzae"]) for r in rows if r["vzae"] is not None]
        kosten = [r["kosten_cent"] for r in rows if r["kosten_cent"] is not None]
        stellen = {compare_key(r["stelle"]) for r in rows if r["kosten_cent"]}
        unknown = any(r["kosten_cent"] is None and r["besetzt"] != "nein" for r in rows)
        months = len({r["monat"] for r in rows})
        out.append(
            {
                "stelle": "alle",
                "monat": jahr,
                "kosten_cent": sum(kosten) if len(stellen) >= MINDEST_STELLEN and not unknown else None,
                "vzae": (sum(vzae, Decimal(0)) / months).quantize(VIERTE_STELLE, ROUND_HALF_UP) if vzae else None,
            }
        )
    return conform(pd.DataFrame(out, dtype=object), "personal") if out else empty("personal")
