"""A hand-made year with a Vorlage, for tests of the computed places and of the Anlage."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from komman.lage import Lage
from komman.tables import conform
from tests.ledgers import KREIS, cents, grid, tables, weiterleitungen

# 2019: 1.000 - 50 = 950; 2020: 1.500 - 0 = 1.500; 2021: repayments are not known yet.
LEDGER = """
    az | jahr | ort   | träger | bewilligt | ausgezahlt | zurueckgezahlt
    1  | 2019 | Soest | V Eins | 1.000,00  | 1.000,00   | 50,00
    2  | 2020 | Soest | V Eins | 1.000,00  | 1.000,00   | 0,00
    3  | 2020 | Werl  | V Zwei | 500,00    | 500,00     | 0,00
    4  | 2021 | Soest | V Eins | 800,00    | 800,00     |
    5  | 2021 | Ense  | V Zwei | 200,00    |            |
"""
LETTERS = """
    jahr | teil | art      | betrag    | hoechstbetrag
    2019 | II   | bescheid | 2.000,00  | 2.000,00
    2021 | I    | antrag   | 75.000,00 |
    2021 | I    | bescheid | 75.000,00 |
"""
VORLAGE: dict[str, Any] = {
    "datei": "vorlage_2021.yaml",
    "vorlage": {
        "nummer": "085/2022",
        "betreff": "KOMM-AN <b>",
        "status": "öffentlich",
        "vorlageart": "Mitteilungsvorlage",
        "federfuehrend": "KI",
        "beratungsfolge": [
            {"gremium": "Ausschuss", "datum": "2022-06-13", "ergebnis": "zur Kenntnis genommen"},
            {"gremium": "Kreistag", "datum": "2022-06-30"},
        ],
        "finanzielle_auswirkungen": ["Kosten: {{ personalkosten(2021) }}", "Keine."],
    },
    "zeilen": [7, 8],
    "text": "### Lage\n\nEs sind {{ vzae(2021) }} Stellen.\n",
    "text_datei": "vorlage_2021.md",
}
STAND = date(2022, 5, 31)


def letters(text: str = LETTERS) -> pd.DataFrame:
    rows = [
        {"foerderjahr": int(r["jahr"]), "programmteil": r["teil"], "art": r["art"], "datum": pd.Timestamp("2021-04-30")}
        | {f"{k}_cent": cents(r[k]) for k in ("betrag", "hoechstbetrag") if r[k]}
        for r in grid(text)
    ]
    return conform(pd.DataFrame(rows, dtype=object), "bescheide")


def posts(kosten: int | None = 250_000, jahr: int = 2021) -> pd.DataFrame:
    """A full and a half post over a year, each at ``kosten`` cents a month."""
    rows = [
        {"stelle": s, "monat": f"{jahr}-{m:02d}", "vzae": v, "besetzt": "ja", "kosten_cent": kosten}
        for m in range(1, 13)
        for s, v in (("Stelle 1", Decimal("1.0")), ("Stelle 2", Decimal("0.5")))
    ]
    return conform(pd.DataFrame(rows, dtype=object), "personal")


def year(vorlage: dict[str, Any] | None = VORLAGE, aussagen: Any = (), **felder: Any) -> Lage:
    """The Förderjahr 2021 of a Kreis, with this Vorlage and these statements; ``felder`` replace those of the Lage."""
    vorlagen = {
        "jahre": {} if vorlage is None else {"2021": vorlage},
        "aussagen": {"aussagen": list(aussagen)} if isinstance(aussagen, list | tuple) else aussagen,
        "dateien": {"2021": 3},
    }
    given: dict[str, Any] = {
        "jahr": 2021,
        "freigabe": "oeffentlich",
        "kreis": "Kreis Soest",
        "schluessel": "05978",
        "orte": KREIS.kommunen,
        "bevoelkerung": None,
        "dienststelle": "KI",
        "stand": STAND,
        "beispiel": False,
        "zurueckgestellt": {},
        "hinweise": (),
        "ungenannte_kommunen": {},
        "tabellen": tables(weiterleitungen(LEDGER), personal=posts(), bescheide=letters()),
        "beilagen": {"vorlagen": vorlagen},
    }
    return Lage(**given | felder)
