"""The sentences of an answer: what came out, how it was computed, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from komman.formats import (
    KEINE_ANGABE,
    NICHT_BELEGT,
    OFFEN,
    anzahl,
    aufzaehlung,
    divide_half_up,
    euro,
    group,
    jahre_text,
    prozent,
)
from komman.places import KREISWEIT
from komman.questions_lines import Ergebnis, Zeile, change, same_census
from komman.questions_model import NACH_DATIV, TRAEGERARTEN, Einheit, Mass
from komman.questions_values import VZAE, Wert

STRICH = "–"
PLAETZE = 5


def show(einheit: Einheit, wert: int | None, fehlt: str = OFFEN) -> str:
    """A value as text in its unit."""
    if wert is None:
        return fehlt
    if einheit == "cent":
        return euro(wert)
    if einheit == "promille":
        return prozent(wert)
    return group(wert) if einheit == "anzahl" else _two_places(wert, 100 if einheit == "hundertstel" else VZAE)


def _two_places(wert: int, teile: int) -> str:
    hundertstel = divide_half_up(wert * 100, teile)
    sign = "−" if hundertstel < 0 else ""
    return f"{sign}{group(abs(hundertstel) // 100)},{abs(hundertstel) % 100:02d}"


def missing(m: Mass) -> str:
    """What stands for a missing value of the measure."""
    return NICHT_BELEGT if m.art in ("kreis", "personal") else KEINE_ANGABE if m.art == "koepfe" else OFFEN


def missing_word(e: Ergebnis) -> str:
    """What stands for a missing value in this answer."""
    return OFFEN if e.frage.mass == "ausschoepfung" else missing(e.frage.m)


def shown(e: Ergebnis, wert: Wert) -> str:
    """A line's value as text; a year or group without any row is a dash."""
    if wert.zeilen == 0 or (e.frage.je_1000 and wert.wert is None and not wert.fehlt):
        return STRICH
    return show(e.frage.einheit, wert.wert, missing_word(e))


def period(jahre: Sequence[int]) -> str:
    """``das Förderjahr 2020`` or ``die Förderjahre 2016 bis 2020``."""
    return f"das Förderjahr {jahre[0]}" if len(jahre) == 1 else f"die Förderjahre {jahre_text(jahre)}"


def place(e: Ergebnis) -> str:
    """Where, if a Kommune was asked for."""
    name = e.auswahl.namen.get("kommune", "") if e.auswahl else ""
    return "bei kreisweiten Maßnahmen" if name == KREISWEIT else f"in {name}" if name else ""


def narrowed(e: Ergebnis) -> str:
    """The other filters, as they stand in a sentence."""
    n = e.auswahl.namen if e.auswahl else {}
    parts = []
    if "baustein" in n:
        parts.append("ohne Angabe eines Bausteins" if n["baustein"] == KEINE_ANGABE else f"im Baustein {n['baustein']}")
    if "traegerart" in n:
        parts.append(f"bei {TRAEGERARTEN[n['traegerart']][1]}")
    if "traeger" in n:
        parts.append(f"beim Träger „{n['traeger']}“")
    return " ".join(parts)


def heading(e: Ergebnis) -> str:
    """What table and picture show, as their title."""
    per = " je 1.000 Einwohner" if e.frage.je_1000 else ""
    titel = e.frage.m.titel[:1].upper() + e.frage.m.titel[1:]
    parts = (titel + per, place(e), narrowed(e), _by(e), period(e.jahre).replace("das ", "").replace("die ", ""))
    head, *rest = [p for p in parts if p]
    return f"{' '.join([head, *rest[:-1]])}, {rest[-1]}"


def _by(e: Ergebnis) -> str:
    return f"nach {NACH_DATIV[e.frage.nach]}" if e.frage.nach in NACH_DATIV else ""


def answer(e: Ergebnis) -> str:
    """The computed sentence or sentences that answer the question."""
    parts = []
    if e.gesamt is not None:
        parts.append(_statement(e, e.gesamt))
        if e.gesamt.fehlt and e.gesamt.wert is not None and e.frage.mass != "netto":
            parts.append(f"Enthalten sind nur die bekannten Angaben: {_gaps(e.gesamt)}.")
    elif not e.frage.veraenderung:
        parts.append(f"{heading(e)}.")
    if e.anteil is not None and e.ganzes is not None:
        ganzes = show(e.frage.einheit, e.ganzes.wert)
        parts.append(f"Das sind {prozent(e.anteil)} des Wertes ohne diese Auswahl ({ganzes}).")
    if e.frage.veraenderung:
        parts.append(_development(e))
    elif e.frage.rang:
        parts.append(_places(e))
    elif e.frage.nach:
        parts += [extremes(e, e.zeilen), _known_years(e)]
    return " ".join(p for p in parts if p)


