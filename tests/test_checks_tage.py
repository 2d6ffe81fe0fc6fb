"""The checks of bookings by their days: one day decides."""

from __future__ import annotations

import pytest

from komman.checks import Ergebnis
from tests.checking import bookings, checked, gaps, letters, looked_at, of, plain, rules, told, whole
from tests.ledgers import grid

LISTE = """
    az | jahr | ort  | träger | baustein | ausgezahlt
    1  | 2021 | Werl | V Eins | B2       | 500,00
"""
ZEITRAUM = {"bewilligungszeitraum_beginn_2021": "01.02.2021", "bewilligungszeitraum_ende_2021": "31.01.2022"}
DAYS = """
    tag        | angegeben | schwere
    01.01.2021 | nein      |
    31.12.2021 | nein      |
    31.12.2020 | nein      | warnung
    01.01.2022 | nein      | warnung
    01.02.2021 | ja        |
    31.01.2022 | ja        |
    31.01.2021 | ja        | fehler
    01.02.2022 | ja        | fehler
"""


def paid(*tage: str, betrag: str = "500,00", az: str = "1") -> str:
    head = "datum | jahr | art | az | betrag"
    return "\n".join([head, *(f"{t} | 2021 | auszahlung | {az} | {betrag}" for t in tage)])


@pytest.mark.parametrize("r", grid(DAYS), ids=lambda r: "-".join(r.values()))
def test_a_payment_outside_the_period_is_found_to_the_day(r: dict[str, str]) -> None:
    known = r["angegeben"] == "ja"
    e = checked(LISTE, rules(**ZEITRAUM) if known else None, zahlungen=bookings(paid(r["tag"])))
    assert told(e, "zeitraum") == ([(r["schwere"], 50000)] if r["schwere"] else [])
    for b in of(e, "zeitraum"):
        assert ("angenommen ist das Kalenderjahr" in b.text) != known
        assert b.regel.startswith(("Beginn des", "Ende des") if known else "") and bool(b.regel) == known
        assert b.ort is not None and b.ort.datei == "bank.csv"
        assert not known or b.regel.startswith("Beginn" if r["tag"] == "31.01.2021" else "Ende")
        assert b.abhilfe == "Datum und Förderjahr der Buchung prüfen" + (
            "." if known else "; den Zeitraum in regeln.yaml."
        )


def test_only_payments_are_asked_for_their_period_and_a_missing_day_is_a_gap() -> None:
    bank = bookings("""
        datum      | jahr | art             | az | betrag
        10.06.2022 | 2021 | rueckzahlung    | 1  | 50,00
        10.06.2022 | 2021 | auszahlung      | 1  | -50,00
        10.06.2022 | 2021 | erstattung_land |    | 50,00
                   | 2021 | auszahlung      | 1  | 500,00
    """)
    e = checked(LISTE, zahlungen=bank)
    assert told(e, "zeitraum") == [] and gaps(e, "zeitraum") == [("datum", 2021, 1)] and looked_at(e, "zeitraum") == 0


@pytest.mark.parametrize(("tag", "erwartet"), [("29.04.2021", [("warnung", 50000)]), ("30.04.2021", [])])
def test_a_payment_before_the_bescheid_is_a_warning(tag: str, erwartet: object) -> None:
    post = letters("""
        jahr | teil | art       | datum      | betrag
        2021 | II   | aenderung | 01.09.2021 | 600,00
        2021 | II   | bescheid  | 30.04.2021 | 500,00
        2021 | I    | bescheid  | 01.01.2021 | 500,00
    """)
    assert told(checked(LISTE, zahlungen=bookings(paid(tag)), bescheide=post), "vor_bescheid") == erwartet
    without = checked(LISTE, zahlungen=bookings(paid(tag)))
    assert told(without, "vor_bescheid") == [] and gaps(without, "vor_bescheid") == [("bescheid", 2021, 1)]


DOUBLE = """
    erster     | zweiter    | schwere
    10.06.2021 | 10.06.2021 | fehler
    10.06.2021 | 11.06.2021 | warnung
    24.06.2021 | 10.06.2021 | warnung
    10.06.2021 | 24.06.2021 | warnung
    10.06.2021 | 25.06.2021 |
    10.06.2021 | 08.07.2021 |
"""


