"""Closed vocabularies: one reading or none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from komman.bausteine import bausteine
from komman.grid import Zelle
from komman.values import (
    BOOKINGS,
    LETTERS,
    PARTS,
    YES_NO,
    baustein,
    baustein_proposal,
    days_of,
    is_person,
    month,
    share,
    word,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("B2", "B2"),
        ("b2", "B2"),
        ("B 2", "B2"),
        ("Baustein B2", "B2"),
        ("Baustein  b 2", "B2"),
        ("Förderbaustein A", "A"),
        ("B3", None),
        ("E", None),
        ("B2/B1", None),
        ("B2 und D1", None),
        ("Baustein", None),
        ("2", None),
    ],
)
def test_baustein(text: str, code: str | None) -> None:
    assert baustein(text, bausteine()) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("B3", "B"),
        ("C-1", "C1"),
        ("D9", "D"),
        ("Z9", None),
        ("Maßnahmen des Zusammenkommens und der Orientierung", "B2"),
        ("Xyzzy", None),
    ],
)
def test_a_baustein_is_proposed(text: str, code: str | None) -> None:
    assert baustein_proposal(text, bausteine()) == code


@pytest.mark.parametrize(
    ("text", "vocabulary", "expected"),
    [
        ("Zuwendungsbescheid", LETTERS, "bescheid"),
        ("ÄNDERUNGSBESCHEID", LETTERS, "aenderung"),
        ("Verwendungsnachweis", LETTERS, "nachweis"),
        ("Antrag", LETTERS, "antrag"),
        ("Widerruf", LETTERS, None),
        ("Rückzahlung", BOOKINGS, "rueckzahlung"),
        ("Programmteil II", PARTS, "II"),
        ("2", PARTS, "II"),
        ("I", PARTS, "I"),
        ("III", PARTS, None),
        ("I-Sach", PARTS, "I-Sach"),
        ("I Sachausgaben", PARTS, "I-Sach"),
        ("Teil I Sachausgaben", PARTS, "I-Sach"),
        ("Programmteil I (Sachausgaben)", PARTS, "I-Sach"),
        ("Programmteil 1 – Sachkosten", PARTS, "I-Sach"),
        ("Sachausgaben", PARTS, None),
        ("Programmteil I Sachliches", PARTS, None),
        ("II Sachausgaben", PARTS, None),
        ("x", YES_NO, "ja"),
        ("", YES_NO, None),
    ],
)
def test_words(text: str, vocabulary: dict[str, tuple[str, ...]], expected: str | None) -> None:
    assert word(text, vocabulary) == expected


@pytest.mark.parametrize(
    ("zelle", "expected"),
    [
        ("2019-05", "2019-05"),
        ("05/2019", "2019-05"),
        ("5.2019", "2019-05"),
        ("Mai 2019", "2019-05"),
        ("März 2020", "2020-03"),
        (date(2019, 5, 1), "2019-05"),
        ("2019", "2019"),
        (2019, "2019"),
        ("13/2019", None),
        ("Sommer 2019", None),
        ("2019-00", None),
    ],
)
def test_month(zelle: Zelle, expected: str | None) -> None:
    assert month(zelle) == expected


@pytest.mark.parametrize(
    ("monat", "tage"),
    [("2018-04", 30), ("2018-02", 28), ("2020-02", 29), ("2018-12", 31), ("2018", 365), ("2020", 366)],
)
def test_days_of_a_month_or_year(monat: str, tage: int) -> None:
    assert days_of(monat) == tage


@pytest.mark.parametrize(
    ("zelle", "expected"),
    [
        ("0,5", "0.5000"),
        ("1", "1.0000"),
        (Decimal("0.75"), "0.7500"),
        (1, "1.0000"),
        ("halb", None),
        ("0,12345", None),
        ("-1", None),
        (-1, None),
        (True, None),
        (Decimal("0.33333"), None),
        (1000, None),
        (date(2019, 1, 1), None),
    ],
)
def test_share(zelle: Zelle, expected: str | None) -> None:
    assert share(zelle) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("natürliche Person", True),
        ("Privatperson", True),
        ("privat", True),
        ("Einzelpersonen (ehrenamtlich)", True),
        ("NATUERLICHE_PERSON", True),
        ("Verein", False),
        ("", False),
    ],
)
def test_a_kind_that_may_mean_a_person_protects(text: str, person: bool) -> None:
    assert is_person(text) is person
