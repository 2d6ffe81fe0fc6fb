"""The blocks on the checks of the canonical tables: what does not fit, and how far each check reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from komman.checks_model import GRUENDE, MEHRZAHL, PRUEFARTEN, SCHWERE
from komman.document import Bloecke, Satz, Tabelle, Tabellenspalte
from komman.formats import anzahl, aufzaehlung, euro, group
from komman.lage import Lage
from komman.views.common import KEINE, columns

HOECHSTENS = 100  # rows of a table in a report; „komman pruefe --html“ shows them all
NICHT_GEPRUEFT = (
    "Gezählt sind Zeilen, Maßnahmen, Buchungen, Bescheide oder Förderjahre. Was nicht geprüft werden konnte, gilt "
    "nicht als bestanden. Eine Pauschale, die keine Quelle nennt, wird nicht angenommen."
)


def befunde(lage: Lage) -> Bloecke:
    """What does not fit: at ``intern`` each finding, elsewhere how many of which kind."""
    found = _found(lage)
    blocks: list[Satz | Tabelle] = [Satz(told(found["zahlen"]))]
    if found["zahlen"]:
        total = sum(n for kinds in found["zahlen"].values() for n in kinds.values())
        blocks.append(
            finding_table(found["befunde"][:HOECHSTENS], "Was nicht zusammenpasst", _rest(total))
            if lage.freigabe == "intern"
            else counts(found["zahlen"])
        )
    return Bloecke(blocks)


def abdeckung(lage: Lage) -> Bloecke:
    """How far each check reached; at ``intern`` also in which Förderjahre it could not check."""
    found = _found(lage)
    gaps = [gap_table(found["luecken"])] if lage.freigabe == "intern" and found["luecken"] else []
    return Bloecke([reach_table(found["abdeckung"]), *gaps])


def _found(lage: Lage) -> Mapping[str, Any]:
    """What the checks found (``pruefung.checks_released``)."""
    return lage.beilagen["pruefung"]["pruefungen"]  # type: ignore[no-any-return]


def _rest(total: int) -> str:
    if total <= HOECHSTENS:
        return ""
    return f"Gezeigt sind {HOECHSTENS} von {group(total)}; alle zeigt „komman pruefe --html“."


def told(zahlen: Mapping[str, Mapping[str, int]]) -> str:
    """How many findings there are, by severity, as a sentence."""
    sums = {s: sum(kinds.get(s, 0) for kinds in zahlen.values()) for s in SCHWERE}
    parts = [anzahl(n, *MEHRZAHL[s]) for s, n in sums.items() if n]
    return f"Gefunden: {aufzaehlung(parts)}." if parts else "Keine Prüfung hat etwas gefunden."


def counts(zahlen: Mapping[str, Mapping[str, int]]) -> Tabelle:
    """The number of findings by kind and severity."""
    rows = [
        [art.bezeichnung, *(group(zahlen[name].get(s, 0)) for s in SCHWERE)]
        for name, art in PRUEFARTEN.items()
        if name in zahlen
    ]
    heads = columns("Prüfung", *((MEHRZAHL[s][1], "anzahl") for s in SCHWERE))
    note = "Beträge und Stellen stehen nur im internen Bericht."
    return Tabelle("Was nicht zusammenpasst, nach Prüfung", heads, rows, fussnote=note)


def finding_table(befunde: Iterable[Mapping[str, Any]], titel: str, fussnote: str = "") -> Tabelle:
    """One row per finding (``asdict(Pruefbefund)``), with its Förderjahr and the rule behind it."""
    rows = [
        [
            f"{SCHWERE[b['schwere']]} {b['foerderjahr']}: {PRUEFARTEN[b['art']].bezeichnung}",
            euro(b["cent"], KEINE),
            place(b["ort"]),
            f"{b['text']} {b['regel']}".strip(),
            b["abhilfe"],
        ]
        for b in befunde
    ]
    kind, money = columns("Prüfung", ("Betrag", "euro"))
    texts = [Tabellenspalte(name) for name in ("Stelle", "Befund", "Abhilfe")]
    return Tabelle(titel, [kind, money, *texts], rows, fussnote=fussnote)


def place(ort: Mapping[str, Any] | None) -> str:
    """File, sheet and row, without what the place does not name."""
    if ort is None:
        return KEINE
    line = None if ort["zeile"] is None else f"Zeile {ort['zeile']}"
    return ", ".join(p for p in (ort["datei"], ort["blatt"], line, ort["spalte"]) if p)


def reach_table(abdeckung: Mapping[str, Mapping[str, Any]]) -> Tabelle:
    """What each check demands, how much it looked at, what it found, and why it could not look at the rest."""
    rows = []
    for name, art in PRUEFARTEN.items():
        if name in abdeckung:
            a = abdeckung[name]
            reasons = [
                f"{GRUENDE[g]} ({group(n)})" for g, n in sorted(a["gruende"].items(), key=lambda p: (-p[1], p[0]))
            ]
            looked = [group(a["geprueft"]), group(a["auffaellig"])]
            rows.append([art.bezeichnung, art.erklaerung, *looked, "; ".join(reasons) or KEINE])
    heads = columns("Prüfung", ("geprüft", "anzahl"), ("Befunde", "anzahl"))
    texts = [Tabellenspalte(n) for n in ("was stimmen soll", "nicht prüfbar, weil")]
    return Tabelle("Was geprüft wurde", [heads[0], texts[0], *heads[1:], texts[1]], rows, fussnote=NICHT_GEPRUEFT)


def gap_table(luecken: Sequence[Mapping[str, Any]]) -> Tabelle:
    """What could not be checked, by check, reason and Förderjahr."""
    rows = [
        [
            PRUEFARTEN[g["art"]].bezeichnung,
            str(g["jahr"]),
            GRUENDE[g["grund"]],
            ", ".join(g["bausteine"]) or KEINE,
            group(g["anzahl"]),
        ]
        for g in luecken
    ]
    name, n = columns("Prüfung", ("Anzahl", "anzahl"))
    texts = [Tabellenspalte(t) for t in ("Förderjahr", "nicht prüfbar, weil", "Bausteine")]
    return Tabelle("Was nicht prüfbar war", [name, *texts, n], rows)
