"""Which headings mean which canonical column: closed lists, so that an unknown heading is refused and never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from komman.tables import SCHEMAS
from komman.text import compare_key, nearest

DROPPED = "-"

_MONEY_GROUPS = ("", "betrag ", "beträge ", "zuwendung ", "zuwendungen ", "fördermittel ", "mittel ")
_COUNT_GROUPS = ("einheiten ", "pauschalen ", "anzahl pauschalen ", "anzahl einheiten ", "anzahl ")


def _money(*words: str) -> tuple[str, ...]:
    """A money column by its participle: alone, below or beside a word for money, or as ``bewilligter Betrag``."""
    return tuple(g + w for w in words for g in _MONEY_GROUPS) + tuple(
        x for w in words for x in (f"{w}er betrag", f"{w}e beträge", f"{w}e mittel", f"{w}e zuwendung")
    )


def _count(word: str) -> tuple[str, ...]:
    return tuple(g + word for g in _COUNT_GROUPS) + tuple(f"{word}e {g}".strip() for g in ("einheiten", "pauschalen"))


_YEAR = ("förderjahr", "foerderjahr", "jahr", "bewilligungsjahr")
_FILE_NUMBER = (
    "az",
    "aktenzeichen",
    "geschäftszeichen",
    "gz",
    "maßnahmennummer",
    "maßnahmen-nr",
    "maßnahme-nr",
    "maßnahmen nr",
    "massnahme_id",
)

ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    "weiterleitungen": {
        "massnahme_id": _FILE_NUMBER,
        "foerderjahr": _YEAR,
        "ags": ("ags", "gemeindeschlüssel", "amtlicher gemeindeschlüssel"),
        "kommune": (
            "kommune",
            "gemeinde",
            "stadt",
            "stadt/gemeinde",
            "stadt / gemeinde",
            "gemeinde/stadt",
            "stadt oder gemeinde",
            "kreisangehörige kommune",
        ),
        "traeger": (
            "träger",
            "traeger",
            "zuwendungsempfänger",
            "drittempfänger",
            "letztempfänger",
            "empfänger",
            "durchführungsträger",
            "maßnahmeträger",
            "maßnahmenträger",
            "projektträger",
            "name des trägers",
        ),
        "traegerart": ("trägerart", "traegerart", "art des trägers"),
        "baustein": ("baustein", "förderbaustein", "baustein-nr", "baustein nr"),
        "einheiten_bewilligt": (
            "einheiten",
            "pauschalen",
            "anzahl einheiten",
            "anzahl pauschalen",
            "anzahl der pauschalen",
            "anzahl der einheiten",
            *_count("bewilligt"),
            "einheiten_bewilligt",
        ),
        "einheiten_nachgewiesen": (*_count("nachgewiesen"), "einheiten_nachgewiesen"),
        "beantragt_cent": (*_money("beantragt"), "antragssumme"),
        "bewilligt_cent": (*_money("bewilligt"), "bewilligungssumme"),
        "ausgezahlt_cent": _money("ausgezahlt"),
        "nachgewiesen_cent": _money("nachgewiesen"),
        "anerkannt_cent": _money("anerkannt"),
        "zurueckgezahlt_cent": _money("zurückgezahlt", "zurueckgezahlt"),
        "ehrenamtliche": ("ehrenamtliche", "anzahl ehrenamtliche", "anzahl der ehrenamtlichen"),
        "teilnehmende": ("teilnehmende", "anzahl teilnehmende", "anzahl der teilnehmenden", "teilnehmer"),
    },
    "zahlungen": {
        "zahlung_id": ("zahlung_id", "buchungsnummer", "buchungs-nr", "belegnummer", "beleg-nr", "beleg"),
        "datum": ("datum", "buchungstag", "buchungsdatum"),
        "foerderjahr": _YEAR,
        "art": ("art", "buchungsart", "zahlungsart", "art der zahlung"),
        "massnahme_id": _FILE_NUMBER,
        "betrag_cent": ("betrag", "beträge"),
    },
    "personal": {
        "stelle": ("stelle", "stellenbezeichnung", "stellen-nr", "stellennummer"),
        "monat": ("monat",),
        "vzae": ("vzä", "vzae", "vollzeitäquivalent", "vollzeitäquivalente", "stellenanteil"),
        "entgeltgruppe": ("entgeltgruppe", "eg"),
        "stufe": ("stufe", "erfahrungsstufe"),
        "kosten_cent": ("kosten", "personalkosten"),
        "besetzt": ("besetzt",),
        "besetzt_tage": (
            "besetzte tage",
            "tage besetzt",
            "besetzt tage",
            "besetzt (tage)",
            "anzahl besetzte tage",
            "anzahl besetzter tage",
            "anzahl der besetzten tage",
            "besetzt_tage",
        ),
    },
    "bescheide": {
        "foerderjahr": _YEAR,
        "programmteil": ("programmteil",),
        "art": ("art", "art des schreibens"),
        "datum": ("datum", "datum des schreibens"),
        "aktenzeichen": ("aktenzeichen", "az", "geschäftszeichen"),
        "betrag_cent": ("betrag",),
        "hoechstbetrag_cent": ("höchstbetrag", "hoechstbetrag"),
    },
}

# Columns that are known and never kept: contact data (design §8) and remarks, which may name persons.
RUNNING_NUMBER = ("lfd nr", "lfdnr", "lfd", "laufende nummer", "nr", "pos")
LEFT_OUT = (
    "iban",
    "bic",
    "kontoinhaber",
    "kontoinhaberin",
    "kontoinhaber/in",
    "bank",
    "kreditinstitut",
    "bankverbindung",
    "ansprechpartner",
    "ansprechpartnerin",
    "ansprechpartner/in",
    "ansprechpartner(in)",
    "ansprechperson",
    "kontakt",
    "kontaktdaten",
    "kontakt e-mail",
    "kontakt email",
    "kontakt mail",
    "kontakt telefon",
    "kontaktperson",
    "e-mail",
    "email",
    "mail",
    "telefon",
    "tel",
    "telefonnummer",
    "fax",
    "telefax",
    "mobil",
    "handy",
    "anschrift",
    "adresse",
    "straße",
    "strasse",
    "straße und hausnummer",
    "hausnummer",
    "plz",
    "postleitzahl",
    "ort",
    "plz ort",
    "plz/ort",
    "bemerkung",
    "bemerkungen",
    *RUNNING_NUMBER,
)

# What a source must have, by column or by a constant of quellen.yaml; of a tuple one is enough.
REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "weiterleitungen": (
        ("kommune",),
        ("traeger",),
        tuple(s.name for s in SCHEMAS["weiterleitungen"] if s.art == "cent"),
    ),
    "zahlungen": (("art",), ("betrag_cent",)),
    "personal": (("stelle",), ("monat",)),
    "bescheide": (("programmteil",), ("art",), ("betrag_cent", "hoechstbetrag_cent")),
}

_UNIT = re.compile(r"[(\[]?\s*(?:\bin\s+)?(?:\b(?:eur|euro)\b|€)\s*[)\]]?")


def columns_of(tabelle: str, art: str) -> tuple[str, ...]:
    """The canonical columns of one kind (``cent``, ``ganzzahl``, …) a source may have."""
    return tuple(s.name for s in SCHEMAS[tabelle] if s.art == art and s.name in ALIASES[tabelle])


@cache
def identity(tabelle: str) -> frozenset[str]:
    """The columns that say whose row it is: all text and date columns, and the year."""
    return frozenset(s.name for s in SCHEMAS[tabelle] if s.art in ("text", "datum") and s.name in ALIASES[tabelle]) | {
        "foerderjahr"
    }


def canonical_name(name: str, tabelle: str) -> str:
    """The column meant in a settings file, where an amount may also be called without its unit: ``ausgezahlt``."""
    return f"{name}_cent" if f"{name}_cent" in ALIASES[tabelle] else name


def letter(position: int) -> str:
    """The name a spreadsheet gives the column: 0 → ``A``, 27 → ``AB``."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=5_000)
