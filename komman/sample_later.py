"""The sample ledgers of 2023 and 2024: renamed columns in another order, and two tables stacked in one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from komman.sample_data import ANSPRECHPARTNER, E_MAILS, KOMMUNEN, STAND
from komman.sample_files import MITTE, new_workbook, write_row
from komman.sample_rows import SUMMEN, Zeile, Zelle, amounts, footer, sums

# 2023: saved under the ending of the old format, though the content is the new one.
KOPF_2023 = (
    "Lfd. Nr.",
    "Zuwendungsempfänger",
    "Stadt/Gemeinde",
    "Baustein-Nr.",
    "Anzahl Pauschalen",
    "Antragssumme",
    "Bewilligungssumme",
    "Betrag ausgezahlt",
    "Betrag nachgewiesen",
    "Betrag anerkannt",
    "Betrag zurückgezahlt",
    "Anzahl nachgewiesen",
    "Anzahl Ehrenamtliche",
    "Anzahl Teilnehmende",
    "Geschäftszeichen",
    "Ansprechperson",
    "Bemerkungen",
)
BETRAEGE_2024 = ("beantragt EUR", "bewilligt EUR", "ausgezahlt EUR", "nachgewiesen EUR", "anerkannt EUR")
ZAHLEN_2024 = ("Einheiten bewilligt", "Einheiten nachgewiesen", *BETRAEGE_2024, "zurückgezahlt EUR")
GEMELDET_2024 = ("Ehrenamtliche", "Teilnehmende")
KOPF_KOMMUNEN = ("Az.", "Kommune", "Träger", "Baustein", *ZAHLEN_2024, *GEMELDET_2024)
# The second table has its own order of columns and one more.
KOPF_FREIE = ("Az.", "Träger", "Kommune", "Baustein", *ZAHLEN_2024, *GEMELDET_2024, "E-Mail")
TITEL = "KOMM-AN NRW, Programmteil II, Förderjahr {jahr}"
HINWEIS = "Beispieldaten, frei erfunden"

Tabelle = Sequence[Sequence[Zelle]]


def weiterleitungen_umbenannt(jahr: int, zeilen: list[Zeile]) -> bytes:
    """A year's ledger with one header row, other headings and another order; a total and a footer, no subtotals."""
    rows = [_renamed(n, z) for n, z in enumerate(zeilen, start=1)]
    total: list[Zelle] = [SUMMEN[1], None, None, None, None, *sums(zeilen)]
    return _workbook(
        [[TITEL.format(jahr=jahr)], [HINWEIS], [], KOPF_2023, *rows, total, [], [footer(STAND)]], range(5, 11)
    )


def _renamed(nummer: int, z: Zeile) -> list[Zelle]:
    return [
        nummer,
        z.text("traeger"),
        z.text("kommune"),
        z.text("baustein"),
        z.einheiten_bewilligt,
        *amounts(z),
        z.einheiten_nachgewiesen,
        z.ehrenamtliche,
        z.teilnehmende,
        z.az,
        ANSPRECHPARTNER[z.kontakt],
        z.text("bemerkung") or None,
    ]


def weiterleitungen_gestapelt(jahr: int, zeilen: list[Zeile]) -> bytes:
    """A year's ledger as two tables in one sheet: the Kommunen themselves, then the free Träger; a footer."""
    own = {k.verwaltung for k in KOMMUNEN}
    towns, free = ([z for z in zeilen if (z.traeger in own) == is_town] for is_town in (True, False))
    first = [[z.az, z.text("kommune"), z.text("traeger"), *_figures(z)] for z in towns]
    second = [[z.az, z.text("traeger"), z.text("kommune"), *_figures(z), E_MAILS[z.kontakt]] for z in free]
    return _workbook(
        [
            [TITEL.format(jahr=jahr)],
            [HINWEIS],
            [],
            ["Kommunen"],
            KOPF_KOMMUNEN,
            *first,
            _total("Summe Kommunen", towns),
            [],
            ["Freie Träger"],
            KOPF_FREIE,
            *second,
            _total("Summe freie Träger", free),
            [],
            [footer(STAND)],
        ],
        range(6, 12),
    )


def _figures(z: Zeile) -> list[Zelle]:
    units = (z.einheiten_bewilligt, z.einheiten_nachgewiesen)
    return [z.text("baustein"), *units, *amounts(z), z.ehrenamtliche, z.teilnehmende]


def _total(label: str, zeilen: list[Zeile]) -> list[Zelle]:
    return [label, None, None, None, None, None, *sums(zeilen)]


def _workbook(rows: Tabelle, geld: range) -> bytes:
    with new_workbook(STAND) as mappe:
        book = mappe.book
        sheet = book.add_worksheet("Weiterleitungen")
        head, bold, money = (
            book.add_format(MITTE),
            book.add_format({"bold": True}),
            book.add_format({"num_format": "#,##0.00"}),
        )
        for r, row in enumerate(rows):
            if isinstance(row, tuple):  # a header
                styles = dict.fromkeys(range(len(row)), head)
            else:
                styles = dict.fromkeys(geld, money) if len(row) > 1 else {0: bold}
            write_row(sheet, r, row, styles)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 2, 40)
        sheet.set_column(3, 16, 16)
    return mappe.data()
