"""``komman frage`` on the terminal and as a file: the same answer everywhere, wrong calls refused."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from komman.__main__ import main
from komman.commands_frage import terminal
from komman.errors import AufrufFehler
from komman.project import Projekt
from komman.questions import frage
from komman.views import anfrage
from tests.pdf_checks import text_of


def run(capsys: pytest.CaptureFixture[str], projekt: Projekt, *argv: str) -> tuple[int, str, str]:
    code = main(["frage", *argv, "--projekt", str(projekt.daten.parent)])
    out, err = capsys.readouterr()
    return code, out.replace("\u00a0", " "), err


NETTO = ("--mass", "netto", "--jahr", "2016-2020")


def test_the_answer_on_the_terminal(capsys: pytest.CaptureFixture[str], prepared: Projekt) -> None:
    code, out, err = run(capsys, prepared, *NETTO, "--nach", "jahr")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Kreis Soest, Freigabe öffentlich, Stand ")
    assert lines[1] == "Beispieldaten – frei erfunden"
    assert lines[3].startswith("Für die Förderjahre 2016 bis 2020 wurden 546.018,37 € netto weitergeleitet.")
    assert "2020                 87.721,16 €" in lines and "zusammen            546.018,37 €" in lines
    assert "Wie gerechnet wurde:" in lines and "Zu beachten:" in lines
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("argv", "code", "first"),
    [
        (("--jahr", "2020"), 2, "Zu „komman frage“ fehlt die Angabe --mass."),
        (("--mass", "netto"), 2, "Zu „komman frage“ fehlt die Angabe --jahr."),
        (("--mass", "net", "--jahr", "2020"), 2, "Das Maß „net“ gibt es nicht."),
        (("--mass", "netto", "--jahr", "20"), 2, "„20“ ist kein Förderjahr und kein Zeitraum."),
        ((*NETTO, "--nach", "jahr", "--rang", "0"), 2, "„0“ ist kein Rang."),
        ((*NETTO, "--nach", "jahr", "--rang", "drei"), 2, "„drei“ ist kein Rang."),
        ((*NETTO, "--kommune", "Soestt"), 2, "Eine Kommune „Soestt“ kennen diese Tabellen nicht."),
        ((*NETTO, "--json", "a.txt"), 2, "Der Dateiname „a.txt“ endet nicht auf .json."),
        ((*NETTO, "--vom", "gestern"), 2, "„gestern“ ist kein Datum."),
        (("--mass", "netto", "--jahr", "2035"), 1, "Für das Förderjahr 2035 liegt keine Förderliste vor."),
        (("--mass", "traeger", "--jahr", "2016-2020"), 1, "„Träger“ lassen sich bei dieser Freigabe nicht über"),
    ],
)
def test_what_cannot_be_answered(
    capsys: pytest.CaptureFixture[str], prepared: Projekt, argv: tuple[str, ...], code: int, first: str
) -> None:
    found, out, err = run(capsys, prepared, *argv)
    assert (found, out) == (code, "")
    assert err.startswith(first) and len(err.splitlines()) <= 6 and "Abhilfe: " in err


def test_no_answer_is_written_among_the_sources(capsys: pytest.CaptureFixture[str], prepared: Projekt) -> None:
    before = sorted(p.name for p in prepared.raw.iterdir())
    for folder in (prepared.raw, prepared.processed / "intern", prepared.notebooks):
        code, _, err = run(capsys, prepared, *NETTO, "--json", str(folder / "a.json"))
        assert code == 2 and err.startswith("In den Ordner ")
    assert sorted(p.name for p in prepared.raw.iterdir()) == before


def test_json_twice_gives_the_same_bytes(capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path) -> None:
    ziel = tmp_path / "neu" / "a.json"
    first = [run(capsys, prepared, *NETTO, "--json", str(ziel))[0], ziel.read_bytes()]
    assert first == [run(capsys, prepared, *NETTO, "--json", str(ziel))[0], ziel.read_bytes()]
    assert json.loads(ziel.read_text(encoding="utf-8"))["wert"] == 54_601_837


@pytest.mark.langsam
def test_the_answer_as_a_report(capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path) -> None:
    files = {f: tmp_path / f"antwort.{f}" for f in ("html", "pdf", "xlsx")}
    more = [a for f, p in files.items() for a in (f"--{f}", str(p))]
    von = ("--von", "der Fraktion <b>A</b>", "--vom", "1.3.2025")
    code, out, err = run(capsys, prepared, *NETTO, "--nach", "kommune", "--rang", "3", "--anteil", *von, *more)
    assert (code, err) == (0, "") and "XLSX: " in out
    html = files["html"].read_text(encoding="utf-8").replace("\u00a0", " ")
    pdf = " ".join(text_of(files["pdf"].read_bytes()).replace("\u00a0", " ").split())
    assert "Antwort auf die Anfrage von der Fraktion &lt;b&gt;A&lt;/b&gt; vom 01.03.2025" in html
    for part in ("546.018,37 €", "Beispieldaten", "Wie gerechnet wurde", "Lippstadt"):
        assert part in html and part in pdf
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].read_bytes()))
    values = [c.value for sheet in book for row in sheet.iter_rows() for c in row]
    assert 546018.37 in values and "Lippstadt" in values


def test_no_picture_library_is_loaded_for_the_terminal(prepared: Projekt) -> None:
    code = (
        "import sys; from komman.__main__ import main; "
        f"main(['frage', '--mass', 'netto', '--jahr', '2020', '--projekt', {str(prepared.daten.parent)!r}]); "
        "print('matplotlib' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "False"


def test_control_characters_do_not_reach_the_terminal(prepared: Projekt) -> None:
    a = frage("netto", 2020, daten=str(prepared.processed / "oeffentlich"))
    object.__setattr__(a, "satz", "a\x1b[2Jb\u202ec")
    assert all(c.isprintable() or c == "\u00a0" for line in terminal(a) for c in line)


def test_the_views_of_the_notebook(prepared: Projekt) -> None:
    daten = str(prepared.processed / "oeffentlich")
    with pytest.raises(AufrufFehler, match="Den Zusatz „anteile“ gibt es nicht"):
        anfrage.stelle("netto", 2019, ("", "", "", ""), "", 0, "anteile", "oeffentlich", daten)
    a = anfrage.stelle(
        "netto", "2019-2020", ("", "B2", "", ""), "jahr", 0, "anteil, veraenderung", "oeffentlich", daten
    )
    assert a.frage.anteil and a.frage.veraenderung and a.frage.baustein == "B2" and not a.frage.je_1000
    kopf = anfrage.kopf(a, "der Fraktion", "2025-03-01")
    assert (kopf.untertitel, kopf.foerderjahr) == (
        "Antwort auf die Anfrage von der Fraktion vom 01.03.2025", "2019 bis 2020"
    )  # fmt: skip
    assert anfrage.titel() == "Antwort auf die Anfrage"
    assert [b.art for b in anfrage.ergebnis(a).bloecke] == ["satz", "abbildung"]
    assert [b.art for b in anfrage.grundlagen(a).bloecke] == ["hinweis", "hinweis"]
    assert anfrage.tabelle(a).spalten[-1].einheit == "prozent"


def test_a_reason_is_a_sentence_and_a_folder_is_no_file_name(
    capsys: pytest.CaptureFixture[str], prepared: Projekt
) -> None:
    code, _, err = run(capsys, prepared, "--mass", "netto", "--jahr", "2020", "--anteil")
    assert (code, err.splitlines()[1].replace("\u00a0", " ")) == (2, "Grund: Ohne sie ist der Anteil immer 100 %.")
    code, _, err = run(capsys, prepared, *NETTO, "--json", ".")
    assert (code, err.splitlines()[0]) == (2, "Der Dateiname „.“ endet nicht auf .json.")
