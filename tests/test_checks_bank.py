"""The bank list against the Maßnahmen list and the Land: to the cent, and honest where nothing can be told."""

from __future__ import annotations

import pytest

from komman.checks import Ergebnis
from tests.checking import bookings, checked, gaps, looked_at, of, plain, told, whole
from tests.ledgers import grid

LISTE = """
    az | jahr | ort  | träger | baustein | ausgezahlt | zurueckgezahlt
    1  | 2019 | Werl | V Eins | B2       | 1.000,00   | 80,00
    2  | 2019 | Werl | V Zwei | B2       | 500,00     | 0,00
    2  | 2019 | Werl | V Zwei | B2       | -100,00    |
"""
BANK = """
    datum      | jahr | art             | az | betrag
    01.06.2019 | 2019 | mittelabruf     |    | 1.400,00
    10.06.2019 | 2019 | auszahlung      | 1  | 600,00
    10.07.2019 | 2019 | auszahlung      | 1  | 400,00
    10.06.2019 | 2019 | auszahlung      | 2  | 500,00
    20.10.2019 | 2019 | auszahlung      | 2  | -100,00
    10.12.2019 | 2019 | rueckzahlung    | 1  | 80,00
    20.12.2019 | 2019 | erstattung_land |    | 80,00
"""
ARTEN = ("bank_betrag", "bank_ohne_buchung", "bank_ohne_massnahme", "mittelabruf", "erstattung")
CHANGES = """
    alt                               | neu                                | art                 | schwere | cent
                                      |                                    |                     |         |
    auszahlung / 1 / 400,00           | auszahlung / 1 / 400,01            | bank_betrag         | fehler  | 1
    auszahlung / 1 / 400,00           | auszahlung / 1 / 399,99            | bank_betrag         | fehler  | 1
    auszahlung / 2 / -100,00          | auszahlung / 2 / 100,00            | bank_betrag         | fehler  | 20000
    rueckzahlung / 1 / 80,00          | rueckzahlung / 1 / 79,99           | bank_betrag         | fehler  | 1
    auszahlung / 2 / -100,00          | auszahlung / 3 / -100,00           | bank_ohne_massnahme | warnung | 10000
    mittelabruf / / 1.400,00          | mittelabruf / / 1.400,01           | mittelabruf         | warnung | 1
    mittelabruf / / 1.400,00          | mittelabruf / / 1.399,99           | mittelabruf         | hinweis | 1
    erstattung_land / / 80,00         | erstattung_land / / 79,99          | erstattung          | warnung | 1
    erstattung_land / / 80,00         | erstattung_land / / 80,01          | erstattung          | hinweis | 1
"""


def changed(alt: str, neu: str) -> str:
    """The bank list with one booking replaced."""
    lines = []
    for line in BANK.strip().splitlines():
        day, jahr, *rest = [c.strip() for c in line.split("|")]
        if alt and rest == [c.strip() for c in alt.split("/")]:
            rest = [c.strip() for c in neu.split("/")]
            alt = ""
        lines.append(" | ".join([day, jahr, *rest]))
    assert not alt, "nichts ersetzt"
    return "\n".join(lines)


@pytest.mark.parametrize("r", grid(CHANGES), ids=lambda r: r["neu"] or "unverändert")
def test_one_cent_in_the_bank_list_is_found(r: dict[str, str]) -> None:
    e = checked(LISTE, zahlungen=bookings(changed(r["alt"], r["neu"])))
    found = [(b.art, b.schwere, str(b.cent)) for b in e.befunde if b.art in ARTEN]
    expected = (r["art"], r["schwere"], r["cent"])
    assert (expected in found) if r["art"] else (found == [])
    # What the refund to the Land and the other comparisons say follows from the same cent, and is nothing else.
    assert {art for art, *_ in found} <= {r["art"], "erstattung", "bank_betrag"} - {""}


