"""The row balance: its identities, its JSON, its printed lines."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from komman.balance import (
    Bilanzzeile,
    balance_lines,
    balanced_column,
    check_tables,
    released_totals,
    to_json,
    totals,
)
from komman.errors import KommanFehler
from komman.tables import SCHEMAS, conform, empty

GOOD: dict[str, Any] = {
    "datei": "liste.csv",
    "blatt": "",
    "tabelle": "weiterleitungen",
    "zeilen_physisch": 10,
    "kopf": 2,
    "leer": 1,
    "summenzeilen": 1,
    "gelesen": 6,
    "uebernommen": 3,
    "ausserhalb": 1,
    "zurueckgestellt": 2,
    "davon_korrigiert": 1,
    "betrag_spalte": "ausgezahlt_cent",
    "betrag_gelesen_cent": 100,
    "betrag_uebernommen_cent": 70,
    "betrag_ausserhalb_cent": 11,
    "betrag_zurueckgestellt_cent": 19,
    "betrag_unlesbar": 1,
    "korrektur_delta_cent": -5,
    "summe_datei_cent": 101,
    "summe_abweichung_cent": 1,
}
OHNE = {"ausserhalb": 0, "betrag_ausserhalb_cent": 0}


def line(**changed: Any) -> Bilanzzeile:
    return Bilanzzeile(**GOOD | changed)


def test_the_fields_are_those_of_the_contract_in_its_order() -> None:
    assert list(json.loads(to_json([line()]))[0]) == list(GOOD)
    assert json.loads(to_json([line()]))[0] == GOOD


def test_json_is_a_list_with_readable_umlauts() -> None:
    assert to_json([]) == b"[]\n"
    assert "Förderliste".encode() in to_json([line(datei="Förderliste.csv")])


@pytest.mark.parametrize(
    "changed",
    [
        {"zeilen_physisch": 11},
        {"kopf": 1},
        {"leer": 0},
        {"summenzeilen": 0},
        {"uebernommen": 5},
        {"zurueckgestellt": 1},
        {"gelesen": 5, "zeilen_physisch": 9},
        {"betrag_gelesen_cent": 101},
        {"betrag_uebernommen_cent": 71},
        {"betrag_zurueckgestellt_cent": 18},
        {"ausserhalb": 0},
        {"ausserhalb": -1, "uebernommen": 5},
        {"ausserhalb": 0, "uebernommen": 4},  # 11 cents of no row
        {"betrag_ausserhalb_cent": 12},
        {"summe_datei_cent": None},
        {"summe_abweichung_cent": None},
        {"davon_korrigiert": 5},
        {"betrag_unlesbar": 3},
        {"betrag_unlesbar": -1},
    ],
)
def test_a_line_that_breaks_an_identity_is_our_own_fault(changed: dict[str, int]) -> None:
    with pytest.raises(KommanFehler) as fault:
        line(**changed)
    assert fault.value.exit_code == 70
    assert "geht nicht auf" in fault.value.lines()[0]
    assert "Datei liste.csv" in str(fault.value)


def table(*cents: int | None, datei: str = "liste.csv") -> dict[str, pd.DataFrame]:
    rows = [
        {
            "massnahme_id": "1",
            "foerderjahr": 2019,
            "ags": "05974004",
            "kommune": "Anröchte",
            "traeger_id": "t",
            "traeger": "T",
            "traegerart": "verein",
            "ausgezahlt_cent": c,
            "quelle_datei": datei,
            "quelle_blatt": "",
            "quelle_zeile": 3,
        }
        for c in cents
    ]
    frame = pd.DataFrame(rows).astype({"ausgezahlt_cent": "Int64"})
    return {t: empty(t) for t in SCHEMAS} | {"weiterleitungen": conform(frame, "weiterleitungen")}


def test_the_table_must_hold_what_was_taken_and_corrected() -> None:
    check_tables([line()], table(60, 5, None))  # 70 taken - 5 corrected = 65
    with pytest.raises(KommanFehler, match="geht nicht auf") as fault:
        check_tables([line()], table(60, 6))
    assert fault.value.exit_code == 70


def test_a_row_of_no_known_sheet_is_our_own_fault() -> None:
    known = table(65)
    foreign = table(1, datei="andere.csv")["weiterleitungen"]
    known["weiterleitungen"] = pd.concat([known["weiterleitungen"], foreign], ignore_index=True)
    with pytest.raises(KommanFehler, match="ohne Herkunft"):
        check_tables([line()], known)


def test_the_balanced_column_is_the_one_nearest_to_payment() -> None:
    assert (
        balanced_column("weiterleitungen", ["beantragt_cent", "ausgezahlt_cent", "bewilligt_cent"]) == "ausgezahlt_cent"
    )
    assert balanced_column("weiterleitungen", ["nachgewiesen_cent", "beantragt_cent"]) == "nachgewiesen_cent"
    assert balanced_column("bescheide", ["betrag_cent", "hoechstbetrag_cent"]) == "betrag_cent"
    assert balanced_column("personal", ["stelle"]) == ""


def test_totals_sum_every_number_and_nothing_else() -> None:
    two = totals([line(), line()])
    assert two == {k: 2 * v for k, v in GOOD.items() if isinstance(v, int) and not k.startswith("summe_")}
    assert totals([])["gelesen"] == 0


def test_the_printed_balance_is_short_for_many_files_and_names_the_money() -> None:
    many = [line(datei=f"liste{i}.csv") for i in range(40)]
    many += [line(tabelle=t, betrag_spalte="betrag_cent") for t in ("zahlungen", "bescheide")] + [
        line(tabelle="personal")
    ]
    lines = balance_lines(many)
    assert len(lines) <= 8
    assert lines[0] == "Zeilenbilanz: 41 Dateien, 430 Zeilen: 86 Kopf, 43 leer, 43 Summen, 258 gelesen."
    assert lines[1] == (
        "weiterleitungen: 120 übernommen, davon 40 korrigiert, 40 außerhalb des Kreises, 80 zurückgestellt; "
        "Betrag (ausgezahlt): 28,00\u00a0€ übernommen, 4,40\u00a0€ außerhalb des Kreises, "
        "7,60\u00a0€ zurückgestellt; Korrekturen −2,00\u00a0€."
    )
    assert lines[-1] == "Die Zeilen und Beträge gehen auf."


def test_a_clean_balance_speaks_of_nothing_set_aside() -> None:
    clean = line(
        uebernommen=6,
        zurueckgestellt=0,
        betrag_uebernommen_cent=100,
        betrag_zurueckgestellt_cent=0,
        betrag_unlesbar=0,
        davon_korrigiert=0,
        korrektur_delta_cent=0,
        **OHNE,
    )
    text = "\n".join(balance_lines([clean]))
    assert not any(word in text for word in ("zurueckgestellt.csv", "Korrekturen", "außerhalb"))
    assert "1 Datei, 10 Zeilen: 2 Kopf, 1 leer, 1 Summe, 6 gelesen." in text


def test_below_intern_a_balance_shows_no_single_amount() -> None:
    lines = [line(), line(datei="b.csv"), line(tabelle="personal", betrag_spalte="kosten_cent")]
    assert released_totals(lines, "weiterleitungen", "intern") == totals(lines[:2])
    public = released_totals(lines, "weiterleitungen", "oeffentlich")
    assert public["gelesen"] == 12 and "davon_korrigiert" not in public
    assert public["ausserhalb"] == 2 and not [n for n in public if n.endswith("_cent") or n.startswith("summe_")]
