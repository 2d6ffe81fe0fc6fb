"""The page and the schema of the rules are fresh, complete, and accept what the program accepts and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from komman.einheiten import EINHEITEN
from komman.regelbuch import markdown, pages, schema
from komman.regelmodell import ParameterListe
from komman.rules import ORDNER, regelwerk
from komman.yamlfile import Befund, load_yaml, read_yaml
from tests.lagen import plain
from tests.ledgers import grid
from tests.repo import ROOT

SCHEMA = json.loads(schema())
FILES = [*sorted((ORDNER / "parameter").glob("*.yaml")), ORDNER / "bausteine.yaml", ORDNER / "ereignisse.yaml"]


def fits(content: object) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(content))


@pytest.mark.parametrize("name", ["regelwerk.md", "regelwerk.schema.json"])
def test_the_committed_file_is_what_the_generator_writes(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name]


def test_the_module_writes_both_files(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    run = "runpy.run_module('komman.regelbuch', run_name='__main__')"
    code = f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); {run}"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "docs").iterdir()} == pages()


def test_every_parameter_and_every_value_has_a_row() -> None:
    page = markdown()
    for p in regelwerk().parameter.values():
        section = page.split(f"\n### {p.bezeichnung}\n")[1].split("\n### ")[0]
        rows = [row for row in section.splitlines() if row.startswith("| ") and row[2].isdigit()]
        assert f"`{p.name}`" in section
        assert [row.split(" | ")[0] for row in rows] == [f"| {w.ab:%d.%m.%Y}" for w in p.werte]
        assert all(w.quelle in row for w, row in zip(p.werte, rows, strict=True))


def test_the_page_says_what_is_not_known() -> None:
    page = plain(markdown())
    assert "| Pauschale B2 | 2019 bis 2023 |" in page
    assert "| Fördersatz je voller Stelle | 2022 und 2023 |" in page
    assert "| 01.01.2022 |  | 55.000,00 € je Stelle (Entwurf) | Entwurf |" in page
    assert "Pauschale D1 | 2016" not in page, "what is known stands in no list of gaps"


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_rule_file_fits(path: Path) -> None:
    assert fits(read_yaml(path))


def test_the_rules_of_a_kreis_fit() -> None:
    value = {"ab": "2021-01-01", "wert": "2022-02-28", "rechtsstand": "in_kraft", "beleg": "zweitquelle", "quelle": "V"}
    assert fits({"regeln": [{"name": "nachweisfrist_traeger", "werte": [value]}]})
    assert not fits({"regeln": [{"name": "nachweisfrist_traeger", "werte": [{**value, "tag": "x"}]}]})


VALUE = {"ab": "2016-01-01", "wert": "1,00", "rechtsstand": "in_kraft", "beleg": "amtlich", "quelle": "Q"}
OPEN = {"ab": "2016-01-01", "rechtsstand": "in_kraft", "beleg": "nicht_belegt"}


def one(value: dict[str, str], **anderes: str) -> dict[str, Any]:
    head = {"name": "satz", "bezeichnung": "Satz", "beschreibung": "Test", "einheit": "EUR"}
    return {"parameter": [{**head, **anderes, "werte": [value]}]}


def without(key: str) -> dict[str, str]:
    return {k: v for k, v in VALUE.items() if k != key}


@pytest.mark.parametrize("good", [one(VALUE), one(OPEN), one({**VALUE, "hoechstens": "2", "hoechstens_je": "Gebäude"})])
def test_a_good_rule_fits(good: dict[str, Any]) -> None:
    assert fits(good)


@pytest.mark.parametrize(
    "bad",
    [
        one({**VALUE, "einheiten": "1"}),
        one(without("quelle")),
        one(without("beleg")),
        one(without("wert")),
        one(without("ab")),
        one({**OPEN, "wert": "1,00", "quelle": "Q"}),
        one({**VALUE, "ab": "Januar"}),
        one({**VALUE, "je": "Raeume"}),
        one({**VALUE, "hoechstens": "2"}),
        one({**VALUE, "gerundet": "vielleicht"}),
        one({**VALUE, "rechtsstand": "gilt"}),
        one(VALUE, einheit="Dollar"),
        one(VALUE, einheit="Anzahl"),
        one(VALUE, einheit="Tag"),
        one(VALUE, name="Satz 1"),
        {"parameter": []},
        {"regel": []},
    ],
)
def test_a_faulty_rule_does_not_fit(bad: dict[str, Any]) -> None:
    assert not fits(bad)


# The pattern of a unit in the schema agrees with its reader on what people write.
FORMS = """
    einheit  | gut        | schlecht
    EUR      | 131.066,00 | 131.06,00
    EUR      | 250        | 1,555
    EUR      | -5,00      | fünf
    Prozent  | 2,75       | 2.75
    Prozent  | 90         | 2,755
    Anzahl   | 12         | 1,5
    Jahre    | 2024       | bald
    Stellen  | 1,5        | 1.5
    Tag      | 2022-05-31 | 31. Mai
"""


@pytest.mark.parametrize("case", grid(FORMS), ids=lambda c: f"{c['einheit']}-{c['gut']}")
def test_pattern_and_reader_agree(case: dict[str, str]) -> None:
    einheit = next(e for e in EINHEITEN if e == case["einheit"])
    assert fits(one({**VALUE, "wert": case["gut"]}, einheit=einheit))
    assert not fits(one({**VALUE, "wert": case["schlecht"]}, einheit=einheit))
    assert EINHEITEN[einheit].sage(EINHEITEN[einheit].lies(case["gut"]))
    with pytest.raises(Befund):
        EINHEITEN[einheit].lies(case["schlecht"])


def test_the_example_of_the_page_is_accepted(tmp_path: Path) -> None:
    example = markdown().split("## Einen Wert ergänzen")[1].split("```yaml\n")[1].split("```")[0]
    head = "parameter:\n  - name: pauschale\n    bezeichnung: P\n    beschreibung: P\n    einheit: EUR\n"
    path = tmp_path / "pauschalen.yaml"
    path.write_text(f"{head}    schluessel: Baustein\n    werte:\n{example}", encoding="utf-8", newline="\n")
    assert load_yaml(path, ParameterListe).parameter[0].werte[0].je == "Maßnahme und Monat"
    assert fits(read_yaml(path))
