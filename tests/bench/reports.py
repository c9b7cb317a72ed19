"""The reports that are measured: a new one is a line here."""
from dataclasses import dataclass

from ledgers import AS_OF, statement
from timing import Command


@dataclass(frozen=True)
class Report:
    words: str
    # Times aging, on medium and large.
    most: float = 1.5
    # Writes every entry, which no limit but that of small has in view: held to one only where it meets it.
    bulk: bool = False

    @property
    def name(self):
        return self.words or "huikuan alone"


AGING = Report("aging")
REPORTS = [
    AGING,
    Report("aging --by customer"),
    Report("aging --detail"),
    Report("gap"),
    Report("remind"),
    Report("progress"),
    Report("plan"),
    Report("forecast"),
    Report("risk"),
    Report("progress --detail"),
    Report("commitments"),
    Report("commitments --by customer"),
    Report("limitation"),
    Report("credit"),
    Report("provision"),
    Report("statement"),
    Report("statement --all --format markdown", bulk=True),
    Report("handover r001 r002"),
    Report("history HT-0000001"),
    Report("history --format csv", bulk=True),
    # The account of each month's end: six replays more than aging.
    Report("kpi", most=6),
    Report("matrix", most=3),
    # The account before the period and at its end.
    Report("commission --period 2026-05", most=4),
    Report("penalty --period 2026-05", most=4),
    # A page of six and of nine reports.
    Report("report --week", most=12),
    Report("report --month", most=16),
    Report("check", most=1.3),
    # The account with its promises, and all receipts by number.
    Report("import receipts STATEMENT", most=6),
    Report("reconcile STATEMENT", most=6),
    Report(""),
]


def commands(program, size, ledger):
    if size == "xl":
        return [command(program, ledger, AGING)]
    version = Command("huikuan --version", [program, "--version"])
    return [version, *(command(program, ledger, report) for report in REPORTS)]


def command(program, ledger, report):
    words = [statement(ledger) if word == "STATEMENT" else word for word in report.words.split()]
    return Command(report.name, [program, "-C", ledger, *words, "--as-of", AS_OF])


def aging_json(program, ledger):
    return command(program, ledger, Report("aging --format json"))
