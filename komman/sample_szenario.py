"""The sample's scenario: what permanent posts would cost the Kreis, each value an assumption or a draft."""

from __future__ import annotations

SZENARIO = """\
# Beispieldaten: ein Szenario für „komman szenario“.
# Was kosten die Stellen des Programmteils I den Kreis in den nächsten Jahren?
# Aufruf: komman szenario data/raw/beispiel_szenario.yaml
# Jede Angabe hier ist eine Annahme oder ein Entwurf. Der Bericht nennt sie alle und kennzeichnet, was auf ihnen beruht.

titel: Was dauerhafte Stellen den Kreis Soest kosten

# Erstes und letztes Jahr der Rechnung. Ohne „bis“ endet sie 2032.
von: 2022
bis: 2032

# Wovon die Kosten ausgehen. Nur „jahr“: Kosten je voller Stelle aus den Förderlisten dieses Jahres.
# Mit „je_stelle“ und „quelle“ gilt statt der Förderlisten ein eigener Betrag:
#   je_stelle: 60.000,00
#   quelle: Personalamt, Kosten eines Arbeitsplatzes
kosten:
  jahr: 2021

# Um wie viel Prozent die Kosten jedes Jahr steigen, ab dem Jahr „ab“ bis zum nächsten Eintrag.
# „erwartet“ ergibt den erwarteten Verlauf. Aus „mindestens“ und „hoechstens“ entsteht die Spanne: Für jedes Jahr wird
# eine Steigerung gezogen, Werte nahe „erwartet“ häufiger. Ein Abschluss, der feststeht, hat nur „erwartet“, dazu
# „rechtsstand: in_kraft“ und „quelle“. Für ein Jahr ohne Eintrag gilt die Regel tarifsteigerung, wenn sie belegt ist.
tarif:
  - ab: 2022
    mindestens: 0,5
    erwartet: 2,5
    hoechstens: 4,5
    quelle: Annahme für dieses Beispiel

# Wie viele Verläufe gezogen werden (100 bis 20000) und womit das Ziehen beginnt. Dieselbe Zahl ergibt dieselben Bytes.
ziehungen: 2000
zufallszahl: 20220531

# Die Szenarien, höchstens acht. Das erste ist das, mit dem die anderen verglichen werden. Möglich sind:
#   name                 kurz, er steht in Tabellen und Bildern
#   stellen              volle Stellen (VZÄ), die der Kreis bezahlt
#   gefoerderte_stellen  volle Stellen, die das Land fördert; ohne Angabe alle
#   programm_bis         letztes Jahr, in dem das Land Stellen fördert; ohne Angabe das des Programms (2024)
#   regeln               Werte, die statt der bekannten Regeln gelten; rechtsstand ist entwurf oder angenommen
#   dynamisierung        der Fördersatz steigt ab dem Jahr „ab“ jährlich um „prozent“
#   kosten, tarif        wie oben, nur für dieses Szenario
szenarien:
  - name: 50.000 € je Stelle bleiben
    stellen: 1,5
    programm_bis: 2032
    regeln:
      - name: foerdersatz_programmteil_i
        werte:
          - ab: 2022-01-01
            wert: 50.000,00
            rechtsstand: angenommen
            quelle: Satz der Vorjahre, unverändert fortgeführt

  - name: Entwurf mit 55.000 €
    stellen: 1,5
    programm_bis: 2032
    regeln:
      - name: foerdersatz_programmteil_i
        werte:
          - ab: 2022-01-01
            wert: 55.000,00
            rechtsstand: entwurf
            quelle: Vorlage des Kreises Soest, 2022 (politik.kreis-soest.de, VOLFDNR=1001484)

  - name: 57.000 € ab 2024
    stellen: 1,5
    programm_bis: 2032
    regeln:
      - name: foerdersatz_programmteil_i
        werte:
          - ab: 2022-01-01
            wert: 50.000,00
            rechtsstand: angenommen
            quelle: Satz der Vorjahre, unverändert fortgeführt
          - ab: 2024-01-01
            wert: 57.000,00
            rechtsstand: angenommen
            quelle: >-
              Bezirksregierung Arnsberg, Programmseite KOMM-AN I (ohne Datum); Beginn und Fortgeltung sind angenommen

  - name: 57.000 € ab 2024, danach jährlich 2 % mehr
    stellen: 1,5
    programm_bis: 2032
    regeln:
      - name: foerdersatz_programmteil_i
        werte:
          - ab: 2022-01-01
            wert: 50.000,00
            rechtsstand: angenommen
            quelle: Satz der Vorjahre, unverändert fortgeführt
          - ab: 2024-01-01
            wert: 57.000,00
            rechtsstand: angenommen
            quelle: >-
              Bezirksregierung Arnsberg, Programmseite KOMM-AN I (ohne Datum); Beginn und Fortgeltung sind angenommen
    dynamisierung:
      ab: 2025
      prozent: 2
      quelle: Annahme für dieses Beispiel

  # Ohne „programm_bis“ gilt, was belegt ist: Nach dem Förderjahr 2024 fördert KOMM-AN NRW keine Stelle mehr.
  # Das Nachfolgeprogramm (58.000 € je Kommunalem Integrationszentrum) trägt nur Sachausgaben.
  - name: Programm endet nach 2024
    stellen: 1,5
    regeln:
      - name: foerdersatz_programmteil_i
        werte:
          - ab: 2022-01-01
            wert: 50.000,00
            rechtsstand: angenommen
            quelle: Satz der Vorjahre, unverändert fortgeführt

  # Der Kreis bezahlt zwei Stellen; das Land fördert weiter 1,5, weil sich die Zahl nach den Einwohnern richtet.
  - name: 2,0 Stellen, davon 1,5 gefördert
    stellen: 2,0
    gefoerderte_stellen: 1,5
    programm_bis: 2032
    regeln:
      - name: foerdersatz_programmteil_i
        werte:
          - ab: 2022-01-01
            wert: 50.000,00
            rechtsstand: angenommen
            quelle: Satz der Vorjahre, unverändert fortgeführt
"""


def szenario_yaml() -> bytes:
    """The scenario file for „komman szenario“."""
    return SZENARIO.encode("utf-8")
