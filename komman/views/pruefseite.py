"""The page of ``komman pruefe --html``: everything a person has to look at, the most money first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from komman.bereinigung import Bereinigung
from komman.bereinigung import Hinweis as Lesehinweis
from komman.block import Block
from komman.checks import Ergebnis
from komman.checks_model import MEHRZAHL, SCHWERE
from komman.document import Fliesstext, Hinweis, Kopf, Satz, Tabelle, Tabellenspalte, Ueberschrift
from komman.errors import KommanFehler
from komman.formats import FREIGABE_TEXT, euro
from komman.pruefung import by_money, checks_released, confirmed
from komman.settings import setting_name
from komman.tables import Freigabe
from komman.views import arbeitsliste, lesebericht, pruefungen
from komman.views.common import KEINE, columns

TITEL = "Prüfseite: was zu klären ist"
INTERN = (
    "Diese Seite nennt Träger, Aktenzeichen und Beträge, auch von natürlichen Personen. Sie ist nur für den internen "
    "Gebrauch und gehört in keine Vorlage."
)
KAPITEL = {
    "fehler": "Fehler: zwei Angaben widersprechen sich",
    "warnung": "Warnungen: bitte klären",
    "hinweis": "Hinweise: einen Blick wert",
}
ZURUECKGESTELLT = (
    "Diese Zeilen stehen in keinem Ergebnis, bis sie geklärt sind. Die mit dem meisten Geld stehen vorn. Ein Klick "
    "öffnet eine Zeile: wie sie in der Datei steht, was zu tun ist und ein Entwurf für die Korrektur. Kontaktdaten und "
    "Bemerkungen werden nicht gezeigt."
)
ENTWURF = """\
Wenn Sie wissen, was richtig ist: den Entwurf in `data/raw/{datei}` kopieren, jedes „…“ und den Tag ausfüllen und \
nicht benötigte Zeilen unter `setze` löschen. Über dem ersten Eintrag steht in der Datei nur einmal die Zeile \
`korrekturen:`. Gilt die Zeile nicht, etwa weil sie doppelt ist: `aktion: loesche`, ohne `setze`. Eine Schreibweise, \
die öfter vorkommt, klären Sie besser einmal in `kreis.yaml` oder `traeger.yaml`.
"""
ANLEITUNG = """\
Ist ein Befund angesehen und stimmen die Angaben, tragen Sie ihn in `data/raw/{datei}` ein. Er steht dann in diesem \
Kapitel, und `komman pruefe` meldet ihn nicht mehr als Fehler, Warnung oder Hinweis. Gibt es die Datei noch nicht, \
legen Sie sie an; die erste Zeile steht in ihr nur einmal. Ändert sich ein Betrag, gilt der Eintrag nicht mehr, und \
der Befund ist wieder offen. So sieht ein Eintrag aus:

```yaml
geprueft:
  - befund: {kennung}
    grund: "hier steht, warum es stimmt"
    wer: "Ihr Kürzel"
    datum: "JJJJ-MM-TT"
```
"""


def page(b: Bereinigung, ergebnis: Ergebnis, abgelehnt: Iterable[tuple[Freigabe, KommanFehler]]) -> list[Block]:
    """The blocks of the page: what is set aside, what the checks found, how far they reached; internal data."""
    blocks: list[Block] = [_head(b), Hinweis("Nur für den internen Gebrauch", INTERN)]
    blocks += [Hinweis(f"Freigabe {FREIGABE_TEXT[level]}", " ".join(f.lines())) for level, f in abgelehnt]
    blocks += [Ueberschrift("Zurückgestellte Zeilen", 2), *_set_aside(b)]
    blocks += _findings(ergebnis)
    blocks += _confirmed(b, ergebnis)
    seen = checks_released(ergebnis, "intern")
    blocks += [Ueberschrift("Was geprüft wurde", 2), pruefungen.reach_table(seen["abdeckung"])]
    blocks += [pruefungen.gap_table(seen["luecken"])] if seen["luecken"] else []
    decided = lesebericht.decided([asdict(z) for z in b.bilanz], [asdict(s) for s in b.schreibweisen])
    return [*blocks, Ueberschrift("Was beim Lesen aufgefallen ist", 2), *_noticed(b), *decided]


def _head(b: Bereinigung) -> Kopf:
    kreis = b.konfiguration.kreis
    return Kopf(
        untertitel="Alle vorliegenden Listen",
        kreis=kreis.kreis,
        foerderjahr=_years(b),
        freigabe="intern",
        stand=kreis.stand.isoformat(),
        herausgeber=kreis.dienststelle,
        beispiel=kreis.beispiel,
    )


def _years(b: Bereinigung) -> str:
    jahre = sorted({int(j) for j in b.tabellen["weiterleitungen"]["foerderjahr"]})
    return "keines" if not jahre else str(jahre[0]) if len(jahre) == 1 else f"{jahre[0]} bis {jahre[-1]}"


def _set_aside(b: Bereinigung) -> list[Block]:
    """What stands above the work list (``arbeitsliste.work_list``), which the page puts below it."""
    if not any(h.art == "zurueckgestellt" for h in b.hinweise):
        return [Satz("Keine Zeile ist zurückgestellt.")]
    name = setting_name("korrekturen.yaml", b.konfiguration.kreis.beispiel)
    return [Satz(ZURUECKGESTELLT), Fliesstext(ENTWURF.format(datei=name)), arbeitsliste.reasons(b.hinweise)]


def _findings(ergebnis: Ergebnis) -> list[Block]:
    out: list[Block] = []
    for schwere in SCHWERE:
        found = [asdict(b) for b in ergebnis.befunde if b.schwere == schwere]
        out.append(Ueberschrift(KAPITEL[schwere], 2))
        out.append(
            pruefungen.finding_table(found, f"{MEHRZAHL[schwere][1]}, die mit dem meisten Geld zuerst")
            if found
            else Satz("Keine.")
        )
    return out


def _confirmed(b: Bereinigung, ergebnis: Ergebnis) -> list[Block]:
    """What a person found right, and how to say so of a finding."""
    seen = [confirmed(g) for g in ergebnis.geprueft]
    blocks: list[Block] = [Ueberschrift("Geprüft: angesehen und in Ordnung", 2)]
    blocks.append(pruefungen.confirmed_table(seen) if seen else Satz("Keine."))
    example = next((f.kennung for f in ergebnis.befunde if f.kennung), "")
    name = setting_name("geprueft.yaml", b.konfiguration.kreis.beispiel)
    return [*blocks, Fliesstext(ANLEITUNG.format(datei=name, kennung=example))] if example else blocks


def _noticed(b: Bereinigung) -> list[Block]:
    notes: list[Lesehinweis] = [h for h in b.hinweise if h.art != "zurueckgestellt"]
    if not notes:
        return [Satz("Sonst ist beim Lesen nichts aufgefallen.")]
    rows = [
        [h.bezeichnung, euro(h.cent, KEINE), pruefungen.place(asdict(h.ort)), h.satz, h.abhilfe or KEINE]
        for h in by_money(notes)
    ]
    return [_table("Hinweise beim Lesen", "Art", ("Stelle", "Hinweis", "Abhilfe"), rows)]


def _table(titel: str, erste: str, texte: tuple[Any, ...], rows: list[list[str]]) -> Tabelle:
    first, money = columns(erste, ("Betrag", "euro"))
    return Tabelle(titel, [first, money, *map(Tabellenspalte, texte)], rows)
