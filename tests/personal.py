"""Posts month by month for tests: full years, with exceptions written as an ASCII table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from komman.tables import conform, empty
from tests.ledgers import grid

POSTS = {"Eins": "1.0", "Zwei": "0.5"}
# 16 April to 24 June 2018, ten weeks.
TEN_WEEKS = """
    stelle | monat   | besetzt | tage
    Zwei   | 2018-04 | ja      | 15
    Zwei   | 2018-05 | nein    | 0
    Zwei   | 2018-06 | ja      | 6
"""


def staff(
    jahr: int, ausnahmen: str = "", posts: Mapping[str, str] = POSTS, kosten: int | None = 250_000
) -> pd.DataFrame:
    """Every post in all twelve months; an exception replaces a month: columns besetzt, tage, vzae ("-": missing).

    An exception with ``weg`` in the column besetzt takes the month out.
    """
    changes = {(r["stelle"], r["monat"]): r for r in grid(ausnahmen)} if ausnahmen else {}
    rows: list[dict[str, Any]] = []
    for m in range(1, 13):
        for stelle, vzae in posts.items():
            monat = f"{jahr}-{m:02d}"
            row = {"stelle": stelle, "monat": monat, "vzae": Decimal(vzae), "besetzt": "ja", "kosten_cent": kosten}
            r = changes.get((stelle, monat), {})
            if r.get("besetzt") == "weg":
                continue
            row |= {"besetzt": r["besetzt"] or None} if "besetzt" in r else {}
            row |= {"besetzt_tage": int(r["tage"])} if r.get("tage") else {}
            row |= {"vzae": None if r["vzae"] == "-" else Decimal(r["vzae"])} if r.get("vzae") else {}
            rows.append(row)
    return conform(pd.DataFrame(rows, dtype=object), "personal") if rows else empty("personal")
