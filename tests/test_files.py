"""A file is what its name says, can be read, and is written whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest

from komman.errors import DateiFehler
from komman.files import Art, fault_words, misnamed, name_matches, read_bytes, sha256, signature, write_atomic
from komman.grid import read_sheets
from tests.mappen import with_members, workbook_bytes
from tests.offen import ods_bytes

CSV = b"Kommune;ausgezahlt\r\nWerl;1,00\r\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


ODS = ods_bytes({"Liste": [["Kommune"]]})


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name in names:
            new.writestr(name, "x")
    return buffer.getvalue()


def refusal(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(DateiFehler) as caught:
        read_sheets(path)
    assert len(caught.value.lines()) <= 6
    assert path.name in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.csv", CSV, "text"),
        ("a.TXT", CSV, "text"),
        ("a.tsv", b"a\tb", "text"),
        ("a.xlsx", workbook_bytes(), "xlsx"),
        ("A.XLSX", workbook_bytes(), "xlsx"),
        ("a.ods", ODS, "ods"),
    ],
)
def test_what_is_as_it_is_named_passes(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert signature(read_bytes(tmp_path / name), name) == kind


@pytest.mark.parametrize(
    ("name", "data", "parts"),
    [
        ("a.csv", workbook_bytes(), ["endet auf .csv, der Inhalt ist eine Excel-Arbeitsmappe", "auf .xlsx endet"]),
        ("a.csv", ODS, ["endet auf .csv, der Inhalt ist eine OpenDocument-Tabelle", "auf .ods endet"]),
        ("a.xlsb", ODS, ["endet auf .xlsb, der Inhalt ist eine OpenDocument-Tabelle", "als .xlsx speichern"]),
        ("a.xls", CSV, ["endet auf .xls, der Inhalt ist keine Excel-Arbeitsmappe", "auf .csv umbenennen"]),
        ("a", workbook_bytes(), ["Der Name hat keine Endung, der Inhalt ist eine Excel-Arbeitsmappe"]),
        ("a.xlsx", CSV, ["der Inhalt ist keine Excel-Arbeitsmappe", "auf .csv umbenennen"]),
        ("a.ods", CSV, ["der Inhalt ist keine Excel-Arbeitsmappe"]),
        ("a.xlsx", b"", ["leer (0 Bytes)"]),
        ("a.csv", b"", ["leer (0 Bytes)"]),
        ("a.csv", b"%PDF-1.7", ["der Inhalt ist eine PDF-Datei"]),
        ("a.xlsx", b"\x89PNG\r\n", ["der Inhalt ist ein Bild"]),
        ("a.xls", b"\xef\xbb\xbf <html><table>", ["der Inhalt ist eine HTML-Seite"]),
        ("a.xls", "<Table><tr>".encode("utf-16"), ["der Inhalt ist eine HTML-Seite", "neu speichern"]),
        (
            "a.xls",
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            ["eine XML-Tabelle aus Excel 2003", "neu speichern"],
        ),
        (
            "a.ods",
            b"<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office'>",
            ["eine OpenDocument-Datei in einem XML-Stück (.fods)"],
        ),
        ("a.csv", b"<x/>", ["der Inhalt ist eine HTML- oder XML-Seite"]),
        ("a.csv", b"ID;PWXL;N;E\r\n", ["der Inhalt ist eine SYLK-Datei"]),
        ("a.xls", OLE, ["beschädigt", "als .xlsx speichern"]),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), ["Kennwort verschlüsselt", "Kennwort entfernen"]),
        (
            "a.ods",
            archive("mimetype", "content.xml"),
            ["OpenDocument-Datei, aber keine Tabelle (.ods)", ".xlsx"],
        ),
        ("a.xlsx", archive("[Content_Types].xml", "word/document.xml"), ["der Inhalt ist ein Word-Dokument"]),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.bin"), ["binäre Arbeitsmappe (.xlsb)"]),
        ("a.xlsx", archive("foto.jpg"), ["der Inhalt ist ein ZIP-Archiv"]),
        ("a.xlsx", workbook_bytes()[:-40], ["beschädigt oder unvollständig"]),
        ("a.xlsx", b"PK\x03\x04", ["beschädigt oder unvollständig"]),
        ("a.xlsx", with_members(workbook_bytes(), {"x": b"\0" * 3_000_000}), ["ZIP-Bombe"]),
    ],
)
def test_what_is_not_as_it_is_named_is_refused(tmp_path: Path, name: str, data: bytes, parts: list[str]) -> None:
    message = refusal(tmp_path / name, data)
    for part in parts:
        assert part in message


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.xls", workbook_bytes(), "xlsx"),
        ("a.ods", workbook_bytes(), "xlsx"),
        ("a.xlsx", ODS, "ods"),
        ("a.xls", ODS, "ods"),
        ("a.xlsm", ODS, "ods"),
    ],
)
def test_a_spreadsheet_is_what_it_is_inside(tmp_path: Path, name: str, data: bytes, kind: Art) -> None:
    (tmp_path / name).write_bytes(data)
    assert signature(data, name) == kind == read_sheets(tmp_path / name)[0].inhalt
    assert f"endet auf {Path(name).suffix}, der Inhalt ist" in misnamed(name, kind) and f"(.{kind})" in misnamed(
        name, kind
    )


def test_what_is_well_named_needs_no_word() -> None:
    assert [misnamed("a.CSV", "text"), misnamed("a.XLSX", "xlsx"), misnamed("a.ods", "ods")] == ["", "", ""]


def deny(monkeypatch: pytest.MonkeyPatch, method: str, fault: OSError) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(Path, method, refuse)


def test_a_locked_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(workbook_bytes())
    deny(monkeypatch, "open", PermissionError(13, "denied"))
    with pytest.raises(DateiFehler) as caught:
        read_bytes(path)
    assert caught.value.lines()[:2] == ["Die Datei ist gesperrt, vermutlich in Excel geöffnet.", "Wo: Datei liste.xlsx"]
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("fault", "part"),
    [
        (OSError(5, "Input/output error"), "kann nicht gelesen werden"),
        (IsADirectoryError(21, "x"), "Das ist ein Ordner"),
        (FileNotFoundError(2, "x"), "Die Datei fehlt"),
    ],
)
def test_other_reasons_not_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, part: str) -> None:
    (tmp_path / "a.csv").write_bytes(CSV)
    deny(monkeypatch, "open", fault)
    with pytest.raises(DateiFehler, match=part):
        read_bytes(tmp_path / "a.csv")


def test_a_missing_and_an_oversized_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DateiFehler, match="fehlt"):
        read_bytes(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_bytes(CSV)
    monkeypatch.setattr("komman.files.MAX_BYTES", 5)
    with pytest.raises(DateiFehler, match="größer als"):
        read_bytes(tmp_path / "a.csv")


def test_sha256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_writing_replaces_the_whole_file_and_makes_folders(tmp_path: Path) -> None:
    path = tmp_path / "neu" / "a.csv"
    write_atomic(path, b"lange alte Fassung")
    write_atomic(path, b"neu")
    assert path.read_bytes() == b"neu"
    assert [p.name for p in path.parent.iterdir()] == ["a.csv"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("fault", "parts"),
    [
        (
            PermissionError(13, "denied"),
            ["gesperrt, vermutlich in einem anderen Programm geöffnet", "Datei dort schließen"],
        ),
        (OSError(28, "No space left on device"), ["kann nicht geschrieben werden", "Freien Platz"]),
    ],
)
def test_a_target_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: OSError, parts: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"alt")
    with monkeypatch.context() as patch:
        deny(patch, "replace", fault)
        with pytest.raises(DateiFehler) as caught:
            write_atomic(path, b"neu")
    for part in ["a.csv", *parts]:
        assert part in str(caught.value)
    assert path.read_bytes() == b"alt"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_without_write_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr("komman.files.tempfile.mkstemp", refuse)
    with pytest.raises(DateiFehler) as caught:
        write_atomic(tmp_path / "a.csv", b"neu")
    assert "In den Ordner darf nicht geschrieben werden" in str(caught.value)
    assert tmp_path.name in str(caught.value)


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    with pytest.raises(DateiFehler, match="kann nicht geschrieben werden"):
        write_atomic(tmp_path / "x" / "a.csv", b"neu")


@pytest.mark.parametrize(
    ("muster", "fits"), [("Größe*.csv", True), ("GRÖSSE.CSV", True), ("gr*", True), ("*.xlsx", False), ("Größe", False)]
)
def test_patterns_fit_the_same_on_every_system(muster: str, fits: bool) -> None:
    assert name_matches("Gro\u0308ße.csv", muster) is fits


def test_what_the_system_says_is_said_in_german() -> None:
    assert fault_words(OSError(errno.ENOSPC, "No space left on device")) == "auf dem Laufwerk ist kein Platz mehr"
    assert fault_words(OSError(9999, "strange")) == "Fehler 9999 des Betriebssystems"


def test_a_workbook_with_macros_is_read_and_they_are_named(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsm"
    path.write_bytes(with_members(workbook_bytes(), {"xl/vbaProject.bin": b"\xd0\xcf"}))
    assert [(b.inhalt, b.makros) for b in read_sheets(path)] == [("xlsx", True)]
    assert misnamed("liste.xlsm", "xlsx") == ""
    path.write_bytes(workbook_bytes())
    assert not read_sheets(path)[0].makros


def test_a_workbook_renamed_to_the_binary_format_is_to_be_saved_anew() -> None:
    with pytest.raises(DateiFehler) as fault:
        signature(workbook_bytes(), "liste.xlsb")
    assert "als .xlsx speichern" in fault.value.abhilfe and "umbenennen" not in fault.value.abhilfe
