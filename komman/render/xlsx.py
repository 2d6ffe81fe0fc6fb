"""The tables of reports as one workbook: a sheet of contents, one sheet per table, real numbers, nothing computed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from komman.document import Kopf
from komman.errors import shorten
from komman.formats import NICHT_BELEGT, OFFEN, parse_anzahl, parse_euro, parse_prozent
from komman.render.markdown import Knoten
from komman.render.report import Bericht, kopf_node
from komman.spreadsheet import MAX_NAME, Mappe, open_workbook, write_text
from komman.tables import SCHEMAS, Spalte

INHALT = "Inhalt"
RESERVED = ("inhalt", "history")  # ours, and a name Excel keeps for itself
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
KOPFZEILE = 5  # counted from 0: title, mark, origin, way back, a blank row
MOST_DIGITS = 15  # a spreadsheet keeps no more
NARROWEST, WIDEST = 9, 60
Wert = str | int | Decimal | datetime | None

FORMATS = {
    "euro": '#,##0.00 "€"',
    "anzahl": "#,##0",
    "prozent": "0.0 %",
    "ganz": "0",
    "dezimal": "0.00##",
    "datum": "dd.mm.yyyy",
}
PARSE: dict[str, tuple[Callable[[str], int | None], int]] = {
    "euro": (parse_euro, 2),
    "anzahl": (parse_anzahl, 0),
    "prozent": (parse_prozent, 3),
}
DATA_FORMATS = {"cent": "euro", "ganzzahl": "anzahl", "dezimal": "dezimal", "datum": "datum", "text": "text"}
PLAIN_NUMBERS = ("foerderjahr", "quelle_zeile")  # a year is not 2.021
BEMERKUNGEN = (
    "Beträge sind Zahlen in Euro, Anteile Zahlen in Prozent. Die Mappe enthält keine Formeln und keine Makros.",
    f"Wo statt einer Zahl ein Text steht („{OFFEN}“, „{NICHT_BELEGT}“, „–“), gibt es keinen Wert. Er ist nicht 0.",
)


@dataclass(frozen=True)
class Blatt:
    """A sheet to be written: columns as ``(name, format)``, rows of values, the last one a total or not."""

    name: str
    titel: str
    herkunft: str
    spalten: tuple[tuple[str, str], ...]
    zeilen: list[list[Wert]]
    summenzeile: bool = False
    fussnote: str = ""
    filter: bool = False
    stand: str = ""  # where a report has another than the workbook


def workbook(
    titel: str,
    berichte: Sequence[tuple[str, Bericht]],
    daten: Mapping[str, pd.DataFrame] | None = None,
    bemerkungen: Sequence[str] = (),
    nach_titel: bool = False,
) -> bytes:
    """The tables of ``berichte`` (notebook name, report; at least one, all of one year and Freigabe) as XLSX bytes.

    Sheets are named after notebook and number of their table, with ``nach_titel`` after its title.

    ``daten`` are released canonical tables; those with rows follow as sheets „Daten …“. A cell is a number if its text
    is one of its column's unit (``number``), else that text. The same bytes for the same input.
    """
    kopf = berichte[0][1].kopf
    blaetter = [*_report_sheets(berichte, nach_titel), *_data_sheets(daten or {})]
    with open_workbook(_properties(titel, kopf), datetime.fromisoformat(kopf.stand)) as mappe:
        schreiber = _Schreiber(mappe, kopf)
        schreiber.contents(titel, blaetter, [*BEMERKUNGEN, *bemerkungen])
        for blatt in blaetter:
            schreiber.sheet(blatt)
    return mappe.data()


def _properties(titel: str, kopf: Kopf) -> dict[str, str]:
    node = kopf_node(kopf)
    marke = f". {node['beispiel_text']}" if kopf.beispiel else ""
    return {
        "title": shorten(f"{titel}, {kopf.kreis}, Förderjahr {kopf.foerderjahr}", 200),
        "author": shorten(kopf.herausgeber, 200),
        "comments": f"Freigabe: {node['freigabe_text']}{marke}",
    }


def _report_sheets(berichte: Iterable[tuple[str, Bericht]], nach_titel: bool) -> Iterator[Blatt]:
    taken = set(RESERVED)
    for name, bericht in berichte:
        for t in bericht.tables():
            number = f"{name[:2] if name[:2].isdecimal() else ''} Tabelle {t['nummer']}".strip()
            blatt = _sheet_name(_titled(t["titel"]) or number if nach_titel else number, taken)
            taken.add(blatt.casefold())
            yield _report_sheet(blatt, bericht, t)


def _titled(titel: str) -> str:
    """A title as the name of a sheet: its part before a colon, without the signs Excel forbids."""
    name = " ".join(FORBIDDEN.sub(" ", titel.partition(": ")[0]).split()).strip("' ")
    return name if len(name) <= MAX_NAME else _shortened(name, MAX_NAME)


def _shortened(name: str, most: int) -> str:
    """The name cut between words, or inside its first word; half of „e. V.“ does not stay."""
    words = name[: most + 1].rpartition(" ")[0] or name[:most]
    return re.sub(r"( \w\.)+$", "", words).rstrip(" ,;(–'")


def _sheet_name(base: str, taken: Collection[str]) -> str:
    """The name, or with the first free number; Excel takes „Werl“ and „werl“ for the same."""
    names = (base if i == 1 else _numbered(base, f" ({i})") for i in range(1, len(taken) + 2))
    return next(n for n in names if n.casefold() not in taken)


def _numbered(base: str, nummer: str) -> str:
    return (base if len(base + nummer) <= MAX_NAME else _shortened(base, MAX_NAME - len(nummer))) + nummer


def _report_sheet(name: str, bericht: Bericht, t: Knoten) -> Blatt:
    units = [s.get("einheit", "text") for s in t["spalten"]]
    return Blatt(
        name,
        f"Tabelle {t['nummer']}" + (f": {t['titel']}" if t["titel"] else ""),
        bericht.titel,
        tuple((s["name"], u) for s, u in zip(t["spalten"], units, strict=True)),
        [[number(text, u) for text, u in zip(zeile, units, strict=True)] for zeile in t["zeilen"]],
        t["summenzeile"],
        t["fussnote"],
        stand=kopf_node(bericht.kopf)["stand_text"],
    )


def number(text: str, einheit: str) -> Wert:
    """What a formatted text says as an exact number; the text itself where it says none.

    In a column of text an amount is a number too: a table of particulars has both.
    """
    parse, stellen = PARSE.get(einheit, PARSE["euro"])
    wert = parse(text)
    return text if wert is None else _shifted(wert, stellen)


def _shifted(wert: int, stellen: int) -> Wert:
    """``wert`` with its decimal point; as text where a spreadsheet would lose digits."""
    exact = Decimal(wert).scaleb(-stellen)
    return exact if len(str(abs(wert))) <= MOST_DIGITS else str(exact)


def _data_sheets(daten: Mapping[str, pd.DataFrame]) -> Iterator[Blatt]:
    for tabelle, df in daten.items():
        if df.empty:
            continue
        schema = SCHEMAS[tabelle]
        values = [[_value(v, s) for v in df[s.name]] for s in schema]
        yield Blatt(
            f"Daten {tabelle}",
            f"Daten: {tabelle}",
            "freigegebene Tabelle",
            tuple((s.name.replace("_cent", "_euro"), _data_format(s)) for s in schema),
            [list(row) for row in zip(*values, strict=True)],
            fussnote="Was die Spalten bedeuten, steht im Datenmodell (docs/datenmodell.md).",
            filter=True,
        )


def _data_format(s: Spalte) -> str:
    return "ganz" if s.name in PLAIN_NUMBERS else DATA_FORMATS[s.art]


def _value(wert: Any, s: Spalte) -> Wert:
    if pd.isna(wert):
        return None
    if s.art == "cent":
        return _shifted(int(wert), 2)
    if s.art == "ganzzahl":
        return int(wert)
    if s.art == "datum":
        return pd.Timestamp(wert).to_pydatetime()
    return Decimal(wert) if s.art == "dezimal" else str(wert)


class _Schreiber:
    """Writes sheets into a workbook; styles are made once."""

    def __init__(self, mappe: Mappe, kopf: Kopf) -> None:
        self.book = mappe.book
        self.kopf = kopf_node(kopf)
        self.styles: dict[tuple[tuple[str, object], ...], Any] = {}

    def style(self, **werte: object) -> Any:
        key = tuple(sorted(werte.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format(dict(key))
        return self.styles[key]

    def contents(self, titel: str, blaetter: Sequence[Blatt], bemerkungen: Sequence[str]) -> None:
        """The first sheet: what the workbook is, its tables with links to them, remarks."""
        sheet = self._new(INHALT, titel)
        k = self.kopf
        angaben = {
            "Kreis": k["kreis"], "Förderjahr": k["foerderjahr"], "Freigabe": k["freigabe_text"],
            "Stand der Daten": k["stand_text"], "Herausgeber": k["herausgeber"],
        }  # fmt: skip
        for row, (name, wert) in enumerate(angaben.items(), start=3):
            write_text(sheet, row, 0, name, self.style(font_color="#4d4d4d"))
            write_text(sheet, row, 1, wert)
        head = 3 + len(angaben) + 1
        self._header(sheet, head, (("Blatt", "text"), ("Inhalt", "text"), ("Bericht", "text"), ("Zeilen", "anzahl")))
        for row, b in enumerate(blaetter, start=head + 1):
            sheet.write_url(row, 0, f"internal:'{b.name}'!A1", self.style(font_color="#0a5a8a", underline=1), b.name)
            self._cell(sheet, row, 1, b.titel, "text")
            self._cell(sheet, row, 2, b.herkunft, "text")
            self._cell(sheet, row, 3, len(b.zeilen), "anzahl")
        for row, text in enumerate(bemerkungen, start=head + len(blaetter) + 2):
            write_text(sheet, row, 1, text, self.style(text_wrap=True, valign="top"))
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 2, WIDEST)

    def sheet(self, blatt: Blatt) -> None:
        """One table: title, mark, origin, way back, frozen header, rows, footnote."""
        sheet = self._new(blatt.name, blatt.titel)
        k = self.kopf
        origin = (blatt.herkunft, k["kreis"], f"Förderjahr {k['foerderjahr']}", f"Freigabe: {k['freigabe_text']}")
        write_text(sheet, 2, 0, " · ".join([*origin, f"Stand {blatt.stand or k['stand_text']}"]))
        sheet.write_url(3, 0, f"internal:'{INHALT}'!A1", self.style(font_color="#0a5a8a", underline=1), "zum Inhalt")
        self._header(sheet, KOPFZEILE, blatt.spalten)
        last = len(blatt.zeilen) - 1
        for i, zeile in enumerate(blatt.zeilen):
            total = blatt.summenzeile and i == last
            for c, (wert, (_, form)) in enumerate(zip(zeile, blatt.spalten, strict=True)):
                self._cell(sheet, KOPFZEILE + 1 + i, c, wert, form, total)
        for c, (name, form) in enumerate(blatt.spalten):
            sheet.set_column(c, c, _width(name, form, [z[c] for z in blatt.zeilen]))
        write_text(sheet, KOPFZEILE + len(blatt.zeilen) + 2, 0, blatt.fussnote)
        sheet.freeze_panes(KOPFZEILE + 1, 1)
        sheet.repeat_rows(KOPFZEILE)
        if blatt.filter:
            sheet.autofilter(KOPFZEILE, 0, KOPFZEILE + len(blatt.zeilen), len(blatt.spalten) - 1)

    def _new(self, name: str, titel: str) -> Any:
        """A sheet with title and mark; headers and footers hold our own words only, because ``&`` is a code there."""
        sheet = self.book.add_worksheet(name)
        write_text(sheet, 0, 0, titel, self.style(bold=True, font_size=14, font_color="#0b4a6f"))
        write_text(sheet, 1, 0, self.kopf["beispiel_text"], self.style(bold=True, bg_color="#fff3cd"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{self.kopf['beispiel_text']}&R&A")
        sheet.set_footer(f"&LFreigabe: {self.kopf['freigabe_text']}&RSeite &P von &N")
        return sheet

    def _header(self, sheet: Any, row: int, spalten: Sequence[tuple[str, str]]) -> None:
        for c, (name, form) in enumerate(spalten):
            side = "right" if form in PARSE else "left"
            style = self.style(bold=True, bottom=1, text_wrap=True, valign="bottom", align=side, bg_color="#f3f6f8")
            write_text(sheet, row, c, name, style)

    def _cell(self, sheet: Any, row: int, col: int, wert: Wert, form: str, total: bool = False) -> None:
        style: dict[str, object] = {"valign": "top"} | ({"bold": True, "top": 1} if total else {})
        if isinstance(wert, str):
            extra = {"align": "right"} if form in PARSE else {"text_wrap": True} if len(wert) > WIDEST else {}
            write_text(sheet, row, col, wert, self.style(**style, **extra))
        elif isinstance(wert, datetime):
            sheet.write_datetime(row, col, wert, self.style(**style, num_format=FORMATS[form]))
        elif wert is not None:
            known = "euro" if form == "text" else form
            sheet.write_number(row, col, wert, self.style(**style, num_format=FORMATS[known]))


def _width(name: str, form: str, werte: Iterable[Wert]) -> int:
    """A column's width in characters: its longest cell or the longest word of its name."""
    marks = 6 if form in ("euro", "prozent", "text") else 3
    cells = [len(w) + 1 if isinstance(w, str) else len(str(w)) + marks for w in werte if w is not None]
    return max(NARROWEST, min(WIDEST, max([*cells, *(len(w) + 3 for w in name.split())])))
