"""Cases by date: the model of a file in tests/cases, and how each kind is computed with the public functions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field, TypeAdapter, model_validator

from komman import checks, nachweis, outcomes, staffing, staffing_foerderung, staffing_sach, staffing_vakanz, verteilung
from komman.errors import DatenFehler
from komman.felder import JaNein, Modell, Tag, Text
from komman.formats import OFFEN, permille, prozent
from komman.regelmodell import Wert
from komman.rules import FOERDERSATZ, HOECHSTBETRAG, Regelwerk, Regelwert, regelwerk
from komman.tables import conform, empty
from komman.values import days_of
from komman.yamlfile import read_yaml
from tests.ledgers import KREIS, cents, grid, tables, weiterleitungen

ORDNER = Path(__file__).parent / "cases"
Betrag = Annotated[str, Field(pattern=r"^-?[0-9]{1,3}(\.[0-9]{3})*,[0-9]{2}$")]
Ergebnis = int | str | dict[str, int] | list[tuple[str, int | None]]


class Satz(Modell):
    """A rule the case stands on, as its source gives it; it must be what the shipped rules say."""

    name: Text
    jahr: int
    schluessel: str = ""
    entwurf: JaNein = False
    wert: Text


class Annahme(Modell):
    """A rule that only this case assumes."""

    name: Text
    ab: Tag = date(2016, 1, 1)
    schluessel: str = ""
    wert: Text


class Befund(Modell):
    """A finding of the checks, with the money at stake where there is any."""

    art: Text
    betrag: Betrag | None = None


class Eingabe(Modell):
    """What a kind of case needs; ``rechne`` gives cents, a text, or cents by name."""

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        raise NotImplementedError


class Stelle(Modell):
    """A post through a whole year, with the first and last day without anyone on it."""

    name: Text
    vzae: Annotated[str, Field(pattern=r"^[0-9](,[0-9]{1,4})?$")]
    unbesetzt_von: Tag | None = None
    unbesetzt_bis: Tag | None = None

    def monat(self, jahr: int, monat: int) -> dict[str, Any]:
        month = f"{jahr}-{monat:02d}"
        vacant = 0
        if self.unbesetzt_von and self.unbesetzt_bis:
            days = range((self.unbesetzt_bis - self.unbesetzt_von).days + 1)
            vacant = sum(f"{self.unbesetzt_von + timedelta(n):%Y-%m}" == month for n in days)
        occupied = days_of(month) - vacant
        vzae = Decimal(self.vzae.replace(",", "."))
        filled = {"besetzt": "ja" if occupied else "nein", "besetzt_tage": occupied}
        return {"stelle": self.name, "monat": month, "vzae": vzae, **filled}


class Stellen(Eingabe):
    """The posts of a Förderjahr at a rate: that of the year, or of ``satzjahr``, in force or a draft."""

    jahr: int
    satzjahr: int | None = None
    entwurf: JaNein = False
    stellen: Annotated[tuple[Stelle, ...], Field(min_length=1)]

    def personal(self) -> pd.DataFrame:
        rows = [s.monat(self.jahr, m) for m in range(1, 13) for s in self.stellen]
        return conform(pd.DataFrame(rows, dtype=object), "personal")

    def satz(self, regeln: Regelwerk) -> Regelwert:
        return regeln.lookup(FOERDERSATZ, self.satzjahr or self.jahr, entwurf=self.entwurf)

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        satz = self.satz(regeln)
        satz.rechne()  # a rate that is not proven is refused here, by its name
        personal = self.personal()
        regel, _ = staffing_vakanz.rule_of(regeln, self.jahr)
        vacant = staffing_vakanz.vacancy(staffing_vakanz.occupations(personal, self.jahr), regel)
        found = staffing_foerderung.refinancing(staffing.average_posts(personal), satz, vacant)
        assert found.cent is not None, found.grund
        return found.cent


class Mehrbetrag(Stellen):
    """What the rate of ``satzjahr`` pays more for the posts than that in force in ``jahr``."""

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        before, after = regeln.lookup(FOERDERSATZ, self.jahr), self.satz(regeln)
        for satz in (before, after):
            satz.rechne()
        found = staffing_foerderung.difference(staffing.average_posts(self.personal()), after, before)
        assert found.cent is not None, found.grund
        return found.cent


class Sachausgaben(Eingabe):
    """What is left of the ceiling for material costs after what was spent."""

    jahr: int
    vzae: Annotated[str, Field(pattern=r"^[0-9](,[0-9]{1,4})?$")]
    ausgegeben: Betrag

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        posts = int(Decimal(self.vzae.replace(",", ".")) * 10_000)
        stellen = pd.DataFrame({"foerderjahr": [self.jahr], "vzae_zehntausendstel": [posts]})
        letter = {"foerderjahr": self.jahr, "programmteil": "I-Sach", "art": "nachweis"}
        rows = [{**letter, "betrag_cent": cents(self.ausgegeben)}]
        (found,) = staffing_sach.material_years(stellen, conform(pd.DataFrame(rows, dtype=object), "bescheide"), regeln)
        found.regel.rechne()
        assert found.rest is not None
        return found.rest


class Pauschale(Eingabe):
    """Units of a Baustein in a Förderjahr at its Pauschale."""

    jahr: int
    baustein: Text
    einheiten: int

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        head = "az | jahr | ort | träger | baustein | einheiten_bewilligt | einheiten_nachgewiesen"
        rows = weiterleitungen(
            f"{head}\n1 | {self.jahr} | Soest | V Eins | {self.baustein} | {self.einheiten} | {self.einheiten}"
        )
        (found,) = nachweis.fixed_sums(rows, self.jahr, regeln)
        assert found.regel is not None
        found.regel.rechne()
        assert found.errechnet is not None
        return found.errechnet


class Hoechstbetrag(Eingabe):
    """The ceiling of a KI in Programmteil II, by its Kreisschlüssel."""

    jahr: int
    schluessel: Text

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        return regeln.lookup(HOECHSTBETRAG, self.jahr, self.schluessel).rechne()


class Nachfolge(Eingabe):
    """What the programme after KOMM-AN grants a KI, against its ceiling of a Förderjahr, as a change in percent."""

    jahr: int
    schluessel: Text

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        before = regeln.lookup(HOECHSTBETRAG, self.jahr, self.schluessel).rechne()
        _, after = regeln.successor()
        return prozent(permille(after.rechne() - before, before)).replace("\u00a0", " ").replace("\u2212", "-")


class Netto(Eingabe):
    """What was passed on net in a Förderjahr, from a Maßnahmen list (``tests.ledgers.weiterleitungen``)."""

    jahr: int
    liste: Text

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        found = outcomes.yearly(weiterleitungen(self.liste), empty("bescheide"), KREIS.schluessel)
        netto: Any = found.set_index("foerderjahr").loc[self.jahr, "netto_cent"]
        return OFFEN if pd.isna(netto) else int(netto)


class Rest(Eingabe):
    """One of the amounts left between the steps of the money (``nachweis.rest``, without ``_cent``)."""

    jahr: int
    groesse: Literal["nicht_ausgezahlt", "nicht_nachgewiesen", "nicht_anerkannt", "zurueckzuzahlen", "noch_offen"]
    liste: Text

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        rows = weiterleitungen(self.liste)
        found = nachweis.rest(outcomes.sums(rows[rows["foerderjahr"] == self.jahr]))[f"{self.groesse}_cent"]
        return OFFEN if found is None else found


class Pruefung(Eingabe):
    """What the checks find in a Maßnahmen list, with bookings and letters; only kinds in ``arten`` are looked at."""

    liste: Text
    bank: str = ""
    bescheide: str = ""
    stand: Tag
    arten: Annotated[tuple[Text, ...], Field(min_length=1)]

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        tabellen = tables(weiterleitungen(self.liste), zahlungen=bookings(self.bank), bescheide=letters(self.bescheide))
        done = checks.run_checks(tabellen, KREIS.schluessel, regeln, self.stand)
        looked_at = {a.art for a in done.abdeckung if a.geprueft or a.luecken}
        assert set(self.arten) <= looked_at, "a kind of check that is unknown or had nothing to look at"
        return sorted((b.art, b.cent) for b in done.befunde if b.art in self.arten)


class Ort(Modell):
    ags: Text
    einwohner: int
    flaeche_ha: int


class Verteilung(Eingabe):
    """A sum split among municipalities by the key of the FlüAG."""

    jahr: int
    gesamt: Betrag
    orte: Annotated[tuple[Ort, ...], Field(min_length=1)]

    def rechne(self, regeln: Regelwerk) -> Ergebnis:
        shares = verteilung.key(self.orte, verteilung.weights(regeln, self.jahr)).anteile
        return verteilung.distribute(cents(self.gesamt), shares)


def bookings(text: str) -> pd.DataFrame:
    """Columns: ``datum jahr art az betrag``."""
    rows = [
        {"zahlung_id": str(i), "datum": pd.Timestamp(r["datum"]), "foerderjahr": int(r["jahr"]), "art": r["art"]}
        | {"massnahme_id": r["az"] or None, "betrag_cent": cents(r["betrag"]), "quelle_datei": "bank.csv"}
        for i, r in enumerate(grid(text) if text else [])
    ]
    return conform(pd.DataFrame(rows, dtype=object), "zahlungen") if rows else empty("zahlungen")


def letters(text: str) -> pd.DataFrame:
    """Columns: ``datum jahr teil art betrag``."""
    rows = [
        {"foerderjahr": int(r["jahr"]), "programmteil": r["teil"], "art": r["art"], "datum": pd.Timestamp(r["datum"])}
        | {"betrag_cent": cents(r["betrag"]), "quelle_datei": "bescheide.csv"}
        for r in (grid(text) if text else [])
    ]
    return conform(pd.DataFrame(rows, dtype=object), "bescheide") if rows else empty("bescheide")


ARTEN: dict[str, type[Eingabe]] = {
    "foerderung_stellen": Stellen,
    "mehrbetrag": Mehrbetrag,
    "sachausgaben": Sachausgaben,
    "pauschale": Pauschale,
    "hoechstbetrag": Hoechstbetrag,
    "nachfolgeprogramm": Nachfolge,
    "netto": Netto,
    "nachweis": Rest,
    "pruefung": Pruefung,
    "verteilung": Verteilung,
}


class Fall(Modell):
    """A case: exactly one of ``erwartet``, ``abgelehnt`` (the name of the rule) and ``befunde``; no tolerance.

    ``beleg: belegt``: every rate comes from a source, so nothing may be assumed; else ``quelle`` says hypothetisch.
    """

    name: Text
    quelle: Text
    beleg: Literal["belegt", "hypothetisch"]
    art: Literal[tuple(ARTEN)]  # type: ignore[valid-type]
    saetze: tuple[Satz, ...] = ()
    annahmen: tuple[Annahme, ...] = ()
    eingabe: dict[str, Any]
    erwartet: Betrag | dict[str, Betrag] | Annotated[str, Field(pattern=rf"^(-?[0-9]+,[0-9] %|{OFFEN})$")] | None = None
    abgelehnt: Text | None = None
    befunde: tuple[Befund, ...] | None = None

    @model_validator(mode="after")
    def _check(self) -> Fall:
        if sum(x is not None for x in (self.erwartet, self.abgelehnt, self.befunde)) != 1:
            raise ValueError("genau eines von erwartet, abgelehnt und befunde")
        if self.beleg == "belegt" and (self.annahmen or not (self.saetze or self.abgelehnt)):
            raise ValueError("ein belegter Fall nennt seine Sätze und nimmt nichts an")
        if (self.beleg == "hypothetisch") != ("hypothetisch" in self.quelle):
            raise ValueError("die Quelle sagt, ob der Fall hypothetisch ist")
        if (self.befunde is not None) != (self.art == "pruefung"):
            raise ValueError("befunde gehören zur art pruefung")
        self.gegeben()
        return self

    def gegeben(self) -> Eingabe:
        return ARTEN[self.art].model_validate(self.eingabe)

    def regeln(self) -> Regelwerk:
        """The shipped rules, with what the case assumes on top."""
        on_top: dict[str, tuple[Wert, ...]] = {}
        for a in self.annahmen:
            fields = {"ab": f"{a.ab:%Y-%m-%d}", "schluessel": a.schluessel, "wert": a.wert, "quelle": self.quelle}
            value = Wert.model_validate({**fields, "rechtsstand": "angenommen", "beleg": "abgeleitet"})
            on_top[a.name] = (*on_top.get(a.name, ()), value)
        return regelwerk().over(on_top)


class Datei(NamedTuple):
    """A case and the file it stands in; ``ab`` is the day of its folder, from which the tested law holds."""

    pfad: Path
    ab: date
    fall: Fall


_FALL = TypeAdapter(Fall)


def load(pfad: Path) -> Datei:
    return Datei(pfad, date.fromisoformat(pfad.parent.name), _FALL.validate_python(read_yaml(pfad)))


def deviation(fall: Fall) -> str:
    """What differs between the case and what is computed; "" if nothing does."""
    try:
        found = fall.gegeben().rechne(fall.regeln())
    except DatenFehler as error:
        told = str(error)
        return "" if fall.abgelehnt is not None and f"„{fall.abgelehnt}“" in told else f"abgelehnt: {told}"
    wanted = expected(fall)
    return "" if found == wanted and type(found) is type(wanted) else f"erwartet {wanted}, berechnet {found}"


def expected(fall: Fall) -> Ergebnis | None:
    """What the case expects, amounts in cents; nothing if it expects a refusal."""
    if fall.befunde is not None:
        return sorted((b.art, None if b.betrag is None else cents(b.betrag)) for b in fall.befunde)
    if isinstance(fall.erwartet, dict):
        return {name: cents(betrag) for name, betrag in fall.erwartet.items()}
    if fall.erwartet is None or not fall.erwartet[-1].isdigit():
        return fall.erwartet
    return cents(fall.erwartet)


def paths() -> list[Path]:
    return sorted(ORDNER.rglob("*.yaml"))
