"""A set of reports is whole if, and only if, its manifest fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from komman import manifest, publish
from komman.errors import DateiFehler


def put(ordner: Path, keep: dict[str, object] | None = None, **files: bytes) -> None:
    publish.publish(ordner, {n.replace("_", "."): d for n, d in files.items()}, {"version": 1}, keep or {})


def test_a_published_set_fits_its_manifest(tmp_path: Path) -> None:
    put(tmp_path / "neu" / "x", a_html=b"A", index_html=b"I")
    assert manifest.fits(tmp_path / "neu" / "x") == []
    assert publish.read_record(tmp_path / "neu" / "x")["dateien"]["a.html"]["bytes"] == 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (lambda d: (d / "a.html").write_bytes(b"B"), "a.html passt nicht zum Manifest"),
        (lambda d: (d / "a.html").unlink(), "a.html fehlt"),
        (lambda d: (d / "fremd.pdf").write_bytes(b""), "fremd.pdf gehört nicht dazu"),
        (lambda d: (d / "manifest.json").unlink(), "manifest.json fehlt oder ist nicht lesbar"),
        (
            lambda d: (d / "manifest.json").write_text("{", encoding="utf-8"),
            "manifest.json fehlt oder ist nicht lesbar",
        ),
        (
            lambda d: (d / "manifest.json").write_text("[]", encoding="utf-8"),
            "manifest.json fehlt oder ist nicht lesbar",
        ),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, spoil: object, finding: str) -> None:
    put(tmp_path, a_html=b"A")
    spoil(tmp_path)  # type: ignore[operator]
    assert manifest.fits(tmp_path) == [finding]
    assert publish.read_record(tmp_path) is None


def test_a_set_in_a_folder_of_its_own_is_no_contradiction(tmp_path: Path) -> None:
    put(tmp_path, a_html=b"A")
    put(tmp_path / "vorlage", b_html=b"B")
    assert manifest.fits(tmp_path) == [] and manifest.fits(tmp_path / "vorlage") == []
    put(tmp_path, a_html=b"C")
    assert manifest.fits(tmp_path / "vorlage") == []


def test_old_files_go_and_kept_ones_stay_in_the_manifest(tmp_path: Path) -> None:
    put(tmp_path, alt_html=b"1", bleibt_html=b"2")
    put(tmp_path, {"bleibt.html": manifest.digest(b"2")}, neu_html=b"3")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bleibt.html", "manifest.json", "neu.html"]
    assert manifest.fits(tmp_path) == []


def test_a_locked_file_is_said_and_leaves_no_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, a_html=b"A")

    def locked(path: Path, data: bytes) -> None:
        raise PermissionError(13, "locked", str(path))

    monkeypatch.setattr(publish, "write_atomic", locked)
    with pytest.raises(DateiFehler) as e:
        put(tmp_path, a_html=b"B")
    assert e.value.lines()[0] == "Die Berichte können nicht geschrieben werden."
    assert "Datei a.html" in e.value.lines()[1]
    assert manifest.fits(tmp_path) == ["manifest.json fehlt oder ist nicht lesbar"]


def test_the_manifest_is_sorted_text(tmp_path: Path) -> None:
    assert manifest.dump({"b": "ä", "a": 1}) == '{\n "a": 1,\n "b": "ä"\n}\n'.encode()
    assert json.loads(manifest.dump({"x": [1]})) == {"x": [1]}
