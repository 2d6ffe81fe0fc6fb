"""The blocks of notebook 06 after the form of ANBest-G: head, letters, Einnahmen, Ausgaben, Programmteil I."""

from __future__ import annotations

from typing import Any

import pandas as pd

from komman.document import Hinweis, Kopf, Satz, Tabelle, Tabellenspalte
from komman.formats import KEINE_ANGABE, NICHT_BELEGT, OFFEN, anzahl, aufzaehlung, euro, group, permille, prozent
from komman.lage import Lage
from komman.nachweis import PROGRAMMTEIL, Teilnachweis, funds, known, letters, minus, of_part
from komman.outcomes import by_baustein
from komman.rules import ZEITRAUM, Regelwert
from komman.views.common import KEINE, MASSE, cents, columns, head, value
from komman.views.regelnoten import note

TEILE = {"II": "II: Maßnahmen vor Ort", "I": "I: Stellen", "I-Sach": "I: Sachausgaben"}
SCHREIBEN = {"antrag": "Antrag", "bescheid": "Bescheid", "aenderung": "Änderung", "nachweis": "Verwendungsnachweis"}
ZWECK = (
    "Bedarfsorientierte Maßnahmen vor Ort zur Integration und zur Unterstützung des Ehrenamts (Programmteil II von "
    "KOMM-AN NRW), weitergeleitet an Träger"
)
OHNE_DATEN = ("Eigenanteil", "Leistungen Dritter (ohne öffentliche Förderung)", "sonstige öffentliche Förderung")
LAND = "Zuwendung des Landes"
AUSGABEN = ("laut Zuwendungsbescheid", "laut Abrechnung", "davon anerkannt", "weniger anerkannt als bewilligt")
AUSGABEN_NOTE = (
    "Laut Zuwendungsbescheid: was den Trägern bewilligt ist; wie das Land seine Zuwendung auf die Bausteine verteilt, "
    "steht nicht in den Daten. Laut Abrechnung: was die Träger nachgewiesen haben."
)
AUSGABEN_I = ("laut Zuwendungsbescheid", "laut Abrechnung", "weniger nachgewiesen als bewilligt")


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    return head(lage.jahr, lage.freigabe, lage)


def geld(lage: Lage) -> dict[str, int | None]:
    """The way of the year's money (``nachweis.funds``), without bookings where the Freigabe leaves some out."""
    return funds(lage.zeile, lage.tabellen["zahlungen"], lage.jahr not in lage.fehlende_buchungen)


def regel(lage: Lage, name: str, schluessel: str = "") -> Regelwert:
    """A rule for the Förderjahr, as this Kreis knows it."""
    return lage.regelwerk.lookup(name, lage.jahr, schluessel)


def baustein_name(code: str, name: str) -> str:
    """``B2 Zusammenkommen und Orientierung``; the words for no Baustein as they are."""
    return name if code == name else f"{code} {name}"


def teil(lage: Lage, programmteil: str = PROGRAMMTEIL) -> Teilnachweis | None:
    """Grant and Nachweis of a Programmteil in the Förderjahr."""
    return of_part(lage.tabellen["bescheide"], lage.jahr, programmteil)


def zusammenfassung(lage: Lage) -> Satz:
    """Whether the Nachweis is filed, and what was granted, called, recognised and repaid."""
    g, z = geld(lage), lage.zeile
    saetze = [_filed(lage), unsettled(lage)]
    if g["bewilligt_land"] is not None:
        called = "" if g["abgerufen"] is None else f", abgerufen wurden {euro(g['abgerufen'])}"
        saetze.append(f"Das Land bewilligte dem Kreis für Programmteil II {euro(g['bewilligt_land'])}{called}.")
    if g["ausgezahlt"] is not None:
        saetze.append(f"An die Träger ausgezahlt wurden {euro(g['ausgezahlt'])}.")
    if g["anerkannt"] is not None and g["zurueckzuzahlen"] is not None:
        back = g["zurueckgezahlt"]
        done = "was zurückgezahlt ist, steht noch nicht fest" if back is None else f"zurückgezahlt sind {euro(back)}"
        saetze.append(
            f"Davon sind {euro(g['anerkannt'])} anerkannt; zurückzuzahlen sind {euro(g['zurueckzuzahlen'])}, {done}."
        )
    elif cents(z, "anerkannt") is not None:
        saetze.append(f"Bisher sind {euro(cents(z, 'anerkannt'))} anerkannt.")
    return Satz(" ".join(s for s in saetze if s))