@pytest.mark.parametrize("r", grid(DOUBLE), ids=lambda r: r["zweiter"])
def test_the_same_payment_twice_is_found_by_its_days(r: dict[str, str]) -> None:
    e = checked(LISTE, zahlungen=bookings(paid(r["erster"], r["zweiter"])))
    assert told(e, "doppelte_auszahlung") == ([(r["schwere"], 50000)] if r["schwere"] else [])


def test_a_payment_in_parts_and_one_booked_back_are_no_double_payment() -> None:
    parts = bookings("""
        datum      | jahr | art        | az | betrag
        10.06.2021 | 2021 | auszahlung | 1  | 250,00
        10.06.2021 | 2021 | auszahlung | 1  | 250,01
        10.06.2021 | 2021 | auszahlung | 2  | 250,00
        10.06.2021 | 2021 | auszahlung | 3  | 70,00
        10.06.2021 | 2021 | auszahlung | 3  | 70,00
        11.06.2021 | 2021 | auszahlung | 3  | -70,00
        12.06.2021 | 2021 | auszahlung | 4  | -10,00
        12.06.2021 | 2021 | auszahlung | 4  | -10,00
        12.06.2021 | 2021 | auszahlung | 4  | -10,00
        13.06.2021 | 2021 | auszahlung | 4  | 10,00
        13.06.2021 | 2021 | auszahlung | 4  | 10,00
    """)
    assert told(checked(LISTE, zahlungen=parts), "doppelte_auszahlung") == []


def test_three_alike_are_two_findings_and_bookings_without_massnahme_a_gap() -> None:
    e = checked(LISTE, zahlungen=bookings(paid("10.06.2021", "10.06.2021", "12.06.2021")))
    assert sorted(told(e, "doppelte_auszahlung")) == [("fehler", 50000), ("warnung", 50000)]
    e = checked(LISTE, zahlungen=bookings(paid("10.06.2021", "10.06.2021", az="")))
    assert told(e, "doppelte_auszahlung") == [] and gaps(e, "doppelte_auszahlung") == [("zuordnung", 2021, 2)]
    assert looked_at(e, "doppelte_auszahlung") == 0


def test_returns_of_a_later_year_are_one_hint_with_their_days() -> None:
    bank = bookings("""
        datum      | jahr | art          | az | betrag
        31.12.2021 | 2021 | rueckzahlung | 1  | 10,00
        01.01.2022 | 2021 | rueckzahlung | 1  | 20,00
        13.04.2022 | 2021 | rueckzahlung | 1  | 30,00
        02.02.2023 | 2021 | rueckzahlung | 1  | 5,00
    """)
    found = of(checked(LISTE, zahlungen=bank), "spaete_rueckzahlung")
    assert [(b.schwere, b.cent, b.foerderjahr) for b in found] == [("hinweis", 5000, 2021), ("hinweis", 500, 2021)]
    assert plain(found[0].text) == (
        "Förderjahr 2021: 2 Rückzahlungen über 50,00 € sind erst vom 01.01.2022 bis zum 13.04.2022 gebucht."
    )
    assert plain(found[1].text) == "Förderjahr 2021: 1 Rückzahlung über 5,00 € ist erst am 02.02.2023 gebucht."


ARTEN = ("spaete_rueckzahlung", "zeitraum", "vor_bescheid", "doppelte_auszahlung")
FULL_BANK = """
    datum      | jahr | art          | az | betrag
    01.02.2021 | 2021 | auszahlung   | 1  | 0,01
    15.02.2021 | 2021 | auszahlung   | 1  | 0,01
    02.03.2022 | 2021 | auszahlung   |    | 5,00
    03.03.2021 | 2021 | auszahlung   | 1  | 0,00
    04.03.2021 | 2021 | auszahlung   | 2  | 7,00
    04.03.2021 | 2021 | auszahlung   | 2  | 7,00
               | 2021 | auszahlung   | 2  | 0,00
               | 2021 | auszahlung   | 2  | 0,01
    31.12.2021 | 2021 | rueckzahlung | 2  | 1,00
    04.03.2022 | 2021 | rueckzahlung | 2  | 2,00
    02.03.2022 | 2021 | rueckzahlung | 2  | 3,00
               | 2021 | rueckzahlung | 2  | 4,00
    05.05.2024 | 2022 | rueckzahlung | 2  | 5,00
    05.05.2021 | 2022 | auszahlung   | 2  | 5,00
    05.05.2022 | 2022 | auszahlung   | 2  | 6,00
    05.05.2020 | 2020 | auszahlung   | 2  | 8,00
    06.05.2020 | 2020 | auszahlung   | 3  | 9,00
"""
FULL_POST = """
    jahr | teil | art       | datum      | betrag
    2021 | II   | bescheid  | 05.03.2021 | 600,00
    2021 | II   | bescheid  | 10.02.2021 | 600,00
    2021 | I    | bescheid  | 01.01.2021 | 500,00
    2022 | II   | bescheid  |            | 500,00
    2022 | II   | bescheid  | 05.05.2022 | 500,00
    2020 | II   | bescheid  |            | 500,00
"""


