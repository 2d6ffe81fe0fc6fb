"""A sheet from cells to canonical rows: totals told apart, corrections made, each row taken or set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from komman import breit, corrections, zusammen
from komman.amounts import Betrag, parse_written
from komman.assemble import Ertrag, Uebernommen
from komman.ausserhalb import MIXED, is_outside, outside_row, outside_rows, place_notes
from komman.balance import NUMBERS, Bilanzzeile, balanced_column
from komman.bausteine import bausteine
from komman.bereinigung import Ausserhalb, Hinweis, Schreibweise, Zurueckstellung
from komman.bulk import TABELLEN, Masse, Spaltenleser
from komman.canonical import CONSTANT, Kontext, Mangel, Satz, show, translate
from komman.columns import canonical_name, columns_of
from komman.config import Quelle, Zeilenkorrektur
from komman.corrections import Korrekturzeile, Stand
from komman.dates import UEBLICH
from komman.eigensumme import Tabelle, compare
from komman.errors import DateiFehler, DatenFehler, Ort
from komman.foerderjahr import foerderjahr_of
from komman.grid import Blatt
from komman.header import Kopf
from komman.places import TraegerVerzeichnis, orte_of
from komman.pruefzeilen import check_lines
from komman.rows import Rohzeile, Zeilen, balanced_cent, fill_down, read_rows
from komman.settings import Konfiguration
from komman.summenlage import all_verdicts
from komman.teilspalten import money_fields
from komman.totals import Block, Pruefzeile, Urteil
from komman.zurueck import omitted, remarks, set_aside


@dataclass(slots=True)
class Sheet:
    """One table of a sheet on its way from cells to canonical rows."""

    blatt: Blatt
    kopf: Kopf
    quelle: Quelle | None
    config: Konfiguration
    eintraege: Sequence[Zeilenkorrektur]
    taken: list[Uebernommen] = field(default_factory=list)
    aside: list[Zurueckstellung] = field(default_factory=list)
    outside: list[Ausserhalb] = field(default_factory=list)
    protocol: list[Korrekturzeile] = field(default_factory=list)
    notes: list[Hinweis] = field(default_factory=list)
    zahlen: dict[str, int] = field(default_factory=dict)
    kontext: Kontext = field(init=False)
    rows: Zeilen = field(init=False)
    namen: dict[str, str] = field(init=False)
    states: dict[int, Stand] = field(init=False)
    innen: Masse | None = None

    def read(self) -> None:
        """Classify all rows and apply the corrections."""
        orte = orte_of(self.config.kreis, self.quelle)
        days = self.quelle.datumsregel if self.quelle else UEBLICH
        self.kontext = Kontext(orte, TraegerVerzeichnis(self.config.traeger), bausteine(), None, days)
        corrected = {k.zeile for k in self.eintraege}
        self.rows = read_rows(self.blatt, self.kopf, self.quelle, self._leser(), corrected)
        self.namen = {f: s.text for f, s in self.kopf.felder.items()} | self._add_constants(self.rows.daten)
        tabelle, datei, blatt = self.kopf.tabelle, self.blatt.datei, self.blatt.blatt
        if self.kopf.geteilt:
            self._put_together()
        states = corrections.apply(self.rows.daten, self.eintraege, tabelle, datei, blatt)
        self.states = breit.by_year(states, self.kopf)

    def _leser(self) -> Spaltenleser | None:
        """Who reads the plain rows of a sheet in columns; nobody where cells are filled down or amounts put together.

        An amount that quellen.yaml gives to every row is of no large ledger either.
        """
        constants, tabelle = self._constants(), self.kopf.tabelle
        money = set(columns_of(tabelle, "cent")) & set(constants)
        apart = tabelle not in TABELLEN or self.kopf.geteilt or money or (self.quelle and self.quelle.auffuellen)
        tafel = self.blatt.tafel
        return None if apart or tafel is None else Spaltenleser(self.blatt, self.kopf, tafel, self.kontext, constants)

    def _put_together(self) -> None:
        """Amounts that stand in several columns: one of each row, by which it is balanced and corrected."""
        for rows in (self.rows.daten, self.rows.weggelassen):
            breit.add_sums(rows, self.kopf)
            zusammen.put_together(rows, self.kopf)
        self.namen |= breit.names(self.kopf) | zusammen.names(self.kopf)
        self.eintraege = breit.corrected_by_year(self.eintraege, self.kopf, self.blatt)

    def process(self, verdicts: Mapping[int, Urteil], spalte: str) -> None:
        """Translate and count; ``spalte`` is the balanced column."""
        rows, namen, states = self.rows, self.namen, self.states
        data = [r for r in rows.daten if verdicts[r.nummer].art != "summe"]
        self._refuse_on_totals(verdicts)
        self._fill_down(data, verdicts)
        kontext = self.kontext = replace(self.kontext, jahr=self._year(namen))
        self._count(rows, data, spalte)
        for row in data:
            self._row(row, states[row.nummer], verdicts[row.nummer], spalte, kontext, namen)
        self.outside.sort(key=lambda r: r.zeile)
        self.notes += [
            *remarks(self.blatt, self.kopf, rows, namen),
            *place_notes(self.outside, [u.satz for u in self.taken], self._where()),
            *omitted(self.blatt, self.kopf, rows.weggelassen, namen),
            *zusammen.said(data, self.kopf, self._where()),
        ]

    def spellings(self) -> list[Schreibweise]:
        """How the money columns are written that hold texts."""
        datei, blatt, tabelle = self.blatt.datei, self.blatt.blatt, self.kopf.tabelle
        return [
            Schreibweise(datei, blatt, tabelle, f, self.kopf.felder[f].text, s.dezimal, s.durch, s.mehrdeutig)
            for f, s in self.rows.stile.items()
            if s.durch or s.mehrdeutig
        ]

    def ertrag(self) -> Ertrag:
        """What was taken."""
        return Ertrag(self.kopf.tabelle, self.blatt.datei, self.blatt.blatt, self.kontext.jahr, self.taken, self.innen)

    def checks(self, money: Sequence[str]) -> Iterator[Pruefzeile | Block]:
        """What tells totals apart, by these money columns, before anything is filled down; plain rows as blocks."""
        masse, numbers = self.rows.masse, [r.nummer for r in self.rows.daten]
        blocks = masse.between(numbers, money) if masse else []
        lines = check_lines(self.rows.daten, self.states, money, self.kopf, self.quelle)
        for i, line in enumerate(lines):
            yield replace(line, neue_tabelle=line.neue_tabelle or (i == 0 and self.blatt.von > 1))
            yield from blocks[i] if masse else ()

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

    def _refuse_on_totals(self, verdicts: Mapping[int, Urteil]) -> None:
        for k in self.eintraege:
            if verdicts[k.zeile].art == "summe":
                raise corrections.no_data_row(self._where(k.zeile))

    def _fill_down(self, data: Sequence[Rohzeile], verdicts: Mapping[int, Urteil]) -> None:
        """Corrected rows are filled too, but never where the correction itself says something."""
        rows, rest = ([r for r in data if (verdicts[r.nummer].art == "daten") is own] for own in (True, False))
        rest += self.rows.weggelassen
        for number, texts in fill_down(rows, self.kopf, self.blatt, self.quelle, rest).items():
            stand = self.states.get(number, Stand(()))
            for part in stand.teile:
                part.zellen |= {f: t for f, t in texts.items() if part.zellen[f] is None and f not in stand.ersetzt}

    def _year(self, namen: Mapping[str, str]) -> int | None:
        if self.kopf.tabelle == "personal" or "foerderjahr" in namen:
            return None
        year = foerderjahr_of(self.kopf, self.blatt)
        if year is None:
            raise DatenFehler(
                "Das Förderjahr der Liste ist nicht zu erkennen.",
                ort=self._where(self.kopf.letzte or None),
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
            translate(tabelle, p.zellen, p.betraege, breit.part_names(p, namen), kontext, p.ohne_wert)
            for p in stand.teile
        ]
        faults = [m for s in sets for m in s.maengel]
        if urteil.art in ("widerspruch", "unklar") and not stand.korrigiert:
            column, text = next(iter(namen.values()), ""), show(next(iter(row.texte), ""), telefon=True)
            faults = [Mangel(column, text, urteil.grund, urteil.abhilfe)]
        if stand.zurueck:
            reason = f"zurückgestellt laut korrekturen.yaml: {stand.zurueck}"
            faults.append(Mangel("", "", reason, "Klären, dann den Eintrag entfernen."))
        outside = is_outside(sets)
        if outside is None:
            faults.append(MIXED)
        if faults:
            year = next((j for s in sets if isinstance(j := s.werte.get("foerderjahr"), int)), kontext.jahr)
            self._set_aside(row, stand, faults, spalte)
            self.notes[-1] = replace(self.notes[-1], jahr=year, summe=urteil.art == "widerspruch")
        elif outside:
            self._leave_outside(row, stand, sets, spalte, kontext.jahr)
        else:
            self._take(row, stand, sets, spalte)

    def _leave_outside(self, row: Rohzeile, stand: Stand, sets: Sequence[Satz], spalte: str, jahr: int | None) -> None:
        """A row outside the Kreis changes no table either."""
        self._add(ausserhalb=1, betrag_ausserhalb_cent=balanced_cent(row.betraege, spalte))
        self.protocol += [replace(p, delta_cent=None) for p in stand.protokoll]
        self.outside.append(outside_row(row, sets, self._where(), spalte, jahr))

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
        self.taken += [Uebernommen(row.nummer, s) for s in sets]

    def _set_aside(self, row: Rohzeile, stand: Stand, faults: Sequence[Mangel], spalte: str) -> None:
        """A row set aside changes no table: its corrections are on record without an amount."""
        own = row.betraege.get(spalte, Betrag(None))
        self._add(zurueckgestellt=1, betrag_zurueckgestellt_cent=own.cent or 0, betrag_unlesbar=int(bool(own.grund)))
        self.protocol += [replace(p, delta_cent=None) for p in stand.protokoll]
        entry, note = set_aside(self.blatt, self.kopf, row, faults, spalte)
        self.aside.append(entry)
        self.notes.append(note)

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
        if rows.masse:
            self._count_plain(rows.masse, spalte)

    def _count_plain(self, masse: Masse, spalte: str) -> None:
        aussen = masse.only(masse.ausserhalb)
        self.innen = masse.only(~masse.ausserhalb) if len(aussen.zeilen) else masse
        self._add(
            gelesen=len(masse.zeilen),
            betrag_gelesen_cent=masse.summe(spalte),
            uebernommen=len(self.innen.zeilen),
            betrag_uebernommen_cent=self.innen.summe(spalte),
            ausserhalb=len(aussen.zeilen),
            betrag_ausserhalb_cent=aussen.summe(spalte),
        )
        self.outside += outside_rows(aussen, self._where(), spalte, self.kontext.jahr)

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
        money = money_fields(tabelle, headings)
        tables = [Tabelle(s.blatt, s.kopf, s.quelle, list(s.checks(money))) for s in part]
        verdicts = all_verdicts([z for t in tables for z in t.zeilen], [headings[f] for f in money])
        by_number = dict(zip((r.nummer for s in part for r in s.rows.daten), verdicts, strict=True))
        spalte = balanced_column(tabelle, {f for s in part for f in s.namen})
        for sheet in part:
            sheet.process(by_number, spalte)
        own = compare(tables, verdicts, money, spalte)
        part[0].notes += own.hinweise
        sums = {name: sum(s.zahlen[name] for s in part) for name in NUMBERS}
        lines.append(
            Bilanzzeile(
                part[0].blatt.datei,
                part[0].blatt.blatt,
                tabelle,
                betrag_spalte=spalte,
                summe_datei_cent=own.cent,
                summe_abweichung_cent=own.abweichung,
                **sums,
            )
        )
    return lines
