"""The campaigns behind messages that are about to leave, each with its own of these, and these by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.campaigns.campaign import Campaign
from handlers.turn import Turn
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.steps import step_of
from storage.message import Message


async def campaigns_behind(turn: Turn, messages: Sequence[Message]) -> list[tuple[Campaign, list[Message]]]:
    """Each campaign with its messages; messages of none, and of what a bench sends, are left out."""
    theirs: dict[UUID, list[Message]] = defaultdict(list)
    for one in messages:
        if one.campaign is not None:
            theirs[one.campaign].append(one)
    found = await turn.unit.of(Campaigns).by_ids(theirs) if theirs else {}
    return [(campaign, theirs[which]) for which, campaign in found.items()]


def by_step(messages: Sequence[Message]) -> Mapping[int, Sequence[Message]]:
    """Messages of a campaign by the step whose words they have."""
    found: dict[int, list[Message]] = defaultdict(list)
    for one in messages:
        found[step_of(one)].append(one)
    return found
