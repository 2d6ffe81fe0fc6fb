"""The proof of use of a Förderjahr: granted against accounted for, units times Pauschale, what is open or goes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from komman.formats import KEINE_ANGABE
from komman.microaggregate import NICHT_ZUGEORDNET
from komman.outcomes import MASSE, by_baustein, frame, from_bescheid, latest_letter, sums
from komman.outcomes_bausteine import EINHEITEN, counts_by_baustein
from komman.outcomes_traeger import by_traeger
from komman.rules import PAUSCHALE, Regelwerk, Regelwert

PROGRAMMTEIL = "II"
MITTELABRUF, ERSTATTUNG = "mittelabruf", "erstattung_land"
OHNE_PAUSCHALE = (KEINE_ANGABE, NICHT_ZUGEORDNET)
# What is left on each step of the money, as the difference of two sums that are both known for every Maßnahme.
RESTE = {
    "nicht_ausgezahlt": ("bewilligt", "ausgezahlt"),
    "nicht_nachgewiesen": ("ausgezahlt", "nachgewiesen"),
    "nicht_anerkannt": ("nachgewiesen", "anerkannt"),
    "zurueckzuzahlen": ("ausgezahlt", "anerkannt"),
}


def letters(bescheide: pd.DataFrame, jahr: int, arten: Iterable[str], programmteil: str = PROGRAMMTEIL) -> pd.DataFrame:
    """The letters of these kinds on a Programmteil, by day; one without day and amount is only announced: left out."""
    real = bescheide["datum"].notna() | bescheide["betrag_cent"].notna() | bescheide["hoechstbetrag_cent"].notna()
    fits = (bescheide["foerderjahr"] == jahr) & (bescheide["programmteil"] == programmteil) & real
    return bescheide[fits & bescheide["art"].isin(list(arten))].sort_values("datum", kind="stable")


@dataclass(frozen=True, slots=True)
class Teilnachweis:
    """What was granted for a Programmteil and what was proven to the Land; amounts in cents, missing ones ``None``.

    ``eingereicht`` says whether there is a Nachweis at all; its day may still be unknown.
    """

    bewilligt: int | None
    nachgewiesen: int | None
    eingereicht: bool
    tag: date | None

    @property
    def unterschied(self) -> int | None:
        if self.bewilligt is None or self.nachgewiesen is None:
            return None
        return self.bewilligt - self.nachgewiesen


def of_part(bescheide: pd.DataFrame, jahr: int, programmteil: str = PROGRAMMTEIL) -> Teilnachweis | None:
    """Grant and Nachweis of a Programmteil; nothing where no letter names it, refused where two contradict."""
    filed = letters(bescheide, jahr, ("nachweis",), programmteil)
    if filed.empty and letters(bescheide, jahr, ("antrag", "bescheid", "aenderung"), programmteil).empty:
        return None
    granted, _ = from_bescheid(jahr, bescheide, "betrag_cent", programmteil)
    proven = latest_letter(jahr, bescheide, "betrag_cent", programmteil, ("nachweis",))
    day = filed["datum"].max() if len(filed) else pd.NaT
    return Teilnachweis(
        granted,
        None if proven is None else int(proven["betrag_cent"]),
        len(filed) > 0,
        None if pd.isna(day) else day.date(),
    )


def kept_until(tag: date, jahre: int) -> date:
    """The last day of so many years after ``tag``; of 29 February the last of that month (§ 188 Abs. 3 BGB)."""
    try:
        return tag.replace(year=tag.year + jahre)
    except ValueError:
        return tag.replace(year=tag.year + jahre, day=28)


def booked(zahlungen: pd.DataFrame, jahr: int, art: str) -> int | None:
    """The bookings of one kind for a Förderjahr in cents; missing where there is none."""
    rows = zahlungen[(zahlungen["foerderjahr"] == jahr) & (zahlungen["art"] == art)]
    return int(rows["betrag_cent"].sum()) if len(rows) else None


def known(zeile: Any, mass: str) -> int | None:
    """A sum of ``outcomes.sums`` if every Maßnahme has a value: a part of it would be no account."""
    cent = zeile[f"{mass}_cent"]
    return None if pd.isna(cent) or int(zeile[f"fehlt_{mass}"]) else int(cent)


def minus(a: int | None, b: int | None) -> int | None:
    """``a - b``, missing where one of them is."""
    return None if a is None or b is None else a - b


def rest(zeile: Any) -> dict[str, int | None]:
    """What is left between the steps (``RESTE``) and what is still to be repaid; each missing until its sums are known.

    With Festbeträgen ausgezahlt = anerkannt + zurückgezahlt + noch zurückzuzahlen.
    """
    out = {f"{name}_cent": minus(known(zeile, a), known(zeile, b)) for name, (a, b) in RESTE.items()}
    out["noch_offen_cent"] = minus(out["zurueckzuzahlen_cent"], known(zeile, "zurueckgezahlt"))
    return out


def returns(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Per Baustein, in the order of ``by_baustein``, what goes back and why (``rest``), and the units not proven.

    ``einheiten_offen`` = bewilligt - nachgewiesen, missing unless all Maßnahmen of the Baustein report both.
    """
    counts = [z for _, z in counts_by_baustein(weiterleitungen, jahr).iterrows()]
    rows = [
        {
            "baustein": str(z["baustein"]),
            "name": str(z["name"]),
            **rest(z),
            "zurueckgezahlt_cent": known(z, "zurueckgezahlt"),
            "einheiten_offen": minus(*(_units(c, mass) for mass in EINHEITEN)),
        }
        for (_, z), c in zip(by_baustein(weiterleitungen, jahr).iterrows(), counts, strict=True)
    ]
    money = [f"{n}_cent" for n in (*RESTE, "zurueckgezahlt", "noch_offen")]
    return frame(rows, ["baustein", "name", *money, "einheiten_offen"])


