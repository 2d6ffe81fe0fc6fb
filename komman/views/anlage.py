"""The blocks of notebook 08: the Anlage of a Vorlage, with the author's text and a check of what it states."""

from __future__ import annotations

from dataclasses import replace

from komman.aussagen import Aussage, AussagenListe, Foerdersatz, Mehrbetrag, Refinanzierung, published, together
from komman.document import Bloecke, Fliesstext, Kopf, Satz, Tabelle, Tabellenspalte
from komman.errors import DatenFehler, Ort
from komman.faktencheck import ABWEICHUNG, BESTAETIGT, DATEN, NICHT_PRUEFBAR, fact_check
from komman.formats import NICHT_BELEGT, OFFEN, anzahl, aufzaehlung, euro, jahre_text, stellenzahl
from komman.lage import Lage
from komman.rules import FOERDERSATZ
from komman.settings import vorlage_name
from komman.stellen import fill
from komman.views import jahresergebnis
from komman.views.common import cents, head, set_aside_sentence
from komman.views.personal import draft_ahead
from komman.vorlage import NICHTOEFFENTLICH, Eintrag, entry_of, refusal

FREIGABE = {"oeffentlich": "öffentlich", "nichtoeffentlich": NICHTOEFFENTLICH, "intern": "intern"}
BEISPIEL_BESTAETIGT = "Rechenweg bestätigt (Beispieldaten)"


def vorlage(lage: Lage) -> Eintrag:
    """The Vorlage of the year; refused if there is none, or if this Freigabe must not show it."""
    found = lage.beilagen["vorlagen"]["jahre"].get(str(lage.jahr))
    if found is None:
        name = vorlage_name(lage.jahr, "yaml", lage.beispiel)
        raise DatenFehler(
            f"Für das Förderjahr {lage.jahr} ist keine Vorlage angelegt.",
            ort=Ort(name),
            mehr=[
                "Darin stehen mindestens, je in einer eigenen Zeile:",
                "nummer: …, betreff: …, status: öffentlich, vorlageart: …, federfuehrend: …",
            ],
            abhilfe=f"die Datei {name} in data/raw/ anlegen; das Handbuch beschreibt sie unter "
            "„Die Anlage zu einer Vorlage“.",
        )
    if "abgelehnt" in found:
        raise refusal(found["abgelehnt"])
    return entry_of(found)


def aussagen(lage: Lage) -> tuple[Aussage, ...]:
    """The published statements about the Kreis and those of its aussagen.yaml, each content once."""
    found = lage.beilagen["vorlagen"]["aussagen"]
    if "abgelehnt" in found:
        raise refusal(found["abgelehnt"])
    return together(published(lage.schluessel), AussagenListe.model_validate(found).aussagen)


def kopf(lage: Lage) -> Kopf:
    """Title data, with the number of the Vorlage."""
    nummer = vorlage(lage).vorlage.nummer
    return replace(head(lage.jahr, lage.freigabe, lage), untertitel=f"Vorlage {nummer}, Förderjahr {lage.jahr}")


def angaben(lage: Lage) -> Tabelle:
    """The head of the Vorlage."""
    v = vorlage(lage).vorlage
    zeilen = [
        ["Vorlage-Nr.", v.nummer],
        ["Betreff", v.betreff],
        ["Status", v.status],
        ["Vorlage-Art", v.vorlageart],
        ["Federführend", v.federfuehrend],
    ]
    return Tabelle("Angaben zur Vorlage", [Tabellenspalte("Angabe", "links", True), Tabellenspalte("Inhalt")], zeilen)


def beratungsfolge(lage: Lage) -> Tabelle | Satz:
    """Which committee deals with it when, and with what result."""
    schritte = vorlage(lage).vorlage.beratungsfolge
    if not schritte:
        return Satz("Eine Beratungsfolge ist nicht angegeben.")
    zeilen = [[b.gremium, f"{b.datum:%d.%m.%Y}", b.ergebnis or OFFEN] for b in schritte]
    spalten = [Tabellenspalte("Gremium", "links", True), Tabellenspalte("Datum"), Tabellenspalte("Ergebnis")]
    return Tabelle("Beratungsfolge", spalten, zeilen)


def zusammenfassung(lage: Lage) -> Bloecke:
    """The year, the years together and the posts in computed sentences."""
    saetze = [jahresergebnis.zusammenfassung(lage).text, _all_years(lage), _posts(lage)]
    return Bloecke([Satz(s) for s in saetze if s])


