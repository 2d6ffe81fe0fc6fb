"""The sample's posts of Programmteil I: 1.5 full-time equivalents, one row per post and month.

Pay grades and costs are invented; they stay below what the Land granted or, in 2022, a little above.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from komman.sample_data import STAND
from komman.sample_files import MITTE, new_workbook, write_row
from komman.sample_rows import Zelle, number

KOPF = ("Stelle", "Monat", "VZÄ", "Entgeltgruppe", "Stufe", "Personalkosten EUR", "besetzt", "besetzte Tage")


class Stelle(NamedTuple):
    """A post, its share, its pay grade and its costs per month in cents by year."""

    name: str
    vzae: Decimal
    entgeltgruppe: str
    stufen: dict[int, int]
    monat_cent: dict[int, int]


def _from_2016(*cent: int) -> dict[int, int]:
    return dict(enumerate(cent, start=2016))


STELLEN = (
    Stelle(
        "Koordination 1",
        Decimal("1.0"),
        "E 11",
        _from_2016(3, 3, 3, 4, 4, 4, 4, 5, 5),
        _from_2016(389_640, 396_215, 403_870, 408_125, 411_990, 414_260, 439_580, 461_835, 470_410),
    ),
    Stelle(
        "Koordination 2",
        Decimal("0.5"),
        "E 10",
        _from_2016(3, 3, 3, 3, 3, 4, 4, 4, 4),
        _from_2016(192_155, 195_890, 199_435, 202_170, 204_885, 206_640, 217_025, 229_760, 234_195),
    ),
)
# Ten weeks, 16 April to 24 June 2018, without anyone on the half post: days with pay of days in the month.
UNBESETZT = {
    ("Koordination 2", "2018-04"): (15, 30),
    ("Koordination 2", "2018-05"): (0, 31),
    ("Koordination 2", "2018-06"): (6, 30),
}


def personal_xlsx(jahre: Iterable[int]) -> bytes:
    """The posts month by month as a workbook; a month without anyone costs 0 and is not occupied."""
    with new_workbook(STAND) as mappe:
        book = mappe.book
        sheet = book.add_worksheet("Personal")
        sheet.write_string(0, 0, "KOMM-AN NRW, Programmteil I: Stellen", book.add_format({"bold": True}))
        sheet.write_string(1, 0, "Beispieldaten, frei erfunden")
        write_row(sheet, 3, KOPF, dict.fromkeys(range(len(KOPF)), book.add_format(MITTE)))
        styles = {5: book.add_format({"num_format": "#,##0.00"})}
        months = [(jahr, monat, stelle) for jahr in jahre for monat in range(1, 13) for stelle in STELLEN]
        for r, (jahr, monat, stelle) in enumerate(months, start=4):
            write_row(sheet, r, _row(stelle, jahr, monat), styles)
        sheet.set_column(0, 7, 18)
    return mappe.data()


def _row(stelle: Stelle, jahr: int, monat: int) -> tuple[Zelle, ...]:
    month = f"{jahr}-{monat:02d}"
    cost = number(month_cent(stelle, jahr, monat))
    days = days_occupied(stelle, jahr, monat)
    occupied = "ja" if days else "nein"
    return stelle.name, month, stelle.vzae, stelle.entgeltgruppe, stelle.stufen[jahr], cost, occupied, days


def days_occupied(stelle: Stelle, jahr: int, monat: int) -> int:
    """Days of a month with someone on the post."""
    days = monthrange(jahr, monat)[1]
    return UNBESETZT.get((stelle.name, f"{jahr}-{monat:02d}"), (days, days))[0]


def month_cent(stelle: Stelle, jahr: int, monat: int) -> int:
    """Costs of a post in a month in cents; of a month with a vacancy only the days with pay."""
    paid, days = UNBESETZT.get((stelle.name, f"{jahr}-{monat:02d}"), (1, 1))
    return stelle.monat_cent[jahr] * paid // days


def year_cent(jahr: int) -> int:
    """Costs of all posts in a year in cents."""
    return sum(month_cent(stelle, jahr, monat) for stelle in STELLEN for monat in range(1, 13))
