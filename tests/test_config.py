"""The configuration of a data folder: complete, unambiguous, and refused with file, line and remedy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from komman.config import Korrektur, Quelle, Traeger
from komman.dates import Datumsregel
from komman.errors import DateiFehler
from komman.kreis import Kommune
from komman.settings import load_config

KREIS = """\
kreis: Kreis Soest
schluessel: 05974
beispiel: nein
stand: 31.05.2022
dienststelle: Kommunales Integrationszentrum
kommunen:
  - ags: 05974004
    name: Anröchte
  - ags: 05974040
    name: Soest
    amtlich: Soest, Stadt
    aliase: [Stadt Soest, KS Soest]
"""

TRAEGER = """\
traeger:
  - name: Chor Möhnesee e. V.
    art: verein
    schreibweisen: [Chor Moehnesee]
  - name: Stadt Werl
    art: kommune
    id: werl
"""

KORREKTUR = """\
korrekturen:
  - aktion: setze
    datei: beispiel_2018.xlsx
    blatt: Weiterleitungen
    zeile: 37
    erwarte: {kommune: Möhensee, baustein: ""}
    setze: {kommune: Möhnesee}
    grund: Schreibfehler
    wer: KI
    datum: 2022-05-30
"""


def write(raw: Path, **files: str) -> Path:
    for name, text in ({"kreis": KREIS} | files).items():
        (raw / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
    return raw


def refusal(raw: Path, **files: str) -> str:
    with pytest.raises(DateiFehler) as caught:
        load_config(write(raw, **files))
    assert len(caught.value.lines()) <= 6
    return str(caught.value)


def test_only_kreis_yaml_is_required(tmp_path: Path) -> None:
    konfiguration = load_config(write(tmp_path))
    kreis = konfiguration.kreis
    assert (kreis.kreis, kreis.schluessel, kreis.beispiel, kreis.stand) == (
        "Kreis Soest",
        "05974",
        False,
        date(2022, 5, 31),
    )
    assert kreis.kommunen[0] == Kommune(ags="05974004", name="Anröchte")
    assert kreis.kommunen[0].amtlich == "Anröchte"
    assert kreis.kommunen[1].namen == ("Soest", "Soest, Stadt", "Stadt Soest", "KS Soest")
    assert (konfiguration.traeger.traeger, konfiguration.quellen, konfiguration.korrekturen) == ((), (), ())


def test_the_sample_flag_is_off_unless_said(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, kreis=KREIS.replace("beispiel: nein\n", ""))).kreis.beispiel is False
    assert load_config(write(tmp_path, kreis=KREIS.replace("beispiel: nein", "beispiel: true"))).kreis.beispiel is True


def test_a_missing_kreis_yaml_is_said(tmp_path: Path) -> None:
    with pytest.raises(DateiFehler) as caught:
        load_config(tmp_path)
    assert "kreis.yaml" in str(caught.value)
    assert "fehlt" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("05974004", "5974004", ["„ags“: 8 Ziffern erwartet, gefunden „5974004“", "Zeile 7"]),
        ("05974004", "05974", ["AGS „05974“ von Anröchte", "mit 05974 beginnen", "Zeile 7"]),
        ("05974004", "05974O04", ["8 Ziffern erwartet"]),
        (
            "05974004",
            "05513000",
            ["AGS „05513000“ von Anröchte: 8 Ziffern erwartet, die mit 05974 beginnen", "Zeile 7"],
        ),
        ("05974004", "05974040", ["AGS „05974040“ steht bei Anröchte und bei Soest", "Zeile 9"]),
        ("schluessel: 05974", "schluessel: 5974", ["„schluessel“: 5 Ziffern erwartet", "Zeile 2"]),
        ("KS Soest", "anröchte", ["„anröchte“ steht bei Anröchte und bei Soest", "Zeile 9"]),
        ("KS Soest", "Kreisweit", ["„Kreisweit“ steht bei kreisweit und bei Soest"]),
        ("31.05.2022", "31.02.2022", ["„stand“: Datum erwartet, z. B. 2022-05-31, gefunden „31.02.2022“", "Zeile 4"]),
        ("31.05.2022", "[1]", ["„stand“: "]),
        ("beispiel: nein", "beispiel: vielleicht", ["„beispiel“: „ja“ oder „nein“ erwartet", "Zeile 3"]),
        ("beispiel: nein", "beispiel: {}", ["„beispiel“: "]),
        ("dienststelle:", "dienstelle:", ["Unbekannter Schlüssel „dienstelle“", "Gemeint ist wohl „dienststelle“"]),
        ("    name: Anröchte", '    name: ""', ["„name“: Text erwartet", "Zeile 8"]),
        (KREIS[KREIS.index("kommunen") :], "kommunen: []\n", ["„kommunen“: mindestens ein Eintrag erwartet"]),
    ],
)
def test_a_wrong_kreis_yaml_is_refused(tmp_path: Path, old: str, new: str, parts: list[str]) -> None:
    assert old in KREIS
    message = refusal(tmp_path, kreis=KREIS.replace(old, new, 1))
    for part in parts:
        assert part in message


def test_an_alias_may_repeat_the_own_name(tmp_path: Path) -> None:
    text = KREIS.replace("KS Soest", "SOEST")
    assert load_config(write(tmp_path, kreis=text)).kreis.kommunen[1].aliase == ("Stadt Soest", "SOEST")


def test_traeger(tmp_path: Path) -> None:
    chor, werl = load_config(write(tmp_path, traeger=TRAEGER)).traeger.traeger
    assert (chor.id, chor.art, chor.schreibweisen) == ("chor-moehnesee-e-v", "verein", ("Chor Moehnesee",))
    assert werl.id == "werl"


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("Stadt Werl", "chor  Moehnesee", ["„chor Moehnesee“ steht bei Chor Möhnesee e. V. und bei", "Zeile 5"]),
        ("id: werl", "schreibweisen: [Chor Möhnesee e. V.]", ["„Chor Möhnesee e. V.“ steht bei", "Zeile 5"]),
        ("id: werl", "id: chor-moehnesee-e-v", ["„chor-moehnesee-e-v“ steht bei", "Zeile 5"]),
        ("art: verein", "art: Verien", ["„art“: „Verien“ ist nicht bekannt", "Gemeint ist wohl „verein“", "Zeile 3"]),
    ],
)
def test_a_wrong_traeger_yaml_is_refused(tmp_path: Path, old: str, new: str, parts: list[str]) -> None:
    assert old in TRAEGER
    message = refusal(tmp_path, traeger=TRAEGER.replace(old, new, 1))
    for part in ["Datei traeger.yaml", *parts]:
        assert part in message


def test_a_list_whose_entries_are_commented_out_is_empty(tmp_path: Path) -> None:
    konfiguration = load_config(write(tmp_path, traeger="traeger:\n", quellen="quellen:\n#  - x\n", korrekturen=""))
    assert (konfiguration.traeger.traeger, konfiguration.quellen, konfiguration.korrekturen) == ((), (), ())


def test_quellen(tmp_path: Path) -> None:
    text = """\
