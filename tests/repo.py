"""The checkout as the tests of texts and project files see it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent


def committed() -> list[Path]:
    """Files that git holds or would hold, so that a new file is checked before its first commit."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("kein git-Arbeitsverzeichnis")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    files = {ROOT / name for name in listing.stdout.decode("utf-8").split("\0") if name}
    return sorted(path for path in files if path.is_file())


def committed_texts() -> list[tuple[str, str]]:
    """Name and text of each committed file that is UTF-8 text."""
    texts = []
    for path in committed():
        try:
            texts.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return texts


def pages() -> list[Path]:
    """All Markdown pages of the documentation."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def environment() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def marked(text: str, marker: str) -> list[str]:
    """Lines of the fenced block that follows ``<!-- marker -->``."""
    block = re.search(rf"^<!-- {re.escape(marker)} -->\n```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert block, f"kein Block nach <!-- {marker} -->"
    return block.group(1).splitlines()
