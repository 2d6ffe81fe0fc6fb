"""Files made to break a reader, each by name and as bytes: bombs, lies about sizes, damage, endless texts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import xlsxwriter

from komman.ole import packed
from tests import biffs
from tests.mappen import SHEET, member, with_members, with_rows, workbook_bytes
from tests.offen import cell, package, row, table

HEAD = "Kommune;Träger;ausgezahlt EUR;Förderjahr\n"
LINE = "Anröchte;Brücke Anröchte e. V.;1,50;2019\n"
MEGABYTE = 1_000_000
DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)
)
LIST = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Kommune</t></is></c><c r="B1" t="inlineStr"><is><t>Träger</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>ausgezahlt</t></is></c></row>'
)
XLS = biffs.xls_bytes({"Liste": [["Kommune", "Träger", "ausgezahlt"], ["Anröchte", "Brücke Anröchte e. V.", 1.5]] * 40})


BLANKS = '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="99999999"/></text:p></table:table-cell>'


def far(reference: str) -> bytes:
    number = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return with_rows(LIST + f'<row r="{number}"><c r="{reference}"><v>1</v></c></row>')


def with_dtd(name: str, dtd: bytes = DTD) -> bytes:
    data = workbook_bytes()
    xml = member(data, name)
    at = xml.index(b"?>") + 2
    return with_members(data, {name: xml[:at] + dtd + xml[at:]})


def zipped(*members: tuple[str, bytes], data: bytes = b"") -> bytes:
    """A workbook with more members, names as they are given, twice if given twice."""
    buffer = io.BytesIO(data or workbook_bytes())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def link() -> bytes:
    buffer = io.BytesIO(workbook_bytes())
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("xl/worksheets/sheet2.xml")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def stated(name: str, size: int, data: bytes) -> bytes:
    """The directory of the archive gives a member another unpacked size."""
    out = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = data.index(name.encode(), archive.start_dir) - 46
    struct.pack_into("<L", out, at + 24, size)
    return bytes(out)


def flagged(data: bytes, flag: int) -> bytes:
    """The archive says of its first member that it is encrypted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.start_dir
    return data[: at + 8] + struct.pack("<H", flag) + data[at + 10 :]


def bomb(megabytes: int, level: int = 9) -> bytes:
    """A sheet of blanks, packed by a thousand."""
    xml = b"<worksheet><sheetData>" + b" " * (megabytes * MEGABYTE) + b"</sheetData></worksheet>"
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook_bytes())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as new,
    ):
        for name in old.namelist():
            new.writestr(name, xml if name == SHEET else old.read(name))
    return buffer.getvalue()


def quines() -> bytes:
    """A thousand parts, each a bomb just below the ratio that would be noticed."""
    part = zlib.compress(b"<a>" + b"x" * 990_000 + b"</a>")
    return zipped(*((f"xl/media/{i}.xml", zlib.decompress(part)) for i in range(400)))


def many_members(count: int) -> bytes:
    """An archive whose directory names ``count`` parts, all the same bytes."""
    local = b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"x"
    one = struct.pack("<HHHHHHLLLHHHHHLL", 20, 20, 0, 0, 0, 33, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0)
    names = b"".join(b"PK\x01\x02" + one + b"%08d" % i for i in range(count))
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(names), len(local), 0)
    return local + names + end


def strings(xml: str) -> bytes:
    return with_members(workbook_bytes(), {"xl/sharedStrings.xml": xml.encode()})


def nested(depth: int) -> bytes:
    return with_rows("<a>" * depth + "</a>" * depth)


def spoilt(data: bytes, at: int, value: int) -> bytes:
    out = bytearray(data)
    struct.pack_into("<L", out, at, value)
    return bytes(out)


def old(body: bytes = b"", globals_: bytes = b"") -> bytes:
    return packed("Workbook", biffs.stream({"Liste": body}, globals_))


def encrypted_ods() -> bytes:
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        b"</manifest:manifest>"
    )
    return package(table("L", row(cell(1))), {"META-INF/manifest.xml": manifest, "content.xml": b"\x8f\x01geheim"})


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return (HEAD + "".join(lines)).encode(encoding)


