"""Canonical rows of all sheets as tables: keys that need the other rows, duplicates, order."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from itertools import count

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from komman.bereinigung import Hinweis
from komman.bulk import Werte
from komman.config import TraegerListe
from komman.reihen import Ertrag, Plaetze, Reihen, Uebernommen, collect, texts
from komman.tables import SCHEMAS, empty
from komman.tafel import Maske

__all__ = ["Ertrag", "Uebernommen", "assemble"]

PERSON = "natuerliche_person"
_TRAEGER = ("traeger_id", "traeger", "traegerart")


def assemble(ertraege: Sequence[Ertrag], traeger: TraegerListe) -> tuple[dict[str, pd.DataFrame], list[Hinweis]]:
    """The four tables, rows in the order given, and what was noticed: duplicates, Träger of like spelling, persons."""
    notes: list[Hinweis] = []
    tables = {}
    for tabelle in SCHEMAS:
        if not any(e.tabelle == tabelle and len(e) for e in ertraege):
            tables[tabelle] = empty(tabelle)
            continue
        rows = collect(tabelle, ertraege)
        notes += _duplicates(rows)
        if tabelle == "weiterleitungen":
            notes += _separate_traeger(rows, {t.id for t in traeger.traeger})
            notes += _protect_persons(rows)
            notes += _shared_file_numbers(rows)
            _number(rows, "massnahme_id", ("foerderjahr", "ags", "traeger_id", "baustein"))
        if tabelle == "zahlungen":
            _number(rows, "zahlung_id", ("foerderjahr", "art"))
        tables[tabelle] = rows.table()
    return tables, notes


def _duplicates(rows: Reihen) -> list[Hinweis]:
    """Rows equal in every value; kept, because only the source knows whether both are real."""
    again, other = _repeated(rows, [*rows.werte, *rows.cent])
    money = next((f for f in ("ausgezahlt_cent", "betrag_cent") if f in rows.cent), "")
    notes = []
    for i, first in zip(again.tolist(), other.tolist(), strict=True):
        cent, there = (int(rows.cent[money][0][i]), rows.cent[money][1][i]) if money else (0, False)
        notes.append(
            Hinweis(
                "doppelt",
                rows.ort(i),
                f"gleicht in allen Angaben: {rows.ort(first)}",
                "Ist die Zeile doppelt erfasst: in korrekturen.yaml mit „loesche“ eintragen.",
                cent if there else None,
            )
        )
    return notes


def _repeated(rows: Reihen, felder: Sequence[str]) -> tuple[Plaetze, Plaetze]:
    """Rows that are equal in these columns to an earlier row of a source, and the first row they are equal to."""
    order, new = rows.runs(felder)
    again = np.flatnonzero(~new)
    first = order[np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0))[again]]
    found = order[again]
    apart = ~rows.same_row(found, first)
    found, first = found[apart], first[apart]
    by_row = np.argsort(found)
    return found[by_row], first[by_row]


def _separate_traeger(rows: Reihen, listed: set[str]) -> list[Hinweis]:
    """Two unlisted spellings stay two Träger, even where their keys would be equal."""
    groups, firsts = _numbered(rows, _TRAEGER)
    found = [(*(str(rows.wert(f, i)) for f in _TRAEGER), i) for i in firsts.tolist()]
    names: dict[str, dict[str, int]] = {}
    for key, name, _, i in found:
        names.setdefault(key, {}).setdefault(name, i)
    notes = [
        Hinweis(
            "traeger",
            rows.ort(i),
            "mehrere Träger sind fast gleich geschrieben",
            "Ist es derselbe: in traeger.yaml unter „schreibweisen“ eintragen.",
        )
        for key, spellings in names.items()
        if len(spellings) > 1 or not key
        for i in list(spellings.values())[1:]
    ]
    keys = []
    for key, name, art, _ in found:
        unlisted = art == "unbekannt" or key not in listed
        apart = unlisted and (len(names[key]) > 1 or key in listed or not key)
        keys.append(f"{key}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-") if apart else key)
    places = {key: n for n, key in enumerate(dict.fromkeys(keys))}
    rows.werte["traeger_id"] = Werte(np.array([places[k] for k in keys], np.int32)[groups], list(places))
    return notes


def _numbered(rows: Reihen, felder: Sequence[str]) -> tuple[Plaetze, Plaetze]:
    """A number for each row, equal where these columns are, in order of appearance; the first row of each number."""
    codes = np.zeros(len(rows), np.int64)
    for f in felder:
        codes = pd.factorize(codes * len(rows.werte[f].werte) + rows.werte[f].codes)[0].astype(np.int64)
    first = np.zeros(int(codes.max()) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of several writes the last one stays: the first row
    return codes, first


def _protect_persons(rows: Reihen) -> list[Hinweis]:
    """A Träger whom a ledger calls a natural person is one in every row: the safer reading of a contradiction."""
    ids, kinds = rows.werte["traeger_id"].codes, rows.werte["traegerart"]
    protected = np.zeros(len(rows.werte["traeger_id"].werte), np.bool_)
    protected[ids[rows.person]] = True
    changed = protected[ids] & ~np.array([w == PERSON for w in kinds.werte], np.bool_)[kinds.codes]
    if not changed.any():
        return []
    known = np.array([w != "unbekannt" for w in kinds.werte], np.bool_)[kinds.codes]
    notes = [
        Hinweis(
            "traeger",
            rows.ort(i),
            f"laut Liste eine natürliche Person, laut traeger.yaml {rows.wert('traegerart', i)}; als Person geschützt",
            "In der Liste oder in traeger.yaml berichtigen.",
        )
        for i in np.flatnonzero(changed & rows.person & known).tolist()
    ]
    codes = np.where(changed, len(kinds.werte), kinds.codes).astype(np.int32)
    rows.werte["traegerart"] = Werte(codes, [*kinds.werte, PERSON])
    return notes


def _shared_file_numbers(rows: Reihen) -> list[Hinweis]:
    """One Aktenzeichen of two Träger or Kommunen: a slip, or a Maßnahme that two carry; only the source knows."""
    notes: dict[object, Hinweis] = {}
    if not any(w is not None for w in rows.werte["massnahme_id"].werte):
        return []
    again, other = _repeated(rows, ["massnahme_id"])
    differs = _given(rows, "massnahme_id")[again]
    differs &= np.logical_or.reduce([(c := rows.werte[f].codes)[again] != c[other] for f in ("traeger_id", "ags")])
    for i, first in zip(again[differs].tolist(), other[differs].tolist(), strict=True):
        number = rows.wert("massnahme_id", i)
        if number not in notes:
            notes[number] = Hinweis(
                "aktenzeichen",
                rows.ort(i),
                f"dasselbe Aktenzeichen mit anderem Träger oder anderer Kommune: {rows.ort(first)}",
                "Ist es ein Schreibfehler: in korrekturen.yaml mit „setze“ berichtigen.",
            )
    return list(notes.values())


def _given(rows: Reihen, feld: str) -> Maske:
    column = rows.werte[feld]
    return np.array([w is not None for w in column.werte], np.bool_)[column.codes]


def _number(rows: Reihen, key: str, parts: tuple[str, ...]) -> None:
    """Keys for rows without one, counted over all files in order, so that two files never share one.

    A key never equals one that the source gives. Only the Träger's part of it may have hyphens, so that equal keys
    have equal parts.
    """
    missing = ~_given(rows, key)
    if not missing.any():
        return
    numbers, dash = _counted(rows, parts, missing), pa.scalar("-", pa.large_string())
    columns = [texts(rows.werte[p], "ohne") for p in parts]
    taken = {str(w) for w in rows.werte[key].werte if w is not None}
    if taken:
        stems = pc.binary_join_element_wise(*columns, dash)
        numbers = _past_taken(stems, numbers, missing, taken)
    made = pc.binary_join_element_wise(*columns, pa.array(numbers).cast(pa.large_string()), dash)
    rows.schluessel[key] = pc.if_else(pa.array(missing), made, texts(rows.werte[key])) if taken else made


def _counted(rows: Reihen, parts: Sequence[str], missing: Maske) -> Plaetze:
    """1, 2, 3 … among the rows without a key that are equal in these columns, in order."""
    order, new = rows.runs(parts)
    without = missing[order].astype(np.int64)
    past = np.cumsum(without)
    start = np.maximum.accumulate(np.where(new, past - without, 0))
    numbers = np.empty(len(rows), np.int64)
    numbers[order] = past - start
    return numbers


def _past_taken(stems: pa.Array, numbers: Plaetze, missing: Maske, taken: Set[str]) -> Plaetze:
    """The numbers after a stem go on past each key that the source has given to another row."""
    used: dict[str, set[int]] = {}
    for stem, _, rest in (t.rpartition("-") for t in taken):
        if _is_number(rest):
            used.setdefault(stem, set()).add(int(rest))
    hit = missing & pc.is_in(stems, value_set=pa.array(sorted(used), pa.large_string())).to_numpy(False)
    out, last = numbers.copy(), dict.fromkeys(used, 0)
    for i in np.flatnonzero(hit).tolist():
        stem = stems[i].as_py()
        last[stem] = next(n for n in count(last[stem] + 1) if n not in used[stem])
        out[i] = last[stem]
    return out


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and not text.startswith("0") and len(text) < 10
