"""What quellen.yaml can say, as a page and as a JSON Schema, both written from the model so that they cannot drift."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from komman.columns import ALIASES
from komman.config import CHARSETS, Quelle, QuellenListe, Tabelle
from komman.files import write_atomic
from komman.formats import euro, group
from komman.quellenbeispiele import BEISPIELE, Beispiel
from komman.textdatei import SEPARATORS

# Key → what may stand there, what holds without it, what it means.
SCHLUESSEL: dict[str, tuple[str, str, str]] = {
    "datei": ("Text", "Pflicht", "Name der Datei; `*` steht für beliebige Zeichen. Von zwei passenden gilt der erste"),
    "blatt": ("Text", "alle Blätter", "Name des Blattes, für das der Eintrag gilt"),
    "tabelle": (", ".join(get_args(Tabelle)), "wird erkannt", "die Zieltabelle nach dem [Datenmodell](datenmodell.md)"),
    "kopfzeile": (
        "Zeile, Liste von Zeilen oder `keine`",
        "wird gesucht",
        "die Zeilen mit den Überschriften; `keine`: Die Spalten heißen A, B, C",
    ),
    "zeichensatz": (", ".join(CHARSETS), "wird erkannt", "nur für Textdateien"),
    "trennzeichen": (
        ", ".join(SEPARATORS.values()),
        "wird erkannt",
        'nur für Textdateien; das Zeichen selbst in Anführungszeichen, etwa `"|"`, oder `tab`',
    ),
    "dezimal": ("komma, punkt", "wird je Spalte erkannt", "wie Cent abgetrennt sind; entscheidet auch über „1.234“"),
    "datum": (
        "tmj, mtj, seriell, seriell-1904",
        "Tag vor Monat, mit Punkten",
        "wie Tage geschrieben sind: Tag oder Monat vorn, oder als Zahl der Tage wie in Excel",
    ),
    "jahrhundert": ("100 Jahre, etwa `1990-2089`", "keines", "was zwei Ziffern als Jahr bedeuten; ohne Angabe nichts"),
    "spalten": ("Überschrift: Spalte", "keine", "was eine Überschrift bedeutet; Beträge heißen etwa `ausgezahlt`"),
    "konstanten": ("Spalte: Wert", "keine", "Werte, die für die ganze Datei gelten; ein Betrag mit Komma"),
    "jahre_als_spalten": (
        "Spalte oder Liste",
        "keine",
        "der Betrag, der unter Jahreszahlen steht; bei mehreren steht er mit in der Überschrift, etwa „bewilligt 2018“",
    ),
    "zusammenfassen": (
        "Spalte: Liste von Überschriften",
        "keine",
        "Beträge in mehreren Spalten; je Zeile gilt die erste gefüllte, addiert wird nie",
    ),
    "weglassen_spalten": ("Liste", "keine", "Überschriften oder Buchstaben von Spalten, die nicht gelesen werden"),
    "weglassen_zeilen": (
        "Zeile, Liste oder `5-7`",
        "keine",
        "Zeilen, die nicht gelesen werden; das Geld darin wird gesagt",
    ),
    "auffuellen": (
        "Liste",
        "keine",
        "Textspalten, in denen ein Wert für die leeren Zellen darunter mit gilt, auch der in weggelassenen Zeilen",
    ),
    "ausserhalb": (
        "ja, nein",
        "nein",
        "die Liste nennt auch Orte außerhalb des Kreises; ihre Zeilen werden gezählt und nicht ausgewertet",
    ),
    "orte_ausserhalb": ("Ort oder Liste", "keine", "Orte, die nicht im Kreis liegen, obwohl sie ähnlich heißen"),
    "doppelt": (
        "ja, nein",
        "nein",
        "das Blatt zählt, obwohl dieselbe Liste schon in einem anderen Blatt der Datei steht",
    ),
    "ignorieren": ("ja, nein", "nein", "Datei oder Blatt ist keine Förderliste und wird nicht gelesen"),
}

KOPF = """\
# quellen.yaml: eine Liste beschreiben, die anders aufgebaut ist

<!-- Erzeugt mit `python -m komman.quellenbuch`; nicht von Hand ändern. -->

Die meisten Förderlisten liest das Programm ohne Hilfe. Was es nicht sicher versteht, lehnt es ab und sagt, was fehlt.
Dann legen Sie `quellen.yaml` zu den Daten in `data/raw/` und beschreiben die Datei mit einem Eintrag. Jeder Eintrag
beginnt mit `datei`; alles andere ist freiwillig.

Einen Entwurf für eine Datei schreibt `komman pruefe --vorschlag DATEI`. Er nennt Überschriften, keine Inhalte, und gilt
erst, wenn Sie ihn geprüft und in `quellen.yaml` übernommen haben. Geratenes ist darin gekennzeichnet; was Sie
entscheiden, steht in Zeilen hinter „# “ und gilt erst ohne dieses Zeichen.

