"""Applications without a grant: not counted, not lost, and of protected recipients nothing but their number."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pandas as pd
import pytest

from komman import antraege
from komman.errors import DatenFehler
from komman.lage import check_year
from komman.microaggregate import records
from komman.outcomes import by_kommune, yearly
from komman.questions import Frage, ask
from komman.release import release
from komman.tables import empty
from komman.views import jahresergebnis
from tests import attack as villain
from tests.lagen import made
from tests.ledgers import KREIS, policy, random_ledger, row, tables, traeger_list, weiterleitungen
from tests.ledgers import frame as ledger

MONEY = ("bewilligt_cent", "ausgezahlt_cent", "nachgewiesen_cent", "anerkannt_cent", "zurueckgezahlt_cent")
LISTE = weiterleitungen("""
    az | jahr | ort      | träger    | baustein | beantragt | bewilligt | ausgezahlt | zurueckgezahlt
    1  | 2019 | Soest    | K Stadt   | B1       | 900,00    | 900,00    | 900,00     | 0,00
    2  | 2019 | Soest    | V Nord    | B1       | 500,00    | 400,00    | 400,00     | 0,00
    3  | 2019 | Ense     | V Süd     | B1       | 700,00    | 0,00      |            |
    4  | 2019 | Werl     | P Anton   | B1       | 310,00    | 300,00    | 300,00     | 0,00
    5  | 2019 | Werl     | P Berta   | B1       | 320,00    | 310,00    | 310,00     | 0,00
    6  | 2019 | Werl     | U Gruppe  | B1       | 330,00    | 280,00    | 280,00     | 0,00
    7  | 2019 | Anröchte | P Cäsar   | B1       | 777,77    | 0,00      | 0,00       | 0,00
    8  | 2020 | Soest    | V Nord    | B1       | 500,00    | 0,00      |            |
    9  | 2020 | Soest    | K Stadt   | B1       | 100,00    | 100,00    |            |
