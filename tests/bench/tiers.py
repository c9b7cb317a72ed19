"""Open positions per tier, the result on which all tools must agree: {tier: (positions, outstanding)}."""
import datetime
import json

from ledgers import AS_OF

# Days overdue up to which a position is in the tier; beyond the last it is red.
LADDER = {"not-due": -1, "green": 20, "blue": 40, "yellow": 60}
LAST = "red"


def sql_case(days):
    steps = " ".join(f"WHEN {days} <= {to} THEN '{tier}'" for tier, to in LADDER.items())
    return f"CASE {steps} ELSE '{LAST}' END"


def of_due(due):
    days = (datetime.date.fromisoformat(AS_OF) - datetime.date.fromisoformat(due)).days
    return next((tier for tier, to in LADDER.items() if days <= to), LAST)


def of_aging(text):
    """From `huikuan aging --format json`."""
    return {row["tier"]: (row["positions"], row["outstanding"]) for row in json.loads(text)["rows"] if row["positions"]}


def of_csv(text):
    """From lines such as `green,6,1067445.96`."""
    rows = (line.split(",") for line in text.split())
    return {tier: (int(positions), outstanding) for tier, positions, outstanding in rows}
