"""One cent more in one ledger: exactly the figures that depend on it move, in HTML, PDF, XLSX and alternative texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from komman.__main__ import main
from komman.project import Projekt
from tests.report_reader import Page, Table, cents, pdf_tables, plain, xlsx_cells

LEDGER = "beispiel_2016_weiterleitungen.csv"
TRAEGER, KOMMUNE, BAUSTEIN = "Sprachfunken Lippeaue e. V.", "Lippstadt", "B2"
# Row names that the changed amount is part of: itself, its Kommune, Baustein, kind of Träger, year and Kreis.
AFFECTED = (TRAEGER, KOMMUNE, BAUSTEIN, "Verein", "Kreis", "2016", "ausgezahlt", "netto weitergeleitet", LEDGER)
AFFECTED += ("zurückzuzahlen", "Insgesamt", "Summe")  # what goes back, in the Verwendungsnachweis
# The checks of 01 find the cent: a wrong figure is told there, in rows that were not there before.
BEFUNDE, GEPRUEFT = "Was nicht zusammenpasst", "Was geprüft wurde"
Cell = tuple[str, str, str, str]


def add_a_cent(raw: Path) -> None:
    """0,01 € more paid out in one row of 2016, a ledger without totals."""
    path = raw / LEDGER
    lines = path.read_bytes().decode("cp1252").split("\r\n")
    (head,) = [z for z in lines if "ausgezahlt EUR" in z]
    column = head.split(";").index("ausgezahlt EUR")
    (place,) = [i for i, z in enumerate(lines) if " ".join(z.split()).split(";")[2:4] == [TRAEGER, BAUSTEIN]]
    cells = lines[place].split(";")
    assert cells[column] == "8.800,00"
    cells[column] = "8.800,01"
    lines[place] = ";".join(cells)
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def cells(ordner: Path) -> dict[Cell, str]:
    """Every table cell of the set but those of the findings: notebook, table, row and column → text."""
    out: dict[Cell, str] = {}
    for path in sorted(ordner.glob("[0-9]*.html")):
        for n, table in enumerate(Page(path.read_text(encoding="utf-8")).tables, start=1):
            for i, row in enumerate([] if told_of_checks(table) else table.rows):
                for name, text in zip(table.head, row, strict=True):
                    out[path.stem, f"Tabelle {n}", f"{i}: {row[0]}", name] = text
    return out


def told_of_checks(table: Table) -> bool:
    return table.caption.endswith((BEFUNDE, GEPRUEFT))


def findings(ordner: Path) -> list[tuple[str, str]]:
    """Check and amount of each finding in 01, in order."""
    page = Page((ordner / "01_datenpruefung.html").read_text(encoding="utf-8"))
    return [(row[0], row[1]) for t in page.tables if t.caption.endswith(BEFUNDE) for row in t.rows]


def alts(ordner: Path) -> list[str]:
    return [a for p in sorted(ordner.glob("[0-9]*.html")) for a in Page(p.read_text(encoding="utf-8")).alts]


@pytest.mark.langsam
def test_one_cent_moves_what_depends_on_it_and_nothing_else(new_project: Callable[[], Projekt], tmp_path: Path) -> None:
    projekt = new_project()
    ordner = projekt.ausgabe / "2016" / "intern"
    befehl = ["bericht", "2016", "--freigabe", "intern", "--projekt", str(projekt.daten.parent)]
    assert main(befehl) == 0
    before = ordner.rename(tmp_path / "vorher")
    add_a_cent(projekt.raw)
    assert main(befehl) == 0

    old, new = cells(before), cells(ordner)
    assert old.keys() == new.keys()
    moved = {key for key in old if old[key] != new[key]}
    assert {key for key in moved if not any(a in key[2] for a in AFFECTED)} == set()
    for key in moved:
        was, now = cents(old[key]), cents(new[key])
        if was is not None and now is not None:
            assert now - was == (-1 if "nicht ausgezahlt" in f"{key[2]} {key[3]}" else 1), key
    notebooks = {key[0][:2] for key in moved}
    assert {"01", "02", "03", "04", "06", "07"} <= notebooks
    rows = {key[2].split(": ", 1)[1] for key in moved}
    assert {"netto weitergeleitet", "ausgezahlt", KOMMUNE, TRAEGER, "2016", "Kreis"} <= rows

    same_move_everywhere(before, ordner, moved)
    found = set(findings(ordner)) - set(findings(before))
    assert {plain(amount) for _, amount in found} == {"0,01 €"} and len(found) == 4, found
    assert len(findings(ordner)) == len(findings(before)) + len(found)


def numbers_of_checks(ordner: Path, notebook: str) -> set[int]:
    page = Page((ordner / f"{notebook}.html").read_text(encoding="utf-8"))
    return {n for n, t in enumerate(page.tables, start=1) if told_of_checks(t)}


def same_move_everywhere(before: Path, after: Path, moved: set[Cell]) -> None:
    """The PDF's tables and the workbook move in the same cells, the alternative texts by the same amount."""
    for path in sorted(before.glob("[0-9]*.pdf")):
        pairs = zip(pdf_tables(path.read_bytes()), pdf_tables((after / path.name).read_bytes()), strict=True)
        checks = numbers_of_checks(before, path.stem)
        for n, (old, new) in enumerate(pairs, start=1):
            if n in checks:
                continue
            count = sum(a != b for r, s in zip(old, new, strict=True) for a, b in zip(r, s, strict=True))
            assert count == sum(k[0] == path.stem and k[1] == f"Tabelle {n}" for k in moved), (path.name, n)
    old_book, new_book = (xlsx_cells((p / "Datenanhang.xlsx").read_bytes()) for p in (before, after))
    checks = {f"01 Tabelle {n}" for n in numbers_of_checks(before, "01_datenpruefung")}
    for sheet, old_rows in old_book.items():
        if sheet in checks:
            continue
        changed = sum(a != b for r, s in zip(old_rows, new_book[sheet], strict=True) for a, b in zip(r, s, strict=True))
        if " Tabelle " in sheet:
            number, table = sheet.split(" ", 1)
            assert changed == sum(k[0].startswith(number) and k[1] == table for k in moved), sheet
    texts = list(zip(alts(before), alts(after), strict=True))
    assert any(a != b for a, b in texts)
    totals = {plain(a) for a, b in texts if a != b}
    assert all(sum(x != y for x, y in zip(a.split(), b.split(), strict=True)) <= 3 for a, b in texts), totals
