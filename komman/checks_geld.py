"""Checks within the Maßnahmen list: units and rates, what is granted, paid, recognised and given back."""

from __future__ import annotations

from collections import Counter

from komman.checks_bestand import Bestand, Massnahme, place
from komman.checks_model import Pruefung, Schwere
from komman.errors import shorten
from komman.formats import NICHT_BELEGT, anzahl, euro
from komman.microaggregate import Zeile
from komman.rules import PAUSCHALE, Regelwert

KLAEREN = "Mit dem Weiterleitungsvertrag vergleichen und den falschen Wert in korrekturen.yaml ersetzen"


def check_rates(b: Bestand) -> Pruefung:
    """Units granted times Pauschale is the amount granted (Festbetrag), or at least as much where it is a maximum.

    A rate of the Richtlinie itself makes a difference an error, one told by another source a warning; one that is
    only derived, or whose unit no source names, a hint.
    """
    p = Pruefung("pauschale")
    for z in b.zeilen:
        units, cent = z["einheiten_bewilligt"], z["bewilligt_cent"]
        rate = _rate(p, b, z, units, cent, "bewilligt")
        if rate is None or rate.exakt is None:
            continue
        p.geprueft += 1
        due = int(units) * rate.exakt
        if cent > due or (cent != due and not rate.hoechstsatz):
            text = f"{_row(z)}: bewilligt sind {euro(cent)}, {_product(int(units), rate)} {euro(due)}."
            p.found(_weight(rate), rate.jahr, text, f"{KLAEREN}.", cent - due, place(z), rate.satz)
    return p


def check_proven_units(b: Bestand) -> Pruefung:
    """No more is recognised than the units proven times the Pauschale; a hint, since spending may be recognised too."""
    p = Pruefung("einheiten_anerkannt")
    for z in b.zeilen:
        units, cent = z["einheiten_nachgewiesen"], z["anerkannt_cent"]
        rate = _rate(p, b, z, units, cent, "anerkannt")
        if rate is None or rate.exakt is None:
            continue
        p.geprueft += 1
        due = int(units) * rate.exakt
        if cent > due:
            text = f"{_row(z)}: anerkannt sind {euro(cent)}, nachgewiesen {_product(int(units), rate)} {euro(due)}."
            remedy = "Nachgewiesene Einheiten und anerkannten Betrag am Verwendungsnachweis prüfen."
            p.found("hinweis", rate.jahr, text, remedy, cent - due, place(z), rate.satz)
    return p


def _rate(p: Pruefung, b: Bestand, z: Zeile, units: int | None, cent: int | None, mass: str) -> Regelwert | None:
    """The rate for a row that can be checked; else the reason is counted. A row without units and money has nothing."""
    jahr, baustein = int(z["foerderjahr"]), z["baustein"]
    if not units and not cent:
        return None
    if units is None or cent is None:
        p.skip("einheiten" if units is None else mass, jahr)
        return None
    if not baustein:
        p.skip("baustein", jahr)
        return None
    rate = b.pauschalen[jahr, baustein]
    if rate.exakt is None:
        p.skip("pauschale", jahr, baustein)
    return rate


def _weight(rate: Regelwert) -> Schwere:
    if rate.beleg == "abgeleitet" or rate.je == NICHT_BELEGT or rate.rechtsstand != "in_kraft":
        return "hinweis"
    return "fehler" if rate.beleg == "amtlich" else "warnung"


def _row(z: Zeile) -> str:
    return f"Maßnahme {shorten(z['massnahme_id'])} ({shorten(z['traeger'])}), Baustein {shorten(z['baustein'])}"


def _product(units: int, rate: Regelwert) -> str:
    most = "höchstens " if rate.hoechstsatz else ""
    verb = "ergibt" if units == 1 else "ergeben"
    return f"{anzahl(units, 'Einheit', 'Einheiten')} zu {most}{euro(rate.exakt)} {verb}"


