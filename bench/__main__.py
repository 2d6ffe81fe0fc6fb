"""``python -m bench bericht|set [--runden N]`` and ``python -m bench mutation [--nur GRUPPE]``."""

from __future__ import annotations

import argparse

from bench import bericht, mutation, satz

# The guard keeps workers of a set, which import this module again, from measuring too.
if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measurements; ratios, no verdicts.")
    sub = parser.add_subparsers(dest="name", required=True)
    sub.add_parser("bericht", help="main job next to nbconvert").add_argument("--runden", type=int, default=5)
    sub.add_parser("set", help="set and notebooks next to plain scripts").add_argument("--runden", type=int, default=3)
    changed = sub.add_parser("mutation", help="which changes of the code no test notices (needs the extra „mutation“)")
    changed.add_argument("--nur", choices=sorted(mutation.GROUPS), default="", help="one group of modules only")
    args = parser.parse_args()
    if args.name == "mutation":
        mutation.main(args.nur)
    elif args.runden < 1:
        parser.error("--runden: at least 1")
    else:
        {"bericht": bericht, "set": satz}[args.name].main(args.runden)
