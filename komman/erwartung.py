"""The guard of korrekturen.yaml: an entry is about one row, and that row must hold what the entry expects of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from komman.amounts import parse_amount, parse_written
from komman.canonical import show
from komman.columns import canonical_name, columns_of
from komman.config import Korrektur, Zeilenkorrektur
from komman.corrections import DATEI, no_data_row
from komman.errors import DatenFehler, Ort
from komman.formats import anzahl, aufzaehlung
from komman.grid import Zelle
from komman.stacked import Abschnitt
from komman.teilspalten import base
from komman.text import compare_key, nearest

GENANNT = 5  # rows that a message names


def located(eintraege: Sequence[Korrektur], abschnitte: Sequence[Abschnitt]) -> list[list[Zeilenkorrektur]]:
    """For each table of a sheet its entries, each with its row, in the order given.

    An entry without ``zeile`` is about the one row that holds all it expects. Refuses (DatenFehler) an entry whose
    row does not hold what it expects, that fits no row or several, whose change the source has already, and that
    expects something of a column which the table has not.
    """
    tables = [_Tabelle(a) for a in abschnitte]
    out: list[list[Zeilenkorrektur]] = [[] for _ in tables]
    for e in eintraege:
        i, zeile = _by_content(e, tables) if e.zeile is None else _by_number(e, e.zeile, tables)
        out[i].append(Zeilenkorrektur.model_construct(**{**dict(e), "zeile": zeile}))
    return out


@dataclass(frozen=True, slots=True)
class _Tabelle:
    """One table of the sheet as the guard sees it: cells as they stand, before anything is filled down."""

    teil: Abschnitt

    def where(self, zeile: int | None = None) -> Ort:
        return Ort(self.teil.blatt.datei, self.teil.blatt.blatt, zeile)

    def rows(self) -> range:
        return range(self.teil.kopf.letzte + 1, self.teil.blatt.letzte + 1)

    def constants(self) -> dict[str, str]:
        given = self.teil.quelle.konstanten if self.teil.quelle else {}
        return {canonical_name(n, self.teil.kopf.tabelle): text for n, text in given.items()}

    def headings(self) -> dict[str, str]:
        """Canonical name → the name of the column for messages."""
        return {n: n for n in self.constants()} | {f: s.text for f, s in self.teil.kopf.felder.items()}

    def field(self, name: str) -> str:
        """The canonical name of a column called by it, by its heading or without its unit; "" if there is none."""
        known = self.headings()
        by_heading = {compare_key(text): f for f, text in known.items()}
        full = name if name in known else by_heading.get(compare_key(name), f"{name}_cent")
        return full if full in known else ""

    def cell(self, zeile: int, feld: str) -> Zelle:
        column = self.teil.kopf.felder.get(feld)
        if column is None:
            return self.constants().get(feld)
        row = self.teil.blatt.zeilen[zeile - 1]
        return row[column.position] if column.position < len(row) else None

    def holding(self, erwarte: Mapping[str, str]) -> Iterator[int]:
        """The rows that hold all of it; none where a column is unknown."""
        if all(map(self.field, erwarte)):
            tests = [self._holds(self.field(name), text) for name, text in erwarte.items()]
            yield from (n for n in self.rows() if all(holds(n) for holds in tests))

    def _holds(self, feld: str, text: str) -> Callable[[int], bool]:
        """Whether a row holds the text, asked once for each cell that differs."""
        column, tafel = self.teil.kopf.felder.get(feld), self.teil.blatt.tafel
        if column is not None and tafel is not None:
            mask = tafel.kolonnen[column.position].where(lambda c: _says(c, text))
            return lambda n: bool(mask[n - 1])
        says = _memo(text)
        return lambda n: says(self.cell(n, feld))

    def unheld(self, zeile: int, erwarte: Mapping[str, str]) -> str:
        """The first column that does not hold what is expected of it."""
        return next((n for n, text in erwarte.items() if not _says(self.cell(zeile, self.field(n)), text)), "")

    def has_already(self, zeile: int, e: Korrektur) -> bool:
        """Whether the row holds all that ``setze`` says, and else what the entry expects.

        An entry may confirm a row by setting what it expects of it.
        """
        new = {self.field(name): text for name, text in e.setze.items()}
        rest = {n: text for n, text in e.erwarte.items() if self.field(n) not in new}
        money = columns_of(self.teil.kopf.tabelle, "cent")
        if not new or not all(new) or self.unheld(zeile, rest):
            return False
        held = all(_stands(self.cell(zeile, f), text, base(f) in money) for f, text in new.items())
        return held and (len(rest) == len(e.erwarte) or bool(self.unheld(zeile, e.erwarte)))


def _by_number(e: Korrektur, zeile: int, tables: Sequence[_Tabelle]) -> tuple[int, int]:
    i = next((i for i, t in enumerate(tables) if t.teil.holds(zeile)), 0)
    table = tables[i]
    _check_columns(e, [table])
    if zeile not in table.rows() or not _filled(table, zeile):
        raise no_data_row(table.where(zeile), _elsewhere(e, tables)[0])
    _refuse_done(e, table, zeile)
    column = table.unheld(zeile, e.erwarte)
    if column:
        field, text = table.field(column), e.erwarte[column]
        more, todo = _elsewhere(e, tables)
        raise DatenFehler(
            "Die Quelle sagt nicht mehr, was die Korrektur erwartet.",
            ort=replace(
                table.where(zeile), spalte=table.headings()[field], wert=show(table.cell(zeile, field), telefon=True)
            ),
            mehr=[f"Erwartet: „{show(text, telefon=True)}“", *more],
            abhilfe=todo,
        )
    return i, zeile


def _by_content(e: Korrektur, tables: Sequence[_Tabelle]) -> tuple[int, int]:
    _check_columns(e, tables)
    found = [(i, n) for i, t in enumerate(tables) for n in t.holding(e.erwarte)]
    if len(found) == 1:
        _refuse_done(e, tables[found[0][0]], found[0][1])
        return found[0]
    where = tables[0].where()
    if found:
        raise DatenFehler(
            f"Ein Eintrag in {DATEI} passt auf {len(found)} Zeilen; er muss genau eine treffen.",
            ort=where,
            mehr=[_expected(e), f"Alles Erwartete steht in {_named([n for _, n in found])}."],
            abhilfe="Unter „erwarte“ eine Angabe ergänzen, die nur die gemeinte Zeile hat, oder „zeile“ nennen.",
        )
    for table in tables:
        for n in table.rows() if e.setze else ():
            _refuse_done(e, table, n)
    raise DatenFehler(
        f"Ein Eintrag in {DATEI} passt auf keine Zeile.",
        ort=where,
        mehr=[_expected(e)],
        abhilfe=f"In der Quelle nachsehen und den Eintrag in {DATEI} anpassen oder entfernen.",
    )


def _check_columns(e: Korrektur, tables: Sequence[_Tabelle]) -> None:
    """Refuses an entry that no table has all expected columns for."""
    unknown = [next((n for n in e.erwarte if not t.field(n)), "") for t in tables]
    if all(unknown):
        names = tables[0].headings()
        near = nearest(unknown[0], [*names, *names.values()])
        raise DatenFehler(
            f"„erwarte“ in {DATEI} nennt die Spalte „{unknown[0]}“, die es in der Quelle nicht gibt.",
            ort=tables[0].where(e.zeile),
            mehr=[f"Am nächsten liegt „{near}“."] if near else [],
            abhilfe="Den Namen der Spalte berichtigen.",
        )


def _refuse_done(e: Korrektur, table: _Tabelle, zeile: int) -> None:
    if table.has_already(zeile, e):
        field = table.field(next(iter(e.setze)))
        raise DatenFehler(
            "Die Quelle enthält schon, was die Korrektur einträgt.",
            ort=replace(
                table.where(zeile),
                spalte=table.headings()[field],
                wert=show(table.cell(zeile, field), telefon=True),
            ),
            abhilfe=f"Den Eintrag in {DATEI} entfernen; soll er die Zeile bestätigen: den Wert auch unter „erwarte“ "
            "nennen.",
        )


def _elsewhere(e: Korrektur, tables: Sequence[_Tabelle]) -> tuple[list[str], str]:
    """Where the expected values stand instead, and what to do."""
    found = [n for t in tables for n in t.holding(e.erwarte)]
    if not found or not any(map(compare_key, e.erwarte.values())):
        look = f"Zeile in der Quelle ansehen und den Eintrag in {DATEI} anpassen oder entfernen."
        return ["Alles Erwartete zusammen steht in keiner Zeile."], look
    said = f"Alles Erwartete steht jetzt in {_named(found)}."
    if len(found) > 1:
        return [said], f"In {DATEI} die richtige Zeile eintragen."
    return [said], f"In {DATEI} „zeile: {found[0]}“ eintragen oder „zeile“ weglassen; dann zählt nur „erwarte“."


def _named(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return f"Zeile {rows[0]}"
    shown, rest = [str(n) for n in rows[:GENANNT]], len(rows) - GENANNT
    return f"den Zeilen {aufzaehlung([*shown, anzahl(rest, 'weiteren', 'weiteren')] if rest > 0 else shown)}"


def _expected(e: Korrektur) -> str:
    return f"Erwartet: {', '.join(f'{n} „{show(text, telefon=True)}“' for n, text in e.erwarte.items())}"


def _filled(table: _Tabelle, zeile: int) -> bool:
    blatt = table.teil.blatt
    return any(c is not None for c in blatt.zeilen[zeile - 1]) or any(r == zeile for r, _ in blatt.formeln_ohne_wert)


def _memo(text: str) -> Callable[[Zelle], bool]:
    """``_says`` for one text, asked once for each spelling in the column."""
    seen: dict[str, bool] = {}

    def says(zelle: Zelle) -> bool:
        if not isinstance(zelle, str):
            return _says(zelle, text)
        if zelle not in seen:
            seen[zelle] = _says(zelle, text)
        return seen[zelle]

    return says


def _says(zelle: Zelle, text: str) -> bool:
    """Whether the cell holds the text; a number cell also by its amount (``1250.5`` or ``1.250,50``)."""
    plain = zelle if isinstance(zelle, str) else show(zelle)  # unmasked, for comparing only
    if compare_key(text) in (compare_key(plain), str(zelle)):
        return True
    if zelle is None or isinstance(zelle, str):
        return False
    number, expected = parse_amount(zelle), parse_amount(text)
    return number.cent is not None and number.cent == expected.cent


def _stands(zelle: Zelle, text: str, money: bool) -> bool:
    """Whether the cell holds a new value already, letter by letter; an amount by its cents."""
    plain = zelle if isinstance(zelle, str) else show(zelle)
    if " ".join(plain.split()) == " ".join(text.split()):
        return True
    cent = parse_written(text).cent if money else None
    return cent is not None and parse_amount(zelle).cent == cent
