"""The events that sourcing handles: from the shop's systems, payments, the shops' desks, and its own orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.events import (
    LinkEnded,
    OrderCancelled,
    OrderDelivered,
    OrderReserved,
    OrderShipped,
    PaymentArrived,
    RefundMoved,
)
from flows.phrase import phrase
from flows.sourcing import order_events as events
from flows.sourcing import order_flow
from flows.sourcing.desk.desk_events import Closed, LinesAsked, ListRead, OutcomeTold
from handlers.conversation import Hear, hear_by_event
from handlers.engine import host
from handlers.engine.turn import Turn
from handlers.sourcing import desk_news, incoming_reservation, waitlist_news
from handlers.sourcing.customer import opt_out_remainder
from handlers.sourcing.shop import shop_stock_list
from handlers.staff_notices import alerts
from storage.events.event_inbox import Stored
from storage.sourcing.order_payments import Payments


async def take_payment(turn: Turn, event: PaymentArrived | LinkEnded | RefundMoved) -> str | None:
    """Pass a payment event to its order. Return the reason if it belongs to none of our orders; None if it does."""
    order = await _find_paid_order(turn, event)
    run = await turn.unit.runs.get_open(order_flow.NAME, str(order)) if order else None
    if run is not None:
        await host.advance(turn, run, event)
        return None
    if isinstance(event, PaymentArrived):
        await _tell_staff(turn, event, order)
        return None if order else f"a payment without an order: {event.payment}"
    return None if order else f"news of no payment of ours, from {event.provider}"


async def _tell_staff(turn: Turn, event: PaymentArrived, order: UUID | None) -> None:
    """Alert the staff about each payment for one of our orders; about the account's other sales only once a day."""
    values = {"amount": event.amount, "provider": event.provider, "payment": event.payment}
    if order is None and _uuid(event.reference) is None:
        await alerts.tell(turn, f"other-sales:{event.provider}", phrase("other_sales_came", **values))
        return
    await alerts.tell(turn, f"payment:{event.payment}", phrase("payment_of_nobody", over=order is not None, **values))


async def _find_paid_order(turn: Turn, event: PaymentArrived | LinkEnded | RefundMoved) -> UUID | None:
    reference = _uuid(event.reference)
    if isinstance(event, RefundMoved):
        return await turn.unit.of(Payments).find_refunded_order(reference, event.refund, event.payment)
    return await turn.unit.of(Payments).find_order(reference, event.link)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None


async def _handle_cancelled(turn: Turn, stored: Stored, event: OrderCancelled) -> None:
    order = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    await desk_news.route_to_order(turn, events.CalledOff(order.id, Actor.provider(stored.source)))


async def _handle_moved(turn: Turn, stored: Stored, event: OrderShipped | OrderDelivered) -> None:
    order = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    to = "shipped" if isinstance(event, OrderShipped) else "delivered"
    said = events.ParcelMoved(order.id, to, Actor.provider(stored.source), event.tracking_url, event.carrier)
    await desk_news.route_to_order(turn, said)


_TO_ORDER = (
    events.StockAnswered, events.TakenBack, events.ShopGone, events.ShopAway, events.HandoverSaid, events.Handed,
    events.Assigned, events.ParcelMoved, events.StepUndone, events.Given, events.CalledOff, events.Settled,
    events.RefundedByHand, events.MoneyBack, events.PhotosTaken, events.Flawed, events.Replaced,
)  # fmt: skip
HEARS: Mapping[type[Any], Hear] = {
    OrderReserved: incoming_reservation.begin_reserved,
    OrderCancelled: _handle_cancelled,
    OrderShipped: _handle_moved,
    OrderDelivered: _handle_moved,
    **dict.fromkeys((events.Quoted, events.Restock), incoming_reservation.begin_wanted),
    **dict.fromkeys((PaymentArrived, LinkEnded, RefundMoved), hear_by_event(take_payment)),
    **dict.fromkeys((LinesAsked, OutcomeTold), hear_by_event(desk_news.route_to_desk)),
    Closed: hear_by_event(desk_news.handle_closing),
    events.WishedBeside: hear_by_event(opt_out_remainder.handle_remainder),
    ListRead: hear_by_event(shop_stock_list.store_list),
    events.StockReported: hear_by_event(waitlist_news.report_stock),
    **dict.fromkeys(_TO_ORDER, hear_by_event(desk_news.route_to_order)),
}
