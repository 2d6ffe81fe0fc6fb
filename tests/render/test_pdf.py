from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Callable
from typing import Any

import page
import pikepdf
import pypdf
import pytest
import typst
from nbconvert.exporters import get_exporter

from komman.document import Hinweis, Satz, Tabelle, Tabellenspalte
from komman.errors import NotebookFehler
from komman.render import pdf as pdf_module
from komman.render.characters import _drawable, displayable
from komman.render.pdf import PdfExporter, compile_typst, render_pdf
from komman.render.report import Bericht, report_from_notebook
from komman.render.tags import correct_tables, end_streams_plainly
from tests import pdf_checks
from tests.render.sample_report import (
    FLOW_ALT,
    HOSTILE,
    SERIES_ALT,
    full_notebook,
    kopf,
    notebook,
    table,
    towns_table,
    years_table,
)

ALTS = (FLOW_ALT, SERIES_ALT)
STAND = "2022-05-31"


@pytest.fixture(scope="module")
def bericht() -> Bericht:
    return report_from_notebook(full_notebook())


@pytest.fixture(scope="module")
def pdf(bericht: Bericht) -> bytes:
    return render_pdf(bericht)


def rendered(*teile: Any) -> bytes:
    return render_pdf(report_from_notebook(notebook("# Titel", kopf(), *teile)))


def test_the_full_report_passes_all_gates(pdf: bytes, bericht: Bericht) -> None:
    pdf_checks.check_pdf(pdf, ALTS, [k["text"] for k in bericht.headings()])


def test_hostile_text_is_shown_as_it_is(pdf: bytes) -> None:
    text = pdf_checks.text_of(pdf)
    for hostile in HOSTILE:
        assert hostile in text


