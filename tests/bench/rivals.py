"""Tools that read the ledger's CSV and do the job of aging: DuckDB, Polars, SQLite. Their book is milestones.csv."""
import importlib.util
import json
import os
import shutil
import sys
from dataclasses import dataclass, field
from typing import Callable

import tiers
from ledgers import AS_OF, HERE
from timing import Command, Failed


@dataclass
class Rival:
    name: str
    # None where it is not installed.
    program: str | None
    version: list[str]
    sizes: tuple[str, ...]
    # Of the ledger and a directory to prepare files in.
    argv: Callable[[str, str], list[str]]
    # From its output; sums alone where it cannot count positions.
    read: Callable[[str], dict] = tiers.of_csv
    sums_only: bool = False
    rounds: int = sys.maxsize
    # Measured beside it, to tell what of its time is not the job.
    beside: list[Command] = field(default_factory=list)

    def commands(self, ledger, scratch):
        argv = self.argv(ledger, scratch)
        return [Command(self.name, argv, keep=True, rounds=self.rounds), *self.beside]

    def compare(self, expected, output, size):
        if self.sums_only:
            expected = {tier: outstanding for tier, (_, outstanding) in expected.items()}
        found = self.read(output)
        if found != expected:
            raise Failed(f"{size}: {self.name} comes to other tiers\nhuikuan {expected}\n{self.name} {found}")


def binary(name):
    """The first real program on PATH: a shim of pyenv or asdf would be timed with its shell."""
    for folder in os.get_exec_path():
        found = shutil.which(name, path=folder)
        if found and is_elf(found):
            return found
    return None


def is_elf(path):
    try:
        with open(path, "rb") as file:
            return file.read(4) == b"\x7fELF"
    except OSError:
        return False


def in_package(module, file):
    spec = importlib.util.find_spec(module)
    path = os.path.join(os.path.dirname(spec.origin), file) if spec and spec.origin else ""
    return path if is_elf(path) else None


def sniffed(path):
    """As most call it, and the issue's limits were set: DuckDB finds out the dialect and the columns."""
    return f"read_csv('{path}', header=true, all_varchar=true)"


def typed(path):
    """As one calls it who wants it fast."""
    types = {"date": "DATE", "due": "DATE", "amount": "DECIMAL(18,2)", "seq": "INT"}
    with open(path, encoding="utf-8") as file:
        names = file.readline().strip().split(",")
    columns = ", ".join(f"'{name}': '{types.get(name, 'VARCHAR')}'" for name in names)
    return f"read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', columns={{{columns}}})"


def duckdb(name, program, table):
    due, amount = "CAST(due AS DATE)", "CAST(amount AS DECIMAL(18,2))"

    def argv(ledger, _):
        query = f"""SET threads=2;
            WITH m AS (SELECT contract, {due} AS due, {amount} AS amount,
                sum({amount}) OVER (PARTITION BY contract ORDER BY {due}, CAST(seq AS INT)) AS cum
                FROM {table(f"{ledger}/milestones.csv")}),
            r AS (SELECT contract, sum({amount}) AS paid FROM {table(f"{ledger}/ledger.csv")}
                WHERE kind = 'receipt' AND CAST(date AS DATE) <= DATE '{AS_OF}' GROUP BY contract)
            SELECT {tiers.sql_case(f"date_diff('day', due, DATE '{AS_OF}')")}, count(*),
                sum(least(m.amount, cum - coalesce(paid, 0)))
            FROM m LEFT JOIN r USING (contract) WHERE cum > coalesce(paid, 0) GROUP BY 1"""
        return [program, "-init", os.devnull, "-csv", "-noheader", "-c", query]

    return Rival(name, program, [program, "--version"], ("small", "medium", "large", "xl"), argv)


def polars(program):
    # -P: the modules beside the script must not be taken for those that Polars imports.
    script, ladder = os.path.join(HERE, "polars_tiers.py"), json.dumps([tiers.LADDER, tiers.LAST])

    def argv(ledger, _):
        return [program, "-P", script, ledger, AS_OF, ladder]

    version = [program, "-c", "import polars; print(polars.__version__)"]
    alone = Command("import polars", [program, "-P", "-c", "import polars"])
    return Rival("Polars", program, version, ("small", "medium", "large"), argv, beside=[alone])


def sqlite(program):
    # Every amount has two decimals, so that without the point it is an integer of cents.
    cents = "CAST(replace(amount, '.', '') AS INTEGER)"

    def argv(ledger, _):
        query = f"""WITH
            m AS (SELECT contract, due, {cents} AS amount,
                sum({cents}) OVER (PARTITION BY contract ORDER BY due, CAST(seq AS INTEGER)) AS cum FROM milestones),
            r AS (SELECT contract, sum({cents}) AS paid FROM ledger
                WHERE kind = 'receipt' AND date <= '{AS_OF}' GROUP BY contract),
            open AS (SELECT julianday('{AS_OF}') - julianday(due) AS late, min(amount, cum - coalesce(paid, 0)) AS rest
                FROM m LEFT JOIN r USING (contract) WHERE cum > coalesce(paid, 0))
            SELECT {tiers.sql_case("late")}, count(*), printf('%d.%02d', sum(rest) / 100, sum(rest) % 100)
            FROM open GROUP BY 1"""
        load = [f".import {ledger}/{name}.csv {name}" for name in ("ledger", "milestones")]
        return [program, "-init", os.devnull, "-batch", ":memory:", ".mode csv", *load, query]

    return Rival("SQLite", program, [program, "--version"], ("small", "medium"), argv, rounds=3)


def find():
    cli = binary("duckdb") or in_package("duckdb_cli", "duckdb")
    return [
        duckdb("DuckDB", cli, sniffed),
        duckdb("DuckDB, columns named", cli, typed),
        polars(sys.executable if importlib.util.find_spec("polars") else None),
        sqlite(binary("sqlite3")),
    ]
