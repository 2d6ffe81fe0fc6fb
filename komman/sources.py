"""The ledger files of a raw folder: found in a fixed order, sample and real data never mixed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from komman.config import Quelle
from komman.errors import AufrufFehler, DateiFehler, DatenFehler, Ort
from komman.files import LEDGER_ENDINGS, READABLE_ENDINGS, fault_words, sha256
from komman.settings import BEISPIEL, Konfiguration, load_config, setting_files

# Spreadsheets that are not read; they are refused with a remedy, because they may well be ledgers.
ENDINGS = (*LEDGER_ENDINGS, ".xlsm", ".xlsb", ".ots", ".fods")
_NOT_LEDGERS = (".yaml", ".yml", ".md")


_IDLE = {
    "spalten": "Die Überschrift so schreiben, wie sie in der Datei steht, oder den Eintrag entfernen.",
    "konstanten": "Die Datei hat dafür eine Spalte: die Konstante entfernen oder die Spalte weglassen.",
    "weglassen_spalten": "Überschrift oder Buchstaben der Spalte berichtigen oder den Eintrag entfernen.",
    "jahre_als_spalten": "Die Spalte „ausgezahlt“ (oder wie sie heißt) nennen, deren Jahre Überschriften sind.",
    "zusammengefasst": "Die Überschrift so schreiben, wie sie in der Datei steht, oder sie aus der Liste nehmen.",
    "weglassen_zeilen": "Nummern der Zeilen unter der Kopfzeile nennen, gezählt wie in Excel.",
}


@dataclass(frozen=True, slots=True)
class Ordner:
    """A raw folder: its configuration, its ledgers (name → path, sorted by name), what else lies there, all hashes.

    ``ignoriert``: the files that quellen.yaml calls no ledgers, each with its entry.
    """

    konfiguration: Konfiguration
    listen: dict[str, Path]
    ignoriert: dict[str, Quelle]
    uebergangen: tuple[str, ...]
    eingaben: dict[str, str]


def open_folder(raw: Path) -> Ordner:
    """The raw folder ``raw``.

    Refuses a missing folder (AufrufFehler), one without kreis.yaml or ledgers, and one that mixes sample and real data.
    """
    _check_folder(raw)
    found = _entries(raw)
    config = load_config(raw)
    entries = {n: p for n, p in found.items() if not n.startswith(".")}
    ignored = {
        n: q for n in sorted(entries) for q in config.quellen[::-1] if q.ignorieren and q.blatt is None and q.passt(n)
    }
    lists = {
        n: p for n, p in sorted(entries.items()) if p.is_file() and p.suffix.lower() in ENDINGS and n not in ignored
    }
    _check_lists(lists, config, raw)
    settings = setting_files(raw, config.kreis.beispiel)
    inputs = {p.name: sha256(p) for p in settings} | {n: sha256(p) for n, p in lists.items()}
    skipped = tuple(n for n in sorted(found) if n not in lists and n not in ignored)
    return Ordner(config, lists, ignored, skipped, dict(sorted(inputs.items())))


def _entries(raw: Path) -> dict[str, Path]:
    """Everything in the folder that may be a ledger or is to be named, a hidden file only if it ends like one."""
    try:
        paths = list(raw.iterdir())
    except OSError as fault:
        raise DateiFehler(
            f"Der Ordner lässt sich nicht lesen ({fault_words(fault)}).",
            ort=f"Ordner {_tail(raw)}",
            abhilfe="Leserechte geben lassen oder Laufwerk und Netzverbindung prüfen, dann erneut starten.",
        ) from fault
    entries: dict[str, Path] = {}
    for path in paths:
        name = unicodedata.normalize("NFC", _readable(path.name, raw))
        ending = path.suffix.lower()
        readme = path.name.upper().startswith("README") and ending == ".txt"
        hidden = path.name.startswith(("._", "~$")) or (path.name.startswith(".") and ending not in ENDINGS)
        if ending not in _NOT_LEDGERS and not readme and not hidden:
            if name in entries:
                raise DateiFehler(
                    "Zwei Dateien heißen gleich; ihre Umlaute sind nur verschieden gespeichert.",
                    ort=f"Ordner {_tail(raw)}, Datei {name}",
                    abhilfe="Eine der beiden entfernen oder umbenennen.",
                )
            entries[name] = path
    return entries


def _readable(name: str, raw: Path) -> str:
    """The name; refuses one that is not UTF-8, because no log or report could name the file."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        raise DateiFehler(
            "Der Dateiname enthält unlesbare Zeichen.",
            ort=f"Ordner {_tail(raw)}, Datei {shown}",
            abhilfe="Die Datei umbenennen; Umlaute dabei neu eingeben.",
        ) from None
    return name


