"""The actions of simulated people and their shop, sent to the service exactly as in the real world."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.clock import Clock
from bot.conversations import CONVERSATIONS
from bot.inbox import Inbox
from bot.open_turns import OpenTurns
from bot.simulator.simulated_phone import WrongWords, read_spoken
from flows.channels import CHANNELS
from flows.events import Item, LinkVisited
from flows.money import Money
from flows.promotions.prompt import Prompt
from handlers.api.event_endpoints import SOURCE
from handlers.api.event_envelope import make_envelope_model
from handlers.api.request_body import read_body
from handlers.engine.turn import Turn
from handlers.people.inbound_event import InboundEvent, IntakeResult
from handlers.returns.api.prompt_endpoints import ReturnTold
from handlers.returns.return_intake import take_return
from storage.people.people import Address
from storage.sending.message import Message
from storage.sending.short_links import Link, find_link
from storage.store.carts import Cart

CHECKOUT_BOX = "Text me about my cart and offers, up to 3 messages a week. Reply STOP to end."
MAIL_BOX = "Mail me about my cart and offers, up to 3 messages a week. Every mail has a link to end it."


@dataclass(frozen=True, slots=True)
class Ware:
    """A product of the sample shop; ``price`` is a decimal string in the business's currency, "" is no ``brand``."""

    sku: str
    title: str
    variant: str
    price: str
    brand: str = ""


@dataclass(frozen=True, slots=True)
class Want:
    """A quantity of a product in one of its sizes; "" for a product without sizes."""

    sku: str
    size: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ReturnedPiece:
    """A returned piece, with the reason in the words of the returns system."""

    title: str
    sku: str = ""
    brand: str = ""
    size: str = ""
    reason: str = ""

    def to_data(self) -> dict[str, str]:
        """Return the item of a return."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer as a shop's system identifies them; ``address`` is written like ``sms:+1…``."""

    address: str
    name: str | None = None
    locale: str | None = None
    id: str | None = None
    region: str | None = None  # a state of the US; None where the number tells, or nobody knows

    @property
    def channel(self) -> str:
        """Return the channel of their address."""
        return self.address.partition(":")[0]

    def to_data(self) -> dict[str, str]:
        """Return the ``customer`` of an event."""
        field = CHANNELS[self.channel].field
        known = {"id": self.id, "name": self.name, field: self.address.partition(":")[2], "locale": self.locale}
        known |= {"country": "US", "region": self.region} if self.region else {}
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class Acts:
    """Input for the service: events as through the API, messages as from a phone, a visit to a short link."""

    turns: OpenTurns
    clock: Clock
    inbox: Inbox

    async def tell(
        self, business: str, identity: str, kind: str, data: Mapping[str, Any], at: datetime | None = None
    ) -> IntakeResult:
        """Report an event of the shop's own software, which happened now or ``at`` an earlier time.

        Raises BadEnvelope and Unreadable for what the API would not accept.
        """
        now = self.clock.now()
        happened = (at or now).isoformat()
        body = json.dumps({"id": identity, "type": kind, "occurred_at": happened, "data": data}).encode()
        event = read_body(make_envelope_model(CONVERSATIONS.told), body).event(now)
        return await self.inbox.take(business, InboundEvent(SOURCE, identity, event, body))

    async def say(self, business: str, words: Mapping[str, Any]) -> IntakeResult:
        """Send a person's message, in the form of ``POST /sim/api/say``. Raises WrongWords."""
        said = await self.turns.look(business, lambda turn: read_spoken(turn, dict(words)))
        return await self.inbox.take(business, said.incoming)

    async def abandon(
        self, business: str, identity: str, wares: Sequence[Ware], buyer: Buyer, *, agrees: bool
    ) -> IntakeResult:
        """Fill a cart and abandon it; with ``agrees`` the box at the checkout is ticked."""
        tenant = await self.turns.tenant(business)
        data = make_cart_data(tenant.business.currency, tenant.business.site, identity, wares, buyer)
        if agrees:
            data["consent"] = make_consent(buyer.channel, self.clock.now().isoformat())
        return await self.tell(business, f"{identity}:left", "cart.updated", data)

    async def buy(
        self, business: str, identity: str, cart: Cart, buyer: Buyer, code: tuple[str, int] | None
    ) -> IntakeResult:
        """Order a cart's content; ``code`` is a discount code with its percent."""
        total = price_after_code(cart, code)
        data = {
            "order_id": identity,
            "cart_id": cart.cart,
            "currency": total.currency,
            "total": str(total),
            "items": [_show_item(item) for item in cart.items],
            "discount_codes": [code[0]] if code else [],
            "customer": buyer.to_data(),
        }
        return await self.tell(business, f"{identity}:placed", "order.created", data)

    async def order(self, business: str, identity: str, ware: Ware, buyer: Buyer) -> IntakeResult:
        """Order one piece of a product, without a cart."""
        tenant = await self.turns.tenant(business)
        line = {"sku": ware.sku, "title": ware.title, "variant": ware.variant, "quantity": 1, "price": ware.price}
        money = {"currency": tenant.business.currency, "total": ware.price}
        data = {"order_id": identity, **money, "items": [line], "discount_codes": [], "customer": buyer.to_data()}
        return await self.tell(business, f"{identity}:placed", "order.created", data)

    async def reserve(
        self, business: str, identity: str, wants: Sequence[Want], buyer: Buyer, *, express: bool
    ) -> IntakeResult:
        """Reserve goods that shops are then asked for."""
        items = [{"sku": one.sku, "size": one.size, "quantity": one.quantity} for one in wants]
        data = {"order_id": identity, "items": items, "express": express, "customer": buyer.to_data()}
        return await self.tell(business, f"{identity}:reserved", "order.reserved", data)

    async def give_back(self, business: str, identity: str, goods: ReturnedPiece, buyer: Buyer) -> Prompt:
        """Complete a return, as a returns system tells it by ``POST /prompt/send``; return what Parley decided.

        Raises BadEnvelope for what the API would not accept.
        """
        body = json.dumps(
            {"return_id": identity, "items": [goods.to_data()], "customer": buyer.to_data(), "user_id": buyer.id}
        ).encode()
        told = read_body(ReturnTold, body)
        event = told.build_event(self.clock.now())
        decided = await self.turns.act(business, lambda turn: take_return(turn, event, told.brand or "", body))
        return decided.prompt

    async def click(self, code: str) -> Link | None:
        """Open a short link as a person; return None for an unknown code."""
        link = await self.turns.store.read("", lambda unit: find_link(unit, code)) if code.isalnum() else None
        if link is not None:
            at = self.clock.now()
            identity = f"{code}:{at.isoformat()}:{self.clock.get_real_time().isoformat()}"
            await self.inbox.take(link.business, InboundEvent("link", identity, LinkVisited(code, False, at), None))
        return link


