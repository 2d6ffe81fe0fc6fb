"""All figures of a set agree: tables with totals, each other and the ledgers; sentences and pictures with tables."""

from __future__ import annotations

import csv
import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from komman.project import Projekt
from tests.conftest import REPORTS
from tests.report_reader import AMOUNT, Page, Table, cents, pdf_tables, pdf_text, xlsx_cells

MEASURES = ("beantragt", "bewilligt", "ausgezahlt", "zurückgezahlt", "anerkannt", "nachgewiesen")


@pytest.fixture(params=REPORTS, ids="-".join, scope="module")
def case(request: pytest.FixtureRequest, reports: Projekt) -> tuple[str, str, Path]:
    jahr, freigabe = request.param
    return jahr, freigabe, reports.ausgabe / jahr / freigabe


def pages(ordner: Path) -> dict[str, Page]:
    found = {p.stem: Page(p.read_text(encoding="utf-8")) for p in sorted(ordner.glob("[0-9]*.html"))}
    assert len(found) >= 6
    return found


def broken_totals(table: Table) -> list[str]:
    """Columns of amounts whose parts do not add up to the total row."""
    *parts, total = [[cents(c) for c in row] for row in table.rows]
    return [
        name
        for i, name in enumerate(table.head)
        if total[i] is not None and all(p[i] is not None for p in parts) and sum(p[i] for p in parts) != total[i]
    ]


def test_every_total_is_the_sum_of_its_rows(case: tuple[str, str, Path]) -> None:
    totals = [t for page in pages(case[2]).values() for t in page.tables if t.total]
    assert len(totals) >= 4
    assert {t.caption: broken_totals(t) for t in totals if broken_totals(t)} == {}


def test_a_total_one_cent_off_is_found() -> None:
    good = Table("T", ["Ort", "bewilligt"], [["a", "1,00 €"], ["b", "−0,40 €"], ["Kreis", "0,60 €"]], True)
    assert broken_totals(good) == []
    good.rows[0][1] = "1,01 €"
    assert broken_totals(good) == ["bewilligt"]


def ledger_sums(projekt: Projekt, freigabe: str, jahr: str) -> dict[str, int | None]:
    """The year's sums from the CSV of the level, with nothing but csv and int."""
    with (projekt.processed / freigabe / "weiterleitungen.csv").open(encoding="utf-8", newline="") as f:
        rows = [r for r in csv.DictReader(f) if r["foerderjahr"] == jahr]
    out: dict[str, int | None] = {}
    for name in MEASURES:
        column = name.replace("ü", "ue") + "_cent"
        known = [int(r[column]) for r in rows if r[column]]
        out[name] = sum(known) if known else None
    whole = out["zurückgezahlt"] is not None and all(r["zurueckgezahlt_cent"] for r in rows)
    out["netto weitergeleitet"] = out["ausgezahlt"] - out["zurückgezahlt"] if whole else None
    return out


def test_every_total_row_and_the_ledger_say_the_same(case: tuple[str, str, Path], reports: Projekt) -> None:
    jahr, freigabe, ordner = case
    sums = ledger_sums(reports, freigabe, jahr)
    seen = 0
    for name, page in pages(ordner).items():
        for table in page.tables:
            if not (table.total and table.rows[-1][0].startswith("Kreis")):
                continue
            for measure in set(table.head) & set(sums):
                shown = cents(table.rows[-1][table.head.index(measure)])
                assert shown == sums[measure], (name, table.caption, measure)
                seen += 1
    assert seen >= 7, "by Kommune in 02 and 03, by Baustein, Trägerart and Träger in 04"


def test_the_released_years_add_up_to_the_row_balance(reports: Projekt) -> None:
    balance = json.loads((reports.processed / "intern" / "zeilenbilanz.json").read_text(encoding="utf-8"))
    lines = [z for z in balance if z["tabelle"] == "weiterleitungen"]
    assert {z["betrag_spalte"] for z in lines} == {"ausgezahlt_cent"}
    total = sum(z["betrag_uebernommen_cent"] + z["korrektur_delta_cent"] for z in lines)
    for level in {freigabe for _, freigabe in REPORTS}:
        with (reports.processed / level / "weiterleitungen.csv").open(encoding="utf-8", newline="") as f:
            assert sum(int(r["ausgezahlt_cent"] or 0) for r in csv.DictReader(f)) == total, level


def test_html_pdf_and_xlsx_hold_the_same_tables(case: tuple[str, str, Path]) -> None:
    _, _, ordner = case
    sheets = xlsx_cells((ordner / "Datenanhang.xlsx").read_bytes())
    for name, page in pages(ordner).items():
        pdf = (ordner / f"{name}.pdf").read_bytes()
        text = pdf_text(pdf)
        attached = pdf_tables(pdf)
        assert len(attached) == len(page.tables)
        for n, (table, rows) in enumerate(zip(page.tables, attached, strict=True), start=1):
            assert [row[: len(table.head)] for row in rows[1:]] == table.rows, (name, table.caption)
            missing = {c for row in table.rows for c in row if AMOUNT.fullmatch(c) and c not in text}
            assert not missing, (name, table.caption, missing)
            sheet = sheets[f"{name[:2]} Tabelle {n}"]
            numbers = {round(v * 100) for row in sheet for v in row if isinstance(v, int | float)}
            shown = {cents(c) for row in table.rows for c in row} - {None}
            assert shown <= numbers, (name, table.caption)


