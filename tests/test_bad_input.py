"""Bad input, each with its own message: at most six German lines, where it is, what to do, and the exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from komman.errors import AufrufFehler, DateiFehler, DatenFehler, KommanFehler
from komman.ledger import clean
from tests.mappen import workbook_bytes
from tests.raw_folder import KREIS, NAME, cleaned, ledger, raw_folder, refusal, write_clean

REAL_OPEN = Path.open


def says(text: str, *words: str) -> None:
    missing = [w for w in words if w not in text]
    assert not missing, f"{missing} fehlt in:\n{text}"
    assert "Traceback" not in text and str(Path.cwd()) not in text


def test_missing_folder(tmp_path: Path) -> None:
    text = refusal(tmp_path / "data" / "raw", AufrufFehler)
    says(text, "Der Ordner „raw“ mit den Förderlisten fehlt.", "Wo: Ordner data/raw", "Den Ordner anlegen", "--daten")
    assert str(tmp_path) not in text


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("x", encoding="utf-8")
    says(refusal(tmp_path / "raw", AufrufFehler), "ist eine Datei, kein Ordner")


def test_empty_folder(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: ""})
    says(
        refusal(raw, DatenFehler),
        "Im Ordner liegt keine Förderliste.",
        "Wo: Ordner",
        ".csv",
        ".xlsx",
        "Die Listen der Förderjahre",
    )


def test_missing_kreis_yaml(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {"kreis.yaml": ""})
    says(refusal(raw, DatenFehler), "Die Datei kreis.yaml fehlt", "Wo: Ordner", "Handbuch")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("liste_2018.csv", workbook_bytes(), ["endet auf .csv", "Excel-Arbeitsmappe", "auf .xlsx endet"]),
        ("liste_2018.xlsx", ledger().encode(), ["endet auf .xlsx", ".csv"]),
        ("liste_2018.xlsx", b"%PDF-1.7", ["endet auf .xlsx", "PDF", "neu speichern"]),
        (
            "liste_2018.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
            ["beschädigt", "als .xlsx speichern"],
        ),
        ("liste_2018.xlsb", workbook_bytes(), [".xlsb", ".xlsx"]),
    ],
)
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, name: str, data: bytes, words: list[str]) -> None:
    says(refusal(raw_folder(tmp_path, {name: data}), DateiFehler), f"Datei {name}", *words)


def test_renamed_money_column(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: ledger().replace("ausgezahlt EUR", "ausgezalt EUR")})
    says(
        refusal(raw, DateiFehler),
        "Die Spalte „ausgezalt EUR“ ist nicht bekannt",
        f"Datei {NAME}",
        "Zeile 2",
        "Spalte „ausgezalt EUR“",
        "Am nächsten liegt „ausgezahlt“",
        "quellen.yaml",
    )


def test_renamed_required_column(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: ledger().replace(";Kommune;", ";Wohnplatz;")})
    says(
        refusal(raw, DateiFehler),
        "„Wohnplatz“ ist nicht bekannt",
        "Tabelle „weiterleitungen“; dort fehlt noch: kommune.",
        "Zeile 2",
    )


def test_missing_required_column(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: ledger().replace(";Kommune;", ";PLZ;")})
    says(
        refusal(raw, DateiFehler),
        "fehlt: kommune",
        "Gefunden: „Az.“, „PLZ“, „Träger“",
        f"Datei {NAME}",
        "Zeile 2",
        "quellen.yaml",
    )


@pytest.mark.parametrize(
    ("zeile", "spalte", "wert", "text", "abhilfe"),
    [
        ("1;Anröchte;V;A2;6;100,00;fünfzig;", "ausgezahlt EUR", "fünfzig", "", "korrekturen.yaml"),
        (
            "1;Wikkede (Ruhr);V;A2;6;100,00;50,00;",
            "Kommune",
            "Wikkede (Ruhr)",
            "unbekannte Kommune. Meinten Sie „Wickede (Ruhr)“?",
            "kreis.yaml",
        ),
        (
            "1;Anröchte;V;C7;6;100,00;50,00;",
            "Baustein",
            "C7",
            "unbekannter Baustein. Meinten Sie „C“?",
            "bekannt sind A, A1",
        ),
    ],
    ids=["text in an amount", "unknown Kommune", "unknown Baustein"],
)
def test_bad_values_are_set_aside_and_said(
    tmp_path: Path, zeile: str, spalte: str, wert: str, text: str, abhilfe: str
) -> None:
    note = next(h for h in cleaned(tmp_path, zeile).hinweise if h.art == "zurueckgestellt")
    fault = DatenFehler(note.text, ort=note.ort, abhilfe=note.abhilfe)  # as the commands print it
    says(str(fault), text, f"Datei {NAME}", "Zeile 3", f"Spalte „{spalte}“", f"Wert „{wert}“", abhilfe)
    assert note.text and len(fault.lines()) <= 6


def test_locked_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = raw_folder(tmp_path)

    def locked(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == NAME:
            raise PermissionError(13, "Permission denied")
        return REAL_OPEN(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", locked)
    says(refusal(raw, DateiFehler), "gesperrt, vermutlich in Excel geöffnet", f"Datei {NAME}", "schließen")


def test_no_write_permission_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    b = cleaned(tmp_path)
    ziel = tmp_path / "processed" / "intern"
    write_clean(b, ziel)
    before = {p.name: p.read_bytes() for p in ziel.iterdir()}

    def forbidden(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("rename", "write_bytes", "mkdir"):
        with monkeypatch.context() as patch, pytest.raises(DateiFehler) as fault:
            patch.setattr(Path, name, forbidden)
            patch.setattr(os, "rename", forbidden)
            write_clean(b, ziel)
        says(str(fault.value), "Der Ordner intern kann nicht geschrieben werden.", "Schreibrecht")
        assert len(fault.value.lines()) <= 6
        assert {p.name: p.read_bytes() for p in ziel.iterdir()} == before
    assert [p.name for p in ziel.parent.iterdir()] == ["intern"]


def test_sample_file_among_real_ones(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {"beispiel_2018.csv": ledger().replace("2019", "2018")})
    says(
        refusal(raw, DatenFehler),
        "Echte Listen und Beispieldaten liegen im selben Ordner.",
        "Datei beispiel_2018.csv",
        "kreis.yaml sagt nicht „beispiel: ja“",
        "aus dem Ordner nehmen",
    )


def test_real_file_among_the_sample(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path, {"kreis.yaml": KREIS + "beispiel: ja\n", "beispiel_2018.csv": ledger().replace("2019", "2018")}
    )
    (raw / "traeger.yaml").rename(raw / "beispiel_traeger.yaml")
    says(
        refusal(raw, DatenFehler),
        "Echte Listen und Beispieldaten",
        f"Datei {NAME}",
        "„beispiel: ja“",
        "„komman start“ ausführen",
    )


@pytest.mark.parametrize("kreis", [KREIS + "beispiel: nein\n", KREIS])
def test_real_files_alone_are_no_fault(tmp_path: Path, kreis: str) -> None:
    assert len(clean(raw_folder(tmp_path, {"kreis.yaml": kreis})).tabellen["weiterleitungen"]) == 3


def test_title_and_file_name_of_different_years(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: ledger().replace("2019", "2018")})
    says(
        refusal(raw, DatenFehler),
        "Das Förderjahr ist widersprüchlich: 2018 in der Titelzeile und 2019 im Dateinamen.",
        f"Datei {NAME}",
        "quellen.yaml",
    )


@pytest.mark.parametrize("art", [AufrufFehler, DatenFehler, DateiFehler])
def test_exit_codes(art: type[KommanFehler]) -> None:
    assert art.exit_code == {AufrufFehler: 2, DatenFehler: 1, DateiFehler: 3}[art]
