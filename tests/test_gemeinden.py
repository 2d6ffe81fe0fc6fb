"""The list of municipalities and the published amounts: whole, checked against sums, refused when changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.errors import KommanFehler
from komman.gemeinden import ANGABEN, BETRAEGE, LISTE, KiListe, municipalities, published, read_municipalities
from komman.rules import HOECHSTBETRAG, ORDNER, lookup
from komman.sample_kreis import EINWOHNER, STICHTAGE
from komman.yamlfile import load_yaml


def copy(tmp_path: Path, old: str = "", new: str = "", datei: str = LISTE) -> Path:
    for name in (LISTE, ANGABEN, BETRAEGE):
        text = (ORDNER / name).read_text(encoding="utf-8")
        if name == datei:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_all_municipalities_of_the_state() -> None:
    liste = municipalities()
    assert (len(liste.gemeinden), sum(g.einwohner for g in liste.gemeinden)) == (396, 18_139_116)
    assert {g.ags[:2] for g in liste.gemeinden} == {"05"}
    assert len({g.ags[:5] for g in liste.gemeinden}) == 53, "31 Kreise and 22 kreisfreie Städte"
    assert len([g for g in liste.gemeinden if g.ags.endswith("000")]) == 22


def test_the_fourteen_of_kreis_soest_are_those_of_the_sample() -> None:
    tag = str(municipalities().verzeichnis.stichtag)
    n = [s.tag for s in STICHTAGE].index(tag)
    here = {g.ags: g.einwohner for g in municipalities().gemeinden if g.ags.startswith("05974")}
    assert here == {ags: zahlen[n] for ags, zahlen in EINWOHNER.items()} and len(here) == 14
    area = {g.name: g.flaeche_ha for g in municipalities().gemeinden if g.ags.startswith("05974")}
    assert sum(area.values()) == 132_863 and area["Rüthen, Stadt"] == 15_815


@pytest.mark.parametrize(
    ("alt", "neu", "text"),
    [
        ("10359", "10358", "ergeben nicht die angegebene Summe"),
        ("7379,10359", "7378,10359", "ergeben nicht die angegebene Summe"),
        ("05974004,Anröchte,7379,10359\n", "", "ergeben nicht die angegebene Summe"),
        ("10359", "0", "Zeile nennt keine Gemeinde"),
        ("05974004,", "0597400,", "Zeile nennt keine Gemeinde"),
        (",10359", "", "Zeile nennt keine Gemeinde"),
        ("05974004", "05974008", "nicht nach AGS geordnet, oder eine steht doppelt"),
        ("flaeche_ha", "hektar", "Die Spalten sind andere"),
    ],
)
def test_a_changed_list_is_refused(tmp_path: Path, alt: str, neu: str, text: str) -> None:
    with pytest.raises(KommanFehler, match=text) as failure:
        read_municipalities(copy(tmp_path, alt, neu))
    assert LISTE in str(failure.value) and len(failure.value.lines()) <= 6


def test_a_row_is_named_by_its_line(tmp_path: Path) -> None:
    line = (ORDNER / LISTE).read_text(encoding="utf-8").splitlines().index("05974004,Anröchte,7379,10359") + 1
    with pytest.raises(KommanFehler, match=f"Zeile {line}"):
        read_municipalities(copy(tmp_path, "10359", "viele"))


def test_an_unchanged_copy_is_read(tmp_path: Path) -> None:
    assert read_municipalities(copy(tmp_path)) == municipalities()


def test_the_published_amounts_and_the_rule_agree() -> None:
    soest = next(k for k in published().ki if k.schluessel == "05974")
    amounts = {b.foerderjahre: (b.betrag, b.gerundet) for b in soest.betraege}
    for jahr in (2016, 2017):
        rule = lookup(HOECHSTBETRAG, jahr, "05974")
        assert amounts[str(jahr)] == (rule.wert, rule.gerundet)


def test_every_published_ki_is_one_of_the_state() -> None:
    known = {g.ags for g in municipalities().gemeinden}
    for k in published().ki:
        assert any(a.startswith(k.schluessel) for a in known) and set(k.ohne) <= known
        assert all(b.quelle and b.beleg == "zweitquelle" for b in k.betraege)


def test_what_was_only_passed_on_tests_no_key() -> None:
    kreise = {k.name: k.zuteilung for k in published().ki}
    assert all(b is not None and b.art != "weitergeleitet" for b in kreise.values())
    neuss = next(k for k in published().ki if k.name == "Rhein-Kreis Neuss")
    only = neuss.model_copy(update={"betraege": tuple(b for b in neuss.betraege if b.art == "weitergeleitet")})
    assert only.betraege and only.zuteilung is None


@pytest.mark.parametrize(
    ("alt", "neu", "text"),
    [
        ("131.066,00", "rund 131.000", "Betrag in Euro erwartet"),
        ("art: offen", "art: unklar", "nicht bekannt"),
        ('schluessel: "05762"', 'schluessel: "05974"', "Schlüssel 05974 steht doppelt"),
        ('ohne: ["05334002"]', 'ohne: ["05315000"]', "gehört nicht zum Schlüssel 05334"),
        ("betrag: 131.066,00\n", "betrag: 131.066,00\n        gerundet: ja\n", ""),
        ("betrag: 131.066,00\n", "betrag: 131.066,00\n        gerundt: ja\n", "Unbekannter Schlüssel „gerundt“"),
        ("        gerundet: ja\n        art: hoechstbetrag", "        art: hoechstbetrag", ""),
    ],
)
def test_a_wrong_entry_is_refused(tmp_path: Path, alt: str, neu: str, text: str) -> None:
    path = copy(tmp_path, alt, neu, BETRAEGE) / BETRAEGE
    if not text:
        assert load_yaml(path, KiListe).ki, "a negative control: these are allowed"
        return
    with pytest.raises(KommanFehler, match=text):
        load_yaml(path, KiListe)


def test_an_exact_amount_stands_before_a_rounded_one(tmp_path: Path) -> None:
    text = (ORDNER / BETRAEGE).read_text(encoding="utf-8")
    first = "betrag: 131.066,00\n"
    second = "betrag: 131.000,00\n        gerundet: ja\n"
    assert first in text and second in text
    swapped = text.replace(first, "@").replace(second, first).replace("@", second)
    path = tmp_path / BETRAEGE
    path.write_text(swapped, encoding="utf-8")
    with pytest.raises(KommanFehler, match="Ein gerundeter Betrag steht vor einem genauen"):
        load_yaml(path, KiListe)
