"""The checks within the Maßnahmen list: each finds one cent too much, and is silent at the cent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from komman.checks import Ergebnis
from komman.checks_model import PRUEFARTEN
from komman.rules import Wert, regelwerk
from tests.checking import checked, gaps, looked_at, of, plain, rate, told, whole
from tests.ledgers import grid

RATES = """
    baustein | jahr | einheiten | bewilligt | schwere | cent
    B2       | 2018 | 12        | 3.000,00  |         |
    B2       | 2018 | 12        | 3.000,01  | warnung | 1
    B2       | 2018 | 12        | 2.999,99  | warnung | 1
    B2       | 2018 | 12        | 2.750,00  | warnung | 25000
    A1       | 2020 | 2         | 2.000,00  |         |
    A1       | 2020 | 2         | 2.000,01  | fehler  | 1
    B2       | 2017 | 10        | 2.200,00  |         |
    B2       | 2017 | 10        | 2.200,01  | hinweis | 1
    A2       | 2016 | 6         | 2.399,99  | hinweis | 1
    D1       | 2016 | 2         | 1.600,00  |         |
    D1       | 2016 | 2         | 900,00    |         |
    D1       | 2016 | 2         | 1.600,01  | warnung | 1
    B2       | 2018 | 0         | 0,00      |         |
    B2       | 2018 | 0         | 250,00    | warnung | 25000
"""


@pytest.mark.parametrize("r", grid(RATES), ids=lambda r: f"{r['baustein']}-{r['jahr']}-{r['bewilligt']}")
def test_units_times_rate_is_what_was_granted(r: dict[str, str]) -> None:
    """Official: error; another source: warning; derived or without a unit: hint; D1 2016 is a maximum only."""
    e = checked(f"""
        az | jahr        | ort  | träger        | baustein        | einheiten_bewilligt | bewilligt
        1  | {r["jahr"]} | Werl | V Nordlicht   | {r["baustein"]} | {r["einheiten"]}    | {r["bewilligt"]}
    """)
    assert told(e, "pauschale") == ([(r["schwere"], int(r["cent"]))] if r["schwere"] else [])


def test_a_finding_of_the_rate_names_place_both_amounts_and_the_rule() -> None:
    (b,) = of(checked("""
        az | jahr | ort  | träger      | baustein | einheiten_bewilligt | bewilligt
        7  | 2018 | Werl | V Nordlicht | B2       | 12                  | 3.100,00
    """), "pauschale")  # fmt: skip
    assert plain(b.text) == (
        "Maßnahme 7 (V Nordlicht), Baustein B2: bewilligt sind 3.100,00 €, 12 Einheiten zu 250,00 € ergeben 3.000,00 €."
    )
    assert b.ort is not None and (b.ort.datei, b.ort.zeile, b.foerderjahr) == ("liste.xlsx", 5, 2018)
    assert b.regel.startswith("Pauschale B2, Förderjahr 2018: 250,00") and "Emmerich" in b.regel and b.abhilfe


def test_a_rate_that_is_only_assumed_makes_a_hint() -> None:
    text = """
        jahr | ort  | träger      | baustein | einheiten_bewilligt | bewilligt
        2019 | Werl | V Nordlicht | B2       | 2                   | 250,00
    """
    assert told(checked(text, rate("B2", 2019)), "pauschale") == [("warnung", 5000)]
    assert told(checked(text, rate("B2", 2019, rechtsstand="angenommen")), "pauschale") == [("hinweis", 5000)]
    assert told(checked(text, rate("B2", 2019, gerundet="ja")), "pauschale") == []
    assert told(checked(text), "pauschale") == []


def test_what_has_no_rate_is_counted_by_year_and_baustein_and_is_no_finding() -> None:
    e = checked("""
        jahr | ort  | träger      | baustein | einheiten_bewilligt | bewilligt
        2019 | Werl | V Nordlicht | B2       | 2                   | 250,00
        2019 | Werl | V Nordlicht | B2       | 2                   | 250,00
        2019 | Werl | V Nordlicht | A2       | 2                   | 250,00
        2018 | Werl | V Nordlicht | B2       |                     | 250,00
        2018 | Werl | V Nordlicht |          | 1                   | 250,00
        2018 | Werl | V Nordlicht | B2       | 1                   |
        2018 | Werl | V Nordlicht | B2       | 1                   | 250,00
        2018 | Werl | V Nordlicht | B2       |                     | 0,00
    """)
    assert gaps(e, "pauschale") == [
        ("baustein", 2018, 1), ("bewilligt", 2018, 1), ("einheiten", 2018, 1), ("pauschale", 2019, 3),
    ]  # fmt: skip
    (reach,) = [a for a in e.abdeckung if a.art == "pauschale"]
    assert [g.bausteine for g in reach.luecken] == [(), (), (), ("A2", "B2")]
    assert (reach.geprueft, reach.auffaellig, told(e, "pauschale")) == (1, 0, [])


@pytest.mark.parametrize(
    ("anerkannt", "erwartet"),
    [("1.000,00", []), ("1.000,01", [("hinweis", 1)]), ("999,99", []), ("", [])],
)
def test_more_recognised_than_the_units_proven_are_worth_is_a_hint(anerkannt: str, erwartet: list[Any]) -> None:
    e = checked(f"""
        jahr | ort  | träger      | baustein | einheiten_nachgewiesen | anerkannt
        2018 | Werl | V Nordlicht | B2       | 4                      | {anerkannt}
    """)
    assert told(e, "einheiten_anerkannt") == erwartet
    assert gaps(e, "einheiten_anerkannt") == ([] if anerkannt else [("anerkannt", 2018, 1)])


CAPS = """
    jahr | baustein | einheiten | auch | schwere | cent
    2020 | A1       | 2         |      |         |
    2020 | A1       | 3         |      | hinweis | 100000
    2020 | A1       | 1         | 1    |         |
    2020 | A1       | 2         | 2    | hinweis | 200000
    2020 | B2       | 9         |      |         |
    2019 | A1       | 9         |      |         |
    2024 | A1       | 3         |      | hinweis | 100000
