from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bench import mutation, satz
from bench.bericht import NOTEBOOK, ROOT, commands, table
from komman.order import choose_notebooks
from komman.project import Projekt


def test_ratios_are_to_the_first_command():
    lines = table({"wir": [2.0, 1.0, 4.0], "andere": [3.0, 3.0, 9.0]})
    assert lines[2:] == ["| wir | 2.00 | 1.00 – 4.00 | 1.00 |", "| andere | 3.00 | 3.00 – 9.00 | 1.50 |"]


def test_peer_runs_the_same_notebook():
    ours, _, peer = commands(Path("projekt")).values()
    assert "bericht" in ours
    assert Path(peer[-1]).name == f"{NOTEBOOK}.ipynb"
    assert (ROOT / "notebooks" / f"{NOTEBOOK}.ipynb").is_file()


@pytest.mark.parametrize("notebook", choose_notebooks(ROOT / "notebooks"), ids=lambda p: p.stem)
def test_the_script_is_the_notebooks_calls_on_the_same_tables(notebook: Path, prepared: Projekt):
    satz.run_script(notebook, prepared.processed / "oeffentlich")
    text = satz.script(notebook)
    assert "load_year(" in text and "##" not in text and "%" not in text.split("\n")[0]


@pytest.mark.parametrize("gruppe", mutation.GROUPS)
def test_each_group_of_mutants_has_modules_and_tests(gruppe: str):
    parts = mutation.GROUPS[gruppe]
    patterns = [f"komman/{m}.py" for modules, _ in parts for m in modules]
    patterns += [f"tests/{t}.py" for _, tests in parts for t in tests]
    assert [p for p in patterns if not list(ROOT.glob(p))] == []
    assert [name for name in mutation.COPIED if not (ROOT / name).exists()] == []


def test_the_configuration_names_each_file_of_the_tests(tmp_path: Path):
    (tmp_path / "tests").mkdir()
    for name in ("test_checks.py", "test_checks_geld.py", "test_other.py"):
        (tmp_path / "tests" / name).touch()
    mutation._configure(tmp_path, ("checks", "checks_*"), ("test_checks", "test_checks_*"))
    told = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    assert told["only_mutate"] == ["komman/checks.py", "komman/checks_*.py"]
    assert told["pytest_add_cli_args_test_selection"] == ["tests/test_checks.py", "tests/test_checks_geld.py"]


def test_a_notebook_without_the_parameter_is_refused(tmp_path: Path):
    (tmp_path / "x.ipynb").write_text('{"cells": [{"cell_type": "code", "source": ["1"]}]}', encoding="utf-8")
    with pytest.raises(ValueError, match="no parameter"):
        satz.run_script(tmp_path / "x.ipynb", tmp_path)


def test_multiples_are_medians_of_rounds():
    runden = [{"02": (1.0, 2.0)}, {"02": (2.0, 8.0)}, {"02": (1.0, 3.0)}]
    assert satz.table(runden)[2:] == ["| 02 | 1.00 | 3.00 | 3.0 |"]


def test_rounds_of_a_busy_machine_are_dropped_unless_all_are():
    quiet, loud = {"02": (1.0, 2.0)}, {"02": (1.0, 9.0)}
    assert satz.kept([(1.0, quiet), (1.16, loud), (1.15, quiet)]) == [quiet, quiet]
    assert satz.kept([(1.5, loud)]) == [loud]
