"""The blocks of the Anlage say what the files and the tables hold, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from komman.document import Bloecke, Fliesstext, Satz, Tabelle
from komman.errors import DatenFehler
from komman.lage import Lage, load_year
from komman.project import Projekt
from komman.tables import empty
from komman.views import anlage, anlage_stellen
from tests.ledgers import tables, weiterleitungen
from tests.vorlagen import LEDGER, VORLAGE, letters, posts, year

EINE = {"art": "vzae", "aussage": "Stellen", "jahr": "2021", "wert": "1,5", "quelle": "Vorlage 1"}
FALSCH = {**EINE, "aussage": "Andere Stellen", "wert": "2"}
OFFEN = {"art": "nachweis_offen", "aussage": "Nachweis 2020", "jahr": "2020", "quelle": "Vorlage 2"}


@pytest.fixture(scope="module")
def sample(prepared: Projekt) -> Lage:
    return load_year(2021, "oeffentlich", str(prepared.processed / "oeffentlich"))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def texts(bloecke: Bloecke) -> list[str]:
    return [plain(b.text) for b in bloecke.bloecke if isinstance(b, Satz)]


def table(blocks: Bloecke) -> Tabelle:
    return next(b for b in blocks.bloecke if isinstance(b, Tabelle))


def rows(t: Tabelle) -> list[list[str]]:
    return [[plain(c) for c in z] for z in t.zeilen]


def with_vorlage(**felder: Any) -> Lage:
    return year({**VORLAGE, "vorlage": {**VORLAGE["vorlage"], **felder}})


def test_the_head_holds_the_number_and_shows_markup_as_text() -> None:
    assert anlage.kopf(year()).untertitel == "Vorlage 085/2022, Förderjahr 2021"
    t = anlage.angaben(year())
    assert t.zeilen[:3] == [["Vorlage-Nr.", "085/2022"], ["Betreff", "KOMM-AN <b>"], ["Status", "öffentlich"]]
    assert [z[0] for z in t.zeilen[3:]] == ["Vorlage-Art", "Federführend"]
    assert "KOMM-AN &lt;b&gt;" in t.html()


def test_the_steps_of_the_beratungsfolge() -> None:
    t = anlage.beratungsfolge(year())
    assert isinstance(t, Tabelle)
    assert t.zeilen == [
        ["Ausschuss", "13.06.2022", "zur Kenntnis genommen"],
        ["Kreistag", "30.06.2022", "noch offen"],
    ]
    assert anlage.beratungsfolge(with_vorlage(beratungsfolge=[])) == Satz("Eine Beratungsfolge ist nicht angegeben.")


def test_a_year_without_vorlage_says_what_to_create() -> None:
    with pytest.raises(DatenFehler) as fault:
        anlage.angaben(year(None))
    lines = fault.value.lines()
    assert len(lines) <= 6 and "vorlage_2021.yaml" in lines[1]
    assert "nummer: …, betreff: …, status: öffentlich, vorlageart: …, federfuehrend: …" in lines[3]
    with pytest.raises(DatenFehler, match=r"beispiel_vorlage_2021\.yaml"):
        anlage.angaben(year(None, beispiel=True))


def test_what_a_level_must_not_show_is_refused_here_with_its_reason() -> None:
    reason = {"was": "In der Vorlage steht eine IBAN.", "ort": "Datei v.md, Zeile 3", "mehr": [], "abhilfe": "Ändern."}
    with pytest.raises(DatenFehler) as fault:
        anlage.sachdarstellung(year({"abgelehnt": reason}))
    assert fault.value.lines() == ["In der Vorlage steht eine IBAN.", "Wo: Datei v.md, Zeile 3", "Abhilfe: Ändern."]
    with pytest.raises(DatenFehler, match="eine IBAN"):
        anlage.faktencheck(year(aussagen={"abgelehnt": reason}))


def test_the_summary_counts_only_years_whose_net_sum_is_known() -> None:
    assert texts(anlage.zusammenfassung(year()))[1:] == [
        "In den Förderjahren 2019 und 2020 wurden zusammen netto 2.450,00 € weitergeleitet, in jedem Jahr für "
        "Maßnahmen in 1 bis 2 Kommunen. Für 2021 steht der Betrag noch nicht fest.",
        "Die Stellen des Programmteils I umfassten 1,5 Vollzeitäquivalente, kosteten 60.000,00 € und wurden vom Land "
        "mit 75.000,00 € gefördert.",
    ]


def test_the_summary_of_one_year_without_posts_is_one_sentence() -> None:
    eines = "\n".join(LEDGER.splitlines()[:3])
    found = anlage.zusammenfassung(year(jahr=2019, tabellen=tables(weiterleitungen(eines))))
    assert len(texts(found)) == 1


def test_the_authors_text_is_filled() -> None:
    text = anlage.sachdarstellung(year())
    assert isinstance(text, Fliesstext) and text.plain() == "### Lage\n\nEs sind 1,5 Stellen.\n"
    assert anlage.sachdarstellung(year({**VORLAGE, "text": " \n"})) == Satz("Die Sachdarstellung steht in der Vorlage.")
    assert texts(anlage.finanzielle_auswirkungen(year())) == ["Kosten: 60.000,00 €", "Keine."]
    leer = year({**VORLAGE, "vorlage": {**VORLAGE["vorlage"], "finanzielle_auswirkungen": []}, "zeilen": []})
    assert texts(anlage.finanzielle_auswirkungen(leer)) == ["Die Vorlage enthält hierzu keine Angaben."]


def test_a_wrong_place_names_the_file_and_line_it_stands_in() -> None:
    with pytest.raises(DatenFehler) as fault:
        anlage.finanzielle_auswirkungen(with_vorlage(finanzielle_auswirkungen=["Gut.", "{{ kosten() }}"]))
    assert str(fault.value.ort) == "Datei vorlage_2021.yaml, Zeile 8"


def test_posts_and_grants_of_the_year_with_their_evidence() -> None:
    assert [z[:2] for z in rows(anlage_stellen.stellen(year()))] == [
        ["Stellen (Vollzeitäquivalente)", "1,5"],
        ["Fördersatz je voller Stelle", "50.000,00 €"],
        ["Fördersatz mal Stellen", "75.000,00 €"],
        ["Förderung laut Bescheid", "75.000,00 €"],
        ["Personalkosten", "60.000,00 €"],
        ["Förderung minus Personalkosten", "15.000,00 €"],
        ["Fördersatz je voller Stelle 2022 (Entwurf)", "55.000,00 €"],
        ["Fördersatz mal Stellen 2022 (Entwurf)", "82.500,00 €"],
        ["Mehr als bisher, im Jahr (Entwurf)", "7.500,00 €"],
    ]
    assert rows(anlage_stellen.stellen(year()))[-1][2] == (
        "gerechnet mit den Stellen von 2021, gegenüber dem Satz von 2021"
    )
    assert rows(anlage_stellen.stellen(year()))[3][2] == "Bescheid vom 30.04.2021"
    assert rows(anlage_stellen.stellen_reihe(year())) == [["2021", "1,5", "60.000,00 €", "75.000,00 €", "15.000,00 €"]]


def test_posts_nobody_proves_are_not_belegt() -> None:
    ohne = year(tabellen=tables(weiterleitungen(LEDGER)))
    assert [z[1] for z in rows(anlage_stellen.stellen(ohne))] == ["nicht belegt", "50.000,00 €", *["nicht belegt"] * 4]
    ohne = year(tabellen=tables(weiterleitungen(LEDGER), bescheide=letters()))
    assert [z[1] for z in rows(anlage_stellen.stellen(ohne))][-3:] == ["55.000,00 €", "nicht belegt", "nicht belegt"]
    mehr = year(tabellen=tables(weiterleitungen(LEDGER), personal=posts(400_000), bescheide=letters()))
    assert rows(anlage_stellen.stellen(mehr))[5][1] == "\u221221.000,00 €"


def test_the_method_says_as_of_when_and_from_how_much() -> None:
    stand, herkunft, hinweis = texts(anlage.methode(year(hinweise=("Ein Hinweis.",))))
    assert "Stand der Angaben ist der 31.05.2022, die Freigabe ist „öffentlich“." in stand
    # One Maßnahme has no paid amount, so that only the granted sum is known: 1.000 + 1.000 + 500 + 800 + 200.
    assert "Übernommen sind 5 Zeilen der Förderlisten 2019 bis 2021: 3.500,00 € bewilligt." in herkunft
    assert "Keine Zeile der Förderlisten ist zurückgestellt." in herkunft and "aus 3 Dateien." in herkunft
    assert hinweis == "Ein Hinweis."


def test_the_rules_are_shown_with_their_legal_status_and_source() -> None:
    entwurf = {
        "art": "foerdersatz",
        "aussage": "E",
        "jahr": "2022",
        "wert": "55.000,00",
        "rechtsstand": "entwurf",
        "quelle": "Q",
    }
    found = rows(anlage.regeln(year(aussagen=[entwurf])))
    assert [z[:2] for z in found] == [
        ["Höchstbetrag im Programmteil II, 2021", "nicht belegt"],
        ["Fördersatz je voller Stelle, 2021", "50.000,00 €"],
        ["Fördersatz je voller Stelle, 2022 (Entwurf)", "55.000,00 €"],
    ]
    assert found[0][2] == "nicht belegt" and found[1][2].startswith(
        "in Kraft; Quelle (nicht amtlich): Rhein-Kreis Neuss"
    )
    assert found[2][2].startswith("Entwurf; Quelle")


def test_each_statement_is_confirmed_or_says_why_not() -> None:
    found = anlage.faktencheck(year(aussagen=[EINE, FALSCH, OFFEN]))
    assert texts(found) == ["Von 3 geprüften Angaben ist 1 bestätigt, 1 weicht ab, 1 ist nicht prüfbar."]
    assert rows(table(found)) == [
        ["Stellen", "1,5", "1,5", "bestätigt"],
        ["Andere Stellen", "2", "1,5", "weicht ab: 0,5 weniger"],
        ["Nachweis 2020", "kein Verwendungsnachweis 2020", "keine Angabe", "nicht prüfbar: Bescheide 2020 fehlen"],
    ]
    assert table(found).fussnote == "Woher die Aussagen stammen: Vorlage 1; Vorlage 2."
    assert anlage.deviations(year(aussagen=[EINE, FALSCH, OFFEN])) == ["Andere Stellen: 0,5 weniger"]
    assert anlage.results(year(aussagen=[EINE, FALSCH])) == {"bestätigt": 1, "weicht ab": 1, "nicht prüfbar": 0}


def test_invented_data_prove_the_arithmetic_only() -> None:
    found = anlage.faktencheck(year(aussagen=[EINE, FALSCH], beispiel=True))
    assert [z[3] for z in rows(table(found))] == [
        "Rechenweg bestätigt (Beispieldaten)",
        "weicht ab: 0,5 weniger",
    ]
    assert texts(found)[0].endswith("Weil die Daten erfunden sind, ist damit nur der Rechenweg bestätigt.")
    # What the rules decide is no matter of the data.
    satz = {"art": "foerdersatz", "aussage": "S", "jahr": "2021", "wert": "50.000,00", "quelle": "Q"}
    assert rows(table(anlage.faktencheck(year(aussagen=[satz], beispiel=True))))[0][3] == "bestätigt"


def test_a_kreis_without_statements_has_nothing_to_check() -> None:
    assert texts(anlage.faktencheck(year())) == ["Es sind keine Aussagen hinterlegt, die sich prüfen ließen."]


def test_published_statements_are_not_checked_twice() -> None:
    eigene = {
        "art": "netto_summe",
        "aussage": "Summe",
        "von": "2016",
        "bis": "2020",
        "wert": "546.000,00",
        "gerundet_auf": "1.000,00",
        "quelle": "Q",
    }
    found = anlage.aussagen(year(aussagen=[eigene, EINE], schluessel="05974"))
    assert [a.aussage for a in found] == ["Weitergeleitet 2016 bis 2020", "Kommunen mit Förderung", "Stellen"]


def test_the_sample_confirms_the_statements_of_the_vorlage_of_2022(sample: Lage) -> None:
    assert anlage.results(sample) == {"bestätigt": 14, "weicht ab": 0, "nicht prüfbar": 1}
    found = {z[0]: z[2:] for z in rows(table(anlage.faktencheck(sample)))}
    assert found["Weitergeleitet 2016 bis 2020"] == [
        "546.018,37 €, gerundet 546.000 €",
        "Rechenweg bestätigt (Beispieldaten)",
    ]
    assert [found[f"Kommunen mit Förderung, {j}"][0] for j in range(2016, 2021)] == ["10", "11", "12", "12", "11"]
    assert found["Stellen im Programmteil I"][0] == "1,5"
    assert found["Verwendungsnachweis 2021 steht aus"][0] == "keiner in den Daten"
    text = anlage.sachdarstellung(sample)
    assert isinstance(text, Fliesstext)
    assert "hat der Kreis rund 546.000 € an" in plain(text.plain()) and "Jahr 10 bis 12 Kommunen" in text.plain()


def test_every_level_tells_the_same(sample: Lage, prepared: Projekt) -> None:
    intern = load_year(2021, "intern", str(prepared.processed / "intern"))
    assert rows(table(anlage.faktencheck(intern))) == rows(table(anlage.faktencheck(sample)))
    assert rows(anlage_stellen.stellen(intern)) == rows(anlage_stellen.stellen(sample))
    assert anlage.sachdarstellung(intern) == anlage.sachdarstellung(sample)


def test_a_known_nachweis_contradicts_the_statement(sample: Lage) -> None:
    spaet = sample.tabellen["bescheide"]
    nachweis = spaet[(spaet["foerderjahr"] == 2020) & (spaet["art"] == "nachweis")].assign(foerderjahr=2021)
    tabellen = {**sample.tabellen, "bescheide": pd.concat([spaet, nachweis], ignore_index=True)}
    assert anlage.deviations(replace(sample, tabellen=tabellen)) == [
        "Verwendungsnachweis 2021 steht aus: liegt vor zum Programmteil I, I (Sachausgaben) und II"
    ]
    ohne = replace(sample, tabellen={**sample.tabellen, "personal": empty("personal")})
    assert anlage.results(ohne) == {"bestätigt": 9, "weicht ab": 0, "nicht prüfbar": 6}


def test_a_missing_vorlage_names_its_file_as_it_must_be_written() -> None:
    with pytest.raises(DatenFehler) as refused:
        anlage.vorlage(year(None))
    assert refused.value.lines()[-1].startswith("Abhilfe: Die Datei vorlage_2021.yaml in data/raw/ anlegen;")
