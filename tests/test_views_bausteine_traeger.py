"""The sentences, pictures and tables of notebook 04."""

from __future__ import annotations

import pandas as pd
import pytest

from komman.document import Hinweis, Kennzahlen, Satz, Tabelle
from komman.formats import parse_anzahl, parse_euro
from komman.lage import load_year
from komman.project import Projekt
from komman.release import release
from komman.views import bausteine_traeger as view
from tests.lagen import made, plain
from tests.ledgers import KREIS, SEVERAL, policy, tables, traeger_list, weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort  | träger | baustein| bewilligt| ausgezahlt| zurueckgezahlt| einheiten_bewilligt| teilnehmende
    1 | 2017| Soest| V Eins | B2      | 800,00   | 800,00    | 0,00          | 4                  | 20
    2 | 2017| Werl | V Eins | B2      | 300,00   | 300,00    | 100,00        | 2                  |
    3 | 2017| Soest| K Soest| A2      | 500,00   | 500,00    | 0,00          | 5                  |
    4 | 2018| Ense | V Zwei | B1      | 200,00   | 200,00    | 0,00          |                    |
    5 | 2018| Soest| K Soest| A2      | 500,00   | 500,00    | 0,00          |                    |
""")
POOLED = release(tables(SEVERAL), KREIS, traeger_list(SEVERAL), policy(), "oeffentlich").tabellen["weiterleitungen"]


def cells(t: Tabelle | Hinweis) -> list[list[str]]:
    assert isinstance(t, Tabelle)
    return [[plain(c) for c in z] for z in t.zeilen]


def test_the_summary_names_the_largest() -> None:
    assert plain(view.zusammenfassung(made(LEDGER, 2017)).text) == (
        "Von dem Geld, das für das Förderjahr 2017 netto weitergeleitet wurde, entfiel am meisten auf den Baustein B2 "
        "(Zusammenkommen und Orientierung) mit 1.000,00 € (66,7 %) und auf die Trägerart „Vereine“ mit 1.000,00 € "
        "(66,7 %)."
    )
    nothing = LEDGER.assign(ausgezahlt_cent=pd.NA, bewilligt_cent=pd.NA).astype(LEDGER.dtypes)
    assert "noch kein Betrag" in view.zusammenfassung(made(nothing, 2017)).text


def test_bausteine_with_units_that_are_never_added_up() -> None:
    t = view.bausteine(made(LEDGER, 2017))
    assert cells(t) == [
        ["A2 Laufender Betrieb von Ankommenstreffpunkten", "1", "1", "500,00 €", "33,3 %", "5", "–"],
        ["B2 Zusammenkommen und Orientierung", "1", "2", "1.000,00 €", "66,7 %", "6", "–"],
        ["Kreis", "2", "3", "1.500,00 €", "100,0 %", "–", "–"],
    ]
    assert [s.einheit for s in t.spalten] == ["text", "anzahl", "anzahl", "euro", "prozent", "anzahl", "anzahl"]
    assert plain(view.bausteine_bild(made(LEDGER, 2017)).alt) == (
        "Balkendiagramm, netto weitergeleitet: B2 Zusammenkommen und Orientierung 1.000,00 €; "
        "A2 Laufender Betrieb von Ankommenstreffpunkten 500,00 €."
    )


def test_traegerarten_put_those_not_assigned_last() -> None:
    lage = made(POOLED, 2019)
    assert [z[0] for z in cells(view.traegerarten(lage))] == ["Kommunen", "Vereine", "nicht zugeordnet", "Kreis"]
    assert "einzelne Vereine können darin sein" in view.traegerarten(lage).fussnote
    alt = plain(view.traegerarten_bild(lage).alt)
    assert (
        alt.startswith("Balkendiagramm, netto weitergeleitet: Kommunen 9.000,00 €")
        and "nicht zugeordnet 1.960,01 €." in alt
    )


def test_the_table_of_traeger_ends_with_all_that_are_not_named() -> None:
    assert cells(view.traeger(made(POOLED, 2019))) == [
        ["K Stadt Soest", "Kommune", "1", "9.000,00 €", "70,0 %"],
        ["V Nordlicht e. V.", "Verein", "1", "1.900,00 €", "14,8 %"],
        ["nicht benannt (6 Träger)", "–", "6", "1.960,01 €", "15,2 %"],
        ["Kreis (8 Träger)", "–", "8", "12.860,01 €", "100,0 %"],
    ]


def test_who_came_and_went() -> None:
    satz, tabelle = view.wechsel(made(LEDGER, 2018)).bloecke
    assert isinstance(satz, Satz) and satz.text == (
        "Von den namentlich genannten Trägern des Förderjahres 2018 war 1 neu und 1 schon 2017 dabei; 1 aus "
        "2017 ist nicht "
        "mehr genannt."
    )
    assert isinstance(tabelle, Tabelle) and tabelle.zeilen == [
        ["V Zwei", "Verein", "neu"],
        ["V Eins", "Verein", "nicht mehr dabei"],
    ]
    (hinweis,) = view.wechsel(made(LEDGER, 2017)).bloecke
    assert isinstance(hinweis, Hinweis) and "Für 2016 liegt keine Förderliste vor" in hinweis.text


def test_a_pool_may_hide_a_return_and_that_is_said() -> None:
    two = pd.concat([POOLED, POOLED.assign(foerderjahr=2020)], ignore_index=True).astype(POOLED.dtypes)
    (satz,) = view.wechsel(made(two, 2020)).bloecke
    assert isinstance(satz, Satz) and "0 neu und 2 schon 2019 dabei" in satz.text
    assert "Wer unter „nicht benannt“ enthalten ist, zählt hier nicht" in satz.text


def test_concentration_is_a_least_value_with_pools() -> None:
    k = view.konzentration(made(LEDGER, 2017))
    assert isinstance(k, Kennzahlen)
    # 10.000 * ((2/3)² + (1/3)²) = 5.555,6
    assert [plain(w) for _, w, _ in k.werte] == ["100,0 %", "5.556"]
    assert k.werte[0][0] == "Anteil der 2 größten namentlich genannten Träger"
    k = view.konzentration(made(POOLED, 2019))
    assert isinstance(k, Kennzahlen) and k.werte[1][1].startswith("mindestens ")
    none = LEDGER.assign(ausgezahlt_cent=-1, zurueckgezahlt_cent=0)
    assert isinstance(view.konzentration(made(none, 2017)), Hinweis)


def test_people_with_how_many_massnahmen_reported_them() -> None:
    t = view.menschen(made(LEDGER, 2017))
    assert cells(t) == [
        ["A2 Laufender Betrieb von Ankommenstreffpunkten", "–", "0 von 1", "–", "0 von 1"],
        ["B2 Zusammenkommen und Orientierung", "–", "0 von 2", "20", "1 von 2"],
        ["Kreis", "–", "0 von 3", "20", "1 von 3"],
    ]
    assert isinstance(t, Tabelle) and "mehrfach gezählt" in t.fussnote and "nicht benannt" not in t.fussnote
    assert isinstance(view.menschen(made(LEDGER, 2018)), Hinweis)


@pytest.mark.parametrize("freigabe", ["oeffentlich", "intern"])
@pytest.mark.parametrize("jahr", [2016, 2020, 2021])
def test_the_sample_adds_up(prepared: Projekt, jahr: int, freigabe: str) -> None:
    lage = load_year(jahr, freigabe, str(prepared.processed / freigabe))
    for t, cent, count in ((view.bausteine(lage), 3, 2), (view.traegerarten(lage), 3, 2), (view.traeger(lage), 3, 2)):
        *rows, kreis = t.zeilen
        assert sum(parse_euro(z[cent]) or 0 for z in rows) == parse_euro(kreis[cent])
        assert sum(parse_anzahl(z[count]) or 0 for z in rows) >= (parse_anzahl(kreis[count]) or 0) > 0


def test_of_a_year_with_more_repaid_than_paid_no_share_is_told() -> None:
    w = weiterleitungen("""
        jahr| ort  | träger | baustein| ausgezahlt| zurueckgezahlt
        2017| Soest| V Eins | B2      | 100,00    | 400,00
        2017| Werl | V Zwei | A2      | 60,00     | 10,00
    """)
    lage = made(w, 2017)
    assert [z[-3] for z in cells(view.bausteine(lage))] == ["–", "–", "–"]
    assert "Für das Förderjahr 2017 blieb nach Abzug der Rückzahlungen kein Geld" in view.zusammenfassung(lage).text


def test_no_traeger_gone_is_said_in_words() -> None:
    w = weiterleitungen("jahr| ort| träger| ausgezahlt\n2017| Soest| V Eins| 1,00\n2018| Soest| V Eins| 1,00")
    satz = view.wechsel(made(w, 2018)).bloecke[0]
    assert isinstance(satz, Satz)
    assert satz.text.endswith("; alle aus 2017 sind wieder genannt.")
