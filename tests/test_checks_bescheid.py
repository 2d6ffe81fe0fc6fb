"""The checks against letters, deadlines and posts: ceiling and Bescheid to the cent, deadlines to the day."""

from __future__ import annotations

from datetime import date

import pytest

from komman.checks import Ergebnis
from tests.checking import checked, gaps, letters, looked_at, of, plain, posts, rules, told, whole

LISTE = """
    az | jahr | ort  | träger | baustein | bewilligt  | ausgezahlt | nachgewiesen | anerkannt
    1  | 2017 | Werl | V Eins | C1       | 131.066,00 | 400,00     | 400,00       | 390,00
"""
POST = """
    jahr | teil | art      | datum      | betrag     | hoechst
    2017 | II   | bescheid | 12.04.2017 | {land}     | {hoechst}
    2017 | II   | nachweis | 22.05.2018 | {nachweis} |
"""


def post(land: str = "", hoechst: str = "", nachweis: str = "390,00") -> str:
    return POST.format(land=land, hoechst=hoechst, nachweis=nachweis)


@pytest.mark.parametrize(
    ("bewilligt", "hoechst", "erwartet"),
    [
        ("131.066,00", "", []),
        ("131.066,01", "", [("fehler", 1)]),
        ("131.066,01", "131.066,01", []),
        ("131.066,00", "131.065,99", [("fehler", 1)]),
    ],
)
def test_more_granted_than_the_ceiling_is_an_error(bewilligt: str, hoechst: str, erwartet: object) -> None:
    e = checked(LISTE.replace("131.066,00", bewilligt), bescheide=letters(post(hoechst=hoechst)))
    assert told(e, "hoechstbetrag") == erwartet
    for b in of(e, "hoechstbetrag"):
        assert (b.ort is None, bool(b.regel)) == (not hoechst, not hoechst), "aus der Regel oder aus dem Bescheid"


def test_a_ceiling_nobody_knows_is_a_gap() -> None:
    e = checked(LISTE.replace("2017", "2019"))
    assert told(e, "hoechstbetrag") == [] and gaps(e, "hoechstbetrag") == [("hoechstbetrag", 2019, 1)]


@pytest.mark.parametrize(
    ("land", "erwartet"), [("131.066,00", []), ("131.065,99", [("warnung", 1)]), ("150.000,00", [])]
)
def test_more_granted_than_the_bescheid_is_a_warning(land: str, erwartet: object) -> None:
    e = checked(LISTE, bescheide=letters(post(land=land)))
    assert told(e, "bescheid") == erwartet and looked_at(e, "bescheid") == 1


def test_a_sum_with_a_part_missing_proves_only_that_it_is_over() -> None:
    part = "    2  | 2017 | Werl | V Zwei | C1       |            | 1,00       |              |\n"
    under = checked(LISTE + part, bescheide=letters(post(land="131.066,00")))
    assert told(under, "bescheid") == [] and gaps(under, "bescheid") == [("bewilligt", 2017, 1)]
    assert looked_at(under, "bescheid") == 0
    assert told(checked(LISTE + part, bescheide=letters(post(land="131.065,99"))), "bescheid") == [("warnung", 1)]


def test_letters_that_contradict_each_other_are_a_finding_and_stop_no_other_year() -> None:
    two = letters("""
        jahr | teil | art      | datum      | betrag
        2017 | II   | bescheid | 12.04.2017 | 1,00
        2017 | II   | bescheid | 12.04.2017 | 2,00
        2018 | II   | bescheid | 12.04.2018 | 1,00
    """)
    e = checked(LISTE + LISTE.strip().splitlines()[1].replace("2017", "2018"), bescheide=two)
    first, second = of(e, "bescheid")
    assert (first.schwere, first.foerderjahr) == ("fehler", 2017) and "widersprechen sich" in first.text
    assert first.ort is not None and first.ort.datei == "bescheide.xlsx"
    assert (second.schwere, second.foerderjahr) == ("warnung", 2018)
    assert ("widerspruch", 2017, 1) in gaps(e, "hoechstbetrag")
    assert looked_at(e, "bescheid") == 2


