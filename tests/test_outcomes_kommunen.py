"""What each Kommune got, against figures computed by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from komman.outcomes import leitmass, yearly
from komman.outcomes_kommunen import all_kommunen, kommune_by_year, per_thousand, per_thousand_by_year, years_by_kommune
from komman.tables import empty
from tests.lagen import ZENSUS_2011
from tests.ledgers import KREIS, weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort      | träger  | baustein| bewilligt| ausgezahlt| zurueckgezahlt
    1 | 2017| Soest    | V Eins  | B2      | 800,00   | 800,00    | 49,50
    2 | 2017| Werl     | V Eins  | B2      | 500,00   | 500,00    | 0,00
    3 | 2017| kreisweit| V Zwei  | D1      | 300,00   | 300,00    | 0,00
    4 | 2018| Soest    | V Eins  | B2      | 900,00   | 900,00    |
    5 | 2018| Soest    | V Drei  | A2      | 100,00   | 100,00    | 0,00
    6 | 2018| Ense     | V Zwei  | B1      | 44,00    |           |
""")


def rows(df: pd.DataFrame, *columns: str) -> list[list[object]]:
    return [[None if pd.isna(v) else v for v in r] for r in df[list(columns)].itertuples(index=False)]


def test_every_kommune_has_a_row_and_its_amount_per_head() -> None:
    df = all_kommunen(LEDGER, 2017, "netto", KREIS.kommunen, ZENSUS_2011)
    # Soest: 800,00 - 49,50 = 750,50; 75.050 * 1000 / 4000 = 18.762,5 -> 18.763. Werl: 50.000 / 3 = 16.666,67.
    assert rows(df, "kommune", "stand", "traeger", "massnahmen", "betrag_cent", "je_1000_cent", "jahre", "jemals") == [
        ["Anröchte", "nicht gefördert", 0, 0, None, None, 0, "nie"],
        ["Ense", "nicht gefördert", 0, 0, None, None, 0, "nie"],
        ["Soest", "gefördert", 1, 1, 75050, 18763, 1, "gefördert"],
        ["Warstein", "nicht gefördert", 0, 0, None, None, 0, "nie"],
        ["Werl", "gefördert", 1, 1, 50000, 16667, 1, "gefördert"],
    ]
    assert str(df["je_1000_cent"].dtype) == "Int64"


def test_the_measure_is_the_callers_and_a_missing_one_stays_missing() -> None:
    df = all_kommunen(LEDGER, 2018, "ausgezahlt", KREIS.kommunen)
    assert rows(df, "kommune", "betrag_cent", "einwohner", "je_1000_cent", "jahre")[1:3] == [
        ["Ense", None, None, None, 1],
        ["Soest", 100000, None, None, 2],
    ]
    assert df.loc[df["kommune"] == "Ense", "stand"].tolist() == ["gefördert"]


def test_a_later_year_changes_nothing() -> None:
    early = LEDGER[LEDGER["foerderjahr"] == 2017]
    one, two = (all_kommunen(w, 2017, "netto", KREIS.kommunen, ZENSUS_2011) for w in (LEDGER, early))
    assert one.equals(two)


def test_a_hidden_kommune_makes_every_never_unsure() -> None:
    df = all_kommunen(LEDGER, 2018, "ausgezahlt", KREIS.kommunen, ZENSUS_2011, {2017: 1})
    # Hidden in 2017 only: in 2018 the ledger names all.
    assert rows(df, "kommune", "stand", "traeger", "jemals")[0] == [
        "Anröchte",
        "nicht gefördert",
        0,
        "nicht namentlich",
    ]
    now = all_kommunen(LEDGER, 2017, "netto", KREIS.kommunen, ZENSUS_2011, {2017: 1, 2018: 3})
    assert rows(now, "stand", "traeger", "massnahmen", "jemals")[0] == [
        "nicht namentlich", None, None, "nicht namentlich",
    ]  # fmt: skip
    assert rows(now, "stand")[2] == ["gefördert"]
    later = all_kommunen(LEDGER, 2017, "netto", KREIS.kommunen, ZENSUS_2011, {2018: 3})
    assert rows(later, "jemals")[0] == ["nie"]


@pytest.mark.parametrize(
    ("cent", "einwohner", "found"),
    [(75050, 4000, 18763), (1, 3000, 0), (-75050, 4000, -18763), (None, 4000, None), (75050, None, None)],
)
def test_per_thousand_rounds_half_up(cent: int | None, einwohner: int | None, found: int | None) -> None:
    assert per_thousand(cent, einwohner) == found


def test_the_years_of_a_kommune() -> None:
    df = kommune_by_year(LEDGER, "05974040")
    assert rows(df, "foerderjahr", "ausgezahlt_cent", "netto_cent", "traeger", "massnahmen") == [
        [2017, 80000, 75050, 1, 1],
        [2018, 100000, None, 2, 2],
    ]
    assert len(kommune_by_year(LEDGER, "05974004")) == 0
    # The kreisweite Maßnahme is no Kommune.
    assert rows(years_by_kommune(LEDGER), "ags", "foerderjahr") == [
        ["05974012", 2018], ["05974040", 2017], ["05974040", 2018], ["05974052", 2017],
    ]  # fmt: skip


def test_the_leading_measure_is_the_first_that_is_known() -> None:
    jahre = yearly(LEDGER, empty("bescheide"), "05974")
    assert [leitmass(z) for _, z in jahre.iterrows()] == ["netto", "ausgezahlt"]
    granted = yearly(LEDGER.assign(ausgezahlt_cent=pd.NA), empty("bescheide"), "05974")
    assert [leitmass(z) for _, z in granted.iterrows()] == ["bewilligt", "bewilligt"]
    nothing = LEDGER.assign(ausgezahlt_cent=pd.NA, bewilligt_cent=pd.NA)
    assert [leitmass(z) for _, z in yearly(nothing, empty("bescheide"), "05974").iterrows()] == [None, None]


def test_the_kreis_per_head_and_year() -> None:
    jahre = yearly(LEDGER, empty("bescheide"), "05974")
    df = per_thousand_by_year(jahre, {2017: "netto", 2018: "ausgezahlt"}, {2017: 11500})
    # 1.600,00 - 49,50 = 1.550,50; 155.050 * 1000 / 11.500 = 13.482,6.
    assert rows(df, *df.columns) == [[2017, 155050, 11500, 13483], [2018, 100000, None, None]]
