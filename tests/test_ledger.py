"""From a raw folder to canonical tables: taken or set aside, nothing dropped, nothing guessed."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest
from xlsxwriter import Workbook

from komman.bereinigung import BEISPIEL_TEXT, Bereinigung, clean_files
from komman.errors import DateiFehler, DatenFehler
from komman.grid import Zelle
from komman.ledger import clean
from komman.tables import SCHEMAS, names, read_tables
from tests.mappen import workbook_bytes
from tests.raw_folder import KOPF, NAME, ZEILEN, cleaned, ledger, raw_folder, refusal, write_clean


def wl(b: Bereinigung) -> pd.DataFrame:
    return b.tabellen["weiterleitungen"]


def kinds(b: Bereinigung) -> list[str]:
    return [h.art for h in b.hinweise]


def aside(tmp_path: Path, zeile: str, kopf: str = KOPF) -> dict[str, str]:
    """The one line of zurueckgestellt.csv that a ledger of this row gives."""
    b = cleaned(tmp_path, zeile, kopf=kopf)
    assert len(b.zurueckgestellt) == 1 and wl(b).empty
    assert b.bilanz[0].zurueckgestellt == b.bilanz[0].gelesen == 1
    return {str(k): str(v) for k, v in b.zurueckgestellt.loc[0].items()}


def test_a_row_becomes_a_canonical_row(tmp_path: Path) -> None:
    table = wl(cleaned(tmp_path))
    assert list(table.columns) == names("weiterleitungen")
    row = table.iloc[1].to_dict()
    assert {k: v for k, v in row.items() if not pd.isna(v)} == {
        "massnahme_id": "2",
        "foerderjahr": 2019,
        "ags": "05974004",
        "kommune": "Anröchte",
        "traeger_id": "bruecke-anroechte-e-v",
        "traeger": "Brücke Anröchte e. V.",
        "traegerart": "verein",
        "baustein": "B2",
        "einheiten_bewilligt": 4,
        "bewilligt_cent": 88_000,
        "ausgezahlt_cent": 88_000,
        "zurueckgezahlt_cent": 8_000,
        "quelle_datei": NAME,
        "quelle_blatt": "",
        "quelle_zeile": 4,
    }


def test_what_is_blank_stays_missing(tmp_path: Path) -> None:
    row = wl(cleaned(tmp_path)).iloc[2]
    assert row[["einheiten_bewilligt", "ausgezahlt_cent", "zurueckgezahlt_cent", "beantragt_cent"]].isna().all()
    assert row["bewilligt_cent"] == 80_050


def test_every_physical_row_is_accounted_for(tmp_path: Path) -> None:
    b = cleaned(
        tmp_path,
        ZEILEN[0],
        "Summe;;;;;2.400,00;2.400,00;0,00",
        ";;;;;;;",
        KOPF,
        *ZEILEN[1:],
        "Gesamtsumme;;;;;4.080,50;3.280,00;80,00",
        "",
        "Stand: 31.05.2022",
    )
    z = b.bilanz[0]
    assert (z.zeilen_physisch, z.kopf, z.leer, z.summenzeilen, z.gelesen, z.uebernommen) == (11, 4, 2, 2, 3, 3)
    assert z.betrag_gelesen_cent == z.betrag_uebernommen_cent == 328_000


@pytest.mark.parametrize(
    ("zeile", "spalte", "wert", "grund", "abhilfe"),
    [
        ("1;Anröchte;Verein;A2;6;100,00;ca. 300;0,00", "ausgezahlt EUR", "ca. 300", "", "korrekturen.yaml"),
        ("1;Anröchte;Verein;A2;6;1.234;100,00;0,00", "bewilligt EUR", "1.234", "1,234", "korrekturen.yaml"),
        ("1;Anröchte;Verein;A2;sechs;100,00;100,00;", "Anzahl Pauschalen", "sechs", "", "korrekturen.yaml"),
        ("1;Anroechte;Verein;A2;6;100,00;100,00;", "Kommune", "Anroechte", "Meinten Sie „Anröchte“?", "kreis.yaml"),
        ("1;Hamburg;Verein;A2;6;100,00;100,00;", "Kommune", "Hamburg", "unbekannte Kommune.", "kreis.yaml"),
        ("1;Anröchte;Verein;B3;6;100,00;100,00;", "Baustein", "B3", "Meinten Sie „B“?", "A1, A2"),
        (";;Verein;A2;6;100,00;100,00;", "Kommune", "", "Angabe fehlt", "korrekturen.yaml"),
        ("1;Anröchte;;A2;6;100,00;100,00;", "Träger", "", "Angabe fehlt", "korrekturen.yaml"),
        ("1;Anröchte;Verein;A2;6;;;", "bewilligt EUR", "", "kein Betrag", "korrekturen.yaml"),
        (
            "1;Anröchte;Verein;A2;6;100,00;100,00;-5,00",
            "zurückgezahlt EUR",
            "-5,00",
            "ohne Minuszeichen",
            "korrekturen.yaml",
        ),
        ("Summe;;;;;100,00;100,00;", "Az.", "Summe", "Differenz 100,00", "korrekturen.yaml"),
    ],
)
def test_what_is_set_aside(tmp_path: Path, zeile: str, spalte: str, wert: str, grund: str, abhilfe: str) -> None:
    line = aside(tmp_path, zeile)
    assert list(line) == ["datei", "blatt", "zeile", "spalte", "wert", "grund", "abhilfe"]
    assert (line["datei"], line["zeile"], line["spalte"], line["wert"]) == (NAME, "3", spalte, wert)
    assert grund in line["grund"] and line["grund"] and abhilfe in line["abhilfe"]


def test_one_line_for_all_faults_of_a_row(tmp_path: Path) -> None:
    line = aside(tmp_path, "1;Hamburg;Verein;Z9;6;viel;100,00;")
    assert line["spalte"] == "Kommune; Baustein; bewilligt EUR"
    assert line["wert"] == "Hamburg; Z9; viel"
    assert line["grund"].count("; ") == 2


def test_a_similar_name_is_proposed_and_never_taken(tmp_path: Path) -> None:
    line = aside(tmp_path, "1;Holzwickede;Verein;A2;6;100,00;100,00;")
    assert line["grund"].startswith("unbekannte Kommune.")


@pytest.mark.parametrize("text", ["B2", "b2", "B 2", "Baustein B2", " baustein  b2 "])
def test_spellings_of_a_baustein(tmp_path: Path, text: str) -> None:
    assert wl(cleaned(tmp_path, f"1;Anröchte;V;{text};6;1,00;1,00;"))["baustein"].tolist() == ["B2"]


def test_kreisweit_has_the_key_of_the_kreis(tmp_path: Path) -> None:
    table = wl(cleaned(tmp_path, "1;kreisweit;V;A2;6;1,00;1,00;", "2;Wickede;V;A2;6;1,00;1,00;"))
    assert table[["ags", "kommune"]].to_numpy().tolist() == [["05974", "kreisweit"], ["05974048", "Wickede (Ruhr)"]]


def test_a_key_in_the_ledger_must_fit_the_kommune(tmp_path: Path) -> None:
    kopf = "AGS;Kommune;Träger;ausgezahlt"
    assert "gehört nicht zu Anröchte" in aside(tmp_path, "05974048;Anröchte;V;1,00", kopf)["grund"]


def test_a_number_that_lost_its_leading_zero_fits(tmp_path: Path) -> None:
    assert wl(cleaned(tmp_path, "5974004;Anröchte;V;1,00", kopf="AGS;Kommune;Träger;ausgezahlt"))["ags"].tolist() == [
        "05974004"
    ]


def test_keys_for_rows_without_aktenzeichen(tmp_path: Path) -> None:
    rows = [f";Anröchte;Gemeinde Anröchte;{b};;1,00;;" for b in ("A2", "A2", "")] + [
        "2019-05974004-gemeinde-anroechte-A2-2;Anröchte;V;;;1,00;;"
    ]
    assert wl(cleaned(tmp_path, *rows))["massnahme_id"].tolist() == [
        "2019-05974004-gemeinde-anroechte-A2-1",
        "2019-05974004-gemeinde-anroechte-A2-3",
        "2019-05974004-gemeinde-anroechte-ohne-1",
        "2019-05974004-gemeinde-anroechte-A2-2",
    ]


def test_listed_spellings_are_one_traeger_and_unlisted_ones_stay_apart(tmp_path: Path) -> None:
    namen = ("Brücke Anröchte e. V.", "Brücke Anröchte", "Café Welt", "Cafe Welt", "Café Welt", "Treff")
    b = cleaned(tmp_path, *(f"{i};Anröchte;{n};A2;;1,00;;" for i, n in enumerate(namen)))
    ids = wl(b)["traeger_id"].tolist()
    assert ids[0] == ids[1] == "bruecke-anroechte-e-v"
    assert ids[2] == ids[4] != ids[3] and ids[2].startswith("cafe-welt-") and ids[3].startswith("cafe-welt-")
    assert ids[5] == "treff"
    assert wl(b)["traegerart"].tolist() == ["verein"] * 2 + ["unbekannt"] * 4
    assert "traeger" in kinds(b)


def test_an_unlisted_traeger_never_gets_the_key_of_a_listed_one(tmp_path: Path) -> None:
    b = cleaned(tmp_path, "1;Anröchte;Gemeinde-Anroechte;A2;;1,00;;", "2;Anröchte;Gemeinde Anröchte;A2;;1,00;;")
    first, second = wl(b)["traeger_id"]
    assert second == "gemeinde-anroechte" and first.startswith("gemeinde-anroechte-")


def test_the_ledger_may_protect_a_name_but_not_publish_one(tmp_path: Path) -> None:
    kopf = "Kommune;Träger;Trägerart;ausgezahlt"
    b = cleaned(
        tmp_path,
        "Anröchte;Max Muster;Verein;1,00",
        "Anröchte;Brücke Anröchte;natürliche Person;2,00",
        "Anröchte;Brücke Anröchte e. V.;Verein;3,00",
        "Anröchte;Eva Muster;Natürliche Person;4,00",
        kopf=kopf,
    )
    assert wl(b)["traegerart"].tolist() == [
        "unbekannt",
        "natuerliche_person",
        "natuerliche_person",
        "natuerliche_person",
    ]
    note = next(h for h in b.hinweise if h.art == "traeger")
    assert "als Person geschützt" in note.text and note.ort.zeile == 4


def test_identical_rows_are_reported_and_kept(tmp_path: Path) -> None:
    b = cleaned(tmp_path, ZEILEN[0], ZEILEN[0], ZEILEN[1])
    notes = [h for h in b.hinweise if h.art == "doppelt"]
    assert len(wl(b)) == 3 and len(notes) == 1
    assert notes[0].ort.zeile == 4 and "Zeile 3" in notes[0].text and notes[0].cent == 240_000


def test_a_return_stays_negative_in_a_row_of_its_own(tmp_path: Path) -> None:
    table = wl(cleaned(tmp_path, ZEILEN[0], "1;Anröchte;Gemeinde Anröchte;A2;;;-350,00;"))
    assert table["ausgezahlt_cent"].tolist() == [240_000, -35_000]
    assert table["massnahme_id"].tolist() == ["1", "1"]


@pytest.mark.parametrize(
    "text",
    [
        "Verein, info@verein.de",
        "Verein DE12 3456 7890 1234 5678 90",
        "Verein, Tel. 02947 1234",
        "Verein 02947/123456",
        "Verein GB82WEST12345698765432",
    ],
)
def test_contact_data_in_a_kept_column_set_the_row_aside_masked(tmp_path: Path, text: str) -> None:
    line = aside(tmp_path, f"1;Anröchte;{text};A2;6;100,00;100,00;")
    assert "Kontaktdaten" in line["grund"] and line["spalte"] == "Träger"
    assert not any(secret in " ".join(line.values()) for secret in ("info@", "3456", "1234", "02947", "WEST"))
    assert "[" in line["wert"]


def test_contact_data_in_an_amount_is_masked_too(tmp_path: Path) -> None:
    assert aside(tmp_path, "1;Anröchte;V;A2;6;100,00;a@b.de;")["wert"] == "[E-Mail]"


def test_dropped_columns_reach_nothing(tmp_path: Path) -> None:
    kopf = "Kommune;Träger;ausgezahlt;IBAN;Ansprechpartner;Bemerkung"
    b = cleaned(
        tmp_path,
        "Anröchte;V;1,00;DE02120300000000202051;Erika Muster;ruft zurück",
        "Hamburg;V;1,00;DE02;Erika Muster;x",
        kopf=kopf,
    )
    files = clean_files(b)
    everything = b"".join(files.values()) + repr(b.tabellen).encode() + repr(b.hinweise).encode()
    assert b"Erika" not in everything and b"DE02" not in everything and "zurück".encode() not in everything


def test_text_rows_between_the_data_are_set_aside_and_below_them_not(tmp_path: Path) -> None:
    b = cleaned(tmp_path, ZEILEN[0], "Gemeinde Wickede", ZEILEN[1], "geprüft am 1.6.", "Stand: 31.05.2022")
    assert b.zurueckgestellt["zeile"].tolist() == [4] and b.bilanz[0].kopf == 4


@pytest.mark.parametrize(
    "footer", ["Nachtrag: 1.000,00 für Verein", "noch 500 EUR offen", ";;;;;;500,00;", "Stand;31.05.2022"]
)
def test_a_last_row_with_money_or_more_is_no_footer(tmp_path: Path, footer: str) -> None:
    assert cleaned(tmp_path, ZEILEN[0], footer).zurueckgestellt["zeile"].tolist() == [4]


def test_constants_columns_and_rows_from_quellen_yaml(tmp_path: Path) -> None:
    quellen = """\
