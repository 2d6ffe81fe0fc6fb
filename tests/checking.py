"""What the tests of the checks share: bookings and letters as ASCII tables, and what a check says of a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from komman.checks import Ergebnis, run_checks
from komman.checks_model import Pruefbefund
from komman.geprueft import Pruefvermerk
from komman.rules import Regelwerk, Wert, regelwerk
from komman.tables import conform
from tests.ledgers import cents, grid, tables, weiterleitungen

STAND = date(2025, 5, 31)
KREIS = "05974"


def bookings(text: str) -> pd.DataFrame:
    """Columns: ``datum jahr art az betrag``; a day as TT.MM.JJJJ, empty = missing."""
    rows = [
        {
            "zahlung_id": f"b-{i}",
            "datum": pd.to_datetime(r["datum"], format="%d.%m.%Y") if r["datum"] else None,
            "foerderjahr": int(r["jahr"]),
            "art": r["art"],
            "massnahme_id": r["az"] or None,
            "betrag_cent": cents(r["betrag"]),
            "quelle_datei": "bank.csv",
            "quelle_zeile": i + 2,
        }
        for i, r in enumerate(grid(text))
    ]
    return conform(pd.DataFrame(rows, dtype=object), "zahlungen")


def letters(text: str) -> pd.DataFrame:
    """Columns: ``jahr teil art datum betrag hoechst``; empty = missing."""
    rows = [
        {
            "foerderjahr": int(r["jahr"]),
            "programmteil": r["teil"],
            "art": r["art"],
            "datum": pd.to_datetime(r["datum"], format="%d.%m.%Y") if r["datum"] else None,
            "betrag_cent": cents(r["betrag"]) if r["betrag"] else None,
            "hoechstbetrag_cent": cents(r["hoechst"]) if r.get("hoechst") else None,
            "quelle_datei": "bescheide.xlsx",
            "quelle_blatt": "Bescheide",
            "quelle_zeile": i + 2,
        }
        for i, r in enumerate(grid(text))
    ]
    return conform(pd.DataFrame(rows, dtype=object), "bescheide")


def posts(text: str) -> pd.DataFrame:
    """Columns: ``monat kosten``."""
    rows = [
        {"stelle": "Koordination", "monat": r["monat"], "besetzt": "ja"}
        | ({"kosten_cent": cents(r["kosten"])} if r["kosten"] else {})
        for r in grid(text)
    ]
    return conform(pd.DataFrame(rows, dtype=object), "personal")


def rules(**tage: str) -> Regelwerk:
    """The shipped rules with days a Kreis states: ``nachweisfrist_traeger_2021="31.03.2022"``."""
    stated: dict[str, tuple[Wert, ...]] = {}
    for key, text in tage.items():
        name, _, jahr = key.rpartition("_")
        wert = Wert(ab=date(int(jahr), 1, 1), wert=text, rechtsstand="in_kraft", beleg="amtlich", quelle="Bescheid")
        stated[name] = (*stated.get(name, ()), wert)
    return regelwerk().over(stated)


def rate(baustein: str, jahr: int, **werte: Any) -> Regelwerk:
    """The shipped rules with one Pauschale on top, by default 100,00 EUR je Monat in force."""
    given = {"wert": "100,00", "je": "Monat", "rechtsstand": "in_kraft", "beleg": "zweitquelle", "quelle": "Test"}
    return regelwerk().over({"pauschale": (Wert(schluessel=baustein, ab=date(jahr, 1, 1), **{**given, **werte}),)})


def checked(
    liste: str | pd.DataFrame,
    regeln: Regelwerk | None = None,
    staende: Mapping[int, date] | None = None,
    stand: date = STAND,
    vermerke: Sequence[Pruefvermerk] = (),
    **andere: pd.DataFrame,
) -> Ergebnis:
    """The outcome of all checks on a Maßnahmen list and the other tables given."""
    w = weiterleitungen(liste) if isinstance(liste, str) else liste
    e = run_checks(tables(w, **andere), KREIS, regeln or regelwerk(), stand, staende, vermerke)
    for b in e.befunde:
        _well_formed(b)
    return e


def _well_formed(b: Pruefbefund) -> None:
    """Two sentences, a year, money without a sign; a place and a rule only if they say something."""
    for text in (b.text, b.abhilfe):
        assert text.endswith(".") and text[0].isupper() and not text.isupper(), text
    assert b.foerderjahr > 2000 and (b.cent is None or b.cent > 0)
    endings = (".yaml",) if b.art == "geprueft" else (".xlsx", ".csv")
    assert b.ort is None or (b.ort.datei.endswith(endings) and b.ort.blatt in ("", "Bescheide"))
    assert bool(b.kennung) == (b.art != "geprueft")
    assert b.regel == "" or (f"ahr {b.foerderjahr}: " in b.regel and ": nicht belegt" not in b.regel)


def of(ergebnis: Ergebnis, art: str) -> list[Pruefbefund]:
    """The findings of one check."""
    return [b for b in ergebnis.befunde if b.art == art]


def told(ergebnis: Ergebnis, art: str) -> list[tuple[str, int | None]]:
    """Severity and money of the findings of one check."""
    return [(b.schwere, b.cent) for b in of(ergebnis, art)]


def whole(ergebnis: Ergebnis, art: str) -> list[str]:
    """The findings of one check with all they say but the remedy: severity, year, money, place, words."""
    return [
        f"{b.schwere} {b.foerderjahr} {b.cent} {b.ort.datei if b.ort else '-'}:{b.ort.zeile if b.ort else '-'} "
        f"{plain(b.text)}"
        for b in of(ergebnis, art)
    ]


def gaps(ergebnis: Ergebnis, art: str) -> list[tuple[str, int, int]]:
    """Reason, Förderjahr and number of what one check could not look at."""
    (reach,) = [a for a in ergebnis.abdeckung if a.art == art]
    return [(g.grund, g.jahr, g.anzahl) for g in reach.luecken]


def looked_at(ergebnis: Ergebnis, art: str) -> int:
    (reach,) = [a for a in ergebnis.abdeckung if a.art == art]
    return reach.geprueft


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")
