"""What each command does: open the project, call the rooms, print plain German lines, return the exit code."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from komman.errors import DatenFehler, KommanFehler
from komman.formats import anzahl, euro
from komman.project import check_freigabe, open_project

if TYPE_CHECKING:
    from komman.bereinigung import Bereinigung
    from komman.checks import Ergebnis

Ordner = tuple[Path | None, Path | None, Path | None]


class Protokoll:
    """Prints each line and keeps it for the log of the run; a terminal also shows what is being worked on."""

    def __init__(self, datei: Path) -> None:
        self.datei = datei
        self.zeilen: list[str] = []

    def __call__(self, zeile: str = "") -> None:
        self.log(zeile)
        self.screen(zeile)

    def screen(self, zeile: str) -> None:
        """A line for the screen only: times, and what comes in no fixed order."""
        print(zeile, flush=True)

    def log(self, zeile: str) -> None:
        """A line for the log only."""
        self.zeilen.append(zeile)

    def working(self, was: str) -> AbstractContextManager[object]:
        """While the block runs, a terminal shows ``was`` in a line that then disappears; a log shows nothing."""
        console = Console()
        return console.status(was) if console.is_terminal else nullcontext()

    def error(self, fehler: KommanFehler) -> None:
        """An expected failure, on standard error and in the log."""
        self.zeilen += fehler.lines()
        print("\n".join(fehler.lines()), file=sys.stderr, flush=True)

    def save(self) -> None:
        """Write the log; a log that cannot be written is said, but is no reason to fail a finished run."""
        from komman.files import write_atomic

        try:
            write_atomic(self.datei, ("\n".join(self.zeilen) + "\n").encode("utf-8"))
        except KommanFehler as e:
            print("\n".join(e.lines()), file=sys.stderr, flush=True)


def run_bericht(
    jahr: int,
    freigabe: str,
    formate: Sequence[str],
    nur: Sequence[str],
    parameter: dict[str, str],
    ordner: Ordner,
    gleichzeitig: int | None = None,
) -> int:
    """The main job; exit code 0 once all reports are whole, 4 if a notebook failed."""
    start = time.monotonic()
    from komman.order import order
    from komman.run_set import make_reports

    projekt = open_project(*ordner)
    level = check_freigabe(freigabe)
    auftrag = order(projekt, jahr, level, formate, nur, parameter, gleichzeitig)
    melde = Protokoll(projekt.protokoll / f"bericht-{jahr}-{level}.log")
    melde(f"KOMM-AN NRW, Förderjahr {jahr}, Freigabe {level}")
    ergebnis = make_reports(projekt, auftrag, melde)
    for fehler in ergebnis.fehler:
        melde.error(fehler)
    if ergebnis.zurueckgezogen:
        melde(f"Frühere Berichte in {ergebnis.ordner} gelten nicht mehr; bitte nicht weitergeben.")
    if ergebnis.dateien:
        melde(f"Berichte: {ergebnis.ordner / 'index.html'}")
    melde()
    print_balance(ergebnis.bereinigung, melde, projekt.zurueckgestellt, ergebnis.pruefungen)
    melde.save()
    print(f"Dauer: {anzahl(round(time.monotonic() - start), 'Sekunde', 'Sekunden')}.", flush=True)
    return ergebnis.fehler[0].exit_code if ergebnis.fehler else 0


def run_bereinige(ordner: Ordner) -> int:
    """Clean and release all levels; exit code 1 if a level cannot be released, the others are written."""
    from komman.prepare import prepare

    projekt = open_project(*ordner)
    melde = Protokoll(projekt.protokoll / "bereinige.log")
    v = prepare(projekt)
    melde(f"Bereinigte Tabellen: {projekt.processed} ({', '.join(v.freigegeben)})")
    for fehler in v.abgelehnt.values():
        melde.error(fehler)
    melde()
    print_balance(v.bereinigung, melde, projekt.zurueckgestellt, v.pruefungen)
    melde.save()
    return DatenFehler.exit_code if v.abgelehnt else 0


def run_beispiel(ziel: Path, jahre: tuple[int, int]) -> int:
    """Write the sample data into a new data folder."""
    from komman.sample import generate_sample

    dateien = generate_sample(ziel, jahre)
    print(f"{anzahl(len(dateien), 'Datei', 'Dateien')} Beispieldaten in {dateien[0].parent} angelegt.")
    print(f"Weiter: komman bericht {jahre[1]} --daten {ziel}")
    return 0


def print_balance(
    b: Bereinigung, melde: Callable[[str], None], liste: Path | None = None, pruefungen: Ergebnis | None = None
) -> None:
    """The row balance, one line on what was set aside (``liste`` is the file that says why), one on the checks."""
    from komman.balance import balance_lines
    from komman.bereinigung import set_aside

    if b.konfiguration.kreis.beispiel:
        melde("Beispieldaten: alle Zahlen dieses Laufs sind frei erfunden.")
    for zeile in balance_lines(b.bilanz):
        melde(zeile)
    if len(b.zurueckgestellt):
        cent = sum(e["cent"] for e in set_aside(b.hinweise).values())
        other = any(h.art == "zurueckgestellt" and h.tabelle != "weiterleitungen" for h in b.hinweise)
        where = "in den Weiterleitungen " if other else ""
        was = anzahl(len(b.zurueckgestellt), "Zeile ist", "Zeilen sind")
        wo = f" Grund und Abhilfe: „komman pruefe“ oder {liste}" if liste else ""
        melde(f"{was} zurückgestellt ({where}{euro(cent)}).{wo}")
    rest = sum(h.art != "zurueckgestellt" for h in b.hinweise)
    if rest and liste:
        melde(f"Weitere Hinweise ({rest}): „komman pruefe“ zeigt alle.")
    if pruefungen is not None and pruefungen.befunde:
        melde(f"Prüfungen: {pruefungen.zusammen}; „komman pruefe“ zeigt sie.")
