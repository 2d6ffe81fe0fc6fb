"""Amounts, dates and counts by class of spelling, with the near misses of each class: no silent misreading."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komman.amounts import Betrag, Zelle, is_missing, parse_amount, parse_column, parse_count, parse_date

READ: list[tuple[Zelle, int]] = [
    ("0", 0),
    ("0,00", 0),
    ("5", 500),
    ("350", 35000),
    ("1234", 123400),
    ("0,5", 50),
    ("12,5", 1250),
    ("12,50", 1250),
    ("1234,5", 123450),
    ("1.234,50", 123450),
    ("12.345.678,90", 1234567890),
    ("1.234.567", 123456700),
    ("1 234,50", 123450),
    ("1\u00a0234,50", 123450),
    ("1\u202f234", 123400),
    ("350,-", 35000),
    ("350,--", 35000),
    ("350,–", 35000),
    ("1.234,- €", 123400),
    ("-350,00", -35000),
    ("- 350,00", -35000),
    ("-   350,00 €", -35000),
    ("350,00-", -35000),
    ("350,00- €", -35000),
    ("−350,00", -35000),
    ("–350,00", -35000),
    ("(350,00)", -35000),
    ("(350,00 €)", -35000),
    ("+350,00", 35000),
    ("1.234,50 €", 123450),
    ("1.234,50€", 123450),
    ("€ 12,00", 1200),
    ("EUR 12,00", 1200),
    ("12,00 EUR", 1200),
    ("12,00 Euro", 1200),
    ("-EUR 12,00", -1200),
    ("EUR -12,00", -1200),
    ("  12,00\u00a0€ ", 1200),
    (5, 500),
    (-5, -500),
    (Decimal("12.5"), 1250),
    (Decimal("-0.01"), -1),
]

REFUSED: list[tuple[Zelle, str]] = [
    ("1.234", "mehrdeutig: 1.234,00 € oder 1,234 €"),
    ("-1.234 €", "mehrdeutig: 1.234,00 € oder 1,234 €"),
    ("12,345", "mehrdeutig: 12.345,00 € oder 12,345 €"),
    ("100 200", "mehrdeutig: 100.200,00 € oder mehrere Zahlen"),
    ("12.50", "Dezimalpunkt"),
    ("12.5", "Dezimalpunkt"),
    ("1,234.50", "Dezimalpunkt"),
    ("1.23456", "nicht eindeutig"),
    ("1.234,567", "nicht eindeutig"),
    ("1234.567", "nicht eindeutig"),
    ("0.123", "führende Null"),
    ("05974004", "führende Null"),
    ("00", "führende Null"),
    ("1e3", "kein lesbarer Betrag"),
    ("1,5E3", "kein lesbarer Betrag"),
    ("0x10", "kein lesbarer Betrag"),
    ("1_000", "kein lesbarer Betrag"),
    ("1.23,00", "kein lesbarer Betrag"),
    ("1..234", "kein lesbarer Betrag"),
    ("12,3,4", "kein lesbarer Betrag"),
    ("1.234 567,00", "kein lesbarer Betrag"),
    ("1'234,50", "kein lesbarer Betrag"),
    ("1.5.2022", "kein lesbarer Betrag"),
    (",50", "anderem Text"),
    ("50,", "anderem Text"),
    ("--5", "anderem Text"),
    ("-5-", "anderem Text"),
    ("(-5)", "anderem Text"),
    ("-(5)", "anderem Text"),
    ("(5", "anderem Text"),
    ("5 EUR EUR", "anderem Text"),
    ("5 $", "anderem Text"),
    ("5 CHF", "anderem Text"),
    ("ca. 500", "anderem Text"),
    ("500 (geschätzt)", "anderem Text"),
    ("<500", "anderem Text"),
    ("5 T€", "Tausend"),
    ("5 TEUR", "Tausend"),
    ("5 Tsd. €", "Tausend"),
    ("1,2 Mio. €", "Tausend"),
    ("100,00 / 200,00", "mehr als ein Betrag"),
    ("100,00; 200,00", "mehr als ein Betrag"),
    ("100 + 200", "mehr als ein Betrag"),
    ("100-200", "mehr als ein Betrag"),
    ("100 bis 200", "mehr als ein Betrag"),
    ("2022-05-31", "mehr als ein Betrag"),
    ("50 %", "Prozentwert"),
    ("#REF!", "Fehlerwert #REF! aus Excel"),
    ("#BEZUG!", "Fehlerwert #BEZUG! aus Excel"),
    ("#DIV/0!", "Fehlerwert"),
    ("#N/A", "Fehlerwert"),
    ("offen", "Text statt Betrag"),
    ("k. A.", "Text statt Betrag"),
    ("nan", "Text statt Betrag"),
    ("inf", "Text statt Betrag"),
    ("١٢", "Text statt Betrag"),
    ("- €", "0 oder keine Angabe"),
    ("99999999999,00", "unglaubwürdig"),
    ("9" * 400, "unglaubwürdig"),
    (10**11, "unglaubwürdig"),
    (Decimal("1e400"), "unglaubwürdig"),
    (Decimal("NaN"), "unglaubwürdig"),
    (True, "Wahrheitswert"),
    (False, "Wahrheitswert"),
    (date(2022, 5, 31), "Datum statt Betrag"),
    (datetime(2022, 5, 31, 12), "Datum statt Betrag"),
]


@pytest.mark.parametrize(("zelle", "cent"), READ)
def test_read(zelle: Zelle, cent: int) -> None:
    assert parse_amount(zelle) == Betrag(cent)


@pytest.mark.parametrize(("zelle", "grund"), REFUSED)
def test_refused_with_its_reason(zelle: Zelle, grund: str) -> None:
    betrag = parse_amount(zelle)
    assert betrag.cent is None
    assert grund in betrag.grund


@pytest.mark.parametrize("zelle", [None, "", "  ", "-", "–", "—", "−", " - "])
def test_missing_is_not_zero_and_no_fault(zelle: Zelle) -> None:
    assert is_missing(zelle)
    assert parse_amount(zelle) == Betrag(None, "")


def test_zero_is_not_missing() -> None:
    assert not is_missing(0)
    assert not is_missing("0")
    assert not is_missing(False)


@pytest.mark.parametrize(
    ("zahl", "cent"),
    [
        ("12.345", 1235),
        ("12.344", 1234),
        ("-12.345", -1235),
        ("0.30000000000000004", 30),
        ("12.999999999999998", 1300),
        ("0.005", 1),
        ("-0.005", -1),
        ("0.0049999", 0),
    ],
)
def test_noise_beyond_a_cent_is_rounded_half_up_and_said(zahl: str, cent: int) -> None:
    assert parse_amount(Decimal(zahl)) == Betrag(cent, "", gerundet=True)


@given(st.integers(-(10**11), 10**11))
def test_every_german_spelling_of_an_amount_is_read(cent: int) -> None:
    whole, rest = divmod(abs(cent), 100)
    sign = "-" if cent < 0 else ""
    grouped = f"{whole:,}".replace(",", ".")
    for text in (
        f"{sign}{whole},{rest:02d}",
        f"{sign}{grouped},{rest:02d}",
        f"{sign}{grouped},{rest:02d} €",
        f"{grouped},{rest:02d}{sign}",
    ):
        assert parse_amount(text) == Betrag(cent)
    assert parse_amount(Decimal(cent) / 100) == Betrag(cent)


@given(st.text("0123456789.,- €()", max_size=12))
def test_what_is_read_is_what_the_digits_say(text: str) -> None:
    """Oracle: an amount is read only if its digits, with the last two as cents, are those of the text."""
    betrag = parse_amount(text)
    if betrag.cent is None:
        return
    plain = re.sub(",-{1,2}(?![0-9])", "", text)
    decimals = len(re.sub("[^0-9]", "", plain.partition(",")[2]))
    assert abs(betrag.cent) == int(re.sub("[^0-9]", "", plain)) * 10 ** (2 - decimals)
    assert (betrag.cent < 0) == (betrag.cent != 0 and ("-" in plain or "(" in plain))


COLUMNS: list[tuple[str, list[Zelle], str | None, list[int | None]]] = [
    ("decimal comma proves", ["1.234", "12,00"], None, [123400, 1200]),
    ("two groups prove", ["1.234", "5.678.000"], None, [123400, 567800000]),
    ("dash for cents proves", ["1.234", "350,-"], None, [123400, 35000]),
    ("blank group needs the same proof", ["1 234", "12,00"], None, [123400, 1200]),
    ("alone", ["1.234"], None, [None]),
    ("two ambiguous prove nothing", ["1.234", "2.345"], None, [None, None]),
    ("plain numbers prove nothing", ["1.234", "500"], None, [None, 50000]),
    ("numbers of a workbook prove nothing", ["1.234", Decimal("12.5"), 7], None, [None, 1250, 700]),
    ("text proves nothing", ["1.234", "ca. 12,00"], None, [None, None]),
    ("three decimals prove nothing", ["1.234", "12,345"], None, [None, None]),
    ("a decimal point contradicts", ["1.234", "1,00", "12.00"], None, [None, 100, None]),
    ("the source says comma", ["1.234", "12,5"], "komma", [123400, 1250]),
    ("comma said, three decimals", ["12,345"], "komma", [None]),
    ("the source says point", ["1,234.50", "12.5", "1,234", "7"], "punkt", [123450, 1250, 123400, 700]),
    ("point said, comma found", ["12,50", "1.234", "1.234,50"], "punkt", [None, None, None]),
    ("missing stays missing", [None, "-", "12,00"], None, [None, None, 1200]),
    ("empty", [], None, []),
]


@pytest.mark.parametrize(("name", "zellen", "dezimal", "cents"), COLUMNS, ids=[c[0] for c in COLUMNS])
def test_column(name: str, zellen: list[Zelle], dezimal: str | None, cents: list[int | None]) -> None:
    assert [b.cent for b in parse_column(zellen, dezimal)] == cents


@pytest.mark.parametrize(
    ("zelle", "tag"),
    [
        ("31.05.2022", date(2022, 5, 31)),
        ("1.5.2022", date(2022, 5, 1)),
        ("1. 5. 2022", date(2022, 5, 1)),
        ("2022-05-31", date(2022, 5, 31)),
        ("2022-05-31 14:30:00", date(2022, 5, 31)),
        ("2022-05-31T00:00", date(2022, 5, 31)),
        (date(2022, 5, 31), date(2022, 5, 31)),
        (datetime(2022, 5, 31, 14, 30), date(2022, 5, 31)),
        ("29.02.2020", date(2020, 2, 29)),
    ],
)
def test_date(zelle: Zelle, tag: date) -> None:
    found = parse_date(zelle)
    assert found.tag == tag
    assert type(found.tag) is date


@pytest.mark.parametrize(
    ("zelle", "grund"),
    [
        ("31.05.22", "TT.MM.JJJJ"),
        ("05/31/2022", "TT.MM.JJJJ"),
        ("Mai 2022", "TT.MM.JJJJ"),
        ("2022", "TT.MM.JJJJ"),
        ("20220531", "TT.MM.JJJJ"),
        ("29.02.2021", "diesen Tag gibt es nicht"),
        ("31.13.2021", "diesen Tag gibt es nicht"),
        ("31.05.0222", "unglaubwürdiges Jahr 222"),
        (date(1900, 2, 28), "unglaubwürdiges Jahr 1900"),
        (44712, "Zahl statt Datum"),
        (Decimal("44712.5"), "Zahl statt Datum"),
        (True, "Zahl statt Datum"),
    ],
)
def test_no_date(zelle: Zelle, grund: str) -> None:
    datum = parse_date(zelle)
    assert datum.tag is None
    assert grund in datum.grund


@pytest.mark.parametrize(
    ("zelle", "zahl"), [(0, 0), (12, 12), ("12", 12), ("0", 0), ("12,00", 12), (Decimal("3"), 3), (" 7 ", 7)]
)
def test_count(zelle: Zelle, zahl: int) -> None:
    assert parse_count(zelle).zahl == zahl


@pytest.mark.parametrize(
    ("zelle", "grund"),
    [
        ("12,5", "keine ganze Zahl"),
        (Decimal("1.5"), "keine ganze Zahl"),
        ("1.200", "keine ganze Zahl"),
        ("ca. 5", "keine ganze Zahl"),
        ("007", "keine ganze Zahl"),
        (Decimal("Infinity"), "keine ganze Zahl"),
        (-1, "negative Anzahl"),
        ("-3", "negative Anzahl"),
        (10**8, "unglaubwürdig große"),
        (True, "keine Anzahl"),
        (date(2022, 5, 31), "keine Anzahl"),
    ],
)
def test_no_count(zelle: Zelle, grund: str) -> None:
    anzahl = parse_count(zelle)
    assert anzahl.zahl is None
    assert grund in anzahl.grund


@pytest.mark.parametrize("zelle", [None, "", "-"])
def test_missing_date_and_count(zelle: Zelle) -> None:
    assert (parse_date(zelle).tag, parse_date(zelle).grund) == (None, "")
    assert (parse_count(zelle).zahl, parse_count(zelle).grund) == (None, "")
