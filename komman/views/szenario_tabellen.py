"""The tables of the scenarios: side by side, year by year, and the spans."""

from __future__ import annotations

from collections.abc import Callable

from komman.document import Tabelle
from komman.formats import euro, stellenzahl
from komman.projection import MITTE, OBEN, UNTEN, Projektion
from komman.scenario_plan import Gerechnet, Vergleich
from komman.views.common import KEINE, columns

NICHT_TEXT = f"„{KEINE}“: Im letzten Jahr der Rechnung deckt die Förderung die Kosten."


def span(v: Vergleich) -> str:
    """``2022 bis 2032``."""
    return str(v.datei.von) if v.datei.von == v.datei.bis else f"{v.datei.von} bis {v.datei.bis}"


def _names(v: Vergleich) -> str:
    return "; ".join(f"{s.buchstabe}: {s.szenario.name}" for s in v.szenarien) + "."


def foerderung(v: Vergleich) -> Tabelle:
    """Posts, and the most the Land pays for them in the first and in the last year."""
    first, last = v.datei.von, v.datei.bis
    zero = v.erstes.projektion.plan.hoechstens[0]
    rows = []
    for s in v.szenarien:
        most = s.projektion.plan.hoechstens
        rows.append([
            s.titel, stellenzahl(s.szenario.stellen), stellenzahl(s.szenario.gefoerdert), euro(most[0]),
            euro(most[0] - zero), euro(most[-1]),
        ])  # fmt: skip
    return Tabelle(
        titel="Stellen und Förderung",
        spalten=columns(
            "Szenario", ("Stellen (VZÄ)", "text"), ("davon gefördert", "text"), (f"höchstens {first}", "euro"),
            (f"{first} mehr als {v.erstes.buchstabe}", "euro"), (f"höchstens {last}", "euro"),
        ),
        zeilen=rows,
        fussnote="höchstens: Fördersatz mal geförderte Stellen. Das Land zahlt davon nicht mehr als die Kosten.",
    )  # fmt: skip


def vergleich(v: Vergleich) -> Tabelle:
    """The own share of the whole span, how it differs from the first scenario, and from when on the Kreis pays."""
    rows = []
    for s in v.szenarien:
        more, _ = s.projektion.more_than(v.erstes.projektion)
        p = s.projektion
        rows.append([
            s.titel, euro(sum(p.erwartet.kosten)), euro(sum(p.erwartet.foerderung)), euro(p.summe), euro(more),
            _year(p.dauerhaft_ab), _years(p),
        ])  # fmt: skip
    return Tabelle(
        titel=f"Eigenanteil des Kreises {span(v)}, erwarteter Verlauf",
        spalten=columns(
            "Szenario", ("Kosten", "euro"), ("Förderung", "euro"), ("Eigenanteil", "euro"),
            (f"mehr als {v.erstes.buchstabe}", "euro"), ("Kreis zahlt dauerhaft ab", "text"),
            ("in 80 von 100 Verläufen ab", "text"),
        ),
        zeilen=rows,
        fussnote=NICHT_TEXT if any(KEINE in r[5:] for r in rows) else "",
    )  # fmt: skip


def kurz(v: Vergleich) -> Tabelle:
    """For the terminal: posts, the most the Land pays, own share with span, and from when on the Kreis pays."""
    rows = []
    for s in v.szenarien:
        p = s.projektion
        rows.append([
            s.kurz, stellenzahl(s.szenario.stellen), euro(p.plan.hoechstens[0]), euro(p.summe), euro(p.spanne[UNTEN]),
            euro(p.spanne[OBEN]), _year(p.dauerhaft_ab),
        ])  # fmt: skip
    return Tabelle(
        titel=f"Eigenanteil des Kreises {span(v)}",
        spalten=columns(
            "Szenario", ("VZÄ", "text"), (f"höchstens {v.datei.von}", "euro"), ("erwartet", "euro"), ("10 %", "euro"),
            ("90 %", "euro"), ("dauerhaft ab", "text"),
        ),
        zeilen=rows,
        fussnote=f"10 %, 90 %: So viele von 100 Verläufen liegen nicht darüber. {_names(v)}",
    )  # fmt: skip


def _year(jahr: int | None) -> str:
    return str(jahr) if jahr is not None else KEINE


def _years(p: Projektion) -> str:
    early, late = p.eigen_ab
    if early == late:
        return _year(early)
    return f"frühestens {early}" if late is None else f"{early} bis {late}"


def jahre(v: Vergleich) -> list[Tabelle]:
    """Own share, funding and costs of every year on the expected course, a column per scenario."""
    kinds: list[tuple[str, Callable[[Projektion], tuple[int, ...]]]] = [
        ("Eigenanteil des Kreises", lambda p: p.erwartet.eigenanteil),
        ("Förderung des Landes", lambda p: p.erwartet.foerderung),
        ("Kosten der Stellen", lambda p: p.erwartet.kosten),
    ]
    return [_by_year(v, f"{name} nach Jahren, erwarteter Verlauf", of) for name, of in kinds]


def eigenanteil(v: Vergleich) -> Tabelle:
    """The own share of every year on the expected course."""
    return jahre(v)[0]


def _by_year(v: Vergleich, titel: str, of: Callable[[Projektion], tuple[int, ...]]) -> Tabelle:
    series = [of(s.projektion) for s in v.szenarien]
    rows = [[str(jahr), *(euro(cents[i]) for cents in series)] for i, jahr in enumerate(v.jahre)]
    rows.append(["zusammen", *(euro(sum(cents)) for cents in series)])
    return Tabelle(
        titel=titel,
        spalten=columns("Jahr", *((s.kurz, "euro") for s in v.szenarien)),
        zeilen=rows,
        summenzeile=True,
        fussnote=_names(v),
    )


def summen(v: Vergleich) -> Tabelle:
    """The span of the own share of all years, and of what differs from the first scenario."""
    rows = []
    for s in v.szenarien:
        _, more = s.projektion.more_than(v.erstes.projektion)
        values = s.projektion.spanne
        rows.append([s.titel, *(euro(values[q]) for q in (UNTEN, MITTE, OBEN)), euro(more[UNTEN]), euro(more[OBEN])])
    name = v.erstes.buchstabe
    return Tabelle(
        titel=f"Spanne des Eigenanteils {span(v)}",
        spalten=columns(
            "Szenario", ("10 %", "euro"), ("Mitte", "euro"), ("90 %", "euro"), (f"mehr als {name} 10 %", "euro"),
            (f"mehr als {name} 90 %", "euro"),
        ),
        zeilen=rows,
        fussnote="10 %, Mitte, 90 %: So viele von 100 gezogenen Verläufen liegen nicht darüber (Mitte: 50).",
    )  # fmt: skip


def spannen(v: Vergleich) -> Tabelle:
    """The numbers of the fans: one row per scenario and year."""
    rows = [row for s in v.szenarien for row in _fan_rows(v, s)]
    return Tabelle(
        titel="Eigenanteil nach Jahren mit Spanne",
        spalten=columns("Szenario", ("Jahr", "text"), *((n, "euro") for n in ("erwartet", "10 %", "Mitte", "90 %"))),
        zeilen=rows,
        fussnote=_names(v),
    )


def _fan_rows(v: Vergleich, s: Gerechnet) -> list[list[str]]:
    e, own = s.projektion.eigenanteil, s.projektion.erwartet.eigenanteil
    return [
        [s.kurz, str(jahr), euro(own[i]), euro(e[UNTEN][i]), euro(e[MITTE][i]), euro(e[OBEN][i])]
        for i, jahr in enumerate(v.jahre)
    ]
