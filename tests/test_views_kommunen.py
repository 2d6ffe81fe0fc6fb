"""The sentences, picture and tables of notebook 03."""

from __future__ import annotations

import pandas as pd
import pytest

from komman.document import Satz, Ueberschrift
from komman.formats import parse_anzahl, parse_euro
from komman.kreis import Kommune
from komman.lage import Lage, load_year
from komman.project import Projekt
from komman.views import jahresergebnis
from komman.views import kommunen as view
from tests.lagen import made, plain
from tests.ledgers import weiterleitungen

LEDGER = weiterleitungen("""
    az| jahr| ort      | träger  | baustein| bewilligt| ausgezahlt| zurueckgezahlt
    1 | 2017| Soest    | V Eins  | B2      | 800,00   | 800,00    | 49,50
    2 | 2017| Werl     | V Eins  | B2      | 500,00   | 500,00    | 0,00
    3 | 2018| kreisweit| V Zwei  | D1      | 300,00   | 300,00    | 0,00
    4 | 2018| Soest    | V Eins  | B2      | 900,00   | 900,00    | 0,00
    5 | 2018| Soest    | V Drei  | A2      | 100,00   | 100,00    | 0,00
    6 | 2018| Ense     | V Zwei  | B1      | 44,00    | 44,00     | 0,00
""")


def text(block: object) -> str:
    return plain(block.text) if isinstance(block, Satz) else ""


def test_the_summary_names_those_without_funding() -> None:
    # (300 + 900 + 100 + 44) / 14.000 * 1000 = 96,00
    assert text(view.zusammenfassung(made(LEDGER, 2018))) == (
        "Im Förderjahr 2018 wurden Maßnahmen in 2 der 5 Kommunen gefördert. Ohne Förderung blieben Anröchte, Warstein "
        "und Werl. Im ganzen Kreis wurden je 1.000 Einwohnerinnen und Einwohner 96,00 € netto weitergeleitet."
    )
    hidden = text(view.zusammenfassung(made(LEDGER, 2018, (), {2018: 1})))
    assert "in 3 der 5 Kommunen" in hidden and "Nicht namentlich genannt sind Anröchte, Warstein und Werl." in hidden
    assert "Ohne Förderung" not in hidden and "je 1.000" not in hidden


def test_the_picture_says_in_a_sentence_what_it_shows() -> None:
    # Soest: 100.000 cents * 1000 / 4.500 = 22.222,2; Ense: 4.400 * 1000 / 2.500 = 1.760.
    assert plain(view.karte(made(LEDGER, 2018)).alt) == (
        "Kachelkarte, netto weitergeleitet je 1.000 Einwohnerinnen und Einwohner: am meisten in Soest mit 222,22 €, "
        "am wenigsten in Ense mit 17,60 €; ohne Förderung: Anröchte, Warstein und Werl."
    )
    bars = view.karte(made(LEDGER, 2018, (), {2018: 1}, kacheln=False))
    assert plain(bars.alt) == (
        "Balkendiagramm, netto weitergeleitet: am meisten in Soest mit 1.000,00 €, am wenigsten in Ense mit 44,00 €; "
        "nicht namentlich genannt: Anröchte, Warstein und Werl."
    )
    nothing = LEDGER.assign(ausgezahlt_cent=pd.NA, bewilligt_cent=pd.NA).astype(LEDGER.dtypes)
    assert "für keine Kommune ist ein Betrag bekannt" in view.karte(made(nothing, 2018)).alt


def test_the_table_names_its_denominator_and_ends_with_the_kreis() -> None:
    t = view.tabelle(made(LEDGER, 2018))
    assert [[plain(c) for c in z] for z in t.zeilen] == [
        ["Anröchte", "0", "0", "–", "–", "0 von 2"],
        ["Ense", "1", "1", "44,00 €", "17,60 €", "1 von 2"],
        ["Soest", "2", "2", "1.000,00 €", "222,22 €", "2 von 2"],
        ["Warstein", "0", "0", "–", "–", "0 von 2"],
        ["Werl", "0", "0", "–", "–", "1 von 2"],
        ["kreisweit", "1", "1", "300,00 €", "–", "–"],
        ["Kreis", "3", "4", "1.344,00 €", "96,00 €", "–"],
    ]
    assert "Einwohnerinnen und Einwohner am 31.12.2018, Grundlage Zensus 2022 (Quelle: Amt)." in t.fussnote
    assert "kreisweit: " in t.fussnote and t.summenzeile
    assert [s.einheit for s in t.spalten] == ["text", "anzahl", "anzahl", "euro", "euro", "text"]
    ohne = view.tabelle(made(LEDGER, 2018, (), {2018: 2}))
    assert ohne.zeilen[0] == ["Anröchte", "–", "–", "nicht namentlich", "–", "0 von 2"]
    assert "Einwohnerzahlen sind nicht hinterlegt." in ohne.fussnote


