"""A sourced order in the business's reports: recorded as placed once payment is due, then with its progress."""

from __future__ import annotations

from typing import Any

from flows.events import Customer, Item, OrderCreated
from flows.money import Money
from flows.sourcing.order import Order
from flows.sourcing.order_state import Status
from handlers.engine import recovered_orders
from handlers.engine.turn import Turn
from handlers.intake import store_events
from storage.events.runs import Run

# Ends without a delivery and without a payment to give back: nothing was bought, also for payment at the door.
_CAME_TO_NOTHING = frozenset({Status.CANCELLED, Status.UNAVAILABLE, Status.EXPIRED})


async def tell(turn: Turn, run: Run, before: Order | None, after: Order) -> None:
    """Record the order for reports: as placed once payment is due, then its progress. A restock is not recorded."""
    if after.for_stock:
        return
    was = before.status if before else None
    if after.promised_at is not None and (before is None or before.promised_at is None):
        await _place_order(turn, run, after)
    if after.paid_at is not None and (before is None or before.paid_at is None):
        await turn.unit.orders.note(after.id, paid_at=after.paid_at)
    if after.status is not was and after.status in {Status.SHIPPED, Status.DELIVERED}:
        await store_events.announce_progress(turn, run.contact, after.id, after.status.value)
    if after.status is Status.SHIPPED:
        await _tell_parcel(turn, before, after)
    if after.status is not was and after.status is Status.DELIVERED:
        await turn.unit.orders.note(after.id, delivered_at=turn.now)
    if after.status is not was and after.status in _CAME_TO_NOTHING:
        await turn.unit.orders.call_off(after.id, turn.now)
    await _tell_refunds(turn, before, after)


async def _tell_refunds(turn: Turn, before: Order | None, after: Order) -> None:
    """Record the refunds that reached the customer with the order in the reports."""
    known = {one.reference: one.state for one in before.repayments} if before else {}
    ours = {one.payment for one in after.payments}  # a second payment was never the order's
    for one in after.repayments:
        its = not one.payment or one.payment in ours
        if its and one.state == "processed" and known.get(one.reference) != "processed":
            if after.promised_at is None:  # it was never placed, so its payment has no known currency
                await turn.unit.orders.note(after.id, currency=after.currency)
            amount = Money(one.amount, after.currency)
            await turn.unit.orders.refund(after.id, one.reference.hex, amount, turn.now)


async def _tell_parcel(turn: Turn, before: Order | None, after: Order) -> None:
    """Record a parcel's departure and tracking; later data replaces earlier data."""
    link = after.tracking if after.tracking.startswith("https://") else None
    told: dict[str, Any] = {"tracking_url": link, "carrier": after.carrier or None}
    if before is None or before.status is not Status.SHIPPED:
        await turn.unit.orders.note(after.id, shipped_at=turn.now, **told)
    elif before.parcel != after.parcel:
        await turn.unit.orders.note(after.id, **told)


async def _place_order(turn: Turn, run: Run, order: Order) -> None:
    items = tuple(
        Item(line.sku, line.title, line.size, line.wanted, Money(line.price, order.currency), size=line.size)
        for line in order.wants
    )
    known = await turn.unit.orders.get(order.id)
    assert known is not None, "a reservation is of an order"
    total = Money(order.amount, order.currency)
    event = OrderCreated(known.ref, order.number, total, items, Customer(), turn.now)  # described at its reservation
    await turn.unit.orders.place(known, event, run.contact, None)
    if run.contact is not None:
        await store_events.notify_purchase(turn, run.contact, (), items)
        await store_events.announce_progress(turn, run.contact, order.id, "created")
    placed = await turn.unit.orders.get(order.id)
    assert placed is not None, "it was placed a moment ago"
    await recovered_orders.attribute_order(turn, placed)
