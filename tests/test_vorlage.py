"""The author's files: read strictly, kept beside the tables, and refused where they would name who is protected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from komman import prepare as preparing
from komman.errors import DateiFehler, DatenFehler
from komman.ledger import clean
from komman.settings import is_setting, load_config
from komman.vorlage import Vorlage, read_text, refusal, vorlagen
from komman.yamlfile import load_yaml
from tests.raw_folder import KREIS, raw_folder
from tests.repo import ROOT

KOPF = """\
nummer: 085/2013
betreff: KOMM-AN
status: öffentlich
vorlageart: Mitteilungsvorlage
federfuehrend: 40 Schulangelegenheiten
"""
MEHR = """\
beratungsfolge:
  - gremium: Kreistag
    datum: 30.06.2022
    ergebnis:
finanzielle_auswirkungen:
  - Keine.
"""
AUSSAGE = "aussagen:\n  - {art: vzae, aussage: Stellen, jahr: 2021, wert: '1,5', quelle: Q}\n"
TEXT = "### Lage\n\nDer Text.\n"


def enclosed(ziel: Path, freigabe: str = "oeffentlich", **dateien: str) -> dict[str, Any]:
    """The enclosure of a folder with these files (``vorlage_2019_yaml`` is ``vorlage_2019.yaml``)."""
    named = {f"{name.rpartition('_')[0]}.{name.rpartition('_')[2]}": text for name, text in dateien.items()}
    raw = raw_folder(ziel, named)
    found = vorlagen(clean(raw), raw, freigabe)
    return dict(json.loads(json.dumps(found)))


def refused(ziel: Path, freigabe: str = "oeffentlich", **dateien: str) -> str:
    """Why the Vorlage of 2019 is refused, as printed."""
    return str(refusal(enclosed(ziel, freigabe, **dateien)["jahre"]["2019"]["abgelehnt"]))


def test_the_files_of_a_vorlage_are_settings_of_their_kind_of_folder(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path, {"vorlage_2019.yaml": KOPF, "vorlage_2019.md": TEXT, "aussagen.yaml": AUSSAGE, "LIESMICH.md": "x"}
    )
    assert load_config(raw).kreis.schluessel == "05974"
    assert {n for n in clean(raw).eingaben if "20" not in n or "vorlage" in n} == {
        "aussagen.yaml",
        "kreis.yaml",
        "traeger.yaml",
        "vorlage_2019.md",
        "vorlage_2019.yaml",
    }
    assert not is_setting("vorlage_19.yaml", beispiel=False) and not is_setting("vorlage_2019.txt", beispiel=False)
    assert is_setting("beispiel_vorlage_2019.md", beispiel=True) and not is_setting("vorlage_2019.md", beispiel=True)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("vorlage_19.yaml", "In „vorlage_JJJJ.yaml“ umbenennen"),
        ("aussage.yaml", "In „aussagen.yaml“ umbenennen"),
        ("beispiel_vorlage_2019.yaml", "Einstellungen der Beispieldaten und eigene"),
        ("beispiel_vorlage_2019.md", "Einstellungen der Beispieldaten und eigene"),
        ("beispiel_aussagen.yaml", "Einstellungen der Beispieldaten und eigene"),
    ],
)
def test_a_name_that_would_stay_unread_is_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises((DateiFehler, DatenFehler), match=message):
        load_config(raw_folder(tmp_path, {name: KOPF}))


def test_a_changed_text_makes_the_folders_out_of_date(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path, {"vorlage_2019.md": TEXT})
    before = preparing.raw_hash(raw)
    (raw / "vorlage_2019.md").write_text(TEXT + "Mehr.", encoding="utf-8")
    assert preparing.raw_hash(raw) != before


def test_what_was_written_is_kept_as_it_is(tmp_path: Path) -> None:
    found = enclosed(tmp_path, vorlage_2019_yaml=KOPF + MEHR, vorlage_2019_md=TEXT)
    entry = found["jahre"]["2019"]
    assert entry["text"] == TEXT and entry["vorlage"]["nummer"] == "085/2013" and entry["zeilen"] == [11]
    assert found["aussagen"] == {"aussagen": []} and found["dateien"] == {"2019": 1}


def test_a_text_may_be_missing_and_one_line_is_no_list(tmp_path: Path) -> None:
    entry = enclosed(tmp_path, vorlage_2019_yaml=KOPF + "finanzielle_auswirkungen: Keine.\n")["jahre"]["2019"]
    assert (entry["text"], entry["zeilen"]) == ("", [6])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (KOPF.replace("nummer: 085/2013\n", ""), "Der Schlüssel „nummer“ fehlt."),
        (KOPF.replace("betreff", "betref"), "Gemeint ist wohl „betreff“."),
        (KOPF.replace("öffentlich", "geheim"), "„geheim“ ist nicht bekannt."),
        (KOPF + MEHR.replace("30.06.2022", "30.06."), "Datum erwartet"),
        (KOPF + MEHR.replace("Kreistag", ""), "Der Schlüssel „gremium“ hat keinen Wert."),
    ],
)
def test_a_faulty_head_is_refused_and_nothing_else_with_it(tmp_path: Path, text: str, message: str) -> None:
    found = enclosed(tmp_path, vorlage_2019_yaml=text, vorlage_2020_yaml=KOPF)
    assert message in str(refusal(found["jahre"]["2019"]["abgelehnt"]))
    assert "Datei vorlage_2019.yaml" in found["jahre"]["2019"]["abgelehnt"]["ort"]
    assert found["jahre"]["2020"]["vorlage"]["betreff"] == "KOMM-AN"


def test_a_text_without_its_head_is_refused(tmp_path: Path) -> None:
    assert "Wo: Datei vorlage_2019.yaml" in refused(tmp_path, vorlage_2019_md=TEXT)


def test_faulty_statements_are_refused_alone(tmp_path: Path) -> None:
    found = enclosed(tmp_path, vorlage_2019_yaml=KOPF, aussagen_yaml=AUSSAGE.replace("vzae", "vz"))
    assert "Gemeint ist wohl „vzae“" in str(refusal(found["aussagen"]["abgelehnt"]))
    assert found["jahre"]["2019"]["vorlage"]


@pytest.mark.parametrize(
    ("text", "zeile"),
    [
        ("# Titel", 1),
        ("Text\n\n## Abschnitt", 3),
        ("#### Zu tief", 1),
        ("### A\n\n##### Zu tief", 3),
        ("### A\n\n#### B\n\n##### C", 5),
        ("Titel\n=====", 1),
        ("### A\n\nText\nAbschnitt\n---", 4),
        ("a\x07", 1),
        ("a\n\ue0001\ue001", 2),
    ],
)
def test_headings_that_do_not_fit_and_control_characters_are_refused(tmp_path: Path, text: str, zeile: int) -> None:
    path = tmp_path / "vorlage_2021.md"
    path.write_bytes(text.encode())
    with pytest.raises(DatenFehler) as fault:
        read_text(path)
    assert str(fault.value.ort) == f"Datei vorlage_2021.md, Zeile {zeile}"


@pytest.mark.parametrize(
    "text",
    [
        "### A\r\n\r\n#### B\n\n### C\n",
        "Text\n\n---\n\nText",
        "```\n# kein Titel\n```\n\n### A",
        "~~~~\n```\n# kein Titel\n~~~~\n### A",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "- Punkt\n\n---",
        "#ohne Leerzeichen",
        "    # Code",
    ],
)
def test_what_only_looks_like_a_heading_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "vorlage_2021.md"
    path.write_bytes(text.encode())
    assert read_text(path) == text.replace("\r\n", "\n")


# „Welcome Wickede“ is in the ledger but not in traeger.yaml.
LEAKS = [
    ("Der Verein Welcome Wickede half.", 1, "der Name eines Trägers"),
    ("Text\n\nVon WELCOME  wickede.", 3, "der Name eines Trägers"),
    ("Der Verein Welcome\nWickede half.", 1, "der Name eines Trägers"),
    ("Der Verein **Welcome** Wickede half.", 1, "der Name eines Trägers"),
    ("Der Verein Wel*come* Wickede half.", 1, "der Name eines Trägers"),
    ("Der Verein Welcome&nbsp;Wickede half.", 1, "der Name eines Trägers"),
    ("Der Verein [Welcome](http://a.b) Wickede half.", 1, "der Name eines Trägers"),
    ("Frag\n\nTel. 02921 301234", 3, "eine Telefonnummer"),
    ("Frag frauke@beispiel.example", 1, "eine E-Mail-Adresse"),
    ("Kontonummer 1234567", 1, "eine Kontonummer"),
    ("An DE02120300000000202051", 1, "eine IBAN"),
]


@pytest.mark.parametrize(("text", "zeile", "what"), LEAKS)
@pytest.mark.parametrize("freigabe", ["oeffentlich", "nichtoeffentlich"])
def test_a_text_that_would_leak_is_refused_without_repeating_it(
    tmp_path: Path, text: str, zeile: int, what: str, freigabe: str
) -> None:
    found = refused(tmp_path, freigabe, vorlage_2019_yaml=KOPF, vorlage_2019_md=text)
    assert f"In der Vorlage steht {what}" in found and f"Datei vorlage_2019.md, Zeile {zeile}" in found
    assert not any(word in found.lower() for word in ("welcome", "frauke", "301234", "1234567"))


@pytest.mark.parametrize(("text", "zeile", "what"), LEAKS[:1] + LEAKS[7:8])
def test_intern_shows_everything(tmp_path: Path, text: str, zeile: int, what: str) -> None:
    found = enclosed(tmp_path, "intern", vorlage_2019_yaml=KOPF, vorlage_2019_md=text)
    assert found["jahre"]["2019"]["text"] == text


@pytest.mark.parametrize("text", [
    "Vorlage 085/2013 und 05974004, Gemeinde Anröchte, Brücke Anröchte e. V., Wickede (Ruhr).",
    "Am 01.06.2022 waren es 0,5 Stellen, 1.000.000,00 €.",
])  # fmt: skip
def test_public_names_and_numbers_are_no_leak(tmp_path: Path, text: str) -> None:
    assert enclosed(tmp_path, vorlage_2019_yaml=KOPF, vorlage_2019_md=text)["jahre"]["2019"]["text"] == text


def test_the_head_and_the_statements_are_searched_too(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    kopf = KOPF + "beratungsfolge:\n  - gremium: Welcome Wickede\n    datum: 2022-06-30\n"
    assert "Datei vorlage_2019.yaml, Zeile 7" in refused(tmp_path / "a", vorlage_2019_yaml=kopf)
    aussage = AUSSAGE.replace("Stellen", "Stellen bei Welcome Wickede")
    found = enclosed(tmp_path / "b", vorlage_2019_yaml=KOPF, aussagen_yaml=aussage)
    assert "Datei aussagen.yaml, Zeile 2" in found["aussagen"]["abgelehnt"]["ort"]


def test_a_fault_does_not_repeat_a_name_either(tmp_path: Path) -> None:
    kopf = KOPF.replace("status: öffentlich", "status: Welcome Wickede")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert "Welcome" not in refused(tmp_path / "a", vorlage_2019_yaml=kopf)
    assert "Welcome" in refused(tmp_path / "b", "intern", vorlage_2019_yaml=kopf)


def test_a_closed_vorlage_has_no_public_anlage(tmp_path: Path) -> None:
    kopf = KOPF.replace("status: öffentlich", "status: nichtöffentlich")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    found = refused(tmp_path / "a", vorlage_2019_yaml=kopf)
    assert "eine öffentliche Anlage kann es nicht geben" in found and "vorlage_2019.yaml, Zeile 3" in found
    assert enclosed(tmp_path / "b", "nichtoeffentlich", vorlage_2019_yaml=kopf)["jahre"]["2019"]["vorlage"]


def test_a_sample_folder_has_its_own_names(tmp_path: Path) -> None:
    kreis = KREIS + "beispiel: true\n"
    names = {"traeger.yaml": "", "liste_2019.csv": "", "kreis.yaml": kreis, "beispiel_vorlage_2019.yaml": KOPF}
    sample = (ROOT / "data" / "raw" / "beispiel_2019.xlsx").read_bytes()
    raw = raw_folder(tmp_path, {**names, "beispiel_liste.xlsx": sample})
    assert list(vorlagen(clean(raw), raw, "intern")["jahre"]) == ["2019"]


def test_the_examples_of_the_page_are_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "vorlage.md").read_text(encoding="utf-8")
    kopf, aussagen = (part.split("```")[0] for part in page.split("```yaml\n")[1:])
    found = enclosed(tmp_path, vorlage_2021_yaml=kopf, aussagen_yaml=aussagen)
    assert Vorlage.model_validate(found["jahre"]["2021"]["vorlage"]).nummer == "085/2022"
    assert len(found["aussagen"]["aussagen"]) == 3
    assert load_yaml(tmp_path / "raw" / "vorlage_2021.yaml", Vorlage).beratungsfolge[1].ergebnis == ""
