"""Vacant months and days, and the share of the posts each rule leaves out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from komman.regeln import Regel, with_rules
from komman.rules import regelwerk
from komman.staffing_vakanz import (
    PARAMETER,
    VAKANZREGELN,
    Vakanz,
    missing_months,
    occupations,
    rule_of,
    vacancy,
    vacancy_figures,
)
from tests.ledgers import grid
from tests.personal import TEN_WEEKS, staff

KOPF = "stelle | monat | besetzt | tage | vzae\n"
# Shares of 1,5 posts in twelve months, i.e. of 18 post months: by hand, not by the code under test.
CASES = {
    "voll": ("", Fraction(0), Fraction(0)),
    # Half a post: nobody in May (0,5), 15 of 30 days in April (0,25), 24 of 30 in June (0,4).
    "zehn Wochen": (TEN_WEEKS, Fraction(1, 2) / 18, Fraction(115, 100) / 18),
    # One day on the post saves the month under „monat“; of 31 days 30 are left out under „tag“.
    "ein Tag": (f"{KOPF}Eins | 2018-01 | ja | 1 |", Fraction(0), Fraction(30, 31) / 18),
    "nein ohne Tage": (f"{KOPF}Eins | 2018-01 | nein | |", Fraction(1, 18), Fraction(1, 18)),
    "Tage ohne besetzt": (f"{KOPF}Eins | 2018-01 | | 31 |", Fraction(0), Fraction(0)),
    "Februar": (f"{KOPF}Eins | 2018-02 | ja | 14 |", Fraction(0), Fraction(1, 2) / 18),
    # A share of 0,25 from the vacant month on: 11 x 1 + 0,25 + 12 x 0,5 = 17,25 post months.
    "Anteil wechselt": (f"{KOPF}Eins | 2018-01 | nein | | 0.25", Fraction(1, 69), Fraction(1, 69)),
}


@pytest.mark.parametrize(("ausnahmen", "monat", "tag"), CASES.values(), ids=CASES)
def test_what_each_rule_leaves_out(ausnahmen: str, monat: Fraction, tag: Fraction) -> None:
    found = occupations(staff(2018, ausnahmen), 2018)
    assert [vacancy(found, r).anteil for r in VAKANZREGELN] == [0, monat, tag]


@pytest.mark.parametrize(("jahr", "tage", "anteil"), [
    (2020, 28, Fraction(1, 29) / 18), (2020, 29, Fraction(0)), (2018, 28, Fraction(0)),
    (2019, 27, Fraction(1, 28) / 18),
])  # fmt: skip
def test_a_leap_year_has_a_day_more(jahr: int, tage: int, anteil: Fraction) -> None:
    found = occupations(staff(jahr, f"{KOPF}Eins | {jahr}-02 | ja | {tage} |"), jahr)
    assert vacancy(found, "tag") == Vakanz(anteil)


@pytest.mark.parametrize("r", grid("""
    ausnahme                       | grund
    Zwei ; 2018-03 ;      ;     ;  | ob die Stelle besetzt war, ist nicht eindeutig angegeben: Zwei, 03/2018
    Zwei ; 2018-03 ; ja   ; 0   ;  | ob die Stelle besetzt war, ist nicht eindeutig angegeben: Zwei, 03/2018
    Zwei ; 2018-03 ; nein ; 4   ;  | ob die Stelle besetzt war, ist nicht eindeutig angegeben: Zwei, 03/2018
    Zwei ; 2018-02 ; ja   ; 29  ;  | ob die Stelle besetzt war, ist nicht eindeutig angegeben: Zwei, 02/2018
    Zwei ; 2018-03 ; ja   ;     ; -| die Vollzeitäquivalente fehlen: Zwei, 03/2018
