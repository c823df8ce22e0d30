"""Checks at each departure of a plan's step. The plan must be on, the person must still meet the condition and not have
bought, and an offer needs its code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flows.campaigns.campaign_texts import list_places
from flows.plans.plan_terms import KeptPlan, PlanStep
from flows.policy.verdict import Outcome, Verdict
from handlers.engine.turn import Turn
from handlers.plans.plan_admission import find_matching_people
from handlers.plans.plan_messages import find_plans, step_of
from storage.plans.plan_purchases import PlanPurchases
from storage.sending.message import Message

OFF, LEFT, BOUGHT, NO_CODE = "plan.off", "plan.left", "plan.bought", "plan.no-code"
_OFF = Verdict(Outcome.REFUSE, OFF, "The plan was turned off.")
_LEFT = Verdict(Outcome.REFUSE, LEFT, "The person does not meet the plan's condition any more.")
_NO_CODE = Verdict(Outcome.REFUSE, NO_CODE, "There is no code for the person of what the step offers.")
_BOUGHT = Verdict(Outcome.REFUSE, BOUGHT, "The person bought what ends the plan.")


async def judge_departures(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    """Return the verdicts on plan messages that must not be sent, by message id."""
    behind = await find_plans(turn, messages)
    theirs: dict[tuple[UUID, int], list[Message]] = defaultdict(list)
    for one in messages:
        if one.id in behind:
            entry = behind[one.id].entry
            theirs[entry.plan, entry.version].append(one)
    stands: dict[UUID, Verdict] = {}
    for some in theirs.values():
        entered = {one.contact: behind[one.id].entry.entered_at for one in some}
        stands |= await _judge_plan(turn, behind[some[0].id].plan, some, entered)
    return stands


async def _judge_plan(
    turn: Turn, plan: KeptPlan, messages: Sequence[Message], entered: Mapping[UUID, datetime]
) -> Mapping[UUID, Verdict]:
    """Return the verdicts for one plan; ``entered`` is when each person entered it."""
    if not plan.enabled:
        return dict.fromkeys((one.id for one in messages), _OFF)
    stands = {one.id: _NO_CODE for one in messages if _lacks_code(plan, one)}
    if "left" in plan.terms.exits:
        there = await find_matching_people(turn, plan.terms, entered)
        stands |= {one.id: _LEFT for one in messages if one.contact not in there}
    if plan.terms.items:
        bought = await turn.unit.of(PlanPurchases).find_since(entered)
        ended = {one for one, names in bought.items() if names & plan.terms.ends_with}
        stands |= {one.id: _BOUGHT for one in messages if one.contact in ended}
    return stands


def _lacks_code(plan: KeptPlan, message: Message) -> bool:
    """Return True if a shop's own text needs a code but has none: the store made none, or a discount was given
    recently. A person gets one discount within 30 days. A text with a fallback for the code is sent without one."""
    step = step_of(plan, message)
    if step.offer is None or message.data.get("code"):
        return False
    return needs_code(step)


def needs_code(step: PlanStep) -> bool:
    """Return True if a text of the step has no fallback for a missing code."""
    return any(not list_places(text.text).get("code") for text in step.texts)
