"""geprueft.yaml: whole entries with their lines, everything else refused with file, line and key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from komman.errors import DateiFehler, Ort
from komman.geprueft import Pruefvermerk, load_vermerke
from komman.prepare import raw_hash
from komman.settings import load_config
from komman.sources import open_folder
from tests.raw_folder import KREIS, raw_folder

ONE = """\
  - befund: 2021-3fa29c
    grund: "zwei Raten laut Vertrag"
    wer: KI
    datum: 2022-05-30
"""
TWO = ONE.replace("3fa29c", "3fa29c-2")
GUT = f"geprueft:\n{ONE}{TWO}"


def read(tmp_path: Path, text: str) -> tuple[Pruefvermerk, ...]:
    path = tmp_path / "geprueft.yaml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return load_vermerke(path)


def test_an_entry_is_read_with_its_line(tmp_path: Path) -> None:
    first, second = read(tmp_path, GUT)
    tag = date(2022, 5, 30)
    assert first == Pruefvermerk("2021-3fa29c", "zwei Raten laut Vertrag", "KI", tag, Ort("geprueft.yaml", zeile=2))
    assert (second.befund, second.ort.zeile, second.foerderjahr) == ("2021-3fa29c-2", 6, 2021)


def test_no_file_and_a_file_without_entries_say_nothing(tmp_path: Path) -> None:
    assert load_vermerke(tmp_path / "geprueft.yaml") == ()
    assert read(tmp_path, "geprueft:\n# - befund: x\n") == ()


@pytest.mark.parametrize(
    ("old", "new", "zeile", "words"),
    [
        ("    wer: KI\n", "    wer: KI\n    status: offen\n", 5, "Unbekannter Schlüssel „status“"),
        ("    wer: KI\n", "    wehr: KI\n", 4, "Gemeint ist wohl „wer“"),
        ("    wer: KI\n", "", 2, "Der Schlüssel „wer“ fehlt"),
        ("wer: KI", "wer:", 4, "Der Schlüssel „wer“ hat keinen Wert"),
        ("wer: KI", "wer: '  '", 4, "Schlüssel „wer“: Text erwartet"),
        ('"zwei Raten laut Vertrag"', '""', 3, "Schlüssel „grund“: Text erwartet"),
        ("2022-05-30", "2022-02-30", 5, "Schlüssel „datum“: Datum erwartet, z. B. 2022-05-31, gefunden „2022-02-30“"),
        ("2022-05-30", "JJJJ-MM-TT", 5, "Schlüssel „datum“: Datum erwartet"),
        ("3fa29c\n", "3fa29\n", 2, "Schlüssel „befund“: Kennung erwartet, z. B. „2021-3fa29c“, gefunden „2021-3fa29“"),
        ("3fa29c\n", "3FA29C\n", 2, "Kennung erwartet"),
        ("3fa29c\n", "3fa29c-1\n", 2, "Kennung erwartet"),
        ("2021-3fa29c\n", "2021-3fa29c-2\n", 6, "Der Befund „2021-3fa29c-2“ steht doppelt"),
    ],
)
def test_a_faulty_entry_is_refused_with_its_line(tmp_path: Path, old: str, new: str, zeile: int, words: str) -> None:
    assert old in GUT
    with pytest.raises(DateiFehler) as e:
        read(tmp_path, GUT.replace(old, new, 1))
    said = "\n".join(e.value.lines())
    assert words in said and f"Wo: Datei geprueft.yaml, Zeile {zeile}" in said
    assert len(e.value.lines()) <= 6


def test_the_file_is_part_of_the_configuration_and_of_what_was_read(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path)
    before = raw_hash(raw)
    (raw / "geprueft.yaml").write_text(GUT, encoding="utf-8")
    assert [v.befund for v in load_config(raw).geprueft] == ["2021-3fa29c", "2021-3fa29c-2"]
    assert "geprueft.yaml" in open_folder(raw).eingaben and raw_hash(raw) != before


def test_the_sample_has_a_file_of_its_own_name(tmp_path: Path) -> None:
    sample = {"kreis.yaml": KREIS + "beispiel: ja\n", "traeger.yaml": "", "beispiel_geprueft.yaml": GUT}
    config = load_config(raw_folder(tmp_path, sample))
    assert {v.ort.datei for v in config.geprueft} == {"beispiel_geprueft.yaml"} and len(config.geprueft) == 2
