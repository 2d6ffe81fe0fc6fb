"""The measurements of the ledger reader on a small sample: what they count must be right; nothing is timed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench import leser, leser_einig, leser_feindlich, leser_kind, leser_millionen, leser_orakel, leser_zeichen
from bench.leser_daten import SCHREIBWEISEN, Wahrheit, forms, kommunen, number, rows, write_csv, write_xlsx
from bench.satz import QUIET
from komman.errors import DateiFehler, KommanFehler
from tests.generative import fuzz
from tests.generative.listen import Liste
from tests.raw_folder import KREIS, TRAEGER, ledger
from tests.zeichensaetze import ENCODINGS, matrix


@pytest.mark.parametrize("art", ["csv", "xlsx"])
def test_big_ledgers_come_out_as_they_were_made(art: str, tmp_path: Path) -> None:
    truth = (write_csv if art == "csv" else write_xlsx)(tmp_path / "raw", 1_500)
    assert truth.zeilen == 1_500 > truth.uebernommen > 1_480 and truth.doppelt > 0
    found = leser_kind.clean(tmp_path / "raw")
    assert leser_millionen.right(found, truth, int(art == "csv")) == ""


def test_the_truth_is_held_against_each_figure() -> None:
    truth = Wahrheit(10, 9, 1, [5, 7], [5, 7])
    same = {"zeilen": 9, "beiseite": 1, "doppelt": 1, "summen": 1, "cent": [5, 7]}
    assert leser_millionen.right(same, truth, 1) == ""
    for key, other in {"zeilen": 8, "beiseite": 0, "doppelt": 0, "summen": 0, "cent": [5, 8]}.items():
        assert "statt" in leser_millionen.right({**same, key: other}, truth, 1)
    assert leser_millionen.right({"fehler": ["kaputt."]}, truth, 1) == "nicht gemessen (kaputt)"


def test_the_same_seed_makes_the_same_rows() -> None:
    assert list(rows(50, 5, Wahrheit())) == list(rows(50, 5, Wahrheit())) != list(rows(50, 6, Wahrheit()))


def test_all_notations_mean_the_amount_and_all_spellings_differ() -> None:
    assert [number(t) for t in forms(123_400)] == [123_400] * 6
    assert [number(t) for t in forms(123_456)] == [123_456] * 5
    assert number("ca. 300") is None
    assert len(set(kommunen()[1])) == SCHREIBWEISEN


def test_ratios_are_medians_of_rounds_and_a_failed_measurement_is_said() -> None:
    def runde(ours: float, peer: float) -> leser_millionen.Runde:
        return {
            n: {"sekunden": s, "rechenzeit": 2 * s, "mehr": 1_000} for n, s in (("clean", ours), ("pandas_c", peer))
        }

    lines = leser_millionen.table([runde(1.0, 2.0), runde(3.0, 2.0), runde(1.5, 2.0)], "pandas_c", 10)
    assert lines[2].split("|")[2:6] == [" 0.75 ", " 0.75 ", " 7 ", " 100 "]
    broken = {"clean": {"fehler": ["x"]}, "pandas_c": {"sekunden": 1.0, "rechenzeit": 1.0, "mehr": 0}}
    assert "nicht gemessen" in leser_millionen.table([broken], "pandas_c", 10)[2]
    quiet, loud = runde(1.0, 1.0), runde(9.0, 1.0)
    assert leser_millionen.kept([(QUIET, quiet), (QUIET + 0.1, loud)]) == [quiet]
    assert leser_millionen.kept([(QUIET + 0.1, loud)]) == [loud]


def test_encodings_are_read_right_or_refused() -> None:
    found = leser_zeichen.outcomes(case for case in matrix() if case[2] < leser_zeichen.KLEIN)
    assert set(found) == set(ENCODINGS)
    assert sum(found.values(), Counter())["falsch"] == 0
    assert all(list(n) == ["richtig"] for satz, n in found.items() if satz != "cp850")
    assert found["cp850"]["abgelehnt"] > 0


def test_a_cell_that_came_out_otherwise_counts_as_read_wrong() -> None:
    _, _, _, rows, data = next(iter(matrix()))
    assert leser_zeichen.outcome(rows, data) == "richtig"
    assert leser_zeichen.outcome([*rows[:-1], [*rows[-1][:-1], "0,51"]], data) == "falsch"


def test_the_oracle_part_counts_ledgers_rows_and_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    b = leser_orakel.orakel(9, 12)
    assert b.zahlen["Listen"] == 12 and b.zahlen["Zeilen Differenz"] == b.zahlen["Cent Differenz"] == 0 and not b.faelle
    text = leser_orakel.lines("Orakel", b, ("Cent Differenz",))[0]
    assert text.startswith("Orakel: Cent Differenz: 0; ")

    def broken(liste: Liste, data: bytes) -> None:
        raise DateiFehler("geht nicht", abhilfe="keine")

    monkeypatch.setattr("tests.generative.vergleich.cleaned", broken)
    b = leser_orakel.orakel(9, 3, str(tmp_path))
    assert b.zahlen["Zeilen Differenz"] > 0 and len(list(tmp_path.iterdir())) == len({f[:12] for f in b.faelle}) > 0


@pytest.mark.langsam
def test_mutated_sample_files_are_refused_or_balanced() -> None:
    assert leser_orakel.fuzz_part(4, 200).faelle == []


@pytest.mark.parametrize(
    ("fault", "art"),
    [
        (ValueError("x"), "Tracebacks"),
        (KommanFehler("Die Zeilenbilanz geht nicht auf", abhilfe="melden"), "Bilanz gebrochen"),
        (DateiFehler("geht nicht", abhilfe="keine"), "abgelehnt"),
    ],
)
def test_what_breaks_is_kept(fault: Exception, art: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(raw: Path) -> None:
        raise fault

    monkeypatch.setattr(fuzz, "clean", broken)
    b = leser_orakel.fuzz_part(4, 2, str(tmp_path))
    assert b.zahlen == {art: 2}
    assert len(list(tmp_path.iterdir())) == len(b.faelle) == (0 if art == "abgelehnt" else 2)


def test_mutations_are_the_same_for_the_same_seed_and_change_something() -> None:
    first, again = list(fuzz.mutations(1, 40)), list(fuzz.mutations(1, 40))
    assert first == again
    assert sum(m.data != fuzz.originals()[m.name] for m in first) > 30
    assert {m.name.rpartition(".")[2] for m in first} == {"csv", "xlsx", "xls", "ods"}


def test_some_of_the_folders_name_places_outside() -> None:
    asked = ["ausserhalb: ja" in str(o.dateien.get("quellen.yaml")) for o in leser_einig.ordner(8, 20)]
    assert 0 < sum(asked) < len(asked) == 20


@pytest.mark.langsam
def test_the_fast_way_and_the_careful_one_agree() -> None:
    count, faults = leser_einig.agree(8, 60)
    assert faults == [] and count["gelesen"] > 30 and count["verschieden"] == 0


def test_two_pictures_differ_in_one_cell_and_in_a_refusal(tmp_path: Path) -> None:
    def picture(name: str, text: str) -> dict[str, object]:
        raw = tmp_path / name
        raw.mkdir()
        for file, content in {"kreis.yaml": KREIS, "traeger.yaml": TRAEGER, "liste_2019.csv": text}.items():
            (raw / file).write_text(content, encoding="utf-8")
        return {k: v for k, v in leser_einig.picture(raw).items() if k != "eingaben"}

    one, same = picture("a", ledger()), picture("b", ledger())
    cent = picture("c", ledger().replace("880,00", "880,01", 1))
    assert one == same
    assert [k for k in one if one[k] != cent[k]] == ["weiterleitungen"]
    assert "abgelehnt" in picture("d", "nichts")


def test_hostile_files_are_measured_and_a_crash_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    done, faults = leser_feindlich.measure(
        [("x.xlsx", b"PK\x03\x04kaputt"), ("liste_2018.csv", b"\x00\x01")], bezug=1.0
    )
    assert [d["ausgang"] for d in done] == ["abgelehnt"] * 2 and faults == []
    assert all(0 < d["zeilen"] <= 6 and d["code"] == 3 for d in done)
    assert "abgelehnt 2, geöffnet 0" in leser_feindlich.lines(done, faults)[0]
    monkeypatch.setattr(leser_feindlich, "child", lambda was, pfad: {"fehler": ["Traceback"]})
    assert leser_feindlich.measure([("x.csv", b"a")], 1.0) == ([], ["x.csv: Traceback"])


def test_every_part_has_a_small_size() -> None:
    assert list(leser.TEILE) == ["orakel", "fuzz", "zeichensaetze", "feindlich", "einig", "millionen", "mappe"]
    assert leser.KLEIN.listen < leser.GANZ.listen == 10_000
    assert (leser.GANZ.mutationen, leser.GANZ.einig, leser.GANZ.csv, leser.GANZ.xlsx) == (20_000, 2_000, 10**6, 10**5)
