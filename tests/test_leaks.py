"""The last look: names of protected recipients and contact data stop the release, harmless texts do not."""

from __future__ import annotations

import pandas as pd
import pytest

from komman.errors import DatenFehler
from komman.leaks import refuse_leaks
from komman.release import release
from komman.tables import conform
from tests.ledgers import KREIS, SEVERAL, policy, tables, traeger_list


def letter(text: str, **more: object) -> pd.DataFrame:
    row = {
        "foerderjahr": 2019,
        "programmteil": "II",
        "art": "antrag",
        "aktenzeichen": text,
        "quelle_datei": "b.xlsx",
        "quelle_blatt": "Bescheide",
        "quelle_zeile": 7,
        **more,
    }
    return conform(pd.DataFrame([row]), "bescheide")


@pytest.mark.parametrize("text", ["Verein von P ANTON", "az-p-anton-1", "P\u00a0 Anton", "an Anton, P"])
def test_a_protected_name_in_another_text_stops_the_release(text: str) -> None:
    with pytest.raises(DatenFehler) as fault:
        release(tables(SEVERAL, bescheide=letter(text)), KREIS, traeger_list(SEVERAL), policy(), "oeffentlich")
    assert "Datei b.xlsx, Blatt Bescheide, Zeile 7, Spalte „aktenzeichen“" in str(fault.value)
    assert "der Name eines Trägers" in str(fault.value)
    assert "anton" not in str(fault.value).lower()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("DE02 1203 0000 0000 2020 51", "eine IBAN"),
        ("Konto DE02120300000000202051", "eine IBAN"),
        ("an frauke@beispiel.example", "eine E-Mail-Adresse"),
        ("Kto.-Nr. 1234567", "eine Kontonummer"),
        ("Tel. 02921 30-1234", "eine Telefonnummer"),
        ("02921/301234", "eine Telefonnummer"),
        ("+49 2921 301234", "eine Telefonnummer"),
        ("01711234567", "eine Telefonnummer"),
        ("Fon:02921/301234", "eine Telefonnummer"),
        ("05974040 und 02921/301234", "eine Telefonnummer"),
        ("frauke(at)beispiel.example", "eine E-Mail-Adresse"),
    ],
)
def test_contact_data_stop_the_release(text: str, what: str) -> None:
    with pytest.raises(DatenFehler, match=what) as fault:
        refuse_leaks({"bescheide": letter(text)}, [], [], "05974")
    assert text not in str(fault.value)


@pytest.mark.parametrize(
    "text",
    [
        "36.02.02-2019-0123",
        "2019-05974040-verein-1",
        "05974-2019-17",
        "gesammelt-2019-05974-B1-001",
        "2019",
        "Kia 4711",
        "beispiel_2016_weiterleitungen.csv",
        "KI 12/2019",
        "05974040",
        "423-9501",
        "36-02-02-2019-0123",
        "Liste 01-12-2019.xlsx",
        "2019-05974-k-stadt-1",
    ],
)
def test_keys_and_file_names_are_no_contact_data(text: str) -> None:
    refuse_leaks({"bescheide": letter(text)}, ["Kia"], [], "05974")


def test_own_words_are_no_names() -> None:
    refuse_leaks({"bescheide": letter("unbekannt")}, ["Unbekannt"], ["unbekannt"], "05974")
    with pytest.raises(DatenFehler):
        refuse_leaks({"bescheide": letter("unbekannt")}, ["Unbekannt"], [], "05974")


@pytest.mark.parametrize("column", ["quelle_datei", "quelle_blatt"])
def test_the_name_of_a_file_or_sheet_is_not_repeated(column: str) -> None:
    with pytest.raises(DatenFehler) as fault:
        refuse_leaks({"bescheide": letter("1", **{column: "Liste Anna Muster.xlsx"})}, ["Anna Muster"], [], "05974")
    assert f"Tabelle bescheide, Spalte „{column}“" in str(fault.value)
    assert "Muster" not in str(fault.value)


def test_a_row_without_a_source_is_named_by_its_table() -> None:
    with pytest.raises(DatenFehler, match="Tabelle bescheide, Spalte „aktenzeichen“"):
        refuse_leaks({"bescheide": letter("Anna Muster", quelle_datei=None)}, ["Anna Muster"], [], "05974")


@pytest.mark.parametrize(
    "text",
    ["Frau Muster", "für Herrn Dr. Muster", "Familie Muster", "A. Muster", "Muster, A.", "Frau Anna M. Muster"],
)
def test_a_surname_that_is_meant_as_a_person_stops_the_release(text: str) -> None:
    with pytest.raises(DatenFehler, match="der Name eines Trägers"):
        refuse_leaks({"bescheide": letter(text)}, ["Anna Muster"], [], "05974")


@pytest.mark.parametrize(
    "text",
    ["Muster 1/2022", "ein Muster für alle", "Frau Anders", "B. Muster", "Frauen im Muster", "Frau Anders, Muster"],
)
def test_a_word_that_is_also_a_surname_may_stand_alone(text: str) -> None:
    refuse_leaks({"bescheide": letter(text)}, ["Anna Muster"], [], "05974")
