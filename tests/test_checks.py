"""All checks together: their order, the sample, and that a consistent ledger is silent until one cent is moved."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.bereinigung import Bereinigung
from komman.checks import CHECKS
from komman.checks_model import GRUENDE, PRUEFARTEN, Pruefbefund, by_weight
from komman.errors import Ort
from komman.pruefung import checked as checks_of
from komman.tables import conform
from tests.checking import checked, of
from tests.ledgers import frame, row


def test_every_kind_of_check_is_run_once() -> None:
    e = checked("jahr | ort | träger | baustein\n2019 | Werl | V Eins | B2")
    assert [a.art for a in e.abdeckung] == list(PRUEFARTEN) and len(CHECKS) + 1 == len(PRUEFARTEN)
    assert e.befunde == () and e.abdeckung[-1].art == "geprueft", "die Prüfvermerke prüft kein CHECK"


def test_findings_are_sorted_by_severity_then_money_then_year_and_place() -> None:
    one = Pruefbefund("auszahlung", "fehler", "a", "b", 2019, 5, Ort("a.csv", "", 7))
    expected = [
        replace(one, cent=6, foerderjahr=2020),
        replace(one, foerderjahr=2018),
        one,
        replace(one, ort=Ort("a.csv", "", 10)),
        replace(one, ort=Ort("b.csv", "", 1)),
        replace(one, cent=0),
        replace(one, cent=None),
        replace(one, schwere="warnung", cent=900),
        replace(one, schwere="hinweis", cent=None, ort=None),
        replace(one, schwere="hinweis", cent=None),
    ]
    backwards = expected[::-1]
    assert sorted(backwards, key=by_weight) == expected


def test_no_rows_no_findings() -> None:
    e = checked(conform(pd.DataFrame({"massnahme_id": pd.Series([], dtype=object)}), "weiterleitungen"))
    assert e.befunde == () and {a.geprueft for a in e.abdeckung} == {0}


def test_the_sample_has_hints_only(sample_clean: Bereinigung) -> None:
    """Its ledgers fit together to the cent, and its payment in two parts is no double payment."""
    e = checks_of(sample_clean)
    assert {b.schwere for b in e.befunde} == {"hinweis"}
    assert {b.art for b in e.befunde} == {"spaete_rueckzahlung", "personalkosten"}
    assert [b.foerderjahr for b in of(e, "personalkosten")] == [2022]
    reach = {a.art: a for a in e.abdeckung}
    assert reach["abrechnung"].geprueft + sum(g.anzahl for g in reach["abrechnung"].luecken) == 377
    unknown = {g.jahr: g.bausteine for g in reach["pauschale"].luecken if g.grund == "pauschale"}
    assert unknown[2019] == ("A1", "A2", "B1", "B2", "C1", "C2", "D1", "D2") and "B2" not in unknown[2018]
    assert {g.grund for a in e.abdeckung for g in a.luecken} <= GRUENDE.keys()


def test_the_sample_is_not_changed_by_being_checked(sample_clean: Bereinigung) -> None:
    before = {t: df.copy() for t, df in sample_clean.tabellen.items()}
    assert checks_of(sample_clean) == checks_of(sample_clean)
    for t, df in sample_clean.tabellen.items():
        pd.testing.assert_frame_equal(df, before[t])


KONSISTENT = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 40), st.integers(0, 99_999), st.booleans()), min_size=1, max_size=12
)


def consistent(massnahmen: list[tuple[int, int, int, bool]]) -> list[dict[str, object]]:
    """Rows of 2018 (B2, 250,00 EUR a unit) that fit together: part is given back, some of it booked back."""
    rows: list[dict[str, object]] = []
    for i, (units, proven, cents, booked_back) in enumerate(massnahmen):
        granted, kept = units * 25_000, min(proven, units) * 25_000
        kept -= min(cents, kept)
        back = granted - kept
        head = row(i, az=f"az-{i}", jahr="2018", ort="Werl", traeger=f"V {i}", baustein="B2")
        amounts = {"bewilligt_cent": granted, "ausgezahlt_cent": granted, "nachgewiesen_cent": kept}
        amounts |= {"anerkannt_cent": kept, "zurueckgezahlt_cent": 0 if booked_back else back}
        units_of = {"einheiten_bewilligt": units, "einheiten_nachgewiesen": min(proven, units)}
        rows.append({**head, **amounts, **units_of})
        if booked_back:
            rows.append({**head, "ausgezahlt_cent": -back})
    return rows


def bank(rows: list[dict[str, object]]) -> pd.DataFrame:
    made = [
        {"zahlung_id": f"b{i}-{art}", "foerderjahr": 2018, "art": art, "massnahme_id": r["massnahme_id"],
         "betrag_cent": r[column], "datum": pd.Timestamp(2018, 6, 1)}
        for i, r in enumerate(rows)
        for art, column in (("auszahlung", "ausgezahlt_cent"), ("rueckzahlung", "zurueckgezahlt_cent"))
        if r.get(column)
    ]  # fmt: skip
    return conform(pd.DataFrame(made, dtype=object), "zahlungen")


@pytest.mark.langsam
@settings(max_examples=40, deadline=None)
@given(KONSISTENT, st.data())
def test_a_consistent_ledger_has_no_error_and_one_cent_moved_is_found(
    massnahmen: list[tuple[int, int, int, bool]], data: st.DataObject
) -> None:
    rows = consistent(massnahmen)
    booked = bank(rows)
    assert not [b for b in checked(frame(rows), zahlungen=booked).befunde if b.schwere == "fehler"]  # type: ignore[arg-type]
    i = data.draw(st.integers(0, len(rows) - 1))
    cent = data.draw(st.sampled_from([-1, 1]))
    wrong = [{**r, "ausgezahlt_cent": r["ausgezahlt_cent"] + (cent if n == i else 0)} for n, r in enumerate(rows)]  # type: ignore[operator]
    e = checked(frame(wrong), zahlungen=booked)  # type: ignore[arg-type]
    found = {(b.art, b.cent) for b in e.befunde if rows[i]["massnahme_id"] in b.text.replace("(", " ").split()}
    assert ("abrechnung", 1) in found and ("bank_betrag", 1) in found
    assert {("bank_betrag", "fehler", 1)} == {(b.art, b.schwere, b.cent) for b in of(e, "bank_betrag")}


@pytest.mark.parametrize("grund", ["geraten", ""])
def test_a_reason_that_is_not_of_the_list_is_our_own_fault(grund: str) -> None:
    from komman.checks_model import Pruefung

    with pytest.raises(AssertionError):
        Pruefung("auszahlung").skip(grund, 2019)
