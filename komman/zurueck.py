"""What is said of the rows of a sheet: which are set aside and why, what was rounded, unified or left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from komman.amounts import Betrag
from komman.balance import BALANCED, balanced_column
from komman.bereinigung import Hinweis, Zurueckstellung
from komman.columns import columns_of
from komman.errors import Ort
from komman.formats import anzahl, euro
from komman.grid import Blatt
from komman.header import Kopf
from komman.rows import Rohzeile, Zeilen, balanced_cent
from komman.satz import Mangel
from komman.teilspalten import base
from komman.zeilenbild import row_content


def set_aside(
    blatt: Blatt, kopf: Kopf, row: Rohzeile, faults: Sequence[Mangel], spalte: str
) -> tuple[Zurueckstellung, Hinweis]:
    """A row set aside, for zurueckgestellt.csv and as a finding; ``spalte`` is the balanced column."""
    entry = Zurueckstellung(
        blatt.datei,
        blatt.blatt,
        row.nummer,
        _joined([m.spalte for m in faults]),
        _joined([m.wert for m in faults]),
        _sentences([m.grund for m in faults]),
        _sentences([m.abhilfe for m in faults]),
    )
    own = row.betraege.get(spalte, Betrag(None))
    cents = [row.betraege.get(f, own).cent for f in (spalte, *BALANCED[kopf.tabelle])]
    cent = None if own.grund else next((c for c in cents if c is not None), None)
    where = Ort(entry.datei, entry.blatt, entry.zeile, entry.spalte, entry.wert)
    content = row_content(blatt, kopf, row.nummer, {m.spalte for m in faults})
    note = Hinweis("zurueckgestellt", where, entry.grund, entry.abhilfe, cent, None, kopf.tabelle, inhalt=content)
    return entry, note


def _joined(texts: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(t for t in texts if t))


def _sentences(texts: Sequence[str]) -> str:
    *first, last = list(dict.fromkeys(t for t in texts if t)) or [""]
    return "; ".join([*(t.removesuffix(".") for t in first), last])


def remarks(blatt: Blatt, kopf: Kopf, rows: Zeilen, namen: Mapping[str, str]) -> list[Hinweis]:
    """How many amounts were rounded to cents, and in how many cells characters were unified."""
    notes = []
    for f in columns_of(kopf.tabelle, "cent"):
        rounded = [r.nummer for r in rows.daten if f in r.betraege and r.betraege[f].gerundet]
        rounded += rows.masse.rounded(f) if rows.masse else []
        if rounded:
            where = Ort(blatt.datei, blatt.blatt, min(rounded), namen[f])
            text = f"{anzahl(len(rounded), 'Betrag', 'Beträge')} auf Cent gerundet"
            notes.append(Hinweis("gerundet", where, text))
    if blatt.bereinigt:
        text = f"in {anzahl(blatt.bereinigt, 'Feld', 'Feldern')} unsichtbare oder zusammengesetzte Zeichen"
        notes.append(Hinweis("zeichen", Ort(blatt.datei, blatt.blatt), f"{text} vereinheitlicht"))
    return notes


def omitted(blatt: Blatt, kopf: Kopf, rows: Sequence[Rohzeile], namen: Mapping[str, str]) -> list[Hinweis]:
    """Money left out by hand is in no balance, so it is said."""
    if not rows:
        return []
    spalte = balanced_column(kopf.tabelle, map(base, kopf.felder))
    cent = sum(balanced_cent(r.betraege, spalte) for r in rows)
    unreadable = sum(bool(spalte and r.betraege[spalte].grund) for r in rows)
    text = f"{anzahl(len(rows), 'Zeile', 'Zeilen')} laut quellen.yaml weggelassen"
    text += f", zusammen {euro(cent)} („{namen[spalte]}“)" if spalte else ""
    text += f", davon {anzahl(unreadable, 'Betrag', 'Beträge')} nicht lesbar" if unreadable else ""
    where = Ort(blatt.datei, blatt.blatt, rows[0].nummer)
    return [Hinweis("weggelassen", where, text, cent=cent, tabelle=kopf.tabelle)]
