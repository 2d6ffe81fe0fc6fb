"""A report with everything in it: all block kinds, long and wide tables, hostile text; used by several tests."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from komman.block import Block
from komman.charts import flow_chart, series_chart
from komman.document import Abbildung, Bloecke, Hinweis, Kennzahlen, Kopf, Satz, Tabelle, Tabellenspalte
from komman.formats import euro

HOSTILE = (
    '#panic("x")',
    "<b>",
    "*fett*",
    "$x$",
    "@ref <label>",
    "= x // /* */",
    ']#read("/etc/passwd")[',
    "<script>alert(1)</script>",
    "\\u{41} \\ \"q\" 'a'",
    "{{ 7*7 }} {% raw %}",
    "&amp; &#65;",
    "--- ... \"x\" -- 'y'",
)
FLOW_ALT = "Von 131.066 Euro Höchstbetrag wurden 118.340,50 Euro netto weitergeleitet."
SERIES_ALT = "Der netto weitergeleitete Betrag lag 2016 bis 2020 stets nahe dem Höchstbetrag; 2021 ist noch offen."


def kopf(**anders: Any) -> Kopf:
    werte: dict[str, Any] = {
        "untertitel": "Was 2021 an Vereine, Initiativen und Kommunen weitergeleitet wurde",
        "kreis": "Kreis Soest",
        "foerderjahr": 2021,
        "freigabe": "oeffentlich",
        "stand": "2022-05-31",
        "herausgeber": "Kreis Soest, Kommunales Integrationszentrum",
        "beispiel": True,
    }
    return Kopf(**{**werte, **anders})


def table(titel: str, zeilen: list[list[str]], namen: list[str], **anders: Any) -> Tabelle:
    spalten = [Tabellenspalte(n, "rechts" if i else "links", zeilenkopf=not i) for i, n in enumerate(namen)]
    return Tabelle(titel, spalten, zeilen, **anders)


def shown(block: Block) -> Any:
    """A code cell that shows ``block``, as an executed notebook stores it."""
    data = block._repr_mimebundle_()
    return new_code_cell("ergebnis.zeige()", outputs=[new_output("execute_result", data=data, execution_count=1)])


def notebook(*teile: str | Block | Bloecke | Any) -> nbformat.NotebookNode:
    """A notebook of Markdown texts, blocks and ready cells."""
    cells = [
        new_markdown_cell(t) if isinstance(t, str) else shown(t) if isinstance(t, Block | Bloecke) else t for t in teile
    ]
    for nummer, cell in enumerate(cells):
        cell["id"] = f"z{nummer}"
    return new_notebook(cells=cells)


def years_table() -> Tabelle:
    namen = [
        "Förderjahr",
        "Höchstbetrag",
        "bewilligt",
        "ausgezahlt",
        "zurückgezahlt",
        "netto weitergeleitet",
        "Ausschöpfung",
        "Kommunen",
        "Träger",
        "Maßnahmen",
    ]
    rows = [
        [
            str(j),
            euro(13_106_600),
            euro(12_950_000),
            euro(12_680_050),
            euro(846_000),
            euro(11_834_050),
            "90,3\u00a0%",
            "11",
            "27",
            "64",
        ]
        for j in range(2016, 2021)
    ]
    rows.append(["2021", euro(13_106_600), euro(12_950_000), euro(12_680_050), *["noch offen"] * 3, "12", "28", "66"])
    return table(
        "Die Förderjahre im Vergleich",
        rows,
        namen,
        fussnote="Ausschöpfung: netto weitergeleitet im Verhältnis zum Höchstbetrag.",
    )


def towns_table(n: int = 38) -> Tabelle:
    towns = [
        "Anröchte",
        "Bad Sassendorf",
        "Ense",
        "Erwitte",
        "Geseke",
        "Lippetal",
        "Lippstadt",
        "Möhnesee",
        "Rüthen",
        "Soest",
        "Warstein",
        "Welver",
        "Werl",
        "Wickede (Ruhr)",
    ]
    spalten = [
        Tabellenspalte("Kommune", zeilenkopf=True),
        Tabellenspalte("Träger"),
        Tabellenspalte("Baustein"),
        Tabellenspalte("bewilligt", "rechts"),
        Tabellenspalte("ausgezahlt", "rechts"),
    ]
    zeilen = [
        [
            towns[i % 14],
            f"Förderverein für Begegnung und Nachbarschaftshilfe {towns[i % 14]} e. V.",
            "ABCD"[i % 4],
            euro(123_450 + 1000 * i),
            euro(120_000 + 1000 * i) if i % 5 else "noch offen",
        ]
        for i in range(n)
    ]
    zeilen.append(["Summe", "", "", euro(13_106_600), euro(12_680_050)])
    return Tabelle("Maßnahmen nach Kommune und Träger", spalten, zeilen, summenzeile=True)


def full_notebook(**anders: Any) -> nbformat.NotebookNode:
    flow = flow_chart(
        [
            ("Höchstbetrag", 13_106_600),
            ("Bewilligt", 12_950_000),
            ("Ausgezahlt", 12_680_050),
            ("Zurückgezahlt", None),
            ("Netto weitergeleitet", 11_834_050),
        ]
    )
    years = list(range(2016, 2022))
    series = series_chart(
        years,
        [10_512_345, 11_034_500, 10_900_000, 11_234_567, 10_900_050, None],
        [13_106_600] * 6,
        {2021: "Nachweis offen"},
    )
    spalten = [Tabellenspalte("Nr.", zeilenkopf=True), Tabellenspalte("Text")]
    hostile = Tabelle(
        "Texte, die wie Befehle aussehen", spalten, [[str(i), text] for i, text in enumerate(HOSTILE, start=1)]
    )
    short = table(
        "Drei Zeilen, die zusammenbleiben",
        [["bewilligt", "12,00\u00a0€"], ["offen", "noch offen"], ["Summe", "12,00\u00a0€"]],
        ["Betrag", "Euro"],
        summenzeile=True,
    )
    return notebook(
        "# Jahresergebnis KOMM-AN NRW, Programmteil II\n\nMit dem Programmteil II fördert das Land Nordrhein-Westfalen "
        "Maßnahmen vor Ort, die Menschen beim Ankommen helfen. Der Kreis erhält das Geld und gibt es an **Vereine, "
        "Initiativen und Kommunen** weiter. Dieser Bericht zeigt, was daraus in einem Förderjahr geworden ist.",
        kopf(**anders),
        "## Das Wichtigste",
        Satz(
            f"Für das Förderjahr 2021 hat der Kreis Soest an 28 Träger in 12 der 14 Kommunen {euro(12_680_050)} "
            "ausgezahlt. Gefördert wurden 66 Maßnahmen."
        ),
        Kennzahlen(
            [
                ("Höchstbetrag", euro(13_106_600), "laut Zuwendungsbescheid"),
                ("bewilligt", euro(12_950_000), "den Trägern zugesagt"),
                ("ausgezahlt", euro(12_680_050), "an die Träger überwiesen"),
                ("zurückgezahlt", "noch offen", "von den Trägern"),
                ("Ausschöpfung", "90,3\u00a0%", "netto weitergeleitet am Höchstbetrag"),
                ("Kommunen", "12", "von 14 im Kreis"),
            ]
        ),
        Hinweis(
            "Noch offen",
            "Beim Stand 31.05.2022 fehlt die Angabe „zurückgezahlt“ bei 12 von 66 Maßnahmen. Was "
            "netto weitergeleitet wurde, steht deshalb noch nicht fest.",
        ),
        "## Vom Höchstbetrag zum weitergeleiteten Geld\n\nDer Höchstbetrag ist die Obergrenze laut Zuwendungsbescheid. "
        "Mehr beim [Land](https://www.mkjfgfi.nrw/) oder [hier](javascript:alert(1)).",
        Abbildung("Vom Höchstbetrag zum weitergeleiteten Geld, Förderjahr 2021", FLOW_ALT, flow, short),
        "## Die Förderjahre im Vergleich",
        Abbildung("Netto weitergeleitet, Förderjahre 2016 bis 2021", SERIES_ALT, series),
        years_table(),
        "### Einzelne Maßnahmen\n\n1. erste Sorge: Kindertagesbetreuungseinrichtungen\n   - darunter *eine* mit "
        "`Code`\n2. zweite Sorge\n\n> Ein Zitat aus der Richtlinie.\n\n| Baustein | Pauschale |\n|---|--:|\n"
        "| A | 400 € |\n| B | 1.000 € |\n\n---\n\nZeile eins  \n"
        "Zeile zwei mit <b>Markup</b> &amp; mehr.\n\n```\nx = 1\n```",
        towns_table(),
        "## Fremde Texte",
        hostile,
        Hinweis(
            "Was diese Zahlen nicht enthalten",
            f"Zurückgestellt, weil nicht eindeutig lesbar oder zuzuordnen: für 2019 2 Zeilen über {euro(123_400)}.",
        ),
    )
