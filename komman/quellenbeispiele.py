"""Ten ledgers as they may come, each with its entry in quellen.yaml and what is then read; a test reads them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beispiel:
    """A ledger, its entry and the outcome.

    ``blaetter`` is sheet → rows as text (one sheet called "" is a text file); ``gelesen`` the rows of the table as a
    grid with ``|``; ``bilanz`` the numbers of the row balance that are said; ``hinweis`` what is said besides, if
    anything.
    """

    titel: str
    text: str
    datei: str
    blaetter: dict[str, str]
    eintrag: str
    gelesen: str
    bilanz: dict[str, int]
    hinweis: str = ""
    zeichensatz: str = "utf-8"


BEISPIELE = (
    Beispiel(
        "Andere Überschriften",
        "Eine Überschrift, die das Programm nicht kennt, wird abgelehnt, denn sie könnte Beträge enthalten. `spalten` "
        "sagt, was sie bedeutet; was keine Tabelle aufnimmt, steht unter `weglassen_spalten`. Das Förderjahr steht "
        "nirgends in der Datei, also unter `konstanten`.",
        "zuschuesse.csv",
        {
            "": "Wer;Wo;Auszahlung;Frist\nGemeinde Anröchte;Anröchte;2.400,00;30.6.\n"
            "Welcome Wickede;Wickede;880,50;31.7.\n"
        },
        """\
  - datei: zuschuesse.csv
    spalten: {Wer: traeger, Wo: kommune, Auszahlung: ausgezahlt}
    weglassen_spalten: [Frist]
    konstanten: {foerderjahr: "2019"}
""",
        """\
foerderjahr | kommune        | traeger           | ausgezahlt
2019        | Anröchte       | Gemeinde Anröchte | 2.400,00
2019        | Wickede (Ruhr) | Welcome Wickede   | 880,50
""",
        {"gelesen": 2, "uebernommen": 2, "betrag_uebernommen_cent": 328_050},
    ),
    Beispiel(
        "Keine Kopfzeile",
        "Mit `kopfzeile: keine` heißen die Spalten wie in Excel A, B, C. Jede Spalte mit Werten muss zugeordnet sein "
        "oder unter `weglassen_spalten` stehen.",
        "ausgabe.csv",
        {"": "2019;Anröchte;Gemeinde Anröchte;2.400,00;x\n2020;Wickede;Welcome Wickede;880,50;\n"},
        """\
  - datei: ausgabe.csv
    kopfzeile: keine
    spalten: {A: foerderjahr, B: kommune, C: traeger, D: ausgezahlt}
    weglassen_spalten: [E]
""",
        """\
foerderjahr | kommune        | traeger           | ausgezahlt
2019        | Anröchte       | Gemeinde Anröchte | 2.400,00
2020        | Wickede (Ruhr) | Welcome Wickede   | 880,50
""",
        {"gelesen": 2, "uebernommen": 2, "betrag_uebernommen_cent": 328_050},
    ),
    Beispiel(
        "Jahre als Spalten",
        "Jede Überschrift, die nur aus einer Jahreszahl besteht, ist der genannte Betrag in diesem Förderjahr. Aus "
        "einer Zeile wird je Jahr mit Betrag eine Zeile der Tabelle; eine leere Zelle gibt keine, eine 0 gibt eine. "
        "Die Zeilenbilanz zählt die Zeilen der Datei. Ist ein Jahr nicht lesbar, wird die ganze Zeile zurückgestellt. "
        "Die Summe am Zeilenende wäre ein weiterer Betrag und wird weggelassen.",
        "mehrjahre.csv",
        {
            "": "Kommune;Träger;2017;Jahr 2018;2019 (EUR);Gesamt\n"
            "Anröchte;Gemeinde Anröchte;100,00;;250,50;350,50\n"
            "Wickede;Welcome Wickede;;ca. 5;1,00;6,00\n"
            "Möhnesee;Chor Möhnesee;;70,00;;70,00\n"
            "Summe;;100,00;70,00;251,50;421,50\n"
        },
        """\
  - datei: mehrjahre.csv
    jahre_als_spalten: ausgezahlt
    weglassen_spalten: [Gesamt]
""",
        """\