"""


@pytest.mark.parametrize("r", grid(CAPS), ids=lambda r: "-".join(r.values()))
def test_more_pauschalen_than_one_building_may_have_is_a_hint(r: dict[str, str]) -> None:
    e = checked(f"""
        az | jahr        | ort  | träger | baustein        | einheiten_bewilligt
        1  | {r["jahr"]} | Werl | V Eins | {r["baustein"]} | {r["einheiten"]}
        1  | {r["jahr"]} | Werl | V Eins | {r["baustein"]} | {r["auch"]}
    """)
    assert told(e, "hoechstzahl") == ([(r["schwere"], int(r["cent"]))] if r["schwere"] else [])
    assert gaps(e, "hoechstzahl") == ([("hoechstzahl", 2019, 1)] if r["jahr"] == "2019" else [])


MASSNAHMEN = """
    bewilligt | ausgezahlt | rück    | nachgewiesen | anerkannt | zurueckgezahlt | art          | schwere | cent
    1.000,00  | 1.000,00   |         | 1.000,00     | 1.000,00  | 0,00           |              |         |
    1.000,00  | 1.000,01   |         | 1.000,01     | 1.000,01  | 0,00           | auszahlung   | fehler  | 1
    1.000,00  | 1.200,00   | -200,00 | 1.000,00     | 1.000,00  | 0,00           |              |         |
    1.000,00  | 1.200,00   | -199,99 | 1.000,01     | 1.000,01  | 0,00           | auszahlung   | fehler  | 1
    1.000,00  | 1.000,00   |         | 999,99       | 1.000,00  | 0,00           | anerkennung  | hinweis | 1
    1.000,00  | 1.000,00   |         | 1.200,00     | 1.000,00  | 0,00           |              |         |
    1.000,00  | 1.000,00   |         | 800,00       | 800,00    | 200,00         |              |         |
    1.000,00  | 1.000,00   |         | 800,00       | 800,00    | 199,99         | abrechnung   | warnung | 1
    1.000,00  | 1.000,00   |         | 800,00       | 800,00    | 200,01         | abrechnung   | fehler  | 1
    1.000,00  | 1.000,00   | -500,00 | 400,00       | 400,00    | 100,00         |              |         |
    1.000,00  | 1.000,00   |         |              |           | 1.000,00       |              |         |
    1.000,00  | 1.000,00   |         |              |           | 1.000,01       | rueckzahlung | fehler  | 1
    1.000,00  | 1.000,00   | -500,00 |              |           | 500,01         | rueckzahlung | fehler  | 1
    1.000,00  |            |         | 5.000,00     | 5.000,00  | 0,00           |              |         |
              | 1.000,00   |         | 1.000,00     | 1.000,00  | 0,00           |              |         |
