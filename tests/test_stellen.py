"""Computed places: a closed list of functions, figures or the word for what is missing, and nothing that is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from komman.document import STELLE, Fliesstext
from komman.errors import DatenFehler
from komman.lage import Lage
from komman.stellen import fill, table
from komman.stellenliste import STELLEN
from tests.ledgers import tables, weiterleitungen
from tests.repo import ROOT
from tests.vorlagen import LEDGER, posts, year


@pytest.fixture(scope="module")
def lage() -> Lage:
    return year()


def filled(text: str, lage: Lage) -> str:
    return Fliesstext(*fill(text, lage, "vorlage_2021.md")).plain().replace("\u00a0", " ")


PLACES = {
    'betrag("netto", 2019)': "950,00 €",
    'betrag("netto", 2019, 2020)': "2.450,00 €",
    'betrag(mass="bewilligt", von=2019, bis=2021)': "3.500,00 €",
    'betrag("zurückgezahlt", 2019, 2020)': "50,00 €",
    "betrag(„ausgezahlt“, 2020)": "1.500,00 €",
    'betrag("ausgezahlt", 2021)': "noch offen",
    'betrag("netto", 2021)': "noch offen",
    'betrag("netto", 2019, 2021)': "noch offen",
    'betrag("netto", 2018)': "nicht belegt",
    'betrag("netto", 2018, 2020)': "nicht belegt",
    'betrag("hoechstbetrag", 2020)': "nicht belegt",
    "netto(2019, 2020)": "2.450,00 €",
    'rund("netto", 2019, 2020)': "rund 2.000 €",
    'rund("netto", 2020)': "rund 2.000 €",
    'rund("netto", 2019, 2020, auf=100)': "rund 2.500 €",
    'rund("netto", 2019, auf=1)': "rund 950 €",
    'rund("netto", 2021)': "noch offen",
    "kommunen(2019)": "1",
    "kommunen(2019, 2020)": "1 bis 2",
    "kommunen(2020, 2021)": "2",
    "kommunen(2018, 2020)": "nicht belegt",
    "traeger(2020)": "2",
    "traeger(2018)": "nicht belegt",
    "massnahmen(2020)": "2",
    "massnahmen(2018)": "nicht belegt",
    "ausschoepfung(2019)": "47,5 %",  # 950 / 2.000
    "ausschoepfung(2020)": "nicht belegt",
    "ausschoepfung(2021)": "noch offen",
    "hoechstbetrag(2019)": "2.000,00 €",
    "hoechstbetrag(2020)": "nicht belegt",
    "vzae(2021)": "1,5",
    "vzae(2020)": "nicht belegt",
    "personalkosten(2021)": "60.000,00 €",  # 12 x 2 x 2.500
    "personalkosten(2020)": "nicht belegt",
    "foerdersatz(2021)": "50.000,00 €",
    "foerdersatz(2022)": "nicht belegt",
    'foerdersatz(2022, "entwurf")': "55.000,00 € (Entwurf)",
    "foerderung_stellen(2021)": "75.000,00 €",
    "foerderung_stellen(2020)": "nicht belegt",
    "foerderung_stellen(2022)": "nicht belegt",
    'foerderung_stellen(2022, "entwurf")': "82.500,00 € (Entwurf)",  # 1,5 x 55.000, the posts of 2021
    'mehrbetrag_stellen(2022, "entwurf")': "7.500,00 € (Entwurf)",  # against 50.000 of 2021
    "mehrbetrag_stellen(2021)": "0,00 €",
    "mehrbetrag_stellen(2022)": "nicht belegt",
    'mehrbetrag_stellen(2021, "entwurf")': "nicht belegt",
    "mehrbetrag_stellen(2016)": "nicht belegt",
    "foerderung_bescheid(2021)": "75.000,00 €",
    "foerderung_bescheid(2020)": "nicht belegt",
    "stand()": "31.05.2022",
    "kreis()": "Kreis Soest",
    "jahr()": "2021",
}


@pytest.mark.parametrize(("stelle", "text"), PLACES.items())
def test_a_place_is_a_figure_or_the_word_for_what_is_missing(stelle: str, text: str, lage: Lage) -> None:
    assert filled(f"vor {{{{ {stelle} }}}} nach", lage) == f"vor {text} nach"


def test_every_function_is_tested() -> None:
    assert {p.split("(")[0] for p in PLACES} == set(STELLEN)


def test_posts_without_known_costs_have_none() -> None:
    ohne = year(tabellen=tables(weiterleitungen(LEDGER), personal=posts(kosten=None)))
    assert filled("{{ personalkosten(2021) }}, {{ vzae(2021) }}", ohne) == "nicht belegt, 1,5"


@pytest.mark.parametrize(
    ("stelle", "was"),
    [
        ("komunen(2019)", "Die Stelle „komunen“ gibt es nicht."),
        ("summe(2019)", "Die Stelle „summe“ gibt es nicht."),
        ("__import__('os')", "Die Stelle „__import__“ gibt es nicht."),
        ('betrag("nett", 2019)', "Den Betrag „nett“ gibt es nicht."),
        ("kommunen()", "Die Angaben zu „kommunen“ passen nicht."),
        ("stand(2021)", "Die Angaben zu „stand“ passen nicht."),
        ("kommunen(2019, ende=2020)", "Die Angaben zu „kommunen“ passen nicht."),
        ('kommunen("2019")', "muss eine ganze Zahl sein"),
        ("kommunen(True)", "ist keine errechnete Stelle"),
        ("kommunen(2019.0)", "ist keine errechnete Stelle"),
        ("betrag(2019, 2020)", "muss ein Text in Anführungszeichen sein"),
        ('rund("netto", 2019, auf=7)', "Auf 7 € wird nicht gerundet."),
        ("kommunen(2015)", "Das Förderjahr 2015 ist hier nicht möglich."),
        ("kommunen(2022)", "Das Förderjahr 2022 ist hier nicht möglich."),
        ("kommunen(2020, 2019)", "Die Förderjahre 2020 bis 2019 sind hier nicht möglich."),
        ("foerdersatz(2023)", "Das Förderjahr 2023 ist hier nicht möglich."),
        ("foerderung_stellen(2023)", "Das Förderjahr 2023 ist hier nicht möglich."),
        ('mehrbetrag_stellen(2022, "gestern")', "Den Rechtsstand „gestern“ gibt es hier nicht."),
        ('foerdersatz(2021, "angenommen")', "Den Rechtsstand „angenommen“ gibt es hier nicht."),
        ("kommunen(jahr())", "ist keine errechnete Stelle"),
        ("kommunen(2000 + 19)", "ist keine errechnete Stelle"),
        ("kommunen(*[2019])", "ist keine errechnete Stelle"),
        ("kommunen(**{'von': 2019})", "ist keine errechnete Stelle"),
        ("lage.kreis", "ist keine errechnete Stelle"),
        ("stand.__class__()", "ist keine errechnete Stelle"),
        ("(lambda: 1)()", "ist keine errechnete Stelle"),
        ("stand(); kreis()", "ist keine errechnete Stelle"),
        ("stand", "ist keine errechnete Stelle"),
        ("", "ist keine errechnete Stelle"),
        ("(" * 150, "ist keine errechnete Stelle"),
        ("stand(" + " " * 300 + ")", "ist keine errechnete Stelle"),
        ("stand(\x00)", "ist keine errechnete Stelle"),
    ],
)
def test_anything_else_is_refused_with_file_and_line(stelle: str, was: str, lage: Lage) -> None:
    with pytest.raises(DatenFehler) as fault:
        fill(f"### Lage\n\nText {{{{ {stelle} }}}}.", lage, "vorlage_2021.md")
    assert was in fault.value.was
    assert str(fault.value.ort) == "Datei vorlage_2021.md, Zeile 3"
    assert len(fault.value.lines()) <= 6


def test_a_refusal_proposes_the_nearest_name_and_shows_all(lage: Lage) -> None:
    with pytest.raises(DatenFehler, match="Gemeint ist wohl „kommunen“") as fault:
        fill("{{ komunen(2019) }}", lage, "v.md")
    assert all(name in fault.value.abhilfe for name in STELLEN)
    with pytest.raises(DatenFehler, match=r"Gemeint ist wohl „netto“\. Bekannt sind: hoechstbetrag, beantragt"):
        fill('{{ betrag("nett", 2019) }}', lage, "v.md")
    with pytest.raises(DatenFehler, match=r"möglich ist rund\(mass, von, \[bis\], \[auf\]\)"):
        fill("{{ rund() }}", lage, "v.md")


@pytest.mark.parametrize(("text", "zeile"), [("a\nb {{ stand()\n}}", 2), ("{{ stand() }}\n\n}}", 3), ("{{", 1)])
def test_a_place_that_is_not_closed_is_refused(text: str, zeile: int, lage: Lage) -> None:
    with pytest.raises(DatenFehler, match="nicht geschlossen") as fault:
        fill(text, lage, "v.md")
    assert str(fault.value.ort) == f"Datei v.md, Zeile {zeile}"


def test_a_value_is_never_markup() -> None:
    boese = year(kreis="**fett** [x](http://a.b) {{ stand() }}")
    markdown, werte = fill("Im {{ kreis() }} am {{ stand() }}", boese, "v.md")
    assert markdown == f"Im {STELLE.format(0)} am {STELLE.format(1)}"
    assert werte == ["**fett** [x](http://a.b) {{ stand() }}", "31.05.2022"]


def test_the_page_lists_every_function() -> None:
    assert table() in (ROOT / "docs" / "vorlage.md").read_text(encoding="utf-8")
    assert all(f"`{s.aufruf}`" in table() for s in STELLEN.values())


def test_every_example_of_the_table_works(lage: Lage) -> None:
    for s in STELLEN.values():
        assert filled(f"{{{{ {s.beispiel} }}}}", lage)


def test_the_examples_of_the_page_work(lage: Lage) -> None:
    page = Path(ROOT / "docs" / "vorlage.md").read_text(encoding="utf-8")
    assert filled(page.split("```markdown\n")[1].split("```")[0], lage)
