"""A provider in a bad hour, clocks that are set back: others go on, nothing is lost, and what waited drains slowly."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from bot.in_flight_batches import SEATS
from bot.workers import LiveWorkers
from flows.delivery import MessageStatus
from handlers.delivery.outbox_claims import BATCH
from tests.chaos.provider import WatchedTwilio
from tests.delivery import shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.delivery.shop import ANN, ANN_CHAT, HOUR, MINUTE
from tests.processes.waiting import until
from tests.providers.moods import Mood, fault

RATE = 3  # a second
SECOND = MINUTE / 60
BAD_HOUR = 8  # seconds of it
REFUSING = "refusing every connection"
PHONES = [f"+131455501{line}" for line in range(20, 32)]


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop with a slow SMS sender."""
    async with open_house(database, text=shop.file(sms_rate=RATE)) as opened:
        yield opened


async def post_orders(house: House) -> dict[str, UUID]:
    """News of an order for everybody, by SMS."""
    return {phone: await house.post(await house.address("sms", phone), f"order:{phone}") for phone in PHONES}


def _tries(house: House) -> int:
    return len([one for one in house.twilio.calls if one.path.endswith("Messages.json")])


@pytest.mark.parametrize("mood", [Mood.HALF_FAILING, Mood.BUSY, Mood.CUTTING, Mood.DROPPING, REFUSING])
async def test_a_bad_hour_of_one_provider(house: House, mood: str) -> None:
    orders = await post_orders(house)
    if mood == REFUSING:
        await house.twilio.refuse()
    else:
        house.twilio.mood = fault(Mood(mood), random.Random(7))
    chat = await house.address("telegram", str(ANN_CHAT))
    for second in range(BAD_HOUR):
        await house.post(chat, f"chat:{second}", text=f"chat {second}")
        await house.pass_(now=SECOND, elapsed=SECOND)
        assert house.chats_to(ANN_CHAT)[-1] == f"chat {second}", "another sender was held up"
    if mood == REFUSING:
        await house.twilio.accept()
    house.twilio.mood = fault(Mood.WELL, random.Random(7))
    await drain(house, orders)
    assert Counter(one.first("To") for one in house.twilio.messages) == dict.fromkeys(PHONES, 1)


async def drain(house: House, orders: dict[str, UUID]) -> None:
    """All is well, and time passes a second at a time: the rate is kept while the backlog goes."""
    for _ in range(5 * 60):
        before = _tries(house)
        await house.pass_(now=SECOND, elapsed=SECOND)
        assert _tries(house) - before <= RATE, "a burst"
        if len(house.twilio.messages) < len(orders):
            continue
        if {(await house.message(order)).status for order in orders.values()} == {MessageStatus.SENT}:
            return
    raise AssertionError("it did not drain within five minutes")


async def test_a_provider_that_hangs_is_not_given_more_than_there_are_seats(database: str) -> None:
    twilio = WatchedTwilio(tells=False)
    async with open_house(database, clock=HalfHandClock(shop.MORNING), twilio=twilio) as house:
        everybody = [f"+1{area}55501{line:02}" for area in (314, 417, 660) for line in range(100)]
        for phone in everybody:
            await house.post(await house.address("sms", phone), f"order:{phone}")
        twilio.fail(times=len(everybody), slow=True)
        workers = LiveWorkers(house.service.turns, house.consumer, house.timers, house.sender)
        await workers.start()
        await until("all that it is given", lambda: _are_taken(twilio))
        await house.post(await house.address("telegram", str(ANN_CHAT)), "chat", text="chat")
        await until("the other sender's", lambda: _said(house))
        twilio.heal()
        await until("the rest", lambda: _flying(twilio, 0, taken=len(everybody)))
        await workers.stop()
        assert 2 * BATCH <= twilio.most_flying <= SEATS < len(everybody)


async def test_a_clock_that_is_set_back_an_hour_loses_nothing_and_repeats_nothing(house: House) -> None:
    await post_orders(house)
    await house.settle()
    house.clock.push(now=-HOUR)
    for _ in range(5):
        await house.pass_(now=SECOND, elapsed=SECOND)
    new = await house.post(await house.address("sms", ANN), "new")
    await house.pass_(elapsed=SECOND)
    assert (await house.message(new)).status is MessageStatus.SENT, "what is new does not wait for the old hour"
    house.clock.push(now=HOUR)
    for _ in PHONES:
        await house.pass_(now=SECOND, elapsed=SECOND)
    assert Counter(one.first("To") for one in house.twilio.messages) == dict.fromkeys([*PHONES, ANN], 1)


async def test_receipts_count_though_the_clock_was_set_back(house: House) -> None:
    order = await house.post(await house.address("sms", ANN), "order")
    await house.settle()
    house.clock.push(now=-HOUR)
    await house.twilio.deliver()
    await house.settle()
    assert (await house.message(order)).status is MessageStatus.DELIVERED


async def _are_taken(twilio: WatchedTwilio) -> bool:
    return twilio.flying >= 2 * BATCH


async def _flying(twilio: WatchedTwilio, many: int, taken: int = 0) -> bool:
    return twilio.flying == many and len(twilio.messages) >= taken


async def _said(house: House) -> bool:
    return house.chats_to(ANN_CHAT) == ["chat"]
