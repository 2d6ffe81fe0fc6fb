"""The blocks of notebook 01: what was read, what was set aside, corrected and noticed, and the proof that all is there.

The notebook is about every ledger of the raw folder, whatever the Förderjahr of the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from komman.bereinigung import BEZEICHNUNGEN
from komman.document import Bloecke, Hinweis, Kopf, Satz, Tabelle, Tabellenspalte
from komman.formats import anzahl, euro, group, prozent
from komman.lage import Lage
from komman.views import lesebericht
from komman.views.common import TABELLEN, columns, head, joined, set_aside_sentence

HOECHSTENS = 100  # rows of a table in a report; the files in processed/intern hold them all
ZEILEN = {
    "zeilen_physisch": "Zeilen",
    "kopf": "Kopf",
    "leer": "leer",
    "summenzeilen": "Summen",
    "gelesen": "gelesen",
    "uebernommen": "übernommen",
    "ausserhalb": "außerhalb",
    "zurueckgestellt": "zurückgestellt",
}
GELD = {
    "betrag_gelesen_cent": "gelesen",
    "betrag_uebernommen_cent": "übernommen",
    "betrag_ausserhalb_cent": "außerhalb",
    "betrag_zurueckgestellt_cent": "zurückgestellt",
    "korrektur_delta_cent": "Korrekturen",
}


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    von = head(lage.jahr, lage.freigabe, lage)
    return replace(von, untertitel="Alle vorliegenden Listen", stand=_found(lage)["stand"])


def _found(lage: Lage) -> Mapping[str, Any]:
    """What cleaning found (``pruefung.pruefung``)."""
    return lage.beilagen["pruefung"]  # type: ignore[no-any-return]


def _is_intern(lage: Lage) -> bool:
    return lage.freigabe == "intern"


def beweis(lage: Lage) -> Satz:
    """The proof: every row has its place, and what was read is what was taken plus what was set aside."""
    p = _found(lage)
    t = {name: sum(s[name] for s in p["summen"].values()) for name in ZEILEN}
    outside = f"{group(t['ausserhalb'])} außerhalb des Kreises" if t["ausserhalb"] else ""
    sentences = [
        f"Gelesen wurden {anzahl(p['dateien'], 'Datei', 'Dateien')} mit zusammen "
        f"{anzahl(t['zeilen_physisch'], 'Zeile', 'Zeilen')}; jede hat ihren Platz: {group(t['kopf'])} im Kopf, "
        f"{group(t['leer'])} leer, {group(t['summenzeilen'])} mit Summen und {group(t['gelesen'])} mit Angaben.",
        f"Von diesen sind {group(t['uebernommen'])} übernommen{', ' + outside if outside else ''} und "
        f"{group(t['zurueckgestellt'])} zurückgestellt.",
    ]
    return Satz(" ".join([*sentences, _money_sentence(p["summen"]) if _is_intern(lage) else _PROOF]))


_PROOF = "Auch die Beträge gehen auf den Cent auf; sonst wäre kein Bericht entstanden."


def _money_sentence(summen: Mapping[str, Mapping[str, int]]) -> str:
    w = summen.get("weiterleitungen")
    if w is None:
        return _PROOF
    read, taken, outside, aside, delta = (w[name] for name in GELD)
    foreign = f", {euro(outside)} außerhalb des Kreises" if w["ausserhalb"] else ""
    change = f" Mit den Korrekturen ({euro(delta)}) stehen {euro(taken + delta)} in den Tabellen." if delta else ""
    return (
        f"Die Weiterleitungen gehen auf den Cent auf: {euro(read)} gelesen, davon {euro(taken)} übernommen{foreign} "
        f"und {euro(aside)} zurückgestellt.{change}"
    )


def bilanz(lage: Lage) -> Tabelle:
    """The row balance, one row per canonical table."""
    summen: Mapping[str, Mapping[str, int]] = _found(lage)["summen"]
    shown = _shown(ZEILEN, summen.values())
    rows = [[text, *(group(summen[t][name]) for name in shown)] for t, text in TABELLEN.items() if t in summen]
    total = ["zusammen", *(group(sum(s[name] for s in summen.values())) for name in shown)]
    return Tabelle(
        titel="Zeilenbilanz nach Tabellen",
        spalten=columns("Tabelle", *((text, "anzahl") for text in shown.values())),
        zeilen=[*rows, total],
        summenzeile=True,
        fussnote=f"Zeilen = Kopf + leer + Summen + gelesen; {_sum_of(shown)}",
    )


def _shown(felder: Mapping[str, str], zeilen: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The columns of a balance; what lies outside the Kreis only where there is such a row."""
    outside = any(z["ausserhalb"] for z in zeilen)
    return {name: text for name, text in felder.items() if outside or "ausserhalb" not in name}


