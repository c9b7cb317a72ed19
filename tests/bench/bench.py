#!/usr/bin/env python3
"""Times huikuan on generated ledgers, interleaved with what it is compared to, and prints medians, peaks and ratios.

usage: tests/bench/bench.py [--sizes small,medium,large] [--runs N] [--bin PATH] [--work DIR]

The generator lies beside the project (../shared/tools/gen.py); DuckDB and Polars are used where Python has them, and
must give the same tiers. Python 3.11, Linux. Figures and how to read them: docs/performance.md.
"""
import argparse, json, os, statistics, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GENERATOR = os.path.join(ROOT, "..", "shared", "tools", "gen.py")
SIZES = {"small": (200, 1_000), "medium": (10_000, 100_000), "large": (100_000, 1_000_000), "xl": (1_000_000, 10_000_000)}
AS_OF = "2026-06-30"
REPORTS = {
    "aging": ["aging"], "aging --by customer": ["aging", "--by", "customer"], "aging --detail": ["aging", "--detail"],
    "gap": ["gap"], "remind": ["remind"], "history CONTRACT": ["history", "HT-0000001"], "check": ["check"],
}
DUCKDB = """
import duckdb, json, sys
d, day = sys.argv[1:]
c = duckdb.connect()
c.execute("SET threads=2")
late = f"date_diff('day', due, DATE '{day}')"
q = f'''WITH m AS (SELECT contract, CAST(due AS DATE) due, CAST(amount AS DECIMAL(18,2)) amount, sum(CAST(amount AS DECIMAL(18,2)))
  OVER (PARTITION BY contract ORDER BY CAST(due AS DATE), CAST(seq AS INT)) cum FROM read_csv('{d}/milestones.csv', header=true, all_varchar=true)),
r AS (SELECT contract, sum(CAST(amount AS DECIMAL(18,2))) paid FROM read_csv('{d}/ledger.csv', header=true, all_varchar=true)
  WHERE kind='receipt' AND CAST(date AS DATE) <= DATE '{day}' GROUP BY contract)
SELECT CASE WHEN {late} < 0 THEN 'not-due' WHEN {late} <= 20 THEN 'green' WHEN {late} <= 40 THEN 'blue' WHEN {late} <= 60 THEN 'yellow' ELSE 'red' END,
  count(*), CAST(sum(least(m.amount, cum - coalesce(paid, 0))) AS VARCHAR)
FROM m LEFT JOIN r USING (contract) WHERE cum > coalesce(paid, 0) GROUP BY 1'''
print(json.dumps({t: [n, s] for t, n, s in c.execute(q).fetchall()}))
"""


def run(command):
    """Wall milliseconds and output of one run; None where it fails."""
    started = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    wall = (time.perf_counter() - started) * 1000
    return None if done.returncode else (wall, done.stdout)


def peak(command):
    """Peak memory in MiB. A child of ours would begin with our own peak, a child of time does not."""
    try:
        done = subprocess.run(["/usr/bin/time", "-f", "%M", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    except OSError:
        return 0
    return int(done.stderr.split()[-1]) / 1024


def measure(commands, runs):
    """Medians of all commands, run in turn, so that a busy machine is busy for all of them."""
    seen = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            seen[name].append(run(command))
    result = {}
    for name, all_runs in seen.items():
        if None in all_runs:
            sys.exit(f"{name} failed: {commands[name]}")
        # The first run fills the cache.
        result[name] = (statistics.median(wall for wall, _ in all_runs[1:]), peak(commands[name]), all_runs[-1][1])
    return result


def tiers(out):
    report = json.loads(out)
    return {row["tier"]: [row["positions"], row["outstanding"]] for row in report["rows"] if row["positions"]}


def ledger(size, work):
    path = os.path.join(work, size)
    if not os.path.exists(os.path.join(path, "ledger.csv")):
        contracts, entries = SIZES[size]
        subprocess.run([sys.executable, GENERATOR, path, str(contracts), str(entries)], check=True)
    return path


def others(path):
    """What else does the same job here."""
    found = {"cat of both files": ["cat", f"{path}/huikuan.toml", f"{path}/ledger.csv"]}
    if subprocess.run([sys.executable, "-c", "import duckdb"], capture_output=True).returncode == 0:
        found["DuckDB, 2 threads"] = [sys.executable, "-c", DUCKDB, path, AS_OF]
        found["Python alone"] = [sys.executable, "-c", "import duckdb"]
    return found


def size_table(size, args):
    path = ledger(size, args.work)
    head = [args.bin, "-C", path]
    commands = {"true": ["true"], "huikuan --version": [args.bin, "--version"], **others(path)}
    commands.update({name: [*head, *words, "--as-of", AS_OF] for name, words in REPORTS.items()})
    result = measure(commands, args.runs)
    aging = result["aging"][0]
    print(f"\n{size}: {SIZES[size][0]:,} contracts, {SIZES[size][1]:,} entries; medians of {args.runs} interleaved runs\n")
    print("| | ms | peak MiB | / aging |\n|---|---:|---:|---:|")
    for name, (wall, memory, _) in result.items():
        print(f"| {name} | {wall:,.1f} | {memory:,.1f} | {wall / aging:.2f} |")
    if "DuckDB, 2 threads" in result:
        ours = tiers(run([*head, "aging", "--as-of", AS_OF, "--format", "json"])[1])
        theirs = json.loads(result["DuckDB, 2 threads"][2])
        if ours != theirs:
            sys.exit(f"{size}: the tiers differ\n{ours}\n{theirs}")
        print("\nThe tiers are the same as DuckDB's, to the cent.")
    return aging


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="small,medium,large")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--bin", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release", "huikuan"))
    parser.add_argument("--work", default="/tmp/huikuan-bench")
    args = parser.parse_args()
    if not os.path.exists(GENERATOR):
        print(f"skipped: {GENERATOR} is not here")
        return
    os.makedirs(args.work, exist_ok=True)
    times = {size: size_table(size, args) for size in args.sizes.split(",")}
    if "large" in times and "medium" in times:
        print(f"\nlarge / medium: {times['large'] / times['medium']:.1f}")


main()
