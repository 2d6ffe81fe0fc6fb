"""From the sample to a Kreis's own data: the sample moves aside, commented settings take its place, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from komman.contacts import contact_kind
from komman.errors import AufrufFehler, DateiFehler, DatenFehler, KommanFehler, Ort
from komman.files import fault_words, write_atomic
from komman.project import Projekt
from komman.settings import BEISPIEL
from komman.yamlfile import read_yaml

KREIS_DATEI, TRAEGER_DATEI = "kreis.yaml", "traeger.yaml"

KREIS_YAML = """\
# Angaben zum Kreis. Text hinter # wird nicht gelesen.
#
# kreis, schluessel  Name des Kreises oder der kreisfreien Stadt und der fünfstellige Kreisschlüssel
# stand              Tag, für den Ihre Angaben gelten, als JJJJ-MM-TT; er steht auf jedem Bericht
# dienststelle       Herausgeber der Berichte
kreis: {kreis}
schluessel: {schluessel}
stand:
dienststelle: {dienststelle}

# Nur wenn für ein früheres Förderjahr ein anderer Tag gilt:
# staende:
#   "2021": "2022-05-31"

# Alle Kommunen, auch solche ohne Förderung. Die Zeilen unter „kommunen“ sind erfundene Beispiele: Ersetzen Sie die
# Angaben und nehmen Sie das # und das Leerzeichen dahinter weg.
#   ags        amtlicher Gemeindeschlüssel: 8 Ziffern in Anführungszeichen, vorn der Kreisschlüssel
#   name       so steht die Kommune im Bericht
#   amtlich    Name im amtlichen Verzeichnis, wenn er anders lautet (freiwillig)
#   aliase     weitere Schreibweisen Ihrer Listen; Ähnlichkeit genügt nie (freiwillig)
#   ortsteile  Orte, die Ihre Listen an Stelle der Kommune nennen; sie zählen zu ihr (freiwillig)
#   kachel     Platz auf der Kachelkarte: Spalte von links, Zeile von oben, ab 1 (freiwillig, dann bei allen)
kommunen:
# - ags: "{beispiel}004"
#   name: "Musterstadt"
#   amtlich: "Musterstadt, Stadt"  # erfundenes Beispiel
#   aliase: ["Stadt Musterstadt"]
#   ortsteile: ["Obermuster"]  # erfundenes Beispiel
#   kachel: "1,1"
# - ags: "{beispiel}008"
#   name: "Beispieldorf"

