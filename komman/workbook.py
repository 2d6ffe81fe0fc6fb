"""A workbook examined before it is opened: unpacked size, XML without DTD; of an .xlsx what its cell values hide."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import partial
from xml.parsers import expat

from komman.errors import DateiFehler, Ort, shorten
from komman.workbook_scan import NotPlain, scan_plain
from komman.workbook_xml import (
    Attribute,
    Befund,
    Handler,
    Relations,
    Sheet,
    Styles,
    Texts,
    Workbook,
    check_filled,
    check_together,
    local_name,
)

MAX_MEMBERS = 2000
MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000
CHUNK = 1 << 18
_MACROS = "xl/vbaProject.bin"

_TOO_MANY = f"Die Arbeitsmappe besteht aus mehr als {MAX_MEMBERS} Teilen."
_OTHER_ARCHIVES = (
    ("word/", "ein Word-Dokument"),
    ("ppt/", "eine Präsentation"),
    ("xl/workbook.bin", "eine binäre Arbeitsmappe (.xlsb)"),
)


def is_workbook(data: bytes, datei: str) -> bool:
    """Whether a ZIP archive is an .xlsx workbook; refuses one that is cut off or damaged."""
    names = _names(data, datei)
    return "[Content_Types].xml" in names and "xl/workbook.xml" in names


def other_archive(data: bytes, datei: str) -> str:
    """What a ZIP archive is that is no .xlsx workbook."""
    names = _names(data, datei)
    if "mimetype" in names:
        return "eine OpenDocument-Datei, aber keine Tabelle (.ods)"
    return next((what for start, what in _OTHER_ARCHIVES if any(n.startswith(start) for n in names)), "ein ZIP-Archiv")


def inspect(data: bytes, datei: str) -> dict[str, Befund]:
    """The worksheets of a workbook by name, in order; refuses what is not safe or not sensible to open."""
    with open_archive(data, datei) as archive:
        return _scan(archive, datei)


@contextmanager
def open_archive(data: bytes, datei: str) -> Iterator[zipfile.ZipFile]:
    """The archive, once it is safe to unpack; what then turns out to be damaged in it is refused as such."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(archive, datei)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        expat.ExpatError,
        LookupError,  # a part that is missing, or an encoding that expat does not know
        ValueError,
        OverflowError,
        StopIteration,
        NotImplementedError,
    ) as fault:
        raise _damaged(datei) from fault


def _damaged(datei: str) -> DateiFehler:
    return DateiFehler(
        "Die Arbeitsmappe ist beschädigt oder unvollständig übertragen.",
        ort=Ort(datei),
        abhilfe="Datei neu kopieren; sonst in Excel öffnen, reparieren lassen und neu speichern.",
    )


def _names(data: bytes, datei: str) -> list[str]:
    # Counted before zipfile makes an object of each; a few more than there are may stand in packed data.
    if data.count(b"PK\x01\x02") > 2 * MAX_MEMBERS:
        raise _unsafe(_TOO_MANY, datei)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as fault:
        raise _damaged(datei) from fault


