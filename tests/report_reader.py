"""Reads finished reports back: tables, sentences and alternative texts of HTML, attachments of PDF, cells of XLSX.

Shares no code with the rooms that write them.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import openpyxl
import pypdf

AMOUNT = re.compile(r"−?\d{1,3}(?:\.\d{3})*,\d\d €")
BLOCKS = {"p", "dt", "dd", "li", "h1", "h2", "h3", "h4", "figcaption", "caption", "th", "td", "title"}


def plain(text: str) -> str:
    """Text without line ends, kinds of blanks and soft hyphens, for comparing what was said."""
    return " ".join(text.replace("\u00ad\n", "").replace("\u00ad", "").replace("\u00a0", " ").split())


@dataclass
class Table:
    """A table as a reader sees it; ``total`` says that its last row is marked as a total."""

    caption: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    total: bool = False

    def column(self, name: str) -> list[str]:
        return [row[self.head.index(name)] for row in self.rows]

    def row(self, name: str) -> dict[str, str]:
        """The row whose first cell is ``name``."""
        (found,) = [r for r in self.rows if r[0] == name]
        return dict(zip(self.head, found, strict=True))


class Page(HTMLParser):
    """Tables, sentences (text outside of tables), alternative texts and headings of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.sentences: list[str] = []
        self.alts: list[str] = []
        self.headings: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self._in_table = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "img":
            self.alts.append(plain(given["alt"] or ""))
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "table":
            self.tables.append(Table())
            self._in_table = True
        if tag == "tr" and self._in_table:
            self.tables[-1].rows.append([])
            self.tables[-1].total |= given.get("class") == "summe"
        if tag in BLOCKS:
            self._text = []
            self._open.append(tag)

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._in_table = False
            table = self.tables[-1]
            table.head, *table.rows = table.rows
        if tag not in BLOCKS or tag not in self._open:
            return
        text = plain("".join(self._text))
        self._open.remove(tag)
        if tag == "caption":
            self.tables[-1].caption = text
        elif tag in ("th", "td") and self._in_table:
            self.tables[-1].rows[-1].append(text)
        elif text and tag != "title":
            self.sentences.append(text)
            if tag in ("h2", "h3", "h4"):
                self.headings.append(text)


def cents(text: str) -> int | None:
    """An amount as shown, in cents; None for words."""
    found = AMOUNT.fullmatch(text)
    return None if not found else int(re.sub(r"\D", "", text)) * (-1 if text.startswith("−") else 1)


def pdf_text(pdf: bytes) -> str:
    return plain("\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def pdf_tables(pdf: bytes) -> list[list[list[str]]]:
    """The tables attached to a PDF, in order."""
    files = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    return [
        [[plain(c) for c in row] for row in csv.reader(io.StringIO(files[name][0].decode("utf-8")))]
        for name in sorted(files)
    ]


def xlsx_cells(data: bytes) -> dict[str, list[list[object]]]:
    """Sheet name → rows of values."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
