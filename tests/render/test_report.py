from __future__ import annotations

from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from komman.block import MIME
from komman.document import STELLE, Bloecke, Fliesstext, Hinweis, Satz, Tabelle, Tabellenspalte, Ueberschrift
from komman.errors import NotebookFehler
from komman.render.characters import clean_text, describe, displayable
from komman.render.csvtext import safe_cell, table_csv
from komman.render.markdown import markdown_nodes, plain_text
from komman.render.report import report_from_blocks, report_from_notebook
from tests.render.sample_report import full_notebook, kopf, notebook, table


def small(*teile: Any) -> Any:
    return report_from_notebook(notebook("# Titel", kopf(), *teile))


def test_order_numbers_and_anchors() -> None:
    bericht = report_from_notebook(full_notebook())
    assert bericht.titel == "Jahresergebnis KOMM-AN NRW, Programmteil II"
    assert [k["text"] for k in bericht.headings()] == [
        "Das Wichtigste",
        "Vom Höchstbetrag zum weitergeleiteten Geld",
        "Die Förderjahre im Vergleich",
        "Einzelne Maßnahmen",
        "Fremde Texte",
    ]
    assert next(k["id"] for k in bericht.headings()) == "a-das-wichtigste"
    assert [k["datei"] for k in bericht.tables()] == [f"beispiel_tabelle-0{i}.csv" for i in range(1, 6)]
    figures = [k for k in bericht.knoten if k["art"] == "abbildung"]
    assert [k["nummer"] for k in figures] == [1, 2]
    assert "tabelle" not in figures[0]
    assert bericht.knoten[bericht.knoten.index(figures[0]) + 1]["titel"] == "Drei Zeilen, die zusammenbleiben"
    assert not bericht.uebergangen
    assert not bericht.ersetzt


def test_head_as_a_reader_sees_it() -> None:
    head = report_from_notebook(notebook("# T", kopf(freigabe="intern"))).as_dict()["kopf"]
    assert head["stand_text"] == "31.05.2022"
    assert head["freigabe_text"] == "intern: nur für den Dienstgebrauch"
    assert head["beispiel_text"] == "Beispieldaten – frei erfunden"
    assert small().kopf.untertitel.startswith("Was 2021")


def test_equal_headings_get_different_anchors() -> None:
    assert [k["id"] for k in small("## Geld", "## Geld!", "## …").headings()] == ["a-geld", "a-geld-2", "a-abschnitt"]


def test_headings_from_data_are_headings_and_no_markup() -> None:
    heads = small("## Kommunen", Ueberschrift("*Soest* <b>", 3)).headings()
    assert [(k["text"], k["ebene"]) for k in heads] == [("Kommunen", 2), ("*Soest* <b>", 3)]
    assert heads[1]["kinder"] == [{"art": "text", "text": "*Soest* <b>"}]


def test_places_in_an_authors_text_stay_plain_text() -> None:
    markdown = f"**Rund {STELLE.format(0)}**, siehe [hier](https://example.org).\n\n- {STELLE.format(1)}"
    absatz, liste, _ = small(Fliesstext(markdown, ["546.000 €", f"# <b>*x*</b> {STELLE.format(0)}"])).knoten
    assert absatz["kinder"][0] == {"art": "fett", "kinder": [{"art": "text", "text": "Rund 546.000 €"}]}
    # A value that looks like Markdown, HTML or another place is text as it stands (the private marks become boxes).
    assert plain_text(liste["punkte"][0][0]["kinder"]) == "# <b>*x*</b> □0□"


def test_a_place_in_a_links_address_is_refused() -> None:
    with pytest.raises(NotebookFehler, match="in der Adresse eines Verweises"):
        small(Fliesstext(f"[x](https://{STELLE.format(0)}/)", ["boese.example"]))


def test_several_blocks_of_one_cell_come_in_order() -> None:
    bericht = small("## Kommunen", Bloecke([Ueberschrift("Soest"), Satz("eins"), Ueberschrift("Werl"), Satz("zwei")]))
    assert [k["text"] for k in bericht.knoten] == ["Kommunen", "Soest", "eins", "Werl", "zwei"]


