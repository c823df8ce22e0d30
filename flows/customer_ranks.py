"""A customer's rank among all who ordered: by recency, frequency and spend.

Ranks depend on all customers, so a nightly job computes the cuts: the values at the end of each hundredth of the
customers (storage/store/rank_cuts.py). A rank follows from the customer's totals and the cuts, and changes as the
customer orders.

Equal customers have equal ranks: a percentile is how many of a hundred have *strictly less*. So 80 and more are at most
the top 20 %. Quintiles are 1, plus 1 for each of the percentiles 20, 40, 60 and 80 reached: if most customers ordered
once, all of these have 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flows.lifetime_totals import CustomerTotals

T = TypeVar("T")

PARTS = 100
FIFTHS = (20, 40, 60, 80)


@dataclass(frozen=True, slots=True)
class Cuts:
    """The highest value of each of the first 99 hundredths of the customers, in the order of each fact."""

    orders: tuple[int, ...]
    spend: tuple[int, ...]
    last_order_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class CustomerRank:
    """The quintiles of a customer, 1 to 5, and the percentile of the spend: how many of a hundred customers
    spent less."""

    recency: int
    frequency: int
    monetary: int
    spend_percentile: int


def rank(totals: CustomerTotals | None, cuts: Cuts | None) -> CustomerRank | None:
    """Return the rank of a customer; None if no order counts, or before the first nightly job."""
    if totals is None or cuts is None or totals.last_order_at is None:
        return None
    lately = bisect_left(choose_fifths(cuts.last_order_at), totals.last_order_at)
    often = bisect_left(choose_fifths(cuts.orders), totals.orders)
    for_much = bisect_left(choose_fifths(cuts.spend), totals.spend)
    return CustomerRank(1 + lately, 1 + often, 1 + for_much, bisect_left(cuts.spend, totals.spend))


def choose_fifths(cuts: Sequence[T]) -> tuple[T, ...]:
    """Return the cuts between quintiles."""
    return tuple(cuts[part - 1] for part in FIFTHS)
