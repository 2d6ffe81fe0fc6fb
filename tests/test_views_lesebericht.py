"""What was decided while reading: decimal signs by column, and the totals that files state themselves."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from komman.balance import Bilanzzeile
from komman.bereinigung import Schreibweise
from komman.views import lesebericht
from komman.views.lesebericht import decided


def line(**mehr: int | None) -> dict[str, object]:
    empty = asdict(Bilanzzeile("a.csv", "Blatt1", "weiterleitungen", betrag_spalte="ausgezahlt_cent", **NUMBERS))
    return empty | mehr


NUMBERS = dict.fromkeys(
    (
        "zeilen_physisch", "kopf", "leer", "summenzeilen", "gelesen", "uebernommen", "zurueckgestellt",
        "davon_korrigiert", "betrag_gelesen_cent", "betrag_uebernommen_cent", "betrag_zurueckgestellt_cent",
        "betrag_unlesbar", "korrektur_delta_cent",
    ),
    0,
)  # fmt: skip


def spelling(dezimal: str = "komma", durch: str = "Werte", mehrdeutig: int = 0) -> dict[str, object]:
    return asdict(
        Schreibweise("a.csv", "", "weiterleitungen", "ausgezahlt_cent", "Auszahlung", dezimal, durch, mehrdeutig)
    )


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_total_of_the_file_its_rows_and_the_difference() -> None:
    (table,) = decided([line(), line(summe_datei_cent=100_050, summe_abweichung_cent=-50)], [])
    assert [[plain(c) for c in z] for z in table.zeilen] == [
        ["a.csv, Blatt1, Weiterleitungen", "ausgezahlt", "1.000,50 €", "1.001,00 €", "−0,50 €"]
    ]


def test_nothing_decided_is_no_table() -> None:
    assert decided([line()], []) == []


@pytest.mark.parametrize(
    ("dezimal", "durch", "mehrdeutig", "cells"),
    [
        ("komma", "Werte", 3, ["Komma", "die Werte der Spalte", "3"]),
        ("punkt", "quellen.yaml", 0, ["Punkt", "quellen.yaml", "0"]),
        ("offen", "", 12, ["offen", "–", "12"]),
    ],
)
def test_the_decimal_sign_of_a_column_and_what_decided_it(
    dezimal: str, durch: str, mehrdeutig: int, cells: list[str]
) -> None:
    (table,) = decided([], [spelling(dezimal, durch, mehrdeutig)])
    assert table.zeilen == [["a.csv, Weiterleitungen", "Auszahlung", *cells]] and "Gezeigt" not in table.fussnote


def test_of_very_many_columns_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesebericht, "HOECHSTENS", 2)
    (table,) = decided([], [spelling()] * 3)
    assert len(table.zeilen) == 2 and table.fussnote.startswith("Gezeigt sind 2 von 3 Spalten. ")
