"""Projections against figures computed by hand, and what the fan of draws must keep."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from komman.projection import (
    BITS,
    QUANTILE,
    Plan,
    Projektion,
    Steigerung,
    Verlauf,
    ceiling,
    cost_fan,
    costs,
    course,
    draw,
    project,
    quantiles,
    rise,
)
from tests.ledgers import grid


def plan(von: int = 2022, bis: int = 2024, steigerung: tuple[int, int, int] = (0, 0, 0), **anderes: object) -> Plan:
    """1.5 posts that cost 74,508.00 euro in 2021, and 75,000.00 euro from the Land each year."""
    jahre = range(2022, bis + 1)
    felder: dict[str, object] = {
        "von": von, "bis": bis, "basisjahr": 2021, "basis_cent": 7_450_800, "basis_stellen": 15_000, "stellen": 15_000,
        "steigerungen": {j: Steigerung(*steigerung) for j in jahre}, "hoechstens": (7_500_000,) * (bis - von + 1),
    }  # fmt: skip
    return Plan(**{**felder, **anderes})  # type: ignore[arg-type]


def projected(p: Plan, draws: tuple[dict[int, int], ...]) -> Projektion:
    return project(p, cost_fan(p, draws))


RATES = grid("""
         satz | stellen | steigerung | mal |     ergibt
    50.000,00 |   15000 |          0 |   0 |  75.000,00
    55.000,00 |   15000 |          0 |   0 |  82.500,00
    50.000,00 |    5000 |          0 |   0 |  25.000,00
    57.000,00 |   20000 |          0 |   0 | 114.000,00
    57.000,00 |   15000 |        200 |   1 |  87.210,00
    57.000,00 |   15000 |        200 |   2 |  88.954,20
    57.000,00 |   15000 |        200 |   8 | 100.176,88
         0,01 |    5000 |          0 |   0 |       0,01
         0,01 |    4999 |          0 |   0 |       0,00
