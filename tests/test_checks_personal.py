"""The check of the list of posts: one row a month, and what counts double."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from komman.checks import Ergebnis
from komman.tables import conform
from tests.checking import checked, gaps, looked_at, of, plain, told, whole
from tests.ledgers import cents, grid

LISTE = """
    az | jahr | ort  | träger | baustein | bewilligt
    1  | 2021 | Werl | V Eins | B2       | 100,00
"""
HEAD = "stelle | monat | vzae | gruppe | besetzt | kosten\n"


def posts(text: str) -> pd.DataFrame:
    rows = []
    for i, r in enumerate(grid(text)):
        row: dict[str, Any] = {
            "stelle": r["stelle"],
            "monat": r["monat"],
            "vzae": r["vzae"] or None,
            "besetzt": r["besetzt"] or None,
        }
        row |= {"entgeltgruppe": r["gruppe"] or None, "kosten_cent": cents(r["kosten"]) if r["kosten"] else None}
        rows.append(row | {"quelle_datei": "personal.csv", "quelle_zeile": i + 2})
    return conform(pd.DataFrame(rows, dtype=object), "personal")


def of_posts(*rows: str) -> Ergebnis:
    return checked(LISTE, personal=posts(HEAD + "\n".join(rows)))


@pytest.mark.parametrize(
    ("zweite", "erwartet"),
    [
        ("Eins | 2021-02 | 1.0 | E10 | ja   | 5.000,00", []),
        ("Zwei | 2021-01 | 1.0 | E10 | ja   | 4.000,00", []),
        ("Eins | 2021-01 | 1.0 | E10 | ja   | 5.000,00", []),  # the same row twice: told by the reader
        ("Eins | 2021-01 | 1.0 | E10 | ja   | 4.999,99", [("warnung", 499_999)]),
        ("EINS | 2021-01 | 1.0 | E10 | ja   | 5.000,01", [("warnung", 500_000)]),
        ("Eins | 2021-01 | 0.5 | E10 | ja   | 5.000,00", [("warnung", 500_000)]),
        ("Eins | 2021-01 | 1.0 | E11 | ja   | 5.000,00", [("warnung", 500_000)]),
        ("Eins | 2021-01 | 1.0 | E10 | nein |         ", [("warnung", None)]),
    ],
)
def test_a_post_twice_in_a_month_with_other_data_is_a_warning(zweite: str, erwartet: object) -> None:
    e = of_posts("Eins | 2021-01 | 1.0 | E10 | ja | 5.000,00", zweite)
    assert told(e, "stelle_doppelt") == erwartet and gaps(e, "stelle_doppelt") == []
    assert looked_at(e, "stelle_doppelt") == (2 if "-02" in zweite or "Zwei" in zweite else 1)


def test_the_months_of_a_year_are_one_finding_with_all_that_counts_double() -> None:
    e = of_posts(
        "Eins | 2021-03 | 1.0 | | ja | 300,00",
        "Eins | 2021-01 | 1.0 | | ja | 100,00",
        "Eins | 2021-01 | 0.5 | | ja | 50,00",
        "Eins | 2021-01 | 1.0 | | ja | 100,00",
        "Eins | 2021-03 | 0.5 | | ja | 310,00",
        "Eins | 2021-03 | 0.2 | | ja | 20,00",
        "Eins | 2020-12 | 1.0 | | ja | 70,00",
        "Eins | 2020-12 | 1.0 | | ja | 71,00",
        "Drei | 2020-12 | 1.0 | | ja | 71,00",
    )
    assert whole(e, "stelle_doppelt") == [
        "warnung 2021 37000 personal.csv:4 Stelle „Eins“: in 2 Monaten mehr als eine Zeile, mit verschiedenen Angaben "
        "(01/2021 und 03/2021); alle Zeilen zählen mit.",
        "warnung 2020 7000 personal.csv:9 Stelle „Eins“: in 1 Monat mehr als eine Zeile, mit verschiedenen Angaben "
        "(12/2020); alle Zeilen zählen mit.",
    ]
    assert looked_at(e, "stelle_doppelt") == 4
    assert all("„loesche“" in plain(b.abhilfe) for b in of(e, "stelle_doppelt"))


def test_no_posts_nothing_to_check() -> None:
    e = checked(LISTE)
    assert told(e, "stelle_doppelt") == [] and looked_at(e, "stelle_doppelt") == 0


def test_a_post_is_named_as_its_first_row_does_with_what_to_do() -> None:
    e = of_posts(
        "Eins | 2021-01 | 1.0 | E10 | ja | 5.000,00",
        "EINS | 2021-01 | 1.0 | E10 | ja | 4.000,00",
    )
    (b,) = of(e, "stelle_doppelt")
    assert b.text.startswith("Stelle „Eins“: in 1 Monat mehr als eine Zeile")
    assert b.abhilfe == (
        "Ist eine Zeile überholt, sie in korrekturen.yaml mit „loesche“ eintragen; sind es zwei Stellen, sie "
        "verschieden benennen. Stimmt beides, etwa bei einem Wechsel im Monat, den Befund als geprüft eintragen."
    )
