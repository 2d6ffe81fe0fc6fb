"""The closed lists of headings."""

from __future__ import annotations

import pytest

from komman.columns import ALIASES, DROPPED, LEFT_OUT, REQUIRED, header_key, nearest_heading, resolve
from komman.tables import SCHEMAS


def test_every_column_exists_and_every_required_one_can_be_found() -> None:
    for tabelle, columns in ALIASES.items():
        known = {s.name for s in SCHEMAS[tabelle]}
        assert set(columns) <= known
        assert all(set(group) & set(columns) for group in REQUIRED[tabelle])


def test_no_heading_means_two_columns_of_a_table() -> None:
    for tabelle, columns in ALIASES.items():
        keys = [header_key(a)[0] for aliases in columns.values() for a in set(aliases)]
        assert len(keys) == len(set(keys)), tabelle
        assert not set(keys) & {header_key(a)[0] for a in LEFT_OUT}


def test_no_heading_of_an_amount_speaks_of_cents() -> None:
    """``beantragt_cent`` over a column would mean cents, and amounts are read as euros."""
    assert not [
        a for columns in ALIASES.values() for aliases in columns.values() for a in aliases if a.endswith("_cent")
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Az.", ("az", False)),
        ("beantragt EUR", ("beantragt", True)),
        ("Beträge in EUR: bewilligt", ("beträge bewilligt", True)),
        ("ausgezahlt (in €)", ("ausgezahlt", True)),
        ("Lfd. Nr.", ("lfd nr", False)),
        ("Straße", ("strasse", False)),
        ("Neuroausgaben", ("neuroausgaben", False)),
    ],
)
def test_keys(text: str, key: tuple[str, bool]) -> None:
    assert header_key(text) == key


def test_own_names_come_first() -> None:
    assert resolve("Ort", "weiterleitungen", {}) == DROPPED
    assert resolve("Ort", "weiterleitungen", {"ort": "kommune"}) == "kommune"
    assert resolve("Kommune", "weiterleitungen", {}, ["Kommune"]) == DROPPED
    assert resolve("Kostenstelle", "weiterleitungen", {}) is None


def test_the_nearest_heading() -> None:
    assert nearest_heading("ausgezalt EUR", "weiterleitungen") == "ausgezahlt"
    assert nearest_heading("Xyzzy", "weiterleitungen") is None
