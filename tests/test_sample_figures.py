"""The sample Kreis: the figures and the disorder it promises, recomputed from the written files."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

from komman.sample import generate_sample, plan
from komman.sample_data import E_MAILS, IBANS, KONTAKTE, NATUERLICHE_PERSONEN, PAUSCHALEN, TRAEGER, pauschale_cent
from komman.sample_plan import ABWEICHUNGEN, BEANTRAGT, DOPPELTE, RUECKBUCHUNGEN, ZELLEN
from tests.sample_oracle import AMOUNTS, FILES, XLSX_JAHRE, Row, persons, read_year, sheet, taken, to_amount

HOECHSTBETRAG = Decimal("131066.00")
# Active in the Kreis and publicly named elsewhere, or real bodies of the field: none may be a sample recipient.
REAL = (
    "Flüchtlingshilfe Erwitte",
    "KIA",
    "Lippstadt hilft",
    "Joyce's Action",
    "Freundeskreis Eilmser Wald",
    "Enser Möbel und Mehr",
    "Runder Tisch Möhnesee",
    "Caritas",
    "Diakonie",
    "AWO",
    "Arbeiterwohlfahrt",
    "Rotes Kreuz",
    "DRK",
    "Paritätisch",
    "Volkshochschule",
    "DITIB",
)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ziel = tmp_path_factory.mktemp("beispiel")
    generate_sample(ziel)
    return ziel / "raw"


# --- the figures -------------------------------------------------------------------------------------------------


def test_money_passed_on_2016_to_2020_rounds_to_the_published_sum(raw: Path) -> None:
    rows = [row for jahr in range(2016, 2021) for _, row in taken(raw, jahr)]
    netto = sum(r.amount("ausgezahlt") - r.amount("zurueckgezahlt") for r in rows)
    assert netto == Decimal("546018.37")
    assert Decimal("545500.00") <= netto <= Decimal("546499.99")


YEARS = [
    (2016, 10, 33, 2),
    (2017, 11, 34, 1),
    (2018, 12, 43, 3),
    (2019, 12, 43, 4),
    (2020, 11, 40, 3),
    (2021, 12, 42, 5),
]


@pytest.mark.parametrize(("jahr", "orte", "massnahmen", "personen"), YEARS)
def test_counts_per_year(raw: Path, jahr: int, orte: int, massnahmen: int, personen: int) -> None:
    rows = taken(raw, jahr)
    assert len({ags for ags, _ in rows if len(ags) == 8}) == orte
    assert len({r.az for _, r in rows}) == massnahmen
    assert len(persons(rows)) == personen
    assert ("05974" in {ags for ags, _ in rows}) == (jahr >= 2018)
    assert sum(r.amount("bewilligt") for _, r in rows) < HOECHSTBETRAG


def test_demand_exceeds_the_ceiling_in_some_years(raw: Path) -> None:
    demand = {j: sum(r.amount("beantragt") for _, r in taken(raw, j)) for j in range(2016, 2022)}
    assert {j for j, d in demand.items() if d > HOECHSTBETRAG} == {2018, 2019, 2020}


@pytest.mark.parametrize("jahr", range(2016, 2021))
def test_chain_of_amounts_of_each_proven_massnahme(raw: Path, jahr: int) -> None:
    chain: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(AMOUNTS, Decimal(0)))
    for _, row in taken(raw, jahr):
        for name in AMOUNTS:
            chain[row.az][name] += row.amount(name)
    assert chain
    for az, c in chain.items():
        assert c["ausgezahlt"] == c["anerkannt"] + c["zurueckgezahlt"], az
        assert c["beantragt"] >= c["bewilligt"] >= c["ausgezahlt"], az
        assert c["nachgewiesen"] >= c["anerkannt"] >= 0, az


def test_granted_is_units_times_rate(raw: Path) -> None:
    for jahr in range(2016, 2022):
        for _, row in taken(raw, jahr):
            code = row.baustein[-2:].upper()
            if row.einheiten != "None":
                assert row.amount("bewilligt") * 100 == int(row.einheiten) * pauschale_cent(code, jahr), row.az


@pytest.mark.parametrize(
    ("baustein", "jahr", "euro"),
    [
        ("A1", 2016, 2000),
        ("A1", 2019, 2000),
        ("A1", 2020, 1000),
        ("A2", 2016, 400),
        ("B1", 2017, 44),
        ("B2", 2017, 220),
        ("B2", 2018, 250),
        ("B2", 2021, 250),
        ("D1", 2016, 800),
    ],
)
def test_rates_that_a_source_gives(baustein: str, jahr: int, euro: int) -> None:
    assert pauschale_cent(baustein, jahr) == euro * 100
    assert set(PAUSCHALEN) == {p.baustein for p in plan()}


def test_more_came_back_in_2020_and_nothing_is_proven_for_2021(raw: Path) -> None:
    back = {j: sum(r.amount("zurueckgezahlt") for _, r in taken(raw, j)) for j in range(2016, 2021)}
    assert back[2020] > 10 * max(back[j] for j in range(2016, 2020))
    late = [r.amounts[a] for _, r in taken(raw, 2021) for a in ("nachgewiesen", "anerkannt", "zurueckgezahlt")]
    assert late and set(late) == {None}


@pytest.mark.parametrize(("jahr", "amount"), [(2018, "-500.00"), (2020, "-1750.00")])
def test_one_return_booking(raw: Path, jahr: int, amount: str) -> None:
    rows = read_year(raw, jahr)
    (booking,) = [r for r in rows if isinstance(r.amounts["ausgezahlt"], Decimal) and r.amounts["ausgezahlt"] < 0]
    assert booking.amount("ausgezahlt") == Decimal(amount)
    assert [r.traeger for r in rows if r.az == booking.az] == [booking.traeger] * 2
    remarks = [c[13] for c in sheet(raw / f"beispiel_{jahr}.xlsx") if c[13] == "Rückbuchung"]
    assert len(remarks) == 1


def test_no_other_year_has_a_negative_amount(raw: Path) -> None:
    for jahr in (2016, 2017, 2019, 2021):
        values = [a for r in read_year(raw, jahr) for a in r.amounts.values() if isinstance(a, Decimal)]
        assert min(values) >= 0


# --- the disorder ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jahr", XLSX_JAHRE)
def test_subtotals_repeat_the_rows_above(raw: Path, jahr: int) -> None:
    group: list[Row] = []
    rows = {r.zeile: r for r in read_year(raw, jahr)}
    seen = 0
    for n, cells in enumerate(sheet(raw / f"beispiel_{jahr}.xlsx"), start=1):
        if n in rows:
            group.append(rows[n])
        elif str(cells[0]).startswith(("Summe ", "Gesamtsumme")):
            over = list(rows.values()) if cells[0] == "Gesamtsumme" else group
            for i, name in enumerate(AMOUNTS):
                known = [a for r in over if isinstance(a := r.amounts[name], Decimal)]
                assert to_amount(cells[6 + i]) == (sum(known) if known else None), (cells[0], name)
            group, seen = [], seen + 1
    assert seen == len({str(c[0]) for c in sheet(raw / f"beispiel_{jahr}.xlsx") if "umme" in str(c[0])}) > 10


@pytest.mark.parametrize("jahr", XLSX_JAHRE)
def test_frame_of_the_workbooks(raw: Path, jahr: int) -> None:
    book = openpyxl.load_workbook(raw / f"beispiel_{jahr}.xlsx")
    ws = book["Weiterleitungen"]
    assert ws["A1"].value == f"KOMM-AN NRW, Programmteil II, Förderjahr {jahr}"
    assert ws["A2"].value == "Beispieldaten, frei erfunden" and ws["A3"].value is None
    assert {str(r) for r in ws.merged_cells.ranges} == {
        "A4:A5",
        "B4:B5",
        "C4:C5",
        "D4:D5",
        "E4:F4",
        "G4:L4",
        "M4:M5",
        "N4:N5",
    }
    assert (ws["G4"].value, ws["L5"].value, ws["F5"].value) == ("Beträge in EUR", "zurückgezahlt", "nachgewiesen")
    assert ws.cell(ws.max_row, 1).value == "Stand: 31.05.2022" and ws.cell(ws.max_row - 2, 1).value == "Gesamtsumme"
    kinds = {type(c.value) for row in ws["H6:H40"] for c in row}
    assert {int, str} <= kinds


def test_frame_of_the_csv(raw: Path) -> None:
    data = (raw / FILES[0]).read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    lines = data.decode("cp1252").split("\r\n")
    assert lines[1:5] == [
        "Förderjahr 2016",
        "Beispieldaten, frei erfunden",
        "",
        "Az.;Kommune;Zuwendungsempfänger;Baustein;Anzahl Pauschalen;beantragt EUR;bewilligt EUR;ausgezahlt EUR;"
        "nachgewiesen EUR;anerkannt EUR;zurückgezahlt EUR;Ansprechpartner;IBAN",
    ]
    assert "\n" not in "".join(lines)


def test_single_faults_stand_where_they_should(raw: Path) -> None:
    y2018, y2019, y2021 = (read_year(raw, j) for j in (2018, 2019, 2021))
    assert [r.kommune for r in y2018 if r.kommune in ("Möhensee", "Holzwickede")] == ["Holzwickede", "Möhensee"]
    same = Counter(tuple(c) for c in sheet(raw / "beispiel_2019.xlsx") if str(c[0]).startswith("KI-"))
    assert [n for n in same.values() if n > 1] == [2] and len(y2019) == 44
    assert [r.amounts["ausgezahlt"] for r in y2021 if isinstance(r.amounts["ausgezahlt"], str)] == ["ca. 300"]
    noise = [c[6] for c in sheet(raw / "beispiel_2019.xlsx") if isinstance(c[6], float)]
    assert 712.299999999999 in noise
    written = {r.baustein for j in range(2016, 2022) for r in read_year(raw, j)}
    assert {"b2", "Baustein B2"} <= written
    places = {r.kommune for j in range(2016, 2022) for r in read_year(raw, j)}
    assert {"Soest, Stadt", "Stadt Lippstadt", "Gemeinde Ense", "Wickede/Ruhr", "Geseke\u00a0"} <= places
    recipients = {r.traeger for j in range(2016, 2022) for r in read_year(raw, j)}
    assert {"Sprachfunken  Lippeaue e. V.", "Lernlaterne Schlossgraben e.\u00a0V.", " Stadt Werl "} <= recipients


def test_the_page_names_the_rows_and_the_years(raw: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "beispieldaten.md").read_text(encoding="utf-8")
    table = [tuple(int(x) for x in m) for m in re.findall(r"^\| (\d{4}) \| (\d+) \| (\d+) \| (\d+) \|", page, re.M)]
    assert table == YEARS
    places = {(int(j), int(n)) for j, n in re.findall(r"(\d{4}), Zeile (\d+)", page)}
    seen = set()
    for jahr in XLSX_JAHRE:
        previous: tuple[object, ...] = ()
        for n, row in enumerate(sheet(raw / f"beispiel_{jahr}.xlsx"), start=1):
            faults = {"Holzwickede", "Möhensee", "Rückbuchung", 712.299999999999, "ca. 300"}
            if str(row[0]).startswith("KI-") and (faults & set(row) or row == previous):
                seen.add((jahr, n))
            previous = row
    assert places == seen


def test_every_exception_of_the_plan_meets_a_massnahme() -> None:
    known = {(jahr, p.traeger, p.baustein) for p in plan() for jahr in p.einheiten}
    assert len(known) == sum(len(p.einheiten) for p in plan())
    exceptions = {*ABWEICHUNGEN, *RUECKBUCHUNGEN, *DOPPELTE, *BEANTRAGT, *ZELLEN}
    assert exceptions - known == set()


# --- names, contacts ---------------------------------------------------------------------------------------------


def listed(raw: Path) -> dict[str, str]:
    entries = yaml.load((raw / "beispiel_traeger.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["traeger"]
    return {name: e["art"] for e in entries for name in (e["name"], *e.get("schreibweisen", ()))}


def test_persons_and_contacts_stand_in_the_raw_files(raw: Path) -> None:
    text = (raw / FILES[0]).read_bytes().decode("cp1252")
    text += "\n".join(str(c) for j in XLSX_JAHRE for row in sheet(raw / f"beispiel_{j}.xlsx") for c in row)
    assert all(name in text for name in NATUERLICHE_PERSONEN)
    assert all(k in text for k in KONTAKTE)
    assert all(i.startswith("DE00 0000") for i in IBANS) and all(m.endswith("@example.org") for m in E_MAILS)


def test_only_natural_persons_are_missing_from_the_list(raw: Path) -> None:
    names = {k.replace('"', "").replace("„", "").replace("“", "") for k in listed(raw)}
    used = {
        " ".join(r.traeger.split()).replace('"', "").replace("„", "").replace("“", "")
        for j in range(2016, 2022)
        for r in read_year(raw, j)
    }
    unknown = used - names
    assert unknown == {"Bodo Probe", "Dina Platzhalter", "Fritz Vorlage"}
    assert {n for n, art in listed(raw).items() if art == "natuerliche_person"} == set(NATUERLICHE_PERSONEN) - unknown


def is_real(name: str) -> bool:
    words = f" {' '.join(re.findall(r'[a-zäöüß]+', name.casefold()))} "
    return any(f" {' '.join(re.findall(r'[a-zäöüß]+', real.casefold()))}" in words for real in REAL)


def test_no_invented_association_is_a_real_one() -> None:
    assert [t.name for t in TRAEGER for n in (t.name, *t.schreibweisen) if is_real(n)] == []
    assert [n for n in ("Caritasverband Soest", "KIA e. V.", "Runder Tisch Möhnesee") if not is_real(n)] == []


def test_bescheide(raw: Path) -> None:
    rows = sheet(raw / "beispiel_bescheide.xlsx")
    assert rows[3] == ("Förderjahr", "Programmteil", "Art", "Datum", "Aktenzeichen", "Betrag EUR", "Höchstbetrag EUR")
    assert [(r[0], r[2]) for r in rows[4:]] == [(j, a) for j in range(2016, 2022) for a in ("Antrag", "Bescheid")]
    assert {(r[1], r[6]) for r in rows[4:]} == {("II", 131066)}
    for r in rows[5::2]:
        granted = sum(row.amount("bewilligt") for _, row in taken(raw, r[0]))
        assert granted <= Decimal(r[5]) <= HOECHSTBETRAG
