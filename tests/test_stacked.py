"""Several tables in one sheet: each with its own head, no row lost or counted twice, row numbers as in the sheet."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from komman.bereinigung import Bereinigung
from komman.config import Quelle
from komman.errors import DateiFehler, DatenFehler
from komman.grid import Zelle
from komman.ledger import clean
from komman.stacked import Abschnitt, sections
from tests.raw_folder import NAME, raw_folder, refusal, sheet

KOPF = "Az.;Kommune;Träger;Baustein;bewilligt EUR;ausgezahlt EUR"
ANDERS = "Träger;Kommune;ausgezahlt EUR;Bemerkung;;"
LISTE = [
    "Förderjahr 2019",
    "Kommunen",
    KOPF,
    "1;Anröchte;Gemeinde Anröchte;A2;2.400,00;2.400,00",
    "2;Wickede;Stadt Wickede;A2;100,50;100,50",
    "Gesamtsumme;;;;2.500,50;2.500,50",
    "",
    "Freie Träger",
    "",
    ANDERS,
    "Brücke Anröchte;Anröchte;880,00;ruft an;;",
    "Welcome;Wickede;ca. 5;;;",
    "Chor;Wickede;20,00;;;",
    "Summe;;900,00;;;",
    "Stand: 31.05.2020",
]


def cleaned(tmp_path: Path, zeilen: list[str], **mehr: str) -> Bereinigung:
    text = "\n".join(zeilen) + "\n"
    return clean(raw_folder(tmp_path, {NAME: text} | {f"{n}.yaml": t for n, t in mehr.items()}))


def tables(zeilen: list[str], quelle: Quelle | None = None) -> list[Abschnitt]:
    cells: list[list[Zelle]] = [[c or None for c in z.split(";")] if z.strip(";") else [] for z in zeilen]
    return sections(sheet(*cells), quelle)


def found(zeilen: list[str], quelle: Quelle | None = None) -> list[tuple[str, int, int, int]]:
    """Table, first row, header row and last row of each."""
    return [(t.kopf.tabelle, t.blatt.von, t.kopf.letzte, t.blatt.letzte) for t in tables(zeilen, quelle)]


def test_two_tables_of_one_kind_share_a_line(tmp_path: Path) -> None:
    b = cleaned(tmp_path, LISTE)
    (z,) = b.bilanz
    assert (z.zeilen_physisch, z.kopf, z.leer, z.summenzeilen, z.gelesen) == (15, 6, 2, 2, 5)
    assert (z.uebernommen, z.zurueckgestellt, z.betrag_unlesbar) == (4, 1, 1)
    assert (z.betrag_spalte, z.betrag_uebernommen_cent) == ("ausgezahlt_cent", 340_050)
    table = b.tabellen["weiterleitungen"]
    assert table["quelle_zeile"].tolist() == [4, 5, 11, 13]
    assert table["traeger"].tolist() == ["Gemeinde Anröchte", "Stadt Wickede", "Brücke Anröchte e. V.", "Chor"]
    assert table["ausgezahlt_cent"].tolist() == [240_000, 10_050, 88_000, 2_000]
    assert table["bewilligt_cent"].isna().tolist() == [False, False, True, True]
    assert set(table["foerderjahr"]) == {2019}
    assert b.zurueckgestellt[["zeile", "spalte", "wert"]].values.tolist() == [[12, "ausgezahlt EUR", "ca. 5"]]


def test_title_lines_belong_to_the_table_below_them() -> None:
    assert found(LISTE) == [("weiterleitungen", 1, 3, 7), ("weiterleitungen", 8, 10, 15)]
    first, second = tables(LISTE)
    assert first.kopf.titel == ("Förderjahr 2019", "Kommunen")
    assert second.kopf.titel == ("Förderjahr 2019", "Kommunen", "Freie Träger")  # its own name no year


def test_each_table_may_name_its_year(tmp_path: Path) -> None:
    zeilen = [z.replace("Freie Träger", "Freie Träger, Förderjahr 2018") for z in LISTE]
    raw = raw_folder(tmp_path, {NAME: "", "liste.csv": "\n".join(zeilen)})
    assert clean(raw).tabellen["weiterleitungen"]["foerderjahr"].tolist() == [2019, 2019, 2018, 2018]


def test_tables_of_different_kinds_have_a_line_each(tmp_path: Path) -> None:
    b = cleaned(tmp_path, [*LISTE[:7], "Zahlungen", "Datum;Art;Betrag;;;", "31.05.2019;Auszahlung;2.500,50;;;"])
    assert [(z.tabelle, z.zeilen_physisch, z.kopf, z.leer, z.summenzeilen, z.gelesen) for z in b.bilanz] == [
        ("weiterleitungen", 7, 3, 1, 1, 2),
        ("zahlungen", 3, 2, 0, 0, 1),
    ]
    assert b.tabellen["zahlungen"]["betrag_cent"].tolist() == [250_050]
    assert b.tabellen["zahlungen"]["quelle_zeile"].tolist() == [10]


def test_kinds_that_alternate_are_merged_by_kind(tmp_path: Path) -> None:
    zahlungen = ["Datum;Art;Betrag;;;", "31.05.2019;Auszahlung;1,00;;;"]
    b = cleaned(tmp_path, [*LISTE[:5], *zahlungen, *LISTE[9:11], *zahlungen])
    assert [(z.tabelle, z.gelesen, z.kopf) for z in b.bilanz] == [("weiterleitungen", 3, 4), ("zahlungen", 2, 2)]


def test_a_last_total_may_be_that_of_all_tables(tmp_path: Path) -> None:
    zeilen = [*LISTE[:11], *LISTE[12:13], "Summe;;900,00;;;"]
    for last, totals in (("Gesamt;;3.400,50;;;", 3), ("Gesamt;;3.400,51;;;", 2)):
        folder = tmp_path / str(totals)
        folder.mkdir()
        b = cleaned(folder, [*zeilen, last])
        assert (b.bilanz[0].summenzeilen, len(b.zurueckgestellt)) == (totals, 3 - totals)


def test_subtotals_and_total_of_a_later_table(tmp_path: Path) -> None:
    later = [KOPF, "3;Anröchte;A;;;5,00", "Summe;;;;;5,00", "4;Wickede;B;;;7,00", "Summe;;;;;7,00", "Gesamt;;;;;12,00"]
    b = cleaned(tmp_path, [*LISTE[:7], *later])  # the same header without a title, as after a page break
    assert (b.bilanz[0].summenzeilen, b.bilanz[0].kopf, len(b.zurueckgestellt)) == (4, 4, 0)


def test_a_page_break_is_no_new_table() -> None:
    assert found([*LISTE[:5], "", KOPF, "3;Anröchte;A;;;5,00"]) == [("weiterleitungen", 1, 3, 8)]
    page = found([*LISTE[:5], "Seite 2", KOPF, "3;Anröchte;A;;;5,00"])
    assert page == [("weiterleitungen", 1, 3, 5), ("weiterleitungen", 6, 7, 8)]


def test_a_group_may_go_on_behind_a_page_break(tmp_path: Path) -> None:
    b = cleaned(tmp_path, [*LISTE[:5], "Seite 2", KOPF, "3;Anröchte;A;;;5,00", "Summe;;;;;2.505,50"])
    assert (b.bilanz[0].summenzeilen, b.bilanz[0].kopf, b.bilanz[0].uebernommen) == (1, 5, 3)


def test_a_header_of_two_rows_may_follow(tmp_path: Path) -> None:
    two = ["Kommune;Träger;Beträge in EUR;;;", ";;bewilligt;ausgezahlt;;", "Anröchte;A;7,00;6,00;;"]
    b = cleaned(tmp_path, [*LISTE[:7], "Nachtrag", *two])
    assert b.tabellen["weiterleitungen"]["ausgezahlt_cent"].tolist() == [240_000, 10_050, 600]
    assert (b.bilanz[0].kopf, b.bilanz[0].zeilen_physisch) == (6, 11)


@pytest.mark.parametrize(
    ("kopf", "words"),
    [
        (
            "Träger;Kommune;Zuschuss;;;",
            ["Die Spalte „Zuschuss“ ist nicht bekannt", "Zeile 10", "mindestens eine Betrag"],
        ),
        ("Träger;Kommune;ausgezahlt;Frist;;", ["Die Spalte „Frist“ ist nicht bekannt", "Zeile 10"]),
        ("Träger;Kommune;ausgezahlt;Zuwendung ausgezahlt;;", ["Zwei Spalten bedeuten dasselbe", "Zeile 10"]),
        ("Träger;Kommune;ausgezahlt;;;", ["Spalte D hat keine Überschrift, aber Werte", "Zeile 11"]),
    ],
)
def test_a_later_head_is_refused_like_the_first(tmp_path: Path, kopf: str, words: list[str]) -> None:
    said = refusal(raw_folder(tmp_path, {NAME: "\n".join([*LISTE[:9], kopf, *LISTE[10:]])}), DateiFehler)
    assert all(w in said for w in words), said


@pytest.mark.parametrize(
    "zeile",
    [
        "Träger;;ausgezahlt EUR;;;",  # no Kommune
        "Kommune: Anröchte;Träger: A;ausgezahlt EUR;;;",
        "9;Anröchte;Träger;Baustein;5,00;5,00",
        "Az.;Kommune;;;;",
    ],
)
def test_half_a_header_is_a_row_like_others(tmp_path: Path, zeile: str) -> None:
    assert len(tables([*LISTE[:5], zeile])) == 1
    b = cleaned(tmp_path, [*LISTE[:5], zeile])
    assert (b.bilanz[0].gelesen, b.bilanz[0].kopf) == (3, 3)


def test_text_that_is_not_alone_is_no_title(tmp_path: Path) -> None:
    zeilen = [*LISTE[:5], ";Anröchte;Verein;;;", "Rest 5,00 EUR", *LISTE[9:11]]
    assert found(zeilen)[1] == ("weiterleitungen", 8, 8, 9)
    assert cleaned(tmp_path, zeilen).zurueckgestellt["zeile"].tolist() == [6, 7]


KORREKTUR = """\
korrekturen:
  - aktion: setze
    datei: liste_2019.csv
    zeile: 12
    erwarte: {ausgezahlt EUR: ca. 5}
    setze: {ausgezahlt: "5,00"}
    grund: Bescheid
    wer: KI
    datum: "2022-05-31"
  - aktion: loesche
    datei: liste_2019.csv
    zeile: 4
    erwarte: {Az.: "1"}
    grund: doppelt
    wer: KI
    datum: "2022-05-31"
