"""The sentences and tables of notebook 06, of a ledger made by hand and of the sample."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from komman.__main__ import main
from komman.document import Bloecke, Hinweis, Satz, Tabelle, Ueberschrift
from komman.formats import parse_anzahl, parse_euro
from komman.lage import Lage, load_year
from komman.microaggregate import GESAMMELT
from komman.outcomes import by_baustein
from komman.project import Projekt
from komman.tables import empty
from komman.views import verwendungsnachweis as view
from komman.views import verwendungsnachweis_fristen as fristen
from komman.views import verwendungsnachweis_geld as geld
from tests.lagen import made, plain
from tests.ledgers import weiterleitungen
from tests.test_nachweis import BESCHEIDE, LEDGER, ZAHLUNGEN, bookings, letters


def lage(
    ledger: str = LEDGER, bescheide: str = BESCHEIDE, zahlungen: str = ZAHLUNGEN, freigabe: str = "intern", **more: Any
) -> Lage:
    w = weiterleitungen(ledger)
    tabellen = {
        "weiterleitungen": w,
        "zahlungen": bookings(zahlungen) if zahlungen else empty("zahlungen"),
        "personal": empty("personal"),
        "bescheide": letters(bescheide) if bescheide else empty("bescheide"),
    }
    return made(w, 2018, tabellen=tabellen, freigabe=freigabe, stand=date(2019, 5, 31), **more)


def with_rules(*regeln: tuple[str, str]) -> dict[str, Any]:
    """What a Kreis states in regeln.yaml, as a Lage carries it."""
    return {"regeln": [
        {"name": name, "werte": [{"ab": "2018-01-01", "wert": wert, "rechtsstand": "in_kraft", "beleg": "zweitquelle",
                                  "quelle": "Bescheid"}]}
        for name, wert in regeln
    ]}  # fmt: skip


def cells(t: object) -> list[list[str]]:
    assert isinstance(t, Tabelle)
    return [[plain(c) for c in z] for z in t.zeilen]


def test_the_summary_says_first_whether_the_nachweis_is_filed() -> None:
    assert plain(view.zusammenfassung(lage()).text) == (
        "Der Verwendungsnachweis für das Förderjahr 2018 wurde am 22.05.2019 eingereicht. Das Land bewilligte dem "
        "Kreis für Programmteil II 5.000,00 €, abgerufen wurden 4.400,00 €. An die Träger ausgezahlt wurden "
        "4.300,00 €. Davon sind 3.640,00 € anerkannt; zurückzuzahlen sind 660,00 €, zurückgezahlt sind 360,00 €."
    )
    unfiled = "\n".join(z for z in BESCHEIDE.splitlines() if "nachweis" not in z)
    open_year = lage(LEDGER.replace("740,00", ""), unfiled)
    text = plain(view.zusammenfassung(open_year).text)
    assert text.startswith(
        "Der Verwendungsnachweis für das Förderjahr 2018 ist beim Stand 31.05.2019 noch offen. 1 von 3 "
    )
    assert text.endswith("Bisher sind 2.900,00 € anerkannt.")
    assert "noch offen" in view.zusammenfassung(lage(bescheide="")).text


def test_what_the_data_do_not_hold_is_no_zero() -> None:
    rows = cells(view.einnahmen(lage()))
    assert [r[1:] for r in rows[:3]] == [["keine Angabe", "–", "keine Angabe", "–"]] * 3
    assert rows[3][1:] == rows[4][1:] == ["5.000,00 €", "100,0 %", "4.400,00 €", "100,0 %"]
    assert cells(view.einnahmen(lage(bescheide="", zahlungen="")))[3][1:] == ["keine Angabe", "–"] * 2


def test_spending_by_baustein_sums_up() -> None:
    t = view.ausgaben(lage())
    assert [r[1:] for r in cells(t)] == [
        ["800,00 €", "400,00 €", "400,00 €", "400,00 €"],
        ["4.000,00 €", "3.250,00 €", "3.240,00 €", "760,00 €"],
        ["4.800,00 €", "3.650,00 €", "3.640,00 €", "1.160,00 €"],
    ]
    assert "Den Trägern sind 200,00 € weniger bewilligt" in plain(t.fussnote) and "fehlt noch" not in t.fussnote
    gap = view.ausgaben(lage(LEDGER.replace("740,00", "")))
    assert cells(gap)[-1][3:] == ["noch offen", "noch offen"]
    assert "Von 3 Maßnahmen fehlt noch: „anerkannt“ bei 1 (bekannt sind zusammen 2.900,00 €)." in plain(gap.fussnote)


def test_units_with_and_without_a_rate() -> None:
    t = geld.festbetraege(lage())
    assert [r[1:] for r in cells(t)] == [
        ["2", "1", "nicht belegt", "–", "400,00 €", "–"],
        ["16", "13", "250,00 € je Maßnahme und Monat", "3.250,00 €", "3.240,00 €", "−10,00 €"],
    ]
    assert "Pauschale B2, Förderjahr 2018: 250,00 € je Maßnahme und Monat; in Kraft; Quelle" in plain(t.fussnote)
    assert plain(geld.abweichungen(lage()).text) == (
        "Von nachgewiesen × Pauschale weicht das Anerkannte ab: B2 um −10,00 €. Pauschale nicht belegt: A2; dort ist "
        "nichts nachzurechnen."
    )
    exact = geld.abweichungen(lage(LEDGER.replace("740,00", "750,00"))).text
    assert exact.startswith("Keine Abweichung: B2.")


def test_the_way_of_the_money_and_the_amount_filed() -> None:
    t = geld.geldfluss(lage())
    rows = {r[0]: r[1] for r in cells(t)}
    assert rows["dem Land noch zu erstatten"] == "60,00 €" and rows["nicht abgerufen"] == "600,00 €"
    assert "stimmt mit den anerkannten Beträgen der Förderliste überein" in t.fussnote
    off = geld.geldfluss(lage(LEDGER.replace("740,00", "740,01")))
    assert "nennt 0,01 € weniger, als in der Förderliste anerkannt ist" in plain(off.fussnote)
    without = {r[0]: r[1] for r in cells(geld.geldfluss(lage(zahlungen="")))}
    assert without["vom Land abgerufen"] == without["an das Land erstattet"] == "keine Angabe"
    unknown = {r[0]: r[1] for r in cells(geld.geldfluss(lage(LEDGER.replace("260,00", ""))))}
    assert unknown["dem Land noch zu erstatten"] == "noch offen"


def test_what_goes_back_and_what_the_kreis_still_owes() -> None:
    assert [r[1:] for r in cells(geld.gruende(lage()))] == [
        ["1", "0,00 €", "400,00 €", "0,00 €"],
        ["3", "500,00 €", "250,00 €", "10,00 €"],
        ["–", "500,00 €", "650,00 €", "10,00 €"],
    ]
    assert cells(geld.rueckzahlungen(lage()))[-1] == ["Insgesamt", "660,00 €", "360,00 €", "300,00 €"]
    assert plain(geld.erstattungen(lage()).text) == (
        "An das Land erstattet wurden 300,00 € (am 15.05.2019). Zurückgezahlt haben die Träger 360,00 €; der Kreis "
        "schuldet dem Land davon noch 60,00 €."
    )
    public = geld.erstattungen(lage(freigabe="oeffentlich")).text
    assert "15.05.2019" not in public, "days of bookings are internal"
    paid = geld.erstattungen(lage(zahlungen=ZAHLUNGEN.replace("300,00", "360,00"))).text
    assert paid.endswith("schuldet dem Land daraus nichts mehr.")
    assert "nicht in den Daten." in geld.erstattungen(lage(zahlungen="")).text


def test_bookings_left_out_by_the_freigabe_are_not_taken_for_all() -> None:
    some = lage(freigabe="oeffentlich", fehlende_buchungen=frozenset({2018}))
    assert "bei dieser Freigabe nicht gezeigt" in geld.erstattungen(some).text
    assert {r[0]: r[1] for r in cells(geld.geldfluss(some))}["vom Land abgerufen"] == "keine Angabe"
    other = lage(freigabe="oeffentlich", fehlende_buchungen=frozenset({2017}))
    assert {r[0]: r[1] for r in cells(geld.geldfluss(other))}["vom Land abgerufen"] == "4.400,00 €"


def test_a_lage_knows_of_which_years_bookings_are_left_out(prepared: Projekt, tmp_path: Path) -> None:
    folder = tmp_path / "oeffentlich"
    shutil.copytree(prepared.processed / "oeffentlich", folder)
    kopf = json.loads((folder / "lage.json").read_text(encoding="utf-8"))
    assert load_year(2020, "oeffentlich", str(folder)).fehlende_buchungen == frozenset()
    kopf["ungezeigt"].append({"art": "buchungen", "jahre": {"2020": 1}})
    (folder / "lage.json").write_text(json.dumps(kopf), encoding="utf-8")
    less = load_year(2020, "oeffentlich", str(folder))
    assert less.fehlende_buchungen == {2020} and view.geld(less)["abgerufen"] is None


@pytest.mark.langsam
def test_the_report_alone_is_a_workbook_with_a_sheet_per_traeger(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    root = ["--projekt", str(projekt.daten.parent)]
    assert main(["bericht", "2018", "--freigabe", "intern", "--nur", "06", "--format", "html,xlsx", *root]) == 0
    ordner = projekt.ausgabe / "2018" / "intern"
    assert "06_verwendungsnachweis.xlsx" in (ordner / "index.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(ordner / "06_verwendungsnachweis.xlsx")
    assert {"Ausgaben im Förderjahr 2018", "Stadt Werl", "Frauenkreis Morgenlicht"} <= set(book.sheetnames)
    rows = list(book["Frauenkreis Morgenlicht"].iter_rows(min_row=7, max_row=8, values_only=True))
    assert rows[0][1:] == ("B2", 12, 10, 3000, 2500, 2500, 2500, 0, 0), "the booking back is in it"
    assert rows[1][4:] == rows[0][4:]


def test_programmteil_i_with_posts_and_material() -> None:
    t = view.programmteil_i(lage())
    assert cells(t) == [
        ["Stellen", "75.000,00 €", "–", "–", "noch offen"],
        ["Sachausgaben", "15.000,00 €", "–", "–", "noch offen"],
    ]
    assert isinstance(t, Tabelle) and "nicht gezeigt" not in t.fussnote
    public = view.programmteil_i(lage(freigabe="oeffentlich"))
    assert isinstance(public, Tabelle) and "bei dieser Freigabe nicht gezeigt" in public.fussnote
    assert isinstance(view.programmteil_i(lage(bescheide="")), Hinweis)


def test_letters_with_day_and_number() -> None:
    rows = cells(view.bescheide(lage()))
    assert rows[1] == ["II: Maßnahmen vor Ort", "Bescheid", "18.05.2018", "–", "5.100,00 €"]
    assert [r[0] for r in rows] == ["II: Maßnahmen vor Ort"] * 4 + ["I: Stellen", "I: Sachausgaben"]
    assert isinstance(view.bescheide(lage(bescheide="")), Hinweis)


def test_deadlines_are_told_or_said_to_be_unknown() -> None:
    gap = LEDGER.replace("740,00", "")
    (satz, tabelle) = fristen.offene_nachweise(lage(gap)).bloecke
    assert isinstance(satz, Satz) and "Die Frist der Träger ist nicht belegt. Die Frist des Kreises" in satz.text
    assert cells(tabelle) == [["in Prüfung", "1", "1.000,00 €", "1.000,00 €"]]
    known = with_rules(("nachweisfrist_traeger", "2019-02-28"), ("nachweisfrist_kreis", "2019-05-31"))
    (satz, _) = fristen.offene_nachweise(lage(gap, beilagen=known)).bloecke
    assert isinstance(satz, Satz)
    assert (
        "Die Frist der Träger war der 28.02.2019; sie ist überschritten. Die Frist des Kreises: 31.05.2019."
        in satz.text
    )
    (satz,) = fristen.offene_nachweise(lage(beilagen=known)).bloecke
    assert isinstance(satz, Satz) and "überschritten" not in satz.text


def test_an_open_massnahme_of_a_pool_counts_with_the_average_and_that_is_said() -> None:
    said = "Maßnahmen unter „nicht benannt“ zählen mit dem Durchschnitt ihrer Gruppe."

    def footnote(pooled: bool = True, whole: bool = False) -> str:
        found = lage(LEDGER.replace("740,00", ""))
        w = found.weiterleitungen
        if pooled:
            w["traeger_id"] = [f"{GESAMMELT}2018-{i:03d}" for i in range(len(w))]
        if whole:
            w[["nachgewiesen_cent", "anerkannt_cent"]] = pd.NA
        (_, table) = fristen.offene_nachweise(found).bloecke
        assert isinstance(table, Tabelle)
        return table.fussnote

    assert said in footnote()
    assert said not in footnote(pooled=False)
    assert said not in footnote(whole=True), "a pool that is open as a whole has true sums"


def test_interest_is_a_rule_and_never_an_amount() -> None:
    text = fristen.pflichten(lage()).text
    assert "ist für 2019 nicht belegt; ein Zinssatz aus Bescheid oder Vertrag ist nicht belegt." in text
    assert "Zinsen sind hier nicht berechnet" in text and "€" not in text
    assert "also bis einschließlich 22.05.2024." in text and "ANBest-G Nr. 7.5" in text
    late = lage(bescheide="", beilagen=with_rules(("zinssatz_vertrag", "4,5")))
    text = plain(fristen.pflichten(late).text)
    assert "Bescheid oder Vertrag nennen 4,5 %" in text and "der Tag steht noch nicht fest" in text


def test_the_head_names_authority_purpose_and_sums() -> None:
    t = view.angaben(lage())
    rows = dict(cells(t))
    assert rows["Bewilligungsbehörde"].startswith("Bezirksregierung Arnsberg") and "MBl. NRW 2018 Nr. 3" in t.fussnote
    assert rows["Bewilligungszeitraum"] == "nicht belegt" and rows["Insgesamt bewilligt"] == "5.000,00 €"
    period = with_rules(("bewilligungszeitraum_beginn", "2018-01-01"), ("bewilligungszeitraum_ende", "2018-12-31"))
    assert dict(cells(view.angaben(lage(beilagen=period))))["Bewilligungszeitraum"] == "01.01.2018 bis 31.12.2018"


def test_a_sheet_per_traeger_only_intern() -> None:
    blocks = geld.traeger(lage()).bloecke
    assert [b.text for b in blocks if isinstance(b, Ueberschrift)] == ["K Soest", "V Eins", "V Zwei"]
    sheet = blocks[5]
    assert isinstance(sheet, Tabelle) and sheet.titel == "V Zwei: 1 Maßnahme" and sheet.summenzeile
    assert cells(sheet) == [
        ["2", "B2", "4", "3", "1.000,00 €", "1.000,00 €", "750,00 €", "740,00 €", "260,00 €", "0,00 €"],
        ["Summe", "–", "–", "–", "1.000,00 €", "1.000,00 €", "750,00 €", "740,00 €", "260,00 €", "0,00 €"],
    ]
    for level in ("oeffentlich", "nichtoeffentlich"):
        (hint,) = geld.traeger(lage(freigabe=level)).bloecke
        assert isinstance(hint, Hinweis) and "V Zwei" not in hint.text


def total(t: object, column: int) -> int | None:
    assert isinstance(t, Tabelle)
    return parse_euro(t.zeilen[-1][column])


@pytest.mark.parametrize("freigabe", ["oeffentlich", "intern"])
@pytest.mark.parametrize("jahr", [2018, 2020, 2021, 2022, 2024])
def test_the_sample_adds_up(prepared: Projekt, jahr: int, freigabe: str) -> None:
    sample = load_year(jahr, freigabe, str(prepared.processed / freigabe))
    df = by_baustein(sample.weiterleitungen, jahr)
    spent = view.ausgaben(sample)
    for column, mass in ((1, "bewilligt"), (2, "nachgewiesen"), (3, "anerkannt")):
        complete = not df[f"fehlt_{mass}"].any()
        assert total(spent, column) == (int(df[f"{mass}_cent"].sum()) if complete else None)
    g = view.geld(sample)
    if jahr == 2021:
        assert view.zusammenfassung(sample).text.startswith(
            "Der Verwendungsnachweis für das Förderjahr 2021 ist beim Stand 31.05.2022 noch offen."
        )
        assert isinstance(geld.rueckzahlungen(sample), Hinweis) and g["anerkannt"] is None
        return
    assert g["abgerufen"] == sum(g[k] or 0 for k in ("anerkannt", "noch_offen", "erstattet", "beim_kreis")), (
        "no cent lost"
    )
    assert g["noch_offen"] == g["noch_zu_erstatten"] == 0
    assert total(geld.rueckzahlungen(sample), 2) == g["zurueckgezahlt"] == g["erstattet"]
    assert "stimmt mit den anerkannten Beträgen" in geld.geldfluss(sample).fussnote
    assert f"am 22.05.{jahr + 1} eingereicht" in view.zusammenfassung(sample).text


def test_the_sheets_of_the_sample_are_the_whole_year(prepared: Projekt) -> None:
    sample = load_year(2020, "intern", str(prepared.processed / "intern"))
    blocks = geld.traeger(sample)
    sheets = [b for b in blocks.bloecke if isinstance(b, Tabelle)]
    assert len(sheets) == int(sample.zeile["traeger"]) == len(blocks.bloecke) / 2
    for column, mass in ((5, "ausgezahlt"), (7, "anerkannt"), (8, "zurueckgezahlt")):
        assert sum(total(s, column) or 0 for s in sheets) == int(sample.zeile[f"{mass}_cent"])
    assert sum(parse_anzahl(z[2]) or 0 for s in sheets for z in s.zeilen) > 100
    assert "−1.750,00 €" not in str([plain(c) for s in sheets for z in s.zeilen for c in z]), (
        "rows of a Maßnahme are one"
    )


def test_no_public_block_names_a_day_of_booking_or_a_single_massnahme(prepared: Projekt) -> None:
    sample = load_year(2020, "oeffentlich", str(prepared.processed / "oeffentlich"))
    said = ""
    shows: list[Any] = [view.zusammenfassung, view.angaben, view.bescheide, view.einnahmen, view.ausgaben]
    shows += [view.programmteil_i, geld.abweichungen, geld.festbetraege, geld.geldfluss, geld.gruende]
    shows += [geld.rueckzahlungen, geld.erstattungen, geld.traeger]
    for show in (*shows, fristen.offene_nachweise, fristen.pflichten, fristen.regeln):
        block = show(sample)
        said += "\n".join(b.plain() for b in (block.bloecke if isinstance(block, Bloecke) else (block,)))
    ids = [i for i in sample.weiterleitungen["massnahme_id"] if i in said]
    assert ids == [] and "17.05.2021" not in said
    inside = load_year(2020, "intern", str(prepared.processed / "intern"))
    assert "17.05.2021" in geld.erstattungen(inside).text
    assert pd.notna(inside.tabellen["zahlungen"]["datum"]).all()
