"""Posts, costs and grants of Programmteil I by year, the same from months as from the yearly sums of a Freigabe."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from komman.side_tables import release_staff
from komman.staffing import average_posts, costs, yearly_staff
from komman.tables import conform, empty
from tests.ledgers import policy
from tests.vorlagen import letters, posts

SCHWELLE = policy().oeffentlich
FIELDS = ["foerderjahr", "vzae_zehntausendstel", "personalkosten_cent", "foerderung_cent"]


def months(*rows: tuple[str, str, str | None, str, int | None]) -> pd.DataFrame:
    """(stelle, monat, vzae, besetzt, cent) as a table."""
    found = [
        {"stelle": s, "monat": m, "vzae": v and Decimal(v), "besetzt": b or None, "kosten_cent": c}
        for s, m, v, b, c in rows
    ]
    return conform(pd.DataFrame(found, dtype=object), "personal")


def figures(personal: pd.DataFrame, bescheide: pd.DataFrame | None = None) -> list[list[int | None]]:
    found = yearly_staff(personal, empty("bescheide") if bescheide is None else bescheide)
    return [[None if pd.isna(v) else int(v) for v in row] for row in found[FIELDS].itertuples(index=False)]


def test_a_year_of_posts_and_its_bescheid() -> None:
    assert figures(posts(), letters()) == [[2021, 15_000, 6_000_000, 7_500_000]]
    assert yearly_staff(posts(), letters())["foerderung_quelle"].tolist() == ["Bescheid vom 30.04.2021"]


def test_each_year_is_shown_for_which_there_is_anything() -> None:
    assert figures(posts(jahr=2020), letters()) == [[2020, 15_000, 6_000_000, None], [2021, None, None, 7_500_000]]
    assert figures(empty("personal")) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # 1,0 in one of two months and 0,5 in both: (1,0 + 0,5 + 0,5) / 2 = 1,0
        ([("A", "01", "1.0", "ja", 100), ("B", "01", "0.5", "ja", 50), ("B", "02", "0.5", "ja", 50)], [10_000, 200]),
        # Nobody on the post: it stays a post and costs nothing.
        ([("A", "01", "1.0", "ja", 100), ("A", "02", "1.0", "nein", None)], [10_000, 100]),
        ([("A", "01", "1.0", "ja", 100), ("A", "02", "1.0", "ja", None)], [10_000, None]),
        ([("A", "01", "1.0", "", 100), ("A", "02", "1.0", "", None)], [10_000, None]),
        ([("A", "01", None, "ja", 100)], [None, 100]),
        ([("A", "01", "1.0", "nein", None)], [10_000, None]),
        ([("A", "01", "0.3333", "ja", 0), ("A", "02", "0.3334", "ja", 0)], [3_334, 0]),  # 0,33335 half up
        ([("A", "01", "0.3334", "ja", 0), ("A", "02", "0.3335", "ja", 0)], [3_335, 0]),  # 0,33345: not to the even
        # More than a float can hold to the cent, beside a year without costs.
        ([("A", "01", "1.0", "ja", 2**53 + 1)], [10_000, 2**53 + 1]),
    ],
)
def test_posts_and_costs(rows: list[tuple[str, str, str | None, str, int | None]], expected: list[int | None]) -> None:
    table = months(*((s, f"2021-{m}", v, b, c) for s, m, v, b, c in rows))
    assert [average_posts(table), costs(table)] == expected
    assert [f[:2] for f in figures(table, letters().assign(foerderjahr=2020))] == [[2020, None], [2021, expected[0]]]
    assert [str(t) for t in yearly_staff(table, empty("bescheide")).dtypes] == ["Int64"] * 4 + ["str"]


@pytest.mark.parametrize(
    ("fehlt", "kosten"),
    [
        ((), 6_000_000),
        (("2021-12",), None),
        (("2021-06",), None),
        # The posts began in March: before the first month of the list there were none.
        (("2021-01", "2021-02"), 5_000_000),
        (("2021-01", "2021-03"), None),
    ],
)
def test_a_part_of_a_year_is_not_the_costs_of_the_year(fehlt: tuple[str, ...], kosten: int | None) -> None:
    known = posts().loc[~posts()["monat"].isin(fehlt)]
    assert figures(known)[0][2] == kosten
    assert figures(release_staff(known, SCHWELLE))[0][2] == kosten
    # With a year before it, January is missing too.
    both = pd.concat([posts(jahr=2020), known])
    assert figures(both)[1][2] == (None if fehlt else kosten)


def test_the_sums_of_a_freigabe_give_the_same_year() -> None:
    assert figures(release_staff(posts(), SCHWELLE)) == figures(posts())
    # One month of an occupied post without costs: no level has a sum.
    halb = posts()
    halb.loc[3, "kosten_cent"] = pd.NA
    assert figures(halb) == figures(release_staff(halb, SCHWELLE)) == [[2021, 15_000, None, None]]
    halb.loc[3, "besetzt"] = "nein"
    assert figures(halb) == figures(release_staff(halb, SCHWELLE)) == [[2021, 15_000, 5_750_000, None]]
