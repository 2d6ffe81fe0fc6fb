"""What the notebooks see of the cleaning: all of it at intern, at public levels nothing but numbers and sums."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from komman import pruefung as room
from komman.balance import NUMBERS
from komman.bereinigung import BEZEICHNUNGEN, Bereinigung, Hinweis
from komman.checks_model import GRUENDE as NICHT_PRUEFBAR
from komman.checks_model import PRUEFARTEN, SCHWERE
from komman.errors import Ort
from komman.geprueft import Pruefvermerk
from komman.ledger import clean
from komman.pruefung import ANDERER_GRUND, GRUENDE, NUR_INTERN, checked, checks_released
from komman.pruefung import pruefung as enclosed
from komman.tables import SCHEMAS
from tests import attack
from tests.raw_folder import KOPF, cleaned, raw_folder

PERSON = "liste_anna_zufall_2019.csv"
ZEILEN = (
    "1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;0,00",
    "2;Anröchte;Brücke Anröchte e. V.;B2;4;880,00;880,00;80,00",
    "3;Wickede (Ruhr);Welcome Wickede;D1;;800,50;;",
    "4;Wickede (Ruhr);Wellcome Wickede;D1;;70,00;70,00;0,00",
    "5;Wikkede;Anna Zufall;B1;1;123,45;123,45;0,00",
    "6;Anröchte;Berta Beispiel;B1;1;ca. 777;ca. 777;0,00",
    "7;Anröchte;Chor Anröchte;B1;1;5.000,00;5.000,00;",
    "8;Anröchte;Chor Anröchte;ZZ;1;5.000,00;4.321,00;",
    "4;Wickede (Ruhr);Wellcome Wickede;D1;;70,00;70,00;0,00",
)
KORREKTUREN = """\
korrekturen:
  - aktion: setze
    datei: liste_anna_zufall_2019.csv
    zeile: 9
    erwarte: {ausgezahlt: "5.000,00"}
    setze: {ausgezahlt: "654,32"}
    grund: Zahlendreher bei Anna
    wer: KI
    datum: "2020-02-03"
