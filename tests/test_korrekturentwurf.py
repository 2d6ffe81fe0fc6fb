"""A draft for korrekturen.yaml is taken by its reader as soon as it is filled in, and not before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from komman.bereinigung import Bereinigung, Hinweis
from komman.errors import DateiFehler
from komman.korrekturentwurf import draft, quoted
from komman.ledger import clean
from tests.raw_folder import KOPF, NAME, ZEILEN, cleaned, ledger, raw_folder, refusal

GOOD = {"kommune": "Anröchte", "baustein": "A2", "ausgezahlt_cent": "1.000,00", "bewilligt_cent": "1.000,00"}
# A name with everything that means something in YAML; in a CSV file its quotes are doubled.
TRICKY = '1;Nirgendwo;"- V „Zum ""alten"" \\Turm“: #1, {x}\t\U0001f3e0";Z9;6;?;ca. 2000;0,00'


def drafts(b: Bereinigung) -> list[str]:
    return [draft(h) for h in b.hinweise if h.art == "zurueckgestellt"]


def filled(text: str) -> str:
    for column, value in GOOD.items():
        text = re.sub(rf'(setze:\n(?:      .*\n)*?      {column}: )"…"', rf'\1"{value}"', text)
    return "korrekturen:\n" + text.replace("JJJJ-MM-TT", "2022-05-30").replace('"…"', '"laut Akte"')


@pytest.mark.parametrize(
    ("zeile", "setze"),
    [
        ("1;Nirgendwo;Brücke Anröchte e. V.;A2;6;2.400,00;2.400,00;0,00", ["kommune"]),
        ("1;Anröchte;Brücke Anröchte e. V.;Z9;6;2.400,00;2.400,00;0,00", ["baustein"]),
        ("1;Anröchte;Brücke Anröchte e. V.;A2;6;2.400,00;ca. 2000;0,00", ["ausgezahlt_cent"]),
        (TRICKY, ["bewilligt_cent", "ausgezahlt_cent", "kommune", "baustein"]),
        (";;Verein;A2;6;2.400,00;2.400,00;0,00", ["kommune"]),
    ],
)  # fmt: skip
def test_a_filled_draft_clears_its_row(tmp_path: Path, zeile: str, setze: list[str]) -> None:
    b = cleaned(tmp_path, zeile, *ZEILEN[1:])
    (text,) = drafts(b)
    entry = yaml.safe_load("korrekturen:\n" + text)["korrekturen"][0]
    assert (entry["aktion"], sorted(entry["setze"])) == ("setze", sorted(setze))
    files = {NAME: ledger(zeile, *ZEILEN[1:]), "korrekturen.yaml": filled(text)}
    (tmp_path / "b").mkdir()
    after = clean(raw_folder(tmp_path / "b", files))
    assert after.zurueckgestellt.empty and after.bilanz[0].davon_korrigiert == 1


@pytest.mark.parametrize(
    "left",
    [r'grund: "…"', r'wer: "…"', r'datum: "JJJJ-MM-TT"', r'kommune: "…"'],
    ids=["grund", "wer", "datum", "setze"],
)
def test_what_is_left_open_is_refused(tmp_path: Path, left: str) -> None:
    row = "1;Nirgendwo;Brücke Anröchte e. V.;A2;6;2.400,00;2.400,00;0,00"
    (text,) = drafts(cleaned(tmp_path, row))
    name = left.split(":")[0]
    whole = re.sub(rf"^(\s*){name}: (?!\"Nirgendwo)\S.*$", rf"\1{left}", filled(text), flags=re.MULTILINE)
    (tmp_path / "b").mkdir()
    raw = raw_folder(tmp_path / "b", {NAME: ledger(row), "korrekturen.yaml": whole})
    message = refusal(raw, DateiFehler)
    assert "„…“ ist ein Platzhalter" in message or "Datum erwartet" in message


def test_a_total_that_does_not_add_up_is_to_be_deleted(tmp_path: Path) -> None:
    rows = (*ZEILEN, "Summe;;;;;4.080,50;3.281,00;80,00")
    (text,) = drafts(cleaned(tmp_path, *rows))
    assert text.startswith("  - aktion: loesche\n") and "setze" not in text and 'massnahme_id: "Summe"' in text
    (tmp_path / "b").mkdir()
    after = clean(raw_folder(tmp_path / "b", {NAME: ledger(*rows), "korrekturen.yaml": filled(text)}))
    assert after.zurueckgestellt.empty


def test_masked_cells_are_never_expected(tmp_path: Path) -> None:
    (text,) = drafts(cleaned(tmp_path, "1;Anröchte;Verein, a@b.de;A2;6;2.400,00;2.400,00;0,00"))
    assert "[E-Mail]" not in text and 'traeger: "…"' in text and 'massnahme_id: "1"' in text


def test_without_a_cell_to_expect_there_is_no_draft(tmp_path: Path) -> None:
    notes = [h for h in cleaned(tmp_path, ";;a@b.de;;;;1,00;", kopf=KOPF).hinweise if h.art == "zurueckgestellt"]
    assert [draft(h) for h in notes] == [""]
    assert draft(Hinweis("zurueckgestellt", notes[0].ort, "x")) == ""


@given(st.text())
def test_any_text_stands_as_it_is_in_yaml(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    assert yaml.load(f"a: {quoted(text)}", Loader=yaml.BaseLoader) == {"a": text}
    assert all(c.isprintable() for c in quoted(text))
