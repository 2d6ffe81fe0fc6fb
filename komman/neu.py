"""An Excel workbook for a new Förderjahr, with drop-downs, number formats and a page of explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from komman.bausteine import baustein_liste
from komman.errors import AufrufFehler, DatenFehler, KommanFehler
from komman.files import write_atomic
from komman.formats import aufzaehlung
from komman.kreis import ERSTES_FOERDERJAHR, Kreis
from komman.ledger import AUSWAHL, ERLAEUTERUNG, clean
from komman.neu_blaetter import ANTEIL, BLAETTER, DATUM, EURO, GANZZAHL, REGELN, Blattplan, Eingabe, lists
from komman.project import Projekt
from komman.settings import BEISPIEL
from komman.spreadsheet import open_workbook
from komman.values import years
from komman.yamlfile import load_yaml

KOPFZEILE, ZEILEN = 4, 300  # header row as Excel counts, prepared rows below it
LISTEN = "Listen"
LETZTES_FOERDERJAHR = 2035
MAX_BETRAG = 1_000_000_000
_NUMBERS = {EURO: "ein Betrag in Euro", GANZZAHL: "eine ganze Zahl ab 0", ANTEIL: "ein Stellenanteil von 0 bis 100"}


@dataclass(frozen=True, slots=True)
class NeueListe:
    """The workbook written; ``vorhanden`` names the files that hold rows of the year already."""

    datei: Path
    vorhanden: str
    im_ordner: bool


def new_year(projekt: Projekt, jahr: int, ziel: Path | None = None) -> NeueListe:
    """Write the workbook of ``jahr`` to ``ziel`` (default: the raw folder).

    Refuses a year out of reach, a missing or unfinished kreis.yaml, an existing file, and a name that the reader of
    the folder would refuse.
    """
    if not ERSTES_FOERDERJAHR <= jahr <= LETZTES_FOERDERJAHR:
        raise AufrufFehler(
            f"Das Förderjahr {jahr} ist nicht möglich.",
            abhilfe=f"ein Jahr von {ERSTES_FOERDERJAHR} bis {LETZTES_FOERDERJAHR} nennen.",
        )
    kreis = _kreis(projekt.raw)
    name = f"{BEISPIEL if kreis.beispiel else ''}foerderliste_{jahr}.xlsx"
    datei = ziel.resolve() if ziel is not None else projekt.raw / name
    inside = datei.parent == projekt.raw.resolve() or ziel is None
    _check_target(datei, jahr, kreis.beispiel, inside)
    vorhanden = _ledgers_of(projekt.raw, jahr)
    write_atomic(datei, workbook(kreis, jahr))
    return NeueListe(datei, vorhanden, inside)


def _kreis(raw: Path) -> Kreis:
    path = raw / "kreis.yaml"
    if not path.is_file():
        raise DatenFehler(
            "Die Datei kreis.yaml fehlt; ohne sie sind die Kommunen nicht bekannt.",
            ort=f"Ordner {raw}",
            abhilfe="Erst „komman start“ ausführen und kreis.yaml ausfüllen.",
        )
    return load_yaml(path, Kreis)


def _check_target(datei: Path, jahr: int, beispiel: bool, inside: bool) -> None:
    other = sorted(years(datei.name) - {jahr})
    if datei.suffix.lower() != ".xlsx":
        raise AufrufFehler(f"„{datei.name}“ endet nicht auf .xlsx.", abhilfe="einen Namen nennen, der so endet.")
    if other:
        raise AufrufFehler(
            f"Der Dateiname „{datei.name}“ nennt das Jahr {other[0]}, das Förderjahr ist {jahr}.",
            abhilfe="einen Namen ohne anderes Jahr wählen.",
        )
    if inside and datei.name.lower().startswith(BEISPIEL) != beispiel:
        raise AufrufFehler(
            "In diesem Ordner würde die Datei Beispieldaten und eigene Daten mischen.",
            ort=f"Datei {datei.name}",
            abhilfe="Erst „komman start“ ausführen."
            if beispiel
            else f"Einen Namen wählen, der nicht mit {BEISPIEL} beginnt.",
        )
    if datei.exists():
        raise AufrufFehler(
            "Die Datei gibt es schon; sie wird nicht überschrieben.",
            ort=f"Datei {datei}",
            abhilfe="Die vorhandene ausfüllen oder mit --ziel einen anderen Namen nennen.",
        )


def _ledgers_of(raw: Path, jahr: int) -> str:
    """The files that hold Weiterleitungen of the year already; empty where the folder cannot be read yet."""
    try:
        rows = clean(raw).tabellen["weiterleitungen"]
    except KommanFehler:
        return ""
    return aufzaehlung(sorted(set(rows.loc[rows["foerderjahr"] == jahr, "quelle_datei"])))


def workbook(kreis: Kreis, jahr: int) -> bytes:
    """The workbook as bytes; they depend on the Kreis's Kommunen, the year and whether it is the sample."""
    mark = "Beispieldaten, frei erfunden" if kreis.beispiel else ""
    listen = lists(tuple(k.name for k in kreis.kommunen), jahr)
    ranges = {
        name: f"={LISTEN}!${_column(i)}$2:${_column(i)}${len(v) + 1}" for i, (name, v) in enumerate(listen.items())
    }
    eigenschaften = {"title": f"KOMM-AN NRW: Förderliste {jahr}", "comments": mark}
    with open_workbook(eigenschaften, datetime(jahr, 1, 1)) as mappe:
        for plan in BLAETTER:
            _sheet(mappe.book, plan, jahr, ranges, mark)
        _explanation(mappe.book, jahr, mark)
        _lists(mappe.book, listen)
    return mappe.data()


