"""The blocks on the checks of the canonical tables: what does not fit, and how far each check reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from komman.checks_model import GRUENDE, MEHRZAHL, PRUEFARTEN, SCHWERE
from komman.document import Bloecke, Satz, Tabelle, Tabellenspalte
from komman.formats import anzahl, aufzaehlung, euro, group
from komman.lage import Lage
from komman.views.common import KEINE, columns

HOECHSTENS = 100  # rows of a table in a report; „komman pruefe --html“ shows them all
NICHT_GEPRUEFT = (
    "Gezählt sind Zeilen, Maßnahmen, Buchungen, Bescheide, Monate oder Förderjahre; bei den Befunden auch jene, die "
    "jemand geprüft hat und die in Ordnung sind. Was nicht geprüft werden konnte, gilt nicht als bestanden. Eine "
    "Pauschale, die keine Quelle nennt, wird nicht angenommen."
)


def befunde(lage: Lage) -> Bloecke:
    """What does not fit: at ``intern`` each finding, elsewhere how many of which kind."""
    found = _found(lage)
    blocks: list[Satz | Tabelle] = [Satz(told(found["zahlen"], found["geprueft"]))]
    if found["zahlen"]:
        total = sum(n for kinds in found["zahlen"].values() for n in kinds.values())
        blocks.append(
            finding_table(found["befunde"][:HOECHSTENS], "Was nicht zusammenpasst", _rest(total))
            if lage.freigabe == "intern"
            else counts(found["zahlen"])
        )
    if lage.freigabe == "intern" and found["geprueft"]:
        blocks.append(confirmed_table(found["vermerke"][:HOECHSTENS], _rest(found["geprueft"])))
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


def told(zahlen: Mapping[str, Mapping[str, int]], geprueft: int = 0) -> str:
    """How many findings are open, by severity, and how many a person found right, as sentences."""
    sums = {s: sum(kinds.get(s, 0) for kinds in zahlen.values()) for s in SCHWERE}
    parts = [anzahl(n, *MEHRZAHL[s]) for s, n in sums.items() if n]
    if not geprueft:
        return f"Gefunden: {aufzaehlung(parts)}." if parts else "Keine Prüfung hat etwas gefunden."
    if not parts:
        return f"Kein Befund ist offen. {anzahl(geprueft, 'Befund ist', 'Befunde sind')} geprüft und in Ordnung."
    more = anzahl(geprueft, "weiterer Befund ist", "weitere Befunde sind")
    return f"Gefunden: {aufzaehlung(parts)}. {more} geprüft und in Ordnung."


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
    """One row per finding (``asdict(Pruefbefund)``), with its Förderjahr, the rule behind it and its Kennung."""
    return _findings(titel, "Abhilfe", [[*_finding(b), b["abhilfe"]] for b in befunde], fussnote)


def confirmed_table(vermerke: Iterable[Mapping[str, Any]], fussnote: str = "") -> Tabelle:
    """One row per finding that a person found right: the finding, and why, who and when; for ``intern`` only."""
    rows = [[*_finding(v), f"{v['grund']} ({v['wer']}, {date.fromisoformat(v['datum']):%d.%m.%Y})"] for v in vermerke]
    return _findings("Geprüft und in Ordnung", "Grund, wer, wann", rows, fussnote)


def _findings(titel: str, letzte: str, rows: list[list[str]], fussnote: str) -> Tabelle:
    kind, money = columns("Prüfung", ("Betrag", "euro"))
    texts = [Tabellenspalte(name) for name in ("Stelle", "Befund", letzte)]
    return Tabelle(titel, [kind, money, *texts], rows, fussnote=fussnote)


def _finding(b: Mapping[str, Any]) -> list[str]:
    # In a column of its own the Kennung would leave the others no room on paper.
    known_as = f"Kennung: {b['kennung']}." if b["kennung"] else ""
    return [
        f"{SCHWERE[b['schwere']]} {b['foerderjahr']}: {PRUEFARTEN[b['art']].bezeichnung}",
        euro(b["cent"], KEINE),
        place(b["ort"]),
        " ".join(part for part in (b["text"], b["regel"], known_as) if part),
    ]


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
