"""What may be asked: closed lists of measures and groupings, and a question that refuses what makes no sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from komman.errors import AufrufFehler
from komman.formats import aufzaehlung
from komman.project import check_freigabe
from komman.text import nearest

Nach = Literal["jahr", "kommune", "baustein", "traegerart", "traeger"]
Einheit = Literal["cent", "promille", "anzahl", "hundertstel", "zehntausendstel"]
Art = Literal["geld", "anzahl", "koepfe", "kreis", "personal"]
NACH: tuple[Nach, ...] = get_args(Nach)
FILTER = ("kommune", "baustein", "traegerart", "traeger")
NACH_TEXT = {
    "jahr": "Förderjahr",
    "kommune": "Kommune",
    "baustein": "Baustein",
    "traegerart": "Trägerart",
    "traeger": "Träger",
}
NACH_DATIV = {"kommune": "Kommunen", "baustein": "Bausteinen", "traegerart": "Trägerarten", "traeger": "Trägern"}
# Key in the data: plural as a name, plural after „bei“.
TRAEGERARTEN = {
    "kommune": ("Kommunen als Träger", "Kommunen als Trägern"),
    "verein": ("Vereine", "Vereinen"),
    "kirche": ("Kirchen", "Kirchen"),
    "wohlfahrt": ("Wohlfahrtsverbände", "Wohlfahrtsverbänden"),
    "mso": ("Migrantenselbstorganisationen", "Migrantenselbstorganisationen"),
    "sonstige": ("sonstige Träger", "sonstigen Trägern"),
    "natuerliche_person": ("natürliche Personen", "natürlichen Personen"),
    "unbekannt": ("Träger unbekannter Art", "Trägern unbekannter Art"),
}


@dataclass(frozen=True, slots=True)
class Mass:
    """A measure: its name as typed, how it is headed, its unit, and the noun a sentence on its change needs."""

    name: str
    titel: str
    einheit: Einheit
    art: Art
    nomen: str
    formel: str

    @property
    def teilbar(self) -> bool:
        """Whether it is known per Maßnahme, so that it can be filtered and grouped."""
        return self.art in ("geld", "anzahl", "koepfe")

    @property
    def je_kopf(self) -> bool:
        """Whether a figure per 1,000 inhabitants, or a share, says something."""
        return self.teilbar and self.name != "kommunen"


def _geld(name: str, titel: str, formel: str) -> Mass:
    nomen = f"der {'netto weitergeleitete' if name == 'netto' else f'{titel}e'} Betrag"
    return Mass(name, titel, "cent", "geld", nomen, formel)


_SUMME = "Summe der Beträge „{}“ aller ausgewählten Maßnahmen, soweit bekannt."
_KOEPFE = "Summe der Meldungen zu den ausgewählten Maßnahmen; wer mehrfach gemeldet ist, zählt mehrfach."
MASSE = {
    m.name: m
    for m in (
        Mass(
            "hoechstbetrag", "Höchstbetrag", "cent", "kreis", "der Höchstbetrag",
            "Höchstbetrag laut Bescheid des Förderjahres, sonst laut Regelwerk.",
        ),
        *(
            _geld(n, t, _SUMME.format(t))
            for n, t in (
                ("beantragt", "beantragt"), ("bewilligt", "bewilligt"), ("ausgezahlt", "ausgezahlt"),
                ("nachgewiesen", "nachgewiesen"), ("anerkannt", "anerkannt"), ("zurueckgezahlt", "zurückgezahlt"),
            )
        ),
        _geld(
            "netto", "netto weitergeleitet",
            "Netto weitergeleitet = ausgezahlt minus zurückgezahlt; steht erst fest, wenn für jede ausgewählte "
            "Maßnahme beides bekannt ist.",
        ),
        Mass(
            "ausschoepfung", "Ausschöpfung", "promille", "kreis", "die Ausschöpfung",
            "Ausschöpfung = netto weitergeleitet im Verhältnis zum Höchstbetrag, auf eine Stelle gerundet.",
        ),
        Mass(
            "kommunen", "Kommunen", "anzahl", "anzahl", "die Zahl der Kommunen",
            "Zahl der Kommunen mit mindestens einer Maßnahme; kreisweite Maßnahmen zählen zu keiner Kommune.",
        ),
        Mass(
            "traeger", "Träger", "anzahl", "anzahl", "die Zahl der Träger",
            "Zahl der verschiedenen Träger mit mindestens einer Maßnahme.",
        ),
        Mass(
            "massnahmen", "Maßnahmen", "anzahl", "anzahl", "die Zahl der Maßnahmen",
            "Zahl der Maßnahmen laut Förderlisten, je Förderjahr gezählt.",
        ),
        Mass("ehrenamtliche", "Ehrenamtliche", "anzahl", "koepfe", "die Zahl der gemeldeten Ehrenamtlichen", _KOEPFE),
        Mass("teilnehmende", "Teilnehmende", "anzahl", "koepfe", "die Zahl der gemeldeten Teilnehmenden", _KOEPFE),
        Mass(
            "vzae", "Vollzeitäquivalente", "zehntausendstel", "personal", "der Umfang der Stellen",
            "Vollzeitäquivalente (VZÄ) der Stellen des Programmteils I, im Durchschnitt der Monate.",
        ),
        Mass(
            "personalkosten", "Personalkosten", "cent", "personal", "die Summe der Personalkosten",
            "Summe der Personalkosten des Programmteils I im Jahr.",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frage:
    """A question: one measure over the Förderjahre ``von`` to ``bis``, filtered, grouped and set in relation.

    Filters are names as in the data (a Kommune also by AGS); empty means no filter. What cannot be asked is refused
    with the reason (``AufrufFehler``); names are held against the data when it is answered.
    """

    mass: str
    von: int
    bis: int
    kommune: str = ""
    baustein: str = ""
    traegerart: str = ""
    traeger: str = ""
    nach: str = ""
    rang: int = 0
    anteil: bool = False
    veraenderung: bool = False
    je_1000: bool = False
    freigabe: str = "oeffentlich"

    def __post_init__(self) -> None:
        _known("Das Maß", self.mass, tuple(MASSE))
        if self.nach:
            _known("Die Gliederung", self.nach, NACH)
        check_freigabe(self.freigabe)
        if self.veraenderung and not self.nach:
            object.__setattr__(self, "nach", "jahr")
        for check in (_years, _parts, _itself, _relations):
            check(self)

    @property
    def m(self) -> Mass:
        """The measure asked for."""
        return MASSE[self.mass]

    @property
    def filter(self) -> dict[str, str]:
        """The filters that are set, by dimension."""
        return {f: getattr(self, f) for f in FILTER if getattr(self, f)}

    @property
    def einheit(self) -> Einheit:
        """The unit of the values: a count per 1,000 inhabitants has two decimals."""
        return "hundertstel" if self.je_1000 and self.m.einheit == "anzahl" else self.m.einheit


def _known(was: str, name: str, known: tuple[str, ...]) -> None:
    if name not in known:
        close = nearest(name, known)
        mehr = [f"Meinten Sie „{close}“?"] if close else []
        raise AufrufFehler(f"{was} „{name}“ gibt es nicht.", mehr=mehr, abhilfe=f"möglich sind {', '.join(known)}.")


def _refused(was: str, grund: str, abhilfe: str) -> AufrufFehler:
    return AufrufFehler(was, mehr=[f"Grund: {grund[:1].upper()}{grund[1:]}"], abhilfe=abhilfe)


def _years(f: Frage) -> None:
    if f.von > f.bis:
        raise AufrufFehler(
            f"Der Zeitraum {f.von}-{f.bis} endet vor seinem Anfang.", abhilfe=f"--jahr {f.bis}-{f.von} angeben."
        )
    if f.von == f.bis or f.nach == "jahr":
        return
    if f.mass == "vzae":
        raise _refused(
            "Vollzeitäquivalente lassen sich nicht über mehrere Jahre zusammenzählen.",
            "sie sind ein Durchschnitt des Jahres.",
            "--nach jahr hinzufügen oder ein einzelnes Jahr nennen.",
        )
    if f.je_1000:
        raise _refused(
            "Ein Wert je 1.000 Einwohner gilt für ein einzelnes Förderjahr.",
            "die Einwohnerzahl ändert sich von Jahr zu Jahr.",
            "--nach jahr hinzufügen oder ein einzelnes Jahr nennen.",
        )


def _parts(f: Frage) -> None:
    asked = [f"--{name}" for name in f.filter] + ([f"--nach {f.nach}"] if f.nach not in ("", "jahr") else [])
    if f.m.teilbar or not asked:
        return
    grund = (
        "das Personal gehört zum Kreis, nicht zu einzelnen Maßnahmen."
        if f.m.art == "personal"
        else "der Höchstbetrag gilt für den ganzen Kreis."
    )
    raise _refused(
        f"„{f.m.titel}“ gibt es nur für den Kreis, nicht mit {aufzaehlung(asked)}.",
        grund,
        f"{asked[0]} weglassen oder ein anderes Maß wählen: {', '.join(m for m in MASSE if MASSE[m].teilbar)}.",
    )


def _itself(f: Frage) -> None:
    """A dimension asked for twice, or a count of what the question itself fixes."""
    counted = {"kommunen": "kommune", "traeger": "traeger"}.get(f.mass, "")
    if counted and (f.nach == counted or counted in f.filter):
        how = f"--nach {counted}" if f.nach == counted else f"--{counted}"
        raise _refused(
            f"„{f.m.titel}“ lässt sich nicht mit {how} verbinden.",
            "das Ergebnis wäre immer 1.",
            f"{how} weglassen oder ein anderes Maß wählen, zum Beispiel massnahmen.",
        )
    if f.nach in f.filter:
        raise _refused(
            f"--{f.nach} und --nach {f.nach} passen nicht zusammen.",
            "die Tabelle hätte nur eine Zeile.",
            f"eine der beiden Angaben weglassen oder --nach {next(n for n in NACH if n not in f.filter)} angeben.",
        )


def _relations(f: Frage) -> None:
    if f.rang < 0 or (f.rang and not f.nach):
        was = "Der Rang muss eine ganze Zahl ab 1 sein." if f.rang < 0 else "Eine Rangfolge braucht eine Gliederung."
        raise AufrufFehler(was, abhilfe="zum Beispiel --nach kommune --rang 3 angeben.")
    if f.veraenderung and (f.nach != "jahr" or f.von == f.bis):
        raise _refused(
            "Eine Veränderung braucht mehrere Förderjahre.",
            "verglichen werden Jahre, nicht Kommunen, Bausteine oder Träger.",
            "zum Beispiel --jahr 2016-2020 --nach jahr --veraenderung angeben.",
        )
    if f.anteil and f.je_1000:
        raise AufrufFehler("--anteil und --je-1000 passen nicht zusammen.", abhilfe="eine der Angaben weglassen.")
    for flag, asked in (("--je-1000", f.je_1000), ("--anteil", f.anteil)):
        if asked and not f.m.je_kopf:
            able = ", ".join(m for m in MASSE if MASSE[m].je_kopf)
            raise AufrufFehler(f"Zu „{f.m.titel}“ gibt es kein {flag}.", abhilfe=f"möglich ist es zu {able}.")
    if f.anteil and not f.filter and f.nach in ("", "jahr"):
        raise _refused(
            "Ein Anteil braucht eine Auswahl.",
            "ohne sie ist der Anteil immer 100 %.",
            "zum Beispiel --kommune, --baustein oder --nach kommune hinzufügen.",
        )