def check_caps(b: Bestand) -> Pruefung:
    """No more Pauschalen than the Richtlinie allows for one place; a hint, for a Maßnahme may have several places."""
    p = Pruefung("hoechstzahl")
    # Capped in some year by the shipped rules, or in this one by what the Kreis states.
    capped = {w.schluessel for w in b.regelwerk.find(PAUSCHALE).werte if w.hoechstens is not None}
    capped |= {baustein for (_, baustein), rate in b.pauschalen.items() if rate.hoechstens is not None}
    for m in b.massnahmen:
        units: Counter[str] = Counter()
        for z in m.zeilen:
            if z["baustein"] in capped and z["einheiten_bewilligt"] is not None:
                units[z["baustein"]] += int(z["einheiten_bewilligt"])
        for baustein, n in units.items():
            rate = b.pauschalen[m.jahr, baustein]
            if rate.hoechstens is None:
                p.skip("hoechstzahl", m.jahr, baustein)
                continue
            p.geprueft += 1
            if n > rate.hoechstens:
                text = (
                    f"{m.name}, Baustein {baustein}: {n} Pauschalen bewilligt, höchstens {rate.hoechstens} sind je "
                    f"{rate.hoechstens_je} möglich."
                )
                cent = None if rate.exakt is None else (n - rate.hoechstens) * rate.exakt
                remedy = f"Nur richtig, wenn es mehr als einmal „{rate.hoechstens_je}“ gibt; das im Vermerk festhalten."
                p.found("hinweis", m.jahr, text, remedy, cent, m.ort, rate.satz)
    return p


def check_paid(b: Bestand) -> Pruefung:
    """No Maßnahme was paid more than it was granted, all its rows together."""
    p = Pruefung("auszahlung")
    for m, granted, paid in _pairs(p, b, "bewilligt", "ausgezahlt"):
        if paid > granted:
            text = f"{m.name}: ausgezahlt sind {euro(paid)}, bewilligt nur {euro(granted)}."
            p.found("fehler", m.jahr, text, f"{KLAEREN}; sonst zurückfordern.", paid - granted, m.ort)
    return p


def check_recognised(b: Bestand) -> Pruefung:
    """No more is recognised than was proven; a hint, since Festbeträge are recognised by units."""
    p = Pruefung("anerkennung")
    for m, proven, recognised in _pairs(p, b, "nachgewiesen", "anerkannt"):
        if recognised > proven:
            text = f"{m.name}: anerkannt sind {euro(recognised)}, nachgewiesen nur {euro(proven)}."
            p.found("hinweis", m.jahr, text, "Am Verwendungsnachweis prüfen.", recognised - proven, m.ort)
    return p


def check_returned(b: Bestand) -> Pruefung:
    """No Maßnahme gave back more than it was paid."""
    p = Pruefung("rueckzahlung")
    for m, paid, back in _pairs(p, b, "ausgezahlt", "zurueckgezahlt"):
        if back > paid:
            text = f"{m.name}: zurückgezahlt sind {euro(back)}, ausgezahlt nur {euro(paid)}."
            remedy = (
                "Mit den Buchungen vergleichen: Eine Rückbuchung als negative Auszahlung ist nicht noch einmal eine "
                "Rückzahlung."
            )
            p.found("fehler", m.jahr, text, remedy, back - paid, m.ort)
    return p


def _pairs(p: Pruefung, b: Bestand, erstes: str, zweites: str) -> list[tuple[Massnahme, int, int]]:
    """The Maßnahmen for which both measures are known; one known without the other is counted as a gap."""
    out = []
    for m in b.massnahmen:
        first, second = m.summe(erstes), m.summe(zweites)
        if first is not None and second is not None:
            p.geprueft += 1
            out.append((m, first, second))
        elif first is not None or second is not None:
            p.skip(erstes if first is None else zweites, m.jahr)
    return out


def check_settled(b: Bestand) -> Pruefung:
    """With Festbeträge: ausgezahlt = anerkannt + zurückgezahlt + noch offen, for each Maßnahme that is settled."""
    p = Pruefung("abrechnung")
    for m, paid, recognised in _pairs(p, b, "ausgezahlt", "anerkannt"):
        back = m.summe("zurueckgezahlt")
        if back is None:
            p.geprueft -= 1
            p.skip("zurueckgezahlt", m.jahr)
            continue
        rest = paid - recognised - back
        if not rest:
            continue
        parts = f"ausgezahlt sind {euro(paid)}, anerkannt {euro(recognised)}, zurückgezahlt {euro(back)}"
        if rest > 0:
            text = f"{m.name}: {parts}; noch offen sind {euro(rest)}."
            p.found("warnung", m.jahr, text, "Zurückfordern oder die Rückzahlung eintragen.", rest, m.ort)
        else:
            text = f"{m.name}: {parts}; das sind {euro(-rest)} mehr, als ausgezahlt ist."
            remedy = "Anerkannten Betrag und Rückzahlung prüfen; zu viel Zurückgezahltes gehört dem Träger."
            p.found("fehler", m.jahr, text, remedy, rest, m.ort)
    return p
