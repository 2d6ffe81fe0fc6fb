"""The main job end to end: what arrives, what a failure leaves, and that the same input gives the same bytes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import openpyxl
import pandas as pd
import pytest

from komman import manifest
from komman.__main__ import main
from komman.document import Satz
from komman.errors import DatenFehler
from komman.lage import load_year
from komman.order import choose_notebooks, order
from komman.project import Projekt
from komman.render.report import report_from_notebook
from komman.run_set import ANHANG, _first_sentence, make_reports
from komman.views import jahresergebnis
from tests.conftest import copy_project
from tests.render.sample_report import kopf, notebook

ROOT = Path(__file__).parent.parent
REPORTS = [p.stem for p in choose_notebooks(ROOT / "notebooks")]
REST = [ANHANG, "index.html", "manifest.json"]
REPORT = ["02_jahresergebnis.html", "02_jahresergebnis.pdf", *REST]


def names(ordner: Path) -> list[str]:
    return sorted(p.name for p in ordner.iterdir())


def call(projekt: Projekt, *argv: str) -> int:
    return main([*argv, "--projekt", str(projekt.daten.parent)])


def add_notebook(projekt: Projekt, name: str, source: str) -> None:
    """A second report beside 02, made from it; ``source`` runs before its last block."""
    nb = nbformat.read(projekt.notebooks / "02_jahresergebnis.ipynb", as_version=4)
    nb.cells.insert(-1, nbformat.v4.new_code_cell(source, id="probe"))
    nbformat.write(nb, projekt.notebooks / f"{name}.ipynb")


def only(projekt: Projekt, *numbers: str) -> Projekt:
    """The project with these notebooks left."""
    for path in projekt.notebooks.glob("*.ipynb"):
        if path.name[:2] not in numbers:
            path.unlink()
    return projekt


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """A finished set of one report; not to be changed."""
    projekt = only(copy_project(tmp_path_factory.mktemp("einer")), "02")
    assert call(projekt, "bericht", "2021") == 0
    return projekt


@pytest.fixture
def copy(single: Projekt, tmp_path: Path) -> Projekt:
    """The finished set of one report, to be spoilt."""
    root = tmp_path / "kopie"
    shutil.copytree(single.daten.parent, root)
    return Projekt(root / "notebooks", root / "data", root / "reports")


@pytest.fixture
def done(reports: Projekt) -> Projekt:
    """The whole set of 2021, beside those of other years and levels; not to be changed."""
    return reports


def test_a_whole_set_arrives(done: Projekt) -> None:
    ordner = done.ausgabe / "2021" / "oeffentlich"
    own = ["06_verwendungsnachweis.xlsx"]
    assert names(ordner) == sorted([f"{n}.{f}" for n in REPORTS for f in ("html", "pdf")] + own + REST)
    assert manifest.fits(ordner) == []


def test_a_run_writes_its_own_level_and_its_log_only(single: Projekt) -> None:
    assert names(single.ausgabe / "2021" / "oeffentlich") == REPORT
    assert names(single.processed) == ["intern", "oeffentlich", "protokoll"]
    assert names(single.protokoll) == ["bericht-2021-oeffentlich.log"]


def test_the_manifest_says_what_went_in(done: Projekt) -> None:
    m = json.loads((done.ausgabe / "2021" / "oeffentlich" / "manifest.json").read_text(encoding="utf-8"))
    assert (m["jahr"], m["freigabe"], m["beispiel"], m["hinweis"]) == (2021, "oeffentlich", True, "Beispieldaten")
    assert m["parameter"]["02_jahresergebnis.ipynb"] == {"jahr": 2021, "freigabe": "oeffentlich", "daten": ""}
    assert set(m["herkunft"]["eingaben"]) == {"anzahl", "sha256"}, "a file name may be a person's"
    read = [p for p in done.raw.iterdir() if "szenario" not in p.name]  # a scenario goes into no report of a year
    assert m["herkunft"]["eingaben"]["anzahl"] == len(read)
    assert m["herkunft"]["regeln"] != m["herkunft"]["code"]["sha256"]
    assert set(m["herkunft"]["pakete"]) >= {"python", "pandas", "typst", "papermill", "nbconvert"}
    b = m["bilanz"]
    assert b["gelesen"] == b["uebernommen"] + b["zurueckgestellt"] > 100
    assert not [n for n in b if n.endswith("_cent") or n == "davon_korrigiert"], (
        "a single correction would be one recipient's amount"
    )


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
    argv = [sys.executable, "-m", "komman", "bericht", "2021", "--projekt", str(other.daten.parent), "--gleichzeitig"]
    argv.append("1" if order(done, 2021, "oeffentlich").gleichzeitig > 1 else "2")
    subprocess.run(argv, check=True, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL)
    for folder in ("reports/2021/oeffentlich", "data/processed/intern", "data/processed/oeffentlich"):
        ours, theirs = done.daten.parent / folder, other.daten.parent / folder
        assert names(ours) == names(theirs)
        assert [p.name for p in sorted(ours.iterdir()) if p.read_bytes() != (theirs / p.name).read_bytes()] == []


@pytest.mark.langsam
def test_a_failed_notebook_is_exit_4_and_the_others_arrive(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = only(new_project(), "02")
    add_notebook(projekt, "03_versuch", "1 / 0")
    assert call(projekt, "bericht", "2020") == 4
    out, err = capsys.readouterr()
    lines = re.findall(r"^\[([12])/2\] (\S+): (\S+) \(\d+,\d Sekunden\)$", out, re.M)
    assert [n for n, _, _ in lines] == ["1", "2"]
    assert {(name, how) for _, name, how in lines} == {
        ("02_jahresergebnis", "fertig"),
        ("03_versuch", "fehlgeschlagen"),
    }
    assert err.splitlines()[:3] == [
        "Das Notebook 03_versuch ist fehlgeschlagen.",
        "Wo: Datei 03_versuch.ipynb, Zelle „probe“",
        "Grund: ZeroDivisionError: division by zero",
    ]
    ordner = projekt.ausgabe / "2020" / "oeffentlich"
    assert names(ordner) == [n for n in REPORT if n != ANHANG], "no workbook of all tables without all reports"
    assert manifest.fits(ordner) == [] and ANHANG not in (ordner / "index.html").read_text(encoding="utf-8")
    assert names(projekt.protokoll / "2020-oeffentlich") == ["03_versuch.ipynb"]
    assert "Traceback" not in out + err
    log = (projekt.protokoll / "bericht-2020-oeffentlich.log").read_text(encoding="utf-8")
    assert "02_jahresergebnis: fertig\n03_versuch: fehlgeschlagen\n" in log and "ZeroDivisionError" in log
    assert "Sekunden" not in log, "the log of the same run is the same"


@pytest.mark.langsam
def test_nur_keeps_the_other_reports_as_long_as_nothing_changed(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = only(new_project(), "02")
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
    assert re.fullmatch(r"Vorhandene Förderjahre: 2016 bis 20\d\d\.", err[1])
    assert err[-1].startswith("Abhilfe: ")
    assert not projekt.ausgabe.exists()


def test_if_every_notebook_fails_the_old_set_stays(copy: Projekt) -> None:
    projekt = copy
    add_notebook(projekt, "02_jahresergebnis", "1 / 0")
    ordner = projekt.ausgabe / "2021" / "oeffentlich"
    ergebnis = make_reports(projekt, order(projekt, 2021, "oeffentlich"))
    assert len(ergebnis.fehler) == 1 and ergebnis.dateien == []
    assert manifest.fits(ordner) == []


def test_a_correction_of_a_file_that_is_gone_is_said(
    new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch
) -> None:
    projekt = new_project()
    (projekt.raw / "beispiel_2019.xlsx").unlink()
    with pytest.raises(DatenFehler, match="gehört zu keiner gelesenen Datei"):
        make_reports(projekt, order(projekt, 2019, "oeffentlich", nur=["02"]))


def workbook_of(ordner: Path) -> bytes | None:
    return (ordner / ANHANG).read_bytes() if (ordner / ANHANG).exists() else None


@pytest.mark.langsam
def test_another_format_of_an_unchanged_report_stays_and_so_does_the_workbook(copy: Projekt) -> None:
    ordner = copy.ausgabe / "2021" / "oeffentlich"
    html, xlsx = (ordner / "02_jahresergebnis.html").read_bytes(), workbook_of(ordner)
    assert call(copy, "bericht", "2021", "--format", "pdf", "--nur", "02") == 0
    assert names(ordner) == REPORT and manifest.fits(ordner) == []
    assert (ordner / "02_jahresergebnis.html").read_bytes() == html and workbook_of(ordner) == xlsx is not None
    index = (ordner / "index.html").read_text(encoding="utf-8")
    assert '"02_jahresergebnis.html"' in index and f'"{ANHANG}"' in index


@pytest.mark.langsam
def test_the_workbook_goes_when_a_report_it_was_made_from_is_no_longer_the_same(copy: Projekt) -> None:
    ordner = copy.ausgabe / "2021" / "oeffentlich"
    assert call(copy, "bericht", "2021", "--format", "xlsx") == 0
    assert names(ordner) == REPORT, "HTML and PDF stay"
    add_notebook(copy, "03_versuch", "1")
    assert call(copy, "bericht", "2021", "--format", "html", "--nur", "02") == 0
    assert names(ordner) == ["02_jahresergebnis.html", "index.html", "manifest.json"]
    assert ANHANG not in (ordner / "index.html").read_text(encoding="utf-8") and manifest.fits(ordner) == []


def test_the_workbook_alone_needs_all_notebooks(single: Projekt, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(ROOT)
    assert main(["bericht", "2021", "--nur", "02", "--format", "xlsx", "--projekt", root]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "Den Datenanhang (XLSX) gibt es nur für alle Notebooks zusammen.",
        "Abhilfe: --nur weglassen, oder --format html,xlsx angeben; eine eigene Mappe gibt es zu Notebook 06.",
    ]


def test_the_workbook_holds_every_table_of_the_reports_and_the_released_ones(done: Projekt) -> None:
    ordner = done.ausgabe / "2021" / "oeffentlich"
    book = openpyxl.load_workbook(ordner / ANHANG)
    tables = sum(p.read_text(encoding="utf-8").count("<table") for p in ordner.glob("0*.html"))
    assert tables >= 5 and len([n for n in book.sheetnames if " Tabelle " in n]) == tables
    sheet = book["Daten weiterleitungen"]
    head = [c.value for c in sheet[6]]
    released = pd.read_parquet(done.processed / "oeffentlich" / "weiterleitungen.parquet")
    released = released[released["foerderjahr"] <= 2021]
    rows = list(sheet.iter_rows(min_row=7, max_row=6 + len(released), values_only=True))
    column = [row[head.index("ausgezahlt_euro")] for row in rows]
    cents = [round(v * 100) for v in column if v is not None]
    assert cents == released["ausgezahlt_cent"].dropna().tolist() and len(rows) > 100
    years = {row[head.index("foerderjahr")] for row in rows}
    assert years == set(range(2016, 2022))
    assert all("Beispieldaten" in str(s["A2"].value) for s in book)


def test_the_summary_page_has_the_figures_of_the_year_and_every_file(done: Projekt) -> None:
    ordner = done.ausgabe / "2021" / "oeffentlich"
    page = (ordner / "index.html").read_text(encoding="utf-8")
    kennzahlen = jahresergebnis.kennzahlen(load_year(2021, "oeffentlich", str(done.processed / "oeffentlich"))).werte
    shown = re.findall(r'<dd class="wert">(.*?)</dd>', page)
    assert shown == [wert for _, wert, _ in kennzahlen] and "115.370,00\u00a0€" in shown
    assert set(re.findall(r'<a href="([^#"]+)"', page)) == {*names(ordner)} - {"index.html", "manifest.json"}
    for part in ("Beispieldaten – frei erfunden", "Zurückgestellt", "Freigabe: öffentlich"):
        assert part in page


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Der Verein Mitte e. V. erhielt 3 Euro. Danach nichts.", "Der Verein Mitte e. V. erhielt 3 Euro."),
        ("Stand 31. Mai 2022. Mehr.", "Stand 31. Mai 2022. Mehr."),
        ("Es waren 83,3 %. Das ist viel.", "Es waren 83,3 %."),
        ("Nur ein Satz.", "Nur ein Satz."),
    ],
)
def test_the_line_of_a_report_is_its_first_sentence(text: str, first: str) -> None:
    assert _first_sentence(report_from_notebook(notebook("# T", kopf(), Satz(text), Satz("Zweiter.")))) == first


def test_a_report_that_must_not_be_shown_any_more_is_withdrawn(
    copy: Projekt, capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = copy
    (projekt.raw / "beispiel_traeger.yaml").write_text("traeger: []\n", encoding="utf-8")
    for path in projekt.raw.glob("beispiel_*"):
        if path.name not in ("beispiel_traeger.yaml", "beispiel_bescheide.xlsx"):
            path.unlink()
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
    (projekt.raw / "beispiel_2021.csv").write_text(
        "Kommune;Träger;ausgezahlt\nSoest;Jemand;100,00\n", encoding="utf-8", newline="\n"
    )
