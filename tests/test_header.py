"""The head of a sheet: header rows found, columns known or refused, the Förderjahr named once or not at all."""

from __future__ import annotations

import pytest

from komman.columns import letter
from komman.config import Quelle
from komman.errors import DateiFehler, DatenFehler
from komman.foerderjahr import foerderjahr_of
from komman.grid import Zelle
from komman.header import Kopf, find_header
from komman.rows import read_rows
from tests.ledgers import grid
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


def test_contact_data_in_a_heading_are_never_shown() -> None:
    """A heading is matched as it stands in the file and shown without contact data."""
    known: list[Zelle] = ["Az.", "Kommune", "Baustein"]
    own: list[Zelle] = ["Träger (frauke@beispiel.example)", "EUR, Tel. 02921 30-1234", "Fax 02921/301234"]
    said = refused([*known, *own], ["1", "Werl", "B1", "Verein", "100,00", None])
    assert "„Träger ([E-Mail])“" in said and "„EUR, [Telefon]“" in said and "Auch unbekannt" in said
    assert not any(secret in said for secret in ("frauke", "02921", "1234"))
    quelle = Quelle(
        datei="x",
        tabelle="weiterleitungen",
        spalten={str(own[0]): "traeger", str(own[1]): "ausgezahlt"},
        weglassen_spalten=(str(own[2]),),
    )
    kopf = find_header(sheet([*known, *own]), quelle)
    assert [s.text for s in kopf.spalten[3:]] == ["Träger ([E-Mail])", "EUR, [Telefon]", "[Telefon]"]
    assert [s.feld for s in kopf.spalten[3:]] == ["traeger", "ausgezahlt_cent", None]


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
    wrong = Quelle(datei="*", tabelle="weiterleitungen", spalten={"Geld": "ausgezalt"})
    text = refused(EINFACH, quelle=wrong)
    assert "„ausgezalt“; diese Spalte gibt es nicht" in text and "„ausgezahlt_cent“" in text


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


OHNE = Quelle(datei="*", kopfzeile=(), spalten={"A": "foerderjahr", "B": "kommune", "C": "traeger", "D": "ausgezahlt"})
DATEN: list[Zelle] = ["2019", "Anröchte", "Verein", "100,00"]


def test_a_table_without_header_is_read_by_letters() -> None:
    kopf = find_header(sheet(DATEN, DATEN), OHNE)
    assert (kopf.tabelle, kopf.erste, kopf.letzte, kopf.titel) == ("weiterleitungen", 1, 0, ())
    assert [(s.text, s.feld) for s in kopf.spalten] == [
        ("A", "foerderjahr"),
        ("B", "kommune"),
        ("C", "traeger"),
        ("D", "ausgezahlt_cent"),
    ]


def test_without_header_every_column_with_values_is_named() -> None:
    text = refused(DATEN, [*DATEN, None, "x", "5,00"], quelle=OHNE)
    assert "Die Spalte F ist in quellen.yaml nicht zugeordnet" in text and "Zeile 2" in text
    assert "Auch nicht zugeordnet: G" in text
    left_out = OHNE.model_copy(update={"weglassen_spalten": ("F", "G")})
    assert find_header(sheet(DATEN, [*DATEN, None, "x", "5,00"]), left_out).letzte == 0


def test_without_header_a_required_column_is_missed_and_two_of_one_meaning_refused() -> None:
    less = OHNE.model_copy(update={"spalten": {"A": "foerderjahr", "B": "kommune", "D": "ausgezahlt"}})
    assert "fehlt: traeger" in refused([*DATEN[:2], None, DATEN[3]], quelle=less)
    twice = OHNE.model_copy(update={"spalten": {**OHNE.spalten, "A": "kommune"}})
    assert "Zwei Spalten bedeuten dasselbe (kommune)" in refused(DATEN, quelle=twice)


def test_a_sheet_without_header_names_the_ways_out() -> None:
    text = refused(DATEN)
    assert "„kopfzeile: keine“" in text and "komman pruefe --vorschlag liste_2019.csv" in text


def test_a_column_of_another_table_is_refused_and_not_dropped() -> None:
    quelle = Quelle(datei="*", spalten={"Geld": "betrag"})
    text = refused(["Kommune", "Träger", "Geld", "ausgezahlt"], quelle=quelle)
    assert "quellen.yaml nennt „betrag“; die Tabelle weiterleitungen hat diese Spalte nicht" in text


@pytest.mark.parametrize(
    ("zeile", "letzte"),
    [
        (["1", "2", "3"], 2),
        ([1, 2, 3], 2),
        (["(1)", "(2)", "(3)"], 2),
        (["Spalte 1", "Spalte 2", "Spalte 3"], 2),
        (["1", "2", "4"], 1),
        (["1", None, "2"], 1),
        (["1", "2", "3", "4"], 1),
        (["Anröchte", "2", "3"], 1),
    ],
)
def test_a_row_that_numbers_the_columns_belongs_to_the_header(zeile: list[Zelle], letzte: int) -> None:
    if len(zeile) > 3:
        assert "Spalte D hat keine Überschrift" in refused(EINFACH, zeile, WERTE)
    else:
        assert find_header(sheet(EINFACH, zeile, WERTE)).letzte == letzte


