"""The open orders of a customer, for their card and for words to them: number, price and status of each."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.money import Money
from flows.phrase import Text, phrase, tap
from handlers.conversation.people import UnderWay
from handlers.sourcing import customer_orders
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation


async def told(turn: Turn, contact: UUID) -> Sequence[UnderWay]:
    """Each of the orders that go on, the newest first."""
    orders = await customer_orders.going_on(turn, contact)
    return [UnderWay(customer_orders.subject_of(one), one.number, _line(one)) for one in orders]


def _line(row: Reservation) -> Text:
    status, cost = phrase(f"status_{row.status}"), Money(row.amount, row.currency)
    return phrase("order_under_way", number=row.number, cost=cost, status=status, command=tap("order", row.number))