def _check_archive(archive: zipfile.ZipFile, datei: str) -> None:
    members = archive.infolist()
    what = ""
    if len(members) > MAX_MEMBERS:
        what = _TOO_MANY
    elif len({m.filename.lower() for m in members}) < len(members):
        what = "Die Arbeitsmappe enthält einen Teil doppelt; welcher gilt, ist nicht zu erkennen."
    elif any(m.flag_bits & 1 or m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        what = "Die Arbeitsmappe ist verschlüsselt oder ungewöhnlich gepackt."
    elif sum(m.file_size for m in members) > MAX_UNPACKED:
        what = f"Die Arbeitsmappe ist entpackt größer als {MAX_UNPACKED // 1_000_000} MB."
    elif any(m.file_size > RATIO_FROM and m.file_size > MAX_RATIO * m.compress_size for m in members):
        what = "Ein Teil der Arbeitsmappe ist unglaubwürdig stark gepackt (wie eine ZIP-Bombe)."
    if what:
        raise _unsafe(what, datei)


def _unsafe(what: str, datei: str) -> DateiFehler:
    return DateiFehler(
        what,
        ort=Ort(datei),
        abhilfe="In Excel die Tabelle in eine neue Arbeitsmappe kopieren (nur Werte) und diese als .xlsx speichern.",
    )


def _scan(archive: zipfile.ZipFile, datei: str) -> dict[str, Befund]:
    members = {m.filename: m for m in archive.infolist()}
    workbook, styles, targets = Workbook(), Styles(), Relations()
    handlers: dict[str, Handler] = {
        "xl/workbook.xml": workbook,
        "xl/styles.xml": styles,
        "xl/_rels/workbook.xml.rels": targets,
    }
    for name, handler in handlers.items():
        if name in members:
            parse_part(archive, members[name], handler, datei)
    sheets: dict[str, Befund] = {}
    for name, relation, hidden in workbook.sheets:
        path = targets.worksheets.get(relation)
        if name in sheets:
            raise ValueError("two sheets of one name")
        if path is not None:
            handlers[path] = Handler()
            ort, shown = Ort(datei, name), (styles.percents(), styles.thousands())
            new = partial(Sheet, ort=ort, percents=shown[0], recalculate=workbook.recalculate, thousands=shown[1])
            sheets[name] = _scan_sheet(archive, members[path], new, datei)
            check_together(sheets.values(), datei)
            sheets[name].versteckt, sheets[name].makros = hidden, _MACROS in members
    for name, member in members.items():
        if name not in handlers:
            parse_part(archive, member, _reader_of(member), datei)
    return sheets


def _reader_of(member: zipfile.ZipInfo) -> Handler | None:
    """Who reads a part of which nothing but its form counts."""
    if member.filename.lower() == "xl/sharedstrings.xml":
        return Texts(member.file_size)
    return Handler() if member.filename.endswith((".xml", ".rels")) else None


def _scan_sheet(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, new: Callable[[Befund], Sheet], datei: str
) -> Befund:
    """What one worksheet hides: quickly if it is of the plain form, else tag by tag, with the same result."""
    sheet = new(Befund(False))
    try:
        scan_plain(part_chunks(archive, member), sheet)
    except NotPlain:
        sheet = new(Befund(False))
        parse_part(archive, member, sheet, datei)
    check_filled(sheet.befund, sheet.ort)
    return sheet.befund


def parse_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, handler: Handler | None, datei: str) -> None:
    """Reads one part to its end, so that its checksum and its stated size are proven, and feeds it to ``handler``."""

    def refuse_dtd(*_: object) -> None:
        raise DateiFehler(
            "Die Arbeitsmappe enthält eine Dokumenttyp-Angabe (DTD), wie sie Excel und LibreOffice nie schreiben.",
            ort=f"{Ort(datei)}, Teil {shorten(member.filename)}",
            abhilfe="Herkunft der Datei prüfen; den Inhalt als Werte in eine neue Mappe übertragen.",
        )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_dtd
    if handler is not None and handler.root_only:
        parser.StartElementHandler = partial(_root, parser, handler)
    elif handler is not None and type(handler) is not Handler:
        _connect(parser, handler)
    if handler is None:
        for _ in part_chunks(archive, member):
            pass
        return
    for chunk in part_chunks(archive, member):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def part_chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """One part unpacked piece by piece; damaged if it does not unpack to its stated size."""
    stated, size = member.file_size, 0
    longer = copy(member)
    longer.file_size += 1  # zipfile stops at the stated size; one more byte shows a part that unpacks to more
    with archive.open(longer) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > stated:
                raise zipfile.BadZipFile("part is longer than stated")
            yield chunk
    if size < stated:
        raise zipfile.BadZipFile("part is shorter than stated")


def _root(parser: expat.XMLParserType, handler: Handler, name: str, attributes: Attribute) -> None:
    parser.StartElementHandler = None
    handler.start(local_name(name), attributes)


def _connect(parser: expat.XMLParserType, handler: Handler) -> None:
    if handler.qualified:
        parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    else:
        parser.StartElementHandler = lambda name, attributes: handler.start(local_name(name), attributes)
        parser.EndElementHandler = lambda name: handler.end(local_name(name))
    parser.CharacterDataHandler = handler.text