def test_never_is_said_only_where_it_can_be_known() -> None:
    assert text(view.nie(made(LEDGER, 2018))) == (
        "In den Förderjahren 2017 und 2018 steht keine Maßnahme in Anröchte und Warstein in den Förderlisten."
    )
    assert text(view.nie(made(LEDGER, 2018, (), {2017: 1}))) == (
        "Nicht namentlich genannt werden diese Kommunen in den Förderjahren 2017 und 2018: Anröchte und "
        "Warstein. Ob dort "
        "etwas gefördert wurde, lässt sich nicht sagen: im Förderjahr 2017 sind Kommunen nur unter „nicht zugeordnet“ "
        "enthalten."
    )
    alle = weiterleitungen("\n".join(["ort | träger | bewilligt", *(f"{o} | V A | 1,00" for o in
                           ("Anröchte", "Ense", "Soest", "Warstein", "Werl"))]))  # fmt: skip
    assert text(view.nie(made(alle, 2019))) == (
        "Jede der 5 Kommunen des Kreises wurde im Förderjahr 2019 mindestens einmal gefördert."
    )


def test_a_kreisfreie_stadt_has_one_kommune_only() -> None:
    w = weiterleitungen("ort | träger | ausgezahlt | zurueckgezahlt\nSoest | V A | 5,00 | 0,00")
    lage = made(w, 2019, (), orte=(Kommune(ags="05974040", name="Soest"),))
    assert text(view.nie(lage)) == "Die einzige Kommune wurde im Förderjahr 2019 mindestens einmal gefördert."
    assert "Maßnahmen in der einzigen Kommune gefördert." in text(view.zusammenfassung(lage))
    assert "an 1 Träger in der einzigen Kommune weitergeleitet." in text(jahresergebnis.zusammenfassung(lage))


def profile(lage: Lage, name: str) -> str:
    blocks = view.steckbriefe(lage).bloecke
    heads = [b.text if isinstance(b, Ueberschrift) else "" for b in blocks]
    return text(blocks[heads.index(name) + 1])


def test_the_profile_of_a_kommune() -> None:
    lage = made(LEDGER, 2018)
    assert profile(lage, "Soest") == (
        "Hier wurden in jedem der 2 Förderjahre 2017 und 2018 Maßnahmen gefördert. Netto weitergeleitet wurden "
        "2017 und 2018 "
        "zusammen 1.750,50 €. 2018 wurden 1.000,00 € an 2 Träger für 2 Maßnahmen netto weitergeleitet, das "
        "sind 222,22 € "
        "je 1.000 Einwohnerinnen und Einwohner. Gegenüber 2017 (750,50 €) sind es 249,50 € mehr. Am meisten "
        "entfiel auf "
        "den Baustein B2 (Zusammenkommen und Orientierung): 900,00 €."
    )
    assert profile(lage, "Ense") == (
        "Gefördert wurden Maßnahmen hier im Förderjahr 2018. 2018 wurden 44,00 € an 1 Träger für 1 Maßnahme netto "
        "weitergeleitet, das sind 17,60 € je 1.000 Einwohnerinnen und Einwohner. 2017 gab es hier keine Förderung. "
        "Alles entfiel auf den Baustein B1 (Begleitung von Geflüchteten und Neuzugewanderten)."
    )
    assert profile(lage, "Werl") == (
        "Gefördert wurden Maßnahmen hier im Förderjahr 2017. 2018 ist hier keine Maßnahme genannt."
    )
    assert profile(lage, "Anröchte") == "Die Förderlisten nennen in den Förderjahren 2017 und 2018 keine Maßnahme."


