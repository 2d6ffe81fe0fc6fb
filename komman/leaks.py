"""The last look at a released table: no name of a protected recipient and no contact data in any text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from komman.config import word_set
from komman.contacts import contact_kind
from komman.errors import DatenFehler, Ort
from komman.tables import SCHEMAS
from komman.text import compare_key, slug

NAME = "der Name eines Trägers, der nicht genannt werden darf"
MIN_LENGTH = 4  # shorter names ("KIA", "ASB") stand inside ordinary words

ANREDE = frozenset({"frau", "herr", "herrn", "familie", "eheleute"})
TITEL = frozenset({"dr", "prof"})

CONTACT = {
    "IBAN": "eine IBAN",
    "E-Mail": "eine E-Mail-Adresse",
    "Konto": "eine Kontonummer",
    "Telefon": "eine Telefonnummer",
}
# What only looks like a phone number: a date, and a 0 inside a key that does not begin like a number to dial.
_DATE = re.compile(r"(?<!\d)\d{1,2}[-/ ]\d{1,2}[-/ ]\d{4}(?!\d)")
_KEY = re.compile(r"(?<!\S)[^\s0+(]\S*")
_INNER_ZERO = re.compile(r"[-–/](?=0)")


def refuse_leaks(
    tabellen: Mapping[str, pd.DataFrame], namen: Iterable[str], erlaubt: Collection[str], schluessel: str
) -> None:
    """Raise ``DatenFehler`` with the place, never with the name, if a text holds a protected name or contact data.

    ``namen`` are all spellings of the protected recipients, ``erlaubt`` texts known to be harmless (names of the
    Kommunen, words of our own), ``schluessel`` the Kreisschlüssel, which begins with 0 like an area code.
    """
    schutz = Schutz(namen, schluessel)
    for tabelle, df in tabellen.items():
        for column in (s.name for s in SCHEMAS[tabelle] if s.art == "text"):
            for text in sorted(set(df[column].dropna()) - set(erlaubt)):
                if what := schutz.finding(text):
                    _refuse(df[df[column] == text].iloc[0], column, tabelle, what)


class Schutz:
    """What no published text may hold: the protected names in any spelling, and contact data."""

    def __init__(self, namen: Iterable[str], schluessel: str) -> None:
        keys = {compare_key(n) for n in namen}
        self.keys = {k for k in keys if len(k) >= MIN_LENGTH}
        self.slugs = {s for s in map(slug, self.keys) if len(s) >= MIN_LENGTH}
        self.words = {w for w in map(word_set, self.keys) if w}
        self.surnames = _surnames(self.slugs)
        self.schluessel = schluessel

    def finding(self, text: str) -> str:
        """What the text holds, in words that do not repeat it; empty if nothing."""
        key, as_slug = compare_key(text), f"-{slug(text)}-"
        named = any(k in key for k in self.keys) or any(f"-{s}-" in as_slug for s in self.slugs)
        if named or _holds_words(text, self.words) or _addresses(text, self.surnames):
            return NAME
        kind = contact_kind(text) or contact_kind(_without_keys(text, self.schluessel), telefon=True)
        return CONTACT[kind] if kind else ""


def _without_keys(text: str, schluessel: str) -> str:
    text = re.sub(rf"(?<!\d){schluessel}(?:\d{{3}})?(?!\d)", " ", _DATE.sub(" ", text))
    return _KEY.sub(lambda m: _INNER_ZERO.sub(",", m.group()), text)


def _holds_words(text: str, names: Collection[frozenset[str]]) -> bool:
    """Whether the words of a name stand together in the text, in any order ("Meier, Anton")."""
    words = slug(text).split("-")
    return any(frozenset(words[i : i + n]) in names for n in set(map(len, names)) for i in range(len(words)))


def _surnames(slugs: Iterable[str]) -> dict[str, set[str]]:
    """Last words of the names, each with the words before it and their first letters."""
    out: dict[str, set[str]] = {}
    for *first, last in (s.split("-") for s in slugs):
        if first and len(last) > 1:
            out.setdefault(last, set()).update(first, (w[0] for w in first))
    return out


def _addresses(text: str, surnames: Mapping[str, Collection[str]]) -> bool:
    """Whether a surname stands in the text as that of a person: "Frau Dr. Meier", "A. Meier", "Meier, A."."""
    words = slug(text).split("-")
    for i, first in ((i, surnames[w]) for i, w in enumerate(words) if w in surnames):
        before = i - 1
        while before >= 0 and (len(words[before]) == 1 or words[before] in TITEL or words[before] in first):
            before -= 1
        beside = {*words[max(i - 1, 0) : i], *words[i + 1 : i + 2]}
        if (before >= 0 and words[before] in ANREDE) or any(len(w) == 1 and w in first for w in beside):
            return True
    return False


def _refuse(row: pd.Series, column: str, tabelle: str, what: str) -> None:
    zeile = row["quelle_zeile"]
    known = isinstance(row["quelle_datei"], str) and row["quelle_datei"] != ""
    sheet = row["quelle_blatt"] if isinstance(row["quelle_blatt"], str) else ""
    # The file's or sheet's own name may be what leaks.
    ort: Ort | str = f"Tabelle {tabelle}, Spalte „{column}“"
    if known and column not in ("quelle_datei", "quelle_blatt"):
        ort = Ort(row["quelle_datei"], sheet, None if pd.isna(zeile) else int(zeile), column)
    named = " oder den Träger, der so heißt, in traeger.yaml eintragen, wenn er genannt werden darf"
    remedy = "Den Text in korrekturen.yaml berichtigen (bei einem Dateinamen die Datei umbenennen)"
    raise DatenFehler(
        f"In einem Text, der veröffentlicht würde, steht {what}.",
        ort=ort,
        abhilfe=f"{remedy}{named if what == NAME else ''}.",
    )
