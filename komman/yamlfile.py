"""YAML as people write it: strings only, no duplicate or unknown keys, each fault with its line."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from komman.errors import DateiFehler, Ort, shorten
from komman.files import decode, read_bytes
from komman.text import nearest

M = TypeVar("M", bound=BaseModel)
Pfad = tuple[str | int, ...]

MAX_DEPTH = 12
MAX_BYTES = 5_000_000


class Befund(ValueError):
    """What a model finds wrong with its own values; ``pfad`` leads from the model to the value.

    ``zeigen``: whether the message may repeat the value.
    """

    def __init__(self, text: str, pfad: Pfad = (), abhilfe: str = "Den Eintrag berichtigen.", zeigen: bool = True):
        super().__init__(text)
        self.pfad, self.abhilfe, self.zeigen = pfad, abhilfe, zeigen


def load_yaml(path: Path, modell: type[M], lines: dict[Pfad, int] | None = None) -> M:
    """The file as a ``modell``; refuses duplicate and unknown keys, wrong values, anchors, tags and deep nesting.

    ``lines`` takes the line of each path.
    """
    lines = {} if lines is None else lines
    content = read_yaml(path, lines)
    if not isinstance(content, dict):
        raise DateiFehler(
            "Die Datei muss aus „Schlüssel: Wert“-Zeilen bestehen.",
            ort=Ort(path.name, zeile=1),
            abhilfe=f"Mit einem dieser Schlüssel beginnen: {', '.join(modell.model_fields)}.",
        )
    try:
        return modell.model_validate(content)
    except ValidationError as fault:
        raise _translated(fault, modell, path.name, lines) from None


def read_yaml(path: Path, lines: dict[Pfad, int] | None = None) -> Any:
    """The file as dicts, lists and strings, a key without value as ``None``; ``lines`` takes the line of each path."""
    data = read_bytes(path)
    if len(data) > MAX_BYTES:
        raise DateiFehler(
            "Die Datei ist zu groß für eine Einstellungsdatei (über 5 MB).",
            ort=Ort(path.name),
            abhilfe="Prüfen, ob es die richtige Datei ist.",
        )
    text = _text(data, path.name)
    try:
        _refuse_tricks(text, path.name)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = None if mark is None else mark.line + 1
        raise DateiFehler(
            "Die Datei ist kein gültiges YAML.",
            ort=Ort(path.name, zeile=line),
            abhilfe="Einrückung (nur Leerzeichen), Doppelpunkte und Anführungszeichen dieser Zeile prüfen.",
        ) from None
    except yaml.YAMLError:
        raise DateiFehler(
            "Die Datei enthält unerlaubte Steuerzeichen.",
            ort=Ort(path.name),
            abhilfe="Datei in einem Texteditor als UTF-8 neu speichern.",
        ) from None
    return {} if node is None else _plain(node, (), path.name, {} if lines is None else lines)


def _text(data: bytes, datei: str) -> str:
    try:
        return decode(data, datei)[0]
    except DateiFehler as fault:
        # The remedy for a ledger, an entry in quellen.yaml, does not help a settings file.
        raise DateiFehler(
            fault.was, ort=fault.ort, mehr=fault.mehr, abhilfe="Datei in einem Texteditor als UTF-8 neu speichern."
        ) from None


def _refuse_tricks(text: str, datei: str) -> None:
    """Anchors could repeat each other until memory is full; tags and further documents would be read by nobody."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        what = ""
        if getattr(event, "anchor", None):
            what = "Anker und Verweise (& und *) sind nicht erlaubt."
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag not in (None, "!"):
            what = "Typangaben (!) sind nicht erlaubt."
        elif depth > MAX_DEPTH:
            what = "Die Datei ist zu tief verschachtelt."
        elif documents > 1:
            what = "Die Datei enthält mehr als ein Dokument (---)."
        if what:
            line = None if event.start_mark is None else event.start_mark.line + 1
            raise DateiFehler(
                what,
                ort=Ort(datei, zeile=line),
                abhilfe="Den Wert ausschreiben; Texte mit & * ! in Anführungszeichen setzen.",
            )


def _plain(node: yaml.Node, pfad: Pfad, datei: str, lines: dict[Pfad, int]) -> Any:
    lines[pfad] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*pfad, i), datei, lines) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise DateiFehler(
                    "Ein Schlüssel muss ein einfacher Text sein.",
                    ort=Ort(datei, zeile=line),
                    abhilfe="Klammern vor dem Doppelpunkt entfernen oder in Anführungszeichen setzen.",
                )
            if key.value in out:
                raise DateiFehler(
                    f"Der Schlüssel „{shorten(key.value)}“ steht doppelt.",
                    ort=Ort(datei, zeile=line),
                    abhilfe="Eine der beiden Zeilen entfernen.",
                )
            out[key.value] = _plain(value, (*pfad, key.value), datei, lines)
            lines[(*pfad, key.value)] = line
        return out
    assert isinstance(node, yaml.ScalarNode)
    return None if node.value == "" and node.style is None else node.value


def _translated(fault: ValidationError, modell: type[BaseModel], datei: str, lines: Mapping[Pfad, int]) -> DateiFehler:
    """The first fault as a message; unknown keys first, because a misspelt key also makes the right one missing."""
    errors = fault.errors(include_url=False)
    # A list that lacks an entry only because the entry is faulty is no fault of its own.
    errors = [e for e in errors if e["type"] != "too_short" or not any(_beneath(e, other) for other in errors)]
    first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
    was, abhilfe, pfad = _wording(first, modell)
    pfad = _without_tags(pfad, lines)
    while pfad and pfad not in lines:
        pfad = pfad[:-1]
    mehr = (
        [
            f"Dazu {len(errors) - 1} weitere Stellen in dieser Datei."
            if len(errors) > 2
            else "Dazu eine weitere Stelle in dieser Datei."
        ]
        if len(errors) > 1
        else []
    )
    return DateiFehler(was, ort=Ort(datei, zeile=lines.get(pfad)), mehr=mehr, abhilfe=abhilfe)


