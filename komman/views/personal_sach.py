"""The block of notebook 05 on Sachausgaben: what was spent, against the ceiling."""

from __future__ import annotations

from collections.abc import Sequence

from komman.document import Hinweis, Tabelle, Tabellenspalte
from komman.formats import NICHT_BELEGT, OFFEN, euro, prozent
from komman.lage import Lage
from komman.staffing_sach import PROGRAMMTEIL, Sachjahr, material_years
from komman.views.common import columns
from komman.views.masse import span


def sachausgaben(lage: Lage) -> Tabelle | Hinweis:
    """What was spent on material, against the ceiling."""
    jahre = material_of(lage)
    if not jahre:
        return Hinweis(
            "Zu Sachausgaben liegen keine Angaben vor",
            "In der Liste der Bescheide steht nichts zu den Sachausgaben des Programmteils I.",
        )
    zeilen = [
        [
            str(s.jahr),
            euro(s.hoechstbetrag, NICHT_BELEGT),
            euro(s.ausgegeben),
            euro(s.rest, OFFEN if s.ausgegeben is None else NICHT_BELEGT),
            prozent(s.ausschoepfung, OFFEN if s.ausgegeben is None else NICHT_BELEGT),
            f"{s.quelle}; {s.ausgegeben_quelle}",
        ]
        for s in jahre
    ]
    amounts = columns("Förderjahr", ("Höchstbetrag", "euro"), ("ausgegeben", "euro"), ("Rest", "euro"))
    spalten = [*amounts, Tabellenspalte("Ausschöpfung", "rechts", False, "prozent"), Tabellenspalte("Grundlage")]
    text = "Das Land fördert Sachausgaben nach den tatsächlichen Kosten bis zum Höchstbetrag."
    return Tabelle("Sachausgaben des Programmteils I", spalten, zeilen, fussnote=f"{text} {_over(jahre)}".strip())


def _over(jahre: Sequence[Sachjahr]) -> str:
    over = [s.jahr for s in jahre if s.rest is not None and s.rest < 0]
    return f"Mehr als der Höchstbetrag ist ausgegeben {span(over)}; den Rest trägt der Kreis." if over else ""


def material_of(lage: Lage) -> tuple[Sachjahr, ...]:
    """Ceiling and spending of all years, if there is any letter on them."""
    bescheide = lage.tabellen["bescheide"]
    if not bool((bescheide["programmteil"] == PROGRAMMTEIL).any()):
        return ()
    return material_years(lage.stellen, bescheide, lage.regelwerk)
