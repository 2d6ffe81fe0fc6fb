"""Bookings and posts at the public levels."""

from __future__ import annotations

import random
from decimal import Decimal

import pandas as pd
import pytest

from komman import side_tables
from komman.datenschutz import Datenschutz
from komman.errors import DatenFehler
from komman.microaggregate import records
from komman.release import release
from komman.side_tables import release_letters
from komman.tables import conform, empty
from tests import attack_bookings as villain
from tests.ledgers import KREIS, SEVERAL, grid, policy, random_ledger, tables, traeger_list, weiterleitungen

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
    # Nor may the call for them tell their sum.
    assert release(t, KREIS, traeger_list(w), policy(), "oeffentlich").tabellen["zahlungen"].empty


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
            "besetzt_tage": 20,
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
    assert p[["entgeltgruppe", "stufe", "besetzt", "besetzt_tage", "quelle_datei"]].isna().all(axis=None)


def sums_shown(
    rows: list[tuple[str | None, str, int]],
    w: pd.DataFrame = SEVERAL,
    level: str = "oeffentlich",
    regeln: Datenschutz | None = None,
) -> dict[str, int]:
    """Art → sum of the bookings without Maßnahme, after release; ``rows``: Maßnahme, art, cents."""
    head = {"foerderjahr": 2019, "quelle_datei": "bank.csv", "quelle_blatt": ""}
    names = ("massnahme_id", "art", "betrag_cent")
    found = [{**head, "zahlung_id": str(i), **dict(zip(names, r, strict=True))} for i, r in enumerate(rows)]
    t = tables(w, zahlungen=conform(pd.DataFrame(found, dtype=object), "zahlungen"))
    z = release(t, KREIS, traeger_list(w), regeln or policy(), level).tabellen["zahlungen"]
    return {r["art"]: r["betrag_cent"] for r in records(z) if r["massnahme_id"] is None}


# What the six pooled recipients of SEVERAL are paid by the list.
PAID = [("1", 44000), ("2", 30000), ("3", 22000), ("4", 50000), ("5", 40000), ("6", 10001)]


def test_a_call_less_the_named_payments_is_not_one_persons_payment() -> None:
    named = [("7", "auszahlung", 200000), ("8", "auszahlung", 900000)]
    called = sum(c for _, c in PAID)
    whole = [*named, *((m, "auszahlung", c) for m, c in PAID), (None, "mittelabruf", 1100000 + called)]
    assert sums_shown(whole) == {"auszahlung": called, "mittelabruf": 1100000 + called}
    one = [*named, ("1", "auszahlung", 44000), (None, "mittelabruf", 1144000)]
    assert sums_shown(one) == {}
    returned = [("7", "rueckzahlung", 10000), ("1", "rueckzahlung", 5000), (None, "erstattung_land", 15000)]
    assert sums_shown([*whole, *returned]) == {"auszahlung": called, "mittelabruf": 1100000 + called}
    of_named = [("7", "rueckzahlung", 10000), (None, "erstattung_land", 10000)]
    assert sums_shown(of_named) == {"erstattung_land": 10000}


def test_the_list_less_the_bookings_is_not_one_persons_payment() -> None:
    """All but the person with 500,00 are booked: both sums are safe, their difference is that person's payment."""
    assert sums_shown([(m, "auszahlung", c) for m, c in PAID if m != "4"]) == {}
    # Three that are not booked yet hide one another.
    assert sums_shown([(m, "auszahlung", c) for m, c in PAID if m in "246"]) == {"auszahlung": 90001}


def test_a_sum_left_out_at_the_other_level_does_not_come_back_by_subtraction() -> None:
    """A level that pools fewer names V Klein and leaves out one person's return; with V Klein's it would be safe."""
    w = weiterleitungen("""
        az | jahr | ort   | träger  | baustein | ausgezahlt | zurueckgezahlt
        1  | 2019 | Soest | P Anton | B1       | 400,00     | 50,00
        2  | 2019 | Soest | P Berta | B1       | 300,00     | 0,00
        3  | 2019 | Soest | V Klein | B1       | 310,00     | 40,00
        4  | 2019 | Soest | V Mitte | B1       | 320,00     | 45,00
        5  | 2019 | Werl  | V Groß  | B1       | 330,00     | 45,00
    """)
    regeln = policy((4, 10), (2, 0))
    rows: list[tuple[str | None, str, int]] = [
        (m, "rueckzahlung", c) for m, c in (("1", 5000), ("3", 4000), ("4", 4500), ("5", 4500))
    ]
    fine = release(tables(w), KREIS, traeger_list(w), regeln, "nichtoeffentlich").tabellen["weiterleitungen"]
    assert "V Klein" in set(fine["traeger"])
    assert sums_shown(rows, w, "nichtoeffentlich", regeln) == {}
    assert sums_shown(rows, w, "oeffentlich", regeln) == {}
    # Where both levels pool alike nothing was left out, and the sum may stand.
    assert sums_shown(rows, w, "oeffentlich", policy((4, 10), (4, 10))) == {"rueckzahlung": 18000}


