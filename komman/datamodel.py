"""The data model as Markdown, written from the table schemas so that the page cannot drift from the code."""

from __future__ import annotations

import sys

from .tables import SCHEMAS, Art, Spalte

ARTEN: dict[Art, str] = {
    "text": "Text",
    "ganzzahl": "ganze Zahl",
    "cent": "ganze Cent",
    "datum": "Datum (JJJJ-MM-TT)",
    "dezimal": "Dezimalzahl mit 4 Stellen",
}

EINE_ZEILE: dict[str, str] = {
    "weiterleitungen": "eine Maßnahme eines Trägers in einem Baustein",
    "zahlungen": "eine Buchung",
    "personal": "eine Stelle in einem Monat",
    "bescheide": "ein Antrag, Bescheid, Änderungsbescheid oder Nachweis",
}

KOPF = """\
# Datenmodell

<!-- Erzeugt mit `python -m komman.datamodel`; nicht von Hand ändern. -->

Vier Tabellen, je als Parquet und CSV (UTF-8, Komma, gleiche Spaltennamen) in `data/processed/<freigabe>/`.
Beträge sind ganze Cent. Ein Wert, den es noch nicht gibt, fehlt; er ist nie 0. Schlüssel sind Text, auch der AGS
mit seiner führenden Null. „Pflicht“ heißt: In einer übernommenen Zeile steht immer ein Wert.
"""


def _row(spalte: Spalte) -> str:
    return f"| `{spalte.name}` | {ARTEN[spalte.art]} | {'ja' if spalte.pflicht else ''} | {spalte.bedeutung} |"


def markdown() -> str:
    """The whole page."""
    parts = [KOPF]
    for tabelle, spalten in SCHEMAS.items():
        parts.append(f"## {tabelle}\n\nEine Zeile ist {EINE_ZEILE[tabelle]}.\n")
        rows = ["| Spalte | Art | Pflicht | Bedeutung |", "|---|---|---|---|", *map(_row, spalten)]
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.buffer.write(markdown().encode("utf-8"))
