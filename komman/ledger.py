"""A raw folder to canonical tables: each row is taken or set aside, and the sums prove it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from komman import corrections
from komman.assemble import Ertrag, assemble
from komman.balance import Bilanzzeile, check_tables
from komman.bereinigung import Ausserhalb, Bereinigung, Hinweis, Schreibweise, Zurueckstellung, frame
from komman.blattwahl import Blaetter, counted_once, hidden, tables_of
from komman.breit import year_fields
from komman.columns import canonical_name, letter
from komman.config import Korrektur, Quelle
from komman.contacts import mask
from komman.corrections import Korrekturzeile
from komman.errors import Ort
from komman.erwartung import located
from komman.files import misnamed
from komman.grid import Blatt, read_sheets
from komman.settings import Konfiguration
from komman.sheets import Sheet, process
from komman.sources import Beschreibungen, Ordner, open_folder
from komman.stacked import Abschnitt
from komman.teilspalten import base
from komman.text import compare_key

IGNORED = "laut quellen.yaml keine Förderliste; nicht gelesen"
# The first cells of the two sheets of our own workbooks (komman neu) that hold no ledger; they stand in people's files,
# so they never change.
ERLAEUTERUNG, AUSWAHL = "KOMM-AN NRW: Erläuterung", "KOMM-AN NRW: Auswahl"


def clean(raw: Path) -> Bereinigung:
    """The cleaned data of the folder ``raw`` (``data/raw``).

    Refuses what cannot be read without guessing (DateiFehler, DatenFehler); a row that cannot be is set aside.
    """
    return _Run(open_folder(raw)).clean()


@dataclass(slots=True)
class _Run:
    """One cleaning: what the sheets have given so far."""

    ordner: Ordner
    taken: list[Ertrag] = field(default_factory=list)
    bilanz: list[Bilanzzeile] = field(default_factory=list)
    aside: list[Zurueckstellung] = field(default_factory=list)
    outside: list[Ausserhalb] = field(default_factory=list)
    spellings: list[Schreibweise] = field(default_factory=list)
    protocol: list[Korrekturzeile] = field(default_factory=list)
    notes: list[Hinweis] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    beschreibungen: Beschreibungen = field(init=False)
    blaetter: Blaetter = field(init=False)

    def __post_init__(self) -> None:
        self.beschreibungen = Beschreibungen(self.ordner.konfiguration.quellen)
        self.blaetter = Blaetter(self._reread)

    def clean(self) -> Bereinigung:
        config = self.ordner.konfiguration
        self.notes += [
            Hinweis(
                "uebergangen",
                Ort(name),
                "ist keine Förderliste und wurde nicht gelesen",
                "Ist es eine: als .xlsx, .ods oder .csv direkt in diesen Ordner legen.",
            )
            for name in self.ordner.uebergangen
        ]
        for name, quelle in self.ordner.ignoriert.items():
            self.beschreibungen.meet(quelle)
            self.notes.append(Hinweis("uebergangen", Ort(name), IGNORED))
        for datei, path in self.ordner.listen.items():
            sheets = read_sheets(path, config.quelle(datei))
            self._misnamed(datei, sheets)
            for blatt in (replace(b, datei=datei) for b in sheets):
                self._sheet(blatt, config, only=len(sheets) == 1)
            self.blaetter.close()
        corrections.unused(config.korrekturen, self.used)
        self.beschreibungen.check()
        tabellen, notes = assemble(self.taken, config.traeger)
        check_tables(self.bilanz, tabellen)
        return Bereinigung(
            config,
            tabellen,
            self.bilanz,
            frame(self.aside, Zurueckstellung),
            frame(self.protocol, Korrekturzeile),
            self.notes + notes,
            self.ordner.eingaben,
            frame(self.outside, Ausserhalb),
            self.spellings,
        )

    def _sheet(self, blatt: Blatt, config: Konfiguration, only: bool) -> None:
        quelle = config.quelle(blatt.datei, blatt.blatt)
        if quelle:
            self.beschreibungen.meet(quelle)
        if not any(c is not None for row in blatt.zeilen for c in row):
            return
        if quelle and quelle.ignorieren:
            self.notes.append(Hinweis("uebergangen", Ort(blatt.datei, blatt.blatt), IGNORED))
            return
        if blatt.zeilen[0] and blatt.zeilen[0][0] in (ERLAEUTERUNG, AUSWAHL):
            return
        parts = tables_of(blatt, quelle)
        if parts is None:
            self.notes.append(
                Hinweis("uebergangen", Ort(blatt.datei, blatt.blatt), "ausgeblendetes Blatt ohne Förderliste")
            )
            return
        if self._is_copy(blatt, parts):
            return
        self.notes += hidden(blatt, quelle)
        entries = [(i, k) for i, k in enumerate(config.korrekturen) if _is_about(k, blatt, only)]
        self.used |= {i for i, _ in entries}
        tables = []
        for part, own in zip(parts, located([k for _, k in entries], parts), strict=True):
            if quelle:
                self._use(quelle, part)
            tables.append(Sheet(part.blatt, part.kopf, part.quelle, config, own))
        self.bilanz += process(tables)
        for table in tables:
            self.taken.append(table.ertrag())
            self.aside += table.aside
            self.outside += table.outside
            self.spellings += table.spellings()
            self.protocol += table.protocol
            self.notes += table.notes

    def _is_copy(self, blatt: Blatt, parts: Sequence[Abschnitt]) -> bool:
        """Whether the sheet is one more copy of a ledger in its file, which is said; quellen.yaml may make it count."""
        other, quelle = self.blaetter.twin(blatt, parts), parts[0].quelle
        if other is None:
            return False
        inside = other.datei == blatt.datei
        if inside and quelle is not None:
            self.beschreibungen.use(quelle, doppelt={True})
            for part in parts:
                self._use(quelle, part)
            if quelle.doppelt:
                return False
        self.notes.append(counted_once(blatt, other))
        return inside

    def _reread(self, ort: Ort) -> Blatt:
        """A sheet of a file that was read before."""
        sheets = read_sheets(self.ordner.listen[ort.datei], self.ordner.konfiguration.quelle(ort.datei))
        return next(b for b in sheets if b.blatt == ort.blatt)

    def _misnamed(self, datei: str, sheets: list[Blatt]) -> None:
        said = misnamed(datei, sheets[0].inhalt) if sheets else ""
        if said:
            todo = f"Ohne Folgen; eindeutig wird es, wenn der Name auf .{sheets[0].inhalt} endet."
            self.notes.append(Hinweis("endung", Ort(datei), said, todo))
        if any(b.makros for b in sheets):
            said = "die Arbeitsmappe enthält Makros; sie wurden nicht ausgeführt, gelesen sind die gespeicherten Werte"
            self.notes.append(Hinweis("makros", Ort(datei), said))

    def _use(self, quelle: Quelle, part: Abschnitt) -> None:
        """Puts down which parts of the entry mean something in this table."""
        blatt, kopf = part.blatt, part.kopf
        headings = {compare_key(s.text) for s in kopf.spalten}

        def is_heading(name: str) -> bool:
            return compare_key(mask(name, telefon=True)) in headings

        letters = {letter(i) for i in range(blatt.breite)} - {letter(s.position) for s in kopf.spalten}
        named = set(filter(is_heading, quelle.spalten))
        left = {n for n in quelle.weglassen_spalten if is_heading(n) or n.strip().upper() in letters}
        own = (
            {*range(blatt.von, kopf.erste), *range(kopf.letzte + 1, blatt.letzte + 1)}
            if quelle.weglassen_zeilen
            else ()
        )
        filled = {n for n in quelle.weglassen_zeilen if n in own}
        constants = {n for n in quelle.konstanten if canonical_name(n, kopf.tabelle) not in kopf.felder}
        self.beschreibungen.use(
            quelle, spalten=named, weglassen_spalten=left, weglassen_zeilen=filled, konstanten=constants
        )
        together = set(filter(is_heading, quelle.zusammengefasst))
        years = {n for n in quelle.jahre_als_spalten for f in year_fields(kopf) if base(f) in (n, f"{n}_cent")}
        self.beschreibungen.use(quelle, zusammengefasst=together, jahre_als_spalten=years)


def _is_about(k: Korrektur, blatt: Blatt, only: bool) -> bool:
    same_sheet = compare_key(k.blatt) == compare_key(blatt.blatt) or (not k.blatt and only)
    return compare_key(k.datei) == compare_key(blatt.datei) and same_sheet
