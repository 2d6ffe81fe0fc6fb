"""The sentences, picture and tables of notebook 05: from months, from the sums of a Freigabe, and from nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from komman.document import Abbildung, Bloecke, Hinweis, Kennzahlen, Satz, Tabelle
from komman.lage import Lage, load_year
from komman.project import Projekt
from komman.side_tables import release_staff
from komman.tables import empty
from komman.views import personal, personal_sach
from komman.views import personal_vakanz as vakanz
from tests.lagen import plain
from tests.ledgers import policy, tables, weiterleitungen
from tests.personal import POSTS, TEN_WEEKS, staff
from tests.test_faktencheck import bescheide
from tests.vorlagen import LEDGER, year

GRANTED = "jahr|teil|art|datum|betrag\n" + "\n".join(f"{j}|I|bescheid|{j}-04-01|75.000,00" for j in range(2018, 2025))


def rule(wert: str) -> dict[str, Any]:
    beleg = {"rechtsstand": "in_kraft", "beleg": "amtlich", "quelle": "Angabe des Kreises"}
    return {"name": "vakanzregel", "werte": [{"ab": "2016-01-01", "wert": wert, **beleg}]}


def lage(
    jahr: int = 2021,
    freigabe: str = "intern",
    staff_rows: pd.DataFrame | None = None,
    letters: pd.DataFrame | None = None,
    regel: str = "",
    **felder: Any,
) -> Lage:
    rows = staff(jahr, TEN_WEEKS) if staff_rows is None else staff_rows
    if freigabe != "intern":
        rows = release_staff(rows, policy().oeffentlich)
    b = bescheide(GRANTED) if letters is None else letters
    tabellen = tables(weiterleitungen(LEDGER), personal=rows, bescheide=b[b["foerderjahr"] <= jahr])
    beilagen = {"regeln": [rule(regel)] if regel else []}
    return year(
        jahr=jahr, freigabe=freigabe, tabellen=tabellen, beilagen=beilagen, stand=date(jahr + 1, 5, 31), **felder
    )


def cells(t: object) -> list[list[str]]:
    assert isinstance(t, Tabelle)
    return [[plain(c) for c in z] for z in t.zeilen]


def said(block: object) -> str:
    assert isinstance(block, Satz)
    return plain(block.text)


def parts(bloecke: Bloecke, kind: type[Any]) -> list[Any]:
    return [b for b in bloecke.bloecke if isinstance(b, kind)]


def everything(lage: Lage) -> str:
    """All text of the notebook's blocks."""
    calls = (
        personal.kopf, personal.zusammenfassung, personal.kennzahlen, personal.stellen, personal.bild,
        personal.auskoemmlich, vakanz.entwurf, vakanz.regel, vakanz.unbesetzt, personal_sach.sachausgaben,
        personal.regeln, personal.grenzen,
    )  # fmt: skip
    return plain(" ".join(c(lage)._repr_mimebundle_()["text/html"] for c in calls))


def test_the_summary_of_2021_has_the_figures_of_the_vorlage() -> None:
    for level in ("intern", "oeffentlich"):
        assert said(personal.zusammenfassung(lage(freigabe=level))) == (
            "Im Förderjahr 2021 umfasste der Programmteil I 1,5 Stellen (Vollzeitäquivalente). Sie kosteten "
            "60.000,00 €. Das Land bewilligte 75.000,00 €. Bei 50.000,00 € je voller Stelle ergeben diese Stellen "
            "75.000,00 €. Die Förderung war auskömmlich; 15.000,00 € waren mehr bewilligt, als die Stellen kosteten. "
            "Nach dem Entwurf (55.000,00 € je voller Stelle) wären es für 2022 82.500,00 € (Entwurf), also "
            "7.500,00 € mehr (Entwurf) als die 75.000,00 € nach dem Satz von 2021."
        )


