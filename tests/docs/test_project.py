"""Project files agree with each other and name neither a registry nor a machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement

from tests.repo import ROOT, committed, committed_texts, environment, pyproject

TOP = {
    "notebooks", "komman", "data", "reports", "tests", "environment.yml", "pyproject.toml", "README.md", "CHANGELOG.md",
    "docs", "bench", ".ci", ".github", "LICENSE", ".gitignore", ".gitattributes",
    "requirements.txt", "requirements-test.txt",
}  # fmt: skip
# Needed to work with the notebooks, never imported by komman.
TOOLS = {"ipykernel", "jupyterlab"}
# Packages that are another package's own part.
PART_OF = {"pydantic-core": "pydantic"}
# Packages whose conda-forge name is not the one of pyproject.toml, and those that conda-forge does not carry.
CONDA_NAME = {"matplotlib": "matplotlib-base"}
BY_PIP = {"typst"}


def name_of(requirement: str) -> str:
    return re.split(r"[<>=!~;\[ ]", requirement)[0].lower().replace("_", "-")


def runtime() -> list[str]:
    return list(pyproject()["project"]["dependencies"])


def for_tests() -> list[str]:
    return list(pyproject()["project"]["optional-dependencies"]["test"])


def pins(filename: str) -> dict[str, list[str]]:
    """Package -> lines that pin it; each pin carries at least one hash."""
    found: dict[str, list[str]] = {}
    text = (ROOT / filename).read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head, *hashes = [line.strip(" \\") for line in entry.splitlines()]
        assert re.match(r"[A-Za-z0-9._-]+==\S+", head), head
        assert hashes and all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", h) for h in hashes), head
        found.setdefault(name_of(head), []).append(head)
    return found


def satisfies(pin: str, requirement: str) -> bool:
    version = pin.split(";")[0].split("==")[1].strip()
    return Requirement(requirement).specifier.contains(version, prereleases=True)


@pytest.mark.parametrize(("filename", "extra"), [("requirements.txt", False), ("requirements-test.txt", True)])
def test_pins_meet_pyproject(filename, extra):
    pinned = pins(filename)
    for requirement in runtime() + (for_tests() if extra else []):
        assert name_of(requirement) in pinned, requirement
        assert all(satisfies(pin, requirement) for pin in pinned[name_of(requirement)]), requirement


def test_both_files_pin_the_same_versions():
    few, many = pins("requirements.txt"), pins("requirements-test.txt")
    assert {name: many.get(name) for name in few} == few


def test_test_tools_stay_out_of_the_runtime_pins():
    extra = {name_of(r) for r in for_tests()} - {name_of(r) for r in runtime()}
    assert not extra & set(pins("requirements.txt")) - {"packaging"}


def test_environment_equals_pyproject():
    env = environment()
    assert env["channels"] == ["conda-forge", "nodefaults"]
    assert env["name"] == "komman-an"
    conda = [d for d in env["dependencies"] if isinstance(d, str)]
    by_pip = next(d["pip"] for d in env["dependencies"] if isinstance(d, dict))
    python = f"python{pyproject()['project']['requires-python']}"
    there = [r for r in runtime() if name_of(r) not in BY_PIP]
    expected = {CONDA_NAME.get(name_of(r), name_of(r)) + r[len(name_of(r)) :] for r in there}
    assert set(conda) == expected | {python, "pip"}
    assert len(conda) == len(set(conda))
    assert by_pip == [*[r for r in runtime() if name_of(r) in BY_PIP], "-e ."]


def imported() -> set[str]:
    """Top-level names of other packages that komman imports."""
    names = set()
    for path in (ROOT / "komman").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"komman"}


def test_declared_is_what_is_imported():
    owner = packages_distributions()
    used = {PART_OF.get(name_of(owner[name][0]), name_of(owner[name][0])) for name in imported()}
    assert used | TOOLS == {name_of(r) for r in runtime()}


def test_top_level():
    parts = [path.relative_to(ROOT).parts for path in committed()]
    assert {p[0] for p in parts} == TOP
    assert {p[1] for p in parts if p[0] == "data"} == {"raw", "processed"}


# Spelt in pieces: this file is checked too.
HOSTS = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|anaconda|deb\.debian|crates)\.(?:org|com|io)\b|index" + "-url|/simple[/]"
)
MACHINE = re.compile(r"(?<![\w.~$}])/(?:work|root|farm|tmp|home)/[\w.]|\b[A-Z]:\\\\?Users\\\\?\w")


@pytest.mark.parametrize(("pattern", "bad"), [
    (HOSTS, "https://" + "pypi" + ".org/x"), (HOSTS, "--index" + "-url x"), (HOSTS, "files." + "pythonhosted" + ".org"),
    (MACHINE, "in /" + "work/main"), (MACHINE, "'/" + "tmp/x'"), (MACHINE, "C:" + r"\Users\x"),
])  # fmt: skip
def test_patterns_find_what_they_are_for(pattern, bad):
    assert pattern.search(bad)


def test_no_registry_and_no_machine_is_named():
    hits = [
        f"{name}: {match.group()}"
        for name, text in committed_texts()
        for pattern in (HOSTS, MACHINE)
        for match in pattern.finditer(text)
    ]
    assert hits == []


def test_licence_is_complete():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    headings = re.findall(r"^(\d+)\.\s*[A-Z]", text, re.MULTILINE)
    assert headings == [str(n) for n in range(1, 16)]
    assert text.rstrip().endswith("require the production of a new EUPL version.")
    assert pyproject()["project"]["license"] == "EUPL-1.2"


@pytest.mark.parametrize(("name", "ignored"), [
    ("data/raw/weiterleitungen_2022.xlsx", True), ("data/raw/kontoauszug.csv", True),
    ("data/raw/~$beispiel_2021.xlsx", True), ("data/processed/intern/weiterleitungen.csv", True),
    ("reports/2021/oeffentlich/index.html", True), ("data/beispiel/raw/beispiel_2021.xlsx", True),
    ("data/raw/beispiel_2021.xlsx", False), ("data/raw/kreis.yaml", False), ("data/processed/.gitkeep", False),
    ("reports/.gitkeep", False), ("komman/rules/richtlinie.yaml", False),
])  # fmt: skip
def test_real_ledgers_stay_out_of_git(name, ignored):
    committed()  # skips where there is no git
    run = subprocess.run(["git", "check-ignore", "--no-index", "-q", name], cwd=ROOT, check=False)
    assert (run.returncode == 0) is ignored
