"""The work list of the page of ``komman pruefe``: most money first, each row whole, with a draft of its correction."""

from __future__ import annotations

import re
from pathlib import Path

from komman.bereinigung import Hinweis
from komman.errors import Ort
from komman.render.pruefseite import render_pruefseite
from komman.views.arbeitsliste import reasons, work_list
from komman.views.pruefseite import TITEL, page
from tests.checking import checked as check_text
from tests.checking import plain
from tests.raw_folder import NAME, cleaned

ROWS = (
    "1;Nirgendwo;<b>Verein</b>;A2;6;900,00;900,00;0,00",
    "2;Anröchte;Brücke;Z9;6;2.000,00;2.000,00;0,00",
    "3;Anröchte;Brücke;A2;6;;viel;",
    "Summe;;;;;9,00;9,00;",
)


def html(tmp_path: Path, *rows: str) -> str:
    b = cleaned(tmp_path, *rows)
    none = check_text(
        "az | jahr | ort | träger | baustein | bewilligt | ausgezahlt\n1 | 2019 | Werl | V | B2 | 1,00 | 1,00"
    )
    return plain(render_pruefseite(TITEL, page(b, none, []), work_list(b.hinweise)))


def test_most_money_first_then_the_unreadable_then_totals(tmp_path: Path) -> None:
    lines = work_list(cleaned(tmp_path, *ROWS).hinweise)
    assert [(plain(z.betrag), z.stelle.split(",")[1], z.kurz) for z in lines] == [
        ("2.000,00 €", " Zeile 4", "Anröchte, Brücke"),
        ("900,00 €", " Zeile 3", "Nirgendwo, <b>Verein</b>"),
        ("nicht lesbar oder leer", " Zeile 5", "Anröchte, Brücke"),
        ("Summenzeile", " Zeile 6", ""),
    ]
    assert {n: t for n, t, _ in lines[1].felder}["bewilligt EUR"] == "900,00"
    assert [n for n, _, asked in lines[1].felder if asked] == ["Kommune"]
    assert [t for n, t, _ in lines[3].felder if n == "Kommune"] == ["(leer)"]


def test_reasons_count_rows_and_money_and_never_a_missing_amount_as_nothing(tmp_path: Path) -> None:
    table = reasons(cleaned(tmp_path, *ROWS).hinweise)
    assert [[plain(c) for c in z] for z in table.zeilen] == [
        ["Baustein nicht erkannt", "1", "2.000,00 €", "0"],
        ["Kommune nicht erkannt", "1", "900,00 €", "0"],
        ["Betrag nicht eindeutig lesbar", "1", "–", "1"],
        ["Summenzeile, die nicht aufgeht oder unklar ist", "1", "–", "1"],
    ]


def test_other_notes_are_no_row_to_clear() -> None:
    assert work_list([Hinweis("doppelt", Ort(NAME, zeile=3), "x")]) == []


def test_the_page_holds_each_row_as_a_part_that_opens(tmp_path: Path) -> None:
    text = html(tmp_path, *ROWS)
    parts = re.findall(r"<details id=\"zeile-(\d)\"( open)?>(.*?)</details>", text, flags=re.DOTALL)
    assert [(n, bool(o)) for n, o, _ in parts] == [("1", True), ("2", False), ("3", False), ("4", False)]
    second = parts[1][2]
    assert "<dt>Kommune</dt><dd>Nirgendwo (fraglich)</dd>" in second and "&lt;b&gt;Verein&lt;/b&gt;" in second
    assert "<b>Abhilfe:</b>" in second and "aktion: setze" in second and "kommune: &#34;…&#34;" in second
    assert "<script" not in text and text.index("<details") < text.rindex("Fehler: zwei Angaben")


def test_a_page_with_nothing_set_aside_has_no_list(tmp_path: Path) -> None:
    text = html(tmp_path, "1;Anröchte;Brücke Anröchte;A2;6;900,00;900,00;0,00")
    assert "<details" not in text and "Keine Zeile ist zurückgestellt." in text


def test_the_style_of_the_page_is_allowed_by_its_hash(tmp_path: Path) -> None:
    import base64
    import hashlib

    text = html(tmp_path, *ROWS)
    style = re.search(r"<style>(.*?)</style>", text, flags=re.DOTALL)
    assert style and ".arbeit" in style[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in text
