#!/usr/bin/env python3
"""Times huikuan on generated ledgers against other tools that do the same job, and holds it to its limits.

All commands run in turn, round after round, so that a busy machine is busy for all of them; the first round only warms
the cache and takes the peak of memory. Every other tool must come to the same open sums per tier as `huikuan aging`, to
the cent; a difference ends the driver with exit 1. What is not installed is named and left out.

    small    200 contracts,         1,000 entries
    medium   10,000 contracts,      100,000 entries
    large    100,000 contracts,     1,000,000 entries      140 MB
    xl       1,000,000 contracts,   10,000,000 entries     1.4 GB; only aging, cat and DuckDB, and only where named

Ledgers that are missing are generated once by ../shared/tools/gen.py, beside the project. Where that is missing there
is nothing to do: "skipped", exit 0. Python 3.11, Linux. How to read the figures: docs/performance.md.
"""
import sys

# The driver must leave no __pycache__ in the source tree.
sys.dont_write_bytecode = True

import argparse
import os
import tempfile

import ledgers
import limits
import machine
import plaintext
import record
import reports
import rivals
import tables
import tiers
from timing import Command, Failed, measure, output

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROUNDS = {"small": 21, "medium": 9, "large": 7, "xl": 3}
SMOKE_ROUNDS, SMOKE_SECONDS = 3, 5


def options():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="exit: 0 done, or nothing to do · 1 a command failed, results differ, or (--strict) a limit is missed"
        " · 2 wrong use",
    )
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    parser.add_argument("--sizes", default="small,medium,large", help="default: %(default)s; xl only where named")
    parser.add_argument("--runs", type=int, help="timed rounds after the warm-up; default: "
                        + ", ".join(f"{rounds} {size}" for size, rounds in ROUNDS.items()))
    parser.add_argument("--bin", default=os.path.join(target, "release", "huikuan"), help="default: %(default)s")
    parser.add_argument("--work", default="/tmp/huikuan-bench", help="where the ledgers are kept; default: %(default)s")
    parser.add_argument("--strict", action="store_true", help="exit 1 where a limit is missed")
    parser.add_argument("--smoke", action="store_true", help=f"for CI: small, {SMOKE_ROUNDS} rounds, results checked,"
                        f" no limit but that each command of huikuan ends within {SMOKE_SECONDS} s")
    args = parser.parse_args()
    args.sizes = ["small"] if args.smoke else args.sizes.split(",")
    args.bin, args.work = os.path.abspath(args.bin), os.path.abspath(args.work)
    unknown = [size for size in args.sizes if size not in ledgers.SIZES]
    if unknown:
        parser.error(f"no such size: {', '.join(unknown)} (there are {', '.join(ledgers.SIZES)})")
    if args.runs is not None and args.runs < 1:
        parser.error("--runs: at least 1")
    if args.smoke and args.strict:
        parser.error("--smoke measures too little for --strict")
    return args


def floors(size, ledger):
    """What no tool can be faster than: a process, and the bytes of the ledger."""
    starts = [] if size == "xl" else [Command("true", [rivals.binary("true")])]
    if size != "xl" and rivals.binary("git"):
        starts.append(Command("git --version", [rivals.binary("git"), "--version"]))
    return [*starts, Command("cat", [rivals.binary("cat"), f"{ledger}/huikuan.toml", f"{ledger}/ledger.csv"])]


def run_size(size, args, here, scratch):
    ledger = ledgers.path(size, args.work)
    ours = reports.commands(args.bin, size, ledger)
    if size != "xl":
        ours += record.commands(args.bin, size, ledger, scratch)
    aging = reports.aging_json(args.bin, ledger)
    if args.smoke:
        for command in [aging, *ours]:
            command.seconds = SMOKE_SECONDS
    theirs = [rival for rival in here if size in rival.sizes]
    commands = floors(size, ledger) + ours
    for rival in theirs:
        commands += rival.commands(ledger, scratch)

    expected = tiers.of_aging(output(aging, scratch))
    rounds = args.runs or (SMOKE_ROUNDS if args.smoke else ROUNDS[size])
    figures = measure(commands, rounds, scratch)
    for rival in theirs:
        rival.compare(expected, figures[rival.name].output, size)
    tables.figures(size, rounds, figures)
    if theirs:
        print(f"\nSame tiers as huikuan, to the cent: {' · '.join(rival.name for rival in theirs)}.")
    return figures


def main():
    args = options()
    if not os.path.exists(ledgers.GENERATOR):
        print(f"skipped: {os.path.normpath(ledgers.GENERATOR)} is not here")
        return 0
    if not os.access(args.bin, os.X_OK):
        print(f"{args.bin} is not there: cargo build --release, or --bin PATH", file=sys.stderr)
        return 2
    # The others are held to two threads, and huikuan must not get more where there are more cores.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    os.makedirs(args.work, exist_ok=True)
    known = rivals.find() + plaintext.find()
    machine.describe(args.bin, known)
    here = [rival for rival in known if rival.program]
    results = {}
    try:
        for size in args.sizes:
            with tempfile.TemporaryDirectory(prefix="run-", dir=args.work) as scratch:
                results[size] = run_size(size, args, here, scratch)
    except Failed as failure:
        print(f"\nfailed: {failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    tables.notes(results)
    if args.smoke:
        return 0
    rows, undecided = limits.judge(results)
    tables.limits(rows, undecided)
    return 1 if args.strict and any(row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
