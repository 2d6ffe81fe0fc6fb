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
Freigabe = Annotated[str, Parameter(help="oeffentlich (Vorgabe), nichtoeffentlich oder intern", show_default=False)]
Formate = Annotated[str, Parameter(help="html,pdf,xlsx (Vorgabe) oder eine Auswahl daraus", show_default=False)]
Gleichzeitig = Annotated[
    str, Parameter(help="so viele Notebooks zugleich (sonst: nach Rechenkernen, höchstens 4)", show_default=False)
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


def parse_count(text: str) -> int:
    """A whole number from 1 to 999."""
    if text.isascii() and text.isdecimal() and len(text) < 4 and int(text):
        return int(text)
    raise AufrufFehler(f"„{text}“ ist keine Anzahl.", abhilfe="eine ganze Zahl von 1 bis 999 angeben, zum Beispiel 2.")


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
    freigabe: Freigabe = "oeffentlich",
    format: Formate = "html,pdf,xlsx",
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
    gleichzeitig: Gleichzeitig = "",
    daten: Daten = None,
    ausgabe: Ausgabe = None,
    projekt: Projektordner = None,
) -> int:
    """Erstellt die Berichte eines Förderjahres: bereinigen, freigeben, rechnen, HTML, PDF und Excel schreiben."""
    from komman.commands import run_bericht

    return run_bericht(
        parse_year(jahr),
        freigabe,
        split_list(format),
        split_list(nur),
        parse_parameters(parameter),
        (projekt, daten, ausgabe),
        parse_count(gleichzeitig) if gleichzeitig else None,
    )


@app.command
def vorlage(
    jahr: Annotated[str, Parameter(help="Förderjahr der Vorlage, vier Ziffern")],
    *,
    freigabe: Freigabe = "oeffentlich",
    format: Formate = "html,pdf,xlsx",
    daten: Daten = None,
    ausgabe: Ausgabe = None,
    projekt: Projektordner = None,
) -> int:
    """Erstellt die Anlage einer Vorlage mit Faktencheck; Rückgabe 1, wenn eine Aussage von den Daten abweicht."""
    from komman.commands_vorlage import run_vorlage

    return run_vorlage(parse_year(jahr), freigabe, split_list(format), (projekt, daten, ausgabe))


@app.command
def bereinige(*, daten: Daten = None, projekt: Projektordner = None) -> int:
    """Liest und bereinigt die Förderlisten und schreibt die Tabellen aller drei Freigaben nach processed/."""
    from komman.commands import run_bereinige

    return run_bereinige((projekt, daten, None))


@app.command
def pruefe(
    *,
    html: Annotated[
        Path | None, Parameter(help="alles zum Abarbeiten in diese Datei, nur intern", show_default=False)
    ] = None,
    vorschlag: Annotated[
        Path | None,
        Parameter(help="nur einen Entwurf für quellen.yaml zu dieser Förderliste schreiben", show_default=False),
    ] = None,
    daten: Daten = None,
    projekt: Projektordner = None,
) -> int:
    """Prüft die Förderlisten und ob alles zusammenpasst; Rückgabe 1, wenn etwas geklärt werden muss."""
    from komman.commands_pruefe import run_pruefe, run_vorschlag

    if vorschlag is not None:
        return run_vorschlag(vorschlag, (projekt, daten, None))
    return run_pruefe(html, (projekt, daten, None))


@app.command
def beispiel(
    ziel: Annotated[Path, Parameter(help="neuer Datenordner; vorhandene Dateien werden nie überschrieben")],
    *,
    jahre: Annotated[
        str, Parameter(help="Förderjahre, zum Beispiel 2016-2024 (Vorgabe)", show_default=False)
    ] = "2016-2024",
) -> int:
    """Legt die Beispieldaten eines erfundenen Förderbestands für die 14 Kommunen des Kreises Soest an."""
    from komman.commands import run_beispiel

    von, strich, bis = jahre.partition("-")
    return run_beispiel(ziel, (parse_year(von), parse_year(bis if strich else von)))


@app.command
def start(
    *,
    kreis: Annotated[str, Parameter(help="Name des Kreises (sonst später in kreis.yaml)", show_default=False)] = "",
    schluessel: Annotated[
        str, Parameter(help="Kreisschlüssel, fünf Ziffern (sonst später in kreis.yaml)", show_default=False)
    ] = "",
    dienststelle: Annotated[
        str, Parameter(help="Herausgeber der Berichte (sonst später in kreis.yaml)", show_default=False)
    ] = "",
    daten: Daten = None,
    projekt: Projektordner = None,
) -> int:
    """Beginnt mit eigenen Daten: verschiebt die Beispieldaten und legt kreis.yaml und traeger.yaml zum Ausfüllen an."""
    from komman.commands_start import run_start

    return run_start(kreis, schluessel, dienststelle, (projekt, daten, None))


