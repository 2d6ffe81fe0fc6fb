"""The tables of notebook 08 on the posts of Programmteil I: costs, grant, and what a draft would bring."""

from __future__ import annotations

from komman.document import Tabelle, Tabellenspalte
from komman.formats import NICHT_BELEGT, euro, stellenzahl
from komman.lage import Lage
from komman.rules import FOERDERSATZ
from komman.staffing_foerderung import Entwurfsjahr, refinancing
from komman.views.common import columns
from komman.views.personal import draft_ahead


def stellen(lage: Lage) -> Tabelle:
    """What the posts of the year cost against what the Land granted, also under a draft, each with its evidence."""
    s = next((s for s in lage.stellenjahre if s.jahr == lage.jahr), None)
    satz = lage.regelwerk.lookup(FOERDERSATZ, lage.jahr)
    vzae, kosten, bescheid = (None, None, None) if s is None else (s.vzae, s.kosten, s.bescheid)
    ahead = draft_ahead(lage)
    rest = None if s is None else s.granted_rest
    quelle = "kein Bescheid in den Daten" if s is None or bescheid is None else s.bescheid_quelle
    zeilen = [
        ["Stellen (Vollzeitäquivalente)", stellenzahl(vzae, NICHT_BELEGT), "Personalliste, Durchschnitt der Monate"],
        ["Fördersatz je voller Stelle", euro(satz.exakt, NICHT_BELEGT), satz.quelle or NICHT_BELEGT],
        ["Fördersatz mal Stellen", euro(refinancing(vzae, satz).cent, NICHT_BELEGT), "gerechnet"],
        ["Förderung laut Bescheid", euro(bescheid, NICHT_BELEGT), quelle],
        ["Personalkosten", euro(kosten, NICHT_BELEGT), "Personalliste, Summe der Monate"],
        ["Förderung minus Personalkosten", euro(rest, NICHT_BELEGT), "gerechnet"],
        *([] if ahead is None else _draft_rows(ahead)),
    ]
    spalten = [
        Tabellenspalte("Angabe", "links", True),
        Tabellenspalte("Wert", "rechts", False, "euro"),
        Tabellenspalte("Grundlage"),
    ]
    return Tabelle(f"Stellen des Programmteils I, Förderjahr {lage.jahr}", spalten, zeilen)


def _draft_rows(d: Entwurfsjahr) -> list[list[str]]:
    """What a draft comes to for the posts of the year; each line carries the word."""
    mark = f"({d.entwurf.marke})"
    posts = f"gerechnet mit den Stellen von {d.stellenjahr}"
    more = f"{posts}, gegenüber dem Satz von {d.satz.jahr}"
    return [
        [f"Fördersatz je voller Stelle {d.jahr} {mark}", euro(d.entwurf.exakt, NICHT_BELEGT), d.entwurf.quelle],
        [f"Fördersatz mal Stellen {d.jahr} {mark}", euro(d.kuenftig.cent, NICHT_BELEGT), posts],
        [f"Mehr als bisher, im Jahr {mark}", euro(d.mehr.cent, NICHT_BELEGT), more],
    ]


def stellen_reihe(lage: Lage) -> Tabelle:
    """Posts, costs and grants of all years there are."""
    zeilen = [
        [
            str(s.jahr),
            stellenzahl(s.vzae, NICHT_BELEGT),
            *(euro(c, NICHT_BELEGT) for c in (s.kosten, s.bescheid, s.granted_rest)),
        ]
        for s in lage.stellenjahre
    ]
    names = ("Personalkosten", "Förderung laut Bescheid", "Förderung minus Personalkosten")
    spalten = columns("Förderjahr", ("Stellen", "text"), *((n, "euro") for n in names))
    return Tabelle("Stellen des Programmteils I nach Förderjahren", spalten, zeilen)
