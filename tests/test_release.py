"""Release: what is published stays true, and nobody who is protected can be worked out from all of it together."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from komman import microaggregate
from komman import pools as pools_module
from komman import release as room
from komman.bereinigung import Bereinigung
from komman.datenschutz import Datenschutz
from komman.errors import AufrufFehler, DatenFehler
from komman.outcomes import MASSE, yearly
from komman.project import Projekt
from komman.release import Freigegeben, release
from komman.sample_data import NATUERLICHE_PERSONEN
from komman.tables import csv_bytes, empty, names
from tests import attack as villain
from tests.ledgers import KREIS, SEVERAL, policy, random_ledger, tables, traeger_list, weiterleitungen

LEVELS = ("oeffentlich", "nichtoeffentlich")


def release_all(w: pd.DataFrame, regeln: Datenschutz | None = None) -> dict[str, Freigegeben]:
    return {f: release(tables(w), KREIS, traeger_list(w), regeln or policy(), f) for f in LEVELS}


def protected_of(w: pd.DataFrame) -> set[str]:
    return set(w.loc[w["traegerart"].isin(["natuerliche_person", "unbekannt"]), "traeger_id"])


def public(w: pd.DataFrame) -> pd.DataFrame:
    return release_all(w)["oeffentlich"].tabellen["weiterleitungen"]


def gathered(w: pd.DataFrame) -> pd.DataFrame:
    return w[w["traeger"] == "nicht benannt"]


def test_intern_is_left_as_it_is() -> None:
    t = tables(SEVERAL)
    assert release(t, KREIS, traeger_list(SEVERAL), policy(), "intern").tabellen == t


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(AufrufFehler, match="geheim"):
        release(tables(SEVERAL), KREIS, traeger_list(SEVERAL), policy(), "geheim")


def test_a_pool_is_as_fine_as_it_can_be_and_spreads_its_total_evenly() -> None:
    rows = gathered(public(SEVERAL))
    # Soest B1: 440 + 300 + 220 = 960,00 over three rows; the others: 500 + 400 + 100,01 = 1.000,01.
    fine = rows[rows["ags"] == "05974040"]
    assert fine["bewilligt_cent"].tolist() == [32000, 32000, 32000]
    assert fine["kommune"].unique().tolist() == ["Soest"]
    assert fine["baustein"].unique().tolist() == ["B1"]
    rest = rows[rows["ags"] == ""]
    assert rest["bewilligt_cent"].tolist() == [33334, 33334, 33333]
    assert rest["kommune"].unique().tolist() == ["nicht zugeordnet"]
    assert rest["baustein"].unique().tolist() == ["nicht zugeordnet"]
    assert rest["massnahme_id"].tolist() == [f"gesammelt-2019-kreis-alle-{i:03d}" for i in (1, 2, 3)]
    assert rows["traeger_id"].nunique() == 6
    assert rows["quelle_datei"].isna().all()


def test_protected_is_who_is_not_listed_whatever_the_ledger_calls_it() -> None:
    w = SEVERAL.assign(traegerart="verein")
    listed = traeger_list(SEVERAL[SEVERAL["traegerart"] == "kommune"])
    out = release(tables(w), KREIS, listed, policy(), "oeffentlich").tabellen["weiterleitungen"]
    assert set(out["traeger"]) == {"nicht benannt", "K Stadt Soest"}
    assert set(gathered(out)["traegerart"]) == {"nicht zugeordnet"}


def test_only_unknown_recipients_together_are_called_unknown() -> None:
    w = SEVERAL.assign(traegerart=SEVERAL["traegerart"].replace("natuerliche_person", "unbekannt"))
    assert set(gathered(public(w))["traegerart"]) == {"unbekannt"}


def test_one_protected_row_protects_the_recipient_in_all_rows() -> None:
    w = SEVERAL.copy()
    w.loc[w["massnahme_id"] == "7", "traegerart"] = "natuerliche_person"
    again = pd.concat([w, SEVERAL[SEVERAL["massnahme_id"] == "7"].assign(massnahme_id="9")])
    out = release(tables(again), KREIS, traeger_list(SEVERAL), policy(), "oeffentlich")
    assert "V Nordlicht e. V." not in set(out.tabellen["weiterleitungen"]["traeger"])


def test_the_name_shown_is_the_listed_one() -> None:
    w = SEVERAL.copy()
    w.loc[w["massnahme_id"] == "7", "traeger"] = "V Nordlicht, Kontakt Gerda"
    out = release(tables(w), KREIS, traeger_list(SEVERAL), policy(), "oeffentlich").tabellen["weiterleitungen"]
    assert "V Nordlicht e. V." in set(out["traeger"])
    assert not out["traeger"].str.contains("Gerda").any()


def test_associations_join_before_kommunen_and_the_smallest_first() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger      | baustein | bewilligt
        1  | 2019 | Soest | P Anton     | B1       | 400,00
        2  | 2019 | Soest | K Stadt     | B1       | 10,00
        3  | 2019 | Ense  | V Klein     | B1       | 50,00
        4  | 2019 | Werl  | V Mittel    | B1       | 300,00
        5  | 2019 | Werl  | V Weiter    | B1       | 310,00
        6  | 2019 | Werl  | V Groß      | B1       | 9.000,00
    """)
    # 400 + 50 + 300: 750 - 400 - 300 = 50 >= 40, so two associations are enough; one more hides that.
    out = public(w)
    assert set(out["traeger"]) == {"nicht benannt", "K Stadt", "V Groß"}
    assert gathered(out)["bewilligt_cent"].tolist() == [26500, 26500, 26500, 26500]