Ein Eintrag, der auf nichts zutrifft, wird abgelehnt: Dann hat sich die Datei geändert, oder ein Name ist falsch
geschrieben. Unbekannte Schlüssel werden mit Zeile abgelehnt. Mit `docs/quellen.schema.json` prüft auch ein Texteditor
die Datei beim Schreiben.
"""


def schema() -> str:
    """The JSON Schema of quellen.yaml, whose values are strings; each key with what it means."""
    found = QuellenListe.model_json_schema()
    found["title"] = "quellen.yaml von KOMM-AN"
    properties: dict[str, Any] = found["$defs"]["Quelle"]["properties"]
    for name, field in properties.items():
        field.pop("default", None)
        field.pop("title", None)
        field["description"] = meaning(name)[2].replace("`", "")
    properties["zeichensatz"] = {"description": properties["zeichensatz"]["description"], "type": "string"}
    found["$defs"]["Quelle"]["description"] = "Wie die Dateien zu lesen sind, deren Name zu „datei“ passt."
    found["description"] = "Beschreibungen von Förderlisten, die anders aufgebaut sind."
    full = {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
    return json.dumps(full, ensure_ascii=False, indent=1) + "\n"


def meaning(schluessel: str) -> tuple[str, str, str]:
    """What may stand under a key, what holds without it, what it means; a key not in the list by its own words."""
    if schluessel in SCHLUESSEL:
        return SCHLUESSEL[schluessel]
    field = Quelle.model_fields[schluessel]
    return "ja, nein" if field.default is False else "Text", "keine Angabe", field.description or ""


def markdown() -> str:
    """The whole page."""
    rows = [(f"`{name}`", *meaning(name)) for name in Quelle.model_fields]
    keys = _table(("Schlüssel", "Werte", "ohne Angabe", "Bedeutung"), rows)
    columns = _table(("Tabelle", "Spalten"), [(t, ", ".join(f"`{_short(f)}`" for f in ALIASES[t])) for t in ALIASES])
    examples = "\n".join(_example(i, b) for i, b in enumerate(BEISPIELE, 1))
    about = "Diese Spalten können unter `spalten` und `konstanten` stehen. Beträge sind Euro.\n"
    intro = "Zu jedem Beispiel: die Datei, wie sie kommt, der Eintrag und was gelesen wird. Ein Test liest sie alle.\n"
    listed = f"## Die Schlüssel\n\n{keys}\n## Die Spalten\n\n{about}\n{columns}"
    return f"{KOPF}\n{listed}\n## Zehn Beispiele\n\n{intro}\n{examples}"


def _short(feld: str) -> str:
    return feld.removesuffix("_cent")


def _table(kopf: tuple[str, ...], zeilen: Sequence[tuple[str, ...]]) -> str:
    rows = [kopf, ("---",) * len(kopf), *zeilen]
    return "".join(f"| {' | '.join(c.replace('|', chr(92) + '|') for c in row)} |\n" for row in rows)


def _example(nummer: int, b: Beispiel) -> str:
    files = []
    for blatt, text in b.blaetter.items():
        name = f"`{b.datei}`, Blatt „{blatt}“:" if blatt else f"`{b.datei}`:"
        files.append(f"{name}\n\n```text\n{text}```\n")
    read = [tuple(c.strip() for c in line.split("|")) for line in b.gelesen.strip().splitlines()]
    said = f" Dazu der Hinweis: {b.hinweis}." if b.hinweis else ""
    return (
        f"### {nummer} {b.titel}\n\n{b.text}\n\n" + "\n".join(files) + "\nDer Eintrag:\n\n"
        f"```yaml\nquellen:\n{b.eintrag}```\n\nGelesen wird:\n\n{_table(read[0], read[1:])}\n{outcome(b)}{said}\n"
    )


_WORTE: tuple[tuple[str, Literal["zeilen", "cent"], str], ...] = (
    ("gelesen", "zeilen", "{} gelesen"),
    ("uebernommen", "zeilen", "{} übernommen"),
    ("ausserhalb", "zeilen", "{} außerhalb"),
    ("zurueckgestellt", "zeilen", "{} zurückgestellt"),
    ("betrag_uebernommen_cent", "cent", "{} übernommen"),
    ("betrag_ausserhalb_cent", "cent", "{} außerhalb"),
)


def outcome(b: Beispiel) -> str:
    """The row balance of the example as a sentence: rows, then money."""
    rows, money = (
        ", ".join(
            words.format(group(b.bilanz[key]) if art == "zeilen" else euro(b.bilanz[key]))
            for key, art, words in _WORTE
            if art == wanted and key in b.bilanz
        )
        for wanted in ("zeilen", "cent")
    )
    return f"Zeilenbilanz: Zeilen {rows}; Betrag {money}."


def pages() -> dict[str, str]:
    """Name in docs/ → content."""
    return {"quellen.md": markdown(), "quellen.schema.json": schema()}


if __name__ == "__main__":
    for name, text in pages().items():
        write_atomic(Path("docs") / name, text.encode("utf-8"))
        sys.stdout.write(f"docs/{name}\n")
