"""What a notebook is given: one year at one Freigabe, read from that level's folder and from nothing else."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from komman import antraege, outcomes, prepare
from komman.antraege import is_funded
from komman.ereignisse import outside
from komman.errors import AufrufFehler, DateiFehler, DatenFehler, Ort
from komman.faktencheck import Grundlage
from komman.formats import BEISPIELDATEN, aufzaehlung, jahre_text
from komman.hints import Freigabehinweis, hint_texts
from komman.kreis import Bevoelkerung, Kommune, population_for
from komman.project import check_freigabe, open_project
from komman.regeln import Regel, with_rules
from komman.rules import Regelwerk, regelwerk
from komman.staffing import yearly_staff
from komman.staffing_foerderung import Stellenjahr, post_years
from komman.tables import Freigabe, read_tables

TABELLE = "weiterleitungen"


@dataclass(frozen=True)
class Lage:
    """One Förderjahr as a Freigabe shows it: the released tables, and what stands beside them.

    Everything ends with ``jahr``: a ledger of a later year changes no report on an earlier one. ``bevoelkerung`` is the
    one that figures per head use (``population_for``); those of earlier years take theirs from ``bevoelkerungen``.
    """

    jahr: int
    freigabe: Freigabe
    kreis: str
    schluessel: str
    orte: tuple[Kommune, ...]
    bevoelkerung: Bevoelkerung | None
    dienststelle: str
    stand: dt.date
    beispiel: bool
    zurueckgestellt: dict[str, dict[str, int]]
    hinweise: tuple[str, ...]
    ungenannte_kommunen: dict[int, int]
    tabellen: dict[str, pd.DataFrame]
    beilagen: dict[str, Any]
    bevoelkerungen: tuple[Bevoelkerung, ...] = ()
    fehlende_buchungen: frozenset[int] = frozenset()  # Förderjahre of which this Freigabe leaves bookings out

    @property
    def kommunen_im_kreis(self) -> int:
        return len(self.orte)

    @cached_property
    def weiterleitungen(self) -> pd.DataFrame:
        """The Maßnahmen that were funded; applications without a grant are only in ``tabellen``."""
        rows = self.tabellen[TABELLE]
        return rows[is_funded(rows)].reset_index(drop=True)

    @property
    def ohne_bewilligung(self) -> str:
        """How many applications got no grant (``antraege.sentence``)."""
        return antraege.sentence(self.tabellen[TABELLE])

    @cached_property
    def jahre(self) -> pd.DataFrame:
        """The yearly outcomes, one row per Förderjahr (``outcomes.yearly``)."""
        return outcomes.yearly(
            self.weiterleitungen,
            self.tabellen["bescheide"],
            self.schluessel,
            self.ungenannte_kommunen,
            self.regelwerk,
        )

    @cached_property
    def stellen(self) -> pd.DataFrame:
        """Programmteil I, one row per Förderjahr (``staffing.yearly_staff``)."""
        return yearly_staff(self.tabellen["personal"], self.tabellen["bescheide"])

    @cached_property
    def stellenjahre(self) -> tuple[Stellenjahr, ...]:
        """The posts of all Förderjahre with their costs and funding (``staffing_foerderung.post_years``)."""
        return post_years(self.stellen, self.tabellen["personal"], self.regelwerk, self.stand)

    @cached_property
    def regelwerk(self) -> Regelwerk:
        """The rules as this Kreis knows them (``Konfiguration.regelwerk``)."""
        return with_rules(Regel.model_validate(r) for r in self.beilagen.get("regeln", ()))

    @property
    def grundlage(self) -> Grundlage:
        """What statements are checked against."""
        return Grundlage(self.jahre, self.stellen, self.tabellen["bescheide"], self.regelwerk)

    @property
    def zeile(self) -> pd.Series[Any]:
        """The outcomes of the year in question."""
        return self.jahre[self.jahre["foerderjahr"] == self.jahr].iloc[0]

    def _repr_html_(self) -> str:
        mark = f"<br><strong>{BEISPIELDATEN}</strong>" if self.beispiel else ""
        jahre = jahre_text([int(j) for j in self.jahre["foerderjahr"]])
        return (
            f"<p><strong>{escape(self.kreis)}, Förderjahr {self.jahr}</strong>, Freigabe {self.freigabe}, "
            f"Stand {self.stand:%d.%m.%Y}<br>Förderjahre {jahre}; Tabellen: {aufzaehlung(self.tabellen)}{mark}</p>"
        )

    def __repr__(self) -> str:
        return f"Lage({self.kreis}, Förderjahr {self.jahr}, Freigabe {self.freigabe}, Stand {self.stand:%d.%m.%Y})"


def load_year(jahr: int, freigabe: str = "oeffentlich", daten: str = "") -> Lage:
    """The year ``jahr`` at the level ``freigabe``.

    ``daten`` is the folder with raw/ and processed/ (empty: that of the project), or the folder of one level as
    ``komman bericht`` hands it to a notebook. In the first case the tables are brought up to date if the raw data
    have changed. Refuses an unknown level, a year without ledger and a folder of another level.
    """
    level = check_freigabe(freigabe)
    ordner = Path(daten) if daten else open_project().daten
    if not (ordner / prepare.LAGE).is_file():
        prepare.refresh(open_project(daten=ordner), level)
        ordner = ordner / "processed" / level
    return _read(ordner, jahr, level)


def _read(ordner: Path, jahr: int, freigabe: Freigabe) -> Lage:
    try:
        kopf, beilagen = (
            json.loads((ordner / name).read_text(encoding="utf-8")) for name in (prepare.LAGE, prepare.BEILAGEN)
        )
        tabellen = read_tables(ordner)
        lage = _from_files(kopf, beilagen, tabellen, jahr)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as e:
        raise DateiFehler(
            "Die bereinigten Tabellen sind nicht lesbar.",
            ort=Ort(ordner.name),
            abhilfe="„komman bereinige“ neu laufen lassen.",
        ) from e
    if lage.freigabe != freigabe:
        raise AufrufFehler(
            f"Der Ordner enthält die Freigabe „{lage.freigabe}“, verlangt ist „{freigabe}“.",
            abhilfe="den Parameter freigabe oder daten anpassen.",
        )
    check_year(tabellen[TABELLE], jahr)
    return lage


def _from_files(kopf: dict[str, Any], beilagen: dict[str, Any], tabellen: dict[str, pd.DataFrame], jahr: int) -> Lage:
    ungezeigt = [Freigabehinweis(h["art"], {int(j): n for j, n in h["jahre"].items()}) for h in kopf["ungezeigt"]]
    bevoelkerungen = tuple(Bevoelkerung.model_validate(b) for b in kopf["bevoelkerung"])
    tabellen = {name: _until(df, jahr) for name, df in tabellen.items()}
    return Lage(
        jahr=jahr,
        freigabe=kopf["freigabe"],
        kreis=kopf["kreis"],
        schluessel=kopf["schluessel"],
        orte=tuple(Kommune.model_validate(k) for k in kopf["orte"]),
        bevoelkerung=population_for(bevoelkerungen, jahr),
        dienststelle=kopf["dienststelle"],
        stand=dt.date.fromisoformat(kopf["staende"].get(str(jahr), kopf["stand"])),
        beispiel=kopf["beispiel"],
        zurueckgestellt={j: z for j, z in kopf["zurueckgestellt"].items() if not j or int(j) <= jahr},
        hinweise=tuple(hint_texts(ungezeigt, jahr)),
        ungenannte_kommunen={int(j): n for j, n in kopf["ungenannte_kommunen"].items() if int(j) <= jahr},
        tabellen=tabellen,
        beilagen=beilagen,
        bevoelkerungen=bevoelkerungen,
        fehlende_buchungen=frozenset(j for h in ungezeigt if h.art == "buchungen" for j in h.jahre),
    )


def _until(df: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """The rows of the Förderjahre, or of the months, up to ``jahr``."""
    years = df["foerderjahr"] if "foerderjahr" in df.columns else df["monat"].str[:4].astype("int64")
    return df[years <= jahr].reset_index(drop=True)


def check_year(weiterleitungen: pd.DataFrame, jahr: int, zurueckgestellt: int = 0) -> None:
    """Refuses a year for which no ledger row was taken, naming the years there are, or the rows set aside.

    Of a year before or after the programme it says so, and what follows it.
    """
    jahre = sorted({int(j) for j in weiterleitungen.loc[is_funded(weiterleitungen), "foerderjahr"]})
    if jahr in jahre:
        return
    if not zurueckgestellt and (weiterleitungen["foerderjahr"] == jahr).any():
        raise DatenFehler(
            f"Für das Förderjahr {jahr} ist nach den Förderlisten nichts bewilligt.",
            abhilfe="Die Beträge der Förderliste prüfen; solange nichts bewilligt ist, gibt es keinen Bericht.",
        )
    if zurueckgestellt:
        raise DatenFehler(
            f"Für das Förderjahr {jahr} sind alle Zeilen zurückgestellt ({zurueckgestellt}).",
            abhilfe="„komman pruefe“ zeigt jede Zeile mit Grund und Abhilfe.",
        )
    vorhanden = jahre_text(jahre) or "keines"
    raise DatenFehler(
        f"Für das Förderjahr {jahr} liegt keine Förderliste vor.",
        mehr=[f"Vorhandene Förderjahre: {vorhanden}.", *outside(regelwerk(), jahr)],
        abhilfe=f"die Förderliste {jahr} in data/raw/ ablegen{' oder ein vorhandenes Jahr nennen' if jahre else ''}.",
    )
