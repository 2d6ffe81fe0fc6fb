"""What keeps the project working on Windows and macOS, as far as it can be shown here."""

from __future__ import annotations

import ast
import subprocess
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from komman.project import Projekt
from tests.repo import ROOT

RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
POSIX_ONLY = {"fcntl", "grp", "pwd", "resource", "termios", "posix"}
FORBIDDEN_CALLS = {"fork", "forkpty", "setsid", "getuid", "geteuid", "chown", "mkfifo", "symlink_to", "hardlink_to"}


def name_faults(path: str) -> list[str]:
    """What Windows would not accept in a relative path."""
    faults = []
    for part in PurePosixPath(path).parts:
        if part.split(".")[0].lower() in RESERVED:
            faults.append(f"{part}: reserved name")
        if part != part.rstrip(" .") or set(part) & set('<>:"|?*\\') or not part.isprintable():
            faults.append(f"{part}: forbidden character")
    return faults + ([f"{path}: too long"] if len(path) > 140 else [])


def code_faults(source: str) -> list[str]:
    """Imports and calls that exist on one kind of system only, and files written with the machine's line ends."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            faults += [a.name for a in node.names if a.name.split(".")[0] in POSIX_ONLY]
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in POSIX_ONLY:
            faults.append(node.module or "")
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "multiprocessing":
            faults += [] if node.attr == "get_context" else [f"multiprocessing.{node.attr}: starts by fork on Linux"]
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_context"):
            faults += [] if [ast.unparse(a) for a in node.args] == ["'spawn'"] else ["get_context without spawn"]
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_CALLS:
            faults.append(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write_text":
            faults += [] if any(k.arg == "newline" for k in node.keywords) else ["write_text without newline"]
    return faults


def test_no_module_needs_one_kind_of_system() -> None:
    found = {
        p.name: f for p in sorted((ROOT / "komman").rglob("*.py")) if (f := code_faults(p.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "from os import x\nos.fork()",
        "from pwd import getpwnam",
        "p.write_text('x')",
        "multiprocessing.Process(target=f)",
        "multiprocessing.get_context('fork')",
        "get_context()",
    ],
)
def test_the_search_finds_what_is_there(source: str) -> None:
    assert code_faults(source)


def test_every_committed_name_works_on_windows() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    tracked = [t for t in tracked if t]
    assert len(tracked) > 100
    assert [f for t in tracked for f in name_faults(t)] == []
    assert [n for n, k in Counter(t.lower() for t in tracked).items() if k > 1] == []


def test_every_name_we_write_works_on_windows(reports: Projekt) -> None:
    root: Path = reports.daten.parent
    written = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()]
    assert len(written) > 40
    assert [f for w in written for f in name_faults(w)] == []


@pytest.mark.parametrize("name", ["aux.csv", "a/CON", "x.", "x ", "a:b", "a\\b", "x" * 150])
def test_a_bad_name_is_found(name: str) -> None:
    assert name_faults(name)
