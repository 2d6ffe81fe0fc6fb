"""What the sample Kreis funded, 2016-2024: units per Maßnahme, and the disorder put into the files on purpose.

Figures are invented. They are chosen so that the published ones come out: 2016-2020 about 546,000 EUR passed on, each
year below 131,066 EUR, 10 to 12 Kommunen per year. Nothing is published of 2022-2024 but the rates about 2023/24.
"""

from __future__ import annotations

from komman.sample_data import ANSPRECHPARTNER, NATUERLICHE_PERSONEN

ERSTES_JAHR = 2016
LETZTES_JAHR = 2024
OFFENES_JAHR = 2021  # the Verwendungsnachweis of this year is not there yet
GEMELDET_AB = 2022  # from this year on the ledgers count volunteers and participants

# Kommune | Träger | Baustein | units granted in 2016 … 2024.
# "-" no Maßnahme; "12/9" 12 granted, 9 proven (3 given back); "6>5" 6 granted, 5 called and paid.
# "P1" … are the natural persons of sample_data, "=" is the municipality itself.
PLAN = """
Anröchte | = | A2 | 6 6 8 8 10 6 6 8 8
Anröchte | Willkommenskreis Grünsand e. V. | B2 | 8 9 10/8 8 8/3 8 8/6 8 9
Bad Sassendorf | = | A2 | 6 6 6 6 - 8 8 8 -
Bad Sassendorf | Solekreis Neue Nachbarn e. V. | B2 | 9 12 8 8/7 - 8 8/5 9 -
Ense | = | A1 | 1 - - 1 1 - 1 - 1
Ense | Tandemwerk Haarblick e. V. | B2 | 10 12 10 9 9/4 8 8/6 - -
Ense | Tandemwerk Haarblick e. V. | B1 | - 10 12 10 - 12 10 - -
Ense | Begegnung Ziegelmond e. V. | B2 | - - - - - - - 8 10/8
Erwitte | = | A2 | 10 12 10 12 12 10 12 12 12
Erwitte | Lernlaterne Schlossgraben e. V. | B2 | 10 11 10 10/8 10/6 9 9/7 10 10
Erwitte | Lernlaterne Schlossgraben e. V. | D1 | 1 - 1 - 1/0 1 1 8 8/6
Geseke | = | A2 | 12 18 18 18 18 18 18 16 18
Geseke | Küchentisch Hellwegstern e. V. | B2 | 14 16/14 12 12 12/5 10 10/7 11 11
Geseke | Evangelische Beispielgemeinde Am Anger | B1 | 20 24 20 22 20/9 18 18 20 18
Geseke | Digitalpatenschaft Lichtfaser e. V. | D1 | - - - - - - - 10 12
Holzwickede | Fahrradtreff Silberspeiche e. V. | B2 | - - 4 - - - - - -
Lippetal | = | B2 | - - 8 8 - 8 - - -
Lippetal | Gartenkreis Vier Sommerlinden | B1 | - - 15 16/14 - 14 - - -
Lippstadt | = | A1 | 2 2 1 1 2 2 2 2 1
Lippstadt | = | A2 | 24 24 24 24 24 24 24 22 24
Lippstadt | Sprachfunken Lippeaue e. V. | B2 | 40 40 40 42 40/18 38 38/34 32/30 34
Lippstadt | Sprachfunken Lippeaue e. V. | C1 | 1 1 1 1 - 1 1 1 1
Lippstadt | Kulturbrücke Zweiheimat e. V. | B2 | 26 22 20 22 22/14 20 20/16 16 20
Lippstadt | Kulturbrücke Zweiheimat e. V. | C3 | - - - - - - - 16 24/22
Lippstadt | Sozialwerk Hellwegbogen gGmbH | D1 | 2 2 2 3 3/1 2 2 10 16/14
Lippstadt | P1 | B1 | 8 9 8 10 - 9 9 10 -
Lippstadt | P3 | B1 | - - - 9 9 8 8 9 10
Lippstadt | P4 | B1 | - - - 11 - 10 - 12 10
Möhnesee | = | A2 | - 6 6 6 6 6 8 6 6
Möhnesee | Zeitspende Seewelle e. V. | B2 | - - 6 6 6/4 6 6/4 6 6
Rüthen | = | B2 | - - - 6 6/3 - - 6 6
Rüthen | Quellwasser Miteinander e. V. | B1 | - - - 14 12 - - - -
Rüthen | Familienlotsen Weidenpfeife e. V. | B2 | - - - - - - - 8 8
Soest | = | A1 | 2 1 2 1 2 2 2 1 2
Soest | = | A2 | 18 18 18 18>16 18 18 18 16 18
Soest | Brückenbogen Börde e. V. | B2 | 36 36 34 34 34/16 34 34/31 28 30/28
Soest | Brückenbogen Börde e. V. | C2 | - 1 1 1 1 1 1 1 1
Soest | Frauenkreis Morgenlicht International e. V. | B2 | 10 12 12/10 12 12/6 12 12/9 12 12
Soest | Ukrainischer Beispielverein Sonnenfaden e. V. | B2 | - - - - - - 10/8 12 12
Soest | Ukrainischer Beispielverein Sonnenfaden e. V. | C3 | - - - - - - - 20 24
Soest | Islamischer Beispielverein Hellweg e. V. | A1 | - - 1 1 1 - - - 1
Soest | Beispielverband Wohlfahrt Börde e. V. | D1 | 2 2 2 2 2/1 2 2 12 14
Soest | P2 | B1 | 10 - 9 - 10/6 8 8 10 9
Soest | P7 | B1 | - - - - - - - 8 10
Warstein | = | A2 | 12 18 18 18 18 18 18 16 18
Warstein | Nachbarschaft „Kupferkessel“ e. V. | B2 | 14 14 12 12 12/5 12 12/9 12 12
Warstein | Nachbarschaft „Kupferkessel“ e. V. | B1 | 12 15 14 - 12/10 14 14 16 16
Warstein | P6 | D2 | - - - - - 6 4 - 6
Welver | = | B2 | - - - - - 10 10/8 10 10
Welver | Radwerk Haarstrangblick e. V. | B1 | - - - - - 12 12 14 14
Werl | = | A2 | 12 18 18 18 18 18 18 16 18
Werl | Katholische Beispielpfarrei Sankt Florentin | B2 | 14 14 12 12 12/6 10 10/8 8 10
Werl | Fadenlauf Nähtreff e. V. | B1 | 12 14 16 16/13 12/8 - - 14 14
Werl | Fadenlauf Nähtreff e. V. | D2 | - 6 6 8 6/2 6 6 6 6
Werl | P5 | B2 | - - 2 2 1 - - 2 1
Wickede (Ruhr) | = | A2 | 6 6 6 - 6 - - 6 6
Wickede (Ruhr) | Freiwilligenbörse Musterplatz gUG | B2 | 8 10/9 8 - 8/3 - - - -
Wickede (Ruhr) | Theaterwerk Wanderlaterne e. V. | B2 | - - - - - - - 8/7 8
kreisweit | Ehrenamtsnetz Hellwegring e. V. | D1 | - - 3 3 3/2 3 3 16 16/13
kreisweit | Ehrenamtsnetz Hellwegring e. V. | D2 | - - 8 8 8/5 8 8 8 8
"""

