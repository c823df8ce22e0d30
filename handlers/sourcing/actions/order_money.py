"""Payments and refunds of an order that are made outside Parley, and refunds after the order has left."""

from dataclasses import dataclass, replace
from uuid import UUID

from flows.actor import SYSTEM
from flows.money import Money
from flows.phrase import Text, phrase, sentences
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_events import MoneyBack, RefundedByHand, Settled
from flows.sourcing.order_line import Line, PromiseState
from flows.sourcing.order_state import LEFT, UNPAID, WITH_US, Status
from flows.sourcing.refunds import sum_owed, sum_unconfirmed
from handlers.actions.action import Origin, Preview
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions import order_refusals
from handlers.sourcing.actions.order_cancellation import describe_commissions, describe_money, hears_text, list_owners
from handlers.sourcing.actions.order_effect_preview import describe_hearing, emit_for, foresee
from handlers.sourcing.actions.order_refusals import OrderStays, find_customer_order, stays


@dataclass(frozen=True, slots=True)
class Settle:
    """Request to record a payment made outside Parley, in micro-units; the full price if no amount is given."""

    order: UUID
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class MarkRefunded:
    """Request to record a refund that a person has made."""

    order: UUID


@dataclass(frozen=True, slots=True)
class Received:
    """The money recorded as received for an order."""

    order: Order
    amount: Money


async def would_settle(turn: Turn, command: Settle) -> Preview:
    """Preview the amount to record as received, and its effects."""
    at_hand = await find_customer_order(turn, command.order)
    order, came = at_hand.order, _record_received(at_hand.order, command)
    await order_refusals.check(turn, order, Settled)
    if order.paid_at is not None or order.status not in UNPAID:
        raise stays(order, OrderStays.PAID if order.paid_at else OrderStays.NOT_TO_BE_PAID)
    found = order.status in {Status.AVAILABLE, Status.RESERVED}
    hears = phrase("customer_told_it_is_paid" if found else "customer_told_it_is_paid_once_found")
    text = sentences(
        phrase("counts_as_received", order=name_order(order), amount=came),
        *_gap(came.micros - order.amount, order.currency),
        *([phrase("link_taken_back")] if order.payment else []),
        *([phrase("fetched_then")] if order.status is Status.AVAILABLE else []),
        await describe_hearing(turn, at_hand, hears),
    )
    return Preview(text, phrase("button_it_is_paid"))


def _record_received(order: Order, command: Settle) -> Money:
    return Money(order.amount if command.amount is None else command.amount, order.currency)


def _gap(off: int, currency: str) -> list[Text]:
    if not off:
        return []
    return [phrase("less_than_it_costs" if off < 0 else "more_than_it_costs", amount=Money(abs(off), currency))]


async def settle(turn: Turn, origin: Origin, command: Settle) -> Received:
    """Record a payment made outside Parley, and send the order the event."""
    await order_refusals.hold_customer(turn, command.order)
    await would_settle(turn, command)
    at_hand = await find_customer_order(turn, command.order)
    came = _record_received(at_hand.order, command)
    await emit_for(turn, origin, at_hand, "settled", Settled(command.order, origin.by, came.micros))
    return Received(at_hand.order, came)


async def would_mark_refunded(turn: Turn, command: MarkRefunded) -> Preview:
    """Preview the amount to record as refunded."""
    at_hand = await find_customer_order(turn, command.order)
    order = at_hand.order
    await order_refusals.check(turn, order, RefundedByHand)
    due, seen = sum_owed(order), sum_unconfirmed(order)
    if await foresee(turn, at_hand, RefundedByHand(order.id, SYSTEM)) is None:
        raise stays(order, OrderStays.NOTHING_TO_SEND_BACK)
    values = {"order": name_order(order), "amount": Money(due + seen, order.currency)}
    if not due:
        return Preview(phrase("counts_as_back", **values), phrase("button_it_is_back"))
    hears = await describe_hearing(turn, at_hand, phrase("customer_will_be_told"))
    return Preview(sentences(phrase("counts_as_sent_back", **values), hears), phrase("button_i_sent_it_back"))


async def mark_refunded(turn: Turn, origin: Origin, command: MarkRefunded) -> Order:
    """Send the order the event that a person has refunded its money."""
    await order_refusals.hold_customer(turn, command.order)
    await would_mark_refunded(turn, command)
    at_hand = await find_customer_order(turn, command.order)
    await emit_for(turn, origin, at_hand, "refunded", RefundedByHand(command.order, origin.by))
    return at_hand.order


@dataclass(frozen=True, slots=True)
class SendBack:
    """Request for a refund, with a reason: of these lines, of an ``amount`` in micro-units, or of all by default."""

    order: UUID
    lines: tuple[str, ...] = ()
    amount: int | None = None
    goods: bool = False
    reason: str = ""


async def would_send_back(turn: Turn, command: SendBack) -> Preview:
    """Preview the refund, the commissions and goods that go to shops, and who gets a message."""
    at_hand = await find_customer_order(turn, command.order)
    order = at_hand.order
    await order_refusals.check(turn, order, MoneyBack)
    if order.status not in LEFT:
        raise stays(order, OrderStays.NOT_LEFT if order.status in WITH_US else OrderStays.OVER)
    foreseen = await foresee(turn, at_hand, _event(order, command))
    if foreseen is None:
        raise stays(order, OrderStays.NO_MONEY_LEFT, left=Money(_count_left(order), order.currency))
    lines = _lines(order, command)
    head = phrase(
        "would_send_back",
        order=name_order(order),
        goods=command.goods,
        what=order_words.list_line_pieces(lines) if lines else "",
        amount=Money(command.amount or 0, order.currency),
        words=command.reason,
    )
    hears = await describe_hearing(turn, at_hand, hears_text(order, foreseen))
    text = sentences(
        head,
        *describe_money(order, foreseen),
        *describe_commissions(order, foreseen),
        *await _describe_goods(turn, order, command, lines),
        hears,
    )
    return Preview(text, phrase("button_send_back"))


async def send_back(turn: Turn, origin: Origin, command: SendBack) -> Order:
    """Send the order the event that money is refunded, with or without returned goods."""
    await order_refusals.hold_customer(turn, command.order)
    await would_send_back(turn, command)
    at_hand = await find_customer_order(turn, command.order)
    event = replace(_event(at_hand.order, command), by=origin.by)
    await emit_for(turn, origin, at_hand, "returned" if command.goods else "money_back", event)
    return at_hand.order


def _event(order: Order, command: SendBack) -> MoneyBack:
    lines = tuple(line.id for line in _lines(order, command))
    return MoneyBack(order.id, SYSTEM, lines, command.amount or 0, command.goods, command.reason)


def _lines(order: Order, command: SendBack) -> list[Line]:
    """Return the lines to refund: the named ones, or all; none if an amount was given."""
    if command.amount is not None:
        return []
    return [line for line in order.wants if not command.lines or line.id in command.lines]


def _count_left(order: Order) -> int:
    """Return the micro-units received for the order and not refunded. Cash counts once it is delivered."""
    at_the_door = order.pay == "cod" and not order.payments and order.status is Status.DELIVERED
    return order.amount if at_the_door else order.paid_for


async def _describe_goods(turn: Turn, order: Order, command: SendBack, lines: list[Line]) -> list[Text]:
    """Describe where the returned goods go."""
    names = {line.id for line in lines}
    back = tuple(one for one in order.promises if one.line in names and one.stand is PromiseState.PICKED)
    return [phrase("goods_go_to", where=await list_owners(turn, order, back))] if command.goods and back else []
