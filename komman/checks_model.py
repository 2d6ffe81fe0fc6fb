"""What a check finds and how much it could look at: the closed list of checks, a finding, and the gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from komman.errors import Ort

Schwere = Literal["fehler", "warnung", "hinweis"]
# In the order in which findings are shown.
MEHRZAHL: dict[Schwere, tuple[str, str]] = {
    "fehler": ("Fehler", "Fehler"),
    "warnung": ("Warnung", "Warnungen"),
    "hinweis": ("Hinweis", "Hinweise"),
}
SCHWERE: dict[Schwere, str] = {s: one for s, (one, _) in MEHRZAHL.items()}


@dataclass(frozen=True, slots=True)
class Pruefart:
    """A check in words: its name, what it demands, and what it looks at (one, many)."""

    bezeichnung: str
    erklaerung: str
    einheit: tuple[str, str]


_ZEILE, _MASSNAHME, _JAHR, _BUCHUNG = (
    ("Zeile", "Zeilen"),
    ("Maßnahme", "Maßnahmen"),
    ("Förderjahr", "Förderjahre"),
    ("Buchung", "Buchungen"),
)

PRUEFARTEN: dict[str, Pruefart] = {
    "pauschale": Pruefart(
        "Einheiten mal Pauschale",
        "Bewilligt ist, was die bewilligten Einheiten mal die Pauschale des Bausteins ergeben.",
        _ZEILE,
    ),
    "einheiten_anerkannt": Pruefart(
        "Nachgewiesene Einheiten mal Pauschale",
        "Anerkannt ist höchstens, was die nachgewiesenen Einheiten mal die Pauschale ergeben.",
        _ZEILE,
    ),
    "hoechstzahl": Pruefart(
        "Höchstzahl der Pauschalen",
        "Eine Maßnahme hat nicht mehr Pauschalen, als die Richtlinie für einen Ort zulässt.",
        _MASSNAHME,
    ),
    "hoechstbetrag": Pruefart(
        "Höchstbetrag des Kreises",
        "Den Trägern ist zusammen nicht mehr bewilligt als der Höchstbetrag des Förderjahres.",
        _JAHR,
    ),
    "bescheid": Pruefart(
        "Bescheid und Weiterleitungen",
        "Den Trägern ist zusammen nicht mehr bewilligt, als der Bescheid dem Kreis bewilligt.",
        _JAHR,
    ),
    "auszahlung": Pruefart(
        "Ausgezahlt und bewilligt",
        "Einer Maßnahme ist nicht mehr ausgezahlt als bewilligt; Rückbuchungen zählen mit.",
        _MASSNAHME,
    ),
    "anerkennung": Pruefart(
        "Anerkannt und nachgewiesen", "Anerkannt ist nicht mehr, als der Träger nachgewiesen hat.", _MASSNAHME
    ),
    "rueckzahlung": Pruefart(
        "Zurückgezahlt und ausgezahlt", "Zurückgezahlt ist nicht mehr, als ausgezahlt war.", _MASSNAHME
    ),
    "abrechnung": Pruefart(
        "Abrechnung der Maßnahme",
        "Anerkannt und zurückgezahlt ergeben zusammen, was ausgezahlt ist.",
        _MASSNAHME,
    ),
    "bank_betrag": Pruefart(
        "Bankliste: Beträge",
        "Die Buchungen einer Maßnahme ergeben den Betrag der Förderliste.",
        _MASSNAHME,
    ),
    "bank_ohne_buchung": Pruefart(
        "Bankliste: Maßnahmen ohne Buchung",
        "Zu jedem ausgezahlten oder zurückgezahlten Betrag der Förderliste gibt es eine Buchung.",
        _MASSNAHME,
    ),
    "bank_ohne_massnahme": Pruefart(
        "Bankliste: Buchungen ohne Maßnahme",
        "Jede Auszahlung und Rückzahlung gehört zu einer Maßnahme der Förderliste.",
        _BUCHUNG,
    ),
    "mittelabruf": Pruefart(
        "Mittelabrufe und Auszahlungen",
        "Beim Land ist abgerufen, was an die Träger ausgezahlt ist.",
        _JAHR,
    ),
    "erstattung": Pruefart(
        "Erstattung an das Land", "Was die Träger zurückgezahlt haben, ist dem Land erstattet.", _JAHR
    ),
    "spaete_rueckzahlung": Pruefart(
        "Rückzahlung in einem späteren Jahr",
        "Eine Rückzahlung, die nach dem Förderjahr gebucht ist, gehört trotzdem zu ihrem Förderjahr.",
        _BUCHUNG,
    ),
    "zeitraum": Pruefart(
        "Auszahlung im Bewilligungszeitraum",
        "Jede Auszahlung liegt im Bewilligungszeitraum; ist er nicht angegeben, zählt das Kalenderjahr.",
        _BUCHUNG,
    ),
    "vor_bescheid": Pruefart("Auszahlung nach dem Bescheid", "Keine Auszahlung liegt vor dem Bescheid.", _BUCHUNG),
    "doppelte_auszahlung": Pruefart(
        "Doppelte Auszahlung",
        "Keine Maßnahme hat denselben Betrag zweimal am selben Tag oder innerhalb von 14 Tagen erhalten.",
        _BUCHUNG,
    ),
    "nachweis_traeger": Pruefart(
        "Verwendungsnachweise der Träger",
        "Nach Ablauf der Frist liegt für jede Maßnahme ein Verwendungsnachweis vor.",
        _MASSNAHME,
    ),
    "nachweis_kreis": Pruefart(
        "Verwendungsnachweis des Kreises",
        "Nach Ablauf der Frist hat der Kreis dem Land die Verwendung nachgewiesen.",
        ("Bescheid", "Bescheide"),
    ),
    "nachweis_betrag": Pruefart(
        "Verwendungsnachweis und anerkannte Beträge",
        "Der Kreis weist nach, was er bei den Trägern anerkannt hat.",
        _JAHR,
    ),
    "mehrere_bescheide": Pruefart(
        "Mehrere Bescheide oder Nachweise",
        "Je Förderjahr und Programmteil nennen die Bescheide denselben Betrag, ebenso die Verwendungsnachweise; "
        "was sich ändert, ist als Änderung eingetragen.",
        ("Bescheid oder Nachweis", "Bescheide oder Nachweise"),
    ),
    "personalkosten": Pruefart(
        "Personalkosten und Förderung", "Die Personalkosten liegen nicht über der bewilligten Förderung.", _JAHR
    ),
    "stelle_doppelt": Pruefart(
        "Stelle zweimal im Monat",
        "Die Personalliste nennt jede Stelle in jedem Monat einmal.",
        ("Monat einer Stelle", "Monate einer Stelle"),
    ),
    "geprueft": Pruefart(
        "Prüfvermerke", "Jeder Eintrag in geprueft.yaml gehört zu einem Befund.", ("Eintrag", "Einträge")
    ),
}

# Why something could not be checked.
GRUENDE = {
    "pauschale": "Pauschale nicht belegt",
    "hoechstzahl": "Höchstzahl nicht belegt",
    "einheiten": "Zahl der Einheiten fehlt",
    "baustein": "Baustein fehlt",
    "bewilligt": "bewilligter Betrag fehlt",
    "ausgezahlt": "ausgezahlter Betrag fehlt",
    "nachgewiesen": "nachgewiesener Betrag fehlt",
    "zurueckgezahlt": "zurückgezahlter Betrag fehlt",
    "anerkannt": "anerkannter Betrag fehlt",
    "hoechstbetrag": "Höchstbetrag nicht belegt",
    "bescheid": "Bescheid fehlt",
    "widerspruch": "Bescheide widersprechen sich",
    "buchungen": "keine Buchungen",
    "zuordnung": "Buchungen lassen sich den Maßnahmen nicht zuordnen",
    "datum": "Datum fehlt",
    "frist": "Frist nicht belegt",
    "frist_offen": "Frist noch nicht abgelaufen",
    "nachweis": "Verwendungsnachweis fehlt",
    "kosten": "Personalkosten fehlen",
}


@dataclass(frozen=True, slots=True)
class Pruefbefund:
    """Something that does not fit.

    ``art`` is one of ``PRUEFARTEN``; ``cent`` the money at stake, never negative, missing where it is none;
    ``regel`` the source note of the rule that says so (``Regelwert.satz``), or ""; ``kennung`` what geprueft.yaml names
    it by (``checks_geprueft``).
    """

    art: str
    schwere: Schwere
    text: str
    abhilfe: str
    foerderjahr: int
    cent: int | None = None
    ort: Ort | None = None
    regel: str = ""
    kennung: str = ""


@dataclass(slots=True)
class Pruefung:
    """One check at work: what it found, how much it looked at, and what it could not check.

    ``offen`` counts by reason (a key of ``GRUENDE``), Förderjahr and, where it matters, Baustein.
    """

    art: str
    geprueft: int = 0
    befunde: list[Pruefbefund] = field(default_factory=list)
    offen: Counter[tuple[str, int, str]] = field(default_factory=Counter)

    def skip(self, grund: str, jahr: int, was: str = "", n: int = 1) -> None:
        """Something that could not be checked."""
        assert grund in GRUENDE
        self.offen[grund, jahr, was] += n

    def found(
        self, schwere: Schwere, jahr: int, text: str, abhilfe: str, cent: int | None, ort: Ort | None, regel: str = ""
    ) -> None:
        """Something that does not fit; ``cent`` may have a sign, what is kept has none."""
        money = None if cent is None else abs(cent)
        self.befunde.append(Pruefbefund(self.art, schwere, text, abhilfe, jahr, money, ort, regel))


def by_weight(b: Pruefbefund) -> tuple[object, ...]:
    """Sorting key: most severe, then most money, then year and place."""
    ort = b.ort or Ort("")
    money = -1 if b.cent is None else b.cent
    return (
        list(SCHWERE).index(b.schwere), -money, b.foerderjahr,
        ort.datei, ort.blatt, ort.zeile or 0, list(PRUEFARTEN).index(b.art), b.text,
    )  # fmt: skip
