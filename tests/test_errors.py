"""Every message: at most six lines, place named, remedy last, nothing unprintable."""

from __future__ import annotations

import pickle

import pytest

from komman.errors import AufrufFehler, DateiFehler, DatenFehler, KommanFehler, NotebookFehler, Ort, shorten


def test_a_place_names_what_is_known() -> None:
    ort = Ort("a.xlsx", "Blatt 1", 7, "ausgezahlt", "ca. 300")
    assert str(ort) == "Datei a.xlsx, Blatt Blatt 1, Zeile 7, Spalte „ausgezahlt“, Wert „ca. 300“"
    assert str(Ort("a.csv")) == "Datei a.csv"


def test_a_message_has_at_most_six_lines_and_ends_with_the_remedy() -> None:
    e = DatenFehler("Was.", ort=Ort("a.csv"), mehr=[f"Zeile {i}" for i in range(9)], abhilfe="tun.")
    assert e.lines() == ["Was.", "Wo: Datei a.csv", "Zeile 0", "Zeile 1", "Zeile 2", "Abhilfe: Tun."]
    assert str(e).splitlines() == e.lines() == e._render_traceback_()


def test_a_hostile_value_stays_one_short_line() -> None:
    e = DateiFehler("Was.", ort=Ort("a.csv", wert="x\n\x1b[31m\x00" + "y" * 5000), abhilfe="tun.")
    assert len(e.lines()) == 3
    assert all(line.isprintable() and len(line) <= 300 for line in e.lines())


def test_shorten_keeps_short_text() -> None:
    assert shorten("Möhnesee") == "Möhnesee"
    assert shorten("abcdef", 4) == "abc…"


@pytest.mark.parametrize(
    ("art", "code"), [(KommanFehler, 70), (DatenFehler, 1), (AufrufFehler, 2), (DateiFehler, 3), (NotebookFehler, 4)]
)
def test_exit_codes(art: type[KommanFehler], code: int) -> None:
    assert art("x", abhilfe="y").exit_code == code


@pytest.mark.parametrize("art", [KommanFehler, DatenFehler, AufrufFehler, DateiFehler, NotebookFehler])
@pytest.mark.parametrize("ort", [None, "Zelle „x“", Ort("liste.csv", "Blatt", 7, "Betrag", "1.234")])
def test_a_failure_crosses_a_process_border_whole(art: type[KommanFehler], ort: Ort | str | None) -> None:
    fehler = art("Etwas fehlt.", ort=ort, mehr=["Grund: keiner", "noch etwas"], abhilfe="nachtragen.")
    again = pickle.loads(pickle.dumps(fehler))
    assert type(again) is art and again.lines() == fehler.lines() and again.exit_code == art.exit_code
    assert (again.was, again.ort, again.mehr, again.abhilfe, again.args) == (
        fehler.was, fehler.ort, fehler.mehr, fehler.abhilfe, fehler.args,
    )  # fmt: skip
