"""The page of quellen.yaml is fresh and complete, its schema agrees with the program, its ten examples are read so."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from xlsxwriter import Workbook

from komman.bereinigung import Bereinigung
from komman.config import Quelle, QuellenListe
from komman.errors import DateiFehler, DatenFehler, KommanFehler
from komman.ledger import clean
from komman.quellenbeispiele import BEISPIELE, Beispiel
from komman.quellenbuch import markdown, meaning, pages, schema
from komman.yamlfile import load_yaml, read_yaml
from tests.ledgers import cents, grid
from tests.mappen import workbook_bytes
from tests.raw_folder import KREIS, NAME, raw_folder
from tests.repo import ROOT

SCHEMA = json.loads(schema())
KREIS_3 = KREIS.replace(
    "kommunen:\n", 'kommunen:\n  - ags: "05974032"\n    name: Möhnesee\n  - ags: "05974040"\n    name: Soest\n'
)


def fits(content: object) -> bool:
    return bool(jsonschema.Draft202012Validator(SCHEMA).is_valid(content))


@pytest.mark.parametrize("name", ["quellen.md", "quellen.schema.json"])
def test_the_committed_file_is_what_the_generator_writes(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name]


def test_the_module_writes_both_files(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    run = "runpy.run_module('komman.quellenbuch', run_name='__main__')"
    code = f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); {run}"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "docs").iterdir()} == pages()


def test_every_key_has_its_row_and_its_meaning() -> None:
    page = markdown()
    for name in Quelle.model_fields:
        values, default, text = meaning(name)
        assert values and default and len(text) > 15, name
        assert f"| `{name}` | " in page
        assert SCHEMA["$defs"]["Quelle"]["properties"][name]["description"] == text.replace("`", "")


def test_every_key_but_two_stands_in_an_example_or_has_a_test_of_its_own() -> None:
    used = {key for b in BEISPIELE for entry in yaml.safe_load(b.eintrag) for key in entry}
    assert set(Quelle.model_fields) - used <= {"doppelt", "orte_ausserhalb", "datum", "jahrhundert"}
    assert len(BEISPIELE) == 10


def read(b: Beispiel, folder: Path, **mehr: str | bytes) -> Bereinigung:
    def fill(book: Workbook) -> None:
        for blatt, text in b.blaetter.items():
            sheet = book.add_worksheet(blatt)
            for n, line in enumerate(text.splitlines()):
                for i, cell in enumerate(line.split(";")):
                    number = cell.replace(",", "").isdecimal()
                    sheet.write(n, i, float(cell.replace(",", ".")) if number else cell)

    book = b.datei.endswith(".xlsx")
    data = workbook_bytes(fill) if book else b.blaetter[""].encode(b.zeichensatz)
    files: dict[str, str | bytes] = {NAME: "", "kreis.yaml": KREIS_3, "traeger.yaml": "", b.datei: data}
    return clean(raw_folder(folder, files | {"quellen.yaml": f"quellen:\n{b.eintrag}"} | mehr))


@pytest.mark.parametrize("b", BEISPIELE, ids=lambda b: b.datei)
def test_an_example_is_read_as_the_page_says(b: Beispiel, tmp_path: Path) -> None:
    got = read(b, tmp_path)
    table = got.tabellen["weiterleitungen"]
    expected = grid(b.gelesen)
    money = ("beantragt", "bewilligt", "ausgezahlt")
    for name in expected[0]:
        column = f"{name}_cent" if name in money else name
        said = [cents(r[name]) if name in money else r[name] for r in expected]
        assert [v if name in money else str(v) for v in table[column].tolist()] == said
    (z,) = got.bilanz
    assert {key: getattr(z, key) for key in b.bilanz} == b.bilanz
    about = [h.satz.replace("\u00a0", " ") for h in got.hinweise]
    assert not b.hinweis or any(b.hinweis[1:].replace("\u00a0", " ") in text for text in about), about


@pytest.mark.parametrize("b", BEISPIELE, ids=lambda b: b.datei)
def test_without_its_entry_an_example_is_refused_or_read_otherwise(b: Beispiel, tmp_path: Path) -> None:
    with_entry = read(b, tmp_path)
    (tmp_path / "ohne").mkdir()
    try:
        without = read(b, tmp_path / "ohne", **{"quellen.yaml": ""})
    except (DateiFehler, DatenFehler) as fault:
        assert len(fault.lines()) <= 6
    else:
        assert [z.uebernommen for z in without.bilanz] != [z.uebernommen for z in with_entry.bilanz]


@pytest.mark.parametrize("b", BEISPIELE, ids=lambda b: b.datei)
def test_an_entry_is_short_and_fits_the_schema(b: Beispiel, tmp_path: Path) -> None:
    path = tmp_path / "quellen.yaml"
    path.write_text(f"quellen:\n{b.eintrag}", encoding="utf-8")
    assert fits(read_yaml(path)) and len(path.read_text(encoding="utf-8").splitlines()) <= 15


# An entry fits the schema exactly if the program accepts it.
ENTRIES = """
    gut                                             | schlecht
    kopfzeile: keine, spalten: {A: kommune}         | kopfzeile: [oben]
    kopfzeile: 3                                    | kopfzeile: unten
    kopfzeile: [3, 4]                               | tabelle: liste
    weglassen_zeilen: [3, 7-9]                      | weglassen_zeilen: x
    jahre_als_spalten: ausgezahlt                   | jahre_als_spalten: {a: b}
    jahre_als_spalten: [ausgezahlt, bewilligt]      | ignorieren: vielleicht
    zusammenfassen: {bewilligt: [a, b]}             | zusammenfassen: {bewilligt: [a]}
    ausserhalb: ja                                  | ausserhalb: teils
    doppelt: ja                                     | doppelt: egal
    dezimal: komma                                  | dezimal: strich
    spalten: {Wer: traeger}                         | spallten: {Wer: traeger}
    blatt: Liste                                    | spalten: [Wer]
