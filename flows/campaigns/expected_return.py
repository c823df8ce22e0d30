"""The expected return of a campaign, estimated from the business's earlier campaigns."""

from __future__ import annotations

from dataclasses import dataclass

from flows.experiments.experiment_arm import Arm
from flows.experiments.share_intervals import share_of
from flows.message_roi import return_on

LEAST_PEOPLE, LEAST_ORDERS = 100, 5
"""The least people and orders in the past for an estimate: a share of fewer is too uncertain."""


@dataclass(frozen=True, slots=True)
class PastMessages:
    """The results of past messages: the ``people`` written to (once per campaign) or the messages, their ``orders``,
    and the ``revenue`` net of refunds, in micro-units of the business's currency."""

    people: int
    orders: int
    revenue: int

    @property
    def is_enough(self) -> bool:
        """Return True if the data allow an estimate."""
        return self.people >= LEAST_PEOPLE and self.orders >= LEAST_ORDERS

    @property
    def average(self) -> int:
        """Return the mean order amount in micro-units; 0 if there are no orders."""
        return self.revenue // self.orders if self.orders else 0


@dataclass(frozen=True, slots=True)
class ExpectedReturn:
    """The orders and revenue (micro-units) that ``people`` may bring, with the ends (``low``, ``high``) of a 95 %
    interval of the revenue, and the ``cost`` of writing to them (0 if free)."""

    people: int
    orders: float
    revenue: int
    low: int
    high: int
    cost: int

    def roi(self, revenue: int) -> float | None:
        """Return the ROI at a revenue; None if the cost is 0."""
        return return_on(self.cost, revenue)


def estimate_return(past: PastMessages, people: int, cost: int) -> ExpectedReturn | None:
    """Return the expected return from ``people`` people; None if there is too little data, or nobody to write to."""
    share = share_of(Arm(past.people, min(past.orders, past.people)))
    if not past.is_enough or share is None or not people:
        return None
    revenue, low, high = (round(people * one * past.average) for one in (share.estimate, share.low, share.high))
    return ExpectedReturn(people, people * share.estimate, revenue, low, high, cost)
