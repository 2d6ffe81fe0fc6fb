"""The blocks of notebook 04: what the money was for, and who got it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from komman import outcomes_bausteine as ob
from komman import outcomes_traeger as ot
from komman.charts_bars import bar_chart
from komman.document import Abbildung, Bloecke, Hinweis, Kennzahlen, Kopf, Satz, Tabelle, Tabellenspalte
from komman.formats import KEINE_ANGABE, anzahl, euro, group, permille, prozent
from komman.lage import Lage
from komman.microaggregate import KOEPFE, NICHT_BENANNT, NICHT_ZUGEORDNET, UNBEKANNT
from komman.outcomes import by_baustein
from komman.views import pauschalen
from komman.views.common import KEINE, MASSE, cents, columns, head, value
from komman.views.masse import art_name, leading, why_leading

ZULETZT = (NICHT_ZUGEORDNET, KEINE_ANGABE, UNBEKANNT)


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    return head(lage.jahr, lage.freigabe, lage)


def _mass(lage: Lage) -> str:
    return leading(lage.zeile)


def _share(lage: Lage, cent: int | None) -> str:
    """The part of the year's sum; of a sum that is not above 0, as after large repayments, no part can be told."""
    whole = cents(lage.zeile, _mass(lage))
    return prozent(permille(cent, whole), KEINE) if whole is not None and whole > 0 else KEINE


def _title(code: str, name: str) -> str:
    return name if code == name else f"{code} {name}"


def zusammenfassung(lage: Lage) -> Satz:
    """Which Baustein and which kind of Träger got most."""
    mass = _mass(lage)
    if mass == "netto" and (cents(lage.zeile, mass) or 0) <= 0:
        return Satz(
            f"Für das Förderjahr {lage.jahr} blieb nach Abzug der Rückzahlungen kein Geld, das sich auf Bausteine und "
            "Trägerarten verteilen ließe."
        )
    teile = []
    for was, df, spalte in (
        ("den Baustein", by_baustein(lage.weiterleitungen, lage.jahr), "baustein"),
        ("die Trägerart", ot.by_traegerart(lage.weiterleitungen, lage.jahr), "traegerart"),
    ):
        known = [
            (-c, str(z[spalte]), z)
            for _, z in df.iterrows()
            if (c := cents(z, mass) or 0) > 0 and z[spalte] not in ZULETZT
        ]
        if known:
            minus, code, z = min(known, key=lambda k: k[:2])
            name = f"{code} ({z['name']})" if spalte == "baustein" else f"„{art_name(code)}“"
            teile.append(f"{was} {name} mit {euro(-minus)} ({_share(lage, -minus)})")
    if not teile:
        return Satz(
            f"Für das Förderjahr {lage.jahr} ist noch kein Betrag einem Baustein oder einer Trägerart zugeordnet."
        )
    return Satz(
        f"Von dem Geld, das für das Förderjahr {lage.jahr} {MASSE[mass]} wurde, entfiel am meisten auf "
        f"{' und auf '.join(teile)}."
    )


def bausteine_bild(lage: Lage) -> Abbildung:
    """The Bausteine by the year's leading measure, the largest first."""
    df = by_baustein(lage.weiterleitungen, lage.jahr)
    rows = [(_title(str(z["baustein"]), str(z["name"])), cents(z, _mass(lage))) for _, z in df.iterrows()]
    return _bars(lage, "Bausteinen", rows)


def traegerarten_bild(lage: Lage) -> Abbildung:
    """The kinds of Träger by the year's leading measure, the largest first."""
    df = ot.by_traegerart(lage.weiterleitungen, lage.jahr)
    return _bars(
        lage, "Trägerarten", [(art_name(str(z["traegerart"])), cents(z, _mass(lage))) for _, z in df.iterrows()]
    )


def _bars(lage: Lage, wonach: str, rows: list[tuple[str, int | None]]) -> Abbildung:
    rows = sorted(rows, key=lambda r: (r[0] in ZULETZT, r[1] is None, -(r[1] or 0)))
    mass = MASSE[_mass(lage)]
    shown = [f"{name} {euro(cent)}" for name, cent in rows]
    return Abbildung(
        titel=f"Das Förderjahr {lage.jahr} nach {wonach}: {mass}",
        alt=f"Balkendiagramm, {mass}: {'; '.join(shown)}.",
        figur=bar_chart([(name, cent, euro(cent)) for name, cent in rows]),
        tabelle=None,
    )


