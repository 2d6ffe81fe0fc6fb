"""A place or Träger is found by its exact spelling; a similar one is proposed, never taken."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from komman.config import Quelle, Traeger, TraegerListe
from komman.errors import DateiFehler
from komman.kreis import Kommune, Kreis
from komman.places import Orte, TraegerVerzeichnis, orte_of, slug
from tests.ledgers import grid

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
    "text", ["", "Werne", "Holzwickede", "Wickede Ruhr", "Möhensee", "Wer", "Gemeinde Soest", "Werl und Soest"]
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
        ("Soest-Ampen", "Soest"),
        ("59494 Soest", "Soest"),
        ("Werl und Soest", "Soest"),
        ("Bremen", None),
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


@pytest.mark.parametrize(
    "text", ["Stadt Soest", "Soest (Stadt)", "soest, stadt", "Gemeinde Möhnesee", "Möhnesee, Gemeinde"]
)
def test_official_forms_are_found_by_rule(text: str) -> None:
    kreis = Kreis(
        kreis="Kreis Soest",
        schluessel="05974",
        stand=date(2022, 5, 31),
        dienststelle="KI",
        kommunen=(Kommune(ags="05974040", name="Soest"), Kommune(ags="05974032", name="Möhnesee")),
    )
    found = Orte(kreis).finde(text)
    assert found is not None and found.name == ("Soest" if "oest" in text else "Möhnesee")


def test_a_name_that_is_written_down_comes_before_a_form_by_rule() -> None:
    kommunen = (Kommune(ags="05974052", name="Werl", aliase=("Stadt Soest",)), Kommune(ags="05974040", name="Soest"))
    kreis = Kreis(kreis="K", schluessel="05974", stand=date(2022, 5, 31), dienststelle="KI", kommunen=kommunen)
    found = Orte(kreis).finde("Stadt Soest")
    assert found is not None and found.name == "Werl"


# The Ortsteile are those of a Kreis made up for this test.
MIT_TEILEN = Kreis(
    kreis="Kreis Soest",
    schluessel="05974",
    stand=date(2022, 5, 31),
    dienststelle="KI",
    kommunen=(
        Kommune(ags="05974040", name="Soest", ortsteile=("Oberdorf", "Neudorf")),
        Kommune(ags="05974052", name="Werl", ortsteile=("Neudorf",)),
        Kommune(ags="05974056", name="Wickede (Ruhr)", aliase=("Wickede",)),
        Kommune(ags="05974048", name="Welver"),
    ),
)
# What a ledger says of a place, and what it is: a Kommune, with a star for an Ortsteil; outside, with a question mark
# where nothing vouches for it; or a word of the reason why it is set aside. "mit" is read with ausserhalb: ja.
ORTE = """
    ort             | ags      | ohne                      | mit
    Soest           |          | Soest                     | Soest
    Wickede         | 05913000 | Wickede (Ruhr)            | Wickede (Ruhr)
    kreisweit       |          | kreisweit                 | kreisweit
    Oberdorf        |          | Soest*                    | oder ein Ort außerhalb
    Oberdorf        | 05974040 | Soest*                    | Soest*
    Neudorf         |          | von Soest und von Werl    | von Soest und von Werl
    Neudorf         | 5974052  | Werl*                     | Werl*
    Sost            |          | Meinten Sie „Soest“?      | Meinten Sie „Soest“?
    Sost            | 05913000 | Meinten Sie „Soest“?      | außerhalb
    Sost            | 05974040 | Meinten Sie „Soest“?      | liegt im Kreis
    Welper          |          | Meinten Sie „Welver“?     | außerhalb
    Werne           |          | unbekannte Kommune.       | außerhalb
    Werne, Stadt    |          | unbekannte Kommune.       | außerhalb
    Stadt Werne     |          | unbekannte Kommune.       | außerhalb
    Holzwickede     |          | Meinten Sie               | außerhalb
    Unna-Wickede    |          | Meinten Sie               | Meinten Sie
    Soest-Ampen     |          | Meinten Sie „Soest“?      | Meinten Sie „Soest“?
    Anröchte        |          | unbekannte Kommune.       | steht aber nicht in kreis.yaml
    Anröchte        | 05913000 | unbekannte Kommune.       | steht aber nicht in kreis.yaml
    Hamburg         |          | unbekannte Kommune.       | außerhalb?
    Hamburg         | 02000000 | unbekannte Kommune.       | außerhalb
    Hamburg         | 2000000  | unbekannte Kommune.       | außerhalb
    Hamburg         | 123      | unbekannte Kommune.       | ist nicht bekannt
    Hamburg         | 05974040 | unbekannte Kommune.       | liegt im Kreis
    Dortmund        | 05974    | unbekannte Kommune.       | liegt im Kreis
                    | 05913000 |                           | außerhalb
                    | 05974040 |                           |
                    |          |                           |
"""


@pytest.mark.parametrize("art", ["ohne", "mit"])
@pytest.mark.parametrize("zeile", grid(ORTE), ids=lambda z: f"{z['ort']} {z['ags']}")
def test_where_a_place_lies(zeile: dict[str, str], art: str) -> None:
    found = Orte(MIT_TEILEN, art == "mit", ("Welper",) if art == "mit" else ()).suche(zeile["ort"], zeile["ags"])
    if found.grund:
        assert zeile[art] and zeile[art] in found.grund and found.abhilfe.endswith(".")
        assert found.kommune is None and not found.ausserhalb
        return
    where = found.kommune.name + "*" * found.ortsteil if found.kommune else ""
    outside = ("außerhalb" + "?" * (not found.gemeinde)) if found.ausserhalb else ""
    assert where + outside == zeile[art]


def test_places_named_as_outside_are_so_without_more() -> None:
    orte = Orte(MIT_TEILEN, benannt=("Hamburg", "Welper", "Oberdorf"))
    assert all(orte.suche(name).ausserhalb and orte.suche(name).gemeinde for name in ("hamburg", "Welper", "Oberdorf"))
    assert "unbekannte Kommune" in orte.suche("Bremen").grund
    assert "liegt im Kreis" in orte.suche("Hamburg", "05974040").grund


def test_a_place_of_the_kreis_cannot_be_named_as_outside() -> None:
    with pytest.raises(DateiFehler, match="das ist ein Ort des Kreises") as fault:
        orte_of(MIT_TEILEN, Quelle(datei="a.csv", orte_ausserhalb=("Hamburg", "Stadt Werl")))
    assert "„Stadt Werl“" in str(fault.value) and len(fault.value.lines()) <= 6
    assert orte_of(MIT_TEILEN, Quelle(datei="a.csv", ausserhalb=True)).suche("Hamburg").ausserhalb
    assert orte_of(MIT_TEILEN, None).suche("Hamburg").grund


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
