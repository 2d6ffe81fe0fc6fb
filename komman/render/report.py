"""An executed notebook as report data: the title, the head, and the nodes both templates walk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from urllib.parse import unquote

from komman.block import MIME, Block
from komman.document import STELLE, Bild, Fliesstext, Kopf, Ueberschrift, read_block
from komman.errors import NotebookFehler, shorten
from komman.formats import BEISPIELDATEN, FREIGABE_TEXT
from komman.render.characters import ERSATZ, clean_text, describe
from komman.render.markdown import Knoten, markdown_nodes

IM_BERICHT = {**FREIGABE_TEXT, "intern": "intern: nur für den Dienstgebrauch"}
OUTPUT_KINDS = {"stream": "Textausgabe", "error": "Fehlermeldung"}
PLACE = re.compile(STELLE.format("([0-9]+)"))
# What is no text to be read, or is checked elsewhere.
UNTOUCHED = frozenset({"art", "svg", "url", "freigabe", "stand", "ausrichtung", "id", "datei"})


@dataclass(frozen=True)
class Bericht:
    """A report as data; ``uebergangen`` and ``ersetzt`` are lines for the run's log."""

    titel: str
    kopf: Kopf
    knoten: list[Knoten]
    uebergangen: list[str]
    ersetzt: list[str]

    def as_dict(self) -> Knoten:
        """What the templates get: JSON only."""
        return {"titel": self.titel, "kopf": kopf_node(self.kopf), "knoten": self.knoten}

    def headings(self) -> list[Knoten]:
        """The headings below the title, in order."""
        return [k for k in self.knoten if k["art"] == "ueberschrift"]

    def tables(self) -> list[Knoten]:
        """All tables, in order."""
        return [k for k in self.knoten if k["art"] == "tabelle"]


def report_from_notebook(nb: Any) -> Bericht:
    """The report of notebook ``nb``: its Markdown cells and the blocks its code cells show, nothing else.

    Raises ``NotebookFehler`` without title or ``Kopf``, with two of them, or when heading levels leave a gap.
    """
    nodes: list[Knoten] = []
    skipped: list[str] = []
    for nummer, cell in enumerate(nb["cells"], start=1):
        try:
            nodes += _cell_nodes(cell, nummer, skipped)
        except NotebookFehler as fehler:
            raise NotebookFehler(
                fehler.was, ort=f"Zelle {nummer}", abhilfe=fehler.abhilfe, mehr=fehler.mehr
            ) from fehler
    return _report(nodes, skipped)


def report_from_blocks(titel: str, bloecke: Iterable[Block]) -> Bericht:
    """A report without a notebook: its title and its blocks, a ``Kopf`` among them; raises as above."""
    heading = {"art": "ueberschrift", "ebene": 1, "text": titel, "kinder": [], "ort": "Titel"}
    nodes = [
        {**n, "ort": f"Block {i}"} for i, b in enumerate(bloecke, start=1) for n in _block_nodes(read_block(b.block()))
    ]
    return _report([heading, *nodes], [])


def _report(nodes: list[Knoten], skipped: list[str]) -> Bericht:
    replaced: list[str] = []
    nodes = [_cleaned(_without_empty_table(node), replaced) for node in nodes]
    kopf = _take_kopf(nodes)
    titel = _take_title(nodes)
    _check_levels(nodes)
    if replaced:
        nodes.append(
            {
                "art": "hinweis",
                "titel": "Zeichen",
                "text": (f"Einzelne Zeichen lassen sich nicht darstellen. An ihrer Stelle steht „{ERSATZ}“."),
            }
        )
    _number(nodes, "beispiel_" if kopf.beispiel else "")
    return Bericht(titel, kopf, nodes, skipped, replaced)


def kopf_node(kopf: Kopf) -> Knoten:
    """The head with the texts a reader sees."""
    stand = date.fromisoformat(kopf.stand)
    return {
        **kopf.block(),
        "foerderjahr": str(kopf.foerderjahr),
        "freigabe_text": IM_BERICHT[kopf.freigabe],
        "stand_text": f"{stand:%d.%m.%Y}",
        "beispiel_text": BEISPIELDATEN if kopf.beispiel else "",
    }


def _cell_nodes(cell: Any, nummer: int, skipped: list[str]) -> list[Knoten]:
    if cell["cell_type"] == "markdown":
        return [{**node, "ort": f"Zelle {nummer}"} for node in markdown_nodes(cell["source"])]
    nodes: list[Knoten] = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if MIME in data:
            found = data[MIME] if isinstance(data[MIME], list) else [data[MIME]]
            nodes += [{**node, "ort": f"Zelle {nummer}"} for b in found for node in _block_nodes(read_block(b))]
        else:
            skipped.append(f"Zelle {nummer}: {_kind(output, data)} steht nicht im Bericht.")
    return nodes


def _kind(output: Any, data: Any) -> str:
    kind = OUTPUT_KINDS.get(output["output_type"])
    return kind or f"Ausgabe ohne Berichtsblock ({', '.join(sorted(data)) or 'leer'})"


