"""Keys over all files: counted on, never one that a source gives; duplicates said once, parts of a row never."""

from __future__ import annotations

from komman.assemble import Ertrag, Uebernommen, assemble
from komman.config import TraegerListe
from komman.satz import Satz, Wert

NOBODY = TraegerListe()


def _massnahme(zeile: int, **werte: Wert) -> Uebernommen:
    given: dict[str, Wert] = {
        "massnahme_id": None,
        "foerderjahr": 2018,
        "ags": "05974040",
        "kommune": "Soest",
        "traeger_id": "chor",
        "traeger": "Chor",
        "traegerart": "unbekannt",
        "baustein": None,
        "ausgezahlt_cent": 500,
    }
    return Uebernommen(zeile, Satz({**given, **werte}))


def _ids(*ertraege: list[Uebernommen]) -> list[str]:
    sheets = [Ertrag("weiterleitungen", f"{n}.csv", "", 2018, rows) for n, rows in enumerate(ertraege)]
    return assemble(sheets, NOBODY)[0]["weiterleitungen"]["massnahme_id"].tolist()


def test_rows_without_a_key_are_counted_over_all_files() -> None:
    first = [_massnahme(2), _massnahme(3, baustein="A"), _massnahme(4, ausgezahlt_cent=7)]
    second = [_massnahme(2, ausgezahlt_cent=8)]
    stem = "2018-05974040-chor"
    assert _ids(first, second) == [f"{stem}-ohne-1", f"{stem}-A-1", f"{stem}-ohne-2", f"{stem}-ohne-3"]


def test_a_key_of_the_source_is_passed_over() -> None:
    stem = "2018-05974040-chor-ohne"
    rows = [
        _massnahme(2),
        _massnahme(3, massnahme_id=f"{stem}-1"),
        _massnahme(4, massnahme_id=f"{stem}-3"),
        _massnahme(5),
    ]
    assert _ids(rows) == [f"{stem}-2", f"{stem}-1", f"{stem}-3", f"{stem}-4"]


def test_a_key_of_the_source_that_only_looks_alike_is_none() -> None:
    stem = "2018-05974040-chor-ohne"
    rows = [_massnahme(2, massnahme_id=f"{stem}-01"), _massnahme(3), _massnahme(4, massnahme_id="1")]
    assert _ids(rows) == [f"{stem}-01", f"{stem}-1", "1"]


def _notes(*rows: Uebernommen) -> list[tuple[str, int | None, int | None]]:
    notes = assemble([Ertrag("weiterleitungen", "a.csv", "", 2018, rows)], NOBODY)[1]
    return [(n.art, n.ort.zeile, n.cent) for n in notes]


def test_equal_rows_are_said_and_parts_of_one_row_are_not() -> None:
    assert _notes(_massnahme(2), _massnahme(3), _massnahme(4)) == [("doppelt", 3, 500), ("doppelt", 4, 500)]
    assert _notes(_massnahme(2), _massnahme(2)) == []
    assert _notes(_massnahme(2), _massnahme(3, ausgezahlt_cent=None), _massnahme(4, ausgezahlt_cent=0)) == []


def test_one_file_number_of_two_traeger_is_said_once() -> None:
    rows = [_massnahme(n, massnahme_id="AZ 1", traeger=f"Chor {n}", traeger_id=f"chor-{n}") for n in (2, 3, 4)]
    assert _notes(*rows) == [("aktenzeichen", 3, None)]
    assert _notes(*rows[:1], _massnahme(5, massnahme_id="AZ 2")) == []


def test_two_spellings_that_give_one_key_stay_two_traeger() -> None:
    rows = [_massnahme(2), _massnahme(3, traeger="CHOR!", ausgezahlt_cent=1), _massnahme(4, ausgezahlt_cent=2)]
    table, notes = assemble([Ertrag("weiterleitungen", "a.csv", "", 2018, rows)], NOBODY)
    ids = table["weiterleitungen"]["traeger_id"].tolist()
    assert ids[0] == ids[2] != ids[1]
    assert all(i.startswith("chor-") for i in ids)
    assert [(n.art, n.ort.zeile) for n in notes] == [("traeger", 3)]


def test_who_is_a_person_once_is_one_always() -> None:
    rows = [_massnahme(2), _massnahme(3, ausgezahlt_cent=1)]
    rows[1].satz.person = True
    table = assemble([Ertrag("weiterleitungen", "a.csv", "", 2018, rows)], NOBODY)[0]["weiterleitungen"]
    assert table["traegerart"].tolist() == ["natuerliche_person"] * 2
