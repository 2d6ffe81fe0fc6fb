"""A generated ledger read by komman and by the oracle: every cent and every row of difference."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from komman.bereinigung import Bereinigung
from komman.errors import KommanFehler
from komman.ledger import clean
from tests.generative.listen import Liste
from tests.generative.orakel import Erwartung, Zeile, oracle
from tests.raw_folder import KREIS, TRAEGER, raw_folder

ORTE = KREIS.replace("[Wickede]", '[Wickede, "Gemeinde Wickede (Ruhr)"]')
# What nothing in a file proves may be refused; how often is printed.
UNGEWISS = ("Das Trennzeichen der Spalten ist nicht sicher", "Der Zeichensatz der Datei ist nicht sicher")


@dataclass
class Befund:
    """What differs between the two readings of a ledger, and how many rows and cents they agree on."""

    cent: int = 0
    zeilen: int = 0
    worte: list[str] = field(default_factory=list)
    gelesen: int = 0
    betrag: int = 0
    abgelehnt: str = ""  # "" read; „erwartet“ as the oracle says; „ungewiss“ as the design allows


def cleaned(liste: Liste, data: bytes) -> Bereinigung:
    """The ledger in a raw folder of its own, cleaned."""
    files = {"kreis.yaml": ORTE, "traeger.yaml": TRAEGER, **liste.files(), liste.name: data}
    with tempfile.TemporaryDirectory() as ordner:
        return clean(raw_folder(Path(ordner), files))


def compare(liste: Liste) -> Befund:
    """Both readings of a ledger, side by side."""
    data = liste.data()
    try:
        b = cleaned(liste, data)
    except KommanFehler as fault:
        return _refused(liste, fault)
    if liste.ablehnung:
        return Befund(zeilen=1, worte=[f"nicht abgelehnt: {liste.ablehnung}"])
    expected = oracle(liste, data)
    befund = Befund(gelesen=len(expected.uebernommen) + len(expected.zurueckgestellt), betrag=expected.gelesen_cent)
    _rows(befund, expected, b)
    _balance(befund, expected, b, len(liste.records))
    return befund


def _refused(liste: Liste, fault: KommanFehler) -> Befund:
    if liste.ablehnung and liste.ablehnung in str(fault):
        return Befund(abgelehnt="erwartet")
    if str(fault).startswith(UNGEWISS):
        return Befund(abgelehnt="ungewiss")
    return Befund(zeilen=len(liste.records), worte=[f"abgelehnt: {fault}"])


def _rows(befund: Befund, expected: Erwartung, b: Bereinigung) -> None:
    table = b.tabellen["weiterleitungen"]
    got = {int(r["quelle_zeile"]): r for r in table.to_dict("records")}
    aside = {int(z) for z in b.zurueckgestellt["zeile"]}
    for number in sorted(got.keys() ^ expected.uebernommen.keys()):
        which = "übernommen" if number in got else "nicht übernommen"
        befund.worte.append(
            f"Zeile {number} {which}: {dict(b.zurueckgestellt.set_index('zeile')['grund']).get(number)}"
        )
    befund.zeilen += len(got.keys() ^ expected.uebernommen.keys()) + len(aside ^ expected.zurueckgestellt)
    befund.zeilen += len(table) - len(got) + len(b.zurueckgestellt) - len(aside)
    for number in got.keys() & expected.uebernommen.keys():
        _row(befund, number, got[number], expected.uebernommen[number])


def _row(befund: Befund, number: int, got: dict[str, object], row: Zeile) -> None:
    def value(name: str) -> object:
        return None if pd.isna(got[name]) else got[name]  # type: ignore[call-overload]

    names = {"foerderjahr": row.jahr, "ags": row.ags, "traeger": row.traeger, "baustein": row.baustein}
    names |= {"einheiten_bewilligt": row.einheiten} | ({"massnahme_id": row.az} if row.az else {})
    wrong = {n: (value(n), v) for n, v in names.items() if value(n) != v}
    for spalte, cents in row.cent:
        own = value(f"{spalte.replace('ü', 'ue')}_cent")
        if own != cents:
            wrong[spalte] = own, cents
            befund.cent += abs(int(own or 0) - (cents or 0))  # type: ignore[call-overload]
    befund.zeilen += bool(wrong)
    befund.worte += [f"Zeile {number}: {wrong}"] if wrong else []


def _balance(befund: Befund, expected: Erwartung, b: Bereinigung, physical: int) -> None:
    """The row balance: its identities, and its numbers against the oracle's."""
    (z,) = b.bilanz
    taken, aside = len(expected.uebernommen), len(expected.zurueckgestellt)
    spalte = f"{expected.spalte.replace('ü', 'ue')}_cent"
    rest = expected.gelesen_cent - expected.uebernommen_cent
    pairs = {
        "Zeilen": (z.zeilen_physisch, physical),
        "Zeilen, aufgeteilt": (z.kopf + z.leer + z.summenzeilen + z.gelesen, physical),
        "leer": (z.leer, expected.leer),
        "Kopf": (z.kopf, expected.kopf),
        "Summen": (z.summenzeilen, len(expected.summen)),
        "gelesen": (z.gelesen, taken + aside),
        "übernommen": (z.uebernommen, taken),
        "zurückgestellt": (z.zurueckgestellt, aside),
        "unlesbar": (z.betrag_unlesbar, expected.unlesbar),
        "doppelt": (sum(h.art == "doppelt" for h in b.hinweise), expected.doppelt),
    }
    cents = {
        "Cent gelesen": (z.betrag_gelesen_cent, expected.gelesen_cent),
        "Cent übernommen": (z.betrag_uebernommen_cent, expected.uebernommen_cent),
        "Cent zurückgestellt": (z.betrag_zurueckgestellt_cent, rest),
        "Cent der Tabelle": (int(b.tabellen["weiterleitungen"][spalte].sum()), expected.uebernommen_cent),
    }
    befund.zeilen += sum(abs(a - e) for a, e in pairs.values()) + (z.betrag_spalte != spalte)
    befund.cent += sum(abs(a - e) for a, e in cents.values())
    befund.worte += [f"{name}: {a}, erwartet {e}" for name, (a, e) in (pairs | cents).items() if a != e]