"""


@pytest.mark.parametrize("r", grid(MASSNAHMEN), ids=lambda r: "-".join(r.values()))
def test_what_a_massnahme_was_granted_paid_and_gave_back_fits_together(r: dict[str, str]) -> None:
    """All rows of a Maßnahme count together, those with negative amounts too; at most one check speaks here."""
    e = checked(f"""
        az | jahr | ort  | träger | baustein | bewilligt | ausgezahlt | nachgewiesen | anerkannt | zurueckgezahlt
        1  | 2019 | Werl | V Eins | B2 | {r["bewilligt"]} | {r["ausgezahlt"]} | {r["nachgewiesen"]} | {r["anerkannt"]} | {r["zurueckgezahlt"]}
        1  | 2019 | Werl | V Eins | B2 |                  | {r["rück"]}       |                     |                  |
    """)  # noqa: E501
    assert [(b.art, b.schwere, str(b.cent)) for b in e.befunde] == (
        [(r["art"], r["schwere"], r["cent"])] if r["art"] else []
    )


def test_the_same_aktenzeichen_in_two_years_is_two_massnahmen() -> None:
    e = checked("""
        az | jahr | ort  | träger | baustein | bewilligt | ausgezahlt
        1  | 2019 | Werl | V Eins | B2       | 100,00    | 100,00
        1  | 2020 | Werl | V Zwei | B2       | 100,00    | 100,01
    """)
    assert [(b.foerderjahr, b.cent) for b in of(e, "auszahlung")] == [(2020, 1)]
    assert looked_at(e, "auszahlung") == 2


def test_a_measure_that_is_missing_is_a_gap_and_no_zero() -> None:
    e = checked("""
        az | jahr | ort  | träger | baustein | bewilligt | ausgezahlt | anerkannt | zurueckgezahlt
        1  | 2019 | Werl | V Eins | B2       |           | 100,00     | 100,00    |
        2  | 2019 | Werl | V Eins | B2       | 100,00    |            |           |
        3  | 2019 | Werl | V Eins | B2       | 100,00    | 100,00     | 100,00    | 0,00
    """)
    assert e.befunde == ()
    assert gaps(e, "auszahlung") == [("ausgezahlt", 2019, 1), ("bewilligt", 2019, 1)]
    assert gaps(e, "abrechnung") == [("zurueckgezahlt", 2019, 1)]
    assert [looked_at(e, art) for art in ("auszahlung", "abrechnung", "anerkennung")] == [1, 1, 0]


def test_an_open_rest_says_how_it_comes_about() -> None:
    (b,) = of(checked("""
        az | jahr | ort  | träger | baustein | ausgezahlt | anerkannt | zurueckgezahlt
        1  | 2019 | Werl | V Eins | B2       | 1.000,00   | 700,00    | 100,00
    """), "abrechnung")  # fmt: skip
    assert plain(b.text) == (
        "Maßnahme 1 (V Eins): ausgezahlt sind 1.000,00 €, anerkannt 700,00 €, zurückgezahlt 100,00 €; noch offen sind "
        "200,00 €."
    )


def test_every_kind_of_check_has_name_sentence_and_unit() -> None:
    for art in PRUEFARTEN.values():
        assert art.bezeichnung and art.erklaerung.endswith(".") and len(set(art.einheit)) == 2
    names = [a.bezeichnung for a in PRUEFARTEN.values()]
    assert len(set(names)) == len(names)


ARTEN = (
    "pauschale", "einheiten_anerkannt", "hoechstzahl", "auszahlung", "anerkennung", "rueckzahlung", "abrechnung",
)  # fmt: skip
FULL = """
    az | jahr | ort  | träger   | baustein | einheiten_bewilligt | bewilligt | ausgezahlt | einheiten_nachgewiesen | nachgewiesen | anerkannt | zurueckgezahlt
    1  | 2018 | Werl | V Eins   | B2       | 1                   | 249,00    | 250,00     | 1                      | 249,00       | 251,00    | 0,00
    2  | 2017 | Werl | V Zwei   | B2       | 2                   | 441,00    | 441,00     | 0                      | 0,00         | 0,00      | 441,01
    3  | 2016 | Werl | V Drei   | D1       | 3                   | 2.401,00  | 2.401,00   | 1                      | 801,00       | 801,00    | 500,00
    4  | 2020 | Werl | V Vier   | A1       | 3                   | 3.000,00  |            |                        |              |           |
    4  | 2020 | Werl | V Vier   | A1       | 2                   | 2.000,00  |            |                        | 10,00        |           |
    4  | 2020 | Werl | V Vier   | B2       | 2                   | 2.000,00  |            | 2                      |              | 2.000,00  |
    5  | 2019 | Werl | V Fünf   | A1       | 2                   | 900,00    |            | 2                      |              |           | 3,00
    6  | 2018 | Werl | V Sechs  |          | 2                   |           |            |                        |              | 0,01      |
    7  | 2018 | Werl | V Sieben | B2       |                     | 0,01      |            | 0                      |              |           | 0,00
