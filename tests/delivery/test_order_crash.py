"""The power is cut at each step of an order's calls for money: one link is made, one refund, and each is told once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.clock import SystemClock
from flows.sourcing.order_state import Status
from storage.schema import events, outbox, reservations
from storage.unit import Unit
from tests.delivery import shop
from tests.delivery.launcher import Point
from tests.delivery.service import Served, serving
from tests.delivery.shop import ANN, TIGER
from tests.processes.place import Starter
from tests.providers.razorpay import RazorpayStand
from tests.providers.stripe import StripeStand
from tests.providers.telegram import TelegramStand
from tests.providers.twilio import TwilioStand

POINTS = [Point.CALL_CLAIMED, Point.CALL_ANSWERED, Point.CALL_CONCLUDED]
SOURCED = """
[sourcing]

[[products]]
sku = "MUG"
title = "Tiger mug"
price = 30
availability = "in_stock"
own_stock = 2
"""
PROVIDERS = {"razorpay": ("INR", shop.RAZORPAY), "stripe": ("USD", shop.STRIPE)}


@dataclass
class Counter:
    """A service that sells its own mugs, killed as often as a test likes; who it is paid through lives on."""

    served: Served
    twilio: TwilioStand
    bank: RazorpayStand | StripeStand

    async def reserve(self) -> None:
        """Ann wants a mug; the service may die over it."""
        person = {"id": "1", "name": "Ann", "phone": ANN, "country": "US"}
        data: dict[str, Any] = {"order_id": "o1", "items": [{"sku": "MUG", "quantity": 1}], "customer": person}
        assert await self.served.tell("order.reserved", data | {"express": False}) == 202

    async def call_off(self) -> None:
        """The shop's system calls it off; the service may die over it."""
        assert await self.served.tell("order.cancelled", {"order_id": "o1"}) == 202

    async def paid(self) -> None:
        """Ann pays the one link, and its provider tells."""
        (link,) = self.links()
        assert await self.bank.tell(self.bank.pay(link)) == [200]  # type: ignore[arg-type]
        await self.calm()

    async def calm(self) -> None:
        """Time passes until nothing is left to do."""
        await self.served.calm(self._is_calm)

    def links(self) -> list[str]:
        """The links that were made, by their ids."""
        return list(self.bank.links if isinstance(self.bank, RazorpayStand) else self.bank.sessions)

    def told(self, words: str) -> int:
        """How many messages that say this Ann got."""
        return len([one for one in self.twilio.messages if one.first("To") == ANN and words in one.first("Body")])

    async def status(self) -> str:
        """How far the order is."""
        return str(await self.served.read(_status))

    async def _is_calm(self) -> bool:
        return not await self.served.read(_busy)


async def _status(unit: Unit) -> str:
    known = await unit.orders.find_by_ref("api", "o1")
    assert known is not None
    found = select(reservations.c.status).where(unit.owns(reservations), reservations.c.id == known.id)
    return str(await unit.value(found))


async def _busy(unit: Unit) -> int:
    new = select(func.count()).select_from(events).where(events.c.status == "new")
    return int(await unit.value(new)) + int(await unit.value(select(func.count()).select_from(outbox)))


@asynccontextmanager
async def _counter(database: str, folder: Path, launcher: Starter, name: str) -> AsyncIterator[Counter]:
    currency, account = PROVIDERS[name]
    text = shop.file(channels=("sms",)).replace('"USD"', f'"{currency}"') + account + SOURCED
    async with AsyncExitStack() as stack:
        twilio = await stack.enter_async_context(TwilioStand())
        bank: Any = await stack.enter_async_context((RazorpayStand if name == "razorpay" else StripeStand)())
        telegram = await stack.enter_async_context(TelegramStand(people=dict(shop.PEOPLE)))
        origins = {
            "PARLEY_TWILIO_API_URL": twilio.url,
            "PARLEY_TELEGRAM_API_URL": telegram.url,
            f"PARLEY_{name.upper()}_API_URL": bank.url,
        }
        served = await stack.enter_async_context(
            asynccontextmanager(serving)(database, folder, launcher, origins, text)
        )
        twilio.clock = telegram.clock = bank.clock = served.now
        if isinstance(bank, StripeStand):  # its signatures are judged by the real time
            bank.watch = lambda: SystemClock().now() + timedelta(seconds=served.moved[1])
        bank.webhook = f"{served.url}/webhooks/{name}/{TIGER}"
        yield Counter(served, twilio, bank)


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("point", POINTS)
async def test_one_link_is_made(database: str, tmp_path: Path, launcher: Starter, name: str, point: Point) -> None:
    async with _counter(database, tmp_path, launcher, name) as counter:
        await counter.served.start(point)
        await counter.reserve()
        await counter.served.dead()
        assert len(counter.links()) == (point is not Point.CALL_CLAIMED)
        await counter.served.start()
        await counter.calm()
        assert len(counter.links()) == 1
        assert counter.told("Pay ") == 1


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("point", POINTS)
async def test_one_refund_is_made(database: str, tmp_path: Path, launcher: Starter, name: str, point: Point) -> None:
    async with _counter(database, tmp_path, launcher, name) as counter:
        counter.bank.instant = True
        await counter.served.start()
        await counter.reserve()
        await counter.calm()
        await counter.paid()
        await counter.served.kill()
        await counter.served.start(point)
        await counter.call_off()
        await counter.served.dead()
        assert len(counter.bank.refunds) == (point is not Point.CALL_CLAIMED)
        await counter.served.start()
        await counter.calm()
        (refund,) = counter.bank.refunds.values()
        assert refund["amount"] == 3000
        assert await counter.status() == Status.REFUNDED
        assert counter.told("back") == 1, [one.first("Body") for one in counter.twilio.messages]
