"""One row of a sample ledger, and the sheet a year's rows make: groups per Kommune with subtotals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from komman.sample_data import ANZAHL_KONTAKTE, E_MAILS, STAND_2021

Zelle = str | int | Decimal | None


class Betraege(NamedTuple):
    """The six amounts of a row in cents, in the order of the files; None is not there yet."""

    beantragt: int | None
    bewilligt: int | None
    ausgezahlt: int | None
    nachgewiesen: int | None
    anerkannt: int | None
    zurueckgezahlt: int | None


@dataclass(frozen=True, slots=True)
class Zeile:
    """One row; ``ort`` is the group it stands in, ``zellen`` are cells written differently from the plain value."""

    az: str
    nummer: int
    ort: str
    traeger: str
    baustein: str
    einheiten_bewilligt: int | None
    einheiten_nachgewiesen: int | None
    betraege: Betraege
    bemerkung: str
    ehrenamtliche: int | None = None
    teilnehmende: int | None = None
    zellen: Mapping[str, str] = field(default_factory=dict)

    def text(self, spalte: str) -> str:
        """A text cell (kommune, traeger, baustein, bemerkung) as the file writes it."""
        plain = {"kommune": self.ort, "traeger": self.traeger, "baustein": self.baustein, "bemerkung": self.bemerkung}
        return self.zellen.get(spalte, plain[spalte])

    def in_words(self, spalte: str) -> bool:
        """Whether the file holds words where an amount belongs."""
        return any(c.isalpha() for c in self.zellen.get(spalte, ""))

    @property
    def kontakt(self) -> int:
        """Index of the row's contact in the lists of sample_data."""
        return self.nummer % ANZAHL_KONTAKTE


BLATT = "Weiterleitungen"
KOPF = (
    (
        "Az.",
        "Kommune",
        "Träger",
        "Baustein",
        "Einheiten",
        None,
        "Beträge in EUR",
        None,
        None,
        None,
        None,
        None,
        "Kontakt E-Mail",
        "Bemerkung",
    ),
    (
        None,
        None,
        None,
        None,
        "bewilligt",
        "nachgewiesen",
        "beantragt",
        "bewilligt",
        "ausgezahlt",
        "nachgewiesen",
        "anerkannt",
        "zurückgezahlt",
        None,
        None,
    ),
)
GELDSPALTEN = range(6, 12)  # positions in a row, first column = 0
SUMMEN = ("Summe ", "Gesamtsumme")
ERSTE_DATENZEILE = 6  # rows 1-3: titles and a blank one, rows 4-5: the header
TEXT_JEDE = 6  # every sixth Maßnahme has its amounts as text, as if typed into text cells


def sheet_rows(zeilen: list[Zeile]) -> list[list[Zelle]]:
    """The sheet from row ``ERSTE_DATENZEILE`` on: rows, a subtotal per Kommune, the total, and the footer."""
    rows: list[list[Zelle]] = []
    for ort, group in groupby(zeilen, key=lambda z: z.ort):
        members = list(group)
        rows += [_row(z) for z in members]
        rows.append(_total(f"{SUMMEN[0]}{ort}", members))
    return [*rows, _total(SUMMEN[1], zeilen), [], [footer(STAND_2021)]]


def footer(stand: str) -> str:
    """The last line of a sheet: the day it was made."""
    jahr, monat, tag = stand.split("-")
    return f"Stand: {tag}.{monat}.{jahr}"


def _row(z: Zeile) -> list[Zelle]:
    return [
        z.az,
        z.text("kommune"),
        z.text("traeger"),
        z.text("baustein"),
        z.einheiten_bewilligt,
        z.einheiten_nachgewiesen,
        *amounts(z),
        E_MAILS[z.kontakt],
        z.text("bemerkung") or None,
    ]


def amounts(z: Zeile) -> list[Zelle]:
    """The six amounts as cells: numbers, or text in every sixth Maßnahme."""
    return [_amount(z, name, cent) for name, cent in zip(z.betraege._fields, z.betraege, strict=True)]


def _amount(z: Zeile, name: str, cent: int | None) -> Zelle:
    if name in z.zellen:
        return z.zellen[name] if z.in_words(name) else Decimal(z.zellen[name])
    if cent is None:
        return None
    return german(cent) if z.nummer % TEXT_JEDE == 0 else number(cent)


def _total(label: str, zeilen: list[Zeile]) -> list[Zelle]:
    return [label, None, None, None, None, None, *sums(zeilen), None, None]


def sums(zeilen: list[Zeile]) -> list[Zelle]:
    """Sums of the money columns; as in a spreadsheet a cell that holds words adds nothing."""
    cells: list[Zelle] = []
    for i, name in enumerate(Betraege._fields):
        parts = [z.betraege[i] for z in zeilen if not z.in_words(name)]
        known = [p for p in parts if p is not None]
        cells.append(number(sum(known)) if known else None)
    return cells


def number(cent: int) -> int | Decimal:
    """Cents as the number a cell holds: whole euros as int."""
    return cent // 100 if cent % 100 == 0 else Decimal(cent) / 100


def german(cent: int, gruppiert: bool = True) -> str:
    """Cents as ``1.250,00`` or ``1250,00``, with an ASCII minus as spreadsheets export it."""
    euros = f"{abs(cent) // 100:,}".replace(",", "." if gruppiert else "")
    return f"{'-' if cent < 0 else ''}{euros},{abs(cent) % 100:02d}"