def _filed(lage: Lage) -> str:
    n = teil(lage)
    was = f"Der Verwendungsnachweis für das Förderjahr {lage.jahr}"
    if n is None or not n.eingereicht:
        return f"{was} ist beim Stand {lage.stand:%d.%m.%Y} noch offen."
    return f"{was} liegt ohne Datum vor." if n.tag is None else f"{was} wurde am {n.tag:%d.%m.%Y} eingereicht."


def unsettled(lage: Lage) -> str:
    """How many Maßnahmen have no amount anerkannt yet, as a sentence; empty if all have."""
    n, alle = int(lage.zeile["massnahmen_offen"]), int(lage.zeile["massnahmen"])
    if not n:
        return ""
    einige = f"{group(n)} von {group(alle)} Maßnahmen {'ist' if n == 1 else 'sind'}"
    wie_viele = f"Alle {group(alle)} Maßnahmen sind" if n == alle > 1 else einige
    return f"{wie_viele} noch nicht abgerechnet."


def angaben(lage: Lage) -> Tabelle:
    """Who got the money from whom, what for and by which law, and how much altogether."""
    g = geld(lage)
    regeln = [regel(lage, "bewilligungsbehoerde"), regel(lage, "rechtsgrundlage", PROGRAMMTEIL), *period(lage)]
    zeilen = [
        ["Zuwendungsempfänger", lage.kreis],
        ["Dienststelle", lage.dienststelle],
        ["Bewilligungsbehörde", regeln[0].text],
        ["Zuwendungszweck", f"{ZWECK}; Förderjahr {lage.jahr}"],
        ["Rechtsgrundlage", regeln[1].text],
        ["Bewilligungszeitraum", _from_to(*regeln[2:])],
        ["Insgesamt bewilligt", euro(g["bewilligt_land"], KEINE_ANGABE)],
        ["Insgesamt ausgezahlt (vom Land abgerufen)", euro(g["abgerufen"], KEINE_ANGABE)],
    ]
    return Tabelle(
        "Angaben zur Zuwendung, Programmteil II",
        [Tabellenspalte("Angabe", "links", True), Tabellenspalte("Inhalt")],
        zeilen,
        fussnote=note(regeln),
    )


def period(lage: Lage) -> list[Regelwert]:
    """The rules for the first and the last day of the Bewilligungszeitraum."""
    return [regel(lage, name) for name in ZEITRAUM]


def _from_to(von: Regelwert, bis: Regelwert) -> str:
    return NICHT_BELEGT if von.wert is None and bis.wert is None else f"{von.text} bis {bis.text}"


def bescheide(lage: Lage) -> Tabelle | Hinweis:
    """All letters of the Förderjahr with day, file number and amount."""
    zeilen = []
    for code, name in TEILE.items():
        for _, b in letters(lage.tabellen["bescheide"], lage.jahr, SCHREIBEN, code).iterrows():
            tag = KEINE if pd.isna(b["datum"]) else f"{b['datum']:%d.%m.%Y}"
            az = KEINE if pd.isna(b["aktenzeichen"]) else str(b["aktenzeichen"])
            zeilen.append([name, SCHREIBEN[str(b["art"])], tag, az, euro(value(b, "betrag_cent"), KEINE)])
    if not zeilen:
        return Hinweis("Keine Schreiben in den Daten", f"Zum Förderjahr {lage.jahr} ist kein Schreiben eingetragen.")
    first, amount = columns("Programmteil", ("Betrag", "euro"))
    return Tabelle(
        f"Schreiben zum Förderjahr {lage.jahr}",
        [first, *(Tabellenspalte(n) for n in ("Schreiben", "Datum", "Aktenzeichen")), amount],
        zeilen,
        fussnote=_not_shown(lage),
    )


def _not_shown(lage: Lage) -> str:
    hidden = " oder bei dieser Freigabe nicht gezeigt" if lage.freigabe != "intern" else ""
    return f"„{KEINE}“: keine Angabe{hidden}."


