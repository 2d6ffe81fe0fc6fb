"""Official names of municipalities: „Soest, Stadt“ also as „Stadt Soest“, and who else in the state is called so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from komman.gemeinden import municipalities
from komman.text import compare_key

# „Kupferstadt“, „Hansestadt an der Ruhr“ and „Stadt der Osterräder“ are towns; „Tor zur Eifel“ says nothing.
_TOWN = re.compile(r".*stadt|(?:hanse)?stadt .*", re.IGNORECASE)


def official_forms(ags: str, name: str, amtlich: str) -> tuple[str, ...]:
    """The forms in which an office writes the municipality, by rule: „Stadt Soest“, „Soest (Stadt)“, „Gemeinde Ense“.

    What it is, Stadt or Gemeinde, says its official name, else the package's list for this key; unknown: no form.
    """
    bare = amtlich.partition(",")[0].strip()
    listed = _listed().get(ags, "")
    official = (
        amtlich if "," in amtlich else listed if compare_key(listed.partition(",")[0]) == compare_key(bare) else ""
    )
    kind = _kind(official)
    names = dict.fromkeys((name, bare)) if kind else {}
    own = (official,) if official else ()
    return (*own, *(form for n in names for form in (f"{kind} {n}", f"{n}, {kind}", f"{n} ({kind})")))


@cache
def keys_by_name() -> Mapping[str, frozenset[str]]:
    """Every spelling of a municipality of the state (``compare_key``) → the AGS of those called so."""
    found: dict[str, frozenset[str]] = {}
    for ags, amtlich in _listed().items():
        bare = amtlich.partition(",")[0]
        for text in (amtlich, bare, *official_forms(ags, bare, amtlich)):
            found[compare_key(text)] = found.get(compare_key(text), frozenset()) | {ags}
    return found


def full_key(text: str) -> str:
    """An AGS of 8 digits or a Kreisschlüssel of 5, also where a number cell has lost the leading zero; else empty."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdecimal():
        return ""
    key = digits.zfill(8 if len(digits) in (7, 8) else 5)
    known = key in _listed() or key in _kreise()
    # Of a key of another state only the number of the state can be checked.
    return key if known or (len(key) == 8 and key[:2] in _OTHER_STATES) else ""


_OTHER_STATES = frozenset(f"{n:02}" for n in range(1, 17)) - {"05"}


@cache
def _listed() -> Mapping[str, str]:
    return {g.ags: g.name for g in municipalities().gemeinden}


@cache
def _kreise() -> frozenset[str]:
    return frozenset(ags[:5] for ags in _listed())


def _kind(amtlich: str) -> str:
    _, comma, addition = (part.strip() for part in amtlich.rpartition(","))
    if not amtlich:
        return ""
    if not comma or addition.casefold().endswith("gemeinde"):
        return "Gemeinde"
    return "Stadt" if _TOWN.fullmatch(addition) else ""
