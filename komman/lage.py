"""What a notebook is given: one year at one Freigabe, read from that level's folder and from nothing else."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from komman import outcomes, prepare
from komman.errors import AufrufFehler, DateiFehler, DatenFehler, Ort
from komman.formats import jahre_text
from komman.project import check_freigabe, open_project
from komman.tables import Freigabe, read_tables

TABELLE = "weiterleitungen"


@dataclass(frozen=True)
class Lage:
    """One Förderjahr as a Freigabe shows it: the released tables, and what stands beside them."""

    jahr: int
    freigabe: Freigabe
    kreis: str
    schluessel: str
    kommunen_im_kreis: int
    dienststelle: str
    stand: dt.date
    beispiel: bool
    zurueckgestellt: dict[str, dict[str, int]]
    hinweise: tuple[str, ...]
    ungenannte_kommunen: dict[int, int]
    tabellen: dict[str, pd.DataFrame]

    @property
    def weiterleitungen(self) -> pd.DataFrame:
        return self.tabellen[TABELLE]

    @cached_property
    def jahre(self) -> pd.DataFrame:
        """The yearly outcomes, one row per Förderjahr (``outcomes.yearly``)."""
        return outcomes.yearly(
            self.weiterleitungen, self.tabellen["bescheide"], self.schluessel, self.ungenannte_kommunen
        )

    @property
    def zeile(self) -> pd.Series[Any]:
        """The outcomes of the year in question."""
        return self.jahre[self.jahre["foerderjahr"] == self.jahr].iloc[0]

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
        kopf = json.loads((ordner / prepare.LAGE).read_text(encoding="utf-8"))
        lage = _from_files(kopf, read_tables(ordner), jahr)
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
    check_year(lage.weiterleitungen, jahr)
    return lage


def _from_files(kopf: dict[str, Any], tabellen: dict[str, pd.DataFrame], jahr: int) -> Lage:
    return Lage(
        jahr=jahr,
        freigabe=kopf["freigabe"],
        kreis=kopf["kreis"],
        schluessel=kopf["schluessel"],
        kommunen_im_kreis=kopf["kommunen_im_kreis"],
        dienststelle=kopf["dienststelle"],
        stand=dt.date.fromisoformat(kopf["stand"]),
        beispiel=kopf["beispiel"],
        zurueckgestellt=kopf["zurueckgestellt"],
        hinweise=tuple(kopf["hinweise"]),
        ungenannte_kommunen={int(j): n for j, n in kopf["ungenannte_kommunen"].items()},
        tabellen=tabellen,
    )


def check_year(weiterleitungen: pd.DataFrame, jahr: int, zurueckgestellt: int = 0) -> None:
    """Refuses a year for which no ledger row was taken, naming the years there are, or the rows set aside."""
    jahre = sorted(int(j) for j in weiterleitungen["foerderjahr"].unique())
    if jahr in jahre:
        return
    if zurueckgestellt:
        raise DatenFehler(
            f"Für das Förderjahr {jahr} sind alle Zeilen zurückgestellt ({zurueckgestellt}).",
            abhilfe="„komman pruefe“ zeigt jede Zeile mit Grund und Abhilfe.",
        )
    vorhanden = jahre_text(jahre) or "keines"
    raise DatenFehler(
        f"Für das Förderjahr {jahr} liegt keine Förderliste vor.",
        mehr=[f"Vorhandene Förderjahre: {vorhanden}."],
        abhilfe=f"die Förderliste {jahr} in data/raw/ ablegen oder ein vorhandenes Jahr nennen.",
    )
