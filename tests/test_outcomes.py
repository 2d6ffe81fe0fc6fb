"""Yearly outcomes against tables computed by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from komman.errors import DatenFehler
from komman.outcomes import MASSE, by_baustein, by_kommune, funding_flow, yearly
from komman.tables import conform, empty
from tests.ledgers import cents, grid, random_ledger, weiterleitungen

LEDGER = """
    az| jahr| ort      | träger | baustein| beantragt| bewilligt| ausgezahlt| nachgewiesen| anerkannt| zurueckgezahlt
    1 | 2017| Soest    | V Eins | B2      | 1.000,00 | 800,00   | 800,00    | 750,50      | 750,50   | 49,50
    2 | 2017| Soest    | K Soest| A2      | 4.000,00 | 4.000,00 | 4.000,00  | 4.000,00    | 4.000,00 | 0,00
    3 | 2017| Werl     | V Eins | B2      | 500,00   | 500,00   | 500,00    | 500,00      | 500,00    | 0,00
    3 | 2017| Werl     | V Eins | B2      |          |          | -125,00   |             |           |
    4 | 2017| kreisweit| V Zwei |         | 300,00   | 0,00     | 0,00      |             |           | 0,00
    5 | 2018| Ense     | V Eins | B1      |          | 900,00   | 900,00    |             |           |
    6 | 2018| Ense     | V Zwei | B1      |          | 100,00   | 100,00    |             |           |
"""

# 2017: ausgezahlt 800 + 4000 + 500 - 125 = 5175,00; zurückgezahlt 49,50; netto 5125,50.
# 5125,50 / 131.066,00 = 3,9106 % -> 39; 5125,50 / 5300,00 = 96,7075 % -> 967.
EXPECTED = """
    spalte                               | 2017       | 2018
    hoechstbetrag_cent                   | 131.066,00 |
    bewilligt_land_cent                  |            |
    beantragt_cent                       | 5.800,00   |
    bewilligt_cent                       | 5.300,00   | 1.000,00
    ausgezahlt_cent                      | 5.175,00   | 1.000,00
    nachgewiesen_cent                    | 5.250,50   |
    anerkannt_cent                       | 5.250,50   |
    zurueckgezahlt_cent                  | 49,50      |
    netto_cent                           | 5.125,50   |
    fehlt_beantragt                      | 0          | 2
    fehlt_bewilligt                      | 0          | 0
    fehlt_ausgezahlt                     | 0          | 0
    fehlt_nachgewiesen                   | 1          | 2
    fehlt_anerkannt                      | 1          | 2
    fehlt_zurueckgezahlt                 | 0          | 2
    massnahmen_offen                     | 1          | 2
    ausschoepfung_hoechstbetrag_promille | 39         |
    ausschoepfung_bewilligt_promille     | 967        |
    kommunen                             | 2          | 1
    kreisweit                            | 1          | 0
    traeger                              | 3          | 2
    massnahmen                           | 4          | 2
