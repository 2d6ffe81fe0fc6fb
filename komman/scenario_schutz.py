"""The texts of a scenario file below ``intern``: as in a Vorlage no protected recipient and no contact data."""

from __future__ import annotations

from pathlib import Path

from komman import prepare
from komman.errors import DatenFehler, Ort
from komman.lage import TABELLE, Lage
from komman.leaks import Schutz
from komman.microaggregate import records
from komman.project import open_project
from komman.release import protected_names
from komman.settings import load_config
from komman.tables import read_tables
from komman.vorlage import finding, texts
from komman.yamlfile import Pfad, read_yaml


def refuse_names(path: Path, lage: Lage, daten: Path) -> None:
    """Raises ``DatenFehler`` with the line, never with the name; ``daten`` is the folder with raw/ and processed/.

    Where only released tables are at hand, the names are not known and contact data alone are looked for.
    """
    if lage.freigabe == "intern":
        return
    schutz = Schutz(_names(daten), lage.schluessel)
    lines: dict[Pfad, int] = {}
    for pfad, text in texts(read_yaml(path, lines)):
        if what := finding(text, schutz):
            raise DatenFehler(
                f"Im Szenario steht {what}.",
                ort=Ort(path.name, zeile=lines.get(pfad)),
                abhilfe="Die Stelle ändern; mit --freigabe intern entsteht der Bericht auch so.",
            )


def _names(daten: Path) -> set[str]:
    projekt = open_project(daten=daten)
    if not projekt.raw.is_dir():
        return set()
    prepare.refresh(projekt, "intern")
    config = load_config(projekt.raw)
    rows = records(read_tables(projekt.processed / "intern")[TABELLE])
    return protected_names(rows, config.kreis, config.traeger)
