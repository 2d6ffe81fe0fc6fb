"""Units, people and Bausteine over the years, against figures computed by hand."""

from __future__ import annotations

import pandas as pd

from komman.outcomes_bausteine import bausteine_by_year, counts_by_baustein, counts_of_year
from tests.ledgers import weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort  | träger | baustein| bewilligt| ausgezahlt| einheiten_bewilligt| einheiten_nachgewiesen| teilnehmende
    1 | 2017| Soest| V Eins | B2      | 800,00   | 800,00    | 4                  | 3                     | 20
    2 | 2017| Werl | V Eins | B2      | 300,00   | 300,00    | 2                  |                       |
    2 | 2017| Werl | V Eins | B2      |          | -50,00    |                    |                       |
    3 | 2017| Soest| K Soest| A2      | 500,00   | 500,00    |                    |                       |
    4 | 2017| Ense | V Zwei | A1      | 400,00   |           |                    |                       | 5
    5 | 2017| Ense | V Zwei |         | 10,00    | 10,00     |                    |                       |
    6 | 2018| Ense | V Zwei | B1      | 200,00   | 200,00    | 5                  |                       |
""")


def found(df: pd.DataFrame, *columns: str) -> list[list[object]]:
    return [[None if pd.isna(v) else v for v in r] for r in df[list(columns)].itertuples(index=False)]


def test_counts_say_how_many_massnahmen_reported_them() -> None:
    df = counts_by_baustein(LEDGER, 2017)
    columns = ["baustein", "einheiten_bewilligt", "mit_einheiten_bewilligt", "teilnehmende", "mit_teilnehmende"]
    assert found(df, *columns, "massnahmen") == [
        ["A1", None, 0, 5, 1, 1],
        ["A2", None, 0, None, 0, 1],
        ["B2", 6, 2, 20, 1, 2],
        ["keine Angabe", None, 0, None, 0, 1],
    ]
    assert found(df, "einheiten_nachgewiesen", "mit_einheiten_nachgewiesen", "ehrenamtliche")[2] == [3, 1, None]
    assert found(counts_of_year(LEDGER, 2017), "teilnehmende", "mit_teilnehmende", "massnahmen") == [[25, 2, 5]]


def test_main_bausteine_by_year_in_the_measure_of_the_year() -> None:
    df = bausteine_by_year(LEDGER, [(2017, "bewilligt"), (2018, "ausgezahlt")])
    assert found(df, "foerderjahr", "baustein", "betrag_cent") == [
        [2017, "A", 90000], [2017, "B", 110000], [2017, "keine Angabe", 1000], [2018, "B", 20000],
    ]  # fmt: skip
    # A1 has no amount paid: the sum of A would be too small, so there is none.
    assert found(bausteine_by_year(LEDGER, [(2017, "ausgezahlt")]), "baustein", "betrag_cent")[:2] == [
        ["A", None], ["B", 105000],
    ]  # fmt: skip