@pytest.mark.parametrize(("nachweis", "erwartet"), [("390,00", []), ("390,01", [("warnung", 1)])])
def test_the_proof_of_the_kreis_is_what_it_recognised(nachweis: str, erwartet: object) -> None:
    assert told(checked(LISTE, bescheide=letters(post(nachweis=nachweis))), "nachweis_betrag") == erwartet


def test_a_proof_that_is_not_there_or_not_recognised_yet_is_a_gap() -> None:
    assert gaps(checked(LISTE), "nachweis_betrag") == [("nachweis", 2017, 1)]
    e = checked(LISTE.replace("390,00", "      "), bescheide=letters(post()))
    assert told(e, "nachweis_betrag") == [] and gaps(e, "nachweis_betrag") == [("anerkannt", 2017, 1)]


OFFEN = """
    az | jahr | ort  | träger | baustein | ausgezahlt | nachgewiesen | anerkannt
    1  | 2021 | Werl | V Eins | B2       | 400,00     |              |
    2  | 2021 | Werl | V Zwei | B2       | 300,00     |              |
    3  | 2021 | Werl | V Drei | B2       | 200,00     | 200,00       |
    4  | 2021 | Werl | V Vier | B2       | 100,00     |              | 100,00
"""
FRIST = {"nachweisfrist_traeger_2021": "31.03.2022", "nachweisfrist_kreis_2021": "30.06.2022"}


@pytest.mark.parametrize(("tag", "offen"), [((2022, 3, 31), True), ((2022, 4, 1), False)])
def test_a_missing_proof_is_a_warning_from_the_day_after_the_deadline(tag: tuple[int, int, int], offen: bool) -> None:
    e = checked(OFFEN, rules(**FRIST), stand=date(*tag))
    assert told(e, "nachweis_traeger") == ([] if offen else [("warnung", 70000)])
    assert gaps(e, "nachweis_traeger") == ([("frist_offen", 2021, 2)] if offen else [])
    assert looked_at(e, "nachweis_traeger") == (2 if offen else 4)
    for b in of(e, "nachweis_traeger"):
        assert plain(b.text) == (
            "Förderjahr 2021: zu 2 Maßnahmen fehlen die Verwendungsnachweise; die Frist endete am 31.03.2022, "
            "ausgezahlt sind 700,00 €."
        )
        assert b.regel.startswith("Frist für den Verwendungsnachweis der Träger")


def test_the_day_of_a_single_ledger_counts_for_its_year() -> None:
    staende = {2021: date(2022, 3, 31)}
    assert told(checked(OFFEN, rules(**FRIST), staende), "nachweis_traeger") == []
    assert told(checked(OFFEN, rules(**FRIST), {2020: date(2022, 3, 31)}), "nachweis_traeger") != []


def test_no_deadline_is_assumed() -> None:
    e = checked(OFFEN, bescheide=letters("jahr|teil|art|datum|betrag\n2021|II|bescheid|30.04.2021|900,00"))
    assert told(e, "nachweis_traeger") == [] and gaps(e, "nachweis_traeger") == [("frist", 2021, 2)]
    assert told(e, "nachweis_kreis") == [] and gaps(e, "nachweis_kreis") == [("frist", 2021, 1)]
    other_year = rules(nachweisfrist_traeger_2020="31.03.2021")
    assert gaps(checked(OFFEN, other_year), "nachweis_traeger") == [("frist", 2021, 2)]


@pytest.mark.parametrize(("tag", "erwartet"), [((2022, 6, 30), []), ((2022, 7, 1), [("warnung", 90000)])])
def test_the_proof_of_the_kreis_is_asked_for_after_its_deadline(tag: tuple[int, int, int], erwartet: object) -> None:
    sent = letters("""
        jahr | teil | art      | datum      | betrag
        2021 | II   | bescheid | 30.04.2021 | 900,00
        2021 | I    | bescheid | 30.04.2021 | 50,00
        2021 | I    | nachweis | 01.05.2022 | 40,00
    """)
    e = checked(OFFEN, rules(**FRIST), bescheide=sent, stand=date(*tag))
    assert told(e, "nachweis_kreis") == erwartet
    assert all("Programmteil II:" in b.text for b in of(e, "nachweis_kreis"))


