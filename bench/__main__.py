"""``python -m bench bericht [--runden N]``."""

from __future__ import annotations

import argparse

from bench import bericht

parser = argparse.ArgumentParser(prog="python -m bench", description="Measurements; ratios, no verdicts.")
sub = parser.add_subparsers(dest="name", required=True)
sub.add_parser("bericht", help="main job next to nbconvert").add_argument("--runden", type=int, default=5)
args = parser.parse_args()
if args.runden < 1:
    parser.error("--runden: at least 1")
bericht.main(args.runden)
