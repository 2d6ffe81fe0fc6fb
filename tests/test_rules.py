"""Dated rules: what is known is returned with its source, what is not stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.bausteine import baustein_liste, bausteine
from komman.errors import AufrufFehler, DateiFehler
from komman.rules import FOERDERSATZ, ORDNER, ParameterListe, lookup
from komman.yamlfile import load_yaml
from tests.ledgers import grid

# domain 4: 131,066 EUR is published for 2017 only, 2016 rounded; nothing may be carried on to other years.
CEILINGS = """
    jahr | schluessel | wert     | exakt    | beleg        | gerundet
    2015 | 05974      |          |          | nicht_belegt | nein
    2016 | 05974      | 13100000 |          | zweitquelle  | ja
    2017 | 05974      | 13106600 | 13106600 | zweitquelle  | nein
    2018 | 05974      |          |          | nicht_belegt | nein
    2021 | 05974      |          |          | nicht_belegt | nein
    2024 | 05974      |          |          | nicht_belegt | nein
    2017 | 05978      |          |          | nicht_belegt | nein
    2017 |            |          |          | nicht_belegt | nein
"""


@pytest.mark.parametrize("case", grid(CEILINGS), ids=lambda c: f"{c['jahr']}-{c['schluessel']}")
def test_the_ceiling_of_a_year(case: dict[str, str]) -> None:
    found = lookup("hoechstbetrag_programmteil_ii", int(case["jahr"]), case["schluessel"])
    assert [found.wert, found.exakt] == [int(case[k]) if case[k] else None for k in ("wert", "exakt")]
    assert found.beleg == case["beleg"]
    assert found.gerundet == (case["gerundet"] == "ja")
    assert bool(found.quelle) == bool(case["wert"])
    assert found.rechtsstand == "in_kraft"


def test_the_source_of_the_ceiling_is_named() -> None:
    assert lookup("hoechstbetrag_programmteil_ii", 2017, "05974").quelle == "lippstadt.online, 04/2017"


# domain 2: 50,000 EUR until about 2021, 55,000 only in a draft, 57,000 about 2023/24; a draft is never taken for law.
RATES = """
    jahr | entwurf | wert    | beleg
    2015 | nein    |         | nicht_belegt
    2016 | nein    | 5000000 | zweitquelle
    2021 | nein    | 5000000 | zweitquelle
    2022 | nein    |         | nicht_belegt
    2023 | nein    |         | nicht_belegt
    2024 | nein    | 5700000 | zweitquelle
    2021 | ja      |         | nicht_belegt
    2022 | ja      | 5500000 | zweitquelle
"""


@pytest.mark.parametrize("case", grid(RATES), ids=lambda c: f"{c['jahr']}-{c['entwurf']}")
def test_the_rate_per_post(case: dict[str, str]) -> None:
    entwurf = case["entwurf"] == "ja"
    found = lookup(FOERDERSATZ, int(case["jahr"]), entwurf=entwurf)
    assert found.exakt == (int(case["wert"]) if case["wert"] else None)
    assert (found.beleg, found.rechtsstand) == (case["beleg"], "entwurf" if entwurf else "in_kraft")
    assert bool(found.quelle) == bool(case["wert"])


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("hoechstbetrag_programteil_ii", "Gemeint ist wohl „hoechstbetrag_programmteil_ii“"),
        ("xyz", "Bekannt sind: .*foerdersatz_programmteil_i, .*hoechstbetrag_programmteil_ii"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_nearest_name(name: str, remedy: str) -> None:
    with pytest.raises(AufrufFehler, match=remedy):
        lookup(name, 2017)


def test_the_bausteine() -> None:
    assert list(bausteine()) == ["A", "A1", "A2", "A3", "B", "B1", "B2", "C", "C1", "C2", "C3", "D", "D1", "D2"]
    assert bausteine()["C3"] == "Übersetzungen"
    weak = {b.code: b.code_beleg for b in baustein_liste() if b.code_beleg not in ("amtlich", "zweitquelle")}
    assert weak == {"A3": "nicht_belegt", "C1": "abgeleitet", "C3": "abgeleitet"}


def test_every_shipped_rule_file_is_read_by_a_model() -> None:
    assert {p.name for p in ORDNER.iterdir()} == {
        "bausteine.yaml",
        "datenschutz.yaml",
        "ereignisse.yaml",
        "parameter",
        "veroeffentlicht.yaml",
    }


VALUE = "  - {{name: satz, beschreibung: Test, bezeichnung: Satz, einheit: EUR, werte: [{}]}}\n"
GOOD = "{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: amtlich, quelle: Q}"

DRAFT = GOOD.replace("in_kraft", "entwurf")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("{ab: 2016-01-01, rechtsstand: in_kraft, beleg: amtlich, quelle: Q}", "nicht_belegt"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: nicht_belegt, quelle: Q}", "nicht_belegt"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: amtlich}", "Quelle"),
        ("{ab: 2016-01-01, wert: rund 1, rechtsstand: in_kraft, beleg: amtlich, quelle: Q}", "Betrag in Euro erwartet"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: gilt, beleg: amtlich, quelle: Q}", "gilt"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: amtlich, quelle: Q, einheiten: 1}", "einheiten"),
        (f"{GOOD}, {GOOD}", "nicht aufsteigend"),
        (f"{GOOD}, {DRAFT}, {DRAFT}", "nicht aufsteigend"),
    ],
)
def test_a_faulty_parameter_is_refused(tmp_path: Path, values: str, message: str) -> None:
    path = tmp_path / "parameter.yaml"
    path.write_text("parameter:\n" + VALUE.format(values), encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler, match=message) as fault:
        load_yaml(path, ParameterListe)
    assert "parameter.yaml, Zeile 2" in str(fault.value)


def test_a_good_parameter_is_read_and_a_second_of_the_same_name_refused(tmp_path: Path) -> None:
    path = tmp_path / "parameter.yaml"
    path.write_text("parameter:\n" + VALUE.format(GOOD), encoding="utf-8", newline="\n")
    assert load_yaml(path, ParameterListe).parameter[0].werte[0].wert == "1,00"
    path.write_text("parameter:\n" + VALUE.format(f"{GOOD}, {DRAFT}"), encoding="utf-8", newline="\n")
    assert load_yaml(path, ParameterListe).parameter[0].werte[1].rechtsstand == "entwurf"
    path.write_text("parameter:\n" + 2 * VALUE.format(GOOD), encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler, match="der Parameter „satz“ steht doppelt"):
        load_yaml(path, ParameterListe)
