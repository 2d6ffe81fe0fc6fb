"""The blocks of notebook 91: what the posts will cost the Kreis, scenario beside scenario, on which assumptions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from komman import scenario_plan
from komman.document import Abbildung, Bloecke, Hinweis, Kennzahlen, Kopf, Satz, Tabelle
from komman.formats import anzahl, aufzaehlung, euro, euro_rund, group
from komman.project import open_project
from komman.projection import OBEN, UNTEN
from komman.rules import NACHFOLGE
from komman.scenario import parse_scenario, read_scenario
from komman.scenario_plan import Gerechnet, Vergleich
from komman.scenario_schutz import refuse_names
from komman.staffing_vakanz import rule_of
from komman.views import szenario_tabellen as tabellen
from komman.views.common import columns, head

RUND = 1000


def stelle(datei: str, inhalt: str, freigabe: str, daten: str) -> Vergleich:
    """All scenarios of a file: of ``inhalt`` as ``komman szenario`` hands it over, else of the file in raw/."""
    ordner = Path(daten) if daten else open_project().daten
    path = ordner / "raw" / datei
    szenario = parse_scenario(inhalt or read_scenario(path))
    lage = scenario_plan.load(szenario, freigabe, daten)
    if not inhalt:
        refuse_names(path, lage, ordner)
    return scenario_plan.compare(szenario, lage)


def kopf(v: Vergleich) -> Kopf:
    """Title data: the file's own title, and the years computed."""
    jahre = tabellen.span(v)
    return replace(head(v.lage.jahr, v.lage.freigabe, v.lage), untertitel=v.datei.titel, foerderjahr=jahre)


def satz(v: Vergleich) -> str:
    """The least and the most the Kreis pays itself on the expected course, and for how long the Land's money lasts."""
    ordered = sorted(v.szenarien, key=lambda s: s.projektion.summe)
    low, high = ordered[0], ordered[-1]
    span = f"Von {v.datei.von} bis {v.datei.bis} zahlt der Kreis" if v.datei.von < v.datei.bis else (
        f"Im Jahr {v.datei.von} zahlt der Kreis"
    )  # fmt: skip
    same = low.projektion.summe == high.projektion.summe
    amount = _about(low) if same else f"zwischen {_about(low)} und {_about(high)}"
    return f"{span} für die Stellen im erwarteten Verlauf zusammen {amount} selbst."


def _about(s: Gerechnet) -> str:
    return f"{_rounded(s.projektion.summe)} (Szenario {s.buchstabe}{', ' if s.marken else ''}{s.marken})"


def _rounded(cent: int) -> str:
    return f"rund {euro_rund(cent, RUND)}" if cent else euro(cent)


def saetze_foerderung(v: Vergleich) -> str:
    """What the Land pays at most in the first year, by scenario, and how much more or less than in the first one."""
    jahr = v.datei.von
    by_amount: dict[int, dict[str, list[str]]] = {}
    for s in v.szenarien:
        by_amount.setdefault(s.projektion.plan.hoechstens[0], {}).setdefault(s.klammer, []).append(s.buchstabe)
    first = v.erstes.projektion.plan.hoechstens[0]
    parts = []
    for cent, names in by_amount.items():
        more = f", {_more(cent - first)} als in {v.erstes.buchstabe}" if cent != first else ""
        who = aufzaehlung(f"{aufzaehlung(letters)}{mark}" for mark, letters in names.items())
        parts.append(f"{euro(cent)} in {who}{more}")
    return f"Im Jahr {jahr} fördert das Land die Stellen mit höchstens {'; '.join(parts)}."


def _more(cent: int) -> str:
    return f"{euro(abs(cent))} {'mehr' if cent > 0 else 'weniger'}"


def wichtigstes(v: Vergleich) -> Bloecke:
    """Two sentences, and the key figure of each scenario with its span."""
    figures = [(s.titel, _rounded(s.projektion.summe), _explained(v, s)) for s in v.szenarien]
    return Bloecke([Satz(satz(v)), Satz(saetze_foerderung(v)), Kennzahlen(figures)])


def _explained(v: Vergleich, s: Gerechnet) -> str:
    low, high = s.projektion.spanne[UNTEN], s.projektion.spanne[OBEN]
    said = f"Eigenanteil {tabellen.span(v)}; in 80 von 100 Verläufen zwischen {euro_rund(low, RUND)} und "
    return f"{said}{euro_rund(high, RUND)}. {lasts(v, s)}"


def lasts(v: Vergleich, s: Gerechnet) -> str:
    """For how long the Land's money covers the costs on the expected course."""
    ab = s.projektion.dauerhaft_ab
    if ab is None:
        return f"Im Jahr {v.datei.bis} deckt die Förderung die Kosten."
    when = "in keinem Jahr" if ab == v.datei.von else f"ab {ab} nicht mehr"
    return f"Die Förderung deckt die Kosten {when}."


def annahmen(v: Vergleich) -> Tabelle:
    """Everything the figures rest on, with legal status and source, and the scenarios it holds for."""
    rows = [[g.angabe, g.wert, letters, g.nachweis] for g, letters in scenario_plan.grounds(v)]
    spalten = columns("Angabe", ("Wert", "text"), ("gilt für", "text"), ("Rechtsstand und Quelle", "text"))
    names = "; ".join(f"{s.buchstabe}: {s.szenario.name}" for s in v.szenarien)
    return Tabelle(
        titel="Worauf die Zahlen beruhen",
        spalten=[spalten[0], *(replace(s, ausrichtung="links") for s in spalten[1:])],
        zeilen=rows,
        fussnote=f"{names}.",
    )


