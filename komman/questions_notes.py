"""What stands beside an answer: how it was computed, and what it does not hold."""

from __future__ import annotations

from komman import antraege
from komman.bausteine import bausteine
from komman.formats import FREIGABE_TEXT, anzahl, aufzaehlung, group, jahre_text
from komman.microaggregate import NICHT_BENANNT, NICHT_ZUGEORDNET
from komman.questions_lines import Ergebnis
from komman.questions_model import NACH_DATIV, NACH_TEXT, TRAEGERARTEN
from komman.questions_text import STRICH, rest_words
from komman.questions_values import of_rows
from komman.views.common import set_aside_sentence

TABELLE_TEXT = {"personal": "personal", "kreis": "bescheide und weiterleitungen"}


def method(e: Ergebnis) -> list[str]:
    """How the answer was computed, one sentence per step."""
    f = e.frage
    out = [f.m.formel, selection(e), _rows(e)]
    if f.je_1000:
        out.append(_inhabitants(e))
    if f.anteil:
        basis = "an allen Zeilen der Tabelle zusammen" if f.nach not in ("", "jahr") else "am Wert ohne die Auswahl"
        out.append(f"Anteil: {basis}; nur, wenn beide Werte vollständig bekannt sind.")
    if f.veraenderung:
        out.append("Veränderung: gegenüber dem Vorjahr; nur, wenn beide Werte vollständig bekannt sind.")
    if f.rang:
        out.append("Rang: nach dem höchsten Wert; gleiche Werte teilen sich einen Rang.")
    return out


def selection(e: Ergebnis) -> str:
    """The filters as the data spell them."""
    parts = [f"Förderjahr {e.jahre[0]}" if len(e.jahre) == 1 else f"Förderjahre {jahre_text(e.jahre)}"]
    for dimension, name in (e.auswahl.namen if e.auswahl else {}).items():
        text = name
        if dimension == "kommune" and e.auswahl:
            text = f"{name} ({e.auswahl.ags})"
        elif dimension == "baustein":
            text = f"{name} {bausteine().get(name, '')}".strip()
        elif dimension == "traegerart":
            text = TRAEGERARTEN[name][0]
        parts.append(f"{NACH_TEXT[dimension]}: {text}")
    return f"Auswahl: {'; '.join(parts).removesuffix('.')}."


def _rows(e: Ergebnis) -> str:
    table = TABELLE_TEXT.get(e.frage.m.art, "weiterleitungen")
    n = anzahl(e.quellzeilen, "freigegebene Zeile", "freigegebene Zeilen")
    if e.frage.m.art == "kreis":
        n = f"die Ergebnisse von {anzahl(len(e.jahre), 'Förderjahr', 'Förderjahren')}"
    return f"Grundlage: {n} ({table}), Freigabe {FREIGABE_TEXT[e.frage.freigabe]}, Stand {e.lage.stand:%d.%m.%Y}."


def _inhabitants(e: Ergebnis) -> str:
    by_day: dict[str, list[int]] = {}
    for jahr, b in sorted(e.bevoelkerung.items()):
        by_day.setdefault(f"{b.stichtag:%d.%m.%Y} ({b.grundlage})", []).append(jahr)
    if len(by_day) == 1:
        return f"Einwohnerzahlen: Stichtag {next(iter(by_day))}."
    return "Einwohnerzahlen: " + "; ".join(f"für {jahre_text(j)} Stichtag {day}" for day, j in by_day.items()) + "."


def cautions(e: Ergebnis) -> list[str]:
    """What is missing, not assigned, counted twice or set aside, one sentence each."""
    found = [
        _missing_years(e), _gaps(e), _empty(e), _rest(e), _unnamed(e), _twice(e), _census(e), _set_aside(e),
        _without_grant(e),
    ]  # fmt: skip
    # The sums of the Kreis are true at every Freigabe; only their parts are not all shown.
    hints = e.lage.hinweise if e.rest is not None or e.frage.nach not in ("", "jahr") else ()
    return [t for t in (*found, *hints) if t]


def _missing_years(e: Ergebnis) -> str:
    what = "keine Angaben" if e.frage.m.art == "personal" else "keine Förderliste"
    return f"Nicht enthalten: {jahre_text(e.fehlende_jahre)}; dazu gibt es {what}." if e.fehlende_jahre else ""


