"""Which released rows a question is about: names held against the data, and the rows that may belong to it as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from komman.bausteine import bausteine
from komman.errors import AufrufFehler, DatenFehler
from komman.formats import KEINE_ANGABE, jahre_text
from komman.lage import Lage
from komman.microaggregate import NICHT_BENANNT, NICHT_ZUGEORDNET, UNBEKANNT
from komman.outcomes_traeger import is_pooled
from komman.places import KREISWEIT
from komman.questions_model import NACH_TEXT, TRAEGERARTEN, Frage
from komman.text import compare_key, nearest

if TYPE_CHECKING:
    Maske = pd.Series[bool]

UNBENANNT = frozenset({NICHT_ZUGEORDNET, NICHT_BENANNT, KEINE_ANGABE, KREISWEIT, UNBEKANNT})


@dataclass(frozen=True)
class Auswahl:
    """The rows asked for, the rows that may belong to them too (not assigned at this Freigabe), and all of the years.

    ``namen`` are the filters as the data spell them; ``ags`` is that of a Kommune filter.
    """

    zeilen: pd.DataFrame
    rest: pd.DataFrame
    alle: pd.DataFrame
    namen: dict[str, str]
    ags: str


@dataclass(frozen=True)
class Gruppe:
    """The rows of one value of a grouping; one that is not ``benannt`` is never ranked."""

    schluessel: str
    name: str
    zeilen: pd.DataFrame
    benannt: bool


def select(lage: Lage, frage: Frage, jahre: Iterable[int]) -> Auswahl:
    """The rows of the Förderjahre that fit all filters; refuses an unknown name, and a question no row fits."""
    df = lage.weiterleitungen
    alle = df[df["foerderjahr"].isin(list(jahre))]
    yes = pd.Series(True, index=df.index)
    maybe = pd.Series(True, index=df.index)
    namen: dict[str, str] = {}
    ags = ""
    for dimension, wert in frage.filter.items():
        if dimension == "kommune":
            ags, namen[dimension] = _kommune(lage, wert)
            sure, perhaps = df["ags"] == ags, df["ags"] == ""
        else:
            namen[dimension], sure, perhaps = _FINDERS[dimension](df, wert)
        yes, maybe = yes & sure, maybe & (sure | perhaps)
    zeilen, rest = alle[yes[alle.index]], alle[(maybe & ~yes)[alle.index]]
    if zeilen.empty:
        raise _nothing(lage, frage, df[yes], namen)
    return Auswahl(zeilen, rest, alle, namen, ags)


def _kommune(lage: Lage, text: str) -> tuple[str, str]:
    """AGS and name of a Kommune of the Kreis, by any of its names or its AGS; or ``kreisweit``."""
    key = compare_key(text)
    if key in (compare_key(KREISWEIT), lage.schluessel):
        return lage.schluessel, KREISWEIT
    for ort in lage.orte:
        if key == ort.ags or key in map(compare_key, ort.namen):
            return ort.ags, ort.name
    spellings = {n: o.name for o in lage.orte for n in o.namen}
    close = nearest(text, spellings)
    raise _unknown(
        "Eine Kommune",
        text,
        spellings[close] if close else None,
        f"möglich sind {', '.join(o.name for o in lage.orte)}.",
    )


def _baustein(df: pd.DataFrame, text: str) -> tuple[str, Maske, Maske]:
    known = {**bausteine(), KEINE_ANGABE: KEINE_ANGABE}
    key = compare_key(text)
    code = next((c for c, name in known.items() if key in (compare_key(c), compare_key(name))), None)
    if code is None:
        raise _unknown("Einen Baustein", text, None, f"möglich sind {', '.join(known)}.")
    codes = _codes(df)
    perhaps = codes == NICHT_ZUGEORDNET
    return code, codes == code, perhaps if code == KEINE_ANGABE else perhaps | (codes == KEINE_ANGABE)


def _codes(df: pd.DataFrame) -> pd.Series[str]:
    return df["baustein"].fillna(KEINE_ANGABE).replace("", KEINE_ANGABE)


def _traegerart(df: pd.DataFrame, text: str) -> tuple[str, Maske, Maske]:
    key = compare_key(text)
    art = next((a for a, names in TRAEGERARTEN.items() if key in (a, compare_key(names[0]))), None)
    if art is None:
        raise _unknown("Eine Trägerart", text, nearest(text, TRAEGERARTEN), f"möglich sind {', '.join(TRAEGERARTEN)}.")
    arten = df["traegerart"]
    return art, arten == art, arten.isin([a for a in (NICHT_ZUGEORDNET, UNBEKANNT) if a != art])


def _traeger(df: pd.DataFrame, text: str) -> tuple[str, Maske, Maske]:
    pooled = is_pooled(df)
    known = {compare_key(n): str(n) for n in df.loc[~pooled, "traeger"]}
    name = known.get(compare_key(text))
    if name is None:
        hidden = " Manche Träger werden bei dieser Freigabe nicht genannt." if bool(pooled.any()) else ""
        raise _unknown(
            "Einen Träger",
            text,
            nearest(text, known.values()),
            f"den Namen genau wie in den Tabellen schreiben; „--nach traeger“ zeigt alle.{hidden}",
        )
    same = df["traeger"].map(lambda t: compare_key(str(t)) == compare_key(text)).astype(bool)
    return name, same & ~pooled, pooled


_FINDERS = {"baustein": _baustein, "traegerart": _traegerart, "traeger": _traeger}


def _unknown(was: str, text: str, close: str | None, abhilfe: str) -> AufrufFehler:
    mehr = [f"Meinten Sie „{close}“?"] if close else []
    return AufrufFehler(f"{was} „{text}“ kennen diese Tabellen nicht.", mehr=mehr, abhilfe=abhilfe)


def _nothing(lage: Lage, frage: Frage, elsewhere: pd.DataFrame, namen: dict[str, str]) -> DatenFehler:
    """Why there is no answer; a 0 would claim more than the lists say."""
    what = ", ".join(f"{NACH_TEXT[d]} „{n}“" for d, n in namen.items())
    when = str(frage.von) if frage.von == frage.bis else f"{frage.von} bis {frage.bis}"
    pooled = bool(is_pooled(lage.weiterleitungen).any())
    jahre = sorted({int(j) for j in elsewhere["foerderjahr"]})
    mehr = ["Das ist keine 0: Es gibt keine Zeile, aus der sich etwas rechnen ließe."]
    if pooled:
        mehr.append("Bei dieser Freigabe sind nicht alle Träger einer Kommune oder einem Baustein zugeordnet.")
    return DatenFehler(
        f"Für {when} nennen die Förderlisten keine Maßnahme{' namentlich' if pooled else ''}: {what}.",
        mehr=mehr,
        abhilfe=f"andere Förderjahre nennen: {jahre_text(jahre)}." if jahre else "die Auswahl weiter fassen.",
    )


def groups(auswahl: Auswahl, nach: str) -> list[Gruppe]:
    """The rows of the selection by the values of ``nach``; what is not named comes last."""
    df = auswahl.zeilen
    if nach == "kommune":
        keys = df["ags"]
        names = dict(zip(df["ags"], df["kommune"], strict=True))
        named = {a: len(str(a)) == 8 for a in names}
    elif nach == "baustein":
        keys = _codes(df)
        titel = bausteine()
        names = {c: f"{c} {titel[c]}" if c in titel else c for c in keys}
        named = {c: c not in UNBENANNT for c in names}
    elif nach == "traegerart":
        keys = df["traegerart"]
        names = {a: TRAEGERARTEN[a][0] if a in TRAEGERARTEN else a for a in keys}
        named = {a: a not in UNBENANNT for a in names}
    else:
        pooled = is_pooled(df)
        keys = df["traeger_id"].where(~pooled, "")
        names = {k: NICHT_BENANNT if k == "" else str(t) for k, t in zip(keys, df["traeger"], strict=True)}
        named = {k: k != "" for k in names}
    order = sorted(names, key=lambda k: (not named[k], k == "" or k == NICHT_ZUGEORDNET, _place(nach, k, names[k])))
    return [Gruppe(str(k), str(names[k]), df[keys == k], named[k]) for k in order]


def _place(nach: str, key: str, name: str) -> tuple[str, str]:
    return (compare_key(name), key) if nach == "traeger" else (key, "")
