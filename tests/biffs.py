"""Old workbooks (.xls) made for tests, record by record: what a writer leaves out or spoils can be told."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from decimal import Decimal

from komman.ole import packed

Inhalt = str | int | float | Decimal | bool | None
FORMATS = {164: "0.0%", 165: "dd.mm.yyyy", 166: '0 "%-Satz"'}
GENERAL, PERCENT, DATE, QUOTED, BUILTIN = range(5)  # the numbers of the cell formats in these workbooks
_XF = (0, 164, 165, 166, 9)


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(value: str, wide: bool = True) -> bytes:
    """A text with its length in two bytes (one if not ``wide``) and a flag for 16 bits per character."""
    length = struct.pack("<H" if wide else "<B", len(value))
    return length + b"\x01" + value.encode("utf-16-le")


def begin(substream: int, version: int = 0x600) -> bytes:
    return record(0x809, struct.pack("<HHHHLL", version, substream, 0x0DBB, 1996, 0, 6))


END = record(0x0A)


def label(row: int, column: int, value: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, GENERAL) + text(value))


def number(row: int, column: int, value: float, style: int = GENERAL) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def rk(row: int, column: int, hundredths: int, style: int = GENERAL) -> bytes:
    return record(0x27E, struct.pack("<HHHL", row, column, style, (hundredths << 2 | 3) & 0xFFFFFFFF))


def mulrk(row: int, column: int, *hundredths: int, style: int = GENERAL) -> bytes:
    cells = b"".join(struct.pack("<HL", style, (n << 2 | 3) & 0xFFFFFFFF) for n in hundredths)
    return record(0xBD, struct.pack("<HH", row, column) + cells + struct.pack("<H", column + len(hundredths) - 1))


def boolean(row: int, column: int, value: int, error: bool = False) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, GENERAL, value, error))


def formula(
    row: int, column: int, result: bytes | float, flags: int = 0, style: int = GENERAL, then: str = ""
) -> bytes:
    """A formula with its stored result; ``then`` is the text that follows one whose result is a text."""
    stored = struct.pack("<d", result) if isinstance(result, float) else result
    body = struct.pack("<HHH", row, column, style) + stored + struct.pack("<HLH", flags, 0, 3) + b"\x1e\x01\x00"
    return record(0x06, body) + (record(0x207, text(then)) if then else b"")


def dimensions(rows: int, columns: int) -> bytes:
    return record(0x200, struct.pack("<LLHHH", 0, rows, 0, columns, 0))


def cells(rows: Sequence[Sequence[Inhalt]]) -> bytes:
    """The records of plain rows."""
    out = [dimensions(len(rows), max(map(len, rows), default=0))]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, bool):
                out.append(boolean(r, c, value))
            elif isinstance(value, str):
                out.append(label(r, c, value))
            elif value is not None:
                out.append(number(r, c, float(value)))
    return b"".join(out)


def stream(
    sheets: Mapping[str, bytes],
    globals_: bytes = b"",
    states: Mapping[str, int] | None = None,
    computed: bool = True,
    version: int = 0x600,
) -> bytes:
    """The stream „Workbook“: the records of each sheet between its begin and end; ``computed`` as Excel says it."""
    head = begin(5, version) + record(0x42, struct.pack("<H", 1200)) + (record(0x1C1, bytes(8)) if computed else b"")
    head += globals_
    head += b"".join(record(0x41E, struct.pack("<H", n) + text(code)) for n, code in FORMATS.items())
    head += b"".join(record(0xE0, struct.pack("<HH", 0, n) + bytes(16)) for n in _XF)
    names = {name: text(name, wide=False) for name in sheets}
    at = len(head) + sum(4 + 6 + len(n) for n in names.values()) + len(END)
    bounds, bodies = b"", b""
    for name, body in sheets.items():
        whole = begin(0x10, version) + body + END
        bounds += record(0x85, struct.pack("<LBB", at + len(bodies), (states or {}).get(name, 0), 0) + names[name])
        bodies += whole
    return head + bounds + END + bodies


def xls_bytes(rows: Mapping[str, Sequence[Sequence[Inhalt]]]) -> bytes:
    """An .xls workbook of these sheets."""
    return packed("Workbook", stream({name: cells(r) for name, r in rows.items()}))
