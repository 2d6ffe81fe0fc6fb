"""Programmteil I by Förderjahr: posts, what they cost, and what the Land granted for them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from komman.outcomes import from_bescheid
from komman.side_tables import whole_year

PROGRAMMTEIL = "I"
SPALTEN = ("foerderjahr", "vzae_zehntausendstel", "personalkosten_cent", "foerderung_cent", "foerderung_quelle")


def yearly_staff(personal: pd.DataFrame, bescheide: pd.DataFrame) -> pd.DataFrame:
    """One row per Förderjahr with posts or a Bescheid of Programmteil I, sorted; what is not known is missing.

    ``personal`` holds posts by month, or the yearly sums a Freigabe shows. ``vzae_zehntausendstel``: average over the
    months; a vacant post counts as a post. ``personalkosten_cent`` is missing if an occupied month has no costs, or if
    a month of the year is missing (``whole_year``): a year's grant against the costs of a part of it proves nothing.
    """
    part = bescheide[bescheide["programmteil"] == PROGRAMMTEIL]
    month = personal["monat"].astype("str")
    jahre = sorted({int(m[:4]) for m in month} | {int(j) for j in part["foerderjahr"]})
    rows = []
    for jahr in jahre:
        posts = personal[month.str[:4] == str(jahr)]
        granted, source = from_bescheid(jahr, part, "betrag_cent", PROGRAMMTEIL)
        spent = costs(posts) if len(posts) and whole_year(posts["monat"], month) else None
        rows.append((jahr, average_posts(posts), spent, granted, source))
    df = pd.DataFrame(rows, columns=list(SPALTEN), dtype=object)
    return pd.DataFrame({c: df[c].astype("str" if c == "foerderung_quelle" else "Int64") for c in SPALTEN})


def average_posts(posts: pd.DataFrame) -> int | None:
    """Full-time equivalents of one year in ten-thousandths, as the average over its months, half up."""
    vzae = [Decimal(v) for v in _known(posts["vzae"])]
    months = posts["monat"].nunique()
    if not vzae:
        return None
    return int((sum(vzae, Decimal(0)) * 10_000 / months).quantize(Decimal(1), ROUND_HALF_UP))


def costs(posts: pd.DataFrame) -> int | None:
    """The costs of one year's posts; missing without any, and if a month with someone on the post has none."""
    unknown = posts["kosten_cent"].isna() & (posts["besetzt"] != "nein")
    known = _known(posts["kosten_cent"])
    return None if bool(unknown.any()) or not known else sum(int(c) for c in known)


def _known(spalte: pd.Series[Any]) -> Sequence[Any]:
    return [v for v in spalte if not pd.isna(v)]
