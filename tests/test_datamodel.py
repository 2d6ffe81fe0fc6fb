from __future__ import annotations

import subprocess
import sys

from komman.datamodel import EINE_ZEILE, markdown
from komman.tables import SCHEMAS
from tests.repo import ROOT


def test_the_page_is_what_the_generator_writes():
    assert (ROOT / "docs" / "datenmodell.md").read_text(encoding="utf-8") == markdown()


def test_every_column_has_one_row():
    page = markdown()
    for tabelle, spalten in SCHEMAS.items():
        section = page.split(f"\n## {tabelle}\n")[1].split("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == [s.name for s in spalten]
        assert EINE_ZEILE[tabelle] in section


def test_module_prints_the_page_as_utf8():
    run = subprocess.run([sys.executable, "-m", "komman.datamodel"], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.decode("utf-8") == markdown()
