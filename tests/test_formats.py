"""Amounts, shares and lists as German text: exact, half up, missing said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komman.formats import (
    MINUS,
    NBSP,
    NICHT_BELEGT,
    OFFEN,
    anzahl,
    aufzaehlung,
    divide_half_up,
    euro,
    euro_rund,
    group,
    jahre_text,
    parse_anzahl,
    parse_euro,
    parse_prozent,
    permille,
    prozent,
    stellenzahl,
)


@pytest.mark.parametrize(
    ("cent", "text"),
    [
        (0, "0,00 €"),
        (5, "0,05 €"),
        (13106600, "131.066,00 €"),
        (-35000, "−350,00 €"),
        (-5, "−0,05 €"),
        (123456789012, "1.234.567.890,12 €"),
        (None, "noch offen"),
    ],
)
def test_euro(cent: int | None, text: str) -> None:
    assert euro(cent).replace("\u00a0", " ") == text


def test_a_missing_amount_is_said_in_the_words_asked_for() -> None:
    assert euro(None, "nicht belegt") == "nicht belegt"
    assert euro_rund(None) == prozent(None) == "noch offen"


@pytest.mark.parametrize(
    ("cent", "text"),
    [
        (54_601_800, "546.000 €"),
        (54_650_000, "547.000 €"),
        (54_649_999, "546.000 €"),
        (-150_000, "−2.000 €"),
        (0, "0 €"),
    ],
)
def test_rounding_to_thousands_is_half_up(cent: int, text: str) -> None:
    assert euro_rund(cent).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("zaehler", "nenner", "ergebnis"),
    [
        (1, 2, 1),
        (-1, 2, -1),
        (1, -2, -1),
        (-1, -2, 1),
        (1, 3, 0),
        (2, 3, 1),
        (5, 10, 1),
        (0, 7, 0),
        (25, 10, 3),
    ],
)
def test_division_rounds_half_away_from_zero(zaehler: int, nenner: int, ergebnis: int) -> None:
    assert divide_half_up(zaehler, nenner) == ergebnis


def test_division_by_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        divide_half_up(1, 0)


@pytest.mark.parametrize(
    ("zaehler", "nenner", "text"),
    [
        (54_600_000, 65_533_000, "83,3 %"),
        (1, 1, "100,0 %"),
        (-1, 4, "−25,0 %"),
        (1, 2000, "0,1 %"),
        (12345, 10, "123.450,0 %"),
    ],
)
def test_shares(zaehler: int, nenner: int, text: str) -> None:
    assert prozent(permille(zaehler, nenner)).replace("\u00a0", " ") == text


@pytest.mark.parametrize("teile", [(None, 1), (1, None), (1, 0)])
def test_a_share_of_the_unknown_or_of_nothing_is_missing(teile: tuple[int | None, int | None]) -> None:
    assert permille(*teile) is None


def test_counts_and_lists() -> None:
    assert anzahl(1, "Maßnahme", "Maßnahmen") == "1 Maßnahme"
    assert anzahl(1200, "Maßnahme", "Maßnahmen") == "1.200 Maßnahmen"
    assert [aufzaehlung(t) for t in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a und b", "a, b und c"]


@pytest.mark.parametrize(
    ("jahre", "text"),
    [
        ([], ""),
        ([2019], "2019"),
        ([2016, 2017], "2016 und 2017"),
        ([2016, 2017, 2018], "2016 bis 2018"),
        ([2016, 2018, 2019, 2020, 2022], "2016, 2018 bis 2020 und 2022"),
    ],
)
def test_runs_of_years_are_said_as_spans(jahre: list[int], text: str) -> None:
    assert jahre_text(jahre) == text


WHOLE = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("write", "parse"),
    [(euro, parse_euro), (prozent, parse_prozent), (group, parse_anzahl)],
    ids=["euro", "prozent", "anzahl"],
)
def test_a_formatted_number_is_read_back_exactly(
    write: Callable[[int], str], parse: Callable[[str], int | None]
) -> None:
    @given(WHOLE)
    def there_and_back(n: int) -> None:
        assert parse(write(n)) == n

    @given(WHOLE, st.integers(0, 30), st.sampled_from(["", " ", "0", ".", ",", "-", MINUS, NBSP, "€", "%", "x", "٣"]))
    def one_change_is_refused_or_is_another_number(n: int, place: int, sign: str) -> None:
        text = write(n)
        changed = text[:place] + sign + text[place + 1 :]
        found = parse(changed)
        assert found is None or write(found) == changed

    there_and_back()
    one_change_is_refused_or_is_another_number()


@pytest.mark.parametrize(
    "text",
    ["", "–", OFFEN, NICHT_BELEGT, "1234,50 €", f"1.234,5{NBSP}€", "1.234,50 €", f"-1,00{NBSP}€", f"{MINUS}0,00{NBSP}€",
     f"01,00{NBSP}€", f"1,234.50{NBSP}€", f"1.000{NBSP}€", "12.34", "007", "12 von 14", "٣", "1" * 40],
)  # fmt: skip
def test_what_is_no_formatted_number_is_none(text: str) -> None:
    assert (parse_euro(text), parse_prozent(text), parse_anzahl(text)) == (None, None, None)


def test_units_are_not_mixed_up() -> None:
    assert parse_euro(f"1.234,50{NBSP}€") == 123450 and parse_prozent(f"1.234,50{NBSP}€") is None
    assert parse_prozent(f"83,3{NBSP}%") == 833 and parse_euro(f"83,3{NBSP}%") is None
    assert parse_anzahl("1.234") == 1234 and parse_anzahl(f"{MINUS}5") == -5


@pytest.mark.parametrize(
    ("zehntausendstel", "text"),
    [
        (15_000, "1,5"),
        (10_000, "1"),
        (0, "0"),
        (14_583, "1,4583"),
        (12_500, "1,25"),
        (5, "0,0005"),
        (-5_000, f"{MINUS}0,5"),
        (None, OFFEN),
    ],
)
def test_posts(zehntausendstel: int | None, text: str) -> None:
    assert stellenzahl(zehntausendstel) == text
