"""All settings of a raw folder: which files may lie there, and their contents together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from komman.config import Korrektur, KorrekturListe, Quelle, QuellenListe, TraegerListe
from komman.errors import DateiFehler, DatenFehler, Ort
from komman.geprueft import Pruefvermerk, load_vermerke
from komman.kreis import Kreis
from komman.regeln import Regel, RegelListe, with_rules
from komman.rules import HOECHSTBETRAG, Regelwerk
from komman.text import nearest
from komman.yamlfile import load_yaml

L = TypeVar("L", TraegerListe, QuellenListe, KorrekturListe, RegelListe)

BEISPIEL = "beispiel_"
# Settings that may name people; those of the sample carry its prefix, so that git keeps a Kreis's own out (.gitignore).
_NAMING = ("traeger.yaml", "quellen.yaml", "korrekturen.yaml", "aussagen.yaml", "regeln.yaml", "geprueft.yaml")
_OTHER = ("kreis.yaml", "datenschutz.yaml")
# The head of a Vorlage and its text, by Förderjahr.
_VORLAGE = re.compile(r"vorlage_(20[0-9]{2})\.(yaml|md)")
# What „komman szenario“ is given; no report depends on it.
_SZENARIO = re.compile(r"szenario(_[a-z0-9_]+)?\.yaml")


@dataclass(frozen=True)
class Konfiguration:
    """All configuration of a data folder."""

    kreis: Kreis
    traeger: TraegerListe
    quellen: tuple[Quelle, ...]
    korrekturen: tuple[Korrektur, ...]
    regeln: tuple[Regel, ...] = ()
    geprueft: tuple[Pruefvermerk, ...] = ()

    @property
    def regelwerk(self) -> Regelwerk:
        """The rules as this Kreis knows them."""
        return with_rules(self.regeln)

    def quelle(self, datei: str, blatt: str | None = None) -> Quelle | None:
        """The first entry of quellen.yaml that fits the file and sheet."""
        return next((q for q in self.quellen if q.passt(datei, blatt)), None)


def setting_names(beispiel: bool) -> tuple[str, ...]:
    """The settings files a raw folder may hold: those of the sample, or those of a Kreis."""
    return (*_OTHER, *(setting_name(name, beispiel) for name in _NAMING))


def setting_name(name: str, beispiel: bool) -> str:
    """``geprueft.yaml``, in the sample with its prefix."""
    return f"{BEISPIEL if beispiel else ''}{name}"


def vorlage_name(jahr: int | str, endung: str, beispiel: bool) -> str:
    """``vorlage_2021.yaml``, in the sample with its prefix."""
    return f"{BEISPIEL if beispiel else ''}vorlage_{jahr}.{endung}"


def vorlage_year(name: str, beispiel: bool) -> int | None:
    """The Förderjahr of a Vorlage's file; nothing for any other file, and for one of the other kind of folder."""
    found = _VORLAGE.fullmatch(name.removeprefix(BEISPIEL) if beispiel else name)
    return int(found[1]) if found and name.startswith(BEISPIEL) == beispiel else None


def is_scenario(name: str, beispiel: bool) -> bool:
    """Whether a file of this name is a scenario of this kind of folder."""
    own = name.removeprefix(BEISPIEL) if beispiel else name
    return bool(_SZENARIO.fullmatch(own)) and name.startswith(BEISPIEL) == beispiel


def is_setting(name: str, beispiel: bool) -> bool:
    """Whether a file of this name is read as a setting."""
    return name in setting_names(beispiel) or vorlage_year(name, beispiel) is not None


def setting_files(raw: Path, beispiel: bool) -> list[Path]:
    """The settings that lie in the folder, sorted by name."""
    return sorted(p for p in raw.iterdir() if is_setting(p.name, beispiel) and p.is_file())


def load_config(raw: Path) -> Konfiguration:
    """The configuration in ``raw``: kreis.yaml is required, the other files may be absent.

    In a sample folder (``beispiel: ja``) all but kreis.yaml and datenschutz.yaml begin with ``beispiel_``; a folder
    that mixes the two, and a YAML file that would stay unread, are refused. aussagen.yaml and the files of a Vorlage
    are read by ``vorlage``: a fault in them keeps no other report from being made.
    """
    kreis = load_yaml(raw / "kreis.yaml", Kreis)
    for path in sorted(raw.iterdir()):
        asked = path.suffix.lower() in (".yaml", ".yml") or vorlage_year(path.name, not kreis.beispiel) is not None
        known = is_setting(path.name, kreis.beispiel) or is_scenario(path.name, kreis.beispiel)
        if asked and not path.name.startswith(".") and not known:
            raise _unread(path.name, kreis.beispiel)
    prefix = BEISPIEL if kreis.beispiel else ""
    return Konfiguration(
        kreis=kreis,
        traeger=_optional(raw / f"{prefix}traeger.yaml", TraegerListe),
        quellen=_optional(raw / f"{prefix}quellen.yaml", QuellenListe).quellen,
        korrekturen=_optional(raw / f"{prefix}korrekturen.yaml", KorrekturListe).korrekturen,
        regeln=_rules(raw / f"{prefix}regeln.yaml", kreis),
        geprueft=load_vermerke(raw / f"{prefix}geprueft.yaml"),
    )


def _rules(path: Path, kreis: Kreis) -> tuple[Regel, ...]:
    """The rules of the file; refuses a ceiling of another Kreis, which no figure would use."""
    regeln = _optional(path, RegelListe).regeln
    for key in (w.schluessel for r in regeln if r.name == HOECHSTBETRAG for w in r.werte):
        if key != kreis.schluessel:
            raise DateiFehler(
                f"„{HOECHSTBETRAG}“ nennt den Schlüssel „{key}“; er gehört nicht zu diesem Kreis.",
                ort=Ort(path.name),
                abhilfe=f"„{kreis.schluessel}“ eintragen, wie in kreis.yaml, oder den Eintrag entfernen.",
            )
    return regeln


def _unread(name: str, beispiel: bool) -> DateiFehler | DatenFehler:
    if is_setting(name, not beispiel) or is_scenario(name, not beispiel):
        return DatenFehler(
            "Einstellungen der Beispieldaten und eigene liegen im selben Ordner.",
            ort=Ort(name),
            mehr=[f"kreis.yaml sagt „beispiel: {'ja' if beispiel else 'nein'}“."],
            abhilfe="„komman start“ ausführen: Es verschiebt die Beispieldaten, die eigenen Dateien bleiben."
            if beispiel
            else f"Die Dateien, die mit {BEISPIEL} beginnen, aus dem Ordner nehmen.",
        )
    close = nearest(name, (*setting_names(beispiel), vorlage_name("JJJJ", "yaml", beispiel)))
    return DateiFehler(
        "Diese Einstellungsdatei ist nicht bekannt und bliebe ungelesen.",
        ort=Ort(name),
        abhilfe=f"In „{close}“ umbenennen oder entfernen." if close else "Datei entfernen.",
    )


def _optional(path: Path, modell: type[L]) -> L:
    return load_yaml(path, modell) if path.exists() else modell()
