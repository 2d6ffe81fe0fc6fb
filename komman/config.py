"""The Kreis's own lists: traeger.yaml, quellen.yaml and korrekturen.yaml of a data folder."""

from __future__ import annotations

import codecs
from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from komman.amounts import Dezimalzeichen
from komman.dates import Datumsform, Datumsregel
from komman.felder import Jahrhundert, JaNein, Modell, Tag, Text, nothing, refuse_contact
from komman.files import name_matches
from komman.text import compare_key, slug
from komman.yamlfile import Befund

TraegerArt = Literal["kommune", "verein", "kirche", "wohlfahrt", "mso", "sonstige", "natuerliche_person", "unbekannt"]
Tabelle = Literal["weiterleitungen", "zahlungen", "personal", "bescheide"]
Aktion = Literal["loesche", "setze", "teile", "stelle_zurueck"]
Status = Literal["", "offen", "erledigt"]  # of a correction: "offen" is made, but still to be settled with the source

# Only character sets a German office program writes; others (UTF-7, punycode …) are ways to hide text.
CHARSETS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "iso8859-1",
    "iso8859-15",
    "cp850",
    "cp437",
    "mac-roman",
    "ascii",
)


def _charset(value: str) -> str:
    try:
        name = codecs.lookup(value).name
    except (LookupError, ValueError):
        name = ""
    if name not in CHARSETS:
        raise Befund(f"unbekannter Zeichensatz; bekannt sind {', '.join(CHARSETS)}")
    return name


def _rows(value: object) -> object:
    """Row numbers, single or as a range ``12-15``."""
    rows: list[object] = []
    for part in value if isinstance(value, (list, tuple)) else [value]:
        first, dash, last = str(part).partition("-")
        if dash and first.strip().isdecimal() and last.strip().isdecimal():
            if int(first) > int(last):
                raise Befund(f"Zeilen „{part}“: die erste Zahl ist größer als die zweite")
            rows += range(int(first), min(int(last), 2_000_000) + 1)
        else:
            rows.append(part)
    return rows


def _header_rows(value: object) -> object:
    """``keine`` is a table without header; an empty list would say the same without meaning to."""
    if isinstance(value, str) and value.strip().lower() == "keine":
        return ()
    if value == [] or value == "":
        raise Befund("Zeilennummer oder „keine“ erwartet")
    return _rows(value)


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def word_set(text: str) -> frozenset[str]:
    """The words of a name whatever their order; empty where only one could be compared."""
    words = frozenset(slug(text).split("-"))
    return words if len(words) > 1 else frozenset()


PLATZHALTER = "…"  # what a draft leaves open

# A part of a split row may have no amount: a key without value leaves the cell blank.
Feld = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
Zeichensatz = Annotated[str, AfterValidator(_charset)]
Zeilennummer = Annotated[int, Field(ge=1)]
_NUMBER: dict[str, Any] = {"type": ["integer", "string"], "minimum": 1, "pattern": "^ *[0-9]+( *- *[0-9]+)? *$"}
_NUMBERS: list[dict[str, Any]] = [_NUMBER, {"type": "array", "items": _NUMBER}]
Zeilen = Annotated[tuple[Zeilennummer, ...], BeforeValidator(_rows), WithJsonSchema({"anyOf": _NUMBERS})]
Kopfzeile = Annotated[
    tuple[Zeilennummer, ...],
    BeforeValidator(_header_rows),
    WithJsonSchema({"anyOf": [{"const": "keine"}, *_NUMBERS]}),
]
Namen = Annotated[
    tuple[Text, ...],
    BeforeValidator(_one_or_more),
    WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}}]}),
]


class Traeger(Modell):
    """A recipient; ``id`` is its key, made from the name unless given."""

    name: Text
    art: TraegerArt
    schreibweisen: tuple[Text, ...] = ()
    id: str = ""

    @model_validator(mode="before")
    @classmethod
    def _key(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("name"), str) and not data.get("id"):
            return {**data, "id": slug(data["name"])}
        return data


class TraegerListe(Modell):
    """traeger.yaml: the recipients that may be named, and the spellings that mean the same one."""

    traeger: Annotated[tuple[Traeger, ...], BeforeValidator(nothing)] = ()

    @model_validator(mode="after")
    def _check(self) -> TraegerListe:
        seen: dict[object, int] = {}
        for i, t in enumerate(self.traeger):
            refuse_contact(t.name, ("traeger", i, "name"))
            if not t.id or t.id != slug(t.id):
                raise Befund(
                    f"„id“ von {t.name}: Kleinbuchstaben, Ziffern und Bindestriche erwartet, z. B. „verein-1“",
                    ("traeger", i, "id"),
                )
            for text in (t.name, *t.schreibweisen, t.id):
                # "Meier, Anton" and "Anton Meier" are one.
                words = word_set(text)
                for key in (compare_key(text), *([words] if words else [])):
                    first = seen.setdefault(key, i)
                    if first != i:
                        raise Befund(f"„{text}“ steht bei {self.traeger[first].name} und bei {t.name}", ("traeger", i))
        return self


