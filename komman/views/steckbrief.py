"""A short profile of each Kommune in computed sentences: years, sums, this year's funding and its change."""

from __future__ import annotations

from typing import Any

import pandas as pd

from komman.block import Block
from komman.document import Bloecke, Satz, Ueberschrift
from komman.formats import KEINE_ANGABE, anzahl, aufzaehlung, euro, jahre_text
from komman.lage import Lage
from komman.microaggregate import NICHT_ZUGEORDNET
from komman.outcomes import by_baustein
from komman.outcomes_kommunen import kommune_by_year
from komman.views.common import MASSE, cents, value
from komman.views.masse import PRO_KOPF, first_upper, hidden_years, leading, ledger_years, span, whole_years


def profiles(lage: Lage, orte: pd.DataFrame) -> Bloecke:
    """Heading and paragraph per row of ``outcomes_kommunen.all_kommunen``."""
    out: list[Block] = []
    if bool((lage.weiterleitungen["kommune"] == NICHT_ZUGEORDNET).any()):
        out.append(
            Satz(
                "Die Beträge der Kommunen enthalten nicht, was bei dieser Freigabe unter „nicht zugeordnet“ steht. "
                "Auch eine Veränderung gegenüber dem Vorjahr kann daher kommen."
            )
        )
    for _, ort in orte.iterrows():
        out += [Ueberschrift(str(ort["kommune"])), Satz(_profile(lage, ort))]
    return Bloecke(out)


def _profile(lage: Lage, ort: pd.Series[Any]) -> str:
    verlauf = kommune_by_year(lage.weiterleitungen, str(ort["ags"]))
    sentences = [_years(lage, verlauf)]
    if len(verlauf):
        by_year = {int(z["foerderjahr"]): z for _, z in verlauf.iterrows()}
        sentences += [_net(by_year), _this_year(lage, ort, by_year), _change(lage, by_year), _largest(lage, ort)]
    return " ".join(s for s in sentences if s)


def _years(lage: Lage, verlauf: pd.DataFrame) -> str:
    """In which years the Kommune is named."""
    alle, eigene = ledger_years(lage), [int(j) for j in verlauf["foerderjahr"]]
    hidden = [j for j in hidden_years(lage) if j not in eigene]
    sicher = [j for j in hidden if j in whole_years(lage)]
    if not eigene and sicher:
        return (
            f"{first_upper(span(alle))} ist hier keine Maßnahme namentlich genannt. Gefördert wurde hier aber "
            f"{span(sicher)}, denn da gab es in jeder Kommune Maßnahmen."
        )
    if not eigene:
        rest = f"; ob {span(hidden)} etwas gefördert wurde, lässt sich nicht sagen" if hidden else ""
        return f"Die Förderlisten nennen {span(alle)} keine Maßnahme{rest}."
    if eigene == alle:
        jedes = f"in jedem der {len(alle)} Förderjahre {jahre_text(alle)}" if len(alle) > 1 else span(alle)
        return f"Hier wurden {jedes} Maßnahmen gefördert."
    return f"{'Namentlich genannt sind' if hidden else 'Gefördert wurden'} Maßnahmen hier {span(eigene)}."


def _net(by_year: dict[int, pd.Series[Any]]) -> str:
    """The sum of all years whose net amount is known."""
    netto = {j: n for j, z in by_year.items() if (n := cents(z, "netto")) is not None}
    if len(netto) < 2:
        return ""
    return f"Netto weitergeleitet wurden {jahre_text(sorted(netto))} zusammen {euro(sum(netto.values()))}."


def _this_year(lage: Lage, ort: pd.Series[Any], by_year: dict[int, pd.Series[Any]]) -> str:
    if lage.jahr not in by_year:
        return f"{lage.jahr} ist hier keine Maßnahme genannt."
    mass, cent = MASSE[leading(lage.zeile)], value(ort, "betrag_cent")
    massnahmen = anzahl(int(ort["massnahmen"]), "Maßnahme", "Maßnahmen")
    an = f"an {anzahl(int(ort['traeger']), 'Träger', 'Träger')} für {massnahmen}"
    if cent is None:
        return f"{lage.jahr} ging Geld {an}; wie viel {mass} wurde, ist noch offen."
    je = value(ort, "je_1000_cent")
    kopf = "" if je is None else f", das sind {euro(je)} {PRO_KOPF}"
    return f"{lage.jahr} wurden {euro(cent)} {an} {mass}{kopf}."


def _largest(lage: Lage, ort: pd.Series[Any]) -> str:
    """The Baustein with most of the money, if the ledger says and there is more than one."""
    rows = lage.weiterleitungen[lage.weiterleitungen["ags"] == ort["ags"]]
    mass = leading(lage.zeile)
    parts = [
        (-cent, str(z["baustein"]), str(z["name"]))
        for _, z in by_baustein(rows, lage.jahr).iterrows()
        if (cent := cents(z, mass)) is not None and z["baustein"] not in (KEINE_ANGABE, NICHT_ZUGEORDNET)
    ]
    if not parts:
        return ""
    minus, code, name = min(parts)
    if minus >= 0:
        return ""
    gleich = [f"{c} ({n})" for m, c, n in sorted(parts) if m == minus]
    if len(gleich) > 1:
        return f"Am meisten entfiel auf die Bausteine {aufzaehlung(gleich)}: je {euro(-minus)}."
    if len(parts) == 1 and -minus == value(ort, "betrag_cent"):
        return f"Alles entfiel auf den Baustein {code} ({name})."
    return f"Am meisten entfiel auf den Baustein {code} ({name}): {euro(-minus)}."


def _change(lage: Lage, by_year: dict[int, pd.Series[Any]]) -> str:
    """More or less than in the year before, in the same measure."""
    vorjahr = lage.jahr - 1
    if lage.jahr not in by_year or vorjahr not in ledger_years(lage):
        return ""
    if vorjahr not in by_year:
        return "" if vorjahr in hidden_years(lage) else f"{vorjahr} gab es hier keine Förderung."
    mass = leading(lage.zeile)
    jetzt, frueher = (cents(by_year[j], mass) for j in (lage.jahr, vorjahr))
    if jetzt is None or frueher is None:
        return ""
    if jetzt == frueher:
        return f"{vorjahr} war es genauso viel."
    wie = "mehr" if jetzt > frueher else "weniger"
    return f"Gegenüber {vorjahr} ({euro(frueher)}) sind es {euro(abs(jetzt - frueher))} {wie}."
