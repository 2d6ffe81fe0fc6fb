"""The rows of a sheet: how each money column is written is decided by its data rows and kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from komman.amounts import Betrag, Stil
from komman.config import Quelle
from komman.grid import Zelle
from komman.header import find_header
from komman.rows import Rohzeile, read_rows
from tests.raw_folder import sheet

KOPF: list[Zelle] = ["Az.", "Kommune", "Träger", "Baustein", "bewilligt EUR", "ausgezahlt EUR"]


@pytest.mark.parametrize(
    ("bewilligt", "ausgezahlt", "entry", "stile", "cent"),
    [
        (["1.234", "12,50"], [7, None], {}, [Stil("komma", "Werte", 1, 0, 1), Stil()], [123400, 1250]),
        (["1.234", "500"], ["12,50", "1.5"], {}, [Stil(mehrdeutig=1), Stil(komma=1, punkt=1)], [None, 50000]),
        (
            ["1,234.50", "1,234"],
            [Decimal("1.234"), None],
            {},
            [Stil("punkt", "Werte", 0, 1, 1), Stil(verdacht=True)],
            [123450, 123400],
        ),
        (
            ["12.5", "1,234"],
            [None, None],
            {"dezimal": "punkt"},
            [Stil("punkt", "quellen.yaml", 0, 1, 1, True), Stil("punkt", "quellen.yaml", leerzeichen=True)],
            [1250, 123400],
        ),
        (["1.234", "12,50"], [7, None], {"weglassen_zeilen": ["3"]}, [Stil(mehrdeutig=1), Stil()], [None]),
    ],
)
def test_the_style_of_each_money_column_is_kept(
    bewilligt: list[Zelle],
    ausgezahlt: list[Zelle],
    entry: dict[str, object],
    stile: list[Stil],
    cent: list[int | None],
) -> None:
    rows = [["1", "Anröchte", "Verein", "A2", b, a] for b, a in zip(bewilligt, ausgezahlt, strict=True)]
    blatt, quelle = sheet(KOPF, *rows), Quelle.model_validate({"datei": "*", **entry})
    found = read_rows(blatt, find_header(blatt, quelle), quelle)
    assert found.stile == dict(zip(("bewilligt_cent", "ausgezahlt_cent"), stile, strict=True))
    assert [r.betraege["bewilligt_cent"].cent for r in found.daten] == cent


@pytest.mark.parametrize(
    ("zelle", "betrag", "gefuellt"),
    [
        ("0,00", Betrag(0), True),
        ("ca. 5", Betrag(None, "Text"), True),
        (None, Betrag(None, "Formel ohne gespeicherten Wert"), True),
        (None, Betrag(None), False),
        ("-", Betrag(None), False),
    ],
)
def test_what_is_not_readable_is_not_empty(zelle: str | None, betrag: Betrag, gefuellt: bool) -> None:
    row = Rohzeile(3, {"bewilligt_cent": zelle}, {"bewilligt_cent": betrag}, (), True, False, frozenset())
    assert row.is_filled("bewilligt_cent") == gefuellt
