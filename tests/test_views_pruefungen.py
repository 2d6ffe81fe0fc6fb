"""The blocks on the checks: everything at intern, numbers elsewhere, and never a silent check."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from komman.checks import Ergebnis
from komman.checks_model import PRUEFARTEN
from komman.document import Satz, Tabelle
from komman.errors import Ort
from komman.geprueft import Pruefvermerk
from komman.lage import Lage
from komman.pruefung import checks_released
from komman.views import pruefungen as view
from tests.checking import checked, plain
from tests.lagen import made
from tests.ledgers import weiterleitungen

LISTE = """
    az | jahr | ort  | träger             | baustein | einheiten_bewilligt | bewilligt | ausgezahlt
    7  | 2018 | Werl | V Geheimer Verein  | B2       | 4                   | 1.000,00  | 1.234,56
    8  | 2019 | Werl | V Zweiter Verein   | B2       | 4                   | 1.000,00  | 1.000,00
"""
E = checked(LISTE)


def lage(freigabe: Any = "intern", ergebnis: Ergebnis = E) -> Lage:
    beilagen = {"pruefung": {"pruefungen": checks_released(ergebnis, freigabe)}}
    return made(weiterleitungen(LISTE), 2019, freigabe=freigabe, beilagen=beilagen)


def tables(bloecke: Any) -> list[Tabelle]:
    return [b for b in bloecke.bloecke if isinstance(b, Tabelle)]


def everything(x: Lage) -> str:
    blocks = [*view.befunde(x).bloecke, *view.abdeckung(x).bloecke]
    return plain("\n".join([b.plain() + (b.fussnote if isinstance(b, Tabelle) else "") for b in blocks]))


def test_at_intern_each_finding_stands_with_place_money_and_remedy() -> None:
    (t,) = tables(view.befunde(lage()))
    (r,) = t.zeilen
    assert r[0] == "Fehler 2018: Ausgezahlt und bewilligt" and plain(r[1]) == "234,56 €"
    assert r[3].endswith(f" Kennung: {E.befunde[0].kennung}.")
    assert r[2] == "liste.xlsx, Zeile 5" and r[3].startswith("Maßnahme 7 (V Geheimer Verein): ausgezahlt") and r[4]
    assert t.fussnote == ""


def test_elsewhere_only_their_number_by_kind_and_severity() -> None:
    for level in ("nichtoeffentlich", "oeffentlich"):
        satz, t = view.befunde(lage(level)).bloecke
        assert isinstance(satz, Satz) and satz.text == "Gefunden: 1 Fehler."
        assert isinstance(t, Tabelle) and t.zeilen == [["Ausgezahlt und bewilligt", "1", "0", "0"]]
        said = everything(lage(level))
        for secret in ("Geheimer", "Maßnahme 7", "234,56", "liste.xlsx", "Zeile 5"):
            assert secret not in said and secret in everything(lage()), secret
        assert PRUEFARTEN["personalkosten"].bezeichnung not in said


def test_a_ledger_without_findings_says_so() -> None:
    quiet = lage(ergebnis=replace(E, befunde=()))
    (satz,) = view.befunde(quiet).bloecke
    assert isinstance(satz, Satz) and satz.text == "Keine Prüfung hat etwas gefunden."


def test_every_check_says_how_much_it_looked_at_and_why_not_more() -> None:
    reach, gaps = tables(view.abdeckung(lage()))
    by_name = {z[0]: z[1:] for z in reach.zeilen}
    assert list(by_name) == [a.bezeichnung for a in PRUEFARTEN.values()]
    assert by_name["Einheiten mal Pauschale"][1:] == ["1", "0", "Pauschale nicht belegt (1)"]
    assert by_name["Ausgezahlt und bewilligt"][1:] == ["2", "1", "–"]
    assert by_name["Bankliste: Beträge"][1:] == ["0", "0", "keine Buchungen (2)"]
    assert ["Einheiten mal Pauschale", "2019", "Pauschale nicht belegt", "B2", "1"] in gaps.zeilen
    assert len(tables(view.abdeckung(lage("oeffentlich")))) == 1


def test_what_is_found_right_is_counted_everywhere_and_shown_at_intern_only() -> None:
    (b,) = E.befunde
    entry = Pruefvermerk(b.kennung, "Nachtrag liegt vor", "KI-AB", date(2020, 1, 2), Ort("geprueft.yaml", zeile=2))
    right = checked(LISTE, vermerke=[entry])
    satz, t = view.befunde(lage(ergebnis=right)).bloecke
    assert satz.plain() == "Kein Befund ist offen. 1 Befund ist geprüft und in Ordnung."
    assert isinstance(t, Tabelle) and t.titel == "Geprüft und in Ordnung"
    (r,) = t.zeilen
    assert r[0] == "Fehler 2018: Ausgezahlt und bewilligt" and r[4] == "Nachtrag liegt vor (KI-AB, 02.01.2020)"
    assert r[3].endswith(f"Kennung: {b.kennung}.")
    for level in ("nichtoeffentlich", "oeffentlich"):
        (satz,) = view.befunde(lage(level, right)).bloecke
        assert satz.plain() == "Kein Befund ist offen. 1 Befund ist geprüft und in Ordnung."
        assert not [s for s in ("Nachtrag", "KI-AB", b.kennung) if s in everything(lage(level, right))]


def test_findings_and_what_is_found_right_are_told_apart() -> None:
    said = [view.told(z, n) for z in ({}, {"auszahlung": {"fehler": 2}}) for n in (0, 1, 2)]
    assert said == [
        "Keine Prüfung hat etwas gefunden.",
        "Kein Befund ist offen. 1 Befund ist geprüft und in Ordnung.",
        "Kein Befund ist offen. 2 Befunde sind geprüft und in Ordnung.",
        "Gefunden: 2 Fehler.",
        "Gefunden: 2 Fehler. 1 weiterer Befund ist geprüft und in Ordnung.",
        "Gefunden: 2 Fehler. 2 weitere Befunde sind geprüft und in Ordnung.",
    ]


def test_a_long_list_is_cut_and_says_how_many_there_are() -> None:
    rows = "\n".join(f"{i} | 2018 | Werl | V {i} | B2 | 4 | 1.000,00 | 1.000,01" for i in range(101))
    many = checked(f"{LISTE.strip().splitlines()[0]}\n{rows}")
    (t,) = tables(view.befunde(lage(ergebnis=many)))
    assert len(t.zeilen) == 100 and "100 von 101; alle zeigt „komman pruefe --html“" in t.fussnote


def test_a_finding_says_its_rule() -> None:
    text = LISTE.replace("1.000,00  | 1.234,56", "1.100,00  | 1.100,00")
    (t,) = tables(view.befunde(lage(ergebnis=checked(text))))
    assert "Pauschale B2, Förderjahr 2018: 250,00" in plain(t.zeilen[0][3]) and "Emmerich" in t.zeilen[0][3]


def test_a_place_leaves_out_what_it_does_not_name() -> None:
    assert view.place(None) == "–"
    (b,) = E.befunde
    assert b.ort is not None
    assert (
        view.place(asdict(replace(b.ort, blatt="Blatt 1", spalte="Betrag"))) == "liste.xlsx, Blatt 1, Zeile 5, Betrag"
    )
    assert view.place(asdict(replace(b.ort, zeile=None))) == "liste.xlsx"