def _beneath(above: ErrorDetails, below: ErrorDetails) -> bool:
    pfad, deeper = above["loc"], below["loc"]
    return len(deeper) > len(pfad) and deeper[: len(pfad)] == pfad


def _without_tags(pfad: Pfad, lines: Mapping[Pfad, int]) -> Pfad:
    """The path as it is in the file: pydantic names the kind of a union's member after its number."""
    out: Pfad = ()
    for n, part in enumerate(pfad):
        if (*out, part) in lines or n == len(pfad) - 1:
            out = (*out, part)
    return out


def _wording(error: ErrorDetails, modell: type[BaseModel]) -> tuple[str, str, Pfad]:
    pfad: Pfad = tuple(p for p in error["loc"] if p != "[key]")
    key = next((str(p) for p in reversed(pfad) if isinstance(p, str)), "")
    value, kind, ctx = error["input"], error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(modell, pfad[:-1])
        return f"Unbekannter Schlüssel „{shorten(key)}“.", _proposal(key, known), pfad
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        known = [t.strip(" '") for t in str(ctx.get("expected_tags", "")).split(",") if t.strip()]
        if "tag" in ctx:
            return (
                f"Schlüssel „art“: „{shorten(str(ctx['tag']))}“ ist nicht bekannt.",
                _proposal(ctx["tag"], known),
                pfad,
            )
        return "Der Schlüssel „art“ fehlt.", "Zeile „art: …“ ergänzen.", pfad
    if kind == "missing":
        return f"Der Schlüssel „{key}“ fehlt.", f"Zeile „{key}: …“ ergänzen.", pfad
    if kind == "value_error" and isinstance(ctx.get("error"), Befund):
        befund = ctx["error"]
        where = f"Schlüssel „{key}“: " if key and not befund.pfad and not isinstance(value, dict) else ""
        got = f", gefunden „{shorten(str(value))}“" if where and befund.zeigen and isinstance(value, str) else ""
        text = str(befund) if where else str(befund)[:1].upper() + str(befund)[1:]
        return f"{where}{text}{got}.", befund.abhilfe, (*pfad, *befund.pfad)
    if value is None:
        field = _fields(modell, pfad[:-1]).get(key)
        remedy = "Wert ergänzen." if field and field.is_required() else "Wert ergänzen oder die Zeile entfernen."
        return f"Der Schlüssel „{key}“ hat keinen Wert.", remedy, pfad
    if kind == "literal_error":
        known = [v for v in (t.strip("'") for t in str(ctx["expected"]).replace(" or ", ", ").split(", ")) if v]
        return f"Schlüssel „{key}“: „{shorten(str(value))}“ ist nicht bekannt.", _proposal(str(value), known), pfad
    return f"Schlüssel „{key}“: {_expectation(kind, ctx)}, gefunden {_shown(value)}.", "Den Wert berichtigen.", pfad


def _expectation(kind: str, ctx: Mapping[str, Any]) -> str:
    return {
        "int_parsing": "ganze Zahl erwartet",
        "int_type": "ganze Zahl erwartet",
        "greater_than_equal": f"Zahl ab {ctx.get('ge')} erwartet",
        "less_than_equal": f"Zahl bis {ctx.get('le')} erwartet",
        "string_too_short": "Text erwartet",
        "string_type": "einfacher Text erwartet",
        "string_too_long": f"höchstens {ctx.get('max_length')} Zeichen erwartet",
        "too_short": "mindestens ein Eintrag erwartet",
        "too_long": f"höchstens {ctx.get('max_length')} Einträge erwartet",
        "tuple_type": "Liste erwartet",
        "list_type": "Liste erwartet",
        "dict_type": "Zeilen der Form „Schlüssel: Wert“ erwartet",
        "model_type": "Zeilen der Form „Schlüssel: Wert“ erwartet",
    }.get(kind, "anderer Wert erwartet")


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "Zeilen der Form „Schlüssel: Wert“" if value else "nichts"
    if isinstance(value, (list, tuple)):
        return "eine Liste" if value else "eine leere Liste"
    return f"„{shorten(str(value))}“"


def _proposal(given: str, known: list[str]) -> str:
    close = nearest(given, known)
    return f"Gemeint ist wohl „{close}“." if close else f"Bekannt sind: {', '.join(known)}."


def _known_keys(modell: type[BaseModel], pfad: Pfad) -> list[str]:
    """The keys of the model ``pfad`` leads to."""
    return list(_fields(modell, pfad))


def _fields(modell: type[BaseModel], pfad: Pfad) -> dict[str, FieldInfo]:
    current: list[type[BaseModel]] = [modell]
    for part in pfad:
        if tagged := [m for m in current if part in _tags(m)]:
            current = tagged
        elif isinstance(part, str):
            fields = [m.model_fields[part] for m in current if part in m.model_fields]
            current = [m for f in fields for m in _models(f.annotation)]
    return current[0].model_fields if current else {}


def _tags(modell: type[BaseModel]) -> tuple[Any, ...]:
    """The values of ``art`` by which a union knows the model; pydantic puts them into the path of a fault."""
    field = modell.model_fields.get("art")
    return typing.get_args(field.annotation) if field else ()


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models inside ``tuple[Annotated[Model, …], ...]`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [m for a in typing.get_args(annotation) for m in _models(a)]