def test_a_year_without_ledger_is_no_year_of_funding() -> None:
    rows = weiterleitungen("""
az | jahr | ort  | träger | baustein | bewilligt | ausgezahlt | zurueckgezahlt
1  | 2016 | Soest| V Eins | B2       | 100,00    | 100,00     | 0,00
2  | 2018 | Soest| V Eins | A2       | 50,00     | 50,00      | 0,00
3  | 2018 | Soest| V Eins | B2       | 50,00     | 50,00      | 0,00
4  | 2018 | Werl | V Zwei | B2       | 0,00      | 0,00       | 0,00
""")
    soest = profile(made(rows, 2018), "Soest")
    assert soest.startswith("Hier wurden in jedem der 2 Förderjahre 2016 und 2018 Maßnahmen gefördert.")
    assert soest.endswith(
        "Am meisten entfiel auf die Bausteine A2 (Laufender Betrieb von Ankommenstreffpunkten) und B2 "
        "(Zusammenkommen und Orientierung): je 50,00 €."
    )
    assert "Baustein" not in profile(made(rows, 2018), "Werl")


def test_the_profile_claims_nothing_about_hidden_years() -> None:
    lage = made(LEDGER, 2018, ungenannt={2017: 1})
    assert profile(lage, "Anröchte").endswith("; ob im Förderjahr 2017 etwas gefördert wurde, lässt sich nicht sagen.")
    assert profile(lage, "Ense").startswith("Namentlich genannt sind Maßnahmen hier im Förderjahr 2018.")
    assert "2017 gab es" not in profile(lage, "Ense")


def test_where_every_kommune_had_a_measure_the_unnamed_are_no_riddle() -> None:
    # 2018: Soest and Ense by name, three more in a pool: all five of the Kreis.
    lage = made(LEDGER, 2018, (), {2018: 3})
    assert text(view.zusammenfassung(lage)) == (
        "Im Förderjahr 2018 wurden Maßnahmen in 5 der 5 Kommunen gefördert. Nicht namentlich genannt sind davon "
        "Anröchte, Warstein und Werl."
    )
    assert text(view.nie(lage)) == (
        "Jede der 5 Kommunen des Kreises wurde in den Förderjahren 2017 und 2018 mindestens einmal gefördert. Nicht "
        "namentlich genannt sind davon Anröchte und Warstein."
    )
    assert profile(lage, "Anröchte") == (
        "In den Förderjahren 2017 und 2018 ist hier keine Maßnahme namentlich genannt. Gefördert wurde hier aber im "
        "Förderjahr 2018, denn da gab es in jeder Kommune Maßnahmen."
    )
    assert "2018 namentlich genannt ist." in plain(view.tabelle(lage).fussnote)
    # One fewer, and it may be any of them.
    doubt = made(LEDGER, 2018, (), {2018: 2})
    assert "lässt sich nicht sagen" in text(view.nie(doubt)) and "lässt sich nicht sagen" in profile(doubt, "Anröchte")
    assert "sind davon" not in text(view.zusammenfassung(doubt))
    assert "2018 in den Förderlisten steht." in plain(view.tabelle(made(LEDGER, 2018)).fussnote)


def test_an_amount_still_open_is_said_and_not_compared() -> None:
    offen = LEDGER.copy()
    offen.loc[offen["massnahme_id"] == "6", "ausgezahlt_cent"] = pd.NA
    lage = made(offen, 2018)
    assert "2018 ging Geld an 1 Träger für 1 Maßnahme; wie viel ausgezahlt wurde, ist noch offen." in profile(
        lage, "Ense"
    )
    assert "noch offen" in view.tabelle(lage).zeilen[1]
    # In the measure of 2018 the year before was 800,00.
    assert "Gegenüber 2017 (800,00 €) sind es 200,00 € mehr." in profile(lage, "Soest")


@pytest.mark.parametrize("freigabe", ["oeffentlich", "intern"])
@pytest.mark.parametrize("jahr", [2016, 2019, 2021])
def test_the_sample_adds_up(prepared: Projekt, jahr: int, freigabe: str) -> None:
    t = view.tabelle(load_year(jahr, freigabe, str(prepared.processed / freigabe)))
    *orte, kreis = t.zeilen
    assert sum(parse_euro(z[3]) or 0 for z in orte) == parse_euro(kreis[3])
    assert sum(parse_anzahl(z[2]) or 0 for z in orte) == parse_anzahl(kreis[2])
    assert len(view.steckbriefe(load_year(jahr, freigabe, str(prepared.processed / freigabe))).bloecke) >= 28
