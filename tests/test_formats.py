"""Amounts, shares and lists as German text: exact, half up, missing said."""

from __future__ import annotations

import pytest

from komman.formats import anzahl, aufzaehlung, divide_half_up, euro, euro_rund, jahre_text, permille, prozent


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
