"""The sample Kreis: real municipalities, invented Träger and figures, the same bytes on every machine.

No chance is involved: each Maßnahme is a line of ``sample_plan.PLAN``, each amount is units x rate. Rates no source
gives for a year are invented and constant (``sample_data.PAUSCHALEN``). Each kind of file has a module of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from komman.errors import AufrufFehler, DateiFehler, KommanFehler
from komman.files import write_atomic
from komman.sample_bookings import zahlungen_csv
from komman.sample_files import weiterleitungen_csv, weiterleitungen_xlsx
from komman.sample_kreis import kreis_yaml
from komman.sample_later import weiterleitungen_gestapelt, weiterleitungen_umbenannt
from komman.sample_ledger import ledger, taken
from komman.sample_letters import bescheide_xlsx
from komman.sample_ods import weiterleitungen_ods
from komman.sample_plan import ERSTES_JAHR, LETZTES_JAHR
from komman.sample_regeln import regeln_yaml
from komman.sample_rows import Zeile
from komman.sample_staff import personal_xlsx
from komman.sample_szenario import szenario_yaml
from komman.sample_vorlage import vorlage_files
from komman.sample_yaml import korrekturen_yaml, traeger_yaml

# Each year that does not come as the usual workbook: end of the file name, writer.
FORMATE: dict[int, tuple[str, Callable[[int, list[Zeile]], bytes]]] = {
    2016: ("_weiterleitungen.csv", weiterleitungen_csv),
    2022: (".ods", weiterleitungen_ods),
    2023: (".xls", weiterleitungen_umbenannt),
    2024: (".xlsx", weiterleitungen_gestapelt),
}
ALS_MAPPE = (".xlsx", weiterleitungen_xlsx)


def generate_sample(ziel: Path, jahre: tuple[int, int] = (ERSTES_JAHR, LETZTES_JAHR)) -> list[Path]:
    """Write the sample of the Förderjahre ``jahre`` (first, last) to ``ziel``/raw and return the files' paths.

    Refuses years outside 2016-2024, a target that exists already (nothing is written then), and a folder that cannot
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
    gezaehlt = {jahr: taken(rows) for jahr, rows in zeilen.items()}
    files = {ledger_name(jahr): FORMATE.get(jahr, ALS_MAPPE)[1](jahr, rows) for jahr, rows in zeilen.items()}
    return files | {
        "beispiel_bescheide.xlsx": bescheide_xlsx(zeilen),
        "beispiel_zahlungen.csv": zahlungen_csv(gezaehlt),
        "beispiel_personal.xlsx": personal_xlsx(range(erstes, letztes + 1)),
        "kreis.yaml": kreis_yaml(),
        "beispiel_traeger.yaml": traeger_yaml(),
        "beispiel_korrekturen.yaml": korrekturen_yaml({ledger_name(jahr): rows for jahr, rows in zeilen.items()}),
        "beispiel_regeln.yaml": regeln_yaml(),
        "beispiel_szenario.yaml": szenario_yaml(),
        **vorlage_files(jahre),
    }


def ledger_name(jahr: int) -> str:
    """File name of a year's ledger."""
    return f"beispiel_{jahr}{FORMATE.get(jahr, ALS_MAPPE)[0]}"