def test_a_difference_names_both_amounts_and_the_row_of_the_list() -> None:
    (b,) = of(checked(LISTE, zahlungen=bookings(changed("auszahlung/1/400,00", "auszahlung/1/450,00"))), "bank_betrag")
    assert plain(b.text) == "Maßnahme 1 (V Eins): gebucht sind 1.050,00 €, ausgezahlt laut Förderliste 1.000,00 €."
    assert b.ort is not None and (b.ort.datei, b.ort.zeile) == ("liste.xlsx", 5)


def test_a_massnahme_without_booking_is_found_only_in_years_with_bookings_of_the_kind() -> None:
    only_one = bookings("""
        datum      | jahr | art        | az | betrag
        10.06.2019 | 2019 | auszahlung | 1  | 1.000,00
    """)
    e = checked(LISTE, zahlungen=only_one)
    assert [(b.schwere, b.cent) for b in of(e, "bank_ohne_buchung")] == [("warnung", 40000)]
    assert told(e, "bank_betrag") == [] and told(e, "mittelabruf") == [], "kein Abruf, keine Rückzahlung gebucht"
    assert gaps(e, "mittelabruf") == [("buchungen", 2019, 1)]
    assert told(e, "erstattung") == [("warnung", 8000)], "zurückgezahlt laut Liste, nichts erstattet"


def test_without_a_bank_list_nothing_is_checked_and_that_is_said() -> None:
    e = checked(LISTE)
    assert [b for b in e.befunde if b.art in ARTEN] == []
    assert gaps(e, "bank_betrag") == [("buchungen", 2019, 2)] and looked_at(e, "bank_betrag") == 0
    assert gaps(e, "erstattung") == [("buchungen", 2019, 1)]


def test_a_booked_amount_the_list_does_not_know_is_a_warning() -> None:
    e = checked(LISTE.replace("1.000,00", "        "), zahlungen=bookings(BANK))
    assert ("warnung", 100000) in told(e, "bank_betrag")
    assert gaps(e, "mittelabruf") == [("ausgezahlt", 2019, 1)]


@pytest.mark.parametrize(("betrag", "erwartet"), [("1.400,00", []), ("1.400,01", [("fehler", 1)])])
@pytest.mark.parametrize("az", ["", "999"])
def test_bookings_that_name_no_known_massnahme_are_compared_by_year(az: str, betrag: str, erwartet: object) -> None:
    bank = bookings(f"""
        datum      | jahr | art        | az   | betrag
        10.06.2019 | 2019 | auszahlung | {az} | {betrag}
    """)
    e = checked(LISTE, zahlungen=bank)
    assert told(e, "bank_betrag") == erwartet
    assert told(e, "bank_ohne_massnahme") == [] and told(e, "bank_ohne_buchung") == []
    assert [gaps(e, a) for a in ARTEN[:3]] == [[("zuordnung", 2019, n)] for n in (2, 2, 1)]


def test_one_booking_without_massnahme_makes_its_year_comparable_only_as_a_whole() -> None:
    """What it was paid for is not known, so no Maßnahme can be said to have too little."""
    bank = bookings("""
        datum      | jahr | art        | az | betrag
        10.06.2019 | 2019 | auszahlung | 1  | 900,00
        10.06.2019 | 2019 | auszahlung |    | 500,00
    """)
    e = checked(LISTE, zahlungen=bank)
    assert told(e, "bank_betrag") == [] and gaps(e, "bank_betrag") == [("zuordnung", 2019, 2)]
    assert told(e, "bank_ohne_massnahme") == [] and told(e, "bank_ohne_buchung") == []


def test_a_year_of_bookings_without_any_list_is_told_once() -> None:
    bank = bookings("""
        datum      | jahr | art        | az | betrag
        10.06.2018 | 2018 | auszahlung | 7  | 100,00
        11.06.2018 | 2018 | auszahlung | 8  | 200,00
    """)
    e = checked(LISTE, zahlungen=bank)
    (b,) = of(e, "bank_ohne_massnahme")
    assert (b.schwere, b.foerderjahr, b.cent) == ("warnung", 2018, 30000) and "Förderliste fehlt" in b.text
    assert told(e, "bank_betrag") == [] and gaps(e, "bank_betrag") == [("buchungen", 2019, 2)]


