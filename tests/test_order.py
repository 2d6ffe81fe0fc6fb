"""What is asked for is checked before anything runs: notebooks, formats, number of workers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from komman import order as room
from komman.errors import AufrufFehler
from komman.order import check_formats, check_workers, choose_notebooks, order
from komman.project import Projekt
from tests.repo import ROOT


@pytest.fixture
def ordner(tmp_path: Path) -> Path:
    for name in ("00_start", "02_jahresergebnis", "08_vorlage_anlage", "90_anfrage", "03entwurf", "notizen"):
        (tmp_path / f"{name}.ipynb").touch()
    return tmp_path


def test_the_set_is_every_numbered_notebook_without_a_command_of_its_own(ordner: Path) -> None:
    assert [p.stem for p in choose_notebooks(ordner)] == ["00_start", "02_jahresergebnis"]


def test_notebooks_are_chosen_by_name_or_number(ordner: Path) -> None:
    assert [p.stem for p in choose_notebooks(ordner, ["02", "02_jahresergebnis"])] == ["02_jahresergebnis"]
    for wrong in ("2", "03entwurf", "notizen", "09"):
        with pytest.raises(AufrufFehler, match="Möglich sind 00_start, 02_jahresergebnis"):
            choose_notebooks(ordner, [wrong])


def test_a_folder_without_notebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AufrufFehler, match="liegen keine Notebooks"):
        choose_notebooks(tmp_path)


@pytest.mark.parametrize(
    ("name", "befehl"),
    [
        ("08", "komman vorlage"),
        ("08_vorlage_anlage", "komman vorlage"),
        ("90", "komman frage"),
        ("91", "komman szenario"),
    ],
)
def test_a_notebook_with_a_command_of_its_own_names_that_command(ordner: Path, name: str, befehl: str) -> None:
    with pytest.raises(AufrufFehler, match=befehl):
        choose_notebooks(ordner, [name])


def test_formats_come_in_fixed_order() -> None:
    assert check_formats(["xlsx", "html"]) == ("html", "xlsx")
    for wrong in ([], ["docx"]):
        with pytest.raises(AufrufFehler, match="Möglich sind html, pdf, xlsx"):
            check_formats(wrong)


def test_workers_are_bounded_by_processors_four_and_the_notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "usable_cores", lambda: 16)
    assert [check_workers(None, n) for n in (0, 1, 3, 9)] == [1, 1, 3, 4]
    assert [check_workers(8, n) for n in (1, 6, 9)] == [1, 6, 8]
    monkeypatch.setattr(room, "usable_cores", lambda: 1)
    assert check_workers(None, 7) == 1 and check_workers(2, 7) == 2
    with pytest.raises(AufrufFehler, match="mindestens ein Notebook"):
        check_workers(0, 7)


def test_usable_cores_are_those_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= room.usable_cores() <= (os.cpu_count() or 1)
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert room.usable_cores() == 1


def test_the_workbook_of_all_tables_needs_all_notebooks(tmp_path: Path) -> None:
    projekt = Projekt(ROOT / "notebooks", tmp_path, tmp_path)
    ganz = order(projekt, 2021, "oeffentlich")
    assert ganz.alle and ganz.anhang and ganz.berichtsformate == ("html", "pdf")
    assert order(projekt, 2021, "oeffentlich", ["xlsx"]).berichtsformate == ()
    of = {p.name[:2]: ganz.formats_of(p) for p in ganz.notebooks}
    assert of["06"] == ("html", "pdf", "xlsx") and of["02"] == ("html", "pdf"), "the Nachweis is a workbook too"
    assert not order(projekt, 2021, "oeffentlich", ["html"]).anhang
    nur = [p.stem for p in ganz.notebooks]
    assert order(projekt, 2021, "oeffentlich", nur=nur).anhang, "all of them, by name"
