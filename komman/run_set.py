"""One year's set of reports: prepare the data, run the notebooks, render, and put the whole set in place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from komman import manifest
from komman.bereinigung import Bereinigung
from komman.checks import Ergebnis as Pruefungen
from komman.errors import KommanFehler
from komman.formats import anzahl
from komman.lage import TABELLE, Lage, check_year, load_year
from komman.order import Auftrag, choose_notebooks
from komman.prepare import Vorbereitung, check_outcomes, prepare
from komman.project import Projekt
from komman.publish import publish, read_record, withdraw
from komman.render.index import Eintrag, render_index
from komman.render.report import Bericht
from komman.render.xlsx import workbook
from komman.views import jahresergebnis
from komman.views.common import head, set_aside_sentence
from komman.views.regelnoten import endsatz
from komman.workers import Arbeiter, Aufgabe, Fertig

ANHANG = "Datenanhang.xlsx"
ANHANG_TEXT = "Alle Tabellen der Berichte und die freigegebenen Tabellen als Excel-Mappe mit Zahlen zum Weiterrechnen."
SENTENCE_END = re.compile(r"(?:(?<=[^\W\d]{3})|(?<=[)€%“]))\. (?=[A-ZÄÖÜ„])")


class Melder(Protocol):
    """Where progress goes; the log has no times and always the same order."""

    def __call__(self, zeile: str) -> None:
        """A line for the screen and the log."""

    def screen(self, zeile: str) -> None:
        """A line for the screen only."""

    def log(self, zeile: str) -> None:
        """A line for the log only."""

    def working(self, was: str) -> AbstractContextManager[object]:
        """Around a step that takes a while."""


class Stille:
    """A ``Melder`` that says nothing."""

    def __call__(self, zeile: str) -> None:
        pass

    screen = log = __call__

    def working(self, was: str) -> AbstractContextManager[object]:
        return nullcontext()


@dataclass(slots=True)
class Ergebnis:
    """What came of it: the folder, the files written, the failures, and the cleaned data behind them."""

    ordner: Path
    bereinigung: Bereinigung
    pruefungen: Pruefungen | None = None
    dateien: list[Path] = field(default_factory=list)
    fehler: list[KommanFehler] = field(default_factory=list)
    zurueckgezogen: bool = False


@dataclass(slots=True)
class _Satz:
    """The set while it is being made: files by name, and what the manifest says of each report."""

    files: dict[str, bytes]
    berichte: dict[str, dict[str, Any]]
    parameter: dict[str, Any]


def make_reports(projekt: Projekt, auftrag: Auftrag, melde: Melder | None = None) -> Ergebnis:
    """Prepare, run and render; a notebook that fails is reported in ``fehler`` and the others still arrive.

    ``melde`` gets plain German lines. Where only some notebooks were asked for, the other reports of the set stay if
    nothing they depend on has changed.
    """
    melde = melde or Stille()
    with Arbeiter(auftrag.gleichzeitig) as arbeiter:
        with melde.working("Förderlisten lesen und freigeben …"):
            v = prepare(projekt, (auftrag.freigabe,))
        ergebnis = Ergebnis(projekt.ausgabe / str(auftrag.jahr) / auftrag.freigabe, v.bereinigung, v.pruefungen)
        refusal = _refusal(v, auftrag)
        if refusal is not None:
            ergebnis.fehler.append(refusal)
            ergebnis.zurueckgezogen = withdraw(ergebnis.ordner)
            return ergebnis
        done = _run_notebooks(projekt, auftrag, arbeiter, melde)
    ergebnis.fehler += [f.fehler for f in done if f.fehler is not None]
    fertig = [(f.notebook, f.bericht, f.dateien) for f in done if f.bericht is not None]
    if fertig:
        _put_in_place(ergebnis, projekt, auftrag, fertig)
    return ergebnis


def _refusal(v: Vorbereitung, auftrag: Auftrag) -> KommanFehler | None:
    """Why there can be no report: the level must not be shown, the Bescheide disagree, or the year has no rows."""
    if auftrag.freigabe in v.abgelehnt:
        return v.abgelehnt[auftrag.freigabe]
    aside = sum(h.art == "zurueckgestellt" and h.jahr == auftrag.jahr for h in v.bereinigung.hinweise)
    try:
        check_outcomes(v.bereinigung)
        check_year(v.freigegeben[auftrag.freigabe].tabellen[TABELLE], auftrag.jahr, aside)
    except KommanFehler as e:
        return e
    return None


def _run_notebooks(projekt: Projekt, auftrag: Auftrag, arbeiter: Arbeiter, melde: Melder) -> list[Fertig]:
    """All results in the order of the notebooks; the screen shows each as it comes, the log has them in order."""
    protokoll = projekt.protokoll / f"{auftrag.jahr}-{auftrag.freigabe}"
    aufgaben = [
        Aufgabe(projekt, nb, auftrag.parameter[nb.name], auftrag.freigabe, protokoll, auftrag.formats_of(nb))
        for nb in auftrag.notebooks
    ]
    done: list[Fertig] = []
    with melde.working(f"{anzahl(len(aufgaben), 'Notebook', 'Notebooks')} rechnen …"):
        for fertig in arbeiter.run(aufgaben):
            done.append(fertig)
            melde.screen(f"[{len(done)}/{len(aufgaben)}] {fertig.notebook.stem}: {_outcome(fertig)}{_seconds(fertig)}")
            for rest in _remarks(fertig):
                melde.screen(rest)
    done.sort(key=lambda f: f.notebook.name)
    for fertig in done:
        melde.log(f"{fertig.notebook.stem}: {_outcome(fertig)}")
        for rest in _remarks(fertig):
            melde.log(rest)
    return done


def _outcome(fertig: Fertig) -> str:
    return "fehlgeschlagen" if fertig.bericht is None else "fertig"


def _seconds(fertig: Fertig) -> str:
    return f" ({fertig.sekunden:.1f} Sekunden)".replace(".", ",")


def _remarks(fertig: Fertig) -> list[str]:
    b = fertig.bericht
    return [] if b is None else [f"{fertig.notebook.stem}: {rest}" for rest in (*b.uebergangen, *b.ersetzt)]


def _put_in_place(
    ergebnis: Ergebnis, projekt: Projekt, auftrag: Auftrag, fertig: Sequence[tuple[Path, Bericht, dict[str, bytes]]]
) -> None:
    b, ordner = ergebnis.bereinigung, ergebnis.ordner
    lage = load_year(auftrag.jahr, auftrag.freigabe, str(projekt.processed / auftrag.freigabe))
    satz = _Satz({}, {}, {nb.name: auftrag.parameter[nb.name] for nb, _, _ in fertig})
    for nb, bericht, dateien in fertig:
        satz.files |= dateien
        satz.berichte[nb.name] = {
            "titel": bericht.titel,
            "beschreibung": _first_sentence(bericht),
            "dateien": sorted(dateien),
        }
    if auftrag.anhang and not ergebnis.fehler:
        satz.files[ANHANG] = _attachment(lage, [(nb.stem, bericht) for nb, bericht, _ in fertig])
    record = manifest.record(lage, b, {}, choose_notebooks(projekt.notebooks))
    keep = _still_true(read_record(ordner), record["herkunft"], auftrag, satz)
    satz.berichte = dict(sorted(satz.berichte.items()))
    satz.files["index.html"] = _index(lage, satz, ANHANG in satz.files or ANHANG in keep).encode("utf-8")
    record |= {"parameter": satz.parameter, "berichte": satz.berichte}
    ergebnis.dateien = publish(ordner, satz.files, record, keep)


def _still_true(old: dict[str, Any] | None, herkunft: dict[str, Any], auftrag: Auftrag, satz: _Satz) -> dict[str, Any]:
    """Files of the earlier set that this run did not make and that nothing has changed for, with their digests.

    Adds them to ``satz``: reports not asked for, and other formats of those that were. A report that was asked for and
    failed is not kept; the workbook of all tables only together with every report it was made from.
    """
    if old is None or old.get("herkunft") != herkunft:
        return {}
    asked = {p.name for p in auftrag.notebooks}
    keep: dict[str, Any] = {}
    for name, eintrag in old["berichte"].items():
        same = name in satz.berichte and old["parameter"].get(name) == satz.parameter[name]
        if name in asked and not same:
            continue
        own = satz.berichte.setdefault(name, {**eintrag, "dateien": []})
        more = [d for d in eintrag["dateien"] if d not in own["dateien"]]
        own["dateien"] = sorted([*own["dateien"], *more])
        satz.parameter.setdefault(name, old["parameter"].get(name))
        keep |= {d: old["dateien"][d] for d in more}
    if ANHANG in old["dateien"] and ANHANG not in satz.files and old["parameter"] == satz.parameter:
        keep[ANHANG] = old["dateien"][ANHANG]
    return keep


def _first_sentence(bericht: Bericht) -> str:
    """The first sentence the report computed; „e. V.“ and „31. Mai“ end none."""
    text = next((str(k["text"]) for k in bericht.knoten if k["art"] == "satz"), bericht.kopf.untertitel)
    return SENTENCE_END.split(text, maxsplit=1)[0].removesuffix(".") + "."


def _attachment(lage: Lage, berichte: Sequence[tuple[str, Bericht]]) -> bytes:
    remark = f"Die Blätter „Daten …“ sind die freigegebenen Tabellen aller Förderjahre bis {lage.jahr}."
    rest = set_aside_sentence(lage.zurueckgestellt)
    return workbook("KOMM-AN NRW: Datenanhang", berichte, lage.tabellen, [remark, rest, *lage.hinweise])


def _index(lage: Lage, satz: _Satz, anhang: bool) -> str:
    eintraege = [
        Eintrag(e["titel"], e["beschreibung"], tuple((Path(d).suffix[1:].upper(), d) for d in e["dateien"]))
        for e in satz.berichte.values()
    ]
    eintraege += [Eintrag("Datenanhang", ANHANG_TEXT, (("XLSX", ANHANG),))] if anhang else []
    return render_index(
        "KOMM-AN NRW: Berichte",
        head(lage.jahr, lage.freigabe, lage),
        eintraege,
        zurueckgestellt=[set_aside_sentence(lage.zurueckgestellt)],
        kennzahlen=jahresergebnis.kennzahlen(lage).werte,
        hinweise=lage.hinweise,
        ende=endsatz(lage),
    )