def test_the_summary_says_what_is_not_known() -> None:
    assert "Wie hoch der Fördersatz 2022 war, ist nicht belegt." in said(personal.zusammenfassung(lage(2022)))
    short = said(personal.zusammenfassung(lage(staff_rows=staff(2021, kosten=400_000))))
    assert "Die Förderung war nicht auskömmlich; 21.000,00 € fehlten." in short
    dear = said(personal.zusammenfassung(lage(staff_rows=staff(2021, kosten=None))))
    assert "Ihre Kosten sind nicht belegt." in dear and "Ob die Förderung reichte, lässt sich nicht sagen." in dear
    running = said(personal.zusammenfassung(replace(lage(), stand=date(2021, 9, 30))))
    assert "Ob die Förderung reicht, steht erst nach dem Ende des Jahres fest." in running
    cut = said(personal.zusammenfassung(lage(2018, regel="tag")))
    assert "ergeben diese Stellen 75.000,00 €, nach der Regel für unbesetzte Stellen 70.208,33 €." in cut


def test_posts_costs_and_funding_of_each_year() -> None:
    two = pd.concat([staff(2021), staff(2022)], ignore_index=True)
    t = personal.stellen(lage(2022, staff_rows=two))
    assert cells(t)[-2:] == [
        ["2021", "1,5", "60.000,00 €", "50.000,00 €", "75.000,00 €", "75.000,00 €"],
        ["2022", "1,5", "60.000,00 €", "nicht belegt", "nicht belegt", "75.000,00 €"],
    ]
    assert isinstance(t, Tabelle)
    assert "Nicht belegt: Fördersatz je voller Stelle, Förderjahr 2022." in t.fussnote
    assert t.fussnote.count("Rhein-Kreis Neuss") == 1 and "ohne Kürzung für unbesetzte Zeiten" in t.fussnote


def test_a_rule_is_applied_where_the_months_are_known_and_its_absence_is_said() -> None:
    inside = personal.stellen(lage(2018, regel="monat"))
    assert cells(inside)[0][4] == "72.916,67 €"
    assert isinstance(inside, Tabelle) and "Monate, in denen niemand auf einer Stelle war" in inside.fussnote
    outside = lage(2018, "oeffentlich", regel="monat")
    assert cells(personal.stellen(outside))[0][4] == "75.000,00 €"
    assert said(vakanz.regel(outside)).endswith(
        "Weil diese Freigabe keine einzelnen Monate zeigt, ist hier ohne Kürzung gerechnet; die Förderung nach dem "
        "Satz kann deshalb zu hoch sein."
    )
    assert "ohne Kürzung" not in said(vakanz.regel(lage(2018, regel="tag")))
    assert said(vakanz.regel(lage(2018))).startswith(
        "Wie eine unbesetzte Stelle die Förderung kürzt, ist nicht belegt."
    )
    assert "kürzt eine unbesetzte Stelle die Förderung nicht" in said(
        vakanz.regel(lage(2018, "oeffentlich", regel="keine"))
    )


def test_a_month_that_nobody_knows_is_named() -> None:
    gone = staff(2021, "stelle | monat | besetzt\nEins | 2021-03 | weg\nZwei | 2021-03 | weg")
    found = lage(staff_rows=gone, regel="tag")
    t = personal.stellen(found)
    assert isinstance(t, Tabelle) and "Nicht gerechnet ist 2021: in der Personalliste fehlt 03/2021." in t.fussnote
    assert cells(t)[-1][4] == "nicht belegt"
    limits = personal.grenzen(found).text
    assert "In der Personalliste fehlt 03/2021; die Stellen sind der Durchschnitt der übrigen Monate." in limits


def test_why_a_year_has_no_costs() -> None:
    one_post = staff(2021, posts={"Eins": "1.0"})
    public = lage(freigabe="oeffentlich", staff_rows=one_post)
    assert cells(personal.stellen(public))[-1][2] == "nicht belegt"
    assert "was eine einzelne Person verdient" in personal.grenzen(public).text
    inside = lage(staff_rows=staff(2021, kosten=None))
    assert (
        "fehlen die Personalkosten: Ein Monat fehlt in der Personalliste, oder in einem Monat"
        in personal.grenzen(inside).text
    )
    assert "einzelne Person" not in personal.grenzen(inside).text
    assert "fehlen" not in personal.grenzen(lage()).text
    assert "nur als Summe eines Jahres" in personal.grenzen(public).text