@pytest.mark.parametrize(("kosten", "erwartet"), [("50,00", []), ("50,01", [("hinweis", 1)]), ("", [])])
def test_posts_that_cost_more_than_the_bescheid_are_a_hint(kosten: str, erwartet: object) -> None:
    sent = letters("jahr|teil|art|datum|betrag\n2021|I|bescheid|30.04.2021|100,00")
    months = posts(f"monat | kosten\n2021-01 | 50,00\n2021-02 | {kosten}")
    assert told(checked(OFFEN, bescheide=sent, personal=months), "personalkosten") == erwartet
    assert gaps(checked(OFFEN, personal=months), "personalkosten") == [("bescheid", 2021, 1)]


def test_costs_with_a_month_missing_are_checked_only_where_they_are_over() -> None:
    sent = letters("jahr|teil|art|datum|betrag\n2021|I|bescheid|30.04.2021|100,00")
    known, over = (posts(f"monat | kosten\n2021-01 | {k}\n2021-02 |") for k in ("100,00", "100,01"))
    e = checked(OFFEN, bescheide=sent, personal=known)
    assert gaps(e, "personalkosten") == [("kosten", 2021, 1)] and looked_at(e, "personalkosten") == 0
    e = checked(OFFEN, bescheide=sent, personal=over)
    assert told(e, "personalkosten") == [("hinweis", 1)] and looked_at(e, "personalkosten") == 1


ARTEN = (
    "hoechstbetrag", "bescheid", "nachweis_traeger", "nachweis_kreis", "nachweis_betrag", "personalkosten",
)  # fmt: skip
FULL = """
    az | jahr | ort  | träger | baustein | bewilligt  | ausgezahlt | nachgewiesen | anerkannt
    1  | 2016 | Werl | V Eins | C1       | 10,00      |            |              |
    2  | 2017 | Werl | V Eins | C1       | 131.067,00 | 100,00     | 100,00       | 90,00
    3  | 2018 | Werl | V Eins | C1       | 500,00     | 100,00     |              |
    4  | 2019 | Werl | V Eins | C1       | 700,00     | 200,00     |              |
    5  | 2019 | Werl | V Zwei | C1       | 1,00       |            |              |
    6  | 2020 | Werl | V Eins | C1       |            |            |              | 5,00
    7  | 2021 | Werl | V Eins | C1       | 3,00       | 3,00       |              | 3,00
"""
FULL_POST = """
    jahr | teil   | art       | datum      | betrag   | hoechst
    2017 | II     | bescheid  | 12.04.2017 | 131.000,00 |
    2017 | II     | nachweis  | 22.05.2018 | 91,00    |
    2018 | II     | bescheid  | 12.04.2018 | 600,00   | 450,00
    2018 | II     | aenderung | 12.09.2018 | 400,00   |
    2018 | I-Sach | bescheid  | 12.04.2018 | 15,00    |
    2018 | I-Sach | aenderung | 12.05.2018 |          |
    2018 | I      | bescheid  | 12.04.2018 |          |
    2019 | II     | bescheid  | 12.04.2019 | 700,00   | 700,00
    2019 | II     | aenderung | 12.10.2019 |          |
    2019 | I      | nachweis  | 12.04.2020 | 700,00   |
    2020 | II     | nachweis  | 12.04.2021 | 6,00     |
    2020 | II     | nachweis  | 12.05.2021 |          |
    2020 | I      | bescheid  | 12.04.2020 | 70,00    |
    2020 | I      | aenderung | 12.05.2020 |          |
    2021 | II     | nachweis  | 12.04.2022 |          |
    2021 | I      | bescheid  | 12.04.2021 | 70,00    |
    2021 | I      | bescheid  | 12.04.2021 | 71,00    |
"""
FULL_DAYS = {
    "nachweisfrist_traeger_2016": "31.03.2017", "nachweisfrist_traeger_2018": "31.03.2019",
    "nachweisfrist_traeger_2019": "31.03.2020", "nachweisfrist_kreis_2017": "30.06.2018",
    "nachweisfrist_kreis_2018": "30.06.2019", "nachweisfrist_kreis_2019": "30.06.2030",
}  # fmt: skip


