"""Where a figure comes from: the rules it rests on, each with its value, legal status, evidence and source."""

from __future__ import annotations

from collections.abc import Iterable

from komman.document import Bloecke, Hinweis, Tabelle, Tabellenspalte
from komman.ereignisse import outside, successor
from komman.formats import aufzaehlung, euro_rund, permille, prozent
from komman.lage import Lage
from komman.rules import LETZTES_JAHR, Regelwert
from komman.views.common import cents


def note(regelwerte: Iterable[Regelwert]) -> str:
    """The footnote of a table: each rule once, in order, those of one source together; "" without rules.

    ``Regeln: Pauschale B2, Förderjahr 2018: 250,00 € je Maßnahme und Monat; in Kraft; Quelle (nicht amtlich): ….``
    What no source supports is named in a sentence of its own at the end.
    """
    known: dict[str, list[Regelwert]] = {}
    unknown: list[Regelwert] = []
    for r in dict.fromkeys(regelwerte):
        if r.wert is None:
            unknown.append(r)
        else:
            known.setdefault(r.nachweis, []).append(r)
    start = f"Regeln: {'; '.join(_said(rs) for rs in known.values())}." if known else ""
    return " ".join(t for t in (start, _open(unknown)) if t)


def _said(regelwerte: list[Regelwert]) -> str:
    """The values of one source, and the source: what is the same for all, year or remark, stands once."""
    first, *rest = regelwerte
    names = [first.titel, *(r.kurztitel if r.jahr == first.jahr else r.titel for r in rest)]
    shared = f"; {first.bemerkung}" if rest and first.bemerkung and len({r.bemerkung for r in regelwerte}) == 1 else ""
    values = [r.text if shared else r.mit_bemerkung for r in regelwerte]
    said = "; ".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    return f"{said}; {first.nachweis}{shared}"


def _open(unknown: list[Regelwert]) -> str:
    """``Nicht belegt: Pauschale A2, B1 und C1, Förderjahr 2019.``; the keys of one rule and year together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for r in unknown:
        groups.setdefault((r.bezeichnung, r.zeit), []).append(r.schluessel)
    teile = [f"{name}{f' {aufzaehlung(keys)}' if any(keys) else ''}, {zeit}" for (name, zeit), keys in groups.items()]
    return f"Nicht belegt: {'; '.join(teile)}." if teile else ""


def tabelle(titel: str, regelwerte: Iterable[Regelwert]) -> Tabelle:
    """The rules as a table, each once, in order; a rule without value says why, where that is known.

    A source is written out once; further rows of it name the first one: „wie Pauschale A2“.
    """
    rules = list(dict.fromkeys(regelwerte))
    first: dict[str, Regelwert] = {}
    for r in rules:
        if r.wert is not None:
            first.setdefault(r.nachweis, r)
    return Tabelle(
        titel=titel,
        spalten=[
            Tabellenspalte("Regel", "links", True),
            Tabellenspalte("Wert"),
            Tabellenspalte("Rechtsstand und Quelle"),
        ],
        zeilen=[[r.titel, r.text, _source(r, first.get(r.nachweis, r))] for r in rules],
    )


def _source(r: Regelwert, first: Regelwert) -> str:
    if first == r:
        return r.herkunft
    name = first.kurztitel if first.kurztitel != r.kurztitel else first.titel
    return f"wie {name}{f'; {r.bemerkung}' if r.bemerkung else ''}"


def programm(lage: Lage) -> Bloecke:
    """That the year lies before or after KOMM-AN; nothing for a year of the programme. ``ende`` says what follows."""
    saetze = outside(lage.regelwerk, lage.jahr)
    if not saetze:
        return Bloecke([])
    return Bloecke([Hinweis(f"{lage.jahr} ist kein Förderjahr von KOMM-AN NRW", saetze[0])])


def ende(lage: Lage) -> Bloecke:
    """The end of the programme and what follows it, from a report on its last year on; nothing before."""
    letztes = lage.regelwerk.programme_years()[1]
    if lage.jahr < letztes:
        return Bloecke([])
    change = _change(lage)
    teile = [
        f"{_ended(letztes)}.",
        successor(lage.regelwerk),
        f"{change[:1].upper()}{change[1:]}." if change else "",
        note([lage.regelwerk.lookup(LETZTES_JAHR, letztes), *lage.regelwerk.successor()]),
    ]
    return Bloecke([Hinweis("Das Ende des Programms", " ".join(t for t in teile if t))])


def endsatz(lage: Lage) -> str:
    """``ende`` in one short sentence, for a summary; "" in a report on an earlier year."""
    letztes = lage.regelwerk.programme_years()[1]
    if lage.jahr < letztes:
        return ""
    programm, neu = lage.regelwerk.successor()
    if neu.exakt is None or programm.wert is None:
        return f"{_ended(letztes)}."
    pays = f"das Nachfolgeprogramm bringt je Kommunalem Integrationszentrum und Jahr {euro_rund(neu.exakt, 1)}"
    return f"{', '.join(t for t in (f'{_ended(letztes)}; {pays}', _change(lage)) if t)}."


def _ended(letztes: int) -> str:
    return f"KOMM-AN NRW endete mit dem Förderjahr {letztes}"


def _change(lage: Lage) -> str:
    """What the successor grants against the last known ceiling of this Kreis; "" where one of them is not known."""
    neu = lage.regelwerk.successor()[1].exakt
    known = {int(z["foerderjahr"]): c for _, z in lage.jahre.iterrows() if (c := cents(z, "hoechstbetrag"))}
    if neu is None or not known:
        return ""
    jahr, before = max(known.items())
    way = "mehr" if neu > before else "weniger"
    share = "ist das gleich viel" if neu == before else f"sind das {prozent(permille(abs(neu - before), before))} {way}"
    return f"gegenüber dem Höchstbetrag {jahr} von {euro_rund(before, 1)} {share}"
