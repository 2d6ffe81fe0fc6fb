"""korrekturen.yaml on the rows as read: guarded by what the source must say, each use on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from komman.amounts import Betrag, parse_written
from komman.canonical import show
from komman.columns import ALIASES, canonical_name, columns_of
from komman.config import Korrektur, Zeilenkorrektur
from komman.errors import DatenFehler, Ort
from komman.rows import Rohzeile
from komman.teilspalten import base
from komman.text import nearest

DATEI = "korrekturen.yaml"


@dataclass(frozen=True, slots=True)
class Korrekturzeile:
    """One line of korrekturen.csv; ``delta_cent`` is what an amount of the table has changed by, None elsewhere."""

    datei: str
    blatt: str
    zeile: int
    aktion: str
    spalte: str
    vorher: str
    nachher: str
    delta_cent: int | None
    grund: str
    wer: str
    datum: str
    status: str


@dataclass(frozen=True, slots=True)
class Stand:
    """A row after its corrections: no part if deleted, several if split; ``zurueck`` is the reason to set it aside."""

    teile: tuple[Rohzeile, ...]
    korrigiert: bool = False
    zurueck: str = ""
    ersetzt: frozenset[str] = frozenset()
    protokoll: tuple[Korrekturzeile, ...] = field(default=())


def apply(
    zeilen: Sequence[Rohzeile], eintraege: Sequence[Zeilenkorrektur], tabelle: str, datei: str, blatt: str
) -> dict[int, Stand]:
    """Row number → its state after the entries of this table, whose guard was held (``erwartung.located``).

    Refuses (DatenFehler) an entry whose row is no data row, that names an unknown column or an unreadable amount, that
    splits without giving every amount, or that meets another on the same row.
    """
    rows = {z.nummer: z for z in zeilen}
    states = {z.nummer: Stand((z,)) for z in zeilen}
    for entry in eintraege:
        where = Ort(datei, blatt, entry.zeile)
        if entry.zeile not in states:
            raise no_data_row(where)
        e = _with_full_names(entry, tabelle, where)
        states[e.zeile] = _Change(e, rows[e.zeile], states[e.zeile], tabelle, where).make()
    return states


def _with_full_names(e: Zeilenkorrektur, tabelle: str, where: Ort) -> Zeilenkorrektur:
    """The entry with ``ausgezahlt_cent`` where it says ``ausgezahlt``; refuses both names for one column."""

    def full(values: Mapping[str, str]) -> dict[str, str]:
        named = {canonical_name(s, tabelle): text for s, text in values.items()}
        twice = next(
            (s for s in values if canonical_name(s, tabelle) != s and canonical_name(s, tabelle) in values), ""
        )
        if twice:
            raise DatenFehler(
                f"Ein Eintrag in {DATEI} nennt dieselbe Spalte zweimal.",
                ort=replace(where, spalte=twice),
                abhilfe=f"Nur „{canonical_name(twice, tabelle)}“ eintragen.",
            )
        return named

    return e.model_copy(update={"setze": full(e.setze), "teile": tuple(full(t) for t in e.teile)})


def no_data_row(where: Ort, mehr: Sequence[str] = ()) -> DatenFehler:
    """The refusal of an entry whose row is blank, head, footer, a total that adds up, or beyond the sheet."""
    return DatenFehler(
        f"Ein Eintrag in {DATEI} trifft keine Datenzeile.",
        ort=where,
        mehr=mehr,
        abhilfe=f"In {DATEI} datei, blatt und zeile prüfen; Leer-, Kopf- und Summenzeilen zählen nicht.",
    )


def unused(eintraege: Sequence[Korrektur], benutzt: set[int]) -> None:
    """Refuses entries (by position) that belong to no sheet: the file was renamed or removed."""
    for i, e in enumerate(eintraege):
        if i not in benutzt:
            raise DatenFehler(
                f"Ein Eintrag in {DATEI} gehört zu keiner gelesenen Datei.",
                ort=Ort(e.datei, e.blatt, e.zeile),
                abhilfe=f"In {DATEI} den Namen von Datei und Blatt prüfen oder den Eintrag entfernen.",
            )


@dataclass(frozen=True, slots=True)
class _Change:
    """One entry being applied to one row."""

    e: Zeilenkorrektur
    row: Rohzeile
    before: Stand
    tabelle: str
    where: Ort

    def make(self) -> Stand:
        alone = self.e.aktion != "setze"
        if self.before.korrigiert and (
            alone or len(self.before.teile) != 1 or self.before.zurueck or self.before.ersetzt & set(self.e.setze)
        ):
            raise self._refuse(
                "Zwei Einträge ändern dieselbe Zeile", f"Die Einträge in {DATEI} zu einem zusammenfassen."
            )
        return {"loesche": self._delete, "setze": self._set, "teile": self._split, "stelle_zurueck": self._set_aside}[
            self.e.aktion
        ]()

    def _refuse(self, was: str, abhilfe: str, spalte: str = "", wert: str | None = None) -> DatenFehler:
        return DatenFehler(f"{was} ({DATEI}).", ort=replace(self.where, spalte=spalte, wert=wert), abhilfe=abhilfe)

    def _line(self, spalte: str, vorher: str, nachher: str, delta: int | None) -> Korrekturzeile:
        e = self.e
        return Korrekturzeile(
            self.where.datei,
            self.where.blatt,
            e.zeile,
            e.aktion,
            spalte,
            vorher,
            nachher,
            delta,
            show(e.grund, telefon=True),
            show(e.wer, telefon=True),
            e.datum.isoformat(),
            e.status,
        )

    def _before(self, spalte: str) -> tuple[str, int]:
        return show(self.row.zellen.get(spalte), telefon=True), self.row.betraege.get(spalte, Betrag(None)).cent or 0

    def _delete(self) -> Stand:
        money = [s for s in self.row.betraege if self.row.zellen.get(s) is not None] or [""]
        lines = tuple(self._line(s, self._before(s)[0], "", -self._before(s)[1] if s else None) for s in money)
        return Stand((), True, protokoll=lines)

    def _set_aside(self) -> Stand:
        return Stand(
            (self.row,),
            True,
            zurueck=show(self.e.grund, telefon=True),
            protokoll=(self._line("", "", "zurückgestellt", None),),
        )

    def _set(self) -> Stand:
        part = self._changed(self.before.teile[0], self.e.setze)
        lines = tuple(self._record(s, (part,)) for s in self.e.setze)
        return Stand(
            (part,), True, ersetzt=self.before.ersetzt | set(self.e.setze), protokoll=self.before.protokoll + lines
        )

    def _split(self) -> Stand:
        counted = [s for art in ("cent", "ganzzahl") for s in columns_of(self.tabelle, art) if s != "foerderjahr"]
        for spalte in counted:
            whole = self.row.zellen.get(spalte) is not None
            if whole and any(spalte not in t for t in self.e.teile):
                raise self._refuse(
                    "Eine Teilung nennt nicht für jeden Teil alle Beträge und Anzahlen",
                    "Den Wert für jeden Teil eintragen (leer, wenn keiner).",
                    spalte,
                )
        parts = tuple(self._changed(self.row, t) for t in self.e.teile)
        columns = list(dict.fromkeys(s for t in self.e.teile for s in t))
        return Stand(parts, True, protokoll=tuple(self._record(s, parts) for s in columns))

    def _changed(self, row: Rohzeile, values: Mapping[str, str]) -> Rohzeile:
        cells, amounts = dict(row.zellen), dict(row.betraege)
        for spalte, text in values.items():
            if spalte == "traegerart" or (spalte not in ALIASES[self.tabelle] and spalte not in row.betraege):
                near = nearest(spalte, ALIASES[self.tabelle])
                raise self._refuse(
                    f"Die Spalte „{spalte}“ kann nicht gesetzt werden",
                    f"Gemeint ist vielleicht „{near}“." if near else "Den Namen der Spalte berichtigen.",
                    spalte,
                )
            cells[spalte] = text or None
            if base(spalte) in columns_of(self.tabelle, "cent"):
                amounts[spalte] = parse_written(text)
                if amounts[spalte].grund:
                    raise self._refuse(
                        f"Der neue Betrag ist nicht lesbar: {amounts[spalte].grund}",
                        "Den Betrag in Euro mit Komma eintragen, etwa „300,00“.",
                        spalte,
                        text,
                    )
        return replace(row, zellen=cells, betraege=amounts, ohne_wert=row.ohne_wert - set(values))

    def _record(self, spalte: str, parts: Sequence[Rohzeile]) -> Korrekturzeile:
        vorher, cent = self._before(spalte)
        nachher = " | ".join(show(p.zellen.get(spalte), telefon=True) for p in parts)
        if base(spalte) not in columns_of(self.tabelle, "cent"):
            return self._line(spalte, vorher, nachher, None)
        return self._line(spalte, vorher, nachher, sum(p.betraege[spalte].cent or 0 for p in parts) - cent)
