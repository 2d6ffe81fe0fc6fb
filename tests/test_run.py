"""The main job end to end: what arrives, what a failure leaves, and that the same input gives the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from komman import manifest
from komman.__main__ import main
from komman.errors import AufrufFehler, DatenFehler
from komman.project import Projekt
from komman.run import choose_notebooks, make_reports, order
from tests.conftest import copy_project

ROOT = Path(__file__).parent.parent
REPORT = ["02_jahresergebnis.html", "02_jahresergebnis.pdf", "index.html", "manifest.json"]


def names(ordner: Path) -> list[str]:
    return sorted(p.name for p in ordner.iterdir())


def call(projekt: Projekt, *argv: str) -> int:
    return main([*argv, "--projekt", str(projekt.daten.parent)])


def add_notebook(projekt: Projekt, name: str, source: str) -> None:
    """A second report beside 02, made from it; ``source`` runs before its last block."""
    nb = nbformat.read(projekt.notebooks / "02_jahresergebnis.ipynb", as_version=4)
    nb.cells.insert(-1, nbformat.v4.new_code_cell(source, id="probe"))
    nbformat.write(nb, projekt.notebooks / f"{name}.ipynb")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    projekt = copy_project(tmp_path_factory.mktemp("lauf"))
    assert call(projekt, "bericht", "2021") == 0
    return projekt


def test_a_whole_set_arrives(done: Projekt) -> None:
    ordner = done.ausgabe / "2021" / "oeffentlich"
    assert names(ordner) == REPORT
    assert manifest.fits(ordner) == []
    assert names(done.processed) == ["intern", "oeffentlich", "protokoll"]
    assert names(done.protokoll) == ["bericht-2021-oeffentlich.log"]


def test_the_manifest_says_what_went_in(done: Projekt) -> None:
    m = json.loads((done.ausgabe / "2021" / "oeffentlich" / "manifest.json").read_text(encoding="utf-8"))
    assert (m["jahr"], m["freigabe"], m["beispiel"], m["hinweis"]) == (2021, "oeffentlich", True, "Beispieldaten")
    assert m["parameter"]["02_jahresergebnis.ipynb"] == {"jahr": 2021, "freigabe": "oeffentlich", "daten": ""}
    assert set(m["herkunft"]["eingaben"]) == {"anzahl", "sha256"}, "a file name may be a person's"
    assert m["herkunft"]["eingaben"]["anzahl"] == len(list(done.raw.iterdir()))
    assert m["herkunft"]["regeln"] != m["herkunft"]["code"]["sha256"]
    assert set(m["herkunft"]["pakete"]) >= {"python", "pandas", "typst", "papermill", "nbconvert"}
    b = m["bilanz"]
    assert b["gelesen"] == b["uebernommen"] + b["zurueckgestellt"] > 100
    assert not set(b) & set(manifest.HIDDEN), "a single correction would be one recipient's amount"


def test_raw_data_are_untouched(done: Projekt) -> None:
    for path in (ROOT / "data" / "raw").iterdir():
        assert (done.raw / path.name).read_bytes() == path.read_bytes()


@pytest.mark.langsam
def test_same_input_same_bytes(done: Projekt, tmp_path: Path) -> None:
    other = copy_project(tmp_path / "ein anderer Ordner äöü")
    env = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "tr_TR.UTF-8",
        "PYTHONHASHSEED": "4711",
        "COLUMNS": "40",
        "MPLBACKEND": "svg",
    }
    argv = [sys.executable, "-m", "komman", "bericht", "2021", "--projekt", str(other.daten.parent)]
    subprocess.run(argv, check=True, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL)
    for folder in ("reports/2021/oeffentlich", "data/processed/intern", "data/processed/oeffentlich"):
        ours, theirs = done.daten.parent / folder, other.daten.parent / folder
        assert names(ours) == names(theirs)
        assert [p.name for p in sorted(ours.iterdir()) if p.read_bytes() != (theirs / p.name).read_bytes()] == []


@pytest.mark.langsam
def test_a_failed_notebook_is_exit_4_and_the_others_arrive(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    add_notebook(projekt, "03_versuch", "1 / 0")
    assert call(projekt, "bericht", "2020") == 4
    out, err = capsys.readouterr()
    assert "[1/2] 02_jahresergebnis: fertig" in out and "[2/2] 03_versuch: fehlgeschlagen" in out
    assert err.splitlines()[:3] == [
        "Das Notebook 03_versuch ist fehlgeschlagen.",
        "Wo: Datei 03_versuch.ipynb, Zelle „probe“",
        "Grund: ZeroDivisionError: division by zero",
    ]
    ordner = projekt.ausgabe / "2020" / "oeffentlich"
    assert names(ordner) == REPORT and manifest.fits(ordner) == []
    assert names(projekt.protokoll / "2020-oeffentlich") == ["03_versuch.ipynb"]
    assert "Traceback" not in out + err
    log = (projekt.protokoll / "bericht-2020-oeffentlich.log").read_text(encoding="utf-8")
    assert "03_versuch: fehlgeschlagen" in log and "ZeroDivisionError" in log


@pytest.mark.langsam
def test_nur_keeps_the_other_reports_as_long_as_nothing_changed(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    add_notebook(projekt, "03_versuch", "print('nur im Protokoll')")
    ordner = projekt.ausgabe / "2019" / "oeffentlich"
    assert call(projekt, "bericht", "2019", "--format", "html") == 0
    assert "Textausgabe steht nicht im Bericht." in capsys.readouterr().out
    assert names(ordner) == ["02_jahresergebnis.html", "03_versuch.html", "index.html", "manifest.json"]
    assert call(projekt, "bericht", "2019", "--format", "html", "--nur", "03") == 0
    assert names(ordner) == ["02_jahresergebnis.html", "03_versuch.html", "index.html", "manifest.json"]
    assert "02_jahresergebnis.html" in (ordner / "index.html").read_text(encoding="utf-8")
    with (projekt.raw / "kreis.yaml").open("a", encoding="utf-8") as f:
        f.write("# geändert\n")
    assert call(projekt, "bericht", "2019", "--format", "html", "--nur", "03") == 0
    assert names(ordner) == ["03_versuch.html", "index.html", "manifest.json"]
    assert manifest.fits(ordner) == []


def test_a_year_without_ledger_is_exit_1_before_any_kernel(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    assert call(projekt, "bericht", "2030") == 1
    err = capsys.readouterr().err.splitlines()
    assert err[0] == "Für das Förderjahr 2030 liegt keine Förderliste vor."
    assert err[1] == "Vorhandene Förderjahre: 2016 bis 2021."
    assert err[-1].startswith("Abhilfe: ")
    assert not projekt.ausgabe.exists()


def test_if_every_notebook_fails_the_old_set_stays(done: Projekt, tmp_path: Path) -> None:
    root = tmp_path / "kopie"
    shutil.copytree(done.daten.parent, root)
    projekt = Projekt(root / "notebooks", root / "data", root / "reports")
    add_notebook(projekt, "02_jahresergebnis", "1 / 0")
    ordner = projekt.ausgabe / "2021" / "oeffentlich"
    ergebnis = make_reports(projekt, order(projekt, 2021, "oeffentlich"))
    assert len(ergebnis.fehler) == 1 and ergebnis.dateien == []
    assert manifest.fits(ordner) == []


def test_notebooks_are_chosen_by_name_or_number(done: Projekt) -> None:
    assert [p.stem for p in choose_notebooks(done.notebooks, ["02", "02_jahresergebnis"])] == ["02_jahresergebnis"]
    with pytest.raises(AufrufFehler, match="Möglich sind 02_jahresergebnis"):
        choose_notebooks(done.notebooks, ["2"])


def test_a_correction_of_a_file_that_is_gone_is_said(
    new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch
) -> None:
    projekt = new_project()
    (projekt.raw / "beispiel_2019.xlsx").unlink()
    with pytest.raises(DatenFehler, match="gehört zu keiner gelesenen Datei"):
        make_reports(projekt, order(projekt, 2019, "oeffentlich"))


@pytest.mark.langsam
def test_another_format_of_an_unchanged_report_stays(done: Projekt, tmp_path: Path) -> None:
    root = tmp_path / "kopie"
    shutil.copytree(done.daten.parent, root)
    projekt = Projekt(root / "notebooks", root / "data", root / "reports")
    ordner = projekt.ausgabe / "2021" / "oeffentlich"
    html = (ordner / "02_jahresergebnis.html").read_bytes()
    assert call(projekt, "bericht", "2021", "--format", "pdf", "--nur", "02") == 0
    assert names(ordner) == REPORT and manifest.fits(ordner) == []
    assert (ordner / "02_jahresergebnis.html").read_bytes() == html
    assert '"02_jahresergebnis.html"' in (ordner / "index.html").read_text(encoding="utf-8")


def test_a_report_that_must_not_be_shown_any_more_is_withdrawn(
    done: Projekt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "kopie"
    shutil.copytree(done.daten.parent, root)
    projekt = Projekt(root / "notebooks", root / "data", root / "reports")
    (projekt.raw / "beispiel_traeger.yaml").write_text("traeger: []\n", encoding="utf-8")
    for name in ("beispiel_2017.xlsx", "beispiel_2018.xlsx", "beispiel_2019.xlsx", "beispiel_2020.xlsx"):
        (projekt.raw / name).unlink()
    (projekt.raw / "beispiel_korrekturen.yaml").unlink()
    keep_one_traeger(projekt)
    assert call(projekt, "bericht", "2021") == 1
    out, err = capsys.readouterr()
    assert "kann mit der Freigabe „oeffentlich“ nicht veröffentlicht werden" in err
    assert "gelten nicht mehr" in out and "Die Zeilen und Beträge gehen auf." in out
    ordner = projekt.ausgabe / "2021" / "oeffentlich"
    assert manifest.fits(ordner) == ["manifest.json fehlt oder ist nicht lesbar"]
    assert names(projekt.processed) == ["intern", "protokoll"]
    assert call(projekt, "bereinige") == 1 and (projekt.processed / "intern" / "zeilenbilanz.json").is_file()
    assert call(projekt, "pruefe") == 1
    assert "Freigabe oeffentlich: Das Förderjahr" in capsys.readouterr().out


def keep_one_traeger(projekt: Projekt) -> None:
    """A Kreis whose only ledger names one unknown recipient: nobody to pool it with."""
    (projekt.raw / "beispiel_2021.xlsx").unlink()
    (projekt.raw / "beispiel_2016_weiterleitungen.csv").unlink()
    (projekt.raw / "beispiel_2021.csv").write_text(
        "Kommune;Träger;ausgezahlt\nSoest;Jemand;100,00\n", encoding="utf-8", newline="\n"
    )
