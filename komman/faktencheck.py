"""Statements against our own figures: each is confirmed, deviates by so much, or cannot be checked for want of data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from komman.aussagen import (
    AntragJaehrlichBis,
    Aussage,
    Foerdersatz,
    KeineMehrkosten,
    KommunenJeJahr,
    Mehrbetrag,
    NachweisOffen,
    NettoSumme,
    Refinanzierung,
    Stellenumfang,
)
from komman.formats import (
    KEINE_ANGABE,
    PROGRAMMTEIL_TEXT,
    anzahl,
    aufzaehlung,
    divide_half_up,
    euro,
    euro_rund,
    jahre_text,
    stellenzahl,
)
from komman.rules import FOERDERSATZ, Regelwerk, Regelwert, regelwerk
from komman.staffing_foerderung import difference, refinancing

BESTAETIGT, ABWEICHUNG, NICHT_PRUEFBAR = "bestätigt", "weicht ab", "nicht prüfbar"
SPALTEN = ("aussage", "soll", "ist", "ergebnis", "grund", "quelle", "grundlage")
DATEN, REGELWERK = "Daten des Kreises", "Regelwerk"


@dataclass(frozen=True)
class Grundlage:
    """What statements are checked against: ``outcomes.yearly``, ``staffing.yearly_staff``, Bescheide and rules."""

    jahre: pd.DataFrame
    stellen: pd.DataFrame
    bescheide: pd.DataFrame
    regelwerk: Regelwerk = field(default_factory=regelwerk)

    def jahr(self, jahr: int) -> pd.Series[Any] | None:
        """The outcomes of a year, if there are any."""
        return _row(self.jahre, jahr)

    def stelle(self, jahr: int, spalte: str) -> int | None:
        """A figure of Programmteil I, if it is known."""
        row = _row(self.stellen, jahr)
        return None if row is None or pd.isna(row[spalte]) else int(row[spalte])

    def schreiben(self, jahr: int, art: str = "", programmteil: str | None = None) -> pd.DataFrame:
        """The letters of a year, of one kind and Programmteil if asked for."""
        b = self.bescheide
        fits = b["foerderjahr"] == jahr
        fits = fits & (b["art"] == art) if art else fits
        return b[fits & (b["programmteil"] == programmteil)] if programmteil else b[fits]


@dataclass(frozen=True)
class Befundzeile:
    """One checked statement: what was said, what we find, and why the two differ or cannot be compared."""

    soll: str
    ist: str
    ergebnis: str
    grund: str = ""
    zusatz: str = ""
    grundlage: str = DATEN


def fact_check(aussagen: Iterable[Aussage], grundlage: Grundlage) -> pd.DataFrame:
    """One row per statement (per year, where it is about each year): the columns ``SPALTEN``, all text.

    ``ergebnis``: bestätigt, weicht ab (``grund`` says by how much) or nicht prüfbar (``grund`` says what is missing).
    ``grundlage``: whether the Kreis's data or the rules decide.
    """
    rows = [
        (a.aussage + z.zusatz, z.soll, z.ist, z.ergebnis, z.grund, a.quelle, z.grundlage)
        for a in aussagen
        for z in PRUEFUNGEN[type(a)](a, grundlage)
    ]
    return pd.DataFrame(rows, columns=list(SPALTEN), dtype="str")


def _row(frame: pd.DataFrame, jahr: int) -> pd.Series[Any] | None:
    found = frame[frame["foerderjahr"] == jahr]
    return None if found.empty else found.iloc[0]


def _off(soll: str, ist: str, grund: str, grundlage: str = DATEN) -> list[Befundzeile]:
    return [Befundzeile(soll, ist, ABWEICHUNG if grund else BESTAETIGT, grund, grundlage=grundlage)]


def _unknown(soll: str, grund: str, ist: str = KEINE_ANGABE, grundlage: str = DATEN) -> list[Befundzeile]:
    return [Befundzeile(soll, ist, NICHT_PRUEFBAR, grund, grundlage=grundlage)]


def _more_or_less(cent: int) -> str:
    return f"{euro(abs(cent))} {'mehr' if cent > 0 else 'weniger'}"


def _net(a: NettoSumme, g: Grundlage) -> list[Befundzeile]:
    step = a.gerundet_auf // 100
    soll = euro_rund(a.wert, step)
    by_year = {j: g.jahr(j) for j in range(a.von, a.bis + 1)}
    net = {j: int(r["netto_cent"]) for j, r in by_year.items() if r is not None and not pd.isna(r["netto_cent"])}
    if missing := [j for j in by_year if j not in net]:
        return _unknown(soll, f"die Nettosumme fehlt für {jahre_text(missing)}", "nicht für alle Jahre bekannt")
    total = sum(net.values())
    rounded = divide_half_up(total, a.gerundet_auf) * a.gerundet_auf
    off = "" if rounded == a.wert else f"gerundet {_more_or_less(rounded - a.wert)}"
    return _off(soll, f"{euro(total)}, gerundet {euro_rund(total, step)}", off)


def _kommunen(a: KommunenJeJahr, g: Grundlage) -> list[Befundzeile]:
    out = []
    soll = f"{a.mindestens} bis {a.hoechstens}"
    for jahr in range(a.von, a.bis + 1):
        row = g.jahr(jahr)
        if row is None:
            found = Befundzeile(soll, KEINE_ANGABE, NICHT_PRUEFBAR, f"die Förderliste {jahr} fehlt", f", {jahr}")
        else:
            n = int(row["kommunen"])
            over, under = n - a.hoechstens, a.mindestens - n
            off = f"{over} mehr" if over > 0 else f"{under} weniger" if under > 0 else ""
            found = Befundzeile(soll, str(n), ABWEICHUNG if off else BESTAETIGT, off, f", {jahr}")
        out.append(found)
    return out


def _posts(a: Stellenumfang, g: Grundlage) -> list[Befundzeile]:
    said = int(a.wert * 10_000)
    found = g.stelle(a.jahr, "vzae_zehntausendstel")
    if found is None:
        return _unknown(stellenzahl(said), f"Angaben zum Personal {a.jahr} fehlen")
    off = found - said
    return _off(
        stellenzahl(said),
        stellenzahl(found),
        f"{stellenzahl(abs(off))} {'mehr' if off > 0 else 'weniger'}" if off else "",
    )


def _rate(a: Foerdersatz, g: Grundlage) -> list[Befundzeile]:
    rule = g.regelwerk.lookup(FOERDERSATZ, a.jahr, entwurf=a.rechtsstand == "entwurf")
    mark = _mark(rule)
    soll = euro(a.wert) + mark
    if rule.exakt is None:
        return _unknown(soll, _no_rate(rule), grundlage=REGELWERK)
    ist = euro(rule.exakt) + mark
    if rule.quelle == a.quelle:
        # Its own source confirms a statement only in appearance.
        return _unknown(soll, "einzige Quelle ist die geprüfte Aussage selbst", ist, REGELWERK)
    off = rule.exakt - a.wert
    return _off(soll, ist, _more_or_less(off) if off else "", REGELWERK)


def _mark(rule: Regelwert) -> str:
    return f" ({rule.marke})" if rule.marke else ""


def _no_rate(rule: Regelwert) -> str:
    return f"für {rule.jahr} belegt keine Quelle einen Satz"


def _paid_for_posts(a: Refinanzierung | Mehrbetrag, g: Grundlage) -> list[Befundzeile]:
    """Arithmetic with the ledger's posts and the rate of the rules; that the rate itself is right is not proven."""
    rate = g.regelwerk.lookup(FOERDERSATZ, a.satzjahr or a.jahr, entwurf=a.rechtsstand == "entwurf")
    before = g.regelwerk.lookup(FOERDERSATZ, a.jahr)
    soll = euro(a.wert) + _mark(rate)
    needed = (rate, before) if isinstance(a, Mehrbetrag) else (rate,)
    if missing := [r for r in needed if r.exakt is None]:
        return _unknown(soll, _no_rate(missing[0]), grundlage=REGELWERK)
    posts = g.stelle(a.jahr, "vzae_zehntausendstel")
    found = difference(posts, rate, before) if isinstance(a, Mehrbetrag) else refinancing(posts, rate)
    if found.cent is None:
        return _unknown(soll, f"Angaben zum Personal {a.jahr} fehlen")
    rates = " minus ".join(euro(r.exakt) for r in needed)
    how = f"{stellenzahl(posts)} Stellen mal {f'({rates})' if len(needed) > 1 else rates}"
    off = found.cent - a.wert
    return _off(soll, f"{euro(found.cent)}{_mark(rate)}: {how}", _more_or_less(off) if off else "")


