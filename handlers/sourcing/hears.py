"""What sourcing hears: of the shop's systems and payments, of the shops' desks, and of its own orders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from flows.events import (
    LinkEnded,
    OrderCancelled,
    OrderDelivered,
    OrderReserved,
    OrderShipped,
    PaymentArrived,
    RefundMoved,
)
from flows.sourcing.desk.news import Asked, Away, Closed, ListRead, Told
from flows.sourcing.news import (
    Assigned,
    CalledOff,
    Flawed,
    Given,
    Handed,
    Moved,
    PhotosTaken,
    Quoted,
    RefundedByHand,
    Replaced,
    Restock,
    Settled,
    ShopAway,
    ShopGone,
    StockAnswered,
    StockReported,
    TakenBack,
)
from handlers.conversation import Hear
from handlers.sourcing import desks, payments, reserving, waitlist
from handlers.sourcing.shop import files
from handlers.turn import Turn
from storage.inbox import Stored


def _alone(act: Callable[[Turn, Any], Awaitable[str | None]]) -> Hear:
    """What needs no more of an event than what it says."""

    async def hear(turn: Turn, _stored: Stored, event: Any) -> str | None:
        return await act(turn, event)

    return hear


async def _cancelled(turn: Turn, stored: Stored, event: OrderCancelled) -> None:
    order = await turn.unit.orders.find(stored.source, event.order, turn.now)
    await desks.to_order(turn, CalledOff(order.id, stored.source))


async def _moved(turn: Turn, stored: Stored, event: OrderShipped | OrderDelivered) -> None:
    order = await turn.unit.orders.find(stored.source, event.order, turn.now)
    to = "shipped" if isinstance(event, OrderShipped) else "delivered"
    await desks.to_order(turn, Moved(order.id, to, stored.source, event.tracking_url, event.carrier))


_TO_ORDER = (
    StockAnswered, TakenBack, ShopGone, ShopAway, Handed, Assigned, Moved, Given, CalledOff, Settled, RefundedByHand,
    PhotosTaken, Flawed, Replaced,
)  # fmt: skip
HEARS: Mapping[type[Any], Hear] = {
    OrderReserved: reserving.reserved,
    OrderCancelled: _cancelled,
    OrderShipped: _moved,
    OrderDelivered: _moved,
    Quoted: reserving.quoted,
    Restock: reserving.restock,
    **dict.fromkeys((PaymentArrived, LinkEnded, RefundMoved), _alone(payments.told)),
    **dict.fromkeys((Asked, Told), _alone(desks.to_desk)),
    **dict.fromkeys((Closed, Away), _alone(desks.closed)),
    ListRead: _alone(files.listed),
    StockReported: _alone(waitlist.stock_reported),
    **dict.fromkeys(_TO_ORDER, _alone(desks.to_order)),
}
