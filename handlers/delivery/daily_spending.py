"""The daily budget at departure. The expected cost of a batch delays other messages for a moment, the amount spent
delays them for the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flows.money import Money
from flows.phrase import phrase
from flows.policy.departure import judge
from flows.policy.departure_facts import Departure
from flows.policy.message_price import costing
from flows.policy.verdict import Outcome, Verdict
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts


def is_limited(turn: Turn) -> bool:
    """Return True if the business has a spending limit and a channel that costs money."""
    return turn.business.daily_spend is not None and any(turn.business.channel(name) for name in costing())


def judge_one_of_batch(fact: Departure, spent: int, now: datetime) -> Verdict | None:
    """Return the verdict on one message of a batch, after ``spent`` today; None until the others' cost is known.

    Earlier ones in the batch count with their highest price; the actual price is known after they are sent. So a merely
    possible cost delays nothing for the whole day.
    """
    verdict = judge(fact, now)
    if verdict.outcome is Outcome.SEND or fact.house.spent_today == spent:
        return verdict
    alone = judge(replace(fact, house=replace(fact.house, spent_today=spent)), now)
    return None if alone.outcome is Outcome.SEND else alone


def sum_spent_before(facts: Sequence[Departure]) -> int:
    """Return today's spending before a batch, in micro-units."""
    return min((one.house.spent_today for one in facts), default=0)


async def warn_of_spending(turn: Turn, kept: Sequence[Departure], spent: int) -> None:
    """Warn the staff, once a day, that the daily budget is used up, if this delays one of these messages."""
    limit = turn.business.daily_spend
    if limit is not None and any(_is_too_much(fact, spent) for fact in kept):
        told = phrase("spent_the_most", limit=Money(limit * 1_000_000, turn.business.spends_in))
        await alerts.tell(turn, "spend.daily", told)


def _is_too_much(fact: Departure, spent: int) -> bool:
    """Return True if a message costs more than is left of the daily budget, but not more than the whole budget."""
    limit = fact.house.daily_spend
    return limit is not None and 0 < fact.price <= limit < spent + fact.price