# A Maßnahme of one year: Förderjahr, Träger, Baustein.
Schluessel = tuple[int, str, str]

# Cents that were not proven, and cents that were proven but not accepted; both go back to the KI.
ABWEICHUNGEN: dict[Schluessel, tuple[int, int]] = {
    (2016, "Stadt Soest", "A1"): (12_745, 0),
    (2016, "Lernlaterne Schlossgraben e. V.", "D1"): (6_480, 0),
    (2016, "Katholische Beispielpfarrei Sankt Florentin", "B2"): (0, 3_790),
    (2017, "Sprachfunken Lippeaue e. V.", "C1"): (4_312, 0),
    (2017, "Stadt Lippstadt", "A1"): (15_560, 0),
    (2017, "Sozialwerk Hellwegbogen gGmbH", "D1"): (0, 9_000),
    (2018, "Islamischer Beispielverein Hellweg e. V.", "A1"): (8_825, 2_500),
    (2018, "Brückenbogen Börde e. V.", "C2"): (3_999, 0),
    (2019, "Gemeinde Ense", "A1"): (11_218, 0),
    (2019, "Sozialwerk Hellwegbogen gGmbH", "D1"): (0, 6_250),
    (2020, "Stadt Soest", "A1"): (9_890, 0),
    (2020, "Brückenbogen Börde e. V.", "C2"): (10_594, 0),
    (2022, "Stadt Soest", "A1"): (13_760, 0),
    (2022, "Sprachfunken Lippeaue e. V.", "C1"): (6_215, 0),
    (2022, "Sozialwerk Hellwegbogen gGmbH", "D1"): (0, 8_000),
    (2023, "Stadt Lippstadt", "A1"): (9_435, 0),
    (2023, "Brückenbogen Börde e. V.", "C2"): (4_180, 1_500),
    (2024, "Gemeinde Ense", "A1"): (7_325, 0),
    (2024, "Sprachfunken Lippeaue e. V.", "C1"): (2_649, 0),
    (2024, "Beispielverband Wohlfahrt Börde e. V.", "D1"): (0, 5_000),
}

