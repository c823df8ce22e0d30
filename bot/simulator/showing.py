"""What the page of a sandbox is told: the cast with the clock, and one phone's thread with what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from uuid import UUID

from bot.simulator.acts import Ware, address_of
from flows.money import Money
from flows.policy.facts import ConsentState, House, Person, Programme
from flows.policy.places import places_of
from flows.sourcing.draft import one_named
from flows.sourcing.line import Stand
from handlers.api.views import message_view
from handlers.moments import utc
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from storage.scene import InHand, Player, Upcoming, cast, in_hand, sells, upcoming
from storage.shop import Cart, Order
from storage.sourcing.earnings import Earnings
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservation
from storage.sourcing.shops import Shops
from storage.sourcing.stocks import Stocks

MOST_GOODS = 200
_STOCK = frozenset(
    {
        "stock_request", "stock_requests", "stock_reminder", "stock_reminders",
        "stock_how_many", "stock_unclear", "stock_which",
    }
)  # fmt: skip


async def state(turn: Turn, wares: Sequence[Ware]) -> dict[str, Any]:
    """Who there is, what is for sale, where the clock stands and what comes next."""
    players = await cast(turn.unit)
    consents = await turn.unit.consents.states({one.id for player in players for one in player.addresses})
    reminders = {address: said for (address, programme), said in consents.items() if programme is Programme.REMINDERS}
    alone = await turn.unit.draws.left_alone()
    coming = await upcoming(turn.unit, turn.now)
    business = turn.business
    return {
        "business": {
            "id": business.id,
            "name": business.name,
            "timezone": business.timezone,
            "currency": business.currency,
            "channels": [one.channel for one in business.channels if one.provider == "simulator"],
            "outside": [one.channel for one in business.channels if one.provider != "simulator"],
            "sources": await sells(turn.unit),
        },
        "now": utc(turn.now),
        "next": None if coming is None else _next(turn, coming, players),
        "paused": utc(turn.tenant.paused_at),
        "people": [_person(turn, player, reminders, player.contact in alone) for player in players],
        "wares": [{"sku": one.sku, "title": one.title, "variant": one.variant, "price": one.price} for one in wares],
    }


async def thread(turn: Turn, written: str) -> dict[str, Any]:
    """The messages of an address (``sms:+1…``), oldest first, and what its person has in hand."""
    address = await address_of(turn, written)
    if address is None:
        nothing = dict.fromkeys(("cart", "order", "reserved", "keeps"))
        return {"address": written, "consent": "none", "items": [], **nothing}
    messages = await turn.unit.messages.thread(address.id)
    verdicts = await turn.unit.messages.judgements([message.id for message in messages])
    consent = await turn.unit.consents.state(address.id, Programme.REMINDERS)
    return {
        "address": written,
        "consent": consent.value,
        "state": address.state.value,
        "items": [
            message_view(turn.business.id, one, written, verdicts[one.id])
            | {"passes_on": _passes_on(one), "asks_stock": _asks_stock(one), "quotes": _quotes(one, messages)}
            for one in messages
        ],
        **_hand(await in_hand(turn.unit, address.contact)),
        "keeps": await _keeps(turn, address.contact),
    }


async def goods(turn: Turn) -> dict[str, Any]:
    """What can be reserved, first what shops are asked for, and what an express order costs in addition.

    ``own`` is the free own stock by size, of which shops are not asked.
    """
    products = (await turn.unit.products.all())[:MOST_GOODS]
    stocks = await turn.unit.of(Stocks).of([one.id for one in products])
    own: dict[UUID, dict[str, int]] = {one.id: {} for one in products}
    for (product, size), stock in stocks.items():
        own[product] |= {size: stock.free} if stock.free else {}
    fee = turn.business.sourcing.express_fee
    return {
        "items": [
            {
                "sku": one.sku,
                "title": one.title,
                "sizes": list(one.sizes),
                "price": str(one.price),
                "own": own[one.id],
            }
            for one in sorted(products, key=lambda one: bool(own[one.id]))
        ],
        "currency": turn.business.currency,
        "express_fee": None if fee is None else str(fee),
    }


def _passes_on(message: Message) -> bool:
    """Whether a reply to it goes to the customer whom it is about; a thank-you asks for none."""
    return message.direction == "out" and message.about is not None and message.template != "staff_thanked"


def _asks_stock(message: Message) -> bool:
    """Whether a shop may answer this very message, though others are open."""
    return message.direction == "out" and message.template in _STOCK


def _quotes(message: Message, thread: Sequence[Message]) -> str | None:
    """What a message from a phone replies to."""
    if message.direction == "out" or message.reply_to is None:
        return None
    return next((one.text for one in thread if one.id == message.reply_to), None)


async def _keeps(turn: Turn, contact: UUID) -> dict[str, Any] | None:
    """What a shopkeeper is to bring, and what they earned this month; None for everybody else."""
    shop = await turn.unit.of(Shops).of_contact(contact)
    if shop is None:
        return None
    month = turn.now.astimezone(turn.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    earned = await turn.unit.of(Earnings).since(shop.id, month.astimezone(UTC))
    return {
        "items": [
            {"order": one.number, "item": one_named(one.line, one.promise.quantity)}
            for one in await turn.unit.of(Promises).kept_by(shop.id, Stand.HELD)
        ],
        "earned": str(Money(earned.amount, turn.business.currency)),
        "currency": turn.business.currency,
    }


def _hand(hand: InHand) -> dict[str, Any]:
    return {
        "cart": None if hand.cart is None else _cart(hand.cart),
        "order": None if hand.order is None else _order(hand.order, hand.counted),
        "reserved": None if hand.reserved is None else _reserved(hand.reserved),
    }


def _reserved(order: Reservation) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status,
        "express": order.express,
        "total": str(Money(order.amount, order.currency)),
        "currency": order.currency,
        "promised": utc(order.promised_at),
        "page": f"/track/{order.token}",
    }


def _cart(cart: Cart) -> dict[str, Any]:
    return {
        "total": str(cart.total),
        "currency": cart.total.currency,
        "items": [item.title for item in cart.items],
        "at": utc(cart.as_of),
    }


def _order(order: Order, counted: str | None) -> dict[str, Any]:
    return {
        "number": order.number,
        "total": None if order.total is None else str(order.total),
        "currency": None if order.total is None else order.total.currency,
        "at": utc(order.placed_at),
        "counted": counted,
        "refunded": order.refunded > 0,
        "cancelled": order.cancelled_at is not None,
    }


def _person(turn: Turn, player: Player, consents: Mapping[UUID, ConsentState], left_alone: bool) -> dict[str, Any]:
    return {
        "name": player.name,
        "role": player.role,
        "shop": None if player.shop is None else {"location": player.shop.location, "language": player.shop.language},
        "left_alone": left_alone,
        "addresses": [
            {
                "address": str(one),
                "channel": one.channel,
                "state": one.state.value,
                "consent": consents.get(one.id, ConsentState.NONE).value,
                **_place(turn, player, one),
            }
            for one in player.addresses
        ],
    }


def _place(turn: Turn, player: Player, address: Address) -> dict[str, str]:
    """Where the person probably is, and a time zone to show their hours in: as the policy's own sentences do."""
    numbers = dict.fromkeys(one.phone for one in (address, *player.addresses) if one.phone)
    person = Person(tuple(numbers), player.places)
    place = places_of(person, House(turn.business.country, turn.business.timezone))[-1]
    known = person.phones or person.places
    return {"timezone": place.zones[0], "place": place.name if known else ""}


def _next(turn: Turn, coming: Upcoming, players: Sequence[Player]) -> dict[str, Any]:
    their = next((player for player in players if player.contact == coming.contact), None)
    who = coming.name or (their.name if their else None) or "somebody"
    told = "a message kept for {who} may leave"
    if coming.flow is not None and coming.wait is not None:
        told = turn.tools.conversations.flow(coming.flow).waits.get(coming.wait, "a conversation with {who} goes on")
    address = str(their.addresses[0]) if their else None
    return {"at": utc(coming.at), "text": told.format(who=who), "address": address}
