"""What cleaning found, as the notebooks may see it: every row at ``intern``, only numbers and sums elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from komman.balance import released_totals
from komman.bereinigung import Bereinigung, Hinweis, set_aside
from komman.canonical import show
from komman.checks import Abdeckung, Ergebnis, run_checks
from komman.checks_geprueft import Geprueft
from komman.checks_model import SCHWERE
from komman.kandidaten import candidates
from komman.tables import SCHEMAS

# The kinds of reasons, told by the words of the reason itself; the first that fits counts. Only these words may stand
# below "intern": a reason names what the cell holds.
SUMMENZEILE = "Summenzeile, die nicht aufgeht oder unklar ist"
GRUENDE: tuple[tuple[str, str], ...] = (
    ("auf Anweisung in korrekturen.yaml", r"^zurückgestellt laut korrekturen|; zurückgestellt laut korrekturen"),
    (SUMMENZEILE, r"\bSumme"),
    ("Kommune nicht erkannt", r"unbekannte Kommune|Kommune nicht eindeutig|Gemeindeschlüssel|geteilten Zeile liegt"),
    ("Baustein nicht erkannt", r"unbekannter Baustein"),
    ("Pflichtangabe fehlt", r"Angabe fehlt|kein Betrag in der Zeile"),
    ("Kontaktdaten an der falschen Stelle", r"enthält Kontaktdaten"),
    ("Formel ohne gespeicherten Wert", r"Formel ohne"),
    ("Förderjahr nicht lesbar", r"kein Förderjahr"),
    (
        "Betrag nicht eindeutig lesbar",
        r"Betr[aä]g|mehrdeutig|dezimal|Nachkomma|Prozentwert|Fehlerwert|Tausend|führende Null|Rückzahlung|Strich mit",
    ),
)
ANDERER_GRUND = "andere Angabe nicht lesbar"
# One post, one salary: that its costs are above the Förderung would tell something of one person. An entry of
# geprueft.yaml may be about such a finding.
NUR_INTERN = frozenset({"personalkosten", "stelle_doppelt", "geprueft"})
HOECHSTENS = 500  # findings kept for the notebooks, the weightiest; „komman pruefe --html“ shows them all


def checked(b: Bereinigung) -> Ergebnis:
    """The checks on the cleaned tables, by the rules and for the days that the Kreis states."""
    config = b.konfiguration
    kreis = config.kreis
    return run_checks(
        b.tabellen, kreis.schluessel, config.regelwerk, kreis.stand, kreis.staende, vermerke=config.geprueft
    )


def pruefung(b: Bereinigung, freigabe: str, ergebnis: Ergebnis) -> dict[str, Any]:
    """What stands under ``pruefung`` beside a level's tables, about the whole raw folder; ``ergebnis``: ``checked``.

    Every level: ``stand`` (of the whole folder), ``dateien`` (number), ``summen`` (table → ``released_totals``),
    ``zurueckgestellt`` (``set_aside``), ``gruende`` and ``hinweise`` (kind → number), ``korrekturen`` (number of rows),
    ``pruefungen`` (``checks_released``).
    Only ``intern`` has the rest: no name of a file (it may be a person's), no value and no corrected amount can be
    made public.
    """
    tables = [t for t in SCHEMAS if any(z.tabelle == t for z in b.bilanz)]
    aside = [h for h in b.hinweise if h.art == "zurueckgestellt"]
    corrected = b.korrekturen[["datei", "blatt", "zeile"]].drop_duplicates()
    out: dict[str, Any] = {
        "stand": b.konfiguration.kreis.stand.isoformat(),
        "dateien": len({z.datei for z in b.bilanz}),
        "summen": {t: released_totals(b.bilanz, t, freigabe) for t in tables},
        "zurueckgestellt": set_aside(b.hinweise),
        "gruende": dict(Counter(kind_of_reason(h) for h in aside)),
        "korrekturen": len(corrected),
        "hinweise": dict(Counter(h.art for h in b.hinweise if h.art != "zurueckgestellt")),
        "pruefungen": checks_released(ergebnis, freigabe),
    }
    return {**out, **_for_intern(b, aside)} if freigabe == "intern" else out


def checks_released(ergebnis: Ergebnis, freigabe: str) -> dict[str, Any]:
    """What a level sees of the checks: ``zahlen`` (kind → severity → number), ``abdeckung`` (how far they reached).

    ``geprueft``: how many further findings a person found right. Only ``intern`` has ``befunde``, ``vermerke`` (those
    found right, with the entry) and ``luecken`` (with Förderjahr): elsewhere no money, no place, no name, and nothing
    of the posts.
    """
    intern = freigabe == "intern"
    shown = [a for a in ergebnis.abdeckung if intern or a.art not in NUR_INTERN]
    counts = {a.art: Counter(b.schwere for b in ergebnis.befunde if b.art == a.art) for a in shown}
    out: dict[str, Any] = {
        "zahlen": {art: {s: n[s] for s in SCHWERE if n[s]} for art, n in counts.items() if n},
        "abdeckung": {a.art: _reach(a) for a in shown},
        "geprueft": sum(g.befund.art in counts for g in ergebnis.geprueft),
    }
    if intern:
        out["vermerke"] = [confirmed(g) for g in ergebnis.geprueft[:HOECHSTENS]]
        out["befunde"] = [asdict(b) for b in ergebnis.befunde[:HOECHSTENS]]
        gaps = [(a.art, gap) for a in ergebnis.abdeckung for gap in a.luecken]
        out["luecken"] = [{"art": art, **asdict(gap), "bausteine": list(gap.bausteine)} for art, gap in gaps]
    return out


def confirmed(g: Geprueft) -> dict[str, Any]:
    """A finding and its entry, without contact data, as everything a person has typed."""
    v = g.vermerk
    entry = {"grund": show(v.grund, telefon=True), "wer": show(v.wer, telefon=True), "datum": v.datum.isoformat()}
    return {**asdict(g.befund), **entry}


def _reach(a: Abdeckung) -> dict[str, Any]:
    return {"geprueft": a.geprueft, "auffaellig": a.auffaellig, "gruende": dict(a.gruende)}


def _for_intern(b: Bereinigung, aside: Sequence[Hinweis]) -> dict[str, Any]:
    weiterleitungen, config = b.tabellen["weiterleitungen"], b.konfiguration
    return {
        "bilanz": [asdict(z) for z in b.bilanz],
        "schreibweisen": [asdict(s) for s in b.schreibweisen],
        "zeilen": [_row(h) for h in by_money(aside)],
        "aenderungen": _records(b),
        "befunde": [_row(h) for h in b.hinweise if h.art != "zurueckgestellt"],
        "kandidaten": [asdict(k) for k in candidates(weiterleitungen, config.traeger, config.kreis)],
    }


def kind_of_reason(h: Hinweis) -> str:
    """Why a row is set aside, as one of ``GRUENDE``: words that name nothing of the row."""
    if h.summe:
        return SUMMENZEILE
    return next((kind for kind, words in GRUENDE if re.search(words, h.text)), ANDERER_GRUND)


def by_money(aside: Iterable[Hinweis]) -> list[Hinweis]:
    """Most money first; then what nobody can read, for it may be as much; totals, which are no money, last."""

    def order(h: Hinweis) -> tuple[object, ...]:
        return h.summe, h.cent is None, -abs(h.cent or 0), h.ort.datei, h.ort.blatt, h.ort.zeile or 0

    return sorted(aside, key=order)


def _row(h: Hinweis) -> dict[str, Any]:
    return {
        **asdict(h.ort),
        "art": h.art,
        "bezeichnung": h.bezeichnung,
        "text": h.satz,
        "abhilfe": h.abhilfe,
        "cent": h.cent,
        "jahr": h.jahr,
        "tabelle": h.tabelle,
        "summe": h.summe,
    }


def _records(b: Bereinigung) -> list[dict[str, Any]]:
    plain = b.korrekturen.astype(object).where(b.korrekturen.notna(), None)
    return [
        {str(k): int(v) if k in ("zeile", "delta_cent") and v is not None else v for k, v in r.items()}
        for r in plain.to_dict("records")
    ]