FULL = """
    az | jahr | ort  | träger | baustein | ausgezahlt | zurueckgezahlt
    1  | 2019 | Werl | V Eins | B2       | 1.000,00   | 80,00
    2  | 2019 | Werl | V Zwei | B2       | 500,00     |
    5  | 2020 | Werl | V Fünf | B2       | 70,00      | 20,00
    6  | 2020 | Werl | V Sechs | B2      | 30,00      | 0,01
    7  | 2021 | Werl | V Sieben | B2     | 10,00      | 0,00
    8  | 2022 | Werl | V Acht | B2       |            |
"""
FULL_BANK = """
    datum      | jahr | art             | az | betrag
    01.06.2018 | 2018 | auszahlung      | 9  | 5,00
    02.06.2018 | 2018 | auszahlung      | 9  | 6,00
    03.06.2018 | 2018 | rueckzahlung    | 9  | 1,00
    01.06.2019 | 2019 | mittelabruf     |    | 1.000,00
    02.06.2019 | 2019 | mittelabruf     |    | 600,00
    10.06.2019 | 2019 | auszahlung      | 1  | 999,00
    11.06.2019 | 2019 | auszahlung      | 3  | 40,00
    12.06.2019 | 2019 | auszahlung      | 3  | 2,00
    10.12.2019 | 2019 | rueckzahlung    | 1  | 80,00
    20.12.2019 | 2019 | erstattung_land |    | 50,00
    21.12.2019 | 2019 | erstattung_land |    | 50,00
    01.06.2020 | 2020 | mittelabruf     |    | 99,00
    10.06.2020 | 2020 | auszahlung      |    | 60,00
    11.06.2020 | 2020 | auszahlung      |    | 41,00
    12.06.2020 | 2020 | rueckzahlung    |    | 20,00
    12.06.2022 | 2022 | auszahlung      | 8  | 1,00
    13.06.2022 | 2022 | mittelabruf     |    | 1,00
"""


def full() -> Ergebnis:
    return checked(FULL, zahlungen=bookings(FULL_BANK))


# Severity, year, cents, place, words; the bookings start in line 2 of the bank list, the Maßnahmen in line 5 of theirs.
FOUND = {
    "bank_betrag": [
        "fehler 2019 100 liste.xlsx:5 Maßnahme 1 (V Eins): gebucht sind 999,00 €, ausgezahlt laut Förderliste "
        "1.000,00 €.",
        "fehler 2020 100 bank.csv:14 Förderjahr 2020: gebucht sind zusammen 101,00 €, ausgezahlt laut Förderliste "
        "100,00 €; die Buchungen nennen keine gemeinsamen Maßnahmen.",
        "fehler 2020 1 bank.csv:16 Förderjahr 2020: gebucht sind zusammen 20,00 €, zurückgezahlt laut Förderliste "
        "20,01 €; die Buchungen nennen keine gemeinsamen Maßnahmen.",
        "warnung 2022 100 liste.xlsx:10 Maßnahme 8 (V Acht): gebucht sind 1,00 €, ausgezahlt laut Förderliste "
        "noch offen.",
    ],
    "bank_ohne_buchung": [
        "warnung 2019 50000 liste.xlsx:6 Maßnahme 2 (V Zwei): ausgezahlt sind laut Förderliste 500,00 €, gebucht "
        "ist nichts.",
    ],
    "bank_ohne_massnahme": [
        "warnung 2019 4200 bank.csv:8 Maßnahme 3: gebucht sind 42,00 € (Auszahlungen), die Förderliste 2019 "
        "enthält sie nicht.",
        "warnung 2018 1100 bank.csv:2 Förderjahr 2018: Auszahlungen über 11,00 € sind gebucht, eine Förderliste fehlt.",
        "warnung 2018 100 bank.csv:4 Förderjahr 2018: Rückzahlungen über 1,00 € sind gebucht, eine Förderliste fehlt.",
    ],
    "mittelabruf": [
        "warnung 2019 10000 bank.csv:6 Förderjahr 2019: abgerufen sind 1.600,00 €, ausgezahlt 1.500,00 €.",
        "hinweis 2020 100 -:- Förderjahr 2020: abgerufen sind 99,00 €, ausgezahlt 100,00 €.",
    ],
    "erstattung": [
        "warnung 2020 2000 -:- Förderjahr 2020: zurückgezahlt sind 20,00 €, an das Land erstattet 0,00 €.",
        "warnung 2018 100 -:- Förderjahr 2018: zurückgezahlt sind 1,00 €, an das Land erstattet 0,00 €.",
        "hinweis 2019 2000 bank.csv:12 Förderjahr 2019: zurückgezahlt sind 80,00 €, an das Land erstattet 100,00 €.",
    ],
}
REACH = {
    "bank_betrag": (3, [("buchungen", 2021, 1), ("zuordnung", 2020, 4)]),
    "bank_ohne_buchung": (3, [("zuordnung", 2020, 4)]),
    "bank_ohne_massnahme": (8, [("zuordnung", 2020, 3)]),
    "mittelabruf": (2, [("ausgezahlt", 2022, 1), ("buchungen", 2021, 1)]),
    "erstattung": (3, []),
}