# What stands around the table: the rows as text, the header rows found, and the rows of data.
LAGEN = """
    was                       | zeilen                                                             | kopf | daten
    leere Spalten rechts      | K;T;A;;; / Anröchte;V;1,00;;; / ;;;;;                              | 1-1  | 2
    leere Spalten links       | ;;K;T;A / ;;Anröchte;V;1,00                                        | 1-1  | 2
    Leerzeilen vor dem Kopf   | Liste / / / K;T;A / Anröchte;V;1,00                                | 4-4  | 5
    Leerzeile nach dem Kopf   | K;T;A / / Anröchte;V;1,00                                          | 1-1  | 3
    Einheit unter dem Kopf    | K;T;A / ;;EUR / Anröchte;V;1,00                                    | 1-2  | 3
    Gruppen über dem Kopf     | ;;Beträge in EUR / K;T;ausgezahlt / Anröchte;V;1,00                | 1-2  | 3
    fremde Gruppe darüber     | Stamm;;Beträge in EUR / K;T;ausgezahlt / Anröchte;V;1,00           | 2-2  | 3
    drei Ebenen               | ;;Geld / ;;Beträge in EUR / K;T;ausgezahlt / Anröchte;V;1,00       | 2-3  | 4
    Fußzeile                  | K;T;A / Anröchte;V;1,00 / / Stand: Mai                             | 1-1  | 2
    Kopf noch einmal          | K;T;A / Anröchte;V;1,00 / K;T;A / Wickede;W;2,00                   | 1-1  | 2,4
    Nummern unter jedem Kopf  | K;T;A / 1;2;3 / Anröchte;V;1,00 / K;T;A / 1;2;3 / Wickede;W;2,00   | 1-2  | 3,6
"""


@pytest.mark.parametrize("case", grid(LAGEN), ids=lambda c: c["was"])
def test_what_may_stand_around_a_table(case: dict[str, str]) -> None:
    words = {"K": "Kommune", "T": "Träger", "A": "ausgezahlt"}
    rows: list[list[Zelle]] = []
    for line in case["zeilen"].split("/"):
        cells: list[Zelle] = [words.get(c.strip(), c.strip()) or None for c in line.split(";")]
        rows.append(cells if any(cells) else [])
    blatt = sheet(*rows)
    kopf = find_header(blatt)
    assert f"{kopf.erste}-{kopf.letzte}" == case["kopf"]
    found = read_rows(blatt, kopf)
    assert ",".join(str(r.nummer) for r in found.daten) == case["daten"]
    assert found.kopf + found.leer + len(found.daten) == len(rows)


@pytest.mark.parametrize(
    "text",
    [
        "Beträge in T€",
        "alle Angaben in TEUR",
        "(in Tsd. Euro)",
        "in Tausend Euro",
        "in 1.000 EUR",
        "in Mio. €",
        "Angaben in Tausend",
        "Beträge in Millionen Euro",
        "Zuwendungen (Tsd. EUR)",
        "Einheit: Mio. €",
    ],
)
def test_a_title_or_a_note_that_says_thousands_is_refused(text: str) -> None:
    title: list[Zelle] = [text]
    layouts: list[list[list[Zelle]]] = [[title, EINFACH, WERTE], [EINFACH, WERTE, [], title, ["Stand: Mai"]]]
    for rows in layouts:
        said = refused(*rows)
        assert "stehen die Beträge nicht in Euro" in said and "„weglassen_zeilen“" in said
        n = next(i for i, row in enumerate(rows, 1) if row == [text])
        assert find_header(sheet(*rows), Quelle(datei="*", weglassen_zeilen=(n,))).letzte in (1, 2)


@pytest.mark.parametrize(
    "text", ["Beträge in EUR", "Budget 1.000 EUR", "Teil II", "Tausendfüßler e. V.", "T 1 EURO-Liste"]
)
def test_other_titles_are_titles(text: str) -> None:
    assert find_header(sheet([text], EINFACH, WERTE)).letzte == 2


def test_thousands_in_a_group_above_the_header_are_refused() -> None:
    assert "nicht in Euro („T€“)" in refused([None, None, "Beträge in T€"], EINFACH, WERTE)


@pytest.mark.parametrize("einheit", ["in T€", "TEUR", "(Tsd. €)", "in 1.000 EUR"])
@pytest.mark.parametrize("leer", [0, 1])
def test_a_row_of_units_below_the_header_that_says_thousands_is_refused(einheit: str, leer: int) -> None:
    rows: list[list[Zelle]] = [EINFACH, *[[]] * leer, [None, None, einheit], ["Anröchte", "Verein", "2,4"], WERTE]
    assert "stehen die Beträge nicht in Euro" in refused(*rows)
    assert find_header(sheet(*rows), Quelle(datei="*", tabelle="weiterleitungen", weglassen_zeilen=[2 + leer])).letzte


def test_thousands_in_one_amount_are_no_unit_of_the_sheet() -> None:
    assert find_header(sheet(EINFACH, ["Anröchte", "Verein", "5 T€"], WERTE)).letzte == 1


def test_a_header_with_an_unknown_name_for_its_only_money_is_refused_and_no_title_of_the_next_table() -> None:
    said = refused(["Kommune", "Träger", "Zuwendung 2018"], ["Anröchte", "Verein", "500,00"], [], EINFACH, WERTE)
    assert "„Zuwendung 2018“ ist nicht bekannt" in said and "Zeile 1" in said


def test_two_words_for_places_and_recipients_are_no_header() -> None:
    assert find_header(sheet(["Kommune", "Träger"], EINFACH, WERTE)).letzte == 2
