"""The blocks of notebook 06 on the money: units times Pauschale, its way, what goes back and why, each Träger."""

from __future__ import annotations

from typing import Any

import pandas as pd

from komman.block import Block
from komman.document import Bloecke, Hinweis, Satz, Tabelle, Tabellenspalte, Ueberschrift
from komman.formats import KEINE_ANGABE, NICHT_BELEGT, OFFEN, anzahl, aufzaehlung, euro, group
from komman.lage import Lage
from komman.nachweis import ERSTATTUNG, Festbetrag, fixed_sums, known, rest, returns, traeger_proofs
from komman.outcomes_bausteine import EINHEITEN
from komman.views.common import KEINE, MASSE, columns, value
from komman.views.regelnoten import note
from komman.views.verwendungsnachweis import baustein_name, geld, teil

GRUENDE = {"nicht_ausgezahlt": "nicht ausgezahlt", "nicht_nachgewiesen": "nicht nachgewiesen",
           "nicht_anerkannt": "nachgewiesen, nicht anerkannt"}  # fmt: skip
RUECK = {"zurueckzuzahlen": "zurückzuzahlen", "zurueckgezahlt": "zurückgezahlt", "noch_offen": "noch zurückzuzahlen"}
BLATT_MASSE = ("bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt", "zurueckgezahlt")
# The steps of the money with where each figure comes from; „davon“ rows are parts of the row above.
SCHRITTE = (
    ("bewilligt_land", "vom Land bewilligt", "Bescheid"),
    ("bewilligt", "den Trägern bewilligt", "Förderliste"),
    ("nicht_abgerufen", "nicht abgerufen", "vom Land bewilligt minus abgerufen"),
    ("abgerufen", "vom Land abgerufen", "Buchungen"),
    ("nicht_weitergeleitet", "abgerufen, nicht ausgezahlt", "abgerufen minus ausgezahlt"),
    ("ausgezahlt", "an die Träger ausgezahlt", "Förderliste"),
    ("anerkannt", "anerkannt", "Förderliste"),
    ("zurueckzuzahlen", "von den Trägern zurückzuzahlen", "ausgezahlt minus anerkannt"),
    ("zurueckgezahlt", "von den Trägern zurückgezahlt", "Förderliste"),
    ("noch_offen", "von den Trägern noch zurückzuzahlen", "zurückzuzahlen minus zurückgezahlt"),
    ("erstattet", "an das Land erstattet", "Buchungen"),
    ("noch_zu_erstatten", "dem Land noch zu erstatten", "zurückgezahlt minus erstattet"),
)
AUS_BUCHUNGEN = ("abgerufen", "nicht_abgerufen", "nicht_weitergeleitet", "erstattet", "noch_zu_erstatten")


def festbetraege(lage: Lage) -> Tabelle:
    """Units proven times the Pauschale of the year against what was recognised, by Baustein."""
    df = fixed_sums(lage.weiterleitungen, lage.jahr, lage.regelwerk)
    return Tabelle(
        f"Einheiten und Pauschalen, Förderjahr {lage.jahr}",
        columns(
            "Baustein",
            ("Einheiten bewilligt", "anzahl"),
            ("Einheiten nachgewiesen", "anzahl"),
            ("Pauschale", "text"),
            ("nachgewiesen × Pauschale", "euro"),
            ("anerkannt", "euro"),
            ("Abweichung", "euro"),
        ),
        [_fixed_row(f) for f in df],
        fussnote="Mit einem Festbetrag zählt die nachgewiesene Einheit, nicht die Summe der Belege. Abweichung: "
        "anerkannt minus nachgewiesen × Pauschale; bei einem Höchstsatz nur, was darüber liegt. Abweichungen einzelner "
        f"Maßnahmen können sich in der Summe ausgleichen. „{KEINE}“: nicht von allen Maßnahmen bekannt oder nicht zu "
        "errechnen. "
        f"{note([f.regel for f in df if f.regel is not None])}".rstrip(),
    )


def _fixed_row(f: Festbetrag) -> list[str]:
    units = [KEINE if n is None else group(n) for n in (f.bewilligt, f.nachgewiesen)]
    rate = KEINE if f.regel is None else f.regel.text
    return [baustein_name(f.baustein, f.name), *units, rate, _product(f), euro(f.anerkannt), euro(f.abweichung, KEINE)]


def _product(f: Festbetrag) -> str:
    if f.errechnet is None or f.regel is None:
        return KEINE
    mark = f" ({f.regel.marke})" if f.regel.marke else ""
    return f"{'höchstens ' if f.regel.hoechstsatz else ''}{euro(f.errechnet)}{mark}"


