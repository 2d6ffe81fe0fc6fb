"""A folder is replaced as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.errors import DateiFehler
from komman.folders import write_folder


def names(ordner: Path) -> list[str]:
    return sorted(p.name for p in ordner.iterdir())


def test_a_folder_is_made_and_replaced(tmp_path: Path) -> None:
    ziel = tmp_path / "a" / "b"
    write_folder(ziel, {"x": b"1", "y": b"2"})
    write_folder(ziel, {"z": b"3"})
    assert names(ziel) == ["z"]
    assert names(tmp_path / "a") == ["b"]


@pytest.mark.parametrize("failing", ["neu", "b"])
def test_a_failed_swap_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    ziel = tmp_path / "b"
    write_folder(ziel, {"x": b"1"})
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name == failing:
            raise PermissionError(13, "in use", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(DateiFehler, match="kann nicht geschrieben werden"):
        write_folder(ziel, {"y": b"2"})
    assert names(ziel) == ["x"]
    assert names(tmp_path) == ["b"]
