"""A draft of the entry in korrekturen.yaml for a row that was set aside: whoever knows the answer fills in the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from komman.bereinigung import Hinweis
from komman.columns import ALIASES
from komman.config import PLATZHALTER
from komman.pruefung import SUMMENZEILE, kind_of_reason
from komman.teilspalten import is_part
from komman.zeilenbild import Feld

# Whose row it is; enough of it to tell the row from its neighbours.
_IDENTITY = ("massnahme_id", "zahlung_id", "stelle", "aktenzeichen", "kommune", "traeger", "monat", "datum", "art")
_MOST = 6  # columns that a draft expects
_PLAIN = frozenset("„“”‚‘’–—€…§°²")  # of the letters above 0x24F those that a page shows and a keyboard has


def draft(h: Hinweis) -> str:
    """The entry as YAML, to be copied below ``korrekturen:``; "" where no cell of the row can be expected.

    A total is deleted, a value that is in question set. What only a person can know is ``…``, which the reader of
    korrekturen.yaml refuses, and so is the day.
    """
    expected = _expected(h.inhalt)
    if not expected or h.ort.zeile is None:
        return ""
    new = {} if kind_of_reason(h) == SUMMENZEILE else _new(h)
    head = {"aktion": "setze" if new else "loesche", "datei": quoted(h.ort.datei)}
    head |= {"blatt": quoted(h.ort.blatt)} if h.ort.blatt else {}
    lines = [f"{name}: {text}" for name, text in (head | {"zeile": str(h.ort.zeile)}).items()]
    lines += ["erwarte:", *_pairs(expected)]
    lines += ["setze:", *_pairs(new)] if new else []
    lines += [f"grund: {quoted(PLATZHALTER)}", f"wer: {quoted(PLATZHALTER)}", 'datum: "JJJJ-MM-TT"']
    return "\n".join([f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]) + "\n"


def _expected(inhalt: Iterable[Feld]) -> dict[str, str]:
    """What is in question first, then whose row it is; by heading, as the file has it."""
    whole = [f for f in inhalt if f.ganz and f.feld]
    asked = [f for f in whole if f.strittig]
    own = [f for f in whole if f.feld in _IDENTITY and f.text and not f.strittig]
    found = {_name(f): f.text for f in [*asked, *own][:_MOST]}
    return found if any(text.strip() for text in found.values()) else {}


def _new(h: Hinweis) -> dict[str, str]:
    known = ALIASES.get(h.tabelle, {})
    fields = [f for f in h.inhalt if f.strittig and (f.feld in known or is_part(f.feld)) and f.feld != "traegerart"]
    return {_name(f): PLATZHALTER for f in fields}


def _name(f: Feld) -> str:
    """The canonical name; of an amount in several columns its heading."""
    return f.ueberschrift if is_part(f.feld) else f.feld


def _pairs(values: Mapping[str, str]) -> list[str]:
    plain = {n: n if n.isidentifier() and n.isascii() else quoted(n) for n in values}
    return [f"  {plain[n]}: {quoted(text)}" for n, text in values.items()]


def quoted(text: str) -> str:
    """The text as a YAML scalar in double quotes; what a page or an editor may change is written as a number."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(c: str) -> str:
    if c in '"\\':
        return f"\\{c}"
    if (c.isprintable() and ord(c) < 0x250) or c in _PLAIN:
        return c
    return f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
