"""Names compared the same way everywhere: keys, slugs and the nearest known spelling."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

_TRANSLITERATION = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l", "ı": "i"}
)
_QUOTES = str.maketrans(dict.fromkeys("„“”«»", '"') | dict.fromkeys("‚‘’´`", "'") | dict.fromkeys("‐‑–—", "-"))


def compare_key(text: str) -> str:
    """``text`` for comparing: NFC, one kind of blank, quote and hyphen, without case; nothing else is equal."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split()).casefold()


def slug(text: str) -> str:
    """``text`` as a key of ``a-z``, ``0-9`` and ``-``: ``Chor Möhnesee e. V.`` → ``chor-moehnesee-e-v``."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_TRANSLITERATION)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def nearest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known spelling most like ``text``, for a proposal in a message; never to decide by."""
    by_key = {compare_key(k): k for k in known}
    found = difflib.get_close_matches(compare_key(text), list(by_key), n=1, cutoff=cutoff)
    return by_key[found[0]] if found else None
