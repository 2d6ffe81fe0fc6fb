"""Wide ledgers: one row of the source, one canonical row per year; the balance counts the rows of the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.bereinigung import Bereinigung
from komman.errors import DateiFehler, DatenFehler
from komman.ledger import clean
from tests.ledgers import cents, grid
from tests.raw_folder import NAME, raw_folder, refusal

KOPF = "Kommune;Träger;2017;Jahr 2018;2019 (EUR)"
QUELLE = "quellen:\n  - {datei: liste.csv, jahre_als_spalten: ausgezahlt%s}\n"


def folder(ziel: Path, *zeilen: str, kopf: str = KOPF, mehr: str = "", korrekturen: str = "") -> Path:
    text = "\n".join(["Weiterleitungen", kopf, *zeilen]) + "\n"
    return raw_folder(
        ziel, {NAME: "", "liste.csv": text, "quellen.yaml": QUELLE % mehr, "korrekturen.yaml": korrekturen}
    )


def rows(b: Bereinigung) -> list[tuple[int, str, int, int]]:
    t = b.tabellen["weiterleitungen"]
    return list(zip(t["foerderjahr"], t["traeger"], t["ausgezahlt_cent"], t["quelle_zeile"], strict=True))


def test_a_row_is_one_row_per_year_with_an_amount(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, "Anröchte;V;100,00;;50,50", "Wickede;W;;0,00;1,00"))
    assert rows(b) == [(2017, "V", 10_000, 3), (2019, "V", 5_050, 3), (2018, "W", 0, 4), (2019, "W", 100, 4)]
    (z,) = b.bilanz
    assert (z.gelesen, z.uebernommen, z.betrag_spalte) == (2, 2, "ausgezahlt_cent")
    assert (z.betrag_gelesen_cent, z.betrag_uebernommen_cent) == (15_150, 15_150)


HEADINGS = """
    überschrift          | jahr
    2016                 | 2016
    Jahr 2016            | 2016
    2016 (EUR)           | 2016
    2016 in €            | 2016
    Förderjahr 2016      | 2016
    ausgezahlt 2016      | 2016
    2016 ausgezahlt      | 2016
    ausgezahlt im Jahr 2016 in EUR | 2016
    2016:                | 2016
    bewilligt 2016       | -
    2016/2017            | -
    2016-2017            | -
    12016                | -
    1916                 | -
    Stand 2016           | -
    2016 T€              | -
    2016 Anzahl          | -
