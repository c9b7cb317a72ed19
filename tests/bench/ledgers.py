"""The generated ledgers."""
import csv
import os
import subprocess
import sys

from timing import Failed

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATOR = os.path.join(HERE, "..", "..", "..", "shared", "tools", "gen.py")
AS_OF = "2026-06-30"
# Contracts and entries.
SIZES = {
    "small": (200, 1_000),
    "medium": (10_000, 100_000),
    "large": (100_000, 1_000_000),
    "xl": (1_000_000, 10_000_000),
}


def path(size, work):
    """The directory of a ledger, generated where it is missing."""
    ledger = os.path.join(work, size)
    if os.path.exists(os.path.join(ledger, "ledger.csv")):
        return ledger
    contracts, entries = SIZES[size]
    print(f"\ngenerating {ledger} …", flush=True)
    # Under its own name only when whole: an interrupted run must not leave half a ledger to be measured.
    part = f"{ledger}.part"
    if subprocess.run([sys.executable, GENERATOR, part, str(contracts), str(entries)]).returncode:
        raise Failed(f"{GENERATOR} made no ledger of {contracts} contracts")
    os.rename(part, ledger)
    return ledger


def statement(ledger):
    """A bank's statement of the last month: each receipt by its number, and as many that the ledger has not."""
    file = os.path.join(ledger, "statement.csv")
    if os.path.exists(file):
        return file
    part = f"{file}.part"
    with open(os.path.join(ledger, "ledger.csv"), encoding="utf-8", newline="") as journal, open(part, "w", encoding="utf-8", newline="") as out:
        write = csv.writer(out, lineterminator="\n").writerow
        write("date amount payer remark proof customer contract milestone".split())
        for row in csv.DictReader(journal):
            if row["kind"] == "receipt" and row["date"].startswith(AS_OF[:7]):
                write([row["date"], row["amount"], "", row["contract"], row["proof"], row["customer"], row["contract"], ""])
                write([row["date"], row["amount"], row["customer"], row["contract"], row["proof"] + "X", "", "", ""])
    os.rename(part, file)
    return file
