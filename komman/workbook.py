"""A workbook examined before it is opened: unpacked size, XML without DTD; of an .xlsx what its cell values hide."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

from komman.errors import DateiFehler, Ort, shorten
from komman.workbook_xml import Befund, Handler, Relations, Sheet, Styles, Workbook, local_name

MAX_MEMBERS = 2000
MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
RATIO_FROM = 1_000_000
CHUNK = 1 << 18

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
        KeyError,
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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as fault:
        raise _damaged(datei) from fault


def _check_archive(archive: zipfile.ZipFile, datei: str) -> None:
    members = archive.infolist()
    what = ""
    if len(members) > MAX_MEMBERS:
        what = f"Die Arbeitsmappe besteht aus mehr als {MAX_MEMBERS} Teilen."
    elif len({m.filename.lower() for m in members}) < len(members):
        what = "Die Arbeitsmappe enthält einen Teil doppelt; welcher gilt, ist nicht zu erkennen."
    elif any(m.flag_bits & 1 or m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        what = "Die Arbeitsmappe ist verschlüsselt oder ungewöhnlich gepackt."
    elif sum(m.file_size for m in members) > MAX_UNPACKED:
        what = f"Die Arbeitsmappe ist entpackt größer als {MAX_UNPACKED // 1_000_000} MB."
    elif any(m.file_size > RATIO_FROM and m.file_size > MAX_RATIO * m.compress_size for m in members):
        what = "Ein Teil der Arbeitsmappe ist unglaubwürdig stark gepackt (wie eine ZIP-Bombe)."
    if what:
        raise DateiFehler(
            what,
            ort=Ort(datei),
            abhilfe="In Excel die Tabelle in eine neue Arbeitsmappe kopieren "
            "(nur Werte) und diese als .xlsx speichern.",
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
            sheets[name] = Befund(hidden)
            handlers[path] = Sheet(sheets[name], Ort(datei, name), styles.percents(), workbook.recalculate)
            parse_part(archive, members[path], handlers[path], datei)
    for name, member in members.items():
        if name not in handlers:
            parse_part(archive, member, Handler() if name.endswith((".xml", ".rels")) else None, datei)
    return sheets


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
    if handler is not None and type(handler) is not Handler:
        _connect(parser, handler)
    stated, size = member.file_size, 0
    member.file_size += 1  # zipfile stops at the stated size; one more byte shows a part that unpacks to more
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            size += len(chunk)
            if size > stated:
                raise zipfile.BadZipFile("part is longer than stated")
            if handler is not None:
                parser.Parse(chunk, False)
    if size < stated:
        raise zipfile.BadZipFile("part is shorter than stated")
    if handler is not None:
        parser.Parse(b"", True)


def _connect(parser: expat.XMLParserType, handler: Handler) -> None:
    if handler.qualified:
        parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
    else:
        parser.StartElementHandler = lambda name, attributes: handler.start(local_name(name), attributes)
        parser.EndElementHandler = lambda name: handler.end(local_name(name))
    parser.CharacterDataHandler = handler.text
