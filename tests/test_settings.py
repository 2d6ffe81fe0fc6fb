"""The settings of the sample and those of a Kreis are told apart by name, and never mixed."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.errors import DateiFehler, DatenFehler
from komman.settings import load_config, setting_names
from tests.repo import ROOT
from tests.test_config import KREIS, TRAEGER

SAMPLE = KREIS.replace("beispiel: nein", "beispiel: ja")


def folder(tmp_path: Path, kreis: str, *names: str) -> Path:
    (tmp_path / "kreis.yaml").write_text(kreis, encoding="utf-8")
    for name in names:
        (tmp_path / name).write_text(TRAEGER, encoding="utf-8")
    return tmp_path


def test_a_kreis_and_the_sample_have_their_own_names(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert len(load_config(folder(tmp_path / "a", KREIS, "traeger.yaml")).traeger.traeger) == 2
    assert len(load_config(folder(tmp_path / "b", SAMPLE, "beispiel_traeger.yaml")).traeger.traeger) == 2


@pytest.mark.parametrize(
    ("kreis", "name", "wort"), [(SAMPLE, "traeger.yaml", "ja"), (KREIS, "beispiel_traeger.yaml", "nein")]
)
def test_a_mixed_folder_is_refused(tmp_path: Path, kreis: str, name: str, wort: str) -> None:
    with pytest.raises(DatenFehler) as e:
        load_config(folder(tmp_path, kreis, name))
    assert e.value.lines()[1:3] == [f"Wo: Datei {name}", f"kreis.yaml sagt „beispiel: {wort}“."]


def test_a_file_that_would_stay_unread_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(DateiFehler) as e:
        load_config(folder(tmp_path, KREIS, "träger.yaml"))
    assert e.value.lines()[-1] == "Abhilfe: In „traeger.yaml“ umbenennen oder entfernen."


def test_git_keeps_the_settings_of_a_kreis_out() -> None:
    rules = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert [r for r in rules if r.startswith("!/data/raw/")] == [
        "!/data/raw/beispiel_*",
        "!/data/raw/kreis.yaml",
    ]
    assert all(n == "kreis.yaml" or n.startswith("beispiel_") for n in setting_names(beispiel=True) if "traeger" in n)