def full() -> Ergebnis:
    costs = posts("""
        monat   | kosten
        2019-01 | 1,00
        2020-01 | 70,00
        2020-02 | 5,00
        2021-01 | 1,00
    """)
    return checked(FULL, rules(**FULL_DAYS), bescheide=letters(FULL_POST), personal=costs)


# Severity, year, cents and place before what is said.
FOUND = {
    "hoechstbetrag": [
        "fehler 2018 5000 bescheide.xlsx:4 Förderjahr 2018: den Trägern sind zusammen 500,00 € bewilligt, der "
        "Höchstbetrag ist 450,00 € (Bescheid vom 12.04.2018).",
        "fehler 2017 100 -:- Förderjahr 2017: den Trägern sind zusammen 131.067,00 € bewilligt, der Höchstbetrag "
        "ist 131.066,00 € (Regelwerk: lippstadt.online, 04/2017).",
        "fehler 2019 100 bescheide.xlsx:9 Förderjahr 2019: den Trägern sind zusammen 701,00 € bewilligt, der "
        "Höchstbetrag ist 700,00 € (Bescheid vom 12.04.2019).",
    ],
    "bescheid": [
        "warnung 2018 10000 bescheide.xlsx:5 Förderjahr 2018: den Trägern sind zusammen 500,00 € bewilligt, dem "
        "Kreis laut Bescheid 400,00 €.",
        "warnung 2017 6700 bescheide.xlsx:2 Förderjahr 2017: den Trägern sind zusammen 131.067,00 € bewilligt, "
        "dem Kreis laut Bescheid 131.000,00 €.",
        "warnung 2019 100 bescheide.xlsx:9 Förderjahr 2019: den Trägern sind zusammen 701,00 € bewilligt, dem "
        "Kreis laut Bescheid 700,00 €.",
    ],
    "nachweis_traeger": [
        "warnung 2019 20000 liste.xlsx:8 Förderjahr 2019: zu 2 Maßnahmen fehlen die Verwendungsnachweise; die "
        "Frist endete am 31.03.2020, ausgezahlt sind 200,00 €.",
        "warnung 2018 10000 liste.xlsx:7 Förderjahr 2018: zu 1 Maßnahme fehlt der Verwendungsnachweis; die Frist "
        "endete am 31.03.2019, ausgezahlt sind 100,00 €.",
        "warnung 2016 None liste.xlsx:5 Förderjahr 2016: zu 1 Maßnahme fehlt der Verwendungsnachweis; die Frist "
        "endete am 31.03.2017, ausgezahlt sind nicht bekannte Beträge.",
    ],
    "nachweis_kreis": [
        "warnung 2018 40000 bescheide.xlsx:5 Förderjahr 2018, Programmteil II: der Verwendungsnachweis des "
        "Kreises fehlt; die Frist endete am 30.06.2019, bewilligt sind 400,00 €.",
        "warnung 2018 1500 bescheide.xlsx:6 Förderjahr 2018, Programmteil I (Sachausgaben): der "
        "Verwendungsnachweis des Kreises fehlt; die Frist endete am 30.06.2019, bewilligt sind 15,00 €.",
        "warnung 2018 None bescheide.xlsx:8 Förderjahr 2018, Programmteil I: der Verwendungsnachweis des Kreises "
        "fehlt; die Frist endete am 30.06.2019, bewilligt sind nicht bekannte Beträge.",
    ],
    "nachweis_betrag": [
        "warnung 2017 100 bescheide.xlsx:3 Förderjahr 2017: der Verwendungsnachweis des Kreises nennt 91,00 €, "
        "anerkannt sind bei den Trägern zusammen 90,00 €.",
        "warnung 2020 100 bescheide.xlsx:12 Förderjahr 2020: der Verwendungsnachweis des Kreises nennt 6,00 €, "
        "anerkannt sind bei den Trägern zusammen 5,00 €.",
    ],
    "personalkosten": [
        "hinweis 2020 500 bescheide.xlsx:14 Förderjahr 2020: die Stellen kosteten 75,00 €, bewilligt sind 70,00 € "
        "(Bescheid vom 12.04.2020).",
    ],
}
REACH = {
    "hoechstbetrag": (3, [("bewilligt", 2020, 1), ("hoechstbetrag", 2016, 1), ("hoechstbetrag", 2021, 1)]),
    "bescheid": (3, [("bescheid", 2016, 1), ("bescheid", 2021, 1), ("bewilligt", 2020, 1)]),
    "nachweis_traeger": (7, []),
    "nachweis_kreis": (4, [("frist", 2020, 1), ("frist", 2021, 1), ("frist_offen", 2019, 1)]),
    "nachweis_betrag": (2, [("nachweis", j, 1) for j in (2016, 2018, 2019, 2021)]),
    "personalkosten": (1, [("bescheid", 2019, 1), ("widerspruch", 2021, 1)]),
}


