"""Yearly outcomes of Programmteil II: sums, shares and counts per Förderjahr, Kommune and Baustein."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from komman.bausteine import bausteine
from komman.errors import DatenFehler, Ort
from komman.formats import KEINE_ANGABE, NICHT_BELEGT, euro, permille
from komman.microaggregate import NICHT_ZUGEORDNET
from komman.rules import HOECHSTBETRAG, Regelwerk, Regelwert, regelwerk

MASSE = ("beantragt", "bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt", "zurueckgezahlt")
TEXTE = frozenset({"hoechstbetrag_quelle", "ags", "kommune", "baustein", "name", "bezeichnung"}) | frozenset(
    {"massnahme_id", "traeger_id", "traegername", "traegerart", "stand", "jemals"}
)
# The money measure of a year: the first of these that is known.
LEITMASSE = ("netto", "ausgezahlt", "bewilligt")

FLUSS = (
    ("Höchstbetrag", "hoechstbetrag"),
    ("bewilligt", "bewilligt"),
    ("ausgezahlt", "ausgezahlt"),
    ("zurückgezahlt", "zurueckgezahlt"),
    ("netto weitergeleitet", "netto"),
)


def yearly(
    weiterleitungen: pd.DataFrame,
    bescheide: pd.DataFrame,
    kreis_schluessel: str,
    ungenannte_kommunen: Mapping[int, int] | None = None,
    regeln: Regelwerk | None = None,
) -> pd.DataFrame:
    """One row per Förderjahr of ``weiterleitungen``, sorted: ceiling, sums in cents, shares in promille, counts.

    A sum is missing if none of its parts is known, else the sum of the known ones; ``fehlt_<measure>`` counts the
    Maßnahmen without any value. ``netto_cent`` = ausgezahlt - zurueckgezahlt, missing
    until both are known for every Maßnahme (nothing repaid is 0, not blank). ``massnahmen_offen``:
    no amount anerkannt yet. ``ungenannte_kommunen`` (Förderjahr → number) are those a Freigabe hides; ``kommunen``
    counts them too. The ceiling comes from the Bescheid, else from a rule with an exact value (``regeln``: those of the
    Kreis, else the shipped ones). Two Bescheide of the
    same day that contradict each other are refused (``DatenFehler``).
    """
    rules = regeln or regelwerk()
    rows = [
        _year(
            jahr,
            weiterleitungen[weiterleitungen["foerderjahr"] == jahr],
            bescheide,
            rules.lookup(HOECHSTBETRAG, jahr, kreis_schluessel),
            kreis_schluessel,
            (ungenannte_kommunen or {}).get(jahr, 0),
        )
        for jahr in sorted({int(j) for j in weiterleitungen["foerderjahr"]})
    ]
    return frame(rows, _columns())


def _columns() -> list[str]:
    return [
        "foerderjahr",
        "hoechstbetrag_cent",
        "hoechstbetrag_quelle",
        "bewilligt_land_cent",
        *(f"{m}_cent" for m in MASSE),
        "netto_cent",
        *(f"fehlt_{m}" for m in MASSE),
        "massnahmen_offen",
        "ausschoepfung_hoechstbetrag_promille",
        "ausschoepfung_bewilligt_promille",
        "kommunen",
        "kreisweit",
        "traeger",
        "massnahmen",
    ]


def frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    """Texts as text, everything else as whole numbers that may be missing."""
    df = pd.DataFrame(rows, columns=columns, dtype=object)
    return pd.DataFrame({c: df[c].astype("str" if c in TEXTE else "Int64") for c in columns})


def _year(
    jahr: int, rows: pd.DataFrame, bescheide: pd.DataFrame, regel: Regelwert, schluessel: str, ungenannt: int
) -> dict[str, Any]:
    ceiling, source = _ceiling(jahr, bescheide, regel)
    out = sums(rows)
    ags = rows["ags"]
    return {
        "foerderjahr": jahr,
        "hoechstbetrag_cent": ceiling,
        "hoechstbetrag_quelle": source,
        "bewilligt_land_cent": from_bescheid(jahr, bescheide, "betrag_cent")[0],
        **out,
        "massnahmen_offen": out["fehlt_anerkannt"],
        "ausschoepfung_hoechstbetrag_promille": permille(out["netto_cent"], ceiling),
        "ausschoepfung_bewilligt_promille": permille(
            out["netto_cent"], None if out["fehlt_bewilligt"] else out["bewilligt_cent"]
        ),
        "kommunen": ags[ags.str.len() == 8].nunique() + ungenannt,
        "kreisweit": rows.loc[ags == schluessel, "massnahme_id"].nunique(),
        "traeger": rows["traeger_id"].nunique(),
    }


def sums(rows: pd.DataFrame) -> dict[str, Any]:
    """Sums of the measures, ``netto``, Maßnahmen without a value, and the number of Maßnahmen."""
    out: dict[str, Any] = {}
    ids = rows["massnahme_id"]
    total = ids.nunique()
    for mass in MASSE:
        cent = rows[f"{mass}_cent"]
        known = cent.notna()
        out[f"{mass}_cent"] = int(cent.sum()) if known.any() else None
        out[f"fehlt_{mass}"] = 0 if known.all() else total - ids[known].nunique()
    # A difference from half-known sums would count a missing return as 0; so it is missing until all are known.
    known_all = not (out["fehlt_ausgezahlt"] or out["fehlt_zurueckgezahlt"]) and total > 0
    out["netto_cent"] = out["ausgezahlt_cent"] - out["zurueckgezahlt_cent"] if known_all else None
    return {**out, "massnahmen": total}


def _ceiling(jahr: int, bescheide: pd.DataFrame, rule: Regelwert) -> tuple[int | None, str]:
    cent, bescheid = from_bescheid(jahr, bescheide, "hoechstbetrag_cent")
    if cent is not None:
        return cent, bescheid
    return (rule.exakt, f"Regelwerk: {rule.quelle}") if rule.exakt is not None else (None, NICHT_BELEGT)


def from_bescheid(jahr: int, bescheide: pd.DataFrame, column: str, programmteil: str = "II") -> tuple[int | None, str]:
    """The value of the latest Bescheid or change of a Programmteil that names one, and that Bescheid as text."""
    row = latest_letter(jahr, bescheide, column, programmteil, ("bescheid", "aenderung"))
    if row is None:
        return None, ""
    day = row["datum"]
    return int(row[column]), "Bescheid ohne Datum" if pd.isna(day) else f"Bescheid vom {day:%d.%m.%Y}"


def latest_letter(
    jahr: int, bescheide: pd.DataFrame, column: str, programmteil: str, arten: Sequence[str]
) -> pd.Series[Any] | None:
    """The latest letter of these kinds on a Programmteil that names an amount in ``column``, or nothing.

    A letter without a date counts only where none has one. Two of the same day that contradict each other are refused
    (``DatenFehler``).
    """
    fits = (
        (bescheide["foerderjahr"] == jahr)
        & (bescheide["programmteil"] == programmteil)
        & bescheide["art"].isin(list(arten))
        & bescheide[column].notna()
    )
    rows = bescheide[fits]
    if rows.empty:
        return None
    day = rows["datum"].max()
    latest = rows if pd.isna(day) else rows[rows["datum"] == day]
    if latest[column].nunique() > 1:
        raise _contradiction(jahr, latest, column, day)
    return latest.iloc[0]


def _contradiction(jahr: int, rows: pd.DataFrame, column: str, day: Any) -> DatenFehler:
    amounts = " und ".join(euro(int(c)) for c in sorted(rows[column].unique()))
    r = rows.iloc[0]
    line = None if pd.isna(r["quelle_zeile"]) else int(r["quelle_zeile"])
    sheet, datei = (r[c] if isinstance(r[c], str) else "" for c in ("quelle_blatt", "quelle_datei"))
    when = "ohne Datum" if pd.isna(day) else f"vom {day:%d.%m.%Y}"
    what = "Verwendungsnachweise" if r["art"] == "nachweis" else "Bescheide"
    return DatenFehler(
        f"Zwei {what} zum Förderjahr {jahr} {when} widersprechen sich: {amounts}.",
        ort=Ort(datei or "bescheide", sheet, line, column),
        abhilfe=f"Den überholten {'Nachweis' if r['art'] == 'nachweis' else 'Bescheid'} in korrekturen.yaml löschen "
        "oder sein Datum berichtigen.",
    )


def leitmass(jahr: pd.Series[Any]) -> str | None:
    """The measure by which a year's money is told in one figure: netto if known, else ausgezahlt, else bewilligt."""
    return next((m for m in LEITMASSE if not pd.isna(jahr[f"{m}_cent"])), None)


