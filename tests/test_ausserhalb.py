"""Rows outside the Kreis are kept apart and balanced; Ortsteile count to their Kommune, and both are said."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from komman.ausserhalb import is_outside
from komman.balance import balance_lines, released_totals, to_json
from komman.bereinigung import Bereinigung, clean_files
from komman.errors import DateiFehler
from komman.ledger import clean
from komman.pruefung import checked, pruefung
from komman.satz import Satz
from tests.raw_folder import KREIS, NAME, cleaned, ledger, raw_folder, refusal

KOPF = "Jahr;Empfänger;Sitz;Zweck;Betrag"
# A list of the whole state: five columns, whole euros with grouping dots, hundreds of places.
QUELLE = """\
quellen:
  - datei: "*.csv"
    tabelle: weiterleitungen
    ausserhalb: ja
    dezimal: komma
    spalten: {Jahr: foerderjahr, Empfänger: traeger, Sitz: kommune, Betrag: bewilligt_cent}
    weglassen_spalten: [Zweck]
"""
ZEILEN = (
    "2019;Verein A;Anröchte;Sprache;1.200",
    "2019;Verein B;Dortmund;Sprache;12.000",
    "2019;Verein C;Anrochte;Sprache;3.000",
    "2020;Verein D;Hamburg;Sprache;100",
    "2020;Verein E;Hamburg;Sprache;ca. 100",
    "2020;Verein F;;Sprache;50",
    "2020;Anna Muster;Werne;Sprache;-7",
    "2020;Verein G;Wickede;Sprache;900",
)


def land(tmp_path: Path, *zeilen: str, quelle: str = QUELLE, **mehr: str) -> Bereinigung:
    return cleaned(tmp_path, *(zeilen or ZEILEN), kopf=KOPF, quellen=quelle, **mehr)


def notes(b: Bereinigung, art: str) -> list[str]:
    return [h.satz for h in b.hinweise if h.art == art]


def test_a_row_outside_is_neither_taken_nor_set_aside(tmp_path: Path) -> None:
    b = land(tmp_path)
    z = b.bilanz[0]
    assert (z.gelesen, z.uebernommen, z.ausserhalb, z.zurueckgestellt) == (8, 2, 3, 3)
    assert (z.betrag_gelesen_cent, z.betrag_uebernommen_cent) == (1_724_300, 210_000)
    assert (z.betrag_ausserhalb_cent, z.betrag_zurueckgestellt_cent) == (1_209_300, 305_000)
    assert b.zurueckgestellt["zeile"].tolist() == [5, 7, 8]
    assert b.zurueckgestellt["grund"].tolist()[0] == "unbekannte Kommune. Meinten Sie „Anröchte“?"
    assert b.tabellen["weiterleitungen"]["kommune"].tolist() == ["Anröchte", "Wickede (Ruhr)"]


def test_what_lies_outside_is_kept_without_names(tmp_path: Path) -> None:
    b = land(tmp_path)
    text = clean_files(b)["ausserhalb.csv"].decode("utf-8")
    assert text.splitlines() == [
        "datei,blatt,zeile,foerderjahr,ort,gemeinde,betrag_spalte,betrag_cent",
        f"{NAME},,4,2019,Dortmund,ja,bewilligt_cent,1200000",
        f"{NAME},,6,2020,Hamburg,nein,bewilligt_cent,10000",
        f"{NAME},,9,2020,Werne,ja,bewilligt_cent,-700",
    ]
    assert "Muster" not in text and "Verein" not in text


def test_the_file_is_there_without_such_rows_too(tmp_path: Path) -> None:
    b = cleaned(tmp_path)
    assert clean_files(b)["ausserhalb.csv"].count(b"\n") == 1
    assert b.bilanz[0].ausserhalb == b.bilanz[0].betrag_ausserhalb_cent == 0 and not notes(b, "ausserhalb")


def test_what_lies_outside_is_said_and_which_places_nothing_vouches_for(tmp_path: Path) -> None:
    (note,) = (h for h in land(tmp_path).hinweise if h.art == "ausserhalb")
    assert note.satz == (
        "3 Zeilen mit 3 Orten außerhalb des Kreises, nicht ausgewertet, zusammen 12.093,00\u00a0€. "
        "In keinem Verzeichnis: Hamburg (1)."
    )
    assert "aliase" in note.abhilfe and note.cent == 1_209_300


def test_without_the_key_every_foreign_place_is_set_aside(tmp_path: Path) -> None:
    b = land(tmp_path, quelle=QUELLE.replace("    ausserhalb: ja\n", ""))
    assert (b.bilanz[0].ausserhalb, b.bilanz[0].zurueckgestellt) == (0, 6)
    dortmund = b.zurueckgestellt[b.zurueckgestellt["wert"] == "Dortmund"]["abhilfe"].tolist()
    assert len(dortmund) == 1 and "„ausserhalb: ja“" in dortmund[0]


def test_places_named_in_quellen_yaml(tmp_path: Path) -> None:
    named = QUELLE.replace("ausserhalb: ja", "orte_ausserhalb: [Dortmund, Anrochte]")
    b = land(tmp_path, quelle=named)
    assert b.ausserhalb["ort"].tolist() == ["Dortmund", "Anrochte"]
    assert b.ausserhalb["gemeinde"].tolist() == ["ja", "ja"]


def test_a_kommune_of_the_kreis_cannot_be_named_there(tmp_path: Path) -> None:
    named = QUELLE.replace("ausserhalb: ja", "orte_ausserhalb: wickede")
    raw = raw_folder(tmp_path, {NAME: ledger(*ZEILEN, kopf=KOPF), "quellen.yaml": named})
    assert "„wickede“ unter „orte_ausserhalb“" in refusal(raw, DateiFehler)


def test_other_tables_have_no_places(tmp_path: Path) -> None:
    quelle = QUELLE.replace("weiterleitungen", "zahlungen")
    raw = raw_folder(tmp_path, {NAME: ledger(*ZEILEN, kopf=KOPF), "quellen.yaml": quelle})
    assert "Nur eine Liste der weiterleitungen nennt Orte" in refusal(raw, DateiFehler)


def test_the_key_beside_the_place_decides_what_the_name_leaves_open(tmp_path: Path) -> None:
    kopf = "Jahr;Empfänger;Sitz;AGS;Betrag"
    quelle = QUELLE.replace("    weglassen_spalten: [Zweck]\n", "")
    rows = [
        "2019;V;Anröchte;05974004;1",
        "2019;V;Anröchte;05913000;2",
        "2019;V;Anrochte;05913000;3",
        "2019;V;Irgendwo;05974004;4",
        "2019;V;;05913000;5",
        "2019;V;;-;6",
        "2019;V;Irgendwo;-;7",
        "2019;V;Irgendwo;99;8",
    ]
    b = cleaned(tmp_path, *rows, kopf=kopf, quellen=quelle)
    assert b.tabellen["weiterleitungen"]["bewilligt_cent"].tolist() == [100]
    assert b.ausserhalb[["ort", "betrag_cent"]].to_numpy().tolist() == [["Anrochte", 300], ["", 500], ["Irgendwo", 700]]
    assert b.zurueckgestellt["grund"].tolist() == [
        "der Gemeindeschlüssel gehört nicht zu Anröchte (05974004)",
        "unbekannte Kommune; der Gemeindeschlüssel liegt im Kreis",
        "Angabe fehlt",
        "Gemeindeschlüssel „99“ ist nicht bekannt",
    ]


def fix(aktion: str, mehr: str, zeile: int = 4) -> str:
    return f"""\
