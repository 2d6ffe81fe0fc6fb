"""The Kreis's own facts: kreis.yaml, traeger.yaml, quellen.yaml and korrekturen.yaml of a data folder."""

from __future__ import annotations

import codecs
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from komman.amounts import parse_date
from komman.contacts import contact_kind
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


def _yes_no(value: object) -> object:
    words = {"ja": True, "nein": False, "true": True, "false": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if isinstance(value, str):
        raise Befund("„ja“ oder „nein“ erwartet")
    return value


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    datum = parse_date(value)
    if datum.tag is None:
        raise Befund("Datum erwartet, z. B. 2022-05-31")
    return datum.tag


def _charset(value: str) -> str:
    try:
        name = codecs.lookup(value).name
    except (LookupError, ValueError):
        name = ""
    if name not in CHARSETS:
        raise Befund(f"unbekannter Zeichensatz; bekannt sind {', '.join(CHARSETS)}")
    return name


def _digits(*lengths: int) -> AfterValidator:
    """Text of so many digits; 0 at the front is kept, because the value never was a number."""

    def check(value: str) -> str:
        if not (value.isascii() and value.isdecimal() and len(value) in lengths):
            raise Befund(f"{lengths[-1]} Ziffern erwartet")
        return value

    return AfterValidator(check)


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


def _refuse_contact(text: str, pfad: tuple[str | int, ...]) -> None:
    """Names that are published hold no contact data; the message does not repeat them."""
    if kind := contact_kind(text, telefon=True):
        raise Befund(f"Kontaktdaten ({kind}) gehören nicht in den Namen", pfad)


def word_set(text: str) -> frozenset[str]:
    """The words of a name whatever their order; empty where only one could be compared."""
    words = frozenset(slug(text).split("-"))
    return words if len(words) > 1 else frozenset()


def _nothing(value: object) -> object:
    """A key without a value is an empty list: all its entries are commented out."""
    return () if value is None else value


Text = Annotated[str, Field(min_length=1)]
# A part of a split row may have no amount: a key without value leaves the cell blank.
Feld = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
JaNein = Annotated[bool, BeforeValidator(_yes_no)]
Tag = Annotated[date, BeforeValidator(_day)]
Zeichensatz = Annotated[str, AfterValidator(_charset)]
Zeilennummer = Annotated[int, Field(ge=1)]
Zeilen = Annotated[tuple[Zeilennummer, ...], BeforeValidator(_rows)]


class Modell(BaseModel):
    """Base of all configuration: unchangeable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Kommune(Modell):
    """A municipality; ``ags`` has 8 digits as text (5 for ``kreisweit``)."""

    ags: Annotated[str, _digits(5, 8)]
    name: Text
    amtlich: str = ""
    aliase: tuple[Text, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _official_name(cls, data: Any) -> Any:
        if isinstance(data, dict) and "name" in data and not data.get("amtlich"):
            return {**data, "amtlich": data["name"]}
        return data

    @property
    def namen(self) -> tuple[str, ...]:
        """Every spelling by which a ledger may name the Kommune."""
        return (self.name, self.amtlich, *self.aliase)


class Kreis(Modell):
    """kreis.yaml: the Kreis, its office, the date its data stand for, and its Kommunen."""

    kreis: Text
    schluessel: Annotated[str, _digits(5)]
    beispiel: JaNein = False
    stand: Tag
    dienststelle: Text
    kommunen: Annotated[tuple[Kommune, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _check(self) -> Kreis:
        keys: dict[str, str] = {}
        names: dict[str, str] = {compare_key("kreisweit"): "kreisweit"}
        _refuse_contact(self.kreis, ("kreis",))
        _refuse_contact(self.dienststelle, ("dienststelle",))
        for i, k in enumerate(self.kommunen):
            if len(k.ags) != 8 or not k.ags.startswith(self.schluessel):
                raise Befund(
                    f"AGS „{k.ags}“ von {k.name}: 8 Ziffern erwartet, die mit {self.schluessel} beginnen",
                    ("kommunen", i, "ags"),
                )
            if k.ags in keys:
                raise Befund(f"AGS „{k.ags}“ steht bei {keys[k.ags]} und bei {k.name}", ("kommunen", i, "ags"))
            keys[k.ags] = k.name
            for name in dict.fromkeys(k.namen):
                other = names.setdefault(compare_key(name), k.name)
                if other != k.name:
                    raise Befund(f"„{name}“ steht bei {other} und bei {k.name}", ("kommunen", i))
        return self


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

    traeger: Annotated[tuple[Traeger, ...], BeforeValidator(_nothing)] = ()

    @model_validator(mode="after")
    def _check(self) -> TraegerListe:
        seen: dict[object, int] = {}
        for i, t in enumerate(self.traeger):
            _refuse_contact(t.name, ("traeger", i, "name"))
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

    quellen: Annotated[tuple[Quelle, ...], BeforeValidator(_nothing)] = ()


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

    korrekturen: Annotated[tuple[Korrektur, ...], BeforeValidator(_nothing)] = ()
