"""The next messages of other running campaigns to people of one campaign. Each is judged as a message of its own
campaign, in order of time, so that the earlier ones count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flows.audience.audience_expansion import BadAudience
from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_waves import AHEAD
from flows.money import Money
from flows.policy.departure_facts import EarlierDeparture
from flows.policy.message_price import convert_worth
from handlers.campaigns.previews.campaign_forecast import forecast_departures
from handlers.campaigns.previews.parallel_campaigns import CampaignBeside, CampaignsBeside, measure_nearness
from handlers.campaigns.previews.preview_due_times import find_due_since, get_place
from handlers.engine.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaign_mailings import Mailings
from storage.campaigns.campaign_progress import CampaignsUnderWay
from storage.campaigns.campaigns import Campaigns
from storage.people.people import Contact

MOST = 10
"""The running campaigns that are considered, newest first."""
_WRITTEN = timedelta(minutes=10)
"""The time after a wave begins until each person has a message; before it, people without one still get one."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


async def find_others(turn: Turn, campaign: Campaign) -> list[CampaignBeside]:
    """Return the other campaigns that are being sent or scheduled, the earliest first, with no messages loaded yet."""
    running = [one for one in await turn.unit.of(Campaigns).list_running(MOST + 1) if one.id != campaign.id]
    first = sorted(running[:MOST], key=lambda one: (one.begins, one.id))
    return [CampaignBeside(one, {}, *await _estimate_cost(turn, one)) for one in first]


async def find_launched_since(turn: Turn, campaign: Campaign, preview: CampaignPreview) -> list[Campaign]:
    """Return the campaigns of about the same time that were launched after this campaign's preview and before its
    launch. The preview does not count these."""
    found = await turn.unit.of(Campaigns).list_launched_since(preview.at, campaign.id)
    return [one for one in found if abs(one.begins - campaign.begins) <= measure_nearness(one, campaign)]


async def find_members(turn: Turn, other: CampaignBeside, people: Sequence[UUID]) -> list[UUID]:
    """Return the people who are in another campaign's audience; empty if that audience was deleted."""
    try:
        asked = Selection(other.campaign.criteria, turn.now, turn.zone)
        return sorted(await turn.unit.of(Audiences).find_among(asked, people))
    except BadAudience:
        return []


async def find_coming(
    turn: Turn, other: CampaignBeside, members: Sequence[UUID], before: CampaignsBeside
) -> Mapping[UUID, EarlierDeparture]:
    """Return the next messages of another campaign to these members, after the departures in ``before``. Follow-ups and
    the control group are left out. If the budget is too small, a random share of the members gets them."""
    campaign, drawn = other.campaign, turn.tools.seeds.fraction
    known = await _find_to_come(turn, campaign, members)
    own, paid = campaign.experiment, f"{campaign.experiment}/budget"
    got = {
        one: who
        for one, who in known.items()
        if drawn(turn.business.id, own, str(one)) >= campaign.holdout
        and drawn(turn.business.id, paid, str(one)) < other.paid
    }
    if not got:
        return {}
    found = await forecast_departures(turn, campaign, got, before)
    # In a contest most people get the message with the rest; of those without one nobody knows who.
    since = campaign.contest.ends(campaign.begins) if _rests(campaign) and campaign.contest else turn.now
    return {one.person.id: EarlierDeparture(max(one.at, since), one.to.channel, None) for one in found.leaving}


async def _find_to_come(turn: Turn, campaign: Campaign, members: Sequence[UUID]) -> Mapping[UUID, Contact]:
    """Return the members whose first message of a campaign is waiting or not queued yet."""
    waits = await turn.unit.of(Mailings).find_first_waits(campaign.id, members)
    known = await turn.unit.people.by_ids([one for one in members if waits.get(one, True)])
    due = await find_due_since(turn, campaign, known, {one: get_place(turn, campaign, one) for one in known}, _LONG_AGO)
    return {one: who for one, who in known.items() if one in waits or _is_ahead(campaign, due[one], turn.now)}


def _is_ahead(campaign: Campaign, due: datetime, now: datetime) -> bool:
    """Return True if a person's wave is not queued yet; people who come later get no message. The rest of a contest
    counts as not queued until its wording is decided."""
    return _rests(campaign) or due - AHEAD + _WRITTEN > now


def _rests(campaign: Campaign) -> bool:
    return campaign.contest is not None and campaign.contest.decided_at is None


async def _estimate_cost(turn: Turn, campaign: Campaign) -> tuple[int, float]:
    """Return the expected cost of a campaign's next messages, and the share of them that its budget pays for. The cost
    is in micro-units of the business's spending currency."""
    preview, budget, own = campaign.preview, campaign.terms.budget, turn.business.spends_in
    if preview is None or not preview.expected or (budget is None and turn.business.daily_spend is None):
        return 0, 1.0
    left = await turn.unit.of(CampaignsUnderWay).count_departed(campaign.id)
    cost = convert_worth(Money(preview.cost, preview.currency), own) * max(0.0, 1 - left / preview.expected)
    there = cost if budget is None else max(0, convert_worth(budget, own) - campaign.spent)
    return round(min(cost, there)), min(1.0, there / cost) if cost else 1.0