"""


@pytest.mark.parametrize("case", grid(HEADINGS), ids=lambda c: c["überschrift"])
def test_which_headings_are_years(case: dict[str, str], tmp_path: Path) -> None:
    raw = folder(tmp_path, "Anröchte;V;5,00;1,00", kopf=f"Kommune;Träger;{case['überschrift']};2018")
    if case["jahr"] == "-":
        assert "ist nicht bekannt" in refusal(raw, DateiFehler)
    else:
        assert rows(clean(raw)) == [(2016, "V", 500, 3), (2018, "V", 100, 3)]


def test_years_below_a_group_of_their_own(tmp_path: Path) -> None:
    raw = folder(tmp_path, "Anröchte;V;5,00;1,00", kopf="Kommune;Träger;ausgezahlt;\n;;2016;2018")
    assert [r[:3] for r in rows(clean(raw))] == [(2016, "V", 500), (2018, "V", 100)]


def test_two_amounts_by_year(tmp_path: Path) -> None:
    quelle = QUELLE.replace("ausgezahlt%s", "[bewilligt, ausgezahlt]")
    text = "Kommune;Träger;bewilligt 2017;ausgezahlt 2017;bewilligt 2018\nAnröchte;V;3,00;2,00;1,00\n"
    b = clean(raw_folder(tmp_path, {NAME: "", "liste.csv": text, "quellen.yaml": quelle}))
    t = b.tabellen["weiterleitungen"]
    assert t["bewilligt_cent"].tolist() == [300, 100] and t["ausgezahlt_cent"].fillna(-1).tolist() == [200, -1]
    assert b.bilanz[0].betrag_uebernommen_cent == 200
    (tmp_path / "zwei").mkdir()
    lone = {NAME: "", "liste.csv": text.replace("bewilligt 2018", "2018"), "quellen.yaml": quelle}
    assert "„2018“ ist nicht bekannt" in refusal(raw_folder(tmp_path / "zwei", lone), DateiFehler)


def test_a_fault_in_one_year_sets_the_whole_row_aside(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, "Anröchte;V;100,00;ca. 5;1,00", "Wickede;W;1,00;;", "Anröchte;X;;;"))
    (z,) = b.bilanz
    assert rows(b) == [(2017, "W", 100, 4)]
    assert (z.zurueckgestellt, z.betrag_unlesbar, z.betrag_zurueckgestellt_cent) == (2, 1, 0)
    assert b.zurueckgestellt[["zeile", "spalte", "wert"]].values.tolist()[0] == [3, "Jahr 2018", "ca. 5"]
    assert "kein Betrag in der Zeile" in b.zurueckgestellt["grund"].tolist()[1]


def test_an_unknown_place_sets_all_years_aside_with_their_sum(tmp_path: Path) -> None:
    (z,) = clean(folder(tmp_path, "Anröchte;V;1,00;;", "Atlantis;W;1,00;2,00;")).bilanz
    assert (z.uebernommen, z.zurueckgestellt, z.betrag_zurueckgestellt_cent) == (1, 1, 300)


def test_totals_are_judged_year_by_year(tmp_path: Path) -> None:
    data = ["Anröchte;V;100,00;;50,50", "Wickede;W;;7,00;1,00"]
    b = clean(folder(tmp_path, *data, "Summe;;100,00;7,00;51,50"))
    assert (b.bilanz[0].summenzeilen, b.bilanz[0].zurueckgestellt) == (1, 0)
    (tmp_path / "zwei").mkdir()
    b = clean(folder(tmp_path / "zwei", *data, "Summe;;100,00;51,50;7,00"))  # the same in all, but not by year
    assert (b.bilanz[0].summenzeilen, b.bilanz[0].zurueckgestellt) == (0, 1)
    assert "„Jahr 2018“ 51,50" in b.zurueckgestellt["grund"][0].replace("\u00a0", " ")


ENTRY = (
    "korrekturen:\n  - {aktion: %s, datei: liste.csv, zeile: 3, erwarte: {Träger: V}, grund: g, wer: w, "
    "datum: '2022-05-31'%s}\n"
)


@pytest.mark.parametrize("name", ["Jahr 2018", "2018"])
def test_a_correction_names_the_year(name: str, tmp_path: Path) -> None:
    entry = ENTRY % ("setze", f", setze: {{{name}: '7,00', traeger: Verein}}")
    b = clean(folder(tmp_path, "Anröchte;V;100,00;ca. 5;", korrekturen=entry))
    assert [r[:3] for r in rows(b)] == [(2017, "Verein", 10_000), (2018, "Verein", 700)]
    assert b.korrekturen[["spalte", "vorher", "nachher", "delta_cent"]].values.tolist()[0] == [
        "ausgezahlt_cent 2018",
        "ca. 5",
        "7,00",
        700,
    ]
    assert b.bilanz[0].davon_korrigiert == 1


def test_a_deleted_row_is_gone_in_all_years(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, "Anröchte;V;100,00;5,00;", "Wickede;W;1,00;;", korrekturen=ENTRY % ("loesche", "")))
    assert [r[1] for r in rows(b)] == ["W"] and b.bilanz[0].korrektur_delta_cent == -10_500
    assert b.korrekturen["delta_cent"].tolist() == [-10_000, -500]


@pytest.mark.parametrize(
    "entry",
    [
        ENTRY % ("setze", ", setze: {ausgezahlt: '7,00'}"),
        ENTRY % ("setze", ", setze: {foerderjahr: '2017'}"),
        ENTRY % ("teile", ", teile: [{ausgezahlt: '1,00'}, {ausgezahlt: '2,00'}]"),
    ],
)
def test_a_correction_of_the_whole_row_is_refused_with_the_way_to_do_it(entry: str, tmp_path: Path) -> None:
    said = refusal(folder(tmp_path, "Anröchte;V;100,00;5,00;", korrekturen=entry), DatenFehler)
    assert "je Förderjahr eine Spalte" in said and "unter der Überschrift des Jahres" in said and "Zeile 3" in said


@pytest.mark.parametrize(
    ("kopf", "mehr", "word"),
    [
        (KOPF + ";bewilligt", "", "bewilligt"),
        (KOPF + ";Anzahl Pauschalen", "", "Anzahl Pauschalen"),
        (KOPF + ";Förderjahr", "", "Förderjahr"),
        (KOPF, ", konstanten: {foerderjahr: '2019'}", "foerderjahr"),
        (KOPF, ", konstanten: {ausgezahlt: '1,00'}", "ausgezahlt"),
    ],
)
def test_what_would_count_for_every_year_is_refused(kopf: str, mehr: str, word: str, tmp_path: Path) -> None:
    said = refusal(folder(tmp_path, "Anröchte;V;100,00;5,00;;1", kopf=kopf, mehr=mehr), DateiFehler)
    assert f"Neben Jahren als Spalten steht „{word}“" in said and "weglassen_spalten" in said


def test_a_year_twice_is_refused(tmp_path: Path) -> None:
    raw = folder(tmp_path, "Anröchte;V;1,00;2,00", kopf="Kommune;Träger;2017;Jahr 2017")
    assert "Zwei Spalten bedeuten dasselbe" in refusal(raw, DateiFehler)


def test_without_the_entry_a_year_is_no_amount(tmp_path: Path) -> None:
    raw = folder(tmp_path, "Anröchte;V;A2;1,00", kopf="Kommune;Träger;Baustein;2017")
    (raw / "quellen.yaml").unlink()
    assert "„2017“ ist nicht bekannt" in refusal(raw, DateiFehler)


@pytest.mark.parametrize(
    ("mehr", "words"),
    [
        ("jahre_als_spalten: kommune", "das ist keine Spalte für Beträge"),
        ("jahre_als_spalten: zuschuss", "diese Spalte gibt es nicht"),
    ],
)
def test_only_an_amount_stands_under_years(mehr: str, words: str, tmp_path: Path) -> None:
    raw = folder(tmp_path, "Anröchte;V;1,00;;")
    (raw / "quellen.yaml").write_text(f"quellen:\n  - {{datei: liste.csv, {mehr}}}\n", encoding="utf-8")
    assert words in refusal(raw, DateiFehler)


def test_an_entry_for_years_that_are_not_there_is_refused(tmp_path: Path) -> None:
    text = "Förderjahr 2019\nKommune;Träger;ausgezahlt\nAnröchte;V;1,00\n"
    raw = raw_folder(tmp_path, {NAME: "", "liste.csv": text, "quellen.yaml": QUELLE % ""})
    assert "unter „jahre_als_spalten“ „ausgezahlt“; das trifft nichts" in refusal(raw, DatenFehler)


def test_rows_left_out_are_said_with_the_sum_of_their_years(tmp_path: Path) -> None:
    b = clean(folder(tmp_path, "Anröchte;V;1,00;;", "offen;W;2,00;3,00;", mehr=", weglassen_zeilen: 4"))
    assert [h.cent for h in b.hinweise if h.art == "weggelassen"] == [500]


def test_many_rows_against_another_way(tmp_path: Path) -> None:
    data = [
        (f"V{i}", [f"{(i * 7 + j * 13) % 900},{(i + j) % 100:02d}" if (i + j) % 3 else "" for j in range(3)])
        for i in range(300)
    ]
    b = clean(folder(tmp_path, *(f"Anröchte;{name};{';'.join(a)}" for name, a in data)))
    expected = [(2017 + j, name, cents(a)) for name, amounts in data for j, a in enumerate(amounts) if a]
    assert [r[:3] for r in rows(b)] == expected
    assert b.bilanz[0].betrag_uebernommen_cent == sum(e[2] for e in expected)