def abweichungen(lage: Lage) -> Satz:
    """Which Bausteine differ from units × Pauschale, which agree, and for which it cannot be told."""
    df = fixed_sums(lage.weiterleitungen, lage.jahr, lage.regelwerk)
    off = [f"{f.baustein} um {euro(f.abweichung)}" for f in df if f.abweichung]
    same = [f.baustein for f in df if f.abweichung == 0]
    unknown = [f.baustein for f in df if f.regel is not None and f.regel.exakt is None]
    teile = []
    if off:
        teile.append(f"Von nachgewiesen × Pauschale weicht das Anerkannte ab: {aufzaehlung(off)}.")
    if same:
        teile.append(f"Keine Abweichung: {aufzaehlung(same)}.")
    if unknown:
        teile.append(f"Pauschale {NICHT_BELEGT}: {aufzaehlung(unknown)}; dort ist nichts nachzurechnen.")
    return Satz(" ".join(teile) or "Einheiten und Pauschalen lassen sich noch nicht nachrechnen.")


def geldfluss(lage: Lage) -> Tabelle:
    """The money from the Land's grant to what goes back, each step with its source."""
    g = geld(lage)
    amount = columns("-", ("Betrag", "euro"))[1]
    return Tabelle(
        f"Der Weg des Geldes, Förderjahr {lage.jahr}",
        [Tabellenspalte("Schritt", "links", True), amount, Tabellenspalte("Herkunft")],
        [[name, euro(g[key], _missing(g, key)), woher] for key, name, woher in SCHRITTE],
        fussnote="Einnahmen und Ausgaben gehen auf, wenn alles feststeht: abgerufen = anerkannt + von den Trägern noch "
        "zurückzuzahlen + an das Land erstattet + dem Land noch zu erstatten + abgerufen, nicht ausgezahlt. "
        f"Rückbuchungen sind vom ausgezahlten Betrag abgezogen. {_probe(lage)}".rstrip(),
    )


def _missing(g: dict[str, int | None], key: str) -> str:
    """What is said of a step without an amount: letters and bookings are there or not, the rest comes with the year."""
    absent = (key in AUS_BUCHUNGEN and g["abgerufen"] is None) or key in ("bewilligt_land", "nicht_abgerufen")
    return KEINE_ANGABE if absent else OFFEN


def _probe(lage: Lage) -> str:
    """Whether the Nachweis filed says what the list says."""
    n, accepted = teil(lage), known(lage.zeile, "anerkannt")
    if n is None or n.nachgewiesen is None or accepted is None:
        return ""
    off = n.nachgewiesen - accepted
    if not off:
        return "Der Betrag im Verwendungsnachweis stimmt mit den anerkannten Beträgen der Förderliste überein."
    wie = "mehr" if off > 0 else "weniger"
    return f"Der Verwendungsnachweis nennt {euro(abs(off))} {wie}, als in der Förderliste anerkannt ist."


def gruende(lage: Lage) -> Tabelle:
    """Why money was not used, by Baustein: not paid out, not proven, not accepted."""
    df = returns(lage.weiterleitungen, lage.jahr)
    rows = [[_name(z), _count(z), *(euro(value(z, f"{n}_cent")) for n in GRUENDE)] for _, z in df.iterrows()]
    total = [euro(rest(lage.zeile)[f"{n}_cent"]) for n in GRUENDE]
    return Tabelle(
        f"Nicht verwendetes Geld, Förderjahr {lage.jahr}",
        columns("Baustein", ("Einheiten nicht nachgewiesen", "anzahl"), *((n, "euro") for n in GRUENDE.values())),
        [*rows, ["Insgesamt", KEINE, *total]],
        summenzeile=True,
        fussnote="Nicht ausgezahlt: bewilligt minus ausgezahlt, auch was zurückgebucht wurde. Nicht nachgewiesen: "
        "ausgezahlt minus nachgewiesen, wegen nicht nachgewiesener Einheiten oder eines geringeren Betrags. "
        "Nachgewiesen, nicht anerkannt: nachgewiesen minus anerkannt. Weitere Gründe stehen nicht in den Daten. "
        f"„{KEINE}“: nicht von allen Maßnahmen bekannt; über Bausteine hinweg nicht summiert. "
        "Ein Minus heißt: der spätere Betrag ist höher.",
    )


def _name(z: pd.Series[Any]) -> str:
    return baustein_name(str(z["baustein"]), str(z["name"]))


def _count(z: pd.Series[Any]) -> str:
    n = value(z, "einheiten_offen")
    return KEINE if n is None else group(n)