def _all_years(lage: Lage) -> str:
    known = {int(z["foerderjahr"]): z for _, z in lage.jahre.iterrows() if cents(z, "netto") is not None}
    if len(known) < 2:
        return ""
    total = sum(cents(z, "netto") or 0 for z in known.values())
    orte = [int(z["kommunen"]) for z in known.values()]
    spanne = str(min(orte)) if min(orte) == max(orte) else f"{min(orte)} bis {max(orte)}"
    rest = jahre_text(sorted({int(j) for j in lage.jahre["foerderjahr"]} - known.keys()))
    offen = f" Für {rest} steht der Betrag noch nicht fest." if rest else ""
    return (
        f"In den Förderjahren {jahre_text(sorted(known))} wurden zusammen netto {euro(total)} weitergeleitet, "
        f"in jedem Jahr für Maßnahmen in {spanne} Kommunen.{offen}"
    )


def _posts(lage: Lage) -> str:
    vzae, kosten, foerderung = (
        _post(lage, s) for s in ("vzae_zehntausendstel", "personalkosten_cent", "foerderung_cent")
    )
    if vzae is None:
        return ""
    teile = [f"umfassten {stellenzahl(vzae)} Vollzeitäquivalente"]
    teile += [f"kosteten {euro(kosten)}"] if kosten is not None else []
    teile += [f"wurden vom Land mit {euro(foerderung)} gefördert"] if foerderung is not None else []
    return f"Die Stellen des Programmteils I {aufzaehlung(teile)}."


def _post(lage: Lage, spalte: str) -> int | None:
    return lage.grundlage.stelle(lage.jahr, spalte)


def sachdarstellung(lage: Lage) -> Fliesstext | Satz:
    """The author's text with its computed places."""
    eintrag = vorlage(lage)
    if not eintrag.text.strip():
        return Satz("Die Sachdarstellung steht in der Vorlage.")
    return Fliesstext(*fill(eintrag.text, lage, eintrag.text_datei))


def finanzielle_auswirkungen(lage: Lage) -> Bloecke:
    """The author's lines with their computed places."""
    eintrag = vorlage(lage)
    texte = [
        Fliesstext(*fill(text, lage, eintrag.datei, zeile)).plain()
        for text, zeile in zip(eintrag.vorlage.finanzielle_auswirkungen, eintrag.zeilen, strict=True)
    ]
    return Bloecke([Satz(t) for t in texte or ["Die Vorlage enthält hierzu keine Angaben."]])


def methode(lage: Lage) -> Bloecke:
    """As of when, for whom, from how many rows and files."""
    jahre = jahre_text(sorted({int(j) for j in lage.jahre["foerderjahr"]}))
    dateien = lage.beilagen["vorlagen"]["dateien"].get(str(lage.jahr), 0)
    geld = [f"{euro(c)} {was}" for was in ("bewilligt", "ausgezahlt") if (c := _total(lage, was)) is not None]
    zeilen = anzahl(len(lage.tabellen["weiterleitungen"]), "Zeile", "Zeilen")
    fehlt = " ".join(t for t in (set_aside_sentence(lage.zurueckgestellt), lage.ohne_bewilligung) if t)
    saetze = [
        f"Stand der Angaben ist der {lage.stand:%d.%m.%Y}, die Freigabe ist „{FREIGABE[lage.freigabe]}“. "
        "Die Beträge sind auf den Cent gerechnet; ein fehlender Wert bleibt offen und zählt nie als 0.",
        f"Übernommen sind {zeilen} der Förderlisten {jahre}{f': {aufzaehlung(geld)}' if geld else ''}. "
        f"{fehlt} Diese Listen und die Angaben zu Bescheiden, Zahlungen und Stellen "
        f"stammen aus {anzahl(dateien, 'Datei', 'Dateien')}.",
        *lage.hinweise,
    ]
    return Bloecke([Satz(s) for s in saetze])


def _total(lage: Lage, mass: str) -> int | None:
    """The sum over all years, if it is known of every Maßnahme."""
    if int(lage.jahre[f"fehlt_{mass}"].sum()):
        return None
    return sum(cents(z, mass) or 0 for _, z in lage.jahre.iterrows())


