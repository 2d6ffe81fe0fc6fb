"""The blocks of notebook 07: all Förderjahre side by side, and what changed in the programme meanwhile."""

from __future__ import annotations

from collections import defaultdict

from komman.bausteine import bausteine as baustein_names
from komman.charts import series_chart
from komman.charts_bars import multiples_chart
from komman.document import Abbildung, Hinweis, Kopf, Satz, Tabelle, Tabellenspalte
from komman.ereignisse import events
from komman.formats import KEINE_ANGABE, aufzaehlung, euro, group, jahre_text
from komman.kreis import population_for
from komman.lage import Lage
from komman.microaggregate import NICHT_ZUGEORDNET
from komman.outcomes_bausteine import bausteine_by_year
from komman.outcomes_kommunen import per_thousand_by_year
from komman.regelmodell import BELEG
from komman.views.common import KEINE, MASSE, amount, cents, head, value
from komman.views.jahresergebnis import series_alt
from komman.views.masse import PRO_KOPF, first_upper, leading, ledger_years, of_kommunen, span


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    return head(lage.jahr, lage.freigabe, lage)


def zusammenfassung(lage: Lage) -> Satz:
    """How much in which years, what is open, which years are missing."""
    jahre = ledger_years(lage)
    netto = {int(z["foerderjahr"]): n for _, z in lage.jahre.iterrows() if (n := cents(z, "netto")) is not None}
    offen, fehlt = sorted(set(jahre) - netto.keys()), sorted(set(range(jahre[0], lage.jahr)) - set(jahre))
    teile = []
    if netto:
        teile.append(f"{first_upper(span(netto))} wurden netto {euro(sum(netto.values()))} weitergeleitet.")
    if offen:
        was = "dieser Betrag" if netto else "der netto weitergeleitete Betrag"
        teile.append(f"Für {jahre_text(offen)} steht {was} noch nicht fest.")
    if fehlt:
        teile.append(f"Für {jahre_text(fehlt)} liegt keine Förderliste vor.")
    zahlen = [int(n) for n in lage.jahre["kommunen"]]
    von = f"{min(zahlen)}" if min(zahlen) == max(zahlen) else f"{min(zahlen)} bis {max(zahlen)}"
    teile.append(f"Je Förderjahr wurden Maßnahmen in {of_kommunen(lage, von)} gefördert.")
    return Satz(" ".join(teile))


def reihe(lage: Lage) -> Abbildung:
    """Net money against the ceiling, year by year, with the events that may explain a change."""
    rows = [z for _, z in lage.jahre.iterrows()]
    jahre = [int(z["foerderjahr"]) for z in rows]
    netto = {j: cents(z, "netto") for j, z in zip(jahre, rows, strict=True)}
    marken: dict[int, list[str]] = defaultdict(list)
    for e in events(jahre[0], lage.jahr):
        if e.jahr in netto:
            marken[e.jahr].append(e.kurz)
    kurz = {j: ", ".join(m) for j, m in marken.items()}
    return Abbildung(
        titel=f"Netto weitergeleitet {span(jahre)}",
        alt=f"{series_alt(netto)}{_marks(kurz)}",
        figur=series_chart(jahre, list(netto.values()), [cents(z, "hoechstbetrag") for z in rows], kurz),
        tabelle=None,
    )


def _marks(marken: dict[int, str]) -> str:
    return f" Markiert sind {aufzaehlung(f'{j} ({m})' for j, m in marken.items())}." if marken else ""


def zahlen_bild(lage: Lage) -> Abbildung:
    """Kommunen, Träger and Maßnahmen of each Förderjahr."""
    jahre = ledger_years(lage)
    reihen = [
        (name, [int(n) for n in lage.jahre[spalte]])
        for name, spalte in (("Kommunen", "kommunen"), ("Träger", "traeger"), ("Maßnahmen", "massnahmen"))
    ]
    teile = [f"{name} {', '.join(group(n) for n in werte)}" for name, werte in reihen]
    return Abbildung(
        titel=f"Kommunen, Träger und Maßnahmen {span(jahre)}",
        alt=f"Drei Säulendiagramme, {span(jahre)}: {'; '.join(teile)}.",
        figur=multiples_chart(jahre, reihen),
        tabelle=None,
    )


def _measures(lage: Lage) -> dict[int, str]:
    return {int(z["foerderjahr"]): leading(z) for _, z in lage.jahre.iterrows()}


