"""Replace a folder as a whole: readers see the old one or the new one, never half of each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from komman.errors import DateiFehler, Ort


def write_folder(ziel: Path, dateien: Mapping[str, bytes]) -> None:
    """Make ``ziel`` hold exactly ``dateien`` (name → content); if it cannot, ``DateiFehler`` and the old one stays."""
    try:
        ziel.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{ziel.name}-", dir=ziel.parent, ignore_cleanup_errors=True) as tmp:
            neu, alt = Path(tmp) / "neu", Path(tmp) / "alt"
            neu.mkdir()
            for name, data in dateien.items():
                (neu / name).write_bytes(data)
            _swap(ziel, neu, alt)
    except OSError as e:
        raise DateiFehler(
            f"Der Ordner {ziel.name} kann nicht geschrieben werden.",
            ort=Ort(ziel.name),
            mehr=["Er ist schreibgeschützt, oder eine Datei darin ist in einem anderen Programm geöffnet."],
            abhilfe="Schreibrecht prüfen, geöffnete Dateien schließen und den Befehl wiederholen.",
        ) from e


def _swap(ziel: Path, neu: Path, alt: Path) -> None:
    if ziel.exists():
        ziel.rename(alt)
    try:
        neu.rename(ziel)
    except OSError:
        if alt.exists():
            alt.rename(ziel)
        raise
    shutil.rmtree(alt, ignore_errors=True)
