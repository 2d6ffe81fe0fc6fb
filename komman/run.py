"""One year's set of reports: prepare the data, run the notebooks, render, and put the whole set in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from komman import _start, manifest  # noqa: F401  (_start before anything imports nbformat)
from komman.bereinigung import Bereinigung
from komman.errors import AufrufFehler, KommanFehler
from komman.execute import execute
from komman.lage import TABELLE, check_year
from komman.parameters import Wert, contract, from_text
from komman.parameters import check as check_parameters
from komman.prepare import Vorbereitung, check_outcomes, prepare, set_aside
from komman.project import Projekt
from komman.publish import publish, read_record, withdraw
from komman.render.html import render_html
from komman.render.index import Eintrag, render_index
from komman.render.pdf import render_pdf
from komman.render.report import Bericht, report_from_notebook
from komman.tables import Freigabe
from komman.views.common import head, set_aside_sentence

FORMATE = ("html", "pdf")
RESERVED = ("jahr", "freigabe", "daten")


class Melder(Protocol):
    """Where progress goes: one call per finished step, ``working`` around a step that takes a while."""

    def __call__(self, zeile: str) -> None: ...

    def working(self, was: str) -> AbstractContextManager[object]: ...


class Stille:
    """A ``Melder`` that says nothing."""

    def __call__(self, zeile: str) -> None:
        pass

    def working(self, was: str) -> AbstractContextManager[object]:
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Auftrag:
    """What was asked for: a year, a level, formats, and the notebooks with their checked parameters."""

    jahr: int
    freigabe: Freigabe
    formate: tuple[str, ...]
    notebooks: tuple[Path, ...]
    parameter: dict[str, dict[str, Wert]]


@dataclass(slots=True)
class Ergebnis:
    """What came of it: the folder, the files written, the failures, and the cleaned data behind them."""

    ordner: Path
    bereinigung: Bereinigung
    dateien: list[Path] = field(default_factory=list)
    fehler: list[KommanFehler] = field(default_factory=list)
    zurueckgezogen: bool = False


def choose_notebooks(ordner: Path, nur: Sequence[str]) -> tuple[Path, ...]:
    """The report notebooks by name or number ("02"); all of them if ``nur`` is empty."""
    known = sorted(p for p in ordner.glob("*.ipynb") if p.name[:2].isdecimal() and not p.name.startswith("9"))
    if not nur:
        return tuple(known)
    chosen = []
    for name in nur:
        hits = [p for p in known if name in (p.stem, p.stem[:2])]
        if not hits:
            raise AufrufFehler(
                f"Das Notebook „{name}“ gibt es nicht.", abhilfe=f"möglich sind {', '.join(p.stem for p in known)}."
            )
        chosen += hits
    return tuple(sorted(set(chosen)))


def check_formats(formate: Sequence[str]) -> tuple[str, ...]:
    """``formate`` in fixed order, or ``AufrufFehler`` for one that is not made."""
    if not formate:
        raise AufrufFehler("Es ist kein Format genannt.", abhilfe=f"möglich sind {', '.join(FORMATE)}.")
    for f in formate:
        if f not in FORMATE:
            raise AufrufFehler(f"Das Format „{f}“ gibt es nicht.", abhilfe=f"möglich sind {', '.join(FORMATE)}.")
    return tuple(f for f in FORMATE if f in formate)


def order(
    projekt: Projekt,
    jahr: int,
    freigabe: Freigabe,
    formate: Sequence[str] = FORMATE,
    nur: Sequence[str] = (),
    parameter: Mapping[str, str] | None = None,
) -> Auftrag:
    """The order with every parameter checked against each notebook's own contract; no kernel has started yet."""
    notebooks = choose_notebooks(projekt.notebooks, nur)
    own = parameter or {}
    for reserved in RESERVED:
        if reserved in own:
            raise AufrufFehler(
                f"„{reserved}“ wird nicht mit --parameter gesetzt.",
                abhilfe="JAHR, --freigabe und --daten verwenden.",
            )
    checked: dict[str, dict[str, Wert]] = {}
    for nb in notebooks:
        vertrag = contract(nb)
        given = check_parameters(vertrag, {"jahr": jahr, "freigabe": freigabe, "daten": ""}, nb.stem)
        free = {name: p for name, p in vertrag.items() if name not in RESERVED}
        checked[nb.name] = given | from_text(free, own, nb.stem)
    return Auftrag(jahr, freigabe, check_formats(formate), notebooks, checked)


