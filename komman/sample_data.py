"""Who appears in the sample Kreis: the 14 real municipalities, invented Träger, invented persons and contacts."""

from __future__ import annotations

from typing import NamedTuple

STAND = "2025-05-31"
STAND_2021 = "2022-05-31"  # the Verwendungsnachweis 2021 was still being made then
KREIS = "Kreis Soest"
SCHLUESSEL = "05974"
DIENSTSTELLE = "Kommunales Integrationszentrum Kreis Soest"
KREISWEIT = "kreisweit"
HOECHSTBETRAG_CENT = 13_106_600  # published for 2017 and, rounded, for 2016; assumed for the other years


class SampleKommune(NamedTuple):
    """A real municipality of Kreis Soest (Destatis GV100AD); ``rang`` is its form of address in local use."""

    ags: str
    name: str
    rang: str

    @property
    def amtlich(self) -> str:
        return f"{self.name}, Stadt" if self.rang == "Stadt" else self.name

    @property
    def verwaltung(self) -> str:
        """The municipality as a recipient: ``Stadt Soest``, ``Gemeinde Ense``."""
        return f"{self.rang} {self.name}"


KOMMUNEN: tuple[SampleKommune, ...] = (
    SampleKommune("05974004", "Anröchte", "Gemeinde"),
    SampleKommune("05974008", "Bad Sassendorf", "Gemeinde"),
    SampleKommune("05974012", "Ense", "Gemeinde"),
    SampleKommune("05974016", "Erwitte", "Stadt"),
    SampleKommune("05974020", "Geseke", "Stadt"),
    SampleKommune("05974024", "Lippetal", "Gemeinde"),
    SampleKommune("05974028", "Lippstadt", "Stadt"),
    SampleKommune("05974032", "Möhnesee", "Gemeinde"),
    SampleKommune("05974036", "Rüthen", "Stadt"),
    SampleKommune("05974040", "Soest", "Stadt"),
    SampleKommune("05974044", "Warstein", "Stadt"),
    SampleKommune("05974048", "Welver", "Gemeinde"),
    SampleKommune("05974052", "Werl", "Stadt"),
    SampleKommune("05974056", "Wickede (Ruhr)", "Gemeinde"),
)

# Natural persons as recipients, all invented. The one place of these names: leak tests read it.
NATUERLICHE_PERSONEN: tuple[str, ...] = (
    "Erika Beispiel",
    "Ada Muster",
    "Bodo Probe",
    "Cem Testfall",
    "Dina Platzhalter",
    "Fritz Vorlage",
    "Gesa Blanko",
)
# Only these stand in traeger.yaml; the others are unknown to the list and must be protected all the same.
GELISTETE_PERSONEN: tuple[str, ...] = ("Erika Beispiel", "Ada Muster", "Cem Testfall")


class SampleTraeger(NamedTuple):
    """An invented recipient and other spellings of its name that the sample files use."""

    name: str
    art: str
    schreibweisen: tuple[str, ...] = ()


