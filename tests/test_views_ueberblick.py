"""Notebook 00 says which Förderjahre there are, what is doubtful, and leads to every other notebook."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from komman.document import Hinweis, Tabelle
from komman.lage import Lage, load_year
from komman.prepare import prepare
from komman.project import Projekt
from komman.tables import conform, empty
from komman.views import ueberblick as view
from tests.raw_folder import NAME, ledger, raw_folder
from tests.repo import ROOT

BESCHEIDE = """\
Förderjahr;Programmteil;Art;Datum;Betrag;Höchstbetrag
2018;II;Bescheid;01.03.2018;5.000,00;5.000,00
2018;II;Nachweis;30.04.2019;4.000,00;
2018;I;Nachweis;30.05.2019;4.000,00;
2019;I;Bescheid;01.03.2019;50.000,00;
2019;II;Nachweis;;;
"""
GANZ = "1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;0,00"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def lage(tmp_path: Path) -> Lage:
    """2018 is whole, 2019 has no Bescheid of Programmteil II, an announced Nachweis, open amounts and a bad row."""
    kopf = "Az.;Kommune;Träger;Baustein;Anzahl Pauschalen;bewilligt EUR;ausgezahlt EUR;zurückgezahlt EUR;anerkannt EUR"
    whole = ledger(f"{GANZ};2.400,00", kopf=kopf).replace("Förderjahr 2019", "Förderjahr 2018")
    rows = (f"{GANZ};2.400,00", "2;Wickede;Chor;D1;;800,50;;;", "3;Wikkede;Chor;D1;;90,00;90,00;;", "4;;Rat;D1;;5;;;")
    raw_folder(
        tmp_path, {NAME: ledger(*rows, kopf=kopf), "liste_2018.csv": whole, "bescheide.csv": BESCHEIDE}
    )  # fmt: skip
    prepare(Projekt(tmp_path, tmp_path, tmp_path), ("intern",))
    return load_year(2019, "intern", str(tmp_path / "processed" / "intern"))


def doubts(lage: Lage) -> dict[str, str]:
    t = view.zweifelhaft(lage)
    assert isinstance(t, Tabelle)
    return {z[0]: z[1] for z in t.zeilen}


def test_each_foerderjahr_has_its_state(lage: Lage) -> None:
    t = view.foerderjahre(lage)
    assert [[plain(c) for c in z] for z in t.zeilen] == [
        ["2018", "1", "2.400,00 €", "vom 01.03.2018", "vom 30.04.2019", "nichts", "keine"],
        ["2019", "2", "noch offen", "fehlt", "fehlt", "1 von 2 Maßnahmen", "2"],
    ]


def test_what_is_doubtful_is_said_with_its_years(lage: Lage) -> None:
    assert doubts(lage) == {
        "2 Zeilen zurückgestellt": "2019",
        "Netto weitergeleitet noch offen": "2019",
        "Maßnahmen ohne anerkannten Betrag": "2019",
        "Kein Bescheid in den Daten": "2019",
        "Höchstbetrag nicht belegt": "2019",
        "Verwendungsnachweis fehlt": "2019",
        "Keine Liste": "Zahlungen und Personal",
        "Einwohnerzahlen fehlen": "alle Kommunen",
    }
    assert view.zusammenfassung(lage).text == (
        "Es liegen Förderlisten über die Förderjahre 2018 und 2019 vor, zusammen 3 Maßnahmen. "
        "8 Punkte sind offen oder zweifelhaft, siehe „Was offen oder zweifelhaft ist“."
    )


def test_a_row_without_year_is_set_aside_too(lage: Lage) -> None:
    entry = {"zeilen": 1, "cent": 0, "unlesbar": 1}
    found = doubts(replace(lage, zurueckgestellt={"": entry, "2018": entry}))
    assert found["2 Zeilen zurückgestellt"] == "2018 und ohne eindeutiges Förderjahr"
    only = doubts(replace(lage, zurueckgestellt={"": entry}))
    assert only["1 Zeile zurückgestellt"] == "ohne eindeutiges Förderjahr"


def test_a_whole_year_has_nothing_open(prepared: Projekt) -> None:
    lage = load_year(2017, "oeffentlich", str(prepared.processed / "oeffentlich"))
    whole = replace(lage, zurueckgestellt={})
    assert view.zweifelhaft(whole) == Hinweis(
        "Nichts offen", "Alle Zeilen sind gelesen, alle Beträge und alle Schreiben liegen vor."
    )
    assert view.zusammenfassung(whole).text.endswith("Nichts davon ist offen oder zweifelhaft.")


def test_the_tables_are_counted_with_their_years(lage: Lage) -> None:
    rows = {z[0]: z[1:3] for z in view.tabellen(lage).zeilen}
    assert rows == {
        "Weiterleitungen": ["3", "2018 und 2019"],
        "Zahlungen": ["0", "keine"],
        "Personal": ["0", "keine"],
        "Bescheide": ["5", "2018 und 2019"],
    }


def test_months_of_staff_are_years(lage: Lage) -> None:
    months = empty("personal").reindex(range(3)).assign(stelle="S", monat=["2018-01", "2018-02", "2019-01"])
    tabellen = {**lage.tabellen, "personal": conform(months, "personal")}
    assert view.tabellen(replace(lage, tabellen=tabellen)).zeilen[2][:3] == ["Personal", "3", "2018 und 2019"]


def test_a_letter_without_a_day_is_there(lage: Lage) -> None:
    b = lage.tabellen["bescheide"].copy()
    b["datum"] = b["datum"].where(b["foerderjahr"] == 2019)
    t = view.foerderjahre(replace(lage, tabellen={**lage.tabellen, "bescheide": b}))
    assert t.zeilen[0][3:5] == ["ohne Datum", "ohne Datum"]


def test_what_the_level_does_not_show(lage: Lage) -> None:
    assert "darf nicht veröffentlicht werden" in view.nicht_gezeigt(lage).text
    public = replace(lage, freigabe="oeffentlich", hinweise=("Eins.",))
    assert view.nicht_gezeigt(public).text == "Eins. Personalkosten erscheinen nur als Summe eines Jahres."


def test_the_start_leads_to_every_notebook() -> None:
    cells = json.loads((ROOT / "notebooks" / "00_start.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert sorted(links) == sorted(p.name for p in (ROOT / "notebooks").glob("*.ipynb") if p.name != "00_start.ipynb")


def test_the_end_of_the_programme_is_said_in_its_last_year_only(prepared: Projekt) -> None:
    earlier, last = (load_year(j, "oeffentlich", str(prepared.processed / "oeffentlich")) for j in (2023, 2024))
    assert "endete" not in view.zusammenfassung(earlier).text
    assert plain(view.zusammenfassung(last).text).endswith(
        "KOMM-AN NRW endete mit dem Förderjahr 2024; das Nachfolgeprogramm bringt je Kommunalem Integrationszentrum "
        "und Jahr 58.000 €, gegenüber dem Höchstbetrag 2024 von 131.066 € sind das 55,7 % weniger."
    )
