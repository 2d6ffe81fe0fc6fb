"""The key of the Flüchtlingsaufnahmegesetz in notebook 03: beside what each Kommune got, and tested on other KI."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pandas as pd

from komman.document import Bloecke, Hinweis, Satz, Tabelle, Tabellenspalte
from komman.formats import (
    NICHT_BELEGT,
    OFFEN,
    aufzaehlung,
    divide_half_up,
    euro,
    euro_rund,
    group,
    permille,
    prozent,
    prozent_genau,
)
from komman.gemeinden import ARTEN, Ki, KiBetrag, municipalities, published
from komman.lage import Lage
from komman.outcomes import by_kommune
from komman.outcomes_kommunen import GEFOERDERT, NICHT_NAMENTLICH
from komman.verteilung import (
    Gewichte,
    Probe,
    Schluessel,
    by_ki,
    distribute,
    key,
    reproduction,
    weight_rules,
    weights,
    within,
)
from komman.views.common import KEINE, MASSE, cents, columns, place_remarks, value
from komman.views.kommunen import kommunen
from komman.views.masse import leading, of_kommunen, why_leading
from komman.views.regelnoten import note

GERECHNET = "Gerechnet ist der Schlüssel mit allen Gemeinden des Landes."
KENNT_NICHT = (
    "Der Vergleich mit dem Schlüssel fehlt: Nicht alle Kommunen des Kreises stehen im Gemeindeverzeichnis des Landes."
)


@cache
def _state_key(gewichte: Gewichte) -> Schluessel:
    """The key of all municipalities of the state: what a share is a share of."""
    return key(municipalities().gemeinden, gewichte)


def _key(lage: Lage) -> Schluessel:
    return _state_key(weights(lage.regelwerk, lage.jahr))


def _known(lage: Lage) -> bool:
    return {o.ags for o in lage.orte} <= {g.ags for g in municipalities().gemeinden}


def satz(lage: Lage) -> Satz | Hinweis:
    """How the key counts, which part of the state it gives to the Kreis, and where the cap binds."""
    if not _known(lage):
        return Hinweis("Nicht berechnet", KENNT_NICHT)
    einwohner, flaeche, kappung = (prozent_genau(r.rechne()) for r in weight_rules(lage.regelwerk, lage.jahr))
    k, liste = _key(lage), municipalities().verzeichnis
    share = sum((k.anteile[o.ags] for o in lage.orte), Fraction(0))
    capped = [o.name for o in lage.orte if o.ags in k.gekappt]
    greift = f"greift in {of_kommunen(lage, len(capped))}: {aufzaehlung(capped)}" if capped else "greift hier nirgends"
    hundredths = divide_half_up(10_000 * share.numerator, share.denominator)
    return Satz(
        f"Der Schlüssel zählt zu {einwohner} die Einwohner und zu {flaeche} die Fläche. Die Fläche hebt eine Gemeinde "
        f"höchstens {kappung} über ihren Anteil an den Einwohnern (Kappung); was darüber liegt, geht an die übrigen. "
        f"Auf die Kommunen des Kreises entfallen danach {prozent_genau(hundredths)} des Landes (Einwohner und Fläche "
        f"am {liste.stichtag:%d.%m.%Y}). Die Kappung {greift}."
    )


def _total(lage: Lage) -> tuple[int | None, str]:
    """What is split by the key, and in words where it comes from: the ceiling, else what the state granted."""
    z = lage.zeile
    if (cent := cents(z, "hoechstbetrag")) is not None:
        return cent, f"Rechnerisch: Anteil am Höchstbetrag von {euro(cent)} ({z['hoechstbetrag_quelle']})."
    if (cent := cents(z, "bewilligt_land")) is not None:
        return cent, (
            f"Rechnerisch: Anteil an den {euro(cent)}, die das Land bewilligte; der Höchstbetrag ist {NICHT_BELEGT}."
        )
    return None, f"Rechnerisch: Höchstbetrag und bewilligter Betrag sind {NICHT_BELEGT}."


def vergleich(lage: Lage) -> Tabelle | Bloecke:
    """Per Kommune its share by the key, what that is of the money, what was passed on, and the difference."""
    if not _known(lage):
        return Bloecke([])
    gesamt, woher = _total(lage)
    mass = leading(lage.zeile)
    anteile = within(_key(lage).anteile, (o.ags for o in lage.orte))
    soll = distribute(gesamt, anteile) if gesamt is not None else {}
    zeilen = [_row(lage, o, anteile[str(o["ags"])], soll.get(str(o["ags"]))) for _, o in kommunen(lage).iterrows()]
    rest = by_kommune(lage.weiterleitungen, lage.jahr)
    rest = rest[rest["ags"].str.len() != 8]
    zeilen += [[str(r["kommune"]), *[KEINE] * 5, euro(cents(r, mass)), KEINE] for _, r in rest.iterrows()]
    zeilen.append(_total_row(lage, gesamt, mass))
    des_jahres = lage.weiterleitungen[lage.weiterleitungen["foerderjahr"] == lage.jahr]
    return Tabelle(
        titel=f"Der Schlüssel neben dem Förderjahr {lage.jahr} nach Kommunen (rechnerisch)",
        spalten=columns(
            "Kommune",
            ("Einwohner", "anzahl"),
            ("Fläche (ha)", "anzahl"),
            ("Kappung", "text"),
            ("Anteil nach Schlüssel", "prozent"),
            ("rechnerisch", "euro"),
            (MASSE[mass], "euro"),
            ("Unterschied", "euro"),
        ),
        zeilen=zeilen,
        summenzeile=True,
        fussnote=" ".join(
            [
                woher,
                f"Unterschied: {MASSE[mass]} minus rechnerisch; beim Kreis ein Minus, wenn er weniger verwendet hat.",
                why_leading(mass),
                f"Kappung greift: die Fläche zählt dort nur bis zur Grenze. {GERECHNET}",
                # The first remark is about counts of Träger, which this table does not have.
                *place_remarks(des_jahres, {str(r["kommune"]) for _, r in rest.iterrows()})[1:],
                f"{_places()} {note(weight_rules(lage.regelwerk, lage.jahr))}",
            ]
        ),
    )


def _places() -> str:
    about = municipalities().verzeichnis
    return (
        f"Einwohner am {about.stichtag:%d.%m.%Y}, Grundlage {about.grundlage}, und Fläche: {about.quelle}. Mit welchen "
        f"Einwohnerzahlen das Land rechnete, ist {NICHT_BELEGT}."
    )


def _row(lage: Lage, o: pd.Series[Any], anteil: Fraction, soll: int | None) -> list[str]:
    ags, stand, cent = str(o["ags"]), str(o["stand"]), value(o, "betrag_cent")
    place = next(g for g in municipalities().gemeinden if g.ags == ags)
    unknown = {GEFOERDERT: OFFEN, NICHT_NAMENTLICH: NICHT_NAMENTLICH}
    # Where no Maßnahme is named and none is hidden, nothing was passed on: that is known to be 0.
    ist = cent if cent is not None or stand in unknown else 0
    return [
        str(o["kommune"]),
        group(place.einwohner),
        group(place.flaeche_ha),
        "greift" if ags in _key(lage).gekappt else KEINE,
        prozent(permille(anteil.numerator, anteil.denominator)),
        euro(soll, NICHT_BELEGT),
        euro(cent, unknown.get(stand, KEINE)),
        _difference(ist, soll, KEINE if stand == NICHT_NAMENTLICH else OFFEN),
    ]


def _difference(ist: int | None, soll: int | None, fehlt: str) -> str:
    return NICHT_BELEGT if soll is None else fehlt if ist is None else euro(ist - soll)


def _total_row(lage: Lage, gesamt: int | None, mass: str) -> list[str]:
    here = {o.ags for o in lage.orte}
    places = [g for g in municipalities().gemeinden if g.ags in here]
    ist = cents(lage.zeile, mass)
    return [
        "Kreis",
        group(sum(g.einwohner for g in places)),
        group(sum(g.flaeche_ha for g in places)),
        KEINE,
        prozent(1000),
        euro(gesamt, NICHT_BELEGT),
        euro(ist),
        _difference(ist, gesamt, OFFEN),
    ]


def _tested(lage: Lage) -> tuple[int, list[tuple[Ki, KiBetrag, Probe]]]:
    """The state total in cents that fits best, and each KI with the amount it is tested on."""
    found = [(k, b) for k in published().ki if (b := k.zuteilung) is not None]
    anteile = by_ki(_key(lage).anteile, (ags for k, _ in found for ags in k.ohne))
    gesamt, proben = reproduction((k.name, b.betrag, anteile[k.schluessel]) for k, b in found)
    return gesamt, [(k, b, p) for (k, b), p in zip(found, proben, strict=True)]


def probe_satz(lage: Lage) -> Satz:
    """Which state total the published amounts lead to, and how far the key then misses them."""
    gesamt, tested = _tested(lage)
    errors = [p.abweichung for *_, p in tested]
    land = published().land
    assumed = [k.name for k, *_ in tested if k.ohne]
    annahme = f" (bei {aufzaehlung(assumed)} mit einer Annahme)" if assumed else ""
    here = [prozent(p.abweichung) for k, _, p in tested if k.schluessel == lage.schluessel]
    return Satz(
        f"Rechnerisch, nicht veröffentlicht: Aus den Beträgen von {len(tested)} KI{annahme} folgt ein Landesbetrag von "
        f"rund {euro_rund(gesamt)} (Median); veröffentlicht sind für {land.foerderjahre} rund "
        f"{euro_rund(land.betrag)}. Mit dem Median weicht die Rechnung von den Beträgen um {prozent(min(errors))} bis "
        f"{prozent(max(errors))} ab{f', beim eigenen KI um {here[0]}' if here else ''}."
    )


def probe(lage: Lage) -> Tabelle:
    """Each published amount of a KI and of the state, ours from the median state total, the error and the source."""
    gesamt, tested = _tested(lage)
    land = published().land
    remarks = [f"{_name(k)}: {k.bemerkung}" for k, *_ in tested if k.bemerkung]
    return Tabelle(
        titel="Probe des Schlüssels an veröffentlichten Beträgen (rechnerisch, nicht veröffentlicht)",
        spalten=[
            *columns("KI", ("veröffentlicht", "euro"), ("rechnerisch", "euro"), ("Abweichung", "prozent")),
            Tabellenspalte("Förderjahr, Art und Quelle des Betrags"),
        ],
        zeilen=[
            *([_name(k), euro(b.betrag), *_ours(p.rechnerisch_cent, b), _origin(b)] for k, b, p in tested),
            ["Land insgesamt", euro(land.betrag), *_ours(gesamt, land), _origin(land)],
        ],
        fussnote=" ".join(
            [
                "Rechnerisch: Anteil am Median der Landesbeträge, die aus den veröffentlichten Beträgen der KI folgen. "
                "Abweichung: um wie viel die Rechnung über dem veröffentlichten Betrag liegt.",
                f"{GERECHNET} Ob die Kappung noch einmal gilt, wenn das Verteilen des Übrigen eine Gemeinde über ihre "
                "Grenze hebt, sagt das Gesetz nicht; gerechnet ist es so (Lesart).",
                "Die Beträge stammen aus verschiedenen Förderjahren; was nur weitergeleitet wurde, ist kein "
                "Höchstbetrag und steht nicht in der Probe.",
                *remarks,
                f"{_places()} Regeln wie in der Tabelle davor.",
            ]
        ),
    )


def _ours(cent: int, b: KiBetrag) -> list[str]:
    return [euro(cent), prozent(permille(cent - b.betrag, b.betrag))]


def _name(k: Ki) -> str:
    return f"{k.name} (Annahme)" if k.ohne else k.name


def _origin(b: KiBetrag) -> str:
    about = "Förderjahr nicht belegt" if b.foerderjahre == NICHT_BELEGT else b.foerderjahre
    return f"{about}, {ARTEN[b.art]}{', gerundet' if b.gerundet else ''}; {b.quelle}"
