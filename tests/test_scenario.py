"""Scenario files: what they say, what is refused with file and line, and what they rest on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from komman.errors import DateiFehler, DatenFehler, KommanFehler
from komman.rules import FOERDERSATZ, regelwerk
from komman.scenario import parse_scenario, read_scenario
from komman.scenario_plan import Vergleich, compare, grounds
from komman.settings import is_scenario
from komman.tables import conform, empty
from tests.lagen import made, plain
from tests.ledgers import weiterleitungen
from tests.repo import ROOT

SAMPLE = ROOT / "data" / "raw" / "beispiel_szenario.yaml"
KOPF = """\
titel: Stellen
von: 2022
bis: 2024
kosten:
  jahr: 2021
tarif:
  - ab: 2022
    mindestens: 0
    erwartet: 2,5
    hoechstens: 5
    quelle: Annahme
ziehungen: 100
szenarien:
"""
REGEL = """\
    regeln:
      - name: foerdersatz_programmteil_i
        werte:
          - ab: 2022-01-01
            wert: 50.000,00
            rechtsstand: angenommen
            quelle: wie bisher
"""
BLEIBT = "  - name: bleibt\n    stellen: 1,5\n    programm_bis: 2032\n" + REGEL
ENTWURF = BLEIBT.replace("bleibt", "Entwurf").replace("50.000", "55.000").replace("angenommen", "entwurf")
GUT = KOPF + BLEIBT + ENTWURF


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "szenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def lage(jahr: int = 2021, kosten: int | None = 7_450_800, freigabe: str = "oeffentlich") -> Any:
    w = weiterleitungen("az | jahr | ort | träger | baustein | bewilligt\na | 2021 | Soest | V | B2 | 10")
    sums = {"stelle": "alle", "monat": "2021", "vzae": "1.5", "kosten_cent": kosten}
    staff = pd.DataFrame([sums], dtype=object)
    personal = empty("personal") if kosten is None else conform(staff, "personal")
    tabellen = {**made(w, jahr).tabellen, "personal": personal}
    return made(w, jahr, tabellen=tabellen, freigabe=freigabe)


def computed(tmp_path: Path, text: str, **anderes: Any) -> Vergleich:
    return compare(parse_scenario(read_scenario(written(tmp_path, text))), lage(**anderes))


def test_the_sample_file_is_a_scenario_of_six() -> None:
    d = parse_scenario(read_scenario(SAMPLE))
    assert is_scenario(SAMPLE.name, True)
    assert (d.von, d.bis, d.kosten.jahr, len(d.szenarien)) == (2022, 2032, 2021, 6)
    assert [s.stellen for s in d.szenarien] == [15_000] * 5 + [20_000]
    assert [s.gefoerdert for s in d.szenarien] == [15_000] * 6
    assert [s.programm_bis for s in d.szenarien] == [2032, 2032, 2032, 2032, None, 2032]


def test_75000_at_50000_and_82500_at_the_draft(tmp_path: Path) -> None:
    v = computed(tmp_path, GUT)
    a, b = (s.projektion for s in v.szenarien)
    assert a.plan.hoechstens == (7_500_000,) * 3 and b.plan.hoechstens == (8_250_000,) * 3
    assert a.erwartet.kosten == b.erwartet.kosten == (7_637_070, 7_827_997, 8_023_697)
    assert a.erwartet.eigenanteil == (137_070, 327_997, 523_697) and b.erwartet.eigenanteil == (0, 0, 0)
    assert [s.titel for s in v.szenarien] == ["A: bleibt (Annahme)", "B: Entwurf (Entwurf, Annahme)"]


def test_after_the_programme_the_land_pays_nothing_unless_the_scenario_says_so(tmp_path: Path) -> None:
    ends = GUT.replace("bis: 2024", "bis: 2026").replace("    programm_bis: 2032\n", "", 1)
    v = computed(tmp_path, ends)
    assert v.erstes.projektion.plan.hoechstens == (7_500_000,) * 3 + (0, 0)
    assert v.szenarien[1].projektion.plan.hoechstens == (8_250_000,) * 5
    assert [s.ohne_satz_ab for s in v.szenarien] == [2025, None]


def test_a_rule_may_let_the_programme_go_on_too(tmp_path: Path) -> None:
    rule = REGEL.replace("foerdersatz_programmteil_i", "letztes_foerderjahr").replace("50.000,00", "2026")
    rule = rule.replace("2022-01-01", "2016-01-01").removeprefix("    regeln:\n")
    v = computed(tmp_path, KOPF.replace("2024", "2026") + BLEIBT.replace("    programm_bis: 2032\n", "") + rule)
    assert v.erstes.projektion.plan.hoechstens == (7_500_000,) * 5


def test_the_rate_rises_from_the_year_that_is_named(tmp_path: Path) -> None:
    more = BLEIBT + "    dynamisierung:\n      ab: 2023\n      prozent: 2\n      quelle: Annahme\n"
    v = computed(tmp_path, KOPF + more)
    assert v.erstes.projektion.plan.hoechstens == (7_500_000, 7_650_000, 7_803_000)


def test_fewer_posts_may_be_funded_than_there_are(tmp_path: Path) -> None:
    two = BLEIBT.replace("stellen: 1,5", "stellen: 2,0\n    gefoerderte_stellen: 1,5")
    v = computed(tmp_path, KOPF + two)
    assert v.erstes.projektion.plan.hoechstens[0] == 7_500_000
    assert v.erstes.projektion.erwartet.kosten[0] == 10_182_760


def test_stated_costs_take_the_place_of_the_ledger(tmp_path: Path) -> None:
    stated = GUT.replace("  jahr: 2021\n", "  jahr: 2021\n  je_stelle: 50.000,00\n  quelle: Personalamt\n")
    v = computed(tmp_path, stated, kosten=None)
    assert v.erstes.projektion.erwartet.kosten[0] == 7_687_500
    assert ("Kosten je voller Stelle 2021", "50.000,00 € (Annahme)") in said(v)


def said(v: Vergleich) -> list[tuple[str, str]]:
    return [(g.angabe, plain(g.wert)) for g, _ in grounds(v)]


def test_everything_a_figure_rests_on_is_named_with_its_source(tmp_path: Path) -> None:
    v = computed(tmp_path, GUT)
    found = {(g.angabe, letters): plain(f"{g.wert}; {g.nachweis}") for g, letters in grounds(v)}
    assert found == {
        ("Kosten je voller Stelle 2021", "alle"):
            "49.672,00 €; Förderlisten, Förderjahr 2021: 74.508,00 € für 1,5 Stellen",
        ("Stellen (VZÄ)", "alle"): "1,5; Angabe im Szenario",
        ("Steigerung der Kosten 2022 bis 2024", "alle"):
            "2,5 %, mindestens 0 %, höchstens 5 % (Annahme); angenommen; Quelle: Annahme",
        ("Fördersatz je voller Stelle 2022 bis 2024", "A"):
            "höchstens 50.000,00 € je Stelle (Annahme); angenommen; Quelle: wie bisher",
        ("Fördersatz je voller Stelle 2022 bis 2024", "B"):
            "höchstens 55.000,00 € je Stelle (Entwurf); Entwurf; Quelle: wie bisher",
        ("Letztes Jahr mit Förderung", "alle"): "2032 (Annahme); angenommen; Quelle: Angabe im Szenario",
    }  # fmt: skip


def test_a_certain_rise_leaves_the_draft_as_the_only_mark(tmp_path: Path) -> None:
    sure = GUT.replace("    mindestens: 0\n", "").replace("    hoechstens: 5\n", "    rechtsstand: in_kraft\n")
    v = computed(tmp_path, sure.replace("    programm_bis: 2032\n", ""))
    assert [s.marken for s in v.szenarien] == ["Annahme", "Entwurf"]
    assert set(v.erstes.projektion.summen) == {v.erstes.projektion.summe}


def test_a_year_without_rate_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DatenFehler) as e:
        computed(tmp_path, KOPF + "  - name: ohne\n    stellen: 1,5\n")
    lines = e.value.lines()
    assert lines[0].startswith("Fördersatz je voller Stelle, Förderjahr 2022 ist nicht belegt")
    assert lines[1] == "Wo: Szenario „ohne“, Regel „foerdersatz_programmteil_i“" and len(lines) <= 6
    assert lines[-1].endswith("einen Wert von foerdersatz_programmteil_i ab 2022-01-01 annehmen.")
    known = KOPF.replace("von: 2022", "von: 2024") + "  - name: mit\n    stellen: 1,5\n"
    v = computed(tmp_path, known)
    assert v.erstes.projektion.plan.hoechstens == (8_550_000,) and v.erstes.marken == "Annahme"


def test_a_year_without_rise_and_costs_that_are_not_known_are_refused(tmp_path: Path) -> None:
    late = GUT.replace("ab: 2022\n    mindestens", "ab: 2024\n    mindestens")
    if regelwerk().lookup("tarifsteigerung", 2022).exakt is None:
        with pytest.raises(DatenFehler, match=r"Tarifsteigerung.*2022.*nicht belegt"):
            computed(tmp_path, late)
    with pytest.raises(DatenFehler) as e:
        computed(tmp_path, GUT, kosten=None)
    assert str(e.value).startswith("Für 2021 sind bei dieser Freigabe keine Personalkosten bekannt.")
    assert "je_stelle" in e.value.abhilfe


@pytest.mark.parametrize(("old", "new", "zeile", "message"), [
    ("titel: Stellen", "titel: Stellen\nfarbe: rot", 2, "Unbekannter Schlüssel „farbe“."),
    ("    stellen: 1,5", "    stelen: 1,5", 15, "Unbekannter Schlüssel „stelen“."),
    ("foerdersatz_programmteil_i", "foerdersatz_programteil_1", 18, "Gemeint ist wohl „foerdersatz_programmteil_i“"),
    ("foerdersatz_programmteil_i", "zinssatz_vertrag", 18, "ändert an der Rechnung nichts"),
    ("50.000,00", "fünfzig", 21, "Betrag in Euro erwartet"),
    ("2022-01-01", "irgendwann", 20, "Datum erwartet"),
    ("angenommen", "in_kraft", 22, "„in_kraft“ ist nicht bekannt"),
    ("            quelle: wie bisher\n", "", 20, "Der Schlüssel „quelle“ fehlt."),
    ("stellen: 1,5", "stellen: 1.5", 15, "Zahl erwartet, z. B. 1,5"),
    ("stellen: 1,5", "stellen: 0", 15, "zwischen 0,01 und 100 erwartet"),
    ("stellen: 1,5", "stellen: 1,5\n    gefoerderte_stellen: 2", 16, "Gefördert werden höchstens so viele Stellen"),
    ("erwartet: 2,5", "erwartet: 250", 9, "zwischen −20 % und 50 % erwartet"),
    ("erwartet: 2,5", "erwartet: 7", 9, "„erwartet“ muss zwischen"),
    ("    hoechstens: 5\n", "", 7, "„mindestens“ und „hoechstens“ gehören zusammen"),
    ("    quelle: Annahme\n", "    quelle: Annahme\n    rechtsstand: in_kraft\n", 8, "hat keine Spanne"),
    ("bis: 2024", "bis: 2021", 3, "Das letzte Jahr 2021 liegt vor dem ersten 2022"),
    ("bis: 2024", "bis: 2099", 3, "Zahl bis 2060 erwartet"),
    ("von: 2022", "von: 2015", 2, "Zahl ab 2016 erwartet"),
    ("  jahr: 2021", "  jahr: 2023", 5, "liegt nach dem ersten Jahr 2022"),
    ("  jahr: 2021", "  jahr: 2021\n  je_stelle: 50.000,00", 4, "„je_stelle“ und „quelle“ gehören zusammen"),
    ("ziehungen: 100", "ziehungen: 99", 12, "Zahl ab 100 erwartet"),
    ("ziehungen: 100", "ziehungen: viele", 12, "ganze Zahl erwartet"),
    ("name: Entwurf", "name: bleibt", 24, "Der Name „bleibt“ steht doppelt"),
    ("titel: Stellen", "titel: Fragen an a.b@kreis.de", 1, "Kontaktdaten (E-Mail)"),
    ("quelle: wie bisher", f"quelle: {'lang ' * 101}", 23, "höchstens 500 Zeichen erwartet"),
    ("titel: Stellen\n", "", None, "Der Schlüssel „titel“ fehlt."),
])  # fmt: skip
def test_what_is_wrong_in_a_file_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, zeile: int | None, message: str
) -> None:
    read_scenario(written(tmp_path, GUT))
    with pytest.raises(DateiFehler) as e:
        read_scenario(written(tmp_path, GUT.replace(old, new, 1)))
    text = "\n".join(e.value.lines()).replace("\u00a0", " ")
    assert message in text and "Datei szenario.yaml" in text and len(e.value.lines()) <= 6
    assert (f"Zeile {zeile}\n" in text) == bool(zeile), text


@pytest.mark.parametrize(("text", "message"), [
    (KOPF + BLEIBT + REGEL.removeprefix("    regeln:\n"), "Die Regel „foerdersatz_programmteil_i“ steht doppelt"),
    (KOPF + BLEIBT + REGEL.split("werte:\n")[1].replace("2022-01-01", "2021-01-01"), "die Tage sind nicht aufsteigend"),
    (KOPF + BLEIBT + REGEL.split("werte:\n")[1].replace("2022-01-01", "2021-01-01").replace("angenommen", "entwurf"),
     "Die Tage sind nicht aufsteigend: 01.01.2021 nach 01.01.2022"),
    (GUT.replace("szenarien:", "szenarien: []\nx:"), "Unbekannter Schlüssel „x“"),
    (KOPF.replace("szenarien:", "szenarien: []"), "mindestens ein Eintrag erwartet"),
    (GUT.replace("ziehungen", "  - ab: 2020\n    erwartet: 1\n    quelle: Annahme\nziehungen"), "Die Jahre sind nicht"),
    ("", "fehlt"),
])  # fmt: skip
def test_what_does_not_fit_together_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(KommanFehler) as e:
        read_scenario(written(tmp_path, text))
    assert message in str(e.value) and "szenario.yaml" in str(e.value)


def test_contact_data_are_not_repeated_in_the_message(tmp_path: Path) -> None:
    with pytest.raises(DateiFehler, match="Kontaktdaten") as e:
        read_scenario(written(tmp_path, GUT.replace("quelle: wie bisher", "quelle: a.b@kreis.de")))
    assert "a.b@" not in str(e.value)


@pytest.mark.parametrize("jahr", ["26", "2015", "2061", "1"])
def test_a_last_year_no_programme_can_have_is_refused(tmp_path: Path, jahr: str) -> None:
    rule = REGEL.replace("foerdersatz_programmteil_i", "letztes_foerderjahr")
    with pytest.raises(DateiFehler, match="Jahr von 2016 bis 2060 erwartet"):
        read_scenario(written(tmp_path, KOPF + BLEIBT.split("    regeln")[0] + rule.replace("50.000,00", f'"{jahr}"')))


def test_a_negative_rate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DateiFehler, match="Betrag ab 0 erwartet"):
        read_scenario(written(tmp_path, GUT.replace("50.000,00", "-50.000,00", 1)))


@pytest.mark.parametrize("wert", ["9999,99", "50,01", "-20,01", "-999,99"])
def test_a_rise_laid_over_the_rules_has_limits_too(tmp_path: Path, wert: str) -> None:
    """Costs that rise a hundredfold every year, or change their sign, are a slip of the pen."""
    rule = REGEL.removeprefix("    regeln:\n").replace("foerdersatz_programmteil_i", "tarifsteigerung")
    read_scenario(written(tmp_path, KOPF + BLEIBT + rule.replace("50.000,00", "-20")))
    with pytest.raises(DateiFehler, match=r"zwischen −20\s% und 50\s% erwartet"):
        read_scenario(written(tmp_path, KOPF + BLEIBT + rule.replace("50.000,00", wert)))


def test_a_value_of_a_scenario_beats_the_known_rule_and_keeps_its_mark() -> None:
    s = parse_scenario(read_scenario(SAMPLE)).szenarien[0]
    assert s.regeln[0].werte[0].ab == date(2022, 1, 1)
    rules = s.rules(regelwerk())
    assert (rules.lookup(FOERDERSATZ, 2024).wert, rules.lookup(FOERDERSATZ, 2024).marke) == (5_000_000, "Annahme")
    assert regelwerk().lookup(FOERDERSATZ, 2024).wert == 5_700_000
    assert rules.programme_years() == (2016, 2032) and regelwerk().programme_years() == (2016, 2024)
