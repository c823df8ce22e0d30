"""What is said of an opt-out: the one confirmation to whoever wrote it, and what the staff has to know of it.

After a STOP by SMS the confirmation says what becomes of their order, and the staff knows that its customer hears of it
no more. In a chat the order is told of to its end, and the confirmation says so, and how to end that, too: STOP ALL, or
a second STOP.

A bare "cancel" ends our messages whatever it is about (47 CFR 64.1200(a)(10)). Right after we told of an order of the
store's it may mean that as well: nobody but the staff can call it off, so they are told.
"""

from __future__ import annotations

from typing import Any

from flows.policy.facts import ASKS, Kind
from flows.sourcing.order import Order
from flows.sourcing.status import UNPAID
from handlers import alerts, handover
from handlers.customer_talk import forgetting, stopping
from handlers.customer_talk.answered import TALK
from handlers.customer_talk.said import Said, say
from handlers.replies.answers import is_bare_cancel
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import order_status
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address
from storage.sourcing.reservations import Reservation
from templates.values import quoted

_QUOTED = 40  # characters of what they wrote, in an alert


async def stopped(turn: Turn, said: Said) -> None:
    """The ledger was written when it arrived; here the one confirmation leaves, unless the provider sent its own."""
    if forgetting.is_asked(said.event):
        await forgetting.pass_on(turn, said)
        return
    await tell_staff(turn, said.address, said.message)
    cancelled = await _pass_on_cancel(turn, said)
    channel = turn.business.channel(said.address.channel)
    theirs = said.event.keyword is not None or (channel is not None and channel.opt_out == "provider")
    if theirs or await _was_told(turn, said):
        return
    values = await _confirmation(turn, said.message)
    await say(turn, said, "stopped", Kind.OPT_OUT_DONE, {**values, **cancelled})


async def _was_told(turn: Turn, said: Said) -> bool:
    """A second STOP gets no second confirmation, unless it ends something: what they agreed to since, or were asked.

    One that ends more than the first did is confirmed as well.
    """
    if said.message.data.get("stops") == stopping.Stops.ORDERS_TOO or said.message.data.get("anew"):
        return False
    thread = await turn.unit.messages.thread(said.address.id)
    told = [one for one in thread if one.kind is Kind.OPT_OUT_DONE and one.id < said.message.id]
    if not told or any(one.kind in ASKS and told[-1].id < one.id < said.message.id for one in thread):
        return False
    agreed = await turn.unit.consents.last_agreement(said.address.id, confirmed=False)
    return agreed is None or agreed < told[-1].id


async def _confirmation(turn: Turn, message: Message) -> dict[str, Any]:
    """What the confirmation of an opt-out says of their orders."""
    orders = await customer_orders.going_on(turn, message.contact)
    if not orders:
        return {}
    values: dict[str, Any] = {"orders": tuple(one.number for one in orders)}
    if await stopping.are_orders_told(turn, message):
        return values | {"still": "yes"}
    unpaid = await _unpaid(turn, orders[0]) if len(orders) == 1 else None
    return values | ({"until": unpaid.reserved_until} if unpaid else {})


async def tell_staff(turn: Turn, address: Address, message: Message) -> None:
    """Whose order goes on without a word from us is told to the staff, and what they can do about it."""
    if await stopping.are_orders_told(turn, message):
        return
    for one in await customer_orders.going_on(turn, message.contact):
        text = await _alert(turn, address, message, one)
        await alerts.tell(turn, f"stopped:{one.id}", text, person=address.id)


async def _pass_on_cancel(turn: Turn, said: Said) -> dict[str, Any]:
    """Tell the staff of an order of the store's that may be meant; what the confirmation says of it."""
    last = await turn.unit.messages.last_word(said.address.id, said.message.id)
    if last is None or last.template != order_status.OF_STORE or not is_bare_cancel(said.message.text or ""):
        return {}
    if last.left_at is None or last.left_at <= turn.now - TALK:
        return {}
    order, name = str(last.data["order"]), await _name(turn, said.address)
    text = (
        f"{name} wrote “{_quoted(said.message)}” right after we told of order {order}. That ends our messages to them. "
        "If they meant the order, cancel it in the store, and tell them another way."
    )
    await alerts.tell(turn, f"cancel:{said.message.id}", text, person=said.address.id)
    told = await alerts.desk(turn, roles=alerts.RESPONSIBLE)
    return {"cancel": order} | ({"told": "yes"} if told else {})


async def _name(turn: Turn, address: Address) -> str:
    person = await turn.unit.people.get(address.contact)
    return handover.who(person.name if person else None, address)


def _quoted(message: Message) -> str:
    return quoted(message.text or "", _QUOTED)


async def _alert(turn: Turn, address: Address, message: Message, order: Reservation) -> str:
    name = await _name(turn, address)
    told = f"{name} wrote “{_quoted(message)}” and hears no more from us, about order {order.number} neither."
    unpaid = await _unpaid(turn, order)
    if unpaid is None:
        return f"{told} It goes on: tell them another way what they have to know."
    until = unpaid.reserved_until.astimezone(turn.zone)
    meant = "if that is what they meant" if is_bare_cancel(message.text or "") else "if they want nothing of it"
    return f"{told} It is unpaid and ends by itself {until:%a %H:%M}. /cancel {order.number} ends it now, {meant}."


async def _unpaid(turn: Turn, order: Reservation) -> Order | None:
    """The order as its conversation has it, where it waits for money or a word; None where it goes on without."""
    found = await customer_orders.as_it_stands(turn, order)
    return found if found is not None and found.status in UNPAID and not found.paid else None
