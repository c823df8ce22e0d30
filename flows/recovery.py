"""Cart recovery: the first plan of the sequence engine."""

from __future__ import annotations

from flows.business import Business
from flows.plan import Plan, Step
from flows.policy.facts import Programme

NAME = "recovery"


def plan(business: Business) -> Plan:
    """The business's recovery as a plan."""
    steps = tuple(
        Step(
            after=step.after,
            template="cart_reminder_last" if step.discount else "cart_reminder",
            plain="cart_reminder",
            discount=step.discount,
        )
        for step in business.recovery.steps
    )
    return Plan(
        name=NAME,
        programme=Programme.REMINDERS,
        steps=steps,
        exits=frozenset({"bought", "emptied", "moved", "opted_out", "erased"}),
        answers={"yes": "cart_link", "later": "snoozed", "when": "snooze_when", "no": "no_thanks"},
        subject="cart",
        holdout=business.recovery.holdout,
        linger=business.counts_for,
        counts_for=business.counts_for,
    )
