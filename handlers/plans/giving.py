"""The items that the words of a plan's step name for each person, given along as the messages leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.campaigns.texts import CampaignText, items_in
from flows.plans.terms import SUBJECT, KeptPlan, PlanStep
from handlers.conversation.given import Given
from handlers.turn import Turn
from storage.campaigns.items import CampaignItems
from storage.message import Message
from storage.plans.entries import PlanEntries
from storage.plans.kept import KeptPlans


async def gives(turn: Turn, messages: Sequence[Message], _prices: Mapping[UUID, int]) -> Mapping[UUID, Given]:
    """The items of these messages by their places; of a message whose words name none nothing."""
    steps = {one.id: one.subject for one in messages if one.subject_kind == SUBJECT and one.subject is not None}
    if not steps:
        return {}
    entries = await turn.unit.of(PlanEntries).by_ids(set(steps.values()))
    versions = {one.id: (one.plan, one.version) for one in entries.values()}
    kept = await turn.unit.of(KeptPlans).at_all(set(versions.values()))
    named = {one.id: items_in(texts_of(kept[versions[steps[one.id]]], one)) for one in messages if one.id in steps}
    places = frozenset().union(*named.values())
    theirs = [one for one in messages if named.get(one.id)]
    found = await turn.unit.of(CampaignItems).of({one.contact for one in theirs}, places) if theirs else {}
    return {one.id: found.get(one.contact, {}) for one in theirs}


def texts_of(plan: KeptPlan, message: Message) -> tuple[CampaignText, ...]:
    """The words of the message's step, of the arm that its person has; empty where the step has a ready text."""
    return step_of(plan, message).texts


def step_of(plan: KeptPlan, message: Message) -> PlanStep:
    """The message's step, in the way in which it is tried on its person."""
    return plan.terms.steps[(message.step or 1) - 1].arm(message.variant or 0)
