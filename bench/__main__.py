"""``python -m bench bericht|set [--runden N]``, ``leser [--klein] [--nur TEIL]`` and ``mutation [--nur GRUPPE]``."""

from __future__ import annotations

import argparse
from dataclasses import replace

from bench import bericht, leser, mutation, satz

# The guard keeps workers of a set, which import this module again, from measuring too.
if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measurements; ratios, no verdicts.")
    sub = parser.add_subparsers(dest="name", required=True)
    sub.add_parser("bericht", help="main job next to nbconvert").add_argument("--runden", type=int, default=5)
    sub.add_parser("set", help="set and notebooks next to plain scripts").add_argument("--runden", type=int, default=3)
    changed = sub.add_parser("mutation", help="which changes of the code no test notices (needs the extra „mutation“)")
    changed.add_argument("--nur", choices=sorted(mutation.GROUPS), default="", help="one group of modules only")
    ledger = sub.add_parser("leser", help="the ledger reader: oracle, mutations, hostile files, speed")
    ledger.add_argument("--klein", action="store_true", help="a small sample of every part")
    ledger.add_argument("--nur", choices=list(leser.TEILE), default="", help="one part only")
    ledger.add_argument("--zeilen", type=int, default=0, help="rows of the big files instead of the full size")
    ledger.add_argument("--ablage", default="", help="folder for files that showed a fault")
    args = parser.parse_args()
    if args.name == "leser":
        umfang = leser.KLEIN if args.klein else leser.GANZ
        sizes = {"csv": args.zeilen, "xlsx": args.zeilen} if args.zeilen else {}
        leser.main(replace(umfang, **sizes), args.nur, args.ablage)
    elif args.name == "mutation":
        mutation.main(args.nur)
    elif args.runden < 1:
        parser.error("--runden: at least 1")
    else:
        {"bericht": bericht, "set": satz}[args.name].main(args.runden)
