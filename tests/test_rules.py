"""Dated rules: what is known is returned with its source, what is not stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from komman.bausteine import baustein_liste, bausteine
from komman.errors import AufrufFehler, DateiFehler, DatenFehler
from komman.kreis import ERSTES_FOERDERJAHR
from komman.regelmodell import ParameterListe, Wert
from komman.rules import FOERDERSATZ, ORDNER, PAUSCHALE, SACHAUSGABEN, Regelwerk, Regelwert, lookup, regelwerk
from komman.yamlfile import Befund, load_yaml
from tests.lagen import plain
from tests.ledgers import grid

# domain 4: 131,066 EUR is published for 2017 only, 2016 rounded; nothing may be carried on to other years.
CEILINGS = """
    jahr | schluessel | wert     | exakt    | beleg        | gerundet
    2015 | 05974      |          |          | nicht_belegt | nein
    2016 | 05974      | 13100000 |          | zweitquelle  | ja
    2017 | 05974      | 13106600 | 13106600 | zweitquelle  | nein
    2018 | 05974      |          |          | nicht_belegt | nein
    2021 | 05974      |          |          | nicht_belegt | nein
    2024 | 05974      |          |          | nicht_belegt | nein
    2017 | 05978      |          |          | nicht_belegt | nein
    2017 |            |          |          | nicht_belegt | nein
"""


@pytest.mark.parametrize("case", grid(CEILINGS), ids=lambda c: f"{c['jahr']}-{c['schluessel']}")
def test_the_ceiling_of_a_year(case: dict[str, str]) -> None:
    found = lookup("hoechstbetrag_programmteil_ii", int(case["jahr"]), case["schluessel"])
    assert [found.wert, found.exakt] == [int(case[k]) if case[k] else None for k in ("wert", "exakt")]
    assert found.beleg == case["beleg"]
    assert found.gerundet == (case["gerundet"] == "ja")
    assert bool(found.quelle) == bool(case["wert"])
    assert found.rechtsstand == "in_kraft"


def test_the_source_of_the_ceiling_is_named() -> None:
    assert lookup("hoechstbetrag_programmteil_ii", 2017, "05974").quelle == "lippstadt.online, 04/2017"


# domain 2: 50,000 EUR until about 2021, 55,000 only in a draft, 57,000 about 2023/24; a draft is never taken for law.
RATES = """
    jahr | entwurf | wert    | beleg
    2015 | nein    |         | nicht_belegt
    2016 | nein    | 5000000 | zweitquelle
    2021 | nein    | 5000000 | zweitquelle
    2022 | nein    |         | nicht_belegt
    2023 | nein    |         | nicht_belegt
    2024 | nein    | 5700000 | zweitquelle
    2021 | ja      |         | nicht_belegt
    2022 | ja      | 5500000 | zweitquelle