def nebeneinander(v: Vergleich) -> Bloecke:
    """The scenarios side by side: posts and funding, what the Kreis pays, and each year."""
    return Bloecke([tabellen.foerderung(v), tabellen.vergleich(v), *tabellen.jahre(v)])


def spannen(v: Vergleich) -> Bloecke:
    """The fans, and their numbers."""
    from komman.charts_fan import Faecher, fan_chart

    fans = []
    for s in v.szenarien:
        p, e = s.projektion, s.projektion.eigenanteil
        fans.append(Faecher(s.titel, p.erwartet.eigenanteil, (e[25], e[75]), (e[UNTEN], e[OBEN]), p.dauerhaft_ab))
    legend = ("Eigenanteil im Jahr in Tausend Euro", "80 von 100 Verläufen", "die mittleren 50", "erwartet")
    figur = fan_chart(v.jahre, fans, legend)
    return Bloecke([
        Abbildung(f"Eigenanteil des Kreises {tabellen.span(v)}", alt(v), figur, tabelle=None),
        tabellen.summen(v),
        tabellen.spannen(v),
    ])  # fmt: skip


def alt(v: Vergleich) -> str:
    """What the fans say: the last year's amounts and the year from which on the Kreis pays, by scenario."""
    parts = []
    for s in v.szenarien:
        e, p = s.projektion.eigenanteil, s.projektion
        ab = f", ab {p.dauerhaft_ab} dauerhaft" if p.dauerhaft_ab else ""
        parts.append(
            f"{s.titel}: {v.datei.bis} erwartet {euro(p.erwartet.eigenanteil[-1])}, in 80 von 100 Verläufen "
            f"{euro(e[UNTEN][-1])} bis {euro(e[OBEN][-1])}{ab}"
        )
    kind = anzahl(len(parts), "Fächerbild", "Fächerbilder")
    return f"{kind} mit gleichem Maßstab, Eigenanteil des Kreises {tabellen.span(v)}. {'; '.join(parts)}."


def grundlagen(v: Vergleich) -> Bloecke:
    """How it was computed, and what no source says."""
    return Bloecke([
        Hinweis("Wie gerechnet wurde", " ".join(method(v))),
        Hinweis("Was nicht bekannt ist", " ".join(limits(v))),
    ])  # fmt: skip


def method(v: Vergleich) -> list[str]:
    """The arithmetic in sentences."""
    d = v.datei
    return [
        "Kosten: Kosten je voller Stelle im Ausgangsjahr mal Stellen, jedes Jahr erhöht um die Steigerung dieses "
        "Jahres.",
        "Förderung: Fördersatz mal geförderte Stellen, höchstens die Kosten, weil der Fördersatz „bis zu“ gilt; was in "
        "einem Jahr nicht gebraucht wird, bleibt beim Land.",
        "Eigenanteil: Kosten minus Förderung.",
        "Erwarteter Verlauf: Jedes Jahr steigen die Kosten um den erwarteten Wert. Er muss nicht in der Mitte der "
        "Spanne liegen.",
        f"Spanne: {group(d.ziehungen)} gezogene Verläufe; in jedem Jahr liegt die Steigerung zwischen dem kleinsten "
        "und dem größten angenommenen Wert, nahe dem erwarteten am häufigsten (Dreiecksverteilung), unabhängig vom "
        f"Vorjahr. Alle Szenarien beruhen auf denselben Ziehungen (Zufallszahl {d.zufallszahl}).",
        "Jede Zahl ist auf Cent genau gerechnet, aber nur so sicher wie ihre Annahmen.",
    ]


def limits(v: Vergleich) -> list[str]:
    """What no source says, and what is left out."""
    regeln = v.lage.regelwerk
    said = ["Ob und wie lange das Land die Stellen fördert, steht nicht fest; jedes Szenario nimmt es an."]
    for s in v.szenarien:
        if s.ohne_satz_ab is not None:
            why = "ob eine andere an ihre Stelle tritt, ist nicht belegt."
            said.append(f"Szenario {s.buchstabe} rechnet ab {s.ohne_satz_ab} ohne Förderung; {why}")
    followers = (regeln.lookup(NACHFOLGE, jahr) for jahr in v.jahre)
    if nachfolge := next((r for r in followers if r.wert is not None), None):
        said.append(f"{nachfolge.satz}. Es zahlt nur Sachausgaben und steht deshalb in keinem Szenario.")
    if rule_of(regeln, v.lage.jahr)[1].wert is None:
        said.append(
            "Wie eine unbesetzte Stelle die Förderung kürzt, ist nicht belegt; gerechnet wird mit besetzten Stellen."
        )
    said.append("War eine Stelle im Ausgangsjahr zeitweise unbesetzt, sind die Kosten je Stelle zu niedrig.")
    said.append("Eine Steigerung zählt für das ganze Jahr, auch wenn der Tarif erst im Lauf des Jahres steigt.")
    said.append("Sachausgaben und Gemeinkosten eines Arbeitsplatzes sind nicht enthalten.")
    return said