def test_one_more_joins_only_if_the_pool_stays_safe() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger      | baustein | bewilligt
        1  | 2019 | Soest | P Anton     | B1       | 400,00
        3  | 2019 | Ense  | V Klein     | B1       | 50,00
        4  | 2019 | Werl  | V Mittel    | B1       | 300,00
        5  | 2019 | Werl  | V Groß      | B1       | 9.000,00
    """)
    assert set(public(w)["traeger"]) == {"nicht benannt", "V Groß"}


def test_finer_pools_join_before_associations() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger   | baustein | bewilligt
        1  | 2019 | Soest | P Anton  | B1       | 400,00
        2  | 2019 | Soest | P Berta  | B1       | 300,00
        3  | 2019 | Soest | P Cäsar  | B1       | 200,00
        4  | 2019 | Ense  | P Dora   | B1       | 300,00
        5  | 2019 | Werl  | V Klein  | B1       | 10,00
        6  | 2019 | Werl  | V Groß   | B1       | 700,00
    """)
    out = public(w)
    assert len(gathered(out)) == 5  # the pool of Soest because it has to, V Klein because one more joins
    assert set(gathered(out)["ags"]) == {""}
    assert "V Groß" in set(out["traeger"])


def test_kommunen_join_as_a_last_resort() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger   | baustein | bewilligt
        1  | 2019 | Soest | P Anton  | B1       | 400,00
        2  | 2019 | Ense  | K Ense   | B1       | 300,00
        3  | 2019 | Werl  | V Klein  | B1       | 100,00
    """)
    assert set(public(w)["traeger"]) == {"nicht benannt"}


def test_a_sparse_return_is_accepted_in_the_kreis_pool_and_said() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger   | baustein | bewilligt | zurueckgezahlt
        1  | 2019 | Soest | P Anton  | B1       | 400,00    | 100,00
        2  | 2019 | Soest | P Berta  | B1       | 300,00    | 0,00
        3  | 2019 | Soest | P Cäsar  | B1       | 200,00    | 0,00
        4  | 2019 | Werl  | V Klein  | B1       | 100,00    | 0,00
    """)
    f = release_all(w)["oeffentlich"]
    rows = gathered(f.tabellen["weiterleitungen"])
    assert rows["zurueckgezahlt_cent"].tolist() == [3334, 3333, 3333]
    assert set(rows["ags"]) == {""}  # never at a finer level
    assert "Die Rückzahlungen der zusammengefassten Träger sind keinem Träger zuzuordnen." in f.hinweise


