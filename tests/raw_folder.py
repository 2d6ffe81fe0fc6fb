"""Raw folders made for tests: two Kommunen, three Träger, one ledger; every text may be replaced."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from komman.bereinigung import Bereinigung, clean_files
from komman.errors import KommanFehler
from komman.folders import write_folder
from komman.grid import Blatt, Zelle
from komman.ledger import clean
from komman.tables import SCHEMAS, table_files

KREIS = """\
kreis: Kreis Beispielhausen
schluessel: "05974"
stand: "2022-05-31"
dienststelle: KI Beispielhausen
kommunen:
  - ags: "05974004"
    name: Anröchte
  - ags: "05974048"
    name: Wickede (Ruhr)
    aliase: [Wickede]
"""
TRAEGER = """\
traeger:
  - name: Gemeinde Anröchte
    art: kommune
  - name: Brücke Anröchte e. V.
    art: verein
    schreibweisen: [Brücke Anröchte]
"""
KOPF = "Az.;Kommune;Träger;Baustein;Anzahl Pauschalen;bewilligt EUR;ausgezahlt EUR;zurückgezahlt EUR"
ZEILEN = (
    "1;Anröchte;Gemeinde Anröchte;A2;6;2.400,00;2.400,00;0,00",
    "2;Anröchte;Brücke Anröchte e. V.;B2;4;880,00;880,00;80,00",
    "3;Wickede (Ruhr);Welcome Wickede;D1;;800,50;;",
)
NAME = "liste_2019.csv"


def ledger(*zeilen: str, kopf: str = KOPF) -> str:
    """A ledger with one title line, so that its header is row 2 and its data start in row 3."""
    return "\n".join(["Förderjahr 2019", kopf, *(zeilen or ZEILEN)]) + "\n"


def raw_folder(ziel: Path, dateien: Mapping[str, str | bytes] | None = None) -> Path:
    """``ziel/raw`` with kreis.yaml, traeger.yaml and a ledger, then ``dateien`` over it (an empty text removes one)."""
    raw = ziel / "raw"
    raw.mkdir()
    for name, text in ({"kreis.yaml": KREIS, "traeger.yaml": TRAEGER, NAME: ledger()} | dict(dateien or {})).items():
        if text:
            (raw / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return raw


def cleaned(ziel: Path, *zeilen: str, kopf: str = KOPF, **mehr: str) -> Bereinigung:
    """The folder with a ledger of these rows, cleaned; ``korrekturen=`` and ``quellen=`` are YAML texts."""
    return clean(raw_folder(ziel, {NAME: ledger(*zeilen, kopf=kopf)} | {f"{n}.yaml": t for n, t in mehr.items()}))


def refusal(raw: Path, art: type[KommanFehler]) -> str:
    """The message of the refusal that cleaning ``raw`` must meet: of that kind and of at most six lines."""
    try:
        clean(raw)
    except KommanFehler as fault:
        assert type(fault) is art, fault
        assert len(fault.lines()) <= 6
        assert fault.lines()[-1].startswith("Abhilfe: ")
        return str(fault)
    raise AssertionError("nicht abgelehnt")


def sheet(
    *zeilen: list[Zelle],
    datei: str = NAME,
    blatt: str = "",
    verbunden: list[tuple[int, int, int, int]] | None = None,
    formeln: set[tuple[int, int]] | None = None,
) -> Blatt:
    """A sheet of these rows."""
    return Blatt(datei, blatt, list(zeilen), verbunden or [], "utf-8", 0, formeln or set(), False)


def write_clean(b: Bereinigung, ziel: Path) -> None:
    """The folder ``processed/intern`` as far as cleaning makes it."""
    files = clean_files(b)
    for tabelle in SCHEMAS:
        files |= table_files(b.tabellen[tabelle], tabelle)
    write_folder(ziel, files)
