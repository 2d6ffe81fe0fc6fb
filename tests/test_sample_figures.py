"""The sample Kreis: the figures and the disorder it promises, recomputed from the written files."""

from __future__ import annotations

import re
import zipfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import yaml

from komman.sample import generate_sample
from komman.sample_data import E_MAILS, IBANS, KONTAKTE, NATUERLICHE_PERSONEN, PAUSCHALEN, TRAEGER, pauschale_cent
from komman.sample_ledger import plan
from komman.sample_plan import ABWEICHUNGEN, BEANTRAGT, DOPPELTE, RUECKBUCHUNGEN, ZELLEN
from tests.sample_oracle import (
    AMOUNTS,
    COVERED,
    FILES,
    JAHRE,
    XLSX_JAHRE,
    Row,
    all_text,
    ods_sheet,
    persons,
    plain,
    read_year,
    recipients,
    sheet,
    taken,
    to_amount,
)

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
    (2022, 11, 42, 4),
    (2023, 13, 50, 6),
    (2024, 12, 50, 6),
]
PROVEN = [j for j in JAHRE if j != 2021]
# Förderjahr, granted, net passed on, Träger, volunteers and participants with the number of Maßnahmen that report them.
FIGURES = [
    (2016, "103408.00", "103177.85", 28, (0, 0), (0, 0)),
    (2017, "112228.00", "111279.28", 27, (0, 0), (0, 0)),
    (2018, "124036.00", "122882.76", 34, (0, 0), (0, 0)),
    (2019, "122902.00", "120957.32", 36, (0, 0), (0, 0)),
    (2020, "117700.00", "87721.16", 33, (0, 0), (0, 0)),
    (2021, "115370.00", None, 34, (0, 0), (0, 0)),
    (2022, "117526.00", "107996.25", 34, (222, 35), (1626, 31)),
    (2023, "117955.00", "117053.85", 40, (247, 42), (2283, 38)),
    (2024, "122985.00", "121035.26", 40, (246, 42), (2471, 37)),
]


@pytest.mark.parametrize(("jahr", "bewilligt", "netto", "traeger", "ehrenamtliche", "teilnehmende"), FIGURES)
def test_figures_per_year(
    raw: Path,
    jahr: int,
    bewilligt: str,
    netto: str | None,
    traeger: int,
    ehrenamtliche: tuple[int, int],
    teilnehmende: tuple[int, int],
) -> None:
    rows = taken(raw, jahr)
    assert sum(r.amount("bewilligt") for _, r in rows) == Decimal(bewilligt)
    if netto is not None:
        assert sum(r.amount("ausgezahlt") - r.amount("zurueckgezahlt") for _, r in rows) == Decimal(netto)
        assert sum(r.amount("anerkannt") for _, r in rows) == Decimal(netto)
    assert len(recipients(raw, rows)) == traeger
    for column, expected in (("ehrenamtliche", ehrenamtliche), ("teilnehmende", teilnehmende)):
        known = [v for _, r in rows if (v := getattr(r, column)) is not None]
        assert (sum(known), len(known)) == expected


def test_every_kommune_was_funded_until_2021_and_one_never_again(raw: Path) -> None:
    places = {j: {ags for ags, _ in taken(raw, j) if len(ags) == 8} for j in JAHRE}
    assert len(set().union(*places.values())) == len(set().union(*(places[j] for j in range(2016, 2022)))) == 14
    assert set().union(*places.values()) - set().union(*(places[j] for j in (2022, 2023, 2024))) == {"05974024"}


def test_traeger_come_and_go(raw: Path) -> None:
    names = {j: recipients(raw, taken(raw, j)) for j in JAHRE}
    before = set().union(*(names[j] for j in range(2016, 2022)))
    after = set().union(*(names[j] for j in range(2022, 2025)))
    assert after - before == {
        "Begegnung Ziegelmond e. V.",
        "Digitalpatenschaft Lichtfaser e. V.",
        "Familienlotsen Weidenpfeife e. V.",
        "Theaterwerk Wanderlaterne e. V.",
        "Ukrainischer Beispielverein Sonnenfaden e. V.",
        "Gesa Blanko",
    }
    assert before - after == {
        "Freiwilligenbörse Musterplatz gUG",
        "Gartenkreis Vier Sommerlinden",
        "Gemeinde Lippetal",
        "Quellwasser Miteinander e. V.",
    }
    assert "Tandemwerk Haarblick e. V." in names[2022] - names[2023] - names[2024]


@pytest.mark.parametrize(("jahr", "orte", "massnahmen", "personen"), YEARS)
def test_counts_per_year(raw: Path, jahr: int, orte: int, massnahmen: int, personen: int) -> None:
    rows = taken(raw, jahr)
    assert len({ags for ags, _ in rows if len(ags) == 8}) == orte
    assert len({r.az for _, r in rows}) == massnahmen
    assert len(persons(rows)) == personen
    assert ("05974" in {ags for ags, _ in rows}) == (jahr >= 2018)
    assert sum(r.amount("bewilligt") for _, r in rows) < HOECHSTBETRAG