def test_a_return_is_hidden_among_those_of_associations_where_there_are_enough() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger   | baustein | bewilligt | zurueckgezahlt
        1  | 2019 | Soest | P Anton  | B1       | 400,00    | 100,00
        2  | 2019 | Soest | P Berta  | B1       | 300,00    | 0,00
        3  | 2019 | Soest | P Cäsar  | B1       | 200,00    | 0,00
        4  | 2019 | Werl  | V Klein  | B1       | 100,00    | 60,00
        5  | 2019 | Werl  | V Groß   | B1       | 700,00    | 50,00
        6  | 2019 | Werl  | V Nichts | B1       | 700,00    | 0,00
    """)
    f = release_all(w)["oeffentlich"]
    assert set(f.tabellen["weiterleitungen"]["traeger"]) == {"nicht benannt", "V Nichts"}


def test_the_hint_on_returns_does_not_tell_how_few_they_are() -> None:
    one = """
        az | jahr | ort   | träger   | baustein | bewilligt | zurueckgezahlt
        1  | 2019 | Soest | P Anton  | B1       | 400,00    | 100,00
        2  | 2019 | Soest | P Berta  | B1       | 300,00    | 0,00
        3  | 2019 | Soest | P Cäsar  | B1       | 200,00    | 0,00
    """
    many = one.replace("0,00\n", "90,00\n").replace("100,00\n", "90,00\n")
    assert many.count("90,00\n") == 3
    first, second = (release_all(weiterleitungen(t))["oeffentlich"].hinweise for t in (one, many))
    assert [h for h in first if "Rückzahlungen" in h] == [h for h in second if "Rückzahlungen" in h] != []
    none = release_all(weiterleitungen(one.replace("100,00\n", "0,00\n")))["oeffentlich"]
    assert not any("Rückzahlungen" in h for h in none.hinweise)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            """az | ort   | träger  | bewilligt
        1  | Soest | P Anton | 400,00
        2  | Soest | V Klein | 300,00""",
            "weniger als 3 Träger",
        ),
        (
            """az | ort   | träger  | bewilligt
        1  | Soest | P Anton | 9.000,00
        2  | Soest | P Berta | 300,00
        3  | Soest | V Klein | 100,00
        4  | Soest | K Werl  | 100,00""",
            "Bei „bewilligt“ überwiegt ein Träger",
        ),
    ],
)
def test_a_year_that_cannot_be_published_is_refused_with_a_remedy(text: str, why: str) -> None:
    w = weiterleitungen(text)
    with pytest.raises(DatenFehler) as fault:
        release(tables(w), KREIS, traeger_list(w), policy(), "oeffentlich")
    message = str(fault.value)
    assert "Das Förderjahr 2019 kann mit der Freigabe „oeffentlich“ nicht veröffentlicht werden." in message
    assert why in message
    assert "traeger.yaml" in message
    assert "--freigabe intern" in message
    assert "Anton" not in message
    assert len(message.splitlines()) <= 6


def test_an_id_shared_with_a_protected_recipient_is_refused_by_place() -> None:
    w = SEVERAL.copy()
    w.loc[w["massnahme_id"] == "8", "massnahme_id"] = "1"
    with pytest.raises(DatenFehler) as fault:
        release(tables(w), KREIS, traeger_list(w), policy(), "oeffentlich")
    assert "Datei liste.xlsx, Zeile 5, Spalte „massnahme_id“" in str(fault.value)
    assert "Anton" not in str(fault.value)


def test_an_id_shared_by_named_recipients_stays_and_none_of_them_joins() -> None:
    w = weiterleitungen("""
        az | ort   | träger  | bewilligt
        1  | Soest | P Anton | 400,00
        2  | Soest | V Eins  | 10,00
        2  | Soest | V Zwei  | 20,00
        3  | Soest | V Drei  | 300,00
        4  | Soest | V Vier  | 200,00
    """)
    assert set(public(w)["traeger"]) == {"nicht benannt", "V Eins", "V Zwei"}


def test_a_kommune_with_protected_recipients_only_is_counted_in_a_hint() -> None:
    f = release_all(SEVERAL)["oeffentlich"]
    assert f.ungenannte_kommunen == {2019: 1}  # Ense; Werl is named through its association
    assert any("1 Kommune im Förderjahr 2019" in h and "Mindestzahl" in h for h in f.hinweise)
    assert "Ense" not in set(f.tabellen["weiterleitungen"]["kommune"])


def test_hidden_measures_for_the_whole_kreis_are_said() -> None:
    w = pd.concat(
        [
            SEVERAL,
            weiterleitungen(
                "az | ort | träger | bewilligt | ausgezahlt | zurueckgezahlt\n"
                "20 | kreisweit | P Zoe | 200,00 | 200,00 | 0,00"
            ),
        ]
    )
    assert any("Kreisweite Maßnahmen" in h for h in release_all(w)["oeffentlich"].hinweise)


def test_no_protected_recipient_no_hint_and_no_change_but_row_numbers_and_ids() -> None:
    w = SEVERAL[SEVERAL["traegerart"].isin(["verein", "kommune"])]
    f = release_all(w)["oeffentlich"]
    out = f.tabellen["weiterleitungen"]
    assert f.hinweise == []
    assert out["quelle_zeile"].isna().all()
    assert out["massnahme_id"].tolist() == ["2019-05974040-k-stadt-soest-1", "2019-05974052-v-nordlicht-e-v-1"]
    same = [c for c in names("weiterleitungen") if c not in ("quelle_zeile", "massnahme_id")]
    expected = w.sort_values(["ags"])[same].reset_index(drop=True)
    pd.testing.assert_frame_equal(out[same], expected)


def test_an_empty_ledger_is_released_empty() -> None:
    out = release(tables(empty("weiterleitungen")), KREIS, traeger_list(SEVERAL), policy(), "oeffentlich")
    assert all(t.empty for t in out.tabellen.values())


def test_missing_values_and_shared_ids_stay_in_number() -> None:
    w = weiterleitungen("""
        az | ort   | träger  | baustein | bewilligt | ausgezahlt | teilnehmende
        1  | Soest | P Anton | B1       | 400,00    | 400,00     | 7
        1  | Soest | P Anton | B1       |           | -40,00     |
        2  | Soest | P Berta | B1       | 300,00    | 300,00     |
        3  | Soest | P Cäsar | B1       | 200,00    | 200,00     |
        4  | Soest | P Cäsar | B1       | 100,00    |            | 5
    """)
    out = public(w)
    assert out["massnahme_id"].nunique() == 4
    assert out["traeger_id"].nunique() == 3
    # 860,00 over four values, three of the four Maßnahmen have one; the fifth row belongs to the first Maßnahme.
    by_id = {az: g["ausgezahlt_cent"].tolist() for az, g in out.groupby("massnahme_id")}
    assert [by_id[k] for k in sorted(by_id)][1:3] == [[21500], [21500]]
    assert sorted(by_id["gesammelt-2019-kreis-alle-001"]) == [21500, 21500]
    assert out["bewilligt_cent"].isna().sum() == 1


def test_a_pool_never_shows_how_many_people_took_part() -> None:
    w = SEVERAL.assign(ehrenamtliche=5, teilnehmende=20)
    for released in release_all(w).values():
        out = released.tabellen["weiterleitungen"]
        assert gathered(out)[["ehrenamtliche", "teilnehmende"]].isna().all().all()
        # Named recipients keep theirs.
        named = out[out["traeger"] != "nicht benannt"]
        assert (named["ehrenamtliche"].tolist(), named["teilnehmende"].tolist()) == ([5, 5], [20, 20])


def test_the_attack_finds_a_pool_that_shows_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(microaggregate, "KOEPFE", ())
    monkeypatch.setattr(microaggregate, "MASSE", (*microaggregate.MASSE, "ehrenamtliche"))
    w = SEVERAL.assign(ehrenamtliche=5)
    assert any("Ehrenamtliche" in f for f in villain.attack(w, release_all(w), protected_of(w)))


def test_what_is_published_depends_on_the_pool_alone_not_on_who_is_in_it() -> None:
    other = SEVERAL.copy()
    first = other["massnahme_id"].isin(["1", "2", "3"])
    other.loc[first, "bewilligt_cent"] = other.loc[first, "ausgezahlt_cent"] = [30000, 33000, 33000]
    other.loc[first, "traeger_id"] = ["p-xaver", "p-anton", "p-yvonne"]
    other.loc[first, "traeger"] = ["P Xaver", "P Anton", "P Yvonne"]
    pd.testing.assert_frame_equal(public(SEVERAL), public(other))


def test_the_order_of_the_ledger_does_not_show() -> None:
    compared = 0
    for seed in range(12):
        w = random_ledger(seed)
        try:
            expected = release_all(w)
        except DatenFehler:
            continue
        compared += 1
        again = release_all(w.sample(frac=1, random_state=seed))
        for level in LEVELS:
            one, other = (f[level].tabellen["weiterleitungen"] for f in (expected, again))
            pd.testing.assert_frame_equal(one, other, obj=f"seed {seed}")
            assert expected[level].hinweise == again[level].hinweise, f"seed {seed}"
    assert compared >= 10


# --- the attack

POLICIES = [policy(), policy((4, 20), (3, 10)), policy((6, 15), (3, 15))]


@pytest.mark.parametrize("regeln", POLICIES, ids=["gleich", "gestuft", "weit gestuft"])
def test_nothing_can_be_worked_out_from_all_that_is_published(regeln: Datenschutz) -> None:
    published = 0
    for seed in range(25):
        w = random_ledger(seed, signed=seed % 2 == 1)
        try:
            levels = release_all(w, regeln)
        except DatenFehler:
            continue
        published += 1
        assert villain.attack(w, levels, protected_of(w)) == [], f"seed {seed}"
        strict = {"oeffentlich": levels["oeffentlich"]}
        assert villain.attack(w, strict, protected_of(w), regeln.oeffentlich.grenzen) == [], f"seed {seed}"
    assert published >= 15


@pytest.mark.parametrize("level", LEVELS)
def test_sums_and_counts_of_the_kreis_stay_true(level: str) -> None:
    columns = [
        *(f"{m}_cent" for m in MASSE),
        "netto_cent",
        *(f"fehlt_{m}" for m in MASSE),
        "massnahmen_offen",
        "massnahmen",
        "traeger",
        "kommunen",
    ]
    checked = 0
    for seed in range(100, 120):
        w = random_ledger(seed)
        try:
            f = release_all(w)[level]
        except DatenFehler:
            continue
        checked += 1
        expected = yearly(w, empty("bescheide"), "05974")[columns]
        found = yearly(f.tabellen["weiterleitungen"], empty("bescheide"), "05974", f.ungenannte_kommunen)[columns]
        pd.testing.assert_frame_equal(found, expected, obj=f"seed {seed}")
    assert checked >= 13


def test_the_attack_puts_a_finer_pool_that_joined_the_kreis_where_its_sums_fit() -> None:
    w = random_ledger(178)
    assert villain.attack(w, release_all(w), protected_of(w)) == []


def test_of_two_finer_pools_the_attack_takes_the_one_that_fits() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger   | baustein | bewilligt
        1  | 2019 | Soest | P Anton  | A2       | 400,00
        2  | 2019 | Soest | P Berta  | B1       | 300,00
        3  | 2019 | Soest | P Cäsar  | B2       | 200,00
        4  | 2019 | Soest | P Dora   | D1       | 700,00
        5  | 2019 | Werl  | P Emil   | D1       | 700,00
    """)
    real = villain.rows_of(w)
    chosen = [r for r in real if r["baustein"] != "D1"]
    shown = [{**r, "traeger": "nicht benannt", "baustein": "nicht zugeordnet"} for r in chosen]
    shown = [{**r, "einheiten_bewilligt": None} for r in shown]
    found = villain.pools(real, shown, protected_of(w))
    assert [r["massnahme_id"] for r in found[2019, "05974040", "nicht zugeordnet"]] == ["1", "2", "3"]


