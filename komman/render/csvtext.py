"""A report's table as CSV: for calculating on, without a cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import re

from komman.render.markdown import Knoten

NUMBER = re.compile(r"[+-]?[\d.,\s]+(?:€|%)?")
FORMULA = ("=", "+", "-", "@")


def safe_cell(text: str) -> str:
    """``text``, with an apostrophe in front where a spreadsheet would read a formula."""
    if text.lstrip().startswith(FORMULA) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def table_csv(tabelle: Knoten) -> str:
    """Column names and rows as CSV: comma, LF, the same German text as in the report."""
    puffer = io.StringIO()
    writer = csv.writer(puffer, lineterminator="\n")
    writer.writerow([safe_cell(s["name"]) for s in tabelle["spalten"]])
    writer.writerows([safe_cell(z) for z in zeile] for zeile in tabelle["zeilen"])
    return puffer.getvalue()