foerderjahr | kommune  | traeger           | ausgezahlt
2017        | Anröchte | Gemeinde Anröchte | 100,00
2019        | Anröchte | Gemeinde Anröchte | 250,50
2018        | Möhnesee | Chor Möhnesee     | 70,00
""",
        {
            "summenzeilen": 1,
            "gelesen": 3,
            "uebernommen": 2,
            "zurueckgestellt": 1,
            "betrag_uebernommen_cent": 42_050,
            "betrag_unlesbar": 1,
        },
    ),
    Beispiel(
        "Zwei Spalten für einen Betrag",
        "Zwei Spalten einer Bedeutung werden abgelehnt. Mit `zusammenfassen` gilt je Zeile die erste gefüllte, in der "
        "genannten Reihenfolge. Addiert wird nie; steht in einer späteren Spalte ein anderer Betrag, wird das gesagt.",
        "nachbewilligung_2019.csv",
        {
            "": "Kommune;Träger;bewilligt alt;bewilligt neu\n"
            "Anröchte;Gemeinde Anröchte;2.000,00;2.400,00\n"
            "Wickede;Welcome Wickede;880,50;\n"
        },
        """\
  - datei: nachbewilligung_2019.csv
    zusammenfassen: {bewilligt: [bewilligt neu, bewilligt alt]}
""",
        """\
foerderjahr | kommune        | traeger           | bewilligt
2019        | Anröchte       | Gemeinde Anröchte | 2.400,00
2019        | Wickede (Ruhr) | Welcome Wickede   | 880,50
""",
        {"gelesen": 2, "uebernommen": 2, "betrag_uebernommen_cent": 328_050},
        "„bewilligt alt“ enthält in 1 Zeile einen anderen Betrag als „bewilligt neu“, zusammen 2.000,00 €",
    ),
    Beispiel(
        "Gruppen untereinander",
        "Steht die Kommune nur in der ersten Zeile ihrer Gruppe, gilt sie mit `auffuellen` für die Zeilen darunter. "
        "Beträge und Anzahlen werden nie aufgefüllt. In Arbeitsmappen mit verbundenen Zellen geht es ohne Eintrag.",
        "gruppen_2019.csv",
        {
            "": "Kommune;Träger;Baustein;ausgezahlt\n"
            "Anröchte;Gemeinde Anröchte;A2;2.400,00\n"
            ";Brücke Anröchte;B2;100,00\n"
            "Wickede;Welcome Wickede;D1;880,50\n"
        },
        """\
  - datei: gruppen_2019.csv
    auffuellen: [Kommune]
""",
        """\
foerderjahr | kommune        | traeger           | baustein | ausgezahlt
2019        | Anröchte       | Gemeinde Anröchte | A2       | 2.400,00
2019        | Anröchte       | Brücke Anröchte   | B2       | 100,00
2019        | Wickede (Ruhr) | Welcome Wickede   | D1       | 880,50
""",
        {"gelesen": 3, "uebernommen": 3, "betrag_uebernommen_cent": 338_050},
    ),
    Beispiel(
        "Zeichensatz, Trennzeichen und Dezimalpunkt",
        "Die Datei kommt aus einem älteren Programm. Was sich nicht sicher erkennen lässt, steht im Eintrag; "
        "`dezimal: punkt` gilt für alle Beträge der Datei.",
        "export_2019.txt",
        {"": "Kommune|Träger|ausgezahlt\nMöhnesee|Chor Möhnesee|1234.50\nAnröchte|Gemeinde Anröchte|2,400.00\n"},
        """\
  - datei: export_2019.txt
    zeichensatz: cp850
    trennzeichen: "|"
    dezimal: punkt
""",
        """\
foerderjahr | kommune  | traeger           | ausgezahlt
2019        | Möhnesee | Chor Möhnesee     | 1.234,50
2019        | Anröchte | Gemeinde Anröchte | 2.400,00
""",
        {"gelesen": 2, "uebernommen": 2, "betrag_uebernommen_cent": 363_450},
        zeichensatz="cp850",
    ),
    Beispiel(
        "Kopf in zwei Zeilen und Zeilen, die nicht zählen",
        "`kopfzeile` nennt beide Zeilen des Kopfes, die Überschrift einer Spalte ist dann „Geld: zugesagt“. "
        "`weglassen_zeilen` nennt Zeilen wie in Excel, einzeln oder von bis; `komman pruefe` sagt, wie viel Geld in "
        "ihnen steht.",
        "zweizeilig_2019.csv",
        {
            "": "Übersicht\n;;Geld;\nKommune;Träger;zugesagt;geflossen\n"
            "Anröchte;Gemeinde Anröchte;2.400,00;2.400,00\n"
            "Planung;offen;500,00;\n"
            "Planung;offen;700,00;\n"
            "Wickede;Welcome Wickede;880,50;800,00\n"
        },
        """\
  - datei: zweizeilig_2019.csv
    kopfzeile: [2, 3]
    spalten: {"Geld: zugesagt": bewilligt, "Geld: geflossen": ausgezahlt}
    weglassen_zeilen: 5-6
""",
        """\
