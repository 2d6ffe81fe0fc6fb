"""What a report's HTML must do in a real browser; for the made-up report here and for real ones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
NARROW = 320
WIDTHS = (NARROW, 768, 1280)
LOCAL = ("file:", "data:", "about:")


def chromium_path() -> str | None:
    """A Chromium on this machine, from ``KOMMAN_CHROMIUM`` or the search path."""
    return os.environ.get("KOMMAN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium, closed at the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # A container's root has no sandbox; the pages are our own files.
        started = driver.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        try:
            yield started
        finally:
            started.close()


def check_page(path: Path, chromium: Any) -> None:
    """No axe violation at phone and desk width, nothing from outside, no complaint, no sideways scrolling."""
    for width in WIDTHS:
        with opened(path, chromium, width) as seen:
            check_requests(seen)
            check_console(seen)
            check_width(seen)
            if width != 768:
                check_axe(seen)


class Seen:
    """A page with the requests it asked for, those that were stopped, and what the console said."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.requests: list[str] = []
        self.console: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        self.blocked: list[str] = []
        page.on("requestfailed", lambda request: self.blocked.append(f"{request.failure} {request.url}"))
        page.on("console", lambda message: self.console.append(message.text))


@contextmanager
def opened(path: Path, chromium: Any, width: int) -> Iterator[Seen]:
    context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True)
    seen = Seen(context.new_page())
    seen.page.goto(path.resolve().as_uri(), wait_until="load")
    try:
        yield seen
    finally:
        context.close()


def check_requests(seen: Seen) -> None:
    outside = [url for url in seen.requests if not url.startswith(LOCAL)]
    assert not outside, f"Anfragen nach außen: {outside}"


def check_console(seen: Seen) -> None:
    assert not seen.console, f"Meldungen der Seite: {seen.console}"


def check_width(seen: Seen) -> None:
    width = seen.page.viewport_size["width"]
    needed = seen.page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width, f"Die Seite ist {needed} Pixel breit bei {width} Pixeln Platz"
    cut = seen.page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1 && "
        "['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX) && e.clientWidth > 1)"
        ".map(e => e.tagName + ' ' + e.className)"
    )
    assert not cut, f"Abgeschnitten bei {width} Pixeln: {cut}"


def check_words(seen: Seen) -> None:
    """No word of a table is torn in two without a hyphen; links and code may be."""
    torn = seen.page.evaluate("""() => [...document.querySelectorAll('th, td, td > span')].flatMap(e =>
        [...e.childNodes].filter(n => n.nodeType === 3).flatMap(n =>
            [...n.data.matchAll(/[^\\s\\u00ad\\u200b-]+/g)].filter(m => {
                const r = document.createRange();
                r.setStart(n, m.index); r.setEnd(n, m.index + m[0].length);
                const parts = [...r.getClientRects()];
                return parts.some(p => p.width > 1) && new Set(parts.map(p => Math.round(p.top))).size > 1;
            }).map(m => m[0])))""")
    assert not torn, f"Zerrissene Wörter: {sorted(set(torn))}"


def check_axe(seen: Seen) -> None:
    """All axe rules, not only WCAG, in the page as it stands; the CSP is kept, axe runs beside it."""
    from axe_playwright_python.base import AXE_FILE_PATH

    seen.page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found = seen.page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
    problems = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found["violations"] + found["incomplete"]]
    assert not problems, f"axe: {problems}"
    assert len(found["passes"]) > 10, "axe hat fast nichts geprüft"