"""


@pytest.mark.parametrize("case", grid(ENTRIES), ids=lambda c: c["gut"])
def test_schema_and_program_agree(case: dict[str, str], tmp_path: Path) -> None:
    for kind, entry in case.items():
        path = tmp_path / f"{kind}.yaml"
        path.write_text(f"quellen:\n  - {{datei: a.csv, {entry}}}\n", encoding="utf-8")
        assert fits(read_yaml(path)) == (kind == "gut"), entry
        if kind == "gut":
            load_yaml(path, QuellenListe)
        else:
            with pytest.raises(KommanFehler):
                load_yaml(path, QuellenListe)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def foreign_ledger(rows: int) -> tuple[str, dict[str, list[int]]]:
    """A ledger like the ninth example, and what it holds by another way than the code under test."""
    rng = random.Random(5)
    own = ["Anröchte", "Wickede", "Möhnesee"]
    places = [f"Ort {chr(65 + i // 26)}{chr(97 + i % 26)}feld" for i in range(400)]
    lines = ["Jahr;Empfänger;Sitz;Zweck;Betrag"]
    sums: dict[bool, list[int]] = {True: [0, 0], False: [0, 0]}
    for i in range(rows):
        inside = rng.random() < 0.02
        place = rng.choice(own if inside else places)
        euros = rng.choice([rng.randint(1, 999), rng.randint(1000, 999_999), rng.randint(1_000_000, 2_000_000)])
        lines.append(f"{rng.randint(2016, 2024)};Verein {i % 900};{place};Zweck;{euros:,}".replace(",", "."))
        sums[inside] = [sums[inside][0] + 1, sums[inside][1] + euros]
    return "\n".join(lines) + "\n", {"drin": sums[True], "draussen": sums[False]}


@pytest.mark.langsam
def test_the_ninth_entry_reads_forty_thousand_rows(tmp_path: Path) -> None:
    b = next(b for b in BEISPIELE if "ausserhalb: ja" in b.eintrag)
    text, said = foreign_ledger(40_000)
    got = read(b, tmp_path, **{b.datei: text})
    (z,) = got.bilanz
    assert (z.gelesen, z.zurueckgestellt) == (40_000, 0)
    assert [z.uebernommen, z.betrag_uebernommen_cent] == [said["drin"][0], said["drin"][1] * 100]
    assert [z.ausserhalb, z.betrag_ausserhalb_cent] == [said["draussen"][0], said["draussen"][1] * 100]
    assert len(got.tabellen["weiterleitungen"]) == said["drin"][0]
