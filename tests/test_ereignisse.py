"""What changed in the programme is dated, has a source, and ends with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.ereignisse import EreignisListe, events, programme_end, successor_grant
from komman.errors import DateiFehler
from komman.yamlfile import load_yaml


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


def test_the_end_and_what_follows() -> None:
    assert (programme_end().jahr, programme_end().nachfolge) == (2024, "Ehrenamt im Kontext von Prävention")
    assert successor_grant().exakt == 5_800_000 and successor_grant().quelle


GOOD = "{jahr: 2018, kurz: Richtlinie, text: T, beleg: amtlich, quelle: Q}"
END = "ende: {jahr: 2024, nachfolge: N}\n"


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
    path.write_text(f"ereignisse: [{event}]\n{END}", encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler, match=message):
        load_yaml(path, EreignisListe)


def test_a_good_event_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ereignisse.yaml"
    path.write_text(f"ereignisse: [{GOOD}]\n{END}", encoding="utf-8", newline="\n")
    assert load_yaml(path, EreignisListe).ereignisse[0].kurz == "Richtlinie"