korrekturen:
  - aktion: {aktion}
    datei: {NAME}
    zeile: {zeile}
    erwarte: {{kommune: {ZEILEN[zeile - 3].split(";")[2]}}}
    grund: Nachfrage
    wer: KI
    datum: 2022-01-01
    {mehr}
"""


@pytest.mark.parametrize(
    ("aktion", "mehr", "zahlen"),
    [
        ("setze", "setze: {kommune: Anröchte}", (3, 2, 3)),
        ("setze", "setze: {kommune: Unna}", (2, 3, 3)),
        ("loesche", "", (3, 2, 3)),
        ("stelle_zurueck", "", (2, 2, 4)),
        ("teile", "teile: [{bewilligt_cent: '2.000,00'}, {bewilligt_cent: '10.000,00'}]", (2, 3, 3)),
        ("teile", "teile: [{kommune: Anröchte, bewilligt_cent: '1,00'}, {bewilligt_cent: '2,00'}]", (2, 2, 4)),
    ],
)
def test_a_row_outside_can_be_corrected(tmp_path: Path, aktion: str, mehr: str, zahlen: tuple[int, int, int]) -> None:
    b = land(tmp_path, korrekturen=fix(aktion, mehr))
    z = b.bilanz[0]
    assert (z.uebernommen, z.ausserhalb, z.zurueckgestellt) == zahlen
    assert z.betrag_gelesen_cent == 1_724_300
    if z.uebernommen == 2:  # what changes no table has no amount on record
        assert b.korrekturen["delta_cent"].isna().all() and z.korrektur_delta_cent == 0


def test_a_row_of_the_kreis_may_be_put_outside_and_parts_may_not_lie_apart(tmp_path: Path) -> None:
    assert is_outside([]) is False and is_outside([Satz(), Satz()]) is False
    assert is_outside([Satz(ausserhalb=True)]) is True
    assert is_outside([Satz(ausserhalb=True), Satz()]) is None
    b = land(tmp_path, korrekturen=fix("setze", "setze: {kommune: Dortmund}", zeile=3))
    assert (b.bilanz[0].uebernommen, b.bilanz[0].ausserhalb) == (1, 4)


def test_below_intern_only_the_number_of_rows_is_known(tmp_path: Path) -> None:
    b = land(tmp_path)
    assert released_totals(b.bilanz, "weiterleitungen", "intern")["betrag_ausserhalb_cent"] == 1_209_300
    for level in ("nichtoeffentlich", "oeffentlich"):
        seen = json.dumps(pruefung(b, level, checked(b)), ensure_ascii=False)
        assert '"ausserhalb": 3' in seen
        assert not any(secret in seen for secret in ("1209300", "12.093", "Hamburg", "Dortmund", NAME))


def test_the_lines_of_the_balance_name_what_lies_outside(tmp_path: Path) -> None:
    lines = balance_lines(land(tmp_path).bilanz)
    assert lines[1] == (
        "weiterleitungen: 2 übernommen, 3 außerhalb des Kreises, 3 zurückgestellt; Betrag (bewilligt): "
        "2.100,00\u00a0€ übernommen, 12.093,00\u00a0€ außerhalb des Kreises, 3.050,00\u00a0€ zurückgestellt."
    )


MIT_TEILEN = KREIS.replace("    name: Anröchte\n", "    name: Anröchte\n    ortsteile: [Oberdorf, Neudorf]\n").replace(
    "    aliase: [Wickede]\n", "    aliase: [Wickede]\n    ortsteile: [Neudorf]\n"
)


def test_an_ortsteil_counts_to_its_kommune_and_is_said(tmp_path: Path) -> None:
    places = ("Oberdorf;x;1", "oberdorf;x;2", "Anröchte;x;4", "Neudorf;x;8", "Oberdorf;x;?")
    rows = [f"2019;V{i};{place}" for i, place in enumerate(places)]
    b = land(tmp_path, *rows, quelle=QUELLE.replace("    ausserhalb: ja\n", ""), kreis=MIT_TEILEN)
    assert b.tabellen["weiterleitungen"]["ags"].tolist() == ["05974004"] * 3
    assert notes(b, "ortsteil") == [
        "2 Zeilen nennen Ortsteile und zählen zu ihrer Kommune: Oberdorf zu Anröchte (1), oberdorf zu Anröchte (1)."
    ]
    assert b.zurueckgestellt["grund"].tolist()[0] == (
        "Kommune nicht eindeutig: Ortsteil von Anröchte und von Wickede (Ruhr)"
    )


def test_many_places_are_named_up_to_a_number(tmp_path: Path) -> None:
    rows = [f"2019;V;Ort {n};x;1" for n in range(30)] + ["2019;V;Ort 29;x;1"]
    (text,) = notes(land(tmp_path, *rows), "ausserhalb")
    assert "Ort 29 (2), Ort 0 (1), " in text and text.endswith("und 10 weitere.")


# Places of every kind, amounts of every kind, and totals that may be right or not.
ORTE = ["Anröchte", "Wickede", "Anrochte", "Dortmund", "Hamburg", "Unna-Wickede", "", "kreisweit", "Oberdorf"]
BETRAEGE = ["1.200", "0", "-5,50", "", "ca. 3", "7,005", "1.234,56"]
SCHLUESSEL = ["", "05974004", "05913000", "7"]


@settings(deadline=None, max_examples=80, derandomize=True)
@given(
    st.lists(st.tuples(*(st.sampled_from(x) for x in (ORTE, SCHLUESSEL, BETRAEGE))), min_size=1, max_size=12),
    st.sampled_from(["    ausserhalb: ja\n", "", "    orte_ausserhalb: [Hamburg]\n"]),
    st.sampled_from(["", "Summe;;;;1.200", "Summe: 1.200,00 EUR", "2019;;Anröchte;;1.200"]),
)
def test_nothing_is_lost_whatever_lies_where(rows: list[tuple[str, str, str]], key: str, ende: str) -> None:
    lines = [f"2019;V {n};{ort};{ags};{cent}" for n, (ort, ags, cent) in enumerate(rows)] + ([ende] if ende else [])
    quelle = QUELLE.replace("    ausserhalb: ja\n", key).replace("    weglassen_spalten: [Zweck]\n", "")
    with TemporaryDirectory() as folder:
        liste = ledger(*lines, kopf="Jahr;Empfänger;Sitz;AGS;Betrag")
        b = clean(raw_folder(Path(folder), {NAME: liste, "quellen.yaml": quelle, "kreis.yaml": MIT_TEILEN}))
    z = json.loads(to_json(b.bilanz))[0]
    assert z["gelesen"] == z["uebernommen"] + z["ausserhalb"] + z["zurueckgestellt"] == len(lines) - z["summenzeilen"]
    parts = [z[f"betrag_{name}_cent"] for name in ("uebernommen", "ausserhalb", "zurueckgestellt")]
    assert z["betrag_gelesen_cent"] == sum(parts)
    assert int(b.tabellen["weiterleitungen"]["bewilligt_cent"].sum()) == parts[0]
    assert (len(b.ausserhalb), int(b.ausserhalb["betrag_cent"].sum())) == (z["ausserhalb"], parts[1])
    assert len(b.zurueckgestellt) == z["zurueckgestellt"]
    assert key or not z["ausserhalb"]
    taken = set(b.tabellen["weiterleitungen"]["kommune"])
    assert taken <= {"Anröchte", "Wickede (Ruhr)", "kreisweit"}
    numbers = [*b.tabellen["weiterleitungen"]["quelle_zeile"], *b.ausserhalb["zeile"], *b.zurueckgestellt["zeile"]]
    assert len(numbers) == len(set(numbers)) == z["gelesen"]
