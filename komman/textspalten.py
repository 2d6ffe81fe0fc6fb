"""A large, regular text file as columns, through Arrow; what is not regular is left to the csv module."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from komman.amounts import Zelle
from komman.oktette import Oktette
from komman.tafel import Codes, Kolonne, Tafel
from komman.zellen import clean_text

ENDS = 100  # lines at the top and the bottom that may be of other width: titles, a total, a remark
BLOCK = 1 << 20
FEW = 10  # of so many lines one may be of other width; else there is nothing regular in the file
# What ``clean_text`` gives back as it is; in RE2's syntax too.
_AS_IT_IS = "^[!-~äöüÄÖÜß€]([ -~äöüÄÖÜß€]*[!-~äöüÄÖÜß€])?$"
_QUOTED = re.compile(rb'"(?:[^"\r\n]|"")*"')
# Single-byte character sets that have the characters of ASCII at their places, so that a file may be cut undecoded.
ASCII_LIKE = frozenset({"utf-8", "ascii", "cp1252", "iso8859-1", "iso8859-15", "cp850", "cp437", "mac-roman"})


def read_columns(look: Oktette, encoding: str, separator: str) -> tuple[Tafel, int] | None:
    """The rows of a text file as the csv module gives them, cells cleaned, and how many cells that has changed.

    None where Arrow could read another thing than the csv module: a lone CR, a quote inside a cell or around a line
    break, another character set than ``ASCII_LIKE``.
    """
    data = look.daten
    if not data or encoding not in ASCII_LIKE or not look.regelmaessig or not _quotes_regular(look, separator):
        return None
    lines = look.enden + (not data.endswith(b"\n"))
    above, top, width = _top(data, encoding, separator)
    below, bottom = _bottom(data, top, encoding, separator, width)
    if width < 2 or len(above) + len(below) >= lines:
        return None
    odd = dict(enumerate(above)) | {lines - len(below) + i: row for i, row in enumerate(below)}
    table = _arrow(pa.py_buffer(data).slice(top, bottom - top), separator, width)
    if table is None:
        ragged = _ragged(data, top, bottom, separator, width)
        if FEW * len(ragged) > lines:
            return None
        texts = [data[start:end] for _, start, end in ragged]
        rows = _rows(texts, encoding, separator)
        odd |= {len(above) + number: row for (number, _, _), row in zip(ragged, rows, strict=True)}
        cuts = [top, *(at for _, start, end in ragged for at in (start, end)), bottom]
        table = _arrow(
            pa.py_buffer(b"".join(data[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True))), separator, width
        )
    if table is None or table.num_rows + len(odd) != lines:
        return None
    return _tafel(table, odd, lines, encoding)


def _quotes_regular(look: Oktette, separator: str) -> bool:
    """Whether each quote opens or closes a whole cell of one line, or is doubled inside such a cell."""
    if not look.anfuehrungen:
        return True
    data, seen = look.daten, 0
    before, after = b"\n" + separator.encode(), b"\r\n" + separator.encode()
    for found in _QUOTED.finditer(data):
        start, end = found.span()
        if (start and data[start - 1] not in before) or (end < len(data) and data[end] not in after):
            return False
        seen += found.group().count(b'"')
    return seen == look.anfuehrungen


def _rows(lines: Sequence[bytes], encoding: str, separator: str) -> list[list[str]]:
    return list(csv.reader((line.decode(encoding) for line in lines), delimiter=separator, strict=True))


def _top(data: bytes, encoding: str, separator: str) -> tuple[list[list[str]], int, int]:
    """The first lines down to the last of odd width, the byte after them, and the width of the others."""
    end = 0
    for _ in range(ENDS):
        end = data.find(b"\n", end) + 1 or len(data)
    rows = _rows(data[:end].splitlines(keepends=True), encoding, separator)
    width = max(Counter(len(r) for r in rows).items(), key=lambda n: (n[1], n[0]))[0]
    odd = max((i for i, r in enumerate(rows, 1) if len(r) != width), default=0)
    top = 0
    for _ in range(odd):
        top = data.find(b"\n", top) + 1 or len(data)
    return rows[:odd], top, width


def _bottom(data: bytes, top: int, encoding: str, separator: str, width: int) -> tuple[list[list[str]], int]:
    """The last lines from the first of odd width on, and the byte where they begin."""
    start = len(data) - data.endswith(b"\n")
    for _ in range(ENDS):
        start = max(data.rfind(b"\n", top, max(start, top)), top - 1)
    begin = start + 1 if start >= top else top
    lines = data[begin:].splitlines(keepends=True)
    rows = _rows(lines, encoding, separator)
    odd = next((i for i, r in enumerate(rows) if len(r) != width), len(rows))
    return rows[odd:], begin + sum(map(len, lines[:odd]))


def _arrow(data: pa.Buffer, separator: str, width: int) -> pa.Table | None:
    """The lines as columns of bytes; None if not all have the same width."""
    names = [str(i) for i in range(width)]
    cell = pa.dictionary(pa.int32(), pa.binary())
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(data),
            arrow_csv.ReadOptions(block_size=BLOCK, column_names=names),
            arrow_csv.ParseOptions(delimiter=separator, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                check_utf8=False, column_types=dict.fromkeys(names, cell), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None


def _ragged(data: bytes, top: int, bottom: int, separator: str, width: int) -> list[tuple[int, int, int]]:
    """The lines of another width: number from 0, first byte and the byte after it. A quoted separator separates not."""
    octets = np.frombuffer(data, np.uint8)[top:bottom]
    ends = np.flatnonzero(octets == ord("\n"))
    if bottom > top and (not ends.size or ends[-1] != bottom - top - 1):
        ends = np.append(ends, bottom - top - 1)
    seps = np.flatnonzero(octets == ord(separator))
    quoted = np.array([f.span() for f in _QUOTED.finditer(data, top, bottom)], np.int64).reshape(-1, 2) - top
    if quoted.size:
        before = np.searchsorted(quoted[:, 0], seps, side="right") - 1
        seps = seps[(before < 0) | (seps >= quoted[before, 1])]
    counts = np.diff(np.searchsorted(seps, ends, side="right"), prepend=0)
    return [
        (n, top + (int(ends[n - 1]) + 1 if n else 0), top + int(ends[n]) + 1)
        for n in np.flatnonzero(counts != width - 1).tolist()
    ]


def _tafel(table: pa.Table, odd: dict[int, list[str]], lines: int, encoding: str) -> tuple[Tafel, int]:
    """The columns of Arrow with the odd rows put in their places."""
    width = max(table.num_columns, *map(len, odd.values()), 0) if odd else table.num_columns
    places = np.array(sorted(odd), dtype=np.int64)
    usual = np.ones(lines, np.bool_)
    usual[places] = False
    columns, changed = [], 0
    for i in range(width):
        extra = [odd[n][i] if i < len(odd[n]) else "" for n in places.tolist()]
        codes, texts = _cells(table, i, encoding)
        column, n = _kolonne(_in_place(codes, usual, len(texts)), [*texts, *extra])
        changed += n
        columns.append(column)
    return Tafel(columns, lines), changed


def _cells(table: pa.Table, i: int, encoding: str) -> tuple[Codes, list[str]]:
    """Codes and texts of one column of Arrow; a column it does not have is blank throughout."""
    if i >= table.num_columns:
        return np.zeros(table.num_rows, np.int32), [""]
    column = table.column(i).unify_dictionaries().combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    # No cell holds a line break here, so all are decoded at once.
    texts = b"\n".join(column.dictionary.to_pylist()).decode(encoding).split("\n")
    return column.indices.to_numpy(), texts


def _in_place(codes: Codes, usual: npt.NDArray[np.bool_], known: int) -> Codes:
    if usual.all():
        return codes
    out = np.empty(len(usual), np.int32)
    out[usual] = codes
    out[~usual] = np.arange(known, known + len(usual) - len(codes), dtype=np.int32)
    return out


def _kolonne(codes: Codes, texts: list[str]) -> tuple[Kolonne, int]:
    """The column with clean cells; only what is not plainly clean is looked at one by one."""
    to_clean = np.flatnonzero(~pc.match_substring_regex(pa.array(texts, pa.string()), _AS_IT_IS).to_numpy(False))
    cells: list[Zelle] = list(texts)
    changes = np.zeros(len(texts), np.bool_)
    for n in to_clean.tolist():
        cells[n], changes[n] = clean_text(texts[n])
    changed = int(np.bincount(codes, minlength=len(texts))[changes].sum()) if changes.any() else 0
    return Kolonne(codes, cells), changed
