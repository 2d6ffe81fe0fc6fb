"""Mutation testing of the rooms of law and money: which changes of the code no test notices.

mutmut changes one place at a time and runs the tests that reach it. It leaves functions with a decorator alone
(properties, validators), and it needs ``fork``: Linux or macOS.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("komman", "tests", "notebooks", "data/raw", "docs", "bench", "pyproject.toml", "README.md", "CHANGELOG.md")
# Group -> parts of it: modules, and the tests that are to notice (one run of mutmut each, so that it stays short).
GROUPS: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "rules": (
        (
            ("rules", "regelmodell", "einheiten", "regeln"),
            ("test_rules", "test_regelmodell", "test_regeln", "test_einheiten"),
        ),
    ),
    "checks": (
        (("checks", "checks_model", "checks_bestand"), ("test_checks", "test_checks_*")),
        (("checks_bank",), ("test_checks_bank",)),
        (("checks_bescheid",), ("test_checks_bescheid",)),
        (("checks_geld",), ("test_checks_geld", "test_cases")),
        (("checks_tage",), ("test_checks_tage",)),
        (("checks_geprueft", "checks_personal"), ("test_checks_geprueft", "test_checks_personal")),
    ),
    "staffing": ((("staffing", "staffing_*"), ("test_staffing", "test_staffing_*", "test_cases")),),
    "amounts": ((("amounts", "spelling", "dates"), ("test_amounts", "test_amounts_classes", "test_dates")),),
}
# Tests that take long would run for each mutant that survives; those of the sample read all of it first.
QUICK = ["-m", "not langsam", "-k", "not sample"]
CHILDREN = 2
SECTION = "\n[tool.mutmut]\n"
# A test run that does not end counts as killed: somebody would notice.
OUTCOMES = {1: "killed", 3: "killed", 24: "killed", 36: "killed", 152: "killed", -24: "killed"}
OUTCOMES |= {0: "survived", 5: "no tests", 33: "no tests", 34: "skipped"}


def main(nur: str = "") -> None:
    """Run mutmut for each group in a copy of the checkout, print the share and every mutant that was not killed."""
    for name, parts in GROUPS.items():
        if nur in ("", name):
            kinds: dict[str, str] = {}
            diffs: dict[str, list[str]] = {}
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder)
                _copy(copy)  # once: a test edited meanwhile does not count in one part only
                for modules, tests in parts:
                    _configure(copy, modules, tests)
                    found = _run(copy)
                    kinds |= found
                    diffs |= {mutant: _diff(copy, mutant) for mutant, kind in found.items() if kind != "killed"}
                    shutil.rmtree(copy / "mutants")
            _report(name, kinds, diffs)


def _copy(target: Path) -> None:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "_notebooks"))
        else:
            shutil.copy(source, target / name)


def _configure(copy: Path, modules: tuple[str, ...], tests: tuple[str, ...]) -> None:
    mutated = [f"komman/{m}.py" for m in modules]
    chosen = sorted(str(p.relative_to(copy)) for t in tests for p in copy.glob(f"tests/{t}.py"))
    config = {
        "source_paths": ["komman"],
        "only_mutate": mutated,
        "pytest_add_cli_args_test_selection": chosen,
        "pytest_add_cli_args": QUICK,
        "also_copy": list(COPIED),
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in config.items()]
    path = copy / "pyproject.toml"
    before = path.read_text(encoding="utf-8").partition(SECTION)[0] if path.exists() else ""
    path.write_text(before + SECTION + "\n".join(lines) + "\n", encoding="utf-8")


def _run(copy: Path) -> dict[str, str]:
    """Name of each mutant and how its test run ended."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(CHILDREN)]
    done = subprocess.run(command, cwd=copy, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    found: dict[str, int | None] = {}
    for meta in sorted((copy / "mutants").rglob("*.meta")):
        found |= json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    if not found or None in found.values():
        said = done.stdout.decode("utf-8", "replace")[-2000:]
        raise SystemExit(f"{said}\nmutmut ended early (code {done.returncode}), not every mutant was run.")
    return {mutant: OUTCOMES.get(code or 0, f"code {code}") for mutant, code in found.items()}


def _diff(copy: Path, mutant: str) -> list[str]:
    """The lines a mutant changes."""
    command = [sys.executable, "-m", "mutmut", "show", mutant]
    text = subprocess.run(command, cwd=copy, capture_output=True, check=False).stdout.decode("utf-8", "replace")
    return [line for line in text.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def _report(name: str, kinds: dict[str, str], diffs: dict[str, list[str]]) -> None:
    count = Counter(kinds.values())
    rest = ", ".join(f"{n} {kind}" for kind, n in sorted(count.items()) if kind != "killed")
    print(f"\n{name}: {count['killed']} of {len(kinds)} killed ({1000 * count['killed'] // len(kinds) / 10} %); {rest}")
    for mutant, lines in sorted(diffs.items()):
        print(f"  {kinds[mutant]}: {mutant}", *(f"    {line}" for line in lines), sep="\n")