"""


@pytest.mark.parametrize("case", grid(RATES), ids=lambda c: f"{c['jahr']}-{c['entwurf']}")
def test_the_rate_per_post(case: dict[str, str]) -> None:
    entwurf = case["entwurf"] == "ja"
    found = lookup(FOERDERSATZ, int(case["jahr"]), entwurf=entwurf)
    assert found.exakt == (int(case["wert"]) if case["wert"] else None)
    assert (found.beleg, found.rechtsstand) == (case["beleg"], "entwurf" if entwurf else "in_kraft")
    assert bool(found.quelle) == bool(case["wert"])


# domain 3.2: what a source says for that very year and for no other; "" is nicht_belegt.
PAUSCHALEN = """
    baustein | jahr | euro  | je                           | beleg
    A1       | 2015 |       |                              | nicht_belegt
    A1       | 2016 | 2000  | Renovierung oder Ausstattung | zweitquelle
    A1       | 2017 |       |                              | nicht_belegt
    A1       | 2019 |       |                              | nicht_belegt
    A1       | 2020 | 1000  | Raum                         | amtlich
    A1       | 2021 |       |                              | nicht_belegt
    A1       | 2023 |       |                              | nicht_belegt
    A1       | 2024 | 1000  | Raum                         | zweitquelle
    A1       | 2025 |       |                              | nicht_belegt
    A2       | 2016 | 400   | nicht belegt                 | zweitquelle
    A2       | 2017 |       |                              | nicht_belegt
    A2       | 2023 |       |                              | nicht_belegt
    A2       | 2024 | 400   | Monat                        | zweitquelle
    A3       | 2024 |       |                              | nicht_belegt
    B1       | 2016 | 44    | nicht belegt                 | zweitquelle
    B1       | 2017 | 44    | nicht belegt                 | abgeleitet
    B1       | 2018 |       |                              | nicht_belegt
    B1       | 2023 |       |                              | nicht_belegt
    B1       | 2024 | 35    | Begleitung                   | zweitquelle
    B2       | 2016 | 220   | nicht belegt                 | zweitquelle
    B2       | 2017 | 220   | nicht belegt                 | abgeleitet
    B2       | 2018 | 250   | Maßnahme und Monat           | zweitquelle
    B2       | 2019 |       |                              | nicht_belegt
    B2       | 2023 |       |                              | nicht_belegt
    B2       | 2024 | 250   | Maßnahme                     | zweitquelle
    C1       | 2023 |       |                              | nicht_belegt
    C1       | 2024 | 500   | nicht belegt                 | zweitquelle
    C2       | 2024 | 500   | nicht belegt                 | zweitquelle
    C3       | 2016 |       |                              | nicht_belegt
    C3       | 2024 | 50    | Seite                        | zweitquelle
    D1       | 2016 | 800   | Tag                          | zweitquelle
    D1       | 2017 |       |                              | nicht_belegt
    D1       | 2024 | 100   | Stunde                       | zweitquelle
    D2       | 2023 |       |                              | nicht_belegt
    D2       | 2024 | 50    | Austausch                    | zweitquelle
"""


@pytest.mark.parametrize("case", grid(PAUSCHALEN), ids=lambda c: f"{c['baustein']}-{c['jahr']}")
def test_the_rate_per_unit(case: dict[str, str]) -> None:
    found = lookup(PAUSCHALE, int(case["jahr"]), case["baustein"])
    assert found.exakt == (int(case["euro"]) * 100 if case["euro"] else None)
    assert (found.je, found.beleg) == (case["je"], case["beleg"])
    assert found.hoechstsatz == (case["baustein"] == "D1" and case["jahr"] == "2016")
    assert ("etwa 2023/24" in found.quelle) == ("Mettmann" in found.quelle), "a page without date says so"


def test_the_caps_on_units() -> None:
    found = {j: lookup(PAUSCHALE, j, "A1") for j in range(2016, 2026)}
    caps = {j: (r.hoechstens, r.hoechstens_je) for j, r in found.items() if r.hoechstens}
    assert caps == {2020: (2, "Gebäude"), 2024: (2, "Ankommenstreffpunkt")}


# domain 2: StädteRegion 2016/17, Köln 2018, Borken 2024, and for all classes a page without date, taken for 2024 only.
MATERIAL = """
    stellen | 2015 | 2016  | 2017  | 2018  | 2019 | 2023 | 2024  | 2025
    1       |      |       |       |       |      |      | 10000 |
    1,5     |      | 15000 | 15000 |       |      |      | 15000 |
    2       |      |       |       | 20000 |      |      | 20000 |
    3       |      |       |       |       |      |      |       |
"""


@pytest.mark.parametrize("case", grid(MATERIAL), ids=lambda c: c["stellen"])
def test_the_ceiling_of_material_costs(case: dict[str, str]) -> None:
    for jahr, euro in case.items():
        if jahr == "stellen":
            continue
        found = lookup(SACHAUSGABEN, int(jahr), case["stellen"])
        assert found.exakt == (int(euro) * 100 if euro else None), jahr
        assert found.hoechstsatz == bool(euro)


LEGAL = """
    jahr | steht                  | bemerkung           | beleg
    2015 |                        | begann              | nicht_belegt
    2016 | Förderkonzeption       | keine Richtlinie    | abgeleitet
    2017 | Förderkonzeption       | keine Richtlinie    | abgeleitet
    2018 | vom 21.12.2017         |                     | amtlich
    2019 | Az. 423-9501           |                     | amtlich
    2020 | geändert am 27.11.2019 |                     | amtlich
    2022 | 2022-2026              | 30.08.2022          | amtlich
    2023 | geändert zum 30.08     | 10.03.2023          | amtlich
    2024 | Neufassung             | Programmteile I und | amtlich
    2025 |                        | endete              | nicht_belegt
