"""Bookings and posts at the public levels."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from komman.microaggregate import records
from komman.release import release
from komman.tables import conform
from tests.ledgers import KREIS, SEVERAL, policy, tables, traeger_list

BOOKINGS = [
    ("1", "2019-05-02", "auszahlung", 44000),
    ("2", "2019-05-02", "auszahlung", 30000),
    ("3", "2019-05-03", "auszahlung", 22000),
    ("4", "2019-05-03", "auszahlung", 50000),
    ("5", "2019-06-01", "auszahlung", 40000),
    ("6", "2019-06-02", "auszahlung", 10001),
    ("7", "2019-05-09", "auszahlung", 200000),
    (None, "2019-04-01", "mittelabruf", 390000),
    (None, "2019-06-02", "mittelabruf", 10001),  # exactly what person 6 is paid that day
    ("1", "2020-01-09", "rueckzahlung", 5000),
]


def bookings() -> pd.DataFrame:
    rows = [
        {
            "zahlung_id": f"bank-{i}",
            "datum": pd.Timestamp(d),
            "foerderjahr": 2019,
            "art": a,
            "massnahme_id": m,
            "betrag_cent": c,
            "quelle_datei": "bank.csv",
            "quelle_blatt": "",
            "quelle_zeile": i,
        }
        for i, (m, d, a, c) in enumerate(BOOKINGS)
    ]
    return conform(pd.DataFrame(rows), "zahlungen")


def test_bookings_of_pooled_measures_are_one_sum_without_date() -> None:
    t = tables(SEVERAL, zahlungen=bookings())
    f = release(t, KREIS, traeger_list(SEVERAL), policy(), "oeffentlich")
    z = f.tabellen["zahlungen"]
    assert z[["zahlung_id", "art", "betrag_cent"]].to_numpy().tolist() == [
        ["zahlung-2019-auszahlung-0001", "auszahlung", 200000],
        ["zahlung-2019-auszahlung-0002", "auszahlung", 196001],
        ["zahlung-2019-mittelabruf-0001", "mittelabruf", 400001],
    ]
    named = f.tabellen["weiterleitungen"]["massnahme_id"]
    assert z.loc[z["betrag_cent"] == 200000, "massnahme_id"].tolist() == ["2019-05974052-v-nordlicht-e-v-1"]
    assert "2019-05974052-v-nordlicht-e-v-1" in set(named)
    assert z.loc[z["art"] == "mittelabruf", "datum"].isna().all()
    pooled = z[z["betrag_cent"] == 196001].iloc[0]
    assert pd.isna(pooled["datum"])
    assert pd.isna(pooled["massnahme_id"])
    assert z["quelle_zeile"].isna().all()
    # The return of one person alone is not shown, and that is said.
    assert any("Einzelne Buchungen fehlen im Förderjahr 2019" in h for h in f.hinweise)


def test_an_id_named_in_one_year_does_not_free_bookings_of_another() -> None:
    w = pd.concat([SEVERAL, SEVERAL[SEVERAL["massnahme_id"] == "7"].assign(foerderjahr=2018)])
    t = tables(w, zahlungen=bookings().assign(foerderjahr=2020))
    z = release(t, KREIS, traeger_list(w), policy(), "oeffentlich").tabellen["zahlungen"]
    assert set(z["art"]) == {"mittelabruf"}


def test_bookings_without_a_known_measure_count_as_one_recipient() -> None:
    t = tables(SEVERAL, zahlungen=bookings().assign(massnahme_id="fremd", art="auszahlung"))
    assert release(t, KREIS, traeger_list(SEVERAL), policy(), "oeffentlich").tabellen["zahlungen"].empty


@pytest.mark.parametrize(("costs", "total"), [(None, None), (0, None), (300000, 9300000)])
def test_posts_are_yearly_sums_only_and_never_one_salary(costs: int | None, total: int | None) -> None:
    rows = [
        {
            "stelle": s,
            "monat": f"2019-{m:02d}",
            "vzae": v,
            "entgeltgruppe": "EG 10",
            "stufe": "3",
            "besetzt": "ja",
            "kosten_cent": 500000 if s == "Frau X" else costs,
            "quelle_datei": "p.xlsx",
        }
        for m in range(1, 13)
        for s, v in (("Frau X", Decimal("1.0")), ("Herr Y", Decimal("0.5")))
    ][:-1]
    t = tables(SEVERAL, personal=conform(pd.DataFrame(rows, dtype=object), "personal"))
    p = release(t, KREIS, traeger_list(SEVERAL), policy(), "nichtoeffentlich").tabellen["personal"]
    # 12 x 1,0 + 11 x 0,5 = 17,5 over 12 months = 1,458333…
    assert p[["stelle", "monat"]].to_numpy().tolist() == [["alle", "2019"]]
    assert records(p)[0]["kosten_cent"] == total  # 12 x 5.000,00 + 11 x 3.000,00
    assert p["vzae"].tolist() == [Decimal("1.4583")]
    assert p[["entgeltgruppe", "stufe", "besetzt", "quelle_datei"]].isna().all(axis=None)
