"""Canonical rows of all sheets as tables: keys that need the other rows, duplicates, order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from komman.bereinigung import Hinweis
from komman.canonical import Satz, Wert
from komman.config import TraegerListe
from komman.errors import Ort
from komman.tables import SCHEMAS, conform

PERSON = "natuerliche_person"


@dataclass(frozen=True, slots=True)
class Uebernommen:
    """A row that was taken; ``teil`` counts the parts of a split row from 0."""

    tabelle: str
    satz: Satz
    ort: Ort
    teil: int = 0


def assemble(zeilen: Sequence[Uebernommen], traeger: TraegerListe) -> tuple[dict[str, pd.DataFrame], list[Hinweis]]:
    """The four tables, rows in the order given, and what was noticed: duplicates, Träger of like spelling, persons."""
    notes: list[Hinweis] = []
    tables = {}
    for tabelle in SCHEMAS:
        rows = [z for z in zeilen if z.tabelle == tabelle]
        notes += _duplicates(rows)
        if tabelle == "weiterleitungen":
            notes += _separate_traeger(rows, {t.id for t in traeger.traeger})
            notes += _protect_persons(rows)
            notes += _shared_file_numbers(rows)
            _number(rows, "massnahme_id", ("foerderjahr", "ags", "traeger_id", "baustein"))
        if tabelle == "zahlungen":
            _number(rows, "zahlung_id", ("foerderjahr", "art"))
        tables[tabelle] = _table(rows, tabelle)
    return tables, notes


def _table(rows: Sequence[Uebernommen], tabelle: str) -> pd.DataFrame:
    source = {
        "quelle_datei": [r.ort.datei for r in rows],
        "quelle_blatt": [r.ort.blatt for r in rows],
        "quelle_zeile": [r.ort.zeile for r in rows],
    }
    columns = {
        s.name: pd.Series(source.get(s.name) or [r.satz.werte.get(s.name) for r in rows], dtype=object)
        for s in SCHEMAS[tabelle]
    }
    return conform(pd.DataFrame(columns), tabelle)


def _duplicates(rows: Sequence[Uebernommen]) -> list[Hinweis]:
    """Rows equal in every value; kept, because only the source knows whether both are real."""
    first: dict[tuple[tuple[str, Wert], ...], Ort] = {}
    notes = []
    for r in rows:
        key = tuple(sorted(r.satz.werte.items()))
        other = first.setdefault(key, r.ort)
        if other != r.ort:
            cents = [
                v for k, v in r.satz.werte.items() if k in ("ausgezahlt_cent", "betrag_cent") and isinstance(v, int)
            ]
            notes.append(
                Hinweis(
                    "doppelt",
                    r.ort,
                    f"gleicht in allen Angaben: {other}",
                    "Ist die Zeile doppelt erfasst: in korrekturen.yaml mit „loesche“ eintragen.",
                    cents[0] if cents else None,
                )
            )
    return notes


def _separate_traeger(rows: Sequence[Uebernommen], listed: set[str]) -> list[Hinweis]:
    """Two unlisted spellings stay two Träger, even where their keys would be equal."""
    names: dict[str, dict[str, Ort]] = {}
    for r in rows:
        names.setdefault(str(r.satz.werte["traeger_id"]), {}).setdefault(str(r.satz.werte["traeger"]), r.ort)
    notes = []
    for key, spellings in names.items():
        if len(spellings) > 1 or not key:
            notes += [
                Hinweis(
                    "traeger",
                    ort,
                    "mehrere Träger sind fast gleich geschrieben",
                    "Ist es derselbe: in traeger.yaml unter „schreibweisen“ eintragen.",
                )
                for ort in list(spellings.values())[1:]
            ]
    for r in rows:
        key, name = str(r.satz.werte["traeger_id"]), str(r.satz.werte["traeger"])
        unlisted = r.satz.werte["traegerart"] == "unbekannt" or key not in listed
        if unlisted and (len(names[key]) > 1 or key in listed or not key):
            r.satz.werte["traeger_id"] = f"{key}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-")
    return notes


def _protect_persons(rows: Sequence[Uebernommen]) -> list[Hinweis]:
    """A Träger whom a ledger calls a natural person is one in every row: the safer reading of a contradiction."""
    persons = {r.satz.werte["traeger_id"] for r in rows if r.satz.person}
    notes = []
    for r in rows:
        if r.satz.werte["traeger_id"] in persons and r.satz.werte["traegerart"] != PERSON:
            if r.satz.person and r.satz.werte["traegerart"] != "unbekannt":
                notes.append(
                    Hinweis(
                        "traeger",
                        r.ort,
                        f"laut Liste eine natürliche Person, laut traeger.yaml "
                        f"{r.satz.werte['traegerart']}; als Person geschützt",
                        "In der Liste oder in traeger.yaml berichtigen.",
                    )
                )
            r.satz.werte["traegerart"] = PERSON
    return notes


def _shared_file_numbers(rows: Sequence[Uebernommen]) -> list[Hinweis]:
    """One Aktenzeichen of two Träger or Kommunen: a slip, or a Maßnahme that two carry; only the source knows."""
    first: dict[Wert, Uebernommen] = {}
    notes = {}
    for r in rows:
        number = r.satz.werte.get("massnahme_id")
        other = first.setdefault(number, r)
        differs = any(r.satz.werte.get(f) != other.satz.werte.get(f) for f in ("traeger_id", "ags"))
        if number is not None and differs and r.ort != other.ort and number not in notes:
            notes[number] = Hinweis(
                "aktenzeichen",
                r.ort,
                f"dasselbe Aktenzeichen mit anderem Träger oder anderer Kommune: {other.ort}",
                "Ist es ein Schreibfehler: in korrekturen.yaml mit „setze“ berichtigen.",
            )
    return list(notes.values())


def _number(rows: Sequence[Uebernommen], key: str, parts: tuple[str, ...]) -> None:
    """Keys for rows without one, counted over all files in order, so that two files never share one.

    A key never equals one that the source gives.
    """
    taken = {r.satz.werte.get(key) for r in rows}
    counts: Counter[str] = Counter()
    for r in rows:
        while r.satz.werte.get(key) is None:
            stem = "-".join(str(r.satz.werte.get(p) or "ohne") for p in parts)
            counts[stem] += 1
            if (name := f"{stem}-{counts[stem]}") not in taken:
                r.satz.werte[key] = name
