"""Generated ledgers against an oracle of csv and Decimal alone: not a cent and not a row of difference."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komman.bereinigung import Bereinigung
from komman.ledger import clean
from tests.raw_folder import KREIS, TRAEGER, raw_folder

SPALTEN = ("bewilligt EUR", "ausgezahlt EUR", "anerkannt EUR")
KOPF = ["Az.", "Kommune", "Träger", "Baustein", *SPALTEN]
ORTE = ("Anröchte", "Wickede (Ruhr)", "Wickede", "kreisweit", "ANRÖCHTE")
FREMD = ("Holzwickede", "Anroechte", "Hamburg")
TRAEGERNAMEN = (
    "Gemeinde Anröchte",
    "Brücke Anröchte",
    "Gesamtschule Mitte",
    "Zusammen e. V.",
    "Treff; offen",
    "Summe Kultur e. V.",
    "Gesamt Ergebnis",
    'Der „Ort“, "neu"',
)


def grouped(cents: int, separator: str) -> str:
    return f"{abs(cents) // 100:,}".replace(",", separator) + f",{abs(cents) % 100:02d}"


SPELLINGS: tuple[Callable[[int], str], ...] = (
    lambda c: ("-" if c < 0 else "") + grouped(c, "."),
    lambda c: ("-" if c < 0 else "") + grouped(c, ""),
    lambda c: ("−" if c < 0 else "") + grouped(c, "\u00a0") + " €",
    lambda c: grouped(c, ".") + ("-" if c < 0 else ""),
    lambda c: f"({grouped(c, '.')})" if c < 0 else f"EUR {grouped(c, '.')}",
)
UNREADABLE = ("ca. 300", "offen", "5 T€", "12,00/13,00", "siehe Akte")
BLANK = ("", "-", "–")


@dataclass(frozen=True)
class Row:
    """A generated row: its cells and its amounts (None missing, text unreadable)."""

    ort: str
    traeger: str
    baustein: str
    betraege: tuple[int | str | None, ...]
    spelling: int

    def cells(self, number: int) -> list[str]:
        return [f"S-{number}", self.ort, self.traeger, self.baustein, *(self._text(b) for b in self.betraege)]

    def _text(self, betrag: int | str | None) -> str:
        if betrag is None:
            return BLANK[self.spelling % len(BLANK)]
        return betrag if isinstance(betrag, str) else SPELLINGS[self.spelling](betrag)

    @property
    def good(self) -> bool:
        known = [b for b in self.betraege if isinstance(b, int)]
        return (
            self.ort not in FREMD
            and self.baustein != "Z9"
            and len(known) > 0
            and not any(isinstance(b, str) for b in self.betraege)
        )


CENTS = st.integers(-5_000_000, 50_000_000) | st.sampled_from([0, 100, 20_000, 40_000, -35_000])
ROWS = st.builds(
    Row,
    st.sampled_from(ORTE * 3 + FREMD),
    st.sampled_from(TRAEGERNAMEN),
    st.sampled_from(["", "A2", "b2", "Baustein D1", "Z9"]),
    st.tuples(*[CENTS | st.none() | st.sampled_from(UNREADABLE) if i == 1 else CENTS | st.none() for i in range(3)]),
    st.integers(0, len(SPELLINGS) - 1),
)


@dataclass(frozen=True)
class Ledger:
    """A generated ledger; with ``summen`` each of the ``gruppen`` is followed by its subtotal."""

    gruppen: list[list[Row]]
    summen: bool
    gesamt: bool
    leerzeilen: list[int]
    titel: int
    fuss: bool
    trenner: str
    zeichensatz: str

    def records(self) -> list[list[str]]:
        """The rows of the file, written as an office would."""
        out = [*[["Förderjahr 2019"], ["Kreis Beispielhausen"], []][: self.titel], KOPF]
        number = 0
        for i, group in enumerate(self.gruppen):
            for row in group:
                number += 1
                out.append(row.cells(number))
            if self.summen:
                out.append([f"Summe Gruppe {i}", "", "", "", *totals(group)])
            out += [[] for _ in range(self.leerzeilen[i % len(self.leerzeilen)])]
        if self.gesamt and number:
            out.append(["", "Gesamtsumme", "", "", *totals([r for g in self.gruppen for r in g])])
        return out + ([[], ["Stand: 31.05.2022"]] if self.fuss else [])

    def data(self) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self.trenner, lineterminator="\r\n").writerows(self.records())
        return text.getvalue().encode(self.zeichensatz)


def totals(rows: list[Row]) -> list[str]:
    """As a spreadsheet sums: words and blanks add nothing."""
    return [SPELLINGS[0](sum(b for r in rows if isinstance(b := r.betraege[i], int))) for i in range(3)]


LEDGERS = st.builds(
    Ledger,
    st.lists(st.lists(ROWS, min_size=1, max_size=5), min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
    st.lists(st.integers(0, 2), min_size=1, max_size=3),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from([";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)


def oracle(data: bytes, ledger: Ledger) -> dict[str, tuple[int, int, int]]:
    """Per money column: cents of all data rows, of the good ones, of the others; by csv and Decimal alone."""
    text = data.decode("utf-8-sig" if ledger.zeichensatz.startswith("utf-8") else "utf-16")
    rows = [
        r for r in csv.reader(io.StringIO(text, newline=""), delimiter=ledger.trenner) if r and r[0].startswith("S-")
    ]
    good = [r.good for g in ledger.gruppen for r in g]
    out = {}
    for i, name in enumerate(SPALTEN, 4):
        cents = [read(r[i]) for r in rows]
        taken = sum(c for c, ok in zip(cents, good, strict=True) if ok)
        out[name] = (sum(cents), taken, sum(cents) - taken)
    return out


def read(text: str) -> int:
    if text in UNREADABLE or text in BLANK:
        return 0
    negative = any(c in text for c in "-−(")
    digits = "".join(c for c in text if c.isdigit() or c == ",").replace(",", ".")
    return int(Decimal(digits) * 100) * (-1 if negative else 1)


def cleaned(data: bytes) -> Bereinigung:
    with tempfile.TemporaryDirectory() as ordner:
        return clean(raw_folder(Path(ordner), {"kreis.yaml": KREIS, "traeger.yaml": TRAEGER, "liste_2019.csv": data}))


@settings(max_examples=70, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(LEDGERS)
def test_no_cent_and_no_row_is_lost(ledger: Ledger) -> None:
    data = ledger.data()
    b = cleaned(data)
    (z,), table = b.bilanz, b.tabellen["weiterleitungen"]
    rows = [r for g in ledger.gruppen for r in g]
    expected = oracle(data, ledger)
    assert (z.betrag_gelesen_cent, z.betrag_uebernommen_cent, z.betrag_zurueckgestellt_cent) == expected[
        "ausgezahlt EUR"
    ]
    for name, column in zip(SPALTEN, ("bewilligt_cent", "ausgezahlt_cent", "anerkannt_cent"), strict=True):
        assert int(table[column].sum()) == expected[name][1]
    assert (z.gelesen, z.uebernommen) == (len(rows), sum(r.good for r in rows)) == (len(rows), len(table))
    assert z.zurueckgestellt == len(b.zurueckgestellt)
    records = ledger.records()
    assert z.zeilen_physisch == len(records) == z.kopf + z.leer + z.summenzeilen + z.gelesen
    assert z.leer == sum(not r for r in records)
    assert z.summenzeilen == sum("umme" in "".join(r[:2]) for r in records)
    assert z.betrag_unlesbar == sum(isinstance(r.betraege[1], str) for r in rows)


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(LEDGERS, st.integers(1, 99))
def test_a_falsified_total_is_always_set_aside(ledger: Ledger, off: int) -> None:
    """The negative control: the same ledgers with a wrong last total never pass as balanced."""
    rows = [r for g in ledger.gruppen for r in g]
    wrong = Ledger(ledger.gruppen, ledger.summen, False, [0], 1, False, ";", "utf-8")
    sums = [sum(b for r in rows if isinstance(b := r.betraege[i], int)) for i in range(3)]
    last = ["", "Gesamtsumme", "", "", *(SPELLINGS[1](s) for s in [sums[0], 10**11 + off, sums[2]])]
    b = cleaned(wrong.data() + (";".join(last) + "\r\n").encode("utf-8"))
    assert b.zurueckgestellt["grund"].str.startswith("Summe geht nicht auf").sum() == 1
    assert b.bilanz[0].gelesen == len(rows) + 1
