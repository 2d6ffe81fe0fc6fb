"""Generated ledgers: what an office may hand over, drawn by Hypothesis, with what each row is (but not what it holds).

Two thirds of the ways a ledger can be odd are drawn apart from each other, so that they meet in every combination.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

Art = Literal["titel", "kopf", "tabelle", "leer", "daten", "summe", "fuss"]  # „tabelle“: a header after a new title

KOMMUNEN = ("Anröchte", "Wickede (Ruhr)", "Wickede", "kreisweit", "ANRÖCHTE", " Anröchte ", "Gemeinde Wickede (Ruhr)")
FREMD = ("Holzwickede", "Anroechte", "Hamburg")
TRAEGER = (
    "Gemeinde Anröchte",
    "Brücke Anröchte",
    "Bru\u0308cke Anröchte",
    "brücke anröchte e. v.",
    "Gesamtschule Mitte",
    "Zusammen e. V.",
    "Treff; offen",
    "Treff | Mitte, Tür 2",
    "Treff\u200b Nord",
    "Zeile eins\nZeile zwei",
    'Der "Ort" am Markt',
)
WIE_SUMMEN = ("Summe Kultur e. V.", "Gesamt Ergebnis gGmbH")  # Träger called like a total: safe beside an Aktenzeichen
KONTAKT = ("info@beispiel.example",)
BAUSTEINE = ("", "A2", "b2", "Baustein D1", "B 2", "-")
FALSCHE_BAUSTEINE = ("Z9", "B3")
GELD = ("beantragt", "bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt", "zurückgezahlt")
UEBERSCHRIFTEN: dict[str, tuple[str, ...]] = {
    "az": ("Az.", "Aktenzeichen", "Maßnahmen-Nr."),
    "kommune": ("Kommune", "Gemeinde", "Stadt/Gemeinde"),
    "traeger": ("Träger", "Zuwendungsempfänger", "Letztempfänger"),
    "baustein": ("Baustein", "Förderbaustein"),
    "jahr": ("Förderjahr", "Jahr"),
    "ags": ("AGS", "Gemeindeschlüssel"),
    "einheiten": ("Anzahl Pauschalen", "Einheiten"),
    "lfd": ("lfd. Nr.", "Nr."),
    "telefon": ("Telefon", "E-Mail"),
    "bemerkung": ("Bemerkung",),
}
GELD_FORMEN: tuple[Callable[[str], str], ...] = (
    lambda w: f"{w} EUR",
    lambda w: w,
    lambda w: f"Betrag {w} in EUR",
    lambda w: f"{w}er Betrag (€)",
)
LABELS = ("Summe", "Summe Anröchte", "Gesamtsumme", "Zwischensumme:", "insgesamt", "Übertrag", "Wickede Ergebnis", "")
UNLESBAR = ("ca. 300", "offen", "5 T€", "12,00/13,00", "siehe Akte", "12 %", "#REF!")
OHNE_ANGABE = ("", "-", "–")
FUSS = ("Stand: 31.05.2022", "Hinweis: vorläufig", "Alle Angaben ohne Gewähr")


def grouped(cents: int, separator: str, comma: str = ",") -> str:
    return f"{abs(cents) // 100:,}".replace(",", separator) + f"{comma}{abs(cents) % 100:02d}"


KOMMA: tuple[Callable[[int], str], ...] = (
    lambda c: ("-" if c < 0 else "") + grouped(c, "."),
    lambda c: ("-" if c < 0 else "") + grouped(c, ""),
    lambda c: ("−" if c < 0 else "") + grouped(c, "\u00a0") + " €",
    lambda c: grouped(c, ".") + ("-" if c < 0 else ""),
    lambda c: f"({grouped(c, '.')})" if c < 0 else f"EUR {grouped(c, '.')}",
    lambda c: ("-" if c < 0 else "") + grouped(c, "\u202f"),
    # Whole euros: with „,-“, bare, and with a dot that only the rest of the column makes clear.
    lambda c: ("-" if c < 0 else "") + (grouped(c, ".") if c % 100 else f"{abs(c) // 100},-"),
    lambda c: ("-" if c < 0 else "") + (grouped(c, "") if c % 100 else f"{abs(c) // 100}"),
    lambda c: ("-" if c < 0 else "") + (grouped(c, ".") if c % 100 else grouped(c, ".")[:-3]),
)
PUNKT: tuple[Callable[[int], str], ...] = (
    lambda c: ("-" if c < 0 else "") + grouped(c, ",", "."),
    lambda c: ("-" if c < 0 else "") + grouped(c, "", "."),
    lambda c: ("-" if c < 0 else "") + grouped(c, ",", ".") + " EUR",
)


@dataclass(frozen=True)
class Liste:
    """A generated ledger: its records with what each is, and how it is written down.

    ``spalten`` are the kinds of its columns ("" = a blank one), ``jahr`` the Förderjahr per table where no column says
    it, ``ablehnung`` a word of the refusal it must meet, ``falsch`` where a cent was added to a total.
    """

    records: tuple[tuple[Art, tuple[str, ...]], ...]
    spalten: tuple[str, ...]
    jahre: tuple[int, ...]
    name: str
    quellen: str
    trenner: str
    zeichensatz: str
    umbruch: str
    alles_zitiert: bool
    punkt: bool
    auffuellen: bool
    ablehnung: str

    def data(self) -> bytes:
        """The file; in UTF-8 where its character set lacks a character."""
        text = io.StringIO()
        style = csv.QUOTE_ALL if self.alles_zitiert else csv.QUOTE_MINIMAL
        writer = csv.writer(text, delimiter=self.trenner, lineterminator=self.umbruch, quoting=style)
        writer.writerows(r for _, r in self.records)
        try:
            return encode(text.getvalue(), self.zeichensatz)
        except UnicodeEncodeError:
            return text.getvalue().encode("utf-8")

    def files(self) -> dict[str, str | bytes]:
        """Ledger and quellen.yaml for a raw folder (which has kreis.yaml and traeger.yaml)."""
        return {self.name: self.data(), "liste_2019.csv" if self.name != "liste_2019.csv" else "": ""} | (
            {"quellen.yaml": self.quellen} if self.quellen else {}
        )


def encode(text: str, zeichensatz: str) -> bytes:
    """``utf-16-le`` and ``utf-16-be`` are meant with their mark."""
    return (("\ufeff" + text) if zeichensatz.startswith("utf-16-") else text).encode(zeichensatz)


CENTS = (
    st.integers(-500_000, 50_000_000)
    | st.integers(-9999, 500_000).map(lambda euros: euros * 100)
    | st.sampled_from([0, 100, 20_000, 40_000, 88_000, 123_400, -35_000])
)


def rarely(draw: Callable[..., object], percent: int) -> bool:
    """True so often; Hypothesis likes the ends of a range, so it is asked for the middle of one."""
    return 40 <= int(draw(st.integers(0, 99))) < 40 + percent  # type: ignore[call-overload]


@dataclass
class _Plan:
    """What is drawn once for a ledger."""

    draw: Callable[..., object]
    spalten: list[str]
    geld: list[str]
    punkt: bool
    ganz: frozenset[str]  # money columns of whole euros, where nothing proves what a dot means
    jahr: str
    auffuellen: bool
    zweistufig: bool

    def choose(self, *options: object) -> object:
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        return rarely(self.draw, percent)


@st.composite
def listen(draw: Callable[..., object]) -> Liste:
    """A ledger of one to four groups of rows."""
    from tests.generative.zeilen import head, rows  # the two modules make one generator; this one is its face

    plan = _columns(draw)
    heads, refused = head(plan)
    records, jahre = rows(plan, heads)
    name, quellen = "liste_2019.csv" if plan.jahr == "datei" else "liste.csv", []
    if plan.jahr == "ohne":
        refused = refused or "Förderjahr"
    if plan.punkt:
        quellen.append('    dezimal: "punkt"')
    if plan.auffuellen:
        quellen.append("    auffuellen: [kommune]")
    if plan.jahr == "konstante":
        quellen.append('    konstanten: {foerderjahr: "2019"}')
    entry = f"quellen:\n  - datei: {name}\n    tabelle: weiterleitungen\n" + "\n".join(quellen) + "\n"
    trenner, zeichen = str(plan.choose(";", ";", ",", "\t", "|")), str(plan.choose(*ZEICHEN))
    return Liste(
        tuple((a, tuple(r)) for a, r in records),
        tuple(plan.spalten),
        tuple(jahre),
        name,
        entry if quellen else "",
        trenner,
        zeichen,
        str(plan.choose("\r\n", "\n")),
        plan.chance(15),
        plan.punkt,
        plan.auffuellen,
        refused,
    )


ZEICHEN = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "cp1252")


def _columns(draw: Callable[..., object]) -> _Plan:
    def some(options: Sequence[str], least: int, most: int) -> list[str]:
        return draw(st.lists(st.sampled_from(options), min_size=least, max_size=most, unique=True))  # type: ignore

    jahr = str(draw(st.sampled_from(["datei"] * 6 + ["titel"] * 5 + ["spalte"] * 5 + ["konstante"] * 3)))
    jahr = "ohne" if rarely(draw, 3) else jahr
    own = ["kommune", "traeger", *some(["az", "baustein", "einheiten", "lfd", "ags"], 0, 4)]
    own = list(draw(st.permutations(own + (["jahr"] if jahr == "spalte" else []))))  # type: ignore[call-overload]
    geld = some(GELD, 1, 4)
    rest = some(["telefon", "bemerkung", ""], 0, 3)
    before = [""] if rarely(draw, 10) else []
    punkt = rarely(draw, 10)
    ganz = frozenset() if punkt else frozenset(g for g in geld if rarely(draw, 20))
    if "" in before + rest:
        rest = [r for r in rest if r or not before]
    return _Plan(
        draw,
        [*before, *own, *geld, *rest],
        geld,
        punkt,
        ganz,
        jahr,
        rarely(draw, 8),
        rarely(draw, 20),
    )
