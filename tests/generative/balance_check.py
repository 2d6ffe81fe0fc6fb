"""The identities of the row balance, checked again by other code than the product's own."""

from __future__ import annotations

from komman.bereinigung import Bereinigung


def identities(b: Bereinigung) -> str:
    """The first identity of design §4 that does not hold; empty if all do."""
    for z in b.bilanz:
        if z.zeilen_physisch != z.kopf + z.leer + z.summenzeilen + z.gelesen:
            return f"{z.datei}: Zeilen"
        if z.gelesen != z.uebernommen + z.ausserhalb + z.zurueckgestellt:
            return f"{z.datei}: gelesen"
        cents = z.betrag_uebernommen_cent + z.betrag_ausserhalb_cent + z.betrag_zurueckgestellt_cent
        if z.betrag_gelesen_cent != cents:
            return f"{z.datei}: Beträge"
    for tabelle, df in b.tabellen.items():
        part = [z for z in b.bilanz if z.tabelle == tabelle]
        columns = {z.betrag_spalte for z in part} - {""}
        money = sum(z.betrag_uebernommen_cent + z.korrektur_delta_cent for z in part)
        if len(columns) == 1 and int(df[columns.pop()].sum()) != money:
            return f"{tabelle}: Summe der Tabelle"
        if not any(z.davon_korrigiert for z in part) and len(df) != sum(z.uebernommen for z in part):
            return f"{tabelle}: Zeilen der Tabelle"
    outside = sum(z.ausserhalb for z in b.bilanz), sum(z.betrag_ausserhalb_cent for z in b.bilanz)
    if outside != (len(b.ausserhalb), int(b.ausserhalb["betrag_cent"].sum())):
        return "Zeilen außerhalb"
    aside = sum(z.zurueckgestellt for z in b.bilanz)
    return "" if aside == len(b.zurueckgestellt) else "zurückgestellte Zeilen"
