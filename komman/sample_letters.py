"""The sample's letters with the Land: Antrag, Bescheid and Verwendungsnachweis of the Programmteile as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from komman.sample_data import HOECHSTBETRAG_CENT, STAND
from komman.sample_files import MITTE, new_workbook, write_row
from komman.sample_ledger import taken
from komman.sample_plan import OFFENES_JAHR
from komman.sample_rows import Zeile, Zelle, number
from komman.sample_staff import year_cent

KOPF = ("Förderjahr", "Programmteil", "Art", "Datum", "Aktenzeichen", "Betrag EUR", "Höchstbetrag EUR")
# Sums granted to the Kreis in EUR, invented: the Pauschalen add up to a little less than the ceiling.
BEWILLIGT_EUR = {
    2016: 131_000,
    2017: 131_050,
    2018: 131_050,
    2019: 131_000,
    2020: 131_050,
    2021: 131_050,
    2022: 131_050,
    2023: 131_000,
    2024: 131_050,
}
# Programmteil I in EUR for 1.5 posts: 50,000 per full post (published for the early years, kept until 2022 because no
# source dates the change), 57,000 about 2023/24.
STELLEN_EUR = {jahr: 75_000 if jahr < 2023 else 85_500 for jahr in BEWILLIGT_EUR}
# Material costs of Programmteil I: the ceiling of a KI with 1.5 posts, published for 2016 and 2017 (StädteRegion
# Aachen) and about 2023/24, kept for the years between; the real costs are invented, those of 2019 reach the ceiling.
SACHAUSGABEN_CENT = 1_500_000
SACHKOSTEN_CENT = {
    2016: 1_184_260,
    2017: 1_401_075,
    2018: 1_465_520,
    2019: 1_512_340,
    2020: 887_015,
    2022: 1_293_480,
    2023: 1_478_045,
    2024: 1_421_690,
}
ANTRAG_TAG = {2016: (4, 15), 2017: (1, 31), 2018: (3, 2), 2019: (1, 31), 2020: (2, 14), 2021: (2, 26)}
BESCHEID_TAG = {
    2016: (6, 10),
    2017: (4, 12),
    2018: (5, 18),
    2019: (4, 9),
    2020: (4, 21),
    2021: (4, 30),
    2022: (5, 6),
    2023: (4, 27),
    2024: (4, 18),
}
NACHWEIS_TAG = (5, 22)  # of the following year
DATUM_ALS_TEXT = 2017  # dates in this year were typed as text

Schreiben = tuple[Zelle | date, ...]


def bescheide_xlsx(zeilen: dict[int, list[Zeile]]) -> bytes:
    """The letters of each Förderjahr (with the rows of its ledger) as a workbook."""
    with new_workbook(STAND) as mappe:
        book = mappe.book
        sheet = book.add_worksheet("Bescheide")
        title = "KOMM-AN NRW, Programmteile I und II: Anträge, Bescheide und Verwendungsnachweise"
        sheet.write_string(0, 0, title, book.add_format({"bold": True}))
        sheet.write_string(1, 0, "Beispieldaten, frei erfunden")
        write_row(sheet, 3, KOPF, dict.fromkeys(range(len(KOPF)), book.add_format(MITTE)))
        styles = {3: book.add_format({"num_format": "dd.mm.yyyy"})}
        letters = (letter for jahr, rows in zeilen.items() for letter in _letters(jahr, rows))
        for r, letter in enumerate(letters, start=4):
            write_row(sheet, r, letter, styles)
        sheet.set_column(0, 6, 18)
    return mappe.data()


def _letters(jahr: int, zeilen: list[Zeile]) -> Iterator[Schreiben]:
    """Programmteil II, then I and its material costs; no Antrag after 2021.

    The Antrag for II asks for what was asked of the KI, up to the ceiling.
    """
    asked = min(sum(z.betraege.beantragt or 0 for z in zeilen), HOECHSTBETRAG_CENT)
    used = sum(z.betraege.anerkannt or 0 for z in taken(zeilen))
    yield from _programme_part(jahr, "II", asked, BEWILLIGT_EUR[jahr], used)
    posts = STELLEN_EUR[jahr]
    yield from _programme_part(jahr, "I", 100 * posts, posts, min(year_cent(jahr), 100 * posts))
    yield from _material(jahr)


def _material(jahr: int) -> Iterator[Schreiben]:
    """The ceiling granted for material costs, and what was spent of it."""
    teil, file_number, ceiling = "I Sachausgaben", f"BEISPIEL-I-SACH-{jahr}", number(SACHAUSGABEN_CENT)
    yield jahr, teil, "Bescheid", _day(jahr, *BESCHEID_TAG[jahr]), file_number, ceiling, ceiling
    if jahr != OFFENES_JAHR:
        used = number(min(SACHKOSTEN_CENT[jahr], SACHAUSGABEN_CENT))
        yield jahr, teil, "Verwendungsnachweis", _day(jahr + 1, *NACHWEIS_TAG), file_number, used, ceiling


def _programme_part(jahr: int, teil: str, asked: int, granted: int, used: int) -> Iterator[Schreiben]:
    ceiling = number(HOECHSTBETRAG_CENT) if teil == "II" else None
    file_number = f"BEISPIEL-{teil}-{jahr}"
    if jahr in ANTRAG_TAG:
        yield jahr, teil, "Antrag", _day(jahr, *ANTRAG_TAG[jahr]), None, number(asked), ceiling
    yield jahr, teil, "Bescheid", _day(jahr, *BESCHEID_TAG[jahr]), file_number, granted, ceiling
    if jahr != OFFENES_JAHR:
        yield jahr, teil, "Verwendungsnachweis", _day(jahr + 1, *NACHWEIS_TAG), file_number, number(used), ceiling


def _day(jahr: int, monat: int, tag: int) -> date | str:
    day = date(jahr, monat, tag)
    return f"{day:%d.%m.%Y}" if jahr == DATUM_ALS_TEXT else day
