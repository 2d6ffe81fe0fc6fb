"""``komman pruefe``: what it prints, when it is exit 1, and the page to work through."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from komman.__main__ import main
from komman.checks_model import PRUEFARTEN
from komman.commands_pruefe import check_lines, confirmed_lines, needs_a_look, reach_lines
from komman.errors import Ort
from komman.geprueft import Pruefvermerk
from komman.project import Projekt
from tests.checking import checked, plain
from tests.raw_folder import KOPF, KREIS, NAME, TRAEGER, ledger, raw_folder

BOESE = "<script>alert(1)</script>"


def pruefe(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["pruefe", *argv])
    out, err = capsys.readouterr()
    return code, plain(out), err


def sixty(betrag: str) -> str:
    rows = "\n".join(f"{i} | 2019 | Werl | V {i} | B2 | 100,00 | {betrag}" for i in range(60))
    return f"az | jahr | ort | träger | baustein | bewilligt | ausgezahlt\n{rows}"


@pytest.mark.parametrize(
    ("ausgezahlt", "zurueck", "code", "wort"),
    [
        ("880,00", "", 0, "nichts aufgefallen"),
        ("880,01", "", 1, "1 Fehler"),
        ("880,00", "1,00", 0, "nichts aufgefallen"),
    ],
)
def test_an_error_is_exit_1_and_says_where_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ausgezahlt: str, zurueck: str, code: int, wort: str
) -> None:
    line = f"2;Anröchte;Brücke Anröchte e. V.;B2;4;880,00;{ausgezahlt};{zurueck}"
    raw_folder(tmp_path, {NAME: ledger("1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;0,00", line)})
    got, out, _ = pruefe(capsys, "--daten", str(tmp_path))
    assert (got, wort in out) == (code, True)
    if code:
        block = next(b for b in out.split("\n\n") if b.startswith("Fehler, Ausgezahlt und bewilligt: "))
        assert "880,01 €" in block and "880,00 €" in block and "Abhilfe: " in block
        assert f"Wo: Datei {NAME}, Zeile 4" in block
    assert not (tmp_path / "processed").exists()


def test_a_warning_is_exit_1_and_a_hint_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bank = "Buchungsnummer;Datum;Förderjahr;Art;Aktenzeichen;Betrag\n"
    ausgezahlt = "B1;{tag};2019;Auszahlung;1;2.400,00\nB2;20.06.2019;2019;Auszahlung;2;880,00\n"
    rest = "B3;20.06.2019;2019;Auszahlung;3;800,50\n"
    back = "B4;20.03.2020;2019;Rückzahlung;2;80,00\nB5;20.04.2020;2019;Erstattung an das Land;;80,00\n"
    for tag, code in (("20.06.2019", 0), ("01.01.2020", 1)):
        ziel = tmp_path / str(code)
        ziel.mkdir()
        text = bank + ausgezahlt.format(tag=tag) + rest + back
        raw_folder(ziel, {"zahlungen.csv": text, NAME: ledger(*ROWS)})
        got, out, _ = pruefe(capsys, "--daten", str(ziel))
        assert got == code, out
        assert "Hinweis, Rückzahlung in einem späteren Jahr" in out
        assert ("Warnung, Auszahlung im Bewilligungszeitraum" in out) == bool(code)


ROWS = (
    "1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;0,00",
    "2;Anröchte;Brücke Anröchte e. V.;B2;4;880,00;880,00;80,00",
    "3;Anröchte;Gemeinde Anröchte;D1;;800,50;800,50;0,00",
)


def test_many_findings_are_cut_on_the_terminal_and_their_number_is_told() -> None:
    lines = list(check_lines(checked(sixty("100,01"))))
    assert len(lines) == 41 and lines[-1] == ["… und 20 weitere Befunde; alle zeigt --html DATEI."]
    assert all(len(block) <= 5 for block in lines)
    assert list(check_lines(checked(sixty("100,00")))) == []
    assert needs_a_look(checked(sixty("100,01"))) and not needs_a_look(checked(sixty("100,00")))


def test_what_was_not_checked_is_said_with_its_reason() -> None:
    first, *rest = map(plain, reach_lines(checked(sixty("100,00"))))
    assert first == f"Prüfungen: {len(PRUEFARTEN)}, nichts aufgefallen."
    assert "Nicht geprüft, Bankliste: Beträge: 60 Maßnahmen; keine Buchungen (60)." in rest
    assert not [line for line in rest if "Ausgezahlt und bewilligt" in line]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Träger whose name is markup, paid a cent too much, and a row that cannot be read."""
    rows = (
        f"1;Anröchte;{BOESE};A2;6;2.400,00;2.400,01;0,00",
        "2;Anröchte;Brücke Anröchte e. V.;B2;4;880,00;880,00;80,00",
        "3;Nirgendwo;Brücke Anröchte e. V.;B2;4;880,00;880,00;80,00",
    )
    traeger = TRAEGER + f"  - name: '{BOESE}'\n    art: verein\n"
    raw_folder(tmp_path, {NAME: ledger(*rows, kopf=KOPF), "traeger.yaml": traeger, "kreis.yaml": KREIS})
    return tmp_path