foerderjahr | kommune        | traeger           | bewilligt | ausgezahlt
2019        | Anröchte       | Gemeinde Anröchte | 2.400,00  | 2.400,00
2019        | Wickede (Ruhr) | Welcome Wickede   | 880,50    | 800,00
""",
        {"kopf": 5, "gelesen": 2, "uebernommen": 2, "betrag_uebernommen_cent": 320_000},
        "2 Zeilen laut quellen.yaml weggelassen, zusammen 0,00 €",
    ),
    Beispiel(
        "Arbeitsmappe mit mehreren Blättern",
        "Ein Eintrag mit `blatt` gilt nur für dieses Blatt. Das Blatt „Notizen“ ist keine Förderliste. Das Blatt "
        "„Kopie“ enthält dieselbe Liste noch einmal und zählt deshalb nicht; mit `doppelt: ja` zählte es mit.",
        "mappe_2019.xlsx",
        {
            "Liste": "Kommune;Träger;ausgezahlt\nAnröchte;Gemeinde Anröchte;2400\nWickede;Welcome Wickede;880,5\n"
            "Möhnesee;Chor Möhnesee;70\n",
            "Kopie": "Kommune;Träger;ausgezahlt\nAnröchte;Gemeinde Anröchte;2400\nWickede;Welcome Wickede;880,5\n"
            "Möhnesee;Chor Möhnesee;70\n",
            "Notizen": "anrufen;bis Freitag\n",
        },
        """\
  - {datei: mappe_2019.xlsx, blatt: Notizen, ignorieren: ja}
""",
        """\
foerderjahr | kommune        | traeger           | ausgezahlt
2019        | Anröchte       | Gemeinde Anröchte | 2.400,00
2019        | Wickede (Ruhr) | Welcome Wickede   | 880,50
2019        | Möhnesee       | Chor Möhnesee     | 70,00
""",
        {"gelesen": 3, "uebernommen": 3, "betrag_uebernommen_cent": 335_050},
        "dieselbe Liste wie Blatt Liste; nicht noch einmal gezählt",
    ),
    Beispiel(
        "Große fremde Liste mit Orten außerhalb des Kreises",
        "Eine Landesliste mit fünf Spalten, hier sechs von 40.000 Zeilen. Die Beträge sind volle Euro mit Punkt als "
        "Tausendertrenner: Ohne `dezimal: komma` wäre 1.234 nicht eindeutig. Mit `ausserhalb: ja` werden Zeilen mit "
        "anderen Orten gezählt und aufgehoben, aber nicht ausgewertet. Derselbe Eintrag liest alle 40.000 Zeilen.",
        "landesliste.csv",
        {
            "": "Jahr;Empfänger;Sitz;Zweck;Betrag\n"
            "2019;Gemeinde Anröchte;Anröchte;Sprache;1.234\n"
            "2019;Welcome Wickede;Wickede;Begegnung;880\n"
            "2019;Hafenverein;Duisburg;Begegnung;12.500\n"
            "2020;Domchor;Köln;Musik;1.000\n"
            "2020;Chor Möhnesee;Möhnesee;Musik;70\n"
            "2020;Stadtgarten;Essen;Garten;3.400\n"
        },
        """\
  - datei: landesliste.csv
    tabelle: weiterleitungen
    dezimal: komma
    spalten:
      Sitz: kommune
      Betrag: bewilligt
    weglassen_spalten: [Zweck]
    ausserhalb: ja
""",
        """\
foerderjahr | kommune        | traeger           | bewilligt
2019        | Anröchte       | Gemeinde Anröchte | 1.234,00
2019        | Wickede (Ruhr) | Welcome Wickede   | 880,00
2020        | Möhnesee       | Chor Möhnesee     | 70,00
""",
        {
            "gelesen": 6,
            "uebernommen": 3,
            "ausserhalb": 3,
            "betrag_uebernommen_cent": 218_400,
            "betrag_ausserhalb_cent": 1_690_000,
        },
        "3 Zeilen mit 3 Orten außerhalb des Kreises, nicht ausgewertet, zusammen 16.900,00 €",
    ),
    Beispiel(
        "Feste Werte für eine ganze Datei",
        "Die Liste gilt für einen einzigen Träger in einer Kommune; beides steht nur im Anschreiben. `konstanten` "
        "gelten für jede Zeile. Ein Betrag steht dort mit Komma, etwa „300,00“.",
        "pauschalen_2019.csv",
        {"": "Az.;Baustein\nKI-1;A2\nKI-2;B2\n"},
        """\
  - datei: pauschalen_2019.csv
    tabelle: weiterleitungen
    kopfzeile: 1
    konstanten: {kommune: Anröchte, traeger: Gemeinde Anröchte, bewilligt: "300,00"}
""",
        """\
massnahme_id | foerderjahr | kommune  | traeger           | baustein | bewilligt
KI-1         | 2019        | Anröchte | Gemeinde Anröchte | A2       | 300,00
KI-2         | 2019        | Anröchte | Gemeinde Anröchte | B2       | 300,00
""",
        {"gelesen": 2, "uebernommen": 2, "betrag_uebernommen_cent": 60_000},
    ),
)
