"""Totals above their rows, in words, and of a Kommune that repeats its name: provable, or set aside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.header import Kopf, Spaltenkopf
from komman.rows import Rohzeile
from komman.summenlage import all_verdicts, is_filled_down, names_only_its_place
from komman.totals import Block, Pruefzeile
from tests.test_totals import SPALTEN, data, place, total


def arts(*rows: Pruefzeile | Block) -> list[str]:
    return [u.art for u in all_verdicts(rows, SPALTEN)]


def reason(*rows: Pruefzeile | Block) -> str:
    return next(u.grund for u in all_verdicts(rows, SPALTEN) if u.grund)


def test_a_total_as_the_first_row() -> None:
    assert arts(total("Gesamt", 300, 3), data(100, 1), data(200, 2)) == ["summe", "daten", "daten"]
    assert arts(total("Gesamt", 300, 3), Block((100, 1), 7), data(200, 2)) == ["summe", "daten"]
    assert arts(total("Gesamt", 300, 3), data(100, 1), data(200, 2), total("Summe", 300, 3))[-1] == "summe"


def test_a_first_row_that_does_not_fit_says_how_far_it_is_from_the_rows_below() -> None:
    rows = [total("Gesamt", 300, 4), data(100, 1), data(200, 2)]
    assert arts(*rows) == ["widerspruch", "daten", "daten"]
    assert reason(*rows) == (
        "Summe geht nicht auf: „ausgezahlt“ 0,04\u00a0€, die Zeilen darunter ergeben 0,03\u00a0€ "
        "(Differenz 0,01\u00a0€)"
    )
    assert reason(total("Gesamt", None, None), data(1, 1)).startswith("Summe nicht prüfbar")


def test_subtotals_above_their_rows() -> None:
    rows = [total("A", 30, 3), data(10, 1), data(20, 2), total("Summe B", 7, 0), data(7, 0)]
    rows[0] = total("Summe A", 30, 3)
    assert arts(*rows) == ["summe", "daten", "daten", "summe", "daten"]
    assert arts(total("Gesamtsumme", 37, 3), *rows) == ["summe", *arts(*rows)]
    # One that fits in neither order: nothing is proven by the others.
    wrong = [*rows[:3], total("Summe B", 8, 0), data(7, 0)]
    assert arts(*wrong) == ["widerspruch", "daten", "daten", "widerspruch", "daten"]


def test_totals_below_are_never_read_backwards() -> None:
    """The next row happens to be what a wrong total says: no proof, since the list does not begin with a total."""
    assert arts(data(200, 0), data(200, 0), total("Summe", 300, 0), data(300, 0)) == [
        "daten",
        "daten",
        "widerspruch",
        "daten",
    ]


def test_tables_under_each_other_are_never_read_backwards() -> None:
    """Whose total stands between two tables nobody can say."""
    rows = [total("Summe A", 30, 3), data(10, 1), data(20, 2), total("Summe B", 7, 0), data(7, 0)]
    assert arts(*rows)[::3] == ["summe", "summe"]
    rows[4] = replace(rows[4], neue_tabelle=True)
    assert arts(*rows)[::3] == ["widerspruch", "widerspruch"]


def test_rows_of_kommunen_alone_are_totals_where_all_of_them_are() -> None:
    rows = [data(1, 1), data(2, 2), place(3, 3), data(4, 0), data(5, 5), place(9, 5)]
    assert [a for z, a in zip(rows, arts(*rows), strict=True) if z.nur_ort] == ["summe", "summe"]
    assert arts(*rows, total("Gesamt", 12, 8))[-1] == "summe"
    assert arts(*rows, data(4, 4), place(4, 4))[-1] == "summe"
    assert arts(*rows, data(4, 4), place(4, 5))[2::3] == ["unklar", "unklar"]


def test_a_single_row_of_a_kommune_alone_is_unclear_and_copies_prove_nothing() -> None:
    assert arts(data(1, 1), data(2, 2), place(3, 3)) == ["daten", "daten", "unklar"]
    assert arts(data(1, 1), place(1, 1), data(2, 2), place(2, 2)) == ["daten"] * 4


@pytest.mark.parametrize(
    ("text", "art"),
    [
        ("Summe: 3,00 EUR", "summe"),
        ("Gesamtsumme 0,03 €", "summe"),
        ("Summe: 3,01 EUR", "widerspruch"),
        ("Summe: drei Euro", "widerspruch"),
    ],
)
def test_a_total_in_words(text: str, art: str) -> None:
    assert arts(data(100, 1), data(200, 2), total(text, None, None))[-1] == art


def test_a_total_in_words_says_the_difference() -> None:
    assert reason(data(100, 1), data(200, 2), total("Summe: 3,01 EUR", None, None)) == (
        "Summe geht nicht auf: 3,01\u00a0€, alle Zeilen ergeben 3,00\u00a0€ (Differenz 0,01\u00a0€)"
    )


@settings(deadline=None, derandomize=True)
@given(st.lists(st.lists(st.tuples(st.integers(-500, 999), st.integers(0, 9)), min_size=1, max_size=4), min_size=1))
def test_totals_of_groups_are_found_in_both_orders(groups: list[list[tuple[int, int]]]) -> None:
    below: list[Pruefzeile] = []
    for group in groups:
        below += [*(data(*cents) for cents in group), total("Summe", *map(sum, zip(*group, strict=True)))]
    below.append(total("Gesamtsumme", *(sum(z.gelesen[i] or 0 for z in below if len(z.texte) > 1) for i in (0, 1))))
    expected = ["daten" if len(z.texte) > 1 else "summe" for z in below]
    assert arts(*below) == expected
    assert arts(*reversed(below)) == expected[::-1]


KOPF = Kopf(
    "weiterleitungen",
    1,
    1,
    (Spaltenkopf(0, "Kommune", "kommune"), Spaltenkopf(1, "Name des Trägers", "traeger")),
    (),
)


def row(kommune: str | None, traeger: str | None, verbunden: bool = False) -> Rohzeile:
    texte = tuple(t for t in (kommune, traeger) if t)
    return Rohzeile(5, {"kommune": kommune, "traeger": traeger}, {}, texte, not texte, verbunden, frozenset())


def test_which_rows_name_only_their_place() -> None:
    assert names_only_its_place(row("Anröchte", None), KOPF)
    for other in (row("Anröchte", "Verein"), row(None, None), row("Anröchte", None, verbunden=True)):
        assert not names_only_its_place(other, KOPF)
    assert not names_only_its_place(row("Anröchte", None), Kopf("weiterleitungen", 1, 1, KOPF.spalten[:1], ()))


def test_which_columns_are_filled_down() -> None:
    for filled in ("traeger", "Name des Trägers"):
        assert is_filled_down("traeger", KOPF, ("Kommune", filled)) and not is_filled_down("kommune", KOPF, (filled,))
