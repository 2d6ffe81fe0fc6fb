"""The sample's bank list, posts, letters and Kreis: consistent with its ledgers, recomputed from the written files."""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from komman.kreis import Kreis, population_for
from komman.sample import generate_sample
from komman.settings import load_config
from tests.sample_oracle import JAHRE, sheet, taken, to_amount

PROVEN = [j for j in JAHRE if j != 2021]
PAID_IN_TWO = "KI-2022-026"


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ziel = tmp_path_factory.mktemp("beispiel")
    generate_sample(ziel)
    return ziel / "raw"


class Booking(NamedTuple):
    nummer: str
    tag: date
    jahr: int
    art: str
    az: str
    betrag: Decimal


def bank(raw: Path) -> list[Booking]:
    data = (raw / "beispiel_zahlungen.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfBuchungsnummer;")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lines[0] == ["Buchungsnummer", "Datum", "Förderjahr", "Art", "Aktenzeichen", "Betrag"]
    out = []
    for nummer, tag, jahr, art, az, betrag in lines[1:]:
        amount = to_amount(betrag)
        assert isinstance(amount, Decimal)
        out.append(Booking(nummer, datetime.strptime(tag, "%d.%m.%Y").date(), int(jahr), art, az, amount))
    return out


def total(bookings: Iterable[Booking]) -> Decimal:
    return sum((b.betrag for b in bookings), Decimal(0))


