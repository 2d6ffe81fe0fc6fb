"""A figure says its rule: each once, those of one source together, what is not known by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from komman.document import Hinweis
from komman.lage import Lage
from komman.regelmodell import Wert
from komman.rules import FOERDERSATZ, PAUSCHALE, Regelwerk, lookup, regelwerk
from komman.tables import conform
from komman.views import regelnoten
from tests.lagen import made, plain
from tests.ledgers import weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort  | träger | baustein| bewilligt| ausgezahlt| zurueckgezahlt
    1 | 2015| Soest| V Eins | B2      | 800,00   | 800,00    | 0,00
    2 | 2024| Soest| V Eins | B2      | 800,00   | 800,00    | 0,00
""")
B2 = (
    "Pauschale B2, Förderjahr 2018: 250,00 € je Maßnahme und Monat; in Kraft; Quelle (nicht amtlich): "
    "Emmerich, Niederschrift 2018 (ris.emmerich.de, ktonr=71249)"
)


def test_one_rule() -> None:
    assert plain(regelnoten.note([lookup(PAUSCHALE, 2018, "B2")])) == f"Regeln: {B2}."


def test_no_rule_no_note() -> None:
    assert regelnoten.note([]) == ""


def test_a_rule_used_twice_is_named_once() -> None:
    assert regelnoten.note([lookup(PAUSCHALE, 2018, "B2")] * 2) == regelnoten.note([lookup(PAUSCHALE, 2018, "B2")])


def test_rules_of_one_source_stand_together() -> None:
    text = plain(regelnoten.note(lookup(PAUSCHALE, 2017, b) for b in ("B1", "B2")))
    assert text.startswith("Regeln: Pauschale B1, Förderjahr 2017: 44,00 €, Einheit nicht belegt; ")
    assert "; Pauschale B2: 220,00 €, Einheit nicht belegt; in Kraft; Quelle (abgeleitet): Esch" in text
    assert text.count("Eschweiler") == 1


def test_a_remark_that_all_rules_of_a_source_share_stands_once() -> None:
    text = plain(regelnoten.note(lookup(f"flueag_{n}", 2018) for n in ("gewicht_einwohner", "gewicht_flaeche")))
    assert text == (
        "Regeln: Gewicht der Einwohner im Schlüssel des FlüAG, Jahr 2018: 90 %; Gewicht der Fläche im Schlüssel des "
        "FlüAG: 10 %; in Kraft; Quelle (nicht amtlich): § 3 FlüAG nach anwalt24.de und lexmea.de (Wiedergaben ohne "
        "Datum); welche Fassung der Liste „FlüAG 2016“ zugrunde lag, ist nicht belegt."
    )


def test_a_remark_of_one_rule_stays_with_it() -> None:
    text = plain(regelnoten.note(lookup(PAUSCHALE, 2024, b) for b in ("A2", "B1")))
    assert "35,00 € je Begleitung (ob der Betrag monatlich gilt, ist nicht genannt); in Kraft" in text


def test_rules_of_two_years_name_both() -> None:
    text = plain(regelnoten.note(lookup(FOERDERSATZ, j) for j in (2016, 2021)))
    assert "Förderjahr 2016: höchstens 50.000,00 € je Stelle; Fördersatz je voller Stelle, Förderjahr 2021: " in text


def test_what_is_not_known_is_named_at_the_end() -> None:
    rules = [lookup(PAUSCHALE, 2018, b) for b in ("A1", "B2", "D2")] + [lookup(FOERDERSATZ, 2022)]
    assert plain(regelnoten.note(rules)) == (
        f"Regeln: {B2}. Nicht belegt: Pauschale A1 und D2, Förderjahr 2018; "
        "Fördersatz je voller Stelle, Förderjahr 2022."
    )


