"""The limits that huikuan is held to. Where they come from: docs/performance.md."""
from dataclasses import dataclass
from itertools import groupby

import record
from reports import AGING, REPORTS
from tables import short

VERSION = ("huikuan --version", "true", 2, None)
# Median of the first by median of the second, at most, and the stretch goal.
RATIOS = {
    "small": [("aging", "git --version", 3, None), ("aging", "DuckDB", 1 / 12, None)],
    "medium": [("aging", "DuckDB", 0.4, 0.3), ("aging", "Polars", 0.25, None)],
    "large": [
        ("aging", "DuckDB", 0.9, 0.65),
        ("aging", "Polars", 0.8, None),
        (record.NAME, "aging", 0.5, None),
        (record.NAME, record.SHORT, None, 1.2),
    ],
    "xl": [("aging", "DuckDB", 1.2, None)],
}
# Peak of aging in MiB, at most, and the stretch goal.
PEAKS = {"medium": (32, None), "large": (150, 64)}
# Times aging, for every report; on medium and large each report has its own.
SMALL_REPORTS = 2
GROWTH = (8, 12)


@dataclass
class Row:
    what: str
    limit: str
    measured: str
    # None where only a stretch goal is set.
    met: bool | None
    stretch: str = ""


def judge(results):
    """The rows that the sizes run can decide, and those for which a tool is missing."""
    rows, undecided = [], []
    for number, (size, figures) in enumerate(results.items()):
        start = [VERSION] if number == 0 and VERSION[0] in figures else []
        for over, under, most, stretch in start + RATIOS[size]:
            if under in figures:
                rows.append(ratio(size, over, under, figures, most, stretch))
            else:
                undecided.append(f"{size}: {over} / {under}")
        if figures[AGING.name].peak is None:
            undecided.append(f"{size}: peak of aging")
        else:
            rows += peaks(size, figures)
        if size == "xl":
            rows.append(Row("xl: aging ends", "yes", "yes", True))
        else:
            rows += reports(size, figures)
    if "medium" in results and "large" in results:
        grown = results["large"][AGING.name].median / results["medium"][AGING.name].median
        least, most = GROWTH
        rows.append(Row("aging, large / medium", f"{least} to {most}", f"{grown:.1f}", least <= grown <= most))
    return rows, undecided


def ratio(size, over, under, figures, most, stretch):
    a, b = figures[over].median, figures[under].median
    measured = f"{a / b:.3f} ({short(a)} / {short(b)} ms)"
    limit, met = (f"≤ {most:.3g}", a / b <= most) if most else ("", None)
    return Row(f"{size}: {over} / {under}", limit, measured, met, reached(a / b, stretch))


def peaks(size, figures):
    aging = figures[AGING.name].peak
    if size in PEAKS:
        most, stretch = PEAKS[size]
        limit = f"≤ {most} MiB"
        yield Row(f"{size}: peak of aging", limit, f"{aging:.1f} MiB", aging <= most, reached(aging, stretch))
    if size == "xl" and "DuckDB" in figures:
        other = figures["DuckDB"].peak
        yield Row("xl: peak of aging", "< DuckDB's", f"{aging:.0f} / {other:.0f} MiB", aging < other)


def reports(size, figures):
    """A row for all reports with the same limit, naming the slowest and whatever else is over."""
    def most(report):
        return SMALL_REPORTS if size == "small" else report.most

    for limit, group in groupby(sorted((report for report in REPORTS if report != AGING), key=most), key=most):
        taken = {report: figures[report.name].median / figures[AGING.name].median for report in group}
        aside = [report for report in taken if report.bulk and size != "small" and taken[report] > limit]
        held = sorted((report for report in taken if report not in aside), key=taken.get, reverse=True)
        over = [report for report in held if taken[report] > limit]
        measured = ", ".join(f"{taken[report]:.2f} {report.name}" for report in over or held[:1])
        measured += "".join(f"; aside: {taken[report]:.2f} {report.name}" for report in aside)
        what = held[0].name if len(taken) == 1 else "slowest report"
        yield Row(f"{size}: {what} / aging", f"≤ {limit:.3g}", measured, not over)


def reached(value, stretch):
    return f"≤ {stretch:.3g}: {'yes' if value <= stretch else 'no'}" if stretch else ""
