"""The real reports: both PDF standards, the same figures everywhere, and nobody named who must not be."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import openpyxl
import pypdf
import pytest
from openpyxl.comments import Comment

from komman.__main__ import main
from komman.execute import execute
from komman.project import Projekt
from komman.sample_data import KONTAKTE, NATUERLICHE_PERSONEN
from tests.conftest import REPORTS, copy_project
from tests.pdf_checks import check_pdf
from tests.readable import readable
from tests.report_reader import pdf_text, plain

NAME = "02_jahresergebnis"
PUBLIC = ("oeffentlich", "nichtoeffentlich")
FORMATE = ("json", "html", "pdf", "xlsx")
IBAN = re.compile(r"\bDE\d{2}[ \d]{10,}")


class Page(HTMLParser):
    """Text, alternative texts and headings of a report page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.alts: list[str] = []
        self.headings: list[str] = []
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        if tag == "img":
            self.alts.append(dict(attrs)["alt"] or "")

    def handle_data(self, data: str) -> None:
        if self.inside in ("h2", "h3") and data.strip():
            self.headings.append(data.strip())
        if self.inside != "style":
            self.text.append(data)


@pytest.fixture(params=REPORTS, ids="-".join)
def ordner(request: pytest.FixtureRequest, reports: Projekt) -> Path:
    jahr, freigabe = request.param
    return reports.ausgabe / jahr / freigabe


def pairs(ordner: Path) -> Iterator[tuple[Path, Path]]:
    """Every report of a set as its page and its PDF."""
    pages = sorted(ordner.glob("[0-9]*.html"))
    assert len(pages) >= 6
    yield from ((page, page.with_suffix(".pdf")) for page in pages)


def test_every_pdf_keeps_both_standards_and_our_own_rules(ordner: Path) -> None:
    figures = 0
    for page, pdf in pairs(ordner):
        html = Page(page.read_text(encoding="utf-8"))
        assert len(html.headings) >= 5, page.name
        check_pdf(pdf.read_bytes(), html.alts, html.headings)
        figures += len(html.alts)
    assert figures >= 7


def test_html_and_pdf_tell_the_same_amounts(ordner: Path) -> None:
    amounts = 0
    for page, pdf in pairs(ordner):
        html = Page(page.read_text(encoding="utf-8"))
        said = set(re.findall(r"[\d.]+,\d\d €", plain(" ".join(html.text))))
        assert said == set(re.findall(r"[\d.]+,\d\d €", pdf_text(pdf.read_bytes()))), page.name
        amounts += len(said)
    assert amounts > 100


