"""Blocks of notebook 05 on what a draft would change and, only intern, on vacant posts."""

from __future__ import annotations

from fractions import Fraction

from komman.block import Block
from komman.document import Bloecke, Hinweis, Satz, Tabelle, Tabellenspalte
from komman.formats import NICHT_BELEGT, divide_half_up, euro, group, stellenzahl
from komman.lage import Lage
from komman.rules import FOERDERSATZ
from komman.staffing_foerderung import Entwurfsjahr, Stellenjahr, refinancing
from komman.staffing_vakanz import VAKANZREGELN, occupations, rule_of, vacancy, vacancy_figures
from komman.views.common import columns
from komman.views.personal import OHNE_PERSONAL, draft_sentence, drafts_of, rate_note
from komman.views.regelnoten import note

REGEL_TEXT = {
    "keine": "kürzt eine unbesetzte Stelle die Förderung nicht",
    "monat": "zählt ein Monat nur, wenn an wenigstens einem Tag jemand auf der Stelle war",
    "tag": "zählen nur die Tage, an denen jemand auf der Stelle war",
}


def entwurf(lage: Lage) -> Bloecke:
    """What the posts would bring under a draft, beside the rate in force or the last proven one."""
    drafts = drafts_of(lage)
    overtaken = lage.regelwerk.lookup(FOERDERSATZ, lage.jahr)
    if not drafts:
        bis = lage.jahr + 1 if lage.stellenjahre else lage.jahr
        return Bloecke(
            [Satz(f"Für die Förderjahre bis {bis} ist kein Entwurf bekannt, der die Förderung ändern würde.")]
        )
    blocks: list[Block] = [Satz(draft_sentence(d)) for d in drafts[-1:]]
    if drafts[-1].jahr < lage.jahr and overtaken.exakt is not None:
        blocks.append(
            Satz(f"Für {lage.jahr} ist ein Satz von {euro(overtaken.exakt)} belegt; der Entwurf ist überholt.")
        )
    return Bloecke([*blocks, _draft_table(drafts)])


def _draft_table(drafts: tuple[Entwurfsjahr, ...]) -> Tabelle:
    zeilen = [
        [
            str(d.jahr),
            stellenzahl(d.vzae, NICHT_BELEGT),
            *(
                euro(c, NICHT_BELEGT)
                for c in (d.satz.exakt, d.bisher.cent, d.entwurf.exakt, d.kuenftig.cent, d.mehr.cent)
            ),
        ]
        for d in drafts
    ]
    names = ("Satz bisher", "Förderung bisher", "Satz (Entwurf)", "Förderung (Entwurf)", "Unterschied (Entwurf)")
    remarks = [r for d in drafts if (r := _basis(d))]
    rules = note([r for d in drafts for r in (d.satz, d.entwurf)])
    return Tabelle(
        "Die Förderung nach dem Entwurf",
        columns("Förderjahr", ("Stellen", "text"), *((n, "euro") for n in names)),
        zeilen,
        fussnote=" ".join(t for t in (*remarks, rules) if t),
    )


def _basis(d: Entwurfsjahr) -> str:
    """What stands in for a rate or for posts of the year that nobody knows."""
    parts = []
    if d.satz.jahr != d.jahr:
        parts.append(f"welcher Satz {d.jahr} in Kraft war, ist nicht belegt; bisher ist der Satz von {d.satz.jahr}")
    if d.stellenjahr != d.jahr:
        parts.append(f"gerechnet ist mit den Stellen von {d.stellenjahr}")
    return f"Zu {d.jahr}: {'; '.join(parts)}." if parts else ""


