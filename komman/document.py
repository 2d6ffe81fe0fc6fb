"""The blocks a notebook may put into a report: shown in JupyterLab as HTML, rendered from their JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, StrictBool, StrictInt
from pydantic.dataclasses import dataclass

from komman.block import ABHILFE, CONFIG, MIME, VERSION, Block, Geprueft, IsoDatum, Svg, Text
from komman.errors import NotebookFehler
from komman.formats import BEISPIELDATEN
from komman.svg import svg_text
from komman.tables import Freigabe

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Einheit = Literal["text", "euro", "anzahl", "prozent"]
STELLE = "\ue000{}\ue001"  # private characters: they can stand in no author's text that a report may show


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
        beispiel = f"<p><strong>{BEISPIELDATEN}</strong></p>" if self.beispiel else ""
        return f"{beispiel}<p>{escape(self.plain())}</p>"

    def plain(self) -> str:
        return f"{self.kreis}, Förderjahr {self.foerderjahr}, Freigabe {self.freigabe}, Stand {self.stand}"


@dataclass(frozen=True, config=CONFIG)
class Ueberschrift(Block):
    """A heading from data, where a Markdown cell cannot know it; ``ebene`` 2 is that of „## …“."""

    text: Text
    ebene: Literal[2, 3, 4] = 3
    art: ClassVar[str] = "ueberschrift"

    def html(self) -> str:
        return f"<h{self.ebene}>{escape(self.text)}</h{self.ebene}>"

    def plain(self) -> str:
        return self.text


@dataclass(frozen=True, config=CONFIG)
class Fliesstext(Block):
    """An author's Markdown with computed places: ``STELLE.format(n)`` stands for ``stellen[n]``, which is plain text.

    The places are filled after the Markdown is read, so that no value can become markup.
    """

    markdown: Text
    stellen: list[str] = Field(default_factory=list)
    art: ClassVar[str] = "fliesstext"

    def html(self) -> str:
        return f"<p>{escape(self.plain())}</p>"

    def plain(self) -> str:
        text = self.markdown
        for n, wert in enumerate(self.stellen):
            text = text.replace(STELLE.format(n), wert)
        return text


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
    """A column of a ``Tabelle``; the cells of a ``zeilenkopf`` column name their row.

    ``einheit`` says what the formatted text is, so that a spreadsheet can read the number back.
    """

    name: Text
    ausrichtung: Literal["links", "rechts"] = "links"
    zeilenkopf: StrictBool = False
    einheit: Einheit = "text"


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


ARTEN: dict[str, type[Block]] = {
    b.art: b for b in (Kopf, Ueberschrift, Fliesstext, Satz, Hinweis, Kennzahlen, Tabelle, Bild)
}


class Bloecke:
    """Several blocks shown by one cell, in order."""

    def __init__(self, bloecke: Sequence[Block]) -> None:
        self.bloecke = tuple(bloecke)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {
            MIME: [b.block() for b in self.bloecke],
            "text/html": "\n".join(b.html() for b in self.bloecke),
            "text/plain": "\n".join(b.plain() for b in self.bloecke),
        }


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
