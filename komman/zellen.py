"""Cells as text can hold them: one Unicode form, no invisible characters, nothing blank that is not missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence, Set

from komman.amounts import Zelle

# One glyph for several characters (㎡, ﬁ, full-width digits) is written out; ² and ½ say something and stay.
_GLYPHS = re.compile("[\u3300-\u33ff\ufb00-\ufb06\uff01-\uff5e\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


def clean_text(text: str) -> tuple[str | None, bool]:
    """The text in NFC with several-in-one glyphs written out, without invisible characters and blanks around it.

    Nothing left is ``None``. The second value says whether more than blanks and line ends has changed.
    """
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    unified = _GLYPHS.sub(lambda found: unicodedata.normalize("NFKC", found.group()), unified)
    clean = _INVISIBLE.sub("", unified).strip() or None
    return clean, clean != (text.strip().replace("\r\n", "\n") or None)


def clean_cell(cell: Zelle) -> tuple[Zelle, bool]:
    """``clean_text`` of a text; every other cell is clean."""
    return clean_text(cell) if isinstance(cell, str) else (cell, False)


def clean_rows(zeilen: Sequence[Sequence[Zelle]], keep: Set[int] = frozenset()) -> tuple[list[list[Zelle]], int]:
    """Rows of equal length with clean cells, blank ones (not those of ``keep``) empty, and how many cells changed."""
    changed = 0
    width = max(map(len, zeilen), default=0)
    out: list[list[Zelle]] = []
    known: dict[str, tuple[str | None, bool]] = {}  # the same text stands in many cells
    for number, row in enumerate(zeilen, 1):
        cells: list[Zelle] = []
        for cell in row:
            if isinstance(cell, str):
                if cell not in known:
                    known[cell] = clean_text(cell)
                changed += known[cell][1]
                cell = known[cell][0]
            cells.append(cell)
        blank = number not in keep and all(c is None for c in cells)
        out.append([] if blank else cells + [None] * (width - len(cells)))
    return out, changed
