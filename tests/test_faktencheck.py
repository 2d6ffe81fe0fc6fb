"""Statements against hand-made years, posts and letters: confirmed, off by so much, or not to be checked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from komman.aussagen import (
    AntragJaehrlichBis,
    Aussage,
    Foerdersatz,
    KeineMehrkosten,
    Mehrbetrag,
    NachweisOffen,
    Refinanzierung,
    Stellenumfang,
    published,
)
from komman.faktencheck import Grundlage, fact_check
from komman.outcomes import yearly
from komman.staffing import yearly_staff
from komman.tables import conform, empty
from tests.ledgers import cents, grid

LETTERS = """
    jahr | teil | art      | datum      | betrag
    2020 | I    | antrag   | 2020-02-01 | 75.000,00
    2020 | I    | bescheid | 2020-04-01 | 75.000,00
    2020 | I    | nachweis | 2021-05-01 | 74.000,00
    2021 | I    | antrag   | 2021-02-01 | 75.000,00
    2021 | I    | bescheid | 2021-04-01 | 75.000,00
"""


def bescheide(text: str = LETTERS) -> pd.DataFrame:
    rows = [
        {
            "foerderjahr": int(r["jahr"]),
            "programmteil": r["teil"],
            "art": r["art"],
            "datum": pd.Timestamp(r["datum"]),
            "betrag_cent": cents(r["betrag"]),
        }
        for r in grid(text)
    ]
    return conform(pd.DataFrame(rows, dtype=object), "bescheide") if rows else empty("bescheide")


def personal(kosten: int | None = 250_000, jahr: int = 2021) -> pd.DataFrame:
    """A full and a half post, each at ``kosten`` cents a month."""
    rows = [
        {"stelle": s, "monat": f"{jahr}-{m:02d}", "vzae": v, "besetzt": "ja", "kosten_cent": kosten}
        for m in range(1, 13)
        for s, v in (("Stelle 1", Decimal("1.0")), ("Stelle 2", Decimal("0.5")))
    ]
    return conform(pd.DataFrame(rows, dtype=object), "personal")


NO_YEARS = yearly(empty("weiterleitungen"), empty("bescheide"), "05974")


def check(aussage: Aussage, staff: pd.DataFrame | None = None, letters: str = LETTERS) -> list[str]:
    """``ist, ergebnis, grund`` of the one row."""
    b = bescheide(letters)
    g = Grundlage(NO_YEARS, yearly_staff(personal() if staff is None else staff, b), b)
    found = fact_check([aussage], g)
    assert len(found) == 1
    return [t.replace("\u00a0", " ") for t in found.iloc[0][["ist", "ergebnis", "grund"]]]


def said(art: type[Any], **felder: object) -> Any:
    names = {
        Stellenumfang: "vzae", Foerdersatz: "foerdersatz", AntragJaehrlichBis: "antrag_jaehrlich_bis",
        KeineMehrkosten: "keine_mehrkosten", NachweisOffen: "nachweis_offen", Refinanzierung: "refinanzierung",
        Mehrbetrag: "mehrbetrag",
    }  # fmt: skip
    return art.model_validate({"art": names[art], "aussage": "A", "quelle": "Q", **felder})


@pytest.mark.parametrize(
    ("wert", "jahr", "expected"),
    [
        ("1,5", 2021, ["1,5", "bestätigt", ""]),
        ("2", 2021, ["1,5", "weicht ab", "0,5 weniger"]),
        ("1,25", 2021, ["1,5", "weicht ab", "0,25 mehr"]),
        ("1,5", 2019, ["keine Angabe", "nicht prüfbar", "Angaben zum Personal 2019 fehlen"]),
    ],
)
def test_the_posts(wert: str, jahr: int, expected: list[str]) -> None:
    assert check(said(Stellenumfang, jahr=jahr, wert=wert)) == expected


@pytest.mark.parametrize(
    ("wert", "jahr", "stand", "expected"),
    [
        ("50.000,00", 2021, "in_kraft", ["50.000,00 €", "bestätigt", ""]),
        ("55.000,00", 2021, "in_kraft", ["50.000,00 €", "weicht ab", "5.000,00 € weniger"]),
        ("55.000,00", 2022, "in_kraft", ["keine Angabe", "nicht prüfbar", "für 2022 belegt keine Quelle einen Satz"]),
        ("55.000,00", 2022, "entwurf", ["55.000,00 € (Entwurf)", "bestätigt", ""]),
        ("50.000,00", 2022, "entwurf", ["55.000,00 € (Entwurf)", "weicht ab", "5.000,00 € mehr"]),
    ],
)
def test_the_rate(wert: str, jahr: int, stand: str, expected: list[str]) -> None:
    assert check(said(Foerdersatz, jahr=jahr, wert=wert, rechtsstand=stand)) == expected


def test_a_statement_is_not_confirmed_by_itself() -> None:
    a = said(Foerdersatz, jahr=2022, wert="55.000,00", rechtsstand="entwurf", quelle=published("05974")[0].quelle)
    assert check(a) == ["55.000,00 € (Entwurf)", "nicht prüfbar", "einzige Quelle ist die geprüfte Aussage selbst"]


FOUND = {
    "75": "75.000,00 €: 1,5 Stellen mal 50.000,00 €",
    "82": "82.500,00 € (Entwurf): 1,5 Stellen mal 55.000,00 €",
    "7": "7.500,00 € (Entwurf): 1,5 Stellen mal (55.000,00 € minus 50.000,00 €)",
    "0": "0,00 €: 1,5 Stellen mal (50.000,00 € minus 50.000,00 €)",
    "-": "keine Angabe",
}


@pytest.mark.parametrize("r", grid("""
    art           | jahr | satzjahr | stand    | wert      | ist | ergebnis      | grund
    refinanzierung| 2021 |          | in_kraft | 75.000,00 | 75  | bestätigt     |
    refinanzierung| 2021 |          | in_kraft | 75.000,01 | 75  | weicht ab     | 0,01 € weniger
    refinanzierung| 2021 | 2022     | entwurf  | 82.500,00 | 82  | bestätigt     |
    refinanzierung| 2021 | 2022     | entwurf  | 82.000,00 | 82  | weicht ab     | 500,00 € mehr
    refinanzierung| 2021 | 2022     | in_kraft | 82.500,00 | -   | nicht prüfbar | kein Satz
    refinanzierung| 2020 |          | in_kraft | 75.000,00 | -   | nicht prüfbar | Angaben zum Personal 2020 fehlen
    mehrbetrag    | 2021 | 2022     | entwurf  | 7.500,00  | 7   | bestätigt     |
    mehrbetrag    | 2021 | 2022     | entwurf  | 5.000,00  | 7   | weicht ab     | 2.500,00 € mehr
    mehrbetrag    | 2021 |          | in_kraft | 0,00      | 0   | bestätigt     |
    mehrbetrag    | 2022 |          | entwurf  | 7.500,00  | -   | nicht prüfbar | kein Satz
    mehrbetrag    | 2020 | 2022     | entwurf  | 7.500,00  | -   | nicht prüfbar | Angaben zum Personal 2020 fehlen
