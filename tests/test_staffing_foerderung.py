"""What the Land pays for posts: rate times posts under each vacancy rule, a draft, and whether it was enough."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest

from komman.regeln import Regel, with_rules
from komman.rules import FOERDERSATZ, Regelwerk, Wert, lookup, regelwerk
from komman.staffing import yearly_staff
from komman.staffing_foerderung import (
    Betrag,
    Stellenjahr,
    difference,
    draft_years,
    post_years,
    proven_rate,
    refinancing,
)
from komman.staffing_vakanz import Vakanz, occupations, vacancy
from komman.tables import empty
from tests.ledgers import cents, grid
from tests.personal import TEN_WEEKS, staff
from tests.test_faktencheck import bescheide

STAND = date(2022, 5, 31)
OHNE_BESCHEID = empty("bescheide")


def rules(regel: str) -> Regelwerk:
    wert = {"ab": "2016-01-01", "wert": regel, "rechtsstand": "in_kraft", "beleg": "amtlich", "quelle": "Bescheid"}
    return with_rules([Regel.model_validate({"name": "vakanzregel", "werte": [wert]})])


def years(personal: pd.DataFrame, letters: pd.DataFrame = OHNE_BESCHEID, regel: str = "") -> tuple[Stellenjahr, ...]:
    known = rules(regel) if regel else regelwerk()
    return post_years(yearly_staff(personal, letters), personal, known, STAND)


@pytest.mark.parametrize("r", grid("""
    jahr | stand    | stellen | betrag
    2021 | in_kraft | 15000   | 75.000,00
    2021 | in_kraft | 10000   | 50.000,00
    2021 | in_kraft | 5000    | 25.000,00
    2021 | in_kraft | 20000   | 100.000,00
    2021 | in_kraft | 13333   | 66.665,00
    2021 | in_kraft | 0       | 0,00
    2022 | entwurf  | 15000   | 82.500,00
    2022 | entwurf  | 5000    | 27.500,00
    2024 | in_kraft | 15000   | 85.500,00
"""), ids=lambda r: "-".join(r.values()))  # fmt: skip
def test_rate_times_posts(r: dict[str, str]) -> None:
    satz = lookup(FOERDERSATZ, int(r["jahr"]), entwurf=r["stand"] == "entwurf")
    assert refinancing(int(r["stellen"]), satz) == Betrag(cents(r["betrag"]))


def test_what_is_missing_has_its_reason() -> None:
    assert refinancing(None, lookup(FOERDERSATZ, 2021)) == Betrag(None, "die Stellen des Jahres sind nicht belegt")
    unknown = refinancing(15_000, lookup(FOERDERSATZ, 2022))
    assert unknown == Betrag(None, "Fördersatz je voller Stelle, Förderjahr 2022: nicht belegt")
    assert refinancing(15_000, lookup(FOERDERSATZ, 2021), Vakanz(None, "darum")) == Betrag(None, "darum")
    assert refinancing(15_000, lookup(FOERDERSATZ, 2025)).cent is None


# 75.000 less 25.000 / 12 for May; less 25.000 x 2,3 / 12 for half of April, May and four fifths of June.
@pytest.mark.parametrize(("regel", "cent"), [("keine", 7_500_000), ("monat", 7_291_667), ("tag", 7_020_833)])
def test_ten_weeks_under_each_rule(regel: str, cent: int) -> None:
    (s,) = years(staff(2018, TEN_WEEKS), regel=regel)
    assert (s.gerechnet.cent, s.angewandt, s.vzae) == (cent, regel, 15_000)


@pytest.mark.parametrize("tage", range(31))
def test_days_against_decimal(tage: int) -> None:
    """Once rounded, at the end: the same as with Decimal over the months."""
    text = f"stelle | monat | besetzt | tage\nZwei | 2020-01 | {'ja' if tage else 'nein'} | {tage}"
    found = refinancing(15_000, lookup(FOERDERSATZ, 2020), vacancy(occupations(staff(2020, text), 2020), "tag"))
    exact = Decimal(5_000_000) + Decimal(2_500_000) * (11 + Decimal(tage) / 31) / 12
    assert found.cent == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_a_year_nobody_worked_in_brings_nothing_never_less() -> None:
    weg = "stelle | monat | besetzt\n" + "\n".join(f"Eins | 2018-{m:02d} | nein" for m in range(1, 13))
    vacant = occupations(staff(2018, weg, {"Eins": "0.3333"}), 2018)
    assert [refinancing(3_333, lookup(FOERDERSATZ, 2018), vacancy(vacant, r)).cent for r in ("monat", "tag")] == [0, 0]


def test_without_a_rule_vacancy_does_not_count() -> None:
    (s,) = years(staff(2018, TEN_WEEKS))
    assert (s.gerechnet.cent, s.angewandt, s.regel.wert) == (7_500_000, "keine", None)
    assert s.vergleichbar and s.foerderung == 7_500_000


def test_yearly_sums_cannot_follow_a_rule_on_months() -> None:
    sums = staff(2018, TEN_WEEKS).head(1).assign(stelle="alle", monat="2018")
    (s,) = years(sums, regel="monat")
    assert (s.angewandt, s.gerechnet.cent, s.vergleichbar) == ("keine", 5_000_000, False)
    # What is computed without the rule proves nothing about whether the money was enough.
    assert (s.foerderung, s.auskoemmlich) == (None, "nicht belegt")
    (granted,) = years(sums, bescheide("jahr|teil|art|datum|betrag\n2018|I|bescheid|2018-04-01|75.000,00"), "monat")
    assert granted.auskoemmlich == "ja"


ENOUGH = """
    bescheid  | monatlich | rest      | ergebnis | quelle
    75.000,00 | 312500    | 0         | ja       | Bescheid vom 01.04.2021
    75.000,00 | 312501    | -24       | nein     | Bescheid vom 01.04.2021
    74.999,99 | 312500    | -1        | nein     | Bescheid vom 01.04.2021
    0,00      | 312500    | -7500000  | nein     | Bescheid vom 01.04.2021
              | 312500    | 0         | ja       | nach dem Satz, ohne Bescheid
              | 400000    | -2100000  | nein     | nach dem Satz, ohne Bescheid
    75.000,00 |           |           | nicht belegt | Bescheid vom 01.04.2021
