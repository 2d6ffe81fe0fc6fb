"""Shared inputs: the committed sample in a folder of its own, cleaned and released once per session."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from komman.__main__ import main
from komman.bereinigung import Bereinigung
from komman.ledger import clean
from komman.prepare import prepare
from komman.project import Projekt

ROOT = Path(__file__).parent.parent


def copy_project(ziel: Path) -> Projekt:
    """A project with the committed sample and the committed notebooks, writable, away from the checkout."""
    shutil.copytree(ROOT / "data" / "raw", ziel / "data" / "raw")
    shutil.copytree(ROOT / "notebooks", ziel / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return Projekt(ziel / "notebooks", ziel / "data", ziel / "reports")


@pytest.fixture
def new_project(tmp_path: Path) -> Callable[[], Projekt]:
    """Make a fresh project; each test may spoil its own."""
    return lambda: copy_project(tmp_path / "projekt")


@pytest.fixture(scope="session")
def sample_clean() -> Bereinigung:
    """The sample, cleaned; not to be changed by a test."""
    return clean(ROOT / "data" / "raw")


def once(factory: pytest.TempPathFactory, name: str, fill: Callable[[Projekt], None]) -> Projekt:
    """The project that ``fill`` has worked on: made once, also where several processes run the tests (pytest -n)."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        projekt = copy_project(factory.mktemp(name))
        fill(projekt)
        return projekt
    root = factory.getbasetemp().parent / name
    ready, failed = root.with_suffix(".fertig"), root.with_suffix(".gescheitert")
    try:
        root.mkdir()
    except FileExistsError:
        until = time.monotonic() + 900
        while not ready.exists():
            assert not failed.exists() and time.monotonic() < until, f"{name} ist nicht fertig geworden"
            time.sleep(0.2)
        return Projekt(root / "notebooks", root / "data", root / "reports")
    try:
        projekt = copy_project(root)
        fill(projekt)
    except BaseException:
        failed.touch()
        raise
    ready.touch()
    return projekt


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """A project whose three levels are written; not to be changed by a test."""

    def fill(projekt: Projekt) -> None:
        prepare(projekt)

    return once(tmp_path_factory, "vorbereitet", fill)


REPORTS = (("2021", "oeffentlich"), ("2020", "nichtoeffentlich"), ("2024", "oeffentlich"), ("2019", "intern"))


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """A project with finished reports of several years and all levels; not to be changed by a test."""

    def fill(projekt: Projekt) -> None:
        for jahr, freigabe in REPORTS:
            assert main(["bericht", jahr, "--freigabe", freigabe, "--projekt", str(projekt.daten.parent)]) == 0

    return once(tmp_path_factory, "berichte", fill)
