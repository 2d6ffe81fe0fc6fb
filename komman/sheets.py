"""One sheet from cells to canonical rows: totals told apart, corrections made, each row taken or set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from komman import corrections
from komman.amounts import Betrag, parse_amount
from komman.assemble import Uebernommen
from komman.balance import NUMBERS, Bilanzzeile, balanced_column
from komman.bereinigung import Hinweis, Zurueckstellung
from komman.canonical import Kontext, Mangel, Satz, show, translate
from komman.columns import columns_of
from komman.config import Korrektur, Quelle
from komman.corrections import Korrekturzeile, Stand
from komman.errors import DatenFehler, Ort
from komman.formats import anzahl
from komman.grid import Blatt
from komman.header import Kopf, foerderjahr_of
from komman.places import Orte, TraegerVerzeichnis
from komman.rows import Rohzeile, Zeilen, balanced_cent, fill_down, read_rows
from komman.rules import bausteine
from komman.settings import Konfiguration
from komman.totals import Pruefzeile, Urteil, judge

_TOTAL_REMEDY = "Summe in der Datei berichtigen oder die Zeile in korrekturen.yaml mit „loesche“ eintragen."


@dataclass(slots=True)
class Sheet:
    """One sheet on its way from cells to canonical rows."""

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

    def process(self) -> None:
        """Classify all rows, apply the corrections, translate, and count."""
        rows = read_rows(self.blatt, self.kopf, self.quelle)
        namen = {f: s.text for f, s in self.kopf.felder.items()} | self._add_constants(rows.daten)
        tabelle, datei, blatt = self.kopf.tabelle, self.blatt.datei, self.blatt.blatt
        states = corrections.apply(rows.daten, self.eintraege, tabelle, datei, blatt, namen)
        # Totals are told apart before anything is filled down.
        verdicts = self._judge(rows.daten, states, namen)
        data = [r for r in rows.daten if verdicts[r.nummer].art != "summe"]
        self._refuse_on_totals(verdicts)
        self._fill_down([r for r in data if verdicts[r.nummer].art == "daten"], states)
        spalte = balanced_column(tabelle, namen)
        self._count(rows, data, spalte)
        kontext = Kontext(
            Orte(self.config.kreis), TraegerVerzeichnis(self.config.traeger), bausteine(), self._year(namen)
        )
        for row in data:
            self._row(row, states[row.nummer], verdicts[row.nummer], spalte, kontext, namen)
        self._remark(rows, namen)

    def line(self) -> Bilanzzeile:
        """The sheet's line of the row balance."""
        spalte = balanced_column(self.kopf.tabelle, {*self.kopf.felder, *self._constants()})
        return Bilanzzeile(self.blatt.datei, self.blatt.blatt, self.kopf.tabelle, betrag_spalte=spalte, **self.zahlen)

    def _where(self, zeile: int | None = None) -> Ort:
        return Ort(self.blatt.datei, self.blatt.blatt, zeile)

    def _constants(self) -> dict[str, str]:
        given = self.quelle.konstanten if self.quelle else {}
        return {n: t for n, t in given.items() if n not in self.kopf.felder}

    def _add_constants(self, rows: Sequence[Rohzeile]) -> dict[str, str]:
        """Puts the constants of quellen.yaml into every row; gives their names for messages."""
        for name, text in self._constants().items():
            for row in rows:
                row.zellen[name] = text
                if name in columns_of(self.kopf.tabelle, "cent"):
                    row.betraege[name] = parse_amount(text)
        return {name: f"{name} (quellen.yaml)" for name in self._constants()}

    def _judge(
        self, rows: Sequence[Rohzeile], states: Mapping[int, Stand], namen: Mapping[str, str]
    ) -> dict[int, Urteil]:
        money = [f for f in columns_of(self.kopf.tabelle, "cent") if f in self.kopf.felder]
        checks = [
            Pruefzeile(
                r.texte,
                r.identitaet_leer,
                tuple(_cent(r, f) for f in money),
                tuple(sum(_cent(p, f) or 0 for p in states[r.nummer].teile) for f in money),
            )
            for r in rows
        ]
        return dict(zip((r.nummer for r in rows), judge(checks, [namen[f] for f in money]), strict=True))

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
                mehr=["Weder eine Spalte noch Titelzeile, Blatt- oder Dateiname nennen genau ein Jahr."],
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
        if urteil.art == "widerspruch" and not stand.korrigiert:
            column, text = next(iter(namen.values()), ""), show(row.texte[0], telefon=True)
            faults = [Mangel(column, text, urteil.grund, _TOTAL_REMEDY)]
        if stand.zurueck:
            reason = f"zurückgestellt laut korrekturen.yaml: {stand.zurueck}"
            faults.append(Mangel("", "", reason, "Klären, dann den Eintrag entfernen."))
        if faults:
            self._set_aside(row, stand, faults, spalte)
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

        entry = Zurueckstellung(
            self.blatt.datei,
            self.blatt.blatt,
            row.nummer,
            joined([m.spalte for m in faults]),
            joined([m.wert for m in faults]),
            joined([m.grund for m in faults]),
            joined([m.abhilfe for m in faults]),
        )
        self.aside.append(entry)
        where = replace(self._where(row.nummer), spalte=entry.spalte, wert=entry.wert)
        self.notes.append(Hinweis("zurueckgestellt", where, entry.grund, entry.abhilfe, own.cent))

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
            self.notes.append(
                Hinweis(
                    "weggelassen",
                    self._where(rows.weggelassen[0]),
                    f"{anzahl(len(rows.weggelassen), 'Zeile', 'Zeilen')} laut quellen.yaml weggelassen",
                )
            )

    def _count(self, rows: Zeilen, data: Sequence[Rohzeile], spalte: str) -> None:
        self.zahlen = dict.fromkeys(NUMBERS, 0)
        self._add(
            zeilen_physisch=len(self.blatt.zeilen),
            kopf=rows.kopf,
            leer=rows.leer,
            gelesen=len(data),
            summenzeilen=len(rows.daten) - len(data),
            betrag_gelesen_cent=sum(balanced_cent(r.betraege, spalte) for r in data),
        )

    def _add(self, **zahlen: int) -> None:
        for name, n in zahlen.items():
            self.zahlen[name] += n


def _cent(row: Rohzeile, feld: str) -> int | None:
    """Missing as 0, unreadable as None."""
    betrag = row.betraege.get(feld, Betrag(None))
    return None if betrag.grund else betrag.cent or 0