def attack_finds(w: pd.DataFrame, levels: dict[str, Freigegeben]) -> str:
    return "\n".join(villain.attack(w, levels, protected_of(w)))


def test_the_attack_finds_a_policy_that_is_too_weak() -> None:
    w = weiterleitungen("""
        az | ort   | träger  | baustein | bewilligt
        1  | Soest | P Anton | B1       | 400,00
        2  | Soest | P Berta | B1       | 300,00
        3  | Soest | V Klein | B1       | 300,00
        4  | Soest | V Groß  | B1       | 500,00
    """)
    assert attack_finds(w, release_all(w)) == ""
    found = attack_finds(w, release_all(w, policy((2, 0), (2, 0))))
    assert "2 Empfänger" in found
    assert "p-berta kennt p-anton (40000) auf 0 genau" in found


def test_the_attack_finds_dominance(monkeypatch: pytest.MonkeyPatch) -> None:
    w = weiterleitungen("""
        az | ort   | träger  | baustein | bewilligt
        1  | Soest | P Anton | B1       | 9.000,00
        2  | Soest | P Berta | B1       | 300,00
        3  | Soest | P Cäsar | B1       | 100,00
    """)
    monkeypatch.setattr(pools_module, "failing", lambda *_: None)
    assert "p-berta kennt p-anton (900000) auf 10000 genau" in attack_finds(w, release_all(w))


