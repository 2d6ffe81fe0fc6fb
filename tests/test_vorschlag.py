"""The draft of an entry: right where a heading says it, open where a person must decide, never a cell, never used."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.__main__ import main
from komman.config import Quelle, QuellenListe
from komman.errors import DateiFehler, KommanFehler
from komman.ledger import clean
from komman.quellenbeispiele import BEISPIELE
from komman.vorschlag import Vorschlag, propose
from komman.vorschlagspalten import ENTSCHEIDEN
from komman.yamlfile import load_yaml
from tests.blaetter import mappe
from tests.raw_folder import NAME, raw_folder, refusal


def draft(tmp_path: Path, name: str, text: str | bytes) -> tuple[Vorschlag, tuple[Quelle, ...]]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    found = propose(path)
    written = tmp_path / "entwurf.yaml"
    written.write_text(found.text, encoding="utf-8")
    return found, load_yaml(written, QuellenListe).quellen


def decided(tmp_path: Path, text: str) -> tuple[Quelle, ...]:
    """The entries once the marks before the lines to decide are gone."""
    lines = [x.replace("# ", "", 1) if "# ENTSCHEIDEN" in x else x for x in text.splitlines()]
    written = tmp_path / "entschieden.yaml"
    written.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_yaml(written, QuellenListe).quellen


# A file, the lines as a person changes them (what the draft says → what holds), and the cents read.
UNBEKANNT = {
    "quellen.md, Beispiel 1": ("zuschuesse.csv", BEISPIELE[0].blaetter[""], {'"JJJJ"': '"2019"'}, 328_050),
    "ohne Kopf": ("ausgabe.csv", BEISPIELE[1].blaetter[""], {"D: bewilligt": "D: ausgezahlt"}, 328_050),
    "Jahre": ("jahre.csv", "Ort;Empfänger;2017;2018;Gesamt\nAnröchte;V;1,00;2,50;3,50\n", {}, 350),
    "Wörter": (
        "zusagen_2019.csv", "Sitz;Name;Zusage;Fluss\nAnröchte;V;1.500;20,00\n",
        {'"Zusage": bewilligt': '"Zusage": beantragt'}, 2_000,
    ),
    "Dezimalpunkt": ("punkt_2019.csv", "Wo;Wer;Zuschuss\nAnröchte;V;100.50\nWickede;W;20.25\n", {}, 12_075),
    "nichts als Konstanten": (
        "az_2019.csv", "Az.;Baustein\nKI-1;A2\n",
        {'kommune: "…"': "kommune: Anröchte", 'traeger: "…"': "traeger: V", 'bewilligt: "…"': 'bewilligt: "3,00"'}, 300,
    ),
}  # fmt: skip


@pytest.mark.parametrize("fall", UNBEKANNT)
def test_a_draft_is_yaml_and_with_its_decisions_the_file_is_read(fall: str, tmp_path: Path) -> None:
    name, text, choices, cent = UNBEKANNT[fall]
    raw = raw_folder(tmp_path, {NAME: "", name: text})
    refusal(raw, DateiFehler)
    found, _ = draft(tmp_path, name, text)
    (raw / "quellen.yaml").write_text(found.text, encoding="utf-8")
    with pytest.raises(KommanFehler):
        clean(raw)
    changed = found.text
    for old, new in choices.items():
        assert changed.count(old) == 1
        changed = changed.replace(old, new)
    decided(tmp_path, changed)
    (raw / "quellen.yaml").write_text((tmp_path / "entschieden.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    b = clean(raw)
    assert b.zurueckgestellt.empty and b.bilanz[0].betrag_uebernommen_cent == cent


def test_a_row_of_texts_over_amounts_is_a_header(tmp_path: Path) -> None:
    found, (q,) = draft(tmp_path, "l_2019.csv", "Wohin;Geld\nAnröchte;100,00\nWickede;ca. 5\nWickede;7,50\n")
    assert q.kopfzeile == (1,) and "kopfzeile: 1  # geraten" in found.text
    assert f'# "Geld": bewilligt  {ENTSCHEIDEN}' in found.text and "Wickede" not in found.text


@pytest.mark.parametrize("first", ["Anröchte;W;ca. 5", "Wickede;W;offen 2 Mal", "Möhnesee;V;offen", "X;5,00;offen"])
def test_a_row_of_data_is_no_header(first: str, tmp_path: Path) -> None:
    """It has digits over amounts, or one of its texts stands again below it."""
    found, (q,) = draft(tmp_path, "l_2019.csv", f"{first}\nAnröchte;V;100,00\nWickede;V;10,00\nX;U;7,00\n")
    assert q.kopfzeile is None and first.partition(";")[0] not in found.text


def test_known_and_guessed_columns(tmp_path: Path) -> None:
    text = "Übersicht\nTräger;Sitz;Bewilligungssumme brutto;Frist;Bemerkung\nV;Anröchte;1,00;Mai;x\n"
    found, (q,) = draft(tmp_path, "liste_2019.csv", text)
    assert (q.datei, q.tabelle, q.kopfzeile) == ("liste_2019.csv", "weiterleitungen", (2,))
    assert q.spalten == {"Sitz": "kommune", "Bewilligungssumme brutto": "bewilligt"}
    assert q.weglassen_spalten == ("Frist",) and found.offen == 0
    assert found.text.count("# geraten") == 4


def test_a_draft_without_open_places_is_read(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: "Träger;Sitz;ausgezahlte Summe;Frist\nV;Anröchte;1,00;x\n"})
    refusal(raw, DateiFehler)
    found = propose(raw / NAME)
    assert found.offen == 0
    (raw / "quellen.yaml").write_text(found.text, encoding="utf-8")
    assert clean(raw).bilanz[0].betrag_uebernommen_cent == 100


@pytest.mark.parametrize("heading", ["Betrag", "Zuschuss", "Zuwendung (EUR)", "Summe", "gefördert"])
def test_which_amount_it_is_a_person_decides(heading: str, tmp_path: Path) -> None:
    found, (q,) = draft(tmp_path, "liste_2019.csv", f"Kommune;Träger;{heading}\nAnröchte;V;1,00\n")
    assert not q.spalten and not q.weglassen_spalten and found.offen == 1
    assert f'# "{heading}": bewilligt  {ENTSCHEIDEN} welcher Betrag? oder ausgezahlt, beantragt, …' in found.text
    assert decided(tmp_path, found.text)[0].spalten == {heading: "bewilligt"}


def test_a_column_of_amounts_is_never_left_out(tmp_path: Path) -> None:
    found, (q,) = draft(tmp_path, "liste_2019.csv", "Kommune;Träger;bewilligt;Zweck\nAnröchte;V;1,00;2.500,00\n")
    assert not q.weglassen_spalten and '# "Zweck": ausgezahlt  # ENTSCHEIDEN' in found.text


def test_a_second_column_of_one_amount_is_offered_no_other_amount(tmp_path: Path) -> None:
    text = "Kommune;Träger;bewilligt alt;bewilligt neu\nAnröchte;V;1,00;2.500,00\n"
    found, (q,) = draft(tmp_path, "liste_2019.csv", text)
    assert q.spalten == {"bewilligt alt": "bewilligt"} and not q.weglassen_spalten
    assert decided(tmp_path, found.text)[0].weglassen_spalten == ("bewilligt neu",)


def test_a_wide_ledger(tmp_path: Path) -> None:
    found, (q,) = draft(tmp_path, "l.csv", "Ort;Empfänger;2016;2017;Gesamt\nAnröchte;V;100,00;;100,00\n")
    assert (q.jahre_als_spalten, q.spalten, q.weglassen_spalten) == ((), {"Ort": "kommune"}, ("Gesamt",))
    assert decided(tmp_path, found.text)[0].jahre_als_spalten == ("ausgezahlt",) and found.offen == 1
    assert "oder bewilligt" in found.text and "foerderjahr" not in found.text


def test_a_ledger_without_header(tmp_path: Path) -> None:
    found, (q,) = draft(tmp_path, "l.csv", "2019;Anröchte;V;100,00\n2020;Wickede;W;100,00\n")
    assert q.ohne_kopf and q.spalten == {"A": "foerderjahr"}
    assert f"# D: bewilligt  {ENTSCHEIDEN} Beträge" in found.text and "Anröchte" not in found.text
    found, (q,) = draft(tmp_path, "m.csv", "Anröchte;V;100,00\nWickede;W;100,00\n")
    assert q.kopfzeile is None and "# kopfzeile: keine  # ENTSCHEIDEN mit den Zeilen darunter" in found.text
    (q,) = decided(tmp_path, found.text)
    assert q.ohne_kopf and q.spalten == {"A": "kommune", "B": "traeger", "C": "bewilligt"}


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    found, _ = draft(tmp_path, "l.csv", "Träger;Baustein;ausgezahlt\nV;A2;1,00\n")
    assert f'    # konstanten: {{kommune: "…", foerderjahr: "JJJJ"}}  {ENTSCHEIDEN}' in found.text and found.offen == 1
    assert "foerderjahr" not in draft(tmp_path, "l_2019.csv", "Träger;Baustein;ausgezahlt\nV;A2;1,00\n")[0].text


def test_amounts_of_two_readings(tmp_path: Path) -> None:
    text = "Kommune;Träger;bewilligt\nAnröchte;V;1.234\n"
    assert f"    # dezimal: komma  {ENTSCHEIDEN}" in draft(tmp_path, "l_2019.csv", text)[0].text
    assert "dezimal" not in draft(tmp_path, "m_2019.csv", text + "Anröchte;V;5,00\n")[0].text


@pytest.mark.parametrize("charset", ["cp850", "mac-roman"])
def test_the_character_set_is_guessed(charset: str, tmp_path: Path) -> None:
    text = "Kommune;Träger;bewilligt\nMöhnesee;Grün für Flüsse;1,00\n".encode(charset)
    with pytest.raises(DateiFehler):
        (tmp_path / "raw").mkdir()
        clean(raw_folder(tmp_path / "raw", {NAME: text}))
    _, (q,) = draft(tmp_path, "l_2019.csv", text)
    assert q.zeichensatz == charset


def test_the_separator_is_guessed(tmp_path: Path) -> None:
    _, (q,) = draft(tmp_path, "l_2019.csv", "Kommune,Träger;x,bewilligt\nAnröchte,V;x,5\nAnröchte,W;x,5\n")
    assert q.trennzeichen == ","


def test_contact_data_never_stand_in_a_draft(tmp_path: Path) -> None:
    text = "Kommune;Träger;Zuschuss;Frau X, Tel. 02921 30-1234\n"
    text += "Anröchte;V, post@verein.example;1,00;DE02120300000000202051\n"
    found, _ = draft(tmp_path, "l_2019.csv", text)
    assert "02921" not in found.text and "@" not in found.text and "DE02" not in found.text
    assert "Spalte D: die Überschrift enthält Kontaktdaten" in found.text and found.offen == 2


def test_a_sheet_that_is_no_ledger(tmp_path: Path) -> None:
    found, (q,) = draft(tmp_path, "l.csv", "anrufen;bis Freitag\nx;y\n")
    assert not q.ignorieren and f"# ignorieren: ja  {ENTSCHEIDEN}" in found.text
    assert decided(tmp_path, found.text)[0].ignorieren


def test_every_sheet_of_a_workbook_has_its_entry(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Kommune", "Träger", "Bewilligung brutto"], ["Anröchte", "V", 100.5]]
    _, quellen = draft(tmp_path, "m_2019.xlsx", mappe({"A": rows, "B": rows, "leer": []}))
    assert [(q.blatt, q.spalten) for q in quellen] == [(b, {"Bewilligung brutto": "bewilligt"}) for b in "AB"]


def pruefe(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["pruefe", *argv])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_writes_a_draft_and_uses_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = raw_folder(tmp_path, {NAME: "Träger;Sitz;Zuschuss\nV;Anröchte;1,00\n"})
    code, _, err = pruefe(capsys, "--daten", str(tmp_path))
    assert code == 3 and f"komman pruefe --vorschlag {NAME}" in err and len(err.splitlines()) <= 6
    code, out, _ = pruefe(capsys, "--daten", str(tmp_path), "--vorschlag", NAME)
    (written,) = (tmp_path / "processed" / "protokoll").iterdir()
    assert code == 0 and written.name == "quellen-liste-2019-csv.yaml" and written.name in out
    assert written.read_text(encoding="utf-8") == propose(raw / NAME).text
    assert "gilt erst, wenn Sie ihn in quellen.yaml übernehmen" in out and len(out.splitlines()) <= 6
    assert not (raw / "quellen.yaml").exists() and pruefe(capsys, "--daten", str(tmp_path))[0] == 3


def test_the_command_replaces_no_draft_and_needs_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw_folder(tmp_path)
    assert pruefe(capsys, "--daten", str(tmp_path), "--vorschlag", NAME)[0] == 0
    (written,) = (tmp_path / "processed" / "protokoll").iterdir()
    written.write_text("mein Text", encoding="utf-8")
    code, _, err = pruefe(capsys, "--daten", str(tmp_path), "--vorschlag", NAME)
    assert code == 2 and "wird nicht ersetzt" in err and written.read_text(encoding="utf-8") == "mein Text"
    code, _, err = pruefe(capsys, "--daten", str(tmp_path), "--vorschlag", "fehlt.csv")
    assert code == 2 and "„fehlt.csv“ gibt es in raw/ nicht" in err


@pytest.mark.parametrize(
    "text", ["Kommune;Träger;bewilligt\nM\x94hnesee;V;1,00\n".encode("latin-1"), b"Kommune,Tr;x,b\nA,V;x,5\n"]
)
def test_every_refusal_of_a_ledger_names_the_draft(
    text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw_folder(tmp_path, {NAME: text})
    code, _, err = pruefe(capsys, "--daten", str(tmp_path))
    assert code == 3 and f"komman pruefe --vorschlag {NAME}" in err and len(err.splitlines()) <= 6


@pytest.mark.parametrize(("text", "was"), [
    ("Kommune;Träger;bewilligt\nin T€;;\nAnröchte;V;1,00\n", "nicht in Euro"),
    ("Kommune;Träger;bewilligt;\nAnröchte;V;1,00;Notiz\n", "keine Überschrift, aber Werte"),
    ("Kommune;Träger;Empfänger;bewilligt\nAnröchte;V;W;1,00\n", "bedeuten dasselbe"),
])  # fmt: skip
def test_what_no_draft_mends_names_none(
    text: str, was: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw_folder(tmp_path, {NAME: text})
    code, _, err = pruefe(capsys, "--daten", str(tmp_path))
    assert code == 3 and was in err and "quellen.yaml" in err and "--vorschlag" not in err


def test_a_bare_name_means_the_file_in_raw_and_a_path_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = raw_folder(tmp_path, {NAME: "Wer;Wo;Zuschuss\nV;Anröchte;1,00\n"})
    hier = tmp_path / "hier"
    (hier / "unter").mkdir(parents=True)
    for path in (hier / NAME, hier / "fremd.csv", hier / "unter" / NAME):
        path.write_text("Wer;Wo;Bewilligung brutto\nV;Anröchte;1,00\n", encoding="utf-8")
    monkeypatch.chdir(hier)
    assert pruefe(capsys, "--daten", str(tmp_path), "--vorschlag", NAME)[0] == 0
    (written,) = (tmp_path / "processed" / "protokoll").iterdir()
    assert written.read_text(encoding="utf-8") == propose(raw / NAME).text
    code, _, err = pruefe(capsys, "--daten", str(tmp_path), "--vorschlag", "fremd.csv")
    assert code == 2 and "„fremd.csv“ gibt es in raw/ nicht" in err and "mit ihrem Ordner" in err
    written.unlink()
    assert pruefe(capsys, "--daten", str(tmp_path), "--vorschlag", f"unter/{NAME}")[0] == 0
    assert '"Bewilligung brutto": bewilligt' in written.read_text(encoding="utf-8")
