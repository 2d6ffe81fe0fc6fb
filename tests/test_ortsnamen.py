"""Official names of municipalities: forms by rule, the list of the state, keys."""

from __future__ import annotations

import pytest

from komman.gemeinden import municipalities
from komman.ortsnamen import full_key, keys_by_name, official_forms


@pytest.mark.parametrize(
    ("ags", "name", "amtlich", "form", "keine"),
    [
        ("05974040", "Soest", "Soest", "Stadt Soest", "Gemeinde Soest"),
        ("05974040", "Soest", "Soest, Stadt", "Soest (Stadt)", "Gemeinde Soest"),
        ("05974012", "Ense", "Ense", "Gemeinde Ense", "Stadt Ense"),
        ("05914000", "Hagen", "Hagen", "Hagen, Stadt der FernUniversität", "Gemeinde Hagen"),
        ("05974056", "Wickede", "Wickede (Ruhr)", "Gemeinde Wickede (Ruhr)", "Stadt Wickede"),
        ("01000001", "Musterstadt", "Musterstadt, Hansestadt", "Stadt Musterstadt", "Gemeinde Musterstadt"),
    ],
)
def test_what_it_is_says_its_official_name_or_the_list(
    ags: str, name: str, amtlich: str, form: str, keine: str
) -> None:
    forms = official_forms(ags, name, amtlich)
    assert form in forms and keine not in forms


@pytest.mark.parametrize(
    ("ags", "name"), [("01000001", "Musterort"), ("05974040", "Musterort"), ("05974", "kreisweit")]
)
def test_of_an_unknown_kind_there_is_no_form(ags: str, name: str) -> None:
    assert official_forms(ags, name, name) == ()


def test_every_municipality_of_the_state_has_its_name_for_itself() -> None:
    assert {len(keys) for keys in keys_by_name().values()} == {1}
    assert {ags for keys in keys_by_name().values() for ags in keys} == {g.ags for g in municipalities().gemeinden}
    assert keys_by_name()["stadt soest"] == keys_by_name()["soest"] == {"05974040"}
    assert "wickede" not in keys_by_name() and "hamburg" not in keys_by_name()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("05974040", "05974040"),
        (" 5974040 ", "05974040"),
        ("05974", "05974"),
        ("5974", "05974"),
        ("09162000", "09162000"),
        ("9162000", "09162000"),
        ("05974041", ""),
        ("05999", ""),
        ("9162", ""),
        ("1234", ""),
        ("17000000", ""),
        ("00000000", ""),
        ("123", ""),
        ("059740400", ""),
        ("0597404O", ""),
        ("٠٥٩٧٤٠٤٠", ""),
        ("", ""),
    ],
)
def test_keys(text: str, key: str) -> None:
    assert full_key(text) == key