class Beschreibungen:
    """The entries of quellen.yaml, and which of their parts have met something in the files that were read."""

    def __init__(self, quellen: Sequence[Quelle]) -> None:
        self.quellen = quellen
        self.met: set[int] = set()
        self.used: dict[tuple[int, str], set[object]] = {}

    def meet(self, quelle: Quelle) -> None:
        """The entry is about a file or sheet that is there."""
        self.met.add(id(quelle))

    def use(self, quelle: Quelle, **teile: Set[object]) -> None:
        """These columns and rows of the entry are in a sheet."""
        for part, values in teile.items():
            self.used.setdefault((id(quelle), part), set()).update(values)

    def check(self) -> None:
        """Refuses (DatenFehler) an entry, or a part of one, that is about nothing: it was meant to change figures."""
        for q in self.quellen:
            where = Ort(q.datei, q.blatt or "")
            if id(q) not in self.met:
                raise DatenFehler(
                    "Ein Eintrag in quellen.yaml passt zu keiner Datei oder keinem Blatt.",
                    ort=where,
                    abhilfe="In quellen.yaml „datei“ und „blatt“ berichtigen oder den Eintrag entfernen; von zwei "
                    "passenden Einträgen gilt der erste.",
                )
            for part, todo in _IDLE.items():
                used = self.used.get((id(q), part), set())
                idle = [str(v) for v in getattr(q, part) if v not in used]
                if idle and not q.ignorieren:
                    key = "zusammenfassen" if part == "zusammengefasst" else part
                    raise DatenFehler(
                        f"quellen.yaml nennt unter „{key}“ „{idle[0]}“; das trifft nichts.", ort=where, abhilfe=todo
                    )
            if q.doppelt and not q.ignorieren and not self.used.get((id(q), "doppelt")):
                raise DatenFehler(
                    "quellen.yaml nennt „doppelt: ja“, aber die Liste steht nur einmal in der Datei.",
                    ort=where,
                    abhilfe="„doppelt“ entfernen oder „datei“ und „blatt“ berichtigen.",
                )


def _check_folder(raw: Path) -> None:
    if not raw.is_dir():
        what = "ist eine Datei, kein Ordner" if raw.exists() else "fehlt"
        raise AufrufFehler(
            f"Der Ordner „{raw.name}“ mit den Förderlisten {what}.",
            ort=f"Ordner {_tail(raw)}",
            abhilfe="Den Ordner anlegen und Listen und kreis.yaml hineinlegen oder mit --daten den richtigen nennen.",
        )
    if not (raw / "kreis.yaml").is_file():
        raise DatenFehler(
            "Die Datei kreis.yaml fehlt; ohne sie ist der Kreis nicht bekannt.",
            ort=f"Ordner {_tail(raw)}",
            abhilfe="Mit „komman start“ eine anlegen und ausfüllen; das Handbuch zeigt, was darin steht.",
        )


def _tail(path: Path) -> str:
    """The last two parts of a path: enough to find it, without the names of a machine."""
    return "/".join(path.parts[-2:])


def _check_lists(lists: dict[str, Path], config: Konfiguration, raw: Path) -> None:
    if not lists:
        raise DatenFehler(
            "Im Ordner liegt keine Förderliste.",
            ort=f"Ordner {_tail(raw)}",
            mehr=[f"Gelesen werden Dateien mit {', '.join(READABLE_ENDINGS)}."],
            abhilfe="Die Listen der Förderjahre in den Ordner legen.",
        )
    wrong = [n for n in lists if n.lower().startswith(BEISPIEL) != config.kreis.beispiel]
    if wrong and config.kreis.beispiel:
        raise DatenFehler(
            "Echte Listen und Beispieldaten liegen im selben Ordner.",
            ort=Ort(wrong[0]),
            mehr=["kreis.yaml sagt „beispiel: ja“, aber diese Datei gehört nicht zum Beispiel."],
            abhilfe="„komman start“ ausführen: Es verschiebt die Beispieldaten, die eigenen Dateien bleiben.",
        )
    if wrong:
        raise DatenFehler(
            "Echte Listen und Beispieldaten liegen im selben Ordner.",
            ort=Ort(wrong[0]),
            mehr=["kreis.yaml sagt nicht „beispiel: ja“, aber diese Datei gehört zum Beispiel."],
            abhilfe=f"Die Dateien, die mit {BEISPIEL} beginnen, aus dem Ordner nehmen.",
        )
