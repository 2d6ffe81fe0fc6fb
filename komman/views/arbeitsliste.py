"""The rows set aside as a list to work through: where, how much, the row as it stands, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from komman.bereinigung import Hinweis
from komman.document import Tabelle
from komman.formats import euro, group
from komman.korrekturentwurf import draft
from komman.pruefung import by_money, kind_of_reason
from komman.views import pruefungen
from komman.views.common import KEINE, columns

LEER = "(leer)"
_NAMES = ("kommune", "traeger")


@dataclass(frozen=True, slots=True)
class Arbeitszeile:
    """One row: all texts as they are shown; ``felder`` are heading, cell and whether it is what is in question.

    ``kurz`` names whom the row is about; ``eintrag`` is the draft for korrekturen.yaml, or empty.
    """

    stelle: str
    betrag: str
    kurz: str
    grund: str
    abhilfe: str
    felder: tuple[tuple[str, str, bool], ...]
    eintrag: str


def work_list(hinweise: Iterable[Hinweis]) -> list[Arbeitszeile]:
    """The rows set aside, most money first; totals that do not add up last. Internal data."""
    return [_line(h) for h in by_money(h for h in hinweise if h.art == "zurueckgestellt")]


def _line(h: Hinweis) -> Arbeitszeile:
    names = [f.text for name in _NAMES for f in h.inhalt if f.feld == name and f.text]
    return Arbeitszeile(
        pruefungen.place(asdict(h.ort)),
        "Summenzeile" if h.summe else euro(h.cent, "nicht lesbar oder leer"),
        ", ".join(names),
        h.satz,
        h.abhilfe,
        tuple((f.ueberschrift, f.text or LEER, f.strittig) for f in h.inhalt),
        draft(h),
    )


def reasons(hinweise: Sequence[Hinweis]) -> Tabelle:
    """How many rows are set aside for which kind of reason, how much money they name, and how many name none."""
    by_kind: dict[str, list[Hinweis]] = {}
    for h in hinweise:
        if h.art == "zurueckgestellt":
            by_kind.setdefault(kind_of_reason(h), []).append(h)
    cents = {kind: [h.cent for h in found if h.cent is not None and not h.summe] for kind, found in by_kind.items()}
    order = sorted(by_kind, key=lambda kind: (-sum(cents[kind]), -len(by_kind[kind]), kind))
    rows = [
        [
            kind,
            group(len(by_kind[kind])),
            euro(sum(cents[kind]) if cents[kind] else None, KEINE),
            group(len(by_kind[kind]) - len(cents[kind])),
        ]
        for kind in order
    ]
    return Tabelle(
        "Zurückgestellte Zeilen nach Grund",
        columns("Grund", ("Zeilen", "anzahl"), ("Betrag", "euro"), ("davon ohne Betrag", "anzahl")),
        rows,
        fussnote="Eine Zeile mit mehreren Gründen zählt beim ersten. Ohne Betrag sind Zeilen, deren Betrag leer oder "
        "nicht lesbar ist, und Summenzeilen.",
    )
