"""Each character set in four sizes: every cell right, or refused with the row and byte of the first offence."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from komman.errors import DateiFehler
from komman.grid import read_sheets
from tests.zeichensaetze import ENCODINGS, ROWS, TEXTS, matrix, quoted, rows_of

FIRST = {"deutsch": (1, "Träger"), "latin-1": (1, "Träger"), "selten": (-1, "Rüthen")}


def place(kind: str, count: int, encoding: str) -> tuple[int, int]:
    """The row and byte of the first character that is no ASCII, found from the text."""
    data = quoted(rows_of(kind, count)).encode(encoding)
    at = next(i for i, b in enumerate(data) if b > 127)
    return data[:at].count(b"\n") + 1, at + 1


def test_every_cell_is_right_or_the_file_is_refused(tmp_path: Path) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    for encoding, kind, count, rows, data in matrix():
        path = tmp_path / "liste.csv"
        path.write_bytes(data)
        try:
            (sheet,) = read_sheets(path)
        except DateiFehler as fault:
            assert (encoding, kind != "nur ASCII") == ("cp850", True), (encoding, kind, count, str(fault))
            found = re.search(r"Zeile (\d+), Byte (\d+) \(0x", str(fault))
            assert found and (int(found[1]), int(found[2])) == place(kind, count, "cp850"), str(fault)
            assert len(fault.lines()) <= 6 and "„zeichensatz“ in quellen.yaml" in str(fault)
            outcomes[encoding, "refused"] += 1
        else:
            assert [list(z) for z in sheet.zeilen] == rows, (encoding, kind, count)
            outcomes[encoding, "right"] += 1
    sizes = len(ROWS)
    assert outcomes["cp850", "refused"] == 2 * sizes and outcomes["cp850", "right"] == sizes
    for encoding in set(ENCODINGS) - {"cp850"}:
        kinds = len(TEXTS) - (encoding == "latin-1")
        assert (outcomes[encoding, "right"], outcomes[encoding, "refused"]) == (kinds * sizes, 0), encoding


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Kommune;Betrag\rWerl;1,50\rSoest;2,50\r", [["Kommune", "Betrag"], ["Werl", "1,50"], ["Soest", "2,50"]]),
        ("Kommune;Betrag\nWerl;1,50\r\nSoest;2,50\r", [["Kommune", "Betrag"], ["Werl", "1,50"], ["Soest", "2,50"]]),
        ("Kommune;Betrag\nWe\u0085rl;1,50\n", [["Kommune", "Betrag"], ["Werl", "1,50"]]),
        ("Kommune;Betrag\nWe\u2028rl;1,50\n", [["Kommune", "Betrag"], ["Werl", "1,50"]]),
        ("Kommune;Betrag\nWe\x0brl;1\x0c,50\n", [["Kommune", "Betrag"], ["Werl", "1,50"]]),
        ('Kommune;Betrag\n"We\nrl";1,50\n', [["Kommune", "Betrag"], ["We\nrl", "1,50"]]),
        ('Kommune;Betrag\n"We\rrl";1,50\n', [["Kommune", "Betrag"], ["We\nrl", "1,50"]]),
        ('Kommune;Betrag\r\n"We\r\nrl; x";1,50\r\n', [["Kommune", "Betrag"], ["We\nrl; x", "1,50"]]),
        ('Kommune;Betrag\n"Verein ""Hilfe""";1,50\n', [["Kommune", "Betrag"], ['Verein "Hilfe"', "1,50"]]),
        ('Kommune;Betrag\nVerein "Hilfe";1,50\n', [["Kommune", "Betrag"], ['Verein "Hilfe"', "1,50"]]),
        ('Kommune;Betrag\n"";1,50\n', [["Kommune", "Betrag"], [None, "1,50"]]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("many", [0, 6000])
def test_line_ends_and_quotes(tmp_path: Path, text: str, rows: list[object], encoding: str, many: int) -> None:
    end = next(e for e in ("\r\n", "\n", "\r") if text.endswith(e))
    path = tmp_path / "liste.csv"
    path.write_bytes((text + f"Rüthen;3,50{end}" * many).encode(encoding))
    (sheet,) = read_sheets(path)
    assert [list(z) for z in sheet.zeilen] == rows + [["Rüthen", "3,50"]] * many


@pytest.mark.parametrize("many", [0, 6000])
@pytest.mark.parametrize(("line", "at"), [('"Werl" x;1', 2), ('"Werl;1', 2), ('"Werl;""', 2), ('a;b\nc;"d"e', 3)])
def test_broken_quotes_are_refused_with_their_row(tmp_path: Path, line: str, at: int, many: int) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Kommune;Betrag\n" + line + "\n" + "Soest;2\n" * many, encoding="utf-8", newline="")
    with pytest.raises(DateiFehler) as caught:
        read_sheets(path)
    said = re.search(r"Zeile (\d+)", str(caught.value))
    assert "Anführungszeichen" in str(caught.value) and said and int(said[1]) >= at