"""


@pytest.mark.parametrize("teil", ["I", "II"])
@pytest.mark.parametrize("case", grid(LEGAL), ids=lambda c: c["jahr"])
def test_the_legal_basis_on_1_january(case: dict[str, str], teil: str) -> None:
    found = lookup("rechtsgrundlage", int(case["jahr"]), teil)
    assert case["steht"] in str(found.wert or "") and bool(found.wert) == bool(case["steht"])
    assert case["bemerkung"] in found.bemerkung
    assert found.beleg == case["beleg"]


def test_the_other_rules() -> None:
    assert [lookup(f"flueag_{n}", 2017).exakt for n in ("gewicht_einwohner", "gewicht_flaeche", "kappung")] == [
        9000,
        1000,
        2500,
    ]
    assert (lookup("aufbewahrung", 2021).exakt, lookup("aufbewahrung", 2021).beleg) == (5, "amtlich")
    assert [lookup("zins_ueber_basiszins", j).exakt for j in (2016, 2025, 2026)] == [None, None, 300]
    assert "Arnsberg" in lookup("bewilligungsbehoerde", 2019).text
    assert lookup("bewilligungsbehoerde", 2025).wert is None


# Each year its own rise; a mixed one (200 EUR, then 5.5 %) is no percentage, and no future one is known.
RISES = {2015: None, 2016: 240, 2017: 235, 2021: 140, 2022: 180, 2023: 0, 2024: None, 2025: 300, 2026: 280, 2027: None}


def test_the_rises_of_pay() -> None:
    assert {j: lookup("tarifsteigerung", j).exakt for j in RISES} == RISES
    assert all(lookup("tarifsteigerung", j).wert is None for j in range(2027, 2040))
    assert "200 €" in lookup("tarifsteigerung", 2024).bemerkung


MAY_BE_STATED = {
    "pauschale",
    "foerdersatz_programmteil_i",
    "hoechstbetrag_sachausgaben_i",
    "hoechstbetrag_programmteil_ii",
}


def test_what_only_a_kreis_knows_has_no_shipped_value() -> None:
    stated = {name for name, p in regelwerk().parameter.items() if p.kreis}
    assert stated >= MAY_BE_STATED, "a Kreis may hold a Richtlinie that no source here was readable of"
    own = [p for p in regelwerk().parameter.values() if p.kreis and p.name not in MAY_BE_STATED]
    assert [p.name for p in own] == [
        "bewilligungszeitraum_beginn",
        "bewilligungszeitraum_ende",
        "nachweisfrist_traeger",
        "nachweisfrist_kreis",
        "zinssatz_vertrag",
        "vakanzregel",
    ]
    assert all(w.wert is None and w.bemerkung for p in own for w in p.werte)


def test_arithmetic_with_what_is_not_known_is_refused_by_name() -> None:
    with pytest.raises(DatenFehler) as e:
        lookup(PAUSCHALE, 2019, "B2").rechne()
    assert e.value.lines() == [
        "Pauschale B2, Förderjahr 2019 ist nicht belegt; damit wird nicht gerechnet.",
        "Wo: Regel „pauschale“, Schlüssel B2",
        "Abhilfe: Den Wert mit seiner Quelle in regeln.yaml eintragen, wenn er Ihnen vorliegt, oder ihn in einem "
        "Szenario annehmen.",
    ]
    with pytest.raises(DatenFehler, match="ist nur gerundet bekannt"):
        lookup("hoechstbetrag_programmteil_ii", 2016, "05974").rechne()
    assert lookup(PAUSCHALE, 2018, "B2").rechne() == 25_000


def test_a_value_in_words() -> None:
    assert plain(lookup(PAUSCHALE, 2018, "B2").satz) == (
        "Pauschale B2, Förderjahr 2018: 250,00 € je Maßnahme und Monat; in Kraft; Quelle (nicht amtlich): "
        "Emmerich, Niederschrift 2018 (ris.emmerich.de, ktonr=71249)"
    )
    assert plain(lookup(PAUSCHALE, 2020, "A1").text) == "1.000,00 € je Raum, höchstens 2 je Gebäude"
    assert plain(lookup(PAUSCHALE, 2016, "D1").text) == "höchstens 800,00 € je Tag"
    assert plain(lookup(PAUSCHALE, 2016, "B1").text) == "44,00 €, Einheit nicht belegt"
    assert plain(lookup(FOERDERSATZ, 2022, entwurf=True).text) == "55.000,00 € je Stelle (Entwurf)"
    assert lookup(PAUSCHALE, 2019, "B2").satz == "Pauschale B2, Förderjahr 2019: nicht belegt"
    assert lookup(PAUSCHALE, 2025, "B2").nachweis == "nicht belegt: KOMM-AN NRW endete nach dem Förderjahr 2024"
    assert plain(lookup("hoechstbetrag_programmteil_ii", 2016, "05974").text) == "rund 131.000,00 €"
    assert plain(lookup("aufbewahrung", 2018).text) == "5 Jahre"
    assert lookup("letztes_foerderjahr", 2018).text == "2024"
    assert lookup("zins_ueber_basiszins", 2025).satz == "Verzinsung von Rückforderungen, Jahr 2025: nicht belegt"


def test_no_value_is_carried_on_to_a_year_that_no_source_covers() -> None:
    assert lookup(FOERDERSATZ, 2022, entwurf=True).exakt == 5_500_000
    assert lookup(FOERDERSATZ, 2023, entwurf=True).text == "nicht belegt", "the draft is known for 2022 only"
    assert lookup("nachfolgeprogramm_je_ki", 2028).exakt == 5_800_000
    assert lookup("nachfolgeprogramm_je_ki", 2029).text == "nicht belegt", "it is laid out to 31.12.2028"


PROGRAMME = {n: p for n, p in regelwerk().parameter.items() if n in ("erstes_foerderjahr", "letztes_foerderjahr")}


def about(**felder: Any) -> Regelwert:
    """B2 of 2018 as an official amount in force; ``felder`` replace what is known of it."""
    known = {"name": "pauschale", "bezeichnung": "Pauschale", "jahr": 2018, "schluessel": "B2", "je": "Monat"}
    value = Regelwert(25_000, "in_kraft", "amtlich", "MBl.", **known)  # type: ignore[arg-type]
    return replace(value, **felder)


IN_FORCE = "in Kraft; Quelle (amtlich): MBl."
SAID: list[tuple[dict[str, Any], int | None, str, str, str]] = [
    ({"wert": 25000}, 25000, "", "250,00 € je Monat", IN_FORCE),
    ({"gerundet": True}, None, "", "rund 250,00 € je Monat", IN_FORCE),
    ({"gerundet": True, "hoechstsatz": True}, None, "", "rund 250,00 € je Monat", IN_FORCE),
    ({"hoechstsatz": True}, 25000, "", "höchstens 250,00 € je Monat", IN_FORCE),
    ({"je": ""}, 25000, "", "250,00 €", IN_FORCE),
    ({"je": "nicht belegt"}, 25000, "", "250,00 €, Einheit nicht belegt", IN_FORCE),
    ({"hoechstens": 2, "hoechstens_je": "Gebäude"}, 25000, "", "250,00 € je Monat, höchstens 2 je Gebäude", IN_FORCE),
    (
        {"rechtsstand": "entwurf", "beleg": "zweitquelle"},
        25000,
        "Entwurf",
        "250,00 € je Monat (Entwurf)",
        "Entwurf; Quelle (nicht amtlich): MBl.",
    ),
    (
        {"rechtsstand": "angenommen", "beleg": "abgeleitet"},
        25000,
        "Annahme",
        "250,00 € je Monat (Annahme)",
        "angenommen; Quelle (abgeleitet): MBl.",
    ),
    ({"wert": None}, None, "", "nicht belegt", "nicht belegt"),
    ({"wert": 0}, 0, "", "0,00 € je Monat", IN_FORCE),
    ({"wert": "tag", "einheit": "Text", "je": ""}, None, "", "tag", IN_FORCE),
    ({"wert": date(2022, 3, 31), "einheit": "Tag", "je": ""}, None, "", "31.03.2022", IN_FORCE),
]


@pytest.mark.parametrize(("felder", "exakt", "marke", "text", "nachweis"), SAID, ids=[str(s[0]) for s in SAID])
def test_a_rule_is_said_with_its_mark_its_unit_and_its_source(
    felder: dict[str, Any], exakt: int | None, marke: str, text: str, nachweis: str
) -> None:
    value = about(**felder)
    assert value.exakt == exakt
    assert (value.marke, plain(value.text), value.nachweis) == (marke, text, nachweis)
    head = "Pauschale B2, Förderjahr 2018"
    known = value.wert is not None
    assert plain(value.satz) == (f"{head}: {text}; {nachweis}" if known else f"{head}: nicht belegt")
    assert (value.mit_bemerkung, value.herkunft) == (value.text, value.nachweis)
    # What the source says besides stands behind the value, and behind „nicht belegt“ as its reason.
    said = replace(value, bemerkung="nur hier")
    assert said.mit_bemerkung == f"{value.text} (nur hier)"
    assert said.nachweis == (value.nachweis if known else "nicht belegt: nur hier")
    assert said.herkunft == (f"{value.nachweis}; nur hier" if known else "nicht belegt: nur hier")
    assert plain(said.satz) == (f"{head}: {text} (nur hier); {nachweis}" if known else f"{head}: nicht belegt")


def test_the_name_of_a_rule() -> None:
    assert about().kurztitel == "Pauschale B2" and about(schluessel="").titel == "Pauschale, Förderjahr 2018"
    assert (about().zeit, about(programm=False).zeit) == ("Förderjahr 2018", "Jahr 2018")


@pytest.mark.parametrize(
    ("felder", "lines"),
    [
        ({"wert": None}, ["ist nicht belegt", "Regel „pauschale“, Schlüssel B2"]),
        ({"wert": None, "schluessel": "", "bemerkung": "Darum."}, ["ist nicht belegt", "Regel „pauschale“", "Darum."]),
        ({"gerundet": True}, ["ist nur gerundet bekannt", "Regel „pauschale“, Schlüssel B2"]),
        ({"wert": "tag", "einheit": "Text"}, ["ist nicht belegt", "Regel „pauschale“, Schlüssel B2"]),
    ],
)
def test_arithmetic_names_the_rule_and_the_reason(felder: dict[str, Any], lines: list[str]) -> None:
    value = about(**felder)
    with pytest.raises(DatenFehler) as e:
        value.rechne()
    said = e.value.lines()
    assert said[0] == f"{value.titel} {lines[0]}; damit wird nicht gerechnet."
    assert [line.removeprefix("Wo: ") for line in said[1:-1]] == lines[1:]
    assert [about(wert=0).rechne(), about().rechne()] == [0, 25_000]


def test_a_rule_found_carries_all_that_its_source_says() -> None:
    on_top = {
        "schluessel": "B2", "wert": "260,00", "je": "Tag", "hoechstsatz": "ja", "hoechstens": "3", "gerundet": "ja",
        "hoechstens_je": "Gebäude", "bemerkung": "so", "rechtsstand": "entwurf", "beleg": "zweitquelle",
    }  # fmt: skip
    found = regelwerk().over({PAUSCHALE: (a_value(**on_top),)}).lookup(PAUSCHALE, 2020, "B2")
    assert found == Regelwert(
        26_000, "entwurf", "zweitquelle", "Q", True, "pauschale", "Pauschale", 2020, "B2", "EUR", "Tag", True, 3,
        "Gebäude", "so", True,
    )  # fmt: skip
    missing = lookup(PAUSCHALE, 2020, "B9", entwurf=True)
    assert missing == Regelwert(
        None, "entwurf", "nicht_belegt", "", name="pauschale", bezeichnung="Pauschale", jahr=2020, schluessel="B9"
    )
    before = lookup("bewilligungsbehoerde", 2015)
    assert before == Regelwert(
        None, "in_kraft", "nicht_belegt", "", name="bewilligungsbehoerde", bezeichnung=before.bezeichnung, jahr=2015,
        einheit="Text", bemerkung="KOMM-AN NRW begann mit dem Förderjahr 2016",
    )  # fmt: skip
    assert [
        bool(lookup("bewilligungsbehoerde", j).bemerkung.startswith("KOMM-AN NRW endete")) for j in (2024, 2025)
    ] == [
        False,
        True,
    ]
    assert not lookup("zins_ueber_basiszins", 2026).programm and lookup(PAUSCHALE, 2020, "A1").programm


@pytest.mark.parametrize("jahr", [2018, 2019])
def test_a_draft_is_asked_for_and_is_never_what_lies_on_top(jahr: int) -> None:
    """A Kreis' or scenario's value never answers the question for a draft, and one without value ends only itself."""
    rules = regelwerk().over({FOERDERSATZ: (a_value(ab="2022-01-01", wert="52.000,00", rechtsstand="entwurf"),)})
    assert rules.lookup(FOERDERSATZ, 2022, entwurf=True).exakt == 5_500_000
    assert rules.lookup(FOERDERSATZ, 2022).exakt == 5_200_000
    nothing = Wert(ab=date(2019, 1, 1), schluessel="B2", rechtsstand="in_kraft", beleg="nicht_belegt")
    both = regelwerk().over({PAUSCHALE: (a_value(schluessel="B2", ab="2018-01-01", wert="1,00"), nothing)})
    assert both.lookup(PAUSCHALE, jahr, "B2").exakt == (100 if jahr == 2018 else None)


def test_what_follows_the_programme() -> None:
    programme, amount = regelwerk().successor()
    assert (programme.name, amount.name) == ("nachfolgeprogramm", "nachfolgeprogramm_je_ki")
    assert programme.jahr == amount.jahr == 2025
    longer = regelwerk().over({"letztes_foerderjahr": (a_value(ab="2023-01-01", wert="2026"),)})
    assert [r.jahr for r in longer.successor()] == [2027, 2027]


def test_the_same_name_in_two_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "parameter"
    folder.mkdir()
    for name in ("a.yaml", "b.yaml", "c.txt"):
        (folder / name).write_text("parameter:\n" + VALUE.format(GOOD), encoding="utf-8", newline="\n")
    monkeypatch.setattr("komman.rules.ORDNER", tmp_path)
    with pytest.raises(DatenFehler) as e:
        regelwerk.__wrapped__()
    assert e.value.lines() == [
        "Der Parameter „satz“ steht doppelt.", "Wo: b.yaml", "Abhilfe: Einen entfernen.",
    ]  # fmt: skip
    (folder / "b.yaml").unlink()
    assert list(regelwerk.__wrapped__().parameter) == ["satz"]


def a_value(**anderes: str | None) -> Wert:
    given = {"ab": "2019-01-01", "wert": "1,00", "rechtsstand": "angenommen", "beleg": "abgeleitet", "quelle": "Q"}
    return Wert.model_validate({**given, **anderes})


def test_a_value_on_top_counts_and_keeps_its_mark() -> None:
    regeln = regelwerk().over({PAUSCHALE: (a_value(schluessel="B2", wert="260,00"),)})
    assert plain(regeln.lookup(PAUSCHALE, 2019, "B2").text) == "260,00 € (Annahme)"
    assert regeln.lookup(PAUSCHALE, 2018, "B2").exakt == 25_000
    assert regeln.lookup(PAUSCHALE, 2019, "A2").wert is None
    assert lookup(PAUSCHALE, 2019, "B2").wert is None, "the shipped rules stay as they are"


@pytest.mark.parametrize(("ab", "jahr"), [("2019-01-01", 2019), ("2019-01-02", 2020), ("2019-12-31", 2020)])
def test_a_value_counts_from_the_year_that_begins_with_it(ab: str, jahr: int) -> None:
    """Be it shipped or on top: what came into force during a Förderjahr did not hold on its 1 January."""
    p = regelwerk().find(PAUSCHALE)
    value = a_value(schluessel="B9", ab=ab, rechtsstand="in_kraft")
    shipped = Regelwerk({**regelwerk().parameter, p.name: p.model_copy(update={"werte": (*p.werte, value)})})
    for rules in (shipped, regelwerk().over({PAUSCHALE: (value,)})):
        assert [j for j in range(2016, 2025) if rules.lookup(PAUSCHALE, j, "B9").exakt == 100] == [*range(jahr, 2025)]


def test_a_shipped_day_holds_for_its_own_year_only() -> None:
    p = regelwerk().find("nachweisfrist_kreis")
    day = a_value(wert="2020-06-30", rechtsstand="in_kraft")
    rules = Regelwerk({p.name: p.model_copy(update={"werte": (*p.werte, day)}), **PROGRAMME})
    assert [rules.lookup(p.name, j).text for j in (2018, 2019, 2020)] == ["nicht belegt", "30.06.2020", "nicht belegt"]


def test_a_second_layer_leaves_the_first_in_place() -> None:
    """A scenario on top of regeln.yaml takes nothing away but what it states itself, from its day on."""
    b2 = (a_value(schluessel="B2", wert="260,00"), a_value(schluessel="B2", ab="2023-01-01", wert="280,00"))
    first = regelwerk().over({PAUSCHALE: b2, FOERDERSATZ: (a_value(ab="2022-01-01", wert="52.000,00"),)})
    later = a_value(schluessel="B1", wert="50,00"), a_value(schluessel="B2", ab="2021-01-01", wert="270,00")
    both = first.over({PAUSCHALE: later})
    rates = [both.lookup(PAUSCHALE, jahr, code).exakt for code, jahr in (("B1", 2020), ("B2", 2020), ("B2", 2024))]
    assert rates == [5_000, 26_000, 27_000], "from its day on the new value counts, also before a later old one"
    assert both.lookup(FOERDERSATZ, 2022).exakt == 52_000_00
    assert first.lookup(PAUSCHALE, 2020, "B1").wert is None, "the first layer stays as it is"


def test_the_years_of_the_programme_are_never_those_of_a_draft() -> None:
    p = regelwerk().find("letztes_foerderjahr")
    draft = a_value(ab="2023-01-01", wert="2030", rechtsstand="entwurf")
    rules = Regelwerk({**regelwerk().parameter, p.name: p.model_copy(update={"werte": (*p.werte, draft)})})
    assert rules.programme_years() == (ERSTES_FOERDERJAHR, 2024)
    assert rules.over({p.name: (a_value(ab="2023-01-01", wert="2032"),)}).programme_years() == (2016, 2032)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (PAUSCHALE, {"schluessel": "B2", "wert": "viel"}, "„wert“: Betrag in Euro erwartet"),
        (PAUSCHALE, {}, "„schluessel“ fehlt .Kürzel des Bausteins."),
        (FOERDERSATZ, {"schluessel": "B2"}, "„schluessel“ passt nicht"),
        ("vakanzregel", {"wert": "woche"}, "eines von keine, monat, tag erwartet, gefunden „woche“"),
        ("nachweisfrist_kreis", {"wert": "bald"}, "Datum erwartet"),
        ("tarifsteigerung", {"wert": "2.5"}, "Zahl erwartet"),
    ],
)
def test_a_value_that_is_none_of_its_rule_is_refused(name: str, value: dict[str, str], message: str) -> None:
    with pytest.raises(Befund, match=message):
        regelwerk().over({name: (a_value(**value),)})


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("hoechstbetrag_programteil_ii", "Gemeint ist wohl „hoechstbetrag_programmteil_ii“."),
        ("xyz", "Alle Namen stehen in docs/regelwerk.md."),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_nearest_name(name: str, remedy: str) -> None:
    with pytest.raises(AufrufFehler) as e:
        lookup(name, 2017)
    assert (e.value.was, e.value.abhilfe) == (f"Den Parameter „{name}“ gibt es nicht.", remedy)


def test_the_bausteine() -> None:
    assert list(bausteine()) == ["A", "A1", "A2", "A3", "B", "B1", "B2", "C", "C1", "C2", "C3", "D", "D1", "D2"]
    assert bausteine()["C3"] == "Übersetzungen"
    assert {b.code: b.seit for b in baustein_liste() if b.seit} == {"A3": 2022}
    weak = {b.code: b.code_beleg for b in baustein_liste() if b.code_beleg not in ("amtlich", "zweitquelle")}
    assert weak == {"A3": "nicht_belegt", "C1": "abgeleitet", "C3": "abgeleitet"}


def test_every_shipped_rule_file_is_read_by_a_model() -> None:
    assert {p.name for p in ORDNER.iterdir()} == {
        "bausteine.yaml",
        "datenschutz.yaml",
        "ereignisse.yaml",
        "gemeinden_nrw.csv",
        "gemeinden_nrw.yaml",
        "ki_hoechstbetraege.yaml",
        "parameter",
        "veroeffentlicht.yaml",
    }


VALUE = "  - {{name: satz, beschreibung: Test, bezeichnung: Satz, einheit: EUR, werte: [{}]}}\n"
GOOD = "{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: amtlich, quelle: Q}"

DRAFT = GOOD.replace("in_kraft", "entwurf")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("{ab: 2016-01-01, rechtsstand: in_kraft, beleg: amtlich, quelle: Q}", "nicht_belegt"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: nicht_belegt, quelle: Q}", "nicht_belegt"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: amtlich}", "Schlüssel „quelle“ fehlt"),
        ("{ab: 2016-01-01, wert: rund 1, rechtsstand: in_kraft, beleg: amtlich, quelle: Q}", "Betrag in Euro erwartet"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: gilt, beleg: amtlich, quelle: Q}", "gilt"),
        ("{ab: 2016-01-01, wert: '1,00', rechtsstand: in_kraft, beleg: amtlich, quelle: Q, einheiten: 1}", "einheiten"),
        (GOOD.replace("}", ", je: Raeume}"), "„je“: „Raeume“ ist nicht bekannt"),
        (GOOD.replace("}", ", hoechstens: 2}"), "„hoechstens“ und „hoechstens_je“ gehören zusammen"),
        (GOOD.replace("}", ", schluessel: X}"), "„schluessel“ passt nicht"),
        (GOOD.replace("beleg: amtlich, ", ""), "Schlüssel „beleg“ fehlt"),
        (f"{GOOD}, {GOOD}", "Schlüssel „ab“: die Tage sind nicht aufsteigend"),
        (f"{GOOD}, {DRAFT}, {DRAFT}", "nicht aufsteigend"),
    ],
)
def test_a_faulty_parameter_is_refused(tmp_path: Path, values: str, message: str) -> None:
    path = tmp_path / "parameter.yaml"
    path.write_text("parameter:\n" + VALUE.format(values), encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler, match=message) as fault:
        load_yaml(path, ParameterListe)
    assert "parameter.yaml, Zeile 2" in str(fault.value)


def test_a_good_parameter_is_read_and_a_second_of_the_same_name_refused(tmp_path: Path) -> None:
    path = tmp_path / "parameter.yaml"
    path.write_text("parameter:\n" + VALUE.format(GOOD), encoding="utf-8", newline="\n")
    assert load_yaml(path, ParameterListe).parameter[0].werte[0].wert == "1,00"
    path.write_text("parameter:\n" + VALUE.format(f"{GOOD}, {DRAFT}"), encoding="utf-8", newline="\n")
    assert load_yaml(path, ParameterListe).parameter[0].werte[1].rechtsstand == "entwurf"
    path.write_text("parameter:\n" + 2 * VALUE.format(GOOD), encoding="utf-8", newline="\n")
    with pytest.raises(DateiFehler, match="Der Parameter „satz“ steht doppelt"):
        load_yaml(path, ParameterListe)
