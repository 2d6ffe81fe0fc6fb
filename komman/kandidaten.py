"""Träger that may be one and the same, found by alike spellings: proposals for a person, never merged by us."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from komman.config import TraegerListe
from komman.kreis import Kreis
from komman.text import slug

# From here on two names count as alike, in percent: „Brücke Werl“ and „Brücken Werl“ reach 96, „Meier, Anton“ and
# „Anton Meyer“ 91; „Sportverein Ense“ and „Gesangverein Ense“ stay apart with 73.
SCHWELLE = 85
_BLOCK = 256  # rows of the matrix of all pairs that are in memory at once
_LEGAL_FORM = re.compile(
    r"(?: (?:e ?v|eingetragener verein|g ?gmbh|gemeinnuetzige gmbh|gmbh|ug|haftungsbeschraenkt|e ?g|ag|gbr))+$"
)


@dataclass(frozen=True, slots=True)
class Kandidat:
    """Two Träger of unlike keys and alike spellings; ``punkte`` from ``SCHWELLE`` to 100."""

    traeger: str
    anderer: str
    punkte: int


def candidates(weiterleitungen: pd.DataFrame, liste: TraegerListe, kreis: Kreis) -> list[Kandidat]:
    """Pairs of Träger of the unreleased table that may be one, most alike first, then by name.

    Compared are the words without order, case, quotes and legal form (``plain_name``) by rapidfuzz' token sort ratio,
    from ``SCHWELLE`` on. No pair: two that traeger.yaml lists as ``art: kommune``, and two that name different
    Kommunen of the Kreis.
    """
    names = _one_name_per_key(weiterleitungen)
    keys = [plain_name(n) for n in names.values()]
    kommunen = {t.id for t in liste.traeger if t.art == "kommune"}
    places = [_places(k, kreis) for k in keys]
    ids, texts = list(names), list(names.values())
    found = [
        Kandidat(min(texts[a], texts[b]), max(texts[a], texts[b]), punkte)
        for a, b, punkte in _alike(keys)
        if not {ids[a], ids[b]} <= kommunen and (not places[a] or not places[b] or places[a] & places[b])
    ]
    return sorted(found, key=lambda k: (-k.punkte, k.traeger, k.anderer))


def plain_name(text: str) -> str:
    """``Förderverein „Brücke“ e. V.`` → ``foerderverein bruecke``; only a legal form at the end goes."""
    words = slug(text).replace("-", " ")
    return _LEGAL_FORM.sub("", words)


def _one_name_per_key(weiterleitungen: pd.DataFrame) -> dict[str, str]:
    """traeger_id → its name, in the order of the keys."""
    pairs = weiterleitungen[["traeger_id", "traeger"]].drop_duplicates("traeger_id")
    return dict(sorted(zip(pairs["traeger_id"], pairs["traeger"], strict=True)))


def _places(key: str, kreis: Kreis) -> frozenset[str]:
    """The Kommunen that a plain name names in whole words."""
    padded = f" {key} "
    spellings: Iterable[tuple[str, str]] = ((k.ags, n) for k in kreis.kommunen for n in k.namen)
    return frozenset(ags for ags, n in spellings if f" {slug(n).replace('-', ' ')} " in padded)


def _alike(keys: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Positions and score of every pair from the threshold on; block by block, so that memory stays small."""
    for start in range(0, len(keys), _BLOCK):
        rows = keys[start : start + _BLOCK]
        # Only from this block on: the pairs before were met already.
        score = process.cdist(rows, keys[start:], scorer=fuzz.token_sort_ratio, score_cutoff=SCHWELLE)
        for a, b in zip(*score.nonzero(), strict=True):
            if a < b:
                yield start + int(a), start + int(b), int(score[a, b])