"""), ids=lambda r: r["ausnahme"])  # fmt: skip
def test_what_nobody_knows_is_not_guessed(r: dict[str, str]) -> None:
    found = occupations(staff(2018, KOPF + r["ausnahme"].replace(";", "|")), 2018)
    assert [vacancy(found, rule) for rule in ("monat", "tag")] == [Vakanz(None, r["grund"])] * 2  # type: ignore[arg-type]
    assert vacancy(found, "keine") == Vakanz(Fraction(0))


def test_a_month_without_rows_is_missing_not_vacant() -> None:
    gone = KOPF + "\n".join(f"{s} | 2018-{m:02d} | weg | |" for s in ("Eins", "Zwei") for m in (1, 2, 3, 4, 5))
    found = occupations(staff(2018, gone), 2018)
    assert missing_months(found) == ["01/2018", "02/2018", "03/2018", "04/2018", "05/2018"]
    assert vacancy(found, "tag").grund == "in der Personalliste fehlt 01/2018, 02/2018, 03/2018 und 2 weitere"
    three = KOPF + "\n".join(f"{s} | 2018-{m:02d} | weg | |" for s in ("Eins", "Zwei") for m in (1, 2, 12))
    said = vacancy(occupations(staff(2018, three), 2018), "monat").grund
    assert said == "in der Personalliste fehlt 01/2018, 02/2018 und 12/2018"
    assert missing_months(found[:1]) == [f"{m:02d}/2018" for m in range(1, 13) if m != 6]
    # One post may begin later: the months are there, it has no share in them.
    late = occupations(staff(2018, f"{KOPF}Zwei | 2018-01 | weg | |"), 2018)
    assert missing_months(late) == [] and vacancy(late, "tag").anteil == 0


def test_yearly_sums_tell_nothing_of_months() -> None:
    sums = staff(2018).head(1).assign(monat="2018")
    assert occupations(sums, 2018) == [] and missing_months([]) == []
    assert vacancy([], "monat") == Vakanz(None, "Angaben zu den einzelnen Monaten liegen nicht vor")
    assert occupations(staff(2018), 2019) == []


def test_posts_without_any_share_are_not_divided_by() -> None:
    found = occupations(staff(2018, posts={"Eins": "0.0"}), 2018)
    assert vacancy(found, "tag").anteil == 0


def test_the_figures_of_ten_weeks() -> None:
    eins, zwei = vacancy_figures(occupations(staff(2018, TEN_WEEKS), 2018))
    assert (eins.monate, eins.tage, eins.vzae, eins.vzae_besetzt) == (0, 0, 1, 1)
    # 15 + 31 + 24 days; 0,5 x (9 + 0,5 + 0 + 0,2) / 12.
    assert (zwei.stelle, zwei.monate, zwei.tage, zwei.vzae) == ("Zwei", 1, 70, Fraction(1, 2))
    assert zwei.vzae_besetzt == Fraction(97, 240)


def test_the_figures_of_a_doubtful_post_are_missing_those_of_the_other_not() -> None:
    eins, zwei = vacancy_figures(occupations(staff(2018, f"{KOPF}Zwei | 2018-03 | | |"), 2018))
    assert (zwei.monate, zwei.tage, zwei.vzae, zwei.vzae_besetzt) == (None, None, Fraction(1, 2), None)
    assert eins.tage == 0
    assert vacancy_figures([]) == []


def test_the_rule_is_none_unless_the_kreis_states_one() -> None:
    regel, quelle = rule_of(regelwerk(), 2018)
    assert regel == "keine" and quelle.wert is None
    wert = {"ab": "2018-01-01", "wert": "tag", "rechtsstand": "in_kraft", "beleg": "amtlich", "quelle": "Bescheid"}
    own = with_rules([Regel.model_validate({"name": PARAMETER, "werte": [wert]})])
    assert rule_of(own, 2018)[0] == "tag" and rule_of(own, 2018)[1].quelle == "Bescheid"
    assert rule_of(own, 2017)[0] == "keine"


def test_every_rule_a_kreis_may_state_is_known_here() -> None:
    assert tuple(regelwerk().find(PARAMETER).auswahl) == tuple(VAKANZREGELN)
