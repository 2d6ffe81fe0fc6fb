"""Workbooks of ours: text stays text, and the bytes depend on the content only."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl

from komman.spreadsheet import MAX_TEXT, open_workbook, write_text

STAND = datetime(2022, 5, 31)


def made(*texte: str) -> bytes:
    with open_workbook({"title": "T", "author": "A & B"}, STAND) as mappe:
        sheet = mappe.book.add_worksheet("Blatt")
        for row, text in enumerate(texte):
            write_text(sheet, row, 0, text)
    return mappe.data()


def test_what_looks_like_a_formula_a_link_or_a_number_stays_text() -> None:
    texte = [
        "=1+1",
        "+49 2921",
        "@SUM(A1)",
        "-1",
        "https://stelle.example/",
        "12",
        "{=A1}",
        "internal:Blatt!A1",
        "_x0041_",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(made(*texte)))["Blatt"]
    assert [(c.value, c.data_type, c.hyperlink) for (c,) in sheet.iter_rows()] == [(t, "s", None) for t in texte]


def test_the_same_content_gives_the_same_bytes_and_properties_without_a_clock() -> None:
    assert made("a", "ä") == made("a", "ä") != made("a", "b")
    p = openpyxl.load_workbook(io.BytesIO(made("a"))).properties
    assert (p.title, p.creator, p.created, p.modified) == ("T", "A & B", STAND, STAND)


def test_a_text_too_long_for_a_cell_is_cut_and_not_lost() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made("x" * MAX_TEXT, "y" * (MAX_TEXT + 1), "")))["Blatt"]
    assert sheet["A1"].value == "x" * MAX_TEXT
    assert sheet["A2"].value == "y" * (MAX_TEXT - 1) + "…"
    assert sheet["A3"].value is None
