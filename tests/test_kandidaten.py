"""Träger that may be one: found by alike spellings, told apart where the Kreis says so, merged never."""

from __future__ import annotations

import pandas as pd
import pytest

from komman.config import Traeger, TraegerListe
from komman.kandidaten import SCHWELLE, Kandidat, candidates, plain_name
from komman.text import slug
from tests.ledgers import KREIS


def found(*names: str, kommunen: tuple[str, ...] = ()) -> list[tuple[str, str, int]]:
    df = pd.DataFrame({"traeger": list(names), "traeger_id": [slug(n) for n in names]})
    listed = TraegerListe(traeger=tuple(Traeger(name=n, art="kommune") for n in kommunen))
    return [(k.traeger, k.anderer, k.punkte) for k in candidates(df, listed, KREIS)]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Brücke Werl e. V.", "bruecke werl"),
        ("„Brücke“ Werl eingetragener Verein", "bruecke werl"),
        ("BRÜCKE Werl gGmbH", "bruecke werl"),
        ("Brücke Werl (gGmbH) e.V.", "bruecke werl"),
        ("AG Asyl", "ag asyl"),
        ("e. V.", "e v"),
    ],
)
def test_legal_form_quotes_and_case_do_not_count(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_alike_spellings_are_proposed_with_the_most_alike_first() -> None:
    names = ("Brücke Werl", "Brücken Werl gGmbH", "Werl, Brücke e. V.", "Chor Ense", "Sportverein Ense")
    # „bruecke werl“ (12 letters) and „bruecken werl“ (13): one insertion of 25 letters, 24/25 = 96 %.
    assert found(*names) == [
        ("Brücke Werl", "Werl, Brücke e. V.", 100),
        ("Brücke Werl", "Brücken Werl gGmbH", 96),
        ("Brücken Werl gGmbH", "Werl, Brücke e. V.", 96),
    ]


def test_below_the_threshold_nothing_is_proposed() -> None:
    # 9 of 20 letters each differ by one word: far apart; „abcde fghij“ / „abcde fghik“ has 10 of 11 = 90 %.
    assert SCHWELLE == 85
    assert found("Sportverein Ense", "Gesangverein Ense") == []
    assert found("Abcde Fghij", "Abcde Fghik") == [("Abcde Fghij", "Abcde Fghik", 90)]


def test_two_listed_kommunen_are_no_pair_but_a_misspelt_one_is() -> None:
    names = ("Stadtverwaltung X", "Stadtverwaltung Y")
    assert [k[2] for k in found(*names)] == [94]
    assert found(*names, kommunen=names) == []
    assert [k[2] for k in found(*names, kommunen=names[:1])] == [94]


def test_names_of_different_kommunen_are_no_pair() -> None:
    assert found("Nachbarschaftshilfe der Frauen Werl", "Nachbarschaftshilfe der Frauen Ense") == []
    assert len(found("Nachbarschaftshilfe der Frauen Werl", "Nachbarschaftshilfe der Frauen Wesl")) == 1


def test_a_recipient_with_many_rows_meets_itself_never() -> None:
    df = pd.DataFrame({"traeger": ["Chor", "Chor"], "traeger_id": ["chor", "chor"]})
    assert candidates(df, TraegerListe(), KREIS) == []
    assert candidates(df.iloc[:0], TraegerListe(), KREIS) == []


def test_pairs_across_blocks_are_found_once() -> None:
    """The matrix of all pairs is made in blocks of 256 rows; 600 names need three."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [letters[i % 26] * 5 + letters[i // 26] * 7 for i in range(600)]
    assert found(*names) == []
    names[10], names[500] = "Freunde der Musik", "Freunde der Musiker"
    assert found(*names) == [("Freunde der Musik", "Freunde der Musiker", 94)]


def test_a_candidate_is_a_proposal() -> None:
    assert Kandidat("A", "B", 90).punkte == 90
