"""Cancellation by the customer: the order is cancelled if they may decide that, else the staff gets the wish."""

from collections.abc import Sequence

from flows.engine import CustomerReplied
from flows.phrase import Lines, Phrase, Text, phrase, tap
from flows.sourcing.order_release import cancel_told
from flows.sourcing.order_state import UNPAID, Status
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.replies.customer_intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.placed import photo_remarks
from handlers.sourcing.replies.order_choice_answers import CALL_OFF
from handlers.staff_notices import handover
from storage.events.runs import Run
from storage.sourcing.reservations import Reservation

BUTTON = "cancel_order"
"""The button of an order's card for its cancellation."""
_TOO_LATE = "cancel_passed_on"  # template
_WISHES = frozenset({Intent.CANCEL_ORDER, Intent.REFUND})


async def list_cancellable(turn: Turn, said: UnderstoodMessage) -> list[Reservation]:
    """Return the customer's orders that can still be cancelled, the newest first."""
    theirs = await customer_orders.list_orders(turn, said.message.contact)
    return [one for one in theirs if one.status in customer_orders.CALLABLE]


async def cancel_orders(turn: Turn, said: UnderstoodMessage, orders: Sequence[Reservation]) -> None:
    """Cancel these orders. The staff gets one alert for the orders that only they can cancel."""
    late = [one for one in orders if not await _end_order(turn, said, one)]
    if not late:
        return
    shown = await photo_remarks.hold_after_remark(turn, said)
    passed_on = await handover.ask(turn, said.address, said.message, shown=shown, about=wish_of(late))
    for one in late:
        values = {"order": one.number, "happened": _describe_progress(one)} | ({"asked": "yes"} if passed_on else {})
        await say(turn, said, _TOO_LATE, values=values, about=one.number, asks=cancel_told(one.id))


async def is_theirs(turn: Turn, order: Reservation) -> bool:
    """Return True if the customer may still cancel the order themselves: before it is paid, packed or shipped."""
    return await _open_run(turn, order) is not None


async def _end_order(turn: Turn, said: UnderstoodMessage, order: Reservation) -> bool:
    run = await _open_run(turn, order)
    choice = CALL_OFF if order.status == Status.PART_AVAILABLE.value else None
    address = said.address
    reply = CustomerReplied(Intent.CANCEL_ORDER.value, address.id, address.channel, said.message.id, choice=choice)
    return run is not None and await host.advance(turn, run, reply)


async def _open_run(turn: Turn, order: Reservation) -> Run | None:
    """Return the open run of an order that the customer may still cancel; None otherwise."""
    run = await customer_orders.find_run(turn, order) if order.status in UNPAID else None
    return run if run is not None and run.ended_at is None else None


async def wish(turn: Turn, said: UnderstoodMessage) -> Phrase | None:
    """Return a note for the staff if an answer to the staff asks for a cancellation; None for other answers."""
    if said.reading.intent not in _WISHES:
        return None
    number = said.reading.order
    open_ = await customer_orders.list_unshipped(turn, said.address.contact)
    orders = customer_orders.find_by_name(open_, {number}) if number else open_
    return wish_of(orders) if orders else None


def wish_of(orders: Sequence[Reservation]) -> Phrase:
    """Describe for the staff the orders to cancel."""
    return phrase("to_cancel", orders=Lines(tuple(map(_describe_for_staff, orders)), between="; "))


def _describe_for_staff(order: Reservation) -> Text:
    """Describe an order to cancel for the staff, with their command for it if the order has not left."""
    cancel = "" if order.status == Status.SHIPPED.value else tap("cancel", order.number)
    return phrase("to_cancel_one", number=order.number, happened=_describe_progress(order), cancel=cancel)


def _describe_progress(order: Reservation) -> str:
    """Return a keyword for the message that it is too late to cancel: shipped, paid, or confirmed."""
    if order.status == Status.SHIPPED.value:
        return "shipped"
    if order.status in UNPAID:
        return "unconfirmed"
    return "confirmed" if order.pay == "cod" else "paid"