@pytest.mark.parametrize("art", ARTEN)
def test_a_finding_names_its_year_its_place_and_both_amounts(art: str) -> None:
    e = full()
    assert whole(e, art) == FOUND[art]
    assert (looked_at(e, art), gaps(e, art)) == REACH[art]


SEVERAL = """
    jahr | teil | art       | datum      | betrag | hoechst
    2017 | {t}  | {art}     | 12.04.2017 | 100,00 |
    2017 | {t}  | {art}     | {tag}      | {zwei} | {hoechst}
"""


def several(
    art: str = "bescheid",
    tag: str = "03.05.2017",
    zwei: str = "90,00",
    teil: str = "II",
    more: str = "",
    hoechst: str = "",
) -> Ergebnis:
    text = SEVERAL.format(t=teil, art=art, tag=tag, zwei=zwei, hoechst=hoechst) + more
    return checked(LISTE, bescheide=letters(text))


@pytest.mark.parametrize(
    ("art", "tag", "zwei", "teil", "erwartet"),
    [
        ("bescheid", "03.05.2017", "90,00", "II", [("hinweis", 1000)]),
        ("bescheid", "03.05.2017", "90,00", "I-Sach", [("hinweis", 1000)]),
        ("bescheid", "03.05.2017", "100,00", "II", []),
        ("bescheid", "03.05.2017", "", "II", []),
        ("antrag", "03.05.2017", "90,00", "II", []),
        ("aenderung", "03.05.2017", "90,00", "II", []),
        ("nachweis", "03.05.2017", "90,00", "II", [("hinweis", 1000)]),
        ("nachweis", "12.04.2017", "90,00", "II", [("fehler", 1000)]),
        ("nachweis", "12.04.2017", "100,00", "I", []),
        ("bescheid", "12.04.2017", "90,00", "I", [("fehler", 1000)]),
        ("bescheid", "12.04.2017", "90,00", "II", []),  # told by the check „Bescheid und Weiterleitungen“
    ],
)
def test_several_letters_with_different_amounts(art: str, tag: str, zwei: str, teil: str, erwartet: object) -> None:
    e = several(art, tag, zwei, teil)
    assert told(e, "mehrere_bescheide") == erwartet
    assert looked_at(e, "mehrere_bescheide") == (2 if art in ("bescheid", "nachweis") else 0)


def test_letters_of_a_year_without_a_list_are_told_too() -> None:
    text = SEVERAL.format(t="II", art="bescheid", tag="12.04.2017", zwei="90,00", hoechst="")
    year = text.replace("    2017", "    2019")
    (b,) = of(checked(LISTE, bescheide=letters(year)), "mehrere_bescheide")
    assert (b.schwere, b.foerderjahr) == ("fehler", 2019) and "widersprechen sich" in b.text


