"""Findings that a person found right: a Kennung for each finding, and the entries of geprueft.yaml beside them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from komman.canonical import show
from komman.checks_model import Pruefbefund, Pruefung, by_weight
from komman.errors import shorten
from komman.geprueft import Pruefvermerk

STELLEN = 6  # hexadecimal digits: a Förderjahr has far fewer findings than 16 to the power of 6


@dataclass(frozen=True, slots=True)
class Geprueft:
    """A finding and the entry by which it is right."""

    befund: Pruefbefund
    vermerk: Pruefvermerk


def identified(befunde: Iterable[Pruefbefund]) -> list[Pruefbefund]:
    """The findings in the order of their weight, each with its Kennung.

    A Kennung rests on what a finding says (check, severity, Förderjahr, text, money), not on the place of a row: it
    stays when rows move, and changes with an amount. Of findings that say the same the second ends in ``-2``.
    """
    seen: Counter[str] = Counter()
    out = []
    for b in sorted(befunde, key=by_weight):
        base = _base(b)
        seen[base] += 1
        out.append(replace(b, kennung=base if seen[base] == 1 else f"{base}-{seen[base]}"))
    return out


def _base(b: Pruefbefund) -> str:
    # Blanks only lay out an amount; a change of them must not undo what a person has checked.
    said = "|".join([b.art, b.schwere, str(b.foerderjahr), " ".join(b.text.split()), str(b.cent)])
    return f"{b.foerderjahr}-{hashlib.sha256(said.encode()).hexdigest()[:STELLEN]}"


def compare(
    befunde: Iterable[Pruefbefund], vermerke: Sequence[Pruefvermerk]
) -> tuple[list[Pruefbefund], list[Geprueft], Pruefung]:
    """The findings still open, those an entry is about, and the check of the entries: each is about a finding."""
    p = Pruefung("geprueft", geprueft=len(vermerke))
    by_id = {v.befund: v for v in vermerke}
    open_: list[Pruefbefund] = []
    done: list[Geprueft] = []
    for b in befunde:
        vermerk = by_id.pop(b.kennung, None)
        if vermerk is None:
            open_.append(b)
        else:
            done.append(Geprueft(b, vermerk))
    for v in by_id.values():
        text = f"Der Prüfvermerk „{v.befund}“ ({shorten(show(v.grund, telefon=True))}) gehört zu keinem Befund mehr."
        remedy = (
            "Die Befunde neu ansehen: Steht er dort mit anderen Beträgen, nach der Prüfung die neue Kennung eintragen; "
            "ist er fort, den Eintrag entfernen."
        )
        p.found("warnung", v.foerderjahr, text, remedy, None, v.ort)
    return open_, done, p
