"""Markdown cells as plain data: the part of Markdown a report knows, as JSON for both templates."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import mistune

from komman.errors import NotebookFehler
from komman.project import EIGENE

Knoten = dict[str, Any]
PROTOKOLLE = ("http://", "https://", "mailto:")
NACHBAR = re.compile(r"(?:\./)?([0-9]{2}_[a-z0-9_]+)\.ipynb")

_parse = mistune.create_markdown(renderer="ast", plugins=["table"])


def markdown_nodes(text: str) -> list[Knoten]:
    """The blocks of a Markdown cell; raw HTML stays text, links go to http, https and mailto, and to other reports.

    A link to another notebook of the set is a link to that notebook's page in HTML, and plain text in PDF.

    Raises ``NotebookFehler`` for a picture (it would have no checked alt text) and for a heading inside a list or
    quote (it would be missing from the contents).
    """
    tokens = _parse(text)
    assert not isinstance(tokens, str)
    return _blocks(tokens)


def _blocks(tokens: list[Knoten]) -> list[Knoten]:
    return [node for token in tokens if (node := BLOCKS[token["type"]](token)) is not None]


def _nested(tokens: list[Knoten]) -> list[Knoten]:
    for token in tokens:
        if token["type"] == "heading":
            raise NotebookFehler(
                "Eine Überschrift steht in einer Liste oder in einem Zitat.",
                abhilfe="In der Textzelle davor oder dahinter setzen, ohne Einrückung.",
            )
    return _blocks(tokens)


def _heading(token: Knoten) -> Knoten:
    kinder = _inline(token["children"])
    return {
        "art": "ueberschrift",
        "ebene": token["attrs"]["level"],
        "text": plain_text(kinder).strip(),
        "kinder": kinder,
    }


def _paragraph(token: Knoten) -> Knoten:
    return {"art": "absatz", "kinder": _inline(token["children"])}


def _list(token: Knoten) -> Knoten:
    attrs = token["attrs"]
    return {
        "art": "liste",
        "nummeriert": attrs["ordered"],
        "start": attrs.get("start", 1),
        "punkte": [_nested(item["children"]) for item in token["children"]],
    }


def _quote(token: Knoten) -> Knoten:
    return {"art": "zitat", "kinder": _nested(token["children"])}


def _code(token: Knoten) -> Knoten:
    return {"art": "code", "code": token["raw"].rstrip("\n")}


def _html(token: Knoten) -> Knoten:
    return {"art": "absatz", "kinder": [{"art": "text", "text": token["raw"].strip()}]}


def _rule(token: Knoten) -> Knoten:
    return {"art": "linie"}


def _blank(token: Knoten) -> None:
    return None


def _table(token: Knoten) -> Knoten:
    """A pipe table in the form of a ``Tabelle`` block without a title."""
    head, *body = token["children"]
    spalten = [
        {"name": _cell(c), "ausrichtung": "rechts" if c["attrs"]["align"] == "right" else "links", "zeilenkopf": False}
        for c in head["children"]
    ]
    rows = [[_cell(c) for c in row["children"]] for part in body for row in part["children"]]
    return {"art": "tabelle", "titel": "", "spalten": spalten, "zeilen": rows, "summenzeile": False, "fussnote": ""}


def _cell(token: Knoten) -> str:
    return plain_text(_inline(token["children"]))


BLOCKS: dict[str, Callable[[Knoten], Knoten | None]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "block_text": _paragraph,
    "list": _list,
    "block_quote": _quote,
    "block_code": _code,
    "block_html": _html,
    "thematic_break": _rule,
    "blank_line": _blank,
    "table": _table,
}


def _inline(tokens: list[Knoten]) -> list[Knoten]:
    return [_span(token) for token in tokens]


def _span(token: Knoten) -> Knoten:
    kind = token["type"]
    if kind == "image":
        raise NotebookFehler(
            "Ein Bild in einer Textzelle kommt nicht in den Bericht.",
            abhilfe="Bild entfernen oder als Abbildung mit Alternativtext ausgeben.",
        )
    if kind == "linebreak":
        return {"art": "umbruch"}
    if kind == "softbreak":
        return {"art": "text", "text": " "}
    if kind == "codespan":
        return {"art": "code", "text": token["raw"]}
    if kind in ("text", "inline_html"):
        return {"art": "text", "text": html.unescape(token["raw"]) if kind == "text" else token["raw"]}
    kinder = _inline(token["children"])
    if kind == "link":
        url = token["attrs"]["url"]
        nachbar = NACHBAR.fullmatch(url)
        if nachbar and nachbar[1][:2] not in EIGENE:  # those lie in other folders, if at all
            return {"art": "nachbar", "url": f"{nachbar[1]}.html", "kinder": kinder}
        safe = url.lower().startswith(PROTOKOLLE)
        return {"art": "verweis", "url": url, "kinder": kinder} if safe else {"art": "gruppe", "kinder": kinder}
    return {"art": "fett" if kind == "strong" else "kursiv", "kinder": kinder}


def plain_text(knoten: list[Knoten]) -> str:
    """The text of inline nodes without any form."""
    return "".join(" " if k["art"] == "umbruch" else k.get("text") or plain_text(k.get("kinder", [])) for k in knoten)
