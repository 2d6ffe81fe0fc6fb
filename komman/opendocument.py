"""An .ods spreadsheet read cell by cell, exactly: nothing unpacked that is not safe, no amount through a float."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field

from komman.amounts import Zelle
from komman.errors import DateiFehler, Ort
from komman.odfcell import OFFICE, STYLE, TABLE, Cell, number_of
from komman.workbook import open_archive, parse_part
from komman.workbook_xml import Attribute, Befund, Handler, check_extent, check_filled, check_together

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
MAX_RANGES = 100_000
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
# LibreOffice keeps what formulas saw in other files as tables of their own: 'file:///…/liste.ods'#Tabelle1
_OTHER_FILE = re.compile(r"'.*'#.*", re.DOTALL)
_OFFICE_SPREADSHEET = f"{OFFICE}spreadsheet"
_STYLE_NAME = f"{STYLE}name"
_STYLE_STYLE = f"{STYLE}style"
_STYLE_TABLE_PROPERTIES = f"{STYLE}table-properties"
_TABLE_DISPLAY = f"{TABLE}display"
_TABLE_NAME = f"{TABLE}name"
_TABLE_NUMBER_ROWS_REPEATED = f"{TABLE}number-rows-repeated"
_TABLE_SHAPES = f"{TABLE}shapes"
_TABLE_STYLE_NAME = f"{TABLE}style-name"
_TABLE_TABLE = f"{TABLE}table"
_TABLE_TABLE_ROW = f"{TABLE}table-row"


@dataclass
class Tabelle:
    """One sheet: rows from the first to the last with content, each as long as its content; positions are 1-based.

    A cell that another one covers keeps what the file holds for it, as in an .xlsx.
    """

    name: str
    befund: Befund
    zeilen: list[list[Zelle]] = field(default_factory=list)
    verbunden: list[tuple[int, int, int, int]] = field(default_factory=list)


def is_spreadsheet(data: bytes) -> bool:
    """Whether a ZIP archive calls itself an OpenDocument spreadsheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as part:
            return part.read(200).strip() == MIMETYPE.encode("ascii")
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return False


def read_tables(data: bytes, datei: str) -> list[Tabelle]:
    """The sheets in order; refuses what is encrypted, damaged, not safe or not sensible to open."""
    with open_archive(data, datei) as archive:
        members = {m.filename: m for m in archive.infolist()}
        manifest, content = _Manifest(datei), _Content(datei)
        if "META-INF/manifest.xml" in members:
            parse_part(archive, members["META-INF/manifest.xml"], manifest, datei)
        parse_part(archive, members["content.xml"], content, datei)
        for name, member in members.items():
            if name not in ("META-INF/manifest.xml", "content.xml"):
                parse_part(archive, member, None, datei)
        return content.tabellen


class _Manifest(Handler):
    def __init__(self, datei: str) -> None:
        self.datei = datei

    def start(self, name: str, attributes: Attribute) -> None:
        if name == "encryption-data":
            raise DateiFehler(
                "Die Tabelle ist mit einem Kennwort verschlüsselt.",
                ort=Ort(self.datei),
                abhilfe="In LibreOffice mit „Speichern unter“ ohne Kennwort neu speichern.",
            )


