"""The author's part of a Vorlage (head, text, statements): read strictly, and kept from naming who is protected."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from komman.aussagen import AussagenListe
from komman.bereinigung import Bereinigung
from komman.charset import decode
from komman.config import Feld
from komman.errors import DateiFehler, DatenFehler, KommanFehler, Ort
from komman.felder import Modell, Tag, Text, nothing
from komman.files import read_bytes
from komman.leaks import NAME, Schutz
from komman.microaggregate import records
from komman.release import protected_names
from komman.settings import BEISPIEL, vorlage_name, vorlage_year
from komman.yamlfile import Pfad, load_yaml, read_yaml

OEFFENTLICH, NICHTOEFFENTLICH = "öffentlich", "nichtöffentlich"
EBENEN = (3, 4)
MOST_CHARACTERS = 200_000
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_NO_PARAGRAPH = re.compile(r" {4}|\t| {0,3}(?:[-*+>|]|[0-9]{1,9}[.)])(?:\s|$)")
# What no text for a report holds: control characters, and the private ones that mark computed places.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ue000-\uf8ff]")
# "085/2013" is the number of a Vorlage, not of a telephone.
_NUMBER = re.compile(r"(?<![\d/])\d{1,3}/(?:19|20)\d\d(?!\d)")
_LINK = re.compile(r"\]\([^)\n]*\)")
_MARKS = re.compile("[*_`~\\\\\\[\\]\u00ad\u200b-\u200d\u2060\ufeff]")


def _lines(value: object) -> object:
    return (value,) if isinstance(value, str) else nothing(value)


class Beratung(Modell):
    """One step of the Beratungsfolge; ``ergebnis`` is empty until the committee has met."""

    gremium: Text
    datum: Tag
    ergebnis: Feld = ""


class Vorlage(Modell):
    """vorlage_JJJJ.yaml: the head of a Vorlage, and its lines on Finanzielle Auswirkungen."""

    nummer: Text
    betreff: Text
    status: Literal["öffentlich", "nichtöffentlich"]
    vorlageart: Text
    federfuehrend: Text
    beratungsfolge: Annotated[tuple[Beratung, ...], BeforeValidator(nothing)] = ()
    finanzielle_auswirkungen: Annotated[tuple[Text, ...], BeforeValidator(_lines)] = Field(default=())


@dataclass(frozen=True)
class Eintrag:
    """A Vorlage as a level may show it, with the names of its files; ``zeilen`` are the lines of its last texts."""

    vorlage: Vorlage
    datei: str
    zeilen: tuple[int, ...]
    text: str
    text_datei: str


def vorlagen(b: Bereinigung, raw: Path, freigabe: str) -> dict[str, Any]:
    """What the Anlage of a level is made from: ``jahre`` (the Vorlage of each Förderjahr), ``aussagen``, ``dateien``.

    A Vorlage that is faulty or must not be shown is kept as ``{"abgelehnt": …}``, so that only its own Anlage fails.
    Below ``intern`` it is refused if a text names a protected recipient or holds contact data.
    """
    kreis, traeger = b.konfiguration.kreis, b.konfiguration.traeger
    names = protected_names(records(b.tabellen["weiterleitungen"]), kreis, traeger)
    schutz = None if freigabe == "intern" else Schutz(names, kreis.schluessel)
    found = {jahr for p in raw.iterdir() if (jahr := vorlage_year(p.name, kreis.beispiel)) is not None}
    return {
        "jahre": {
            str(jahr): _or_refusal(partial(_vorlage, raw, jahr, kreis.beispiel, freigabe, schutz), schutz)
            for jahr in sorted(found)
        },
        "aussagen": _or_refusal(partial(_statements, raw, kreis.beispiel, schutz), schutz),
        "dateien": _files_until(b),
    }


def refusal(abgelehnt: dict[str, Any]) -> DatenFehler:
    """The reason kept by ``vorlagen``, to be raised by who needs the Vorlage."""
    return DatenFehler(abgelehnt["was"], ort=abgelehnt["ort"], mehr=abgelehnt["mehr"], abhilfe=abgelehnt["abhilfe"])


def entry_of(gelesen: dict[str, Any]) -> Eintrag:
    """The Vorlage kept by ``vorlagen``, as it was read from its files."""
    vorlage = Vorlage.model_validate(gelesen["vorlage"])
    return Eintrag(vorlage, gelesen["datei"], tuple(gelesen["zeilen"]), gelesen["text"], gelesen["text_datei"])


def _or_refusal(read: Callable[[], dict[str, Any]], schutz: Schutz | None) -> dict[str, Any]:
    try:
        return read()
    except KommanFehler as e:
        was = e.was
        if schutz and schutz.finding(str(e)):
            was = "Die Datei ist fehlerhaft; die fehlerhafte Stelle darf hier nicht gezeigt werden."
            return {
                "abgelehnt": {"was": was, "ort": _place(e), "mehr": [], "abhilfe": "Mit --freigabe intern ansehen."}
            }
        return {"abgelehnt": {"was": was, "ort": _place(e), "mehr": list(e.mehr), "abhilfe": e.abhilfe}}


def _place(fehler: KommanFehler) -> str | None:
    return None if fehler.ort is None else str(fehler.ort)


def _files_until(b: Bereinigung) -> dict[str, int]:
    """Förderjahr → number of source files with rows of that year or an earlier one."""
    first: dict[str, int] = {}
    for df in b.tabellen.values():
        years = df["foerderjahr"] if "foerderjahr" in df.columns else df["monat"].str[:4].astype("int64")
        for datei, jahr in zip(df["quelle_datei"], years, strict=True):
            first[datei] = min(first.get(datei, 9999), int(jahr))
    jahre = sorted({int(j) for j in b.tabellen["weiterleitungen"]["foerderjahr"]})
    return {str(j): sum(start <= j for start in first.values()) for j in jahre}


def _vorlage(raw: Path, jahr: int, beispiel: bool, freigabe: str, schutz: Schutz | None) -> dict[str, Any]:
    name, text_name = (vorlage_name(jahr, endung, beispiel) for endung in ("yaml", "md"))
    vorlage = load_yaml(raw / name, Vorlage)
    lines: dict[Pfad, int] = {}
    content = read_yaml(raw / name, lines)
    if freigabe == "oeffentlich" and vorlage.status == NICHTOEFFENTLICH:
        raise DatenFehler(
            "Die Vorlage ist nichtöffentlich; eine öffentliche Anlage kann es nicht geben.",
            ort=Ort(name, zeile=lines.get(("status",))),
            abhilfe="--freigabe nichtoeffentlich angeben oder den Status berichtigen.",
        )
    text = read_text(raw / text_name) if (raw / text_name).is_file() else ""
    if schutz:
        _refuse_values(content, lines, name, schutz)
        _refuse_text(text, text_name, schutz)
    auswirkungen = "finanzielle_auswirkungen"
    start = lines.get((auswirkungen,), 1)
    return {
        "datei": name,
        "vorlage": content,
        "zeilen": [lines.get((auswirkungen, i), start) for i in range(len(vorlage.finanzielle_auswirkungen))],
        "text_datei": text_name,
        "text": text,
    }


def _statements(raw: Path, beispiel: bool, schutz: Schutz | None) -> dict[str, Any]:
    path = raw / f"{BEISPIEL if beispiel else ''}aussagen.yaml"
    if not path.is_file():
        return {"aussagen": []}
    load_yaml(path, AussagenListe)
    lines: dict[Pfad, int] = {}
    content = read_yaml(path, lines)
    if schutz:
        _refuse_values(content, lines, path.name, schutz)
    # As it was written: amounts and days are read from texts only.
    return dict(content)


def read_text(path: Path) -> str:
    """The author's Markdown; refuses control characters and headings that do not fit below „Sachdarstellung“."""
    text, _ = decode(read_bytes(path), path.name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MOST_CHARACTERS:
        raise DateiFehler(
            f"Der Text ist länger als {MOST_CHARACTERS} Zeichen.", ort=Ort(path.name), abhilfe="Den Text kürzen."
        )
    if found := _FORBIDDEN.search(text):
        raise DatenFehler(
            "Der Text enthält ein Steuerzeichen.",
            ort=Ort(path.name, zeile=text.count("\n", 0, found.start()) + 1),
            abhilfe="Die Stelle neu eintippen und die Datei als UTF-8 speichern.",
        )
    before = EBENEN[0] - 1
    for zeile, ebene in _headings(text):
        if not EBENEN[0] <= ebene <= min(before + 1, EBENEN[1]):
            raise DatenFehler(
                f"Die Überschrift hat die Ebene {ebene} und passt nicht unter „Sachdarstellung“.",
                ort=Ort(path.name, zeile=zeile),
                abhilfe=f"Mit „{'#' * EBENEN[0]} …“ beginnen, darunter „{'#' * EBENEN[1]} …“ verwenden.",
            )
        before = ebene
    return text


def _headings(text: str) -> Iterator[tuple[int, int]]:
    """Line and level of each heading; a line underlined with = or - is one of level 1 or 2."""
    fence, paragraph = "", False
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1][:3]
            paragraph = False
        elif not fence and (found := _HEADING.match(line)):
            yield number, len(found[1])
            paragraph = False
        elif not fence and paragraph and _UNDERLINE.fullmatch(line):
            yield number - 1, 1 if "=" in line else 2
            paragraph = False
        else:
            paragraph = bool(line.strip()) and not fence and not _NO_PARAGRAPH.match(line)