def make_cart_data(currency: str, site: str, cart: str, wares: Sequence[Ware], buyer: Buyer) -> dict[str, Any]:
    """Return the data of a ``cart.updated`` with one piece of each of the wares."""
    total = sum((Money.parse(ware.price, currency) for ware in wares), Money(0, currency))
    items = [
        {"sku": ware.sku, "title": ware.title, "variant": ware.variant, "quantity": 1, "price": ware.price}
        | ({"brand": ware.brand, "size": ware.variant} if ware.brand else {})
        for ware in wares
    ]
    url = f"{site or 'https://shop.example'}/cart/{cart}"
    named = {"cart_id": cart, "currency": currency, "total": str(total), "items": items, "checkout_url": url}
    return {**named, "customer": buyer.to_data()}


def _show_item(item: Item) -> dict[str, Any]:
    """Return a line of a cart as one of the order."""
    known = {"sku": item.sku, "title": item.title, "variant": item.variant, "quantity": item.quantity}
    known |= {"brand": item.brand, "size": item.size} if item.brand else {}
    return known | ({"price": str(item.price)} if item.price else {})


def make_consent(channel: str, at: str) -> dict[str, str]:
    """Return the consent of a ticked box at the checkout."""
    text = MAIL_BOX if CHANNELS[channel].ends_by_link else CHECKOUT_BOX
    named = {"channel": channel, "purpose": "marketing", "source": "checkout box", "text": text}
    return {**named, "at": at}


async def find_address(turn: Turn, written: str) -> Address | None:
    """Return the address written like ``sms:+1…``; None for an unknown address."""
    channel, _, value = written.partition(":")
    return await turn.unit.people.address(channel, value) if written.isprintable() else None


async def load_thread(turn: Turn, written: str) -> list[Message]:
    """Return the messages to and from an address, oldest first; empty for an unknown address."""
    address = await find_address(turn, written)
    return [] if address is None else await turn.unit.messages.thread(address.id)


async def find_buyer(turn: Turn, address: str) -> tuple[UUID, Buyer]:
    """Return the person with that address. Raises WrongWords if there is none."""
    found = await find_address(turn, address)
    person = None if found is None else await turn.unit.people.get(found.contact)
    if person is None:
        raise WrongWords("person", f"nobody here has the address {address or '(none)'}")
    return person.id, Buyer(address, person.name, person.locale)


async def find_code_for(turn: Turn, contact: UUID) -> tuple[str, int] | None:
    """Return the newest discount code that a message sent to this person, if it is valid and unused."""
    code = await turn.unit.discounts.find_latest(contact)
    if code is None or code.status != "created" or code.run is None or code.expires_at < turn.now:
        return None
    sent = await turn.unit.messages.list_for_run(code.run)
    carried = any(message.left_at and message.data.get("code") == code.code for message in sent)
    return (code.code, code.percent) if carried else None


def price_after_code(cart: Cart, code: tuple[str, int] | None) -> Money:
    """Return a cart's price after a discount ``code`` (its name and percent), rounded to hundredths."""
    off = 0 if code is None else code[1]
    hundredths = cart.total.micros * (100 - off) // 100 // 10_000
    return Money(hundredths * 10_000, cart.total.currency)
