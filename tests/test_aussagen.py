"""Statements are read strictly, and one content counts once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from komman.aussagen import AussagenListe, published, together
from komman.errors import DateiFehler
from komman.yamlfile import load_yaml

GOOD = {
    "netto_summe": "von: 2016, bis: 2020, wert: '546.000,00', gerundet_auf: '1.000,00'",
    "kommunen_je_jahr": "von: 2016, bis: 2020, mindestens: 10, hoechstens: 12",
    "vzae": "jahr: 2021, wert: '1,5'",
    "foerdersatz": "jahr: 2022, wert: '55.000,00', rechtsstand: entwurf",
    "refinanzierung": "jahr: 2021, satzjahr: 2022, wert: '82.500,00', rechtsstand: entwurf",
    "mehrbetrag": "jahr: 2021, wert: '-1.500,00'",
    "antrag_jaehrlich_bis": "von: 2016, bis: 2021",
    "keine_mehrkosten": "jahr: 2021",
    "nachweis_offen": "jahr: 2021, programmteil: II",
}


def liste(tmp_path: Path, *eintraege: str) -> AussagenListe:
    path = tmp_path / "aussagen.yaml"
    text = "".join(f"  - {{aussage: A, quelle: Q, {e}}}\n" for e in eintraege)
    path.write_text(f"aussagen:\n{text}", encoding="utf-8", newline="\n")
    return load_yaml(path, AussagenListe)


def test_published_figures_belong_to_one_kreis() -> None:
    assert [a.art for a in published("05974")] == ["netto_summe", "kommunen_je_jahr"]
    assert published("05978") == ()


def test_each_kind_is_read(tmp_path: Path) -> None:
    found = liste(tmp_path, *(f"art: {art}, {rest}" for art, rest in GOOD.items())).aussagen
    assert [a.art for a in found] == list(GOOD)
    assert getattr(found[0], "wert") == 54_600_000 and getattr(found[2], "wert") == Decimal("1.5")  # noqa: B009


@pytest.mark.parametrize(
    ("eintrag", "message"),
    [
        ("art: netto_summe, von: 2016, bis: 2020, gerundet_auf: '1.000,00'", "Der Schlüssel „wert“ fehlt."),
        ("art: nettosumme, von: 2016", "Gemeint ist wohl „netto_summe“"),
        ("von: 2016", "Der Schlüssel „art“ fehlt."),
        (f"art: vzae, {GOOD['vzae']}, wort: 1", "Gemeint ist wohl „wert“"),
        (f"art: kommunen_je_jahr, {GOOD['kommunen_je_jahr']}, jahr: 1", "Bekannt sind: aussage, quelle, von, bis"),
        ("art: vzae, jahr: 2021, wert: anderthalb", "Zahl der Stellen erwartet, z. B. „1,5“"),
        ("art: vzae, jahr: 2021, wert: '1.5'", "Zahl der Stellen erwartet"),
        ("art: vzae, jahr: 2021, wert: '1,'", "Zahl der Stellen erwartet"),
        ("art: keine_mehrkosten, jahr: 21", "vier Ziffern ab 2016"),
        ("art: antrag_jaehrlich_bis, von: 2021, bis: 2016", "liegt nach „bis“"),
        ("art: refinanzierung, jahr: 2021", "Der Schlüssel „wert“ fehlt."),
        ("art: mehrbetrag, jahr: 2021, wert: '1,00', rechtsstand: angenommen", "„angenommen“ ist nicht bekannt"),
        ("art: nachweis_offen, jahr: 2021, programmteil: III", "„III“ ist nicht bekannt"),
    ],
)
def test_a_faulty_statement_is_refused_with_its_line(tmp_path: Path, eintrag: str, message: str) -> None:
    with pytest.raises(DateiFehler) as fault:
        liste(tmp_path, f"art: vzae, {GOOD['vzae']}", eintrag)
    assert message in str(fault.value)
    assert "aussagen.yaml, Zeile 3" in str(fault.value)


def test_the_same_content_counts_once_whatever_the_words(tmp_path: Path) -> None:
    own = liste(tmp_path, f"art: netto_summe, {GOOD['netto_summe']}", f"art: vzae, {GOOD['vzae']}").aussagen
    found = together(published("05974"), own)
    assert [a.aussage for a in found] == ["Weitergeleitet 2016 bis 2020", "Kommunen mit Förderung", "A"]
    other = liste(tmp_path, f"art: netto_summe, {GOOD['netto_summe'].replace('546', '547')}").aussagen
    assert len(together(published("05974"), other)) == 3


def test_a_list_whose_entries_are_all_commented_out_is_empty(tmp_path: Path) -> None:
    assert liste(tmp_path).aussagen == ()