def test_metadata(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as doc:
        info = {k: str(v) for k, v in doc.docinfo.items()}
    assert info["/Title"] == "Jahresergebnis KOMM-AN NRW, Programmteil II"
    assert info["/Author"] == "Kreis Soest, Kommunales Integrationszentrum"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20220531000000Z"


def test_every_page_says_sample_level_and_number(pdf: bytes) -> None:
    pages = pdf_checks.page_texts(pdf)
    for number, text in enumerate(pages, start=1):
        assert "Beispieldaten – frei erfunden" in text
        assert "Freigabe: öffentlich" in text
        assert f"Seite {number} von {len(pages)}" in text
    assert "Beispieldaten" not in pdf_checks.text_of(
        render_pdf(report_from_notebook(notebook("# T", kopf(beispiel=False), "Text")))
    )


def test_row_headers_have_row_scope(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as doc:
        tables = pdf_checks.elements(doc, "/Table")
        years = tables[1]
        rows = [pdf_checks.kids(row) for row in pdf_checks.below(years, "/TR")]
        assert {pdf_checks.scope(cell) for cell in rows[0]} == {"/Column"}
        for row in rows[1:]:
            assert (row[0].S, pdf_checks.scope(row[0])) == ("/TH", "/Row")
            assert {str(cell.S) for cell in row[1:]} == {"/TD"}


def test_each_table_is_attached_as_csv(pdf: bytes, bericht: Bericht) -> None:
    files = pdf_checks.attachments(pdf)
    assert sorted(files) == [k["datei"] for k in bericht.tables()]
    assert (
        files["beispiel_tabelle-01.csv"].decode() == 'Betrag,Euro\nbewilligt,"12,00\u00a0€"\noffen,noch offen\n'
        'Summe,"12,00\u00a0€"\n'
    )
    assert "'= x // /* */" in files["beispiel_tabelle-05.csv"].decode()


def test_two_builds_are_equal(pdf: bytes) -> None:
    assert render_pdf(report_from_notebook(full_notebook())) == pdf


def test_the_clock_stays_out(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as doc:
        years = set(re.findall(r"\b(20\d\d)-\d\d-\d\dT", str(doc.open_metadata())))
    assert years == {"2022"}


def test_a_long_table_repeats_its_header_and_stays_one_table() -> None:
    made = rendered(towns_table(120))
    pages = pdf_checks.page_texts(made)
    assert len(pages) > 3
    assert all("Kommune" in p and "Träger" in p and "ausgezahlt" in p for p in pages)
    pdf_checks.check_pdf(made, [], [])
    with pikepdf.open(io.BytesIO(made)) as doc:
        assert len(pdf_checks.elements(doc, "/Table")) == 1
        assert not pdf_checks.elements(doc, "/TFoot")
        assert len(pdf_checks.elements(doc, "/TR")) == 122


@pytest.mark.parametrize("zeilen", range(28, 36))
def test_a_total_never_stands_alone_on_a_page(zeilen: int) -> None:
    last = pdf_checks.page_texts(rendered(towns_table(zeilen)))[-1]
    assert "Summe" in last
    assert last.count("Förderverein") >= 2


@pytest.mark.parametrize("zeilen_davor", range(0, 44, 4))
def test_a_table_of_three_rows_is_never_split(zeilen_davor: int) -> None:
    rows = [[f"Zeile{n}", "1,00\u00a0€"] for n in (1, 2, 3)]
    pages = pdf_checks.page_texts(
        rendered(*[Satz(f"Satz {n}.") for n in range(zeilen_davor)], table("Kurze Tabelle", rows, ["Betrag", "Euro"]))
    )
    for text in pages:
        assert len({part in text for part in ("Kurze Tabelle", "Zeile1", "Zeile2", "Zeile3")}) == 1


BOX = Hinweis("Grenzen", "Was hier nicht steht.")


@pytest.mark.parametrize("saetze", range(18, 44, 2))
def test_a_box_is_not_parted_from_the_paragraph_that_leads_to_it(saetze: int) -> None:
    pages = pdf_checks.page_texts(rendered(*[Satz(f"Satz {n}.") for n in range(saetze)], Satz("Dazu:"), BOX, "Danach."))
    assert [p for p in pages if "Dazu:" in p] == [p for p in pages if "Was hier nicht steht" in p]


@pytest.mark.parametrize("saetze", range(10, 40, 2))
def test_a_box_never_ends_the_report_alone(saetze: int) -> None:
    rows = [[f"Zeile{n}", "1,00\u00a0€"] for n in range(5)]
    end = [table("Kurze Tabelle", rows, ["Betrag", "Euro"]), BOX]
    last = pdf_checks.page_texts(rendered(*[Satz(f"Satz {n}.") for n in range(saetze)], *end))[-1]
    assert "Was hier nicht steht" in last
    assert "Zeile4" in last


def test_a_table_too_wide_for_portrait_turns_the_page() -> None:
    namen = ["Jahr", *(f"Betrag Nummer {i}" for i in range(12))]
    made = rendered("Davor.", table("Breit", [["2021", *["131.066,00\u00a0€"] * 12]] * 3, namen), "Danach.")
    pdf_checks.check_pdf(made, [], [])
    with pikepdf.open(io.BytesIO(made)) as doc:
        assert [p.mediabox[2] > p.mediabox[3] for p in doc.pages] == [False, True, False]


def test_a_table_too_wide_for_any_page_is_refused() -> None:
    with pytest.raises(NotebookFehler) as fehler:
        rendered(table("Riesig", [["a", *["131.066,00\u00a0€"] * 30]], ["Jahr", *(f"B{i}" for i in range(30))]))
    assert "Tabelle 1 „Riesig“ ist zu breit" in str(fehler.value)
    assert "Zelle 3" in str(fehler.value)


def test_numbers_do_not_run_into_each_other() -> None:
    text = pdf_checks.text_of(rendered(years_table())).replace("\u00a0", " ")
    assert "131.066,00 € 129.500,00 € 126.800,50 € 8.460,00 € 118.340,50 € 90,3 % 11 27 64" in text


def test_a_word_of_a_column_name_is_hyphenated_only_where_it_is_long() -> None:
    namen = ["Jahr", "Satz bisher", "Satz (Entwurf)", "weniger anerkannt als bewilligt", "davon anerkannt"]
    namen += ["laut Zuwendungsbescheid", "laut Abrechnung"]
    rows = [["2022", *["55.000,00\u00a0€"] * 6]] * 3
    (text,) = pdf_checks.page_texts(rendered(table("Entwurf", rows, namen)))
    assert all(word in text for word in ("(Entwurf)", "anerkannt", "bewilligt")), text


def test_long_words_without_blanks_stay_on_the_page() -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitän" * 4
    spalten = [Tabellenspalte("Name"), Tabellenspalte("Euro", "rechts")]
    made = rendered(Tabelle("Lang", spalten, [[word, "1,00\u00a0€"]]), Tabelle("Fest", spalten, [["x" * 200, "kurz"]]))
    pdf_checks.check_pdf(made, [], [])
    with pikepdf.open(io.BytesIO(made)) as doc:
        width = float(doc.pages[0].mediabox[2])
    with pypdf.PdfReader(io.BytesIO(made)) as reader:
        text = reader.pages[0].extract_text().replace("\u200b", "")
    lines = re.findall(r"x{3,}", text)
    assert "".join(lines) == "x" * 200
    assert len(lines) >= 2
    assert max(map(len, lines)) * 4 < width


@pytest.mark.parametrize(("zeilen", "laenge"), [(1, 9000), (20, 900), (3, 3000), (40, 200)])
def test_nothing_runs_off_the_foot_of_a_page(zeilen: int, laenge: int) -> None:
    text = ("Wort " * laenge)[:laenge] + "Ende"
    made = rendered(
        table("T", [[str(i), text] for i in range(zeilen)], ["Nr.", "b"]),
        Tabelle("U", [Tabellenspalte("a"), Tabellenspalte("b")], [[text, text]] * zeilen),
        Hinweis("H", text),
    )
    pdf_checks.check_pdf(made, [], [])
    with pikepdf.open(io.BytesIO(made)) as doc, pypdf.PdfReader(io.BytesIO(made)) as reader:
        assert len(doc.pages) == len(reader.pages)
        for sheet in reader.pages:
            low: list[float] = []
            sheet.extract_text(
                visitor_text=lambda t, cm, tm, *_, low=low: (
                    low.append(cm[5] + tm[5] * cm[3]) if "Wort" in t or "Ende" in t else None
                )
            )
            assert min(low, default=100.0) > 60


def test_every_character_let_through_can_be_set() -> None:
    letters = [chr(c) for c in sorted(_drawable()) if displayable(chr(c)) and not chr(c).isspace()]
    assert len(letters) > 4000
    line = " ".join(letters).replace("*", "").replace("_", "").replace("`", "")
    spalten = [Tabellenspalte("Fett " + "".join(letters[:50])), Tabellenspalte("Text")]
    made = rendered(Satz(" ".join(letters)), Tabelle("T", spalten, [["a", line], ["Summe", line]], summenzeile=True))
    pdf_checks.check_standards(made)


def test_empty_and_odd_contents() -> None:
    made = rendered(
        Tabelle("Ohne Zeilen", [Tabellenspalte("a"), Tabellenspalte("b", "rechts")], []),
        Tabelle("Leere Zellen", [Tabellenspalte("a")], [[""], [""]], summenzeile=True),
        Tabelle("Nur Summe", [Tabellenspalte("a"), Tabellenspalte("b", "rechts")], [["Summe", "0"]], summenzeile=True),
        "| a |\n|---|",
        "1. a\n\n   ```\n   x\n   ```\n\n> zitat\n> - liste\n\n`#code[` **a _b_** [x](https://x.de/%C3%A4?a=1&b=2)",
        "[m](mailto:a@b.de) [leer](https://x.de)\n\n- \n- b\n\n- [ ] c",
    )
    pdf_checks.check_pdf(made, [], [])
    assert "Ohne Zeilen: keine Einträge." in pdf_checks.text_of(made)


def test_exporter_by_name_and_class() -> None:
    assert get_exporter("komman.render.pdf.PdfExporter") is PdfExporter
    made, resources = PdfExporter().from_notebook_node(notebook("# T", kopf(), Satz("Ein Satz.")))
    assert made.startswith(b"%PDF-")
    assert resources["output_extension"] == ".pdf"


# Negative controls: each gate fails on a document that lacks exactly what it asks for.


def plain(source: str) -> bytes:
    """A tagged PDF without any standard asked for, from a small Typst source."""
    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def opened(check: Callable[..., None], made: bytes, *args: Any) -> None:
    with pikepdf.open(io.BytesIO(made)) as doc:
        check(doc, *args)


def test_control_standards() -> None:
    with pytest.raises(AssertionError):
        pdf_checks.check_standards(plain("= A\nText"))


def test_control_language() -> None:
    with pytest.raises(AssertionError, match="Sprache"):
        opened(pdf_checks.check_language, plain("= A"))
    opened(pdf_checks.check_language, plain('#set text(lang: "de", region: "DE")\n= A'))


def test_control_tables() -> None:
    with pytest.raises(AssertionError, match="0 THead"):
        opened(pdf_checks.check_tables, plain("#table(columns: 2)[a][b][c][d]"))
    opened(pdf_checks.check_tables, plain("#table(columns: 2, table.header[a][b])[c][d]"))


def test_control_scope() -> None:
    made = plain("#table(columns: 2, table.header[a][b])[c][d]")
    with pikepdf.open(io.BytesIO(made)) as doc:
        for cell in pdf_checks.elements(doc, "/TH"):
            del cell["/A"]
        with pytest.raises(AssertionError, match="Scope"):
            pdf_checks.check_tables(doc)


def test_control_alts(pdf: bytes) -> None:
    for alts in ((), (FLOW_ALT,), (SERIES_ALT, FLOW_ALT), (FLOW_ALT, "anders")):
        with pytest.raises(AssertionError, match="Alternativtexte"):
            opened(pdf_checks.check_alts, pdf, alts)


def test_control_bookmarks(pdf: bytes) -> None:
    with pytest.raises(AssertionError, match="Lesezeichen"):
        opened(pdf_checks.check_bookmarks, pdf, ["Das Wichtigste"])
    with pytest.raises(AssertionError, match="Lesezeichen"):
        opened(pdf_checks.check_bookmarks, plain("#set heading(bookmarked: false)\n= A"), ["A"])


@pytest.mark.parametrize(
    "source",
    [
        "#title()",
        '#set document(title: "a")\n== Zwei',
        '#set document(title: "a")\n#image(bytes("<svg xmlns=\'http://'
        "www.w3.org/2000/svg' width='9' height='9'/>\"), format: \"svg\")",
        '#set document(title: "a")\n\u4e2d',
        '#set document(title: "a")\n#set text(font: "Gibt es nicht")\nText',
        '#read("/etc/passwd")',
        '#import "@preview/example:0.1.0": *',
    ],
    ids=["Titel", "Ebene", "Alt", "Zeichen", "Warnung", "Datei", "Netz"],
)
def test_what_typst_refuses_or_warns_of_is_a_german_message(source: str) -> None:
    with pytest.raises(NotebookFehler) as fehler:
        compile_typst(source.encode(), "{}", STAND)
    lines = fehler.value.lines()
    assert lines[0] == "Das PDF lässt sich aus diesem Bericht nicht erzeugen."
    assert lines[1].startswith("Meldung des Satzprogramms: ")
    assert len(lines) <= 6


def test_data_reach_the_template_as_data() -> None:
    texts = [*HOSTILE, "\\", '"', "\n", "\u2028", "ä\u00a0€", "${x}", "\\u{0}"]
    found = typst.query(
        b"#metadata(json(bytes(sys.inputs.bericht)))<x>",
        "<x>",
        field="value",
        one=True,
        sys_inputs={"bericht": json.dumps(texts)},
    )
    assert json.loads(found) == texts


def test_row_headers_need_as_many_entries_as_tables(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="zip"):
        correct_tables(pdf, [[True]])


def flate(data: bytes, ending: bytes) -> bytes:
    """``data`` with tabs behind, as many as make the compressed form end in ``ending``."""
    packed = (zlib.compress(data + b"\t" * n) for n in range(300))
    return next(p for p in packed if p.endswith(ending))


@pytest.mark.parametrize("ending", [b"\r", b"\n"])
@pytest.mark.parametrize("parms", [None, {"/Predictor": 1}])
def test_streams_that_end_like_a_line_are_rewritten(pdf: bytes, ending: bytes, parms: dict[str, int] | None) -> None:
    def saved(doc: pikepdf.Pdf) -> bytes:
        out = io.BytesIO()
        doc.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            preserve_pdfa=True,
            deterministic_id=True,
        )
        return out.getvalue()

    with pikepdf.open(io.BytesIO(pdf)) as doc:
        content = doc.pages[0].Contents
        text = content.read_bytes()
        content.write(
            flate(text, ending),
            filter=pikepdf.Name.FlateDecode,
            decode_parms=pikepdf.Dictionary(parms) if parms else None,
        )
        doubtful = saved(doc)
        end_streams_plainly(doc)
        assert content.read_raw_bytes().endswith(b">")
        assert content.read_bytes().rstrip() == text.rstrip()
        assert page.validate_pdf_bytes(saved(doc), profile="3a").is_compliant
    if ending == b"\r":
        assert not page.validate_pdf_bytes(doubtful, profile="3a").is_compliant


def test_template_evaluates_nothing() -> None:
    code = "\n".join(line.split("//")[0] for line in pdf_module.TEMPLATE.read_text(encoding="utf-8").splitlines())
    assert not re.search(r"\beval\(|\bread\(|\bimport\b|\binclude\b", code)
