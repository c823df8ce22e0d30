"""The code of a campaign's message when it is sent, within the campaign's budget."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.policy.verdict import Outcome, Verdict
from flows.shop_offers import ShopOffer
from handlers.actions.action import Refused
from handlers.campaigns.codes import code_supply
from handlers.campaigns.leaving.campaign_budget import charge_budget
from handlers.campaigns.sending.campaign_messages import group_by_campaign, group_by_step
from handlers.campaigns.texts.wording_values import load_fillings
from handlers.conversation.message_extras import Along, Given
from handlers.engine.turn import Turn
from storage.campaigns.campaign_codes import CampaignCodes, CodeStock
from storage.campaigns.campaign_fallbacks import CampaignFallbacks
from storage.campaigns.code_handout import HandedCodes
from storage.campaigns.code_pools import PoolKey
from storage.campaigns.message_variants import CampaignPlaces
from storage.sending.message import Message
from storage.store.own_codes import OwnCodes

Code: TypeAlias = Mapping[str, Any] | Verdict
"""The values of a code, or why there is none now."""
NO_CODE = "campaign.no-code"
SOON = timedelta(minutes=1)
"""The wait before another look for a code in the making."""
_SPARE = 1.1  # codes made for a missing one, because more will be missing
_NONE_LEFT = Verdict(Outcome.REFUSE, NO_CODE, "The store makes no more codes for the campaign's offer.")

_OVER = Verdict(Outcome.REFUSE, NO_CODE, "The campaign's offer is over.")


async def fill_and_charge(turn: Turn, messages: Sequence[Message], prices: Mapping[UUID, int]) -> Mapping[UUID, Given]:
    """Return the values of each message with its code, or the verdict against it; charge what leaves to the budget."""
    given: dict[UUID, Given] = {}
    for campaign, theirs in await group_by_campaign(turn, messages):
        codes_of, without = await _hand_out_codes(turn, campaign, theirs)
        able = [one for one in theirs if one.id not in without]
        unpaid = await charge_budget(turn, campaign, able, prices)
        await _settle_codes(turn, campaign, able, unpaid)
        filled = await _fill_values(turn, campaign, able)
        locked = campaign.terms.budget is not None  # by the share taken: that is in the campaign's row
        given |= {one.id: Along({**filled.get(one.id, {}), **codes_of.get(one.id, {})}, locked) for one in able}
        given |= without | unpaid
    return given


async def _fill_values(turn: Turn, campaign: Campaign, messages: Sequence[Message]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return the personal values by message id, for each step separately: its conditions may match
    other people by then."""
    given: dict[UUID, Mapping[str, Any]] = {}
    for step, theirs in group_by_step(messages).items():
        found = await load_fillings(turn, campaign.texts_at(step), {one.contact for one in theirs})
        given |= {one.id: found[one.contact] for one in theirs}
    return given


async def _hand_out_codes(
    turn: Turn, campaign: Campaign, messages: Sequence[Message]
) -> tuple[dict[UUID, Mapping[str, Any]], dict[UUID, Verdict]]:
    """Return a code for each message whose variant offers one, and verdicts to wait for messages with no free code."""
    if not campaign.terms.every_offer:
        return {}, {}
    places, offers = await turn.unit.of(CampaignPlaces).of(campaign, messages), campaign.offers
    handed: dict[UUID, Code] = {}
    for offer in dict.fromkeys(one for one in offers if one is not None):
        theirs = [one for one in messages if _get_offer_at(offers, places[one.id]) == offer]
        handed |= await _hand_out(turn, campaign, offer, theirs) if theirs else {}
    without = {message: one for message, one in handed.items() if isinstance(one, Verdict)}
    return {message: one for message, one in handed.items() if not isinstance(one, Verdict)}, without


def _get_offer_at(offers: Sequence[ShopOffer | None], place: int) -> ShopOffer | None:
    """Return the offer of the variant at ``place``; the first offer if a change removed that variant."""
    return offers[place] if place < len(offers) else offers[0]


async def _hand_out(turn: Turn, campaign: Campaign, offer: ShopOffer, messages: Sequence[Message]) -> dict[UUID, Code]:
    """Return the codes for the messages that have one of the campaign's offers."""
    if offer.ends_at is not None and turn.now >= offer.ends_at:
        return dict.fromkeys((one.id for one in messages), _OVER)
    if offer.code is not None:
        return await _assign_own_code(turn, offer, messages)
    pool = PoolKey(campaign.id, campaign.pool_of(offer))
    handed = await turn.unit.of(HandedCodes).take(pool, {one.id: one.contact for one in messages}, turn.now)
    given: dict[UUID, Code] = {
        message: one.offer.values(one.code) | {"until": one.until} for message, one in handed.items()
    }
    missing = [one for one in messages if one.id not in given]
    if missing:
        stock = await turn.unit.of(CampaignCodes).stock(pool)
        verdict = await _request_codes(turn, campaign, offer, len(missing), stock)
        given |= {one.id: verdict for one in missing}
    return given


async def _settle_codes(turn: Turn, campaign: Campaign, messages: Sequence[Message], unpaid: Collection[UUID]) -> None:
    """Move the code of a failed message to its replacement, and free the codes of unpaid messages. A code stays with an
    unpaid message that was tried before, since the person may have seen it."""
    if not campaign.pools:
        return
    for one in messages:
        if one.fallback_of is not None and one.id not in unpaid:
            await turn.unit.of(CampaignFallbacks).take_over(one)
    back = [one.id for one in messages if one.id in unpaid and not one.was_marked]
    if back:
        await turn.unit.of(HandedCodes).put_back(campaign.id, back)


async def _assign_own_code(turn: Turn, offer: ShopOffer, messages: Sequence[Message]) -> dict[UUID, Code]:
    """Return the shop's own code for all of these messages; a verdict that refuses them if it has ended."""
    assert offer.code is not None, "the offer names it"
    own = await turn.unit.of(OwnCodes).find_by_name(offer.code)
    if own is None or not own.holds(turn.now):
        return dict.fromkeys((one.id for one in messages), _OVER)
    told = offer.values(own.code) | {"until": own.ends_at}
    return {one.id: told for one in messages}


async def _request_codes(turn: Turn, campaign: Campaign, offer: ShopOffer, many: int, stock: CodeStock) -> Verdict:
    """Have more codes made than planned, and return the verdict to wait; a refusing verdict if the store makes none."""
    if stock.failure is not None:
        return _NONE_LEFT
    more = stock.wanted + int(many * _SPARE) + 1
    if stock.is_made and campaign.latest is not None:
        try:
            await code_supply.have_made(turn, campaign, offer, more, campaign.latest, campaign.pool_of(offer))
        except Refused:  # the store that made the others is not connected any more
            return _NONE_LEFT
    return Verdict(Outcome.WAIT, NO_CODE, "The store is making its code.", turn.now + SOON)
