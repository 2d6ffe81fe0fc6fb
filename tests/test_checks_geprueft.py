"""Findings found right: their Kennung stays while they say the same, and an entry without a finding is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from komman.checks import Ergebnis
from komman.checks_geprueft import compare, identified
from komman.checks_model import Pruefbefund
from komman.errors import Ort
from komman.geprueft import Pruefvermerk
from tests.checking import bookings, checked, of, plain, whole

ONE = Pruefbefund("auszahlung", "fehler", "A zu 1,00 €.", "B.", 2019, 100, Ort("a.csv", "", 7), "Regel")
LISTE = """
    az | jahr | ort  | träger | baustein | bewilligt | ausgezahlt
    1  | 2019 | Werl | V Eins | B2       | 300,00    | 300,00
"""
BANK = """
    datum      | jahr | art        | az | betrag
    12.06.2019 | 2019 | auszahlung | 1  | 100,00
    12.06.2019 | 2019 | auszahlung | 1  | 100,00
    12.06.2019 | 2019 | auszahlung | 1  | 100,00
"""


def entry(befund: str, grund: str = "drei Raten", zeile: int = 2) -> Pruefvermerk:
    return Pruefvermerk(befund, grund, "KI", date(2020, 1, 2), Ort("geprueft.yaml", zeile=zeile))


def ids(*befunde: Pruefbefund) -> list[str]:
    return [b.kennung for b in identified(befunde)]


def rates(*vermerke: Pruefvermerk, bank: str = BANK) -> Ergebnis:
    return checked(LISTE, zahlungen=bookings(bank), vermerke=vermerke)


def test_a_kennung_rests_on_what_the_finding_says_not_on_where_it_stands() -> None:
    (known,) = ids(ONE)
    assert known == ids(replace(ONE, text="A zu 1,00\u00a0€."))[0] and known.startswith("2019-") and len(known) == 11
    same = (replace(ONE, ort=Ort("b.xlsx", "Blatt", 9)), replace(ONE, ort=None), replace(ONE, abhilfe="C."))
    assert [ids(b) for b in (*same, replace(ONE, regel=""))] == [[known]] * 4
    other = [
        replace(ONE, text="A zu 1,01 €."), replace(ONE, cent=101), replace(ONE, cent=None),
        replace(ONE, foerderjahr=2020), replace(ONE, schwere="warnung"), replace(ONE, art="rueckzahlung"),
    ]  # fmt: skip
    assert len({known, *(ids(b)[0] for b in other)}) == len(other) + 1


def test_findings_that_say_the_same_are_numbered_in_the_order_of_their_place() -> None:
    (known,) = ids(ONE)
    later, last = replace(ONE, ort=Ort("a.csv", "", 8)), replace(ONE, ort=Ort("b.csv"))
    found = identified([last, later, ONE])
    assert [b.kennung for b in found] == [known, f"{known}-2", f"{known}-3"]
    assert [b.ort for b in found] == [ONE.ort, later.ort, last.ort]


def test_what_is_found_right_stands_apart_and_is_no_longer_open() -> None:
    first, second = of(rates(), "doppelte_auszahlung")
    assert second.kennung == f"{first.kennung}-2" and first.schwere == "fehler"
    e = rates(entry(second.kennung))
    assert [b.kennung for b in of(e, "doppelte_auszahlung")] == [first.kennung]
    assert [(g.befund, g.vermerk.grund) for g in e.geprueft] == [(second, "drei Raten")]
    assert e.zusammen == "1 Fehler" and rates().zusammen == "2 Fehler"
    e = rates(entry(first.kennung), entry(second.kennung))
    assert (e.befunde, len(e.geprueft), e.zusammen) == ((), 2, "")
    assert {a.art: a.auffaellig for a in e.abdeckung if a.auffaellig} == {"doppelte_auszahlung": 2}


def test_an_entry_without_a_finding_is_a_warning_at_its_line() -> None:
    first, second = (b.kennung for b in of(rates(), "doppelte_auszahlung"))
    e = rates(entry(first), entry(second, zeile=6), entry("2018-abcdef", "Anruf 02921 123456", 10))
    assert whole(e, "geprueft") == [
        "warnung 2018 None geprueft.yaml:10 Der Prüfvermerk „2018-abcdef“ (Anruf [Telefon]) gehört zu keinem Befund "
        "mehr."
    ]
    (gone,) = e.befunde
    assert "Eintrag entfernen" in gone.abhilfe and gone.kennung == ""
    (reach,) = [a for a in e.abdeckung if a.art == "geprueft"]
    assert (reach.geprueft, reach.auffaellig) == (3, 1)


def test_a_changed_amount_opens_the_finding_again() -> None:
    first, second = (b.kennung for b in of(rates(), "doppelte_auszahlung"))
    e = rates(entry(first), entry(second, zeile=6), bank=BANK.replace("100,00", "100,01"))
    assert e.geprueft == () and len(of(e, "doppelte_auszahlung")) == 2
    assert [b.ort.zeile for b in of(e, "geprueft") if b.ort] == [2, 6]
    moved = rates(
        entry(first),
        entry(second),
        bank=BANK.replace("    12.06", "    01.02.2019 | 2019 | mittelabruf | | 300,00\n    12.06", 1),
    )
    assert len(moved.geprueft) == 2, "eine Zeile weiter unten ist derselbe Befund"


def test_without_entries_nothing_is_compared() -> None:
    open_, done, p = compare([ONE], ())
    assert (open_, done, p.befunde, p.geprueft) == ([ONE], [], [], 0)
    assert plain(identified([ONE])[0].text) == plain(ONE.text)


def test_a_kennung_never_changes_between_versions() -> None:
    """People have written it down; this one stands in the Handbuch."""
    text = "Auszahlung von 440,00\u00a0€ zur Maßnahme KI-2020-028: zweimal am 24.09.2020 gebucht."
    (b,) = identified([Pruefbefund("doppelte_auszahlung", "fehler", text, "Prüfen.", 2020, 44000)])
    assert b.kennung == "2020-8ba0f1"


def test_an_entry_without_a_finding_says_what_to_do() -> None:
    _, _, p = compare(
        [], [Pruefvermerk("2020-8ba0f1", "Grund", "KI", date(2022, 5, 30), Ort("geprueft.yaml", zeile=2))]
    )
    assert p.befunde[0].abhilfe == (
        "Die Befunde neu ansehen: Steht er dort mit anderen Beträgen, nach der Prüfung die neue Kennung eintragen; "
        "ist er fort, den Eintrag entfernen."
    )
