"""What is plainly clean is left alone; everything else is brought to one form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from komman.textspalten import _AS_IT_IS
from komman.zellen import clean_text


@pytest.mark.parametrize(
    ("text", "clean", "changed"),
    [
        (" Soest ", "Soest", False),
        ("Soest\u200b", "Soest", True),
        ("Mo\u0308hnesee", "Möhnesee", True),
        ("20 ㎡", "20 m2", True),
        ("½", "½", False),
        ("a\r\nb", "a\nb", False),
        (" \u00ad ", None, True),
        ("", None, False),
    ],
)
def test_clean_text(text: str, clean: str | None, changed: bool) -> None:
    assert clean_text(text) == (clean, changed)


@given(st.from_regex(_AS_IT_IS.replace("$", r"\Z"), fullmatch=True))
def test_what_is_plainly_clean_stays_as_it_is(text: str) -> None:
    assert re.fullmatch(_AS_IT_IS.strip("^$"), text)
    assert clean_text(text) == (text, False)