def make_reports(projekt: Projekt, auftrag: Auftrag, melde: Melder | None = None) -> Ergebnis:
    """Prepare, run and render; a notebook that fails is reported in ``fehler`` and the others still arrive.

    ``melde`` gets one plain German line per step. Where only some notebooks were asked for, the other reports of
    the set stay if nothing they depend on has changed.
    """
    melde = melde or Stille()
    with melde.working("Förderlisten lesen und freigeben …"):
        v = prepare(projekt, (auftrag.freigabe,))
    ergebnis = Ergebnis(projekt.ausgabe / str(auftrag.jahr) / auftrag.freigabe, v.bereinigung)
    refusal = _refusal(v, auftrag)
    if refusal is not None:
        ergebnis.fehler.append(refusal)
        ergebnis.zurueckgezogen = withdraw(ergebnis.ordner)
        return ergebnis
    files: dict[str, bytes] = {}
    berichte: dict[str, dict[str, Any]] = {}
    for n, notebook in enumerate(auftrag.notebooks, 1):
        step = f"[{n}/{len(auftrag.notebooks)}] {notebook.stem}"
        try:
            with melde.working(f"{step} …"):
                bericht = _run_one(projekt, auftrag, notebook)
                made = render(bericht, notebook.stem, auftrag.formate)
        except KommanFehler as e:
            ergebnis.fehler.append(e)
            melde(f"{step}: fehlgeschlagen")
            continue
        files |= made
        berichte[notebook.name] = {
            "titel": bericht.titel,
            "beschreibung": _first_sentence(bericht),
            "dateien": sorted(made),
        }
        for rest in [*bericht.uebergangen, *bericht.ersetzt]:
            melde(f"{notebook.stem}: {rest}")
        melde(f"{step}: fertig")
    if berichte:
        _put_in_place(ergebnis, projekt, auftrag, files, berichte)
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


def _run_one(projekt: Projekt, auftrag: Auftrag, notebook: Path) -> Bericht:
    protokoll = projekt.protokoll / f"{auftrag.jahr}-{auftrag.freigabe}"
    nb = execute(notebook, auftrag.parameter[notebook.name], projekt.processed / auftrag.freigabe, protokoll)
    return report_from_notebook(nb)


def _first_sentence(bericht: Bericht) -> str:
    satz = next((str(k["text"]) for k in bericht.knoten if k["art"] == "satz"), bericht.kopf.untertitel)
    return satz.split(". ")[0].removesuffix(".") + "."


def render(bericht: Bericht, name: str, formate: Sequence[str]) -> dict[str, bytes]:
    """The files of one report, by name."""
    makers: dict[str, Callable[[Bericht], bytes]] = {
        "html": lambda b: render_html(b).encode("utf-8"),
        "pdf": render_pdf,
    }
    return {f"{name}.{f}": makers[f](bericht) for f in formate}


def _put_in_place(
    ergebnis: Ergebnis,
    projekt: Projekt,
    auftrag: Auftrag,
    files: dict[str, bytes],
    berichte: dict[str, dict[str, Any]],
) -> None:
    b, ordner = ergebnis.bereinigung, ergebnis.ordner
    herkunft = manifest.provenance(b.eingaben, choose_notebooks(projekt.notebooks, ()), auftrag.freigabe)
    parameter: dict[str, Any] = {name: auftrag.parameter[name] for name in berichte}
    keep = _still_true(read_record(ordner), herkunft, auftrag, berichte, parameter)
    berichte = dict(sorted(berichte.items()))
    kreis = b.konfiguration.kreis
    record = {
        "version": 1,
        "jahr": auftrag.jahr,
        "freigabe": auftrag.freigabe,
        "kreis": kreis.kreis,
        "stand": kreis.stand.isoformat(),
        "beispiel": kreis.beispiel,
        "hinweis": "Beispieldaten" if kreis.beispiel else "",
        "parameter": parameter,
        "herkunft": herkunft,
        "bilanz": manifest.balance_summary(b.bilanz, auftrag.freigabe),
        "berichte": berichte,
    }
    files["index.html"] = _index(auftrag, b, berichte).encode("utf-8")
    ergebnis.dateien = publish(ordner, files, record, keep)


def _still_true(
    old: dict[str, Any] | None,
    herkunft: dict[str, Any],
    auftrag: Auftrag,
    berichte: dict[str, dict[str, Any]],
    parameter: dict[str, Any],
) -> dict[str, Any]:
    """Files of the earlier set that this run did not make and that nothing has changed for, with their digests.

    Adds them to ``berichte`` and ``parameter``: reports not asked for, and other formats of those that were. A report
    that was asked for and failed is not kept.
    """
    if old is None or old.get("herkunft") != herkunft:
        return {}
    asked = {p.name for p in auftrag.notebooks}
    keep: dict[str, Any] = {}
    for name, eintrag in old["berichte"].items():
        same = name in berichte and old["parameter"].get(name) == parameter[name]
        if name in asked and not same:
            continue
        own = berichte.setdefault(name, {**eintrag, "dateien": []})
        more = [d for d in eintrag["dateien"] if d not in own["dateien"]]
        own["dateien"] = sorted([*own["dateien"], *more])
        parameter.setdefault(name, old["parameter"].get(name))
        keep |= {d: old["dateien"][d] for d in more}
    return keep


def _index(auftrag: Auftrag, b: Bereinigung, berichte: Mapping[str, Mapping[str, Any]]) -> str:
    kopf = head(auftrag.jahr, auftrag.freigabe, b.konfiguration.kreis)
    eintraege = [
        Eintrag(e["titel"], e["beschreibung"], tuple((Path(d).suffix[1:].upper(), d) for d in e["dateien"]))
        for e in berichte.values()
    ]
    rest = set_aside_sentence(set_aside(b.hinweise))
    return render_index("KOMM-AN NRW: Berichte", kopf, eintraege, [rest])
