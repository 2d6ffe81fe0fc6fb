"""One source row as a canonical row: every value read strictly, every fault named with its remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from komman.amounts import Betrag, decided_by_sign, is_missing, parse_count
from komman.columns import ALIASES, REQUIRED
from komman.contacts import contact_kind, mask
from komman.dates import parse_date
from komman.grid import Zelle
from komman.satz import CONSTANT, CORRECT, DECIDE_DAY, DECIDE_SIGN, Kontext, Mangel, Satz, Wert
from komman.spelling import DECIMAL, spell
from komman.tables import SCHEMAS
from komman.values import (
    BOOKINGS,
    LETTERS,
    PARTS,
    YES_NO,
    baustein,
    baustein_proposal,
    days_of,
    is_person,
    month,
    share,
    word,
)

__all__ = ["CONSTANT", "Kontext", "Mangel", "Satz", "Wert", "show", "translate"]

_PLACES = ("kommune", "traeger")
_ARTEN = {tabelle: {s.name: s.art for s in columns} for tabelle, columns in SCHEMAS.items()}


def show(zelle: Zelle, telefon: bool = False) -> str:
    """A cell for a message or a log: German dates, contact data masked."""
    if zelle is None:
        return ""
    if isinstance(zelle, bool):
        return "WAHR" if zelle else "FALSCH"
    if isinstance(zelle, date):
        return f"{zelle:%d.%m.%Y}"
    if isinstance(zelle, (int, Decimal)):
        return format(zelle, "f").replace(".", ",") if isinstance(zelle, Decimal) else str(zelle)
    return mask(zelle, telefon)


def translate(
    tabelle: str,
    zellen: Mapping[str, Zelle],
    betraege: Mapping[str, Betrag],
    namen: Mapping[str, str],
    kontext: Kontext,
    ohne_wert: frozenset[str] = frozenset(),
) -> Satz:
    """``zellen`` and ``betraege`` (by canonical column) as a ``Satz``; ``namen`` are the headings as the file has them.

    Amounts in cents, counts whole; a value in no closed list, an unknown Kommune, a missing required value and contact
    data in a column that is kept are faults.
    """
    return _Reader(tabelle, zellen, betraege, namen, kontext, ohne_wert).read()


def translate_cells(tabelle: str, zellen: Mapping[str, Zelle], kontext: Kontext) -> Satz:
    """Some cells of a row, as ``translate`` reads them; no amounts, and nothing that is not there is missed."""
    return _Reader(tabelle, zellen, {}, {}, kontext, frozenset()).read_some()


class _Reader:
    """The state of reading one row."""

    def __init__(
        self,
        tabelle: str,
        zellen: Mapping[str, Zelle],
        betraege: Mapping[str, Betrag],
        namen: Mapping[str, str],
        kontext: Kontext,
        ohne_wert: frozenset[str],
    ) -> None:
        self.tabelle, self.zellen, self.betraege, self.namen = tabelle, zellen, betraege, namen
        self.kontext, self.ohne_wert = kontext, ohne_wert
        self.satz = Satz()

    def read(self) -> Satz:
        for spalte in SCHEMAS[self.tabelle]:
            if spalte.name not in ALIASES[self.tabelle] or spalte.name in _CHECKS:
                continue
            if spalte.art == "cent":
                self._amount(spalte.name)
            else:
                self._value(spalte.name, spalte.art)
        for feld, check in _CHECKS.items():
            if not is_missing(self.zellen.get(feld)):
                check(self)
        self._required()
        return self.satz

    def read_some(self) -> Satz:
        for feld in self.zellen:
            if feld not in _CHECKS:
                self._value(feld, _ARTEN[self.tabelle][feld])
        for feld, check in _CHECKS.items():
            if feld in self.zellen and not is_missing(self.zellen[feld]):
                check(self)
        return self.satz

    def fault(self, feld: str, grund: str, abhilfe: str = CORRECT) -> None:
        wert = show(self.zellen.get(feld), telefon=feld in _PLACES)
        if self.namen.get(feld, "").endswith(CONSTANT):
            abhilfe = "Den Wert in quellen.yaml unter „konstanten“ berichtigen."
        self.satz.maengel.append(Mangel(self.namen.get(feld, feld), wert, grund, abhilfe))

    def _amount(self, feld: str) -> None:
        betrag = self.betraege.get(feld, Betrag(None))
        self.satz.werte[feld] = betrag.cent
        if betrag.grund:
            self.fault(feld, mask(betrag.grund), DECIDE_SIGN if decided_by_sign(betrag.grund) else CORRECT)
        elif feld == "zurueckgezahlt_cent" and betrag.cent is not None and betrag.cent < 0:
            self.fault(
                feld, "eine Rückzahlung steht ohne Minuszeichen", "Vorzeichen klären und in korrekturen.yaml eintragen."
            )

    def _value(self, feld: str, art: str) -> None:
        zelle = self.zellen.get(feld)
        zelle = None if is_missing(zelle) else zelle
        self.satz.werte.setdefault(feld, None)
        if feld in self.ohne_wert:
            self.fault(
                feld, "Formel ohne gespeicherten Wert", "Datei in Excel öffnen, neu berechnen lassen und speichern."
            )
        elif zelle is not None and art == "text" and isinstance(zelle, str) and self._has_contact(feld, zelle):
            pass
        elif zelle is not None:
            special = _SPECIAL.get((self.tabelle, feld)) or _SPECIAL.get(("", feld))
            (special or _BY_KIND[art])(self, feld, zelle)

    def _has_contact(self, feld: str, text: str) -> bool:
        kind = contact_kind(text, telefon=feld in _PLACES)
        if kind:
            self.fault(feld, f"enthält Kontaktdaten ({kind})", "Kontaktdaten in der Datei aus dieser Spalte entfernen.")
        return bool(kind)

    def _text(self, feld: str, zelle: Zelle) -> None:
        if isinstance(zelle, (date, bool)):
            self.fault(feld, "Text erwartet", "Zelle in Excel als Text formatieren und den Wert neu eingeben.")
        else:
            self.satz.werte[feld] = " ".join(show(zelle).split())

    def _count(self, feld: str, zelle: Zelle) -> None:
        anzahl = parse_count(zelle)
        self.satz.werte[feld] = anzahl.zahl
        if anzahl.grund:
            self.fault(feld, mask(anzahl.grund))

    def _date(self, feld: str, zelle: Zelle) -> None:
        datum = parse_date(zelle, self.kontext.datumsregel)
        self.satz.werte[feld] = datum.tag
        if datum.grund:
            self.fault(feld, mask(datum.grund), DECIDE_DAY.get(datum.grund, CORRECT))

    def _share(self, feld: str, zelle: Zelle) -> None:
        self.satz.werte[feld] = share(zelle)
        if self.satz.werte[feld] is None:
            self.fault(feld, "Stellenanteil nicht lesbar")

    def _year(self, feld: str, zelle: Zelle) -> None:
        jahr = parse_count(zelle).zahl
        if jahr is None or not 2000 <= jahr <= 2099:
            self.fault(feld, "kein Förderjahr (vierstellige Jahreszahl)")
        else:
            self.satz.werte[feld] = jahr

    def _kommune(self, feld: str, zelle: Zelle) -> None:
        schluessel = self.zellen.get("ags")
        self._place(show(zelle), "" if is_missing(schluessel) else show(schluessel))

    def _place(self, text: str, schluessel: str) -> None:
        """An outside row is no fault: it has its place and no Kommune."""
        found = self.kontext.orte.suche(text, schluessel)
        if found.grund:
            self.fault("kommune", found.grund, found.abhilfe)
        elif found.kommune is not None:
            self.satz.werte |= {"kommune": found.kommune.name, "ags": found.kommune.ags}
        elif found.ausserhalb:
            self.satz.werte["kommune"] = " ".join(text.split())
        self.satz.ausserhalb, self.satz.gemeinde = found.ausserhalb, found.gemeinde
        self.satz.ortsteil = " ".join(text.split()) if found.ortsteil else ""

    def _check_ags(self) -> None:
        """A key in the source is only held against the Kommune; a number cell has lost its leading zero."""
        key = show(self.zellen["ags"]).strip()
        if is_missing(self.zellen.get("kommune")):
            self._place("", key)
        ags = self.satz.werte.get("ags")
        if ags is not None and key.lstrip("0") != str(ags).lstrip("0"):
            self.fault(
                "ags",
                f"der Gemeindeschlüssel gehört nicht zu {self.satz.werte['kommune']} ({ags})",
                "In der Datei oder mit „setze“ in korrekturen.yaml berichtigen: ags oder kommune, was falsch ist.",
            )

    def _traeger(self, feld: str, zelle: Zelle) -> None:
        self._text(feld, zelle)
        text = self.satz.werte[feld]
        if isinstance(zelle, Decimal) or (isinstance(text, str) and spell(text).art in DECIMAL):
            self.fault(feld, "Betrag statt Name; vielleicht sind die Zellen der Zeile verschoben")
        elif isinstance(text, str):
            found = self.kontext.traeger.finde(text)
            self.satz.werte |= {"traeger": found.name, "traegerart": found.art, "traeger_id": found.id}

    def _check_person(self) -> None:
        """A ledger may protect a name (natural person) but never make one public: the kind comes from traeger.yaml."""
        self.satz.person = is_person(show(self.zellen["traegerart"]))

    def _baustein(self, feld: str, zelle: Zelle) -> None:
        text, codes = show(zelle), self.kontext.bausteine
        self.satz.werte[feld] = baustein(text, codes)
        if self.satz.werte[feld] is None:
            near = baustein_proposal(text, codes)
            asked = f" Meinten Sie „{near}“?" if near else ""
            self.fault(
                feld,
                f"unbekannter Baustein.{asked}",
                f"In korrekturen.yaml mit „setze“ eintragen; bekannt sind {', '.join(codes)}.",
            )

    def _from_list(self, feld: str, zelle: Zelle, vocabulary: Mapping[str, tuple[str, ...]]) -> None:
        self.satz.werte[feld] = word(show(zelle), vocabulary)
        if self.satz.werte[feld] is None:
            self.fault(feld, f"unbekannter Wert; bekannt sind {', '.join(vocabulary)}")

    def _month(self, feld: str, zelle: Zelle) -> None:
        self.satz.werte[feld] = month(zelle)
        if self.satz.werte[feld] is None:
            self.fault(feld, "kein Monat (z. B. 2019-05)")

    def _days(self, feld: str, zelle: Zelle) -> None:
        """Days with someone on the post: within the month, and never at odds with ``besetzt``."""
        self._count(feld, zelle)
        tage, werte = self.satz.werte[feld], self.satz.werte
        monat, besetzt = werte.get("monat"), werte.get("besetzt")
        if not isinstance(tage, int):
            return
        if isinstance(monat, str) and tage > days_of(monat):
            self.fault(feld, f"{monat} hat nur {days_of(monat)} Tage")
        elif besetzt in ("ja", "nein") and (besetzt == "ja") != (tage > 0):
            spalte = self.namen.get("besetzt", "besetzt")
            self.fault(feld, f"widerspricht der Angabe „{besetzt}“ in der Spalte „{spalte}“")

    def _required(self) -> None:
        werte, faulty = self.satz.werte, {m.spalte for m in self.satz.maengel}
        if "foerderjahr" in ALIASES[self.tabelle] and "foerderjahr" not in self.namen:
            werte.setdefault("foerderjahr", None)
            werte["foerderjahr"] = werte["foerderjahr"] or self.kontext.jahr
        groups = [*REQUIRED[self.tabelle], *([("foerderjahr",)] if "foerderjahr" in ALIASES[self.tabelle] else [])]
        for group in groups:
            named = [f for f in group if f in self.namen or len(group) == 1]
            blank = all(werte.get(f) is None for f in group) and not any(self.namen.get(f, f) in faulty for f in group)
            if blank and self.tabelle == "bescheide" and len(group) > 1:
                continue  # a Nachweis still open has a row without an amount
            if blank and len(group) == 1:
                self.fault(group[0], "Angabe fehlt")
            elif blank:
                self.satz.maengel.append(
                    Mangel(self.namen.get(named[0], named[0]), "", "kein Betrag in der Zeile", CORRECT)
                )


_CHECKS: dict[str, Callable[[_Reader], None]] = {"ags": _Reader._check_ags, "traegerart": _Reader._check_person}
_Step = Callable[[_Reader, str, Zelle], None]
_BY_KIND: dict[str, _Step] = {
    "text": _Reader._text,
    "ganzzahl": _Reader._count,
    "datum": _Reader._date,
    "dezimal": _Reader._share,
}
_SPECIAL: dict[tuple[str, str], _Step] = {
    ("", "foerderjahr"): _Reader._year,
    ("", "kommune"): _Reader._kommune,
    ("", "traeger"): _Reader._traeger,
    ("", "baustein"): _Reader._baustein,
    ("", "monat"): _Reader._month,
    ("bescheide", "art"): lambda r, f, z: r._from_list(f, z, LETTERS),
    ("bescheide", "programmteil"): lambda r, f, z: r._from_list(f, z, PARTS),
    ("zahlungen", "art"): lambda r, f, z: r._from_list(f, z, BOOKINGS),
    ("personal", "besetzt_tage"): _Reader._days,
    ("personal", "besetzt"): lambda r, f, z: r._from_list(f, z, YES_NO),
}
