"""Compares what other programs make of exports with huikuan's own reports. See `run`."""
import concurrent.futures
import csv
import io
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from decimal import Decimal

import ledgers
import postgres

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIGURES = ["not_due", "overdue", "outstanding", "disputed", "unscheduled", "prepaid", "unapplied"]


class Case:
    """One ledger with its exports, and what huikuan says of it."""

    def __init__(self, binary, work, name, ledger, day):
        self.name, self.ledger, self.day, self.binary = name, ledger, str(day), binary
        self.files = work / "files" / name
        self.files.mkdir(parents=True)
        self.tables = work / "companies" / name
        self.tables.parent.mkdir(exist_ok=True)

    def huikuan(self, *words):
        done = subprocess.run([self.binary, "-C", self.ledger, "--as-of", self.day, "--lang", "zh", *words], capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(f"{self.name}: huikuan {' '.join(map(str, words))}\n{done.stderr}")
        return done.stdout

    def prepare(self):
        rows = lambda *words: json.loads(self.huikuan(*words, "--format", "json"))["rows"]
        self.tiers = {row["tier"]: (row["positions"], Decimal(row["outstanding"]), Decimal(row["disputed"])) for row in rows("aging")}
        self.customers = {row["customer"]: row for row in rows("aging", "--by", "customer")}
        self.overdue = sorted((row["contract"], row["milestone"], row["days"], Decimal(row["outstanding"])) for row in rows("aging", "--detail") if row["days"] > 0)
        self.owed = {own: Decimal(row["outstanding"]) for own, row in self.customers.items() if Decimal(row["outstanding"])}
        self.huikuan("export", "hledger", "-o", self.files / "ar.journal")
        self.huikuan("export", "beancount", "-o", self.files / "ar.beancount")
        self.huikuan("export", "sqlite", self.files / "ar.db")
        self.huikuan("export", "csv", self.tables)
        return self

    def expect(self, what, found, expected):
        if found != expected:
            odd = {key: (found.get(key), expected.get(key)) for key in {*found, *expected} if found.get(key) != expected.get(key)} if isinstance(found, dict) else (found, expected)
            raise AssertionError(f"{self.name}: {what}: found, expected: {odd}")

    def expect_views(self, ask):
        """The views of a database: a row is a list of texts or numbers."""
        tiers = {row[0]: (int(row[1]), Decimal(row[2]), Decimal(row[3])) for row in ask("SELECT tier, positions, outstanding, disputed FROM aging")}
        self.expect("aging", tiers, self.tiers)
        rows = ask(f"SELECT customer, {', '.join(FIGURES)}, oldest_days FROM aging_by_customer")
        found = {row[0]: [*map(Decimal, row[1:-1]), number(row[-1])] for row in rows}
        expected = {own: [*(Decimal(row[key]) for key in FIGURES), row["oldest_days"]] for own, row in self.customers.items()}
        self.expect("aging by customer", found, expected)
        listed = sorted((row[0], row[1], int(row[2]), Decimal(row[3])) for row in ask("SELECT contract, milestone, days, outstanding FROM overdue"))
        self.expect("overdue", listed, self.overdue)


def number(cell):
    return None if cell in (None, "") else int(cell)


def hledger(case):
    query = ["hledger", "-s", "-f", case.files / "ar.journal", "bal", "assets:receivable", "--depth", "3", "-N", "-O", "csv"]
    done = subprocess.run(query, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode == 0, f"{case.name}: hledger\n{done.stderr}"
    rows = list(csv.reader(io.StringIO(done.stdout)))[1:]
    case.expect("hledger", {row[0].split(":", 2)[2]: Decimal(row[1].split()[0]) for row in rows if row[1] != "0"}, case.owed)


def beancount(case):
    from beancount import loader
    from beancount.core import data

    entries, errors, _ = loader.load_file(str(case.files / "ar.beancount"))
    assert not errors, f"{case.name}: beancount: {errors[0]}"
    ids = {own.account: own.meta["customer"] for own in entries if isinstance(own, data.Open) and "customer" in own.meta}
    found = {}
    for posting in (posting for own in entries if isinstance(own, data.Transaction) for posting in own.postings):
        if posting.account.startswith("Assets:Receivable:"):
            own = ids[":".join(posting.account.split(":")[:3])]
            found[own] = found.get(own, 0) + posting.units.number
    case.expect("beancount", {own: sum for own, sum in found.items() if sum}, case.owed)


def sqlite(case):
    base = sqlite3.connect(case.files / "ar.db")
    case.expect_views(lambda question: base.execute(question).fetchall())
    base.close()


def spoilt(case):
    """The files prove themselves: with one cent moved elsewhere, both programs refuse them."""
    from beancount import loader

    for name in ("ar.journal", "ar.beancount"):
        lines = (case.files / name).read_text(encoding="utf-8").split("\n")
        at = next(number for number, line in enumerate(lines) if line.strip().lower().startswith("assets:receivable:") and "=" not in line)
        for number, cent in ((at, Decimal("0.01")), (at + 1, Decimal("-0.01"))):
            account, amount, currency = lines[number].rsplit(" ", 2)
            lines[number] = f"{account} {Decimal(amount) + cent} {currency}"
        (case.files / f"spoilt-{name}").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(["hledger", "-f", case.files / "spoilt-ar.journal", "check"], capture_output=True) if shutil.which("hledger") else None
    assert done is None or done.returncode != 0, f"{case.name}: hledger takes a journal in which a cent is missing"
    assert loader.load_file(str(case.files / "spoilt-ar.beancount"))[1], f"{case.name}: beancount takes a file in which a cent is missing"


def duckdb_all(cases, work):
    import duckdb

    base = duckdb.connect(str(work / "ar.duckdb"))
    here = os.getcwd()
    os.chdir(work / "companies")
    try:
        base.execute((ROOT / "examples/sql/duckdb.sql").read_text(encoding="utf-8"))
    finally:
        os.chdir(here)
    for case in cases:
        yield lambda case=case: case.expect_views(lambda question: base.execute(f"{question} WHERE company = ?", [case.name]).fetchall())


class Tally:
    passed = failed = skipped = 0

    def run(self, title, checks):
        started, passed, failed = time.monotonic(), 0, []
        for check in checks:
            try:
                check()
                passed += 1
            except Exception as error:  # any at all: what it says is the finding
                failed.append(str(error) or repr(error))
        self.passed, self.failed = self.passed + passed, self.failed + len(failed)
        for words in failed[:3]:
            print(f"FAIL {words[:2000]}")
        print(f"{title}: {passed} passed, {len(failed)} failed ({time.monotonic() - started:.1f}s)", flush=True)

    def skip(self, title, why):
        self.skipped += 1
        print(f"SKIP {title}: {why}", flush=True)


def has(module):
    try:
        __import__(module)
        return True
    except ImportError:
        return False


def in_parallel(check, cases):
    """A check of each, run on all processors; what it says is raised where it is counted."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from [future.result for future in [pool.submit(check, case) for case in cases]]


CORNERS = {
    "prepaid": "SELECT 1 FROM positions WHERE state = 'waiting' AND paid_cents > 0",
    "prepaid, then applied": "SELECT 1 FROM allocations a JOIN positions p USING (position) WHERE a.due IS NULL AND p.due IS NOT NULL",
    "unapplied": "SELECT 1 FROM unapplied",
    "unapplied, then applied": "SELECT 1 FROM allocations WHERE date > entry_date AND kind = 'receipt'",
    "a deduction that waits": "SELECT 1 FROM entries WHERE kind = 'deduct' AND unapplied_cents > 0",
    "a refund in part": "SELECT 1 FROM entries WHERE refunded_cents > 0 AND refunded_cents < amount_cents",
    "a refund of all": "SELECT 1 FROM entries WHERE refunded_cents = amount_cents",
    "written off": "SELECT 1 FROM positions WHERE written_off_cents > recovered_cents",
    "recovered": "SELECT 1 FROM allocations WHERE applied = 'recovered'",
    "more written off than was open": "SELECT 1 FROM entries WHERE kind = 'writeoff' AND applied_cents < amount_cents",
    "parted": "SELECT 1 FROM positions WHERE milestone LIKE '%/2'",
    "a bill": "SELECT 1 FROM entries WHERE kind = 'bill'",
    "void": "SELECT 1 FROM entries WHERE standing = 'void' AND kind = 'receipt'",
    "a refund that falls with its receipt": "SELECT 1 FROM entries WHERE standing = 'void' AND kind = 'refund'",
    "money of a customer": "SELECT 1 FROM entries WHERE kind = 'receipt' AND contract IS NULL AND applied_cents > 0",
}


def corners(cases):
    """Whether each of these comes about in some ledger: what does not come about is not compared."""
    for name, question in CORNERS.items():
        yield lambda name=name, question=question: reached(cases, name, question)


def reached(cases, name, question):
    for case in cases[1:]:
        base = sqlite3.connect(case.files / "ar.db")
        found = base.execute(question + " LIMIT 1").fetchone()
        base.close()
        if found:
            return
    raise AssertionError(f"no random ledger has {name}")


def main():
    binary, count, seed = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory(prefix="huikuan-export-") as folder:
        work, tally = pathlib.Path(folder), Tally()
        os.chmod(work, 0o755)
        cases = [Case(binary, work, "demo", ROOT / "examples/demo", "2026-11-30")]
        for number in range(count):
            own = ledgers.Ledger(seed * 100_000 + number)
            own.write(work / "ledgers" / str(number))
            cases.append(Case(binary, work, f"random-{number}", work / "ledgers" / str(number), own.day))
        generated = larger(binary, work)
        tally.run("export", in_parallel(Case.prepare, cases + generated))
        if tally.failed == 0:
            compare(tally, cases, generated, work)
        print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
        sys.exit(1 if tally.failed else 0)


def larger(binary, work):
    """A ledger of 20,000 entries, where its generator lies beside the project; only databases are asked about it."""
    maker, place = ROOT.parent / "shared/tools/gen.py", work / "ledgers" / "generated"
    if not maker.exists():
        return []
    subprocess.run([sys.executable, maker, place, "2000", "20000"], check=True, capture_output=True)
    return [Case(binary, work, "generated", place, "2026-06-30")]


def compare(tally, cases, generated, work):
    tally.run("sqlite", [lambda case=case: sqlite(case) for case in cases + generated])
    if len(cases) > 100:
        tally.run("corners", corners(cases))
    if shutil.which("hledger"):
        tally.run("hledger", in_parallel(hledger, cases))
    else:
        tally.skip("hledger", "it is not installed and could not be (apt-get install hledger)")
    if has("beancount"):
        tally.run("beancount", [lambda case=case: beancount(case) for case in cases])
        tally.run("a cent too much", [lambda case=case: spoilt(case) for case in cases[:1]])
    else:
        tally.skip("beancount", "it is not installed and could not be (pip install beancount)")
    if has("duckdb"):
        tally.run("duckdb", duckdb_all(cases + generated, work))
    else:
        tally.skip("duckdb", "it is not installed and could not be (pip install duckdb)")
    server = postgres.Server.start(work)
    if server:
        try:
            tally.run("postgresql", server.checks(cases[:20], ROOT / "examples/sql/postgres.sql"))
        finally:
            server.stop()
    else:
        tally.skip("postgresql", "it is not installed and could not be (apt-get install postgresql), or did not start")


main()
