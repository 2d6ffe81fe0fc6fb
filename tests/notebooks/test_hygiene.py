"""Notebooks as committed: words and few calls, nothing computed, no trace of a run."""

from __future__ import annotations

import ast
import json
import re

import nbformat
import pytest

from tests.repo import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MAX_LINES = 10
MAX_PARAMETERS = 16  # a list of declarations, one a line, each with its explanation
ALLOWED = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
# What a cell may import: the calls it makes come from komman, nothing is computed beside it.
PACKAGES = {"komman"}


def complaints(notebook: dict) -> list[str]:
    """What a notebook does that it must not, one line each."""
    found = []
    for number, cell in enumerate(notebook["cells"]):
        where = f"Zelle {number}"
        source = "".join(cell["source"])
        if not re.fullmatch(r"[a-z][a-z0-9-]{2,}", cell.get("id", "")) or re.fullmatch(r"[0-9a-f-]{8,}", cell["id"]):
            found.append(f"{where}: Kennung {cell.get('id')!r} sagt nichts")
        most = MAX_PARAMETERS if "parameters" in cell["metadata"].get("tags", []) else MAX_LINES
        if len(source.splitlines()) > most and cell["cell_type"] == "code":
            found.append(f"{where}: mehr als {most} Zeilen")
        if cell["cell_type"] != "code":
            continue
        if cell["outputs"] or cell["execution_count"] is not None:
            found.append(f"{where}: Ausgabe oder Zähler")
        if unknown := set(cell["metadata"]) - {"tags", "jupyter", "slideshow", "editable"}:
            found.append(f"{where}: Metadaten {sorted(unknown)}")
        found += [f"{where}: {text}" for text in logic(source)]
    if len({cell.get("id") for cell in notebook["cells"]}) != len(notebook["cells"]):
        found.append("Kennungen doppelt")
    tagged = [c for c in notebook["cells"] if "parameters" in c["metadata"].get("tags", [])]
    if [c["cell_type"] for c in tagged] != ["code"]:
        found.append("nicht genau eine Zelle trägt parameters")
    return found


def logic(source: str) -> list[str]:
    """Statements that belong into a module."""
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, ALLOWED):
            found.append(type(node).__name__)
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [f"import {m}" for m in modules if m.split(".")[0] not in PACKAGES]
    computing = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.BinOp, ast.IfExp)
    return found + [type(n).__name__ for n in ast.walk(ast.parse(source)) if isinstance(n, computing)]


def test_there_are_notebooks():
    assert "02_jahresergebnis.ipynb" in {path.name for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_is_clean(path):
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert complaints(notebook) == []
    assert (notebook["nbformat"], notebook["nbformat_minor"] >= 5) == (4, True)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert "version" not in notebook["metadata"].get("language_info", {})
    nbformat.validate(nbformat.from_dict(notebook))
    assert text.endswith("}\n")
    assert "\r" not in text


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_parameters_are_typed_and_explained(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = "".join(next(c for c in cells if "parameters" in c["metadata"].get("tags", []))["source"])
    lines = [line for line in source.splitlines() if line.strip()]
    assert lines
    for line in lines:
        assert re.fullmatch(r"[a-z_]+: [A-Za-z\[\]| ]+ = .+  # .+", line), line


def cell(source="x = komman", kind="code", **changes):
    return {
        "cell_type": kind, "id": "eine-zelle", "source": [source], "outputs": [], "execution_count": None,
        "metadata": {},
    } | changes  # fmt: skip


PARAMETERS = cell("jahr: int = 2021  # Förderjahr", id="parameter", metadata={"tags": ["parameters"]})


@pytest.mark.parametrize(("bad", "said"), [
    (cell(outputs=[{"output_type": "stream"}]), "Ausgabe"), (cell(execution_count=3), "Ausgabe"),
    (cell(id="a1b2c3d4"), "sagt nichts"), (cell("\n".join(["x = 1"] * 11)), "mehr als 10"),
    (cell("import pandas as pd"), "import pandas"), (cell("def f(): pass"), "FunctionDef"),
    (cell("for x in y: z(x)"), "For"), (cell("a = [x for x in y]"), "ListComp"), (cell("a = b / c"), "BinOp"),
    (cell("if a: b()"), "If"), (cell(metadata={"ExecuteTime": {}}), "Metadaten"), (dict(PARAMETERS), "doppelt"),
    (dict(PARAMETERS) | {"id": "zweite"}, "nicht genau eine"),
    (dict(PARAMETERS) | {"source": ["x: int = 1  # x\n"] * 17}, "mehr als 16"),
])  # fmt: skip
def test_gate_finds(bad, said):
    assert complaints({"cells": [PARAMETERS, cell()]}) == []
    assert any(said in text for text in complaints({"cells": [PARAMETERS, bad]}))
