"""What a notebook is given: one level, one year, and a clear refusal of anything else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from komman.errors import AufrufFehler, DateiFehler, DatenFehler
from komman.lage import check_year, load_year
from komman.prepare import prepare
from komman.project import Projekt
from komman.tables import empty, table_files


@pytest.fixture
def level(prepared: Projekt, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared.processed / "oeffentlich", tmp_path / "oeffentlich"))


def test_the_outcomes_of_the_year_are_at_hand(level: Path) -> None:
    lage = load_year(2020, "oeffentlich", str(level))
    assert (int(lage.zeile["foerderjahr"]), int(lage.zeile["netto_cent"])) == (2020, 8_772_116)
    assert lage.kommunen_im_kreis == 14


def test_ledgers_of_later_years_change_nothing_in_an_earlier_one(
    prepared: Projekt, new_project: Callable[[], Projekt]
) -> None:
    before = new_project()
    for name in ("beispiel_2022.ods", "beispiel_2023.xls", "beispiel_2024.xlsx"):
        (before.raw / name).unlink()
    prepare(before, ("oeffentlich",))
    then, now = (load_year(2021, "oeffentlich", str(p.processed / "oeffentlich")) for p in (before, prepared))
    assert then.tabellen.keys() == now.tabellen.keys()
    for name, table in then.tabellen.items():
        pd.testing.assert_frame_equal(table, now.tabellen[name])
    assert (then.stand, then.hinweise, then.zurueckgestellt) == (now.stand, now.hinweise, now.zurueckgestellt)
    assert then.ungenannte_kommunen == now.ungenannte_kommunen and then.bevoelkerung == now.bevoelkerung
    later = load_year(2024, "oeffentlich", str(prepared.processed / "oeffentlich"))
    assert len(later.weiterleitungen) > len(now.weiterleitungen) > 100


def test_a_folder_of_another_level_is_refused(level: Path) -> None:
    with pytest.raises(AufrufFehler, match="enthält die Freigabe „oeffentlich“, verlangt ist „intern“"):
        load_year(2020, "intern", str(level))


def test_a_year_that_is_not_there_is_refused_with_the_years_that_are(level: Path) -> None:
    with pytest.raises(DatenFehler, match="Vorhandene Förderjahre: 2016 bis 2024"):
        load_year(2030, "oeffentlich", str(level))
    for name, data in table_files(empty("weiterleitungen"), "weiterleitungen").items():
        (level / name).write_bytes(data)
    with pytest.raises(DatenFehler, match="Vorhandene Förderjahre: keines"):
        load_year(2020, "oeffentlich", str(level))


@pytest.mark.parametrize(("jahr", "saetze"), [(2015, 1), (2017, 0), (2026, 2)])
def test_a_year_outside_the_programme_is_refused_with_what_is_known_of_it(jahr: int, saetze: int) -> None:
    with pytest.raises(DatenFehler) as e:
        check_year(empty("weiterleitungen"), jahr)
    assert len(e.value.lines()) == 3 + saetze <= 6
    said = "\n".join(e.value.lines())
    assert ("KOMM-AN NRW lief in den Förderjahren 2016 bis 2024." in said) == bool(saetze)
    assert ("„Ehrenamt im Kontext von Prävention“" in said and "58.000" in said) == (jahr > 2024)


@pytest.mark.parametrize(
    ("name", "data"),
    [("lage.json", b"{"), ("lage.json", b"[]"), ("lage.json", b"{}"), ("weiterleitungen.parquet", b"{")],
)
def test_a_damaged_folder_is_said_with_its_remedy(level: Path, name: str, data: bytes) -> None:
    (level / name).write_bytes(data)
    with pytest.raises(DateiFehler, match="komman bereinige"):
        load_year(2020, "oeffentlich", str(level))


@pytest.mark.parametrize("module", ["parameters", "execute", "run"])
def test_no_way_in_imports_the_slow_module(module: str) -> None:
    code = f"import sys, komman.{module}, jsonschema, nbformat; print('rfc3987_syntax' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_lage_shows_itself_in_jupyterlab(level: Path) -> None:
    lage = load_year(2020, "oeffentlich", str(level))
    assert repr(lage) == "Lage(Kreis Soest, Förderjahr 2020, Freigabe oeffentlich, Stand 31.05.2025)"
    html = replace(lage, kreis="Kreis <b>")._repr_html_()
    assert "<strong>Kreis &lt;b&gt;, Förderjahr 2020</strong>" in html and "Beispieldaten" in html
    assert "Förderjahre 2016 bis 2020; Tabellen: weiterleitungen, zahlungen, personal und bescheide" in html
    assert "Beispieldaten" not in replace(lage, beispiel=False)._repr_html_()
