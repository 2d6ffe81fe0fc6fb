"""Shared inputs: the committed sample in a folder of its own, cleaned and released once per session."""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """A project whose three levels are written; not to be changed by a test."""
    projekt = copy_project(tmp_path_factory.mktemp("vorbereitet"))
    prepare(projekt)
    return projekt


REPORTS = (("2021", "oeffentlich"), ("2020", "nichtoeffentlich"), ("2024", "oeffentlich"), ("2019", "intern"))


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Projekt:
    """A project with finished reports of several years and all levels; not to be changed by a test."""
    projekt = copy_project(tmp_path_factory.mktemp("berichte"))
    for jahr, freigabe in REPORTS:
        assert main(["bericht", jahr, "--freigabe", freigabe, "--projekt", str(projekt.daten.parent)]) == 0
    return projekt
