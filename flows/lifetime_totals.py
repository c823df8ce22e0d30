"""The lifetime totals of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """The totals of one customer so far.

    ``orders`` counts placed orders except cancelled ones, including refunded ones. ``spend`` is what was paid for them
    minus refunds, in micro-units of the business's currency. An order in another currency counts in ``orders`` but not
    in ``spend``, as its exchange rate is unknown. ``priced`` counts the orders in ``spend``. ``rhythm`` is the median
    time between orders, None before the second. ``replies`` counts the customer's messages, ``clicks`` human visits to
    their links, ``visits`` those to shops and sites. ``last_active_at`` is the last order (cancelled or not), click,
    message or visit. ``acquired_at`` is the earliest of their first record, their start date in an imported file, and
    their first event.
    """

    orders: int
    priced: int
    spend: int
    first_order_at: datetime | None
    last_order_at: datetime | None
    rhythm: timedelta | None
    returns: int
    discounts_given: int
    discounts_used: int
    clicks: int
    replies: int
    visits: int
    last_active_at: datetime | None
    acquired_at: datetime

    @property
    def average_order(self) -> int | None:
        """Return the average order in the business's currency, in micro-units; None if there is none."""
        return self.spend // self.priced if self.priced else None
