"""The blocks of notebook 02: what came of one Förderjahr, in figures, pictures and computed sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from komman import charts, outcomes
from komman.aussagen import published
from komman.document import Abbildung, Hinweis, Kennzahlen, Kopf, Satz, Tabelle, Tabellenspalte
from komman.faktencheck import BESTAETIGT, fact_check
from komman.formats import NICHT_BELEGT, anzahl, aufzaehlung, euro, group, jahre_text, permille, prozent
from komman.lage import Lage
from komman.rules import HOECHSTBETRAG
from komman.views import regelnoten
from komman.views.common import MASSE, amount, cents, columns, head, place_remarks, set_aside_sentence, value
from komman.views.masse import of_kommunen

ORTSMASSE = ("bewilligt", "ausgezahlt", "zurueckgezahlt", "netto")


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    return head(lage.jahr, lage.freigabe, lage)


def zusammenfassung(lage: Lage) -> Satz:
    """The year in a few sentences: how much, to whom, measured against what."""
    z = lage.zeile
    return Satz(" ".join(s for s in (_passed_on(lage, z), _used(z), _supported(z), _applied(z)) if s))


def _passed_on(lage: Lage, z: pd.Series[Any]) -> str:
    orte = f"in {of_kommunen(lage, z['kommunen'])}" if int(z["kommunen"]) else "für den ganzen Kreis"
    an = f"an {z['traeger']} Träger {orte}"
    start = f"Für das Förderjahr {lage.jahr} wurden"
    netto = cents(z, "netto")
    if netto is not None and netto >= 0:
        return f"{start} nach Abzug der Rückzahlungen {euro(netto)} {an} weitergeleitet."
    if cents(z, "ausgezahlt") is not None:
        mehr = "" if netto is None else f" Zurückgezahlt wurden {amount(z, 'zurueckgezahlt')}, mehr als ausgezahlt war."
        return f"{start} {amount(z, 'ausgezahlt')} {an} ausgezahlt.{mehr}"
    if cents(z, "bewilligt") is not None:
        return f"{start} {amount(z, 'bewilligt')} {an} bewilligt; ausgezahlte Beträge liegen nicht vor."
    return f"Für das Förderjahr {lage.jahr} liegen weder bewilligte noch ausgezahlte Beträge vor."


def _used(z: pd.Series[Any]) -> str:
    hoechst, bewilligt = (value(z, f"ausschoepfung_{m}_promille") for m in ("hoechstbetrag", "bewilligt"))
    if hoechst is None:
        return "Wie weit der Höchstbetrag ausgeschöpft wurde, lässt sich nicht sagen."
    von_bewilligt = "" if bewilligt is None else f" und {prozent(bewilligt)} des bewilligten Betrags"
    return f"Das sind {prozent(hoechst)} des Höchstbetrags von {amount(z, 'hoechstbetrag')}{von_bewilligt}."


def _supported(z: pd.Series[Any]) -> str:
    n = int(z["massnahmen"])
    return f"Die Förderlisten nennen {anzahl(n, 'Maßnahme', 'Maßnahmen')}."


def _applied(z: pd.Series[Any]) -> str:
    hoechst = cents(z, "hoechstbetrag")
    teile = []
    for mass, was in (("beantragt", "Beantragt"), ("ausgezahlt", "Ausgezahlt")):
        cent = cents(z, mass)
        if cent is not None and hoechst is not None and cent > hoechst:
            teile.append(f"{was} waren {euro(cent)}, also {euro(cent - hoechst)} mehr als der Höchstbetrag.")
    return " ".join(teile)


def kennzahlen(lage: Lage) -> Kennzahlen:
    """The key figures of the year."""
    z = lage.zeile
    return Kennzahlen(
        [
            ("Höchstbetrag", amount(z, "hoechstbetrag"), _ceiling_source(z)),
            ("bewilligt", amount(z, "bewilligt"), "den Trägern zugesagt"),
            ("ausgezahlt", amount(z, "ausgezahlt"), "an die Träger überwiesen"),
            ("zurückgezahlt", amount(z, "zurueckgezahlt"), "von den Trägern"),
            ("netto weitergeleitet", amount(z, "netto"), "ausgezahlt minus zurückgezahlt"),
            (
                "Ausschöpfung",
                prozent(value(z, "ausschoepfung_hoechstbetrag_promille")),
                "netto weitergeleitet am Höchstbetrag",
            ),
            ("Kommunen", group(int(z["kommunen"])), f"von {lage.kommunen_im_kreis} im Kreis"),
            ("Träger", group(int(z["traeger"])), "mit mindestens einer Maßnahme"),
            ("Maßnahmen", group(int(z["massnahmen"])), "laut Förderlisten"),
        ]
    )


def offen(lage: Lage) -> Hinweis:
    """What is not known yet: measures without a value, and what that means for the figures."""
    z = lage.zeile
    teile = []
    alle = int(z["massnahmen"])
    for mass in outcomes.MASSE:
        fehlt = int(z[f"fehlt_{mass}"])
        if fehlt:
            wie_viele = f"allen {alle}" if fehlt == alle > 1 else f"{fehlt} von {alle}"
            teile.append(f"„{MASSE[mass]}“ bei {wie_viele} Maßnahmen")
    if not teile:
        return Hinweis(
            "Vollständig",
            f"Für alle Maßnahmen des Förderjahres {lage.jahr} liegen die Beträge bis zur Rückzahlung vor.",
        )
    folge = (
        "Was netto weitergeleitet wurde, steht deshalb noch nicht fest."
        if cents(z, "netto") is None
        else "Die Summen enthalten nur die vorliegenden Beträge und können sich noch ändern."
    )
    return Hinweis("Noch offen", f"Beim Stand {lage.stand:%d.%m.%Y} fehlt die Angabe {aufzaehlung(teile)}. {folge}")


def fluss(lage: Lage) -> Abbildung:
    """Picture of the way from the ceiling to the money passed on; its figures stand in the table below it."""
    schritte = [
        (str(s["bezeichnung"]), None if pd.isna(s["cent"]) else int(s["cent"]))
        for _, s in outcomes.funding_flow(lage.zeile).iterrows()
    ]
    return Abbildung(
        titel=f"Vom Höchstbetrag zum weitergeleiteten Geld, Förderjahr {lage.jahr}",
        alt=_flow_alt(lage),
        figur=charts.flow_chart(schritte, {MASSE["hoechstbetrag"]: NICHT_BELEGT}),
        tabelle=None,
    )


def _flow_alt(lage: Lage) -> str:
    z = lage.zeile
    hoechst = cents(z, "hoechstbetrag")
    von = "Der Höchstbetrag ist nicht belegt" if hoechst is None else f"Der Höchstbetrag betrug {euro(hoechst)}"
    bekannt = [m for m in ("bewilligt", "ausgezahlt", "zurueckgezahlt") if cents(z, m) is not None]
    teile = [f"{amount(z, m)} wurden {MASSE[m]}" if m == bekannt[0] else f"{amount(z, m)} {MASSE[m]}" for m in bekannt]
    netto = (
        "was netto weitergeleitet wurde, ist noch offen"
        if cents(z, "netto") is None
        else f"netto weitergeleitet wurden {amount(z, 'netto')}"
    )
    return f"Balkendiagramm: {'; '.join(t for t in (von, aufzaehlung(teile), netto) if t)}."


def betraege(lage: Lage) -> Tabelle:
    """All amounts of the year with their share of the ceiling and the number of Maßnahmen they rest on."""
    z = lage.zeile
    hoechst = cents(z, "hoechstbetrag")
    zeilen = [[name, amount(z, mass), _share(cents(z, mass), hoechst), _basis(z, mass)] for mass, name in MASSE.items()]
    return Tabelle(
        titel=f"Beträge des Förderjahres {lage.jahr}",
        spalten=columns(
            "Betrag", ("Euro", "euro"), ("Anteil am Höchstbetrag", "prozent"), ("Maßnahmen mit Angabe", "text")
        ),
        zeilen=zeilen,
        fussnote=" ".join(
            s
            for s in (
                f"Höchstbetrag: {_ceiling_source(z)}.",
                "Netto weitergeleitet = ausgezahlt minus zurückgezahlt.",
                _ceiling_rule(lage),
            )
            if s
        ),
    )


def _ceiling_rule(lage: Lage) -> str:
    """The rule on the ceiling of this Kreis, where no Bescheid gives it."""
    if outcomes.from_bescheid(lage.jahr, lage.tabellen["bescheide"], "hoechstbetrag_cent")[0] is not None:
        return ""
    return regelnoten.note([lage.regelwerk.lookup(HOECHSTBETRAG, lage.jahr, lage.schluessel)])


def _ceiling_source(z: pd.Series[Any]) -> str:
    return "kein Bescheid in den Daten" if cents(z, "hoechstbetrag") is None else str(z["hoechstbetrag_quelle"])


def _share(cent: int | None, hoechst: int | None) -> str:
    return prozent(permille(cent, hoechst), "–")


def _basis(z: pd.Series[Any], mass: str) -> str:
    if f"fehlt_{mass}" not in z.index:
        return "–"
    alle = int(z["massnahmen"])
    return f"{alle - int(z[f'fehlt_{mass}'])} von {alle}"


def kommunen(lage: Lage) -> Tabelle:
    """Where the money went, by Kommune; what this Freigabe does not assign to one stands in a row of its own."""
    orte = outcomes.by_kommune(lage.weiterleitungen, lage.jahr)
    rows = [(str(z["kommune"]), z) for _, z in orte.iterrows()]
    zeilen = [[name, *_row(z)] for name, z in rows]
    des_jahres = lage.weiterleitungen[lage.weiterleitungen["foerderjahr"] == lage.jahr]
    return Tabelle(
        titel=f"Das Förderjahr {lage.jahr} nach Kommunen",
        spalten=columns(
            "Kommune", ("Träger", "anzahl"), ("Maßnahmen", "anzahl"), *((MASSE[m], "euro") for m in ORTSMASSE)
        ),
        zeilen=[*zeilen, ["Kreis", *_row(lage.zeile)]],
        summenzeile=True,
        fussnote=" ".join(place_remarks(des_jahres, {name for name, _ in rows})),
    )


def _row(z: pd.Series[Any]) -> list[str]:
    return [group(int(z["traeger"])), group(int(z["massnahmen"])), *(amount(z, mass) for mass in ORTSMASSE)]


def reihe(lage: Lage) -> Abbildung:
    """Picture of all years there are: money passed on against the ceiling."""
    rows = [z for _, z in lage.jahre.iterrows()]
    jahre = [int(z["foerderjahr"]) for z in rows]
    netto, hoechst = [cents(z, "netto") for z in rows], [cents(z, "hoechstbetrag") for z in rows]
    return Abbildung(
        titel=f"Netto weitergeleitet, {'Förderjahr' if len(jahre) == 1 else 'Förderjahre'} {jahre_text(jahre)}",
        alt=series_alt(dict(zip(jahre, netto, strict=True))),
        figur=charts.series_chart(jahre, netto, hoechst, {}),
        tabelle=None,
    )


def series_alt(netto: dict[int, int | None]) -> str:
    """What the picture of the years says: the least and the most, to the cent, and the years still open."""
    bekannt = {jahr: n for jahr, n in netto.items() if n is not None}
    rest = jahre_text(sorted(netto.keys() - bekannt.keys()))
    offen_satz = f" Für {rest} steht der Betrag noch nicht fest." if rest else ""
    if not bekannt:
        return f"Säulendiagramm des netto weitergeleiteten Geldes.{offen_satz}"
    low, high = min(bekannt, key=lambda j: bekannt[j]), max(bekannt, key=lambda j: bekannt[j])
    if low == high:
        return f"Säulendiagramm: {low} wurden netto {euro(bekannt[low])} weitergeleitet.{offen_satz}"
    return (
        f"Säulendiagramm: Am wenigsten Geld wurde {low} netto weitergeleitet, {euro(bekannt[low])}, "
        f"am meisten {high}, {euro(bekannt[high])}.{offen_satz}"
    )


def jahresbetraege(lage: Lage) -> Tabelle:
    """The amounts of all years there are."""
    masse = ("hoechstbetrag", "bewilligt", "ausgezahlt", "zurueckgezahlt", "netto")
    zeilen = [
        [
            str(z["foerderjahr"]),
            *(amount(z, m) for m in masse),
            prozent(value(z, "ausschoepfung_hoechstbetrag_promille")),
        ]
        for _, z in lage.jahre.iterrows()
    ]
    return Tabelle(
        titel="Die Beträge der Förderjahre",
        spalten=columns("Förderjahr", *((MASSE[m], "euro") for m in masse), ("Ausschöpfung", "prozent")),
        zeilen=zeilen,
        fussnote="Ausschöpfung: netto weitergeleitet im Verhältnis zum Höchstbetrag.",
    )


def jahreszahlen(lage: Lage) -> Tabelle:
    """How many Kommunen, Träger and Maßnahmen there were in all years there are."""
    zeilen = [
        [str(z["foerderjahr"]), *(group(int(z[spalte])) for spalte in ("kommunen", "traeger", "massnahmen"))]
        for _, z in lage.jahre.iterrows()
    ]
    return Tabelle(
        titel="Kommunen, Träger und Maßnahmen der Förderjahre",
        spalten=columns("Förderjahr", *((n, "anzahl") for n in ("Kommunen", "Träger", "Maßnahmen"))),
        zeilen=zeilen,
    )


def abgleich(lage: Lage) -> Tabelle | Hinweis:
    """Our figures against the published ones; from the sample it proves the arithmetic only (design §9)."""
    proof = fact_check(published(lage.schluessel), lage.grundlage)
    if proof.empty:
        return Hinweis("Nichts zu vergleichen", "Für diesen Kreis sind keine veröffentlichten Zahlen hinterlegt.")
    spalten = ["aussage", "soll", "ist", "ergebnis"]
    bestaetigt = bool((proof["ergebnis"] == BESTAETIGT).all())
    befund = "Rechenweg bestätigt (Beispieldaten)." if lage.beispiel and bestaetigt else ""
    return Tabelle(
        titel="Veröffentlichte Zahlen und diese Auswertung",
        spalten=[
            Tabellenspalte("Aussage", "links", True),
            Tabellenspalte("veröffentlicht", "rechts"),
            Tabellenspalte("hier errechnet", "rechts"),
            Tabellenspalte("Ergebnis", "links"),
        ],
        zeilen=[[str(r[s]) for s in spalten] for _, r in proof.iterrows()],
        fussnote=f"{befund} Quelle: {'; '.join(sorted(set(proof['quelle'])))}.".strip(),
    )


def grenzen(lage: Lage) -> Hinweis:
    """What is not in the figures: rows set aside, and what the Freigabe does not show."""
    teile = [set_aside_sentence(lage.zurueckgestellt), lage.ohne_bewilligung, *lage.hinweise]
    return Hinweis("Was diese Zahlen nicht enthalten", " ".join(t for t in teile if t))
