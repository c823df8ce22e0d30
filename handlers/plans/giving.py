"""What the words of a plan's step name of each person, given along as the messages leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.campaigns.texts import CampaignText
from flows.plans.terms import KeptPlan, PlanStep
from handlers.campaigns.texts.filling import fillings
from handlers.conversation.given import Along, Given
from handlers.plans.behind import plans_behind
from handlers.turn import Turn
from storage.message import Message


async def gives(turn: Turn, messages: Sequence[Message], _prices: Mapping[UUID, int]) -> Mapping[UUID, Given]:
    """What the words of these messages name of their people; of a plan's ready texts nothing."""
    behind = await plans_behind(turn, messages)
    alike: dict[tuple[CampaignText, ...], list[Message]] = defaultdict(list)
    for one in messages:
        if one.id in behind and (texts := texts_of(behind[one.id].plan, one)):
            alike[texts].append(one)
    given: dict[UUID, Given] = {}
    for words, theirs in alike.items():  # apart: the same words of a condition may mean other people elsewhere
        found = await fillings(turn, words, {one.contact for one in theirs})
        given |= {one.id: Along(found[one.contact]) for one in theirs}
    return given


def texts_of(plan: KeptPlan, message: Message) -> tuple[CampaignText, ...]:
    """The words of the message's step, of the arm that its person has; empty where the step has a ready text."""
    return step_of(plan, message).texts


def step_of(plan: KeptPlan, message: Message) -> PlanStep:
    """The message's step, in the way in which it is tried on its person."""
    return plan.terms.steps[(message.step or 1) - 1].arm(message.variant or 0)
