"""Checks of the Maßnahmen list and the posts against the letters: ceiling, Bescheid, Verwendungsnachweis, deadlines."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import pandas as pd

from komman.checks_bestand import Bestand, Massnahme, day, place
from komman.checks_model import Pruefung
from komman.errors import DatenFehler, Ort
from komman.formats import PROGRAMMTEIL_TEXT, anzahl, aufzaehlung, euro
from komman.microaggregate import Zeile
from komman.outcomes import from_bescheid, latest_letter
from komman.rules import FRIST_KREIS, FRIST_TRAEGER, HOECHSTBETRAG
from komman.side_tables import whole_year
from komman.staffing import costs

BEWILLIGT = ("bescheid", "aenderung")
# What several letters are called, and what to do about them.
LETTERS = {
    "bescheid": (
        "Bescheide",
        "Ändert ein Bescheid einen anderen, bei ihm „aenderung“ als Art eintragen; ist einer überholt, ihn in "
        "korrekturen.yaml mit „loesche“ eintragen.",
    ),
    "nachweis": ("Verwendungsnachweise", "Den überholten Nachweis in korrekturen.yaml mit „loesche“ eintragen."),
}
ONE = {"bescheid": "der Bescheid", "aenderung": "der Änderungsbescheid", "nachweis": "der Verwendungsnachweis"}
WENIGER = "Prüfen, ob ein Änderungsbescheid fehlt; sonst trägt der Kreis den Unterschied."


def check_ceiling(b: Bestand) -> Pruefung:
    """The sum granted to recipients is within the ceiling of the Förderjahr (Bescheid, else the rules)."""
    p = Pruefung("hoechstbetrag")
    for jahr, e in b.ergebnisse.items():
        found = _within(p, jahr, e, "hoechstbetrag_cent", "hoechstbetrag")
        if found is None or isinstance(e, DatenFehler):
            continue
        granted, ceiling = found
        source = str(e["hoechstbetrag_quelle"])
        from_rules = source.startswith("Regelwerk")
        text = (
            f"Förderjahr {jahr}: den Trägern sind zusammen {euro(granted)} bewilligt, der Höchstbetrag ist "
            f"{euro(ceiling)} ({source})."
        )
        rule = b.regelwerk.lookup(HOECHSTBETRAG, jahr, b.schluessel).satz if from_rules else ""
        where = place(b.brief(jahr, "II", BEWILLIGT, "hoechstbetrag_cent"))
        p.found("fehler", jahr, text, WENIGER, granted - ceiling, where, rule)
    return p


def check_letters(b: Bestand) -> Pruefung:
    """The sum granted to recipients is within what the Bescheid grants; letters that contradict each other are told."""
    p = Pruefung("bescheid")
    for jahr, e in b.ergebnisse.items():
        if isinstance(e, DatenFehler):
            p.geprueft += 1
            p.found("fehler", jahr, e.was, e.abhilfe, None, e.ort if isinstance(e.ort, Ort) else None)
        elif (found := _within(p, jahr, e, "bewilligt_land_cent", "bescheid")) is not None:
            granted, from_land = found
            text = (
                f"Förderjahr {jahr}: den Trägern sind zusammen {euro(granted)} bewilligt, dem Kreis laut Bescheid "
                f"{euro(from_land)}."
            )
            where = place(b.brief(jahr, "II", BEWILLIGT, "betrag_cent"))
            p.found("warnung", jahr, text, WENIGER, granted - from_land, where)
    return p


def _within(p: Pruefung, jahr: int, e: pd.Series[Any] | DatenFehler, grenze: str, grund: str) -> tuple[int, int] | None:
    """The sum granted and its limit, if it is over it. A sum with parts missing proves that only if it is over."""
    if isinstance(e, DatenFehler):
        p.skip("widerspruch", jahr)
        return None
    if pd.isna(e["bewilligt_cent"]) or pd.isna(e[grenze]):
        p.skip("bewilligt" if pd.isna(e["bewilligt_cent"]) else grund, jahr)
        return None
    granted, limit = int(e["bewilligt_cent"]), int(e[grenze])
    if granted <= limit and int(e["fehlt_bewilligt"]):
        p.skip("bewilligt", jahr)
        return None
    p.geprueft += 1
    return (granted, limit) if granted > limit else None


def check_proof_amount(b: Bestand) -> Pruefung:
    """What the Kreis proved to the Land is what it recognised of its recipients."""
    p = Pruefung("nachweis_betrag")
    for jahr, e in b.ergebnisse.items():
        letter = b.brief(jahr, "II", ("nachweis",), "betrag_cent")
        if letter is None:
            p.skip("nachweis", jahr)
            continue
        if isinstance(e, DatenFehler) or pd.isna(e["anerkannt_cent"]) or int(e["fehlt_anerkannt"]):
            p.skip("widerspruch" if isinstance(e, DatenFehler) else "anerkannt", jahr)
            continue
        p.geprueft += 1
        proven, recognised = int(letter["betrag_cent"]), int(e["anerkannt_cent"])
        if proven != recognised:
            text = (
                f"Förderjahr {jahr}: der Verwendungsnachweis des Kreises nennt {euro(proven)}, anerkannt sind bei den "
                f"Trägern zusammen {euro(recognised)}."
            )
            remedy = "Die anerkannten Beträge mit dem Verwendungsnachweis vergleichen; was später kam, dem Land melden."
            p.found("warnung", jahr, text, remedy, proven - recognised, place(letter))
    return p


def check_proof_of_recipients(b: Bestand) -> Pruefung:
    """After the deadline the Kreis states (none is assumed) every Maßnahme has a proof; one finding per Förderjahr.

    An amount that is recognised counts as proven: some ledgers have no column for what was proven.
    """
    p = Pruefung("nachweis_traeger")
    missing: dict[int, list[Massnahme]] = defaultdict(list)
    for m in b.massnahmen:
        if m.summe("nachgewiesen") is None and m.summe("anerkannt") is None:
            missing[m.jahr].append(m)
        else:
            p.geprueft += 1
    for jahr, open_ in sorted(missing.items()):
        frist = _deadline(p, b, FRIST_TRAEGER, jahr, len(open_))
        if frist is None:
            continue
        paid = [c for m in open_ if (c := m.summe("ausgezahlt")) is not None]
        verb = "fehlt der Verwendungsnachweis" if len(open_) == 1 else "fehlen die Verwendungsnachweise"
        text = (
            f"Förderjahr {jahr}: zu {anzahl(len(open_), 'Maßnahme', 'Maßnahmen')} {verb}; die Frist endete am "
            f"{frist:%d.%m.%Y}, ausgezahlt sind {euro(sum(paid) if paid else None, 'nicht bekannte Beträge')}."
        )
        remedy = "Nachweise anfordern oder die nachgewiesenen Beträge eintragen."
        rule = b.regelwerk.lookup(FRIST_TRAEGER, jahr).satz
        p.found("warnung", jahr, text, remedy, sum(paid) if paid else None, open_[0].ort, rule)
    return p


def check_proof_of_kreis(b: Bestand) -> Pruefung:
    """After the deadline of the Bescheid there is a Verwendungsnachweis for each Programmteil with a Bescheid."""
    p = Pruefung("nachweis_kreis")
    granted = {(int(z["foerderjahr"]), z["programmteil"]) for z in b.bescheide if z["art"] in BEWILLIGT}
    for jahr, teil in sorted(granted):
        if b.brief(jahr, teil, ("nachweis",)) is not None:
            p.geprueft += 1
        elif (frist := _deadline(p, b, FRIST_KREIS, jahr, 1)) is not None:
            letter = b.brief(jahr, teil, BEWILLIGT, "betrag_cent") or b.brief(jahr, teil, BEWILLIGT)
            cent = letter["betrag_cent"] if letter else None
            text = (
                f"Förderjahr {jahr}, Programmteil {PROGRAMMTEIL_TEXT[teil]}: der Verwendungsnachweis des Kreises "
                f"fehlt; die Frist endete am {frist:%d.%m.%Y}, bewilligt sind {euro(cent, 'nicht bekannte Beträge')}."
            )
            remedy = "Nachweis vorlegen oder ihn bei den Bescheiden eintragen."
            p.found("warnung", jahr, text, remedy, cent, place(letter), b.regelwerk.lookup(FRIST_KREIS, jahr).satz)
    return p


def _deadline(p: Pruefung, b: Bestand, name: str, jahr: int, n: int) -> date | None:
    """The deadline if it is known and over on the day the ledgers stand for; else ``n`` count as not checked."""
    frist = b.regelwerk.lookup(name, jahr).wert
    if not isinstance(frist, date) or b.am(jahr) <= frist:
        p.skip("frist_offen" if isinstance(frist, date) else "frist", jahr, n=n)
        return None
    p.geprueft += n
    return frist


def check_several_letters(b: Bestand) -> Pruefung:
    """Bescheide of one Förderjahr and Programmteil name one amount, Nachweise too; else it is said which one counts.

    Which one counts, and that letters of one day may not contradict each other, is up to ``outcomes.latest_letter``;
    what it refuses of Bescheide of Programmteil II is told by ``check_letters`` where the Förderjahr has a list.
    """
    p = Pruefung("mehrere_bescheide")
    groups: dict[tuple[int, str, str], list[Zeile]] = defaultdict(list)
    for z in b.bescheide:
        if z["art"] in ("bescheid", "nachweis"):
            groups[int(z["foerderjahr"]), z["programmteil"], z["art"]].append(z)
    for (jahr, teil, art), rows in sorted(groups.items()):
        p.geprueft += len(rows)
        for spalte in ("betrag_cent", "hoechstbetrag_cent"):
            named = [z for z in rows if z[spalte] is not None]
            if len({z[spalte] for z in named}) > 1:
                _tell_letters(p, b, jahr, teil, art, spalte, named)
    return p


def _tell_letters(p: Pruefung, b: Bestand, jahr: int, teil: str, art: str, spalte: str, rows: list[Zeile]) -> None:
    """The finding on letters (``rows``) that name different amounts in one column."""
    cents = [z[spalte] for z in rows]
    rest, where = max(cents) - min(cents), place(rows[-1])
    kinds = BEWILLIGT if art == "bescheid" else (art,)
    try:
        counts = latest_letter(jahr, b.tabellen["bescheide"], spalte, teil, kinds)
    except DatenFehler as e:
        # Bescheide of II that contradict each other are told by ``check_letters`` if the year has a list.
        if art == "nachweis" or teil != "II" or not isinstance(b.ergebnisse.get(jahr), DatenFehler):
            p.found("fehler", jahr, e.was, e.abhilfe, rest, where)
        return
    assert counts is not None
    parts = sorted((z["datum"] is not None, str(z["datum"] or ""), _letter(z, spalte)) for z in rows)
    several, remedy = LETTERS[art]
    mass = "Höchstbeträge" if spalte == "hoechstbetrag_cent" else "Beträge"
    text = (
        f"Förderjahr {jahr}, Programmteil {PROGRAMMTEIL_TEXT[teil]}: {anzahl(len(rows), several, several)} nennen "
        f"verschiedene {mass}: {aufzaehlung(t for *_, t in parts)}. Es zählt {ONE[counts['art']]} vom "
        f"{counts['datum']:%d.%m.%Y} mit {euro(int(counts[spalte]))}."
    )
    p.found("hinweis", jahr, text, remedy, rest, where)


def _letter(z: Zeile, spalte: str) -> str:
    when = day(z["datum"])
    return f"{euro(z[spalte])} ({f'{when:%d.%m.%Y}' if when else 'ohne Datum'})"


def check_staff_costs(b: Bestand) -> Pruefung:
    """The costs of the posts against the Bescheid of Programmteil I; a hint, since the Kreis may pay the rest."""
    p = Pruefung("personalkosten")
    posts, letters = b.tabellen["personal"], b.tabellen["bescheide"]
    month = posts["monat"].astype("str")
    for jahr in sorted({int(m[:4]) for m in month}):
        rows = posts[month.str[:4] == str(jahr)]
        try:
            granted, source = from_bescheid(jahr, letters, "betrag_cent", "I")
        except DatenFehler:
            p.skip("widerspruch", jahr)
            continue
        # A sum with months missing proves something only if it is over.
        spent = int(rows["kosten_cent"].sum())
        known = whole_year(rows["monat"], month) and costs(rows) is not None
        if granted is None or (spent <= granted and not known):
            p.skip("bescheid" if granted is None else "kosten", jahr)
            continue
        p.geprueft += 1
        if spent > granted:
            text = f"Förderjahr {jahr}: die Stellen kosteten {euro(spent)}, bewilligt sind {euro(granted)} ({source})."
            remedy = "Nichts zu tun, wenn der Kreis den Unterschied trägt; sonst die Kosten prüfen."
            p.found("hinweis", jahr, text, remedy, spent - granted, place(b.brief(jahr, "I", BEWILLIGT, "betrag_cent")))
    return p
