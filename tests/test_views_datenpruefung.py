"""Notebook 01 proves to the cent that nothing is lost, and outside intern shows numbers and sums only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from komman.bereinigung import Bereinigung, Schreibweise
from komman.document import Block, Bloecke, Hinweis, Satz, Tabelle
from komman.formats import parse_anzahl, parse_euro
from komman.lage import Lage, load_year
from komman.ledger import clean
from komman.prepare import prepare
from komman.project import Projekt
from komman.pruefung import checked, pruefung
from komman.views import datenpruefung as view
from tests.raw_folder import KOPF, NAME, raw_folder

KORREKTUREN = """\
korrekturen:
  - aktion: setze
    datei: liste_2019.csv
    zeile: 3
    erwarte: {ausgezahlt: "2.400,00"}
    setze: {ausgezahlt: "2.000,00"}
    grund: Zahlendreher
    wer: KI
    datum: "2020-02-03"
    status: offen
"""
ZEILEN = (
    "1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;0,00",
    "2;Wickede (Ruhr);Welcome Wickede;D1;;70,00;70,00;0,00",
    "2;Wickede (Ruhr);Welcome Wickede;D1;;70,00;70,00;0,00",
    "4;Wickede (Ruhr);Wellcome Wickede;D1;;70,00;70,00;0,00",
    "5;Wikkede;Brücke Anröchte;B1;1;1.000,50;1.000,50;0,00",
    "6;Anröchte;Brücke Anröchte;B1;1;ca. 777;ca. 777;0,00",
    "Summe;;;;;;3.610,50;",
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def small(ziel: Path, **dateien: str) -> tuple[Lage, Bereinigung]:
    text = "\n".join(["Förderjahr 2019", KOPF, *ZEILEN]) + "\n"
    raw = raw_folder(ziel, {NAME: text, **dateien})
    prepare(Projekt(ziel, ziel, ziel), ("intern",))
    return load_year(2019, "intern", str(ziel / "processed" / "intern")), clean(raw)


@pytest.fixture
def intern(tmp_path: Path) -> Lage:
    return small(tmp_path, **{"korrekturen.yaml": KORREKTUREN})[0]


@pytest.fixture
def public(tmp_path: Path) -> Lage:
    lage, b = small(tmp_path, **{"korrekturen.yaml": KORREKTUREN})
    return replace(lage, freigabe="oeffentlich", beilagen={"pruefung": pruefung(b, "oeffentlich", checked(b))})


def table(block: object) -> Tabelle:
    assert isinstance(block, Tabelle)
    return block


def texts(*blocks: object) -> str:
    flat = [x for b in blocks for x in (b.bloecke if isinstance(b, Bloecke) else [b])]
    return "\n".join(x.plain() for x in flat if isinstance(x, Block))


def everything(lage: Lage) -> str:
    views = (view.kopf, view.beweis, view.bilanz, view.dateien, view.zurueckgestellt, view.korrekturen, view.befunde)
    return texts(*(v(lage) for v in views), view.zusammenfuehren(lage))


def test_the_proof_names_every_row_and_every_cent(intern: Lage) -> None:
    assert plain(view.beweis(intern).text) == (
        "Gelesen wurden 1 Datei mit zusammen 9 Zeilen; jede hat ihren Platz: 2 im Kopf, 0 leer, 1 mit Summen und 6 mit "
        "Angaben. Von diesen sind 4 übernommen und 2 zurückgestellt. Die Weiterleitungen gehen auf den Cent auf: "
        "3.610,50 € gelesen, davon 2.610,00 € übernommen und 1.000,50 € zurückgestellt. "
        "Mit den Korrekturen (−400,00 €) stehen 2.210,00 € in den Tabellen."
    )


def test_the_tables_of_the_balance_add_up(intern: Lage) -> None:
    whole = table(view.bilanz(intern))
    assert whole.zeilen == [[name, "9", "2", "0", "1", "6", "4", "2"] for name in ("Weiterleitungen", "zusammen")]
    files = view.dateien(intern)
    assert isinstance(files, Bloecke)
    rows, money, own = map(table, files.bloecke[:3])
    assert rows.zeilen == [[f"{NAME}, Weiterleitungen", "9", "2", "0", "1", "6", "4", "2"]]
    (line,) = money.zeilen
    assert [plain(c) for c in line[1:]] == ["ausgezahlt", "3.610,50 €", "2.610,00 €", "1.000,50 €", "−400,00 €"]
    assert [plain(c) for c in own.zeilen[0][1:]] == ["ausgezahlt", "3.610,50 €", "3.610,50 €", "0,00 €"]
    read, taken, aside, _ = (parse_euro(c) or 0 for c in line[2:])
    assert read == taken + aside


def test_how_a_column_is_written_is_told_at_intern_only(tmp_path: Path) -> None:
    lage, b = small(tmp_path)
    b = replace(b, schreibweisen=[Schreibweise(NAME, "", "weiterleitungen", "x", "Geld", "komma", "Werte", 2)])
    seen = {level: pruefung(b, level, checked(b)) for level in ("intern", "oeffentlich")}
    blocks = view.dateien(replace(lage, beilagen={"pruefung": seen["intern"]}))
    assert isinstance(blocks, Bloecke)
    last = table(blocks.bloecke[-1])
    assert last.zeilen == [[f"{NAME}, Weiterleitungen", "Geld", "Komma", "die Werte der Spalte", "2"]]
    assert "schreibweisen" not in seen["oeffentlich"]


def test_rows_set_aside_are_shown_by_money_with_reason_and_remedy(intern: Lage) -> None:
    satz, kinds, rows = view.zurueckgestellt(intern).bloecke
    assert isinstance(satz, Satz) and "für 2019 1 Zeile über 1.000,50" in plain(satz.text)
    assert table(kinds).zeilen == [["Betrag nicht eindeutig lesbar", "1"], ["Kommune nicht erkannt", "1"]]
    first, second = table(rows).zeilen
    assert [plain(c) for c in first[:3]] == [f"{NAME}, Zeile 7, Kommune", "1.000,50 €", "Wikkede"]
    assert first[3].startswith("Unbekannte Kommune.") and first[4]
    assert second[0].startswith(f"{NAME}, Zeile 8") and second[1] == "nicht lesbar oder leer"


def test_corrections_are_shown_with_before_after_and_author(intern: Lage) -> None:
    t = table(view.korrekturen(intern))
    assert t.titel == "Korrekturen in 1 Zeile" and t.fussnote == "Noch offen: 1 Zeile."
    assert [[plain(c) for c in z] for z in t.zeilen] == [
        [
            f"{NAME}, Zeile 3, ausgezahlt_cent", "2.400,00", "2.000,00", "−400,00 €",
            "Zahlendreher, KI, 03.02.2020, offen",
        ]
    ]  # fmt: skip


def test_a_deleted_row_is_called_deleted(tmp_path: Path) -> None:
    entry = KORREKTUREN.replace("setze\n", "loesche\n", 1).replace('    setze: {ausgezahlt: "2.000,00"}\n', "")
    lage, _ = small(tmp_path, **{"korrekturen.yaml": entry})
    changes = {plain(z[0]): [plain(c) for c in z[1:4]] for z in table(view.korrekturen(lage)).zeilen}
    assert changes[f"{NAME}, Zeile 3, ausgezahlt_cent"] == ["2.400,00", "gelöscht", "−2.400,00 €"]


def test_duplicates_and_alike_names_are_shown(intern: Lage) -> None:
    (row,) = table(view.befunde(intern)).zeilen
    assert row[:2] == ["Doppelt", f"{NAME}, Zeile 5"] and plain(row[3]) == "70,00 €"
    assert [z[:2] for z in table(view.zusammenfuehren(intern)).zeilen] == [["Welcome Wickede", "Wellcome Wickede"]]


def test_public_levels_say_how_many_and_why_not_more(public: Lage) -> None:
    assert "Auch die Beträge gehen auf den Cent auf" in view.beweis(public).text
    assert isinstance(view.dateien(public), Hinweis)
    assert len(view.zurueckgestellt(public).bloecke) == 2
    assert texts(view.korrekturen(public)).startswith("1 Zeile ist von Hand korrigiert;")
    assert table(view.befunde(public)).zeilen == [["Doppelt", "1"]]
    said = plain(everything(public))
    for secret in (NAME, "Wikkede", "come Wickede", "777", "2.610,00", "400,00", "Zahlendreher", "Zeile 7"):
        assert secret not in said, secret


def test_the_secrets_of_that_test_are_there_at_intern(intern: Lage) -> None:
    said = plain(everything(intern))
    for secret in (NAME, "Wikkede", "come Wickede", "777", "2.610,00", "400,00", "Zahlendreher", "Zeile 7"):
        assert secret in said, secret


def test_a_clean_folder_says_so(tmp_path: Path) -> None:
    raw_folder(tmp_path)
    prepare(Projekt(tmp_path, tmp_path, tmp_path), ("intern",))
    lage = load_year(2019, "intern", str(tmp_path / "processed" / "intern"))
    assert texts(view.zurueckgestellt(lage)) == "Keine Zeile der Förderlisten ist zurückgestellt."
    assert texts(view.korrekturen(lage)) == "Die Datei korrekturen.yaml ändert keine Zeile."
    assert texts(view.befunde(lage)) == "Sonst ist beim Lesen nichts aufgefallen."
    assert texts(view.zusammenfuehren(lage)).startswith("Keine zwei Träger")
    assert "Korrekturen" not in view.beweis(lage).text


def test_the_head_is_about_the_whole_folder(intern: Lage) -> None:
    old = replace(intern, stand=intern.stand.replace(year=2020))
    assert (view.kopf(old).untertitel, view.kopf(old).stand) == ("Alle vorliegenden Listen", "2022-05-31")


def test_a_long_list_is_cut_and_says_where_the_rest_is(intern: Lage) -> None:
    p = intern.beilagen["pruefung"]
    many = {k: p[k] * 101 for k in ("zeilen", "aenderungen", "befunde", "kandidaten")}
    lage = replace(intern, beilagen={"pruefung": {**p, **many}})
    tables = [view.zurueckgestellt(lage).bloecke[2], *(f(lage) for f in (view.korrekturen, view.befunde))]
    assert [len(table(t).zeilen) for t in tables] == [100, 100, 100]
    notes = [table(t).fussnote for t in tables]
    assert "100 von 202; alle stehen in zurueckgestellt.csv" in notes[0]
    assert "100 von 101; alle stehen in korrekturen.csv" in notes[1] and "komman pruefe" in notes[2]
    assert "100 ähnlichsten von 101 Paaren" in table(view.zusammenfuehren(lage)).fussnote


def test_every_numeric_cell_can_be_read_back(intern: Lage) -> None:
    files = view.dateien(intern)
    assert isinstance(files, Bloecke)
    for t in (view.bilanz(intern), *map(table, files.bloecke)):
        for column, s in enumerate(t.spalten):
            if s.einheit != "text":
                parse = parse_euro if s.einheit == "euro" else parse_anzahl
                assert all(parse(z[column]) is not None for z in t.zeilen), s.name
            assert (s.einheit != "text") == (s.ausrichtung == "rechts")


def test_without_weiterleitungen_the_proof_still_holds(intern: Lage) -> None:
    p = {**intern.beilagen["pruefung"]}
    p["summen"] = {"personal": p["summen"]["weiterleitungen"]}
    assert "Auch die Beträge" in view.beweis(replace(intern, beilagen={"pruefung": p})).text


def test_rows_outside_the_kreis_are_a_part_of_the_proof(tmp_path: Path, intern: Lage) -> None:
    (tmp_path / "land").mkdir()
    quellen = f"quellen:\n  - datei: {NAME}\n    orte_ausserhalb: [Wikkede]\n"
    lage, b = small(tmp_path / "land", **{"quellen.yaml": quellen})
    text = plain(view.beweis(lage).text)
    assert "Von diesen sind 4 übernommen, 1 außerhalb des Kreises und 1 zurückgestellt." in text
    assert "2.610,00 € übernommen, 1.000,50 € außerhalb des Kreises und 0,00 € zurückgestellt" in text
    table = view.bilanz(lage)
    assert "außerhalb" in [s.name for s in table.spalten] and "außerhalb des Kreises" in table.fussnote
    files = view.dateien(lage)
    assert isinstance(files, Bloecke) and "1.000,50 €" in plain("".join(b.plain() for b in files.bloecke))
    # Without such a row nothing speaks of them.
    assert "außerhalb" not in view.beweis(intern).text and "außerhalb" not in view.bilanz(intern).fussnote
    public = pruefung(b, "oeffentlich", checked(b))
    seen = replace(lage, freigabe="oeffentlich", beilagen={"pruefung": public})
    assert "1 außerhalb des Kreises" in plain(view.beweis(seen).text) and "1.000" not in plain(view.beweis(seen).text)
