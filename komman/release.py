"""The tables of a Freigabe: protected recipients pooled on the rows, before anything is computed (design §8).

Protected is every recipient that traeger.yaml does not list, lists as natural person or as unknown. Its rows are
published as micro-aggregates: a pool of n rows stays n rows, Maßnahmen and recipients keep their number, each amount is
the pool's total spread evenly; so every sum and count over the pool stays true and nothing else can be read from it.
Exceptions: a pool of several Bausteine shows no units, no pool shows Ehrenamtliche or Teilnehmende. Named rows keep
everything but their Aktenzeichen.
The pools of ``oeffentlich`` are unions of those of ``nichtoeffentlich``, so comparing the two levels tells no more than
the finer one. Applications without a grant (``antraege``) are in no pool: of those that may not be named only the
number is shown. Not covered: two publications of the same year made from different ledgers or lists of recipients.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from komman import antraege
from komman.config import Traeger, TraegerListe
from komman.datenschutz import Datenschutz, Schwelle
from komman.errors import AufrufFehler, DatenFehler, Ort
from komman.hints import Freigabehinweis, hint_texts
from komman.kreis import Kreis
from komman.leaks import refuse_leaks
from komman.microaggregate import (
    NICHT_BENANNT,
    NICHT_ZUGEORDNET,
    UNBEKANNT,
    Zeile,
    neutral_ids,
    public_order,
    records,
    rows_of_year,
)
from komman.places import KREISWEIT
from komman.pools import (
    EINHEITEN,
    GEPRUEFT,
    KOMMUNE,
    KOMMUNE_BAUSTEIN,
    KREIS,
    Gruppe,
    NichtFreigebbar,
    Summen,
    pool_year,
)
from komman.side_tables import Stufe, release_letters, release_payments, release_staff
from komman.tables import FREIGABEN, conform, names
from komman.text import compare_key

TABELLE = "weiterleitungen"
GESCHUETZTE_ARTEN = frozenset({"natuerliche_person", UNBEKANNT})


@dataclass(frozen=True)
class Freigegeben:
    """The tables of one level, what it does not show, and per Förderjahr the number of Kommunen that are in the sums
    but appear by name nowhere."""

    freigabe: str
    tabellen: dict[str, pd.DataFrame]
    ungezeigt: list[Freigabehinweis]
    ungenannte_kommunen: dict[int, int] = field(default_factory=dict)

    @property
    def hinweise(self) -> list[str]:
        """What it does not show, as German sentences."""
        return hint_texts(self.ungezeigt)


@dataclass(frozen=True)
class _Jahr:
    """One Förderjahr: the real rows per Maßnahme, its pools, the ids of the Maßnahmen in them and, of each level that
    is known besides, those it names."""

    jahr: int
    massnahmen: dict[str, list[Zeile]]
    pools: tuple[Gruppe, ...]
    genannt: tuple[frozenset[str], ...] = ()

    @property
    def pooled(self) -> frozenset[str]:
        return frozenset(m for p in self.pools for m in p.massnahmen)

    @property
    def traeger_of_pools(self) -> frozenset[str]:
        return frozenset(t for p in self.pools for t in p.summen)

    def hidden(self, digits: int) -> set[str]:
        """The ags of this length whose rows are all in pools that do not name it."""
        shown = {p.ags for p in self.pools}
        pooled = self.pooled
        shown |= {r["ags"] for m, rows in self.massnahmen.items() if m not in pooled for r in rows}
        return {r["ags"] for rows in self.massnahmen.values() for r in rows if len(r["ags"]) == digits} - shown


def release(
    tabellen: dict[str, pd.DataFrame], kreis: Kreis, traeger: TraegerListe, regeln: Datenschutz, freigabe: str
) -> Freigegeben:
    """The four tables as the level may show them; ``intern`` unchanged.

    Refuses (``DatenFehler``) a Förderjahr in which no safe pool can be formed, an Aktenzeichen shared by a protected
    and another recipient, and a text that still names a protected recipient or holds contact data.
    """
    if freigabe not in FREIGABEN:
        raise AufrufFehler(
            f"Die Freigabe „{freigabe}“ gibt es nicht.", abhilfe=f"Bekannt sind: {', '.join(FREIGABEN)}."
        )
    if freigabe == "intern":
        return Freigegeben(freigabe, tabellen, [])
    rows = records(tabellen[TABELLE])
    listed = {t.id: t for t in traeger.traeger if t.art not in GESCHUETZTE_ARTEN}
    protected = {r["traeger_id"] for r in rows if _is_protected(r, listed)}
    schwellen = [regeln.nichtoeffentlich]
    if freigabe == "oeffentlich" and regeln.oeffentlich.grenzen != regeln.nichtoeffentlich.grenzen:
        schwellen.append(regeln.oeffentlich)
    funded, without = antraege.split(rows)
    jahre = [_pool(jahr, of_year, protected, listed, schwellen, freigabe) for jahr, of_year in _by_year(funded).items()]

    kommunen = {k.ags: k.name for k in kreis.kommunen} | {kreis.schluessel: KREISWEIT}
    shown, hidden = antraege.separate(without, {j.jahr: j.traeger_of_pools for j in jahre}, protected)
    named, gathered = _released_rows(jahre, listed, kommunen, shown)
    gathered += antraege.without_name(hidden)
    stufen = [({(j.jahr, m) for j in jahre for m in j.genannt[i]}, schwelle) for i, schwelle in enumerate(schwellen)]
    out, left_out = _released_tables(tabellen, named, gathered, stufen)
    own_words = {NICHT_BENANNT, NICHT_ZUGEORDNET, *kommunen.values(), *GESCHUETZTE_ARTEN, "alle"}
    own_words |= {r[c] for r in gathered for c in ("massnahme_id", "traeger_id")} | {t.art for t in listed.values()}
    refuse_leaks(out, protected_names(rows, kreis, traeger), own_words, kreis.schluessel)
    # The row numbers left in a ledger sorted by Kommune would show where the pooled rows stood.
    out[TABELLE]["quelle_zeile"] = pd.array([pd.NA] * len(out[TABELLE]), dtype="Int64")
    unnamed = {j.jahr: len(j.hidden(8)) for j in jahre if j.hidden(8)}
    return Freigegeben(freigabe, out, _hints(jahre, unnamed, left_out), unnamed)


def _released_tables(
    tabellen: Mapping[str, pd.DataFrame], named: Sequence[Zeile], gathered: Sequence[Zeile], stufen: Sequence[Stufe]
) -> tuple[dict[str, pd.DataFrame], list[int]]:
    """The four tables, and the years in which bookings had to be left out."""
    ids = neutral_ids(named)
    zahlungen, left_out = release_payments(tabellen["zahlungen"], records(tabellen[TABELLE]), ids, stufen)
    personal = release_staff(tabellen["personal"], stufen[-1][1])
    renamed = [{**r, "massnahme_id": ids[r["foerderjahr"], r["massnahme_id"]]} for r in named]
    public = sorted([*renamed, *gathered], key=public_order)
    return {
        TABELLE: conform(pd.DataFrame(public, columns=names(TABELLE), dtype=object), TABELLE),
        "zahlungen": zahlungen,
        "personal": personal,
        "bescheide": release_letters(tabellen["bescheide"], personal),
    }, left_out


def _by_year(rows: Iterable[Zeile]) -> dict[int, list[Zeile]]:
    out: dict[int, list[Zeile]] = defaultdict(list)
    for r in rows:
        out[r["foerderjahr"]].append(r)
    return dict(sorted(out.items()))


def _is_protected(row: Zeile, listed: Collection[str]) -> bool:
    return row["traeger_id"] not in listed or row["traegerart"] in GESCHUETZTE_ARTEN


def protected_names(rows: Iterable[Zeile], kreis: Kreis, traeger: TraegerListe) -> set[str]:
    """All spellings of the protected recipients; a ledger that names just the place as recipient names nobody."""
    public = {t.id for t in traeger.traeger if t.art not in GESCHUETZTE_ARTEN}
    listed = {n for t in traeger.traeger if t.art in GESCHUETZTE_ARTEN for n in (t.name, *t.schreibweisen)}
    places = {compare_key(n) for k in kreis.kommunen for n in k.namen} | {compare_key(kreis.kreis), KREISWEIT}
    found = listed | {r["traeger"] for r in rows if _is_protected(r, public)}
    return {n for n in found if compare_key(n) not in places}


def _pool(
    jahr: int,
    rows: Sequence[Zeile],
    protected: set[str],
    listed: Mapping[str, Traeger],
    schwellen: Sequence[Schwelle],
    freigabe: str,
) -> _Jahr:
    massnahmen: dict[str, list[Zeile]] = defaultdict(list)
    for r in rows:
        massnahmen[r["massnahme_id"]].append(r)
    shared = {m for m, of_one in massnahmen.items() if len({r["traeger_id"] for r in of_one}) > 1}
    for m in sorted(shared):
        _refuse_shared(jahr, massnahmen[m], protected)
    atome = [_atom([m], of_one) for m, of_one in massnahmen.items() if of_one[0]["traeger_id"] in protected]
    kandidaten = _candidates(massnahmen, shared, protected, listed)
    pools: tuple[Gruppe, ...] = ()
    genannt: list[frozenset[str]] = []
    try:
        for schwelle in schwellen:
            free = [k for k in kandidaten if not {m for a in atome for m in a.massnahmen} & set(k.massnahmen)]
            pools = pool_year(atome, schwelle, free)
            atome = list(pools)
            genannt.append(frozenset(massnahmen) - {m for p in pools for m in p.massnahmen})
    except NichtFreigebbar as fault:
        raise _not_publishable(jahr, freigabe, fault.mass, schwellen[-1]) from None
    return _Jahr(jahr, dict(massnahmen), pools, tuple(genannt))


def _atom(
    ids: Sequence[str], rows: Sequence[Zeile], kommune_selbst: bool = False, stufe: int = KOMMUNE_BAUSTEIN
) -> Gruppe:
    """The rows as one group, at the finest level at which all of them lie in one cell."""
    places, parts = {r["ags"] for r in rows}, {r["baustein"] or "" for r in rows}
    stufe = KREIS if len(places) > 1 else max(stufe, KOMMUNE if len(parts) > 1 else KOMMUNE_BAUSTEIN)
    summen: Summen = defaultdict(dict)
    for r in rows:
        ziel = summen[r["traeger_id"]]
        for mass in GEPRUEFT:
            if r[mass] is not None:
                ziel[mass] = ziel.get(mass, 0) + r[mass]
    ags = rows[0]["ags"] if stufe < KREIS else ""
    baustein = (rows[0]["baustein"] or "") if stufe == KOMMUNE_BAUSTEIN else ""
    return Gruppe(stufe, ags, baustein, tuple(sorted(ids)), dict(summen), kommune_selbst)


def _candidates(
    massnahmen: Mapping[str, Sequence[Zeile]], shared: set[str], protected: set[str], listed: Mapping[str, Traeger]
) -> list[Gruppe]:
    """Every named recipient as one group: who joins a pool joins it with all rows of the year."""
    of_traeger: dict[str, list[str]] = defaultdict(list)
    for m, rows in sorted(massnahmen.items()):
        for traeger_id in sorted({r["traeger_id"] for r in rows} - protected):
            of_traeger[traeger_id].append(m)
    return [
        _atom(ids, [r for m in ids for r in massnahmen[m]], listed[t].art == "kommune", KREIS)
        for t, ids in sorted(of_traeger.items())
        if not shared & set(ids)
    ]


def _released_rows(
    jahre: Iterable[_Jahr], listed: Mapping[str, Traeger], kommunen: Mapping[str, str], more: Iterable[Zeile]
) -> tuple[list[Zeile], list[Zeile]]:
    """The rows published by name (spelt as traeger.yaml and kreis.yaml do), ``more`` with them, and those of pools."""
    own: list[Zeile] = []
    gathered: list[Zeile] = []
    for j in jahre:
        pooled = j.pooled
        own += [r for m, rows in j.massnahmen.items() if m not in pooled for r in rows]
        gathered += rows_of_year(j.jahr, j.pools, j.massnahmen, kommunen)
    named = [
        {
            **r,
            "traeger": listed[r["traeger_id"]].name,
            "traegerart": listed[r["traeger_id"]].art,
            "kommune": kommunen.get(r["ags"], r["kommune"]),
        }
        for r in (*own, *more)
    ]
    return named, gathered


def _refuse_shared(jahr: int, rows: Sequence[Zeile], protected: set[str]) -> None:
    if not protected.intersection(r["traeger_id"] for r in rows):
        return
    r = min(rows, key=lambda r: (r["quelle_datei"] or "", r["quelle_zeile"] or 0))
    raise DatenFehler(
        f"Im Förderjahr {jahr} steht ein Aktenzeichen bei mehreren Trägern, von denen einer nicht genannt werden darf.",
        ort=Ort(r["quelle_datei"] or TABELLE, r["quelle_blatt"] or "", r["quelle_zeile"], "massnahme_id"),
        abhilfe="Je Träger ein eigenes Aktenzeichen setzen (korrekturen.yaml) oder die Spalte in quellen.yaml unter "
        "weglassen_spalten nennen; dann vergibt das Programm eigene Schlüssel.",
    )


def _not_publishable(jahr: int, freigabe: str, mass: str, schwelle: Schwelle) -> DatenFehler:
    why = (
        f"Es gibt weniger als {schwelle.mindest_einheiten} Träger, die zusammengefasst werden könnten."
        if mass == EINHEITEN
        else f"Bei „{mass.removesuffix('_cent')}“ überwiegt ein Träger so, dass sein Betrag erkennbar bliebe."
    )
    return DatenFehler(
        f"Das Förderjahr {jahr} kann mit der Freigabe „{freigabe}“ nicht veröffentlicht werden.",
        mehr=[why],
        abhilfe="In traeger.yaml die Träger eintragen, die genannt werden dürfen; sonst den Bericht mit "
        "--freigabe intern erstellen.",
    )


def _hints(jahre: Sequence[_Jahr], unnamed: Mapping[int, int], left_out: Sequence[int]) -> list[Freigabehinweis]:
    # Said of every year with such returns: said of some only, it would tell that there nearly all came from one.
    returned = [j.jahr for j in jahre if any(s.get("zurueckgezahlt_cent") for p in j.pools for s in p.summen.values())]
    found = [
        Freigabehinweis("gesammelt", {j.jahr: 1 for j in jahre if j.pools}),
        Freigabehinweis("ungenannt", dict(unnamed)),
        Freigabehinweis("kreisweit", {j.jahr: 1 for j in jahre if j.hidden(5)}),
        Freigabehinweis("rueckzahlungen", dict.fromkeys(returned, 1)),
        Freigabehinweis("buchungen", dict.fromkeys(left_out, 1)),
    ]
    return [h for h in found if h.jahre]
