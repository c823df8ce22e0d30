"""A running business with two shops, three products and its owner, on a database of the test's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from bot.app import Service
from bot.clock import PushedClock
from bot.simulator.simulated_phone import read_spoken
from flows.events import ConsentAction
from flows.policy.departure_facts import Programme
from handlers.engine.turn import Turn
from storage.businesses import businesses
from storage.consent.consents import LedgerLine
from storage.sending.message import Message
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.shop_inventory import ShopInventory, Stated
from storage.store.products import Product

T = TypeVar("T")

HEAD = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "IN"
timezone = "Asia/Kolkata"
currency = "INR"
site = "https://tigertees.example"
[channels.telegram]
provider = "simulator"
[channels.whatsapp]
provider = "simulator"
[[staff]]
name = "Asha"
role = "owner"
address = "telegram:9001"
"""
TOML = f"""\
{HEAD}
[[shops]]
id = "connaught"
name = "Connaught Souvenirs"
address = "telegram:77"
language = "en"
commission = 150
[[shops]]
id = "karol"
name = "Karol Bagh Gifts"
address = "whatsapp:+919800000002"
language = "hi-Latn"
commission = 120
[[products]]
sku = "SHORTS"
title = "Tiger Shorts"
sizes = ["S", "M", "L", "XL"]
price = 899
availability = "source_2_3_days"
[[products]]
sku = "LION"
title = "Lion Shorts"
sizes = ["M", "L"]
price = 799
availability = "source_2_3_days"
[[products]]
sku = "MUG"
title = "Taj Mug"
price = 350
availability = "source_2_3_days"
"""
TUESDAY_NOON = datetime.fromisoformat("2026-03-03T12:00+05:30")
RAVI, MEENA, ASHA = "telegram:77", "whatsapp:+919800000002", "telegram:9001"


@dataclass
class House:
    """The service, what people write to it and what they get."""

    service: Service

    async def say(self, person: str, text: str, **others: Any) -> list[Message]:
        """What they write, and what they get for it."""
        before = {one.id for one in await self.got(person)}
        written = await self.look(lambda turn: read_spoken(turn, {"from": person, "text": text, **others}))
        await self.service.inbox.take("tiger", written.incoming)
        await self.settle()
        return [one for one in await self.got(person) if one.id not in before]

    async def got(self, person: str) -> list[Message]:
        """What was ever sent to them."""
        channel, _, value = person.partition(":")

        async def look(turn: Turn) -> list[Message]:
            address = await turn.unit.people.address(channel, value)
            thread = [] if address is None else await turn.unit.messages.thread(address.id)
            return [one for one in thread if one.direction == "out"]

        return await self.look(look)

    async def settle(self) -> None:
        assert self.service.sandbox is not None
        await self.service.sandbox.settle()

    async def push(self, by: timedelta) -> None:
        """Time goes on."""
        clock = self.service.clock
        assert isinstance(clock, PushedClock)
        to = clock.now() + by
        clock.push(to)
        await self.service.turns.store.write("", lambda unit: businesses.push_clock(unit, to))
        await self.settle()

    async def look(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        return await self.service.turns.look("tiger", work)

    async def act(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        done = await self.service.turns.act("tiger", work)
        await self.settle()
        return done

    async def shop(self, ref: str = "connaught") -> Shop:
        found = await self.look(lambda turn: turn.unit.of(Shops).find_by_ref(ref))
        assert found is not None
        return found

    async def product(self, sku: str) -> Product:
        found = await self.look(lambda turn: turn.unit.products.find_by_sku(sku))
        assert found is not None
        return found

    async def stated(self, ref: str = "connaught") -> dict[tuple[str, str], Stated]:
        """What a shop stated, by SKU and size."""
        shop = await self.shop(ref)
        found = await self.look(lambda turn: turn.unit.of(ShopInventory).list_by_shop(shop.id))
        products = await self.look(lambda turn: turn.unit.products.by_ids({one.product for one in found}))
        return {(products[one.product].sku, one.size): one for one in found}

    async def counts(self, ref: str = "connaught") -> dict[tuple[str, str], int]:
        return {key: one.quantity for key, one in (await self.stated(ref)).items()}

    async def customer(self, person: str, *, offers: bool = True) -> UUID:
        """Somebody who wrote to us, and agreed to offers or to nothing."""
        await self.say(person, "hello")
        channel, _, value = person.partition(":")

        async def agree(turn: Turn) -> UUID:
            address = await turn.unit.people.address(channel, value)
            assert address is not None
            if offers:
                line = LedgerLine(
                    address.contact, address.id, Programme.OFFERS, ConsentAction.CONFIRMED, "test", "yes", turn.now
                )
                await turn.unit.consents.record(line, turn.now)
            return address.contact

        return await self.act(agree)
