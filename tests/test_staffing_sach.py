"""Sachausgaben against their ceiling: from the Bescheid, else from the rule for the class of posts."""

from __future__ import annotations

import pandas as pd
import pytest

from komman.rules import SACHAUSGABEN, lookup, regelwerk
from komman.staffing import yearly_staff
from komman.staffing_sach import material_years
from komman.tables import conform, empty
from tests.ledgers import cents, grid
from tests.personal import staff


def letters(text: str) -> pd.DataFrame:
    rows = [
        {"foerderjahr": int(r["jahr"]), "programmteil": r["teil"], "art": r["art"], "datum": pd.Timestamp(r["datum"])}
        | {f"{k}_cent": cents(r[k]) for k in ("betrag", "hoechstbetrag") if r[k]}
        for r in grid(text)
    ]
    return conform(pd.DataFrame(rows, dtype=object), "bescheide") if rows else empty("bescheide")


KOPF = "jahr | teil | art | datum | betrag | hoechstbetrag\n"
BESCHEID = f"{KOPF}2024 | I-Sach | bescheid | 2024-04-01 | 14.000,00 | 15.000,00\n"


def only(text: str, posts: pd.DataFrame | None = None) -> list[object]:
    b = letters(text)
    (s,) = material_years(yearly_staff(staff(2024) if posts is None else posts, b), b, regelwerk())
    return [s.jahr, s.hoechstbetrag, s.quelle, s.ausgegeben, s.rest, s.ausschoepfung]


def test_spent_against_the_ceiling_of_the_bescheid() -> None:
    spent = f"{BESCHEID}2024 | I-Sach | nachweis | 2025-05-22 | 11.842,60 |"
    assert only(spent) == [2024, 1_500_000, "Bescheid vom 01.04.2024", 1_184_260, 315_740, 790]
    over = f"{BESCHEID}2024 | I-Sach | nachweis | 2025-05-22 | 15.000,01 |"
    assert only(over)[3:] == [1_500_001, -1, 1000]


def test_a_bescheid_without_ceiling_grants_its_amount() -> None:
    assert only(BESCHEID.replace("15.000,00", ""))[1:3] == [1_400_000, "Bescheid vom 01.04.2024"]


def test_without_a_bescheid_the_rule_for_the_class_of_posts() -> None:
    spent = f"{KOPF}2024 | I-Sach | nachweis | 2025-05-22 | 1.000,00 |"
    rule = lookup(SACHAUSGABEN, 2024, "1,5")
    assert only(spent)[1:3] == [1_500_000, f"Regelwerk: {rule.quelle}"]
    assert only(spent, staff(2024, posts={"Eins": "1.0"}))[1] == 1_000_000
    assert only(spent, staff(2024, posts={"Eins": "1.0", "Zwei": "1.0"}))[1] == 2_000_000
    # No class of posts, or no posts known: no ceiling.
    unknown = staff(2024, "stelle | monat | besetzt | vzae\nEins | 2024-01 | ja | -", {"Eins": "1.0"})
    for posts in (staff(2024, posts={"Eins": "1.2"}), empty("personal"), unknown.head(1)):
        assert only(spent, posts)[1:] == [None, "nicht belegt", 100_000, None, None]


def test_a_letter_of_another_part_is_none_on_material() -> None:
    assert only(f"{KOPF}2024 | I | nachweis | 2025-05-22 | 1.000,00 |")[3] is None


@pytest.mark.parametrize("r", grid("""
    zweiter                                        | ausgegeben | quelle
    2024 ; I-Sach ; nachweis ; 2025-06-01 ; 900,00 ;  | 90000  | Nachweis vom 01.06.2025
    2024 ; I-Sach ; nachweis ; 2025-05-22 ; 900,00 ;  |        | zwei Nachweise widersprechen sich
    2024 ; I-Sach ; nachweis ; 2025-05-22 ; 1.000,00 ;| 100000 | Nachweis vom 22.05.2025
    2024 ; I-Sach ; nachweis ; 2025-06-01 ;  ;        | 100000 | Nachweis vom 22.05.2025
    2023 ; I-Sach ; antrag   ; 2023-06-01 ;  ;        | 100000 | Nachweis vom 22.05.2025
"""), ids=lambda r: r["zweiter"])  # fmt: skip
def test_the_latest_nachweis_counts(r: dict[str, str]) -> None:
    b = letters(f"{BESCHEID}2024|I-Sach|nachweis|2025-05-22|1.000,00|\n{r['zweiter'].replace(';', '|')}")
    s = material_years(yearly_staff(staff(2024), b), b, regelwerk())[-1]
    assert (s.ausgegeben, s.ausgegeben_quelle) == (int(r["ausgegeben"]) if r["ausgegeben"] else None, r["quelle"])


def test_a_nachweis_without_a_day_or_none_at_all() -> None:
    b = letters(f"{BESCHEID}2024 | I-Sach | nachweis | 2025-05-22 | 1.000,00 |")
    b.loc[1, "datum"] = pd.NaT
    (s,) = material_years(yearly_staff(staff(2024), b), b, regelwerk())
    assert (s.ausgegeben, s.ausgegeben_quelle) == (100_000, "Nachweis ohne Datum")
    assert only(BESCHEID)[3:] == [None, None, None]
    b = letters(BESCHEID)
    (s,) = material_years(yearly_staff(empty("personal"), b), b, regelwerk())
    assert (s.ausgegeben_quelle, s.regel.schluessel) == ("kein Nachweis in den Daten", "")
    assert material_years(yearly_staff(empty("personal"), empty("bescheide")), empty("bescheide"), regelwerk()) == ()
