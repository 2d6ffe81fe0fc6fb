"""The section on the key in notebook 03: shares beside what was passed on, and the test on published amounts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from komman.document import Bloecke, Hinweis, Satz, Tabelle
from komman.formats import parse_anzahl, parse_euro, parse_prozent
from komman.gemeinden import municipalities, published
from komman.kreis import Kommune
from komman.lage import Lage, load_year
from komman.project import Projekt
from komman.rules import regelwerk
from komman.tables import conform
from komman.verteilung import by_ki, key, weights
from komman.views import kommunen
from komman.views import verteilung as view
from tests.lagen import made, plain
from tests.ledgers import weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort      | träger  | baustein| bewilligt| ausgezahlt| zurueckgezahlt
    1 | 2017| Soest    | V Eins  | B2      | 800,00   | 800,00    | 49,50
    2 | 2018| kreisweit| V Zwei  | D1      | 300,00   | 300,00    | 0,00
    3 | 2018| Soest    | V Eins  | B2      | 900,00   | 900,00    | 0,00
    4 | 2018| Ense     | V Zwei  | B1      | 44,00    | 44,00     | 0,00
""")


def lage(jahr: int = 2018, **anderes: Any) -> Lage:
    return made(LEDGER, jahr, **anderes)


def bescheid(jahr: int, **werte: object) -> dict[str, pd.DataFrame]:
    row = {"foerderjahr": jahr, "programmteil": "II", "art": "bescheid", "datum": pd.Timestamp(jahr, 4, 30), **werte}
    df = conform(pd.DataFrame([row]), "bescheide")
    return {**made(LEDGER, jahr).tabellen, "bescheide": df}


def tabelle(block: object) -> Tabelle:
    assert isinstance(block, Tabelle)
    return block


def rows(block: object) -> dict[str, list[str]]:
    return {z[0]: [plain(c) for c in z[1:]] for z in tabelle(block).zeilen}


def text(block: object) -> str:
    assert isinstance(block, Satz | Hinweis)
    return plain(block.text)


def test_the_share_of_a_known_ceiling_stands_beside_what_was_passed_on() -> None:
    tabellen = bescheid(2018, hoechstbetrag_cent=1_000_00)
    found = rows(view.vergleich(lage(tabellen=tabellen)))
    anteile = key(municipalities().gemeinden, weights(regelwerk(), 2018)).anteile
    five = {a: anteile[a] for a in ("05974004", "05974012", "05974040", "05974044", "05974052")}
    soest = five["05974040"] / sum(five.values(), Fraction(0))
    assert round(float(soest) * 100_000) == parse_euro(found["Soest"][4].replace(" ", "\u00a0"))
    assert found["Soest"][:3] == ["48.607", "8.581", "–"] and found["Anröchte"][2] == "greift"
    assert found["Soest"][5] == "900,00 €" and found["Werl"][5] == "–"
    assert found["Werl"][6] == "−" + found["Werl"][4], "nothing passed on: the whole share is missing"
    assert found["kreisweit"] == ["–", "–", "–", "–", "–", "300,00 €", "–"]
    assert found["Kreis"][3:] == ["100,0 %", "1.000,00 €", "1.244,00 €", "244,00 €"]


def test_the_amounts_by_the_key_add_up_to_the_ceiling() -> None:
    for cent in (1, 99, 131_066_00, 131_066_01):
        *orte, kreis = tabelle(view.vergleich(lage(tabellen=bescheid(2018, hoechstbetrag_cent=cent)))).zeilen
        assert sum(parse_euro(z[5]) or 0 for z in orte) == parse_euro(kreis[5]) == cent


def test_without_a_ceiling_what_the_state_granted_is_split_and_said() -> None:
    granted = tabelle(view.vergleich(lage(tabellen=bescheid(2018, betrag_cent=500_00))))
    assert "die das Land bewilligte; der Höchstbetrag ist nicht belegt." in granted.fussnote
    assert plain(granted.zeilen[-1][5]) == "500,00 €"
    nothing = tabelle(view.vergleich(lage()))
    assert {(z[5], z[7]) for z in nothing.zeilen if z[0] in ("Soest", "Kreis")} == {("nicht belegt", "nicht belegt")}
    assert "Höchstbetrag und bewilligter Betrag sind nicht belegt." in nothing.fussnote


def test_a_hidden_kommune_gets_no_difference() -> None:
    found = rows(view.vergleich(lage(ungenannt={2018: 1}, tabellen=bescheid(2018, hoechstbetrag_cent=1_000_00))))
    assert found["Werl"][5:] == ["nicht namentlich", "–"]
    assert found["Soest"][5] == "900,00 €" and found["Soest"][6] != "–"


def test_an_amount_still_open_has_no_difference() -> None:
    offen = LEDGER.copy()
    offen.loc[offen["massnahme_id"] == "4", "ausgezahlt_cent"] = pd.NA
    tabellen = {**bescheid(2018, hoechstbetrag_cent=1_000_00), "weiterleitungen": offen}
    assert rows(view.vergleich(lage(tabellen=tabellen)))["Ense"][5:] == ["noch offen", "noch offen"]


