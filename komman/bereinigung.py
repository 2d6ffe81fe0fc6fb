"""What cleaning gives: the canonical tables, the proof that nothing is lost, and what a person has to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import pandas as pd

from komman.balance import Bilanzzeile, to_json
from komman.corrections import Korrekturzeile
from komman.errors import Ort
from komman.settings import Konfiguration
from komman.tables import csv_bytes

BEISPIEL_TEXT = "Beispieldaten: Alle Zahlen, Träger und Personen in diesem Ordner sind frei erfunden.\n"


@dataclass(frozen=True, slots=True)
class Hinweis:
    """Something to look at.

    ``art`` is zurueckgestellt, doppelt, gerundet, zeichen, weggelassen, uebergangen, traeger or aktenzeichen. Of a row
    set aside ``jahr`` is its Förderjahr as far as it is known, ``cent`` the amount of the balanced column
    or, where that is blank, of the first filled one, and ``summe`` says that it is a total which does not add up.
    """

    art: str
    ort: Ort
    text: str
    abhilfe: str = ""
    cent: int | None = None
    jahr: int | None = None
    tabelle: str = ""
    summe: bool = False


@dataclass(frozen=True, slots=True)
class Zurueckstellung:
    """A row set aside: one line of zurueckgestellt.csv, all its reasons together."""

    datei: str
    blatt: str
    zeile: int
    spalte: str
    wert: str
    grund: str
    abhilfe: str


@dataclass(frozen=True)
class Bereinigung:
    """The cleaned data of one raw folder; ``eingaben`` is file name → SHA-256 of everything that was read."""

    konfiguration: Konfiguration
    tabellen: dict[str, pd.DataFrame]
    bilanz: list[Bilanzzeile]
    zurueckgestellt: pd.DataFrame
    korrekturen: pd.DataFrame
    hinweise: list[Hinweis]
    eingaben: dict[str, str]


def frame(
    zeilen: Sequence[Zurueckstellung] | Sequence[Korrekturzeile], art: type[Zurueckstellung] | type[Korrekturzeile]
) -> pd.DataFrame:
    """The lines as a table with the columns of ``art`` in order: texts, and whole numbers that may be missing."""
    records = [asdict(z) for z in zeilen]
    return pd.DataFrame(
        {
            f.name: pd.Series([r[f.name] for r in records], dtype="Int64" if "int" in str(f.type) else "str")
            for f in fields(art)
        }
    )


def clean_files(b: Bereinigung) -> dict[str, bytes]:
    """Name → content of what lies beside the tables in ``processed/intern``.

    The formats are fixed by contract, so the mark of the sample is a file of its own; the rows themselves name sources
    that begin with ``beispiel_``.
    """
    files = {
        "zeilenbilanz.json": to_json(b.bilanz),
        "zurueckgestellt.csv": csv_bytes(b.zurueckgestellt),
        "korrekturen.csv": csv_bytes(b.korrekturen),
    }
    return files | ({"BEISPIELDATEN.txt": BEISPIEL_TEXT.encode("utf-8")} if b.konfiguration.kreis.beispiel else {})
