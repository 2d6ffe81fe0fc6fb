"""The sample Kreis: real municipalities, invented Träger and figures, the same bytes on every machine.

No chance is involved: each Maßnahme is a line of ``sample_plan.PLAN``, each amount is units x rate. Rates no source
gives for a year are invented and constant (``sample_data.PAUSCHALEN``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from komman.errors import AufrufFehler, DateiFehler, KommanFehler
from komman.files import write_atomic
from komman.sample_data import KOMMUNEN, NATUERLICHE_PERSONEN, pauschale_cent
from komman.sample_files import bescheide_xlsx, weiterleitungen_csv, weiterleitungen_xlsx
from komman.sample_plan import (
    ABWEICHUNGEN,
    BEANTRAGT,
    DOPPELTE,
    ERSTES_JAHR,
    LETZTES_JAHR,
    OFFENES_JAHR,
    PLAN,
    RUECKBUCHUNGEN,
    ZELLEN,
    Schluessel,
)
from komman.sample_rows import Betraege, Zeile
from komman.sample_yaml import korrekturen_yaml, kreis_yaml, traeger_yaml

CSV_JAHR = 2016


class Einheiten(NamedTuple):
    """Units of one Maßnahme in one year."""

    bewilligt: int
    ausgezahlt: int
    nachgewiesen: int


@dataclass(frozen=True, slots=True)
class Planzeile:
    """One line of the plan: who does what where, and how much per year."""

    kommune: str
    traeger: str
    baustein: str
    einheiten: dict[int, Einheiten]


def generate_sample(ziel: Path, jahre: tuple[int, int] = (ERSTES_JAHR, LETZTES_JAHR)) -> list[Path]:
    """Write the sample of the Förderjahre ``jahre`` (first, last) to ``ziel``/raw and return the files' paths.

    Refuses years outside 2016-2021, a target that exists already (nothing is written then), and a folder that cannot
    be written.
    """
    raw = Path(ziel) / "raw"
    inhalt = sample_files(jahre)
    paths = [raw / name for name in inhalt]
    existing = [p.name for p in paths if p.exists()]
    if existing:
        raise AufrufFehler(
            f"Der Ordner enthält schon {existing[0]}" + (" und weitere Beispieldateien." if existing[1:] else "."),
            ort=f"Ordner {raw}",
            abhilfe="Einen neuen, leeren Ordner als Ziel nennen. Vorhandene Dateien werden nie überschrieben.",
        )
    try:
        raw.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DateiFehler(
            "Der Zielordner kann nicht angelegt werden.",
            ort=f"Ordner {raw}",
            abhilfe="Einen Ordner nennen, in dem geschrieben werden darf.",
        ) from error
    _write_all_or_nothing(dict(zip(paths, inhalt.values(), strict=True)))
    return paths


def _write_all_or_nothing(inhalt: dict[Path, bytes]) -> None:
    written: list[Path] = []
    try:
        for path, data in inhalt.items():
            write_atomic(path, data)
            written.append(path)
    except KommanFehler:
        # Half a sample would be refused as "exists already" by the next try.
        for path in written:
            path.unlink(missing_ok=True)
        raise


def sample_files(jahre: tuple[int, int] = (ERSTES_JAHR, LETZTES_JAHR)) -> dict[str, bytes]:
    """File name -> bytes of the sample of the Förderjahre ``jahre`` (first, last)."""
    erstes, letztes = jahre
    if not ERSTES_JAHR <= erstes <= letztes <= LETZTES_JAHR:
        raise AufrufFehler(
            f"Für die Jahre {erstes} bis {letztes} gibt es keine Beispieldaten.",
            abhilfe=f"Jahre von {ERSTES_JAHR} bis {LETZTES_JAHR} nennen, das frühere zuerst.",
        )
    zeilen = {jahr: ledger(jahr) for jahr in range(erstes, letztes + 1)}
    files: dict[str, bytes] = {}
    for jahr, ledger_rows in zeilen.items():
        files[ledger_name(jahr)] = (
            weiterleitungen_csv(jahr, ledger_rows) if jahr == CSV_JAHR else weiterleitungen_xlsx(jahr, ledger_rows)
        )
    beantragt = {jahr: sum(z.betraege.beantragt or 0 for z in rows) for jahr, rows in zeilen.items()}
    files["beispiel_bescheide.xlsx"] = bescheide_xlsx(beantragt)
    files["kreis.yaml"] = kreis_yaml()
    files["beispiel_traeger.yaml"] = traeger_yaml()
    files["beispiel_korrekturen.yaml"] = korrekturen_yaml({ledger_name(jahr): rows for jahr, rows in zeilen.items()})
    return files


def ledger_name(jahr: int) -> str:
    """File name of a year's ledger."""
    return f"beispiel_{jahr}_weiterleitungen.csv" if jahr == CSV_JAHR else f"beispiel_{jahr}.xlsx"


