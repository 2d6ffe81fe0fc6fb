"""Plain rows are read by columns and every other one by itself; what comes out is the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from komman import sheets, tafel
from komman.bereinigung import Bereinigung
from komman.errors import KommanFehler
from komman.ledger import clean
from tests.raw_folder import KOPF, NAME, ZEILEN, ledger, raw_folder

NIE = 10**9
KONTAKT = "Az.;Kommune;Träger;IBAN;ausgezahlt EUR"
LEDGERS = {
    "plain": (ledger(), {}),
    "faults": (ledger(*ZEILEN, "4;Sost;Chor;A2;1;1,00;1,00;", "5;Anröchte;Chor;X9;;abc;;", "6;;Chor;;;1,00;;"), {}),
    "missing amount": (ledger(*ZEILEN, "4;Anröchte;Chor;A2;1;;;"), {}),
    "amount without minus": (ledger(*ZEILEN, "4;Anröchte;Chor;A2;1;5,00;5,00;-5,00"), {}),
    "contact": (ledger(*ZEILEN, "4;Anröchte;chor@example.org;A2;1;5,00;5,00;"), {}),
    "totals": (ledger(*ZEILEN, ";Summe;;;;4.080,50;3.280,00;80,00", ";Gesamt;;;;1,00;;"), {}),
    "total above": (ledger(*ZEILEN[:2], ";Summe;;;;3.280,00;3.280,00;80,00", ZEILEN[2]), {}),
    "header again": (ledger(*ZEILEN[:2], KOPF, ZEILEN[2], ";Summe;;;;800,50;0,00;0,00"), {}),
    "two tables": (ledger(*ZEILEN[:2], ";;;;;;;", "Zweite Liste;;;;;;;", KOPF, ZEILEN[2]), {}),
    "footer and blanks": (ledger(*ZEILEN, "", ";;;;;;;", "Stand: 31.05.2022;;;;;;;"), {}),
    "duplicates": (ledger(*ZEILEN, ZEILEN[0], ZEILEN[0]), {}),
    "number of two": (ledger(*ZEILEN, "3;Anröchte;Chor;A2;1;5,00;5,00;"), {}),
    "ambiguous": (ledger("1;Anröchte;Chor;A2;6;1.234;1.234,00;", "2;Anröchte;Chor;A2;6;5;1.234;"), {}),
    "person": ("Kommune;Träger;Trägerart;ausgezahlt\nAnröchte;P;Privatperson;5,00\nAnröchte;P;;6,00\n", {}),
    "keys": ("AGS;Kommune;Träger;ausgezahlt\n05974004;Anröchte;C;5,00\n5974048;Anröchte;C;6,00\n;Wickede;C;1,00\n", {}),
    "constants": (
        "Ort;Verein;Summe\nAnröchte;C;5,00\nWickede;C;6,00\n",
        {
            "quellen.yaml": f"quellen:\n- datei: {NAME}\n  tabelle: weiterleitungen\n  konstanten: {{baustein: A2}}\n"
            "  spalten: {Ort: kommune, Verein: traeger, Summe: ausgezahlt_cent}\n"
        },
    ),
    "left out": (
        ledger(*ZEILEN),
        {"quellen.yaml": f"quellen:\n- datei: {NAME}\n  tabelle: weiterleitungen\n  weglassen_zeilen: [4]\n"},
    ),
    "corrected": (
        ledger(*ZEILEN),
        {
            "korrekturen.yaml": f"korrekturen:\n- aktion: setze\n  datei: {NAME}\n  zeile: 4\n  erwarte: {{ausgezahlt: "
            '"880,00"}\n  setze: {ausgezahlt: "80,00"}\n  grund: G\n  wer: KI\n  datum: 2022-05-31\n'
        },
    ),
    "outside": (
        ledger(*ZEILEN, "4;Hamburg;Chor;A2;1;5,00;5,00;"),
        {"quellen.yaml": f"quellen:\n- datei: {NAME}\n  tabelle: weiterleitungen\n  ausserhalb: ja\n"},
    ),
    "contact column": (f"{KONTAKT}\n1;Anröchte;Chor;DE02120300000000202051;5,00\n", {}),
}


def _read(raw: Path, ab: int, monkeypatch: pytest.MonkeyPatch) -> Bereinigung | str:
    monkeypatch.setattr(tafel, "AB", ab)
    try:
        return clean(raw)
    except KommanFehler as fault:
        return f"{type(fault).__name__}: {fault}"


@pytest.mark.parametrize("name", LEDGERS)
def test_both_ways_give_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, others = LEDGERS[name]
    raw = raw_folder(tmp_path, {NAME: text, **others})
    by_rows, by_columns = (_read(raw, ab, monkeypatch) for ab in (NIE, 0))
    assert isinstance(by_rows, Bereinigung), by_rows
    assert isinstance(by_columns, Bereinigung), by_columns
    for tabelle, df in by_rows.tabellen.items():
        pd.testing.assert_frame_equal(df, by_columns.tabellen[tabelle])
    assert by_rows.bilanz == by_columns.bilanz
    assert by_rows.hinweise == by_columns.hinweise
    assert by_rows.schreibweisen == by_columns.schreibweisen
    pd.testing.assert_frame_equal(by_rows.ausserhalb, by_columns.ausserhalb)
    pd.testing.assert_frame_equal(by_rows.zurueckgestellt, by_columns.zurueckgestellt)
    pd.testing.assert_frame_equal(by_rows.korrekturen, by_columns.korrekturen)


def test_only_rows_without_anything_unusual_are_read_by_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first row is always looked at by itself: a table may begin with it."""
    seen: list[tuple[list[int], list[int]]] = []
    process = sheets.Sheet.process

    def spy(self: sheets.Sheet, *args: object) -> None:
        masse = self.rows.masse
        assert masse is not None
        seen.append(([r.nummer for r in self.rows.daten], masse.zeilen.tolist()))
        process(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(sheets.Sheet, "process", spy)
    lines = [
        *ZEILEN,
        "4;Sost;C;A2;;1,00;;",
        "5;Anröchte;C;A2;;1,00;;",
        ";Summe;;;;5.081,50;;",
        "6;Anröchte;C;A2;;2,00;;",
    ]
    raw = raw_folder(tmp_path, {NAME: ledger(*lines)})
    assert isinstance(_read(raw, 0, monkeypatch), Bereinigung)
    assert seen == [([3, 6, 8], [4, 5, 7, 9])]


@pytest.mark.parametrize("lines", [[], [KOPF], [*ZEILEN, KOPF], ["Stand: 31.05.2022;;;;;;;"]])
def test_a_header_with_nothing_below_it(lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = raw_folder(tmp_path, {NAME: "\n".join([KOPF, *lines]) + "\n"})
    by_rows, by_columns = (_read(raw, ab, monkeypatch) for ab in (NIE, 0))
    assert isinstance(by_columns, Bereinigung), by_columns
    assert isinstance(by_rows, Bereinigung)
    assert by_rows.bilanz == by_columns.bilanz


def test_how_the_amounts_are_written_is_on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["1;Anröchte;C;A2;;1.234;1.234;", "2;Anröchte;C;A2;;5,00;1.500;"]
    raw = raw_folder(tmp_path, {NAME: ledger(*lines)})
    for ab in (NIE, 0):
        b = _read(raw, ab, monkeypatch)
        assert isinstance(b, Bereinigung)
        assert [(s.spalte, s.ueberschrift, s.dezimal, s.durch, s.mehrdeutig) for s in b.schreibweisen] == [
            ("bewilligt_cent", "bewilligt EUR", "komma", "Werte", 1),
            ("ausgezahlt_cent", "ausgezahlt EUR", "offen", "", 2),
        ]
