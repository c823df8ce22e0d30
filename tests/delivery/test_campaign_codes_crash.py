"""The power is cut at each step in which a campaign's codes are made: they are all there, and each is there once."""

from __future__ import annotations

from contextlib import suppress

import pytest

from bot.clock import PushedClock
from flows.campaigns.campaign import Campaign
from handlers.campaigns.codes import code_supply
from handlers.engine.turn import Turn
from storage.campaigns.campaign_codes import CampaignCodes, CodeStock
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_pools import PoolKey
from tests.delivery.launcher import Point
from tests.delivery.service import MOMENT, MOST_LEASES
from tests.delivery.shop import TIGER
from tests.delivery.test_campaign_codes import TEN
from tests.delivery.test_crash import World, with_discount
from tests.processes.waiting import until
from tests.sourced import turns_of
from tests.storage.campaigns.test_campaigns import BY, campaign

__all__ = ["with_discount"]
MANY = 300
STEPS = 4  # at which a process dies before one lives; there are five


async def _begun(world: World) -> Campaign:
    """A campaign whose codes are asked for, before any process runs."""

    async def begin(turn: Turn) -> Campaign:
        made = campaign(turn.unit, name="Diwali")
        await turn.unit.of(Campaigns).add(made, BY)
        await code_supply.have_made(turn, made, TEN, MANY, turn.now)
        return made

    return await turns_of(world.served.store, PushedClock(world.served.now())).act(TIGER, begin)


async def _stock(world: World, which: Campaign) -> CodeStock:
    return await world.served.read(lambda unit: unit.of(CampaignCodes).stock(PoolKey(which.id)))


@pytest.mark.parametrize("point", [Point.CALL_CLAIMED, Point.CALL_ANSWERED, Point.CALL_CONCLUDED])
async def test_codes_are_made_once_whenever_the_power_is_cut(with_discount: World, point: Point) -> None:
    world = with_discount
    diwali = await _begun(world)
    for _ in range(STEPS):
        await world.served.start(point)
        await _dead(world)
        world.served.push(now=MOMENT, elapsed=MOMENT)  # its lease is over
    await world.served.start()

    async def made() -> bool:
        world.served.push(now=MOMENT, elapsed=MOMENT)
        return (await _stock(world, diwali)).is_made

    await until("all codes", made, patience=60)
    assert await _stock(world, diwali) == CodeStock(MANY, free=MANY, is_made=True)
    (discount,) = world.shopify.discounts
    there = world.shopify.coded.codes_of(discount["id"])
    assert len(there) == len(set(there)) == MANY


async def _dead(world: World) -> None:
    """Time passes, a lease at a time, until the process is gone."""
    for _ in range(MOST_LEASES):
        world.served.push(now=MOMENT, elapsed=MOMENT)
        with suppress(AssertionError):
            await until("the end", world.served.is_gone, patience=1)
            break
    await world.served.dead()