def test_the_page_is_written_also_when_something_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {p.name: p.read_bytes() for p in (folder / "raw").iterdir()}
    ziel = folder / "pruefung.html"
    code, out, _ = pruefe(capsys, "--daten", str(folder), "--html", str(ziel))
    assert code == 1 and out.splitlines()[-1] == f"Zum Abarbeiten, nur für den internen Gebrauch: {ziel}"
    assert {p.name: p.read_bytes() for p in (folder / "raw").iterdir()} == before
    assert not (folder / "processed").exists()
    first = ziel.read_bytes()
    pruefe(capsys, "--daten", str(folder), "--html", str(ziel))
    assert ziel.read_bytes() == first, "gleiche Daten, gleiche Seite"


def test_the_page_shows_names_as_text_and_needs_no_script(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ziel = folder / "pruefung.html"
    pruefe(capsys, "--daten", str(folder), "--html", str(ziel))
    page = plain(ziel.read_text(encoding="utf-8"))
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in page and not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "intern: nur für den Dienstgebrauch" in page and "Nur für den internen Gebrauch" in page
    heads = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert heads == [
        "Zurückgestellte Zeilen", "Fehler: zwei Angaben widersprechen sich", "Warnungen: bitte klären",
        "Hinweise: einen Blick wert", "Geprüft: angesehen und in Ordnung", "Was geprüft wurde",
        "Was beim Lesen aufgefallen ist",
    ]  # fmt: skip
    for said in (f"{NAME}, Zeile 5, Kommune", "Nirgendwo", "Unbekannte Kommune", "0,01 €", f"{NAME}, Zeile 3"):
        assert said in page, said


ENTRY = "geprueft:\n  - befund: {kennung}\n    grund: Nachzahlung, {boese}\n    wer: KI\n    datum: 2022-05-30\n"
PAID = "2;Anröchte;Brücke Anröchte e. V.;B2;4;880,00;{betrag};"


def test_a_finding_that_is_right_can_be_marked_and_opens_again_when_an_amount_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = raw_folder(tmp_path, {NAME: ledger(PAID.format(betrag="880,01"))})
    ziel = tmp_path / "p.html"
    argv = ("--daten", str(tmp_path), "--html", str(ziel))
    code, out, _ = pruefe(capsys, *argv)
    kennung = next(z for z in out.splitlines() if z.startswith("Kennung: ")).removeprefix("Kennung: ")
    page = ziel.read_text(encoding="utf-8")
    assert "seine Kennung in geprueft.yaml eintragen; ein Muster zeigt --html DATEI." in out
    assert code == 1 and f"  - befund: {kennung}\n" in page and "<code>data/raw/geprueft.yaml</code>" in page

    (raw / "geprueft.yaml").write_text(ENTRY.format(kennung=kennung, boese=BOESE), encoding="utf-8")
    code, out, _ = pruefe(capsys, *argv)
    page = plain(ziel.read_text(encoding="utf-8"))
    assert code == 0 and f"Geprüft: {kennung}: Nachzahlung, {BOESE} (KI, 30.05.2022)" in out.splitlines()
    assert "Kennung in geprueft.yaml" not in out
    assert "nichts aufgefallen; 1 Befund ist geprüft und in Ordnung." in out and "Fehler, Ausgezahlt" not in out
    right = page.split("Geprüft: angesehen und in Ordnung</h2>")[1]
    assert "880,01 €" in right and "&lt;script&gt;" in right and "(KI, 30.05.2022)" in right and "<script" not in page

    lower = ledger("1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;", PAID.format(betrag="880,01"))
    (raw / NAME).write_text(lower, encoding="utf-8")
    assert pruefe(capsys, *argv)[0] == 0, "eine Zeile tiefer ist derselbe Befund"
    (raw / NAME).write_text(ledger(PAID.format(betrag="880,02")), encoding="utf-8")
    code, out, _ = pruefe(capsys, *argv)
    assert code == 1 and "1 Fehler und 1 Warnung." in out and "Wo: Datei geprueft.yaml, Zeile 2" in out


def test_a_faulty_entry_stops_the_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw_folder(tmp_path, {"geprueft.yaml": "geprueft:\n  - befund: 2021-3fa29c\n"})
    code, out, err = pruefe(capsys, "--daten", str(tmp_path))
    assert (code, out) == (3, "") and "Wo: Datei geprueft.yaml, Zeile 2" in err and len(err.splitlines()) <= 6


def test_many_marked_findings_are_cut_on_the_terminal_too() -> None:
    found = checked(sixty("100,01")).befunde
    vermerke = [Pruefvermerk(b.kennung, "x", "KI", date(2022, 5, 30), Ort("geprueft.yaml", zeile=2)) for b in found]
    (lines,) = confirmed_lines(checked(sixty("100,01"), vermerke=vermerke))
    assert len(lines) == 41 and lines[-1] == "… und 20 weitere; alle zeigt --html DATEI."
    assert list(confirmed_lines(checked(sixty("100,01")))) == []


def test_a_level_that_cannot_be_released_stands_on_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw_folder(tmp_path, {NAME: ledger("1;Anröchte;Jemand;A2;6;2.400,00;2.400,00;0,00")})
    ziel = tmp_path / "p.html"
    code, out, _ = pruefe(capsys, "--daten", str(tmp_path), "--html", str(ziel))
    page = ziel.read_text(encoding="utf-8")
    assert code == 1 and "Freigabe oeffentlich: " in out and "Freigabe öffentlich" in page
    assert "Keine Zeile ist zurückgestellt." in page and "Keine." in page


@pytest.mark.parametrize(
    ("name", "erste"),
    [
        ("raw/seite.html", "In den Ordner raw wird kein Ergebnis geschrieben."),
        ("processed/seite.html", "In den Ordner processed wird kein Ergebnis geschrieben."),
        ("seite.pdf", "Der Dateiname „seite.pdf“ endet nicht auf .html."),
    ],
)
def test_a_page_among_the_sources_is_refused_before_anything_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, erste: str
) -> None:
    (folder / "raw" / "kreis.yaml").write_text("kaputt: [", encoding="utf-8")
    code, out, err = pruefe(capsys, "--daten", str(folder), "--html", str(folder / name))
    assert (code, out, err.splitlines()[0]) == (2, "", erste) and err.splitlines()[-1].startswith("Abhilfe: ")
    assert not (folder / name).exists()


def test_the_sample_is_exit_1_for_its_rows_set_aside_only(
    prepared: Projekt, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ziel = tmp_path / "seite.html"
    code, out, _ = pruefe(capsys, "--daten", str(prepared.daten), "--html", str(ziel))
    assert code == 1 and "\nFehler, " not in out and "\nWarnung, " not in out
    assert "Beispieldaten" in ziel.read_text(encoding="utf-8")


def test_letters_that_contradict_each_other_are_listed_like_all_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    post = ["Förderjahr;Programmteil;Art;Datum;Betrag EUR", *(f"2019;II;Bescheid;01.02.2019;{n},00" for n in (5, 6))]
    raw_folder(tmp_path, {NAME: ledger(*ROWS), "bescheide_2019.csv": "\n".join(post) + "\n"})
    code, out, err = pruefe(capsys, "--daten", str(tmp_path))
    assert code == 1 and err == "" and "Fehler, Bescheid und Weiterleitungen: Zwei Bescheide zum Förderjahr 2019" in out
    assert "Die Zeilen und Beträge gehen auf." in out
