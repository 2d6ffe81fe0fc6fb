"""The blocks of notebook 05: the posts of Programmteil I, what they cost and whether the funding was enough."""

from __future__ import annotations

from collections.abc import Sequence

from komman.charts_pairs import Jahrespaar, pairs_chart
from komman.document import Abbildung, Bloecke, Hinweis, Kennzahlen, Kopf, Satz, Tabelle, Tabellenspalte
from komman.formats import MINUS, NICHT_BELEGT, OFFEN, aufzaehlung, euro, jahre_text, stellenzahl
from komman.lage import Lage
from komman.rules import Regelwert
from komman.staffing_foerderung import (
    JA,
    Entwurfsjahr,
    Stellenjahr,
    draft_years,
    refinancing,
)
from komman.staffing_vakanz import missing_months, occupations
from komman.views.common import columns, head
from komman.views.masse import first_upper, span
from komman.views.personal_sach import material_of
from komman.views.regelnoten import note
from komman.views.regelnoten import tabelle as rule_table

OHNE_PERSONAL = "Zum Personal liegen keine Angaben vor"


def kopf(lage: Lage) -> Kopf:
    """Title data of the report."""
    return head(lage.jahr, lage.freigabe, lage)


def drafts_of(lage: Lage) -> tuple[Entwurfsjahr, ...]:
    """The Förderjahre with a draft, or the one the report looks ahead to."""
    return draft_years(lage.stellenjahre, lage.regelwerk, lage.jahr)


def draft_ahead(lage: Lage) -> Entwurfsjahr | None:
    """The draft for the report's own Förderjahr or the next; a past one that something overtook is history."""
    return next((d for d in drafts_of(lage)[-1:] if d.jahr >= lage.jahr), None)


def _this(lage: Lage) -> Stellenjahr | None:
    return next((s for s in lage.stellenjahre if s.jahr == lage.jahr), None)


def zusammenfassung(lage: Lage) -> Satz:
    """The year in a few sentences: posts, costs, funding, whether it was enough, and what a draft would change."""
    s = _this(lage)
    if s is None or s.vzae is None:
        return Satz(f"{OHNE_PERSONAL}: Im Förderjahr {lage.jahr} nennt keine Liste Stellen des Programmteils I.")
    ahead = draft_ahead(lage)
    kosten = "Ihre Kosten sind nicht belegt." if s.kosten is None else f"Sie kosteten {euro(s.kosten)}."
    teile = [
        f"Im Förderjahr {lage.jahr} umfasste der Programmteil I {stellenzahl(s.vzae)} Stellen (Vollzeitäquivalente).",
        kosten,
        _granted(s),
        _enough(s),
        *([draft_sentence(ahead)] if ahead is not None else []),
    ]
    return Satz(" ".join(teile))


def _granted(s: Stellenjahr) -> str:
    rate = refinancing(s.vzae, s.satz).cent
    by_rate = (
        f"Wie hoch der Fördersatz {s.jahr} war, ist nicht belegt."
        if rate is None
        else f"Bei {euro(s.satz.exakt)} je voller Stelle ergeben diese Stellen {euro(rate)}{_cut(s, rate)}."
    )
    granted = "" if s.bescheid is None else f"Das Land bewilligte {euro(s.bescheid)}."
    return f"{granted} {by_rate}".strip()


def _cut(s: Stellenjahr, rate: int) -> str:
    cent = s.gerechnet.cent
    return "" if cent in (None, rate) else f", nach der Regel für unbesetzte Stellen {euro(cent)}"


def _enough(s: Stellenjahr) -> str:
    if s.rest is None:
        return (
            "Ob die Förderung reichte, lässt sich nicht sagen."
            if s.zu_ende
            else "Ob die Förderung reicht, steht erst nach dem Ende des Jahres fest."
        )
    if s.auskoemmlich == JA:
        return f"Die Förderung war auskömmlich; {euro(s.rest)} waren mehr bewilligt, als die Stellen kosteten."
    return f"Die Förderung war nicht auskömmlich; {euro(-s.rest)} fehlten."


def draft_sentence(d: Entwurfsjahr) -> str:
    """What a draft comes to for the posts, against the rate in force or the last proven one."""
    mark = f"({d.entwurf.marke})"
    if d.kuenftig.cent is None:
        return f"Ein Entwurf sieht für {d.jahr} {euro(d.entwurf.exakt)} je voller Stelle vor {mark}."
    text = (
        f"Nach dem Entwurf ({euro(d.entwurf.exakt)} je voller Stelle) wären es für {d.jahr} "
        f"{euro(d.kuenftig.cent)} {mark}"
    )
    if d.mehr.cent is None or d.bisher.cent is None:
        return f"{text}."
    way = "mehr" if d.mehr.cent >= 0 else "weniger"
    before = f"als die {euro(d.bisher.cent)} nach dem Satz von {d.satz.jahr}"
    return f"{text}, also {euro(abs(d.mehr.cent))} {way} {mark} {before}."


