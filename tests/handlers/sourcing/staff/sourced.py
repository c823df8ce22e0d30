"""A business that sources from shops, its staff's chat, and orders that are really on their way through their flow."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select, update

from bot.conversations import CONVERSATIONS, EVENTS
from flows.availability import Availability
from flows.business import Business, ChannelSettings, PaymentSettings
from flows.events import Customer, MessageReceived, OrderReserved, PaymentArrived, ReservedItem
from flows.money import MICROS, Money
from flows.sourcing.order import Order
from flows.sourcing.order_events import StockAnswered
from flows.sourcing.shop_ask import Says
from handlers.conversation import Written
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.sourcing import desk_news, incoming_reservation
from handlers.staff_chat import command_confirmation, staff_answers, staff_chat
from storage.businesses.access import COMMANDED, Member
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.events.open_questions import QuestionRecord
from storage.people.people import Address
from storage.schema import audit, events, messages
from storage.sending.message import Message
from storage.sourcing.own_stock import Stock, Stocks
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.reservations import Reservations
from storage.sql import json_codec
from storage.store.products import Listing, Product
from tests.audited import particulars
from tests.handlers.sourcing.staff import rows
from tests.handlers.sourcing.staff.rows import HOUR, START, TOOLS, blank

T = TypeVar("T")

NOW = START + HOUR
LONGEST = 1800
SOUVENIRS = Business(
    "tiger",
    "Tiger Tees",
    "IN",
    "Asia/Kolkata",
    "INR",
    channels=(
        ChannelSettings("telegram", "simulator", "tigertees_bot", rate=0.0),
        ChannelSettings("whatsapp", "simulator", "+919800000000", rate=0.0),
    ),
    payments=(PaymentSettings("simulator"),),
)
SHOPS = {
    "connaught": ("Connaught Souvenirs", "New Delhi", 150),
    "karol-bagh": ("Karol Bagh Gifts", "New Delhi", 120),
    "hauz": ("Hauz Khas Crafts", "South Delhi", None),
}
PRODUCTS = {"SHORTS": ("Tiger Shorts", ("M", "L", "XL"), 899), "MUG": ("Taj Mug", (), 350)}
SOURCING = replace(TOOLS, conversations=CONVERSATIONS)


@dataclass
class Desk:
    """The staff's chat of a business that sources. Asha is its owner; ``Ravi`` and others are as they are added."""

    unit: Any
    house: rows.Shop
    now: datetime = NOW
    shops: dict[str, Shop] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    people: dict[str, tuple[Member, Address]] = field(default_factory=dict)
    written: int = 0
    reserved: int = 0

    @classmethod
    async def open(cls, house: rows.Shop, *, linked: bool = True) -> Desk:
        desk = cls(house.unit, house)
        await desk.member("Asha", "owner", "9001")
        fresh = [
            Shop(
                house.unit.ids.make(), ref, name, place, 0, 1440, None if earns is None else earns * MICROS, None, "en"
            )
            for ref, (name, place, earns) in SHOPS.items()
        ]
        await house.unit.of(Shops).add(fresh, START)
        for place, shop in enumerate(fresh if linked else ()):
            keeper = await house.person(f"+91981000000{place}", shop.name, "whatsapp", agreed=False)
            await house.unit.people.note_message(keeper.id, START)
            await house.unit.of(Shops).link(shop.id, keeper.contact, START)
        desk.shops = {shop.ref: shop for shop in await house.unit.of(Shops).all()}
        listings = [
            Listing(sku, title, Money.parse(price, "INR"), Availability.SOURCE_2_3_DAYS, sizes)
            for sku, (title, sizes, price) in PRODUCTS.items()
        ]
        desk.products = {one.sku: one for one in await house.unit.products.add(listings, START)}
        return desk

    @property
    def turn(self) -> Turn:
        return replace(self.house.turn(self.now), tools=SOURCING)

    async def member(self, name: str, role: str, chat_id: str, channel: str = "telegram") -> None:
        """Somebody on the staff, in their own chat."""
        address = await self.house.person(chat_id, name, channel, agreed=False)
        member, _ = await self.unit.access.put_member(name, role, START)
        await self.unit.access.link(member.id, address.contact, START)
        self.people[name] = (replace(member, contact=address.contact), address)

    async def say(self, text: str, who: str = "Asha", reply_to: UUID | None = None, **more: Any) -> Message:
        """The one answer that the staff gets for a text or a pressed button."""
        member, address = self.people[who]
        self.written += 1
        said = blank(self.house, address, f"in:{self.written}", "in", text, self.now)
        said = replace(said, reply_to=reply_to)
        assert await self.unit.messages.add(said)
        event = replace(MessageReceived(address.channel, address.value, "bot", said.key, text, self.now), **more)
        written = Written(address, said, event, await self._answered(said), member)
        if written.question is None or not await staff_answers.take_confirmation(self.turn, written):
            await staff_chat.obey_member(self.turn, written)
        page = await self.unit.messages.page(address.id, None, None, 20)
        (answer,) = [one for one in page if one.direction == "out" and one.reply_to == said.id]
        assert len(answer.text or "") <= LONGEST
        found: Message = answer
        return found

    async def _answered(self, said: Message) -> QuestionRecord | None:
        """What is to be confirmed and is answered by that; all that was said before has left."""
        ours = (messages.c.address == said.address, messages.c.direction == "out")
        await self.unit.run(update(messages).where(*ours).values(left_at=self.now))
        question: QuestionRecord | None = await self.unit.questions.find_answered(said)
        return question if question is not None and question.expects == command_confirmation.CONFIRM else None

    async def ask(self, text: str, who: str = "Asha", **more: Any) -> str:
        """The text of the one answer."""
        return (await self.say(text, who, **more)).text or ""

    async def taps(self, text: str, who: str = "Asha") -> list[str]:
        """The commands of the buttons under the one answer."""
        return [one["id"] for one in (await self.say(text, who)).buttons]

    async def press(self, question: Message, which: int = 0, who: str = "Asha") -> str:
        """What comes of pressing a button of a question."""
        button = question.buttons[which]
        return await self.ask(button["text"], who, button=button["id"])

    async def confirm(self, text: str, who: str = "Asha") -> str:
        """What comes of a command that is shown first, once the first button below it is pressed."""
        return await self.press(await self.say(text, who), who=who)

    async def reserve(self, number: str, *items: tuple[str, str, int], express: bool = False) -> UUID:
        """A customer reserves; the order's own turn begins it."""
        self.reserved += 1
        noor = await self.house.person(f"+9198200000{self.reserved:02}", "Noor", "whatsapp", agreed=False)
        await self.unit.people.note_message(noor.id, self.now)
        wanted = tuple(ReservedItem(*item) for item in (items or (("SHORTS", "L", 2),)))
        news = OrderReserved(number, number, wanted, express, Customer(), self.now)
        stored = Stored("tiger", self.unit.ids.make(), "api", "order.reserved", noor.contact, self.now, 0, news)
        assert await incoming_reservation.begin_reserved(self.turn, stored, news) is None
        row = await self.unit.of(Reservations).find_by_number(number)
        assert row is not None
        return UUID(str(row.id))

    async def answers(self, order: UUID, ref: str, says: Says = Says.YES, quantity: int = 2, line: str = "1") -> None:
        """A shop answers."""
        await desk_news.route_to_order(self.turn, StockAnswered(order, self.shops[ref].id, line, says.value, quantity))

    async def pays(self, order: UUID, payment: str = "pay_1") -> None:
        """The money comes by the last link."""
        asked = (await self.order(order)).payment
        assert asked is not None
        money = Money(asked.amount, "INR")
        await self._advance(order, PaymentArrived("simulator", asked.reference.hex, "", payment, money, self.now))

    async def bought(self, number: str = "1234", ref: str = "connaught", **more: Any) -> UUID:
        """An order of two shorts that a shop keeps, and that is paid."""
        order = await self.reserve(number, **more)
        await self.answers(order, ref)
        await self.pays(order)
        return order

    async def order(self, order: UUID) -> Order:
        """The order as its conversation has it."""
        run = await self.unit.runs.get_open("sourcing", str(order))
        assert run is not None
        return json_codec.load(Order, run.state)

    async def heard(self) -> list[str]:
        """Have the orders hear what commands said of them; the names of what that was."""
        told = events.c.external_id.like("command:%")
        found = select(events).where(self.unit.owns(events), events.c.status == "new", told)
        names = []
        for row in await self.unit.rows(found.order_by(events.c.arrival)):
            await desk_news.route_to_order(self.turn, EVENTS.load(row.type, row.data))
            await self.unit.inbox.finish(row.id)
            names.append(row.type)
        return names

    async def stock(self, sku: str, size: str, count: int, low: int | None = None) -> None:
        """Pieces of our own."""
        product = self.products[sku].id
        await self.unit.of(Stocks).add([Stock(product, size, count, 0, low, count, START)])

    async def trail(self) -> list[tuple[str, str]]:
        """What the audit holds, and what of it."""
        query = select(audit).where(self.unit.owns(audit), audit.c.action != COMMANDED).order_by(audit.c.id)
        return [(row.action, particulars(row)) for row in await self.unit.rows(query)]

    async def told(self, who: str = "Asha") -> list[str]:
        """All that somebody's chat was told, the oldest first."""
        page = await self.unit.messages.page(self.people[who][1].id, None, None, 50)
        return [one.text or "" for one in reversed(page) if one.direction == "out"]

    async def _advance(self, order: UUID, event: object) -> None:
        run = await self.unit.runs.get_open("sourcing", str(order))
        assert run is not None
        await host.advance(self.turn, run, event)


async def play(store: Database, scene: Callable[[Desk], Awaitable[T]], *, linked: bool = True) -> T:
    """Play a scene in a transaction of the business's own."""

    async def inside(house: rows.Shop) -> T:
        return await scene(await Desk.open(house, linked=linked))

    return await rows.play(store, inside, SOUVENIRS)
