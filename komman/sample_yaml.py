"""The sample's lists of Träger and Korrekturen, each with a head that explains it to an analyst."""

from __future__ import annotations

import json
from collections.abc import Iterable

from komman.sample_data import (
    GELISTETE_PERSONEN,
    KOMMUNEN,
    TRAEGER,
    SampleTraeger,
)
from komman.sample_plan import FALSCHER_ORT, RICHTIGER_ORT
from komman.sample_rows import BLATT, ERSTE_DATENZEILE, Zeile, Zelle, sheet_rows

TRAEGER_KOPF = """\
# Beispieldaten: die Träger, deren Namen ein Bericht nennen darf.
#
# Wer hier nicht steht, gilt als unbekannt und wird außerhalb der internen Fassung nie mit Namen genannt.
# art            kommune, verein, kirche, wohlfahrt, mso (Migrantenselbstorganisation), sonstige,
#                natuerliche_person (wird erkannt und immer geschützt)
# schreibweisen  andere Schreibweisen desselben Trägers in Ihren Listen; sie werden zusammengeführt
#
# Alle Vereine, Gemeinden, Verbände und Personen sind erfunden. Echt sind nur die Namen der Kommunen.
"""
KORREKTUREN_KOPF = """\
# Beispieldaten: Korrekturen an den Listen. Die Dateien selbst bleiben, wie sie sind.
#
# aktion   loesche (Zeile nicht übernehmen), setze (Werte ersetzen), teile, stelle_zurueck
# datei, blatt, zeile   wo die Zeile steht; gezählt wie in Excel
# erwarte  was dort stehen muss; steht etwas anderes da, wird die Korrektur abgelehnt
# setze    Spalte und neuer Wert
# grund, wer, datum     warum, von wem und wann; alles erscheint in korrekturen.csv
#
# Nicht berichtigt sind mit Absicht: der Ort „Holzwickede“ (2018) und der Betrag „ca. 300“ (2021).
# Beide Zeilen bleiben zurückgestellt und erscheinen als Hinweis in den Berichten.
"""
WER = "KI (Beispiel)"
DATUM_KORREKTUR = "2022-05-30"


def traeger_yaml() -> bytes:
    """The positive list of recipients: municipalities, invented associations, some of the invented persons."""
    entries = [SampleTraeger(k.verwaltung, "kommune") for k in KOMMUNEN] + list(TRAEGER)
    entries += [SampleTraeger(name, "natuerliche_person") for name in GELISTETE_PERSONEN]
    lines = ["traeger:"]
    for t in entries:
        lines += [f"  - name: {quoted(t.name)}", f"    art: {t.art}"]
        if t.schreibweisen:
            lines.append(f"    schreibweisen: {yaml_list(t.schreibweisen)}")
    return yaml_document(TRAEGER_KOPF, lines)


def korrekturen_yaml(zeilen: dict[str, list[Zeile]]) -> bytes:
    """The corrections that the given ledgers (file name -> rows) need: misspelt place, exact duplicates."""
    lines: list[str] = []
    for datei, rows in zeilen.items():
        cells = sheet_rows(rows)
        for i, row in enumerate(cells):
            nummer = i + ERSTE_DATENZEILE
            if FALSCHER_ORT in row:
                lines += _entry("setze", datei, nummer, row, f"Schreibfehler: gemeint ist {RICHTIGER_ORT}")
                lines += ["    setze:", f"      kommune: {quoted(RICHTIGER_ORT)}"]
            if row and i and row == cells[i - 1]:
                grund = f"Zeile steht doppelt; laut Akte gab es nur eine Maßnahme {row[0]} (siehe Zeile {nummer - 1})"
                lines += _entry("loesche", datei, nummer, row, grund)
    return yaml_document(KORREKTUREN_KOPF, ["korrekturen:", *lines] if lines else ["korrekturen: []"])


def _entry(aktion: str, datei: str, zeile: int, row: list[Zelle], grund: str) -> list[str]:
    expected = zip(("massnahme_id", "kommune", "traeger"), row, strict=False)
    return [
        f"  - aktion: {aktion}",
        f"    datei: {quoted(datei)}",
        f"    blatt: {quoted(BLATT)}",
        f"    zeile: {zeile}",
        "    erwarte:",
        *(f"      {name}: {quoted(str(value))}" for name, value in expected),
        f"    grund: {quoted(grund)}",
        f"    wer: {quoted(WER)}",
        f"    datum: {quoted(DATUM_KORREKTUR)}",
    ]


def quoted(text: str) -> str:
    """A YAML text in double quotes: JSON's string form is valid YAML."""
    return json.dumps(text, ensure_ascii=False)


def yaml_list(texts: Iterable[str]) -> str:
    """A YAML list on one line."""
    return "[" + ", ".join(quoted(t) for t in texts) + "]"


def yaml_document(head: str, lines: list[str]) -> bytes:
    """The file: its explaining head, a blank line, the settings."""
    return (head + "\n" + "\n".join(lines) + "\n").encode("utf-8")
