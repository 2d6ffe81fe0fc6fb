"""The Handbuch's way from the clone to one's own Kreis, followed word by word: its commands, its files, its figures."""

from __future__ import annotations

import re
import shlex
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pypdf import PdfReader

from komman.__main__ import main
from komman.ledger import clean
from komman.project import Projekt
from tests.repo import ROOT, marked

README = (ROOT / "README.md").read_text(encoding="utf-8")
HANDBUCH = (ROOT / "docs" / "handbuch.md").read_text(encoding="utf-8")

# What the person types into the new workbook: Kommune, Träger, Art, Baustein, bewilligt, ausgezahlt, zurückgezahlt.
EINGABEN: list[tuple[str, str, str, str, float, float, float]] = [
    ("Altenmuster", "Gemeinde Altenmuster", "Kommune", "A2", 2000, 2000, 0),
    ("Beispieldorf", "Willkommenskreis Anger e. V.", "Verein", "B2", 1500.5, 1500.5, 250.25),
    ("Fallersbach (Muster)", "Gemeinde Fallersbach", "Kommune", "D1", 800, 800, 0),
    ("Kirchmuster", "Gemeinde Kirchmuster", "Kommune", "A1", 3400, 3399.99, 0),
    ("Musterstadt", "Stadt Musterstadt", "Kommune", "A2", 12000, 12000, 1000.74),
    ("Neumuster", "Gemeinde Neumuster", "Kommune", "C1", 600, 600, 0),
    ("Probingen", "Gemeinde Probingen", "Kommune", "B1", 450, 450, 450),
    ("Testhausen", "Gemeinde Testhausen", "Kommune", "D2", 300.1, 300.1, 0),
    ("kreisweit", "Willk.-Kreis Anger", "Verein", "C2", 1000, 1000, 0),
]
# 2000 + 1500.50 + 800 + 3399.99 + 12000 + 600 + 450 + 300.10 + 1000, and 250.25 + 1000.74 + 450
AUSGEZAHLT, ZURUECK, NETTO = "22.050,59", "1.700,99", "20.349,60"
AUSGEZAHLT_2021, NETTO_2021 = 452_050, 440_000  # 2400 + 1320.50 + 800, less 120.50


def run(lines: list[str]) -> None:
    """The commands of a block, in order; each must be done (exit code 0)."""
    for line in lines:
        name, *argv = shlex.split(line)
        assert name == "komman"
        assert main(argv) == 0, line


def type_in(datei: Path) -> None:
    """Fill the first sheet of the new workbook by its headings, as a person would."""
    book = openpyxl.load_workbook(datei)
    sheet = book["Weiterleitungen"]
    head = next(row for row in sheet.iter_rows() if row[1].value == "Kommune")
    column = {str(c.value): c.column for c in head}
    names = (
        "Kommune", "Träger", "Art des Trägers", "Baustein", "bewilligt EUR", "ausgezahlt EUR", "zurückgezahlt EUR",
    )  # fmt: skip
    for r, eingabe in enumerate(EINGABEN, start=head[0].row + 1):
        for name, wert in zip(names, eingabe, strict=True):
            sheet.cell(r, column[name]).value = wert
    book.save(datei)


