"""Eight senders on one outbox: every message leaves, and none of them twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack

from bot.channels.simulated_channel import Phones
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from bot.sender import SenderWorker
from bot.vendor_accounts import VendorAccounts
from flows.mail_address import MAIL
from handlers.engine.turn import Turn
from storage.database.stores import make_database
from tests.delivery import mailing, shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.providers.smtp import SmtpStand

SENDERS, PROCESSES = 8, 2
PEOPLE, EACH = 60, 5
LONGEST = 120  # seconds


async def test_no_message_leaves_twice_and_order_holds(database: str) -> None:
    clock = HalfHandClock(shop.MORNING)
    async with open_house(database, clock=clock) as house, AsyncExitStack() as stack:
        await _plan(house)
        senders = [sender for _ in range(PROCESSES) for sender in await _process(house, stack)]
        async with asyncio.timeout(LONGEST):
            await asyncio.gather(*(_work(house, sender) for sender in senders))
        got = [(one.first("To"), one.first("Body")) for one in house.twilio.messages]
    assert set(Counter(got).values()) == {1}
    assert len(got) == PEOPLE * EACH
    for phone in {to for to, _ in got}:
        assert [text for to, text in got if to == phone] == [f"part {number}" for number in range(EACH)]


async def _plan(house: House) -> None:
    for line in range(PEOPLE):
        address = await house.address("sms", f"+131455501{line:02}")
        for number in range(EACH):
            await house.post(address, f"{line}:{number}", text=f"part {number}")


async def test_no_mail_leaves_twice(database: str) -> None:
    async with (
        SmtpStand() as provider,
        open_house(
            database, clock=HalfHandClock(shop.MORNING), text=mailing.file(), origins={"smtp_url": provider.url}
        ) as house,
        AsyncExitStack() as stack,
    ):
        for line in range(PEOPLE):
            await house.post(await house.address(MAIL, f"p{line}@mail.example"), f"{line}", text="Your order left us.")
        senders = [sender for _ in range(PROCESSES) for sender in await _process(house, stack, MAIL)]
        async with asyncio.timeout(LONGEST):
            await asyncio.gather(*(_work(house, sender) for sender in senders))
        got = Counter(one.to for one in provider.messages)
    assert (len(got), set(got.values())) == (PEOPLE, {1})


async def _process(house: House, stack: AsyncExitStack, channel: str = "sms") -> list[SenderWorker]:
    """The senders of one process: on SQLite there is one process only, and all share its store."""
    service = house.service
    if service.settings.database_url.startswith("sqlite"):
        await service.accounts.channel(shop.TIGER, channel)
        return [SenderWorker(service.turns, service.accounts) for _ in range(SENDERS // PROCESSES)]
    store = make_database(service.settings.database_url, Ids(service.clock), HOLDINGS)
    stack.push_async_callback(store.close)
    turns = OpenTurns(store, service.clock, service.turns.tools)
    accounts = VendorAccounts(turns, service.settings, service.vault, Phones(service.clock), sandbox=False)
    stack.push_async_callback(accounts.close)
    await accounts.channel(shop.TIGER, channel)
    return [SenderWorker(turns, accounts) for _ in range(SENDERS // PROCESSES)]


async def _work(house: House, sender: SenderWorker) -> None:
    async def left(turn: Turn) -> bool:
        return bool(await turn.unit.outbox.depth())

    while await house.service.turns.look(shop.TIGER, left):
        if not await sender.step():
            await asyncio.sleep(0.01)
