"""Bookings, posts and letters at the public levels: pooled Maßnahmen as sums, posts as yearly sums, no salary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from komman.datenschutz import Schwelle
from komman.microaggregate import Massnahme, Zeile, records
from komman.pools import Summen, failing
from komman.tables import conform, empty
from komman.text import compare_key

# The list's measure that a booking is one of, and the bookings that those of the Kreis itself follow.
LISTE = {"auszahlung": "ausgezahlt_cent", "rueckzahlung": "zurueckgezahlt_cent"}
FOLGT = {"mittelabruf": "auszahlung", "erstattung_land": "rueckzahlung"}
VIERTE_STELLE = Decimal("0.0001")
Stufe = tuple[Collection[Massnahme], Schwelle]  # the Maßnahmen a level names, and its threshold


def release_payments(
    zahlungen: pd.DataFrame, liste: Sequence[Zeile], genannt: Mapping[Massnahme, str], stufen: Sequence[Stufe]
) -> tuple[pd.DataFrame, list[int]]:
    """Bookings of named Maßnahmen as they are, those of all others summed per Förderjahr and art without date.

    ``liste`` are the real rows of the Maßnahmen, ``genannt`` gives the public id of each one published by name,
    ``stufen`` the levels that will be known together, this one last. Bookings of the Kreis itself (no Maßnahme, art
    mittelabruf or erstattung_land) are summed alike: a call for one week's payments, less the named ones, would be the
    payment of a protected recipient. A sum that is not safe is left out, because it cannot be hidden among named
    bookings (those could be subtracted), and with it what the Kreis called for or gave back for the same; the years
    concerned are returned.
    """
    rows = records(zahlungen)
    left_out = {cell for stufe in stufen for cell in _unsafe(rows, liste, stufe)}
    kept: list[Zeile] = []
    sums: dict[tuple[int, str, bool], int] = defaultdict(int)
    for row in rows:
        if (key := (row["foerderjahr"], row["massnahme_id"])) in genannt:
            kept.append({**row, "massnahme_id": genannt[key]})
            continue
        own = _is_own(row)
        if (row["foerderjahr"], FOLGT[row["art"]] if own else row["art"]) not in left_out:
            sums[row["foerderjahr"], row["art"], own] += row["betrag_cent"]
    kept += [{"foerderjahr": jahr, "art": art, "betrag_cent": cent} for (jahr, art, _), cent in sorted(sums.items())]
    return _neutral(kept), sorted({jahr for jahr, _ in left_out})


def _is_own(row: Zeile) -> bool:
    return row["massnahme_id"] is None and row["art"] in FOLGT


def _unsafe(buchungen: Iterable[Zeile], liste: Sequence[Zeile], stufe: Stufe) -> list[tuple[int, str]]:
    """Förderjahr and art of the sums by which a level would tell too much: alone, or taken from the list's sum.

    Bookings without a known Maßnahme count as those of one single recipient.
    """
    genannt, schwelle = stufe
    traeger = {(r["foerderjahr"], r["massnahme_id"]): r["traeger_id"] for r in liste}
    cells: dict[tuple[int, str], Summen] = defaultdict(lambda: defaultdict(lambda: {"betrag_cent": 0}))
    for r in buchungen:
        key = (r["foerderjahr"], r["massnahme_id"])
        if key not in genannt and not _is_own(r):
            cells[r["foerderjahr"], r["art"]][traeger.get(key, "")]["betrag_cent"] += r["betrag_cent"]
    of_list = [r for r in liste if (r["foerderjahr"], r["massnahme_id"]) not in genannt]
    return [
        (jahr, art)
        for (jahr, art), summen in sorted(cells.items())
        if failing(summen, schwelle, ("betrag_cent",)) is not None
        or failing(_not_booked(summen, [r for r in of_list if r["foerderjahr"] == jahr], art), schwelle, ("rest",))
    ]


def _not_booked(summen: Summen, rows: Iterable[Zeile], art: str) -> Summen:
    """Per recipient what the list says less what is booked; all 0 where the list says nothing of it."""
    known = [(r["traeger_id"], r[LISTE[art]]) for r in rows if art in LISTE and r[LISTE[art]] is not None]
    out: Summen = {t: {"rest": -s["betrag_cent"] if known else 0} for t, s in summen.items()}
    for traeger_id, cent in known:
        out.setdefault(traeger_id, {"rest": 0})["rest"] += cent
    return out


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


def release_staff(personal: pd.DataFrame, schwelle: Schwelle) -> pd.DataFrame:
    """One row per year: full-time equivalents as the average over its months, costs as their sum, nothing per post.

    The costs of a year are missing if they could be one salary (``_of_several``), if a month with someone on the post
    has none, or if a month is missing (``whole_year``). From two posts on design §8 allows their yearly sum; a higher
    threshold is for the owner of the Freigabe to decide.
    """
    years: dict[str, list[Zeile]] = defaultdict(list)
    for row in records(personal):
        years[row["monat"][:4]].append(row)
    out: list[Zeile] = []
    for jahr, rows in sorted(years.items()):
        vzae = [Decimal(r["vzae"]) for r in rows if r["vzae"] is not None]
        kosten = [r["kosten_cent"] for r in rows if r["kosten_cent"] is not None]
        unknown = any(r["kosten_cent"] is None and r["besetzt"] != "nein" for r in rows)
        unknown = unknown or not whole_year((r["monat"] for r in rows), personal["monat"])
        months = len({r["monat"] for r in rows})
        out.append(
            {
                "stelle": "alle",
                "monat": jahr,
                "kosten_cent": sum(kosten) if _of_several(rows, schwelle) and not unknown else None,
                "vzae": (sum(vzae, Decimal(0)) / months).quantize(VIERTE_STELLE, ROUND_HALF_UP) if vzae else None,
            }
        )
    return conform(pd.DataFrame(out, dtype=object), "personal") if out else empty("personal")


def whole_year(monate: Iterable[str], alle: Iterable[str]) -> bool:
    """Whether the list has every month of a year, or the sum of it; before its very first month there were no posts."""
    there, first = set(monate), min(alle)
    jahr = min(there)[:4]
    return jahr in there or all(m in there for m in (f"{jahr}-{n:02d}" for n in range(1, 13)) if m >= first)


def _of_several(rows: Iterable[Zeile], schwelle: Schwelle) -> bool:
    """Whether the costs of a year tell no salary to within p percent.

    Taken as one salary is the dearest post of each month, whatever it is called: a post renamed in summer is still
    one. What the others cost beside it must be at least p percent of that.
    """
    months: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for r in rows:
        months[r["monat"]][compare_key(r["stelle"])] += r["kosten_cent"] or 0
    dearest = sum(max(posts.values()) for posts in months.values())
    others = sum(sum(posts.values()) for posts in months.values()) - dearest
    return others != 0 and 100 * abs(others) >= schwelle.p_prozent * abs(dearest)


def release_letters(bescheide: pd.DataFrame, personal: pd.DataFrame) -> pd.DataFrame:
    """The letters; for Programmteil I, in a year whose costs are not shown, those that may say them have no amount.

    The Nachweis says what the posts cost. The Land pays that up to its rate, so a change of the Bescheid, or a Bescheid
    after the end of the Förderjahr, may say the same, or how long a post was vacant. ``personal`` are the released
    yearly sums.
    """
    shown = {int(p["monat"]) for p in records(personal) if p["kosten_cent"] is not None}
    late = (bescheide["art"] == "bescheid") & (bescheide["datum"].dt.year.fillna(0) > bescheide["foerderjahr"])
    tells = (bescheide["programmteil"] == "I") & (bescheide["art"].isin(["nachweis", "aenderung"]) | late)
    hidden = tells & ~bescheide["foerderjahr"].isin(shown)
    return bescheide.assign(**{c: bescheide[c].mask(hidden) for c in ("betrag_cent", "hoechstbetrag_cent")})
