"""Generated ledgers against an oracle of csv and Decimal alone: not a cent and not a row of difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.generative.listen import Liste, listen
from tests.generative.orakel import Spalte
from tests.generative.vergleich import compare

SAMPLE = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SAMPLE
@given(listen())
def test_no_cent_and_no_row_is_lost(liste: Liste) -> None:
    befund = compare(liste)
    assert (befund.cent, befund.zeilen, befund.worte) == (0, 0, [])


@settings(SAMPLE, max_examples=15)
@given(listen())
def test_an_oracle_told_otherwise_differs(liste: Liste) -> None:
    """The negative control: of a ledger whose last row with data is a blank one, the counts cannot agree."""
    records = list(liste.records)
    last = max(i for i, (art, _) in enumerate(records) if art == "daten")
    told = replace(liste, records=(*records[:last], ("leer", records[last][1]), *records[last + 1 :]))
    if not compare(liste).abgelehnt:
        assert compare(told).zeilen > 0


@pytest.mark.parametrize(
    ("text", "komma", "cent"),
    [
        ("1.234,56", True, 123_456),
        ("(1.234,56)", True, -123_456),
        ("1.234,00-", True, -123_400),
        ("-300,-", True, -30_000),
        ("300,-", True, 30_000),
        ("1.234", True, 123_400),
        ("1.234", False, None),
        ("1234", False, 123_400),
        ("ca. 300", True, None),
        ("12,00/13,00", True, None),
        ("–", True, None),
    ],
)
def test_the_oracle_reads_by_itself(text: str, komma: bool, cent: int | None) -> None:
    assert Spalte(["0,00"] if komma else [], punkt=False).cents(text) == cent
