"""Canonical tables: exact columns and types, no floats for money, the same rows back from their files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from komman.tables import SCHEMAS, conform, empty, names, read_tables, table_files

ZEILE = {
    "massnahme_id": "m1", "foerderjahr": 2019, "ags": "05974040", "kommune": "Soest", "traeger_id": "t", "traeger": "T",
    "traegerart": "verein", "bewilligt_cent": 9_007_199_254_740_993,
}  # fmt: skip


def rows(**changes: object) -> pd.DataFrame:
    return pd.DataFrame([{**ZEILE, **changes}]).astype(object)


def test_absent_columns_are_missing_and_the_order_is_that_of_the_schema() -> None:
    table = conform(rows(), "weiterleitungen")
    assert list(table.columns) == names("weiterleitungen")
    assert int(table["bewilligt_cent"].iloc[0]) == 9_007_199_254_740_993, "no float on the way"
    assert table["ausgezahlt_cent"].isna().all() and table["baustein"].isna().all()
    assert table["ags"].iloc[0] == "05974040"


def test_an_unknown_column_is_our_own_fault() -> None:
    with pytest.raises(TypeError, match=r"unbekannte Spalten \['iban'\]"):
        conform(rows(iban="DE00"), "weiterleitungen")


@pytest.mark.parametrize("column", ["bewilligt_cent", "einheiten_bewilligt"])
def test_a_float_is_refused_where_money_or_counts_stand(column: str) -> None:
    table = rows()
    table[column] = pd.Series([1.0])
    with pytest.raises(TypeError, match=f"{column}: Fließkommazahlen"):
        conform(table, "weiterleitungen")


def test_a_missing_required_value_is_refused() -> None:
    with pytest.raises(TypeError, match="traeger: fehlende Pflichtwerte"):
        conform(rows(traeger=None), "weiterleitungen")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    tables = {t: empty(t) for t in SCHEMAS} | {"weiterleitungen": conform(rows(), "weiterleitungen")}
    tables["zahlungen"] = conform(
        pd.DataFrame(
            [{"zahlung_id": "z", "datum": "2019-12-31", "foerderjahr": 2019, "art": "auszahlung", "betrag_cent": 5}]
        ).astype(object),
        "zahlungen",
    )
    for tabelle, df in tables.items():
        for name, data in table_files(df, tabelle).items():
            (tmp_path / name).write_bytes(data)
    for tabelle, df in read_tables(tmp_path).items():
        pd.testing.assert_frame_equal(df, tables[tabelle])
    assert (tmp_path / "zahlungen.csv").read_text(encoding="utf-8") == (
        "zahlung_id,datum,foerderjahr,art,massnahme_id,betrag_cent,quelle_datei,quelle_blatt,quelle_zeile\n"
        "z,2019-12-31,2019,auszahlung,,5,,,\n"
    )
