"""The lines about open orders on the card of a customer: number, price and status of each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.money import Money
from flows.phrase import Text, phrase, tap
from handlers.sourcing import customer_orders
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation

_MOST = 3


async def told(turn: Turn, contact: UUID) -> Sequence[Text]:
    """A line for each of the newest orders, and how many there are besides."""
    orders = await customer_orders.going_on(turn, contact)
    more = [phrase("and_more", many=len(orders) - _MOST)] if len(orders) > _MOST else []
    return [*map(_line, orders[:_MOST]), *more]


def _line(row: Reservation) -> Text:
    status, cost = phrase(f"status_{row.status}"), Money(row.amount, row.currency)
    return phrase("order_under_way", number=row.number, cost=cost, status=status, command=tap("order", row.number))