def test_a_report_without_a_notebook_is_one_like_any_other() -> None:
    bericht = report_from_blocks(
        "Prüfseite", [kopf(), Ueberschrift("Teil", 2), table("T", [["1"]], ["a"]), Ueberschrift("Teil", 2)]
    )
    assert bericht.titel == "Prüfseite"
    assert [k["id"] for k in bericht.headings()] == ["a-teil", "a-teil-2"]
    assert [t["id"] for t in bericht.tables()] == ["tabelle-1"] and bericht.kopf == kopf()
    with pytest.raises(NotebookFehler, match="keinen Kopf-Block"):
        report_from_blocks("Titel", [Satz("Text")])
    with pytest.raises(NotebookFehler, match="überspringt eine Ebene"):
        report_from_blocks("Titel", [kopf(), Ueberschrift("Teil", 3)])


def test_everything_but_text_cells_and_blocks_stays_out_and_is_named() -> None:
    cell = new_code_cell(
        "geheim = 1",
        outputs=[
            new_output("stream", name="stdout", text="Name: Mustermann"),
            new_output("execute_result", data={"text/plain": "42", "text/html": "<b>42</b>"}, execution_count=1),
            new_output("display_data", data={}),
            new_output("error", ename="ValueError", evalue="x", traceback=["x"]),
            new_output("display_data", data={MIME: Satz("Ein Satz.").block(), "text/html": "<script>"}),
        ],
    )
    bericht = small(cell)
    assert [(k["art"], k["text"]) for k in bericht.knoten] == [("satz", "Ein Satz.")]
    assert bericht.uebergangen == [
        "Zelle 3: Textausgabe steht nicht im Bericht.",
        "Zelle 3: Ausgabe ohne Berichtsblock (text/html, text/plain) steht nicht im Bericht.",
        "Zelle 3: Ausgabe ohne Berichtsblock (leer) steht nicht im Bericht.",
        "Zelle 3: Fehlermeldung steht nicht im Bericht.",
    ]
    assert "Mustermann" not in str(bericht.as_dict())
    assert "geheim" not in str(bericht.as_dict())


REFUSED: list[tuple[str, list[Any], str]] = [
    ("kein Kopf", ["# T"], "keinen Kopf-Block"),
    ("zwei Köpfe", ["# T", kopf(), kopf()], "2 Kopf-Blöcke"),
    ("kein Titel", [kopf(), "## Abschnitt"], "0 Überschriften der Ebene 1"),
    ("zwei Titel", ["# A", kopf(), "# B"], "2 Überschriften der Ebene 1"),
    ("leerer Titel", ["#", kopf()], "es braucht genau eine"),
    ("Ebene übersprungen", ["# A", kopf(), "### B"], "„B“ überspringt eine Ebene"),
    ("leere Überschrift", ["# A", kopf(), "##"], "Überschrift ist leer"),
    ("Bild", ["# A", kopf(), "![x](y.png)"], "Bild in einer Textzelle"),
    ("Überschrift in Liste", ["# A", kopf(), "- ## B"], "in einer Liste"),
    ("Überschrift im Zitat", ["# A", kopf(), "> ## B"], "in einem Zitat"),
]