quellen:
  - datei: liste_*.csv
    tabelle: weiterleitungen
    spalten: {Zweck: baustein}
    konstanten: {kommune: Anröchte, foerderjahr: "2020"}
    weglassen_spalten: [Frist]
    weglassen_zeilen: "4"
    auffuellen: [traeger]
"""
    b = cleaned(
        tmp_path, "V;A1;x;1,00", "Hinweis;;;", ";B2;x;2,00", kopf="Träger;Zweck;Frist;ausgezahlt", quellen=quellen
    )
    table = wl(b)[["kommune", "foerderjahr", "traeger", "baustein", "ausgezahlt_cent"]]
    assert table.to_numpy().tolist() == [["Anröchte", 2020, "V", "A1", 100], ["Anröchte", 2020, "V", "B2", 200]]
    assert "weggelassen" in kinds(b) and b.bilanz[0].kopf == 3


@pytest.mark.parametrize(
    ("zeile", "entry", "kommune"),
    [
        ("Wickede;Planung;300,00", ", weglassen_zeilen: 5", ["Anröchte", "Anröchte", "Wickede (Ruhr)"]),
        ("Wickede;;", ", weglassen_zeilen: 5", ["Anröchte", "Anröchte", "Wickede (Ruhr)"]),
        ("Summe Anröchte;;521,00", ", weglassen_zeilen: 5", ["Anröchte"] * 3),
        ("Wickede;Summe e. V.;300,00", "", ["Anröchte", "Anröchte", "Wickede (Ruhr)"]),
    ],
)
def test_a_group_may_begin_with_a_row_that_does_not_count(
    tmp_path: Path, zeile: str, entry: str, kommune: list[str]
) -> None:
    quellen = f"quellen:\n  - {{datei: liste_*.csv, auffuellen: [Kommune]{entry}}}\n"
    rows = ("Anröchte;V;500,00", ";W;20,00", zeile, ";X;7,00")
    b = cleaned(tmp_path, *rows, kopf="Kommune;Träger;ausgezahlt", quellen=quellen)
    assert wl(b)["kommune"].tolist() == kommune


def test_two_rows_like_those_of_a_table_above_the_header_are_refused(tmp_path: Path) -> None:
    above = "Ort;Verein;Zuschuss\nAnröchte;V;500,00\nWickede;W;300,00\n"
    raw = raw_folder(tmp_path, {NAME: above + ledger()})
    text = refusal(raw, DateiFehler)
    assert "Über der Kopfzeile steht eine Zeile mit Beträgen" in text and "Zeile 3" in text


def test_a_title_may_state_single_amounts_and_years(tmp_path: Path) -> None:
    above = "Bewilligt:;50.000,00\nAbgerufen:;40.000,00\nKreis;Soest;2019\nSeite;1;Liste\nNur;eine;1,00\n"
    assert len(wl(clean(raw_folder(tmp_path, {NAME: above + ledger()})))) == 3


def test_an_amount_as_a_constant_is_balanced(tmp_path: Path) -> None:
    quellen = "quellen:\n  - {datei: liste_*.csv, tabelle: weiterleitungen, konstanten: {ausgezahlt_cent: '50,00'}}\n"
    b = cleaned(tmp_path, "Anröchte;V;A1", "Anröchte;W;A1", kopf="Kommune;Träger;Baustein", quellen=quellen)
    assert wl(b)["ausgezahlt_cent"].tolist() == [5_000, 5_000] and b.bilanz[0].betrag_uebernommen_cent == 10_000


CONSTANTS = "quellen:\n  - {{datei: liste_*.csv, tabelle: weiterleitungen, konstanten: {{{}}}}}\n"


def test_a_constant_amount_that_may_be_cents_is_refused(tmp_path: Path) -> None:
    text = ledger("Anröchte;V;A1", kopf="Kommune;Träger;Baustein")
    raw = raw_folder(tmp_path, {NAME: text, "quellen.yaml": CONSTANTS.format("ausgezahlt: '5000'")})
    said = refusal(raw, DateiFehler)
    assert "Euro oder Cent?" in said and "quellen.yaml" in said and "„300,00“" in said
    (raw / "quellen.yaml").write_text(CONSTANTS.format("ausgezahlt: '50,00'"), encoding="utf-8")
    assert wl(clean(raw))["ausgezahlt_cent"].tolist() == [5_000]


def test_a_wrong_constant_names_the_file_it_stands_in(tmp_path: Path) -> None:
    b = cleaned(tmp_path, "V;A1;1,00", kopf="Träger;Baustein;ausgezahlt", quellen=CONSTANTS.format("kommune: Hamburg"))
    assert b.zurueckgestellt["abhilfe"].tolist() == ["Den Wert in quellen.yaml unter „konstanten“ berichtigen."]


def test_characters_brought_to_one_form_are_said(tmp_path: Path) -> None:
    b = cleaned(tmp_path, "1;Anro\u0308chte;V\u00adV;A2;6;1,00;1,00;")
    assert wl(b)[["kommune", "traeger"]].to_numpy().tolist() == [["Anröchte", "VV"]]
    assert [h.text for h in b.hinweise if h.art == "zeichen"] == [
        "in 2 Feldern unsichtbare oder zusammengesetzte Zeichen vereinheitlicht"
    ]


def test_an_empty_sheet_has_no_balance_line(tmp_path: Path) -> None:
    assert [z.blatt for z in clean(workbook(tmp_path, MAPPE, hidden=[])).bilanz] == ["Liste"]


def test_filling_down_an_unknown_column_is_refused(tmp_path: Path) -> None:
    quellen = "quellen:\n  - {datei: liste_*.csv, tabelle: weiterleitungen, auffuellen: [Ortsteil]}\n"
    assert "„Ortsteil“" in refusal(raw_folder(tmp_path, {"quellen.yaml": quellen}), DateiFehler)


def test_a_year_per_row_and_a_row_without(tmp_path: Path) -> None:
    b = cleaned(
        tmp_path,
        "2018;Anröchte;V;1,00",
        ";Anröchte;V;2,00",
        "19;Anröchte;V;3,00",
        kopf="Förderjahr;Kommune;Träger;ausgezahlt",
    )
    assert wl(b)["foerderjahr"].tolist() == [2018]
    assert b.zurueckgestellt["grund"].tolist() == ["Angabe fehlt", "kein Förderjahr (vierstellige Jahreszahl)"]


def test_a_ledger_without_any_year_is_refused(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: "", "liste.csv": "Kommune;Träger;ausgezahlt\nAnröchte;V;1,00\n"})
    assert "Das Förderjahr der Liste ist nicht zu erkennen" in refusal(raw, DatenFehler)


def test_amounts_above_the_header_are_refused(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: f"a;b;12,00;13,00\n{ledger()}"})
    text = refusal(raw, DateiFehler)
    assert "Über der Kopfzeile steht eine Zeile mit Beträgen" in text and "Zeile 1" in text


def workbook(
    tmp_path: Path,
    rows: list[list[Zelle]],
    merged: tuple[int, int, int, int] | None = None,
    formula: bool = False,
    hidden: list[Zelle] | None = None,
) -> Path:
    """A folder with a workbook; ``merged`` and the formula cell (last column of row 3) are 0-based."""

    def fill(book: object) -> None:
        sheet = book.add_worksheet("Liste")  # type: ignore[attr-defined]
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
        if merged:
            sheet.merge_range(*merged, rows[merged[0]][merged[1]])
        if formula:
            sheet.write_formula(2, len(rows[0]) - 1, "=1+1", None, "")
        if hidden is not None:
            other = book.add_worksheet("Auswahl")  # type: ignore[attr-defined]
            other.write_row(0, 0, hidden)
            other.hide()

    return raw_folder(tmp_path, {NAME: "", "liste_2019.xlsx": workbook_bytes(fill)})


MAPPE: list[list[Zelle]] = [
    ["Kommune", "Träger", "bewilligt", "ausgezahlt"],
    ["Anröchte", "V", 100, 50],
    ["Anröchte", "W", 200, 60],
]


def test_a_merged_kommune_holds_for_all_its_rows(tmp_path: Path) -> None:
    rows = [MAPPE[0], MAPPE[1], [None, "W", 200, 60], ["Summe", None, 300, 110]]
    b = clean(workbook(tmp_path, rows, merged=(1, 0, 2, 0)))
    assert wl(b)["kommune"].tolist() == ["Anröchte", "Anröchte"] and b.bilanz[0].summenzeilen == 1


def test_a_merged_identity_repeating_its_first_amount_is_no_total(tmp_path: Path) -> None:
    rows: list[list[Zelle]] = [["Kommune", "Träger", "ausgezahlt"], ["Anröchte", "V", 250], [None, None, 250]]

    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Liste")
        for i, row in enumerate([*rows, ["Anröchte", "W", 100]]):
            sheet.write_row(i, 0, row)
        sheet.merge_range(1, 0, 2, 0, "Anröchte")
        sheet.merge_range(1, 1, 2, 1, "V")

    b = clean(raw_folder(tmp_path, {NAME: "", "liste_2019.xlsx": workbook_bytes(fill)}))
    assert wl(b)["ausgezahlt_cent"].sum() == 60_000 and b.bilanz[0].summenzeilen == 0
    assert wl(b)["traeger"].tolist() == ["V", "V", "W"]


def test_a_traeger_called_like_a_total_is_taken_and_can_be_corrected(tmp_path: Path) -> None:
    rows = (ZEILEN[0], "2;Anröchte;Summe Kultur e. V.;B2;6;2.400,00;2.400,00;0,00")
    assert wl(cleaned(tmp_path, *rows))["ausgezahlt_cent"].sum() == 480_000
    (tmp_path / "zwei").mkdir()
    entry = """\
