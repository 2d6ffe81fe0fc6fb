"""What changed in the programme is dated, has a source, and ends with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.ereignisse import EreignisListe, events, outside, successor
from komman.errors import DateiFehler
from komman.regelmodell import Wert
from komman.rules import LETZTES_JAHR, regelwerk
from komman.yamlfile import load_yaml
from tests.lagen import plain


def test_the_events_of_the_programme() -> None:
    assert [(e.jahr, e.kurz) for e in events(2016, 2024)] == [
        (2018, "Richtlinie"),
        (2020, "Pauschale Raum"),
        (2020, "Corona"),
        (2022, "Richtlinie"),
        (2023, "Neufassung"),
        (2024, "letztes Jahr"),
    ]
    assert [e.jahr for e in events(2019, 2021)] == [2020, 2020]
    assert events(2016, 2017) == ()


SUCCESSOR = (
    "Ab 2025 fördert das Land mit dem Programm „Ehrenamt im Kontext von Prävention“ je Kommunalem Integrationszentrum "
    "und Jahr 58.000 €, nur für Sachausgaben."
)
RAN = "KOMM-AN NRW lief in den Förderjahren 2016 bis 2024."


def test_what_follows() -> None:
    assert plain(successor(regelwerk())) == SUCCESSOR


@pytest.mark.parametrize(
    ("jahr", "saetze"), [(2015, [RAN]), (2016, []), (2024, []), (2025, [RAN, SUCCESSOR]), (2026, [RAN, SUCCESSOR])]
)
def test_a_year_outside_the_programme(jahr: int, saetze: list[str]) -> None:
    assert [plain(s) for s in outside(regelwerk(), jahr)] == saetze


def test_the_end_stands_in_one_place() -> None:
    later = Wert.model_validate(
        {"ab": "2016-01-01", "wert": "2026", "rechtsstand": "angenommen", "beleg": "abgeleitet", "quelle": "Q"}
    )
    regeln = regelwerk().over({LETZTES_JAHR: (later,)})
    assert outside(regeln, 2026) == []
    assert plain(outside(regeln, 2027)[1]).startswith("Ab 2027 fördert das Land")


GOOD = "{jahr: 2018, kurz: Richtlinie, text: T, beleg: amtlich, quelle: Q}"


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("{jahr: 2018, kurz: Neue Richtlinie 2018, text: T, beleg: amtlich, quelle: Q}", "kurz"),
        ("{jahr: 2018, kurz: R, text: T, beleg: amtlich}", "quelle"),
        ("{jahr: 2018, kurz: R, text: T, beleg: gehört, quelle: Q}", "beleg"),
        ("{jahr: 2018, kurz: R, text: T, beleg: amtlich, quelle: Q, ort: Soest}", "ort"),
        ("{jahr: 2015, kurz: R, text: T, beleg: amtlich, quelle: Q}", "jahr"),
        (f"{GOOD}, {{jahr: 2017, kurz: R, text: T, beleg: amtlich, quelle: Q}}", "nicht aufsteigend"),
    ],
)
def test_a_faulty_event_is_refused(tmp_path: Path, event: str, message: str) -> None:
    path = tmp_path / "ereignisse.yaml"
    path.write_text(f"ereignisse: [{event}]\n", encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler, match=message):
        load_yaml(path, EreignisListe)


def test_a_good_event_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ereignisse.yaml"
    path.write_text(f"ereignisse: [{GOOD}]\n", encoding="utf-8", newline="\n")
    assert load_yaml(path, EreignisListe).ereignisse[0].kurz == "Richtlinie"
