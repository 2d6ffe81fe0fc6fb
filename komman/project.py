"""Where a project lies: its notebooks, its data folder and its reports folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from komman.errors import AufrufFehler
from komman.tables import FREIGABEN, Freigabe

_PACKAGED_NOTEBOOKS = Path(__file__).parent / "_notebooks"
_MARKER = "02_jahresergebnis.ipynb"
# Notebooks that have a command of their own and are no part of a year's set, by number.
EIGENE = {"08": "komman vorlage JAHR", "90": "komman frage"}


@dataclass(frozen=True, slots=True)
class Projekt:
    """The folders of one Kreis: ``daten`` holds raw/ and processed/, ``ausgabe`` the reports."""

    notebooks: Path
    daten: Path
    ausgabe: Path

    @property
    def raw(self) -> Path:
        return self.daten / "raw"

    @property
    def processed(self) -> Path:
        return self.daten / "processed"

    @property
    def zurueckgestellt(self) -> Path:
        """The rows set aside, with reason and remedy."""
        return self.processed / "intern" / "zurueckgestellt.csv"

    @property
    def protokoll(self) -> Path:
        """Log files and failed notebooks; never part of a report."""
        return self.processed / "protokoll"


def find_root(start: Path) -> Path:
    """The nearest folder upwards from ``start`` that holds the notebooks or raw data, else ``start`` itself."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "notebooks" / _MARKER).is_file() or (folder / "data" / "raw" / "kreis.yaml").is_file():
            return folder
    return start


def open_project(projekt: Path | None = None, daten: Path | None = None, ausgabe: Path | None = None) -> Projekt:
    """The project at ``projekt``, or upwards from the working directory; refuses folders that do not exist."""
    if projekt is not None and not projekt.is_dir():
        raise AufrufFehler(f"Den Projektordner {projekt} gibt es nicht.", abhilfe="Angabe hinter --projekt prüfen.")
    root = projekt.resolve() if projekt is not None else find_root(Path.cwd())
    own = root / "notebooks"
    ordner = daten.resolve() if daten is not None else root / "data"
    if not ordner.is_dir():
        raise AufrufFehler(
            f"Den Datenordner {ordner} gibt es nicht.",
            abhilfe="im Projektordner aufrufen oder hinter --daten den Ordner nennen, in dem raw/ liegt.",
        )
    return Projekt(
        notebooks=own if (own / _MARKER).is_file() else _PACKAGED_NOTEBOOKS,
        daten=ordner,
        ausgabe=ausgabe.resolve() if ausgabe is not None else root / "reports",
    )


def check_freigabe(freigabe: str) -> Freigabe:
    """``freigabe`` if it is one of the three levels, else ``AufrufFehler``."""
    for known in FREIGABEN:
        if freigabe == known:
            return known
    raise AufrufFehler(f"Die Freigabe „{freigabe}“ gibt es nicht.", abhilfe=f"möglich sind {', '.join(FREIGABEN)}.")
