"""The record of a set of reports: what went in and came out; written last, so that a fitting one means a whole set."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from komman import __version__
from komman.balance import Bilanzzeile, totals
from komman.prepare import code_hash
from komman.tables import Freigabe

NAME = "manifest.json"
PAKETE = ("jupyterlab", "matplotlib", "nbconvert", "pandas", "papermill", "pyarrow", "python-calamine", "typst")


def digest(data: bytes) -> dict[str, Any]:
    """Hash and size of one file."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def provenance(eingaben: Mapping[str, str], notebooks: Sequence[Path], freigabe: Freigabe) -> dict[str, Any]:
    """Everything besides the parameters that decides the bytes of a report.

    Inputs by name and hash; below ``intern`` by hash alone, because a file may be named after a person.
    """
    named = dict(sorted(eingaben.items()))
    return {
        "eingaben": named if freigabe == "intern" else sorted(named.values()),
        "code": {"komman": __version__, "sha256": code_hash()},
        "notebooks": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(notebooks)},
        "pakete": {"python": platform.python_version()} | {p: importlib.metadata.version(p) for p in PAKETE},
    }


def balance_summary(bilanz: Sequence[Bilanzzeile]) -> dict[str, int]:
    """The row balance of the ledgers as one sum: a single sheet's sum could be that of one Kommune (design §8)."""
    return totals([z for z in bilanz if z.betrag_spalte.startswith(("ausgezahlt", "bewilligt", "anerkannt"))])


def dump(inhalt: Mapping[str, Any]) -> bytes:
    """The manifest as JSON text: sorted keys, UTF-8, LF."""
    return (json.dumps(inhalt, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def fits(ordner: Path) -> list[str]:
    """What contradicts the manifest of a reports folder; empty means the set is whole.

    A missing or unreadable manifest, a missing file, a changed file and a file nobody listed are contradictions.
    """
    try:
        dateien: dict[str, Any] = dict(json.loads((ordner / NAME).read_text(encoding="utf-8"))["dateien"])
    except (OSError, ValueError, TypeError, KeyError):
        return [f"{NAME} fehlt oder ist nicht lesbar"]
    wrong = []
    for name, erwartet in sorted(dateien.items()):
        path = ordner / name
        if not path.is_file():
            wrong.append(f"{name} fehlt")
        elif digest(path.read_bytes()) != erwartet:
            wrong.append(f"{name} passt nicht zum Manifest")
    known = {*dateien, NAME}
    return wrong + [f"{p.name} gehört nicht dazu" for p in sorted(ordner.iterdir()) if p.name not in known]
