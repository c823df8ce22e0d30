"""A shop's life written through the real repositories, for reports and for the staff's questions about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from bot.conversations import CONVERSATIONS
from flows import recovery
from flows.business import Business, ChannelSettings
from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.events import CartUpdated, ConsentAction, Customer, Item, OrderCreated
from flows.money import Money
from flows.policy.departure_facts import Kind, Programme, Purpose
from flows.policy.verdict import Outcome, Verdict
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Tools, Turn
from storage.businesses.businesses import Tenant
from storage.consent.consents import LedgerLine
from storage.database.stores import Database
from storage.people.people import Address, Identity
from storage.recovery.recovery_report import RecoveryReport, load_recovery_report
from storage.sending.holdout_draws import Assignment
from storage.sending.message import Message
from storage.store.attributions import Attribution
from storage.store.carts import Cart
from storage.store.purchases import Purchase
from storage.unit import Unit
from templates.message_library import Library
from tests.single import add_link, mark

T = TypeVar("T")

START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday, 09:00 in Chicago
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CHANNELS = (
    ChannelSettings("sms", "simulator", "+13145550100", rate=0.0),
    ChannelSettings("telegram", "simulator", "tigertees_bot", rate=0.0),
)
TIGER = Business("tiger", "Tiger Tees", "US", "America/Chicago", "USD", channels=CHANNELS)
TOOLS = Tools(Library.load(), Seeds(b"k" * 32), CONVERSATIONS, None, str)


def usd(amount: object) -> Money:
    """Dollars."""
    return Money.parse(amount, "USD")


@dataclass
class Shop:
    """One business in one transaction."""

    unit: Unit
    business: Business = TIGER
    now: datetime = START
    made: dict[str, int] = field(default_factory=dict)

    @property
    def tenant(self) -> Tenant:
        return Tenant(self.business, None, None)

    def turn(self, now: datetime | None = None) -> Turn:
        return Turn(self.unit, self.tenant, TOOLS, now or self.now, now or self.now)

    async def open(self) -> Shop:
        """The business and its senders."""
        await self.unit.businesses.put(self.business, self.now)
        for channel in self.business.channels:
            await self.unit.senders.put(channel.channel, channel.provider, channel.address, channel.rate, self.now)
        return self

    async def report(
        self, start: datetime | None = None, end: datetime | None = None, now: datetime | None = None
    ) -> RecoveryReport:
        return await load_recovery_report(self.unit, self.tenant, start, end, now or self.now + 30 * DAY)

    async def person(
        self, value: str, name: str | None = None, channel: str = "sms", *, agreed: bool = True
    ) -> Address:
        contact = await self.unit.people.resolve([Identity(channel, value)], self.now)
        await self.unit.people.save_details(contact, {"name": name}, self.now)
        found = await self.unit.people.address(channel, value)
        assert found is not None
        if agreed:
            await self.consent(found, ConsentAction.GRANTED, START - timedelta(days=365))
        return found

    async def cart(self, who: Address | None, total: object = "89", at: datetime = START, **news: Any) -> Cart:
        name = self._name("cart")
        price = usd(total)
        given = {"items": (Item("T1", "Tiger tee", price=price),), **news}
        updated = CartUpdated(name, price, checkout_url=f"https://tigertees.example/{name}", customer=Customer(),
                              occurred_at=at, **given)  # fmt: skip
        return await self.unit.carts.put("api", updated, who.contact if who else None, None, at)

    async def planned(
        self, who: Address, cart: Cart, step: int | None = 1, flow: str = recovery.NAME, **more: Any
    ) -> Message:
        """A queued reminder, due 30 minutes after the cart."""
        subject = Subject("cart", cart.id)
        key = self._name("run")
        run = await self.unit.runs.start(flow, key, who.contact, subject, "{}", cart.as_of)
        due = cart.as_of + 30 * MINUTE
        message = replace(_BLANK, id=self.unit.ids.make(), key=f"{run.id}:{step}", channel=who.channel, address=who.id,
                          contact=who.contact, status_at=due, due_at=due, created_at=due, run=run.id, step=step,
                          experiment=flow, subject_kind="cart", subject=cart.id, **more)  # fmt: skip
        assert await self.unit.messages.add(message)
        return message

    async def sent(
        self, who: Address, cart: Cart, step: int | None = 1, at: datetime | None = None, *,
        reached: MessageStatus = MessageStatus.DELIVERED, price: int | None = 7_900, currency: str = "USD", **more: Any,
    ) -> Message:  # fmt: skip
        """A reminder that left and came as far as ``reached``."""
        message = await self.planned(who, cart, step, **more)
        left = at or cart.as_of + 30 * MINUTE
        await mark(self.unit, message.id, "You left a tee.", left)
        if reached not in {MessageStatus.SENDING, MessageStatus.FAILED, MessageStatus.UNKNOWN}:
            await self.unit.messages.reach(message.id, MessageStatus.SENT, left)
        if reached is not MessageStatus.SENDING:
            code = {"code": "30007"} if reached is MessageStatus.FAILED else {}
            await self.unit.messages.reach(message.id, reached, left, **code)
        await self.unit.messages.note(message.id, price=price, price_currency=currency if price else None)
        return message

    async def refused(
        self, who: Address, cart: Cart, rule: str, reason: str = "No.", at: datetime | None = None, **more: Any
    ) -> Message:
        """A reminder that a rule kept back for good."""
        message = await self.planned(who, cart, **more)
        when = at or cart.as_of + 30 * MINUTE
        await self.unit.verdicts.add(message.id, Verdict(Outcome.REFUSE, rule, reason), when)
        status = MessageStatus.EXPIRED if rule == "expired" else MessageStatus.REFUSED
        await self.unit.messages.close(message.id, status, when, rule)
        return message

    async def drawn(self, who: Address, draw: float = 0.9) -> None:
        """Took part in the experiment; below 0.5 they are left alone."""
        await self.unit.draws.keep(Assignment(recovery.NAME, who.contact, 0.5, draw))

    async def order(
        self, who: Address | None, total: object, at: datetime, cart: Cart | None = None, counts: Message | None = None,
        currency: str = "USD",
    ) -> Purchase:  # fmt: skip
        """An order, counted for a message where one is given."""
        ref = self._name("order")
        known = await self.unit.orders.ensure("api", ref, at)
        news = OrderCreated(ref, f"#{ref}", Money.parse(total, currency), (), Customer(), at)
        await self.unit.orders.place(known, news, who.contact if who else None, cart.id if cart else None)
        if cart is not None:
            await self.unit.carts.buy([cart.id])
        if counts is not None:
            counted = Attribution(known.id, "checkout", counts.id, counts.contact, counts.step, at)
            await self.unit.attributions.add(counted)
        return known

    async def click(self, message: Message, at: datetime, *, robot: bool = False) -> None:
        code = self._name("link")
        await add_link(self.unit, code, "https://tigertees.example/", message.id, message.contact, at)
        link = await self.unit.links.get(code)
        assert link is not None
        await self.unit.links.visit(link, at, robot=robot)

    async def consent(self, who: Address, action: ConsentAction, at: datetime) -> None:
        line = LedgerLine(who.contact, who.id, Programme.REMINDERS, action, "test", "yes", at)
        await self.unit.consents.record(line, at)

    def _name(self, kind: str) -> str:
        self.made[kind] = self.made.get(kind, 0) + 1
        return f"{kind}{self.made[kind]}"


def blank(shop: Shop, who: Address, key: str, direction: str, text: str, now: datetime) -> Message:
    """A message in the staff's chat."""
    status = MessageStatus.RECEIVED if direction == "in" else MessageStatus.SENT
    return replace(_BLANK, id=shop.unit.ids.make(), direction=direction, key=key, channel=who.channel, address=who.id,
                   contact=who.contact, purpose=Purpose.TRANSACTIONAL, programme=None, template=None, text=text,
                   status=status, status_at=now, created_at=now)  # fmt: skip


async def play(store: Database, scene: Callable[[Shop], Awaitable[T]], business: Business = TIGER) -> T:
    """Play a scene in a shop's own transaction."""

    async def work(unit: Unit) -> T:
        return await scene(await Shop(unit, business).open())

    return await store.write(business.id, work)


_BLANK = Message(
    id=UUID(int=0), direction="out", key="", channel="sms", address=UUID(int=0), contact=UUID(int=0), sender=None,
    purpose=Purpose.MARKETING, programme=Programme.REMINDERS, kind=Kind.MESSAGE, template="cart_reminder", locale=None,
    data={}, text=None, buttons=[], media=[], status=MessageStatus.QUEUED, status_at=START, due_at=None,
    created_at=START, left_at=None, sent_at=None, delivered_at=None, read_at=None, expires_after=None, latest=None,
    provider_id=None, price=None, price_currency=None, code=None, run=None, step=None, subject=None, reply_to=None,
    about=None, fallback_of=None, attempted_at=None, asked=0,
)  # fmt: skip
