"""The value of a measure for some rows, years or inhabitants; what is not known stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from komman import outcomes
from komman.errors import DatenFehler
from komman.formats import divide_half_up, permille
from komman.kreis import Bevoelkerung, population_for
from komman.lage import Lage
from komman.outcomes_bausteine import counts
from komman.outcomes_traeger import is_pooled
from komman.questions_model import Frage, Mass
from komman.staffing import average_posts, costs

VZAE = 10_000  # full-time equivalents are counted in ten-thousandths


@dataclass(frozen=True, slots=True)
class Wert:
    """A value in the unit of its measure, or nothing; ``fehlt`` names what is missing and at how many Maßnahmen.

    ``massnahmen`` and ``zeilen`` say what it rests on.
    """

    wert: int | None
    massnahmen: int = 0
    zeilen: int = 0
    fehlt: tuple[tuple[str, int], ...] = ()

    @property
    def vollstaendig(self) -> bool:
        """Whether the value rests on every Maßnahme, so that a share or a change may be computed from it."""
        return self.wert is not None and not self.fehlt


def of_rows(m: Mass, rows: pd.DataFrame, ungenannt: Mapping[int, int]) -> Wert:
    """The measure over these rows of „weiterleitungen“, each Förderjahr by itself, then together.

    ``ungenannt`` (Förderjahr → number) are the Kommunen a Freigabe hides; they count where all rows are asked for.
    """
    if rows.empty:
        return Wert(None)  # no row is no proof of 0
    jahre = sorted({int(j) for j in rows["foerderjahr"]})
    parts = [rows[rows["foerderjahr"] == j] for j in jahre]
    massnahmen = sum(p["massnahme_id"].nunique() for p in parts)
    if m.name == "massnahmen":
        return Wert(massnahmen, massnahmen, len(rows))
    if m.name in ("traeger", "kommunen"):
        return Wert(_distinct(m, rows, jahre, ungenannt), massnahmen, len(rows))
    if m.art == "koepfe":
        found = [counts(p) for p in parts]
        missing = sum(c["massnahmen"] - c[f"mit_{m.name}"] for c in found)
        return Wert(
            _known_sum([c[m.name] for c in found]), massnahmen, len(rows), ((m.titel, missing),) if missing else ()
        )
    sums = [outcomes.sums(p) for p in parts]
    names = {"ausgezahlt": "ausgezahlt", "zurueckgezahlt": "zurückgezahlt"} if m.name == "netto" else {m.name: m.titel}
    fehlt = tuple((t, n) for name, t in names.items() if (n := sum(s[f"fehlt_{name}"] for s in sums)))
    values = [s[f"{m.name}_cent"] for s in sums]
    # Known parts may stand as such; a net sum may not, because a missing return would count as 0 (outcomes.sums).
    whole = _all_or_nothing(values) if m.name == "netto" else _known_sum(values)
    return Wert(whole, massnahmen, len(rows), fehlt)


def _known_sum(values: Sequence[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _all_or_nothing(values: Sequence[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if len(known) == len(values) and known else None


def _distinct(m: Mass, rows: pd.DataFrame, jahre: Sequence[int], ungenannt: Mapping[int, int]) -> int:
    """How many different Träger or Kommunen; those not named cannot be told apart from year to year."""
    if not countable(m, rows, ungenannt):
        raise DatenFehler(
            f"„{m.titel}“ lassen sich bei dieser Freigabe nicht über mehrere Jahre zählen.",
            mehr=["Grund: Wer nicht genannt werden darf, ist von Jahr zu Jahr nicht wiederzuerkennen."],
            abhilfe="--nach jahr hinzufügen oder ein einzelnes Förderjahr nennen.",
        )
    if m.name == "traeger":
        return int(rows["traeger_id"].nunique())
    ags = rows["ags"]
    return int(ags[ags.str.len() == 8].nunique()) + sum(ungenannt.get(j, 0) for j in jahre)


def countable(m: Mass, rows: pd.DataFrame, ungenannt: Mapping[int, int]) -> bool:
    """Whether several Förderjahre can be counted together: everyone counted is named, or it is one year."""
    jahre = {int(j) for j in rows["foerderjahr"]}
    hidden = {"traeger": bool(is_pooled(rows).any()), "kommunen": any(ungenannt.get(j) for j in jahre)}
    return len(jahre) < 2 or not hidden.get(m.name, False)


def of_kreis(m: Mass, lage: Lage, jahre: Sequence[int]) -> Wert:
    """Ceiling, and how far it was used; of several years only if known for each of them."""
    rows = [z for _, z in lage.jahre.iterrows() if int(z["foerderjahr"]) in jahre]
    ceilings = [None if pd.isna(z["hoechstbetrag_cent"]) else int(z["hoechstbetrag_cent"]) for z in rows]
    n = sum(int(z["massnahmen"]) for z in rows)
    hoechst = _all_or_nothing(ceilings)
    if m.name == "hoechstbetrag":
        return Wert(hoechst, n, len(rows))
    netto = _all_or_nothing([None if pd.isna(z["netto_cent"]) else int(z["netto_cent"]) for z in rows])
    if len(rows) == 1:
        used = rows[0]["ausschoepfung_hoechstbetrag_promille"]
        return Wert(None if pd.isna(used) else int(used), n, len(rows))
    return Wert(permille(netto, hoechst), n, len(rows))


def of_staff(m: Mass, lage: Lage, jahre: Sequence[int]) -> Wert:
    """Posts and their costs in the years; both missing if nothing is entered, costs also where they are not shown."""
    df = lage.tabellen["personal"]
    by_year = [df[df["monat"].str[:4] == str(j)] for j in jahre]
    measure = costs if m.name == "personalkosten" else average_posts
    values = [measure(posts) for posts in by_year]
    # An average of several years is refused before (questions_model), so the only sum here is one of costs.
    return Wert(_all_or_nothing(values), 0, sum(len(posts) for posts in by_year))


def years_of(lage: Lage, m: Mass) -> set[int]:
    """The years there is anything of the measure for."""
    if m.art == "personal":
        return {int(t[:4]) for t in lage.tabellen["personal"]["monat"]}
    return {int(j) for j in lage.weiterleitungen["foerderjahr"]}


def population(lage: Lage, jahr: int) -> Bevoelkerung:
    """The inhabitants a figure per head of the Förderjahr uses; refused without any."""
    found = population_for(lage.bevoelkerungen, jahr)
    if found is None:
        raise DatenFehler(
            "Einwohnerzahlen sind nicht hinterlegt.", abhilfe="sie in kreis.yaml unter „bevoelkerung“ eintragen."
        )
    return found


def heads(b: Bevoelkerung, ags: str = "") -> int | None:
    """Inhabitants of a Kommune, or of the whole Kreis for any key that is none."""
    return b.einwohner.get(ags) if len(ags) == 8 else sum(b.einwohner.values())


def per_thousand(frage: Frage, wert: Wert, einwohner: int | None) -> Wert:
    """The value per 1,000 inhabitants: cents, or hundredths of a count; rounded half up."""
    if wert.wert is None or not einwohner:
        return Wert(None, wert.massnahmen, wert.zeilen, wert.fehlt)
    scale = 1000 if frage.m.einheit == "cent" else 100_000
    per = divide_half_up(wert.wert * scale, einwohner)
    return Wert(per, wert.massnahmen, wert.zeilen, wert.fehlt)


def ranks(values: Iterable[int | None]) -> list[int | None]:
    """1 for the highest; equal values share a rank and the next one is skipped; nothing is no rank."""
    values = list(values)
    known = [v for v in values if v is not None]
    return [None if v is None else 1 + sum(k > v for k in known) for v in values]