def test_every_page_and_file_says_that_the_data_are_invented(ordner: Path) -> None:
    for page, pdf in pairs(ordner):
        assert all("Beispieldaten" in p.extract_text() for p in pypdf.PdfReader(pdf).pages), pdf.name
        assert "Beispieldaten" in page.read_text(encoding="utf-8")
    for name in ("index.html", "manifest.json"):
        assert "Beispieldaten" in (ordner / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """A project with the Anlage of 2021 and two answers in every format, for the public and for ``intern``."""
    projekt = copy_project(tmp_path_factory.mktemp("gefragt"))
    root = ["--projekt", str(projekt.daten.parent)]
    assert main(["vorlage", "2021", *root]) == 0
    for level in ("oeffentlich", "intern"):
        ordner = projekt.ausgabe / "2019" / level / "frage"
        ordner.mkdir(parents=True)
        per_traeger = ["frage", "--mass", "netto", "--jahr", "2016-2019", "--nach", "traeger", "--freigabe", level]
        files = [part for e in FORMATE for part in (f"--{e}", str(ordner / f"traeger.{e}"))]
        assert main([*per_traeger, *root, *files]) == 0
        costs = ["frage", "--mass", "personalkosten", "--jahr", "2016-2019", "--nach", "jahr", "--freigabe", level]
        assert main([*costs, *root, "--json", str(ordner / "personal.json")]) == 0
    return projekt


def everything(projekt: Projekt, level: str) -> Iterator[tuple[str, str]]:
    """Name and text of all that is made for a level, Anlage and answers and all that lies inside a file included."""
    folders = [projekt.processed / level, *projekt.ausgabe.glob(f"*/{level}")]
    for path in (p for f in folders for p in sorted(f.rglob("*")) if p.is_file()):
        for name, text in readable(path):
            yield f"{level}/{path.parent.name}/{name}", text


def secrets(projekt: Projekt) -> dict[str, str]:
    """What no public file may hold, and what it is: names and keys of recipients, posts, grades and monthly pay."""
    inside = projekt.processed / "intern"
    with (inside / "weiterleitungen.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if r["traeger"] in NATUERLICHE_PERSONEN]
    out = dict.fromkeys((*NATUERLICHE_PERSONEN, *KONTAKTE), "Person oder Kontakt")
    out |= {r["traeger_id"]: "Schlüssel einer Person" for r in rows}
    with (inside / "personal.csv").open(encoding="utf-8") as file:
        for r in csv.DictReader(file):
            pay = Decimal(r["kosten_cent"]) / 100
            shown = f"{pay:,.2f}".translate(str.maketrans(",.", ".,"))
            out |= {r["stelle"]: "Stelle", r["entgeltgruppe"]: "Entgeltgruppe"}
            forms = (r["kosten_cent"], shown, f"{pay:.2f}", f"{pay.normalize():f}")
            out |= dict.fromkeys(forms, "Monatsgehalt") if pay else {}
    return {plain(k).casefold(): v for k, v in out.items() if len(k) > 3}


# A month of a post; "2019-05974…" is the key of a Maßnahme, "2019-05-02" a day.
MONTH = re.compile(r"(?<![\w-])20\d\d-(?:0[1-9]|1[0-2])(?![\w-])")


ALONE = ("Entgeltgruppe", "Monatsgehalt")


def _whole(what: str, text: str) -> bool:
    """Whether it stands there by itself, not as a part of a word or of a longer number."""
    return re.search(rf"(?<!\w)(?<!\d\.){re.escape(what)}(?!\w)", text) is not None


def leaks(text: str, hidden: dict[str, str]) -> set[str]:
    """The kinds of things found that must not be there."""
    flat = plain(text).casefold()
    found = {k for k, v in hidden.items() if k in flat and (v not in ALONE or _whole(k, flat))}
    out = {hidden[k] for k in found} | ({"Konto"} if IBAN.search(text) else set())
    return out | ({"Monat"} if MONTH.search(flat) else set())


def test_nothing_public_names_a_person_a_contact_an_account_or_a_salary(reports: Projekt, asked: Projekt) -> None:
    hidden = secrets(reports)
    seen = [x for p in (reports, asked) for level in PUBLIC for x in everything(p, level)]
    names = [name for name, _ in seen]
    assert len(names) > 100 and sum("tabelle-" in name for name in names) >= 12
    assert sum("sharedStrings" in name or "worksheets/" in name for name in names) >= 12
    assert {n.split("/")[1] for n in names} >= {"vorlage", "frage", *PUBLIC}
    assert {n.split(".")[-1] for n in names if "/frage/traeger" in n and n.count("/") == 2} >= set(FORMATE)
    assert [(name, found) for name, text in seen if (found := leaks(text, hidden))] == []


def test_the_search_for_leaks_finds_what_is_there(reports: Projekt, asked: Projekt) -> None:
    hidden = secrets(reports)
    raw = (reports.raw / "beispiel_2016_weiterleitungen.csv").read_bytes().decode("cp1252")
    assert leaks(raw, hidden) >= {"Person oder Kontakt", "Konto"}
    inside = (reports.processed / "intern" / "weiterleitungen.csv").read_text(encoding="utf-8")
    assert leaks(inside, hidden) >= {"Person oder Kontakt", "Schlüssel einer Person"}, "intern has the names"
    assert not leaks(inside, {plain(k).casefold(): "Kontakt" for k in KONTAKTE}), "but never a contact"
    posts = (reports.processed / "intern" / "personal.csv").read_text(encoding="utf-8")
    assert leaks(posts, hidden) == {"Stelle", "Entgeltgruppe", "Monatsgehalt", "Monat"}
    for pay in ("3.896,40", "3896.4", "3896.40", "389640"):
        assert leaks(f"im Mai {pay} €", hidden) == {"Monatsgehalt"}, pay


@pytest.mark.parametrize("format_", ["html", "pdf", "xlsx", "json"])
def test_the_search_for_leaks_reads_every_format(format_: str, reports: Projekt, asked: Projekt) -> None:
    """The same answer at ``intern`` names the persons, and each format of it is read."""
    hidden = secrets(reports)
    path = asked.ausgabe / "2019" / "intern" / "frage" / f"traeger.{format_}"
    assert set().union(*(leaks(text, hidden) for _, text in readable(path))) >= {"Person oder Kontakt"}


def test_the_search_for_leaks_reads_what_a_workbook_hides(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("geheim")
    sheet.sheet_state = "veryHidden"
    sheet["A1"], book.properties.creator = "in der Tabelle", "im Kopf"
    sheet["A1"].comment = Comment("im Kommentar", "wer")
    book.save(tmp_path / "a.xlsx")
    texts = "".join(text for name, text in readable(tmp_path / "a.xlsx") if "/" in name)
    assert [t for t in ("geheim", "in der Tabelle", "im Kopf", "im Kommentar") if t not in texts] == []


def test_an_executed_public_notebook_names_nobody_either(reports: Projekt, tmp_path: Path) -> None:
    parameter = {"jahr": 2021, "freigabe": "oeffentlich", "daten": ""}
    nb = execute(reports.notebooks / f"{NAME}.ipynb", parameter, reports.processed / "oeffentlich", tmp_path)
    text = nbformat.writes(nb)
    assert "netto weitergeleitet" in text
    assert leaks(text, secrets(reports)) == set()


def test_a_missing_nachweis_is_said_and_never_zero(reports: Projekt) -> None:
    text = plain(
        " ".join(Page((reports.ausgabe / "2021" / "oeffentlich" / f"{NAME}.html").read_text(encoding="utf-8")).text)
    )
    assert "fehlt die Angabe „nachgewiesen“ bei allen 42 Maßnahmen" in text
    assert "netto weitergeleitet noch offen" in text
    assert not re.search(r"netto weitergeleitet 0,00 €", text)


def test_the_back_test_stands_in_the_report(reports: Projekt) -> None:
    text = plain(
        " ".join(Page((reports.ausgabe / "2021" / "oeffentlich" / f"{NAME}.html").read_text(encoding="utf-8")).text)
    )
    assert "546.018,37 €, gerundet 546.000 € bestätigt" in text
    assert "Rechenweg bestätigt (Beispieldaten)" in text
