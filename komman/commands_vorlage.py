"""``komman vorlage``: the Anlage of a Vorlage, put in place as a set of its own, and the result of its Faktencheck."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from komman.commands import Ordner, Protokoll
from komman.errors import DatenFehler, KommanFehler, NotebookFehler, Ort
from komman.formats import anzahl
from komman.project import Projekt, check_freigabe, open_project
from komman.tables import Freigabe

if TYPE_CHECKING:
    from komman.bereinigung import Bereinigung
    from komman.lage import Lage
    from komman.render.report import Bericht

NOTEBOOK = "08_vorlage_anlage.ipynb"
ORDNER = "vorlage"


def run_vorlage(jahr: int, freigabe: str, formate: Sequence[str], ordner: Ordner) -> int:
    """Make the Anlage of a Förderjahr; exit code 1 if a statement deviates, after the files are written."""
    start = time.monotonic()
    from komman.order import check_formats
    from komman.publish import withdraw

    projekt, level, asked = open_project(*ordner), check_freigabe(freigabe), check_formats(formate)
    melde = Protokoll(projekt.protokoll / f"vorlage-{jahr}-{level}.log")
    melde(f"KOMM-AN NRW, Anlage zur Vorlage, Förderjahr {jahr}, Freigabe {level}")
    ziel = projekt.ausgabe / str(jahr) / level / ORDNER
    try:
        lage, b = _checked(projekt, jahr, level, melde)
        bericht = _report(projekt, jahr, level, melde)
        dateien = _publish(projekt, ziel, lage, b, bericht, asked)
    except KommanFehler as e:
        if withdraw(ziel):
            melde(f"Die frühere Anlage in {ziel} gilt nicht mehr; bitte nicht weitergeben.")
        melde.error(e)
        melde.save()
        return e.exit_code
    melde(f"Anlage: {dateien[0]}")
    code = _verdict(lage, melde)
    melde.save()
    print(f"Dauer: {anzahl(round(time.monotonic() - start), 'Sekunde', 'Sekunden')}.", flush=True)
    return code


def _checked(projekt: Projekt, jahr: int, level: Freigabe, melde: Protokoll) -> tuple[Lage, Bereinigung]:
    """The year, after everything its author wrote has been read and filled once: faults are told with file and line."""
    from komman.lage import load_year
    from komman.prepare import check_outcomes, prepare
    from komman.render.markdown import markdown_nodes
    from komman.views import anlage

    with melde.working("Förderlisten lesen und freigeben …"):
        v = prepare(projekt, (level,))
    if level in v.abgelehnt:
        raise v.abgelehnt[level]
    check_outcomes(v.bereinigung)
    lage = load_year(jahr, level, str(projekt.processed / level))
    eintrag = anlage.vorlage(lage)
    anlage.aussagen(lage)
    anlage.sachdarstellung(lage)
    anlage.finanzielle_auswirkungen(lage)
    try:
        markdown_nodes(eintrag.text)
    except NotebookFehler as e:
        raise DatenFehler(e.was, ort=Ort(eintrag.text_datei), abhilfe=e.abhilfe) from e
    return lage, v.bereinigung


def _report(projekt: Projekt, jahr: int, level: Freigabe, melde: Protokoll) -> Bericht:
    from komman.parameters import check, contract
    from komman.run import run_one

    notebook = projekt.notebooks / NOTEBOOK
    parameter = check(contract(notebook), {"jahr": jahr, "freigabe": level, "daten": ""}, notebook.stem)
    with melde.working("Anlage rechnen …"):
        bericht = run_one(projekt, notebook, parameter, level, projekt.protokoll / f"{jahr}-{level}")
    for rest in (*bericht.uebergangen, *bericht.ersetzt):
        melde(f"{notebook.stem}: {rest}")
    return bericht


def _publish(
    projekt: Projekt, ziel: Path, lage: Lage, b: Bereinigung, bericht: Bericht, formate: Sequence[str]
) -> list[Path]:
    from komman import manifest
    from komman.publish import publish
    from komman.run import render

    notebook = projekt.notebooks / NOTEBOOK
    parameter = {NOTEBOOK: {"jahr": lage.jahr, "freigabe": lage.freigabe}}
    record = manifest.record(lage, b, parameter, [notebook]) | {"faktencheck": _results(lage)}
    return publish(ziel, render(bericht, notebook.stem, formate), record, {})


def _results(lage: Lage) -> dict[str, int]:
    """How many statements came out how."""
    from komman.views.anlage import results

    return results(lage)


def _many(ergebnis: str, count: int) -> str:
    return ergebnis if count == 1 else ergebnis.replace("weicht ab", "weichen ab")


def _verdict(lage: Lage, melde: Protokoll) -> int:
    from komman.views.anlage import deviations

    n = _results(lage)
    said = [f"{count} {_many(ergebnis, count)}" for ergebnis, count in n.items() if count]
    melde(f"Faktencheck: {', '.join(said) or 'Es sind keine Aussagen eingetragen'}.")
    found = deviations(lage)
    for zeile in found:
        melde(f"Weicht ab: {zeile}")
    if found:
        which = anzahl(len(found), "Aussage stimmt", "Aussagen stimmen")
        melde(f"{which} nicht mit den Daten überein; die Anlage ist geschrieben und sagt es.")
    return DatenFehler.exit_code if found else 0
