"""The head of a sheet: header rows found, columns known or refused, the Förderjahr named once or not at all."""

from __future__ import annotations

import pytest

from komman.config import Quelle
from komman.errors import DateiFehler, DatenFehler
from komman.foerderjahr import foerderjahr_of
from komman.grid import Zelle
from komman.header import Kopf, find_header, letter
from tests.raw_folder import sheet

TITEL: list[Zelle] = ["KOMM-AN NRW, Programmteil II, Förderjahr 2019"]
EINFACH: list[Zelle] = ["Kommune", "Träger", "ausgezahlt EUR"]
WERTE: list[Zelle] = ["Anröchte", "Verein", "100,00"]
OBEN: list[Zelle] = ["Az.", "Kommune", "Träger", "Einheiten", None, "Beträge in EUR", None, None]
UNTEN: list[Zelle] = [None, None, None, "bewilligt", "nachgewiesen", "beantragt", "bewilligt", "ausgezahlt"]
MERGED = [(3, 1, 4, 1), (3, 2, 4, 2), (3, 3, 4, 3), (3, 4, 3, 5), (3, 6, 3, 8)]
FELDER = [
    "massnahme_id",
    "kommune",
    "traeger",
    "einheiten_bewilligt",
    "einheiten_nachgewiesen",
    "beantragt_cent",
    "bewilligt_cent",
    "ausgezahlt_cent",
]


def refused(*zeilen: list[Zelle], quelle: Quelle | None = None) -> str:
    with pytest.raises(DateiFehler) as fault:
        find_header(sheet(*zeilen), quelle)
    return str(fault.value)


def test_title_lines_and_a_simple_header() -> None:
    kopf = find_header(sheet(TITEL, [], EINFACH, WERTE))
    assert (kopf.tabelle, kopf.erste, kopf.letzte, kopf.titel) == ("weiterleitungen", 3, 3, (TITEL[0],))
    assert [(s.position, s.text, s.feld) for s in kopf.spalten] == [
        (0, "Kommune", "kommune"),
        (1, "Träger", "traeger"),
        (2, "ausgezahlt EUR", "ausgezahlt_cent"),
    ]


@pytest.mark.parametrize("verbunden", [MERGED, []], ids=["merged cells", "exported to CSV"])
def test_a_header_of_two_levels(verbunden: list[tuple[int, int, int, int]]) -> None:
    kopf = find_header(sheet(TITEL, [], OBEN, UNTEN, ["1", "Anröchte", "V", 1, 1, 1, 1, 1], verbunden=verbunden))
    assert (kopf.erste, kopf.letzte) == (3, 4)
    assert [s.feld for s in kopf.spalten] == FELDER
    assert kopf.felder["bewilligt_cent"].text == "Beträge in EUR: bewilligt"


def test_groups_in_a_row_above_a_full_header_row() -> None:
    above: list[Zelle] = [None, None, None, "Einheiten", None, "Beträge in EUR", None, None]
    below: list[Zelle] = [
        "Az.",
        "Kommune",
        "Träger",
        "bewilligt",
        "nachgewiesen",
        "beantragt",
        "bewilligt",
        "ausgezahlt",
    ]
    kopf = find_header(sheet(TITEL, above, below, verbunden=[(2, 4, 2, 5), (2, 6, 2, 8)]))
    assert (kopf.erste, kopf.letzte, [s.feld for s in kopf.spalten]) == (2, 3, FELDER)


def test_a_data_row_is_no_second_level() -> None:
    assert find_header(sheet(EINFACH, WERTE)).letzte == 1


def test_a_title_directly_above_is_no_first_level() -> None:
    kopf = find_header(sheet(TITEL, EINFACH, WERTE, verbunden=[(1, 1, 1, 3)]))
    assert (kopf.erste, kopf.letzte) == (2, 2)


