"""Files opened safely: signature, character set, and writing that never leaves half a file."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import tempfile
import unicodedata
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from komman import biff, ole, opendocument, workbook
from komman.charset import decode
from komman.errors import DateiFehler, Ort

__all__ = [
    "decode",
    "fault_words",
    "misnamed",
    "name_matches",
    "read_bytes",
    "sha256",
    "signature",
    "write_atomic",
]

Art = Literal["text", "xlsx", "xls", "ods"]

MAX_BYTES = 100_000_000
TEXT_ENDINGS = (".csv", ".tsv", ".txt")
READABLE_ENDINGS = (*TEXT_ENDINGS, ".xlsx", ".xlsm", ".xls", ".ods")
# What a spreadsheet may be called whatever it is inside: programs open it by its content, and so do we.
SPREADSHEET_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")
LEDGER_ENDINGS = (*TEXT_ENDINGS, *SPREADSHEET_ENDINGS)

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "eine PDF-Datei"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
    (b"{\\rtf", "ein RTF-Dokument"),
    (b"PAR1", "eine Parquet-Datei"),
    (b"\x1f\x8b", "eine gepackte Datei"),
    (b"Rar!", "eine gepackte Datei"),
    (b"7z\xbc\xaf", "eine gepackte Datei"),
    (b"\xfd7zXZ", "eine gepackte Datei"),
    (b"GIF8", "ein Bild"),
    (b"SQLite format 3", "eine Datenbank"),
    (b"\x00\x01\x00\x00Standard ", "eine Access-Datenbank"),
    (b"MZ\x90", "ein Programm"),
    (b"ID;P", "eine SYLK-Datei"),
)
_MARKUP = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "eine XML-Tabelle aus Excel 2003 (XML Spreadsheet)"),
    ("urn:oasis:names:tc:opendocument", "eine OpenDocument-Datei in einem XML-Stück (.fods)"),
    ("<html", "eine HTML-Seite"),
    ("<table", "eine HTML-Seite"),
)
_KINDS = {
    "xlsx": "eine Excel-Arbeitsmappe",
    "xls": "eine Excel-Arbeitsmappe im alten Format",
    "ods": "eine OpenDocument-Tabelle",
}
ZIP = b"PK"


_FAULTS = {
    "ENOSPC": "auf dem Laufwerk ist kein Platz mehr",
    "EDQUOT": "der zugeteilte Speicherplatz ist voll",
    "EROFS": "das Laufwerk ist schreibgeschützt",
    "ENAMETOOLONG": "der Name oder Pfad ist zu lang",
    "EIO": "das Laufwerk meldet einen Lesefehler oder Schreibfehler",
    "ENOTDIR": "ein Teil des Pfades ist kein Ordner",
    "EACCES": "der Zugriff ist nicht erlaubt",
    "EPERM": "der Zugriff ist nicht erlaubt",
    "ENOENT": "es gibt diesen Pfad nicht",
    "EEXIST": "an dieser Stelle liegt schon etwas anderes",
    "EINVAL": "der Name oder Pfad ist nicht erlaubt",
    "EMFILE": "es sind zu viele Dateien geöffnet",
    "EBUSY": "die Datei ist gerade in Gebrauch",
    "ETIMEDOUT": "das Netzlaufwerk antwortet nicht",
    "ENETUNREACH": "das Netz ist nicht erreichbar",
}


def fault_words(fault: OSError) -> str:
    """German words for what the system says, whose own words follow the language of the machine."""
    return _FAULTS.get(errno.errorcode.get(fault.errno or 0, ""), f"Fehler {fault.errno} des Betriebssystems")


def read_bytes(path: Path) -> bytes:
    """The whole file; refuses a missing, locked or oversized one."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DateiFehler(
                f"Die Datei ist größer als {MAX_BYTES // 1_000_000} MB.",
                ort=Ort(path.name),
                abhilfe="In mehrere Dateien aufteilen, etwa eine je Förderjahr.",
            )
        with path.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        raise DateiFehler(
            "Die Datei fehlt.", ort=Ort(path.name), abhilfe="Datei an diese Stelle legen oder den Namen prüfen."
        ) from None
    except IsADirectoryError:
        raise DateiFehler(
            "Das ist ein Ordner, keine Datei.", ort=Ort(path.name), abhilfe="Ordner entfernen oder umbenennen."
        ) from None
    except PermissionError:
        raise DateiFehler(
            "Die Datei ist gesperrt, vermutlich in Excel geöffnet.",
            ort=Ort(path.name),
            abhilfe="Datei im anderen Programm schließen oder Leserechte geben lassen, dann erneut starten.",
        ) from None
    except OSError as fault:
        raise DateiFehler(
            f"Die Datei kann nicht gelesen werden: {fault_words(fault)}.",
            ort=Ort(path.name),
            abhilfe="Laufwerk und Netzverbindung prüfen, dann erneut starten.",
        ) from fault


