"""The lines of an answer as a table and as a picture, each figure formatted once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from komman.document import Abbildung, Einheit, Tabelle, Tabellenspalte
from komman.formats import group, prozent
from komman.questions_lines import Ergebnis, Zeile
from komman.questions_model import NACH_TEXT
from komman.questions_text import (
    STRICH,
    covered,
    extremes,
    heading,
    missing_word,
    points,
    shown,
)

EINHEITEN: dict[str, Einheit] = {"cent": "euro", "promille": "prozent", "anzahl": "anzahl"}
MOST_BARS = 20
SMALL_CENT = 2_000_000  # below 20,000 € a picture in thousands would hide too much
Spalte = tuple[Tabellenspalte, Callable[[Zeile], str]]


def visible(e: Ergebnis) -> list[Zeile]:
    """The lines the table shows: all, or with a ranking those on the first places, in their order."""
    if not e.frage.rang:
        return e.zeilen
    ranked = [z for z in e.zeilen if z.rang is not None and z.rang <= e.frage.rang]
    return sorted(ranked, key=lambda z: z.rang or 0) or e.zeilen  # no value known: all lines, none of them ranked


def table(e: Ergebnis) -> Tabelle:
    """One row per line, the columns that were asked for, and a last row for all lines where that has a meaning."""
    columns = [s for s in _columns(e) if s is not None]
    rows = [[read(z) for _, read in columns] for z in visible(e)]
    total = e.frage.nach != "" and len(e.zeilen) > 1 and e.gesamt is not None
    if total and e.gesamt is not None:
        anteil = e.anteil if e.frage.nach == "jahr" else _whole(e)
        heads = e.zeilen[0].einwohner if e.frage.nach not in ("kommune", "jahr") else _all_heads(e)
        last = Zeile("", "zusammen", e.gesamt, anteil=anteil, einwohner=heads)
        rows.append([read(last) for _, read in columns])
    return Tabelle(heading(e), [s for s, _ in columns], rows, summenzeile=total, fussnote=" ".join(_footnote(e)))


def _whole(e: Ergebnis) -> int | None:
    return 1000 if e.frage.anteil and e.gesamt and e.gesamt.vollstaendig and (e.gesamt.wert or 0) > 0 else None


def _all_heads(e: Ergebnis) -> int | None:
    b = e.bevoelkerung.get(e.jahre[-1])
    return sum(b.einwohner.values()) if b else None


def _columns(e: Ergebnis) -> list[Spalte | None]:
    f = e.frage
    titel = f.m.titel + (" je 1.000 Einwohner" if f.je_1000 else "")
    unit: Einheit = EINHEITEN.get(f.einheit, "text")
    gaps = any(z.wert.fehlt for z in e.zeilen)
    points_unit: Einheit = "text" if f.einheit == "promille" else unit
    name = NACH_TEXT[f.nach or "jahr"]
    return [
        _number("Rang", "anzahl", lambda z: STRICH if z.rang is None else group(z.rang)) if f.rang else None,
        (Tabellenspalte(name, "links", True), lambda z: z.name),
        _number(titel, unit, lambda z: shown(e, z.wert)),
        _number("Maßnahmen mit Angabe", "text", lambda z: covered(z.wert)) if gaps else None,
        _number("Einwohner", "anzahl", lambda z: group(z.einwohner) if z.einwohner else STRICH) if f.je_1000 else None,
        _number("Anteil", "prozent", lambda z: prozent(z.anteil, STRICH)) if f.anteil else None,
        _number("gegenüber dem Vorjahr", points_unit, lambda z: _difference(e, z)) if f.veraenderung else None,
        _number("in Prozent", "prozent", lambda z: prozent(z.veraenderung_promille, STRICH))
        if f.veraenderung and f.einheit != "promille"
        else None,
    ]


def _number(name: str, einheit: Einheit, read: Callable[[Zeile], str]) -> Spalte:
    return Tabellenspalte(name, "rechts", False, einheit), read


def _difference(e: Ergebnis, z: Zeile) -> str:
    return STRICH if z.veraenderung is None else points(e, z.veraenderung)


def _footnote(e: Ergebnis) -> list[str]:
    found = []
    if e.frage.rang:
        shown_lines = visible(e)
        behind = [z for z in e.zeilen if z.rang is not None and z not in shown_lines]
        without = [z for z in e.zeilen if z.rang is None and z not in shown_lines]
        found += [f"Nicht gezeigt: {group(len(behind))} auf den folgenden Plätzen."] if behind else []
        texts = {z.name: shown(e, z.wert) for z in without}
        ohne = "; ".join(name if text == STRICH else f"{name} ({text})" for name, text in texts.items())
        found += [f"Ohne Rang: {ohne}."] if without else []
        found += (
            ["„zusammen“ umfasst auch die nicht gezeigten."] if (behind or without) and e.gesamt is not None else []
        )
    if missing_word(e) in {shown(e, z.wert) for z in e.zeilen}:
        found.append(f"„{missing_word(e)}“ ist keine 0.")
    return found


def picture(e: Ergebnis) -> Abbildung | None:
    """A series or a comparison as a picture; none with fewer than two values."""
    lines = [z for z in visible(e) if z.benannt][:MOST_BARS]
    known = [z.wert.wert for z in lines if z.wert.wert is not None]
    if len(known) < 2:
        return None
    whole = e.frage.m.art == "geld" and not e.frage.je_1000 and all(z.wert.zeilen for z in lines)
    if e.frage.nach == "jahr" and not e.frage.rang and whole and max(known) >= SMALL_CENT:
        from komman.charts import series_chart

        figur = series_chart([int(z.schluessel) for z in lines], [z.wert.wert for z in lines], [None] * len(lines), {})
        return Abbildung(heading(e), alt_text(e, "Säulendiagramm", lines), figur)
    from komman.charts_bars import bar_chart

    figur = bar_chart([(z.name, z.wert.wert, shown(e, z.wert)) for z in lines])
    return Abbildung(heading(e), alt_text(e, "Balkendiagramm", lines), figur)


def alt_text(e: Ergebnis, art: str, lines: Sequence[Zeile]) -> str:
    """What the picture says, in sentences computed from its numbers."""
    if len(lines) < len([z for z in visible(e) if z.benannt]):
        art = f"{art} der ersten {group(len(lines))} Zeilen"
    said = extremes(e, lines)
    if e.frage.nach == "jahr" and not e.frage.rang:
        a, b = (f"{z.name} ({shown(e, z.wert)})" for z in (lines[0], lines[-1]))
        said = f"{said} Die Reihe reicht von {a} bis {b}."
    return f"{art}: {heading(e)}. {said}".strip()
