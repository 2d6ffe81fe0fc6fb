"""The parameters of a notebook: names, types and help from its own cell, checked before a kernel starts."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from komman import _start  # noqa: F401
from komman.errors import AufrufFehler, NotebookFehler, Ort

Wert = int | str | bool
_TYPES: dict[str, type] = {"int": int, "str": str, "bool": bool}
_TYPE_NAMES = {int: "eine ganze Zahl", str: "ein Text", bool: "ja oder nein"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One line of a ``parameters`` cell: ``name: typ = vorgabe  # hilfe``."""

    name: str
    typ: type
    vorgabe: str
    hilfe: str


def contract(notebook: Path) -> dict[str, Parameter]:
    """The parameters a notebook takes; each must carry a type from the closed list int, str, bool and a help text."""
    found: dict[str, Parameter] = {}
    for name, p in _inspect(notebook).items():
        typ = _TYPES.get(str(p["inferred_type_name"]))
        if typ is None or not p["help"]:
            raise NotebookFehler(
                f"Der Parameter „{name}“ hat keinen Typ aus {', '.join(_TYPES)} oder keine Erklärung.",
                ort=Ort(notebook.name, spalte=name),
                abhilfe="in der Zelle „parameters“ so schreiben: jahr: int = 2021  # Förderjahr",
            )
        found[name] = Parameter(name, typ, str(p["default"]), str(p["help"]))
    if not found:
        raise NotebookFehler(
            "Das Notebook hat keine Zelle „parameters“.",
            ort=Ort(notebook.name),
            abhilfe="eine Zelle mit der Marke „parameters“ anlegen.",
        )
    return found


def _inspect(notebook: Path) -> Mapping[str, Any]:
    from papermill import inspect_notebook

    try:
        found: Mapping[str, Any] = inspect_notebook(notebook)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as e:
        raise NotebookFehler(
            "Das Notebook ist nicht lesbar.",
            ort=Ort(notebook.name),
            abhilfe="in JupyterLab öffnen und neu speichern oder die Fassung aus dem Projekt wiederherstellen.",
        ) from e
    return found


def check(vertrag: Mapping[str, Parameter], werte: Mapping[str, Wert], notebook: str) -> dict[str, Wert]:
    """``werte`` if each name is known and each value has the declared type; a bool is no int.

    Raises ``AufrufFehler`` naming the nearest known parameter or the expected type.
    """
    for name, wert in werte.items():
        p = vertrag.get(name)
        if p is None:
            near = difflib.get_close_matches(name, vertrag, n=1, cutoff=0.5)
            raise AufrufFehler(
                f"Den Parameter „{name}“ kennt das Notebook {notebook} nicht.",
                mehr=[f"Meinten Sie „{near[0]}“?"] if near else [],
                abhilfe=f"möglich sind {', '.join(vertrag)}." if vertrag else "den Parameter weglassen.",
            )
        if type(wert) is not p.typ:
            raise AufrufFehler(
                f"Der Parameter „{name}“ muss {_TYPE_NAMES[p.typ]} sein, nicht „{wert}“.",
                ort=f"Notebook {notebook}",
                abhilfe=f"{name}: {p.hilfe}",
            )
    return dict(werte)


def from_text(vertrag: Mapping[str, Parameter], texte: Mapping[str, str], notebook: str) -> dict[str, Wert]:
    """Values typed on a command line, read by the declared type: a key such as 05974040 stays text."""
    return check(vertrag, {name: _read(vertrag.get(name), text) for name, text in texte.items()}, notebook)


def _read(p: Parameter | None, text: str) -> Wert:
    if p is not None and p.typ is int:
        digits = text.strip().removeprefix("-")
        return int(text) if digits.isascii() and digits.isdecimal() else text
    if p is not None and p.typ is bool:
        return {"ja": True, "nein": False}.get(text.strip().lower(), text)
    return text
