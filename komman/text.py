"""Names compared the same way everywhere: keys, slugs and the nearest known spelling."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TRANSLITERATION = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l", "ı": "i"}
)
_QUOTES = str.maketrans(dict.fromkeys("„“”«»", '"') | dict.fromkeys("‚‘’´`", "'") | dict.fromkeys("‐‑–—", "-"))


_SHORT = 200  # letters; the keys of longer texts are not kept


def compare_key(text: str) -> str:
    """``text`` for comparing: NFC, one kind of blank, quote and hyphen, without case; nothing else is equal."""
    return _kept_key(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split()).casefold()


_kept_key = lru_cache(maxsize=20_000)(_key)  # a ledger asks for the same headings and names in every row


def slug(text: str) -> str:
    """``text`` as a key of ``a-z``, ``0-9`` and ``-``: ``Chor Möhnesee e. V.`` → ``chor-moehnesee-e-v``."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_TRANSLITERATION)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def nearest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known spelling most like ``text``, for a proposal in a message; never to decide by."""
    return _nearest(compare_key(text), tuple(known), cutoff)


@lru_cache(maxsize=5_000)
def _nearest(key: str, known: tuple[str, ...], cutoff: float) -> str | None:
    by_key = {compare_key(k): k for k in known}
    found = difflib.get_close_matches(key, list(by_key), n=1, cutoff=cutoff)
    return by_key[found[0]] if found else None