def regel(lage: Lage) -> Satz:
    """The vacancy rule of the year, where it comes from, and what is computed here."""
    known, source = rule_of(lage.regelwerk, lage.jahr)
    if source.wert is None:
        return Satz(
            "Wie eine unbesetzte Stelle die Förderung kürzt, ist nicht belegt. Gerechnet ist in diesem Bericht ohne "
            "Kürzung, also mit allen Stellen, ob besetzt oder nicht."
        )
    text = f"Nach der Regel für {lage.jahr} {REGEL_TEXT[known]} ({source.quelle})."
    if lage.freigabe == "intern" or known == "keine":
        return Satz(text)
    return Satz(
        f"{text} Weil diese Freigabe keine einzelnen Monate zeigt, ist hier ohne Kürzung gerechnet; die Förderung "
        "nach dem Satz kann deshalb zu hoch sein."
    )


def unbesetzt(lage: Lage) -> Bloecke:
    """Vacant months and days of each post, and the funding under all three rules; only intern."""
    if lage.freigabe != "intern":
        text = "Ob und wie lange eine Stelle unbesetzt war, steht nur in der internen Fassung."
        return Bloecke([Hinweis("Nicht in dieser Freigabe", text)])
    years = [s for s in lage.stellenjahre if occupations(lage.tabellen["personal"], s.jahr)]
    if not years:
        return Bloecke([Hinweis(OHNE_PERSONAL, "Die Personalliste nennt keine einzelnen Monate.")])
    return Bloecke([_posts(lage), _rules(lage, years)])


def _posts(lage: Lage) -> Block:
    found = vacancy_figures(occupations(lage.tabellen["personal"], lage.jahr))
    if not found:
        return Satz(f"Für das Förderjahr {lage.jahr} nennt die Personalliste keine einzelnen Monate.")
    zeilen = [[f.stelle, _share(f.vzae), _count(f.monate), _count(f.tage), _share(f.vzae_besetzt)] for f in found]
    spalten = [
        Tabellenspalte("Stelle", "links", True),
        Tabellenspalte("Anteil", "rechts"),
        Tabellenspalte("unbesetzte Monate", "rechts", False, "anzahl"),
        Tabellenspalte("unbesetzte Tage", "rechts", False, "anzahl"),
        Tabellenspalte("besetzt", "rechts"),
    ]
    return Tabelle(
        f"Unbesetzte Stellen im Förderjahr {lage.jahr}",
        spalten,
        zeilen,
        fussnote="Anteil und besetzt: Vollzeitäquivalente im Durchschnitt des Jahres, besetzt nach Tagen. "
        "Unbesetzte Monate: ganze Monate ohne jemanden auf der Stelle; ihre Tage zählen auch bei den Tagen.",
    )


def _count(n: int | None) -> str:
    return NICHT_BELEGT if n is None else group(n)


def _share(vzae: Fraction | None) -> str:
    if vzae is None:
        return NICHT_BELEGT
    return stellenzahl(divide_half_up(vzae.numerator * 10_000, vzae.denominator))


def _rules(lage: Lage, years: list[Stellenjahr]) -> Tabelle:
    zeilen, reasons = [], []
    for s in years:
        months = occupations(lage.tabellen["personal"], s.jahr)
        found = {r: refinancing(s.vzae, s.satz, vacancy(months, r)) for r in VAKANZREGELN}
        zeilen.append([str(s.jahr), *(euro(b.cent, NICHT_BELEGT) for b in found.values()), _rule_name(s)])
        reasons += sorted(
            {f"{s.jahr}: {b.grund}" for b in found.values() if b.grund and b.grund != found["keine"].grund}
        )
    spalten = columns("Förderjahr", *((n, "euro") for n in VAKANZREGELN.values()))
    return Tabelle(
        "Die Förderung nach drei Regeln für unbesetzte Stellen",
        [*spalten, Tabellenspalte("Regel des Jahres")],
        zeilen,
        fussnote=" ".join(
            [
                "Satz je voller Stelle mal Stellen. Nach Monaten fällt ein Monat nur weg, wenn an keinem Tag "
                "jemand auf der Stelle war.",
                *(f"{r}." for r in reasons),
                rate_note(years),
            ]
        ).strip(),
    )


def _rule_name(s: Stellenjahr) -> str:
    names: dict[object, str] = {r: VAKANZREGELN[r] for r in VAKANZREGELN}
    return names.get(s.regel.wert, NICHT_BELEGT)