def _units(zeile: Any, mass: str) -> int | None:
    """The units of a Baustein if every Maßnahme reports them."""
    complete = int(zeile[f"mit_{mass}"]) == int(zeile["massnahmen"])
    return int(zeile[mass]) if complete and not pd.isna(zeile[mass]) else None


@dataclass(frozen=True, slots=True)
class Festbetrag:
    """Units of a Baustein against its Pauschale; ``regel`` is ``None`` where the rows belong to no Baustein.

    ``errechnet`` = units proven × Pauschale in cents (with a Höchstsatz the most it can be), ``abweichung`` = anerkannt
    less that, only what is above it for a Höchstsatz. Missing where a unit, the Pauschale or the account is unknown.
    """

    baustein: str
    name: str
    bewilligt: int | None
    nachgewiesen: int | None
    regel: Regelwert | None
    anerkannt: int | None

    @property
    def errechnet(self) -> int | None:
        if self.regel is None or self.regel.exakt is None or self.nachgewiesen is None:
            return None
        return self.nachgewiesen * self.regel.rechne()

    @property
    def abweichung(self) -> int | None:
        off = minus(self.anerkannt, self.errechnet)
        return max(off, 0) if off is not None and self.regel is not None and self.regel.hoechstsatz else off


def fixed_sums(weiterleitungen: pd.DataFrame, jahr: int, regelwerk: Regelwerk) -> list[Festbetrag]:
    """The Bausteine of a Förderjahr, in the order of ``by_baustein``, with units and Pauschalen of that year."""
    money = {str(z["baustein"]): z for _, z in by_baustein(weiterleitungen, jahr).iterrows()}
    out = []
    for _, c in counts_by_baustein(weiterleitungen, jahr).iterrows():
        code = str(c["baustein"])
        regel = None if code in OHNE_PAUSCHALE else regelwerk.lookup(PAUSCHALE, jahr, code)
        granted, proven = (_units(c, mass) for mass in EINHEITEN)
        out.append(Festbetrag(code, str(c["name"]), granted, proven, regel, known(money[code], "anerkannt")))
    return out


