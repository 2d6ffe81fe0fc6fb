"""YAML is strings with a line each: nothing is converted, repeated, hidden or ignored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from komman.errors import DateiFehler
from komman.yamlfile import Befund, Pfad, load_yaml, read_yaml


class Teil(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    zahl: int = 0


class Ganz(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    kennung: str
    teile: tuple[Teil, ...] = ()
    texte: dict[str, str] = {}


@pytest.fixture
def datei(tmp_path: Path) -> Path:
    return tmp_path / "probe.yaml"


def refusal(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler) as caught:
        load_yaml(path, Ganz)
    assert len(caught.value.lines()) <= 6
    return str(caught.value)


def test_every_value_is_a_string(datei: Path) -> None:
    datei.write_text(
        'a: 05513000\nb: no\nc: 1e3\nd: 2022-05-31\ne: ~\nf: 0x1F\ng: 12:30\nh: ""\ni: 1_000\n', encoding="utf-8"
    )
    assert read_yaml(datei) == {
        "a": "05513000",
        "b": "no",
        "c": "1e3",
        "d": "2022-05-31",
        "e": "~",
        "f": "0x1F",
        "g": "12:30",
        "h": "",
        "i": "1_000",
    }


def test_lines_and_keys_without_value(datei: Path) -> None:
    datei.write_text("# erste\na:\n  - x\n  - y: 1\nb:\n", encoding="utf-8")
    lines: dict[Pfad, int] = {}
    assert read_yaml(datei, lines) == {"a": ["x", {"y": "1"}], "b": None}
    assert (lines[("a",)], lines[("a", 1, "y")], lines[("b",)]) == (2, 4, 5)


def test_an_empty_file_is_an_empty_mapping(datei: Path) -> None:
    datei.write_text("# nur ein Kommentar\n", encoding="utf-8")
    assert read_yaml(datei) == {}


def test_a_model_is_filled(datei: Path) -> None:
    datei.write_text("kennung: 05974\nteile:\n  - name: A\n    zahl: 3\ntexte:\n  x: 1,50\n", encoding="utf-8")
    assert load_yaml(datei, Ganz) == Ganz(kennung="05974", teile=(Teil(name="A", zahl=3),), texte={"x": "1,50"})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("kennung: a\nkennung: b\n", ["„kennung“ steht doppelt", "Zeile 2"]),
        ("kennung: a\nteile:\n  - name: x\n    name: y\n", ["„name“ steht doppelt", "Zeile 4"]),
        (
            "kenung: a\n",
            ["Unbekannter Schlüssel „kenung“", "Zeile 1", "Gemeint ist wohl „kennung“", "eine weitere Stelle"],
        ),
        ("kennung: a\nteile:\n  - nam: x\n", ["Unbekannter Schlüssel „nam“", "Zeile 3", "Gemeint ist wohl „name“"]),
        ("kennung: a\nqqq: 1\n", ["Unbekannter Schlüssel „qqq“", "Bekannt sind: kennung, teile, texte"]),
        ("teile: []\n", ["„kennung“ fehlt", "ergänzen"]),
        ("kennung: a\nteile:\n  - zahl: 3\n", ["„name“ fehlt", "Zeile 3"]),
        ("kennung:\n", ["„kennung“ hat keinen Wert", "Zeile 1"]),
        (
            "kennung: a\nteile:\n  - name: x\n    zahl: drei\n",
            ["„zahl“: ganze Zahl erwartet, gefunden „drei“", "Zeile 4"],
        ),
        ("kennung: [a, b]\n", ["„kennung“: einfacher Text erwartet, gefunden eine Liste"]),
        ("kennung: a\nteile: x\n", ["„teile“: Liste erwartet, gefunden „x“", "Zeile 2"]),
        ("kennung: a\nteile: [x]\n", ["Zeilen der Form „Schlüssel: Wert“ erwartet, gefunden „x“"]),
        ("kennung: a\ntexte: x\n", ["„texte“: Zeilen der Form „Schlüssel: Wert“ erwartet"]),
        ("kennung: {}\n", ["einfacher Text erwartet, gefunden nichts"]),
        ("- a\n- b\n", ["„Schlüssel: Wert“-Zeilen", "kennung"]),
        ("kennung: a\n b: c\n", ["kein gültiges YAML", "Zeile 2"]),
        ("kennung:\n\t- a\n", ["kein gültiges YAML", "Zeile 2"]),
        ('kennung: "a\n', ["kein gültiges YAML"]),
        ("kennung: a\x01\n", ["Steuerzeichen"]),
        ("? [a, b]\n: c\n", ["Ein Schlüssel muss ein einfacher Text sein", "Zeile 1"]),
        ("kennung: &x a\n", ["Anker", "Zeile 1"]),
        ("kennung: a\ntexte:\n  b: *x\n", ["Anker", "Zeile 3"]),
        ("kennung: !!python/name:os.system x\n", ["Typangaben", "Zeile 1"]),
        ("kennung: !!str a\n", ["Typangaben"]),
        ("kennung: a\n---\nkennung: b\n", ["mehr als ein Dokument", "Zeile 2"]),
        ("kennung: " + "[" * 40 + "]" * 40 + "\n", ["zu tief verschachtelt"]),
    ],
)
def test_refused_with_key_line_and_remedy(datei: Path, text: str, parts: list[str]) -> None:
    message = refusal(datei, text)
    assert "Datei probe.yaml" in message
    for part in parts:
        assert part in message


def test_several_faults_are_counted(datei: Path) -> None:
    assert "Dazu 2 weitere Stellen" in refusal(datei, "a: 1\nb: 2\n")


def test_a_faulty_entry_is_not_counted_again_as_a_list_without_entries(datei: Path) -> None:
    class Liste(BaseModel):
        teile: Annotated[tuple[Teil, ...], Field(min_length=1)]

    for text, line in (("teile:\n  - nam: x\n    name: y\n", "Zeile 2"), ("teile: []\n", "Zeile 1")):
        datei.write_text(text, encoding="utf-8")
        with pytest.raises(DateiFehler) as caught:
            load_yaml(datei, Liste)
        assert line in str(caught.value)
        assert "weitere Stelle" not in str(caught.value)


def test_too_much_is_refused_with_its_limit(datei: Path) -> None:
    class Kurz(BaseModel):
        name: Annotated[str, Field(max_length=3)] = ""
        teile: Annotated[tuple[str, ...], Field(max_length=2)] = ()
        art: Literal["", "eins", "zwei"] = ""

    for text, said in (
        ("name: vier\n", "„name“: höchstens 3 Zeichen erwartet"),
        ("teile: [a, b, c]\n", "„teile“: höchstens 2 Einträge erwartet"),
        ("art: xyz\n", "Bekannt sind: eins, zwei."),
    ):
        datei.write_text(text, encoding="utf-8")
        with pytest.raises(DateiFehler, match=said):
            load_yaml(datei, Kurz)


def test_a_file_that_is_no_text_gets_the_remedy_of_a_settings_file(datei: Path) -> None:
    datei.write_bytes(b"kennung: a\nteile: \x00\n")
    with pytest.raises(DateiFehler) as caught:
        load_yaml(datei, Ganz)
    assert "Zeile 2" in str(caught.value)
    assert caught.value.lines()[-1] == "Abhilfe: Datei in einem Texteditor als UTF-8 neu speichern."


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor(datei: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    message = refusal(datei, bomb)
    assert "Anker" in message
    assert "Zeile 1" in message


def test_a_deep_file_is_refused_without_recursion(datei: Path) -> None:
    assert "zu tief" in refusal(datei, "kennung: " + "{a: " * 5000)


def test_a_huge_file_is_refused(datei: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("komman.yamlfile.MAX_BYTES", 10)
    assert "zu groß" in refusal(datei, "kennung: lang genug\n")


def test_a_cp1252_file_from_an_old_editor_is_read(datei: Path) -> None:
    datei.write_bytes("kennung: Möhnesee\n".encode("cp1252"))
    assert load_yaml(datei, Ganz).kennung == "Möhnesee"


def test_a_missing_file_is_said(datei: Path) -> None:
    with pytest.raises(DateiFehler, match="fehlt"):
        load_yaml(datei, Ganz)


def test_a_finding_leads_to_its_line(datei: Path) -> None:
    from pydantic import model_validator

    class Streng(Ganz):
        @model_validator(mode="after")
        def _check(self) -> Streng:
            raise Befund("zwei gleiche", ("teile", 1, "name"))

    datei.write_text("kennung: a\nteile:\n  - name: x\n  - zahl: 1\n    name: x\n", encoding="utf-8")
    with pytest.raises(DateiFehler) as caught:
        load_yaml(datei, Streng)
    assert caught.value.lines()[:2] == ["Zwei gleiche.", "Wo: Datei probe.yaml, Zeile 5"]
