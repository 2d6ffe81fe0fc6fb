"""The raw folder and quellen.yaml: every file is read, ignored by name or said; no entry is about nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from komman.bereinigung import Bereinigung
from komman.errors import DateiFehler, DatenFehler
from komman.ledger import AUSWAHL, ERLAEUTERUNG, clean
from tests.mappen import workbook_bytes
from tests.offen import ods_bytes
from tests.raw_folder import KOPF, NAME, ZEILEN, cleaned, ledger, raw_folder, refusal


def passed_over(b: Bereinigung) -> list[str]:
    return [f"{h.ort.datei}{h.ort.blatt}" for h in b.hinweise if h.art == "uebergangen"]


def entry(text: str) -> str:
    return f"quellen:\n  - {{{text}}}\n"


def test_only_texts_called_readme_are_passed_over(tmp_path: Path) -> None:
    more = {"README.txt": "x", "README.md": "x", "README": "x", ".L2020.csv": "x", ".notiz": "x", "._L.csv": "x"}
    b = clean(raw_folder(tmp_path, {**more, "Readme_2018.csv": ledger().replace("2019", "2018")}))
    assert passed_over(b) == [".L2020.csv", "README"]
    assert {z.datei for z in b.bilanz} == {NAME, "Readme_2018.csv"}


def test_what_quellen_yaml_ignores_is_said(tmp_path: Path) -> None:
    quellen = entry("datei: notiz*.csv, ignorieren: ja")
    b = clean(raw_folder(tmp_path, {"quellen.yaml": quellen, "notiz_1.csv": "x", "notiz_2.csv": "x"}))
    assert passed_over(b) == ["notiz_1.csv", "notiz_2.csv"]


def test_an_ignored_sheet_is_said_and_the_message_that_proposes_it_names_it(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Liste")
        sheet.write_row(0, 0, ["Kommune", "Träger", "ausgezahlt"])
        sheet.write_row(1, 0, ["Anröchte", "V", 1])
        book.add_worksheet("Notizen").write_row(0, 0, ["Meier", "anrufen"])

    raw = raw_folder(tmp_path, {NAME: "", "liste_2019.xlsx": workbook_bytes(fill)})
    assert 'blatt: "Notizen", ignorieren: ja' in refusal(raw, DateiFehler)
    (raw / "quellen.yaml").write_text(entry('datei: "*.xlsx", blatt: "Notizen", ignorieren: ja'), encoding="utf-8")
    b = clean(raw)
    assert passed_over(b) == ["liste_2019.xlsxNotizen"] and [z.blatt for z in b.bilanz] == ["Liste"]


def test_an_entry_may_leave_the_table_to_the_reader(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path,
        {
            NAME: ledger().encode("cp850"),
            "quellen.yaml": entry("datei: liste_2019.csv, zeichensatz: cp850, konstanten: {ehrenamtliche: '3'}"),
        },
    )
    table = clean(raw).tabellen["weiterleitungen"]
    assert table["ehrenamtliche"].tolist() == [3, 3, 3] and table["kommune"].tolist()[0] == "Anröchte"


FILE = "datei: liste_2019.csv, "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("datei: liste_2091.csv, zeichensatz: utf-8", ["passt zu keiner Datei", "liste_2091.csv"]),
        ("datei: liste_2091.csv, ignorieren: ja", ["passt zu keiner Datei"]),
        (FILE + "blatt: Tabelle1", ["passt zu keiner Datei oder keinem Blatt", "Blatt Tabelle1"]),
        (FILE + "spalten: {Zweck: baustein}", ["unter „spalten“ „Zweck“; das trifft nichts", "Überschrift"]),
        (FILE + "weglassen_spalten: [Frist]", ["unter „weglassen_spalten“ „Frist“"]),
        (FILE + "weglassen_zeilen: [4, 99]", ["unter „weglassen_zeilen“ „99“"]),
        (FILE + "weglassen_zeilen: 2", ["unter „weglassen_zeilen“ „2“"]),
        (FILE + "konstanten: {baustein: A1}", ["unter „konstanten“ „baustein“", "hat dafür eine Spalte"]),
    ],
)
def test_what_is_about_nothing_is_refused(tmp_path: Path, text: str, words: list[str]) -> None:
    said = refusal(raw_folder(tmp_path, {"quellen.yaml": entry(text)}), DatenFehler)
    assert all(w in said for w in words), said


def test_a_part_that_meets_something_in_one_of_several_files_is_used(tmp_path: Path) -> None:
    other = ledger(kopf=KOPF.replace("Baustein", "Zweck")).replace("2019", "2018")
    quellen = entry("datei: 'liste_*.csv', spalten: {Zweck: baustein}")
    assert len(clean(raw_folder(tmp_path, {"liste_2018.csv": other, "quellen.yaml": quellen})).bilanz) == 2


def test_a_heading_with_contact_data_is_met_as_it_stands_in_the_file(tmp_path: Path) -> None:
    """It is shown without them, and the entry is about something all the same."""
    own = "Träger (frauke@beispiel.example)"
    quellen = entry(FILE + f"spalten: {{'{own}': traeger}}")
    raw = raw_folder(tmp_path, {NAME: ledger(kopf=KOPF.replace("Träger", own)), "quellen.yaml": quellen})
    assert len(clean(raw).tabellen["weiterleitungen"]) == 3


def test_a_note_beside_the_table_is_left_out_by_its_letter(tmp_path: Path) -> None:
    rows = [ZEILEN[0] + ";Meier fragen", ZEILEN[1]]
    raw = raw_folder(tmp_path, {NAME: ledger(*rows)})
    said = refusal(raw, DateiFehler)
    assert "Spalte I hat keine Überschrift" in said and "„weglassen_spalten“ „I“" in said
    (raw / "quellen.yaml").write_text(entry(FILE + "weglassen_spalten: [I]"), encoding="utf-8")
    assert len(clean(raw).tabellen["weiterleitungen"]) == 2


def test_money_in_rows_left_out_is_said(tmp_path: Path) -> None:
    b = cleaned(
        tmp_path,
        *ZEILEN,
        "9;Soest;X;A2;;1,00;ca. 5;",
        quellen=entry(FILE + 'weglassen_zeilen: "3-4, 6"').replace('"3-4, 6"', '["3-4", 6]'),
    )
    note = next(h for h in b.hinweise if h.art == "weggelassen")
    assert note.cent == 328_000 and (note.ort.zeile, note.tabelle) == (3, "weiterleitungen")
    assert note.text == (
        "3 Zeilen laut quellen.yaml weggelassen, zusammen 3.280,00\u00a0€ („ausgezahlt EUR“), "
        "davon 1 Betrag nicht lesbar"
    )


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path)
    try:
        (raw / os.fsdecode(b"f\xf6rderung.csv")).write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    said = refusal(raw, DateiFehler)
    assert "Der Dateiname enthält unlesbare Zeichen." in said and "umbenennen" in said
    assert "f\ufffdrderung.csv" in said and said.encode("utf-8")


def test_two_spellings_of_one_name_are_refused(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {"fo\u0308rderung_2018.csv": ledger(), "f\u00f6rderung_2018.csv": ledger()})
    if len(list(raw.glob("f*rderung_2018.csv"))) < 2:
        pytest.skip("this file system knows one spelling only")
    assert "Zwei Dateien heißen gleich" in refusal(raw, DateiFehler)


def test_a_folder_that_cannot_be_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = raw_folder(tmp_path)

    def denied(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    said = refusal(raw, DateiFehler)
    assert "Der Ordner lässt sich nicht lesen (der Zugriff ist nicht erlaubt)." in said and "Permission" not in said


def test_a_spreadsheet_under_another_ending_is_read_and_said(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Liste")
        sheet.write_row(0, 0, ["Kommune", "Träger", "ausgezahlt"])
        sheet.write_row(1, 0, ["Anröchte", "V", 1])

    rows = [["Kommune", "Träger", "ausgezahlt"], ["Anröchte", "W", 2]]
    files = {
        "l_2018.xls": workbook_bytes(fill),
        "l_2020.xlsx": ods_bytes({"Liste": rows}),
        "l_2021.ods": ods_bytes({"x": rows}),
    }
    b = clean(raw_folder(tmp_path, files))
    assert b.tabellen["weiterleitungen"]["quelle_datei"].tolist()[:3] == ["l_2018.xls", "l_2020.xlsx", "l_2021.ods"]
    said = {h.ort.datei: (h.text, h.abhilfe) for h in b.hinweise if h.art == "endung"}
    assert list(said) == ["l_2018.xls", "l_2020.xlsx"]
    assert said["l_2018.xls"][0] == (
        "der Name endet auf .xls, der Inhalt ist eine Excel-Arbeitsmappe (.xlsx); gelesen nach dem Inhalt"
    )
    assert "auf .ods endet" in said["l_2020.xlsx"][1]


def test_the_sheet_that_explains_our_workbook_is_passed_over(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.add_worksheet("Erläuterung").write_column(0, 0, [ERLAEUTERUNG, "Kommune", "Träger"])
        book.add_worksheet("Liste").write_row(0, 0, ["Kommune", "Träger", "ausgezahlt EUR"])
        lists = book.add_worksheet("Listen")
        lists.write_column(0, 0, [AUSWAHL, "Soest"])
        lists.hide()

    b = clean(raw_folder(tmp_path, {"neu_2025.xlsx": workbook_bytes(fill)}))
    assert passed_over(b) == []  # nothing to look at: both sheets are ours
    (z,) = [z for z in b.bilanz if z.datei == "neu_2025.xlsx"]  # a year without rows yet
    assert (z.blatt, z.zeilen_physisch, z.kopf, z.gelesen, z.betrag_gelesen_cent) == ("Liste", 1, 1, 0, 0)


def test_another_first_cell_is_no_explanation(tmp_path: Path) -> None:
    data = workbook_bytes(lambda book: book.add_worksheet("A").write(0, 0, ERLAEUTERUNG + " 2") and None)
    assert "keine Kopfzeile" in refusal(raw_folder(tmp_path, {"neu.xlsx": data}), DateiFehler)


def test_a_title_line_may_be_named_as_left_out(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: f"a;b;12,00;13,00\n{ledger()}"})
    assert "„weglassen_zeilen“" in refusal(raw, DateiFehler)
    (raw / "quellen.yaml").write_text(entry(FILE + "weglassen_zeilen: 1"), encoding="utf-8")
    assert len(clean(raw).tabellen["weiterleitungen"]) == 3
