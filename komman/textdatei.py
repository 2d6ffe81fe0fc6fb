"""A text file as rows of cells: its character set, its separator, its quotes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from komman.amounts import Zelle
from komman.charset import BOMS, decode, plainly
from komman.config import Quelle
from komman.errors import DateiFehler, Ort
from komman.oktette import look_at
from komman.tafel import Tafel, in_columns
from komman.textspalten import read_columns
from komman.zellen import clean_rows

MAX_ROWS = 2_000_000
MAX_COLUMNS = 1000
SNIFFED = 1 << 18  # characters at the top that decide about the separator
SEPARATORS = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")
_LONG_LINE = 50_000
_WINDOW = 4_000_000
_SEPARATOR_NAMES = {"semikolon": ";", "komma": ",", "tab": "\t", "tabulator": "\t", "\\t": "\t", "strich": "|"}


@dataclass(frozen=True, slots=True)
class Text:
    """The rows of a text file, its character set and in how many cells characters were changed."""

    zeilen: Sequence[list[Zelle]]
    zeichensatz: str
    bereinigt: int


def read_text(data: bytes, datei: str, quelle: Quelle | None) -> Text:
    """A text file; refuses what is not certainly decoded or separated, and more than ``MAX_ROWS`` rows."""
    _check_lines(data, datei)
    wanted = quelle.trennzeichen if quelle else None
    named = separator_of(wanted, datei) if wanted else None
    text = _in_columns(data, datei, quelle.zeichensatz if quelle else None, named) or _as_rows(
        data, datei, quelle.zeichensatz if quelle else None, named
    )
    columns = text.zeilen.breite if isinstance(text.zeilen, Tafel) else max(map(len, text.zeilen))
    if len(text.zeilen) > MAX_ROWS or columns > MAX_COLUMNS:
        raise _too_large(datei)
    return text


def _check_lines(data: bytes, datei: str) -> None:
    """Refuses endless lines and endless rows before anything is made of them; in quotes a row may have many lines."""
    for at in range(0, len(data) - _WINDOW, _WINDOW):
        if data.find(b"\n", at, at + _WINDOW) < 0 and data.find(b"\r", at, at + _WINDOW) < 0:
            raise DateiFehler(
                f"Die Datei enthält eine Zeile mit mehr als {_WINDOW // 1_000_000} Millionen Zeichen.",
                ort=Ort(datei, zeile=data.count(b"\n", 0, at) + 1),
                abhilfe="Datei im Ursprungsprogramm neu als „CSV UTF-8“ ausgeben.",
            )
    if len(data) > MAX_ROWS and b'"' not in data:
        ends = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
        if ends > MAX_ROWS + 1:
            raise _too_large(datei)


def _too_large(datei: str) -> DateiFehler:
    return DateiFehler(
        f"Die Datei hat mehr als {MAX_ROWS} Zeilen oder {MAX_COLUMNS} Spalten.",
        ort=Ort(datei),
        abhilfe="In mehrere Dateien aufteilen, etwa eine je Förderjahr.",
    )


def _in_columns(data: bytes, datei: str, zeichensatz: str | None, separator: str | None) -> Text | None:
    """A large and regular file in columns; None leaves it to ``_as_rows``, which also refuses."""
    if not in_columns(len(data) // 2):  # a row has two cells, and so two bytes
        return None
    plain = next((data[len(bom) :] for bom, name in BOMS if name == "utf-8-sig" and data.startswith(bom)), data)
    look = look_at(plain)
    encoding = zeichensatz or plainly(look)
    if encoding is None or not in_columns(look.enden):
        return None
    try:
        found = separator or _sniff(plain[:SNIFFED].decode(encoding, "ignore"), datei)
        read = read_columns(look, encoding.removesuffix("-sig"), found)
    except (UnicodeDecodeError, csv.Error):
        return None
    marked = "utf-8-sig" if plain is not data else encoding
    return Text(read[0], marked, read[1]) if read else None


def _as_rows(data: bytes, datei: str, zeichensatz: str | None, separator: str | None) -> Text:
    text, encoding = decode(data, datei, zeichensatz)
    if not text.strip():
        raise DateiFehler(
            "Die Datei enthält keinen Text.", ort=Ort(datei), abhilfe="Datei neu ausgeben oder entfernen."
        )
    zeilen, changed = clean_rows(_split(text, separator or _sniff(text[:SNIFFED], datei), datei))
    return Text(zeilen, encoding, changed)


def separator_of(wanted: str, datei: str) -> str:
    """The separator that quellen.yaml names, as a sign or a word; refuses an unknown one."""
    found = _SEPARATOR_NAMES.get(wanted.lower(), wanted)
    if found not in SEPARATORS:
        raise DateiFehler(
            f"Das Trennzeichen „{wanted}“ in quellen.yaml ist nicht bekannt.",
            ort=Ort(datei),
            abhilfe='Eines davon angeben: ";" "," "|" oder tab.',
        )
    return found


def _split(text: str, separator: str, datei: str, strict: bool = True) -> list[list[str]]:
    reader = csv.reader(_lines(text, separator, datei), delimiter=separator, strict=strict)
    try:
        return list(islice(reader, MAX_ROWS + 1))
    except csv.Error as fault:
        long = "Eine Zelle hat über 130.000 Zeichen; vermutlich ist ein Anführungszeichen nicht geschlossen."
        wrong = "Ein Anführungszeichen ist nicht richtig geschlossen; Zellen sind nicht sicher zu trennen."
        raise DateiFehler(
            long if "field limit" in str(fault) else wrong,
            ort=Ort(datei, zeile=reader.line_num),
            abhilfe='Anführungszeichen in dieser Zeile prüfen; im Text verdoppeln ("").',
        ) from None


def _lines(text: str, separator: str, datei: str) -> Iterator[str]:
    """The lines with their ends, none copied before its turn; refuses one that would become endless columns."""
    for found in _LINE.finditer(text):
        line = found.group()
        if len(line) > _LONG_LINE and line.count(separator) > 50 * MAX_COLUMNS:
            raise _too_large(datei)
        yield line


def _sniff(text: str, datei: str) -> str:
    """The separator that gives the most rows of one width, then the wider ones; refuses a tie."""
    declared = re.match(r'"?sep=(.)"?\r?\n', text)  # Excel's own first line
    if declared and declared[1] in SEPARATORS:
        return declared[1]
    same: dict[str, tuple[int, int]] = {}
    several: dict[str, int] = {}
    for separator in (s for s in SEPARATORS if s in text):
        # Quotes are judged after the choice: a stray one must not hand the file to the next separator.
        records = _split(text, separator, datei, strict=False)
        widths = Counter(len(r) for r in records if len(r) > 1 and any(c.strip() for c in r))
        if widths:
            same[separator] = max((n, width) for width, n in widths.items())
            several[separator] = widths.total()
    best = max(same.values(), default=(0, 0))
    winners = [s for s, n in same.items() if n == best]
    if winners == [","]:  # amounts hold commas too, so a comma wins only where nothing else separates
        winners += [s for s, n in several.items() if s != "," and 2 * n >= best[0]]
    if len(winners) == 1:
        return winners[0]
    between = " und ".join(SEPARATORS[s] for s in winners)
    was = f"möglich sind {between}" if winners else "es gibt keine zwei Spalten"
    ignore = "" if winners else " oder, ist es keine Förderliste, „ignorieren: ja“"
    raise DateiFehler(
        f"Das Trennzeichen der Spalten ist nicht sicher zu erkennen; {was}.",
        ort=Ort(datei),
        abhilfe=f"In quellen.yaml „trennzeichen“ angeben{ignore}.",
    )