"""  # noqa: E501


def full() -> Ergebnis:
    return checked(FULL)


# Severity, year, cents and place before what is said.
FOUND = {
    "pauschale": [
        "warnung 2016 100 liste.xlsx:7 Maßnahme 3 (V Drei), Baustein D1: bewilligt sind 2.401,00 €, 3 Einheiten "
        "zu höchstens 800,00 € ergeben 2.400,00 €.",
        "warnung 2018 100 liste.xlsx:5 Maßnahme 1 (V Eins), Baustein B2: bewilligt sind 249,00 €, 1 Einheit zu "
        "250,00 € ergibt 250,00 €.",
        "hinweis 2017 100 liste.xlsx:6 Maßnahme 2 (V Zwei), Baustein B2: bewilligt sind 441,00 €, 2 Einheiten zu "
        "220,00 € ergeben 440,00 €.",
    ],
    "einheiten_anerkannt": [
        "hinweis 2016 100 liste.xlsx:7 Maßnahme 3 (V Drei), Baustein D1: anerkannt sind 801,00 €, nachgewiesen 1 "
        "Einheit zu höchstens 800,00 € ergibt 800,00 €.",
        "hinweis 2018 100 liste.xlsx:5 Maßnahme 1 (V Eins), Baustein B2: anerkannt sind 251,00 €, nachgewiesen 1 "
        "Einheit zu 250,00 € ergibt 250,00 €.",
    ],
    "hoechstzahl": [
        "hinweis 2020 300000 liste.xlsx:8 Maßnahme 4 (V Vier), Baustein A1: 5 Pauschalen bewilligt, höchstens 2 "
        "sind je Gebäude möglich.",
    ],
    "auszahlung": [
        "fehler 2018 100 liste.xlsx:5 Maßnahme 1 (V Eins): ausgezahlt sind 250,00 €, bewilligt nur 249,00 €.",
    ],
    "anerkennung": [
        "hinweis 2020 199000 liste.xlsx:8 Maßnahme 4 (V Vier): anerkannt sind 2.000,00 €, nachgewiesen nur 10,00 €.",
        "hinweis 2018 200 liste.xlsx:5 Maßnahme 1 (V Eins): anerkannt sind 251,00 €, nachgewiesen nur 249,00 €.",
    ],
    "rueckzahlung": [
        "fehler 2017 1 liste.xlsx:6 Maßnahme 2 (V Zwei): zurückgezahlt sind 441,01 €, ausgezahlt nur 441,00 €.",
    ],
    "abrechnung": [
        "fehler 2018 100 liste.xlsx:5 Maßnahme 1 (V Eins): ausgezahlt sind 250,00 €, anerkannt 251,00 €, "
        "zurückgezahlt 0,00 €; das sind 1,00 € mehr, als ausgezahlt ist.",
        "fehler 2017 1 liste.xlsx:6 Maßnahme 2 (V Zwei): ausgezahlt sind 441,00 €, anerkannt 0,00 €, "
        "zurückgezahlt 441,01 €; das sind 0,01 € mehr, als ausgezahlt ist.",
        "warnung 2016 110000 liste.xlsx:7 Maßnahme 3 (V Drei): ausgezahlt sind 2.401,00 €, anerkannt 801,00 €, "
        "zurückgezahlt 500,00 €; noch offen sind 1.100,00 €.",
    ],
}
REACH = {
    "pauschale": (5, [("bewilligt", 2018, 1), ("einheiten", 2018, 1), ("pauschale", 2019, 1), ("pauschale", 2020, 1)]),
    "einheiten_anerkannt": (2, [("anerkannt", 2019, 1), ("einheiten", 2018, 1), ("pauschale", 2020, 1)]),
    "hoechstzahl": (1, [("hoechstzahl", 2019, 1)]),
    "auszahlung": (3, [("ausgezahlt", 2018, 1), ("ausgezahlt", 2019, 1), ("ausgezahlt", 2020, 1)]),
    "anerkennung": (4, [("nachgewiesen", 2018, 1)]),
    "rueckzahlung": (3, [("ausgezahlt", 2018, 1), ("ausgezahlt", 2019, 1)]),
    "abrechnung": (3, [("ausgezahlt", 2018, 1), ("ausgezahlt", 2020, 1)]),
}


@pytest.mark.parametrize("art", ARTEN)
def test_a_finding_names_its_year_its_place_and_both_amounts(art: str) -> None:
    e = full()
    assert whole(e, art) == FOUND[art]
    assert (looked_at(e, art), gaps(e, art)) == REACH[art]


def test_a_rate_derived_from_another_makes_a_hint_whatever_its_unit() -> None:
    text = """
        jahr | ort  | träger      | baustein | einheiten_bewilligt | bewilligt
        2019 | Werl | V Nordlicht | B2       | 2                   | 250,00
    """
    for beleg, schwere in (("abgeleitet", "hinweis"), ("amtlich", "fehler")):
        assert told(checked(text, rate("B2", 2019, beleg=beleg)), "pauschale") == [(schwere, 5000)]
    assert told(checked(text, rate("B2", 2019, beleg="amtlich", je="nicht belegt")), "pauschale") == [("hinweis", 5000)]


def test_caps_and_proven_units_name_their_rule_and_count_what_they_looked_at() -> None:
    capped = regelwerk().over(
        {"pauschale": tuple(Wert(
            schluessel=b, ab=date(2019, 1, 1), wert="100,00", je="Monat", rechtsstand="in_kraft", beleg="amtlich",
            quelle="Richtlinie", **({"hoechstens": 2, "hoechstens_je": "Gebäude"} if b == "A1" else {}),
        ) for b in ("A1", "B2"))}
    )  # fmt: skip
    e = checked("""
        az | jahr | ort  | träger | baustein | einheiten_bewilligt | einheiten_nachgewiesen | bewilligt | anerkannt
        1  | 2019 | Werl | V Eins | A1       | 3                   |                        | 300,00    |
        2  | 2019 | Werl | V Zwei | A1       | 2                   |                        | 200,00    |
        3  | 2019 | Werl | V Drei | B2       | 2                   | 2                      | 200,00    | 200,01
    """, capped)  # fmt: skip
    assert told(e, "hoechstzahl") == [("hinweis", 10000)] and looked_at(e, "hoechstzahl") == 2
    assert of(e, "hoechstzahl")[0].regel.startswith("Pauschale A1, Förderjahr 2019: 100,00")
    assert told(e, "einheiten_anerkannt") == [("hinweis", 1)]
    assert of(e, "einheiten_anerkannt")[0].regel.startswith("Pauschale B2, Förderjahr 2019: 100,00")


def test_a_cap_that_is_not_known_is_a_gap_of_its_baustein() -> None:
    e = checked("""
        az | jahr | ort  | träger | baustein | einheiten_bewilligt | bewilligt
        1  | 2023 | Werl | V Eins | A1       | 3                   | 300,00
    """)
    (reach,) = [a for a in e.abdeckung if a.art == "hoechstzahl"]
    assert [(g.grund, g.jahr, g.anzahl, g.bausteine) for g in reach.luecken] == [("hoechstzahl", 2023, 1, ("A1",))]


def test_what_cannot_be_settled_or_is_settled_leaves_the_others_to_be_told() -> None:
    e = checked("""
        az | jahr | ort  | träger | baustein | ausgezahlt | anerkannt | zurueckgezahlt
        1  | 2019 | Werl | V Eins | B2       | 10,00      | 9,00      |
        2  | 2019 | Werl | V Zwei | B2       | 10,00      | 10,00     | 0,00
        3  | 2019 | Werl | V Drei | B2       | 10,00      | 8,00      | 0,00
        4  | 2019 | Werl | V Vier | B2       | 10,00      | 8,00      | 11,00
    """)
    assert told(e, "abrechnung") == [("fehler", 900), ("warnung", 200)] and looked_at(e, "abrechnung") == 3
    assert gaps(e, "abrechnung") == [("zurueckgezahlt", 2019, 1)]
    assert [b.abhilfe for b in of(e, "rueckzahlung")] == [
        "Mit den Buchungen vergleichen: Eine Rückbuchung als negative Auszahlung ist nicht noch einmal eine "
        "Rückzahlung."
    ]


def test_a_cap_that_is_not_known_leaves_the_next_baustein_of_the_massnahme_to_be_checked() -> None:
    value = {"rechtsstand": "in_kraft", "beleg": "zweitquelle", "quelle": "Richtlinie", "gerundet": True}
    capped = Wert(
        schluessel="B2", ab=date(2023, 1, 1), wert="100,00", je="Monat", hoechstens=2, hoechstens_je="Gebäude", **value
    )
    e = checked("""
        az | jahr | ort  | träger | baustein | einheiten_bewilligt | bewilligt
        1  | 2023 | Werl | V Eins | A1       | 3                   | 300,00
        1  | 2023 | Werl | V Eins | B2       | 3                   | 300,00
    """, regelwerk().over({"pauschale": (capped,)}))  # fmt: skip
    assert told(e, "hoechstzahl") == [("hinweis", None)]  # a rounded rate gives no exact sum
    assert gaps(e, "hoechstzahl") == [("hoechstzahl", 2023, 1)]
