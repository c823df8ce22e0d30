"""The budget of a campaign: charges for the messages that leave, and a pause where too little is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.money import Money
from flows.policy.message_price import convert_worth
from flows.policy.verdict import Verdict
from handlers.campaigns.leaving.message_prices import estimate_prices, get_lost_prices
from handlers.campaigns.sending.campaign_control import pause_without_budget
from handlers.engine.turn import Turn
from storage.campaigns.campaign_progress import CampaignsUnderWay
from storage.campaigns.campaigns import Campaigns
from storage.sending.message import Message


async def charge_budget(
    turn: Turn, campaign: Campaign, messages: Sequence[Message], prices: Mapping[UUID, int]
) -> dict[UUID, Verdict]:
    """Charge these messages to the campaign's budget; unaffordable ones wait, paused.

    Charges stay: a retried message has no price, and one on another channel uses the money of the lost one. ``prices``
    bound the cost of any words; the cost of these words is known better.
    """
    budget = campaign.terms.budget
    if budget is None:
        return {}
    campaigns, most = turn.unit.of(Campaigns), convert_worth(budget, turn.business.spends_in)
    known = await estimate_prices(turn, campaign, messages)
    lost = await get_lost_prices(turn, messages)
    costs = {one.id: min(prices[one.id], known.get(one.id, prices[one.id])) - lost.get(one.id, 0) for one in messages}
    if await campaigns.spend(campaign.id, most, sum(costs.values())):
        return {}
    # As a pause does: lock first, then change.
    await campaigns.hold(campaign.id, alone=True)
    unpaid = [one for one in messages if not await campaigns.spend(campaign.id, most, costs[one.id])]
    verdict = await pause_without_budget(turn, campaign, budget)
    return {one.id: verdict for one in unpaid}


async def charge_before(turn: Turn, campaign: Campaign) -> None:
    """Charge a running campaign with a new budget for its earlier messages: each at the previewed price, because nobody
    counted then."""
    each = _get_preview_price(turn, campaign)
    if each is not None:
        left = await turn.unit.of(CampaignsUnderWay).count_departed(campaign.id)
        await turn.unit.of(Campaigns).charge(campaign.id, round(left * each))


async def count_affordable(turn: Turn, campaign: Campaign) -> int | None:
    """Return how many more messages the budget covers, by the previewed price; None without a budget, and if it covers
    all."""
    budget, each = campaign.terms.budget, _get_preview_price(turn, campaign)
    if budget is None or each is None or campaign.preview is None:
        return None
    many = int(max(convert_worth(budget, turn.business.spends_in) - campaign.spent, 0) / each)
    left = await turn.unit.of(CampaignsUnderWay).count_departed(campaign.id)
    follow_ups = len(campaign.terms.follow_ups)
    return many if many < campaign.preview.expected * (1 + follow_ups) - left else None


def _get_preview_price(turn: Turn, campaign: Campaign) -> float | None:
    """Return the previewed price of one message, in micro-units of the business's spending currency; None for
    nothing."""
    preview = campaign.preview
    if preview is None or not preview.expected or not preview.cost:
        return None
    return convert_worth(Money(preview.cost, preview.currency), turn.business.spends_in) / preview.expected
