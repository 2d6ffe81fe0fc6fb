"""Where the Pauschalen of notebook 04 come from: a note of a few, a table of many, and which are not known."""

from __future__ import annotations

import pytest

from komman.document import Tabelle
from komman.views import bausteine_traeger, pauschalen
from tests.lagen import made, plain
from tests.ledgers import weiterleitungen

HEAD = "    az| jahr| ort  | träger | baustein| bewilligt| ausgezahlt| zurueckgezahlt\n"
BAUSTEINE = ("A2", "B1", "B2", "D1", "D2")
LEDGER = weiterleitungen(
    HEAD
    + "".join(
        f"    {j}{b} | {j}| Soest| V Eins | {b}      | 100,00   | 100,00    | 0,00\n"
        for j in (2018, 2019, 2024)
        for b in BAUSTEINE
    )
)


def test_a_few_rates_stand_in_the_note() -> None:
    assert plain(pauschalen.note(made(LEDGER, 2018))) == (
        "Regeln: Pauschale B2, Förderjahr 2018: 250,00 € je Maßnahme und Monat; in Kraft; Quelle (nicht amtlich): "
        "Emmerich, Niederschrift 2018 (ris.emmerich.de, ktonr=71249). "
        "Nicht belegt: Pauschale A2, B1, D1 und D2, Förderjahr 2018."
    )
    assert pauschalen.tabelle(made(LEDGER, 2018)).bloecke == ()


def test_a_year_without_any_rate_says_so() -> None:
    note = pauschalen.note(made(LEDGER, 2019))
    assert note == "Nicht belegt: Pauschale A2, B1, B2, D1 und D2, Förderjahr 2019."
    assert pauschalen.tabelle(made(LEDGER, 2019)).bloecke == ()


def test_many_rates_stand_in_a_table() -> None:
    lage = made(LEDGER, 2024)
    (t,) = pauschalen.tabelle(lage).bloecke
    assert isinstance(t, Tabelle)
    assert [z[0] for z in t.zeilen] == [f"Pauschale {b}, Förderjahr 2024" for b in BAUSTEINE]
    assert "Kreis Mettmann" in t.zeilen[0][2]
    assert all(z[2].startswith("wie Pauschale A2") for z in t.zeilen[1:])
    assert pauschalen.note(lage) == "Pauschalen und Quellen: die nächste Tabelle."


@pytest.mark.parametrize("jahr", [2018, 2019, 2024])
def test_the_table_of_the_bausteine_ends_with_the_note(jahr: int) -> None:
    lage = made(LEDGER, jahr)
    assert bausteine_traeger.bausteine(lage).fussnote.endswith(pauschalen.note(lage))
