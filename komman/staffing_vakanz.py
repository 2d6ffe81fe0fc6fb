"""Vacant posts of Programmteil I: how long nobody was on a post, and what a vacancy rule makes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import pandas as pd

from komman.formats import aufzaehlung
from komman.rules import Regelwerk, Regelwert
from komman.values import days_of

PARAMETER = "vakanzregel"
Vakanzregel = Literal["keine", "monat", "tag"]
VAKANZREGELN: dict[Vakanzregel, str] = {
    "keine": "ohne Kürzung",
    "monat": "nach Monaten",
    "tag": "nach Tagen",
}
NUR_INTERN = "Angaben zu den einzelnen Monaten liegen nicht vor"
GENANNT = 3  # so many doubtful months are named, the rest is counted


@dataclass(frozen=True, slots=True)
class Besetzung:
    """One post in one month; ``tage``: days on which someone was on it, missing if the source does not say."""

    stelle: str
    monat: str
    vzae: Fraction | None
    tage: int | None

    @property
    def tage_im_monat(self) -> int:
        return days_of(self.monat)

    @property
    def unbesetzt(self) -> int | None:
        """Days without anyone."""
        return None if self.tage is None else self.tage_im_monat - self.tage


@dataclass(frozen=True, slots=True)
class Vakanz:
    """The share of a year's posts that counts as vacant under a rule, from 0 to 1; missing with the reason."""

    anteil: Fraction | None
    grund: str = ""


KEINE_VAKANZ = Vakanz(Fraction(0))


@dataclass(frozen=True, slots=True)
class Vakanzzahlen:
    """One post in one year: whole months and days without anyone, and its average in full-time equivalents."""

    stelle: str
    monate: int | None
    tage: int | None
    vzae: Fraction | None
    vzae_besetzt: Fraction | None


def occupations(personal: pd.DataFrame, jahr: int) -> list[Besetzung]:
    """The posts of a year month by month, by month and post; empty where a Freigabe has yearly sums only.

    ``besetzt_tage`` decides; without it a post with ``besetzt`` ja counts as occupied all month, with nein not at all.
    Where the two contradict each other, or neither is given, the days are missing.
    """
    rows = personal[personal["monat"].astype("str").str.fullmatch(rf"{jahr}-\d\d")]
    found = [
        Besetzung(str(stelle), str(monat), None if pd.isna(vzae) else Fraction(vzae), _days(str(monat), besetzt, tage))
        for stelle, monat, vzae, besetzt, tage in zip(
            rows["stelle"], rows["monat"], rows["vzae"], rows["besetzt"], rows["besetzt_tage"], strict=True
        )
    ]
    return sorted(found, key=lambda b: (b.monat, b.stelle))


def _days(monat: str, besetzt: object, tage: object) -> int | None:
    most = days_of(monat)
    if pd.isna(tage):  # type: ignore[call-overload]
        return {"ja": most, "nein": 0}.get(str(besetzt))
    found = int(str(tage))
    fits = {"ja": found > 0, "nein": found == 0}.get(str(besetzt), True)
    return found if fits and 0 <= found <= most else None


def vacancy(besetzungen: Sequence[Besetzung], regel: Vakanzregel) -> Vakanz:
    """What part of the posts a rule does not count: none, months without anyone, or the days without anyone.

    Exact. Missing, with the reason, if a month of the year or of a post is not known.
    """
    if regel == "keine":
        return KEINE_VAKANZ
    if not besetzungen:
        return Vakanz(None, NUR_INTERN)
    if gap := _gap(besetzungen):
        return Vakanz(None, gap)
    all_posts = sum((b.vzae for b in besetzungen if b.vzae is not None), Fraction(0))
    vacant = sum((b.vzae * _vacant_share(b, regel) for b in besetzungen if b.vzae is not None), Fraction(0))
    return Vakanz(vacant / all_posts if all_posts else Fraction(0))


def _vacant_share(b: Besetzung, regel: Vakanzregel) -> Fraction:
    assert b.tage is not None
    return Fraction(int(b.tage == 0)) if regel == "monat" else 1 - Fraction(b.tage, b.tage_im_monat)


def _gap(besetzungen: Sequence[Besetzung]) -> str:
    """Why a rule on months or days cannot be applied, if so."""
    if absent := missing_months(besetzungen):
        return f"in der Personalliste fehlt {_named(absent)}"
    if unknown := [b for b in besetzungen if b.tage is None]:
        return f"ob die Stelle besetzt war, ist nicht eindeutig angegeben: {_named(map(_month_of, unknown))}"
    if unknown := [b for b in besetzungen if b.vzae is None]:
        return f"die Vollzeitäquivalente fehlen: {_named(map(_month_of, unknown))}"
    return ""


def missing_months(besetzungen: Sequence[Besetzung]) -> list[str]:
    """The months of the year without any row, as ``03/2018``; nothing where there are no monthly rows at all."""
    if not besetzungen:
        return []
    jahr, there = besetzungen[0].monat[:4], {b.monat for b in besetzungen}
    return [f"{m:02d}/{jahr}" for m in range(1, 13) if f"{jahr}-{m:02d}" not in there]


def _month_of(b: Besetzung) -> str:
    return f"{b.stelle}, {b.monat[5:]}/{b.monat[:4]}"


def _named(teile: Iterable[str]) -> str:
    found = list(teile)
    rest = [f"{len(found) - GENANNT} weitere"] if len(found) > GENANNT else []
    return aufzaehlung([*found[:GENANNT], *rest])


def vacancy_figures(besetzungen: Sequence[Besetzung]) -> list[Vakanzzahlen]:
    """One entry per post, by name; what one of its months does not say is missing."""
    posts: dict[str, list[Besetzung]] = defaultdict(list)
    for b in besetzungen:
        posts[b.stelle].append(b)
    months = len({b.monat for b in besetzungen})
    return [_figures(stelle, rows, months) for stelle, rows in sorted(posts.items())]


def _figures(stelle: str, rows: Sequence[Besetzung], months: int) -> Vakanzzahlen:
    days = [b.unbesetzt for b in rows]
    shares = [b.vzae for b in rows]
    counted = [None if b.vzae is None or b.tage is None else b.vzae * b.tage / b.tage_im_monat for b in rows]
    known = None not in days
    return Vakanzzahlen(
        stelle,
        sum(b.tage == 0 for b in rows) if known else None,
        sum(d for d in days if d is not None) if known else None,
        _average(shares, months),
        _average(counted, months),
    )


def _average(werte: Sequence[Fraction | None], months: int) -> Fraction | None:
    return None if None in werte else sum((w for w in werte if w is not None), Fraction(0)) / months


def rule_of(regelwerk: Regelwerk, jahr: int) -> tuple[Vakanzregel, Regelwert]:
    """The vacancy rule of a year and where it stands; „keine“ if no source says."""
    found = regelwerk.lookup(PARAMETER, jahr)
    words: dict[object, Vakanzregel] = {None: "keine", **{r: r for r in VAKANZREGELN}}
    return words[found.wert], found
