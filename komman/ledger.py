"""A raw folder to canonical tables: each row is taken or set aside, and the sums prove it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from komman import corrections
from komman.assemble import Uebernommen, assemble
from komman.balance import Bilanzzeile, check_tables
from komman.bereinigung import Bereinigung, Hinweis, Zurueckstellung, frame
from komman.columns import canonical_name
from komman.config import Korrektur, Quelle
from komman.corrections import Korrekturzeile
from komman.errors import DateiFehler, DatenFehler, Ort
from komman.files import misnamed
from komman.grid import Blatt, read_sheets
from komman.header import ignore_entry, letter
from komman.settings import Konfiguration
from komman.sheets import Sheet, process
from komman.sources import Beschreibungen, Ordner, open_folder
from komman.stacked import Abschnitt, sections
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
    taken: list[Uebernommen] = field(default_factory=list)
    bilanz: list[Bilanzzeile] = field(default_factory=list)
    aside: list[Zurueckstellung] = field(default_factory=list)
    protocol: list[Korrekturzeile] = field(default_factory=list)
    notes: list[Hinweis] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    beschreibungen: Beschreibungen = field(init=False)

    def __post_init__(self) -> None:
        self.beschreibungen = Beschreibungen(self.ordner.konfiguration.quellen)

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
        parts = _sections(blatt, quelle)
        if parts is None:
            self.notes.append(
                Hinweis("uebergangen", Ort(blatt.datei, blatt.blatt), "ausgeblendetes Blatt ohne Förderliste")
            )
            return
        entries = [(i, k) for i, k in enumerate(config.korrekturen) if _is_about(k, blatt, only)]
        self.used |= {i for i, _ in entries}
        tables = []
        for part in parts:
            if quelle:
                self._use(quelle, part)
            own = [k for _, k in entries if part.holds(k.zeile)]
            tables.append(Sheet(part.blatt, part.kopf, part.quelle, config, own))
        self.bilanz += process(tables)
        for table in tables:
            self.taken += table.taken
            self.aside += table.aside
            self.protocol += table.protocol
            self.notes += table.notes

    def _misnamed(self, datei: str, sheets: list[Blatt]) -> None:
        said = misnamed(datei, sheets[0].inhalt) if sheets else ""
        if said:
            todo = f"Ohne Folgen; eindeutig wird es, wenn der Name auf .{sheets[0].inhalt} endet."
            self.notes.append(Hinweis("endung", Ort(datei), said, todo))

    def _use(self, quelle: Quelle, part: Abschnitt) -> None:
        """Puts down which parts of the entry mean something in this table."""
        blatt, kopf = part.blatt, part.kopf
        headings = {compare_key(s.text) for s in kopf.spalten}
        width = max(map(len, blatt.zeilen), default=0)
        letters = {letter(i) for i in range(width)} - {letter(s.position) for s in kopf.spalten}
        named = {n for n in quelle.spalten if compare_key(n) in headings}
        left = {n for n in quelle.weglassen_spalten if compare_key(n) in headings or n.strip().upper() in letters}
        above = kopf.letzte if blatt.von == 1 else blatt.von - 1
        filled = {n for n in quelle.weglassen_zeilen if above < n <= blatt.letzte}
        constants = {n for n in quelle.konstanten if canonical_name(n, kopf.tabelle) not in kopf.felder}
        self.beschreibungen.use(
            quelle, spalten=named, weglassen_spalten=left, weglassen_zeilen=filled, konstanten=constants
        )


def _sections(blatt: Blatt, quelle: Quelle | None) -> list[Abschnitt] | None:
    """The tables; None for a hidden sheet without ledger (lists for drop-downs). A hidden ledger is refused."""
    if not blatt.versteckt or (quelle and quelle.blatt is not None):
        return sections(blatt, quelle)
    try:
        sections(blatt, quelle)
    except DateiFehler:
        return None
    raise DatenFehler(
        "Ein ausgeblendetes Blatt enthält eine Förderliste.",
        ort=Ort(blatt.datei, blatt.blatt),
        abhilfe=f"Blatt in Excel einblenden, wenn es gilt, oder in quellen.yaml mit „{ignore_entry(blatt)}“ nennen.",
    )


def _is_about(k: Korrektur, blatt: Blatt, only: bool) -> bool:
    same_sheet = compare_key(k.blatt) == compare_key(blatt.blatt) or (not k.blatt and only)
    return compare_key(k.datei) == compare_key(blatt.datei) and same_sheet
