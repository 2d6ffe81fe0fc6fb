"""regeln.yaml: a Kreis states its own deadlines, and everything else is refused with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.errors import DateiFehler
from komman.outcomes import yearly
from komman.regelbuch import markdown
from komman.regeln import RegelListe, known, with_rules
from komman.settings import load_config
from komman.tables import empty
from komman.yamlfile import Befund, load_yaml
from tests.ledgers import weiterleitungen
from tests.test_config import KREIS

DAY = 'ab: 2021-01-01, wert: "2022-02-28", rechtsstand: in_kraft, beleg: zweitquelle, quelle: Vertrag'
FRIST = "regeln:\n  - name: nachweisfrist_traeger\n    werte:\n"
GOOD = f"{FRIST}      - {{{DAY}}}\n"


def read(tmp_path: Path, text: str) -> RegelListe:
    path = tmp_path / "regeln.yaml"
    path.write_text(text, encoding="utf-8", newline="\n")
    return load_yaml(path, RegelListe)


def test_a_day_counts_for_its_own_year_only(tmp_path: Path) -> None:
    regeln = with_rules(read(tmp_path, GOOD).regeln)
    assert [regeln.lookup("nachweisfrist_traeger", j).text for j in (2020, 2021, 2022)] == [
        "nicht belegt",
        "28.02.2022",
        "nicht belegt",
    ]
    assert regeln.lookup("nachweisfrist_traeger", 2021).quelle == "Vertrag"
    assert regeln.lookup("nachweisfrist_traeger", 2022).bemerkung == "sie steht im Weiterleitungsvertrag"


def test_a_ceiling_of_another_kreis_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kreis.yaml").write_text(KREIS, encoding="utf-8")
    read(tmp_path, RATES)
    assert len(load_config(tmp_path).regeln) == 2
    read(tmp_path, RATES.replace("05974", "05794"))
    with pytest.raises(DateiFehler, match="„05794“; er gehört nicht zu diesem Kreis"):
        load_config(tmp_path)


def test_other_rules_go_on(tmp_path: Path) -> None:
    text = (
        "regeln:\n  - name: vakanzregel\n    werte:\n"
        "      - {ab: 2020-01-01, wert: monat, rechtsstand: in_kraft, beleg: zweitquelle, quelle: Bescheid}\n"
    )
    regeln = with_rules(read(tmp_path, text).regeln)
    assert [regeln.lookup("vakanzregel", j).wert for j in (2019, 2020, 2024, 2025)] == [None, "monat", "monat", None]


RATES = """regeln:
  - name: pauschale
    werte:
      - {schluessel: B2, ab: 2019-01-01, wert: "255,00", je: Monat, rechtsstand: in_kraft, beleg: amtlich, quelle: MBl}
      - {schluessel: B2, ab: 2024-01-01, rechtsstand: in_kraft, beleg: nicht_belegt}
  - name: hoechstbetrag_programmteil_ii
    werte:
      - {schluessel: "05974", ab: 2018-01-01, wert: "131.066,00", rechtsstand: in_kraft, beleg: amtlich, quelle: Liste}
"""


def test_a_kreis_closes_gaps_of_the_law_until_an_entry_without_value(tmp_path: Path) -> None:
    regeln = with_rules(read(tmp_path, RATES).regeln)
    found = [regeln.lookup("pauschale", j, "B2") for j in (2018, 2019, 2023, 2024, 2025)]
    assert [f.exakt for f in found] == [25_000, 25_500, 25_500, 25_000, None]
    assert [f.quelle == "MBl" for f in found] == [False, True, True, False, False]
    assert regeln.lookup("pauschale", 2020, "B1").exakt is None
    assert regeln.lookup("foerdersatz_programmteil_i", 2022, entwurf=True).exakt == 5_500_000


LEDGER = """
    az| jahr| ort  | träger | baustein| bewilligt
    1 | 2018| Soest| V Eins | B2      | 100,00
