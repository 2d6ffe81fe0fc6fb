"""All settings of a raw folder: which files may lie there, and their contents together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from komman.config import Korrektur, KorrekturListe, Kreis, Quelle, QuellenListe, TraegerListe
from komman.errors import DateiFehler, DatenFehler, Ort
from komman.text import nearest
from komman.yamlfile import load_yaml

L = TypeVar("L", TraegerListe, QuellenListe, KorrekturListe)

BEISPIEL = "beispiel_"
# Settings that may name people; those of the sample carry its prefix, so that git keeps a Kreis's own out (.gitignore).
_NAMING = ("traeger.yaml", "quellen.yaml", "korrekturen.yaml")
_OTHER = ("kreis.yaml", "datenschutz.yaml")


@dataclass(frozen=True)
class Konfiguration:
    """All configuration of a data folder."""

    kreis: Kreis
    traeger: TraegerListe
    quellen: tuple[Quelle, ...]
    korrekturen: tuple[Korrektur, ...]

    def quelle(self, datei: str, blatt: str | None = None) -> Quelle | None:
        """The first entry of quellen.yaml that fits the file and sheet."""
        return next((q for q in self.quellen if q.passt(datei, blatt)), None)


def setting_names(beispiel: bool) -> tuple[str, ...]:
    """The settings files a raw folder may hold: those of the sample, or those of a Kreis."""
    return (*_OTHER, *(f"{BEISPIEL if beispiel else ''}{name}" for name in _NAMING))


def load_config(raw: Path) -> Konfiguration:
    """The configuration in ``raw``: kreis.yaml is required, the other files may be absent.

    In a sample folder (``beispiel: ja``) traeger.yaml, quellen.yaml and korrekturen.yaml begin with ``beispiel_``; a
    folder that mixes the two, and a YAML file that would stay unread, are refused.
    """
    kreis = load_yaml(raw / "kreis.yaml", Kreis)
    names = setting_names(kreis.beispiel)
    for path in sorted(raw.iterdir()):
        if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".") and path.name not in names:
            raise _unread(path.name, kreis.beispiel)
    prefix = BEISPIEL if kreis.beispiel else ""
    return Konfiguration(
        kreis=kreis,
        traeger=_optional(raw / f"{prefix}traeger.yaml", TraegerListe),
        quellen=_optional(raw / f"{prefix}quellen.yaml", QuellenListe).quellen,
        korrekturen=_optional(raw / f"{prefix}korrekturen.yaml", KorrekturListe).korrekturen,
    )


def _unread(name: str, beispiel: bool) -> DateiFehler | DatenFehler:
    if name in setting_names(not beispiel):
        return DatenFehler(
            "Einstellungen der Beispieldaten und eigene liegen im selben Ordner.",
            ort=Ort(name),
            mehr=[f"kreis.yaml sagt „beispiel: {'ja' if beispiel else 'nein'}“."],
            abhilfe=f"Die Beispieldaten ({BEISPIEL}…) und die eigenen Dateien trennen und „beispiel“ richtig setzen.",
        )
    close = nearest(name, setting_names(beispiel))
    return DateiFehler(
        "Diese Einstellungsdatei ist nicht bekannt und bliebe ungelesen.",
        ort=Ort(name),
        abhilfe=f"In „{close}“ umbenennen oder entfernen." if close else "Datei entfernen.",
    )


def _optional(path: Path, modell: type[L]) -> L:
    return load_yaml(path, modell) if path.exists() else modell()