def test_demand_exceeds_the_ceiling_in_some_years(raw: Path) -> None:
    demand = {j: sum(r.amount("beantragt") for _, r in taken(raw, j)) for j in JAHRE}
    assert {j for j, d in demand.items() if d > HOECHSTBETRAG} == {2018, 2019, 2020, 2023, 2024}


@pytest.mark.parametrize("jahr", PROVEN)
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
    for jahr in JAHRE:
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
        ("A1", 2023, 1000),
        ("A2", 2024, 400),
        ("B1", 2023, 35),
        ("B2", 2024, 250),
        ("C1", 2023, 500),
        ("C2", 2024, 500),
        ("C3", 2023, 50),
        ("D1", 2024, 100),
        ("D2", 2023, 50),
    ],
)
def test_rates_that_a_source_gives(baustein: str, jahr: int, euro: int) -> None:
    assert pauschale_cent(baustein, jahr) == euro * 100
    assert set(PAUSCHALEN) == {p.baustein for p in plan()}


def test_rates_of_2023_are_not_used_before() -> None:
    assert pauschale_cent("B1", 2022) == 4_400 and pauschale_cent("D1", 2022) == 80_000
    with pytest.raises(ValueError, match="empty"):
        pauschale_cent("C3", 2022)


def test_more_came_back_in_2020_and_nothing_is_proven_for_2021(raw: Path) -> None:
    back = {j: sum(r.amount("zurueckgezahlt") for _, r in taken(raw, j)) for j in PROVEN}
    assert back[2020] > 2 * back[2022] and back[2022] > 4 * max(back[j] for j in PROVEN if j not in (2020, 2022))
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
    for jahr in (2016, 2017, 2019, 2021, 2022, 2023, 2024):
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


def test_frame_of_the_ods(raw: Path) -> None:
    rows = ods_sheet(raw / "beispiel_2022.ods")
    assert [r[0] for r in rows[:3]] == [
        "KOMM-AN NRW, Programmteil II, Förderjahr 2022",
        "Beispieldaten, frei erfunden",
        None,
    ]
    hidden = COVERED
    assert rows[3] == (
        *("Az.", "Kommune", "Träger", "Baustein", "Einheiten", hidden, "Beträge in EUR", *[hidden] * 5),
        *("Ehrenamtliche", "Teilnehmende", "Kontakt E-Mail", "Bemerkung"),
    )
    below = ("bewilligt", "nachgewiesen", "beantragt", "bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt")
    assert rows[4] == (*[hidden] * 4, *below, "zurückgezahlt", *[hidden] * 4)
    assert rows[-1][0] == "Stand: 31.05.2025" and rows[-3][0] == "Gesamtsumme"
    content = zipfile.ZipFile(raw / "beispiel_2022.ods").read("content.xml").decode()
    assert 'office:value-type="currency" office:currency="EUR" office:value="2400"' in content
    groups = [r[1] for r in rows if str(r[0]).startswith("KI-") and r[1] != hidden]
    assert len(groups) == len(set(groups)) == 12  # each Kommune once, merged over its rows
    assert 'table:number-rows-spanned="8"' in content


def test_subtotals_of_the_ods(raw: Path) -> None:
    rows = {r.zeile: r for r in read_year(raw, 2022)}
    group: list[Row] = []
    seen = []
    for n, cells in enumerate(ods_sheet(raw / "beispiel_2022.ods"), start=1):
        if n in rows:
            group.append(rows[n])
        elif str(cells[0]).startswith(("Summe ", "Gesamtsumme")):
            over = list(rows.values()) if cells[0] == "Gesamtsumme" else group
            assert [to_amount(c) for c in cells[6:12]] == [sum(r.amount(a) for r in over) for a in AMOUNTS], cells[0]
            group, seen = [], [*seen, cells[0]]
    assert len(seen) == 13 and seen[-1] == "Gesamtsumme" and seen[0] == "Summe Anröchte"


def test_frame_of_the_renamed_workbook(raw: Path) -> None:
    rows = sheet(raw / "beispiel_2023.xls")
    assert rows[3][:7] == (
        "Lfd. Nr.",
        "Zuwendungsempfänger",
        "Stadt/Gemeinde",
        "Baustein-Nr.",
        "Anzahl Pauschalen",
        "Antragssumme",
        "Bewilligungssumme",
    )
    assert rows[3][7] == "Betrag ausgezahlt" and rows[3][14] == "Geschäftszeichen"
    assert [r[0] for r in rows[4:54]] == list(range(1, 51))
    total = [to_amount(c) for c in rows[54][5:11]]
    assert rows[54][0] == "Gesamtsumme" and rows[-1][0] == "Stand: 31.05.2025"
    assert total == [sum(r.amount(a) for r in read_year(raw, 2023)) for a in AMOUNTS]


