"""The return on messages: their revenue minus their cost, as a multiple of the cost."""

from __future__ import annotations

from collections.abc import Iterable

from flows.money import MICROS, Money
from flows.policy.message_price import convert_worth


def is_worth_telling(cost: int) -> bool:
    """Return True if a return on this cost, in micro-units, says something to a person: for less than one unit of the
    currency it is a huge number about nothing."""
    return cost >= MICROS


def sum_cost(costs: Iterable[Money], currency: str) -> int:
    """Return the sum of the charges, in micro-units of one currency at the table's rates."""
    return sum(convert_worth(one, currency) for one in costs)


def return_on(cost: int, revenue: int) -> float | None:
    """Return (revenue - cost) / cost: 3.2 is 320 %, and -1 means no revenue. None if the cost is unknown."""
    return (revenue - cost) / cost if cost > 0 else None


def compute_roi(revenue: Money, costs: Iterable[Money]) -> float | None:
    """Return the return on all charges; None if no charge is known."""
    return return_on(sum_cost(costs, revenue.currency), revenue.micros)
