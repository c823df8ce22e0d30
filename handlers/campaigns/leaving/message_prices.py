"""The prices of a campaign's messages: of the words that leave, and of lost words that another channel replaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import LacksValue
from flows.channels import CHANNELS
from flows.policy.message_price import convert_worth, estimate_price
from handlers.campaigns.previews.preview_offers import OfferedTo, build_offering, get_offer_at
from handlers.campaigns.previews.sample_message import CampaignRecipient, render_for_reader
from handlers.campaigns.sending.campaign_messages import group_by_step
from handlers.campaigns.texts.wording_values import load_fillings
from handlers.engine.outbox_posts import AGAIN
from handlers.engine.turn import Turn
from storage.campaigns.message_variants import CampaignPlaces
from storage.people.people import Address
from storage.sending.message import Message
from templates.sms_segments import measure


async def estimate_prices(turn: Turn, campaign: Campaign, messages: Sequence[Message]) -> Mapping[UUID, int]:
    """Return the expected prices by message id, in micro-units of the business's spending currency. The price is 0 if
    the text lacks a value, so that it is not sent; a deleted person's message has none."""
    prices: dict[UUID, int] = {}
    places, offering = await turn.unit.of(CampaignPlaces).of(campaign, messages), build_offering(turn, campaign)
    offered = {one.id: get_offer_at(offering, places[one.id]) for one in messages}
    for step, some in group_by_step(messages).items():
        prices |= await _price_step(turn, replace(campaign, texts=campaign.texts_at(step)), some, offered)
    return prices


async def get_lost_prices(turn: Turn, messages: Sequence[Message]) -> Mapping[UUID, int]:
    """Return what lost messages took of the budget, by the ids of the messages that replace them on another channel.

    The price is that of the text that was sent: the campaign's text and the person's values may have changed.
    """
    first = [one for one in messages if AGAIN not in one.key and not one.was_marked]  # once, and for no further try
    behind = {one.id: one.fallback_of for one in first if one.fallback_of is not None}
    taken: dict[UUID, int] = {}
    while behind:  # a refused message took nothing, but the one that it replaced may have
        lost = await turn.unit.messages.by_ids(list(behind.values()))
        further: dict[UUID, UUID] = {}
        for message, earlier in behind.items():
            gone = lost.get(earlier)
            if gone is not None and gone.left_at is not None:
                taken[message] = _price(turn, await turn.unit.people.address_by_id(gone.address), gone.text or "")
            elif gone is not None and gone.fallback_of is not None:
                further[message] = gone.fallback_of
        behind = further
    return taken


async def _price_step(
    turn: Turn, campaign: Campaign, messages: Sequence[Message], offered: Mapping[UUID, OfferedTo | None]
) -> Mapping[UUID, int]:
    people = await turn.unit.people.by_ids({one.contact for one in messages})
    addresses = (await turn.unit.people.recipients(people)).addresses
    filled = await load_fillings(turn, campaign.texts, people)
    prices: dict[UUID, int] = {}
    for one in messages:
        person, to = people.get(one.contact), addresses.get(one.address)
        if person is None or to is None:
            continue
        try:
            reader = CampaignRecipient(person, to, one.variant or 0, filled[person.id], offered[one.id])
            text = render_for_reader(turn, campaign, reader).text
        except LacksValue:
            prices[one.id] = 0
            continue
        prices[one.id] = _price(turn, to, text)
    return prices


def _price(turn: Turn, to: Address, text: str) -> int:
    segments = measure(text).segments if CHANNELS[to.channel].segmented else 1
    return convert_worth(estimate_price(to.channel, to.phone, segments), turn.business.spends_in)