def kennzahlen(lage: Lage) -> Kennzahlen | Bloecke:
    """The key figures of the year."""
    s = _this(lage)
    if s is None:
        return Bloecke([])
    rate = refinancing(s.vzae, s.satz).cent
    rest = "Überschuss" if s.rest is None or s.rest >= 0 else "Fehlbetrag"
    return Kennzahlen(
        [
            ("Stellen", stellenzahl(s.vzae, NICHT_BELEGT), "Vollzeitäquivalente, Durchschnitt der Monate"),
            (
                "Fördersatz mal Stellen",
                euro(rate, NICHT_BELEGT),
                f"Satz je voller Stelle: {euro(s.satz.exakt, NICHT_BELEGT)}",
            ),
            ("Förderung laut Bescheid", euro(s.bescheid, NICHT_BELEGT), s.bescheid_quelle or NICHT_BELEGT),
            ("Personalkosten", euro(s.kosten, NICHT_BELEGT), "Summe der Monate"),
            (rest, _signed(s), "Förderung minus Personalkosten"),
            ("auskömmlich?", s.auskoemmlich, "ob die Förderung die Personalkosten deckt"),
        ]
    )


def _signed(s: Stellenjahr) -> str:
    return euro(s.rest, NICHT_BELEGT if s.zu_ende else OFFEN)


def stellen(lage: Lage) -> Tabelle | Hinweis:
    """Posts, costs, rate and funding of all years."""
    jahre = lage.stellenjahre
    if not jahre:
        return Hinweis(OHNE_PERSONAL, "Weder eine Personalliste noch ein Bescheid zum Programmteil I liegt vor.")
    zeilen = [
        [
            str(s.jahr),
            stellenzahl(s.vzae, NICHT_BELEGT),
            *(euro(c, NICHT_BELEGT) for c in (s.kosten, s.satz.exakt, s.gerechnet.cent, s.bescheid)),
        ]
        for s in jahre
    ]
    names = ("Personalkosten", "Satz je voller Stelle", "nach dem Satz", "laut Bescheid")
    return Tabelle(
        "Stellen, Kosten und Förderung",
        columns("Förderjahr", ("Stellen", "text"), *((n, "euro") for n in names)),
        zeilen,
        fussnote=" ".join(t for t in (_applied(jahre), _why_no_costs(lage), rate_note(jahre)) if t),
    )


def rate_note(jahre: Sequence[Stellenjahr]) -> str:
    """The rates of several years as a source note, each proven rate once, under its first year here."""
    first: dict[object, Regelwert] = {}
    for s in jahre:
        same = (s.satz.wert, s.satz.rechtsstand, s.satz.quelle) if s.satz.wert is not None else s.jahr
        first.setdefault(same, s.satz)
    once = "" if len(first) == len(jahre) else "Ein Satz, der mehrere Jahre gilt, steht nur beim ersten."
    return f"{note(first.values())} {once}".strip()


def _applied(jahre: Sequence[Stellenjahr]) -> str:
    """By what vacancy rule the amounts are computed."""
    out = []
    for rule, text in (
        ("monat", "Monate, in denen niemand auf einer Stelle war, sind in „nach dem Satz“ abgezogen."),
        ("tag", "Tage, an denen niemand auf einer Stelle war, sind in „nach dem Satz“ abgezogen."),
    ):
        if any(s.angewandt == rule for s in jahre):
            out.append(text)
    if all(s.angewandt == "keine" for s in jahre):
        out.append("Nach dem Satz: Satz je voller Stelle mal Stellen, ohne Kürzung für unbesetzte Zeiten.")
    # A rate nobody knows is said in the source note; here only where the months do not suffice for the vacancy rule.
    known = [s for s in jahre if refinancing(s.vzae, s.satz).cent is not None]
    if reasons := [f"{s.jahr}: {s.gerechnet.grund}" for s in known if s.gerechnet.grund]:
        out.append(f"Nicht gerechnet ist {'; '.join(reasons)}.")
    return " ".join(out)


def _why_no_costs(lage: Lage) -> str:
    """Why a year with posts has no costs here."""
    missing = [s.jahr for s in lage.stellenjahre if s.vzae is not None and s.kosten is None]
    if not missing:
        return ""
    reason = (
        "ein Monat fehlt in der Personalliste, oder in einem Monat mit besetzter Stelle sind keine Kosten angegeben"
    )
    if lage.freigabe != "intern":
        reason = f"{reason}, oder sie ließen erkennen, was eine einzelne Person verdient"
    return f"{first_upper(span(missing))} fehlen die Personalkosten: {first_upper(reason)}."


