"""The sample's Vorlage for the year whose Nachweis is open: head, text with computed places, statements to check.

Its statements are those published about Kreis Soest; number, days and wording are invented.
"""

from __future__ import annotations

from komman.sample_plan import OFFENES_JAHR  # 2021, as in the texts

QUELLE = "Vorlage des Kreises Soest, 2022 (politik.kreis-soest.de, VOLFDNR=1001484)"

VORLAGE = """\
# Beispieldaten: der Kopf einer Vorlage. Nummer, Tage und Wortlaut sind frei erfunden.
#
# Der Name der Datei nennt das Förderjahr, um das es geht: vorlage_JJJJ.yaml; daneben liegt vorlage_JJJJ.md mit der
# Sachdarstellung. „komman vorlage 2021“ macht daraus die Anlage.
#
# nummer, betreff, vorlageart, federfuehrend   wie auf der Vorlage
# status                     öffentlich oder nichtöffentlich
# beratungsfolge             je Gremium der Tag und, sobald es ihn gibt, das Ergebnis
# finanzielle_auswirkungen   ein Text oder mehrere; errechnete Stellen in {{ … }} sind möglich
nummer: Beispiel 1/2022
betreff: KOMM-AN NRW als Daueraufgabe des Kommunalen Integrationszentrums
status: öffentlich
vorlageart: Mitteilungsvorlage - öffentlich
federfuehrend: Kommunales Integrationszentrum
beratungsfolge:
  - gremium: Ausschuss für Bildung und Integration
    datum: 2022-06-13
    ergebnis: zur Kenntnis genommen
  - gremium: Kreistag
    datum: 2022-06-30
finanzielle_auswirkungen:
  - >-
    Die Stellen des Programmteils I kosteten 2021 {{ personalkosten(2021) }}. Bewilligt waren dafür
    {{ foerderung_bescheid(2021) }}; Mehrkosten entstanden dem Kreis nicht.
  - Was von den Trägern für 2021 zurückkommt, ist {{ betrag("zurueckgezahlt", 2021) }}.
"""

TEXT = """\
### Anlass

Mit dem Programm KOMM-AN NRW fördert das Land seit 2016 die Integration vor Ort. Bis 2021 war dafür in jedem Jahr
ein Antrag nötig. Seit dem 1. Januar 2022 ist KOMM-AN eine **dauerhafte Aufgabe** des Kommunalen
Integrationszentrums.

### Programmteil I: Stellen

Im {{ kreis() }} gibt es dafür {{ vzae(2021) }} Stellen. Das Land fördert eine volle Stelle im Jahr mit bis zu
{{ foerdersatz(2021) }}, das sind {{ foerderung_stellen(2021) }}. Für die neue Richtlinie sind
{{ foerdersatz(2022, "entwurf") }} je volle Stelle vorgesehen. Das wären
{{ foerderung_stellen(2022, "entwurf") }} im Jahr, {{ mehrbetrag_stellen(2022, "entwurf") }} mehr als bisher.

### Programmteil II: Maßnahmen vor Ort

Von 2016 bis 2020 hat der Kreis {{ rund("netto", 2016, 2020) }} an Fördervereine, ehrenamtliche Initiativen und Kommunen
weitergeleitet, genau {{ netto(2016, 2020) }}. Davon profitierten in jedem Jahr {{ kommunen(2016, 2020) }} Kommunen.

Für 2021 gilt:

- An {{ traeger(2021) }} Träger sind für {{ massnahmen(2021) }} Maßnahmen
  {{ betrag("ausgezahlt", 2021) }} ausgezahlt.
- Der Höchstbetrag ist {{ hoechstbetrag(2021) }}.
- Der Verwendungsnachweis steht am {{ stand() }} noch aus; was netto weitergeleitet wurde, ist
  {{ netto(2021) }}.
"""

