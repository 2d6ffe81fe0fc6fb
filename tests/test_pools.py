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
    assert pool_year([], SCHWELLE, []).pools == ()
