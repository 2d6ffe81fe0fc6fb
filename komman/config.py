"""The Kreis's own lists: traeger.yaml, quellen.yaml and korrekturen.yaml of a data folder."""

from __future__ import annotations

import codecs
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from komman.felder import JaNein, Modell, Tag, Text, nothing, refuse_contact
from komman.files import name_matches
from komman.text import compare_key, slug
from komman.yamlfile import Befund

TraegerArt = Literal["kommune", "verein", "kirche", "wohlfahrt", "mso", "sonstige", "natuerliche_person", "unbekannt"]
Tabelle = Literal["weiterleitungen", "zahlungen", "personal", "bescheide"]
Aktion = Literal["loesche", "setze", "teile", "stelle_zurueck"]

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


def word_set(text: str) -> frozenset[str]:
    """The words of a name whatever their order; empty where only one could be compared."""
    words = frozenset(slug(text).split("-"))
    return words if len(words) > 1 else frozenset()


# A part of a split row may have no amount: a key without value leaves the cell blank.
Feld = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
Zeichensatz = Annotated[str, AfterValidator(_charset)]
Zeilennummer = Annotated[int, Field(ge=1)]
Zeilen = Annotated[tuple[Zeilennummer, ...], BeforeValidator(_rows)]


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
    """quellen.yaml, one entry: how to read the files whose name fits the pattern ``datei``."""

    datei: Text
    blatt: str | None = None
    tabelle: Tabelle | None = None
    kopfzeile: Zeilen | None = None
    zeichensatz: Zeichensatz | None = None
    trennzeichen: str | None = None
    dezimal: Literal["komma", "punkt"] | None = None
    spalten: dict[str, str] = Field(default_factory=dict)
    konstanten: dict[str, str] = Field(default_factory=dict)
    weglassen_spalten: tuple[str, ...] = ()
    weglassen_zeilen: Zeilen = ()
    auffuellen: tuple[str, ...] = ()
    ignorieren: JaNein = False

    def passt(self, datei: str, blatt: str | None = None) -> bool:
        """Whether this entry is about the file (and sheet, if one is asked for)."""
        same_sheet = blatt is None or self.blatt is None or compare_key(self.blatt) == compare_key(blatt)
        return same_sheet and name_matches(datei, self.datei)


class QuellenListe(Modell):
    """quellen.yaml as a whole."""

    quellen: Annotated[tuple[Quelle, ...], BeforeValidator(nothing)] = ()


class Korrektur(Modell):
    """korrekturen.yaml, one entry: a change to one row, with reason, author and what the row must hold now."""

    aktion: Aktion
    datei: Text
    blatt: str = ""
    zeile: Zeilennummer
    erwarte: Annotated[dict[str, str], Field(min_length=1)]
    setze: dict[str, str] = Field(default_factory=dict)
    teile: tuple[dict[str, Feld], ...] = ()
    grund: Text
    wer: Text
    datum: Tag
    status: str = ""

    @model_validator(mode="after")
    def _check(self) -> Korrektur:
        if bool(self.setze) != (self.aktion == "setze"):
            raise Befund("„setze“ (Spalte: neuer Wert) gehört genau zur Aktion „setze“")
        if (len(self.teile) >= 2) != (self.aktion == "teile") or (self.teile and self.aktion != "teile"):
            raise Befund("„teile“ (mindestens zwei Zeilen) gehört genau zur Aktion „teile“")
        return self


class KorrekturListe(Modell):
    """korrekturen.yaml as a whole."""

    korrekturen: Annotated[tuple[Korrektur, ...], BeforeValidator(nothing)] = ()