def _gaps(e: Ergebnis) -> str:
    total: dict[str, int] = {}
    for z in e.zeilen:
        for name, n in z.wert.fehlt:
            total[name] = total.get(name, 0) + n
    if not total:
        return ""
    # A Maßnahme in two Bausteine is in two lines; the sum over all of them counts it once.
    if e.gesamt is not None:
        total = dict(e.gesamt.fehlt)
    n = e.gesamt.massnahmen if e.gesamt is not None else sum(z.wert.massnahmen for z in e.zeilen)
    parts = [f"„{name}“ bei {group(k)} von {group(n)} Maßnahmen" for name, k in total.items()]
    return f"Es fehlt die Angabe {aufzaehlung(parts)}{_when(e)}. Eine fehlende Angabe zählt nicht als 0."


def _when(e: Ergebnis) -> str:
    """In which of several Förderjahre something is missing; nothing if it is all of them."""
    if e.auswahl is None:
        return ""
    rows = e.auswahl.zeilen
    found = [j for j in e.jahre if of_rows(e.frage.m, rows[rows["foerderjahr"] == j], {}).fehlt]
    return "" if len(found) == len(e.jahre) else f" ({jahre_text(found)})"


def _empty(e: Ergebnis) -> str:
    none = [z.name for z in e.zeilen if z.wert.zeilen == 0]
    if not none or e.frage.nach != "jahr":
        return ""
    named = "" if e.rest is None else " namentlich"
    return f"{STRICH}: In {jahre_text(map(int, none))} nennen die Tabellen{named} nichts zu dieser Auswahl."


def _rest(e: Ergebnis) -> str:
    if e.rest is None or e.auswahl is None:
        return ""
    text = f"Nicht eindeutig zugeordnet sind {rest_words(e)}; sie können zum Teil zu dieser Auswahl gehören."
    if all(z.wert.wert is None for z in e.zeilen):
        return text
    money = e.auswahl.rest[["ausgezahlt_cent", "bewilligt_cent"]]
    # A return among the amounts not assigned would make the true value smaller.
    least = e.frage.m.art != "geld" or not bool((money < 0).fillna(value=False).to_numpy().any())
    if len(e.zeilen) > 1:
        return f"{text} Die Werte sind deshalb {'Mindestwerte' if least else 'nur die zugeordneten Teile'}."
    return f"{text} Der Wert ist deshalb {'ein Mindestwert' if least else 'nur der zugeordnete Teil'}."


def _unnamed(e: Ergebnis) -> str:
    none = {z.name for z in e.zeilen} & {NICHT_ZUGEORDNET, NICHT_BENANNT}
    if not none or e.frage.nach in ("", "jahr"):
        return ""
    return (
        f"Die Werte unter „{sorted(none)[0]}“ gehören zu einzelnen {NACH_DATIV[e.frage.nach]}, "
        "die hier nicht erkennbar sind; deren Werte sind Mindestwerte."
    )


def _twice(e: Ergebnis) -> str:
    f = e.frage
    lines = sum(z.wert.wert or 0 for z in e.zeilen)
    if f.m.art == "anzahl" and f.nach not in ("", "jahr") and not f.je_1000 and e.gesamt and lines != e.gesamt.wert:
        return f"„{f.m.titel}“ in mehreren Zeilen der Tabelle zählen zusammen nur einmal."
    if f.mass in ("traeger", "kommunen") and len(e.jahre) > 1 and e.gesamt is not None:
        return f"„{f.m.titel}“ in mehreren Förderjahren zählen zusammen nur einmal."
    return ""


def _census(e: Ergebnis) -> str:
    found = sorted({b.grundlage for b in e.bevoelkerung.values()})
    if len(found) < 2:
        return ""
    return f"Die Einwohnerzahlen beruhen auf {aufzaehlung(found)}; über den Wechsel hinweg wird nicht verglichen."


def _without_grant(e: Ergebnis) -> str:
    w = e.lage.tabellen["weiterleitungen"]
    return antraege.sentence(w[w["foerderjahr"].isin(list(e.jahre))]) if e.frage.m.art != "personal" else ""


def _set_aside(e: Ergebnis) -> str:
    if not e.frage.m.teilbar and e.frage.mass != "ausschoepfung":
        return ""
    of_years = {j: z for j, z in e.lage.zurueckgestellt.items() if not j or int(j) in e.jahre}
    return set_aside_sentence(of_years) if of_years else ""
