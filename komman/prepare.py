"""Raw data to the folders a report may see: clean once, release per level, skip what is up to date."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from komman import __version__, outcomes
from komman.bereinigung import BEISPIEL_TEXT, Bereinigung, clean_files, set_aside
from komman.checks import Ergebnis
from komman.datenschutz import load_policy
from komman.errors import KommanFehler
from komman.files import sha256
from komman.folders import write_folder
from komman.ledger import clean
from komman.project import Projekt
from komman.pruefung import checked, pruefung
from komman.release import Freigegeben, release
from komman.tables import FREIGABEN, SCHEMAS, Freigabe, table_files
from komman.vorlage import vorlagen

LAGE, BEILAGEN = "lage.json", "beilagen.json"
_PACKAGE = Path(__file__).parent
_CODE = ("*.py", "*.yaml", "*.csv", "*.j2", "*.typ", "*.css")


def code_hash() -> str:
    """One hash over our own code, rules and templates."""
    return text_hash(_CODE)


def text_hash(muster: Iterable[str]) -> str:
    """One hash over the files of the package that fit a pattern, the same for the same text on every machine."""
    digest = hashlib.sha256()
    for path in sorted((p for pattern in muster for p in _PACKAGE.rglob(pattern)), key=lambda p: p.as_posix()):
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


@dataclass(frozen=True)
class Vorbereitung:
    """The cleaned data, the levels that could be released, and why the others could not."""

    bereinigung: Bereinigung
    freigegeben: dict[Freigabe, Freigegeben]
    abgelehnt: dict[Freigabe, KommanFehler]
    pruefungen: Ergebnis | None = None


def refresh(projekt: Projekt, freigabe: Freigabe) -> None:
    """Make the level's folder if it is missing or older than the raw data; raises what forbids that level."""
    if not is_current(projekt, freigabe):
        abgelehnt = prepare(projekt, (freigabe,)).abgelehnt
        if freigabe in abgelehnt:
            raise abgelehnt[freigabe]


def release_levels(b: Bereinigung, raw: Path, freigaben: Iterable[Freigabe] = FREIGABEN) -> Vorbereitung:
    """Release ``intern`` and each level asked for; a level that must not be shown is kept with its reason."""
    regeln = load_policy(raw)
    done: dict[Freigabe, Freigegeben] = {}
    refused: dict[Freigabe, KommanFehler] = {}
    for level in (f for f in FREIGABEN if f == "intern" or f in set(freigaben)):
        try:
            done[level] = release(b.tabellen, b.konfiguration.kreis, b.konfiguration.traeger, regeln, level)
        except KommanFehler as e:
            refused[level] = e
    return Vorbereitung(b, done, refused)


def check_outcomes(b: Bereinigung) -> None:
    """Raises what keeps the yearly outcomes from being computed, such as two Bescheide that contradict each other."""
    k = b.konfiguration
    outcomes.yearly(b.tabellen["weiterleitungen"], b.tabellen["bescheide"], k.kreis.schluessel, regeln=k.regelwerk)


def prepare(projekt: Projekt, freigaben: Iterable[Freigabe] = FREIGABEN) -> Vorbereitung:
    """Clean the raw data, release each level asked for and write their folders; ``intern`` is always written.

    A level that cannot be released keeps no folder: an older one would show figures that no longer hold.
    """
    b = clean(projekt.raw)
    schluessel = raw_hash(projekt.raw)
    v = release_levels(b, projekt.raw, freigaben)
    ergebnis = checked(b)
    for level, f in v.freigegeben.items():
        extra = clean_files(b) if level == "intern" else {}
        write_folder(projekt.processed / level, {**level_files(b, f, ergebnis, schluessel, projekt.raw), **extra})
    for level in v.abgelehnt:
        shutil.rmtree(projekt.processed / level, ignore_errors=True)
    return replace(v, pruefungen=ergebnis)


def level_files(b: Bereinigung, f: Freigegeben, ergebnis: Ergebnis, schluessel: str, raw: Path) -> dict[str, bytes]:
    """Name → content of a level's folder: the four tables as Parquet and CSV, and ``lage.json``."""
    out: dict[str, bytes] = {}
    for tabelle in SCHEMAS:
        out |= table_files(f.tabellen[tabelle], tabelle)
    text = json.dumps(_header(b, f, schluessel), ensure_ascii=False, indent=1, sort_keys=True)
    out[LAGE] = (text + "\n").encode("utf-8")
    beilagen = _enclosures(b, f, ergebnis, raw)
    out[BEILAGEN] = (json.dumps(beilagen, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    mark = {"BEISPIELDATEN.txt": BEISPIEL_TEXT.encode("utf-8")} if b.konfiguration.kreis.beispiel else {}
    return out | mark


def _enclosures(b: Bereinigung, f: Freigegeben, ergebnis: Ergebnis, raw: Path) -> dict[str, Any]:
    """What a level's notebooks see beside the tables."""
    return {
        "pruefung": pruefung(b, f.freigabe, ergebnis),
        "vorlagen": vorlagen(b, raw, f.freigabe),
        "regeln": [_stated(r.model_dump(mode="json"), f.freigabe) for r in b.konfiguration.regeln],
    }


def _stated(regel: dict[str, Any], freigabe: str) -> dict[str, Any]:
    """A rule the Kreis states; its source is free text that may name people, so only ``intern`` has it."""
    if freigabe == "intern":
        return regel
    return {**regel, "werte": [{**w, "quelle": "Angabe des Kreises", "bemerkung": ""} for w in regel["werte"]]}


def _header(b: Bereinigung, f: Freigegeben, schluessel: str) -> dict[str, Any]:
    kreis = b.konfiguration.kreis
    return {
        "version": 1,
        "komman": __version__,
        "schluessel_daten": schluessel,
        "freigabe": f.freigabe,
        "kreis": kreis.kreis,
        "schluessel": kreis.schluessel,
        # Which Ortsteile ledgers name is nothing that a report needs.
        "orte": [k.model_dump(mode="json", exclude={"ortsteile"}) for k in kreis.kommunen],
        "bevoelkerung": [p.model_dump(mode="json") for p in kreis.bevoelkerung],
        "dienststelle": kreis.dienststelle,
        "stand": kreis.stand.isoformat(),
        "staende": {str(jahr): tag.isoformat() for jahr, tag in kreis.staende.items()},
        "beispiel": kreis.beispiel,
        "hinweis": BEISPIEL_TEXT.strip() if kreis.beispiel else "",
        "zurueckgestellt": set_aside(b.hinweise),
        "ungezeigt": [{"art": h.art, "jahre": {str(j): n for j, n in h.jahre.items()}} for h in f.ungezeigt],
        "ungenannte_kommunen": {str(jahr): n for jahr, n in f.ungenannte_kommunen.items()},
    }