class _Content(Handler):
    """content.xml: styles of the sheets, then the sheets; what repeats is counted and only what is filled is kept."""

    qualified = True

    def __init__(self, datei: str) -> None:
        self.datei = datei
        self.tabellen: list[Tabelle] = []
        self.hidden: set[str] = set()
        self.path: list[str] = []
        self.style = ""
        self.skipped = 0  # depth inside an element that says nothing about the cells
        self.table: Tabelle | None = None
        self.row = self.rows_repeated = self.column = 0
        self.cells: list[Zelle] = []
        self.merged: list[tuple[int, int, int]] = []
        self.without: list[int] = []
        self.cell: Cell | None = None

    def start(self, name: str, attributes: Attribute) -> None:
        parent = self.path[-1] if self.path else ""
        self.path.append(name)
        if self.skipped:
            self.skipped += 1
        elif self.cell is not None:
            self.skipped = int(not self.cell.begin(name, attributes))
        elif name == _STYLE_STYLE:
            self.style = attributes.get(_STYLE_NAME, "")
        elif name == _STYLE_TABLE_PROPERTIES:
            self.hidden |= {self.style} if attributes.get(_TABLE_DISPLAY) == "false" else set()
        elif name == _TABLE_TABLE and parent == _OFFICE_SPREADSHEET:
            self._table(attributes)
        elif self.table is not None:
            self._in_table(name, attributes)

    def _table(self, attributes: Attribute) -> None:
        name = attributes[_TABLE_NAME]
        if _OTHER_FILE.fullmatch(name):
            self.skipped = 1
            return
        if any(t.name == name for t in self.tabellen):
            raise ValueError("two sheets of one name")
        self.table = Tabelle(name, Befund(attributes.get(_TABLE_STYLE_NAME, "") in self.hidden))
        self.tabellen.append(self.table)
        self.row = 0

    def _in_table(self, name: str, attributes: Attribute) -> None:
        if name == _TABLE_TABLE_ROW:
            self.rows_repeated = number_of(attributes, _TABLE_NUMBER_ROWS_REPEATED)
            self.column, self.cells, self.merged, self.without = 0, [], [], []
        elif name in _CELLS:
            self.cell = Cell(attributes)
        elif name in (_TABLE_SHAPES, _TABLE_TABLE):
            self.skipped = 1

    def text(self, text: str) -> None:
        if self.cell is not None and not self.skipped:
            self.cell.text(text)

    def end(self, name: str) -> None:
        self.path.pop()
        if self.skipped:
            self.skipped -= 1
        elif name in _CELLS and self.cell is not None and self.table is not None:
            self._finish_cell(self.cell, self.table)
            self.cell = None
        elif self.cell is not None:
            self.cell.end(name)
        elif name == _TABLE_TABLE_ROW and self.table is not None:
            self._finish_row(self.table)
        elif name == _TABLE_TABLE and self.table is not None:
            self._finish_table(self.table)
            self.table = None

    def _finish_cell(self, cell: Cell, table: Tabelle) -> None:
        value, without = cell.value()
        first = self.column + 1
        self.column += cell.repeated
        if cell.rows > 1 or cell.columns > 1:
            self.merged.append((first, cell.rows, cell.columns))
        if value is None and not without:
            return
        table.befund.spalten = max(table.befund.spalten, self.column)
        table.befund.zeilen = max(table.befund.zeilen, self.row + self.rows_repeated)
        check_extent(table.befund, Ort(self.datei, table.name))
        self.cells += [None] * (first - 1 - len(self.cells)) + [value] * cell.repeated
        self.without += range(first, self.column + 1) if without else ()

    def _finish_row(self, table: Tabelle) -> None:
        """A row without content is only counted: LibreOffice writes the rest of a sheet as one row, repeated."""
        first = self.row + 1
        self.row += self.rows_repeated
        if not self.cells:
            return
        table.befund.gefuellt += 1
        check_filled(table.befund, Ort(self.datei, table.name))
        table.zeilen += [[] for _ in range(first - 1 - len(table.zeilen))]
        table.zeilen += [self.cells] * self.rows_repeated
        if len(table.verbunden) + len(self.merged) * self.rows_repeated > MAX_RANGES:
            raise self._too_many("verbundene Bereiche", "Die Verbindungen von Zellen aufheben", table)
        if len(table.befund.formeln_ohne_wert) + len(self.without) * self.rows_repeated > MAX_RANGES:
            raise self._too_many("Formeln ohne gespeicherten Wert", "In LibreOffice neu berechnen", table)
        for r in range(first, self.row + 1):
            table.verbunden += [(r, c, r + rows - 1, c + columns - 1) for c, rows, columns in self.merged]
            table.befund.formeln_ohne_wert.update((r, c) for c in self.without)

    def _too_many(self, was: str, abhilfe: str, table: Tabelle) -> DateiFehler:
        return DateiFehler(
            f"Das Blatt enthält mehr als {MAX_RANGES} {was}.",
            ort=Ort(self.datei, table.name),
            abhilfe=f"{abhilfe} und die Datei neu speichern.",
        )

    def _finish_table(self, table: Tabelle) -> None:
        """Ranges end where the content ends; all sheets together are held to the limit of one."""
        befund = table.befund
        table.verbunden = [
            (r1, c1, min(r2, befund.zeilen), min(c2, max(befund.spalten, c1))) for r1, c1, r2, c2 in table.verbunden
        ]
        check_together((t.befund for t in self.tabellen), self.datei)
