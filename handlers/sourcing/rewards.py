"""What whoever brought a customer was given for it, taken back where that customer's order came to nothing."""

from uuid import UUID

from flows.sourcing.order import Order
from flows.sourcing.status import CAME_TO_NOTHING, GOING_ON, UNPAID, Status
from handlers.turn import Turn
from storage.sourcing.credits import Credits
from storage.sourcing.reservations import Reservations

_MOST = 20  # orders of one person that are looked through
_STANDS = {status.value for status in (GOING_ON | {Status.DELIVERED}) - UNPAID - CAME_TO_NOTHING}


def is_undone(before: Order, after: Order) -> bool:
    """Whether an order that had brought money brings none from this step on."""
    return _brought(before) and not _brought(after)


def _brought(order: Order) -> bool:
    paid = order.paid_at is not None or (order.pay == "cod" and order.status is Status.DELIVERED)
    return paid and bool(order.wants) and order.status not in CAME_TO_NOTHING


async def take_back(turn: Turn, contact: UUID, order: UUID) -> None:
    """The credit for bringing this person goes, unless it was used or another order of theirs stands; their next one
    that is paid earns it anew."""
    others = await turn.unit.of(Reservations).of_contact(contact, _MOST)
    if not any(one.id != order and one.status in _STANDS for one in others):
        await turn.unit.of(Credits).take_back(contact)
