"""The German commands: thin, they only gather what was asked for, call the rooms and print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Group, Parameter

from komman import __version__
from komman.clihelp import GermanHelp
from komman.errors import AufrufFehler

BEFEHLE, ANGABEN = Group("Befehle"), Group("Angaben")
Daten = Annotated[
    Path | None, Parameter(help="Ordner mit raw/ und processed/ (sonst: data im Projekt)", show_default=False)
]
Ausgabe = Annotated[
    Path | None, Parameter(help="Ordner für die Berichte (sonst: reports im Projekt)", show_default=False)
]
Projektordner = Annotated[
    Path | None, Parameter(help="Projektordner (sonst: vom aktuellen Ordner aufwärts gesucht)", show_default=False)
]

app = App(
    name="komman",
    help="Auswertung und Berichte zum Förderprogramm KOMM-AN NRW: von den Förderlisten eines Kreises zum Bericht.",
    version=__version__,
    help_flags=["--hilfe", "--help", "-h"],
    version_flags=["--version"],
    group_commands=BEFEHLE,
    group_parameters=ANGABEN,
    group_arguments=ANGABEN,
    help_formatter=GermanHelp(),
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
app["--hilfe"].help = "Zeigt diese Hilfe."
app["--version"].help = "Zeigt die Version."


def parse_year(text: str) -> int:
    """A Förderjahr typed on the command line: four digits."""
    if len(text) == 4 and text.isascii() and text.isdecimal():
        return int(text)
    raise AufrufFehler(f"„{text}“ ist kein Förderjahr.", abhilfe="vier Ziffern angeben, zum Beispiel 2021.")


def parse_parameters(texte: tuple[str, ...]) -> dict[str, str]:
    """``NAME=WERT`` pairs; the value stays text until the notebook's contract says what it is."""
    out = {}
    for text in texte:
        name, sign, wert = text.partition("=")
        if not sign or not name:
            raise AufrufFehler(f"„{text}“ ist kein Parameter.", abhilfe="so schreiben: --parameter name=wert")
        out[name] = wert
    return out


def split_list(text: str) -> tuple[str, ...]:
    """A comma list without blanks and empty parts."""
    return tuple(t.strip() for t in text.split(",") if t.strip())


@app.command
def bericht(
    jahr: Annotated[str, Parameter(help="Förderjahr, vier Ziffern")],
    *,
    freigabe: Annotated[
        str, Parameter(help="oeffentlich (Vorgabe), nichtoeffentlich oder intern", show_default=False)
    ] = "oeffentlich",
    format: Annotated[str, Parameter(help="html,pdf (Vorgabe) oder eines davon", show_default=False)] = "html,pdf",
    nur: Annotated[
        str, Parameter(help="nur diese Notebooks, durch Komma getrennt, zum Beispiel 02", show_default=False)
    ] = "",
    parameter: Annotated[
        tuple[str, ...],
        Parameter(
            name=["--parameter", "-p"],
            help="NAME=WERT für die Notebooks, mehrfach möglich",
            show_default=False,
            negative="",
            consume_multiple=False,
        ),
    ] = (),
    daten: Daten = None,
    ausgabe: Ausgabe = None,
    projekt: Projektordner = None,
) -> int:
    """Erstellt die Berichte eines Förderjahres: bereinigen, freigeben, rechnen, HTML und PDF schreiben."""
    from komman.commands import run_bericht

    return run_bericht(
        parse_year(jahr),
        freigabe,
        split_list(format),
        split_list(nur),
        parse_parameters(parameter),
        (projekt, daten, ausgabe),
    )


@app.command
def bereinige(*, daten: Daten = None, projekt: Projektordner = None) -> int:
    """Liest und bereinigt die Förderlisten und schreibt die Tabellen aller drei Freigaben nach processed/."""
    from komman.commands import run_bereinige

    return run_bereinige((projekt, daten, None))


@app.command
def pruefe(*, daten: Daten = None, projekt: Projektordner = None) -> int:
    """Prüft die Förderlisten, ohne etwas zu schreiben; Rückgabe 1, wenn etwas zurückgestellt werden muss."""
    from komman.commands import run_pruefe

    return run_pruefe((projekt, daten, None))


@app.command
def beispiel(
    ziel: Annotated[Path, Parameter(help="neuer Datenordner; vorhandene Dateien werden nie überschrieben")],
    *,
    jahre: Annotated[
        str, Parameter(help="Förderjahre, zum Beispiel 2016-2021 (Vorgabe)", show_default=False)
    ] = "2016-2021",
) -> int:
    """Legt die Beispieldaten eines erfundenen Förderbestands für die 14 Kommunen des Kreises Soest an."""
    from komman.commands import run_beispiel

    von, strich, bis = jahre.partition("-")
    return run_beispiel(ziel, (parse_year(von), parse_year(bis if strich else von)))
