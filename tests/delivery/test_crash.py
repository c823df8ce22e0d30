"""The power is cut at each step of a message's life: every message is sent, or visibly unknown; no marketing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError
from sqlalchemy import func, select

from flows.delivery import MessageStatus
from storage.businesses.service_operations import count_in_doubt
from storage.schema import events, outbox, waits
from storage.sending.message import Message
from storage.sending.outbox import Priority
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.launcher import Point
from tests.delivery.service import A_WHILE, MOMENT, MOST_LEASES, Served, serving
from tests.delivery.shop import ANN, ANN_CHAT, FIRST_STEP, TIGER
from tests.processes.place import Starter
from tests.processes.waiting import until
from tests.providers.shopify import ShopifyStand
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import TwilioStand

BEFORE_THE_CALL = [Point.STORED, Point.ACTED, Point.DUE, Point.QUEUED, Point.CLAIMED, Point.MARKED]
AFTER_THE_CALL = [Point.ANSWERED, Point.SETTLED]


@dataclass
class World:
    """A service, killed as often as a test likes, and the providers, who live on."""

    served: Served
    twilio: TwilioStand
    telegram: TelegramStand
    shopify: ShopifyStand

    async def remind(self, channel: str) -> None:
        """Ann agrees and leaves a cart behind, and the time of her reminder comes, if the service lives to see it."""
        at = self.served.now().isoformat()
        person = {"id": "1", "phone": ANN, "email": "ann@mail.example", "telegram": str(ANN_CHAT), "country": "US"}
        consent = {"channel": channel, "purpose": "marketing", "source": "checkout", "text": "Text me.", "at": at}
        consented = {"customer": person, "consent": {**consent, "double": True}}
        assert await self.served.tell("customer.consented", consented) == 202
        items = [{"sku": "TEE-1", "title": "Tiger tee", "quantity": 1, "price": "30"}]
        cart: dict[str, Any] = {"cart_id": "c1", "currency": "USD", "total": "30", "items": items}
        cart |= {"checkout_url": "https://tigertees.example/cart/c1", "customer": person}
        await self.served.tell("cart.updated", cart)
        await until("the cart's conversation, or the end", self._acted_or_gone)
        self.served.push(now=FIRST_STEP + timedelta(seconds=5))

    async def calm(self) -> None:
        """Time passes until nothing is left to do."""
        await self.served.calm(self._is_calm)

    async def dies(self) -> bool:
        """Time passes until the process is gone; False when nothing is left to do at which it could have died.

        On a slow machine a lease lapses while the provider is asked, and it is asked once more than planned.
        """
        while not await self.served.is_gone():
            self.served.push(elapsed=MOMENT)
            with suppress(AssertionError):
                await until("the end", self.served.is_gone, patience=A_WHILE)
                return True
            if await self._is_calm():
                return False
        return True

    async def messages(self) -> list[Message]:
        """All that we wrote, oldest first."""
        page = await self.served.read(lambda unit: unit.messages.page(None, None, None, 100))
        return [one for one in reversed(page) if one.direction == "out"]

    async def reminder(self) -> Message:
        """The one reminder."""
        (found,) = [one for one in await self.messages() if one.marketing]
        return found

    def arrived(self, channel: str) -> int:
        """How many messages Ann got."""
        if channel == "telegram":
            return len([one for one in self.telegram.messages if one.chat == ANN_CHAT])
        return len([one for one in self.twilio.messages if one.first("To") == ANN])

    def questions(self) -> int:
        """How often Twilio was asked for its messages."""
        return len([call for call in self.twilio.calls if "Messages.json?" in call.path])

    async def killed_while_it_waits_for(self, gate: asyncio.Event, arrived: Callable[[], int]) -> None:
        """The provider has the message and holds its answer back; then the power is cut, and it may answer."""

        async def come() -> bool:
            return arrived() > 0

        await until("the message", come)
        await self.served.kill()
        gate.set()

    async def _is_calm(self) -> bool:
        now = self.served.now()
        return not await self.served.read(lambda unit: _busy(unit, now))

    async def _acted_or_gone(self) -> bool:
        return await self.served.is_gone() or not await self.served.read(_unread)


async def _unread(unit: Unit) -> int:
    return int(await unit.value(select(func.count()).select_from(events).where(events.c.status == "new")))


async def _busy(unit: Unit, now: datetime) -> int:
    """How much is still to do; a look at a price, minutes later, is not counted."""
    urgent = outbox.c.priority < int(Priority.BULK)
    queued = int(await unit.value(select(func.count()).select_from(outbox).where(urgent)))
    due = int(await unit.value(select(func.count()).select_from(waits).where(waits.c.due_at <= now)))
    return queued + due + await _unread(unit)


@asynccontextmanager
async def world_of(database: str, folder: Path, launcher: Starter, text: str) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        twilio = await stack.enter_async_context(TwilioStand())
        telegram = await stack.enter_async_context(TelegramStand(people=dict(shop.PEOPLE)))
        shopify = await stack.enter_async_context(ShopifyStand())
        origins = {
            "PARLEY_TWILIO_API_URL": twilio.url,
            "PARLEY_TELEGRAM_API_URL": telegram.url,
            "PARLEY_SHOPIFY_API_URL": shopify.url,
        }
        served = await stack.enter_async_context(
            asynccontextmanager(serving)(database, folder, launcher, origins, text)
        )
        twilio.clock = telegram.clock = served.now
        telegram.webhook, telegram.secret = f"{served.url}/channels/telegram/{TIGER}", shop.SECRETS["BOT_SECRET"]
        yield World(served, twilio, telegram, shopify)


@pytest.fixture
async def by_sms(database: str, tmp_path: Path, launcher: Starter) -> AsyncIterator[World]:
    """A shop that reminds by SMS: Twilio can be asked about a message of unknown outcome."""
    async with world_of(database, tmp_path, launcher, shop.file(channels=("sms",))) as world:
        yield world


@pytest.fixture
async def by_telegram(database: str, tmp_path: Path, launcher: Starter) -> AsyncIterator[World]:
    """A shop that reminds by Telegram, which cannot be asked."""
    async with world_of(database, tmp_path, launcher, shop.file(channels=("telegram",))) as world:
        yield world


@pytest.fixture
async def with_discount(database: str, tmp_path: Path, launcher: Starter) -> AsyncIterator[World]:
    """A shop whose first reminder carries a code, which its store has to make first."""
    text = shop.file(channels=("sms",), store=True, steps='{ after = "30m", discount = 10 }')
    async with world_of(database, tmp_path, launcher, text) as world:
        yield world


@pytest.mark.parametrize("point", BEFORE_THE_CALL + AFTER_THE_CALL)
async def test_sms_is_sent_once(by_sms: World, point: Point) -> None:
    await by_sms.served.start(point)
    await by_sms.remind("sms")
    await by_sms.served.dead()
    assert by_sms.arrived("sms") == (point in AFTER_THE_CALL)
    await by_sms.served.start()
    await by_sms.calm()
    assert by_sms.arrived("sms") == 1
    assert (await by_sms.reminder()).status is MessageStatus.SENT
    needed = {Point.MARKED: 2, Point.ANSWERED: 1}.get(point, 0)
    assert by_sms.questions() >= needed  # a lease that lapses while it asks has it ask once more
    assert bool(by_sms.questions()) == bool(needed)


async def test_sms_whose_answer_nobody_read_is_found_at_the_provider(by_sms: World) -> None:
    by_sms.twilio.fail(slow=True)
    await by_sms.served.start()
    await by_sms.remind("sms")
    await by_sms.killed_while_it_waits_for(by_sms.twilio.gate, lambda: by_sms.arrived("sms"))
    await by_sms.served.start()
    await by_sms.calm()
    reminder = await by_sms.reminder()
    assert (by_sms.arrived("sms"), reminder.status) == (1, MessageStatus.SENT)
    assert reminder.provider_id == by_sms.twilio.messages[0].sid


async def test_a_receipt_that_overtakes_the_answer_settles_it(by_sms: World) -> None:
    by_sms.twilio.fail(slow=True)
    await by_sms.served.start()
    await by_sms.remind("sms")

    async def receipt() -> bool:
        return (
            bool(by_sms.twilio.messages)
            and await by_sms.twilio.receipt(by_sms.twilio.messages[0].sid, "delivered") == 200
        )

    async def has_come() -> bool:
        return (await by_sms.reminder()).status is MessageStatus.DELIVERED

    await until("the receipt", receipt)
    # An answered receipt may still wait: as an event for the dead one's lease, or in the spool of a service whose
    # database was slow. Only what it changed says that it was read.
    await until("its reading", has_come)
    await by_sms.killed_while_it_waits_for(by_sms.twilio.gate, lambda: by_sms.arrived("sms"))
    await by_sms.served.start()
    await by_sms.calm()
    assert (by_sms.arrived("sms"), (await by_sms.reminder()).status) == (1, MessageStatus.DELIVERED)
    assert by_sms.questions() == 0


async def test_killed_again_while_it_asks(by_sms: World) -> None:
    await by_sms.served.start(Point.MARKED)
    await by_sms.remind("sms")
    await by_sms.served.dead()
    died = 0
    for point in (Point.FOUND, Point.FOUND, Point.MARKED, Point.ANSWERED):
        by_sms.served.push(elapsed=MOMENT)
        await by_sms.served.start(point)
        died += await by_sms.dies()
        await by_sms.served.kill()
    assert died >= 2, "it was killed while it asked"
    await by_sms.served.start()
    await by_sms.calm()
    for _ in range(MOST_LEASES):  # found nowhere, it is queued again, for later
        if (await by_sms.reminder()).status is not MessageStatus.QUEUED:
            break
        by_sms.served.push(elapsed=MOMENT)
        await by_sms.calm()
    assert (by_sms.arrived("sms"), (await by_sms.reminder()).status) == (1, MessageStatus.SENT)


@pytest.mark.parametrize("point", [Point.CLAIMED, Point.MARKED, Point.ANSWERED, Point.SETTLED])
async def test_telegram_is_sent_once_or_visibly_unknown(by_telegram: World, point: Point) -> None:
    await by_telegram.served.start(point)
    await by_telegram.remind("telegram")
    await by_telegram.served.dead()
    came = by_telegram.arrived("telegram")
    await by_telegram.served.start()
    await by_telegram.calm()
    doubtful = point in {Point.MARKED, Point.ANSWERED}
    assert by_telegram.arrived("telegram") == (came if doubtful else 1)
    assert (await by_telegram.reminder()).status is (MessageStatus.UNKNOWN if doubtful else MessageStatus.SENT)
    assert await by_telegram.served.read(count_in_doubt) == ({"telegram": 1} if doubtful else {})


async def test_an_answer_by_telegram_of_unknown_outcome_is_told_to_the_staff(by_telegram: World) -> None:
    await by_telegram.served.start(Point.MARKED)
    with suppress(ClientConnectionError):
        await by_telegram.telegram.say(ANN_CHAT, "help")
    await by_telegram.served.dead()
    await by_telegram.served.start()
    await by_telegram.calm()
    told = [one.text for one in by_telegram.telegram.messages if one.chat == shop.OWNER]
    assert (by_telegram.arrived("telegram"), len(told)) == (0, 1)
    assert "We don't know if " in told[0]


@pytest.mark.parametrize("point", [Point.CALL_CLAIMED, Point.CALL_ANSWERED, Point.CALL_CONCLUDED])
async def test_a_discount_is_made_once_and_its_message_sent_once(with_discount: World, point: Point) -> None:
    await with_discount.served.start(point)
    await with_discount.remind("sms")
    await with_discount.served.dead()
    assert len(with_discount.shopify.discounts) == (point is not Point.CALL_CLAIMED)
    await with_discount.served.start()
    await with_discount.calm()
    (made,) = with_discount.shopify.discounts
    assert with_discount.arrived("sms") == 1
    assert made["code"] in with_discount.twilio.messages[0].first("Body")
