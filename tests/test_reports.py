"""The real reports: both PDF standards, the same figures everywhere, and nobody named who must not be."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pypdf
import pytest

from komman.execute import execute
from komman.project import Projekt
from komman.sample_data import KONTAKTE, NATUERLICHE_PERSONEN
from tests.conftest import REPORTS
from tests.pdf_checks import check_pdf

NAME = "02_jahresergebnis"
PUBLIC = ("oeffentlich", "nichtoeffentlich")
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


def plain(text: str) -> str:
    """Text without line ends, kinds of blanks and soft hyphens, for comparing what was said."""
    return " ".join(text.replace("\u00ad\n", "").replace("\u00ad", "").replace("\u00a0", " ").split())


def pdf_text(pdf: bytes) -> str:
    return plain("\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages))


@pytest.fixture(params=REPORTS, ids="-".join)
def ordner(request: pytest.FixtureRequest, reports: Projekt) -> Path:
    jahr, freigabe = request.param
    return reports.ausgabe / jahr / freigabe


def test_the_pdf_keeps_both_standards_and_our_own_rules(ordner: Path) -> None:
    html = Page((ordner / f"{NAME}.html").read_text(encoding="utf-8"))
    assert len(html.alts) == 2 and len(html.headings) >= 6
    check_pdf((ordner / f"{NAME}.pdf").read_bytes(), html.alts, html.headings)


def test_html_and_pdf_tell_the_same_amounts(ordner: Path) -> None:
    html = Page((ordner / f"{NAME}.html").read_text(encoding="utf-8"))
    pdf = pdf_text((ordner / f"{NAME}.pdf").read_bytes())
    amounts = set(re.findall(r"[\d.]+,\d\d €", plain(" ".join(html.text))))
    assert len(amounts) > 20
    assert amounts == set(re.findall(r"[\d.]+,\d\d €", pdf))


def test_every_page_and_file_says_that_the_data_are_invented(ordner: Path) -> None:
    for page in pypdf.PdfReader(ordner / f"{NAME}.pdf").pages:
        assert "Beispieldaten" in page.extract_text()
    for name in (f"{NAME}.html", "index.html", "manifest.json"):
        assert "Beispieldaten" in (ordner / name).read_text(encoding="utf-8")


def everything_public(projekt: Projekt) -> Iterator[tuple[str, str]]:
    """Name and text of all that is made for the two public levels, the PDF's metadata and attachments included."""
    for level in PUBLIC:
        folders = [projekt.processed / level, *projekt.ausgabe.glob(f"*/{level}")]
        for path in (p for f in folders for p in sorted(f.iterdir())):
            data = path.read_bytes()
            yield f"{level}/{path.name}", data.decode("utf-8", "ignore")
            if path.suffix == ".pdf":
                reader = pypdf.PdfReader(io.BytesIO(data))
                yield f"{level}/{path.name} text", pdf_text(data)
                yield (
                    f"{level}/{path.name} metadata",
                    json.dumps({str(k): str(v) for k, v in (reader.metadata or {}).items()}),
                )
                for name, versions in reader.attachments.items():
                    yield f"{level}/{path.name}/{name}", versions[0].decode("utf-8")


def leaks(text: str) -> list[str]:
    hidden = [n for n in (*NATUERLICHE_PERSONEN, *KONTAKTE) if plain(n).casefold() in plain(text).casefold()]
    return hidden + IBAN.findall(text)


def test_nothing_public_names_a_person_a_contact_or_an_account(reports: Projekt) -> None:
    seen = list(everything_public(reports))
    assert len(seen) > 40 and sum("tabelle-" in name for name, _ in seen) >= 12
    assert [(name, found) for name, text in seen if (found := leaks(text))] == []


def test_the_search_for_leaks_finds_what_is_there(reports: Projekt) -> None:
    raw = (reports.raw / "beispiel_2016_weiterleitungen.csv").read_bytes().decode("cp1252")
    found = leaks(raw)
    assert set(found) & set(NATUERLICHE_PERSONEN) and set(found) & set(KONTAKTE)
    inside = (reports.processed / "intern" / "weiterleitungen.csv").read_text(encoding="utf-8")
    assert set(leaks(inside)) & set(NATUERLICHE_PERSONEN), "intern has the names"
    assert not set(leaks(inside)) & set(KONTAKTE), "but never a contact"


def test_an_executed_public_notebook_names_nobody_either(reports: Projekt, tmp_path: Path) -> None:
    parameter = {"jahr": 2021, "freigabe": "oeffentlich", "daten": ""}
    nb = execute(reports.notebooks / f"{NAME}.ipynb", parameter, reports.processed / "oeffentlich", tmp_path)
    text = nbformat.writes(nb)
    assert "netto weitergeleitet" in text
    assert leaks(text) == []


def test_a_missing_nachweis_is_said_and_never_zero(reports: Projekt) -> None:
    text = plain(
        " ".join(Page((reports.ausgabe / "2021" / "oeffentlich" / f"{NAME}.html").read_text(encoding="utf-8")).text)
    )
    assert "fehlt die Angabe „nachgewiesen“ bei allen 42 Maßnahmen" in text
    assert "netto weitergeleitet noch offen" in text
    assert not re.search(r"netto weitergeleitet 0,00 €", text)


def test_the_back_test_stands_in_the_report(reports: Projekt) -> None:
    text = plain(
        " ".join(Page((reports.ausgabe / "2017" / "oeffentlich" / f"{NAME}.html").read_text(encoding="utf-8")).text)
    )
    assert "546.018,37 €, gerundet 546.000 € bestätigt" in text
    assert "Rechenweg bestätigt (Beispieldaten)" in text