def _statement(e: Ergebnis, wert: Wert) -> str:
    verb, objekt = _words(e, wert)
    text = " ".join(t for t in (f"Für {period(e.jahre)}", verb, place(e), narrowed(e), objekt) if t)
    return f"{text}."


def _words(e: Ergebnis, wert: Wert) -> tuple[str, str]:
    """Verb and object of the statement, as ``wurden``, ``12,00 € ausgezahlt``."""
    m, n = e.frage.m, wert.wert
    if n is None:
        return _unknown(m)
    per = " je 1.000 Einwohner" if e.frage.je_1000 else ""
    text = show(e.frage.einheit, n) + per
    one = n == 1 and not per
    if m.art == "geld":
        return "wurden", f"{text} {m.titel}"
    if m.name == "hoechstbetrag":
        several = len(e.jahre) > 1
        return ("betrugen die Höchstbeträge zusammen" if several else "betrug der Höchstbetrag"), text
    words = {
        "ausschoepfung": ("wurden", f"{text} des Höchstbetrags ausgeschöpft"),
        "kommunen": ("gab es", f"Maßnahmen in {text} der {e.lage.kommunen_im_kreis} Kommunen"),
        "traeger": ("gab es", f"{text} Träger mit Maßnahmen"),
        "massnahmen": ("gab es", f"{text} Maßnahme" if one else f"{text} Maßnahmen"),
        "ehrenamtliche": ("sind", f"{text} Ehrenamtliche gemeldet"),
        "teilnehmende": ("sind", f"{text} Teilnehmende gemeldet"),
        "vzae": ("umfassten die Stellen", f"im Durchschnitt {text} Vollzeitäquivalente"),
        "personalkosten": ("betrugen die Personalkosten", text),
    }
    if one and m.art == "koepfe":
        return "ist", f"1 {'ehrenamtliche' if m.name == 'ehrenamtliche' else 'teilnehmende'} Person gemeldet"
    return words[m.name]


def _unknown(m: Mass) -> tuple[str, str]:
    if m.art == "geld":
        return "ist noch offen, wie viel", f"{m.titel} wurde"
    if m.name == "hoechstbetrag":
        return "ist der Höchstbetrag", NICHT_BELEGT
    if m.name == "ausschoepfung":
        return "lässt sich nicht sagen, wie weit der Höchstbetrag", "ausgeschöpft wurde"
    if m.art == "koepfe":
        return "ist", f"keine Zahl der {m.titel}n gemeldet"
    return f"sind die {m.titel}", "in diesen Tabellen nicht angegeben"


def _gaps(wert: Wert) -> str:
    parts = [f"„{name}“ fehlt bei {group(n)} von {group(wert.massnahmen)} Maßnahmen" for name, n in wert.fehlt]
    return aufzaehlung(parts)


def _label(e: Ergebnis, z: Zeile) -> str:
    return f"„{z.name}“" if e.frage.nach == "traeger" and z.benannt else z.name


def _named(e: Ergebnis, lines: Sequence[Zeile]) -> str:
    """The names of lines with the same value."""
    names = [_label(e, z) for z in lines[:PLAETZE]]
    return aufzaehlung(names) if len(lines) <= PLAETZE else f"{', '.join(names)} und weitere"


def _said(e: Ergebnis, wert: int | None) -> str:
    return show(e.frage.einheit, wert) + (" VZÄ" if e.frage.einheit == "zehntausendstel" else "")


def extremes(e: Ergebnis, lines: Sequence[Zeile]) -> str:
    """Which of the lines have the highest and the lowest value, and which have none yet."""
    known = [z for z in lines if z.benannt and z.wert.wert is not None]
    still = [z for z in lines if z.benannt and z.wert.wert is None and z.wert.zeilen]
    values = [z.wert.wert or 0 for z in known]
    text = ""
    if len(lines) < 2:
        return ""
    if len(known) == 1:
        text = f"Bekannt ist nur ein Wert: {_said(e, values[0])} ({_named(e, known)})."
    elif known and min(values) == max(values):
        text = f"Alle bekannten Werte sind gleich: {_said(e, values[0])}."
    elif known:
        high, low = ([z for z in known if z.wert.wert == x] for x in (max(values), min(values)))
        text = (
            f"Der höchste Wert ist {_said(e, max(values))} ({_named(e, high)}), "
            f"der niedrigste {_said(e, min(values))} ({_named(e, low)})."
        )
    if still and known:
        text += f" {missing_word(e)[:1].upper()}{missing_word(e)[1:]}: {_named(e, still)}."
    return text


