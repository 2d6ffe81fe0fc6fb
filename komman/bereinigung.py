"""What cleaning gives: the canonical tables, the proof that nothing is lost, and what a person has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

import pandas as pd

from komman.balance import Bilanzzeile, to_json
from komman.corrections import Korrekturzeile
from komman.errors import Ort
from komman.settings import Konfiguration
from komman.tables import csv_bytes

BEISPIEL_TEXT = "Beispieldaten: Alle Zahlen, Träger und Personen in diesem Ordner sind frei erfunden.\n"
BEZEICHNUNGEN = {
    "zurueckgestellt": "Zurückgestellt",
    "doppelt": "Doppelt",
    "gerundet": "Gerundet",
    "zeichen": "Zeichen",
    "weggelassen": "Weggelassen",
    "uebergangen": "Nicht gelesen",
    "endung": "Dateiendung",
    "traeger": "Träger",
    "aktenzeichen": "Aktenzeichen",
}


@dataclass(frozen=True, slots=True)
class Hinweis:
    """Something to look at.

    ``art`` is one of ``BEZEICHNUNGEN``. Of a row set aside ``jahr`` is its Förderjahr as far as it is known, ``cent``
    the amount of the balanced column or, where that is blank, of the first filled one, and ``summe`` says that it is a
    total which does not add up.
    """

    art: str
    ort: Ort
    text: str
    abhilfe: str = ""
    cent: int | None = None
    jahr: int | None = None
    tabelle: str = ""
    summe: bool = False

    @property
    def bezeichnung(self) -> str:
        """The kind of finding as a word for people."""
        return BEZEICHNUNGEN.get(self.art, "Hinweis")

    @property
    def satz(self) -> str:
        """The text as a sentence."""
        text = self.text[:1].upper() + self.text[1:]
        return f"{text}{'' if text.endswith(('.', '?', '“')) else '.'}"


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


def set_aside(hinweise: Iterable[Hinweis]) -> dict[str, dict[str, int]]:
    """What the ledgers hold and no report counts, by Förderjahr (``""`` where a row's year is not known).

    Sums only, so that they may stand at every level; a sheet is never named, because the sum of a sheet could be
    that of one Kommune. A total that does not add up is no money of its own.
    """
    out: dict[str, dict[str, int]] = {}
    for h in hinweise:
        if h.art != "zurueckgestellt" or h.tabelle != "weiterleitungen" or h.summe:
            continue
        entry = out.setdefault("" if h.jahr is None else str(h.jahr), {"zeilen": 0, "cent": 0, "unlesbar": 0})
        entry["zeilen"] += 1
        entry["cent"] += h.cent or 0
        entry["unlesbar"] += h.cent is None
    return dict(sorted(out.items()))
