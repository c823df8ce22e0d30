"""Cart recovery: the first plan of the sequence engine, and how much its last step may offer."""

from __future__ import annotations

from datetime import timedelta

from flows.business import Business, Discount
from flows.engine import Replied
from flows.money import Money
from flows.plan import Plan, Step
from flows.policy.facts import Programme
from flows.sequence import SEEKING, Reopened, SequenceFacts

NAME = "recovery"
ONE_DISCOUNT_PER = timedelta(days=30)


def plan(business: Business) -> Plan:
    """The business's recovery as a plan."""
    steps = tuple(
        Step(
            after=step.after,
            template="cart_reminder_last" if step.discount else "cart_reminder",
            plain="cart_reminder",
            offers=step.discount is not None,
        )
        for step in business.recovery.steps
    )
    return Plan(
        name=NAME,
        programme=Programme.REMINDERS,
        steps=steps,
        exits=frozenset({"bought", "emptied", "moved", "opted_out", "erased"}),
        answers={"yes": "cart_link", "later": "snoozed", "when": "snooze_when", "no": "no_thanks"},
        holdout=business.recovery.holdout,
        linger=business.counts_for,
    )


def known(business: Business, event: object) -> SequenceFacts | None:
    """The facts of an event after which nobody is written to unasked: the plan alone. None where more decides."""
    promises = isinstance(event, Replied) and event.intent == "later"  # only where a way to them may carry it
    return None if promises or isinstance(event, (Reopened, *SEEKING)) else SequenceFacts(plan(business), ())


def percent(discount: Discount, total: Money, orders: int) -> int:
    """The whole percent a person is offered: the largest of the base, their history's and their cart's tier."""
    history = discount.first_order if orders == 0 else discount.returning
    reached = [tier.percent for tier in discount.tiers if total.decimal >= tier.over]
    return max([discount.base, *([history] if history else []), *reached])