def _column(i: int) -> str:
    return chr(ord("A") + i)


def _sheet(book: Any, plan: Blattplan, jahr: int, ranges: Mapping[str, str], mark: str) -> None:
    sheet = book.add_worksheet(plan.blatt)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E7E6E6"})
    sheet.write_string(0, 0, plan.titel.format(jahr=jahr), book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, plan.hinweis)
    if mark:
        sheet.write_string(2, 0, mark, book.add_format({"bold": True}))
    sheet.set_row(KOPFZEILE - 1, 32)
    for c, spalte in enumerate(plan.spalten):
        style = book.add_format({"num_format": spalte.format, "border": 1, "border_color": "#D9D9D9"})
        sheet.set_column(c, c, spalte.breite)
        sheet.write_string(KOPFZEILE - 1, c, spalte.kopf, head)
        for row in range(KOPFZEILE, KOPFZEILE + ZEILEN):
            sheet.write_blank(row, c, None, style)
        if rule := _validation(spalte, ranges):
            sheet.data_validation(KOPFZEILE, c, KOPFZEILE + ZEILEN - 1, c, rule)
    sheet.freeze_panes(KOPFZEILE, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(KOPFZEILE - 1)


def _validation(spalte: Eingabe, ranges: Mapping[str, str]) -> dict[str, Any]:
    """What Excel accepts in the column; free text is not checked."""
    least = -MAX_BETRAG if spalte.minus else 0
    rules: dict[str, dict[str, Any]] = {
        EURO: {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": MAX_BETRAG},
        GANZZAHL: {"validate": "integer", "criteria": ">=", "value": 0},
        ANTEIL: {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
        DATUM: {"validate": "date", "criteria": ">=", "value": date(2015, 1, 1)},
    }
    rule = {"validate": "list", "source": ranges[spalte.liste]} if spalte.liste else rules.get(spalte.format, {})
    wanted = "ein Wert der Liste" if spalte.liste else _NUMBERS.get(spalte.format, "ein Datum ab 2015")
    if not spalte.liste and spalte.format == EURO and not spalte.minus:
        wanted += " ohne Minuszeichen"
    return rule and {**rule, "error_title": "So nicht lesbar", "error_message": f"Hier steht {wanted} oder nichts."}


def _explanation(book: Any, jahr: int, mark: str) -> None:
    """The page in plain German: rules first, then each sheet's columns, then the Bausteine."""
    sheet = book.add_worksheet("Erläuterung")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    rows: list[tuple[str, str]] = [(ERLAEUTERUNG, ""), (f"Förderliste für das Förderjahr {jahr}", "")]
    rows += [(mark, "")] if mark else []
    rows += [("", ""), *REGELN]
    for plan in BLAETTER:
        rows += [("", ""), (f"Blatt „{plan.blatt}“", plan.hinweis), *((s.kopf, s.bedeutung) for s in plan.spalten)]
    rows += [("", ""), ("Bausteine", "Kürzel und Inhalt"), *((b.code, b.beschreibung) for b in baustein_liste())]
    for r, (left, right) in enumerate(rows):
        if left:
            sheet.write_string(r, 0, left, bold)
        if right:
            sheet.write_string(r, 1, right, wrap)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)


def _lists(book: Any, listen: Mapping[str, tuple[str, ...]]) -> None:
    sheet = book.add_worksheet(LISTEN)
    for c, values in enumerate(listen.values()):
        for r, text in enumerate((AUSWAHL, *values)):
            sheet.write_string(r, c, text)
    sheet.hide()
