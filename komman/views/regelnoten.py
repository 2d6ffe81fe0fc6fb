"""Where a figure comes from: the rules it rests on, each with its value, legal status, evidence and source."""

from __future__ import annotations

from collections.abc import Iterable

from komman.document import Bloecke, Hinweis, Tabelle, Tabellenspalte
from komman.ereignisse import outside
from komman.formats import aufzaehlung
from komman.lage import Lage
from komman.rules import Regelwert


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
    """That the year lies before or after KOMM-AN, and what is known of it; nothing for a year of the programme."""
    saetze = outside(lage.regelwerk, lage.jahr)
    if not saetze:
        return Bloecke([])
    return Bloecke([Hinweis(f"{lage.jahr} ist kein Förderjahr von KOMM-AN NRW", " ".join(saetze))])