@app.command
def neu(
    jahr: Annotated[str, Parameter(help="Förderjahr, vier Ziffern")],
    *,
    ziel: Annotated[
        Path | None,
        Parameter(help="Name der neuen Arbeitsmappe (sonst foerderliste_JAHR.xlsx in raw/)", show_default=False),
    ] = None,
    daten: Daten = None,
    projekt: Projektordner = None,
) -> int:
    """Legt eine leere Excel-Förderliste für ein Förderjahr an, mit Auswahllisten und Erläuterung."""
    from komman.commands_start import run_neu

    return run_neu(parse_year(jahr), ziel, (projekt, daten, None))


@app.command
def frage(
    *,
    mass: Annotated[
        str, Parameter(help="was gefragt ist, zum Beispiel netto, bewilligt, massnahmen, kommunen, traeger")
    ],
    jahr: Annotated[str, Parameter(help="Förderjahr oder Zeitraum, zum Beispiel 2020 oder 2016-2020")],
    kommune: Annotated[str, Parameter(help="nur diese Kommune, Name oder AGS", show_default=False)] = "",
    baustein: Annotated[str, Parameter(help="nur dieser Baustein, zum Beispiel B2", show_default=False)] = "",
    traegerart: Annotated[str, Parameter(help="nur diese Trägerart, zum Beispiel verein", show_default=False)] = "",
    traeger: Annotated[str, Parameter(help="nur dieser Träger, Name wie in den Tabellen", show_default=False)] = "",
    nach: Annotated[
        str, Parameter(help="gegliedert nach jahr, kommune, baustein, traegerart oder traeger", show_default=False)
    ] = "",
    rang: Annotated[str, Parameter(help="nur die ersten Plätze, zum Beispiel 3", show_default=False)] = "",
    anteil: Annotated[bool, Parameter(help="mit Anteil", negative="", show_default=False)] = False,
    veraenderung: Annotated[
        bool, Parameter(help="mit Veränderung von Jahr zu Jahr", negative="", show_default=False)
    ] = False,
    je_1000: Annotated[bool, Parameter(help="je 1.000 Einwohner", negative="", show_default=False)] = False,
    freigabe: Freigabe = "oeffentlich",
    von: Annotated[str, Parameter(help="von wem die Anfrage ist, für den Bericht", show_default=False)] = "",
    vom: Annotated[str, Parameter(help="Tag der Anfrage, für den Bericht", show_default=False)] = "",
    json: Annotated[Path | None, Parameter(help="Antwort als JSON in diese Datei", show_default=False)] = None,
    html: Annotated[Path | None, Parameter(help="Antwort als HTML in diese Datei", show_default=False)] = None,
    pdf: Annotated[Path | None, Parameter(help="Antwort als PDF in diese Datei", show_default=False)] = None,
    xlsx: Annotated[Path | None, Parameter(help="Antwort als Excel in diese Datei", show_default=False)] = None,
    daten: Daten = None,
    projekt: Projektordner = None,
) -> int:
    """Beantwortet eine Frage an die freigegebenen Tabellen, am Bildschirm oder als Datei."""
    from komman.commands_frage import parse_rank, run_frage
    from komman.questions import Frage, parse_years

    filters = (kommune, baustein, traegerart, traeger)
    f = Frage(mass, *parse_years(jahr), *filters, nach, parse_rank(rang), anteil, veraenderung, je_1000, freigabe)
    asked = {"json": json, "html": html, "pdf": pdf, "xlsx": xlsx}
    return run_frage(f, (von, vom), {k: p for k, p in asked.items() if p is not None}, (projekt, daten, None))


@app.command
def szenario(
    datei: Annotated[Path, Parameter(help="Szenariodatei; ein Name allein wird auch in raw/ gesucht")],
    *,
    freigabe: Freigabe = "oeffentlich",
    json: Annotated[Path | None, Parameter(help="Ergebnis als JSON in diese Datei", show_default=False)] = None,
    html: Annotated[Path | None, Parameter(help="Bericht als HTML in diese Datei", show_default=False)] = None,
    pdf: Annotated[Path | None, Parameter(help="Bericht als PDF in diese Datei", show_default=False)] = None,
    xlsx: Annotated[Path | None, Parameter(help="Tabellen als Excel in diese Datei", show_default=False)] = None,
    daten: Daten = None,
    projekt: Projektordner = None,
) -> int:
    """Rechnet aus, was die Stellen den Kreis in den nächsten Jahren kosten, je Szenario und mit Spanne."""
    from komman.commands_szenario import run_szenario

    asked = {"json": json, "html": html, "pdf": pdf, "xlsx": xlsx}
    return run_szenario(datei, freigabe, {k: p for k, p in asked.items() if p is not None}, (projekt, daten, None))