def weak_below_kreis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools_module, "_is_safe_below_kreis", lambda s, t: pools_module.failing(s, t) is None)


def ids_of(df: pd.DataFrame) -> dict[int, str]:
    return {i: str(az) for i, az in zip(df["bewilligt_cent"], df["massnahme_id"], strict=True)}


MIXED = """
    az | jahr | ort   | träger  | baustein | einheiten_bewilligt | bewilligt
    1  | 2019 | Soest | P Anton | A2       | 1                   | 400,00
    2  | 2019 | Soest | P Berta | B1       | 3                   | 600,00
    3  | 2019 | Soest | P Cäsar | B1       | 2                   | 400,00
"""


def test_a_pool_of_several_bausteine_shows_no_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """a + b = 6 units, 400 a + 200 b = 1.400: so a = 1, and the one person with an A2 has 400,00."""
    w = weiterleitungen(MIXED)
    assert public(w)["einheiten_bewilligt"].isna().all()
    assert public(weiterleitungen(MIXED.replace("A2", "B1")))["einheiten_bewilligt"].tolist() == [2, 2, 2]
    assert attack_finds(w, release_all(w)) == ""
    monkeypatch.setattr("komman.microaggregate.EINHEITEN", ())
    assert "Einheiten mehrerer Bausteine" in attack_finds(w, release_all(w))


