"""The sample ledger of 2022 as an OpenDocument spreadsheet, written by hand so that its bytes are always the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from komman.sample_data import E_MAILS, STAND
from komman.sample_later import HINWEIS, TITEL
from komman.sample_rows import BLATT, SUMMEN, Zeile, Zelle, amounts, footer, sums
from komman.spreadsheet import ZIP_DATUM

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
ANZAHL_SPALTEN = 16
# A cell of the header: text, columns and rows it spans; what it covers is written as covered.
KOPF: tuple[tuple[str, int, int], ...] = (
    ("Az.", 1, 2),
    ("Kommune", 1, 2),
    ("Träger", 1, 2),
    ("Baustein", 1, 2),
    ("Einheiten", 2, 1),
    ("Beträge in EUR", 6, 1),
    ("Ehrenamtliche", 1, 2),
    ("Teilnehmende", 1, 2),
    ("Kontakt E-Mail", 1, 2),
    ("Bemerkung", 1, 2),
)
UNTERKOPF = (
    *([None] * 4),
    "bewilligt",
    "nachgewiesen",
    "beantragt",
    "bewilligt",
    "ausgezahlt",
    "nachgewiesen",
    "anerkannt",
    "zurückgezahlt",
)
GELD = range(6, 12)
# What a spreadsheet program writes for the empty rest of a sheet: rows and columns up to its limits.
ZEILEN, SPALTEN = 1_048_576, 16_384
NAMEN = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (("office", "office"), ("table", "table"), ("text", "text"), ("meta", "meta"))
)
VERZEICHNIS = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def weiterleitungen_ods(jahr: int, zeilen: list[Zeile]) -> bytes:
    """A year's ledger: titles, a merged header of two rows, the Kommune merged over its group, subtotals, a footer."""
    rows = [_row([TITEL.format(jahr=jahr)]), _row([HINWEIS]), _row([]), *_header()]
    for ort, group in groupby(zeilen, key=lambda z: z.ort):
        members = list(group)
        rows += [_data_row(z, len(members) if i == 0 else 0) for i, z in enumerate(members)]
        rows.append(_total(f"{SUMMEN[0]}{ort}", members))
    rows += [_total(SUMMEN[1], zeilen), _row([]), _row([footer(STAND)])]
    rest = f'<table:table-row table:number-rows-repeated="{ZEILEN - len(rows)}">{_blank(SPALTEN)}</table:table-row>'
    table = f"<table:table table:name={quoteattr(BLATT)}>{''.join(rows)}{rest}</table:table>"
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'{XML}<office:document-content {NAMEN} office:version="1.3">{body}</office:document-content>'
    return _package({"content.xml": content, "meta.xml": _meta(), "META-INF/manifest.xml": _manifest()})


def _header() -> Iterator[str]:
    cells = []
    for text, columns, rows in KOPF:
        span = f' table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'
        cells.append(_cell(text, span) + _covered(columns - 1))
    yield f"<table:table-row>{''.join(cells)}</table:table-row>"
    below = [_covered(1) if text is None else _cell(text) for text in UNTERKOPF]
    yield f"<table:table-row>{''.join(below)}{_covered(ANZAHL_SPALTEN - len(UNTERKOPF))}</table:table-row>"


def _data_row(z: Zeile, gruppe: int) -> str:
    """One Maßnahme; ``gruppe`` is the number of rows its Kommune is merged over, 0 in the rows that are covered."""
    span = f' table:number-columns-spanned="1" table:number-rows-spanned="{gruppe}"' if gruppe > 1 else ""
    place = _cell(z.ort, span) if gruppe else _covered(1)
    units = (z.einheiten_bewilligt, z.einheiten_nachgewiesen)
    rest: list[Zelle] = [z.text("traeger"), z.text("baustein"), *units, *amounts(z), z.ehrenamtliche, z.teilnehmende]
    rest += [E_MAILS[z.kontakt], z.text("bemerkung") or None]
    return f"<table:table-row>{_cell(z.az)}{place}{_cells(rest, GELD[0] - 2)}</table:table-row>"


def _total(label: str, zeilen: list[Zeile]) -> str:
    return _row([label, *[None] * 5, *sums(zeilen)])


def _row(cells: list[Zelle]) -> str:
    return f"<table:table-row>{_cells(cells, GELD[0]) or _blank(1)}</table:table-row>"


def _cells(cells: list[Zelle], erstes_geld: int) -> str:
    """Cells side by side, blank ones gathered as spreadsheet programs do; six columns of money from one position on."""
    money = range(erstes_geld, erstes_geld + len(GELD))
    out = ""
    for is_blank, run in groupby(enumerate(cells), key=lambda c: c[1] is None):
        part = list(run)
        out += _blank(len(part)) if is_blank else "".join(_cell(v, geld=i in money) for i, v in part)
    return out


def _blank(count: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{count}"/>' if count > 1 else "<table:table-cell/>"


def _covered(count: int) -> str:
    if count < 1:
        return ""
    repeated = f' table:number-columns-repeated="{count}"' if count > 1 else ""
    return f"<table:covered-table-cell{repeated}/>"


def _cell(value: Zelle, attributes: str = "", geld: bool = False) -> str:
    if isinstance(value, int | Decimal):
        kind = 'currency" office:currency="EUR' if geld else "float"
        shown = f"{value:.2f} €".replace(".", ",") if geld else str(value)
        attributes += f' office:value-type="{kind}" office:value="{value}"'
    else:
        shown = value or ""
        attributes += ' office:value-type="string"'
    return f"<table:table-cell{attributes}><text:p>{escape(shown)}</text:p></table:table-cell>"


def _meta() -> str:
    day = f"<office:meta><meta:creation-date>{STAND}T00:00:00</meta:creation-date></office:meta>"
    return f'{XML}<office:document-meta {NAMEN} office:version="1.3">{day}</office:document-meta>'


def _manifest() -> str:
    files = {"/": MIMETYPE, "content.xml": "text/xml", "meta.xml": "text/xml"}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in files.items()
    )
    return (
        f'{XML}<manifest:manifest xmlns:manifest="{VERZEICHNIS}" manifest:version="1.3">{entries}</manifest:manifest>'
    )


def _package(members: dict[str, str]) -> bytes:
    """The file: the member ``mimetype`` first and not compressed, as the format asks; fixed dates, no compression."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name, text in ({"mimetype": MIMETYPE} | dict(sorted(members.items()))).items():
            info = zipfile.ZipInfo(name, ZIP_DATUM)
            info.create_system = 0
            info.external_attr = 0
            target.writestr(info, text.encode("utf-8"))
    return out.getvalue()
