from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from komman.document import Kennzahlen, Satz, Tabelle, Tabellenspalte
from komman.project import Projekt
from komman.render.html import render_html
from komman.render.index import Eintrag, render_index
from komman.render.report import report_from_notebook
from tests.browser import page_checks
from tests.conftest import REPORTS
from tests.render.sample_report import full_notebook, kopf, notebook

pytest.importorskip("playwright", reason="Das Paket playwright ist nicht installiert.")
pytest.importorskip("axe_playwright_python", reason="Das Paket axe-playwright-python ist nicht installiert.")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(page_checks.chromium_path() is None, reason="Auf dieser Maschine ist kein Chromium."),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with page_checks.browser() as started:
        yield started


def saved(tmp_path: Path, html: str) -> Path:
    path = tmp_path / "seite.html"
    path.write_text(html, encoding="utf-8", newline="\n")
    return path


def full() -> str:
    return render_html(report_from_notebook(full_notebook()))


def test_full_report(tmp_path: Path, chromium: Any) -> None:
    page_checks.check_page(saved(tmp_path, full()), chromium)


@pytest.mark.parametrize(("jahr", "freigabe"), REPORTS)
def test_the_real_reports(reports: Projekt, chromium: Any, jahr: str, freigabe: str) -> None:
    # Every kind of page once, and of the other sets the two with the most in them: all come from the same templates.
    kinds = "*.html" if (jahr, freigabe) in (REPORTS[2], REPORTS[3]) else "0[23]*.html"
    pages = sorted((reports.ausgabe / jahr / freigabe).glob(kinds))
    assert len(pages) >= 2
    for page in pages:
        page_checks.check_page(page, chromium)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("jahr", "freigabe"), [REPORTS[0], REPORTS[3]])
def test_no_word_of_a_table_is_torn(reports: Projekt, chromium: Any, jahr: str, freigabe: str, width: int) -> None:
    pages = sorted((reports.ausgabe / jahr / freigabe).glob("0*.html"))
    assert len(pages) == 8
    for page in pages:
        with page_checks.opened(page, chromium, width) as seen:
            page_checks.check_words(seen)


def test_index(tmp_path: Path, chromium: Any) -> None:
    eintraege = [
        Eintrag(f"Bericht {i}", "Was weitergeleitet wurde", (("HTML", f"{i}.html"), ("PDF", f"{i}.pdf")))
        for i in range(3)
    ]
    eintraege.append(Eintrag("Ein Bericht ohne Dateien", "Nur im Datenanhang", ()))
    html = render_index(
        "Berichte 2021",
        kopf(),
        eintraege,
        ["Für 2019 sind 2 Zeilen zurückgestellt."],
        [("netto weitergeleitet", "118.340,50\u00a0€", "ausgezahlt minus zurückgezahlt"), ("Träger", "34", "")],
        ["Träger, die nicht genannt werden dürfen, sind zusammengefasst."],
    )
    page_checks.check_page(saved(tmp_path, html), chromium)


def test_endless_words(tmp_path: Path, chromium: Any) -> None:
    word = "Kindertagesbetreuungseinrichtungsträgerverein" * 3
    spalten = [Tabellenspalte(n, zeilenkopf=not i) for i, n in enumerate(["Träger", word, "c", "d"])]
    html = render_html(
        report_from_notebook(
            notebook(
                f"# {word}",
                kopf(herausgeber=word, kreis=word),
                f"## {word}",
                Satz(word),
                Kennzahlen([(word, word, word)]),
                Tabelle(word, spalten, [[word] * 4]),
                Tabelle(word, spalten[:2], [[word] * 2]),
                f"`{word}`\n\n    {word}",
            )
        )
    )
    page_checks.check_page(saved(tmp_path, html), chromium)


def test_figures_are_drawn(tmp_path: Path, chromium: Any) -> None:
    """The CSP forbids styles; a figure that depended on one would come out black."""
    with page_checks.opened(saved(tmp_path, full()), chromium, 1280) as seen:
        sizes = seen.page.evaluate("[...document.images].map(i => [i.complete, i.naturalWidth, i.alt.length > 20])")
        assert [s[0] and s[2] for s in sizes] == [True, True]
        assert all(s[1] > 300 for s in sizes)
        white = seen.page.evaluate("""() => { const c = document.createElement('canvas'), i = document.images[0];
            c.width = 200; c.height = 100; const g = c.getContext('2d'); g.drawImage(i, 0, 0, 200, 100);
            const d = g.getImageData(0, 0, 200, 100).data; let w = 0;
            for (let p = 0; p < d.length; p += 4) if (d[p] + d[p + 1] + d[p + 2] > 720) w++; return w / 20000; }""")
        assert 0.2 < white < 0.9