@pytest.mark.parametrize("art", ARTEN)
def test_a_finding_names_its_year_its_place_and_both_amounts(art: str) -> None:
    e = full()
    assert whole(e, art) == FOUND[art]
    assert (looked_at(e, art), gaps(e, art)) == REACH[art]


def test_a_payment_for_an_application_without_a_grant_says_so() -> None:
    liste = """
        az | jahr | ort  | träger | baustein | beantragt | bewilligt | ausgezahlt
        1  | 2020 | Werl | V Eins | B2       | 500,00    | 0,00      |
        2  | 2020 | Werl | V Zwei | B2       | 500,00    | 500,00    | 500,00
    """
    bank = bookings("""
        datum      | jahr | art        | az | betrag
        10.06.2020 | 2020 | auszahlung | 1  | 300,00
        10.06.2020 | 2020 | auszahlung | 2  | 500,00
        10.06.2020 | 2020 | auszahlung | 9  | 5,00
    """)
    e = checked(liste, zahlungen=bank)
    assert whole(e, "bank_ohne_massnahme") == [
        "warnung 2020 30000 bank.csv:2 Maßnahme 1: gebucht sind 300,00 € (Auszahlungen), die Förderliste 2020 "
        "bewilligt für sie 0,00 €.",
        "warnung 2020 500 bank.csv:4 Maßnahme 9: gebucht sind 5,00 € (Auszahlungen), die Förderliste 2020 enthält sie "
        "nicht.",
    ]
    assert [b.abhilfe for b in of(e, "bank_ohne_massnahme")] == [
        "Am Bescheid prüfen, ob bewilligt ist; sonst die Auszahlung zurückfordern.",
        "Aktenzeichen prüfen; vielleicht ist die Zeile der Förderliste zurückgestellt.",
    ]


def test_a_year_without_returns_or_bookings_leaves_the_later_ones_to_be_checked() -> None:
    liste = """
        az | jahr | ort  | träger | baustein | ausgezahlt | zurueckgezahlt
        1  | 2018 | Werl | V Eins | B2       | 10,00      | 0,00
        2  | 2019 | Werl | V Eins | B2       | 10,00      | 4,00
        3  | 2020 | Werl | V Eins | B2       | 10,00      | 5,00
    """
    bank = bookings("""
        datum      | jahr | art          | az | betrag
        10.06.2021 | 2020 | rueckzahlung | 3  | 5,00
    """)
    e = checked(liste, zahlungen=bank)
    assert told(e, "erstattung") == [("warnung", 500)]
    assert gaps(e, "erstattung") == [("buchungen", 2019, 1)]