@pytest.mark.parametrize(
    ("koepfe", "tabelle"),
    [
        (["Förderjahr", "Programmteil", "Art", "Datum", "Aktenzeichen", "Betrag EUR", "Höchstbetrag EUR"], "bescheide"),
        (["Buchungstag", "Förderjahr", "Art", "Aktenzeichen", "Betrag"], "zahlungen"),
        (["Stelle", "Monat", "VZÄ", "EG", "Stufe", "Personalkosten", "besetzt"], "personal"),
        (
            [
                "Az.",
                "Kommune",
                "Zuwendungsempfänger",
                "Baustein",
                "Anzahl Pauschalen",
                "beantragt EUR",
                "bewilligt EUR",
                "ausgezahlt EUR",
                "nachgewiesen EUR",
                "anerkannt EUR",
                "zurückgezahlt EUR",
                "Ansprechpartner",
                "IBAN",
            ],
            "weiterleitungen",
        ),
    ],
)
def test_which_table_it_is(koepfe: list[Zelle], tabelle: str) -> None:
    assert find_header(sheet(koepfe)).tabelle == tabelle


def test_contact_columns_and_remarks_are_known_and_dropped() -> None:
    kopf = find_header(
        sheet([*EINFACH, "IBAN", "Kontakt E-Mail", "Ansprechpartner(in)", "Bemerkung", "lfd. Nr.", "PLZ"])
    )
    assert [s.feld for s in kopf.spalten[3:]] == [None] * 6
    assert set(kopf.felder) == {"kommune", "traeger", "ausgezahlt_cent"}


def test_an_unknown_column_is_refused_with_the_nearest_known_name() -> None:
    text = refused(["Kommune", "Träger", "bewilligt", "ausgezalt EUR"])
    assert "Die Spalte „ausgezalt EUR“ ist nicht bekannt" in text
    assert "Zeile 1, Spalte „ausgezalt EUR“" in text
    assert "„ausgezahlt“" in text and "quellen.yaml" in text


@pytest.mark.parametrize(
    "heading",
    ["ausgezahlt T€", "ausgezahlt TEUR", "ausgezahlt in 1.000 EUR", "Pauschalen (EUR)", "IBAN EUR", "beantragt_cent"],
)
def test_other_units_and_euros_over_counts_are_unknown(heading: str) -> None:
    assert "ist nicht bekannt" in refused([*EINFACH, heading])


@pytest.mark.parametrize(
    "heading",
    [
        "ausgezahlt",
        "Ausgezahlt (€)",
        "ausgezahlt in EUR",
        "AUSGEZAHLT [EUR]",
        "ausgezahlter Betrag",
        "ausgezahlt\nEUR",
        "ausgezahlt:",
    ],
)
def test_the_same_column_in_other_dress(heading: str) -> None:
    assert find_header(sheet(["Kommune", "Träger", heading])).spalten[2].feld == "ausgezahlt_cent"


def test_a_missing_required_column_is_refused_with_what_was_found() -> None:
    text = refused(["Az.", "Träger", "ausgezahlt"])
    assert "fehlt: kommune" in text and "„Az.“, „Träger“, „ausgezahlt“" in text
    assert "mindestens eine Betragsspalte" in refused(["Az.", "Träger", "Kommune"])


def test_two_columns_of_one_meaning_are_refused() -> None:
    text = refused(["Kommune", "Träger", "ausgezahlt", "ausgezahlt EUR"])
    assert "bedeuten dasselbe (ausgezahlt_cent)" in text and "„ausgezahlt“" in text


def test_values_without_a_heading_are_refused() -> None:
    text = refused(EINFACH, [*WERTE, "500,00"])
    assert "Spalte D hat keine Überschrift" in text and "Zeile 2" in text and "„500,00“" in text


def test_a_sheet_without_header_is_refused() -> None:
    assert "keine Kopfzeile" in refused(["Notizen"], ["Meier anrufen", "bis Freitag"])
    assert "Meier anrufen" in refused(["Notizen"], ["Meier anrufen", "bis Freitag"])
    assert "„[E-Mail]“" in refused(["Notizen"], ["a@b.de", "bis Freitag"])


def test_quellen_yaml_maps_drops_and_adds() -> None:
    quelle = Quelle(
        datei="*",
        tabelle="weiterleitungen",
        spalten={"Ort des Projekts": "kommune"},
        weglassen_spalten=("Frist",),
        konstanten={"traeger": "Kreis"},
    )
    kopf = find_header(sheet(["Ort des Projekts", "Baustein", "Frist", "ausgezahlt"]), quelle)
    assert [s.feld for s in kopf.spalten] == ["kommune", "baustein", None, "ausgezahlt_cent"]


