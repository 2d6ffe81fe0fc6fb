"""What each Kommune of the Kreis got: per head, over the years, and which never were funded by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from komman.formats import divide_half_up
from komman.kreis import Bevoelkerung, Kommune
from komman.outcomes import frame, grouped, sums

GEFOERDERT, NICHT_GEFOERDERT, NIE, NICHT_NAMENTLICH = "gefördert", "nicht gefördert", "nie", "nicht namentlich"
SPALTEN = ["ags", "kommune", "stand", "traeger", "massnahmen", "betrag_cent", "einwohner", "je_1000_cent"]


def per_thousand(cent: int | None, einwohner: int | None) -> int | None:
    """Cents per 1,000 inhabitants, rounded half up; missing where a part is missing."""
    return None if cent is None or einwohner is None else divide_half_up(cent * 1000, einwohner)


def all_kommunen(
    weiterleitungen: pd.DataFrame,
    jahr: int,
    mass: str,
    orte: Sequence[Kommune],
    bevoelkerung: Bevoelkerung | None = None,
    ungenannt: Mapping[int, int] | None = None,
) -> pd.DataFrame:
    """One row per Kommune of the Kreis, also of those without funding, in the order of ``orte``.

    ``betrag_cent`` is the measure ``mass`` in ``jahr``, ``je_1000_cent`` that per 1,000 inhabitants. Funded means: the
    Förderlisten name a Maßnahme there. ``jahre``: the number of such years up to ``jahr``. ``stand`` (this year) and
    ``jemals`` (any year) say that; where ``ungenannt`` Kommunen (Förderjahr → number) are hidden by the Freigabe, the
    missing name proves nothing: NICHT_NAMENTLICH.
    """
    until = weiterleitungen[weiterleitungen["foerderjahr"] <= jahr]
    hidden = {j for j, n in (ungenannt or {}).items() if n and j <= jahr}
    rows = [_kommune(until, jahr, mass, ort, hidden) for ort in orte]
    for row in rows:
        row["einwohner"] = bevoelkerung.einwohner[row["ags"]] if bevoelkerung else None
        row["je_1000_cent"] = per_thousand(row["betrag_cent"], row["einwohner"])
    return frame(rows, [*SPALTEN, "jahre", "jemals"])


def _kommune(until: pd.DataFrame, jahr: int, mass: str, ort: Kommune, hidden: set[int]) -> dict[str, Any]:
    own = until[until["ags"] == ort.ags]
    rows = own[own["foerderjahr"] == jahr]
    named = len(rows) > 0
    unsure = not named and jahr in hidden
    return {
        "ags": ort.ags,
        "kommune": ort.name,
        "stand": GEFOERDERT if named else NICHT_NAMENTLICH if unsure else NICHT_GEFOERDERT,
        "traeger": None if unsure else rows["traeger_id"].nunique(),
        "massnahmen": None if unsure else rows["massnahme_id"].nunique(),
        "betrag_cent": sums(rows)[f"{mass}_cent"] if named else None,
        "jahre": own["foerderjahr"].nunique(),
        "jemals": GEFOERDERT if len(own) else NICHT_NAMENTLICH if hidden else NIE,
    }


def kommune_by_year(weiterleitungen: pd.DataFrame, ags: str) -> pd.DataFrame:
    """Sums and counts of one Kommune per Förderjahr in which it is named: ``foerderjahr``, then as ``by_kommune``."""
    own = weiterleitungen[weiterleitungen["ags"] == ags]
    jahre = sorted({int(j) for j in own["foerderjahr"]})
    return grouped([{"foerderjahr": j} for j in jahre], [own[own["foerderjahr"] == j] for j in jahre], ["foerderjahr"])


def per_thousand_by_year(
    jahre: pd.DataFrame, mass_je_jahr: Mapping[int, str], einwohner: Mapping[int, int]
) -> pd.DataFrame:
    """Cents per 1,000 inhabitants of the Kreis: ``foerderjahr, betrag_cent, einwohner, je_1000_cent``.

    ``jahre`` is ``outcomes.yearly``; the measure and the inhabitants are given by Förderjahr, missing where not.
    """
    rows = []
    for _, z in jahre.iterrows():
        jahr = int(z["foerderjahr"])
        mass, leute = mass_je_jahr.get(jahr), einwohner.get(jahr)
        cent = None if mass is None or pd.isna(z[f"{mass}_cent"]) else int(z[f"{mass}_cent"])
        rows.append(
            {"foerderjahr": jahr, "betrag_cent": cent, "einwohner": leute, "je_1000_cent": per_thousand(cent, leute)}
        )
    return frame(rows, ["foerderjahr", "betrag_cent", "einwohner", "je_1000_cent"])


def years_by_kommune(weiterleitungen: pd.DataFrame) -> pd.DataFrame:
    """In which Förderjahre each Kommune is named: ``ags, foerderjahr``, one row each, sorted."""
    found = {(str(a), int(j)) for a, j in zip(weiterleitungen["ags"], weiterleitungen["foerderjahr"], strict=True)}
    rows = [{"ags": a, "foerderjahr": j} for a, j in sorted(found) if len(a) == 8]
    return frame(rows, ["ags", "foerderjahr"])
