"""Which title lines name a year at all; what they agree on is tested with the heads (test_header.py)."""

from __future__ import annotations

import pytest

from komman.foerderjahr import names_year


@pytest.mark.parametrize(
    ("titel", "named"),
    [
        (("Freie Träger, Förderjahr 2019",), True),
        (("Freie Träger", "Liste 2019"), True),
        (("Freie Träger",), False),
        (("Stand: 31.05.2020",), False),
        (("Konto 1999", "Seite 2"), False),
        ((), False),
    ],
)
def test_a_title_names_a_year_or_not(titel: tuple[str, ...], named: bool) -> None:
    assert names_year(titel) is named
