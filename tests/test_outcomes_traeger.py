"""Who got the money, against figures computed by hand."""

from __future__ import annotations

import random
from fractions import Fraction

import pandas as pd
import pytest

from komman.outcomes import MASSE
from komman.outcomes_traeger import by_traeger, by_traegerart, concentration, turnover
from komman.release import release
from tests.ledgers import KREIS, SEVERAL, policy, random_ledger, tables, traeger_list, weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort  | träger | baustein| bewilligt| ausgezahlt| zurueckgezahlt
    1 | 2017| Soest| V Eins | B2      | 800,00   | 800,00    | 100,00
    2 | 2017| Werl | V Eins | B2      | 300,00   | 300,00    | 0,00
    3 | 2017| Soest| K Soest| A2      | 500,00   | 500,00    | 0,00
    4 | 2017| Ense | V zwei | B1      | 500,00   | 500,00    | 0,00
    5 | 2018| Ense | V zwei | B1      | 200,00   | 200,00    |
    6 | 2018| Soest| V Drei | B1      | 100,00   | 100,00    |
""")


def public(w: pd.DataFrame) -> pd.DataFrame:
    return release(tables(w), KREIS, traeger_list(w), policy(), "oeffentlich").tabellen["weiterleitungen"]


def found(df: pd.DataFrame, *columns: str) -> list[list[object]]:
    return [[None if pd.isna(v) else v for v in r] for r in df[list(columns)].itertuples(index=False)]


def test_sums_by_traegerart() -> None:
    assert found(by_traegerart(LEDGER, 2017), "traegerart", "traeger", "massnahmen", "netto_cent") == [
        ["kommune", 1, 1, 50000],
        ["verein", 2, 3, 150000],
    ]
    arten = by_traegerart(public(SEVERAL), 2019)["traegerart"].tolist()
    assert arten == ["kommune", "verein", "nicht zugeordnet"]


@pytest.mark.parametrize("seed", range(30))
def test_the_groups_add_up_to_the_year(seed: int) -> None:
    w = random_ledger(seed)
    for jahr in (2019, 2020):
        whole = w[w["foerderjahr"] == jahr]
        for df in (by_traegerart(w, jahr), by_traeger(w, jahr)):
            for mass in MASSE:
                assert df[f"{mass}_cent"].sum() == whole[f"{mass}_cent"].sum()
            assert df["traeger"].sum() == whole["traeger_id"].nunique()


def test_named_traeger_by_name_then_all_others_in_one_row() -> None:
    df = by_traeger(LEDGER, 2017)
    assert found(df, "traegername", "traegerart", "kommunen", "traeger", "massnahmen", "netto_cent") == [
        ["K Soest", "kommune", 1, 1, 1, 50000],
        ["V Eins", "verein", 2, 1, 2, 100000],
        ["V zwei", "verein", 1, 1, 1, 50000],
    ]
    df = by_traeger(public(SEVERAL), 2019)
    assert found(df, "traegername", "traeger", "massnahmen", "kommunen")[-1] == ["nicht benannt", 6, 6, None]
    assert df["traegername"].tolist() == ["K Stadt Soest", "V Nordlicht e. V.", "nicht benannt"]
    # 440 + 300 + 220 + 500 + 400 + 100,01
    assert df["bewilligt_cent"].tolist()[-1] == 196001


def test_who_is_new_and_who_is_gone() -> None:
    df = turnover(LEDGER, 2018)
    assert df is not None
    assert found(df, "traegername", "traegerart", "stand") == [
        ["V Drei", "verein", "neu"],
        ["V zwei", "verein", "weiter dabei"],
        ["K Soest", "kommune", "nicht mehr dabei"],
        ["V Eins", "verein", "nicht mehr dabei"],
    ]
    assert turnover(LEDGER, 2017) is None
    assert turnover(LEDGER, 2020) is None


def test_the_keys_of_a_pool_are_no_traeger_that_come_and_go() -> None:
    two = pd.concat([SEVERAL, SEVERAL.assign(foerderjahr=2020)], ignore_index=True).astype(SEVERAL.dtypes)
    df = turnover(public(two), 2020)
    assert df is not None
    assert found(df, "traegername", "stand") == [
        ["K Stadt Soest", "weiter dabei"],
        ["V Nordlicht e. V.", "weiter dabei"],
    ]


def test_concentration_by_hand() -> None:
    k = concentration(by_traeger(LEDGER, 2017), "netto").iloc[0]
    # Shares 1/4, 1/2, 1/4: all three 100 %; 10.000 * (1/16 + 1/4 + 1/16) = 3.750.
    assert k.to_dict() == {
        "groesste": 3, "groesste_cent": 200000, "insgesamt_cent": 200000, "anteil_groesste_promille": 1000,
        "herfindahl": 3750, "mindestens": 0,
    }  # fmt: skip
    one = LEDGER[LEDGER["traeger"] == "V zwei"]
    assert concentration(by_traeger(one, 2017), "netto").iloc[0]["herfindahl"] == 10_000


@pytest.mark.parametrize(
    ("changes", "mass"),
    [
        ({"zurueckgezahlt_cent": pd.NA}, "netto"),
        ({"ausgezahlt_cent": 0, "zurueckgezahlt_cent": 0}, "netto"),
        ({"ausgezahlt_cent": [80000, 30000, 50000, -1, 0, 0]}, "ausgezahlt"),
        ({"ausgezahlt_cent": [80000, None, 50000, 50000, 0, 0]}, "ausgezahlt"),
    ],
)
def test_no_concentration_without_every_amount(changes: dict[str, object], mass: str) -> None:
    w = LEDGER.assign(**changes).astype(LEDGER.dtypes)
    k = concentration(by_traeger(w, 2017), mass).iloc[0]
    assert pd.isna(k["herfindahl"]) and pd.isna(k["anteil_groesste_promille"]) and pd.isna(k["groesste_cent"])


@pytest.mark.parametrize("seed", range(60))
def test_with_pools_the_index_is_never_above_the_true_one(seed: int) -> None:
    rng = random.Random(seed)
    amounts = [rng.randint(1, 90_000) for _ in range(rng.randint(1, 9))]
    pooled = rng.randint(1, len(amounts))
    whole, part = sum(amounts), sum(amounts[:pooled])
    rows = [("", part, pooled), *((f"t{i}", x, 1) for i, x in enumerate(amounts[pooled:]))]
    df = pd.DataFrame(rows, columns=["traeger_id", "ausgezahlt_cent", "traeger"]).assign(fehlt_ausgezahlt=0)
    k = concentration(df, "ausgezahlt").iloc[0]
    squares = sum(Fraction(x, whole) ** 2 for x in amounts[pooled:]) + Fraction(part, whole) ** 2 / pooled
    assert k["herfindahl"] == int(10_000 * squares + Fraction(1, 2)) and k["mindestens"] == 1
    assert k["herfindahl"] <= int(10_000 * sum(Fraction(x, whole) ** 2 for x in amounts) + Fraction(1, 2))
