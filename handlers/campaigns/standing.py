"""Pauses and ends of campaigns, and people who left an audience: judged at each departure of a campaign's message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.offers import ONE_DISCOUNT_PER
from flows.policy.verdict import Outcome, Verdict
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaigns import Campaigns
from storage.message import Message

PAUSED, OVER, LEFT, HAD = "campaign.paused", "campaign.over", "campaign.left", "campaign.discount"
_PAUSED = Verdict(Outcome.WAIT, PAUSED, "The campaign is paused.")
_OVER = Verdict(Outcome.REFUSE, OVER, "The campaign was called off.")
_HAD = Verdict(Outcome.REFUSE, HAD, "The person was offered another discount within 30 days.")
_LEFT = Verdict(Outcome.REFUSE, LEFT, "The person does not belong to the campaign's audience any more.")


async def standing(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    """The verdicts on messages of campaigns that are not to leave now, by the messages' ids."""
    theirs: dict[UUID, list[Message]] = defaultdict(list)
    for one in messages:
        if one.campaign is not None:
            theirs[one.campaign].append(one)
    found = await turn.unit.of(Campaigns).by_ids(theirs) if theirs else {}
    stands: dict[UUID, Verdict] = {}
    for which, some in theirs.items():
        if which in found:  # what a bench sends is no row
            stands |= await _of(turn, found[which], some)
    return stands


async def _of(turn: Turn, campaign: Campaign, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    if campaign.status is CampaignStatus.PAUSED:
        return dict.fromkeys((one.id for one in messages), _PAUSED)
    if campaign.is_over:
        return dict.fromkeys((one.id for one in messages), _OVER)
    asked = Selection(campaign.criteria, turn.now, turn.zone)
    there = await turn.unit.of(Audiences).among(asked, {one.contact for one in messages})
    had = await had_discount(turn, campaign, {one.contact for one in messages} & there)
    held = {one.id: _HAD for one in messages if one.contact in had}
    return held | {one.id: _LEFT for one in messages if one.contact not in there}


async def had_discount(turn: Turn, campaign: Campaign, people: Collection[UUID]) -> Collection[UUID]:
    """Those of these people whom a campaign's offer would be the second within 30 days."""
    if campaign.terms.offer is None:
        return ()
    since = turn.now - ONE_DISCOUNT_PER
    return await turn.unit.discounts.had_since(people, since, but=campaign.id, promised=True)