def ledger_amounts(projekt: Projekt, freigabe: str, jahr: str) -> set[int]:
    """What a profile of a Kommune or a sum over years may say: net (else paid, else granted) amounts of each Kommune,
    each of its Bausteine, and the Kreis, by year and summed over the years known; and what is set aside."""
    with (projekt.processed / freigabe / "weiterleitungen.csv").open(encoding="utf-8", newline="") as f:
        rows = [r for r in csv.DictReader(f) if r["foerderjahr"] <= jahr]
    out: set[int] = set()
    for place in {r["kommune"] for r in rows} | {""}:
        total = 0
        for year in sorted({r["foerderjahr"] for r in rows}):
            here = [r for r in rows if r["foerderjahr"] == year and place in ("", r["kommune"])]
            every = [r for r in rows if r["foerderjahr"] == year]
            column = "ausgezahlt_cent" if all(r["ausgezahlt_cent"] for r in every) else "bewilligt_cent"
            complete = all(r["zurueckgezahlt_cent"] and r["ausgezahlt_cent"] for r in every)
            value = [int(r[column]) - (int(r["zurueckgezahlt_cent"]) if complete else 0) for r in here]
            total += sum(value) if complete else 0
            out |= {
                sum(value),
                total,
                *(sum(int(r[c] or 0) for r in here) for c in ("ausgezahlt_cent", "bewilligt_cent")),
            }
            for part in {r["baustein"] for r in here}:
                out.add(sum(v for v, r in zip(value, here, strict=True) if r["baustein"] == part))
    balance = json.loads((projekt.processed / "intern" / "zeilenbilanz.json").read_text(encoding="utf-8"))
    if freigabe == "intern":  # 01 names the sums of the balance
        lines = [z for z in balance if z["tabelle"] == "weiterleitungen"]
        out |= {sum(z[k] or 0 for z in lines) for k in lines[0] if k.endswith("_cent")}
        out.add(sum(z["betrag_uebernommen_cent"] + z["korrektur_delta_cent"] for z in lines))
    lage = json.loads((projekt.processed / freigabe / "lage.json").read_text(encoding="utf-8"))
    return out | {z["cent"] for z in lage["zurueckgestellt"].values()}


def unexplained(page: Page, ledger: set[int]) -> set[str]:
    """Amounts of sentences and pictures that neither a table nor the ledger has, nor as a sum or difference of two."""
    known = {cents(a) for t in page.tables for row in t.rows for c in row for a in AMOUNT.findall(c)}  # rules say more
    known |= {cents(s) for s in page.sentences} - {None}  # key figures stand alone
    pairs = {abs(a - b) for a, b in combinations(known, 2)} | {a + b for a, b in combinations(known, 2)}
    pairs |= {abs(a - b) for a, b in combinations(ledger, 2)}
    for table in page.tables:  # the share of the three largest
        for column in zip(*table.rows, strict=True):
            pairs.add(sum(sorted((n for c in column[:-1] if (n := cents(c)) is not None), reverse=True)[:3]))
    said = {m for s in (*page.sentences, *page.alts) for m in AMOUNT.findall(s)}
    return {m for m in said if abs(cents(m) or 0) not in known | pairs | ledger | {abs(k) for k in known}}


def test_every_amount_in_a_sentence_or_alternative_text_stands_in_a_table(
    case: tuple[str, str, Path], reports: Projekt
) -> None:
    jahr, freigabe, ordner = case
    ledger = ledger_amounts(reports, freigabe, jahr)
    found = {name: unexplained(page, ledger) for name, page in pages(ordner).items()}
    assert {name: rest for name, rest in found.items() if rest} == {}


def test_an_invented_amount_in_a_sentence_is_found() -> None:
    page = Page("<p>Es waren 12,00 €.</p><table><tr><th>a</th></tr><tr><td>11,00 €</td></tr></table>")
    assert unexplained(page, {100}) == {"12,00 €"} and unexplained(page, {1200}) == set()


def test_every_picture_has_a_sentence_with_its_figures(case: tuple[str, str, Path]) -> None:
    alts = [alt for page in pages(case[2]).values() for alt in page.alts]
    assert len(alts) >= 6
    for alt in alts:
        assert alt.endswith(".") and ": " in alt and re.search(r"\d", alt), alt


def test_links_of_the_set_lead_to_files_that_are_there(case: tuple[str, str, Path]) -> None:
    _, _, ordner = case
    for path in ordner.glob("*.html"):
        own = [h for h in Page(path.read_text(encoding="utf-8")).links if not h.startswith(("#", "http", "mailto:"))]
        assert [h for h in own if not (ordner / h).is_file()] == [], path.name
