"""The canonical tables: their columns, types and meaning, and how they are written and read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pandas as pd
import pyarrow as pa

Art = Literal["text", "ganzzahl", "cent", "datum", "dezimal"]
Freigabe = Literal["oeffentlich", "nichtoeffentlich", "intern"]
FREIGABEN: tuple[Freigabe, ...] = ("oeffentlich", "nichtoeffentlich", "intern")

DTYPES: dict[Art, object] = {
    "text": "str",
    "ganzzahl": "Int64",
    "cent": "Int64",
    "datum": "datetime64[s]",
    "dezimal": pd.ArrowDtype(pa.decimal128(9, 4)),
}


@dataclass(frozen=True, slots=True)
class Spalte:
    """A column of a canonical table; ``pflicht`` columns are never missing in a row that was taken."""

    name: str
    art: Art
    bedeutung: str
    pflicht: bool = False


def _quelle() -> tuple[Spalte, ...]:
    return (
        Spalte("quelle_datei", "text", "Name der Quelldatei; leer bei gesammelten Zeilen", pflicht=False),
        Spalte("quelle_blatt", "text", "Blatt der Arbeitsmappe; leer bei Textdateien"),
        Spalte("quelle_zeile", "ganzzahl", "Zeile in der Quelle, die erste Zeile ist 1"),
    )


SCHEMAS: dict[str, tuple[Spalte, ...]] = {
    "weiterleitungen": (
        Spalte("massnahme_id", "text", "intern das Aktenzeichen der Quelle, sonst ein fester Schlüssel", pflicht=True),
        Spalte("foerderjahr", "ganzzahl", "Jahr, für das bewilligt wurde, nicht das Buchungsdatum", pflicht=True),
        Spalte("ags", "text", "Wo die Maßnahme wirkt: 8 Stellen, kreisweit 5 Stellen", pflicht=True),
        Spalte("kommune", "text", "Name der Kommune, „kreisweit“ oder „nicht zugeordnet“", pflicht=True),
        Spalte("traeger_id", "text", "Schlüssel des Trägers", pflicht=True),
        Spalte("traeger", "text", "Name des Trägers", pflicht=True),
        Spalte(
            "traegerart",
            "text",
            "kommune, verein, kirche, wohlfahrt, mso, sonstige, natuerliche_person oder unbekannt",
            pflicht=True,
        ),
        Spalte("baustein", "text", "Kürzel des Bausteins (A bis D2); leer, wenn die Quelle keinen nennt"),
        Spalte("einheiten_bewilligt", "ganzzahl", "bewilligte Einheiten (Pauschalen)"),
        Spalte("einheiten_nachgewiesen", "ganzzahl", "nachgewiesene Einheiten"),
        Spalte("beantragt_cent", "cent", "beantragter Betrag"),
        Spalte("bewilligt_cent", "cent", "dem Träger bewilligter Betrag"),
        Spalte("ausgezahlt_cent", "cent", "an den Träger ausgezahlter Betrag, Rückbuchungen negativ"),
        Spalte("nachgewiesen_cent", "cent", "vom Träger nachgewiesener Betrag"),
        Spalte("anerkannt_cent", "cent", "vom KI anerkannter Betrag"),
        Spalte("zurueckgezahlt_cent", "cent", "vom Träger zurückgezahlter Betrag, positiv"),
        Spalte("ehrenamtliche", "ganzzahl", "gemeldete Ehrenamtliche"),
        Spalte("teilnehmende", "ganzzahl", "gemeldete Teilnehmende"),
        *_quelle(),
    ),
    "zahlungen": (
        Spalte("zahlung_id", "text", "fester Schlüssel der Buchung", pflicht=True),
        Spalte("datum", "datum", "Buchungstag"),
        Spalte("foerderjahr", "ganzzahl", "Jahr, für das bewilligt wurde", pflicht=True),
        Spalte("art", "text", "mittelabruf, auszahlung, rueckzahlung oder erstattung_land", pflicht=True),
        Spalte("massnahme_id", "text", "Maßnahme, zu der die Buchung gehört"),
        Spalte("betrag_cent", "cent", "gebuchter Betrag", pflicht=True),
        *_quelle(),
    ),
    "personal": (
        Spalte("stelle", "text", "Bezeichnung der Stelle", pflicht=True),
        Spalte("monat", "text", "Monat als JJJJ-MM; bei Jahressummen JJJJ", pflicht=True),
        Spalte("vzae", "dezimal", "Vollzeitäquivalente"),
        Spalte("entgeltgruppe", "text", "Entgeltgruppe, nur intern"),
        Spalte("stufe", "text", "Stufe, nur intern"),
        Spalte("kosten_cent", "cent", "Personalkosten"),
        Spalte("besetzt", "text", "ja oder nein"),
        Spalte(
            "besetzt_tage",
            "ganzzahl",
            "Tage des Monats, an denen jemand auf der Stelle war, nur intern; "
            "leer heißt bei „ja“ alle, bei „nein“ keiner",
        ),
        *_quelle(),
    ),
    "bescheide": (
        Spalte("foerderjahr", "ganzzahl", "Jahr, für das bewilligt wurde", pflicht=True),
        Spalte("programmteil", "text", "I (Stellen), I-Sach (Sachausgaben zu I) oder II", pflicht=True),
        Spalte("art", "text", "antrag, bescheid, aenderung oder nachweis", pflicht=True),
        Spalte("datum", "datum", "Datum des Schreibens"),
        Spalte("aktenzeichen", "text", "Aktenzeichen der Bewilligungsbehörde"),
        Spalte("betrag_cent", "cent", "beantragter, bewilligter oder nachgewiesener Betrag"),
        Spalte("hoechstbetrag_cent", "cent", "Höchstbetrag laut Bescheid"),
        *_quelle(),
    ),
}


def names(tabelle: str) -> list[str]:
    """Column names of a canonical table, in order."""
    return [s.name for s in SCHEMAS[tabelle]]


def conform(df: pd.DataFrame, tabelle: str) -> pd.DataFrame:
    """``df`` with exactly the columns, order and types of ``tabelle``; absent columns become missing.

    Raises ``TypeError`` for an unknown column, a float in a money or count column, or a missing required value:
    these are faults of our own code, not of the data.
    """
    unknown = set(df.columns) - set(names(tabelle))
    if unknown:
        raise TypeError(f"{tabelle}: unbekannte Spalten {sorted(unknown)}")
    out: dict[str, pd.Series] = {}
    for s in SCHEMAS[tabelle]:
        column = df[s.name] if s.name in df.columns else pd.Series([None] * len(df), index=df.index, dtype=object)
        if s.art in ("cent", "ganzzahl") and pd.api.types.is_float_dtype(column.dtype):
            raise TypeError(f"{tabelle}.{s.name}: Fließkommazahlen")
        out[s.name] = column.astype(DTYPES[s.art])  # type: ignore[call-overload]
        if s.pflicht and bool(out[s.name].isna().any()):
            raise TypeError(f"{tabelle}.{s.name}: fehlende Pflichtwerte")
    return pd.DataFrame(out, index=df.index, copy=False).reset_index(drop=True)


def empty(tabelle: str) -> pd.DataFrame:
    """An empty canonical table."""
    return _empty(tabelle).copy()


@cache
def _empty(tabelle: str) -> pd.DataFrame:
    return conform(pd.DataFrame({s.name: pd.Series([], dtype=object) for s in SCHEMAS[tabelle]}), tabelle)


def csv_bytes(df: pd.DataFrame) -> bytes:
    """The table as CSV: UTF-8, comma, LF, dates as JJJJ-MM-TT, missing values empty."""
    return df.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode("utf-8")


def table_files(df: pd.DataFrame, tabelle: str) -> dict[str, bytes]:
    """The two files of a canonical table, Parquet and CSV, by name."""
    puffer = io.BytesIO()
    df.to_parquet(puffer, index=False)
    return {f"{tabelle}.parquet": puffer.getvalue(), f"{tabelle}.csv": csv_bytes(df)}


def read_tables(ordner: Path) -> dict[str, pd.DataFrame]:
    """All canonical tables of a processed folder, from their Parquet files."""
    return {t: conform(pd.read_parquet(ordner / f"{t}.parquet"), t) for t in SCHEMAS}
