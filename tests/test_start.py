"""``komman start``: the sample moves aside, nothing of the Kreis's own is touched, and a failure changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from komman import start as start_module
from komman.__main__ import main
from komman.config import TraegerListe
from komman.errors import AufrufFehler, DateiFehler, DatenFehler, KommanFehler
from komman.kreis import Kreis
from komman.ledger import clean
from komman.project import Projekt
from komman.settings import load_config
from komman.start import Angaben, start
from komman.yamlfile import load_yaml
from tests.raw_folder import KREIS, ledger, raw_folder, refusal

GEFUELLT = Angaben("Kreis Musterland", "05999", 'KI „Muster\\land" & Co: #1')


# A line of YAML behind a mark; lines of explanation have no colon after their first word.
EXAMPLE = re.compile(r'# (?=(?: *- )? *"?\w+"?:)')


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_sample_moves_and_still_works(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    before = contents(projekt.raw)
    getan = start(projekt, GEFUELLT)
    assert getan.beispiel == projekt.daten / "beispiel"
    assert contents(projekt.daten / "beispiel" / "raw") == before
    assert set(getan.verschoben) == set(before) and getan.geblieben == ()
    assert sorted(contents(projekt.raw)) == sorted(getan.geschrieben) == ["kreis.yaml", "traeger.yaml"]
    assert len(clean(projekt.daten / "beispiel" / "raw").tabellen["weiterleitungen"]) > 100


def test_what_was_said_is_in_kreis_yaml_and_the_rest_waits(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    start(projekt, GEFUELLT)
    message = refusal(projekt.raw, DateiFehler)
    assert message.startswith("Der Schlüssel „stand“ hat keinen Wert.\nWo: Datei kreis.yaml, Zeile 8\n")
    assert "Abhilfe: Wert ergänzen.\n" in message + "\n"
    text = (projekt.raw / "kreis.yaml").read_text(encoding="utf-8")
    path = projekt.raw / "kreis.yaml"
    text = text.replace("stand:\n", 'stand: "2023-06-30"\n')
    text = text.replace("kommunen:\n", 'kommunen:\n- {ags: "05999004", name: Musterstadt}\n')
    path.write_text(text, encoding="utf-8")
    kreis = load_yaml(path, Kreis)
    assert (kreis.kreis, kreis.schluessel, kreis.dienststelle) == (
        GEFUELLT.kreis, GEFUELLT.schluessel, GEFUELLT.dienststelle,
    )  # fmt: skip
    assert not kreis.beispiel


def test_the_example_lines_load_once_their_marks_are_gone(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    start(projekt, Angaben("Kreis Musterland", "05999", "KI"))
    path = projekt.raw / "kreis.yaml"
    text = path.read_text(encoding="utf-8").replace("stand:\n", 'stand: "2023-06-30"\n')
    used = [line[2:] if EXAMPLE.match(line) else line for line in text.splitlines()]
    used.insert(used.index('  name: "Beispieldorf"') + 1, '  kachel: "2,1"')
    path.write_text("\n".join(used) + "\n", encoding="utf-8")
    kreis = load_yaml(path, Kreis)
    assert [(k.ags, k.name, k.kachel) for k in kreis.kommunen] == [
        ("05999004", "Musterstadt", (1, 1)), ("05999008", "Beispieldorf", (2, 1)),
    ]  # fmt: skip
    assert (kreis.kommunen[0].amtlich, kreis.kommunen[0].ortsteile) == ("Musterstadt, Stadt", ("Obermuster",))
    assert kreis.bevoelkerung[0].einwohner == {"05999004": 12345, "05999008": 6789}
    assert list(kreis.staende) == [2021]
    traeger = projekt.raw / "traeger.yaml"
    assert load_config(projekt.raw).traeger.traeger == ()
    lines = traeger.read_text(encoding="utf-8").splitlines()
    traeger.write_text("\n".join(line[2:] if EXAMPLE.match(line) else line for line in lines), encoding="utf-8")
    assert [t.art for t in load_yaml(traeger, TraegerListe).traeger] == ["kommune", "verein"]


def test_without_words_everything_waits_in_at_most_six_lines(
    new_project: Callable[[], Projekt], capsys: pytest.CaptureFixture[str]
) -> None:
    wurzel = str(new_project().daten.parent)
    assert main(["start", "--projekt", wurzel]) == 0
    out = capsys.readouterr().out
    assert f"--daten {wurzel}/data/beispiel --ausgabe {wurzel}/data/beispiel/reports\n" in out.replace("\\", "/")
    assert "Beispieldaten nach" in out and "1. kreis.yaml" in out and "4. komman pruefe" in out
    assert main(["pruefe", "--projekt", wurzel]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) <= 6 and lines[0] == "Der Schlüssel „kreis“ hat keinen Wert." and "kreis.yaml" in lines[1]
    assert lines[2] == "Dazu 4 weitere Stellen in dieser Datei."


def test_own_files_beside_the_sample_stay(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    own = {"liste_2023.xlsx": b"echt", "traeger.yaml": b"traeger: []\n"}
    for name, data in own.items():
        (projekt.raw / name).write_bytes(data)
    getan = start(projekt, Angaben())
    assert getan.geblieben == ("liste_2023.xlsx", "traeger.yaml") and getan.geschrieben == ("kreis.yaml",)
    assert {n: (projekt.raw / n).read_bytes() for n in own} == own
    assert set(own).isdisjoint(getan.verschoben)


@pytest.mark.parametrize("name", ["liste_2023.csv", "traeger.yaml"])
def test_who_mixes_the_two_is_sent_here_and_comes_out(new_project: Callable[[], Projekt], name: str) -> None:
    projekt = new_project()
    (projekt.raw / name).write_text(ledger() if name.endswith(".csv") else "traeger: []\n", encoding="utf-8")
    assert "Abhilfe: „komman start“ ausführen" in refusal(projekt.raw, DatenFehler)
    start(projekt, Angaben())
    text = (projekt.raw / "kreis.yaml").read_text(encoding="utf-8")
    assert "Beispieldaten" not in text
    (projekt.raw / "kreis.yaml").write_text(KREIS, encoding="utf-8")
    (projekt.raw / "liste_2023.csv").write_text(ledger().replace("2019", "2023"), encoding="utf-8")
    assert len(clean(projekt.raw).tabellen["weiterleitungen"]) == 3


def test_who_has_no_kreis_yaml_is_sent_here(tmp_path: Path) -> None:
    assert "„komman start“" in refusal(raw_folder(tmp_path, {"kreis.yaml": ""}), DatenFehler)


@pytest.mark.parametrize("names", [[], ["liste_2019.csv"]])
def test_a_folder_without_any_kreis_yaml_gets_one(tmp_path: Path, names: list[str]) -> None:
    projekt = Projekt(tmp_path / "notebooks", tmp_path, tmp_path / "reports")
    if names:
        raw_folder(tmp_path, {"kreis.yaml": "", "traeger.yaml": ""})
    getan = start(projekt, Angaben())
    assert (getan.beispiel, getan.verschoben, getan.geblieben) == (None, (), tuple(names))
    assert sorted(contents(projekt.raw)) == sorted([*names, "kreis.yaml", "traeger.yaml"])


@pytest.mark.parametrize("extra", [None, "beispiel_2021.xlsx"])
def test_real_data_are_not_touched(tmp_path: Path, extra: str | None) -> None:
    raw = raw_folder(tmp_path, {extra: b"x"} if extra else None)
    before = contents(raw)
    with pytest.raises(DatenFehler, match="schon mit eigenen Daten begonnen") as caught:
        start(Projekt(tmp_path / "notebooks", tmp_path, tmp_path / "reports"), Angaben())
    assert len(caught.value.lines()) <= 6
    assert (extra is not None) == ("beispiel_2021.xlsx" in str(caught.value))
    assert contents(raw) == before


def test_a_second_start_is_refused_even_before_kreis_yaml_is_filled_in(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    start(projekt, Angaben())
    with pytest.raises(DatenFehler, match="schon mit eigenen Daten begonnen"):
        start(projekt, Angaben())


def test_an_existing_target_is_not_written_into(new_project: Callable[[], Projekt]) -> None:
    projekt = new_project()
    (projekt.daten / "beispiel" / "raw").mkdir(parents=True)
    before = contents(projekt.daten)
    with pytest.raises(AufrufFehler, match="schon einmal verschoben"):
        start(projekt, Angaben())
    assert contents(projekt.daten) == before


def test_a_failed_move_leaves_everything_as_it_was(
    new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch
) -> None:
    projekt = new_project()
    before = contents(projekt.daten)
    rename = Path.rename

    def locked(self: Path, target: Path) -> Path:
        if self.name == "beispiel_2020.xlsx" and "beispiel/raw" in target.as_posix():
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(DateiFehler, match="es ist alles wie vorher") as caught:
        start(projekt, Angaben())
    assert "in use" not in str(caught.value)
    assert contents(projekt.daten) == before and not (projekt.daten / "beispiel").exists()


def test_a_failed_write_leaves_everything_as_it_was(
    new_project: Callable[[], Projekt], monkeypatch: pytest.MonkeyPatch
) -> None:
    projekt = new_project()
    before = contents(projekt.daten)
    write = start_module.write_atomic

    def full(path: Path, data: bytes) -> None:
        if path.name == "traeger.yaml":
            raise DateiFehler("voll", abhilfe="Platz schaffen.")
        write(path, data)

    monkeypatch.setattr(start_module, "write_atomic", full)
    with pytest.raises(KommanFehler, match="voll"):
        start(projekt, Angaben())
    assert contents(projekt.daten) == before and not (projekt.daten / "beispiel").exists()


@pytest.mark.parametrize("angaben", [
    Angaben(schluessel="5974"), Angaben(schluessel="059740"), Angaben(schluessel="٠٥٩٧٤"),
    Angaben(kreis="Kreis\nMuster"), Angaben(dienststelle="KI, ki@example.org"),
])  # fmt: skip
def test_words_that_no_report_could_carry_are_refused(new_project: Callable[[], Projekt], angaben: Angaben) -> None:
    projekt = new_project()
    before = contents(projekt.daten)
    with pytest.raises(AufrufFehler) as caught:
        start(projekt, angaben)
    assert len(caught.value.lines()) <= 6 and "example.org" not in str(caught.value)
    assert contents(projekt.daten) == before


def test_the_sample_kreis_is_told_by_its_own_word(tmp_path: Path) -> None:
    for text, beispiel in (
        (KREIS, False),
        ("beispiel: nein\n", False),
        ("beispiel: ja\n", True),
        ("beispiel: true\n", True),
    ):
        (tmp_path / "kreis.yaml").write_text(text, encoding="utf-8")
        assert start_module._is_sample(tmp_path / "kreis.yaml") is beispiel
