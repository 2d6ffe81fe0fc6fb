"""Checks of the bank list: against the Maßnahmen list, and against what the Land paid and got back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from komman.checks_bestand import Bestand, Massnahme, place, total
from komman.checks_model import Pruefung
from komman.errors import shorten
from komman.formats import euro
from komman.microaggregate import Zeile
from komman.side_tables import LISTE

WORTE = {"auszahlung": ("ausgezahlt", "Auszahlungen"), "rueckzahlung": ("zurückgezahlt", "Rückzahlungen")}
VERGLEICHEN = "Bankliste und Förderliste vergleichen und den falschen Wert in korrekturen.yaml ersetzen."


@dataclass(frozen=True)
class Abgleich:
    """The bookings of one kind in a Förderjahr beside what the Maßnahmen list says of the same."""

    jahr: int
    art: str
    buchungen: Sequence[Zeile]
    massnahmen: Sequence[Massnahme]

    @cached_property
    def liste(self) -> dict[str, int]:
        """Id → amount of the list, where it gives one."""
        mass = LISTE[self.art].removesuffix("_cent")
        return {m.id: cent for m in self.massnahmen if (cent := m.summe(mass)) is not None}

    @cached_property
    def bank(self) -> dict[str, list[Zeile]]:
        """Id → bookings."""
        out: dict[str, list[Zeile]] = defaultdict(list)
        for z in self.buchungen:
            out[z["massnahme_id"] or ""].append(z)
        return dict(out)

    @property
    def einzeln(self) -> bool:
        """Whether bookings can be told to Maßnahmen: each names one, and at least one of them is in the list."""
        return "" not in self.bank and any(m.id in self.bank for m in self.massnahmen)

    @property
    def wort(self) -> str:
        return WORTE[self.art][0]


def _comparisons(b: Bestand) -> list[Abgleich]:
    """One comparison for each Förderjahr and kind that the bank list has bookings of."""
    by_year: dict[int, list[Massnahme]] = defaultdict(list)
    for m in b.massnahmen:
        by_year[m.jahr].append(m)
    return [
        Abgleich(jahr, art, rows, by_year.get(jahr, []))
        for jahr in b.jahre_der_bank
        for art in LISTE
        if (rows := b.buchungen(jahr, art))
    ]


def check_amounts(b: Bestand) -> Pruefung:
    """The bookings of a Maßnahme add up to the amount of the list; the year's sums where no Maßnahme can be told."""
    p = Pruefung("bank_betrag")
    for a in _comparisons(b):
        if not a.einzeln:
            _compare_years(p, a)
            continue
        for m in (m for m in a.massnahmen if m.id in a.bank):
            booked, listed = total(a.bank[m.id]), a.liste.get(m.id)
            p.geprueft += 1
            if booked != listed:
                text = f"{m.name}: gebucht sind {euro(booked)}, {a.wort} laut Förderliste {euro(listed)}."
                cent = booked - (listed or 0)
                p.found("warnung" if listed is None else "fehler", a.jahr, text, VERGLEICHEN, cent, m.ort)
    for jahr in sorted(set(b.jahre) - set(b.jahre_der_bank)):
        p.skip("buchungen", jahr, n=sum(m.jahr == jahr for m in b.massnahmen))
    return p


def _compare_years(p: Pruefung, a: Abgleich) -> None:
    """Without Maßnahmen only the sums of the Förderjahr can be compared."""
    if not a.liste:
        return
    p.skip("zuordnung", a.jahr, n=len(a.liste))
    booked, listed = total(a.buchungen), sum(a.liste.values())
    if booked != listed:
        text = (
            f"Förderjahr {a.jahr}: gebucht sind zusammen {euro(booked)}, {a.wort} laut Förderliste {euro(listed)}; die "
            f"Buchungen nennen keine gemeinsamen Maßnahmen."
        )
        remedy = "In der Bankliste die Aktenzeichen der Maßnahmen ergänzen, dann zeigt die Prüfung die Stelle."
        p.found("fehler", a.jahr, text, remedy, booked - listed, place(a.buchungen[0]))


