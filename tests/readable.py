"""Everything that can be read out of a published file: text, metadata, attachments and the parts of a package."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf

from tests.report_reader import pdf_text


def readable(path: Path) -> Iterator[tuple[str, str]]:
    """Name and text of the file and of all that lies in it."""
    data = path.read_bytes()
    yield path.name, data.decode("utf-8", "ignore")
    if path.suffix == ".html":
        yield f"{path.name} text", html.unescape(data.decode("utf-8"))
    elif path.suffix == ".pdf":
        yield from _pdf(path.name, data)
    elif path.suffix == ".xlsx":
        yield from _package(path.name, data)


def _pdf(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    yield f"{name} text", pdf_text(data)
    metadata = {str(k): str(v) for k, v in (reader.metadata or {}).items()}
    yield f"{name} metadata", json.dumps(metadata, ensure_ascii=False)
    xmp = reader.root_object.get("/Metadata")
    if xmp is not None:
        yield f"{name} XMP", xmp.get_object().get_data().decode("utf-8", "ignore")
    for attached, versions in reader.attachments.items():
        yield f"{name}/{attached}", versions[0].decode("utf-8")


def _package(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The members as they are: hidden sheets, properties, comments and defined names are members or inside one."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for member in package.namelist():
            yield f"{name}/{member}", html.unescape(package.read(member).decode("utf-8", "ignore"))
