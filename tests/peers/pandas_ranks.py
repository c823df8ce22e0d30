"""Pandas ranks the same customers from the same orders: ``python -m tests.peers.pandas_ranks FILE``."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing

import pandas as pd

ORDERS = (
    "SELECT contact, placed_at, total - refunded AS spend FROM orders "
    "WHERE placed_at IS NOT NULL AND cancelled_at IS NULL"
)


def main(file: str) -> None:
    """Read, group, cut into fifths by recency, frequency and money."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        orders = pd.read_sql_query(ORDERS, database)
    people = orders.groupby("contact").agg(last=("placed_at", "max"), many=("spend", "size"), spend=("spend", "sum"))
    for fact in people:
        people[f"{fact}_fifth"] = (people[fact].rank(method="max", pct=True) * 5).clip(upper=4.999).astype(int) + 1
    sys.stdout.write(json.dumps({"people": len(people)}) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1])
