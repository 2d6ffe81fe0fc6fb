"""Amounts and counts: how a column decides, the limits, and rules for every spelling; classes: docs/betraege.md."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.amounts import (
    Betrag,
    Dezimalzeichen,
    Stil,
    Zelle,
    is_missing,
    parse_amount,
    parse_column,
    parse_count,
    parse_written,
    read_column,
)
from komman.spelling import PLAIN

STIMMT = "stimmt die Zahl, „dezimal: komma“ in quellen.yaml angeben"
OHNE_KOMMA = "Dezimalpunkt statt Dezimalkomma; wenn es so gemeint ist, „dezimal: punkt“ in quellen.yaml angeben"


@pytest.mark.parametrize("zelle", [None, "", "  ", "-", "–", "—", "−", " - "])
def test_missing_is_not_zero_and_no_fault(zelle: Zelle) -> None:
    assert is_missing(zelle)
    assert parse_amount(zelle) == Betrag(None, "")


def test_zero_is_not_missing() -> None:
    assert not is_missing(0)
    assert not is_missing("0")
    assert not is_missing(False)


@settings(deadline=None)
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


PIECES = st.sampled_from(
    [
        "1",
        "12",
        "234",
        "567",
        "0",
        "00",
        "50",
        "5",
        ",",
        ".",
        " ",
        "\u00a0",
        "'",
        "’",
        "-",
        "−",
        "€",
        "EUR",
        "(",
        ")",
        ",-",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=6).map("".join)
WRITTEN = st.sampled_from(
    ["1.234", "1,234", "1 234", "12,50", "12.50", "1234.50", "0.5", "1,234.50", "1.234.567", "350,-", "1 234,50", "350"]
)
CELLS = st.lists(
    TEXTS
    | WRITTEN
    | st.none()
    | st.integers(-5000, 5000)
    | st.decimals(-5000, 5000, places=3)
    | st.dates()
    | st.booleans(),
    max_size=6,
)
SIGNS = st.sampled_from([None, "komma", "punkt"])


@settings(deadline=None)
@given(TEXTS)
def test_what_is_read_is_what_the_digits_say(text: str) -> None:
    """Oracle: an amount is read only if its digits, with the last two as cents, are those of the text."""
    betrag = parse_amount(text)
    if betrag.cent is None:
        return
    plain = re.sub(r",-{1,2}(?![0-9])", "", text.replace("−", "-"))
    decimals = len(re.sub("[^0-9]", "", plain.partition(",")[2]))
    assert abs(betrag.cent) == int(re.sub("[^0-9]", "", plain)) * 10 ** (2 - decimals)
    assert (betrag.cent < 0) == (betrag.cent != 0 and ("-" in plain or "(" in plain))


@settings(deadline=None)
@given(CELLS, SIGNS)
def test_a_column_is_read_by_its_different_cells(zellen: list[Zelle], dezimal: Dezimalzeichen | None) -> None:
    stil, betraege = read_column(zellen, dezimal)
    unique = list({(type(z), z): z for z in zellen[::-1]}.values())
    again, known = read_column(unique, dezimal)
    assert again == stil
    by_cell = {(type(z), z): b for z, b in zip(unique, known, strict=True)}
    assert [by_cell[type(z), z] for z in zellen] == betraege


@settings(deadline=None)
@given(CELLS, SIGNS)
def test_plain_texts_may_be_read_elsewhere(zellen: list[Zelle], dezimal: Dezimalzeichen | None) -> None:
    """What ``PLAIN`` fits counts by its commas and blanks alone, unless the source names the decimal point."""
    plain = {z for z in zellen if isinstance(z, str) and re.fullmatch(PLAIN, z)} if dezimal != "punkt" else set()
    rest = [z for z in zellen if z not in plain or not isinstance(z, str)]
    blanks = any(re.search("[0-9] [0-9]", z) for z in plain)
    stil, betraege = read_column(zellen, dezimal)
    apart, others = read_column(rest, dezimal, sum("," in z for z in plain), blanks)
    assert apart == stil
    assert others == [b for z, b in zip(zellen, betraege, strict=True) if z not in plain or not isinstance(z, str)]
    assert all(parse_column([z], dezimal) == [b] for z, b in zip(zellen, betraege, strict=True) if z in plain)


@settings(deadline=None)
@given(st.from_regex(PLAIN, fullmatch=True) | TEXTS)
def test_the_quick_way_reads_as_the_careful_one(text: str) -> None:
    """A blank at the end leads past ``PLAIN``."""
    assert parse_column([text]) == parse_column([f"{text} "]) == parse_column([f" {text}"])
    assert read_column([text, "1.234"])[0] == read_column([f"{text} ", "1.234"])[0]


@settings(deadline=None)
@given(st.from_regex(PLAIN, fullmatch=True), WRITTEN)
def test_a_plain_text_means_the_same_in_every_column(text: str, other: str) -> None:
    (alone,) = parse_column([text])
    assert alone.cent is not None
    assert parse_column([text, other])[0] == alone == parse_column([text, other], "komma")[0]
    declared = parse_column([text], "punkt")[0]
    assert declared == alone if "," not in text else declared.cent is None


@settings(deadline=None)
@given(st.integers(1, 99_999_999), st.booleans())
def test_one_amount_in_four_styles(cent: int, comma: bool) -> None:
    """The same cents by the style of the column, whichever sign groups."""
    whole, rest = divmod(cent, 100)
    for group in ("", ",", "'", "\u00a0"):
        text = f"{whole:,}".replace(",", group) + f".{rest:02d}"
        assert parse_column([text], "punkt") == [Betrag(cent)]
        swapped = text.translate(str.maketrans(",.", ".,"))
        assert parse_column([swapped], "komma" if comma else None) == [Betrag(cent)]


@pytest.mark.parametrize(
    ("zellen", "dezimal", "stil"),
    [
        ([], None, Stil()),
        ([None, 5, "-", "offen", "350"], None, Stil()),
        (["1.234", "1.234", "1,234", "1 234"], None, Stil(mehrdeutig=3)),
        (["12,50", "12,50", "350,-", "1.234"], None, Stil("komma", "Werte", komma=2, mehrdeutig=1)),
        (["1 234,50"], None, Stil("komma", "Werte", komma=1, leerzeichen=True)),
        (["1 234,50 EURO"], None, Stil("komma", "Werte", komma=1, leerzeichen=True)),
        (["12,50", "12.50"], None, Stil(komma=1, punkt=1)),
        (["12.50", "7.5"], None, Stil(punkt=2)),
        (["1234.50", "7.5"], None, Stil("punkt", "Werte", punkt=2)),
        (["1234.5"], None, Stil("punkt", "Werte", punkt=1)),
        (["1234.00"], None, Stil("punkt", "Werte", punkt=1)),
        (["1234.0"], None, Stil(punkt=1)),
        (["123.50"], None, Stil(punkt=1)),
        (["999.99", "1.50"], None, Stil(punkt=2)),
        (["0.5"], None, Stil("punkt", "Werte", punkt=1)),
        (["0.05"], None, Stil("punkt", "Werte", punkt=1)),
        (["0.0"], None, Stil(punkt=1)),
        (["0.00"], None, Stil(punkt=1)),
        (["1,234.0"], None, Stil("punkt", "Werte", punkt=1)),
        (["1,234,567"], None, Stil("punkt", "Werte", punkt=1)),
        (["1’234.0"], None, Stil("punkt", "Werte", punkt=1)),
        (["1234.50", "1.234"], None, Stil(punkt=1, mehrdeutig=1)),
        (["1234.50", "1,234"], None, Stil("punkt", "Werte", punkt=1, mehrdeutig=1)),
        (["1 234.50"], None, Stil("punkt", "Werte", punkt=1, leerzeichen=True)),
        (["12,50"], "punkt", Stil("punkt", "quellen.yaml", komma=1, leerzeichen=True)),
        ([], "komma", Stil("komma", "quellen.yaml", leerzeichen=True)),
        ([Decimal("1.234")], None, Stil(verdacht=True)),
        ([Decimal("1.234")], "komma", Stil("komma", "quellen.yaml", leerzeichen=True)),
        ([Decimal("1.23"), Decimal("1.2"), Decimal("NaN")], None, Stil()),
        ([Decimal("999.999"), Decimal("1000")], None, Stil(verdacht=True)),
        ([Decimal("999.999"), Decimal("1000.5")], None, Stil()),
        ([Decimal("-1.001"), Decimal("0.5")], None, Stil()),
        ([Decimal("1.001"), Decimal("12.3456")], None, Stil()),
        ([Decimal("1.001"), Decimal("999.5"), Decimal("1.5")], None, Stil(verdacht=True)),
    ],
)
def test_the_style_of_a_column(zellen: list[Zelle], dezimal: Dezimalzeichen | None, stil: Stil) -> None:
    assert read_column(zellen, dezimal)[0] == stil


def test_cells_read_elsewhere_count() -> None:
    assert read_column(["1.234", "1 234"], None, 2, True) == (
        Stil("komma", "Werte", komma=2, mehrdeutig=2, leerzeichen=True),
        [Betrag(123400), Betrag(123400)],
    )
    assert read_column(["1 234"], None, 2) == (
        Stil("komma", "Werte", komma=2, mehrdeutig=1),
        [Betrag(None, "mehrdeutig: 1.234,00 € oder mehrere Zahlen")],
    )


@pytest.mark.parametrize(
    ("zelle", "betrag"),
    [
        ("12,50", Betrag(1250)),
        (Decimal("0.1E+2"), Betrag(1000)),
        (Decimal("999.999"), Betrag(None, f"mehrdeutig: 999.999,00 € oder 999,999 €; {STIMMT}")),
        (Decimal("500.001"), Betrag(None, f"mehrdeutig: 500.001,00 € oder 500,001 €; {STIMMT}")),
        (Decimal("-1.001"), Betrag(None, f"mehrdeutig: −1.001,00 € oder -1,001 €; {STIMMT}")),
        ("1,234.50", Betrag(None, OHNE_KOMMA)),
        ("1234.50", Betrag(None, OHNE_KOMMA)),
        ("9" * 400, Betrag(None, "unglaubwürdig großer Betrag")),
        ("9" * 10_000, Betrag(None, "unglaubwürdig großer Betrag")),
        ("9" * 100, Betrag(None, "unglaubwürdig großer Betrag")),
        ("9," * 10_000, Betrag(None, "Betrag mit anderem Text oder mehreren Vorzeichen")),
        ("x" * 10_000, Betrag(None, "Text statt Betrag")),
        (10**10, Betrag(10**12)),
        (10**10 + 1, Betrag(None, "unglaubwürdig großer Betrag")),
        ("10.000.000.000,00", Betrag(10**12)),
        ("-10000000000,00", Betrag(-(10**12))),
        ("10.000.000.000,01", Betrag(None, "unglaubwürdig großer Betrag")),
        ("-10.000.000.000,01", Betrag(None, "unglaubwürdig großer Betrag")),
        (Decimal("1e400"), Betrag(None, "unglaubwürdig großer Betrag")),
        (Decimal("NaN"), Betrag(None, "unglaubwürdig großer Betrag")),
        (Decimal("-Infinity"), Betrag(None, "unglaubwürdig großer Betrag")),
        (False, Betrag(None, "Wahrheitswert statt Betrag")),
        (datetime(2022, 5, 31, 12), Betrag(None, "Datum statt Betrag")),
        ("12\x00", Betrag(None, "Betrag mit anderem Text oder mehreren Vorzeichen")),
        ("１２", Betrag(None, "Text statt Betrag")),
    ],
)
def test_one_cell(zelle: Zelle, betrag: Betrag) -> None:
    assert parse_amount(zelle) == betrag


@pytest.mark.parametrize(
    ("text", "betrag"),
    [
        ("300", Betrag(None, "Euro oder Cent?")),
        ("- 300", Betrag(None, "Euro oder Cent?")),
        ("−300", Betrag(None, "Euro oder Cent?")),
        (" +300 ", Betrag(None, "Euro oder Cent?")),
        ("\u00a0300", Betrag(None, "Euro oder Cent?")),
        ("+ 00", Betrag(None, "führende Null: Schlüssel oder Dezimalpunkt, kein sicherer Betrag")),
        ("0", Betrag(0)),
        ("-0", Betrag(0)),
        ("300,00", Betrag(30000)),
        ("300 €", Betrag(30000)),
        ("", Betrag(None)),
        ("1.234", Betrag(None, "mehrdeutig: 1.234,00 € oder 1,234 €")),
    ],
)
def test_what_a_person_wrote(text: str, betrag: Betrag) -> None:
    assert parse_written(text) == betrag


@pytest.mark.parametrize(
    ("zelle", "zahl"),
    [(0, 0), (10_000_000, 10_000_000), (12, 12), ("12", 12), ("0", 0), ("12,00", 12), (Decimal("3"), 3), (" 7 ", 7)],
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
        (10**8, "unglaubwürdig große Anzahl"),
        (True, "keine Anzahl"),
        (date(2022, 5, 31), "keine Anzahl"),
    ],
)
def test_no_count(zelle: Zelle, grund: str) -> None:
    anzahl = parse_count(zelle)
    assert (anzahl.zahl, anzahl.grund) == (None, grund)


@pytest.mark.parametrize("zelle", [None, "", "-"])
def test_missing_count(zelle: Zelle) -> None:
    assert (parse_count(zelle).zahl, parse_count(zelle).grund) == (None, "")