def test_the_sentence_says_the_weights_the_share_and_where_the_cap_binds() -> None:
    assert text(view.satz(lage())) == (
        "Der Schlüssel zählt zu 90 % die Einwohner und zu 10 % die Fläche. Die Fläche hebt eine Gemeinde höchstens "
        "25 % über ihren Anteil an den Einwohnern (Kappung); was darüber liegt, geht an die übrigen. Auf die Kommunen "
        "des Kreises entfallen danach 0,76 % des Landes (Einwohner und Fläche am 31.12.2022). Die Kappung greift in "
        "2 der 5 Kommunen: Anröchte und Warstein."
    )
    koeln = lage(schluessel="05315", orte=(Kommune(ags="05315000", name="Köln"),))
    assert text(view.satz(koeln)).endswith("Die Kappung greift hier nirgends.")


def test_places_that_no_list_knows_are_not_guessed() -> None:
    fremd = lage(orte=(Kommune(ags="05974999", name="Neustadt"),))
    block, table = view.satz(fremd), view.vergleich(fremd)
    assert isinstance(block, Hinweis) and "stehen im Gemeindeverzeichnis des Landes" in block.text
    # Said once: the table that would follow is left out.
    assert isinstance(table, Bloecke) and table.bloecke == ()


def test_the_sources_of_the_comparison() -> None:
    note = tabelle(view.vergleich(lage())).fussnote
    assert "Einwohner am 31.12.2022, Grundlage Zensus 2011, und Fläche: Statistisches Bundesamt (Destatis)" in note
    assert "Regeln: Gewicht der Einwohner im Schlüssel des FlüAG, Jahr 2018: 90" in note and "§ 3 FlüAG" in note
    assert "Ein Träger mit Maßnahmen in mehreren Kommunen" not in note and "kreisweit: " in note


def test_our_reproduction_names_each_amount_its_error_and_its_source() -> None:
    t = view.probe(lage())
    found = rows(t)
    assert len(found) == len(published().ki) + 1 == 17
    assert found["Land insgesamt"][:3] == ["7.000.000,00 €", "7.082.613,02 €", "1,2 %"]
    # 1.86384 % of 7.082.613,02 EUR.
    assert found["Kreis Soest"][:3] == ["131.066,00 €", "132.008,92 €", "0,7 %"]
    assert found["Stadt Münster"][2] == "3,7 %" and "nicht veröffentlicht" in t.titel
    assert "Förderjahr nicht belegt, Höchstbetrag; solingen.de" in found["Stadt Solingen"][3]
    assert "StädteRegion Aachen (Annahme): Gerechnet ohne die Stadt Aachen." in t.fussnote
    assert [n for n in found if "(Annahme)" in n] == ["StädteRegion Aachen (Annahme)"]
    assert "Regeln wie" in t.fussnote and "(Lesart)" in t.fussnote
    for z in t.zeilen:
        betrag, rechnerisch, abweichung = parse_euro(z[1]), parse_euro(z[2]), parse_prozent(z[3])
        assert betrag and rechnerisch and abweichung is not None
        assert abs(1000 * (rechnerisch - betrag) / betrag - abweichung) <= 0.51


def test_the_sentence_of_the_reproduction() -> None:
    assert text(view.probe_satz(lage())) == (
        "Rechnerisch, nicht veröffentlicht: Aus den Beträgen von 16 KI (bei StädteRegion Aachen mit einer Annahme) "
        "folgt ein Landesbetrag von rund 7.083.000 € (Median); veröffentlicht sind für 2017 rund 7.000.000 €. Mit dem "
        "Median weicht die Rechnung von den Beträgen um −2,8 % bis 3,7 % ab, beim eigenen KI um 0,7 %."
    )
    assert "beim eigenen KI" not in text(view.probe_satz(lage(schluessel="05999")))


def test_with_the_city_of_aachen_the_amount_would_not_fit() -> None:
    anteile = key(municipalities().gemeinden, weights(regelwerk(), 2019)).anteile
    aachen = next(k for k in published().ki if k.schluessel == "05334")
    assert aachen.zuteilung is not None
    implied = {
        e: aachen.zuteilung.betrag / float(by_ki(anteile, e)["05334"]) / 100 for e in [(), aachen.ohne]
    }  # fmt: skip
    assert 4_000_000 < implied[()] < 4_100_000 and 7_000_000 < implied[aachen.ohne] < 7_200_000


@pytest.mark.parametrize("freigabe", ["oeffentlich", "nichtoeffentlich", "intern"])
@pytest.mark.parametrize("jahr", [2016, 2021, 2024])
def test_the_sample_shows_nothing_that_notebook_03_does_not_show(prepared: Projekt, jahr: int, freigabe: str) -> None:
    loaded = load_year(jahr, freigabe, str(prepared.processed / freigabe))
    t = tabelle(view.vergleich(loaded))
    assert [(z[0], z[6]) for z in t.zeilen] == [(z[0], z[3]) for z in kommunen.tabelle(loaded).zeilen]
    *orte, kreis = t.zeilen
    assert len(orte) >= 14 and sum(parse_anzahl(z[1]) or 0 for z in orte) == parse_anzahl(kreis[1]) == 306_068
    assert sum(parse_euro(z[5]) or 0 for z in orte) == parse_euro(kreis[5]) == 131_066_00
    for z in orte:
        ist, soll, mehr = (parse_euro(z[i]) for i in (6, 5, 7))
        assert soll is None or mehr is None or mehr == (ist or 0) - soll
