"""The four canonical tables as the checks look at them: Maßnahmen with all their rows, bookings and letters by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import pandas as pd

from komman import outcomes
from komman.antraege import is_funded
from komman.errors import DatenFehler, Ort, shorten
from komman.microaggregate import Zeile, records
from komman.rules import PAUSCHALE, Regelwerk, Regelwert

UNGELESEN = ("ags", "kommune", "traeger_id", "traegerart", "beantragt_cent", "ehrenamtliche", "teilnehmende")


@dataclass(frozen=True)
class Massnahme:
    """All rows of a massnahme_id in a Förderjahr, those with negative amounts too."""

    jahr: int
    id: str
    zeilen: Sequence[Zeile]

    def summe(self, mass: str) -> int | None:
        """The sum of what is known of a measure; nothing where no row has it (as in ``outcomes.sums``)."""
        known = [z[f"{mass}_cent"] for z in self.zeilen if z[f"{mass}_cent"] is not None]
        return sum(known) if known else None

    @property
    def ort(self) -> Ort | None:
        return place(self.zeilen[0])

    @property
    def name(self) -> str:
        """What a person finds it by."""
        return f"Maßnahme {shorten(self.id)} ({shorten(self.zeilen[0]['traeger'])})"


@dataclass(frozen=True)
class Bestand:
    """What is checked, and by which rules; ``stand`` is the day of all ledgers but those of ``staende``."""

    tabellen: Mapping[str, pd.DataFrame]
    schluessel: str
    regelwerk: Regelwerk
    stand: date
    staende: Mapping[int, date] = field(default_factory=dict)

    @cached_property
    def weiterleitungen(self) -> pd.DataFrame:
        """The Maßnahmen that were funded; a booking for an application without a grant belongs to none."""
        rows = self.tabellen["weiterleitungen"]
        return rows[is_funded(rows)]

    @cached_property
    def ohne_bewilligung(self) -> frozenset[tuple[int, str]]:
        """Förderjahr and id of the applications without a grant."""
        rows = self.tabellen["weiterleitungen"]
        rows = rows[~is_funded(rows)]
        return frozenset(zip(map(int, rows["foerderjahr"]), rows["massnahme_id"], strict=True))

    @cached_property
    def zeilen(self) -> list[Zeile]:
        """The rows of the Maßnahmen list, with the columns that a check reads."""
        return records(self.weiterleitungen.drop(columns=list(UNGELESEN)))

    @cached_property
    def massnahmen(self) -> list[Massnahme]:
        """The Maßnahmen in the order of their first rows; the same Aktenzeichen in two years is two of them."""
        rows: dict[tuple[int, str], list[Zeile]] = defaultdict(list)
        for z in self.zeilen:
            rows[int(z["foerderjahr"]), z["massnahme_id"]].append(z)
        return [Massnahme(jahr, name, found) for (jahr, name), found in rows.items()]

    @cached_property
    def jahre(self) -> list[int]:
        """The Förderjahre of the Maßnahmen list."""
        return sorted({m.jahr for m in self.massnahmen})

    @cached_property
    def bescheide(self) -> list[Zeile]:
        return records(self.tabellen["bescheide"])

    @cached_property
    def stellen(self) -> list[Zeile]:
        """The rows of the list of posts."""
        return records(self.tabellen["personal"])

    @cached_property
    def _buchungen(self) -> dict[tuple[int, str], list[Zeile]]:
        out: dict[tuple[int, str], list[Zeile]] = defaultdict(list)
        for z in records(self.tabellen["zahlungen"]):
            out[int(z["foerderjahr"]), z["art"]].append(z)
        return out

    def buchungen(self, jahr: int, art: str) -> list[Zeile]:
        """The bookings of a Förderjahr and kind, in the order of the source."""
        return self._buchungen.get((jahr, art), [])

    @cached_property
    def jahre_der_bank(self) -> list[int]:
        """The Förderjahre of the bank list."""
        return sorted({jahr for jahr, _ in self._buchungen})

    def am(self, jahr: int) -> date:
        """The day for which the ledgers of a Förderjahr stand."""
        return self.staende.get(jahr, self.stand)

    @cached_property
    def pauschalen(self) -> dict[tuple[int, str], Regelwert]:
        """The rule on the rate of each Baustein in each Förderjahr that the Maßnahmen list names."""
        pairs = {(int(z["foerderjahr"]), z["baustein"]) for z in self.zeilen if z["baustein"]}
        return {(jahr, baustein): self.regelwerk.lookup(PAUSCHALE, jahr, baustein) for jahr, baustein in pairs}

    @cached_property
    def ergebnisse(self) -> dict[int, pd.Series[Any] | DatenFehler]:
        """The row of ``outcomes.yearly`` of each Förderjahr, or the contradiction that forbids it."""
        w = self.weiterleitungen
        try:
            all_years = self._outcomes(w)
        except DatenFehler:  # letters of one year contradict each other: the others can still be checked
            return {jahr: self._outcome(w[w["foerderjahr"] == jahr]) for jahr in self.jahre}
        return {int(row["foerderjahr"]): row for _, row in all_years.iterrows()}

    def _outcomes(self, rows: pd.DataFrame) -> pd.DataFrame:
        return outcomes.yearly(rows, self.tabellen["bescheide"], self.schluessel, regeln=self.regelwerk)

    def _outcome(self, rows: pd.DataFrame) -> pd.Series[Any] | DatenFehler:
        try:
            return self._outcomes(rows).iloc[0]
        except DatenFehler as e:
            return e

    def brief(self, jahr: int, teil: str, arten: Sequence[str], spalte: str = "") -> Zeile | None:
        """The latest letter of these kinds that names ``spalte``, one without a date only where none has one."""
        found = [z for z in self.bescheide if (z["foerderjahr"], z["programmteil"]) == (jahr, teil)]
        fits = [z for z in found if z["art"] in arten and (not spalte or z[spalte] is not None)]
        return max(fits, key=lambda z: (z["datum"] is not None, str(z["datum"])), default=None)


def place(z: Zeile | None) -> Ort | None:
    """Where a row stands in its source."""
    if z is None or not z["quelle_datei"]:
        return None
    line = z["quelle_zeile"]
    return Ort(z["quelle_datei"], z["quelle_blatt"] or "", None if line is None else int(line))


def day(value: Any) -> date | None:
    """A day of a canonical table."""
    return value.date() if isinstance(value, datetime) else value


def total(rows: Sequence[Zeile]) -> int:
    """The sum of bookings in cents."""
    return sum(z["betrag_cent"] for z in rows)