def bausteine(lage: Lage) -> Tabelle:
    """Träger, Maßnahmen, units and money by Baustein; the units without their Pauschalen."""
    df, mass = by_baustein(lage.weiterleitungen, lage.jahr), _mass(lage)
    counts = {str(z["baustein"]): z for _, z in ob.counts_by_baustein(lage.weiterleitungen, lage.jahr).iterrows()}
    zeilen = [
        [_title(str(z["baustein"]), str(z["name"])), *_figures(lage, z), *_units(counts[str(z["baustein"])])]
        for _, z in df.iterrows()
    ]
    mehrfach = int(df["massnahmen"].sum()) > int(lage.zeile["massnahmen"])
    return Tabelle(
        titel=f"Das Förderjahr {lage.jahr} nach Bausteinen",
        spalten=columns(
            "Baustein", *_money_columns(mass), ("Einheiten bewilligt", "anzahl"), ("Einheiten nachgewiesen", "anzahl")
        ),
        zeilen=[*zeilen, ["Kreis", *_figures(lage, lage.zeile), KEINE, KEINE]],
        summenzeile=True,
        fussnote=" ".join(
            [
                why_leading(mass),
                "Ein Träger mit Maßnahmen in mehreren Bausteinen zählt im Kreis nur einmal.",
                *(["Maßnahmen in mehreren Bausteinen ebenso."] if mehrfach else []),
                "Einheiten: was je Baustein gezählt wird, zum Beispiel Monate, Treffen oder Seiten; „–“: keine Angabe, "
                "oder bei zusammengefassten Trägern nicht gezeigt; über die Bausteine hinweg nicht summiert.",
                pauschalen.note(lage),
            ]
        ),
    )


def _money_columns(mass: str) -> tuple[tuple[str, Any], ...]:
    return ("Träger", "anzahl"), ("Maßnahmen", "anzahl"), (MASSE[mass], "euro"), ("Anteil", "prozent")


def _figures(lage: Lage, z: pd.Series[Any]) -> list[str]:
    cent = cents(z, _mass(lage))
    return [group(int(z["traeger"])), group(int(z["massnahmen"])), euro(cent), _share(lage, cent)]


def _units(z: pd.Series[Any]) -> list[str]:
    return [KEINE if n is None else group(n) for n in (value(z, m) for m in ob.EINHEITEN)]


def traegerarten(lage: Lage) -> Tabelle:
    """Träger, Maßnahmen and money by kind of Träger."""
    df = ot.by_traegerart(lage.weiterleitungen, lage.jahr)
    zeilen = [[art_name(str(z["traegerart"])), *_figures(lage, z)] for _, z in df.iterrows()]
    note = [why_leading(_mass(lage))]
    if NICHT_ZUGEORDNET in set(df["traegerart"]):
        note.append("nicht zugeordnet: Träger, die nicht genannt werden dürfen; einzelne Vereine können darin sein.")
    return Tabelle(
        titel=f"Das Förderjahr {lage.jahr} nach Trägerarten",
        spalten=columns("Trägerart", *_money_columns(_mass(lage))),
        zeilen=[*zeilen, ["Kreis", *_figures(lage, lage.zeile)]],
        summenzeile=True,
        fussnote=" ".join(note),
    )


def traeger(lage: Lage) -> Tabelle:
    """Every Träger that may be named, then all others together."""
    df, mass = ot.by_traeger(lage.weiterleitungen, lage.jahr), _mass(lage)
    zeilen = []
    for _, z in df.iterrows():
        ungenannt = z["traeger_id"] == ""
        name = f"{NICHT_BENANNT} ({group(int(z['traeger']))} Träger)" if ungenannt else str(z["traegername"])
        art = KEINE if ungenannt else art_name(str(z["traegerart"]), einer=True)
        zeilen.append([name, art, *_figures(lage, z)[1:]])
    return Tabelle(
        titel=f"Die Träger des Förderjahres {lage.jahr}",
        spalten=[
            Tabellenspalte("Träger", "links", True),
            Tabellenspalte("Art", "links"),
            *columns("-", *_money_columns(mass)[1:])[1:],
        ],
        zeilen=[
            *zeilen,
            [f"Kreis ({group(int(lage.zeile['traeger']))} Träger)", KEINE, *_figures(lage, lage.zeile)[1:]],
        ],
        summenzeile=True,
        fussnote=why_leading(mass),
    )


def _gone(n: int, vorjahr: int) -> str:
    if not n:
        return f"alle aus {vorjahr} sind wieder genannt."
    return f"{group(n)} aus {vorjahr} {'ist' if n == 1 else 'sind'} nicht mehr genannt."


