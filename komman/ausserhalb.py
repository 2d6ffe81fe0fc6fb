"""Rows that the place decides: outside the Kreis kept apart, in an Ortsteil counted to its Kommune, and both said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from komman.bereinigung import Ausserhalb, Hinweis
from komman.bulk import Masse
from komman.errors import Ort
from komman.formats import anzahl, euro, group
from komman.rows import Rohzeile
from komman.satz import Mangel, Satz

HOECHSTENS = 20  # names in one sentence; ausserhalb.csv has them all

MIXED = Mangel(
    "Kommune",
    "",
    "ein Teil der geteilten Zeile liegt im Kreis, ein anderer außerhalb",
    "In korrekturen.yaml nur Teile im Kreis eintragen.",
)


def is_outside(teile: Sequence[Satz]) -> bool | None:
    """Whether all parts of a row lie outside the Kreis; None where only some do, which no balance could show."""
    outside = {s.ausserhalb for s in teile}
    return None if len(outside) > 1 else outside == {True}


def outside_row(row: Rohzeile, teile: Sequence[Satz], where: Ort, spalte: str, jahr: int | None) -> Ausserhalb:
    """The row as ausserhalb.csv keeps it: its place and its amount of the balanced column, nobody's name."""
    years = {s.werte.get("foerderjahr") for s in teile}
    year = years.pop() if len(years) == 1 else None
    return Ausserhalb(
        where.datei,
        where.blatt,
        row.nummer,
        year if isinstance(year, int) else jahr,
        "; ".join(dict.fromkeys(str(s.werte.get("kommune", "")) for s in teile)),
        "ja" if all(s.gemeinde for s in teile) else "nein",
        spalte,
        row.betraege[spalte].cent if spalte in row.betraege else None,
    )


def outside_rows(masse: Masse, where: Ort, spalte: str, jahr: int | None) -> list[Ausserhalb]:
    """The same of plain rows of a sheet in columns, all of them outside."""
    years, places = masse.werte.get("foerderjahr"), masse.werte.get("kommune")
    out = []
    for i, zeile in enumerate(masse.zeilen.tolist()):
        year = years.werte[years.codes[i]] if years else None
        ort = places.werte[places.codes[i]] if places else None
        sure = "ja" if masse.gemeinde[i] else "nein"
        cent = int(masse.cent[spalte][i]) if spalte in masse.cent and masse.da[spalte][i] else None
        year = year if isinstance(year, int) else jahr
        out.append(Ausserhalb(where.datei, where.blatt, zeile, year, str(ort or ""), sure, spalte, cent))
    return out


def place_notes(rows: Sequence[Ausserhalb], teile: Iterable[Satz], where: Ort) -> list[Hinweis]:
    """What is said of the places of a sheet: of the rows outside, and of the Ortsteile of the rows that were taken."""
    found = [_outside_note(rows, where)] if rows else []
    parts = _parts_note(teile, where)
    return [*found, parts] if parts else found


def _outside_note(rows: Sequence[Ausserhalb], where: Ort) -> Hinweis:
    """How many rows and how much money lie outside, and which places nobody can vouch for: Ortsteile, slips."""
    cent = sum(r.betrag_cent or 0 for r in rows)
    text = f"{anzahl(len(rows), 'Zeile', 'Zeilen')} mit {anzahl(len({r.ort for r in rows}), 'Ort', 'Orten')} außerhalb "
    text += "des Kreises, nicht ausgewertet" + (f", zusammen {euro(cent)}" if rows[0].betrag_spalte else "")
    unknown = Counter(r.ort for r in rows if r.gemeinde == "nein" and r.ort)
    if not unknown:
        return Hinweis("ausserhalb", where, text, cent=cent, tabelle="weiterleitungen")
    text += f". In keinem Verzeichnis: {_listed(unknown)}"
    todo = "Liegt einer dieser Orte im Kreis: in kreis.yaml unter „aliase“ seiner Kommune eintragen."
    return Hinweis("ausserhalb", where, text, todo, cent=cent, tabelle="weiterleitungen")


def _parts_note(teile: Iterable[Satz], where: Ort) -> Hinweis | None:
    """Which Ortsteile were counted to which Kommune, and how often; None if there are none."""
    found = Counter(f"{s.ortsteil} zu {s.werte['kommune']}" for s in teile if s.ortsteil)
    if not found:
        return None
    n = sum(found.values())
    one, many = "Zeile nennt einen Ortsteil und zählt zu seiner", "Zeilen nennen Ortsteile und zählen zu ihrer"
    return Hinweis("ortsteil", where, f"{anzahl(n, one, many)} Kommune: {_listed(found)}", tabelle="weiterleitungen")


def _listed(found: Counter[str]) -> str:
    """Names with their number, the most frequent first."""
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    shown = ", ".join(f"{name} ({group(n)})" for name, n in ordered[:HOECHSTENS])
    more = len(ordered) - HOECHSTENS
    return f"{shown} und {group(more)} weitere" if more > 0 else shown
