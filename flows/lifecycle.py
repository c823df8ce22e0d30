"""A customer's lifecycle stage, from their totals, their own rhythm of orders, and the time."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from flows.lifetime_totals import CustomerTotals

USUAL = timedelta(days=30)
"""The assumed time between orders for a customer without a rhythm."""
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=365)
"""Limits of a rhythm; two orders on one day, for example, are no habit."""
OWN_FROM = 3
"""The number of orders from which on the customer's own rhythm is used: a single gap may be chance."""
LOYAL_FROM = 5
"""The number of orders from which on an active customer is loyal."""
# The silence in multiples of the customer's rhythm. Without a rhythm: 60, 90 and 180 days.
AT_RISK, DORMANT, LOST = 2, 3, 6


class Lifecycle(StrEnum):
    """The stages of a customer who ordered at least once."""

    NEW = "new"
    """One order, and not silent for long."""
    ACTIVE = "active"
    """Several orders, the last within the customer's rhythm."""
    LOYAL = "loyal"
    """Active, with at least LOYAL_FROM orders."""
    AT_RISK = "at_risk"
    """Silent for AT_RISK times the customer's rhythm."""
    DORMANT = "dormant"
    """Silent for DORMANT times the rhythm."""
    LOST = "lost"
    """Silent for LOST times the rhythm."""


def compute_rhythm(totals: CustomerTotals) -> timedelta:
    """Return the usual time between the customer's orders; a default if unknown."""
    if totals.rhythm is None or totals.orders < OWN_FROM:
        return USUAL
    return min(max(totals.rhythm, SHORTEST), LONGEST)


def find_stage(totals: CustomerTotals | None, now: datetime) -> Lifecycle | None:
    """Return the stage of a customer; None if they have no countable order."""
    if totals is None or not totals.orders or totals.last_order_at is None:
        return None
    silence, rhythm = now - totals.last_order_at, compute_rhythm(totals)
    for times, stage in ((LOST, Lifecycle.LOST), (DORMANT, Lifecycle.DORMANT), (AT_RISK, Lifecycle.AT_RISK)):
        if silence >= times * rhythm:
            return stage
    if totals.orders == 1:
        return Lifecycle.NEW
    return Lifecycle.LOYAL if totals.orders >= LOYAL_FROM else Lifecycle.ACTIVE