def open_proofs(weiterleitungen: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """The Maßnahmen without anerkannt, those without Nachweis of the Träger before those only to be checked.

    Two rows, ``stand`` „ohne Nachweis“ and „in Prüfung“, each with ``massnahmen`` and what they were granted and paid.
    """
    rows = weiterleitungen[weiterleitungen["foerderjahr"] == jahr]
    with_value = {m: set(rows.loc[rows[f"{m}_cent"].notna(), "massnahme_id"]) for m in ("nachgewiesen", "anerkannt")}
    open_rows = rows[~rows["massnahme_id"].isin(with_value["anerkannt"])]
    checked = open_rows["massnahme_id"].isin(with_value["nachgewiesen"])
    parts = (("ohne Nachweis", open_rows[~checked]), ("in Prüfung", open_rows[checked]))
    fields = [
        "massnahmen",
        *(f"{p}{m}{s}" for m in ("bewilligt", "ausgezahlt") for p, s in (("", "_cent"), ("fehlt_", ""))),
    ]
    return frame([{"stand": name, **{k: sums(r)[k] for k in fields}} for name, r in parts], ["stand", *fields])


def funds(zeile: Any, zahlungen: pd.DataFrame, vollstaendig: bool = True) -> dict[str, int | None]:
    """The way of the money of one row of ``outcomes.yearly``: the Land's grant, calls, passing on, returns; in cents.

    ``beim_kreis`` = abgerufen - ausgezahlt + zurueckgezahlt - erstattet: what the Kreis still holds; of it the Land is
    owed ``noch_zu_erstatten`` = zurueckgezahlt - erstattet. So abgerufen = anerkannt + noch_offen + erstattet +
    beim_kreis. Nothing booked as returned counts as 0 only where there are calls of the year; without all bookings
    (``vollstaendig``; a Freigabe may leave some out) neither is known.
    """
    jahr = int(zeile["foerderjahr"])
    granted = None if pd.isna(zeile["bewilligt_land_cent"]) else int(zeile["bewilligt_land_cent"])
    called, repaid = (booked(zahlungen, jahr, art) if vollstaendig else None for art in (MITTELABRUF, ERSTATTUNG))
    if repaid is None and called is not None:
        repaid = 0
    left = rest(zeile)
    back = known(zeile, "zurueckgezahlt")
    owed = minus(back, repaid)
    unspent = minus(called, known(zeile, "ausgezahlt"))
    return {
        "bewilligt_land": granted,
        "nicht_abgerufen": minus(granted, called),
        "abgerufen": called,
        **{m: known(zeile, m) for m in MASSE[1:]},
        "nicht_weitergeleitet": unspent,
        "zurueckzuzahlen": left["zurueckzuzahlen_cent"],
        "noch_offen": left["noch_offen_cent"],
        "erstattet": repaid,
        "noch_zu_erstatten": owed,
        "beim_kreis": None if unspent is None or owed is None else unspent + owed,
    }


def traeger_proofs(weiterleitungen: pd.DataFrame, jahr: int) -> list[tuple[str, pd.DataFrame]]:
    """Per Träger, by name, his name and one row per Maßnahme and Baustein: units, sums, ``noch_offen_cent``; the last
    row, without a massnahme_id, sums the Träger up (its units are missing: those of several Bausteine are no sum).

    For ``intern`` only: at the other levels a row may stand for a pool.
    """
    rows = weiterleitungen[weiterleitungen["foerderjahr"] == jahr]
    heads = by_traeger(weiterleitungen, jahr)
    return [
        (str(h["traegername"]), _proofs(rows[rows["traeger_id"] == h["traeger_id"]]))
        for _, h in heads[heads["traeger_id"] != ""].iterrows()
    ]


def _proofs(rows: pd.DataFrame) -> pd.DataFrame:
    code = rows["baustein"].fillna(KEINE_ANGABE).replace("", KEINE_ANGABE)
    out = []
    for (az, baustein), group in rows.groupby([rows["massnahme_id"], code], sort=True):
        units = {e: int(group[e].sum()) if bool(group[e].notna().any()) else None for e in EINHEITEN}
        out.append({"massnahme_id": str(az), "baustein": str(baustein), **units, **_sums(group)})
    out.append({"massnahme_id": "", "baustein": "", **dict.fromkeys(EINHEITEN), **_sums(rows)})
    money = [f"{m}_cent" for m in (*MASSE[1:], "noch_offen")]
    return frame(out, ["massnahme_id", "baustein", *EINHEITEN, *money])


def _sums(rows: pd.DataFrame) -> dict[str, int | None]:
    total = sums(rows)
    return {**{f"{m}_cent": known(total, m) for m in MASSE[1:]}, "noch_offen_cent": rest(total)["noch_offen_cent"]}