def test_quellen_yaml_names_the_header_rows() -> None:
    quelle = Quelle(datei="*", tabelle="weiterleitungen", kopfzeile=(2,))
    assert find_header(sheet(EINFACH, EINFACH, WERTE), quelle).erste == 2
    beyond = Quelle(datei="*", tabelle="weiterleitungen", kopfzeile=(9,))
    assert "in der angegebenen Kopfzeile" in refused(EINFACH, quelle=beyond)


def test_quellen_yaml_cannot_name_a_column_no_table_has() -> None:
    wrong = Quelle(datei="*", tabelle="weiterleitungen", spalten={"Geld": "ausgezahlt"})
    text = refused(EINFACH, quelle=wrong)
    assert "„ausgezahlt“; diese Spalte gibt es nicht" in text and "„ausgezahlt_cent“" in text


def year(titel: str, datei: str = "liste.csv", blatt: str = "") -> int | None:
    kopf = Kopf("weiterleitungen", 2, 2, (), (titel,))
    return foerderjahr_of(kopf, sheet(EINFACH, datei=datei, blatt=blatt))


@pytest.mark.parametrize(
    ("titel", "datei", "blatt", "jahr"),
    [
        ("Förderjahr 2019", "liste.csv", "", 2019),
        ("FÖRDERJAHR: 2019, Stand 31.05.2022", "liste.csv", "", 2019),
        ("Liste", "komm-an_2019.csv", "", 2019),
        ("Liste", "liste.xlsx", "2019", 2019),
        ("Förderjahr 2019", "komm-an_2019.csv", "2019", 2019),
        ("Förderjahr 2018", "liste_2016-2020.csv", "", 2018),
        ("Stand: 31.05.2022", "liste.csv", "", None),
        ("Liste", "liste_2016-2020.csv", "", None),
        ("Förderjahr 2019 und 2020", "liste_2020.csv", "", None),
        ("Liste", "liste_120190.csv", "", None),
        ("Liste", "liste_31.05.2022.csv", "", None),
        ("Liste", "liste_2019_Stand_2022.csv", "", 2019),
        ("Liste", "2019 (2022-05-31).csv", "", 2019),
        ("Stand: Mai 2022", "liste_2019.csv", "", 2019),
        ("Bescheid vom 3. Mai 2022", "liste_2019.csv", "", 2019),
        ("KOMM-AN NRW 2019", "liste_2019.csv", "", 2019),
        ("KOMM-AN NRW 2016-2020", "liste_2019.csv", "", 2019),
        ("KOMM-AN NRW 2016-2020, Förderjahr 2018", "liste.csv", "", 2018),
        ("KOMM-AN NRW 2019", "liste.csv", "", None),
        ("Kapitel 2040", "liste_2019.csv", "", 2019),
    ],
)
def test_the_year(titel: str, datei: str, blatt: str, jahr: int | None) -> None:
    assert year(titel, datei, blatt) == jahr


def test_a_year_that_title_and_file_name_disagree_on_is_refused() -> None:
    with pytest.raises(DatenFehler) as fault:
        year("Förderjahr 2019", "liste_2020.csv")
    assert "2019 in der Titelzeile und 2020 im Dateinamen" in str(fault.value)


@pytest.mark.parametrize(
    ("titel", "datei", "blatt", "said"),
    [
        ("Weiterleitungen 2018", "liste_2019.csv", "", "2018 in der Titelzeile und 2019 im Dateinamen"),
        ("Weiterleitungen 2018", "liste.xlsx", "2019", "2018 in der Titelzeile und 2019 im Blattnamen"),
        ("Jahre 2016 bis 2018", "liste_2019.csv", "", "2016 und 2018 in der Titelzeile und 2019 im Dateinamen"),
    ],
)
def test_any_year_of_a_title_may_contradict(titel: str, datei: str, blatt: str, said: str) -> None:
    with pytest.raises(DatenFehler) as fault:
        year(titel, datei, blatt)
    assert said in str(fault.value)


def test_a_year_in_the_cell_beside_its_word() -> None:
    kopf = find_header(sheet(["Förderjahr:", 2019], ["Stand", 5], EINFACH, WERTE))
    assert foerderjahr_of(kopf, sheet(EINFACH, datei="liste.csv")) == 2019


def test_column_letters() -> None:
    assert [letter(i) for i in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
