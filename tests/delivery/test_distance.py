"""Two marketing messages to one person in the same second: one leaves, and the other a day later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID

import pytest

from bot.channels.simulated_channel import Phones
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from bot.sender import SenderWorker
from bot.vendor_accounts import VendorAccounts
from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.policy.departure_facts import Programme, Purpose
from handlers.engine.turn import Turn
from storage.database.stores import make_database
from tests.delivery import shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.delivery.shop import ANN, ANN_CHAT

DAY = timedelta(days=1)
LONGEST = 60  # seconds
PROCESSES, PEOPLE = 2, 20


@pytest.fixture
async def house(database: str) -> AsyncIterator[House]:
    """The shop with the least distance that every business has; Ann agreed to offers by SMS and in her chat."""
    text = shop.file(channels=("sms", "telegram"))
    async with open_house(database, text=text) as opened:
        who = shop.customer()
        await opened.tell(shop.consented(who, opened.clock.now(), ("sms", "telegram")))
        await opened.settle()
        yield opened


async def _offer(house: House, key: str, channel: str = "sms", **letter: object) -> UUID:
    to = await house.address(channel, ANN if channel == "sms" else str(ANN_CHAT))
    selling = {"purpose": Purpose.MARKETING, "programme": Programme.OFFERS, "expires_after": timedelta(hours=4)}
    return await house.post(to, key, text=key, **selling | letter)


async def _left(house: House, *which: UUID) -> list[bool]:
    return [(await house.message(one)).status is MessageStatus.SENT for one in which]


@pytest.mark.parametrize("channel", ["sms", "telegram"])
async def test_of_two_in_the_same_second_one_leaves_and_the_other_a_day_later(house: House, channel: str) -> None:
    first, second = await _offer(house, "first"), await _offer(house, "second", channel)
    await house.settle()
    assert sorted(await _left(house, first, second)) == [False, True]
    assert "distance.business" in await house.verdicts()
    await house.pass_(now=DAY - timedelta(minutes=1))
    assert sorted(await _left(house, first, second)) == [False, True]
    await house.pass_(now=timedelta(minutes=1))
    assert await _left(house, first, second) == [True, True]


async def test_messages_of_one_cart_keep_their_own_distances(house: House) -> None:
    about = {"subject": Subject("cart", UUID(int=1)), "programme": Programme.REMINDERS}
    which = [await _offer(house, name, "telegram", **about) for name in ("first", "second")]
    await house.settle()
    assert await _left(house, *which) == [True, True]


async def test_two_notices_about_one_product_are_two_conversations(house: House) -> None:
    which = [await _offer(house, name, subject=Subject("product", UUID(int=1))) for name in ("first", "second")]
    await house.settle()
    assert await _left(house, *which) == [True, False]


async def test_a_service_text_neither_waits_nor_counts(house: House) -> None:
    to = await house.address("sms", ANN)
    service = await house.post(to, "service")
    await house.settle()
    offer = await _offer(house, "offer")
    again = await house.post(to, "again")
    await house.settle()
    assert await _left(house, service, offer, again) == [True, True, True]


async def test_a_longer_distance_and_none(house: House) -> None:
    await house.apply(shop.file(channels=("sms", "telegram"), distance="3d"))
    first, second = await _offer(house, "first"), await _offer(house, "second")
    await house.settle()
    await house.pass_(now=2 * DAY)
    assert await _left(house, first, second) == [True, False]
    await house.apply(shop.file(channels=("sms", "telegram"), distance="0"))
    third = await _offer(house, "third")
    await house.settle()
    assert await _left(house, third) == [True]


async def test_two_processes_send_one_person_one_of_two(database: str) -> None:
    """Each person has two offers that are due at once; on PostgreSQL two processes claim and judge them."""
    clock = HalfHandClock(shop.MORNING)
    text = shop.file()
    async with open_house(database, clock=clock, text=text) as house, AsyncExitStack() as stack:
        for line in range(PEOPLE):
            who = shop.customer(f"+131455501{line:02}", None, "Ann")
            await house.tell(shop.consented(who, clock.now(), ("sms",)))
        await house.settle()
        for line in range(PEOPLE):
            to = await house.address("sms", f"+131455501{line:02}")
            for number in range(2):
                await house.offer(to, f"{line}:{number}", text=f"offer {number}")
        senders = [sender for _ in range(PROCESSES) for sender in await _process(house, stack)]
        async with asyncio.timeout(LONGEST):
            await asyncio.gather(*(_work(house, sender) for sender in senders))
        got = [one.first("To") for one in house.twilio.messages]
    assert (len(got), len(set(got))) == (PEOPLE, PEOPLE)


async def _process(house: House, stack: AsyncExitStack) -> list[SenderWorker]:
    """Return the senders of one process; on SQLite all share its store."""
    service = house.service
    if service.settings.database_url.startswith("sqlite"):
        await service.accounts.channel(shop.TIGER, "sms")
        return [SenderWorker(service.turns, service.accounts) for _ in range(2)]
    store = make_database(service.settings.database_url, Ids(service.clock), HOLDINGS)
    stack.push_async_callback(store.close)
    turns = OpenTurns(store, service.clock, service.turns.tools)
    accounts = VendorAccounts(turns, service.settings, service.vault, Phones(service.clock), sandbox=False)
    stack.push_async_callback(accounts.close)
    await accounts.channel(shop.TIGER, "sms")
    return [SenderWorker(turns, accounts) for _ in range(2)]


async def _work(house: House, sender: SenderWorker) -> None:
    """Send until every message left or waits for the next day."""

    async def waits(turn: Turn) -> int:
        found = [await turn.unit.messages.page(None, one, None, 10) for one in people]
        return sum(message.status is MessageStatus.QUEUED for page in found for message in page)

    people = [(await house.address("sms", f"+131455501{line:02}")).contact for line in range(PEOPLE)]
    while await house.service.turns.look(shop.TIGER, waits) > PEOPLE or await sender.step():
        if not await sender.step():
            await asyncio.sleep(0.01)