def test_two_tables_stand_in_the_sheet_of_2024(raw: Path) -> None:
    rows = sheet(raw / "beispiel_2024.xlsx")
    heads = [n for n, r in enumerate(rows) if r[0] == "Az."]
    assert [rows[n - 1][0] for n in heads] == ["Kommunen", "Freie Träger"]
    assert [rows[n][1:3] for n in heads] == [("Kommune", "Träger"), ("Träger", "Kommune")]
    assert [rows[n][14] for n in heads] == [None, "E-Mail"]
    first, second = ([r for r in read_year(raw, 2024) if (r.zeile > heads[1]) == below] for below in (False, True))
    assert {r.traeger.split()[0] for r in first} == {"Gemeinde", "Stadt"} and len(first) == 14 and len(second) == 36
    assert not any(r.traeger.startswith(("Gemeinde ", "Stadt ")) for r in second)
    sums = {r[0]: [to_amount(c) for c in r[6:12]] for r in rows if str(r[0]).startswith("Summe")}
    for label, table in (("Summe Kommunen", first), ("Summe freie Träger", second)):
        assert sums[label] == [sum(r.amount(a) for r in table) for a in AMOUNTS]
    assert len(sums) == 2 and rows[-1][0] == "Stand: 31.05.2025"


def test_some_report_no_numbers_and_persons_are_one(raw: Path) -> None:
    for jahr in (2022, 2023, 2024):
        rows = taken(raw, jahr)
        assert {r.ehrenamtliche for _, r in rows if r.traeger in NATUERLICHE_PERSONEN} <= {1, None}
        assert all(r.teilnehmende is None for _, r in rows if r.baustein in ("A1", "C1", "C2", "C3"))
        assert min(v for _, r in rows for v in (r.ehrenamtliche, r.teilnehmende) if v is not None) >= 1


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
    written_names = {r.traeger for j in range(2016, 2022) for r in read_year(raw, j)}
    assert {"Sprachfunken  Lippeaue e. V.", "Lernlaterne Schlossgraben e.\u00a0V.", " Stadt Werl "} <= written_names


def test_the_page_names_the_rows_and_the_years(raw: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "beispieldaten.md").read_text(encoding="utf-8")
    table = [tuple(int(x) for x in m) for m in re.findall(r"^\| (\d{4}) \| (\d+) \| (\d+) \| (\d+) \|", page, re.M)]
    assert table == YEARS
    money = r"^\| (\d{4}) \| ([\d.,]+) \| ([\d.,]+|noch offen) \| (\d+) \| (–|\d+ aus \d+) \| (–|[\d.]+ aus \d+) \|"
    assert re.findall(money, page, re.M) == [
        (str(jahr), german(bewilligt), german(netto) if netto else "noch offen", str(traeger), told(ea), told(tn))
        for jahr, bewilligt, netto, traeger, ea, tn in FIGURES
    ]
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


def german(amount: str) -> str:
    euros, cents = amount.split(".")
    return f"{int(euros):,},{cents}".replace(",", ".", 1) if len(euros) > 3 else f"{euros},{cents}"


def told(sum_and_count: tuple[int, int]) -> str:
    total, count = sum_and_count
    return f"{total:,} aus {count}".replace(",", ".") if count else "–"


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
    text = "\n".join(all_text(raw, j) for j in JAHRE)
    assert all(name in text for name in NATUERLICHE_PERSONEN)
    assert all(k in text for k in KONTAKTE)
    assert all(i.startswith("DE00 0000") for i in IBANS) and all(m.endswith("@example.org") for m in E_MAILS)


def test_only_natural_persons_are_missing_from_the_list(raw: Path) -> None:
    unknown = {plain(r.traeger) for j in JAHRE for r in read_year(raw, j)} - {plain(k) for k in listed(raw)}
    assert unknown == {"Bodo Probe", "Dina Platzhalter", "Fritz Vorlage", "Gesa Blanko"}
    assert {n for n, art in listed(raw).items() if art == "natuerliche_person"} == set(NATUERLICHE_PERSONEN) - unknown


def is_real(name: str) -> bool:
    words = f" {' '.join(re.findall(r'[a-zäöüß]+', name.casefold()))} "
    return any(f" {' '.join(re.findall(r'[a-zäöüß]+', real.casefold()))}" in words for real in REAL)


def test_no_invented_association_is_a_real_one() -> None:
    assert [t.name for t in TRAEGER for n in (t.name, *t.schreibweisen) if is_real(n)] == []
    assert [n for n in ("Caritasverband Soest", "KIA e. V.", "Runder Tisch Möhnesee") if not is_real(n)] == []
