"""Cart recovery: the first plan of the sequence engine."""

from __future__ import annotations

from itertools import chain, repeat

from flows.business import DISCOUNT_TEXT, Business, RecoveryStep
from flows.plan import Plan, Step
from flows.policy.departure_facts import Programme

NAME = "recovery"
FIRST, AGAIN, LAST = "cart_reminder", "cart_reminder_again", DISCOUNT_TEXT


def make_plan(business: Business) -> Plan:
    """Return the business's recovery as a plan."""
    plain = chain([FIRST], repeat(_choose_later_template(business)))
    steps = tuple(_step(step, text) for step, text in zip(business.recovery.steps, plain, strict=False))
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


def _step(step: RecoveryStep, plain: str) -> Step:
    """Return a reminder with its arms."""
    plain = step.text or plain
    return Step(
        after=step.after,
        template=LAST if step.discount else plain,
        plain=plain,
        discount=step.discount,
        arms=tuple(_step(arm, plain) for arm in step.arms),
    )


def _choose_later_template(business: Business) -> str:
    """Return the template of reminders after the first, if they bring no code.

    A business with an own or approved text for only the first reminder uses it for both.
    """
    return FIRST if any(FIRST in own and AGAIN not in own for own in business.wordings) else AGAIN