def _sum_of(felder: Mapping[str, str]) -> str:
    outside = "außerhalb" in felder.values()
    return f"gelesen = übernommen + {'außerhalb des Kreises + ' if outside else ''}zurückgestellt."


def dateien(lage: Lage) -> Bloecke | Hinweis:
    """The row balance and its money per file and sheet; outside ``intern`` the reason why it is not shown."""
    if not _is_intern(lage):
        return Hinweis(
            "Bei dieser Freigabe nur Zahlen und Summen",
            "Welche Datei, welche Zeile und welcher Wert gemeint sind, steht nur im internen Bericht: Der Name einer "
            "Datei, eine einzelne Zeile oder ein korrigierter Betrag könnte einen Träger erkennen lassen, der nicht "
            "genannt werden darf.",
        )
    lines: Sequence[Mapping[str, Any]] = _found(lage)["bilanz"]
    names = [joined(z["datei"], z["blatt"], TABELLEN[z["tabelle"]]) for z in lines]
    counts, sums_shown = _shown(ZEILEN, lines), _shown(GELD, lines)
    rows = [[name, *(group(z[f]) for f in counts)] for name, z in zip(names, lines, strict=True)]
    money = [
        [name, z["betrag_spalte"].removesuffix("_cent"), *(euro(z[f]) for f in sums_shown)]
        for name, z in zip(names, lines, strict=True)
        if z["betrag_spalte"]
    ]
    first, *sums = columns("Datei, Blatt, Tabelle", *((text, "euro") for text in sums_shown.values()))
    counted = columns("Datei, Blatt, Tabelle", *((text, "anzahl") for text in counts.values()))
    return Bloecke(
        [
            Tabelle("Zeilenbilanz nach Dateien", counted, rows),
            Tabelle(
                "Betragsbilanz nach Dateien",
                [first, Tabellenspalte("Spalte"), *sums],
                money,
                fussnote=f"{_sum_of(sums_shown)} Die Korrekturen kommen zum übernommenen Betrag hinzu; "
                "so steht er in den Tabellen. Ein nicht lesbarer Betrag fehlt in den Summen.",
            ),
            *lesebericht.decided(lines, _found(lage)["schreibweisen"]),
        ]
    )


def zurueckgestellt(lage: Lage) -> Bloecke:
    """What was set aside: by Förderjahr, by kind of reason, and at ``intern`` row by row."""
    p = _found(lage)
    blocks: list[Satz | Tabelle] = [Satz(set_aside_sentence(p["zurueckgestellt"]))]
    if p["gruende"]:
        rows = [[kind, group(n)] for kind, n in _most_first(p["gruende"])]
        blocks.append(
            Tabelle(
                "Zurückgestellte Zeilen nach Grund",
                columns("Grund", ("Zeilen", "anzahl")),
                rows,
                fussnote="Aus allen Tabellen; eine Zeile mit mehreren Gründen zählt beim ersten.",
            )
        )
    if p["gruende"] and _is_intern(lage):
        blocks.append(_rows_set_aside(p["zeilen"]))
    return Bloecke(blocks)


def _rows_set_aside(found: Sequence[Mapping[str, Any]]) -> Tabelle:
    rows = [[_place(r), _money_at_stake(r), r["wert"] or "–", r["text"], r["abhilfe"]] for r in found[:HOECHSTENS]]
    place, money = columns("Stelle", ("Betrag", "euro"))
    return Tabelle(
        "Zurückgestellte Zeilen, die mit dem meisten Geld zuerst",
        [place, money, *map(Tabellenspalte, ("Wert", "Grund", "Abhilfe"))],
        rows,
        fussnote=_rest(len(found), "zurueckgestellt.csv"),
    )


def _place(r: Mapping[str, Any]) -> str:
    line = None if r["zeile"] is None else f"Zeile {r['zeile']}"
    return joined(r["datei"], r["blatt"], line, r["spalte"])