def regeln(lage: Lage) -> Tabelle:
    """The ceiling and the rates used, each with legal status, evidence and source."""
    z = lage.zeile
    hoechst = cents(z, "hoechstbetrag")
    zeilen = [
        [
            f"Höchstbetrag im Programmteil II, {lage.jahr}",
            euro(hoechst, NICHT_BELEGT),
            NICHT_BELEGT if hoechst is None else str(z["hoechstbetrag_quelle"]),
        ]
    ]
    for jahr, entwurf in sorted(_asked(lage)):
        rule = lage.regelwerk.lookup(FOERDERSATZ, jahr, entwurf=entwurf)
        mark = f" ({rule.marke})" if rule.marke else ""
        zeilen.append([f"Fördersatz je voller Stelle, {jahr}{mark}", euro(rule.exakt, NICHT_BELEGT), rule.nachweis])
    spalten = [
        Tabellenspalte("Regel", "links", True),
        Tabellenspalte("Wert", "rechts", False, "euro"),
        Tabellenspalte("Beleg"),
    ]
    return Tabelle("Verwendete Regeln", spalten, zeilen)


def _asked(lage: Lage) -> set[tuple[int, bool]]:
    """The Förderjahre whose rate the tables and the statements rest on, and whether it is that of a draft."""
    asked = {(lage.jahr, False)}
    if (ahead := draft_ahead(lage)) is not None:
        asked |= {(ahead.jahr, True), (ahead.satz.jahr, False)}
    for a in aussagen(lage):
        if isinstance(a, Foerdersatz):
            asked.add((a.jahr, a.rechtsstand == "entwurf"))
        if isinstance(a, Refinanzierung | Mehrbetrag):
            asked.add((a.satzjahr or a.jahr, a.rechtsstand == "entwurf"))
        if isinstance(a, Mehrbetrag):
            asked.add((a.jahr, False))
    return asked


def faktencheck(lage: Lage) -> Bloecke:
    """Each statement, what we find, and whether the two agree; from the sample it proves the arithmetic only."""
    found = fact_check(aussagen(lage), lage.grundlage)
    if found.empty:
        return Bloecke([Satz("Es sind keine Aussagen hinterlegt, die sich prüfen ließen.")])
    zeilen = []
    for _, r in found.iterrows():
        ergebnis = str(r["ergebnis"])
        if ergebnis == BESTAETIGT and lage.beispiel and r["grundlage"] == DATEN:
            ergebnis = BEISPIEL_BESTAETIGT
        zeilen.append(
            [str(r["aussage"]), str(r["soll"]), str(r["ist"]), ergebnis + (f": {r['grund']}" if r["grund"] else "")]
        )
    names = ("laut Aussage", "hier festgestellt", "Ergebnis")
    return Bloecke(
        [
            Satz(_verdict(results(lage), lage.beispiel)),
            Tabelle(
                "Faktencheck",
                [Tabellenspalte("Aussage", "links", True), *(Tabellenspalte(n) for n in names)],
                zeilen,
                fussnote=f"Woher die Aussagen stammen: {'; '.join(sorted(set(found['quelle'])))}.",
            ),
        ]
    )


def _verdict(n: dict[str, int], beispiel: bool) -> str:
    text = (
        f"Von {anzahl(sum(n.values()), 'geprüften Angabe', 'geprüften Angaben')} {_are(n[BESTAETIGT])} bestätigt, "
        f"{n[ABWEICHUNG] or 'keine'} {'weichen' if n[ABWEICHUNG] > 1 else 'weicht'} ab, "
        f"{n[NICHT_PRUEFBAR] or 'keine'} {'sind' if n[NICHT_PRUEFBAR] > 1 else 'ist'} nicht prüfbar."
    )
    return f"{text} Weil die Daten erfunden sind, ist damit nur der Rechenweg bestätigt." if beispiel else text


def _are(n: int) -> str:
    return f"{'sind' if n != 1 else 'ist'} {n or 'keine'}"


def results(lage: Lage) -> dict[str, int]:
    """How many statements are confirmed, deviate, and cannot be checked."""
    found = list(fact_check(aussagen(lage), lage.grundlage)["ergebnis"])
    return {e: found.count(e) for e in (BESTAETIGT, ABWEICHUNG, NICHT_PRUEFBAR)}


def deviations(lage: Lage) -> list[str]:
    """The statements that do not agree with our figures, each with by how much."""
    found = fact_check(aussagen(lage), lage.grundlage)
    return [f"{r['aussage']}: {r['grund']}" for _, r in found[found["ergebnis"] == ABWEICHUNG].iterrows()]