def header_key(text: str) -> tuple[str, bool]:
    """A heading for comparing, without dots, colons and marks at its ends, and whether it named the unit euro.

    ``T€`` or ``in 1.000 EUR`` leave a rest behind that is in no list, so they are refused.
    """
    key = compare_key(text).replace(".", " ").replace(":", " ")
    plain = _UNIT.sub(" ", key)
    return " ".join(plain.split()).strip(" *-,"), plain != key


_KEYS: dict[str, dict[str, str]] = {
    t: {header_key(a)[0]: name for name, aliases in columns.items() for a in aliases} for t, columns in ALIASES.items()
}
_LEFT_OUT_KEYS = frozenset(header_key(a)[0] for a in LEFT_OUT)


def is_running_number(text: str) -> bool:
    """Whether a heading stands over running numbers, where a subtotal may carry its label."""
    return header_key(text)[0] in RUNNING_NUMBER


def resolve(text: str, tabelle: str, eigene: Mapping[str, str], weglassen: Iterable[str] = ()) -> str | None:
    """The canonical column a heading means, ``DROPPED``, or None when it is unknown.

    ``eigene`` and ``weglassen`` are ``spalten`` and ``weglassen_spalten`` of quellen.yaml and come first.
    """
    own = {compare_key(k): v for k, v in eigene.items()}
    if compare_key(text) in own:
        return canonical_name(own[compare_key(text)], tabelle)
    if compare_key(text) in {compare_key(w) for w in weglassen}:
        return DROPPED
    key, euros = header_key(text)
    name = _KEYS[tabelle].get(key, DROPPED if key in _LEFT_OUT_KEYS else None)
    # A euro heading over a count column ("Pauschalen (EUR)") is money under another name: unknown.
    return None if euros and name is not None and not name.endswith("_cent") else name


def nearest_heading(text: str, tabelle: str) -> str | None:
    """The known heading most like ``text``, for a message."""
    known = [a for aliases in ALIASES[tabelle].values() for a in aliases] + list(LEFT_OUT)
    return nearest(header_key(text)[0], known)
