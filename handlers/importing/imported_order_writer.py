"""The writer of a file's orders: past orders that start or end no plan and send no message."""

from __future__ import annotations

from uuid import UUID

from flows.events import OrderRefunded, OrderShipped
from flows.events.event import Named
from flows.money import Money
from handlers.engine.turn import Turn
from handlers.importing.customer_row import RowFate
from handlers.importing.imported_customer_writer import ERASED
from handlers.importing.order_row import Followed, OrderOutcome, OrderRow, OrderStatus
from handlers.people import persons
from handlers.privacy import person_erasure
from storage.erasure.erasure import find_erased
from storage.store.purchases import Purchase

OTHERWISE = "already exists with another total, and was not changed"
APART = "already exists: if its rows are apart in the file, sort the file by order"
LEFT_OUT = "{amount} that came back was left out: the customer has no earlier order here that it can be taken off"
_MOST_BEFORE = 1000  # orders of a customer to read
_BACK = "file"
"""The name of a file's refunds, with all that came back by then."""


async def take_order(turn: Turn, order: OrderRow, source: str) -> OrderOutcome:
    """Store a placed order with its end; known data is not changed. No plan starts or ends, and no message is sent."""
    event = order.event
    if event is None:
        return OrderOutcome(order, RowFate.REFUSED, order.mistakes)
    gone = await find_erased(turn.unit, order.names, turn.tools.token_hashes)
    if gone and await person_erasure.find_erased_since(turn, order.names, gone, event) is not None:
        return OrderOutcome(order, RowFate.REFUSED, (ERASED, *order.mistakes))
    if order.is_return:
        return await _take_return(turn, order, source)
    known = await turn.unit.orders.ensure(source, event.order, turn.now)
    mistakes = list(order.mistakes)
    if known.placed_at is None:
        contact, by_mail = await _save_customer(turn, order, source) if order.names else (None, False)
        await turn.unit.orders.place(known, event, contact, None, by_mail=by_mail)
        await _save_end(turn, known, order)
        _, left_out = await _give_back(turn, order, source, contact)
        return OrderOutcome(order, RowFate.NEW, (*mistakes, *left_out))
    if known.total != event.total:
        mistakes.insert(0, OTHERWISE if len(known.items) == len(event.items) else APART)
    changed = await _save_end(turn, known, order)
    return OrderOutcome(order, RowFate.CHANGED if changed else RowFate.SAME, tuple(mistakes))


async def _take_return(turn: Turn, order: OrderRow, source: str) -> OrderOutcome:
    """Book an order that has only returns as a refund of the customer's earlier orders."""
    held = await turn.unit.people.find_known(order.names)
    contact = next((address.contact for address in held.values()), None)
    taken, left_out = await _give_back(turn, order, source, contact)
    mistakes = (*left_out, *order.mistakes)
    if taken is None:
        return OrderOutcome(order, RowFate.REFUSED, mistakes)
    return OrderOutcome(order, RowFate.NEW if taken else RowFate.SAME, mistakes)


async def _give_back(
    turn: Turn, order: OrderRow, source: str, contact: UUID | None
) -> tuple[bool | None, tuple[str, ...]]:
    """Refund returned goods on the customer's earlier orders, those with the same goods first, then the newest.

    Return True if anything is new, None if nothing could be refunded, and a note of the amount left out.
    """
    if order.returned is None or order.event is None:
        return False, ()
    event, called, left = order.event, f"return:{source}:{order.event.order}", order.returned.micros
    before = await turn.unit.orders.of(contact, _MOST_BEFORE) if contact is not None else []
    booked = await turn.unit.orders.refunds_called(called, [one.id for one in before])
    left -= sum(booked.values())
    taken = False
    for one in sorted(before, key=lambda one: not _has_goods(one, order)):
        part = min(left, _sum_refundable(one, order)) if one.id not in booked else 0
        if part > 0:
            amount = Money(part, order.returned.currency)
            taken |= await turn.unit.orders.refund(one.id, called, amount, event.occurred_at)
            left -= part
    if left <= 0:
        return taken, ()
    said = LEFT_OUT.format(amount=Money(left, order.returned.currency).with_code)
    return (taken if taken or booked else None), (said,)


def _has_goods(before: Purchase, order: OrderRow) -> bool:
    return not order.returned_skus.isdisjoint(item.sku for item in before.items)


def _sum_refundable(before: Purchase, order: OrderRow) -> int:
    """Return how much of an order can still be refunded by a return."""
    event, total = order.event, before.total
    if event is None or total is None or before.placed_at is None or before.placed_at > event.occurred_at:
        return 0
    is_open = before.ref != event.order and before.cancelled_at is None and total.currency == event.total.currency
    return total.micros - before.refunded if is_open else 0


async def _save_customer(turn: Turn, order: OrderRow, source: str) -> tuple[UUID, bool]:
    """Return the customer, and True if only an e-mail address identifies them."""
    assert order.event is not None, "it is taken over"
    contact = await turn.unit.people.hold(await turn.unit.people.resolve(order.names, turn.now, by_mail=True))
    if await persons.is_guessed(turn.unit, contact, Named(order.event.customer)):
        return contact, True
    await persons.save_details(turn.unit, contact, order.event.customer, source, order.event.occurred_at)
    return contact, False


async def _save_end(turn: Turn, known: Purchase, order: OrderRow) -> bool:
    """Store an order's end from the file if it is not known yet; return True if it is new."""
    assert order.event is not None, "it is taken over"
    told = False
    if order.cancelled_at is not None and known.cancelled_at is None:
        await turn.unit.orders.call_off(known.id, order.cancelled_at)
        told = True
    back = order.back.micros - known.refunded if order.back is not None else 0
    if order.back is not None and back > 0:
        amount = Money(back, order.back.currency)
        told |= await turn.unit.orders.refund(known.id, f"{_BACK}:{order.back.micros}", amount, order.event.occurred_at)
    for news in order.after:
        told |= await _save_fate(turn, known, news)
    moved = {OrderStatus.SHIPPED: "shipped_at", OrderStatus.DELIVERED: "delivered_at"}.get(order.status)
    if moved is not None and getattr(known, moved) is None:
        await turn.unit.orders.note(known.id, **{moved: order.event.occurred_at})
        told = True
    return told


async def _save_fate(turn: Turn, known: Purchase, news: Followed) -> bool:
    """Store a store's report of an order's end, like a live event: a refund counts once by its id."""
    if isinstance(news, OrderRefunded):
        return await turn.unit.orders.refund(known.id, news.refund, news.amount, news.occurred_at)
    moved = "shipped_at" if isinstance(news, OrderShipped) else "delivered_at"
    if getattr(known, moved) is not None:
        return False
    parcel = {"carrier": known.carrier or news.carrier, "tracking_url": known.tracking_url or news.tracking_url}
    await turn.unit.orders.note(known.id, **{moved: news.occurred_at}, **{one: it for one, it in parcel.items() if it})
    return True