def test_gaps_in_the_aktenzeichen_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    w = weiterleitungen("""
        az   | jahr | ort   | träger  | baustein | bewilligt
        9-01 | 2019 | Soest | V Eins  | B2       | 10,00
        9-02 | 2019 | Soest | P Anton | B1       | 400,00
        9-03 | 2019 | Soest | P Berta | B1       | 300,00
        9-04 | 2019 | Soest | P Cäsar | B1       | 200,00
        9-05 | 2019 | Soest | V Eins  | B1       | 20,00
        9-06 | 2019 | Werl  | V Zwei  | B1       | 30,00
        9-06 | 2019 | Werl  | V Drei  | B1       | 40,00
        9-06 | 2020 | Werl  | V Zwei  | B1       | 50,00
    """)
    assert {k: v for k, v in ids_of(public(w)).items() if k <= 5000} == {
        2000: "2019-05974040-v-eins-1",
        1000: "2019-05974040-v-eins-2",
        3000: "2019-05974052-v-drei-1",
        4000: "2019-05974052-v-drei-1",
        5000: "2020-05974052-v-zwei-1",
    }
    assert attack_finds(w, release_all(w)) == ""
    monkeypatch.setattr(
        room, "neutral_ids", lambda rows: {(r["foerderjahr"], r["massnahme_id"]): r["massnahme_id"] for r in rows}
    )
    assert "9-01" in attack_finds(w, release_all(w))


EQUAL = """
    az | jahr | ort   | träger  | baustein | bewilligt | ausgezahlt
    1  | 2019 | Soest | P Anton | B1       | 400,00    | 400,00
    2  | 2019 | Soest | P Berta | B1       | 400,00    | 400,00
    3  | 2019 | Soest | P Cäsar | B1       | 400,00    | 400,00
    4  | 2019 | Werl  | V Klein | B1       | 50,00     | 50,00
    5  | 2019 | Werl  | V Groß  | B1       | 90,00     | 90,00
"""


def test_equal_grants_are_not_published_as_equal_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    w = weiterleitungen(EQUAL)
    rows = gathered(public(w))
    assert set(rows["ags"]) == {""}
    assert rows["bewilligt_cent"].tolist() == [31250] * 4  # with V Klein: 1.250,00 over four
    assert attack_finds(w, release_all(w)) == ""
    weak_below_kreis(monkeypatch)
    assert "(2019, '05974040', 'B1'): alle gleich" in attack_finds(w, release_all(w))


