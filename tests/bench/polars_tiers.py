"""The job of aging in Polars.  usage: polars_tiers.py LEDGER DAY LADDER"""
import json
import sys
from datetime import date

import polars as pl

ledger, day = sys.argv[1], date.fromisoformat(sys.argv[2])
ladder, last = json.loads(sys.argv[3])
types = {"date": pl.Date, "due": pl.Date, "amount": pl.Float64, "seq": pl.Int64}


def table(name):
    names = open(f"{ledger}/{name}.csv", encoding="utf-8").readline().strip().split(",")
    return pl.scan_csv(f"{ledger}/{name}.csv", schema={column: types.get(column, pl.String) for column in names})


# Integers of cents: sums of floats would differ in the last one.
cents = (pl.col("amount") * 100).round().cast(pl.Int64)
paid = (
    table("ledger")
    .filter(pl.col("kind") == "receipt", pl.col("date") <= day)
    .group_by("contract")
    .agg(paid=cents.sum())
)
positions = (
    table("milestones")
    .select("contract", "due", "seq", amount=cents)
    .with_columns(cum=pl.col("amount").cum_sum().over("contract", order_by=["due", "seq"]))
    .join(paid, on="contract", how="left")
    .with_columns(pl.col("paid").fill_null(0))
    .filter(pl.col("cum") > pl.col("paid"))
)
days = (pl.lit(day) - pl.col("due")).dt.total_days()
tier = pl.lit(last)
for name, to in reversed(ladder.items()):
    tier = pl.when(days <= to).then(pl.lit(name)).otherwise(tier)
rest = pl.min_horizontal("amount", pl.col("cum") - pl.col("paid"))
result = positions.group_by(tier=tier).agg(pl.len(), rest=rest.sum()).collect()
for name, count, total in result.rows():
    print(f"{name},{count},{total // 100}.{total % 100:02d}")
