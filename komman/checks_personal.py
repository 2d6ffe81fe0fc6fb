"""Checks within the list of posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from komman.checks_bestand import Bestand, place
from komman.checks_model import Pruefung
from komman.errors import shorten
from komman.formats import anzahl, aufzaehlung
from komman.microaggregate import Zeile
from komman.text import compare_key

SAGT = ("vzae", "entgeltgruppe", "stufe", "kosten_cent", "besetzt", "besetzt_tage")


def check_posts_twice(b: Bestand) -> Pruefung:
    """A post has one row a month; one finding per post and year, with the costs that would count double.

    Every row counts in all sums. Rows that say the same are told by the reader already („Doppelt“). A post is known by
    its name alone, so two people on posts of one name are found here too: only the Kreis knows.
    """
    p = Pruefung("stelle_doppelt")
    months: dict[tuple[str, str], list[Zeile]] = defaultdict(list)
    for z in b.stellen:
        months[compare_key(z["stelle"]), z["monat"]].append(z)
    p.geprueft = len(months)
    twice: dict[tuple[str, int], list[list[Zeile]]] = defaultdict(list)
    for (stelle, monat), rows in sorted(months.items()):
        if len(kinds := _different(rows)) > 1:
            twice[stelle, int(monat[:4])].append(kinds)
    for (_, jahr), found in twice.items():
        first = found[0]
        when = aufzaehlung(f"{rows[0]['monat'][5:]}/{jahr}" for rows in found)
        text = (
            f"Stelle „{shorten(first[0]['stelle'])}“: in {anzahl(len(found), 'Monat', 'Monaten')} mehr als eine Zeile, "
            f"mit verschiedenen Angaben ({when}); alle Zeilen zählen mit."
        )
        remedy = (
            "Ist eine Zeile überholt, sie in korrekturen.yaml mit „loesche“ eintragen; sind es zwei Stellen, sie "
            "verschieden benennen. Stimmt beides, etwa bei einem Wechsel im Monat, den Befund als geprüft eintragen."
        )
        p.found("warnung", jahr, text, remedy, _counted_double(found), place(first[1]))
    return p


def _different(rows: Sequence[Zeile]) -> list[Zeile]:
    """The first row of each kind that says something else."""
    kinds: dict[tuple[object, ...], Zeile] = {}
    for z in rows:
        kinds.setdefault(tuple(z[name] for name in SAGT), z)
    return list(kinds.values())


def _counted_double(months: Sequence[Sequence[Zeile]]) -> int | None:
    """The costs beside the dearest row of each month; missing where no month has two rows with costs."""
    costs = [[z["kosten_cent"] for z in rows if z["kosten_cent"] is not None] for rows in months]
    double = [sum(cents) - max(cents) for cents in costs if len(cents) > 1]
    return sum(double) if double else None
