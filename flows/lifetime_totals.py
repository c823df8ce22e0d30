"""What a customer did so far, in totals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """What one customer did, and was given, so far.

    ``orders`` are those that were placed and not called off, whatever was refunded of them. ``spend`` is what was paid
    for them less what went back, in micro-units of the business's currency; an order in another currency counts among
    the orders and adds nothing, for nobody told what it is worth in the business's. ``priced`` is how many did add.
    ``rhythm`` is the median of the times from one order to the next, None before the second. ``replies`` are the
    messages that they wrote, ``clicks`` the visits of people to their links, ``visits`` those to shops and sites.
    They were ``last_active_at`` when they ordered, called off or not, clicked, wrote or came, and ``acquired_at`` when
    they were first heard of, became a customer as a file told, or did the first of what was told of them.
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
        """Of the orders in the business's currency, in micro-units; None without one."""
        return self.spend // self.priced if self.priced else None
