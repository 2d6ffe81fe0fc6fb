"""One source row as a canonical row: cells of every kind, each read or refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from komman.amounts import Betrag, Dezimalzeichen, parse_column
from komman.bausteine import bausteine
from komman.canonical import Kontext, Satz, show, translate
from komman.dates import Datumsregel
from komman.grid import Zelle
from komman.ledger import clean
from komman.places import Orte, TraegerVerzeichnis
from komman.settings import load_config
from tests.raw_folder import raw_folder

GUT: dict[str, Zelle] = {"kommune": "Anröchte", "traeger": "Brücke Anröchte", "baustein": "B2", "ausgezahlt_cent": 1}


@pytest.fixture(scope="module")
def kontext(tmp_path_factory: pytest.TempPathFactory) -> Kontext:
    config = load_config(raw_folder(tmp_path_factory.mktemp("kontext")))
    return Kontext(Orte(config.kreis), TraegerVerzeichnis(config.traeger), bausteine(), 2019)


def row(kontext: Kontext, ohne_wert: frozenset[str] = frozenset(), **zellen: Zelle) -> Satz:
    cells = GUT | zellen
    names = {f: f"Spalte {f}" for f in cells}
    return translate("weiterleitungen", cells, {"ausgezahlt_cent": Betrag(100)}, names, kontext, ohne_wert)


def test_a_good_row(kontext: Kontext) -> None:
    satz = row(kontext, massnahme_id=12, einheiten_bewilligt="4", teilnehmende=30)
    assert satz.maengel == [] and not satz.person
    assert {k: v for k, v in satz.werte.items() if v is not None} == {
        "massnahme_id": "12",
        "foerderjahr": 2019,
        "ags": "05974004",
        "kommune": "Anröchte",
        "traeger": "Brücke Anröchte e. V.",
        "traegerart": "verein",
        "traeger_id": "bruecke-anroechte-e-v",
        "baustein": "B2",
        "einheiten_bewilligt": 4,
        "teilnehmende": 30,
        "ausgezahlt_cent": 100,
    }


@pytest.mark.parametrize("traeger", ["600,00", "1.234", "12.5 €", "-1.234,50", Decimal("12.5")])
def test_an_amount_is_no_traeger(kontext: Kontext, traeger: Zelle) -> None:
    (fault,) = row(kontext, traeger=traeger).maengel
    assert fault.grund.startswith("Betrag statt Name") and fault.spalte == "Spalte traeger"


@pytest.mark.parametrize("traeger", ["4711", 4711, "Verein 1.234,50", "1. FC", "Nr. 5", "T4"])
def test_a_number_may_be_what_a_traeger_is_called(kontext: Kontext, traeger: Zelle) -> None:
    assert row(kontext, traeger=traeger).maengel == []


@pytest.mark.parametrize("leer", [None, "-", "–"])
def test_blank_and_dash_are_missing(kontext: Kontext, leer: Zelle) -> None:
    assert row(kontext, baustein=leer, massnahme_id=leer).werte["baustein"] is None
    assert [m.grund for m in row(kontext, kommune=leer).maengel] == ["Angabe fehlt"]


@pytest.mark.parametrize(
    ("feld", "zelle", "grund"),
    [
        ("traeger", date(2019, 5, 1), "Text erwartet"),
        ("massnahme_id", True, "Text erwartet"),
        ("einheiten_bewilligt", "vier", ""),
        ("einheiten_bewilligt", Decimal("1.5"), ""),
        ("einheiten_bewilligt", -1, ""),
        ("foerderjahr", 19, "kein Förderjahr (vierstellige Jahreszahl)"),
        ("foerderjahr", date(2019, 1, 1), "kein Förderjahr (vierstellige Jahreszahl)"),
        ("kommune", 5974004, "unbekannte Kommune."),
    ],
)
def test_a_faulty_cell(kontext: Kontext, feld: str, zelle: Zelle, grund: str) -> None:
    (mangel,) = row(kontext, **{feld: zelle}).maengel
    assert mangel.spalte == f"Spalte {feld}" and mangel.wert == show(zelle)
    assert mangel.grund and grund in mangel.grund and mangel.abhilfe


def test_a_formula_without_value_in_a_kept_column(kontext: Kontext) -> None:
    (mangel,) = row(kontext, frozenset({"traeger"}), traeger=None).maengel
    assert mangel.grund == "Formel ohne gespeicherten Wert" and "neu berechnen" in mangel.abhilfe


@pytest.mark.parametrize(
    ("monat", "besetzt", "tage", "grund"),
    [
        ("2018-04", "ja", 15, ""),
        ("2018-04", "ja", "30", ""),
        ("2018-05", "nein", 0, ""),
        ("2018-05", None, 12, ""),
        ("2018-05", None, 0, ""),
        ("2018-05", "ja", None, ""),
        ("2018", "ja", 365, ""),
        ("2018-04", "ja", 31, "2018-04 hat nur 30 Tage"),
        ("2020-02", "ja", 30, "2020-02 hat nur 29 Tage"),
        ("2018", "ja", 366, "2018 hat nur 365 Tage"),
        ("2018-04", "ja", 0, "widerspricht der Angabe „ja“ in der Spalte „Spalte besetzt“"),
        ("2018-04", "nein", 3, "widerspricht der Angabe „nein“ in der Spalte „Spalte besetzt“"),
        ("2018-04", "ja", -1, "negative Anzahl"),
        ("2018-04", "ja", Decimal("15.5"), "keine ganze Zahl"),
        ("2018-04", "ja", "halb", "keine ganze Zahl"),
    ],
)
def test_days_with_someone_on_the_post(
    kontext: Kontext, monat: str, besetzt: str | None, tage: Zelle, grund: str
) -> None:
    cells: dict[str, Zelle] = {"stelle": "A", "monat": monat, "besetzt": besetzt, "besetzt_tage": tage}
    satz = translate("personal", cells, {}, {f: f"Spalte {f}" for f in cells}, kontext)
    assert [m.grund for m in satz.maengel] == ([grund] if grund else [])
    if not grund:
        assert satz.werte["besetzt_tage"] == (None if tage is None else int(str(tage)))


@pytest.mark.parametrize(
    ("zelle", "regel", "tag", "grund"),
    [
        ("31.05.2019", Datumsregel(), date(2019, 5, 31), ""),
        ("05/31/2019", Datumsregel(), None, "die Reihenfolge von Tag und Monat ist offen"),
        ("05/31/2019", Datumsregel("mtj"), date(2019, 5, 31), ""),
        (43616, Datumsregel(), None, "Zahl statt Datum"),
        (43616, Datumsregel("seriell"), date(2019, 5, 31), ""),
        ("31.05.19", Datumsregel(), None, "Jahr mit zwei Ziffern"),
        ("31.05.19", Datumsregel(None, (1990, 2089)), date(2019, 5, 31), ""),
    ],
)
def test_a_day_is_read_as_the_source_writes_it(
    kontext: Kontext, zelle: Zelle, regel: Datumsregel, tag: date | None, grund: str
) -> None:
    cells: dict[str, Zelle] = {"datum": zelle, "art": "auszahlung", "foerderjahr": 2019, "zahlung_id": "1"}
    names = {f: f for f in (*cells, "betrag_cent")}
    satz = translate("zahlungen", cells, {"betrag_cent": Betrag(100)}, names, replace(kontext, datumsregel=regel))
    assert satz.werte["datum"] == tag
    assert [m.grund[: len(grund)] for m in satz.maengel] == ([grund] if grund else [])


@pytest.mark.parametrize(("zelle", "regel", "schluessel"), [
    ("05/06/2019", Datumsregel(), "„datum: tmj“"),
    ("31.05.2019", Datumsregel("mtj"), "„datum: mtj“"),
    (43616, Datumsregel(), "„datum: seriell“"),
    ("31.05.19", Datumsregel(), "„jahrhundert“"),
    ("irgendwann", Datumsregel(), ""),
    ("31.02.2019", Datumsregel(), ""),
])  # fmt: skip
def test_the_remedy_of_a_day_with_two_readings_names_the_key(
    kontext: Kontext, zelle: Zelle, regel: Datumsregel, schluessel: str
) -> None:
    cells: dict[str, Zelle] = {"datum": zelle, "art": "auszahlung", "foerderjahr": 2019, "zahlung_id": "1"}
    names = {f: f for f in (*cells, "betrag_cent")}
    satz = translate("zahlungen", cells, {"betrag_cent": Betrag(100)}, names, replace(kontext, datumsregel=regel))
    (mangel,) = satz.maengel
    assert schluessel in mangel.abhilfe
    assert ("quellen.yaml" in mangel.abhilfe) == bool(schluessel) and "„setze“" in mangel.abhilfe


@pytest.mark.parametrize(("texte", "hilft"), [
    (["1.234"], True), (["1 234"], True), (["12.50"], True), (["1.234", "12,50", "1,234.50"], True),
    ([Decimal("1.234")], True), (["5-"], False), (["ca. 5"], False), (["1.2.3"], False),
])  # fmt: skip
def test_the_remedy_of_an_amount_with_two_readings_names_the_key(
    kontext: Kontext, texte: list[Zelle], hilft: bool
) -> None:
    betrag = parse_column(texte)[0]
    assert betrag.grund
    cells: dict[str, Zelle] = {"art": "auszahlung", "foerderjahr": 2019, "zahlung_id": "1", "betrag_cent": texte[0]}
    satz = translate("zahlungen", cells, {"betrag_cent": betrag}, {f: f for f in cells}, kontext)
    (mangel,) = [m for m in satz.maengel if m.spalte == "betrag_cent"]
    assert ("„dezimal: komma“ oder „dezimal: punkt“" in mangel.abhilfe) == hilft and "„setze“" in mangel.abhilfe
    # What the key says is then read; where it does not help, it is not named.
    signs: tuple[Dezimalzeichen, ...] = ("komma", "punkt")
    assert any(parse_column(texte, d)[0].cent is not None for d in signs) == hilft


def test_quellen_yaml_says_how_a_file_writes_its_days(tmp_path: Path) -> None:
    bank = "Buchungsnummer;Datum;Förderjahr;Art;Aktenzeichen;Betrag\n1;05/06/19;2019;Auszahlung;1;2.400,00\n"
    entry = "quellen:\n  - datei: bank.csv\n    datum: mtj\n    jahrhundert: 1990-2089\n"
    without = clean(raw_folder(tmp_path, {"bank.csv": bank}))
    assert without.zurueckgestellt["spalte"].tolist() == ["Datum"]
    (tmp_path / "raw" / "quellen.yaml").write_text(entry, encoding="utf-8")
    assert str(clean(tmp_path / "raw").tabellen["zahlungen"]["datum"][0])[:10] == "2019-05-06"


def test_a_row_whose_month_is_not_readable_has_one_fault_only(kontext: Kontext) -> None:
    cells: dict[str, Zelle] = {"stelle": "A", "monat": "Sommer", "besetzt": "vielleicht", "besetzt_tage": 99}
    satz = translate("personal", cells, {}, dict.fromkeys(cells, "x") | {f: f for f in cells}, kontext)
    assert [m.spalte for m in satz.maengel] == ["monat", "besetzt"]


@pytest.mark.parametrize("art", ["natürliche Person", "Natuerliche Person", "Einzelperson"])
def test_the_ledger_says_a_natural_person(kontext: Kontext, art: str) -> None:
    satz = row(kontext, traegerart=art)
    assert satz.person and satz.werte["traegerart"] == "verein"


@pytest.mark.parametrize(
    ("zelle", "text"),
    [
        (None, ""),
        (True, "WAHR"),
        (False, "FALSCH"),
        (date(2019, 5, 1), "01.05.2019"),
        (1250, "1250"),
        (Decimal("1250.5"), "1250,5"),
        ("a@b.de", "[E-Mail]"),
    ],
)
def test_cells_for_messages(zelle: Zelle, text: str) -> None:
    assert show(zelle) == text


def test_a_finding_ends_with_a_full_stop_even_behind_a_quoted_word(tmp_path: Path) -> None:
    bank = "Buchungsnummer;Datum;Förderjahr;Art;Aktenzeichen;Betrag\n1;31.05.19;2019;Auszahlung;1;1.400,00\n"
    (satz,) = [h.satz for h in clean(raw_folder(tmp_path, {"bank.csv": bank})).hinweise if "jahrhundert" in h.text]
    assert satz.endswith("etwa „1990-2089“.")
