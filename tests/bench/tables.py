"""Prints figures and limits as Markdown."""
from ledgers import SIZES
from reports import AGING, REPORTS

# Above this the peak of `true` is not its own.
TRUE_MIB = 3


def figures(size, rounds, found):
    contracts, entries = SIZES[size]
    print(f"\n## {size}: {contracts:,} contracts, {entries:,} entries; medians of {rounds} interleaved rounds\n")
    print("| command | median ms | min ms | peak MiB | / aging |\n|---|---:|---:|---:|---:|")
    aging = found[AGING.name].median
    for name, of in found.items():
        peak = "–" if of.peak is None else f"{of.peak:,.1f}"
        print(f"| {name} | {short(of.median)} | {short(of.least)} | {peak} | {of.median / aging:.2f} |", flush=True)


def short(value):
    return f"{value:,.{2 if value < 10 else 1 if value < 100 else 0}f}"


def notes(results):
    print()
    names = {name for found in results.values() for name in found}
    if "DuckDB" in names:
        print("DuckDB finds out the columns of a CSV file by itself; the limits were set so. Told them, it is faster.")
    if "Polars" in names:
        print("Polars is timed as a user runs it, with Python's start and the import; `import polars` is these alone.")
    if {"SQLite", "ledger", "hledger"} & names:
        print("SQLite, ledger and hledger have no limit and take long: they ran in three rounds at most.")
    if "ledger" in names or "hledger" in names:
        print("For ledger and hledger the receipts were spread over the milestones beforehand, untimed.")
    if any(report.bulk and report.name in names for report in REPORTS):
        print("history --format csv writes every entry: hundreds of MB at large, which no limit has in view.")
    peaks = [found["true"].peak for found in results.values() if "true" in found]
    if any(peak is not None and peak > TRUE_MIB for peak in peaks):
        print(f"The peak of `true` is over {TRUE_MIB} MiB: the peaks are not to be trusted.")


def limits(rows, undecided):
    print("\n## Limits\n\n| what | limit | measured | met | stretch |\n|---|---|---|---|---|")
    for row in rows:
        met = "" if row.met is None else "yes" if row.met else "NO"
        print(f"| {row.what} | {row.limit} | {row.measured} | {met} | {row.stretch} |")
    missed = sum(row.met is False for row in rows)
    print(f"\n{missed or 'none'} of {sum(row.met is not None for row in rows)} limits missed")
    if undecided:
        print(f"not decided, for want of a tool: {', '.join(undecided)}")
