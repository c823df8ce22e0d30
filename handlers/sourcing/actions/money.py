"""Money of an order that came or went by other hands than ours."""

from dataclasses import dataclass
from uuid import UUID

from flows.actor import SYSTEM
from flows.money import Money
from flows.phrase import Text, phrase, sentences
from flows.sourcing.draft import order_called
from flows.sourcing.events import RefundedByHand, Settled
from flows.sourcing.order import Order
from flows.sourcing.refunding import owed_back, unheard
from flows.sourcing.status import UNPAID, Status
from handlers.actions.action import Origin, Preview
from handlers.sourcing.actions import once
from handlers.sourcing.actions.emitting import emit_for
from handlers.sourcing.actions.foreseen import foresee, told
from handlers.sourcing.actions.refusals import OrderStays, of_a_customer, stays
from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class Settle:
    """The money of an order came some other way, so many micro-units; all that it costs where none are said."""

    order: UUID
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class MarkRefunded:
    """Money of an order was sent back by hand."""

    order: UUID


@dataclass(frozen=True, slots=True)
class Received:
    """What counts as received of an order."""

    order: Order
    amount: Money


async def would_settle(turn: Turn, command: Settle) -> Preview:
    """What counts as received, and what follows."""
    at_hand = await of_a_customer(turn, command.order)
    order, came = at_hand.order, _came(at_hand.order, command)
    await once.check(turn, order, Settled)
    if order.paid_at is not None or order.status not in UNPAID:
        raise stays(order, OrderStays.PAID if order.paid_at else OrderStays.NOT_TO_BE_PAID)
    found = order.status in {Status.AVAILABLE, Status.RESERVED}
    hears = phrase("customer_told_it_is_paid" if found else "customer_told_it_is_paid_once_found")
    text = sentences(
        phrase("counts_as_received", order=order_called(order), amount=came),
        *_gap(came.micros - order.amount, order.currency),
        *([phrase("link_taken_back")] if order.payment else []),
        *([phrase("fetched_then")] if order.status is Status.AVAILABLE else []),
        await told(turn, at_hand, hears),
    )
    return Preview(text, phrase("button_it_is_paid"))


def _came(order: Order, command: Settle) -> Money:
    return Money(order.amount if command.amount is None else command.amount, order.currency)


def _gap(off: int, currency: str) -> list[Text]:
    if not off:
        return []
    return [phrase("less_than_it_costs" if off < 0 else "more_than_it_costs", amount=Money(abs(off), currency))]


async def settle(turn: Turn, origin: Origin, command: Settle) -> Received:
    """Have the order hear that its money came."""
    await once.hold(turn, command.order)
    await would_settle(turn, command)
    at_hand = await of_a_customer(turn, command.order)
    came = _came(at_hand.order, command)
    await emit_for(turn, origin, at_hand, "settled", Settled(command.order, origin.by, came.micros))
    return Received(at_hand.order, came)


async def would_mark_refunded(turn: Turn, command: MarkRefunded) -> Preview:
    """What counts as sent back."""
    at_hand = await of_a_customer(turn, command.order)
    order = at_hand.order
    await once.check(turn, order, RefundedByHand)
    due, seen = owed_back(order), unheard(order)
    if await foresee(turn, at_hand, RefundedByHand(order.id, SYSTEM)) is None:
        raise stays(order, OrderStays.NOTHING_TO_SEND_BACK)
    values = {"order": order_called(order), "amount": Money(due + seen, order.currency)}
    if not due:
        return Preview(phrase("counts_as_back", **values), phrase("button_it_is_back"))
    hears = await told(turn, at_hand, phrase("customer_will_be_told"))
    return Preview(sentences(phrase("counts_as_sent_back", **values), hears), phrase("button_i_sent_it_back"))


async def mark_refunded(turn: Turn, origin: Origin, command: MarkRefunded) -> Order:
    """Have the order hear that its money went back."""
    await once.hold(turn, command.order)
    await would_mark_refunded(turn, command)
    at_hand = await of_a_customer(turn, command.order)
    await emit_for(turn, origin, at_hand, "refunded", RefundedByHand(command.order, origin.by))
    return at_hand.order
