"""``komman szenario`` on the terminal and as files, the blocks of notebook 91, and what is refused."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from komman.__main__ import main
from komman.errors import DateiFehler, DatenFehler
from komman.formats import euro
from komman.project import Projekt
from komman.scenario_plan import Vergleich
from komman.views import szenario, szenario_tabellen
from tests.lagen import plain
from tests.pdf_checks import text_of

NAME = "beispiel_szenario.yaml"


def run(capsys: pytest.CaptureFixture[str], projekt: Projekt, *argv: str) -> tuple[int, str, str]:
    code = main(["szenario", *argv, "--projekt", str(projekt.daten.parent)])
    out, err = capsys.readouterr()
    return code, plain(out), plain(err)


@pytest.fixture(scope="module")
def vergleich(prepared: Projekt) -> Vergleich:
    inhalt = szenario.read_scenario(prepared.raw / NAME)
    return szenario.stelle("", inhalt, "oeffentlich", str(prepared.processed / "oeffentlich"))


def test_the_comparison_on_the_terminal(capsys: pytest.CaptureFixture[str], prepared: Projekt) -> None:
    code, out, err = run(capsys, prepared, NAME)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Kreis Soest, Freigabe öffentlich, Stand 31.05.2022")
    assert lines[1] == "Beispieldaten – frei erfunden"
    text = " ".join(out.split())
    assert "Von 2022 bis 2032 zahlt der Kreis für die Stellen im erwarteten Verlauf zusammen zwischen rund " in text
    assert (
        "höchstens 75.000,00 € in A, C, D, E und F (Annahme); 82.500,00 € in B (Entwurf, Annahme), 7.500,00 € mehr"
        in text
    )
    assert "- B: Entwurf mit 55.000 € (Entwurf, Annahme): Die Förderung deckt die Kosten ab 2026 nicht mehr." in lines
    assert "trägt" not in text and "58.000,00 € je Kommunales Integrationszentrum" in text
    for part in ("Annahmen:", "Wie gerechnet wurde:", "Was nicht bekannt ist:"):
        assert part in lines


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Angabe von Erika Beispiel", "der Name eines Trägers, der nicht genannt werden darf"),
        ("Personalamt, 02921 303040", "eine Telefonnummer"),
    ],
)
def test_a_public_report_names_nobody_even_where_the_author_does(
    text: str, what: str, capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path
) -> None:
    own = tmp_path / "eigenes.yaml"
    known = (prepared.raw / NAME).read_text(encoding="utf-8")
    own.write_text(known.replace("quelle: Annahme für dieses Beispiel", f"quelle: {text}", 1), encoding="utf-8")
    for level in ("oeffentlich", "nichtoeffentlich"):
        code, out, err = run(capsys, prepared, str(own), "--freigabe", level)
        assert (code, out) == (1, "") and err.splitlines()[0] == f"Im Szenario steht {what}."
        assert "Datei eigenes.yaml, Zeile 28" in err and text.split()[-1] not in err
    assert run(capsys, prepared, str(own), "--freigabe", "intern")[0] == 0


def test_in_jupyterlab_a_public_report_names_nobody_either(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    path = projekt.raw / NAME
    known = path.read_text(encoding="utf-8")
    path.write_text(known.replace("titel: Was", "titel: Erika Beispiel fragt, was", 1), encoding="utf-8")
    with pytest.raises(DatenFehler, match="der Name eines Trägers"):
        szenario.stelle(NAME, "", "oeffentlich", str(projekt.daten))


def test_the_file_may_lie_anywhere(capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path) -> None:
    own = tmp_path / "eigenes.yaml"
    own.write_bytes((prepared.raw / NAME).read_bytes())
    assert run(capsys, prepared, str(own)) == run(capsys, prepared, NAME)


@pytest.mark.parametrize(("argv", "code", "first"), [
    ((), 2, "Zu „komman szenario“ fehlt die Angabe"),
    (("gibt_es_nicht.yaml",), 3, "Die Datei fehlt."),
    ((NAME, "--freigabe", "geheim"), 2, "Die Freigabe „geheim“ gibt es nicht."),
    ((NAME, "--html", "a.pdf"), 2, "Der Dateiname „a.pdf“ endet nicht auf .html."),
])  # fmt: skip
def test_wrong_calls(
    capsys: pytest.CaptureFixture[str], prepared: Projekt, argv: tuple[str, ...], code: int, first: str
) -> None:
    found, out, err = run(capsys, prepared, *argv)
    assert (found, out) == (code, "")
    assert err.startswith(first) and len(err.splitlines()) <= 6 and "Abhilfe: " in err


def test_an_unknown_parameter_is_refused_with_the_nearest_name(
    capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path
) -> None:
    text = (prepared.raw / NAME).read_text(encoding="utf-8")
    wrong = tmp_path / "szenario.yaml"
    wrong.write_text(text.replace("name: foerdersatz_programmteil_i", "name: fördersatz_teil_i", 1), encoding="utf-8")
    code, out, err = run(capsys, prepared, str(wrong))
    assert (code, out) == (3, "")
    assert "Den Parameter „fördersatz_teil_i“ gibt es nicht." in err
    assert "Abhilfe: Gemeint ist wohl „foerdersatz_programmteil_i“." in err
    assert "Wo: Datei szenario.yaml, Zeile " in err and len(err.splitlines()) <= 6


def test_costs_of_a_year_after_the_ledgers(
    capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path
) -> None:
    text = (prepared.raw / NAME).read_text(encoding="utf-8").replace("von: 2022", "von: 2027")
    late = tmp_path / "szenario.yaml"
    late.write_text(text.replace("  jahr: 2021", "  jahr: 2026"), encoding="utf-8")
    code, out, err = run(capsys, prepared, str(late))
    assert (code, out) == (1, "") and err.startswith("Für 2026 sind bei dieser Freigabe keine Personalkosten bekannt.")
    stated = "  jahr: 2026\n  je_stelle: 62.000,00\n  quelle: Personalamt"
    late.write_text(text.replace("  jahr: 2021", stated), encoding="utf-8")
    code, out, _ = run(capsys, prepared, str(late))
    assert code == 0 and "Kosten je voller Stelle 2026: 62.000,00 € (Annahme)" in out


def test_json_has_the_same_numbers_twice(
    capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path, vergleich: Vergleich
) -> None:
    ziel = tmp_path / "s.json"
    assert run(capsys, prepared, NAME, "--json", str(ziel))[0] == 0
    first = ziel.read_bytes()
    assert run(capsys, prepared, NAME, "--json", str(ziel))[0] == 0
    assert ziel.read_bytes() == first
    found = json.loads(first)
    assert (found["beispiel"], found["jahre"], found["herkunft"]["freigabe"]) == (
        True,
        [*range(2022, 2033)],
        "oeffentlich",
    )
    for s, done in zip(found["szenarien"], vergleich.szenarien, strict=True):
        assert s["marke"] == done.marken and s["eigenanteil_summe_cent"] == done.projektion.summe
        assert [k - f for k, f in zip(s["kosten_cent"], s["foerderung_cent"], strict=True)] == s["eigenanteil_cent"]
        assert s["eigenanteil_kumuliert_cent"][-1] == sum(s["eigenanteil_cent"]) == s["eigenanteil_summe_cent"]
    a, b = found["szenarien"][:2]
    assert (a["foerderung_hoechstens_cent"][0], b["foerderung_hoechstens_cent"][0]) == (7_500_000, 8_250_000)


@pytest.mark.langsam
def test_the_reports(capsys: pytest.CaptureFixture[str], prepared: Projekt, tmp_path: Path) -> None:
    files = {f: tmp_path / f"s.{f}" for f in ("html", "pdf", "xlsx")}
    more = [a for f, p in files.items() for a in (f"--{f}", str(p))]
    code, out, err = run(capsys, prepared, NAME, *more)
    assert (code, err) == (0, "") and "XLSX: " in out
    html = plain(files["html"].read_text(encoding="utf-8"))
    pdf = plain(" ".join(text_of(files["pdf"].read_bytes()).split()))
    for part in ("Beispieldaten", "82.500,00 €", "Entwurf, Annahme", "Was nicht bekannt ist", "Die Spannen"):
        assert part in html and part in pdf
    assert "6 Fächerbilder mit gleichem Maßstab" in html
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].read_bytes()))
    values = [c.value for sheet in book for row in sheet.iter_rows() for c in row]
    assert 82500 in values and 7500 in values


def test_all_tables_agree_and_every_name_has_its_mark(vergleich: Vergleich) -> None:
    own, funded, costs = szenario_tabellen.jahre(vergleich)
    for i, s in enumerate(vergleich.szenarien, start=1):
        p = s.projektion
        assert own.spalten[i].name == funded.spalten[i].name == s.kurz and s.marken in s.kurz
        assert [z[i] for z in own.zeilen] == [*map(euro, p.erwartet.eigenanteil), euro(p.summe)]
        assert [z[i] for z in costs.zeilen][-1] == euro(sum(p.erwartet.kosten))
        row = szenario_tabellen.vergleich(vergleich).zeilen[i - 1]
        assert row[0] == s.titel and row[3] == euro(p.summe)
        assert s.titel in szenario.alt(vergleich) and euro(p.erwartet.eigenanteil[-1]) in szenario.alt(vergleich)
    assert {s.marken for s in vergleich.szenarien} == {"Annahme", "Entwurf, Annahme"}


def test_what_no_source_says_is_said(vergleich: Vergleich) -> None:
    text = plain(" ".join(szenario.limits(vergleich)))
    assert "Szenario E rechnet ab 2025 ohne Förderung; ob eine andere an ihre Stelle tritt, ist nicht belegt." in text
    assert "Es zahlt nur Sachausgaben und steht deshalb in keinem Szenario." in text
    assert [b.art for b in szenario.wichtigstes(vergleich).bloecke] == ["satz", "satz", "kennzahlen"]
    assert [b.art for b in szenario.spannen(vergleich).bloecke] == ["abbildung", "tabelle", "tabelle"]
    assert szenario.kopf(vergleich).foerderjahr == "2022 bis 2032"


def test_break_even_in_words(vergleich: Vergleich) -> None:
    found = {s.buchstabe: szenario.lasts(vergleich, s) for s in vergleich.szenarien}
    assert found["A"] == "Die Förderung deckt die Kosten in keinem Jahr."
    assert found["B"] == "Die Förderung deckt die Kosten ab 2026 nicht mehr."
    assert found["D"] == "Im Jahr 2032 deckt die Förderung die Kosten."
    rows = {z[0][0]: z[5:] for z in szenario_tabellen.vergleich(vergleich).zeilen}
    assert rows["B"][0] == "2026" and rows["D"][0] == "–" and rows["E"] == ["2022", "2022"]


def test_in_a_folder_of_one_level_the_content_must_be_handed_over(prepared: Projekt) -> None:
    with pytest.raises(DateiFehler, match=r"Die Datei fehlt"):
        szenario.stelle(NAME, "", "oeffentlich", str(prepared.processed / "oeffentlich"))
    assert szenario.stelle(NAME, "", "oeffentlich", str(prepared.daten)).szenarien


def test_no_picture_library_is_loaded_for_the_terminal(prepared: Projekt) -> None:
    code = (
        "import sys; from komman.__main__ import main; "
        f"main(['szenario', '{NAME}', '--projekt', {str(prepared.daten.parent)!r}]); "
        "print('matplotlib' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "False"
