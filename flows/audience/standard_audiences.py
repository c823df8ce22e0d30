"""The audiences that every business has, by name, with criteria like saved ones.

A tag may have the same name: the fact "tag" refers to the tag, "audience" to the audience.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

from flows.audience.criteria import All, Any, Compared, Counted, Criteria
from flows.name_folding import fold_name

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReadyAudience:
    """An audience by its permanent ``name``, its ``title`` for people, and its criteria on a day of the business."""

    name: str
    title: str
    on: Callable[[date], Criteria]


def _always(name: str, title: str, criteria: Criteria) -> ReadyAudience:
    return ReadyAudience(name, title, lambda _today: criteria)


def _number(fact: str, op: str, value: int) -> Compared:
    return Compared(fact, op, Decimal(value))


_BEST = All((_number("rfm.recency", ">=", 4), _number("rfm.frequency", ">=", 4), _number("rfm.monetary", "=", 5)))
_OFTEN = Any((Counted("order.created", ">=", 3, MONTH), Counted("customer.visited", ">=", 3, MONTH)))

READY = MappingProxyType(
    {
        one.name: one
        for one in (
            _always("high_value", "high value: the fifth that spends most", _number("spend_percentile", ">=", 80)),
            _always("frequent", "frequent: three orders or visits in 30 days", _OFTEN),
            _always("at_risk", "at risk: silent for longer than usual for them", Compared("lifecycle", "=", "at_risk")),
            _always("vip", "VIP: among the best by money, orders and recency", _BEST),
            _always("new", "new: met in the last 30 days", Compared("acquired_at", "within", MONTH)),
            _always("dormant_90", "dormant 90: no order in 90 days", _number("days_since_order", ">=", 90)),
            _always("dormant_180", "dormant 180: no order in 180 days", _number("days_since_order", ">=", 180)),
            _always("one_time", "one-time buyers: one order", _number("orders", "=", 1)),
            _always("discount_seekers", "discount seekers: two discounts used", _number("discounts_used", ">=", 2)),
            ReadyAudience("birthday", "birthday this month", lambda today: _number("birthday_month", "=", today.month)),
        )
    }
)
"""All of them by name."""


def is_ready(name: str) -> bool:
    """Return True if a standard audience has this name or title."""
    said = fold_name(name.replace("_", " "))
    return any(
        said in {fold_name(one.name.replace("_", " ")), fold_name(one.title.partition(":")[0])}
        for one in READY.values()
    )
