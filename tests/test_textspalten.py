"""Text files in columns: what Arrow reads is what the csv module reads, or Arrow is not asked."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.oktette import look_at
from komman.textspalten import read_columns
from komman.zellen import clean_rows

PARTS = st.sampled_from(
    ["a", "ä", '"', '""', ";", ",", " ", "1.234,56", "\n", "\r\n", "\r", "é", "x y", '";"', "\u0085"]
)
LINES = st.lists(st.lists(PARTS, max_size=5).map("".join), max_size=8).map("\n".join)


def _by_csv(text: str) -> tuple[list[list[object]], int]:
    rows, changed = clean_rows(list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)))
    return [list(r) for r in rows], changed


@settings(max_examples=400, deadline=None)
@given(LINES, st.sampled_from(["utf-8", "iso8859-1"]))
def test_it_reads_what_the_csv_module_reads_or_nothing(text: str, encoding: str) -> None:
    try:
        read = read_columns(look_at(text.encode(encoding)), encoding, ";")
    except csv.Error:
        return  # the reader by rows says where
    if read is not None:
        assert (read[0][:], read[1]) == _by_csv(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["Soest", '"a;""b"', "", " x ", "1,5", "ä"]), min_size=1, max_size=4), min_size=1
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 250),
)
def test_rows_of_odd_width_stand_where_they_stood(odd: list[list[str]], end: str, before: int) -> None:
    usual = [f"r{n};x;{n % 7}" for n in range(300)]
    lines = [*usual[:before], *map(";".join, odd), *usual[before:]]
    text = end.join(lines) + end
    read = read_columns(look_at(text.encode("cp1252")), "cp1252", ";")
    assert read is not None
    assert (read[0][:], read[1]) == _by_csv(text)


@pytest.mark.parametrize("text", ['a;b"c\n', 'a;"b\nc"\n', "a;b\rc;d\n", 'a;"b" \n', "a\nb\n"])
def test_what_is_not_regular_is_left_to_the_csv_module(text: str) -> None:
    assert read_columns(look_at((text * 300).encode()), "utf-8", ";") is None


def test_other_character_sets_are_left_alone() -> None:
    assert read_columns(look_at("a;b\n".encode("utf-16-le")), "utf-16-le", ";") is None
