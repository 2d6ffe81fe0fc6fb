"""Several columns that hold one amount: the first filled one counts, in the order that quellen.yaml names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from komman.amounts import Betrag
from komman.bereinigung import Hinweis
from komman.errors import Ort
from komman.formats import anzahl, aufzaehlung, euro
from komman.header import Kopf
from komman.rows import Rohzeile
from komman.teilspalten import base, is_part, year_of


def groups(kopf: Kopf) -> dict[str, list[str]]:
    """Canonical column → its columns in the source, in the order they count; none where nothing is put together."""
    found: dict[str, list[str]] = {}
    for f in sorted((f for f in kopf.felder if is_part(f) and year_of(f) is None), key=_place):
        found.setdefault(base(f), []).append(f)
    return found


def _place(feld: str) -> int:
    return int(feld.rpartition(" ")[2])


def names(kopf: Kopf) -> dict[str, str]:
    """What messages call the amount: all its headings."""
    return {f: " / ".join(kopf.felder[p].text for p in parts) for f, parts in groups(kopf).items()}


def put_together(rows: Iterable[Rohzeile], kopf: Kopf) -> None:
    """Puts into each row the first filled amount; an unreadable one is filled too."""
    found = groups(kopf)
    for row in rows if found else ():
        for field, parts in found.items():
            first = next((p for p in parts if row.is_filled(p)), parts[0])
            row.zellen[field], row.betraege[field] = row.zellen[first], row.betraege[first]


def said(rows: Sequence[Rohzeile], kopf: Kopf, ort: Ort) -> list[Hinweis]:
    """Where a later column holds another amount than the one that counts: how often, and how much is left out."""
    notes = []
    for parts in groups(kopf).values():
        for later in parts[1:]:
            other = [(r, r.betraege[later]) for r in rows if _differs(r, parts, later)]
            if other:
                notes.append(_note(other, kopf, parts[: parts.index(later)], later, ort))
    return notes


def _differs(row: Rohzeile, parts: Sequence[str], later: str) -> bool:
    if not row.is_filled(later) or not any(row.is_filled(p) for p in parts[: parts.index(later)]):
        return False
    first = next(p for p in parts if row.is_filled(p))
    return row.betraege[first].cent != row.betraege[later].cent or bool(row.betraege[later].grund)


def _note(other: Sequence[tuple[Rohzeile, Betrag]], kopf: Kopf, first: Sequence[str], later: str, ort: Ort) -> Hinweis:
    cent = sum(b.cent or 0 for _, b in other)
    unreadable = sum(bool(b.grund) for _, b in other)
    column = kopf.felder[later].text
    counted = aufzaehlung(f"„{kopf.felder[p].text}“" for p in first)
    text = f"„{column}“ enthält in {anzahl(len(other), 'Zeile', 'Zeilen')} einen anderen Betrag als {counted}"
    text += f", zusammen {euro(cent)}"
    text += f", davon {anzahl(unreadable, 'Betrag', 'Beträge')} nicht lesbar" if unreadable else ""
    return Hinweis(
        "zusammengefasst",
        replace(ort, zeile=other[0][0].nummer, spalte=column),
        f"{text}; laut quellen.yaml nicht gezählt",
        "Stimmt die Reihenfolge nicht: sie in quellen.yaml unter „zusammenfassen“ ändern.",
        cent,
        tabelle=kopf.tabelle,
    )
