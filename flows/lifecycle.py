"""A customer's lifecycle stage: from totals, own rhythm and now."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from flows.lifetime_totals import CustomerTotals

USUAL = timedelta(days=30)
"""The time between orders for a customer without a rhythm."""
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=365)
"""A rhythm is taken for no shorter, for two orders of one day are no habit, and for no longer."""
OWN_FROM = 3
"""So many orders make a rhythm one's own: one gap alone may be chance."""
LOYAL_FROM = 5
"""So many orders make a customer who keeps the rhythm a loyal one."""
# The silence in multiples of the customer's rhythm. Without a rhythm: 60, 90 and 180 days.
AT_RISK, DORMANT, LOST = 2, 3, 6


class Lifecycle(StrEnum):
    """The stages of a customer who ordered at least once."""

    NEW = "new"
    """One order, and not silent for long."""
    ACTIVE = "active"
    """They came back, and keep their rhythm."""
    LOYAL = "loyal"
    """As active, with LOYAL_FROM orders and more."""
    AT_RISK = "at_risk"
    """Silent for AT_RISK of their rhythms."""
    DORMANT = "dormant"
    """Silent for DORMANT of them."""
    LOST = "lost"
    """Silent for LOST of them."""


def compute_rhythm(totals: CustomerTotals) -> timedelta:
    """Return the usual time between the customer's orders, if known."""
    if totals.rhythm is None or totals.orders < OWN_FROM:
        return USUAL
    return min(max(totals.rhythm, SHORTEST), LONGEST)


def find_stage(totals: CustomerTotals | None, now: datetime) -> Lifecycle | None:
    """Return the stage of a customer; None without a countable order."""
    if totals is None or not totals.orders or totals.last_order_at is None:
        return None
    silence, rhythm = now - totals.last_order_at, compute_rhythm(totals)
    for times, stage in ((LOST, Lifecycle.LOST), (DORMANT, Lifecycle.DORMANT), (AT_RISK, Lifecycle.AT_RISK)):
        if silence >= times * rhythm:
            return stage
    if totals.orders == 1:
        return Lifecycle.NEW
    return Lifecycle.LOYAL if totals.orders >= LOYAL_FROM else Lifecycle.ACTIVE
