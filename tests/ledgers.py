"""Ledgers for tests: written as ASCII tables, or drawn at random from a seed."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from komman.config import Traeger, TraegerListe
from komman.datenschutz import Datenschutz, Schwelle
from komman.kreis import Kommune, Kreis
from komman.tables import conform, empty
from komman.text import slug

KOMMUNEN = {"Anröchte": "05974004", "Ense": "05974012", "Soest": "05974040", "Warstein": "05974044", "Werl": "05974052"}
KREIS = Kreis(
    kreis="Kreis Soest",
    schluessel="05974",
    beispiel=True,
    stand=date(2022, 5, 31),
    dienststelle="KI",
    kommunen=tuple(Kommune(ags=a, name=n) for n, a in KOMMUNEN.items()),
)
GELD = ("beantragt", "bewilligt", "ausgezahlt", "nachgewiesen", "anerkannt", "zurueckgezahlt")
LEER = {t: empty(t) for t in ("zahlungen", "personal", "bescheide")}
# The first letter of a recipient's name in these tables says what it is.
ARTEN = {"V": "verein", "K": "kommune", "P": "natuerliche_person", "U": "unbekannt"}


def cents(text: str) -> int:
    """``1.234,50`` → 123450 by another way than the code under test."""
    return int(Decimal(text.replace(".", "").replace(",", ".")) * 100)


def grid(text: str) -> list[dict[str, str]]:
    """The rows of an ASCII table ``a | b`` with a header; lines of dashes are left out."""
    lines = [
        [c.strip() for c in line.strip().split("|")]
        for line in text.strip().splitlines()
        if set(line.strip()) - set("-+| ")
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def weiterleitungen(text: str) -> pd.DataFrame:
    """Columns: ``az jahr ort träger baustein`` and any measures; amounts in euros, empty = missing."""
    return frame([row(i, **{**r, "traeger": r["träger"]}) for i, r in enumerate(grid(text))])


def row(i: int, **r: str) -> dict[str, Any]:
    """One canonical row from texts."""
    out: dict[str, Any] = {
        "massnahme_id": r.get("az") or f"az-{i}",
        "foerderjahr": int(r.get("jahr", "2019")),
        "ags": KOMMUNEN.get(r["ort"], "05974"),
        "kommune": r["ort"],
        "traeger": r["traeger"],
        "traeger_id": slug(r["traeger"]),
        "traegerart": ARTEN[r["traeger"][0]],
        "baustein": r.get("baustein") or None,
        "quelle_datei": "liste.xlsx",
        "quelle_blatt": "",
        "quelle_zeile": i + 5,
    }
    out |= {f"{m}_cent": cents(r[m]) for m in GELD if r.get(m)}
    out |= {m: int(r[m]) for m in ("einheiten_bewilligt", "einheiten_nachgewiesen", "teilnehmende") if r.get(m)}
    return out


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, dtype=object), "weiterleitungen")


def tables(w: pd.DataFrame, **others: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The four tables, the others empty unless given."""
    return {**LEER, "weiterleitungen": w, **others}


def traeger_list(w: pd.DataFrame) -> TraegerListe:
    """traeger.yaml with every recipient that is not unknown."""
    rows = w[["traeger", "traegerart"]].drop_duplicates().itertuples(index=False)
    return TraegerListe(traeger=tuple(Traeger(name=t, art=a) for t, a in rows if a != "unbekannt"))


def policy(public: tuple[int, int] = (3, 10), internal: tuple[int, int] = (3, 10)) -> Datenschutz:
    level = {"freigegeben_durch": "Test", "begruendung": "Test"}
    return Datenschutz(
        oeffentlich=Schwelle(mindest_einheiten=public[0], p_prozent=public[1], **level),
        nichtoeffentlich=Schwelle(mindest_einheiten=internal[0], p_prozent=internal[1], **level),
    )