"""
WORDS = {
    "stand", "dateien", "summen", "zurueckgestellt", "gruende", "hinweise", "korrekturen", "zeilen", "cent", "unlesbar",
    ANDERER_GRUND, *(kind for kind, _ in GRUENDE), *SCHEMAS, *NUMBERS, *BEZEICHNUNGEN,
    "pruefungen", "zahlen", "abdeckung", "geprueft", "auffaellig", *PRUEFARTEN, *SCHWERE, *NICHT_PRUEFBAR,
}  # fmt: skip
MONEY = {"/zurueckgestellt/*/cent"}


@pytest.fixture
def b(tmp_path: Path) -> Bereinigung:
    text = "\n".join(["Förderjahr 2019", KOPF, *ZEILEN]) + "\n"
    files = {"liste_2019.csv": "", PERSON: text, "korrekturen.yaml": KORREKTUREN}
    return clean(raw_folder(tmp_path, files))


def pruefung(b: Bereinigung, freigabe: str) -> dict[str, Any]:
    return enclosed(b, freigabe, checked(b))


def leaks(beilage: dict[str, Any]) -> list[str]:
    return attack.enclosure_leaks(beilage, WORDS, MONEY)


@pytest.mark.parametrize("level", ["oeffentlich", "nichtoeffentlich"])
def test_public_levels_see_numbers_and_sums_only(b: Bereinigung, level: str) -> None:
    p = pruefung(b, level)
    assert leaks(p) == []
    text = json.dumps(p, ensure_ascii=False).casefold()
    secrets = ("anna", "zufall", "wikkede", "wellcome", "777", "12345", "432100", "654,32", "434568", "csv", "zz")
    assert [s for s in (*secrets, "berta", "chor", "gemeinde") if s in text] == []
    seen = json.dumps(pruefung(b, "intern"), ensure_ascii=False).casefold()
    assert [s for s in secrets if s not in seen] == []
    assert not [n for n in p["summen"]["weiterleitungen"] if n.endswith("_cent") or n == "davon_korrigiert"]
    assert p["gruende"] == {"Kommune nicht erkannt": 1, "Betrag nicht eindeutig lesbar": 1, "Baustein nicht erkannt": 1}
    assert (p["dateien"], p["korrekturen"], p["stand"]) == (1, 1, "2022-05-31")
    # 123,45 + 4.321,00; „ca. 777“ cannot be read.
    assert p["zurueckgestellt"] == {"2019": {"zeilen": 3, "cent": 444445, "unlesbar": 1}}


def test_the_attack_finds_what_may_not_be_there(b: Bereinigung) -> None:
    assert any("liste_anna" in x for x in leaks(pruefung(b, "intern")))
    assert leaks({"hinweise": {"Chor Anröchte": 1}}) == ["/hinweise: „Chor Anröchte“"]
    assert leaks({"stand": "ca. 777"}) == ["/stand: „ca. 777“"]
    hidden = {"summen": {"weiterleitungen": {"korrektur_delta_cent": -434568}, "personal": {"betrag_gelesen_cent": 1}}}
    assert leaks(hidden) == [
        "/summen/weiterleitungen/korrektur_delta_cent: -434568", "/summen/personal/betrag_gelesen_cent: 1",
    ]  # fmt: skip
    assert leaks({"summen": {"personal": {"betrag_zurueckgestellt_cent": 5}}}) != []


def test_a_reason_without_a_known_kind_shows_none_of_its_words(b: Bereinigung, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GRUENDE", GRUENDE[:2])
    p = pruefung(b, "oeffentlich")
    assert p["gruende"] == {ANDERER_GRUND: 3} and leaks(p) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("zurückgestellt laut korrekturen.yaml: Baustein klären", "auf Anweisung in korrekturen.yaml"),
        ("heißt wie eine Summe, nennt aber auch eine Maßnahme", "Summenzeile, die nicht aufgeht oder unklar ist"),
        ("unbekannte Kommune. Meinten Sie „Werl“?", "Kommune nicht erkannt"),
        ("Angabe fehlt", "Pflichtangabe fehlt"),
        ("kein Betrag in der Zeile", "Pflichtangabe fehlt"),
        ("enthält Kontaktdaten (Telefon)", "Kontaktdaten an der falschen Stelle"),
        ("Formel ohne gespeicherten Wert", "Formel ohne gespeicherten Wert"),
        ("kein Förderjahr (vierstellige Jahreszahl)", "Förderjahr nicht lesbar"),
        ("mehrdeutig: 1.234,00 € oder 1,234 €", "Betrag nicht eindeutig lesbar"),
        ("eine Rückzahlung steht ohne Minuszeichen", "Betrag nicht eindeutig lesbar"),
        ("führende Null: Schlüssel oder Dezimalpunkt, kein sicherer Betrag", "Betrag nicht eindeutig lesbar"),
        ("keine ganze Zahl", ANDERER_GRUND),
    ],
)
def test_every_kind_of_reason_has_its_words(text: str, kind: str) -> None:
    assert room.kind_of_reason(Hinweis("zurueckgestellt", Ort("a.csv"), text)) == kind


def test_intern_sees_every_row_with_the_most_money_first(b: Bereinigung) -> None:
    p = pruefung(b, "intern")
    assert [(r["zeile"], r["cent"]) for r in p["zeilen"]] == [(10, 432_100), (7, 12_345), (8, None)]
    first = p["zeilen"][0]
    assert (first["datei"], first["spalte"], first["wert"], first["jahr"]) == (PERSON, "Baustein", "ZZ", 2019)
    assert first["text"].startswith("Unbekannter Baustein") and first["abhilfe"]
    assert [z["datei"] for z in p["bilanz"]] == [PERSON]
    assert p["summen"]["weiterleitungen"]["korrektur_delta_cent"] == -434_568  # 654,32 - 5.000,00
    (change,) = p["aenderungen"]
    assert (change["vorher"], change["nachher"], change["delta_cent"]) == ("5.000,00", "654,32", -434_568)
    assert (change["wer"], change["datum"], change["zeile"]) == ("KI", "2020-02-03", 9)
    assert [r["art"] for r in p["befunde"]] == ["doppelt"] and p["hinweise"] == {"doppelt": 1}
    # „welcome wickede“ and „wellcome wickede“: one insertion of 31 letters, 30/31.
    assert p["kandidaten"] == [{"traeger": "Welcome Wickede", "anderer": "Wellcome Wickede", "punkte": 96}]
    assert json.loads(json.dumps(p)) == p


def test_totals_that_do_not_add_up_come_last() -> None:
    def hint(zeile: int, cent: int | None, summe: bool = False) -> Hinweis:
        return Hinweis("zurueckgestellt", Ort("a.csv", "", zeile), "x", cent=cent, summe=summe)

    rows = [hint(1, 900_000, summe=True), hint(2, None), hint(3, 5), hint(4, -700), hint(5, 5)]
    assert [h.ort.zeile for h in room.by_money(rows)] == [4, 3, 5, 2, 1]
    assert room.kind_of_reason(rows[0]) == "Summenzeile, die nicht aufgeht oder unklar ist"


def test_a_clean_folder_has_nothing_to_say(tmp_path: Path) -> None:
    p = pruefung(clean(raw_folder(tmp_path)), "intern")
    assert (p["zeilen"], p["aenderungen"], p["befunde"], p["kandidaten"]) == ([], [], [], [])
    assert (p["gruende"], p["hinweise"], p["korrekturen"], p["zurueckgestellt"]) == ({}, {}, 0, {})


@pytest.mark.parametrize("level", ["oeffentlich", "nichtoeffentlich"])
def test_nothing_protected_of_the_sample_stands_beside_the_public_tables(sample_clean: Bereinigung, level: str) -> None:
    assert leaks(pruefung(sample_clean, level)) == []


def test_public_levels_see_of_the_checks_how_many_and_how_far_only(tmp_path: Path) -> None:
    """100,00 EUR more than granted are paid: below intern that is one error and no amount."""
    paid = "1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.500,00;0,00"
    b = cleaned(tmp_path, paid)
    seen = pruefung(b, "intern")["pruefungen"]
    assert [(f["art"], f["schwere"], f["cent"], f["ort"]["zeile"]) for f in seen["befunde"]] == [
        ("auszahlung", "fehler", 10_000, 3)
    ]
    public = pruefung(b, "oeffentlich")["pruefungen"]
    assert public["zahlen"] == seen["zahlen"] == {"auszahlung": {"fehler": 1}}
    assert public.keys() == {"zahlen", "abdeckung", "geprueft"} and public["geprueft"] == 0
    assert public["abdeckung"]["auszahlung"] == {"geprueft": 1, "auffaellig": 1, "gruende": {}}
    assert leaks({"pruefungen": public}) == [] and leaks({"pruefungen": seen}) != []


def test_nothing_of_the_posts_is_counted_below_intern(sample_clean: Bereinigung) -> None:
    e = checked(sample_clean)
    seen = checks_released(e, "intern")
    assert seen["abdeckung"].keys() >= NUR_INTERN and "personalkosten" in seen["zahlen"]
    for level in ("nichtoeffentlich", "oeffentlich"):
        seen = checks_released(e, level)
        assert not NUR_INTERN & (seen["zahlen"].keys() | seen["abdeckung"].keys()) and seen["zahlen"]


@pytest.mark.parametrize("level", ["oeffentlich", "nichtoeffentlich"])
def test_public_levels_see_how_many_are_found_right_and_never_why(sample_clean: Bereinigung, level: str) -> None:
    """One finding of the posts and one of the bank: only the number of the second is told below intern."""
    open_ = {f.art: f.kennung for f in checked(sample_clean).befunde}
    arten = ("personalkosten", "spaete_rueckzahlung")
    tag, ort = date(2022, 5, 30), Ort("geprueft.yaml", zeile=2)
    entries = [Pruefvermerk(open_[art], f"weil {art} Anna 02921 123456", "Berta", tag, ort) for art in arten]
    entries.append(Pruefvermerk("2020-abcdef", "alt", "Berta", tag, ort))
    b = replace(sample_clean, konfiguration=replace(sample_clean.konfiguration, geprueft=tuple(entries)))
    e = checked(b)
    seen, public = (checks_released(e, x) for x in ("intern", level))
    assert (seen["geprueft"], public["geprueft"]) == (2, 1)
    assert {(v["art"], v["grund"], v["wer"], v["datum"]) for v in seen["vermerke"]} == {
        (art, f"weil {art} Anna [Telefon]", "Berta", "2022-05-30") for art in arten
    }
    assert leaks({"pruefungen": public}) == [] and not {"vermerke", "befunde"} & public.keys()
    assert "geprueft" in seen["zahlen"] and not NUR_INTERN & (public["zahlen"].keys() | public["abdeckung"].keys())
    before = checks_released(checked(sample_clean), level)
    assert before["abdeckung"] == public["abdeckung"], "auch was in Ordnung ist, wurde gefunden"
    late = "spaete_rueckzahlung"
    assert public["zahlen"][late]["hinweis"] == before["zahlen"][late]["hinweis"] - 1


def test_only_the_weightiest_findings_are_kept_for_the_notebooks(
    sample_clean: Bereinigung, monkeypatch: pytest.MonkeyPatch
) -> None:
    e = checked(sample_clean)
    monkeypatch.setattr(room, "HOECHSTENS", 2)
    kept = checks_released(e, "intern")
    assert [f["text"] for f in kept["befunde"]] == [f.text for f in e.befunde[:2]]
    assert sum(n for kinds in kept["zahlen"].values() for n in kinds.values()) == len(e.befunde)