"""


@pytest.mark.parametrize("r", grid(ENOUGH), ids=lambda r: "-".join(r.values()))
def test_whether_the_funding_was_enough(r: dict[str, str]) -> None:
    letters = (
        bescheide(f"jahr|teil|art|datum|betrag\n2021|I|bescheid|2021-04-01|{r['bescheid']}") if r["bescheid"] else None
    )
    (s,) = years(
        staff(2021, kosten=int(r["monatlich"]) if r["monatlich"] else None),
        OHNE_BESCHEID if letters is None else letters,
    )
    assert s.rest == (int(r["rest"]) if r["rest"] else None)
    assert (s.auskoemmlich, s.foerderung_quelle) == (r["ergebnis"], r["quelle"])
    assert s.granted_rest == (s.rest if r["bescheid"] else None)


def test_a_year_that_is_not_over_is_still_open() -> None:
    letters = bescheide("jahr|teil|art|datum|betrag\n2022|I|bescheid|2022-04-01|75.000,00")
    personal = staff(2022)
    stellen = yearly_staff(personal, letters)
    for stand, found in ((date(2022, 12, 30), "noch offen"), (date(2022, 12, 31), "ja")):
        (s,) = post_years(stellen, personal, regelwerk(), stand)
        assert s.auskoemmlich == found and (s.rest is None) == (found == "noch offen")


def test_a_year_without_rate_and_bescheid_says_nothing() -> None:
    (s,) = post_years(yearly_staff(staff(2022), OHNE_BESCHEID), staff(2022), regelwerk(), date(2023, 5, 31))
    assert (s.gerechnet.cent, s.foerderung, s.auskoemmlich) == (None, None, "nicht belegt")
    assert s.foerderung_quelle == "nicht belegt"


@pytest.mark.parametrize(("jahr", "satz"), [(2021, 2021), (2022, 2021), (2023, 2021), (2024, 2024), (2016, 2016)])
def test_the_last_proven_rate(jahr: int, satz: int) -> None:
    assert proven_rate(regelwerk(), jahr).jahr == satz
    assert proven_rate(regelwerk(), 2015).exakt is None


def drafts(bis: int, *jahre: int) -> list[tuple[int, int, int, int | None, int | None]]:
    personal = pd.concat([staff(j) for j in jahre], ignore_index=True)
    found = draft_years(
        post_years(yearly_staff(personal, OHNE_BESCHEID), personal, regelwerk(), STAND), regelwerk(), bis
    )
    return [(d.jahr, d.stellenjahr, d.satz.jahr, d.kuenftig.cent, d.mehr.cent) for d in found]


def test_a_report_on_2021_looks_ahead_to_the_draft_of_2022() -> None:
    assert drafts(2021, 2020, 2021) == [(2022, 2021, 2021, 8_250_000, 750_000)]


def test_a_draft_counts_for_the_one_year_that_a_source_names() -> None:
    only_2022 = [(2022, 2022, 2021, 8_250_000, 750_000)]
    assert drafts(2022, 2021, 2022) == only_2022
    assert drafts(2023, 2022, 2023) == only_2022
    assert drafts(2024, 2022, 2023, 2024) == only_2022
    assert drafts(2023, 2023) == drafts(2024, 2024) == drafts(2020, 2020) == [], "2023, 2024, 2021 have no draft"
    assert drafts(2021, 2020) == [], "no posts of the year before"


def test_a_rate_of_the_same_day_overtakes_a_draft() -> None:
    p = regelwerk().find(FOERDERSATZ)
    law = Wert(ab=date(2022, 1, 1), wert="54.000,00", rechtsstand="in_kraft", beleg="amtlich", quelle="MBl.")
    kept = tuple(w for w in p.werte if w.wert is not None and w.ab.year < 2024)
    both = Regelwerk({**regelwerk().parameter, FOERDERSATZ: p.model_copy(update={"werte": (*kept, law)})})
    jahre = post_years(yearly_staff(staff(2022), OHNE_BESCHEID), staff(2022), both, STAND)
    assert draft_years(jahre, both, 2022) == ()


def with_rates(*rates: tuple[date, str | None]) -> Regelwerk:
    """The shipped rates until 2016 and the drafts, then these rates in force."""
    p = regelwerk().find(FOERDERSATZ)
    kept = [w for w in p.werte if w.entwurf or w.ab.year <= 2016]
    law = [
        Wert(ab=ab, wert=w, rechtsstand="in_kraft", beleg="amtlich", quelle="MBl.")
        if w
        else Wert(ab=ab, rechtsstand="in_kraft", beleg="nicht_belegt")
        for ab, w in rates
    ]
    return Regelwerk({**regelwerk().parameter, FOERDERSATZ: p.model_copy(update={"werte": (*kept, *law)})})


@pytest.mark.parametrize(("ab", "overtaken"), [(date(2022, 1, 1), True), (date(2022, 1, 2), False)])
def test_a_rate_overtakes_a_draft_from_the_year_that_begins_with_it(ab: date, overtaken: bool) -> None:
    known = with_rates((ab, "54.000,00"))
    jahre = post_years(yearly_staff(staff(2022), OHNE_BESCHEID), staff(2022), known, STAND)
    assert (draft_years(jahre, known, 2022) == ()) == overtaken
    assert [s.satz.exakt for s in jahre] == [5_400_000 if overtaken else 5_000_000]


def test_a_look_ahead_takes_the_rate_of_the_year_ahead_and_none_later() -> None:
    known = with_rates((date(2023, 1, 1), "60.000,00"))
    (d,) = draft_years(post_years(yearly_staff(staff(2021), OHNE_BESCHEID), staff(2021), known, STAND), known, 2021)
    assert (d.jahr, d.stellenjahr, d.satz.jahr, d.mehr.cent) == (2022, 2021, 2022, 750_000)
    assert (d.bisher.cent, d.kuenftig.cent) == (7_500_000, 8_250_000)


def test_the_last_proven_rate_may_be_the_first_of_all() -> None:
    known = with_rates((date(2017, 1, 1), None))
    assert [(s.jahr, s.exakt) for s in (proven_rate(known, j) for j in (2016, 2017, 2019))] == [(2016, 5_000_000)] * 3


def test_a_difference_is_that_of_the_amounts_shown() -> None:
    # 0,3333 posts: 18.331,50 and 16.665,00.
    assert difference(3_333, lookup(FOERDERSATZ, 2022, entwurf=True), lookup(FOERDERSATZ, 2021)) == Betrag(166_650)
    assert difference(15_000, lookup(FOERDERSATZ, 2021), lookup(FOERDERSATZ, 2024)) == Betrag(-1_050_000)
    assert difference(15_000, lookup(FOERDERSATZ, 2021), lookup(FOERDERSATZ, 2022)).grund.endswith("nicht belegt")
    assert difference(None, lookup(FOERDERSATZ, 2021), lookup(FOERDERSATZ, 2021)).cent is None
