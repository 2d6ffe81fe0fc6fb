"""What was decided while the files were read: each column's decimal sign, and each file's own total beside its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from komman.document import Tabelle, Tabellenspalte
from komman.formats import euro, group
from komman.views.common import KEINE, TABELLEN, columns, joined

HOECHSTENS = 100  # rows of a table; more columns of money has no folder we know of
DEZIMAL = {"komma": "Komma", "punkt": "Punkt", "offen": "offen"}
DURCH = {"": KEINE, "Werte": "die Werte der Spalte"}


def decided(bilanz: Sequence[Mapping[str, Any]], schreibweisen: Sequence[Mapping[str, Any]]) -> list[Tabelle]:
    """Both tables, each only where there is something in it; internal data (names of files)."""
    return [*_own_totals(bilanz), *_spellings(schreibweisen)]


def _own_totals(bilanz: Iterable[Mapping[str, Any]]) -> list[Tabelle]:
    """The sum that a file states of its balanced column, and by how much its rows differ from it."""
    rows = [
        [
            _file(z),
            z["betrag_spalte"].removesuffix("_cent"),
            euro(z["summe_datei_cent"]),
            euro(z["summe_datei_cent"] - z["summe_abweichung_cent"]),
            euro(z["summe_abweichung_cent"]),
        ]
        for z in bilanz
        if z["summe_datei_cent"] is not None
    ]
    if not rows:
        return []
    first, *sums = columns(_FILE, ("Summe der Datei", "euro"), ("Zeilen", "euro"), ("Abweichung", "euro"))
    return [
        Tabelle(
            "Summen, die in den Dateien stehen",
            [first, Tabellenspalte("Spalte"), *sums],
            rows,
            fussnote="Abweichung = Summe der Datei − Summe ihrer Zeilen, auch der zurückgestellten.",
        )
    ]


def _spellings(schreibweisen: Sequence[Mapping[str, Any]]) -> list[Tabelle]:
    rows = [
        [
            _file(s),
            s["ueberschrift"],
            DEZIMAL.get(s["dezimal"], s["dezimal"]),
            DURCH.get(s["durch"], s["durch"]),
            group(s["mehrdeutig"]),
        ]
        for s in schreibweisen
    ]
    if not rows:
        return []
    first, ambiguous = columns(_FILE, ("mehrdeutig", "anzahl"))
    texts = [Tabellenspalte(name) for name in ("Spalte", "Dezimalzeichen", "belegt durch")]
    rest = f"Gezeigt sind {HOECHSTENS} von {group(len(rows))} Spalten. " if len(rows) > HOECHSTENS else ""
    return [
        Tabelle(
            "Wie die Beträge geschrieben sind",
            [first, *texts, ambiguous],
            rows[:HOECHSTENS],
            fussnote=f"{rest}Mehrdeutig sind Schreibungen wie „1.234“; erst das Dezimalzeichen der Spalte macht sie "
            "eindeutig. Ist es offen, ist jede Zeile mit einer solchen Schreibung zurückgestellt.",
        )
    ]


_FILE = "Datei, Blatt, Tabelle"


def _file(z: Mapping[str, Any]) -> str:
    return joined(z["datei"], z["blatt"], TABELLEN[z["tabelle"]])
