"""``komman szenario``: scenarios side by side on the terminal, as JSON, or as a report through notebook 91."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from komman import __version__
from komman.commands_frage import BREITE, Ordner, bullet, flat, report_files, table_lines
from komman.files import write_atomic
from komman.formats import BEISPIELDATEN, FREIGABE_TEXT
from komman.project import Projekt, check_freigabe, check_target, open_project
from komman.projection import Projektion
from komman.scenario import parse_scenario, read_scenario
from komman.scenario_plan import Gerechnet, Vergleich, compare, grounds, load
from komman.scenario_schutz import refuse_names
from komman.views import szenario, szenario_tabellen

if TYPE_CHECKING:
    from komman.parameters import Wert

NOTEBOOK = "91_szenario"
JSON_VERSION = 1


def run_szenario(datei: Path, freigabe: str, dateien: Mapping[str, Path], ordner: Ordner) -> int:
    """Compute the scenarios of ``datei``; ``dateien`` says the file of each format asked for."""
    level = check_freigabe(freigabe)
    projekt = open_project(*ordner)
    for format_, ziel in dateien.items():
        check_target(projekt, format_, ziel)
    path = _found(projekt, datei)
    inhalt = read_scenario(path)
    d = parse_scenario(inhalt)
    lage = load(d, level, str(projekt.daten))
    refuse_names(path, lage, projekt.daten)
    v = compare(d, lage)
    if not dateien:
        print("\n".join(terminal(v)), flush=True)
        return 0
    print(textwrap.fill(flat(szenario.satz(v)), BREITE), flush=True)
    for format_, data in _files(projekt, v, inhalt, tuple(dateien)).items():
        write_atomic(dateien[format_], data)
        print(f"{format_.upper()}: {dateien[format_]}", flush=True)
    return 0


def _found(projekt: Projekt, datei: Path) -> Path:
    """The file as named, or the one of that name in raw/."""
    inside = projekt.raw / datei.name
    return inside if not datei.exists() and len(datei.parts) == 1 and inside.is_file() else datei


def _files(projekt: Projekt, v: Vergleich, inhalt: str, formate: tuple[str, ...]) -> dict[str, bytes]:
    """The content of each file; reports are made by notebook 91 in a kernel that sees this Freigabe only."""
    out: dict[str, bytes] = {}
    if "json" in formate:
        out["json"] = (json.dumps(as_dict(v), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    werte: dict[str, Wert] = {"datei": "", "inhalt": inhalt, "freigabe": v.lage.freigabe}
    return out | report_files(projekt, NOTEBOOK, werte, v.lage.freigabe, formate)


def terminal(v: Vergleich) -> list[str]:
    """The comparison as lines: sentences, the scenarios, each year, the spans, how it was computed, what is open."""
    lage = v.lage
    lines = [f"{lage.kreis}, Freigabe {FREIGABE_TEXT[lage.freigabe]}, Stand {lage.stand:%d.%m.%Y}"]
    lines += [BEISPIELDATEN] if lage.beispiel else []
    lines += ["", flat(v.datei.titel)]
    for text in (szenario.satz(v), szenario.saetze_foerderung(v)):
        lines += ["", *textwrap.wrap(flat(text), BREITE)]
    for s in v.szenarien:
        lines += bullet(f"{s.titel}: {szenario.lasts(v, s)}")
    for tabelle in (szenario_tabellen.kurz(v), szenario_tabellen.eigenanteil(v)):
        lines += ["", *table_lines(tabelle)]
    lines += ["", "Annahmen:"]
    for g, letters in grounds(v):
        lines += bullet(f"{g.angabe}: {g.wert}; gilt für {letters}; {g.nachweis}")
    for title, texts in (("Wie gerechnet wurde", szenario.method(v)), ("Was nicht bekannt ist", szenario.limits(v))):
        lines += ["", f"{title}:", *(line for text in texts for line in bullet(text))]
    return lines


def as_dict(v: Vergleich) -> dict[str, Any]:
    """The comparison as JSON: cents, years, ten-thousandths of a post; keys and units stay as they are."""
    d, lage = v.datei, v.lage
    return {
        "version": JSON_VERSION,
        "komman": __version__,
        "beispiel": lage.beispiel,
        "hinweis": BEISPIELDATEN if lage.beispiel else "",
        "titel": d.titel,
        "satz": szenario.satz(v),
        "jahre": list(v.jahre),
        "ziehungen": d.ziehungen,
        "zufallszahl": d.zufallszahl,
        "szenarien": [_scenario(s) for s in v.szenarien],
        "annahmen": [
            {"angabe": g.angabe, "wert": g.wert, "gilt_fuer": letters, "nachweis": g.nachweis, "marke": g.marke}
            for g, letters in grounds(v)
        ],
        "gerechnet": szenario.method(v),
        "nicht_bekannt": szenario.limits(v),
        "herkunft": {
            "kreis": lage.kreis,
            "foerderjahr": lage.jahr,
            "freigabe": lage.freigabe,
            "stand": lage.stand.isoformat(),
            "herausgeber": lage.dienststelle,
        },
    }


def _scenario(s: Gerechnet) -> dict[str, Any]:
    p: Projektion = s.projektion
    return {
        "buchstabe": s.buchstabe,
        "name": s.szenario.name,
        "marke": s.marken,
        "stellen_zehntausendstel": s.szenario.stellen,
        "gefoerdert_zehntausendstel": s.szenario.gefoerdert,
        "foerderung_hoechstens_cent": list(p.plan.hoechstens),
        "kosten_cent": list(p.erwartet.kosten),
        "foerderung_cent": list(p.erwartet.foerderung),
        "eigenanteil_cent": list(p.erwartet.eigenanteil),
        "eigenanteil_kumuliert_cent": list(p.kumuliert),
        "eigenanteil_quantile_cent": {str(q): list(cents) for q, cents in p.eigenanteil.items()},
        "eigenanteil_summe_cent": p.summe,
        "eigenanteil_summe_quantile_cent": {str(q): cent for q, cent in p.spanne.items()},
        "kreis_zahlt_dauerhaft_ab": p.dauerhaft_ab,
        "kreis_zahlt_dauerhaft_ab_spanne": list(p.eigen_ab),
    }
