"""The credit for a referral: earned by the delivery of the new customer's order, lost if it is returned in full."""

from uuid import UUID

from flows.sourcing.order import Order
from flows.sourcing.order_state import Status
from handlers.engine.turn import Turn
from storage.sourcing.referral_credits import Credits
from storage.sourcing.reservations import Reservation, Reservations

_MOST = 20  # orders of one person to look through


def is_earned(before: Order | None, after: Order) -> bool:
    """Return True if the order earns the referral credit in this step: it is delivered and paid for."""
    return _earns(after) and (before is None or not _earns(before))


def is_undone(before: Order, after: Order) -> bool:
    """Return True if the order earned the referral credit before this step, but no longer does."""
    return _earns(before) and not _earns(after)


def _earns(order: Order) -> bool:
    paid = order.paid_at is not None or order.pay == "cod"
    return order.status is Status.DELIVERED and paid and bool(order.wants)


async def take_back(turn: Turn, contact: UUID, order: UUID) -> None:
    """Cancel the credit for referring this person, unless it was used or another of their orders was delivered.

    Their next delivered order earns it again.
    """
    delivered = await _list_delivered(turn, contact)
    if not any([await _stays(turn, one) for one in delivered if one.id != order]):
        await turn.unit.of(Credits).take_back(contact)


async def has_returned_all(turn: Turn, contact: UUID) -> bool:
    """Return True if this person returned all delivered goods, as the shop's own systems report."""
    delivered = await _list_delivered(turn, contact)
    return bool(delivered) and not any([await _stays(turn, one) for one in delivered])


async def _list_delivered(turn: Turn, contact: UUID) -> list[Reservation]:
    orders = await turn.unit.of(Reservations).list_by_contact(contact, _MOST)
    return [one for one in orders if one.status == Status.DELIVERED.value]


async def _stays(turn: Turn, order: Reservation) -> bool:
    """Return True if the customer kept at least part of a delivered order, by its goods or its money."""
    purchase = await turn.unit.orders.get(order.id)
    if purchase is None or purchase.total is None:
        return True
    return max(purchase.refunded, purchase.returned) < purchase.total.micros
