"""``komman vorlage``: the Anlage in three formats, its Faktencheck as exit code, and refusals with file and line."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from komman import manifest
from komman.__main__ import main
from komman.commands import Protokoll
from komman.commands_vorlage import _verdict
from komman.project import Projekt
from komman.sample_data import KONTAKTE, NATUERLICHE_PERSONEN
from komman.views import anlage
from tests.conftest import copy_project
from tests.pdf_checks import attachments, check_pdf, page_texts, text_of
from tests.report_reader import plain
from tests.test_reports import Page
from tests.vorlagen import year

NAME = "08_vorlage_anlage"
TEXTS = (
    "Vorlage-Nr. Beispiel 1/2022",
    "rund 546.000 €",
    "genau 546.018,37 €",
    "in jedem Jahr 10 bis 12 Kommunen",
    "dafür 1,5 Stellen",
    "Für die neue Richtlinie sind 55.000,00 € (Entwurf) je volle Stelle vorgesehen",
    "Das wären 82.500,00 € (Entwurf) im Jahr, 7.500,00 € (Entwurf) mehr als bisher",
    "Ausschuss für Bildung und Integration 13.06.2022 zur Kenntnis genommen",
    "Die Stellen des Programmteils I kosteten 2021 74.508,00 €.",
    "Rechenweg bestätigt (Beispieldaten)",
    "nicht prüfbar: einzige Quelle ist die geprüfte Aussage selbst",
)


def run(projekt: Projekt, *argv: str) -> int:
    return main(["vorlage", *argv, "--projekt", str(projekt.daten.parent)])


def squeezed(text: str) -> str:
    """The text without blanks and hyphens: where a line ends in a cell differs between the formats."""
    return re.sub(r"[\s\u00ad-]", "", text)


@pytest.fixture(scope="module")
def fertig(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sample's Anlage."""
    projekt = copy_project(tmp_path_factory.mktemp("anlage"))
    assert run(projekt, "2021") == 0
    return projekt.ausgabe / "2021" / "oeffentlich" / "vorlage"


def test_the_anlage_lies_in_a_folder_of_its_own_as_a_whole_set(fertig: Path) -> None:
    names = [f"{NAME}.{f}" for f in ("html", "pdf", "xlsx")]
    assert sorted(p.name for p in fertig.iterdir()) == [*names, "manifest.json"]
    assert manifest.fits(fertig) == []
    record = json.loads((fertig / "manifest.json").read_text(encoding="utf-8"))
    assert record["faktencheck"] == {"bestätigt": 14, "nicht prüfbar": 1, "weicht ab": 0}
    assert (record["stand"], record["hinweis"]) == ("2022-05-31", "Beispieldaten")
    # The set of the year is none the worse for it.
    (fertig.parent / "manifest.json").write_bytes(manifest.dump({"dateien": {}}))
    assert manifest.fits(fertig.parent) == []


def test_html_and_pdf_hold_the_authors_text_and_the_figures(fertig: Path) -> None:
    page = Page((fertig / f"{NAME}.html").read_text(encoding="utf-8"))
    html, pdf = plain(" ".join(page.text)), plain(text_of((fertig / f"{NAME}.pdf").read_bytes()))
    for text in TEXTS:
        assert squeezed(text) in squeezed(html), text
        assert squeezed(text) in squeezed(pdf), text
    assert squeezed("rund 547.000 €") not in squeezed(html + pdf)
    assert set(re.findall(r"[\d.]+,\d\d €", html)) == set(re.findall(r"[\d.]+,\d\d €", pdf))


def test_the_pdf_keeps_both_standards_and_our_own_rules(fertig: Path) -> None:
    page, pdf = Page((fertig / f"{NAME}.html").read_text(encoding="utf-8")), (fertig / f"{NAME}.pdf").read_bytes()
    assert len(page.alts) == 2
    assert page.headings[:3] == ["Vorlage", "Zusammenfassung", "Sachdarstellung"]
    assert page.headings[3:6] == ["Anlass", "Programmteil I: Stellen", "Programmteil II: Maßnahmen vor Ort"]
    check_pdf(pdf, page.alts, page.headings)
    assert all("Beispieldaten" in text for text in page_texts(pdf))


def test_the_workbook_holds_the_amounts_as_numbers(fertig: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO((fertig / f"{NAME}.xlsx").read_bytes()))
    values = {c.value for sheet in book for row in sheet.iter_rows() for c in row}
    assert {74508, 75000, 131066, "noch offen", "Rechenweg bestätigt (Beispieldaten)"} <= values


def test_no_format_names_who_is_protected(fertig: Path) -> None:
    pdf = (fertig / f"{NAME}.pdf").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO((fertig / f"{NAME}.xlsx").read_bytes()))
    cells = " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)
    csv = " ".join(data.decode("utf-8") for data in attachments(pdf).values())
    for text in ((fertig / f"{NAME}.html").read_text(encoding="utf-8"), text_of(pdf), cells, csv):
        assert not [name for name in (*NATUERLICHE_PERSONEN, *KONTAKTE) if name in text]


