"""Facts of one person as criteria name them, from what is kept of customers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from flows.audience.matching import AVERAGE, PRICED
from flows.lifecycle import OWN_FROM, lifecycle
from flows.ranks import Cuts, rank
from flows.totals import CustomerTotals

COUNTS = ("orders", "spend", "returns", "discounts_used", "clicks", "replies", "visits")
"""What whoever has no totals has 0 of."""
MOMENTS = ("first_order_at", "last_order_at", "last_active_at")
RANKS = ("recency", "frequency", "monetary")
OF_TOTALS = frozenset({*COUNTS, *MOMENTS, *(f"rfm.{one}" for one in RANKS), AVERAGE}) | {
    *("acquired_at", "days_since_order", "own_rhythm_days", "spend_percentile", "lifecycle"),
}
"""The facts that follow from totals."""
DAY = 86_400 * 10**6
"""Microseconds."""


def facts_of_totals(totals: CustomerTotals | None, cuts: Cuts | None, now: datetime) -> dict[str, object]:
    """The facts of a customer with these totals, None for no totals, among all with these cuts."""
    if totals is None:
        return dict.fromkeys((*COUNTS, PRICED), 0)
    found: dict[str, object] = {name: getattr(totals, name) for name in (*COUNTS, PRICED)}
    found |= {name: getattr(totals, name) for name in (*MOMENTS, "acquired_at") if getattr(totals, name) is not None}
    if totals.rhythm is not None and totals.orders >= OWN_FROM:
        found["own_rhythm_days"] = Decimal(totals.rhythm // totals.rhythm.resolution) / DAY
    stage, place = lifecycle(totals, now), rank(totals, cuts)
    if stage is not None:
        found["lifecycle"] = stage.value
    if place is not None:
        found |= {f"rfm.{one}": getattr(place, one) for one in RANKS} | {"spend_percentile": place.spend_percentile}
    return found
