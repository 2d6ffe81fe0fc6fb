"""Hidden sheets with a ledger are read and said; the same ledger twice in a file counts once and is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from komman import ledger as ledger_module
from komman.bereinigung import Bereinigung
from komman.config import Quelle
from komman.errors import DateiFehler, DatenFehler
from komman.grid import Blatt, read_sheets
from komman.ledger import clean
from tests.blaetter import Zeilen, mappe
from tests.raw_folder import NAME, ledger, raw_folder, refusal

LISTE: list[list[object]] = [
    ["Kommune", "Träger", "ausgezahlt"],
    ["Anröchte", "V", 100],
    ["Anröchte", "W", 200.5],
    ["Wickede", "X", 300],
]


def folder(ziel: Path, blaetter: Mapping[str, Zeilen], versteckt: Sequence[str] = (), quellen: str = "") -> Path:
    files: dict[str, str | bytes] = {NAME: "", "liste_2019.xlsx": mappe(blaetter, versteckt)}
    return raw_folder(ziel, {**files, "quellen.yaml": f"quellen:\n  - {{{quellen}}}\n" if quellen else ""})


def said(b: Bereinigung, art: str) -> list[tuple[str, str]]:
    return [(h.ort.blatt, h.text) for h in b.hinweise if h.art == art]


def sheets(b: Bereinigung) -> list[str]:
    return [z.blatt for z in b.bilanz]


OTHER: list[list[object]] = [LISTE[0], ["Wickede", "Y", 7]]


def test_a_hidden_ledger_is_read_and_said(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, {"Liste": LISTE, "Alt": OTHER}, ["Alt"]))
    assert sheets(b) == ["Liste", "Alt"] and said(b, "ausgeblendet") == [("Alt", "ausgeblendetes Blatt mitgelesen")]
    (note,) = [h for h in b.hinweise if h.art == "ausgeblendet"]
    assert note.abhilfe == 'Gehört es nicht dazu: in quellen.yaml mit „blatt: "Alt", ignorieren: ja“ eintragen.'
    assert note.bezeichnung == "Ausgeblendetes Blatt"


def test_a_sheet_that_can_be_seen_is_not_said(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, {"Liste": LISTE, "Alt": OTHER}))
    assert sheets(b) == ["Liste", "Alt"] and not said(b, "ausgeblendet")


def test_a_hidden_sheet_that_quellen_yaml_names_is_read_without_a_word_or_ignored(tmp_path: Path) -> None:
    blaetter = {"Liste": LISTE, "Alt": OTHER}
    b = clean(folder(tmp_path, blaetter, ["Alt"], "datei: '*.xlsx', blatt: Alt, konstanten: {baustein: A2}"))
    assert sheets(b) == ["Liste", "Alt"] and not said(b, "ausgeblendet")
    (tmp_path / "zwei").mkdir()
    b = clean(folder(tmp_path / "zwei", blaetter, ["Alt"], "datei: '*.xlsx', blatt: Alt, ignorieren: ja"))
    assert sheets(b) == ["Liste"] and [name for name, _ in said(b, "uebergangen")] == ["Alt"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Anröchte"], ["Wickede"]],
        [["Kommune", "Baustein", "Trägerart"], ["Anröchte", "A2", "verein"]],
        [["Notiz", "x"], ["y", "z"]],
    ],
)
def test_a_hidden_list_for_drop_downs_is_passed_over_and_said(rows: Zeilen, tmp_path: Path) -> None:
    b = clean(folder(tmp_path, {"Liste": LISTE, "Auswahl": rows}, ["Auswahl"]))
    assert sheets(b) == ["Liste"]
    assert said(b, "uebergangen") == [("Auswahl", "ausgeblendetes Blatt ohne Förderliste")]


def test_a_hidden_ledger_with_an_unknown_column_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    rows = [[*LISTE[0], "Zuschuss"], *([*r, 1] for r in LISTE[1:])]
    said_ = refusal(folder(tmp_path, {"Liste": OTHER, "Alt": rows}, ["Alt"]), DateiFehler)
    assert "„Zuschuss“ ist nicht bekannt" in said_ and "Blatt Alt" in said_


def test_the_same_ledger_twice_in_a_file_counts_once_and_is_said(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, {"Liste": LISTE, "Kopie": LISTE}))
    assert sheets(b) == ["Liste"] and b.bilanz[0].betrag_uebernommen_cent == 60_050
    assert said(b, "gleiches_blatt") == [("Kopie", "dieselbe Liste wie Blatt Liste; nicht noch einmal gezählt")]
    (note,) = [h for h in b.hinweise if h.art == "gleiches_blatt"]
    assert note.abhilfe == 'Zählt auch dieses Blatt: in quellen.yaml mit „blatt: "Kopie", doppelt: ja“ eintragen.'
    assert not said(b, "doppelt")


def test_a_hidden_copy_is_said_once(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, {"Liste": LISTE, "Kopie": LISTE}, ["Kopie"]))
    assert sheets(b) == ["Liste"] and len(said(b, "gleiches_blatt")) == 1 and not said(b, "ausgeblendet")


def test_quellen_yaml_makes_the_copy_count(tmp_path: Path) -> None:
    blaetter = {"Liste": LISTE, "Kopie": LISTE}
    b = clean(folder(tmp_path, blaetter, quellen="datei: '*.xlsx', blatt: Kopie, doppelt: ja"))
    assert sheets(b) == ["Liste", "Kopie"] and not said(b, "gleiches_blatt")
    (tmp_path / "zwei").mkdir()
    raw = folder(tmp_path / "zwei", {"Liste": LISTE}, quellen="datei: '*.xlsx', doppelt: ja")
    assert "die Liste steht nur einmal in der Datei" in refusal(raw, DatenFehler)


TITEL: list[object] = ["Entwurf", None, None]
SUMME: list[object] = ["Summe", None, 600.5]


@pytest.mark.parametrize(
    ("kopie", "gleich"),
    [
        ([TITEL, [], *LISTE], True),  # a title more
        ([LISTE[0], LISTE[1], [None] * 3, *LISTE[2:]], True),  # a blank row between
        ([*LISTE, ["Stand: 31.05.2022"]], True),  # a note below
        ([["Förderjahr 2019"], *LISTE], True),
        ([LISTE[0], LISTE[2], LISTE[1], LISTE[3]], False),  # another order
        ([*LISTE[:3], ["Wickede", "X", 300.01]], False),
        ([*LISTE, ["Wickede", "Y", 1]], False),
        ([*LISTE, SUMME], False),
        ([["Kommune", "Träger", "bewilligt"], *LISTE[1:]], False),
        (LISTE[:3], False),
    ],
)
def test_what_is_the_same_ledger(kopie: Zeilen, gleich: bool, tmp_path: Path) -> None:
    b = clean(folder(tmp_path, {"Liste": LISTE, "Kopie": kopie}))
    assert (sheets(b) == ["Liste"]) == gleich == bool(said(b, "gleiches_blatt"))


def test_two_rows_may_be_equal_by_chance(tmp_path: Path) -> None:
    both: list[list[list[object]]] = [LISTE[:3], [*LISTE[:3], ["Summe", None, 300.5]]]
    for rows in both:
        ziel = tmp_path / str(len(rows))
        ziel.mkdir()
        assert len(clean(folder(ziel, {"Liste": rows, "Kopie": rows})).bilanz) == 2


def test_the_same_rows_in_another_year_are_another_ledger(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {NAME: "", "listen.xlsx": mappe({"2018": LISTE, "2019": LISTE, "2019 (2)": LISTE})})
    b = clean(raw)
    assert sheets(b) == ["2018", "2019"] and said(b, "gleiches_blatt")[0][0] == "2019 (2)"
    assert sorted(set(b.tabellen["weiterleitungen"]["foerderjahr"])) == [2018, 2019]


def test_the_same_rows_with_another_constant_are_another_ledger(tmp_path: Path) -> None:
    quellen = "datei: '*.xlsx', blatt: Kopie, konstanten: {baustein: A2}"
    assert sheets(clean(folder(tmp_path, {"Liste": LISTE, "Kopie": LISTE}, quellen=quellen))) == ["Liste", "Kopie"]


def test_the_same_ledger_in_two_files_counts_twice_and_is_said(tmp_path: Path) -> None:
    text = ledger()
    b = clean(raw_folder(tmp_path, {"a_2019.csv": text, NAME: "", "b_2019.csv": text + "Stand: Mai\n"}))
    assert [z.datei for z in b.bilanz] == ["a_2019.csv", "b_2019.csv"]
    (note,) = [h for h in b.hinweise if h.art == "gleiches_blatt"]
    assert (note.ort.datei, note.text) == ("b_2019.csv", "dieselbe Liste wie Datei a_2019.csv; beide zählen")
    assert "„ignorieren: ja“" in note.abhilfe


def test_a_file_is_read_twice_only_where_its_first_rows_are_equal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(path: Path, quelle: Quelle | None = None) -> list[Blatt]:
        read.append(path.name)
        return read_sheets(path, quelle)

    monkeypatch.setattr(ledger_module, "read_sheets", counted)
    rows = [f"{i};Anröchte;V{i};A2;1;1,00;1,00;" for i in range(9)]
    files = {NAME: "", "a_2019.csv": ledger(*rows), "b_2019.csv": ledger(*rows[1:]), "c_2019.csv": ledger(*rows[:4])}
    b = clean(raw_folder(tmp_path, files))
    assert read == ["a_2019.csv", "b_2019.csv", "c_2019.csv", "a_2019.csv"]
    assert len(b.bilanz) == 3 and not said(b, "gleiches_blatt")
