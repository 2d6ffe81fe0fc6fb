"""Ad-hoc questions: one question in, one computed answer out, from the released tables of one Freigabe only."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from komman import __version__
from komman.document import Abbildung, Bloecke, Hinweis, Kopf, Satz, Tabelle
from komman.errors import AufrufFehler
from komman.formats import BEISPIELDATEN
from komman.lage import Lage, load_year
from komman.questions_lines import Ergebnis, Zeile, compute
from komman.questions_model import Frage
from komman.questions_notes import cautions, method
from komman.questions_table import picture, table
from komman.questions_text import answer
from komman.questions_values import Wert
from komman.views.common import head

if TYPE_CHECKING:
    from komman.block import Block

__all__ = ["Antwort", "Frage", "ask", "frage", "parse_years"]

JSON_VERSION = 1


@dataclass(frozen=True, repr=False)
class Antwort:
    """What came out: sentence, table, picture, how it was computed and what is missing.

    ``ergebnis`` holds the same as numbers, ``as_dict`` as JSON.
    """

    ergebnis: Ergebnis
    satz: str
    tabelle: Tabelle
    gerechnet: tuple[str, ...]
    beachten: tuple[str, ...]

    @property
    def frage(self) -> Frage:
        return self.ergebnis.frage

    @property
    def lage(self) -> Lage:
        return self.ergebnis.lage

    @property
    def wert(self) -> int | None:
        """The one value of the answer, in the unit of the question; nothing if there is none or it is not known."""
        return None if self.ergebnis.gesamt is None else self.ergebnis.gesamt.wert

    def bild(self) -> Abbildung | None:
        """The picture of a series or a comparison."""
        return picture(self.ergebnis)

    def kopf(self) -> Kopf:
        """Title data of a report with this answer."""
        return head(self.frage.bis, self.frage.freigabe, self.lage)  # type: ignore[arg-type]

    def bloecke(self) -> list[Block]:
        """The answer as blocks of a report."""
        bild = self.bild()
        blocks: list[Block] = [Satz(self.satz), *([bild] if bild else []), self.tabelle, self.rechenweg()]
        return [*blocks, *([h] if (h := self.hinweis()) else [])]

    def rechenweg(self) -> Hinweis:
        """How the answer was computed."""
        return Hinweis("Wie gerechnet wurde", " ".join(self.gerechnet))

    def hinweis(self) -> Hinweis | None:
        """What a reader must know beside the figures."""
        return Hinweis("Zu beachten", " ".join(self.beachten)) if self.beachten else None

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON: raw numbers (cents, promille, counts) and the texts; keys and units stay as they are."""
        e, lage = self.ergebnis, self.lage
        return {
            "version": JSON_VERSION,
            "komman": __version__,
            "beispiel": lage.beispiel,
            "hinweis": BEISPIELDATEN if lage.beispiel else "",
            "frage": asdict(self.frage),
            "antwort": self.satz,
            "einheit": self.frage.einheit,
            "wert": self.wert,
            "anteil_promille": e.anteil,
            "zeilen": [_line(z) for z in e.zeilen],
            "nicht_zugeordnet": None if e.rest is None else _value(e.rest),
            "tabelle": {
                "titel": self.tabelle.titel,
                "spalten": [s.name for s in self.tabelle.spalten],
                "zeilen": self.tabelle.zeilen,
                "summenzeile": self.tabelle.summenzeile,
                "fussnote": self.tabelle.fussnote,
            },
            "gerechnet": list(self.gerechnet),
            "beachten": list(self.beachten),
            "herkunft": {
                "kreis": lage.kreis,
                "freigabe": lage.freigabe,
                "stand": lage.stand.isoformat(),
                "herausgeber": lage.dienststelle,
                "jahre": e.jahre,
                "fehlende_jahre": e.fehlende_jahre,
                "zeilen": e.quellzeilen,
            },
        }

    def __repr__(self) -> str:
        return f"Antwort({self.satz!r})"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return Bloecke(self.bloecke())._repr_mimebundle_(include, exclude)


def _line(z: Zeile) -> dict[str, Any]:
    return {
        "schluessel": z.schluessel,
        "name": z.name,
        **_value(z.wert),
        "rang": z.rang,
        "anteil_promille": z.anteil,
        "veraenderung": z.veraenderung,
        "veraenderung_promille": z.veraenderung_promille,
        "einwohner": z.einwohner,
    }


def _value(w: Wert) -> dict[str, Any]:
    return {"wert": w.wert, "massnahmen": w.massnahmen, "zeilen": w.zeilen, "fehlt": dict(w.fehlt)}


def ask(lage: Lage | None, frage: Frage, daten: str = "") -> Antwort:
    """The answer to ``frage``; ``lage`` is that of its last year and its Freigabe (without one it is loaded).

    Refuses unknown names and impossible questions (``AufrufFehler``), and those the tables hold nothing for
    (``DatenFehler``): nothing is ever answered with 0 because it is not known.
    """
    if lage is None:
        lage = load_year(frage.bis, frage.freigabe, daten)
    if (lage.jahr, lage.freigabe) != (frage.bis, frage.freigabe):
        raise AufrufFehler(
            f"Geladen ist {lage.jahr} ({lage.freigabe}), gefragt ist nach {frage.bis} ({frage.freigabe}).",
            abhilfe=f"load_year({frage.bis}, „{frage.freigabe}“) verwenden.",
        )
    e = compute(lage, frage)
    return Antwort(e, answer(e), table(e), tuple(method(e)), tuple(cautions(e)))


def parse_years(text: str) -> tuple[int, int]:
    """``2020`` or ``2016-2020`` as first and last year."""
    found = re.fullmatch(r"\s*([0-9]{4})\s*(?:[-–]\s*([0-9]{4})\s*)?", text, re.ASCII)
    if found is None:
        raise AufrufFehler(
            f"„{text}“ ist kein Förderjahr und kein Zeitraum.", abhilfe="so schreiben: 2020 oder 2016-2020."
        )
    return int(found[1]), int(found[2] or found[1])


def frage(
    mass: str,
    jahr: str | int,
    *,
    kommune: str = "",
    baustein: str = "",
    traegerart: str = "",
    traeger: str = "",
    nach: str = "",
    rang: int = 0,
    anteil: bool = False,
    veraenderung: bool = False,
    je_1000: bool = False,
    freigabe: str = "oeffentlich",
    daten: str = "",
) -> Antwort:
    """Ask in one call: ``komman.frage("netto", "2016-2020", nach="kommune", rang=3)``."""
    von, bis = parse_years(str(jahr))
    f = Frage(
        mass, von, bis, kommune, baustein, traegerart, traeger, nach, rang, anteil, veraenderung, je_1000, freigabe
    )
    return ask(None, f, daten)