def full() -> Ergebnis:
    return checked(LISTE, rules(**ZEITRAUM), zahlungen=bookings(FULL_BANK), bescheide=letters(FULL_POST))


# Severity, year, cents and place before what is said.
FOUND = {
    "spaete_rueckzahlung": [
        "hinweis 2021 500 bank.csv:11 Förderjahr 2021: 2 Rückzahlungen über 5,00 € sind erst vom 02.03.2022 bis "
        "zum 04.03.2022 gebucht.",
        "hinweis 2022 500 bank.csv:14 Förderjahr 2022: 1 Rückzahlung über 5,00 € ist erst am 05.05.2024 gebucht.",
    ],
    "zeitraum": [
        "fehler 2021 500 bank.csv:4 Auszahlung von 5,00 € am 02.03.2022, der Bewilligungszeitraum 2021 geht vom "
        "01.02.2021 bis zum 31.01.2022.",
        "warnung 2022 500 bank.csv:15 Auszahlung von 5,00 € zur Maßnahme 2 am 05.05.2021, der "
        "Bewilligungszeitraum 2022 geht vom 01.01.2022 bis zum 31.12.2022; der Bewilligungszeitraum ist nicht "
        "angegeben, angenommen ist das Kalenderjahr.",
    ],
    "vor_bescheid": [
        "warnung 2022 500 bank.csv:15 Auszahlung von 5,00 € zur Maßnahme 2 am 05.05.2021, der Bescheid ist vom "
        "05.05.2022.",
        "warnung 2021 1 bank.csv:2 Auszahlung von 0,01 € zur Maßnahme 1 am 01.02.2021, der Bescheid ist vom "
        "10.02.2021.",
    ],
    "doppelte_auszahlung": [
        "fehler 2021 700 bank.csv:7 Auszahlung von 7,00 € zur Maßnahme 2: zweimal am 04.03.2021 gebucht.",
        "warnung 2021 1 bank.csv:3 Auszahlung von 0,01 € zur Maßnahme 1: am 01.02.2021 und am 15.02.2021 gebucht.",
    ],
}
REACH = {
    "spaete_rueckzahlung": (4, [("datum", 2021, 1)]),
    "zeitraum": (9, [("datum", 2021, 1)]),
    "vor_bescheid": (7, [("bescheid", 2020, 2), ("datum", 2021, 1)]),
    "doppelte_auszahlung": (8, [("datum", 2021, 1), ("zuordnung", 2021, 1)]),
}


@pytest.mark.parametrize("art", ARTEN)
def test_a_finding_names_its_year_its_place_and_both_amounts(art: str) -> None:
    e = full()
    assert whole(e, art) == FOUND[art]
    assert (looked_at(e, art), gaps(e, art)) == REACH[art]


def test_a_return_without_a_day_leaves_the_others_to_be_told_with_first_and_last_day() -> None:
    bank = bookings("""
        datum      | jahr | art          | az | betrag
                   | 2021 | rueckzahlung | 1  | 1,00
        03.03.2022 | 2021 | rueckzahlung | 1  | 2,00
        01.02.2022 | 2021 | rueckzahlung | 1  | 3,00
        09.09.2022 | 2021 | rueckzahlung | 1  | 4,00
    """)
    e = checked(LISTE, zahlungen=bank)
    assert whole(e, "spaete_rueckzahlung") == [
        "hinweis 2021 900 bank.csv:3 Förderjahr 2021: 3 Rückzahlungen über 9,00 € sind erst vom 01.02.2022 bis zum "
        "09.09.2022 gebucht."
    ]
    assert gaps(e, "spaete_rueckzahlung") == [("datum", 2021, 1)]
