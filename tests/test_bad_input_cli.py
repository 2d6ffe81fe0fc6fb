"""Bad input as a user meets it: a German message of at most six lines, its exit code, nothing half written."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from komman.__main__ import main
from komman.project import Projekt
from tests.raw_folder import NAME, ledger, raw_folder

CSV_2016 = "beispiel_2016_weiterleitungen.csv"


def edit_2016(projekt: Projekt, old: str, new: str) -> None:
    path = projekt.raw / CSV_2016
    text = path.read_bytes().decode("cp1252")
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode("cp1252"))


def no_kreis(p: Projekt) -> None:
    (p.raw / "kreis.yaml").unlink()


def no_ledgers(p: Projekt) -> None:
    for path in p.raw.glob("beispiel_*"):
        path.unlink()


def no_raw(p: Projekt) -> None:
    shutil.rmtree(p.raw)


def text_as_workbook(p: Projekt) -> None:
    (p.raw / "beispiel_2019.xlsx").write_bytes((p.raw / CSV_2016).read_bytes())


def workbook_as_text(p: Projekt) -> None:
    (p.raw / CSV_2016).write_bytes((p.raw / "beispiel_2019.xlsx").read_bytes())


def renamed_column(p: Projekt) -> None:
    edit_2016(p, "ausgezahlt EUR", "Auszahlungsbetrag brutto")


def real_among_sample(p: Projekt) -> None:
    shutil.copy(p.raw / "beispiel_2019.xlsx", p.raw / "foerderliste_2019.xlsx")


def broken_yaml(p: Projekt) -> None:
    (p.raw / "beispiel_traeger.yaml").write_text("traeger:\n  - nahme: Verein\n    art: verein\n", encoding="utf-8")


def repaired_source(p: Projekt) -> None:
    text = (p.raw / "beispiel_korrekturen.yaml").read_text(encoding="utf-8").replace('"Möhensee"', '"Soest"', 1)
    (p.raw / "beispiel_korrekturen.yaml").write_text(text, encoding="utf-8")


def contradicting_bescheide(p: Projekt) -> None:
    (p.raw / "beispiel_bescheide_2.csv").write_text(
        "Förderjahr;Programmteil;Art;Datum;Betrag EUR;Höchstbetrag EUR\n"
        "2019;II;Bescheid;09.04.2019;131.000,00;99.000,00\n",
        encoding="utf-8",
        newline="\n",
    )


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (no_raw, 2, ["Ordner „raw“", "fehlt"]),
        (no_kreis, 1, ["kreis.yaml"]),
        (contradicting_bescheide, 1, ["2019", "99.000,00", "131.066,00"]),
        (no_ledgers, 1, ["Förderliste"]),
        (text_as_workbook, 3, ["beispiel_2019.xlsx"]),
        (workbook_as_text, 3, [CSV_2016]),
        (renamed_column, 3, [CSV_2016, "Auszahlungsbetrag brutto", "quellen.yaml"]),
        (real_among_sample, 1, ["foerderliste_2019.xlsx", "kreis.yaml"]),
        (broken_yaml, 3, ["beispiel_traeger.yaml", "nahme", "name"]),
        (repaired_source, 1, ["beispiel_2018.xlsx", "37", "Möhensee"]),
    ],
)
def test_refusals(
    new_project: Callable[[], Projekt],
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Projekt], None],
    code: int,
    words: list[str],
) -> None:
    projekt = new_project()
    spoil(projekt)
    assert main(["bericht", "2019", "--nur", "02", "--projekt", str(projekt.daten.parent)]) == code
    err = capsys.readouterr().err
    lines = err.splitlines()
    assert 2 <= len(lines) <= 6 and lines[-1].startswith("Abhilfe: "), err
    assert all(w in err for w in words), err
    assert "Traceback" not in err
    assert not projekt.ausgabe.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2.400,00;2.400,00;2.400,00", "2.400,00;etwa 2400;2.400,00", ["Zeile 6", "ausgezahlt", "etwa 2400"]),
        (";Anröchte;", ";Anrüchte;", ["Zeile 6", "Kommune", "Anrüchte", "Meinten Sie „Anröchte“?"]),
        (";A2;", ";A7;", ["Zeile 6", "Baustein", "A7"]),
    ],
)
def test_a_doubtful_row_is_set_aside_and_pruefe_says_where(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str], old: str, new: str, words: list[str]
) -> None:
    projekt = new_project()
    edit_2016(projekt, old, new)
    root = str(projekt.daten.parent)
    assert main(["pruefe", "--projekt", root]) == 1
    first = capsys.readouterr().out.split("\n\n")[0]
    assert first.startswith("Zurückgestellt: ") and len(first.splitlines()) <= 6
    assert all(w in first for w in [CSV_2016, "Abhilfe: ", *words]), first
    assert not projekt.processed.exists(), "pruefe writes nothing"
    assert main(["bereinige", "--projekt", root]) == 0
    assert "3 Zeilen sind zurückgestellt" in capsys.readouterr().out
    with (projekt.processed / "intern" / "zurueckgestellt.csv").open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    assert (rows[0]["datei"], rows[0]["zeile"]) == (CSV_2016, "6") and len(rows) == 3


def test_pruefe_of_good_data_is_exit_0(new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]) -> None:
    projekt = new_project()
    for name in ("beispiel_2018.xlsx", "beispiel_2019.xlsx", "beispiel_2021.xlsx", "beispiel_korrekturen.yaml"):
        (projekt.raw / name).unlink()
    assert main(["pruefe", "--projekt", str(projekt.daten.parent)]) == 1, "Buchungen ohne Förderliste"
    (projekt.raw / "beispiel_zahlungen.csv").unlink()
    assert main(["pruefe", "--projekt", str(projekt.daten.parent)]) == 0
    assert "Die Zeilen und Beträge gehen auf." in capsys.readouterr().out


def test_the_sample_is_never_written_over_old_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["beispiel", str(tmp_path / "daten"), "--jahre", "2016"]) == 0
    assert "komman bericht 2016 --daten" in capsys.readouterr().out
    before = {p.name: p.read_bytes() for p in (tmp_path / "daten" / "raw").iterdir()}
    assert main(["beispiel", str(tmp_path / "daten")]) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("Abhilfe: ")
    assert {p.name: p.read_bytes() for p in (tmp_path / "daten" / "raw").iterdir()} == before
    weiter = ["--daten", str(tmp_path / "daten"), "--ausgabe", str(tmp_path / "aus")]
    assert main(["bericht", "2016", "--nur", "02", "--format", "html", *weiter]) == 0


def test_a_year_whose_rows_are_all_set_aside_is_not_called_missing(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    (projekt.raw / "beispiel_2022.ods").unlink()
    (projekt.raw / "beispiel_2022.csv").write_text(
        "Kommune;Träger;ausgezahlt\nHamm;Verein;100,00\n", encoding="utf-8", newline="\n"
    )
    assert main(["bericht", "2022", "--projekt", str(projekt.daten.parent)]) == 1
    err = capsys.readouterr().err.splitlines()
    assert err == [
        "Für das Förderjahr 2022 sind alle Zeilen zurückgestellt (1).",
        "Abhilfe: „komman pruefe“ zeigt jede Zeile mit Grund und Abhilfe.",
    ]


def test_a_parameter_nobody_takes_is_refused_without_naming_reserved_ones(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    assert main(["bericht", "2019", "-p", "foo=1", "--projekt", str(projekt.daten.parent)]) == 2
    assert capsys.readouterr().err.splitlines()[-1] == "Abhilfe: Den Parameter weglassen."


def test_several_faults_of_a_row_read_as_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw_folder(tmp_path, {NAME: ledger("1;Anröchte;Brücke Anröchte e. V.;Z9;x;5,00;5,00;0,00")})
    assert main(["pruefe", "--daten", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "Unbekannter Baustein; " in out
    assert ".;" not in out


def test_the_sum_of_rows_set_aside_says_that_it_is_of_the_weiterleitungen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letters = "Programmteil;Art;Datum;Betrag EUR;Förderjahr\nIII;Bescheid;01.02.2019;75.000,00;2019\n"
    raw_folder(tmp_path, {"bescheide_2019.csv": letters})
    assert main(["pruefe", "--daten", str(tmp_path)]) == 1
    assert "1 Zeile ist zurückgestellt (in den Weiterleitungen 0,00\u00a0€)." in capsys.readouterr().out


def test_a_folder_without_a_row_offers_no_other_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw_folder(tmp_path, {NAME: "Kommune;Träger;ausgezahlt EUR;Förderjahr\n"})
    assert main(["bericht", "2019", "--daten", str(tmp_path), "--ausgabe", str(tmp_path / "aus")]) == 1
    assert capsys.readouterr().err.splitlines()[1:] == [
        "Vorhandene Förderjahre: keines.",
        "Abhilfe: Die Förderliste 2019 in data/raw/ ablegen.",
    ]