def test_whether_it_was_enough_year_by_year() -> None:
    t = personal.auskoemmlich(lage(2022, staff_rows=staff(2022, kosten=400_000), letters=bescheide("")))
    assert cells(t) == [["2022", "nicht belegt", "nicht belegt", "96.000,00 €", "nicht belegt", "nicht belegt"]]
    t = personal.auskoemmlich(lage(staff_rows=staff(2021, kosten=400_000)))
    assert cells(t)[-1] == ["2021", "75.000,00 €", "Bescheid vom 01.04.2021", "96.000,00 €", "−21.000,00 €", "nein"]
    open_year = personal.auskoemmlich(replace(lage(), stand=date(2021, 9, 30)))
    assert cells(open_year)[-1][-2:] == ["noch offen", "noch offen"]
    assert isinstance(open_year, Tabelle) and "Noch offen ist 2021" in open_year.fussnote


def test_the_picture_says_each_year_and_marks_the_draft() -> None:
    found = personal.bild(lage(letters=bescheide("jahr|teil|art|datum|betrag\n2021|I|bescheid|2021-04-01|75.000,00")))
    assert isinstance(found, Abbildung)
    assert plain(found.alt) == (
        "Säulen nebeneinander: 2021 Kosten 60.000,00 €, Förderung 75.000,00 €; 2022 82.500,00 € (Entwurf)."
    )
    later = personal.bild(lage(2022))
    assert isinstance(later, Abbildung)
    assert "2022 Kosten 60.000,00 €, Förderung 75.000,00 €, 82.500,00 € (Entwurf)." in plain(later.alt)


def test_what_a_draft_changes_and_against_what() -> None:
    sentence, t = vakanz.entwurf(lage()).bloecke
    assert cells(t) == [["2022", "1,5", "50.000,00 €", "75.000,00 €", "55.000,00 €", "82.500,00 €", "7.500,00 €"]]
    assert isinstance(t, Tabelle)
    assert t.fussnote.startswith(
        "Zu 2022: welcher Satz 2022 in Kraft war, ist nicht belegt; bisher ist der Satz von 2021; gerechnet ist mit "
        "den Stellen von 2021."
    )
    assert [s.name for s in t.spalten if "Entwurf" in s.name] == [
        "Satz (Entwurf)", "Förderung (Entwurf)", "Unterschied (Entwurf)",
    ]  # fmt: skip
    assert said(sentence).count("(Entwurf)") == 2
    none = vakanz.entwurf(lage(2020))
    assert [said(b) for b in none.bloecke] == [
        "Für die Förderjahre bis 2021 ist kein Entwurf bekannt, der die Förderung ändern würde."
    ]


def test_a_draft_that_a_rate_overtook_is_history() -> None:
    three = pd.concat([staff(j) for j in (2022, 2023, 2024)], ignore_index=True)
    sentences = [said(b) for b in parts(vakanz.entwurf(lage(2024, staff_rows=three)), Satz)]
    assert "Entwurf" not in said(personal.zusammenfassung(lage(2024, staff_rows=three)))
    assert sentences[1] == "Für 2024 ist ein Satz von 57.000,00 € belegt; der Entwurf ist überholt."


def test_vacant_posts_are_shown_inside_only() -> None:
    figures, three = parts(vakanz.unbesetzt(lage(2018, regel="monat")), Tabelle)
    assert cells(figures) == [["Eins", "1", "0", "0", "1"], ["Zwei", "0,5", "1", "70", "0,4042"]]
    assert cells(three) == [["2018", "75.000,00 €", "72.916,67 €", "70.208,33 €", "nach Monaten"]]
    public = vakanz.unbesetzt(lage(2018, "oeffentlich", regel="monat"))
    assert [type(b) for b in public.bloecke] == [Hinweis]
    doubt = staff(2018, "stelle | monat | besetzt\nZwei | 2018-03 |")
    figures, three = parts(vakanz.unbesetzt(lage(2018, staff_rows=doubt)), Tabelle)
    assert cells(figures)[1] == ["Zwei", "0,5", "nicht belegt", "nicht belegt", "nicht belegt"]
    assert cells(three) == [["2018", "75.000,00 €", "nicht belegt", "nicht belegt", "nicht belegt"]]
    assert "2018: ob die Stelle besetzt war, ist nicht eindeutig angegeben: Zwei, 03/2018." in three.fussnote


