from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from nbconvert.exporters import get_exporter

from komman.document import Satz, Tabelle, Tabellenspalte
from komman.render.html import HtmlExporter, render_html
from komman.render.index import Eintrag, render_index
from komman.render.report import report_from_notebook
from tests.render.sample_report import FLOW_ALT, HOSTILE, SERIES_ALT, full_notebook, kopf, notebook, towns_table

VOID = {"meta", "img", "br", "hr", "link", "input"}


class Page(HTMLParser):
    """Elements with their attributes, the visible text, and whether every tag was closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for t, attrs in self.elements if t == tag]


@pytest.fixture(scope="module")
def html() -> str:
    return render_html(report_from_notebook(full_notebook()))


@pytest.fixture(scope="module")
def seite(html: str) -> Page:
    return Page(html)


def test_tags_are_balanced_and_ids_unique(seite: Page) -> None:
    assert not seite.wrong
    assert not seite.open
    ids = [a["id"] for _, a in seite.elements if "id" in a]
    assert len(ids) == len(set(ids))
    targets = [str(a["href"])[1:] for a in seite.all("a") if str(a["href"]).startswith("#")]
    assert set(targets) <= set(ids)
    assert "inhalt" in targets


def test_language_title_and_headings_without_gaps(seite: Page, html: str) -> None:
    assert seite.all("html") == [{"lang": "de"}]
    assert "<title>Jahresergebnis KOMM-AN NRW, Programmteil II – Kreis Soest 2021 – Beispieldaten</title>" in html
    levels = [int(t[1]) for t, _ in seite.elements if re.fullmatch(r"h[1-6]", t)]
    assert levels == [1, 2, 2, 2, 3, 2]


def test_contents_names_every_heading(seite: Page) -> None:
    headings = [a["id"] for t, a in seite.elements if re.fullmatch(r"h[2-6]", t)]
    linked = [str(a["href"])[1:] for a in seite.all("a") if str(a["href"]).startswith("#a-")]
    assert linked == headings


def test_nothing_is_loaded_or_run(seite: Page, html: str) -> None:
    assert not seite.all("script")
    assert not seite.all("link")
    assert not [a for _, a in seite.elements if "style" in a or any(k.startswith("on") for k in a)]
    assert all(str(a["src"]).startswith("data:image/svg+xml;base64,") for a in seite.all("img"))
    outside = [a["href"] for a in seite.all("a") if not str(a["href"]).startswith("#")]
    assert outside == ["https://www.mkjfgfi.nrw/"]
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(str(a["content"]) for a in seite.all("meta") if "http-equiv" in a)
    assert f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:" in policy
    assert "unsafe" not in policy
    assert not re.search(r"@import|url\(", style)


def test_figures_keep_the_authors_alt(seite: Page) -> None:
    assert [a["alt"] for a in seite.all("img")] == [FLOW_ALT, SERIES_ALT]


def test_tables_have_captions_and_scopes(seite: Page, html: str) -> None:
    assert len(seite.all("caption")) == len(seite.all("table")) == 5
    scopes = [a.get("scope") for a in seite.all("th")]
    assert set(scopes) == {"col", "row"}
    assert '<th scope="row">bewilligt</th><td class="zahl">12,00\u00a0€</td>' in html
    assert '<tr class="summe"><th scope="row">Summe</th>' in html
    assert '<caption id="tabelle-2-titel"><b>Tabelle 2</b>: Die Förderjahre im Vergleich</caption>' in html


def test_only_very_long_words_of_column_names_break() -> None:
    spalten = [Tabellenspalte("netto weitergeleitet", "rechts"), Tabellenspalte("Kindertagesbetreuung <b>")]
    html = render_html(report_from_notebook(notebook("# T", kopf(), Tabelle("T", spalten, [["a", "b"]]))))
    assert '<th scope="col" class="zahl">netto weitergeleitet</th>' in html
    assert '<th scope="col">Kindertagesb<wbr>etreuung &lt;b&gt;</th>' in html


def test_the_words_of_a_row_name_stay_whole_on_a_wide_screen() -> None:
    spalten = [Tabellenspalte("Angabe", zeilenkopf=True), Tabellenspalte("Inhalt")]
    rows = [["Bewilligungszeitraum", "a"], ["Nachbarschaftshilfebegegnungsverein", "b"]]
    html = render_html(report_from_notebook(notebook("# T", kopf(), Tabelle("T", spalten, rows))))
    assert (
        "table:not(.weit) tbody :is(th, td) { overflow-wrap: break-word; }" in html
        and ">Bewilligungszeitraum</th>" in html
    )
    assert ">Nachbarschaf<wbr>tshilfebegeg<wbr>nungsverein</th>" in html, "else it could make the table too wide"


def test_wide_tables_keep_their_roles_when_they_become_cards(html: str) -> None:
    wide = html[html.index('id="tabelle-2"') :]
    wide = wide[: wide.index("</table>")]
    assert 'role="table"' in wide
    assert wide.count('role="row"') == 7
    assert wide.count('role="cell" data-spalte="bewilligt"') == 6
    assert 'role="region" tabindex="0" aria-labelledby="tabelle-2-titel"' in html


def test_a_table_of_words_becomes_cards_and_a_long_text_gets_the_whole_line() -> None:
    """Three narrow columns break long German words anywhere; no browser must know how to hyphenate them."""
    words = [Tabellenspalte("Regel", zeilenkopf=True), Tabellenspalte("Wert"), Tabellenspalte("Quelle")]
    money = [Tabellenspalte("Regel", zeilenkopf=True), Tabellenspalte("Euro", "rechts"), Tabellenspalte("Quelle")]
    tables = [
        Tabelle("Worte", words, [["a", "b", "c"]]),
        Tabelle("Geld", money, [["a", "1,00 €", "c"]]),
        Tabelle("Beides", [*money, Tabellenspalte("Stand")], [["a", "1,00 €", "dd " * 14, "e" * 36]]),
    ]
    html = render_html(report_from_notebook(notebook("# T", kopf(), *tables)))
    assert '<table class="karten texte" role="table">' in html and html.count('<table class="karten') == 2
    assert '<td role="cell" data-spalte="Wert" class="lang"><span>b</span></td>' in html
    assert '<th scope="row">a</th><td class="zahl">1,00 €</td><td>c</td>' in html
    assert '<td role="cell" data-spalte="Euro" class="zahl"><span>1,00 €</span></td>' in html
    assert f'data-spalte="Quelle" class="lang"><span>{"dd " * 14}<' in html
    assert f'data-spalte="Stand"><span>{"e" * 36}<' in html


def test_the_name_of_a_file_breaks_after_underscores() -> None:
    spalten = [Tabellenspalte("Stelle", zeilenkopf=True), Tabellenspalte("Datei"), Tabellenspalte("Euro", "rechts")]
    rows = [["a", "eigene_zahlungen_<2021>.csv, Zeile 3; a_b", "1,00 €"]]
    html = render_html(report_from_notebook(notebook("# T", kopf(), Tabelle("T", spalten, rows))))
    assert "<td>eigene_<wbr>zahlungen_<wbr>&lt;2021&gt;.csv, Zeile 3; a_b</td>" in html
    endless = render_html(report_from_notebook(notebook("# T", kopf(), Tabelle("T", spalten, [["a", "x" * 37, "c"]]))))
    assert f"<td>{'x' * 12}<wbr>{'x' * 12}<wbr>{'x' * 12}<wbr>x</td>" in endless


def test_hostile_text_is_shown_as_it_is(seite: Page) -> None:
    for text in HOSTILE:
        assert text in seite.texts


@pytest.mark.parametrize(
    ("freigabe", "text"),
    [
        ("oeffentlich", "öffentlich"),
        ("nichtoeffentlich", "nichtöffentlich"),
        ("intern", "intern: nur für den Dienstgebrauch"),
    ],
)
def test_head_and_foot_say_the_level(freigabe: Any, text: str) -> None:
    html = render_html(report_from_notebook(notebook("# T", kopf(freigabe=freigabe))))
    assert f"<dt>Freigabe</dt><dd>{text}</dd>" in html
    assert f"Freigabe: {text} · Stand der Daten: 31.05.2022" in html
    assert "<nav" not in html


def test_sample_banner_only_for_the_sample() -> None:
    with_banner, without = (render_html(report_from_notebook(notebook("# T", kopf(beispiel=b)))) for b in (True, False))
    assert '<p class="beispiel">Beispieldaten – frei erfunden</p>' in with_banner
    assert "Beispieldaten" not in without


def test_same_notebook_same_bytes() -> None:
    first, second = (render_html(report_from_notebook(full_notebook())) for _ in range(2))
    assert first == second


def test_exporter_by_name_and_class() -> None:
    assert get_exporter("komman.render.html.HtmlExporter") is HtmlExporter
    text, resources = HtmlExporter().from_notebook_node(notebook("# T", kopf(), Satz("Ein <b> Satz.")))
    assert "<p>Ein &lt;b&gt; Satz.</p>" in text
    assert resources["output_extension"] == ".html"


def index(**anders: Any) -> str:
    werte: dict[str, Any] = {
        "titel": "Berichte 2021",
        "kopf": kopf(),
        "zurueckgestellt": ["2 Zeilen über 1.234,00 € <b>"],
        "eintraege": [
            Eintrag(
                "Jahresergebnis <i>", "Was weitergeleitet wurde", (("HTML", "02_jahr.html"), ("PDF", "02 jähr.pdf"))
            )
        ],
    }
    return render_index(**{**werte, **anders})


def test_index_lists_the_reports_with_relative_links() -> None:
    seite = Page(index())
    assert not seite.wrong
    assert [a["href"] for a in seite.all("a")] == ["#inhalt", "02_jahr.html", "02%20j%C3%A4hr.pdf"]
    text = "".join(seite.texts)
    for part in (
        "Berichte 2021",
        "Jahresergebnis <i>",
        "Was weitergeleitet wurde",
        "2 Zeilen über 1.234,00 € <b>",
        "Beispieldaten – frei erfunden",
        "31.05.2022",
        "öffentlich",
    ):
        assert part in text
    assert "Zurückgestellt" not in index(zurueckgestellt=[])


def test_index_sums_up_the_year_and_says_what_the_freigabe_hides() -> None:
    html = index(kennzahlen=[("netto <b>", "120,50 €", "von 200 €"), ("Träger", "3", "")], hinweise=["Ein <i> Satz."])
    seite = Page(html)
    assert not seite.wrong
    assert len(seite.all("dt")) == 4 + 2 and html.count('class="wozu"') == 1
    assert "netto &lt;b&gt;" in html and "<p>Ein &lt;i&gt; Satz.</p>" in html
    assert "<strong>Freigabe: öffentlich</strong>" in html
    assert "Das Jahr in Zahlen" not in index() and "<strong>Freigabe" not in index()


def test_a_report_without_files_has_no_empty_row_of_links() -> None:
    assert [a["href"] for a in Page(index(eintraege=[Eintrag("a", "b", ())])).all("a")] == ["#inhalt"]


def test_a_link_to_another_notebook_is_a_link_to_its_page() -> None:
    text = (
        "# T\n\n[Jahr](02_jahresergebnis.ipynb) [hier](./03_kommunen.ipynb) [fort](../02_x.ipynb) [a](02_x.html) "
        "[b](notizen.ipynb) [c](02_x.ipynb?y) [d](/02_x.ipynb) [e](02_X.ipynb) [f](x/02_x.ipynb) [g](90_anfrage.ipynb)"
    )
    seite = Page(render_html(report_from_notebook(notebook(text, kopf()))))
    assert [a["href"] for a in seite.all("a")] == ["#inhalt", "02_jahresergebnis.html", "03_kommunen.html"]
    assert all(word in "".join(seite.texts) for word in ("Jahr", "fort", "a", "b", "c", "d", "e", "f"))


@pytest.mark.parametrize("datei", ["/a.html", "../a.html", "http://x/a.html", "javascript:x", "a\\b.html"])
def test_index_refuses_other_targets(datei: str) -> None:
    with pytest.raises(ValueError, match="kein Name im selben Ordner"):
        index(eintraege=[Eintrag("a", "", (("HTML", datei),))])


def test_a_long_table_is_one_table() -> None:
    seite = Page(render_html(report_from_notebook(notebook("# T", kopf(), towns_table(300)))))
    assert len(seite.all("table")) == 1
    assert len(seite.all("tr")) == 302


def test_the_index_says_that_the_programme_ended_only_where_it_did() -> None:
    assert "<p>KOMM-AN endete &lt;b&gt;.</p>\n<h2>Berichte</h2>" in index(ende="KOMM-AN endete <b>.")
    assert index() == index(ende="")
