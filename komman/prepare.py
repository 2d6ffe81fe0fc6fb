"""Raw data to the folders a report may see: clean once, release per level, skip what is up to date."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from komman import __version__
from komman.balance import Bilanzzeile
from komman.bereinigung import BEISPIEL_TEXT, Bereinigung, clean_files
from komman.datenschutz import load_policy
from komman.errors import KommanFehler
from komman.files import sha256
from komman.folders import write_folder
from komman.ledger import clean
from komman.project import Projekt
from komman.release import Freigegeben, release
from komman.tables import FREIGABEN, SCHEMAS, Freigabe, table_files

LAGE = "lage.json"
_PACKAGE = Path(__file__).parent
_CODE = ("*.py", "*.yaml", "*.j2", "*.typ", "*.css")


def code_hash() -> str:
    """One hash over our own code, rules and templates, the same for the same text on every machine."""
    digest = hashlib.sha256()
    for path in sorted((p for pattern in _CODE for p in _PACKAGE.rglob(pattern)), key=lambda p: p.as_posix()):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def raw_hash(raw: Path) -> str:
    """One hash over names and contents of everything in the raw folder, and over our code."""
    digest = hashlib.sha256(code_hash().encode())
    for path in sorted(p for p in raw.iterdir() if p.is_file() and not p.name.startswith((".", "~$"))):
        digest.update(f"{path.name}\0{sha256(path)}\0".encode())
    return digest.hexdigest()


def is_current(projekt: Projekt, freigabe: Freigabe) -> bool:
    """Whether the level's folder was made from the raw data and the code as they are now."""
    try:
        kopf = json.loads((projekt.processed / freigabe / LAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if not isinstance(kopf, dict):
        return False
    return not projekt.raw.is_dir() or bool(kopf.get("schluessel_daten") == raw_hash(projekt.raw))


def refresh(projekt: Projekt, freigabe: Freigabe) -> None:
    """Make the level's folder if it is missing or older than the raw data."""
    if not is_current(projekt, freigabe):
        prepare(projekt, (freigabe,))


def prepare(projekt: Projekt, freigaben: Iterable[Freigabe] = FREIGABEN) -> tuple[Bereinigung, dict[str, Freigegeben]]:
    """Clean the raw data, release each level asked for and write their folders; ``intern`` is always written.

    A level that cannot be released keeps no folder: an older one would show figures that no longer hold.
    """
    b = clean(projekt.raw)
    schluessel = raw_hash(projekt.raw)
    regeln = load_policy(projekt.raw)
    wanted = [f for f in FREIGABEN if f == "intern" or f in set(freigaben)]
    done: dict[str, Freigegeben] = {}
    for level in wanted:
        ziel = projekt.processed / level
        try:
            f = release(b.tabellen, b.konfiguration.kreis, b.konfiguration.traeger, regeln, level)
        except KommanFehler:
            shutil.rmtree(ziel, ignore_errors=True)
            raise
        extra = clean_files(b) if level == "intern" else {}
        write_folder(ziel, {**level_files(b, f, schluessel), **extra})
        done[level] = f
    return b, done


def level_files(b: Bereinigung, f: Freigegeben, schluessel: str) -> dict[str, bytes]:
    """Name → content of a level's folder: the four tables as Parquet and CSV, and ``lage.json``."""
    out: dict[str, bytes] = {}
    for tabelle in SCHEMAS:
        out |= table_files(f.tabellen[tabelle], tabelle)
    text = json.dumps(_header(b, f, schluessel), ensure_ascii=False, indent=1, sort_keys=True)
    out[LAGE] = (text + "\n").encode("utf-8")
    return out


def _header(b: Bereinigung, f: Freigegeben, schluessel: str) -> dict[str, Any]:
    kreis = b.konfiguration.kreis
    return {
        "version": 1,
        "komman": __version__,
        "schluessel_daten": schluessel,
        "freigabe": f.freigabe,
        "kreis": kreis.kreis,
        "schluessel": kreis.schluessel,
        "kommunen_im_kreis": len(kreis.kommunen),
        "dienststelle": kreis.dienststelle,
        "stand": kreis.stand.isoformat(),
        "beispiel": kreis.beispiel,
        "hinweis": BEISPIEL_TEXT.strip() if kreis.beispiel else "",
        "zurueckgestellt": set_aside(b.bilanz, b.tabellen["weiterleitungen"]),
        "hinweise": list(f.hinweise),
        "ungenannte_kommunen": {str(jahr): n for jahr, n in f.ungenannte_kommunen.items()},
    }


def set_aside(bilanz: Iterable[Bilanzzeile], weiterleitungen: pd.DataFrame) -> dict[str, dict[str, int]]:
    """What the ledgers hold and no report counts, by Förderjahr (``""`` where a sheet has not exactly one year).

    Sums only, so that they may stand at every level; a sheet is never named, because the sum of a sheet could be
    that of one Kommune.
    """
    groups = weiterleitungen.groupby(["quelle_datei", "quelle_blatt"], dropna=False)["foerderjahr"]
    jahre = {key: {int(j) for j in years} for key, years in groups}
    out: dict[str, dict[str, int]] = {}
    for z in bilanz:
        if z.zurueckgestellt == 0:
            continue
        years = jahre.get((z.datei, z.blatt), set())
        jahr = str(min(years)) if len(years) == 1 else ""
        entry = out.setdefault(jahr, {"zeilen": 0, "cent": 0, "unlesbar": 0})
        entry["zeilen"] += z.zurueckgestellt
        entry["cent"] += z.betrag_zurueckgestellt_cent
        entry["unlesbar"] += z.betrag_unlesbar
    return out
