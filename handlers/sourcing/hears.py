"""What sourcing hears: of the shop's systems and payments, of the shops' desks, and of its own orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from flows.sourcing.desk.events import Closed, LinesAsked, ListRead, OutcomeTold
from flows.sourcing.events import (
    Assigned,
    CalledOff,
    Flawed,
    Given,
    Handed,
    HandoverSaid,
    MoneyBack,
    ParcelMoved,
    PhotosTaken,
    Quoted,
    RefundedByHand,
    Replaced,
    Restock,
    Settled,
    ShopAway,
    ShopGone,
    StepUndone,
    StockAnswered,
    StockReported,
    TakenBack,
    WishedBeside,
)
from handlers.conversation import Hear, by_event
from handlers.sourcing import desks, payments, reserving, waitlist
from handlers.sourcing.customer import beside_a_stop
from handlers.sourcing.shop import files
from handlers.turn import Turn
from storage.inbox import Stored


async def _cancelled(turn: Turn, stored: Stored, event: OrderCancelled) -> None:
    order = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    await desks.to_order(turn, CalledOff(order.id, Actor.provider(stored.source)))


async def _moved(turn: Turn, stored: Stored, event: OrderShipped | OrderDelivered) -> None:
    order = await turn.unit.orders.ensure(stored.source, event.order, turn.now)
    to = "shipped" if isinstance(event, OrderShipped) else "delivered"
    said = ParcelMoved(order.id, to, Actor.provider(stored.source), event.tracking_url, event.carrier)
    await desks.to_order(turn, said)


_TO_ORDER = (
    StockAnswered, TakenBack, ShopGone, ShopAway, HandoverSaid, Handed, Assigned, ParcelMoved, StepUndone, Given,
    CalledOff, Settled, RefundedByHand, MoneyBack, PhotosTaken, Flawed, Replaced,
)  # fmt: skip
HEARS: Mapping[type[Any], Hear] = {
    OrderReserved: reserving.reserved,
    OrderCancelled: _cancelled,
    OrderShipped: _moved,
    OrderDelivered: _moved,
    **dict.fromkeys((Quoted, Restock), reserving.wanted),
    **dict.fromkeys((PaymentArrived, LinkEnded, RefundMoved), by_event(payments.told)),
    **dict.fromkeys((LinesAsked, OutcomeTold), by_event(desks.to_desk)),
    Closed: by_event(desks.closed),
    WishedBeside: by_event(beside_a_stop.read),
    ListRead: by_event(files.listed),
    StockReported: by_event(waitlist.stock_reported),
    **dict.fromkeys(_TO_ORDER, by_event(desks.to_order)),
}
