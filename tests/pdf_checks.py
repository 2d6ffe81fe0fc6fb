"""What a report's PDF must hold beyond a passing validator; for the made-up report here and for real ones."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import page
import pikepdf
import pypdf

PROFILES = ("ua1", "3a")


def check_pdf(pdf: bytes, alts: Sequence[str], headings: Sequence[str]) -> None:
    """Both standards, German, headers in every table, the authors' alt texts, one bookmark per heading."""
    check_standards(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as doc:
        check_language(doc)
        check_tables(doc)
        check_alts(doc, alts)
        check_bookmarks(doc, headings)


def check_standards(pdf: bytes) -> None:
    for profile in PROFILES:
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.is_compliant, (profile, [(f.rule_id, f.message) for f in report.failures][:5])


def check_language(doc: Any) -> None:
    assert str(doc.Root.get("/Lang")) == "de-DE", "Sprache ist nicht de-DE"


def check_tables(doc: Any) -> None:
    """One THead with a TH for each column, each TH with its scope."""
    for table in elements(doc, "/Table"):
        heads = list(below(table, "/THead"))
        assert len(heads) == 1, f"{len(heads)} THead in einer Tabelle"
        assert all(kid.S == "/TH" for row in below(heads[0], "/TR") for kid in kids(row)), "Kopfzelle ohne TH"
        cells = list(below(table, "/TH"))
        assert cells, "Tabelle ohne TH"
        assert all(scope(cell) in ("/Column", "/Row") for cell in cells), "TH ohne Scope"


def check_alts(doc: Any, alts: Sequence[str]) -> None:
    found = [str(figure.get("/Alt", "")) for figure in elements(doc, "/Figure")]
    assert found == list(alts), f"Alternativtexte {found}"


def check_bookmarks(doc: Any, headings: Sequence[str]) -> None:
    with doc.open_outline() as outline:
        found = [str(item.title) for item in flat(outline.root)]
    assert found == list(headings), f"Lesezeichen {found}"
    tagged = [e for level in range(1, 7) for e in elements(doc, f"/H{level}")]
    assert len(tagged) == len(headings), "Überschriften und Lesezeichen sind verschieden viele"


def scope(cell: Any) -> str:
    attributes = cell.get("/A", [])
    entries = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(a.Scope) for a in entries if "/Scope" in a), "")


def flat(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from flat(item.children)


def elements(doc: Any, art: str) -> list[Any]:
    return list(below(doc.Root.StructTreeRoot, art))


def below(element: Any, art: str) -> Iterator[Any]:
    for kid in kids(element):
        if art == kid.S:
            yield kid
        yield from below(kid, art)


def kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    every = found if isinstance(found, pikepdf.Array) else [found]
    return [k for k in every if isinstance(k, pikepdf.Dictionary) and "/S" in k]


def attachments(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as doc:
        return {name: doc.attachments[name].get_file().read_bytes() for name in doc.attachments}


def text_of(pdf: bytes) -> str:
    """The text of all pages, words joined again that were hyphenated at a line's end, blanks as one blank."""
    with pypdf.PdfReader(io.BytesIO(pdf)) as reader:
        text = "\n".join(p.extract_text() for p in reader.pages).replace("\u200b", "")
    return " ".join(re.sub(r"(?<=[a-zäöüß])[-\u00ad]\n(?=[a-zäöüß])", "", text).split())


def page_texts(pdf: bytes) -> list[str]:
    with pypdf.PdfReader(io.BytesIO(pdf)) as reader:
        return [" ".join(p.extract_text().split()) for p in reader.pages]
