"""What a clock that is set back and an impatient provider must not do to a promise."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.workers import LiveWorkers
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Programme, Purpose
from tests.chaos.test_degrading import RATE, drain, post_orders
from tests.delivery import shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.delivery.shop import ANN, HOUR, NUMBER
from tests.processes.waiting import until


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop with a slow SMS sender."""
    async with open_house(database, text=shop.file(sms_rate=RATE)) as opened:
        yield opened


async def test_a_stop_after_the_clock_was_set_back_stands(house: House) -> None:
    reminder = await house.remind()
    house.clock.push(now=-HOUR)
    url = f"{house.url}/channels/twilio/{shop.TIGER}/inbound"
    assert await house.twilio.say(ANN, NUMBER, "STOP", url=url) == 200
    house.clock.push(now=2 * HOUR)
    address = await house.address("sms", ANN)
    marketing = {"purpose": Purpose.MARKETING, "programme": Programme.REMINDERS}
    offer = await house.post(address, "offer", text="offer", **marketing)
    await house.settle()
    assert reminder.status is MessageStatus.SENT
    assert (await house.message(offer)).status is MessageStatus.REFUSED


async def test_a_restart_after_the_databases_clock_was_set_back_an_hour(house: House) -> None:
    """A process takes its real time from the database when it starts: then it is behind what others wrote."""
    orders = await post_orders(house)
    await house.settle()
    house.clock.push(elapsed=-HOUR)
    await drain(house, orders)


async def test_a_stop_that_comes_twice_is_not_answered_sooner(database: str) -> None:
    """Twilio delivers a message again whose answer takes long: the second answer is as good a promise as the first."""
    text = shop.file(distance="0")
    async with open_house(database, clock=HalfHandClock(shop.MORNING), text=text) as house:
        await house.remind()
        workers = LiveWorkers(house.service.turns, house.consumer, house.timers, house.sender)
        house.twilio.fail(slow=True)
        marketing = {"purpose": Purpose.MARKETING, "programme": Programme.REMINDERS}
        await house.post(await house.address("sms", ANN), "offer", text="offer", **marketing)
        await workers.start()
        await until("the offer", lambda: _under_way(house))
        url = f"{house.url}/channels/twilio/{shop.TIGER}/inbound"
        sid = "SMd" + 31 * "0"
        first = asyncio.create_task(house.twilio.say(ANN, NUMBER, "STOP", url=url, MessageSid=sid))
        done, _ = await asyncio.wait({first}, timeout=0.5)
        assert not done, "answered while an offer was under way"
        second = asyncio.create_task(house.twilio.say(ANN, NUMBER, "STOP", url=url, MessageSid=sid))
        done, _ = await asyncio.wait({second}, timeout=0.5)
        house.twilio.gate.set()
        assert (await first, await second) == (200, 200)
        await workers.stop()
        assert not done, "answered while an offer was under way, because it was known"


async def _under_way(house: House) -> bool:
    return "offer" in house.texts_to(ANN)
