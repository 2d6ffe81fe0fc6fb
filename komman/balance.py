"""The row balance: what was read of each sheet, taken and set aside, and the proof that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields

import pandas as pd

from komman.errors import KommanFehler, Ort
from komman.formats import anzahl, aufzaehlung, euro, group
from komman.tables import SCHEMAS

# The column whose sums are balanced: what was paid comes before what was promised.
BALANCED: dict[str, tuple[str, ...]] = {
    "weiterleitungen": (
        "ausgezahlt_cent",
        "bewilligt_cent",
        "anerkannt_cent",
        "nachgewiesen_cent",
        "beantragt_cent",
        "zurueckgezahlt_cent",
    ),
    "zahlungen": ("betrag_cent",),
    "personal": ("kosten_cent",),
    "bescheide": ("betrag_cent", "hoechstbetrag_cent"),
}


@dataclass(frozen=True, slots=True)
class Bilanzzeile:
    """One file, sheet and table, about its rows as read, before corrections; a line that does not add up cannot be.

    ``ausserhalb``: rows whose place lies outside the Kreis. ``summe_datei_cent``: the sum of the balanced column that
    the file itself states, if it does; ``summe_abweichung_cent`` is that sum less the rows that are no totals.
    """

    datei: str
    blatt: str
    tabelle: str
    zeilen_physisch: int
    kopf: int
    leer: int
    summenzeilen: int
    gelesen: int
    uebernommen: int
    ausserhalb: int = field(default=0, kw_only=True)
    zurueckgestellt: int
    davon_korrigiert: int
    betrag_spalte: str
    betrag_gelesen_cent: int
    betrag_uebernommen_cent: int
    betrag_ausserhalb_cent: int = field(default=0, kw_only=True)
    betrag_zurueckgestellt_cent: int
    betrag_unlesbar: int
    korrektur_delta_cent: int
    summe_datei_cent: int | None = field(default=None, kw_only=True)
    summe_abweichung_cent: int | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        check_line(self)


NUMBERS = tuple(f.name for f in fields(Bilanzzeile) if f.type == "int")


def balanced_column(tabelle: str, vorhanden: Iterable[str]) -> str:
    """The money column that is balanced: the first of the table's priority list the source has; empty if none."""
    present = set(vorhanden)
    return next((s for s in BALANCED[tabelle] if s in present), "")


def _own_fault(was: str, z: Bilanzzeile) -> KommanFehler:
    return KommanFehler(
        f"Die Zeilenbilanz geht nicht auf: {was}.",
        ort=Ort(z.datei, z.blatt),
        abhilfe="Das ist ein Fehler des Programms, nicht der Daten. Bitte mit der Protokolldatei melden.",
    )


def check_line(z: Bilanzzeile) -> None:
    """The identities of one line; broken, they are our own fault (exit code 70)."""
    rows = z.kopf + z.leer + z.summenzeilen + z.gelesen
    if z.zeilen_physisch != rows:
        raise _own_fault(f"{z.zeilen_physisch} Zeilen in der Datei, {rows} eingeordnet", z)
    if z.gelesen != z.uebernommen + z.ausserhalb + z.zurueckgestellt:
        parts = f"{z.uebernommen} übernommen, {z.ausserhalb} außerhalb und {z.zurueckgestellt} zurückgestellt"
        raise _own_fault(f"{z.gelesen} gelesen, {parts}", z)
    cent = z.betrag_uebernommen_cent + z.betrag_ausserhalb_cent + z.betrag_zurueckgestellt_cent
    if z.betrag_gelesen_cent != cent:
        parts = f"{euro(cent)} übernommen, außerhalb oder zurückgestellt"
        raise _own_fault(f"{euro(z.betrag_gelesen_cent)} gelesen, {parts}", z)
    if not (0 <= z.davon_korrigiert <= z.uebernommen and 0 <= z.betrag_unlesbar <= z.zurueckgestellt):
        raise _own_fault("mehr korrigierte oder unlesbare Zeilen als Zeilen", z)
    if z.ausserhalb < 0 or (not z.ausserhalb and z.betrag_ausserhalb_cent):
        raise _own_fault("Beträge außerhalb des Kreises ohne Zeilen", z)
    if (z.summe_datei_cent is None) != (z.summe_abweichung_cent is None):
        raise _own_fault("die Summe der Datei ist nicht verglichen", z)


