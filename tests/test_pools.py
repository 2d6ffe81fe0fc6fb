"""When a pool is safe, by hand."""

from __future__ import annotations

import pytest

from komman.datenschutz import Schwelle
from komman.pools import EINHEITEN, KREIS, Gruppe, NichtFreigebbar, failing, merge, pool_year
from tests.ledgers import grid

SCHWELLE = Schwelle(mindest_einheiten=3, p_prozent=10, freigegeben_durch="Test", begruendung="Test")

# total - x1 - x2 must reach p percent of x1; amounts in cents, "-" no value.
CASES = """
    bewilligt        | unsicher         | warum
    1000 500 100     |                  | 100 >= 100
    1000 500 99      | bewilligt_cent   | 99 < 100
    1000 999 101     |                  | the two largest are nearly equal: 101 >= 100
    1000 500 60 40   |                  | 60 + 40 >= 100
    1000 1000        | einheiten        | two recipients
    1000             | einheiten        | one recipient
    1000 500 -       | bewilligt_cent   | three recipients, two with a value
    1000 - -         | bewilligt_cent   | one value
    - - -            |                  | no value, nothing to work out
    0 0 0            |                  | nothing but zeros
    1000 0 0         | bewilligt_cent   | one value that is not zero
    -1000 500 100    |                  | a return counts by its size
    -1000 500 99     | bewilligt_cent   | a return counts by its size
    400 300 900 -900 | bewilligt_cent   | 700 - 400 - 300: the other two cancel out
    1000 200 -200    | bewilligt_cent   | nobody else needs to know anything: the total is 1000
"""


@pytest.mark.parametrize("case", grid(CASES), ids=lambda c: c["bewilligt"])
def test_a_pool_is_safe_if_the_rest_hides_the_largest(case: dict[str, str]) -> None:
    values = case["bewilligt"].split()
    summen = {f"t{i}": {} if v == "-" else {"bewilligt_cent": int(v)} for i, v in enumerate(values)}
    assert (failing(summen, SCHWELLE) or "") == case["unsicher"], case["warum"]


def test_units_are_checked_like_money() -> None:
    summen = {f"t{i}": {"bewilligt_cent": 100, "einheiten_bewilligt": n} for i, n in enumerate((40, 1, 1))}
    assert failing(summen, SCHWELLE) == "einheiten_bewilligt"


def test_merging_adds_up_per_recipient_and_keeps_one_without_values() -> None:
    one = Gruppe(0, "05974040", "B1", ("b",), {"t1": {"bewilligt_cent": 5}, "t2": {}})
    two = Gruppe(0, "05974040", "B2", ("a",), {"t1": {"bewilligt_cent": 7, "ausgezahlt_cent": 1}})
    both = merge([one, two], KREIS)
    assert both.summen == {"t1": {"bewilligt_cent": 12, "ausgezahlt_cent": 1}, "t2": {}}
    assert (both.ags, both.baustein, both.massnahmen) == ("", "", ("a", "b"))


def test_no_way_to_make_a_pool_safe_names_what_fails() -> None:
    alone = Gruppe(0, "05974040", "B1", ("a",), {"t1": {"bewilligt_cent": 5}})
    with pytest.raises(NichtFreigebbar) as fault:
        pool_year([alone], SCHWELLE, [])
    assert fault.value.mass == EINHEITEN


def test_nothing_protected_needs_no_pool() -> None:
    assert pool_year([], SCHWELLE, []) == ()


def single(stufe: int, ags: str, units: dict[str, int], nr: str, mass: str = "ausgezahlt_cent") -> Gruppe:
    return Gruppe(stufe, ags, "B1", (nr,), {u: {mass: v} for u, v in units.items()})


def test_a_finer_pool_with_a_recipient_of_a_negative_kreis_pool_is_taken_in() -> None:
    fine = {"a": 40000, "b": 30000, "c": 20000}
    rest = {"a": 50000, "d": 40000, "e": 30000, "f": -20000}
    atoms = [single(0, "05974040", {u: v}, f"1{u}") for u, v in fine.items()]
    atoms += [single(KREIS, "", {u: v}, f"2{u}") for u, v in rest.items()]
    (pool,) = pool_year(atoms, SCHWELLE, [])
    assert len(pool.massnahmen) == 7
    # Negative control: without the negative sum both pools stay.
    positive = [g for g in atoms if g.massnahmen != ("2f",)]
    assert [len(p.massnahmen) for p in pool_year(positive, SCHWELLE, [])] == [3, 3]


def test_the_kreis_pool_takes_one_group_more_than_it_needs() -> None:
    atoms = [single(0, "05974040", {u: v}, u) for u, v in (("a", 40000), ("b", 30000))]
    others = [single(KREIS, "", {f"v{i}": 10000 * i}, f"v{i}") for i in (1, 2, 3)]
    (pool,) = pool_year(atoms, SCHWELLE, others)
    assert set(pool.summen) == {"a", "b", "v1", "v2"}
    (pool,) = pool_year(atoms, SCHWELLE, others[:1])
    assert set(pool.summen) == {"a", "b", "v1"}  # none is left
    (pool,) = pool_year([*atoms, single(KREIS, "", {"c": 10000}, "c")], SCHWELLE, others)
    assert set(pool.summen) == {"a", "b", "c"}  # nothing had to join


def test_equal_grants_in_the_kreis_pool_are_mixed_if_anyone_is_left() -> None:
    atoms = [single(KREIS, "", {u: 40000}, u, "bewilligt_cent") for u in "abc"]
    others = [
        single(KREIS, "", {"v1": 40000}, "v1", "bewilligt_cent"),
        single(KREIS, "", {"v2": 50000}, "v2", "bewilligt_cent"),
    ]
    (pool,) = pool_year(atoms, SCHWELLE, others)
    assert set(pool.summen) == {"a", "b", "c", "v1", "v2"}
    assert set(pool_year(atoms, SCHWELLE, [])[0].summen) == {"a", "b", "c"}
