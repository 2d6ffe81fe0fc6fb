"""The sheets of a new year's workbook: which columns, what may be entered in them, and what each one means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from komman.bausteine import bausteine

AUSWAHL_KOMMUNE, AUSWAHL_MONAT = "Kommunen", "Monate"
EURO, GANZZAHL, DATUM, TEXT, ANTEIL = "#,##0.00", "0", "dd.mm.yyyy", "@", "0.00##"

# What the drop-downs offer; the reader knows each of these words.
AUSWAHL: dict[str, tuple[str, ...]] = {
    "Trägerarten": (
        "Kommune",
        "Verein",
        "Kirche",
        "Wohlfahrtsverband",
        "Migrantenselbstorganisation",
        "Sonstige",
        "Natürliche Person",
        "Unbekannt",
    ),
    "Buchungen": ("Mittelabruf", "Auszahlung", "Rückzahlung", "Erstattung an das Land"),
    "Programmteile": ("I", "I Sachausgaben", "II"),
    "Schreiben": ("Antrag", "Bescheid", "Änderung", "Nachweis"),
    "Ja oder nein": ("ja", "nein"),
}


@dataclass(frozen=True, slots=True)
class Eingabe:
    """A column to fill in: heading, number format, width, what it means; ``liste`` names the drop-down.

    ``feld`` is the canonical column; ``minus`` allows a number below 0.
    """

    feld: str
    kopf: str
    format: str
    breite: int
    bedeutung: str
    liste: str = ""
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Blattplan:
    """A sheet: its canonical table, name, title (with ``{jahr}``) and columns."""

    tabelle: str
    blatt: str
    titel: str
    hinweis: str
    spalten: tuple[Eingabe, ...]


BLAETTER = (
    Blattplan(
        "weiterleitungen",
        "Weiterleitungen",
        "KOMM-AN NRW, Programmteil II: Weiterleitungen, Förderjahr {jahr}",
        "Eine Zeile je Maßnahme. Leer heißt: noch nicht bekannt. Mehr steht auf dem Blatt „Erläuterung“.",
        (
            Eingabe("massnahme_id", "Aktenzeichen", TEXT, 18, "Aktenzeichen der Maßnahme; darf leer bleiben."),
            Eingabe(
                "kommune",
                "Kommune",
                TEXT,
                22,
                "Wo die Maßnahme wirkt. „kreisweit“, wenn sie im ganzen Kreis wirkt. Pflicht.",
                AUSWAHL_KOMMUNE,
            ),
            Eingabe("traeger", "Träger", TEXT, 38, "Wer das Geld bekommt, immer in derselben Schreibweise. Pflicht."),
            Eingabe(
                "traegerart",
                "Art des Trägers",
                TEXT,
                26,
                "„Natürliche Person“ schützt den Namen. Sonst gilt die Art, die in traeger.yaml steht.",
                "Trägerarten",
            ),
            Eingabe("baustein", "Baustein", TEXT, 10, "Kürzel des Bausteins; die Liste steht unten.", "Bausteine"),
            Eingabe("einheiten_bewilligt", "Einheiten bewilligt", GANZZAHL, 12, "Zahl der bewilligten Pauschalen."),
            Eingabe(
                "einheiten_nachgewiesen", "Einheiten nachgewiesen", GANZZAHL, 14, "Zahl der nachgewiesenen Pauschalen."
            ),
            Eingabe("beantragt_cent", "beantragt EUR", EURO, 14, "Was der Träger beantragt hat."),
            Eingabe("bewilligt_cent", "bewilligt EUR", EURO, 14, "Was ihm bewilligt wurde."),
            Eingabe(
                "ausgezahlt_cent",
                "ausgezahlt EUR",
                EURO,
                14,
                "Was ihm ausgezahlt wurde. Eine Rückbuchung steht in einer eigenen Zeile mit Minuszeichen.",
                minus=True,
            ),
            Eingabe("nachgewiesen_cent", "nachgewiesen EUR", EURO, 16, "Welche Ausgaben er nachgewiesen hat."),
            Eingabe("anerkannt_cent", "anerkannt EUR", EURO, 14, "Was davon anerkannt wurde."),
            Eingabe(
                "zurueckgezahlt_cent",
                "zurückgezahlt EUR",
                EURO,
                16,
                "Was er zurückgezahlt hat, ohne Minuszeichen. 0, wenn er nichts zurückzahlen muss.",
            ),
            Eingabe("ehrenamtliche", "Ehrenamtliche", GANZZAHL, 14, "Gemeldete Ehrenamtliche, als Zahl."),
            Eingabe("teilnehmende", "Teilnehmende", GANZZAHL, 14, "Gemeldete Teilnehmende, als Zahl."),
        ),
    ),
    Blattplan(
        "zahlungen",
        "Zahlungen",
        "KOMM-AN NRW, Programmteil II: Zahlungen zum Förderjahr {jahr}",
        "Eine Zeile je Buchung, auch wenn sie erst im Jahr danach gebucht wurde. Das Blatt darf leer bleiben.",
        (
            Eingabe("zahlung_id", "Belegnummer", TEXT, 18, "Nummer der Buchung; darf leer bleiben."),
            Eingabe("datum", "Datum", DATUM, 12, "Tag der Buchung."),
            Eingabe("art", "Art", TEXT, 26, "Was gebucht wurde. Pflicht.", "Buchungen"),
            Eingabe("massnahme_id", "Aktenzeichen", TEXT, 18, "Aktenzeichen der Maßnahme, zu der die Buchung gehört."),
            Eingabe("betrag_cent", "Betrag EUR", EURO, 14, "Gebuchter Betrag. Pflicht.", minus=True),
        ),
    ),
    Blattplan(
        "personal",
        "Personal",
        "KOMM-AN NRW, Programmteil I: Personal im Förderjahr {jahr}",
        "Eine Zeile je Stelle und Monat, ohne Namen von Personen. Das Blatt darf leer bleiben.",
        (
            Eingabe("stelle", "Stelle", TEXT, 22, "Bezeichnung der Stelle, kein Name. Pflicht."),
            Eingabe("monat", "Monat", TEXT, 12, "Monat als JJJJ-MM. Pflicht.", AUSWAHL_MONAT),
            Eingabe("vzae", "VZÄ", ANTEIL, 10, "Stellenanteil: 1 für eine volle, 0,5 für eine halbe Stelle."),
            Eingabe("entgeltgruppe", "Entgeltgruppe", TEXT, 14, "Zum Beispiel EG 11."),
            Eingabe("stufe", "Stufe", TEXT, 8, "Stufe der Entgeltgruppe."),
            Eingabe("kosten_cent", "Personalkosten EUR", EURO, 18, "Kosten der Stelle in diesem Monat."),
            Eingabe("besetzt", "besetzt", TEXT, 10, "ja oder nein.", "Ja oder nein"),
            Eingabe(
                "besetzt_tage",
                "besetzte Tage",
                GANZZAHL,
                12,
                "An wie vielen Tagen des Monats jemand auf der Stelle war. Leer heißt bei „ja“ an allen, bei „nein“ "
                "an keinem.",
            ),
        ),
    ),
    Blattplan(
        "bescheide",
        "Bescheide",
        "KOMM-AN NRW: Anträge, Bescheide und Nachweise, Förderjahr {jahr}",
        "Eine Zeile je Schreiben zwischen Kreis und Bewilligungsbehörde. Das Blatt darf leer bleiben.",
        (
            Eingabe(
                "programmteil",
                "Programmteil",
                TEXT,
                16,
                "I (Stellen), I Sachausgaben (Sachausgaben zu Programmteil I) oder II (Weiterleitungen). Pflicht.",
                "Programmteile",
            ),
            Eingabe("art", "Art", TEXT, 14, "Was für ein Schreiben es ist. Pflicht.", "Schreiben"),
            Eingabe("datum", "Datum", DATUM, 12, "Datum des Schreibens."),
            Eingabe("aktenzeichen", "Aktenzeichen", TEXT, 22, "Aktenzeichen der Bewilligungsbehörde."),
            Eingabe("betrag_cent", "Betrag EUR", EURO, 16, "Beantragter, bewilligter oder nachgewiesener Betrag."),
            Eingabe("hoechstbetrag_cent", "Höchstbetrag EUR", EURO, 18, "Höchstbetrag laut Bescheid."),
        ),
    ),
)

REGELN = (
    ("Leer", "Der Wert ist noch nicht bekannt. Er zählt nie als 0, und im Bericht steht „noch offen“."),
    ("0", "Es ist nichts gezahlt oder zurückgezahlt worden, und das steht fest."),
    ("Beträge", "In Euro mit Komma und höchstens zwei Stellen, zum Beispiel 1.250,50. Kein Text wie „ca. 300“."),
    ("Summen", "Keine Summenzeilen eintragen; der Bericht rechnet sie."),
    ("Überschriften", "Überschriften und Titel nicht ändern. Nicht gebrauchte Spalten bleiben leer."),
    ("Kontakte", "Keine Namen von Ansprechpersonen, keine Anschriften, Telefonnummern, E-Mails und Bankverbindungen."),
    ("Mehr Zeilen", "Reichen die vorbereiteten Zeilen nicht, einfach darunter weiterschreiben."),
)


def lists(kommunen: tuple[str, ...], jahr: int) -> Mapping[str, tuple[str, ...]]:
    """All drop-downs by name: those of ``AUSWAHL``, the Bausteine, the Kommunen of the Kreis, the months."""
    return {
        AUSWAHL_KOMMUNE: (*kommunen, "kreisweit"),
        "Bausteine": tuple(bausteine()),
        AUSWAHL_MONAT: tuple(f"{jahr}-{m:02d}" for m in range(1, 13)),
        **AUSWAHL,
    }
