"""What cleaning gives: the canonical tables, the proof that nothing is lost, and what a person has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields

import pandas as pd

from komman.balance import Bilanzzeile, to_json
from komman.corrections import Korrekturzeile
from komman.errors import Ort
from komman.settings import Konfiguration
from komman.tables import csv_bytes
from komman.zeilenbild import Feld

BEISPIEL_TEXT = "Beispieldaten: Alle Zahlen, Träger und Personen in diesem Ordner sind frei erfunden.\n"
BEZEICHNUNGEN = {
    "zurueckgestellt": "Zurückgestellt",
    "doppelt": "Doppelt",
    "gerundet": "Gerundet",
    "zeichen": "Zeichen",
    "weggelassen": "Weggelassen",
    "zusammengefasst": "Zusammengefasst",
    "ausgeblendet": "Ausgeblendetes Blatt",
    "gleiches_blatt": "Dieselbe Liste zweimal",
    "ausserhalb": "Außerhalb des Kreises",
    "ortsteil": "Ortsteile",
    "summe": "Summe der Datei",
    "uebergangen": "Nicht gelesen",
    "endung": "Dateiendung",
    "makros": "Makros",
    "traeger": "Träger",
    "aktenzeichen": "Aktenzeichen",
}


@dataclass(frozen=True, slots=True)
class Hinweis:
    """Something to look at.

    ``art`` is one of ``BEZEICHNUNGEN``. Of a row set aside ``jahr`` is its Förderjahr as far as it is known, ``cent``
    the amount of the balanced column or, where that is blank, of the first filled one, and ``summe`` says that it is a
    total which does not add up; ``inhalt`` is the row as it stands, for ``intern`` only.
    """

    art: str
    ort: Ort
    text: str
    abhilfe: str = ""
    cent: int | None = None
    jahr: int | None = None
    tabelle: str = ""
    summe: bool = False
    inhalt: tuple[Feld, ...] = ()

    @property
    def bezeichnung(self) -> str:
        """The kind of finding as a word for people."""
        return BEZEICHNUNGEN.get(self.art, "Hinweis")

    @property
    def satz(self) -> str:
        """The text as a sentence."""
        text = self.text[:1].upper() + self.text[1:]
        return f"{text}{'' if text.endswith(('.', '?', '.“', '?“')) else '.'}"


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


@dataclass(frozen=True, slots=True)
class Ausserhalb:
    """A row whose place lies outside the Kreis: one line of ausserhalb.csv, which only ``intern`` has.

    ``gemeinde`` is ``ja`` where that is certain: by the list of the state's municipalities, by the key beside it or by
    quellen.yaml. Nobody's name: for the Kreis the row is only a part of the sum that the file must give.
    """

    datei: str
    blatt: str
    zeile: int
    foerderjahr: int | None
    ort: str
    gemeinde: str
    betrag_spalte: str
    betrag_cent: int | None


@dataclass(frozen=True, slots=True)
class Schreibweise:
    """How a money column is written: its heading, its decimal sign or ``offen``, and by what that is known.

    ``durch`` is ``Werte``, ``quellen.yaml`` or empty; ``mehrdeutig`` counts the different texts that only the decimal
    sign gives one reading.
    """

    datei: str
    blatt: str
    tabelle: str
    spalte: str
    ueberschrift: str
    dezimal: str
    durch: str
    mehrdeutig: int


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
    ausserhalb: pd.DataFrame = field(default_factory=lambda: frame((), Ausserhalb))
    schreibweisen: list[Schreibweise] = field(default_factory=list)


def frame(
    zeilen: Sequence[Zurueckstellung] | Sequence[Korrekturzeile] | Sequence[Ausserhalb],
    art: type[Zurueckstellung] | type[Korrekturzeile] | type[Ausserhalb],
) -> pd.DataFrame:
    """The lines as a table with the columns of ``art`` in order: texts, and whole numbers that may be missing."""
    return pd.DataFrame(
        {
            f.name: pd.Series([getattr(z, f.name) for z in zeilen], dtype="Int64" if "int" in str(f.type) else "str")
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
        "ausserhalb.csv": csv_bytes(b.ausserhalb),
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