def _most_first(zahlen: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(zahlen.items(), key=lambda pair: (-pair[1], pair[0]))


def _money_at_stake(r: Mapping[str, Any]) -> str:
    return "Summenzeile" if r["summe"] else euro(r["cent"], "nicht lesbar oder leer")


def _rest(n: int, datei: str) -> str:
    return f"Gezeigt sind {HOECHSTENS} von {group(n)}; alle stehen in {datei}." if n > HOECHSTENS else ""


def korrekturen(lage: Lage) -> Satz | Tabelle:
    """What korrekturen.yaml changed: outside ``intern`` only in how many rows."""
    p = _found(lage)
    n = p["korrekturen"]
    if not n:
        return Satz("Die Datei korrekturen.yaml ändert keine Zeile.")
    if not _is_intern(lage):
        was = anzahl(n, "Zeile ist", "Zeilen sind")
        return Satz(f"{was} von Hand korrigiert; jede Korrektur ist mit Grund, Person und Tag festgehalten.")
    lines: Sequence[Mapping[str, Any]] = p["aenderungen"]
    rows = [
        [
            _place(r),
            r["vorher"] or "–",
            r["nachher"] or ("gelöscht" if r["aktion"] == "loesche" else "–"),
            euro(r["delta_cent"], "–"),
            joined(r["grund"], r["wer"], _german_day(r["datum"]), r["status"]),
        ]
        for r in lines[:HOECHSTENS]
    ]
    place, money = columns("Stelle", ("Änderung", "euro"))
    texts = [Tabellenspalte(name) for name in ("vorher", "nachher")]
    return Tabelle(
        f"Korrekturen in {anzahl(n, 'Zeile', 'Zeilen')}",
        [place, *texts, money, Tabellenspalte("Grund, wer, wann")],
        rows,
        fussnote=" ".join(t for t in (_still_open(lines), _rest(len(lines), "korrekturen.csv")) if t),
    )


def _still_open(lines: Sequence[Mapping[str, Any]]) -> str:
    n = len({(r["datei"], r["blatt"], r["zeile"]) for r in lines if r["status"] == "offen"})
    return f"Noch offen: {anzahl(n, 'Zeile', 'Zeilen')}." if n else ""


def _german_day(iso: str) -> str:
    return ".".join(reversed(iso.split("-")))


def befunde(lage: Lage) -> Satz | Tabelle:
    """What else cleaning noticed: duplicates, rounded amounts and the like; outside ``intern`` only how often."""
    p = _found(lage)
    if not p["hinweise"]:
        return Satz("Sonst ist beim Lesen nichts aufgefallen.")
    if not _is_intern(lage):
        rows = [[BEZEICHNUNGEN.get(art, "Hinweis"), group(n)] for art, n in _most_first(p["hinweise"])]
        return Tabelle("Weitere Hinweise nach Art", columns("Art", ("Hinweise", "anzahl")), rows)
    found: Sequence[Mapping[str, Any]] = p["befunde"]
    rows = [
        [r["bezeichnung"], _place(r), r["text"], euro(r["cent"], "–"), r["abhilfe"] or "–"] for r in found[:HOECHSTENS]
    ]
    kind, money = columns("Art", ("Betrag", "euro"))
    spalten = [kind, Tabellenspalte("Stelle"), Tabellenspalte("Hinweis"), money, Tabellenspalte("Abhilfe")]
    rest = f"Gezeigt sind {HOECHSTENS} von {group(len(found))}; alle zeigt „komman pruefe“."
    return Tabelle("Weitere Hinweise", spalten, rows, fussnote=rest if len(found) > HOECHSTENS else "")


def zusammenfuehren(lage: Lage) -> Satz | Tabelle:
    """Träger of alike spellings that are not merged; names, so at ``intern`` only."""
    if not _is_intern(lage):
        return Satz("Der Vergleich nennt Namen und steht deshalb nur im internen Bericht.")
    found: Sequence[Mapping[str, Any]] = _found(lage)["kandidaten"]
    if not found:
        return Satz("Keine zwei Träger sind so ähnlich geschrieben, dass sie derselbe sein könnten.")
    rows = [[k["traeger"], k["anderer"], prozent(k["punkte"] * 10)] for k in found[:HOECHSTENS]]
    first, score = columns("Träger", ("Ähnlichkeit", "prozent"))
    rest = f"Gezeigt sind die {HOECHSTENS} ähnlichsten von {anzahl(len(found), 'Paar', 'Paaren')}. "
    return Tabelle(
        "Träger, die vielleicht derselbe sind",
        [first, Tabellenspalte("ähnlich geschrieben"), score],
        rows,
        fussnote=(rest if len(found) > HOECHSTENS else "")
        + "Ist es derselbe: in traeger.yaml einen Namen unter „schreibweisen“ des anderen eintragen.",
    )