def sha256(path: Path) -> str:
    """The SHA-256 of a file as 64 hex digits."""
    return hashlib.sha256(read_bytes(path)).hexdigest()


def signature(data: bytes, datei: str) -> Art:
    """What ``data`` is by its first bytes, held against the file name; refuses all but text, .xlsx, .xls and .ods.

    A spreadsheet named as another kind of spreadsheet is what it is inside; ``misnamed`` says so.
    """
    ending = Path(datei).suffix.lower()
    if not data:
        raise DateiFehler("Die Datei ist leer (0 Bytes).", ort=Ort(datei), abhilfe="Datei neu ausgeben oder entfernen.")
    found = next((name for start, name in SIGNATURES if data.startswith(start)), _markup(data))
    kind = _spreadsheet(data, datei)
    if data.startswith(ZIP) and kind is None:
        found = workbook.other_archive(data, datei)
    named = f"Der Name endet auf {ending}" if ending else "Der Name hat keine Endung"
    if found:
        raise DateiFehler(
            f"{named}, der Inhalt ist {found}.",
            ort=Ort(datei),
            abhilfe="Als Excel-Arbeitsmappe (.xlsx) oder CSV neu speichern.",
        )
    if kind and ending not in SPREADSHEET_ENDINGS:
        renamed = f"Datei so umbenennen, dass sie auf .{kind} endet."
        raise DateiFehler(
            f"{named}, der Inhalt ist {_KINDS[kind]}.",
            ort=Ort(datei),
            # Excel refuses to open a workbook renamed to or from the binary format.
            abhilfe="In Excel öffnen und als .xlsx speichern." if ending == ".xlsb" else renamed,
        )
    if not kind and ending not in TEXT_ENDINGS:
        raise DateiFehler(
            f"{named}, der Inhalt ist keine Excel-Arbeitsmappe.",
            ort=Ort(datei),
            abhilfe="In Excel öffnen und als .xlsx speichern; eine Textdatei auf .csv umbenennen.",
        )
    return kind or "text"


def _markup(data: bytes) -> str:
    """What a text is that starts with a tag; empty if it does not."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    start = data[:2000].decode("utf-16" if utf16 else "utf-8-sig", "ignore").lstrip()
    if not start.startswith("<"):
        return ""
    return next((name for part, name in _MARKUP if part in start.lower()), "eine HTML- oder XML-Seite")


def _spreadsheet(data: bytes, datei: str) -> Literal["xlsx", "xls", "ods"] | None:
    if data.startswith(ole.MAGIC):
        biff.refuse_encrypted(data, datei)
        return "xls"
    if not data.startswith(ZIP):
        return None
    if workbook.is_workbook(data, datei):
        return "xlsx"
    return "ods" if opendocument.is_spreadsheet(data) else None


def misnamed(datei: str, inhalt: Art) -> str:
    """What to say of a spreadsheet whose name ends as another kind of spreadsheet; empty if it is well named."""
    ending = Path(datei).suffix.lower()
    if inhalt == "text" or ending == f".{inhalt}" or (ending, inhalt) == (".xlsm", "xlsx"):
        return ""
    return f"der Name endet auf {ending}, der Inhalt ist {_KINDS[inhalt]} (.{inhalt}); gelesen nach dem Inhalt"


def write_atomic(path: Path, data: bytes) -> None:
    """Writes ``data`` beside the target and moves it into place: a reader sees the old file or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".komman-", suffix=".tmp", dir=path.parent)
    except OSError as fault:
        raise _not_writable(
            path,
            fault,
            "In den Ordner darf nicht geschrieben werden.",
            "Schreibrechte geben lassen oder einen anderen Ordner wählen.",
        ) from fault
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(0o644)  # mkstemp makes files only their owner may read
        temporary.replace(path)
    except OSError as fault:
        raise _not_writable(
            path,
            fault,
            "Die Datei ist gesperrt, vermutlich in einem anderen Programm geöffnet.",
            "Datei dort schließen, dann erneut starten.",
        ) from fault
    finally:
        temporary.unlink(missing_ok=True)


def _not_writable(path: Path, fault: OSError, denied: str, abhilfe: str) -> DateiFehler:
    ort = f"Ordner {path.parent.as_posix()}, Datei {path.name}"
    if isinstance(fault, PermissionError):
        return DateiFehler(denied, ort=ort, abhilfe=abhilfe)
    return DateiFehler(
        f"Die Datei kann nicht geschrieben werden ({fault_words(fault)}).",
        ort=ort,
        abhilfe="Freien Platz, Pfadlänge und Laufwerk prüfen, dann erneut starten.",
    )


def name_matches(datei: str, muster: str) -> bool:
    """Whether a file name fits a pattern, the same way on every system (macOS stores names as NFD)."""
    name, pattern = (unicodedata.normalize("NFC", t).casefold() for t in (datei, muster))
    return fnmatchcase(name, pattern)
