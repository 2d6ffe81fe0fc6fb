"""Days: the classes stand in docs/betraege.md; here the types, the window of a century and rules for every day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.amounts import Zelle
from komman.dates import Datum, Datumsform, Datumsregel, parse_date

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
FORMS: list[Datumsform | None] = [None, "tmj", "mtj", "seriell", "seriell-1904"]


@pytest.mark.parametrize("zelle", [datetime(2022, 5, 31, 14, 30), date(2022, 5, 31), "31.05.2022", "2022-05-31"])
def test_a_day_has_no_time(zelle: Zelle) -> None:
    found = parse_date(zelle)
    assert found == Datum(date(2022, 5, 31))
    assert type(found.tag) is date


@pytest.mark.parametrize("zelle", [None, "", "-", " – "])
def test_a_missing_day_is_no_fault(zelle: Zelle) -> None:
    assert parse_date(zelle) == Datum(None)


@settings(deadline=None)
@given(DAYS, st.sampled_from(FORMS))
def test_german_and_iso_days_are_read_by_every_rule_that_allows_them(tag: date, form: Datumsform | None) -> None:
    regel = Datumsregel(form)
    assert parse_date(f"{tag:%Y-%m-%d}", regel).tag == tag
    assert parse_date(f"{tag.day}.{tag.month}.{tag.year}", regel).tag == (None if form == "mtj" else tag)


@settings(deadline=None)
@given(DAYS)
def test_the_order_is_what_the_source_says(tag: date) -> None:
    for sign in "/-":
        assert parse_date(f"{tag:%d{sign}%m{sign}%Y}", Datumsregel("tmj")).tag == tag
        assert parse_date(f"{tag:%m{sign}%d{sign}%Y}", Datumsregel("mtj")).tag == tag
        assert parse_date(f"{tag:%m{sign}%d{sign}%Y}").tag is None


@settings(deadline=None)
@given(DAYS, st.integers(1900, 2090))
def test_two_digits_mean_the_one_year_in_the_window(tag: date, first: int) -> None:
    found = parse_date(f"{tag:%d.%m.%y}", Datumsregel(jahrhundert=(first, first + 99))).tag
    if found is not None:
        assert first <= found.year <= first + 99
        assert (found.day, found.month, found.year % 100) == (tag.day, tag.month, tag.year % 100)
    assert (found == tag) if first <= tag.year <= first + 99 else (found != tag)


@settings(deadline=None)
@given(DAYS)
def test_serial_days(tag: date) -> None:
    days = (tag - date(2022, 5, 31)).days + 44712
    for zelle in (days, Decimal(days) + Decimal("0.5"), str(days)):
        assert parse_date(zelle, Datumsregel("seriell")).tag == tag
        assert parse_date(zelle, Datumsregel("seriell-1904")).tag in (None, tag + timedelta(days=1462))
        assert parse_date(zelle).tag is None


@pytest.mark.parametrize(
    ("zelle", "form", "grund"),
    [
        (Decimal("NaN"), "seriell", "die Zahl ist kein Tag zwischen 1990 und 2099"),
        (Decimal("Infinity"), "seriell", "die Zahl ist kein Tag zwischen 1990 und 2099"),
        (100_000, "seriell", "die Zahl ist kein Tag zwischen 1990 und 2099"),
        (99_999, "seriell", "unglaubwürdiges Jahr 2173"),
        (0, "seriell", "unglaubwürdiges Jahr 1899"),
        (0, "seriell-1904", "unglaubwürdiges Jahr 1904"),
        (73_051, "seriell", "unglaubwürdiges Jahr 2100"),
        (False, "seriell", "Wahrheitswert statt Datum"),
        (True, None, "Wahrheitswert statt Datum"),
        ("9" * 10_000, "seriell", "kein Datum der Form TT.MM.JJJJ"),
        ("31.05.2022\n01.06.2022", None, "kein Datum der Form TT.MM.JJJJ"),
        ("31.\n05.2022", None, "kein Datum der Form TT.MM.JJJJ"),
        ("31.05.1989", None, "unglaubwürdiges Jahr 1989"),
        ("01.01.2100", None, "unglaubwürdiges Jahr 2100"),
    ],
)
def test_no_day(zelle: Zelle, form: Datumsform | None, grund: str) -> None:
    assert parse_date(zelle, Datumsregel(form)) == Datum(None, grund)


def test_two_digits_and_the_order_together() -> None:
    assert parse_date("31/5/22", Datumsregel("tmj", (1990, 2089))).tag == date(2022, 5, 31)
    assert parse_date("5/31/22", Datumsregel("mtj", (1990, 2089))).tag == date(2022, 5, 31)


def test_a_hard_blank_may_stand_between() -> None:
    assert parse_date("1.\u00a05.\u00a02022").tag == parse_date("1.\u00a0Mai\u00a02022").tag == date(2022, 5, 1)
