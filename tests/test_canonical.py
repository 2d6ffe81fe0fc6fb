"""One source row as a canonical row: cells of every kind, each read or refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from komman.amounts import Betrag
from komman.bausteine import bausteine
from komman.canonical import Kontext, Satz, show, translate
from komman.grid import Zelle
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