def rueckzahlungen(lage: Lage) -> Tabelle | Hinweis:
    """What the Träger must pay back, have paid back and still owe, by Baustein."""
    df = returns(lage.weiterleitungen, lage.jahr)
    if not bool(df[[f"{n}_cent" for n in RUECK]].notna().to_numpy().any()):
        text = f"Für das Förderjahr {lage.jahr} ist noch nichts anerkannt und keine Rückzahlung bekannt."
        return Hinweis("Was die Träger zurückzahlen, steht noch nicht fest", text)
    total = {**rest(lage.zeile), "zurueckgezahlt_cent": known(lage.zeile, "zurueckgezahlt")}
    rows = [[_name(z), *(euro(value(z, f"{n}_cent")) for n in RUECK)] for _, z in df.iterrows()]
    return Tabelle(
        f"Was die Träger zurückzahlen, Förderjahr {lage.jahr}",
        columns("Baustein", *((n, "euro") for n in RUECK.values())),
        [*rows, ["Insgesamt", *(euro(total[f"{n}_cent"]) for n in RUECK)]],
        summenzeile=True,
        fussnote="Zurückzuzahlen: ausgezahlt minus anerkannt. Noch zurückzuzahlen: zurückzuzahlen minus zurückgezahlt. "
        "Ein Minus heißt: der spätere Betrag ist höher.",
    )


def erstattungen(lage: Lage) -> Satz:
    """What flowed back to the Land, on which days (``intern`` only), and what the Kreis still owes it."""
    g = geld(lage)
    if g["erstattet"] is None:
        hidden = " oder wird bei dieser Freigabe nicht gezeigt" if lage.freigabe != "intern" else ""
        return Satz(f"Was an das Land zurückgeflossen ist, steht nicht in den Daten{hidden}.")
    tage = f" ({_days(lage)})" if _days(lage) else ""
    start = (
        f"An das Land erstattet wurden {euro(g['erstattet'])}{tage}."
        if g["erstattet"]
        else "Eine Erstattung an das Land ist nicht gebucht."
    )
    owed = g["noch_zu_erstatten"]
    if owed is None:
        return Satz(f"{start} Was noch zu erstatten ist, steht erst fest, wenn alle Rückzahlungen bekannt sind.")
    if owed < 0:
        return Satz(f"{start} Das sind {euro(-owed)} mehr, als die Träger zurückgezahlt haben.")
    schuld = f"davon noch {euro(owed)}" if owed else "daraus nichts mehr"
    return Satz(
        f"{start} Zurückgezahlt haben die Träger {euro(g['zurueckgezahlt'])}; der Kreis schuldet dem Land {schuld}."
    )


def _days(lage: Lage) -> str:
    if lage.freigabe != "intern":
        return ""
    z = lage.tabellen["zahlungen"]
    rows = z[(z["foerderjahr"] == lage.jahr) & (z["art"] == ERSTATTUNG) & z["datum"].notna()]
    return aufzaehlung(f"am {d:%d.%m.%Y}" for d in sorted(set(rows["datum"])))


def traeger(lage: Lage) -> Bloecke:
    """A heading and a table per Träger, ``intern`` only."""
    if lage.freigabe != "intern":
        text = (
            "Die Tabellen der einzelnen Träger zeigen jede Maßnahme, auch die von Personen. Sie stehen deshalb nur im "
            "Bericht mit der Freigabe „intern“."
        )
        return Bloecke([Hinweis("Blätter je Träger nur intern", text)])
    blocks: list[Block] = []
    for name, df in traeger_proofs(lage.weiterleitungen, lage.jahr):
        blocks += [Ueberschrift(name), _sheet(name, df)]
    return Bloecke(blocks)


def _sheet(name: str, df: pd.DataFrame) -> Tabelle:
    n = len(df) - 1
    return Tabelle(
        f"{name}: {anzahl(n, 'Maßnahme', 'Maßnahmen')}",
        [
            Tabellenspalte("Maßnahme", "links", True), Tabellenspalte("Baustein"),
            *columns("-", ("Einheiten bewilligt", "anzahl"), ("Einheiten nachgewiesen", "anzahl"),
                     *((MASSE[m], "euro") for m in BLATT_MASSE), ("noch zurückzuzahlen", "euro"))[1:],
        ],
        [_line(z) for _, z in df.iterrows()],
        summenzeile=True,
    )  # fmt: skip


def _line(z: pd.Series[Any]) -> list[str]:
    units = [KEINE if (n := value(z, e)) is None else group(n) for e in EINHEITEN]
    money = [euro(value(z, f"{m}_cent")) for m in (*BLATT_MASSE, "noch_offen")]
    return [str(z["massnahme_id"]) or "Summe", str(z["baustein"]) or KEINE, *units, *money]
