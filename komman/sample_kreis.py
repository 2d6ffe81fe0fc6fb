"""The sample's kreis.yaml: the real Kreis Soest with its municipalities, their places on a tile map and inhabitants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from komman.sample_data import DIENSTSTELLE, KOMMUNEN, KREIS, SCHLUESSEL, STAND, STAND_2021, SampleKommune
from komman.sample_plan import OFFENES_JAHR
from komman.sample_yaml import quoted, yaml_document, yaml_list

KOPF = """\
# Beispieldaten: die Angaben zum Kreis.
#
# kreis, schluessel  Name und fünfstelliger Kreisschlüssel
# beispiel           true nur bei Beispieldaten; dann steht „Beispieldaten“ auf jedem Bericht
# stand              Tag, für den die Angaben gelten (erscheint auf jedem Bericht)
# staende            andere Tage für einzelne Förderjahre; hier 2021, dessen Verwendungsnachweis noch aussteht
# dienststelle       Herausgeber der Berichte
# kommunen           je Kommune: ags (8 Ziffern, in Anführungszeichen), name (so im Bericht),
#                    amtlich (Name im amtlichen Verzeichnis), aliase (weitere Schreibweisen in Ihren Listen),
#                    kachel (Spalte und Zeile auf der Kachelkarte, oben links ist 1,1)
# bevoelkerung       Einwohner je Kommune an einem Stichtag. Gerechnet wird mit dem letzten Stichtag bis zum Ende
#                    des Förderjahres, davor mit dem ersten. Zahlen nach dem Zensus 2011 und nach dem Zensus 2022
#                    sind nicht miteinander vergleichbar.
#
# Ein Ort in einer Liste wird nur erkannt, wenn er genau so hier steht; Ähnlichkeit genügt nie.
# „kreisweit“ und der Name des Kreises werden immer erkannt.
# Die Kommunen, ihre Schlüssel und ihre Einwohner sind echt, alles andere in diesem Ordner ist frei erfunden.
"""
QUELLE = "Destatis, Gemeindeverzeichnis GV100AD"


class Stichtag(NamedTuple):
    """A day and the census from which the inhabitants of that day are counted on."""

    tag: str
    grundlage: str


STICHTAGE = (
    Stichtag("2017-12-31", "Zensus 2011"),
    Stichtag("2019-12-31", "Zensus 2011"),
    Stichtag("2022-12-31", "Zensus 2011"),
    Stichtag("2024-12-31", "Zensus 2022"),
)
# Inhabitants on the days of STICHTAGE, by ags.
EINWOHNER: dict[str, tuple[int, int, int, int]] = {
    "05974004": (10_317, 10_238, 10_359, 10_304),
    "05974008": (12_038, 12_065, 12_451, 12_194),
    "05974012": (12_239, 12_162, 12_326, 12_383),
    "05974016": (16_023, 16_065, 16_333, 16_300),
    "05974020": (21_183, 21_422, 21_685, 20_930),
    "05974024": (11_914, 11_894, 11_966, 11_883),
    "05974028": (67_936, 67_952, 68_890, 68_739),
    "05974032": (11_567, 11_722, 11_869, 11_274),
    "05974036": (10_905, 10_826, 10_957, 10_290),
    "05974040": (47_376, 47_514, 48_607, 47_776),
    "05974044": (24_898, 24_643, 24_647, 24_988),
    "05974048": (12_009, 11_833, 11_966, 11_999),
    "05974052": (30_782, 30_767, 31_045, 29_600),
    "05974056": (12_506, 12_682, 12_967, 11_637),
}
# Column and row; roughly where the municipalities lie to each other.
KACHELN: dict[str, str] = {
    "Lippetal": "3,1",
    "Lippstadt": "5,1",
    "Welver": "2,2",
    "Erwitte": "5,2",
    "Geseke": "6,2",
    "Werl": "1,3",
    "Soest": "3,3",
    "Bad Sassendorf": "4,3",
    "Anröchte": "5,3",
    "Wickede (Ruhr)": "1,4",
    "Ense": "2,4",
    "Möhnesee": "3,4",
    "Rüthen": "6,4",
    "Warstein": "5,5",
}


def kreis_yaml() -> bytes:
    """The Kreis with its 14 municipalities and their inhabitants on four days."""
    lines = [
        f"kreis: {quoted(KREIS)}",
        f"schluessel: {quoted(SCHLUESSEL)}",
        "beispiel: true",
        f"stand: {quoted(STAND)}",
        "staende:",
        f"  {quoted(str(OFFENES_JAHR))}: {quoted(STAND_2021)}",
        f"dienststelle: {quoted(DIENSTSTELLE)}",
        "kommunen:",
        *(line for k in KOMMUNEN for line in _kommune(k)),
        "bevoelkerung:",
        *(line for i, s in enumerate(STICHTAGE) for line in _inhabitants(i, s)),
    ]
    return yaml_document(KOPF, lines)


def _kommune(k: SampleKommune) -> Iterator[str]:
    yield f"  - ags: {quoted(k.ags)}"
    yield f"    name: {quoted(k.name)}"
    yield f"    amtlich: {quoted(k.amtlich)}"
    yield f"    aliase: {yaml_list(_aliases(k))}"
    yield f"    kachel: {quoted(KACHELN[k.name])}"


def _aliases(kommune: SampleKommune) -> list[str]:
    short, _, river = kommune.name.partition(" (")
    return [kommune.verwaltung, *([short, f"{short}/{river.rstrip(')')}"] if river else [])]


def _inhabitants(index: int, stichtag: Stichtag) -> Iterator[str]:
    yield f"  - stichtag: {quoted(stichtag.tag)}"
    yield f"    grundlage: {quoted(stichtag.grundlage)}"
    yield f"    quelle: {quoted(QUELLE)}"
    yield "    einwohner:"
    for k in KOMMUNEN:
        yield f"      {quoted(k.ags)}: {EINWOHNER[k.ags][index]}"
