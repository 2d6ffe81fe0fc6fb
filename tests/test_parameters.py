"""Parameters are checked before a kernel starts: names, types, and keys that must stay text."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from komman.errors import AufrufFehler, NotebookFehler
from komman.parameters import Parameter, check, contract, from_text

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "02_jahresergebnis.ipynb"
VERTRAG = {
    "jahr": Parameter("jahr", int, "2021", "Förderjahr"),
    "ags": Parameter("ags", str, '""', "Gemeindeschlüssel"),
    "kurz": Parameter("kurz", bool, "False", "nur das Wichtigste"),
}


def notebook(tmp_path: Path, source: str, tag: str = "parameters") -> Path:
    cell = nbformat.v4.new_code_cell(source, id="zelle", metadata={"tags": [tag]})
    nb = nbformat.v4.new_notebook(
        cells=[cell], metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "x"}}
    )
    path = tmp_path / "03_versuch.ipynb"
    nbformat.write(nb, path)
    return path


def test_the_contract_is_read_from_the_notebook() -> None:
    vertrag = contract(NOTEBOOK)
    assert {n: p.typ for n, p in vertrag.items()} == {"jahr": int, "freigabe": str, "daten": str}
    assert all(p.hilfe for p in vertrag.values())


@pytest.mark.parametrize(
    "source", ["jahr = 2021  # Förderjahr", "jahr: int = 2021", "jahr: float = 2021  # Förderjahr"]
)
def test_a_parameter_without_closed_type_or_help_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(NotebookFehler, match="Parameter „jahr“"):
        contract(notebook(tmp_path, source))


def test_a_notebook_without_parameters_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotebookFehler, match="keine Zelle „parameters“"):
        contract(notebook(tmp_path, "jahr: int = 2021  # Förderjahr", tag="anders"))


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 1}'])
def test_a_damaged_notebook_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "03_versuch.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookFehler, match="nicht lesbar"):
        contract(path)


def test_an_unknown_name_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(AufrufFehler) as e:
        check(VERTRAG, {"jahrr": 2021}, "02")
    assert e.value.lines() == [
        "Den Parameter „jahrr“ kennt das Notebook 02 nicht.",
        "Meinten Sie „jahr“?",
        "Abhilfe: Möglich sind jahr, ags, kurz.",
    ]


@pytest.mark.parametrize(("name", "wert"), [("jahr", "2021"), ("jahr", True), ("ags", 5974040), ("kurz", 1)])
def test_a_wrong_type_is_refused(name: str, wert: int | str | bool) -> None:
    with pytest.raises(AufrufFehler, match=f"Der Parameter „{name}“ muss"):
        check(VERTRAG, {name: wert}, "02")


def test_typed_text_follows_the_contract_and_a_key_keeps_its_zero() -> None:
    werte = from_text(VERTRAG, {"jahr": "2019", "ags": "05974040", "kurz": "ja"}, "02")
    assert werte == {"jahr": 2019, "ags": "05974040", "kurz": True}
    assert [type(w) for w in werte.values()] == [int, str, bool]


@pytest.mark.parametrize(
    ("name", "text"), [("jahr", "zwanzig"), ("jahr", "²"), ("jahr", "20.5"), ("kurz", "vielleicht"), ("neu", "1")]
)
def test_typed_text_that_does_not_fit_is_refused(name: str, text: str) -> None:
    with pytest.raises(AufrufFehler):
        from_text(VERTRAG, {name: text}, "02")