def per_massnahme(bookings: list[Booking], jahr: int, art: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for b in bookings:
        if (b.jahr, b.art) == (jahr, art):
            sums[b.az] += b.betrag
    return dict(sums)


# --- bank list ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jahr", JAHRE)
def test_payments_and_returns_agree_with_the_ledger_per_massnahme(raw: Path, jahr: int) -> None:
    paid: dict[str, Decimal] = defaultdict(Decimal)
    back: dict[str, Decimal] = defaultdict(Decimal)
    for _, row in taken(raw, jahr):
        paid[row.az] += row.amount("ausgezahlt")
        back[row.az] += Decimal(row.amounts["zurueckgezahlt"] or 0)
    assert per_massnahme(bank(raw), jahr, "Auszahlung") == paid
    returned = {az: cent for az, cent in back.items() if cent}
    assert per_massnahme(bank(raw), jahr, "Rückzahlung") == returned
    assert bool(returned) == (jahr != 2021)


@pytest.mark.parametrize("jahr", JAHRE)
def test_three_calls_a_year_cover_the_payments_at_any_time(raw: Path, jahr: int) -> None:
    rows = [b for b in bank(raw) if b.jahr == jahr]
    calls = [b for b in rows if b.art == "Mittelabruf"]
    assert len(calls) == 3 and all(not b.az for b in calls)
    assert total(calls) == total(b for b in rows if b.art == "Auszahlung")
    assert all(b.betrag % 1000 == 0 for b in calls[:2])  # round sums, not those of the payments that follow
    balance = Decimal(0)
    for b in sorted(rows, key=lambda b: (b.tag, b.art != "Mittelabruf")):
        balance += b.betrag if b.art in ("Mittelabruf", "Rückzahlung") else -b.betrag
        assert balance >= 0, b
    assert balance == 0


def test_the_land_gets_back_what_came_back_one_sum_a_year(raw: Path) -> None:
    rows = bank(raw)
    to_land = {b.jahr: b.betrag for b in rows if b.art == "Erstattung an das Land"}
    assert to_land == {j: total(b for b in rows if (b.jahr, b.art) == (j, "Rückzahlung")) for j in PROVEN}
    assert (to_land[2020], to_land[2024]) == (Decimal("28228.84"), Decimal("1949.74"))


def test_days_and_numbers_of_the_bookings(raw: Path) -> None:
    rows = bank(raw)
    assert len(rows) == 486 and len({b.nummer for b in rows}) == 486
    assert [b.tag for b in rows] == sorted(b.tag for b in rows)
    assert all(b.tag.weekday() < 5 for b in rows) and max(b.tag for b in rows) == date(2025, 5, 15)
    later = {"Rückzahlung": 1, "Erstattung an das Land": 1, "Mittelabruf": 0, "Auszahlung": 0}
    assert all(b.tag.year - b.jahr == later[b.art] for b in rows)


def test_one_payment_in_two_parts_and_two_returns_by_booking(raw: Path) -> None:
    rows = [b for b in bank(raw) if b.art == "Auszahlung"]
    twice = {az: n for az, n in Counter(b.az for b in rows if b.betrag > 0).items() if n > 1}
    assert twice == {PAID_IN_TWO: 2}
    assert [b.betrag for b in rows if b.az == PAID_IN_TWO] == [Decimal(5000), Decimal(3500)]
    assert [(b.jahr, b.betrag) for b in rows if b.betrag < 0] == [(2018, Decimal(-500)), (2020, Decimal(-1750))]


def test_what_is_set_aside_was_not_paid(raw: Path) -> None:
    paid = {b.az for b in bank(raw)}
    assert paid - {""} == {row.az for j in JAHRE for _, row in taken(raw, j)}
    assert len(per_massnahme(bank(raw), 2019, "Auszahlung")) == 43  # the copied row has one booking


# --- posts -------------------------------------------------------------------------------------------------------

COSTS = {
    2016: "69815.40",
    2017: "71052.60",
    2018: "67809.59",
    2019: "73235.40",
    2020: "74025.00",
    2021: "74508.00",
    2022: "78792.60",
    2023: "82991.40",
    2024: "84552.60",
}


def posts(raw: Path) -> list[tuple[object, ...]]:
    rows = sheet(raw / "beispiel_personal.xlsx")
    assert rows[3] == (
        "Stelle",
        "Monat",
        "VZÄ",
        "Entgeltgruppe",
        "Stufe",
        "Personalkosten EUR",
        "besetzt",
        "besetzte Tage",
    )
    return rows[4:]


@pytest.mark.parametrize(("jahr", "kosten"), COSTS.items())
def test_costs_per_year(raw: Path, jahr: int, kosten: str) -> None:
    cells = [to_amount(r[5]) for r in posts(raw) if str(r[1]).startswith(str(jahr))]
    assert sum(c for c in cells if isinstance(c, Decimal)) == Decimal(kosten)
    assert Decimal(kosten) < {2022: 82_500, 2023: 85_500, 2024: 85_500}.get(jahr, 75_000)


def test_one_row_per_post_and_month(raw: Path) -> None:
    rows = posts(raw)
    months = [f"{j}-{m:02d}" for j in JAHRE for m in range(1, 13)]
    assert [(r[1], r[0]) for r in rows] == [(m, f"Koordination {n}") for m in months for n in (1, 2)]
    assert {(r[0], r[2]) for r in rows} == {("Koordination 1", 1), ("Koordination 2", 0.5)}
    assert all(r[3] and r[4] for r in rows)


def test_ten_weeks_of_2018_without_anyone_on_the_half_post(raw: Path) -> None:
    half = {str(r[1]): (r[5], r[6], r[7]) for r in posts(raw) if r[0] == "Koordination 2"}
    # 16 April to 24 June: 15 of 30 days with pay, none, 6 of 30.
    assert [half[f"2018-{m:02d}"] for m in range(3, 8)] == [
        (1994.35, "ja", 31),
        (997.17, "ja", 15),
        (0, "nein", 0),
        (398.87, "ja", 6),
        (1994.35, "ja", 31),
    ]
    assert (date(2018, 6, 24) - date(2018, 4, 16)).days + 1 == 70
    assert Counter(r[6] for r in posts(raw)) == {"ja": 215, "nein": 1}


def test_every_other_month_is_occupied_on_all_its_days(raw: Path) -> None:
    vacant = {
        (r[0], r[1]): whole - int(str(r[7]))
        for r in posts(raw)
        if (whole := monthrange(*map(int, str(r[1]).split("-")))[1]) != r[7]
    }
    assert vacant == {("Koordination 2", f"2018-{m:02d}"): days for m, days in ((4, 15), (5, 31), (6, 24))}
    assert sum(vacant.values()) == 70


# --- letters -----------------------------------------------------------------------------------------------------


def letters(raw: Path) -> dict[tuple[object, object, object], tuple[object, ...]]:
    rows = sheet(raw / "beispiel_bescheide.xlsx")
    assert rows[3] == ("Förderjahr", "Programmteil", "Art", "Datum", "Aktenzeichen", "Betrag EUR", "Höchstbetrag EUR")
    found = {(r[0], r[1], r[2]): r for r in rows[4:]}
    assert len(found) == len(rows[4:])
    return found


def test_which_letters_there_are(raw: Path) -> None:
    found = letters(raw)
    for teil in ("I", "I Sachausgaben", "II"):
        years = {art: [j for j, t, a in found if (t, a) == (teil, art)] for art in ("Antrag", "Bescheid")}
        asked = [] if teil == "I Sachausgaben" else list(range(2016, 2022))
        assert years == {"Antrag": asked, "Bescheid": list(JAHRE)}
        assert [j for j, t, a in found if (t, a) == (teil, "Verwendungsnachweis")] == PROVEN
    assert {(r[1], r[6]) for r in found.values()} == {("II", 131066), ("I", None), ("I Sachausgaben", 15000)}


@pytest.mark.parametrize("jahr", JAHRE)
def test_letters_of_part_two_fit_the_ledger(raw: Path, jahr: int) -> None:
    found = letters(raw)
    rows = [r for _, r in taken(raw, jahr)]
    granted = sum(r.amount("bewilligt") for r in rows)
    assert granted <= Decimal(str(found[jahr, "II", "Bescheid"][5])) <= 131_066
    if jahr in PROVEN:
        net = sum(r.amount("ausgezahlt") - r.amount("zurueckgezahlt") for r in rows)
        assert Decimal(str(found[jahr, "II", "Verwendungsnachweis"][5])) == net


def test_letters_of_part_one(raw: Path) -> None:
    found = letters(raw)
    assert {found[j, "I", "Antrag"][5] for j in range(2016, 2022)} == {75_000}
    granted = {j: found[j, "I", "Bescheid"][5] for j in JAHRE}
    assert granted == {j: 85_500 if j > 2022 else 75_000 for j in JAHRE}
    proven = {j: Decimal(str(found[j, "I", "Verwendungsnachweis"][5])) for j in PROVEN}
    assert proven == {j: min(Decimal(COSTS[j]), Decimal(str(granted[j]))) for j in PROVEN}
    assert proven[2022] == 75_000  # the costs of that year are higher than what was granted


def test_letters_of_material_costs(raw: Path) -> None:
    found = letters(raw)
    assert {found[j, "I Sachausgaben", "Bescheid"][5] for j in JAHRE} == {15_000}
    spent = {j: Decimal(str(found[j, "I Sachausgaben", "Verwendungsnachweis"][5])) for j in PROVEN}
    assert [j for j, s in spent.items() if s == 15_000] == [2019]
    assert max(spent.values()) == 15_000 and sum(spent.values()) == Decimal("106310.85")


def test_dates_typed_as_text_only_in_2017(raw: Path) -> None:
    days = [r[3] for r in letters(raw).values()]
    texts = [d for d in days if isinstance(d, str)]
    assert len(texts) == 8 and all(d.endswith("2017") for d in texts)
    assert max(d for d in days if isinstance(d, datetime)) == datetime(2025, 5, 22)


# --- rules and scenario ---------------------------------------------------------------------------------------------


def rule_values(raw: Path) -> dict[str, dict[int, str]]:
    data = yaml.load((raw / "beispiel_regeln.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    values = [w for r in data["regeln"] for w in r["werte"]]
    assert all(w["quelle"].startswith("Beispieldaten: erfunden") for w in values)
    return {r["name"]: {int(w["ab"][:4]): w["wert"] for w in r["werte"]} for r in data["regeln"]}


def test_a_deadline_for_each_year_and_each_nachweis_within_it(raw: Path) -> None:
    found, rules = letters(raw), rule_values(raw)
    assert list(rules["nachweisfrist_traeger"]) == list(rules["nachweisfrist_kreis"]) == list(JAHRE)
    assert rules["vakanzregel"] == {2016: "monat"}
    for jahr in PROVEN:
        for teil in ("I", "I Sachausgaben", "II"):
            day = found[jahr, teil, "Verwendungsnachweis"][3]
            tag = day if isinstance(day, datetime) else datetime.strptime(str(day), "%d.%m.%Y")
            limits = (rules["nachweisfrist_traeger"][jahr], rules["nachweisfrist_kreis"][jahr])
            assert limits[0] < f"{tag:%Y-%m-%d}" <= limits[1]


def test_the_open_nachweis_is_not_overdue_in_2022_but_is_in_2025(raw: Path) -> None:
    rules = rule_values(raw)
    for name in ("nachweisfrist_traeger", "nachweisfrist_kreis"):
        assert "2022-05-31" < rules[name][2021] < "2025-05-31"


def test_the_rules_and_the_scenario_are_read(raw: Path) -> None:
    known = load_config(raw).regelwerk
    assert known.lookup("nachweisfrist_kreis", 2021).wert == date(2022, 6, 30)
    assert known.lookup("vakanzregel", 2018).wert == "monat"
    text = (raw / "beispiel_szenario.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Beispieldaten:") and len(yaml.load(text, yaml.BaseLoader)["szenarien"]) == 6


# --- Kreis -------------------------------------------------------------------------------------------------------


def test_kreis_yaml_holds_days_tiles_and_inhabitants(raw: Path) -> None:
    data = yaml.load((raw / "kreis.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    kreis = Kreis.model_validate(data)
    assert kreis.stand_of(2024) == kreis.stand_of(2016) == date(2025, 5, 31)
    assert kreis.stand_of(2021) == date(2022, 5, 31)
    assert len({k.kachel for k in kreis.kommunen}) == 14 and kreis.kommunen[0].kachel == (5, 3)
    # Sums over the Kreis; the first three days are counted on from another census than the last.
    assert {f"{b.stichtag}": sum(b.einwohner.values()) for b in kreis.bevoelkerung} == {
        "2017-12-31": 301_693,
        "2019-12-31": 301_785,
        "2022-12-31": 306_068,
        "2024-12-31": 300_297,
    }
    assert [b.grundlage for b in kreis.bevoelkerung] == ["Zensus 2011"] * 3 + ["Zensus 2022"]
    assert {b.quelle for b in kreis.bevoelkerung} == {"Destatis, Gemeindeverzeichnis GV100AD"}
    last = population_for(kreis.bevoelkerung, 2024)
    assert last is not None and last.einwohner["05974028"] == 68_739


def test_the_page_gives_the_costs(raw: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "beispieldaten.md").read_text(encoding="utf-8")
    euros = {jahr: f"{Decimal(k):,.2f}".translate(str.maketrans(",.", ".,")) for jahr, k in COSTS.items()}
    assert re.findall(r"^\| (\d{4}) \|.* \| 1,5 \| ([\d.,]+) \|$", page, re.M) == [
        (str(j), k) for j, k in euros.items()
    ]
