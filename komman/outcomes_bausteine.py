"""What the money was for: units and people by Baustein, and the Bausteine over the years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from komman.formats import KEINE_ANGABE
from komman.microaggregate import KOEPFE, NICHT_ZUGEORDNET
from komman.outcomes import by_baustein, frame

EINHEITEN = ("einheiten_bewilligt", "einheiten_nachgewiesen")


def counts_by_baustein(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Units, Ehrenamtliche and Teilnehmende of a Förderjahr per Baustein, in the order of ``by_baustein``.

    Each count is the sum of the known values, missing if none is known; ``mit_<count>`` says how many Maßnahmen
    reported one.
    """
    rows = weiterleitungen[weiterleitungen["foerderjahr"] == jahr]
    code = rows["baustein"].fillna(KEINE_ANGABE).replace("", KEINE_ANGABE)
    heads = [(str(z["baustein"]), str(z["name"])) for _, z in by_baustein(weiterleitungen, jahr).iterrows()]
    out = [{"baustein": c, "name": n, **counts(rows[code == c])} for c, n in heads]
    return frame(out, ["baustein", "name", *_columns()])


def counts_of_year(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """The same counts of the whole Förderjahr, in one row."""
    return frame([counts(weiterleitungen[weiterleitungen["foerderjahr"] == jahr])], _columns())


def _columns() -> list[str]:
    return [*(c for m in (*EINHEITEN, *KOEPFE) for c in (m, f"mit_{m}")), "massnahmen"]


def counts(rows: pd.DataFrame) -> dict[str, Any]:
    """Sums of the counts in these rows, and the Maßnahmen that reported them."""
    out: dict[str, Any] = {"massnahmen": rows["massnahme_id"].nunique()}
    for mass in (*EINHEITEN, *KOEPFE):
        known = rows[rows[mass].notna()]
        out[mass] = int(known[mass].sum()) if len(known) else None
        out[f"mit_{mass}"] = known["massnahme_id"].nunique()
    return out


def bausteine_by_year(weiterleitungen: pd.DataFrame, masse: Iterable[tuple[int, str]]) -> pd.DataFrame:
    """One measure per Förderjahr and main Baustein (the letter): ``foerderjahr, baustein, betrag_cent``.

    ``masse`` gives the measure of each year. A Baustein without any known amount of that measure is missing, one that
    no Maßnahme names has no row; „keine Angabe“ and „nicht zugeordnet“ are as in ``by_baustein``.
    """
    rows: list[dict[str, Any]] = []
    for jahr, mass in masse:
        sums: dict[str, int | None] = {}
        for _, z in by_baustein(weiterleitungen, jahr).iterrows():
            code, cent = str(z["baustein"]), z[f"{mass}_cent"]
            key = code if code in (KEINE_ANGABE, NICHT_ZUGEORDNET) else code[0]
            before = sums.get(key, 0)
            sums[key] = None if pd.isna(cent) or before is None else before + int(cent)
        rows += [{"foerderjahr": jahr, "baustein": b, "betrag_cent": c} for b, c in sums.items()]
    return frame(rows, ["foerderjahr", "baustein", "betrag_cent"])