def _yearly_antrag(a: AntragJaehrlichBis, g: Grundlage) -> list[Befundzeile]:
    soll = f"{jahre_text(range(a.von, a.bis + 1))} je ein Antrag, danach keiner"
    years = range(a.von, a.bis + 1)
    if dark := [j for j in years if g.schreiben(j).empty]:
        return _unknown(soll, f"Anträge und Bescheide fehlen für {jahre_text(dark)}")
    without = [j for j in years if g.schreiben(j, "antrag", a.programmteil).empty]
    known = sorted({int(j) for j in g.bescheide["foerderjahr"] if int(j) > a.bis})
    later = [j for j in known if not g.schreiben(j, "antrag", a.programmteil).empty]
    with_one = [j for j in [*years, *later] if j not in without]
    after = f"danach {'keiner' if not later else 'weitere'}" if known else "spätere Jahre liegen nicht vor"
    grund = "; ".join(
        part
        for part in (
            f"kein Antrag für {jahre_text(without)}" if without else "",
            f"Antrag auch für {jahre_text(later)}" if later else "",
        )
        if part
    )
    return _off(soll, f"Antrag für {jahre_text(with_one) or 'kein Jahr'}; {after}", grund)


def _no_extra_cost(a: KeineMehrkosten, g: Grundlage) -> list[Befundzeile]:
    soll = "Förderung mindestens so hoch wie die Personalkosten"
    paid, granted = g.stelle(a.jahr, "personalkosten_cent"), g.stelle(a.jahr, "foerderung_cent")
    names = (("Personalkosten", paid), ("Bescheid zum Programmteil I", granted))
    if missing := [name for name, cent in names if cent is None]:
        return _unknown(soll, f"{a.jahr} fehlt: {' und '.join(missing)}")
    assert paid is not None and granted is not None
    off = f"{euro(paid - granted)} Mehrkosten" if paid > granted else ""
    return _off(soll, f"Förderung {euro(granted)}, Personalkosten {euro(paid)}", off)


def _proof_open(a: NachweisOffen, g: Grundlage) -> list[Befundzeile]:
    soll = f"kein Verwendungsnachweis {a.jahr}"
    if g.schreiben(a.jahr, "", a.programmteil).empty:
        return _unknown(soll, f"Bescheide {a.jahr} fehlen")
    found = g.schreiben(a.jahr, "nachweis", a.programmteil)
    parts = sorted({PROGRAMMTEIL_TEXT[str(t)] for t in found["programmteil"]})
    if not parts:
        return _off(soll, "keiner in den Daten", "")
    return _off(soll, anzahl(len(found), "Nachweis", "Nachweise"), f"liegt vor zum Programmteil {aufzaehlung(parts)}")


PRUEFUNGEN: dict[type[Any], Callable[[Any, Grundlage], list[Befundzeile]]] = {
    NettoSumme: _net,
    KommunenJeJahr: _kommunen,
    Stellenumfang: _posts,
    Foerdersatz: _rate,
    Refinanzierung: _paid_for_posts,
    Mehrbetrag: _paid_for_posts,
    AntragJaehrlichBis: _yearly_antrag,
    KeineMehrkosten: _no_extra_cost,
    NachweisOffen: _proof_open,
}