def test_a_difference_of_two_measures_is_not_one_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    w = weiterleitungen(EQUAL.replace("Anton | B1       | 400,00    | 400,00", "Anton | B1       | 480,00    | 410,00"))
    assert set(gathered(public(w))["ags"]) == {""}
    assert attack_finds(w, release_all(w)) == ""
    weak_below_kreis(monkeypatch)
    found = attack_finds(w, release_all(w))
    assert "2019 bewilligt_cent-ausgezahlt_cent: p-berta kennt p-anton (7000) auf 0 genau" in found


LEFT = """
    ort   | träger  | baustein | ausgezahlt | nachgewiesen | anerkannt | zurueckgezahlt
    Soest | P Anton | B1       | 400,00     | 300,00       | 300,00    | 100,00
    Soest | P Berta | B1       | 500,00     | 400,00       | 400,00    | 100,00
    Soest | P Cäsar | B1       | 600,00     | 500,00       | 500,00    | 100,00
    Werl  | V Klein | B1       | 50,00      | 50,00        | 50,00     | 0,00
    Werl  | V Groß  | B1       | 90,00      | 90,00        | 90,00     | 0,00
"""
UNITS = """
    ort   | träger  | baustein | ausgezahlt | einheiten_bewilligt | einheiten_nachgewiesen
    Soest | P Anton | B1       | 400,00     | 4                   | 3
    Soest | P Berta | B1       | 500,00     | 5                   | 4
    Soest | P Cäsar | B1       | 600,00     | 6                   | 5
    Werl  | V Klein | B1       | 50,00      | 1                   | 1
    Werl  | V Groß  | B1       | 90,00      | 1                   | 1
"""
BERTA = "400,00       | 400,00    | 100,00"


