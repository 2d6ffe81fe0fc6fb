"""The blocks of notebook 03: what each Kommune got, per head, and which never got anything."""

from __future__ import annotations

from typing import Any

import pandas as pd

from komman.charts_bars import bar_chart
from komman.charts_map import Kachel, tile_map
from komman.document import Abbildung, Bloecke, Kopf, Satz, Tabelle
from komman.formats import NBSP, OFFEN, aufzaehlung, divide_half_up, euro, group
from komman.lage import Lage
from komman.outcomes import by_kommune
from komman.outcomes_kommunen import GEFOERDERT, NICHT_NAMENTLICH, NIE, all_kommunen, per_thousand
from komman.views.common import KEINE, MASSE, cents, columns, head, place_remarks, value
from komman.views.masse import (
    PRO_KOPF,
    first_upper,
    hidden_years,
    leading,
    ledger_years,
    of_kommunen,
    population_note,
    span,
    whole_years,
    why_leading,
)
from komman.views.steckbrief import profiles

UNGENANNT = "geschützt"


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    return head(lage.jahr, lage.freigabe, lage)


def kommunen(lage: Lage) -> pd.DataFrame:
    """All Kommunen of the Kreis with the year's leading measure (``outcomes_kommunen.all_kommunen``)."""
    return all_kommunen(
        lage.weiterleitungen,
        lage.jahr,
        leading(lage.zeile),
        lage.orte,
        lage.bevoelkerung,
        lage.ungenannte_kommunen,
    )


def zusammenfassung(lage: Lage) -> Satz:
    """How many Kommunen, how much, and who got none."""
    orte, z = kommunen(lage), lage.zeile
    mass = leading(z)
    n = int(z["kommunen"])
    teile = [
        f"Im Förderjahr {lage.jahr} wurden Maßnahmen in {of_kommunen(lage, n)} gefördert."
        if n
        else f"Im Förderjahr {lage.jahr} ist keine Kommune einzeln genannt."
    ]
    ohne = _of(orte, "stand", "nicht gefördert")
    if ohne:
        teile.append(f"Ohne Förderung {'blieb' if len(ohne) == 1 else 'blieben'} {aufzaehlung(ohne)}.")
    unsicher = _of(orte, "stand", NICHT_NAMENTLICH)
    if unsicher:
        teile.append(_unnamed(unsicher, " davon" if lage.jahr in whole_years(lage) else ""))
    k = lage.bevoelkerung
    je = per_thousand(cents(z, mass), sum(k.einwohner.values())) if k else None
    if je is not None:
        teile.append(f"Im ganzen Kreis wurden {PRO_KOPF} {euro(je)} {MASSE[mass]}.")
    return Satz(" ".join(teile))


def _unnamed(namen: list[str], davon: str) -> str:
    return f"Nicht namentlich genannt {'ist' if len(namen) == 1 else 'sind'}{davon} {aufzaehlung(namen)}."


def _of(orte: pd.DataFrame, spalte: str, stand: str) -> list[str]:
    return [str(n) for n in orte.loc[orte[spalte] == stand, "kommune"]]


def _shown(lage: Lage) -> tuple[str, str]:
    """The column the picture shows, and what it is called."""
    mass = MASSE[leading(lage.zeile)]
    if lage.bevoelkerung:
        return "je_1000_cent", f"{mass} {PRO_KOPF}"
    return "betrag_cent", mass


def karte(lage: Lage) -> Abbildung:
    """The Kommunen as tiles in their rough positions; as bars where kreis.yaml gives no positions."""
    orte = kommunen(lage)
    spalte, name = _shown(lage)
    return Abbildung(
        titel=f"Das Förderjahr {lage.jahr} nach Kommunen: {name}",
        alt=_alt(orte, spalte, name, all(o.kachel for o in lage.orte)),
        figur=_map(lage, orte, spalte) if all(o.kachel for o in lage.orte) else _bars(orte, spalte),
        tabelle=None,
    )


def _map(lage: Lage, orte: pd.DataFrame, spalte: str) -> Any:
    platz = {o.ags: o.kachel for o in lage.orte if o.kachel}
    kacheln = [
        Kachel(str(z["kommune"]), platz[str(z["ags"])], value(z, spalte), _tile_text(z, spalte))
        for _, z in orte.iterrows()
    ]
    words = {KEINE: "ohne Förderung", UNGENANNT: "nicht namentlich genannt", "offen": "Betrag noch offen"}
    ohne = [f"{zeichen}  {wort}" for zeichen, wort in words.items() if any(k.text == zeichen for k in kacheln)]
    return tile_map(kacheln, f"Euro {PRO_KOPF}" if lage.bevoelkerung else "Euro", ohne)


def _tile_text(z: pd.Series[Any], spalte: str) -> str:
    cent = value(z, spalte)
    if cent is not None:
        return f"{group(divide_half_up(cent, 100))}{NBSP}€"
    return {GEFOERDERT: "offen", NICHT_NAMENTLICH: UNGENANNT}.get(str(z["stand"]), KEINE)


def _bars(orte: pd.DataFrame, spalte: str) -> Any:
    rows = [(str(z["kommune"]), value(z, spalte), str(z["stand"])) for _, z in orte.iterrows()]
    rows.sort(key=lambda r: (r[1] is None, -(r[1] or 0)))
    unknown = {GEFOERDERT: OFFEN, NICHT_NAMENTLICH: NICHT_NAMENTLICH}
    return bar_chart(
        [
            (name, cent if cent is not None or stand in unknown else 0, euro(cent, unknown.get(stand, KEINE)))
            for name, cent, stand in rows
        ]
    )