"""


def test_corrections_reach_every_table(tmp_path: Path) -> None:
    b = cleaned(tmp_path, LISTE, korrekturen=KORREKTUR)
    assert b.tabellen["weiterleitungen"]["quelle_zeile"].tolist() == [5, 11, 12, 13]
    (z,) = b.bilanz
    assert (z.davon_korrigiert, z.zurueckgestellt, z.korrektur_delta_cent) == (2, 0, 500 - 240_000)


@pytest.mark.parametrize("zeile", [3, 7, 8, 10, 99])
def test_a_correction_of_no_row_is_refused(tmp_path: Path, zeile: int) -> None:
    raw = raw_folder(tmp_path, {NAME: "\n".join(LISTE), "korrekturen.yaml": KORREKTUR.replace("12\n", f"{zeile}\n", 1)})
    said = refusal(raw, DatenFehler)
    assert "trifft keine Datenzeile" in said and f"Zeile {zeile}" in said


def test_a_correction_of_a_footer_is_refused_with_the_row_that_is_meant(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: "\n".join(LISTE), "korrekturen.yaml": KORREKTUR.replace("12\n", "15\n", 1)})
    said = refusal(raw, DatenFehler)
    assert "Zeile 15" in said and "Alles Erwartete steht jetzt in Zeile 12." in said


def test_a_correction_of_a_total_is_refused(tmp_path: Path) -> None:
    entry = KORREKTUR.replace("12\n", "14\n", 1).replace("{ausgezahlt EUR: ca. 5}", "{Träger: Summe}")
    said = refusal(raw_folder(tmp_path, {NAME: "\n".join(LISTE), "korrekturen.yaml": entry}), DatenFehler)
    assert "trifft keine Datenzeile" in said and "Zeile 14" in said


def test_quellen_yaml_counts_for_all_tables(tmp_path: Path) -> None:
    zeilen = [z.replace("Bemerkung", "Zweck") for z in LISTE]
    zeilen[10], zeilen[12] = "Brücke Anröchte;Anröchte;880,00;B2;;", "Chor;;20,00;;;"
    zeilen[4] = "2;;Stadt Wickede;;100,50;100,50"
    quellen = "quellen:\n  - {datei: liste_2019.csv, spalten: {Zweck: baustein}, weglassen_zeilen: [9, 12, 14], "
    b = cleaned(tmp_path, zeilen, quellen=quellen + "auffuellen: [Kommune, Az.], konstanten: {ehrenamtliche: '3'}}\n")
    table = b.tabellen["weiterleitungen"]
    assert table["baustein"].tolist()[2] == "B2" and set(table["ehrenamtliche"]) == {3}
    # The last row belongs to the group that the row left out above it begins.
    assert table["kommune"].tolist() == ["Anröchte", "Anröchte", "Anröchte", "Wickede (Ruhr)"]
    assert [h.ort.zeile for h in b.hinweise if h.art == "weggelassen"] == [12]


def test_a_named_header_row_is_that_of_the_first_table() -> None:
    quelle = Quelle(datei="*", kopfzeile=(3,))
    assert found(LISTE, quelle) == found(LISTE)
    assert found(LISTE, Quelle(datei="*", weglassen_zeilen=(10,))) == [("weiterleitungen", 1, 3, 15)]


def test_notes_of_the_sheet_are_said_once(tmp_path: Path) -> None:
    b = cleaned(tmp_path, [z.replace("Welcome", "Wel\u200bcome") for z in LISTE])
    assert [h.art for h in b.hinweise].count("zeichen") == 1


def test_many_tables_take_no_time() -> None:
    page = ["Seite", KOPF, *["1;Anröchte;A;;5,00;5,00"] * 50]
    start = time.perf_counter()
    assert len(tables(page * 100)) == 100
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("kopf", ["Kommune;bewilligt;ausgezahlt", "Träger;ausgezahlt;Bemerkung", "Kommune;Betrag;"])
@pytest.mark.parametrize("titel", [[], [";;", "Übersicht;;"]])
def test_a_later_head_without_all_a_table_must_have_is_refused(kopf: str, titel: list[str]) -> None:
    zeilen = ["Kommune;Träger;ausgezahlt", "Anröchte;V;500,00", *titel, kopf, "Anröchte;600,00;500,00"]
    with pytest.raises(DateiFehler, match="beginnt eine zweite mit anderen Spalten") as fault:
        tables(zeilen)
    assert f"Zeile {3 + len(titel)}" in str(fault.value) and len(fault.value.lines()) <= 6
    assert len(tables(zeilen, Quelle(datei="*", weglassen_zeilen=(3 + len(titel),)))) == 1


@pytest.mark.parametrize(
    "zeile", ["Stadt;Gemeinde;500,00", "Kommune;V;bewilligt", "Kommune;;", "Kommune;Träger;ausgezahlt"]
)
def test_words_of_headings_in_a_row_are_no_head(zeile: str) -> None:
    zeilen = ["Kommune;Träger;ausgezahlt", "Anröchte;V;500,00", zeile, "Anröchte;W;500,00"]
    assert len(tables(zeilen)) == 1
