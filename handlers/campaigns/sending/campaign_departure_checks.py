"""Checks at each departure whether the campaign was paused or has ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from flows.actor import SYSTEM
from flows.audience.audience_expansion import BadAudience
from flows.campaigns.campaign import RUNNING, Campaign, CampaignStatus
from flows.campaigns.follow_up import FIRST_STEP
from flows.campaigns.stop_rate import estimate_usual_share, is_above
from flows.engine import Subject
from flows.phrase import Ours, phrase
from flows.policy.verdict import Outcome, Verdict
from flows.step_offer import ONE_DISCOUNT_PER
from handlers.campaigns.campaign_reference import to_tap
from handlers.campaigns.sending.campaign_messages import group_by_campaign, group_by_step
from handlers.campaigns.sending.wording_gaps import judge_gaps
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaign_mailings import SUBJECT
from storage.campaigns.campaign_stops import stops_of, sum_usual_stops
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.follow_up_people import Followed
from storage.campaigns.twin_messages import CampaignTwins
from storage.sending.message import Message

PAUSED, OVER, LEFT = "campaign.paused", "campaign.over", "campaign.left"
ENDED, LAPSED = "campaign.ended", "campaign.lapsed"
HAD, DONE, TWICE = "campaign.discount", "campaign.done", "campaign.twice"
_BEHIND = timedelta(minutes=10)
"""The wait for an older message to the same person, before another check."""
_PAUSED = Verdict(Outcome.WAIT, PAUSED, "The campaign is paused.")
_OVER = Verdict(Outcome.REFUSE, OVER, "The campaign was cancelled.")
_ENDED = Verdict(Outcome.REFUSE, ENDED, "The campaign had ended.")
_LAPSED = Verdict(Outcome.REFUSE, LAPSED, "The campaign ended while it was paused.")
_DONE = Verdict(Outcome.REFUSE, DONE, "The person has meanwhile done what the follow-up asks for.")
_HAD = Verdict(Outcome.REFUSE, HAD, "The person was offered another discount within 30 days.")
_TWICE = Verdict(Outcome.REFUSE, TWICE, "The person has this message of the campaign already.")
_LEFT = Verdict(Outcome.REFUSE, LEFT, "The person does not belong to the campaign's audience any more.")


async def judge_departures(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    """Return the verdicts on campaign messages that must not be sent now, by message id."""
    stands: dict[UUID, Verdict] = {}
    for campaign, theirs in await group_by_campaign(turn, messages):
        stands |= await _judge_messages(turn, campaign, theirs)
    return stands


async def _judge_messages(turn: Turn, campaign: Campaign, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    if campaign.status is CampaignStatus.PAUSED:
        # A concurrent resume waits: it releases waiting messages, and ones kept here would wait for ever.
        campaign = await turn.unit.of(Campaigns).hold(campaign.id) or campaign
    if campaign.status is CampaignStatus.PAUSED:
        return dict.fromkeys((one.id for one in messages), _PAUSED)
    if campaign.is_over:
        return dict.fromkeys((one.id for one in messages), await _end(turn, campaign))
    there = await _find_members(turn, campaign, {one.contact for one in messages})
    done = await _find_needless(turn, campaign, [one for one in messages if one.contact in there])
    had = await had_discount(turn, campaign, {one.contact for one in messages} & there)
    held = {one.id: _HAD for one in messages if one.contact in had}
    held |= dict.fromkeys(done, _DONE)
    held |= await judge_gaps(turn, campaign, [one for one in messages if one.id not in held and one.contact in there])
    held |= await _judge_duplicates(turn, campaign, [one for one in messages if one.id not in held])
    return held | {one.id: _LEFT for one in messages if one.contact not in there}


async def _find_members(turn: Turn, campaign: Campaign, people: Collection[UUID]) -> set[UUID]:
    """Return the people who are in a campaign's audience; empty if it refers to a deleted audience."""
    try:
        return await turn.unit.of(Audiences).find_among(Selection(campaign.criteria, turn.now, turn.zone), people)
    except BadAudience:
        return set()


async def _judge_duplicates(turn: Turn, campaign: Campaign, messages: Sequence[Message]) -> Mapping[UUID, Verdict]:
    """Return the verdicts on duplicate messages to one person, from two merged contacts."""
    twins = await turn.unit.of(CampaignTwins).find_twins(campaign.id, messages)
    behind = Verdict(Outcome.WAIT, TWICE, "Another message of it to the same person leaves first.", turn.now + _BEHIND)
    return dict.fromkeys(twins.doubled, _TWICE) | dict.fromkeys(twins.behind, behind)


async def _end(turn: Turn, campaign: Campaign) -> Verdict:
    """Return the verdict on the unsent messages of a campaign that has ended."""
    if campaign.status is CampaignStatus.CANCELLED:
        return _OVER
    return _LAPSED if await turn.unit.of(CampaignChanges).ends_paused(campaign.id) else _ENDED


async def _find_needless(turn: Turn, campaign: Campaign, messages: Sequence[Message]) -> list[UUID]:
    """Return the follow-ups among these messages that are no longer needed."""
    needless: list[UUID] = []
    for step, theirs in sorted(group_by_step(messages).items()):
        if step == FIRST_STEP:
            continue
        if campaign.follow_up(step) is None:
            needless += [one.id for one in theirs]
            continue
        still = await turn.unit.of(Followed).find_qualified(campaign, step, {one.contact for one in theirs})
        needless += [one.id for one in theirs if one.contact not in still]
    return needless


async def had_discount(turn: Turn, campaign: Campaign, people: Collection[UUID]) -> Collection[UUID]:
    """Return the people who had a discount within 30 days, so that they get no second one from this campaign. A code
    for everybody does not count. If variants have different offers, all people are checked, even those with no offer;
    otherwise the groups could not be compared."""
    if not campaign.pools:
        return ()
    since = turn.now - ONE_DISCOUNT_PER
    return await turn.unit.discounts.had_since(people, since, but=campaign.id, promised=True)


PAUSED = "campaign.paused"
"""The audit's name of a pause."""


async def hold_campaign(turn: Turn, campaign: Campaign) -> Campaign:
    """Pause the campaign if it is running, and return it. Raises CampaignMoved."""
    if campaign.status not in RUNNING:
        return campaign
    await turn.unit.access.log(SYSTEM, PAUSED, turn.now, Subject(SUBJECT, campaign.id))
    return await turn.unit.of(Campaigns).move(campaign, CampaignStatus.PAUSED, SYSTEM, turn.now)


async def too_many(turn: Turn, campaign: Campaign) -> tuple[int, int, float] | None:
    """Return the people, their opt-outs and the usual share if the opt-outs are clearly above it; None otherwise."""
    found = await stops_of(turn.unit, turn.tenant, campaign.id, turn.now)
    usual = estimate_usual_share(await sum_usual_stops(turn.unit, turn.tenant, campaign.id, turn.now))
    return (found.people, found.successes, usual) if is_above(found, usual) else None


async def warn(turn: Turn, campaign: Campaign, people: int, stops: int, usual: float) -> None:
    """Alert the staff about many opt-outs, once a day."""
    share = Ours(f"{usual * 100:.1f} %")
    counts = {"people": people, "stops": stops, "usual": share}
    told = phrase("campaign_many_stops", name=campaign.name, **counts, command=to_tap(campaign, "pause"))
    await alerts.tell(turn, f"stops:{campaign.id}", told)
