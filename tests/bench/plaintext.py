"""ledger and hledger: the same receivables as a plain-text journal. They know no open items, so each receipt is spread
over the milestones beforehand, the oldest due first, and each milestone lies in the account of its tier."""
import csv
import datetime
import os
from collections import defaultdict

import tiers
from ledgers import AS_OF
from rivals import Rival, binary

JOURNAL = "receivables.journal"
# Exclusive in both tools.
END = (datetime.date.fromisoformat(AS_OF) + datetime.timedelta(days=1)).isoformat()


def cents(text):
    return int(text.replace(".", ""))


def money(amount):
    return f"{amount // 100}.{amount % 100:02d}"


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def journal(source, scratch):
    """Where the converted ledger is; written for the first of the two tools."""
    target = os.path.join(scratch, JOURNAL)
    if os.path.exists(target):
        return target
    owed = defaultdict(list)
    with open(target, "w", encoding="utf-8") as out:
        for row in sorted(rows(f"{source}/milestones.csv"), key=lambda row: (row["due"], int(row["seq"]))):
            account = f"receivable:{tiers.of_due(row['due'])}"
            owed[row["contract"]].append([account, cents(row["amount"])])
            # What falls due later is open today as well.
            booked = min(row["due"], AS_OF)
            out.write(f"{booked} {row['contract']}\n    {account}  {row['amount']}\n    sales\n\n")
        receipts = (row for row in rows(f"{source}/ledger.csv") if row["kind"] == "receipt")
        for row in sorted(receipts, key=lambda row: row["date"]):
            out.write(f"{row['date']} {row['contract']}\n    bank  {row['amount']}\n")
            for account, amount in spread(owed[row["contract"]], cents(row["amount"])):
                out.write(f"    {account}  -{money(amount)}\n")
            out.write("\n")
    return target


def spread(milestones, left):
    """Takes a receipt from the milestones and yields what went where."""
    while left and milestones:
        account, rest = milestones[0]
        part = min(left, rest)
        left -= part
        if part == rest:
            milestones.pop(0)
        else:
            milestones[0][1] = rest - part
        yield account, part
    if left:
        yield "unapplied", left


def read(text):
    """From lines such as `1067445.96  receivable:green`."""
    lines = (line.split() for line in text.splitlines())
    return {account.removeprefix("receivable:"): amount for amount, account in lines}


def find():
    found = []
    for name, quiet in (("ledger", ["--args-only"]), ("hledger", [])):
        program = binary(name)

        def argv(source, scratch, program=program, quiet=quiet):
            file = journal(source, scratch)
            return [program, *quiet, "-f", file, "balance", "^receivable:", "--flat", "--no-total", "--end", END]

        version = [program, "--version"]
        found.append(Rival(name, program, version, ("small", "medium"), argv, read=read, sums_only=True, rounds=3))
    return found
