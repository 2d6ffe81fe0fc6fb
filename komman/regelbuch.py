"""The rules as a page and as a JSON Schema, written from the models and files so that neither can drift from them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from komman.bausteine import BausteinListe, baustein_liste
from komman.einheiten import EINHEITEN
from komman.ereignisse import EreignisListe
from komman.files import write_atomic
from komman.formats import jahre_text
from komman.regelmodell import BELEG, RECHTSSTAND, HoechstensJe, Je, Parameter, ParameterListe, Wert
from komman.regeln import RegelListe
from komman.rules import Regelwerk, regelwerk, told

BELEG_SATZ = {
    "amtlich": "Wortlaut eines Amtsblatts, eines Gesetzes oder einer Förderkonzeption",
    "zweitquelle": "eine andere Quelle, etwa eine Vorlage, ein Pressebericht, eine Seite ohne Datum oder ein Bescheid, "
    "der dem Kreis vorliegt",
    "abgeleitet": "aus veröffentlichten Zahlen gerechnet oder erschlossen",
    "nicht_belegt": "keine Quelle sagt es; dann steht kein Wert da, und es wird nicht damit gerechnet",
}
RECHTSSTAND_SATZ = {
    "in_kraft": "gilt oder galt",
    "entwurf": "stand nur in einem Entwurf und wird nie als geltend genommen",
    "angenommen": "eine Annahme, etwa in einem Szenario",
}

KOPF = """\
# Das Regelwerk

<!-- Erzeugt mit `python -m komman.regelbuch`; nicht von Hand ändern. -->

Was das Programm über Recht und Geld von KOMM-AN weiß, steht in Dateien und nicht im Programmtext: in
`komman/rules/parameter/` und, soweit es nur Ihr Kreis weiß, in Ihrer `regeln.yaml`. Jeder Wert hat einen Tag, ab dem er
gilt, einen Rechtsstand, einen Beleg und eine Quelle. Für ein Förderjahr zählt, was am 1. Januar galt. Was keine Quelle
sagt, ist „nicht belegt“: Berichte zeigen dieses Wort, und eine Rechnung damit wird abgelehnt. Kein Satz wird auf ein
Jahr übertragen, für das ihn keine Quelle nennt.
"""

ERGAENZEN = """\
## Einen Wert ergänzen

Sie haben eine Richtlinie, eine Anlage oder einen Bescheid mit einem Wert, der hier fehlt? Tragen Sie ihn in der Datei
unter `komman/rules/parameter/` ein, bei seinem Parameter und in der Reihenfolge der Tage:

```yaml
      - schluessel: B2
        ab: 2019-01-01
        wert: 250,00
        je: Maßnahme und Monat
        rechtsstand: in_kraft
        beleg: amtlich
        quelle: Blatt, Nummer und Seite, auf der der Wert steht
```

Ein Wert gilt, bis der nächste Tag desselben Schlüssels beginnt. Wissen Sie nicht, ob er danach weiter galt, beenden Sie
ihn mit einem Eintrag ohne `wert` und mit `beleg: nicht_belegt`. Ein Betrag, den die Quelle nur rund nennt, bekommt
`gerundet: ja`; mit ihm wird nicht gerechnet. `hoechstsatz: ja` heißt, dass die Quelle „bis zu“ oder „höchstens“ sagt;
`hoechstens` und `hoechstens_je` begrenzen die Zahl der Einheiten. Ein Schreibfehler, eine fehlende Quelle und Tage in
falscher Reihenfolge werden mit Datei und Zeile abgelehnt. Danach erzeugt `python -m komman.regelbuch` diese Seite und
`docs/regelwerk.schema.json` neu; mit dem Schema prüft auch ein Texteditor die Dateien beim Schreiben.
"""

KREIS = """\
## Was ein Kreis selbst festlegt

Fristen und Zinsen stehen in Bescheiden und Verträgen, die nur Ihr Kreis hat, und was hier nicht belegt ist, kann in
einer Richtlinie stehen, die Ihnen vorliegt. Legen Sie dafür `regeln.yaml` zu den Daten in `data/raw/`. Ein Tag gilt nur
für das Förderjahr, mit dessen Jahreszahl `ab` beginnt. Alles andere geht von seinem Tag an den mitgelieferten Werten
vor, auch späteren, bis ein Eintrag ohne `wert` (`beleg: nicht_belegt`) das beendet. Außerhalb der Freigabe „intern“
steht als Quelle nur „Angabe des Kreises“.

```yaml
regeln:
  - name: nachweisfrist_traeger
    werte:
      - ab: 2021-01-01
        wert: "2022-02-28"
        rechtsstand: in_kraft
        beleg: zweitquelle
        quelle: Weiterleitungsvertrag 2021, Nummer 6
```

