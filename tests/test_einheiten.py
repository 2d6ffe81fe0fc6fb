"""The units of the rules: what each reads, how it says it, and what it refuses."""

from __future__ import annotations

import re
from datetime import date

import pytest

from komman.einheiten import EINHEITEN, Einheit
from komman.yamlfile import Befund
from tests.lagen import plain
from tests.ledgers import grid

READ = """
    einheit | text       | wert     | gesagt
    EUR     | 131.066,00 | 13106600 | 131.066,00 €
    EUR     | 0,01       | 1        | 0,01 €
    EUR     | 35         | 3500     | 35,00 €
    EUR     | -1,50      | -150     | −1,50 €
    Prozent | 2,75       | 275      | 2,75 %
    Prozent | 3          | 300      | 3 %
    Prozent | 2,5        | 250      | 2,5 %
    Prozent | 0,05       | 5        | 0,05 %
    Prozent | -1,5       | -150     | −1,5 %
    Prozent | 9999,99    | 999999   | 9.999,99 %
    Anzahl  | 0          | 0        | 0
    Anzahl  | 54         | 54       | 54
    Anzahl  | 1234       | 1234     | 1.234
    Jahre   | 1          | 1        | 1 Jahr
    Jahre   | 5          | 5        | 5 Jahre
    Jahre   | 999        | 999      | 999 Jahre
    Jahre   | 1000       | 1000     | 1000
    Jahre   | 2024       | 2024     | 2024
    Stellen | 1,5        | 15000    | 1,5
    Stellen | 2          | 20000    | 2
    Stellen | 0,3333     | 3333     | 0,3333
    Stellen | 0,0001     | 1        | 0,0001
    Text    | ein Wort   | ein Wort | ein Wort
"""


@pytest.mark.parametrize("r", grid(READ), ids=lambda r: f"{r['einheit']}-{r['text']}")
def test_a_value_is_read_exactly_and_said_in_german(r: dict[str, str]) -> None:
    unit = EINHEITEN[r["einheit"]]  # type: ignore[index]
    value = unit.lies(r["text"])
    assert str(value) == r["wert"] and type(value) is (str if r["einheit"] == "Text" else int)
    assert plain(unit.sage(value)) == r["gesagt"]
    assert re.match(unit.muster, r["text"])


def test_a_day_is_read_and_said() -> None:
    assert EINHEITEN["Tag"].lies("2022-05-31") == date(2022, 5, 31)
    assert EINHEITEN["Tag"].sage(date(2022, 5, 1)) == "01.05.2022"


REFUSED = """
    einheit | text      | meldung
    EUR     | viel      | Betrag in Euro erwartet, z. B. 131.066,00
    EUR     | 1,005     | Betrag in Euro erwartet, z. B. 131.066,00
    EUR     | rund 1    | Betrag in Euro erwartet, z. B. 131.066,00
    Prozent | 2.5       | Zahl erwartet, z. B. 2,75
    Prozent | 2,755     | Zahl erwartet, z. B. 2,75
    Prozent | 12345     | Zahl erwartet, z. B. 2,75
    Prozent | ,5        | Zahl erwartet, z. B. 2,75
    Prozent | 2,        | Zahl erwartet, z. B. 2,75
    Prozent | --2       | Zahl erwartet, z. B. 2,75
    Prozent | ²         | Zahl erwartet, z. B. 2,75
    Prozent | ٣         | Zahl erwartet, z. B. 2,75
    Prozent | -         | Zahl erwartet, z. B. 2,75
    Anzahl  | 1,5       | ganze Zahl erwartet, z. B. 5
    Anzahl  | fünf      | ganze Zahl erwartet, z. B. 5
    Jahre   | 2024/25   | ganze Zahl erwartet, z. B. 5
    Stellen | 1,55555   | Zahl erwartet, z. B. 1,5
    Stellen | eine      | Zahl erwartet, z. B. 1,5
    Tag     | bald      | Datum erwartet, z. B. 2022-05-31
    Tag     | 2022-02-30 | Datum erwartet, z. B. 2022-05-31
"""


@pytest.mark.parametrize("r", grid(REFUSED), ids=lambda r: f"{r['einheit']}-{r['text']}")
def test_what_is_no_value_of_the_unit_is_refused(r: dict[str, str]) -> None:
    einheit: Einheit = r["einheit"]  # type: ignore[assignment]
    with pytest.raises(Befund) as e:
        EINHEITEN[einheit].lies(r["text"])
    assert str(e.value) == r["meldung"]


def test_a_value_of_another_kind_is_our_own_fault() -> None:
    for einheit, wert in (("EUR", "1,00"), ("Jahre", "5"), ("Tag", 5)):
        with pytest.raises(AssertionError):
            EINHEITEN[einheit].sage(wert)  # type: ignore[index,arg-type]


def test_every_unit_has_words_and_a_form() -> None:
    assert len({a.bedeutung for a in EINHEITEN.values()}) == len(EINHEITEN)
    assert all(a.muster for a in EINHEITEN.values())
