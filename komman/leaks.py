"""The last look at a released table: no name of a protected recipient and no contact data in any text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from komman.errors import DatenFehler, Ort
from komman.tables import SCHEMAS
from komman.text import compare_key, slug

MIN_LENGTH = 4  # shorter names ("KIA", "ASB") stand inside ordinary words

IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")
MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}")
# An area code with a separator, a mobile number or a country code: plain runs of digits are Aktenzeichen and AGS.
PHONE = re.compile(
    r"(?<![\w.\-/])(?:(?:\+|00)49[\d /()\-]{6,}\d|\(?0[1-9]\d{1,4}\)?[ /\-–]{1,3}\d[\d \-]{3,}\d"
    r"|01[567]\d{7,9})(?!\w)"
)
CONTACT = (("eine IBAN", IBAN), ("eine E-Mail-Adresse", MAIL), ("eine Telefonnummer", PHONE))


def refuse_leaks(
    tabellen: Mapping[str, pd.DataFrame], namen: Iterable[str], erlaubt: Collection[str], schluessel: str
) -> None:
    """Raise ``DatenFehler`` with the place, never with the name, if a text holds a protected name or contact data.

    ``namen`` are all spellings of the protected recipients, ``erlaubt`` texts known to be harmless (names of the
    Kommunen, words of our own), ``schluessel`` the Kreisschlüssel, which begins with 0 like an area code.
    """
    keys = {compare_key(n) for n in namen}
    keys = {k for k in keys if len(k) >= MIN_LENGTH}
    slugs = {s for s in map(slug, keys) if len(s) >= MIN_LENGTH}
    for tabelle, df in tabellen.items():
        for column in (s.name for s in SCHEMAS[tabelle] if s.art == "text"):
            texts = sorted(set(df[column].dropna()) - set(erlaubt))
            for text, what in _findings(texts, keys, slugs, schluessel):
                _refuse(df[df[column] == text].iloc[0], column, tabelle, what)


def _findings(
    texts: Iterable[str], keys: Collection[str], slugs: Collection[str], schluessel: str
) -> Iterable[tuple[str, str]]:
    for text in texts:
        key, as_slug = compare_key(text), f"-{slug(text)}-"
        if any(k in key for k in keys) or any(f"-{s}-" in as_slug for s in slugs):
            yield text, "der Name eines Empfängers, der nicht genannt werden darf"
        for what, pattern in CONTACT:
            if any(not m.group().startswith(schluessel) for m in pattern.finditer(text)):
                yield text, what


def _refuse(row: pd.Series, column: str, tabelle: str, what: str) -> None:
    zeile = row["quelle_zeile"]
    known = isinstance(row["quelle_datei"], str) and row["quelle_datei"] != ""
    sheet = row["quelle_blatt"] if isinstance(row["quelle_blatt"], str) else ""
    # The file's or sheet's own name may be what leaks.
    ort: Ort | str = f"Tabelle {tabelle}, Spalte „{column}“"
    if known and column not in ("quelle_datei", "quelle_blatt"):
        ort = Ort(row["quelle_datei"], sheet, None if pd.isna(zeile) else int(zeile), column)
    named = what.startswith("der Name")
    raise DatenFehler(
        f"In einem Text, der veröffentlicht würde, steht {what}.",
        ort=ort,
        abhilfe="Den Text in korrekturen.yaml berichtigen (bei einem Dateinamen die Datei umbenennen)"
        + (" oder den Träger, der so heißt, in traeger.yaml eintragen, wenn er genannt werden darf." if named else "."),
    )
