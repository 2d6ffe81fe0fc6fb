"""Cases by date (tests/cases): inputs, a source, and what must come out, to the cent and without any tolerance."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from komman.einheiten import EINHEITEN
from komman.rules import FOERDERSATZ, regelwerk
from tests import faelle
from tests.faelle import Datei, Fall, Satz, deviation, load, paths
from tests.ledgers import cents, grid

CASES = [load(p) for p in paths()]
DATES = [date(2016, 1, 1), date(2018, 1, 1), date(2020, 1, 1), date(2022, 1, 1), date(2024, 1, 1), date(2025, 1, 1)]


def name_of(d: Datei) -> str:
    return f"{d.ab}-{d.pfad.stem}"


@pytest.mark.parametrize("d", CASES, ids=name_of)
def test_a_case_comes_out_as_its_source_says(d: Datei) -> None:
    assert deviation(d.fall) == ""


def test_every_file_is_collected_and_lies_in_the_folder_of_a_day() -> None:
    files = sorted(p for p in faelle.ORDNER.rglob("*") if p.is_file())
    assert files == [d.pfad for d in CASES] and len(files) >= 20
    assert sorted({d.ab for d in CASES}) == DATES
    assert len({d.fall.name for d in CASES}) == len(CASES)


def years(fall: Fall) -> set[int]:
    """The Förderjahre a case is about."""
    given = fall.gegeben()
    own = {getattr(given, n, None) for n in ("jahr", "satzjahr")} | {s.jahr for s in fall.saetze}
    lists = [getattr(given, "liste", "")] if fall.art == "pruefung" else []
    own |= {int(r["jahr"]) for text in lists for r in grid(text)}
    return {y for y in own if y is not None}


@pytest.mark.parametrize("d", CASES, ids=name_of)
def test_the_law_of_the_folder_holds_in_the_year_of_the_case(d: Datei) -> None:
    assert max(years(d.fall)) >= d.ab.year


# --- the rates of a case are those of the rules --------------------------------------------------------------------


def differing(saetze: tuple[Satz, ...]) -> list[str]:
    """The rates that are not those the shipped rules give, whatever the case assumes."""
    rules = regelwerk()
    return [
        s.name
        for s in saetze
        if rules.lookup(s.name, s.jahr, s.schluessel, s.entwurf).wert
        != EINHEITEN[rules.find(s.name).einheit].lies(s.wert)
    ]


@pytest.mark.parametrize("d", [d for d in CASES if d.fall.saetze], ids=name_of)
def test_no_rate_of_a_case_differs_from_the_rules(d: Datei) -> None:
    assert differing(d.fall.saetze) == []


def test_a_rate_that_differs_would_be_noticed() -> None:
    fields = {"name": FOERDERSATZ, "jahr": "2021", "wert": "50.000,01"}
    assert differing((Satz.model_validate(fields),)) == [FOERDERSATZ]
    assert differing((Satz.model_validate(fields | {"wert": "55.000,00"}),)) == [FOERDERSATZ]
    assert differing((Satz.model_validate(fields | {"wert": "50.000,00"}),)) == []


def test_only_what_is_hypothetical_assumes_a_rule_and_sourced_cases_are_the_most_of_those_with_rates() -> None:
    assert {d.fall.beleg for d in CASES if d.fall.annahmen} == {"hypothetisch"}
    rated = [d.fall for d in CASES if d.fall.art in ("foerderung_stellen", "mehrbetrag", "pauschale")]
    assert sum(f.beleg == "belegt" for f in rated) > len(rated) / 2


# --- a changed expectation fails -----------------------------------------------------------------------------------


def one_cent_more(text: str) -> str:
    cent = cents(text) + 1
    return f"{'-' if cent < 0 else ''}{abs(cent) // 100:,}".replace(",", ".") + f",{abs(cent) % 100:02d}"


def changed(fall: Fall) -> Fall:
    """The case with another expectation: a cent more, another rule, one finding more."""
    if fall.abgelehnt is not None:
        return fall.model_copy(update={"abgelehnt": "aufbewahrung"})
    if fall.befunde is not None:
        return fall.model_copy(update={"befunde": (*fall.befunde, faelle.Befund(art="hoechstbetrag"))})
    if isinstance(fall.erwartet, dict):
        first, *_ = fall.erwartet
        return fall.model_copy(update={"erwartet": fall.erwartet | {first: one_cent_more(fall.erwartet[first])}})
    assert fall.erwartet is not None
    money = fall.erwartet[-1].isdigit()
    return fall.model_copy(update={"erwartet": one_cent_more(fall.erwartet) if money else "-55,8 %"})


@pytest.mark.parametrize("d", CASES, ids=name_of)
def test_a_changed_expectation_fails(d: Datei) -> None:
    assert deviation(changed(d.fall)) != ""


def test_a_refusal_is_no_result_and_a_result_no_refusal() -> None:
    by_name = {d.pfad.stem: d.fall for d in CASES}
    unknown, known = by_name["stellen_2025"], by_name["stellen_1_5"]
    as_amount = unknown.model_copy(update={"abgelehnt": None, "erwartet": "75.000,00"})
    assert deviation(as_amount).startswith("abgelehnt: ")
    as_refusal = known.model_copy(update={"abgelehnt": FOERDERSATZ, "erwartet": None})
    assert deviation(as_refusal) == "erwartet None, berechnet 7500000"


# --- the model is strict -------------------------------------------------------------------------------------------

GUT: dict[str, Any] = {
    "name": "Ein Fall",
    "quelle": "Amt",
    "beleg": "belegt",
    "art": "pauschale",
    "saetze": [{"name": "pauschale", "jahr": "2018", "schluessel": "B2", "wert": "250,00"}],
    "eingabe": {"jahr": "2018", "baustein": "B2", "einheiten": "8"},
    "erwartet": "2.000,00",
}


def test_the_good_case_of_these_tests_is_one() -> None:
    assert deviation(Fall.model_validate(GUT)) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"toleranz": "0,01"},
        {"eingabe": GUT["eingabe"] | {"toleranz": "0,01"}},
        {"saetze": [GUT["saetze"][0] | {"bis": "2019"}]},
        {"erwartet": "2000"},
        {"erwartet": "rund 2.000,00"},
        {"erwartet": None},
        {"abgelehnt": "pauschale"},
        {"saetze": []},
        {"annahmen": [{"name": "vakanzregel", "wert": "tag"}]},
        {"beleg": "hypothetisch"},
        {"quelle": "hypothetisch"},
        {"quelle": ""},
        {"art": "schaetzung"},
        {"befunde": [{"art": "pauschale"}], "erwartet": None},
        {"eingabe": {"jahr": "2018", "baustein": "B2", "einheiten": "acht"}},
    ],
    ids=str,
)
def test_a_case_with_an_unknown_key_or_a_loose_expectation_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Fall.model_validate(GUT | fields)


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "2018-01-01"
    folder.mkdir()
    text = (faelle.ORDNER / "2018-01-01" / "pauschale_b2_2018.yaml").read_text(encoding="utf-8")
    (folder / "gut.yaml").write_text(text, encoding="utf-8")
    assert deviation(load(folder / "gut.yaml").fall) == ""
    (folder / "doppelt.yaml").write_text(text + "erwartet: 2.000,01\n", encoding="utf-8")
    with pytest.raises(Exception, match="doppelt"):
        load(folder / "doppelt.yaml")


def test_a_check_that_looked_at_nothing_proves_nothing() -> None:
    case = next(d.fall for d in CASES if d.pfad.stem == "pruefung_a1_zwei")
    blind = case.model_copy(update={"eingabe": case.eingabe | {"arten": ["bank_ohne_massnahme"]}})
    with pytest.raises(AssertionError, match="nothing to look at"):
        deviation(blind)
