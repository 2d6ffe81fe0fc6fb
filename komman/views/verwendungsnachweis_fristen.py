"""The blocks of notebook 06 on days and duties: open proofs and their deadlines, interest, retention, the rules."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from komman.document import Bloecke, Satz, Tabelle
from komman.formats import anzahl, euro, group
from komman.lage import Lage
from komman.microaggregate import NICHT_BENANNT
from komman.nachweis import fixed_sums, kept_until, known, open_proofs
from komman.outcomes_traeger import is_pooled
from komman.rules import FRIST_KREIS, FRIST_TRAEGER, Regelwert
from komman.views.common import columns
from komman.views.regelnoten import note, tabelle
from komman.views.verwendungsnachweis import period, regel, teil, unsettled


def offene_nachweise(lage: Lage) -> Bloecke:
    """How many Maßnahmen are not settled, with how much money and by which day; and the Nachweis of the Kreis."""
    df = open_proofs(lage.weiterleitungen, lage.jahr)
    fristen = deadlines(lage)
    n = teil(lage)
    traeger_offen, kreis_offen = int(df["massnahmen"].sum()) > 0, n is None or not n.eingereicht
    saetze = [
        "Alle Maßnahmen sind abgerechnet." if not traeger_offen else unsettled(lage),
        _deadline("Die Frist der Träger", fristen[0], lage, traeger_offen),
        _deadline("Die Frist des Kreises", fristen[1], lage, kreis_offen),
    ]
    satz = Satz(" ".join(saetze))
    return Bloecke([satz, _open_table(lage, df, fristen)] if traeger_offen else [satz])


def _deadline(wessen: str, frist: Regelwert, lage: Lage, offen: bool) -> str:
    if frist.wert is None:
        return f"{wessen} ist nicht belegt."
    vorbei = offen and isinstance(frist.wert, dt.date) and frist.wert < lage.stand
    return f"{wessen} war der {frist.text}; sie ist überschritten." if vorbei else f"{wessen}: {frist.text}."


def _open_table(lage: Lage, df: pd.DataFrame, fristen: list[Regelwert]) -> Tabelle:
    rows = [[f"{s['stand']}", group(int(s["massnahmen"])), *(euro(known(s, m)) for m in ("bewilligt", "ausgezahlt"))]
            for _, s in df.iterrows() if int(s["massnahmen"])]  # fmt: skip
    return Tabelle(
        f"Offene Nachweise der Träger, Förderjahr {lage.jahr}",
        columns("Stand der Maßnahme", ("Maßnahmen", "anzahl"), ("bewilligt", "euro"), ("ausgezahlt", "euro")),
        rows,
        fussnote="Ohne Nachweis: der Träger hat noch nichts nachgewiesen. In Prüfung: nachgewiesen, aber noch kein "
        f"Betrag anerkannt. {_averages(lage)}{note(fristen)}".rstrip(),
    )


def _averages(lage: Lage) -> str:
    """What an open Maßnahme of a pool counts with: a pool's money stands evenly on its Maßnahmen, settled or not."""
    rows = lage.weiterleitungen[lage.weiterleitungen["foerderjahr"] == lage.jahr]
    states = rows.loc[is_pooled(rows), ["nachgewiesen_cent", "anerkannt_cent"]].notna().drop_duplicates()
    return f"Maßnahmen unter „{NICHT_BENANNT}“ zählen mit dem Durchschnitt ihrer Gruppe. " if len(states) > 1 else ""


def deadlines(lage: Lage) -> list[Regelwert]:
    """The rules for the days by which the Träger and the Kreis must prove the use."""
    return [regel(lage, name) for name in (FRIST_TRAEGER, FRIST_KREIS)]


def interest(lage: Lage) -> tuple[Regelwert, Regelwert]:
    """The rate of the law in the year of the Stand, and that of Bescheid or contract."""
    return lage.regelwerk.lookup("zins_ueber_basiszins", lage.stand.year), regel(lage, "zinssatz_vertrag")


def pflichten(lage: Lage) -> Satz:
    """Interest and retention: the rules, and until which day; no interest is computed."""
    zins, vertrag = interest(lage)
    gesetz = (
        "Um wie viele Prozentpunkte über dem Basiszinssatz eine Rückforderung zu verzinsen ist, ist für "
        f"{lage.stand.year} nicht belegt"
        if zins.wert is None
        else f"Eine Rückforderung ist mit {zins.text} über dem Basiszinssatz zu verzinsen ({zins.nachweis})"
    )
    eigener = (
        "ein Zinssatz aus Bescheid oder Vertrag ist nicht belegt"
        if vertrag.wert is None
        else f"Bescheid oder Vertrag nennen {vertrag.text} ({vertrag.nachweis})"
    )
    return Satz(
        f"{gesetz}; {eigener}. Zinsen sind hier nicht berechnet, weil der Basiszinssatz und die Tage, ab denen zu "
        f"verzinsen ist, nicht in den Daten stehen. {_retention(lage)}"
    )


def _retention(lage: Lage) -> str:
    r, n = regel(lage, "aufbewahrung"), teil(lage)
    if r.exakt is None:
        return "Wie lange die Belege aufzubewahren sind, ist nicht belegt."
    dauer = (
        f"Die Belege sind {anzahl(r.rechne(), 'Jahr', 'Jahre')} nach Vorlage des Verwendungsnachweises aufzubewahren"
    )
    if n is None or n.tag is None:
        return f"{dauer}; der Tag steht noch nicht fest. {note([r])}"
    return f"{dauer}, also bis einschließlich {kept_until(n.tag, r.rechne()):%d.%m.%Y}. {note([r])}"


def regeln(lage: Lage) -> Tabelle:
    """Every rule this report rests on, with its value and source."""
    pauschalen = [f.regel for f in fixed_sums(lage.weiterleitungen, lage.jahr, lage.regelwerk) if f.regel is not None]
    found = [
        regel(lage, "bewilligungsbehoerde"),
        *(regel(lage, "rechtsgrundlage", t) for t in ("II", "I")),
        *period(lage),
        *pauschalen,
        *deadlines(lage),
        regel(lage, "aufbewahrung"),
        *interest(lage),
    ]
    return tabelle("Die Regeln dieses Nachweises", found)