"""


def test_the_outcomes_use_the_ceiling_a_kreis_states(tmp_path: Path) -> None:
    w, none = weiterleitungen(LEDGER), empty("bescheide")
    year = yearly(w, none, "05974", regeln=with_rules(read(tmp_path, RATES).regeln)).iloc[0]
    assert (year["hoechstbetrag_cent"], year["hoechstbetrag_quelle"]) == (13_106_600, "Regelwerk: Liste")
    assert yearly(w, none, "05974").iloc[0]["hoechstbetrag_quelle"] == "nicht belegt"


def test_an_unknown_name_is_told_at_its_key_with_the_nearest() -> None:
    with pytest.raises(Befund) as e:
        known("vakanzregeln")
    assert (str(e.value), e.value.pfad) == ("Den Parameter „vakanzregeln“ gibt es nicht", ("name",))
    assert e.value.abhilfe == "Gemeint ist wohl „vakanzregel“."


def test_an_empty_file_states_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "regeln:\n").regeln == ()


def test_the_example_of_the_page_is_accepted(tmp_path: Path) -> None:
    example = markdown().split("## Was ein Kreis selbst festlegt")[1].split("```yaml\n")[1].split("```")[0]
    assert [r.name for r in read(tmp_path, example).regeln] == ["nachweisfrist_traeger"]


RATE = RATES.split("  - name: hoechst")[0]
NEXT = DAY.replace("2021-01-01", "2022-01-01")
LATER = DAY.replace("2021-01-01", "2020-01-01")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD.replace("quelle:", "quele:"), 4, ["Unbekannter Schlüssel „quele“", "Gemeint ist wohl „quelle“"]),
        (GOOD.replace(", quelle: Vertrag", ""), 4, ["Der Schlüssel „quelle“ fehlt"]),
        (GOOD.replace("beleg: zweitquelle, ", ""), 4, ["Der Schlüssel „beleg“ fehlt"]),
        (GOOD + f"      - {{{LATER}}}\n", 5, ["Schlüssel „ab“", "nicht aufsteigend, 01.01.2020 nach 01.01.2021"]),
        (
            GOOD.replace("frist_traeger", "frist_trager"),
            2,
            ["„nachweisfrist_trager“ gibt es nicht", "Gemeint ist wohl"],
        ),
        (GOOD.replace("nachweisfrist_traeger", "letztes_foerderjahr"), 2, ["kann ein Kreis nicht selbst"]),
        (GOOD.replace('"2022-02-28"', "14 Tage"), 4, ["Schlüssel „wert“: Datum erwartet", "gefunden „14 Tage“"]),
        (GOOD.replace("in_kraft", "entwurf"), 4, ["Entwürfe und Annahmen gehören in ein Szenario"]),
        (
            GOOD + f"      - {{{NEXT.replace('in_kraft', 'angenommen')}}}\n",
            5,
            ["Entwürfe und Annahmen gehören in ein Szenario"],
        ),
        (GOOD.replace("{ab", "{schluessel: B2, ab"), 4, ["„schluessel“ passt nicht"]),
        (RATE.replace("B2", "B9"), 4, ["„B9“ ist nicht bekannt", "Bekannt sind: A1; A2; A3; B1;"]),
        (RATE.replace("255,00", "-255,00"), 4, ["Schlüssel „wert“: Betrag ab 0 erwartet, gefunden „-255,00“"]),
        (GOOD.replace("2022-02-28", "2012-02-28"), 4, ["der Tag liegt vor dem Jahr 2021, für das er gilt"]),
        (GOOD + GOOD.removeprefix("regeln:\n"), 5, ["Die Regel „nachweisfrist_traeger“ steht doppelt"]),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, words: list[str]) -> None:
    with pytest.raises(DateiFehler) as e:
        read(tmp_path, text)
    said = "\n".join(e.value.lines())
    assert len(e.value.lines()) <= 6
    assert f"Wo: Datei regeln.yaml, Zeile {line}" in said
    assert [w for w in words if w not in said] == []
