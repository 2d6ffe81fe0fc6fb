"""``python -m bench bericht|set [--runden N]``."""

from __future__ import annotations

import argparse

from bench import bericht, satz

# The guard keeps workers of a set, which import this module again, from measuring too.
if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measurements; ratios, no verdicts.")
    sub = parser.add_subparsers(dest="name", required=True)
    sub.add_parser("bericht", help="main job next to nbconvert").add_argument("--runden", type=int, default=5)
    sub.add_parser("set", help="set and notebooks next to plain scripts").add_argument("--runden", type=int, default=3)
    args = parser.parse_args()
    if args.runden < 1:
        parser.error("--runden: at least 1")
    {"bericht": bericht, "set": satz}[args.name].main(args.runden)