def einnahmen(lage: Lage) -> Tabelle:
    """Income by the Bescheid and by the account, in euros and percent of what is known."""
    g = geld(lage)
    shares = [prozent(permille(g[m], g[m]), KEINE) for m in ("bewilligt_land", "abgerufen")]
    land = [euro(g["bewilligt_land"], KEINE_ANGABE), shares[0], euro(g["abgerufen"], KEINE_ANGABE), shares[1]]
    return Tabelle(
        f"Einnahmen im Förderjahr {lage.jahr}, Programmteil II",
        columns(
            "Einnahmen",
            ("laut Zuwendungsbescheid", "euro"),
            ("v. H. laut Bescheid", "prozent"),
            ("laut Abrechnung", "euro"),
            ("v. H. laut Abrechnung", "prozent"),
        ),
        [
            *([n, KEINE_ANGABE, KEINE, KEINE_ANGABE, KEINE] for n in OHNE_DATEN),
            [LAND, *land],
            ["Insgesamt, soweit bekannt", *land],
        ],
        summenzeile=True,
        fussnote="Laut Abrechnung: was der Kreis laut Liste der Buchungen beim Land abgerufen hat. Eigenanteil, "
        "Leistungen Dritter und sonstige öffentliche Förderung stehen nicht in den Daten und sind deshalb nicht 0; "
        "v. H. meint den Anteil an den bekannten Einnahmen.",
    )


def ausgaben(lage: Lage) -> Tabelle:
    """Spending by Baustein: granted against proven and recognised."""
    df = by_baustein(lage.weiterleitungen, lage.jahr)
    zeilen = [[baustein_name(str(z["baustein"]), str(z["name"])), *_spent(z)] for _, z in df.iterrows()]
    return Tabelle(
        f"Ausgaben im Förderjahr {lage.jahr} nach Bausteinen",
        columns("Baustein", *((n, "euro") for n in AUSGABEN)),
        [*zeilen, ["Insgesamt", *_spent(lage.zeile)]],
        summenzeile=True,
        fussnote=" ".join(s for s in (AUSGABEN_NOTE, _granted_note(lage), _gaps(lage.zeile)) if s),
    )


def _spent(z: pd.Series[Any]) -> list[str]:
    granted, proven, accepted = (known(z, m) for m in ("bewilligt", "nachgewiesen", "anerkannt"))
    return [euro(c) for c in (granted, proven, accepted, minus(granted, accepted))]


def _granted_note(lage: Lage) -> str:
    g = geld(lage)
    rest = minus(g["bewilligt_land"], g["bewilligt"])
    if not rest:
        return ""
    wie = "weniger" if rest > 0 else "mehr"
    return f"Den Trägern sind {euro(abs(rest))} {wie} bewilligt, als der Bescheid des Landes nennt."


def _gaps(z: pd.Series[Any]) -> str:
    """Which sums are no sums yet, and what is known of them."""
    alle = int(z["massnahmen"])
    teile = []
    for mass in ("bewilligt", "nachgewiesen", "anerkannt"):
        fehlt, cent = int(z[f"fehlt_{mass}"]), cents(z, mass)
        if fehlt:
            bekannt = "" if cent is None else f" (bekannt sind zusammen {euro(cent)})"
            teile.append(f"„{MASSE[mass]}“ bei {group(fehlt)}{bekannt}")
    return f"Von {anzahl(alle, 'Maßnahme', 'Maßnahmen')} fehlt noch: {aufzaehlung(teile)}." if teile else ""


def programmteil_i(lage: Lage) -> Tabelle | Hinweis:
    """Posts and material costs: granted against proven, with the day of the Nachweis."""
    zeilen = []
    for code in ("I", "I-Sach"):
        if (t := teil(lage, code)) is not None:
            stand = OFFEN if not t.eingereicht else KEINE if t.tag is None else f"{t.tag:%d.%m.%Y}"
            amounts = [euro(c, KEINE) for c in (t.bewilligt, t.nachgewiesen, t.unterschied)]
            zeilen.append([TEILE[code].removeprefix("I: "), *amounts, stand])
    if not zeilen:
        return Hinweis("Programmteil I: keine Schreiben", f"Zum Förderjahr {lage.jahr} ist kein Schreiben eingetragen.")
    return Tabelle(
        f"Programmteil I, Förderjahr {lage.jahr}",
        [
            *columns("Ausgaben", *((n, "euro") for n in AUSGABEN_I)),
            Tabellenspalte("Nachweis vom"),
        ],
        zeilen,
        fussnote="Für jede volle Stelle zahlt das Land höchstens einen festen Betrag, für Sachausgaben die "
        f"tatsächlichen Kosten bis zur bewilligten Summe. {_not_shown(lage)}",
    )
