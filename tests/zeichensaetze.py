"""Ledgers as bytes in every character set a Kreis hands over, in four sizes; imports nothing of komman."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

ROWS = (3, 50, 500, 5000)
TEXTS = {
    "deutsch": ("Möhnesee", "Verein für Völkerverständigung", "Größe ähnlich; „Übung“ – geht’s"),
    "latin-1": ("Möhnesee", "Förderkreis Café Erwitte", "Änderung über ½ Stelle"),
    "nur ASCII": ("Werl", "Verein Hilfe", "ohne Umlaut"),
    "selten": ("Werl", "Verein Hilfe", "ohne Umlaut"),
}
ENCODINGS = {
    "utf-8": (b"", "utf-8"),
    "utf-8-sig": (codecs.BOM_UTF8, "utf-8"),
    "utf-16-le": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "cp1252": (b"", "cp1252"),
    "latin-1": (b"", "latin-1"),
    "cp850": (b"", "cp850"),
}


def rows_of(kind: str, count: int) -> list[list[str]]:
    """The ledger: a header and ``count`` rows; of „selten“ only the last row has an umlaut."""
    kommune, traeger, massnahme = TEXTS[kind]
    rows = [["Kommune", "Träger" if kind not in ("nur ASCII", "selten") else "Traeger", "Massnahme", "ausgezahlt"]]
    rows += [[kommune, f"{traeger} {n}", massnahme, f"{n},50"] for n in range(count)]
    if kind == "selten":
        rows[-1][0] = "Rüthen"
    return rows


def quoted(rows: list[list[str]]) -> str:
    """The rows as text, each cell that needs it in quotes."""
    cells = ('"' + c.replace('"', '""') + '"' if set(c) & set(';"\r\n') else c for row in rows for c in row)
    width = len(rows[0])
    flat = list(cells)
    return "".join(";".join(flat[i : i + width]) + "\r\n" for i in range(0, len(flat), width))


def matrix() -> Iterator[tuple[str, str, int, list[list[str]], bytes]]:
    """Character set, kind of text, number of rows, the rows as they are to be read, the bytes."""
    for encoding, (bom, codec) in ENCODINGS.items():
        for kind in TEXTS:
            for count in ROWS:
                rows = rows_of(kind, count)
                try:
                    yield encoding, kind, count, rows, bom + quoted(rows).encode(codec)
                except UnicodeEncodeError:
                    continue  # the set has no such character: no program can write the file
