"""The record of a set of reports: what went in and came out; written last, so that a fitting one means a whole set."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from komman import __version__
from komman.balance import Bilanzzeile, released_totals
from komman.bereinigung import Bereinigung
from komman.lage import Lage
from komman.prepare import code_hash, text_hash
from komman.tables import Freigabe

NAME = "manifest.json"
_RULES = ("*.yaml", "*.csv")


def digest(data: bytes) -> dict[str, Any]:
    """Hash and size of one file."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def provenance(eingaben: Mapping[str, str], notebooks: Sequence[Path], freigabe: Freigabe) -> dict[str, Any]:
    """Everything besides the parameters that decides the bytes of a report.

    Below ``intern`` the inputs stand as one hash over all of them: a file may be named after a person, and the hash of
    a small file tells whether a guess at its content is right.
    """
    named = dict(sorted(eingaben.items()))
    together = hashlib.sha256("".join(f"{name}\0{h}\n" for name, h in named.items()).encode()).hexdigest()
    return {
        "eingaben": named if freigabe == "intern" else {"anzahl": len(named), "sha256": together},
        "regeln": text_hash(_RULES),
        "code": {"komman": __version__, "sha256": code_hash()},
        "notebooks": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(notebooks)},
        "pakete": {"python": platform.python_version()} | {p: importlib.metadata.version(p) for p in packages()},
    }


def packages() -> list[str]:
    """The packages the project names as its own."""
    required = importlib.metadata.requires("komman") or []
    return sorted(re.split(r"[^\w.-]", r, maxsplit=1)[0] for r in required if "extra ==" not in r)


def balance_summary(bilanz: Sequence[Bilanzzeile], freigabe: Freigabe) -> dict[str, int]:
    """The row balance of the Förderlisten as one sum (``balance.released_totals``)."""
    return released_totals(bilanz, "weiterleitungen", freigabe)


def record(lage: Lage, b: Bereinigung, parameter: Mapping[str, Any], notebooks: Sequence[Path]) -> dict[str, Any]:
    """What every set of reports says of itself, before the list of its files (``publish`` adds that)."""
    return {
        "version": 1,
        "jahr": lage.jahr,
        "freigabe": lage.freigabe,
        "kreis": lage.kreis,
        "stand": lage.stand.isoformat(),
        "beispiel": lage.beispiel,
        "hinweis": "Beispieldaten" if lage.beispiel else "",
        "parameter": dict(parameter),
        "herkunft": provenance(b.eingaben, notebooks, lage.freigabe),
        "bilanz": balance_summary(b.bilanz, lage.freigabe),
    }


def dump(inhalt: Mapping[str, Any]) -> bytes:
    """The manifest as JSON text: sorted keys, UTF-8, LF."""
    return (json.dumps(inhalt, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def fits(ordner: Path) -> list[str]:
    """What contradicts the manifest of a reports folder; empty means the set is whole.

    A missing or unreadable manifest, a missing file, a changed file and a file nobody listed are contradictions; a
    folder in it, such as that of the Anlage, is a set of its own.
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
    others = [p.name for p in sorted(ordner.iterdir()) if p.name not in known and not p.is_dir()]
    return wrong + [f"{name} gehört nicht dazu" for name in others]