def wechsel(lage: Lage) -> Bloecke:
    """Which Träger are new, go on or are gone, against the year before."""
    df = ot.turnover(lage.weiterleitungen, lage.jahr)
    if df is None:
        text = f"Für {lage.jahr - 1} liegt keine Förderliste vor; neue Träger lassen sich nicht bestimmen."
        return Bloecke([Hinweis("Kein Vergleich mit dem Vorjahr", text)])
    n = {s: int((df["stand"] == s).sum()) for s in (ot.NEU, ot.WEITER, ot.BEENDET)}
    satz = (
        f"Von den namentlich genannten Trägern des Förderjahres {lage.jahr} {'war' if n[ot.NEU] == 1 else 'waren'} "
        f"{n[ot.NEU]} neu und {n[ot.WEITER]} schon {lage.jahr - 1} dabei; "
        f"{_gone(n[ot.BEENDET], lage.jahr - 1)}"
    )
    pooled = ot.is_pooled(lage.weiterleitungen) & lage.weiterleitungen["foerderjahr"].isin([lage.jahr, lage.jahr - 1])
    if bool(pooled.any()):
        satz += (
            f" Wer unter „{NICHT_BENANNT}“ enthalten ist, zählt hier nicht: „neu“ und „nicht mehr dabei“ können auch "
            "bedeuten, dass ein Träger nur in einem der beiden Jahre genannt wird."
        )
    rows = [z for _, z in df[df["stand"] != ot.WEITER].iterrows()]
    tabelle = Tabelle(
        titel=f"Träger, die gegenüber {lage.jahr - 1} neu oder nicht mehr dabei sind",
        spalten=[Tabellenspalte("Träger", "links", True), Tabellenspalte("Art"), Tabellenspalte("Stand")],
        zeilen=[[str(z["traegername"]), art_name(str(z["traegerart"]), einer=True), str(z["stand"])] for z in rows],
    )
    return Bloecke([Satz(satz), *([tabelle] if rows else [])])


def konzentration(lage: Lage) -> Kennzahlen | Hinweis:
    """How much of the money lies with the largest Träger."""
    mass = _mass(lage)
    k = ot.concentration(ot.by_traeger(lage.weiterleitungen, lage.jahr), mass).iloc[0]
    index = value(k, "herfindahl")
    if index is None or not int(k["groesste"]):
        text = "Dafür muss der Betrag jedes Trägers bekannt und keiner negativ sein."
        return Hinweis("Verteilung auf die Träger: keine Aussage", text)
    n = int(k["groesste"])
    wer = "des größten namentlich genannten Trägers" if n == 1 else f"der {n} größten namentlich genannten Träger"
    mindestens = "mindestens " if int(k["mindestens"]) else ""
    grund = "; für zusammengefasste Träger ist angenommen, dass alle gleich viel erhielten: der kleinste mögliche Wert"
    return Kennzahlen(
        [
            (
                f"Anteil {wer}",
                prozent(value(k, "anteil_groesste_promille")),
                f"{euro(value(k, 'groesste_cent'))} von {euro(value(k, 'insgesamt_cent'))} ({MASSE[mass]})",
            ),
            (
                "Herfindahl-Index",
                f"{mindestens}{group(index)}",
                f"von 0 (auf sehr viele verteilt) bis 10.000 (alles bei einem){grund if mindestens else ''}",
            ),
        ]
    )


def menschen(lage: Lage) -> Tabelle | Hinweis:
    """Ehrenamtliche and Teilnehmende by Baustein, with the number of Maßnahmen that reported them."""
    kreis = ob.counts_of_year(lage.weiterleitungen, lage.jahr).iloc[0]
    if not any(int(kreis[f"mit_{m}"]) for m in KOEPFE):
        return Hinweis(
            "Keine Angaben",
            f"Die Förderlisten nennen für {lage.jahr} weder Ehrenamtliche noch Teilnehmende, oder nur bei Trägern, "
            "die nicht genannt werden dürfen.",
        )
    df = ob.counts_by_baustein(lage.weiterleitungen, lage.jahr)
    rows = [(_title(str(z["baustein"]), str(z["name"])), z) for _, z in df.iterrows()]
    alle = int(kreis["massnahmen"])
    pooled = ot.is_pooled(lage.weiterleitungen[lage.weiterleitungen["foerderjahr"] == lage.jahr])
    note = [
        "Angaben: wie viele Maßnahmen eine Zahl gemeldet haben.",
        "Wer an mehreren beteiligt war, ist mehrfach gezählt.",
        "„–“: keine Angabe.",
    ]
    if bool(pooled.any()):
        note.append(f"Die Angaben der Träger unter „{NICHT_BENANNT}“ sind nicht enthalten.")
    return Tabelle(
        titel=f"Ehrenamtliche und Teilnehmende im Förderjahr {lage.jahr}, {anzahl(alle, 'Maßnahme', 'Maßnahmen')}",
        spalten=columns(
            "Baustein",
            ("Ehrenamtliche", "anzahl"),
            ("Angaben zu Ehrenamtlichen", "text"),
            ("Teilnehmende", "anzahl"),
            ("Angaben zu Teilnehmenden", "text"),
        ),
        zeilen=[[name, *_people(z)] for name, z in [*rows, ("Kreis", kreis)]],
        summenzeile=True,
        fussnote=" ".join(note),
    )


def _people(z: pd.Series[Any]) -> list[str]:
    alle = group(int(z["massnahmen"]))
    out = []
    for mass in KOEPFE:
        n = value(z, mass)
        out += [KEINE if n is None else group(n), f"{group(int(z[f'mit_{mass}']))} von {alle}"]
    return out
