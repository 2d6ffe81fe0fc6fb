"""The sentences and tables of notebook 02 say what the released tables hold, and what they do not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from komman.document import Hinweis, Tabelle
from komman.lage import Lage, load_year
from komman.project import Projekt
from komman.tables import conform, empty
from komman.views import jahresergebnis as view
from komman.views.common import set_aside_sentence


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture(scope="session")
def lage(prepared: Projekt) -> Lage:
    return load_year(2019, "oeffentlich", str(prepared.processed / "oeffentlich"))


@pytest.fixture(scope="session")
def offen(prepared: Projekt) -> Lage:
    """The year whose Nachweis is missing."""
    return load_year(2021, "oeffentlich", str(prepared.processed / "oeffentlich"))


def small(lage: Lage, **spalten: object) -> Lage:
    """A Kreis with one Maßnahme of 100 EUR and nothing else known, changed by ``spalten``."""
    zeile = {
        "massnahme_id": "m1",
        "foerderjahr": 2019,
        "ags": "05974040",
        "kommune": "Soest",
        "traeger_id": "t",
        "traeger": "T",
        "traegerart": "verein",
        "bewilligt_cent": 10000,
        **spalten,
    }
    rows = pd.DataFrame([zeile]).astype(object)
    tabellen = {**lage.tabellen, "weiterleitungen": conform(rows, "weiterleitungen"), "bescheide": empty("bescheide")}
    return replace(lage, tabellen=tabellen)


def test_the_summary_of_a_whole_year(lage: Lage) -> None:
    assert plain(view.zusammenfassung(lage).text) == (
        "Für das Förderjahr 2019 wurden nach Abzug der Rückzahlungen 120.957,32 € an 36 Träger in 12 der 14 "
        "Kommunen weitergeleitet. Das sind 92,3 % des Höchstbetrags von 131.066,00 € und 98,4 % "
        "des bewilligten Betrags. "
        "Die Förderlisten nennen 43 Maßnahmen. "
        "Beantragt waren 141.642,30 €, also 10.576,30 € mehr als der Höchstbetrag."
    )
    assert view.offen(lage).titel == "Vollständig"


def test_the_summary_of_a_year_whose_nachweis_is_missing(offen: Lage) -> None:
    assert plain(view.zusammenfassung(offen).text).startswith(
        "Für das Förderjahr 2021 wurden 115.370,00 € an 34 Träger in 12 der 14 Kommunen ausgezahlt. "
        "Wie weit der Höchstbetrag ausgeschöpft wurde, lässt sich nicht sagen."
    )
    assert view.offen(offen).text == (
        "Beim Stand 31.05.2022 fehlt die Angabe „nachgewiesen“ bei allen 42 Maßnahmen, "
        "„anerkannt“ bei allen 42 Maßnahmen und „zurückgezahlt“ bei allen 42 Maßnahmen. "
        "Was netto weitergeleitet wurde, steht deshalb noch nicht fest."
    )


def test_a_ledger_without_payments_says_so(lage: Lage) -> None:
    text = plain(view.zusammenfassung(small(lage)).text)
    assert "100,00 € an 1 Träger in 1 der 14 Kommunen bewilligt; ausgezahlte Beträge liegen nicht vor." in text
    assert plain(view.fluss(small(lage)).alt) == (
        "Balkendiagramm: Der Höchstbetrag ist nicht belegt; 100,00 € wurden bewilligt; "
        "was netto weitergeleitet wurde, ist noch offen."
    )


def test_a_ledger_of_applications_only_says_so(lage: Lage) -> None:
    nur = small(lage, bewilligt_cent=None, beantragt_cent=5000)
    text = view.zusammenfassung(nur).text
    assert text.startswith("Für das Förderjahr 2019 liegen weder bewilligte noch ausgezahlte Beträge vor.")
    assert plain(view.fluss(nur).alt) == (
        "Balkendiagramm: Der Höchstbetrag ist nicht belegt; was netto weitergeleitet wurde, ist noch offen."
    )


def test_a_year_with_one_unknown_repayment_has_no_net_sum_yet(lage: Lage) -> None:
    halb = small(lage, ausgezahlt_cent=10000)
    assert "100,00 € an 1 Träger in 1 der 14 Kommunen ausgezahlt." in plain(view.zusammenfassung(halb).text)
    assert "steht deshalb noch nicht fest" in view.offen(halb).text
    ohne_nachweis = small(lage, ausgezahlt_cent=10000, zurueckgezahlt_cent=0)
    assert "können sich noch ändern" in view.offen(ohne_nachweis).text
    assert "netto weitergeleitet wurden 100,00 €" in plain(view.fluss(ohne_nachweis).alt)


def test_more_paid_back_than_paid_out_is_not_called_passed_on(lage: Lage) -> None:
    text = plain(view.zusammenfassung(small(lage, ausgezahlt_cent=100, zurueckgezahlt_cent=500)).text)
    assert "1,00 € an 1 Träger in 1 der 14 Kommunen ausgezahlt. Zurückgezahlt wurden 5,00 €, mehr als" in text


def test_the_table_by_kommune_explains_its_own_words(lage: Lage, offen: Lage) -> None:
    note = view.kommunen(lage).fussnote
    assert "kreisweit: " in note and "nicht zugeordnet: " in note and "Rückbuchungen" not in note
    assert "Rückbuchungen sind vom ausgezahlten Betrag abgezogen." in view.kommunen(replace(offen, jahr=2020)).fussnote
    assert "kreisweit" not in view.kommunen(small(lage)).fussnote


def test_a_ceiling_nobody_proves_is_not_belegt(lage: Lage) -> None:
    zeilen = {z[0]: z[1] for z in view.betraege(small(lage)).zeilen}
    assert zeilen["Höchstbetrag"] == "nicht belegt"
    assert view.betraege(small(lage)).fussnote.startswith("Höchstbetrag: kein Bescheid in den Daten.")
    assert view.betraege(small(lage)).fussnote.endswith(
        "Nicht belegt: Höchstbetrag im Programmteil II, Kreisschlüssel 05974, Förderjahr 2019."
    )
    assert "„beantragt“ bei 1 von 1 Maßnahmen" in view.offen(small(lage)).text


def test_the_key_figures(lage: Lage) -> None:
    werte = {name: plain(wert) for name, wert, _ in view.kennzahlen(lage).werte}
    assert werte == {
        "Höchstbetrag": "131.066,00 €",
        "bewilligt": "122.902,00 €",
        "ausgezahlt": "122.102,00 €",
        "zurückgezahlt": "1.144,68 €",
        "netto weitergeleitet": "120.957,32 €",
        "Ausschöpfung": "92,3 %",
        "Kommunen": "12",
        "Träger": "36",
        "Maßnahmen": "43",
    }


def cents(text: str) -> int:
    return int("".join(c for c in text if c.isdigit()))


def test_the_table_by_kommune_adds_up_to_the_year(lage: Lage) -> None:
    t = view.kommunen(lage)
    *orte, kreis = t.zeilen
    assert t.summenzeile and kreis[0] == "Kreis" and orte[-1][0] == "nicht zugeordnet"
    for column in range(2, 7):
        assert sum(cents(z[column]) for z in orte) == cents(kreis[column])


def test_the_series_shows_every_year_and_the_open_one(offen: Lage) -> None:
    betraege, zahlen = view.jahresbetraege(offen), view.jahreszahlen(offen)
    assert [z[0] for z in betraege.zeilen] == ["2016", "2017", "2018", "2019", "2020", "2021"]
    assert [plain(t) for t in betraege.zeilen[3]] == [
        "2019",
        "131.066,00 €",
        "122.902,00 €",
        "122.102,00 €",
        "1.144,68 €",
        "120.957,32 €",
        "92,3 %",
    ]
    assert betraege.zeilen[-1][4:] == ["noch offen", "noch offen", "noch offen"]
    assert zahlen.zeilen[3] == ["2019", "12", "36", "43"]


def test_later_ledgers_do_not_change_the_report_of_a_year(lage: Lage) -> None:
    assert [z[0] for z in view.jahresbetraege(lage).zeilen] == ["2016", "2017", "2018", "2019"]
    assert not any("2020" in h or "2021" in h for h in lage.hinweise) and set(lage.zurueckgestellt) == {"2018"}
    assert {max(df["foerderjahr"]) for n, df in lage.tabellen.items() if n != "personal" and len(df)} == {2019}


def test_every_picture_says_in_a_sentence_what_it_shows(lage: Lage, offen: Lage) -> None:
    assert plain(view.fluss(lage).alt) == (
        "Balkendiagramm: Der Höchstbetrag betrug 131.066,00 €; 122.902,00 € wurden bewilligt, "
        "122.102,00 € ausgezahlt und 1.144,68 € zurückgezahlt; netto weitergeleitet wurden 120.957,32 €."
    )
    assert plain(view.reihe(offen).alt) == (
        "Säulendiagramm: Am wenigsten Geld wurde 2020 netto weitergeleitet, 87.721,16 €, "
        "am meisten 2018, 122.882,76 €. Für 2021 steht der Betrag noch nicht fest."
    )
    eines = small(lage, ausgezahlt_cent=10000, zurueckgezahlt_cent=0)
    assert plain(view.reihe(eines).alt) == "Säulendiagramm: 2019 wurden netto 100,00 € weitergeleitet."
    assert view.reihe(small(lage)).alt.endswith("Geldes. Für 2019 steht der Betrag noch nicht fest.")


def test_the_back_test_proves_the_arithmetic_only(offen: Lage, lage: Lage) -> None:
    t = view.abgleich(offen)
    assert isinstance(t, Tabelle) and {z[3] for z in t.zeilen} == {"bestätigt"}
    assert t.fussnote.startswith("Rechenweg bestätigt (Beispieldaten).")
    echt, frueher = view.abgleich(replace(offen, beispiel=False)), view.abgleich(lage)
    assert isinstance(echt, Tabelle) and "Rechenweg" not in echt.fussnote
    assert isinstance(frueher, Tabelle) and frueher.zeilen[0][3] == "nicht prüfbar"


def test_a_year_missing_from_the_ledgers_is_not_confirmed(lage: Lage) -> None:
    t = view.abgleich(small(lage))
    assert isinstance(t, Tabelle)
    assert t.zeilen[0][3] == "nicht prüfbar" and "Rechenweg" not in t.fussnote


def test_another_kreis_has_nothing_published_to_compare_with(lage: Lage) -> None:
    assert view.abgleich(replace(lage, schluessel="05978")) == Hinweis(
        "Nichts zu vergleichen", "Für diesen Kreis sind keine veröffentlichten Zahlen hinterlegt."
    )


@pytest.mark.parametrize(
    ("rest", "satz"),
    [
        ({}, "Keine Zeile der Förderlisten ist zurückgestellt."),
        (
            {"2018": (1, 100000, 0)},
            "Zurückgestellt, weil nicht eindeutig lesbar oder zuzuordnen: für 2018 1 Zeile über 1.000,00 €.",
        ),
        (
            {"2021": (1, 0, 1), "": (3, 50, 1)},
            "Zurückgestellt, weil nicht eindeutig lesbar oder zuzuordnen: "
            "ohne eindeutiges Förderjahr 2 Zeilen über 0,50 € und 1 Zeile mit unlesbarem Betrag; "
            "für 2021 1 Zeile mit unlesbarem Betrag.",
        ),
    ],
)
def test_what_is_set_aside_is_said(rest: dict[str, tuple[int, int, int]], satz: str) -> None:
    given = {jahr: dict(zip(("zeilen", "cent", "unlesbar"), werte, strict=True)) for jahr, werte in rest.items()}
    assert plain(set_aside_sentence(given)) == satz