def pro_kopf(lage: Lage) -> Tabelle | Hinweis:
    """The money of each year per 1,000 inhabitants; no rate of change, because the bases differ."""
    basis = {j: b for j in ledger_years(lage) if (b := population_for(lage.bevoelkerungen, j))}
    if not basis:
        return Hinweis("Keine Einwohnerzahlen", "In kreis.yaml sind keine Einwohnerzahlen hinterlegt.")
    masse = _measures(lage)
    df = per_thousand_by_year(lage.jahre, masse, {j: sum(b.einwohner.values()) for j, b in basis.items()})
    zeilen = []
    for _, z in df.iterrows():
        b = basis[int(z["foerderjahr"])]
        mass = MASSE[masse[int(z["foerderjahr"])]]
        leute = [group(int(z["einwohner"])), f"{b.stichtag:%d.%m.%Y}", b.grundlage]
        zeilen.append([str(z["foerderjahr"]), mass, amount(z, "betrag"), *leute, euro(value(z, "je_1000_cent"))])
    quellen = sorted({b.quelle for b in basis.values()})
    return Tabelle(
        titel=f"Das Geld {PRO_KOPF} des Kreises",
        spalten=[
            Tabellenspalte("Förderjahr", "links", True),
            Tabellenspalte("Betrag"),
            Tabellenspalte("Euro", "rechts", False, "euro"),
            Tabellenspalte("Einwohner", "rechts", False, "anzahl"),
            Tabellenspalte("Stichtag"),
            Tabellenspalte("Grundlage"),
            Tabellenspalte("je 1.000 Einw.", "rechts", False, "euro"),
        ],
        zeilen=zeilen,
        fussnote="Verwendet ist der letzte vorliegende Stichtag bis zum Ende des Förderjahres, sonst der erste. "
        + _census_note(len({b.grundlage for b in basis.values()}) > 1)
        + f"Quelle: {'; '.join(quellen)}.",
    )


def _census_note(bruch: bool) -> str:
    if not bruch:
        return ""
    return (
        "Die Einwohnerzahlen beruhen auf verschiedenen Volkszählungen; deshalb ist keine Veränderung von Jahr zu Jahr "
        "angegeben. "
    )


def bausteine(lage: Lage) -> Tabelle:
    """The main Bausteine of each Förderjahr in that year's leading measure."""
    masse = _measures(lage)
    df = bausteine_by_year(lage.weiterleitungen, masse.items())
    found = {(int(z["foerderjahr"]), str(z["baustein"])): cents(z, "betrag") for _, z in df.iterrows()}
    codes = sorted({b for _, b in found}, key=lambda b: (b == NICHT_ZUGEORDNET, b == KEINE_ANGABE, b))
    zeilen = [
        [
            str(jahr),
            MASSE[masse[jahr]],
            *(euro(found[jahr, b]) if (jahr, b) in found else KEINE for b in codes),
            amount(z, masse[jahr]),
        ]
        for jahr, (_, z) in zip(masse, lage.jahre.iterrows(), strict=True)
    ]
    names = baustein_names()
    erklaert = [f"{b}: {names[b]}" for b in codes if b in names]
    return Tabelle(
        titel="Die Bausteine der Förderjahre",
        spalten=[
            Tabellenspalte("Förderjahr", "links", True),
            Tabellenspalte("Betrag"),
            *(Tabellenspalte(b, "rechts", False, "euro") for b in [*codes, "zusammen"]),
        ],
        zeilen=zeilen,
        fussnote="; ".join(erklaert) + (". " if erklaert else "") + _no_row(NICHT_ZUGEORDNET in codes),
    )


def _no_row(pooled: bool) -> str:
    """What a year without a row of a Baustein means: in a pool there may still be some."""
    rest = f", oder nur unter „{NICHT_ZUGEORDNET}“" if pooled else ""
    return f"„–“: keine Maßnahme in diesem Baustein{rest}."


def veraenderungen(lage: Lage) -> Tabelle | Hinweis:
    """What changed in the rules of the programme, and other events, each with its source."""
    found = events(ledger_years(lage)[0], lage.jahr)
    if not found:
        return Hinweis("Keine Änderung bekannt", f"{first_upper(span(ledger_years(lage)))} ist keine Änderung belegt.")
    return Tabelle(
        titel="Was sich geändert hat",
        spalten=[
            Tabellenspalte("Förderjahr", "links", True),
            Tabellenspalte("Änderung"),
            Tabellenspalte("Beleg"),
            Tabellenspalte("Quelle"),
        ],
        zeilen=[[str(e.jahr), e.text, BELEG[e.beleg], e.quelle] for e in found],
    )