TRAEGER: tuple[SampleTraeger, ...] = (
    SampleTraeger("Begegnung Ziegelmond e. V.", "verein"),
    SampleTraeger("Brückenbogen Börde e. V.", "verein"),
    SampleTraeger("Digitalpatenschaft Lichtfaser e. V.", "verein"),
    SampleTraeger("Ehrenamtsnetz Hellwegring e. V.", "verein"),
    SampleTraeger("Fadenlauf Nähtreff e. V.", "verein"),
    SampleTraeger("Fahrradtreff Silberspeiche e. V.", "verein"),
    SampleTraeger("Familienlotsen Weidenpfeife e. V.", "verein", ("Familienlotsen Weidenpfeife",)),
    SampleTraeger("Gartenkreis Vier Sommerlinden", "sonstige"),
    SampleTraeger("Küchentisch Hellwegstern e. V.", "verein", ("Küchentisch Hellwegstern",)),
    SampleTraeger("Lernlaterne Schlossgraben e. V.", "verein"),
    SampleTraeger("Nachbarschaft „Kupferkessel“ e. V.", "verein"),
    SampleTraeger("Quellwasser Miteinander e. V.", "verein"),
    SampleTraeger("Radwerk Haarstrangblick e. V.", "verein"),
    SampleTraeger("Solekreis Neue Nachbarn e. V.", "verein"),
    SampleTraeger("Sprachfunken Lippeaue e. V.", "verein", ("Sprachfunken Lippeaue",)),
    SampleTraeger("Tandemwerk Haarblick e. V.", "verein"),
    SampleTraeger("Theaterwerk Wanderlaterne e. V.", "verein"),
    SampleTraeger("Willkommenskreis Grünsand e. V.", "verein", ("Willk.-Kreis Grünsand",)),
    SampleTraeger("Zeitspende Seewelle e. V.", "verein"),
    SampleTraeger("Evangelische Beispielgemeinde Am Anger", "kirche", ("Ev. Beispielgemeinde Am Anger",)),
    SampleTraeger("Katholische Beispielpfarrei Sankt Florentin", "kirche"),
    SampleTraeger("Beispielverband Wohlfahrt Börde e. V.", "wohlfahrt"),
    SampleTraeger("Sozialwerk Hellwegbogen gGmbH", "wohlfahrt", ("SW Hellwegbogen gGmbH",)),
    SampleTraeger("Frauenkreis Morgenlicht International e. V.", "mso"),
    SampleTraeger("Islamischer Beispielverein Hellweg e. V.", "mso"),
    SampleTraeger("Kulturbrücke Zweiheimat e. V.", "mso"),
    SampleTraeger("Ukrainischer Beispielverein Sonnenfaden e. V.", "mso", ("Ukr. Beispielverein Sonnenfaden",)),
    SampleTraeger("Freiwilligenbörse Musterplatz gUG", "sonstige"),
)

ANZAHL_KONTAKTE = 18
ANSPRECHPARTNER: tuple[str, ...] = tuple(f"Kontakt Muster {n:02d}" for n in range(1, ANZAHL_KONTAKTE + 1))
# Check digits 00 make an IBAN invalid in every country.
IBANS: tuple[str, ...] = tuple(f"DE00 0000 0000 0000 0000 {n:02d}" for n in range(1, ANZAHL_KONTAKTE + 1))
E_MAILS: tuple[str, ...] = tuple(f"kontakt{n:02d}@example.org" for n in range(1, ANZAHL_KONTAKTE + 1))
# Everything of this kind that stands in the raw files and may reach no table and no report: leak tests read it.
KONTAKTE: tuple[str, ...] = ANSPRECHPARTNER + IBANS + E_MAILS

# First Förderjahr of a rate in EUR per unit. Published: 2016 A1, A2, B1, B2 and D1 ("höchstens 800 je Tag"), 2018 B2,
# 2020 A1 (je Raum), and about 2023/24 all of them (B1 je Begleitung, C3 je Seite, D1 je Stunde). Every other rate, and
# every year no source covers, is invented and kept constant.
PAUSCHALEN: dict[str, dict[int, int]] = {
    "A1": {2016: 2000, 2020: 1000, 2023: 1000},
    "A2": {2016: 400, 2023: 400},
    "B1": {2016: 44, 2023: 35},
    "B2": {2016: 220, 2018: 250, 2023: 250},
    "C1": {2016: 500, 2023: 500},
    "C2": {2016: 500, 2023: 500},
    "C3": {2023: 50},
    "D1": {2016: 800, 2023: 100},
    "D2": {2016: 50, 2023: 50},
}


def pauschale_cent(baustein: str, jahr: int) -> int:
    """Cents per unit of a Baustein in a Förderjahr: the latest rate not younger than the year."""
    stufen = PAUSCHALEN[baustein]
    return 100 * stufen[max(beginn for beginn in stufen if beginn <= jahr)]