def funding_flow(jahr: pd.Series[Any]) -> pd.DataFrame:
    """The way of the money in one row of ``yearly``: ``bezeichnung``, ``cent``, ``fehlt`` (Maßnahmen without value)."""
    rows = [
        {
            "bezeichnung": name,
            "cent": _value(jahr, f"{mass}_cent"),
            "fehlt": _value(jahr, f"fehlt_{mass}") if mass in MASSE else None,
        }
        for name, mass in FLUSS
    ]
    return frame(rows, ["bezeichnung", "cent", "fehlt"])


def _value(row: pd.Series[Any], column: str) -> int | None:
    return None if pd.isna(row[column]) else int(row[column])


def by_kommune(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Sums and counts of a Förderjahr per Kommune (by ags), then kreisweit, then „nicht zugeordnet“.

    The six sums and ``massnahmen`` add up to those of the year; ``netto_cent`` is missing where one part is.
    """
    rows = weiterleitungen[weiterleitungen["foerderjahr"] == jahr]
    places = sorted({str(a) for a in rows["ags"]}, key=lambda a: (len(a) != 8, a == "", a))
    groups = [(a, rows[rows["ags"] == a]) for a in places]
    return grouped(
        [{"ags": a, "kommune": str(g["kommune"].iloc[0])} for a, g in groups],
        [g for _, g in groups],
        ["ags", "kommune"],
    )


def by_baustein(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Sums and counts of a Förderjahr per Baustein, then „keine Angabe“ (the source names none) and „nicht zugeordnet“.

    A Maßnahme with rows in two Bausteine counts in both; the six sums add up to those of the year.
    """
    rows = weiterleitungen[weiterleitungen["foerderjahr"] == jahr]
    code = rows["baustein"].fillna(KEINE_ANGABE).replace("", KEINE_ANGABE)
    names = bausteine()
    codes = sorted(set(code), key=lambda c: (c == NICHT_ZUGEORDNET, c == KEINE_ANGABE, c))
    return grouped(
        [{"baustein": c, "name": names.get(c, c)} for c in codes],
        [rows[code == c] for c in codes],
        ["baustein", "name"],
    )


def grouped(heads: list[dict[str, Any]], groups: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Sums and counts of each group of rows, after its ``keys`` from ``heads``."""
    rows = [{**head, **sums(g), "traeger": g["traeger_id"].nunique()} for head, g in zip(heads, groups, strict=True)]
    return frame(
        rows,
        [*keys, *(f"{m}_cent" for m in MASSE), "netto_cent", *(f"fehlt_{m}" for m in MASSE), "traeger", "massnahmen"],
    )
