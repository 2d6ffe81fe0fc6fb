"""The sample as the program reads and releases it: every kind of file, every year, every level."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from komman.bereinigung import Bereinigung
from komman.checks import run_checks
from komman.release import Freigegeben, release
from komman.sample_data import KONTAKTE, NATUERLICHE_PERSONEN
from komman.tables import csv_bytes
from tests.ledgers import policy
from tests.sample_oracle import AMOUNTS, JAHRE, LISTEN, taken

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
LEVELS = ("intern", "nichtoeffentlich", "oeffentlich")
TWO_YEARS = {2018: "Holzwickede", 2021: "ca. 300"}


@pytest.fixture(scope="module")
def levels(sample_clean: Bereinigung) -> dict[str, Freigegeben]:
    k = sample_clean.konfiguration
    return {level: release(sample_clean.tabellen, k.kreis, k.traeger, policy(), level) for level in LEVELS}


def cents(value: Decimal) -> int:
    return int(value * 100)


@pytest.mark.parametrize("jahr", JAHRE)
def test_each_ledger_is_read_as_the_oracle_reads_it(sample_clean: Bereinigung, jahr: int) -> None:
    table = sample_clean.tabellen["weiterleitungen"]
    read = table[table["foerderjahr"] == jahr]
    rows = taken(RAW, jahr)
    assert set(read["quelle_datei"]) == {LISTEN[jahr - 2016]}
    assert read["massnahme_id"].tolist() == [r.az for _, r in rows]
    assert read["ags"].tolist() == [ags for ags, _ in rows]
    assert read["quelle_zeile"].tolist() == [r.zeile for _, r in rows]
    for name in AMOUNTS:
        own = [None if r.amounts[name] is None else cents(r.amount(name)) for _, r in rows]
        assert [None if pd.isna(v) else int(v) for v in read[f"{name}_cent"]] == own
    for name in ("ehrenamtliche", "teilnehmende"):
        known = [getattr(r, name) for _, r in rows if getattr(r, name) is not None]
        assert read[name].dropna().tolist() == known
    units = [r.einheiten for _, r in rows if r.einheiten not in ("None", "")]
    assert [str(u) for u in read["einheiten_bewilligt"].dropna()] == units


def test_only_the_two_rows_meant_for_it_are_set_aside(sample_clean: Bereinigung) -> None:
    aside = sample_clean.zurueckgestellt
    assert aside["wert"].tolist() == list(TWO_YEARS.values())
    assert {h.art for h in sample_clean.hinweise} <= {"zurueckgestellt", "gerundet", "endung"}


def test_side_tables_are_read_whole(sample_clean: Bereinigung) -> None:
    paid, posts, letters = (sample_clean.tabellen[t] for t in ("zahlungen", "personal", "bescheide"))
    assert (len(paid), len(posts), len(letters)) == (486, 216, 63)
    assert set(paid["art"]) == {"mittelabruf", "auszahlung", "rueckzahlung", "erstattung_land"}
    ledgers = sample_clean.tabellen["weiterleitungen"]
    assert set(paid["massnahme_id"].dropna()) == set(ledgers["massnahme_id"])
    year = paid[paid["art"] == "auszahlung"].groupby("foerderjahr")["betrag_cent"].sum()
    assert year.to_dict() == ledgers.groupby("foerderjahr")["ausgezahlt_cent"].sum().to_dict()
    assert posts["kosten_cent"].sum() == 67_678_259 and set(posts["besetzt"]) == {"ja", "nein"}
    assert posts["besetzt_tage"].sum() == 2 * 3288 - 70  # the days of nine years for two posts, less ten weeks
    assert letters.groupby(["programmteil", "art"]).size().to_dict() == {
        (teil, art): n
        for teil in ("I", "I-Sach", "II")
        for art, n in (("antrag", 6), ("bescheid", 9), ("nachweis", 8))
        if (teil, art) != ("I-Sach", "antrag")
    }
    assert letters["datum"].notna().all() and paid["datum"].notna().all()


def test_the_nachweis_2021_is_overdue_only_for_a_later_day(sample_clean: Bereinigung) -> None:
    k = sample_clean.konfiguration
    own_day, day = {2021: k.kreis.stand_of(2021)}, k.kreis.stand_of(2024)
    late = {}
    for staende in ({}, own_day):
        found = run_checks(sample_clean.tabellen, k.kreis.schluessel, k.regelwerk, day, staende).befunde
        late[len(staende)] = {(b.art, b.foerderjahr) for b in found if b.art.startswith("nachweis")}
    assert late == {0: {("nachweis_traeger", 2021), ("nachweis_kreis", 2021)}, 1: set()}


@pytest.mark.parametrize("level", LEVELS)
def test_every_year_can_be_released_at_every_level(levels: dict[str, Freigegeben], level: str) -> None:
    tables = levels[level].tabellen
    assert set(tables["weiterleitungen"]["foerderjahr"]) == set(JAHRE)
    assert {m[:4] for m in tables["personal"]["monat"]} == {str(j) for j in JAHRE}
    bookings = tables["zahlungen"].groupby(["foerderjahr", "art"])["betrag_cent"].sum()
    # No year had to leave bookings out: the sums per kind are those of the bank list.
    real = levels["intern"].tabellen["zahlungen"].groupby(["foerderjahr", "art"])["betrag_cent"].sum()
    assert bookings.to_dict() == real.to_dict()


@pytest.mark.parametrize("level", LEVELS[1:])
def test_pools_are_needed_in_every_year_and_nobody_is_named(levels: dict[str, Freigegeben], level: str) -> None:
    released = levels[level].tabellen
    pooled = released["weiterleitungen"].query("traeger == 'nicht benannt'")
    assert set(pooled["foerderjahr"]) == set(JAHRE)
    text = "\n".join(csv_bytes(df).decode() for df in released.values())
    assert [n for n in (*NATUERLICHE_PERSONEN, *KONTAKTE) if n in text] == []
    assert not re.search(r"KI-20\d\d-\d", text) and "Koordination" not in text and "E 11" not in text
    assert all(
        len(released["personal"][c].dropna()) == 0 for c in ("entgeltgruppe", "stufe", "besetzt", "besetzt_tage")
    )
