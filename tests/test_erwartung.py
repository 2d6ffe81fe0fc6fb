"""The guard of korrekturen.yaml: which row an entry is about, and what it says when the source has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.bereinigung import Bereinigung
from komman.errors import DateiFehler, DatenFehler
from tests.raw_folder import KOPF, NAME, ZEILEN, cleaned, ledger, raw_folder, refusal

ENTRY = """\
  - aktion: {aktion}
    datei: liste_2019.csv
{zeile}    erwarte: {{{erwarte}}}
    grund: {grund}
    wer: {wer}
    datum: "2022-05-30"
{mehr}"""


def entry(
    aktion: str,
    erwarte: str,
    zeile: int = 0,
    mehr: str = "",
    kopf: bool = True,
    grund: str = "laut Akte",
    wer: str = "KI",
) -> str:
    row = f"    zeile: {zeile}\n" if zeile else ""
    text = ENTRY.format(aktion=aktion, zeile=row, erwarte=erwarte, mehr=mehr, grund=grund, wer=wer)
    return f"korrekturen:\n{text}" if kopf else text


def said(tmp_path: Path, korrekturen: str, *zeilen: str, art: type[DatenFehler | DateiFehler] = DatenFehler) -> str:
    return refusal(raw_folder(tmp_path, {NAME: ledger(*zeilen), "korrekturen.yaml": korrekturen}), art)


def paid(b: Bereinigung) -> int:
    return int(b.tabellen["weiterleitungen"]["ausgezahlt_cent"].sum())


SETZE = "    setze: {kommune: Wickede}\n"


@pytest.mark.parametrize(
    "erwarte",
    ["Az.: '2'", "traeger: Brücke Anröchte e. V.", "kommune: Anröchte, baustein: B2", "ausgezahlt: '880,00'"],
)
def test_without_a_row_number_the_one_row_counts_that_holds_all(tmp_path: Path, erwarte: str) -> None:
    b = cleaned(tmp_path, korrekturen=entry("loesche", erwarte))
    assert paid(b) == 240_000 and b.korrekturen["zeile"].unique().tolist() == [4]


def test_an_entry_without_a_row_number_outlives_a_new_order(tmp_path: Path) -> None:
    b = cleaned(tmp_path, ZEILEN[1], ZEILEN[2], ZEILEN[0], korrekturen=entry("loesche", "Az.: '2'"))
    assert paid(b) == 240_000 and b.korrekturen["zeile"].unique().tolist() == [3]


@pytest.mark.parametrize(
    ("erwarte", "words"),
    [
        ("kommune: Anröchte", ["passt auf 2 Zeilen", "Erwartet: kommune „Anröchte“", "steht in den Zeilen 3 und 4."]),
        ("Az.: '9'", ["passt auf keine Zeile", "Erwartet: Az. „9“", "anpassen oder entfernen"]),
        ("traegr: x", ["nennt die Spalte „traegr“", "Am nächsten liegt „traeger“."]),
    ],
)
def test_none_or_several_are_refused_with_their_numbers(tmp_path: Path, erwarte: str, words: list[str]) -> None:
    text = said(tmp_path, entry("loesche", erwarte), *ZEILEN)
    assert all(w in text for w in words), text


def test_of_many_rows_that_fit_the_first_are_named(tmp_path: Path) -> None:
    rows = [f"{i};Anröchte;V {i};A2;6;1,00;1,00;0,00" for i in range(9)]
    text = said(tmp_path, entry("loesche", "kommune: Anröchte"), *rows)
    assert "passt auf 9 Zeilen" in text and "in den Zeilen 3, 4, 5, 6, 7 und 4 weiteren." in text


def test_without_a_row_number_a_blank_text_alone_is_refused(tmp_path: Path) -> None:
    text = said(tmp_path, entry("loesche", "ausgezahlt: ''"), *ZEILEN, art=DateiFehler)
    assert "Ohne „zeile“ muss „erwarte“ mindestens einen Wert nennen" in text
    assert "Datei korrekturen.yaml, Zeile" in text


def test_two_entries_for_one_row_meet_whichever_way_they_name_it(tmp_path: Path) -> None:
    both = entry("loesche", "Az.: '2'") + entry("stelle_zurueck", "Az.: '2'", 4, kopf=False)
    assert "ändern dieselbe Zeile" in said(tmp_path, both, *ZEILEN)


REPAIRED = "1;Wickede;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;0,00"


@pytest.mark.parametrize("zeile", [3, 0])
@pytest.mark.parametrize("erwarte", ["kommune: Anröchte, Az.: '1'", "Az.: '1'"])
def test_a_source_that_was_repaired_is_said(tmp_path: Path, zeile: int, erwarte: str) -> None:
    """The cell already holds the corrected value; an entry that did not expect the old one would change nothing."""
    text = said(tmp_path, entry("setze", erwarte, zeile, SETZE), REPAIRED, *ZEILEN[1:])
    assert text.splitlines()[:2] == [
        "Die Quelle enthält schon, was die Korrektur einträgt.",
        f"Wo: Datei {NAME}, Zeile 3, Spalte „Kommune“, Wert „Wickede“",
    ]
    assert "Den Eintrag in korrekturen.yaml entfernen" in text


@pytest.mark.parametrize("betrag", ["2400,00", "2.400,00 €", "2.400,00"])
def test_a_repaired_amount_is_known_in_any_spelling(tmp_path: Path, betrag: str) -> None:
    text = said(tmp_path, entry("setze", "Az.: '1'", 3, f"    setze: {{ausgezahlt: '{betrag}'}}\n"), *ZEILEN)
    assert text.startswith("Die Quelle enthält schon")


def test_an_entry_may_confirm_what_it_expects(tmp_path: Path) -> None:
    same = "    setze: {traeger: Gemeinde Anröchte}\n"
    b = cleaned(tmp_path, korrekturen=entry("setze", "traeger: Gemeinde Anröchte", 3, same))
    assert paid(b) == 328_000 and b.bilanz[0].davon_korrigiert == 1


def test_another_spelling_of_a_name_is_a_change(tmp_path: Path) -> None:
    other = "    setze: {traeger: GEMEINDE Anröchte}\n"
    b = cleaned(tmp_path, korrekturen=entry("setze", "Az.: '1'", 3, other))
    assert b.korrekturen["nachher"].tolist() == ["GEMEINDE Anröchte"]


def test_rows_that_moved_are_named(tmp_path: Path) -> None:
    text = said(tmp_path, entry("loesche", "Az.: '2', kommune: Anröchte", 3), *ZEILEN)
    assert "sagt nicht mehr" in text and "Spalte „Az.“, Wert „1“" in text and "Erwartet: „2“" in text
    assert "Alles Erwartete steht jetzt in Zeile 4." in text and "„zeile: 4“ eintragen oder „zeile“ weglassen" in text


def test_a_row_that_is_gone_is_said(tmp_path: Path) -> None:
    text = said(tmp_path, entry("loesche", "Az.: '7'", 3), *ZEILEN)
    assert "Alles Erwartete zusammen steht in keiner Zeile." in text and "anpassen oder entfernen" in text


def test_beyond_the_sheet_the_row_that_moved_is_named_too(tmp_path: Path) -> None:
    text = said(tmp_path, entry("loesche", "Az.: '2'", 99), *ZEILEN)
    assert "trifft keine Datenzeile" in text and "Zeile 99" in text and "steht jetzt in Zeile 4." in text


@pytest.mark.parametrize(
    ("zeilen", "erwarte", "zeile"),
    [
        ((*ZEILEN, "Summe;;;;;4.080,50;3.280,00;80,00"), "Az.: Summe", 6),
        ((*ZEILEN, "Summe;;;;;4.080,50;3.280,00;80,00"), "Az.: Summe", 0),
        ((ZEILEN[0], ";;;;;;;", ZEILEN[1]), "Az.: ''", 4),
        (ZEILEN, "Az.: Az.", 2),
    ],
    ids=["total", "total by content", "blank", "header"],
)
def test_what_is_no_row_of_data_is_refused(tmp_path: Path, zeilen: tuple[str, ...], erwarte: str, zeile: int) -> None:
    assert "trifft keine Datenzeile" in said(tmp_path, entry("loesche", erwarte, zeile), *zeilen)


def test_tables_one_below_the_other_are_searched_together(tmp_path: Path) -> None:
    rows = (*ZEILEN, ";;;;;;;", f"Nachtrag 2019;;;;;;;\n{KOPF}", "7;Anröchte;Chor;A2;1;5,00;5,00;0,00")
    b = cleaned(tmp_path, *rows, korrekturen=entry("loesche", "Az.: '7'"))
    assert b.korrekturen["zeile"].unique().tolist() == [9] and paid(b) == 328_000
    (tmp_path / "b").mkdir()
    both = said(tmp_path / "b", entry("loesche", "kommune: Anröchte"), *rows)
    assert "passt auf 3 Zeilen" in both and "3, 4 und 9" in both


def test_contact_data_of_a_person_never_reach_a_message_or_the_record(tmp_path: Path) -> None:
    mail = "mailto a@b.de 0171 1234567"
    b = cleaned(tmp_path, korrekturen=entry("loesche", "Az.: '2'", 4, grund=mail, wer=mail))
    record = b.korrekturen.iloc[0]
    assert record["grund"] == record["wer"] == "mailto [E-Mail] [Telefon]"
    (tmp_path / "b").mkdir()
    text = said(tmp_path / "b", entry("loesche", "Az.: a@b.de, kommune: 0171 1234567"), *ZEILEN)
    assert "a@b.de" not in text and "1234567" not in text and "[E-Mail]" in text


@pytest.mark.parametrize(
    ("mehr", "words"),
    [
        ("    status: fertig\n", ["„fertig“ ist nicht bekannt", "offen, erledigt"]),
        ("    setze: {kommune: '…'}\n", ["„…“ ist ein Platzhalter"]),
    ],
)
def test_a_draft_that_is_not_filled_in_is_refused(tmp_path: Path, mehr: str, words: list[str]) -> None:
    text = said(
        tmp_path, entry("setze", "Az.: '1'", 3, mehr if "setze" in mehr else SETZE + mehr), *ZEILEN, art=DateiFehler
    )
    assert all(w in text for w in words), text


@pytest.mark.parametrize("status", ["offen", "erledigt"])
def test_the_status_is_on_record(tmp_path: Path, status: str) -> None:
    b = cleaned(tmp_path, korrekturen=entry("setze", "Az.: '1'", 3, f"{SETZE}    status: {status}\n"))
    assert b.korrekturen["status"].tolist() == [status]


def test_a_part_of_a_split_row_says_something(tmp_path: Path) -> None:
    text = said(tmp_path, entry("teile", "Az.: '1'", 3, "    teile: [{}, {baustein: B2}]\n"), *ZEILEN, art=DateiFehler)
    assert "jeder Teil unter „teile“" in text.lower() or "Jeder Teil unter „teile“" in text