""")


def cents(text: str) -> int:
    return int(Decimal(text.replace(".", "").replace(",", ".")) * 100)


@pytest.mark.parametrize("fall", RATES, ids=lambda f: f"{f['satz']}x{f['stellen']}")
def test_the_rate_for_so_many_posts(fall: dict[str, str]) -> None:
    found = ceiling(cents(fall["satz"]), int(fall["stellen"]), int(fall["steigerung"]), int(fall["mal"]))
    assert found == cents(fall["ergibt"])


def test_costs_rise_year_by_year_and_are_rounded_once() -> None:
    p = plan(steigerung=(250, 250, 250))
    exact, out = Decimal("74508.00"), []
    for _ in range(3):
        exact *= Decimal("1.025")
        out.append(int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP)))
    assert costs(p, [250] * 3) == tuple(out) == (7_637_070, 7_827_997, 8_023_697)
    assert costs(p, [0, -100, 1000]) == (7_450_800, 7_376_292, 8_113_921)


def test_costs_follow_the_posts_and_years_before_the_span_count() -> None:
    p = plan(stellen=20_000, steigerung=(250, 250, 250))
    assert costs(p, [250] * 3)[0] == 10_182_760  # 76.370,70 / 1,5 * 2
    later = plan(von=2023, steigerung=(250, 250, 250))
    assert costs(later, [250] * 3) == costs(plan(), [250] * 3)[1:]
    same = plan(von=2021, steigerung=(250, 250, 250))
    assert costs(same, [250] * 3) == (7_450_800, *costs(plan(), [250] * 3))


def test_the_land_pays_no_more_than_the_costs() -> None:
    v = course(plan(hoechstens=(8_000_000, 7_500_000, 0)), (7_600_000, 7_600_000, 7_600_000))
    assert (v.foerderung, v.eigenanteil) == ((7_600_000, 7_500_000, 0), (0, 100_000, 7_600_000))


@pytest.mark.parametrize(("eigen", "ab"), [
    ((0, 0, 0), None), ((1, 1, 1), 2022), ((0, 1, 1), 2023), ((0, 0, 1), 2024), ((1, 0, 1), 2024), ((1, 1, 0), None),
])  # fmt: skip
def test_the_kreis_pays_for_good_from_the_last_covered_year_on(eigen: tuple[int, ...], ab: int | None) -> None:
    assert Verlauf(tuple(10 + e for e in eigen), (10, 10, 10)).own_from(2022) == ab


def test_without_a_span_every_course_is_the_expected_one() -> None:
    p = plan(bis=2030, steigerung=(250, 250, 250))
    r = projected(p, draw(1, 50, range(2022, 2031)))
    assert all(r.eigenanteil[q] == r.erwartet.eigenanteil for q in QUANTILE)
    assert set(r.summen) == {r.summe} == {sum(r.erwartet.eigenanteil)} == {r.kumuliert[-1]}
    assert r.eigen_ab == (r.dauerhaft_ab, r.dauerhaft_ab) == (2022, 2022)
    wide = projected(plan(bis=2030, steigerung=(0, 250, 600)), draw(1, 50, range(2022, 2031)))
    assert len(set(wide.summen)) > 40


def test_the_fan_widens_and_its_quantiles_are_in_order() -> None:
    r = projected(plan(bis=2032, steigerung=(50, 250, 450), hoechstens=(0,) * 11), draw(7, 500, range(2022, 2033)))
    for i in range(11):
        year = [r.eigenanteil[q][i] for q in QUANTILE]
        assert year == sorted(year) and year[0] < r.erwartet.eigenanteil[i] < year[-1]
    widths = [r.eigenanteil[90][i] - r.eigenanteil[10][i] for i in (0, 5, 10)]
    assert widths == sorted(widths)


def test_early_and_late_break_even() -> None:
    p = plan(bis=2026, steigerung=(0, 100, 600), hoechstens=(7_900_000,) * 5)
    r = projected(p, draw(3, 400, range(2022, 2027)))
    early, late = r.eigen_ab
    assert r.dauerhaft_ab is None and early in (2023, 2024) and late in (2025, 2026, None)
    never = projected(plan(hoechstens=(9_999_999,) * 3), draw(3, 10, range(2022, 2025)))
    assert (never.dauerhaft_ab, never.eigen_ab, never.summe) == (None, (None, None), 0)


def test_the_same_number_draws_the_same_and_another_one_does_not() -> None:
    years = range(2022, 2026)
    assert draw(5, 20, years) == draw(5, 20, years) != draw(6, 20, years)
    assert draw(5, 30, years)[:20] == draw(5, 20, years)
    # The sequence Python promises to keep: random.Random(0).random() begins with 0.8444218515250481.
    assert draw(0, 1, [2022]) == ({2022: int(0.8444218515250481 * 2**BITS)},)


def test_scenarios_meet_the_same_draws_so_a_fixed_difference_is_certain() -> None:
    draws = draw(1, 300, range(2022, 2025))
    a = projected(plan(steigerung=(0, 250, 600), hoechstens=(5_000_000,) * 3), draws)
    b = projected(plan(steigerung=(0, 250, 600), hoechstens=(5_750_000,) * 3), draws)
    expected, spread = a.more_than(b)
    assert expected == 2_250_000 and set(spread.values()) == {2_250_000}
    apart = projected(plan(steigerung=(0, 250, 600), hoechstens=(5_750_000,) * 3), draw(2, 300, range(2022, 2025)))
    assert len(set(a.more_than(apart)[1].values())) > 1


def test_rises_are_triangular() -> None:
    s = Steigerung(50, 250, 450)
    whole = 1 << BITS
    assert [rise(n, s) for n in (0, whole // 2, whole - 1)] == [50, 250, 450]
    assert rise(whole // 8, s) == 150  # half way up the left side lies an eighth of the area
    assert rise(whole * 7 // 8, s) == 350
    assert {rise(n, Steigerung(7, 7, 7)) for n in (0, whole - 1)} == {7}
    assert [rise(n, Steigerung(0, 0, 100)) for n in (0, whole * 3 // 4)] == [0, 50]
    assert [rise(n, Steigerung(-100, 0, 0)) for n in (0, whole // 4)] == [-100, -50]
    drawn = [rise(z[2022], s) for z in draw(11, 4000, [2022])]
    assert min(drawn) >= 50 and max(drawn) <= 450
    mean = Fraction(sum(drawn), len(drawn))
    assert abs(mean - 250) < 5


def test_quantiles_are_values_that_were_drawn() -> None:
    assert quantiles(range(1, 101)) == {10: 10, 25: 25, 50: 50, 75: 75, 90: 90}
    assert quantiles([3, 1, 2]) == {10: 1, 25: 1, 50: 2, 75: 3, 90: 3}
    assert quantiles([5]) == dict.fromkeys(QUANTILE, 5)


def test_plans_that_differ_in_what_the_land_pays_have_the_same_costs() -> None:
    draws = draw(1, 20, range(2022, 2025))
    a, b = plan(steigerung=(0, 250, 600)), plan(steigerung=(0, 250, 600), hoechstens=(0, 0, 0))
    assert a.kostenfrage == b.kostenfrage and cost_fan(a, draws) == cost_fan(b, draws)
    for other in (plan(steigerung=(0, 250, 500)), plan(steigerung=(0, 250, 600), stellen=20_000)):
        assert other.kostenfrage != a.kostenfrage and cost_fan(other, draws) != cost_fan(a, draws)


@pytest.mark.parametrize("wrong", [
    lambda: Steigerung(3, 2, 4), lambda: Steigerung(1, 5, 4), lambda: plan(hoechstens=(1,)),
    lambda: plan(von=2020), lambda: plan(steigerungen={2022: Steigerung(0, 0, 0)}),
])  # fmt: skip
def test_our_own_wrong_calls_fail(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"Steigerung|Plan"):
        wrong()
