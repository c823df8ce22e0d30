"""The power is cut while one channel refuses a campaign's message: it goes by the next one, once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import PushedClock
from flows.audience.criteria import EVERYBODY
from flows.campaigns.campaign import CampaignStatus
from flows.campaigns.campaign_waves import Wave
from flows.campaigns.send_schedule import Schedule
from flows.delivery import MessageStatus
from handlers.campaigns.sending.wave_fanout import list_ways
from handlers.engine.turn import Turn
from storage.audience.audiences import Selection
from storage.campaigns.campaign_mailings import Mailings
from storage.campaigns.campaigns import Campaigns
from tests.delivery import shop
from tests.delivery.launcher import Point
from tests.delivery.service import MOMENT, MOST_LEASES
from tests.delivery.shop import ANN_CHAT, TIGER
from tests.delivery.test_crash import World, world_of
from tests.processes.place import Starter
from tests.processes.waiting import until
from tests.sourced import turns_of
from tests.storage.campaigns.test_campaigns import BY, campaign
from tests.storage.sending.test_fanout import reached_at, someone

DAY = timedelta(days=1)


@pytest.fixture
async def world(database: str, tmp_path: Path, launcher: Starter) -> AsyncIterator[World]:
    """A shop with an SMS number and a bot."""
    async with world_of(database, tmp_path, launcher, shop.file()) as opened:
        yield opened


async def _queued(world: World) -> None:
    """A campaign's message by SMS to Ann, who is on Telegram, too; before any process runs."""

    async def queue(turn: Turn) -> None:
        person = await someone(turn.unit)
        await reached_at(turn.unit, person, turn.unit.ids.make(), str(ANN_CHAT), channel="telegram")
        values = {"status": CampaignStatus.SENDING, "schedule": Schedule(turn.now), "channels": ("sms", "telegram")}
        made = campaign(turn.unit, "Spring", criteria=EVERYBODY, latest=turn.now + DAY, holdout=0.0, **values)
        await turn.unit.of(Campaigns).add(made, BY)
        wave, asked = Wave(turn.now, turn.now), Selection(EVERYBODY, turn.now, turn.zone)
        first, *then = await list_ways(turn, made)
        fanout = await turn.unit.of(Mailings).fanout(made, wave, (wave,), first, asked, then)
        chunk = await fanout.find(turn.unit, None, 100)
        lots = fanout.draw_lots(chunk.people, turn.unit.ids, lambda _: lambda _: 0.5)
        assert await fanout.queue(turn.unit, lots, turn.now) == 1

    await turns_of(world.served.store, PushedClock(world.served.now())).act(TIGER, queue)


async def _sooner_or_later(world: World, what: str, happens: Callable[[], Awaitable[bool]]) -> None:
    """Time passes, a lease at a time, until it happens."""
    for _ in range(MOST_LEASES):
        with suppress(AssertionError):
            await until(what, happens, patience=1)
            return
        world.served.push(elapsed=MOMENT)
    raise AssertionError(f"never: {what}; {await _ways(world)}")


async def _ways(world: World) -> list[tuple[str, MessageStatus]]:
    return sorted((one.channel, one.status) for one in await world.messages() if one.campaign)


@pytest.mark.parametrize("point", [Point.CLAIMED, Point.MARKED, Point.ANSWERED, Point.SETTLED])
async def test_it_goes_by_the_next_channel_once_whenever_the_power_is_cut(world: World, point: Point) -> None:
    await _queued(world)
    world.twilio.fail(times=9, code=21211)
    await world.served.start(point)
    await _sooner_or_later(world, "the end", world.served.is_gone)
    await world.served.dead()
    await world.served.start()
    gone_on = [("sms", MessageStatus.FAILED), ("telegram", MessageStatus.SENT)]

    async def arrived() -> bool:
        return await _ways(world) == gone_on

    await _sooner_or_later(world, "the message by the next channel", arrived)
    await world.calm()
    assert await _ways(world) == gone_on
    assert world.arrived("telegram") == 1
    assert world.arrived("sms") == 0
