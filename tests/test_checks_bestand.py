"""The tables as the checks look at them: sums of what is known, the letter that counts, and where a row stands."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest

from komman.checks_bestand import Bestand, day, place
from komman.errors import DatenFehler, Ort
from komman.microaggregate import Zeile
from komman.rules import HOECHSTBETRAG, Wert, regelwerk
from tests.checking import KREIS, STAND, bookings, checked, gaps, letters, of, rules, told, whole
from tests.ledgers import grid, tables, weiterleitungen

LISTE = """
    az | jahr | ort  | träger | baustein | bewilligt | ausgezahlt
    2  | 2020 | Werl | V Zwei | B2       | 5,00      |
    1  | 2019 | Werl | V Eins | B2       | 10,00     | 7,00
    1  | 2019 | Soest | V Neu | A1       | -1,00     |
    1  | 2020 | Werl | V Drei |          |           |
"""


def bestand(post: str = "jahr | teil | art | datum | betrag | hoechst", **andere: pd.DataFrame) -> Bestand:
    alles = tables(weiterleitungen(LISTE), bescheide=letters(post), **andere)
    return Bestand(alles, KREIS, regelwerk(), STAND, {2019: date(2020, 1, 1)})


def test_massnahmen_are_by_year_in_the_order_of_the_list() -> None:
    b = bestand()
    assert [(m.jahr, m.id, m.name, m.ort and m.ort.zeile) for m in b.massnahmen] == [
        (2020, "2", "Maßnahme 2 (V Zwei)", 5),
        (2019, "1", "Maßnahme 1 (V Eins)", 6),
        (2020, "1", "Maßnahme 1 (V Drei)", 8),
    ]
    sums = [[m.summe(mass) for mass in ("bewilligt", "ausgezahlt")] for m in b.massnahmen]
    assert sums == [[500, None], [900, 700], [None, None]]
    assert (b.jahre, b.am(2019), b.am(2020)) == ([2019, 2020], date(2020, 1, 1), STAND)
    assert sorted(b.pauschalen) == [(2019, "A1"), (2019, "B2"), (2020, "B2")]
    assert b.pauschalen[2019, "A1"].titel == "Pauschale A1, Förderjahr 2019"


def test_bookings_are_by_year_and_kind() -> None:
    b = bestand(
        zahlungen=bookings("""
        datum      | jahr | art          | az | betrag
        10.06.2020 | 2020 | auszahlung   | 1  | 3,00
        10.06.2018 | 2018 | rueckzahlung | 1  | 2,00
        10.06.2020 | 2020 | auszahlung   | 2  | 1,00
    """)
    )
    assert b.jahre_der_bank == [2018, 2020]
    assert [z["betrag_cent"] for z in b.buchungen(2020, "auszahlung")] == [300, 100]
    assert b.buchungen(2020, "rueckzahlung") == b.buchungen(2019, "auszahlung") == []


POST = """
    jahr | teil | art       | datum      | betrag | hoechst
    2019 | II   | bescheid  |            | 9,00   | 9,00
    2019 | II   | bescheid  | 01.02.2019 | 1,00   | 1,00
    2019 | II   | aenderung | 01.03.2019 | 2,00   |
    2019 | II   | aenderung | 01.04.2019 |        |
    2019 | II   | nachweis  | 01.05.2020 | 3,00   |
    2019 | I    | bescheid  | 01.06.2019 | 4,00   |
    2020 | II   | bescheid  |            | 5,00   |
"""


@pytest.mark.parametrize("r", grid("""
    jahr | teil | arten              | spalte             | zeile
    2019 | II   | bescheid           |                    | 3
    2019 | II   | bescheid,aenderung |                    | 5
    2019 | II   | bescheid,aenderung | betrag_cent        | 4
    2019 | II   | bescheid,aenderung | hoechstbetrag_cent | 3
    2019 | II   | nachweis           | betrag_cent        | 6
    2019 | I    | bescheid           |                    | 7
    2020 | II   | bescheid           | betrag_cent        | 8
    2020 | II   | bescheid           | hoechstbetrag_cent |
    2020 | I    | bescheid           |                    |
"""), ids=lambda r: "-".join(r.values()))  # fmt: skip
def test_the_latest_letter_that_names_the_amount(r: dict[str, str]) -> None:
    found = bestand(POST).brief(int(r["jahr"]), r["teil"], r["arten"].split(","), r["spalte"])
    assert (None if found is None else int(found["quelle_zeile"])) == (int(r["zeile"]) if r["zeile"] else None)


def test_letters_that_contradict_each_other_leave_the_other_years() -> None:
    two = POST + "    2019 | II   | aenderung | 01.03.2019 | 2,01   |\n"
    found = bestand(two).ergebnisse
    assert isinstance(found[2019], DatenFehler)
    assert not isinstance(found[2020], DatenFehler) and found[2020]["bewilligt_land_cent"] == 500
    assert sorted(bestand(POST).ergebnisse) == [2019, 2020]


def a_row(**felder: object) -> Zeile:
    return {"quelle_datei": "a.csv", "quelle_blatt": None, "quelle_zeile": None} | felder


def test_where_a_row_stands() -> None:
    assert place(None) is None and place(a_row(quelle_datei=None)) is None
    assert place(a_row()) == Ort("a.csv", "", None)
    assert place(a_row(quelle_blatt="2019", quelle_zeile=7)) == Ort("a.csv", "2019", 7)


def test_a_day_of_a_table() -> None:
    assert day(datetime(2019, 3, 1, 12)) == day(date(2019, 3, 1)) == date(2019, 3, 1)
    assert day(None) is None


def test_an_application_without_a_grant_is_no_massnahme_and_a_booking_for_it_belongs_to_none() -> None:
    liste = """
        az | jahr | ort  | träger | baustein | beantragt | bewilligt | einheiten_bewilligt
        1  | 2020 | Werl | V Eins | B2       | 500,00    | 0,00      | 4
        2  | 2020 | Werl | V Zwei | B2       | 500,00    | 500,00    |
    """
    bank = """
        datum      | jahr | art        | az | betrag
        10.06.2020 | 2020 | auszahlung | 1  | 300,00
        10.06.2020 | 2020 | auszahlung | 2  | 500,00
    """
    b = Bestand(tables(weiterleitungen(liste)), KREIS, regelwerk(), STAND)
    assert [m.id for m in b.massnahmen] == ["2"]
    assert b.ergebnisse[2020]["massnahmen"] == 1
    e = checked(liste, rules(nachweisfrist_traeger_2020="31.03.2021"), zahlungen=bookings(bank))
    assert whole(e, "bank_ohne_massnahme") == [
        "warnung 2020 30000 bank.csv:2 Maßnahme 1: gebucht sind 300,00 € (Auszahlungen), die Förderliste 2020 "
        "bewilligt für sie 0,00 €."
    ]
    assert [gaps(e, art) for art in ("auszahlung", "pauschale")] == [
        [("ausgezahlt", 2020, 1)], [("einheiten", 2020, 1)],
    ]  # fmt: skip
    assert "1 Maßnahme fehlt" in of(e, "nachweis_traeger")[0].text  # that of the funded one only


def test_a_ceiling_that_the_kreis_states_is_checked() -> None:
    stated = Wert(
        schluessel=KREIS, ab=date(2019, 1, 1), wert="8,00", rechtsstand="in_kraft", beleg="amtlich", quelle="B"
    )
    e = checked(LISTE, regelwerk().over({HOECHSTBETRAG: (stated,)}))
    assert told(e, "hoechstbetrag") == [("fehler", 100)]
