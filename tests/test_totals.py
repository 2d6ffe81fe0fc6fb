"""Total rows: a label and the same sums, or neither; equality alone proves nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from komman.totals import Block, Pruefzeile, is_grand, is_label, judge, sums_of

SPALTEN = ("bewilligt", "ausgezahlt")


def data(*cents: int | None, korrigiert: tuple[int, ...] | None = None) -> Pruefzeile:
    return Pruefzeile(("Anröchte", "Verein"), False, cents, korrigiert or tuple(c or 0 for c in cents))


def total(label: str, *cents: int | None) -> Pruefzeile:
    return Pruefzeile((label,) if label else (), not label, cents, tuple(c or 0 for c in cents))


def named(*texte: str, cents: tuple[int, int], **mehr: Any) -> Pruefzeile:
    return Pruefzeile(texte, False, cents, cents, **mehr)


def arts(*rows: Pruefzeile) -> list[str]:
    return [u.art for u in judge(rows, SPALTEN)]


def test_a_total_below_a_repeated_header_may_sum_its_table_the_group_or_the_sheet() -> None:
    first, second = [data(100, 1), data(200, 2)], [replace(data(7, 7), neue_tabelle=True), data(8, 8)]
    subtotal = [total("Summe", 7, 7), data(8, 8), total("Summe", 8, 8)]
    for cents, art in (((15, 15), "summe"), ((315, 18), "summe"), ((308, 10), "widerspruch")):
        assert arts(*first, total("Summe", 300, 3), second[0], *subtotal, total("Gesamt", *cents))[-1] == art
    assert arts(*first, *second, total("Summe", 315, 18))[-1] == "summe"  # the group goes on behind a page break
    assert arts(*first, replace(second[0], neue_tabelle=False), *subtotal, total("Gesamt", 15, 15))[-1] == "widerspruch"


@pytest.mark.parametrize(
    "text",
    [
        "Summe",
        "Summe Anröchte",
        "Summe:",
        "SUMME",
        "Gesamtsumme",
        "Gesamt",
        "Gesamt:",
        "Zwischensumme",
        "Zwischen-Summe",
        "Insgesamt",
        "Übertrag",
        "Uebertrag Seite 2",
        "Teilsumme",
        "Summen",
        "Gesamtbetrag",
        "Gesamtergebnis",
        "Total",
        "Σ",
        "∑ Soest",
        "Anröchte Ergebnis",
        "Anröchte gesamt",
        "Anröchte Summe:",
        "Ergebnis",
        "Ergebnis:",
    ],
)
def test_labels(text: str) -> None:
    assert is_label([text])


@pytest.mark.parametrize(
    "text",
    [
        "Gesamtschule Lippstadt",
        "Gesamt-Elternrat",
        "Gesamtverband der Caritas",
        "Summer School e. V.",
        "Total lokal e. V.",
        "Zusammen in Soest",
        "Verein Übertragbar",
        "Sommerfest",
        "Insgesamtheit",
        "",
    ],
)
def test_names_that_only_look_like_labels(text: str) -> None:
    assert not is_label([text])


def test_a_word_at_the_end_is_a_label_only_where_it_stands_alone() -> None:
    assert is_label(["Anröchte Ergebnis"])
    assert not is_label(["Anröchte", "Werkstatt Ergebnis", "B2"])


def test_subtotals_per_group_and_a_grand_total() -> None:
    assert arts(
        data(100, 50),
        data(200, 0),
        total("Summe A", 300, 50),
        data(5, 5),
        total("Summe B", 5, 5),
        total("Gesamtsumme", 305, 55),
    ) == ["daten", "daten", "summe", "daten", "summe", "summe"]


def test_a_carry_over_repeats_the_whole_table() -> None:
    assert arts(
        data(100, 50), total("Übertrag", 100, 50), total("Übertrag", 100, 50), data(1, 1), total("Gesamt", 101, 51)
    ) == ["daten", "summe", "summe", "daten", "summe"]


def test_a_labelled_total_that_does_not_add_up_says_the_difference() -> None:
    verdicts = judge([data(100_000, 50), total("Summe", 100_000, 5050)], SPALTEN)
    assert verdicts[1].art == "widerspruch"
    assert verdicts[1].grund == (
        "Summe geht nicht auf: „ausgezahlt“ 50,50\u00a0€, die Zeilen darüber ergeben 0,50\u00a0€ "
        "(Differenz 50,00\u00a0€)"
    )


def test_one_cent_in_one_column_is_enough_to_contradict() -> None:
    assert arts(data(100, 50), total("Summe", 100, 51)) == ["daten", "widerspruch"]
    assert arts(data(100, 50), total("Summe", 100, 50)) == ["daten", "summe"]


def test_a_wrong_total_does_not_spoil_the_later_ones() -> None:
    assert arts(data(1, 1), total("Summe A", 2, 2), data(3, 3), total("Summe B", 3, 3), total("Gesamt", 4, 4)) == [
        "daten",
        "widerspruch",
        "daten",
        "summe",
        "summe",
    ]


def test_equal_amounts_without_label_or_blank_identity_are_data() -> None:
    """Two Pauschalen of 200 followed by a Träger who got 400 is chance, not a total."""
    assert arts(data(200, 200), data(200, 200), data(400, 400)) == ["daten"] * 3


def test_a_row_without_identity_is_a_total_only_if_it_adds_up() -> None:
    assert arts(data(1, 2), data(3, 4), total("", 4, 6)) == ["daten", "daten", "summe"]
    assert arts(data(1, 2), data(3, 4), total("", 4, 7)) == ["daten", "daten", "daten"]


def test_a_row_without_identity_and_money_is_no_total() -> None:
    assert arts(total("", 0, 0)) == ["daten"]


def test_a_label_over_an_empty_group_repeats_nothing_with_zeros() -> None:
    assert arts(data(1, 1), total("Summe A", 1, 1), total("Summe B", 0, 0)) == ["daten", "summe", "summe"]


def test_words_in_an_amount_add_nothing_as_in_a_spreadsheet() -> None:
    assert arts(data(100, None), data(10, 5), total("Summe", 110, 5)) == ["daten", "daten", "summe"]


def test_a_total_that_fits_the_corrected_rows_is_one() -> None:
    row = data(100, None, korrigiert=(100, 30))
    assert arts(row, total("Summe", 100, 30)) == ["daten", "summe"]
    assert arts(row, total("Summe", 100, 31)) == ["daten", "widerspruch"]


def test_a_total_that_cannot_be_read_cannot_be_checked() -> None:
    verdict = judge([data(1, 1), replace(total("Summe", 1, None), unlesbar=frozenset({1}))], SPALTEN)[1]
    assert (verdict.art, verdict.grund) == ("widerspruch", "Summe nicht prüfbar: „ausgezahlt“ ist nicht lesbar")


def test_returns_count_with_their_sign() -> None:
    assert arts(data(100, 50), data(0, -20), total("Summe", 100, 30)) == ["daten", "daten", "summe"]


def test_a_blank_cell_of_a_labelled_total_is_not_compared() -> None:
    assert arts(data(100, 50), total("Summe", None, 50)) == ["daten", "summe"]
    assert arts(data(100, 50), total("Ergebnis", 100, None)) == ["daten", "summe"]
    verdict = judge([data(100, 50), total("Summe", None, 51)], SPALTEN)[1]
    assert verdict.grund.startswith("Summe geht nicht auf: „ausgezahlt“ 0,51")


def test_a_labelled_total_without_any_amount_proves_nothing() -> None:
    verdict = judge([data(100, 50), total("Summe", None, None)], SPALTEN)[1]
    assert (verdict.art, verdict.grund) == ("widerspruch", "Summe nicht prüfbar: in der Zeile steht kein Betrag")


def test_a_row_without_identity_that_repeats_one_row_is_data() -> None:
    assert arts(data(250, 250), total("", 250, 250)) == ["daten", "daten"]
    assert arts(data(200, 200), data(50, 50), total("", 250, 250)) == ["daten", "daten", "summe"]


def test_a_merged_identity_is_not_empty_and_one_to_fill_down_is_unclear() -> None:
    merged = replace(total("", 300, 300), gedeckt="verbunden")
    assert arts(data(100, 100), data(200, 200), merged) == ["daten"] * 3
    assert arts(data(100, 100), data(200, 200), replace(merged, gedeckt="aufgefuellt")) == ["daten", "daten", "unklar"]


def test_a_row_of_a_kommune_alone_whose_traeger_is_to_be_filled_down_is_unclear_where_it_repeats_the_group() -> None:
    row = replace(place(300, 300), nur_ort=False, traeger_folgt=True, gedeckt="aufgefuellt")
    assert arts(data(100, 100), data(200, 200), row) == ["daten", "daten", "unklar"]
    assert arts(data(100, 100), data(200, 201), row) == ["daten"] * 3
    assert arts(data(300, 300), row) == ["daten"] * 2
    assert arts(data(100, 100), data(200, 200), replace(row, bestaetigt=True)) == ["daten"] * 3


@pytest.mark.parametrize(
    ("texte", "mehr", "art"),
    [
        (("7", "Anröchte", "Summe Kultur e. V.", "B2"), {"massnahme": "aktenzeichen"}, "daten"),
        (("Anröchte", "Summe Kultur e. V.", "B2"), {"massnahme": "baustein"}, "daten"),
        (("Anröchte", "Summe Kultur e. V."), {}, "unklar"),
        (("Anröchte", "Summe"), {}, "unklar"),
        (("Anröchte", "Summe", "B2"), {"massnahme": "baustein"}, "unklar"),
        (("Anröchte", "Summe Kultur e. V."), {"bestaetigt": True}, "daten"),
        (("Summe Anröchte",), {}, "summe"),
    ],
)
def test_a_label_beside_other_names_is_never_a_silent_total(
    texte: tuple[str, ...], mehr: dict[str, Any], art: str
) -> None:
    assert arts(data(100, 50), named(*texte, cents=(100, 50), **mehr))[1] == art


def test_a_subtotal_that_names_its_baustein_is_unclear() -> None:
    row = named("Anröchte", "Summe Anröchte", "B2", cents=(300, 70), massnahme="baustein")
    assert arts(data(100, 50), data(200, 20), row)[2] == "unklar"


def place(*cents: int | None) -> Pruefzeile:
    """A row that names a Kommune, but no Träger."""
    return Pruefzeile(("Anröchte",), False, cents, tuple(c or 0 for c in cents), nur_ort=True)


def test_three_levels_of_totals() -> None:
    one = [data(100, 1), data(200, 2), total("Summe A2", 300, 3), data(10, 0), total("Summe B2", 10, 0)]
    two = [data(5, 5), total("Summe A2", 5, 5), data(7, 0), data(1, 0), total("Summe B2", 8, 0)]
    rows = [*one, total("Summe Anröchte", 310, 3), *two, total("Summe Ense", 13, 5), total("Gesamtsumme", 323, 8)]
    assert [a for z, a in zip(rows, arts(*rows), strict=True) if z.texte != ("Anröchte", "Verein")] == ["summe"] * 7
    off = [*one, total("Summe Anröchte", 310, 3), *two, total("Summe Ense", 14, 5), total("Gesamtsumme", 323, 8)]
    assert arts(*off)[-2:] == ["widerspruch", "summe"]


def test_a_total_of_several_groups_begins_where_one_of_them_does() -> None:
    groups = [z for n in (1, 2, 4, 8) for z in (data(n, 0), total("Summe", n, 0))]
    for cents, art in (
        (8, "summe"),
        (12, "summe"),
        (14, "summe"),
        (15, "summe"),
        (13, "widerspruch"),
        (9, "widerspruch"),
    ):
        assert arts(*groups, total("Summe Ense", cents, 0))[-1] == art
    # What a total has closed is one group: a later one cannot begin inside it.
    closed = [*groups, total("Summe Kreis", 15, 0), data(16, 0), total("Summe", 16, 0)]
    assert arts(*closed, total("Summe Ense", 31, 0))[-1] == "summe"
    assert arts(*closed, total("Summe Ense", 24, 0))[-1] == "widerspruch"


def test_many_groups_are_looked_at_in_bounded_time() -> None:
    rows = [z for n in range(3000) for z in (data(1, 0), total("Summe", 2 * n + 5000, 0))]
    assert set(arts(*rows)) == {"daten", "widerspruch"}


def test_a_row_of_a_kommune_alone_that_repeats_its_rows_is_unclear() -> None:
    rows = [data(1, 2), data(3, 4), place(4, 6)]
    assert arts(*rows) == ["daten", "daten", "unklar"]
    assert [u.art for u in judge(rows, SPALTEN, orte=True)] == ["daten", "daten", "summe"]
    for other in (place(4, 5), place(None, None), replace(place(4, 6), bestaetigt=True)):
        assert arts(*rows[:2], other)[-1] == "daten"
        assert judge([*rows[:2], other], SPALTEN, orte=True)[-1].art == "daten"


@pytest.mark.parametrize(
    ("text", "allein", "mit_anderen"),
    [
        ("Summe", True, False),
        ("Gesamtsumme", True, True),
        ("Gesamt:", True, True),
        ("Insgesamt 2019", True, True),
        ("Summe Anröchte", False, False),
        ("Gesamtschule", False, False),
    ],
)
def test_what_calls_itself_the_total_of_everything(text: str, allein: bool, mit_anderen: bool) -> None:
    assert (is_grand([text], True), is_grand([text], False)) == (allein, mit_anderen)
    assert not is_grand([text, "Verein"], True)


def test_sums_of_rows_leave_totals_out_and_count_blocks() -> None:
    rows = [Block((5, 6), 2), data(1, 2, korrigiert=(1, 9)), total("Summe", 6, 8), total("Summe", 9, 9)]
    sums = sums_of(rows, judge(rows, SPALTEN), 2)
    assert (sums.gelesen, sums.korrigiert, sums.zeilen) == ([6, 8], [6, 15], 3)
