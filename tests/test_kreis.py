"""kreis.yaml beyond the bare minimum: days per Förderjahr, places on the tile map, inhabitants."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from komman.kreis import population_for
from komman.settings import load_config
from tests.test_config import refusal, write

MEHR = """\
staende:
  "2021": 2022-05-31
bevoelkerung:
  - {stichtag: 2017-12-31, grundlage: Zensus 2011, quelle: Q, einwohner: {05974004: 10317, 05974040: 47376}}
  - {stichtag: 2019-12-31, grundlage: Zensus 2011, quelle: Q, einwohner: {05974004: 10238, 05974040: 47514}}
"""
KREIS = """\
kreis: Kreis Soest
schluessel: 05974
stand: 31.05.2025
dienststelle: KI
kommunen:
  - {ags: 05974004, name: Anröchte, kachel: "5,3"}
  - {ags: 05974040, name: Soest, kachel: "3, 3"}
"""


def test_days_tiles_and_inhabitants(tmp_path: Path) -> None:
    kreis = load_config(write(tmp_path, kreis=KREIS + MEHR)).kreis
    assert (kreis.stand_of(2021), kreis.stand_of(2022)) == (date(2022, 5, 31), date(2025, 5, 31))
    assert [k.kachel for k in kreis.kommunen] == [(5, 3), (3, 3)]
    assert kreis.bevoelkerung[1].einwohner == {"05974004": 10238, "05974040": 47514}


@pytest.mark.parametrize(("jahr", "tag"), [(2016, 2017), (2017, 2017), (2018, 2017), (2019, 2019), (2024, 2019)])
def test_the_last_day_until_the_end_of_the_year_counts_else_the_first(tmp_path: Path, jahr: int, tag: int) -> None:
    kreis = load_config(write(tmp_path, kreis=KREIS + MEHR)).kreis
    found = population_for(kreis.bevoelkerung, jahr)
    assert found is not None and found.stichtag == date(tag, 12, 31)


def test_without_inhabitants_there_are_none(tmp_path: Path) -> None:
    assert population_for(load_config(write(tmp_path, kreis=KREIS)).kreis.bevoelkerung, 2020) is None


@pytest.mark.parametrize(
    ("alt", "neu", "text"),
    [
        ('"3, 3"', '"3;3"', "Spalte und Zeile auf der Kachelkarte erwartet"),
        ('"3, 3"', '"0,3"', "Spalte und Zeile auf der Kachelkarte erwartet"),
        ('"3, 3"', '"5,3"', "Die Kachel 5,3 ist doppelt vergeben"),
        (', kachel: "3, 3"', "", "bei einigen Kommunen, aber nicht bei allen"),
        ('"2021":', '"21":', "vier Ziffern ab 2016 erwartet"),
        ('"2021":', '"2015":', "vier Ziffern ab 2016 erwartet"),
        ("05974040: 47514", "05974044: 47514", "AGS „05974040“ fehlt oder gehört nicht zum Kreis"),
        ("10238, 05974040: 47514", "10238", "AGS „05974040“ fehlt"),
        ("2019-12-31", "2017-12-31", "Die Stichtage sind nicht aufsteigend"),
        ("47514", "0", "anderer Wert erwartet, gefunden „0“"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path: Path, alt: str, neu: str, text: str) -> None:
    assert alt in KREIS + MEHR
    assert text in refusal(tmp_path, kreis=(KREIS + MEHR).replace(alt, neu))


def test_an_ortsteil_may_be_that_of_two_kommunen_but_no_kommune_itself(tmp_path: Path) -> None:
    teile = KREIS.replace('"5,3"', '"5,3", ortsteile: [Neudorf]').replace(
        '"3, 3"', '"3, 3", ortsteile: [Neudorf, Soest]'
    )
    kommunen = load_config(write(tmp_path, kreis=teile)).kreis.kommunen
    assert [k.ortsteile for k in kommunen] == [("Neudorf",), ("Neudorf", "Soest")]
    wrong = KREIS.replace('"5,3"', '"5,3", ortsteile: [soest]')
    assert "„soest“ steht bei Anröchte als Ortsteil und bei Soest" in refusal(tmp_path, kreis=wrong)
