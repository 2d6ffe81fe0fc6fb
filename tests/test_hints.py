"""What a Freigabe does not show is said for the years of the report, and for no later one."""

from __future__ import annotations

import pytest

from komman.hints import Freigabehinweis, hint_texts

ALLE = [
    Freigabehinweis("gesammelt", {2019: 1, 2018: 1, 2021: 1}),
    Freigabehinweis("ungenannt", {2019: 1, 2021: 2}),
    Freigabehinweis("kreisweit", {2021: 1}),
    Freigabehinweis("rueckzahlungen", {2019: 1}),
    Freigabehinweis("buchungen", {2020: 1}),
]


def test_each_kind_is_said_with_its_years() -> None:
    gesammelt, ungenannt, kreisweit, rueck, buchungen = hint_texts(ALLE)
    assert gesammelt.startswith(
        "Träger, die nicht genannt werden dürfen, sind in den Förderjahren 2018, 2019 und 2021 zusammengefasst"
    )
    assert "1 Kommune im Förderjahr 2019 und 2 Kommunen im Förderjahr 2021" in ungenannt
    assert kreisweit.startswith("Kreisweite Maßnahmen stehen im Förderjahr 2021 unter „nicht zugeordnet“")
    assert rueck.startswith("Die Rückzahlungen der zusammengefassten Träger")
    assert buchungen.startswith("Einzelne Buchungen fehlen im Förderjahr 2020")


@pytest.mark.parametrize(("bis", "zahl"), [(2017, 0), (2018, 1), (2019, 3), (2020, 4), (2021, 5)])
def test_a_report_says_nothing_of_later_years(bis: int, zahl: int) -> None:
    texts = hint_texts(ALLE, bis)
    assert len(texts) == zahl
    assert not any(str(jahr) in t for t in texts for jahr in range(bis + 1, 2022))
