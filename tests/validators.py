"""Check every PDF below a folder against PDF/UA-1 and PDF/A-3a: ``python tests/validators.py reports``."""

from __future__ import annotations

import sys
from pathlib import Path

import page

PROFILE = ("ua1", "3a")


def violations(pdf: Path) -> list[str]:
    """What a PDF breaks, one line per rule and profile."""
    found = []
    for profile in PROFILE:
        report = page.validate_pdf(pdf, profile=profile)
        found += [f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            found.append(f"{profile}: not compliant, no rule named")
    return found


def main(folder: Path) -> int:
    pdfs = sorted(folder.rglob("*.pdf"))
    if not pdfs:
        print(f"{folder}: no PDF")
        return 1
    bad = 0
    for pdf in pdfs:
        found = violations(pdf)
        bad += bool(found)
        print(f"{pdf.as_posix()}: {', '.join(PROFILE)} {'FAILED' if found else 'ok'}", *found, sep="\n  ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