def _alt(orte: pd.DataFrame, spalte: str, name: str, als_karte: bool) -> str:
    art = "Kachelkarte" if als_karte else "Balkendiagramm"
    known = orte[orte[spalte].notna()]
    teile = []
    if len(known):
        low, high = (known.loc[known[spalte] == known[spalte].agg(f)].iloc[0] for f in ("min", "max"))
        teile.append(f"am meisten in {high['kommune']} mit {euro(int(high[spalte]))}")
        if low["ags"] != high["ags"]:
            teile[0] += f", am wenigsten in {low['kommune']} mit {euro(int(low[spalte]))}"
    else:
        teile.append("für keine Kommune ist ein Betrag bekannt")
    ohne, unsicher = (_of(orte, "stand", s) for s in ("nicht gefördert", NICHT_NAMENTLICH))
    teile += [f"ohne Förderung: {aufzaehlung(ohne)}"] if ohne else []
    teile += [f"nicht namentlich genannt: {aufzaehlung(unsicher)}"] if unsicher else []
    return f"{art}, {name}: {'; '.join(teile)}."


def tabelle(lage: Lage) -> Tabelle:
    """The numbers of the picture: all Kommunen, then what belongs to none, then the Kreis."""
    orte, z = kommunen(lage), lage.zeile
    mass, alle = leading(z), len(ledger_years(lage))
    zeilen = [_row(o, alle) for _, o in orte.iterrows()]
    rest = by_kommune(lage.weiterleitungen, lage.jahr)
    rest = rest[rest["ags"].str.len() != 8]
    zeilen += [[str(o["kommune"]), *_counts(o), euro(cents(o, mass)), KEINE, KEINE] for _, o in rest.iterrows()]
    k = lage.bevoelkerung
    je = per_thousand(cents(z, mass), sum(k.einwohner.values())) if k else None
    zeilen.append(["Kreis", *_counts(z), euro(cents(z, mass)), euro(je, KEINE if k is None else OFFEN), KEINE])
    des_jahres = lage.weiterleitungen[lage.weiterleitungen["foerderjahr"] == lage.jahr]
    return Tabelle(
        titel=f"Das Förderjahr {lage.jahr} nach Kommunen: {MASSE[mass]}",
        spalten=columns(
            "Kommune",
            ("Träger", "anzahl"),
            ("Maßnahmen", "anzahl"),
            (MASSE[mass], "euro"),
            ("je 1.000 Einw.", "euro"),
            ("Förderjahre", "text"),
        ),
        zeilen=zeilen,
        summenzeile=True,
        fussnote=" ".join(
            [
                why_leading(mass),
                f"je 1.000 Einw.: {PRO_KOPF}.",
                population_note(k),
                f"Förderjahre: wie oft die Kommune {span(ledger_years(lage))} {_listed(lage)}.",
                *place_remarks(des_jahres, {str(o["kommune"]) for _, o in rest.iterrows()}),
            ]
        ),
    )


def _listed(lage: Lage) -> str:
    return "namentlich genannt ist" if hidden_years(lage) else "in den Förderlisten steht"


def _counts(z: pd.Series[Any]) -> list[str]:
    return [KEINE if n is None else group(n) for n in (value(z, "traeger"), value(z, "massnahmen"))]


def _row(z: pd.Series[Any], alle: int) -> list[str]:
    missing = OFFEN if z["stand"] == GEFOERDERT else KEINE if z["stand"] != NICHT_NAMENTLICH else NICHT_NAMENTLICH
    head_less = KEINE if pd.isna(z["einwohner"]) else missing if z["stand"] == GEFOERDERT else KEINE
    return [
        str(z["kommune"]),
        *_counts(z),
        euro(value(z, "betrag_cent"), missing),
        euro(value(z, "je_1000_cent"), head_less),
        f"{z['jahre']} von {alle}",
    ]


def nie(lage: Lage) -> Satz:
    """Which Kommunen never had a funded Maßnahme, as far as this Freigabe lets anyone know."""
    orte, jahre = kommunen(lage), ledger_years(lage)
    never, unsure = _of(orte, "jemals", NIE), _of(orte, "jemals", NICHT_NAMENTLICH)
    if never:
        return Satz(f"{first_upper(span(jahre))} steht keine Maßnahme in {aufzaehlung(never)} in den Förderlisten.")
    if unsure and not whole_years(lage):
        ort = "wird diese Kommune" if len(unsure) == 1 else "werden diese Kommunen"
        return Satz(
            f"Nicht namentlich genannt {ort} {span(jahre)}: {aufzaehlung(unsure)}. Ob dort etwas gefördert wurde, "
            f"lässt sich nicht sagen: {span(hidden_years(lage))} sind Kommunen nur unter „nicht zugeordnet“ enthalten."
        )
    n = lage.kommunen_im_kreis
    wer = "Die einzige Kommune" if n == 1 else f"Jede der {group(n)} Kommunen des Kreises"
    ungenannt = _unnamed(unsure, " davon") if unsure else ""
    return Satz(f"{wer} wurde {span(jahre)} mindestens einmal gefördert. {ungenannt}".rstrip())


def steckbriefe(lage: Lage) -> Bloecke:
    """One short profile per Kommune, in the order of kreis.yaml."""
    return profiles(lage, kommunen(lage))
