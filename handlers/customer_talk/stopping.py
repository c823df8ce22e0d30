"""How far an opt-out reaches where an order is not over: what its confirmation says, and who of the staff hears of it.

After a STOP by SMS nothing more leaves by SMS (flows/policy/departure.py), so the confirmation says what becomes of the
order, and the staff knows that its customer hears of it no more. In a chat the order is told of to its end, and the
confirmation says so, and how to end that, too: STOP ALL, or a second STOP.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.policy.facts import AGREED, AddressState
from flows.sourcing.order import UNPAID, Order
from handlers import alerts, customer_orders, handover
from handlers.replies.answers import is_bare_cancel
from handlers.replies.text import normalise
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from storage.reservations import Reservation
from templates.values import one_line, shorten


class Stops(StrEnum):
    """What a message ends, as its data keep it under ``stops``."""

    OFFERS = "offers"  # and all else that is no answer, but for what a chat is told of orders
    ORDERS_TOO = "orders too"


_ALL = frozenset({"stopall", "stop all"})
_QUOTED = 40  # characters of what they wrote, in an alert


async def ends(turn: Turn, message: Message, *, again: bool) -> Stops:
    """Whether a stop ends what is written of orders in chats, too; ``again``: one from there holds already."""
    wanted = again or normalise(message.text or "").strip(" .!") in _ALL
    if wanted and await _goes_on(turn, message) and await customer_orders.going_on(turn, message.contact):
        return Stops.ORDERS_TOO
    return Stops.OFFERS


async def ends_more(turn: Turn, contact: UUID, address: UUID) -> bool:
    """Whether a stop takes back more than what was agreed to where it was written: at another address, or as a shop."""
    if await turn.unit.shops.kept_by([contact]):
        return True
    others = [one.id for one in await turn.unit.people.addresses_of(contact) if one.id != address]
    return not AGREED.isdisjoint((await turn.unit.consents.states(others)).values())


async def end_orders(turn: Turn, contact: UUID) -> None:
    """Nothing but answers goes to a person's chats from now on, until they write START there."""
    for one in await turn.unit.people.addresses_of(contact):
        if one.writable and one.channel != "sms":
            await turn.unit.people.set_state(one.id, AddressState.SUPPRESSED, "they wrote STOP ALL", turn.now)


async def lift(turn: Turn, address: Address) -> None:
    """They came back by their own act."""
    if address.state is AddressState.SUPPRESSED:
        await turn.unit.people.set_state(address.id, AddressState.USABLE, "they wrote START", turn.now)


async def confirmation(turn: Turn, message: Message) -> dict[str, Any]:
    """What the confirmation of an opt-out says of their orders."""
    orders = await customer_orders.going_on(turn, message.contact)
    if not orders:
        return {}
    values: dict[str, Any] = {"orders": tuple(one.number for one in orders)}
    if await _goes_on(turn, message):
        return values | {"still": "yes"}
    unpaid = await _unpaid(turn, orders[0]) if len(orders) == 1 else None
    return values | ({"until": unpaid.reserved_until} if unpaid else {})


async def tell_staff(turn: Turn, address: Address, message: Message) -> None:
    """Whose order goes on without a word from us is told to the staff, and what they can do about it."""
    if await _goes_on(turn, message):
        return
    for one in await customer_orders.going_on(turn, message.contact):
        text = await _alert(turn, address, message.text or "", one)
        await alerts.tell(turn, f"stopped:{one.id}", text, person=address.id)


async def _goes_on(turn: Turn, message: Message) -> bool:
    """Whether orders are told of to their end: not after a stop by SMS, and not where all of their chats are ended."""
    theirs = await turn.unit.people.addresses_of(message.contact) if message.channel != "sms" else []
    return any(_is_told(one, message) for one in theirs)


def _is_told(address: Address, message: Message) -> bool:
    """Whether that is a chat in which they hear of orders; they wrote from their own, whatever was known of it."""
    if address.channel == "sms" or not address.writable:
        return False
    own = address.id == message.address and address.state is not AddressState.SUPPRESSED
    return own or address.state is AddressState.USABLE


async def _alert(turn: Turn, address: Address, text: str, order: Reservation) -> str:
    person = await turn.unit.people.get(address.contact)
    name = handover.who(person.name if person else None, address)
    words = shorten(one_line(text), _QUOTED, "…")
    told = f"{name} wrote “{words}” and hears no more from us, about order {order.number} neither."
    unpaid = await _unpaid(turn, order)
    if unpaid is None:
        return f"{told} It goes on: tell them another way what they have to know."
    until = unpaid.reserved_until.astimezone(turn.zone)
    meant = "if that is what they meant" if is_bare_cancel(text) else "if they want nothing of it"
    return f"{told} It is unpaid and ends by itself {until:%a %H:%M}. /cancel {order.number} ends it now, {meant}."


async def _unpaid(turn: Turn, order: Reservation) -> Order | None:
    """The order as its conversation has it, where it waits for money or a word; None where it goes on without."""
    found = await customer_orders.as_it_stands(turn, order)
    return found if found is not None and found.status in UNPAID and not found.paid else None
