"""What a generated ledger holds, by ``csv`` and ``Decimal`` alone: no code of komman is used here."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.generative.listen import Liste

SCHLUESSEL = {
    "anröchte": "05974004",
    "wickede (ruhr)": "05974048",
    "wickede": "05974048",
    "gemeinde wickede (ruhr)": "05974048",
    "kreisweit": "05974",
}
VERZEICHNIS = {
    "gemeinde anröchte": "Gemeinde Anröchte",
    "brücke anröchte": "Brücke Anröchte e. V.",
    "brücke anröchte e. v.": "Brücke Anröchte e. V.",
}
BAUSTEINE = {"a2": "A2", "b2": "B2", "baustein d1": "D1", "b 2": "B2"}
RANG = ("ausgezahlt", "bewilligt", "anerkannt", "nachgewiesen", "beantragt", "zurückgezahlt")
KEINE = ("", "-", "–")
_BEWEIS = re.compile(r"[0-9],(?:[0-9]{2}|-)")
_NUR_EIN_PUNKT = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


@dataclass(frozen=True)
class Zeile:
    """A row that must be taken: its values, missing ones as None, amounts in cents by column."""

    jahr: int
    ags: str
    traeger: str
    baustein: str | None
    az: str | None
    einheiten: int | None
    cent: tuple[tuple[str, int | None], ...]


@dataclass
class Erwartung:
    """What reading must give; numbers of rows count from 1 as a spreadsheet does."""

    uebernommen: dict[int, Zeile] = field(default_factory=dict)
    zurueckgestellt: set[int] = field(default_factory=set)
    summen: set[int] = field(default_factory=set)
    leer: int = 0
    kopf: int = 0
    spalte: str = ""
    gelesen_cent: int = 0
    uebernommen_cent: int = 0
    unlesbar: int = 0
    doppelt: int = 0


class Spalte:
    """A column of amounts: what a lone dot means in it depends on all of its cells."""

    def __init__(self, zellen: Sequence[str], punkt: bool) -> None:
        self.punkt = punkt
        self.komma = any(_BEWEIS.search(z) and "/" not in z for z in zellen)

    def cents(self, text: str) -> int | None:
        """Cents; None where nothing is said or nothing certain can be read (``unreadable``)."""
        return None if text in KEINE or self.unreadable(text) else self._read(text)

    def unreadable(self, text: str) -> bool:
        """Whether the cell says something that is no certain amount."""
        if text in KEINE:
            return False
        plain = re.sub(r"EUR|€", "", text).strip(" \u00a0\u202f-−()")
        if not re.fullmatch(r"[0-9][0-9.,\u00a0\u202f]*-?", plain):
            return True
        return not self.punkt and not self.komma and bool(_NUR_EIN_PUNKT.fullmatch(plain))

    def _read(self, text: str) -> int:
        plain = text.replace(",", "") if self.punkt else text.replace(".", "").replace(",-", "").replace(",", ".")
        digits = "".join(c for c in plain if c.isdigit() or c == ".")
        return int(Decimal(digits) * 100) * (-1 if re.search(r"^[-−(]|[0-9]-$", text.strip()) else 1)


def oracle(liste: Liste, data: bytes) -> Erwartung:
    """What must become of every row of the file."""
    records = list(csv.reader(io.StringIO(decoded(liste, data), newline=""), delimiter=liste.trenner))
    if len(records) != len(liste.records):
        raise AssertionError("der Generator zählt andere Zeilen als csv")
    out = Erwartung(spalte=next(s for s in RANG if s in liste.spalten))
    ranges = _Bereiche()
    seen: set[object] = set()
    for tabelle, part in enumerate(_tables(liste, records)):
        columns = {
            s: Spalte([r[i] for _, a, r in part if a in ("daten", "summe")], liste.punkt)
            for i, s in enumerate(liste.spalten)
            if s in RANG
        }
        above = ""
        for number, art, record in part:
            out.kopf += art in ("kopf", "tabelle", "titel", "fuss")
            out.leer += art == "leer"
            if art in ("kopf", "tabelle"):
                ranges.neue_tabelle()
            if art not in ("daten", "summe"):
                continue
            row = dict(zip(liste.spalten, record, strict=True))
            cents = {s: c.cents(row[s]) for s, c in columns.items()}
            if art == "summe" and ranges.is_total(row, cents):
                out.summen.add(number)
                continue
            if art == "daten":
                ranges.add(cents)
                above = row["kommune"] or above
                row["kommune"] = above if liste.auffuellen else row["kommune"]
            unreadable = {s for s, c in columns.items() if c.unreadable(row[s])}
            taken = None if art == "summe" or unreadable else _taken(row, cents, liste.jahre[tabelle])
            out.gelesen_cent += cents[out.spalte] or 0
            out.unlesbar += out.spalte in unreadable
            if taken is None:
                out.zurueckgestellt.add(number)
                continue
            out.uebernommen[number] = taken
            out.uebernommen_cent += cents[out.spalte] or 0
            out.doppelt += taken in seen
            seen.add(taken)
    return out


def decoded(liste: Liste, data: bytes) -> str:
    """The text in the character set it was written in."""
    if liste.zeichensatz == "cp1252":
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252")
    if liste.zeichensatz.startswith("utf-16"):
        return data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8")
    return data.decode("utf-8-sig")


Numbered = tuple[int, str, list[str]]


def _tables(liste: Liste, records: list[list[str]]) -> Iterator[list[Numbered]]:
    """The records of each table, numbered; the first holds what stands above it."""
    part: list[Numbered] = []
    for number, ((art, _), record) in enumerate(zip(liste.records, records, strict=True), 1):
        if art == "tabelle":
            yield part
            part = []
        part.append((number, art, record))
    yield part


class _Bereiche:
    """The sums a total may repeat: of the rows since the last total, of its table, of the sheet."""

    def __init__(self) -> None:
        self.bereiche: list[list[dict[str, int | None]]] = [[], [], []]

    def neue_tabelle(self) -> None:
        self.bereiche[1] = []

    def add(self, cents: dict[str, int | None]) -> None:
        for bereich in self.bereiche:
            bereich.append(cents)

    def is_total(self, row: dict[str, str], cents: dict[str, int | None]) -> bool:
        """Whether a row meant as a total is one; what is called a total ends a group, right or wrong."""
        label = any(row.get(s) for s in ("az", "kommune", "traeger", "lfd"))
        sums = [{s: sum(r[s] or 0 for r in b) for s in cents} for b in self.bereiche]
        if label:
            right = any(all(c in (None, s[k]) for k, c in cents.items()) for s in sums)
            self.bereiche[0] = []
            return right
        blank_as_0 = {k: c or 0 for k, c in cents.items()}
        right = any(len(b) > 1 and s == blank_as_0 for b, s in zip(self.bereiche, sums, strict=True))
        if right and any(cents.values()):
            self.bereiche[0] = []
            return True
        self.add(cents)
        return False


def _taken(row: dict[str, str], cents: dict[str, int | None], jahr: int) -> Zeile | None:
    """The row as it must come out; None if something in it is missing or not certain. Amounts are readable."""
    ags = SCHLUESSEL.get(row["kommune"].strip().casefold())
    traeger = " ".join(unicodedata.normalize("NFC", row["traeger"].replace("\u200b", "")).split())
    baustein, einheiten, year = row.get("baustein", ""), row.get("einheiten", ""), row.get("jahr", str(jahr))
    key = row.get("ags", "")
    if (
        ags is None
        or not traeger
        or "@" in traeger
        or (baustein not in KEINE and baustein.casefold() not in BAUSTEINE)
        or (einheiten and not einheiten.isdecimal())
        or not re.fullmatch("20[0-9][0-9]", year)
        or (key and key.lstrip("0") != ags.lstrip("0"))
        or all(c is None for c in cents.values())
        or (cents.get("zurückgezahlt") or 0) < 0
    ):
        return None
    return Zeile(
        int(year),
        ags,
        VERZEICHNIS.get(traeger.casefold(), traeger),
        BAUSTEINE.get(baustein.casefold()),
        row.get("az") or None,
        int(einheiten) if einheiten else None,
        tuple(sorted(cents.items())),
    )
