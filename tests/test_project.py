"""The project is found upwards from the working directory, or where it is said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.errors import AufrufFehler
from komman.project import check_freigabe, find_root, open_project


def make(tmp_path: Path) -> Path:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "02_jahresergebnis.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "data" / "raw" / "tief").mkdir(parents=True)
    return tmp_path


def test_the_root_is_found_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path)
    monkeypatch.chdir(root / "data" / "raw" / "tief")
    p = open_project()
    assert (p.notebooks, p.raw, p.processed, p.ausgabe) == (
        root / "notebooks",
        root / "data" / "raw",
        root / "data" / "processed",
        root / "reports",
    )
    assert p.protokoll.parent == p.processed


def test_a_data_folder_alone_is_a_project_with_the_notebooks_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "kreis.yaml").write_text("", encoding="utf-8")
    assert find_root(tmp_path / "data" / "raw") == tmp_path
    # Installed with -e there is no copy in the package, and a run must not come out empty.
    assert (open_project(projekt=tmp_path).notebooks / "02_jahresergebnis.ipynb").is_file()


def test_folders_named_on_the_command_line_win(tmp_path: Path) -> None:
    root = make(tmp_path)
    (tmp_path / "andere").mkdir()
    p = open_project(root, tmp_path / "andere", tmp_path / "ziel")
    assert (p.daten, p.ausgabe) == (tmp_path / "andere", tmp_path / "ziel")


def test_a_project_or_data_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AufrufFehler, match=r"Den Projektordner .* gibt es nicht"):
        open_project(projekt=tmp_path / "fehlt")
    with pytest.raises(AufrufFehler) as e:
        open_project(projekt=tmp_path, daten=tmp_path / "fehlt")
    assert e.value.lines()[0].startswith("Den Datenordner")
    assert "--daten" in e.value.lines()[-1]


def test_only_the_three_levels_are_known() -> None:
    assert [check_freigabe(f) for f in ("oeffentlich", "nichtoeffentlich", "intern")]
    with pytest.raises(AufrufFehler, match="Die Freigabe „öffentlich“ gibt es nicht"):
        check_freigabe("öffentlich")
