"""What the page of a sandbox is told: the cast with the clock, and one phone's thread with what stands around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bot.simulator.acts import Ware, address_of
from flows.policy.facts import ConsentState, House, Person, Programme
from flows.policy.places import places_of
from handlers.api.views import message_view, utc
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from storage.scene import InHand, Player, Upcoming, cast, in_hand, upcoming
from storage.shop import Cart, Order

_COMING = {
    ("recovery", "step"): "the next reminder for {who} is due",
    ("recovery", "consent"): "the reminder for {who} no longer waits for their YES",
    ("recovery", "code"): "the reminder for {who} no longer waits for its code",
    ("recovery", "asked"): "{who} asked to be reminded",
    ("recovery", "over"): "the cart of {who} is let go",
    ("opt_in", "answer"): "the question to {who} closes without an answer",
    (None, None): "a message kept for {who} may leave",
}


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
        },
        "now": utc(turn.now),
        "next": None if coming is None else _next(coming, players),
        "paused": utc(turn.tenant.paused_at),
        "people": [_person(turn, player, reminders, player.contact in alone) for player in players],
        "wares": [{"sku": one.sku, "title": one.title, "variant": one.variant, "price": one.price} for one in wares],
    }


async def thread(turn: Turn, written: str) -> dict[str, Any]:
    """The messages of an address (``sms:+1…``), oldest first, and what its person has in hand."""
    address = await address_of(turn, written)
    if address is None:
        return {"address": written, "consent": "none", "items": [], "cart": None, "order": None}
    messages = await turn.unit.messages.thread(address.id)
    verdicts = await turn.unit.messages.verdicts([message.id for message in messages])
    consent = await turn.unit.consents.state(address.id, Programme.REMINDERS)
    return {
        "address": written,
        "consent": consent.value,
        "state": address.state.value,
        "items": [
            message_view(turn.business.id, one, written, verdicts[one.id]) | {"passes_on": _passes_on(one)}
            for one in messages
        ],
        **_hand(await in_hand(turn.unit, address.contact)),
    }


def _passes_on(message: Message) -> bool:
    """Whether a reply to it goes to the customer whom it is about; a thank-you asks for none."""
    return message.direction == "out" and message.about is not None and message.template != "staff_thanked"


def _hand(hand: InHand) -> dict[str, Any]:
    return {
        "cart": None if hand.cart is None else _cart(hand.cart),
        "order": None if hand.order is None else _order(hand.order, hand.counted),
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
    number = next((one.phone for one in (address, *player.addresses) if one.phone), None)
    person = Person(number, player.country, player.region, None, player.timezone)
    place = places_of(person, House(turn.business.country, turn.business.timezone))[-1]
    known = number or player.country or player.timezone
    return {"timezone": place.zones[0], "place": place.name if known else ""}


def _next(coming: Upcoming, players: Sequence[Player]) -> dict[str, Any]:
    their = next((player for player in players if player.contact == coming.contact), None)
    who = coming.name or (their.name if their else None) or "somebody"
    text = _COMING.get((coming.flow, coming.wait), "a conversation with {who} goes on").format(who=who)
    address = str(their.addresses[0]) if their else None
    return {"at": utc(coming.at), "text": text, "address": address}
