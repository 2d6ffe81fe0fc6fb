"""The model of the rule files: what cannot be a value is refused at its place, what can is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from komman.regelmodell import Wert, check_values
from komman.rules import FOERDERSATZ, PAUSCHALE, regelwerk
from komman.yamlfile import Befund
from tests.ledgers import grid
from tests.test_rules import a_value

DAYS = {"ab": "2018-01-01", "schluessel": "B2"}, {"ab": "2018-01-01", "schluessel": "B2"}
FAULTS: list[tuple[str, tuple[dict[str, str], ...], str, tuple[str | int, ...]]] = [
    (PAUSCHALE, DAYS, "Schlüssel „ab“: die Tage sind nicht aufsteigend, 01.01.2018 nach 01.01.2018", (1, "ab")),
    (PAUSCHALE, ({}, *DAYS), "„schluessel“ fehlt (Kürzel des Bausteins)", (0, "schluessel")),
    (FOERDERSATZ, ({}, {"schluessel": "1"}), "„schluessel“ passt nicht: Der Parameter hat keinen", (1, "schluessel")),
    (FOERDERSATZ, ({"wert": "-0,01"},), "Schlüssel „wert“: Betrag ab 0 erwartet, gefunden „-0,01“", (0, "wert")),
    (
        "nachweisfrist_kreis",
        ({"ab": "2017-01-01", "wert": "2017-06-30"}, {"wert": "2018-12-31"}),
        "Schlüssel „wert“: der Tag liegt vor dem Jahr 2019, für das er gilt, gefunden „2018-12-31“",
        (1, "wert"),
    ),
    (
        "vakanzregel",
        ({"wert": "tag"}, {"ab": "2020-01-01", "wert": "woche"}),
        "Schlüssel „wert“: eines von keine, monat, tag erwartet, gefunden „woche“",
        (1, "wert"),
    ),
]


@pytest.mark.parametrize(("name", "values", "message", "path"), FAULTS, ids=[f[2] for f in FAULTS])
def test_a_fault_is_told_at_its_value(
    name: str, values: tuple[dict[str, str], ...], message: str, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(Befund) as e:
        regelwerk().find(name).check([a_value(**v) for v in values])
    assert (str(e.value), e.value.pfad) == (message, ("werte", *path))
    with pytest.raises(Befund) as e:
        check_values([a_value(ab="2018-02-01"), a_value(ab="2018-01-01")], "EUR", "satz")
    assert e.value.pfad == ("satz", 1, "ab")


def test_what_is_no_fault_of_a_value() -> None:
    # Another key, a draft beside what is in force, a free amount, no value among the words, a day of its first year.
    check_values([a_value(schluessel="A1"), a_value(schluessel="B2"), a_value(schluessel="A1", ab="2019-01-02")], "EUR")
    check_values([a_value(rechtsstand="entwurf"), a_value(), a_value(wert="0,00", ab="2020-01-01")], "EUR")
    ends = Wert(ab=date(2020, 1, 1), rechtsstand="in_kraft", beleg="nicht_belegt")
    check_values([a_value(wert="tag"), ends], "Text", auswahl=("tag",))
    check_values([a_value(wert="2019-01-01"), ends], "Tag")
    check_values([a_value(wert="-1"), ends], "Prozent")


@pytest.mark.parametrize(
    ("felder", "message"),
    [
        ({"wert": None}, "„wert“ und „beleg: nicht_belegt“ schließen sich aus, eines von beiden muss stehen"),
        (
            {"beleg": "nicht_belegt"},
            "„wert“ und „beleg: nicht_belegt“ schließen sich aus, eines von beiden muss stehen",
        ),
        ({"quelle": ""}, "Der Schlüssel „quelle“ fehlt; jeder Wert nennt seine Quelle"),
        ({"hoechstens": "2"}, "„hoechstens“ und „hoechstens_je“ gehören zusammen"),
        ({"hoechstens_je": "Gebäude"}, "„hoechstens“ und „hoechstens_je“ gehören zusammen"),
        ({"hoechstens": "0", "hoechstens_je": "Gebäude"}, "greater than or equal to 1"),
    ],
)
def test_a_value_that_contradicts_itself_is_refused(felder: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as e:
        a_value(**felder)
    assert message in str(e.value)


@pytest.mark.parametrize("r", grid("""
    einheit | ab         | wert       | tag        | gilt
    EUR     | 2019-01-01 | 1,00       | 2018-12-31 | nein
    EUR     | 2019-01-01 | 1,00       | 2019-01-01 | ja
    EUR     | 2019-01-01 | 1,00       | 2024-01-01 | ja
    Tag     | 2019-01-01 | 2020-03-31 | 2019-01-01 | ja
    Tag     | 2019-01-01 | 2020-03-31 | 2020-01-01 | nein
    Tag     | 2019-01-01 | 2020-03-31 | 2018-01-01 | nein
    Tag     | 2019-01-01 |            | 2020-01-01 | ja
"""), ids=lambda r: "-".join(r.values()))  # fmt: skip
def test_how_long_a_value_holds(r: dict[str, str]) -> None:
    given = {"ab": r["ab"], "wert": r["wert"]} if r["wert"] else {"ab": r["ab"], "wert": None, "beleg": "nicht_belegt"}
    assert a_value(**given).holds(date.fromisoformat(r["tag"]), r["einheit"]) == (r["gilt"] == "ja")  # type: ignore[arg-type]