# Einwohner aller Kommunen, für Werte je 1.000 Einwohner (freiwillig). Mehrere Stichtage sind möglich; es zählt der
# letzte bis zum Ende des Förderjahres.
# bevoelkerung:
#   - stichtag: "2022-12-31"
#     grundlage: "Zensus 2022"
#     quelle: "Landesbetrieb IT.NRW"
#     einwohner:
#       "{beispiel}004": "12345"
#       "{beispiel}008": "6789"
"""

TRAEGER_YAML = """\
# Die Träger, deren Namen ein Bericht nennen darf. Wer hier nicht steht, gilt als unbekannt und wird außerhalb der
# internen Fassung nie mit Namen genannt. Diese Datei kann Namen von Personen enthalten: nicht veröffentlichen.
#
#   name           so steht der Träger im Bericht
#   art            kommune, verein, kirche, wohlfahrt, mso (Migrantenselbstorganisation), sonstige,
#                  natuerliche_person (wird immer geschützt) oder unbekannt
#   schreibweisen  andere Schreibweisen desselben Trägers in Ihren Listen (freiwillig)
traeger:
# - name: "Stadt Musterstadt"
#   art: kommune
# - name: "Willkommenskreis Musterstadt e. V."
#   art: verein
#   schreibweisen: ["Willkommenskreis"]
"""


@dataclass(frozen=True, slots=True)
class Angaben:
    """What the command line says of the Kreis; an empty text is left for the person to fill in."""

    kreis: str = ""
    schluessel: str = ""
    dienststelle: str = ""

    def check(self) -> None:
        """Refuses (AufrufFehler) a key without five digits and a text that no report could carry."""
        key = self.schluessel
        if key and not (len(key) == 5 and key.isascii() and key.isdecimal()):
            raise AufrufFehler(
                f"„{key}“ ist kein Kreisschlüssel.", abhilfe="fünf Ziffern angeben, zum Beispiel 05974 für Kreis Soest."
            )
        for name, text in (("--kreis", self.kreis), ("--dienststelle", self.dienststelle)):
            if not text.isprintable():
                raise AufrufFehler(f"Der Text hinter {name} enthält Steuerzeichen.", abhilfe="Den Text neu eingeben.")
            if kind := contact_kind(text, telefon=True):
                raise AufrufFehler(
                    f"Der Text hinter {name} enthält Kontaktdaten ({kind}).", abhilfe="Nur den Namen angeben."
                )


@dataclass(frozen=True, slots=True)
class Start:
    """What was done: where the sample lies now (None: there was none), what was moved, written, and what stays."""

    beispiel: Path | None
    verschoben: tuple[str, ...]
    geschrieben: tuple[str, ...]
    geblieben: tuple[str, ...]


def start(projekt: Projekt, angaben: Angaben) -> Start:
    """Move the sample from ``raw`` to ``beispiel/raw`` and write kreis.yaml and traeger.yaml to be filled in.

    Files of the Kreis itself stay where they are and are never overwritten. Refuses a folder whose kreis.yaml is the
    Kreis's own (nothing is to be moved) and an existing target. Does all or nothing.
    """
    angaben.check()
    raw, ziel = projekt.raw, projekt.daten / "beispiel" / "raw"
    names = _names(raw)
    sample = sorted(n for n in names if n.startswith(BEISPIEL))
    if KREIS_DATEI in names:
        if not _is_sample(raw / KREIS_DATEI):
            raise _begun(sample)
        sample.append(KREIS_DATEI)
    if sample and ziel.exists():
        raise AufrufFehler(
            "Die Beispieldaten wurden schon einmal verschoben.",
            ort=f"Ordner {ziel}",
            abhilfe="Diesen Ordner umbenennen oder löschen, dann erneut starten.",
        )
    files = {n: text for n, text in _settings(angaben).items() if n in sample or n not in names}
    _move(raw, ziel, sample, files)
    stays = sorted(n for n in names - set(sample) if not n.startswith((".", "~$")))
    return Start(ziel.parent if sample else None, tuple(sample), tuple(files), tuple(stays))


def _names(raw: Path) -> set[str]:
    try:
        return {p.name for p in raw.iterdir()} if raw.exists() else set()
    except OSError as fault:
        raise DateiFehler(
            f"Der Ordner lässt sich nicht lesen ({fault_words(fault)}).",
            ort=f"Ordner {raw}",
            abhilfe="Leserechte geben lassen oder den richtigen Ordner nennen, dann erneut starten.",
        ) from fault


def _is_sample(path: Path) -> bool:
    """What the file says of itself; it need not be filled in."""
    content = read_yaml(path)
    return isinstance(content, dict) and str(content.get("beispiel")).lower() in ("ja", "true")


def _begun(sample: list[str]) -> DatenFehler:
    """The refusal where kreis.yaml is the Kreis's own: its settings are not touched."""
    more = " und Weiteres aus den Beispieldaten" if len(sample) > 1 else ""
    return DatenFehler(
        "In diesem Ordner ist schon mit eigenen Daten begonnen worden.",
        ort=Ort(KREIS_DATEI),
        mehr=[f"Dort liegt noch {sample[0]}{more}." if sample else "Zu verschieben ist nichts."],
        abhilfe=f"Die Dateien {BEISPIEL}… selbst aus dem Ordner nehmen."
        if sample
        else "Weiter mit „komman pruefe“ oder, für ein neues Förderjahr, mit „komman neu“.",
    )


def _settings(angaben: Angaben) -> dict[str, str]:
    """The new settings by file name."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False) if text else ""

    kreis = KREIS_YAML.format(
        kreis=quoted(angaben.kreis),
        schluessel=quoted(angaben.schluessel),
        dienststelle=quoted(angaben.dienststelle),
        beispiel=angaben.schluessel or "05999",
    )
    lines = (line.rstrip() for line in kreis.splitlines())
    return {KREIS_DATEI: "\n".join(lines) + "\n", TRAEGER_DATEI: TRAEGER_YAML}


def _move(raw: Path, ziel: Path, names: Iterable[str], files: dict[str, str]) -> None:
    """Move ``names`` and write ``files``; after any failure everything is where it was before."""
    moved: list[str] = []
    written: list[Path] = []
    folders = [f for f in (ziel.parent, ziel) if not f.exists()]
    try:
        for name in names:
            ziel.mkdir(parents=True, exist_ok=True)
            (raw / name).rename(ziel / name)
            moved.append(name)
        for name, text in files.items():
            write_atomic(raw / name, text.encode("utf-8"))
            written.append(raw / name)
    except (OSError, KommanFehler) as fault:
        for path in written:
            path.unlink(missing_ok=True)
        for name in moved:
            (ziel / name).rename(raw / name)
        for folder in reversed(folders):
            if folder.is_dir():
                folder.rmdir()
        if isinstance(fault, KommanFehler):
            raise
        raise DateiFehler(
            f"Die Beispieldaten lassen sich nicht verschieben ({fault_words(fault)}); es ist alles wie vorher.",
            ort=f"Ordner {raw}",
            abhilfe="Dateien, die in Excel geöffnet sind, schließen und Schreibrechte prüfen, dann erneut starten.",
        ) from fault