Maker = Callable[[], bytes]
WORKBOOKS: dict[str, Maker] = {
    "bombe_verhaeltnis.xlsx": partial(bomb, 100),
    "bombe_gross.xlsx": partial(bomb, 600),
    "bombe_luege.xlsx": lambda: stated(SHEET, 5000, bomb(100)),
    "bombe_viele_kleine.xlsx": quines,
    "bombe_in_bombe.xlsx": lambda: zipped(("xl/embeddings/inner.zip", bomb(50))),
    "groesse_zu_klein.xlsx": lambda: stated("xl/styles.xml", 10, workbook_bytes()),
    "groesse_zu_gross.xlsx": lambda: stated("xl/styles.xml", 4_000_000_000, workbook_bytes()),
    "teile_2001.xlsx": lambda: zipped(*((f"xl/media/{i}", b"") for i in range(2001))),
    "teile_million.xlsx": partial(many_members, 1_000_000),
    "dtd_blatt.xlsx": partial(with_dtd, SHEET),
    "dtd_mappe.xlsx": partial(with_dtd, "xl/workbook.xml"),
    "dtd_texte.xlsx": partial(with_dtd, "xl/sharedStrings.xml"),
    "dtd_extern.xlsx": partial(with_dtd, SHEET, b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
    "dtd_utf16.xlsx": lambda: with_members(
        workbook_bytes(), {SHEET: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'.encode("utf-16")}
    ),
    "dtd_inhalt.ods": lambda: package("", {"content.xml": b'<?xml version="1.0"?>' + DTD + b"<x>&j;</x>"}),
    "zelle_XFD1048576.xlsx": partial(far, "XFD1048576"),
    "zelle_XFD20000.xlsx": partial(far, "XFD20000"),
    "zelle_A1048576.xlsx": partial(far, "A1048576"),
    "zelle_D1048576.xlsx": partial(far, "D1048576"),
    "zelle_A9999999.xlsx": partial(far, "A9999999"),
    "spalten_16384.xlsx": lambda: with_rows(
        '<row r="1">' + "".join(f"<c t='n'><v>{i}</v></c>" for i in range(16_384)) + "</row>"
    ),
    "viele_blaetter.xlsx": lambda: many_sheets(60),
    "zeile_negativ.xlsx": lambda: with_rows('<row r="-5"><c r="A-5"><v>1</v></c></row>'),
    "zeile_null.xlsx": lambda: with_rows(LIST + '<row r="0"><c r="A0"><v>1</v></c></row>'),
    "bezug_unsinn.xlsx": lambda: with_rows('<row r="1"><c r="1A1"><v>1</v></c></row>'),
    "zelle_10_mb.xlsx": lambda: with_rows(
        LIST + f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"x" * 10_000_000}</t></is></c></row>'
    ),
    "tiefe_100000.xlsx": partial(nested, 100_000),
    "merkmal_riesig.xlsx": lambda: with_rows(f'<row r="1" spans="{"1" * 5_000_000}"/>'),
    "viele_merkmale.xlsx": lambda: with_rows("<row " + " ".join(f'a{i}="1"' for i in range(200_000)) + "/>"),
    "text_nummer_fehlt.xlsx": lambda: with_rows(LIST + '<row r="2"><c r="A2" t="s"><v>999999</v></c></row>'),
    "text_nummer_negativ.xlsx": lambda: with_rows(LIST + '<row r="2"><c r="A2" t="s"><v>-1</v></c></row>'),
    "text_nummer_unsinn.xlsx": lambda: with_rows(LIST + '<row r="2"><c r="A2" t="s"><v>1e5</v></c></row>'),
    "texte_angeblich_viele.xlsx": lambda: strings('<sst uniqueCount="4294967295"><si><t>a</t></si></sst>'),
    "stil_fehlt.xlsx": lambda: with_rows(LIST + '<row r="2"><c r="A2" s="99999"><v>1</v></c></row>'),
    "verbunden_falsch.xlsx": lambda: with_members(
        workbook_bytes(),
        {SHEET: b'<worksheet><sheetData/><mergeCells><mergeCell ref="Z9:A1:XFD99999999"/></mergeCells></worksheet>'},
    ),
    "pfad_hinauf.xlsx": lambda: zipped(("../../boese.txt", b"x")),
    "pfad_absolut.xlsx": lambda: zipped(("/etc/boese", b"x"), ("C:\\boese", b"x")),
    "pfad_ziel.xlsx": lambda: with_members(
        workbook_bytes(),
        {
            "xl/_rels/workbook.xml.rels": member(workbook_bytes(), "xl/_rels/workbook.xml.rels").replace(
                b"worksheets/sheet1.xml", b"../../../../etc/passwd"
            )
        },
    ),
    "teil_doppelt.xlsx": lambda: zipped((SHEET.upper(), b"<worksheet/>")),
    "teil_verknuepft.xlsx": link,
    "verschluesselt_zip.xlsx": lambda: flagged(workbook_bytes(), 1),
    "verschluesselt.xlsx": lambda: packed("EncryptedPackage", b"x" * 5000),
    "verschluesselt.ods": encrypted_ods,
    "verschluesselt.xls": lambda: old(globals_=biffs.record(0x2F, bytes(54))),
    "abgeschnitten_kopf.xlsx": lambda: workbook_bytes()[:20],
    "abgeschnitten_halb.xlsx": lambda: workbook_bytes()[: len(workbook_bytes()) // 2],
    "abgeschnitten_ende.xlsx": lambda: workbook_bytes()[:-30],
    "leeres_archiv.xlsx": lambda: b"PK\x05\x06" + bytes(18),
    "binaer.xlsb": lambda: with_members(workbook_bytes(), {"xl/workbook.xml": None, "xl/workbook.bin": b"x"}),
    "word.xlsx": lambda: with_members(workbook_bytes(), {"xl/workbook.xml": None, "word/document.xml": b"<x/>"}),
    "nur_kopf.xls": lambda: XLS[:512],
    "abgeschnitten.xls": lambda: XLS[: len(XLS) * 2 // 3],
    "kreis_in_kette.xls": lambda: spoilt(XLS, 512 + (-(-len(XLS) // 512) - 2) * 512, 0),
    "kreis_in_tabellen.xls": lambda: spoilt(XLS, 68, 0),
    "viele_tabellen.xls": lambda: spoilt(XLS, 44, 0x7FFFFFFF),
    "verzeichnis_fehlt.xls": lambda: spoilt(XLS, 48, 0x00FFFFFF),
    "texte_angeblich_viele.xls": lambda: old(globals_=biffs.record(0xFC, struct.pack("<ll", -1, -1))),
    "groesse_angeblich.xls": lambda: old(biffs.dimensions(4_000_000_000, 60_000)),
    "groesse_erlaubt.xls": lambda: old(biffs.dimensions(65_536, 256) + biffs.number(0, 0, 1)),
    "letzte_zelle.xls": lambda: old(biffs.number(65_535, 255, 1)),
    "text_nummer_fehlt.xls": lambda: old(biffs.record(0xFD, struct.pack("<HHHL", 0, 0, 0, 99))),
    "kurzer_text.xls": lambda: old(biffs.record(0x204, struct.pack("<HHHHB", 0, 0, 0, 500, 1))),
    "word.xls": lambda: packed("WordDocument", b"x" * 9000),
    "zeilen_wiederholt.ods": lambda: package(
        table("L", f'<table:table-row table:number-rows-repeated="1048576">{cell(1)}</table:table-row>')
    ),
    "spalten_wiederholt.ods": lambda: package(table("L", row(cell(1, 'table:number-columns-repeated="16384"')))),
    "blanks_wiederholt.ods": lambda: package(table("L", row(BLANKS))),
    "tiefe.ods": lambda: package(table("L", "<table:x>" * 50_000 + "</table:x>" * 50_000)),
    "kein_inhalt.ods": lambda: package("", {"content.xml": None}),
}  # fmt: skip
TEXTS: dict[str, Maker] = {
    "leer.csv": lambda: b"",
    "nur_null.csv": lambda: bytes(100_000),
    "null_in_zelle.csv": lambda: text("Anröchte;A\x00B;1,50;2019\n"),
    "pdf.csv": lambda: b"%PDF-1.7\n" + text(LINE),
    "html.xls": lambda: b"<html><body><table><tr><td>Kommune</td></tr></table></body></html>",
    "xml_2003.xls": lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    "text.xlsx": lambda: text(LINE),
    "mappe.csv": workbook_bytes,
    "zelle_10_mb.csv": lambda: text("Anröchte;" + "x" * 10_000_000 + ";1,50;2019\n"),
    "zelle_10_mb_quotiert.csv": lambda: text('Anröchte;"' + "x;" * 5_000_000 + '";1,50;2019\n'),
    "trenner_million.csv": lambda: text(LINE, ";" * 1_000_000 + "\n"),
    "trenner_90_mb.csv": lambda: text(LINE, ";" * 90_000_000),
    "spalten_16384.csv": lambda: (";".join(f"Spalte {i}" for i in range(16_384)) + "\n").encode(),
    "nur_anfuehrung.csv": lambda: b'"' * 90_000_000,
    "anfuehrung_offen.csv": lambda: text('Anröchte;"Verein;1,50;2019\n', LINE * 200_000),
    "nur_zeilenenden.csv": lambda: b"\n" * 90_000_000,
    "nur_wagenruecklauf.csv": lambda: b"\r" * 90_000_000,
    "eine_zeile_90_mb.csv": lambda: b"a" * 90_000_000,
    "zu_gross.csv": lambda: LINE.encode() * (100_000_001 // len(LINE.encode()) + 1),
    "zeilen_2000001.csv": lambda: b"Kommune;Betrag\n" + b"Werl;1,50\n" * 2_000_001,
    "zeilen_2000001_quotiert.csv": lambda: b"Kommune;Betrag\n" + b'"Werl";1,50\n' * 2_000_001,
    "zeilen_2000001_utf16.csv": lambda: ("Kommune;Betrag\n" + "Werl;1,50\n" * 2_000_001).encode("utf-16"),
    "utf16_ungerade.csv": lambda: text(LINE, encoding="utf-16")[:-1],
    "utf16_ersatzpaar.csv": lambda: text(LINE, encoding="utf-16") + b"\x00\xd8a\x00",
    "utf8_ersatzpaar.csv": lambda: text(LINE) + b"\xed\xa0\x80;x;1;2019\n",
    "utf8_ueberlang.csv": lambda: text(LINE) + b"\xc0\xaf;x;1;2019\n",
    "utf8_abgeschnitten.csv": lambda: text(LINE)[:-20] + b"\xc3",
    "utf32.csv": lambda: text(LINE, encoding="utf-32"),
    "cp850.csv": lambda: text(LINE, encoding="cp850"),
    "doppelt_umgewandelt.csv": lambda: text(LINE).decode("latin-1").encode(),
    "yaml.csv": lambda: b"a: &a [x, x]\nb: &b [*a, *a]\nc: !!python/object/apply:os.system [ls]\n",
    "formeln.csv": lambda: text('=cmd|"/c calc"!A1;@SUM(A1);+1;-1\n'),
    "richtungszeichen.csv": lambda: text("Anr\u202eöchte;\u2066Verein\u2069;1,50;2019\n"),
    "kombinierende.csv": lambda: text("Anröchte" + "\u0301" * 100_000 + ";Verein;1,50;2019\n"),
    "ziffern_lang.csv": lambda: text("Anröchte;Verein;" + "9" * 100_000 + ",00;2019\n"),
    "punkte_lang.csv": lambda: text("Anröchte;Verein;" + "1." * 50_000 + ";2019\n"),
    "hochzahl.csv": lambda: text("Anröchte;Verein;1e999999999;2019\n"),
    "viele_koepfe.csv": lambda: (HEAD * 20_000).encode(),
    "ungleiche_breiten.csv": lambda: text(*(";" * (i % 300) + "x\n" for i in range(6_000))),
}  # fmt: skip


def many_sheets(count: int) -> bytes:
    """Each sheet reaches far, all of them together much too far."""

    def fill(book: xlsxwriter.Workbook) -> None:
        for i in range(count):
            sheet = book.add_worksheet(f"B{i}")
            sheet.write(0, 0, "Kommune")
            sheet.write(190_000, 20, 1)

    return workbook_bytes(fill)


MAKERS: dict[str, Maker] = {**WORKBOOKS, **TEXTS}
# Made in parts of a hundred megabytes: for a bench and tests marked as slow.
_PARTS = ("90_mb", "zu_gross.csv", "2000001", "nur_anf", "nur_z", "nur_w", "bombe_gross")
LARGE = tuple(n for n in MAKERS if any(part in n for part in _PARTS))


def files() -> Iterator[tuple[str, bytes]]:
    """Every file by name, made when its turn comes."""
    for name, make in MAKERS.items():
        yield name, make()
