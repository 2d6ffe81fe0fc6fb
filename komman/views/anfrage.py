"""The blocks of notebook 90: one question, its answer, and how it was computed."""

from __future__ import annotations

from dataclasses import replace

from komman.dates import parse_date
from komman.document import Bloecke, Kopf, Satz, Tabelle
from komman.errors import AufrufFehler
from komman.questions import Antwort, frage

ZUSAETZE = ("anteil", "veraenderung", "je_1000")


def kopf(antwort: Antwort, von: str = "", vom: str = "") -> Kopf:
    """Title data: who asked and when, and the years asked for."""
    f = antwort.frage
    jahre = f.bis if f.von == f.bis else f"{f.von} bis {f.bis}"
    return replace(antwort.kopf(), untertitel=titel(von, vom), foerderjahr=jahre)


def titel(von: str = "", vom: str = "") -> str:
    """``Antwort auf die Anfrage von … vom …``, as far as it is known."""
    parts = ["Antwort auf die Anfrage", f"von {von.strip()}" if von.strip() else "", day(vom)]
    return " ".join(p for p in parts if p)


def day(text: str) -> str:
    """``vom 01.03.2025``; refuses what is no date."""
    if not text.strip():
        return ""
    found = parse_date(text).tag
    if found is None:
        raise AufrufFehler(f"„{text}“ ist kein Datum.", abhilfe="so schreiben: 01.03.2025 oder 2025-03-01.")
    return f"vom {found:%d.%m.%Y}"


def stelle(
    mass: str, jahr: str | int, auswahl: tuple[str, str, str, str], nach: str, rang: int, mit: str, freigabe: str,
    daten: str,
) -> Antwort:  # fmt: skip
    """The answer to the question the parameters of the notebook ask; ``mit`` is a list such as ``anteil, je-1000``."""
    flags = {t.strip().replace("-", "_") for t in mit.split(",") if t.strip()}
    if wrong := sorted(flags - set(ZUSAETZE)):
        raise AufrufFehler(f"Den Zusatz „{wrong[0]}“ gibt es nicht.", abhilfe=f"möglich sind {', '.join(ZUSAETZE)}.")
    kommune, baustein, traegerart, traeger = auswahl
    return frage(
        mass,
        jahr,
        kommune=kommune,
        baustein=baustein,
        traegerart=traegerart,
        traeger=traeger,
        nach=nach,
        rang=rang,
        anteil="anteil" in flags,
        veraenderung="veraenderung" in flags,
        je_1000="je_1000" in flags,
        freigabe=freigabe,
        daten=daten,
    )


def ergebnis(antwort: Antwort) -> Bloecke:
    """The sentence that answers, and the picture of a series or a comparison."""
    bild = antwort.bild()
    return Bloecke([Satz(antwort.satz), *([bild] if bild else [])])


def tabelle(antwort: Antwort) -> Tabelle:
    """The figures."""
    return antwort.tabelle


def grundlagen(antwort: Antwort) -> Bloecke:
    """How the answer was computed, and what is missing or not assigned."""
    hinweis = antwort.hinweis()
    return Bloecke([antwort.rechenweg(), *([hinweis] if hinweis else [])])