def posts(*rows: tuple[str, int, int, int | None]) -> pd.DataFrame:
    """``rows``: post, first and last month of 2019, costs per month."""
    head = {"vzae": Decimal("1.0"), "besetzt": "ja", "quelle_datei": "p.xlsx"}
    found = [
        {**head, "stelle": s, "monat": f"2019-{m:02d}", "kosten_cent": c}
        for s, first, last, c in rows
        for m in range(first, last + 1)
    ]
    return conform(pd.DataFrame(found, dtype=object), "personal")


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ([("A", 1, 12, 500000), ("B", 1, 12, 250000)], 9000000),
        ([("A", 1, 12, 500000), ("B", 12, 12, 300000)], None),  # the sum is A's salary on 5 percent
        ([("A", 1, 6, 500000), ("A neu", 7, 12, 500000)], None),  # one post under two names
        ([("A", 1, 6, 500000), ("A neu", 7, 12, 500000), ("B", 7, 12, 400000)], 8400000),
    ],
)
def test_a_year_with_hardly_more_than_one_salary_shows_none(
    rows: list[tuple[str, int, int, int]], total: int | None
) -> None:
    t = tables(SEVERAL, personal=posts(*rows))
    p = release(t, KREIS, traeger_list(SEVERAL), policy(), "oeffentlich").tabellen["personal"]
    assert records(p)[0]["kosten_cent"] == total


def letters() -> pd.DataFrame:
    found = [("I", "bescheid", 2019), ("I", "nachweis", 2019), ("II", "nachweis", 2019), ("I", "nachweis", 2018)]
    head = {"betrag_cent": 6000000, "quelle_datei": "b.xlsx"}
    rows = [{**head, "programmteil": p, "art": a, "foerderjahr": j} for p, a, j in found]
    return conform(pd.DataFrame(rows, dtype=object), "bescheide")


@pytest.mark.parametrize("level", ["oeffentlich", "nichtoeffentlich"])
def test_the_nachweis_of_a_single_post_is_not_its_salary(level: str) -> None:
    """What the Kreis proves for Programmteil I is what its posts cost; of 2018 nobody knows how many there were."""
    for rows, nachweis in (([("A", 1, 12, 500000)], None), ([("A", 1, 12, 300000), ("B", 1, 12, 200000)], 6000000)):
        t = tables(SEVERAL, personal=posts(*rows), bescheide=letters())
        shown = release(t, KREIS, traeger_list(SEVERAL), policy(), level).tabellen["bescheide"]
        amounts = [r["betrag_cent"] for r in records(shown)]
        assert amounts == [6000000, nachweis, 6000000, None]
        assert len(shown) == 4
    intern = release(t, KREIS, traeger_list(SEVERAL), policy(), "intern").tabellen["bescheide"]
    assert intern["betrag_cent"].tolist() == [6000000] * 4


CHANGED = """
    art       | datum      | betrag
    bescheid  | 2019-03-01 | 5000000
    aenderung | 2019-12-01 | 4583333
    bescheid  | 2020-07-01 | 4712345
"""


@pytest.mark.parametrize("level", ["oeffentlich", "nichtoeffentlich"])
def test_a_bescheid_that_follows_the_costs_of_a_single_post_is_not_its_salary(level: str) -> None:
    """The Land pays up to its rate: what a change or a late Bescheid leaves is the salary, or says the vacancy."""
    head = {"programmteil": "I", "foerderjahr": 2019, "quelle_datei": "b.xlsx"}
    rows = [{**head, "art": r["art"], "datum": r["datum"], "betrag_cent": int(r["betrag"])} for r in grid(CHANGED)]
    rows = [{**r, "datum": pd.Timestamp(r["datum"]), "hoechstbetrag_cent": r["betrag_cent"]} for r in rows]
    bescheide = conform(pd.DataFrame(rows, dtype=object), "bescheide")
    one, two = [("A", 1, 12, 500000)], [("A", 1, 12, 300000), ("B", 1, 12, 200000)]
    for staff, shown in ((one, [5000000, None, None]), (two, [5000000, 4583333, 4712345])):
        t = tables(SEVERAL, personal=posts(*staff), bescheide=bescheide)
        released = release(t, KREIS, traeger_list(SEVERAL), policy(), level).tabellen["bescheide"]
        assert [r["betrag_cent"] for r in records(released)] == shown
        assert [r["hoechstbetrag_cent"] for r in records(released)] == shown
    part_ii = conform(pd.DataFrame([{**r, "programmteil": "II"} for r in rows], dtype=object), "bescheide")
    assert release_letters(part_ii, empty("personal"))["betrag_cent"].tolist() == [5000000, 4583333, 4712345]


def bookings_attacked(seeds: range, regeln: Datenschutz) -> tuple[int, int, list[str]]:
    """Ledgers that could be released, sums shown in them, and what an attacker finds."""
    done, shown, found = 0, 0, []
    schwellen = {"oeffentlich": regeln.oeffentlich.grenzen, "nichtoeffentlich": regeln.nichtoeffentlich.grenzen}
    for seed in seeds:
        w = random_ledger(seed)
        bank = conform(pd.DataFrame(villain.bookings_of(w, random.Random(seed)), dtype=object), "zahlungen")
        try:
            levels = {f: release(tables(w, zahlungen=bank), KREIS, traeger_list(w), regeln, f) for f in schwellen}
        except DatenFehler:
            continue
        protected = set(w.loc[w["traegerart"].isin(["natuerliche_person", "unbekannt"]), "traeger_id"])
        done += 1
        shown += sum(int(f.tabellen["zahlungen"]["massnahme_id"].isna().sum()) for f in levels.values())
        found += [f"{seed}: {x}" for x in villain.attack(w, bank, levels, protected, schwellen)]
    return done, shown, found


@pytest.mark.parametrize("regeln", [policy(), policy((5, 10), (3, 10))], ids=["gleich", "verschieden"])
def test_no_booking_can_be_worked_out_from_all_that_is_published(regeln: Datenschutz) -> None:
    done, shown, found = bookings_attacked(range(16), regeln)
    assert done >= 8 and shown >= 8
    assert found == []


def test_the_attack_on_bookings_finds_what_is_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_tables, "_unsafe", lambda *_: [])
    assert len(bookings_attacked(range(6), policy())[2]) >= 2