@pytest.mark.parametrize(
    ("liste", "old", "new", "measure"),
    [
        (LEFT, BERTA, "430,00       | 400,00    | 100,00", "nachgewiesen_cent-anerkannt_cent"),
        (LEFT, BERTA, "400,00       | 400,00    | 60,00", "ausgezahlt_cent-anerkannt_cent-zurueckgezahlt_cent"),
        (UNITS, "| 3\n", "| 4\n", "einheiten_bewilligt-einheiten_nachgewiesen"),
    ],
    ids=["nicht anerkannt", "noch offen", "Einheiten"],
)
def test_what_is_left_between_the_steps_is_not_one_persons(
    liste: str, old: str, new: str, measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Verwendungsnachweis shows by Baustein what was not proven, not recognised and is still owed."""
    assert set(gathered(public(weiterleitungen(liste)))["ags"]) == {"05974040"}
    assert old in liste
    w = weiterleitungen(liste.replace(old, new))
    assert set(gathered(public(w))["ags"]) == {""}
    assert attack_finds(w, release_all(w)) == ""
    weak_below_kreis(monkeypatch)
    assert f"2019 {measure}: " in attack_finds(w, release_all(w))


def test_negative_sums_are_pooled_for_the_kreis_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """400 + 300 + 900 - 900: whoever has 400 knows the 300, though the sizes would hide them."""
    w = weiterleitungen("""
        az | jahr | ort   | träger  | baustein | ausgezahlt
        1  | 2019 | Soest | P Anton | B1       | 400,00
        2  | 2019 | Soest | P Berta | B1       | 300,00
        3  | 2019 | Soest | P Cäsar | B1       | 900,00
        4  | 2019 | Soest | P Dora  | B1       | -900,00
        5  | 2019 | Werl  | V Klein | B1       | 500,00
        6  | 2019 | Werl  | V Mitte | B1       | 600,00
    """)
    assert set(gathered(public(w))["ags"]) == {""}
    assert attack_finds(w, release_all(w)) == ""
    monkeypatch.setattr(pools_module, "_is_safe_below_kreis", lambda *_: True)
    found = attack_finds(w, release_all(w))
    assert "2019 ausgezahlt_cent: p-anton kennt p-berta (30000) auf 0 genau" in found


def test_the_attack_finds_thin_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools_module, "_is_safe_below_kreis", lambda *_: True)
    found = attack_finds(SEVERAL, release_all(SEVERAL))
    assert "1 Empfänger" in found
    assert "(2019, '05974052', 'B1'): 1 Empfänger" in found


def test_the_attack_finds_rows_that_carry_real_values(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = room.rows_of_year

    def lossy(*args: object) -> list[dict[str, object]]:
        return [{**r, "bewilligt_cent": 1} for r in honest(*args)]  # type: ignore[arg-type]

    monkeypatch.setattr(room, "rows_of_year", lossy)
    assert "(2019, '05974040', 'B1'): (3, 3, 3," in attack_finds(SEVERAL, release_all(SEVERAL))


def test_the_attack_finds_levels_that_are_pooled_apart() -> None:
    """Two pools that overlap without one holding the other: their difference is a sum nobody checked."""
    first = {(2019, "05974040", "B1"): [{"foerderjahr": 2019, "massnahme_id": m} for m in "1234"]}
    second = {(2019, "", ""): [{"foerderjahr": 2019, "massnahme_id": m} for m in "23456"]}
    assert villain.not_nested(first, second) == ["(2019, '05974040', 'B1') ist zerteilt"]
    assert villain.not_nested(first, {(2019, "", ""): [*first[2019, "05974040", "B1"], *second[2019, "", ""]]}) == []


def test_a_ledger_that_names_only_the_place_as_recipient_names_nobody() -> None:
    w = SEVERAL.copy()
    w.loc[w["massnahme_id"] == "6", ["traeger", "traeger_id"]] = ["Ense", "ense"]
    again = pd.concat([w, weiterleitungen("az | ort | träger | bewilligt\n20 | Ense | K Gemeinde Ense | 5.000,00")])
    listed = traeger_list(again[again["traegerart"] != "unbekannt"])
    out = release(tables(again), KREIS, listed, policy(), "oeffentlich")
    assert "K Gemeinde Ense" in set(out.tabellen["weiterleitungen"]["traeger"])


# --- the sample


@pytest.mark.parametrize("level", LEVELS)
def test_the_sample_is_published_without_persons_and_with_true_years(level: str, sample_clean: Bereinigung) -> None:
    k = sample_clean.konfiguration
    f = release(sample_clean.tabellen, k.kreis, k.traeger, policy(), level)
    texts = b"\n".join(csv_bytes(t) for t in f.tabellen.values()).decode()
    assert NATUERLICHE_PERSONEN
    assert [n for n in NATUERLICHE_PERSONEN if n in texts] == []
    intern = sample_clean.tabellen["weiterleitungen"]
    assert any(n in csv_bytes(intern).decode() for n in NATUERLICHE_PERSONEN)
    found = yearly(f.tabellen["weiterleitungen"], f.tabellen["bescheide"], "05974", f.ungenannte_kommunen)
    pd.testing.assert_frame_equal(found, yearly(intern, f.tabellen["bescheide"], "05974"))


def test_nobody_in_the_sample_can_be_worked_out(sample_clean: Bereinigung) -> None:
    k, w = sample_clean.konfiguration, sample_clean.tabellen["weiterleitungen"]
    levels = {f: release(sample_clean.tabellen, k.kreis, k.traeger, policy(), f) for f in LEVELS}
    named = {t.id for t in k.traeger.traeger if t.art not in ("natuerliche_person", "unbekannt")}
    protected = set(w["traeger_id"]) - named
    assert len(protected) >= 4
    assert villain.attack(w, levels, protected) == []


def test_what_stands_beside_the_public_tables_names_nobody(sample_clean: Bereinigung, prepared: Projekt) -> None:
    """beilagen.json: no name of a recipient who is protected, of a file, nor a value that was set aside."""
    k, w = sample_clean.konfiguration, sample_clean.tabellen["weiterleitungen"]
    named = {t.id for t in k.traeger.traeger if t.art not in ("natuerliche_person", "unbekannt")}
    secrets = {str(n) for n in w.loc[~w["traeger_id"].isin(named), "traeger"]} | {z.datei for z in sample_clean.bilanz}
    secrets |= {str(v) for v in sample_clean.zurueckgestellt["wert"] if len(str(v)) > 3}

    def shown(level: str) -> set[str]:
        text = (prepared.processed / level / "beilagen.json").read_text(encoding="utf-8")
        return {s for s in secrets if s in json.dumps(json.loads(text)["pruefung"], ensure_ascii=False)}

    assert [shown(level) for level in LEVELS] == [set(), set()]
    assert shown("intern") >= {z.datei for z in sample_clean.bilanz}
