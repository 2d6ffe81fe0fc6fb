from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from matplotlib.figure import Figure

from komman.block import MIME, Block
from komman.document import (
    STELLE,
    Abbildung,
    Bloecke,
    Fliesstext,
    Hinweis,
    Kennzahlen,
    Kopf,
    Satz,
    Tabelle,
    Tabellenspalte,
    Ueberschrift,
    read_block,
)
from komman.errors import NotebookFehler
from komman.svg import check_svg

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def kopf(**anders: Any) -> Kopf:
    werte: dict[str, Any] = {
        "untertitel": "",
        "kreis": "Kreis Soest",
        "foerderjahr": 2021,
        "freigabe": "oeffentlich",
        "stand": "2022-05-31",
        "herausgeber": "KI",
        "beispiel": True,
    }
    return Kopf(**{**werte, **anders})


def tabelle(**anders: Any) -> Tabelle:
    werte: dict[str, Any] = {
        "titel": "Beträge",
        "spalten": [Tabellenspalte("Betrag", zeilenkopf=True), Tabellenspalte("Euro", "rechts")],
        "zeilen": [["bewilligt", "1,00 €"], ["Summe", "1,00 €"]],
        "summenzeile": True,
        "fussnote": "Fuß",
    }
    return Tabelle(**{**werte, **anders})


def figur() -> Figure:
    figure = Figure(figsize=(2, 1))
    figure.subplots().bar([0, 1], [1, 2], hatch="//")
    return figure


def blocks() -> list[Block]:
    return [
        kopf(),
        Satz("Ein Satz."),
        Hinweis("Titel", "Text"),
        Kennzahlen([("Träger", "3", "")]),
        Ueberschrift("Soest", 4),
        Fliesstext("Ein *Text*.", ["Stelle"]),
        tabelle(),
        Abbildung("Bild", "Zwei Balken.", figur(), tabelle()),
    ]


@pytest.mark.parametrize("block", blocks(), ids=lambda b: b.art)
def test_a_block_survives_the_notebook_file(block: Block) -> None:
    stored = json.loads(json.dumps(block.block()))
    assert stored["version"] == 1
    back = read_block(stored)
    assert back.block() == block.block()


@pytest.mark.parametrize("block", blocks(), ids=lambda b: b.art)
def test_the_bundle_is_valid_in_a_notebook(block: Block) -> None:
    data = block._repr_mimebundle_()
    assert set(data) == {MIME, "text/html", "text/plain"}
    output = nbformat.v4.new_output("display_data", data=data)
    cell = nbformat.v4.new_code_cell("", outputs=[output], id="a")
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_html_for_jupyter_escapes() -> None:
    böse = "<b>&\"'"
    for block in (
        Satz(böse),
        Ueberschrift(böse),
        Fliesstext(f"Siehe {STELLE.format(0)}", [böse]),
        Hinweis(böse, böse),
        Kennzahlen([(böse, böse, böse)]),
        kopf(kreis=böse),
        tabelle(titel=böse, zeilen=[[böse, böse]], fussnote=böse),
        Abbildung(böse, böse, figur()),
    ):
        assert "<b>" not in block.html()
        assert "&lt;b&gt;&amp;&quot;&#x27;" in block.html()


def test_table_in_jupyter_has_caption_and_headers() -> None:
    html = tabelle().html()
    assert "<caption>Beträge</caption>" in html
    assert "<th scope='row'>bewilligt</th><td style='text-align:right'>1,00 €</td>" in html


def test_several_blocks_are_one_valid_output() -> None:
    data = Bloecke([Satz("eins"), Hinweis("zwei", "drei")])._repr_mimebundle_()
    assert data["text/plain"] == "eins\nzwei: drei" and data["text/html"].startswith("<p>eins</p>\n<blockquote>")
    assert [read_block(b).plain() for b in data[MIME]] == ["eins", "zwei: drei"]
    output = nbformat.v4.new_output("display_data", data=data)
    nbformat.validate(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output], id="a")]))


def test_blocks_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Satz("a").text = "b"  # type: ignore[misc]