quellen:
  - datei: Liste*.csv
    tabelle: weiterleitungen
    kopfzeile: [4, 5]
    zeichensatz: CP850
    trennzeichen: ";"
    dezimal: punkt
    spalten: {Geld: ausgezahlt_cent}
    weglassen_zeilen: [3, 7-9]
    auffuellen: [Kommune]
  - datei: Mappe.xlsx
    blatt: Tabelle 1
    tabelle: bescheide
    kopfzeile: 3
  - datei: notiz.txt
    ignorieren: ja
  - datei: Mappe.xlsx
    blatt: Notizen
    ignorieren: ja
"""
    konfiguration = load_config(write(tmp_path, quellen=text))
    liste, mappe, notiz, _ = konfiguration.quellen
    assert (liste.kopfzeile, liste.zeichensatz, liste.weglassen_zeilen) == ((4, 5), "cp850", (3, 7, 8, 9))
    assert mappe.kopfzeile == (3,)
    assert konfiguration.quelle("LISTE 2016.csv") == liste
    assert konfiguration.quelle("Mappe.xlsx", "tabelle  1") == mappe
    assert konfiguration.quelle("Mappe.xlsx", "Tabelle 2") is None
    assert konfiguration.quelle("notiz.txt") == notiz
    assert konfiguration.quelle("andere.csv") is None


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ("tabelle: weiterleitung", "Gemeint ist wohl „weiterleitungen“"),
        ('weglassen_zeilen: "15-12"', "Zeilen „15-12“: die erste Zahl ist größer als die zweite"),
        ("zeichensatz: utf-7", "unbekannter Zeichensatz; bekannt sind utf-8"),
        ("zeichensatz: klingonisch", "unbekannter Zeichensatz"),
        ("dezimal: strich", "„dezimal“: „strich“ ist nicht bekannt"),
        ("datum: jmt", "„datum“: „jmt“ ist nicht bekannt"),
        ("jahrhundert: 1990", "zwei Jahre erwartet, z. B. 1990-2089, gefunden „1990“"),
        ("jahrhundert: 90-89", "zwei Jahre erwartet, z. B. 1990-2089"),
        ("jahrhundert: 1990-2090", "genau 100 Jahre erwartet, von 1990 an bis 2089, gefunden „1990-2090“"),
        ("jahrhundert: 1990-2088", "genau 100 Jahre erwartet, von 1990 an bis 2089"),
        ("jahrhundert: [1990, 2090]", "zwei Jahre erwartet, z. B. 1990-2089"),
        ("kopfzeile: 0", "Zahl ab 1 erwartet"),
        ("kopfzeile: oben", "ganze Zahl erwartet, gefunden „oben“"),
        ("ignorieren: egal", "„ja“ oder „nein“"),
        ("spallten: {a: b}", "Gemeint ist wohl „spalten“"),
    ],
)
def test_a_wrong_quellen_yaml_is_refused(tmp_path: Path, entry: str, part: str) -> None:
    assert part in refusal(tmp_path, quellen=f"quellen:\n  - datei: a.csv\n    {entry}\n")


@pytest.mark.parametrize(
    ("entry", "regel"),
    [
        ("", Datumsregel()),
        ("datum: mtj", Datumsregel("mtj")),
        ("datum: seriell-1904", Datumsregel("seriell-1904")),
        ("jahrhundert: 1990-2089", Datumsregel(None, (1990, 2089))),
        ('datum: tmj\n    jahrhundert: "1950 – 2049"', Datumsregel("tmj", (1950, 2049))),
    ],
)
def test_how_a_source_writes_its_dates(tmp_path: Path, entry: str, regel: Datumsregel) -> None:
    (quelle,) = load_config(write(tmp_path, quellen=f"quellen:\n  - datei: a.csv\n    {entry}\n")).quellen
    assert quelle.datumsregel == regel


def test_korrekturen(tmp_path: Path) -> None:
    (korrektur,) = load_config(write(tmp_path, korrekturen=KORREKTUR)).korrekturen
    assert (korrektur.aktion, korrektur.zeile, korrektur.datum) == ("setze", 37, date(2022, 5, 30))
    assert korrektur.erwarte == {"kommune": "Möhensee", "baustein": ""}


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("aktion: setze", "aktion: setzte", "Gemeint ist wohl „setze“"),
        ("aktion: setze", "aktion: loesche", "„setze“ (Spalte: neuer Wert) gehört genau zur Aktion „setze“"),
        ("    setze: {kommune: Möhnesee}\n", "", "gehört genau zur Aktion „setze“"),
        (
            "    setze: {kommune: Möhnesee}\n",
            "    setze: {kommune: Möhnesee}\n    teile: [{a: b}]\n",
            "„teile“ (mindestens zwei",
        ),
        ('{kommune: Möhensee, baustein: ""}', "{}", "„erwarte“: mindestens ein Eintrag erwartet"),
        ("zeile: 37", "zeile: 0", "Zahl ab 1 erwartet"),
        ("    grund: Schreibfehler\n", "", "„grund“ fehlt"),
        ("    wer: KI\n", "", "„wer“ fehlt"),
        ('baustein: ""', "baustein: ", "hat keinen Wert"),
    ],
)
def test_a_wrong_korrekturen_yaml_is_refused(tmp_path: Path, old: str, new: str, part: str) -> None:
    assert old in KORREKTUR
    message = refusal(tmp_path, korrekturen=KORREKTUR.replace(old, new, 1))
    assert part in message
    assert "Datei korrekturen.yaml, Zeile" in message


def test_splitting_needs_two_parts(tmp_path: Path) -> None:
    text = KORREKTUR.replace("aktion: setze", "aktion: teile").replace("setze: {kommune: Möhnesee}", "teile: [{a: b}]")
    assert "mindestens zwei Zeilen" in refusal(tmp_path, korrekturen=text)
    good = text.replace("[{a: b}]", "[{a: b}, {a: c}]")
    assert load_config(write(tmp_path, korrekturen=good)).korrekturen[0].teile == ({"a": "b"}, {"a": "c"})


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("korektur.yaml", "In „korrekturen.yaml“ umbenennen"),
        ("traeger.yml", "In „traeger.yaml“"),
        ("zzzzzzzzzz.yaml", "Datei entfernen"),
    ],
)
def test_a_settings_file_nobody_reads_is_refused(tmp_path: Path, name: str, part: str) -> None:
    (tmp_path / name).write_text("a: b\n", encoding="utf-8")
    message = refusal(tmp_path)
    assert name in message
    assert part in message


def test_models_cannot_be_changed() -> None:
    for model, field in (
        (Kommune(ags="05974004", name="A"), "name"),
        (Traeger(name="A", art="verein"), "art"),
        (Quelle(datei="a", ignorieren=True), "datei"),
    ):
        with pytest.raises(ValidationError):
            setattr(model, field, "B")


def test_models_refuse_unknown_fields() -> None:
    with pytest.raises(ValidationError):
        Korrektur(
            aktion="loesche",
            datei="a",
            zeile=1,
            erwarte={"a": "b"},
            grund="g",
            wer="w",
            datum=date(2022, 1, 1),
            extra=1,
        )  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("Stadt Werl", "Moehnesee-Chor, e. V.", "steht bei"),
        ("Stadt Werl", "E. V. Chor Möhnesee", "steht bei"),
        ("id: werl", "id: Werl", "„id“ von Stadt Werl"),
        ("id: werl", "id: gesammelt 2019", "„id“ von Stadt Werl"),
        ("name: Stadt Werl\n    art: kommune\n    id: werl", "name: 市\n    art: kommune", "„id“ von 市"),
        ("Stadt Werl", "Stadt Werl, 02922 8000", "Kontaktdaten (Telefon)"),
        ("Stadt Werl", "Stadt Werl, post@werl.example", "Kontaktdaten (E-Mail)"),
    ],
)
def test_a_traeger_entered_twice_or_with_contact_data_is_refused(tmp_path: Path, old: str, new: str, part: str) -> None:
    text = TRAEGER.replace(old, new)
    if part == "steht bei" and "Moehnesee-Chor" in new:
        text = text.replace("Chor Möhnesee e. V.", "Chor, Möhnesee e. V.")
    message = refusal(tmp_path, traeger=text)
    assert part in message
    assert "8000" not in message and "post@" not in message


def test_names_of_one_word_or_with_other_words_are_different_traeger(tmp_path: Path) -> None:
    text = TRAEGER + "  - {name: Warstein, art: verein}\n  - {name: Stadt Werl Süd, art: verein}\n"
    assert len(load_config(write(tmp_path, traeger=text)).traeger.traeger) == 4


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("Integrationszentrum", "Integrationszentrum, Tel. 02921 30-1234", "Kontaktdaten (Telefon)"),
        ("Integrationszentrum", "Integrationszentrum, ki@kreis.example", "Kontaktdaten (E-Mail)"),
        ("kreis: Kreis Soest", "kreis: Kreis Soest 02921/301234", "Kontaktdaten (Telefon)"),
    ],
)
def test_contact_data_in_kreis_yaml_are_refused(tmp_path: Path, old: str, new: str, part: str) -> None:
    message = refusal(tmp_path, kreis=KREIS.replace(old, new, 1))
    assert part in message
    assert "02921" not in message and "@" not in message