def test_a_change_or_another_year_or_part_is_no_second_bescheid() -> None:
    text = """
        jahr | teil   | art       | datum      | betrag
        2017 | II     | bescheid  | 12.04.2017 | 100,00
        2017 | II     | aenderung | 03.05.2017 | 90,00
        2017 | I      | bescheid  | 12.04.2017 | 80,00
        2018 | II     | bescheid  | 12.04.2018 | 70,00
        2017 | II     | nachweis  | 12.04.2018 | 60,00
    """
    assert told(checked(LISTE, bescheide=letters(text)), "mehrere_bescheide") == []


def test_which_letter_counts_is_said_with_its_day() -> None:
    assert whole(several(), "mehrere_bescheide") == [
        "hinweis 2017 1000 bescheide.xlsx:3 Förderjahr 2017, Programmteil II: 2 Bescheide nennen verschiedene Beträge: "
        "100,00 € (12.04.2017) und 90,00 € (03.05.2017). Es zählt der Bescheid vom 03.05.2017 mit 90,00 €."
    ]
    change = "    2017 | II | aenderung | 01.09.2017 | 80,00 |\n"
    assert "Es zählt der Änderungsbescheid vom 01.09.2017 mit 80,00 €." in plain(
        of(several(more=change), "mehrere_bescheide")[0].text
    )
    (proof,) = of(several("nachweis", ""), "mehrere_bescheide")
    assert plain(proof.text).endswith(
        "2 Verwendungsnachweise nennen verschiedene Beträge: 90,00 € (ohne Datum) und 100,00 € (12.04.2017). Es zählt "
        "der Verwendungsnachweis vom 12.04.2017 mit 100,00 €."
    )
    third = "    2017 | II | bescheid | 01.01.2017 | 100,00 | 6,00\n"
    e = several(zwei="100,00", hoechst="5,00", more=third)
    assert [plain(b.text) for b in of(e, "mehrere_bescheide")] == [
        "Förderjahr 2017, Programmteil II: 2 Bescheide nennen verschiedene Höchstbeträge: 6,00 € (01.01.2017) und "
        "5,00 € (03.05.2017). Es zählt der Bescheid vom 03.05.2017 mit 5,00 €."
    ]
    assert "aenderung" in of(e, "mehrere_bescheide")[0].abhilfe


def test_a_year_that_cannot_be_checked_leaves_the_later_ones_to_be_checked() -> None:
    liste = """
        az | jahr | ort  | träger | baustein | bewilligt | ausgezahlt | nachgewiesen | anerkannt
        1  | 2017 | Werl | V Eins | C1       | 10,00     | 10,00      | 10,00        | 10,00
        2  | 2018 | Werl | V Eins | C1       | 10,00     | 10,00      | 10,00        | 10,00
        3  | 2019 | Werl | V Eins | C1       | 10,00     | 10,00      |              |
        4  | 2020 | Werl | V Eins | C1       | 10,00     | 10,00      | 10,00        | 10,00
        5  | 2020 | Werl | V Zwei | C1       | 10,00     | 10,00      |              |
        6  | 2021 | Werl | V Eins | C1       | 10,00     | 10,00      | 10,00        | 10,00
    """
    sent = letters("""
        jahr | teil | art      | datum      | betrag
        2017 | II   | bescheid | 30.04.2017 | 90,00
        2017 | II   | bescheid | 30.04.2017 | 91,00
        2018 | II   | bescheid | 30.04.2018 | 90,00
        2018 | II   | bescheid | 30.04.2018 | 91,00
        2017 | II   | nachweis | 30.05.2018 | 10,00
        2018 | II   | nachweis | 30.05.2019 | 11,00
        2019 | II   | nachweis | 30.05.2020 | 10,00
        2020 | II   | nachweis | 30.05.2021 | 10,00
        2021 | II   | nachweis | 30.05.2022 | 12,00
        2018 | I    | nachweis | 30.05.2019 | 10,00
        2018 | I    | nachweis | 30.05.2019 | 11,00
        2018 | I    | nachweis | 30.05.2019 | 12,00
    """)
    e = checked(liste, rules(nachweisfrist_traeger_2020="31.03.2021"), bescheide=sent)
    assert told(e, "bescheid") == [("fehler", None)] * 2 and looked_at(e, "bescheid") == 2
    assert told(e, "nachweis_betrag") == [("warnung", 200)] and looked_at(e, "nachweis_betrag") == 1
    assert gaps(e, "nachweis_betrag") == [
        ("anerkannt", 2019, 1), ("anerkannt", 2020, 1), ("widerspruch", 2017, 1), ("widerspruch", 2018, 1),
    ]  # fmt: skip
    assert told(e, "nachweis_traeger") == [("warnung", 1000)]
    assert gaps(e, "nachweis_traeger") == [("frist", 2019, 1)]
    assert [(b.schwere, b.cent, b.ort and b.ort.zeile) for b in of(e, "mehrere_bescheide")] == [("fehler", 200, 13)]
    assert looked_at(e, "mehrere_bescheide") == 12


