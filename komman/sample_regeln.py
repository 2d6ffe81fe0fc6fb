"""The sample's regeln.yaml: what an invented Bescheid and an invented contract say of deadlines and vacant posts."""

from __future__ import annotations

from komman.sample_plan import ERSTES_JAHR, LETZTES_JAHR, OFFENES_JAHR
from komman.sample_yaml import yaml_document

KOPF = """\
# Beispieldaten: was ein Kreis selbst über die Regeln weiß. Alle Tage und die Vakanzregel sind frei erfunden.
#
# name         die Regel; ein Kreis kann nur Regeln angeben, die im Regelwerk dafür vorgesehen sind
# ab           Tag, ab dem der Wert gilt; eine Frist gilt nur für das Förderjahr dieses Tages
# wert         bei Fristen ein Tag, bei der Vakanzregel keine, monat oder tag
# rechtsstand  hier immer in_kraft; Entwürfe und Annahmen gehören in ein Szenario
# beleg        amtlich, zweitquelle (nicht amtlich) oder abgeleitet
# quelle       woher der Wert stammt; erscheint nur in internen Berichten
#
# Für 2021 gelten längere Fristen. Am 31.05.2022 steht der Verwendungsnachweis 2021 noch aus, die Frist läuft aber noch.
"""
VERTRAG = "Beispieldaten: erfundener Weiterleitungsvertrag"
BESCHEID = "Beispieldaten: erfundener Bescheid"
VAKANZREGEL = "monat"
# Month and day of the following year; the Verwendungsnachweis of the Kreis in the sample's letters is of 22 May.
FRIST_TRAEGER, FRIST_TRAEGER_VERLAENGERT = "02-28", "06-15"
FRIST_KREIS, FRIST_KREIS_VERLAENGERT = "05-31", "06-30"


def regeln_yaml() -> bytes:
    """The rules of the sample Kreis for all Förderjahre of the programme."""
    lines = ["regeln:"]
    lines += _deadlines("nachweisfrist_traeger", VERTRAG, FRIST_TRAEGER, FRIST_TRAEGER_VERLAENGERT)
    lines += _deadlines("nachweisfrist_kreis", BESCHEID, FRIST_KREIS, FRIST_KREIS_VERLAENGERT)
    lines += ["  - name: vakanzregel", "    werte:", *_value(f"{ERSTES_JAHR}-01-01", VAKANZREGEL, BESCHEID)]
    return yaml_document(KOPF, lines)


def _deadlines(name: str, quelle: str, frist: str, verlaengert: str) -> list[str]:
    lines = [f"  - name: {name}", "    werte:"]
    for jahr in range(ERSTES_JAHR, LETZTES_JAHR + 1):
        longer = jahr == OFFENES_JAHR
        day = f"{jahr + 1}-{verlaengert if longer else frist}"
        lines += _value(f"{jahr}-01-01", day, f"{quelle}, Frist verlängert" if longer else quelle)
    return lines


def _value(ab: str, wert: str, quelle: str) -> list[str]:
    return [
        f"      - ab: {ab}",
        f"        wert: {wert}",
        "        rechtsstand: in_kraft",
        "        beleg: zweitquelle",
        f'        quelle: "{quelle}"',
    ]
