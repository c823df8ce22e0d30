"""Campaigns with an offer: their codes are made, and what waited for them leaves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flows.campaigns.campaign import CampaignStatus
from flows.shop_offers import ShopOffer
from handlers.campaigns.sending.campaign_control import NamedCampaign
from handlers.engine.turn import Turn
from storage.campaigns.campaign_codes import CampaignCodes, CodeStock
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_pools import PoolKey
from tests.delivery.house import House

WEEK = timedelta(days=7)
FIFTEEN = ShopOffer.make_percent(15, WEEK)
SECONDS = timedelta(seconds=5)
LEAVES = 60  # waits for codes of five seconds each


async def settle_codes(house: House) -> None:
    """Codes are made, and what waited for them leaves."""
    for _ in range(LEAVES):
        await house.pass_(SECONDS, SECONDS)


async def stock_of(house: House, which: NamedCampaign) -> CodeStock:
    return await house.act(lambda turn: turn.unit.of(CampaignCodes).stock(PoolKey(which.id)))


async def status_of(house: House, which: NamedCampaign) -> CampaignStatus | None:
    async def look(turn: Turn) -> CampaignStatus | None:
        found = await turn.unit.of(Campaigns).get(which.id)
        return found.status if found else None

    return await house.act(look)


def bodies(house: House) -> Sequence[str]:
    return [one.first("Body") for one in house.twilio.messages]


def codes_in(house: House) -> list[str]:
    """The codes that were told, in the order in which they left."""
    return [text.partition("code ")[2].partition(",")[0] for text in bodies(house)]