def write_settings(raw: Path) -> None:
    """kreis.yaml as the Handbuch shows it; traeger.yaml likewise, with the Gemeinden of the workbook added."""
    (raw / "kreis.yaml").write_text("\n".join(marked(HANDBUCH, "weg:kreis")) + "\n", encoding="utf-8")
    shown = marked(HANDBUCH, "weg:traeger")
    gemeinden = {t for _, t, art, *_ in EINGABEN if art == "Kommune"} - {
        line.split('"')[1] for line in shown if '"' in line
    }
    more = [line for name in sorted(gemeinden) for line in (f'  - name: "{name}"', "    art: kommune")]
    (raw / "traeger.yaml").write_text("\n".join([*shown, *more]) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """The project after the whole way; the sample's first report was made at its start."""
    from tests.conftest import copy_project

    projekt = copy_project(tmp_path_factory.mktemp("weg") / "projekt")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(projekt.daten.parent)
        run(["komman bericht 2021 --nur 02"])
        run(marked(HANDBUCH, "weg:start"))
        assert main(["pruefe"]) == 3, "kreis.yaml is not filled in yet"
        write_settings(projekt.raw)
        csv = "\n".join(marked(HANDBUCH, "weg:liste_2021.csv")) + "\n"
        (projekt.raw / "liste_2021.csv").write_bytes(csv.encode("cp1252"))
        run(marked(HANDBUCH, "weg:neu"))
        type_in(projekt.raw / "foerderliste_2022.xlsx")
        run(marked(HANDBUCH, "weg:bericht"))
    return projekt


def plain(path: Path) -> str:
    """All text of an output, whatever its kind; attachments of a PDF and parts of a workbook included."""
    if path.suffix == ".pdf":
        reader = PdfReader(path)
        parts = [page.extract_text() for page in reader.pages]
        parts += [data.decode("utf-8") for files in reader.attachments.values() for data in files]
        return "\n".join([*parts, str(reader.metadata)])
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize(("hier", "dort"), [
    ("weg:einrichten", "ci:bericht"), ("weg:einrichten-windows", "ci:bericht-windows"),
])  # fmt: skip
def test_the_way_begins_with_the_command_of_the_readme(hier: str, dort: str) -> None:
    assert marked(HANDBUCH, hier) == marked(README, dort)
    assert marked(HANDBUCH, hier)[0].endswith("komman bericht 2021")


def test_the_way_is_that_of_another_kreis() -> None:
    kreis = "\n".join(marked(HANDBUCH, "weg:kreis"))
    assert len(re.findall(r'ags: "05999\d{3}"', kreis)) == 9
    assert "Musterland" in kreis and "Musterland" in marked(HANDBUCH, "weg:start")[0]


def test_the_pictures_are_small_and_say_what_they_show() -> None:
    pictures = re.findall(r"!\[(.*?)\]\((\S+?)\)", HANDBUCH)
    assert sum(NETTO in text for text, _ in pictures) == 2
    for text, name in pictures:
        assert len(text) > 60
        assert (ROOT / "docs" / name).stat().st_size <= 150_000


def test_a_foreign_list_is_refused_drafted_described_and_read(
    new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch
) -> None:
    projekt = new_project()
    monkeypatch.chdir(projekt.daten.parent)
    run(marked(HANDBUCH, "weg:start"))
    write_settings(projekt.raw)
    liste = "\n".join(marked(HANDBUCH, "weg:vereine.csv")) + "\n"
    (projekt.raw / "vereine.csv").write_text(liste, encoding="utf-8", newline="\n")
    assert main(["pruefe"]) == 3
    run(marked(HANDBUCH, "weg:vorschlag"))
    draft = (projekt.protokoll / "quellen-vereine-csv.yaml").read_text(encoding="utf-8").splitlines()
    shown = marked(HANDBUCH, "weg:quellen")
    usual = {line.partition("  # ")[0] for line in draft if not line.lstrip().startswith("#")}
    assert usual < set(shown) and len(set(shown) - usual) == len([x for x in draft if "# ENTSCHEIDEN" in x]) == 2
    (projekt.raw / "quellen.yaml").write_text("\n".join(shown) + "\n", encoding="utf-8", newline="\n")
    b = clean(projekt.raw)
    sums = b.tabellen["weiterleitungen"][["bewilligt_cent", "ausgezahlt_cent"]].sum()
    assert list(sums) == [400_000, 370_000] and b.zurueckgestellt.empty  # 2000 + 1500 + 500; 1800 + 1500 + 400


@pytest.mark.langsam
def test_two_files_become_the_tables_to_the_cent(followed: Projekt) -> None:
    rows = pd.read_csv(followed.processed / "intern" / "weiterleitungen.csv")
    years = rows.groupby("foerderjahr")[["ausgezahlt_cent", "zurueckgezahlt_cent"]].sum()
    assert dict(years["ausgezahlt_cent"]) == {2021: AUSGEZAHLT_2021, 2022: 2_205_059}
    assert dict(years["ausgezahlt_cent"] - years["zurueckgezahlt_cent"]) == {2021: NETTO_2021, 2022: 2_034_960}
    assert sorted(rows["quelle_datei"].unique()) == ["foerderliste_2022.xlsx", "liste_2021.csv"]
    assert set(rows.loc[rows["traeger"] == "Willkommenskreis Anger e. V.", "foerderjahr"]) == {2021, 2022}
    assert len(rows) == len(EINGABEN) + 3


@pytest.mark.langsam
def test_the_report_shows_the_figures_in_every_format(followed: Projekt) -> None:
    ordner = followed.ausgabe / "2022" / "oeffentlich"
    for ending in ("html", "pdf"):
        text = plain(ordner / f"02_jahresergebnis.{ending}").replace("\xa0", " ")
        assert all(figure in text for figure in (AUSGEZAHLT, ZURUECK, NETTO)), ending
        assert "Kreis Musterland" in text and "30.06.2023" in text
    notebooks = {p.stem for p in (ROOT / "notebooks").glob("*.ipynb")}
    assert {p.stem for p in ordner.glob("*.html")} >= {"index", "02_jahresergebnis"}
    assert len([p for p in ordner.glob("*.html") if p.stem in notebooks]) >= 1


@pytest.mark.langsam
def test_nothing_says_that_these_are_sample_data(followed: Projekt) -> None:
    made = [p for folder in (followed.ausgabe / "2022", followed.processed) for p in folder.rglob("*") if p.is_file()]
    texts = {p.relative_to(followed.daten.parent).as_posix(): plain(p) for p in made if p.suffix != ".parquet"}
    assert len(texts) > 10
    sample = re.compile(r"Beispieldaten|frei erfunden|Bad Sassendorf|beispiel_")
    log = "data/processed/protokoll/bericht-2021-oeffentlich.log"
    assert {name for name, text in texts.items() if sample.search(text)} == {log}, "the first run's own log"
    soest = {Path(name).name for name, text in texts.items() if "Kreis Soest" in text} - {Path(log).name}
    assert soest == {"03_kommunen.html", "03_kommunen.pdf", "Datenanhang.xlsx"}, "one of the KI with a published amount"


@pytest.mark.langsam
def test_the_sample_stays_usable_beside_it(followed: Projekt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(followed.daten.parent)
    own = plain(followed.ausgabe / "2022" / "oeffentlich" / "index.html")
    run([line + " --nur 02" for line in marked(HANDBUCH, "weg:beispiel")])
    report = followed.daten / "beispiel" / "reports" / "2021" / "oeffentlich" / "02_jahresergebnis.html"
    assert "Beispieldaten" in plain(report)
    assert plain(followed.ausgabe / "2022" / "oeffentlich" / "index.html") == own


@pytest.mark.langsam
def test_the_lines_for_jupyterlab_work(followed: Projekt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(followed.notebooks)
    names: dict[str, Any] = {}
    *lines, last = marked(HANDBUCH, "weg:jupyter")
    exec("\n".join(lines), names)
    jahre = eval(last, names)
    assert list(jahre["foerderjahr"]) == [2021, 2022]
    assert int(jahre["ausgezahlt_cent"].iloc[-1]) == 2_205_059
    assert repr(names["lage"]).startswith("Lage(Kreis Musterland, Förderjahr 2022")


def test_a_wrong_amount_would_be_seen(new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch) -> None:
    """The way ends with exit code 1 where a row of the CSV cannot be read: ``run`` would stop there."""
    projekt = new_project()
    monkeypatch.chdir(projekt.daten.parent)
    run(marked(HANDBUCH, "weg:start"))
    write_settings(projekt.raw)
    csv = "\n".join(marked(HANDBUCH, "weg:liste_2021.csv")).replace("800,00", "ca. 800")
    (projekt.raw / "liste_2021.csv").write_bytes(csv.encode("cp1252"))
    assert main(["pruefe"]) == 1