def auskoemmlich(lage: Lage) -> Tabelle | Hinweis:
    """Whether the funding was enough, year by year."""
    jahre = lage.stellenjahre
    if not jahre:
        return Hinweis("Ob die Förderung reicht, ist nicht bekannt", "Dazu fehlen die Stellen und ihre Kosten.")
    zeilen = [
        [
            str(s.jahr),
            euro(s.foerderung, NICHT_BELEGT),
            s.foerderung_quelle,
            euro(s.kosten, NICHT_BELEGT),
            _signed(s),
            s.auskoemmlich,
        ]
        for s in jahre
    ]
    spalten = [
        Tabellenspalte("Förderjahr", "links", True),
        Tabellenspalte("Förderung", "rechts", False, "euro"),
        Tabellenspalte("Grundlage"),
        Tabellenspalte("Personalkosten", "rechts", False, "euro"),
        Tabellenspalte("Überschuss", "rechts", False, "euro"),
        Tabellenspalte("auskömmlich?"),
    ]
    sentences = [
        "Auskömmlich: Die Förderung ist mindestens so hoch wie die Personalkosten.",
        f"Ein Überschuss mit „{MINUS}“ ist ein Fehlbetrag.",
        "Ohne Bescheid zählt, was sich nach dem Satz ergibt.",
        "Ob ein Überschuss beim Kreis bleibt, sagt diese Rechnung nicht.",
        *([] if all(s.zu_ende for s in jahre) else [_not_over([s.jahr for s in jahre if not s.zu_ende])]),
    ]
    return Tabelle("Reicht die Förderung?", spalten, zeilen, fussnote=" ".join(sentences))


def _not_over(jahre: Sequence[int]) -> str:
    return f"Noch offen ist {jahre_text(jahre)}, weil das Jahr am Stand der Angaben noch nicht zu Ende war."


def bild(lage: Lage) -> Abbildung | Bloecke:
    """Costs beside funding of each year, and the draft where there is one."""
    jahre, drafts = lage.stellenjahre, drafts_of(lage)
    if not jahre:
        return Bloecke([])
    by_draft = {d.jahr: d.kuenftig.cent for d in drafts}
    paare = [Jahrespaar(s.jahr, s.kosten, s.foerderung, by_draft.pop(s.jahr, None)) for s in jahre]
    paare += [Jahrespaar(j, None, None, cent, ausblick=True) for j, cent in by_draft.items() if cent is not None]
    return Abbildung(
        titel=f"Personalkosten und Förderung {span([s.jahr for s in jahre])}",
        alt=f"Säulen nebeneinander: {'; '.join(_said(p) for p in paare)}.",
        figur=pairs_chart(paare),
        tabelle=None,
    )


def _said(p: Jahrespaar) -> str:
    pair = (
        [] if p.ausblick else [f"Kosten {euro(p.kosten, NICHT_BELEGT)}, Förderung {euro(p.foerderung, NICHT_BELEGT)}"]
    )
    draft = [] if p.entwurf is None else [f"{euro(p.entwurf)} (Entwurf)"]
    return f"{p.jahr} {', '.join([*pair, *draft])}"


def regeln(lage: Lage) -> Tabelle:
    """The rules this report computes with, each with legal status and source."""
    s = _this(lage)
    used: list[Regelwert] = [lage.regelwerk.lookup("rechtsgrundlage", lage.jahr, "I")]
    used += [s.satz, s.regel] if s is not None else []
    for d in drafts_of(lage)[-1:]:
        used += [d.satz, d.entwurf]
    used += [m.regel for m in material_of(lage) if m.jahr == lage.jahr]
    return rule_table("Regeln dieses Berichts", used)


def grenzen(lage: Lage) -> Hinweis:
    """What is not in these figures, and why."""
    gaps = [m for s in lage.stellenjahre for m in missing_months(occupations(lage.tabellen["personal"], s.jahr))]
    teile = [
        "Eine Stelle zählt mit ihrem Anteil, auch wenn sie unbesetzt ist; die Kosten sind die der Personalliste.",
        f"In der Personalliste fehlt {aufzaehlung(gaps)}; die Stellen sind der Durchschnitt der übrigen Monate."
        if gaps
        else "",
        _why_no_costs(lage),
        "" if lage.freigabe == "intern" else "Personalkosten erscheinen nur als Summe eines Jahres.",
    ]
    return Hinweis("Was diese Zahlen nicht enthalten", " ".join(t for t in teile if t))
