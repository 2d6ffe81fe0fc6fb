"""A ``Lage`` made by hand, for views: a ledger of ``tests.ledgers``, five Kommunen, no folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from komman.kreis import Bevoelkerung, Kommune, population_for
from komman.lage import Lage
from komman.tables import empty
from tests.ledgers import KOMMUNEN

ZENSUS_2011 = Bevoelkerung(
    stichtag=date(2017, 12, 31),
    grundlage="Zensus 2011",
    quelle="Amt",
    einwohner={"05974004": 1000, "05974012": 2000, "05974040": 4000, "05974044": 1500, "05974052": 3000},
)
ZENSUS_2022 = Bevoelkerung(
    stichtag=date(2018, 12, 31),
    grundlage="Zensus 2022",
    quelle="Amt",
    einwohner={a: n + 500 for a, n in ZENSUS_2011.einwohner.items()},
)
PLAETZE = ((2, 2), (1, 1), (2, 1), (3, 2), (1, 2))


def made(
    w: pd.DataFrame,
    jahr: int,
    bevoelkerung: tuple[Bevoelkerung, ...] = (ZENSUS_2011, ZENSUS_2022),
    ungenannt: Mapping[int, int] | None = None,
    kacheln: bool = True,
    **anderes: Any,
) -> Lage:
    """The Lage of ``jahr``; rows of later years are cut off as ``load_year`` does."""
    orte = tuple(
        Kommune(ags=a, name=n, kachel=p if kacheln else None)
        for (n, a), p in zip(KOMMUNEN.items(), PLAETZE, strict=True)
    )
    tabellen = {t: empty(t) for t in ("zahlungen", "personal", "bescheide")}
    felder: dict[str, Any] = {
        "freigabe": "oeffentlich",
        "kreis": "Kreis Soest",
        "schluessel": "05974",
        "orte": orte,
        "bevoelkerung": population_for(bevoelkerung, jahr),
        "bevoelkerungen": bevoelkerung,
        "dienststelle": "KI",
        "stand": date(2022, 5, 31),
        "beispiel": True,
        "zurueckgestellt": {},
        "hinweise": (),
        "ungenannte_kommunen": dict(ungenannt or {}),
        "tabellen": {**tabellen, "weiterleitungen": w[w["foerderjahr"] <= jahr].reset_index(drop=True)},
        "beilagen": {},
    }
    return Lage(jahr=jahr, **{**felder, **anderes})


def plain(text: str) -> str:
    """With ordinary spaces, for comparing."""
    return text.replace("\u00a0", " ")