@pytest.mark.langsam
def test_a_deviation_is_exit_code_1_and_the_files_are_written(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    path = projekt.raw / "beispiel_aussagen.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("wert: 1,5", "wert: 2"), encoding="utf-8")
    assert run(projekt, "2021", "--format", "html") == 1
    out = capsys.readouterr().out
    assert "Weicht ab: Stellen im Programmteil I: 0,5 weniger" in out
    assert "1 Aussage stimmt nicht mit den Daten überein; die Anlage ist geschrieben und sagt es." in out
    ordner = projekt.ausgabe / "2021" / "oeffentlich" / "vorlage"
    assert "weicht ab: 0,5 weniger" in (ordner / f"{NAME}.html").read_text(encoding="utf-8")
    assert manifest.fits(ordner) == [] and not (ordner / f"{NAME}.pdf").exists()

    # A later fault makes the earlier Anlage untrue: its manifest goes.
    text = projekt.raw / "beispiel_vorlage_2021.md"
    text.write_text(text.read_text(encoding="utf-8").replace("netto(2016, 2020)", "neto(2016, 2020)"), encoding="utf-8")
    assert run(projekt, "2021", "--format", "html") == 1
    captured = capsys.readouterr()
    assert "gilt nicht mehr; bitte nicht weitergeben." in captured.out
    assert "Wo: Datei beispiel_vorlage_2021.md, Zeile 17" in captured.err and "wohl „netto“" in captured.err
    assert not (ordner / "manifest.json").exists()


@pytest.mark.langsam
def test_a_protected_name_is_refused_in_public_and_other_reports_do_not_mind(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    text = projekt.raw / "beispiel_vorlage_2021.md"
    name = NATUERLICHE_PERSONEN[0]
    text.write_text(text.read_text(encoding="utf-8") + f"\nDank an {name}.\n", encoding="utf-8")
    assert run(projekt, "2021") == 1
    captured = capsys.readouterr()
    assert "In der Vorlage steht der Name eines Trägers, der nicht genannt werden darf." in captured.err
    assert "Wo: Datei beispiel_vorlage_2021.md, Zeile 27" in captured.err
    assert name not in captured.err + captured.out
    beilagen = (projekt.processed / "oeffentlich" / "beilagen.json").read_text(encoding="utf-8")
    assert name not in beilagen
    assert main(["bericht", "2021", "--nur", "02", "--format", "html", "--projekt", str(projekt.daten.parent)]) == 0
    assert run(projekt, "2021", "--freigabe", "intern", "--format", "html") == 0
    assert name in (projekt.ausgabe / "2021" / "intern" / "vorlage" / f"{NAME}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("argv", "code", "message"),
    [
        (("2019",), 1, "Für das Förderjahr 2019 ist keine Vorlage angelegt."),
        (("2031",), 1, "Für das Förderjahr 2031 liegt keine Förderliste vor."),
        (("21",), 2, "„21“ ist kein Förderjahr."),
        (("2021", "--freigabe", "geheim"), 2, "Die Freigabe „geheim“ gibt es nicht."),
        (("2021", "--format", "docx"), 2, "Das Format „docx“ gibt es nicht."),
    ],
)
def test_a_call_that_cannot_be_answered_says_why(
    prepared: Projekt, capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], code: int, message: str
) -> None:
    assert run(prepared, *argv) == code
    assert message in capsys.readouterr().err


def test_a_picture_in_the_text_is_refused_before_anything_runs(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    projekt = new_project()
    (projekt.raw / "beispiel_vorlage_2021.md").write_text("![Bild](bild.png)\n", encoding="utf-8")
    assert run(projekt, "2021") == 1
    assert "Wo: Datei beispiel_vorlage_2021.md" in capsys.readouterr().err
    assert not (projekt.protokoll / "2021-oeffentlich").exists()


def test_the_verdict_counts_in_german(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    melde = Protokoll(Path("nirgends.log"))
    for counts, line in (
        ({"bestätigt": 0, "weicht ab": 0}, "Faktencheck: Es sind keine Aussagen eingetragen."),
        ({"bestätigt": 2, "weicht ab": 1}, "Faktencheck: 2 bestätigt, 1 weicht ab."),
        ({"bestätigt": 0, "weicht ab": 3}, "Faktencheck: 3 weichen ab."),
    ):
        monkeypatch.setattr(anlage, "results", lambda _, counts=counts: counts)
        monkeypatch.setattr(anlage, "deviations", lambda _: [])
        _verdict(year(), melde)
        assert capsys.readouterr().out.splitlines()[0] == line