def _refuse_values(content: Any, lines: dict[Pfad, int], datei: str, schutz: Schutz) -> None:
    for pfad, text in texts(content):
        if what := finding(text, schutz):
            raise _leak(what, datei, lines.get(pfad))


def texts(content: Any, pfad: Pfad = ()) -> Iterator[tuple[Pfad, str]]:
    """Every text of a YAML file with the path to it."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from texts(value, (*pfad, key))
    elif isinstance(content, list):
        for i, value in enumerate(content):
            yield from texts(value, (*pfad, i))
    elif isinstance(content, str):
        yield pfad, content


def _refuse_text(text: str, datei: str, schutz: Schutz) -> None:
    """Each line, then each two lines as one, because a name may be wrapped; last the whole."""
    lines = text.split("\n")
    for width in (1, 2):
        for i in range(len(lines) - width + 1):
            if what := finding(" ".join(lines[i : i + width]), schutz):
                raise _leak(what, datei, i + 1)
    if what := finding(text, schutz):
        raise _leak(what, datei, None)


def finding(text: str, schutz: Schutz) -> str:
    """What a reader of the text would see that must not be shown, also where Markdown marks stand inside a name."""
    plain = _NUMBER.sub(" ", text)
    bare = _MARKS.sub("", _LINK.sub(" ", html.unescape(plain)))
    return schutz.finding(plain) or schutz.finding(bare)


def _leak(what: str, datei: str, zeile: int | None) -> DatenFehler:
    listed = " oder den Träger in traeger.yaml eintragen, wenn er genannt werden darf" if what == NAME else ""
    return DatenFehler(
        f"In der Vorlage steht {what}.",
        ort=Ort(datei, zeile=zeile),
        abhilfe=f"Die Stelle ändern{listed}; mit --freigabe intern entsteht die Anlage auch so.",
    )
