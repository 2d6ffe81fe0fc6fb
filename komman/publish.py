"""Put a whole set of reports in place: files first, what no longer belongs away, the manifest last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from komman import manifest
from komman.errors import DateiFehler, Ort
from komman.files import write_atomic


def read_record(ordner: Path) -> dict[str, Any] | None:
    """The record of the set that lies in ``ordner``, if that set is whole; else nothing."""
    if not ordner.is_dir() or manifest.fits(ordner):
        return None
    record: dict[str, Any] = json.loads((ordner / manifest.NAME).read_text(encoding="utf-8"))
    return record


def withdraw(ordner: Path) -> bool:
    """Mark an earlier set as no longer true by taking its manifest away; says whether there was one.

    The reports themselves stay: they may be part of a file that has to be kept.
    """
    try:
        (ordner / manifest.NAME).unlink()
    except OSError:
        return False
    return True


def publish(ordner: Path, files: Mapping[str, bytes], record: Mapping[str, Any], keep: Mapping[str, Any]) -> list[Path]:
    """Write ``files``, remove everything else that is not in ``keep`` (name → digest), write the manifest.

    From the first change to the last the folder has no manifest, so a run that is cut short never looks whole.
    Raises ``DateiFehler`` if the folder cannot be written or a file is held open by another program.
    """
    try:
        ordner.mkdir(parents=True, exist_ok=True)
        (ordner / manifest.NAME).unlink(missing_ok=True)
        for name, data in files.items():
            write_atomic(ordner / name, data)
        for old in sorted(ordner.iterdir()):
            if old.is_file() and old.name not in files and old.name not in keep:
                old.unlink()
    except OSError as e:
        raise DateiFehler(
            "Die Berichte können nicht geschrieben werden.",
            ort=Ort(Path(e.filename or ordner).name),
            mehr=["Der Ordner ist schreibgeschützt, oder eine Datei ist in einem anderen Programm geöffnet."],
            abhilfe="Schreibrecht prüfen, offene Berichte schließen und den Befehl wiederholen.",
        ) from e
    dateien = dict(keep) | {name: manifest.digest(data) for name, data in files.items()}
    write_atomic(ordner / manifest.NAME, manifest.dump({**record, "dateien": dateien}))
    return [ordner / name for name in (*files, manifest.NAME)]
