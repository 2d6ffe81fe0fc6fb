from __future__ import annotations

from pathlib import Path

from bench.bericht import NOTEBOOK, ROOT, commands, table


def test_ratios_are_to_the_first_command():
    lines = table({"wir": [2.0, 1.0, 4.0], "andere": [3.0, 3.0, 9.0]})
    assert lines[2:] == ["| wir | 2.00 | 1.00 – 4.00 | 1.00 |", "| andere | 3.00 | 3.00 – 9.00 | 1.50 |"]


def test_peer_runs_the_same_notebook():
    ours, _, peer = commands(Path("projekt")).values()
    assert "bericht" in ours
    assert Path(peer[-1]).name == f"{NOTEBOOK}.ipynb"
    assert (ROOT / "notebooks" / f"{NOTEBOOK}.ipynb").is_file()