korrekturen:
  - {aktion: setze, datei: liste_2019.csv, zeile: 4, erwarte: {Az.: "2"}, setze: {baustein: A2}, grund: g, wer: w,
     datum: "2022-05-30"}
"""
    b = cleaned(tmp_path / "zwei", *rows, korrekturen=entry)
    assert wl(b)["baustein"].tolist() == ["A2", "A2"]


def test_a_merged_count_counts_once(tmp_path: Path) -> None:
    head: list[Zelle] = ["Kommune", "Träger", "Anzahl Pauschalen", "ausgezahlt"]
    rows: list[list[Zelle]] = [head, ["Anröchte", "V", 4, 50], ["Anröchte", "W", None, 60]]
    b = clean(workbook(tmp_path, rows, merged=(1, 2, 2, 2)))
    assert wl(b)["einheiten_bewilligt"].sum() == 4 and wl(b)["einheiten_bewilligt"].isna().tolist() == [False, True]


def test_a_merged_amount_counts_once(tmp_path: Path) -> None:
    b = clean(workbook(tmp_path, [MAPPE[0], MAPPE[1], ["Anröchte", "W", 200, None]], merged=(1, 3, 2, 3)))
    assert wl(b)["ausgezahlt_cent"].sum() == 5_000 and wl(b)["ausgezahlt_cent"].isna().tolist() == [False, True]


def test_a_formula_without_value_sets_the_row_aside(tmp_path: Path) -> None:
    raw = workbook(tmp_path, MAPPE, formula=True)
    b = clean(raw)
    assert b.zurueckgestellt["grund"].tolist() == ["Formel ohne gespeicherten Wert"]
    assert (b.bilanz[0].betrag_unlesbar, b.bilanz[0].betrag_zurueckgestellt_cent) == (1, 0)


def test_float_noise_is_rounded_and_said(tmp_path: Path) -> None:
    b = clean(workbook(tmp_path, [MAPPE[0], ["Anröchte", "V", 100, math.fsum([0.1] * 3) + 4e-16]]))
    assert wl(b)["ausgezahlt_cent"].tolist() == [30] and "gerundet" in kinds(b)


def test_a_hidden_list_for_drop_downs_is_named(tmp_path: Path) -> None:
    b = clean(workbook(tmp_path, MAPPE, hidden=["Anröchte"]))
    assert [(h.art, h.ort.blatt) for h in b.hinweise] == [("uebergangen", "Auswahl")]


def test_a_sheet_that_is_no_ledger_can_be_ignored(tmp_path: Path) -> None:
    raw = workbook(tmp_path, MAPPE, hidden=MAPPE[0])
    (raw / "quellen.yaml").write_text(
        "quellen:\n  - {datei: '*.xlsx', blatt: Auswahl, ignorieren: ja}\n", encoding="utf-8"
    )
    assert [z.blatt for z in clean(raw).bilanz] == ["Liste"]


OTHER = {
    "zahlungen_2019.csv": "Buchungstag;Art;Az.;Betrag\n01.03.2019;Auszahlung;1;100,00\n"
    "02.03.2019;Rückzahlung;1;20,00\n3.3.2019;Spende;;1,00\n",
    "bescheide.csv": "Förderjahr;Programmteil;Art;Datum;Aktenzeichen;Betrag EUR;Höchstbetrag EUR\n"
    "2019;II;Zuwendungsbescheid;09.04.2019;36-1;131.000,00;131.066,00\n2019;2;Verwendungsnachweis;;;;\n"
    "2019;IV;Antrag;;;1,00;\n",
    "personal.csv": "Stelle;Monat;VZÄ;EG;Stufe;Personalkosten;besetzt\nA;Mai 2019;0,5;10;3;2.500,00;ja\n"
    "A;06/2019;0,5;10;3;;nein\nA;Sommer;viel;10;3;;ja\n",
}


def test_the_other_tables(tmp_path: Path) -> None:
    b = clean(raw_folder(tmp_path, OTHER))
    paid, letters, posts = (b.tabellen[t] for t in ("zahlungen", "bescheide", "personal"))
    assert paid[["zahlung_id", "foerderjahr", "art", "massnahme_id", "betrag_cent"]].to_numpy().tolist() == [
        ["2019-auszahlung-1", 2019, "auszahlung", "1", 10_000],
        ["2019-rueckzahlung-1", 2019, "rueckzahlung", "1", 2_000],
    ]
    assert letters[["programmteil", "art"]].to_numpy().tolist() == [["II", "bescheid"], ["II", "nachweis"]]
    assert letters["betrag_cent"].isna().tolist() == [False, True]
    assert posts[["monat", "besetzt"]].to_numpy().tolist() == [["2019-05", "ja"], ["2019-06", "nein"]]
    assert [str(v) for v in posts["vzae"]] == ["0.5000", "0.5000"]
    assert len(b.zurueckgestellt) == 3 and [z.zurueckgestellt for z in b.bilanz] == [1, 0, 1, 1]


def test_files_in_a_fixed_order_and_what_else_lies_there(tmp_path: Path) -> None:
    text = ledger().replace("2019", "2018")
    b = clean(
        raw_folder(
            tmp_path, {"b_2018.csv": text, "A_2018.csv": text, "notiz.pdf": "x", "~$b.xlsx": "x", ".DS_Store": "x"}
        )
    )
    assert list(dict.fromkeys(wl(b)["quelle_datei"])) == ["A_2018.csv", "b_2018.csv", NAME]
    assert [h.ort.datei for h in b.hinweise if h.art == "uebergangen"] == ["notiz.pdf"]
    assert list(b.eingaben) == sorted(["A_2018.csv", "b_2018.csv", "kreis.yaml", NAME, "traeger.yaml"])


def test_what_is_written_is_what_was_cleaned(tmp_path: Path) -> None:
    b = cleaned(tmp_path, *ZEILEN, "9;Hamburg;V;A2;6;1,00;1,00;")
    ziel = tmp_path / "processed" / "intern"
    write_clean(b, ziel)
    write_clean(b, ziel)
    assert {p.name for p in ziel.iterdir()} == {f"{t}.{e}" for t in SCHEMAS for e in ("csv", "parquet")} | {
        "zeilenbilanz.json",
        "zurueckgestellt.csv",
        "korrekturen.csv",
        "ausserhalb.csv",
    }
    assert [p.name for p in ziel.parent.iterdir()] == ["intern"]
    pd.testing.assert_frame_equal(read_tables(ziel)["weiterleitungen"], wl(b))
    assert json.loads((ziel / "zeilenbilanz.json").read_text(encoding="utf-8"))[0]["gelesen"] == 4
    head = (ziel / "zurueckgestellt.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head == "datei,blatt,zeile,spalte,wert,grund,abhilfe"
    assert (ziel / "weiterleitungen.csv").read_bytes().startswith(b"massnahme_id,foerderjahr,ags,")


def test_the_sample_says_so(sample_clean: Bereinigung) -> None:
    files = clean_files(sample_clean)
    assert files["BEISPIELDATEN.txt"].decode() == BEISPIEL_TEXT and "Beispieldaten" in BEISPIEL_TEXT
    assert wl(sample_clean)["quelle_datei"].str.startswith("beispiel_").all()


def test_the_sample_is_read_whole(sample_clean: Bereinigung) -> None:
    """2018: a place of another Kreis; 2021: words in an amount; both named in the head of korrekturen.yaml."""
    assert sample_clean.zurueckgestellt["wert"].tolist() == ["Holzwickede", "ca. 300"]
    netto = wl(sample_clean).query("foerderjahr <= 2020")[["ausgezahlt_cent", "zurueckgezahlt_cent"]].sum()
    assert round(int(netto.iloc[0] - netto.iloc[1]) / 100_000) == 546
    assert sum(z.summenzeilen for z in sample_clean.bilanz) == 84


def test_two_runs_are_equal(sample_clean: Bereinigung) -> None:
    again = clean(Path(__file__).parents[1] / "data" / "raw")
    assert clean_files(again) == clean_files(sample_clean) and again.hinweise == sample_clean.hinweise


def test_a_date_that_is_none_sets_a_letter_aside(tmp_path: Path) -> None:
    head, *_ = OTHER["bescheide.csv"].splitlines()
    b = clean(raw_folder(tmp_path, {"bescheide.csv": f"{head}\n2019;II;Antrag;31.02.2019;;1,00;\n"}))
    assert b.zurueckgestellt[["spalte", "wert"]].to_numpy().tolist() == [["Datum", "31.02.2019"]]


def test_a_row_set_aside_says_its_year_and_money(tmp_path: Path) -> None:
    kopf = "Förderjahr;Kommune;Träger;bewilligt;ausgezahlt"
    b = cleaned(
        tmp_path,
        "2018;Hamburg;V;5,00;1,00",
        ";Hamburg;V;5,00;ca. 3",
        "2020;Hamburg;V;;",
        "2020;Hamburg;V;7,00;",
        "Summe;;;17,00;9,00",
        kopf=kopf,
    )
    notes = [(h.jahr, h.cent, h.summe, h.tabelle) for h in b.hinweise if h.art == "zurueckgestellt"]
    w = "weiterleitungen"
    assert notes == [
        (2018, 100, False, w),
        (None, None, False, w),
        (2020, None, False, w),
        (2020, 700, False, w),
        (None, 900, True, w),
    ]


def test_a_row_set_aside_has_the_year_of_its_sheet(tmp_path: Path) -> None:
    (note,) = [h for h in cleaned(tmp_path, "1;Hamburg;V;A2;;1,00;;").hinweise if h.art == "zurueckgestellt"]
    assert (note.jahr, note.cent, note.summe) == (2019, 100, False)


def test_a_total_with_dashes_for_its_other_cells_is_one(tmp_path: Path) -> None:
    b = cleaned(tmp_path, *ZEILEN[:2], "Summe;-;–;-;-;3.280,00;3.280,00;80,00")
    assert b.bilanz[0].summenzeilen == 1 and b.zurueckgestellt.empty


def test_a_subtotal_that_names_its_kommune_is_set_aside_and_never_taken(tmp_path: Path) -> None:
    b = cleaned(tmp_path, *ZEILEN[:2], ";Anröchte;Summe;;;3.280,00;3.280,00;80,00")
    assert wl(b)["ausgezahlt_cent"].sum() == 328_000 and b.zurueckgestellt["zeile"].tolist() == [5]
    assert "mit „loesche“ eintragen" in b.zurueckgestellt.loc[0, "abhilfe"]


def test_one_aktenzeichen_of_two_traeger_or_kommunen_is_said(tmp_path: Path) -> None:
    b = cleaned(
        tmp_path,
        "1;Anröchte;V;A2;;1,00;;",
        "1;Anröchte;W;A2;;2,00;;",
        "2;Anröchte;V;A2;;3,00;;",
        "2;Wickede;V;A2;;4,00;;",
        "3;Anröchte;V;A2;;5,00;;",
        "3;Anröchte;V;B2;;6,00;;",
        ";Anröchte;V;A2;;7,00;;",
        ";Anröchte;W;A2;;8,00;;",
    )
    assert [h.ort.zeile for h in b.hinweise if h.art == "aktenzeichen"] == [4, 6] and len(wl(b)) == 8
