"""The Förderjahr of a list: named once by its title, sheet or file name, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from komman.errors import DatenFehler, Ort
from komman.formats import aufzaehlung
from komman.grid import Blatt
from komman.header import FUNDED, Kopf
from komman.values import without_days, years

_TITLE_YEAR = re.compile(
    r"(?:förder|foerder|bewilligungs)jahr(?:es|e)?\s*:?\s*((?:20\d\d\D{1,5})*20\d\d)(?!\d)", re.IGNORECASE
)


def names_year(titel: Iterable[str]) -> bool:
    """Whether title lines name any year that may be a Förderjahr."""
    return any(year in FUNDED for text in titel for year in years(without_days(text)))


def foerderjahr_of(kopf: Kopf, blatt: Blatt) -> int | None:
    """The one Förderjahr that title lines, sheet name and file name agree on; None when none of them names one.

    Refuses (DatenFehler) when two of them name different years. A file name such as ``2016-2020`` names no year; a
    title that says "Förderjahr 2019 und 2020" leaves it open. Without that word the years of a title only contradict.
    """
    texts = [without_days(t) for t in kopf.titel]
    title = {year for t in texts for m in _TITLE_YEAR.findall(t) for year in years(m)}
    if len(title) > 1:
        return None
    others = {year for t in texts for year in years(t) if year in FUNDED} if not title else set()
    sources = {"in der Titelzeile": title, "im Blattnamen": years(blatt.blatt), "im Dateinamen": years(blatt.datei)}
    named = {where: min(found) for where, found in sources.items() if len(found) == 1}
    said = [f"{year} {where}" for where, year in named.items()]
    if others and any(not min(others) <= year <= max(others) for year in named.values()):
        said.insert(0, f"{aufzaehlung(str(y) for y in sorted(others))} in der Titelzeile")
    if len(set(named.values())) > 1 or len(said) > len(named):
        raise DatenFehler(
            f"Das Förderjahr ist widersprüchlich: {aufzaehlung(said)}.",
            ort=Ort(blatt.datei, blatt.blatt),
            abhilfe="Titel oder Dateinamen berichtigen oder foerderjahr in quellen.yaml unter „konstanten“ eintragen.",
        )
    return next(iter(named.values()), None)
