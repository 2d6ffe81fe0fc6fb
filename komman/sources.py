"""The ledger files of a raw folder: found in a fixed order, sample and real data never mixed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path

from komman.errors import AufrufFehler, DatenFehler, Ort
from komman.files import LEDGER_ENDINGS, sha256
from komman.settings import BEISPIEL, Konfiguration, load_config, setting_names

# Spreadsheets that are not read; they are refused with a remedy, because they may well be ledgers.
ENDINGS = (*LEDGER_ENDINGS, ".xlsm", ".xlsb")
_NOT_LEDGERS = (".yaml", ".yml", ".md")


@dataclass(frozen=True, slots=True)
class Ordner:
    """A raw folder: its configuration, its ledgers (name → path, sorted by name), what else lies there, all hashes."""

    konfiguration: Konfiguration
    listen: dict[str, Path]
    uebergangen: tuple[str, ...]
    eingaben: dict[str, str]


def open_folder(raw: Path) -> Ordner:
    """The raw folder ``raw``.

    Refuses a missing folder (AufrufFehler), one without kreis.yaml or ledgers, and one that mixes sample and real data.
    """
    _check_folder(raw)
    config = load_config(raw)
    entries = {
        unicodedata.normalize("NFC", p.name): p
        for p in raw.iterdir()
        if not p.name.startswith((".", "~$"))
        and p.suffix.lower() not in _NOT_LEDGERS
        and not p.name.upper().startswith("README")
    }
    ignored = {n for n in entries if any(q.ignorieren and q.blatt is None and q.passt(n) for q in config.quellen)}
    lists = {
        n: p for n, p in sorted(entries.items()) if p.is_file() and p.suffix.lower() in ENDINGS and n not in ignored
    }
    _check_lists(lists, config, raw)
    settings = [raw / n for n in setting_names(config.kreis.beispiel) if (raw / n).is_file()]
    inputs = {p.name: sha256(p) for p in settings} | {n: sha256(p) for n, p in lists.items()}
    skipped = tuple(n for n in sorted(entries) if n not in lists and n not in ignored)
    return Ordner(config, lists, skipped, dict(sorted(inputs.items())))


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
            abhilfe="Eine kreis.yaml anlegen; das Handbuch zeigt, was darin steht.",
        )


def _tail(path: Path) -> str:
    """The last two parts of a path: enough to find it, without the names of a machine."""
    return "/".join(path.parts[-2:])


def _check_lists(lists: dict[str, Path], config: Konfiguration, raw: Path) -> None:
    if not lists:
        raise DatenFehler(
            "Im Ordner liegt keine Förderliste.",
            ort=f"Ordner {_tail(raw)}",
            mehr=[f"Gelesen werden Dateien mit {', '.join(LEDGER_ENDINGS[:4])}."],
            abhilfe="Die Listen der Förderjahre in den Ordner legen.",
        )
    wrong = [n for n in lists if n.lower().startswith(BEISPIEL) != config.kreis.beispiel]
    if wrong and config.kreis.beispiel:
        raise DatenFehler(
            "Echte Listen und Beispieldaten liegen im selben Ordner.",
            ort=Ort(wrong[0]),
            mehr=["kreis.yaml sagt „beispiel: ja“, aber diese Datei gehört nicht zum Beispiel."],
            abhilfe=f"Alle Dateien {BEISPIEL}… herausnehmen und in kreis.yaml „beispiel: nein“ setzen.",
        )
    if wrong:
        raise DatenFehler(
            "Echte Listen und Beispieldaten liegen im selben Ordner.",
            ort=Ort(wrong[0]),
            mehr=["kreis.yaml sagt nicht „beispiel: ja“, aber diese Datei gehört zum Beispiel."],
            abhilfe=f"Die Dateien, die mit {BEISPIEL} beginnen, aus dem Ordner nehmen.",
        )