def test_proofs_of_one_day_are_told_also_where_the_bescheide_contradict_each_other() -> None:
    sent = letters("""
        jahr | teil | art      | datum      | betrag
        2021 | II   | bescheid | 30.04.2021 | 90,00
        2021 | II   | bescheid | 30.04.2021 | 91,00
        2021 | II   | nachweis | 30.05.2022 | 10,00
        2021 | II   | nachweis | 30.05.2022 | 11,00
    """)
    assert told(checked(OFFEN, bescheide=sent), "mehrere_bescheide") == [("fehler", 100)]


def test_each_proof_of_the_kreis_counts_and_a_missing_one_names_its_rule() -> None:
    sent = letters("""
        jahr | teil   | art      | datum      | betrag
        2021 | II     | bescheid | 30.04.2021 | 900,00
        2021 | I      | bescheid | 30.04.2021 | 50,00
        2021 | I      | nachweis | 01.05.2022 | 40,00
        2021 | I-Sach | bescheid | 30.04.2021 | 50,00
        2021 | I-Sach | nachweis | 01.05.2022 | 40,00
    """)
    e = checked(OFFEN, rules(**FRIST), bescheide=sent, stand=date(2022, 7, 1))
    assert looked_at(e, "nachweis_kreis") == 3
    assert [b.regel[:37] for b in of(e, "nachweis_kreis")] == ["Frist für den Verwendungsnachweis des"]


@pytest.mark.parametrize(("dezember", "erwartet"), [("1,00", []), ("1,01", [("hinweis", 1)])])
def test_a_whole_year_of_costs_is_checked_to_the_cent_and_each_year_counts(dezember: str, erwartet: object) -> None:
    sent = letters("""
        jahr | teil | art      | datum      | betrag
        2019 | I    | bescheid | 30.04.2019 | 1,00
        2019 | I    | bescheid | 30.04.2019 | 2,00
        2020 | I    | bescheid | 30.04.2020 | 12,00
        2021 | I    | bescheid | 30.04.2021 | 12,00
    """)
    months = [
        f"{j}-{m:02d} | {dezember if (j, m) == (2021, 12) else '1,00'}"
        for j in (2019, 2020, 2021)
        for m in range(1, 13)
    ]
    e = checked(OFFEN, bescheide=sent, personal=posts("monat | kosten\n" + "\n".join(months)))
    assert told(e, "personalkosten") == erwartet and looked_at(e, "personalkosten") == 2
    assert gaps(e, "personalkosten") == [("widerspruch", 2019, 1)]


def test_a_whole_year_with_one_cost_missing_is_not_checked() -> None:
    sent = letters("jahr|teil|art|datum|betrag\n2021|I|bescheid|30.04.2021|100,00")
    months = posts("monat | kosten\n" + "\n".join(f"2021-{m:02d} | {'' if m == 5 else '1,00'}" for m in range(1, 13)))
    e = checked(OFFEN, bescheide=sent, personal=months)
    assert gaps(e, "personalkosten") == [("kosten", 2021, 1)] and looked_at(e, "personalkosten") == 0