def check_tables(bilanz: Sequence[Bilanzzeile], tabellen: Mapping[str, pd.DataFrame]) -> None:
    """The canonical tables hold exactly what the lines say was taken, corrections included; else our own fault."""
    seen = dict.fromkeys(SCHEMAS, 0)
    for z in bilanz:
        df = tabellen[z.tabelle]
        rows = df[(df["quelle_datei"] == z.datei) & (df["quelle_blatt"].fillna("") == z.blatt)]
        seen[z.tabelle] += len(rows)
        total = int(rows[z.betrag_spalte].sum()) if z.betrag_spalte else 0
        if total != z.betrag_uebernommen_cent + z.korrektur_delta_cent:
            taken = euro(z.betrag_uebernommen_cent + z.korrektur_delta_cent)
            raise _own_fault(f"{euro(total)} in der Tabelle {z.tabelle}, {taken} übernommen", z)
    for t, df in tabellen.items():
        if len(df) != seen[t]:
            raise KommanFehler(
                f"Die Tabelle {t} enthält Zeilen ohne Herkunft.",
                abhilfe="Das ist ein Fehler des Programms, nicht der Daten. Bitte melden.",
            )


def to_json(bilanz: Sequence[Bilanzzeile]) -> bytes:
    """``zeilenbilanz.json``: a list of objects, fields in the order of the contract."""
    return (json.dumps([asdict(z) for z in bilanz], ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def totals(bilanz: Iterable[Bilanzzeile]) -> dict[str, int]:
    """Every number of the lines, summed."""
    lines = list(bilanz)
    return {name: sum(getattr(z, name) for z in lines) for name in NUMBERS}


def released_totals(bilanz: Iterable[Bilanzzeile], tabelle: str, freigabe: str) -> dict[str, int]:
    """The balance of one table as one sum: a single sheet's sum could be that of one Kommune (design §8).

    Below ``intern`` without corrections and without money: one corrected row would be one recipient's amount, a month
    set aside one employee's pay. What is set aside is named per Förderjahr (``bereinigung.set_aside``).
    """
    summe = totals(z for z in bilanz if z.tabelle == tabelle)
    if freigabe == "intern":
        return summe
    return {name: n for name, n in summe.items() if name != "davon_korrigiert" and not name.endswith("_cent")}


def balance_lines(bilanz: Sequence[Bilanzzeile]) -> list[str]:
    """The balance as at most eight German lines: the whole, one line per table and its money, what to do."""
    t = totals(bilanz)
    dateien = len({z.datei for z in bilanz})
    lines = [
        f"Zeilenbilanz: {anzahl(dateien, 'Datei', 'Dateien')}, {anzahl(t['zeilen_physisch'], 'Zeile', 'Zeilen')}: "
        f"{group(t['kopf'])} Kopf, {group(t['leer'])} leer, {anzahl(t['summenzeilen'], 'Summe', 'Summen')}, "
        f"{group(t['gelesen'])} gelesen."
    ]
    for tabelle in SCHEMAS:
        part = [z for z in bilanz if z.tabelle == tabelle]
        if part:
            lines.append(_table_line(tabelle, part))
    if t["betrag_unlesbar"]:
        lines.append(
            f"In {anzahl(t['betrag_unlesbar'], 'zurückgestellter Zeile', 'zurückgestellten Zeilen')} ist der Betrag "
            "nicht lesbar; er fehlt in den Summen."
        )
    return [*lines, "Die Zeilen und Beträge gehen auf."]


def _table_line(tabelle: str, part: Sequence[Bilanzzeile]) -> str:
    t = totals(part)
    column = aufzaehlung(dict.fromkeys(z.betrag_spalte.removesuffix("_cent") for z in part if z.betrag_spalte))
    corrected = f", davon {group(t['davon_korrigiert'])} korrigiert" if t["davon_korrigiert"] else ""
    delta = f"; Korrekturen {euro(t['korrektur_delta_cent'])}" if t["korrektur_delta_cent"] else ""
    label = "Betrag" if column == "betrag" else f"Betrag ({column})"
    outside = t["ausserhalb"]
    foreign = f"{euro(t['betrag_ausserhalb_cent'])} außerhalb des Kreises, " if outside else ""
    money = (
        f"; {label}: {euro(t['betrag_uebernommen_cent'])} übernommen, {foreign}"
        f"{euro(t['betrag_zurueckgestellt_cent'])} zurückgestellt{delta}"
        if column
        else ""
    )
    return (
        f"{tabelle}: {group(t['uebernommen'])} übernommen{corrected}, "
        f"{f'{group(outside)} außerhalb des Kreises, ' if outside else ''}"
        f"{group(t['zurueckgestellt'])} zurückgestellt{money}."
    )