@pytest.mark.parametrize(("teile", "grund"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_makes_no_report_is_refused_in_german(teile: list[Any], grund: str) -> None:
    with pytest.raises(NotebookFehler) as fehler:
        report_from_notebook(notebook(*teile))
    assert grund in str(fehler.value)
    assert len(fehler.value.lines()) <= 6


def test_an_edited_block_says_its_cell() -> None:
    edited = {"version": 1, "art": "satz", "text": 7}
    cell = new_code_cell("", outputs=[new_output("display_data", data={MIME: edited})])
    with pytest.raises(NotebookFehler) as fehler:
        small(cell)
    assert fehler.value.lines()[:3] == [
        "Der Berichtsblock „satz“ ist nicht gültig.",
        "Wo: Zelle 3",
        "„text“ muss Text sein",
    ]


def test_raw_cells_and_never_run_cells_give_nothing() -> None:
    raw = new_markdown_cell("roh")
    raw["cell_type"] = "raw"
    assert small(raw, new_code_cell("1 + 1")).knoten == []


def test_characters_no_font_has_become_boxes_and_are_named() -> None:
    spalten = [Tabellenspalte("Träger")]
    bericht = small(Tabelle("Träger \ue000", spalten, [["中\x00 \u202eab\ufeff"], ["gut"]]), "Text mit \U00010348.")
    assert bericht.tables()[0]["titel"] == "Träger □"
    assert bericht.tables()[0]["zeilen"] == [["□□ □ab□"], ["gut"]]
    assert bericht.ersetzt == [
        "Zelle 3, tabelle: U+0000 durch „□“ ersetzt.",
        "Zelle 3, tabelle: U+202E RIGHT-TO-LEFT OVERRIDE durch „□“ ersetzt.",
        "Zelle 3, tabelle: U+4E2D CJK UNIFIED IDEOGRAPH-4E2D durch „□“ ersetzt.",
        "Zelle 3, tabelle: U+E000 durch „□“ ersetzt.",
        "Zelle 3, tabelle: U+FEFF ZERO WIDTH NO-BREAK SPACE durch „□“ ersetzt.",
        "Zelle 4, absatz: U+10348 GOTHIC LETTER HWAIR durch „□“ ersetzt.",
    ]
    assert bericht.knoten[-1]["art"] == "hinweis"
    assert "lassen sich nicht darstellen" in bericht.knoten[-1]["text"]
    assert small(Hinweis("a", "äöüß „x“ – 1\u00a0€")).ersetzt == []


@pytest.mark.parametrize(
    ("text", "mehrzeilig", "sauber", "ersetzt"),
    [
        ("a\tb\nc\r\nd", False, "a b c d", []),
        ("a\tb\r\nc", True, "a b\nc", []),
        ("u\u0308", False, "ü", []),
        ("1\u00a0€ − 3", False, "1\u00a0€ − 3", []),
        ("Ko\u00admma", False, "Ko\u00admma", []),
        ("㎡\ud800", False, "□□", ["\u33a1", "\ud800"]),
    ],
)
def test_clean_text(text: str, mehrzeilig: bool, sauber: str, ersetzt: list[str]) -> None:
    assert clean_text(text, mehrzeilig) == (sauber, ersetzt)


def test_german_and_european_letters_are_displayable() -> None:
    assert all(map(displayable, "äöüÄÖÜßẞ€§„“‚‘–—…·•×²³½ŞşĞğİıŁłŽžÇçÑñÅåØøЖжΩ"))
    assert not any(map(displayable, "\x00\x7f\u200b\u202e\ufeff\ue000\ufffe中𐍈"))
    assert describe("\x07") == "U+0007"


def test_markdown_kinds() -> None:
    nodes = markdown_nodes(
        "a **b** _c_ `d<` [e](https://x.de) [f](javascript:x) <i>g</i> &amp;\\\nh\ni\n\n"
        "3. x\n   - y\n\n> z\n\n```\ncode\n\n  x\n```\n\n---\n\n<div>roh</div>\n\n"
        "| a | b |\n|---|--:|\n| 1 | **2** |"
    )
    assert [n["art"] for n in nodes] == ["absatz", "liste", "zitat", "code", "linie", "absatz", "tabelle"]
    kinds = [k["art"] for k in nodes[0]["kinder"] if k["art"] != "text"]
    assert kinds == ["fett", "kursiv", "code", "verweis", "gruppe", "umbruch"]
    assert plain_text(nodes[0]["kinder"]) == "a b c d< e f <i>g</i> & h i"
    assert (nodes[1]["nummeriert"], nodes[1]["start"]) == (True, 3)
    assert nodes[3]["code"] == "code\n\n  x"
    assert nodes[5]["kinder"][0]["text"] == "<div>roh</div>"
    assert nodes[6]["zeilen"] == [["1", "2"]]
    assert [s["ausrichtung"] for s in nodes[6]["spalten"]] == ["links", "rechts"]


@pytest.mark.parametrize(
    "ziel",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//host/x",
        "bericht.html",
        "&#106;avascript:x",
        "vbscript:x",
    ],
)
def test_other_links_become_text(ziel: str) -> None:
    assert "verweis" not in str(markdown_nodes(f"[x]({ziel})"))


@pytest.mark.parametrize(
    ("text", "sicher"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("@x", "'@x"),
        ("-cmd|x", "'-cmd|x"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("-350,00\u00a0€", "-350,00\u00a0€"),
        ("+3,5 %", "+3,5 %"),
        ("−350,00 €", "−350,00 €"),
        ("Verein = gut", "Verein = gut"),
        ("", ""),
        ("–", "–"),
    ],
)
def test_csv_cells_are_never_formulas(text: str, sicher: str) -> None:
    assert safe_cell(text) == sicher


def test_csv_of_a_table() -> None:
    bericht = small(table("T", [["a, b", "1,00\u00a0€"], ['"q"', "=2"]], ["Betrag", "Euro"]))
    assert table_csv(bericht.tables()[0]) == 'Betrag,Euro\n"a, b","1,00\u00a0€"\n"""q""",\'=2\n'
