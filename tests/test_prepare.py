"""The level folders: made when raw data or code changed, and only then; nothing of a sheet's sum in public."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from komman import prepare as room
from komman.bereinigung import Bereinigung, Hinweis, set_aside
from komman.errors import DatenFehler, Ort
from komman.lage import load_year
from komman.prepare import BEILAGEN, LAGE, is_current, prepare, refresh
from komman.project import Projekt
from komman.rules import ORDNER
from komman.tables import SCHEMAS


def test_each_level_has_the_four_tables_and_only_intern_the_rows_behind(prepared: Projekt) -> None:
    tables = {f"{t}.{e}" for t in SCHEMAS for e in ("csv", "parquet")}
    for level in ("oeffentlich", "nichtoeffentlich"):
        assert {p.name for p in (prepared.processed / level).iterdir()} == tables | {
            LAGE,
            BEILAGEN,
            "BEISPIELDATEN.txt",
        }
    more = {"zeilenbilanz.json", "zurueckgestellt.csv", "korrekturen.csv", "ausserhalb.csv"}
    assert {p.name for p in (prepared.processed / "intern").iterdir()} >= tables | {LAGE} | more


def test_a_level_is_made_again_only_if_raw_data_or_code_changed(
    new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch
) -> None:
    projekt = new_project()
    assert not is_current(projekt, "intern")
    refresh(projekt, "intern")
    assert is_current(projekt, "intern") and not is_current(projekt, "oeffentlich")
    monkeypatch.setattr(room, "prepare", lambda *a: pytest.fail("nichts hat sich geändert"))
    refresh(projekt, "intern")
    with (projekt.raw / "kreis.yaml").open("a", encoding="utf-8") as f:
        f.write("\n")
    assert not is_current(projekt, "intern")
    (projekt.processed / "intern" / LAGE).write_text("[]", encoding="utf-8")
    assert not is_current(projekt, "intern")
    monkeypatch.undo()
    refresh(projekt, "intern")
    shutil.rmtree(projekt.raw)
    assert is_current(projekt, "intern"), "without raw data the tables are all there is"


def test_every_file_of_rules_counts_as_code() -> None:
    """A changed rule must make old tables and reports stale, whatever the kind of its file."""
    files = [p for p in ORDNER.rglob("*") if p.is_file()]
    assert files and all(any(p.match(pattern) for pattern in room._CODE) for p in files)
    assert not any(ORDNER.joinpath("regeln.toml").match(pattern) for pattern in room._CODE)


def test_a_level_that_cannot_be_released_keeps_no_old_folder(
    new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch
) -> None:
    projekt = new_project()
    prepare(projekt)

    def refused(*args: object) -> object:
        if args[-1] == "oeffentlich":
            raise DatenFehler("Geht nicht.", abhilfe="anders.")
        return released(*args)

    released = room.release
    monkeypatch.setattr(room, "release", refused)
    v = prepare(projekt)
    assert set(v.freigegeben) == {"intern", "nichtoeffentlich"} and set(v.abgelehnt) == {"oeffentlich"}
    assert not (projekt.processed / "oeffentlich").exists() and (projekt.processed / "intern").exists()
    with pytest.raises(DatenFehler, match="Geht nicht"):
        refresh(projekt, "oeffentlich")


def test_set_aside_money_is_summed_by_year_and_names_no_sheet(sample_clean: Bereinigung) -> None:
    assert set_aside(sample_clean.hinweise) == {
        "2018": {"zeilen": 1, "cent": 100_000, "unlesbar": 0},
        "2021": {"zeilen": 1, "cent": 0, "unlesbar": 1},
    }


def test_other_tables_and_totals_are_no_money_set_aside() -> None:
    def hint(**changes: object) -> Hinweis:
        given = {"art": "zurueckgestellt", "jahr": 2020, "tabelle": "weiterleitungen", "summe": False, "cent": 500}
        return Hinweis(ort=Ort("a.csv"), text="x", **{**given, **changes})  # type: ignore[arg-type]

    rest = [hint(), hint(jahr=None), hint(cent=None), hint(tabelle="bescheide"), hint(summe=True), hint(art="doppelt")]
    assert set_aside(rest) == {
        "": {"zeilen": 1, "cent": 500, "unlesbar": 0},
        "2020": {"zeilen": 2, "cent": 500, "unlesbar": 1},
    }


def test_lage_json_carries_what_a_report_needs_and_no_path(prepared: Projekt) -> None:
    text = (prepared.processed / "oeffentlich" / LAGE).read_text(encoding="utf-8")
    lage = json.loads(text)
    assert (lage["kreis"], len(lage["orte"]), lage["beispiel"]) == ("Kreis Soest", 14, True)
    assert set(lage["orte"][0]) == {"ags", "name", "amtlich", "aliase", "kachel"}
    assert str(prepared.daten) not in text


def test_a_notebook_in_jupyterlab_brings_the_tables_up_to_date_itself(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    lage = load_year(2019, "oeffentlich", str(projekt.daten))
    assert (projekt.processed / "oeffentlich" / LAGE).is_file()
    assert repr(lage) == "Lage(Kreis Soest, Förderjahr 2019, Freigabe oeffentlich, Stand 31.05.2025)"
    assert Path(projekt.ausgabe).exists() is False