def random_ledger(seed: int, signed: bool = False) -> pd.DataFrame:
    """Two Förderjahre with associations, Kommunen, persons and unknown recipients; gaps, returns, shared ids.

    With ``signed`` some recipients have negative sums, and many were granted the same.
    """
    rng = random.Random(seed)
    places = rng.sample([*KOMMUNEN, "kreisweit"], rng.randint(2, 6))
    names = [f"V {i} e. V." for i in range(rng.randint(3, 8))] + [f"K {p}" for p in places]
    names += [f"P Person {i}" for i in range(rng.randint(0, 9))] + [f"U Gruppe {i}" for i in range(rng.randint(0, 6))]
    parts = rng.sample(["A2", "B1", "B2", "D1", ""], rng.randint(1, 4))
    proof = rng.choice([0.0, 0.9, 1.0])
    rows: list[dict[str, Any]] = []
    for jahr in ("2019", "2020"):
        for name in names:
            for nr in range(rng.choice([0, 1, 1, 1, 2, 3])):
                rows += _massnahme(rng, f"{jahr}-{names.index(name)}-{nr}", jahr, name, places, parts, proof)
    rng.shuffle(rows)
    for r in rows if signed else ():
        if rng.random() < 0.1:
            r["ausgezahlt_cent"] = -rng.randint(1, 50000)
        elif rng.random() < 0.4:
            r["bewilligt_cent"] = r["ausgezahlt_cent"] = 40000
    return frame(rows or [row(0, ort="Soest", traeger="V 0 e. V.", bewilligt="1,00")])


def _massnahme(
    rng: random.Random, az: str, jahr: str, name: str, places: list[str], parts: list[str], proof: float
) -> list[dict[str, Any]]:
    granted = rng.choice([44, 220, 400, 1000]) * rng.randint(1, 20) * 100
    head = row(rng.randint(0, 999), az=az, jahr=jahr, ort=rng.choice(places), traeger=name, baustein=rng.choice(parts))
    head |= {
        "beantragt_cent": granted + rng.choice([0, 5000]),
        "bewilligt_cent": granted,
        "ausgezahlt_cent": granted,
        "einheiten_bewilligt": rng.randint(1, 20),
        "teilnehmende": rng.choice([None, rng.randint(1, 90)]),
    }
    if rng.random() < proof:
        spent = granted if rng.random() < 0.7 else granted - rng.randint(1, granted // 2)
        head |= {"nachgewiesen_cent": spent, "anerkannt_cent": spent, "zurueckgezahlt_cent": granted - spent}
    if rng.random() < 0.1:
        again = {k: v for k, v in head.items() if not k.endswith("_cent") and k != "einheiten_bewilligt"}
        return [head, {**again, "ausgezahlt_cent": -(granted // 4)}]
    if rng.random() < 0.1:
        return [head, {**head, "baustein": rng.choice(parts) or None}]
    return [head]


# Three persons in Soest B1; two more in two cells of Werl, which meet at no level but the Kreis; one unlisted group.
SEVERAL = weiterleitungen("""
    az | jahr | ort       | träger     | baustein | bewilligt | ausgezahlt | zurueckgezahlt
    1  | 2019 | Soest     | P Anton    | B1       | 440,00    | 440,00     | 0,00
    2  | 2019 | Soest     | P Berta    | B1       | 300,00    | 300,00     | 0,00
    3  | 2019 | Soest     | P Cäsar    | B1       | 220,00    | 220,00     | 0,00
    4  | 2019 | Werl      | P Dora     | B1       | 500,00    | 500,00     | 0,00
    5  | 2019 | Werl      | P Emil     | B2       | 400,00    | 400,00     | 0,00
    6  | 2019 | Ense      | U Friedenskreis | B2  | 100,01    | 100,01     | 0,00
    7  | 2019 | Werl      | V Nordlicht e. V. | B2 | 2.000,00 | 2.000,00  | 100,00
    8  | 2019 | Soest     | K Stadt Soest   | A2  | 9.000,00  | 9.000,00   | 0,00
""")