def _known_years(e: Ergebnis) -> str:
    """What the years that are known come to, where the whole is still open."""
    known = [z for z in e.zeilen if z.wert.vollstaendig]
    if e.frage.nach != "jahr" or e.frage.m.art != "geld" or e.gesamt is None or e.gesamt.wert is not None:
        return ""
    if len(known) < 2:
        return ""
    together = euro(sum(z.wert.wert or 0 for z in known))
    return f"Die Förderjahre {jahre_text(int(z.schluessel) for z in known)} ergeben zusammen {together}."


def _places(e: Ergebnis) -> str:
    """The first places; equal values share one."""
    found = sorted({z.rang for z in e.zeilen if z.rang is not None and z.rang <= e.frage.rang})
    if not found:
        return "Eine Rangfolge lässt sich nicht bilden, weil kein Wert bekannt ist."
    parts = []
    for rang in found[:PLAETZE]:
        lines = [z for z in e.zeilen if z.rang == rang]
        je = "je " if len(lines) > 1 else ""
        parts.append(f"Platz {rang} {_named(e, lines)} ({je}{_said(e, lines[0].wert.wert)})")
    return f"Rangfolge: {', '.join(parts)}.{' Weitere Plätze nennt die Tabelle.' if len(found) > PLAETZE else ''}"


def _development(e: Ergebnis) -> str:
    """From the first year to the last, or why that cannot be said."""
    first, last = e.zeilen[0], e.zeilen[-1]
    was = " ".join(t for t in (e.frage.m.nomen, place(e), narrowed(e)) if t)
    if e.frage.je_1000:
        was += " je 1.000 Einwohner"
    if len(e.zeilen) < 2:
        return f"Eine Veränderung lässt sich nicht angeben: Nur für {first.name} liegen Angaben vor."
    head = f"Von {first.name} bis {last.name}"
    diff, rate = change(e, first, last)
    if diff is None:
        return f"{head} lässt sich keine Veränderung angeben: {_why_not(e, first, last)}."
    a, b = (show(e.frage.einheit, z.wert.wert) for z in (first, last))
    if diff == 0:
        return f"{head} blieb {was} gleich, nämlich bei {a}."
    um = points(e, abs(diff)) + (f" ({prozent(abs(rate))})" if rate is not None else "")
    return f"{head} {'stieg' if diff > 0 else 'sank'} {was} um {um}, von {a} auf {b}."


def points(e: Ergebnis, diff: int) -> str:
    """A difference as text; that of two shares is in percentage points."""
    text = show(e.frage.einheit, diff)
    return text.replace("%", "Prozentpunkte") if e.frage.einheit == "promille" else text


def _why_not(e: Ergebnis, first: Zeile, last: Zeile) -> str:
    if not same_census(e, first, last):
        return "Die Einwohnerzahlen beruhen auf verschiedenen Grundlagen"
    for z in (first, last):
        if z.wert.zeilen == 0:
            return f"Für {z.name} nennen die Tabellen keine Zeile dazu"
    open_years = [z.name for z in (first, last) if not z.wert.vollstaendig]
    return f"Für {aufzaehlung(open_years)} ist der Wert nicht vollständig bekannt"


def covered(wert: Wert) -> str:
    """``40 von 43``: the Maßnahmen with every figure the value needs."""
    most = max((n for _, n in wert.fehlt), default=0)
    return f"{group(wert.massnahmen - most)} von {group(wert.massnahmen)}"


def rest_words(e: Ergebnis) -> str:
    """The amount of the rows that may belong to the selection, with their number."""
    assert e.rest is not None
    n = anzahl(e.rest.massnahmen, "Maßnahme", "Maßnahmen")
    if e.frage.m.name == "massnahmen":
        return n
    return f"{n} ({e.frage.m.titel}: {show(e.frage.m.einheit, e.rest.wert, missing(e.frage.m))})"