def test_no_post_and_no_month_leaves_the_intern_level() -> None:
    public, inside = everything(lage(2018, "oeffentlich", regel="monat")), everything(lage(2018, regel="monat"))
    secrets = [*POSTS, "unbesetzte Tage", "72.916,67", "70.208,33"]
    assert [s for s in secrets if s in public] == []
    assert [s for s in secrets if s not in inside] == []


def test_material_against_its_ceiling() -> None:
    letters = bescheide("""
        jahr | teil   | art      | datum      | betrag
        2020 | I-Sach | bescheid | 2020-04-01 | 15.000,00
        2020 | I-Sach | nachweis | 2021-05-22 | 15.500,00
        2021 | I-Sach | bescheid | 2021-04-01 | 15.000,00
    """)
    t = personal_sach.sachausgaben(lage(letters=letters))
    assert [z[:5] for z in cells(t)] == [
        ["2020", "15.000,00 €", "15.500,00 €", "−500,00 €", "103,3 %"],
        ["2021", "15.000,00 €", "noch offen", "noch offen", "noch offen"],
    ]
    assert isinstance(t, Tabelle) and "Mehr als der Höchstbetrag ist ausgegeben im Förderjahr 2020" in t.fussnote
    assert isinstance(personal_sach.sachausgaben(lage()), Hinweis)


def test_the_rules_of_the_report_once_each() -> None:
    names = [z[0] for z in cells(personal.regeln(lage(regel="tag")))]
    assert names == [
        "Rechtsgrundlage des Programmteils I, Förderjahr 2021", "Fördersatz je voller Stelle, Förderjahr 2021",
        "Vakanzregel, Förderjahr 2021", "Fördersatz je voller Stelle, Förderjahr 2022",
    ]  # fmt: skip


def test_the_vacancy_rule_is_said_in_words() -> None:
    rows = {z[0]: z[1] for z in cells(personal.regeln(lage(regel="monat")))}
    assert rows["Vakanzregel, Förderjahr 2021"] == "Kürzung für jeden ganzen unbesetzten Monat"


def test_a_kreis_without_staff_gets_a_report_too() -> None:
    nothing = lage(staff_rows=empty("personal"), letters=bescheide(""))
    assert said(personal.zusammenfassung(nothing)).startswith("Zum Personal liegen keine Angaben vor")
    assert isinstance(personal.stellen(nothing), Hinweis)
    # A section is never left without a word.
    assert isinstance(personal.auskoemmlich(nothing), Hinweis)
    for call in (personal.kennzahlen, personal.bild):
        found = call(nothing)
        assert isinstance(found, Bloecke) and found.bloecke == ()
    assert "Zum Personal liegen keine Angaben vor" in everything(nothing)
    earlier = lage(2022, staff_rows=staff(2021), letters=bescheide(""))
    assert "Im Förderjahr 2022 nennt keine Liste Stellen" in said(personal.zusammenfassung(earlier))
    assert "nennt die Personalliste keine einzelnen Monate" in everything(earlier)


@pytest.mark.parametrize(("jahr", "worte"), [
    ("2018", ["67.809,59 €", "75.000,00 €", "kein Entwurf bekannt"]),
    ("2021", ["75.000,00 €", "für 2022 82.500,00 € (Entwurf)", "7.500,00 € mehr (Entwurf)"]),
    ("2022", ["nicht auskömmlich", "82.500,00 €", "nicht belegt"]),
    ("2024", ["85.500,00 €", "57.000,00 €", "der Entwurf ist überholt"]),
])  # fmt: skip
def test_the_sample(prepared: Projekt, jahr: str, worte: list[str]) -> None:
    for level in ("oeffentlich", "intern"):
        text = everything(load_year(int(jahr), level, str(prepared.processed / level)))
        assert [w for w in worte if w not in text] == [], level
    assert isinstance(
        personal.kennzahlen(load_year(int(jahr), "intern", str(prepared.processed / "intern"))), Kennzahlen
    )