"""), ids=lambda r: "-".join(r.values()))  # fmt: skip
def test_the_posts_times_a_rate(r: dict[str, str]) -> None:
    kinds = {"refinanzierung": Refinanzierung, "mehrbetrag": Mehrbetrag}
    a = said(
        kinds[r["art"]],
        jahr=r["jahr"],
        wert=r["wert"],
        rechtsstand=r["stand"],
        **({"satzjahr": r["satzjahr"]} if r["satzjahr"] else {}),
    )
    reason = r["grund"].replace("kein Satz", "für 2022 belegt keine Quelle einen Satz")
    assert check(a) == [FOUND[r["ist"]], r["ergebnis"], reason]


def test_the_arithmetic_is_checked_though_the_rate_has_no_other_source() -> None:
    quelle = published("05974")[0].quelle
    a = said(Refinanzierung, jahr=2021, satzjahr=2022, wert="82.500,00", rechtsstand="entwurf", quelle=quelle)
    assert check(a)[1] == "bestätigt"


ANTRAG_2022 = LETTERS + "    2022 | II | antrag | 2022-02-01 | 1,00\n"
BESCHEID_2022 = LETTERS + "    2022 | I | bescheid | 2022-04-01 | 75.000,00\n"


@pytest.mark.parametrize(
    ("letters", "von", "bis", "expected"),
    [
        (LETTERS, 2020, 2021, ["Antrag für 2020 und 2021; spätere Jahre liegen nicht vor", "bestätigt", ""]),
        (BESCHEID_2022, 2020, 2021, ["Antrag für 2020 und 2021; danach keiner", "bestätigt", ""]),
        (
            ANTRAG_2022,
            2020,
            2021,
            ["Antrag für 2020 bis 2022; danach weitere", "weicht ab", "Antrag auch für 2022"],
        ),
        (
            BESCHEID_2022,
            2020,
            2022,
            ["Antrag für 2020 und 2021; spätere Jahre liegen nicht vor", "weicht ab", "kein Antrag für 2022"],
        ),
        (LETTERS, 2019, 2021, ["keine Angabe", "nicht prüfbar", "Anträge und Bescheide fehlen für 2019"]),
    ],
)
def test_a_yearly_antrag(letters: str, von: int, bis: int, expected: list[str]) -> None:
    assert check(said(AntragJaehrlichBis, von=von, bis=bis), letters=letters) == expected


def test_an_antrag_of_the_other_programmteil_does_not_count() -> None:
    found = check(said(AntragJaehrlichBis, von=2020, bis=2021, programmteil="I"), letters=ANTRAG_2022)
    assert found[1] == "bestätigt"


@pytest.mark.parametrize(
    ("kosten", "expected"),
    [
        (312_500, ["Förderung 75.000,00 €, Personalkosten 75.000,00 €", "bestätigt", ""]),
        (312_501, ["Förderung 75.000,00 €, Personalkosten 75.000,24 €", "weicht ab", "0,24 € Mehrkosten"]),
        (None, ["keine Angabe", "nicht prüfbar", "2021 fehlt: Personalkosten"]),
    ],
)
def test_no_extra_cost(kosten: int | None, expected: list[str]) -> None:
    assert check(said(KeineMehrkosten, jahr=2021), personal(kosten)) == expected


def test_no_extra_cost_needs_costs_and_bescheid() -> None:
    found = check(said(KeineMehrkosten, jahr=2019))
    assert found[1:] == ["nicht prüfbar", "2019 fehlt: Personalkosten und Bescheid zum Programmteil I"]


@pytest.mark.parametrize(
    ("jahr", "expected"),
    [
        (2021, ["keiner in den Daten", "bestätigt", ""]),
        (2020, ["1 Nachweis", "weicht ab", "liegt vor zum Programmteil I"]),
        (2019, ["keine Angabe", "nicht prüfbar", "Bescheide 2019 fehlen"]),
    ],
)
def test_an_open_nachweis(jahr: int, expected: list[str]) -> None:
    assert check(said(NachweisOffen, jahr=jahr)) == expected


def published_years(net: int | None, kommunen: int) -> pd.DataFrame:
    """Five years: 100.000,00 EUR in each but the last, which has ``net``; ``kommunen`` in 2018, else 10."""
    return pd.DataFrame(
        {
            "foerderjahr": range(2016, 2021),
            "kommunen": [10, 10, kommunen, 10, 10],
            "netto_cent": pd.array([10_000_000] * 4 + [net], dtype="Int64"),
        }
    )


def compare(jahre: pd.DataFrame, schluessel: str) -> pd.DataFrame:
    return fact_check(
        published(schluessel), Grundlage(jahre, yearly_staff(empty("personal"), bescheide()), bescheide())
    )


@pytest.mark.parametrize(
    ("net", "kommunen", "expected"),
    [
        (14_600_000, 12, ["bestätigt"] * 6),
        (14_649_999, 12, ["bestätigt"] * 6),
        (14_650_000, 12, ["weicht ab"] + ["bestätigt"] * 5),
        (14_550_000, 12, ["bestätigt"] * 6),
        (14_549_999, 12, ["weicht ab"] + ["bestätigt"] * 5),
        (14_600_000, 13, ["bestätigt"] * 3 + ["weicht ab"] + ["bestätigt"] * 2),
        (14_600_000, 9, ["bestätigt"] * 3 + ["weicht ab"] + ["bestätigt"] * 2),
        (None, 12, ["nicht prüfbar"] + ["bestätigt"] * 5),
    ],
)
def test_our_figures_against_the_published_ones(net: int | None, kommunen: int, expected: list[str]) -> None:
    assert compare(published_years(net, kommunen), "05974")["ergebnis"].tolist() == expected


def test_the_back_test_says_both_figures_and_the_source() -> None:
    found = compare(published_years(14_601_234, 11), "05974")
    assert found.iloc[0][["aussage", "soll", "ist"]].tolist() == [
        "Weitergeleitet 2016 bis 2020",
        "546.000\u00a0€",
        "546.012,34\u00a0€, gerundet 546.000\u00a0€",
    ]
    assert found.iloc[3][["aussage", "soll", "ist"]].tolist() == ["Kommunen mit Förderung, 2018", "10 bis 12", "11"]
    assert found["quelle"].str.contains("VOLFDNR=1001484").all()


def test_a_year_that_is_not_there_cannot_be_tested() -> None:
    found = compare(published_years(14_600_000, 11).iloc[:4], "05974")
    assert found["ergebnis"].tolist() == ["nicht prüfbar"] + ["bestätigt"] * 4 + ["nicht prüfbar"]


def test_a_deviation_says_by_how_much_and_a_gap_what_is_missing() -> None:
    found = compare(published_years(14_850_000, 9), "05974")
    assert found["grund"].str.replace("\u00a0", " ").tolist()[:4] == ["gerundet 3.000,00 € mehr", "", "", "1 weniger"]
    assert compare(published_years(14_600_000, 14), "05974")["grund"].tolist()[3] == "2 mehr"
    assert compare(published_years(None, 11), "05974")["grund"].tolist()[0] == "die Nettosumme fehlt für 2020"


def test_another_kreis_has_no_published_figures() -> None:
    assert len(compare(published_years(14_600_000, 11), "05978")) == 0
