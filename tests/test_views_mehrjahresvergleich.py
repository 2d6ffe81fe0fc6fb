"""The sentences, pictures and tables of notebook 07."""

from __future__ import annotations

from komman.document import Hinweis, Tabelle
from komman.views import mehrjahresvergleich as view
from tests.lagen import ZENSUS_2011, made, plain
from tests.ledgers import weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort  | träger | baustein| bewilligt| ausgezahlt| zurueckgezahlt
    1 | 2016| Soest| V Eins | B2      | 800,00   | 800,00    | 100,00
    2 | 2018| Soest| V Eins | A2      | 500,00   | 500,00    | 0,00
    3 | 2018| Werl | V Zwei | D1      | 100,00   | 100,00    | 0,00
    4 | 2019| Werl | V Zwei |         | 300,00   | 300,00    |
    5 | 2024| Ense | V Zwei | C1      | 250,00   | 250,00    | 0,00
""")


def cells(t: Tabelle | Hinweis) -> list[list[str]]:
    assert isinstance(t, Tabelle)
    return [[plain(c) for c in z] for z in t.zeilen]


def test_the_summary_says_what_is_open_and_what_is_missing() -> None:
    assert plain(view.zusammenfassung(made(LEDGER, 2019)).text) == (
        "In den Förderjahren 2016 und 2018 wurden netto 1.300,00 € weitergeleitet. Für 2019 steht dieser "
        "Betrag noch nicht "
        "fest. Für 2017 liegt keine Förderliste vor. Je Förderjahr wurden Maßnahmen in 1 bis 2 der 5 "
        "Kommunen gefördert."
    )


def test_the_series_marks_what_changed_until_its_year() -> None:
    alt = plain(view.reihe(made(LEDGER, 2019)).alt)
    assert alt == (
        "Säulendiagramm: Am wenigsten Geld wurde 2018 netto weitergeleitet, 600,00 €, am meisten 2016, 700,00 €. "
        "Für 2019 steht der Betrag noch nicht fest. Markiert sind 2018 (Richtlinie)."
    )
    assert "Markiert" not in view.reihe(made(LEDGER, 2016)).alt


def test_per_head_names_day_and_census_and_no_rate_of_change() -> None:
    t = view.pro_kopf(made(LEDGER, 2019))
    # 2011: 11.500 inhabitants; 2022: 14.000. 70.000 / 11,5 = 6.087,0; 60.000 / 14 = 4.285,7; 30.000 / 14 = 2.142,9.
    assert cells(t) == [
        ["2016", "netto weitergeleitet", "700,00 €", "11.500", "31.12.2017", "Zensus 2011", "60,87 €"],
        ["2018", "netto weitergeleitet", "600,00 €", "14.000", "31.12.2018", "Zensus 2022", "42,86 €"],
        ["2019", "ausgezahlt", "300,00 €", "14.000", "31.12.2018", "Zensus 2022", "21,43 €"],
    ]
    assert isinstance(t, Tabelle) and "keine Veränderung von Jahr zu Jahr" in t.fussnote and "%" not in str(t.zeilen)
    one = view.pro_kopf(made(LEDGER, 2019, (ZENSUS_2011,)))
    assert isinstance(one, Tabelle) and "Volkszählungen" not in one.fussnote
    assert isinstance(view.pro_kopf(made(LEDGER, 2019, ())), Hinweis)


def test_the_numbers_of_all_years() -> None:
    assert plain(view.zahlen_bild(made(LEDGER, 2019)).alt) == (
        "Drei Säulendiagramme, in den Förderjahren 2016, 2018 und 2019: Kommunen 1, 2, 1; Träger 1, 2, 1; "
        "Maßnahmen 1, 2, 1."
    )


def test_bausteine_by_year() -> None:
    t = view.bausteine(made(LEDGER, 2019))
    assert [s.name for s in t.spalten] == ["Förderjahr", "Betrag", "A", "B", "D", "keine Angabe", "zusammen"]
    assert cells(t) == [
        ["2016", "netto weitergeleitet", "–", "700,00 €", "–", "–", "700,00 €"],
        ["2018", "netto weitergeleitet", "500,00 €", "–", "100,00 €", "–", "600,00 €"],
        ["2019", "ausgezahlt", "–", "–", "–", "300,00 €", "300,00 €"],
    ]


def test_changes_have_a_source_and_later_ones_are_not_told() -> None:
    t = view.veraenderungen(made(LEDGER, 2019))
    assert [z[0] for z in cells(t)] == ["2018"] and "MBl. NRW 2018" in cells(t)[0][3]
    assert isinstance(view.veraenderungen(made(LEDGER, 2016)), Hinweis)
    assert [z[0] for z in cells(view.veraenderungen(made(LEDGER, 2024)))] == [
        "2018", "2020", "2020", "2022", "2023", "2024",
    ]  # fmt: skip