def check_unbooked(b: Bestand) -> Pruefung:
    """What the list says was paid or given back is booked, in years whose bank list has bookings of that kind."""
    p = Pruefung("bank_ohne_buchung")
    for a in _comparisons(b):
        if a.liste and not a.einzeln:
            p.skip("zuordnung", a.jahr, n=len(a.liste))
            continue
        for m in (m for m in a.massnahmen if a.liste.get(m.id)):
            p.geprueft += 1
            if m.id not in a.bank:
                text = f"{m.name}: {a.wort} sind laut Förderliste {euro(a.liste[m.id])}, gebucht ist nichts."
                remedy = "Buchung suchen; fehlt sie in der Bankliste, dort ergänzen."
                p.found("warnung", a.jahr, text, remedy, a.liste[m.id], m.ort)
    return p


def check_unlisted(b: Bestand) -> Pruefung:
    """Every payment and return belongs to a Maßnahme of the list; a year without any list is told once."""
    p = Pruefung("bank_ohne_massnahme")
    for a in _comparisons(b):
        was = WORTE[a.art][1]
        if not a.massnahmen:
            p.geprueft += len(a.buchungen)
            text = f"Förderjahr {a.jahr}: {was} über {euro(total(a.buchungen))} sind gebucht, eine Förderliste fehlt."
            remedy = "Die Förderliste des Jahres in data/raw/ ablegen."
            p.found("warnung", a.jahr, text, remedy, total(a.buchungen), place(a.buchungen[0]))
            continue
        if not a.einzeln:
            p.skip("zuordnung", a.jahr, n=len(a.buchungen))
            continue
        known = {m.id for m in a.massnahmen}
        p.geprueft += len(a.buchungen)
        for name, rows in a.bank.items():
            if name not in known:
                refused = (a.jahr, name) in b.ohne_bewilligung
                why = "bewilligt für sie 0,00 €" if refused else "enthält sie nicht"
                text = (
                    f"Maßnahme {shorten(name)}: gebucht sind {euro(total(rows))} ({was}), die Förderliste "
                    f"{a.jahr} {why}."
                )
                remedy = "Aktenzeichen prüfen; vielleicht ist die Zeile der Förderliste zurückgestellt."
                if refused:
                    remedy = "Am Bescheid prüfen, ob bewilligt ist; sonst die Auszahlung zurückfordern."
                p.found("warnung", a.jahr, text, remedy, total(rows), place(rows[0]))
    return p


def check_calls(b: Bestand) -> Pruefung:
    """What was called from the Land is what the list says was paid: more must be used soon, less the Kreis lent."""
    p = Pruefung("mittelabruf")
    for jahr in b.jahre:
        calls = b.buchungen(jahr, "mittelabruf")
        paid = [m.summe("ausgezahlt") for m in b.massnahmen if m.jahr == jahr]
        known = [c for c in paid if c is not None]
        if not calls or len(known) < len(paid):
            p.skip("ausgezahlt" if calls else "buchungen", jahr)
            continue
        p.geprueft += 1
        rest = total(calls) - sum(known)
        text = f"Förderjahr {jahr}: abgerufen sind {euro(total(calls))}, ausgezahlt {euro(sum(known))}."
        if rest > 0:
            remedy = "Nicht benötigtes Geld an das Land erstatten oder die fehlende Auszahlung eintragen."
            p.found("warnung", jahr, text, remedy, rest, place(calls[-1]))
        elif rest < 0:
            p.found(
                "hinweis", jahr, text, "Den Unterschied abrufen oder als Anteil des Kreises festhalten.", rest, None
            )
    return p


def check_refunds(b: Bestand) -> Pruefung:
    """What recipients gave back (by the bank list, else by the list) was passed on to the Land."""
    p = Pruefung("erstattung")
    for jahr in sorted({*b.jahre, *b.jahre_der_bank}):
        booked = b.buchungen(jahr, "rueckzahlung")
        listed = [c for m in b.massnahmen if m.jahr == jahr and (c := m.summe("zurueckgezahlt"))]
        to_land = b.buchungen(jahr, "erstattung_land")
        back = total(booked) if booked else sum(listed)
        if not back and not to_land:
            continue
        if jahr not in b.jahre_der_bank:
            p.skip("buchungen", jahr)
            continue
        p.geprueft += 1
        rest = back - total(to_land)
        text = f"Förderjahr {jahr}: zurückgezahlt sind {euro(back)}, an das Land erstattet {euro(total(to_land))}."
        if rest > 0:
            p.found("warnung", jahr, text, "Den Rest an das Land erstatten oder die Buchung ergänzen.", rest, None)
        elif rest < 0:
            remedy = "Prüfen, wofür mehr erstattet wurde, etwa Zinsen oder nicht ausgezahlte Mittel."
            p.found("hinweis", jahr, text, remedy, rest, place(to_land[-1]))
    return p