def test_draft_and_assumption_are_marked() -> None:
    draft = plain(regelnoten.note([lookup(FOERDERSATZ, 2022, entwurf=True)]))
    assert "55.000,00 € je Stelle (Entwurf); Entwurf; Quelle (nicht amtlich): Vorlage des Kreises Soest" in draft
    value = {"ab": "2023-01-01", "wert": "60.000,00", "rechtsstand": "angenommen", "beleg": "abgeleitet", "quelle": "S"}
    assumed = regelwerk().over({FOERDERSATZ: (Wert.model_validate(value),)}).lookup(FOERDERSATZ, 2023)
    assert "60.000,00 € (Annahme); angenommen; Quelle (abgeleitet): S." in plain(regelnoten.note([assumed]))


def test_the_table() -> None:
    rules = [*(lookup(PAUSCHALE, 2024, b) for b in ("C3", "A3", "B1")), lookup("nachweisfrist_kreis", 2021)]
    t = regelnoten.tabelle("Regeln", rules)
    assert [[plain(c) for c in z] for z in t.zeilen] == [
        [
            "Pauschale C3, Förderjahr 2024",
            "50,00 € je Seite",
            "in Kraft; Quelle (nicht amtlich): Kreis Mettmann, Seite zu KOMM-AN NRW (ohne Datum, etwa 2023/24; der "
            "genaue Beginn ist nicht belegt); das Kürzel C3 ist abgeleitet",
        ],
        ["Pauschale A3, Förderjahr 2024", "nicht belegt", "nicht belegt"],
        [
            "Pauschale B1, Förderjahr 2024",
            "35,00 € je Begleitung",
            "wie Pauschale C3; ob der Betrag monatlich gilt, ist nicht genannt",
        ],
        [
            "Frist für den Verwendungsnachweis des Kreises, Förderjahr 2021",
            "nicht belegt",
            "nicht belegt: sie steht im Bescheid; der oft genannte 31. März ist für KOMM-AN nicht bestätigt",
        ],
    ]


def test_a_source_of_the_same_rule_in_another_year_names_the_year() -> None:
    t = regelnoten.tabelle("Regeln", [lookup(FOERDERSATZ, j) for j in (2016, 2017)])
    assert t.zeilen[1][2] == "wie Fördersatz je voller Stelle, Förderjahr 2016"


@pytest.mark.parametrize("jahr", [2015, 2026])
def test_a_report_on_a_year_outside_the_programme_says_so(jahr: int) -> None:
    (hinweis,) = regelnoten.programm(made(LEDGER, jahr)).bloecke
    assert isinstance(hinweis, Hinweis)
    assert hinweis.titel == f"{jahr} ist kein Förderjahr von KOMM-AN NRW"
    assert hinweis.text == "KOMM-AN NRW lief in den Förderjahren 2016 bis 2024."


@pytest.mark.parametrize("jahr", [2016, 2024])
def test_a_year_of_the_programme_needs_no_such_hint(jahr: int) -> None:
    assert regelnoten.programm(made(LEDGER, jahr)).bloecke == ()


def with_ceiling(lage: Lage, jahr: int, cent: int) -> Lage:
    row = {"foerderjahr": jahr, "programmteil": "II", "art": "bescheid", "hoechstbetrag_cent": cent}
    lage.tabellen["bescheide"] = conform(pd.DataFrame([row], dtype=object), "bescheide")
    return lage


