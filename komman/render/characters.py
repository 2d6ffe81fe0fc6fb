"""Which characters a report can show: those of the fonts it carries, and no invisible or private ones."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf")
ERSATZ = "□"
SHY = "\u00ad"
SPACES = str.maketrans(dict.fromkeys("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
# Cc control, Cf invisible formatting (among them the marks that turn the reading direction), Cn, Co, Cs no character
# a font could draw. PDF/UA and PDF/A refuse most of them.
REFUSED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})


def font_paths() -> list[Path]:
    """The four DejaVu Sans files that come with matplotlib."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return [folder / name for name in FONT_FILES]


@cache
def _drawable() -> frozenset[int]:
    """Code points that every style of the fallback font has."""
    first, *rest = (set(FT2Font(str(p)).get_charmap()) for p in font_paths())
    return frozenset(first.intersection(*rest))


@cache
def displayable(zeichen: str) -> bool:
    """Whether HTML and PDF can show ``zeichen``."""
    if zeichen == SHY:
        return True
    return ord(zeichen) in _drawable() and unicodedata.category(zeichen) not in REFUSED


def clean_text(text: str, mehrzeilig: bool = False) -> tuple[str, list[str]]:
    """``text`` in NFC with blanks for line breaks and ``□`` for what cannot be shown, and the characters replaced."""
    if text.isascii() and text.isprintable():
        return text, []
    text = text.replace("\r\n", "\n")
    lines = text.split("\n") if mehrzeilig else [text]
    nfc = [unicodedata.normalize("NFC", line.translate(SPACES)) for line in lines]
    replaced = sorted(c for c in set().union(*nfc) if not displayable(c))
    if not replaced:
        return "\n".join(nfc), []
    table = str.maketrans(dict.fromkeys(replaced, ERSATZ))
    return "\n".join(line.translate(table) for line in nfc), replaced


def describe(zeichen: str) -> str:
    """A character's code and name, safe to print: ``U+4E2D CJK UNIFIED IDEOGRAPH-4E2D``."""
    return f"U+{ord(zeichen):04X} {unicodedata.name(zeichen, '')}".rstrip()
