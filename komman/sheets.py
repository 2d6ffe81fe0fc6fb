"""A sheet from cells to canonical rows: totals told apart, corrections made, each row taken or set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from komman import corrections
from komman.amounts import Betrag, parse_written
from komman.assemble import Uebernommen
from komman.balance import BALANCED, NUMBERS, Bilanzzeile, balanced_column
from komman.bausteine import bausteine
from komman.bereinigung import Hinweis, Zurueckstellung
from komman.canonical import CONSTANT, Kontext, Mangel, Satz, show, translate
from komman.columns import canonical_name, columns_of
from komman.config import Korrektur, Quelle
from komman.corrections import Korrekturzeile, Stand
from komman.errors import DateiFehler, DatenFehler, Ort
from komman.foerderjahr import foerderjahr_of
from komman.formats import anzahl, euro
from komman.grid import Blatt, Zelle
from komman.header import Kopf
from komman.places import Orte, TraegerVerzeichnis
from komman.rows import Rohzeile, Zeilen, balanced_cent, fill_down, identity, read_rows
from komman.settings import Konfiguration
from komman.text import compare_key
from komman.totals import Pruefzeile, Urteil, is_label, judge

_NOTHING = Betrag(None)


@dataclass(slots=True)
class Sheet:
    """One table of a sheet on its way from cells to canonical rows."""

    blatt: Blatt
    kopf: Kopf
    quelle: Quelle | None
    config: Konfiguration
    eintraege: Sequence[Korrektur]
    taken: list[Uebernommen] = field(default_factory=list)
    aside: list[Zurueckstellung] = field(default_factory=list)
    protocol: list[Korrekturzeile] = field(default_factory=list)
    notes: list[Hinweis] = field(default_factory=list)
    zahlen: dict[str, int] = field(default_factory=dict)
    rows: Zeilen = field(init=False)
    namen: dict[str, str] = field(init=False)
    states: dict[int, Stand] = field(init=False)

    def read(self) -> None:
        """Classify all rows and apply the corrections."""
        self.rows = read_rows(self.blatt, self.kopf, self.quelle)
        self.namen = {f: s.text for f, s in self.kopf.felder.items()} | self._add_constants(self.rows.daten)
        tabelle, datei, blatt = self.kopf.tabelle, self.blatt.datei, self.blatt.blatt
        self.states = corrections.apply(self.rows.daten, self.eintraege, tabelle, datei, blatt, self.namen)

    def process(self, verdicts: Mapping[int, Urteil], spalte: str) -> None:
        """Translate and count; ``spalte`` is the balanced column."""
        rows, namen, states = self.rows, self.namen, self.states
        data = [r for r in rows.daten if verdicts[r.nummer].art != "summe"]
        self._refuse_on_totals(verdicts)
        self._fill_down([r for r in data if verdicts[r.nummer].art == "daten"], states)
        self._count(rows, data, spalte)
        kontext = Kontext(
            Orte(self.config.kreis), TraegerVerzeichnis(self.config.traeger), bausteine(), self._year(namen)
        )
        for row in data:
            self._row(row, states[row.nummer], verdicts[row.nummer], spalte, kontext, namen)
        self._remark(rows, namen)

    def checks(self, money: Sequence[str]) -> list[Pruefzeile]:
        """What tells totals apart, by these money columns, before anything is filled down."""
        lines = [self._check_line(r, self.states[r.nummer], money) for r in self.rows.daten]
        return [replace(z, neue_tabelle=z.neue_tabelle or (i == 0 and self.blatt.von > 1)) for i, z in enumerate(lines)]

    def _where(self, zeile: int | None = None) -> Ort:
        return Ort(self.blatt.datei, self.blatt.blatt, zeile)

    def _constants(self) -> dict[str, str]:
        given = self.quelle.konstanten if self.quelle else {}
        named = {canonical_name(n, self.kopf.tabelle): t for n, t in given.items()}
        return {n: t for n, t in named.items() if n not in self.kopf.felder}

    def _add_constants(self, rows: Sequence[Rohzeile]) -> dict[str, str]:
        """Puts the constants of quellen.yaml into every row; gives their names for messages."""
        for name, text in self._constants().items():
            amount = parse_written(text) if name in columns_of(self.kopf.tabelle, "cent") else None
            if amount is not None and amount.cent is None:
                raise DateiFehler(
                    f"Der Betrag in quellen.yaml unter „konstanten“ ist nicht lesbar: {amount.grund or 'er ist leer'}",
                    ort=Ort(self.blatt.datei, self.blatt.blatt, spalte=name, wert=text),
                    abhilfe="Dort den Betrag in Euro mit Komma eintragen, etwa „300,00“.",
                )
            for row in rows:
                row.zellen[name] = text
                if amount is not None:
                    row.betraege[name] = amount
        return {name: f"{name} {CONSTANT}" for name in self._constants()}

    def _check_line(self, row: Rohzeile, stand: Stand, money: Sequence[str]) -> Pruefzeile:
        filled = {compare_key(n) for n in (self.quelle.auffuellen if self.quelle else ())}
        own = {f: s for f, s in self.kopf.felder.items() if f in identity(self.kopf.tabelle)}
        to_fill = any(f in filled or compare_key(s.text) in filled for f, s in own.items())
        return Pruefzeile(
            row.texte,
            row.leer,
            tuple(row.betraege.get(f, _NOTHING).cent for f in money),
            tuple(sum(p.betraege.get(f, _NOTHING).cent or 0 for p in stand.teile) for f in money),
            unlesbar=frozenset(i for i, f in enumerate(money) if row.betraege.get(f, _NOTHING).grund),
            massnahme=_massnahme(row.zellen),
            gedeckt="verbunden" if row.verbunden else "aufgefuellt" if to_fill else "",
            bestaetigt=stand.korrigiert,
            neue_tabelle=row.neue_tabelle,
        )

    def _refuse_on_totals(self, verdicts: Mapping[int, Urteil]) -> None:
        for k in self.eintraege:
            if verdicts[k.zeile].art == "summe":
                raise corrections.no_data_row(self._where(k.zeile))

    def _fill_down(self, rows: Sequence[Rohzeile], states: Mapping[int, Stand]) -> None:
        """Corrected rows are filled too, but never where the correction itself says something."""
        for number, texts in fill_down(rows, self.kopf, self.blatt, self.quelle).items():
            stand = states.get(number, Stand(()))
            for part in stand.teile:
                part.zellen.update(
                    {f: t for f, t in texts.items() if part.zellen[f] is None and f not in stand.ersetzt}
                )

    def _year(self, namen: Mapping[str, str]) -> int | None:
        if self.kopf.tabelle == "personal" or "foerderjahr" in namen:
            return None
        year = foerderjahr_of(self.kopf, self.blatt)
        if year is None:
            raise DatenFehler(
                "Das Förderjahr der Liste ist nicht zu erkennen.",
                ort=self._where(self.kopf.letzte),
                mehr=[
                    "Weder eine Spalte noch Titelzeile („Förderjahr JJJJ“), Blatt- oder Dateiname nennen genau eines."
                ],
                abhilfe="Die Jahreszahl in den Dateinamen setzen oder in quellen.yaml unter „konstanten“ eintragen.",
            )
        return year

    def _row(
        self, row: Rohzeile, stand: Stand, urteil: Urteil, spalte: str, kontext: Kontext, namen: Mapping[str, str]
    ) -> None:
        tabelle = self.kopf.tabelle
        sets = [
            translate(tabelle, p.zellen, p.betraege, {**{f: f for f in p.zellen}, **namen}, kontext, p.ohne_wert)
            for p in stand.teile
        ]
        faults = [m for s in sets for m in s.maengel]
        if urteil.art in ("widerspruch", "unklar") and not stand.korrigiert:
            column, text = next(iter(namen.values()), ""), show(next(iter(row.texte), ""), telefon=True)
            faults = [Mangel(column, text, urteil.grund, urteil.abhilfe)]
        if stand.zurueck:
            reason = f"zurückgestellt laut korrekturen.yaml: {stand.zurueck}"
            faults.append(Mangel("", "", reason, "Klären, dann den Eintrag entfernen."))
        if faults:
            year = next((j for s in sets if isinstance(j := s.werte.get("foerderjahr"), int)), kontext.jahr)
            self._set_aside(row, stand, faults, spalte)
            self.notes[-1] = replace(self.notes[-1], jahr=year, summe=urteil.art == "widerspruch")
        else:
            self._take(row, stand, sets, spalte)

    def _take(self, row: Rohzeile, stand: Stand, sets: Sequence[Satz], spalte: str) -> None:
        before = balanced_cent(row.betraege, spalte)
        after = sum(balanced_cent(p.betraege, spalte) for p in stand.teile)
        self._add(
            uebernommen=1,
            davon_korrigiert=int(stand.korrigiert),
            betrag_uebernommen_cent=before,
            korrektur_delta_cent=after - before,
        )
        self.protocol += stand.protokoll
        self.taken += [Uebernommen(self.kopf.tabelle, s, self._where(row.nummer), i) for i, s in enumerate(sets)]

    def _set_aside(self, row: Rohzeile, stand: Stand, faults: Sequence[Mangel], spalte: str) -> None:
        """A row set aside changes no table: its corrections are on record without an amount."""
        own = row.betraege.get(spalte, Betrag(None))
        self._add(zurueckgestellt=1, betrag_zurueckgestellt_cent=own.cent or 0, betrag_unlesbar=int(bool(own.grund)))
        self.protocol += [replace(p, delta_cent=None) for p in stand.protokoll]

        def joined(texts: Sequence[str]) -> str:
            return "; ".join(dict.fromkeys(t for t in texts if t))

        def sentences(texts: Sequence[str]) -> str:
            *first, last = list(dict.fromkeys(t for t in texts if t)) or [""]
            return "; ".join([*(t.removesuffix(".") for t in first), last])

        entry = Zurueckstellung(
            self.blatt.datei,
            self.blatt.blatt,
            row.nummer,
            joined([m.spalte for m in faults]),
            joined([m.wert for m in faults]),
            sentences([m.grund for m in faults]),
            sentences([m.abhilfe for m in faults]),
        )
        self.aside.append(entry)
        where = replace(self._where(row.nummer), spalte=entry.spalte, wert=entry.wert)
        cents = [row.betraege.get(f, own).cent for f in (spalte, *BALANCED[self.kopf.tabelle])]
        cent = None if own.grund else next((c for c in cents if c is not None), None)
        note = Hinweis("zurueckgestellt", where, entry.grund, entry.abhilfe, cent, tabelle=self.kopf.tabelle)
        self.notes.append(note)

    def _remark(self, rows: Zeilen, namen: Mapping[str, str]) -> None:
        for f in columns_of(self.kopf.tabelle, "cent"):
            rounded = [r.nummer for r in rows.daten if f in r.betraege and r.betraege[f].gerundet]
            if rounded:
                self.notes.append(
                    Hinweis(
                        "gerundet",
                        replace(self._where(rounded[0]), spalte=namen[f]),
                        f"{anzahl(len(rounded), 'Betrag', 'Beträge')} auf Cent gerundet",
                    )
                )
        if self.blatt.bereinigt:
            self.notes.append(
                Hinweis(
                    "zeichen",
                    self._where(),
                    f"in {anzahl(self.blatt.bereinigt, 'Feld', 'Feldern')} "
                    "unsichtbare oder zusammengesetzte Zeichen vereinheitlicht",
                )
            )
        if rows.weggelassen:
            self.notes.append(self._omitted(rows.weggelassen, namen))

    def _omitted(self, rows: Sequence[Rohzeile], namen: Mapping[str, str]) -> Hinweis:
        """Money left out by hand is in no balance, so it is said."""
        spalte = balanced_column(self.kopf.tabelle, self.kopf.felder)
        cent = sum(balanced_cent(r.betraege, spalte) for r in rows)
        unreadable = sum(bool(spalte and r.betraege[spalte].grund) for r in rows)
        text = f"{anzahl(len(rows), 'Zeile', 'Zeilen')} laut quellen.yaml weggelassen"
        text += f", zusammen {euro(cent)} („{namen[spalte]}“)" if spalte else ""
        text += f", davon {anzahl(unreadable, 'Betrag', 'Beträge')} nicht lesbar" if unreadable else ""
        return Hinweis("weggelassen", self._where(rows[0].nummer), text, cent=cent, tabelle=self.kopf.tabelle)

    def _count(self, rows: Zeilen, data: Sequence[Rohzeile], spalte: str) -> None:
        self.zahlen = dict.fromkeys(NUMBERS, 0)
        self._add(
            zeilen_physisch=self.blatt.letzte - self.blatt.von + 1,
            kopf=rows.kopf,
            leer=rows.leer,
            gelesen=len(data),
            summenzeilen=len(rows.daten) - len(data),
            betrag_gelesen_cent=sum(balanced_cent(r.betraege, spalte) for r in data),
        )

    def _add(self, **zahlen: int) -> None:
        for name, n in zahlen.items():
            self.zahlen[name] += n


def process(sheets: Sequence[Sheet]) -> list[Bilanzzeile]:
    """The tables of one sheet, in order, with one line of the row balance for each kind of table.

    Tables of one kind are judged together: a last total may be that of all of them.
    """
    lines = []
    for sheet in sheets:
        sheet.read()
    for tabelle in dict.fromkeys(s.kopf.tabelle for s in sheets):
        part = [s for s in sheets if s.kopf.tabelle == tabelle]
        headings = {f: c.text for s in reversed(part) for f, c in s.kopf.felder.items()}
        money = [f for f in columns_of(tabelle, "cent") if f in headings]
        verdicts = judge([z for s in part for z in s.checks(money)], [headings[f] for f in money])
        by_number = dict(zip((r.nummer for s in part for r in s.rows.daten), verdicts, strict=True))
        spalte = balanced_column(tabelle, {f for s in part for f in s.namen})
        for sheet in part:
            sheet.process(by_number, spalte)
        sums = {name: sum(s.zahlen[name] for s in part) for name in NUMBERS}
        lines.append(Bilanzzeile(part[0].blatt.datei, part[0].blatt.blatt, tabelle, betrag_spalte=spalte, **sums))
    return lines


def _massnahme(zellen: Mapping[str, Zelle]) -> Literal["", "baustein", "aktenzeichen"]:
    """What makes the row a Maßnahme besides its Kommune and Träger; a cell that calls itself a total says nothing."""
    names = {f: str(c) for f in ("kommune", "traeger", "baustein", "massnahme_id") if (c := zellen.get(f)) is not None}
    if not {"kommune", "traeger"} <= set(names) or is_label([names["kommune"]]):
        return ""
    own = [f for f in ("massnahme_id", "baustein") if f in names and not is_label([names[f]])]
    return "" if not own else "aktenzeichen" if own[0] == "massnahme_id" else "baustein"
