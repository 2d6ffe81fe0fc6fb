"""``komman start`` and ``komman neu``: call the rooms, print what was done and what comes next."""

from __future__ import annotations

from pathlib import Path

from komman.formats import anzahl
from komman.project import open_project

Ordner = tuple[Path | None, Path | None, Path | None]


def run_start(kreis: str, schluessel: str, dienststelle: str, ordner: Ordner) -> int:
    """Move the sample aside and write the settings of a Kreis of one's own."""
    from komman.start import Angaben, start

    projekt = open_project(*ordner)
    getan = start(projekt, Angaben(kreis.strip(), schluessel.strip(), dienststelle.strip()))
    if getan.beispiel is not None:
        print(
            f"{anzahl(len(getan.verschoben), 'Datei', 'Dateien')} der Beispieldaten nach {getan.beispiel} verschoben."
        )
        print(f"Dort bleiben sie nutzbar: {_sample_call(getan.beispiel)}")
        print(f"Berichte aus den Beispieldaten in {projekt.ausgabe} werden nicht mehr gebraucht.")
    if getan.geblieben:
        print(f"Geblieben sind: {', '.join(getan.geblieben)}")
    for name in getan.geschrieben:
        print(f"Neu: {projekt.raw / name}")
    print("\nSo geht es weiter:")
    print("1. kreis.yaml in einem Texteditor ausfüllen: Stand und Kommunen.")
    print("2. Die Förderlisten in denselben Ordner legen oder mit „komman neu“ eine neue anlegen.")
    print("3. traeger.yaml ausfüllen: Nur wer dort steht, wird außerhalb der internen Fassung genannt.")
    print("4. komman pruefe")
    return 0


def _sample_call(beispiel: Path) -> str:
    """A report from the sample, with a folder of its own: it must not replace one of the Kreis."""
    ordner, ausgabe = (f'"{p}"' if " " in str(p) else str(p) for p in (beispiel, beispiel / "reports"))
    return f"komman bericht 2021 --daten {ordner} --ausgabe {ausgabe}"


def run_neu(jahr: int, ziel: Path | None, ordner: Ordner) -> int:
    """Write the workbook of a new Förderjahr."""
    from komman.neu import new_year

    projekt = open_project(*ordner)
    neu = new_year(projekt, jahr, ziel)
    print(f"Neue Förderliste für das Förderjahr {jahr}: {neu.datei}")
    if neu.vorhanden:
        print(f"Hinweis: Für {jahr} gibt es schon Zeilen in {neu.vorhanden}. Tragen Sie keine Maßnahme doppelt ein.")
    if not neu.im_ordner:
        print(f"Gelesen wird sie erst, wenn sie in {projekt.raw} liegt.")
    print("Weiter: in Excel ausfüllen, schließen, dann „komman pruefe“.")
    return 0