def _block_nodes(block: Block) -> Iterator[Knoten]:
    if isinstance(block, Fliesstext):
        yield from (_filled(node, block.stellen) for node in markdown_nodes(block.markdown))
        return
    if isinstance(block, Ueberschrift):
        kinder = [{"art": "text", "text": block.text}]
        yield {"art": "ueberschrift", "ebene": block.ebene, "text": block.text, "kinder": kinder}
        return
    node = block.block()
    table = node.pop("tabelle", None)
    yield node
    if isinstance(block, Bild) and table is not None:
        yield {"art": "tabelle", **table}


def _filled(value: Any, stellen: Sequence[str], key: str = "") -> Any:
    """The nodes with their places filled; a place in a link's address would let a value decide where it leads."""
    if isinstance(value, str):
        if key == "url" and PLACE.search(unquote(value)):
            raise NotebookFehler(
                "Eine errechnete Stelle steht in der Adresse eines Verweises.",
                abhilfe="die Adresse ausschreiben oder den Verweis entfernen.",
            )
        return PLACE.sub(lambda found: stellen[int(found[1])], value)
    if isinstance(value, dict):
        return {k: _filled(v, stellen, k) for k, v in value.items()}
    return [_filled(v, stellen, key) for v in value] if isinstance(value, list) else value


def _without_empty_table(node: Knoten) -> Knoten:
    """A table without rows would be a row of column names without a header row in the PDF's structure."""
    if node["art"] != "tabelle" or node["zeilen"]:
        return node
    return {"art": "satz", "text": f"{node['titel'] or 'Tabelle'}: keine Einträge.", "ort": node["ort"]}


def _take_kopf(nodes: list[Knoten]) -> Kopf:
    heads = [k for k in nodes if k["art"] == "kopf"]
    if len(heads) != 1:
        found = f"{len(heads)} Kopf-Blöcke" if heads else "keinen Kopf-Block"
        raise NotebookFehler(
            f"Das Notebook hat {found}, es braucht genau einen.",
            abhilfe="In einer Codezelle Kopf(…) als letzten Ausdruck einmal ausgeben.",
        )
    nodes.remove(heads[0])
    return Kopf(**{f.name: heads[0][f.name] for f in fields(Kopf)})


def _take_title(nodes: list[Knoten]) -> str:
    titles = [k for k in nodes if k["art"] == "ueberschrift" and k["ebene"] == 1]
    if len(titles) != 1 or not titles[0]["text"]:
        raise NotebookFehler(
            f"Das Notebook hat {len(titles)} Überschriften der Ebene 1, es braucht genau eine mit Text: den Titel.",
            abhilfe="Titel mit „# …“, Abschnitte mit „## …“ schreiben.",
        )
    nodes.remove(titles[0])
    return str(titles[0]["text"])


def _check_levels(nodes: list[Knoten]) -> None:
    level = 1
    for node in nodes:
        if node["art"] != "ueberschrift":
            continue
        if not node["text"]:
            raise NotebookFehler(
                "Eine Überschrift ist leer.", ort=node["ort"], abhilfe="Überschrift füllen oder löschen."
            )
        if node["ebene"] > level + 1:
            raise NotebookFehler(
                f"Die Überschrift „{shorten(node['text'])}“ überspringt eine Ebene.",
                ort=node["ort"],
                abhilfe=f"Höchstens {level + 1} Rauten („#“) verwenden.",
            )
        level = node["ebene"]


def _number(nodes: list[Knoten], marke: str) -> None:
    """Give tables, figures and headings their numbers, names and anchors."""
    tables = figures = 0
    seen: dict[str, int] = {}
    for node in nodes:
        if node["art"] == "tabelle":
            tables += 1
            node |= {"nummer": tables, "id": f"tabelle-{tables}", "datei": f"{marke}tabelle-{tables:02d}.csv"}
        elif node["art"] == "abbildung":
            figures += 1
            node |= {"nummer": figures, "id": f"abbildung-{figures}"}
        elif node["art"] == "ueberschrift":
            name = re.sub(r"[\W_]+", "-", node["text"].casefold()).strip("-") or "abschnitt"
            seen[name] = seen.get(name, 0) + 1
            node["id"] = f"a-{name}" + (f"-{seen[name]}" if seen[name] > 1 else "")


def _cleaned(node: Knoten, replaced: list[str]) -> Knoten:
    found: set[str] = set()
    clean: Knoten = _clean_value(node, found)
    name = f"{node['ort']}, {node['art']}"
    replaced += [f"{name}: {describe(c)} durch „{ERSATZ}“ ersetzt." for c in sorted(found)]
    return clean


def _clean_value(value: Any, found: set[str], key: str = "") -> Any:
    if isinstance(value, str) and key not in UNTOUCHED:
        text, bad = clean_text(value, mehrzeilig=key == "code")
        found.update(bad)
        return text
    if isinstance(value, dict):
        return {k: _clean_value(v, found, k) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean_value(v, found, key) for v in value]
    return value
