"""A place or Träger is found by its exact spelling; a similar one is proposed, never taken."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from komman.config import Traeger, TraegerListe
from komman.kreis import Kommune, Kreis
from komman.places import Orte, TraegerVerzeichnis, slug

KREIS = Kreis(
    kreis="Kreis Soest",
    schluessel="05974",
    stand=date(2022, 5, 31),
    dienststelle="KI",
    kommunen=(
        Kommune(ags="05974052", name="Werl", amtlich="Werl, Stadt", aliase=("Stadt Werl",)),
        Kommune(ags="05974056", name="Wickede (Ruhr)", aliase=("Wickede",)),
        Kommune(ags="05974028", name="Möhnesee"),
        Kommune(ags="05974040", name="Soest"),
    ),
)


@pytest.mark.parametrize(
    ("text", "ags"),
    [
        ("Werl", "05974052"),
        ("WERL", "05974052"),
        ("  werl ", "05974052"),
        ("Werl, Stadt", "05974052"),
        ("Stadt  Werl", "05974052"),
        ("Wickede", "05974056"),
        ("Wickede\u00a0(Ruhr)", "05974056"),
        (unicodedata.normalize("NFD", "Möhnesee"), "05974028"),
        ("Soest", "05974040"),
        ("kreisweit", "05974"),
        ("Kreisweit", "05974"),
        ("Kreis Soest", "05974"),
    ],
)
def test_found(text: str, ags: str) -> None:
    found = Orte(KREIS).finde(text)
    assert found is not None
    assert found.ags == ags


def test_the_kreis_itself_is_named_kreisweit() -> None:
    found = Orte(KREIS).finde("Kreis Soest")
    assert found is not None
    assert found.name == "kreisweit"


@pytest.mark.parametrize(
    "text", ["", "Werne", "Holzwickede", "Wickede Ruhr", "Möhensee", "Wer", "Stadt Soest", "Werl und Soest"]
)
def test_similar_is_never_taken(text: str) -> None:
    assert Orte(KREIS).finde(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Möhensee", "Möhnesee"),
        ("Wickede Ruhr", "Wickede (Ruhr)"),
        ("kreisweid", "kreisweit"),
        ("Stadt Wrel", "Werl"),
        ("Hamburg", None),
        ("", None),
    ],
)
def test_proposed(text: str, name: str | None) -> None:
    assert Orte(KREIS).vorschlag(text) == name


def test_a_kreisfreie_stadt_is_its_own_kommune() -> None:
    stadt = Kreis(
        kreis="Köln",
        schluessel="05315",
        stand=date(2022, 5, 31),
        dienststelle="KI",
        kommunen=(Kommune(ags="05315000", name="Köln"),),
    )
    found = Orte(stadt).finde("Köln")
    assert found is not None
    assert found.ags == "05315000"


LISTE = TraegerListe(traeger=(Traeger(name="Verein „Hilfe“ e. V.", art="verein", schreibweisen=("V. Hilfe",)),))


@pytest.mark.parametrize(
    "text", ["Verein „Hilfe“ e. V.", 'Verein "Hilfe" e. V.', " verein  „hilfe“ e. V. ", "V. Hilfe"]
)
def test_a_listed_traeger(text: str) -> None:
    assert TraegerVerzeichnis(LISTE).finde(text) == LISTE.traeger[0]


@pytest.mark.parametrize("text", ["Verein Hilfe e. V.", "Verein „Hilfe“", "Verein „Hilfen“ e. V."])
def test_an_unlisted_traeger_is_unknown(text: str) -> None:
    found = TraegerVerzeichnis(LISTE).finde(text)
    assert (found.name, found.art, found.id) == (text, "unbekannt", slug(text))
