"""The return on messages: their revenue less their cost, as a multiple of the cost."""

from __future__ import annotations

from collections.abc import Iterable

from flows.money import Money
from flows.policy.message_price import convert_worth


def sum_cost(costs: Iterable[Money], currency: str) -> int:
    """Return all that was charged, in micro-units of one currency at the table's rates."""
    return sum(convert_worth(one, currency) for one in costs)


def return_on(cost: int, revenue: int) -> float | None:
    """(Revenue less cost) over cost: 3.2 is 320 %, and -1 that nothing came back. None where no cost is known."""
    return (revenue - cost) / cost if cost > 0 else None


def compute_roi(revenue: Money, costs: Iterable[Money]) -> float | None:
    """Return the return on all that was charged; None where nothing is known to have been."""
    return return_on(sum_cost(costs, revenue.currency), revenue.micros)