ODD: list[tuple[str, Callable[[], object], str]] = [
    ("kreis leer", lambda: kopf(kreis=" "), "„kreis“ darf nicht leer sein"),
    ("freigabe", lambda: kopf(freigabe="geheim"), "„freigabe“ hat einen unbekannten Wert"),
    ("stand", lambda: kopf(stand="31.05.2022"), "„stand“ muss ein Datum JJJJ-MM-TT sein"),
    ("stand gibt es nicht", lambda: kopf(stand="2022-02-30"), "„stand“ muss ein Datum JJJJ-MM-TT sein"),
    ("stand kurz", lambda: kopf(stand="20220531"), "„stand“ muss ein Datum JJJJ-MM-TT sein"),
    ("beispiel", lambda: kopf(beispiel="ja"), "„beispiel“ muss wahr oder falsch sein"),
    ("satz Zahl", lambda: Satz(3), "„text“ muss Text sein"),  # type: ignore[arg-type]
    ("ausrichtung", lambda: Tabellenspalte("a", "mitte"), "„ausrichtung“ hat einen unbekannten Wert"),  # type: ignore[arg-type]
    ("zeile kurz", lambda: tabelle(zeilen=[["a"]]), "Zeile 1 hat 1 Zellen, es gibt aber 2 Spalten"),
    ("keine Spalte", lambda: tabelle(spalten=[], zeilen=[]), "„spalten“ hat einen ungültigen Wert"),
    ("ebene", lambda: Ueberschrift("a", 5), "„ebene“ hat einen unbekannten Wert"),  # type: ignore[arg-type]
    ("einheit", lambda: Tabellenspalte("a", einheit="Meter"), "„einheit“ hat einen unbekannten Wert"),  # type: ignore[arg-type]
    ("keine Kennzahl", lambda: Kennzahlen([]), "„werte“ hat einen ungültigen Wert"),
    ("alt leer", lambda: Abbildung("t", "", figur()), "„alt“ darf nicht leer sein"),
    ("kein Objekt", lambda: read_block([1]), "kein JSON-Objekt"),
    ("Version", lambda: read_block({"version": 2, "art": "satz", "text": "a"}), "Version „2“"),
    ("Art", lambda: read_block({"version": 1, "art": "video"}), "„video“ ist unbekannt"),
    ("Feld fehlt", lambda: read_block({"version": 1, "art": "satz"}), "„text“ fehlt"),
    ("Feld zu viel", lambda: read_block({"version": 1, "art": "satz", "text": "a", "x": 1}), "„x“ ist unbekannt"),
    (
        "Zelle Zahl",
        lambda: read_block({"version": 1, "art": "tabelle", "titel": "a", "spalten": [{"name": "a"}], "zeilen": [[1]]}),
        "„zeilen.0.0“ muss Text sein",
    ),
    (
        "Bild",
        lambda: read_block({"version": 1, "art": "abbildung", "titel": "a", "alt": "a", "svg": "kein"}),
        "„svg“ Die Grafik ist kein lesbares SVG.",
    ),
]


@pytest.mark.parametrize(("aufruf", "grund"), [o[1:] for o in ODD], ids=[o[0] for o in ODD])
def test_a_refusal_is_german_and_says_the_field(aufruf: Callable[[], object], grund: str) -> None:
    with pytest.raises(NotebookFehler) as fehler:
        aufruf()
    assert grund in str(fehler.value)
    assert len(fehler.value.lines()) <= 6
    assert fehler.value.lines()[-1].startswith("Abhilfe: ")


@pytest.mark.parametrize(
    "inhalt",
    [
        "<script>alert(1)</script>",
        '<image href="http://a.example/x.png"/>',
        '<use xlink:href="http://a.example/#a"/>',
        '<path onload="x()"/>',
        '<path style="fill:url(http://a.example)"/>',
        "<style>*{}</style>",
        "<foreignObject/>",
        '<path fill="url(http://a.example/#x)"/>',
        "<a/>",
        "<text>x</text>",
    ],
)
def test_svg_with_anything_but_shapes_is_refused(inhalt: str) -> None:
    with pytest.raises(ValueError, match="Die Grafik enthält"):
        check_svg(SVG.format(inhalt))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<svg",
        "<svg/>",
        "<html/>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    ],
)
def test_what_is_no_svg_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="kein"):
        check_svg(text)


def test_svg_of_shapes_passes() -> None:
    check_svg(SVG.format('<g><path d="M0 0" fill="url(#h)"/><use xlink:href="#a"/></g>'))
