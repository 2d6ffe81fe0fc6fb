"""The blocks a notebook may put into a report: shown in JupyterLab as HTML, rendered from their JSON."""

from __future__ import annotations

import base64
import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Annotated, Any, ClassVar, Literal

from matplotlib.figure import Figure
from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StrictInt, ValidationError, model_validator
from pydantic.dataclasses import dataclass
from pydantic_core import ErrorDetails

from komman.errors import NotebookFehler
from komman.svg import check_svg, svg_text
from komman.tables import Freigabe

MIME = "application/vnd.komman.block+json"
VERSION = 1
ABHILFE = "Zelle im Notebook berichtigen und den Bericht neu erzeugen."
GERMAN = {
    "missing": "fehlt",
    "missing_argument": "fehlt",
    "unexpected_keyword_argument": "ist unbekannt",
    "unexpected_positional_argument": "ist zu viel",
    "string_type": "muss Text sein",
    "literal_error": "hat einen unbekannten Wert",
    "bool_type": "muss wahr oder falsch sein",
    "list_type": "muss eine Liste sein",
}


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("darf nicht leer sein")
    return text


def _iso_date(text: str) -> str:
    if len(text) != 10:
        raise ValueError("muss ein Datum JJJJ-MM-TT sein")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("muss ein Datum JJJJ-MM-TT sein") from None
    return text


def _shapes(text: str) -> str:
    check_svg(text)
    return text


Text = Annotated[str, AfterValidator(_filled)]
IsoDatum = Annotated[str, AfterValidator(_iso_date)]
Svg = Annotated[str, AfterValidator(_shapes)]
CONFIG = ConfigDict(extra="forbid")


def _reason(fehler: ErrorDetails, felder: tuple[str, ...]) -> str:
    """One pydantic error as ``„zeilen.2.0“ muss Text sein``."""
    path = [
        felder[p] if i == 0 and isinstance(p, int) and p < len(felder) else str(p) for i, p in enumerate(fehler["loc"])
    ]
    ctx = fehler.get("ctx", {}).get("error")
    text = str(ctx) if ctx is not None else GERMAN.get(fehler["type"], "hat einen ungültigen Wert")
    return f"„{'.'.join(path)}“ {text}" if path else text


class Geprueft:
    """Validation whose refusal is a German ``NotebookFehler``."""

    art: ClassVar[str] = "spalte"

    @model_validator(mode="wrap")
    @classmethod
    def _in_german(cls, werte: Any, handler: Any) -> Any:
        try:
            return handler(werte)
        except ValidationError as fehler:
            felder = tuple(getattr(cls, "__dataclass_fields__", ()))
            reasons = [_reason(e, felder) for e in fehler.errors(include_url=False)[:3]]
            raise NotebookFehler(
                f"Der Berichtsblock „{cls.art}“ ist nicht gültig.", abhilfe=ABHILFE, mehr=reasons
            ) from fehler


class Block(Geprueft, ABC):
    """What all blocks share: their JSON, and the bundle Jupyter shows and stores."""

    def block(self) -> dict[str, Any]:
        """The JSON a report is made from: plain text only, no code, no markup."""
        return {"version": VERSION, "art": self.art, **dataclasses.asdict(self)}  # type: ignore[call-overload]

    @abstractmethod
    def html(self) -> str:
        """A view for JupyterLab; the report has its own templates."""

    @abstractmethod
    def plain(self) -> str:
        """The block for a terminal."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {MIME: self.block(), "text/html": self.html(), "text/plain": self.plain()}


@dataclass(frozen=True, config=CONFIG)
class Kopf(Block):
    """Report metadata, the first block of a notebook; ``stand`` is the data's date as JJJJ-MM-TT."""

    untertitel: str
    kreis: Text
    foerderjahr: StrictInt | Text
    freigabe: Freigabe
    stand: IsoDatum
    herausgeber: Text
    beispiel: StrictBool
    art: ClassVar[str] = "kopf"

    def html(self) -> str:
        beispiel = "<p><strong>Beispieldaten – frei erfunden</strong></p>" if self.beispiel else ""
        return f"{beispiel}<p>{escape(self.plain())}</p>"

    def plain(self) -> str:
        return f"{self.kreis}, Förderjahr {self.foerderjahr}, Freigabe {self.freigabe}, Stand {self.stand}"


@dataclass(frozen=True, config=CONFIG)
class Satz(Block):
    """One computed paragraph."""

    text: Text
    art: ClassVar[str] = "satz"

    def html(self) -> str:
        return f"<p>{escape(self.text)}</p>"

    def plain(self) -> str:
        return self.text


@dataclass(frozen=True, config=CONFIG)
class Hinweis(Block):
    """A boxed note."""

    titel: Text
    text: Text
    art: ClassVar[str] = "hinweis"

    def html(self) -> str:
        return f"<blockquote><p><strong>{escape(self.titel)}</strong><br>{escape(self.text)}</p></blockquote>"

    def plain(self) -> str:
        return f"{self.titel}: {self.text}"


