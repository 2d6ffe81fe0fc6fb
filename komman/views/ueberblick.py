"""The blocks of notebook 00: which Förderjahre and tables there are, what is doubtful, and what is not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from komman.document import Hinweis, Kopf, Satz, Tabelle, Tabellenspalte
from komman.formats import anzahl, aufzaehlung, group, jahre_text
from komman.lage import Lage
from komman.nachweis import letters
from komman.views.common import TABELLEN, amount, cents, columns, head
from komman.views.regelnoten import endsatz

INHALT = {
    "weiterleitungen": "Wer wofür wie viel erhielt; aus ihr werden die Ergebnisse errechnet",
    "zahlungen": "Buchungen der Kasse; sie prüfen die Weiterleitungen",
    "personal": "Stellen und ihre Kosten (Programmteil I)",
    "bescheide": "Anträge, Bescheide, Verwendungsnachweise und Höchstbeträge",
}
KEINE = "keine"


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    return head(lage.jahr, lage.freigabe, lage)


def zusammenfassung(lage: Lage) -> Satz:
    """What this Kreis has given us, in one paragraph."""
    jahre = _years(lage)
    was = "das Förderjahr" if len(jahre) == 1 else "die Förderjahre"
    saetze = [
        f"Es liegen Förderlisten über {was} {jahre_text(jahre)} vor, zusammen "
        f"{anzahl(int(lage.jahre['massnahmen'].sum()), 'Maßnahme', 'Maßnahmen')}.",
        _state(lage),
        endsatz(lage),
    ]
    return Satz(" ".join(s for s in saetze if s))


def _state(lage: Lage) -> str:
    n = len(_doubts(lage))
    if n == 0:
        return "Nichts davon ist offen oder zweifelhaft."
    return f"{anzahl(n, 'Punkt ist', 'Punkte sind')} offen oder zweifelhaft, siehe „Was offen oder zweifelhaft ist“."


def _years(lage: Lage) -> list[int]:
    return [int(j) for j in lage.jahre["foerderjahr"]]


def foerderjahre(lage: Lage) -> Tabelle:
    """One row per Förderjahr: how much there is, and what is still to come."""
    aside = lage.zurueckgestellt
    rows = [
        [
            str(z["foerderjahr"]),
            str(z["massnahmen"]),
            amount(z, "netto"),
            _letter(lage, int(z["foerderjahr"]), ("bescheid", "aenderung")),
            _letter(lage, int(z["foerderjahr"]), ("nachweis",)),
            _open(z),
            group(aside[str(z["foerderjahr"])]["zeilen"]) if str(z["foerderjahr"]) in aside else KEINE,
        ]
        for _, z in lage.jahre.iterrows()
    ]
    jahr, massnahmen, netto = columns("Förderjahr", ("Maßnahmen", "anzahl"), ("netto weitergeleitet", "euro"))
    aside_column = columns("-", ("zurückgestellt", "anzahl"))[1]
    letters = [Tabellenspalte(name) for name in ("Bescheid", "Nachweis", "offen")]
    return Tabelle(
        titel="Die Förderjahre und ihr Stand",
        spalten=[jahr, massnahmen, netto, *letters, aside_column],
        zeilen=rows,
        fussnote="Bescheid des Landes und Verwendungsnachweis an das Land: Programmteil II. "
        "Offen: Maßnahmen ohne anerkannten Betrag. "
        "Zurückgestellt: Zeilen der Förderlisten, die in keinem Ergebnis stehen.",
    )


def _open(z: pd.Series[Any]) -> str:
    offen, alle = int(z["massnahmen_offen"]), int(z["massnahmen"])
    return "nichts" if not offen else "alle Maßnahmen" if offen == alle else f"{offen} von {alle} Maßnahmen"


def _letters(lage: Lage, jahr: int, arten: Iterable[str]) -> pd.DataFrame:
    """The letters of these kinds on Programmteil II."""
    return letters(lage.tabellen["bescheide"], jahr, arten)


def _letter(lage: Lage, jahr: int, arten: tuple[str, ...]) -> str:
    found = _letters(lage, jahr, arten)
    if found.empty:
        return "fehlt"
    day = found["datum"].max()
    return "ohne Datum" if pd.isna(day) else f"vom {day:%d.%m.%Y}"


def tabellen(lage: Lage) -> Tabelle:
    """The four canonical tables, how many rows they have here and over which years."""
    rows = [[name, group(len(lage.tabellen[t])), _span(lage.tabellen[t]), INHALT[t]] for t, name in TABELLEN.items()]
    first, count = columns("Tabelle", ("Zeilen", "anzahl"))
    return Tabelle(
        titel="Die Tabellen",
        spalten=[first, count, Tabellenspalte("Jahre"), Tabellenspalte("Inhalt")],
        zeilen=rows,
        fussnote=f"Bei der Freigabe „{lage.freigabe}“, bis zum Förderjahr {lage.jahr}.",
    )


def _span(df: pd.DataFrame) -> str:
    jahre = df["foerderjahr"] if "foerderjahr" in df.columns else df["monat"].str[:4].astype("int64")
    return jahre_text(sorted({int(j) for j in jahre})) or KEINE


def zweifelhaft(lage: Lage) -> Tabelle | Hinweis:
    """What a reader must know before trusting the figures, each with the years and what helps."""
    found = _doubts(lage)
    if not found:
        return Hinweis("Nichts offen", "Alle Zeilen sind gelesen, alle Beträge und alle Schreiben liegen vor.")
    return Tabelle(
        titel="Was offen oder zweifelhaft ist",
        spalten=[Tabellenspalte("Was", "links", True), Tabellenspalte("Wo"), Tabellenspalte("Was hilft")],
        zeilen=[list(row) for row in found],
    )


def _doubts(lage: Lage) -> list[tuple[str, str, str]]:
    """Every doubt that is one here: what, which Förderjahre, what helps."""
    out = _set_aside(lage)
    for what, is_so, helps in _BY_YEAR:
        jahre = [int(z["foerderjahr"]) for _, z in lage.jahre.iterrows() if is_so(lage, z)]
        out += [(what, jahre_text(jahre), helps)] if jahre else []
    fehlt = [TABELLEN[t] for t in ("zahlungen", "personal") if lage.tabellen[t].empty]
    if fehlt:
        out.append(("Keine Liste", aufzaehlung(fehlt), "Die Liste in data/raw ablegen, wenn es sie gibt."))
    if lage.bevoelkerung is None:
        out.append(("Einwohnerzahlen fehlen", "alle Kommunen", "In kreis.yaml unter „bevoelkerung“ eintragen."))
    return out


def _set_aside(lage: Lage) -> list[tuple[str, str, str]]:
    if not lage.zurueckgestellt:
        return []
    n = sum(e["zeilen"] for e in lage.zurueckgestellt.values())
    where = [jahre_text(sorted(int(j) for j in lage.zurueckgestellt if j))] if any(lage.zurueckgestellt) else []
    where += ["ohne eindeutiges Förderjahr"] if "" in lage.zurueckgestellt else []
    what = f"{anzahl(n, 'Zeile', 'Zeilen')} zurückgestellt"
    return [(what, aufzaehlung(where), "Notebook 01 und „komman pruefe“ nennen Grund und Abhilfe.")]


_BY_YEAR: tuple[tuple[str, Callable[[Lage, Any], bool], str], ...] = (
    (
        "Netto weitergeleitet noch offen",
        lambda lage, z: cents(z, "netto") is None,
        "Auszahlungen und Rückzahlungen aller Maßnahmen in der Förderliste ergänzen.",
    ),
    (
        "Maßnahmen ohne anerkannten Betrag",
        lambda lage, z: int(z["massnahmen_offen"]) > 0,
        "Nach der Prüfung der Nachweise in der Förderliste ergänzen.",
    ),
    (
        "Kein Bescheid in den Daten",
        lambda lage, z: _letters(lage, int(z["foerderjahr"]), ("bescheid", "aenderung")).empty,
        "Den Bescheid in die Liste der Bescheide eintragen.",
    ),
    (
        "Höchstbetrag nicht belegt",
        lambda lage, z: cents(z, "hoechstbetrag") is None,
        "Den Höchstbetrag aus dem Bescheid in die Liste der Bescheide eintragen.",
    ),
    (
        "Verwendungsnachweis fehlt",
        lambda lage, z: _letters(lage, int(z["foerderjahr"]), ("nachweis",)).empty,
        "Sobald er abgegeben ist, in die Liste der Bescheide eintragen.",
    ),
)


def nicht_gezeigt(lage: Lage) -> Hinweis:
    """What this Freigabe does not show."""
    if lage.freigabe == "intern":
        return Hinweis(
            "Nur für den Dienstgebrauch",
            "Diese Freigabe zeigt alle Träger mit Namen, auch Personen. Der Bericht darf nicht veröffentlicht werden.",
        )
    sentences = [*lage.hinweise, "Personalkosten erscheinen nur als Summe eines Jahres."]
    return Hinweis("Was diese Freigabe nicht zeigt", " ".join(sentences))
