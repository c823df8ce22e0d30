"""Two members of the staff who say the same of an order in one moment: the second hears that the first did."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from flows.phrase import tap
from flows.sourcing.draft import order_called
from flows.sourcing.events import CalledOff, Given, MoneyBack, RefundedByHand, Settled
from flows.sourcing.order import Order
from handlers.actions.action import Refused
from handlers.sourcing.actions.refusals import OrderStays
from handlers.sourcing.history import name_of
from handlers.turn import Turn
from storage.sourcing.reservations import Reservations

Said = TypeVar("Said", Settled, RefundedByHand, Given, CalledOff, MoneyBack)


async def hold(turn: Turn, order: UUID) -> None:
    """Have whoever says something of the order in the same moment wait; what was said before is seen from here on."""
    row = await turn.unit.of(Reservations).get(order)
    if row is not None and row.contact is not None:
        await turn.unit.people.hold(row.contact)


async def check(turn: Turn, order: Order, kind: type[Said], same: Callable[[Said], object] = lambda _one: True) -> None:
    """Raise Refused where somebody said the same of an order that has not acted upon it yet, with their name."""
    said = [one for one in await turn.unit.inbox.new_of(kind) if one.order == order.id and same(one)]
    for one in said[-1:]:
        values = {"order": order_called(order), "by": await name_of(turn, one.by)}
        raise Refused(OrderStays.SAID_ALREADY, values, more=tap("order", order.number))
