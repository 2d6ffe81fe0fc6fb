"""Every line of the tables in docs/betraege.md is true: what is read, and why the rest is not."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from komman.amounts import Betrag, Stil, Zelle, parse_column, read_column
from komman.config import Quelle
from komman.dates import Datum, parse_date
from komman.zellen import clean_cell
from tests.repo import ROOT

PAGE = (ROOT / "docs" / "betraege.md").read_text(encoding="utf-8")


def tables(head: str) -> list[tuple[str, str, str, str]]:
    """The lines of all tables with this first line, cell by cell."""
    lines: list[tuple[str, str, str, str]] = []
    inside = False
    for line in PAGE.splitlines():
        inside = line == head or (inside and line.startswith("|"))
        if inside and line != head and not line.startswith("|---"):
            zelle, daneben, angabe, ergebnis = (c.strip() for c in line[1:-1].split("|"))
            lines.append((zelle, daneben, angabe, ergebnis))
    return lines


AMOUNTS = tables("| Zelle | daneben | dezimal | Ergebnis |")
DATES = tables("| Zelle | datum | jahrhundert | Ergebnis |")


def cells(said: str) -> list[Zelle]:
    """The cells a place of a table names, as the reader of files hands them over."""
    found = re.findall(r"`([^`]*)`|Zahl (\S+)|Datum ([0-9.]+)|(WAHR)|(leer)", said)
    assert found or not said, said
    out: list[Zelle] = []
    for text, number, day, truth, _ in found:
        if number:
            value = Decimal(number.replace(",", "."))
            out.append(int(value) if value == value.to_integral_value() else value)
        elif day:
            out.append(date(*map(int, day.split(".")[::-1])))
        elif truth:
            out.append(True)
        else:
            raw = re.sub("{([0-9A-F]+)}", lambda m: chr(int(m[1], 16)), text)
            out.append(clean_cell(raw)[0])
    return out


def told(betrag: Betrag) -> str:
    if betrag.cent is None:
        return betrag.grund or "fehlt"
    euros = f"{abs(betrag.cent) // 100:,}".replace(",", ".")
    sign = "-" if betrag.cent < 0 else ""
    return f"{sign}{euros},{abs(betrag.cent) % 100:02d} €{' (gerundet)' if betrag.gerundet else ''}"


def day_told(datum: Datum) -> str:
    return f"{datum.tag:%d.%m.%Y}" if datum.tag else datum.grund or "fehlt"


@pytest.mark.parametrize("line", AMOUNTS, ids=[" ".join(x[:3]) for x in AMOUNTS])
def test_amount(line: tuple[str, str, str, str]) -> None:
    zelle, daneben, dezimal, ergebnis = line
    quelle = Quelle.model_validate({"datei": "*", **({"dezimal": dezimal} if dezimal else {})})
    (cell,), others = cells(zelle), cells(daneben)
    for column in ([cell, *others], [*others[::-1], cell, *others]):
        assert told(parse_column(column, quelle.dezimal)[column.index(cell)]) == ergebnis


@pytest.mark.parametrize("line", DATES, ids=[" ".join(x[:3]) for x in DATES])
def test_date(line: tuple[str, str, str, str]) -> None:
    zelle, datum, jahrhundert, ergebnis = line
    entry = {"datei": "*"} | {k: v for k, v in (("datum", datum), ("jahrhundert", jahrhundert)) if v}
    (cell,) = cells(zelle)
    assert day_told(parse_date(cell, Quelle.model_validate(entry).datumsregel)) == ergebnis


def test_the_page_covers_the_classes() -> None:
    """A table that is not found would be a test of nothing."""
    assert len(AMOUNTS) > 200
    assert len(DATES) > 60
    assert len(PAGE.split("\n| Zelle |")) == 8
    assert len({(a, b, c) for a, b, c, _ in AMOUNTS}) == len(AMOUNTS)
    assert len({(a, b, c) for a, b, c, _ in DATES}) == len(DATES)


def test_a_wrong_line_would_be_noticed() -> None:
    assert told(parse_column(cells("`1.234` `12,50`"))[0]) == "1.234,00 €" != told(parse_column(cells("`1.234`"))[0])
    assert cells("`{2212}5` Zahl 1,5 leer") == ["−5", Decimal("1.5"), None]
    assert read_column(cells("`1.234`"))[0] == Stil(mehrdeutig=1)
