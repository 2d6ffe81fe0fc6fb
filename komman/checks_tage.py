"""Checks of the bookings by their days: late returns, the Bewilligungszeitraum, the Bescheid, double payments."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

from komman.checks_bestand import Bestand, day, place, total
from komman.checks_model import Pruefung
from komman.errors import shorten
from komman.formats import anzahl, euro
from komman.microaggregate import Zeile
from komman.rules import ZEITRAUM

ABSTAND = timedelta(days=14)


def check_late_returns(b: Bestand) -> Pruefung:
    """Returns booked after their Förderjahr, one hint for each Förderjahr and year of booking: normal, but named."""
    p = Pruefung("spaete_rueckzahlung")
    late: dict[tuple[int, int], list[tuple[date, Zeile]]] = defaultdict(list)
    for jahr in b.jahre_der_bank:
        for z in b.buchungen(jahr, "rueckzahlung"):
            booked = day(z["datum"])
            if booked is None:
                p.skip("datum", jahr)
                continue
            p.geprueft += 1
            if booked.year > jahr:
                late[jahr, booked.year].append((booked, z))
    for (jahr, _), found in late.items():
        days = sorted({d for d, _ in found})
        when = f"am {days[0]:%d.%m.%Y}" if len(days) == 1 else f"vom {days[0]:%d.%m.%Y} bis zum {days[-1]:%d.%m.%Y}"
        rows = [z for _, z in found]
        verb = "ist" if len(rows) == 1 else "sind"
        text = (
            f"Förderjahr {jahr}: {anzahl(len(rows), 'Rückzahlung', 'Rückzahlungen')} über {euro(total(rows))} "
            f"{verb} erst {when} gebucht."
        )
        remedy = "Nichts zu tun; im Haushalt steht das Geld in einem anderen Jahr als im Bericht."
        p.found("hinweis", jahr, text, remedy, total(rows), place(rows[0]))
    return p


def check_period(b: Bestand) -> Pruefung:
    """Payments lie within the Bewilligungszeitraum the Kreis states; else within the calendar year, which is said."""
    p = Pruefung("zeitraum")
    for jahr in b.jahre_der_bank:
        stated = [b.regelwerk.lookup(name, jahr) for name in ZEITRAUM]
        first, last = (
            w.wert if isinstance(w.wert, date) else d
            for w, d in zip(stated, (date(jahr, 1, 1), date(jahr, 12, 31)), strict=True)
        )
        for booked, z in _dated_payments(p, b, jahr):
            if first <= booked <= last:
                continue
            rule = stated[0 if booked < first else 1]
            known = rule.wert is not None
            why = "" if known else "; der Bewilligungszeitraum ist nicht angegeben, angenommen ist das Kalenderjahr"
            text = (
                f"{_payment(z)} am {booked:%d.%m.%Y}, der Bewilligungszeitraum {jahr} geht vom {first:%d.%m.%Y} bis "
                f"zum {last:%d.%m.%Y}{why}."
            )
            remedy = "Datum und Förderjahr der Buchung prüfen" + ("." if known else "; den Zeitraum in regeln.yaml.")
            source = rule.satz if known else ""
            p.found("fehler" if known else "warnung", jahr, text, remedy, z["betrag_cent"], place(z), source)
    return p


def check_before_grant(b: Bestand) -> Pruefung:
    """No payment before the day of the first Bescheid of the Förderjahr."""
    p = Pruefung("vor_bescheid")
    for jahr in b.jahre_der_bank:
        granted = _grant_day(b, jahr)
        if granted is None:
            p.skip("bescheid", jahr, n=len(b.buchungen(jahr, "auszahlung")))
            continue
        for booked, z in _dated_payments(p, b, jahr):
            if booked < granted:
                text = f"{_payment(z)} am {booked:%d.%m.%Y}, der Bescheid ist vom {granted:%d.%m.%Y}."
                remedy = "Prüfen, ob der vorzeitige Maßnahmebeginn erlaubt war oder ein Datum falsch ist."
                p.found("warnung", jahr, text, remedy, z["betrag_cent"], place(z))
    return p


def _dated_payments(p: Pruefung, b: Bestand, jahr: int) -> list[tuple[date, Zeile]]:
    """The payments of a Förderjahr with their days, without what was booked back; those without a day are a gap."""
    out = []
    for z in b.buchungen(jahr, "auszahlung"):
        booked = day(z["datum"])
        if z["betrag_cent"] > 0 and booked is not None:
            p.geprueft += 1
            out.append((booked, z))
        elif z["betrag_cent"] > 0:
            p.skip("datum", jahr)
    return out


def _payment(z: Zeile) -> str:
    about = f" zur Maßnahme {shorten(z['massnahme_id'])}" if z["massnahme_id"] else ""
    return f"Auszahlung von {euro(z['betrag_cent'])}{about}"


def check_double(b: Bestand) -> Pruefung:
    """The same amount to the same Maßnahme on one day is an error, within 14 days a warning; bookings back cancel."""
    p = Pruefung("doppelte_auszahlung")
    for jahr in b.jahre_der_bank:
        payments: dict[tuple[str, int], list[tuple[date, Zeile]]] = defaultdict(list)
        for booked, z in _dated_payments(p, b, jahr):
            if z["massnahme_id"]:
                payments[z["massnahme_id"], z["betrag_cent"]].append((booked, z))
            else:
                p.geprueft -= 1
                p.skip("zuordnung", jahr)
        back = Counter((z["massnahme_id"], -z["betrag_cent"]) for z in b.buchungen(jahr, "auszahlung"))
        for key, found in payments.items():
            kept = sorted(found, key=lambda pair: pair[0])[: max(0, len(found) - back[key])]
            for (one, _), (two, z) in pairwise(kept):
                if two - one <= ABSTAND:
                    when = f"zweimal am {one:%d.%m.%Y}" if one == two else f"am {one:%d.%m.%Y} und am {two:%d.%m.%Y}"
                    text = f"{_payment(z)}: {when} gebucht."
                    remedy = (
                        "Am Kontoauszug prüfen; ist es wirklich eine zweite Rate, den Befund als geprüft eintragen."
                    )
                    p.found("fehler" if one == two else "warnung", jahr, text, remedy, z["betrag_cent"], place(z))
    return p


def _grant_day(b: Bestand, jahr: int) -> date | None:
    """The day of the first Bescheid of Programmteil II."""
    letters = [z for z in b.bescheide if (z["foerderjahr"], z["programmteil"], z["art"]) == (jahr, "II", "bescheid")]
    return min((d for z in letters if (d := day(z["datum"])) is not None), default=None)
