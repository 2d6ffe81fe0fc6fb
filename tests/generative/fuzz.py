"""Mutated sample files: whatever becomes of them, a refusal in German or a balance that adds up."""

from __future__ import annotations

import csv
import io
import random
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

from komman.errors import MAX_LINES, KommanFehler
from komman.ledger import clean
from komman.settings import Konfiguration, load_config
from tests.generative.balance_check import identities

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
SETTINGS = ("kreis.yaml", "beispiel_traeger.yaml")
LEDGERS = (".csv", ".xlsx", ".xls", ".ods")
ROWS = 40  # of a sample file; the rest of them are of the same kinds and cost time
# Amounts, dates and words that are nearly right, one of everything that has once been misread.
_WORDS = """
0 -0 1.234 1,234.56 1.234,5 99999999999999 1e5 -1.000,00 NaN NA inf #REF! TRUE 05974040 1.23456 12,00/13,00 € (1,00)
((1)) --1 1- Summe Gesamtsumme Kommune Träger 2019 31.02.2019 31.12.1899 12/31/19 43831 =1+1 @x NULL - – ; | , ' ٣ ½ ²
① 𝟙 é info@beispiel.example
"""
CELLS = (
    *_WORDS.split(),
    *("", "5 T€", "Summe Anröchte", "bewilligt EUR", "Förderjahr 2019", '"', "\t", "a\nb"),
    *("\u0085", "\u200b", "\ud7ff", "e\u0301", "\u202e", "\ufeff", "X" * 300, "1" * 400, "Ä" * 40000),
)
BYTES = (
    *(b"\x00", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b'"', b"\r", b"\n", b"\x85", b"\x1a", b"\xc3", b"\x80"),
    *(b";", b",", b"\t", b"|", b"<", b">", b"&", b"<!DOCTYPE x>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"-", b"9" * 30),
)


KAPUTT = ("Tracebacks", "Bilanz gebrochen", "Meldung zu lang")


@dataclass(frozen=True)
class Mutation:
    """One mutated file."""

    nummer: str
    name: str
    data: bytes
    wie: str


@dataclass(frozen=True)
class Ausgang:
    """What became of it: read, refused (of which kind), or broken."""

    art: str
    text: str = ""

    @property
    def kaputt(self) -> bool:
        return self.art in KAPUTT


def mutations(seed: int, anzahl: int) -> Iterator[Mutation]:
    """``anzahl`` mutations, the same for the same seed; the sample files in turn, bytes and cells in turn."""
    rng = random.Random(seed)
    files = sorted(originals().items())
    for i in range(anzahl):
        name, data = files[i % len(files)]
        how: list[str] = []
        for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
            step = rng.choice(STEPS["csv" if name.endswith(".csv") else "zip"])
            data = step(rng, data)
            how.append(step.__name__.strip("_"))
        yield Mutation(f"{seed}-{i}", name, data, ", ".join(how))


def read(m: Mutation) -> Ausgang:
    """Cleans a raw folder that has the sample's settings and this one ledger."""
    with tempfile.TemporaryDirectory() as ordner, mock.patch("komman.sources.load_config", _config):
        raw = Path(ordner) / "raw"
        raw.mkdir()
        for name in SETTINGS:
            (raw / name).write_bytes((RAW / name).read_bytes())
        (raw / m.name).write_bytes(m.data)
        try:
            b = clean(raw)
        except KommanFehler as fault:
            if fault.exit_code == 70:
                return Ausgang("Bilanz gebrochen", str(fault))
            art = "abgelehnt" if len(fault.lines()) <= MAX_LINES else "Meldung zu lang"
            return Ausgang(art, str(fault))
        except Exception:
            return Ausgang("Tracebacks", traceback.format_exc()[-1500:])
    broken = identities(b)
    return Ausgang("Bilanz gebrochen", broken) if broken else Ausgang("gelesen")


@cache
def _loaded() -> Konfiguration:
    with tempfile.TemporaryDirectory() as ordner:
        for name in SETTINGS:
            (Path(ordner) / name).write_bytes((RAW / name).read_bytes())
        return load_config(Path(ordner))


def _config(raw: Path) -> Konfiguration:
    """The settings are the same for all mutations, and reading them takes longer than reading a ledger."""
    return _loaded()


@cache
def originals() -> dict[str, bytes]:
    """The sample's ledgers by name, cut to ``ROWS`` rows."""
    files = {p.name: p.read_bytes() for p in sorted(RAW.iterdir()) if p.suffix in LEDGERS}
    return {n: _cut_text(d) if n.endswith(".csv") else d for n, d in files.items()}


def _cut_text(data: bytes) -> bytes:
    return b"".join(data.splitlines(keepends=True)[:ROWS])


def _flip(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _insert(rng: random.Random, data: bytes) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.choice(BYTES) + data[at:]


def _drop(rng: random.Random, data: bytes) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + data[at + rng.choice((1, 2, 20, 200)) :]


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randint(0, len(data))]


def _repeat(rng: random.Random, data: bytes) -> bytes:
    a, b = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    at = rng.randint(0, len(data))
    return data[:at] + data[a : min(b, a + 500)] + data[at:]


def _cell(rng: random.Random, data: bytes) -> bytes:
    rows = _records(data)
    row = rng.choice(rows) if rows else []
    if row:
        row[rng.randrange(len(row))] = rng.choice(CELLS)
    return _written(rows, data)


def _rows(rng: random.Random, data: bytes) -> bytes:
    """Rows left out, doubled or swapped; cells added or taken away."""
    rows = _records(data)
    if rows:
        i, j = rng.randrange(len(rows)), rng.randrange(len(rows))
        kind = rng.randrange(5)
        if kind == 0:
            rows[i], rows[j] = rows[j], rows[i]
        elif kind == 1:
            rows.insert(i, list(rows[j]))
        elif kind == 2:
            del rows[i]
        elif kind == 3:
            rows[i] = rows[i] + [rng.choice(CELLS)]
        else:
            rows[i] = rows[i][:-1]
    return _written(rows, data)


def _column(rng: random.Random, data: bytes) -> bytes:
    """One column everywhere left out, doubled or filled with one cell."""
    rows = _records(data)
    at, kind, cell = rng.randrange(12), rng.randrange(3), rng.choice(CELLS)
    for row in rows:
        if at < len(row):
            row[at : at + 1] = ([], [row[at]] * 2, [cell])[kind]
    return _written(rows, data)


def _codec(data: bytes) -> str:
    return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "cp1252"


def _records(data: bytes) -> list[list[str]]:
    text = data.decode(_codec(data), "replace").replace("\x00", "")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    except csv.Error:
        return [line.split(";") for line in text.splitlines()]


def _written(rows: list[list[str]], before: bytes) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(_codec(before), "replace")


def _member(rng: random.Random, data: bytes) -> bytes:
    """A part of the archive with changed bytes."""
    parts = _parts(data)
    if not parts:
        return _flip(rng, data)
    name = rng.choice(sorted(parts))
    parts[name] = rng.choice((_flip, _insert, _drop, _truncate, _repeat))(rng, parts[name])
    return _zipped(parts)


def _value(rng: random.Random, data: bytes) -> bytes:
    """The text between two tags of a sheet or of the shared strings replaced."""
    parts = _parts(data)
    names = [n for n in sorted(parts) if "sheet" in n.lower() or "sharedStrings" in n or n == "content.xml"]
    if not names:
        return _flip(rng, data)
    name = rng.choice(names)
    xml = parts[name]
    start = xml.find(b">", rng.randrange(max(1, len(xml)))) + 1
    end = xml.find(b"<", start)
    cell = rng.choice(CELLS).encode("utf-8").replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    parts[name] = xml[:start] + cell + xml[end:] if 0 < start <= end else xml
    return _zipped(parts)


def _attribute(rng: random.Random, data: bytes) -> bytes:
    """The value of one attribute of a sheet replaced: a position, a kind, a number of repeats."""
    parts = _parts(data)
    names = [n for n in sorted(parts) if n.endswith((".xml", ".rels"))]
    if not names:
        return _flip(rng, data)
    name = rng.choice(names)
    xml = parts[name]
    start = xml.find(b'="', rng.randrange(max(1, len(xml)))) + 2
    end = xml.find(b'"', start)
    value = rng.choice((b"", b"0", b"-1", b"99999999", b"XFD1048576", b"A1:XFD9", b"s", b"str", b"b", b"e", b"1", b"x"))
    parts[name] = xml[:start] + value + xml[end:] if 1 < start <= end else xml
    return _zipped(parts)


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {n: archive.read(n) for n in archive.namelist()}
    except Exception:
        return {}


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name)  # with a fixed date: the same seed makes the same bytes
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=1)
    return out.getvalue()


Step = Callable[[random.Random, bytes], bytes]
STEPS: dict[str, tuple[Step, ...]] = {
    "csv": (_flip, _insert, _drop, _truncate, _repeat, _cell, _cell, _cell, _cell, _rows, _rows, _column),
    "zip": (_flip, _truncate, _member, _member, _value, _value, _value, _value, _attribute, _attribute),
}