""")

KLASSEN = [
    # bewilligt of the rows of one Maßnahme, another amount, funded?
    (["0,00"], "", False),
    (["0,00"], "0,00", False),
    (["0,00", "0,00"], "", False),
    (["0,00", "100,00"], "", True),
    (["0,00", ""], "", True),  # one is not known
    ([""], "", True),
    (["0,01"], "", True),
    (["0,00"], "5,00", True),  # money after all: a contradiction for the checks, not an application
    (["100,00", "-100,00"], "", True),  # taken back: it was a Maßnahme
]


@pytest.mark.parametrize("mass", ["ausgezahlt", "nachgewiesen", "anerkannt", "zurueckgezahlt"])
@pytest.mark.parametrize(("bewilligt", "anderer", "gefoerdert"), KLASSEN)
def test_what_is_an_application_without_a_grant(
    bewilligt: list[str], anderer: str, gefoerdert: bool, mass: str
) -> None:
    def line(i: int, text: str) -> dict[str, object]:
        amounts = {"bewilligt": text.removeprefix("-"), "beantragt": "50,00", **({mass: anderer} if i == 0 else {})}
        made_row = row(i, az="a", ort="Soest", traeger="V Nord", **amounts)
        return made_row | ({"bewilligt_cent": -10000} if text.startswith("-") else {})

    other = row(9, az="b", ort="Soest", traeger="V Nord", bewilligt="1,00")
    w = ledger([*(line(i, t) for i, t in enumerate(bewilligt)), other])
    expected = [gefoerdert] * len(bewilligt) + [True]
    assert antraege.is_funded(w).tolist() == expected
    funded, without = antraege.split(records(w))
    assert [r["quelle_zeile"] - 5 for r in funded] == [
        i for i, yes in zip([*range(len(bewilligt)), 9], expected, strict=True) if yes
    ]
    assert len(funded) + len(without) == len(w)


def test_an_empty_ledger_has_none() -> None:
    assert antraege.is_funded(LISTE.iloc[:0]).tolist() == []
    assert antraege.sentence(LISTE.iloc[:0]) == ""


def test_the_same_number_in_another_year_is_another_application() -> None:
    w = ledger([row(i, az="x", ort="Soest", traeger="V Nord", jahr=j, bewilligt=b)
                for i, (j, b) in enumerate([("2019", "0,00"), ("2020", "5,00")])])  # fmt: skip
    assert antraege.is_funded(w).tolist() == [False, True]


def test_they_do_not_count_and_the_year_is_complete_without_their_payments() -> None:
    lage = made(LISTE, 2019)
    assert lage.zeile["massnahmen"] == 5
    assert lage.zeile["traeger"] == 5
    assert lage.zeile["kommunen"] == 2  # not Ense, not Anröchte
    assert lage.zeile["netto_cent"] == 219000  # blank payments of application 3 do not hold it open
    assert by_kommune(lage.weiterleitungen, 2019)["kommune"].tolist() == ["Soest", "Werl"]


def test_they_are_said_with_their_year() -> None:
    said = "Nicht mitgezählt, weil nichts bewilligt wurde: 2 Anträge im Förderjahr 2019"
    assert made(LISTE, 2019).ohne_bewilligung == f"{said}."
    assert made(LISTE, 2020).ohne_bewilligung == f"{said} und 1 Antrag im Förderjahr 2020."
    assert said in jahresergebnis.grenzen(made(LISTE, 2019)).text
    assert "bewilligt wurde" not in jahresergebnis.grenzen(made(LISTE[LISTE["massnahme_id"] == "1"], 2019)).text


def test_an_answer_counts_the_funded_and_says_so() -> None:
    found = ask(made(LISTE, 2019), Frage("massnahmen", 2019, 2019))
    assert found.wert == 5
    assert any(t.startswith("Nicht mitgezählt, weil nichts bewilligt wurde: 2 Anträge") for t in found.beachten)
    in_werl = ask(made(LISTE, 2020), Frage("kommunen", 2020, 2020))
    assert any("1 Antrag im Förderjahr 2020" in t and "2019" not in t for t in in_werl.beachten)


@pytest.mark.parametrize("level", ["oeffentlich", "nichtoeffentlich"])
def test_of_a_protected_recipient_only_the_number_is_published(level: str) -> None:
    out = release(tables(LISTE), KREIS, traeger_list(LISTE), policy(), level)
    w = out.tabellen["weiterleitungen"]
    without = w[~antraege.is_funded(w)]
    named = without[without["traeger"] != "nicht benannt"]
    assert named[["traeger", "kommune", "beantragt_cent"]].values.tolist() == [
        ["V Süd", "Ense", 70000], ["V Nord", "Soest", 50000],
    ]  # fmt: skip
    (hidden,) = without[without["traeger"] == "nicht benannt"].to_dict("records")
    shown = {k: v for k, v in hidden.items() if not pd.isna(v) and v != ""}
    assert shown == {
        "massnahme_id": "gesammelt-2019-ohne-bewilligung-001",
        "foerderjahr": 2019,
        "kommune": "nicht zugeordnet",
        "traeger_id": "gesammelt-2019-ohne-bewilligung",
        "traeger": "nicht benannt",
        "traegerart": "nicht zugeordnet",
        "baustein": "nicht zugeordnet",
        "bewilligt_cent": 0,
    }
    text = json.dumps(w.astype(str).values.tolist(), ensure_ascii=False)
    assert "Cäsar" not in text and "77777" not in text and "Anröchte" not in text
    assert out.ungenannte_kommunen == {}  # nobody in Anröchte was funded
    assert made(w, 2019).ohne_bewilligung.endswith("2 Anträge im Förderjahr 2019.")


def test_the_funded_are_pooled_as_if_there_were_no_applications() -> None:
    only = LISTE[antraege.is_funded(LISTE)].reset_index(drop=True)
    with_, without = (
        release(tables(w), KREIS, traeger_list(LISTE), policy(), "oeffentlich").tabellen["weiterleitungen"]
        for w in (LISTE, only)
    )
    funded = with_[antraege.is_funded(with_)]
    drop = ["massnahme_id"]  # the running number of a Träger in a year may move on
    assert funded.drop(columns=drop).values.tolist() == without.drop(columns=drop).values.tolist()


def test_a_recipient_in_a_pool_is_not_named_by_its_application() -> None:
    w = weiterleitungen("""
        az | jahr | ort   | träger      | baustein | beantragt | bewilligt
        1  | 2019 | Soest | P Anton     | B1       | 400,00    | 400,00
        3  | 2019 | Ense  | V Klein     | B1       | 50,00     | 50,00
        4  | 2019 | Werl  | V Mittel    | B1       | 300,00    | 300,00
        5  | 2019 | Werl  | V Groß      | B1       | 9.000,00  | 9.000,00
        6  | 2019 | Ense  | V Klein     | B2       | 123,45    | 0,00
        7  | 2019 | Ense  | V Groß      | B2       | 234,56    | 0,00
    """)
    out = release(tables(w), KREIS, traeger_list(w), policy(), "oeffentlich").tabellen["weiterleitungen"]
    assert set(out["traeger"]) == {"nicht benannt", "V Groß"}
    assert 12345 not in out["beantragt_cent"].dropna().tolist()
    assert out.loc[out["bewilligt_cent"] == 0, "traeger"].tolist() == ["V Groß", "nicht benannt"]


def test_a_year_in_which_nothing_was_granted_is_refused() -> None:
    with pytest.raises(DatenFehler, match="Für das Förderjahr 2020 ist nach den Förderlisten nichts bewilligt"):
        check_year(LISTE[LISTE["massnahme_id"] == "8"], 2020)
    check_year(LISTE, 2020)


def with_applications(seed: int) -> pd.DataFrame:
    """A random ledger to which each recipient may have added applications that got nothing."""
    w = random_ledger(seed)
    rng = random.Random(seed)
    rows = [dict(r) for r in records(w)]
    for i, r in enumerate(rng.sample(rows, len(rows) // 2)):
        asked = {"massnahme_id": f"ohne-{i}", "beantragt_cent": rng.randint(1, 90000), "bewilligt_cent": 0}
        blank = {c: rng.choice([None, 0]) for c in ("ausgezahlt_cent", "anerkannt_cent")}
        rows.append({**r, **dict.fromkeys(MONEY), **blank, **asked})
    rng.shuffle(rows)
    return ledger(rows)


def test_applications_change_no_figure_and_tell_nothing_of_the_protected() -> None:
    published = 0
    for seed in range(200, 230):
        w = with_applications(seed)
        funded = w[antraege.is_funded(w)].reset_index(drop=True)
        protected = set(w.loc[w["traegerart"].isin(["natuerliche_person", "unbekannt"]), "traeger_id"])
        listed, levels = traeger_list(w), {}
        try:
            for level in ("oeffentlich", "nichtoeffentlich"):
                levels[level] = release(tables(w), KREIS, listed, policy(), level)
        except DatenFehler:
            continue
        published += 1
        for level, f in levels.items():
            shown = f.tabellen["weiterleitungen"]
            yes = antraege.is_funded(shown)
            found = yearly(shown[yes], empty("bescheide"), "05974", f.ungenannte_kommunen)
            true = yearly(funded, empty("bescheide"), "05974")
            drop = ["kreisweit"]  # in a pool of the Kreis it is not told
            pd.testing.assert_frame_equal(found.drop(columns=drop), true.drop(columns=drop), obj=f"seed {seed}")
            without = shown[~yes]
            assert not set(without["traeger_id"]) & protected
            assert without.loc[without["traeger"] == "nicht benannt", "beantragt_cent"].isna().all()
            levels[level] = replace(f, tabellen={**f.tabellen, "weiterleitungen": shown[yes].reset_index(drop=True)})
        assert villain.attack(funded, levels, protected) == [], f"seed {seed}"
    assert published >= 15
