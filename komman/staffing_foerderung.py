"""What the Land pays for the posts of Programmteil I: by rate and rule, under a draft, and against what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd

from komman.formats import NICHT_BELEGT, OFFEN, divide_half_up
from komman.rules import FOERDERSATZ, Regelwerk, Regelwert
from komman.staffing_vakanz import KEINE_VAKANZ, Vakanz, Vakanzregel, occupations, rule_of, vacancy

GERECHNET = "nach dem Satz, ohne Bescheid"
OHNE_STELLEN = "die Stellen des Jahres sind nicht belegt"
JA, NEIN = "ja", "nein"


@dataclass(frozen=True, slots=True)
class Betrag:
    """An amount in cents, or none and the reason."""

    cent: int | None
    grund: str = ""


def refinancing(vzae: int | None, satz: Regelwert, vakanz: Vakanz = KEINE_VAKANZ) -> Betrag:
    """Rate per full post times posts, less the share that counts as vacant; rounded half up once, at the end.

    ``vzae``: average of the year in ten-thousandths. A half post earns half the rate (Rhein-Kreis Neuss, Vorlage
    50/1529/XVI/2016). Missing, with the reason, without posts, without an exact rate, or if the vacancy is not known.
    """
    if vzae is None:
        return Betrag(None, OHNE_STELLEN)
    if satz.exakt is None:
        return Betrag(None, f"{satz.titel}: {NICHT_BELEGT}")
    if vakanz.anteil is None:
        return Betrag(None, vakanz.grund)
    exact = Fraction(satz.exakt * vzae, 10_000) * (1 - vakanz.anteil)
    return Betrag(divide_half_up(exact.numerator, exact.denominator))


def proven_rate(regelwerk: Regelwerk, jahr: int) -> Regelwert:
    """The rate in force in a year, else the last one before that a source proves, else „nicht belegt“ for the year."""
    first = regelwerk.programme_years()[0]
    found = (regelwerk.lookup(FOERDERSATZ, j) for j in range(jahr, first - 1, -1))
    return next((satz for satz in found if satz.exakt is not None), regelwerk.lookup(FOERDERSATZ, jahr))


@dataclass(frozen=True, slots=True)
class Stellenjahr:
    """The posts of one Förderjahr: what they cost, what the Land granted, and what rate and rule come to.

    ``regel`` is the vacancy rule as known, ``angewandt`` the one ``gerechnet`` follows: „keine“ where no source gives
    a rule, and where a Freigabe shows no months. ``zu_ende``: the year was over on the day the data hold for.
    """

    jahr: int
    vzae: int | None
    kosten: int | None
    bescheid: int | None
    bescheid_quelle: str
    satz: Regelwert
    regel: Regelwert
    angewandt: Vakanzregel
    gerechnet: Betrag
    zu_ende: bool

    @property
    def vergleichbar(self) -> bool:
        """Whether the computed amount follows the rule of the year, as far as one is known."""
        return self.regel.wert in (None, self.angewandt)

    @property
    def foerderung(self) -> int | None:
        """What was granted, else what rate and rule come to."""
        if self.bescheid is not None:
            return self.bescheid
        return self.gerechnet.cent if self.vergleichbar else None

    @property
    def foerderung_quelle(self) -> str:
        if self.bescheid is not None:
            return self.bescheid_quelle
        return NICHT_BELEGT if self.foerderung is None else GERECHNET

    @property
    def rest(self) -> int | None:
        """Funding minus costs; missing until the year is over, because the costs are those of a part of it."""
        if self.foerderung is None or self.kosten is None or not self.zu_ende:
            return None
        return self.foerderung - self.kosten

    @property
    def granted_rest(self) -> int | None:
        """``rest``, where it rests on a Bescheid."""
        return None if self.bescheid is None else self.rest

    @property
    def auskoemmlich(self) -> str:
        """Whether the funding was enough: ja, nein, „noch offen“ before the year is over, else „nicht belegt“."""
        if self.rest is None:
            return NICHT_BELEGT if self.zu_ende else OFFEN
        return JA if self.rest >= 0 else NEIN


def post_years(
    stellen: pd.DataFrame, personal: pd.DataFrame, regelwerk: Regelwerk, stand: date
) -> tuple[Stellenjahr, ...]:
    """One entry per row of ``staffing.yearly_staff``; ``personal`` has the months where the Freigabe shows them."""
    return tuple(_year(row, personal, regelwerk, stand) for _, row in stellen.iterrows())


def _year(row: pd.Series[Any], personal: pd.DataFrame, regelwerk: Regelwerk, stand: date) -> Stellenjahr:
    jahr, vzae = int(row["foerderjahr"]), _int(row["vzae_zehntausendstel"])
    satz = regelwerk.lookup(FOERDERSATZ, jahr)
    applied, regel = rule_of(regelwerk, jahr)
    months = occupations(personal, jahr)
    if not months:
        applied = "keine"
    return Stellenjahr(
        jahr=jahr,
        vzae=vzae,
        kosten=_int(row["personalkosten_cent"]),
        bescheid=_int(row["foerderung_cent"]),
        bescheid_quelle=str(row["foerderung_quelle"]),
        satz=satz,
        regel=regel,
        angewandt=applied,
        gerechnet=refinancing(vzae, satz, vacancy(months, applied)),
        zu_ende=stand >= date(jahr, 12, 31),
    )


def _int(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


@dataclass(frozen=True, slots=True)
class Entwurfsjahr:
    """What a draft rate would come to in a Förderjahr, beside the rate in force then or, if none is proven, before.

    ``stellenjahr`` is the year whose posts are taken: the Förderjahr itself, or the one before for a look ahead.
    """

    jahr: int
    stellenjahr: int
    vzae: int | None
    satz: Regelwert
    entwurf: Regelwert

    @property
    def bisher(self) -> Betrag:
        return refinancing(self.vzae, self.satz)

    @property
    def kuenftig(self) -> Betrag:
        return refinancing(self.vzae, self.entwurf)

    @property
    def mehr(self) -> Betrag:
        """Draft minus rate in force; negative if the draft pays less."""
        return difference(self.vzae, self.entwurf, self.satz)


def difference(vzae: int | None, neu: Regelwert, bisher: Regelwert) -> Betrag:
    """What ``neu`` pays more for the posts than ``bisher``: the difference of the two rounded amounts a reader sees."""
    more, less = refinancing(vzae, neu), refinancing(vzae, bisher)
    if more.cent is None or less.cent is None:
        return Betrag(None, more.grund or less.grund)
    return Betrag(more.cent - less.cent)


def draft_years(jahre: tuple[Stellenjahr, ...], regelwerk: Regelwerk, bis: int) -> tuple[Entwurfsjahr, ...]:
    """The Förderjahre up to ``bis`` with posts and a draft that no rate in force has overtaken.

    Where there is none yet, the year after ``bis``, with the posts of ``bis``: the Vorlage of 2022 on 2021 does so.
    """
    found = tuple(
        Entwurfsjahr(s.jahr, s.jahr, s.vzae, proven_rate(regelwerk, s.jahr), entwurf)
        for s in jahre
        if s.jahr <= bis and (entwurf := _draft(regelwerk, s.jahr)) is not None
    )
    last = next((s for s in jahre if s.jahr == bis), None)
    ahead = _draft(regelwerk, bis + 1)
    if found or last is None or ahead is None:
        return found
    return (Entwurfsjahr(bis + 1, bis, last.vzae, proven_rate(regelwerk, bis + 1), ahead),)


def _draft(regelwerk: Regelwerk, jahr: int) -> Regelwert | None:
    """The draft of a year, unless none is known or a proven rate came into force on the same day or after it."""
    found = regelwerk.lookup(FOERDERSATZ, jahr, entwurf=True)
    if found.exakt is None:
        return None
    begun = [w for w in regelwerk.find(FOERDERSATZ).werte if w.ab <= date(jahr, 1, 1)]
    drafts, law = ([w.ab for w in begun if w.entwurf is e and w.wert is not None] for e in (True, False))
    return None if law and max(law) >= max(drafts) else found
