"""``komman frage``: an answer on the terminal, as JSON, or as a report through notebook 90."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from komman.errors import AufrufFehler
from komman.files import write_atomic
from komman.formats import BEISPIELDATEN, FREIGABE_TEXT
from komman.project import Projekt, check_target, open_project
from komman.questions import Antwort, Frage, ask
from komman.questions_model import FILTER
from komman.views.anfrage import ZUSAETZE, titel

if TYPE_CHECKING:
    from komman.document import Tabelle
    from komman.parameters import Wert
    from komman.tables import Freigabe

NOTEBOOK = "90_anfrage"
BREITE = 100
Ordner = tuple[Path | None, Path | None, Path | None]


def run_frage(frage: Frage, anfrage: tuple[str, str], dateien: Mapping[str, Path], ordner: Ordner) -> int:
    """Answer ``frage``; ``anfrage`` says who asked and when, ``dateien`` the file of each format asked for."""
    projekt = open_project(*ordner)
    von, vom = anfrage
    titel(von, vom)
    for format_, datei in dateien.items():
        check_target(projekt, format_, datei)
    antwort = ask(None, frage, str(projekt.daten))
    if not dateien:
        print("\n".join(terminal(antwort)), flush=True)
        return 0
    print(textwrap.fill(antwort.satz, BREITE), flush=True)
    for format_, data in _files(projekt, antwort, anfrage, tuple(dateien)).items():
        write_atomic(dateien[format_], data)
        print(f"{format_.upper()}: {dateien[format_]}", flush=True)
    return 0


def parse_rank(text: str) -> int:
    """The places asked for: a whole number from 1; empty for no ranking."""
    if not text:
        return 0
    if text.isascii() and text.isdecimal() and 0 < int(text) < 10_000:
        return int(text)
    raise AufrufFehler(f"„{text}“ ist kein Rang.", abhilfe="eine ganze Zahl ab 1 angeben, zum Beispiel --rang 3.")


def _files(projekt: Projekt, antwort: Antwort, anfrage: tuple[str, str], formate: tuple[str, ...]) -> dict[str, bytes]:
    """The content of each file; reports are made by notebook 90 in a kernel that sees this Freigabe only."""
    out: dict[str, bytes] = {}
    if "json" in formate:
        text = json.dumps(antwort.as_dict(), ensure_ascii=False, indent=1)
        out["json"] = (text + "\n").encode("utf-8")
    f = antwort.frage
    werte: dict[str, Wert] = {name: getattr(f, name) for name in ("mass", *FILTER, "nach", "rang", "freigabe")}
    werte |= {"jahr": f"{f.von}-{f.bis}", "mit": ",".join(z for z in ZUSAETZE if getattr(f, z))}
    werte |= {"von": anfrage[0], "vom": anfrage[1]}
    return out | report_files(projekt, NOTEBOOK, werte, antwort.lage.freigabe, formate)


def report_files(
    projekt: Projekt, name: str, werte: dict[str, Wert], level: Freigabe, formate: Sequence[str]
) -> dict[str, bytes]:
    """Format → content of the report a notebook makes of its parameters; without a report asked for, nothing runs."""
    reports = [f for f in formate if f != "json"]
    if not reports:
        return {}
    from komman.parameters import check, contract
    from komman.run import render, run_one

    notebook = projekt.notebooks / f"{name}.ipynb"
    parameter = check(contract(notebook), werte, name)
    made = render(run_one(projekt, notebook, parameter, level, projekt.protokoll / name[3:]), name, reports)
    return {f: made[f"{name}.{f}"] for f in reports}


def terminal(antwort: Antwort) -> list[str]:
    """The answer as lines: where it comes from, sentence, table, how it was computed, what is missing."""
    lage = antwort.lage
    lines = [f"{lage.kreis}, Freigabe {FREIGABE_TEXT[lage.freigabe]}, Stand {lage.stand:%d.%m.%Y}"]
    lines += [BEISPIELDATEN] if lage.beispiel else []
    lines += ["", *textwrap.wrap(flat(antwort.satz), BREITE), "", *table_lines(antwort.tabelle)]
    for title, texts in (("Wie gerechnet wurde", antwort.gerechnet), ("Zu beachten", antwort.beachten)):
        lines += ["", f"{title}:"] if texts else []
        lines += [line for text in texts for line in bullet(text)]
    return lines


def bullet(text: str) -> list[str]:
    """A point of a list, wrapped."""
    return textwrap.wrap(flat(text), BREITE, initial_indent="- ", subsequent_indent="  ")


def table_lines(tabelle: Tabelle) -> list[str]:
    """Columns side by side, figures to the right, a line above the sum."""
    rows = [[s.name for s in tabelle.spalten], *tabelle.zeilen]
    cells = [[flat(text) for text in row] for row in rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(tabelle.spalten))]
    lines = []
    for row in cells:
        parts = [
            text.rjust(w) if s.ausrichtung == "rechts" else text.ljust(w)
            for text, w, s in zip(row, widths, tabelle.spalten, strict=True)
        ]
        lines.append("  ".join(parts).rstrip())
    rule = "-" * max(len(line) for line in lines)
    lines.insert(1, rule)
    if tabelle.summenzeile:
        lines.insert(-1, rule)
    note = textwrap.wrap(flat(tabelle.fussnote), BREITE)
    return [flat(tabelle.titel), rule, *lines, *note]


def flat(text: str) -> str:
    """Text from data on a terminal: no character that could move the cursor or turn the line around."""
    return "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text)