Selbst festlegen kann ein Kreis:
"""


def schema() -> str:
    """The JSON Schema of the files in komman/rules and of regeln.yaml, whose values are strings."""
    found = TypeAdapter(ParameterListe | BausteinListe | EreignisListe | RegelListe).json_schema()
    found["title"] = "Regelwerk von KOMM-AN"
    defs = found["$defs"]
    defs["Wert"] |= {
        "if": {"required": ["wert"]},
        "then": {"required": ["quelle"], "properties": {"beleg": {"not": {"const": "nicht_belegt"}}}},
        "else": {"properties": {"beleg": {"const": "nicht_belegt"}}},
        "dependentRequired": {"hoechstens": ["hoechstens_je"], "hoechstens_je": ["hoechstens"]},
    }
    defs["Parameter"]["allOf"] = [_form(name, art.muster) for name, art in EINHEITEN.items()]
    text = json.dumps(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}, ensure_ascii=False, indent=1
    )
    return f"{text}\n"


def _form(einheit: str, muster: str) -> dict[str, Any]:
    values = {"items": {"properties": {"wert": {"pattern": muster}}}}
    return {
        "if": {"properties": {"einheit": {"const": einheit}}, "required": ["einheit"]},
        "then": {"properties": {"werte": values}},
    }


def markdown() -> str:
    """The whole page."""
    regeln = regelwerk()
    parts = [
        KOPF,
        _lists(),
        ERGAENZEN,
        f"{KREIS}\n{_own(regeln)}",
        f"## Nicht belegt\n\n{_unknown(regeln)}",
        _bausteine(),
    ]
    parts.append("## Die Parameter\n")
    parts += [_section(p) for p in regeln.parameter.values()]
    return "\n".join(parts)


def _table(kopf: Iterable[str], zeilen: Iterable[Iterable[str]]) -> str:
    names = list(kopf)
    rows = [names, ["---"] * len(names), *zeilen]
    return "".join(f"| {' | '.join(c.replace('|', '/') for c in row)} |\n" for row in rows)


def _lists() -> str:
    einheiten = _table(("Einheit", "ein Wert ist"), ((f"`{n}`", a.bedeutung) for n, a in EINHEITEN.items()))
    stand = _table(
        ("Rechtsstand", "im Bericht", "heißt"),
        ((f"`{k}`", v, RECHTSSTAND_SATZ[k]) for k, v in RECHTSSTAND.items()),
    )
    beleg = _table(("Beleg", "im Bericht", "heißt"), ((f"`{k}`", v, BELEG_SATZ[k]) for k, v in BELEG.items()))
    je = ", ".join(f"„{j}“" for j in get_args(Je) if j)
    cap = ", ".join(f"„{j}“" for j in get_args(HoechstensJe) if j)
    return (
        "## Die festen Listen\n\nAndere Wörter werden abgelehnt, damit dieselbe Sache überall gleich heißt.\n\n"
        f"{einheiten}\n{stand}\n{beleg}\n"
        f"Was ein Betrag je Einheit bezahlt (`je`): {je}.\n\n"
        f"Worauf sich eine Höchstzahl bezieht (`hoechstens_je`): {cap}.\n"
    )


def _own(regeln: Regelwerk) -> str:
    own = [p for p in regeln.parameter.values() if p.kreis]
    return _table(
        ("Parameter", "Bezeichnung", "Einheit"),
        ((f"`{p.name}`", p.bezeichnung, _choice(p) or EINHEITEN[p.einheit].bedeutung) for p in own),
    )


def _choice(p: Parameter) -> str:
    """The words a value may be, each with what it means."""
    return "; ".join(f"`{word}`: {meaning}" for word, meaning in p.auswahl.items())


def _unknown(regeln: Regelwerk) -> str:
    """For which Förderjahre of the programme nothing supports a value, by parameter and key."""
    von, bis = regeln.programme_years()
    rows = []
    for p in regeln.parameter.values():
        for key in dict.fromkeys(w.schluessel for w in p.werte if w.ab.year <= bis):
            years = [j for j in range(von, bis + 1) if regeln.lookup(p.name, j, key).wert is None]
            if years:
                rows.append((f"{p.bezeichnung} {key}".strip(), jahre_text(years)))
    intro = (
        "Für diese Förderjahre nennt keine Quelle einen Wert. Für Schlüssel, die hier nicht stehen, gilt das immer.\n"
    )
    return f"{intro}\n{_table(('Regel', 'Förderjahre'), rows)}"


def _bausteine() -> str:
    rows = (
        (b.code, b.name, BELEG[b.beleg], BELEG[b.code_beleg], "" if b.seit is None else str(b.seit), b.quelle)
        for b in baustein_liste()
    )
    head = ("Kürzel", "Name", "Beleg des Namens", "Beleg des Kürzels", "belegt seit", "Quelle")
    return f"## Die Bausteine\n\nOhne Jahr in „belegt seit“: seit 2016.\n\n{_table(head, rows)}"


def _section(p: Parameter) -> str:
    kind = f"Einheit: {EINHEITEN[p.einheit].bedeutung}."
    key = f" Schlüssel: {p.schluessel}." if p.schluessel else ""
    scope = " Nur für die Förderjahre von KOMM-AN NRW." if p.programm else ""
    head = ("ab", "Schlüssel", "Wert", "Rechtsstand", "Beleg", "Quelle und Bemerkung")
    rows = _table(head, (_row(p, w) for w in p.werte))
    return f"### {p.bezeichnung}\n\n`{p.name}`: {p.beschreibung}. {kind}{key}{scope}\n\n{rows}"


def _row(p: Parameter, w: Wert) -> tuple[str, ...]:
    about = "; ".join(t for t in (w.quelle, w.bemerkung) if t)
    return (
        f"{w.ab:%d.%m.%Y}",
        w.schluessel,
        told(p, w, w.ab.year).text,
        RECHTSSTAND[w.rechtsstand],
        BELEG[w.beleg],
        about,
    )


def pages() -> dict[str, str]:
    """Name in docs/ → content."""
    return {"regelwerk.md": markdown(), "regelwerk.schema.json": schema()}


if __name__ == "__main__":
    for name, text in pages().items():
        write_atomic(Path("docs") / name, text.encode("utf-8"))
        sys.stdout.write(f"docs/{name}\n")
