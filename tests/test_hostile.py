"""Every hostile file is refused in at most six German lines or opens with identities that hold; nothing crashes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import LARGE, MAKERS
from tests.raw_folder import raw_folder
from tests.repo import ROOT

MEMORY = 300_000_000
# Each file in a fork of one process: what it needs at most is its own, and a crash is seen.
CHILD = """
import contextlib, io, json, os, resource, sys
import komman.ledger, komman.commands_pruefe
from komman.__main__ import main

def one(folder):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["pruefe", "--daten", folder])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"code": code, "err": err.getvalue(), "out": out.getvalue(), "most": most}

for folder in sys.argv[1:]:
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        with os.fdopen(write, "w") as file:
            json.dump(one(folder), file)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as file:
        said = file.read()
    print(said if os.waitpid(pid, 0)[1] == 0 else json.dumps({"crash": said}), flush=True)
"""
needs_fork = pytest.mark.skipif(sys.platform == "win32", reason="misst in einer Abzweigung des Prozesses")


def run(tmp_path: Path, names: list[str]) -> list[dict[str, object]]:
    folders = []
    for i, name in enumerate(names):
        (tmp_path / str(i)).mkdir()
        raw = raw_folder(tmp_path / str(i), {"liste_2019.csv": ""})
        (raw / name).write_bytes(MAKERS[name]())
        folders.append(str(raw.parent))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *folders], cwd=ROOT, capture_output=True, text=True, check=True, timeout=600
    )
    assert not done.stderr, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def judge(name: str, found: dict[str, object]) -> None:
    assert "crash" not in found, (name, found)
    err, out = str(found["err"]), str(found["out"])
    assert found["code"] in (0, 1, 3), (name, found)
    assert "Traceback" not in err + out and "Error" not in err, (name, err)
    if err:
        lines = err.splitlines()
        assert 2 <= len(lines) <= 6 and lines[-1].startswith("Abhilfe: "), (name, err)
        assert found["code"] in (1, 3), (name, found)
    else:
        assert "Die Zeilen und Beträge gehen auf." in out, (name, out)
    assert int(str(found["most"])) <= MEMORY, (name, found["most"])


def test_there_are_enough_of_them() -> None:
    assert len(MAKERS) >= 100 and set(LARGE) < set(MAKERS)
    assert {n.rpartition(".")[2] for n in MAKERS} == {"csv", "xlsx", "xls", "xlsb", "ods"}


@needs_fork
@pytest.mark.langsam
def test_small_hostile_files(tmp_path: Path) -> None:
    names = [n for n in MAKERS if n not in LARGE]
    found = run(tmp_path, names)
    assert len(found) == len(names)
    for name, f in zip(names, found, strict=True):
        judge(name, f)


@needs_fork
@pytest.mark.langsam
@pytest.mark.parametrize("name", LARGE)
def test_large_hostile_files(tmp_path: Path, name: str) -> None:
    (found,) = run(tmp_path, [name])
    judge(name, found)


def test_a_judge_sees_what_is_wrong() -> None:
    good: dict[str, object] = {"code": 3, "err": "Kaputt.\nAbhilfe: Neu.\n", "out": "", "most": 1}
    judge("x", good)
    for wrong in ({"code": 70}, {"err": "Kaputt."}, {"err": "a\n" * 7}, {"most": 400_000_000}, {"crash": ""}):
        with pytest.raises(AssertionError):
            judge("x", good | wrong)