@dataclass(frozen=True, config=CONFIG)
class Kennzahlen(Block):
    """Key figures: ``(bezeichnung, wert, erlaeuterung)``, each already formatted text."""

    werte: Annotated[list[tuple[Text, Text, str]], Field(min_length=1)]
    art: ClassVar[str] = "kennzahlen"

    def html(self) -> str:
        rows = (
            f"<tr><th scope='row'>{escape(b)}</th><td>{escape(w)}</td><td>{escape(e)}</td></tr>"
            for b, w, e in self.werte
        )
        return f"<table>{''.join(rows)}</table>"

    def plain(self) -> str:
        return "; ".join(f"{b}: {w}" for b, w, _ in self.werte)


@dataclass(frozen=True, config=CONFIG)
class Tabellenspalte(Geprueft):
    """A column of a ``Tabelle``; the cells of a ``zeilenkopf`` column name their row."""

    name: Text
    ausrichtung: Literal["links", "rechts"] = "links"
    zeilenkopf: StrictBool = False


@dataclass(frozen=True, config=CONFIG)
class Tabelle(Block):
    """A table of formatted text; ``summenzeile`` says that the last row is a total."""

    titel: Text
    spalten: Annotated[list[Tabellenspalte], Field(min_length=1)]
    zeilen: list[list[str]]
    summenzeile: StrictBool = False
    fussnote: str = ""
    art: ClassVar[str] = "tabelle"

    def __post_init__(self) -> None:
        for nummer, zeile in enumerate(self.zeilen, start=1):
            if len(zeile) != len(self.spalten):
                raise NotebookFehler(
                    f"Tabelle „{self.titel}“: Zeile {nummer} hat {len(zeile)} Zellen, "
                    f"es gibt aber {len(self.spalten)} Spalten.",
                    abhilfe=ABHILFE,
                )

    def html(self) -> str:
        head = "".join(f"<th scope='col'>{escape(s.name)}</th>" for s in self.spalten)
        body = "".join(f"<tr>{''.join(map(self._cell, self.spalten, zeile))}</tr>" for zeile in self.zeilen)
        note = f"<p>{escape(self.fussnote)}</p>" if self.fussnote else ""
        return (
            f"<table><caption>{escape(self.titel)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>{note}"
        )

    @staticmethod
    def _cell(spalte: Tabellenspalte, text: str) -> str:
        tag = "th scope='row'" if spalte.zeilenkopf else "td"
        align = " style='text-align:right'" if spalte.ausrichtung == "rechts" else ""
        return f"<{tag}{align}>{escape(text)}</{tag[:2]}>"

    def plain(self) -> str:
        return "\n".join("\t".join(z) for z in [[self.titel], [s.name for s in self.spalten], *self.zeilen])


@dataclass(frozen=True, config=CONFIG)
class Bild(Block):
    """A figure as stored in a notebook; authors use ``Abbildung``."""

    titel: Text
    alt: Text
    svg: Svg
    tabelle: Tabelle | None = None
    art: ClassVar[str] = "abbildung"

    def html(self) -> str:
        data = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        table = self.tabelle.html() if self.tabelle else ""
        return (
            f"<figure><img alt='{escape(self.alt)}' src='data:image/svg+xml;base64,{data}'>"
            f"<figcaption>{escape(self.titel)}</figcaption></figure>{table}"
        )

    def plain(self) -> str:
        return f"{self.titel}: {self.alt}"


class Abbildung(Bild):
    """A figure with its alt text (what the picture says, in a sentence) and the table of its numbers."""

    def __init__(self, titel: str, alt: str, figur: Figure, tabelle: Tabelle | None = None) -> None:
        super().__init__(titel, alt, svg_text(figur), tabelle)


ARTEN: dict[str, type[Block]] = {b.art: b for b in (Kopf, Satz, Hinweis, Kennzahlen, Tabelle, Bild)}


def read_block(daten: object) -> Block:
    """The block whose JSON ``daten`` is; raises ``NotebookFehler`` for anything else."""
    if not isinstance(daten, Mapping):
        raise NotebookFehler("Ein Berichtsblock ist kein JSON-Objekt.", abhilfe=ABHILFE)
    felder = dict(daten)
    version, art = felder.pop("version", None), felder.pop("art", None)
    if version != VERSION:
        raise NotebookFehler(
            f"Ein Berichtsblock hat die Version „{version}“, lesbar ist {VERSION}.",
            abhilfe="Notebook mit dieser Fassung von komman neu ausführen.",
        )
    if not isinstance(art, str) or art not in ARTEN:
        raise NotebookFehler(
            f"Die Blockart „{art}“ ist unbekannt.", abhilfe=ABHILFE, mehr=[f"Bekannt sind: {', '.join(ARTEN)}."]
        )
    return ARTEN[art](**{str(k): v for k, v in felder.items()})