def test_keyboard_reaches_the_content_first(tmp_path: Path, chromium: Any) -> None:
    with page_checks.opened(saved(tmp_path, full()), chromium, 1280) as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.textContent") == "Zum Inhalt springen"
        box = seen.page.locator(".sprung").bounding_box()
        assert box["x"] >= 0
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "inhalt"


def test_print_shows_everything_and_no_contents(tmp_path: Path, chromium: Any) -> None:
    with page_checks.opened(saved(tmp_path, full()), chromium, 794) as seen:
        seen.page.emulate_media(media="print")
        assert not seen.page.locator("nav").is_visible()
        assert seen.page.locator("#tabelle-2 thead").is_visible()
        assert seen.page.locator(".beispiel").is_visible()


# Negative controls: each check fails on a page that breaks exactly its rule.

GOOD = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>T</title>{}</head>'
    "<body><main><h1>T</h1>{}</main></body></html>"
)


def test_control_words(tmp_path: Path, chromium: Any) -> None:
    def page(style: str) -> Path:
        cell = f'<table><tr><td style="{style}">Verwendungsnachweis</td></tr></table>'
        return saved(tmp_path, GOOD.format("", cell))

    with page_checks.opened(page("width: 20rem"), chromium, 390) as seen:
        page_checks.check_words(seen)
    torn = "display: block; width: 4rem; overflow-wrap: anywhere"
    with (
        page_checks.opened(page(torn), chromium, 390) as seen,
        pytest.raises(AssertionError, match="Verwendungsnachweis"),
    ):
        page_checks.check_words(seen)


def test_control_axe(tmp_path: Path, chromium: Any) -> None:
    with (
        page_checks.opened(saved(tmp_path, full().replace('lang="de"', "")), chromium, 320) as seen,
        pytest.raises(AssertionError, match="html-has-lang"),
    ):
        page_checks.check_axe(seen)
    pale = full().replace(".untertitel {", ".untertitel { opacity: .3;")
    # The changed style no longer fits its hash, so the CSP refuses it.
    with (
        page_checks.opened(saved(tmp_path, pale), chromium, 320) as seen,
        pytest.raises(AssertionError, match="Meldungen der Seite"),
    ):
        page_checks.check_console(seen)
    poor = GOOD.format("", '<p style="color:#bbb">blass</p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    with (
        page_checks.opened(saved(tmp_path, poor), chromium, 320) as seen,
        pytest.raises(AssertionError, match=r"color-contrast.*image-alt"),
    ):
        page_checks.check_axe(seen)


def test_control_requests(tmp_path: Path, chromium: Any) -> None:
    html = GOOD.format("", '<img alt="x" src="https://stelle.example/x.png">')
    with (
        page_checks.opened(saved(tmp_path, html), chromium, 320) as seen,
        pytest.raises(AssertionError, match="Anfragen nach außen"),
    ):
        page_checks.check_requests(seen)


def test_the_csp_stops_what_is_smuggled_in(tmp_path: Path, chromium: Any) -> None:
    html = full().replace(
        "<footer>", '<script>document.title = "x"</script><img alt="x" src="https://stelle.example/x.png"><footer>'
    )
    with page_checks.opened(saved(tmp_path, html), chromium, 320) as seen:
        assert seen.blocked == ["csp https://stelle.example/x.png"]
        assert seen.page.title() != "x"
        with pytest.raises(AssertionError, match="Meldungen der Seite"):
            page_checks.check_console(seen)


@pytest.mark.parametrize(
    "body",
    [
        '<p style="width:500px">x</p>',
        f"<p>{'x' * 200}</p>",
        '<div style="overflow-x:auto"><p style="width:500px">x</p></div>',
    ],
)
def test_control_width(tmp_path: Path, chromium: Any, body: str) -> None:
    with (
        page_checks.opened(saved(tmp_path, GOOD.format("", body)), chromium, 320) as seen,
        pytest.raises(AssertionError, match="Pixel"),
    ):
        page_checks.check_width(seen)