def test_the_end_of_the_programme_is_said_from_its_last_year_on() -> None:
    assert regelnoten.ende(made(LEDGER, 2023)).bloecke == () and regelnoten.endsatz(made(LEDGER, 2023)) == ""
    last = with_ceiling(made(LEDGER, 2024), 2024, 13_106_600)
    (hinweis,) = regelnoten.ende(last).bloecke
    assert isinstance(hinweis, Hinweis)
    assert plain(hinweis.text).startswith(
        "KOMM-AN NRW endete mit dem Förderjahr 2024. Ab 2025 fördert das Land mit dem Programm „Ehrenamt im Kontext "
        "von Prävention“ je Kommunalem Integrationszentrum und Jahr 58.000 €, nur für Sachausgaben. Gegenüber dem "
        "Höchstbetrag 2024 von 131.066 € sind das 55,7 % weniger. "
        "Regeln: Letztes Förderjahr von KOMM-AN NRW, Jahr 2024: 2024 (nur eine Quelle weicht ab"
    )
    assert "; Zuwendung des Nachfolgeprogramms: 58.000,00 € je Kommunales" in plain(hinweis.text)
    assert plain(regelnoten.endsatz(last)) == (
        "KOMM-AN NRW endete mit dem Förderjahr 2024; das Nachfolgeprogramm bringt je Kommunalem Integrationszentrum "
        "und Jahr 58.000 €, gegenüber dem Höchstbetrag 2024 von 131.066 € sind das 55,7 % weniger."
    )
    (later,) = regelnoten.ende(made(LEDGER, 2026)).bloecke
    assert isinstance(later, Hinweis) and later.titel == hinweis.titel


@pytest.mark.parametrize(
    ("ceiling", "words"),
    [
        (5_800_000, "ist das gleich viel."),
        (4_000_000, "sind das 45,0 % mehr."),
        (8_000_000, "sind das 27,5 % weniger."),
    ],
)
def test_the_successor_is_measured_against_the_last_ceiling(ceiling: int, words: str) -> None:
    lage = with_ceiling(made(LEDGER, 2024), 2024, ceiling)
    (hinweis,) = regelnoten.ende(lage).bloecke
    assert isinstance(hinweis, Hinweis) and words in plain(hinweis.text)
    assert plain(regelnoten.endsatz(lage)).endswith(words)


def test_without_any_ceiling_the_end_compares_nothing() -> None:
    lage = made(LEDGER, 2024, schluessel="05978")
    (hinweis,) = regelnoten.ende(lage).bloecke
    assert isinstance(hinweis, Hinweis) and "58.000" in hinweis.text and "egenüber" not in hinweis.text
    assert plain(regelnoten.endsatz(lage)).endswith("und Jahr 58.000 €.")


def test_an_unknown_successor_leaves_the_end_alone() -> None:
    lage = made(LEDGER, 2024)
    werte = {"nachfolgeprogramm_je_ki": (Wert(ab=date(2025, 1, 1), rechtsstand="in_kraft", beleg="nicht_belegt"),)}
    parameter = {
        n: p.model_copy(update={"werte": werte[n]}) if n in werte else p for n, p in lage.regelwerk.parameter.items()
    }
    without = replace(lage)
    without.__dict__["regelwerk"] = Regelwerk(parameter)
    (hinweis,) = regelnoten.ende(without).bloecke
    assert isinstance(hinweis, Hinweis) and hinweis.text.startswith(
        "KOMM-AN NRW endete mit dem Förderjahr 2024. Regeln"
    )
    assert regelnoten.endsatz(without) == "KOMM-AN NRW endete mit dem Förderjahr 2024."


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("keine", "keine Kürzung"),
        ("monat", "Kürzung für jeden ganzen unbesetzten Monat"),
        ("tag", "Kürzung für jeden unbesetzten Tag"),
    ],
)
def test_a_word_of_the_rules_is_shown_as_a_reader_knows_it(word: str, words: str) -> None:
    value = Wert(ab=date(2016, 1, 1), wert=word, rechtsstand="in_kraft", beleg="amtlich", quelle="Bescheid")
    r = regelwerk().over({"vakanzregel": (value,)}).lookup("vakanzregel", 2021)
    assert r.wert == word and r.text == words
    assert regelnoten.tabelle("Regeln", [r]).zeilen == [
        ["Vakanzregel, Förderjahr 2021", words, "in Kraft; Quelle (amtlich): Bescheid"]
    ]
    assert (
        regelnoten.note([r]) == f"Regeln: Vakanzregel, Förderjahr 2021: {words}; in Kraft; Quelle (amtlich): Bescheid."
    )
