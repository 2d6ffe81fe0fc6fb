"""Sachausgaben of Programmteil I: what was spent, against what the Land pays at most."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from komman.errors import DatenFehler
from komman.formats import NICHT_BELEGT, permille, stellenzahl
from komman.outcomes import from_bescheid, latest_letter
from komman.rules import SACHAUSGABEN, Regelwerk, Regelwert

PROGRAMMTEIL = "I-Sach"


@dataclass(frozen=True, slots=True)
class Sachjahr:
    """One Förderjahr: the ceiling in cents and its source, what was proven as spent, and the rule by class of posts.

    The Land pays what was really spent, up to the ceiling („bis zu“).
    """

    jahr: int
    hoechstbetrag: int | None
    quelle: str
    ausgegeben: int | None
    ausgegeben_quelle: str
    regel: Regelwert

    @property
    def rest(self) -> int | None:
        """Ceiling minus spent; negative above the ceiling."""
        if self.hoechstbetrag is None or self.ausgegeben is None:
            return None
        return self.hoechstbetrag - self.ausgegeben

    @property
    def ausschoepfung(self) -> int | None:
        """Spent in promille of the ceiling."""
        return permille(self.ausgegeben, self.hoechstbetrag)


def material_years(stellen: pd.DataFrame, bescheide: pd.DataFrame, regelwerk: Regelwerk) -> tuple[Sachjahr, ...]:
    """One entry per year with posts or a letter on Sachausgaben, ascending.

    The ceiling comes from the Bescheid, else from the rule for the class of posts (1, 1,5 or 2): the average of the
    year must be exactly such a class, else the ceiling is „nicht belegt“.
    """
    letters = bescheide[bescheide["programmteil"] == PROGRAMMTEIL]
    posts = {int(z["foerderjahr"]): z["vzae_zehntausendstel"] for _, z in stellen.iterrows()}
    jahre = sorted({*posts, *(int(j) for j in letters["foerderjahr"])})
    return tuple(_year(j, posts.get(j), letters, regelwerk) for j in jahre)


def _year(jahr: int, vzae: object, letters: pd.DataFrame, regelwerk: Regelwerk) -> Sachjahr:
    klasse = "" if vzae is None or pd.isna(vzae) else stellenzahl(int(str(vzae)))  # type: ignore[call-overload]
    regel = regelwerk.lookup(SACHAUSGABEN, jahr, klasse)
    cent, source = next(
        (
            found
            for column in ("hoechstbetrag_cent", "betrag_cent")
            if (found := from_bescheid(jahr, letters, column, PROGRAMMTEIL))[1]
        ),
        (regel.exakt, NICHT_BELEGT if regel.exakt is None else f"Regelwerk: {regel.quelle}"),
    )
    spent, proof = _proven(jahr, letters)
    return Sachjahr(jahr, cent, source, spent, proof, regel)


def _proven(jahr: int, letters: pd.DataFrame) -> tuple[int | None, str]:
    """What the latest Nachweis says; missing without one, and if two of the same day say different amounts."""
    try:
        row = latest_letter(jahr, letters, "betrag_cent", PROGRAMMTEIL, ("nachweis",))
    except DatenFehler:
        return None, "zwei Nachweise widersprechen sich"
    if row is None:
        return None, "kein Nachweis in den Daten"
    day = row["datum"]
    return int(row["betrag_cent"]), "Nachweis ohne Datum" if pd.isna(day) else f"Nachweis vom {day:%d.%m.%Y}"
