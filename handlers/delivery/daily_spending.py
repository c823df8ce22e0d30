"""The day's money at a departure: what a batch is taken to cost keeps the rest of it back for a moment, what was spent
for the day."""

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
from handlers.staff import alerts


def is_limited(turn: Turn) -> bool:
    """Whether the business has a limit of spending and a channel that costs."""
    return turn.business.daily_spend is not None and any(turn.business.channel(name) for name in costing())


def judge_one_of_batch(fact: Departure, spent: int, now: datetime) -> Verdict | None:
    """The verdict on one of a batch, before which so much was ``spent`` today; None until it is known whether the
    others leave enough.

    Those before it in the batch are taken to cost as much as their texts may; what they took is known once they have
    left. So nothing is put off for the day by what may not be spent.
    """
    verdict = judge(fact, now)
    if verdict.outcome is Outcome.SEND or fact.house.spent_today == spent:
        return verdict
    alone = judge(replace(fact, house=replace(fact.house, spent_today=spent)), now)
    return None if alone.outcome is Outcome.SEND else alone


def spent_before(facts: Sequence[Departure]) -> int:
    """What was spent today before a batch, in micro-units."""
    return min((one.house.spent_today for one in facts), default=0)


async def warn_of_spending(turn: Turn, kept: Sequence[Departure], spent: int) -> None:
    """Tell the staff once a day that the day's money is spent, where that keeps one of these; a batch says so once,
    however many of it wait."""
    limit = turn.business.daily_spend
    if limit is not None and any(_is_too_much(fact, spent) for fact in kept):
        told = phrase("spent_the_most", limit=Money(limit * 1_000_000, turn.business.spends_in))
        await alerts.tell(turn, "spend.daily", told)


def _is_too_much(fact: Departure, spent: int) -> bool:
    """Whether a message costs more than what is left of the day's money, and no more than a day's."""
    limit = fact.house.daily_spend
    return limit is not None and 0 < fact.price <= limit < spent + fact.price