class Quelle(Modell):
    """quellen.yaml, one entry: how to read the files whose name fits the pattern ``datei``.

    ``kopfzeile`` without a number is a table without header, its ``spalten`` named by letters.
    """

    datei: Text
    blatt: str | None = None
    tabelle: Tabelle | None = None
    kopfzeile: Kopfzeile | None = None
    zeichensatz: Zeichensatz | None = None
    trennzeichen: str | None = None
    dezimal: Dezimalzeichen | None = None
    datum: Datumsform | None = None
    jahrhundert: Jahrhundert | None = None
    spalten: dict[str, str] = Field(default_factory=dict)
    konstanten: dict[str, str] = Field(default_factory=dict)
    jahre_als_spalten: Namen = ()
    zusammenfassen: dict[str, Annotated[tuple[Text, ...], Field(min_length=2)]] = Field(default_factory=dict)
    weglassen_spalten: tuple[str, ...] = ()
    weglassen_zeilen: Zeilen = ()
    auffuellen: tuple[str, ...] = ()
    ausserhalb: JaNein = False
    orte_ausserhalb: Namen = ()
    doppelt: JaNein = False
    ignorieren: JaNein = False

    @property
    def ohne_kopf(self) -> bool:
        """Whether the tables have no header."""
        return self.kopfzeile == ()

    @property
    def datumsregel(self) -> Datumsregel:
        """How the dates of the source are written."""
        return Datumsregel(self.datum, self.jahrhundert)

    @property
    def zusammengefasst(self) -> tuple[str, ...]:
        """All headings under ``zusammenfassen``."""
        return tuple(text for texts in self.zusammenfassen.values() for text in texts)

    @model_validator(mode="after")
    def _check(self) -> Quelle:
        if self.ohne_kopf:
            self._check_letters()
        if self.jahre_als_spalten and self.zusammenfassen:
            raise Befund("„zusammenfassen“ und „jahre_als_spalten“ gehen nicht zusammen", ("zusammenfassen",))
        if (self.ausserhalb or self.orte_ausserhalb) and self.tabelle not in (None, "weiterleitungen"):
            raise Befund("nur eine Liste der weiterleitungen nennt Orte", ("ausserhalb",))
        named = Counter(map(compare_key, (*self.spalten, *self.zusammengefasst)))
        for text in self.zusammengefasst:
            if named[compare_key(text)] > 1:
                raise Befund(f"die Überschrift „{text}“ ist zweimal zugeordnet", ("zusammenfassen",))
        return self

    def _check_letters(self) -> None:
        if not self.spalten:
            raise Befund(
                "ohne Kopfzeile sind unter „spalten“ die Buchstaben zuzuordnen, etwa „A: kommune“", ("kopfzeile",)
            )
        for name in (*self.spalten, *self.weglassen_spalten):
            if not (name.isascii() and name.isalpha() and name.isupper() and len(name) <= 3):
                raise Befund(f"ohne Kopfzeile heißt eine Spalte A, B, C …, nicht „{name}“", ("spalten",))
        for key in ("jahre_als_spalten", "zusammenfassen"):
            if getattr(self, key):
                raise Befund(f"„{key}“ braucht eine Kopfzeile", (key,))

    def passt(self, datei: str, blatt: str | None = None) -> bool:
        """Whether this entry is about the file (and sheet, if one is asked for)."""
        same_sheet = blatt is None or self.blatt is None or compare_key(self.blatt) == compare_key(blatt)
        return same_sheet and name_matches(datei, self.datei)


class QuellenListe(Modell):
    """quellen.yaml as a whole."""

    quellen: Annotated[tuple[Quelle, ...], BeforeValidator(nothing)] = ()


class Korrektur(Modell):
    """korrekturen.yaml, one entry: a change to one row, with reason, author and what the row must hold now.

    Without ``zeile`` it is about the one row that holds all of ``erwarte``.
    """

    aktion: Aktion
    datei: Text
    blatt: str = ""
    zeile: Zeilennummer | None = None
    erwarte: Annotated[dict[str, str], Field(min_length=1)]
    setze: dict[str, str] = Field(default_factory=dict)
    teile: tuple[dict[str, Feld], ...] = ()
    grund: Text
    wer: Text
    datum: Tag
    status: Status = ""

    @model_validator(mode="after")
    def _check(self) -> Korrektur:
        if bool(self.setze) != (self.aktion == "setze"):
            raise Befund("„setze“ (Spalte: neuer Wert) gehört genau zur Aktion „setze“")
        if (len(self.teile) >= 2) != (self.aktion == "teile") or (self.teile and self.aktion != "teile"):
            raise Befund("„teile“ (mindestens zwei Zeilen) gehört genau zur Aktion „teile“")
        texts = [*self.erwarte.values(), *self.setze.values(), *(t for p in self.teile for t in p.values())]
        if PLATZHALTER in (self.grund, self.wer, *texts):
            raise Befund(f"„{PLATZHALTER}“ ist ein Platzhalter: hier fehlt noch eine Angabe")
        if not all(self.teile):
            raise Befund("jeder Teil unter „teile“ muss mindestens eine Spalte nennen")
        if self.zeile is None and not any(map(compare_key, self.erwarte.values())):
            raise Befund("ohne „zeile“ muss „erwarte“ mindestens einen Wert nennen, der in der Zeile steht")
        return self


class Zeilenkorrektur(Korrektur):
    """An entry whose row is known."""

    zeile: Zeilennummer


class KorrekturListe(Modell):
    """korrekturen.yaml as a whole."""

    korrekturen: Annotated[tuple[Korrektur, ...], BeforeValidator(nothing)] = ()