# Units not proven came back by a booking of their own: a row with a negative amount and the same Aktenzeichen.
RUECKBUCHUNGEN: tuple[Schluessel, ...] = (
    (2018, "Frauenkreis Morgenlicht International e. V.", "B2"),
    (2020, "Küchentisch Hellwegstern e. V.", "B2"),
)
DOPPELTE: tuple[Schluessel, ...] = ((2019, "Nachbarschaft „Kupferkessel“ e. V.", "B2"),)
FREMDER_ORT = "Holzwickede"
FALSCHER_ORT = "Möhensee"
RICHTIGER_ORT = "Möhnesee"

# Amounts applied for that are no multiple of a rate, in cents.
BEANTRAGT: dict[Schluessel, int] = {(2019, "Fadenlauf Nähtreff e. V.", "B1"): 71_230}

# Cells as they stand in the file instead of the plain value.
ZELLEN: dict[Schluessel, dict[str, str]] = {
    (2016, "Tandemwerk Haarblick e. V.", "B2"): {"baustein": "b2"},
    (2016, "Evangelische Beispielgemeinde Am Anger", "B1"): {"traeger": "Ev. Beispielgemeinde Am Anger"},
    (2016, "Sprachfunken Lippeaue e. V.", "B2"): {"traeger": "Sprachfunken  Lippeaue e. V."},
    (2016, "Stadt Soest", "A2"): {"kommune": "Soest, Stadt"},
    (2016, "Stadt Werl", "A2"): {"traeger": " Stadt Werl "},
    (2017, "Willkommenskreis Grünsand e. V.", "B2"): {"traeger": "Willk.-Kreis Grünsand", "baustein": "Baustein B2"},
    (2017, "Lernlaterne Schlossgraben e. V.", "B2"): {"traeger": "Lernlaterne Schlossgraben e.\u00a0V."},
    (2017, "Stadt Lippstadt", "A2"): {"kommune": "Stadt Lippstadt"},
    (2018, "Stadt Erwitte", "A2"): {"kommune": "Erwitte, Stadt"},
    (2018, "Kulturbrücke Zweiheimat e. V.", "B2"): {"baustein": "b2"},
    (2018, "Zeitspende Seewelle e. V.", "B2"): {"kommune": FALSCHER_ORT},
    (2018, "Sozialwerk Hellwegbogen gGmbH", "D1"): {"traeger": "SW Hellwegbogen gGmbH"},
    (2019, "Fadenlauf Nähtreff e. V.", "B1"): {"beantragt": "712.299999999999"},
    (2019, "Stadt Werl", "A2"): {"kommune": "Werl, Stadt"},
    (2020, "Brückenbogen Börde e. V.", "B2"): {
        "baustein": "Baustein B2",
        "bemerkung": f"Schlüssel bei {NATUERLICHE_PERSONEN[1]}, Rückfragen an {ANSPRECHPARTNER[4]}",
    },
    (2020, "Gemeinde Ense", "A1"): {"kommune": "Gemeinde Ense"},
    (2020, "Nachbarschaft „Kupferkessel“ e. V.", "B2"): {"traeger": 'Nachbarschaft "Kupferkessel" e. V.'},
    (2020, "Gemeinde Wickede (Ruhr)", "A2"): {"kommune": "Wickede/Ruhr"},
    (2021, "Stadt Geseke", "A2"): {"kommune": "Geseke\u00a0"},
    (2021, "Küchentisch Hellwegstern e. V.", "B2"): {"traeger": "  Küchentisch  Hellwegstern"},
    (2021, "Fadenlauf Nähtreff e. V.", "D2"): {"ausgezahlt": "ca. 300"},
    (2022, "Ukrainischer Beispielverein Sonnenfaden e. V.", "B2"): {"traeger": "Ukr. Beispielverein Sonnenfaden"},
    (2022, "Gemeinde Welver", "B2"): {"baustein": "b2"},
    (2023, "Familienlotsen Weidenpfeife e. V.", "B2"): {"traeger": "Familienlotsen Weidenpfeife"},
    (2023, "Gemeinde Wickede (Ruhr)", "A2"): {"kommune": "Wickede"},
    (2024, "Stadt Werl", "A2"): {"kommune": "Werl, Stadt"},
    (2024, "Willkommenskreis Grünsand e. V.", "B2"): {"traeger": "Willk.-Kreis Grünsand", "baustein": "Baustein B2"},
}