"""


def bescheide(text: str) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for i, r in enumerate(grid(text)):
        rows.append(
            {
                "foerderjahr": int(r["jahr"]),
                "programmteil": r.get("teil", "II"),
                "art": r["art"],
                "datum": pd.Timestamp(r["datum"]) if r["datum"] else None,
                "betrag_cent": cents(r["betrag"]) if r["betrag"] else None,
                "hoechstbetrag_cent": cents(r["höchstbetrag"]) if r["höchstbetrag"] else None,
                "quelle_datei": "b.xlsx",
                "quelle_blatt": "Bescheide",
                "quelle_zeile": i + 4,
            }
        )
    return conform(pd.DataFrame(rows, dtype=object), "bescheide")


def number(text: str, column: str) -> int | None:
    return None if not text else cents(text) if column.endswith("_cent") else int(text)


def plain(value: Any) -> Any:
    return None if pd.isna(value) else value


@pytest.mark.parametrize("line", grid(EXPECTED), ids=lambda r: r["spalte"])
def test_the_outcomes_of_two_years(line: dict[str, str]) -> None:
    years = yearly(weiterleitungen(LEDGER), empty("bescheide"), "05974")
    assert years["foerderjahr"].tolist() == [2017, 2018]
    column = line["spalte"]
    assert [plain(v) for v in years[column]] == [number(line[j], column) for j in ("2017", "2018")]


def test_every_column_of_a_year_is_in_the_expected_table() -> None:
    years = yearly(weiterleitungen(LEDGER), empty("bescheide"), "05974")
    assert set(years.columns) == {r["spalte"] for r in grid(EXPECTED)} | {"foerderjahr", "hoechstbetrag_quelle"}
    assert years["hoechstbetrag_quelle"].tolist() == ["Regelwerk: lippstadt.online, 04/2017", "nicht belegt"]


def test_hidden_kommunen_are_counted() -> None:
    assert yearly(weiterleitungen(LEDGER), empty("bescheide"), "05974", {2018: 2})["kommunen"].tolist() == [2, 3]


def test_a_ledger_without_rows_has_no_years() -> None:
    years = yearly(empty("weiterleitungen"), empty("bescheide"), "05974")
    assert len(years) == 0
    assert str(years["netto_cent"].dtype) == "Int64"


CEILING_CASES = [
    (
        "one Bescheid",
        "2016 | bescheid | 2016-06-10 | 120.000,00 | 131.066,00",
        13106600,
        "Bescheid vom 10.06.2016",
        12000000,
    ),
    (
        "the rounded figure of the rules is no ceiling",
        "2016 | antrag | 2016-02-01 | 120.000,00 | 131.066,00",
        None,
        "nicht belegt",
        None,
    ),
    (
        "the latest counts",
        "2016 | bescheid | 2016-06-10 | 120.000,00 | 130.000,00\n"
        "2016 | aenderung | 2016-09-01 | 110.000,00 | 131.000,00",
        13100000,
        "Bescheid vom 01.09.2016",
        11000000,
    ),
    (
        "a change that names no ceiling leaves it",
        "2016 | bescheid | 2016-06-10 | 120.000,00 | 130.000,00\n2016 | aenderung | 2016-09-01 | 110.000,00 | ",
        13000000,
        "Bescheid vom 10.06.2016",
        11000000,
    ),
    (
        "a dated one before an undated one",
        "2016 | bescheid | | 1,00 | 2,00\n2016 | bescheid | 2016-06-10 | 3,00 | 4,00",
        400,
        "Bescheid vom 10.06.2016",
        300,
    ),
    ("an undated one", "2016 | bescheid | | 1,00 | 2,00", 200, "Bescheid ohne Datum", 100),
    (
        "twice the same",
        "2016 | bescheid | 2016-06-10 | 1,00 | 2,00\n2016 | bescheid | 2016-06-10 | 1,00 | 2,00",
        200,
        "Bescheid vom 10.06.2016",
        100,
    ),
    ("another year", "2015 | bescheid | 2015-06-10 | 1,00 | 2,00", None, "nicht belegt", None),
]
HEAD = "jahr | art | datum | betrag | höchstbetrag\n"
SMALL = "az | jahr | ort | träger | bewilligt\n1 | 2016 | Soest | V Eins | 1,00"


@pytest.mark.parametrize(
    ("name", "text", "ceiling", "source", "granted"), CEILING_CASES, ids=[c[0] for c in CEILING_CASES]
)
def test_the_ceiling_comes_from_the_latest_bescheid(
    name: str, text: str, ceiling: int | None, source: str, granted: int | None
) -> None:
    year = yearly(weiterleitungen(SMALL), bescheide(HEAD + text), "05974").iloc[0]
    found = [plain(year[c]) for c in ("hoechstbetrag_cent", "hoechstbetrag_quelle", "bewilligt_land_cent")]
    assert found == [ceiling, source, granted]


def test_a_bescheid_of_programmteil_i_is_no_ceiling() -> None:
    other = bescheide(
        "jahr | teil | art | datum | betrag | höchstbetrag\n2016 | I | bescheid | 2016-06-10 | 1,00 | 2,00"
    )
    assert yearly(weiterleitungen(SMALL), other, "05974")["hoechstbetrag_cent"].isna().all()


@pytest.mark.parametrize(("day", "shown"), [("2016-06-10", "vom 10.06.2016"), ("", "ohne Datum")])
def test_two_bescheide_of_one_day_that_contradict_are_refused(day: str, shown: str) -> None:
    both = bescheide(f"{HEAD}2016 | bescheid | {day} | 1,00 | 2,00\n2016 | aenderung | {day} | 1,00 | 3,00")
    with pytest.raises(DatenFehler) as fault:
        yearly(weiterleitungen(SMALL), both, "05974")
    message = str(fault.value)
    assert f"Zwei Bescheide zum Förderjahr 2016 {shown} widersprechen sich: 2,00 € und 3,00 €." in message
    assert "Datei b.xlsx, Blatt Bescheide, Zeile 4" in message


@pytest.mark.parametrize("column", ["ausgezahlt_cent", "zurueckgezahlt_cent"])
def test_one_unknown_amount_leaves_the_difference_unknown(column: str) -> None:
    ledger = weiterleitungen(LEDGER)
    ledger.loc[ledger["massnahme_id"] == "2", column] = pd.NA
    year = yearly(ledger, empty("bescheide"), "05974").iloc[0]
    assert plain(year["netto_cent"]) is None
    assert plain(year["ausschoepfung_hoechstbetrag_promille"]) is None
    assert plain(year[f"fehlt_{column.removesuffix('_cent')}"]) == 1
    assert plain(year[column]) is not None, "the sum of the known ones stays"


def test_a_share_of_half_known_grants_is_unknown() -> None:
    ledger = weiterleitungen(LEDGER)
    ledger.loc[ledger["massnahme_id"] == "2", "bewilligt_cent"] = pd.NA
    year = yearly(ledger, empty("bescheide"), "05974").iloc[0]
    assert plain(year["netto_cent"]) == 512550
    assert plain(year["ausschoepfung_bewilligt_promille"]) is None


def test_the_flow_has_five_steps_in_order() -> None:
    flow = funding_flow(yearly(weiterleitungen(LEDGER), empty("bescheide"), "05974").iloc[0])
    assert [[plain(v) for v in r] for r in flow.to_numpy().tolist()] == [
        ["Höchstbetrag", 13106600, None],
        ["bewilligt", 530000, 0],
        ["ausgezahlt", 517500, 0],
        ["zurückgezahlt", 4950, 0],
        ["netto weitergeleitet", 512550, None],
    ]


def test_sums_per_kommune() -> None:
    found = by_kommune(weiterleitungen(LEDGER), 2017)
    assert found["kommune"].tolist() == ["Soest", "Werl", "kreisweit"]
    assert found["bewilligt_cent"].tolist() == [480000, 50000, 0]
    assert [plain(v) for v in found["ausgezahlt_cent"]] == [480000, 37500, 0]
    assert [plain(v) for v in found["netto_cent"]] == [475050, 37500, 0]
    assert found["massnahmen"].tolist() == [2, 1, 1]


def test_sums_per_baustein() -> None:
    found = by_baustein(weiterleitungen(LEDGER), 2017)
    assert found[["baustein", "name"]].to_numpy().tolist() == [
        ["A2", "Laufender Betrieb von Ankommenstreffpunkten"],
        ["B2", "Zusammenkommen und Orientierung"],
        ["keine Angabe", "keine Angabe"],
    ]
    assert found["bewilligt_cent"].tolist() == [400000, 130000, 0]


@pytest.mark.parametrize("split", [by_kommune, by_baustein])
@pytest.mark.parametrize("seed", range(15))
def test_the_parts_of_a_year_add_up_to_it(seed: int, split: Any) -> None:
    w = random_ledger(seed)
    for _, year in yearly(w, empty("bescheide"), "05974").iterrows():
        parts = split(w, int(year["foerderjahr"]))
        for mass in MASSE:
            assert plain(parts[f"{mass}_cent"].sum(min_count=1)) == plain(year[f"{mass}_cent"])


def test_what_a_freigabe_does_not_show_comes_last() -> None:
    w = weiterleitungen(SMALL)
    w = pd.concat([w.assign(ags="", kommune="nicht zugeordnet", baustein="nicht zugeordnet"), w], ignore_index=True)
    assert by_kommune(w, 2016)["kommune"].tolist() == ["Soest", "nicht zugeordnet"]
    assert by_baustein(w, 2016)["name"].tolist() == ["keine Angabe", "nicht zugeordnet"]
