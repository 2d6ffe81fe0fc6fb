"""OpenDocument spreadsheets made for tests, as LibreOffice writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text", "style")
)
_NAMES += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
_NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
_NAMES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
STYLES = (
    '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
# The rest of a sheet, as LibreOffice closes it: a million rows of a thousand and more columns.
REST = (
    '<table:table-row table:number-rows-repeated="1048500">'
    '<table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row>'
)
Inhalt = str | int | Decimal | date | bool | None


def cell(value: Inhalt, more: str = "") -> str:
    """One cell; a text may hold line breaks."""
    if value is None:
        return f"<table:table-cell {more}/>"
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{value}"'
    shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind} {more}>{shown}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def table(name: str, rows: str, style: str = "ta1") -> str:
    return (
        f'<table:table table:name={quoteattr(name)} table:style-name="{style}"><table:table-column/>'
        f"{rows}</table:table>"
    )


def package(tables: str, members: Mapping[str, bytes | None] | None = None) -> bytes:
    """The file with these tables; ``members`` are added or replaced (``None`` leaves one out)."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/></manifest:manifest>'
    )
    files: dict[str, bytes | None] = {
        "mimetype": MIMETYPE.encode(),
        "content.xml": content.encode("utf-8"),
        "META-INF/manifest.xml": manifest.encode("utf-8"),
        **(members or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(name, data)
    return buffer.getvalue()


def ods_bytes(sheets: Mapping[str, Sequence[Sequence[Inhalt]]]) -> bytes:
    """A spreadsheet of these sheets, with the million blank rows at the end of each."""
    return package(
        "".join(table(name, "".join(row(*map(cell, r)) for r in rows) + REST) for name, rows in sheets.items())
    )
