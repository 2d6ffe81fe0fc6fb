"""What a Freigabe does not show, said by kind and Förderjahr, so that a report can say it for its own years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from komman.formats import anzahl, aufzaehlung, jahre_text
from komman.microaggregate import NICHT_BENANNT, NICHT_ZUGEORDNET

Art = Literal["gesammelt", "ungenannt", "kreisweit", "rueckzahlungen", "buchungen"]


@dataclass(frozen=True, slots=True)
class Freigabehinweis:
    """One kind of thing not shown, and the Förderjahre concerned, each with a number (Kommunen; else 1)."""

    art: Art
    jahre: Mapping[int, int]


def hint_texts(hinweise: Iterable[Freigabehinweis], bis: int = 9999) -> list[str]:
    """The sentences a reader of a report on years up to ``bis`` must know.

    Never how many associations joined a pool, which would tell how few others are in it.
    """
    out: list[str] = []
    for h in hinweise:
        jahre = {j: n for j, n in sorted(h.jahre.items()) if j <= bis}
        if jahre:
            out.append(_text(h.art, jahre))
    return out


def _text(art: Art, jahre: Mapping[int, int]) -> str:
    wann = _years(list(jahre))
    if art == "gesammelt":
        return (
            f"Träger, die nicht genannt werden dürfen, sind {wann} zusammengefasst "
            f"(„{NICHT_BENANNT}“); einzelne Vereine können darin enthalten sein. "
            "An den Summen für den Kreis ändert das nichts; bei den Kommunen fehlt ihr Anteil."
        )
    if art == "ungenannt":
        parts = [f"{anzahl(n, 'Kommune', 'Kommunen')} im Förderjahr {jahr}" for jahr, n in jahre.items()]
        return (
            f"Nur unter „{NICHT_ZUGEORDNET}“ enthalten: {aufzaehlung(parts)}. "
            "Die Zahl der namentlich gezeigten Kommunen ist dort eine Mindestzahl."
        )
    if art == "kreisweit":
        return f"Kreisweite Maßnahmen stehen {wann} unter „{NICHT_ZUGEORDNET}“; ihre Zahl ist eine Mindestzahl."
    if art == "rueckzahlungen":
        return "Die Rückzahlungen der zusammengefassten Träger sind keinem Träger zuzuordnen."
    return f"Einzelne Buchungen fehlen {wann}, weil sie einen Träger erkennen ließen."


def _years(jahre: Sequence[int]) -> str:
    return f"im Förderjahr {jahre[0]}" if len(jahre) == 1 else f"in den Förderjahren {jahre_text(jahre)}"