KOPF = """\
# Beispieldaten: Aussagen, die „komman vorlage“ nachrechnet. Jede steht in der Vorlage, die als Quelle genannt ist.
#
# art        netto_summe           von, bis, wert, gerundet_auf
#            kommunen_je_jahr      von, bis, mindestens, hoechstens
#            vzae                  jahr, wert (Stellen des Programmteils I)
#            foerdersatz           jahr, wert, rechtsstand (in_kraft oder entwurf)
#            antrag_jaehrlich_bis  von, bis (je Jahr ein Antrag, danach keiner), programmteil (I oder II, freiwillig)
#            keine_mehrkosten      jahr (Förderung laut Bescheid deckt die Personalkosten)
#            nachweis_offen        jahr, programmteil (I oder II, freiwillig)
#            refinanzierung        jahr (der Stellen), satzjahr, rechtsstand, wert (Fördersatz mal Stellen)
#            mehrbetrag            jahr, satzjahr, rechtsstand, wert (gegenüber dem Satz, der im jahr in Kraft war)
# aussage, quelle   wie sie im Bericht steht, und woher sie stammt
aussagen:
"""

AUSSAGEN: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "Weitergeleitet 2016 bis 2020",
        {"art": "netto_summe", "von": "2016", "bis": "2020", "wert": "546.000,00", "gerundet_auf": "1.000,00"},
    ),
    (
        "Kommunen mit Förderung",
        {"art": "kommunen_je_jahr", "von": "2016", "bis": "2020", "mindestens": "10", "hoechstens": "12"},
    ),
    ("Stellen im Programmteil I", {"art": "vzae", "jahr": "2021", "wert": "1,5"}),
    ("Förderung je voller Stelle", {"art": "foerdersatz", "jahr": "2021", "wert": "50.000,00"}),
    (
        "Förderung je voller Stelle nach dem Entwurf der Richtlinie",
        {"art": "foerdersatz", "jahr": "2022", "wert": "55.000,00", "rechtsstand": "entwurf"},
    ),
    ("Förderung der Stellen 2021", {"art": "refinanzierung", "jahr": "2021", "wert": "75.000,00"}),
    (
        "Förderung der Stellen nach dem Entwurf der Richtlinie",
        {
            "art": "refinanzierung",
            "jahr": "2021",
            "satzjahr": "2022",
            "rechtsstand": "entwurf",
            "wert": "82.500,00",
        },
    ),
    (
        "Mehr im Jahr nach dem Entwurf der Richtlinie",
        {"art": "mehrbetrag", "jahr": "2021", "satzjahr": "2022", "rechtsstand": "entwurf", "wert": "7.500,00"},
    ),
    ("Jährlicher Antrag bis 2021", {"art": "antrag_jaehrlich_bis", "von": "2016", "bis": "2021"}),
    ("Keine Mehrkosten für den Kreis 2021", {"art": "keine_mehrkosten", "jahr": "2021"}),
    ("Verwendungsnachweis 2021 steht aus", {"art": "nachweis_offen", "jahr": "2021"}),
)


def vorlage_files(jahre: tuple[int, int]) -> dict[str, bytes]:
    """File name → bytes: the statements, and the Vorlage if its Förderjahr is among ``jahre`` (first, last)."""
    files = {"beispiel_aussagen.yaml": _statements().encode("utf-8")}
    if jahre[0] <= OFFENES_JAHR <= jahre[1]:
        files |= {
            f"beispiel_vorlage_{OFFENES_JAHR}.yaml": VORLAGE.encode("utf-8"),
            f"beispiel_vorlage_{OFFENES_JAHR}.md": TEXT.encode("utf-8"),
        }
    return files


def _statements() -> str:
    lines: list[str] = []
    for aussage, felder in AUSSAGEN:
        lines += [f"  - aussage: {aussage}", *(f"    {name}: {wert}" for name, wert in felder.items())]
        lines.append(f"    quelle: {QUELLE}")
    return KOPF + "\n".join(lines) + "\n"
