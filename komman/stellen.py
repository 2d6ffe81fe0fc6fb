"""Computed places in an author's text, ``{{ rund("netto", 2016, 2020) }}``: a closed list of functions, never code."""

from __future__ import annotations

import ast
import inspect
import re
import warnings

from komman.document import STELLE
from komman.errors import DatenFehler, Ort, shorten
from komman.lage import Lage
from komman.stellenliste import STELLEN, Falsch
from komman.text import nearest

PLACE = re.compile(r"\{\{(.*?)\}\}")
MOST_CHARACTERS = 200
_QUOTES = str.maketrans(dict.fromkeys("„“”«»", '"') | dict.fromkeys("‚‘’", "'"))
_TYPES = {"int": (int, "eine ganze Zahl"), "str": (str, "ein Text in Anführungszeichen")}


def fill(text: str, lage: Lage, datei: str, zeile: int = 1) -> tuple[str, list[str]]:
    """The text with a mark for each place (``document.STELLE``), and their values; ``zeile`` is that of its beginning.

    Refuses (``DatenFehler``, with file and line) an unknown function, wrong arguments and anything but one call.
    """
    values: list[str] = []

    def line(at: int) -> Ort:
        return Ort(datei, zeile=zeile + text.count("\n", 0, at))

    def value(found: re.Match[str]) -> str:
        try:
            values.append(_evaluate(found[1], lage))
        except Falsch as e:
            raise DatenFehler(e.was, ort=line(found.start()), abhilfe=e.abhilfe) from None
        return STELLE.format(len(values) - 1)

    marked = PLACE.sub(value, text)
    for match in re.finditer(r"\{\{|\}\}", PLACE.sub(lambda m: " " * len(m[0]), text)):
        raise DatenFehler(
            "Eine errechnete Stelle ist nicht geschlossen oder geht über das Zeilenende.",
            ort=line(match.start()),
            abhilfe="In eine Zeile schreiben: {{ netto(2021) }}.",
        )
    return marked, values


def _evaluate(text: str, lage: Lage) -> str:
    name, args, keywords = _parse(text)
    if name not in STELLEN:
        close = nearest(name, STELLEN)
        hint = f"Gemeint ist wohl „{close}“. " if close else ""
        raise Falsch(f"Die Stelle „{shorten(name)}“ gibt es nicht.", f"{hint}Bekannt sind: {', '.join(STELLEN)}.")
    known = STELLEN[name]
    remedy = f"So schreiben: {{{{ {known.beispiel} }}}}; möglich ist {known.aufruf}."
    try:
        bound = inspect.signature(known.rechne).bind(lage, *args, **keywords)
    except TypeError:
        raise Falsch(f"Die Angaben zu „{name}“ passen nicht.", remedy) from None
    annotations = inspect.signature(known.rechne).parameters
    for angabe, given in list(bound.arguments.items())[1:]:
        typ, words = _TYPES[str(annotations[angabe].annotation)]
        if type(given) is not typ:
            raise Falsch(f"Die Angabe „{angabe}“ zu „{name}“ muss {words} sein.", remedy)
    return known.rechne(*bound.args, **bound.kwargs)


def _parse(text: str) -> tuple[str, list[int | str], dict[str, int | str]]:
    """Name and constant arguments of one call; nothing is evaluated."""
    wrong = Falsch(
        f"„{shorten(text.strip())}“ ist keine errechnete Stelle.",
        'Nur ein Aufruf mit festen Angaben ist möglich: {{ betrag("netto", 2016, 2020) }}.',
    )
    if len(text) > MOST_CHARACTERS:
        raise wrong
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = ast.parse(text.strip().translate(_QUOTES), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise wrong from None
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise wrong
    args = [_constant(a, wrong) for a in node.args]
    keywords = {k.arg: _constant(k.value, wrong) for k in node.keywords if k.arg is not None}
    if len(keywords) < len(node.keywords):
        raise wrong
    return node.func.id, args, keywords


def _constant(node: ast.expr, wrong: Falsch) -> int | str:
    if isinstance(node, ast.Constant) and type(node.value) in (int, str):
        assert isinstance(node.value, int | str)
        return node.value
    raise wrong


def table() -> str:
    """All functions as a Markdown table, for the handbook."""
    rows = [f"| `{s.aufruf}` | {s.was} | `{{{{ {s.beispiel} }}}}` |" for s in STELLEN.values()]
    return "\n".join(["| Stelle | ergibt | Beispiel |", "|---|---|---|", *rows])
