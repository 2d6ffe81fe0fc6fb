"""Names are equal after NFC, blanks, quotes, hyphens and case, and by nothing else."""

from __future__ import annotations

import unicodedata

import pytest

from komman.text import compare_key, nearest, slug


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sportverein Möhnesee e. V.", "sportverein-moehnesee-e-v"),
        (unicodedata.normalize("NFD", "Möhnesee"), "moehnesee"),
        ("Bad Sassendorf", "bad-sassendorf"),
        ("Größe ÄÖÜ ß", "groesse-aeoeue-ss"),
        ("Café „Łódź“", "cafe-lodz"),
        ("  --  ", ""),
    ],
)
def test_slug(text: str, key: str) -> None:
    assert slug(text) == key


@pytest.mark.parametrize("other", ["WERL", " Werl ", "werl", "Werl\u00a0"])
def test_same_name(other: str) -> None:
    assert compare_key("Werl") == compare_key(other)


@pytest.mark.parametrize(("a", "b"), [("Werl", "Werne"), ("Wickede", "Holzwickede"), ("Soest", "Kreis Soest")])
def test_similar_is_not_same(a: str, b: str) -> None:
    assert compare_key(a) != compare_key(b)


def test_quotes_and_hyphens_are_one_kind() -> None:
    assert compare_key("Verein „Hilfe“ – Soest") == compare_key('Verein "Hilfe" - Soest')


def test_nearest_proposes_or_not() -> None:
    assert nearest("komune", ["kommune", "betrag"]) == "kommune"
    assert nearest("xyz", ["kommune", "betrag"]) is None
