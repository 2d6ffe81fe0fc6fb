"""The sample Kreis: the same bytes everywhere, and never over files that are there already."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from komman import sample
from komman.errors import AufrufFehler, DateiFehler, KommanFehler
from komman.sample import generate_sample
from komman.spreadsheet import repack
from tests.sample_oracle import FILES, LISTEN, ods_sheet, sheet

PROJEKT = Path(__file__).resolve().parents[1]
COMMITTED = PROJEKT / "data" / "raw"
SIDE = [n for n in FILES if n not in LISTEN and "vorlage_2021" not in n]  # beside the ledgers of other years


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ziel = tmp_path_factory.mktemp("beispiel")
    assert [p.name for p in generate_sample(ziel)] == FILES
    return ziel / "raw"


def differing(a: Path, b: Path, names: list[str] = FILES) -> list[str]:
    return [n for n in names if (a / n).read_bytes() != (b / n).read_bytes()]


# --- the same bytes everywhere -----------------------------------------------------------------------------------


def test_committed_files_are_the_generators(raw: Path) -> None:
    assert differing(raw, COMMITTED) == []
    assert sorted(p.name for p in COMMITTED.glob("beispiel_*")) == sorted(n for n in FILES if n.startswith("beispiel"))


def test_a_changed_byte_would_be_noticed(raw: Path, tmp_path: Path) -> None:
    for name in FILES:
        data = (raw / name).read_bytes()
        (tmp_path / name).write_bytes(data[:-1] + b"#" if name == "beispiel_2019.xlsx" else data)
    assert differing(raw, tmp_path) == ["beispiel_2019.xlsx"]


@pytest.mark.parametrize(("zone", "seed", "locale"), [("Asia/Tokyo", "1", "C"), ("America/Lima", "77", "de_DE.UTF-8")])
def test_same_bytes_in_other_zone_seed_locale_and_folder(
    raw: Path, tmp_path: Path, zone: str, seed: str, locale: str
) -> None:
    env = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": str(PROJEKT)}
    code = "from pathlib import Path; from komman.sample import generate_sample; generate_sample(Path('ziel'))"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, check=True)
    assert differing(raw, tmp_path / "ziel" / "raw") == []


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith((".xlsx", ".xls"))])
def test_workbooks_carry_no_clock_and_no_compression(raw: Path, name: str) -> None:
    with zipfile.ZipFile(raw / name) as z:
        infos = z.infolist()
        assert [i.filename for i in infos] == sorted(i.filename for i in infos)
        assert {(i.compress_type, i.date_time, i.create_system) for i in infos} == {(0, (1980, 1, 1, 0, 0, 0), 0)}
        day = "2022-05-31" if name in LISTEN[1:6] else "2025-05-31"
        assert f"{day}T00:00:00Z".encode() in z.read("docProps/core.xml")


def test_repack_forgets_order_date_and_compression_but_not_content() -> None:
    def pack(names: str, compression: int, jahr: int, content: str = "x") -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", compression) as z:
            for name in names:
                z.writestr(zipfile.ZipInfo(name, (jahr, 1, 1, 0, 0, 0)), content * 50, compression)
        return out.getvalue()

    one, other = pack("ab", zipfile.ZIP_STORED, 1999), pack("ba", zipfile.ZIP_DEFLATED, 2020)
    assert one != other and repack(one) == repack(other)
    assert repack(pack("ab", zipfile.ZIP_STORED, 1999, "y")) != repack(one)


def test_the_ods_is_a_package_as_the_format_asks(raw: Path) -> None:
    data = (raw / "beispiel_2022.ods").read_bytes()
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    assert data[30:84] == f"mimetype{kind}".encode()  # first and stored, so that a file can be told by its first bytes
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        assert z.namelist() == ["mimetype", "META-INF/manifest.xml", "content.xml", "meta.xml"]
        infos = z.infolist()
        assert {(i.compress_type, i.date_time, i.create_system) for i in infos} == {(0, (1980, 1, 1, 0, 0, 0), 0)}
        manifest = z.read("META-INF/manifest.xml").decode()
        assert re.findall('full-path="([^"]*)" manifest:media-type="([^"]*)"', manifest) == [
            ("/", kind),
            ("content.xml", "text/xml"),
            ("meta.xml", "text/xml"),
        ]
        assert b"2025-05-31T00:00:00" in z.read("meta.xml")
        content = z.read("content.xml").decode()
    rows = content.count("<table:table-row>")
    assert rows == len(ods_sheet(raw / "beispiel_2022.ods")) and f'rows-repeated="{1_048_576 - rows}"' in content


# --- never over old files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["kreis.yaml", "beispiel_2021.xlsx", "beispiel_zahlungen.csv"])
def test_never_overwrites(tmp_path: Path, name: str) -> None:
    old = tmp_path / "raw" / name
    old.parent.mkdir()
    old.write_bytes(b"meine Daten")
    with pytest.raises(AufrufFehler, match=f"enthält schon {name}") as failure:
        generate_sample(tmp_path)
    assert "nie überschrieben" in str(failure.value) and failure.value.exit_code == 2
    assert old.read_bytes() == b"meine Daten" and list(old.parent.iterdir()) == [old]


def test_target_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datei").write_bytes(b"")
    with pytest.raises(DateiFehler, match="Zielordner kann nicht angelegt werden"):
        generate_sample(tmp_path / "datei")


def test_no_half_sample_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(path: Path, data: bytes) -> None:
        if path.name == "beispiel_2018.xlsx":
            raise DateiFehler("Datenträger voll", abhilfe="Platz schaffen.")
        path.write_bytes(data)

    monkeypatch.setattr(sample, "write_atomic", full_disk)
    with pytest.raises(KommanFehler, match="Datenträger voll"):
        generate_sample(tmp_path)
    assert list((tmp_path / "raw").iterdir()) == []


@pytest.mark.parametrize("jahre", [(2015, 2017), (2016, 2025), (2019, 2018)])
def test_years_without_sample_are_refused(tmp_path: Path, jahre: tuple[int, int]) -> None:
    with pytest.raises(AufrufFehler, match=f"Für die Jahre {jahre[0]} bis {jahre[1]} gibt es keine Beispieldaten"):
        generate_sample(tmp_path, jahre)
    assert list(tmp_path.iterdir()) == []


def test_fewer_years_bring_only_their_files_and_corrections(tmp_path: Path, raw: Path) -> None:
    names = [p.name for p in generate_sample(tmp_path, (2016, 2017))]
    assert names == [*FILES[:2], *SIDE]
    few = tmp_path / "raw"
    assert (few / "beispiel_korrekturen.yaml").read_text(encoding="utf-8").endswith("\nkorrekturen: []\n")
    assert differing(raw, few, [FILES[1], "kreis.yaml", "beispiel_traeger.yaml"]) == []


@pytest.mark.parametrize(("jahre", "listen"), [((2016, 2017), LISTEN[:2]), ((2022, 2024), LISTEN[6:])])
def test_side_tables_are_about_the_years_asked_for(tmp_path: Path, jahre: tuple[int, int], listen: list[str]) -> None:
    names = [p.name for p in generate_sample(tmp_path, jahre)]
    assert names == [*listen, *SIDE]
    few, wanted = tmp_path / "raw", set(range(jahre[0], jahre[1] + 1))
    assert {r[0] for r in sheet(few / "beispiel_bescheide.xlsx")[4:]} == wanted
    assert {int(str(r[1])[:4]) for r in sheet(few / "beispiel_personal.xlsx")[4:]} == wanted
    lines = (few / "beispiel_zahlungen.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert {int(line.split(";")[2]) for line in lines} == wanted


def test_a_booking_has_the_same_number_in_a_smaller_sample(tmp_path: Path, raw: Path) -> None:
    generate_sample(tmp_path, (2018, 2018))
    few, all_years = (
        (folder / "beispiel_zahlungen.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
        for folder in (tmp_path / "raw", raw)
    )
    assert few == [line for line in all_years if line.startswith("B-2018-")] and len(few) == 51