def plan() -> list[Planzeile]:
    """The plan as typed lines, in the order of the files (by Kommune, kreisweit last)."""
    return [_plan_line(line) for line in PLAN.strip().splitlines()]


def _plan_line(line: str) -> Planzeile:
    kommune, traeger, baustein, units = (part.strip() for part in line.split("|"))
    if traeger == "=":
        traeger = next(k.verwaltung for k in KOMMUNEN if k.name == kommune)
    elif traeger[0] == "P" and traeger[1:].isdecimal():
        traeger = NATUERLICHE_PERSONEN[int(traeger[1:]) - 1]
    years = range(ERSTES_JAHR, LETZTES_JAHR + 1)
    einheiten = {jahr: _units(text) for jahr, text in zip(years, units.split(), strict=True) if text != "-"}
    return Planzeile(kommune, traeger, baustein, einheiten)


def _units(text: str) -> Einheiten:
    """``12``, ``12/9`` (9 proven), ``18>16`` (16 paid)."""
    granted, _, proven = text.partition("/")
    granted, _, paid = granted.partition(">")
    ausgezahlt = int(paid or granted)
    return Einheiten(int(granted), ausgezahlt, int(proven or ausgezahlt))


def ledger(jahr: int) -> list[Zeile]:
    """All rows of a year's ledger in file order, with return bookings and duplicates right after their row."""
    rows: list[Zeile] = []
    lines = [p for p in plan() if jahr in p.einheiten]
    for nummer, line in enumerate(lines, start=1):
        rows += _rows(jahr, nummer, line)
    return rows


def _rows(jahr: int, nummer: int, line: Planzeile) -> Iterator[Zeile]:
    schluessel: Schluessel = (jahr, line.traeger, line.baustein)
    units, rate = line.einheiten[jahr], pauschale_cent(line.baustein, jahr)
    gap = (units.ausgezahlt - units.nachgewiesen) * rate
    returned_by_booking = schluessel in RUECKBUCHUNGEN
    offen = jahr == OFFENES_JAHR
    zeile = Zeile(
        az=f"KI-{jahr}-{nummer:03d}",
        nummer=nummer,
        ort=line.kommune,
        traeger=line.traeger,
        baustein=line.baustein,
        einheiten_bewilligt=units.bewilligt,
        einheiten_nachgewiesen=None if offen else units.nachgewiesen,
        betraege=_amounts(schluessel, nummer, units, rate, 0 if returned_by_booking else gap),
        bemerkung="Ausfall wegen der Pandemie" if jahr == 2020 and gap else "",
        zellen=ZELLEN.get(schluessel, {}),
    )
    yield zeile
    if schluessel in DOPPELTE:
        yield zeile
    if returned_by_booking:
        booking = Betraege(beantragt=0, bewilligt=0, ausgezahlt=-gap, nachgewiesen=0, anerkannt=0, zurueckgezahlt=0)
        yield replace(
            zeile, einheiten_bewilligt=None, einheiten_nachgewiesen=None, betraege=booking, bemerkung="Rückbuchung"
        )


def _amounts(schluessel: Schluessel, nummer: int, units: Einheiten, rate: int, returned: int) -> Betraege:
    jahr, _, baustein = schluessel
    wish = max(0, (3 * nummer + jahr) % 5 - 1)
    extra = min(wish, 1) if baustein in ("A1", "C1", "C2", "D1") else wish
    beantragt = BEANTRAGT.get(schluessel, (units.bewilligt + extra) * rate)
    bewilligt, ausgezahlt = units.bewilligt * rate, units.ausgezahlt * rate
    if jahr == OFFENES_JAHR:
        return Betraege(beantragt, bewilligt, ausgezahlt, None, None, None)
    unproven, refused = ABWEICHUNGEN.get(schluessel, (0, 0))
    nachgewiesen = units.nachgewiesen * rate - unproven
    return Betraege(
        beantragt, bewilligt, ausgezahlt, nachgewiesen, nachgewiesen - refused, returned + unproven + refused
    )
