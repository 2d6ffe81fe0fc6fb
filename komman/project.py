"""Where a project lies: its notebooks, its data folder and its reports folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from komman.errors import AufrufFehler
from komman.tables import FREIGABEN, Freigabe

_PACKAGED = Path(__file__).parent / "_notebooks"
# Installed with -e, the package has no copy of the notebooks: they lie beside it.
_SHIPPED_NOTEBOOKS = _PACKAGED if _PACKAGED.is_dir() else _PACKAGED.parents[1] / "notebooks"
_MARKER = "02_jahresergebnis.ipynb"
# Notebooks that have a command of their own and are no part of a year's set, by number.
EIGENE = {"08": "komman vorlage JAHR", "90": "komman frage", "91": "komman szenario DATEI"}


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
        notebooks=own if (own / _MARKER).is_file() else _SHIPPED_NOTEBOOKS,
        daten=ordner,
        ausgabe=ausgabe.resolve() if ausgabe is not None else root / "reports",
    )


def check_freigabe(freigabe: str) -> Freigabe:
    """``freigabe`` if it is one of the three levels, else ``AufrufFehler``."""
    for known in FREIGABEN:
        if freigabe == known:
            return known
    raise AufrufFehler(f"Die Freigabe „{freigabe}“ gibt es nicht.", abhilfe=f"möglich sind {', '.join(FREIGABEN)}.")


def check_target(projekt: Projekt, format_: str, datei: Path) -> None:
    """Refuses a file to write that does not end like its format, or lies where sources or intermediate results lie."""
    if datei.suffix.lower() != f".{format_}":
        raise AufrufFehler(
            f"Der Dateiname „{datei.name or datei}“ endet nicht auf .{format_}.",
            abhilfe=f"zum Beispiel --{format_} ergebnis.{format_} angeben.",
        )
    for folder in (projekt.raw, projekt.processed, projekt.notebooks):
        if datei.resolve().is_relative_to(folder.resolve()):
            raise AufrufFehler(
                f"In den Ordner {folder.name} wird kein Ergebnis geschrieben.",
                mehr=["Dort liegen Quelldateien oder Zwischenergebnisse."],
                abhilfe="einen anderen Ordner nennen, zum Beispiel reports.",
            )
